//! First, second and later numbers of one office for the same days: what became of the first
//! teaches what will become of the newest (a reporting triangle; Mack, ASTIN Bulletin 23, 1993).

use std::collections::BTreeMap;

use claim::{Claim, Measure, Unit};
use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;

use crate::assumptions::vintages::{CORRECTED, FEW, MOST_DAYS};
use crate::picture::Role;
use crate::scope::Entry;

/// What a number that was as old as another became.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Correction {
    pub before: f64,
    pub after: f64,
}

/// Corrections by office, crossings and age of the number.
pub(crate) struct Corrections {
    by_claim: Vec<Vec<Correction>>,
}

type Series<'a> = (&'a str, &'a [String], usize);

/// A number of a day with its age at publication.
struct Vintage {
    claim: usize,
    age: i64,
    value: f64,
}

impl Corrections {
    pub fn of(claims: &[Claim], entries: &[Entry], order: &[usize]) -> Corrections {
        // By office, crossings and length of the window; then by window.
        let mut series: BTreeMap<Series, BTreeMap<_, Vec<Vintage>>> = BTreeMap::new();
        for &i in order {
            let (claim, entry) = (&claims[i], &entries[i]);
            let counted = (entry.active() || entry.role == Role::Superseded)
                && claim.unit == Unit::People
                && claim.measure == Measure::Flow
                && !claim.cumulative
                && !entry.subset
                // A running total printed as a day corrects no day.
                && entry.doubt.total.is_none();
            let (Some(window), Some(value), Some(published)) =
                (entry.window(), claim.value, claim.published)
            else {
                continue;
            };
            let age = i64::from((published - window.end()).get_days());
            if !counted || window.days() > MOST_DAYS || age < 0 || entry.organisation.is_empty() {
                continue;
            }
            let key = (entry.organisation.as_str(), entry.via.as_slice(), window.days());
            let vintage = Vintage { claim: i, age, value };
            series.entry(key).or_default().entry(window.start()).or_default().push(vintage);
        }
        let mut by_claim = vec![Vec::new(); claims.len()];
        for windows in series.values() {
            let mut by_age: BTreeMap<i64, Vec<Correction>> = BTreeMap::new();
            for vintages in windows.values() {
                let Some(last) = vintages.last() else { continue };
                let grown = |one: &&Vintage| {
                    let times = (last.value.max(1.0) / one.value.max(1.0)).ln().abs();
                    one.age < last.age && (one.value <= 0.0 || times <= CORRECTED)
                };
                for one in vintages.iter().filter(grown) {
                    let correction = Correction { before: one.value, after: last.value };
                    by_age.entry(one.age).or_default().push(correction);
                }
            }
            for vintages in windows.values() {
                if let Some(last) = vintages.last() {
                    by_claim[last.claim] = near(&by_age, last.age);
                }
            }
        }
        Corrections { by_claim }
    }

    /// What became of numbers as old as this claim's.
    pub fn for_claim(&self, claim: usize) -> Vec<Correction> {
        self.by_claim[claim].clone()
    }
}

/// Corrections of numbers of this age; of neighbouring ages where there are few, but the report's
/// own day is like no other.
fn near(by_age: &BTreeMap<i64, Vec<Correction>>, age: i64) -> Vec<Correction> {
    let mut found = by_age.get(&age).cloned().unwrap_or_default();
    if age == 0 || found.len() >= FEW {
        return found;
    }
    for (_, more) in by_age.iter().filter(|(other, _)| **other > 0 && (*other - age).abs() == 1) {
        found.extend(more);
    }
    // Beyond the oldest that was ever corrected nothing is known to change.
    found
}

/// What a number may become, going by earlier ones: `level` is what is usual for its days.
pub(crate) fn corrected(
    value: f64,
    corrections: &[Correction],
    rng: &mut Xoshiro256PlusPlus,
) -> f64 {
    if corrections.is_empty() {
        return value;
    }
    // One more that stays as it is: few corrections prove little.
    let at = rng.random_range(0..=corrections.len());
    let Some(one) = corrections.get(at) else { return value };
    if one.before > 0.0 && value > 0.0 {
        return value * one.after / one.before;
    }
    (value + one.after - one.before).max(0.0)
}
