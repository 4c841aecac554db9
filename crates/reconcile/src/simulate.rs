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

use crate::assumptions::sources::{JITTER, RIGHT};
use crate::compare::{Trust, fallen};
use crate::engine::{Options, prepare};
use crate::error::ReconcileError;
use crate::joint::unnamed_share;
use crate::layout::Layout;
use crate::node::unchecked;
use crate::number::Said;
use crate::picture::ELSEWHERE;
use crate::resolve::{Number, Taken, account_of, days_of};
use crate::rhythm::{Chance, Grid, Rhythm, draw_free, draw_levels, normal};

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
    let (layout, shaken) = (&prepared.layout, &prepared.shaken);
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let days = layout.days.days();
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for row in 0..layout.rows.len() {
        let mut flows = vec![0.0; days];
        if Some(row) == layout.elsewhere {
            let share = unnamed_share(prepared.elsewhere.share, &mut rng);
            for (day, flow) in flows.iter_mut().enumerate() {
                *flow = share * rows.iter().map(|row| row[day]).sum::<f64>();
            }
        } else {
            let (rhythm, level) = prior(&mut rng);
            let mut levels = vec![0.0; days];
            draw_levels(&[], &rhythm, shaken, &mut rng, &mut levels);
            let first = levels[0];
            levels.iter_mut().for_each(|l| *l += level - first);
            let all: Vec<usize> = (0..days).collect();
            let mut chance = Chance::of(rng.random(), 0);
            draw_free(&all, &levels, &rhythm, &mut chance, &mut flows);
            flows.iter_mut().for_each(|flow| *flow = flow.round());
        }
        rows.push(flows);
    }
    let claims = say(reports, &prepared.layout, &rows, &mut rng);
    let mut flows = BTreeMap::new();
    for (row, days) in layout.rows.iter().zip(rows) {
        let name = row.crossing.map_or(ELSEWHERE, |at| layout.crossings[at].as_str());
        flows.insert(name.to_owned(), days);
    }
    Ok(World { claims, days: layout.days, flows })
}

/// A rhythm and a level of the prior.
fn prior(rng: &mut Xoshiro256PlusPlus) -> (Rhythm, f64) {
    use crate::assumptions::rhythm::BASE;
    let level = BASE.0 + BASE.1 * normal(rng).clamp(-1.5, 2.0);
    let posterior = Grid::new(level.exp(), false).prior();
    (posterior.draw(rng), level)
}

/// What the reporters say of these flows: each by its own coverage, its own numbers in agreement.
fn say(
    reports: &[Claim],
    layout: &Layout,
    rows: &[Vec<f64>],
    rng: &mut Xoshiro256PlusPlus,
) -> Vec<Claim> {
    let days = layout.days.days();
    let spread = fallen(RIGHT.iter().map(|(_, share)| *share), rng.random()).unwrap_or(0);
    let counts: Vec<Vec<Vec<f64>>> = (0..layout.sources.len())
        .map(|source| {
            let trust = Trust::of(spread, layout.changed(source), 0.0);
            let coverage = trust.sd_at(rng.random()) * normal(rng);
            rows.iter()
                .map(|row| {
                    (0..days)
                        .map(|day| (row[day] * (coverage + JITTER * normal(rng)).exp()).round())
                        .collect()
                })
                .collect()
        })
        .collect();
    let factors: Vec<f64> = (0..layout.factors).map(|_| normal(rng)).collect();
    let mut claims = reports.to_vec();
    for observation in &layout.observations {
        if !matches!(observation.said, Said::Around { .. } | Said::Nobody) {
            continue;
        }
        let Some(reading) = observation.readings.iter().find(|reading| reading.stated) else {
            continue;
        };
        let counted = &counts[observation.source];
        let people: f64 = observation
            .rows
            .iter()
            .map(|row| counted[*row][reading.from..reading.to].iter().sum::<f64>())
            .sum();
        let mut log = observation.offset;
        log += observation.terms.iter().map(|(p, sd)| sd * factors[*p]).sum::<f64>();
        if let Some(per) = observation.per {
            log += (per / (reading.to - reading.from) as f64).ln();
        }
        claims[observation.claim].value = Some((people * log.exp()).round());
    }
    miss_unseen(&mut claims, layout, rng);
    claims.into_iter().map(Claim::sealed).collect()
}

/// Lets each office miss what nobody can check it for: more, the longer its sums are.
fn miss_unseen(claims: &mut [Claim], layout: &Layout, rng: &mut Xoshiro256PlusPlus) {
    for office in layout.nodes.iter().flat_map(|node| &node.offices) {
        let said = |number: &Number| {
            let value = claims[number.claim].value.unwrap_or(0.0);
            Number { value, ..number.clone() }
        };
        let stated = |number: &Number| {
            let stated = number.readings.iter().position(|reading| reading.stated);
            stated.map_or(Taken::Wrong, Taken::As)
        };
        let numbers: Vec<Number> = office.numbers.iter().map(said).collect();
        let taken: Vec<Taken> = numbers.iter().map(stated).collect();
        let account = account_of(&numbers, &taken, layout.days.days());
        let missed = normal(rng);
        // By day: people as its sum has them, and the same with what is missed.
        let mut days = vec![(0.0, 0.0); layout.days.days()];
        for (of, group) in account.days_of().iter().zip(&account.groups) {
            let people = group.sum / group.days as f64;
            let missing = (unchecked(group, layout.days) * missed).exp();
            of.iter().for_each(|day| days[*day] = (people, people * missing));
        }
        for (number, taken) in numbers.iter().zip(taken) {
            let Some(reading) = days_of(number, taken) else { continue };
            let of = &days[reading.from..reading.to];
            let people: f64 = of.iter().map(|day| day.0).sum();
            let with_missing: f64 = of.iter().map(|day| day.1).sum();
            if people > 0.0 {
                claims[number.claim].value = Some((number.value * with_missing / people).round());
            }
        }
    }
}
