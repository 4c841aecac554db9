//! One node: what its offices say, taken together, draw by draw.
//!
//! The leading office's account is the frame. Others are held against it through their own windows,
//! which tells how each counts; with that ratio taken out, what they know beside the frame is
//! entered into it, and so are hedged, partial and indirect numbers. Days follow from the groups.

use claim::Window;
use rand::RngExt;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use rayon::prelude::*;

use crate::account::{Account, Entered, Entry, Group};
use crate::assumptions::events::CLOSED;
use crate::assumptions::numbers::PARTIAL;
use crate::assumptions::sources::{FEW, JITTER, LOOSE, RIGHT, SHARED, TRIALS, UNCHECKED, WITHIN};
use crate::compare::{self, Held, Mode, Ratio, Standing, Trust};
use crate::layout::{Layout, Node, Observation, Office};
use crate::misfit;
use crate::number::Said;
use crate::resolve::{self, Taken, Way, told};
use crate::rhythm::{
    Chance, Grid, Posterior, Rhythm, Shaken, draw_free, draw_levels, draw_shares, normal,
};
use crate::vintage::corrected;

/// What one draw takes from the outside: the same for all nodes.
#[derive(Debug, Clone)]
pub(crate) struct Draw {
    /// Generator of this draw and node.
    pub rng: Xoshiro256PlusPlus,
    /// How days lie beside their levels.
    pub chance: Chance,
    /// Standard normals of the definition factors.
    pub factors: Vec<f64>,
    /// Log coverage of each office that stands alone.
    pub coverage: Vec<f64>,
    /// How far each source usually stays from what it gives as a bound, standard normals.
    pub habits: Vec<f64>,
    /// Where among the modes of the offices the draw lies, 0 to 1.
    pub place: f64,
    /// How far offices that are right are apart, position in [`RIGHT`].
    pub spread: usize,
}

/// A node made ready to be drawn from.
#[derive(Debug)]
pub(crate) struct Ready<'a> {
    layout: &'a Layout,
    pub node: &'a Node,
    shaken: &'a Shaken,
    /// Ways in which each office's numbers hold together.
    pub ways: Vec<Vec<Way>>,
    /// Logarithm of each office's count over that of the first of its circle.
    pub ratios: Vec<Ratio>,
    /// The numbers of each office against the days of its circle.
    pub held: Vec<Vec<Held>>,
    /// Sd (log) of what each office's sums together may miss unseen.
    unchecked: Vec<f64>,
    pub circles: Vec<Circle>,
    /// The offices in the order in which their numbers are entered.
    order: Vec<usize>,
    /// The office that tells most days apart, whose rhythm is the way's.
    beat: usize,
    /// The rhythm where there is no office.
    posterior: Posterior,
}

/// Offices that tell of the same days, so that each can be held against the others; often one alone.
#[derive(Debug)]
pub(crate) struct Circle {
    /// Positions of the offices, the leading one first.
    pub offices: Vec<usize>,
    ratios: Vec<Ratio>,
    /// How far each may be off, by how far offices that are right are apart.
    trust: Vec<Vec<Trust>>,
    /// Which of them are right: evidence (logarithm) and modes, likewise.
    pub modes: Vec<(f64, Vec<Mode>)>,
}

/// Weights of [`RIGHT`].
pub(crate) type Spreads = [f64; RIGHT.len()];

/// How far offices that are right are apart, as their own differences suggest.
pub(crate) fn spreads<'c>(circles: impl Iterator<Item = &'c Circle> + Clone) -> Spreads {
    let logs: Spreads = std::array::from_fn(|spread| {
        let told = circles.clone().filter(|circle| circle.offices.len() > 1);
        RIGHT[spread].1.ln() + told.map(|circle| circle.modes[spread].0).sum::<f64>()
    });
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let total: f64 = logs.iter().map(|log| (log - most).exp()).sum();
    logs.map(|log| (log - most).exp() / total)
}

impl Circle {
    /// Probability that an office (by its place) is about right.
    pub fn right(&self, place: usize, spreads: &Spreads) -> f64 {
        let each = self.modes.iter().zip(spreads).map(|((_, modes), share)| {
            let right = modes.iter().filter(|mode| mode.right[place]);
            share * right.map(|mode| mode.weight).sum::<f64>()
        });
        each.sum()
    }

    /// The office that should lead in place of one that is likely off: the first that is likely right.
    fn better(&self) -> Option<usize> {
        let spreads = spreads(std::iter::once(self));
        if self.right(0, &spreads) >= OFF {
            return None;
        }
        let mut others = 1..self.offices.len();
        others.find(|place| self.right(*place, &spreads) > 0.5).map(|place| self.offices[place])
    }

    /// The offices in the order in which their numbers are entered: the leading one, those that are likely
    /// right, the others. What is entered first is the measure of what follows.
    fn order(&self) -> impl Iterator<Item = usize> {
        let spreads = spreads(std::iter::once(self));
        let mut places: Vec<usize> = (0..self.offices.len()).collect();
        places.sort_by_key(|&place| (place > 0, self.right(place, &spreads) < OFF, place));
        places.into_iter().map(|place| self.offices[place])
    }
}

/// An office that is right with less than this probability is not the one to lead.
const OFF: f64 = 0.2;

/// An office, its numbers, and what follows from them for days apart, against the days of others.
type Tied = (usize, Vec<Held>, Vec<Held>);

/// How offices count, in one draw.
struct Leanings {
    /// Logarithm of what each counts over the truth.
    logs: Vec<f64>,
    /// How far one that nobody can be held against misses days of its long sums, standard normals.
    missed: Vec<f64>,
    /// The office with which the truth goes where the leading one of the first circle changed its count.
    steady: Option<usize>,
}

/// What one draw makes of a node.
#[derive(Debug, Clone)]
pub(crate) struct Drawn {
    /// Groups of days with a known sum, and these sums, people.
    pub account: Account,
    /// Daily flows, people.
    pub flows: Vec<f64>,
    /// The sums that offices told of, before what is only heard of was added, people.
    pub counted: Account,
    /// Logarithm of what each office counts over the truth.
    pub leanings: Vec<f64>,
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
            ratios: vec![Ratio::none(); node.offices.len()],
            held: vec![Vec::new(); node.offices.len()],
            unchecked: Vec::new(),
            circles: Vec::new(),
            order: Vec::new(),
            beat: 0,
            posterior: Grid::new(1.0, true).weigh(&[], shaken).1,
        };
        if node.offices.is_empty() {
            ready.posterior = ready.of_loose(seed);
        }
        ready.ask_misfits(seed);
        let accounts = || ready.ways.iter().map(|ways| &ways[0].account);
        ready.unchecked = accounts().map(|own| unchecked_in_all(own, layout.days)).collect();
        let apart = |(at, own): &(usize, &Account)| (own.groups.len(), std::cmp::Reverse(*at));
        ready.beat = accounts().enumerate().max_by_key(apart).map_or(0, |(at, _)| at);
        ready.compare(seed);
        ready.order = ready.circles.iter().flat_map(Circle::order).collect();
        ready
    }

    /// Offices that are held against each other.
    fn circle(&self, offices: Vec<usize>) -> Circle {
        let ratios: Vec<Ratio> = offices.iter().map(|at| self.ratios[*at]).collect();
        let trust_at = |spread: usize| -> Vec<Trust> {
            let trust = |at: &usize| {
                let changed = self.layout.changed(self.node.offices[*at].source);
                Trust::of(spread, changed, self.unchecked[*at])
            };
            offices.iter().map(trust).collect()
        };
        let trust: Vec<Vec<Trust>> = (0..RIGHT.len()).map(trust_at).collect();
        let modes = trust.iter().map(|trust| compare::modes(&ratios, trust)).collect();
        Circle { offices, ratios, trust, modes }
    }

    /// The rhythm that numbers which are not believed as printed suggest, at their middle.
    fn of_loose(&self, seed: u64) -> Posterior {
        let mut account = Account::untraced(self.layout.days.days());
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
        let middle = Draw {
            rng: rng.clone(),
            chance: Chance::of(seed, 0),
            factors: vec![0.0; self.layout.factors],
            coverage: vec![0.0; self.layout.sources.len()],
            habits: vec![0.0; self.layout.sources.len()],
            place: 0.5,
            spread: 0,
        };
        for &o in &self.node.loose {
            self.enter_loose(&mut account, &self.layout.observations[o], &middle, &mut rng);
        }
        let told = told(&account);
        let people: f64 = told.iter().map(|t| t.sum).sum();
        let days: usize = told.iter().map(|t| t.days).sum();
        Grid::new(people / days.max(1) as f64, false).weigh(&told, self.shaken).1
    }

    /// Asks of numbers that are out of all proportion what they may be, by what all the others say.
    fn ask_misfits(&mut self, seed: u64) {
        let offices = self.node.offices.len();
        let suspects = match offices {
            0 | 1 => Vec::new(),
            _ => misfit::suspects(&self.node.offices, &self.ways),
        };
        if suspects.is_empty() {
            return;
        }
        let printed = self.ways.clone();
        for &(at, number) in &suspects {
            misfit::without(&self.node.offices[at], &mut self.ways[at], number);
        }
        let all: Vec<usize> = (0..offices).collect();
        let (_, trials) = self.trials(&all, seed);
        self.ways = printed;
        for (at, number) in suspects {
            let split = misfit::split(&self.node.offices[at], &self.ways[at], number, &trials);
            self.ways[at] = split;
        }
    }

    /// Sorts the offices into circles: every other office's numbers are held against the days of the
    /// leading one, and of those that were held against it before, since an office of other days may be
    /// tied to the first by a third. Those that tell of other days make circles of their own.
    fn compare(&mut self, seed: u64) {
        let mut left: Vec<usize> = (0..self.node.offices.len()).collect();
        // An office whose only number the others speak against is no measure for them.
        left.sort_by_key(|at| {
            self.node.offices[*at].numbers.len() == 1 && self.ways[*at].len() > 1
        });
        let mut rounds = 0;
        while let Some(first) = left.first().copied() {
            let before = left.clone();
            let mut circle = self.circle_of(first, &mut left, &mut rounds, seed);
            // One that is off is a poor measure for the rest: its days lie otherwise than theirs.
            if let Some(better) = circle.better() {
                left = before;
                (self.ratios[better], self.held[better]) = (Ratio::none(), Vec::new());
                circle = self.circle_of(better, &mut left, &mut rounds, seed);
            }
            self.circles.push(circle);
        }
    }

    /// The circle of an office, taken out of those left.
    fn circle_of(
        &mut self,
        first: usize,
        left: &mut Vec<usize>,
        rounds: &mut usize,
        seed: u64,
    ) -> Circle {
        left.retain(|other| *other != first);
        let mut placed = vec![first];
        while !left.is_empty() && *rounds < ROUNDS {
            *rounds += 1;
            let tied = self.tied(&placed, left, seed);
            if tied.is_empty() {
                break;
            }
            for (at, held, pieces) in tied {
                self.ratios[at] = Ratio::of(&held, &pieces);
                self.held[at] = held;
                left.retain(|other| *other != at);
                placed.push(at);
            }
        }
        self.circle(placed)
    }

    /// Which of the offices left tell of days that the placed ones tell of: their numbers, and what follows
    /// from them for days apart, against these.
    fn tied(&self, placed: &[usize], left: &[usize], seed: u64) -> Vec<Tied> {
        let (account, trials) = self.trials(placed, seed);
        let frame = Frame::of(account, self.shaken);
        let each = left.iter().map(|&at| {
            let (office, way) = (&self.node.offices[at], &self.ways[at][0]);
            let mut held = held(office, way, &trials, &frame);
            if held.is_empty() {
                held = filled(office, way, &trials, &frame);
            }
            (at, held, pieces(way, &trials, &frame))
        });
        each.filter(|(_, held, _)| !held.is_empty()).collect()
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
                let rhythm = pick(&self.ways[self.beat], rng.random()).posterior.draw(&mut rng);
                let mut sums = vec![0.0];
                let mut sum = 0.0;
                let mut chance = Chance::of(seed ^ 0xC0_FFEE, trial);
                sums.extend(self.days_of(&account, &rhythm, &mut rng, &mut chance).iter().map(
                    |flow| {
                        sum += flow;
                        sum
                    },
                ));
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
        taken.extend(office.observations.iter().copied().zip(way.taken.iter().copied()));
        let shared = share_out(account, way, rng);
        for &(n, mut entry) in &way.entries {
            if shared.get(entry.from..entry.to).is_some_and(|days| days.iter().all(|day| *day)) {
                continue;
            }
            let observation = &self.layout.observations[office.observations[n]];
            let rounded = entry.value + 0.55 * entry.slack * normal(rng);
            if entry.slack > 0.6 {
                entry.value = rounded.max(0.0);
            }
            entry.value = corrected(entry.value, &observation.corrections, rng);
            // The leading office of a circle is the measure, number by number.
            let jitter = if self.held[at].is_empty() { 0.0 } else { JITTER * normal(rng) };
            let beside = self.ratios[at].beside(entry.to as f64 - 1.0);
            entry.value *= (jitter - ratio - beside).exp();
            enter(account, entry, rng);
        }
    }

    /// Enters a number that is not believed as printed, as one that it may mean.
    fn enter_loose(
        &self,
        account: &mut Account,
        observation: &Observation,
        draw: &Draw,
        rng: &mut Xoshiro256PlusPlus,
    ) -> Option<usize> {
        let people = observation.said.draw(draw.habits[observation.source], rng)?;
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
        let value = people * log.exp();
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
        chance: &mut Chance,
    ) -> Vec<f64> {
        let mut flows = vec![0.0; account.group.len()];
        let mut levels = vec![0.0; account.group.len()];
        draw_levels(&told(account), rhythm, self.shaken, rng, &mut levels);
        self.close(&mut levels, rng);
        for (days, group) in account.days_of().iter().zip(&account.groups) {
            draw_shares(days, group.sum, &levels, rhythm, chance, &mut flows);
        }
        let free: Vec<usize> = (0..flows.len()).filter(|day| account.group[*day] == 0).collect();
        draw_free(&free, &levels, rhythm, chance, &mut flows);
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
        let Leanings { logs: leanings, missed, steady } = self.leanings(draw, &mut rng);
        let (mut rhythm, mut goes_with) = (None, None);
        for &at in &self.order {
            let way = pick(&self.ways[at], rng.random());
            if at == self.beat {
                rhythm = Some(way.posterior.draw(&mut rng));
            }
            if steady == Some(at) {
                goes_with = Some((at, way));
            }
            let before = account.groups.len();
            self.enter_office(&mut account, at, way, leanings[at], &mut rng, &mut taken);
            for group in &mut account.groups[before..] {
                group.sum *= (-unchecked(group, self.layout.days) * missed[at]).exp();
            }
        }
        let counted = account.clone();
        for &o in &self.node.loose {
            let observation = &self.layout.observations[o];
            let read = self.enter_loose(&mut account, observation, draw, &mut rng);
            taken.extend(read.map(|at| (o, Taken::As(at))));
        }
        let rhythm = rhythm.unwrap_or_else(|| self.posterior.draw(&mut rng));
        let mut flows = self.days_of(&account, &rhythm, &mut rng, &mut draw.chance);
        if let Some((steady, way)) = goes_with {
            self.go_with(steady, way, leanings[steady], &mut flows);
            account.sum_up(&flows);
        }
        Drawn { account, flows, counted, leanings, taken }
    }

    /// Turns days by the leading office's count into days by that of an office which counted alike all along: each
    /// changes as the two were seen to part, and what the office tells the sum of comes to that sum.
    fn go_with(&self, steady: usize, way: &Way, leaning: f64, flows: &mut [f64]) {
        for (day, flow) in flows.iter_mut().enumerate() {
            *flow *= self.ratios[steady].beside(day as f64).exp();
        }
        for (days, group) in way.account.days_of().iter().zip(&way.account.groups) {
            let sum: f64 = days.iter().map(|day| flows[*day]).sum();
            if sum > 0.0 && group.sum > 0.0 {
                let times = group.sum * (-leaning).exp() / sum;
                days.iter().for_each(|day| flows[*day] *= times);
            }
        }
    }

    /// How each office counts, in one draw.
    fn leanings(&self, draw: &Draw, rng: &mut Xoshiro256PlusPlus) -> Leanings {
        let mut leanings = vec![0.0; self.node.offices.len()];
        let mut missed = vec![0.0; self.node.offices.len()];
        let mut steady = None;
        for (c, circle) in self.circles.iter().enumerate() {
            if let [alone] = circle.offices[..] {
                let source = self.node.offices[alone].source;
                missed[alone] = normal(rng);
                match self.layout.measure == Some(source) {
                    true => missed[alone] = 0.0,
                    false => leanings[alone] = draw.coverage[source],
                }
                continue;
            }
            let (modes, trust) = (&circle.modes[draw.spread].1, &circle.trust[draw.spread]);
            // Another circle's modes are picked at another place.
            let place = (draw.place + c as f64 * GOLDEN).fract();
            let standing = compare::draw(modes, &circle.ratios, trust, place, rng);
            let truth = self.by_measure(circle, &standing);
            for (at, ratio) in circle.offices.iter().zip(standing.ratios) {
                leanings[*at] = ratio - truth;
            }
            if c == 0 {
                steady = standing.steady.map(|place| circle.offices[place]);
            }
        }
        Leanings { logs: leanings, missed, steady }
    }

    /// The truth over the count of a circle's leading office: by the count of the office that is asked
    /// for, where it is one of them.
    fn by_measure(&self, circle: &Circle, standing: &Standing) -> f64 {
        let measure = |at: &usize| Some(self.node.offices[*at].source) == self.layout.measure;
        let asked = circle.offices.iter().position(measure);
        asked.map_or(standing.truth, |at| standing.ratios[at])
    }
}

/// Most times that days are drawn to hold offices against.
const ROUNDS: usize = 12;

/// Golden ratio: its multiples fall evenly between nought and one.
const GOLDEN: f64 = 0.618_033_988_749_895;

/// How far a sum may miss days without anybody seeing it (sd of the logarithm): by how long it is. An office
/// closes its months: a calendar month misses none.
pub(crate) fn unchecked(group: &Group, days: Window) -> f64 {
    let (sd, week) = UNCHECKED;
    match group.run(days).is_some_and(is_calendar_month) {
        true => 0.0,
        false => sd * (group.days as f64 / week).log2().max(0.0),
    }
}

/// The same of all sums of an account together, each weighing as much as it counts.
fn unchecked_in_all(account: &Account, days: Window) -> f64 {
    let people: f64 = account.groups.iter().map(|group| group.sum).sum();
    let doubt = account.groups.iter().map(|group| group.sum * unchecked(group, days));
    doubt.sum::<f64>() / people.max(1.0)
}

fn is_calendar_month(days: Window) -> bool {
    days.start() == days.start().first_of_month() && days.end() == days.start().last_of_month()
}

/// The sum that the days of a window are known to have, people.
fn known(account: &Account, from: usize, to: usize) -> f64 {
    let mut ids: Vec<u32> = account.group[from..to].iter().copied().filter(|id| *id > 0).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.iter().map(|id| account.groups[*id as usize - 1].sum).sum()
}

/// Enters how the days lie that an office tells apart inside sums of those before it, give or take what
/// single numbers of two offices differ by; gives the days which are told with that (none where nothing is).
fn share_out(account: &mut Account, way: &Way, rng: &mut Xoshiro256PlusPlus) -> Vec<bool> {
    let filled = account.filled_by(&way.account);
    if filled.is_empty() {
        return Vec::new();
    }
    let mut own = way.account.clone();
    own.groups.iter_mut().for_each(|group| group.sum *= (JITTER * normal(rng)).exp());
    let mut shared = vec![false; account.group.len()];
    for share in account.shared_out(&own, &filled) {
        shared[share.from..share.to].fill(true);
        account.enter(&share);
    }
    shared
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
    &ways[compare::fallen(ways.iter().map(|way| way.weight), place).unwrap_or(0)]
}

fn reading_at(observation: &Observation, place: f64) -> Option<usize> {
    let priors = observation.readings.iter().map(|reading| reading.prior);
    compare::fallen(priors, place).or(observation.readings.len().checked_sub(1))
}

/// The days of the offices that others are held against.
struct Frame {
    account: Account,
    /// Whether the level may have jumped within each of its sums.
    jumps: Vec<bool>,
}

impl Frame {
    fn of(account: Account, shaken: &Shaken) -> Frame {
        let mut ends = vec![(usize::MAX, 0); account.groups.len()];
        for (day, id) in account.group.iter().enumerate().filter(|(_, id)| **id > 0) {
            let end = &mut ends[*id as usize - 1];
            *end = (end.0.min(day), day + 1);
        }
        let jumps = ends.iter().map(|(from, to)| from > to || shaken.jumps(*from, *to)).collect();
        Frame { account, jumps }
    }
}

/// Share of days (their groups) of which sums that reach beyond them do not say how many people they had: seven
/// of the eight days of a sum are nearly all of it, one of forty is anything.
fn inside_sums(frame: &Frame, mut ids: Vec<u32>) -> f64 {
    let days = ids.len();
    ids.sort_unstable();
    let open = ids.chunk_by(|a, b| a == b).filter(|same| same[0] > 0).map(|same| {
        let whole = frame.account.groups[same[0] as usize - 1].days as f64;
        let inside = same.len() as f64;
        // Where the level jumped, the days that are missing may have had most of the people.
        let jumps = inside < whole && frame.jumps[same[0] as usize - 1];
        if jumps { inside } else { inside * (1.0 - inside / whole) }
    });
    open.sum::<f64>() / days.max(1) as f64
}

/// Each of an office's numbers against the sums of the leading one's days.
fn held(office: &Office, way: &Way, trials: &[Vec<f64>], frame: &Frame) -> Vec<Held> {
    let mut held: Vec<Held> = Vec::new();
    for (n, (number, taken)) in office.numbers.iter().zip(&way.taken).enumerate() {
        let Some(reading) = resolve::days_of(number, *taken) else { continue };
        let run = [(reading.from, reading.to)];
        held.extend(hold(
            office.observations[n],
            &run,
            (number.value, number.slack),
            trials,
            frame,
        ));
    }
    held.sort_by_key(|held| (held.day, held.from, held.observation));
    held
}

/// What an office's numbers come to over the sums of the leading one that they fill, where it tells days
/// only inside those: each is held by the last of its numbers there.
fn filled(office: &Office, way: &Way, trials: &[Vec<f64>], frame: &Frame) -> Vec<Held> {
    let mut inside = frame.account.filled_by(&way.account);
    inside.sort_unstable();
    let days = |n: usize| resolve::days_of(&office.numbers[n], way.taken[n]);
    let each = inside.chunk_by(|a, b| a.0 == b.0).filter_map(|own| {
        let (from, to) = frame.account.run_of(own[0].0)?;
        let sums = own.iter().map(|(_, own)| &way.account.groups[*own]);
        let (sum, slack) =
            sums.fold((0.0, 0.0), |(sum, slack), own| (sum + own.sum, slack + own.slack));
        let last = (0..office.numbers.len())
            .filter(|n| days(*n).is_some_and(|days| from <= days.from && days.to <= to))
            .max_by_key(|n| days(*n).map(|days| (days.to, *n)))?;
        let standing = &frame.account.groups[own[0].0];
        let held = || hold(office.observations[last], &[(from, to)], (sum, slack), trials, frame);
        (standing.sum > 0.0).then(held).flatten()
    });
    each.collect()
}

/// What follows from an office's numbers for days apart (the steps of its running totals) against the
/// sums of the leading one's days: it tells since when the office counts otherwise.
fn pieces(way: &Way, trials: &[Vec<f64>], frame: &Frame) -> Vec<Held> {
    let mut held: Vec<Held> = Vec::new();
    for (days, group) in way.account.days_of().iter().zip(&way.account.groups) {
        let runs: Vec<(usize, usize)> =
            days.chunk_by(|a, b| a + 1 == *b).map(|run| (run[0], run[run.len() - 1] + 1)).collect();
        held.extend(hold(0, &runs, (group.sum, group.slack), trials, frame));
    }
    held.sort_by_key(|held| (held.day, held.from));
    held
}

/// A sum of people (and how far rounding leaves it open) over runs of days (first, and the day after the
/// last) against those of the leading office, where it tells of them.
fn hold(
    observation: usize,
    runs: &[(usize, usize)],
    (value, slack): (f64, f64),
    trials: &[Vec<f64>],
    frame: &Frame,
) -> Option<Held> {
    let (from, to) = (runs.first()?.0, runs.last()?.1);
    let days = || runs.iter().flat_map(|(from, to)| &frame.account.group[*from..*to]);
    let told = days().filter(|id| **id > 0).count() as f64;
    if value <= 0.0 || told < SHARED * days().count() as f64 {
        return None;
    }
    // How the days of one sum lie within it the other office does not say: a day among the forty of a
    // total is not counted twice.
    let beyond = inside_sums(frame, days().copied().collect());
    if beyond > 0.5 {
        return None;
    }
    let sum =
        |sums: &Vec<f64>| -> f64 { runs.iter().map(|(from, to)| sums[*to] - sums[*from]).sum() };
    let logs: Vec<f64> = trials.iter().map(|sums| sum(sums).max(0.5).ln()).collect();
    let mean = logs.iter().sum::<f64>() / logs.len() as f64;
    let spread = logs.iter().map(|log| (log - mean).powi(2)).sum::<f64>() / logs.len() as f64;
    // Whom one of two counts missed is a matter of a few people: it shows where there are few.
    let own = JITTER * JITTER + (slack / value).powi(2) / 3.0 + FEW / value;
    let within = WITHIN * beyond;
    let variance = spread + own + within * within;
    Some(Held { observation, from, day: to - 1, people: value, log: value.ln() - mean, variance })
}
