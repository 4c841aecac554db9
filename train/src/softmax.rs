//! One softmax for each slot, learned by full-batch descent with a step for each weight.

use std::collections::BTreeMap;

use prose::choice::Slot;

use crate::lessons::Example;

/// How it is learned.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How strongly weights are drawn to nothing.
    pub decay: f64,
    /// Steps of the descent.
    pub steps: usize,
}

/// What a weight of 1 is in the file.
const SCALE: f64 = 100.0;
/// Smaller ones are left out of the file.
const LEAST: i32 = 5;
/// The first step of each weight.
const STEP: f64 = 0.5;

/// A slot of a claim: the features of each candidate by number, and which are right.
struct Case {
    weight: f64,
    candidates: Vec<Vec<usize>>,
    right: Vec<bool>,
}

/// Learns the slots `which` from `examples` and writes the weights as lines, sorted by name.
pub fn train(examples: &[&Example], which: &[Slot], settings: Settings) -> String {
    let mut lines = Vec::new();
    let slots = examples.first().map_or(&[][..], |first| &first.questions);
    for (at, slot) in slots.iter().map(|question| question.slot).enumerate() {
        if !which.contains(&slot) {
            continue;
        }
        let (names, cases) = cases(examples, at);
        let weights = descend(&cases, names.len(), settings);
        lines.extend(names.iter().zip(weights).filter_map(|(name, weight)| {
            let weight = (weight * SCALE).round() as i32;
            (weight.abs() >= LEAST).then(|| format!("{} {name} {weight}\n", slot_name(slot)))
        }));
    }
    lines.sort_unstable();
    lines.concat()
}

fn slot_name(slot: Slot) -> &'static str {
    slot.into()
}

/// Numbers the features of one slot, each for claims of every sort and for its group. A slot
/// whose gold is no candidate teaches nothing.
fn cases(examples: &[&Example], slot: usize) -> (Vec<String>, Vec<Case>) {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut names = Vec::new();
    let mut cases = Vec::new();
    for example in examples {
        let question = &example.questions[slot];
        if !example.answers[slot].contains(&true) {
            continue;
        }
        let candidates = question.candidates.iter().map(|candidate| {
            let groups = ["any", question.group];
            let features =
                candidate.features.iter().flat_map(|f| groups.map(|g| format!("{g} {f}")));
            let mut number = |name: String| {
                *numbers.entry(name).or_insert_with_key(|name| {
                    names.push(name.clone());
                    names.len() - 1
                })
            };
            features.map(&mut number).collect()
        });
        cases.push(Case {
            weight: example.weight,
            candidates: candidates.collect(),
            right: example.answers[slot].clone(),
        });
    }
    (names, cases)
}

/// Descends the negative log probability of the right candidates, with the decay of weights.
fn descend(cases: &[Case], count: usize, settings: Settings) -> Vec<f64> {
    let mut weights = vec![0.0; count];
    let mut squares = vec![1e-8; count];
    for _ in 0..settings.steps {
        let mut slope: Vec<f64> = weights.iter().map(|w| settings.decay * w).collect();
        for case in cases {
            add_slope(case, &weights, &mut slope);
        }
        for i in 0..count {
            squares[i] += slope[i] * slope[i];
            weights[i] -= STEP * slope[i] / squares[i].sqrt();
        }
    }
    weights
}

fn add_slope(case: &Case, weights: &[f64], slope: &mut [f64]) {
    let scores: Vec<f64> =
        case.candidates.iter().map(|f| f.iter().map(|i| weights[*i]).sum()).collect();
    let most = scores.iter().copied().fold(f64::MIN, f64::max);
    let parts: Vec<f64> = scores.iter().map(|score| (score - most).exp()).collect();
    let all: f64 = parts.iter().sum();
    let right: f64 = parts.iter().zip(&case.right).filter(|(_, r)| **r).map(|(p, _)| p).sum();
    for ((features, part), is_right) in case.candidates.iter().zip(&parts).zip(&case.right) {
        let wanted = if *is_right { part / right } else { 0.0 };
        let pull = case.weight * (part / all - wanted);
        for i in features {
            slope[*i] += pull;
        }
    }
}
