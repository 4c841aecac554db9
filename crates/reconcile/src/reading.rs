//! The days that a claim may really cover, each run with a prior weight.
//!
//! Stated dates are believed. Only where the words are loose (a total without a start, days counted
//! back from the day of writing, no days at all), or where arithmetic says that a number is a
//! running total, are several runs weighed.

use std::collections::BTreeMap;

use audit::Since;
use claim::{Claim, Event, EventKind, Window, same_organisation};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::assumptions::readings::{COUNTED_BACK, LADDER, NEARBY, NO_DAYS, OPEN_START, SHORTEST};
use crate::entry::Entry;
use crate::resolve::Reading;

/// A day from which someone counts a running total, and how telling it is.
#[derive(Debug, Clone)]
pub(crate) struct Start {
    day: Date,
    via: Vec<String>,
    organisation: String,
    /// How many running totals count from it; none from an event or the first modelled day.
    totals: u32,
    /// The first modelled day: only as far as was looked.
    guess: bool,
}

/// Collects the starts of running totals: those of claims, of announced deadlines, and the first of `days`.
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
                guess: false,
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
    found.push(Start { guess: true, ..general(days.start()) });
    found.retain(|start| days.contains(start.day));
    // One speaker's totals of the same crossings since one day are one start, however many: each
    // claim weighs them all.
    let mut first: BTreeMap<_, usize> = BTreeMap::new();
    let mut each: Vec<Start> = Vec::new();
    for start in found {
        let same = (start.day, start.totals == 0, start.via.clone(), start.organisation.clone());
        let at = *first.entry(same).or_insert(each.len());
        match each.get_mut(at) {
            Some(known) => {
                known.totals += start.totals;
                known.guess &= start.guess;
            }
            None => each.push(start),
        }
    }
    each
}

/// A start that no running total gives.
fn general(day: Date) -> Start {
    Start { day, via: vec![], organisation: String::new(), totals: 0, guess: false }
}

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
    days.iter_mut().for_each(|(_, weight)| *weight /= total);
    days
}

/// Weight of a reading that is there to be asked for and stands for nothing by itself.
const UNASKED: f64 = 1e-6;

/// Whether the words count the days back from the day of writing ("the last two weeks").
pub(crate) fn counted_back(claim: &Claim) -> bool {
    claim.found.is_counted_back()
}

/// Runs of days with their weights, as they are collected.
#[derive(Default)]
struct Runs(Vec<(Date, Date, f64, bool)>);

impl Runs {
    fn add(&mut self, start: Date, end: Date, weight: f64, stated: bool) {
        if start > end || weight <= 0.0 {
            return;
        }
        match self.0.iter_mut().find(|(s, e, ..)| (*s, *e) == (start, end)) {
            Some((_, _, known, said)) => {
                *known += weight;
                *said |= stated;
            }
            None => self.0.push((start, end, weight, stated)),
        }
    }

    /// The running total since each of the starts.
    fn since(&mut self, starts: &[(Date, f64)], end: Date, share: f64, stated: bool) {
        for (start, weight) in starts {
            self.add(*start, end, share * weight, stated);
        }
    }

    /// A ladder of starts: a total may well run from a day that nobody names.
    fn ladder(&mut self, (from, to): (Date, Date), end: Date, share: f64, stated: bool) {
        let Some(rungs) = Window::new(from, to.min(end)) else { return };
        let every = rungs.days().div_ceil(LADDER).max(1);
        let count = rungs.days().div_ceil(every) as f64;
        for day in rungs.iter().step_by(every) {
            self.add(day, end, share / count, stated);
        }
    }

    /// Leaves `share` of their weight to those collected.
    fn leave(&mut self, share: f64) {
        let known: f64 = self.0.iter().map(|run| run.2).sum();
        let factor = share / known.max(f64::MIN_POSITIVE);
        self.0.iter_mut().for_each(|run| run.2 *= factor);
    }
}

/// Whether nobody says since when a running total counts: neither its own words nor those of another, nor an
/// announcement. The days before it are then nobody's, though it is drawn from the first that is modelled.
pub(crate) fn is_open(claim: &Claim, entry: &Entry, starts: &[Start]) -> bool {
    claim.cumulative && entry.start.is_none() && starts.iter().all(|start| start.guess)
}

/// Lists the runs of days that a claim may mean, as positions in `days`; weights sum to one.
pub(crate) fn readings(
    claim: &Claim,
    entry: &Entry,
    starts: &[Start],
    days: Window,
) -> Vec<Reading> {
    let Some(end) = entry.end else { return Vec::new() };
    let since = weighed(starts, entry);
    let first = starts.iter().map(|start| start.day).min().unwrap_or(days.start());
    let mut runs = Runs::default();
    match (entry.start, claim.cumulative) {
        (Some(start), true) if claim.start_stated => runs.add(start, end, 1.0, true),
        (Some(start), true) => {
            runs.add(start, end, 1.0 - OPEN_START, true);
            runs.since(&since, end, OPEN_START, false);
        }
        (Some(start), false) if counted_back(claim) && start != end => {
            runs.add(start, end, COUNTED_BACK.0, true);
            for shift in NEARBY {
                if let Ok(near) = start.checked_add(shift.days()) {
                    runs.add(near, end, COUNTED_BACK.1 / NEARBY.len() as f64, true);
                }
            }
            runs.ladder((first, start), end, COUNTED_BACK.2, false);
            runs.since(&since, end, COUNTED_BACK.3, false);
        }
        (Some(start), false) => {
            runs.add(start, end, 1.0, true);
            // A running total printed as a day: asked only where nothing else explains the number.
            runs.add(common(&since, first), end, UNASKED, false);
        }
        // Nobody says since when: totals of one office run from one day, and what they have in common is
        // of days that nobody tells apart.
        (None, true) => runs.add(common(&since, first), end, 1.0, true),
        (None, false) => {
            runs.add(end, end, NO_DAYS.0, true);
            if let Ok(week) = end.checked_sub(6.days()) {
                runs.add(week, end, NO_DAYS.1, true);
            }
            runs.since(&since, end, NO_DAYS.2, true);
        }
    }
    heed(&mut runs, entry, &since, first, end);
    positions(runs, days)
}

/// The day that totals without a start are taken to run from: the likeliest that others name, else the
/// first.
fn common(since: &[(Date, f64)], first: Date) -> Date {
    let best = since.iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
    best.map_or(first, |(day, _)| *day)
}

/// What the arithmetic of the reports says of a claim weighs as much as it proves.
fn heed(runs: &mut Runs, entry: &Entry, since: &[(Date, f64)], first: Date, end: Date) {
    match entry.doubt.total {
        Some((Since::Day(day), weight)) if day <= end => {
            runs.leave(1.0 - weight);
            runs.add(day, end, weight, false);
        }
        Some((Since::Unsaid, weight)) => {
            runs.leave(1.0 - weight);
            runs.add(common(since, first), end, weight, false);
        }
        _ => {}
    }
}

fn positions(runs: Runs, days: Window) -> Vec<Reading> {
    let index = |day: Date| days.offset(day).clamp(0, days.days() as i64 - 1) as usize;
    let mut readings: Vec<Reading> = Vec::new();
    for (start, end, prior, stated) in runs.0 {
        let (from, to) = (index(start), index(end) + 1);
        match readings.iter_mut().find(|r| (r.from, r.to) == (from, to)) {
            Some(known) => {
                known.prior += prior;
                known.stated |= stated;
            }
            None => readings.push(Reading { from, to, prior, stated }),
        }
    }
    let total: f64 = readings.iter().map(|reading| reading.prior).sum();
    readings.iter_mut().for_each(|reading| reading.prior /= total);
    readings
}
