//! Days as documents write them about themselves: in metadata, and in the lines of a letterhead.

use jiff::civil::Date;

use crate::{iso_day, months};

/// A letterhead is not longer than this, in lines, and its lines not longer than this.
const LINES: usize = 12;
const SHORT: usize = 90;

/// Reads the day of a moment as metadata have it: ISO 8601 with or without a time, RFC 2822
/// (`Wed, 01 Nov 2023 10:00:00 +0500`), `November 1, 2023`, `D:20231101…`. The day is the one that is
/// written, whatever the zone. A day that may be read two ways (`03/04/2023`) is none.
pub fn of_metadata(text: &str) -> Option<Date> {
    let text = text.trim();
    let digits = text.strip_prefix("D:").unwrap_or(text);
    let head: String = digits.chars().take_while(char::is_ascii_digit).collect();
    if matches!(head.len(), 8 | 12 | 14) {
        return iso_day(&format!("{}-{}-{}", &head[..4], &head[4..6], &head[6..8]));
    }
    if let Some(day) = text.get(..10).and_then(iso_day) {
        return Some(day);
    }
    first(text)
}

/// The day in the letterhead of a text: in its first lines, those that are short, exactly one
/// day is written out in full.
pub fn of_letterhead(text: &str) -> Option<Date> {
    let mut days: Vec<Date> = Vec::new();
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(LINES);
    for line in lines {
        let long = line.chars().count() > SHORT;
        // The prose has begun: what it tells may be of any day.
        if long && line.ends_with(['.', '!', '?']) || line.contains('\t') {
            break;
        }
        if long || line.ends_with('.') {
            continue;
        }
        // "Data as of 12 November | Published 14 November": it says which.
        let lower = line.to_ascii_lowercase();
        let says = ["published", "issued", "released"].iter().find_map(|word| lower.find(word));
        if let Some(day) = says.and_then(|at| first(&line[at..])) {
            return Some(day);
        }
        if is_span(line) {
            continue;
        }
        if let Some(day) = first(line)
            && !days.contains(&day)
        {
            days.push(day);
        }
    }
    match days[..] {
        [day] => Some(day),
        _ => None,
    }
}

/// "1 - 12 November 2023", "from 1 to 12 November": days that a report is about.
fn is_span(line: &str) -> bool {
    let lower = line.to_lowercase();
    let mut before_digit = false;
    let mut seen = false;
    for c in lower.chars() {
        match c {
            '0'..='9' => {
                if seen && before_digit {
                    return true;
                }
                seen = true;
                before_digit = false;
            }
            '–' | '—' => before_digit = seen,
            _ => {}
        }
    }
    let words: Vec<&str> = lower.split_whitespace().collect();
    words.windows(3).any(|w| {
        matches!(w[1], "to" | "until" | "-" | "and" | "through")
            && w[0].ends_with(|c: char| c.is_ascii_digit())
            && w[2].starts_with(|c: char| c.is_ascii_digit())
    }) || words.iter().any(|word| matches!(*word, "since" | "from" | "between"))
}

/// The first day that is written out in `text`.
fn first(text: &str) -> Option<Date> {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '(' | ')' | '·' | ';'))
        .filter(|word| !word.is_empty())
        .collect();
    (0..words.len()).find_map(|at| {
        let word = words[at].trim_end_matches(['.', ':']);
        if let Some(day) = word.get(..10).and_then(iso_day) {
            let rest = &word[10..];
            return (rest.is_empty() || rest.starts_with('T')).then_some(day);
        }
        let next = |by: usize| words.get(at + by).map(|word| word.trim_end_matches(['.', ':']));
        let (day, month) = match (month(word), day_of_month(word)) {
            (Some(month), _) => (day_of_month(next(1)?)?, month),
            (_, Some(day)) => (day, month(next(1)?)?),
            _ => return None,
        };
        Date::new(year(next(2)?)?, month, day).ok()
    })
}

fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let at = months::ENGLISH.iter().position(|name| {
        *name == word || (word.len() >= 3 && word.len() <= 4 && name.starts_with(&word))
    })?;
    Some(at as i8 + 1)
}

fn day_of_month(word: &str) -> Option<i8> {
    let lower = word.to_ascii_lowercase();
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| lower.strip_suffix(ending))
        .unwrap_or(&lower);
    if digits.is_empty() || digits.len() > 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

fn year(word: &str) -> Option<i16> {
    if word.len() != 4 || !word.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    word.parse().ok().filter(|year| (1900..2200).contains(year))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn metadata_write_days_in_many_ways() {
        for text in [
            "2023-11-01",
            "2023-11-01T22:30:00+05:00",
            "2023-11-01 08:00",
            "20231101",
            "D:20231101093000+05'00'",
            "Wed, 01 Nov 2023 10:00:00 +0500",
            "Wednesday, November 1, 2023 - 10:00",
            "1st November 2023",
            "Nov. 1, 2023",
        ] {
            assert_eq!(of_metadata(text), Some(date(2023, 11, 1)), "{text}");
        }
        for text in
            ["03/04/2023", "yesterday", "November 2023", "2023", "", "2023-13-01", "1 2 2023"]
        {
            assert_eq!(of_metadata(text), None, "{text}");
        }
    }

    #[test]
    fn a_letterhead_says_one_day() {
        let day = |text: &str| of_letterhead(text);
        assert_eq!(
            day("FLASH UPDATE #3\n14 November 2023\n\nSome left."),
            Some(date(2023, 11, 14))
        );
        assert_eq!(day("Update | Kabul, November 14, 2023\nText."), Some(date(2023, 11, 14)));
        assert_eq!(
            day("As of 12 November 2023\nPublished: 14 November 2023\nText."),
            Some(date(2023, 11, 14))
        );
        for none in [
            "1 – 12 November 2023\nUpdate",
            "1 to 12 November 2023\nUpdate",
            "Returns since 17 September 2023",
            "Some left on 14 November 2023.",
            "14 November 2023\n15 November 2023",
            &format!("{} left.\n14 November 2023", "Many people who had waited ".repeat(5)),
        ] {
            assert_eq!(day(none), None, "{none}");
        }
    }
}
