//! What a number of a table is quoted with: its cells and their heads, and nothing else of the row, which may be about
//! persons.

/// A cell with its head.
pub(super) fn cell(head: &str, cell: &str) -> String {
    match head {
        "" => cell.to_owned(),
        head => format!("{head}: {cell}"),
    }
}
