//! Reads a small table and says what came of it, for the tests of tables.

use claim::{Claim, Measure, Statement};
use places::Gazetteer;
use read::{Map, Options, Reading};

pub fn reading(name: &str, text: &str, map: Option<&str>) -> Reading {
    let map = map.map(|map| Map::parse("map", map).unwrap_or_else(|error| panic!("{error}")));
    let date = "2026-10-01".parse().ok();
    let options = Options { date, map: map.as_ref(), ..Options::default() };
    read::read(name, text.as_bytes().to_vec(), options, Gazetteer::builtin())
        .unwrap_or_else(|error| panic!("{error}"))
}

/// "9000 return Torkham 2023-11-01 2023-11-03": value, kind, place, first and last day.
pub fn told(claim: &Claim) -> String {
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let place = match &claim.via[..] {
        [] => claim.at.clone().or(claim.from.clone()).unwrap_or_default(),
        via => via.join("+"),
    };
    let mark = |is: bool, mark: &'static str| if is { mark } else { "" };
    format!(
        "{}{}{}{} {place} {} {}",
        claim.value.map_or("?".to_owned(), |value| value.to_string()),
        match claim.population.group {
            claim::Group::All => String::new(),
            group => format!(" {group}"),
        },
        mark(claim.cumulative, " to date"),
        mark(claim.measure == Measure::Stock, " there"),
        day(claim.start),
        day(claim.end)
    )
}

pub fn claims(reading: &Reading) -> Vec<String> {
    reading
        .statements
        .iter()
        .map(|statement| match statement {
            Statement::Claim(claim) => told(claim),
            other => panic!("{other:?}"),
        })
        .collect()
}

pub fn said(reading: &Reading) -> String {
    let all = reading.problems.iter().chain(&reading.notes);
    all.map(|problem| format!("{problem}\n")).collect()
}

/// Reads a table as CSV and expects exactly these claims.
#[track_caller]
pub fn expect(text: &str, wanted: &[&str]) -> Reading {
    expect_by(text, None, wanted)
}

#[track_caller]
pub fn expect_by(text: &str, map: Option<&str>, wanted: &[&str]) -> Reading {
    let reading = reading("t.csv", text, map);
    let mut found = claims(&reading);
    let mut wanted: Vec<String> = wanted.iter().map(|claim| (*claim).to_owned()).collect();
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted, "{}", said(&reading));
    reading
}

/// Reads a table as CSV and expects no claim, and this to be said.
#[track_caller]
pub fn expect_said(text: &str, words: &str) {
    let reading = expect(text, &[]);
    assert!(said(&reading).contains(words), "{}", said(&reading));
}
