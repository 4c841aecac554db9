//! Reads documents and tables into claims, events and positions:
//! deterministic, offline, explainable. Every claim carries the names of the
//! rules that fired and the exact words it was read from.

mod lines;
mod links;
mod open;
mod problem;
mod table;
mod text;

use claim::{Document, Event, Media, Statement};
use jiff::civil::Date;
use places::Gazetteer;

pub use problem::Problem;
pub use table::Map;
pub use text::explain::{Layer, Recognised, rule};

/// What a reader is told besides the document itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Day of publication, for a document that does not carry its own.
    pub date: Option<Date>,
    /// Today: a document from a later day is refused. `None` accepts any day.
    pub today: Option<Date>,
    /// Events known from other documents: what "since the ultimatum" refers to when the
    /// document does not give the day itself.
    pub events: &'a [Event],
    /// What the columns of a table are, where its own words do not say so.
    pub map: Option<&'a Map>,
}

/// A document and all that was read from it.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The document as read.
    pub document: Document,
    /// Claims, events and positions, in the order of their spans.
    pub statements: Vec<Statement>,
    /// What could not be read, with file, line and remedy; the rest was.
    pub problems: Vec<Problem>,
    /// What one should know of how it was read: what the columns of a table were taken for, and
    /// what it leaves open. Nothing that is missing.
    pub notes: Vec<Problem>,
    /// Whether the text speaks of other things than displacement, so that nothing was looked for.
    pub passed_over: bool,
}

/// Finds what each stretch of a document's text was recognised as: numbers, people, verbs,
/// places, times and speakers, in the order of their spans. Empty for a table.
pub fn recognised(document: &Document, gazetteer: &Gazetteer) -> Vec<Recognised> {
    match document.media {
        Media::Text => text::explain::recognised(document, gazetteer),
        Media::Csv | Media::Xlsx | Media::Jsonl => Vec::new(),
    }
}

/// Reads one document from its bytes.
///
/// `name` is shown in messages and tells the form by its ending: `.csv` and
/// `.xlsx` are claim tables, `.jsonl` is lines of statements, everything else is text.
///
/// # Errors
/// When nothing of the document can be read: empty, binary, not UTF-8, or
/// dated in the future.
pub fn read(
    name: &str,
    bytes: Vec<u8>,
    options: Options<'_>,
    gazetteer: &Gazetteer,
) -> Result<Reading, Problem> {
    let opened = open::open(name, bytes, options)?;
    let (mut problems, mut notes) = (opened.problems, opened.notes);
    let mut document = opened.document;
    let mut sheets = opened.sheets;
    let mut passed_over = false;
    let mut statements = match document.media {
        Media::Text => text::read(&document, opened.body, options.events, gazetteer)
            .unwrap_or_else(|| {
                passed_over = true;
                Vec::new()
            }),
        Media::Csv | Media::Xlsx => {
            let (problems, notes) = (&mut problems, &mut notes);
            table::read(&mut document, &mut sheets, gazetteer, options, problems, notes)
        }
        Media::Jsonl => lines::read(&document, options, &mut problems),
    };
    statements.sort_by_key(|statement| (statement.span(), statement.id().clone()));
    Ok(Reading { document, statements, problems, notes, passed_over })
}
