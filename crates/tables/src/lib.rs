//! Grids and records to claims: claim tables, tables of counts as offices publish them, survey exports,
//! tables within prose, and statements as JSON Lines. What could be read in two ways is said and left.

mod account;
mod alike;
mod around;
mod blocks;
mod cells;
mod claims;
mod column;
mod columns;
mod countries;
mod counts;
pub mod embedded;
mod frame;
mod grid;
mod header;
mod homonyms;
mod hxl;
mod keys;
mod kobo;
mod links;
mod made;
mod map;
mod memory;
mod names;
mod persons;
mod quote;
mod ready;
mod record;
mod remedies;
mod report;
mod restarts;
mod rising;
mod rows;
mod same;
mod sense;
mod stated;
pub mod statements;
mod table;
mod tally;
mod totals;
mod windows;
mod words;

use claim::{Document, Statement};
use jiff::civil::Date;
use open::claim_table::{column, delimiter, is_table};
use open::{Problem, Sheet};
use places::Gazetteer;

pub use alike::Rows;
pub use map::Map;
pub use ready::{Ready, maps};

/// What a reader of tables is told besides the table.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Today: what is said to be published later is left out. `None` accepts any day.
    pub today: Option<Date>,
    /// What the columns are, where the table's own words do not say so.
    pub map: Option<&'a Map>,
}

/// A file in which every row is wrong is told in so many messages, and a count.
const MOST_PROBLEMS: usize = 20;

/// What was read of a table.
#[derive(Debug)]
pub enum Read {
    /// Statements, one by one.
    Statements(Vec<Statement>),
    /// Claims of a table of counts, which may be a million.
    Rows(Rows),
}

impl Read {
    /// All statements; `document` is the one that they were read from.
    pub fn into_statements(self, document: &Document) -> Vec<Statement> {
        match self {
            Read::Statements(statements) => statements,
            Read::Rows(rows) => rows.statements(0..rows.len(), document).collect(),
        }
    }
}

/// Reads the claims of a table, claim table or not. What cannot be read is a problem; what the
/// columns were taken for, and what else one should know, is a note.
pub fn read(
    document: &mut Document,
    sheets: &mut [Sheet],
    gazetteer: &Gazetteer,
    options: Options<'_>,
    problems: &mut Vec<Problem>,
    notes: &mut Vec<Problem>,
) -> Read {
    if is_estimate(&document.text) {
        problems.push(Problem {
            file: document.name.clone(),
            line: None,
            message: "a table of estimates with their intervals, and no source of counts"
                .to_owned(),
            remedy: "give the reports that the estimates were made from; of an export, its claims"
                .to_owned(),
        });
        return Read::Statements(Vec::new());
    }
    let ready = options.map.is_none() && opens_ready(document);
    if options.map.is_none() && !ready && is_claims(document) {
        persons::take_out(document, sheets, gazetteer, None, notes);
        return Read::Statements(claims::read(document, gazetteer, options, problems, notes));
    }
    let is_export = |sheet: &Sheet| kobo::is_export(&document.text[sheet.text.clone()]);
    if options.map.is_none() && sheets.iter().any(is_export) {
        let read = kobo::read(document, sheets, gazetteer, options, problems, notes);
        return Read::Statements(read);
    }
    persons::take_out(document, sheets, gazetteer, options.map, notes);
    Read::Rows(counts::read(document, sheets, gazetteer, options, problems, notes))
}

/// Whether the first row of a document is the head of a table that a ready map is for.
fn opens_ready(document: &Document) -> bool {
    let text = document.text.trim_start_matches('\u{feff}');
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let labels: Vec<String> = line
        .split(delimiter(line) as char)
        .map(|cell| cell.trim().trim_matches('"').to_owned())
        .collect();
    ready::known(&labels).is_some()
}

/// Whether a table gives quantiles, as our own export does: an estimate read as a count would come
/// back as evidence of itself.
fn is_estimate(text: &str) -> bool {
    let head = text.trim_start_matches('\u{feff}').lines().next().unwrap_or_default();
    let quantiles = head.split([',', ';', '\t']).filter(|cell| {
        matches!(cell.trim().trim_matches('"'), "p05" | "p50" | "p95" | "p025" | "p975")
    });
    quantiles.count() >= 3
}

/// Whether a document is a claim table, that is not lacking a day of publication that another
/// column has under another name.
fn is_claims(document: &Document) -> bool {
    let text = document.text.trim_start_matches('\u{feff}');
    if !is_table(text) {
        return false;
    }
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let names: Vec<&str> =
        line.split(delimiter(line) as char).map(|cell| cell.trim().trim_matches('"')).collect();
    let known = |field: &str| names.iter().any(|name| column(name) == Some(field));
    let dated = known("published") || known("start") || known("end");
    let days = ["date", "day", "week", "month", "quarter", "year", "time", "time_period", "period"];
    dated || !names.iter().any(|name| days.contains(&cells::folded(name).as_str()))
}
