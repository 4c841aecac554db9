//! Intervals that hold what they promise: where what came fell in past combinations tells which level to take for which.

use crate::fan::{Fan, LEVELS, level};

/// Days of taking the combination at its word, beside those that came.
const TRUST: f64 = 30.0;
/// Share that a day's weight keeps with each later day.
const KEEP: f64 = 0.995;
/// Days ahead after which days that follow each other tell the same once more.
const SAME: f64 = 14.0;

/// How far from the middle what came fell, by hundredths of the central intervals. Both sides are learned together: that
/// the level was missed to one side for a time is no reason to lean to the other.
pub(crate) struct Ranks {
    bins: [f64; LEVELS],
    /// What a day that came weighs: days far ahead overlap.
    each: f64,
}

impl Ranks {
    pub fn new(ahead: usize) -> Ranks {
        Ranks { bins: [TRUST / LEVELS as f64; LEVELS], each: SAME / (SAME + ahead as f64 - 1.0) }
    }

    /// Takes over a part of what was learned nearer ahead.
    pub fn borrow(&mut self, nearer: &Ranks, part: f64) {
        for (own, of) in self.bins.iter_mut().zip(nearer.bins) {
            *own += part * (of - TRUST / LEVELS as f64).max(0.0);
        }
    }

    /// Notes where a day fell in what was foretold of it.
    pub fn note(&mut self, fan: &Fan, came: f64) {
        for bin in &mut self.bins {
            *bin = KEEP * *bin + (1.0 - KEEP) * TRUST / LEVELS as f64;
        }
        let (low, high) = fan.ranks(came);
        // Where the fan is flat, what came is as near to the middle as it is far.
        let (low, high) = ((2.0 * low - 1.0).abs(), (2.0 * high - 1.0).abs());
        let (low, high) = (low.min(high), low.max(high));
        let place = |far: f64| ((far * LEVELS as f64) as usize).min(LEVELS - 1);
        let (low, high) = (place(low), place((high - 1e-9).max(low)));
        for at in low..=high {
            self.bins[at] += self.each / (high - low + 1) as f64;
        }
    }

    /// The fan with its levels set right.
    pub fn set_right(&self, fan: &Fan) -> Fan {
        let whole: f64 = self.bins.iter().sum();
        let mut edges = [0.0; LEVELS + 1];
        for (at, bin) in self.bins.iter().enumerate() {
            edges[at + 1] = edges[at] + bin / whole;
        }
        fan.map(|at, _| {
            let wanted = (2.0 * level(at) - 1.0).abs();
            let bin = edges[1..].iter().position(|edge| *edge >= wanted).unwrap_or(LEVELS - 1);
            let within = (wanted - edges[bin]) / (edges[bin + 1] - edges[bin]).max(1e-12);
            let far = (bin as f64 + within) / LEVELS as f64;
            fan.at((1.0 + far * (2.0 * level(at) - 1.0).signum()) / 2.0)
        })
    }
}
