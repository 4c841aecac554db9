//! Counts drawn at random: how many of so many people do what each does by chance.

use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::{Binomial, Distribution};

/// The generator of one member.
pub(crate) type Dice = Xoshiro256PlusPlus;

/// Up to so many people are asked one by one: it costs less than setting up a distribution.
const ONE_BY_ONE: u64 = 10;

/// How many of `people` do what each does with chance `p`.
pub(crate) fn some_of(dice: &mut Dice, people: u64, p: f64) -> u64 {
    if people == 0 || p <= 0.0 {
        return 0;
    }
    if p >= 1.0 {
        return people;
    }
    if people <= ONE_BY_ONE {
        return (0..people).map(|_| u64::from(dice.random::<f64>() < p)).sum();
    }
    // A chance between 0 and 1 always makes a distribution.
    Binomial::new(people, p).map_or(0, |distribution| distribution.sample(dice))
}

/// Divides `people` among options by weight, into `shares`; all alike where all weights are 0.
pub(crate) fn among(dice: &mut Dice, people: u64, weights: &[f64], shares: &mut Vec<u64>) {
    shares.clear();
    shares.resize(weights.len(), 0);
    let total: f64 = weights.iter().sum();
    let alike = total <= 0.0;
    let weight = |index: usize| if alike { 1.0 } else { weights[index] };
    let total = if alike { weights.len() as f64 } else { total };
    // Few people, many options: each draws for himself.
    if people <= 2 || people < weights.len() as u64 / 4 {
        for _ in 0..people {
            let mut at = dice.random::<f64>() * total;
            let chosen = (0..weights.len()).find(|&index| {
                at -= weight(index);
                at < 0.0
            });
            let last = || (0..weights.len()).rev().find(|&index| weight(index) > 0.0);
            if let Some(index) = chosen.or_else(last) {
                shares[index] += 1;
            }
        }
        return;
    }
    let (mut left, mut rest) = (people, total);
    for (index, share) in shares.iter_mut().enumerate() {
        if left == 0 {
            break;
        }
        let last = index + 1 == weights.len();
        *share = if last { left } else { some_of(dice, left, (weight(index) / rest).min(1.0)) };
        left -= *share;
        rest -= weight(index);
        if rest <= 0.0 && left > 0 {
            // What rounding left over goes where the last weight was.
            *share += left;
            left = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn shares_add_up_and_follow_weights() {
        let mut dice = Dice::seed_from_u64(1);
        let mut shares = Vec::new();
        among(&mut dice, 100_000, &[1.0, 0.0, 3.0], &mut shares);
        assert_eq!(shares.iter().sum::<u64>(), 100_000);
        assert_eq!(shares[1], 0);
        // Five standard deviations.
        assert!(shares[0].abs_diff(25_000) < 685, "{shares:?}");
    }

    #[test]
    fn without_weights_all_are_alike_and_few_draw_one_by_one() {
        let mut dice = Dice::seed_from_u64(2);
        let (mut shares, mut sums) = (Vec::new(), vec![0; 40]);
        for _ in 0..2_000 {
            among(&mut dice, 5, &[0.0; 40], &mut shares);
            sums.iter_mut().zip(&shares).for_each(|(sum, share)| *sum += share);
        }
        assert_eq!(sums.iter().sum::<u64>(), 10_000);
        // 250 each, standard deviation 16.
        assert!(sums.iter().all(|&sum: &u64| sum.abs_diff(250) < 80), "{sums:?}");
    }

    #[test]
    fn certainties_are_certain() {
        let mut dice = Dice::seed_from_u64(3);
        assert_eq!(
            [some_of(&mut dice, 9, 0.0), some_of(&mut dice, 9, 1.0), some_of(&mut dice, 0, 0.5)],
            [0, 9, 0]
        );
    }
}
