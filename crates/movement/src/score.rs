//! How far a simulation is from what was counted.

/// Mean over days of Σ|simulated − counted| / Σ counted, over camps: the peer's "averaged relative difference" (0 to 2).
///
/// Both are `days × camps`, day by day; days before `from` are left out. A day on which nobody was counted divides by 1.
pub fn ard(simulated: &[f64], counted: &[f64], camps: usize, from: usize) -> f64 {
    let days = simulated.chunks(camps).zip(counted.chunks(camps)).skip(from);
    let (mut sum, mut number) = (0.0, 0.0);
    for (simulated, counted) in days {
        let off: f64 = simulated.iter().zip(counted).map(|(a, b)| (a - b).abs()).sum();
        sum += off / counted.iter().sum::<f64>().max(1.0);
        number += 1.0;
    }
    if number > 0.0 { sum / number } else { 0.0 }
}

/// Each camp's share of the whole on one day, of what is counted in all camps on each later day: the plainest forecast.
pub fn frozen_shares(counted: &[f64], camps: usize, day: usize) -> Vec<f64> {
    let of_day = &counted[day * camps..(day + 1) * camps];
    let whole: f64 = of_day.iter().sum::<f64>().max(1.0);
    let frozen = counted.chunks(camps).flat_map(|row| {
        let total: f64 = row.iter().sum();
        of_day.iter().map(move |here| here / whole * total)
    });
    frozen.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_held_against_all_that_was_counted() {
        let (simulated, counted) = ([0.0, 0.0, 8.0, 2.0], [0.0, 0.0, 6.0, 4.0]);
        assert_eq!(ard(&simulated, &counted, 2, 0), 0.2);
        assert_eq!(ard(&simulated, &counted, 2, 1), 0.4);
    }

    #[test]
    fn shares_freeze() {
        assert_eq!(frozen_shares(&[1.0, 3.0, 10.0, 10.0], 2, 0), [1.0, 3.0, 5.0, 15.0]);
    }
}
