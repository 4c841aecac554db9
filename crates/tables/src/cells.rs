//! What a cell says: numbers, days, truth, words. Where a cell has two
//! readings it is reported, never guessed.

use jiff::civil::{Date, Time};

use calendar::{iso_day, months};
pub(super) use open::claim_table::folded;

/// Reads a number as counts are written: `1234`, `1,234`, `1 234`, `1.234.567`,
/// `12,34,567` (South Asian grouping), `12.5`, and `12.5%` for a share.
pub(super) fn number(cell: &str) -> Result<f64, String> {
    let expected = || "a number such as 1234, 1,234 or 12.5".to_owned();
    let text: String = cell
        .trim_end_matches('%')
        .trim()
        .chars()
        // Spaces of all widths and apostrophes only ever group digits.
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’'))
        .collect();
    if text.is_empty() || !text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.')) {
        return Err(expected());
    }
    let parse = |digits: String| digits.parse::<f64>().map_err(|_| expected());
    match (text.matches(',').count(), text.matches('.').count()) {
        (0, 0) => parse(text),
        (0, 1) => {
            // "1.234" counts one and a bit in London and a thousand in Warsaw.
            if grouped(&text, '.') && !text.starts_with('0') {
                return Err(format!(
                    "a number with one reading: write {} or {}",
                    text.replace('.', ""),
                    text.replace('.', ",")
                ));
            }
            parse(text)
        }
        (0, _) if grouped(&text, '.') => parse(text.replace('.', "")),
        (_, 0) if grouped(&text, ',') => parse(text.replace(',', "")),
        (_, 1) => match text.split_once('.') {
            Some((whole, fraction)) if grouped(whole, ',') && !fraction.contains(',') => {
                parse(text.replace(',', ""))
            }
            _ => Err(expected()),
        },
        _ => Err(expected()),
    }
}

/// Whether `mark` groups the digits: by threes, or by twos before the last three.
fn grouped(text: &str, mark: char) -> bool {
    let groups: Vec<usize> = text.split(mark).map(str::len).collect();
    let [first, middle @ .., last] = &groups[..] else { return false };
    let by = |size: usize| (1..=size).contains(first) && middle.iter().all(|group| *group == size);
    *last == 3 && (by(3) || by(2))
}

const DAY: &str = "a day such as 2023-11-01";

/// Reads a day: ISO 8601, also with a time behind it; `1 November 2023`,
/// `01-Nov-2023`, `Nov 1, 2023`; `13/11/2023`, which has one reading.
pub(super) fn day(cell: &str) -> Result<Date, String> {
    let expected = || DAY.to_owned();
    if let Some(date) = cell.get(..10).and_then(iso_day)
        && matches!(cell.as_bytes().get(10), None | Some(b' ' | b'T'))
    {
        return Ok(date);
    }
    let parts: Vec<&str> =
        cell.split([' ', '-', '/', '.', ',']).filter(|part| !part.is_empty()).collect();
    let [a, b, c] = parts[..] else { return Err(expected()) };
    let date = |year: &str, month: i8, day: &str| {
        (year.len() == 4 && day.len() <= 2)
            .then(|| Date::new(year.parse().ok()?, month, day.parse().ok()?).ok())
            .flatten()
    };
    if let Some(month) = month(a) {
        return date(c, month, b).ok_or_else(expected);
    }
    if let Some(month) = month(b) {
        return date(c, month, a).or_else(|| date(a, month, c)).ok_or_else(expected);
    }
    let numbered = |text: &str| text.parse::<i8>().ok();
    if a.len() == 4 {
        return numbered(b).and_then(|month| date(a, month, c)).ok_or_else(expected);
    }
    let day_first = numbered(b).and_then(|month| date(c, month, a));
    let month_first = numbered(a).and_then(|month| date(c, month, b));
    match (day_first, month_first) {
        (Some(one), Some(other)) if one != other => {
            Err(format!("a day with one reading: write {one} or {other}"))
        }
        (Some(date), _) | (None, Some(date)) => Ok(date),
        (None, None) => Err(expected()),
    }
}

fn month(text: &str) -> Option<i8> {
    let text = text.to_ascii_lowercase();
    let named = |name: &&str| {
        text == **name || text == name[..3] || (text == "sept" && name.starts_with("sept"))
    };
    months::ENGLISH.iter().position(named).map(|index| index as i8 + 1)
}

/// Reads an hour: `07:00`, `7:00`, `07:00:00`.
pub(super) fn hour(cell: &str) -> Result<Time, String> {
    let expected = || "an hour such as 07:00".to_owned();
    let numbers: Option<Vec<i8>> = cell.split(':').map(|part| part.parse().ok()).collect();
    match numbers.as_deref() {
        Some([hour, minute] | [hour, minute, 0]) => {
            Time::new(*hour, *minute, 0, 0).map_err(|_| expected())
        }
        _ => Err(expected()),
    }
}

/// Takes off the apostrophe that keeps a spreadsheet from running a text that begins like a
/// formula, as `crossings export` puts it.
pub(super) fn unguarded(cell: &str) -> &str {
    let bare = cell.trim_start_matches('\'');
    let active = bare.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    cell.strip_prefix('\'').filter(|_| active).unwrap_or(cell)
}

/// Reads the id that a claim has in another file. What is none is no link: other tables have
/// columns of these names, too.
pub(super) fn id(cell: &str) -> Result<Option<claim::Id>, String> {
    Ok(cell.parse().ok())
}

/// Reads yes or no.
pub(super) fn truth(cell: &str) -> Result<bool, String> {
    match cell.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "y" => Ok(true),
        "false" | "0" | "no" | "n" => Ok(false),
        _ => Err("true or false".to_owned()),
    }
}

/// Reads one of the claim's closed words, however it is spaced: "more than".
pub(super) fn word<T: std::str::FromStr + strum::VariantNames>(cell: &str) -> Result<T, String> {
    folded(cell).parse().map_err(|_| format!("one of {}", T::VARIANTS.join(", ")))
}

/// The parts of a cell that lists several.
pub(super) fn list(cell: &str) -> Vec<&str> {
    cell.split(';').map(str::trim).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use claim::Qualifier;
    use jiff::civil::{date, time};
    use proptest::prelude::*;

    #[test]
    fn numbers_as_people_write_counts() {
        for (cell, expected) in [
            ("104000", 104_000.0),
            ("104,000", 104_000.0),
            ("104 000", 104_000.0),
            ("104\u{202f}000", 104_000.0),
            ("1.234.567", 1_234_567.0),
            ("1,04,000", 104_000.0),
            ("1,234.5", 1_234.5),
            ("12.5", 12.5),
            ("12.5 %", 12.5),
            ("0.125", 0.125),
            ("0", 0.0),
        ] {
            assert_eq!(number(cell), Ok(expected), "{cell}");
        }
        for cell in
            ["", "abc", "-5", "1,23", "1,2,3", ",", ".", "1e5", "inf", "~100", "1.2.3", "12,34"]
        {
            assert!(number(cell).is_err(), "{cell}");
        }
        assert_eq!(number("1.234").unwrap_err(), "a number with one reading: write 1234 or 1,234");
    }

    #[test]
    fn days_with_one_reading_are_read_and_others_reported() {
        for cell in [
            "2023-11-13",
            "2023-11-13T00:00:00",
            "2023-11-13 00:00:00",
            "2023/11/13",
            "13/11/2023",
            "11/13/2023",
            "13.11.2023",
            "13 November 2023",
            "13-Nov-2023",
            "Nov 13, 2023",
        ] {
            assert_eq!(day(cell), Ok(date(2023, 11, 13)), "{cell}");
        }
        assert_eq!(day("04/04/2023"), Ok(date(2023, 4, 4)));
        assert_eq!(
            day("03/04/2023").unwrap_err(),
            "a day with one reading: write 2023-04-03 or 2023-03-04"
        );
        for cell in ["yesterday", "2023-13-01", "1/2/23", "2023-11", "13 Foo 2023", "32/13/2023"] {
            assert_eq!(day(cell).unwrap_err(), DAY, "{cell}");
        }
    }

    #[test]
    fn hours_truths_and_words() {
        assert_eq!(hour("7:00"), Ok(time(7, 0, 0, 0)));
        assert_eq!(hour("07:30:00"), Ok(time(7, 30, 0, 0)));
        assert!(hour("25:00").is_err() && hour("7").is_err());
        assert_eq!((truth("True"), truth("NO")), (Ok(true), Ok(false)));
        assert!(truth("maybe").is_err());
        assert_eq!(word("More than"), Ok(Qualifier::MoreThan));
        let error = word::<Qualifier>("roughly").unwrap_err();
        assert!(error.starts_with("one of exact, about, more_than"), "{error}");
    }

    proptest! {
        #[test]
        fn no_cell_panics(cell in "\\PC{0,20}|[0-9,./: -]{0,14}") {
            let _ = (number(&cell), day(&cell), hour(&cell), truth(&cell), word::<Qualifier>(&cell));
        }

        #[test]
        fn a_whole_number_reads_back_with_and_without_groups(value in 0u64..10_000_000_000) {
            let plain = value.to_string();
            let mut grouped = String::new();
            for (index, digit) in plain.chars().enumerate() {
                if index > 0 && (plain.len() - index).is_multiple_of(3) {
                    grouped.push(',');
                }
                grouped.push(digit);
            }
            prop_assert_eq!(number(&plain), Ok(value as f64));
            prop_assert_eq!(number(&grouped), Ok(value as f64));
        }
    }
}
