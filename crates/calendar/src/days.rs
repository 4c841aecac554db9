//! Days, weeks, months and ranges of days as the cells and heads of tables write them. A text has
//! as many readings as it has; which order a column follows is decided by the cells that have one.

use claim::Window;
use jiff::civil::{Date, ISOWeekDate, Weekday};

use crate::iso_day;
use crate::words::{self, folded, tokens};

/// How a text was taken apart, where it could be in several ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Order {
    /// No other way.
    Only,
    /// "3/11/2023" as 3 November.
    DayFirst,
    /// "3/11/2023" as 11 March.
    MonthFirst,
    /// "23/11/03" as 3 November 2023.
    YearFirst,
    /// "Nov 23" as November 2023.
    MonthOfYear,
    /// "Nov 23" as the 23rd.
    DayOfMonth,
}

/// Why a text is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDate {
    /// Something else.
    None,
    /// A day or month, of a year that is not known.
    NoYear,
}

/// A reading: how the text was taken apart for it, and the days.
pub type Reading = (Order, Window);

/// The year of days that are written without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year {
    /// The year.
    pub of: i16,
    /// The day of publication, where the year is only that of it: in January "6 Nov" is of the year
    /// before.
    pub before: Option<Date>,
}

impl Year {
    /// This year, whatever day the table was published.
    pub const fn of(of: i16) -> Year {
        Year { of, before: None }
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Part<'t> {
    /// A number and how many digits it has.
    Number(i32, usize),
    Month(i8),
    /// "W", "week", "semaine" before a number.
    Week,
    Quarter,
    /// A mark between parts.
    Mark(char),
    Other(&'t str),
}

/// Whether a day in digits is the same whichever of day and month comes first: `01/01/2019`.
pub fn is_alike(text: &str) -> bool {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    let small = |number: Option<&str>| {
        number.filter(|n| (1..=2).contains(&n.len())).and_then(|n| n.parse::<u8>().ok())
    };
    let (first, second) = (small(numbers.next()), small(numbers.next()));
    first.is_some_and(|first| (1..=12).contains(&first)) && first == second
}

/// The readings of a text, at least one.
pub fn readings(text: &str, year: Option<Year>) -> Result<Vec<Reading>, NoDate> {
    let found = in_year(text, year.map(|year| year.of))?;
    match year {
        Some(Year { of, before: Some(before) })
            if found.iter().all(|(_, window)| window.start() > before)
                && in_year(text, None) == Err(NoDate::NoYear) =>
        {
            in_year(text, Some(of - 1)).or(Ok(found))
        }
        _ => Ok(found),
    }
}

/// The readings, with the year of a day written without.
fn in_year(text: &str, year: Option<i16>) -> Result<Vec<Reading>, NoDate> {
    let text = text.trim();
    if text.is_empty() || text.len() > 80 || !text.bytes().any(|b| b.is_ascii_digit()) {
        // Nothing without a digit, but for the name of a month.
        if text.len() > 20 || words::month(&folded(text)).is_none() {
            return Err(NoDate::None);
        }
    }
    if let Some(day) = text.get(..10).and_then(iso_day)
        && matches!(text.as_bytes().get(10), None | Some(b' ' | b'T'))
        && text.len() <= 35
        && text[10..].chars().all(|c| c.is_ascii_digit() || " T:.+-Z".contains(c))
        && (text.len() == 10 || text[10..].contains(':'))
    {
        return Ok(vec![(Order::Only, Window::day(day))]);
    }
    if let Some(window) = coded(text) {
        return Ok(vec![(Order::Only, window)]);
    }
    // "Week 1 (1-7 Jan 2024)": the days say more than the number.
    for (name, days) in named(text) {
        if is_week(name) && !is_week(days) {
            return in_year(days, year);
        }
    }
    let mut without_year = false;
    let single = one(text, year);
    match single {
        Ok(found) => return Ok(found),
        Err(NoDate::NoYear) => without_year = true,
        Err(NoDate::None) => {}
    }
    for (left, right) in halves(text) {
        match range(left, right, year) {
            Ok(found) => return Ok(found),
            Err(NoDate::NoYear) => without_year = true,
            Err(NoDate::None) => {}
        }
    }
    Err(if without_year { NoDate::NoYear } else { NoDate::None })
}

/// A period as statistical offices code it: `2017M06`, `2017-Q1`, `2017W05`, `2017-S2`.
fn coded(text: &str) -> Option<Window> {
    let year: i32 = text.get(..4)?.parse().ok().filter(|year| (1900..=2100).contains(year))?;
    let rest = text[4..].trim_start_matches('-');
    let mut letters = rest.chars();
    let letter = letters.next()?.to_ascii_uppercase();
    let number = letters.as_str();
    if number.is_empty() || number.len() > 2 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i32 = number.parse().ok()?;
    let months = |first: i32, last: i32| {
        let (first, last) = (month_window(year, first)?, month_window(year, last)?);
        Some(first.hull(&last))
    };
    match (letter, number) {
        ('M', 1..=12) => month_window(year, number),
        ('Q', 1..=4) => months(3 * number - 2, 3 * number),
        ('S' | 'H', 1..=2) => months(6 * number - 5, 6 * number),
        ('W', 1..=53) => week(year, number),
        _ => None,
    }
}

/// Whether a window is a year and no more.
pub fn is_year(window: Window) -> bool {
    let first = window.start();
    first.first_of_year() == first && window.end() == first.last_of_year()
}

/// The month that a cell is the name or the number of.
pub fn month(cell: &str) -> Option<i8> {
    let number = cell.trim().parse().ok().filter(|month| (1..=12).contains(month));
    number.or_else(|| words::month(folded(cell.trim()).trim_end_matches('.')))
}

/// A text in two parts, the second in brackets or after a colon, either of which may be the name.
fn named(text: &str) -> Vec<(&str, &str)> {
    let parted = text
        .strip_suffix([')', ']'])
        .and_then(|text| text.split_once(['(', '[']))
        .or_else(|| text.split_once(": "));
    match parted {
        Some((one, other)) => {
            let (one, other) = (one.trim_end_matches([' ', ':', '-', '–']).trim(), other.trim());
            vec![(one, other), (other, one)]
        }
        None => Vec::new(),
    }
}

/// Whether a text is the number of a week and nothing else.
fn is_week(text: &str) -> bool {
    use Part::{Mark, Number, Week};
    matches!(
        parts(text).as_deref(),
        Some([Week, Number(_, 1 | 2)] | [Week, Number(_, 1 | 2), Number(_, 4)])
            | Some([Week, Number(_, 1 | 2), Mark(_), Number(_, 4)])
    )
}

/// The places where a text may part into first and last day.
fn halves(text: &str) -> Vec<(&str, &str)> {
    let mut halves = Vec::new();
    for mark in
        ["–", "—", " - ", " to ", " until ", " through ", " do ", " au ", " à ", "/", "-", " and "]
    {
        for (at, _) in text.match_indices(mark) {
            // A slash parts whole days, and never the numbers of one.
            if mark == "/" && (at < 8 || text.len() - at < 9) {
                continue;
            }
            halves.push((text[..at].trim(), text[at + mark.len()..].trim()));
        }
    }
    halves
}

fn range(left: &str, right: &str, year: Option<i16>) -> Result<Vec<Reading>, NoDate> {
    for opening in ["from ", "From ", "du ", "Du ", "od ", "Od ", "between ", "since ", "depuis "] {
        if let Some(rest) = left.strip_prefix(opening) {
            return range(rest, right, year);
        }
    }
    let ends = one(right, year)?;
    let mut found = Vec::new();
    let mut trouble = NoDate::None;
    for (order, end) in &ends {
        // "23–29 Oct": the month and year are said once.
        if left.len() <= 3
            && let Ok(first) = left.trim_end_matches('.').parse::<i8>()
            && end.start() == end.end()
        {
            let last = end.end();
            if let Ok(start) = Date::new(last.year(), last.month(), first)
                && let Some(window) = Window::new(start, last)
                && window.days() > 1
            {
                found.push((*order, window));
            }
            continue;
        }
        let starts = match one(left, None) {
            Ok(starts) => starts,
            Err(NoDate::NoYear) => {
                // The year of the end, or the one before: "28 Dec – 3 Jan 2024".
                let this = one(left, Some(end.end().year()))?;
                let keeps = this.iter().any(|(_, start)| start.start() <= end.start());
                if keeps { this } else { one(left, Some(end.end().year() - 1))? }
            }
            Err(why) => {
                trouble = why;
                continue;
            }
        };
        for (own, start) in starts {
            let together = own == *order || own == Order::Only || *order == Order::Only;
            if let (true, Some(window)) = (together, Window::new(start.start(), end.end()))
                && window.days() <= 3700
            {
                let order = if own == Order::Only { *order } else { own };
                if !found.contains(&(order, window)) {
                    found.push((order, window));
                }
            }
        }
    }
    if found.is_empty() { Err(trouble) } else { Ok(found) }
}

/// Cuts a text into what a date is made of; `None` when something else is in it.
fn parts(text: &str) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    let mut after = 0;
    let tokens = tokens(text);
    let mut skip = 0;
    for (index, token) in tokens.iter().enumerate() {
        let between = text[after..token.span.start].trim();
        after = token.span.end;
        if skip > 0 {
            skip -= 1;
            continue;
        }
        if let Some(mark) = between.chars().next()
            && !parts.is_empty()
        {
            parts.push(Part::Mark(mark));
        } else if !between.is_empty()
            && !between.chars().all(|c| matches!(c, '(' | '[' | '‘' | '’' | '\'' | ',' | '.' | ' '))
        {
            return None;
        }
        let word = token.word.as_str();
        if word.bytes().all(|b| b.is_ascii_digit()) {
            // A time of day behind the day: "3 Nov 2023 14:30".
            let rest = &text[token.span.end..];
            let named = parts.iter().any(|part| matches!(part, Part::Month(_)));
            let told = parts.len() >= if named { 2 } else { 3 };
            if told && word.len() <= 2 && rest.starts_with(':') {
                return Some(parts);
            }
            if word.len() > 8 {
                return None;
            }
            parts.push(Part::Number(word.parse().ok()?, word.len()));
        } else if let Some(month) = words::month(word) {
            parts.push(Part::Month(month));
        } else if words::is_weekday(word) {
            // Says nothing that the day does not.
            if matches!(parts.last(), Some(Part::Mark(_))) {
                parts.pop();
            }
        } else if matches!(
            word,
            "w" | "wk"
                | "week"
                | "weeks"
                | "semaine"
                | "sem"
                | "s"
                | "tydzien"
                | "tydz"
                | "epiweek"
        ) {
            parts.push(Part::Week);
            if tokens
                .get(index + 1)
                .is_some_and(|t| matches!(t.word.as_str(), "no" | "nr" | "number" | "of"))
            {
                skip = 1;
            }
        } else if word == "q" {
            parts.push(Part::Quarter);
        } else if matches!(word, "of" | "the" | "r" | "roku" | "de" | "du" | "le" | "dnia" | "on")
            || matches!(word, "st" | "nd" | "rd" | "th" | "er")
                && matches!(parts.last(), Some(Part::Number(..)))
        {
            // Belongs to the number or to nothing.
        } else if word == "t" && parts.len() >= 5 {
            return Some(parts);
        } else {
            parts.push(Part::Other(&text[token.span.clone()]));
        }
    }
    let tail = text[after..].trim();
    if !tail.chars().all(|c| matches!(c, '.' | ',' | ')' | ']' | '*' | ':')) {
        return None;
    }
    while matches!(parts.last(), Some(Part::Mark(_))) {
        parts.pop();
    }
    Some(parts)
}

fn day(year: i32, month: i32, day: i32) -> Option<Window> {
    let date =
        Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    (1900..=2100).contains(&date.year()).then(|| Window::day(date))
}

fn month_window(year: i32, month: i32) -> Option<Window> {
    let first = day(year, month, 1)?.start();
    Window::new(first, first.last_of_month())
}

fn week(year: i32, number: i32) -> Option<Window> {
    let year = i16::try_from(year).ok().filter(|year| (1900..=2100).contains(year))?;
    let monday = ISOWeekDate::new(year, number.try_into().ok()?, Weekday::Monday).ok()?.date();
    Window::new(monday, monday.checked_add(jiff::Span::new().days(6)).ok()?)
}

/// A year of four digits, or of two, which are of this century.
fn year_of(number: i32, digits: usize) -> Option<i32> {
    match digits {
        4 if (1900..=2100).contains(&number) => Some(number),
        2 => Some(2000 + number),
        _ => None,
    }
}

/// One day, week, month, quarter or year.
fn one(text: &str, year: Option<i16>) -> Result<Vec<Reading>, NoDate> {
    use Part::{Mark, Month, Number, Quarter, Week};
    let parts = parts(text).ok_or(NoDate::None)?;
    let known = || year.map(i32::from).ok_or(NoDate::NoYear);
    let only = |window: Option<Window>| {
        window.map(|window| vec![(Order::Only, window)]).ok_or(NoDate::None)
    };
    // Commas and full stops between words only keep them apart.
    let parts: Vec<Part> = match parts.iter().any(|part| matches!(part, Month(_))) {
        true => parts.into_iter().filter(|part| !matches!(part, Mark(',' | '.' | '/'))).collect(),
        false => parts.into_iter().filter(|part| !matches!(part, Mark(','))).collect(),
    };
    match parts[..] {
        // Words for months.
        [Number(d, 1 | 2), Month(m), Number(y, n @ (2 | 4))]
        | [Number(d, 1 | 2), Mark('-'), Month(m), Mark('-' | '’' | '\''), Number(y, n @ (2 | 4))] => {
            only(year_of(y, n).and_then(|y| day(y, m.into(), d)))
        }
        [Month(m), Number(d, 1 | 2), Number(y, 4)]
        | [Month(m), Mark('-'), Number(d, 1 | 2), Mark('-'), Number(y, 4)] => {
            only(day(y, m.into(), d))
        }
        [Number(y, 4), Month(m), Number(d, 1 | 2)]
        | [Number(y, 4), Mark('-'), Month(m), Mark('-'), Number(d, 1 | 2)] => {
            only(day(y, m.into(), d))
        }
        [Month(m), Number(y, 4)]
        | [Month(m), Mark('-' | '’' | '\'' | '('), Number(y, 4)]
        | [Number(y, 4), Month(m)]
        | [Number(y, 4), Mark('-'), Month(m)] => only(month_window(y, m.into())),
        [Month(m), Mark('-' | '’' | '\''), Number(y, 2)] => {
            only(month_window(2000 + y, m.into()))
        }
        [Number(d, 1 | 2), Month(m)] | [Number(d, 1 | 2), Mark('-'), Month(m)] => {
            only(day(known()?, m.into(), d))
        }
        [Month(m), Number(n, 1 | 2)] => {
            let mut found = Vec::new();
            let mut missing = false;
            match year {
                Some(year) => {
                    if let Some(window) = day(year.into(), m.into(), n) {
                        found.push((Order::DayOfMonth, window));
                    }
                }
                None => missing = (1..=31).contains(&n),
            }
            if (10..=60).contains(&n)
                && let Some(window) = month_window(2000 + n, m.into())
                && (missing || !found.is_empty() || n > 31)
            {
                found.push((Order::MonthOfYear, window));
            }
            match found[..] {
                [(Order::MonthOfYear, _)] if missing => Err(NoDate::NoYear),
                [] if missing => Err(NoDate::NoYear),
                [] => Err(NoDate::None),
                [(_, window)] => Ok(vec![(Order::Only, window)]),
                _ => Ok(found),
            }
        }
        [Month(m)] => only(month_window(known()?, m.into())),
        // Weeks, and quarters.
        [Week, Number(n, 1 | 2), Number(y, 4)]
        | [Week, Number(n, 1 | 2), Mark(_), Number(y, 4)]
        | [Number(y, 4), Week, Number(n, 1 | 2)]
        | [Number(y, 4), Mark(_), Week, Number(n, 1 | 2)] => only(week(y, n)),
        [Week, Number(n, 1 | 2)] => only(week(known()?, n)),
        [Quarter, Number(q @ 1..=4, 1), Number(y, 4)]
        | [Number(y, 4), Quarter, Number(q @ 1..=4, 1)]
        | [Number(y, 4), Mark(_), Quarter, Number(q @ 1..=4, 1)] => {
            let (first, last) = (month_window(y, 3 * q - 2), month_window(y, 3 * q));
            only(first.zip(last).map(|(first, last)| first.hull(&last)))
        }
        // Digits alone.
        [
            Number(y, 4),
            Mark('-' | '/' | '.'),
            Number(m, 1 | 2),
            Mark('-' | '/' | '.'),
            Number(d, 1 | 2),
        ] => only(day(y, m, d)),
        [Number(a, 1 | 2), Mark(first), Number(b, 1 | 2), Mark(second), Number(y, n @ (2 | 4))]
            if first == second && matches!(first, '-' | '/' | '.') =>
        {
            let Some(full) = year_of(y, n) else { return Err(NoDate::None) };
            let mut found = Vec::new();
            let mut add = |order, window: Option<Window>| {
                if let Some(window) = window
                    && !found.iter().any(|(_, known)| *known == window)
                {
                    found.push((order, window));
                }
            };
            add(Order::DayFirst, day(full, b, a));
            // With full stops the day comes first wherever dates are written so.
            if first != '.' {
                add(Order::MonthFirst, day(full, a, b));
            }
            if n == 2 && first == '-' {
                add(Order::YearFirst, day(2000 + a, b, y));
            }
            match found[..] {
                [] => Err(NoDate::None),
                [(_, window)] => {
                    let order = found[0].0;
                    // The same day either way proves no order.
                    let order = if a == b { Order::Only } else { order };
                    Ok(vec![(order, window)])
                }
                _ => Ok(found),
            }
        }
        [Number(m, 1 | 2), Mark('-' | '/' | '.'), Number(y, 4)]
        | [Number(y, 4), Mark('-' | '/' | '.'), Number(m, 1 | 2)] => only(month_window(y, m)),
        [Number(a, 1 | 2), Mark('/'), Number(b, 1 | 2)] => {
            let year = known()?;
            let mut found = Vec::new();
            if let Some(window) = day(year, b, a) {
                found.push((Order::DayFirst, window));
            }
            if let Some(window) = day(year, a, b)
                && a != b
            {
                found.push((Order::MonthFirst, window));
            }
            if found.is_empty() { Err(NoDate::None) } else { Ok(found) }
        }
        [Number(d, 2), Mark('.'), Number(m, 2)] => only(day(known()?, m, d)),
        [Number(n, 8)] if (1900..=2100).contains(&(n / 10_000)) => {
            only(day(n / 10_000, n / 100 % 100, n % 100))
        }
        _ => Err(NoDate::None),
    }
}

/// A whole year, where the column or the title says that it is one.
pub fn whole_year(cell: &str) -> Option<Window> {
    let cell = cell.trim();
    let year: i16 = cell.parse().ok().filter(|_| cell.len() == 4)?;
    let first = Date::new(year, 1, 1).ok().filter(|_| (1900..=2100).contains(&year))?;
    Window::new(first, first.last_of_year())
}

/// The day that a spreadsheet stores as this number, between 1 January 2000 and 2050.
pub fn serial(cell: &str) -> Option<Date> {
    let number: i32 = cell.trim().split('.').next()?.parse().ok()?;
    (36_526..=54_789).contains(&number).then(|| {
        let start = Date::constant(1899, 12, 30);
        start.checked_add(jiff::Span::new().days(number)).ok()
    })?
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn only(text: &str, year: Option<Year>) -> (Date, Date) {
        match readings(text, year).as_deref() {
            Ok([(_, window)]) => (window.start(), window.end()),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn days_weeks_months_and_ranges() {
        let nov3 = (date(2023, 11, 3), date(2023, 11, 3));
        for text in [
            "2023-11-03",
            "2023-11-03T00:00:00",
            "2023-11-03 14:30:00",
            "2023-11-03T14:30:00.000+05:00",
            "3 Nov 2023",
            "3-Nov-23",
            "03-Nov-2023",
            "Nov 3, 2023",
            "Fri 3 Nov 2023",
            "Friday, 3 November 2023",
            "3rd November 2023",
            "3 listopada 2023 r.",
            "3 novembre 2023",
            "vendredi 3 novembre 2023",
            "2023/11/3",
            "03.11.2023",
            "20231103",
        ] {
            assert_eq!(only(text, None), nov3, "{text}");
        }
        for (text, from, to) in [
            ("2017M06", date(2017, 6, 1), date(2017, 6, 30)),
            ("2017-M06", date(2017, 6, 1), date(2017, 6, 30)),
            ("2017Q1", date(2017, 1, 1), date(2017, 3, 31)),
            ("2017-S2", date(2017, 7, 1), date(2017, 12, 31)),
            ("2017-W05", date(2017, 1, 30), date(2017, 2, 5)),
            ("03/15/2019 12:00:00 AM", date(2019, 3, 15), date(2019, 3, 15)),
        ] {
            assert_eq!(only(text, None), (from, to), "{text}");
        }
        for text in ["3 Nov", "03.11", "Fri 3 Nov", "3-Nov"] {
            assert_eq!(only(text, Some(Year::of(2023))), nov3, "{text}");
            assert_eq!(readings(text, None), Err(NoDate::NoYear), "{text}");
        }
        let november = (date(2023, 11, 1), date(2023, 11, 30));
        for text in [
            "Nov-23",
            "November 2023",
            "Nov 2023",
            "11/2023",
            "2023-11",
            "listopad 2023",
            "nov. 2023",
        ] {
            assert_eq!(only(text, None), november, "{text}");
        }
        assert_eq!(only("November", Some(Year::of(2023))), november);
        // Of a table published in January.
        let year = Some(Year { of: 2024, before: Some(date(2024, 1, 22)) });
        assert_eq!(only("November", year), november);
        assert_eq!(only("6 Nov", year), (date(2023, 11, 6), date(2023, 11, 6)));
        assert_eq!(only("6 Jan", year), (date(2024, 1, 6), date(2024, 1, 6)));
        assert_eq!(only("6 Nov 2024", year), (date(2024, 11, 6), date(2024, 11, 6)));
        let week = (date(2023, 10, 30), date(2023, 11, 5));
        for text in [
            "W44 2023",
            "2023-W44",
            "Week 44, 2023",
            "Semaine 44 2023",
            "wk 44/2023",
            "tydzień 44 2023",
        ] {
            assert_eq!(only(text, None), week, "{text}");
        }
        assert_eq!(only("W44", Some(Year::of(2023))), week);
        for text in [
            "30 Oct – 5 Nov 2023",
            "30 October 2023 to 5 November 2023",
            "30 Oct - 5 Nov 2023",
            "2023-10-30/2023-11-05",
            "30/10/2023 - 05/11/2023",
            "30.10.2023–05.11.2023",
            "30.10-05.11.2023",
            "du 30 octobre au 5 novembre 2023",
        ] {
            assert_eq!(only(text, None), week, "{text}");
        }
        assert_eq!(only("23–29 Oct 2023", None), (date(2023, 10, 23), date(2023, 10, 29)));
        assert_eq!(
            only("23-29 Oct", Some(Year::of(2023))),
            (date(2023, 10, 23), date(2023, 10, 29))
        );
        assert_eq!(only("28 Dec – 3 Jan 2024", None), (date(2023, 12, 28), date(2024, 1, 3)));
        assert_eq!(only("Q4 2023", None), (date(2023, 10, 1), date(2023, 12, 31)));
    }

    #[test]
    fn two_readings_are_two() {
        let orders = |text, year| -> Vec<Order> {
            readings(text, year).unwrap().into_iter().map(|(order, _)| order).collect()
        };
        use Order::*;
        assert_eq!(orders("03/04/2023", None), [DayFirst, MonthFirst]);
        assert_eq!(orders("25/10/2023", None), [DayFirst]);
        assert_eq!(orders("10/25/2023", None), [MonthFirst]);
        assert_eq!(orders("04/04/2023", None), [Only]);
        assert_eq!(orders("23-10-25", None), [DayFirst, YearFirst]);
        assert_eq!(orders("Nov 23", Some(Year::of(2023))), [DayOfMonth, MonthOfYear]);
        assert_eq!(orders("01/02/2023 - 07/02/2023", None).len(), 2);
    }

    #[test]
    fn what_is_no_date_is_none() {
        for text in [
            "",
            "1234",
            "Torkham",
            "32/13/2023",
            "5-11",
            "12",
            "0-4",
            "18-59",
            "60+",
            "total",
            "1.234",
            "may be",
            "x 2023-11-03",
            "1/2/3",
        ] {
            assert_eq!(readings(text, Some(Year::of(2023))), Err(NoDate::None), "{text}");
        }
        assert_eq!(serial("45233"), Some(date(2023, 11, 3)));
        assert_eq!((serial("1204"), whole_year("2023").map(|w| w.days())), (None, Some(365)));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,24}|[0-9 ./–WQa-z-]{0,24}") {
            let _ = (readings(&text, None), readings(&text, Some(Year::of(2023))), serial(&text));
        }
    }
}
