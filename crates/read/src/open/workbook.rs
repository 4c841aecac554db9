//! An Excel workbook as CSV text: the sheet that holds a claim table, a line
//! per row, so that line numbers are the rows that a spreadsheet shows.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};

/// The largest text that a sheet may become.
const TEXT_LIMIT: usize = super::FILE_LIMIT;

/// The most cells that are held at once.
const CELL_LIMIT: usize = 8_000_000;

/// Renders the first sheet that has the columns of a claim table; when none
/// has, the first that has anything, so that the reader can say what is missing.
pub(super) fn render(bytes: &[u8]) -> Result<String, String> {
    let unreadable = |error: calamine::XlsxError| format!("not a readable workbook: {error}");
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut fallback = None;
    for name in book.sheet_names() {
        let text = match sheet(&mut book, &name) {
            Ok(text) => text,
            Err(Refusal::NotASheet) => continue, // a chart has no cells
            Err(Refusal::TooLarge) => return Err(format!("sheet `{name}` is too large to read")),
            Err(Refusal::Unreadable(error)) => {
                return Err(format!("sheet `{name}` cannot be read: {error}"));
            }
        };
        if crate::table::is_table(&text) {
            return Ok(text);
        }
        if fallback.is_none() && !text.trim().is_empty() {
            fallback = Some(text);
        }
    }
    fallback.ok_or_else(|| "the workbook is empty".to_owned())
}

enum Refusal {
    NotASheet,
    TooLarge,
    Unreadable(calamine::XlsxError),
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<String, Refusal> {
    // Cell by cell: a sheet with one cell in its last corner would make the
    // dense range of all cells take gigabytes.
    let mut reader = book.worksheet_cells_reader(name).map_err(|error| match error {
        calamine::XlsxError::NotAWorksheet(_) => Refusal::NotASheet,
        error => Refusal::Unreadable(error),
    })?;
    let mut cells = Vec::new();
    while let Some(cell) = reader.next_cell().map_err(Refusal::Unreadable)? {
        let text = shown(cell.get_value());
        if !text.is_empty() {
            if cells.len() == CELL_LIMIT {
                return Err(Refusal::TooLarge);
            }
            cells.push((cell.get_position(), text));
        }
    }
    cells.sort_by_key(|(position, _)| *position); // nearly always sorted already
    cells.dedup_by_key(|(position, _)| *position); // two values glued would be a third
    let mut text = String::new();
    let (mut row, mut column) = (0, 0);
    for ((cell_row, cell_column), value) in cells {
        let rows = (cell_row - row) as usize;
        if rows > 0 {
            column = 0;
        }
        let columns = (cell_column - column) as usize;
        if text.len() + rows + columns + value.len() > TEXT_LIMIT {
            return Err(Refusal::TooLarge);
        }
        text.extend(std::iter::repeat_n('\n', rows));
        text.extend(std::iter::repeat_n(',', columns));
        push_quoted(&mut text, &value);
        (row, column) = (cell_row, cell_column);
    }
    if !text.is_empty() {
        text.push('\n');
    }
    Ok(text)
}

/// A cell as text: numbers without decoration, days as in ISO 8601.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => one_line(text),
        DataRef::SharedString(text) => one_line(text),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => one_reading(*number),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => one_line(text),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let is_time = moment.is_duration() || moment.as_f64() < 1.0;
            match (is_time, hour, minute, second) {
                (true, ..) => format!("{hour:02}:{minute:02}"),
                (false, 0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
            }
        }
    }
}

/// A number that is one in its cell has no second reading as text: three decimals get a fourth,
/// so that `12.345` is not twelve thousand.
fn one_reading(number: f64) -> String {
    let text = number.to_string();
    match text.split_once('.') {
        Some((_, decimals)) if decimals.len() == 3 => text + "0",
        _ => text,
    }
}

/// A line break inside a cell would break the count of lines.
fn one_line(text: &str) -> String {
    text.trim().replace("\r\n", " ").replace(['\n', '\r'], " ")
}

fn push_quoted(text: &mut String, value: &str) {
    if value.contains([',', '"', ';', '\t']) || value.starts_with(' ') {
        text.push('"');
        text.push_str(&value.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(value);
    }
}
