//! A table of the input: rows with the lines they stand on, cells with their columns.

use std::path::Path;

use jiff::civil::Date;

use crate::fault::{Column, Fault, Wrong};

/// What a table is to be like.
pub(super) struct Form {
    /// What the file holds, in words.
    pub holds: &'static str,
    /// A row, as one writes it.
    pub row: &'static str,
    /// Names of the columns, for messages.
    pub columns: &'static [&'static str],
    /// Cells that a row must have.
    pub needed: usize,
}

pub(super) struct Table {
    file: String,
    form: &'static Form,
    /// The first line that begins with a hash, cut into cells.
    pub head: Vec<String>,
    pub rows: Vec<Row>,
}

pub(super) struct Row {
    pub line: u64,
    pub cells: Vec<String>,
}

impl Table {
    /// Reads a file; rows that are too short or whose quotes are open are faults and left out.
    pub(super) fn read(path: &Path, form: &'static Form, faults: &mut Vec<Fault>) -> Option<Table> {
        let text = super::text(path, form.holds).map_err(|fault| faults.push(fault)).ok()?;
        let mut table =
            Table { file: path.display().to_string(), form, head: Vec::new(), rows: Vec::new() };
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut headed = false;
        for record in reader.records() {
            // A record of a string that is UTF-8 is always one.
            let Ok(record) = record else { continue };
            let line = record.position().map_or(0, csv::Position::line);
            let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
            if cells.iter().all(String::is_empty) {
                continue;
            }
            if let Some(first) = cells[0].strip_prefix('#') {
                if !std::mem::replace(&mut headed, true) {
                    table.head = cells.clone();
                    table.head[0] = first.trim().to_owned();
                }
                continue;
            }
            if let Some(open) = record.iter().position(|cell| cell.trim().contains('\n')) {
                faults.push(table.fault(line, open, Wrong::OpenQuote));
            } else if cells.len() < form.needed {
                let wrong =
                    Wrong::FewCells { found: cells.len(), needed: form.needed, row: form.row };
                faults.push(table.fault(line, cells.len(), wrong));
            } else {
                table.rows.push(Row { line, cells });
            }
        }
        Some(table)
    }

    /// A fault where there is not a single row.
    pub(super) fn must_have_rows(&self, faults: &mut Vec<Fault>) {
        // Rows that were left out have faults of their own.
        if self.rows.is_empty() && faults.iter().all(|fault| fault.file != self.file) {
            faults.push(self.whole(Wrong::NoRows { row: self.form.row }));
        }
    }

    /// A fault of the whole file.
    pub(super) fn whole(&self, wrong: Wrong) -> Fault {
        Fault::of_file(&self.file, wrong)
    }

    /// A fault of a cell.
    pub(super) fn fault(&self, line: u64, column: usize, wrong: Wrong) -> Fault {
        let named = self.form.columns.get(column).copied().map(str::to_owned);
        let name = named.or_else(|| self.head.get(column).cloned()).unwrap_or_default();
        let column = Some(Column { number: column + 1, name });
        Fault { line: Some(line), column, ..self.whole(wrong) }
    }

    /// A cell that must say something.
    pub(super) fn said<'a>(&self, row: &'a Row, column: usize) -> Result<&'a str, Fault> {
        match row.cells.get(column).map(String::as_str).unwrap_or_default() {
            "" => Err(self.fault(row.line, column, Wrong::Blank)),
            text => Ok(text),
        }
    }

    /// A number within bounds, which `range` says in words.
    pub(super) fn number(
        &self,
        row: &Row,
        column: usize,
        within: impl Fn(f64) -> bool,
        range: &'static str,
    ) -> Result<f64, Fault> {
        let text = self.said(row, column)?;
        let wrong = |wrong| self.fault(row.line, column, wrong);
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
        let number: f64 = text
            .parse()
            .ok()
            .filter(|_| plain)
            .ok_or_else(|| wrong(Wrong::NoNumber(text.to_owned())))?;
        let good = number.is_finite() && within(number);
        good.then_some(number).ok_or_else(|| wrong(out_of_range(text, range)))
    }

    /// A whole number within bounds.
    pub(super) fn whole_number(
        &self,
        row: &Row,
        column: usize,
        within: impl Fn(i64) -> bool,
        range: &'static str,
    ) -> Result<i64, Fault> {
        let text = self.said(row, column)?;
        let wrong = |wrong| self.fault(row.line, column, wrong);
        let number: i64 = text.parse().map_err(|_| {
            let digits = text.strip_prefix('-').unwrap_or(text);
            let many = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            match many {
                true => wrong(out_of_range(text, range)),
                false => wrong(Wrong::NoWhole(text.to_owned())),
            }
        })?;
        within(number).then_some(number).ok_or_else(|| wrong(out_of_range(text, range)))
    }

    /// A date, `2012-02-29`.
    pub(super) fn date(&self, row: &Row, column: usize) -> Result<Date, Fault> {
        let text = self.said(row, column)?;
        let shaped =
            text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        text.parse()
            .ok()
            .filter(|_| shaped)
            .ok_or_else(|| self.fault(row.line, column, Wrong::NoDate(text.to_owned())))
    }
}

fn out_of_range(text: &str, range: &'static str) -> Wrong {
    Wrong::OutOfRange { text: text.to_owned(), range }
}

/// Days from one date to another.
pub(super) fn days_between(start: Date, date: Date) -> i64 {
    // Both lie between the years -9999 and 9999.
    start.until(date).map_or(0, |span| i64::from(span.get_days()))
}
