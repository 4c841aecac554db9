//! The numbers that a printed number can stand for.

use claim::{Claim, Qualifier, rounding};
use rustc_hash::FxHashMap;

/// The numbers that a printed number can stand for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    pub lo: f64,
    pub hi: f64,
}

/// Documents that print numbers to the last person: in those, one that ends in a zero was not
/// rounded.
#[derive(Debug, Default)]
pub(crate) struct Precise<'c>(FxHashMap<&'c str, (usize, usize)>);

impl<'c> Precise<'c> {
    pub fn of(claims: &[&'c Claim]) -> Precise<'c> {
        let mut counts: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
        for claim in claims {
            let Some(value) = claim.value.filter(|value| *value >= 100.0) else { continue };
            let fine = usize::from(rounding(value) <= 1.0);
            let (all, exact) = counts.entry(claim.document.as_str()).or_default();
            *all += 1;
            *exact += fine;
        }
        Precise(counts)
    }

    /// Of numbers to the last person nine in ten do not end in a zero.
    pub fn is(&self, claim: &Claim) -> bool {
        let counts = self.0.get(claim.document.as_str());
        counts.is_some_and(|(all, exact)| *exact >= 2 && *exact * 10 >= *all * 7)
    }
}

impl Bounds {
    pub fn of(claim: &Claim, precise: bool) -> Option<Bounds> {
        let Some(value) = claim.value else {
            return match (claim.low, claim.high) {
                (None, None) => None,
                (low, high) => {
                    Some(Bounds { lo: low.unwrap_or(0.0), hi: high.unwrap_or(f64::INFINITY) })
                }
            };
        };
        if !value.is_finite() || value < 0.0 {
            return None;
        }
        // A number that ends in zeros was rounded, either way, even when no word says so.
        let step = rounding(value);
        // One zero may be a digit like any other: where all numbers are precise, and behind
        // four digits that are not zeros, it is.
        let incidental = step <= 10.0 && (precise || value >= 10_000.0);
        let step = if step <= 1.0 || incidental { 0.0 } else { step };
        // "100,000" is not said of nobody, nor of 200,000.
        let step = step.min(value * 0.3);
        // "About 2,984,000" was rounded to the thousand, "about 80,000" to whatever came to hand.
        let raw = rounding(value).max(1.0);
        let digits = value / raw;
        let wide = if digits >= 100.0 { raw * 2.0 } else { step.max(value * 0.05) };
        let (lo, hi) = match claim.qualifier {
            Qualifier::Exact => (value - step, value + step),
            Qualifier::MoreThan => (value - step * 0.5, f64::INFINITY),
            Qualifier::LessThan | Qualifier::UpTo => (0.0, value + step * 0.5),
            Qualifier::Nearly => (value - 2.0 * wide, value + step * 0.5),
            _ => (value - wide, value + wide),
        };
        Some(Bounds { lo: lo.max(0.0), hi })
    }

    /// Whether only one number is meant.
    pub fn is_exact(self) -> bool {
        self.lo == self.hi
    }

    pub fn exactly(value: f64) -> Bounds {
        Bounds { lo: value, hi: value }
    }

    pub fn plus(self, other: Bounds) -> Bounds {
        Bounds { lo: self.lo + other.lo, hi: self.hi + other.hi }
    }

    pub fn minus(self, other: Bounds) -> Bounds {
        Bounds { lo: self.lo - other.hi, hi: self.hi - other.lo }
    }

    /// Whether both can stand for the same number.
    pub fn meets(self, other: Bounds) -> bool {
        self.lo <= other.hi && other.lo <= self.hi
    }
}
