//! Sums over draws: how any question is answered.

use claim::Window;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::picture::{ALL, Draws, Picture, Quantiles, Row};

/// Flows that are summed up by one thread at a time.
const FLOWS_TOGETHER: usize = 20_000;

/// How rows are cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum By {
    /// One row for the whole window.
    #[default]
    Total,
    /// One row for each day.
    Day,
    /// One row for each week, Monday to Sunday, cut at the window's ends.
    Week,
}

impl Quantiles {
    /// Quantiles of `values` (Hyndman & Fan 1996, type 7); `None` when there are none.
    pub fn of(mut values: Vec<f64>) -> Option<Quantiles> {
        if values.is_empty() {
            return None;
        }
        values.sort_unstable_by(rising);
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let at = |p: f64| quantile(&values, p);
        Some(Quantiles {
            p025: at(0.025),
            p05: at(0.05),
            p10: at(0.10),
            p25: at(0.25),
            p50: at(0.50),
            p75: at(0.75),
            p90: at(0.90),
            p95: at(0.95),
            p975: at(0.975),
            mean,
        })
    }

    /// The same in whole people, for print.
    pub fn rounded(&self) -> Quantiles {
        Quantiles {
            p025: self.p025.round(),
            p05: self.p05.round(),
            p10: self.p10.round(),
            p25: self.p25.round(),
            p50: self.p50.round(),
            p75: self.p75.round(),
            p90: self.p90.round(),
            p95: self.p95.round(),
            p975: self.p975.round(),
            mean: self.mean.round(),
        }
    }

    /// How many times the 95 % point is the 5 % point.
    pub fn factor(&self) -> f64 {
        self.p95 / self.p05.max(1e-9)
    }
}

/// The order of numbers. A function of this crate and not `f64::total_cmp` itself: with that, the compiler takes
/// the sorting that another crate has had compiled, and in tests that is not optimised.
fn rising(a: &f64, b: &f64) -> std::cmp::Ordering {
    a.total_cmp(b)
}

/// Quantile of sorted values, linear between order statistics.
pub(crate) fn quantile(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let place = p * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}

/// Median of values in any order; NaN when there are none.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_unstable_by(rising);
    quantile(&values, 0.5)
}

impl Draws {
    /// Number of draws.
    pub fn len(&self) -> usize {
        self.flows.len().checked_div(self.crossings * self.days).unwrap_or(0)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.flows.is_empty()
    }

    /// Daily flows of one draw by one crossing (position in [`Picture::crossings`]), people per day.
    pub fn flows(&self, draw: usize, crossing: usize) -> &[f64] {
        let first = (draw * self.crossings + crossing) * self.days;
        &self.flows[first..first + self.days]
    }

    /// For each draw the number of people by the given crossings over days `from..to` (positions).
    pub fn sums(&self, crossings: &[usize], from: usize, to: usize) -> Vec<f64> {
        // As many draws at a time as are worth handing to a thread.
        let each = crossings.len() * to.saturating_sub(from);
        (0..self.len())
            .into_par_iter()
            .with_min_len(FLOWS_TOGETHER / each.max(1) + 1)
            .map(|draw| {
                crossings
                    .iter()
                    .map(|&c| self.flows(draw, c)[from..to].iter().sum::<f64>())
                    .fold(0.0, |sum, more| sum + more)
            })
            .collect()
    }
}

impl Picture {
    /// Positions of crossings by name; `None` when one is not in the picture.
    /// None at all, or [`ALL`], is every crossing that anybody counted, and elsewhere.
    pub(crate) fn positions(&self, via: &[&str]) -> Option<Vec<usize>> {
        if via.is_empty() || via.contains(&ALL) {
            let counted = |at: &usize| self.counted.get(*at).copied().unwrap_or(true);
            return Some((0..self.crossings.len()).filter(counted).collect());
        }
        let mut positions = Vec::new();
        for name in via {
            let position =
                self.crossings.iter().position(|known| known.eq_ignore_ascii_case(name))?;
            if !positions.contains(&position) {
                positions.push(position);
            }
        }
        Some(positions)
    }

    /// The days of `window` as positions; `None` unless all are modelled.
    fn range(&self, window: Window) -> Option<(usize, usize)> {
        (self.window.contains(window.start()) && self.window.contains(window.end())).then(|| {
            let from = self.window.offset(window.start()) as usize;
            (from, from + window.days())
        })
    }

    /// How many people crossed by these crossings (none named: all) over the
    /// window. `None` when a crossing or a day is not in the picture; see
    /// [`Picture::check`] for which.
    pub fn sum(&self, via: &[&str], window: Window) -> Option<Quantiles> {
        Quantiles::of(self.sums(via, window)?)
    }

    /// The same, one number per draw: sums over disjoint scopes add draw by draw.
    pub fn sums(&self, via: &[&str], window: Window) -> Option<Vec<f64>> {
        let positions = self.positions(via)?;
        let (from, to) = self.range(window)?;
        Some(self.draws.sums(&positions, from, to))
    }

    /// People per day, for every day of the picture; empty when a crossing is unknown.
    pub fn daily(&self, via: &[&str]) -> Vec<(Date, Quantiles)> {
        self.window.iter().filter_map(|day| Some((day, self.sum(via, Window::day(day))?))).collect()
    }

    /// People since `from` (included), for every day from then on; empty when a
    /// crossing or the day is not in the picture.
    pub fn running(&self, via: &[&str], from: Date) -> Vec<(Date, Quantiles)> {
        let (Some(positions), true) = (self.positions(via), self.window.contains(from)) else {
            return Vec::new();
        };
        let first = self.window.offset(from) as usize;
        let mut totals = vec![0.0; self.draws.len()];
        let mut rows = Vec::new();
        for (day, date) in self.window.iter().enumerate().skip(first) {
            for (draw, total) in totals.iter_mut().enumerate() {
                *total += positions.iter().map(|&c| self.draws.flows(draw, c)[day]).sum::<f64>();
            }
            rows.extend(Quantiles::of(totals.clone()).map(|quantiles| (date, quantiles)));
        }
        rows
    }

    /// A table: for each name in `vias` ([`ALL`] for the route) the window cut as
    /// asked, in whole people. Names and days that are not in the picture are left out.
    pub fn rows(&self, vias: &[&str], window: Window, by: By) -> Vec<Row> {
        let mut rows = Vec::new();
        let Some(window) = window.overlap(&self.window) else { return rows };
        for via in vias {
            for part in cut(window, by) {
                if let Some(quantiles) = self.sum(&[via], part) {
                    rows.push(Row {
                        via: (*via).to_owned(),
                        from: part.start(),
                        to: part.end(),
                        quantiles: quantiles.rounded(),
                    });
                }
            }
        }
        rows
    }
}

pub(crate) fn cut(window: Window, by: By) -> Vec<Window> {
    match by {
        By::Total => vec![window],
        By::Day => window.iter().map(Window::day).collect(),
        By::Week => {
            let mut weeks: Vec<Window> = Vec::new();
            for day in window.iter() {
                match weeks.last_mut() {
                    Some(week) if day.weekday() != jiff::civil::Weekday::Monday => {
                        *week = week.hull(&Window::day(day));
                    }
                    _ => weeks.push(Window::day(day)),
                }
            }
            weeks
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn weeks_begin_on_monday_and_are_cut_at_the_ends() {
        let window = Window::new(date(2023, 10, 18), date(2023, 11, 1)).unwrap();
        let weeks = cut(window, By::Week);
        let lengths: Vec<usize> = weeks.iter().map(Window::days).collect();
        assert_eq!(lengths, [5, 7, 3]); // Wednesday to Sunday, a week, Monday to Wednesday
    }

    #[test]
    fn quantiles_of_known_values() {
        let quantiles = Quantiles::of((0..=100).map(f64::from).collect()).unwrap();
        assert_eq!((quantiles.p05, quantiles.p50, quantiles.p975), (5.0, 50.0, 97.5));
        assert!(Quantiles::of(vec![]).is_none());
    }
}
