//! Tables: columns, and rows in groups.

use claim::Window;

use crate::text::Text;

/// How a column lines up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub heading: String,
    pub align: Align,
    /// Share of the width that is left over in the terminal; 0 keeps to the content.
    pub grow: usize,
    /// Left out in the terminal, which has no room for it.
    pub page_only: bool,
}

impl Column {
    pub(crate) fn new(heading: impl Into<String>, align: Align, grow: usize) -> Column {
        Column { heading: heading.into(), align, grow, page_only: false }
    }

    pub(crate) fn page_only(self) -> Column {
        Column { page_only: true, ..self }
    }
}

/// One row of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Row {
    pub cells: Vec<Text>,
    /// What is folded under the row: copies, parts of a breakdown. Page only.
    pub notes: Vec<Text>,
    /// The days that the row is of, where it is of some.
    pub days: Option<Window>,
    /// How much the row tells; the terminal keeps the most telling ones.
    pub telling: f64,
    /// 5 %, 50 % and 95 % point, drawn as a bar on the page.
    pub bar: Option<[f64; 3]>,
}

/// Rows under one heading.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    pub heading: Option<String>,
    pub rows: Vec<Row>,
}

/// A table. The first column heads its row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Table {
    pub caption: String,
    pub columns: Vec<Column>,
    pub groups: Vec<Group>,
    /// How many rows the terminal prints.
    pub shown: usize,
}

impl Table {
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.groups.iter().flat_map(|group| &group.rows)
    }
}
