//! What gives a column about persons away: its head, in the languages that reports come in, and its cells, whatever the
//! head says: telephones, e-mail addresses, numbers of papers and cases, birth dates, coordinates.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use calendar::words::tokens;
use serde::Deserialize;

/// So many cells are looked at.
const SAMPLE: usize = 300;
/// From so many digits on a number in one piece counts nobody.
const TOO_MANY: usize = 9;
/// Births lie further apart than the days of a report, in years.
const YEARS: i32 = 8;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    heads: BTreeMap<String, Vec<String>>,
}

/// Heads as words.
static HEADS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let text = include_str!("../data/persons.toml");
    let file: File = toml::from_str(text).unwrap_or_else(|e| panic!("data/persons.toml: {e}"));
    let mut heads: Vec<Vec<String>> =
        file.heads.values().flatten().map(|head| words(head)).collect();
    heads.sort();
    heads.dedup();
    heads
});

/// The words of a head; marks on letters that are often left out do not count.
fn words(head: &str) -> Vec<String> {
    let plain = head.to_lowercase().replace(['º', '°', '#', '№', '\u{200c}'], " ");
    tokens(&plain).into_iter().map(|token| unmarked(&token.word)).collect()
}

fn unmarked(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ą' => 'a',
            'é' | 'è' | 'ê' | 'ë' | 'ę' => 'e',
            'í' | 'î' | 'ï' => 'i',
            'ó' | 'ô' => 'o',
            'ú' | 'û' | 'ü' => 'u',
            'ć' | 'ç' => 'c',
            'ł' => 'l',
            'ń' | 'ñ' => 'n',
            'ś' => 's',
            'ź' | 'ż' => 'z',
            'ё' => 'е',
            'ي' | 'ى' => 'ی',
            'ك' => 'ک',
            'أ' | 'إ' | 'آ' => 'ا',
            'ة' => 'ه',
            other => other,
        })
        .collect()
}

/// Words that make a head one of counts or of something else than persons.
const OF_COUNTS: [&str; 20] = [
    "number of",
    "nombre de",
    "nombre d",
    "no of",
    "total",
    "count",
    "holders",
    "holder",
    "cases",
    "persons of",
    "crossing",
    "point",
    "province",
    "district",
    "country",
    "organisation",
    "organization",
    "agency",
    "border",
    "population",
];

/// Whether the head of a column says that it is about persons; its cells must not be plain counts.
pub(super) fn by_head<'c>(
    head: &str,
    cells: &dyn Fn() -> Box<dyn Iterator<Item = String> + 'c>,
) -> bool {
    let label = words(head);
    if label.is_empty() {
        return false;
    }
    let joined = format!(" {} ", label.join(" "));
    if OF_COUNTS.iter().any(|of| joined.contains(&format!(" {of} "))) {
        return false;
    }
    let stands = |phrase: &Vec<String>| match phrase.len() {
        // A single word in a long head may say anything.
        1 if label.len() > 3 => false,
        n => label.windows(n).any(|window| window == phrase.as_slice()),
    };
    HEADS.iter().any(|phrase| !phrase.is_empty() && stands(phrase))
        && !most(cells(), |cell| is_count(cell))
}

/// Whether the cells of a column are of persons, whatever its head says. `dated` tells that the head names days,
/// `coded` that it names codes of places.
pub(super) fn by_cells<'c>(
    cells: &dyn Fn() -> Box<dyn Iterator<Item = String> + 'c>,
    dated: bool,
    coded: bool,
) -> bool {
    most(cells(), |cell| {
        is_blacked(cell) || is_telephone(cell) || is_email(cell) || is_coordinates(cell)
    }) || !coded && distinct(cells()) && most(cells(), |cell| is_paper(cell))
        || !dated && distinct(cells()) && are_births(cells())
}

fn most(cells: impl Iterator<Item = String>, such: impl Fn(&str) -> bool) -> bool {
    let (mut filled, mut found) = (0, 0);
    for cell in cells.filter(|cell| !cell.trim().is_empty()).take(SAMPLE) {
        filled += 1;
        found += usize::from(such(cell.trim()));
    }
    found * 2 > filled
}

/// Whether hardly any cell stands twice.
fn distinct(cells: impl Iterator<Item = String>) -> bool {
    let all: Vec<String> = cells.filter(|cell| !cell.trim().is_empty()).take(SAMPLE).collect();
    let different: BTreeSet<&String> = all.iter().collect();
    all.len() > 1 && different.len() * 5 >= all.len() * 4
}

fn digits(cell: &str) -> usize {
    cell.chars().filter(|c| claim::mention::digit(*c).is_some()).count()
}

/// A whole number of people: up to six digits, or parted by thousands.
fn is_count(cell: &str) -> bool {
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
    cell == "-" || only && !leading && (parts.len() == 1 && parts[0] <= 6 || grouped)
}

fn is_telephone(cell: &str) -> bool {
    let cell = cell.trim_start_matches("tel").trim_start_matches(['.', ':', ' ', '\'']);
    let count = digits(cell);
    let only =
        cell.chars().all(|c| claim::mention::digit(c).is_some() || "+-–/(). \u{a0}".contains(c));
    if !only || !(7..=20).contains(&count) || is_count(cell) || is_day(cell) || is_range(cell) {
        return false;
    }
    let first = cell.chars().next().unwrap_or(' ');
    let zero = claim::mention::digit(first) == Some(0);
    let plain = cell.chars().all(|c| claim::mention::digit(c).is_some());
    let decimal = cell.matches('.').count() == 1 && !cell.contains(['-', ' ', '+', '(', '/']);
    first == '+'
        || first == '('
        || zero && !decimal
        || plain && count >= TOO_MANY
        || !plain && !decimal && count >= TOO_MANY
}

/// "10000-20000".
fn is_range(cell: &str) -> bool {
    let parts: Vec<&str> = cell.split(['-', '–']).map(str::trim).collect();
    matches!(parts[..], [a, b] if is_count(a) && is_count(b) && !a.starts_with('0') && a.len().abs_diff(b.len()) <= 1)
}

/// A day, or two, in digits.
fn is_day(cell: &str) -> bool {
    let parts: Vec<&str> =
        cell.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).collect();
    (3..=6).contains(&parts.len())
        && year(cell).is_some()
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

fn is_coordinates(cell: &str) -> bool {
    let decimals = |text: &str| {
        let text =
            text.trim().trim_start_matches('-').trim_end_matches(['N', 'E', 'S', 'W', '°', ' ']);
        text.split_once(['.', ',']).is_some_and(|(whole, fraction)| {
            (1..=3).contains(&whole.len())
                && whole.bytes().all(|b| b.is_ascii_digit())
                && fraction.len() >= 4
                && fraction.bytes().all(|b| b.is_ascii_digit())
                && whole.parse::<u16>().is_ok_and(|degrees| degrees <= 180)
        })
    };
    let parts: Vec<&str> = cell
        .split([';', ' ', '/'])
        .map(|p| p.trim_end_matches(','))
        .filter(|p| !p.is_empty())
        .collect();
    let two =
        cell.split_once(',').is_some_and(|(a, b)| a.contains('.') && decimals(a) && decimals(b));
    two || cell.contains('°') && digits(cell) >= 4
        || matches!(parts[..], [one] if decimals(one))
        || matches!(parts[..], [a, b] | [a, b, _] | [a, b, _, _] if decimals(a) && decimals(b))
}

/// The number of a paper, a plate or a case: letters in capitals and digits in one or a few pieces.
fn is_paper(cell: &str) -> bool {
    let (letters, count) = (cell.chars().filter(|c| c.is_alphabetic()).count(), digits(cell));
    let fine = cell.chars().all(|c| c.is_alphanumeric() || "-/ .".contains(c));
    let capitals = !cell.chars().any(char::is_lowercase);
    let pieces = cell.split(['-', '/', ' ', '.']).filter(|piece| !piece.is_empty()).count();
    fine && capitals
        && pieces <= 5
        && (1..=6).contains(&letters)
        && (3..=20).contains(&count)
        && !is_day(cell)
}

fn year(cell: &str) -> Option<i32> {
    cell.split(|c: char| !c.is_ascii_digit())
        .filter(|part| part.len() == 4)
        .filter_map(|part| part.parse().ok())
        .find(|year| (1900..=2100).contains(year))
}

/// Days that lie as far apart as births do.
fn are_births(cells: impl Iterator<Item = String>) -> bool {
    let (mut filled, mut years) = (0, Vec::new());
    for cell in cells.filter(|cell| !cell.trim().is_empty()).take(SAMPLE) {
        filled += 1;
        years.extend(year(&cell).filter(|_| is_day(&cell)));
    }
    let span = years.iter().max().zip(years.iter().min()).map_or(0, |(last, first)| last - first);
    years.len() * 2 > filled && span >= YEARS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(head: &str, cells: &[&str]) -> bool {
        by_head(head, &|| Box::new(cells.iter().map(|cell| (*cell).to_owned())))
    }

    fn told(cells: &[&str]) -> bool {
        by_cells(&|| Box::new(cells.iter().map(|cell| (*cell).to_owned())), false, false)
    }

    #[test]
    fn heads_in_ten_languages_are_known_and_counts_are_counts() {
        for label in [
            "Person",
            "Interviewed",
            "Chef de famille",
            "Nombre",
            "Registered by",
            "Imię i nazwisko",
            "الاسم",
            "نام",
            "نوم",
            "سربراہ خانہ",
            "ФИО",
            "Прізвище",
            "Tel",
            "Tel.",
            "Phone no.",
            "Cell",
            "Mobile #",
            "Contact no",
            "N° de téléphone",
            "Tél.",
            "Portable",
            "Komórka",
            "Teléfono",
            "هاتف",
            "شماره تلفن",
            "телефон",
            "ID",
            "ID No.",
            "Passport #",
            "PP No",
            "NIC",
            "PoR",
            "ACC No",
            "Tazkera No",
            "ProGres ID",
            "Visa no",
            "Plate no",
            "N° CNI",
            "Dowód",
            "Pasaporte",
            "Mail",
            "Courriel",
            "correo",
            "Head of Household",
            "phone_no",
            "PhoneNo",
        ] {
            assert!(head(label, &["Anna Nowak", "0300-7654321", "AB 1234567"]), "{label}");
        }
        for (label, cells) in [
            ("Persons", &["1200", "1,311"][..]),
            ("PoR", &["120", "88"]),
            ("PoR holders", &["x", "y"]),
            ("Crossing name", &["Torkham", "Chaman"]),
            ("Returnees", &["1200", "1311"]),
            ("Nombre", &["1 200", "1 311"]),
        ] {
            assert!(!head(label, cells), "{label}");
        }
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
        ] {
            assert!(!told(cells), "{cells:?}");
        }
    }
}
