//! Wide directions of the posterior, moved along by themselves.
//!
//! All flows grow and all organisations lean back: no number resists that an organisation with a
//! leaning gives. The fraction that passes elsewhere grows with its level: only counts of the whole route
//! see it. A whitened point moves slowly along either. Along such a line the walks' priors stand still
//! and all flows concerned grow by one factor, so that what a shift does to the density is told by
//! the few claims that see it and needs no flows anew: a proposal costs a small part of an evaluation, and a
//! chain can make several after each turn.

use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::{Distribution, StandardNormal};

use crate::leaning::LEANING;
use crate::model::{LARGE, Model, NOISE, Scratch};
use crate::noise::{Density, LogProduct};
use crate::walk::Walk;

/// Proposals at a time; more in a large model, where few of the claims see a shift and a turn takes
/// long.
const TRIES: (usize, usize) = (10, 16);
/// Grids laid over a line, one finer than the other, and their places to either side.
const GRIDS: usize = 3;
const REACH: i32 = 6;
/// A change of a log number that is none.
const NONE: f64 = 1e-9;

/// A wide direction.
#[derive(Debug, Clone)]
pub(crate) struct Shift {
    /// By parameter; the means of the walks by one each.
    direction: Vec<(usize, f64)>,
    /// Those among them that are standard normal a priori.
    plain: Vec<(usize, f64)>,
    /// Width, about.
    sd: f64,
    /// Whether only the flow by unnamed ways grows.
    elsewhere: bool,
    /// Observations whose number changes, and by how much for each unit of length besides their
    /// flows: by leanings and factors.
    seen: Vec<(usize, f64)>,
}

/// A reading that sees the shift, where the chain stands.
struct Reading {
    prior: f64,
    density: Density,
    /// People counted that the shift leaves and that it multiplies, and the log number but for them.
    still: f64,
    moved: f64,
    log: f64,
}

impl Shift {
    /// The wide directions of a model.
    pub fn all(model: &Model) -> Vec<Shift> {
        let mut shifts = Vec::new();
        let (named, elsewhere) = model.walks.split_at(model.elsewhere_row().max(1));
        let means = |walk: &Walk| -> Vec<(usize, f64)> {
            walk.segments.iter().map(|segment| (segment.mean, 1.0)).collect()
        };
        let leaning = model.organisations.all.iter().filter_map(|one| one.parameter);
        let mut level: Vec<(usize, f64)> =
            leaning.map(|parameter| (parameter, -1.0 / LEANING)).collect();
        if !level.is_empty() {
            level.extend(named[0].level_terms.first().map(|(base, wide)| (*base, 1.0 / wide)));
            let precision: f64 = level.iter().map(|(_, by)| by * by).sum();
            let means = named.iter().flat_map(means).collect();
            shifts.push(Shift::new(model, level, means, precision.sqrt().recip(), false));
        }
        for walk in elsewhere {
            let [(own, wide)] = walk.level_terms[..] else { continue };
            shifts.push(Shift::new(model, vec![(own, 1.0 / wide)], means(walk), wide, true));
        }
        shifts
    }

    fn new(
        model: &Model,
        plain: Vec<(usize, f64)>,
        means: Vec<(usize, f64)>,
        sd: f64,
        elsewhere: bool,
    ) -> Shift {
        let along = |parameter: usize| {
            plain.iter().find(|(known, _)| *known == parameter).map_or(0.0, |(_, by)| *by)
        };
        let mut seen = Vec::new();
        for (o, observation) in model.observations.iter().enumerate() {
            let terms = observation.terms.iter().chain(&observation.leaning);
            let by: f64 = terms.map(|(parameter, c)| c * along(*parameter)).sum();
            let grows = !elsewhere || observation.rows.contains(&model.all_row());
            let unmoved = if elsewhere { !grows } else { (1.0 + by).abs() < NONE };
            if observation.density != Density::Positive && !unmoved {
                seen.push((o, by));
            }
        }
        let mut direction = plain.clone();
        direction.extend(means);
        Shift { direction, plain, sd, elsewhere, seen }
    }

    /// Moves `theta` along; says by how much, and what the log density gained. The scratch holds
    /// the flows of `theta` before.
    pub fn wander(
        &self,
        model: &Model,
        theta: &mut [f64],
        scratch: &Scratch,
        rng: &mut Xoshiro256PlusPlus,
    ) -> (f64, f64) {
        let (sees, readings) = self.readings(model, theta, scratch);
        let (middle, sd) = self.prior(theta);
        let prior = |length: f64| -0.5 * ((length - middle) / sd).powi(2);
        let (mut length, mut told) = (0.0, likelihood(&sees, &readings, 0.0, 1.0));
        let before = told + prior(0.0);
        let tries = if model.dim > LARGE { TRIES.1 } else { TRIES.0 };
        for attempt in 0..tries {
            let normal: f64 = StandardNormal.sample(rng);
            // Once from the prior, once from here, now a wide step, now a narrow one: how wide the
            // posterior is depends on the claims.
            let from_prior = attempt % 2 == 0;
            let there = if from_prior {
                middle + sd * normal
            } else {
                length + self.sd * normal * 2.0 * rng.random::<f64>().powi(2)
            };
            let likely = likelihood(&sees, &readings, there, 1.0);
            let mut gain = likely - told;
            if !from_prior {
                gain += prior(there) - prior(length);
            }
            if rng.random::<f64>().ln() < gain {
                (length, told) = (there, likely);
            }
        }
        if length != 0.0 {
            self.along(length, theta);
        }
        (length, told + prior(length) - before)
    }

    /// Moves `theta` to the highest density along. The scratch holds the flows of `theta` before.
    pub fn climb(&self, model: &Model, theta: &mut [f64], scratch: &Scratch, widen: f64) {
        let (sees, readings) = self.readings(model, theta, scratch);
        let (middle, sd) = self.prior(theta);
        let density = |length: f64| {
            let prior = -0.5 * ((length - middle) / sd).powi(2);
            likelihood(&sees, &readings, length, widen) + prior
        };
        // The best of a wide grid, and then of ever finer ones around it.
        let (mut best, mut highest) = (0.0, density(0.0));
        let mut spacing = 0.5 * self.sd;
        for _ in 0..GRIDS {
            let centre = best;
            for at in (-REACH..=REACH).filter(|at| *at != 0) {
                let length = centre + f64::from(at) * spacing;
                let here = density(length);
                if here > highest {
                    (best, highest) = (length, here);
                }
            }
            spacing /= f64::from(REACH);
        }
        self.along(best, theta);
    }

    fn along(&self, length: f64, theta: &mut [f64]) {
        for &(parameter, by) in &self.direction {
            theta[parameter] += length * by;
        }
    }

    /// What the prior says of the length: a normal, middle and sd.
    fn prior(&self, theta: &[f64]) -> (f64, f64) {
        let precision: f64 = self.plain.iter().map(|(_, by)| by * by).sum();
        let sum: f64 = self.plain.iter().map(|(parameter, by)| by * theta[*parameter]).sum();
        (-sum / precision, precision.sqrt().recip())
    }

    /// For each observation that sees the shift how its number changes besides its flows, and how
    /// many readings it has; and these.
    fn readings(
        &self,
        model: &Model,
        theta: &[f64],
        scratch: &Scratch,
    ) -> (Vec<(f64, usize)>, Vec<Reading>) {
        let mut sees = Vec::with_capacity(self.seen.len());
        let mut readings = Vec::with_capacity(self.seen.len() * 2);
        for &(o, by) in &self.seen {
            let observation = &model.observations[o];
            let lean: f64 = observation.leaning.iter().map(|(p, c)| c * theta[*p]).sum();
            sees.push((by, observation.hypotheses.len()));
            for hypothesis in &observation.hypotheses {
                let (sum, ..) = Model::count(observation, hypothesis, theta, scratch);
                let moved = if self.elsewhere {
                    let row = model.elsewhere_row();
                    Model::count_in(&[row], observation, hypothesis, theta, scratch).0.min(sum)
                } else {
                    sum
                };
                readings.push(Reading {
                    prior: hypothesis.prior,
                    density: observation.density(hypothesis),
                    still: sum - moved,
                    moved,
                    log: Model::log_number(observation, hypothesis, 1.0, theta) + lean,
                });
            }
        }
        (sees, readings)
    }
}

/// Log density of the observations at a length, their scales widened.
fn likelihood(sees: &[(f64, usize)], mut readings: &[Reading], length: f64, widen: f64) -> f64 {
    let grown = length.exp();
    let mut product = LogProduct::new();
    for &(by, count) in sees {
        let (own, rest) = readings.split_at(count);
        readings = rest;
        let total: f64 = own
            .iter()
            .map(|reading| {
                let truth =
                    (reading.still + grown * reading.moved).ln() + reading.log + length * by;
                reading.prior * reading.density.at(truth, NOISE, widen).density
            })
            .sum();
        product.take(total);
    }
    product.log()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn what_a_shift_says_it_gained_is_what_the_density_gained() {
        let model = crate::model::tests::model();
        let mut scratch = model.scratch();
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(5);
        let shifts = Shift::all(&model);
        assert_eq!(shifts.len(), 2);
        let mut theta = model.start.clone();
        for shift in &shifts {
            let mut moved = 0;
            for _ in 0..40 {
                let before = model.log_density(&theta, 1.2, &mut scratch);
                let (length, gain) = shift.wander(&model, &mut theta, &scratch, &mut rng);
                moved += usize::from(length != 0.0);
                let after = model.log_density(&theta, 1.2, &mut scratch);
                assert!((after - before - gain).abs() < 1e-8 * (1.0 + before.abs()), "{gain}");
            }
            assert!(moved > 5, "{moved}");
        }
    }
}
