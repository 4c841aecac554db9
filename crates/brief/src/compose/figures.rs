//! Who says what, where they disagree, and what nobody knows.

use std::collections::{BTreeMap, BTreeSet};

use claim::{Claim, Group as People, Id, Measure, Unit, Window};
use reconcile::{ClaimFit, Disagreement, Role, Saying};

use super::counted::off_by;
use super::lead::{self, Leading};
use super::said::{tells_few, under, worded};
use super::{Desk, is_all};
use crate::content::{Align, Block, Column, Group, Row, Section, Table, Text};
use crate::language::{say, words};
use crate::wording;

/// How many rows the terminal prints.
const SHOWN: usize = 12;
/// Most disagreements told.
const DISAGREEMENTS: usize = 60;
/// How many rows the page has, and of one crossing at least, when there are more.
const ROWS: usize = 240;
const ROWS_EACH: usize = 8;
/// A residual within this many per cent is a fit.
const FITS: f64 = 1.5;
/// A claim with less weight hardly counts.
const DOUBTED: f64 = 0.3;

pub(super) fn section(desk: &Desk) -> Section {
    let language = desk.language;
    let folded = folded(desk);
    let rank = |claim: &Claim| -> usize {
        match claim.via.as_slice() {
            [] => 0,
            [one] => 1 + desk.picture.crossings.iter().position(|name| name == one).unwrap_or(98),
            _ => 100,
        }
    };
    let mut by_place: BTreeMap<usize, Vec<Told<'_>>> = BTreeMap::new();
    let telling = Telling::of(desk, &folded);
    for (claim, fit) in desk.bearing() {
        if !folded.roots.contains_key(&claim.id) {
            let told = Told { telling: telling.of_claim(claim, fit), claim, fit };
            by_place.entry(rank(claim)).or_default().push(told);
        }
    }
    if by_place.is_empty() {
        return Section::new("claims", "", vec![]);
    }
    let all: usize = by_place.values().map(Vec::len).sum();
    keep_telling(&mut by_place);
    let left = all - by_place.values().map(Vec::len).sum::<usize>();
    let row = |Told { telling, claim, fit }: Told<'_>| Row {
        cells: vec![
            counted(desk, claim),
            said_by(desk, claim),
            language.covers(claim, desk.picture.as_of).into(),
            desk.day_of(claim.published, &claim.document)
                .map_or_else(String::new, |day| language.near_day(day, desk.picture.as_of))
                .into(),
            made_of(desk, claim, fit),
        ],
        notes: notes(desk, folded.under.get(&claim.id).map_or(&[][..], Vec::as_slice)),
        telling,
        ..Row::default()
    };
    let groups = by_place
        .into_iter()
        .map(|(rank, rows)| Group {
            heading: Some(match rank {
                0 => words!(language, "group-no-crossing"),
                100 => words!(language, "group-several"),
                99 => words!(language, "group-other"),
                n => desk.picture.crossings[n - 1].clone(),
            }),
            rows: rows.into_iter().map(row).collect(),
        })
        .collect();
    let table = Table {
        caption: words!(language, "table-claims"),
        columns: vec![
            Column::new(words!(language, "column-figure"), Align::Right, 0),
            Column::new(words!(language, "column-speaker"), Align::Left, 3),
            Column::new(words!(language, "column-covers"), Align::Left, 0),
            Column::new(words!(language, "column-published"), Align::Left, 0).page_only(),
            Column::new(words!(language, "column-picture"), Align::Left, 4),
        ],
        groups,
        shown: SHOWN,
    };
    let mut blocks = vec![Block::Table(table)];
    if left > 0 {
        blocks.push(Block::Paragraph(more(desk, left, "table:claims", "claims", "claims.csv")));
    }
    Section::new("claims", words!(language, "heading-claims"), blocks)
}

/// What is said beneath a table that was cut: how many rows are not in it, and where they are.
pub(super) fn more(desk: &Desk, left: usize, of: &str, table: &str, file: &str) -> Text {
    let count = desk.counting(left, format!("count:left-out:{of}"));
    let command = format!("crossings export --format csv --table {table} -o {file}");
    say!(desk.language, "left-out", count = count, command = command)
}

/// A claim that may have a row of its own, before it is worded.
struct Told<'a> {
    telling: f64,
    claim: &'a Claim,
    fit: &'a ClaimFit,
}

/// Cuts the groups to [`ROWS`] rows: the most telling of each, then of all; their order stays.
fn keep_telling(groups: &mut BTreeMap<usize, Vec<Told<'_>>>) {
    let all: usize = groups.values().map(Vec::len).sum();
    if all <= ROWS {
        return;
    }
    // First some of every group, then more of each, then the rest; within these by what the row tells.
    let mut ranked: Vec<(usize, f64, usize, usize)> = Vec::new();
    for (group, rows) in groups.iter() {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_by(|a, b| rows[*b].telling.total_cmp(&rows[*a].telling).then(b.cmp(a)));
        for (rank, row) in order.into_iter().enumerate() {
            let turn = match rank {
                0..ROWS_EACH => 0,
                _ if rank < ROWS / 8 => 1,
                _ => 2,
            };
            ranked.push((turn, -rows[row].telling, *group, row));
        }
    }
    ranked.sort_by(|a, b| {
        (a.0.cmp(&b.0)).then(a.1.total_cmp(&b.1)).then((a.2, a.3).cmp(&(b.2, b.3)))
    });
    ranked.truncate(ROWS);
    let kept: BTreeSet<(usize, usize)> = ranked.into_iter().map(|(.., g, r)| (g, r)).collect();
    for (group, rows) in groups.iter_mut() {
        let mut at = 0;
        rows.retain(|_| {
            at += 1;
            kept.contains(&(*group, at - 1))
        });
    }
    groups.retain(|_, rows| !rows.is_empty());
}

/// Claims that are told under another: copies, second mentions, parts of a breakdown.
struct Folded<'a> {
    roots: BTreeMap<&'a Id, &'a Id>,
    under: BTreeMap<&'a Id, Vec<&'a Claim>>,
}

fn folded<'a>(desk: &Desk<'a>) -> Folded<'a> {
    let shown: BTreeSet<&Id> = desk.bearing().map(|(claim, _)| &claim.id).collect();
    let above = |id: &Id| -> Option<&'a Id> {
        let claim = desk.by_id.get(id)?;
        let fit = desk.fits.get(id)?;
        [fit.copy_of.as_ref(), claim.same_as.as_ref(), claim.part_of.as_ref()]
            .into_iter()
            .flatten()
            .find(|other| shown.contains(other) && *other != id)
    };
    let mut folded = Folded { roots: BTreeMap::new(), under: BTreeMap::new() };
    for (claim, _) in desk.bearing() {
        let Some(mut root) = above(&claim.id) else { continue };
        // A chain of copies ends at its origin; a ring of them must not hang us.
        let mut steps = 0;
        while let Some(next) = above(root) {
            steps += 1;
            if steps > 50 || next == &claim.id {
                break;
            }
            root = next;
        }
        if root != &claim.id && above(root).is_none() {
            folded.roots.insert(&claim.id, root);
            folded.under.entry(root).or_default().push(claim);
        }
    }
    folded
}

fn notes(desk: &Desk, claims: &[&Claim]) -> Vec<Text> {
    let (mut parts, mut copies) = (Vec::new(), Vec::new());
    for claim in claims {
        if claim.part_of.is_some() { parts.push(*claim) } else { copies.push(*claim) }
    }
    let language = desk.language;
    let mut notes = Vec::new();
    if !parts.is_empty() {
        let parts = parts.into_iter().map(|claim| {
            let figure = desk.figure(claim);
            match part_name(desk, claim) {
                Some(who) => say!(language, "figure-of", figure = figure, who = who),
                None => figure,
            }
        });
        let parts = language.series("list-comma", parts.collect());
        notes.push(say!(language, "parts", parts = parts));
    }
    if !copies.is_empty() {
        let copies = copies.into_iter().map(|claim| {
            let figure = desk.figure(claim);
            let publisher = claim.publisher.clone().unwrap_or_else(|| language.speaker(claim));
            match desk.day_of(claim.published, &claim.document) {
                Some(day) => {
                    let day = language.near_day(day, desk.picture.as_of);
                    say!(language, "repeat-of", figure = figure, publisher = publisher, day = day)
                }
                None => say!(language, "repeat", figure = figure, publisher = publisher),
            }
        });
        let repeats = language.series("list-semicolon", copies.collect());
        notes.push(say!(language, "repeats", repeats = repeats));
    }
    notes
}

/// The figure, and what it counts where that is not everybody.
fn counted(desk: &Desk, claim: &Claim) -> Text {
    let everybody = claim.population.group == People::All && claim.kind != claim::Kind::Deportation;
    match part_name(desk, claim).filter(|_| !everybody) {
        Some(who) => say!(desk.language, "figure-of", figure = desk.figure(claim), who = who),
        None => desk.figure(claim),
    }
}

/// Whom a part of a count counts; `None` where the figure says so itself.
pub(super) fn part_name(desk: &Desk, claim: &Claim) -> Option<String> {
    let language = desk.language;
    Some(match (claim.unit, claim.kind, claim.population.group) {
        (Unit::Households, ..) => return None,
        (_, claim::Kind::Deportation, _) => words!(language, "part-deported"),
        (_, _, People::Men) => words!(language, "part-men"),
        (_, _, People::Women) => words!(language, "part-women"),
        (_, _, People::Children) => words!(language, "part-children"),
        (_, _, People::Adults) => words!(language, "part-adults"),
        (_, _, People::All) => words!(language, "part-unnamed"),
    })
}

fn said_by(desk: &Desk, claim: &Claim) -> Text {
    let speaker = desk.language.speaker(claim);
    // Who printed it, where that is someone else; the terminal has no room for it.
    let document = desk.documents.iter().find(|document| document.id == claim.document);
    match document.and_then(|document| document.publisher.as_ref()) {
        Some(publisher) if !speaker.contains(publisher.as_str()) => {
            say!(desk.language, "said-in", speaker = speaker, publisher = publisher)
        }
        _ => speaker.into(),
    }
}

/// What the picture makes of a claim.
fn made_of(desk: &Desk, claim: &Claim, fit: &ClaimFit) -> Text {
    let language = desk.language;
    let name = |what: &str| format!("fit:{}:{what}", claim.id);
    let role = || {
        let role = language.role(fit.role);
        // The reason may name the number of another claim that is not printed.
        let plain = |why: &&Saying| !why.claims().into_iter().any(|id| desk.withheld.has(id));
        let Some(why) = fit.why.as_ref().filter(plain) else { return Text::from(role) };
        let why = worded(desk, why, &name("why"));
        say!(language, "fit-role", role = role, why = why)
    };
    // How far it is from the estimate would tell the number.
    if desk.withheld.has(&claim.id) {
        return language.role(fit.role).into();
    }
    match fit.role {
        Role::SetAside | Role::Superseded | Role::OutOfScope | Role::Copy => return role(),
        Role::Used | Role::Bound => {}
    }
    if let Some(text) = beside_the_lead(desk, claim, fit) {
        return text;
    }
    let Some(fitted) = fit.fitted else { return role() };
    // What the claim counts, which need not be everybody who passed: no plain sum over the draws.
    let digits = match fitted < wording::SMALL_CELL {
        true => language.few(),
        false => language.number(wording::to_three_digits(fitted)),
    };
    let estimate = Text::new().reckoned(digits, name("fitted"));
    if let Some(reading) = &fit.reading {
        let probability = language.probability(reading.probability);
        return say!(
            language,
            "fit-read-as",
            days = language.short_days(reading.window, desk.picture.as_of),
            probability = Text::new().reckoned(probability, name("reading")),
            estimate = estimate,
        );
    }
    // Nor how far a number is from an estimate that is not printed.
    if fitted < wording::SMALL_CELL {
        return estimate;
    }
    let Some(residual) = fit.residual.filter(|_| fit.role == Role::Used) else {
        return beside_a_bound(desk, claim, fitted, estimate);
    };
    let excess = (residual.exp() - 1.0) * 100.0;
    if excess.abs() < FITS {
        return say!(language, "fits");
    }
    let text = if excess.abs() >= 300.0 {
        let times = format!("{:.0}", residual.abs().exp());
        let times = Text::new().reckoned(times, name("times"));
        match residual > 0.0 {
            true => say!(language, "fit-times-as-many", estimate = estimate, times = times),
            false => say!(language, "fit-times-as-few", estimate = estimate, times = times),
        }
    } else {
        off_the_estimate(desk, estimate, excess, name("excess"))
    };
    if fit.weight < DOUBTED { say!(language, "fit-doubted", fit = text) } else { text }
}

/// What stands beside a claim that is no count: a bound, or no number at all.
fn beside_a_bound(desk: &Desk, claim: &Claim, fitted: f64, estimate: Text) -> Text {
    let language = desk.language;
    if claim.value.or(claim.low).or(claim.high).is_none() {
        return say!(language, "fit-no-number", estimate = estimate);
    }
    if !claim.qualifier.is_lower_bound() {
        return say!(language, "fit-bound", estimate = estimate);
    }
    // "339,000" beside "more than 340,000" would undercut it.
    let under = |value: f64| (value * (1.0 - lead::SAME)..value).contains(&fitted);
    match claim.measure == Measure::Flow && claim.value.is_some_and(under) {
        true => say!(language, "fit-floor"),
        false => say!(language, "fit-bound-below", estimate = estimate),
    }
}

/// "92,300; says 40 % more": how a number stands to an estimate that it is off by so many per cent.
fn off_the_estimate(desk: &Desk, estimate: Text, excess: f64, name: String) -> Text {
    let language = desk.language;
    let percent = Text::new().reckoned(language.percent(excess.abs(), 0), name);
    match excess > 0.0 {
        true => say!(language, "fit-more", estimate = estimate, percent = percent),
        false => say!(language, "fit-fewer", estimate = estimate, percent = percent),
    }
}

/// What is made of a claim by what leads: it is that, or one of two offices, or the same days of the same ways
/// where another number leads.
fn beside_the_lead(desk: &Desk, claim: &Claim, fit: &ClaimFit) -> Option<Text> {
    let language = desk.language;
    let lead = &desk.lead;
    match lead.leading {
        Leading::Between(low, high) if [&low.id, &high.id].contains(&&claim.id) => {
            return Some(say!(language, "fit-one-of-two"));
        }
        Leading::Floor(own) if own.id == claim.id => {
            return Some(say!(language, "fit-leads-floor"));
        }
        Leading::Count(own) | Leading::SoFar(own) | Leading::Bounded(own) if own.id == claim.id => {
            return Some(say!(language, "fit-leads"));
        }
        Leading::Count(own)
            if desk.fits.get(&own.id).is_some_and(|known| known.via == fit.via)
                && own.window().is_some()
                && own.window() == claim.window()
                && lead::is_whole_count(claim)
                && fit.role == Role::Used =>
        {
            let (percent, digits) =
                off_by(desk, claim, own).filter(|(off, _)| off.abs() >= FITS)?;
            return Some(match percent > 0.0 {
                true => say!(language, "fit-more-than-lead", percent = digits),
                false => say!(language, "fit-fewer-than-lead", percent = digits),
            });
        }
        _ => {}
    }
    // A total of all ways that does not say since when is held against what leads, over its days.
    let latest = lead.latest.is_some_and(|latest| latest.id == claim.id);
    if !latest || !claim.via.is_empty() || lead.is_whole() || claim.window().is_some() {
        return None;
    }
    let days = Window::new(desk.focus.start(), claim.end?)?;
    let (quantiles, trail) = lead::estimate(desk, lead, days)?;
    let name = format!("beside:{}:{}", claim.id, trail.text());
    let percent = (claim.value? / quantiles.p50.max(1.0) - 1.0) * 100.0;
    let estimate = Text::new().number(language.rounded(&quantiles).mid, trail);
    Some(match percent.abs() < FITS {
        true => say!(language, "fits"),
        false => off_the_estimate(desk, estimate, percent, name),
    })
}

/// Which rows tell most, for where there is room for few.
struct Telling<'a> {
    /// Odd ones out.
    odd: BTreeSet<&'a Id>,
    /// The last running total of each speaker at each crossing.
    last: BTreeSet<&'a Id>,
}

impl<'a> Telling<'a> {
    fn of(desk: &Desk<'a>, folded: &Folded) -> Telling<'a> {
        let odd = desk.picture.disagreements.iter().filter_map(|d| d.claims.first()).collect();
        let mut last: BTreeMap<(String, &[String]), &Claim> = BTreeMap::new();
        for (claim, _) in desk.bearing() {
            if whole_count(claim) && claim.cumulative && !folded.roots.contains_key(&claim.id) {
                let latest =
                    last.entry((desk.language.speaker(claim), &claim.via)).or_insert(claim);
                // The larger of two on one day: the smaller is most likely a part of it.
                if (claim.end, claim.value) >= (latest.end, latest.value) {
                    *latest = claim;
                }
            }
        }
        Telling { odd, last: last.into_values().map(|claim| &claim.id).collect() }
    }

    fn of_claim(&self, claim: &Claim, fit: &ClaimFit) -> f64 {
        let mut score = match fit.role {
            Role::Used => 1.0,
            Role::Bound => 0.8,
            _ => 0.3,
        };
        let yes = |condition: bool, points: f64| if condition { points } else { 0.0 };
        score += yes(self.odd.contains(&claim.id), 2.0);
        score += yes(self.last.contains(&claim.id), 1.5);
        score += yes(fit.reading.is_some(), 1.0);
        score += yes(claim.value.is_none(), 1.5);
        score += yes(claim.via.is_empty(), 0.7);
        score += fit.residual.map_or(0.0, |residual| residual.abs().min(1.0));
        score += claim.value.map_or(0.0, |value| value.max(1.0).log10() / 5.0);
        score - yes(!whole_count(claim), 1.5)
    }
}

fn whole_count(claim: &Claim) -> bool {
    claim.unit == Unit::People
        && claim.population.group == People::All
        && claim.measure != Measure::Share
        && claim.kind != claim::Kind::Deportation
}

/// Whether a disagreement may be told: a sentence about a number that is not printed would tell it.
pub(super) fn is_told(desk: &Desk, one: &Disagreement) -> bool {
    !one.claims.iter().chain(one.sentence.claims()).any(|id| desk.withheld.has(id))
        && !tells_few(&one.sentence)
}

/// Disagreements that stand on the two pages; the others are annexed.
const FRONT: usize = 3;

/// The disagreements that are told, by their place in the picture: each pair of numbers once, and not at all where
/// the number that leads is that pair, or where its office put the one right.
fn each_once<'a>(desk: &Desk<'a>) -> (Vec<(usize, &'a Disagreement)>, usize) {
    let (mut told, withheld): (Vec<_>, Vec<_>) =
        desk.picture.disagreements.iter().enumerate().partition(|(_, one)| is_told(desk, one));
    let corrected = super::corrected::all(desk);
    let mut pairs: Vec<BTreeSet<&Id>> = Vec::new();
    if let Leading::Between(low, high) = desk.lead.leading {
        pairs.push([&low.id, &high.id].into());
    }
    if let Leading::Count(claim) = desk.lead.leading
        && let Some(other) = lead::nearly_same(desk, claim)
    {
        pairs.push([&claim.id, &other.id].into());
    }
    told.retain(|(_, one)| {
        let of: BTreeSet<&Id> = one.claims.iter().collect();
        let again = of.len() > 1 && pairs.iter().any(|known| of.is_subset(known));
        if !again && of.len() == 2 {
            pairs.push(of);
        }
        !again && !corrected.iter().any(|known| known.is_all_of(one))
    });
    (told, withheld.len())
}

/// The disagreements that weigh most, and the others.
pub(super) fn disagreements(desk: &Desk, beside: usize) -> [Section; 2] {
    let language = desk.language;
    let (told, withheld) = each_once(desk);
    let left = told.len().saturating_sub(DISAGREEMENTS);
    let mut items: Vec<Text> = told
        .into_iter()
        .take(DISAGREEMENTS)
        .map(|(at, disagreement)| {
            let place = if is_all(&disagreement.via) {
                words!(language, "whole-route")
            } else {
                language.crossing(&disagreement.via)
            };
            let sentence = {
                let heading = Some((disagreement.via.as_str(), disagreement.window));
                under(desk, &disagreement.sentence, &format!("disagreement:{at}"), heading)
            };
            let days = language.short_days(disagreement.window, desk.picture.as_of);
            say!(language, "disagreement", place = place, days = days, sentence = sentence)
        })
        .collect();
    let most = FRONT.saturating_sub(beside);
    let others = items.split_off(items.len().min(most));
    let front = Block::list(items, most);
    let mut blocks = Block::list(others, 2);
    if left > 0 {
        let count = desk.counting(left, "count:left-out:disagreements");
        let command = "crossings picture";
        blocks.push(Block::Paragraph(say!(
            language,
            "disagreements-left-out",
            count = count,
            command = command,
        )));
    }
    if withheld > 0 {
        let count = desk.counting(withheld, "count:withheld:disagreements");
        blocks.push(Block::Paragraph(say!(language, "disagreements-withheld", count = count)));
    }
    [
        Section::new("disagreements", words!(language, "heading-disagreements"), front),
        Section::new("disagreements-more", words!(language, "heading-disagreements-more"), blocks),
    ]
}
