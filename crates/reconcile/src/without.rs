//! What a picture would be without some of its claims, by weighing its draws anew.
//!
//! Dividing the posterior by a claim's density gives the posterior without it, so each draw counts
//! by the inverse of that density. The weights are truncated at their mean times the root of
//! their number (Ionides, "Truncated Importance Sampling", Journal of Computational and Graphical
//! Statistics 17, 2008), which keeps single draws from deciding; where they are so uneven that
//! few draws would speak for all, nothing is said (for the diagnosis see Vehtari, Simpson,
//! Gelman, Yao & Gabry, "Pareto Smoothed Importance Sampling", JMLR 25, 2024).

use claim::Window;

use crate::picture::Picture;

/// Draws that must be left, as a share of all and as a number, for the weights to be trusted.
const LEFT: (f64, f64) = (0.08, 30.0);

/// Log densities of the claims that inform the picture, on every so many draws.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Weighing {
    /// Every so many draws were weighed.
    pub(crate) every: usize,
    /// By claim, by weighed draw; empty for claims that do not inform the picture.
    pub(crate) logs: Vec<Vec<f32>>,
}

impl Picture {
    /// Median of the sum by these crossings (none named: all) over the window, had the claims at
    /// these positions not been made. `None` when the draws are too uneven a base to say, and
    /// when a crossing or a day is not in the picture.
    ///
    /// A claim that plays no part (a copy, out of scope) changes nothing. A running total
    /// that goes on from one that is left out still does so here.
    pub fn without(&self, claims: &[usize], via: &[&str], window: Window) -> Option<f64> {
        let sums = self.sums(via, window)?;
        let every = self.weighing.every.max(1);
        let mut weighted: Vec<(f64, f64)> =
            sums.iter().step_by(every).map(|sum| (*sum, 0.0)).collect();
        for logs in claims.iter().filter_map(|claim| self.weighing.logs.get(*claim)) {
            for ((_, log), density) in weighted.iter_mut().zip(logs) {
                *log -= f64::from(*density);
            }
        }
        let most = weighted.iter().map(|(_, log)| *log).fold(f64::NEG_INFINITY, f64::max);
        for (_, weight) in &mut weighted {
            *weight = (*weight - most).exp();
        }
        let count = weighted.len() as f64;
        let total: f64 = weighted.iter().map(|(_, w)| w).sum();
        let squares: f64 = weighted.iter().map(|(_, w)| w * w).sum();
        let speaking = total * total / squares;
        if !speaking.is_finite() || speaking < f64::max(LEFT.0 * count, LEFT.1) {
            return None;
        }
        let ceiling = total / count * count.sqrt();
        for (_, weight) in &mut weighted {
            *weight = weight.min(ceiling);
        }
        middle(weighted)
    }
}

/// Weighted median.
fn middle(mut weighted: Vec<(f64, f64)>) -> Option<f64> {
    weighted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = 0.5 * weighted.iter().map(|(_, w)| w).sum::<f64>();
    let mut sum = 0.0;
    weighted.into_iter().find_map(|(value, weight)| {
        sum += weight;
        (sum >= half).then_some(value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_where_half_of_the_weight_lies() {
        assert_eq!(middle(vec![(3.0, 1.0), (1.0, 5.0), (2.0, 1.0)]), Some(1.0));
        assert_eq!(middle(vec![(3.0, 1.0), (1.0, 1.0), (2.0, 1.0)]), Some(2.0));
        assert_eq!(middle(vec![]), None);
    }
}
