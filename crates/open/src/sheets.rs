//! Tables as files bring them, made text: CSV in the encodings that spreadsheet programs save, and
//! the sheets of a workbook as lines of CSV, so that line numbers are the rows that a spreadsheet
//! shows and spans of evidence point into text.

use std::ops::Range;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1250, WINDOWS_1252};

use super::limits;

/// One sheet of a document's text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name, when the file is a workbook.
    pub name: Option<String>,
    /// Its lines, in the document's text.
    pub text: Range<usize>,
    /// Cells that are merged: first row and column, last row and column, from 0.
    pub merges: Vec<[u32; 4]>,
}

/// A file that has become text, and the sheets in it.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    pub text: String,
    pub sheets: Vec<Sheet>,
    /// Sheets that were not looked at, each with the reason.
    pub passed: Vec<String>,
    /// What else is to be said of them.
    pub said: Vec<String>,
}

/// What may go wrong with the cells of a sheet.
#[derive(Debug)]
pub(super) enum Refusal {
    TooLarge,
    /// The cells do not come row by row.
    OutOfOrder,
    Unreadable(String),
}

/// Writes the cells of a sheet, which come in order, as lines of CSV.
#[derive(Debug, Default)]
pub(super) struct Writer {
    pub text: String,
    cells: usize,
    row: u32,
    column: u32,
    begun: bool,
}

impl Writer {
    /// Adds a cell that has something in it.
    pub fn cell(&mut self, row: u32, column: u32, value: &str) -> Result<(), Refusal> {
        let next = (self.row, self.column);
        if (row, column) < next || self.begun && (row, column) == next {
            return Err(Refusal::OutOfOrder);
        }
        let rows = (row - self.row) as usize;
        let columns = (if rows > 0 { column } else { column - self.column }) as usize;
        self.cells += columns + 1;
        if self.cells > limits::SHEET_CELLS
            || self.text.len() + rows + columns + value.len() > limits::FILE
        {
            return Err(Refusal::TooLarge);
        }
        self.text.extend(std::iter::repeat_n('\n', rows));
        self.text.extend(std::iter::repeat_n(',', columns));
        push_quoted(&mut self.text, value);
        (self.row, self.column, self.begun) = (row, column, true);
        Ok(())
    }

    /// The text, its last line ended.
    pub fn finish(mut self) -> String {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text
    }
}

/// A line break inside a cell would break the count of lines.
pub(super) fn one_line(text: &str) -> std::borrow::Cow<'_, str> {
    let text = text.trim();
    if text.contains(['\n', '\r']) {
        text.replace("\r\n", " ").replace(['\n', '\r'], " ").into()
    } else {
        text.into()
    }
}

pub(super) fn push_quoted(text: &mut String, value: &str) {
    if value.contains([',', '"', ';', '\t']) || value.starts_with(' ') {
        text.push('"');
        text.push_str(&value.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(value);
    }
}

impl Sheets {
    /// Takes the sheets that are not empty. A claim table is the whole document, as if it had been
    /// saved as CSV; several other sheets follow each other under their names.
    pub fn of(all: impl Iterator<Item = Result<Rendered, String>>) -> Result<Sheets, String> {
        let mut sheets = Sheets::default();
        let mut found: Vec<Rendered> = Vec::new();
        let mut size = 0;
        for rendered in all {
            let rendered = rendered?;
            if crate::claim_table::is_table(&rendered.text) {
                found = vec![rendered];
                sheets.passed.clear();
                break;
            }
            if rendered.text.trim().is_empty() {
                continue;
            }
            size += rendered.text.len();
            if size > limits::FILE {
                return Err(format!("sheet `{}` is too large to read", rendered.name));
            }
            found.push(rendered);
        }
        let several = found.len() > 1;
        for Rendered { name, text, mut merges } in found {
            if several {
                sheets.text.push_str(&format!("[{name}]\n"));
            }
            let start = sheets.text.len();
            sheets.text.push_str(&text);
            merges.truncate(limits::MERGED);
            let text = start..sheets.text.len();
            sheets.sheets.push(Sheet { name: Some(name), text, merges });
        }
        if sheets.sheets.is_empty() { Err("the workbook is empty".to_owned()) } else { Ok(sheets) }
    }
}

/// A sheet of a workbook as lines of CSV.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    pub name: String,
    pub text: String,
    pub merges: Vec<[u32; 4]>,
}

/// The text of a table in bytes that are not plain UTF-8: UTF-16 with its mark, or one of the two
/// code pages that spreadsheet programs of Europe save. `None` when the bytes are text already, or
/// none of these; the encoding is told.
pub(super) fn decoded(bytes: &[u8]) -> Option<(String, &'static str)> {
    let with = |encoding: &'static Encoding| {
        let (text, _, wrong) = encoding.decode(bytes);
        (!wrong && !text.contains('\0')).then(|| (text.into_owned(), encoding.name()))
    };
    if bytes.starts_with(b"\xff\xfe") && !bytes.starts_with(b"\xff\xfe\0\0") {
        return with(UTF_16LE);
    }
    if bytes.starts_with(b"\xfe\xff") {
        return with(UTF_16BE);
    }
    if bytes.contains(&0) || std::str::from_utf8(bytes).is_ok() {
        return None;
    }
    // Letters of Polish stand where the western page has signs that are never inside a word.
    let (mut central, mut western) = (0, 0);
    for (at, byte) in bytes.iter().enumerate() {
        let letter = |at: Option<usize>| {
            at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphabetic)
        };
        let in_word = letter(at.checked_sub(1)) || letter(Some(at + 1));
        match byte {
            0xb9 | 0xb3 | 0x9c | 0x9f | 0xbf | 0xa3 | 0x8c | 0xaf if in_word => central += 1,
            0xe8 | 0xe0 | 0xe2 | 0xfb | 0xee | 0xf4 | 0xc9 if in_word => western += 1,
            _ => {}
        }
    }
    with(if central > western { WINDOWS_1250 } else { WINDOWS_1252 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_of_europe_are_told_by_their_letters() {
        let polish = b"Przej\x9ccie;Wjazd\nMedyka;5\n";
        assert_eq!(decoded(polish), Some(("Przejście;Wjazd\nMedyka;5\n".into(), "windows-1250")));
        let french = b"Fronti\xe8re;Entr\xe9es\n";
        assert_eq!(decoded(french), Some(("Frontière;Entrées\n".into(), "windows-1252")));
        let wide: Vec<u8> =
            "\u{feff}Date;Wjazd\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&wide), Some(("Date;Wjazd\n".into(), "UTF-16LE")));
        assert_eq!(decoded("plain, é".as_bytes()), None);
        assert_eq!(decoded(b"bin\0ary\xff"), None);
    }

    #[test]
    fn cells_become_lines_with_their_places() {
        let mut writer = Writer::default();
        writer.cell(1, 1, "a,b").unwrap();
        writer.cell(1, 3, "c").unwrap();
        writer.cell(3, 0, "d").unwrap();
        assert!(matches!(writer.cell(3, 0, "e"), Err(Refusal::OutOfOrder)));
        assert_eq!(writer.finish(), "\n,\"a,b\",,c\n\nd\n");
        let mut corners = Writer::default();
        let last = (0..).find(|row| corners.cell(*row, 16_383, "x").is_err());
        assert!(last.is_some_and(|row| row < 2000), "a column of last corners is refused");
    }

    /// A packed spreadsheet with this content.
    fn ods(content: &str) -> Vec<u8> {
        use std::io::Write;
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let stored = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored);
        archive.start_file("mimetype", stored).unwrap();
        archive.write_all(b"application/vnd.oasis.opendocument.spreadsheet").unwrap();
        let packed = zip::write::SimpleFileOptions::default();
        archive.start_file("content.xml", packed).unwrap();
        archive.write_all(content.as_bytes()).unwrap();
        archive.finish().unwrap().into_inner()
    }

    fn sheet(rows: &str) -> Vec<u8> {
        ods(&format!(
            "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"S\">{rows}\
             </table:table></office:spreadsheet></office:body></office:document-content>"
        ))
    }

    fn opened(bytes: Vec<u8>) -> Result<String, String> {
        crate::open("t.ods", bytes, crate::Options::default())
            .map(|opened| opened.document.text)
            .map_err(|problem| problem.to_string())
    }

    #[test]
    fn repeated_rows_and_last_corners_are_bounded() {
        let cell = "<table:table-cell office:value-type=\"float\" office:value=\"5\"><text:p>5</text:p></table:table-cell>";
        // A million blank rows and a cell: what a spreadsheet program saves.
        let blank = format!(
            "<table:table-row table:number-rows-repeated=\"1048575\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
             <table:table-row>{cell}</table:table-row>"
        );
        assert_eq!(opened(sheet(&blank)).map(|text| text.trim().to_owned()), Ok("5".to_owned()));
        // Millions of cells that are not blank, in a few bytes.
        for rows in [
            format!(
                "<table:table-row table:number-rows-repeated=\"4000000000\">{cell}</table:table-row>"
            ),
            format!(
                "<table:table-row table:number-rows-repeated=\"1048576\">{}</table:table-row>",
                cell.replace(
                    "<table:table-cell ",
                    "<table:table-cell table:number-columns-repeated=\"16384\" "
                )
            ),
        ] {
            let refused = opened(sheet(&rows)).unwrap_err();
            assert!(refused.contains("sheet `S` is too large to read"), "{refused}");
        }
    }

    #[test]
    fn a_bomb_is_refused_before_it_is_unpacked() {
        let refused = opened(ods(&" ".repeat(400 << 20))).unwrap_err();
        assert!(refused.contains("unpacks to more than a report can be"), "{refused}");
    }

    #[test]
    fn a_damaged_spreadsheet_is_refused() {
        let whole = sheet(
            "<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>",
        );
        assert_eq!(opened(whole.clone()), Ok("a\n".to_owned()));
        for cut in 0..whole.len() {
            let _ = opened(whole[..cut].to_vec());
            let mut bent = whole.clone();
            bent[cut] ^= 0x55;
            let _ = opened(bent);
        }
    }
}
