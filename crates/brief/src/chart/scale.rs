//! From days and numbers to places on the drawing, and the ticks on both axes.

use claim::Window;
use jiff::ToSpan;
use jiff::civil::Date;

/// The horizontal scale: each day has a cell, a point lies in its middle.
pub(super) struct Days {
    window: Window,
    pub left: f64,
    pub right: f64,
}

impl Days {
    pub fn new(window: Window, left: f64, right: f64) -> Days {
        Days { window, left, right }
    }

    fn cell(&self) -> f64 {
        (self.right - self.left) / self.window.days() as f64
    }

    /// Where a day begins; days outside of the chart lie at its edge.
    pub fn edge(&self, day: Date) -> f64 {
        let offset = self.window.offset(day).clamp(0, self.window.days() as i64);
        self.left + offset as f64 * self.cell()
    }

    /// Where a day ends.
    pub fn edge_after(&self, day: Date) -> f64 {
        let offset = (self.window.offset(day) + 1).clamp(0, self.window.days() as i64);
        self.left + offset as f64 * self.cell()
    }

    /// The middle of some days.
    pub fn middle(&self, from: Date, to: Date) -> f64 {
        (self.edge(from) + self.edge_after(to)) / 2.0
    }

    /// The middle of a day.
    pub fn x(&self, day: Date) -> f64 {
        self.middle(day, day)
    }
}

/// The vertical scale: linear from zero.
pub(super) struct Heights {
    /// The number at the top.
    pub most: f64,
    pub top: f64,
    pub bottom: f64,
}

impl Heights {
    pub fn new(most: f64, top: f64, bottom: f64) -> Heights {
        Heights { most, top, bottom }
    }

    pub fn y(&self, value: f64) -> f64 {
        self.bottom - value / self.most * (self.bottom - self.top)
    }

    /// Round numbers above zero, at most `wanted` and two where they fit.
    pub fn ticks(&self, wanted: usize) -> Vec<f64> {
        let mut step = round_step(self.most / wanted as f64);
        if step > self.most {
            // One at least: an axis without a number has no scale.
            let power = 10f64.powf(self.most.log10().floor());
            step = [5.0, 2.0, 1.0]
                .map(|f| f * power)
                .into_iter()
                .find(|s| *s <= self.most)
                .unwrap_or(power);
        }
        (1..).map(|i| f64::from(i) * step).take_while(|value| *value <= self.most).collect()
    }
}

/// The smallest of 1, 2, 5 times a power of ten that is not below `least`.
fn round_step(least: f64) -> f64 {
    let power = 10f64.powf(least.max(1.0).log10().floor());
    let factor = [1.0, 2.0, 5.0, 10.0].into_iter().find(|f| f * power >= least * (1.0 - 1e-9));
    factor.unwrap_or(10.0) * power
}

/// Days to label: round ones, no more than `most`.
pub(crate) fn day_ticks(window: Window, most: f64) -> Vec<Date> {
    let within = |days: Vec<Date>| -> Vec<Date> {
        days.into_iter().filter(|day| window.contains(*day)).collect()
    };
    let all: Vec<Date> = window.iter().collect();
    let every = |n: usize| -> Vec<Date> { all.iter().rev().step_by(n).rev().copied().collect() };
    let on = |days: &[i8]| -> Vec<Date> {
        within(all.iter().filter(|day| days.contains(&day.day())).copied().collect())
    };
    let months = |n: i8| -> Vec<Date> {
        all.iter().filter(|d| d.day() == 1 && (d.month() - 1) % n == 0).copied().collect()
    };
    let candidates = [
        all.clone(),
        every(2),
        on(&[1, 8, 15, 22]),
        on(&[1, 15]),
        months(1),
        months(3),
        months(6),
        months(12),
    ];
    let fits = candidates.into_iter().find(|days| days.len() as f64 <= most && days.len() >= 2);
    fits.unwrap_or_else(|| {
        let last = window.end();
        if window.days() > 7 && last.checked_sub(7.days()).is_ok() {
            vec![window.start(), last]
        } else {
            vec![last]
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn heights_are_ticked_at_round_numbers() {
        let ticks = |most: f64, wanted| Heights::new(most, 0.0, 100.0).ticks(wanted);
        assert_eq!(ticks(26_000.0, 4), [10_000.0, 20_000.0]);
        assert_eq!(ticks(19_000.0, 4), [5_000.0, 10_000.0, 15_000.0]);
        assert_eq!(ticks(80.0, 2), [50.0]);
        assert_eq!(ticks(440.0, 1), [200.0, 400.0]);
        assert_eq!(ticks(440.0, 2), [200.0, 400.0]);
        assert_eq!(ticks(240_000.0, 4), [100_000.0, 200_000.0]);
        assert_eq!(Heights::new(10.0, 0.0, 100.0).y(2.5), 75.0);
    }

    #[test]
    fn days_are_ticked_at_round_dates_and_not_too_densely() {
        let window = Window::new(date(2023, 9, 15), date(2023, 11, 20)).unwrap();
        let ticks: Vec<String> =
            day_ticks(window, 7.0).iter().map(|day| day.strftime("%-d %b").to_string()).collect();
        assert_eq!(ticks, ["15 Sep", "1 Oct", "15 Oct", "1 Nov", "15 Nov"]);
        for days in [1, 2, 3, 10, 30, 90, 200, 500, 1_200] {
            let long = Window::new(date(2022, 3, 3), date(2022, 3, 3) + (days - 1).days()).unwrap();
            let ticks = day_ticks(long, 7.0);
            assert!(!ticks.is_empty() && ticks.len() <= 7, "{days} days: {}", ticks.len());
            assert!(ticks.iter().all(|day| long.contains(*day)));
        }
    }

    #[test]
    fn a_day_lies_within_its_own_cell_and_strangers_at_the_edge() {
        let window = Window::new(date(2023, 10, 1), date(2023, 10, 10)).unwrap();
        let days = Days::new(window, 50.0, 150.0);
        assert_eq!(
            (days.edge(date(2023, 10, 1)), days.edge_after(date(2023, 10, 10))),
            (50.0, 150.0)
        );
        assert_eq!(days.x(date(2023, 10, 1)), 55.0);
        assert_eq!(days.edge(date(2023, 7, 1)), 50.0);
        assert_eq!(days.edge_after(date(2024, 7, 1)), 150.0);
    }
}
