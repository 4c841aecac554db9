//! What surrounds the flow: who lives where, what happened when, who stands where.

use std::collections::BTreeMap;

use claim::{Claim, EventKind, Id, Kind, Measure, Qualifier, Stance};
use jiff::civil::Date;

use super::Desk;
use crate::content::{Block, Section, Text, Trail};
use crate::language::{Value, say, words};
use crate::wording;

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
            quote: desk.quoted(&event.document, event.span, &event.quote),
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

/// Stances that stand on the two pages; the others are annexed.
const STANCES: usize = 2;

/// What happened and who stands where, and the other stances.
pub(super) fn timeline(desk: &Desk) -> [Section; 2] {
    let language = desk.language;
    let events: Vec<(Text, Text)> = merged_events(desk)
        .iter()
        .map(|event| {
            let what = wording::capital(&language.event(event.kind));
            let quote = Text::new().quote(short(&event.quote), &event.ids[0]);
            let text = match &event.actor {
                Some(actor) => {
                    say!(language, "event-by", what = what, actor = actor, quote = quote)
                }
                None => say!(language, "event", what = what, quote = quote),
            };
            let more = event.ids.len() - 1;
            let text = if more > 0 {
                let ids = Trail::Counted(event.ids[1..].to_vec());
                let digits = Text::new().number(language.number(more as f64), ids);
                say!(language, "event-more", event = text, count = Value::Count(more, digits))
            } else {
                text
            };
            (Text::from(language.near_day(event.day, desk.picture.as_of)), text)
        })
        .collect();
    // Each holder and stance once, with the first words for it.
    let mut stances: Vec<((String, String), Text)> = Vec::new();
    for position in &desk.positions {
        let holder =
            wording::capital(position.holder.strip_prefix("the ").unwrap_or(&position.holder));
        let key = (holder.to_lowercase(), language.stance(position.stance));
        if stances.iter().any(|(known, _)| *known == key) {
            continue;
        }
        let quote = desk.quoted(&position.document, position.span, &position.quote);
        let quote = Text::new().quote(short(&quote), &position.id);
        let text = say!(language, "position", holder = holder, stance = &key.1, quote = quote);
        stances.push((key, text));
    }
    let mut blocks = Vec::new();
    if !events.is_empty() {
        blocks.push(Block::Terms { items: events, shown: 7 });
    }
    let mut items: Vec<Text> = stances.into_iter().map(|(_, text)| text).collect();
    let others = items.split_off(items.len().min(STANCES));
    blocks.extend(Block::list(items, STANCES));
    [
        Section::new("timeline", words!(language, "heading-timeline"), blocks),
        Section::new("stances", words!(language, "heading-stances"), Block::list(others, 2)),
    ]
}

pub(super) fn stocks(desk: &Desk) -> Section {
    let language = desk.language;
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
        let who = match first.population.text.as_str() {
            "" => words!(language, "people"),
            text => text.to_owned(),
        };
        let mut speakers: Vec<String> = Vec::new();
        for claim in claims {
            let speaker = language.speaker(claim);
            let named = claim.source.label().is_some() || claim.publisher.is_some();
            if named && !speakers.iter().any(|known| known.eq_ignore_ascii_case(&speaker)) {
                speakers.push(speaker);
            }
        }
        speakers.truncate(3);
        let figure = Text::new().number(desk.printed(first), Trail::Claims(ids));
        let mut text = say!(language, "stock", figure = figure, who = &who);
        let what = language.stock(first.kind);
        if !who.to_lowercase().contains("undocumented") && !who.to_lowercase().contains("holder") {
            text = say!(language, "stock-what", stock = text, what = what);
        }
        if !place.is_empty() {
            text = say!(language, "stock-in", stock = text, place = place);
        }
        if !speakers.is_empty() {
            let speakers = language.list(&speakers);
            text = say!(language, "stock-speakers", stock = text, speakers = speakers);
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
    Section::new("stocks", words!(language, "heading-stocks"), blocks)
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
            && !desk.withheld.has(&claim.id)
            && let Some(value) = claim.value.filter(|value| *value >= 1.0)
        {
            stocks.entry(value as u64).or_default().push(claim);
        }
    }
    let (value, claims) =
        stocks.into_iter().max_by_key(|(value, claims)| (claims.len(), *value))?;
    let lead = &desk.lead;
    let estimate = match lead.leading.claim() {
        Some(_) => None,
        None => Some(super::lead::estimate(desk, lead, lead.days)?),
    };
    let (low, middle, high) = match (lead.leading.claim(), &estimate) {
        (_, Some((quantiles, _))) => (quantiles.p05, quantiles.p50, quantiles.p95),
        (claim, None) => claim?.value.map(|value| (value, value, value))?,
    };
    let part = |people: f64| people / value as f64 * 100.0;
    if part(middle) > 100.0 {
        return None;
    }
    let language = desk.language;
    let ids = claims.iter().map(|claim| claim.id.clone()).collect();
    let crossed = match (lead.leading.claim(), &estimate) {
        (_, Some((quantiles, trail))) => {
            Text::new().number(language.rounded(quantiles).mid, trail.clone())
        }
        (claim, None) => desk.figure(claim?),
    };
    let name = |end: &str| match (lead.leading.claim(), &estimate) {
        (Some(claim), _) => format!("share-of-count:{}:{value}", claim.id),
        (None, Some((_, trail))) => format!("share:{value}:{end}:{}", trail.text()),
        (None, None) => String::new(),
    };
    let reckoned = |digits: String, end: &str| Text::new().reckoned(digits, name(end));
    let range = if part(high) - part(low) < 1.0 {
        let percent = reckoned(language.percent(part(middle), 0), "p50");
        say!(language, "share-about", percent = percent)
    } else {
        let low = reckoned(format!("{:.0}", part(low)), "p05");
        let high = reckoned(language.percent(part(high), 0), "p95");
        say!(language, "share-between", low = low, high = high)
    };
    Some(say!(
        language,
        "share",
        stock = Text::new().number(language.spoken(value as f64), Trail::Claims(ids)),
        crossed = crossed,
        day = language.day(lead.days.start()),
        range = range,
    ))
}
