//! Which days somebody reported. A day without a report is not observed; it is
//! never zero.

use claim::Window;
use jiff::civil::Date;

use crate::fit::Fit;
use crate::layout::Layout;
use crate::picture::{ALL, Coverage, ELSEWHERE, Observed, Picture};

/// Longest window that still tells single days apart.
const SHORT: usize = 3;

/// Counts the reported days of every named crossing, from claims that speak of it alone.
/// Beside it those of the route, from claims that speak of it as a whole.
pub(crate) fn coverage(layout: &Layout, fits: &[Fit], days: Window) -> (Vec<Coverage>, Coverage) {
    let of: std::collections::BTreeMap<usize, &Fit> =
        fits.iter().map(|fit| (fit.claim, fit)).collect();
    let own = |crossing: Option<usize>| -> Vec<usize> {
        (0..layout.rows.len())
            .filter(|&r| crossing.is_none() || layout.rows[r].crossing == crossing)
            .collect()
    };
    let mut all: Vec<Coverage> = layout
        .crossings
        .iter()
        .map(String::as_str)
        .enumerate()
        .map(|(at, name)| (own(Some(at)), name))
        .chain(std::iter::once((own(None), ALL)))
        .map(|(rows, name)| {
            let mut marks = vec![Observed::No; days.days()];
            let mut totals: Vec<(usize, usize, bool)> = Vec::new();
            for observation in layout.observations.iter().filter(|one| one.active) {
                // A class of the people of a crossing, where classes are told apart.
                let of_it = !observation.rows.is_empty()
                    && observation.rows.iter().all(|row| rows.contains(row))
                    && (name != ALL
                        || observation.rows.len() == rows.len()
                        || layout.crossings.is_empty());
                if !of_it || !observation.counts() {
                    continue;
                }
                let Some(fit) = of.get(&observation.claim) else { continue };
                // An outlier does not observe anything.
                if fit.weight < 0.1 || fit.probability < 0.3 {
                    continue;
                }
                let kind =
                    if fit.to - fit.from <= SHORT { Observed::ByDay } else { Observed::InTotals };
                if kind == Observed::InTotals {
                    totals.push((fit.from, fit.to, observation.open));
                    // What it counted before the next one is of days that nobody tells.
                    if observation.open {
                        continue;
                    }
                }
                for mark in &mut marks[fit.from..fit.to] {
                    *mark = (*mark).max(kind);
                }
            }
            // Two totals since one day, a few days apart, count the days between.
            totals.sort_unstable();
            for pair in totals.windows(2) {
                let ((from, before, open), (other, after, _)) = (pair[0], pair[1]);
                let kind = match after > before && after - before <= SHORT {
                    true => Observed::ByDay,
                    false if open && after > before => Observed::InTotals,
                    false => continue,
                };
                if from == other {
                    for mark in &mut marks[before..after] {
                        *mark = (*mark).max(kind);
                    }
                }
            }
            let count = |kind| marks.iter().filter(|mark| **mark == kind).count();
            Coverage {
                via: name.to_owned(),
                by_day: count(Observed::ByDay),
                in_totals: count(Observed::InTotals),
                not_observed: count(Observed::No),
                days: marks,
            }
        })
        .collect();
    let route = all.pop().expect("the route is the last");
    (all, route)
}

impl Picture {
    /// The days from the first that anybody tells: totals of which nobody says since when they count are drawn
    /// from an earlier one, and its days are nobody's.
    pub fn told(&self) -> Window {
        let vias = || self.crossings.iter().map(String::as_str).chain([ALL]);
        let seen = |day: &Date| vias().any(|via| self.how_observed(via, *day) != Observed::No);
        if !self.claims.iter().any(|fit| fit.open) {
            return self.window;
        }
        let first = self.window.iter().find(seen).unwrap_or(self.window.start());
        Window::new(first, self.window.end()).unwrap_or(self.window)
    }

    /// Whether a report tells this day at this crossing apart: a count of at most
    /// three days, or the difference of two running totals. A day that is not
    /// observed is unknown, not zero.
    pub fn observed(&self, via: &str, day: Date) -> bool {
        self.how_observed(via, day) == Observed::ByDay
    }

    /// How a day at a crossing was reported; the whole route by its own claims, or as well as
    /// the least well reported of its crossings.
    pub fn how_observed(&self, via: &str, day: Date) -> Observed {
        let position = self.window.offset(day);
        let alone = via == ELSEWHERE && self.crossings.len() == 1;
        if via == ALL || alone {
            let whole =
                usize::try_from(position).ok().and_then(|at| self.route_coverage.days.get(at));
            let named = self.coverage.iter().map(|one| self.how_observed(&one.via, day)).min();
            return whole.copied().max(named).unwrap_or(Observed::No);
        }
        self.coverage
            .iter()
            .find(|coverage| coverage.via.eq_ignore_ascii_case(via))
            .and_then(|coverage| coverage.days.get(usize::try_from(position).ok()?))
            .copied()
            .unwrap_or(Observed::No)
    }
}
