//! How much of a file is read, all in one place: a file that is larger, deeper or longer than a
//! report can be is refused with a message, and nothing grows without a bound.

/// The largest file that is read.
pub const FILE: usize = 64 << 20;

/// The longest line that can be prose or a row of counts.
pub const LINE: usize = 1 << 20;

/// The largest text that a document may become.
pub const TEXT: usize = 16 << 20;

/// The most that all the files packed in one file may unpack to.
pub const UNPACKED: usize = 256 << 20;

/// So many times its own size a file may unpack to: text is packed to a third, tables to a tenth or twentieth, bombs to a
/// thousandth.
pub const EXPANSION: usize = 48;

/// So much a file may unpack to, however small it is.
pub const UNPACKED_SMALL: usize = 8 << 20;

/// The most attributes of one element of a web page: the parser's time grows with their square.
pub const ATTRIBUTES: usize = 128;

/// The most files in one archive, entries in one feed or parts in one mail.
pub const MEMBERS: usize = 10_000;

/// A zip in a mail in a zip: how deep one is in another.
pub const NESTING: usize = 4;

/// Elements within elements, in XML.
pub const XML_DEPTH: usize = 256;

/// The largest web page.
pub const HTML: usize = 16 << 20;

/// Elements within elements, in HTML.
pub const HTML_DEPTH: usize = 512;

/// The most pages of a PDF file.
pub const PAGES: usize = 2_000;

/// The most that one compressed stream of a PDF file may unpack to.
pub const PDF_STREAM: usize = 96 << 20;

/// The most that all compressed streams of a PDF file may unpack to.
pub const PDF_STREAMS: usize = 512 << 20;

/// The most drawing instructions of one page of a PDF file, those of what it reuses counted each time.
pub const PDF_WORK: u64 = 4_000_000;

/// So many pages may be as much work as that; the rest of such a file is not read.
pub const PDF_PAGES: u64 = 5;

/// The most glyphs on one page.
pub const GLYPHS: usize = 200_000;

/// The most bytes that the parts of a workbook may unpack to, together.
pub const WORKBOOK: u64 = 768 << 20;

/// The most for one sheet of it, which is read as it unpacks.
pub const SHEET: u64 = 320 << 20;

/// The most for a part that is kept in memory: shared texts, styles, the list of sheets.
pub const WORKBOOK_PART: u64 = 96 << 20;

/// The rows and columns that spreadsheet programs have.
pub const SHEET_ROWS: u32 = 1_048_576;
/// See [`SHEET_ROWS`].
pub const SHEET_COLUMNS: u32 = 16_384;

/// The most cells, empty ones between others counted, that a workbook's sheets may have.
pub const SHEET_CELLS: usize = 16_000_000;

/// The most cells of a table, whatever it came in.
pub const CELLS: usize = 20_000_000;

/// A cell longer than this is no cell of a table.
pub const CELL: usize = 1 << 16;

/// The cells of a merge that are told of, at most: more of them is a drawing, not a table.
pub const MERGED: usize = 100_000;
