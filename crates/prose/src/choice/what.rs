//! The candidates for what happened: every kind of movement and presence, with the words of the
//! sentence that speak for it, what the rules read, and what was counted before.

use claim::{Claim, Kind, Measure};
use strum::IntoEnumIterator;

use super::feature::{Feature, Slot};
use super::frame::{Counted, Frame};
use super::{Candidate, Question, Value};
use crate::grammar::{Class, Grammar};
use crate::lexicon::Happening;
use crate::time::Sense;

/// What a number of people can be, apart from rates and shares, which the number itself tells.
const KINDS: [(Measure, Kind, &str); 17] = [
    (Measure::Flow, Kind::Arrival, "arrival"),
    (Measure::Flow, Kind::Departure, "departure"),
    (Measure::Flow, Kind::Return, "return"),
    (Measure::Flow, Kind::Deportation, "deportation"),
    (Measure::Flow, Kind::Displacement, "displacement"),
    (Measure::Flow, Kind::Arrest, "arrest"),
    (Measure::Flow, Kind::Registration, "registration"),
    (Measure::Flow, Kind::Other, "passing"),
    (Measure::Stock, Kind::Population, "population"),
    (Measure::Stock, Kind::Undocumented, "undocumented"),
    (Measure::Stock, Kind::Refugees, "refugees"),
    (Measure::Stock, Kind::Registered, "registered"),
    (Measure::Stock, Kind::Detained, "detained"),
    (Measure::Stock, Kind::Stranded, "stranded"),
    (Measure::Stock, Kind::InCamp, "in-camp"),
    (Measure::Stock, Kind::Other, "displaced"),
    (Measure::Flow, Kind::Birth, "birth"),
];

fn name(measure: Measure, kind: Kind) -> &'static str {
    let stock = measure == Measure::Stock
        || measure == Measure::Share && crate::claims::measure_of(kind) == Measure::Stock;
    let measure = if stock { Measure::Stock } else { Measure::Flow };
    KINDS.iter().find(|(m, k, _)| (*m, *k) == (measure, kind)).map_or("strange", |(.., n)| n)
}

fn of(happening: &Happening) -> &'static str {
    name(happening.measure, happening.kind)
}

/// The question of what happened.
pub(super) fn question(frame: &Frame, at: usize) -> Question {
    let claim = &frame.claims[at];
    let cues = cues(frame, at);
    let by_rules = name(claim.measure, claim.kind);
    let candidates = KINDS.iter().map(|(measure, kind, name)| {
        // A share of those who came is still a share, a rate a rate.
        let kept = matches!(claim.measure, Measure::Share | Measure::Rate);
        let measure = if kept { claim.measure } else { *measure };
        let mut features: Vec<Feature> =
            cues.iter().map(|cue| Feature::new(&[name, cue[0], cue[1], cue[2]])).collect();
        if *name == by_rules {
            features.push(Feature::new(&["rules"]));
            features.push(Feature::new(&["rules", name]));
        }
        Candidate { value: Value::What(measure, *kind), features }
    });
    Question {
        slot: Slot::What,
        group: "any",
        by_rules: Value::What(claim.measure, claim.kind),
        candidates: candidates.collect(),
    }
}

type Cue = [&'static str; 3];

/// What the text around the number says that may speak for a kind.
fn cues(frame: &Frame, at: usize) -> Vec<Cue> {
    let claim = &frame.claims[at];
    let mut cues: Vec<Cue> = vec![["always", "", ""]];
    cues.push(["rules", name(claim.measure, claim.kind), ""]);
    happenings(frame, at, &mut cues);
    words(frame, at, &mut cues);
    times(frame, at, &mut cues);
    around(frame, at, &mut cues);
    cues.sort_unstable();
    cues.dedup();
    cues
}

/// The verbs and nouns of movement in the sentence, and how they stand to the number.
fn happenings(frame: &Frame, at: usize, cues: &mut Vec<Cue>) {
    let analysis = frame.sentence(at);
    let line = &frame.lines[frame.text.seats[at].sentence];
    let Counted { tokens: counted, verb, .. } = &frame.counted[at];
    let mut near: Vec<(usize, &'static str)> = Vec::new();
    for (tokens, happening) in &analysis.happenings {
        let what = of(happening);
        let inside = counted.start <= tokens.start && tokens.end <= counted.end;
        let side = if inside {
            "inside"
        } else if tokens.start < counted.start {
            "before"
        } else {
            "after"
        };
        let same = line.clauses.same(tokens, counted);
        cues.push([if same { "clause" } else { "sentence" }, what, side]);
        near.push((analysis.distance(tokens, counted), what));
    }
    near.sort_unstable();
    if let Some((_, nearest)) = near.first() {
        cues.push(["nearest", nearest, ""]);
    }
    match verb {
        None => cues.push(["no-verb", "", ""]),
        Some(verb) => {
            cues.push(["verb", of(&verb.happening), ""]);
            let grammar = Grammar::english();
            let auxiliary = (1..4usize).any(|back| {
                verb.tokens
                    .start
                    .checked_sub(back)
                    .is_some_and(|i| grammar.is(analysis.word(i), Class::Auxiliary))
            });
            if auxiliary {
                cues.push(["auxiliary", of(&verb.happening), ""]);
            }
        }
    }
}

/// Words of the classes near the number and in its noun.
fn words(frame: &Frame, at: usize, cues: &mut Vec<Cue>) {
    let analysis = frame.sentence(at);
    let grammar = Grammar::english();
    let Counted { tokens: counted, head, .. } = &frame.counted[at];
    let near = counted.start.saturating_sub(8)..analysis.tokens.len().min(counted.end + 10);
    for class in Class::iter() {
        let name: &'static str = class.into();
        let is = |i: &usize| grammar.is(analysis.word(*i), class);
        if matches!(class, Class::OutOf | Class::Into | Class::Inside | Class::Through) {
            if (counted.end..counted.end + 2).any(|i| is(&i)) {
                cues.push(["leads-on", name, ""]);
            }
            continue;
        }
        if matches!(
            class,
            Class::Belonging
                | Class::Amid
                | Class::Subordinate
                | Class::Relative
                | Class::Coordinate
                | Class::Auxiliary
                | Class::Town
        ) {
            continue;
        }
        let noun = head.as_ref().is_some_and(|h| h.tokens.clone().any(|i| is(&i)));
        if noun {
            cues.push(["noun", name, ""]);
        } else if near.clone().any(|i| is(&i)) {
            cues.push(["near", name, ""]);
        }
    }
    match head {
        None => cues.push(["noun", "none", ""]),
        Some(head) if head.label => cues.push(["noun", "label", ""]),
        Some(_) => {}
    }
}

/// What the words of time in the sentence are.
fn times(frame: &Frame, at: usize, cues: &mut Vec<Cue>) {
    let analysis = frame.sentence(at);
    for when in &analysis.whens {
        let sense = sense(&when.sense);
        let near = analysis.distance(&when.tokens, &frame.counted[at].tokens) <= 12;
        cues.push(["time", sense, if near { "near" } else { "far" }]);
    }
    if analysis.whens.is_empty() {
        cues.push(["time", "none", ""]);
    }
}

/// The name of what words of time say.
pub(super) fn sense(sense: &Sense) -> &'static str {
    match sense {
        Sense::During(window) if window.days() == 1 => "day",
        Sense::During(window) if window.days() <= 10 => "week",
        Sense::During(window) if window.days() <= 45 => "month",
        Sense::During(_) => "long",
        Sense::Since(_) | Sense::SinceEvent { .. } | Sense::SinceThen => "since",
        Sense::ToDate(_) => "to-date",
        Sense::Until(_) => "until",
        Sense::Rate(_) => "rate",
        Sense::Ahead => "ahead",
        Sense::Vague => "vague",
        _ => "relative",
    }
}

/// What was counted before, and what the document speaks of.
fn around(frame: &Frame, at: usize, cues: &mut Vec<Cue>) {
    let of_claim = |claim: &Claim| name(claim.measure, claim.kind);
    if let Some(before) = at.checked_sub(1) {
        cues.push(["claim-before", frame.scope(before, at), of_claim(&frame.claims[before])]);
    }
    if at + 1 < frame.claims.len() && frame.scope(at, at + 1) == "sentence" {
        cues.push(["claim-behind", of_claim(&frame.claims[at + 1]), ""]);
    }
    let here = frame.text.seats[at].sentence;
    if let Some(heading) = frame.lines[here].under {
        for (_, happening) in &frame.text.spoken[heading].analysis.happenings {
            cues.push(["heading", of(happening), ""]);
        }
    }
    let context = frame.text.context;
    let facts = [
        (context.disaster, "disaster"),
        (context.flight, "flight"),
        (context.homeward, "homeward"),
    ];
    cues.extend(facts.into_iter().filter(|(is, _)| *is).map(|(_, name)| ["document", name, ""]));
    if let Some(subject) = context.subject {
        cues.push(["headline", of(&subject), ""]);
    }
}
