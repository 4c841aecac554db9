//! What a number of a table is quoted with: its cells and their heads, and nothing else of the row, which may be about
//! persons.

use super::header::one_space;
use super::record::Record;
use super::table::Reader;

/// A cell with its head.
pub(super) fn cell(head: &str, cell: &str) -> String {
    match head {
        "" => cell.to_owned(),
        head => format!("{head}: {cell}"),
    }
}

impl Reader<'_> {
    /// The cells that a number was read from.
    pub(super) fn quote(&self, record: &Record, keys: &[usize]) -> String {
        let mut columns: Vec<usize> =
            keys.iter().chain([&record.column]).chain(&record.beside).copied().collect();
        columns.sort_unstable();
        columns.dedup();
        let cells = columns.into_iter().filter_map(|column| {
            let told = one_space(&self.grid.cell(record.row, column));
            let head = self.layout.labels.get(column).map_or("", String::as_str);
            (!told.is_empty()).then(|| cell(head, &told))
        });
        cells.collect::<Vec<_>>().join("; ")
    }
}
