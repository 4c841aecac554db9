//! Reads documents and tables into claims, events and positions:
//! deterministic, offline, explainable. Every claim carries the names of the
//! rules that fired and the exact words it was read from.
//!
//! This is the door to three rooms: `open` makes documents of bytes, `prose` and `tables` make
//! claims of them. What is told here is which of them a document goes to.
//!
//! ```
//! use claim::Statement;
//! use places::Gazetteer;
//!
//! let text = "date 2023-11-02\nOn Wednesday 9,000 Afghans returned through Torkham, the Border Police said.";
//! let reading =
//!     read::read("note.txt", text.into(), read::Options::default(), Gazetteer::builtin())?;
//! let [Statement::Claim(claim)] = &reading.statements[..] else { panic!() };
//! assert_eq!((claim.value, &claim.via[0]), (Some(9_000.0), &"Torkham".to_owned()));
//! assert_eq!(claim.start, Some(jiff::civil::date(2023, 11, 1)));
//! # Ok::<(), read::Problem>(())
//! ```

mod odd;
mod private;

use claim::{Claim, Document, Event, Media, Statement, addresses, contacts};
use jiff::civil::Date;
use places::Gazetteer;

pub use open::{ENDINGS, Problem, Taken, is_beside, is_furniture_of, is_readable};
pub use prose::{Layer, Recognised, rule};
pub use tables::{Map, Ready, Rows, maps};

/// What a reader is told besides the document itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// Day of publication, for a document that does not carry its own.
    pub date: Option<Date>,
    /// Whether that day counts also for a document that carries another.
    pub date_anyway: bool,
    /// Today: a document from a later day is refused. `None` accepts any day.
    pub today: Option<Date>,
    /// Events known from other documents: what "since the ultimatum" refers to when the
    /// document does not give the day itself.
    pub events: &'a [Event],
    /// What the columns of a table are, where its own words do not say so.
    pub map: Option<&'a Map>,
    /// The largest text or table, in bytes, where it is not 64 MiB.
    pub largest: Option<usize>,
    /// The most statements of one file that holds several documents, where it is not 200,000; the document that goes
    /// beyond is still read whole.
    pub statements: Option<usize>,
    /// Whether telephones, addresses and the like stay in the text that is kept. They are never read as numbers of people.
    pub keep_contacts: bool,
    /// Whether the claims of a long table are left as [`Reading::rows`], to be made one by one as they are written.
    pub rows: bool,
}

impl<'a> Options<'a> {
    fn of_opening(self) -> open::Options {
        open::Options {
            date: self.date,
            date_anyway: self.date_anyway,
            today: self.today,
            largest: self.largest,
        }
    }

    fn of_tables(self) -> tables::Options<'a> {
        tables::Options { today: self.today, map: self.map }
    }
}

/// A document and all that was read from it.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The document as read.
    pub document: Document,
    /// Claims, events and positions, in the order of their spans.
    pub statements: Vec<Statement>,
    /// In their place the claims of a long table, where [`Options::rows`] asks for that.
    pub rows: Option<Rows>,
    /// What could not be read, with file, line and remedy; the rest was.
    pub problems: Vec<Problem>,
    /// What one should know of how it was read: what the columns of a table were taken for, and
    /// what it leaves open. Nothing that is missing.
    pub notes: Vec<Problem>,
    /// Whether the text speaks of other things than displacement, so that nothing was looked for.
    pub passed_over: bool,
    /// The language of a running text, as an ISO 639-1 code, where it could be told.
    pub language: Option<&'static str>,
    /// What was found of the document outside of its text, and where: in a page's head, in the
    /// properties of a file, in the headers of a mail.
    pub taken: Vec<Taken>,
}

impl Reading {
    /// How many statements were read.
    pub fn count(&self) -> usize {
        self.statements.len() + self.rows.as_ref().map_or(0, Rows::len)
    }
}

/// Finds what each stretch of a document's text was recognised as: numbers, people, verbs,
/// places, times and speakers, in the order of their spans. Empty for a table.
pub fn recognised(document: &Document, gazetteer: &Gazetteer) -> Vec<Recognised> {
    if document.media.is_prose() { prose::recognised(document, gazetteer) } else { Vec::new() }
}

/// What was recognised in the sentence of a claim.
pub fn of_sentence<'r>(
    claim: &Claim,
    recognised: &'r [Recognised],
) -> impl Iterator<Item = &'r Recognised> {
    let at = claim.span[0];
    // In the order of the text, so that one sentence is one stretch of the list.
    let from = recognised.partition_point(|r| r.sentence.end <= at);
    recognised[from..].iter().take_while(move |r| r.sentence.start <= at)
}

/// The most statements of one file that holds several documents: what a page of the brief still shows in seconds.
const STATEMENTS: usize = 200_000;

/// A table of more claims is long: a million of them fill a gigabyte.
const LONG: usize = 20_000;

/// Reads all documents of a file, in their order: of an archive the files in it, of a feed its
/// entries, of a mail its text and what is attached, and of any other file itself. What cannot be
/// read is told in its place, and the others are read.
///
/// `name` is shown in messages and helps to tell the form by its ending; what the bytes are counts more.
pub fn read_all(
    name: &str,
    bytes: Vec<u8>,
    options: Options<'_>,
    gazetteer: &Gazetteer,
) -> Vec<Result<Reading, Problem>> {
    // One budget for all that is in a file: a small archive may hold the same page a thousand times.
    let most = options.statements.unwrap_or(STATEMENTS);
    let mut read = 0;
    let mut over = false;
    let mut readings = Vec::new();
    for piece in open::pieces(name, bytes) {
        if read >= most {
            over = true;
            break;
        }
        let reading = piece.and_then(|piece| read_piece(piece, options, gazetteer));
        read += reading.as_ref().map_or(0, Reading::count);
        readings.push(reading);
    }
    if over {
        readings.push(Err(Problem {
            file: name.to_owned(),
            line: None,
            message: format!("makes more than {most} statements; the rest is not read"),
            remedy: "give the files in it by themselves".to_owned(),
        }));
    }
    readings
}

/// Reads a file that is one document; of one that holds several, as an archive does, the first.
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
    let first = open::pieces(name, bytes).into_iter().next();
    let nothing = || Problem {
        file: name.to_owned(),
        line: None,
        message: "holds no document".to_owned(),
        remedy: "check that it was saved or downloaded whole".to_owned(),
    };
    read_piece(first.ok_or_else(nothing)??, options, gazetteer)
}

/// Reads one document of a file.
fn read_piece(
    piece: open::Piece,
    options: Options<'_>,
    gazetteer: &Gazetteer,
) -> Result<Reading, Problem> {
    let opened = open::open_piece(piece, options.of_opening())?;
    if let Some((line, language)) = &opened.stated
        && prose::Language::called(language).is_none()
    {
        let name = &opened.document.name;
        return Err(not_read(name, Some(*line), &format!("language `{language}`")));
    }
    let (mut problems, mut notes) = (opened.problems, opened.notes);
    let mut document = opened.document;
    let mut sheets = opened.sheets;
    let mut places =
        private::Places { body: opened.body, tables: opened.tables, unsure: opened.unsure };
    document.publisher = document.publisher.map(|name| private::publisher(&name, gazetteer));
    document.url = document.url.as_deref().map(addresses::without_persons);
    if !options.keep_contacts {
        private::black_out(&mut document, &mut sheets, &mut places, &mut notes);
    }
    let (mut passed_over, mut language) = (false, None);
    let mut rows = None;
    let mut statements = match document.media {
        Media::Csv | Media::Xlsx => {
            let (told, problems, notes) = (options.of_tables(), &mut problems, &mut notes);
            match tables::read(&mut document, &mut sheets, gazetteer, told, problems, notes) {
                tables::Read::Rows(found)
                    if options.rows
                        && found.len() > LONG
                        && !private::names_persons(found.sorts(), gazetteer) =>
                {
                    rows = Some(found);
                    Vec::new()
                }
                found => found.into_statements(&document),
            }
        }
        Media::Jsonl => tables::statements::read(&document, options.of_tables(), &mut problems),
        _ => {
            let tables = &places.tables;
            let hint = opened.language.as_deref();
            // Of what stays in the text nothing is read: digits that are masked count nobody.
            let masked = options.keep_contacts.then(|| Document {
                text: contacts::masked(&document.text).into_owned(),
                original: None,
                ..document.clone()
            });
            let text = masked.as_ref().unwrap_or(&document);
            let mut read =
                prose::read(text, places.body.clone(), tables, hint, options.events, gazetteer)
                    .map_err(|other| not_read(&document.name, None, &other))?;
            let odd = odd::leave_out(&text.text, &mut read.statements);
            problems.extend(odd.into_iter().map(|(at, message)| Problem {
                file: document.name.clone(),
                line: Some(document.line_of(at)),
                message,
                remedy: "correct the day or the number, if it is a slip of the pen".to_owned(),
            }));
            if masked.as_ref().is_some_and(|masked| masked.text != document.text) {
                read.statements = private::quoting(&document, read.statements);
            }
            passed_over = read.passed_over;
            language = read.language.map(|language| language.code);
            problems.extend(read.unread.iter().map(|(line, other)| {
                not_read(&document.name, Some(document.line_of(line.start)), other)
            }));
            problems.extend(read.doubts.into_iter().map(|doubt| Problem {
                file: document.name.clone(),
                line: Some(document.line_of(doubt.span.start)),
                message: doubt.message,
                remedy: doubt.remedy.to_owned(),
            }));
            let mut found = read.statements;
            if !passed_over {
                let certain: Vec<_> =
                    tables.iter().filter(|table| !places.unsure.contains(table)).cloned().collect();
                let cells = tables::embedded::read(
                    &document,
                    &certain,
                    gazetteer,
                    options.of_tables(),
                    &mut problems,
                    &mut notes,
                );
                found.extend(cells);
            }
            found
        }
    };
    if document.media.is_prose() {
        private::cut_to_what_is_told(&document, &mut statements);
    }
    statements = private::without_persons(&mut document, statements, gazetteer);
    statements
        .sort_by(|one, other| one.span().cmp(&other.span()).then_with(|| one.id().cmp(other.id())));
    if let Some(mark) = open::confidential::mark(&document.text)
        && (rows.is_some() || !statements.is_empty())
    {
        notes.push(Problem {
            file: document.name.clone(),
            line: None,
            message: format!("says of itself `{mark}`, and is read like any other"),
            remedy: "leave it out, or mark its claims with `crossings decide confidential`"
                .to_owned(),
        });
    }
    Ok(Reading {
        document,
        statements,
        rows,
        problems,
        notes,
        passed_over,
        language,
        taken: opened.taken,
    })
}

/// A text, or the line of one, in a language that is not read.
fn not_read(name: &str, line: Option<usize>, language: &str) -> Problem {
    Problem {
        file: name.to_owned(),
        line,
        message: format!("in {language}; what is read is {}", prose::Language::names()),
        remedy: "give a translation into one of these, or a table of its figures".to_owned(),
    }
}
