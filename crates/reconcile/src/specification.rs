//! The prepared model written out as plain numbers, so that another program can compute the same
//! posterior: `benches/peers/picture_numpyro.py` does, and its long runs are what our draws are
//! held against.
//!
//! Parameters are positions in one vector. All in [`Specification::plain`] are standard normal; the
//! means of the segments follow the walks.

use claim::{Claim, Event, Window};
use places::Gazetteer;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::{Distribution, StandardNormal};
use serde::Serialize;

use crate::engine::{Options, prepare};
use crate::error::ReconcileError;
use crate::model::{Model, NOISE, PARTIAL};
use crate::noise::STEP;
use crate::picture::ELSEWHERE;
use crate::{mode, noise, walk};

/// The posterior of a picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Specification {
    /// Days of the picture.
    pub days: Window,
    /// Names of the rows of flows: crossings, and [`ELSEWHERE`]. Where there are crossings,
    /// elsewhere is a fraction of their sum.
    pub rows: Vec<String>,
    /// Number of parameters.
    pub dim: usize,
    /// Parameters that are standard normal a priori.
    pub plain: Vec<usize>,
    /// One walk for each row.
    pub walks: Vec<Walk>,
    /// Factors on the days of the week, not on elsewhere where it is a fraction.
    pub weekdays: Option<Weekdays>,
    /// What the claims say.
    pub observations: Vec<Observation>,
    /// Organisations whose leaning is a parameter.
    pub leanings: Vec<Leaning>,
    /// Numbers that all rows share.
    pub constants: Constants,
    /// Points with their log posterior density, to check another program with. The second is the
    /// highest peak that was found.
    pub checks: Vec<Check>,
}

/// How the logarithm of the flow by one row goes on from day to day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Walk {
    /// Runs of days with one mean each, in order.
    pub segments: Vec<Segment>,
    /// Median of the level around which the means revert, log flow.
    pub level: f64,
    /// Parameters that the level depends on, with their coefficients.
    pub level_terms: Vec<(usize, f64)>,
    /// Sd of the step of a day.
    pub step: f64,
    /// Whether the step is multiplied by the unknown scale.
    pub scaled: bool,
    /// Sd of the first mean around the level; it is normal.
    pub first: f64,
}

/// A run of days with a mean and a shape.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Segment {
    /// First day, position.
    pub from: usize,
    /// Day after the last.
    pub to: usize,
    /// Days from the middle of the segment before to this middle.
    pub gap: f64,
    /// Variance that events add to the step from the segment before.
    pub extra: f64,
    /// Degrees of freedom of that step.
    pub freedom: f64,
    /// Parameter: logarithm of the mean daily flow.
    pub mean: usize,
    /// Parameter of the closure, when there was one: adds [`Constants::closed`].
    pub closed: Option<usize>,
    /// Knots of the shape after the first day.
    pub knots: Vec<Knot>,
}

/// A knot of a segment's log shape, which is a straight line between knots.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Knot {
    /// Day, position.
    pub day: usize,
    /// Parameter.
    pub parameter: usize,
    /// Days since the knot before.
    pub gap: f64,
    /// Variance that events add.
    pub extra: f64,
}

/// Factors on the days of the week.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Weekdays {
    /// First of seven parameters.
    pub first: usize,
    /// Which of the seven each day is.
    pub of: Vec<usize>,
    /// Sd of the log factor.
    pub sd: f64,
}

/// What one claim says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Observation {
    /// Position of the claim.
    pub claim: usize,
    /// Rows that it counts; the number of rows stands for all of them.
    pub rows: Vec<usize>,
    /// Windows that it may mean.
    pub hypotheses: Vec<Hypothesis>,
    /// Constant part of the log factor from people who crossed to the number.
    pub offset: f64,
    /// Factors of definition: parameters and coefficients.
    pub terms: Vec<(usize, f64)>,
    /// The organisation's leaning, likewise.
    pub leaning: Vec<(usize, f64)>,
    /// A rate: days that the number is for.
    pub per: Option<f64>,
    /// Of a day that is counted in part: parameter, and logit of the median share.
    pub partial: Option<(usize, f64)>,
    /// Density of the logarithm of the number.
    pub density: Density,
}

/// One window that a claim may mean.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hypothesis {
    /// First day, position.
    pub from: usize,
    /// Day after the last.
    pub to: usize,
    /// Logarithm of the prior weight, with the Jacobian of a difference.
    pub log_prior: f64,
    /// The total printed before, when only the rest is counted.
    pub before: Option<f64>,
    /// Density that judges this reading: of the rest, or of the number.
    pub density: Density,
}

/// Density of a number given what it should be, by logarithms.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// Two half Student-t; the scales are still to be widened by [`Constants::noise`].
    Split {
        /// Logarithm of the number.
        log_value: f64,
        /// Scale where the truth lies below.
        under: f64,
        /// Scale where it lies above.
        over: f64,
    },
    /// Soft steps at the bounds.
    Soft {
        /// Lower bound.
        low: Option<f64>,
        /// Upper bound.
        high: Option<f64>,
    },
    /// Says nothing.
    Positive,
}

/// An organisation whose leaning is a parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leaning {
    /// Its name.
    pub organisation: String,
    /// Parameter.
    pub parameter: usize,
}

/// Numbers that all rows share.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Constants {
    /// Relative error of any count.
    pub noise: f64,
    /// Degrees of freedom of the Student-t of a number.
    pub freedom: f64,
    /// Width of a soft step, before `noise`.
    pub soft_step: f64,
    /// Density that a soft step keeps beyond its bound.
    pub soft_floor: f64,
    /// Share of a step that the shape within a segment takes.
    pub shape: f64,
    /// How far a segment's days lean towards its neighbours, of a straight line.
    pub lean: f64,
    /// Days by which a deviation from the level decays to 1/e.
    pub memory: f64,
    /// Median and sd of the log factor that a closure leaves.
    pub closed: (f64, f64),
    /// Log flows are clamped to this.
    pub limit: f64,
    /// Sd of the logit of a covered share.
    pub partial: f64,
    /// Sd of the logarithm of the scale.
    pub scale_sd: f64,
    /// The scales that are summed over, with their prior weights.
    pub scales: Vec<(f64, f64)>,
}

/// A point and its log posterior density, without the constants of the densities and without the
/// prior of the scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// The parameters.
    pub theta: Vec<f64>,
    /// Factor on the steps.
    pub scale: f64,
    /// Log density.
    pub log: f64,
}

/// Writes out the model of the picture that [`crate::reconcile`] would draw, with a few points to
/// check another program with.
///
/// # Errors
/// As [`crate::reconcile`].
pub fn specification(
    claims: &[Claim],
    events: &[Event],
    gazetteer: &Gazetteer,
    options: &Options,
) -> Result<Specification, ReconcileError> {
    let mut model = prepare(claims, events, gazetteer, options)?.model;
    let checks = checks(&mut model, options.seed);
    let mut rows = model.crossings.clone();
    rows.push(ELSEWHERE.to_owned());
    let leanings = model.organisations.all.iter().filter_map(|one| {
        Some(Leaning { organisation: one.label.clone(), parameter: one.parameter? })
    });
    Ok(Specification {
        days: model.days,
        rows,
        dim: model.dim,
        plain: model.plain.clone(),
        walks: model.walks.iter().map(Walk::of).collect(),
        weekdays: model.weekdays.as_ref().map(|weekdays| Weekdays {
            first: weekdays.first,
            of: weekdays.of.clone(),
            sd: weekdays.sd,
        }),
        observations: model.observations.iter().map(Observation::of).collect(),
        leanings: leanings.collect(),
        constants: Constants {
            noise: NOISE,
            freedom: noise::FREEDOM,
            soft_step: STEP,
            soft_floor: crate::noise::FLOOR,
            shape: walk::SHAPE,
            lean: walk::LEAN,
            memory: walk::MEMORY,
            closed: walk::CLOSED,
            limit: walk::LIMIT,
            partial: PARTIAL,
            scale_sd: crate::model::STEP_SPREAD,
            scales: mode::scales(),
        },
        checks,
    })
}

/// The first point, the highest peak, and points around it under other scales.
fn checks(model: &mut Model, seed: u64) -> Vec<Check> {
    let mut scratch = model.scratch();
    let mut points = vec![(model.start.clone(), 1.0)];
    if let Some(best) = mode::find(model).first() {
        points.push((best.at.clone(), best.scale));
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        for (scale, width) in [(0.5, 0.01), (1.0, 0.1), (2.0, 0.5)] {
            let near = best.at.iter().map(|at| {
                let normal: f64 = StandardNormal.sample(&mut rng);
                at + width * normal
            });
            points.push((near.collect(), scale));
        }
    }
    let mut gradient = vec![0.0; model.dim];
    let points = points.into_iter().map(|(theta, scale)| {
        let log = model.gradient(&theta, scale, 1.0, &mut scratch, &mut gradient);
        Check { theta, scale, log }
    });
    points.collect()
}

impl Walk {
    fn of(walk: &walk::Walk) -> Walk {
        let knot = |&(day, parameter, gap, extra): &walk::Knot| Knot { day, parameter, gap, extra };
        let segment = |segment: &walk::Segment| Segment {
            from: segment.from,
            to: segment.to,
            gap: segment.gap,
            extra: segment.extra,
            freedom: segment.freedom(),
            mean: segment.mean,
            closed: segment.closed,
            knots: segment.knots.iter().map(knot).collect(),
        };
        Walk {
            segments: walk.segments.iter().map(segment).collect(),
            level: walk.level,
            level_terms: walk.level_terms.clone(),
            step: walk.step,
            scaled: walk.scaled,
            first: walk.first,
        }
    }
}

impl Observation {
    fn of(observation: &crate::model::Observation) -> Observation {
        let hypothesis = |hypothesis: &crate::hypothesis::Hypothesis| Hypothesis {
            from: hypothesis.from,
            to: hypothesis.to,
            log_prior: hypothesis.prior.ln(),
            before: hypothesis.before.map(|before| before.number),
            density: Density::of(observation.density(hypothesis)),
        };
        Observation {
            claim: observation.claim,
            rows: observation.rows.clone(),
            hypotheses: observation.hypotheses.iter().map(hypothesis).collect(),
            offset: observation.offset,
            terms: observation.terms.clone(),
            leaning: observation.leaning.clone(),
            per: observation.per,
            partial: observation.partial,
            density: Density::of(observation.density),
        }
    }
}

impl Density {
    fn of(density: noise::Density) -> Density {
        match density {
            noise::Density::Split { log_value, under, over } => {
                Density::Split { log_value, under, over }
            }
            noise::Density::Soft { low, high } => Density::Soft { low, high },
            noise::Density::Positive => Density::Positive,
        }
    }
}
