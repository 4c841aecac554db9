//! The solar Hijri calendar of Iran and Afghanistan, and what looks like a day of a Hijri calendar.
//! The lunar one hangs on when the moon was seen, and is never turned into days.

use claim::Window;
use jiff::Span;
use jiff::civil::{Date, date};

use crate::words::tokens;

/// The months as they are written in Iran and in Afghanistan (Dari; Pashto where it differs).
const MONTHS: [&[&str]; 12] = [
    &["farvardin", "hamal", "wray"],
    &["ordibehesht", "sawr", "saur", "thawr", "ghwayay"],
    &["khordad", "jawza", "jauza", "ghbargolay"],
    &["tir", "saratan", "chungash"],
    &["mordad", "amordad", "asad", "zmaray"],
    &["shahrivar", "sunbula", "sonbola", "sunbulah", "wagay"],
    &["mehr", "mizan", "tala"],
    &["aban", "aqrab", "laram"],
    &["azar", "qaws", "qaus", "lindai"],
    &["dey", "jadi", "jaddi", "marghumay"],
    &["bahman", "dalw", "dalwa", "dalv", "salwagha"],
    &["esfand", "hut", "hoot", "kab"],
];

/// The months of the lunar calendar, by which it is told.
const LUNAR: [&str; 10] = [
    "muharram", "safar", "rabi", "jumada", "rajab", "shaban", "ramadan", "ramazan", "shawwal",
    "dhu",
];

/// Years that are Hijri and of our time, by either calendar.
const YEARS: std::ops::RangeInclusive<i16> = 1340..=1479;

/// In a cycle of 33 years, the years that have a 30th of Esfand; so it has been since 1244, and will be
/// until 1472.
const LEAP: [i16; 8] = [1, 5, 9, 13, 17, 22, 26, 30];

/// A day or month that is written in a Hijri calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hijri {
    /// By the names of its months solar: these days.
    Solar(Window),
    /// In numbers only: these days, if it is solar.
    Numbers(Window),
    /// By the names of its months lunar.
    Lunar,
}

/// Whether a year of the solar calendar has 366 days.
fn is_leap(year: i16) -> bool {
    LEAP.contains(&year.rem_euclid(33))
}

fn length(year: i16, month: i8) -> i8 {
    match month {
        1..=6 => 31,
        7..=11 => 30,
        _ if is_leap(year) => 30,
        _ => 29,
    }
}

/// A day of the solar Hijri calendar.
pub fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    if !YEARS.contains(&year)
        || !(1..=12).contains(&month)
        || !(1..=length(year, month)).contains(&day)
    {
        return None;
    }
    // The first of Farvardin 1400 was 21 March 2021.
    let years: i32 = match year >= 1400 {
        true => (1400..year).map(|year| 365 + i32::from(is_leap(year))).sum(),
        false => -(year..1400).map(|year| 365 + i32::from(is_leap(year))).sum::<i32>(),
    };
    let months: i32 = (1..month).map(|month| i32::from(length(year, month))).sum();
    let days = years + months + i32::from(day) - 1;
    date(2021, 3, 21).checked_add(Span::new().days(days)).ok()
}

fn whole_month(year: i16, month: i8) -> Option<Window> {
    Window::new(day(year, month, 1)?, day(year, month, length(year, month))?)
}

/// Reads what is written in a Hijri calendar: `1402-08-12`, `1402/08`, `Aqrab 1402`, `12 Aqrab 1402`.
pub fn written(text: &str) -> Option<Hijri> {
    let text = text.trim();
    if text.len() > 30 || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let found = tokens(text);
    let is_lunar = |word: &str| LUNAR.iter().any(|name| word.starts_with(name));
    let year =
        |word: &str| word.parse::<i16>().ok().filter(|y| word.len() == 4 && YEARS.contains(y));
    let has_year = found.iter().any(|token| year(&token.word).is_some());
    if has_year && found.iter().any(|token| is_lunar(&token.word)) {
        return Some(Hijri::Lunar);
    }
    let small = |word: &str| word.parse::<i8>().ok().filter(|_| word.len() <= 2);
    let named =
        |word: &str| (1..).zip(MONTHS).find(|(_, names)| names.contains(&word)).map(|(n, _)| n);
    let words: Vec<&str> = found.iter().map(|token| token.word.as_str()).collect();
    match words[..] {
        [a, b] => match (named(a), year(b), year(a), small(b)) {
            (Some(month), Some(year), ..) => whole_month(year, month).map(Hijri::Solar),
            (_, _, Some(year), Some(month)) => whole_month(year, month).map(Hijri::Numbers),
            _ => None,
        },
        [a, b, c] => {
            if let (Some(number), Some(month), Some(year)) = (small(a), named(b), year(c)) {
                return day(year, month, number).map(Window::day).map(Hijri::Solar);
            }
            let (y, d) = match (year(a), year(c)) {
                (Some(y), _) => (y, c),
                (_, Some(y)) => (y, a),
                _ => return None,
            };
            day(y, small(b)?, small(d)?).map(Window::day).map(Hijri::Numbers)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_years_days_are_those_of_the_almanac() {
        for (year, new_year) in [
            (1358, date(1979, 3, 21)),
            (1375, date(1996, 3, 20)),
            (1399, date(2020, 3, 20)),
            (1400, date(2021, 3, 21)),
            (1403, date(2024, 3, 20)),
            (1404, date(2025, 3, 21)),
            (1408, date(2029, 3, 20)),
        ] {
            assert_eq!(day(year, 1, 1), Some(new_year), "{year}");
        }
        assert_eq!(day(1402, 8, 12), Some(date(2023, 11, 3)));
        assert_eq!((day(1402, 12, 30), day(1403, 12, 30)), (None, Some(date(2025, 3, 20))));
    }

    #[test]
    fn days_and_months_are_told_by_names_or_numbers() {
        let aqrab = Window::new(date(2023, 10, 23), date(2023, 11, 21)).unwrap();
        assert_eq!(written("Aqrab 1402"), Some(Hijri::Solar(aqrab)));
        assert_eq!(written("1402-08"), Some(Hijri::Numbers(aqrab)));
        let third = Window::day(date(2023, 11, 3));
        assert_eq!(written("12 Aban 1402"), Some(Hijri::Solar(third)));
        assert_eq!(written("1402/08/12"), Some(Hijri::Numbers(third)));
        assert_eq!(written("12.8.1402"), Some(Hijri::Numbers(third)));
        assert_eq!(written("Rajab 1445"), Some(Hijri::Lunar));
        for text in ["2023-11-03", "1402", "1402 people", "Torkham 1402", "1,402"] {
            assert!(!matches!(written(text), Some(Hijri::Solar(_))), "{text}");
        }
    }
}
