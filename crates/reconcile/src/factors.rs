//! Definitions as explicit factors: families to people, adults only, with or without deportees,
//! registered only. Each is one parameter with a prior, shared by the claims it applies to, and
//! learned where they allow.
//!
//! A breakdown teaches its factor before anything is reconciled: "1,204 people, 380 of them women"
//! says what part women are in that count, whatever the days. Breakdowns pull the median of the
//! factor and narrow it, as observations of its logarithm that vary from report to report.

use std::collections::BTreeMap;

use claim::{Claim, Group, Id, Measure, Qualifier, Status, Unit};

use crate::assumptions::definitions::HOUSEHOLD;

/// A linear term of the log of what a claim counts: parameter, coefficient.
pub(crate) type Term = (usize, f64);

/// Sd by which the logarithm of a breakdown's part varies from one report to the next.
const VARIES: f64 = 0.15;
/// Least sd of a factor that breakdowns have taught: who is counted changes from month to month.
const LEAST: f64 = 0.05;

/// Definition factors by name. Their medians are assumptions, set wide: half of those who
/// move are children and a fifth to a quarter women, as the breakdowns of the first
/// series we saw have it; most crossings counted are of people without papers. They are
/// independent of each other. Each is one parameter shared by the claims it applies to.
#[derive(Debug, Default)]
pub(crate) struct Factors {
    known: Vec<(&'static str, usize)>,
    taught: BTreeMap<&'static str, Lessons>,
}

/// Logarithms of parts over their totals: how many, and their sum.
#[derive(Debug, Default, Clone, Copy)]
struct Lessons {
    count: f64,
    sum: f64,
}

/// Names of the factors of a claim, in the order of its terms.
pub(crate) fn names(claim: &Claim) -> Vec<&'static str> {
    let mut factors = Factors::default();
    let mut next = 0;
    factors.of(claim, || {
        next += 1;
        next
    });
    factors.known.into_iter().map(|(name, _)| name).collect()
}

impl Factors {
    /// Factors that the breakdowns among `claims` (those of `order`) have taught: parts of a total
    /// that differ from it by one factor alone.
    pub fn taught(claims: &[Claim], order: &[usize]) -> Factors {
        let by_id: BTreeMap<&Id, &Claim> =
            order.iter().map(|&i| (&claims[i].id, &claims[i])).collect();
        let mut taught: BTreeMap<&'static str, Lessons> = BTreeMap::new();
        for &i in order {
            let part = &claims[i];
            let Some(total) = part.part_of.as_ref().and_then(|id| by_id.get(id)) else { continue };
            let alike = part.via == total.via
                && (part.from == total.from || part.from.is_none())
                && part.kind == total.kind
                && (part.start, part.end) == (total.start, total.end)
                && [part, total].iter().all(|claim| {
                    claim.measure == Measure::Flow
                        && matches!(claim.qualifier, Qualifier::Exact | Qualifier::About)
                });
            let (Some(some), Some(all)) = (part.value, total.value) else { continue };
            // A breakdown of one sentence may have lost its noun: only what can be a part is one.
            let possible = match (part.unit, total.unit) {
                (Unit::People, Unit::People) => some < all,
                (Unit::Households, Unit::People) => all > some && all < 15.0 * some,
                _ => false,
            };
            if !alike || !possible || some <= 0.0 {
                continue;
            }
            let mut more = names(part);
            let rest = names(total);
            more.retain(|name| !rest.contains(name));
            let [name] = more[..] else { continue };
            let lessons = taught.entry(name).or_default();
            lessons.count += 1.0;
            lessons.sum += (some / all).ln();
        }
        Factors { known: Vec::new(), taught }
    }

    /// Median and sd of the logarithm of a factor, after what breakdowns taught of it: the normal
    /// posterior.
    fn learned(&self, name: &str, median: f64, sd: f64) -> (f64, f64) {
        let Some(lessons) = self.taught.get(name) else { return (median, sd) };
        let (before, seen) = ((sd * sd).recip(), lessons.count / (VARIES * VARIES));
        let mean = (before * median.ln() + lessons.sum / (VARIES * VARIES)) / (before + seen);
        // One more report varies as the others did, whatever is known of their mean.
        (mean.exp(), (before + seen).recip().sqrt().max(LEAST))
    }

    /// The constant part of the log factor of a claim, and its terms; new factors take their
    /// parameter from `next`.
    pub fn of(&mut self, claim: &Claim, mut next: impl FnMut() -> usize) -> (f64, Vec<Term>) {
        let mut offset = 0.0;
        let mut terms = Vec::new();
        // Median and sd of the log factor, people counted over people who crossed.
        let mut apply = |name: &'static str, median: f64, sd: f64| {
            let (median, sd) = self.learned(name, median, sd);
            offset += median.ln();
            let parameter = match self.known.iter().find(|(known, _)| *known == name) {
                Some((_, parameter)) => *parameter,
                None => {
                    let parameter = next();
                    self.known.push((name, parameter));
                    parameter
                }
            };
            terms.push((parameter, sd));
        };
        if claim.unit == Unit::Households {
            match claim.factor.filter(|f| *f > 0.0) {
                Some(factor) => apply("household as stated", 1.0 / factor, 0.05),
                None => apply("household", 1.0 / HOUSEHOLD.0, HOUSEHOLD.1),
            }
        }
        match claim.population.group {
            Group::All => {}
            Group::Adults => apply("adults", 0.47, 0.25),
            Group::Children => apply("children", 0.5, 0.25),
            Group::Men => apply("men", 0.27, 0.3),
            Group::Women => apply("women", 0.22, 0.3),
        }
        match claim.population.status {
            Status::Undocumented => apply("undocumented", 0.97, 0.04),
            // Holders of papers among those who go home; arriving refugees are whom the count is of.
            Status::RegisteredRefugee | Status::CardHolder if claim.kind == claim::Kind::Return => {
                apply("card", 0.2, 1.0);
            }
            _ => {}
        }
        if claim.population.excludes.iter().any(|text| text.to_lowercase().contains("child"))
            && claim.population.group == Group::All
        {
            apply("adults", 0.47, 0.25);
        } else if !claim.population.excludes.is_empty() {
            apply("excludes", 0.97, 0.04);
        }
        if claim.concept == claim::Concept::RegisteredPerson {
            apply("registered", 0.85, 0.25);
        }
        (offset, terms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claim::{DocumentId, Population};

    fn count(value: f64, group: Group, part_of: Option<&Claim>) -> Claim {
        Claim {
            value: Some(value),
            population: Population { group, ..Population::default() },
            part_of: part_of.map(|total| total.id.clone()),
            ..Claim::new(DocumentId::of_bytes(b"x"), "x", 0..1)
        }
        .sealed()
    }

    #[test]
    fn breakdowns_pull_and_narrow_their_factor() {
        let total = count(1_000.0, Group::All, None);
        let women = count(400.0, Group::Women, Some(&total));
        let claims = [total.clone(), women.clone()];
        let told = |claims: &[Claim]| {
            let order: Vec<usize> = (0..claims.len()).collect();
            let (offset, terms) = Factors::taught(claims, &order).of(&women, || 0);
            (offset.exp(), terms[0].1)
        };
        let (assumed, wide) = told(&[]);
        let (once, narrower) = told(&claims);
        assert!((assumed - 0.22).abs() < 1e-12 && (wide - 0.3).abs() < 1e-12);
        assert!(once > 0.33 && once < 0.4 && narrower < 0.14, "{once} {narrower}");
        let often: Vec<Claim> = (0..20).flat_map(|_| claims.clone()).collect();
        let (twenty, narrow) = told(&often);
        assert!((twenty - 0.4).abs() < 0.01 && narrow >= LEAST, "{twenty} {narrow}");
    }

    #[test]
    fn a_part_that_differs_in_more_than_its_group_teaches_nothing() {
        let total = count(1_000.0, Group::All, None);
        let women =
            Claim { via: vec!["Torkham".into()], ..count(400.0, Group::Women, Some(&total)) };
        let order = [0, 1];
        assert!(Factors::taught(&[total, women], &order).taught.is_empty());
    }
}
