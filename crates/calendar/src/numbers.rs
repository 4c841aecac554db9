//! Numbers as locales write them. Which mark groups and which parts whole from fraction is decided
//! for a column by what its cells can only mean; a cell that could mean two numbers is never guessed.

use claim::Qualifier;

use crate::words;

/// The mark between whole and fraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decimal {
    /// "1.5"
    Point,
    /// "1,5"
    Comma,
}

/// What the cells of a column prove of their marks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Cells that have a point before the decimals.
    pub point: usize,
    /// Cells that have a comma there.
    pub comma: usize,
}

impl Evidence {
    /// Looks at one cell.
    pub fn see(&mut self, cell: &str) {
        let digits = magnitude(core(cell)).0;
        let text: String = digits.chars().filter(|c| !is_space(*c)).collect();
        let (commas, points) = (text.matches(',').count(), text.matches('.').count());
        if commas + points == 0 || !text.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.')
        {
            return;
        }
        let groups = |mark: char| {
            let mut parts = text.split(mark);
            let first = parts.next().unwrap_or_default();
            (1..=3).contains(&first.len()) && !first.starts_with('0') && parts.all(|p| p.len() == 3)
        };
        match (commas, points) {
            (1, 0) if !groups(',') => self.comma += 1,
            (0, 1) if !groups('.') => self.point += 1,
            (0, 2..) if groups('.') => self.comma += 1,
            (2.., 0) => self.point += 1,
            (1.., 1) if text.rfind('.') > text.rfind(',') => self.point += 1,
            (1, 1..) if text.rfind(',') > text.rfind('.') => self.comma += 1,
            _ => {}
        }
    }

    /// The mark, when all that proves one agrees.
    pub fn decimal(&self) -> Option<Decimal> {
        match (self.point, self.comma) {
            (0, 0) => None,
            (_, 0) => Some(Decimal::Point),
            (0, _) => Some(Decimal::Comma),
            _ => None,
        }
    }
}

/// What a cell says of how many.
#[derive(Debug, Clone, PartialEq)]
pub struct Amount {
    /// The number, where one is given.
    pub value: Option<f64>,
    /// It is at least this.
    pub low: Option<f64>,
    /// It is at most this.
    pub high: Option<f64>,
    /// How it is hedged.
    pub qualifier: Qualifier,
}

/// Why a cell gives no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// One of the ways to write none.
    Missing,
    /// A share of something else.
    Percent,
    /// Two numbers.
    Ambiguous(String, String),
    /// Neither a number nor one of the ways to write none.
    NotANumber,
}

/// Whether a cell is one of the ways to write that there is no number.
pub fn is_missing(cell: &str) -> bool {
    let cell = cell.trim().trim_matches(['*', '†']);
    // Eurostat writes a colon, and flags behind it.
    if cell.strip_prefix(':').is_some_and(|flags| flags.trim().chars().all(is_flag)) {
        return true;
    }
    if cell.chars().all(|c| matches!(c, '-' | '–' | '—' | '−' | '…' | '.' | ' ' | '/' | '?'))
    {
        return true;
    }
    cell.len() < 20 && words::is_missing(cell)
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’')
}

/// The letters by which statistical offices mark a figure as provisional, estimated, revised …
fn is_flag(c: char) -> bool {
    matches!(c, 'b' | 'c' | 'd' | 'e' | 'f' | 'n' | 'p' | 'r' | 's' | 'u' | 'z')
}

/// A cell without footnote marks and flags: `1,234*`, `1,234¹`, `18,000 (1)`, `1200 p`.
fn core(cell: &str) -> &str {
    let marks = |text: &'_ str| -> usize {
        let kept = text.trim().trim_end_matches(|c: char| {
            matches!(c, '*' | '†' | '‡' | '§' | '⁰' | '¹' | '²' | '³' | '⁴'..='⁹')
                || c.is_whitespace()
        });
        text.len() - text.trim_start().len() + kept.len()
    };
    let text = &cell[..marks(cell)];
    let text = text.trim_start();
    let text = noted(text).unwrap_or(text);
    flagged(text).unwrap_or(text)
}

/// The number before a footnote in brackets. A small number may have a share there, and is none.
fn noted(text: &str) -> Option<&str> {
    let (number, note) = text
        .strip_suffix(')')
        .and_then(|t| t.rsplit_once('('))
        .or_else(|| text.strip_suffix(']').and_then(|t| t.rsplit_once('[')))?;
    let number = number.trim_end();
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let plain = number.chars().all(|c| c.is_ascii_digit() || is_space(c) || matches!(c, ',' | '.'));
    let is_note = match note.trim().as_bytes() {
        [one] => one.is_ascii_alphabetic() || one.is_ascii_digit() && digits >= 3,
        _ => note.trim().to_ascii_lowercase().starts_with("note"),
    };
    (digits > 0 && plain && is_note).then_some(number)
}

/// The number before one or two flags.
fn flagged(text: &str) -> Option<&str> {
    let (number, flags) = text.rsplit_once([' ', '\u{a0}'])?;
    let is_number = number.ends_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || is_space(c) || matches!(c, ',' | '.'));
    ((1..=2).contains(&flags.len()) && flags.chars().all(is_flag) && is_number)
        .then(|| number.trim_end())
}

/// Reads a cell.
pub fn amount(cell: &str, decimal: Option<Decimal>) -> Result<Amount, Why> {
    let exact = |value: f64| Amount {
        value: Some(value),
        low: None,
        high: None,
        qualifier: Qualifier::Exact,
    };
    let text = core(cell);
    // The cells of most tables are digits alone.
    if !text.is_empty() && text.len() < 16 && text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().map(exact).map_err(|_| Why::NotANumber);
    }
    if is_missing(text) {
        return Err(Why::Missing);
    }
    if text.ends_with('%') {
        return Err(Why::Percent);
    }
    for (mark, qualifier) in [
        ("<=", Qualifier::UpTo),
        ("≤", Qualifier::UpTo),
        (">=", Qualifier::MoreThan),
        ("≥", Qualifier::MoreThan),
        ("<", Qualifier::LessThan),
        (">", Qualifier::MoreThan),
        ("~", Qualifier::About),
        ("≈", Qualifier::About),
        ("c.", Qualifier::About),
        ("ca.", Qualifier::About),
        ("ok.", Qualifier::About),
    ] {
        if let Some(rest) = text.strip_prefix(mark) {
            let value = number(rest.trim(), decimal)?;
            return Ok(bounded(value, qualifier));
        }
    }
    if let Some(rest) = text.strip_suffix('+') {
        return Ok(bounded(number(rest.trim(), decimal)?, Qualifier::MoreThan));
    }
    if let Some(number) = with_interval(text) {
        return amount(number, decimal);
    }
    if let Some(value) = scientific(text) {
        return Ok(exact(value));
    }
    if let Some((low, high)) = text.split_once(['–', '—']).or_else(|| text.split_once('-'))
        && !low.trim().is_empty()
    {
        let (low, high) = (number(low.trim(), decimal)?, number(high.trim(), decimal)?);
        if low >= high {
            return Err(Why::NotANumber);
        }
        let (low, high) = (Some(low), Some(high));
        return Ok(Amount { value: None, low, high, qualifier: Qualifier::Range });
    }
    number(text, decimal).map(exact)
}

/// The number before an interval in brackets that it lies in: `818560 (780539-853678)`.
pub fn with_interval(cell: &str) -> Option<&str> {
    let (number_text, rest) = cell.trim().split_once(['(', '['])?;
    let inner = rest.strip_suffix([')', ']'])?;
    let (low, high) =
        [" - ", "–", "—", "-", " to ", ";"].iter().find_map(|mark| inner.split_once(mark))?;
    let read = |text: &str| number(text.trim(), None).ok();
    let number_text = number_text.trim();
    let (value, low, high) = (read(number_text)?, read(low)?, read(high)?);
    (low < high && low <= value && value <= high).then_some(number_text)
}

/// A whole number as programs write large ones: `1e+05`, `2.5E6`.
fn scientific(text: &str) -> Option<f64> {
    let (mantissa, power) = text.split_once(['e', 'E'])?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let power = power.strip_prefix('+').unwrap_or(power);
    let fine = digits(whole) && digits(fraction) && digits(power) && power.len() <= 2;
    let value: f64 = text.parse().ok().filter(|_| fine)?;
    (value.fract() == 0.0 && value < MOST).then_some(value)
}

/// More people than there are are no count.
const MOST: f64 = 1e10;

fn bounded(value: f64, qualifier: Qualifier) -> Amount {
    let (low, high) = match qualifier {
        Qualifier::MoreThan => (Some(value), None),
        Qualifier::LessThan | Qualifier::UpTo => (None, Some(value)),
        _ => (None, None),
    };
    Amount { value: Some(value), low, high, qualifier }
}

/// A number parted from the word of magnitude behind it.
fn magnitude(text: &str) -> (&str, &str) {
    let digits = text.trim_end_matches(|c: char| c.is_alphabetic() || c == '.' || is_space(c));
    text.split_at(digits.len())
}

/// Reads digits with their marks, and a magnitude in words behind them ("1.7 million", "12 tys.").
fn number(text: &str, decimal: Option<Decimal>) -> Result<f64, Why> {
    let (digits, words) = magnitude(text);
    let words = words::folded(words);
    let magnitude = match words.as_str() {
        "" => 1.0,
        "k" => 1e3,
        words => words::scale(words).ok_or(Why::NotANumber)?,
    };
    // Spaces and apostrophes only group digits, and only by three (or by two, before the last).
    if digits.contains(is_space) {
        let whole = digits.split(['.', ',']).next().unwrap_or_default();
        let groups: Vec<&str> = whole.split(is_space).collect();
        let by = |size: usize| {
            let (first, rest) = (groups[0].len(), &groups[1..]);
            (1..=size).contains(&first)
                && rest.last().is_some_and(|last| last.len() == 3)
                && rest[..rest.len() - 1].iter().all(|group| group.len() == size)
        };
        if groups.len() > 1 && !by(3) && !by(2) {
            return Err(Why::NotANumber);
        }
    }
    let spaced = digits.contains(is_space);
    let text: String = digits.chars().filter(|c| !is_space(*c)).collect();
    if !text.starts_with(|c: char| c.is_ascii_digit())
        || !text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
    {
        return Err(Why::NotANumber);
    }
    let mut evidence = Evidence::default();
    evidence.see(&text);
    let grouped_by = |mark: char| {
        let groups: Vec<&str> = text.split(mark).collect();
        let by = |size: usize| {
            (1..=size).contains(&groups[0].len())
                && groups[1..groups.len() - 1].iter().all(|group| group.len() == size)
        };
        groups.len() > 1 && groups[groups.len() - 1].len() == 3 && (by(3) || by(2))
    };
    let (commas, points) = (text.matches(',').count(), text.matches('.').count());
    let parse = |text: String| {
        text.parse::<f64>().map(|value| value * magnitude).map_err(|_| Why::NotANumber)
    };
    let drop = |mark: char| text.replace(mark, "");
    let point = || text.replace(',', ".");
    match (commas, points) {
        (0, 0) => parse(text),
        // One mark, and three digits behind it.
        (1, 0) | (0, 1) => {
            let mark = if commas == 1 { ',' } else { '.' };
            let own = if commas == 1 { Decimal::Comma } else { Decimal::Point };
            let could_group = grouped_by(mark) && !text.starts_with('0') && !spaced;
            let as_fraction = || if mark == ',' { point() } else { text.clone() };
            match decimal {
                _ if !could_group => match decimal {
                    // A mark that groups elsewhere does not part a fraction here.
                    Some(other) if other != own && !spaced => Err(Why::NotANumber),
                    _ => parse(as_fraction()),
                },
                Some(decimal) if decimal == own => parse(as_fraction()),
                Some(_) => parse(drop(mark)),
                // "1,234" counts a thousand wherever nothing says that the comma parts fractions.
                None if mark == ',' && magnitude == 1.0 => parse(drop(mark)),
                None => Err(Why::Ambiguous(drop(mark), as_fraction())),
            }
        }
        (2.., 0) if grouped_by(',') && decimal != Some(Decimal::Comma) => parse(drop(',')),
        (0, 2..) if grouped_by('.') && decimal != Some(Decimal::Point) => parse(drop('.')),
        (1.., 1) if evidence.point == 1 => {
            let (whole, fraction) = text.split_once('.').unwrap_or_default();
            let groups: Vec<&str> = whole.split(',').collect();
            let sound = groups[1..].iter().all(|group| group.len() == 3) && !fraction.contains(',');
            if sound && decimal != Some(Decimal::Comma) {
                parse(drop(','))
            } else {
                Err(Why::NotANumber)
            }
        }
        (1, 1..) if evidence.comma == 1 => {
            let (whole, fraction) = text.split_once(',').unwrap_or_default();
            let groups: Vec<&str> = whole.split('.').collect();
            let sound = groups[1..].iter().all(|group| group.len() == 3) && !fraction.contains('.');
            if sound && decimal != Some(Decimal::Point) {
                parse(drop('.').replace(',', "."))
            } else {
                Err(Why::NotANumber)
            }
        }
        _ => Err(Why::NotANumber),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn value(cell: &str, decimal: Option<Decimal>) -> Result<f64, Why> {
        amount(cell, decimal).map(|amount| amount.value.unwrap_or(f64::NAN))
    }

    #[test]
    fn a_number_with_its_interval_is_the_number() {
        assert_eq!(value("818560 (780539-853678)", None), Ok(818_560.0));
        assert_eq!(value("1,200 [1,100 – 1,350]", None), Ok(1_200.0));
        assert_eq!(value("1,200 (1,300 – 1,350)", None), Err(Why::NotANumber));
        assert_eq!(with_interval("0300 (12)"), None);
    }

    #[test]
    fn a_power_of_ten_is_a_number_where_it_is_whole() {
        assert_eq!(value("1e+05", None), Ok(100_000.0));
        assert_eq!(value("2.5E6", None), Ok(2_500_000.0));
        for cell in ["1.5e+00", "1e-05", "e5", "1e", "3e12", "2e+099"] {
            assert_eq!(value(cell, None), Err(Why::NotANumber), "{cell}");
        }
    }

    #[test]
    fn a_magnitude_hides_no_mark() {
        let mut evidence = Evidence::default();
        evidence.see("22,5 tys.");
        assert_eq!(evidence.decimal(), Some(Decimal::Comma));
        assert_eq!(value("22,5 tys.", None), Ok(22_500.0));
    }

    #[test]
    fn one_number_however_it_is_written() {
        use Decimal::{Comma, Point};
        for (cell, decimal, expected) in [
            ("1234", None, 1234.0),
            ("1,234", None, 1234.0),
            ("1 234", None, 1234.0),
            ("1\u{202f}234", None, 1234.0),
            ("1'234", None, 1234.0),
            ("1 234,5", None, 1234.5),
            ("1.234", Some(Comma), 1234.0),
            ("1.234", Some(Point), 1.234),
            ("1,234", Some(Comma), 1.234),
            ("1.234.567", None, 1_234_567.0),
            ("1.234,5", None, 1234.5),
            ("1,234.5", None, 1234.5),
            ("1,04,000", None, 104_000.0),
            ("1,234*", None, 1234.0),
            ("1,234¹", None, 1234.0),
            ("1.7 million", None, 1_700_000.0),
            ("12 tys.", None, 12_000.0),
            ("0", None, 0.0),
            ("18,000 (1)", None, 18_000.0),
            ("18 000 [note 2]", None, 18_000.0),
            ("1200 p", None, 1200.0),
            ("4 700 bp", None, 4700.0),
        ] {
            assert_eq!(value(cell, decimal), Ok(expected), "{cell} {decimal:?}");
        }
        let two = Why::Ambiguous("1234".into(), "1.234".into());
        assert_eq!(value("1.234", None), Err(two));
        for cell in ["12 (3)", "abc", "1,23,4", "1 2 3", "12 34", "1.2.3", "5 June", "-5", "1234a"]
        {
            assert_eq!(value(cell, None), Err(Why::NotANumber), "{cell}");
        }
        for cell in ["", "–", "n/a", "…", "..", "b.d.", "—", ":", ": c"] {
            assert_eq!(value(cell, None), Err(Why::Missing), "{cell}");
        }
        assert_eq!(value("12%", None), Err(Why::Percent));
    }

    #[test]
    fn bounds_are_bounds() {
        let read = |cell| {
            let amount = amount(cell, None).unwrap();
            (amount.value, amount.low, amount.high, amount.qualifier)
        };
        assert_eq!(read("<5"), (Some(5.0), None, Some(5.0), Qualifier::LessThan));
        assert_eq!(read(">1,000"), (Some(1000.0), Some(1000.0), None, Qualifier::MoreThan));
        assert_eq!(read("4,000–5,000"), (None, Some(4000.0), Some(5000.0), Qualifier::Range));
        assert_eq!(read("~300").3, Qualifier::About);
    }

    #[test]
    fn a_column_proves_its_marks() {
        let proof = |cells: &[&str]| {
            let mut evidence = Evidence::default();
            cells.iter().for_each(|cell| evidence.see(cell));
            evidence.decimal()
        };
        assert_eq!(proof(&["1.234", "987"]), None);
        assert_eq!(proof(&["1.234", "1.234.567"]), Some(Decimal::Comma));
        assert_eq!(proof(&["1.234", "12,5"]), Some(Decimal::Comma));
        assert_eq!(proof(&["1.234", "12.5"]), Some(Decimal::Point));
        assert_eq!(proof(&["1,5", "1.5"]), None);
    }

    proptest! {
        #[test]
        fn no_cell_panics(cell in "\\PC{0,20}|[0-9,.' <>~–+%-]{0,14}") {
            for decimal in [None, Some(Decimal::Comma), Some(Decimal::Point)] {
                if let Ok(amount) = amount(&cell, decimal) {
                    prop_assert!(amount.value.is_none_or(|v| v.is_finite() && v >= 0.0));
                }
            }
        }
    }
}
