//! Scores of draws against what was true: place of the truth, errors, sharpness.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

/// Where one truth lies among draws, and how far their mean is off.
#[derive(Debug, Clone, Copy)]
pub struct Scored {
    /// Place of the truth among the draws, 0 to 1.
    pub place: f64,
    /// Absolute error of the mean.
    pub error: f64,
    /// The same over the truth; `None` where the truth is zero.
    pub relative: Option<f64>,
    /// Continuous ranked probability score (Gneiting & Raftery 2007), people.
    pub crps: f64,
}

/// Scores draws in whole people. Among equal draws the truth takes a place at random: an interval
/// that begins at zero would otherwise hold every zero for nothing (randomised probability integral
/// transform; Czado, Gneiting & Held, "Predictive model assessment for count data", 2009).
pub fn score(draws: &[f64], truth: f64, rng: &mut Xoshiro256PlusPlus) -> Scored {
    let mut sorted: Vec<f64> = draws.iter().map(|draw| draw.round()).collect();
    sorted.sort_by(f64::total_cmp);
    let count = sorted.len() as f64;
    let whole = truth.round();
    let below = sorted.iter().filter(|draw| **draw < whole).count() as f64;
    let same = sorted.iter().filter(|draw| **draw == whole).count() as f64;
    let place = (below + rng.random::<f64>() * (same + 1.0)) / (count + 1.0);
    let mean = draws.iter().sum::<f64>() / count;
    let apart = sorted.iter().map(|draw| (draw - truth).abs()).sum::<f64>() / count;
    // Half the mean distance of two draws, from their order (Jordan, Krüger & Lerch 2019).
    let spread = sorted
        .iter()
        .enumerate()
        .map(|(rank, draw)| draw * (2.0 * rank as f64 + 1.0 - count))
        .sum::<f64>()
        / (count * count);
    Scored {
        place,
        error: (mean - truth).abs(),
        relative: (truth > 0.0).then(|| (mean - truth).abs() / truth),
        crps: apart - spread,
    }
}

/// A source of places among equals: the same for the same case.
pub fn ties(name: &str) -> Xoshiro256PlusPlus {
    let seed = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    Xoshiro256PlusPlus::seed_from_u64(seed)
}

/// Share of places within the central interval of this probability.
pub fn covered(scores: &[Scored], probability: f64) -> f64 {
    share(scores, |score| (score.place - 0.5).abs() <= probability / 2.0)
}

/// Share of the scores of which something is true.
pub fn share(scores: &[Scored], is: impl Fn(&Scored) -> bool) -> f64 {
    scores.iter().filter(|score| is(score)).count() as f64 / scores.len().max(1) as f64
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zero_among_zeros_is_held_as_often_as_the_interval_says() {
        let draws = vec![0.0; 400];
        let mut rng = ties("zeros");
        let scores: Vec<Scored> = (0..2_000).map(|_| score(&draws, 0.0, &mut rng)).collect();
        let covered = covered(&scores, 0.9);
        assert!((0.88..0.92).contains(&covered), "{covered}");
    }

    #[test]
    fn a_truth_beyond_the_draws_is_outside() {
        let draws: Vec<f64> = (1..=100).map(f64::from).collect();
        let far = score(&draws, 500.0, &mut ties("far"));
        assert!(far.place > 0.99, "{far:?}");
        // The mean distance to the truth, less half the mean distance of two draws.
        assert!((far.crps - (449.5 - 16.665)).abs() < 0.01, "{far:?}");
        let middle = score(&draws, 50.0, &mut ties("middle"));
        assert!((0.48..0.51).contains(&middle.place), "{middle:?}");
    }
}
