//! How the days of a column lie: numbers of months, weeks, quarters and years are often dated on their
//! first or last day, and look like days.

use std::collections::BTreeSet;

use claim::Window;
use jiff::civil::{Date, Weekday};

/// What the days of a column may be the dates of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spacing {
    /// Days, as far as their places tell.
    Days,
    /// The first or the last days of months that follow each other.
    Months,
    /// The first or the last days of months that do not: of months, or of longer periods.
    SomeMonths,
    /// The first or the last days of quarters.
    Quarters,
    /// The first or the last days of years.
    Years,
    /// One day of each week.
    Weeks(Weekday),
}

/// So many days a week apart are weeks.
const WEEKS: usize = 4;

/// Tells how days lie.
pub fn spacing(days: &BTreeSet<Date>) -> Spacing {
    if days.len() < 2 {
        return Spacing::Days;
    }
    let firsts = days.iter().all(|day| day.day() == 1);
    let lasts = days.iter().all(|day| *day == day.last_of_month());
    if firsts || lasts {
        let month = |day: &Date| i32::from(day.year()) * 12 + i32::from(day.month());
        let months: Vec<i32> = days.iter().map(month).collect();
        let gaps: BTreeSet<i32> = months.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let all = |size: i32| gaps.iter().all(|gap| gap % size == 0);
        return match () {
            _ if gaps.contains(&1) => Spacing::Months,
            _ if all(12) => Spacing::Years,
            _ if all(3) => Spacing::Quarters,
            _ => Spacing::SomeMonths,
        };
    }
    let days: Vec<Date> = days.iter().copied().collect();
    let weekday = days[0].weekday();
    let a_week_apart = days.windows(2).any(|pair| apart(pair[0], pair[1]) == 7);
    if days.len() >= WEEKS && a_week_apart && days.iter().all(|day| day.weekday() == weekday) {
        return Spacing::Weeks(weekday);
    }
    Spacing::Days
}

fn apart(first: Date, second: Date) -> i32 {
    first.until(second).map_or(0, |span| span.get_days())
}

/// The month that a day is in.
pub fn month_of(day: Date) -> Window {
    Window::new(day.first_of_month(), day.last_of_month()).unwrap_or_else(|| Window::day(day))
}

/// The seven days that begin with a day.
pub fn week_from(day: Date) -> Option<Window> {
    Window::new(day, day.checked_add(jiff::Span::new().days(6)).ok()?)
}

/// The seven days that end with a day.
pub fn week_to(day: Date) -> Option<Window> {
    Window::new(day.checked_sub(jiff::Span::new().days(6)).ok()?, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn of(days: &[(i16, i8, i8)]) -> Spacing {
        spacing(&days.iter().map(|(y, m, d)| date(*y, *m, *d)).collect())
    }

    #[test]
    fn months_quarters_years_and_weeks_are_told_from_days() {
        assert_eq!(of(&[(2023, 1, 1), (2023, 2, 1)]), Spacing::Months);
        assert_eq!(of(&[(2023, 1, 31), (2023, 2, 28), (2023, 4, 30)]), Spacing::Months);
        assert_eq!(of(&[(2023, 3, 31), (2023, 6, 30), (2023, 9, 30)]), Spacing::Quarters);
        assert_eq!(of(&[(2021, 1, 1), (2022, 1, 1), (2024, 1, 1)]), Spacing::Years);
        assert_eq!(of(&[(2023, 1, 1), (2023, 3, 1), (2023, 5, 1)]), Spacing::SomeMonths);
        assert_eq!(of(&[(2023, 1, 1), (2023, 1, 2)]), Spacing::Days);
        assert_eq!(of(&[(2023, 2, 1)]), Spacing::Days);
        let weeks = [(2023, 11, 5), (2023, 11, 12), (2023, 11, 19), (2023, 12, 3)];
        assert_eq!(of(&weeks), Spacing::Weeks(Weekday::Sunday));
        assert_eq!(of(&weeks[..3]), Spacing::Days);
    }
}
