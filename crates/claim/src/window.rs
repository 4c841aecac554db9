//! Whole days, both ends included.

use jiff::Span;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A run of whole days, both ends included. `start` is never after `end`.
///
/// ```
/// use claim::Window;
/// use jiff::civil::date;
///
/// let fortnight = Window::new(date(2023, 10, 18), date(2023, 11, 1)).unwrap();
/// assert_eq!(fortnight.days(), 15);
/// assert!(Window::new(date(2023, 11, 1), date(2023, 10, 18)).is_none());
/// ```
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Window {
    start: Date,
    end: Date,
}

impl Window {
    /// Makes a window; `None` when `start` lies after `end`.
    pub fn new(start: Date, end: Date) -> Option<Window> {
        (start <= end).then_some(Window { start, end })
    }

    /// Makes the window of a single day.
    pub fn day(day: Date) -> Window {
        Window { start: day, end: day }
    }

    /// First day.
    pub fn start(&self) -> Date {
        self.start
    }

    /// Last day.
    pub fn end(&self) -> Date {
        self.end
    }

    /// Number of days, at least 1.
    pub fn days(&self) -> usize {
        days_between(self.start, self.end) as usize + 1
    }

    /// Whether `day` lies within.
    pub fn contains(&self, day: Date) -> bool {
        self.start <= day && day <= self.end
    }

    /// The days that both windows have, if any.
    pub fn overlap(&self, other: &Window) -> Option<Window> {
        Window::new(self.start.max(other.start), self.end.min(other.end))
    }

    /// The smallest window that holds both.
    pub fn hull(&self, other: &Window) -> Window {
        Window { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Iterates over the days, first to last.
    pub fn iter(&self) -> impl Iterator<Item = Date> + use<> {
        self.start.series(Span::new().days(1)).take(self.days())
    }

    /// Position of `day` counted from the first day; negative before it.
    pub fn offset(&self, day: Date) -> i64 {
        days_between(self.start, day)
    }
}

/// Days from `a` to `b`; negative when `b` is earlier.
fn days_between(a: Date, b: Date) -> i64 {
    // Differences of civil dates are whole days and always in range.
    i64::from((b - a).get_days())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn days_are_counted_with_both_ends() {
        let october = Window::new(date(2023, 10, 1), date(2023, 10, 31)).unwrap();
        assert_eq!(october.days(), 31);
        assert_eq!(october.iter().count(), 31);
        assert_eq!(october.iter().last(), Some(date(2023, 10, 31)));
        assert_eq!(october.offset(date(2023, 9, 30)), -1);
    }

    fn any_window() -> impl Strategy<Value = Window> {
        (0i64..4000, 0i64..400).prop_map(|(first, length)| {
            let start = date(2017, 1, 1) + Span::new().days(first);
            Window::new(start, start + Span::new().days(length)).unwrap()
        })
    }

    proptest! {
        #[test]
        fn overlap_and_hull_count_like_sets(a in any_window(), b in any_window()) {
            let shared = a.iter().filter(|day| b.contains(*day)).count();
            prop_assert_eq!(a.overlap(&b).map_or(0, |w| w.days()), shared);
            let hull = a.hull(&b);
            prop_assert!(a.iter().chain(b.iter()).all(|day| hull.contains(day)));
        }
    }
}
