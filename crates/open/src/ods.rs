//! An OpenDocument spreadsheet: its sheets as lines of CSV.
//!
//! Read here and not by a crate: those at hand hold every repeated cell as a cell of its own (a
//! sheet of one row, repeated to the last line, takes gigabytes) and do not tell which are merged.

use std::io::{BufReader, Cursor, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use zip::ZipArchive;

use super::sheets::{Refusal, Rendered, Sheets, Writer, one_line};
use super::workbook::one_reading;
use super::{limits, sizes};

/// The last row and column that spreadsheet programs have, from 0.
const LAST: (u32, u32) = (limits::SHEET_ROWS - 1, limits::SHEET_COLUMNS - 1);

/// Whether the bytes are an OpenDocument spreadsheet: its kind is the first thing in the file.
pub(super) fn is_ods(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(160)];
    let kind = b"application/vnd.oasis.opendocument.spreadsheet";
    head.windows(kind.len()).any(|window| window == kind)
}

pub(super) fn render(bytes: &[u8]) -> Result<Sheets, String> {
    sizes::check(bytes)?;
    let unreadable = |error: String| format!("not a readable spreadsheet: {error}");
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(error.to_string()))?;
    if let Ok(mut manifest) = archive.by_name("META-INF/manifest.xml") {
        let mut text = String::new();
        let _ = manifest.by_ref().take(1 << 20).read_to_string(&mut text);
        if text.contains("encryption-data") {
            return Err("the spreadsheet is locked with a password".to_owned());
        }
    }
    let content = archive.by_name("content.xml").map_err(|error| unreadable(error.to_string()))?;
    let mut reader = Reader::from_reader(BufReader::new(content));
    let mut passed = Vec::new();
    let mut buffer = Vec::new();
    let mut failed = false;
    let mut hidden: Vec<String> = Vec::new();
    let tables = std::iter::from_fn(|| {
        while !failed {
            buffer.clear();
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Eof) => return None,
                Ok(Event::Start(start)) if is(&start, "style") => {
                    // A hidden sheet is one whose style says so.
                    let name = attribute(&start, "name").unwrap_or_default();
                    if attribute(&start, "family").as_deref() == Some("table") {
                        match hidden_style(&mut reader) {
                            Ok(true) => hidden.push(name),
                            Ok(false) => {}
                            Err(error) => {
                                failed = true;
                                return Some(Err(unreadable(error)));
                            }
                        }
                    }
                }
                Ok(Event::Start(start)) if is(&start, "table") => {
                    let name = attribute(&start, "name").unwrap_or_default();
                    let style = attribute(&start, "style-name").unwrap_or_default();
                    let table = Table::default().read(&mut reader);
                    match table {
                        Ok(table) if hidden.contains(&style) => {
                            if !table.writer.text.is_empty() {
                                passed.push(format!("sheet `{name}`: hidden"));
                            }
                        }
                        Ok(table) => {
                            let (text, merges) = (table.writer.finish(), table.merges);
                            return Some(Ok(Rendered { name, text, merges }));
                        }
                        Err(refusal) => {
                            failed = true;
                            return Some(Err(match refusal {
                                Refusal::TooLarge => format!("sheet `{name}` is too large to read"),
                                Refusal::OutOfOrder => format!("sheet `{name}` has a cell twice"),
                                Refusal::Unreadable(error) => unreadable(error),
                            }));
                        }
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    failed = true;
                    return Some(Err(unreadable(error.to_string())));
                }
            }
        }
        None
    });
    let mut sheets = Sheets::of(tables)?;
    if sheets.sheets.len() > 1 || !crate::claim_table::is_table(&sheets.text) {
        sheets.passed = passed;
    }
    Ok(sheets)
}

type Xml<'z, 'b> = Reader<BufReader<zip::read::ZipFile<'z, Cursor<&'b [u8]>>>>;

/// Whether the style of a sheet, whose start has been read, hides it.
fn hidden_style(reader: &mut Xml<'_, '_>) -> Result<bool, String> {
    let mut buffer = Vec::new();
    let mut hidden = false;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|error| error.to_string())? {
            Event::Empty(e) | Event::Start(e) if is(&e, "table-properties") => {
                hidden |= attribute(&e, "display").as_deref() == Some("false");
            }
            Event::End(end) if local(end.name().0) == "style" => return Ok(hidden),
            Event::Eof => return Ok(hidden),
            _ => {}
        }
    }
}

/// A sheet while it is read.
#[derive(Default)]
struct Table {
    writer: Writer,
    merges: Vec<[u32; 4]>,
    row: u32,
    /// The cells of the row at hand that have something in them: column, how often, text.
    cells: Vec<(u32, u32, String)>,
    column: u32,
    row_repeats: u32,
}

impl Table {
    fn read(mut self, reader: &mut Xml<'_, '_>) -> Result<Table, Refusal> {
        let broken = |error: quick_xml::Error| Refusal::Unreadable(error.to_string());
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer).map_err(broken)? {
                Event::Start(start) if is(&start, "table-row") => self.begin_row(&start),
                Event::Empty(start) if is(&start, "table-row") => {
                    self.begin_row(&start);
                    self.end_row()?;
                }
                Event::End(end) if local(end.name().0) == "table-row" => self.end_row()?,
                Event::Start(start) if is_cell(&start) => {
                    let start = start.into_owned();
                    let text = cell_text(reader)?;
                    self.cell(&start, text);
                }
                Event::Empty(start) if is_cell(&start) => self.cell(&start, String::new()),
                // A table inside a shape, or notes: not of this sheet.
                Event::Start(start) if is(&start, "shapes") || is(&start, "table") => {
                    let end = start.to_end().into_owned();
                    reader.read_to_end_into(end.name(), &mut Vec::new()).map_err(broken)?;
                }
                Event::End(end) if local(end.name().0) == "table" => return Ok(self),
                Event::Eof => return Err(Refusal::Unreadable("it ends in a sheet".to_owned())),
                _ => {}
            }
        }
    }

    fn begin_row(&mut self, start: &BytesStart<'_>) {
        self.cells.clear();
        self.column = 0;
        self.row_repeats = count(start, "number-rows-repeated");
    }

    fn cell(&mut self, start: &BytesStart<'_>, text: String) {
        let repeats = count(start, "number-columns-repeated");
        let text = shown(start, text);
        if !text.is_empty() {
            let (columns, rows) =
                (count(start, "number-columns-spanned"), count(start, "number-rows-spanned"));
            if columns > 1 || rows > 1 {
                let last =
                    [self.row.saturating_add(rows - 1), self.column.saturating_add(columns - 1)];
                self.merges.push([self.row, self.column, last[0].min(LAST.0), last[1].min(LAST.1)]);
            }
            self.cells.push((self.column, repeats, text));
        }
        self.column = self.column.saturating_add(repeats);
    }

    fn end_row(&mut self) -> Result<(), Refusal> {
        if !self.cells.is_empty() {
            for again in 0..self.row_repeats {
                let row = self.row.saturating_add(again);
                for (column, repeats, text) in &self.cells {
                    for next in 0..*repeats {
                        let column = column.saturating_add(next);
                        if row > LAST.0 || column > LAST.1 {
                            return Err(Refusal::TooLarge);
                        }
                        self.writer.cell(row, column, text)?;
                    }
                }
            }
        }
        self.row = self.row.saturating_add(self.row_repeats);
        Ok(())
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or_default()
}

fn is(start: &BytesStart<'_>, name: &str) -> bool {
    local(start.name().0) == name
}

fn is_cell(start: &BytesStart<'_>) -> bool {
    is(start, "table-cell") || is(start, "covered-table-cell")
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| local(attribute.key.0) == name)
        .and_then(|attribute| {
            attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(|value| value.into_owned())
        })
}

/// How often, at least once.
fn count(start: &BytesStart<'_>, name: &str) -> u32 {
    attribute(start, name).and_then(|value| value.parse().ok()).unwrap_or(1).max(1)
}

/// The paragraphs of a cell whose start has been read; notes on it are no part of it.
fn cell_text(reader: &mut Xml<'_, '_>) -> Result<String, Refusal> {
    let broken = |error: quick_xml::Error| Refusal::Unreadable(error.to_string());
    let mut buffer = Vec::new();
    let mut text = String::new();
    loop {
        buffer.clear();
        if text.len() > limits::CELL {
            return Err(Refusal::TooLarge);
        }
        match reader.read_event_into(&mut buffer).map_err(broken)? {
            Event::Start(start) if is(&start, "annotation") || is(&start, "frame") => {
                let end = start.to_end().into_owned();
                reader.read_to_end_into(end.name(), &mut Vec::new()).map_err(broken)?;
            }
            Event::Start(start) if is(&start, "p") && !text.is_empty() => text.push(' '),
            Event::Empty(empty)
                if is(&empty, "s") || is(&empty, "tab") || is(&empty, "line-break") =>
            {
                text.push(' ');
            }
            Event::Text(piece) => text.push_str(&piece),
            Event::GeneralRef(reference) => {
                match quick_xml::escape::resolve_predefined_entity(&reference) {
                    Some(known) => text.push_str(known),
                    None => text.extend(reference.resolve_char_ref().ok().flatten()),
                }
            }
            Event::End(end)
                if matches!(local(end.name().0), "table-cell" | "covered-table-cell") =>
            {
                return Ok(text);
            }
            Event::Eof => return Err(Refusal::Unreadable("it ends in a cell".to_owned())),
            _ => {}
        }
    }
}

/// A cell as text: by its value where it has one, since what is shown is decorated.
fn shown(start: &BytesStart<'_>, text: String) -> String {
    let value = |name| attribute(start, name);
    match value("value-type").as_deref() {
        Some("float" | "currency") => match value("value").and_then(|v| v.parse::<f64>().ok()) {
            Some(number) if number.is_finite() => one_reading(number),
            _ => one_line(&text).into_owned(),
        },
        Some("date") => {
            let day = value("date-value").unwrap_or(text);
            let day = day.strip_suffix("T00:00:00").unwrap_or(&day);
            one_line(&day.replace('T', " ")).into_owned()
        }
        Some("boolean") => value("boolean-value").unwrap_or(text),
        // A share, a time of day: as it is shown.
        _ => one_line(&text).into_owned(),
    }
}
