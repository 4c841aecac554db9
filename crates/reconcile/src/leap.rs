//! Leaps between peaks that no orbit joins.
//!
//! Two exact counts of the same days that differ by a third, or a total that is either of one day or
//! since September, make peaks with a valley between them. What the flows must do for a claim to be
//! right under another of its readings is found once, at the best peak: the claim is given a loud
//! voice, and the rest follows by chord Newton steps in the curvature of the peak (Sherman &
//! Morrison's formula adds the voice). The displacement then serves as a proposal from wherever a
//! chain stands, forth and back alike, so that the posterior is kept exactly (Tjelmeland & Hegstad,
//! "Mode Jumping Proposals in MCMC", Scandinavian Journal of Statistics 28, 2001, take the
//! displacements anew at each step). Claims that have nothing to do with each other leap
//! independently: peaks need not be found for each combination.

use rayon::prelude::*;

use crate::curvature::dot;
use crate::mode::Node;
use crate::model::{Model, NOISE, Scratch};
use crate::noise::Density;

/// Leaps kept, the likeliest first.
const MOST: usize = 24;
/// Distances of a number from the peak, in its sd, from which a reading is another place.
const APART: f64 = 2.0;
/// Logarithm of the density that a leap from the peak may lose.
const NEGLIGIBLE: f64 = 8.0;
/// The same after the first of the steps, which overshoots.
const HOPELESS: f64 = 60.0;
/// How many voices the claim is given.
const VOICES: f64 = 12.0;
/// Steps to follow it.
const STEPS: usize = 4;
/// Parameters that move less than this (all of them) make no leap; neither do two leaps that
/// differ by less.
const SMALL: f64 = 0.05;

/// A displacement of the parameters.
pub(crate) type Leap = Vec<f64>;

/// The leaps from the peak of `node` to where other readings of the claims would be right.
pub(crate) fn find(model: &Model, node: &Node, scratch: &mut Scratch) -> Vec<Leap> {
    let peak = model.log_density(&node.at, node.scale, scratch);
    let mut readings = Vec::new();
    for (o, observation) in model.observations.iter().enumerate() {
        for (h, hypothesis) in observation.hypotheses.iter().enumerate() {
            let Density::Split { log_value, under, over } = observation.density(hypothesis) else {
                continue;
            };
            let off = log_value - model.log_truth(observation, hypothesis, &node.at, scratch);
            let sd = if off > 0.0 { under } else { over }.hypot(NOISE);
            if off.abs() > APART * sd {
                readings.push((o, h, sd));
            }
        }
    }
    let followed: Vec<Option<(f64, Leap)>> = readings
        .par_iter()
        .map_init(
            || model.scratch(),
            |scratch, &reading| follow(model, node, peak, reading, scratch),
        )
        .collect();
    let mut followed: Vec<(f64, Leap)> = followed.into_iter().flatten().collect();
    followed.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut leaps: Vec<Leap> = Vec::new();
    for (_, leap) in followed {
        let same = |known: &Leap| {
            [1.0, -1.0]
                .iter()
                .any(|sign| known.iter().zip(&leap).all(|(a, b)| (a - sign * b).abs() < SMALL))
        };
        if leaps.len() < MOST && leap.iter().any(|x| x.abs() > SMALL) && !leaps.iter().any(same) {
            leaps.push(leap);
        }
    }
    leaps
}

/// Follows one reading (observation, hypothesis, sd of its number) from the peak; gives the log
/// density reached and the displacement, when it is worth a try.
fn follow(
    model: &Model,
    node: &Node,
    peak: f64,
    (o, h, sd): (usize, usize, f64),
    scratch: &mut Scratch,
) -> Option<(f64, Leap)> {
    let observation = &model.observations[o];
    let hypothesis = &observation.hypotheses[h];
    let Density::Split { log_value, .. } = observation.density(hypothesis) else { return None };
    let voice = VOICES / (sd * sd);
    model.decode(&node.at, node.scale, scratch);
    let mut row = vec![0.0; model.dim];
    model.row(observation, hypothesis, 1.0, &node.at, node.scale, scratch);
    scratch.take_row(|parameter, value| row[parameter] = value);
    let answer = node.factor.solve(&row);
    let held = dot(&row, &answer);
    let mut theta = node.at.clone();
    let mut gradient = vec![0.0; model.dim];
    let mut best: Option<(f64, Leap)> = None;
    for step in 0..=STEPS {
        let log = model.gradient(&theta, node.scale, 1.0, scratch, &mut gradient);
        let lost = peak - log;
        if !log.is_finite() || (step == 1 && lost > HOPELESS) {
            return None;
        }
        if step > 0 && lost < NEGLIGIBLE && best.as_ref().is_none_or(|(most, _)| log > *most) {
            best = Some((log, theta.iter().zip(&node.at).map(|(x, at)| x - at).collect()));
        }
        let off = log_value - model.log_truth(observation, hypothesis, &theta, scratch);
        for (slope, by) in gradient.iter_mut().zip(&row) {
            *slope += voice * off * by;
        }
        let free = node.factor.solve(&gradient);
        let back = voice * dot(&row, &free) / (1.0 + voice * held);
        let mut by: Vec<f64> = free.iter().zip(&answer).map(|(x, a)| x - back * a).collect();
        let longest = by.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
        let shrink = (3.0 / longest).min(1.0);
        by.iter_mut().for_each(|x| *x *= shrink);
        theta.iter_mut().zip(&by).for_each(|(x, by)| *x += by);
    }
    best
}
