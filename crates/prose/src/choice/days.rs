//! The candidates for the days: every phrase of time in the sentence, in those before it and in
//! the headings above it, the days of the claim before, those of publication, and none.

use std::collections::BTreeMap;
use std::ops::Range;

use claim::{Claim, Measure, Window};
use jiff::civil::Date;

use super::feature::{Feature, Slot};
use super::frame::{Counted, Frame, group};
use super::what::sense;
use super::{Candidate, Question, Value};
use crate::analysis::Analysis;
use crate::grammar::{Class, Grammar};
use crate::time::{Sense, When};
use crate::window::belongs_to_speech;

/// First day, last day, and whether it is a running total.
type Days = (Option<Date>, Option<Date>, bool);

/// The question of the days of a claim.
pub(super) fn question(frame: &Frame, at: usize) -> Question {
    let claim = &frame.claims[at];
    let mut found = Gathered { stock: claim.measure == Measure::Stock, by_value: BTreeMap::new() };
    own_sentence(frame, at, &mut found);
    around(frame, at, &mut found);
    of_claims(frame, at, &mut found);
    if let Some(day) = frame.text.published {
        let feature = |what| [Feature::new(&["published", what])];
        found.add((Some(day), Some(day), false), &feature("day"));
        found.add((None, Some(day), true), &feature("total"));
        found.add((None, Some(day), false), &feature("open"));
    }
    found.add((None, None, false), &[Feature::new(&["none"])]);
    shapes(frame, at, &mut found);
    let value = |(start, end, cumulative): Days| Value::Days(start, end, cumulative);
    let candidates = found
        .by_value
        .into_iter()
        .map(|(days, features)| Candidate { value: value(days), features });
    Question {
        slot: Slot::Days,
        group: group(claim),
        by_rules: Value::Days(claim.start, claim.end, claim.cumulative),
        candidates: candidates.collect(),
    }
}

/// Candidates while they are gathered.
struct Gathered {
    /// A stock has a day and no start.
    stock: bool,
    by_value: BTreeMap<Days, Vec<Feature>>,
}

impl Gathered {
    fn add(&mut self, days: Days, features: &[Feature]) {
        let days = if self.stock { (None, days.1, false) } else { days };
        let list = self.by_value.entry(days).or_default();
        for feature in features {
            if !list.contains(feature) {
                list.push(*feature);
            }
        }
    }
}

/// The days that words of time give by themselves.
fn plain(sense: Sense, published: Option<Date>) -> Option<Days> {
    Some(match sense {
        Sense::During(window) => (Some(window.start()), Some(window.end()), false),
        Sense::Since(day) | Sense::ToDate(day) => (Some(day), published, true),
        Sense::SinceEvent { about, .. } => (about, published, true),
        Sense::Until(day) => (None, Some(day), true),
        _ => return None,
    })
}

/// What the sentence of the number says.
fn own_sentence(frame: &Frame, at: usize, found: &mut Gathered) {
    let seat = frame.text.seats[at];
    let spoken = &frame.text.spoken[seat.sentence];
    let (analysis, line) = (&spoken.analysis, &frame.lines[seat.sentence]);
    let Counted { tokens: counted, verb, .. } = &frame.counted[at];
    let published = frame.text.published;
    let near = |when: &When| {
        let to_verb =
            verb.as_ref().map_or(usize::MAX, |v| analysis.distance(&v.tokens, &when.tokens));
        analysis.distance(counted, &when.tokens).min(to_verb)
    };
    let mut order: Vec<(usize, usize)> = (0..analysis.whens.len())
        .filter(|i| plain(analysis.whens[*i].sense, published).is_some())
        .map(|i| (near(&analysis.whens[i]), i))
        .collect();
    order.sort_unstable();
    let mut totals: Vec<(Date, &'static str)> = Vec::new();
    let mut ends: Vec<(Date, &'static str)> = Vec::new();
    for (rank, (_, i)) in order.into_iter().enumerate() {
        let when = &analysis.whens[i];
        let Some(days) = plain(when.sense, published) else { continue };
        let side = if when.tokens.start < counted.start { "before" } else { "after" };
        let same = line.clauses.same(counted, &when.tokens)
            || verb.as_ref().is_some_and(|v| line.clauses.same(&v.tokens, &when.tokens));
        let scope = if same { "clause" } else { "sentence" };
        let rank = ["near1", "near2", "near3"].get(rank).copied().unwrap_or("far");
        let sense = sense(&when.sense);
        let mut list = vec![
            Feature::new(&[scope, side, sense]),
            Feature::new(&[rank, side]),
            Feature::new(&[rank, sense]),
        ];
        list.extend(standing(analysis, counted, when).map(|how| Feature::new(&[how, side])));
        if belongs_to_speech(analysis, when, &spoken.speeches) {
            list.push(Feature::new(&["of-speech"]));
        }
        found.add(days, &list);
        match days {
            (Some(start), _, true) => totals.push((start, scope)),
            (_, Some(end), _) => ends.push((end, scope)),
            _ => {}
        }
    }
    for (start, a) in &totals {
        for (end, b) in ends.iter().filter(|(end, _)| end > start) {
            found.add((Some(*start), Some(*end), true), &[Feature::new(&["from-to", a, b])]);
        }
    }
}

/// How words of time stand: what opens the sentence, is behind the verb of something else, is cut
/// off by another number.
fn standing<'x>(
    analysis: &'x Analysis,
    counted: &'x Range<usize>,
    when: &'x When,
) -> impl Iterator<Item = &'static str> + use<'x> {
    let grammar = Grammar::english();
    let before = |n: usize| when.tokens.start.checked_sub(n).map_or("", |i| analysis.word(i));
    let between = if when.tokens.end <= counted.start {
        when.tokens.end..counted.start
    } else {
        counted.end..when.tokens.start.max(counted.end)
    };
    let cut = analysis.amounts.iter().any(|a| !a.plain && between.contains(&a.core.start));
    let subordinate = between.clone().any(|i| grammar.is(analysis.word(i), Class::Subordinate));
    let relative = between.clone().any(|i| grammar.is(analysis.word(i), Class::Relative));
    let verbs =
        analysis.happenings.iter().filter(|(tokens, _)| between.contains(&tokens.start)).count();
    let facts = [
        (when.tokens.start <= analysis.opening + 1, "opens"),
        (when.tokens.end + 1 >= analysis.tokens.len(), "closes"),
        (cut, "cut"),
        (subordinate, "subordinate"),
        (relative, "relative"),
        (verbs > 1, "beyond-verb"),
        (before(1) == "(", "bracket"),
        (between.is_empty(), "touches"),
    ];
    facts.into_iter().filter(|(is, _)| *is).map(|(_, name)| name)
}

/// What the sentences before, the heading and the opening say.
fn around(frame: &Frame, at: usize, found: &mut Gathered) {
    let here = frame.text.seats[at].sentence;
    let mute = frame.sentence(at).whens.iter().all(|w| matches!(w.sense, Sense::Rate(_)));
    let own = if mute { "mute" } else { "dated" };
    let mut last = None;
    for index in 0..here {
        let scope = if Some(index) == frame.lines[here].under {
            "heading"
        } else if frame.block(index) == 0 {
            "headline"
        } else if frame.block(index) == frame.block(here) {
            if index + 1 == here { "before" } else { "block" }
        } else if index + 1 == here {
            "before-break"
        } else if frame.block(index) == 1 {
            "opening"
        } else {
            "earlier"
        };
        let analysis = &frame.text.spoken[index].analysis;
        for when in &analysis.whens {
            let Some(days) = plain(when.sense, frame.text.published) else { continue };
            let opens = when.tokens.start <= analysis.opening + 1;
            last = Some((days, sense(&when.sense)));
            if scope == "earlier" {
                continue;
            }
            let place = if opens { "opens" } else { "within" };
            found.add(
                days,
                &[
                    Feature::new(&[scope, place, own]),
                    Feature::new(&[scope, sense(&when.sense), own]),
                ],
            );
        }
    }
    if let Some((days, sense)) = last {
        found.add(days, &[Feature::new(&["last", sense, own])]);
    }
}

/// What the rules read, for this claim and for those around it.
fn of_claims(frame: &Frame, at: usize, found: &mut Gathered) {
    let days = |claim: &Claim| (claim.start, claim.end, claim.cumulative);
    let claim = &frame.claims[at];
    let carried = ["time.carried", "time.published", "time.to-date"];
    let how = claim.rules.iter().rev().find_map(|r| carried.iter().find(|c| **c == r.as_str()));
    found.add(
        days(claim),
        &[
            Feature::new(&["rules"]),
            Feature::new(&["rules", how.map_or("stated", |how| &how["time.".len()..])]),
        ],
    );
    let mute = frame.sentence(at).whens.is_empty();
    let own = if mute { "mute" } else { "dated" };
    if let Some(before) = at.checked_sub(1) {
        let other = &frame.claims[before];
        let alike = if group(other) == group(claim) { "alike" } else { "other" };
        let scope = frame.scope(before, at);
        found.add(
            days(other),
            &[
                Feature::new(&["claim-before", scope, alike, own]),
                Feature::new(&["claim-before", scope, own]),
            ],
        );
        // What the claims before have all been of.
        if let Some(earlier) = before.checked_sub(1)
            && days(&frame.claims[earlier]) == days(other)
        {
            found.add(days(other), &[Feature::new(&["claims-before", scope, own])]);
        }
    }
}

/// The shape of each candidate: how long, how long ago.
fn shapes(frame: &Frame, at: usize, found: &mut Gathered) {
    let published = frame.text.published;
    let whens = &frame.sentence(at).whens;
    let said = if whens.is_empty() {
        "mute"
    } else if whens.iter().any(|w| matches!(w.sense, Sense::During(_))) {
        "window"
    } else {
        "dated"
    };
    for ((start, end, cumulative), features) in &mut found.by_value {
        let length = start.zip(*end).and_then(|(s, e)| Window::new(s, e)).map(|w| w.days());
        let length = match length {
            None if end.is_none() => "no-end",
            None => "no-start",
            Some(1) => "one-day",
            Some(2..=10) => "week",
            Some(11..=45) => "month",
            Some(_) => "long",
        };
        let total = if *cumulative { "total" } else { "window" };
        let ago = end.zip(published).map(|(end, published)| (published - end).get_days());
        let ago = match ago {
            None => "undated",
            Some(..0) => "ahead",
            Some(0) => "now",
            Some(1..=10) => "days-ago",
            Some(11..=100) => "weeks-ago",
            Some(_) => "long-ago",
        };
        features.push(Feature::new(&["shape", length, total, said]));
        features.push(Feature::new(&["ago", ago, said]));
    }
}
