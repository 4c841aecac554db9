//! Numbers of a few days, and lone sums, that what the other offices say of these days speaks against: is it a running
//! total printed as a day, a digit too many, something else, or a day like no other?
//!
//! Within one office [`crate::resolve`] asks this. Here the days are those that all offices of a node
//! suggest together, without the numbers in question.

use crate::assumptions::rhythm::HEAVY;
use crate::assumptions::slips::{DIGIT, MISFIT, TOTAL, WRONG};
use crate::layout::Office;
use crate::resolve::{Number, Rate, Taken, Way, out_of_proportion};
use crate::rhythm::ROOT_TAU;

/// Sd of the logarithm by which a sum that is told of differs from what the days suggest.
const ROOM: f64 = 0.15;

/// A number in question: its office and its place there.
pub(crate) type Suspect = (usize, usize);

/// Numbers out of all proportion to those around them, whoever gives them; the oddest first.
pub(crate) fn suspects(offices: &[Office], ways: &[Vec<Way>]) -> Vec<Suspect> {
    let mut rates: Vec<Rate<Suspect>> = Vec::new();
    for (at, (office, ways)) in offices.iter().zip(ways).enumerate() {
        let numbers = office.numbers.iter().zip(&ways[0].taken).enumerate();
        let rate = |(n, (number, taken)): (usize, (&Number, &Taken))| {
            let rate = Rate::of((at, n), number, *taken);
            if office.numbers.len() == 1 { rate.map(Rate::alone) } else { rate }
        };
        rates.extend(numbers.filter_map(rate));
    }
    let printed = |(at, n): Suspect| ways[at][0].taken[n] == Taken::As(0);
    let odd = out_of_proportion(&rates).into_iter().map(|(_, which)| which);
    odd.filter(|which| printed(*which)).take(MISFIT.1).collect()
}

/// The ways of an office with one of its numbers left out.
pub(crate) fn without(office: &Office, ways: &mut [Way], number: usize) {
    for way in ways {
        way.retake(&office.numbers, number, Taken::Wrong);
    }
}

/// Weighs what a number may be by running sums of the days without it, and splits the ways by that.
pub(crate) fn split(office: &Office, ways: &[Way], number: usize, trials: &[Vec<f64>]) -> Vec<Way> {
    let alternatives = weigh(&office.numbers[number], trials);
    let mut split: Vec<Way> = Vec::new();
    for way in ways {
        if way.taken[number] != Taken::As(0) {
            split.push(way.clone());
            continue;
        }
        for (taken, share) in &alternatives {
            let mut other = way.clone();
            other.weight *= share;
            if other.retake(&office.numbers, number, *taken) {
                split.push(other);
            }
        }
    }
    let total: f64 = split.iter().map(|way| way.weight).sum();
    if total <= 0.0 {
        return ways.to_vec();
    }
    split.iter_mut().for_each(|way| way.weight /= total);
    split.retain(|way| way.weight > 1e-4);
    split.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.taken.cmp(&b.taken)));
    split
}

/// What a number may be, with the probability of each.
fn weigh(number: &Number, trials: &[Vec<f64>]) -> Vec<(Taken, f64)> {
    let log = number.value.ln();
    let density = |from: usize, to: usize, log: f64, sd: f64| -> f64 {
        let each = trials.iter().map(|sums| {
            let off = log - (sums[to] - sums[from]).max(0.5).ln();
            let bell = |sd: f64| (-0.5 * (off / sd).powi(2)).exp() / sd / ROOT_TAU;
            (1.0 - HEAVY.0) * bell(sd) + HEAVY.0 * bell(sd + HEAVY.1)
        });
        each.sum::<f64>() / trials.len() as f64
    };
    let printed = number.readings[0];
    let mut found = vec![
        (Taken::As(0), (1.0 - WRONG) * density(printed.from, printed.to, log, ROOM)),
        // What is something else may be any number within a factor of some thousand.
        (Taken::Wrong, number.wrong.max(WRONG) * 0.1),
    ];
    for power in [-1, 1] {
        let meant = log + f64::from(power) * 10f64.ln();
        found.push((Taken::Slipped(power), DIGIT * density(printed.from, printed.to, meant, ROOM)));
    }
    for (at, reading) in number.readings.iter().enumerate().skip(1) {
        if reading.is_total_of(&printed) {
            found.push((Taken::As(at), TOTAL * density(reading.from, reading.to, log, ROOM)));
        }
    }
    let total: f64 = found.iter().map(|(_, weight)| weight).sum();
    found.iter_mut().for_each(|(_, weight)| *weight /= total);
    found
}
