//! Nowcasts from Italy's reports as they came: a day stands in several, corrected, and rows for days
//! after a report print zeros that nobody counted.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use claim::{Claim, Window};
use jiff::ToSpan;
use jiff::civil::Date;
use places::Gazetteer;
use rayon::prelude::*;
use reconcile::{Options, reconcile};

use super::Asked;
use super::bars::{Bar, Form, Measure, Part, Row, measure};
use super::daily::{Daily, Printed};
use super::printed::{self, Stretch};
use super::score::{Scored, covered, score, share, ties};

/// Report days that are tried: the last so many of those that have later numbers.
const REPORTS: usize = 40;
const QUICK_REPORTS: usize = 5;

/// Days that are asked for, up to the report's own.
const DAYS: i64 = 7;

/// Days back to which reports are given.
const HISTORY: i64 = 365;

fn measures() -> Vec<Measure> {
    let told = |name, form| measure(name, Bar::Told, form);
    vec![
        measure("90 % intervals hold", Bar::Between(0.85, 0.95), Form::Percent),
        told("truth below", Form::Percent),
        told("above", Form::Percent),
        told("CRPS over people", Form::Percent),
        told("mean over truth", Form::Factor),
        told("printed over truth", Form::Factor),
        measure("future rows used", Bar::AtMost(0.0), Form::Count),
        told("settled", Form::Percent),
        told("took, each", Form::Seconds),
    ]
}

/// What one report day gave: for each of the last days its age, score, people, printed, mean.
struct Nowcast {
    days: Vec<(i64, Scored, f64, f64, f64)>,
    future: usize,
    settled: bool,
    seconds: f64,
}

/// Nowcasts of the last seven days on the report days of mid-month.
pub fn part(
    printed: &[Printed],
    italy: &Daily,
    asked: &Asked,
    gazetteer: &Gazetteer,
) -> Result<Part> {
    let mut reports: Vec<Date> = printed.iter().map(|(reported, ..)| *reported).collect();
    reports.dedup();
    // Those of a month's end have no later numbers.
    let mut tried: Vec<Date> = reports.iter().copied().filter(|day| day.day() == 15).collect();
    let count = if asked.quick { QUICK_REPORTS } else { REPORTS };
    tried.drain(..tried.len().saturating_sub(count));
    let mut part = Part {
        name: "vintages",
        title: "Nowcasts from Italy's reports as they came",
        text: format!(
            "On {} report days (those of mid-month, which have later numbers) the last {DAYS} days, from every row that the reports of the \
             last {HISTORY} days printed by then, rows for days after the report among them. Held against the number printed last.",
            tried.len()
        ),
        words: &[],
        measures: measures(),
        rows: Vec::new(),
    };
    if !asked.wants("Italy nowcasts") {
        return Ok(part);
    }
    let found: Vec<Nowcast> = tried
        .par_iter()
        .map(|on| nowcast(*on, printed, italy, asked, gazetteer))
        .collect::<Result<_>>()?;
    let all = row("Italy nowcasts, all seven days", &found, |_| true, true);
    asked.tell(format_args!("{}", part.brief(&all)));
    part.rows.push(all);
    part.rows.push(row("the report's own day", &found, |age| age == 0, false));
    part.rows.push(row("the day before", &found, |age| age == 1, false));
    part.rows.push(row("earlier", &found, |age| age > 1, false));
    Ok(part)
}

/// Every row of the reports up to `on`, as printed.
fn claims(on: Date, printed: &[Printed], italy: &Daily) -> Vec<Claim> {
    let since = on - HISTORY.days();
    printed
        .iter()
        .filter(|(reported, ..)| since < *reported && *reported <= on)
        .filter_map(|(reported, day, people)| {
            let at = Window::new(italy.first, *day)?.days() - 1;
            let stretch = Stretch { from: at, to: at, total: false };
            let claim = printed::claim(italy, "Interior Ministry", stretch, (*people)?, 0);
            // Another report is another document.
            let text = format!("{} of {reported}", claim.quote);
            let document = claim::DocumentId::of_bytes(text.as_bytes());
            Some(Claim { published: Some(*reported), document, ..claim }.sealed())
        })
        .collect()
}

fn nowcast(
    on: Date,
    printed: &[Printed],
    italy: &Daily,
    asked: &Asked,
    gazetteer: &Gazetteer,
) -> Result<Nowcast> {
    let clock = std::time::Instant::now();
    let claims = claims(on, printed, italy);
    let last = Window::new(on - (DAYS - 1).days(), on).context("days in order")?;
    let options = Options {
        as_of: Some(on),
        route: Some(italy.route()),
        span: Some(last),
        ..Options::default()
    };
    let picture = reconcile(&claims, &[], gazetteer, &options)?;
    // The picture keeps the claims in the order given.
    let future = claims
        .iter()
        .zip(&picture.claims)
        .filter(|(claim, fit)| claim.start > claim.published && fit.role.is_fitted())
        .count();
    let printed_now: BTreeMap<Date, f64> = claims
        .iter()
        .filter(|claim| claim.published == Some(on))
        .filter_map(|claim| Some((claim.end?, claim.value?)))
        .collect();
    let case = format!("Italy nowcasts, {on}");
    let mut rng = ties(&case);
    let mut days = Vec::new();
    for day in last.iter() {
        let draws = picture.sums(&[], Window::day(day)).context("days are missing")?;
        let truth = italy.people[Window::new(italy.first, day).context("days")?.days() - 1];
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        let age = i64::from((on - day).get_days());
        let now = printed_now.get(&day).copied().unwrap_or(0.0);
        days.push((age, score(&draws, truth, &mut rng), truth, now, mean));
    }
    let (settled, seconds) = (picture.diagnostics.converged, clock.elapsed().as_secs_f64());
    asked.tell(format_args!("vintages: {on}: {} claims, {seconds:.1} s", claims.len()));
    Ok(Nowcast { days, future, settled, seconds })
}

fn row(case: &str, found: &[Nowcast], wanted: impl Fn(i64) -> bool, judged: bool) -> Row {
    let days: Vec<_> =
        found.iter().flat_map(|one| &one.days).filter(|(age, ..)| wanted(*age)).collect();
    let scores: Vec<Scored> = days.iter().map(|day| day.1).collect();
    let people: f64 = days.iter().map(|day| day.2).sum();
    let crps: f64 = scores.iter().map(|score| score.crps).sum();
    let count = found.len() as f64;
    Row {
        case: case.to_owned(),
        values: vec![
            Some(covered(&scores, 0.9)),
            Some(share(&scores, |score| score.place < 0.05)),
            Some(share(&scores, |score| score.place > 0.95)),
            Some(crps / people),
            Some(days.iter().map(|day| day.4).sum::<f64>() / people),
            Some(days.iter().map(|day| day.3).sum::<f64>() / people),
            judged.then(|| found.iter().map(|one| one.future).sum::<usize>() as f64),
            Some(found.iter().filter(|one| one.settled).count() as f64 / count),
            Some(found.iter().map(|one| one.seconds).sum::<f64>() / count),
        ],
        judged,
        ..Row::default()
    }
}
