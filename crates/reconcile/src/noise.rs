//! How far a number may lie from the truth, by how it was written: observation
//! densities on the log scale with their derivatives.
//!
//! Exact and hedged numbers get a Student-t with 3 degrees of freedom, so that one wrong claim
//! does not drag the rest (Lange, Little & Taylor, "Robust Statistical Modeling Using the t
//! Distribution", JASA 84, 1989). "More than" and "up to" get a t whose two
//! halves have different scales; ranges and bare bounds a soft step.

use claim::{Claim, Measure, Qualifier, rounding};

/// Degrees of freedom of the Student-t. Three keeps the variance finite; counts of one day by one
/// office are either the same to the last person or off by a tenth, and a tenfold slip of the pen
/// must not pull.
pub(crate) const FREEDOM: f64 = 3.0;

/// Width of a soft step on the log scale.
pub(crate) const STEP: f64 = 0.03;

/// What a soft step leaves beyond a bound, so that a false bound can go.
pub(crate) const FLOOR: f64 = 0.01;

/// The density of a claim's number given what the model says it counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Density {
    /// Two half Student-t around `ln(value)`; `under` is the scale where the
    /// truth lies below the number, `over` where it lies above.
    Split { log_value: f64, under: f64, over: f64 },
    /// The truth lies above / below / between; logs.
    Soft { low: Option<f64>, high: Option<f64> },
    /// The truth is some positive number.
    Positive,
}

/// A density at one point.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    /// Density, up to a constant.
    pub density: f64,
    /// Its derivative by the logarithm of the truth.
    pub slope: f64,
    /// Curvature for Newton steps and whitening; never negative.
    pub information: f64,
    /// From 0 (an outlier) to 1 (as expected).
    pub weight: f64,
}

impl Density {
    /// Reads the density off the claim. `subset` makes it a lower bound.
    pub fn of(claim: &Claim, subset: bool) -> Density {
        // Households carry their factor in the model; here only the number counts.
        let positive = |x: Option<f64>| x.filter(|x| *x > 0.0).map(f64::ln);
        let value = claim.value.filter(|v| v.is_finite());
        if subset {
            return match positive(value.or(claim.low)) {
                Some(low) => Density::Soft { low: Some(low), high: None },
                None => Density::Positive,
            };
        }
        match (claim.qualifier, value) {
            (Qualifier::Undetermined, _) => Density::Positive,
            // "Nobody crossed": at most a few.
            (_, Some(v)) if v <= 0.0 => Density::Split { log_value: 0.0, under: 1.0, over: 1.0 },
            (Qualifier::Range | Qualifier::Vague, _) | (_, None) => {
                let (low, high) = (positive(claim.low), positive(claim.high));
                let (low, high) = match (low, high) {
                    (Some(low), Some(high)) if low > high => (Some(high), Some(low)),
                    other => other,
                };
                match (low, high, positive(value)) {
                    (None, None, Some(v)) => Density::Split { log_value: v, under: 0.5, over: 0.5 },
                    (None, None, None) => Density::Positive,
                    _ => Density::Soft { low, high },
                }
            }
            (qualifier, Some(v)) => {
                // Half a step of the last digit kept, as the sd of a uniform error.
                let step = (rounding(v) / v).min(1.0);
                let digit = (0.29 * step).min(0.35);
                // A rate is a habit put in a number ("8,000 a day").
                let base = if claim.measure == Measure::Rate { 0.12 } else { 0.0 };
                let wide = |s: f64| (s * s + digit * digit + base * base).sqrt();
                // How far "more than" usually is exceeded: up to the next round number.
                let reach = (0.6 * step).clamp(0.02, 0.5);
                let (under, over) = match qualifier {
                    Qualifier::About => {
                        (wide(0.6 * step.min(0.25) + 0.01), wide(0.6 * step.min(0.25) + 0.01))
                    }
                    // The side that the word closes keeps little room; who rounds coarsely looks coarsely.
                    Qualifier::MoreThan => ((0.25 * wide(reach)).max(0.03), wide(reach)),
                    Qualifier::LessThan => (wide(reach.max(0.1)), (0.25 * wide(reach)).max(0.03)),
                    Qualifier::UpTo => (wide(reach.max(0.3)), (0.25 * wide(reach)).max(0.03)),
                    Qualifier::Nearly => (wide(reach.min(0.2)), 0.03),
                    _ => (wide(0.0), wide(0.0)),
                };
                Density::Split { log_value: v.ln(), under, over }
            }
        }
    }

    /// The same with a further relative error of sd `extra`: for windows whose
    /// start is only known to a few days.
    pub fn loosened(self, extra: f64) -> Density {
        match self {
            Density::Split { log_value, under, over } => {
                Density::Split { log_value, under: under.hypot(extra), over: over.hypot(extra) }
            }
            other => other,
        }
    }

    /// Evaluates at `truth`, the logarithm of what the claim should say, with
    /// `noise` the shared relative error of counting and `widen` >= 1 a factor
    /// on all scales (for tempering while the mode is sought).
    pub fn at(&self, truth: f64, noise: f64, widen: f64) -> Point {
        match *self {
            Density::Positive => Point { density: 1.0, slope: 0.0, information: 0.0, weight: 1.0 },
            Density::Split { log_value, under, over } => {
                let scale = |s: f64| (s * s + noise * noise).sqrt() * widen;
                let same = under == over; // mostly, and one root does
                let under = scale(under);
                let over = if same { under } else { scale(over) };
                let distance = truth - log_value;
                let inverse = if distance < 0.0 { under } else { over }.recip();
                // (1 + z2 / 3) to the power of -(3 + 1) / 2, which needs no logarithm.
                let fallen = FREEDOM / (FREEDOM + (distance * inverse).powi(2));
                let weight = (FREEDOM + 1.0) / FREEDOM * fallen;
                Point {
                    density: 2.0 / (under + over) * fallen * fallen,
                    slope: -weight * distance * inverse * inverse,
                    information: weight.min(1.0) * inverse * inverse,
                    weight: weight.min(1.0),
                }
            }
            Density::Soft { low, high } => {
                let step = (STEP * STEP + noise * noise).sqrt() * widen;
                let mut point = Point { density: 1.0, slope: 0.0, information: 0.0, weight: 1.0 };
                for (bound, side) in [(low, 1.0), (high, -1.0)] {
                    let Some(bound) = bound else { continue };
                    let z = side * (truth - bound) / step;
                    // The logistic step: heavy enough (exponential) for a bound that is wrong,
                    // once it is mixed with a floor that lets a false bound go.
                    let inside = logistic(z);
                    let p = FLOOR + (1.0 - FLOOR) * inside;
                    let d = (1.0 - FLOOR) * inside * (1.0 - inside) / p;
                    point.density *= p;
                    point.slope += d * side / step;
                    point.information += d * d / (step * step);
                    point.weight *= inside.max(FLOOR);
                }
                point
            }
        }
    }

    /// Whether it says that there were not many more.
    pub fn holds_from_above(&self) -> bool {
        match self {
            Density::Split { .. } => true,
            Density::Soft { high, .. } => high.is_some(),
            Density::Positive => false,
        }
    }

    /// The middle of the density in people, for a first guess of levels.
    pub fn middle(&self) -> Option<f64> {
        match *self {
            Density::Split { log_value, .. } => Some(log_value.exp()),
            Density::Soft { low: Some(low), high: Some(high) } => Some(((low + high) / 2.0).exp()),
            _ => None,
        }
    }
}

/// The logarithm of a product of many densities: a logarithm costs more than the density, and one
/// does for as many as a number can hold.
#[derive(Debug)]
pub(crate) struct LogProduct {
    log: f64,
    product: f64,
}

impl LogProduct {
    /// Of none.
    pub fn new() -> LogProduct {
        LogProduct { log: 0.0, product: 1.0 }
    }

    /// Takes in one more.
    pub fn take(&mut self, density: f64) {
        self.product *= density;
        if !(1e-150..1e150).contains(&self.product) {
            self.log += self.product.ln();
            self.product = 1.0;
        }
    }

    /// The logarithm of all.
    pub fn log(&self) -> f64 {
        self.log + self.product.ln()
    }
}

fn logistic(z: f64) -> f64 {
    if z >= 0.0 { 1.0 / (1.0 + (-z).exp()) } else { z.exp() / (1.0 + z.exp()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn densities() -> impl Strategy<Value = Density> {
        prop_oneof![
            (1.0f64..14.0, 0.001f64..0.5, 0.001f64..0.5)
                .prop_map(|(log_value, under, over)| { Density::Split { log_value, under, over } }),
            (1.0f64..7.0, 7.0f64..14.0)
                .prop_map(|(low, high)| Density::Soft { low: Some(low), high: Some(high) }),
            (1.0f64..14.0).prop_map(|low| Density::Soft { low: Some(low), high: None }),
            Just(Density::Positive),
        ]
    }

    proptest! {
        #[test]
        fn slopes_are_the_differences(
            density in densities(), truth in 0.0f64..15.0, noise in 0.005f64..0.1, widen in 1.0f64..5.0
        ) {
            let h = 1e-6;
            if let Density::Split { log_value, .. } = density {
                prop_assume!((truth - log_value).abs() > 1e-3); // the kink between the halves
            }
            let at = density.at(truth, noise, widen);
            let slope = (density.at(truth + h, noise, widen).density.ln()
                - density.at(truth - h, noise, widen).density.ln()) / (2.0 * h);
            prop_assert!((at.slope - slope).abs() < 1e-4 * (1.0 + slope.abs()), "{} {}", at.slope, slope);
            prop_assert!(at.information >= 0.0 && (0.0..=1.0).contains(&at.weight));
        }
    }

    #[test]
    fn a_product_of_any_size_has_the_sum_of_logarithms() {
        let densities: Vec<f64> = (0..2_000).map(|i| (f64::from(i % 97) - 48.0).exp()).collect();
        let mut product = LogProduct::new();
        densities.iter().for_each(|density| product.take(*density));
        let sum: f64 = densities.iter().map(|density| density.ln()).sum();
        assert!((product.log() - sum).abs() < 1e-7 * (1.0 + sum.abs()), "{}", product.log());
        product.take(0.0);
        assert_eq!(product.log(), f64::NEG_INFINITY);
    }

    #[test]
    fn a_tenfold_slip_hardly_pulls() {
        let density = Density::Split { log_value: (10f64).ln(), under: 0.01, over: 0.01 };
        let near = density.at((10f64).ln() + 0.015, 0.01, 1.0).slope.abs();
        let far = density.at(0.0, 0.01, 1.0).slope.abs();
        assert!(far < near / 10.0);
    }
}
