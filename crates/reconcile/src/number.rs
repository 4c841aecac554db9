//! What a claim's number says of the people it counts, by how it was written.

use claim::{Claim, Measure, Qualifier, rounding};
use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;

use crate::assumptions::numbers::{ABOUT, BOUND, CLOSED, FEWER, HABIT, PART, PASSED, RATE, UP_TO};
use crate::rhythm::normal;

/// Where the people that a number counts lie, on the log scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Said {
    /// Around the number; how far below and above, sd of the logarithm.
    Around { log: f64, under: f64, over: f64 },
    /// More than the number; how far above as a rule, sd of the logarithm.
    Above { log: f64, over: f64 },
    /// Fewer than the number; how far below as a rule, sd of the logarithm.
    Below { log: f64, under: f64 },
    /// Between bounds.
    Between { low: f64, high: f64 },
    /// At least so many.
    AtLeast { low: f64 },
    /// At most so many.
    AtMost { high: f64 },
    /// Nobody.
    Nobody,
    /// Some number.
    Open,
}

impl Said {
    /// Reads it off the claim. `subset` makes it a lower bound: it counts only some of the people.
    pub fn of(claim: &Claim, subset: bool) -> Said {
        let positive = |x: Option<f64>| x.filter(|x| x.is_finite() && *x > 0.0).map(f64::ln);
        let value = claim.value.filter(|value| value.is_finite());
        if subset {
            return positive(value.or(claim.low)).map_or(Said::Open, |low| Said::AtLeast { low });
        }
        match (claim.qualifier, value) {
            (Qualifier::Undetermined, _) => Said::Open,
            (_, Some(value)) if value <= 0.0 => Said::Nobody,
            (Qualifier::Range | Qualifier::Vague, _) | (_, None) => bounds(claim),
            (qualifier, Some(value)) => around(claim, qualifier, value),
        }
    }

    /// A number of people that it may mean; `None` where it says nothing. `habit` is how far whoever
    /// says so usually stays below or above with what he calls a bound (standard normal).
    pub fn draw(&self, habit: f64, rng: &mut Xoshiro256PlusPlus) -> Option<f64> {
        let bound = |rng: &mut Xoshiro256PlusPlus| {
            (HABIT.sqrt() * habit + (1.0 - HABIT).sqrt() * normal(rng)).abs()
        };
        Some(match *self {
            Said::Open => return None,
            Said::Nobody => 0.0,
            Said::Around { log, under, over } => {
                let below = rng.random::<f64>() * (under + over) < under;
                let off = normal(rng).abs() * if below { -under } else { over };
                (log + off).exp()
            }
            Said::Above { log, over } => {
                let passed = rng.random::<f64>() < PASSED.0;
                (log + if passed { PASSED.1 } else { over } * bound(rng)).exp()
            }
            Said::Below { log, under } => (log - under * bound(rng)).exp(),
            Said::Between { low, high } => (low + (high - low) * rng.random::<f64>()).exp(),
            Said::AtLeast { low } => (low + PART * bound(rng)).exp(),
            Said::AtMost { high } => (high - PART * bound(rng)).exp(),
        })
    }

    /// From 0 (out of the question) to 1 (as it says): how well so many people fit, give or take `room`
    /// (sd of the logarithm).
    pub fn fits(&self, people: f64, room: f64) -> f64 {
        let truth = people.max(0.5).ln();
        let bell = |off: f64, sd: f64| {
            // Three times what rounding and wording leave open is still at its word.
            let z = (off.abs() / sd.max(0.01).hypot(room) / 3.0).max(1.0);
            1.0 / (z * z)
        };
        match *self {
            Said::Open => 1.0,
            Said::Nobody => {
                if people < 1.0 {
                    1.0
                } else {
                    0.0
                }
            }
            Said::Around { log, under, over } => {
                let off = truth - log;
                bell(off, if off < 0.0 { under } else { over })
            }
            Said::Above { log, over } => {
                let off = truth - log;
                bell(off, if off < 0.0 { CLOSED } else { over.max(PASSED.1) })
            }
            Said::Below { log, under } => {
                let off = truth - log;
                bell(off, if off > 0.0 { CLOSED } else { under })
            }
            Said::Between { low, high } => bell((low - truth).max(truth - high).max(0.0), 0.02),
            Said::AtLeast { low } => bell((low - truth).max(0.0), 0.02),
            Said::AtMost { high } => bell((truth - high).max(0.0), 0.02),
        }
    }
}

/// A range, or bare bounds.
fn bounds(claim: &Claim) -> Said {
    let positive = |x: Option<f64>| x.filter(|x| *x > 0.0).map(f64::ln);
    match (positive(claim.low), positive(claim.high), positive(claim.value)) {
        (Some(low), Some(high), _) => Said::Between { low: low.min(high), high: low.max(high) },
        (Some(low), None, _) => Said::AtLeast { low },
        (None, Some(high), _) => Said::AtMost { high },
        (None, None, Some(log)) => Said::Around { log, under: 0.5, over: 0.5 },
        (None, None, None) => Said::Open,
    }
}

/// A number with its hedge: half a step of the last digit kept, and what the word leaves open.
fn around(claim: &Claim, qualifier: Qualifier, value: f64) -> Said {
    let step = (rounding(value) / value).min(1.0);
    let digit = (0.29 * step).min(0.35);
    let base = if claim.measure == Measure::Rate { RATE } else { 0.0 };
    let wide = |sd: f64| (sd * sd + digit * digit + base * base).sqrt();
    // How far "more than" usually is exceeded: up to the next round number.
    let reach = (0.6 * step).clamp(BOUND.0, BOUND.1);
    let about = wide(0.6 * step.min(0.25) + ABOUT);
    let log = value.ln();
    let (under, over) = match qualifier {
        Qualifier::About => (about, about),
        Qualifier::MoreThan => return Said::Above { log, over: wide(reach) },
        Qualifier::LessThan => return Said::Below { log, under: wide(reach.max(FEWER)) },
        Qualifier::UpTo => return Said::Below { log, under: wide(UP_TO) },
        Qualifier::Nearly => (wide(reach.min(0.2)), CLOSED),
        _ => (wide(0.0), wide(0.0)),
    };
    Said::Around { log, under, over }
}

/// Steps that an office rounds its exact numbers to: the usual one, so that a round number among many
/// that are not is no rounded one.
pub(crate) fn usual_step(values: impl Iterator<Item = f64>) -> f64 {
    let mut steps: Vec<f64> = values.filter(|value| *value > 0.0).map(rounding).collect();
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 4).copied().unwrap_or(1.0)
}
