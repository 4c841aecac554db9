//! Which of an office's numbers hold together, and which days each of them means.
//!
//! Numbers are believed as printed unless they contradict each other, or may mean other days than
//! they say. Then the ways out are listed (this number is wrong, that one is, it means other days,
//! a digit too many) and weighed by what each makes of the days: the rhythm's evidence, times how
//! rare such a slip is.

use std::collections::BTreeSet;

use crate::account::{Account, Entered, Entry};
use crate::assumptions::slips::{
    DIGIT, EXPANSIONS, MISFIT, SETTLED, TELLING, TOTAL, WAYS_OUT, WRONG,
};
use crate::rhythm::{Grid, Posterior, Shaken, Told};

/// One run of days that a number may mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reading {
    /// First day and the day after the last, positions.
    pub from: usize,
    pub to: usize,
    /// Prior weight; those of a number sum to one.
    pub prior: f64,
    /// The days as the claim states them, give or take how loosely it does.
    pub stated: bool,
}

impl Reading {
    /// Whether it is the running total up to the last day of another.
    pub fn is_total_of(&self, printed: &Reading) -> bool {
        self.from < printed.from && self.to == printed.to
    }
}

/// A number of an office.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Number {
    /// Position of the claim.
    pub claim: usize,
    pub value: f64,
    pub slack: f64,
    pub readings: Vec<Reading>,
    /// Chance that it is something else than it says.
    pub wrong: f64,
}

/// What a number is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Taken {
    /// At its word, for the days of this reading.
    As(usize),
    /// With a digit too many or too few: the value times ten to this power.
    Slipped(i32),
    /// For something else.
    Wrong,
}

/// One way in which all numbers hold together.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    pub taken: Vec<Taken>,
    /// Posterior weight.
    pub weight: f64,
    pub posterior: Posterior,
    /// The numbers that are taken for people on some days (by position), as they are entered, in order.
    pub entries: Vec<(usize, Entry)>,
    /// The office's own sums, by these.
    pub account: Account,
}

impl Way {
    /// Takes one of the office's numbers for something else; gives whether they still hold together.
    pub fn retake(&mut self, numbers: &[Number], at: usize, taken: Taken) -> bool {
        self.taken[at] = taken;
        self.entries = entries(numbers, &self.taken);
        let (account, holds) = entered(&self.entries, self.account.group.len());
        self.account = account;
        holds
    }
}

/// The numbers that are taken for people on some days, in the order in which they are entered.
fn entries(numbers: &[Number], taken: &[Taken]) -> Vec<(usize, Entry)> {
    let each = order(numbers, taken).into_iter();
    each.filter_map(|at| Some((at, entry(&numbers[at], taken[at])?))).collect()
}

/// Sums of an account, in order of the middle of their days.
pub(crate) fn told(account: &Account) -> Vec<Told> {
    let mut told: Vec<Told> = account
        .days_of()
        .iter()
        .zip(&account.groups)
        .filter(|(days, _)| !days.is_empty())
        .map(|(days, group)| Told {
            middle: days.iter().sum::<usize>() as f64 / days.len() as f64,
            days: days.len(),
            sum: group.sum,
            first: days[0],
            last: days[days.len() - 1],
        })
        .collect();
    told.sort_by(|a, b| a.middle.total_cmp(&b.middle).then(a.first.cmp(&b.first)));
    told
}

/// The order in which numbers are entered: by the last day, the shorter first.
fn order(numbers: &[Number], taken: &[Taken]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..numbers.len()).collect();
    let key = |i: usize| {
        let reading = days_of(&numbers[i], taken[i]);
        reading.map(|reading| (reading.to, std::cmp::Reverse(reading.from)))
    };
    order.sort_by(|&a, &b| key(a).cmp(&key(b)).then(a.cmp(&b)));
    order
}

/// The days that a number is taken for.
pub(crate) fn days_of(number: &Number, taken: Taken) -> Option<&Reading> {
    match taken {
        Taken::As(reading) => number.readings.get(reading),
        Taken::Slipped(_) => number.readings.first(),
        Taken::Wrong => None,
    }
}

/// The number as an entry, when it is taken for people on some days.
fn entry(number: &Number, taken: Taken) -> Option<Entry> {
    let reading = days_of(number, taken)?;
    let power = match taken {
        Taken::Slipped(power) => power,
        _ => 0,
    };
    Some(Entry {
        claim: number.claim,
        from: reading.from,
        to: reading.to,
        value: number.value * 10f64.powi(power),
        slack: number.slack,
    })
}

struct Desk<'a> {
    numbers: &'a [Number],
    days: usize,
    grid: Grid,
    /// Fewer rhythms, to rank ways by while they are sought among many numbers.
    sketch: Option<Grid>,
    shaken: &'a Shaken,
    /// Position of a number by its claim.
    position: std::collections::BTreeMap<usize, usize>,
    /// Numbers that arithmetic suspects of being running totals (their second reading): one suspicion,
    /// however many rows it is of.
    suspected: BTreeSet<usize>,
}

/// Longest window of a number of few days.
const FEW_DAYS: usize = 3;

/// Rhythms by which ways are ranked while they are sought among many numbers.
const SKETCH: usize = 12;

/// An account with what of the numbers it rests on.
struct Tried {
    account: Account,
    /// The first number that contradicts others, and these.
    clash: Option<(usize, Vec<usize>)>,
    /// How many numbers contradict others.
    clashes: f64,
    /// Numbers that follow from others, with the room they had.
    confirmed: f64,
}

/// Most likely ways in which the numbers hold together, the best first.
pub(crate) fn resolve(numbers: &[Number], days: usize, shaken: &Shaken) -> Vec<Way> {
    let first: Vec<Taken> = numbers.iter().map(|number| Taken::As(likeliest(number))).collect();
    let people = people_a_day(numbers, &first);
    let position = numbers.iter().enumerate().map(|(at, number)| (number.claim, at)).collect();
    let mut desk = Desk {
        numbers,
        days,
        grid: Grid::new(people, true),
        sketch: None,
        shaken,
        position,
        suspected: (0..numbers.len()).filter(|at| is_suspected(&numbers[*at])).collect(),
    };
    if numbers.len() > SETTLED {
        let told = told(&desk.enter(&first).account);
        desk.sketch = Some(desk.grid.likeliest(&told, shaken, SKETCH));
    }
    let mut found = desk.consistent(first);
    desk.reread(&mut found);
    desk.slips(&mut found);
    desk.slip_of_newest_total(&mut found);
    let most = found.iter().map(|(_, log)| *log).fold(f64::NEG_INFINITY, f64::max);
    found.retain(|(_, log)| most - log < TELLING);
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    found.truncate(WAYS_OUT);
    let total: f64 = found.iter().map(|(_, log)| (log - most).exp()).sum();
    let fine = Grid::new(people, false);
    found
        .into_iter()
        .map(|(taken, log)| {
            let account = desk.enter(&taken).account;
            let (_, posterior) = fine.weigh(&told(&account), shaken);
            let entries = entries(numbers, &taken);
            let (account, _) = entered(&entries, days);
            Way { taken, weight: (log - most).exp() / total, posterior, entries, account }
        })
        .collect()
}

/// Whether a number may be a running total, its second reading, instead of what it says.
fn is_suspected(number: &Number) -> bool {
    let [printed, total] = number.readings[..] else { return false };
    printed.stated && !total.stated && total.is_total_of(&printed) && total.prior > 0.01
}

fn likeliest(number: &Number) -> usize {
    let best = number
        .readings
        .iter()
        .enumerate()
        .max_by(|a, b| a.1.prior.total_cmp(&b.1.prior).then(b.0.cmp(&a.0)));
    best.map_or(0, |(at, _)| at)
}

fn people_a_day(numbers: &[Number], taken: &[Taken]) -> f64 {
    let mut rates: Vec<f64> = numbers
        .iter()
        .zip(taken)
        .filter_map(|(number, taken)| {
            let reading = days_of(number, *taken)?;
            Some(number.value / (reading.to - reading.from).max(1) as f64)
        })
        .collect();
    rates.sort_by(f64::total_cmp);
    // The mean says of a sea with days of nobody what the median does not.
    if rates.is_empty() { 1.0 } else { rates.iter().sum::<f64>() / rates.len() as f64 }
}

impl Desk<'_> {
    fn enter(&self, taken: &[Taken]) -> Tried {
        let mut account = Account::new(self.days);
        let (mut clash, mut clashes) = (None, 0.0);
        let mut confirmed = 0.0;
        for (at, entry) in entries(self.numbers, taken) {
            match account.enter(&entry) {
                Entered::New => {}
                // To agree with others to the last digit is much to ask of chance.
                Entered::Agrees => confirmed -= (2.0 * entry.slack + 1.0).ln(),
                Entered::Overlaps => {
                    if let Some(share) = account.part_covered(&entry) {
                        account.split(&entry, share);
                    }
                }
                Entered::Contradicts(claims) => {
                    clashes += 1.0;
                    if clash.is_none() {
                        let others = claims.iter().filter_map(|c| self.position.get(c).copied());
                        clash = Some((at, others.collect()));
                    }
                }
            }
        }
        Tried { account, clash, clashes, confirmed }
    }

    /// Logarithm of how likely the numbers are, taken so.
    fn weigh(&self, taken: &[Taken], tried: &Tried) -> f64 {
        self.weigh_by(&self.grid, taken, tried)
    }

    fn weigh_by(&self, grid: &Grid, taken: &[Taken], tried: &Tried) -> f64 {
        let mut log = tried.confirmed;
        let rows = self.suspected.len().max(1) as f64;
        for (at, (number, taken)) in self.numbers.iter().zip(taken).enumerate() {
            let share = if self.suspected.contains(&at) { 1.0 / rows } else { 1.0 };
            // What is something else may be any number.
            let any = -((number.value.max(10.0)).ln() + 10f64.ln());
            log += match taken {
                Taken::As(reading) => {
                    let prior = number.readings[*reading].prior * (1.0 - number.wrong);
                    share * prior.max(1e-9).ln()
                }
                Taken::Slipped(power) => DIGIT.ln() + f64::from(*power) * 10f64.ln(),
                Taken::Wrong => number.wrong.ln() + any,
            };
        }
        log + grid.weigh(&told(&tried.account), self.shaken).0
    }

    /// Ways without a contradiction, from what the numbers say on: one contradiction after the other is
    /// taken away in each way there is, and the likeliest few are followed.
    fn consistent(&self, first: Vec<Taken>) -> Vec<(Vec<Taken>, f64)> {
        let sketch = self.sketch.as_ref().unwrap_or(&self.grid);
        let mut beam = vec![first];
        let mut seen: BTreeSet<Vec<Taken>> = BTreeSet::new();
        let mut found = Vec::new();
        for _ in 0..EXPANSIONS.0 {
            let mut next: Vec<(Vec<Taken>, f64)> = Vec::new();
            for taken in &beam {
                let tried = self.enter(taken);
                let Some((at, others)) = &tried.clash else {
                    found.push((taken.clone(), self.weigh(taken, &tried)));
                    continue;
                };
                for suspect in std::iter::once(*at).chain(self.suspects(*at, others)) {
                    for way in self.otherwise(suspect, taken[suspect]) {
                        let mut other = taken.clone();
                        other[suspect] = way;
                        if seen.insert(other.clone()) {
                            let tried = self.enter(&other);
                            let log =
                                self.weigh_by(sketch, &other, &tried) + tried.clashes * WRONG.ln();
                            next.push((other, log));
                        }
                    }
                }
            }
            next.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            next.truncate(EXPANSIONS.1);
            if next.is_empty() || found.len() >= WAYS_OUT {
                break;
            }
            beam = next.into_iter().map(|(taken, _)| taken).collect();
        }
        if found.is_empty() {
            let taken = self.forced(beam.swap_remove(0));
            let tried = self.enter(&taken);
            let log = self.weigh(&taken, &tried);
            found.push((taken, log));
        }
        found
    }

    /// Of the numbers that one contradicts, those nearest to it.
    fn suspects(&self, at: usize, others: &[usize]) -> Vec<usize> {
        let end = |i: usize| self.numbers[i].readings.first().map_or(0, |r| r.to);
        let mut near = others.to_vec();
        near.sort_by_key(|&i| (end(i).abs_diff(end(at)), i));
        near.truncate(MISFIT.1);
        near
    }

    /// What a number may be taken for instead.
    fn otherwise(&self, at: usize, now: Taken) -> Vec<Taken> {
        let mut ways = vec![Taken::Wrong];
        if let Taken::As(reading) = now {
            let others = self.numbers[at].readings.iter().enumerate();
            ways.extend(
                others
                    .filter(|(r, other)| *r != reading && other.prior > 1e-3)
                    .map(|(r, _)| Taken::As(r)),
            );
        }
        ways.retain(|way| *way != now);
        ways
    }

    /// Drops whatever contradicts, one by one.
    fn forced(&self, mut taken: Vec<Taken>) -> Vec<Taken> {
        while let Some((at, _)) = self.enter(&taken).clash {
            taken[at] = Taken::Wrong;
        }
        taken
    }

    /// Numbers that may mean other days: each of their readings, the rest as in the best way.
    fn reread(&self, found: &mut Vec<(Vec<Taken>, f64)>) {
        let open: Vec<usize> = (0..self.numbers.len())
            .filter(|&i| self.numbers[i].readings.iter().filter(|r| r.prior > 0.01).count() > 1)
            .collect();
        // Where many are open they are mended one after the other, not all with all.
        for &at in open.iter().take(SETTLED) {
            let mut more = Vec::new();
            let base: Vec<(Vec<Taken>, f64)> = best_of(found, 2);
            for (taken, _) in &base {
                for way in self.otherwise(at, taken[at]) {
                    let mut next = taken.clone();
                    next[at] = way;
                    let known = found.iter().chain(&more).any(|(other, _)| *other == next);
                    if way == Taken::Wrong || known {
                        continue;
                    }
                    let tried = self.enter(&next);
                    if tried.clash.is_none() {
                        let log = self.weigh(&next, &tried);
                        more.push((next, log));
                    }
                }
            }
            found.extend(more);
            let kept = best_of(found, 4 * WAYS_OUT);
            *found = kept;
        }
        self.all_at_once(found);
    }

    /// What is suspected of several numbers holds of all of them or of none.
    fn all_at_once(&self, found: &mut Vec<(Vec<Taken>, f64)>) {
        let Some((best, _)) = best_of(found, 1).pop() else { return };
        for reading in [1, 0] {
            let mut next = best.clone();
            for &at in &self.suspected {
                next[at] = Taken::As(reading);
            }
            let known = found.iter().any(|(other, _)| *other == next);
            let tried = self.enter(&next);
            if !known && tried.clash.is_none() {
                let log = self.weigh(&next, &tried);
                found.push((next, log));
            }
        }
    }

    /// Numbers of few days that are out of all proportion to those around: a digit too many or too few, or the
    /// running total.
    fn slips(&self, found: &mut Vec<(Vec<Taken>, f64)>) {
        let Some((best, printed)) = best_of(found, 1).pop() else { return };
        let rate = |at: usize| Rate::of(at, &self.numbers[at], best[at]);
        let rates: Vec<Rate<usize>> = (0..self.numbers.len()).filter_map(rate).collect();
        for (off, at) in out_of_proportion(&rates).into_iter().take(MISFIT.1) {
            let power = if off > 0.0 { -1 } else { 1 };
            let among = self.falls_in(at, power, &best);
            let slipped = (among != Among::Outside).then_some((Taken::Slipped(power), 0.0));
            for (way, prior) in slipped.into_iter().chain(self.as_total(at, off, &best)) {
                let mut next = best.clone();
                next[at] = way;
                let tried = self.enter(&next);
                if tried.clash.is_some() {
                    continue;
                }
                let log = self.weigh(&next, &tried) + prior;
                // In the newest number a slip is no more than the lesser of two.
                let doubtful = among == Among::AtAnEnd && way == Taken::Slipped(power);
                found.push((next, if doubtful { log.min(printed - AT_AN_END) } else { log }));
            }
        }
    }

    /// A newest running total that goes up by many times what the ones before it did, with a digit too many where
    /// the total without it goes on as they did. Nothing after it decides: both stay.
    fn slip_of_newest_total(&self, found: &mut Vec<(Vec<Taken>, f64)>) {
        let Some((best, printed)) = best_of(found, 1).pop() else { return };
        let said = |at: usize| {
            let days = days_of(&self.numbers[at], best[at])?;
            Some((days.from, days.to, self.numbers[at].value, at))
        };
        let all: Vec<_> = (0..self.numbers.len()).filter_map(said).collect();
        let Some(&(start, end, value, newest)) =
            all.iter().max_by(|a, b| (a.1, b.0, b.3).cmp(&(b.1, a.0, a.3)))
        else {
            return;
        };
        let mut before: Vec<(usize, f64)> = all
            .iter()
            .filter(|(from, to, ..)| *from == start && *to < end)
            .map(|(_, to, value, _)| (*to, *value))
            .collect();
        before.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let Some(&last) = before.last().filter(|_| before.len() > 1) else { return };
        let a_day = |(to, people): (usize, f64), (from, known): (usize, f64)| {
            (people - known) / to.saturating_sub(from).max(1) as f64
        };
        let rates: Vec<f64> = std::iter::once(a_day(before[0], (start, 0.0)))
            .chain(before.windows(2).map(|two| a_day(two[1], two[0])))
            .collect();
        let (low, high) = (
            rates.iter().copied().fold(f64::INFINITY, f64::min) * (1.0 - AMONG),
            rates.iter().copied().fold(0.0, f64::max) * (1.0 + AMONG),
        );
        let jump = a_day((end, value), last);
        let meant = a_day((end, value / 10.0), last);
        if jump > high * MISFIT.0.exp() && (low..=high).contains(&meant) {
            let mut next = best;
            next[newest] = Taken::Slipped(-1);
            let tried = self.enter(&next);
            if tried.clash.is_none() {
                let log = self.weigh(&next, &tried);
                found.push((next, log.min(printed - AT_AN_END).max(printed - AT_LEAST)));
            }
        }
    }

    /// A number far above those around it, taken for the running total up to its day, and by how much that is
    /// likelier than the reading that nobody asked for.
    fn as_total(&self, at: usize, off: f64, taken: &[Taken]) -> Option<(Taken, f64)> {
        let readings = &self.numbers[at].readings;
        let printed = readings.first()?;
        let total = readings.iter().position(|reading| reading.is_total_of(printed))?;
        let prior = (TOTAL / readings[total].prior.max(1e-9)).ln().max(0.0);
        (off > 0.0 && taken[at] == Taken::As(0)).then_some((Taken::As(total), prior))
    }
}

/// How well a number, less or more by a digit, is one of those around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Among {
    /// It lies among them, some before it and some after.
    Within,
    /// All that is known lies to one side: the newest number may be the first of many.
    AtAnEnd,
    /// It does not, or is a step on the way from one to the next: a surge is as far off as a digit.
    Outside,
}

impl Desk<'_> {
    fn falls_in(&self, at: usize, power: i32, taken: &[Taken]) -> Among {
        let rate = |i: usize| {
            let days = days_of(&self.numbers[i], taken[i])?;
            Some((days.to, self.numbers[i].value / (days.to - days.from) as f64))
        };
        let Some((own, people)) = rate(at) else { return Among::Outside };
        let near = nearest(own, (0..self.numbers.len()).filter(|i| *i != at).filter_map(rate));
        let meant = people * 10f64.powi(power);
        let low = near.iter().map(|one| one.1).fold(f64::INFINITY, f64::min);
        let high = near.iter().map(|one| one.1).fold(0.0, f64::max);
        if !(low * (1.0 - AMONG)..=high * (1.0 + AMONG)).contains(&meant) {
            return Among::Outside;
        }
        let (before, after): (Vec<_>, Vec<_>) = near.iter().partition(|(to, _)| *to < own);
        let next = |side: &[&(usize, f64)]| side.first().map(|(_, people)| *people);
        match (next(&before), next(&after)) {
            (Some(last), Some(first)) => {
                let step = last.min(first) <= people && people <= last.max(first);
                if step { Among::Outside } else { Among::Within }
            }
            _ => Among::AtAnEnd,
        }
    }
}

/// How far beyond the numbers around it one may lie and still be one of them.
const AMONG: f64 = 0.1;

/// A digit too many in the newest number is at most one to three: both stay in the interval. A guess.
const AT_AN_END: f64 = 1.1;

/// And no less than one in twelve, however ragged the numbers before it are. A guess.
const AT_LEAST: f64 = 2.4;

/// People a day that a number gives (log), with its days.
pub(crate) struct Rate<N> {
    number: N,
    to: usize,
    log: f64,
    /// How many others must tell of it to be asked of; `None` where it cannot be.
    least: Option<usize>,
}

impl<N> Rate<N> {
    /// Of a number that is taken for people.
    pub fn of(at: N, number: &Number, taken: Taken) -> Option<Rate<N>> {
        let reading = days_of(number, taken).filter(|_| number.value > 0.0)?;
        let days = reading.to - reading.from;
        let log = (number.value / days as f64).ln();
        Some(Rate { number: at, to: reading.to, log, least: (days <= FEW_DAYS).then_some(1) })
    }

    /// The same of an office's only number: of however many days it is, no other of its own speaks for it.
    pub fn alone(self) -> Rate<N> {
        Rate { least: self.least.or(Some(ALONE)), ..self }
    }
}

/// Numbers of others that a long sum must be out of proportion with to be asked of: of two that differ
/// either may be the odd one.
const ALONE: usize = 2;

/// Of last days with their numbers, the few nearest to a day.
fn nearest(to: usize, others: impl Iterator<Item = (usize, f64)>) -> Vec<(usize, f64)> {
    let mut near: Vec<(usize, f64)> = others.collect();
    near.sort_by(|a, b| a.0.abs_diff(to).cmp(&b.0.abs_diff(to)).then(a.1.total_cmp(&b.1)));
    near.truncate(MISFIT.1);
    near
}

/// Numbers out of all proportion to those around them, with how far off they are (log): the
/// oddest first.
pub(crate) fn out_of_proportion<N: Copy + Ord>(rates: &[Rate<N>]) -> Vec<(f64, N)> {
    let mut odd: Vec<(f64, N)> = Vec::new();
    for own in rates {
        let Some(least) = own.least else { continue };
        let others = rates.iter().filter(|other| other.number != own.number);
        let near = nearest(own.to, others.map(|other| (other.to, other.log)));
        if near.len() < least {
            continue;
        }
        let mut logs: Vec<f64> = near.into_iter().map(|(_, log)| log).collect();
        logs.sort_by(f64::total_cmp);
        let Some(usual) = logs.get(logs.len() / 2) else { continue };
        let off = own.log - usual;
        if off.abs() > MISFIT.0 {
            odd.push((off, own.number));
        }
    }
    odd.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then(a.1.cmp(&b.1)));
    odd
}

/// The account of numbers, taken so.
pub(crate) fn account_of(numbers: &[Number], taken: &[Taken], days: usize) -> Account {
    entered(&entries(numbers, taken), days).0
}

/// The account of entries, and whether they hold together.
fn entered(entries: &[(usize, Entry)], days: usize) -> (Account, bool) {
    let mut account = Account::untraced(days);
    let mut holds = true;
    for (_, entry) in entries {
        holds &= !matches!(account.enter(entry), Entered::Contradicts(_));
    }
    (account, holds)
}

fn best_of(found: &[(Vec<Taken>, f64)], most: usize) -> Vec<(Vec<Taken>, f64)> {
    let mut best = found.to_vec();
    best.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    best.truncate(most);
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(claim: usize, from: usize, to: usize, value: f64) -> Number {
        let reading = Reading { from, to, prior: 1.0, stated: true };
        Number { claim, value, slack: 5.0, readings: vec![reading], wrong: 0.003 }
    }

    fn best(numbers: &[Number], days: usize) -> Vec<Way> {
        resolve(numbers, days, &Shaken::default())
    }

    #[test]
    fn what_holds_together_is_believed() {
        let numbers: Vec<Number> = [600.0, 0.0, 0.0, 800.0, 0.0]
            .iter()
            .enumerate()
            .map(|(day, value)| number(day, day, day + 1, *value))
            .collect();
        let ways = best(&numbers, 5);
        assert!(ways[0].taken.iter().all(|taken| *taken == Taken::As(0)), "{:?}", ways[0].taken);
        assert!(ways[0].weight > 0.9);
    }

    #[test]
    fn of_a_total_that_falls_one_is_wrong_and_the_last_stands() {
        let totals = [12_130.0, 25_270.0, 24_880.0, 36_410.0];
        let numbers: Vec<Number> =
            totals.iter().enumerate().map(|(at, value)| number(at, 0, at + 1, *value)).collect();
        for way in best(&numbers, 4) {
            assert_eq!(way.taken[3], Taken::As(0), "{way:?}");
            assert!(way.taken[1] == Taken::Wrong || way.taken[2] == Taken::Wrong);
        }
    }

    #[test]
    fn a_digit_too_many_is_a_possibility_and_a_peak_by_sea_is_none() {
        let two = [number(0, 0, 1, 2_957.0), number(1, 1, 2, 30_430.0)];
        let slipped: f64 = best(&two, 2)
            .iter()
            .filter(|way| way.taken[1] == Taken::Slipped(-1))
            .map(|way| way.weight)
            .sum();
        assert!((0.02..0.98).contains(&slipped), "{slipped}");
        let sea: Vec<Number> = (0..40)
            .map(|day| {
                let value = match day % 7 {
                    0 => 900.0,
                    3 => 40.0,
                    _ => 0.0,
                };
                number(day, day, day + 1, value)
            })
            .collect();
        let as_printed = &best(&sea, 40)[0];
        assert!(as_printed.taken.iter().all(|taken| *taken == Taken::As(0)));
    }
}
