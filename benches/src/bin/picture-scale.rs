//! How the time of a picture grows with claims and with days: counts of days, windows and running
//! totals at many crossings of one border, put together at random by a seed.
//!
//! `picture-scale CROSSINGS DAYS CLAIMS`

#![allow(clippy::disallowed_methods)] // it measures how long something takes

use std::time::Instant;

use anyhow::{Context, Result};
use claim::{Claim, DocumentId, Kind, Source, Window};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use places::Gazetteer;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, StandardNormal};
use reconcile::{Options, Route, reconcile};

const FIRST: Date = date(2021, 1, 1);

fn day(offset: usize) -> Date {
    FIRST + (offset as i64).days()
}

/// Reports by a handful of offices on `crossings` whose flows walk.
fn claims(crossings: usize, days: usize, count: usize) -> Vec<Claim> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
    let mut normal = move || -> f64 { StandardNormal.sample(&mut rng) };
    let flows: Vec<Vec<f64>> = (0..crossings)
        .map(|_| {
            let level = 6.0 + normal();
            let mut log = level;
            (0..days)
                .map(|_| {
                    log = level + 0.97 * (log - level) + 0.15 * normal();
                    log.exp()
                })
                .collect()
        })
        .collect();
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(2);
    (0..count)
        .map(|number| {
            let via = number % crossings;
            let last = rng.random_range(0..days);
            let shape: f64 = rng.random();
            // Four of ten are days, two running totals, the rest windows up to a month; one in
            // fifty is of the whole border.
            let (first, total) = if shape < 0.4 {
                (last, false)
            } else if shape < 0.6 {
                (0, true)
            } else {
                (last.saturating_sub(rng.random_range(1..30)), false)
            };
            let whole = rng.random::<f64>() < 0.02;
            let sum: f64 = if whole {
                flows.iter().map(|flow| flow[first..=last].iter().sum::<f64>()).sum()
            } else {
                flows[via][first..=last].iter().sum()
            };
            let noise: f64 = StandardNormal.sample(&mut rng);
            let text = format!("report {number}");
            Claim {
                value: Some((sum * (0.02 * noise).exp()).round().max(1.0)),
                kind: Kind::Return,
                via: if whole { vec![] } else { vec![format!("Crossing {via:02}")] },
                from: Some("PAK".into()),
                to: Some("AFG".into()),
                source: Source {
                    organisation: Some(format!("office {}", rng.random_range(0..6))),
                    ..Source::default()
                },
                start: Some(day(first)),
                end: Some(day(last)),
                start_stated: true,
                cumulative: total,
                published: Some(day(last) + 3.days()),
                ..Claim::new(DocumentId::of_bytes(text.as_bytes()), &text, 0..text.len())
            }
            .sealed()
        })
        .collect()
}

fn main() -> Result<()> {
    let mut given = std::env::args().skip(1).map(|word| word.parse::<usize>());
    let mut next = |name: &str| -> Result<usize> { Ok(given.next().context(name.to_owned())??) };
    let (crossings, days, count) = (next("CROSSINGS")?, next("DAYS")?, next("CLAIMS")?);
    let claims = claims(crossings, days, count);
    let options = Options {
        route: Some(Route { from: "PAK".into(), to: "AFG".into() }),
        span: Window::new(FIRST, day(days - 1)),
        ..Options::default()
    };
    let clock = Instant::now();
    let picture = reconcile(&claims, &[], Gazetteer::builtin(), &options)?;
    let all = picture.sum(&[], picture.window).context("the whole window")?;
    println!(
        "{crossings} crossings, {days} days, {count} claims: {:.1} s; {:?}; all {:.0} to {:.0}",
        clock.elapsed().as_secs_f64(),
        picture.diagnostics,
        all.p05,
        all.p95
    );
    Ok(())
}
