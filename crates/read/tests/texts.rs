//! Reads a text and finds the claim of a number in it, for the tests of sentences.

use claim::{Claim, Statement};
use places::Gazetteer;

pub fn reading(text: &str) -> read::Reading {
    let options = read::Options::default();
    read::read("text.txt", text.as_bytes().to_vec(), options, Gazetteer::builtin())
        .unwrap_or_else(|error| panic!("{error}"))
}

pub fn read(text: &str) -> Vec<Claim> {
    let claims = reading(text).statements.into_iter().filter_map(|statement| match statement {
        Statement::Claim(claim) => Some(claim),
        _ => None,
    });
    claims.collect()
}

/// The claim of a number.
#[track_caller]
pub fn of(claims: &[Claim], value: f64) -> &Claim {
    let quotes: Vec<&str> = claims.iter().map(|claim| &*claim.quote).collect();
    claims
        .iter()
        .find(|claim| claim.value == Some(value))
        .unwrap_or_else(|| panic!("{value} was not read: {quotes:?}"))
}

#[track_caller]
pub fn source(claims: &[Claim], value: f64) -> &str {
    of(claims, value).source.label().unwrap_or("nobody")
}

#[track_caller]
pub fn days(claims: &[Claim], value: f64) -> String {
    let claim = of(claims, value);
    let day = |day: Option<jiff::civil::Date>| day.map_or("open".to_owned(), |d| d.to_string());
    format!("{} {}", day(claim.start), day(claim.end))
}
