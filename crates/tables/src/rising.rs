//! Daily counts that never fall: the oldest question of all series of counts is whether they are running
//! totals under the name of a count.

use std::collections::BTreeMap;

use claim::{Claim, Group, Measure};
use jiff::civil::Date;

use super::report::Out;

/// So many days in a row have to rise.
const DAYS: usize = 7;

/// And so many times the first has the last to be.
const GROWTH: f64 = 2.0;

/// What daily counts of one thing have in common.
type Series<'a> = (&'a [String], [Option<&'a str>; 4], Group, claim::Kind, &'a str);

/// Notes the series of days, each following the last, that never fall.
pub(super) fn note(claims: &[Claim], out: &mut Out<'_>) {
    let mut all: BTreeMap<Series<'_>, Vec<(Date, f64)>> = BTreeMap::new();
    for claim in claims {
        let (Some(start), Some(end), Some(value)) = (claim.start, claim.end, claim.value) else {
            continue;
        };
        if start != end || claim.cumulative || claim.measure != Measure::Flow {
            continue;
        }
        let people = &claim.population;
        let places = [&claim.at, &claim.from, &claim.to, &people.nationality].map(Option::as_deref);
        let series = (claim.via.as_slice(), places, people.group, claim.kind, people.text.as_str());
        all.entry(series).or_default().push((start, value));
    }
    for ((via, places, ..), mut days) in all {
        days.sort_by_key(|a| a.0);
        if !rises(&days) {
            continue;
        }
        let place = via.first().map(String::as_str).or(places.into_iter().flatten().next());
        let (first, last) = (days[0], days[days.len() - 1]);
        out.note(
            None,
            format!(
                "{}{} daily counts from {} to {} never fall, from {} to {}: a running total?",
                place.map(|place| format!("{place}: ")).unwrap_or_default(),
                days.len(),
                first.0,
                last.0,
                first.1,
                last.1
            ),
            "if they are, say so in a map: the column = { cumulative = true }",
        );
    }
}

/// Whether days follow each other, never fall, and come to a multiple.
fn rises(days: &[(Date, f64)]) -> bool {
    days.len() >= DAYS
        && days.windows(2).all(|pair| {
            pair[0].1 <= pair[1].1 && pair[0].0.tomorrow().is_ok_and(|next| next == pair[1].0)
        })
        && days[days.len() - 1].1 >= GROWTH * days[0].1
        && days[0].1 > 0.0
}
