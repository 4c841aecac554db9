//! The time of day behind a day, or in a cell of its own: `2023-11-03T10:00`, `3 Nov 10:00`, `10:30 pm`.

use jiff::civil::Time;

/// The time of day that a text ends with; none for midnight, which programs write behind every day.
pub fn behind_day(text: &str) -> Option<Time> {
    let colon = text.find(':')?;
    let before = &text[..colon];
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let start = colon - digits;
    // "10:00" alone is no day with its time.
    let behind = text[..start].trim_end_matches([' ', 'T', 't', ',', '\u{a0}']);
    // Fractions of seconds are a program's.
    let exact = text[start..].contains('.');
    if exact || !(1..=2).contains(&digits) || behind.is_empty() || behind.len() == start {
        return None;
    }
    of_cell(&text[start..]).filter(|time| *time != Time::midnight())
}

/// A cell that is a time of day: `07:00`, `7:00:00`, `10:30 pm`, `07:00Z`, `10h30`, `9 am`.
pub fn of_cell(cell: &str) -> Option<Time> {
    let text = cell.trim().to_ascii_lowercase();
    let bare = text.trim_end_matches("hrs").trim_end_matches("hours").trim_end();
    let (bare, half) = match (bare.strip_suffix("am"), bare.strip_suffix("pm")) {
        (Some(bare), _) => (bare.trim_end(), Some(0)),
        (_, Some(bare)) => (bare.trim_end(), Some(12)),
        _ => (bare, None),
    };
    let bare = bare.trim_end_matches('z');
    let bare = bare.split_once('+').map_or(bare, |(time, _)| time);
    let marked = bare.replacen('h', ":", 1);
    let mut parts = marked.trim_end_matches(':').split(':');
    let number = |part: Option<&str>| -> Option<i8> {
        let part = part?.split('.').next()?;
        (!part.is_empty() && part.len() <= 2).then(|| part.parse().ok()).flatten()
    };
    let hour = number(parts.next())?;
    let minute = match parts.next() {
        None if half.is_none() && !marked.ends_with(':') => return None, // a bare number
        None => 0,
        part => number(part)?,
    };
    let second = match parts.next() {
        None => 0,
        part => number(part)?,
    };
    if parts.next().is_some() {
        return None;
    }
    let hour = match half {
        Some(half) if (1..=12).contains(&hour) => hour % 12 + half,
        Some(_) => return None,
        None => hour,
    };
    Time::new(hour, minute, second, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;

    #[test]
    fn a_day_may_have_a_time_behind_it() {
        for (text, hour, minute) in [
            ("2023-11-03T10:00", 10, 0),
            ("2023-11-03 18:30:00", 18, 30),
            ("3 Nov 10:00", 10, 0),
            ("03/11/2023 6:15 PM", 18, 15),
            ("2023-11-03T07:00:00Z", 7, 0),
            ("3 Nov 2023, 9:05 am", 9, 5),
        ] {
            assert_eq!(behind_day(text), Some(time(hour, minute, 0, 0)), "{text}");
        }
        for text in [
            "2023-11-03",
            "2023-11-03T07:00:00.000Z",
            "2023-11-03T00:00:00",
            "10:00",
            "Total: 5",
            "03/01/2019 12:00:00 AM",
            "1:2:3:4",
        ] {
            assert_eq!(behind_day(text), None, "{text}");
        }
    }

    #[test]
    fn a_cell_may_be_a_time() {
        for (text, hour, minute) in
            [("07:00", 7, 0), ("10h30", 10, 30), ("9 am", 9, 0), ("12 pm", 12, 0), ("18h", 18, 0)]
        {
            assert_eq!(of_cell(text), Some(time(hour, minute, 0, 0)), "{text}");
        }
        for text in ["7", "25:00", "10:00-12:00", "h", "", "13 pm", "2023"] {
            assert_eq!(of_cell(text), None, "{text}");
        }
    }
}
