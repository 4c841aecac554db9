//! Tables of counts as offices write them: what is around the rows (titles, subheads, totals,
//! notes), what the columns are, and a claim for each number.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::ops::Range;

use claim::{
    Claim, Document, Found, Group, Kind, Measure, Population, Qualifier, Source, Statement, Unit,
    Window,
};
use jiff::civil::Date;
use places::{Gazetteer, PlaceKind};
use rustc_hash::FxHashMap;

use super::columns::{self, Column, Known, Role};
use super::frame::Frame;
use super::grid::{Grid, letters};
use super::header::{self, Layout, one_space};
use super::links::Common;
use super::map::Map;
use super::sense::{People, Sense};
use super::words::{Field, Flag, Meaning, Words};
use super::{MOST_PROBLEMS, links};
use calendar::days::{self, NoDate, Year};
use calendar::numbers::{Amount, Decimal, Why, amount};
use open::{Problem, Sheet};

use crate::Options;

/// A subhead or a note below this length, in characters, may say something of the rows under it.
const SUBHEAD: usize = 90;

/// Evidence of a number in a wide table starts at the beginning of its row, unless that is so
/// far away that it tells nobody anything.
const QUOTE: usize = 200;

const MAP_REMEDY: &str = "say what it is in a map: `crossings read --help` shows one";

/// Reads the claims of all sheets.
pub(super) fn read(
    document: &Document,
    sheets: &[Sheet],
    gazetteer: &Gazetteer,
    options: Options<'_>,
    problems: &mut Vec<Problem>,
    notes: &mut Vec<Problem>,
) -> Vec<Statement> {
    let several = sheets.len() > 1;
    let mut claims = Vec::new();
    let mut tables = 0;
    let mut refused = Vec::new();
    for sheet in sheets {
        let mut out = Out { document, sheet: None, problems, notes, left_out: 0, told: 0 };
        if several {
            out.sheet = sheet.name.as_deref();
        }
        if let (Some(map), Some(name)) = (options.map, &sheet.name)
            && !map.sheets.is_empty()
            && !map.sheets.contains(name)
        {
            out.note(None, "not read: the map names other sheets".to_owned(), "");
            continue;
        }
        let guarded = document.media == claim::Media::Csv;
        let Some(grid) = Grid::of(&document.text, sheet, guarded) else {
            out.problem(
                None,
                "more cells than a report can have".to_owned(),
                "save the rows that matter in a file of their own",
            );
            continue;
        };
        let told: Option<Vec<usize>> =
            options.map.filter(|map| !map.header.is_empty()).map(|map| {
                let row = |line: &usize| (0..grid.rows()).find(|row| grid.line(*row) == *line);
                map.header.iter().filter_map(row).collect()
            });
        let mut from = 0;
        let mut found = 0;
        while let Some(mut layout) = header::find(&grid, from, told.as_deref(), gazetteer) {
            if let Some(map) = options.map {
                bound(&mut layout, map, &grid);
            }
            from = layout.body.end;
            found += 1;
            let reader = Reader { document, gazetteer, options, grid: &grid, layout: &layout };
            let read = reader.read(&mut out);
            match claims.is_empty() {
                true => claims = read, // the first table may be a large one: not copied
                false => claims.extend(read),
            }
            let bounded = options.map.is_some_and(|map| map.first.is_some() || map.last.is_some());
            if told.is_some() || bounded || from >= grid.rows() {
                break;
            }
        }
        out.close();
        tables += found;
        if found == 0 {
            let name = sheet.name.as_deref().unwrap_or_default();
            refused.push(name.to_owned());
            let message = "no table: no row of names above rows of numbers".to_owned();
            if several {
                Out { document, sheet: Some(name), problems, notes, left_out: 0, told: 0 }.note(
                    None,
                    message + ", not read",
                    "",
                );
            }
        }
    }
    if tables == 0 && !sheets.is_empty() {
        problems.push(Problem {
            file: document.name.clone(),
            line: None,
            message: "no table found: no row of names above rows of numbers".to_owned(),
            remedy: "name the columns in a row above the numbers, or say in a map which rows are the head (header = [3, 4])".to_owned(),
        });
    }
    links::tie(&mut claims);
    claims.into_iter().map(Statement::Claim).collect()
}

/// Keeps to the rows that a map names.
fn bound(layout: &mut Layout, map: &Map, grid: &Grid<'_>) {
    if let Some(first) = map.first {
        layout.body.start =
            (0..grid.rows()).find(|row| grid.line(*row) >= first).unwrap_or(grid.rows());
    }
    if let Some(last) = map.last {
        let end = (0..grid.rows()).find(|row| grid.line(*row) > last).unwrap_or(grid.rows());
        layout.body.end = end.max(layout.body.start);
    }
}

/// What is said while a sheet is read.
struct Out<'a> {
    document: &'a Document,
    /// The sheet, where there are several.
    sheet: Option<&'a str>,
    problems: &'a mut Vec<Problem>,
    notes: &'a mut Vec<Problem>,
    left_out: usize,
    told: usize,
}

impl Out<'_> {
    fn make(&self, line: Option<usize>, message: String, remedy: &str) -> Problem {
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

    fn problem(&mut self, line: Option<usize>, message: String, remedy: &str) {
        let problem = self.make(line, message, remedy);
        self.problems.push(problem);
    }

    fn note(&mut self, line: Option<usize>, message: String, remedy: &str) {
        let note = self.make(line, message, remedy);
        self.notes.push(note);
    }

    /// A cell or row that is left out: told so often, then counted.
    fn left(&mut self, line: usize, message: String, remedy: &str) {
        self.left_out += 1;
        if self.told < MOST_PROBLEMS {
            self.told += 1;
            self.problem(Some(line), message, remedy);
        }
    }

    fn close(&mut self) {
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

struct Reader<'a> {
    document: &'a Document,
    gazetteer: &'a Gazetteer,
    options: Options<'a>,
    grid: &'a Grid<'a>,
    layout: &'a Layout,
}

/// A number of the table with all that is known of it.
#[derive(Debug, Clone)]
struct Record {
    row: usize,
    column: usize,
    frame: Frame,
    amount: Amount,
    span: Range<usize>,
    /// The other columns that it was read from, of those that count.
    beside: Vec<usize>,
    /// It adds up others of the table.
    total: bool,
    rules: Vec<&'static str>,
}

/// What the rows of a table are.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kept {
    Data,
    Total,
}

impl Reader<'_> {
    fn read(&self, out: &mut Out<'_>) -> Vec<Claim> {
        let map = self.options.map;
        let mut around = self.around(out);
        if let Some(map) = map {
            around.frame = map.constant.over(&around.frame);
            let unmet = map.unmet(&self.layout.labels);
            if !unmet.is_empty() {
                let names: Vec<String> = self
                    .layout
                    .labels
                    .iter()
                    .enumerate()
                    .filter(|(_, n)| !n.is_empty())
                    .map(|(at, name)| format!("{} `{name}`", letters(at)))
                    .collect();
                out.problem(
                    None,
                    format!(
                        "the map names columns that are not there: {}; found: {}",
                        unmet.join(", "),
                        names.join(", ")
                    ),
                    "name a column as the table does, or by its letters",
                );
            }
        }
        let known = Known {
            grid: self.grid,
            layout: self.layout,
            title: &around.frame,
            year: around.year,
            gazetteer: self.gazetteer,
            map,
        };
        let mut columns = columns::columns(&known);
        if map.is_some_and(Map::has_values) {
            for column in &mut columns {
                let told = map.is_some_and(|map| map.column(column.at, &column.name).is_some());
                if matches!(column.role, Role::Value(_)) && !told {
                    column.role = Role::Left("the map names the counts");
                }
            }
        }
        self.inherit(&mut columns, &around.frame);
        let place = match (self.layout.body.start, self.layout.body.end) {
            (start, end) if start < end => match (self.grid.line(start), self.grid.line(end - 1)) {
                (first, last) if first == last => format!("row {first}"),
                (first, last) => format!("rows {first} to {last}"),
            },
            _ => "no rows".to_owned(),
        };
        out.note(None, format!("{place}, read as\n{}", columns::account(&columns)), "");
        for column in &columns {
            if let Role::Unclear(why) = &column.role {
                out.problem(
                    self.layout.head.last().map(|row| self.grid.line(*row)),
                    format!("column {} `{}` not read: {why}", letters(column.at), column.name),
                    &format!("say what it is in a map: `{} = \"ignore\"` or `{0} = {{ kind = \"arrival\" }}`; see `crossings read --help`", letters(column.at)),
                );
            }
        }
        let unknown = |column: &Column| matches!(&column.role, Role::Unclear(why) if why == columns::UNKNOWN_KINDS);
        if columns.iter().any(unknown) {
            return Vec::new(); // counts of what, nobody can tell
        }
        if !columns.iter().any(|column| {
            matches!(column.role, Role::Value(_) | Role::Key(Field::Low | Field::High))
        }) {
            out.problem(
                self.layout.head.first().map(|row| self.grid.line(*row)),
                "no column of counts that is known for what it is".to_owned(),
                "name the columns of counts in a map: `crossings read --help` shows one",
            );
            return Vec::new();
        }
        // By country of origin and of asylum: who returns goes the other way.
        let of_asylum = columns.iter().any(|column| {
            let words = super::words::tokens(&column.name);
            column.role == Role::Key(Field::To)
                && words.iter().any(|token| {
                    matches!(token.word.as_str(), "asylum" | "asile" | "coa" | "host" | "accueil")
                })
        });
        let mut made = Made { keys: key_columns(&columns), ..Made::default() };
        self.records(&columns, &around, out, &mut |mut record, out| {
            if of_asylum && record.frame.kind == Some(Kind::Return) {
                std::mem::swap(&mut record.frame.from, &mut record.frame.to);
            }
            self.claim(record, &around, &mut made, out);
        });
        made.say(out);
        self.once(made.claims, &made.rows, out)
    }

    /// A column of counts that does not say what happened has it from its neighbours, when these
    /// agree: "Arrivals | of which men | women".
    fn inherit(&self, columns: &mut [Column], title: &Frame) {
        if title.kind.is_some() || columns.iter().any(|c| c.role == Role::Key(Field::Direction)) {
            return;
        }
        let mut kinds: Vec<Kind> = Vec::new();
        let mut bare = 0;
        for column in columns.iter() {
            if let Role::Value(frame) = &column.role {
                match frame.kind {
                    Some(kind) if !kinds.contains(&kind) => kinds.push(kind),
                    Some(_) => {}
                    None => bare += 1,
                }
            }
        }
        if let ([kind], true) = (&kinds[..], bare > 0) {
            for column in columns {
                if let Role::Value(frame) = &mut column.role
                    && frame.kind.is_none()
                    && (frame.people.is_some()
                        || frame.total
                        || frame.cumulative
                        || frame.unit.is_some())
                {
                    frame.kind = Some(*kind);
                }
            }
        }
    }

    /// What stands above and below: titles, notes, the source, the day of publication.
    fn around(&self, out: &mut Out<'_>) -> Around {
        let mut lines: Vec<String> = Vec::new();
        if let Some(name) = self.grid.name {
            lines.push(name.to_owned());
        }
        lines.extend(self.layout.titles.iter().map(|row| self.line_text(*row)));
        let mut years: Vec<i16> = Vec::new();
        let head = self.layout.head.iter().map(|row| self.line_text(*row));
        for line in lines.iter().cloned().chain(head) {
            for word in super::words::tokens(&line) {
                if let Some(window) = days::whole_year(&word.word)
                    && !years.contains(&window.start().year())
                {
                    years.push(window.start().year());
                }
            }
        }
        let published =
            self.options.map.and_then(|map| map.constant.published).or(self.document.published);
        let year = match (&years[..], published) {
            ([year], _) => Some(Year::of(*year)),
            ([], Some(day)) => Some(Year { of: day.year(), before: Some(day) }),
            _ => None,
        };
        let mut around = Around { frame: Frame::default(), year };
        for line in &lines {
            self.title(line, &mut around);
        }
        // Notes under the table.
        let mut below: Vec<String> = Vec::new();
        for row in self.layout.body.clone().rev().take(20) {
            if self.grid.is_blank(row) {
                continue;
            }
            let filled: Vec<usize> =
                (0..self.grid.width(row)).filter(|c| !self.grid.cell(row, *c).is_empty()).collect();
            if filled.len() > 2 {
                break;
            }
            below.push(self.line_text(row));
        }
        for line in below {
            if let Some(source) = source_line(&line) {
                around.frame.source.get_or_insert(source);
            } else if line.chars().count() <= SUBHEAD {
                let sense = Sense::of(&line, around.year, self.gazetteer);
                if sense.is_field(Field::Published)
                    && let Some(window) = sense.window()
                {
                    around.frame.published.get_or_insert(window.end());
                }
            }
        }
        if let (Some(day), Some(today)) = (around.frame.published, self.options.today)
            && day > today
        {
            out.note(None, format!("says that it is of {day}, which is after today; not taken as its day of publication"), "");
            around.frame.published = None;
        }
        around
    }

    fn title(&self, line: &str, around: &mut Around) {
        if let Some(source) = source_line(line) {
            // "Source: DTM. Values in '000": what follows is not the source.
            let (source, rest) = source.split_once(". ").unwrap_or((&source, ""));
            around.frame.source.get_or_insert(source.to_owned());
            for more in rest.split(". ").filter(|more| !more.is_empty()) {
                self.title(more, around);
            }
            return;
        }
        let sense = Sense::of(line, around.year, self.gazetteer);
        let mut frame = Frame::of(&sense);
        frame.total = false;
        if sense.is_field(Field::Published) {
            frame.published = sense.window().map(|window| window.end());
            frame.window = None;
            frame.since = None;
        }
        if !sense.has(Flag::Cumulative) {
            frame.cumulative = false; // "since" in a title is where the rows begin
        }
        // "Border Guard of Poland: entries": a country that nobody says the way of.
        if sense.kinds.len() > 1 {
            frame.kind = None;
            frame.both_ways = false;
        }
        if sense.mixed || frame.people == Some(People::ALL) {
            frame.people = None;
        }
        around.frame = frame.over(&around.frame);
    }

    /// The cells of a row, joined.
    fn line_text(&self, row: usize) -> String {
        let mut cells: Vec<String> = Vec::new();
        for column in 0..self.grid.width(row) {
            let cell = one_space(&self.grid.cell(row, column));
            if !cell.is_empty() {
                cells.push(cell);
            }
        }
        cells.join(" ")
    }

    /// Hands the numbers of the table to `each`, row by row: hundreds of thousands are not held in memory, but
    /// where a row of totals looks back to them.
    fn records(
        &self,
        columns: &[Column],
        around: &Around,
        out: &mut Out<'_>,
        each: &mut dyn FnMut(Record, &mut Out<'_>),
    ) {
        let map = self.options.map;
        let is_total = |row: &usize| {
            map.is_some_and(|map| map.totals.contains(&self.grid.line(*row)))
                || self.is_total(*row, columns)
        };
        let totals: BTreeSet<usize> = self.layout.body.clone().filter(is_total).collect();
        let mut state = State {
            years_in_heads: columns.iter().any(|column| match &column.role {
                Role::Value(frame) => frame.window.is_some_and(days::is_year),
                _ => false,
            }),
            ..State::default()
        };
        let keys: Vec<&Column> =
            columns.iter().filter(|c| matches!(c.role, Role::Key(_))).collect();
        let values: Vec<(&Column, &Frame)> = columns
            .iter()
            .filter_map(|column| match &column.role {
                Role::Value(frame) => Some((column, &**frame)),
                _ => None,
            })
            .collect();
        let bounds = |field: Field| keys.iter().find(|c| c.role == Role::Key(field)).map(|c| c.at);
        let (low, high) = (bounds(Field::Low), bounds(Field::High));
        let mut records: Vec<Record> = Vec::new();
        let mut since_total = 0; // records from here on are of the block at hand
        for row in self.layout.body.clone() {
            let line = self.grid.line(row);
            if map.is_some_and(|map| map.skip.contains(&line)) || self.grid.is_blank(row) {
                continue;
            }
            let counts = values.iter().any(|(column, _)| {
                let cell = self.grid.cell(row, column.at);
                !cell.is_empty()
                    && matches!(amount(&cell, column.decimal), Ok(_) | Err(Why::Ambiguous(..)))
            }) || [low, high]
                .into_iter()
                .flatten()
                .any(|at| amount(&self.grid.cell(row, at), None).is_ok());
            if !counts {
                self.aside(row, &values, &mut state, around, &mut since_total, records.len(), out);
                continue;
            }
            let kept = match totals.contains(&row) {
                true => Kept::Total,
                false => Kept::Data,
            };
            let key = match self.key(row, &keys, kept, around, &mut state, out) {
                Some(key) => key,
                None => continue,
            };
            // A grand total is not of the last subhead.
            let grand = kept == Kept::Total && self.is_grand(row, columns);
            let behind = match grand {
                true => key.over(&around.frame),
                false => key.over(&state.subhead).over(&around.frame),
            };
            let own = Own { row, kept, behind: &behind, low, high };
            let first = records.len();
            let mut row_records = self.row(&own, &values, &mut state, out);
            if kept == Kept::Total {
                row_records.retain_mut(|record| {
                    complete(record, &records[..first], since_total, grand, line, out)
                });
            }
            self.total_columns(&mut row_records, &values);
            self.sums(&mut row_records, columns, &mut state);
            everybody(&mut row_records);
            row_records.retain(|record| !record.frame.both_ways);
            match totals.is_empty() {
                true => row_records.into_iter().for_each(|record| each(record, out)),
                false => records.extend(row_records),
            }
            if kept == Kept::Total {
                since_total = records.len();
            }
        }
        state.say(self, columns, around, out);
        records.into_iter().for_each(|record| each(record, out));
    }

    /// A row without a count: a subhead, a note, a row of names again.
    #[allow(clippy::too_many_arguments)]
    fn aside(
        &self,
        row: usize,
        values: &[(&Column, &Frame)],
        state: &mut State,
        around: &Around,
        since_total: &mut usize,
        records: usize,
        out: &mut Out<'_>,
    ) {
        let mut filled: Vec<(usize, String)> = Vec::new();
        for column in 0..self.grid.width(row) {
            let cell = one_space(&self.grid.cell(row, column));
            if !cell.is_empty() {
                filled.push((column, cell));
            }
        }
        for (column, cell) in &filled {
            if let Some((column, _)) = values.iter().find(|(value, _)| value.at == *column) {
                self.refused(row, column, cell, state, out);
            }
        }
        let [(_, text)] = &filled[..] else { return };
        if text.chars().count() > SUBHEAD || source_line(text).is_some() {
            return;
        }
        if Words::all().opens(text, Meaning::Flag(Flag::Footnote))
            || text.starts_with(['*', '†', '('])
        {
            return;
        }
        let sense = Sense::of(text, around.year, self.gazetteer);
        if sense.has(Flag::Total) {
            return;
        }
        let mut frame = Frame::of(&sense);
        frame.total = false;
        let says = frame.kind.is_some()
            || !frame.via.is_empty()
            || frame.window.is_some()
            || frame.from.is_some()
            || frame.to.is_some()
            || frame.nationality.is_some()
            || frame.at.is_some();
        let next_is_row = (row + 1..self.layout.body.end)
            .find(|next| !self.grid.is_blank(*next))
            .is_some_and(|next| {
                values.iter().any(|(column, _)| {
                    amount(&self.grid.cell(next, column.at), Some(Decimal::Point)).is_ok()
                })
            });
        if !next_is_row {
            return;
        }
        if says && sense.residue.len() <= 2 {
            // A subhead takes the place of one that says the same sort of thing; where something
            // else happens, it happens on another way.
            if frame.kind.is_some() && state.subhead.kind.is_some() {
                (state.subhead.from, state.subhead.to) = (None, None);
            }
            state.subhead = frame.over(&state.subhead);
            *since_total = records;
        } else if !says {
            let line = self.grid.line(row);
            let message = format!(
                "`{text}` stands alone in its row and is not known; the rows under it are left out"
            );
            out.left(line, message, MAP_REMEDY);
            state.unknown = true;
            return;
        }
        state.unknown = false;
    }

    /// Whether a row adds up others: by the words in its first cells.
    fn is_total(&self, row: usize, columns: &[Column]) -> bool {
        self.total_words(row, columns, Flag::Total)
    }

    fn is_grand(&self, row: usize, columns: &[Column]) -> bool {
        self.total_words(row, columns, Flag::Grand)
    }

    fn total_words(&self, row: usize, columns: &[Column], flag: Flag) -> bool {
        columns
            .iter()
            .filter(|column| !matches!(column.role, Role::Value(_)))
            .map(|column| self.grid.cell(row, column.at))
            .filter(|cell| {
                !cell.is_empty()
                    && cell.len() < 60
                    && !cell.starts_with(|c: char| c.is_ascii_digit())
            })
            .take(3)
            .any(|cell| {
                Words::all().opens(&cell, Meaning::Flag(flag)) || {
                    let sense = Sense::of(&cell, None, self.gazetteer);
                    sense.has(flag) && sense.residue.is_empty()
                }
            })
    }

    /// What the cells of a row say of its numbers; `None` when that cannot be told.
    fn key(
        &self,
        row: usize,
        keys: &[&Column],
        kept: Kept,
        around: &Around,
        state: &mut State,
        out: &mut Out<'_>,
    ) -> Option<Frame> {
        let line = self.grid.line(row);
        if state.unknown {
            return None;
        }
        let mut frame = Frame::default();
        let (mut start, mut end): (Option<Window>, Option<Window>) = (None, None);
        let year = keys
            .iter()
            .find(|column| column.role == Role::Key(Field::Year))
            .and_then(|column| days::whole_year(&self.filled(row, column, keys, kept, state)))
            .map(|window| Year::of(window.start().year()));
        for column in keys {
            let Role::Key(field) = column.role else { continue };
            let cell = self.filled(row, column, keys, kept, state);
            if cell.is_empty() || calendar::numbers::is_missing(&cell) {
                continue;
            }
            // The word of a total row stands in the place of what it adds up.
            if kept == Kept::Total && Words::all().opens(&cell, Meaning::Flag(Flag::Total)) {
                let sense = Sense::of(&cell, around.year, self.gazetteer);
                frame = frame.over(&Frame { total: true, ..Frame::of(&sense) });
                frame.total = true;
                continue;
            }
            if matches!(field, Field::Month | Field::Day)
                && state.years_in_heads
                && let Some(month) = days::month(&cell)
            {
                frame.month = Some(month);
                continue;
            }
            match field {
                Field::Day
                | Field::Start
                | Field::End
                | Field::Published
                | Field::Month
                | Field::Week => {
                    let window = self.days(line, column, field, &cell, year, around, state, out)?;
                    match field {
                        Field::Start => start = Some(window),
                        Field::End => end = Some(window),
                        Field::Published => frame.published = Some(window.end()),
                        _ if frame.window.is_some_and(|known| known.days() <= window.days()) => {}
                        _ => frame.window = Some(window),
                    }
                }
                Field::Via => {
                    let names: Vec<String> = cell
                        .split(';')
                        .map(|name| self.crossing(name.trim(), state, line))
                        .collect();
                    frame.via = names.into_iter().filter(|name| !name.is_empty()).collect();
                }
                Field::From => frame.from = Some(self.place(&cell)),
                Field::To => frame.to = Some(self.place(&cell)),
                Field::At => frame.at = Some(self.place(&cell)),
                Field::Nationality => {
                    let mention = self.gazetteer.mentions(&cell).into_iter().next();
                    let code = mention.and_then(|m| self.gazetteer.place(m.place).country.clone());
                    frame.nationality = Some(code.unwrap_or_else(|| self.place(&cell)));
                }
                Field::Direction => {
                    let sense = state.sense(&cell, self.gazetteer);
                    match (sense.kinds.as_slice(), sense.both_ways) {
                        ([kind], _) => {
                            frame.kind = Some(*kind);
                            frame.cumulative |= sense.has(Flag::Cumulative);
                        }
                        (_, true) | ([_, _, ..], _) => {
                            state.both += 1;
                            return None;
                        }
                        _ => {
                            out.left(
                                line,
                                format!(
                                    "column {} `{}`: `{cell}` is not known; row left out",
                                    letters(column.at),
                                    column.name
                                ),
                                MAP_REMEDY,
                            );
                            return None;
                        }
                    }
                    frame.people = frame.people.or(sense.people);
                }
                Field::Group => {
                    let sense = state.sense(&cell, self.gazetteer);
                    match sense.people {
                        Some(people) if !sense.mixed => {
                            frame.people = match frame.people {
                                Some(known) if known != People::ALL => Some(known),
                                _ => Some(people),
                            };
                        }
                        _ if sense.has(Flag::Total) => frame.people = Some(People::ALL),
                        _ => {
                            out.left(line, format!("column {} `{}`: `{cell}` is no group that is known; row left out", letters(column.at), column.name), MAP_REMEDY);
                            return None;
                        }
                    }
                }
                Field::Source => frame.source = Some(cell),
                Field::Organisation => frame.organisation = Some(cell),
                Field::Publisher => frame.publisher = Some(cell),
                Field::Year => {
                    if frame.window.is_none()
                        && !keys.iter().any(|c| {
                            matches!(
                                c.role,
                                Role::Key(Field::Day | Field::Start | Field::Month | Field::Week)
                            )
                        })
                    {
                        frame.window = days::whole_year(&cell);
                    }
                }
                Field::Hour | Field::Notes | Field::Low | Field::High => {}
            }
        }
        match (start, end) {
            (Some(first), Some(last)) => match Window::new(first.start(), last.end()) {
                Some(window) => frame.window = Some(window),
                None => {
                    out.left(
                        line,
                        format!(
                            "starts {}, after its end {}; row left out",
                            first.start(),
                            last.end()
                        ),
                        "correct the days",
                    );
                    return None;
                }
            },
            (Some(one), None) | (None, Some(one)) if frame.window.is_none() => {
                let name = |field| {
                    keys.iter().find(|c| c.role == Role::Key(field)).map_or("", |c| &c.name)
                };
                let label = if start.is_some() { name(Field::Start) } else { name(Field::End) };
                let week = super::words::tokens(label).iter().any(|t| {
                    matches!(t.word.as_str(), "week" | "semaine" | "tydzien" | "tygodnia")
                });
                frame.window = match (week, start.is_some()) {
                    (true, true) => one
                        .start()
                        .checked_add(jiff::Span::new().days(6))
                        .ok()
                        .and_then(|last| Window::new(one.start(), last)),
                    (true, false) => one
                        .end()
                        .checked_sub(jiff::Span::new().days(6))
                        .ok()
                        .and_then(|first| Window::new(first, one.end())),
                    _ if one.days() > 1 => Some(one),
                    (false, _) => {
                        state.one_end += 1;
                        return None;
                    }
                };
            }
            _ => {}
        }
        Some(frame)
    }

    /// The cell of a column that says something of its row; a blank one under a filled one takes
    /// what stands above, when something to its right is said anew.
    fn filled(
        &self,
        row: usize,
        column: &Column,
        keys: &[&Column],
        kept: Kept,
        state: &mut State,
    ) -> String {
        let cell = one_space(&self.grid.told(row, column.at));
        if !cell.is_empty() {
            state.above.insert(column.at, cell.clone());
            return cell;
        }
        let anew = keys
            .iter()
            .any(|other| other.at > column.at && !self.grid.cell(row, other.at).is_empty());
        let goes_down = matches!(
            column.role,
            Role::Key(
                Field::Day
                    | Field::Start
                    | Field::End
                    | Field::Month
                    | Field::Week
                    | Field::Year
                    | Field::Via
                    | Field::From
                    | Field::To
                    | Field::At
                    | Field::Nationality
            )
        );
        match state.above.get(&column.at) {
            Some(above) if anew && goes_down && kept == Kept::Data => {
                let above = above.clone();
                state.filled_down.insert(column.at);
                above
            }
            _ => String::new(),
        }
    }

    /// The days of a cell; `None` when they cannot be told, which is said.
    #[allow(clippy::too_many_arguments)]
    fn days(
        &self,
        line: usize,
        column: &Column,
        field: Field,
        cell: &str,
        year: Option<Year>,
        around: &Around,
        state: &mut State,
        out: &mut Out<'_>,
    ) -> Option<Window> {
        if column.turned
            && let Some(day) = cell.get(..10).and_then(calendar::iso_day)
            && day.day() != day.month()
        {
            out.left(
                line,
                format!(
                    "column {} `{}`: {day} may be {}-{:02}-{:02}: a spreadsheet made days of some cells and left others as text; row left out",
                    letters(column.at),
                    column.name,
                    day.year(),
                    day.day(),
                    day.month()
                ),
                "write all days of the column as text, or say `dates = \"day-month-year\"` in a map if they are right",
            );
            return None;
        }
        let year = year.or(around.year);
        let number = cell.parse::<i8>().ok();
        let text = match (field, number) {
            (Field::Week, Some(number)) => format!("W{number}"),
            (Field::Month, Some(number)) if (1..=12).contains(&number) => match year {
                Some(year) => format!("{}-{number:02}", year.of),
                None => return self.no_year(line, column, cell, out),
            },
            _ => cell.to_owned(),
        };
        let readings = match days::readings(&text, year) {
            Ok(readings) => readings,
            Err(NoDate::NoYear) => return self.no_year(line, column, cell, out),
            Err(NoDate::None) => {
                match days::serial(cell).or(days::whole_year(cell).map(|w| w.start())) {
                    Some(_) if days::whole_year(cell).is_some() => return days::whole_year(cell),
                    Some(day) => return Some(Window::day(day)),
                    None => {
                        out.left(
                            line,
                            format!(
                                "column {} `{}`: `{cell}` is no day; row left out",
                                letters(column.at),
                                column.name
                            ),
                            "write a day such as 2023-11-01",
                        );
                        return None;
                    }
                }
            }
        };
        if year.is_some_and(|year| year.before.is_some())
            && days::readings(&text, None) == Err(NoDate::NoYear)
        {
            state.borrowed_year = true;
        }
        if let [(_, window)] = readings[..] {
            return Some(window);
        }
        if let Some((_, window)) =
            column.order.and_then(|order| readings.iter().find(|(own, _)| *own == order))
        {
            return Some(*window);
        }
        let both: Vec<String> = readings.iter().map(|(_, w)| window_words(*w)).collect();
        let ambiguous = state
            .ambiguous_days
            .entry(column.at)
            .or_insert_with(|| (line, cell.to_owned(), both, 0));
        ambiguous.3 += 1;
        None
    }

    fn no_year(
        &self,
        line: usize,
        column: &Column,
        cell: &str,
        out: &mut Out<'_>,
    ) -> Option<Window> {
        let message = format!(
            "column {} `{}`: `{cell}` is of a year that is said nowhere; row left out",
            letters(column.at),
            column.name
        );
        out.left(
            line,
            message,
            "give the day of publication with --date, or write the year in the title",
        );
        None
    }

    /// A crossing by its gazetteer name; one that is not known stays as written, and is said.
    fn crossing(&self, name: &str, state: &mut State, line: usize) -> String {
        if let Some(known) = state.crossings.get(name) {
            return known.clone();
        }
        let bare = name.trim_end_matches(['*', '†', '¹', '²', '³']).trim();
        let sense = || Sense::of(bare, None, self.gazetteer);
        let found = match self.gazetteer.crossing(bare) {
            Some(place) => place.name.clone(),
            None => match &sense().via[..] {
                [one] => one.clone(),
                _ => {
                    state.strange.entry(bare.to_owned()).or_insert(line);
                    bare.to_owned()
                }
            },
        };
        state.crossings.insert(name.to_owned(), found.clone());
        found
    }

    /// A country as its code, another place by its gazetteer name, else as written.
    fn place(&self, cell: &str) -> String {
        let code = cell.to_uppercase();
        if self.gazetteer.country(&code).is_some() {
            return code;
        }
        match self.gazetteer.find(cell) {
            Some(place) => match (&place.kind, &place.country) {
                (PlaceKind::Country, Some(code)) => code.clone(),
                _ => place.name.clone(),
            },
            None => cell.to_owned(),
        }
    }

    /// A cell of counts that was not read.
    fn refused(
        &self,
        row: usize,
        column: &Column,
        cell: &str,
        state: &mut State,
        out: &mut Out<'_>,
    ) {
        let line = self.grid.line(row);
        match amount(cell, column.decimal) {
            Ok(_) | Err(Why::Missing) => {}
            Err(Why::Percent) => state.shares += 1,
            Err(Why::Ambiguous(whole, fraction)) => {
                let told = state
                    .ambiguous_numbers
                    .entry(column.at)
                    .or_insert_with(|| (line, cell.to_owned(), whole, fraction, 0));
                told.4 += 1;
            }
            Err(Why::NotANumber) => {
                // Words among the counts say why there is none: "closed", "see note".
                if !cell.contains(|c: char| c.is_ascii_digit()) {
                    state.worded += 1;
                    return;
                }
                let cell: String = cell.chars().take(60).collect();
                let message = format!(
                    "column {} `{}`: `{cell}` was not read; cell left out",
                    letters(column.at),
                    column.name
                );
                out.left(line, message, "expected a number such as 1234, 1,234 or <5");
            }
        }
    }

    /// The numbers of a row.
    fn row(
        &self,
        own: &Own<'_>,
        values: &[(&Column, &Frame)],
        state: &mut State,
        out: &mut Out<'_>,
    ) -> Vec<Record> {
        let Own { row, kept, behind, low, high } = *own;
        let line = self.grid.line(row);
        let mut records = Vec::with_capacity(values.len());
        let single = values.len() <= 1;
        let bound = |at: Option<usize>| {
            at.and_then(|at| amount(&self.grid.cell(row, at), None).ok()).and_then(|a| a.value)
        };
        if values.is_empty() {
            let (low, high) = (bound(low), bound(high));
            let qualifier = match (low, high) {
                (Some(_), Some(_)) => Qualifier::Range,
                (Some(_), None) => Qualifier::MoreThan,
                _ => Qualifier::UpTo,
            };
            records.push(Record {
                row,
                column: 0,
                frame: behind.clone(),
                amount: Amount { value: None, low, high, qualifier },
                span: self.grid.row_span(row),
                beside: [own.low, own.high].into_iter().flatten().collect(),
                total: kept == Kept::Total,
                rules: vec!["table.row"],
            });
            return records;
        }
        for (column, frame) in values {
            let cell = self.grid.cell(row, column.at);
            if cell.is_empty() {
                continue;
            }
            let mut amount = match amount(&cell, column.decimal) {
                Ok(amount) => amount,
                Err(_) => {
                    self.refused(row, column, &cell, state, out);
                    continue;
                }
            };
            if single {
                amount.low = amount.low.or(bound(low));
                amount.high = amount.high.or(bound(high));
            }
            let mut whole = frame.over(behind);
            if !frame.via.is_empty() && !behind.via.is_empty() && frame.via != behind.via {
                let message = format!(
                    "column {} is of {}, its row of {}; cell left out",
                    letters(column.at),
                    frame.via.join(", "),
                    behind.via.join(", ")
                );
                out.left(line, message, MAP_REMEDY);
                continue;
            }
            if let (Some(own), Some(other)) = (frame.window, behind.window) {
                // A day within the month that the row or the title names.
                match own.overlap(&other) {
                    Some(shared) => whole.window = Some(shared),
                    None => {
                        let message = format!(
                            "column {} is of {}, its row of {}; cell left out",
                            letters(column.at),
                            window_words(own),
                            window_words(other)
                        );
                        out.left(line, message, MAP_REMEDY);
                        continue;
                    }
                }
            }
            if let Some(scale) = whole.scale {
                let scaled = |number: f64| (number * scale * 1000.0).round() / 1000.0;
                // "1,234" in a table in thousands may be a thousand thousands or one and a bit.
                if cell.contains(',') && column.decimal.is_none() {
                    let told = state.ambiguous_numbers.entry(column.at).or_insert_with(|| {
                        (
                            line,
                            cell.to_string(),
                            scaled(amount.value.unwrap_or_default()).to_string(),
                            cell.replace(',', "."),
                            0,
                        )
                    });
                    told.4 += 1;
                    continue;
                }
                amount.value = amount.value.map(scaled);
                amount.low = amount.low.map(scaled);
                amount.high = amount.high.map(scaled);
            } else if amount.value.is_some_and(|value| value.fract() != 0.0) {
                state.fractions += 1;
                continue;
            }
            let span = match single {
                true => self.grid.row_span(row),
                false => {
                    let span = self.grid.up_to(row, column.at);
                    if span.len() <= QUOTE {
                        span
                    } else {
                        self.grid.span(row, column.at).unwrap_or(span)
                    }
                }
            };
            let total = kept == Kept::Total || frame.total;
            records.push(Record {
                row,
                column: column.at,
                frame: whole,
                amount,
                span,
                beside: match single {
                    true => [own.low, own.high].into_iter().flatten().collect(),
                    false => Vec::new(),
                },
                total,
                rules: vec!["table.row"],
            });
        }
        records
    }

    /// Completes the totals beside their parts: the crossings, the days and the kinds that they add up.
    fn total_columns(&self, records: &mut Vec<Record>, values: &[(&Column, &Frame)]) {
        let own =
            |at: usize| values.iter().find(|(column, _)| column.at == at).map(|(_, frame)| *frame);
        let parts: Vec<(Frame, Frame)> = records
            .iter()
            .filter_map(|record| {
                let frame = own(record.column).filter(|frame| !frame.total && !frame.cumulative)?;
                Some((frame.clone(), record.frame.clone()))
            })
            .collect();
        records.retain_mut(|record| {
            let Some(total) = own(record.column).filter(|frame| frame.total) else { return true };
            let fits = |part: &Frame| {
                (total.kind.is_none() || part.kind == total.kind)
                    && (total.via.is_empty() || part.via.is_empty() || part.via == total.via)
                    && (total.window.is_none()
                        || part.window.is_none()
                        || part.window == total.window)
                    && (total.unit.is_none() || part.unit == total.unit)
                    && (total.people.is_none() || part.people == total.people)
            };
            let fitting: Vec<&(Frame, Frame)> =
                parts.iter().filter(|(part, _)| fits(part)).collect();
            let mut vias: Vec<String> = Vec::new();
            // A day that has no number of its own is still a day of the total.
            let windows: Vec<Window> = values
                .iter()
                .filter(|(_, frame)| !frame.total && !frame.cumulative && fits(frame))
                .filter_map(|(_, frame)| frame.window)
                .collect();
            let mut kinds: Vec<Kind> = Vec::new();
            for (part, whole) in &fitting {
                for via in &part.via {
                    if !vias.contains(via) {
                        vias.push(via.clone());
                    }
                }
                kinds.extend(whole.kind);
            }
            if total.via.is_empty() && vias.len() > 1 {
                record.frame.via = vias;
            }
            if total.window.is_none() && !windows.is_empty() {
                match run(windows) {
                    Some(window) => record.frame.window = Some(window),
                    None => return false,
                }
            }
            kinds.sort();
            kinds.dedup();
            if total.kind.is_none() {
                match kinds[..] {
                    [kind] => record.frame.kind = Some(kind),
                    [Kind::Return, Kind::Deportation] => record.frame.kind = Some(Kind::Return),
                    [] => {}
                    _ => record.frame.both_ways = true,
                }
            }
            true
        });
    }

    /// Adds up parts that a claim has no word for, where together they are one that it has: boys
    /// and girls, the ages under 18.
    fn sums(&self, records: &mut Vec<Record>, columns: &[Column], state: &mut State) {
        let fine =
            |record: &Record| record.frame.people.is_some_and(|people| people.group().is_none());
        if !records.iter().any(fine) {
            return;
        }
        let bare = |record: &Record| Frame {
            people: None,
            total: false,
            who: String::new(),
            ..record.frame.clone()
        };
        let mut frames: Vec<Frame> = Vec::new();
        for record in records.iter().filter(|record| fine(record)) {
            let frame = bare(record);
            if !frames.contains(&frame) {
                frames.push(frame);
            }
        }
        let mut added: Vec<Record> = Vec::new();
        let mut used: Vec<usize> = Vec::new();
        for frame in frames {
            let group: Vec<&Record> = records
                .iter()
                .filter(|record| {
                    bare(record) == frame && record.amount.qualifier == Qualifier::Exact
                })
                .collect();
            for (name, people) in super::sense::WHOLES {
                let stated =
                    group.iter().any(|r| r.frame.people.and_then(|p| p.group()) == people.group());
                let Some(parts) = super::sense::partition(
                    people,
                    &group.iter().filter_map(|r| r.frame.people).collect::<Vec<_>>(),
                ) else {
                    continue;
                };
                if parts.len() < 2 || parts.iter().all(|part| part.group().is_some()) {
                    continue;
                }
                let parts: Vec<&&Record> = group
                    .iter()
                    .filter(|r| r.frame.people.is_some_and(|p| parts.contains(&p)))
                    .collect();
                used.extend(parts.iter().map(|record| record.column));
                if stated
                    || added
                        .iter()
                        .any(|r: &Record| bare(r) == frame && r.frame.people == Some(people))
                {
                    continue;
                }
                let Some(first) = parts.first() else { continue };
                let value = parts.iter().filter_map(|record| record.amount.value).sum();
                let span = parts.iter().map(|r| r.span.start).min().unwrap_or(first.span.start)
                    ..parts.iter().map(|r| r.span.end).max().unwrap_or(first.span.end);
                let _ = name;
                added.push(Record {
                    frame: Frame { people: Some(people), total: false, ..first.frame.clone() },
                    amount: Amount {
                        value: Some(value),
                        low: None,
                        high: None,
                        qualifier: Qualifier::Exact,
                    },
                    span,
                    beside: parts.iter().map(|record| record.column).collect(),
                    total: false,
                    rules: vec!["table.row", "table.sum"],
                    ..(**first).clone()
                });
            }
        }
        for record in records.iter().filter(|record| fine(record)) {
            if !used.contains(&record.column) {
                let name = columns.get(record.column).map_or("", |c| c.name.as_str());
                state.finer.entry(record.column).or_insert_with(|| name.to_owned());
            }
        }
        records.retain(|record| !fine(record));
        records.extend(added);
    }

    /// The cells that a number was read from, with their heads: nothing else of the row, which may be about persons.
    fn quote(&self, record: &Record, keys: &[usize]) -> String {
        let mut columns: Vec<usize> =
            keys.iter().chain([&record.column]).chain(&record.beside).copied().collect();
        columns.sort_unstable();
        columns.dedup();
        let cells = columns.into_iter().filter_map(|column| {
            let cell = one_space(&self.grid.cell(record.row, column));
            let head = self.layout.labels.get(column).map_or("", String::as_str);
            (!cell.is_empty()).then(|| quoted(head, &cell))
        });
        cells.collect::<Vec<_>>().join("; ")
    }

    /// The claim that a number of the table makes, put with those made.
    fn claim(&self, record: Record, around: &Around, made: &mut Made, out: &mut Out<'_>) {
        let frame = &record.frame;
        let kind = frame.kind.unwrap_or_default();
        let measure = if super::claims::is_stock(kind) { Measure::Stock } else { Measure::Flow };
        let published = frame.published.or(self.document.published);
        if let (Some(day), Some(today)) = (published, self.options.today)
            && day > today
        {
            out.left(
                self.grid.line(record.row),
                format!("published on {day}, which is after today ({today}); row left out"),
                "correct the day",
            );
            return;
        }
        let stated = frame.window.or_else(|| {
            // A total to date, or who is there now, of the day the table is of.
            let now = frame.cumulative || frame.since.is_some() || measure == Measure::Stock;
            published.filter(|_| now).map(Window::day)
        });
        let Some(window) = stated else {
            made.without_days += 1;
            return;
        };
        if frame.kind.is_none() {
            made.without_kind += 1;
        }
        if published.is_none() {
            made.undated += 1;
        }
        if published.is_some_and(|day| window.start() > day) {
            made.later.get_or_insert((self.grid.line(record.row), window.start()));
        }
        let cumulative = frame.cumulative || frame.window.is_none() && frame.since.is_some();
        // A start without a year is the last before the day it runs to.
        let since = match (frame.since, around.published()) {
            (Some(since), Some(_)) if since > window.end() => {
                Date::new(since.year() - 1, since.month(), since.day()).ok()
            }
            (since, _) => since,
        };
        let start = match (measure, cumulative) {
            (Measure::Stock, _) => None,
            (_, true) => since.or((window.days() > 1).then_some(window.start())),
            _ => Some(window.start()),
        };
        if start.is_some_and(|start| start > window.end()) {
            out.left(
                self.grid.line(record.row),
                format!("a running total to {}, before it starts; cell left out", window.end()),
                "correct the days",
            );
            return;
        }
        let people = frame.people.unwrap_or(People::ALL);
        let source = made
            .sources
            .entry((frame.source.clone(), frame.organisation.clone()))
            .or_insert_with(|| source(frame, self.gazetteer))
            .clone();
        let mut includes = Vec::new();
        if record.total
            && frame.kind == Some(Kind::Return)
            && record.rules.contains(&"table.deportees")
        {
            includes.push("deportees".to_owned());
        }
        let mut rules: Vec<claim::RuleName> =
            record.rules.iter().map(|rule| (*rule).into()).collect();
        if record.total {
            rules.push("table.total".into());
        }
        if self.options.map.is_some() {
            rules.push("table.map".into());
        }
        let claim = Claim {
            published,
            publisher: frame.publisher.clone().or_else(|| self.document.publisher.clone()),
            value: record.amount.value,
            low: record.amount.low,
            high: record.amount.high,
            qualifier: record.amount.qualifier,
            unit: frame.unit.unwrap_or(Unit::People),
            measure,
            kind,
            population: Population {
                text: frame.who.clone(),
                nationality: frame.nationality.clone(),
                group: people.group().unwrap_or(Group::All),
                includes,
                ..Population::default()
            },
            via: frame.via.clone(),
            from: frame.from.clone(),
            to: frame.to.clone(),
            at: frame.at.clone(),
            start,
            end: Some(window.end()),
            cumulative,
            start_stated: start.is_some(),
            found: Found::in_row(source.label().is_some()),
            source,
            rules,
            quote: self.quote(&record, &made.keys),
            ..Claim::new(self.document.id.clone(), &self.document.text, record.span.clone())
        };
        made.rows.push(self.grid.line(record.row));
        made.claims.push(claim.sealed());
    }

    /// Rows that count the same thing: kept once when they agree, added up when a map says so, and
    /// left out when they do not, since something that was not read tells them apart.
    fn once(&self, mut claims: Vec<Claim>, rows: &[usize], out: &mut Out<'_>) -> Vec<Claim> {
        // For each claim the first that counts the same.
        let mut first: FxHashMap<Counted<'_>, usize> = FxHashMap::default();
        let firsts: Vec<usize> = claims
            .iter()
            .enumerate()
            .map(|(at, claim)| *first.entry(Counted(claim)).or_insert(at))
            .collect();
        drop(first);
        let aggregate = self.options.map.is_some_and(|map| map.aggregate);
        let (mut again, mut clashes): (usize, BTreeMap<usize, Vec<usize>>) = (0, BTreeMap::new());
        for (at, &earlier) in firsts.iter().enumerate() {
            if at == earlier {
                continue;
            }
            let (before, from) = claims.split_at_mut(at);
            let (known, claim) = (&mut before[earlier], &from[0]);
            if aggregate {
                known.value = known.value.zip(claim.value).map(|(a, b)| a + b);
                if !known.rules.iter().any(|rule| rule == "table.sum") {
                    known.rules.push("table.sum".into());
                }
                let [start, end] =
                    [known.span[0].min(claim.span[0]), known.span[1].max(claim.span[1])];
                let evidence = claim::Evidence::of(&self.document.text, start..end);
                known.span = evidence.span;
                if known.quote.len() + claim.quote.len() < QUOTE {
                    known.quote = format!("{}; {}", known.quote, claim.quote);
                }
            } else {
                let same =
                    (known.value, known.low, known.high) == (claim.value, claim.low, claim.high);
                if same && !clashes.contains_key(&earlier) {
                    again += 1;
                } else {
                    clashes.entry(earlier).or_insert_with(|| vec![earlier]).push(at);
                }
            }
        }
        for (number, (earlier, group)) in clashes.iter().enumerate() {
            if number < 5 {
                let mut lines: Vec<String> = group.iter().map(|at| rows[*at].to_string()).collect();
                lines.dedup();
                let shown = lines[..lines.len().min(6)].join(", ");
                out.problem(
                    Some(rows[*earlier]),
                    format!("rows {shown}{} count the same by all that is known of them, and differ; left out", if lines.len() > 6 { " …" } else { "" }),
                    "say in a map which column tells them apart, or `aggregate = true` when they add up",
                );
            }
        }
        if clashes.len() > 5 {
            out.problem(None, format!("{} such groups of rows left out in all", clashes.len()), "");
        }
        if again > 0 {
            out.note(
                None,
                format!("{again} numbers stand twice with the same value and were read once"),
                "",
            );
        }
        let mut places = firsts.iter().enumerate();
        claims.retain(|_| {
            places.next().is_some_and(|(at, first)| at == *first && !clashes.contains_key(&at))
        });
        if aggregate {
            return claims.into_iter().map(Claim::sealed).collect();
        }
        claims
    }
}

/// Where a total over several crossings is the sum of men, women and children of each, everybody
/// at each crossing is a sum that the table has proved.
fn everybody(records: &mut Vec<Record>) {
    let bare = |record: &Record| Frame {
        people: None,
        total: false,
        who: String::new(),
        ..record.frame.clone()
    };
    let group = |record: &Record| record.frame.people.and_then(|people| people.group());
    let Some(total) =
        records.iter().find(|r| r.frame.via.len() > 1 && group(r).is_none_or(|g| g == Group::All))
    else {
        return;
    };
    let Some(value) = total.amount.value else { return };
    let mut added: Vec<Record> = Vec::new();
    for record in records.iter().filter(|r| r.frame.via.len() == 1) {
        let frame = bare(record);
        if added.iter().any(|known| bare(known) == frame) {
            continue;
        }
        let parts: Vec<&Record> = records.iter().filter(|r| bare(r) == frame).collect();
        let mut groups: Vec<Group> = parts.iter().filter_map(|part| group(part)).collect();
        groups.sort();
        if groups != [Group::Children, Group::Women, Group::Men] || parts.len() != 3 {
            return;
        }
        let last = parts.iter().max_by_key(|part| part.column).unwrap_or(&parts[0]);
        added.push(Record {
            frame: Frame { people: Some(People::ALL), ..frame },
            amount: Amount {
                value: parts.iter().map(|part| part.amount.value).sum(),
                ..last.amount.clone()
            },
            rules: vec!["table.row", "table.sum"],
            beside: parts.iter().map(|part| part.column).collect(),
            total: false,
            ..(*last).clone()
        });
    }
    let sum: f64 = added.iter().filter_map(|record| record.amount.value).sum();
    if sum == value && added.iter().all(|record| total.frame.via.contains(&record.frame.via[0])) {
        records.extend(added);
    }
}

/// A claim of a table, the same as another when both count the same thing. It borrows what it compares: a table
/// may have hundreds of thousands.
struct Counted<'a>(&'a Claim);

impl Counted<'_> {
    fn what(&self) -> (Common<'_>, Group, &[String], &str) {
        let Counted(claim) = self;
        let people = &claim.population;
        (Common::of(claim), people.group, &claim.via, &people.text)
    }
}

impl PartialEq for Counted<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.what() == other.what()
    }
}

impl Eq for Counted<'_> {}

impl Hash for Counted<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.what().hash(state);
    }
}

fn key_columns(columns: &[Column]) -> Vec<usize> {
    columns.iter().filter(|c| matches!(c.role, Role::Key(_))).map(|c| c.at).collect()
}

/// A cell with its head, as a claim quotes it.
pub(super) fn quoted(head: &str, cell: &str) -> String {
    match head {
        "" => cell.to_owned(),
        head => format!("{head}: {cell}"),
    }
}

/// The claims made of a table so far, the row of each, and what is to be said of them all.
#[derive(Default)]
struct Made {
    claims: Vec<Claim>,
    /// The columns that say something of the numbers in their row.
    keys: Vec<usize>,
    rows: Vec<usize>,
    sources: FxHashMap<(Option<String>, Option<String>), Source>,
    without_days: usize,
    without_kind: usize,
    undated: usize,
    /// Row and first day of a count of days after the day of publication.
    later: Option<(usize, Date)>,
}

impl Made {
    fn say(&self, out: &mut Out<'_>) {
        if self.without_days > 0 {
            out.problem(
                None,
                format!("{} numbers left out: nothing says of which days they are", self.without_days),
                "name the column of days in a map (A = \"date\"), or give start and end under [constant]",
            );
        }
        if self.without_kind > 0 {
            out.note(
                None,
                format!("{} numbers do not say what happened (arrivals, departures, returns …): read as `other`", self.without_kind),
                "give `kind` under [constant] in a map",
            );
        }
        if self.undated > 0 {
            out.note(
                None,
                "does not say when it was published".to_owned(),
                "give --date YYYY-MM-DD, or `published` under [constant] in a map",
            );
        }
        if let Some((row, day)) = self.later {
            out.note(
                Some(row),
                format!("counts of {day} in a table published before"),
                "check the day of publication",
            );
        }
    }
}

/// What is known around a table.
struct Around {
    frame: Frame,
    /// Of days that are written without.
    year: Option<Year>,
}

impl Around {
    /// The day of publication, when the year is only that of it.
    fn published(&self) -> Option<Date> {
        self.year?.before
    }
}

/// A row that is being read.
#[derive(Clone, Copy)]
struct Own<'a> {
    row: usize,
    kept: Kept,
    behind: &'a Frame,
    low: Option<usize>,
    high: Option<usize>,
}

/// What is remembered from row to row, and told at the end.
#[derive(Default)]
struct State {
    subhead: Frame,
    /// Under a subhead that is not known.
    unknown: bool,
    above: BTreeMap<usize, String>,
    filled_down: std::collections::BTreeSet<usize>,
    senses: FxHashMap<String, Sense>,
    /// Rows are months, columns are years.
    years_in_heads: bool,
    crossings: FxHashMap<String, String>,
    strange: BTreeMap<String, usize>,
    /// Line, cell, its readings, and how many.
    ambiguous_days: BTreeMap<usize, (usize, String, Vec<String>, usize)>,
    ambiguous_numbers: BTreeMap<usize, (usize, String, String, String, usize)>,
    finer: BTreeMap<usize, String>,
    borrowed_year: bool,
    both: usize,
    one_end: usize,
    shares: usize,
    worded: usize,
    fractions: usize,
}

impl State {
    fn sense(&mut self, cell: &str, gazetteer: &Gazetteer) -> Sense {
        if let Some(known) = self.senses.get(cell) {
            return known.clone();
        }
        let sense = Sense::of(cell, None, gazetteer);
        self.senses.insert(cell.to_owned(), sense.clone());
        sense
    }

    fn say(&self, reader: &Reader<'_>, columns: &[Column], around: &Around, out: &mut Out<'_>) {
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
        if let Some(published) = around.published()
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
        if self.worded > 0 {
            out.note(None, format!("{} cells have words for a count; not read", self.worded), "");
        }
        if self.fractions > 0 {
            out.problem(None, format!("{} cells left out: a fraction of a person is no count", self.fractions), "if they are in thousands, say so in the title or with `scale = 1000` under [constant] in a map");
        }
        strange(&self.strange, reader.gazetteer, |line, message, hint| {
            out.note(line, message, hint)
        });
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
    let mut best: Option<(f64, &str)> = None;
    for place in gazetteer.places().filter(|place| place.kind == PlaceKind::Crossing) {
        for known in &place.names {
            let like = strsim::jaro_winkler(&wanted, &super::words::folded(known));
            if like > 0.88 && best.is_none_or(|(most, _)| like > most) {
                best = Some((like, &place.name));
            }
        }
    }
    best.map(|(_, name)| name.to_owned())
}

/// Completes a total row from the rows above that it adds up; whether it can be kept.
fn complete(
    record: &mut Record,
    above: &[Record],
    since: usize,
    grand: bool,
    line: usize,
    out: &mut Out<'_>,
) -> bool {
    let own = |record: &&Record, frame: &Frame, column: usize| {
        record.column == column
            && !record.rules.contains(&"table.sum")
            && (frame.kind.is_none() || record.frame.kind == frame.kind)
            && (frame.via.is_empty() || record.frame.via == frame.via)
            && (frame.window.is_none()
                || record
                    .frame
                    .window
                    .is_none_or(|w| frame.window.is_some_and(|t| t.overlap(&w).is_some())))
    };
    let frame = record.frame.clone();
    let is_row_total = |record: &&Record| record.total && record.rules.contains(&"table.rows");
    let block: Vec<&Record> = above[since.min(above.len())..]
        .iter()
        .filter(|r| own(r, &frame, record.column))
        .filter(|r| !is_row_total(r))
        .collect();
    let all: Vec<&Record> = above
        .iter()
        .filter(|r| own(r, &frame, record.column))
        .filter(|r| !is_row_total(r))
        .collect();
    let sum = |records: &[&Record]| -> f64 { records.iter().filter_map(|r| r.amount.value).sum() };
    let value = record.amount.value.unwrap_or(f64::NAN);
    let near = |sum: f64| (sum - value).abs() <= 0.5;
    let parts = match () {
        _ if !block.is_empty() && near(sum(&block)) => block,
        _ if near(sum(&all)) || grand || block.is_empty() => all,
        _ => block,
    };
    if parts.is_empty() {
        return false;
    }
    record.rules.push("table.rows");
    if parts[0].frame.cumulative || super::claims::is_stock(parts[0].frame.kind.unwrap_or_default())
    {
        // Running totals and stocks of several days do not add up to anything.
        if parts.iter().any(|part| part.frame.window != parts[0].frame.window) {
            return false;
        }
    } else if !near(sum(&parts)) && parts.iter().all(|part| part.amount.value.is_some()) {
        out.note(
            Some(line),
            format!(
                "the total in column {} is {}, what it adds up is {}",
                letters(record.column),
                value,
                sum(&parts)
            ),
            "",
        );
    }
    let shared = |of: &dyn Fn(&Frame) -> Option<String>| {
        let first = of(&parts[0].frame);
        if parts.iter().all(|part| of(&part.frame) == first) { first } else { None }
    };
    let mut vias: Vec<String> = Vec::new();
    for via in parts.iter().flat_map(|part| &part.frame.via) {
        if !vias.contains(via) {
            vias.push(via.clone());
        }
    }
    if parts.iter().any(|part| part.frame.via.is_empty()) {
        vias.clear();
    }
    let mut windows: Vec<Window> = parts.iter().filter_map(|part| part.frame.window).collect();
    windows.sort();
    windows.dedup();
    if record.frame.via.is_empty() {
        record.frame.via = vias;
    }
    let stated = record.frame.window.filter(|stated| {
        windows.len() <= 1 || windows.iter().all(|w| stated.overlap(w) == Some(*w))
    });
    match windows.len() {
        0 => {}
        1 => record.frame.window = windows.first().copied(),
        _ => match run(windows) {
            Some(window) => record.frame.window = Some(window),
            None if stated.is_some() => record.frame.window = stated,
            None => {
                out.note(
                    Some(line),
                    "a total of days that do not follow each other; not read".to_owned(),
                    "",
                );
                return false;
            }
        },
    }
    let kinds: Vec<Option<Kind>> = parts.iter().map(|part| part.frame.kind).collect();
    match record.frame.kind {
        Some(_) => {}
        None if kinds.iter().all(|kind| *kind == kinds[0]) => record.frame.kind = kinds[0],
        None => record.frame.both_ways = true,
    }
    record.frame.from = record.frame.from.take().or_else(|| shared(&|f| f.from.clone()));
    record.frame.to = record.frame.to.take().or_else(|| shared(&|f| f.to.clone()));
    record.frame.at = shared(&|f| f.at.clone());
    record.frame.nationality = shared(&|f| f.nationality.clone());
    let people: Vec<Option<People>> = parts.iter().map(|part| part.frame.people).collect();
    record.frame.people = if people.iter().all(|p| *p == people[0]) { people[0] } else { None };
    record.frame.cumulative = parts[0].frame.cumulative;
    true
}

/// The days from the first to the last of windows that follow each other without a gap.
fn run(mut windows: Vec<Window>) -> Option<Window> {
    windows.sort();
    windows.dedup();
    let first = *windows.first()?;
    windows[1..].iter().try_fold(first, |run, next| {
        let follows = run.end().tomorrow().is_ok_and(|day| day == next.start());
        follows.then(|| run.hull(next))
    })
}

/// "Source: IOM DTM" gives "IOM DTM".
fn source_line(line: &str) -> Option<String> {
    let (name, value) = line.split_once(':')?;
    let words = Words::all();
    let is = words.is(name, Meaning::Field(Field::Source))
        || words.is(name, Meaning::Field(Field::Organisation));
    let value = value.trim().trim_end_matches('.');
    (is && !value.is_empty() && value.len() <= 200).then(|| value.to_owned())
}

/// According to whom, read as it would be in prose.
fn source(frame: &Frame, gazetteer: &Gazetteer) -> Source {
    let label = frame.organisation.as_deref().or(frame.source.as_deref()).unwrap_or_default();
    let read = prose::source_of(label, gazetteer).unwrap_or_default();
    match &frame.organisation {
        Some(organisation) => Source { organisation: Some(organisation.clone()), ..read },
        None => Source { name: read.name.or_else(|| frame.source.clone()), ..read },
    }
}

fn window_words(window: Window) -> String {
    match window.days() {
        1 => window.start().to_string(),
        _ => format!("{} to {}", window.start(), window.end()),
    }
}
