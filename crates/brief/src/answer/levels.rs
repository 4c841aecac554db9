//! The quantiles of a row as programs read them: one form for what was counted and for what may come.

use serde::Serialize;

/// Of which quantiles a row is, in the order of its fields; its mean comes last.
pub const QUANTILES: [f64; 9] = [0.025, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.975];

/// Quantiles and mean in whole people; `null` where a number is not known or may not be told.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Levels {
    p025: Option<u64>,
    p05: Option<u64>,
    p10: Option<u64>,
    p25: Option<u64>,
    p50: Option<u64>,
    p75: Option<u64>,
    p90: Option<u64>,
    p95: Option<u64>,
    p975: Option<u64>,
    mean: Option<u64>,
}

impl Levels {
    /// Of the [`QUANTILES`] and the mean; `whole` makes them what may be told.
    pub fn of(people: [f64; 10], whole: impl Fn(f64) -> Option<u64>) -> Levels {
        let [p025, p05, p10, p25, p50, p75, p90, p95, p975, mean] = people.map(whole);
        Levels { p025, p05, p10, p25, p50, p75, p90, p95, p975, mean }
    }

    /// The same in their order.
    pub fn all(&self) -> [Option<u64>; 10] {
        let Levels { p025, p05, p10, p25, p50, p75, p90, p95, p975, mean } = *self;
        [p025, p05, p10, p25, p50, p75, p90, p95, p975, mean]
    }
}
