//! A column of a table, what it was taken for, and what is known while that is told.

use calendar::days::{Order, Year};
use calendar::numbers::Decimal;
use calendar::spacing::Spacing;
use places::Gazetteer;

use super::frame::Frame;
use super::grid::Grid;
use super::header::Layout;
use super::map::Map;
use super::words::Field;

/// A column of a table and what it was taken for.
#[derive(Debug, Clone)]
pub(super) struct Column {
    pub at: usize,
    pub name: String,
    pub role: Role,
    /// How its dates are written.
    pub order: Option<Order>,
    /// Some of its dates have two readings, and nothing tells which: then none is read.
    pub asked_order: bool,
    /// Of days, that some may be turned round.
    pub turned: bool,
    /// Its days have times behind them that differ, and say up to when was counted.
    pub timed: bool,
    /// The years of its days are those of the solar Hijri calendar.
    pub solar: bool,
    /// What the dates of a column of days are the dates of.
    pub spacing: Spacing,
    pub decimal: Option<Decimal>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Role {
    /// Says something of the numbers in its row.
    Key(Field),
    /// Counts.
    Value(Box<Frame>),
    /// Not read, and why.
    Left(&'static str),
    /// Could be more than one thing: not read, and why.
    Unclear(String),
    /// About persons.
    Personal,
    /// Nothing is in it.
    Empty,
}

/// What is known of a table while its columns are told.
pub(super) struct Known<'a> {
    pub grid: &'a Grid<'a>,
    pub layout: &'a Layout,
    pub title: &'a Frame,
    pub year: Option<Year>,
    pub gazetteer: &'a Gazetteer,
    pub map: Option<&'a Map>,
    /// Whether anything of the table says that people are counted.
    pub people: bool,
    /// Whether it speaks of what an office files and works through.
    pub matter: bool,
}

/// The columns of numbers, each with what it says of them.
pub(super) fn values(columns: &[Column]) -> Vec<(&Column, &Frame)> {
    let mut found = Vec::new();
    for column in columns {
        if let Role::Value(frame) = &column.role {
            found.push((column, &**frame));
        }
    }
    found
}

/// The columns that say something of the numbers in their row.
pub(super) fn keys(columns: &[Column]) -> Vec<usize> {
    columns.iter().filter(|c| matches!(c.role, Role::Key(_))).map(|c| c.at).collect()
}
