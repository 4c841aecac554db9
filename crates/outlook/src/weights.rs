//! How much each method is believed: learned from the days that have passed.
//!
//! Bernstein online aggregation (Wintenberger 2017) on the gradient of the pinball loss, as in "CRPS learning"
//! (Berrisch and Ziel 2023): a method that would have made the last combination better gains, one that would have
//! made it worse loses, and a method's own steadiness sets how fast. Weights are learned for each horizon, and for
//! each level beside its neighbours.

use crate::fan::{Fan, LEVELS, level};

/// Share of what was learned that a day keeps: a half is left after about half a year.
const KEEP: f64 = 0.996;
/// Levels on either side that are learned together.
const NEIGHBOURS: usize = 20;
/// Fastest learning, for gains in parts of the level: a method that is off by a tenth of the level for three days is dropped.
const MOST_RATE: f64 = 20.0;

pub(crate) struct Weights {
    /// By method and level: how much better it would have been, and the squares of that.
    gains: Vec<[f64; LEVELS]>,
    squares: Vec<[f64; LEVELS]>,
}

impl Weights {
    pub fn new(methods: usize) -> Weights {
        Weights { gains: vec![[0.0; LEVELS]; methods], squares: vec![[0.0; LEVELS]; methods] }
    }

    /// By method and level; those that say nothing have none, and the others share.
    fn now(&self, fans: &[Option<Fan>]) -> Vec<[f64; LEVELS]> {
        let methods = fans.len();
        let prior = (methods as f64).ln().max(1.0);
        let mut weights = vec![[0.0; LEVELS]; methods];
        for at in 0..LEVELS {
            let rate =
                |method: usize| (prior / self.squares[method][at].max(1e-9)).sqrt().min(MOST_RATE);
            let power = |method: usize| {
                let rate = rate(method);
                rate * self.gains[method][at] - rate * rate * self.squares[method][at] / 2.0
            };
            let speaking = || (0..methods).filter(|&method| fans[method].is_some());
            let most = speaking().map(power).fold(f64::NEG_INFINITY, f64::max);
            let mut whole = 0.0;
            for method in speaking() {
                weights[method][at] = (power(method) - most).exp();
                whole += weights[method][at];
            }
            for of in &mut weights {
                of[at] /= whole.max(1e-300);
            }
        }
        weights
    }

    /// Takes over a part of what was learned nearer ahead, where little was learned for this day.
    pub fn borrow(&mut self, nearer: &Weights, part: f64) {
        for (own, of) in [(&mut self.gains, &nearer.gains), (&mut self.squares, &nearer.squares)] {
            for (own, of) in own.iter_mut().flatten().zip(of.iter().flatten()) {
                *own += part * of;
            }
        }
    }

    /// The combination: at each level the weighted mean of the roots of the methods' numbers, squared, so that one method
    /// that runs away does not drag the rest. `None` where no method says anything.
    pub fn combine(&self, fans: &[Option<Fan>]) -> Option<Fan> {
        let weights = self.now(fans);
        let mut out = [0.0; LEVELS];
        fans.iter().flatten().next()?;
        for (fan, weights) in fans.iter().zip(&weights) {
            let Some(fan) = fan else { continue };
            for at in 0..LEVELS {
                out[at] += weights[at] * fan.0[at].sqrt();
            }
        }
        Some(Fan(out).map(|_, root| root * root))
    }

    /// Mean weight of each method over the levels.
    pub fn shares(&self, fans: &[Option<Fan>]) -> Vec<f64> {
        self.now(fans).iter().map(|of| of.iter().sum::<f64>() / LEVELS as f64).collect()
    }

    /// Learns from a day that came; `scale` makes days of large and small flows count alike.
    pub fn learn(&mut self, fans: &[Option<Fan>], combined: &Fan, came: f64, scale: f64) {
        for (method, fan) in fans.iter().enumerate() {
            let Some(fan) = fan else { continue };
            let gain = smoothed(&std::array::from_fn(|at| {
                let over = if came < combined.0[at] { 1.0 } else { 0.0 };
                let root = combined.0[at].sqrt();
                (over - level(at)) * 2.0 * root * (root - fan.0[at].sqrt()) / scale
            }));
            let sums = self.gains[method].iter_mut().zip(&mut self.squares[method]);
            for ((sum, square), gain) in sums.zip(gain) {
                *sum = KEEP * *sum + gain;
                *square = KEEP * *square + gain * gain;
            }
        }
    }
}

/// The mean of each level and its neighbours.
fn smoothed(values: &[f64; LEVELS]) -> [f64; LEVELS] {
    let mut sums = [0.0; LEVELS + 1];
    for (at, value) in values.iter().enumerate() {
        sums[at + 1] = sums[at] + value;
    }
    std::array::from_fn(|at| {
        let (from, to) = (at.saturating_sub(NEIGHBOURS), (at + NEIGHBOURS + 1).min(LEVELS));
        (sums[to] - sums[from]) / (to - from) as f64
    })
}
