//! A table as CSV: UTF-8, RFC 4180, a row of HXL tags under the header, and no cell that a
//! spreadsheet would take for a formula.

use crate::ExportError;
use crate::table::{Cell, Table};

pub(crate) fn write(table: &Table) -> Result<Vec<u8>, ExportError> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(table.columns.iter().map(|column| column.name))?;
    out.write_record(table.columns.iter().map(|column| column.hxl))?;
    for row in &table.rows {
        out.write_record(row.iter().map(text))?;
    }
    Ok(out.into_inner().map_err(|error| error.into_error())?)
}

fn text(cell: &Cell) -> String {
    let text = cell.text();
    match cell {
        Cell::Text(_) | Cell::List(_) => inert(text),
        _ => text,
    }
}

/// Puts an apostrophe before a text that a spreadsheet would run when it opens the file (OWASP,
/// CSV injection); `add` takes it off again. One more before a text that has such
/// apostrophes already, so that none is lost.
pub(crate) fn inert(text: String) -> String {
    if is_active(text.trim_start_matches('\'')) { format!("'{text}") } else { text }
}

/// Whether a spreadsheet may take it for a formula.
pub(crate) fn is_active(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_a_formula() {
        let inert = |text: &str| inert(text.to_owned());
        assert_eq!(inert("=HYPERLINK(\"http://x\")"), "'=HYPERLINK(\"http://x\")");
        assert_eq!(inert("-"), "'-");
        assert_eq!(inert("'=1"), "''=1");
        assert_eq!(inert("IOM"), "IOM");
        assert_eq!(inert("'quoted'"), "'quoted'");
    }
}
