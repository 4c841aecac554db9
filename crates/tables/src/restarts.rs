//! Running totals of several years that say nowhere where they start, and fall at each turn of a year and
//! never within one: they begin anew with the year.

use std::collections::BTreeMap;

use claim::{Claim, Group, Kind, Measure};
use jiff::civil::Date;

use super::alike::{Own, Sorts};
use super::report::Out;

/// What running totals of one thing have in common.
type Series<'a> = (&'a [String], [Option<&'a str>; 4], Group, Kind, &'a str);

fn series(claim: &Claim) -> Series<'_> {
    let people = &claim.population;
    let places = [&claim.at, &claim.from, &claim.to, &people.nationality].map(Option::as_deref);
    (claim.via.as_slice(), places, people.group, claim.kind, people.text.as_str())
}

/// Gives the totals of such series the first of January as their first day.
pub(super) fn settle(claims: &mut [Own], sorts: &Sorts, out: &mut Out<'_>) {
    let open = |own: &Own| {
        let claim = sorts.claim(own);
        claim.cumulative && own.start.is_none() && claim.measure == Measure::Flow
    };
    let ranks = sorts.ranks(series);
    let mut all: BTreeMap<u32, Vec<(Date, f64, usize)>> = BTreeMap::new();
    for (at, own) in claims.iter().enumerate().filter(|(_, own)| open(own)) {
        if let (Some(end), Some(value)) = (own.end, own.value) {
            all.entry(ranks[own.sort as usize]).or_default().push((end, value, at));
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
