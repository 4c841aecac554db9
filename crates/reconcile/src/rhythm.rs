//! How many people cross by one way from day to day: level, scatter of single days, days on which
//! nobody crosses. Knows nothing of claims: it is told sums over sets of days.
//!
//! A day on which anybody crosses is `exp(level + e)`, `e` mostly normal and now and then much
//! wider; whether anybody crosses is a two-state chain; the level walks. A sum over several days
//! is taken for log-normal with the moments it has (Fenton, "The Sum of Log-Normal Probability
//! Distributions", IRE Transactions on Communications Systems 8, 1960), so that the level, given
//! scatter, chain and step, is filtered and drawn exactly (Carter & Kohn, "On Gibbs Sampling for
//! State Space Models", Biometrika 81, 1994); those three are weighed on a grid. Nothing is tuned,
//! and nothing can fail to settle.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, StandardNormal};

use crate::assumptions::rhythm::{
    ALWAYS, BASE, CALM, CANDIDATES, HEAVY, INTERMITTENT, PERSISTENCE, STEP, STEPS,
};

/// What describes the days of one way.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rhythm {
    /// Sd of the logarithm of a day around its level.
    pub scatter: f64,
    /// Share of days on which anybody crosses.
    pub on: f64,
    /// Sd of the level's step over one day.
    pub step: f64,
}

/// A sum of people that is known for some days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Told {
    /// Middle of the days, position.
    pub middle: f64,
    /// How many days.
    pub days: usize,
    /// People.
    pub sum: f64,
    /// First and last day, positions; equal for a single day.
    pub first: usize,
    pub last: usize,
}

/// Moments of the sum over `days` days at level zero: probability of nobody, and mean and variance of
/// the logarithm where anybody crossed.
#[derive(Debug, Clone, Copy)]
struct Moments {
    nobody: f64,
    mean: f64,
    variance: f64,
}

impl Rhythm {
    /// Chance that nobody crosses on the day after one on which nobody did.
    fn stays_off(&self) -> f64 {
        1.0 - self.on * (1.0 - PERSISTENCE)
    }

    /// Mean and mean square of a day on which somebody crosses, level zero.
    fn day(&self) -> (f64, f64) {
        let (s, wide) = (self.scatter, self.scatter + HEAVY.1);
        let at = |k: f64| {
            (1.0 - HEAVY.0) * (0.5 * k * k * s * s).exp()
                + HEAVY.0 * (0.5 * k * k * wide * wide).exp()
        };
        (at(1.0), at(2.0))
    }

    fn moments(&self, days: usize) -> Moments {
        let m = days as f64;
        let (mean, square) = self.day();
        let nobody = (1.0 - self.on) * self.stays_off().powf(m - 1.0);
        let rho = PERSISTENCE;
        let together = rho / (1.0 - rho) * (m - (1.0 - rho.powf(m)) / (1.0 - rho));
        let spread = self.on * (1.0 - self.on) * (m + 2.0 * together);
        let some = (1.0 - nobody).max(1e-12);
        let (n1, n2) = (m * self.on / some, (spread + (m * self.on).powi(2)) / some);
        let (first, second) = (n1 * mean, n1 * square + (n2 - n1).max(0.0) * mean * mean);
        let variance = (second / (first * first)).ln().max(1e-8);
        Moments { nobody, mean: first.ln() - 0.5 * variance, variance }
    }
}

/// The state of the level after a sum was told: mean and variance.
type State = (f64, f64);

/// Days whose level may have jumped, as extra variance of the step into each; running sums.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shaken {
    sums: Vec<f64>,
}

impl Shaken {
    pub fn new(extra: &[f64]) -> Shaken {
        let mut sums = vec![0.0; extra.len() + 1];
        for (day, more) in extra.iter().enumerate() {
            sums[day + 1] = sums[day] + more;
        }
        Shaken { sums }
    }

    /// Whether the level may have jumped within a run of days (first, and the day after the last).
    pub fn jumps(&self, from: usize, to: usize) -> bool {
        let at = |day: usize| self.sums.get(day).copied().unwrap_or_default();
        at(to) > at(from)
    }

    fn between(&self, before: f64, after: f64) -> f64 {
        let last = self.sums.len().saturating_sub(1);
        let at = |x: f64| (x.max(0.0).floor() as usize + 1).min(last);
        if last == 0 { 0.0 } else { self.sums[at(after)] - self.sums[at(before)] }
    }
}

/// One normal component: weight, mean, variance.
type Component = (f64, f64, f64);

/// Root of a whole turn: what a normal density is divided by.
pub(crate) const ROOT_TAU: f64 = 2.507;

fn log_normal_density(x: f64, mean: f64, variance: f64) -> f64 {
    -0.5 * ((x - mean).powi(2) / variance + (std::f64::consts::TAU * variance).ln())
}

/// Filters the level through what is told, in order of the middles. Gives the logarithm of the
/// density of the sums (per person) and the state after each.
fn filter(told: &[Told], rhythm: &Rhythm, shaken: &Shaken, states: &mut Vec<State>) -> f64 {
    states.clear();
    let (mut mean, mut variance) = (BASE.0, BASE.1 * BASE.1);
    let mut log = 0.0;
    let mut before: Option<&Told> = None;
    let mut cached: Option<(usize, Moments)> = None;
    for one in told {
        if let Some(before) = before {
            let gap = one.middle - before.middle;
            variance += rhythm.step.powi(2) * gap + shaken.between(before.middle, one.middle);
        }
        let moments = match cached {
            Some((days, moments)) if days == one.days => moments,
            _ => {
                let moments = rhythm.moments(one.days);
                cached = Some((one.days, moments));
                moments
            }
        };
        let nobody = nobody(rhythm, before, one, moments.nobody);
        if one.sum <= 0.5 {
            log += nobody.max(1e-300).ln();
        } else {
            log += (1.0 - nobody).max(1e-300).ln();
            let x = one.sum.ln();
            log -= x;
            let single = one.days == 1;
            let wide = (rhythm.scatter + HEAVY.1).powi(2);
            let parts: [Component; 2] = match single {
                true => [(1.0 - HEAVY.0, 0.0, rhythm.scatter.powi(2)), (HEAVY.0, 0.0, wide)],
                false => [(1.0, moments.mean, moments.variance), (0.0, 0.0, 1.0)],
            };
            log += update(&mut mean, &mut variance, x, &parts);
        }
        states.push((mean, variance));
        before = Some(one);
    }
    log
}

/// Chance that nobody crosses over the days of `one`, given the day before where it is known.
fn nobody(rhythm: &Rhythm, before: Option<&Told>, one: &Told, unknown: f64) -> f64 {
    let after = before
        .filter(|before| before.last + 1 == one.first && (before.sum <= 0.5 || before.days == 1));
    let rest = rhythm.stays_off().powf(one.days as f64 - 1.0);
    match after {
        None => unknown,
        Some(before) if before.sum <= 0.5 => rhythm.stays_off() * rest,
        Some(_) => (1.0 - rhythm.on) * (1.0 - PERSISTENCE) * rest,
    }
}

/// Bayes' rule for the level, the mixture afterwards taken for one normal; gives the log density.
fn update(mean: &mut f64, variance: &mut f64, x: f64, parts: &[Component; 2]) -> f64 {
    let each = parts.map(|(weight, at, own)| {
        if weight <= 0.0 {
            return (f64::NEG_INFINITY, *mean, *variance);
        }
        let total = *variance + own;
        let log = weight.ln() + log_normal_density(x, *mean + at, total);
        let gain = *variance / total;
        (log, *mean + gain * (x - *mean - at), *variance * own / total)
    });
    let most = each[0].0.max(each[1].0);
    let weights = each.map(|(log, ..)| (log - most).exp());
    let sum = weights[0] + weights[1];
    let (a, b) = (weights[0] / sum, weights[1] / sum);
    let middle = a * each[0].1 + b * each[1].1;
    *variance = a * (each[0].2 + (each[0].1 - middle).powi(2))
        + b * (each[1].2 + (each[1].1 - middle).powi(2));
    *mean = middle;
    most + sum.ln()
}

/// The rhythms that are weighed, with the logarithm of their prior weights.
pub(crate) struct Grid {
    rhythms: Vec<(Rhythm, f64)>,
}

/// Points of the scatter on a fine and a coarse grid.
const SCATTERS: (usize, usize) = (14, 6);

impl Grid {
    /// For a way by which about `people` cross a day; coarse where only sums are to be compared.
    pub fn new(people: f64, coarse: bool) -> Grid {
        let always =
            (1.0 / (1.0 + (-ALWAYS.0 * (people.max(1.0) / ALWAYS.1).ln()).exp())).clamp(0.05, 0.97);
        let points = if coarse { SCATTERS.1 } else { SCATTERS.0 };
        let scatters: Vec<f64> = (0..points)
            .map(|i| (0.02f64.ln() + i as f64 / (points - 1) as f64 * (2.2f64 / 0.02).ln()).exp())
            .collect();
        let shares: Vec<f64> = match coarse {
            true => vec![1.0, 0.85, 0.5, 0.2],
            false => {
                std::iter::once(1.0).chain((0..10).map(|i| 0.95 - 0.1 * f64::from(i))).collect()
            }
        };
        let steps: Vec<f64> = STEPS
            .iter()
            .copied()
            .enumerate()
            .filter(|(i, _)| !coarse || i % 2 == 0)
            .map(|s| s.1)
            .collect();
        let bell = |x: f64, (median, sd): (f64, f64)| -0.5 * ((x.ln() - median.ln()) / sd).powi(2);
        let mut rhythms = Vec::new();
        // Each factor is normalised for itself, so that both kinds of way weigh as said.
        let normalised = |logs: Vec<f64>| -> Vec<f64> {
            let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = logs.iter().map(|log| (log - most).exp()).sum();
            logs.iter().map(|log| log - most - sum.ln()).collect()
        };
        let calm = normalised(scatters.iter().map(|s| bell(*s, CALM)).collect());
        let broken = normalised(scatters.iter().map(|s| bell(*s, INTERMITTENT)).collect());
        let walks = normalised(steps.iter().map(|s| bell(*s, STEP)).collect());
        for &on in &shares {
            let (of_on, of_scatter) = match on >= 1.0 {
                true => (always.ln(), &calm),
                false => (((1.0 - always) / (shares.len() - 1) as f64).ln(), &broken),
            };
            for (scatter, a) in scatters.iter().zip(of_scatter) {
                for (step, b) in steps.iter().zip(&walks) {
                    let rhythm = Rhythm { scatter: *scatter, on, step: *step };
                    rhythms.push((rhythm, of_on + a + b));
                }
            }
        }
        Grid { rhythms }
    }

    /// The `most` rhythms that fit best what is told: enough to rank what differs from it by little.
    pub fn likeliest(&self, told: &[Told], shaken: &Shaken, most: usize) -> Grid {
        let logs = self.logs(told, shaken).into_iter();
        let mut fits: Vec<(f64, usize)> = logs.enumerate().map(|(at, log)| (log, at)).collect();
        fits.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        fits.truncate(most);
        Grid { rhythms: fits.into_iter().map(|(_, at)| self.rhythms[at]).collect() }
    }

    /// Logarithm of each rhythm's prior weight and of how well it fits what is told.
    fn logs(&self, told: &[Told], shaken: &Shaken) -> Vec<f64> {
        let mut states = Vec::with_capacity(told.len());
        let each = self.rhythms.iter();
        each.map(|(rhythm, prior)| prior + filter(told, rhythm, shaken, &mut states)).collect()
    }

    /// The rhythms by their prior weights.
    pub fn prior(&self) -> Posterior {
        self.weigh(&[], &Shaken::default()).1
    }

    /// Weighs the rhythms by what is told: log evidence, and the posterior.
    pub fn weigh(&self, told: &[Told], shaken: &Shaken) -> (f64, Posterior) {
        let logs = self.logs(told, shaken);
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let mut sum = 0.0;
        let cumulative: Vec<f64> = logs
            .iter()
            .map(|log| {
                sum += (log - most).exp();
                sum
            })
            .collect();
        let rhythms = self.rhythms.iter().map(|(rhythm, _)| *rhythm).collect();
        (most + sum.ln(), Posterior { rhythms, cumulative })
    }
}

/// What is known of the rhythm of a way.
#[derive(Debug, Clone)]
pub(crate) struct Posterior {
    rhythms: Vec<Rhythm>,
    cumulative: Vec<f64>,
}

impl Posterior {
    pub fn draw(&self, rng: &mut Xoshiro256PlusPlus) -> Rhythm {
        let total = self.cumulative.last().copied().unwrap_or(0.0);
        let at = rng.random::<f64>() * total;
        let place = self.cumulative.partition_point(|sum| *sum < at).min(self.rhythms.len() - 1);
        self.rhythms[place]
    }
}

pub(crate) fn normal(rng: &mut Xoshiro256PlusPlus) -> f64 {
    StandardNormal.sample(rng)
}

/// Draws the level of every day, given what is told.
pub(crate) fn draw_levels(
    told: &[Told],
    rhythm: &Rhythm,
    shaken: &Shaken,
    rng: &mut Xoshiro256PlusPlus,
    levels: &mut [f64],
) {
    let days = levels.len();
    let Some(last) = told.last() else {
        let start = BASE.0 + BASE.1 * normal(rng);
        walk(levels, 0, start, rhythm, shaken, rng);
        return;
    };
    let mut states = Vec::with_capacity(told.len());
    filter(told, rhythm, shaken, &mut states);
    let (mean, variance) = states[told.len() - 1];
    let mut here = mean + variance.sqrt() * normal(rng);
    let middle = |one: &Told| (one.middle.round() as usize).min(days - 1);
    let mut at = middle(last);
    levels[at] = here;
    let known = (at, here);
    for j in (0..told.len() - 1).rev() {
        let (mean, variance) = states[j];
        let gap = told[j + 1].middle - told[j].middle;
        let step = rhythm.step.powi(2) * gap + shaken.between(told[j].middle, told[j + 1].middle);
        let gain = variance / (variance + step).max(1e-12);
        let next = mean + gain * (here - mean);
        let spread = (variance * (1.0 - gain)).max(0.0).sqrt();
        let before = next + spread * normal(rng);
        let place = middle(&told[j]);
        bridge(levels, (place, before), (at, here), rhythm, rng);
        (at, here) = (place, before);
    }
    // Outwards from the first and the last.
    for day in (0..at).rev() {
        levels[day] = levels[day + 1] + rhythm.step * normal(rng);
    }
    walk(levels, known.0, known.1, rhythm, shaken, rng);
    if rhythm.on >= 1.0 {
        round_off(told, levels);
    }
}

/// Lets the level walk on from a day.
fn walk(
    levels: &mut [f64],
    from: usize,
    start: f64,
    rhythm: &Rhythm,
    shaken: &Shaken,
    rng: &mut Xoshiro256PlusPlus,
) {
    levels[from] = start;
    for day in from + 1..levels.len() {
        let extra = shaken.between(day as f64 - 1.0, day as f64);
        let step = (rhythm.step.powi(2) + extra).sqrt();
        levels[day] = levels[day - 1] + step * normal(rng);
    }
}

/// A Brownian bridge between the levels of two days.
fn bridge(
    levels: &mut [f64],
    (from, start): (usize, f64),
    (to, end): (usize, f64),
    rhythm: &Rhythm,
    rng: &mut Xoshiro256PlusPlus,
) {
    levels[from] = start;
    let mut here = start;
    let between = levels.iter_mut().enumerate().take(to).skip(from + 1);
    for (day, level) in between {
        let left = (to - day) as f64 + 1.0;
        let mean = here + (end - here) / left;
        here = mean + rhythm.step * (1.0 - 1.0 / left).sqrt() * normal(rng);
        *level = here;
    }
}

/// Gives the days within sums that follow each other the shape of a monotone cubic through the running
/// total (Fritsch and Carlson, "Monotone Piecewise Cubic Interpolation", SIAM Journal on Numerical
/// Analysis 17, 1980) in place of straight lines between the middles of the sums. What days do beside the
/// curve is their scatter: a level that also walked beside it (a fifth of its walk) told Poland's days no
/// better and its intervals were too wide.
fn round_off(told: &[Told], levels: &mut [f64]) {
    let whole = |one: &Told| one.last + 1 - one.first == one.days && one.sum > 0.5;
    let goes_on = |a: &Told, b: &Told| whole(a) && whole(b) && a.last + 1 == b.first;
    for run in told.chunk_by(goes_on).filter(|run| run.len() > 2) {
        let rates: Vec<f64> = run.iter().map(|one| one.sum / one.days as f64).collect();
        for (at, one) in run.iter().enumerate().filter(|(_, one)| one.days > 1) {
            let (start, end) = (slope(run, &rates, at), slope(run, &rates, at + 1));
            let days = levels.iter_mut().enumerate().take(one.last + 1).skip(one.first);
            for (day, level) in days {
                let x = (0.5 + (day - one.first) as f64) / one.days as f64;
                let curve = 6.0 * rates[at] * x * (1.0 - x)
                    + start * (1.0 - 4.0 * x + 3.0 * x * x)
                    + end * (3.0 * x * x - 2.0 * x);
                *level = curve.max(0.05 * rates[at]).ln();
            }
        }
    }
}

/// Slope of the running total between the sums `at - 1` and `at` of a run, people a day.
fn slope(run: &[Told], rates: &[f64], at: usize) -> f64 {
    match (at.checked_sub(1), rates.get(at)) {
        (Some(left), Some(right)) => {
            let (a, b) = (run[left].days as f64, run[at].days as f64);
            3.0 * (a + b) / ((2.0 * b + a) / rates[left] + (b + 2.0 * a) / right)
        }
        // At the ends as the rates of the two nearest sums go on, and never back.
        (Some(left), None) => {
            outer((run[left].days, rates[left]), (run[left - 1].days, rates[left - 1]))
        }
        (None, _) => outer((run[0].days, rates[0]), (run[1].days, rates[1])),
    }
}

fn outer((days, rate): (usize, f64), (next_days, next_rate): (usize, f64)) -> f64 {
    let (a, b) = (days as f64, next_days as f64);
    (((2.0 * a + b) * rate - a * next_rate) / (a + b)).clamp(0.0, 3.0 * rate)
}

/// Chance by which days lie beside their levels. Of two draws one is the mirror of the other, so that the
/// middle of some hundred is that of as many thousand (antithetic variates; Hammersley & Morton, "A New
/// Monte Carlo Technique", Proceedings of the Cambridge Philosophical Society 52, 1956).
#[derive(Debug, Clone)]
pub(crate) struct Chance {
    rng: Xoshiro256PlusPlus,
    mirrored: bool,
}

impl Chance {
    /// For the draw `number` of those that go by a seed.
    pub fn of(seed: u64, number: usize) -> Chance {
        let seed = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(number as u64 / 2);
        Chance { rng: Xoshiro256PlusPlus::seed_from_u64(seed), mirrored: number % 2 == 1 }
    }

    /// The same draw's for something else.
    pub fn beside(&self, other: u64) -> Chance {
        let seed = self.rng.clone().random::<u64>() ^ other;
        Chance { rng: Xoshiro256PlusPlus::seed_from_u64(seed), mirrored: self.mirrored }
    }

    fn uniform(&mut self) -> f64 {
        let drawn = self.rng.random::<f64>();
        if self.mirrored { 1.0 - drawn } else { drawn }
    }

    /// The deviation of a day from its level.
    fn deviation(&mut self, rhythm: &Rhythm) -> f64 {
        let wide = if self.rng.random::<f64>() < HEAVY.0 { HEAVY.1 } else { 0.0 };
        let off = (rhythm.scatter + wide) * normal(&mut self.rng);
        if self.mirrored { -off } else { off }
    }

    /// Whether anybody crosses on a day.
    fn is_on(&mut self, day: usize, before: Option<(usize, bool)>, rhythm: &Rhythm) -> bool {
        if rhythm.on >= 1.0 {
            return true;
        }
        let share = match before {
            Some((last, on)) if last + 1 == day => {
                let lean = if on { 1.0 } else { 0.0 };
                rhythm.on + PERSISTENCE * (lean - rhythm.on)
            }
            _ => rhythm.on,
        };
        self.uniform() < share
    }
}

/// Draws the flows of days of which nothing but the level is known. `days` are positions in order.
pub(crate) fn draw_free(
    days: &[usize],
    levels: &[f64],
    rhythm: &Rhythm,
    chance: &mut Chance,
    flows: &mut [f64],
) {
    let mut before: Option<(usize, bool)> = None;
    for &day in days {
        let on = chance.is_on(day, before, rhythm);
        before = Some((day, on));
        flows[day] =
            if on { (levels[day] + chance.deviation(rhythm)).min(LIMIT).exp() } else { 0.0 };
    }
}

/// Logarithms of flows beyond this are out of any range.
const LIMIT: f64 = 25.0;

/// Draws how a sum falls on its days: candidates from the prior, one of them taken by how well its
/// level fits the sum (sampling, importance resampling; Rubin 1987).
pub(crate) fn draw_shares(
    days: &[usize],
    sum: f64,
    levels: &[f64],
    rhythm: &Rhythm,
    chance: &mut Chance,
    flows: &mut [f64],
) {
    match days {
        [] => return,
        [day] => {
            flows[*day] = sum;
            return;
        }
        _ if sum <= 0.0 => {
            days.iter().for_each(|day| flows[*day] = 0.0);
            return;
        }
        _ => {}
    }
    let tries = if rhythm.on >= 1.0 && rhythm.scatter < 0.3 { 1 } else { CANDIDATES };
    let mut kept: Vec<f64> = Vec::new();
    let mut weights = 0.0;
    let mut candidate = vec![0.0; days.len()];
    for _ in 0..tries {
        let weight = one_pattern(days, sum, levels, rhythm, chance, &mut candidate);
        weights += weight;
        if kept.is_empty() || chance.uniform() * weights < weight {
            kept.clone_from(&candidate);
        }
    }
    for (day, flow) in days.iter().zip(kept) {
        flows[*day] = flow;
    }
}

/// A pattern of flows that sum to `sum`, and how well it fits the level.
fn one_pattern(
    days: &[usize],
    sum: f64,
    levels: &[f64],
    rhythm: &Rhythm,
    chance: &mut Chance,
    flows: &mut [f64],
) -> f64 {
    let mut total = 0.0;
    let (mut count, mut residual) = (0.0, 0.0);
    let mut before = None;
    for (at, &day) in days.iter().enumerate() {
        let on = chance.is_on(day, before, rhythm);
        before = Some((day, on));
        flows[at] = 0.0;
        if on {
            let off = chance.deviation(rhythm);
            flows[at] = (levels[day] + off).min(LIMIT).exp();
            total += flows[at];
            residual += off;
            count += 1.0;
        }
    }
    if total <= 0.0 {
        // Somebody crossed: on one of the days.
        let at = (chance.uniform() * days.len() as f64) as usize;
        let at = at.min(days.len() - 1);
        flows[at] = sum;
        let off = (sum.ln() - levels[days[at]]) / rhythm.scatter.max(0.05);
        return (-0.5 * off * off).exp().max(1e-12) * 0.1;
    }
    let scale = sum / total;
    flows.iter_mut().for_each(|flow| *flow *= scale);
    // How far the days lie from their levels once they sum up as told.
    let sd = (rhythm.scatter.powi(2) + HEAVY.0 * HEAVY.1).sqrt() / f64::sqrt(count);
    let off = (residual / count + scale.ln()) / sd;
    ((-0.5 * off * off).exp() / sd).max(1e-12)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(sums: &[f64]) -> Vec<Told> {
        let one = |(day, sum): (usize, &f64)| Told {
            middle: day as f64,
            days: 1,
            sum: *sum,
            first: day,
            last: day,
        };
        sums.iter().enumerate().map(one).collect()
    }

    fn posterior(told: &[Told]) -> (f64, Posterior) {
        let people = told.iter().map(|t| t.sum).sum::<f64>() / told.len() as f64;
        Grid::new(people, false).weigh(told, &Shaken::default())
    }

    #[test]
    fn calm_and_intermittent_series_are_told_apart() {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
        let calm: Vec<f64> = (0..60).map(|_| (9.0 + 0.1 * normal(&mut rng)).exp()).collect();
        let (_, of_calm) = posterior(&days(&calm));
        let sea: Vec<f64> = (0..90)
            .map(|_| match rng.random::<f64>() < 0.4 {
                true => (5.0 + normal(&mut rng)).exp(),
                false => 0.0,
            })
            .collect();
        let (_, of_sea) = posterior(&days(&sea));
        for _ in 0..50 {
            let rhythm = of_calm.draw(&mut rng);
            assert!(rhythm.on == 1.0 && rhythm.scatter < 0.2, "{rhythm:?}");
            let rhythm = of_sea.draw(&mut rng);
            assert!(rhythm.on < 0.7 && rhythm.scatter > 0.5, "{rhythm:?}");
        }
    }

    #[test]
    fn shares_sum_to_what_was_told() {
        let mut chance = Chance::of(2, 0);
        let rhythm = Rhythm { scatter: 0.8, on: 0.5, step: 0.1 };
        let levels = vec![3.0; 12];
        let mut flows = vec![f64::NAN; 12];
        for sum in [0.0, 1.0, 500.0] {
            draw_shares(&[2, 3, 7, 9], sum, &levels, &rhythm, &mut chance, &mut flows);
            let found: f64 = [2, 3, 7, 9].iter().map(|d| flows[*d]).sum();
            assert!((found - sum).abs() < 1e-9 * sum.max(1.0));
        }
        assert!(flows[0].is_nan());
    }

    #[test]
    fn the_density_of_a_sum_integrates_to_one() {
        // One sum of three days: over all sums, and nobody.
        let grid = Grid::new(100.0, true);
        let density = |sum: f64| {
            let told = [Told { middle: 1.0, days: 3, sum, first: 0, last: 2 }];
            grid.weigh(&told, &Shaken::default()).0.exp()
        };
        let mut total = density(0.0);
        let step = 0.05;
        for i in 0..800 {
            let log = -10.0 + step * f64::from(i);
            // Below half a person nobody crossed.
            if log.exp() > 0.5 {
                total += density(log.exp()) * log.exp() * step;
            }
        }
        assert!((0.95..1.02).contains(&total), "{total}");
    }
}
