//! How each claim stands to the draws.

use claim::{Claim, Window};
use rayon::prelude::*;

use crate::draws::median;
use crate::hypothesis::Hypothesis;
use crate::model::{Model, Observation};
use crate::picture::{ClaimFit, Role, WindowReading};
use crate::sample::{Drawn, Sample};
use crate::saying::{Said, Saying, saying};
use crate::scope::Entry;
use crate::without::Weighing;

/// Draws on which fits are computed: more would not change a printed digit.
const ENOUGH: usize = 400;

/// Draws looked at by one thread at a time.
const PART: usize = 50;

/// Readings whose starts and ends lie this close are one reading.
const ALIKE: usize = 3;

/// What the draws say of one observation.
#[derive(Debug, Clone)]
pub(crate) struct Fit {
    pub claim: usize,
    /// Median of the number that it should say, under the reading.
    pub fitted: f64,
    /// The same under the window it states (or the stated one that fits best).
    pub as_stated: f64,
    /// Student-t weight under the reading.
    pub weight: f64,
    /// Probability of the reading.
    pub probability: f64,
    /// The reading is not the stated window.
    pub reread: bool,
    /// Days of the reading, positions.
    pub from: usize,
    pub to: usize,
}

/// Averages responsibilities, fitted numbers and weights over the draws, and keeps how well each
/// draw explains each of the `claims` that inform the picture.
pub(crate) fn fits(model: &Model, sample: &Sample, claims: usize) -> (Vec<Fit>, Weighing) {
    let total: usize = sample.chains.iter().map(Vec::len).sum();
    let every = total.div_ceil(ENOUGH).max(1);
    let observations: Vec<&Observation> =
        model.observations.iter().chain(&model.onlookers).collect();
    let draws: Vec<&Drawn> = sample.draws().step_by(every).collect();
    // In parts of one size, whatever the number of threads: sums of parts depend on how they are cut.
    let parts: Vec<Told> =
        draws.par_chunks(PART).map(|draws| Told::by(draws, model, &observations)).collect();
    let mut told = Told::nothing(&observations);
    let mut weighing = Weighing { every, logs: vec![Vec::new(); claims] };
    for part in parts {
        for (observation, logs) in model.observations.iter().zip(&part.logs) {
            weighing.logs[observation.claim].extend(logs);
        }
        told.take(part);
    }
    let Told { shares, weights, numbers, .. } = told;
    let count = draws.len() as f64;
    let stand = |o: usize| {
        let observation = observations[o];
        let (best, group) = modal(&observation.hypotheses, &shares[o])?;
        let lead = observation.hypotheses[best];
        let share: f64 = group.iter().map(|&h| shares[o][h]).sum();
        let weight: f64 = group.iter().map(|&h| weights[o][h]).sum();
        let stated = observation
            .hypotheses
            .iter()
            .enumerate()
            .filter(|(_, h)| h.stated)
            .max_by(|a, b| a.1.prior.total_cmp(&b.1.prior))
            .map_or(best, |(h, _)| h);
        Some(Fit {
            claim: observation.claim,
            fitted: median(numbers[o][best].clone()),
            as_stated: median(numbers[o][stated].clone()),
            weight: if share > 0.0 { (weight / share).clamp(0.0, 1.0) } else { 0.0 },
            probability: (share / f64::max(count, 1.0)).clamp(0.0, 1.0),
            reread: !group.iter().any(|&h| observation.hypotheses[h].stated),
            from: lead.since(),
            to: lead.to,
        })
    };
    let fits = (0..observations.len()).into_par_iter().filter_map(stand).collect();
    (fits, weighing)
}

/// What some draws say: by observation and reading, and by observation.
struct Told {
    /// Sums of the readings' probabilities, and of these times the Student-t weight.
    shares: Vec<Vec<f64>>,
    weights: Vec<Vec<f64>>,
    /// The number that each reading should say, by draw.
    numbers: Vec<Vec<Vec<f64>>>,
    /// Log density of the observation, by draw.
    logs: Vec<Vec<f32>>,
}

impl Told {
    fn nothing(observations: &[&Observation]) -> Told {
        let zeros: Vec<Vec<f64>> =
            observations.iter().map(|o| vec![0.0; o.hypotheses.len()]).collect();
        let numbers = observations.iter().map(|o| vec![Vec::new(); o.hypotheses.len()]).collect();
        let logs = vec![Vec::new(); observations.len()];
        Told { shares: zeros.clone(), weights: zeros, numbers, logs }
    }

    fn by(draws: &[&Drawn], model: &Model, observations: &[&Observation]) -> Told {
        let mut told = Told::nothing(observations);
        let mut scratch = model.scratch();
        for draw in draws {
            let theta = &draw.theta;
            model.decode(theta, draw.scale, &mut scratch);
            for (o, observation) in observations.iter().enumerate() {
                let mut h = 0;
                let log = model.weigh(observation, theta, 1.0, &scratch, |_, point, share| {
                    told.shares[o][h] += share;
                    told.weights[o][h] += share * point.weight;
                    h += 1;
                });
                told.logs[o].push(log as f32);
                for (hypothesis, numbers) in observation.hypotheses.iter().zip(&mut told.numbers[o])
                {
                    numbers.push(model.expected(observation, hypothesis, theta, &scratch));
                }
            }
        }
        told
    }

    /// Adds what later draws say.
    fn take(&mut self, later: Told) {
        let add = |sums: &mut [Vec<f64>], more: &[Vec<f64>]| {
            let pairs = sums.iter_mut().flatten().zip(more.iter().flatten());
            pairs.for_each(|(sum, more)| *sum += more);
        };
        add(&mut self.shares, &later.shares);
        add(&mut self.weights, &later.weights);
        for (numbers, more) in self.numbers.iter_mut().flatten().zip(later.numbers.iter().flatten())
        {
            numbers.extend(more);
        }
    }
}

/// Whether two readings are of the same days, give or take.
fn alike(a: &Hypothesis, b: &Hypothesis) -> bool {
    a.since().abs_diff(b.since()) <= ALIKE && a.to.abs_diff(b.to) <= 1
        // A single day and the day before are one; a day and a total are not.
        && (a.to - a.since() <= 3) == (b.to - b.since() <= 3)
}

/// The most probable group of hypotheses that are alike, and the first among them.
fn modal(hypotheses: &[Hypothesis], shares: &[f64]) -> Option<(usize, Vec<usize>)> {
    let group = |lead: usize| -> Vec<usize> {
        (0..hypotheses.len()).filter(|&h| alike(&hypotheses[h], &hypotheses[lead])).collect()
    };
    let worth = |lead: usize| group(lead).into_iter().map(|h| shares[h]).sum::<f64>();
    let centre = (0..hypotheses.len()).max_by(|&a, &b| {
        worth(a).total_cmp(&worth(b)).then(shares[a].total_cmp(&shares[b])).then(b.cmp(&a))
    })?;
    let members = group(centre);
    let best =
        members.iter().copied().max_by(|&a, &b| shares[a].total_cmp(&shares[b]).then(b.cmp(&a)))?;
    Some((best, members))
}

/// Turns fits into the published form, for every claim in the order given.
pub(crate) fn report(
    claims: &[Claim],
    entries: &[Entry],
    fits: &[Fit],
    days: Window,
) -> Vec<ClaimFit> {
    let mut of: Vec<Option<&Fit>> = vec![None; claims.len()];
    for fit in fits {
        of[fit.claim] = Some(fit);
    }
    claims
        .iter()
        .enumerate()
        .map(|(i, claim)| {
            let entry = &entries[i];
            let fit = of[i];
            let number = claim.value.filter(|value| *value > 0.0);
            let reading = fit.filter(|fit| fit.reread && fit.probability >= 0.5).map(|fit| {
                WindowReading { window: window_of(fit, days), probability: tidy(fit.probability) }
            });
            ClaimFit {
                id: claim.id.clone(),
                fitted: fit.map(|fit| fit.fitted.round()),
                residual: fit
                    .and_then(|fit| Some(tidy((number? / fit.fitted).ln())))
                    .filter(|residual| residual.is_finite()),
                weight: match (entry.role, fit) {
                    (Role::Used | Role::Bound, Some(fit)) => tidy(fit.weight * fit.probability),
                    _ => 0.0,
                },
                role: entry.role,
                why: why(entry, fit, days),
                reading,
                copy_of: entry.copy_of.map(|j| claims[j].id.clone()),
            }
        })
        .collect()
}

fn why(entry: &Entry, fit: Option<&Fit>, days: Window) -> Option<Saying> {
    let known = entry.why.clone();
    let Some(fit) = fit.filter(|_| entry.active()) else { return known };
    if fit.reread && fit.probability >= 0.5 {
        let (days, sure) = (window_of(fit, days), Said::Probability(fit.probability));
        return Some(match known {
            Some(why) => saying!("reason-and-read-as", why = why, days = days, sure = sure),
            None => saying!("read-as", days = days, sure = sure),
        });
    }
    if fit.weight < 0.3 && known.is_none() {
        return Some(saying!("far-off"));
    }
    known
}

/// The days of a reading.
pub(crate) fn window_of(fit: &Fit, days: Window) -> Window {
    days_between(days, fit.from, fit.to)
}

/// Days by position, from `from` to the day before `to`.
pub(crate) fn days_between(days: Window, from: usize, to: usize) -> Window {
    let day = |offset: usize| {
        let day = days.start().checked_add(jiff::Span::new().days(offset as i64));
        day.unwrap_or(days.end()).min(days.end())
    };
    Window::new(day(from), day(to.saturating_sub(1))).unwrap_or(days)
}

/// Four decimals: more would print noise.
pub(crate) fn tidy(x: f64) -> f64 {
    (x * 1e4).round() / 1e4
}
