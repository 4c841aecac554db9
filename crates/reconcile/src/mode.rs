//! Where the posterior peaks, and how it bends there.
//!
//! Levenberg-damped Gauss-Newton steps on the log posterior: the curvature is that of the prior
//! plus one rank per claim and is always positive definite. The observations are tempered first
//! (their scales widened), so that the windows that fit are found before the numbers are matched;
//! a start at the sharp posterior would be caught by whichever window is nearest.
//!
//! A [`Node`] is one peak under one scale of the steps. The scale is integrated over a grid of
//! such nodes, each weighed by its evidence in Laplace's approximation (Rue, Martino & Chopin,
//! "Approximate Bayesian inference for latent Gaussian models", JRSS B 71, 2009); the sampler then
//! moves between the nodes, so that neither the approximation nor the choice of peaks biases
//! the draws.

use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;

use crate::curvature::{Factor, Symbols};
use crate::deflate;
use crate::model::{LARGE, Model, STEP_SPREAD, Scratch};
use crate::shift::Shift;

/// Logarithms of the factors on the walks' steps lie this far apart on the grid.
const RUNG: f64 = 0.35;
/// Rungs to either side.
const RUNGS: i32 = 5;
/// Nodes with less than this share of the evidence (logarithm) are left out.
const NEGLIGIBLE: f64 = 6.0;

/// A peak of the posterior under one scale of the steps, with the curvature there.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub at: Vec<f64>,
    pub factor: Factor,
    /// The factor on the walks' steps.
    pub scale: f64,
    /// Parameters that are bent: means of segments that totals hold from above.
    pub bent: Vec<usize>,
    /// Log prior of the scale.
    pub log_prior: f64,
    /// Logarithm of the evidence, in Laplace's approximation.
    pub evidence: f64,
}

/// How far above its knee a bent parameter stands at the peak: the flow is nearly linear in its
/// coordinate down to a third of the peak's.
const KNEE: f64 = 3.0;
/// Softplus at the knee.
const SOFT: f64 = 3.048_587_351_573_742;
/// What scales the slope of the bend to one at the peak: softplus over logistic at the knee.
const BEND: f64 = 3.200_367_578_471_949;

/// Working memory of an evaluation in a node's coordinates.
#[derive(Debug, Clone)]
pub(crate) struct Work {
    pub scratch: Scratch,
    /// Slopes of the coordinates that are bent.
    slopes: Vec<(f64, f64)>,
    spare: Vec<f64>,
    gradient: Vec<f64>,
}

impl Work {
    pub fn of(model: &Model) -> Work {
        let spare = vec![0.0; model.dim];
        Work { scratch: model.scratch(), slopes: Vec::new(), gradient: spare.clone(), spare }
    }
}

impl Node {
    /// Evaluates the posterior at a whitened point. Leaves the parameters in `theta`, and in `kick`
    /// the gradient of the remainder, the density over the standard normal; gives the log density
    /// of the parameters, and of the point.
    pub fn evaluate(
        &self,
        model: &Model,
        z: &[f64],
        theta: &mut [f64],
        kick: &mut [f64],
        work: &mut Work,
    ) -> (f64, f64) {
        let Work { scratch, slopes, spare, gradient } = work;
        self.factor.place(z, spare, theta);
        for (to, at) in theta.iter_mut().zip(&self.at) {
            *to += at;
        }
        let bent = self.bend(theta, slopes);
        let own = model.gradient(theta, self.scale, 1.0, scratch, gradient);
        self.unbend(slopes, gradient);
        self.factor.whiten(gradient, kick);
        for (kick, z) in kick.iter_mut().zip(z) {
            *kick += z;
        }
        (own, own + bent + self.log_prior - self.factor.half_log_determinant)
    }

    /// Stretches the coordinates along what the curvature left out.
    fn deflate(&mut self, model: &Model) {
        let found = deflate::stiff(model.dim, |z| {
            let mut work = Work::of(model);
            let (mut theta, mut kick) = (self.at.clone(), self.at.clone());
            self.evaluate(model, z, &mut theta, &mut kick, &mut work);
            kick.iter_mut().zip(z).for_each(|(kick, z)| *kick -= z);
            kick
        });
        self.factor.stretch(found);
    }

    /// Bends the means that totals hold from above, in place: the logarithm of a flow follows
    /// its coordinate downwards, and the flow itself upwards. A sum that is known is a wall for the
    /// logarithm of each of its parts, and nearly flat for the parts themselves; the sampler takes
    /// longer steps along flat walls. Leaves the logarithmic derivatives of the change in `slopes`
    /// (first, and of its logarithm) and gives the logarithm of its determinant.
    fn bend(&self, theta: &mut [f64], slopes: &mut Vec<(f64, f64)>) -> f64 {
        slopes.clear();
        let mut log = 0.0;
        for &parameter in &self.bent {
            let v = KNEE + BEND * (theta[parameter] - self.at[parameter]);
            // ln(1 + e^v), and the logistic of v.
            let (soft, logistic) = if v > 0.0 {
                (v + (-v).exp().ln_1p(), 1.0 / (1.0 + (-v).exp()))
            } else {
                let e = v.exp();
                (e.ln_1p(), e / (1.0 + e))
            };
            let ratio = logistic / soft;
            theta[parameter] = self.at[parameter] + (soft / SOFT).ln();
            let slope = BEND * ratio;
            slopes.push((slope, BEND * (1.0 - logistic - ratio)));
            log += slope.ln();
        }
        log
    }

    /// Carries a gradient by the bent parameters back to their coordinates, with that of the
    /// determinant.
    fn unbend(&self, slopes: &[(f64, f64)], gradient: &mut [f64]) {
        for (&parameter, (slope, of_log)) in self.bent.iter().zip(slopes) {
            gradient[parameter] = gradient[parameter] * slope + of_log;
        }
    }

    /// The whitened point of parameters.
    pub fn coordinates(&self, theta: &[f64], z: &mut [f64]) {
        let mut offset: Vec<f64> = theta.iter().zip(&self.at).map(|(x, at)| x - at).collect();
        self.straighten(&mut offset);
        self.factor.unplace(&offset, z);
    }

    /// The coordinates of offsets from the peak: undoes [`Node::bend`].
    fn straighten(&self, offset: &mut [f64]) {
        for &parameter in &self.bent {
            let soft = SOFT * offset[parameter].exp();
            // The inverse of the softplus.
            let v = if soft > 30.0 { soft } else { soft.exp_m1().ln() };
            offset[parameter] = (v - KNEE) / BEND;
        }
    }
}

/// Log prior of a rung of the grid of scales.
fn log_prior(scale: f64) -> f64 {
    -0.5 * (scale.ln() / STEP_SPREAD).powi(2)
}

/// The scales of the grid with their prior weights.
pub(crate) fn scales() -> Vec<(f64, f64)> {
    let all: Vec<f64> = (-RUNGS..=RUNGS).map(|rung| (f64::from(rung) * RUNG).exp()).collect();
    let total: f64 = all.iter().map(|scale| log_prior(*scale).exp()).sum();
    all.into_iter().map(|scale| (scale, log_prior(scale).exp() / total)).collect()
}

/// Sd from which a mean is worth bending. What is known better is as straight in its logarithm, and
/// there one factor on all numbers, a leaning's, is a straight line too.
const LOOSE: f64 = 0.15;

/// Sd of each parameter in the normal approximation, from a few of its draws: for a rough limit
/// enough, and far quicker than the inverse.
fn spread(factor: &Factor, dim: usize) -> Vec<f64> {
    const DRAWS: usize = 24;
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(0);
    let mut squares = vec![0.0; dim];
    let (mut spare, mut offset) = (vec![0.0; dim], vec![0.0; dim]);
    for _ in 0..DRAWS {
        let z: Vec<f64> = (0..dim).map(|_| StandardNormal.sample(&mut rng)).collect();
        factor.place(&z, &mut spare, &mut offset);
        for (square, x) in squares.iter_mut().zip(&offset) {
            *square += x * x;
        }
    }
    squares.into_iter().map(|square| (square / DRAWS as f64).sqrt()).collect()
}

/// Looks for peaks; holds what the search needs again and again.
struct Search<'a> {
    model: &'a Model,
    scratch: Scratch,
    symbols: Symbols,
    /// Of a large model, whose curvature misses them: directions that are climbed by themselves.
    shifts: Vec<Shift>,
}

impl Search<'_> {
    fn of(model: &Model) -> Search<'_> {
        let shifts = if model.dim > LARGE { Shift::all(model) } else { Vec::new() };
        Search { model, scratch: model.scratch(), symbols: Symbols::default(), shifts }
    }

    /// Climbs from `start` through the tempering `schedule` (factor, steps).
    fn climb(&mut self, start: Vec<f64>, scale: f64, schedule: &[(f64, usize)]) -> (Vec<f64>, f64) {
        let dim = self.model.dim;
        let mut theta = start;
        let mut gradient = vec![0.0; dim];
        let mut trial = vec![0.0; dim];
        let mut trial_gradient = vec![0.0; dim];
        let mut log = f64::NEG_INFINITY;
        for &(widen, steps) in schedule {
            for shift in &self.shifts {
                self.model.decode(&theta, scale, &mut self.scratch);
                shift.climb(self.model, &mut theta, &self.scratch, widen);
            }
            log = self.model.gradient(&theta, scale, widen, &mut self.scratch, &mut gradient);
            let mut damping = 1e-3;
            for _ in 0..steps {
                let matrix = self.model.curvature(&theta, scale, widen, true, &mut self.scratch);
                let mut moved = false;
                let mut gain = 0.0;
                for _ in 0..10 {
                    // Levenberg-Marquardt: between a Newton and a gradient step.
                    let Some(factor) = matrix.factor(damping, &mut self.symbols) else { break };
                    let step = factor.solve(&gradient);
                    // Predicted gain: the gradient's length in the curvature's measure.
                    gain = gradient.iter().zip(&step).map(|(g, s)| g * s).sum();
                    // A step of more than a few e-foldings of any flow is beyond the expansion.
                    let longest = step.iter().fold(0.0_f64, |most, s| most.max(s.abs()));
                    let shrink = (4.0 / longest).min(1.0);
                    for (to, (from, step)) in trial.iter_mut().zip(theta.iter().zip(&step)) {
                        *to = from + shrink * step;
                    }
                    let value = self.model.gradient(
                        &trial,
                        scale,
                        widen,
                        &mut self.scratch,
                        &mut trial_gradient,
                    );
                    if value.is_finite() && value > log + 1e-3 * shrink * gain {
                        std::mem::swap(&mut theta, &mut trial);
                        std::mem::swap(&mut gradient, &mut trial_gradient);
                        log = value;
                        moved = true;
                        damping = (damping * 0.2).max(1e-6);
                        break;
                    }
                    damping = (damping * 6.0).max(0.03);
                }
                // A large model has many small gains to make, and none that any sum would show.
                if !moved || gain < 1e-2 + 2e-5 * dim as f64 {
                    break;
                }
            }
        }
        (theta, log)
    }

    /// The node at a peak that was climbed to.
    fn node(&mut self, at: Vec<f64>, log: f64, scale: f64) -> Option<Node> {
        let matrix = self.model.curvature(&at, scale, 1.0, false, &mut self.scratch);
        let factor = matrix.factor(0.0, &mut self.symbols)?;
        let log_prior = log_prior(scale);
        let evidence = log + log_prior - factor.half_log_determinant;
        let mut bent = self.model.held_from_above(&at, scale, &mut self.scratch);
        let spread = spread(&factor, self.model.dim);
        bent.retain(|&parameter| spread[parameter] > LOOSE);
        Some(Node { at, factor, scale, bent, log_prior, evidence })
    }
}

/// The nodes on the rungs in one direction from the first.
fn along(model: &Model, first: &Node, direction: i32) -> Vec<Node> {
    let large = model.dim > LARGE;
    let (steps, drop) = if large { (2, 0.0) } else { (6, NEGLIGIBLE) };
    let mut search = Search::of(model);
    let mut best = first.evidence;
    let mut from = first.at.clone();
    let mut nodes = Vec::new();
    for rung in 1..=RUNGS {
        let scale = (f64::from(direction * rung) * RUNG).exp();
        let (at, log) = search.climb(from, scale, &[(1.0, steps)]);
        from = at.clone();
        let Some(node) = search.node(at, log, scale) else { break };
        if node.evidence < best - drop {
            break;
        }
        best = best.max(node.evidence);
        nodes.push(node);
    }
    nodes
}

/// Finds the peaks from several starts and lays the grid of scales over the best; nodes of
/// negligible evidence are left out, the best comes first. Empty when numbers are out of range.
pub(crate) fn find(model: &Model) -> Vec<Node> {
    const PATIENT: &[(f64, usize)] = &[(30.0, 3), (8.0, 3), (2.5, 4), (1.0, 8)];
    const DIRECT: &[(f64, usize)] = &[(3.0, 4), (1.0, 8)];
    const LONG: &[(f64, usize)] = &[(30.0, 2), (5.0, 3), (1.0, 4)];
    let large = model.dim > LARGE;
    let schedules: &[&[(f64, usize)]] = if large { &[LONG] } else { &[PATIENT, DIRECT] };
    let mut peaks: Vec<(Vec<f64>, f64)> = schedules
        .par_iter()
        .map(|schedule| Search::of(model).climb(model.start.clone(), 1.0, schedule))
        .filter(|peak| peak.1.is_finite())
        .collect();
    peaks.sort_by(|a, b| b.1.total_cmp(&a.1));
    // Two starts that reached one peak are one.
    peaks.dedup_by(|next, best| {
        let apart = |(a, b): (&f64, &f64)| (a - b).abs() > 0.05;
        !next.0.iter().zip(&best.0).any(apart)
    });
    let mut search = Search::of(model);
    let mut nodes: Vec<Node> =
        peaks.into_iter().filter_map(|(at, log)| search.node(at, log, 1.0)).collect();
    // From the best upwards and downwards, for as long as the evidence is worth it.
    if let Some(first) = nodes.first() {
        let scaled: Vec<Vec<Node>> =
            [1, -1].par_iter().map(|direction| along(model, first, *direction)).collect();
        nodes.extend(scaled.into_iter().flatten());
    }
    nodes.sort_by(|a, b| b.evidence.total_cmp(&a.evidence));
    let best = nodes.first().map_or(0.0, |node| node.evidence);
    nodes.retain(|node| node.evidence > best - NEGLIGIBLE);
    if large {
        nodes.truncate(1);
        for node in &mut nodes {
            node.factor.thin();
            node.deflate(model);
        }
    }
    // Peaks under one scale share its prior weight: each alone stands for the whole posterior.
    let scales: Vec<f64> = nodes.iter().map(|node| node.scale).collect();
    for node in &mut nodes {
        let sharing = scales.iter().filter(|scale| **scale == node.scale).count();
        node.log_prior -= (sharing as f64).ln();
    }
    nodes
}
