//! The windows that a claim may really cover, each with a prior weight.
//!
//! A window that is loose or wrong is a hypothesis, not a crash: "two weeks"
//! may be a few days more or less, a number printed for one day may be a running
//! total, "so far" has a start that nobody wrote down.

use std::collections::BTreeMap;

use audit::Since;
use claim::{Claim, Event, EventKind, Window};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::scope::Entry;
use crate::series::Before;
use claim::same_organisation;

/// Most rungs of a ladder of starts.
const LADDER: usize = 10;

/// Relative error that bridges two rungs of a ladder.
pub(crate) const RUNG: f64 = 0.09;

/// One reading of a claim's window, on the day grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Hypothesis {
    /// First day, index.
    pub from: usize,
    /// Day after the last, index.
    pub to: usize,
    /// Prior weight; of a difference, times its Jacobian.
    pub prior: f64,
    /// The window as the claim states it, give or take how loosely it does.
    pub stated: bool,
    /// The number goes on from a total that was printed before: only the rest is counted here.
    pub before: Option<Before>,
}

impl Hypothesis {
    /// First day of what the number as a whole covers.
    pub fn since(&self) -> usize {
        self.before.map_or(self.from, |before| before.since)
    }
}

/// A day from which someone counts a running total, and how telling it is.
#[derive(Debug, Clone)]
pub(crate) struct Start {
    day: Date,
    via: Vec<String>,
    organisation: String,
    /// How many running totals count from it; none from an event or the first modelled day.
    totals: u32,
}

/// Collects the starts of running totals: those of claims, of announced deadlines, and `first`.
pub(crate) fn starts(
    claims: &[Claim],
    entries: &[Entry],
    order: &[usize],
    events: &[Event],
    days: Window,
) -> Vec<Start> {
    let mut found: Vec<Start> = order
        .iter()
        .filter(|&&i| entries[i].in_scope() && claims[i].cumulative)
        .filter_map(|&i| {
            entries[i].start.map(|day| Start {
                day,
                via: entries[i].via.clone(),
                organisation: entries[i].organisation.clone(),
                totals: 1,
            })
        })
        .collect();
    for event in events {
        if event.kind == EventKind::DeadlineAnnounced
            && let Some(day) = event.start
        {
            found.push(general(day));
        }
    }
    found.push(general(days.start()));
    found.retain(|start| days.contains(start.day));
    // One speaker's totals of the same crossings since one day are one start, however many: each
    // claim weighs them all.
    let mut first: BTreeMap<_, usize> = BTreeMap::new();
    let mut each: Vec<Start> = Vec::new();
    for start in found {
        let same = (start.day, start.totals == 0, start.via.clone(), start.organisation.clone());
        let at = *first.entry(same).or_insert(each.len());
        match each.get_mut(at) {
            Some(known) => known.totals += start.totals,
            None => each.push(start),
        }
    }
    each
}

/// A start that no running total gives.
fn general(day: Date) -> Start {
    Start { day, via: vec![], organisation: String::new(), totals: 0 }
}

/// A total that gives no start is hardly one of fewer days than this.
const SHORTEST: i32 = 7;

/// The prior weight of each start for one claim: those of the same crossings and
/// speaker count most, and those that many reports count from.
fn weighed(starts: &[Start], entry: &Entry) -> Vec<(Date, f64)> {
    let mut days: Vec<(Date, f64)> = Vec::new();
    let mut used: BTreeMap<Date, u32> = BTreeMap::new();
    for start in starts {
        *used.entry(start.day).or_default() += start.totals;
        let weight = if start.totals == 0 {
            0.5
        } else {
            let via = if start.via == entry.via { 4.0 } else { 1.0 };
            let speaker =
                if same_organisation(&start.organisation, &entry.organisation) { 3.0 } else { 1.0 };
            via * speaker
        };
        match days.iter_mut().find(|(day, _)| *day == start.day) {
            // The best argument for a day counts.
            Some((_, known)) => *known = known.max(weight),
            None => days.push((start.day, weight)),
        }
    }
    for (day, weight) in &mut days {
        // Reports that count from one day repeat each other in part: the root of their number.
        *weight *= f64::from(used[day].max(1)).sqrt();
        let stated_elsewhere = entry.start != Some(*day);
        if stated_elsewhere && entry.end.is_some_and(|end| (end - *day).get_days() < SHORTEST) {
            *weight *= 0.1;
        }
    }
    let total: f64 = days.iter().map(|(_, weight)| weight).sum();
    for (_, weight) in &mut days {
        *weight /= total;
    }
    days
}

/// Whether the stated window looks counted back from the day of writing ("the last two weeks").
fn relative(claim: &Claim, window: Window) -> bool {
    const USUAL: [usize; 10] = [7, 8, 10, 11, 14, 15, 21, 22, 30, 31];
    // The reader notes when the words count back ("the last two weeks").
    let said = claim.found.is_counted_back();
    let near = claim.published.is_some_and(|day| (day - window.end()).get_days().abs() <= 1);
    let calendar_month = window.start().day() == 1 && window.end() == window.end().last_of_month();
    !claim.start_stated || said || (near && USUAL.contains(&window.days()) && !calendar_month)
}

/// Whether the start of the window is so loose that a ladder of starts is weighed.
pub(crate) fn loose(claim: &Claim, entry: &Entry) -> bool {
    match (entry.window(), claim.cumulative) {
        (None, cumulative) => cumulative,
        (Some(window), cumulative) => !cumulative && window.days() > 3 && relative(claim, window),
    }
}

/// Lists the candidate windows of a claim; weights sum to one.
pub(crate) fn windows(
    claim: &Claim,
    entry: &Entry,
    starts: &[Start],
    ties: &[Before],
    days: Window,
) -> Vec<Hypothesis> {
    let Some(end) = entry.end else { return Vec::new() };
    let mut list: Vec<(Date, Date, f64, bool)> = Vec::new();
    let mut add = |start: Date, end: Date, weight: f64, stated: bool| {
        add_to(&mut list, (start, end), weight, stated);
    };
    let running = |share: f64, stated: bool, add: &mut dyn FnMut(Date, Date, f64, bool)| {
        for (start, weight) in weighed(starts, entry) {
            add(start, end, share * weight, stated);
        }
    };
    // A ladder of days between two starts, each a little likely: a total may
    // well run from a day nobody names, and the sampler can climb from one start
    // to the other instead of being caught at the first.
    let ladder = |from: Date,
                  to: Date,
                  share: f64,
                  stated: bool,
                  add: &mut dyn FnMut(Date, Date, f64, bool)| {
        let Some(rungs) = Window::new(from.max(days.start()), to.min(end)) else { return };
        let every = rungs.days().div_ceil(LADDER).max(1);
        let count = rungs.days().div_ceil(every) as f64;
        for day in rungs.iter().step_by(every) {
            add(day, end, share / count, stated);
        }
    };
    let first_start = starts.iter().map(|start| start.day).min().unwrap_or(days.start());
    let last_start = starts.iter().map(|start| start.day).max().unwrap_or(end);
    let yesterday = end.checked_sub(1.day()).unwrap_or(end);
    let fresh = claim.published == Some(end) && !claim.partial;
    match (entry.start, claim.cumulative) {
        (Some(start), true) => {
            let sure = if claim.start_stated { 0.88 } else { 0.55 };
            add(start, end, sure, true);
            // A total of the day of publication is often that of the evening before.
            add(start, yesterday, if fresh { 0.05 } else { 0.02 }, true);
            running(0.95 - sure, false, &mut add);
        }
        (Some(start), false) => {
            let window = Window::new(start, end).unwrap_or(Window::day(end));
            if window.days() <= 3 {
                add(start, end, 0.93, true);
                if fresh && window.days() == 1 {
                    add(yesterday, yesterday, 0.04, true);
                }
                running(0.03, false, &mut add);
            } else if relative(claim, window) {
                add(start, end, 0.33, true);
                ladder(first_start, start, 0.2, false, &mut add);
                for shift in [-3i64, -2, -1, 1, 2] {
                    if let Ok(near) = start.checked_add(shift.days()) {
                        add(near, end, 0.3 / 5.0, true);
                    }
                }
                add(start, yesterday, 0.05, true);
                running(0.12, false, &mut add);
            } else {
                // A month that is over when it is reported is hardly a running total.
                let late = claim.published.is_some_and(|day| (day - end).get_days() > 2);
                let total = if late { 0.01 } else { 0.12 };
                add(start, end, 0.97 - total, true);
                add(start, yesterday, 0.03, true);
                // "129,000 in October", said on 2 November, may be the total so far of the
                // day before, whatever month it is put down to.
                let so_far = claim
                    .published
                    .and_then(|day| day.checked_sub(1.day()).ok())
                    .filter(|day| *day > end && days.contains(*day) && !late);
                match so_far {
                    Some(day) => {
                        running(total / 2.0, false, &mut add);
                        for (start, weight) in weighed(starts, entry) {
                            add(start, day, total / 2.0 * weight, false);
                        }
                    }
                    None => running(total, false, &mut add),
                }
            }
        }
        (None, true) => {
            running(0.75, true, &mut add);
            ladder(first_start, last_start, 0.2, true, &mut add);
            for (start, weight) in weighed(starts, entry) {
                add(start, yesterday, 0.05 * weight, true);
            }
        }
        (None, false) => {
            // A number without a window: of that day, of the week before it, or so far.
            add(end, end, 0.4, true);
            if let Ok(week) = end.checked_sub(6.days()) {
                add(week, end, 0.15, true);
            }
            running(0.45, false, &mut add);
        }
    }
    // What the arithmetic of the reports says of this one weighs as much as it proves.
    if let Some((since, weight)) = entry.doubt.total {
        let known: f64 = list.iter().map(|(_, _, weight, _)| weight).sum();
        let rest = (1.0 - weight) / known.max(f64::MIN_POSITIVE);
        match since {
            Since::Day(day) if day <= end => {
                list.iter_mut().for_each(|(_, _, prior, _)| *prior *= rest);
                add_to(&mut list, (day, end), weight, false);
            }
            Since::Day(_) => {}
            Since::Unsaid => {
                list.iter_mut().for_each(|(_, _, prior, _)| *prior *= rest);
                let mut add = |start: Date, end: Date, weight: f64, stated: bool| {
                    add_to(&mut list, (start, end), weight, stated);
                };
                for (start, share) in weighed(starts, entry) {
                    add(start, end, 0.5 * weight * share, false);
                }
                ladder(first_start, last_start.max(end), 0.5 * weight, false, &mut add);
            }
        }
    }
    let index = |day: Date| days.offset(day).clamp(0, days.days() as i64 - 1) as usize;
    let mut hypotheses: Vec<Hypothesis> = Vec::new();
    for (start, end, weight, stated) in list {
        let (from, to) = (index(start), index(end) + 1);
        match hypotheses.iter_mut().find(|h| (h.from, h.to) == (from, to)) {
            Some(known) => {
                known.prior += weight;
                known.stated |= stated;
            }
            None => {
                hypotheses.push(Hypothesis { from, to, prior: weight, stated, before: None });
            }
        }
    }
    tie(&mut hypotheses, claim, entry, ties, index(end) + 1, index);
    let total: f64 = hypotheses.iter().map(|h| h.prior).sum();
    for hypothesis in &mut hypotheses {
        // The density of a difference is one of the total's logarithm by this factor.
        let jacobian = hypothesis.before.map_or(1.0, |before| before.jacobian);
        hypothesis.prior *= jacobian / total;
    }
    hypotheses
}

/// Adds a reading, or its weight to the same one.
fn add_to(
    list: &mut Vec<(Date, Date, f64, bool)>,
    (start, end): (Date, Date),
    weight: f64,
    stated: bool,
) {
    if start > end || weight <= 0.0 {
        return;
    }
    match list.iter_mut().find(|(s, e, ..)| (*s, *e) == (start, end)) {
        Some((_, _, known, said)) => {
            *known += weight;
            *said |= stated;
        }
        None => list.push((start, end, weight, stated)),
    }
}

/// How much of a running total's weight goes to "the figure before, plus the days since".
const TIED: f64 = 0.85;

/// Adds the readings of a total as the one printed before plus the days since.
fn tie(
    hypotheses: &mut Vec<Hypothesis>,
    claim: &Claim,
    entry: &Entry,
    ties: &[Before],
    to: usize,
    index: impl Fn(Date) -> usize,
) {
    if ties.is_empty() {
        return;
    }
    let known: f64 = hypotheses.iter().map(|h| h.prior).sum();
    let total = match entry.doubt.total {
        Some((_, weight)) if !claim.cumulative => weight * known,
        _ => known,
    };
    let since = |from: usize| match entry.doubt.total {
        Some((Since::Day(day), _)) => index(day) == from,
        Some((Since::Unsaid, _)) => entry.start.is_some_and(|day| index(day) != from),
        None => false,
    };
    for hypothesis in hypotheses.iter_mut() {
        if claim.cumulative || since(hypothesis.from) {
            hypothesis.prior *= 1.0 - TIED;
        }
    }
    // The total before is the likelier one to have been added to; the one before that, when it
    // was misprinted.
    let shares: &[f64] = if ties.len() == 1 { &[1.0] } else { &[0.75, 0.25] };
    for (before, share) in ties.iter().zip(shares) {
        hypotheses.push(Hypothesis {
            from: before.from,
            to,
            prior: TIED * total * share,
            stated: claim.cumulative,
            before: Some(*before),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claim::DocumentId;
    use jiff::civil::date;

    #[test]
    fn weights_sum_to_one_and_the_stated_window_leads() {
        let claim = Claim {
            start: Some(date(2023, 10, 18)),
            end: Some(date(2023, 11, 1)),
            published: Some(date(2023, 11, 1)),
            start_stated: true,
            ..Claim::new(DocumentId::of_bytes(b"x"), "x", 0..1)
        };
        let entry = Entry {
            role: crate::Role::Used,
            why: None,
            copy_of: None,
            via: vec![],
            start: claim.start,
            end: claim.end,
            organisation: "x".into(),
            subset: false,
            doubt: crate::scope::Doubt::default(),
        };
        let days = Window::new(date(2023, 9, 17), date(2023, 11, 1)).unwrap();
        let starts = starts(&[], &[], &[], &[], days);
        let list = windows(&claim, &entry, &starts, &[], days);
        let sum: f64 = list.iter().map(|h| h.prior).sum();
        assert!((sum - 1.0).abs() < 1e-12);
        let best = list.iter().max_by(|a, b| a.prior.total_cmp(&b.prior)).unwrap();
        assert!(best.stated && best.from == 31 && best.to == 46);
    }
}
