//! One node: what its offices say, taken together, draw by draw.
//!
//! The leading office's account is the frame. Others are held against it through their own windows,
//! which tells how each counts; with that ratio taken out, what they know beside the frame is
//! entered into it, and so are hedged, partial and indirect numbers. Days follow from the groups.

use rand::RngExt;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use rayon::prelude::*;

use crate::account::{Account, Entered, Entry};
use crate::assumptions::events::CLOSED;
use crate::assumptions::numbers::PARTIAL;
use crate::assumptions::sources::{JITTER, LOOSE, SHARED, TRIALS, WITHIN};
use crate::compare::{self, Held, Mode, Ratio, Standing};
use crate::layout::{Layout, Node, Observation, Office};
use crate::number::Said;
use crate::resolve::{self, Taken, Way, told};
use crate::rhythm::{Grid, Posterior, Rhythm, Shaken, draw_free, draw_levels, draw_shares, normal};
use crate::vintage::corrected;

/// What one draw takes from the outside: the same for all nodes.
#[derive(Debug, Clone)]
pub(crate) struct Draw {
    /// Generator of this draw and node.
    pub rng: Xoshiro256PlusPlus,
    /// Standard normals of the definition factors.
    pub factors: Vec<f64>,
    /// Log coverage of each office that stands alone.
    pub coverage: Vec<f64>,
    /// Where among the modes of the offices the draw lies, 0 to 1.
    pub place: f64,
}

/// A node made ready to be drawn from.
#[derive(Debug)]
pub(crate) struct Ready<'a> {
    layout: &'a Layout,
    pub node: &'a Node,
    shaken: &'a Shaken,
    /// Ways in which each office's numbers hold together.
    pub ways: Vec<Vec<Way>>,
    pub ratios: Vec<Ratio>,
    /// The numbers of each office against the leading one's days.
    pub held: Vec<Vec<Held>>,
    pub modes: Vec<Mode>,
    /// The rhythm where no office leads.
    posterior: Posterior,
}

/// What one draw makes of a node.
#[derive(Debug, Clone)]
pub(crate) struct Drawn {
    /// Groups of days with a known sum, and these sums, people.
    pub account: Account,
    /// Daily flows, people.
    pub flows: Vec<f64>,
    /// How the offices stand, the leading one first.
    pub standing: Standing,
    /// What each number is taken for, by observation.
    pub taken: Vec<(usize, Taken)>,
}

impl<'a> Ready<'a> {
    pub fn new(layout: &'a Layout, node: &'a Node, shaken: &'a Shaken, seed: u64) -> Ready<'a> {
        let days = layout.days.days();
        let ways: Vec<Vec<Way>> = node
            .offices
            .iter()
            .map(|office| resolve::resolve(&office.numbers, days, shaken))
            .collect();
        let mut ready = Ready {
            layout,
            node,
            shaken,
            ways,
            ratios: vec![Ratio::none()],
            held: vec![Vec::new()],
            modes: Vec::new(),
            posterior: Grid::new(1.0, true).weigh(&[], shaken).1,
        };
        if node.offices.is_empty() {
            ready.posterior = ready.of_loose(seed);
        }
        ready.compare(seed);
        ready.modes = compare::modes(&ready.ratios);
        ready
    }

    /// The rhythm that numbers which are not believed as printed suggest, at their middle.
    fn of_loose(&self, seed: u64) -> Posterior {
        let mut account = Account::untraced(self.layout.days.days());
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let middle = Draw {
            rng: rng.clone(),
            factors: vec![0.0; self.layout.factors],
            coverage: vec![0.0; self.layout.sources.len()],
            place: 0.5,
        };
        for &o in &self.node.loose {
            self.enter_loose(&mut account, &self.layout.observations[o], &middle, 0.0, &mut rng);
        }
        let told = told(&account);
        let people: f64 = told.iter().map(|t| t.sum).sum();
        let days: usize = told.iter().map(|t| t.days).sum();
        Grid::new(people / days.max(1) as f64, false).weigh(&told, self.shaken).1
    }

    /// Holds every other office's numbers against the days of the leading one, and of those that were
    /// held against it before: an office of other days may be tied to the first by a third.
    fn compare(&mut self, seed: u64) {
        let offices = self.node.offices.len();
        if offices < 2 {
            return;
        }
        self.ratios.resize(offices, Ratio::unknown());
        self.held.resize(offices, Vec::new());
        let mut placed = vec![0];
        let mut left: Vec<usize> = (1..offices).collect();
        while !left.is_empty() {
            let (frame, trials) = self.trials(&placed, seed);
            let mut tied: Vec<(usize, Vec<Held>)> = Vec::new();
            for &at in &left {
                let held = held(&self.node.offices[at], &self.ways[at][0], &trials, &frame);
                if !held.is_empty() {
                    tied.push((at, held));
                }
            }
            if tied.is_empty() {
                return;
            }
            for (at, held) in tied {
                self.ratios[at] = Ratio::of(&held);
                self.held[at] = held;
                left.retain(|other| *other != at);
                placed.push(at);
            }
        }
    }

    /// Days as the placed offices suggest them: an account that says which days are told of, and running
    /// sums of draws of the flows.
    fn trials(&self, placed: &[usize], seed: u64) -> (Account, Vec<Vec<f64>>) {
        let days = self.layout.days.days();
        let mut frame = Account::untraced(days);
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        for &at in placed {
            let (way, ratio) = (&self.ways[at][0], self.ratios[at].log);
            self.enter_office(&mut frame, at, way, ratio, &mut rng, &mut Vec::new());
        }
        let trials = (0..TRIALS)
            .into_par_iter()
            .map(|trial| {
                let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed ^ 0xC0_FFEE ^ trial as u64);
                let mut account = Account::untraced(days);
                for &at in placed {
                    let way = pick(&self.ways[at], rng.random());
                    let ratio = self.ratios[at];
                    let log = ratio.log + ratio.variance.sqrt() * normal(&mut rng);
                    self.enter_office(&mut account, at, way, log, &mut rng, &mut Vec::new());
                }
                let rhythm = pick(&self.ways[0], rng.random()).posterior.draw(&mut rng);
                let mut sums = vec![0.0];
                let mut sum = 0.0;
                sums.extend(self.days_of(&account, &rhythm, &mut rng).iter().map(|flow| {
                    sum += flow;
                    sum
                }));
                sums
            })
            .collect();
        (frame, trials)
    }

    /// Enters an office's numbers, divided by `exp(ratio)`; gives what each was taken for.
    fn enter_office(
        &self,
        account: &mut Account,
        at: usize,
        way: &Way,
        ratio: f64,
        rng: &mut Xoshiro256PlusPlus,
        taken: &mut Vec<(usize, Taken)>,
    ) {
        let office = &self.node.offices[at];
        for n in resolve::order(&office.numbers, &way.taken) {
            let observation = &self.layout.observations[office.observations[n]];
            taken.push((office.observations[n], way.taken[n]));
            let Some(mut entry) = resolve::entry(&office.numbers[n], way.taken[n]) else {
                continue;
            };
            let rounded = entry.value + 0.55 * entry.slack * normal(rng);
            if entry.slack > 0.6 {
                entry.value = rounded.max(0.0);
            }
            entry.value = corrected(entry.value, &observation.corrections, rng);
            let jitter = if at > 0 { JITTER * normal(rng) } else { 0.0 };
            let beside = self.ratios.get(at).map_or(0.0, |own| own.beside(entry.to as f64 - 1.0));
            entry.value *= (jitter - ratio - beside).exp();
            enter(account, entry, rng);
        }
    }

    /// Enters a number that is not believed as printed, as one that it may mean, in the counting of
    /// the leading office.
    fn enter_loose(
        &self,
        account: &mut Account,
        observation: &Observation,
        draw: &Draw,
        truth: f64,
        rng: &mut Xoshiro256PlusPlus,
    ) -> Option<usize> {
        let people = observation.said.draw(rng)?;
        let at = reading_at(observation, rng.random())?;
        let reading = observation.readings[at];
        let mut log = -observation.offset;
        log -= observation.terms.iter().map(|(p, sd)| sd * draw.factors[*p]).sum::<f64>();
        log += LOOSE * normal(rng);
        if let Some(per) = observation.per {
            log += ((reading.to - reading.from) as f64 / per).ln();
        }
        if let Some(logit) = observation.partial {
            // A part of the last day: of a longer window the rest is as good as whole.
            let days = (reading.to - reading.from) as f64;
            let share = 1.0 / (1.0 + (-(logit + PARTIAL * normal(rng))).exp());
            log -= ((days - 1.0 + share) / days).ln();
        }
        let value = people * (log - truth).exp();
        let (from, to) = (reading.from, reading.to);
        let slack = 0.03 * value;
        let bound = matches!(observation.said, Said::AtLeast { .. });
        let entry = Entry { claim: observation.claim, from, to, value, slack };
        // A bound that what is known passes already says nothing more.
        if !(bound && known(account, from, to) >= value) {
            enter(account, entry, rng);
        }
        Some(at)
    }

    /// Daily flows of the groups, and of the days around them as the level suggests.
    fn days_of(
        &self,
        account: &Account,
        rhythm: &Rhythm,
        rng: &mut Xoshiro256PlusPlus,
    ) -> Vec<f64> {
        let mut flows = vec![0.0; account.group.len()];
        let mut levels = vec![0.0; account.group.len()];
        draw_levels(&told(account), rhythm, self.shaken, rng, &mut levels);
        self.close(&mut levels, rng);
        for (days, group) in account.days_of().iter().zip(&account.groups) {
            draw_shares(days, group.sum, &levels, rhythm, rng, &mut flows);
        }
        let free: Vec<usize> = (0..flows.len()).filter(|day| account.group[*day] == 0).collect();
        draw_free(&free, &levels, rhythm, rng, &mut flows);
        flows
    }

    /// Lowers the level of days on which the crossing was closed.
    fn close(&self, levels: &mut [f64], rng: &mut Xoshiro256PlusPlus) {
        for &(from, to) in &self.layout.closed[self.node.rows[0]] {
            // Closed to everybody, or (one in ten) only in name.
            if self.node.rows.len() == 1 && rng.random::<f64>() < CLOSED.0 {
                levels[from..to].iter_mut().for_each(|level| *level -= CLOSED.1);
            }
        }
    }

    /// Draws the node.
    pub fn draw(&self, draw: &mut Draw) -> Drawn {
        let mut rng = draw.rng.clone();
        let mut account = Account::untraced(self.layout.days.days());
        let mut taken = Vec::new();
        let mut standing = Standing { truth: 0.0, ratios: vec![0.0] };
        let mut rhythm = None;
        if let Some(lead) = self.node.offices.first() {
            let way = pick(&self.ways[0], rng.random());
            rhythm = Some(way.posterior.draw(&mut rng));
            standing = compare::draw(&self.modes, &self.ratios, draw.place, &mut rng);
            if self.node.offices.len() == 1 {
                standing.truth = -draw.coverage[lead.source];
            }
            self.by_measure(&mut standing);
            self.enter_office(&mut account, 0, way, 0.0, &mut rng, &mut taken);
            for at in 1..self.node.offices.len() {
                let way = pick(&self.ways[at], rng.random());
                let ratio = standing.ratios[at];
                self.enter_office(&mut account, at, way, ratio, &mut rng, &mut taken);
            }
        }
        for &o in &self.node.loose {
            let observation = &self.layout.observations[o];
            let read = self.enter_loose(&mut account, observation, draw, standing.truth, &mut rng);
            taken.extend(read.map(|at| (o, Taken::As(at))));
        }
        let rhythm = rhythm.unwrap_or_else(|| self.posterior.draw(&mut rng));
        let mut flows = self.days_of(&account, &rhythm, &mut rng);
        let scale = standing.truth.exp();
        flows.iter_mut().for_each(|flow| *flow *= scale);
        account.groups.iter_mut().for_each(|group| group.sum *= scale);
        Drawn { account, flows, standing, taken }
    }

    /// By whose count the answer is, where that is asked.
    fn by_measure(&self, standing: &mut Standing) {
        let Some(measure) = self.layout.measure else { return };
        let at = self.node.offices.iter().position(|office| office.source == measure);
        if let Some(at) = at {
            standing.truth = standing.ratios[at];
        }
    }
}

/// The sum that the days of a window are known to have, people.
fn known(account: &Account, from: usize, to: usize) -> f64 {
    let mut ids: Vec<u32> = account.group[from..to].iter().copied().filter(|id| *id > 0).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.iter().map(|id| account.groups[*id as usize - 1].sum).sum()
}

fn enter(account: &mut Account, entry: Entry, rng: &mut Xoshiro256PlusPlus) {
    if account.enter(&entry) == Entered::Overlaps
        && let Some(share) = account.part_covered(&entry)
    {
        // Days nobody tells apart: about as many as their share.
        let odds = share / (1.0 - share).max(1e-6) * (0.3 * normal(rng)).exp();
        account.split(&entry, odds / (1.0 + odds));
    }
}

/// A way by its weight; `place` is 0 to 1.
fn pick(ways: &[Way], place: f64) -> &Way {
    let mut left = place;
    ways.iter()
        .find(|way| {
            left -= way.weight;
            left <= 0.0
        })
        .unwrap_or(&ways[0])
}

fn reading_at(observation: &Observation, place: f64) -> Option<usize> {
    let mut left = place;
    let found = observation.readings.iter().position(|reading| {
        left -= reading.prior;
        left <= 0.0
    });
    found.or(observation.readings.len().checked_sub(1))
}

/// Share of the days of a window that lie in sums which reach beyond it.
fn inside_sums(frame: &Account, from: usize, to: usize) -> f64 {
    let mut ids: Vec<u32> = frame.group[from..to].to_vec();
    ids.sort_unstable();
    let cut = ids
        .chunk_by(|a, b| a == b)
        .filter(|same| same[0] > 0 && same.len() < frame.groups[same[0] as usize - 1].days);
    cut.map(<[u32]>::len).sum::<usize>() as f64 / (to - from).max(1) as f64
}

/// Each of an office's numbers against the sums of the leading one's days.
fn held(office: &Office, way: &Way, trials: &[Vec<f64>], frame: &Account) -> Vec<Held> {
    let mut held: Vec<Held> = Vec::new();
    for (n, (number, taken)) in office.numbers.iter().zip(&way.taken).enumerate() {
        let Some(reading) = resolve::days_of(number, *taken) else { continue };
        let days = &frame.group[reading.from..reading.to];
        let told = days.iter().filter(|id| **id > 0).count() as f64;
        if number.value <= 0.0 || told < SHARED * days.len() as f64 {
            continue;
        }
        let logs: Vec<f64> = trials
            .iter()
            .map(|sums| (sums[reading.to] - sums[reading.from]).max(0.5).ln())
            .collect();
        let mean = logs.iter().sum::<f64>() / logs.len() as f64;
        let spread = logs.iter().map(|log| (log - mean).powi(2)).sum::<f64>() / logs.len() as f64;
        let own = JITTER * JITTER + (number.slack / number.value).powi(2) / 3.0;
        // How the days of one sum lie within it the leading office does not say.
        let within = WITHIN * inside_sums(frame, reading.from, reading.to);
        held.push(Held {
            observation: office.observations[n],
            from: reading.from,
            day: reading.to - 1,
            log: number.value.ln() - mean,
            variance: spread + own + within * within,
        });
    }
    held.sort_by_key(|held| (held.day, held.from, held.observation));
    held
}
