//! A forecast of one day: a number of people at each of a hundred levels of probability.

/// How many levels a fan has.
pub const LEVELS: usize = 100;

/// The level at a place of a fan: 0.005, 0.015 … 0.995, each the middle of its hundredth.
pub fn level(at: usize) -> f64 {
    (at as f64 + 0.5) / LEVELS as f64
}

/// Quantiles of a day's people, the lowest first, never below zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Fan(pub(crate) [f64; LEVELS]);

impl Fan {
    /// From weighted values in any order; `None` where nothing has weight.
    pub fn of_sample(mut sample: Vec<(f64, f64)>) -> Option<Fan> {
        sample.retain(|(value, weight)| value.is_finite() && *weight > 0.0);
        sample.sort_by(|a, b| a.0.total_cmp(&b.0));
        let whole: f64 = sample.iter().map(|(_, weight)| weight).sum();
        if sample.is_empty() || whole <= 0.0 {
            return None;
        }
        let mut out = [0.0; LEVELS];
        let (mut next, mut passed) = (0, 0.0);
        // A value stands in the middle of its weight; between two values it is linear.
        let middle = |passed: f64, at: usize| (passed + sample[at].1 / 2.0) / whole;
        let mut before: Option<(f64, f64)> = None;
        for (at, out) in out.iter_mut().enumerate() {
            let wanted = level(at);
            while next < sample.len() && middle(passed, next) < wanted {
                before = Some((middle(passed, next), sample[next].0));
                passed += sample[next].1;
                next += 1;
            }
            *out = match (before, sample.get(next)) {
                (None, Some(first)) => first.0,
                (Some((_, last)), None) => last,
                (Some((p, value)), Some(after)) => {
                    let span = middle(passed, next) - p;
                    value + (after.0 - value) * ((wanted - p) / span.max(1e-12)).min(1.0)
                }
                (None, None) => return None,
            };
        }
        Some(Fan(out))
    }

    /// The quantile at a level; beyond the outermost ones a tail that falls with the square of the number of people.
    pub fn at(&self, p: f64) -> f64 {
        let place = p * LEVELS as f64 - 0.5;
        let top = LEVELS - 1;
        if place >= top as f64 {
            let beyond = (1.0 - level(top)) / (1.0 - p).max(1e-4);
            return self.0[top] * beyond.sqrt();
        }
        if place <= 0.0 {
            return self.0[0];
        }
        let below = place.floor() as usize;
        self.0[below] + (place - below as f64) * (self.0[below + 1] - self.0[below])
    }

    /// What is to be expected.
    pub fn mean(&self) -> f64 {
        self.0.iter().sum::<f64>() / LEVELS as f64
    }

    /// Continuous ranked probability score of what came, in people: twice the mean pinball loss over the levels.
    pub fn crps(&self, came: f64) -> f64 {
        let loss = |(at, quantile): (usize, &f64)| pinball(level(at), *quantile, came);
        2.0 * self.0.iter().enumerate().map(loss).sum::<f64>() / LEVELS as f64
    }

    /// The levels between which a number lies: two that differ where the fan is flat there (many zeros).
    pub(crate) fn ranks(&self, came: f64) -> (f64, f64) {
        let below = self.0.iter().filter(|quantile| **quantile < came).count();
        let up_to = self.0.iter().filter(|quantile| **quantile <= came).count();
        if up_to > below {
            return (below as f64 / LEVELS as f64, up_to as f64 / LEVELS as f64);
        }
        let rank = match below {
            0 => level(0) * came.max(0.0) / self.0[0].max(1e-12),
            LEVELS => {
                let over = self.0[LEVELS - 1] / came.max(1e-12);
                1.0 - (1.0 - level(LEVELS - 1)) * over * over
            }
            _ => {
                let (low, high) = (self.0[below - 1], self.0[below]);
                level(below - 1) + (came - low) / (high - low).max(1e-12) / LEVELS as f64
            }
        };
        (rank, rank)
    }

    /// The same fan with every number changed; the order of the numbers is restored.
    pub(crate) fn map(&self, change: impl Fn(usize, f64) -> f64) -> Fan {
        let mut out = self.0;
        for (at, value) in out.iter_mut().enumerate() {
            *value = change(at, *value).max(0.0);
        }
        out.sort_by(f64::total_cmp);
        Fan(out)
    }
}

/// The loss of a quantile at a level, in people.
pub(crate) fn pinball(level: f64, quantile: f64, came: f64) -> f64 {
    let over = came - quantile;
    (level * over).max((level - 1.0) * over)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_gives_its_quantiles() {
        let fan = Fan::of_sample((0..1000).map(|i| (f64::from(i), 1.0)).collect()).unwrap();
        assert!((fan.at(0.5) - 499.5).abs() < 1.0 && (fan.at(0.05) - 49.5).abs() < 1.0);
        assert!((fan.mean() - 499.5).abs() < 0.5);
        // CRPS of a uniform on 0..1000 at its middle is 1000/12.
        assert!((fan.crps(499.5) - 1000.0 / 12.0).abs() < 1.0);
        assert!(Fan::of_sample(vec![(1.0, 0.0)]).is_none());
    }

    #[test]
    fn many_zeros_are_a_span_of_ranks() {
        let fan = Fan::of_sample(vec![(0.0, 6.0), (10.0, 2.0), (20.0, 2.0)]).unwrap();
        let (low, high) = fan.ranks(0.0);
        assert!(low == 0.0 && (0.25..0.65).contains(&high));
        assert!(fan.ranks(1e9).0 > 0.999);
    }
}
