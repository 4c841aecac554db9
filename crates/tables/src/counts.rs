//! Tables of counts as offices write them: each table of each sheet, what its columns are, and a
//! claim for each number.

use claim::{Document, Kind};
use open::{Problem, Sheet};
use places::Gazetteer;

use super::alike::{Rows, Sorts, Table};
use super::blocks::{self, Block};
use super::column::{self, Column, Known, Role, values};
use super::columns;
use super::countries;
use super::frame::Frame;
use super::grid::{Grid, letters};
use super::header::{self, Layout};
use super::links;
use super::made::Made;
use super::map::Map;
use super::ready;
use super::report::{Out, Seen};
use super::restarts;
use super::rising;
use super::table::Reader;
use super::tally::Tally;
use super::windows;
use super::words::Field;
use crate::Options;

/// Reads the claims of all sheets.
pub(super) fn read(
    document: &Document,
    sheets: &[Sheet],
    gazetteer: &Gazetteer,
    options: Options<'_>,
    problems: &mut Vec<Problem>,
    notes: &mut Vec<Problem>,
) -> Rows {
    let several = sheets.len() > 1;
    let (mut sorts, mut claims) = (Sorts::default(), Vec::new());
    let mut tables = 0;
    for sheet in sheets {
        let mut out =
            Out { document, sheet: None, problems, notes, left_out: 0, told: 0, clashes: 0 };
        if several {
            out.sheet = sheet.name.as_deref();
        }
        let Some(blocks) = blocks_of(sheet, gazetteer, options, &mut sorts, &mut out) else {
            continue;
        };
        tables += blocks.found;
        for block in blocks.read {
            block.tally.say(block.read.iter().map(|own| own.numbers as usize).sum(), &mut out);
            match claims.is_empty() {
                true => claims = block.read, // the first table may be a large one: not copied
                false => claims.extend(block.read),
            }
        }
        out.close();
        if blocks.found == 0 && several {
            out.sheet = Some(sheet.name.as_deref().unwrap_or_default());
            let message = "no table: no row of names above rows of numbers, not read";
            out.note(None, message.to_owned(), "");
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
    let mut rows = Rows { sorts, own: claims };
    links::tie(&mut rows, &document.text);
    rows.order(&document.text);
    rows
}

/// The tables of a sheet.
struct Blocks {
    read: Vec<Block>,
    /// How many there are, with those that are not read.
    found: usize,
}

/// Reads the tables of a sheet; `None` when it is not looked at.
fn blocks_of(
    sheet: &Sheet,
    gazetteer: &Gazetteer,
    options: Options<'_>,
    sorts: &mut Sorts,
    out: &mut Out<'_>,
) -> Option<Blocks> {
    let document = out.document;
    if let (Some(map), Some(name)) = (options.map, &sheet.name)
        && !map.sheets.is_empty()
        && !map.sheets.contains(name)
    {
        out.note(None, "not read: the map names other sheets".to_owned(), "");
        return None;
    }
    let guarded = document.media == claim::Media::Csv;
    let Some(grid) = Grid::of(&document.text, sheet, guarded) else {
        out.problem(
            None,
            "more cells than a report can have".to_owned(),
            "save the rows that matter in a file of their own",
        );
        return None;
    };
    let told: Option<Vec<usize>> = options.map.filter(|map| !map.header.is_empty()).map(|map| {
        let row = |line: &usize| (0..grid.rows()).find(|row| grid.line(*row) == *line);
        map.header.iter().filter_map(row).collect()
    });
    let mut blocks = Blocks { read: Vec::new(), found: 0 };
    let mut from = 0;
    while let Some(mut layout) = header::find(&grid, from, told.as_deref(), gazetteer) {
        if let Some(map) = options.map {
            bound(&mut layout, map, &grid);
        }
        from = layout.body.end;
        blocks.found += 1;
        let ready = ready::known(&layout.labels);
        let merged = match (options.map, ready) {
            (Some(map), Some(ready)) if ready.known.question.is_none() => {
                let merged = map.over_ready(&ready.map);
                if merged.is_none() {
                    let message = format!(
                        "the ready map `{}` is for it, and is not used: a map is given",
                        ready.name
                    );
                    out.note(None, message, "");
                }
                merged
            }
            _ => None,
        };
        let ready = ready.filter(|_| options.map.is_none() || merged.is_some());
        if ready.is_some_and(|ready| is_asked(ready, out)) {
            continue;
        }
        let given = match &merged {
            Some(merged) => Some(merged),
            None => options.map,
        };
        let options = Options { map: given.or(ready.map(|ready| &ready.map)), ..options };
        let reader = Reader { document, gazetteer, options, grid: &grid, layout: &layout };
        blocks.read.push(reader.read(sorts, out));
        let bounded = options.map.is_some_and(|map| map.first.is_some() || map.last.is_some());
        if told.is_some() || bounded || from >= grid.rows() {
            break;
        }
    }
    blocks::compare(&mut blocks.read, sorts, |own| grid.line(own.place[0] as usize), out);
    Some(blocks)
}

/// Says by which ready map a table is read; whether it has a question in place of that.
fn is_asked(ready: &ready::Ready, out: &mut Out<'_>) -> bool {
    let message = format!("read by the ready map `{}`: {}", ready.name, ready.about());
    out.note(None, message, "");
    let Some(question) = &ready.known.question else { return false };
    out.problem(None, question.clone(), "write these lines in a file and give it with --map");
    true
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

/// Whether a table is by country of origin and of asylum: who returns goes the other way.
fn goes_to_asylum(columns: &[Column]) -> bool {
    columns.iter().any(|column| {
        let words = super::words::tokens(&column.name);
        column.role == Role::Key(Field::To)
            && words.iter().any(|token| {
                matches!(token.word.as_str(), "asylum" | "asile" | "coa" | "host" | "accueil")
            })
    })
}

impl Reader<'_> {
    fn read(&self, sorts: &mut Sorts, out: &mut Out<'_>) -> Block {
        let mut around = self.around(out);
        if let Some(map) = self.options.map {
            around.frame = map.constant.over(&around.frame);
            self.say_unmet(map, out);
        }
        let mut known = Known {
            grid: self.grid,
            layout: self.layout,
            title: &around.frame,
            year: around.year,
            gazetteer: self.gazetteer,
            map: self.options.map,
            people: false,
            matter: false,
        };
        let columns = self.columns(&mut known);
        self.say_roles(&columns, out);
        let unknown = |column: &Column| {
            matches!(&column.role, Role::Unclear(why)
                if why == columns::UNKNOWN_KINDS || why == windows::FISCAL || why == windows::WEEKS
                    || why == columns::OTHER_YEARS)
                || countries::tells_apart(column, &known)
        };
        let nothing =
            |seen: Seen| Block { tally: Tally::of(self, &columns, seen), ..Block::default() };
        if columns.iter().any(unknown) {
            return nothing(self.unread(&columns)); // counts of what, of whom or of when, nobody can tell
        }
        if !columns.iter().any(|column| {
            matches!(column.role, Role::Value(_))
                || known.people && matches!(column.role, Role::Key(Field::Low | Field::High))
        }) {
            out.problem(
                self.layout.head.first().map(|row| self.grid.line(*row)),
                "no column of counts that is known for what it is".to_owned(),
                "name the columns of counts in a map: `crossings read --help` shows one",
            );
            return nothing(Seen::default());
        }
        let of_asylum = goes_to_asylum(&columns);
        let table = sorts.table(Table {
            labels: self.layout.labels.clone(),
            delimiter: self.grid.delimiter,
            guarded: self.grid.is_guarded(),
            end: self.grid.end(),
        });
        let mut made = Made { table, keys: column::keys(&columns), ..Made::default() };
        let seen = self.records(&columns, &around, out, &mut |mut record, out| {
            if of_asylum && record.frame.kind == Some(Kind::Return) {
                std::mem::swap(&mut record.frame.from, &mut record.frame.to);
            }
            self.claim(record, &around, sorts, &mut made, out);
        });
        made.say(&columns, out);
        let mut tally = Tally::of(self, &columns, seen);
        let mut read = self.once(made, sorts, &columns, out);
        restarts::settle(&mut read, sorts, out);
        rising::ask(&mut read, sorts, &columns, self.gazetteer, &mut tally, out);
        let running = (around.frame.since.filter(|_| !around.frame.cumulative), self.options.map);
        rising::ask_of_running(&mut read, sorts, &columns, running, &mut tally, out);
        rising::note(&read, sorts, out);
        Block { read, tally }
    }

    /// What the columns are, and what happened in those that do not say it.
    fn columns(&self, known: &mut Known<'_>) -> Vec<Column> {
        let map = self.options.map;
        let mut columns = columns::columns(known);
        windows::settle(&mut columns, known);
        super::stated::settle(&mut columns, known);
        if map.is_some_and(Map::has_values) {
            for column in &mut columns {
                let told = map.is_some_and(|map| map.column(column.at, &column.name).is_some());
                if matches!(column.role, Role::Value(_)) && !told {
                    column.role = Role::Left(columns::OTHER_COUNTS);
                }
            }
        }
        self.inherit(&mut columns, known.title);
        columns
    }

    /// Says which columns a map names that are not there.
    fn say_unmet(&self, map: &Map, out: &mut Out<'_>) {
        let unmet = map.unmet(&self.layout.labels);
        if unmet.is_empty() {
            return;
        }
        let labels = self.layout.labels.iter().enumerate();
        let names: Vec<String> = labels
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

    /// Says which rows are read, what the columns were taken for, and which are not read.
    fn say_roles(&self, columns: &[Column], out: &mut Out<'_>) {
        let place = match (self.layout.body.start, self.layout.body.end) {
            (start, end) if start < end => match (self.grid.line(start), self.grid.line(end - 1)) {
                (first, last) if first == last => format!("row {first}"),
                (first, last) => format!("rows {first} to {last}"),
            },
            _ => "no rows".to_owned(),
        };
        out.note(None, format!("{place}, read as\n{}", super::account::of(columns)), "");
        for column in columns {
            if let Role::Unclear(why) = &column.role {
                out.problem(
                    self.layout.head.last().map(|row| self.grid.line(*row)),
                    format!("column {} `{}` not read: {why}", letters(column.at), column.name),
                    &super::remedies::of(column, why),
                );
            }
        }
    }

    /// Whether in each row the numbers that do not say what happened are no larger than one that does:
    /// they may be parts of it.
    fn are_parts(&self, columns: &[Column]) -> bool {
        let number = |row: usize, column: &Column| {
            calendar::numbers::amount(&self.grid.cell(row, column.at), column.decimal).ok()?.value
        };
        let frame = |column: &Column| match &column.role {
            Role::Value(frame) if !frame.total && !frame.cumulative => Some(frame.kind),
            _ => None,
        };
        let rows = self.layout.body.clone().step_by(self.layout.body.len().div_ceil(200).max(1));
        rows.into_iter().all(|row| {
            let largest = |told: bool| {
                columns
                    .iter()
                    .filter(|column| frame(column).is_some_and(|kind| kind.is_some() == told))
                    .filter_map(|column| number(row, column))
                    .fold(0.0, f64::max)
            };
            let (whole, part) = (largest(true), largest(false));
            whole == 0.0 || part <= whole
        })
    }

    /// The numbers of a table that is not read at all.
    fn unread(&self, columns: &[Column]) -> Seen {
        let values = values(columns);
        let rows = self.layout.body.clone();
        let numbers = rows.map(|row| self.numbers_in(row, &values)).sum();
        Seen { in_rows_left: numbers, ..Seen::default() }
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
        if let ([kind], true) = (&kinds[..], bare > 0 && self.are_parts(columns)) {
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
}
