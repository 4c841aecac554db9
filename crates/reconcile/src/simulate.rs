//! Worlds drawn from the model's own prior, to test the intervals with: daily flows, and what a
//! given set of reporters would have said of them.
//!
//! An engine whose intervals tell the truth covers the truth of such worlds as often as it says
//! (Talts, Betancourt, Simpson, Vehtari & Gelman, "Validating Bayesian Inference Algorithms with
//! Simulation-Based Calibration", 2018).

use std::collections::BTreeMap;

use claim::{Claim, Event, Window};
use places::Gazetteer;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use rand_distr::{ChiSquared, Distribution, StandardNormal};

use crate::engine::{Options, prepare};
use crate::error::ReconcileError;
use crate::mode::scales;
use crate::model::NOISE;
use crate::noise::{Density, FREEDOM};
use crate::picture::ELSEWHERE;

/// A world: what really happened, and what was said of it.
#[derive(Debug, Clone)]
pub struct World {
    /// The reports that were given, with the numbers of this world.
    pub claims: Vec<Claim>,
    /// Days of the world.
    pub days: Window,
    /// Daily flows, people, by crossing; [`ELSEWHERE`] for unnamed ways.
    pub flows: BTreeMap<String, Vec<f64>>,
}

impl World {
    /// How many crossed by `via` (all ways when empty) on the days from `from` to `to`,
    /// positions, both included.
    pub fn sum(&self, via: &str, from: usize, to: usize) -> f64 {
        self.flows
            .iter()
            .filter(|(name, _)| via.is_empty() || name.as_str() == via)
            .map(|(_, flows)| flows[from..=to].iter().sum::<f64>())
            .sum()
    }
}

/// Draws a world in which the same reporters give numbers for the same days, crossings and people
/// as in `reports`; their numbers are overwritten, but must be such that running totals grow.
///
/// Only counts can be drawn: a report of bounds or of no number keeps what it says.
///
/// # Errors
/// As [`crate::reconcile`].
pub fn world(
    reports: &[Claim],
    events: &[Event],
    gazetteer: &Gazetteer,
    options: &Options,
    seed: u64,
) -> Result<World, ReconcileError> {
    let prepared = prepare(reports, events, gazetteer, options)?;
    let model = &prepared.model;
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut theta = vec![0.0; model.dim];
    for &parameter in &model.plain {
        theta[parameter] = StandardNormal.sample(&mut rng);
    }
    let grid = scales();
    let mut left = rng.random::<f64>();
    let mut scale = 1.0;
    for (one, weight) in grid {
        left -= weight;
        if left < 0.0 {
            scale = one;
            break;
        }
    }
    let mut other = Xoshiro256PlusPlus::seed_from_u64(seed ^ 0x5851_F42D_4C95_7F2D);
    for walk in &model.walks {
        walk.draw(&mut theta, scale, &mut || StandardNormal.sample(&mut rng), &mut |freedom| {
            ChiSquared::new(freedom).map_or(freedom, |chi| chi.sample(&mut other))
        });
    }
    let mut scratch = model.scratch();
    model.decode(&theta, scale, &mut scratch);
    let mut claims = reports.to_vec();
    let mut said: BTreeMap<usize, f64> = BTreeMap::new();
    // A running total goes on from what was printed before: by the days they end on.
    let mut order: Vec<usize> = (0..model.observations.len()).collect();
    order.sort_by_key(|&at| model.observations[at].hypotheses.iter().map(|h| h.to).max());
    for at in order {
        let observation = &model.observations[at];
        let mut left = rng.random::<f64>();
        let mut chosen = None;
        for hypothesis in &observation.hypotheses {
            let jacobian = hypothesis.before.map_or(1.0, |before| before.jacobian);
            chosen = Some(hypothesis);
            left -= hypothesis.prior / jacobian;
            if left < 0.0 {
                break;
            }
        }
        let Some(hypothesis) = chosen else { continue };
        let density = hypothesis.before.map_or(observation.density, |before| before.density);
        let Density::Split { under, over, .. } = density else { continue };
        let chi: f64 = ChiSquared::new(FREEDOM).map_or(FREEDOM, |chi| chi.sample(&mut rng));
        let normal: f64 = StandardNormal.sample(&mut rng);
        let student = normal / (chi / FREEDOM).sqrt();
        // Two halves of different width: each as likely as it is wide.
        let (under, over) = (under.hypot(NOISE), over.hypot(NOISE));
        let below = rng.random::<f64>() < under / (under + over);
        let distance = student.abs() * if below { -under } else { over };
        let log = model.log_truth(observation, hypothesis, &theta, &scratch) - distance;
        let before = hypothesis.before.and_then(|before| said.get(&before.claim));
        let number = (log.exp() + before.copied().unwrap_or(0.0)).round().max(1.0);
        said.insert(observation.claim, number);
        claims[observation.claim].value = Some(number);
    }
    let mut flows = BTreeMap::new();
    for (row, days) in scratch.flows.iter().enumerate() {
        let name = model.crossings.get(row).map_or(ELSEWHERE, String::as_str);
        flows.insert(name.to_owned(), days.clone());
    }
    let claims = claims.into_iter().map(Claim::sealed).collect();
    Ok(World { claims, days: prepared.days, flows })
}
