//! From bytes to a document: what form it has, whether it can be read at all,
//! and what it says of itself (date, publisher, headline).
//!
//! The text of a text or CSV document is its bytes, a byte order mark
//! included, so a span of evidence is also a byte range of the file.

mod archive;
pub mod claim_table;
mod columnar;
pub mod confidential;
mod feed;
mod form;
mod html;
mod json;
pub mod limits;
mod mail;
mod ods;
mod office;
mod pdf;
mod pieces;
mod problem;
mod prose;
mod references;
mod said;
mod sheets;
mod sizes;
mod unshown;
mod words;
mod workbook;
mod xml;

use std::ops::Range;

use claim::{Document, DocumentId, Media};
use jiff::civil::Date;

use calendar::iso_day;

pub use form::{ENDINGS, is_beside, is_furniture_of, is_readable};
pub use pieces::{Piece, pieces};
pub use problem::Problem;
pub use sheets::Sheet;

use archive::Archive;
use claim_table::{is_lines, is_table};
use form::Form;
use limits::{FILE as FILE_LIMIT, LINE as LINE_LIMIT};
use pieces::Content;
use prose::Prose;
use said::Said;

/// What is said of a file besides its bytes.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Day of publication, for a document that does not carry its own.
    pub date: Option<Date>,
    /// Whether that day counts also for a document that carries another.
    pub date_anyway: bool,
    /// Today: a document from a later day is refused. `None` accepts any day.
    pub today: Option<Date>,
    /// The largest text or table, in bytes, where it is not [`limits::FILE`].
    pub largest: Option<usize>,
}

/// A front matter longer than this is not one.
const FRONT_MATTER_LINES: usize = 100;

/// A headline is not longer than this, in characters.
const HEADLINE: usize = 150;

/// A document whose bytes have become text.
#[derive(Debug)]
pub struct Opened {
    /// The document, its own date, publisher and headline filled in.
    pub document: Document,
    /// The prose, as a byte range of the document's text: what follows front
    /// matter and date line. Of a table, all of it.
    pub body: Range<usize>,
    /// Tables within prose, as byte ranges of the document's text: no prose.
    pub tables: Vec<Range<usize>>,
    /// Those of them whose cells are not certain.
    pub unsure: Vec<Range<usize>>,
    /// The language that its form names.
    pub language: Option<String>,
    /// The language that it says it is in, in its front matter, and the line of that.
    pub stated: Option<(usize, String)>,
    /// What was found of the document outside of its text, and where.
    pub taken: Vec<Taken>,
    /// What was odd but did not keep the document from being read.
    pub problems: Vec<Problem>,
    /// Of a table, its sheets; of a CSV file, one.
    pub sheets: Vec<Sheet>,
    /// What one should know of how it was opened.
    pub notes: Vec<Problem>,
}

/// A fact about a document that was not said by its user, and where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// `date`, `publisher`, `title` or `url`.
    pub what: &'static str,
    /// Where it was found.
    pub from: &'static str,
}

/// Opens a file that is one document.
///
/// # Errors
/// As [`open_piece`].
pub fn open(name: &str, bytes: Vec<u8>, options: Options) -> Result<Opened, Problem> {
    let content = Content::File(Box::default());
    open_piece(Piece { name: name.to_owned(), bytes, content }, options)
}

/// Opens one document of a file.
///
/// # Errors
/// When it cannot be read, or would be misread: empty, too large, binary, scanned, encrypted, in
/// another language, or with a date that is none or lies in the future.
pub fn open_piece(piece: Piece, options: Options) -> Result<Opened, Problem> {
    let Piece { name, bytes, content } = piece;
    match content {
        Content::Prose(media, prose) => open_prose(&name, media, bytes, *prose, options),
        Content::File(given) => {
            let form = if bytes.len() > FILE_LIMIT { Form::Plain } else { form::of(&name, &bytes) };
            let mut prose = match form {
                // What opens only as several is refused here; nothing comes here but by name.
                Form::Plain | Form::Zip | Form::Feed | Form::Mail => {
                    return open_plain(&name, bytes, &given, options);
                }
                form => prose_of(form, &bytes).map_err(|(message, remedy)| Problem {
                    file: name.clone(),
                    line: None,
                    message,
                    remedy,
                })?,
            };
            prose.said = prose.said.or(*given);
            let media = match form {
                Form::Pdf => Media::Pdf,
                Form::Docx => Media::Docx,
                Form::Odt => Media::Odt,
                _ => Media::Html,
            };
            open_prose(&name, media, bytes, prose, options)
        }
    }
}

/// The text of a document that is not its bytes.
fn prose_of(form: Form, bytes: &[u8]) -> Result<Prose, (String, String)> {
    const AGAIN: &str = "check that it was saved or downloaded whole";
    let packed = |read: fn(&mut Archive<'_>) -> Result<Prose, (String, String)>| {
        let mut archive = Archive::open(bytes).map_err(|message| (message, AGAIN.to_owned()))?;
        read(&mut archive)
    };
    match form {
        Form::Pdf => pdf::read(bytes),
        Form::Docx => packed(office::docx),
        Form::Odt => packed(office::odt),
        Form::Mhtml => {
            let (page, from) = mail::saved_page(bytes).map_err(|m| (m, AGAIN.to_owned()))?;
            let mut prose = html::page(&page)?;
            prose.said.url(&from.unwrap_or_default(), "where it was saved from");
            Ok(prose)
        }
        _ => html::read(bytes),
    }
}

/// A document from the text that its form holds, with what it says of itself.
fn open_prose(
    name: &str,
    media: Media,
    bytes: Vec<u8>,
    mut prose: Prose,
    options: Options,
) -> Result<Opened, Problem> {
    let problem = |message: String, remedy: String| Problem {
        file: name.to_owned(),
        line: None,
        message,
        remedy,
    };
    if prose.cut {
        let message =
            format!("longer than {} MB of text; the rest is not read", limits::TEXT >> 20);
        prose.problem(message, "split it into parts");
    }
    let problems: Vec<Problem> =
        prose.problems.drain(..).map(|(message, remedy)| problem(message, remedy)).collect();
    if prose.text.trim().is_empty() {
        // What kept its text from being read says more than that there is none.
        return Err(problems.into_iter().next().unwrap_or_else(|| {
            problem(
                "there is no text in it".to_owned(),
                "check that it was saved whole; of a picture, type or scan its text".to_owned(),
            )
        }));
    }
    let Said { published, publisher, title, url, language } = prose.said;
    let mut taken = Vec::new();
    let mut take = |what, from: Option<&'static str>| {
        taken.extend(from.map(|from| Taken { what, from }));
    };
    if !(options.date_anyway && options.date.is_some()) {
        take("date", published.as_ref().map(|fact| fact.1));
    }
    take("publisher", publisher.as_ref().map(|fact| fact.1));
    take("title", title.as_ref().map(|fact| fact.1));
    take("url", url.as_ref().map(|fact| fact.1));
    let document = Document {
        id: DocumentId::of_bytes(&bytes),
        media,
        published: published.map(|fact| fact.0),
        publisher: publisher.map(|fact| fact.0),
        title: title.map(|fact| fact.0).or_else(|| headline(&prose.text)),
        url: url.map(|fact| fact.0),
        pages: prose.pages,
        original: Some(bytes),
        ..Document::text(name, prose.text)
    };
    let body = 0..document.text.len();
    let opened = finish(document, body, options)?;
    let language = language.map(|fact| fact.0);
    Ok(Opened { tables: prose.tables, unsure: prose.unsure, language, taken, problems, ..opened })
}

/// Opens a text, a table or a workbook.
///
/// # Errors
/// When it cannot be read, or would be misread: empty, too large, binary, in
/// another encoding or language, or with a date that is none or lies in the future.
fn open_plain(
    name: &str,
    bytes: Vec<u8>,
    given: &Said,
    options: Options,
) -> Result<Opened, Problem> {
    let refuse = |line, message: String, remedy: &str| Problem {
        file: name.to_owned(),
        line,
        message,
        remedy: remedy.to_owned(),
    };
    let largest = options.largest.unwrap_or(FILE_LIMIT);
    if bytes.len() > largest {
        return Err(refuse(
            None,
            format!("larger than {} MiB: not a report", largest >> 20),
            "split it, or allow more with --largest MIB if it is a table: the limit keeps a file given \
             by mistake from filling the memory",
        ));
    }
    if bytes.trim_ascii().is_empty() {
        return Err(refuse(
            None,
            "the file is empty".to_owned(),
            "check that it was saved or downloaded whole",
        ));
    }
    let extension = extension(name);
    let is_workbook = bytes.starts_with(ZIP)
        && (matches!(extension.as_str(), "xlsx" | "xlsm" | "ods") || name == STDIN);
    if matches!(extension.as_str(), "xlsx" | "xlsm" | "ods") && !is_workbook {
        let kind = if extension == "ods" { "OpenDocument spreadsheet" } else { "Excel workbook" };
        return Err(refuse(
            None,
            format!("not an {kind}, whatever its name says"),
            &format!("save it again as .{extension}, or as .csv"),
        ));
    }
    if is_workbook {
        return open_workbook(name, bytes, given, options);
    }
    if bytes.starts_with(b"version https://git-lfs.github.com/spec/") {
        return Err(refuse(
            None,
            "a pointer of Git LFS, which stands in a repository for a file kept elsewhere"
                .to_owned(),
            "get the file itself with `git lfs pull`, or download it from the repository's pages",
        ));
    }
    if matches!(extension.as_str(), "csv" | "tsv")
        && let Some((text, encoding)) = sheets::decoded(&bytes)
    {
        return open_decoded(name, bytes, text, encoding, given, options);
    }
    if bytes.starts_with(columnar::MAGIC) {
        let read = columnar::records(&bytes, largest);
        return open_records(name, bytes, read, given, options);
    }
    if let Some((what, remedy)) = foreign(&bytes) {
        return Err(refuse(None, what.to_owned(), remedy));
    }
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        let line = line_of(&bytes, at);
        return Err(refuse(
            Some(line),
            format!("binary: a zero byte at offset {at}"),
            "give text (.txt, .md) or a table (.csv, .xlsx)",
        ));
    }
    if is_json(&extension, &bytes) {
        let read = match std::str::from_utf8(&bytes) {
            Ok(text) => json::records(text),
            Err(_) => Err(("JSON that is not UTF-8".to_owned(), "save it as UTF-8".to_owned())),
        };
        return open_records(name, bytes, read, given, options);
    }
    if matches!(extension.as_str(), "json" | "geojson") {
        return Err(refuse(
            None,
            "not JSON, whatever its name says".to_owned(),
            "save it under the name of what it is: a table as .csv, with its columns named in the first row, or a text as .txt",
        ));
    }
    if let Some((line, length)) = long_line(&bytes) {
        return Err(refuse(
            Some(line),
            format!("this line is {} long: not prose and not a table", size(length)),
            "check what the file is, or break its lines",
        ));
    }
    let id = DocumentId::of_bytes(&bytes);
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = line_of(error.as_bytes(), at);
        refuse(
            Some(line),
            format!("not UTF-8: byte {:#04x} at offset {at}", error.as_bytes()[at]),
            "save it as UTF-8, for instance with `iconv -f windows-1252 -t utf-8`",
        )
    })?;

    let mut document = Document { id, ..Document::text(name, "") };
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let is_jsonl = match extension.as_str() {
        "jsonl" => true,
        "csv" | "tsv" | "txt" | "md" => false,
        _ => is_lines(&text[mark..]),
    };
    let is_csv = match extension.as_str() {
        _ if is_jsonl => false,
        "csv" | "tsv" => true,
        "txt" | "md" => false,
        // A pipe or a file without a known ending: the header tells.
        _ => is_table(&text[mark..]),
    };
    let mut body = mark..text.len();
    let mut stated = None;
    if is_csv {
        document.media = Media::Csv;
    } else if is_jsonl {
        document.media = Media::Jsonl;
    } else {
        let opening = Opening::of(name, &text, mark)?;
        if text[opening.body..].trim().is_empty() {
            return Err(refuse(
                None,
                "a date and no text".to_owned(),
                "check that it was saved or downloaded whole",
            ));
        }
        body.start = opening.body;
        document.published = opening.date;
        document.publisher = opening.publisher;
        document.title = opening.title.or_else(|| headline(&text[opening.body..]));
        document.url = opening.url;
        stated = opening.language;
        if !options.date_anyway || options.date.is_none() {
            refuse_future(name, opening.date_line, document.published, options)?;
        }
    }
    document.text = text;
    given_by(&mut document, given);
    Ok(Opened { stated, ..finish(document, body, options)? })
}

/// Whether a file holds JSON that is not of statements: a table in another dress, or nothing that is
/// read. It is never prose.
fn is_json(extension: &str, bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(JSON_HEAD)]);
    let head = head.trim_start_matches('\u{feff}');
    match extension {
        "csv" | "tsv" => false,
        "json" | "geojson" => json::is_json(head),
        "jsonl" | "ndjson" => json::is_json(head) && !claim_table::may_be_lines(head),
        _ => json::is_json(head) && !claim_table::may_be_lines(head),
    }
}

/// By so many bytes it is told whether a file is JSON, and of what.
const JSON_HEAD: usize = 1 << 16;

/// Records in JSON or Parquet: a table whose text is not its bytes, which are kept.
fn open_records(
    name: &str,
    bytes: Vec<u8>,
    read: Result<json::Records, (String, String)>,
    given: &Said,
    options: Options,
) -> Result<Opened, Problem> {
    let refuse = |message: String, remedy: String| Problem {
        file: name.to_owned(),
        line: None,
        message,
        remedy,
    };
    let json::Records { text, notes } =
        read.map_err(|(message, remedy)| refuse(message, remedy))?;
    let mut document = Document {
        id: DocumentId::of_bytes(&bytes),
        media: Media::Csv,
        original: Some(bytes),
        ..Document::text(name, text)
    };
    given_by(&mut document, given);
    let body = 0..document.text.len();
    let opened = finish(document, body, options)?;
    Ok(Opened { notes: notes.into_iter().map(|message| note(name, message)).collect(), ..opened })
}

/// What a container says of a file in it fills in what the file leaves unsaid.
fn given_by(document: &mut Document, given: &Said) {
    document.published = document.published.or(given.published.map(|fact| fact.0));
    if document.publisher.is_none() {
        document.publisher = given.publisher.as_ref().map(|fact| fact.0.clone());
    }
}

fn open_workbook(
    name: &str,
    bytes: Vec<u8>,
    given: &Said,
    options: Options,
) -> Result<Opened, Problem> {
    let rendered = if ods::is_ods(&bytes) { ods::render(&bytes) } else { workbook::render(&bytes) };
    let rendered = rendered.map_err(|message| Problem {
        file: name.to_owned(),
        line: None,
        message,
        remedy: "open it in a spreadsheet program and save it again, or save the sheet as .csv"
            .to_owned(),
    })?;
    let mut document = Document {
        id: DocumentId::of_bytes(&bytes),
        media: Media::Xlsx,
        original: Some(bytes),
        ..Document::text(name, rendered.text)
    };
    given_by(&mut document, given);
    let body = 0..document.text.len();
    let opened = finish(document, body, options)?;
    let passed = rendered.passed.into_iter().map(|message| note(name, message + ", not read"));
    let said = rendered.said.into_iter().map(|message| note(name, message));
    Ok(Opened { sheets: rendered.sheets, notes: passed.chain(said).collect(), ..opened })
}

/// A table in another encoding: its text is not its bytes, which are kept.
fn open_decoded(
    name: &str,
    bytes: Vec<u8>,
    text: String,
    encoding: &str,
    given: &Said,
    options: Options,
) -> Result<Opened, Problem> {
    let mut document = Document {
        id: DocumentId::of_bytes(&bytes),
        media: Media::Csv,
        original: Some(bytes),
        ..Document::text(name, text)
    };
    given_by(&mut document, given);
    let body = 0..document.text.len();
    let opened = finish(document, body, options)?;
    Ok(Opened { notes: vec![note(name, format!("read as {encoding}"))], ..opened })
}

fn note(name: &str, message: String) -> Problem {
    Problem { file: name.to_owned(), line: None, message, remedy: String::new() }
}

/// The date given from outside fills in where the document has none, or counts anyway when that is asked.
fn finish(mut document: Document, body: Range<usize>, options: Options) -> Result<Opened, Problem> {
    if document.published.is_none() || (options.date_anyway && options.date.is_some()) {
        document.published = options.date;
    }
    refuse_future(&document.name, None, document.published, options)?;
    let sheets = match document.media {
        Media::Csv => vec![Sheet { text: 0..document.text.len(), ..Sheet::default() }],
        _ => Vec::new(),
    };
    Ok(Opened {
        document,
        body,
        tables: Vec::new(),
        unsure: Vec::new(),
        language: None,
        stated: None,
        taken: Vec::new(),
        problems: Vec::new(),
        sheets,
        notes: Vec::new(),
    })
}

fn refuse_future(
    name: &str,
    line: Option<usize>,
    date: Option<Date>,
    options: Options,
) -> Result<(), Problem> {
    match (date, options.today) {
        (Some(date), Some(today)) if date > today => Err(Problem {
            file: name.to_owned(),
            line,
            message: format!("dated {date}, which is after today ({today})"),
            remedy: "correct the date, or give --date with --date-anyway: it is the day the report was published"
                .to_owned(),
        }),
        _ => Ok(()),
    }
}

/// What a text says of itself before its prose begins.
#[derive(Debug, Default)]
struct Opening {
    date: Option<Date>,
    date_line: Option<usize>,
    publisher: Option<String>,
    title: Option<String>,
    url: Option<String>,
    language: Option<(usize, String)>,
    body: usize,
}

impl Opening {
    /// Reads front matter and date line of `text` from byte `start` on.
    fn of(name: &str, text: &str, start: usize) -> Result<Opening, Problem> {
        let mut opening = Opening { body: skip_space(text, start), ..Opening::default() };
        opening.front_matter(name, text)?;
        if opening.date.is_none() {
            opening.date_line(name, text)?;
        }
        Ok(opening)
    }

    /// `---`, lines of `key: value`, `---`. Without the closing line it is a
    /// rule and prose.
    fn front_matter(&mut self, name: &str, text: &str) -> Result<(), Problem> {
        let mut lines = lines(text, self.body);
        if lines.next().is_none_or(|(_, line)| line.trim_end() != "---") {
            return Ok(());
        }
        let first_line = line_of(text.as_bytes(), self.body);
        let mut fields = Vec::new();
        for (number, (at, line)) in lines.take(FRONT_MATTER_LINES).enumerate() {
            if matches!(line.trim_end(), "---" | "...") {
                for (line, key, value) in fields {
                    self.field(name, line, key, value)?;
                }
                self.body = skip_space(text, at + line.len());
                return Ok(());
            }
            match line.split_once(':') {
                Some((key, value)) => fields.push((first_line + 1 + number, key, value)),
                None if line.trim().is_empty() => {}
                None => return Ok(()),
            }
        }
        Ok(())
    }

    fn field(&mut self, name: &str, line: usize, key: &str, value: &str) -> Result<(), Problem> {
        let value = value.trim().trim_matches(['"', '\'']).trim();
        let filled = || (!value.is_empty()).then(|| value.to_owned());
        match key.trim().to_ascii_lowercase().as_str() {
            "date" | "published" if !value.is_empty() => {
                // A time may follow, as publishing tools write it.
                let day = value.split(['T', ' ']).next().unwrap_or_default();
                let date = iso_day(day).ok_or_else(|| bad_date(name, line, value))?;
                self.date = Some(date);
                self.date_line = Some(line);
            }
            "publisher" => self.publisher = filled(),
            "title" => self.title = filled(),
            "url" => self.url = filled(),
            "language" | "lang" if !value.is_empty() => {
                self.language = Some((line, value.to_owned()));
            }
            _ => {}
        }
        Ok(())
    }

    /// `date 2023-11-01`, with or without text after it.
    fn date_line(&mut self, name: &str, text: &str) -> Result<(), Problem> {
        let rest = &text[self.body..];
        let Some(word) = rest.get(..4).filter(|word| word.eq_ignore_ascii_case("date")) else {
            return Ok(());
        };
        let after = &rest[4..];
        if !after.starts_with([' ', '\t', ':', '\u{a0}']) {
            return Ok(()); // "dated", "dates"
        }
        let value = after.trim_start_matches([' ', '\t', ':', '\u{a0}']);
        let token = value.split(char::is_whitespace).next().unwrap_or_default();
        // Prose starts with a capital ("Date palms line the road"); a word in
        // lower case, a colon or a digit means the date of the document.
        let meant = word == "date"
            || after.trim_start().starts_with(':')
            || token.starts_with(|c: char| c.is_ascii_digit());
        if !meant {
            return Ok(());
        }
        let line = line_of(text.as_bytes(), self.body);
        let date = iso_day(token.trim_end_matches([',', '.', ';', ':']));
        let whole_line = value.lines().next().unwrap_or_default();
        self.date = Some(date.ok_or_else(|| bad_date(name, line, whole_line))?);
        self.date_line = Some(line);
        self.body = skip_space(text, text.len() - value.len() + token.len());
        Ok(())
    }
}

fn bad_date(name: &str, line: usize, found: &str) -> Problem {
    let mut shown: String = found.trim().chars().take(40).collect();
    if shown.len() < found.trim().len() {
        shown.push('…');
    }
    Problem {
        file: name.to_owned(),
        line: Some(line),
        message: format!("the date `{shown}` is not a day"),
        remedy: "write the day of publication as YYYY-MM-DD, for instance `date 2023-11-01`"
            .to_owned(),
    }
}

/// The first line of the prose, when it looks like a headline: short, without
/// a full stop, and more follows that does not run on from it.
fn headline(body: &str) -> Option<String> {
    let (first, rest) = body.split_once('\n')?;
    let line = first.trim().trim_start_matches('#').trim_start();
    let next = rest.lines().next().unwrap_or_default().trim_start();
    let runs_on = next.starts_with(char::is_lowercase);
    let is_headline = line.chars().count() <= HEADLINE
        && line.chars().any(char::is_alphabetic)
        && !line.ends_with(['.', ',', ';', ':'])
        && !rest.trim().is_empty()
        && !runs_on;
    is_headline.then(|| line.to_owned())
}

const ZIP: &[u8] = b"PK\x03\x04";

/// The name under which standard input is read.
const STDIN: &str = "-";

/// Names what the bytes are when they are neither prose nor a table of counts.
fn foreign(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    const SAVE_TEXT: &str = "save it as .docx or its text as .txt, or its table as .csv";
    const NOT_TEXT: &str = "give text (.txt, .md) or a table (.csv, .xlsx)";
    const UTF_8: &str = "save it as UTF-8, for instance with `iconv -f utf-16 -t utf-8`";
    let kinds: [(&[u8], &str, &str); 17] = [
        (b"\xff\xfe\x00\x00", "in UTF-32, not UTF-8", UTF_8),
        (b"\xff\xfe", "in UTF-16, not UTF-8", UTF_8),
        (b"\xfe\xff", "in UTF-16, not UTF-8", UTF_8),
        (
            ZIP,
            "packed as a zip archive, and neither a document nor a table that is read",
            SAVE_TEXT,
        ),
        (OLE, "an old Office file (.doc, .xls)", SAVE_TEXT),
        (b"{\\rtf", "an RTF file", SAVE_TEXT),
        (b"\x89PNG", "a PNG picture", NOT_TEXT),
        (b"\xff\xd8\xff", "a JPEG picture", NOT_TEXT),
        (b"GIF8", "a GIF picture", NOT_TEXT),
        (b"II*\x00", "a TIFF picture", NOT_TEXT),
        (b"MM\x00*", "a TIFF picture", NOT_TEXT),
        (b"\x1f\x8b", "a gzip archive", "unpack it and give the files in it"),
        (b"7z\xbc\xaf", "a 7z archive", "unpack it and give the files in it"),
        (b"Rar!", "a RAR archive", "unpack it and give the files in it"),
        (
            b"SQLite format 3\0",
            "an SQLite database",
            "a ledger is given alone, to `picture` or `brief`",
        ),
        (b"\x7fELF", "a program", NOT_TEXT),
        (b"MZ\x90", "a program", NOT_TEXT),
    ];
    if bytes.starts_with(OLE) && has_utf16(bytes, "EncryptedPackage") {
        return Some((
            "an encrypted Office file",
            "open it with its password and save it without one",
        ));
    }
    if bytes.starts_with(OLE) && has_utf16(bytes, "__substg1.0") {
        return Some(("an Outlook message (.msg)", "save it from the mail program as .eml"));
    }
    let known = kinds.into_iter().find(|(magic, ..)| bytes.starts_with(magic));
    known.map(|(_, what, remedy)| (what, remedy))
}

/// Whether the first megabyte holds a name as old Office files write theirs.
fn has_utf16(bytes: &[u8], name: &str) -> bool {
    let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes[..bytes.len().min(1 << 20)].windows(name.len()).any(|window| window == name)
}

/// How old Office files begin, and encrypted new ones.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0";

/// The ending of a file's name in lower case, without the dot; empty without one.
fn extension(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
    file.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// The lines of `text` from byte `start` on, with their offsets, without line feeds.
fn lines(text: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut at = start;
    text[start..].split_inclusive('\n').map(move |line| {
        let here = at;
        at += line.len();
        (here, line.trim_end_matches('\n'))
    })
}

fn skip_space(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}

fn line_of(bytes: &[u8], at: usize) -> usize {
    1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count()
}

/// The first line over the limit: its number and length.
fn long_line(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut lines = bytes.split(|byte| *byte == b'\n').enumerate();
    lines.find(|(_, line)| line.len() > LINE_LIMIT).map(|(index, line)| (index + 1, line.len()))
}

fn size(bytes: usize) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const OPTIONS: Options =
        Options { date: None, date_anyway: false, today: Some(date(2026, 1, 1)), largest: None };

    fn open_text(text: &str) -> Opened {
        open("a.txt", text.as_bytes().to_vec(), OPTIONS).unwrap()
    }

    fn refusal(name: &str, bytes: &[u8]) -> String {
        open(name, bytes.to_vec(), OPTIONS).unwrap_err().to_string()
    }

    #[test]
    fn a_date_line_may_stand_alone_or_open_the_text() {
        for text in [
            "date 2023-11-01\nThree left.\n",
            " date 2023-11-01 Three left.\n",
            "\r\n\tDate: 2023-11-01\r\n\r\nThree left.\n",
            "\u{feff}date 2023-11-01.\nThree left.\n",
            "---\ndate: 2023-11-01\n---\nThree left.\n",
            "---\r\nlanguage: en\r\n---\r\ndate 2023-11-01\r\nThree left.\n",
        ] {
            let opened = open_text(text);
            assert_eq!(opened.document.published, Some(date(2023, 11, 1)), "{text:?}");
            assert_eq!(&opened.document.text[opened.body], "Three left.\n", "{text:?}");
            assert_eq!(opened.document.text, text, "spans are offsets in the file");
        }
    }

    #[test]
    fn prose_about_dates_is_prose() {
        for text in ["Date palms line the road.", "dates were sold.", "--- \n a rule\n---\n x"] {
            let opened = open_text(text);
            assert_eq!(opened.document.published, None);
            assert_eq!(opened.body, 0..text.len());
        }
    }

    #[test]
    fn front_matter_fills_in_what_it_says() {
        let text = "---\ndate: 2023-11-13T08:00:00Z\npublisher: \"Frontier Wire\"\n\
                    title: Total put at 232,398: officials\nurl: https://example.org/a\n---\n\nBody.\n";
        let document = open_text(text).document;
        assert_eq!(document.published, Some(date(2023, 11, 13)));
        assert_eq!(document.publisher.as_deref(), Some("Frontier Wire"));
        assert_eq!(document.title.as_deref(), Some("Total put at 232,398: officials"));
        assert_eq!(document.url.as_deref(), Some("https://example.org/a"));
    }

    #[test]
    fn a_given_date_fills_in_only_where_there_is_none() {
        let options = Options { date: Some(date(2023, 12, 1)), ..OPTIONS };
        let own = open("a.txt", b"date 2023-11-01 Three left.".to_vec(), options).unwrap();
        assert_eq!(own.document.published, Some(date(2023, 11, 1)));
        let none = open("a.txt", b"Three left.".to_vec(), options).unwrap();
        assert_eq!(none.document.published, options.date);
    }

    #[test]
    fn a_headline_is_short_and_stands_apart() {
        let title = |text: &str| open_text(text).document.title;
        assert_eq!(title("date 2023-11-01\nGate shut\n\nBody.").as_deref(), Some("Gate shut"));
        assert_eq!(title("# Gate shut\r\nBody.").as_deref(), Some("Gate shut"));
        for prose in ["Three left.\nMore.", "Some three thousand\nleft on Monday.", "Only line"] {
            assert_eq!(title(prose), None, "{prose}");
        }
        assert_eq!(title(&format!("{}\n\nBody.", "x".repeat(151))), None);
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_place_and_remedy() {
        for (name, bytes, expected) in [
            ("a.txt", &b""[..], "a.txt: the file is empty"),
            ("a.txt", b" \r\n\t\n", "a.txt: the file is empty"),
            ("a.pdf", b"%PDF-1.7 ...", "a.pdf: a PDF file that cannot be read"),
            ("a.docx", b"PK\x03\x04 ...", "a.docx: a zip archive that cannot be opened"),
            ("a.xlsx", b"value,published", "a.xlsx: not an Excel workbook"),
            ("a.xlsx", b"PK\x03\x04 ...", "a.xlsx: "),
            ("a.png", b"\x89PNG\r\n", "a.png: a PNG picture"),
            ("a.txt", b"a\nb\0c", "a.txt:2: binary: a zero byte at offset 3"),
            ("a.txt", b"a\nb\xe9c", "a.txt:2: not UTF-8: byte 0xe9 at offset 3"),
            ("a.txt", b"\xff\xfea\0", "a.txt: in UTF-16"),
            ("a.html", b"\n<!DOCTYPE html><p>", "a.html: there is no text in it"),
            ("a.txt", b"\ndate 2023-13-01\nx", "a.txt:2: the date `2023-13-01` is not a day"),
            ("a.txt", b"date yesterday\nx", "a.txt:1: the date `yesterday` is not a day"),
            ("a.txt", b"---\ntitle: x\ndate: 3/4/2023\n---\nx", "a.txt:3: the date `3/4/2023`"),
            ("a.txt", b"date 2999-01-01\nx", "a.txt:1: dated 2999-01-01, which is after today"),
            ("a.txt", b"date 2023-01-01\n\n", "a.txt: a date and no text"),
        ] {
            let message = refusal(name, bytes);
            assert!(message.starts_with(expected), "{message}");
            assert!(message.contains("\n  hint: "), "{message}");
        }
    }

    #[test]
    fn one_endless_line_is_refused_at_once() {
        let message = refusal("a.txt", "104,000 left ".repeat(4_000_000).as_bytes());
        assert!(message.starts_with("a.txt:1: this line is 52.0 MB long"), "{message}");
        let message = refusal("a.txt", &vec![b'\n'; FILE_LIMIT + 1]);
        assert!(message.starts_with("a.txt: larger than 64 MiB"), "{message}");
    }

    #[test]
    fn a_table_is_known_by_its_ending_or_its_header() {
        let media = |name: &str, text: &str| {
            open(name, text.as_bytes().to_vec(), OPTIONS).unwrap().document.media
        };
        assert_eq!(media("a.CSV", "x"), Media::Csv);
        assert_eq!(media("-", "\u{feff}reported;value\n2023-11-01;5\n"), Media::Csv);
        assert_eq!(media("-", "The value, reported on Monday, is 5."), Media::Text);
        assert_eq!(media("a.txt", "reported,value\n"), Media::Text);
    }

    proptest! {
        #[test]
        fn any_bytes_are_opened_or_refused(
            bytes in proptest::collection::vec(any::<u8>(), 0..400),
            start in prop::sample::select(vec![&b""[..], b"---\n", b"date ", b"PK\x03\x04", b"\xef\xbb\xbf"]),
            name in prop::sample::select(vec!["a.txt", "a.csv", "a.xlsx", "-"]),
        ) {
            let bytes = [start, &bytes[..]].concat();
            if let Ok(opened) = open(name, bytes, OPTIONS) {
                prop_assert!(opened.document.text.get(opened.body).is_some());
            }
        }

        #[test]
        fn any_text_is_opened_or_refused(text in "(---\n|date |\u{feff})?(date|2023-11-01|[:\n\r -]|\\PC){0,40}") {
            if let Ok(opened) = open("a.txt", text.clone().into_bytes(), OPTIONS) {
                prop_assert_eq!(&opened.document.text, &text);
                prop_assert!(text.get(opened.body).is_some());
            }
        }
    }
}
