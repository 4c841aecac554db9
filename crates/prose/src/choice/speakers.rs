//! The candidates for who says it: every speaker of the sentence and of those around, whoever
//! wrote the bulletin, the speaker of the claim before, and nobody but the publisher.

use claim::{Claim, Source, SourceFound};

use super::feature::{Feature, Slot};
use super::frame::{Counted, Frame};
use super::{Candidate, Question, Value};
use crate::speaker::{introduced, may_be_kept};

/// The question of who says it.
pub(super) fn question(frame: &Frame, at: usize) -> Question {
    let claim = &frame.claims[at];
    let mut found = Gathered::default();
    found.add(&Source::default(), &[Feature::new(&["none"])]);
    own_sentence(frame, at, &mut found);
    around(frame, at, &mut found);
    of_claims(frame, at, &mut found);
    bearing(frame, at, &mut found);
    Question {
        slot: Slot::Speaker,
        group: "any",
        by_rules: Value::Speaker(claim.source.clone()),
        candidates: found.candidates,
    }
}

/// How a chosen speaker was found: by where the candidate comes from.
pub(super) fn found(candidate: &Candidate) -> SourceFound {
    let from = |scope| candidate.features.iter().any(|feature| feature.0[0] == scope);
    if from("none") {
        SourceFound::Publisher
    } else if from("stated") {
        SourceFound::Stated
    } else if from("letterhead") {
        SourceFound::Letterhead
    } else {
        SourceFound::Carried
    }
}

/// Candidates while they are gathered; the first is nobody.
#[derive(Default)]
struct Gathered {
    candidates: Vec<Candidate>,
}

impl Gathered {
    fn add(&mut self, source: &Source, features: &[Feature]) {
        let known = self.candidates.iter().position(|c| match &c.value {
            Value::Speaker(known) => known == source || is_part(source, known),
            _ => false,
        });
        let at = known.unwrap_or_else(|| {
            let value = Value::Speaker(source.clone());
            self.candidates.push(Candidate { value, features: Vec::new() });
            self.candidates.len() - 1
        });
        let list = &mut self.candidates[at].features;
        for feature in features {
            if !list.contains(feature) {
                list.push(*feature);
            }
        }
    }
}

/// Whether a source says the same as a fuller one.
fn is_part(source: &Source, full: &Source) -> bool {
    let named = |source: &Source| source.name.is_some() || source.organisation.is_some();
    let within = |a: &Option<String>, b: &Option<String>| a.is_none() || a == b;
    named(source)
        && within(&source.name, &full.name)
        && within(&source.role, &full.role)
        && within(&source.organisation, &full.organisation)
}

/// Whether a quotation is open where the number stands, in its paragraph.
fn quoted(frame: &Frame, at: usize) -> &'static str {
    let here = frame.text.seats[at].sentence;
    let start = (0..=here).rev().take_while(|i| frame.block(*i) == frame.block(here)).last();
    let analysis = frame.sentence(at);
    let from = frame.text.spoken[start.unwrap_or(here)].analysis.sentence.span.start;
    let to = frame.claims[at].span[0].max(from);
    let text = &analysis.text[from..to];
    let count = |mark: char| text.chars().filter(|c| *c == mark).count();
    if count('“') > count('”') || count('"') % 2 == 1 { "quoted" } else { "plain" }
}

/// Who speaks in the sentence of the number.
fn own_sentence(frame: &Frame, at: usize, found: &mut Gathered) {
    let seat = frame.text.seats[at];
    let (spoken, line) = (&frame.text.spoken[seat.sentence], &frame.lines[seat.sentence]);
    let Counted { tokens: counted, .. } = &frame.counted[at];
    let analysis = &spoken.analysis;
    let mut near: Vec<(usize, usize)> = spoken
        .speeches
        .iter()
        .enumerate()
        .map(|(i, speech)| (analysis.distance(&speech.tokens, counted), i))
        .collect();
    near.sort_unstable();
    for (rank, (_, i)) in near.into_iter().enumerate() {
        let speech = &spoken.speeches[i];
        if !may_be_kept(&speech.source) {
            continue;
        }
        let side = if speech.tokens.start < counted.start { "before" } else { "after" };
        let cut = if analysis.is_cut(&speech.tokens, counted) { "cut" } else { "joined" };
        let clause = if line.clauses.same(&speech.tokens, counted) { "clause" } else { "sentence" };
        let rank = if rank == 0 { "nearest" } else { "farther" };
        let rule = speech.rule.trim_start_matches("speaker.");
        found.add(
            &speech.source,
            &[
                Feature::new(&["stated", rule, side]),
                Feature::new(&["stated", clause, cut]),
                Feature::new(&["stated", rank]),
            ],
        );
    }
}

/// Who speaks or is introduced in the sentences around, the headline and the letterhead.
fn around(frame: &Frame, at: usize, found: &mut Gathered) {
    let here = frame.text.seats[at].sentence;
    let own = if frame.text.spoken[here].speeches.is_empty() { "mute" } else { "spoken" };
    let quoted = quoted(frame, at);
    for (index, spoken) in frame.text.spoken.iter().enumerate() {
        if let Some(letterhead) = &spoken.letterhead {
            found.add(letterhead, &[Feature::new(&["letterhead", own])]);
        }
        let same = frame.block(index) == frame.block(here);
        let scope = if index == here {
            continue;
        } else if Some(index) == frame.lines[here].under {
            "heading"
        } else if frame.block(index) == 0 {
            "headline"
        } else if index + 1 == here {
            if same { "before" } else { "before-break" }
        } else if index == here + 1 {
            if same { "next" } else { "next-break" }
        } else if same && index < here {
            "block"
        } else if index + 3 >= here && index < here {
            "near"
        } else {
            continue;
        };
        for speech in spoken.speeches.iter().filter(|s| may_be_kept(&s.source)) {
            let rule = speech.rule.trim_start_matches("speaker.");
            found.add(
                &speech.source,
                &[Feature::new(&[scope, rule, own]), Feature::new(&[scope, own, quoted])],
            );
        }
        let officials = introduced(&spoken.analysis, frame.text.words);
        for source in officials.into_iter().filter(may_be_kept) {
            found.add(&source, &[Feature::new(&["introduced", scope, own, quoted])]);
        }
    }
}

/// What the rules read, for this claim and for those around it.
fn of_claims(frame: &Frame, at: usize, found: &mut Gathered) {
    let claim = &frame.claims[at];
    let here = frame.text.seats[at].sentence;
    let own = if frame.text.spoken[here].speeches.is_empty() { "mute" } else { "spoken" };
    let speaks = if may_be_kept(&claim.source) { "somebody" } else { "nobody" };
    found.add(
        &claim.source,
        &[Feature::new(&["rules", speaks]), Feature::new(&["rules", speaks, own])],
    );
    if let Some(before) = at.checked_sub(1) {
        let source = &frame.claims[before].source;
        let speaks = if may_be_kept(source) { "somebody" } else { "nobody" };
        let scope = frame.scope(before, at);
        found.add(source, &[Feature::new(&["claim-before", scope, speaks, own])]);
    }
    // Whose numbers most of the text is made of.
    let mut counts: Vec<(usize, &Source)> = Vec::new();
    for other in frame.claims {
        match counts.iter_mut().find(|(_, source)| **source == other.source) {
            Some((count, _)) => *count += 1,
            None => counts.push((1, &other.source)),
        }
    }
    if let Some((count, source)) = counts.iter().max_by_key(|(count, _)| *count) {
        let speaks = if may_be_kept(source) { "somebody" } else { "nobody" };
        let most = if 2 * count > frame.claims.len() { "most" } else { "many" };
        found.add(source, &[Feature::new(&["claims", most, speaks, own])]);
    }
}

/// What sort of source each candidate is.
fn bearing(frame: &Frame, at: usize, found: &mut Gathered) {
    let publisher = |claim: &Claim, source: &Source| {
        let name = claim.publisher.as_deref();
        name.is_some() && (source.organisation.as_deref() == name || source.name.as_deref() == name)
    };
    for candidate in &mut found.candidates {
        let Value::Speaker(source) = &candidate.value else { continue };
        if !may_be_kept(source) {
            continue;
        }
        let kind: &'static str = source.kind.into();
        candidate.features.push(Feature::new(&["kind", kind]));
        if publisher(&frame.claims[at], source) {
            candidate.features.push(Feature::new(&["publisher"]));
        }
    }
}
