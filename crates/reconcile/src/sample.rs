//! Draws from the posterior.
//!
//! The No-U-Turn Sampler (Hoffman & Gelman, JMLR 15, 2014) of `nuts-rs` runs in
//! the space whitened at the mode, where the posterior is a standard normal but
//! for what the claims say in other than normal ways. Its integrator for that
//! case turns position and velocity exactly under a standard normal, so the step
//! can be long and only the remainder costs energy. No mass matrix is learned:
//! the curvature at the mode is better than one from a hundred draws.
//!
//! The Laplace approximation alone would not do: with thin data the posterior of
//! a crossing nobody counted is far from normal, and its upper tail would be absurd.

use std::collections::HashMap;

use nuts_rs::{
    Chain, CpuLogpFunc, CpuMath, CpuMathError, FlowNutsSettings, HasDims, LogpError, Settings,
};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{Rng, SeedableRng};
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;

use crate::mode::Mode;
use crate::model::{Model, Scratch};

/// Parameters below which chains are run longer and thinned.
const THIN_BELOW: usize = 250;

/// Number of chains.
pub(crate) const CHAINS: usize = 4;

/// Draws of the parameters, by chain.
#[derive(Debug)]
pub(crate) struct Sample {
    pub chains: Vec<Vec<Vec<f64>>>,
    pub divergences: usize,
    /// Whether every chain ran to its end.
    pub complete: bool,
}

impl Sample {
    /// All draws, chain after chain.
    pub fn draws(&self) -> impl Iterator<Item = &Vec<f64>> {
        self.chains.iter().flatten()
    }
}

/// A point at which the density is not a number: the trajectory ends there.
#[derive(Debug, thiserror::Error)]
#[error("the log density is not finite here")]
struct NotFinite;

impl LogpError for NotFinite {
    fn is_recoverable(&self) -> bool {
        true
    }
}

/// The posterior in whitened coordinates.
struct Whitened<'a> {
    model: &'a Model,
    mode: &'a Mode,
    scratch: Scratch,
    theta: Vec<f64>,
    gradient: Vec<f64>,
}

impl HasDims for Whitened<'_> {
    fn dim_sizes(&self) -> HashMap<String, u64> {
        HashMap::from([("unconstrained_parameter".to_owned(), self.model.dim as u64)])
    }
}

impl CpuLogpFunc for Whitened<'_> {
    type LogpError = NotFinite;
    type FlowParameters = ();
    type ExpandedVector = Vec<f64>;

    fn dim(&self) -> usize {
        self.model.dim
    }

    fn logp(&mut self, z: &[f64], gradient: &mut [f64]) -> Result<f64, NotFinite> {
        self.mode.place(z, &mut self.theta);
        let log = self.model.gradient(&self.theta, 1.0, &mut self.scratch, &mut self.gradient);
        self.mode.whiten(&self.gradient, gradient);
        if log.is_finite() && gradient.iter().all(|g| g.is_finite()) {
            Ok(log)
        } else {
            Err(NotFinite)
        }
    }

    fn expand_vector<R: Rng + ?Sized>(
        &mut self,
        _: &mut R,
        z: &[f64],
    ) -> Result<Vec<f64>, CpuMathError> {
        Ok(z.to_vec())
    }

    // The coordinates are white already: the transformation that the sampler
    // could learn is the identity.

    fn new_transformation<R: Rng + ?Sized>(
        &mut self,
        _: &mut R,
        _: usize,
        _: u64,
    ) -> Result<(), NotFinite> {
        Ok(())
    }

    fn init_transformation<R: Rng + ?Sized>(
        &mut self,
        _: &mut R,
        _: &[f64],
        _: &[f64],
        _: u64,
    ) -> Result<(), NotFinite> {
        Ok(())
    }

    fn update_transformation<'a, R: Rng + ?Sized>(
        &'a mut self,
        _: &mut R,
        _: impl ExactSizeIterator<Item = &'a [f64]>,
        _: impl ExactSizeIterator<Item = &'a [f64]>,
        _: impl ExactSizeIterator<Item = &'a f64>,
        (): &'a mut (),
    ) -> Result<(), NotFinite> {
        Ok(())
    }

    fn transformation_id(&self, (): &()) -> Result<i64, NotFinite> {
        Ok(0)
    }

    fn inv_transform_normalize(
        &mut self,
        (): &(),
        position: &[f64],
        gradient: &[f64],
        to_position: &mut [f64],
        to_gradient: &mut [f64],
    ) -> Result<f64, NotFinite> {
        to_position.copy_from_slice(position);
        to_gradient.copy_from_slice(gradient);
        Ok(0.0)
    }

    fn init_from_untransformed_position(
        &mut self,
        (): &(),
        position: &[f64],
        gradient: &mut [f64],
        to_position: &mut [f64],
        to_gradient: &mut [f64],
        _: Option<f64>,
    ) -> Result<(f64, f64), NotFinite> {
        let log = self.logp(position, gradient)?;
        to_position.copy_from_slice(position);
        to_gradient.copy_from_slice(gradient);
        Ok((log, 0.0))
    }

    fn init_from_transformed_position(
        &mut self,
        (): &(),
        position: &mut [f64],
        gradient: &mut [f64],
        from_position: &[f64],
        to_gradient: &mut [f64],
        _: Option<f64>,
    ) -> Result<(f64, f64), NotFinite> {
        let log = self.logp(from_position, gradient)?;
        position.copy_from_slice(from_position);
        to_gradient.copy_from_slice(gradient);
        Ok((log, 0.0))
    }
}

/// Runs the chains. Each has its own generator, seeded by its number, so the
/// draws do not depend on how threads are scheduled.
///
/// `patience` is how many times as long as usual the chains run for the same number
/// of draws.
pub(crate) fn run(
    model: &Model,
    mode: &Mode,
    seed: u64,
    draws: usize,
    warm_up: usize,
    patience: usize,
) -> Sample {
    let each = draws.div_ceil(CHAINS).max(4);
    let chains: Vec<(Vec<Vec<f64>>, usize)> = (0..CHAINS as u64)
        .into_par_iter()
        .map(|chain| run_chain(model, mode, seed, chain, each, warm_up, patience))
        .collect();
    let divergences = chains.iter().map(|c| c.1).sum();
    let complete = chains.iter().all(|c| c.0.len() == each);
    Sample { chains: chains.into_iter().map(|c| c.0).collect(), divergences, complete }
}

fn run_chain(
    model: &Model,
    mode: &Mode,
    seed: u64,
    chain: u64,
    draws: usize,
    warm_up: usize,
    patience: usize,
) -> (Vec<Vec<f64>>, usize) {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(
        seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(chain + 1),
    );
    let mut settings = FlowNutsSettings {
        num_tune: warm_up as u64,
        num_draws: draws as u64,
        maxdepth: 6,
        ..FlowNutsSettings::default()
    };
    settings.adapt_options.step_size_settings.initial_step = 0.4;
    settings.adapt_options.step_size_settings.target_accept = 0.7;
    let function = Whitened {
        model,
        mode,
        scratch: model.scratch(),
        theta: vec![0.0; model.dim],
        gradient: vec![0.0; model.dim],
    };
    let mut kept = Vec::with_capacity(draws);
    let mut divergences = 0;
    let Ok(mut sampler) = settings.new_chain(chain, CpuMath::new(function), &mut rng) else {
        return (kept, 0);
    };
    // One chain starts near the mode, the others further and further out.
    let mut placed = false;
    for shrink in [1.0, 0.5, 0.2, 0.05, 0.01] {
        let spread = (0.2 + 0.25 * chain as f64) * shrink;
        let start: Vec<f64> = (0..model.dim)
            .map(|_| {
                let normal: f64 = StandardNormal.sample(&mut rng);
                spread * normal
            })
            .collect();
        if sampler.set_position(&start).is_ok() {
            placed = true;
            break;
        }
    }
    if !placed {
        return (kept, 0);
    }
    let mut theta = vec![0.0; model.dim];
    // Small models have the loosest posteriors, where readings of one window compete;
    // their steps are cheap, so the chains run longer and keep every few draws.
    let thin = (THIN_BELOW / model.dim.max(1)).clamp(1, 8) * patience;
    for step in 0..warm_up + draws * thin {
        let Ok((z, progress)) = sampler.draw() else { break };
        if step < warm_up {
            continue;
        }
        divergences += usize::from(progress.diverging);
        if (step - warm_up) % thin == thin - 1 {
            mode.place(&z, &mut theta);
            kept.push(theta.clone());
        }
    }
    (kept, divergences)
}
