//! When to raise the alarm: a rule that can be stated in a sentence.

use crate::forecast::{Past, forecast};

/// Days that are looked at.
const NEWEST: usize = 3;
/// As many of them must lie above what was foretold.
const ABOVE: usize = 2;
/// The level above which a day is more than was foretold.
const HIGH: f64 = 0.95;
/// Fewest people a day that a surge is: below, chance alone doubles a day.
const FEWEST: f64 = 50.0;

/// The rule in words.
pub const SURGE_RULE: &str = "at least two of the last three days lie above the upper end of the 90 % interval that was \
     foretold for them before the first of the three, and bring 50 people or more each";

/// More people came than the days before let expect.
#[derive(Debug, Clone, PartialEq)]
pub struct Surge {
    /// Place of the first of the days that lie above, from the first day of the series.
    pub since: usize,
    /// People on the last of these days.
    pub people: f64,
    /// The 95 % point that was foretold for it.
    pub foretold: f64,
}

/// Whether the newest days are a surge by [`SURGE_RULE`].
pub fn surge(series: &[Option<f64>]) -> Option<Surge> {
    let before = series.len().checked_sub(NEWEST)?;
    let ahead: Vec<usize> = (1..=NEWEST).collect();
    let told = forecast(&Past::of_series(series[..before].to_vec()), &ahead).ok()?;
    let above: Vec<(usize, f64, f64)> = told
        .fans
        .iter()
        .enumerate()
        .filter_map(|(at, fan)| Some((before + at, series[before + at]?, fan.at(HIGH))))
        .filter(|(_, people, high)| people > high && *people >= FEWEST)
        .collect();
    let (since, ..) = *above.first().filter(|_| above.len() >= ABOVE)?;
    above.last().map(|(_, people, foretold)| Surge { since, people: *people, foretold: *foretold })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calm() -> Vec<Option<f64>> {
        (0..60u64)
            .map(|d| Some(900.0 + (d.wrapping_mul(6_364_136_223_846_793_005) >> 56) as f64))
            .collect()
    }

    #[test]
    fn a_tenfold_rise_is_a_surge_and_calm_is_none() {
        assert_eq!(surge(&calm()), None);
        let mut risen = calm();
        risen.extend([Some(5_000.0), Some(9_000.0)]);
        let surge = surge(&risen).unwrap();
        assert_eq!((surge.since, surge.people), (60, 9_000.0));
    }

    #[test]
    fn one_high_day_is_none() {
        let mut risen = calm();
        risen.extend([Some(9_000.0), Some(1_000.0), Some(1_000.0)]);
        assert_eq!(surge(&risen), None);
    }
}
