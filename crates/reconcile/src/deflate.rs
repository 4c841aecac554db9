//! The few stiff directions that a sparse curvature misses.
//!
//! In a large model the long totals and the counts of the whole route are left out of the matrix
//! that whitens: each would tie a thousand days to each other. What they hold together is little: one
//! level for all organisations and crossings, a few days of the route. Lanczos' method (full
//! reorthogonalisation; Golub & Van Loan, "Matrix Computations", 4th ed., section 10.3) finds the
//! directions in which the whitened posterior is still much narrower than the standard normal, from
//! differences of gradients alone, and [`Factor::stretch`](crate::curvature::Factor::stretch) widens them.

use faer::{Mat, Side};
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::{Distribution, StandardNormal};

use crate::curvature::dot;

/// Steps of the method, each two gradients.
const STEPS: usize = 40;
/// Curvature from which a direction is stretched; one is the standard normal. Every direction counts at each
/// step of an orbit, and below this one hardly makes the steps shorter.
const STIFF: f64 = 5.0;
/// Length of the differences, in sd.
const LENGTH: f64 = 1e-4;

/// A direction in whitened space (unit length), and the curvature along it.
pub(crate) type Direction = (Vec<f64>, f64);

/// The stiff directions around the origin of whitened space, stiffest first; `slope` gives the
/// gradient of the log density at a whitened point.
pub(crate) fn stiff(dim: usize, slope: impl Fn(&[f64]) -> Vec<f64> + Sync) -> Vec<Direction> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(0);
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let (mut diagonal, mut beside) = (Vec::new(), Vec::new());
    let mut next: Vec<f64> = (0..dim).map(|_| StandardNormal.sample(&mut rng)).collect();
    for _ in 0..STEPS.min(dim) {
        let length = dot(&next, &next).sqrt();
        if length < 1e-8 {
            break;
        }
        if !basis.is_empty() {
            beside.push(length);
        }
        next.iter_mut().for_each(|x| *x /= length);
        let at = |length: f64| slope(&next.iter().map(|x| length * x).collect::<Vec<_>>());
        let (ahead, behind) = rayon::join(|| at(LENGTH), || at(-LENGTH));
        let mut image: Vec<f64> =
            behind.iter().zip(&ahead).map(|(b, a)| (b - a) / (2.0 * LENGTH)).collect();
        diagonal.push(dot(&image, &next));
        basis.push(next);
        // Twice is enough.
        for _ in 0..2 {
            for known in &basis {
                let along = dot(&image, known);
                image.iter_mut().zip(known).for_each(|(x, k)| *x -= along * k);
            }
        }
        next = image;
    }
    let size = diagonal.len();
    let tridiagonal = Mat::from_fn(size, size, |i, j| match i.abs_diff(j) {
        0 => diagonal[i],
        1 => beside[i.min(j)],
        _ => 0.0,
    });
    let Ok(eigen) = tridiagonal.self_adjoint_eigen(Side::Lower) else { return Vec::new() };
    let mut found = Vec::new();
    for at in (0..size).rev() {
        let curvature = eigen.S()[at];
        if !curvature.is_finite() || curvature < STIFF {
            continue;
        }
        let mut direction = vec![0.0; dim];
        for (step, known) in basis.iter().enumerate() {
            let share = eigen.U()[(step, at)];
            direction.iter_mut().zip(known).for_each(|(x, k)| *x += share * k);
        }
        found.push((direction, curvature));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stiff_directions_of_a_known_matrix_are_found() {
        // The identity, but for 30 along the first axis and 5 along the diagonal of two others.
        let slope = |z: &[f64]| {
            let mut slope: Vec<f64> = z.iter().map(|x| -x).collect();
            slope[0] -= 29.0 * z[0];
            let both = 0.5 * (z[1] + z[2]);
            slope[1] -= 4.0 * both;
            slope[2] -= 4.0 * both;
            slope
        };
        let found = stiff(50, slope);
        assert_eq!(found.len(), 2);
        assert!((found[0].1 - 30.0).abs() < 1e-4 && (found[1].1 - 5.0).abs() < 1e-4);
        assert!((found[0].0[0].abs() - 1.0).abs() < 1e-4);
        assert!((found[1].0[1] * found[1].0[2] - 0.5).abs() < 1e-4);
    }
}
