//! The cells of a sheet and where they stand in the document's text.

use std::borrow::Cow;
use std::ops::Range;

use claim::cells::cell_at;
use open::{Sheet, limits};
use rustc_hash::FxHashMap;

/// The sheet at hand, cell by cell.
#[derive(Debug)]
pub(super) struct Grid<'t> {
    text: &'t str,
    /// Where the sheet ends in it.
    end: usize,
    /// Its name, where the file is a workbook.
    pub name: Option<&'t str>,
    pub delimiter: u8,
    /// The cells of all rows, as byte ranges of the text without their quotation marks.
    cells: Vec<[u32; 2]>,
    /// For each row its first cell and its line in the sheet, from 1.
    rows: Vec<(u32, u32)>,
    /// From a merged cell to the one that has its text.
    merged: FxHashMap<(u32, u32), (u32, u32)>,
    /// Texts that begin like a formula have an apostrophe before them.
    guarded: bool,
}

impl<'t> Grid<'t> {
    /// Cuts a sheet into cells; `None` when it has too many.
    pub fn of(text: &'t str, sheet: &'t Sheet, guarded: bool) -> Option<Grid<'t>> {
        let own = &text[sheet.text.clone()];
        let (mut start, mut line, mut delimiter) = (sheet.text.start, 1, b',');
        if sheet.name.is_none() {
            let (told, from) = claim::cells::delimiter(own);
            (delimiter, line) = (told, 1 + own[..from].matches('\n').count() as u32);
            start += from;
        } else if own.starts_with('\u{feff}') {
            start += '\u{feff}'.len_utf8();
        }
        let mut grid = Grid {
            text,
            end: sheet.text.end,
            name: sheet.name.as_deref(),
            delimiter,
            cells: Vec::new(),
            rows: Vec::new(),
            merged: FxHashMap::default(),
            guarded,
        };
        grid.cut(start..sheet.text.end, line)?;
        for [top, left, bottom, right] in &sheet.merges {
            let size = u64::from(bottom - top + 1) * u64::from(right - left + 1);
            if size > 10_000 || grid.merged.len() > 200_000 {
                continue; // a background, not a head
            }
            for row in *top..=*bottom {
                for column in *left..=*right {
                    if (row, column) != (*top, *left) {
                        grid.merged.insert((row, column), (*top, *left));
                    }
                }
            }
        }
        Some(grid)
    }

    fn cut(&mut self, range: Range<usize>, first_line: u32) -> Option<()> {
        let bytes = self.text.as_bytes();
        let (mut at, end) = (range.start, range.end);
        let mut line = first_line;
        while at < end {
            self.rows.push((self.cells.len() as u32, line));
            loop {
                let (cell, next) = cell_at(bytes, at, end, self.delimiter);
                if bytes.get(at) == Some(&b'"') {
                    line += bytes[cell.clone()].iter().filter(|b| **b == b'\n').count() as u32;
                }
                if self.cells.len() >= limits::CELLS {
                    return None;
                }
                self.cells.push([cell.start as u32, cell.end as u32]);
                at = next;
                match bytes.get(at) {
                    Some(byte) if *byte == self.delimiter && at < end => at += 1,
                    Some(b'\r') if bytes.get(at + 1) == Some(&b'\n') => {
                        at += 2;
                        break;
                    }
                    Some(_) => {
                        at += 1;
                        break;
                    }
                    None => break,
                }
            }
            line += 1;
        }
        Some(())
    }

    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// How many cells a row has.
    pub fn width(&self, row: usize) -> usize {
        let next = self.rows.get(row + 1).map_or(self.cells.len(), |next| next.0 as usize);
        next - self.rows[row].0 as usize
    }

    /// The number of a row, as a spreadsheet shows it.
    pub fn line(&self, row: usize) -> usize {
        self.rows[row].1 as usize
    }

    /// The bytes of a cell in the document's text, as far as it has any.
    pub fn span(&self, row: usize, column: usize) -> Option<Range<usize>> {
        if column >= self.width(row) {
            return None;
        }
        let [start, end] = self.cells[self.rows[row].0 as usize + column];
        Some(start as usize..end as usize)
    }

    /// The bytes of a row, up to its last cell that has anything in it.
    pub fn row_span(&self, row: usize) -> Range<usize> {
        let mut first = None;
        let mut last = 0;
        for column in 0..self.width(row) {
            let span = self.span(row, column).unwrap_or_default();
            first.get_or_insert(span.start);
            if !span.is_empty() {
                last = span.end;
            }
        }
        let first = first.unwrap_or_default();
        self.outward(first, last.max(first))
    }

    /// The bytes from the first cell of a row to this one.
    pub fn up_to(&self, row: usize, column: usize) -> Range<usize> {
        let (first, last) = (self.span(row, 0).unwrap_or_default(), self.span(row, column));
        self.outward(first.start, last.map_or(first.end, |last| last.end))
    }

    /// Takes in the quotation marks around the first and the last cell.
    fn outward(&self, start: usize, end: usize) -> Range<usize> {
        let bytes = self.text.as_bytes();
        let before = start > 0 && bytes[start - 1] == b'"';
        let after = bytes.get(end) == Some(&b'"');
        (if before { start - 1 } else { start })..(if after { end + 1 } else { end })
    }

    /// The text of a cell; empty outside.
    pub fn cell(&self, row: usize, column: usize) -> Cow<'t, str> {
        let Some(span) = self.span(row, column) else { return Cow::Borrowed("") };
        text_of(&self.text[span], self.guarded)
    }

    /// Where the cells of a row begin.
    pub fn row_at(&self, row: usize) -> usize {
        self.cells.get(self.rows[row].0 as usize).map_or(0, |[start, _]| {
            let start = *start as usize;
            let quoted = start > 0 && self.text.as_bytes()[start - 1] == b'"';
            if quoted { start - 1 } else { start }
        })
    }

    /// Whether texts that begin like a formula have an apostrophe before them.
    pub fn is_guarded(&self) -> bool {
        self.guarded
    }

    /// Where the sheet ends in the document's text.
    pub fn end(&self) -> usize {
        self.end
    }

    /// The text of a cell, or of the merged cell that it is a part of.
    pub fn told(&self, row: usize, column: usize) -> Cow<'t, str> {
        match self.merged.get(&(row as u32, column as u32)) {
            Some((top, left)) if (*top as usize) < self.rows() => {
                self.cell(*top as usize, *left as usize)
            }
            _ => self.cell(row, column),
        }
    }

    /// Whether a cell is a part of a merged one, beside its first.
    pub fn is_covered(&self, row: usize, column: usize) -> bool {
        self.merged.contains_key(&(row as u32, column as u32))
    }

    /// Whether merged cells are known at all.
    pub fn has_merges(&self) -> bool {
        !self.merged.is_empty()
    }

    /// Whether nothing is in a row.
    pub fn is_blank(&self, row: usize) -> bool {
        (0..self.width(row)).all(|column| self.cell(row, column).is_empty())
    }
}

/// What a cell says that stands so between the marks of a table.
pub(super) fn text_of(raw: &str, guarded: bool) -> Cow<'_, str> {
    let raw = raw.trim();
    if !raw.is_ascii()
        && let Some(number) = in_our_digits(raw)
    {
        return Cow::Owned(number);
    }
    if raw.as_bytes().contains(&b'"') && raw.contains("\"\"") {
        return Cow::Owned(raw.replace("\"\"", "\""));
    }
    Cow::Borrowed(if guarded { super::cells::unguarded(raw) } else { raw })
}

/// A number in Persian or Arabic digits, in those that the rest of the program reads; `None` for what is no number alone.
fn in_our_digits(raw: &str) -> Option<String> {
    let mut any = false;
    let mut number = String::with_capacity(raw.len());
    for character in raw.chars() {
        number.push(match character {
            '۰'..='۹' | '٠'..='٩' => {
                any = true;
                let zero = if character >= '۰' { '۰' } else { '٠' };
                char::from(b'0' + (character as u32 - zero as u32) as u8)
            }
            '٬' | '،' => ',',
            '٫' => '.',
            '0'..='9' | '.' | ',' | ' ' | '\u{a0}' | '<' | '>' | '%' => character,
            _ => return None,
        });
    }
    any.then_some(number)
}

/// The letters that a spreadsheet names a column by.
pub(super) fn letters(column: usize) -> String {
    let mut name = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        name.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    name.reverse();
    String::from_utf8(name).unwrap_or_default()
}

/// The column of this name, from 0; `None` for what is none.
pub(super) fn column_of(letters: &str) -> Option<usize> {
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let column = letters.bytes().fold(0, |column, b| 26 * column + usize::from(b - b'A') + 1);
    Some(column - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn grid<'t>(text: &'t str, sheet: &'t Sheet) -> Grid<'t> {
        Grid::of(text, sheet, true).unwrap()
    }

    fn whole(text: &str) -> Sheet {
        Sheet { text: 0..text.len(), ..Sheet::default() }
    }

    #[test]
    fn cells_stand_where_they_say() {
        let text = "\u{feff}Day;\"Gate; main\"\r\n\r\n3;\"said \"\"x\"\"\ntwice\";7\n4;'=5";
        let sheet = whole(text);
        let grid = grid(text, &sheet);
        assert_eq!((grid.delimiter, grid.rows()), (b';', 4));
        assert_eq!(grid.cell(0, 1), "Gate; main");
        assert_eq!(grid.cell(2, 1), "said \"x\"\ntwice");
        assert_eq!((grid.line(2), grid.line(3)), (3, 5));
        assert_eq!(&text[grid.row_span(2)], "3;\"said \"\"x\"\"\ntwice\";7");
        assert_eq!(&text[grid.up_to(2, 1)], "3;\"said \"\"x\"\"\ntwice\"");
        assert_eq!(grid.cell(3, 1), "=5");
        assert_eq!(grid.cell(3, 9), "");
        assert!(grid.is_blank(1));
    }

    #[test]
    fn merged_cells_tell_what_their_first_tells() {
        let text = "Torkham,,Chaman,\nin,out,in,out\n";
        let sheet = Sheet {
            merges: vec![[0, 0, 0, 1], [0, 2, 0, 3]],
            name: Some("s".into()),
            ..whole(text)
        };
        let grid = grid(text, &sheet);
        let told: Vec<_> = (0..4).map(|column| grid.told(0, column)).collect();
        assert_eq!(told, ["Torkham", "Torkham", "Chaman", "Chaman"]);
    }

    #[test]
    fn digits_of_other_scripts_are_digits() {
        for (cell, number) in [
            ("۱۲٬۳۴۵", "12,345"),
            ("١٢٣٤٥", "12345"),
            ("٩٨٧٫٥", "987.5"),
            ("< ۱۰", "< 10"),
            ("۱۴۰۲/۰۸/۱۰", "۱۴۰۲/۰۸/۱۰"),
            ("۵ نفر", "۵ نفر"),
        ] {
            assert_eq!(text_of(cell, true), number);
        }
    }

    #[test]
    fn columns_have_letters() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
            assert_eq!(column_of(name), Some(column));
        }
        assert_eq!(column_of("Date"), None);
    }

    proptest! {
        #[test]
        fn every_cell_is_a_part_of_the_text(text in "([a-z0-9,;\"\n\r\t ]|\\PC){0,80}") {
            let sheet = whole(&text);
            let grid = grid(&text, &sheet);
            for row in 0..grid.rows() {
                prop_assert!(text.get(grid.row_span(row)).is_some());
                for column in 0..grid.width(row) {
                    prop_assert!(text.get(grid.span(row, column).unwrap()).is_some());
                    prop_assert!(text.get(grid.up_to(row, column)).is_some());
                }
            }
        }
    }
}
