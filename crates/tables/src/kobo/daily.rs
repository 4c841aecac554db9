//! From the rows of an export to counts by day, crossing and direction.

use std::collections::BTreeMap;

use calendar::days::Order;
use calendar::numbers::{self, amount};
use claim::Kind;
use jiff::civil::Date;
use places::Gazetteer;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::grid::Grid;
use super::super::sense::{People, Sense};
use super::{Labels, Questions, are_everybody, date, order};

/// Counts of one day, crossing and direction.
#[derive(Default)]
pub(super) struct Daily {
    pub people: f64,
    pub parts: BTreeMap<People, f64>,
    pub groups: usize,
    pub rows: Vec<u32>,
}

/// A day, a crossing and a direction.
pub(super) type Head = (Date, String, Kind);

/// The counts of a survey.
pub(super) type Counts = BTreeMap<Head, Daily>;

/// Everybody of a group, when that was asked, and its parts.
type Counted = (Option<f64>, Vec<(People, f64)>);

/// What was left out of an export, and what is to be said of it.
#[derive(Default)]
pub(super) struct Left {
    /// How many rows, and why.
    pub dropped: BTreeMap<&'static str, usize>,
    /// Crossings that are not known, and where they were met.
    pub strange: BTreeMap<String, usize>,
    /// Rows that say what cannot be, and what that is.
    pub wrong: Vec<(usize, String)>,
    /// The day of the last submission.
    pub last: Option<Date>,
    /// So many groups of people were counted.
    pub groups: usize,
}

impl Left {
    fn drop(&mut self, why: &'static str) {
        *self.dropped.entry(why).or_default() += 1;
    }
}

/// What each submission says of its counts, by its row; and where the counts are on a sheet of their own, its row by
/// its index.
pub(super) struct Heads<'g> {
    rows: Vec<Option<Head>>,
    keys: FxHashMap<&'g str, usize>,
}

/// Words of cells and what they were read as.
#[derive(Default)]
struct Known {
    crossings: FxHashMap<String, String>,
    dates: FxHashMap<String, Result<Date, String>>,
    ways: FxHashMap<String, Option<Kind>>,
}

/// An export: its main sheet, and the one that has the counts.
pub(super) struct Survey<'g> {
    text: &'g str,
    pub main: &'g Grid<'g>,
    pub asked: &'g Questions,
    pub counted: &'g Grid<'g>,
    pub counts_of: &'g Questions,
    /// The counts are asked in a group that repeats, on a sheet of its own.
    by_parent: bool,
}

impl<'g> Survey<'g> {
    /// The sheets of an export that are read; `None` without a main sheet.
    pub(super) fn of(exports: &'g [(&'g Grid<'g>, Questions)], text: &'g str) -> Option<Self> {
        let (main, asked) = exports.iter().find(|(_, q)| q.parent.is_none())?;
        // The counts may be asked in a group that repeats, on a sheet of its own.
        let repeat = exports
            .iter()
            .find(|(_, q)| q.parent.is_some() && (q.total.is_some() || !q.parts.is_empty()));
        let own = asked.total.is_some() || !asked.parts.is_empty();
        let (counted, counts_of, by_parent) = match repeat {
            Some((grid, questions)) if !own => (*grid, questions, true),
            _ => (*main, asked, false),
        };
        Some(Survey { text, main, asked, counted, counts_of, by_parent })
    }

    /// What no question is known for.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        if self.asked.via.is_none() {
            missing.push("the crossing");
        }
        if self.asked.day.is_none() {
            missing.push("the day");
        }
        if self.counts_of.total.is_none() && !are_everybody(&self.counts_of.parts) {
            missing.push("the number of people");
        }
        missing
    }

    fn raw(&self, grid: &Grid<'_>, row: usize, column: Option<usize>) -> &'g str {
        column.and_then(|column| grid.span(row, column)).map_or("", |span| self.text[span].trim())
    }

    /// What each submission says of its counts.
    pub(super) fn submissions(
        &self,
        labels: &Labels,
        gazetteer: &Gazetteer,
        today: Option<Date>,
        left: &mut Left,
    ) -> Heads<'g> {
        let (main, asked) = (self.main, self.asked);
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        let mut heads = Heads { rows: Vec::new(), keys: FxHashMap::default() };
        let order = order(main, asked.day.unwrap_or_default());
        let mut known = Known::default();
        for row in 1..main.rows() {
            heads.rows.push(None);
            if main.is_blank(row) {
                continue;
            }
            let status = self.raw(main, row, asked.status).to_ascii_lowercase().replace('_', " ");
            if status.contains("not approved") {
                left.drop("not approved by the survey's own check");
                continue;
            }
            let uuid = self.raw(main, row, asked.uuid);
            if !uuid.is_empty() && !seen.insert(uuid) {
                left.drop("submitted twice (the same _uuid)");
                continue;
            }
            let days = (order, today);
            match self.head(row, days, labels, gazetteer, &mut known, left) {
                Ok(head) => *heads.rows.last_mut().expect("a row was begun") = Some(head),
                Err(why) => {
                    left.wrong.push((main.line(row), why));
                    continue;
                }
            }
            if self.by_parent {
                let index = self.raw(main, row, asked.index);
                heads.keys.insert(index, heads.rows.len() - 1);
            }
        }
        heads
    }

    /// The day, the crossing and the direction of a submission.
    ///
    /// # Errors
    /// What of them cannot be.
    fn head(
        &self,
        row: usize,
        (order, today): (Option<Order>, Option<Date>),
        labels: &Labels,
        gazetteer: &Gazetteer,
        known: &mut Known,
        left: &mut Left,
    ) -> Result<Head, String> {
        let (main, asked) = (self.main, self.asked);
        let label = |code: &str| labels.get(code).cloned().unwrap_or_else(|| code.to_owned());
        let day = self.raw(main, row, asked.day);
        let read = known.dates.entry(day.to_owned()).or_insert_with(|| date(day, order, today));
        let day = read.clone()?;
        let submitted = self.raw(main, row, asked.submitted);
        left.last = left.last.max(submitted.get(..10).and_then(calendar::iso_day));
        let written = self.raw(main, row, asked.via);
        if written.is_empty() {
            return Err("no crossing".to_owned());
        }
        let via = known
            .crossings
            .entry(written.to_owned())
            .or_insert_with(|| {
                let name = label(written).replace('_', " ");
                match gazetteer.crossing(&name) {
                    Some(place) => place.name.clone(),
                    None => {
                        left.strange.entry(name.clone()).or_insert(main.line(row));
                        name
                    }
                }
            })
            .clone();
        let Some(column) = asked.direction else { return Ok((day, via, Kind::Other)) };
        let answer = self.raw(main, row, Some(column));
        let kind = *known.ways.entry(answer.to_owned()).or_insert_with(|| {
            let sense = Sense::of(&label(answer), None, gazetteer);
            match sense.kinds[..] {
                [kind] if !sense.both_ways => Some(kind),
                _ => None,
            }
        });
        let shown = || answer.chars().take(40).collect::<String>();
        let kind = kind.ok_or_else(|| format!("direction `{}` is not in or out", shown()))?;
        Ok((day, via, kind))
    }

    /// Adds up the groups of people by day, crossing and direction.
    pub(super) fn counts(&self, heads: &Heads<'_>, left: &mut Left) -> Counts {
        let mut daily = Counts::new();
        for row in 1..self.counted.rows() {
            let head = match self.by_parent {
                true => {
                    let parent = self.raw(self.counted, row, self.counts_of.parent);
                    heads.keys.get(parent).and_then(|at| heads.rows[*at].as_ref())
                }
                false => heads.rows[row - 1].as_ref(),
            };
            let Some(head) = head else { continue };
            let (total, parts) = match self.group(row) {
                Ok(read) => read,
                Err(why) => {
                    left.wrong.push((self.counted.line(row), why));
                    continue;
                }
            };
            let sum: f64 = parts.iter().map(|(_, value)| value).sum();
            let Some(people) = total.or((!parts.is_empty()).then_some(sum)) else {
                left.drop("without a number of people");
                continue;
            };
            if self.counts_of.total.is_some() && sum > people {
                left.drop("with more men, women and children than people");
                continue;
            }
            let entry = daily.entry(head.clone()).or_default();
            entry.people += people;
            for (part, value) in parts {
                *entry.parts.entry(part).or_default() += value;
            }
            entry.groups += 1;
            entry.rows.push(self.counted.line(row) as u32);
            left.groups += 1;
        }
        daily
    }

    /// The people of a group.
    ///
    /// # Errors
    /// What is no number of people.
    fn group(&self, row: usize) -> Result<Counted, String> {
        let number = |column: usize| -> Result<Option<f64>, String> {
            let cell = self.raw(self.counted, row, Some(column));
            match amount(cell, None) {
                Ok(read) => match read.value {
                    Some(value) if value.fract() == 0.0 && value < 1e6 => Ok(Some(value)),
                    _ => Err(format!("`{cell}` is no number of people")),
                },
                Err(numbers::Why::Missing) => Ok(None),
                Err(_) => Err(format!(
                    "`{}` is no number of people",
                    cell.chars().take(40).collect::<String>()
                )),
            }
        };
        let total = self.counts_of.total.map_or(Ok(None), number)?;
        let mut parts = Vec::with_capacity(self.counts_of.parts.len());
        for (column, people) in &self.counts_of.parts {
            if let Some(value) = number(*column)? {
                parts.push((*people, value));
            }
        }
        Ok((total, parts))
    }
}
