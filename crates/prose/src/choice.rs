//! Chooses the value of a slot among candidates: every mention that may fill it, with where it
//! comes from as named features, and none. What a feature speaks for is a whole number in
//! `data/weights.txt`, learned from texts with hand-made gold by `crossings-train`; few hard
//! constraints hold whatever the weights say. First what happened, since the same word leads
//! elsewhere for arrivals and departures; then over which days and from where to where.

mod days;
mod feature;
mod frame;
mod places;
mod speakers;
mod spots;
mod weights;
mod what;

use std::collections::BTreeMap;

use ::places::Gazetteer;
use claim::{Claim, Id, Kind, Measure, Source};
use jiff::civil::Date;
use strum::IntoEnumIterator;

pub use feature::{Feature, Slot};
pub use weights::Weights;

use super::Spoken;
use super::context::Context;
use super::lexicon::Lexicon;
use super::seat::Seat;
use frame::Frame;

/// What may fill a slot.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    None,
    /// A place, by its code or name.
    Place(String),
    /// First day, last day, and whether it is a running total.
    Days(Option<Date>, Option<Date>, bool),
    /// What happened or is.
    What(Measure, Kind),
    /// Who says it.
    Speaker(Source),
}

impl Value {
    /// The place, where it is one.
    pub fn place(&self) -> Option<&String> {
        match self {
            Value::Place(place) => Some(place),
            _ => None,
        }
    }
}

/// A value that may fill a slot, and what speaks for or against it.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The value.
    pub value: Value,
    /// What speaks for or against it.
    pub features: Vec<Feature>,
}

/// A slot of one claim with the values it may have.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Which slot.
    pub slot: Slot,
    /// What sort of claim it is of.
    pub group: &'static str,
    /// What the rules of the sentence read.
    pub by_rules: Value,
    /// The candidates; of a place the first is none.
    pub candidates: Vec<Candidate>,
}

/// The questions of one claim, in the order of [`Slot`].
pub type Questions = Vec<Question>;

impl Question {
    fn scores(&self, weights: &Weights) -> Vec<i64> {
        let score =
            |c: &Candidate| c.features.iter().map(|f| weights.of(self.slot, self.group, f)).sum();
        self.candidates.iter().map(score).collect()
    }

    /// The candidate that the most speaks for, of equals the first; what the rules read while
    /// no weight is known for the slot.
    pub fn best<'q>(&'q self, weights: &Weights) -> &'q Value {
        self.chosen(weights).map_or(&self.by_rules, |candidate| &candidate.value)
    }

    /// That candidate; none while no weight is known for the slot.
    fn chosen(&self, weights: &Weights) -> Option<&Candidate> {
        if !weights.know(self.slot) {
            return None;
        }
        let scores = self.scores(weights);
        let best = (0..scores.len()).max_by_key(|i| (scores[*i], std::cmp::Reverse(*i)))?;
        Some(&self.candidates[best])
    }
}

/// How many of the best candidates of a slot are tried together with those of the others.
const TRIED: usize = 5;

/// Chooses from, to and at together: the three whose scores add up to the most among those that
/// the constraints allow.
pub fn ways<'q>(questions: [&'q Question; 3], weights: &Weights) -> [&'q Value; 3] {
    if !weights.know(Slot::From) {
        return questions.map(|question| &question.by_rules);
    }
    let scores = questions.map(|question| question.scores(weights));
    let best = scores.each_ref().map(|scores| {
        let mut order: Vec<usize> = (0..scores.len()).collect();
        order.sort_by_key(|i| (std::cmp::Reverse(scores[*i]), *i));
        order.truncate(TRIED);
        // None is always allowed.
        if !order.contains(&0) {
            order.push(0);
        }
        order
    });
    let value = |slot: usize, at: usize| &questions[slot].candidates[at].value;
    let mut chosen = ([0; 3], i64::MIN);
    for from in &best[0] {
        for to in &best[1] {
            for at in &best[2] {
                let values = [value(0, *from), value(1, *to), value(2, *at)];
                let sum = scores[0][*from] + scores[1][*to] + scores[2][*at];
                if sum > chosen.1 && are_apart(values) {
                    chosen = ([*from, *to, *at], sum);
                }
            }
        }
    }
    std::array::from_fn(|slot| value(slot, chosen.0[slot]))
}

/// Nobody goes from a place to itself, and who is displaced in a place has not gone to it.
fn are_apart([from, to, at]: [&Value; 3]) -> bool {
    let differ = |a: &Value, b: &Value| *a == Value::None || a != b;
    differ(from, to) && differ(at, to)
}

/// A text whose claims are settled.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    /// Its sentences.
    pub spoken: &'a [Spoken<'a>],
    /// Where the number of each claim stands.
    pub seats: &'a [Seat],
    /// What it is about.
    pub context: &'a Context,
    /// The day it was published.
    pub published: Option<Date>,
    pub gazetteer: &'a Gazetteer,
    pub words: &'a Lexicon,
}

/// By which weights it is chosen.
#[derive(Debug)]
pub struct Choosing<'a> {
    /// The weights.
    pub weights: &'a Weights,
    /// Where what was chosen among is put, claim by claim, where that is wanted.
    pub asked: Option<&'a mut Vec<Questions>>,
}

impl Choosing<'static> {
    /// As the reader is built.
    pub fn as_built() -> Choosing<'static> {
        Choosing { weights: Weights::shipped(), asked: None }
    }
}

/// Settles all claims by choice, and keeps the links between them.
pub(super) fn settle(text: Text<'_>, claims: &mut [Claim], choosing: Choosing<'_>) {
    let Choosing { weights, mut asked } = choosing;
    if claims.is_empty() {
        return;
    }
    // A slot that no weight is known for stays as the rules read it, and is not looked into.
    let looked_into = |slot: Slot| asked.is_some() || weights.know(slot);
    if !Slot::iter().any(looked_into) {
        return;
    }
    let by_rules = claims.to_vec();
    let frame = Frame::of(text, &by_rules);
    let mut settled = by_rules.clone();
    let mut first = Vec::new();
    if looked_into(Slot::What) {
        first.extend((0..claims.len()).map(|at| what::question(&frame, at)));
    }
    for (claim, question) in settled.iter_mut().zip(&first) {
        if let Value::What(measure, kind) = *question.best(weights) {
            (claim.measure, claim.kind) = (measure, kind);
        }
    }
    let frame = frame.with(&settled);
    let [days, speaker, places] = [Slot::Days, Slot::Speaker, Slot::From].map(looked_into);
    for at in 0..claims.len() {
        let rest = Rest {
            days: days.then(|| days::question(&frame, at)),
            speaker: speaker.then(|| speakers::question(&frame, at)),
            places: places.then(|| places::questions(&frame, at)),
        };
        fill(&mut claims[at], &settled[at], &rest, weights);
        if let Some(asked) = asked.as_deref_mut() {
            let what = std::iter::once(first[at].clone());
            let places = rest.places.into_iter().flatten();
            asked.push(what.chain(rest.days).chain(rest.speaker).chain(places).collect());
        }
    }
    keep_links(&by_rules, claims);
}

/// What is asked of a claim once it is known what happened.
struct Rest {
    days: Option<Question>,
    speaker: Option<Question>,
    places: Option<[Question; 3]>,
}

/// Fills the slots of one claim.
fn fill(claim: &mut Claim, settled: &Claim, rest: &Rest, weights: &Weights) {
    if (settled.measure, settled.kind) != (claim.measure, claim.kind) {
        (claim.measure, claim.kind) = (settled.measure, settled.kind);
        claim.rules.push("choice.what".into());
    }
    if let Some(days) = &rest.days
        && let Value::Days(start, end, cumulative) = *days.best(weights)
        && (start, end, cumulative) != (claim.start, claim.end, claim.cumulative)
    {
        if (start, end) != (claim.start, claim.end) {
            (claim.as_of, claim.partial) = (None, false);
            claim.start_stated = start.is_some();
        }
        (claim.start, claim.end, claim.cumulative) = (start, end, cumulative);
        claim.rules.push("choice.days".into());
    }
    if let Some(candidate) = rest.speaker.as_ref().and_then(|speaker| speaker.chosen(weights))
        && let Value::Speaker(source) = &candidate.value
        && *source != claim.source
    {
        claim.source.clone_from(source);
        claim.found.source = Some(speakers::found(candidate));
        claim.rules.push("choice.speaker".into());
    }
    if let Some(places) = &rest.places {
        let places = ways(places.each_ref(), weights).map(|place| place.place().cloned());
        if places.each_ref() != [&claim.from, &claim.to, &claim.at] {
            [claim.from, claim.to, claim.at] = places;
            claim.rules.push("choice.places".into());
        }
    }
}

/// Seals the claims that have changed, and lets the links to them follow.
pub(super) fn keep_links(before: &[Claim], claims: &mut [Claim]) {
    let mut new_ids: BTreeMap<&Id, Id> = BTreeMap::new();
    for (claim, before) in claims.iter_mut().zip(before) {
        if claim.rules.len() != before.rules.len() {
            *claim = claim.clone().sealed();
            new_ids.insert(&before.id, claim.id.clone());
        }
    }
    for claim in claims {
        if let Some(new) = claim.part_of.as_ref().and_then(|id| new_ids.get(id)) {
            claim.part_of = Some(new.clone());
        }
    }
}
