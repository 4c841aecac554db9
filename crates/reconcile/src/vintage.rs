//! First, second and later numbers of one office for the same days: what became of the first
//! teaches what will become of the newest (a reporting triangle; Mack, ASTIN Bulletin 23, 1993).

use std::collections::BTreeMap;

use claim::{Claim, Measure, Qualifier, Unit};
use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;

use crate::assumptions::vintages::{CORRECTED, FEW, MOST_DAYS, TELLING};
use crate::entry::{Entry, alike};
use crate::picture::Role;

/// What a number that was as old as another became.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Correction {
    pub before: f64,
    pub after: f64,
}

/// Most (log) that a running total is put right downwards; what falls further is something else.
const FALLEN: f64 = 0.25;

/// Running totals that their own office put right downwards: a later one since the same day is lower, and none
/// after it comes back up. Totals cannot fall, so that the earlier number is wrong, and not the newest.
pub(crate) fn corrected_downward(
    claims: &[Claim],
    entries: &[Entry],
    order: &[usize],
) -> Vec<usize> {
    let series = |i: usize| {
        let (claim, entry) = (&claims[i], &entries[i]);
        let counts = claim.cumulative
            && claim.qualifier == Qualifier::Exact
            && claim.unit == Unit::People
            && claim.value.is_some();
        let start = entry.start.filter(|_| counts)?;
        let of = (&claim.population.nationality, claim.kind.to_string());
        Some((&entry.organisation, &entry.via, start, of))
    };
    let value = |i: usize| claims[i].value.unwrap_or_default();
    let mut found = Vec::new();
    for mut totals in alike(entries, order, series) {
        totals.sort_by_key(|&i| (entries[i].end, claims[i].published));
        // From the newest back: what is above all that came later was put right, where it is not far above.
        let Some(&last) = totals.last() else { continue };
        let mut most = value(last);
        for &i in totals.iter().rev().skip(1) {
            let fall = (value(i) / most.max(1.0)).ln();
            let later = entries[i].end < entries[last].end;
            if later && fall > 0.0 && fall < FALLEN {
                found.push(i);
            }
            most = most.max(value(i));
        }
    }
    found
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
            let mut by_age: BTreeMap<i64, Vec<(i64, Correction)>> = BTreeMap::new();
            // One number that was put right is one that was wrong, and no way of counting.
            if windows.values().filter(|vintages| is_corrected(vintages)).count() < 2 {
                continue;
            }
            for vintages in windows.values() {
                let Some(last) = vintages.last() else { continue };
                let grown = |one: &&Vintage| {
                    let times = (last.value.max(1.0) / one.value.max(1.0)).ln().abs();
                    one.age < last.age && (one.value <= 0.0 || times <= CORRECTED)
                };
                for one in vintages.iter().filter(grown) {
                    let correction = Correction { before: one.value, after: last.value };
                    by_age.entry(one.age).or_default().push((last.age, correction));
                }
            }
            let by_age = by_age.into_iter().map(|(age, all)| (age, grown_up(all))).collect();
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

/// Whether the last number for the same days is another than the first.
fn is_corrected(vintages: &[Vintage]) -> bool {
    vintages
        .first()
        .zip(vintages.last())
        .is_some_and(|(first, last)| first.age < last.age && (first.value - last.value).abs() > 0.5)
}

/// The corrections by numbers that are as old as most of them, or older: a number that was corrected
/// yesterday may be corrected tomorrow, and tells too little.
fn grown_up(mut corrections: Vec<(i64, Correction)>) -> Vec<Correction> {
    let mut ages: Vec<i64> = corrections.iter().map(|(age, _)| *age).collect();
    ages.sort_unstable();
    let usual = ages.get(ages.len() / 2).copied().unwrap_or_default();
    corrections.retain(|(age, _)| *age >= usual);
    corrections.into_iter().map(|(_, correction)| correction).collect()
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

/// What a number may become, going by earlier ones: of days with people by how many times as many they
/// became, where those of [`TELLING`] people tell half of what those of many do; of days without anybody
/// by how many came to light.
pub(crate) fn corrected(
    value: f64,
    corrections: &[Correction],
    rng: &mut Xoshiro256PlusPlus,
) -> f64 {
    let somebody = value > 0.0;
    // That nobody became nobody says nothing of a day with people.
    let tells = |one: &&Correction| match somebody {
        true => one.before > 0.0 || one.after > 0.0,
        false => one.before <= 0.0,
    };
    let like = || corrections.iter().filter(tells);
    let weight = |one: &&Correction| match one.before.max(one.after) {
        many if somebody => many / (many + TELLING),
        _ => 1.0,
    };
    let (count, all) = like().fold((0, 0.0), |(count, all), one| (count + 1, all + weight(&one)));
    if count == 0 {
        return value;
    }
    // One more that stays as it is: few corrections prove little.
    let mut at = rng.random::<f64>() * (all + all / f64::from(count));
    let drawn = like().find(|one| {
        at -= weight(one);
        at < 0.0
    });
    match drawn {
        None => value,
        Some(one) if somebody && one.before > 0.0 => value * one.after / one.before,
        Some(one) => value + one.after,
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    #[test]
    fn days_of_many_tell_more_than_those_of_few() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
        let of = |before, after| Correction { before, after };
        let known = [of(1.0, 3.0), of(9000.0, 9900.0), of(0.0, 0.0), of(0.0, 40.0)];
        let mut mean = |value: f64| {
            (0..4000).map(|_| corrected(value, &known, &mut rng)).sum::<f64>() / 4000.0
        };
        // Nearly half of the draws leave it as it is, since two days are few; few make it 3000.
        assert!((mean(1000.0) - 1219.0).abs() < 40.0, "{}", mean(1000.0));
        assert!((mean(0.0) - 40.0 / 3.0).abs() < 2.0);
    }

    #[test]
    fn a_correction_that_may_be_corrected_again_tells_nothing() {
        let of = |after| Correction { before: 100.0, after };
        let all = vec![(4, of(130.0)), (7, of(160.0)), (7, of(161.0))];
        assert_eq!(grown_up(all), [of(160.0), of(161.0)]);
    }
}
