//! Columns about persons (names, telephones, papers, positions) are taken out of a table before
//! anything is read from it: what the ledger keeps never has them.

use claim::{Document, DocumentId};
use places::Gazetteer;
use rustc_hash::FxHashMap;

use super::grid::{Grid, letters};
use super::header;
use super::map::{Map, Told};
use super::sense::Sense;
use super::words::{Field, Flag};
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
    cells: impl Iterator<Item = std::borrow::Cow<'t, str>>,
    gazetteer: &Gazetteer,
) -> bool {
    let words = super::words::tokens(label);
    // "Reported by" may be an agency or the person who counted.
    let source = sense.is_field(Field::Source);
    if sense.residue.len() < words.len() && !source {
        return false; // something of its name is known
    }
    let cells: Vec<_> = cells.collect();
    if !source && is_category(cells.iter().map(|cell| &**cell)) {
        return false;
    }
    most(cells.into_iter(), |cell| {
        let several = cell.split_whitespace().count() >= 2;
        let letters = cell.chars().all(|c| c.is_alphabetic() || " .'’-".contains(c));
        let capital = cell.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
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

/// Whether a few words come again and again, as routes, operations and statuses do: a category is no
/// person. Where each comes twice or thrice it may be either, and a word of a list tells.
fn is_category<'t>(cells: impl Iterator<Item = &'t str>) -> bool {
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

/// A category of more classes is none.
const MOST_CLASSES: usize = 300;

/// Whether most of the cells with something in them are such.
fn most<'t>(
    cells: impl Iterator<Item = std::borrow::Cow<'t, str>>,
    such: impl Fn(&str) -> bool,
) -> bool {
    let (mut filled, mut found) = (0, 0);
    for cell in cells.filter(|cell| !cell.trim().is_empty()).take(200) {
        filled += 1;
        found += usize::from(such(&cell));
    }
    found * 2 > filled
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
                let cells = || layout.body.clone().map(|row| grid.cell(row, column));
                let places = || most(cells(), |cell| gazetteer.find(cell).is_some());
                let named = !label.is_empty() && is_personal(&sense) && !places();
                if !named && !may_name_persons(label, &sense, cells(), gazetteer) {
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
        let cells = cells.iter().map(|cell| std::borrow::Cow::Borrowed(*cell));
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
