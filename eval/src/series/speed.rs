//! What a picture costs: a thousand claims, and every case of the shared folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use places::Gazetteer;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, StandardNormal};
use reconcile::{Options, reconcile};

use super::Asked;
use super::asked::{MOST_SECONDS, read_claims};
use super::bars::{Bar, Form, Measure, Part, Row, measure};
use super::clock::Clock;
use super::daily::Daily;
use super::printed::{self, Stretch};

/// Most that a thousand claims may take, CPU seconds.
const THOUSAND: f64 = 2.0;

fn measures(most: f64) -> Vec<Measure> {
    vec![
        measure("claims", Bar::Told, Form::Count),
        measure("CPU", Bar::AtMost(most), Form::Seconds),
        measure("settled", Bar::AtLeast(1.0), Form::Count),
    ]
}

/// A thousand claims, of several kinds.
pub fn thousand(italy: &Daily, channel: &Daily, asked: &Asked, gazetteer: &Gazetteer) -> Part {
    let mut part = Part {
        name: "thousand",
        title: "A thousand claims",
        text: "CPU seconds of one picture, over all threads, the reading not counted.".into(),
        words: &[],
        measures: measures(THOUSAND),
        rows: Vec::new(),
    };
    let days = |series: &Daily| -> Vec<claim::Claim> {
        printed::claims(series, "Coast Agency", &printed::days(0, 999), 1)
    };
    let mixed = mixed(4, 365, 1_000);
    let single =
        |series: &Daily| Daily { people: series.people[..1_000].to_vec(), ..series.clone() };
    let cases = [
        ("Italy, a thousand days", single(italy), days(italy)),
        ("Channel, a thousand days", single(channel), days(channel)),
        ("six offices at four crossings in a year", mixed.0, mixed.1),
    ];
    for (name, series, claims) in cases {
        asked.row(&mut part, name.to_owned(), |row| {
            let options = Options {
                route: Some(series.route()),
                span: Some(series.span()),
                ..Options::default()
            };
            let clock = Clock::start();
            let picture = reconcile(&claims, &[], gazetteer, &options)?;
            take(row, claims.len(), clock.cpu_seconds(), picture.diagnostics.converged);
            Ok(())
        });
    }
    part
}

fn take(row: &mut Row, claims: usize, seconds: f64, settled: bool) {
    row.values = [claims as f64, seconds, f64::from(u8::from(settled))].map(Some).to_vec();
    row.judged = true;
}

/// Reports by a handful of offices at crossings whose flows walk: days, windows, running totals
/// and, one in fifty, the whole border.
fn mixed(crossings: usize, length: usize, count: usize) -> (Daily, Vec<claim::Claim>) {
    const VIAS: [&str; 4] = ["Torkham", "Chaman", "Ghulam Khan", "Kharlachi"];
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
    let border = Daily { via: None, people: vec![0.0; length], ..super::daily::torkham() };
    let gates: Vec<Daily> = VIAS[..crossings]
        .iter()
        .map(|via| {
            let mut normal = || -> f64 { StandardNormal.sample(&mut rng) };
            let level = 6.0 + normal();
            let mut log = level;
            let people = (0..length)
                .map(|_| {
                    log = level + 0.97 * (log - level) + 0.15 * normal();
                    log.exp().round()
                })
                .collect();
            Daily { via: Some(via), people, ..border.clone() }
        })
        .collect();
    let claims = (0..count)
        .map(|number| {
            let gate = &gates[number % crossings];
            let to = rng.random_range(0..length);
            let shape: f64 = rng.random();
            let (from, total) = match shape {
                ..0.4 => (to, false),
                ..0.6 => (0, true),
                _ => (to.saturating_sub(rng.random_range(1..30)), false),
            };
            let whole = rng.random::<f64>() < 0.02;
            let sum: f64 = match whole {
                true => gates.iter().map(|gate| gate.sum(from, to)).sum(),
                false => gate.sum(from, to),
            };
            let noise: f64 = StandardNormal.sample(&mut rng);
            let office = format!("Office {}", rng.random_range(0..6));
            let series = if whole { &border } else { gate };
            let people = (sum * (0.02 * noise).exp()).round();
            printed::claim(series, &office, Stretch { from, to, total }, people, 3)
        })
        .collect();
    (border, claims)
}

/// Every folder and file of the shared cases of which a picture can be made.
pub fn every(shared: &Path, asked: &Asked, gazetteer: &Gazetteer) -> Result<Part> {
    let mut part = Part {
        name: "every",
        title: "Every case of the shared folder",
        text: "CPU seconds of reading and one picture of the busiest border. What cannot be read, or has no flow, is not there."
            .into(),
        words: &[],
        measures: measures(MOST_SECONDS),
        rows: Vec::new(),
    };
    for (name, files) in files(&shared.join("cases"))? {
        if !asked.wants(&name) {
            continue;
        }
        let clock = Clock::start();
        let (mut claims, mut events) = (Vec::new(), Vec::new());
        for file in &files {
            let bytes = std::fs::read(file).with_context(|| file.display().to_string())?;
            let name = file.display().to_string();
            let Ok((more, others)) = read_claims(&name, bytes, gazetteer) else { continue };
            claims.extend(more);
            events.extend(others);
        }
        let Ok(picture) = reconcile(&claims, &events, gazetteer, &Options::default()) else {
            continue;
        };
        let mut row = Row { case: name, ..Row::default() };
        take(&mut row, claims.len(), clock.cpu_seconds(), picture.diagnostics.converged);
        asked.tell(format_args!("{}", part.brief(&row)));
        part.rows.push(row);
    }
    Ok(part)
}

/// The cases by name: each table and file, each folder for the brief.
fn files(cases: &Path) -> Result<Vec<(String, Vec<PathBuf>)>> {
    let list = |folder: &Path| -> Result<Vec<PathBuf>> {
        let entries = std::fs::read_dir(folder).with_context(|| folder.display().to_string())?;
        let mut paths: Vec<PathBuf> =
            entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
        paths.retain(|path| path.extension().is_none_or(|ending| ending != "md"));
        paths.sort();
        Ok(paths)
    };
    let name = |path: &Path| {
        let last = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let folder = path.parent().and_then(Path::file_name).unwrap_or_default();
        format!("{}/{last}", folder.to_string_lossy())
    };
    let mut found = Vec::new();
    for folder in ["tables", "files"] {
        found.extend(list(&cases.join(folder))?.into_iter().map(|path| (name(&path), vec![path])));
    }
    for folder in list(&cases.join("brief"))? {
        found.push((name(&folder), list(&folder)?));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use claim::Window;

    #[test]
    fn a_thousand_claims_are_a_thousand() {
        let (border, claims) = mixed(4, 365, 1_000);
        assert_eq!(claims.len(), 1_000);
        assert!(claims.iter().all(|claim| {
            Window::new(claim.start.unwrap(), claim.end.unwrap())
                .is_some_and(|window| border.span().overlap(&window) == Some(window))
        }));
    }
}
