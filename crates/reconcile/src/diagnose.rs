//! Whether the chains agree: split R-hat and the effective number of draws.
//!
//! Both on rank-normalised draws, after Vehtari, Gelman, Simpson, Carpenter &
//! Bürkner, "Rank-Normalization, Folding, and Localization: An Improved R-hat",
//! Bayesian Analysis 16, 2021.

/// Split R-hat and effective number of draws of one quantity, given by chain.
pub(crate) fn mixing(chains: &[Vec<f64>]) -> (f64, f64) {
    let shortest = chains.iter().map(Vec::len).min().unwrap_or(0);
    let half = shortest / 2;
    if half < 4 {
        return (f64::INFINITY, 0.0);
    }
    let halves: Vec<&[f64]> =
        chains.iter().flat_map(|c| [&c[..half], &c[shortest - half..shortest]]).collect();
    let ranked = rank_normal(&halves);
    let m = ranked.len() as f64;
    let n = half as f64;
    let means: Vec<f64> = ranked.iter().map(|c| c.iter().sum::<f64>() / n).collect();
    let grand = means.iter().sum::<f64>() / m;
    let between = n / (m - 1.0) * means.iter().map(|x| (x - grand).powi(2)).sum::<f64>();
    let variance =
        |c: &[f64], mean: f64| c.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    let within = ranked.iter().zip(&means).map(|(c, mean)| variance(c, *mean)).sum::<f64>() / m;
    if within <= 1e-300 {
        // A constant agrees with itself.
        return (1.0, m * n);
    }
    let total = (n - 1.0) / n * within + between / n;
    let rhat = (total / within).sqrt();
    // Geyer's initial monotone sequence of pairs of autocorrelations.
    let mut sum = 0.0;
    let mut previous = f64::INFINITY;
    let mut lag = 0;
    while lag + 1 < half {
        let pair = correlation(&ranked, &means, within, total, lag)
            + correlation(&ranked, &means, within, total, lag + 1);
        if pair < 0.0 {
            break;
        }
        previous = pair.min(previous);
        sum += previous;
        lag += 2;
    }
    let time = (2.0 * sum - 1.0).max(1.0 / (m * n).log10());
    (rhat, m * n / time)
}

fn correlation(chains: &[Vec<f64>], means: &[f64], within: f64, total: f64, lag: usize) -> f64 {
    let n = chains[0].len();
    let covariance = chains
        .iter()
        .zip(means)
        .map(|(c, mean)| {
            c[..n - lag].iter().zip(&c[lag..]).map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>()
                / n as f64
        })
        .sum::<f64>()
        / chains.len() as f64;
    let own = within * (n as f64 - 1.0) / n as f64;
    1.0 - (own - covariance) / total
}

/// Replaces values by the normal quantiles of their ranks over all chains.
fn rank_normal(chains: &[&[f64]]) -> Vec<Vec<f64>> {
    let mut order: Vec<(usize, usize)> =
        chains.iter().enumerate().flat_map(|(c, x)| (0..x.len()).map(move |i| (c, i))).collect();
    order.sort_by(|a, b| chains[a.0][a.1].total_cmp(&chains[b.0][b.1]));
    let total = order.len() as f64;
    let mut ranked: Vec<Vec<f64>> = chains.iter().map(|c| vec![0.0; c.len()]).collect();
    let mut first = 0;
    while first < order.len() {
        let value = chains[order[first].0][order[first].1];
        let mut last = first;
        while last + 1 < order.len() && chains[order[last + 1].0][order[last + 1].1] == value {
            last += 1;
        }
        let rank = 0.5 * (first + last) as f64 + 1.0;
        let z = normal_quantile((rank - 0.375) / (total + 0.25));
        for &(c, i) in &order[first..=last] {
            ranked[c][i] = z;
        }
        first = last + 1;
    }
    ranked
}

/// Quantile of the standard normal: Acklam's rational approximation, relative
/// error below 1.2e-9, more than ranks need.
fn normal_quantile(p: f64) -> f64 {
    const A: [f64; 6] = [
        -3.969_683_028_665_376e1,
        2.209_460_984_245_205e2,
        -2.759_285_104_469_687e2,
        1.383_577_518_672_69e2,
        -3.066_479_806_614_716e1,
        2.506_628_277_459_239,
    ];
    const B: [f64; 5] = [
        -5.447_609_879_822_406e1,
        1.615_858_368_580_409e2,
        -1.556_989_798_598_866e2,
        6.680_131_188_771_972e1,
        -1.328_068_155_288_572e1,
    ];
    const C: [f64; 6] = [
        -7.784_894_002_430_293e-3,
        -3.223_964_580_411_365e-1,
        -2.400_758_277_161_838,
        -2.549_732_539_343_734,
        4.374_664_141_464_968,
        2.938_163_982_698_783,
    ];
    const D: [f64; 4] = [
        7.784_695_709_041_462e-3,
        3.224_671_290_700_398e-1,
        2.445_134_137_142_996,
        3.754_408_661_907_416,
    ];
    let tail = |p: f64| {
        let q = (-2.0 * p.ln()).sqrt();
        let top = C.iter().fold(0.0, |sum, c| sum * q + c);
        let bottom = D.iter().fold(0.0, |sum, d| sum * q + d) * q + 1.0;
        top / bottom
    };
    if p < 0.02425 {
        tail(p)
    } else if p > 1.0 - 0.02425 {
        -tail(1.0 - p)
    } else {
        let q = p - 0.5;
        let r = q * q;
        let top = A.iter().fold(0.0, |sum, a| sum * r + a) * q;
        let bottom = B.iter().fold(0.0, |sum, b| sum * r + b) * r + 1.0;
        top / bottom
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_distr::{Distribution, StandardNormal};

    fn chains(shift: f64, carry: f64) -> Vec<Vec<f64>> {
        let mut rng = rand::rngs::Xoshiro256PlusPlus::seed_from_u64(3);
        (0..4)
            .map(|chain| {
                let mut x = 0.0;
                (0..500)
                    .map(|_| {
                        let noise: f64 = StandardNormal.sample(&mut rng);
                        x = carry * x + noise;
                        x + shift * f64::from(chain)
                    })
                    .collect()
            })
            .collect()
    }

    #[test]
    fn independent_draws_count_fully_and_stuck_chains_are_seen() {
        let (rhat, ess) = mixing(&chains(0.0, 0.0));
        assert!(rhat < 1.01 && (1500.0..2600.0).contains(&ess), "{rhat} {ess}");
        let (_, slow) = mixing(&chains(0.0, 0.9));
        // An AR(1) with 0.9 is worth (1 - 0.9) / (1 + 0.9) of its length.
        assert!((50.0..220.0).contains(&slow), "{slow}");
        assert!(mixing(&chains(3.0, 0.0)).0 > 1.3);
        assert_eq!(mixing(&[vec![1.0; 100], vec![1.0; 100]]).0, 1.0);
    }

    #[test]
    fn quantiles_of_the_normal() {
        for (p, z) in [(0.5, 0.0), (0.975, 1.959_963_985), (0.001, -3.090_232_306)] {
            assert!((normal_quantile(p) - z).abs() < 1e-7);
        }
    }
}
