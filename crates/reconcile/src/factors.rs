//! Definitions as explicit factors: families to people, adults only, with or without deportees,
//! registered only. Each is one parameter with a prior, shared by the claims it applies to, and
//! learned where they allow.

use claim::{Claim, Group, Status, Unit};

use crate::leaning::Term;

/// People per household where no claim says.
pub(crate) const HOUSEHOLD: f64 = 7.0;

/// Definition factors by name. Their medians are assumptions, set wide: half of those who
/// move are children and a fifth to a quarter women, as the breakdowns of the first
/// series we saw have it; most crossings counted are of people without papers. They are
/// independent of each other here; one composition learned from breakdowns replaces them
/// with issue 5. Each is one parameter shared by the claims it applies to.
#[derive(Debug, Default)]
pub(crate) struct Factors {
    known: Vec<(&'static str, usize)>,
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
    /// The constant part of the log factor of a claim, and its terms; new factors take their
    /// parameter from `next`.
    pub fn of(&mut self, claim: &Claim, mut next: impl FnMut() -> usize) -> (f64, Vec<Term>) {
        let mut offset = 0.0;
        let mut terms = Vec::new();
        // Median and sd of the log factor, people counted over people who crossed.
        let mut apply = |name: &'static str, median: f64, sd: f64| {
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
                None => apply("household", 1.0 / HOUSEHOLD, 0.4),
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
            Status::RegisteredRefugee | Status::CardHolder | Status::AsylumSeeker => {
                apply("card", 0.2, 1.0);
            }
            Status::National | Status::ThirdCountry | Status::Unknown => {}
        }
        if claim.population.excludes.iter().any(|text| text.to_lowercase().contains("child"))
            && claim.population.group == Group::All
        {
            apply("adults", 0.47, 0.25);
        } else if !claim.population.excludes.is_empty() {
            apply("excludes", 0.97, 0.04);
        }
        match claim.concept {
            claim::Concept::RegisteredPerson => apply("registered", 0.85, 0.25),
            claim::Concept::AssistedPerson => apply("assisted", 0.6, 0.5),
            _ => {}
        }
        (offset, terms)
    }
}
