//! What the cells of a column say, whatever its head: telephones, e-mail addresses, numbers of papers and cases, birth
//! dates, coordinates, names.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

/// The cells of a column, as often as they are asked for.
pub(super) type Cells<'c> = &'c dyn Fn() -> Box<dyn Iterator<Item = Cow<'c, str>> + 'c>;

/// So many cells are looked at.
const SAMPLE: usize = 300;
/// From so many digits on a number in one piece counts nobody.
const TOO_MANY: usize = 9;
/// Births lie further apart than the days of a report, in years.
const YEARS: i32 = 8;
/// Digits of a count in one piece.
const PIECE: usize = 6;
/// A category of more classes is none.
const MOST_CLASSES: usize = 300;

/// What the head of a column says that its cells are, besides persons.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known {
    /// Days or periods.
    pub dated: bool,
    /// Places or codes of them.
    pub coded: bool,
    /// Shares, rates and other measures.
    pub measured: bool,
}

/// Whether the cells of a column are of persons.
pub(super) fn tell(cells: Cells<'_>, known: Known) -> bool {
    let reached = |cell: &str| {
        is_blacked(cell) || is_telephone(cell) && !(known.coded && is_plain(cell)) || is_email(cell)
    };
    most(cells(), reached)
        || !known.measured && are_coordinates(cells)
        || !known.coded && !known.dated && are_papers(cells)
        || !known.dated && are_births(cells())
}

/// Whether most of the cells with something in them are such.
pub(super) fn most<'c>(
    cells: impl Iterator<Item = Cow<'c, str>>,
    such: impl Fn(&str) -> bool,
) -> bool {
    let (mut filled, mut found) = (0, 0);
    for cell in cells.filter(|cell| !cell.trim().is_empty()).take(SAMPLE) {
        filled += 1;
        found += usize::from(such(cell.trim()));
    }
    found * 2 > filled
}

/// Whether a few words come again and again, as routes, operations and statuses do: a category is no
/// person. Where each comes twice or thrice it may be either, and a word of a list tells.
pub(super) fn is_category<'t>(cells: impl Iterator<Item = &'t str>) -> bool {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    let mut filled = 0;
    for cell in cells.map(str::trim).filter(|cell| !cell.is_empty()) {
        *counts.entry(cell).or_default() += 1;
        filled += 1;
    }
    let often = filled >= 4 && filled >= 2 * counts.len() && counts.len() <= MOST_CLASSES;
    let repeated = counts.values().filter(|count| **count > 1).count();
    often && 2 * repeated >= counts.len()
}

/// Whether hardly any cell stands twice.
fn distinct(cells: Cells<'_>) -> bool {
    let all: Vec<Cow<str>> = cells().filter(|cell| !cell.trim().is_empty()).take(SAMPLE).collect();
    let different: BTreeSet<&Cow<str>> = all.iter().collect();
    all.len() > 1 && different.len() * 5 >= all.len() * 4
}

fn digits(cell: &str) -> usize {
    cell.chars().filter(|c| claim::mention::digit(*c).is_some()).count()
}

fn is_plain(cell: &str) -> bool {
    cell.chars().all(|c| claim::mention::digit(c).is_some())
}

/// A whole number of people: up to so many digits in one piece, or parted by thousands.
pub(super) fn is_count(cell: &str, most: usize) -> bool {
    let only = cell
        .chars()
        .all(|c| claim::mention::digit(c).is_some() || ",.' \u{a0}\u{202f}٬-".contains(c));
    let parts: Vec<usize> = cell
        .split(|c: char| claim::mention::digit(c).is_none())
        .map(|part| part.chars().count())
        .filter(|length| *length > 0)
        .collect();
    let grouped = parts.len() > 1 && parts[0] <= 3 && parts[1..].iter().all(|length| *length == 3);
    let leading = cell.starts_with('0') && cell.len() > 1;
    cell == "-" || only && !leading && (parts.len() == 1 && parts[0] <= most || grouped)
}

fn is_telephone(cell: &str) -> bool {
    let cell = cell.trim_start_matches("tel").trim_start_matches(['.', ':', ' ', '\'']);
    let count = digits(cell);
    let only =
        cell.chars().all(|c| claim::mention::digit(c).is_some() || "+-–/(). \u{a0}".contains(c));
    if !only
        || !(7..=20).contains(&count)
        || is_count(cell, PIECE)
        || is_day(cell)
        || is_range(cell)
        || calendar::numbers::with_interval(cell).is_some()
    {
        return false;
    }
    let first = cell.chars().next().unwrap_or(' ');
    let zero = claim::mention::digit(first) == Some(0);
    let plain = is_plain(cell);
    let decimal = cell.matches('.').count() == 1 && !cell.contains(['-', ' ', '+', '(', '/']);
    first == '+'
        || first == '('
        || zero && !decimal
        || plain && count >= TOO_MANY
        || !plain && !decimal && count >= TOO_MANY
}

/// "10000-20000", or men / women.
fn is_range(cell: &str) -> bool {
    let parts: Vec<&str> = cell.split(['-', '–', '/']).map(str::trim).collect();
    matches!(parts[..], [a, b] if is_count(a, PIECE) && is_count(b, PIECE) && !a.starts_with('0') && a.len().abs_diff(b.len()) <= 1)
}

/// A day, or two, in digits: with a year, as Persian ones are too, or all in pairs ("01/11/23").
fn is_day(cell: &str) -> bool {
    let parts: Vec<&str> =
        cell.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).collect();
    let persian =
        |part: &&str| part.len() == 4 && (part.starts_with("13") || part.starts_with("14"));
    let pairs = [3, 6].contains(&parts.len()) && parts.iter().all(|part| part.len() <= 2);
    (3..=6).contains(&parts.len())
        && (year(cell).is_some() || parts.first().is_some_and(persian) || pairs)
        && parts.iter().all(|part| part.len() <= 4)
}

/// What stands for a contact that was blacked out.
fn is_blacked(cell: &str) -> bool {
    cell.starts_with('[') && claim::contacts::LABELS.iter().any(|label| cell.contains(label))
}

fn is_email(cell: &str) -> bool {
    let Some((user, host)) = cell.split_once('@') else { return false };
    !user.is_empty() && host.contains('.') && !cell.contains(char::is_whitespace)
}

/// Degrees with four decimals or more, as a device writes them.
fn degrees(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches(['N', 'E', 'S', 'W', '°', ' ']);
    let (whole, fraction) = text.trim_start_matches('-').split_once(['.', ','])?;
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let fine = (1..=3).contains(&whole.len()) && digits(whole);
    let degrees: f64 = format!("{whole}.{fraction}").parse().ok()?;
    (fine && fraction.len() >= 4 && digits(fraction) && degrees <= 180.0).then_some(degrees)
}

/// A code of an area of some metres: "8J6Q4RPX+2V".
fn is_plus_code(cell: &str) -> bool {
    let code = |text: &str| text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    cell.split_whitespace().next().and_then(|first| first.split_once('+')).is_some_and(
        |(area, rest)| {
            (4..=8).contains(&area.len())
                && (2..=3).contains(&rest.len())
                && code(area)
                && code(rest)
        },
    )
}

fn is_position(cell: &str) -> bool {
    let parts: Vec<&str> = cell
        .split([';', ' ', '/'])
        .map(|p| p.trim_end_matches(','))
        .filter(|p| !p.is_empty())
        .collect();
    let are = |parts: &[&str]| parts.iter().all(|part| degrees(part).is_some());
    let two = cell.split_once(',').is_some_and(|(a, b)| a.contains('.') && are(&[a, b]));
    let point = cell.to_lowercase().starts_with("point");
    two || point
        || is_plus_code(cell)
        || cell.contains('°') && digits(cell) >= 4
        || match parts[..] {
            [a, b] | [a, b, _] | [a, b, _, _] => are(&[a, b]),
            _ => false,
        }
}

/// Positions, or one half of them: a share is less than one, and a measure has no four decimals in every cell.
fn are_coordinates(cells: Cells<'_>) -> bool {
    most(cells(), is_position)
        || most(cells(), |cell| degrees(cell).is_some())
            && most(cells(), |cell| degrees(cell).is_some_and(|degrees| degrees >= 1.0))
}

/// Numbers of papers, plates or cases, hardly any twice; one alone must be long.
fn are_papers(cells: Cells<'_>) -> bool {
    most(cells(), |cell| is_paper(cell) && longest(cell) >= 5) && !repeats(cells)
        || distinct(cells) && most(cells(), is_paper)
}

/// Whether the cells are the same few again and again.
fn repeats(cells: Cells<'_>) -> bool {
    let all: Vec<Cow<str>> = cells().take(SAMPLE).collect();
    is_category(all.iter().map(|cell| &**cell))
}

/// The most digits in one piece.
fn longest(cell: &str) -> usize {
    let pieces = cell.split(|c| claim::mention::digit(c).is_none());
    pieces.map(|piece| piece.chars().count()).max().unwrap_or(0)
}

/// The number of a paper, a plate or a case: letters in capitals and digits in one or a few pieces.
fn is_paper(cell: &str) -> bool {
    let (letters, count) = (cell.chars().filter(|c| c.is_alphabetic()).count(), digits(cell));
    let fine = cell.chars().all(|c| c.is_alphanumeric() || "-/ .".contains(c));
    let capitals = !cell.chars().any(char::is_lowercase);
    let pieces = cell.split(['-', '/', ' ', '.']).filter(|piece| !piece.is_empty()).count();
    // "Q1 2023", "2023-W45".
    let period = year(cell).is_some() && letters <= 2 && count <= 6;
    fine && capitals
        && pieces <= 5
        && (1..=6).contains(&letters)
        && (3..=20).contains(&count)
        && longest(cell) >= 3
        && !period
        && !is_day(cell)
}

fn year(cell: &str) -> Option<i32> {
    cell.split(|c: char| !c.is_ascii_digit())
        .filter(|part| part.len() == 4)
        .filter_map(|part| part.parse().ok())
        .find(|year| (1900..=2100).contains(year))
}

/// Days that lie as far apart as births do, and neither follow each other nor begin or end a month.
fn are_births<'c>(cells: impl Iterator<Item = Cow<'c, str>>) -> bool {
    let mut filled = 0;
    let mut days: Vec<Vec<i32>> = Vec::new();
    for cell in cells.filter(|cell| !cell.trim().is_empty()).take(SAMPLE) {
        filled += 1;
        let parts = cell.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty());
        days.extend(
            parts
                .take(3)
                .map(|p| p.parse().ok())
                .collect::<Option<Vec<i32>>>()
                .filter(|_| year(&cell).is_some() && is_day(&cell)),
        );
    }
    let years: Vec<i32> =
        days.iter().filter_map(|day| day.iter().find(|n| **n >= 1900)).copied().collect();
    let span = years.iter().max().zip(years.iter().min()).map_or(0, |(last, first)| last - first);
    let series = days.len() > 3 && (years.is_sorted() || years.iter().rev().is_sorted());
    let monthly =
        days.iter().all(|day| day.contains(&1) || day.iter().any(|n| (28..=31).contains(n)));
    days.len() * 2 > filled && span >= YEARS && !series && !monthly
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(cells: &[&str]) -> bool {
        tell(&|| Box::new(cells.iter().map(|cell| (*cell).into())), Known::default())
    }

    #[test]
    fn cells_give_a_column_away() {
        for cells in [
            &["0300-7654321", "0300-7654322"][..],
            &["+92 300 7654321", "+92 51 2201234"],
            &["923001234567", "923001234568"],
            &["(022) 536 00 00", "(022) 536 00 01"],
            &["۰۷۰۰۱۲۳۴۵۶", "۰۷۰۰۱۲۳۴۵۷"],
            &["anna@example.org", "jan@example.org"],
            &["17301-1234567-1", "17301-1234568-3"],
            &["AB1234567", "CD7654321"],
            &["PK-2023-00045", "PK-2023-00046"],
            &["LEA 1234", "LEB 4321"],
            &["1987-03-04", "1999-12-01", "2015-05-05"],
            &["34.01512, 71.52490", "34.01513, 71.52491"],
            &["34.0151", "34.1231"],
            &["71.5249", "-0.1231", "70.8122"],
            &["AB1234567"],
            &["34°07'05\"N 71°05'13\"E", "34°07'06\"N 71°05'14\"E"],
            &["8J6Q4RPX+2V", "8J6Q4RPX+3W"],
        ] {
            assert!(told(cells), "{cells:?}");
        }
        for cells in [
            &["1200", "1311"][..],
            &["1,700,000", "2,100,000"],
            &["1 700 000", "2 100 000"],
            &["140322", "160638"],
            &["2023-11-01", "2023-11-02"],
            &["01/11/2023", "02/11/2023"],
            &["1-7 November 2023", "8-14 November 2023"],
            &["2023-11-01 - 2023-11-07", "2023-11-08 - 2023-11-14"],
            &["10000-20000", "12000-15000"],
            &["12.345", "23.456"],
            &["45.3", "12.5"],
            &["Torkham", "Chaman"],
            &["AFG", "PAK"],
            &["2022", "2023"],
            &["Q1 2023", "Q2 2023", "Q3 2023"],
            &["2023-W45", "2023-W46"],
            &["F 0-4", "F 5-11", "F 12-17", "M 18-59"],
            &["2015-01-01", "2019-06-01", "2024-12-01"],
            &["2010-03-04", "2013-05-05", "2017-08-20", "2021-02-11"],
            &["0.4512", "0.5432"],
            &["01/11/23 - 07/11/23", "08/11/23 - 14/11/23"],
            &["1402/08/10 - 1402/08/16", "1402/08/17 - 1402/08/23"],
            &["57285 / 44460", "12000 / 11000"],
            &["818560 (780539-853678)", "1117500 (1020000-1210000)"],
        ] {
            assert!(!told(cells), "{cells:?}");
        }
    }
}
