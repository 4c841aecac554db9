//! An Excel workbook: its sheets as lines of CSV.

use std::io::Cursor;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::sheets::{Refusal, Rendered, Sheets, Writer, one_line};
use super::{sizes, unshown};

/// A sheet of more bytes than this is a long list, not a table with merged heads and hidden rows.
const MERGES_IN: u64 = 16 << 20;

/// Renders the sheets that are shown; of a claim table, only that.
pub(super) fn render(bytes: &[u8]) -> Result<Sheets, String> {
    let unreadable = |error: XlsxError| format!("not a readable workbook: {error}");
    let size = sizes::check(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    let mut passed = Vec::new();
    let mut names = Vec::new();
    for sheet in book.sheets_metadata() {
        match (sheet.typ, sheet.visible) {
            (SheetType::WorkSheet, SheetVisible::Visible) => names.push(sheet.name.clone()),
            (SheetType::WorkSheet, _) => passed.push(format!("sheet `{}`: hidden", sheet.name)),
            _ => {} // a chart has no cells
        }
    }
    let mut sheets = Sheets::of(names.into_iter().map(|name| {
        let text = match sheet(&mut book, &name) {
            Ok(text) => text,
            Err(Refusal::TooLarge) => return Err(format!("sheet `{name}` is too large to read")),
            Err(Refusal::OutOfOrder) => return Err(format!("sheet `{name}` has a cell twice")),
            Err(Refusal::Unreadable(error)) => {
                return Err(format!("sheet `{name}` cannot be read: {error}"));
            }
        };
        let merges = match size <= MERGES_IN {
            true => book.merge_cells_by_sheet_name(&name).unwrap_or_default(),
            false => Vec::new(),
        };
        let corners = |d: &calamine::Dimensions| [d.start.0, d.start.1, d.end.0, d.end.1];
        Ok(Rendered { merges: merges.iter().map(corners).collect(), name, text })
    }))?;
    if sheets.sheets.len() > 1 || !crate::claim_table::is_table(&sheets.text) {
        sheets.passed = passed;
        if size <= MERGES_IN {
            sheets.said = unshown::of(bytes, sheets.sheets.len() > 1);
        }
    }
    Ok(sheets)
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<String, Refusal> {
    match in_order(book, name) {
        Err(Refusal::OutOfOrder) => sorted(book, name),
        other => other,
    }
}

/// Cell by cell: a sheet with one cell in its last corner would make the dense range of all
/// cells take gigabytes.
fn in_order(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<String, Refusal> {
    let mut writer = Writer::default();
    each(book, name, |(row, column), text| writer.cell(row, column, &text))?;
    Ok(writer.finish())
}

/// The cells of a sheet that does not keep to the order of rows.
fn sorted(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<String, Refusal> {
    const MOST: usize = 2_000_000;
    let mut cells = Vec::new();
    each(book, name, |position, text| {
        cells.push((position, text));
        if cells.len() > MOST { Err(Refusal::TooLarge) } else { Ok(()) }
    })?;
    cells.sort_by_key(|(position, _)| *position);
    cells.dedup_by_key(|(position, _)| *position); // two values glued would be a third
    let mut writer = Writer::default();
    for ((row, column), text) in cells {
        writer.cell(row, column, &text)?;
    }
    Ok(writer.finish())
}

fn each(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    mut take: impl FnMut((u32, u32), String) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let unreadable = |error: XlsxError| Refusal::Unreadable(error.to_string());
    let mut reader = book.worksheet_cells_reader(name).map_err(unreadable)?;
    while let Some(cell) = reader.next_cell().map_err(unreadable)? {
        let text = shown(cell.get_value());
        if !text.is_empty() {
            take(cell.get_position(), text)?;
        }
    }
    Ok(())
}

/// A cell as text: numbers without decoration, days as in ISO 8601.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => one_line(text).into_owned(),
        DataRef::SharedString(text) => one_line(text).into_owned(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => one_reading(*number),
        DataRef::Error(error) => error.to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => one_line(text).into_owned(),
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
pub(super) fn one_reading(number: f64) -> String {
    let text = number.to_string();
    match text.split_once('.') {
        Some((_, decimals)) if decimals.len() == 3 => text + "0",
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn workbook(sheet: &str) -> Vec<u8> {
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let packages = "http://schemas.openxmlformats.org/package/2006/relationships";
        let book = format!(
            "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets>\
             <sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
        );
        let relations = format!(
            "<Relationships xmlns=\"{packages}\"><Relationship Id=\"rId1\" \
             Target=\"worksheets/sheet1.xml\" Type=\"{office}/worksheet\"/></Relationships>"
        );
        let sheet =
            format!("<worksheet xmlns=\"{main}\"><sheetData>{sheet}</sheetData></worksheet>");
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let root = format!(
            "<Relationships xmlns=\"{packages}\"><Relationship Id=\"rId1\" \
             Target=\"xl/workbook.xml\" Type=\"{office}/officeDocument\"/></Relationships>"
        );
        for (name, text) in [
            ("_rels/.rels", root),
            ("xl/workbook.xml", book),
            ("xl/_rels/workbook.xml.rels", relations),
            ("xl/worksheets/sheet1.xml", sheet),
        ] {
            zip.start_file(name, SimpleFileOptions::default()).expect("in memory");
            zip.write_all(text.as_bytes()).expect("in memory");
        }
        zip.finish().expect("in memory").into_inner()
    }

    /// Found by fuzzing: the reader of workbooks counted past the end of a number, and a cell
    /// would have stood in another row.
    #[test]
    fn a_reference_that_no_sheet_has_is_refused() {
        let row = |reference: &str| format!("<row r=\"1\"><c r=\"{reference}\"><v>5</v></c></row>");
        let good = render(&workbook(&row("B1"))).expect("a sheet");
        assert_eq!(good.text, ",5\n");
        for reference in ["MMMMMMMMMMMMM1", "A42949672961", "A0"] {
            let refused = render(&workbook(&row(reference))).expect_err("no such cell");
            assert!(refused.contains(reference), "{refused}");
        }
    }
}
