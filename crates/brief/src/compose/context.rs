//! What surrounds the flow: who lives where, what happened when, who stands where.

use std::collections::BTreeMap;

use claim::{Claim, EventKind, Id, Kind, Measure, Qualifier, Stance};
use jiff::civil::Date;
use reconcile::ALL;

use super::Desk;
use crate::content::{Block, Section, Text, Trail};
use crate::wording::{self, Rounded};

/// Longest quote in a list, characters.
const QUOTE: usize = 110;

/// An event, all its mentions together.
pub(super) struct Happened {
    pub day: Date,
    pub kind: EventKind,
    pub actor: Option<String>,
    pub quote: String,
    pub ids: Vec<Id>,
    pub stance: Stance,
}

impl Happened {
    /// Whether it may have changed the flow, so that charts show it.
    pub fn ruled(&self) -> bool {
        !matches!(self.kind, EventKind::Policy)
            && matches!(self.stance, Stance::Asserted | Stance::Planned | Stance::Expected)
    }
}

/// Events with a date, by date; several mentions of one are one.
pub(super) fn merged_events(desk: &Desk) -> Vec<Happened> {
    let mut merged: BTreeMap<(Date, EventKind), Happened> = BTreeMap::new();
    for event in &desk.events {
        // A month or a season is not a day to draw a rule at.
        let Some(day) = event.start else { continue };
        if event.kind == EventKind::DeadlineAnnounced && event.end.is_some_and(|end| end != day) {
            continue;
        }
        let known = merged.entry((day, event.kind)).or_insert_with(|| Happened {
            day,
            kind: event.kind,
            actor: event.actor.clone(),
            quote: event.quote.clone(),
            ids: Vec::new(),
            stance: event.stance,
        });
        known.ids.push(event.id.clone());
        if known.actor.is_none() {
            known.actor.clone_from(&event.actor);
        }
    }
    merged.into_values().collect()
}

/// Shortens a quote at a word.
fn short(quote: &str) -> String {
    let quote = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    if quote.chars().count() <= QUOTE {
        return quote;
    }
    let cut: String = quote.chars().take(QUOTE).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{} …", cut[..end].trim_end_matches([',', ';', ':']))
}

pub(super) fn timeline(desk: &Desk) -> Section {
    let events: Vec<(Text, Text)> = merged_events(desk)
        .iter()
        .map(|event| {
            let mut what = wording::capital(wording::event(event.kind));
            if let Some(actor) = &event.actor {
                what.push_str(&format!(" ({actor})"));
            }
            let text = Text::from(format!("{what}: ")).quote(short(&event.quote), &event.ids[0]);
            let more = event.ids.len() - 1;
            let text = if more > 0 {
                let ids = Trail::Claims(event.ids[1..].to_vec());
                let words = if more == 1 { " more mention" } else { " more mentions" };
                text.soft(" and ").number(more.to_string(), ids).soft(words)
            } else {
                text
            };
            (Text::from(wording::near_day(event.day, desk.picture.as_of)), text)
        })
        .collect();
    // Each holder and stance once, with the first words for it.
    let mut stances: Vec<((String, &'static str), Text)> = Vec::new();
    for position in &desk.positions {
        let holder =
            wording::capital(position.holder.strip_prefix("the ").unwrap_or(&position.holder));
        let key = (holder.to_lowercase(), wording::stance(position.stance));
        if stances.iter().any(|(known, _)| *known == key) {
            continue;
        }
        let text = Text::from(format!("{}: ", key.1)).quote(short(&position.quote), &position.id);
        let head = holder.clone();
        stances.push((key, Text::new().strong(head).plain(" ").append(text)));
    }
    let mut blocks = Vec::new();
    if !events.is_empty() {
        blocks.push(Block::Terms { items: events, shown: 7 });
    }
    if !stances.is_empty() {
        let items = stances.into_iter().map(|(_, text)| text).collect();
        blocks.push(Block::List { items, shown: 3 });
    }
    Section::new("timeline", "What happened, and who stands where", blocks)
}

pub(super) fn stocks(desk: &Desk) -> Section {
    let mut groups: BTreeMap<(String, String, u64), Vec<&Claim>> = BTreeMap::new();
    for claim in &desk.claims {
        let usable = claim.measure == Measure::Stock
            && !matches!(claim.stance, Stance::Denied | Stance::Planned | Stance::Conditional)
            && claim.qualifier != Qualifier::Undetermined
            && claim.part_of.is_none();
        if usable {
            let place = claim.at.clone().unwrap_or_default();
            groups.entry((place, claim.kind.to_string(), size(claim))).or_default().push(claim);
        }
    }
    let mut items: Vec<(f64, Text)> = Vec::new();
    for ((place, ..), claims) in &groups {
        let first = claims[0];
        let place = desk.gazetteer.country_name(place).unwrap_or(place);
        let ids = claims.iter().map(|claim| claim.id.clone()).collect();
        let who = if first.population.text.is_empty() { "people" } else { &first.population.text };
        let mut speakers: Vec<String> = Vec::new();
        for claim in claims {
            let speaker = wording::speaker(claim);
            let named = claim.source.label().is_some() || claim.publisher.is_some();
            if named && !speakers.iter().any(|known| known.eq_ignore_ascii_case(&speaker)) {
                speakers.push(speaker);
            }
        }
        speakers.truncate(3);
        let mut text = Text::new().number(wording::figure(first), Trail::Claims(ids));
        text = text.plain(format!(" {who}"));
        let what = wording::stock(first.kind);
        if !who.to_lowercase().contains("undocumented") && !who.to_lowercase().contains("holder") {
            text = text.plain(format!(" {what}"));
        }
        if !place.is_empty() {
            text = text.plain(format!(" in {place}"));
        }
        if !speakers.is_empty() {
            text = text.soft(format!(" ({})", wording::list(&speakers)));
        }
        items.push((first.value.or(first.high).or(first.low).unwrap_or(0.0), text));
    }
    items.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut blocks = Vec::new();
    if !items.is_empty() {
        let items = items.into_iter().map(|(_, text)| text).collect();
        blocks.push(Block::List { items, shown: 3 });
        blocks.extend(share(desk).map(Block::Paragraph));
    }
    Section::new("stocks", "Who lives where", blocks)
}

/// The number by which several mentions of one stock are known, hedged or not.
fn size(claim: &Claim) -> u64 {
    claim.value.or(claim.high).or(claim.low).unwrap_or(0.0).max(0.0) as u64
}

/// What part of those without papers the counted crossings would be.
fn share(desk: &Desk) -> Option<Text> {
    let from = &desk.picture.route.from;
    let mut stocks: BTreeMap<u64, Vec<&Claim>> = BTreeMap::new();
    for claim in &desk.claims {
        if claim.measure == Measure::Stock
            && claim.kind == Kind::Undocumented
            && claim.at.as_ref().is_none_or(|at| at == from)
            && matches!(claim.qualifier, Qualifier::Exact | Qualifier::About)
            && let Some(value) = claim.value.filter(|value| *value >= 1.0)
        {
            stocks.entry(value as u64).or_default().push(claim);
        }
    }
    let (value, claims) =
        stocks.into_iter().max_by_key(|(value, claims)| (claims.len(), *value))?;
    let (quantiles, trail) = desk.estimate(ALL, desk.focus)?;
    let part = |people: f64| people / value as f64 * 100.0;
    if part(quantiles.p50) > 100.0 {
        return None;
    }
    let rounded = Rounded::of(&quantiles);
    let ids = claims.iter().map(|claim| claim.id.clone()).collect();
    let name = format!("share:{}:{}:{value}", desk.focus.start(), desk.focus.end());
    let range = if part(quantiles.p95) - part(quantiles.p05) < 1.0 {
        Text::from("about ").reckoned(format!("{:.0} %", part(quantiles.p50)), name)
    } else {
        Text::from("between ")
            .reckoned(format!("{:.0}", part(quantiles.p05)), &name)
            .plain(" and ")
            .reckoned(format!("{:.0} %", part(quantiles.p95)), name)
    };
    Some(
        Text::from("Had everyone counted been one of the ")
            .number(wording::spoken(value as f64), Trail::Claims(ids))
            .plain(" without papers, and crossed once, the ")
            .number(rounded.mid, trail)
            .plain(format!(" since {} would be ", wording::day(desk.focus.start())))
            .append(range)
            .plain(" of them. Neither is certain; both numbers are estimates."),
    )
}
