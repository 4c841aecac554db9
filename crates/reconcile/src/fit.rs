//! How each claim stands to the draws.

use claim::{Claim, Window};
use rayon::prelude::*;

use crate::assumptions::sources::LOOSE;
use crate::draws::median;
use crate::entry::Entry;
use crate::joint::{Drawing, World};
use crate::layout::{Layout, Observation};
use crate::picture::{ClaimFit, Role, WindowReading};
use crate::resolve::{Reading, Taken};
use crate::saying::{Said, Saying, saying};

/// Draws on which fits are computed: more would not change a printed digit.
const ENOUGH: usize = 400;

/// Readings whose starts and ends lie this close are one reading.
const ALIKE: usize = 3;

/// What the draws say of one observation.
#[derive(Debug, Clone)]
pub(crate) struct Fit {
    pub claim: usize,
    /// Position of its observation.
    pub observation: usize,
    /// Median of the number that it should say, under the reading.
    pub fitted: f64,
    /// The same under the window it states.
    pub as_stated: f64,
    /// From 0 (out of the question) to 1 (at its word), under the reading.
    pub weight: f64,
    /// Probability of the reading.
    pub probability: f64,
    /// The reading is not the stated window.
    pub reread: bool,
    /// Days of the reading, positions.
    pub from: usize,
    pub to: usize,
    /// Believed as printed.
    pub firm: bool,
    /// A running total of which nobody says since when.
    pub open: bool,
}

/// Running sums of the daily flows, by row, of some draws.
pub(crate) struct Sums<'a> {
    pub worlds: Vec<(&'a World, Vec<Vec<f64>>)>,
}

impl<'a> Sums<'a> {
    /// Of at most `most` draws, evenly taken.
    pub fn of(drawing: &'a Drawing, most: usize) -> Sums<'a> {
        let every = drawing.worlds.len().div_ceil(most).max(1);
        let some: Vec<&World> = drawing.worlds.iter().step_by(every).collect();
        let sums = |flows: &Vec<f64>| -> Vec<f64> {
            let mut sum = 0.0;
            let each = flows.iter().map(|flow| {
                sum += flow;
                sum
            });
            std::iter::once(0.0).chain(each.collect::<Vec<f64>>()).collect()
        };
        let worlds = some
            .into_par_iter()
            .map(|world| (world, world.flows.iter().map(sums).collect()))
            .collect();
        Sums { worlds }
    }
}

/// The number that an observation should say in one draw, for the days of a reading.
fn expected(observation: &Observation, reading: &Reading, world: &World, sums: &[Vec<f64>]) -> f64 {
    let people: f64 =
        observation.rows.iter().map(|row| sums[*row][reading.to] - sums[*row][reading.from]).sum();
    let mut log = observation.offset + world.leanings[observation.source];
    log += observation.terms.iter().map(|(p, sd)| sd * world.factors[*p]).sum::<f64>();
    if let Some(per) = observation.per {
        log += (per / (reading.to - reading.from) as f64).ln();
    }
    let mut number = people.max(0.0) * log.exp();
    if let Some(logit) = observation.partial {
        let last: f64 = observation
            .rows
            .iter()
            .map(|row| sums[*row][reading.to] - sums[*row][reading.to - 1])
            .sum();
        number -= last * log.exp() / (1.0 + logit.exp());
    }
    number
}

/// Fitted numbers and weights over the draws.
pub(crate) fn fits(layout: &Layout, drawing: &Drawing) -> Vec<Fit> {
    let sums = Sums::of(drawing, ENOUGH);
    layout
        .observations
        .par_iter()
        .enumerate()
        .filter_map(|(at, observation)| stand(at, observation, &sums))
        .collect()
}

fn stand(at: usize, observation: &Observation, sums: &Sums) -> Option<Fit> {
    let readings = &observation.readings;
    let mut shares = vec![0.0; readings.len()];
    let mut heard = 0.0;
    for (world, _) in &sums.worlds {
        match world.taken[at] {
            Some(Taken::As(reading)) => {
                shares[reading] += 1.0;
                heard += 1.0;
            }
            Some(_) => heard += 1.0,
            None => {}
        }
    }
    if heard == 0.0 || shares.iter().all(|share| *share == 0.0) {
        // It plays no part, or is always taken for something else: held against its own days.
        for (share, reading) in shares.iter_mut().zip(readings) {
            *share = if heard == 0.0 { reading.prior } else { 0.0 };
        }
        heard = 1.0;
    }
    let (best, group) = modal(readings, &shares)?;
    let numbers = |reading: &Reading| -> Vec<f64> {
        sums.worlds
            .iter()
            .map(|(world, sums)| expected(observation, reading, world, sums))
            .collect()
    };
    let stated = readings
        .iter()
        .enumerate()
        .filter(|(_, reading)| reading.stated)
        .max_by(|a, b| a.1.prior.total_cmp(&b.1.prior).then(b.0.cmp(&a.0)))
        .map_or(best, |(r, _)| r);
    let lead = readings[best];
    let told = numbers(&lead);
    let room = if observation.firm { 0.0 } else { LOOSE };
    let fits: f64 = told.iter().map(|number| observation.said.fits(*number, room)).sum();
    let share: f64 = group.iter().map(|&r| shares[r]).sum();
    Some(Fit {
        claim: observation.claim,
        observation: at,
        weight: (fits / told.len().max(1) as f64).clamp(0.0, 1.0),
        fitted: median(told),
        as_stated: median(numbers(&readings[stated])),
        probability: (share / heard).clamp(0.0, 1.0),
        reread: !group.iter().any(|&r| readings[r].stated),
        from: lead.from,
        to: lead.to,
        firm: observation.firm,
        open: observation.open,
    })
}

/// Whether two readings are of the same days, give or take.
fn alike(a: &Reading, b: &Reading) -> bool {
    a.from.abs_diff(b.from) <= ALIKE && a.to.abs_diff(b.to) <= 1
        // A single day and the day before are one; a day and a total are not.
        && (a.to - a.from <= 3) == (b.to - b.from <= 3)
}

/// The most probable group of readings that are alike, and the first among them.
fn modal(readings: &[Reading], shares: &[f64]) -> Option<(usize, Vec<usize>)> {
    let group = |lead: usize| -> Vec<usize> {
        (0..readings.len()).filter(|&r| alike(&readings[r], &readings[lead])).collect()
    };
    let worth = |lead: usize| group(lead).into_iter().map(|r| shares[r]).sum::<f64>();
    let centre = (0..readings.len()).max_by(|&a, &b| {
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
    classes: impl Fn(&Claim) -> Option<String>,
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
                // Of days that nobody counted there is nothing to set beside it.
                fitted: fit.map(|fit| fit.fitted.round()).filter(|fitted| *fitted > 0.0),
                residual: fit
                    .and_then(|fit| Some(tidy((number? / fit.fitted).ln())))
                    .filter(|residual| residual.is_finite()),
                weight: match (entry.role, fit) {
                    (Role::Used | Role::Bound, Some(fit)) => tidy(fit.weight * fit.probability),
                    _ => 0.0,
                },
                role: entry.role,
                why: why(entry, fit, days),
                via: entry.via.clone(),
                class: classes(claim),
                open: fit.is_some_and(|fit| fit.open),
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
