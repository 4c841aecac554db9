//! A number of a table before it is a claim.

use std::ops::Range;

use calendar::numbers::Amount;

use super::frame::Frame;

/// A number of the table with all that is known of it.
#[derive(Debug, Clone)]
pub(super) struct Record {
    pub row: usize,
    pub column: usize,
    pub frame: Frame,
    pub amount: Amount,
    pub span: Range<usize>,
    /// The other columns that it was read from, of those that count.
    pub beside: Vec<usize>,
    /// It adds up others of the table.
    pub total: bool,
    /// Of a sum: its parts are claims of their own.
    pub parts_read: bool,
    pub rules: Vec<&'static str>,
}

impl Record {
    /// How many numbers of the table it is made of: of a sum of parts that are read by themselves as well, none.
    pub fn numbers(&self) -> usize {
        match self.rules.contains(&"table.sum") {
            true if self.parts_read => 0,
            true => self.beside.len(),
            false => 1,
        }
    }
}

/// What the rows of a table are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kept {
    Data,
    Total,
}

/// A row that is being read.
#[derive(Clone, Copy)]
pub(super) struct Own<'a> {
    pub row: usize,
    pub kept: Kept,
    pub behind: &'a Frame,
    pub low: Option<usize>,
    pub high: Option<usize>,
}
