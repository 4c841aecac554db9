//! What the claims leave nearly open, why, and what would narrow it.

use claim::{Claim, Qualifier, Window};

use crate::entry::Entry;
use crate::fit::tidy;
use crate::picture::{ALL, ELSEWHERE, Observed, Picture, Quantiles, Role, Unknown};
use crate::saying::{Basis, Form, Said, Saying, saying};
use crate::words::organisation_label;

/// A 90 % interval that spans this factor is as good as no knowledge.
const WIDE: f64 = 4.0;

/// A stretch of days that is worth a sentence of its own.
const STRETCH: usize = 7;

pub(crate) fn unknowns(
    picture: &Picture,
    claims: &[Claim],
    entries: &[Entry],
    asked: Option<Window>,
) -> Vec<Unknown> {
    let span = asked.and_then(|span| span.overlap(&picture.window)).unwrap_or(picture.told());
    let mut unknowns: Vec<(f64, Unknown)> = Vec::new();
    for via in &picture.crossings {
        let alone = picture.crossings.len() == 1;
        let Some(quantiles) = picture.sum(&[via], span) else { continue };
        let factor = quantiles.factor();
        if via == ELSEWHERE && !alone {
            continue;
        }
        if factor >= WIDE {
            let named = if alone { ALL } else { via.as_str() };
            let wide = quantiles.p95 - quantiles.p05;
            unknowns.push((
                wide,
                Unknown {
                    via: named.to_owned(),
                    window: span,
                    factor: tidy(factor),
                    sentence: wide_open(via, span, &quantiles, why(via, claims, entries, span)),
                    remedy: match alone {
                        true => saying!("remedy-within", days = span),
                        false => saying!("remedy-within-at", crossing = via, days = span),
                    },
                },
            ));
        } else if let Some(stretch) = worst_stretch(picture, via, span) {
            unknowns.push(stretch);
        }
    }
    // What leaves most people in doubt comes first, whatever its factor.
    unknowns.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.via.cmp(&b.1.via)));
    unknowns.into_iter().map(|(_, unknown)| unknown).collect()
}

/// How wide the interval of a crossing is: as a factor, where it does not begin with nobody.
fn wide_open(via: &str, span: Window, quantiles: &Quantiles, why: Saying) -> Saying {
    let (low, high) = (drawn(via, span, quantiles.p05), drawn(via, span, quantiles.p95));
    match quantiles.p05 < 1.0 {
        true => saying!("unknown-from-nobody", why = why, days = span, low = low, high = high),
        false => saying!(
            "unknown-wide",
            why = why,
            days = span,
            low = low,
            high = high,
            factor = Said::reckoned(quantiles.factor(), Form::Whole),
        ),
    }
}

/// An end of the interval of a crossing over some days.
fn drawn(via: &str, window: Window, value: f64) -> Said {
    Said::of(value, Form::ThreeDigits, Basis::Draws { via: via.to_owned(), window })
}

/// Why a crossing is nearly unknown, from the claims that name it.
fn why(via: &str, claims: &[Claim], entries: &[Entry], span: Window) -> Saying {
    let about = |entry: &Entry| entry.in_scope() && entry.via.iter().any(|name| name == via);
    let (mut counted, mut undetermined, mut bounds) = (0usize, 0usize, 0);
    for (claim, entry) in claims.iter().zip(entries).filter(|(_, entry)| about(entry)) {
        let within = entry.end.is_some_and(|end| end >= span.start())
            && entry.start.or(entry.end).is_some_and(|start| start <= span.end());
        if claim.qualifier == Qualifier::Undetermined {
            undetermined += 1;
        } else if entry.role == Role::Used && within {
            counted += 1;
        } else if entry.role == Role::Bound && within {
            bounds += 1;
        }
    }
    let sentence = if via == ELSEWHERE {
        saying!("unknown-no-crossing")
    } else {
        match (counted, bounds, undetermined) {
            (0, 0, 0) => saying!("unknown-no-number", crossing = via),
            (0, 0, n) => saying!("unknown-undetermined", crossing = via, count = n),
            (0, ..) => saying!("unknown-bounds", crossing = via),
            (n, ..) => saying!("unknown-not-settled", crossing = via, count = n),
        }
    };
    // A total of the route, less the crossings that are counted, is a ceiling.
    let total = claims
        .iter()
        .zip(entries)
        .filter(|(claim, entry)| {
            entry.role == Role::Used && entry.via.is_empty() && claim.value.is_some()
        })
        .max_by(|a, b| {
            let rank = |claim: &Claim| -claim::rounding(claim.value.unwrap_or(1.0));
            rank(a.0).total_cmp(&rank(b.0)).then(a.1.end.cmp(&b.1.end))
        });
    let mut counted: Vec<String> = claims
        .iter()
        .zip(entries)
        .filter(|(claim, entry)| {
            entry.role == Role::Used && claim.value.is_some() && entry.via.iter().all(|n| n != via)
        })
        .flat_map(|(_, entry)| entry.via.iter().cloned())
        .collect();
    counted.sort();
    counted.dedup();
    if let (Some((claim, _)), false, false) = (total, counted.is_empty(), via == ELSEWHERE) {
        let basis = Basis::Claim(claim.id.clone());
        return saying!(
            "unknown-ceiling",
            why = sentence,
            total = Said::of(claim.value.unwrap_or_default(), Form::Whole, basis),
            speaker = organisation_label(claim),
            crossings = counted,
        );
    }
    sentence
}

/// The widest run of at least a week that nobody reported day by day.
fn worst_stretch(picture: &Picture, via: &str, span: Window) -> Option<(f64, Unknown)> {
    let mut runs: Vec<Window> = Vec::new();
    let mut open = false;
    for day in span.iter() {
        let unseen = picture.how_observed(via, day) == Observed::No;
        match (unseen, open, runs.last_mut()) {
            (true, true, Some(run)) => *run = run.hull(&Window::day(day)),
            (true, ..) => runs.push(Window::day(day)),
            _ => {}
        }
        open = unseen;
    }
    runs.into_iter()
        .filter(|run| run.days() >= STRETCH)
        .filter_map(|run| {
            let quantiles = picture.sum(&[via], run)?;
            let factor = quantiles.factor();
            let wide = quantiles.p95 - quantiles.p05;
            (factor >= WIDE).then(|| {
                (
                    wide,
                    Unknown {
                        via: via.to_owned(),
                        window: run,
                        factor: tidy(factor),
                        sentence: saying!(
                            "unknown-stretch",
                            crossing = via,
                            days = run,
                            low = drawn(via, run, quantiles.p05),
                            high = drawn(via, run, quantiles.p95),
                        ),
                        remedy: saying!("remedy-any-day", crossing = via, days = run),
                    },
                )
            })
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))
}
