//! Columns about persons (names, telephones, papers, positions) are taken out of a table before
//! anything is read from it: what the ledger keeps never has them.

mod cells;
mod heads;

use std::borrow::Cow;

use claim::{Document, DocumentId};
use places::Gazetteer;

use self::cells::{Cells, most};
use super::grid::{Grid, letters};
use super::header;
use super::map::{Map, Told};
use super::sense::Sense;
use super::words::{Field, Flag};
use open::claim_table::is_table;
use open::{Problem, Sheet};

/// Whether a column of this name is about persons.
pub(super) fn is_personal(sense: &Sense) -> bool {
    // "Name of the crossing", "population group name".
    let of_else = [
        Field::Via,
        Field::At,
        Field::From,
        Field::To,
        Field::Organisation,
        Field::Source,
        Field::Group,
        Field::Nationality,
        Field::Direction,
    ];
    sense.has(Flag::Personal)
        && !sense.has(Flag::Count)
        && !sense.has(Flag::Number)
        && !of_else.iter().any(|field| sense.is_field(*field))
}

/// Whether a column is full of words that may be names: its own name says nothing that is known,
/// and so it is not read, or it tells sources that are no organisations.
fn may_name_persons<'t>(
    label: &str,
    sense: &Sense,
    cells: impl Iterator<Item = Cow<'t, str>>,
    gazetteer: &Gazetteer,
) -> bool {
    let words = super::words::tokens(label);
    // "Reported by" may be an agency or the person who counted.
    let source = sense.is_field(Field::Source);
    if sense.residue.len() < words.len() && !source {
        return false; // something of its name is known
    }
    let cells: Vec<_> = cells.collect();
    if !source && cells::is_category(cells.iter().map(|cell| &**cell)) {
        return false;
    }
    most(cells.into_iter(), |cell| {
        let several = cell.split_whitespace().count() >= 2;
        let letters = cell.chars().all(|c| c.is_alphabetic() || " .'’-".contains(c));
        // Letters that know no capitals may begin a name, and so may an initial.
        let begins = |word: &str| {
            word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase())
                || word.ends_with('.') && word.chars().count() == 2
        };
        let capital = cell.split_whitespace().all(begins);
        // "IOM DTM", "UNHCR Chad".
        let acronym = cell.split_whitespace().any(|word| {
            word.chars().filter(|c| c.is_alphabetic()).count() > 1
                && !word.chars().any(char::is_lowercase)
        });
        let name = several && letters && capital && !acronym && gazetteer.find(cell).is_none();
        let body = || source && prose::source_of(cell, gazetteer).is_some();
        name && !body()
    })
}

/// Columns of a claim table that we write beside its fields.
fn is_ours(label: &str) -> bool {
    const OURS: [&str; 9] = [
        "id",
        "part_of",
        "same_as",
        "document",
        "quote",
        "rules",
        "span_start",
        "span_end",
        "licence",
    ];
    OURS.contains(&label) || label.starts_with("picture_")
}

/// Fields of which a column has days or periods, and of which it has places.
const DAYS: [Field; 7] = [
    Field::Day,
    Field::Published,
    Field::Start,
    Field::End,
    Field::Month,
    Field::WeekStart,
    Field::WeekEnd,
];
const PLACES: [Field; 5] = [Field::Via, Field::At, Field::From, Field::To, Field::Nationality];

/// Words of heads over codes of places and the like, and over shares and measures.
const CODES: [&str; 24] = [
    "code", "codes", "pcode", "adm", "admin", "adm1", "adm2", "adm3", "site", "ssid", "camp",
    "geo", "nuts", "iso", "iso2", "iso3", "route", "flight", "vessel", "event", "round", "grid",
    "zone", "kod",
];
const MEASURES: [&str; 18] = [
    "share",
    "rate",
    "ratio",
    "percent",
    "percentage",
    "pct",
    "mean",
    "average",
    "avg",
    "median",
    "index",
    "score",
    "per",
    "proportion",
    "growth",
    "change",
    "density",
    "weight",
];

/// What the head of a column says that its cells are.
fn known(label: &str, sense: &Sense) -> cells::Known {
    let words = super::words::tokens(label);
    let one_of = |of: &[&str]| {
        words.iter().any(|token| {
            token.word.split('_').any(|word| of.contains(&word))
                || of.contains(&token.word.as_str())
        })
    };
    cells::Known {
        dated: DAYS.iter().any(|field| sense.is_field(*field)),
        coded: PLACES.iter().any(|field| sense.is_field(*field)) || one_of(&CODES),
        measured: label.contains('%') || one_of(&MEASURES),
    }
}

/// Whether the head of a column says that it is about persons, in any language.
pub(super) fn is_headed(label: &str, cells: Cells<'_>) -> bool {
    heads::tells(label, cells)
}

/// Whether a column is about persons, by its head or by its cells.
fn is_of_persons(label: &str, sense: &Sense, cells: Cells<'_>, gazetteer: &Gazetteer) -> bool {
    let places = || most(cells(), |cell| gazetteer.find(cell).is_some());
    let named =
        || !label.is_empty() && (is_personal(sense) || heads::tells(label, cells)) && !places();
    cells::tell(cells, known(label, sense))
        || named()
        || may_name_persons(label, sense, cells(), gazetteer)
}

/// Empties the cells of columns about persons; the document is then what is left, under the name
/// of its own content, and its bytes as they were are not kept.
pub(super) fn take_out(
    document: &mut Document,
    sheets: &mut [Sheet],
    gazetteer: &Gazetteer,
    map: Option<&Map>,
    notes: &mut Vec<Problem>,
) {
    let is_claims = is_table(&document.text);
    let mut cuts: Vec<std::ops::Range<usize>> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for sheet in sheets.iter() {
        let Some(grid) = Grid::of(&document.text, sheet, false) else { continue };
        let mut from = 0;
        while let Some(layout) = header::find(&grid, from, None, gazetteer) {
            let ready = super::ready::known(&layout.labels).map(|ready| &ready.map);
            let map = map.or(ready);
            for (column, label) in layout.labels.iter().enumerate() {
                let sense = Sense::of(label, None, gazetteer);
                // What its user says that a column is, it is.
                let told = map.and_then(|map| map.column(column, label));
                if told.is_some_and(|told| *told != Told::Ignore || ready.is_some()) {
                    continue;
                }
                // A field of a claim is taken at its word, in a claim table.
                if is_claims && (open::claim_table::column(label).is_some() || is_ours(label)) {
                    continue;
                }
                let cells = || -> Box<dyn Iterator<Item = Cow<str>>> {
                    Box::new(layout.body.clone().map(|row| grid.cell(row, column)))
                };
                if !is_of_persons(label, &sense, &cells, gazetteer) {
                    continue;
                }
                names.push(format!("{} `{label}`", letters(column)));
                for row in layout.body.clone() {
                    cuts.extend(grid.span(row, column).filter(|span| !span.is_empty()));
                }
            }
            from = layout.body.end;
            if from >= grid.rows() {
                break;
            }
        }
    }
    if cuts.is_empty() {
        return;
    }
    cuts.sort_by_key(|cut| cut.start);
    let mut text = String::with_capacity(document.text.len());
    let mut at = 0;
    for cut in &cuts {
        text.push_str(&document.text[at..cut.start]);
        at = cut.end;
    }
    text.push_str(&document.text[at..]);
    let moved = |place: usize| {
        place - cuts.iter().take_while(|cut| cut.end <= place).map(|cut| cut.len()).sum::<usize>()
    };
    for sheet in sheets {
        sheet.text = moved(sheet.text.start)..moved(sheet.text.end);
    }
    document.id = DocumentId::of_bytes(text.as_bytes());
    document.text = text;
    document.original = None;
    notes.push(Problem {
        file: document.name.clone(),
        line: None,
        message: format!(
            "columns about persons were taken out before reading and are not kept: {}",
            names.join(", ")
        ),
        remedy: String::new(),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(label: &str, cells: &[&str]) -> bool {
        let gazetteer = Gazetteer::builtin();
        let sense = Sense::of(label, None, gazetteer);
        let cells = cells.iter().map(|cell| Cow::Borrowed(*cell));
        may_name_persons(label, &sense, cells, gazetteer)
    }

    #[test]
    fn who_counted_is_a_person_or_a_body() {
        assert!(taken("Reported by", &["Anna Nowak", "Jan M. Kowalski", "Anna Nowak"]));
        assert!(taken("Source", &["Anna Nowak", "", "Jan Kowalski"]));
        let bodies = ["Polish Border Guard", "IOM", "UNHCR Chad", "Ministry of Interior"];
        assert!(!taken("Reported by", &bodies));
        let routes = ["Central Mediterranean Route", "Western Balkan Route"];
        assert!(!taken("Weg", &[routes, routes].concat()), "a category is no person");
        assert!(taken("Wali", &["Ahmad Shah", "Zarmina Durrani", "Jan Kowalski", "Anna Nowak"]));
        assert!(!taken("Count", &["Anna Nowak"]));
    }
}
