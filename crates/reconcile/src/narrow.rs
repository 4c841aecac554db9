//! What would narrow it: the next observation that would shrink an interval most.
//!
//! Each candidate, a count at a crossing over some days, is a sum over the draws like the
//! number asked for. On the log scale the part of the variance of the one that the other explains
//! (the square of their correlation, with the error of a count in the candidate) is what the
//! observation would take away: the interval shrinks by the root of what is left. That is exact
//! for a normal posterior and an approximation elsewhere (the expected value of sample
//! information by regression; Strong, Oakley & Brennan, Medical Decision Making 34, 2014).

use claim::{Claim, Window};
use serde::Serialize;

use crate::draws::By;
use crate::fit::tidy;
use crate::joint::Drawing;
use crate::layout::Layout;
use crate::picture::{ALL, Definition, ELSEWHERE, Observed, Picture};
use crate::saying::{Form, Said, Saying, saying};

/// Relative error of a count that somebody might still make.
const COUNT: f64 = 0.03;

/// Most that are told.
const MOST: usize = 3;

/// What does not shrink the interval by a twentieth is not worth the asking.
const WORTHWHILE: f64 = 0.95;

/// An observation that is not there yet, and what it would do to an interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Narrowing {
    /// Crossing, or [`ALL`] for the route.
    pub via: String,
    /// First day to be counted.
    pub from: jiff::civil::Date,
    /// Last day.
    pub to: jiff::civil::Date,
    /// Who or what should be counted.
    pub definition: Saying,
    /// What would be left of the 90 % interval's width (on the log scale), 0 to 1.
    pub shrinks_to: f64,
    /// The same in a sentence.
    pub sentence: Saying,
}

/// The factors that the claims rest on, each at the first claim that needs it.
pub(crate) fn definitions(claims: &[Claim], layout: &Layout, drawing: &Drawing) -> Vec<Definition> {
    let mut known: Vec<usize> = Vec::new();
    let mut found = Vec::new();
    for observation in layout.observations.iter().filter(|one| one.active) {
        let names = crate::factors::names(&claims[observation.claim]);
        for (&(parameter, coefficient), name) in observation.terms.iter().zip(names) {
            let Some(reading) = observation.readings.first() else { continue };
            if known.contains(&parameter) {
                continue;
            }
            known.push(parameter);
            let via = match observation.rows[..] {
                [row] => layout.rows[row]
                    .crossing
                    .map_or_else(|| ALL.to_owned(), |at| layout.crossings[at].clone()),
                _ => ALL.to_owned(),
            };
            found.push(Definition {
                name,
                via,
                window: crate::fit::days_between(layout.days, reading.from, reading.to),
                logs: drawing
                    .worlds
                    .iter()
                    .map(|world| coefficient * world.factors[parameter])
                    .collect(),
            });
        }
    }
    found
}

/// What to ask for, in words, instead of a count by this definition.
fn instead(name: &str) -> Saying {
    match name {
        "household" | "household as stated" => saying!("count-persons"),
        "adults" => saying!("count-not-adults"),
        "children" => saying!("count-not-children"),
        "men" => saying!("count-not-men"),
        "women" => saying!("count-not-women"),
        "undocumented" => saying!("count-not-undocumented"),
        "card" => saying!("count-not-cards"),
        "excludes" => saying!("count-not-excluded"),
        "registered" => saying!("count-not-registered"),
        _ => saying!("count-in-persons"),
    }
}

/// What is left of the standard deviation of `asked` once `seen` is known up to `noise`, logs.
fn left(asked: &[f64], seen: &[f64], noise: f64) -> f64 {
    let n = asked.len().min(seen.len()) as f64;
    let mean = |x: &[f64]| x.iter().sum::<f64>() / n;
    let (a, b) = (mean(asked), mean(seen));
    let (mut aa, mut bb, mut ab) = (0.0, 0.0, 0.0);
    for (x, y) in asked.iter().zip(seen) {
        aa += (x - a).powi(2) / n;
        bb += (y - b).powi(2) / n;
        ab += (x - a) * (y - b) / n;
    }
    if aa <= 1e-18 {
        return 1.0;
    }
    (1.0 - ab * ab / (aa * (bb + noise * noise))).clamp(0.0, 1.0).sqrt()
}

impl Picture {
    /// The observations that would shrink the 90 % interval of this sum most, best first: at
    /// which crossing, of which days, by which definition. Empty when nothing would, or when a
    /// crossing or a day is not in the picture.
    pub fn narrowing(&self, via: &[&str], window: Window) -> Vec<Narrowing> {
        let Some(asked) = self.sums(via, window) else { return Vec::new() };
        let logs = |sums: Vec<f64>| -> Vec<f64> { sums.iter().map(|s| s.max(0.5).ln()).collect() };
        let asked = logs(asked);
        let mut found: Vec<Narrowing> = Vec::new();
        let mut consider = |via: &str, window: Window, definition: Saying, rest: f64| {
            if rest <= WORTHWHILE {
                found.push(Narrowing {
                    via: via.to_owned(),
                    from: window.start(),
                    to: window.end(),
                    sentence: self.advice(via, window, &definition, rest),
                    definition,
                    shrinks_to: tidy(rest),
                });
            }
        };
        let named = self.crossings.iter().map(String::as_str).filter(|name| *name != ELSEWHERE);
        for name in named.chain([ALL]) {
            let mut parts = vec![window];
            parts.extend(crate::draws::cut(window, By::Week));
            parts.extend(self.unobserved(name, window));
            parts.sort_by_key(|part| (part.start(), std::cmp::Reverse(part.end())));
            parts.dedup();
            // Counting what is asked is no advice.
            let itself = via.contains(&name) || (via.is_empty() && name == ALL);
            parts.retain(|part| !(itself && *part == window));
            for part in parts {
                if let Some(sums) = self.sums(&[name], part) {
                    let rest = left(&asked, &logs(sums), COUNT);
                    consider(name, part, saying!("count-everybody"), rest);
                }
            }
        }
        for definition in &self.definitions {
            if let Some(days) = definition.window.overlap(&window) {
                let rest = left(&asked, &definition.logs, COUNT);
                consider(&definition.via, days, instead(definition.name), rest);
            }
        }
        // Of two that do as much the one that asks for fewer days is the easier.
        found.sort_by(|a, b| {
            let days = |one: &Narrowing| (one.to - one.from).get_days();
            let bands = |one: &Narrowing| (one.shrinks_to * 50.0).round() as i64;
            bands(a).cmp(&bands(b)).then(days(a).cmp(&days(b))).then(a.via.cmp(&b.via))
        });
        let mut kept: Vec<Narrowing> = Vec::new();
        for one in found {
            let alike = |other: &Narrowing| {
                other.via == one.via
                    && other.definition == one.definition
                    && other.from <= one.to
                    && one.from <= other.to
            };
            if kept.len() < MOST && !kept.iter().any(alike) {
                kept.push(one);
            }
        }
        kept
    }

    /// The advice in a sentence; where somebody counted each of the days, it is a second count that would tell.
    fn advice(&self, via: &str, window: Window, definition: &Saying, rest: f64) -> Saying {
        let percent = Said::reckoned((rest * 100.0).max(1.0), Form::Percent(0));
        let whom = definition.clone();
        let counted = window.iter().all(|day| self.how_observed(via, day) == Observed::ByDay);
        let which = Said::Word(if counted { "second" } else { "first" });
        match via == ALL {
            true => {
                saying!(
                    "narrow-route",
                    which = which,
                    days = window,
                    whom = whom,
                    percent = percent
                )
            }
            false => saying!(
                "narrow-at",
                which = which,
                crossing = via,
                days = window,
                whom = whom,
                percent = percent
            ),
        }
    }

    /// The runs of days in `window` that nobody reported at a crossing.
    fn unobserved(&self, via: &str, window: Window) -> Vec<Window> {
        let mut runs: Vec<Window> = Vec::new();
        for day in window.iter().filter(|day| self.how_observed(via, *day) == Observed::No) {
            match runs.last_mut() {
                Some(run) if run.end().tomorrow().ok() == Some(day) => {
                    *run = run.hull(&Window::day(day));
                }
                _ => runs.push(Window::day(day)),
            }
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_exactly_leaves_only_the_error_of_the_count() {
        let asked: Vec<f64> = (0..100).map(|i| f64::from(i) / 100.0).collect();
        let rest = left(&asked, &asked, COUNT);
        assert!((0.09..0.12).contains(&rest), "{rest}"); // 0.03 of an sd of 0.29
        let unrelated: Vec<f64> = (0..100).map(|i| f64::from(i * 37 % 100)).collect();
        assert!(left(&asked, &unrelated, COUNT) > 0.95);
        assert_eq!(left(&[1.0, 1.0], &[1.0, 2.0], COUNT), 1.0);
    }
}
