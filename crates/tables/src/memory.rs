//! What the cells of a table say, remembered: days, places and sources are few, and stand in hundreds of thousands of rows.

use std::sync::Arc;

use calendar::numbers::is_missing;
use claim::Window;
use rustc_hash::FxHashMap;

use super::frame::Name;
use super::header::one_space;

/// So many different cells of a column are remembered; one with more of them says something else in each row.
const MOST: usize = 50_000;

/// A cell of a column that says something of its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cell {
    /// Its words, with one space between.
    pub text: Name,
    /// It is empty, or says that there is nothing to say.
    pub missing: bool,
}

impl Cell {
    fn of(raw: &str) -> Cell {
        let text: Name = one_space(raw).into();
        let missing = text.is_empty() || is_missing(&text);
        Cell { text, missing }
    }

    /// A cell with nothing in it.
    pub(super) fn blank() -> Cell {
        Cell { text: Arc::default(), missing: true }
    }
}

/// What was met in the cells of one column.
#[derive(Default)]
struct Column {
    cells: FxHashMap<Box<str>, Cell>,
    /// The days of its cells, where these tell them by themselves.
    days: FxHashMap<Name, Window>,
    nationalities: FxHashMap<Name, Name>,
}

/// What was met in the cells of all columns, by their places in the table.
#[derive(Default)]
pub(super) struct Memory {
    columns: FxHashMap<usize, Column>,
}

impl Memory {
    /// The cell of a column that is written so.
    pub(super) fn cell(&mut self, at: usize, raw: &str) -> Cell {
        let known = &mut self.columns.entry(at).or_default().cells;
        if let Some(cell) = known.get(raw) {
            return cell.clone();
        }
        let cell = Cell::of(raw);
        if known.len() < MOST {
            known.insert(raw.into(), cell.clone());
        }
        cell
    }

    /// The days of a cell, as they were told of one written so before.
    pub(super) fn days(&self, at: usize, text: &str) -> Option<Window> {
        self.columns.get(&at)?.days.get(text).copied()
    }

    pub(super) fn keep_days(&mut self, at: usize, text: &Name, window: Window) {
        let days = &mut self.columns.entry(at).or_default().days;
        if days.len() < MOST {
            days.insert(text.clone(), window);
        }
    }

    /// Whose citizens a cell speaks of, as it was told of one written so before.
    pub(super) fn nationality(&self, at: usize, text: &str) -> Option<Name> {
        self.columns.get(&at)?.nationalities.get(text).cloned()
    }

    pub(super) fn keep_nationality(&mut self, at: usize, text: &Name, nationality: &Name) {
        let nationalities = &mut self.columns.entry(at).or_default().nationalities;
        if nationalities.len() < MOST {
            nationalities.insert(text.clone(), nationality.clone());
        }
    }
}
