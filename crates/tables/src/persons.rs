//! Columns about persons (names, telephones, papers, positions) are taken out of a table before
//! anything is read from it: what the ledger keeps never has them.

use claim::{Document, DocumentId};
use places::Gazetteer;

use super::grid::{Grid, letters};
use super::header;
use super::personal;
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
    most(cells, |cell| {
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

/// Empties the cells of columns about persons; the document is then what is left, under the name
/// of its own content, and its bytes as they were are not kept.
pub(super) fn take_out(
    document: &mut Document,
    sheets: &mut [Sheet],
    gazetteer: &Gazetteer,
    notes: &mut Vec<Problem>,
) {
    let is_claims = is_table(&document.text);
    let mut cuts: Vec<std::ops::Range<usize>> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    for sheet in sheets.iter() {
        let Some(grid) = Grid::of(&document.text, sheet, false) else { continue };
        let mut from = 0;
        while let Some(layout) = header::find(&grid, from, None, gazetteer) {
            for (column, label) in layout.labels.iter().enumerate() {
                let sense = Sense::of(label, None, gazetteer);
                let cells = || layout.body.clone().map(|row| grid.cell(row, column));
                let places = || most(cells(), |cell| gazetteer.find(cell).is_some());
                // A field of a claim is taken at its word, in a claim table.
                if is_claims && (open::claim_table::column(label).is_some() || is_ours(label)) {
                    continue;
                }
                let named = !label.is_empty() && is_personal(&sense) && !places();
                let plain = || -> Box<dyn Iterator<Item = String> + '_> {
                    Box::new(layout.body.clone().map(|row| grid.cell(row, column).into_owned()))
                };
                let dated = [Field::Day, Field::Published, Field::Start, Field::End, Field::Month]
                    .iter()
                    .any(|field| sense.is_field(*field));
                let coded = super::words::tokens(label)
                    .iter()
                    .any(|token| matches!(token.word.as_str(), "code" | "pcode" | "adm" | "admin"));
                let of_persons = personal::by_cells(&plain, dated, coded)
                    || personal::by_head(label, &plain) && !places();
                if !named && !of_persons && !may_name_persons(label, &sense, cells(), gazetteer) {
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
        assert!(!taken("Count", &["Anna Nowak"]));
    }
}
