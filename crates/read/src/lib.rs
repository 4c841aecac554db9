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
    /// Whether the text speaks of other things than displacement, so that nothing was looked for.
    pub passed_over: bool,
    /// The language of a running text, as an ISO 639-1 code, where it could be told.
    pub language: Option<&'static str>,
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
/// When nothing of the document can be read: empty, binary, not UTF-8, dated in the future,
/// or in a language that is not read.
pub fn read(
    name: &str,
    bytes: Vec<u8>,
    options: Options<'_>,
    gazetteer: &Gazetteer,
) -> Result<Reading, Problem> {
    let opened = open::open(name, bytes, options)?;
    let mut problems = opened.problems;
    let document = opened.document;
    let (mut passed_over, mut language) = (false, None);
    let mut statements = match document.media {
        Media::Text => {
            let read = text::read(&document, opened.body, options.events, gazetteer)
                .map_err(|other| not_read(name, None, other))?;
            passed_over = read.passed_over;
            language = read.language.map(|language| language.code);
            let line_of = |at: usize| 1 + document.text[..at].matches('\n').count();
            problems.extend(
                read.unread
                    .iter()
                    .map(|(line, other)| not_read(name, Some(line_of(line.start)), other)),
            );
            read.statements
        }
        Media::Csv | Media::Xlsx => table::read(&document, gazetteer, options, &mut problems),
        Media::Jsonl => lines::read(&document, options, &mut problems),
    };
    statements.sort_by_key(|statement| (statement.span(), statement.id().clone()));
    Ok(Reading { document, statements, problems, passed_over, language })
}

/// A text, or the line of one, in a language that is not read.
pub(crate) fn not_read(name: &str, line: Option<usize>, language: &str) -> Problem {
    Problem {
        file: name.to_owned(),
        line,
        message: format!("in {language}; what is read is {}", text::Language::names()),
        remedy: "give a translation into one of these, or a table of its figures".to_owned(),
    }
}
