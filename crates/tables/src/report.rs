//! What is said while a table is read: what was left out and why, and what one should know of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use claim::{Document, Window};
use jiff::civil::Date;
use open::Problem;
use places::{Gazetteer, PlaceKind};
use rustc_hash::FxHashMap;

use super::MOST_PROBLEMS;
use super::column::{Column, Role};
use super::frame::{Frame, Name};
use super::grid::letters;
use super::memory::{Cell, Memory};
use super::sense::Sense;
pub(super) const MAP_REMEDY: &str = "say what it is in a map: `crossings read --help` shows one";

/// What is said while a sheet is read.
pub(super) struct Out<'a> {
    pub document: &'a Document,
    /// The sheet, where there are several.
    pub sheet: Option<&'a str>,
    pub problems: &'a mut Vec<Problem>,
    pub notes: &'a mut Vec<Problem>,
    pub left_out: usize,
    pub told: usize,
    /// Groups of rows that count the same and were told of.
    pub clashes: usize,
}

impl Out<'_> {
    pub(super) fn make(&self, line: Option<usize>, message: String, remedy: &str) -> Problem {
        let (line, message) = match self.sheet {
            // Of several sheets the row has to be said beside the sheet.
            Some(sheet) => match line {
                Some(row) => (None, format!("sheet `{sheet}`, row {row}: {message}")),
                None => (None, format!("sheet `{sheet}`: {message}")),
            },
            None => (line, message),
        };
        Problem { file: self.document.name.clone(), line, message, remedy: remedy.to_owned() }
    }

    pub(super) fn problem(&mut self, line: Option<usize>, message: String, remedy: &str) {
        let problem = self.make(line, message, remedy);
        self.problems.push(problem);
    }

    pub(super) fn note(&mut self, line: Option<usize>, message: String, remedy: &str) {
        let note = self.make(line, message, remedy);
        self.notes.push(note);
    }

    /// A cell or row that is left out: told so often, then counted.
    pub(super) fn left(&mut self, line: usize, message: String, remedy: &str) {
        self.left_out += 1;
        if self.told < MOST_PROBLEMS {
            self.told += 1;
            self.problem(Some(line), message, remedy);
        }
    }

    /// Whether one more group of rows that count the same is told of.
    pub(super) fn may_tell_clash(&mut self) -> bool {
        self.clashes += 1;
        self.clashes <= 5
    }

    pub(super) fn close(&mut self) {
        if self.left_out > self.told {
            let message = format!("{} cells and rows left out in all", self.left_out);
            self.problem(
                None,
                message,
                "correct those named above first; the others are likely alike",
            );
        }
    }
}

/// What is remembered from row to row, and told at the end.
#[derive(Default)]
pub(super) struct State {
    pub subhead: Frame,
    /// Under a subhead that is not known.
    pub unknown: bool,
    /// What the columns said of the row before, blank cells filled.
    pub above: Vec<Cell>,
    /// What its cells said, and their days and nationalities.
    pub memory: Memory,
    /// Rows that have a country where others have a crossing.
    pub country_rows: std::collections::BTreeSet<usize>,
    /// Columns of nationalities that are filled in most rows.
    pub classes: std::collections::BTreeSet<usize>,
    pub filled_down: std::collections::BTreeSet<usize>,
    pub senses: FxHashMap<String, Arc<Sense>>,
    /// Rows are months, columns are years.
    pub years_in_heads: bool,
    pub crossings: FxHashMap<String, Name>,
    /// What the places of each column stand for.
    pub names: FxHashMap<usize, super::homonyms::Names>,
    pub strange: BTreeMap<String, usize>,
    /// Line, cell, its readings, and how many.
    pub ambiguous_days: BTreeMap<usize, (usize, String, Vec<String>, usize)>,
    pub ambiguous_numbers: BTreeMap<usize, (usize, String, String, String, usize)>,
    pub finer: BTreeMap<usize, String>,
    pub borrowed_year: bool,
    pub both: usize,
    pub one_end: usize,
    pub shares: usize,
    pub worded: usize,
    pub fractions: usize,
    /// Numbers of columns of counts, as far as their rows were read.
    pub numbers: usize,
    /// Numbers of rows that a map does not choose.
    pub filtered: usize,
    /// Numbers of rows that were left out.
    pub in_rows_left: usize,
    /// Cells of columns of counts that hold no number one can tell, and are named or counted as such.
    pub unreadable: usize,
    /// Numbers beside which an interval stands.
    pub intervals: usize,
    /// What was counted that is no people, and in how many rows.
    pub things: BTreeMap<String, usize>,
    /// Totals of days that do not follow each other, by column.
    pub gaps: BTreeMap<usize, usize>,
    /// Totals of those who came and those who left.
    pub both_ways: usize,
    /// Zeros of all parts of a total that is none.
    pub unknown_parts: usize,
}

/// The numbers that were met in columns of counts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    pub read: usize,
    pub filtered: usize,
    pub in_rows_left: usize,
    pub unreadable: usize,
}

impl State {
    pub(super) fn sense(&mut self, cell: &str, gazetteer: &Gazetteer) -> Arc<Sense> {
        if let Some(known) = self.senses.get(cell) {
            return known.clone();
        }
        let sense = Arc::new(Sense::of(cell, None, gazetteer));
        self.senses.insert(cell.to_owned(), sense.clone());
        sense
    }

    pub(super) fn say(
        &self,
        columns: &[Column],
        published: Option<Date>,
        gazetteer: &Gazetteer,
        out: &mut Out<'_>,
    ) {
        let name = |at: usize| columns.get(at).map_or("", |column| column.name.as_str());
        for (at, (line, cell, readings, count)) in &self.ambiguous_days {
            out.problem(
                Some(*line),
                format!("column {} `{}`: `{cell}` could be {}, and no cell of the column tells which; {count} rows left out", letters(*at), name(*at), readings.join(" or ")),
                "say which in a map: dates = \"day-month-year\" or dates = \"month-day-year\"",
            );
        }
        for (at, (line, cell, whole, fraction, count)) in &self.ambiguous_numbers {
            out.problem(
                Some(*line),
                format!("column {} `{}`: `{cell}` could be {whole} or {fraction}, and nothing in the table tells which; {count} cells left out", letters(*at), name(*at)),
                "say which in a map: decimal = \",\" or decimal = \".\"",
            );
        }
        for (at, name) in &self.finer {
            out.note(
                None,
                format!(
                    "column {} `{name}`: a part that a claim has no word for by itself; not read",
                    letters(*at)
                ),
                "",
            );
        }
        if !self.filled_down.is_empty() {
            let names: Vec<String> = self.filled_down.iter().map(|at| letters(*at)).collect();
            out.note(
                None,
                format!("column {}: a blank cell takes what stands above it", names.join(", ")),
                "",
            );
        }
        let in_heads = columns.iter().any(|column| {
            matches!(&column.role, Role::Value(frame) if frame.window.is_some() || frame.since.is_some())
        });
        if let Some(published) = published
            && (self.borrowed_year || in_heads)
        {
            out.note(
                None,
                format!(
                    "days without a year are taken to be the last such before the day of publication, {published}"
                ),
                "",
            );
        }
        if !self.things.is_empty() {
            let rows: usize = self.things.values().sum();
            let names: Vec<String> =
                self.things.keys().take(6).map(|name| format!("`{name}`")).collect();
            let more = if self.things.len() > 6 { " …" } else { "" };
            out.note(
                None,
                format!(
                    "{rows} rows count no people, or it is not known: {}{more}; not read",
                    names.join(", ")
                ),
                "",
            );
        }
        for (at, count) in &self.gaps {
            out.note(
                None,
                format!(
                    "column {} `{}`: {count} totals of days that do not follow each other; not read",
                    letters(*at),
                    name(*at)
                ),
                "",
            );
        }
        if self.both_ways > 0 {
            let count = self.both_ways;
            out.note(None, format!("{count} totals add up different happenings; not read"), "");
        }
        if self.unknown_parts > 0 {
            let message = format!(
                "{} zeros of all sexes or ages stand beside a total that is none: parts that are not known, not read",
                self.unknown_parts
            );
            out.note(None, message, "");
        }
        if self.both > 0 {
            out.note(None, format!("{} rows count in and out together; not read", self.both), "");
        }
        if self.one_end > 0 {
            out.problem(
                None,
                format!(
                    "{} rows left out: one end of their days is known, not the other",
                    self.one_end
                ),
                "say in a map which column is the other, or that the one is the day: A = \"date\"",
            );
        }
        if self.shares > 0 {
            out.note(None, format!("{} cells are shares; not read", self.shares), "");
        }
        if self.intervals > 0 {
            out.note(
                None,
                format!(
                    "{} numbers have an interval in brackets behind them; the number is read, and the interval is not kept",
                    self.intervals
                ),
                "",
            );
        }
        if self.worded > 0 {
            out.note(None, format!("{} cells have words for a count; not read", self.worded), "");
        }
        if self.fractions > 0 {
            out.problem(None, format!("{} cells left out: a fraction of a person is no count", self.fractions), "if they are in thousands, say so in the title or with `scale = 1000` under [constant] in a map");
        }
        strange(&self.strange, gazetteer, |line, message, hint| out.note(line, message, hint));
    }
}

/// Says once which crossings the gazetteer does not know, and which it knows by a like name.
pub(super) fn strange(
    names: &BTreeMap<String, usize>,
    gazetteer: &Gazetteer,
    mut say: impl FnMut(Option<usize>, String, &str),
) {
    if names.is_empty() {
        return;
    }
    let told: Vec<String> = names
        .iter()
        .take(10)
        .map(|(name, line)| match nearest(name, gazetteer) {
            Some(known) => format!("`{name}` (row {line}; `{known}`?)"),
            None => format!("`{name}` (row {line})"),
        })
        .collect();
    let more = match names.len() - told.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    say(
        None,
        format!(
            "crossings that the gazetteer does not know, kept as written: {}{more}",
            told.join(", ")
        ),
        "correct the spelling, or add the crossing with --gazetteer FILE.csv",
    );
}

/// The crossing with the most alike name, when it is alike enough to be meant.
fn nearest(name: &str, gazetteer: &Gazetteer) -> Option<String> {
    let wanted = super::words::folded(name);
    let letters = wanted.chars().count();
    let mut best: Option<(f64, &str)> = None;
    for place in gazetteer.places().filter(|place| place.kind == PlaceKind::Crossing) {
        for known in &place.names {
            let known = super::words::folded(known);
            // Names of which one is more than two and a half times as long as the other are never so alike.
            let (short, long) =
                (letters.min(known.chars().count()), letters.max(known.chars().count()));
            if long * 2 > short * 5 {
                continue;
            }
            let like = strsim::jaro_winkler(&wanted, &known);
            if like > 0.88 && best.is_none_or(|(most, _)| like > most) {
                best = Some((like, &place.name));
            }
        }
    }
    best.map(|(_, name)| name.to_owned())
}

pub(super) fn window_words(window: Window) -> String {
    match window.days() {
        1 => window.start().to_string(),
        _ => format!("{} to {}", window.start(), window.end()),
    }
}
