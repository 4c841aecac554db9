//! Running totals of several years that say nowhere where they start, and fall at each turn of a year and
//! never within one: they begin anew with the year.

use std::collections::BTreeMap;

use claim::{Claim, Group, Kind, Measure};
use jiff::civil::Date;

use super::report::Out;

/// What running totals of one thing have in common.
type Series = (Vec<String>, [Option<String>; 4], Group, Kind, String);

fn series(claim: &Claim) -> Series {
    let people = &claim.population;
    let places = [&claim.at, &claim.from, &claim.to, &people.nationality].map(Option::clone);
    (claim.via.clone(), places, people.group, claim.kind, people.text.clone())
}

/// Gives the totals of such series the first of January as their first day.
pub(super) fn settle(mut claims: Vec<Claim>, out: &mut Out<'_>) -> Vec<Claim> {
    let open =
        |claim: &Claim| claim.cumulative && claim.start.is_none() && claim.measure == Measure::Flow;
    let mut all: BTreeMap<Series, Vec<(Date, f64, usize)>> = BTreeMap::new();
    for (at, claim) in claims.iter().enumerate().filter(|(_, claim)| open(claim)) {
        if let (Some(end), Some(value)) = (claim.end, claim.value) {
            all.entry(series(claim)).or_default().push((end, value, at));
        }
    }
    let mut given = 0;
    for mut totals in all.into_values() {
        totals.sort_by_key(|total| total.0);
        if !begins_anew(&totals) {
            continue;
        }
        for (end, _, at) in totals {
            claims[at].start = Some(end.first_of_year());
            claims[at] = claims[at].clone().sealed();
            given += 1;
        }
    }
    if given > 0 {
        out.note(
            None,
            format!(
                "{given} running totals fall at each turn of a year and never within one: each begins on the first of January"
            ),
            "",
        );
    }
    claims
}

/// Whether totals fall wherever the year changes, and nowhere else.
fn begins_anew(totals: &[(Date, f64, usize)]) -> bool {
    let turns = totals.windows(2).filter(|pair| pair[0].0.year() != pair[1].0.year()).count();
    turns > 0
        && totals.windows(2).all(|pair| {
            let turn = pair[0].0.year() != pair[1].0.year();
            turn == (pair[1].1 < pair[0].1)
        })
}
