//! Days that only climb, with no running total to hold them against: whether they are days, or the
//! running total of each day, is then a matter of odds.
//!
//! Counts of days go up and down; a running total only rises, by steps that are small beside it
//! and of about one size. How much better the second story tells the numbers than the first is a
//! Bayes factor, which needs no other report.

use jiff::civil::Date;

/// How many times rarer a running total printed as a day is than a day: of the daily figures of
/// `shared/series` about one in twenty-five is one.
const RARER: f64 = 25.0;

/// Spreads of the change from day to day, as logarithms, that are weighed alike: quiet borders and
/// wild ones.
const SPREADS: [f64; 4] = [0.1, 0.2, 0.35, 0.6];

/// Spread of a trend of the days, a day.
const TREND: f64 = 0.3;

/// A surge, or a digit lost: so often, and so far, as a logarithm, either story may have one.
const SURGE: f64 = 0.1;
const SURGE_SPREAD: f64 = 2.0;

/// The day of a crossing about which all days lie, and how far, as a logarithm: from a few people
/// to the busiest days known (Medyka, March 2022: some 40,000).
const USUAL_DAY: f64 = 2_000.0;
const USUAL_SPREAD: f64 = 1.8;

/// No crossing is known to have had more people in a day (Medyka, 5 and 6 March 2022, some 40,000);
/// beyond that a count of a day is rarer by the cube.
pub(crate) const BUSIEST_DAY: f64 = 50_000.0;

/// A border has so many times the people of a crossing.
const BORDER: f64 = 2.5;

/// The least share of a total that a day is looked for at.
const LEAST_SHARE: f64 = 0.001;

/// The odds that numbers of days are running totals: `days` in order, each value above the one
/// before it. `border` when they are of no crossing in particular.
pub(crate) fn odds_of_totals(days: &[(Date, f64)], border: bool) -> f64 {
    let steps: Vec<Step> = days
        .windows(2)
        .map(|pair| Step {
            days: f64::from((pair[1].0 - pair[0].0).get_days().max(1)),
            rise: pair[1].1 - pair[0].1,
            log: (pair[1].1 / pair[0].1).ln(),
        })
        .collect();
    if steps.is_empty() || steps.iter().any(|step| step.rise <= 0.0) {
        return 0.0;
    }
    let mean = |values: &mut dyn Iterator<Item = f64>| {
        let (mut sum, mut count) = (0.0, 0.0);
        for value in values {
            sum += value.ln();
            count += 1.0;
        }
        sum / count
    };
    let middle = (USUAL_DAY * if border { BORDER } else { 1.0 }).ln();
    let size_of_days = normal(mean(&mut days.iter().map(|day| day.1)), middle, USUAL_SPREAD);
    let size_of_steps =
        normal(mean(&mut steps.iter().map(|step| step.rise / step.days)), middle, USUAL_SPREAD);
    let ceiling = BUSIEST_DAY * if border { BORDER } else { 1.0 };
    let highest = days.iter().map(|day| day.1).fold(0.0, f64::max);
    let beyond = (highest / ceiling).max(1.0).powi(3);
    as_totals(&steps) * size_of_steps / (as_days(&steps) * size_of_days) / RARER * beyond
}

/// From one number to the next.
struct Step {
    days: f64,
    rise: f64,
    log: f64,
}

/// Density of the steps when the numbers are counts of days: a trend, and chance about it.
fn as_days(steps: &[Step]) -> f64 {
    let trend_steps = 41;
    let density = |spread: f64| {
        let width = 8.0 * TREND / trend_steps as f64;
        (0..trend_steps)
            .map(|at| {
                let trend = -4.0 * TREND + (at as f64 + 0.5) * width;
                let all: f64 = steps
                    .iter()
                    .map(|step| step_of(step.log - trend * step.days, spread))
                    .product();
                all * normal(trend, 0.0, TREND) * width
            })
            .sum::<f64>()
    };
    SPREADS.iter().map(|spread| density(*spread)).sum::<f64>() / SPREADS.len() as f64
}

/// Density of the same steps when the numbers are totals and their differences the days.
fn as_totals(steps: &[Step]) -> f64 {
    // People a day to the step's logarithm: d(ln rise) = e^log / (e^log - 1) d(log).
    let stretch = |step: &Step| step.log.exp() / (step.log.exp() - 1.0);
    let first = stretch(&steps[0]) / LEAST_SHARE.recip().ln();
    let density = |spread: f64| {
        // A change from day to day has the chance of both days in it.
        let spread = spread * std::f64::consts::SQRT_2;
        steps
            .windows(2)
            .map(|pair| {
                let (a, b) = (pair[0].rise / pair[0].days, pair[1].rise / pair[1].days);
                step_of((b / a).ln(), spread) * stretch(&pair[1])
            })
            .product::<f64>()
    };
    first * SPREADS.iter().map(|spread| density(*spread)).sum::<f64>() / SPREADS.len() as f64
}

/// Density of a change by chance: usual, or a surge.
fn step_of(change: f64, spread: f64) -> f64 {
    (1.0 - SURGE) * normal(change, 0.0, spread) + SURGE * normal(change, 0.0, SURGE_SPREAD)
}

fn normal(value: f64, mean: f64, spread: f64) -> f64 {
    let z = (value - mean) / spread;
    (-0.5 * z * z).exp() / (spread * (2.0 * std::f64::consts::PI).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn odds(values: &[f64], border: bool) -> f64 {
        let days: Vec<(Date, f64)> =
            values.iter().enumerate().map(|(at, v)| (date(2023, 11, 1 + at as i8), *v)).collect();
        odds_of_totals(&days, border)
    }

    #[test]
    fn totals_of_torkham_printed_as_days_are_told_by_their_steps() {
        assert!(odds(&[128_629.0, 147_973.0, 160_638.0, 167_774.0], false) > 3.0);
        assert!(odds(&[128_629.0, 147_973.0, 160_638.0], false) > 3.0);
        assert!(odds(&[4_100.0, 4_900.0, 5_600.0, 6_450.0, 7_100.0], false) > 1.0);
    }

    #[test]
    fn days_that_rise_for_a_while_are_days() {
        // Crossings into Poland, 24 to 28 February 2022 and 2 to 6 March (Border Guard).
        assert!(odds(&[31_200.0, 47_500.0, 77_300.0, 99_300.0, 115_000.0], true) < 0.5);
        assert!(odds(&[90_400.0, 98_500.0, 99_200.0, 106_400.0, 129_000.0], true) < 1.0);
        // Torkham's own days before the deadline.
        assert!(odds(&[3_100.0, 4_400.0, 6_200.0, 9_400.0, 15_200.0], false) < 0.5);
        assert!(odds(&[10_000.0, 12_000.0, 13_000.0, 15_000.0], false) < 0.5);
    }

    #[test]
    fn a_lost_digit_makes_no_totals_of_days() {
        // Arrivals from Iran, June 2025 (IOM): 31,270 printed without its last digit.
        assert!(odds(&[3_127.0, 33_956.0, 40_417.0, 43_211.0], true) < 3.0);
    }

    #[test]
    fn what_falls_once_is_no_total() {
        assert_eq!(odds(&[128_629.0, 147_973.0, 140_000.0], false), 0.0);
    }
}
