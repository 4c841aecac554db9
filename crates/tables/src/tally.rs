//! Of how many numbers a table is, how many were read, and why the others were not: the three add up.

use std::collections::BTreeMap;

use super::column::{Column, Role};
use super::report::{Out, Seen};
use super::table::Reader;

/// The numbers of a table that were not read as claims, and those that may have been.
#[derive(Default)]
pub(super) struct Tally {
    seen: Seen,
    left: BTreeMap<String, usize>,
}

impl Tally {
    /// Counts the numbers of a table outside of its columns of counts.
    pub(super) fn of(reader: &Reader<'_>, columns: &[Column], seen: Seen) -> Tally {
        let mut left: BTreeMap<String, usize> = BTreeMap::new();
        for column in columns {
            let why = match &column.role {
                Role::Left(why) => (*why).to_owned(),
                Role::Unclear(_) => "in columns that could be more than one thing".to_owned(),
                _ => continue,
            };
            let is_number = |row: &usize| {
                let cell = reader.grid.cell(*row, column.at);
                cell.contains(|c: char| c.is_ascii_digit())
                    && calendar::numbers::amount(&cell, column.decimal).is_ok()
            };
            let numbers = reader.layout.body.clone().filter(is_number).count();
            if numbers > 0 {
                *left.entry(why).or_default() += numbers;
            }
        }
        Tally { seen, left }
    }

    /// Numbers that were left out after they had been read, and why.
    pub(super) fn leave(&mut self, numbers: usize, why: &str) {
        if numbers > 0 {
            *self.left.entry(why.to_owned()).or_default() += numbers;
            self.seen.read = self.seen.read.saturating_sub(numbers);
        }
    }

    /// Says it; `read` numbers became claims.
    pub(super) fn say(mut self, read: usize, out: &mut Out<'_>) {
        let read = read.min(self.seen.read);
        for (why, numbers) in [
            ("in rows that the map does not choose", self.seen.filtered),
            ("in rows that were left out", self.seen.in_rows_left),
            ("in cells that could not be read", self.seen.unreadable),
            ("for what is said of them", self.seen.read - read),
        ] {
            if numbers > 0 {
                *self.left.entry(why.to_owned()).or_default() += numbers;
            }
        }
        let lost: usize = self.left.values().sum();
        let mut reasons: Vec<(usize, String)> =
            self.left.into_iter().map(|(why, numbers)| (numbers, why)).collect();
        reasons.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let told: Vec<String> = reasons.iter().map(|(n, why)| format!("{n} {why}")).collect();
        let account = match lost {
            0 => format!("{} numbers, all of them read", self.seen.read),
            _ => format!(
                "{} numbers: {read} read, {lost} left out ({})",
                read + lost,
                told.join("; ")
            ),
        };
        out.note(None, account, "");
    }
}
