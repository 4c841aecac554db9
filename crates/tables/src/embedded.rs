//! Tables within prose. The rows stand in the document's text, cells apart by tabs, and are read as a
//! table of their own would be; one from which nothing could be read for sure is told as not read.

use std::ops::Range;

use claim::{Claim, Document, Id, Media, Statement};
use places::Gazetteer;

use open::Problem;
use open::Sheet;
use rustc_hash::FxHashMap;

use crate::Options;

/// Reads the tables at `places` in the document's text.
pub fn read(
    document: &Document,
    places: &[Range<usize>],
    gazetteer: &Gazetteer,
    options: Options<'_>,
    problems: &mut Vec<Problem>,
    notes: &mut Vec<Problem>,
) -> Vec<Statement> {
    let mut statements = Vec::new();
    let mut unread = Vec::new();
    for (index, place) in places.iter().enumerate() {
        let text = &document.text[place.clone()];
        let where_it_is = match document.page_of(place.start) {
            Some(page) => format!("p. {page}"),
            None => format!("table {}", index + 1),
        };
        let mut alone = Document {
            media: Media::Csv,
            text: text.to_owned(),
            pages: Vec::new(),
            original: None,
            ..document.clone()
        };
        let mut told = Vec::new();
        let mut sheets = [Sheet { text: 0..alone.text.len(), ..Sheet::default() }];
        let options = Options { map: None, ..options };
        let mut seen = Vec::new();
        let found = crate::read(&mut alone, &mut sheets, gazetteer, options, &mut told, &mut seen)
            .into_statements(&alone);
        // Where columns about persons were taken out, places in the text have moved.
        if found.is_empty() || alone.text != document.text[place.clone()] {
            if text.split(['\t', '\n']).filter(|cell| is_count(cell)).count() > 0 {
                unread.push(where_it_is);
            }
            continue;
        }
        notes.extend(seen.into_iter().map(|note| Problem {
            line: None,
            message: format!("{where_it_is}: {}", note.message),
            ..note
        }));
        for problem in told {
            let row = problem.line.map(|line| format!(", row {line}")).unwrap_or_default();
            problems.push(Problem {
                line: None,
                message: format!("{where_it_is}{row}: {}", problem.message),
                ..problem
            });
        }
        statements.extend(moved(found, place.start));
    }
    if !unread.is_empty() {
        let several = unread.len() > 1;
        problems.push(Problem {
            file: document.name.clone(),
            line: None,
            message: format!(
                "{} not read, since {} columns do not say what is counted: {}",
                if several {
                    format!("{} tables were", unread.len())
                } else {
                    "a table was".into()
                },
                if several { "their" } else { "its" },
                unread.join(", ")
            ),
            remedy:
                "give it as .csv or .xlsx with a column `value` and the other fields of a claim"
                    .to_owned(),
        });
    }
    statements
}

/// Statements whose spans count from the table's beginning, as those of the whole text.
fn moved(statements: Vec<Statement>, by: usize) -> Vec<Statement> {
    let mut names: FxHashMap<Id, Id> = FxHashMap::default();
    let mut moved: Vec<Claim> = Vec::new();
    for statement in statements {
        let Statement::Claim(claim) = statement else { continue };
        let before = claim.id.clone();
        let [start, end] = claim.span;
        let claim = Claim { span: [start + by, end + by], ..claim }.sealed();
        names.insert(before, claim.id.clone());
        moved.push(claim);
    }
    for claim in &mut moved {
        crate::names::follow(claim, &names);
    }
    moved.into_iter().map(Statement::Claim).collect()
}

/// Whether a cell holds what may be a count: digits, and not only a year.
fn is_count(cell: &str) -> bool {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    digits >= 2 && cell.chars().filter(|c| c.is_alphabetic()).count() <= 2
}
