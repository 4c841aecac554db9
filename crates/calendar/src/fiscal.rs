//! Years that do not begin in January, as budgets and some border authorities have them.

use claim::Window;
use jiff::civil::Date;

/// The year in which a fiscal year ends, of a cell that names one: `FY2024`, `FY 24`, `2023/24`, `2023-24`.
/// A plain year is none: the name of its column has to say so.
pub fn named(cell: &str) -> Option<i16> {
    let cell = cell.trim();
    let cell = cell.split_once(" (").map_or(cell, |(year, _)| year.trim());
    let lower = cell.to_ascii_lowercase();
    let marked = lower.strip_prefix("fy").map(|rest| rest.trim_start_matches([' ', '-', '_']));
    let text = marked.unwrap_or(&lower);
    let year = |text: &str| -> Option<i16> {
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        let number: i16 = text.parse().ok().filter(|_| digits)?;
        match text.len() {
            4 => Some(number).filter(|year| (1900..=2100).contains(year)),
            2 => Some(2000 + number),
            _ => None,
        }
    };
    match text.split_once(['/', '-', '–']) {
        Some((first, last)) => {
            let (first, last) =
                (year(first.trim()).filter(|_| first.trim().len() == 4)?, year(last.trim())?);
            (last == first + 1).then_some(last)
        }
        None => marked.and_then(year),
    }
}

/// The days of a fiscal year that ends in `year` and begins with a month.
pub fn window(year: i16, first: i8) -> Option<Window> {
    let begins = if first == 1 { year } else { year - 1 };
    let start = Date::new(begins, first, 1).ok()?;
    let next = Date::new(begins + 1, first, 1).ok()?;
    Window::new(start, next.yesterday().ok()?)
}

/// The year of the calendar that a month of a fiscal year lies in.
pub fn year_of(year: i16, first: i8, month: i8) -> i16 {
    if first > 1 && month >= first { year - 1 } else { year }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn fiscal_years_are_named_by_the_year_they_end_in() {
        for cell in [
            "FY2024",
            "FY 2024",
            "fy24",
            "FY2023/24",
            "2023/24",
            "2023-24",
            "2023–2024",
            "FY2024 (FYTD)",
        ] {
            assert_eq!(named(cell), Some(2024), "{cell}");
        }
        for cell in ["2024", "2023-11", "24", "2023-25", "11/24"] {
            assert_eq!(named(cell), None, "{cell}");
        }
        let days = window(2024, 10).unwrap();
        assert_eq!((days.start(), days.end()), (date(2023, 10, 1), date(2024, 9, 30)));
        assert_eq!((year_of(2024, 10, 11), year_of(2024, 10, 2)), (2023, 2024));
        assert_eq!(year_of(2024, 1, 11), 2024);
    }
}
