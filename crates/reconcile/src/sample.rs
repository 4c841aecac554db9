//! Draws from the posterior.
//!
//! Hamiltonian Monte Carlo in the space whitened at a [`Node`], where the posterior is a standard
//! normal but for what the claims say in other than normal ways. Position and velocity turn
//! exactly under the standard normal, and only the remainder kicks (Shahbaba, Lan, Johnson &
//! Neal, "Split Hamiltonian Monte Carlo", Statistics and Computing 24, 2014): a quarter turn
//! leads to a nearly independent draw, and takes a few evaluations where the claims are kind.
//!
//! After each turn the chain may carry its whitened point over to another node: another scale of
//! the walks' steps, or another peak. The move keeps the posterior exactly, since the nodes
//! are only coordinates.
//!
//! The Laplace approximation alone would not do: with thin data the posterior of
//! a crossing nobody counted is far from normal, and its upper tail would be absurd.

use std::f64::consts::PI;

use rand::rngs::Xoshiro256PlusPlus;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;

use crate::leap::Leap;
use crate::mode::{Node, Work};
use crate::model::{LARGE, Model, Scratch, Told};
use crate::shift::Shift;

/// Number of chains; two where one takes long.
pub(crate) const CHAINS: usize = 4;
/// Share of accepted turns that the step size is tuned for; in a large model, where a turn takes
/// long, fewer.
const TARGET: (f64, f64) = (0.8, 0.65);
/// Longest step, radians.
const LONGEST: f64 = 1.4;
/// Most steps of a turn.
const MOST: usize = 40;
/// Segments moved by themselves after each turn.
const SETTLED: usize = 4;
/// Leaps tried after each turn.
const LEAPS: usize = 4;
/// An energy lost by more than this is a divergence.
const DIVERGED: f64 = 50.0;

/// A draw: the parameters, and the scale of the steps they were drawn under.
#[derive(Debug, Clone)]
pub(crate) struct Drawn {
    pub theta: Vec<f64>,
    pub scale: f64,
}

/// Draws of the parameters, by chain.
#[derive(Debug)]
pub(crate) struct Sample {
    pub chains: Vec<Vec<Drawn>>,
    pub divergences: usize,
    /// Turns after the warm-up.
    pub turns: usize,
}

impl Sample {
    /// All draws, chain after chain.
    pub fn draws(&self) -> impl Iterator<Item = &Drawn> {
        self.chains.iter().flatten()
    }
}

/// What `read` makes of each draw with its flows decoded, on all cores, in the order of the draws.
pub(crate) fn read_off<T: Send>(
    model: &Model,
    draws: &[&Drawn],
    read: impl Fn(&Drawn, &Scratch) -> T + Sync,
) -> Vec<T> {
    draws
        .par_iter()
        .map_init(
            || model.scratch(),
            |scratch, draw| {
                model.decode(&draw.theta, draw.scale, scratch);
                read(draw, scratch)
            },
        )
        .collect()
}

/// A chain: the posterior in the whitened coordinates of its node, and where it stands there.
struct Chain<'a> {
    model: &'a Model,
    nodes: &'a [Node],
    work: Work,
    node: usize,
    /// Segments that are moved by themselves, and which is next.
    told: Vec<Told>,
    next: usize,
    leaps: &'a [Leap],
    shifts: Vec<Shift>,
    z: Vec<f64>,
    theta: Vec<f64>,
    /// Log density of `theta` in the scale of the node.
    own: f64,
    /// Log density at `z`, and the gradient of the remainder: the density over the normal.
    log: f64,
    kick: Vec<f64>,
}

impl Chain<'_> {
    /// Evaluates the density at `z` in the coordinates of `node`.
    fn evaluate(&mut self) {
        let node = &self.nodes[self.node];
        let (theta, kick, work) = (&mut self.theta, &mut self.kick, &mut self.work);
        (self.own, self.log) = node.evaluate(self.model, &self.z, theta, kick, work);
        if !self.log.is_finite() {
            self.log = f64::NEG_INFINITY;
        }
    }

    /// A turn of `steps` steps of `step` radians from a new velocity; gives the probability of
    /// acceptance, and whether the energy was lost.
    fn turn(&mut self, step: f64, steps: usize, rng: &mut Xoshiro256PlusPlus) -> (f64, bool) {
        let mut velocity: Vec<f64> =
            self.z.iter().map(|_| StandardNormal.sample(&mut *rng)).collect();
        let energy =
            |log: f64, velocity: &[f64]| 0.5 * velocity.iter().map(|v| v * v).sum::<f64>() - log;
        let before = energy(self.log, &velocity);
        let (z, theta, kick) = (self.z.clone(), self.theta.clone(), self.kick.clone());
        let (log, own) = (self.log, self.own);
        let (sin, cos) = step.sin_cos();
        for _ in 0..steps {
            for ((v, z), kick) in velocity.iter_mut().zip(&mut self.z).zip(&self.kick) {
                let pushed = *v + 0.5 * step * kick;
                *v = pushed * cos - *z * sin;
                *z = *z * cos + pushed * sin;
            }
            self.evaluate();
            if self.log == f64::NEG_INFINITY {
                break;
            }
            for (v, kick) in velocity.iter_mut().zip(&self.kick) {
                *v += 0.5 * step * kick;
            }
        }
        let lost = energy(self.log, &velocity) - before;
        let accept = if lost.is_finite() { (-lost).exp().min(1.0) } else { 0.0 };
        if rng.random::<f64>() >= accept {
            (self.z, self.theta, self.kick) = (z, theta, kick);
            (self.log, self.own) = (log, own);
        }
        // Nothing but a number out of range or a bend that the step is too long for.
        (accept, lost.is_nan() || lost > DIVERGED)
    }

    /// Moves that no orbit makes, one after the other: single segments, leaps, the scale.
    fn wander(&mut self, rng: &mut Xoshiro256PlusPlus) {
        let before = self.own;
        // Of thousands of segments a few more or less settled do not count.
        let large = self.model.dim > LARGE;
        let settled = if large { 0 } else { SETTLED.min(self.told.len()) };
        for _ in 0..settled {
            self.settle(rng);
        }
        for _ in 0..LEAPS.min(self.leaps.len()) {
            self.leap(rng);
        }
        let shifted = self.shift(rng);
        let moved = shifted || self.own != before;
        if self.change_scale(rng) || moved {
            self.nodes[self.node].coordinates(&self.theta, &mut self.z);
            self.evaluate();
        }
        // The dearest of these moves, every other time.
        if rng.random::<bool>() {
            self.change_node(rng);
        }
    }

    /// Log density of `theta` in the scale of the node.
    fn density(&mut self) -> f64 {
        let scale = self.nodes[self.node].scale;
        self.model.log_density(&self.theta, scale, &mut self.work.scratch)
    }

    /// Moves a single segment between where the one claim puts it, the other, and the walk. A
    /// count is mostly right to a percent and sometimes far off, so that two that contradict each
    /// other make two sharp peaks; no orbit leads from the one to the other.
    fn settle(&mut self, rng: &mut Xoshiro256PlusPlus) {
        let scale = self.nodes[self.node].scale;
        let told = &self.told[self.next % self.told.len()];
        self.next += 1;
        let walk = &self.model.walks[told.row];
        let parameter = walk.segments[told.segment].mean;
        // A Cauchy around each place, the walk's a little wider: its steps have long tails.
        let places = |theta: &[f64], scratch: &Scratch| -> Vec<(f64, f64)> {
            let mut places = self.model.places(told, theta, scratch);
            let (middle, sd) = walk.between(told.segment, theta, scale);
            places.push((middle, 1.5 * sd));
            places
        };
        let likely = |x: f64, places: &[(f64, f64)]| -> f64 {
            let sum: f64 =
                places.iter().map(|(at, sd)| (1.0 + ((x - at) / sd).powi(2)).recip() / sd).sum();
            sum / places.len() as f64
        };
        self.model.decode(&self.theta, scale, &mut self.work.scratch);
        let forth = places(&self.theta, &self.work.scratch);
        let here = self.theta[parameter];
        let Some((at, sd)) = forth.choose(rng) else { return };
        let there = at + sd * (PI * (rng.random::<f64>() - 0.5)).tan();
        if (there - here).abs() > 20.0 {
            return;
        }
        self.theta[parameter] = there;
        let own = self.model.log_density(&self.theta, scale, &mut self.work.scratch);
        let back = places(&self.theta, &self.work.scratch);
        let accept = (own - self.own) + (likely(here, &back) / likely(there, &forth)).ln();
        if own.is_finite() && rng.random::<f64>().ln() < accept {
            self.own = own;
        } else {
            self.theta[parameter] = here;
        }
    }

    /// Moves along the wide directions; says whether it did.
    fn shift(&mut self, rng: &mut Xoshiro256PlusPlus) -> bool {
        let scale = self.nodes[self.node].scale;
        let (mut moved, mut stale) = (false, true);
        for shift in &self.shifts {
            let scratch = &mut self.work.scratch;
            if stale {
                self.model.decode(&self.theta, scale, scratch);
            }
            let (length, gain) = shift.wander(self.model, &mut self.theta, scratch, rng);
            stale = length != 0.0;
            moved |= stale;
            self.own += gain;
        }
        moved
    }

    /// Leaps, forth or back.
    fn leap(&mut self, rng: &mut Xoshiro256PlusPlus) {
        let Some(leap) = self.leaps.choose(rng) else { return };
        let sign = if rng.random::<bool>() { 1.0 } else { -1.0 };
        let theta = self.theta.clone();
        for (to, by) in self.theta.iter_mut().zip(leap) {
            *to += sign * by;
        }
        self.judge(theta, rng);
    }

    /// Keeps a symmetric proposal as often as it is likely, or goes back to `before`.
    fn judge(&mut self, before: Vec<f64>, rng: &mut Xoshiro256PlusPlus) {
        let own = self.density();
        if own.is_finite() && rng.random::<f64>().ln() < own - self.own {
            self.own = own;
        } else {
            self.theta = before;
        }
    }

    /// Carries the chain to another node with the same flows, which changes the scale alone;
    /// says whether it did. The whitened point is not brought up.
    fn change_scale(&mut self, rng: &mut Xoshiro256PlusPlus) -> bool {
        let Some(other) = self.other_node(rng) else { return false };
        let here = self.node;
        self.node = other;
        let own = self.density();
        let prior = |node: usize| self.nodes[node].log_prior;
        let accept = own + prior(other) - self.own - prior(here);
        if rng.random::<f64>().ln() < accept {
            self.own = own;
        } else {
            self.node = here;
        }
        self.node == other
    }

    /// Carries the chain to another node with the same whitened point in its coordinates, which
    /// changes scale and flows together. Where the one change is stuck the other moves.
    fn change_node(&mut self, rng: &mut Xoshiro256PlusPlus) {
        let Some(other) = self.other_node(rng) else { return };
        let here = (self.node, self.log, self.own);
        let (theta, kick) = (self.theta.clone(), self.kick.clone());
        self.node = other;
        self.evaluate();
        if rng.random::<f64>().ln() >= self.log - here.1 {
            (self.node, self.log, self.own) = here;
            (self.theta, self.kick) = (theta, kick);
        }
    }

    /// A node that the chain is not at.
    fn other_node(&self, rng: &mut Xoshiro256PlusPlus) -> Option<usize> {
        let others = self.nodes.len().checked_sub(2)?;
        let other = rng.random_range(0..=others);
        Some(if other < self.node { other } else { other + 1 })
    }
}

/// How long the chains are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Length {
    /// Draws to keep, over all chains.
    pub draws: usize,
    /// Turns of each chain before the first.
    pub warm_up: usize,
}

/// Chains under way, and the draws they have made. They can be let go on where they stand.
pub(crate) struct Chains<'a> {
    runners: Vec<Runner<'a>>,
    pub sample: Sample,
    /// Draws kept of each chain.
    each: usize,
    /// Turns to a draw that is kept.
    thin: usize,
}

impl<'a> Chains<'a> {
    /// Runs the chains for the first time. Each has its own generator, seeded by its number, so the
    /// draws do not depend on how threads are scheduled.
    pub fn start(
        model: &'a Model,
        nodes: &'a [Node],
        leaps: &'a [Leap],
        seed: u64,
        length: Length,
    ) -> Chains<'a> {
        let count = if model.dim > LARGE { 2 } else { CHAINS };
        let each = length.draws.div_ceil(count).max(4);
        let runners = (0..count as u64)
            .into_par_iter()
            .map(|chain| Runner::warmed_up(model, nodes, leaps, seed, chain, length.warm_up))
            .collect();
        let kept = vec![Vec::with_capacity(each); count];
        let sample = Sample { chains: kept, divergences: 0, turns: 0 };
        let mut chains = Chains { runners, sample, each, thin: 1 };
        chains.fill();
        chains
    }

    /// Lets the chains go on for as long again as they have run. As many draws are kept, of
    /// twice as many turns.
    pub fn go_on(&mut self) {
        self.thin *= 2;
        for kept in &mut self.sample.chains {
            let mut at = 0;
            kept.retain(|_| {
                at += 1;
                at % 2 == 0
            });
        }
        self.fill();
    }

    /// Runs each chain until it has its draws.
    fn fill(&mut self) {
        let (each, thin) = (self.each, self.thin);
        let runs = self.runners.par_iter_mut().zip(&mut self.sample.chains);
        runs.for_each(|(runner, kept)| {
            while kept.len() < each {
                for _ in runner.turns % thin..thin {
                    runner.turn();
                }
                kept.push(runner.drawn());
            }
        });
        self.sample.divergences = self.runners.iter().map(|runner| runner.divergences).sum();
        self.sample.turns = self.runners.iter().map(|runner| runner.turns).sum();
    }
}

/// A chain with its generator and its step.
struct Runner<'a> {
    state: Chain<'a>,
    rng: Xoshiro256PlusPlus,
    step: f64,
    /// Turns after the warm-up, and how many of them diverged.
    turns: usize,
    divergences: usize,
}

impl<'a> Runner<'a> {
    /// A chain that has come from its node to where the draws are, and found its step.
    fn warmed_up(
        model: &'a Model,
        nodes: &'a [Node],
        leaps: &'a [Leap],
        seed: u64,
        chain: u64,
        warm_up: usize,
    ) -> Runner<'a> {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(
            seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(chain + 1),
        );
        let mut state = Chain {
            model,
            nodes,
            work: Work::of(model),
            // The chains begin at different nodes, where there are several.
            node: chain as usize % nodes.len(),
            told: model.told(),
            next: 0,
            leaps,
            shifts: Shift::all(model),
            z: vec![0.0; model.dim],
            theta: vec![0.0; model.dim],
            own: f64::NEG_INFINITY,
            log: f64::NEG_INFINITY,
            kick: vec![0.0; model.dim],
        };
        // And apart from each other.
        for shrink in [1.0, 0.5, 0.2, 0.0] {
            for z in &mut state.z {
                let normal: f64 = StandardNormal.sample(&mut rng);
                *z = shrink * normal;
            }
            state.evaluate();
            if state.log.is_finite() {
                break;
            }
        }
        let target = if model.dim > LARGE { TARGET.1 } else { TARGET.0 };
        let mut tuning = Tuning::new(0.5, target);
        let mut runner = Runner { state, rng, step: 0.0, turns: 0, divergences: 0 };
        for _ in 0..warm_up {
            runner.step = tuning.step();
            let (accept, _) = runner.make_turn();
            tuning.learn(accept);
        }
        runner.step = tuning.settled();
        runner
    }

    /// A turn and the moves after it; gives the probability of acceptance, and whether the
    /// energy was lost.
    fn make_turn(&mut self) -> (f64, bool) {
        // Around a quarter turn, never the same: no orbit is followed for ever. In a large model
        // each sum is of so many parts that half of it does.
        let quarter = if self.state.model.dim > LARGE { 0.3 } else { 0.5 };
        let angle = PI * quarter * (0.6 + 0.8 * self.rng.random::<f64>());
        let steps = ((angle / self.step).ceil() as usize).clamp(1, MOST);
        let step = (angle / steps as f64).min(self.step);
        let told = self.state.turn(step, steps, &mut self.rng);
        self.state.wander(&mut self.rng);
        told
    }

    fn turn(&mut self) {
        let (_, diverged) = self.make_turn();
        self.divergences += usize::from(diverged);
        self.turns += 1;
    }

    fn drawn(&self) -> Drawn {
        let scale = self.state.nodes[self.state.node].scale;
        Drawn { theta: self.state.theta.clone(), scale }
    }
}

/// Tunes the step by dual averaging (Nesterov; Hoffman & Gelman, JMLR 15, 2014, section 3.2).
struct Tuning {
    target: f64,
    anchor: f64,
    log: f64,
    averaged: f64,
    error: f64,
    count: f64,
}

impl Tuning {
    fn new(step: f64, target: f64) -> Tuning {
        Tuning {
            target,
            anchor: (2.0 * step).ln(),
            log: step.ln(),
            averaged: 0.0,
            error: 0.0,
            count: 0.0,
        }
    }

    fn step(&self) -> f64 {
        self.log.exp().min(LONGEST)
    }

    fn settled(&self) -> f64 {
        self.averaged.exp().min(LONGEST)
    }

    fn learn(&mut self, accept: f64) {
        self.count += 1.0;
        let weight = 1.0 / (self.count + 10.0);
        self.error = (1.0 - weight) * self.error + weight * (self.target - accept);
        self.log = (self.anchor - self.count.sqrt() / 0.05 * self.error).min(LONGEST.ln());
        let fade = self.count.powf(-0.75);
        self.averaged = fade * self.log + (1.0 - fade) * self.averaged;
    }
}
