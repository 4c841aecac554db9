//! The mode of the posterior and the curvature there.
//!
//! Levenberg-damped Gauss-Newton steps on the log posterior: the curvature is
//! the identity (the prior) plus one rank per claim and is always positive
//! definite. The observations are tempered first (their scales widened), so that
//! the windows that fit are found before the numbers are matched; a start at the
//! sharp posterior would be caught by whichever window is nearest.

use faer::linalg::solvers::{Llt, Solve};
use faer::{Mat, Side};

use crate::model::{Model, Scratch};

/// The mode and a square root of the inverse curvature there.
#[derive(Debug, Clone)]
pub(crate) struct Mode {
    pub at: Vec<f64>,
    /// Lower triangle `W` of `L^-1`, row by row, with curvature `L L^T`: the whitened
    /// point `z` lies at `at + W^T z`.
    white: Vec<f64>,
}

impl Mode {
    /// The point that the whitened `z` stands for.
    pub fn place(&self, z: &[f64], theta: &mut [f64]) {
        theta.copy_from_slice(&self.at);
        let mut first = 0;
        for (i, &value) in z.iter().enumerate() {
            let row = &self.white[first..first + i + 1];
            for (to, w) in theta[..=i].iter_mut().zip(row) {
                *to += value * w;
            }
            first += i + 1;
        }
    }

    /// Carries a gradient by the parameters to one by the whitened point.
    pub fn whiten(&self, gradient: &[f64], out: &mut [f64]) {
        let mut first = 0;
        for (i, to) in out.iter_mut().enumerate() {
            let row = &self.white[first..first + i + 1];
            *to = dot(row, &gradient[..=i]);
            first += i + 1;
        }
    }
}

/// Dot product in four strands, which the compiler can turn into vector
/// instructions (it may not reorder one running sum).
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut strands = [0.0; 4];
    let (left, right) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = left.remainder().iter().zip(right.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in left.zip(right) {
        for ((strand, x), y) in strands.iter_mut().zip(x).zip(y) {
            *strand += x * y;
        }
    }
    strands.iter().sum::<f64>() + rest
}

fn curvature(model: &Model, theta: &[f64], widen: f64, scratch: &mut Scratch) -> Mat<f64> {
    let rows = model.curvature_rows(theta, widen, scratch);
    let jacobian = Mat::from_fn(rows.len(), model.dim, |i, j| rows[i][j]);
    let mut matrix = Mat::<f64>::identity(model.dim, model.dim);
    faer::linalg::matmul::matmul(
        matrix.as_mut(),
        faer::Accum::Add,
        jacobian.transpose(),
        jacobian.as_ref(),
        1.0,
        faer::Par::Seq,
    );
    matrix
}

/// Climbs from `start` through the tempering `schedule` (factor, steps).
pub(crate) fn climb(
    model: &Model,
    start: Vec<f64>,
    schedule: &[(f64, usize)],
    scratch: &mut Scratch,
) -> (Vec<f64>, f64) {
    let dim = model.dim;
    let mut theta = start;
    let mut gradient = vec![0.0; dim];
    let mut trial = vec![0.0; dim];
    let mut trial_gradient = vec![0.0; dim];
    let mut log = f64::NEG_INFINITY;
    for &(widen, steps) in schedule {
        log = model.gradient(&theta, widen, scratch, &mut gradient);
        let mut damping = 1e-3;
        for _ in 0..steps {
            let matrix = curvature(model, &theta, widen, scratch);
            let mut moved = false;
            let mut gain = 0.0;
            for _ in 0..10 {
                // Levenberg-Marquardt: between a Newton and a gradient step.
                let mut damped = matrix.clone();
                for i in 0..dim {
                    damped[(i, i)] *= 1.0 + damping;
                }
                let Ok(factor) = Llt::new(damped.as_ref(), Side::Lower) else { break };
                let step = factor.solve(Mat::from_fn(dim, 1, |i, _| gradient[i]));
                // Predicted gain: the gradient's length in the curvature's measure.
                gain = (0..dim).map(|i| gradient[i] * step[(i, 0)]).sum();
                for i in 0..dim {
                    trial[i] = theta[i] + step[(i, 0)];
                }
                let value = model.gradient(&trial, widen, scratch, &mut trial_gradient);
                if value.is_finite() && value > log + 1e-3 * gain {
                    std::mem::swap(&mut theta, &mut trial);
                    std::mem::swap(&mut gradient, &mut trial_gradient);
                    log = value;
                    moved = true;
                    damping = (damping * 0.2).max(1e-6);
                    break;
                }
                damping = (damping * 6.0).max(0.03);
            }
            if !moved || gain < 1e-2 {
                break;
            }
        }
    }
    (theta, log)
}

/// Finds the mode from several starts, learns the step of the walks, and factors
/// the curvature at the best.
///
/// The step is chosen by the evidence in Laplace's approximation times its prior
/// (empirical Bayes; MacKay, "Bayesian Interpolation", Neural Computation 4, 1992).
pub(crate) fn find(model: &mut Model, scratch: &mut Scratch) -> Mode {
    const PATIENT: &[(f64, usize)] = &[(30.0, 3), (8.0, 3), (2.5, 4), (1.0, 6)];
    const DIRECT: &[(f64, usize)] = &[(3.0, 4), (1.0, 6)];
    let mut best: Option<(Vec<f64>, f64)> = None;
    for schedule in [PATIENT, DIRECT] {
        let found = climb(model, vec![0.0; model.dim], schedule, scratch);
        if found.1.is_finite() && best.as_ref().is_none_or(|best| found.1 > best.1) {
            best = Some(found);
        }
    }
    let mut at = best.map_or_else(|| vec![0.0; model.dim], |best| best.0);
    let mut chosen = (1.0, f64::NEG_INFINITY, at.clone());
    // Upwards, then downwards, for as long as the evidence grows.
    for ladder in [[1.0, 1.6, 2.5, 4.0], [0.65, 0.4, 0.25, 0.16]] {
        at.clone_from(&chosen.2);
        for scale in ladder {
            model.step_scale = scale;
            let (found, log) = climb(model, at, &[(1.0, 3)], scratch);
            at = found;
            let prior = -0.5 * (scale.ln() / crate::model::STEP_SPREAD).powi(2);
            let evidence = log + prior - half_log_determinant(model, &at, scratch);
            if evidence > chosen.1 {
                chosen = (scale, evidence, at.clone());
            } else {
                break;
            }
        }
        if chosen.0 > 1.0 {
            break;
        }
    }
    model.step_scale = chosen.0;
    let (at, _) = climb(model, chosen.2, &[(1.0, 10)], scratch);
    let matrix = curvature(model, &at, 1.0, scratch);
    let white = inverse_root(&matrix, model.dim);
    Mode { at, white }
}

fn half_log_determinant(model: &Model, theta: &[f64], scratch: &mut Scratch) -> f64 {
    let matrix = curvature(model, theta, 1.0, scratch);
    match Llt::new(matrix.as_ref(), Side::Lower) {
        Ok(factor) => (0..model.dim).map(|i| factor.L()[(i, i)].ln()).sum(),
        Err(_) => f64::INFINITY,
    }
}

fn inverse_root(matrix: &Mat<f64>, dim: usize) -> Vec<f64> {
    let mut white = Vec::with_capacity(dim * (dim + 1) / 2);
    match Llt::new(matrix.as_ref(), Side::Lower) {
        Ok(factor) => {
            let mut inverse = Mat::<f64>::identity(dim, dim);
            faer::linalg::triangular_solve::solve_lower_triangular_in_place(
                factor.L(),
                inverse.as_mut(),
                faer::Par::Seq,
            );
            for i in 0..dim {
                white.extend((0..=i).map(|j| inverse[(i, j)]));
            }
        }
        // The curvature is positive definite; this is for numbers out of range.
        Err(_) => {
            for i in 0..dim {
                white.extend((0..=i).map(|j| if i == j { 1.0 } else { 0.0 }));
            }
        }
    }
    white
}
