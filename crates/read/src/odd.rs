//! Days and numbers that cannot be meant as they stand: 29 February 2023, the year 9999, a period that ends before it
//! begins, fewer people than none. They are named, and what rests on them is not read: another day or number in their
//! place would be a guess.

use std::ops::Range;

use calendar::words::folded;
use claim::Statement;
use jiff::civil::Date;

/// Years that reports are of.
const YEARS: std::ops::RangeInclusive<i64> = 1900..=2100;

/// Words between a day, its month and its year.
const OF: [&str; 3] = ["of", "de", "del"];

/// Something that cannot be meant, and what is wrong with it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Odd {
    pub span: Range<usize>,
    pub why: String,
    /// Whether it is a day: then nothing of its sentence can be placed.
    pub is_day: bool,
}

fn month(word: &str) -> Option<i64> {
    let plain = folded(word);
    // Folded, the Polish "się" is a short August.
    let short = plain.len() <= 3 && plain != word.to_lowercase();
    calendar::words::month(&plain).filter(|_| !short).map(i64::from)
}

/// A word or a number, where it stands.
struct Piece<'t> {
    text: &'t str,
    start: usize,
}

impl Piece<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn is_digits(&self) -> bool {
        self.text.bytes().all(|b| b.is_ascii_digit())
    }

    fn number(&self) -> Option<i64> {
        let digits = self.text.trim_end_matches(|c: char| c.is_alphabetic());
        let ordinal = self.text.len() - digits.len() <= 3;
        digits.parse().ok().filter(|_| ordinal && digits.len() <= 5)
    }
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                pieces.push(Piece { text: &text[from..at], start: from });
                start = None;
            }
            _ => {}
        }
    }
    pieces
}

/// A day as it is told: day, month and year, and the pieces it takes.
struct Told {
    day: i64,
    month: i64,
    year: Option<i64>,
    pieces: Range<usize>,
}

fn told(text: &str, pieces: &[Piece], at: usize) -> Option<Told> {
    let gap = |from: usize, to: usize| &text[pieces[from].end()..pieces[to].start];
    let near = |from: usize, to: usize| {
        to < pieces.len()
            && gap(from, to).len() <= 3
            && gap(from, to).trim_matches([' ', ',', '.', '\u{a0}']).is_empty()
    };
    let year = |at: usize| -> Option<i64> {
        let piece = pieces.get(at)?;
        let digits = piece.text.len() == 4 && piece.text.bytes().all(|b| b.is_ascii_digit());
        let year = piece.text.parse().ok().filter(|_| digits)?;
        // "On 6 March, 9800 people came": behind a comma only what can be a year is one.
        let parted = gap(at - 1, at).contains(',');
        (!parted || YEARS.contains(&year)).then_some(year)
    };
    let day = |at: usize| pieces.get(at)?.number().filter(|day| (0..=99).contains(day));
    // "3 November 2023", "3 de noviembre de 2023", "the 3rd of November".
    let over_of =
        |at: usize| at + usize::from(pieces.get(at).is_some_and(|piece| OF.contains(&piece.text)));
    if let Some(day) = day(at) {
        let named = over_of(at + 1);
        if near(named - 1, named)
            && let Some(month) = month(pieces[named].text)
        {
            let last = over_of(named + 1);
            let year = year(last).filter(|_| near(last - 1, last));
            let end = if year.is_some() { last + 1 } else { named + 1 };
            return Some(Told { day, month, year, pieces: at..end });
        }
    }
    // "November 3, 2023"
    let month = pieces
        .get(at)
        .filter(|piece| piece.text.starts_with(char::is_uppercase))
        .and_then(|piece| month(piece.text))?;
    let day = day(at + 1).filter(|_| near(at, at + 1))?;
    let year = year(at + 2).filter(|_| near(at + 1, at + 2))?;
    Some(Told { day, month, year: Some(year), pieces: at..at + 3 })
}

fn is_day(year: i64, month: i64, day: i64) -> bool {
    match (i16::try_from(year), i8::try_from(month), i8::try_from(day)) {
        (Ok(year), Ok(month), Ok(day)) => Date::new(year, month, day).is_ok(),
        _ => false,
    }
}

/// Finds what cannot be meant in a text.
pub(crate) fn find(text: &str) -> Vec<Odd> {
    let pieces = pieces(text);
    let mut found = Vec::new();
    let mut before: Option<Told> = None;
    let mut at = 0;
    while at < pieces.len() {
        let shapes = [in_digits, in_strokes, fraction, unusual, turned];
        found.extend(shapes.iter().find_map(|shape| shape(text, &pieces, at)));
        let Some(day) = told(text, &pieces, at) else {
            if let Some(odd) = backwards(text, &pieces, at) {
                found.push(odd);
            }
            at += 1;
            continue;
        };
        let span = pieces[day.pieces.start].start..pieces[day.pieces.end - 1].end();
        // "los 38.099 de marzo": the end of a number of people.
        if text[..span.start]
            .strip_suffix(['.', ','])
            .is_some_and(|number| number.ends_with(|c: char| c.is_ascii_digit()))
        {
            at += 1;
            continue;
        }
        let said = &text[span.clone()];
        // Without a year, 29 February is a day of some.
        if !is_day(day.year.unwrap_or(2024), day.month, day.day) {
            found.push(Odd { why: format!("`{said}` is not a day"), span, is_day: true });
        } else if day.year.is_some_and(|year| !YEARS.contains(&year)) {
            let why = format!("`{said}` is of a year that no report is of");
            found.push(Odd { why, span, is_day: true });
        } else if let Some(first) = &before
            && is_span(text, &pieces, first, &day)
            && (first.year.is_none() || first.year == day.year)
            && (first.month, first.day) > (day.month, day.day)
            && (first.year.is_some() || day.month == first.month)
        {
            let span = pieces[first.pieces.start].start..span.end;
            let why = format!("`{}` ends before it begins", &text[span.clone()]);
            found.push(Odd { span, why, is_day: true });
        }
        at = day.pieces.end;
        before = Some(day);
    }
    found.dedup_by(|a, b| a.span == b.span);
    found
}

/// Whether two days are the ends of a period: "between … and …", "from … to …".
fn is_span(text: &str, pieces: &[Piece], first: &Told, second: &Told) -> bool {
    let joint = text[pieces[first.pieces.end - 1].end()..pieces[second.pieces.start].start].trim();
    let opens = first.pieces.start.checked_sub(1).map(|at| pieces[at].text.to_lowercase());
    matches!(
        (opens.as_deref(), joint),
        (Some("between" | "entre"), "and" | "et" | "y")
            | (Some("from" | "od"), "to" | "until" | "till" | "through" | "do")
            | (Some("du" | "del"), "au" | "al")
    )
}

/// "between 3 and 1 November".
fn backwards(text: &str, pieces: &[Piece], at: usize) -> Option<Odd> {
    let opens = at.checked_sub(1).map(|at| pieces[at].text.to_lowercase())?;
    let joint = pieces.get(at + 1)?.text.to_lowercase();
    let fits = matches!(
        (opens.as_str(), joint.as_str()),
        ("between" | "entre", "and" | "et" | "y")
            | ("from" | "od", "to" | "do")
            | ("du" | "del", "au" | "al")
    );
    let (first, second) = (pieces[at].number()?, told(text, pieces, at + 2).filter(|_| fits)?);
    let span = pieces[at].start..pieces[second.pieces.end - 1].end();
    (first > second.day && first <= 31).then(|| Odd {
        why: format!("`{}` ends before it begins", &text[span.clone()]),
        span,
        is_day: true,
    })
}

/// "2023-02-29", "9999-11-03".
fn in_digits(text: &str, pieces: &[Piece], at: usize) -> Option<Odd> {
    let [year, month, day] = pieces.get(at..at + 3)? else { return None };
    let dashed = [(year, month), (month, day)].iter().all(|(a, b)| &text[a.end()..b.start] == "-");
    let shaped = (year.text.len(), month.text.len(), day.text.len()) == (4, 2, 2);
    let (y, m, d) = (year.number()?, month.number()?, day.number()?);
    let alone = !text[..year.start].ends_with(['-', '/', '.'])
        && !text[day.end()..].starts_with(['-', '/']);
    let span = year.start..day.end();
    // Neither a year nor a day: the number of something.
    let odd = is_day(y, m, d) != YEARS.contains(&y);
    (dashed && shaped && alone && odd).then(|| Odd {
        why: format!("`{}` is not a day that a report is of", &text[span.clone()]),
        span,
        is_day: true,
    })
}

/// "31/04/2023": a day in neither of the two orders.
fn in_strokes(text: &str, pieces: &[Piece], at: usize) -> Option<Odd> {
    let [one, other, year] = pieces.get(at..at + 3)? else { return None };
    let joint = |a: &Piece, b: &Piece| &text[a.end()..b.start];
    let alike = joint(one, other) == joint(other, year) && matches!(joint(one, other), "/" | ".");
    let shaped = one.text.len() <= 2 && other.text.len() <= 2 && year.text.len() == 4;
    let (a, b, y) = (one.number()?, other.number()?, year.number()?);
    let meant = (1..=31).contains(&a) && (1..=31).contains(&b) && YEARS.contains(&y);
    let span = one.start..year.end();
    (alike && shaped && meant && !is_day(y, a, b) && !is_day(y, b, a)).then(|| Odd {
        why: format!("`{}` is not a day", &text[span.clone()]),
        span,
        is_day: true,
    })
}

/// A number in a form that is no count of people: "5,,000", "1e5", "5×10^3", "34°C", "minus 500", "ID 77".
fn unusual(text: &str, pieces: &[Piece], at: usize) -> Option<Odd> {
    let piece = &pieces[at];
    let next = |n: usize| pieces.get(at + n);
    let gap = |n: usize| {
        let (a, b) = (next(n - 1)?, next(n)?);
        Some(&text[a.end()..b.start])
    };
    let led =
        matches!(piece.text, "minus" | "Minus" | "ID") && next(1).is_some_and(Piece::is_digits);
    let power = piece.text.split_once(['e', 'E']).is_some_and(|(a, b)| {
        [a, b].iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    });
    let (end, why) = if piece.is_digits()
        && gap(1).is_some_and(|gap| matches!(gap, ",," | ".." | ",." | ".,"))
    {
        (next(1)?.end(), "is no number")
    } else if power
        || piece.is_digits()
            && gap(1).is_some_and(|g| matches!(g.trim(), "×" | "*"))
            && gap(2) == Some("^")
    {
        (if power { piece.end() } else { next(2)?.end() }, "is not how people are counted")
    } else if piece.is_digits() && text[piece.end()..].trim_start().starts_with('°') {
        (piece.end(), "are degrees")
    } else if led {
        (next(1)?.end(), "is no count of people")
    } else {
        return None;
    };
    let span = piece.start..end;
    let why = format!("`{}` {why}", &text[span.clone()]);
    Some(Odd { span, why, is_day: false })
}

/// A number with its thousands, and the piece behind it.
fn grouped(text: &str, pieces: &[Piece], at: usize) -> Option<(f64, usize)> {
    let mut digits = pieces.get(at)?.text.to_owned();
    let mut end = at + 1;
    while let Some(piece) = pieces.get(end)
        && &text[pieces[end - 1].end()..piece.start] == ","
        && piece.text.len() == 3
        && piece.is_digits()
    {
        digits += piece.text;
        end += 1;
    }
    digits.parse().ok().map(|value| (value, end))
}

/// "between 9,000 and 4,000": a range that ends before it begins.
fn turned(text: &str, pieces: &[Piece], at: usize) -> Option<Odd> {
    let opens = matches!(&*pieces[at].text.to_lowercase(), "between" | "entre");
    let (first, joint) = opens.then(|| grouped(text, pieces, at + 1)).flatten()?;
    let joined = matches!(pieces.get(joint)?.text, "and" | "et" | "y");
    let (second, end) = joined.then(|| grouped(text, pieces, joint + 1)).flatten()?;
    // Of days there is more to know; "between 5 and 3 million" says its millions once.
    let scaled = pieces.get(end).is_some_and(|piece| {
        month(piece.text).is_some() || ["million", "millions", "thousand"].contains(&piece.text)
    });
    let span = pieces[at + 1].start..pieces[end - 1].end();
    (first > second && second > 31.0 && !scaled).then(|| Odd {
        why: format!("`{}` ends before it begins", &text[span.clone()]),
        span,
        is_day: false,
    })
}

/// "1/0 million", "3/0 Afghans": a fraction, which is not read as a number.
fn fraction(text: &str, pieces: &[Piece], at: usize) -> Option<Odd> {
    let [over, under, word] = pieces.get(at..at + 3)? else { return None };
    let by_nought = under.text.bytes().all(|digit| digit == b'0');
    let digits = |piece: &Piece| piece.is_digits() && piece.text.len() <= 3;
    let stroke = &text[over.end()..under.start] == "/";
    let large = ["million", "millions", "thousand", "billion", "mln", "tys", "mille"];
    let times = large.contains(&word.text.to_lowercase().as_str());
    let span = over.start..if times { word.end() } else { under.end() };
    (digits(over) && digits(under) && stroke && (times || by_nought)).then(|| Odd {
        why: format!("`{}` is a fraction", &text[span.clone()]),
        span,
        is_day: false,
    })
}

/// The sentence around a place, roughly: up to full stops and line ends.
fn sentence(text: &str, span: &Range<usize>) -> Range<usize> {
    let ends = |at: usize| {
        let rest = &text[at..];
        rest.starts_with('\n') || rest.starts_with(". ") || rest.starts_with(".\n") || rest == "."
    };
    let mut from = span.start;
    while from > 0 && !(text.is_char_boundary(from - 1) && ends(from - 1)) {
        from -= 1;
    }
    let mut to = span.end;
    while to < text.len() && !(text.is_char_boundary(to) && ends(to)) {
        to += 1;
    }
    from..to
}

/// Where statements stand, in the order of their beginnings, and which of them stay.
struct Places {
    spans: Vec<([usize; 2], usize)>,
    longest: usize,
    stays: Vec<bool>,
}

impl Places {
    fn of(statements: &[Statement]) -> Places {
        let mut spans: Vec<([usize; 2], usize)> =
            statements.iter().enumerate().map(|(at, one)| (one.span(), at)).collect();
        spans.sort_unstable();
        let longest = spans.iter().map(|([from, to], _)| to - from).max().unwrap_or(0);
        Places { spans, longest, stays: vec![true; statements.len()] }
    }

    /// Takes out those that stand within, in part or whole; whether there were any.
    fn take(&mut self, within: &Range<usize>) -> bool {
        let first =
            self.spans.partition_point(|([from, _], _)| from + self.longest <= within.start);
        let mut any = false;
        for ([from, to], at) in &self.spans[first..] {
            if *from >= within.end {
                break;
            }
            if *to > within.start && self.stays[*at] {
                self.stays[*at] = false;
                any = true;
            }
        }
        any
    }
}

/// Takes out the statements that rest on what cannot be meant, and tells of it: place and message.
pub(crate) fn leave_out(text: &str, statements: &mut Vec<Statement>) -> Vec<(usize, String)> {
    let odd = find(text);
    let mut told: Vec<(usize, String)> = Vec::new();
    let mut places = Places::of(statements);
    // Of one sentence there may be thousands: it is looked for once.
    let mut last: Option<Range<usize>> = None;
    for one in &odd {
        let again = |last: &Range<usize>| last.start <= one.span.start && one.span.end <= last.end;
        let left = match one.is_day {
            true if last.as_ref().is_some_and(again) => false,
            true => places.take(last.insert(sentence(text, &one.span))),
            false => places.take(&one.span),
        };
        if left || one.is_day {
            told.push((one.span.start, format!("{}, and what is said of it is not read", one.why)));
        }
    }
    let mut stays = places.stays.into_iter();
    statements.retain(|_| stays.next().unwrap_or(true));
    // "-5,000 Afghans": nobody counts fewer than none.
    statements.retain(|statement| {
        let [from, to] = statement.span();
        let before = &text[..from.min(text.len())];
        let sign = before.strip_suffix(['-', '\u{2212}']);
        let below = matches!(statement, Statement::Claim(_))
            && sign.is_some_and(|b| {
                b.is_empty() || b.ends_with(|c: char| c.is_whitespace() || "(:;,".contains(c))
            })
            && text[from..to].starts_with(|c: char| c.is_ascii_digit());
        if below {
            told.push((
                from,
                format!("`-{}` is fewer than none, and is not read", &text[from..to]),
            ));
        }
        !below
    });
    told.sort();
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_meant_is_found() {
        for (text, odd) in [
            ("until 29 February 2023 some left", "29 February 2023"),
            ("on 31 November", "31 November"),
            ("on February 30, 2024", "February 30, 2024"),
            ("on 3 November 9999", "3 November 9999"),
            ("since 1 January 0001", "1 January 0001"),
            ("on 2023-02-29 some", "2023-02-29"),
            ("le 31 juin 2023", "31 juin 2023"),
            ("31 listopada 2023", "31 listopada 2023"),
            ("el 31 de abril de 2023", "31 de abril de 2023"),
            ("32 grudnia", "32 grudnia"),
            ("between 3 November and 1 November", "3 November and 1 November"),
            ("between 3 and 1 November", "3 and 1 November"),
            ("from 9 to 2 March 2023", "9 to 2 March 2023"),
            ("some 1/0 million Afghans", "1/0 million"),
            ("some 3/0 Afghans", "3/0"),
            ("on 31/04/2023 some", "31/04/2023"),
            ("some 5,,000 Afghans", "5,,000"),
            ("some 1e5 Afghans", "1e5"),
            ("some 5×10^3 Afghans", "5×10^3"),
            ("at 34°C in the shade", "34"),
            ("minus 500 Afghans", "minus 500"),
            ("a man, ID 77, returned", "ID 77"),
            ("between 9,000 and 4,000 Afghans", "9,000 and 4,000"),
        ] {
            let found = find(text);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            assert_eq!(&text[found[0].span.clone()], odd);
        }
        for text in [
            "on 29 February 2024 and 29 February",
            "between 1 and 3 November",
            "from 28 October to 3 November",
            "between 28 December and 3 January",
            "on 3 November 2023, 1,234 Afghans",
            "2023-11-04 and 1999-01-01",
            "in May 2023 some 300 left",
            "1/2 of them",
            "resolution 2593-11-44",
            "on 6 March, 9800 people came",
            "On March 6, 9800 people came",
            "z nich 45 się zgłosiło",
            "el 3 de noviembre de 2023",
            "on 30/04/2023 and 04/30/2023",
            "between 4,000 and 9,000 Afghans",
            "between 900 and 1 million",
            "from 9,000 to 4,000 a day",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }
}
