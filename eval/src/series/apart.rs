//! Two sources a factor apart, and three of which one is off, on stretches of real series: what is
//! the truth stays inside, and the two are named.

use anyhow::{Context, Result};
use claim::Claim;
use jiff::ToSpan;
use places::Gazetteer;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use rayon::prelude::*;
use reconcile::{Options, Picture, Quantiles, reconcile};

use super::Asked;
use super::bars::{Bar, Form, Measure, Part, measure};
use super::daily::Daily;
use super::printed::{self, Stretch};
use super::score::median;

/// What the second source counts for each that the first counts.
const FACTORS: [f64; 3] = [1.5, 2.0, 0.5];

/// Cases drawn for each series and factor.
const CASES: usize = 20;
const QUICK_CASES: usize = 2;

/// How long a stretch is, days.
const LENGTHS: std::ops::Range<usize> = 28..91;

const OFFICES: [&str; 3] = ["Border Police", "Interior Ministry", "Survey Agency"];

/// An interval that is next to nothing is no measure for another: this share of the people.
const NARROWEST: f64 = 0.01;

fn two_measures() -> Vec<Measure> {
    vec![
        measure("total holds the truth", Bar::AtLeast(0.85), Form::Percent),
        measure("sentence names the pair", Bar::AtLeast(0.9), Form::Percent),
        measure("draws between the two", Bar::Told, Form::Percent),
        measure("median factor of the interval", Bar::Told, Form::Factor),
        measure("settled", Bar::Told, Form::Percent),
        measure("took, each", Bar::Told, Form::Seconds),
    ]
}

fn three_measures() -> Vec<Measure> {
    vec![
        measure("no wider than twice that of the two", Bar::AtLeast(0.85), Form::Percent),
        measure("median of width over theirs", Bar::AtMost(2.0), Form::Factor),
        measure("total holds the truth", Bar::AtLeast(0.85), Form::Percent),
        measure("sentence names the one", Bar::AtLeast(0.9), Form::Percent),
        measure("settled", Bar::Told, Form::Percent),
        measure("took, each", Bar::Told, Form::Seconds),
    ]
}

/// A stretch of a series, and what each of some sources prints of it.
struct Drawn {
    series: Daily,
    claims: Vec<Claim>,
}

/// What one source prints, at random: running totals at an interval, weeks, single days, or a mix.
/// It ends with a number that reaches to the last day.
fn mix(length: usize, rng: &mut Xoshiro256PlusPlus) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let manner = rng.random_range(0..4usize);
    if manner == 0 || manner == 3 {
        stretches.extend(printed::totals(rng.random_range(3..11), length));
    }
    if manner == 1 {
        stretches.extend(printed::weeks(length));
    }
    if manner >= 2 {
        // Most days, or a few beside the totals.
        let share = if manner == 2 { 0.8 } else { 0.3 };
        let days = printed::days(0, length - 1);
        stretches.extend(days.into_iter().filter(|_| rng.random::<f64>() < share));
    }
    let whole = Stretch { from: 0, to: length - 1, total: true };
    if !stretches.contains(&whole) {
        stretches.push(whole);
    }
    stretches
}

/// Draws a stretch with people in it, printed by a source for each factor.
fn draw(series: &Daily, factors: &[f64], seed: u64) -> Drawn {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let stretch = loop {
        let length = rng.random_range(LENGTHS).min(series.people.len());
        let from = rng.random_range(0..=series.people.len() - length);
        let people = series.people[from..from + length].to_vec();
        // A stretch in which nearly nobody came has no factor to be told.
        if people.iter().sum::<f64>() >= 500.0 {
            break Daily { first: series.day(from), people, ..series.clone() };
        }
    };
    let length = stretch.people.len();
    let mut claims = Vec::new();
    for (office, factor) in OFFICES.iter().zip(factors) {
        for part in mix(length, &mut rng) {
            let number = (factor * stretch.sum(part.from, part.to)).round();
            let claim = printed::claim(&stretch, office, part, number, rng.random_range(1..4));
            // Nobody publishes after the picture is made.
            let last = stretch.day(length - 1) + 3.days();
            let published = claim.published.map(|day| day.min(last));
            claims.push(Claim { published, ..claim }.sealed());
        }
    }
    Drawn { series: stretch, claims }
}

fn picture(drawn: &Drawn, claims: &[Claim], gazetteer: &Gazetteer) -> Result<Picture> {
    let options = Options {
        route: Some(drawn.series.route()),
        span: Some(drawn.series.span()),
        ..Options::default()
    };
    Ok(reconcile(claims, &[], gazetteer, &options)?)
}

fn whole(drawn: &Drawn, picture: &Picture) -> Result<Quantiles> {
    picture.sum(&drawn.series.asked(), drawn.series.span()).context("days are missing")
}

/// Whether a sentence on what differs names all of these.
fn names(picture: &Picture, offices: &[&str]) -> bool {
    picture.disagreements.iter().any(|one| {
        let sentence = one.sentence.to_string().to_lowercase();
        offices.iter().all(|office| sentence.contains(&office.to_lowercase()))
    })
}

struct Two {
    inside: bool,
    named: bool,
    between: f64,
    factor: f64,
    settled: bool,
}

fn two(series: &Daily, factor: f64, seed: u64, gazetteer: &Gazetteer) -> Result<Two> {
    let drawn = draw(series, &[1.0, factor], seed);
    let picture = picture(&drawn, &drawn.claims, gazetteer)?;
    let all = whole(&drawn, &picture)?;
    let truth: f64 = drawn.series.people.iter().sum();
    let (low, high) = (truth.min(factor * truth), truth.max(factor * truth));
    let draws = picture.sums(&drawn.series.asked(), drawn.series.span()).unwrap_or_default();
    // A tenth from either is nobody's number.
    let between = |draw: &&f64| **draw > 1.1 * low && **draw < high / 1.1;
    Ok(Two {
        inside: all.p05.round() <= truth && truth <= all.p95.round(),
        named: names(&picture, &OFFICES[..2]),
        between: draws.iter().filter(between).count() as f64 / draws.len().max(1) as f64,
        factor: all.factor(),
        settled: picture.diagnostics.converged,
    })
}

struct Three {
    wider: f64,
    inside: bool,
    named: bool,
    settled: bool,
}

fn three(series: &Daily, factor: f64, seed: u64, gazetteer: &Gazetteer) -> Result<Three> {
    // Whose count is off must not depend on the order of names.
    let off = (seed % 3) as usize;
    let mut factors = [1.0; 3];
    factors[off] = factor;
    let drawn = draw(series, &factors, seed);
    let agreeing: Vec<Claim> = drawn
        .claims
        .iter()
        .filter(|claim| claim.source.organisation.as_deref() != Some(OFFICES[off]))
        .cloned()
        .collect();
    let picture_of = |claims: &[Claim]| picture(&drawn, claims, gazetteer);
    let (all, two) = (picture_of(&drawn.claims)?, picture_of(&agreeing)?);
    let (q, theirs) = (whole(&drawn, &all)?, whole(&drawn, &two)?);
    let truth: f64 = drawn.series.people.iter().sum();
    let width = |q: &Quantiles| (q.p95 - q.p05).max(NARROWEST * truth);
    Ok(Three {
        wider: width(&q) / width(&theirs),
        inside: q.p05.round() <= truth && truth <= q.p95.round(),
        named: names(&all, &[OFFICES[off]]),
        settled: all.diagnostics.converged && two.diagnostics.converged,
    })
}

/// The seed of a case: another for every series, factor and number.
fn seed(series: usize, factor: usize, case: usize) -> u64 {
    0x5E_0000 + (series * 10_000 + factor * 1_000 + case) as u64
}

/// Draws the cases of a series by a factor and measures each; an error of any is the row's.
fn cases<T: Send>(
    asked: &Asked,
    at: (usize, usize),
    measure: impl Fn(u64) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let count = if asked.quick { QUICK_CASES } else { CASES };
    (0..count).into_par_iter().map(|case| measure(seed(at.0, at.1, case))).collect()
}

fn percent(count: usize, of: usize) -> f64 {
    count as f64 / of.max(1) as f64
}

/// Two sources a factor apart.
pub fn pairs(series: &[Daily], asked: &Asked, gazetteer: &Gazetteer) -> Part {
    let mut part = Part {
        name: "pairs",
        title: "Two sources a factor apart",
        text: format!(
            "Stretches of {} to {} days of each series, drawn at random; one source prints what was, the other so many times as many, \
             each its own mix of running totals, weeks and days; {CASES} cases a row. Whether the 90 % interval of the total holds the truth, \
             and whether a sentence on a disagreement names both.",
            LENGTHS.start,
            LENGTHS.end - 1
        ),
        words: &[],
        measures: two_measures(),
        rows: Vec::new(),
    };
    for (at, one) in series.iter().enumerate() {
        for (number, factor) in FACTORS.iter().enumerate() {
            let case = format!("{}, times {factor}", one.name);
            asked.row(&mut part, case, |row| {
                let clock = std::time::Instant::now();
                let found = cases(asked, (at, number), |seed| two(one, *factor, seed, gazetteer))?;
                let count = |is: fn(&Two) -> bool| {
                    percent(found.iter().filter(|two| is(two)).count(), found.len())
                };
                let between: f64 = found.iter().map(|two| two.between).sum();
                row.values = [
                    count(|two| two.inside),
                    count(|two| two.named),
                    between / found.len() as f64,
                    median(found.iter().map(|two| two.factor).collect()),
                    count(|two| two.settled),
                    clock.elapsed().as_secs_f64() / found.len() as f64,
                ]
                .map(Some)
                .to_vec();
                row.judged = true;
                Ok(())
            });
        }
    }
    part
}

/// Three sources of which one is off.
pub fn triples(series: &[Daily], asked: &Asked, gazetteer: &Gazetteer) -> Part {
    let mut part = Part {
        name: "triples",
        title: "Three sources, one of them off",
        text: format!(
            "As above, with two that print what was and one that is off by the factor: how wide the 90 % interval of the total is beside \
             that from the two alone (each at least {:.0} % of the people).",
            100.0 * NARROWEST
        ),
        words: &[],
        measures: three_measures(),
        rows: Vec::new(),
    };
    for (at, one) in series.iter().enumerate() {
        for (number, factor) in FACTORS.iter().enumerate() {
            let case = format!("{}, times {factor}", one.name);
            asked.row(&mut part, case, |row| {
                let clock = std::time::Instant::now();
                let at = (at + series.len(), number);
                let found = cases(asked, at, |seed| three(one, *factor, seed, gazetteer))?;
                let count = |is: fn(&Three) -> bool| {
                    percent(found.iter().filter(|three| is(three)).count(), found.len())
                };
                row.values = [
                    count(|three| three.wider <= 2.0),
                    median(found.iter().map(|three| three.wider).collect()),
                    count(|three| three.inside),
                    count(|three| three.named),
                    count(|three| three.settled),
                    clock.elapsed().as_secs_f64() / found.len() as f64,
                ]
                .map(Some)
                .to_vec();
                row.judged = true;
                Ok(())
            });
        }
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;
    use claim::Kind;
    use jiff::civil::date;

    fn steady() -> Daily {
        Daily {
            name: "steady".into(),
            from: "PAK",
            to: "AFG",
            via: Some("Torkham"),
            kind: Kind::Return,
            first: date(2023, 1, 1),
            people: (0..200).map(|day| 1_000.0 + f64::from(day % 7)).collect(),
        }
    }

    #[test]
    fn the_second_source_prints_the_factor_and_both_reach_the_last_day() {
        let drawn = draw(&steady(), &[1.0, 2.0], 7);
        let truth: f64 = drawn.series.people.iter().sum();
        let last = drawn.series.span().end();
        for (office, factor) in OFFICES.iter().zip([1.0, 2.0]) {
            let own = drawn
                .claims
                .iter()
                .filter(|claim| claim.source.organisation.as_deref() == Some(*office));
            let whole: Vec<f64> = own
                .filter(|claim| claim.end == Some(last) && claim.cumulative)
                .filter_map(|claim| claim.value)
                .collect();
            assert_eq!(whole, [(factor * truth).round()], "{office}");
        }
    }

    #[test]
    fn the_same_seed_draws_the_same_case() {
        let (one, other) = (draw(&steady(), &[1.0, 1.5], 3), draw(&steady(), &[1.0, 1.5], 3));
        assert_eq!(one.claims, other.claims);
        assert_ne!(one.claims, draw(&steady(), &[1.0, 1.5], 4).claims);
    }
}
