//! Real cases where later, harmonised figures tell the truth.

use std::path::Path;

use anyhow::{Context, Result};
use claim::{Claim, Measure, Statement, Unit, Window};
use jiff::civil::{Date, date};
use places::Gazetteer;
use reconcile::{Options, Picture, Quantiles, reconcile};

/// Claims of a table of a series.
pub fn claims(path: &Path, gazetteer: &Gazetteer) -> Result<Vec<Claim>> {
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    let name = path.display().to_string();
    let reading = read::read(&name, bytes, read::Options::default(), gazetteer)
        .map_err(|problem| anyhow::anyhow!("{problem}"))?;
    let claims = reading.statements.into_iter().filter_map(|statement| match statement {
        Statement::Claim(claim) => Some(claim),
        _ => None,
    });
    Ok(claims.collect())
}

fn speaker(claim: &Claim) -> String {
    claim.source.label().unwrap_or_default().to_lowercase()
}

fn span(from: Date, to: Date) -> Window {
    Window::new(from, to).expect("from before to")
}

fn picture(
    claims: &[Claim],
    as_of: Option<Date>,
    days: Option<Window>,
    gazetteer: &Gazetteer,
) -> Result<Picture> {
    let options = Options { as_of, span: days, draws: 6_400, ..Options::default() };
    Ok(reconcile(claims, &[], gazetteer, &options)?)
}

fn is_day(claim: &Claim) -> bool {
    !claim.cumulative && claim.start.is_some() && claim.start == claim.end
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn off(guess: f64, truth: f64) -> f64 {
    (guess / truth - 1.0).abs()
}

/// What people do today, for one day: name and guess.
fn practices(
    day: Date,
    days: &[(Date, f64)],
    totals: &[(Date, f64)],
    first: Date,
) -> Vec<(&'static str, Option<f64>)> {
    let before: Vec<f64> = days.iter().filter(|(d, _)| *d <= day).map(|(_, v)| *v).collect();
    let mean = days.iter().map(|(_, v)| v).sum::<f64>() / days.len().max(1) as f64;
    let length = |from: Date, to: Date| f64::from((to - from).get_days());
    let mut line = None;
    let mut last = (first.yesterday().unwrap_or(first), 0.0);
    for &(end, total) in totals {
        if day <= end && line.is_none() {
            line = Some((total - last.1) / length(last.0, end));
        }
        last = (end, total);
    }
    let covering: Vec<f64> = totals
        .iter()
        .filter(|(end, _)| day <= *end)
        .map(|(end, total)| total / (length(first, *end) + 1.0))
        .collect();
    let even = covering.iter().sum::<f64>() / covering.len().max(1) as f64;
    vec![
        ("latest claim of a day", before.last().copied()),
        ("largest claim of a day so far", before.iter().copied().reduce(f64::max)),
        ("mean of the claims of a day", Some(mean)),
        ("straight line between running totals", line),
        ("totals spread evenly", (!covering.is_empty()).then_some(even)),
    ]
}

/// What the Polish case gives.
pub struct Poland {
    pub days: usize,
    pub covered: f64,
    pub on_claimed: f64,
    pub on_others: f64,
    pub practices: Vec<(&'static str, f64)>,
    /// Ratio of the press series to UNHCR's, with both given: on the first and the last day.
    pub ratio: Option<(f64, f64)>,
    /// Day, interval, truth.
    pub daily: Vec<(Date, Quantiles, f64)>,
}

/// Only the Border Guard's press claims are given; UNHCR's daily series is the truth.
pub fn poland(shared: &Path, gazetteer: &Gazetteer) -> Result<Poland> {
    let all = claims(&shared.join("series/ukraine-poland-2022.csv"), gazetteer)?;
    let (unhcr, press): (Vec<Claim>, Vec<Claim>) =
        all.iter().cloned().partition(|claim| speaker(claim).contains("unhcr"));
    let mut truth: Vec<(Date, f64)> = Vec::new();
    let mut before = 0.0;
    for claim in &unhcr {
        let (Some(end), Some(value)) = (claim.end, claim.value) else { continue };
        truth.push((end, value - before));
        before = value;
    }
    let of = |total: bool| -> Vec<(Date, f64)> {
        let kind =
            press.iter().filter(|claim| if total { claim.cumulative } else { is_day(claim) });
        let mut found: Vec<_> = kind.filter_map(|claim| Some((claim.end?, claim.value?))).collect();
        found.sort_by_key(|(day, _)| *day);
        found
    };
    let (days, totals) = (of(false), of(true));
    let first = date(2022, 2, 24);
    let last = press.iter().filter_map(|claim| claim.end).max().context("no press claims")?;
    let given = picture(&press, None, Some(span(first, last)), gazetteer)?;
    let (mut inside, mut count) = (0, 0);
    let (mut claimed, mut others) = (Vec::new(), Vec::new());
    let mut today: Vec<(&'static str, Vec<f64>)> = Vec::new();
    let mut daily = Vec::new();
    for (day, truth) in truth.into_iter().filter(|(day, _)| *day <= last) {
        let Some(q) = given.sum(&[], Window::day(day)) else { continue };
        count += 1;
        inside += usize::from(q.p05 <= truth && truth <= q.p95);
        if days.iter().any(|(known, _)| *known == day) {
            claimed.push(off(q.p50, truth));
        } else {
            others.push(off(q.p50, truth));
            for (name, guess) in practices(day, &days, &totals, first) {
                // A practice that gives nothing for a day is all of it wrong.
                let error = guess.map_or(1.0, |guess| off(guess, truth));
                match today.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, errors)) => errors.push(error),
                    None => today.push((name, vec![error])),
                }
            }
        }
        daily.push((day, q, truth));
    }
    let both = picture(&all, None, None, gazetteer)?;
    let leaning = |name: &str| {
        both.sources.iter().find(|l| l.organisation.to_lowercase().contains(name)).cloned()
    };
    let ratio = leaning("border guard").zip(leaning("unhcr")).map(|(press, unhcr)| {
        let at = |l: &reconcile::Leaning, first: bool| {
            if first { l.first } else { l.last }.unwrap_or(l.p50)
        };
        (at(&press, true) / at(&unhcr, true), at(&press, false) / at(&unhcr, false))
    });
    Ok(Poland {
        days: count,
        covered: inside as f64 / count.max(1) as f64,
        on_claimed: median(claimed),
        on_others: median(others),
        practices: today.into_iter().map(|(name, errors)| (name, median(errors))).collect(),
        ratio,
        daily,
    })
}

/// What the Pakistani case gives.
pub struct Pakistan {
    pub all: Quantiles,
    /// Running totals left out one at a time: number, median of the prediction, whether the 90 %
    /// interval holds it.
    pub totals: Vec<(f64, Quantiles)>,
    pub error: f64,
    pub covered: f64,
    pub practices: Vec<(&'static str, f64)>,
    /// Whole sources left out: claims predicted, share within the 90 % interval, median error.
    pub sources: Vec<(String, usize, usize, f64)>,
}

/// The claims published by 20 November 2023, IOM's and UNHCR's own totals left out.
pub fn pakistan(shared: &Path, gazetteer: &Gazetteer) -> Result<Pakistan> {
    let as_of = date(2023, 11, 20);
    let all = claims(&shared.join("series/pakistan-afghanistan-2023.csv"), gazetteer)?;
    let own_total = |claim: &Claim| {
        claim.cumulative && (speaker(claim).contains("iom") || speaker(claim).contains("unhcr"))
    };
    let given: Vec<Claim> = all
        .into_iter()
        .filter(|claim| claim.published.is_some_and(|day| day <= as_of) && !own_total(claim))
        .collect();
    let season = span(date(2023, 9, 15), date(2023, 11, 19));
    let asked = span(date(2023, 9, 15), date(2023, 11, 18));
    let whole = picture(&given, Some(as_of), Some(season), gazetteer)?;
    let all = whole.sum(&[], asked).context("days in the picture")?;
    let since = date(2023, 9, 17);
    let is_total = |claim: &Claim| {
        claim.cumulative
            && claim.via == ["Torkham"]
            && claim.start == Some(since)
            && speaker(claim).contains("home dep")
    };
    let mut series: Vec<(Date, f64)> = given
        .iter()
        .filter(|claim| is_total(claim))
        .filter_map(|claim| Some((claim.end?, claim.value?)))
        .collect();
    series.sort_by_key(|(day, _)| *day);
    let mut totals = Vec::new();
    let mut today: Vec<(&'static str, Vec<f64>)> = Vec::new();
    for &(end, number) in &series {
        let rest: Vec<Claim> = given
            .iter()
            .filter(|claim| !(is_total(claim) && claim.end == Some(end)))
            .cloned()
            .collect();
        let without = picture(&rest, Some(as_of), Some(season), gazetteer)?;
        let q = without.sum(&["Torkham"], span(since, end)).context("days in the picture")?;
        totals.push((number, q));
        let others: Vec<&(Date, f64)> = series.iter().filter(|(day, _)| *day != end).collect();
        let before = others.iter().rev().find(|(day, _)| *day < end);
        let after = others.iter().find(|(day, _)| *day > end);
        let along = |from: Date, to: Date| f64::from((to - from).get_days());
        let line = match (before, after) {
            (Some((a, x)), Some((b, y))) => x + (y - x) * along(*a, end) / along(*a, *b),
            (None, Some((b, y))) => y * (along(since, end) + 1.0) / (along(since, *b) + 1.0),
            (Some((a, x)), None) => x * (along(since, end) + 1.0) / (along(since, *a) + 1.0),
            (None, None) => f64::NAN,
        };
        let day_claims: Vec<f64> = rest
            .iter()
            .filter(|claim| is_day(claim) && claim.via == ["Torkham"] && claim.unit == Unit::People)
            .filter_map(|claim| claim.value)
            .collect();
        let mean_day = day_claims.iter().sum::<f64>() / day_claims.len().max(1) as f64;
        let guesses = [
            ("latest total", before.map(|(_, x)| *x)),
            ("largest total so far", before.map(|(_, x)| *x)),
            ("mean of the days' claims times days", Some(mean_day * (along(since, end) + 1.0))),
            ("straight line between running totals", Some(line)),
            (
                "last total spread evenly",
                others
                    .last()
                    .map(|(b, y)| y * (along(since, end) + 1.0) / (along(since, *b) + 1.0)),
            ),
        ];
        for (name, guess) in guesses {
            let error = guess.map_or(1.0, |guess| off(guess, number));
            match today.iter_mut().find(|(known, _)| *known == name) {
                Some((_, errors)) => errors.push(error),
                None => today.push((name, vec![error])),
            }
        }
    }
    let error = median(totals.iter().map(|(number, q)| off(q.p50, *number)).collect());
    let inside = totals.iter().filter(|(n, q)| q.p05 <= *n && *n <= q.p95).count();
    Ok(Pakistan {
        all,
        error,
        covered: inside as f64 / totals.len().max(1) as f64,
        totals,
        practices: today.into_iter().map(|(name, errors)| (name, median(errors))).collect(),
        sources: without_sources(&given, as_of, season, gazetteer)?,
    })
}

/// Leaves each source out that gives three counts or more, and predicts them from the others.
fn without_sources(
    given: &[Claim],
    as_of: Date,
    season: Window,
    gazetteer: &Gazetteer,
) -> Result<Vec<(String, usize, usize, f64)>> {
    let counts = |claim: &Claim| {
        claim.measure == Measure::Flow
            && claim.unit == Unit::People
            && claim.start.is_some()
            && claim.value.is_some_and(|value| value > 0.0)
            && matches!(claim.qualifier, claim::Qualifier::Exact | claim::Qualifier::About)
    };
    let mut names: Vec<String> = given.iter().filter(|c| counts(c)).map(speaker).collect();
    names.sort();
    names.dedup();
    let mut found = Vec::new();
    for name in names {
        let (own, rest): (Vec<Claim>, Vec<Claim>) =
            given.iter().cloned().partition(|claim| speaker(claim) == name);
        let Ok(without) = picture(&rest, Some(as_of), Some(season), gazetteer) else { continue };
        let (mut inside, mut errors) = (0, Vec::new());
        for claim in own.iter().filter(|claim| counts(claim)) {
            let (Some(start), Some(end), Some(value)) = (claim.start, claim.end, claim.value)
            else {
                continue;
            };
            let via: Vec<&str> = claim.via.iter().map(String::as_str).collect();
            let Some(q) = Window::new(start, end).and_then(|days| without.sum(&via, days)) else {
                continue;
            };
            // Counting itself is off by a leaning of a few percent.
            inside += usize::from(q.p05 * 0.93 <= value && value <= q.p95 * 1.07);
            errors.push(off(q.p50, value));
        }
        if !errors.is_empty() {
            found.push((name, errors.len(), inside, median(errors)));
        }
    }
    Ok(found)
}
