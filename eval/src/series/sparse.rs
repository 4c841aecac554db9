//! Days from totals at intervals and from weeks: whether the intervals of single days tell the
//! truth, and whether their points are as good as those of plain methods.

use std::collections::BTreeMap;
use std::time::Instant;

use anyhow::{Context, Result};
use claim::Window;
use places::Gazetteer;
use rayon::prelude::*;
use reconcile::{Options, reconcile};
use serde::{Deserialize, Serialize};

use super::bars::{Bar, Form, Measure, Part, Row, measure};
use super::daily::Daily;
use super::printed::Stretch;
use super::score::{Scored, covered, median, score, share, ties};
use super::{Asked, printed};

/// How the office prints: name, days between totals (none: weeks), days until print.
const DESIGNS: [(&str, Option<usize>, i64); 4] = [
    ("every 5th running total", Some(5), 1),
    ("every 10th running total", Some(10), 1),
    ("weeks, the next day", None, 1),
    ("weeks, four days after", None, 4),
];

/// What the peers were measured at, by case; see `benches/peers/series_peers.py`.
const PEERS: &str = include_str!("peers.json");

/// What a peer's daily estimates are off by.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct Off {
    /// Sum of the days' absolute errors, people.
    pub sum: f64,
    /// Median of the days' errors over the truth, on days with anybody.
    pub median: f64,
}

/// Peers by case, then by name.
pub type Peers = BTreeMap<String, BTreeMap<String, Off>>;

/// A case that is handed to the peers.
#[derive(Debug, Serialize)]
pub struct Handed {
    name: String,
    days: usize,
    /// First and last day as positions, both included, and the number.
    windows: Vec<(usize, usize, f64)>,
}

fn measures() -> Vec<Measure> {
    let told = |name, form| measure(name, Bar::Told, form);
    vec![
        measure("90 % intervals hold", Bar::Between(0.85, 0.95), Form::Percent),
        told("truth below", Form::Percent),
        told("above", Form::Percent),
        told("days with anybody held", Form::Percent),
        told("CRPS over people", Form::Percent),
        told("mean's errors over people", Form::Percent),
        told("PCHIP", Form::Percent),
        told("Denton", Form::Percent),
        told("Chow-Lin", Form::Percent),
        measure("mean's errors over the best peer's", Bar::AtMost(1.10), Form::Factor),
        told("median error", Form::Percent),
        told("best peer's", Form::Percent),
        // No worse than theirs, to what 400 draws leave open of a mean: half a per cent.
        measure("median error over the best peer's", Bar::AtMost(1.005), Form::Factor),
        told("settled", Form::Percent),
        told("took", Form::Seconds),
    ]
}

const NAMES: [&str; 3] = ["PCHIP", "Denton", "Chow-Lin"];

/// A case as it was measured: its days' scores, people in them.
struct Measured {
    scores: Vec<Scored>,
    truths: Vec<f64>,
    settled: bool,
    seconds: f64,
    case: String,
}

/// All cases of the groups: each group's years by each design.
fn cases<'a>(groups: &'a [Vec<Daily>], asked: &Asked) -> Vec<(usize, usize, &'a Daily)> {
    let mut cases = Vec::new();
    for (group, years) in groups.iter().enumerate() {
        for (design, _) in DESIGNS.iter().enumerate() {
            if asked.quick && design == 1 {
                continue;
            }
            cases.extend(years.iter().map(|year| (group, design, year)));
        }
    }
    cases
}

fn stretches(series: &Daily, design: usize) -> Vec<Stretch> {
    match DESIGNS[design].1 {
        Some(every) => printed::totals(every, series.people.len()),
        None => printed::weeks(series.people.len()),
    }
}

fn name(series: &Daily, design: usize) -> String {
    format!("{}, {}", series.name, DESIGNS[design].0)
}

pub fn part(groups: &[Vec<Daily>], asked: &Asked, gazetteer: &Gazetteer) -> Result<Part> {
    let peers: Peers = serde_json::from_str(PEERS).context("peers.json")?;
    let mut part = Part {
        name: "sparse",
        title: "Days from totals and weeks",
        text: "One office prints only a running total every fifth or tenth day, or weeks; the days themselves are the truth, up to the \
               last that a number covers. Share of the days' 90 % intervals that hold it, by the randomised probability integral \
               transform (an interval that begins at zero holds no zero for nothing); the sum of the mean's absolute errors over the \
               people and their median over the day's number (the mean is the one point that both use), beside PCHIP on the running total, Denton's and Chow & Lin's disaggregation. Years are pooled; each year by \
               itself is told and not judged."
            .into(),
        words: &[],
        measures: measures(),
        rows: Vec::new(),
    };
    let cases: Vec<(usize, usize, &Daily)> = cases(groups, asked)
        .into_iter()
        .filter(|(_, design, year)| asked.wants(&name(year, *design)))
        .collect();
    let measured: Vec<(usize, usize, Result<Measured>)> = cases
        .into_par_iter()
        .map(|(group, design, year)| (group, design, days(year, design, asked, gazetteer)))
        .collect();
    for (group, years) in groups.iter().enumerate() {
        for (design, (manner, ..)) in DESIGNS.iter().enumerate() {
            let mut all = Vec::new();
            for (_, _, result) in measured.iter().filter(|(g, d, _)| (*g, *d) == (group, design)) {
                match result {
                    Ok(one) => all.push(one),
                    Err(error) => part.rows.push(Row {
                        case: format!("{}, {manner}", years[0].name),
                        error: Some(format!("{error:#}")),
                        judged: true,
                        ..Row::default()
                    }),
                }
            }
            if all.is_empty() {
                continue;
            }
            if all.len() > 1 {
                let series = years[0].name.split(' ').next().unwrap_or_default();
                part.rows.push(row(&format!("{series}, {manner}"), &all, true, &peers));
            }
            for one in &all {
                part.rows.push(row(&one.case, &[*one], all.len() == 1, &peers));
            }
        }
    }
    Ok(part)
}

/// Gives the days of one case to the engine.
fn days(series: &Daily, design: usize, asked: &Asked, gazetteer: &Gazetteer) -> Result<Measured> {
    let clock = Instant::now();
    let stretches = stretches(series, design);
    let claims = printed::claims(series, "Coast Agency", &stretches, DESIGNS[design].2);
    let last = stretches.last().context("no number")?.to;
    let options = Options {
        route: Some(series.route()),
        span: Some(series.window(0, last)),
        ..Options::default()
    };
    let picture = reconcile(&claims, &[], gazetteer, &options)?;
    let case = name(series, design);
    let mut rng = ties(&case);
    let truths = series.people[..=last].to_vec();
    let mut scores = Vec::new();
    for (at, truth) in truths.iter().enumerate() {
        let draws = picture
            .sums(&series.asked(), Window::day(series.day(at)))
            .context("days are missing")?;
        scores.push(score(&draws, *truth, &mut rng));
    }
    let settled = picture.diagnostics.converged;
    let seconds = clock.elapsed().as_secs_f64();
    let measured = Measured { scores, truths, settled, seconds, case };
    asked.tell(format_args!(
        "sparse: {}: {:.1} % held, {seconds:.1} s",
        measured.case,
        100.0 * covered(&measured.scores, 0.9)
    ));
    Ok(measured)
}

/// The row of some cases together.
fn row(case: &str, all: &[&Measured], judged: bool, peers: &Peers) -> Row {
    let scores: Vec<Scored> = all.iter().flat_map(|one| one.scores.iter().copied()).collect();
    let truths: Vec<f64> = all.iter().flat_map(|one| one.truths.iter().copied()).collect();
    let people: f64 = truths.iter().sum();
    let errors: f64 = scores.iter().map(|score| score.error).sum();
    let crps: f64 = scores.iter().map(|score| score.crps).sum();
    let busy: Vec<Scored> = scores
        .iter()
        .zip(&truths)
        .filter(|(_, truth)| **truth > 0.0)
        .map(|(score, _)| *score)
        .collect();
    // A peer counts where it has every case of the pool.
    let of = |peer: &str| -> Option<Vec<Off>> {
        all.iter().map(|one| peers.get(&one.case)?.get(peer).copied()).collect()
    };
    let sums = NAMES.map(|peer| of(peer).map(|offs| offs.iter().map(|off| off.sum).sum::<f64>()));
    let best = sums.iter().copied().flatten().reduce(f64::min);
    // A median of medians is none: only of single cases.
    let alone = all.len() == 1;
    let theirs = NAMES
        .iter()
        .filter_map(|peer| of(peer))
        .filter(|_| alone)
        .map(|offs| offs[0].median)
        .reduce(f64::min);
    let zeros = truths.iter().filter(|truth| **truth == 0.0).count();
    let mine = median(scores.iter().filter_map(|score| score.relative).collect());
    let settled = all.iter().filter(|one| one.settled).count() as f64 / all.len() as f64;
    let seconds: f64 = all.iter().map(|one| one.seconds).sum();
    Row {
        case: case.to_owned(),
        values: vec![
            Some(covered(&scores, 0.9)),
            Some(share(&scores, |score| score.place < 0.05)),
            Some(share(&scores, |score| score.place > 0.95)),
            Some(covered(&busy, 0.9)),
            Some(crps / people),
            Some(errors / people),
            sums[0].map(|sum| sum / people),
            sums[1].map(|sum| sum / people),
            sums[2].map(|sum| sum / people),
            best.map(|best| errors / best),
            alone.then_some(mine),
            theirs,
            // Where zeros are many the median day is none to judge by.
            theirs.filter(|_| zeros == 0).map(|theirs| mine / theirs),
            Some(settled),
            Some(seconds),
        ],
        judged,
        ..Row::default()
    }
}

/// The cases as the peers take them: `[{"name", "days", "windows": [[first, last, number]]}]`.
pub fn handed(groups: &[Vec<Daily>]) -> Vec<Handed> {
    cases(groups, &Asked::default())
        .into_iter()
        .map(|(_, design, series)| {
            let mut before = 0.0;
            let windows: Vec<(usize, usize, f64)> = stretches(series, design)
                .iter()
                .map(|stretch| {
                    let number = series.sum(stretch.from, stretch.to);
                    match stretch.total {
                        // Of a running total what is new.
                        true => {
                            let new = number - std::mem::replace(&mut before, number);
                            let every = DESIGNS[design].1.unwrap_or(1);
                            (stretch.to + 1 - every, stretch.to, new)
                        }
                        false => (stretch.from, stretch.to, number),
                    }
                })
                .collect();
            let days = windows.last().map_or(0, |window| window.1 + 1);
            Handed { name: name(series, design), days, windows }
        })
        .collect()
}

/// Scores what the peers gave back: by case and peer, each day's estimate.
pub fn judge(
    groups: &[Vec<Daily>],
    given: &BTreeMap<String, BTreeMap<String, Vec<f64>>>,
) -> Result<Peers> {
    let mut peers = Peers::new();
    for (_, design, series) in cases(groups, &Asked::default()) {
        let case = name(series, design);
        let Some(found) = given.get(&case) else { continue };
        let last = stretches(series, design).last().context("no number")?.to;
        let truths = &series.people[..=last];
        for (peer, days) in found {
            anyhow::ensure!(days.len() == truths.len(), "{case}, {peer}: {} days", days.len());
            let pairs = || truths.iter().zip(days);
            let off = Off {
                sum: tidy(pairs().map(|(truth, day)| (day - truth).abs()).sum()),
                median: tidy(median(
                    pairs()
                        .filter(|(truth, _)| **truth > 0.0)
                        .map(|(truth, day)| (day - truth).abs() / truth)
                        .collect(),
                )),
            };
            peers.entry(case.clone()).or_default().insert(peer.clone(), off);
        }
    }
    Ok(peers)
}

/// In thousandths: no more than the page tells.
fn tidy(value: f64) -> f64 {
    (1_000.0 * value).round() / 1_000.0
}
