//! The rows of a table: which are data, totals, subheads and notes, and a record for each number.

use std::collections::BTreeSet;

use calendar::days;
use calendar::numbers::{Amount, Decimal, Why, amount};
use claim::{Kind, Qualifier};
use rustc_hash::FxHashMap;

use super::around::{Around, SUBHEAD, source_line};
use super::column::{Column, Role, values};
use super::frame::{Frame, Name};
use super::grid::letters;
use super::header::one_space;
use super::record::{Kept, Own, Record};
use super::report::Seen;
use super::report::{MAP_REMEDY, Out, State, window_words};
use super::sense::Sense;
use super::table::Reader;
use super::totals::{complete, everybody};
use super::words::{Field, Flag, Meaning, Words};

/// Evidence of a number in a wide table starts at the beginning of its row, unless that is so
/// far away that it tells nobody anything.
const QUOTE: usize = 200;

/// Which words were told to be of a total.
type Told = FxHashMap<String, bool>;

/// What is known of the rows of a table before they are read.
struct Plan<'c> {
    columns: &'c [Column],
    keys: Vec<&'c Column>,
    values: Vec<(&'c Column, &'c Frame)>,
    /// The columns of bounds.
    low: Option<usize>,
    high: Option<usize>,
    /// The columns by which a map chooses rows, and the words that they must have.
    only: Vec<(usize, &'c [String])>,
    /// The rows that add up others.
    totals: BTreeSet<usize>,
}

/// The numbers of the rows above, where they are held.
#[derive(Default)]
struct Above {
    records: Vec<Record>,
    /// Those from here on are of the block at hand.
    since_total: usize,
}

impl Reader<'_> {
    /// Hands the numbers of the table to `each`, row by row: hundreds of thousands are not held in memory, but
    /// where a row of totals looks back to them.
    pub(super) fn records(
        &self,
        columns: &[Column],
        around: &Around,
        out: &mut Out<'_>,
        each: &mut dyn FnMut(Record, &mut Out<'_>),
    ) -> Seen {
        let map = self.options.map;
        let plan = self.plan(columns);
        let mut state = self.state(&plan);
        let held = !plan.totals.is_empty() || !state.country_rows.is_empty();
        let mut above = Above::default();
        for row in self.layout.body.clone() {
            let line = self.grid.line(row);
            if map.is_some_and(|map| map.skip.contains(&line)) || self.grid.is_blank(row) {
                continue;
            }
            if !self.has_counts(row, &plan) {
                self.aside(row, &plan.values, &mut state, around, &mut above, out);
                continue;
            }
            let Some(records) = self.of_row(row, &plan, &above, around, &mut state, out) else {
                continue;
            };
            match held {
                false => records.into_iter().for_each(|record| each(record, out)),
                true => above.records.extend(records),
            }
            if plan.totals.contains(&row) {
                above.since_total = above.records.len();
            }
        }
        let mut records = above.records;
        self.countries(&mut records, &state, &plan.keys, out);
        state.say(columns, around.published(), self.gazetteer, out);
        let seen = Seen {
            read: state.numbers,
            filtered: state.filtered,
            in_rows_left: state.in_rows_left,
            unreadable: state.unreadable,
        };
        records.into_iter().for_each(|record| each(record, out));
        seen
    }

    /// What is known of the rows before they are read.
    fn plan<'c>(&'c self, columns: &'c [Column]) -> Plan<'c> {
        let map = self.options.map;
        let mut told = Told::default();
        let is_total = |row: &usize| {
            map.is_some_and(|map| map.totals.contains(&self.grid.line(*row)))
                || self.total_words(*row, columns, Flag::Total, &mut told)
        };
        let totals: BTreeSet<usize> = self.layout.body.clone().filter(is_total).collect();
        let keys: Vec<&Column> =
            columns.iter().filter(|c| matches!(c.role, Role::Key(_))).collect();
        let values = values(columns);
        let bounds = |field: Field| keys.iter().find(|c| c.role == Role::Key(field)).map(|c| c.at);
        let (low, high) = (bounds(Field::Low), bounds(Field::High));
        Plan { columns, keys, values, low, high, only: self.only(columns), totals }
    }

    /// What is remembered from row to row, before the first.
    fn state(&self, plan: &Plan<'_>) -> State {
        State {
            years_in_heads: plan
                .values
                .iter()
                .any(|(_, frame)| frame.window.is_some_and(days::is_year)),
            country_rows: self.country_rows(&plan.keys),
            classes: self.nationalities(&plan.keys),
            names: self.names(&plan.keys),
            ..State::default()
        }
    }

    /// Whether a row has a count.
    fn has_counts(&self, row: usize, plan: &Plan<'_>) -> bool {
        plan.values.iter().any(|(column, _)| {
            let cell = self.grid.cell(row, column.at);
            !cell.is_empty()
                && matches!(amount(&cell, column.decimal), Ok(_) | Err(Why::Ambiguous(..)))
        }) || [plan.low, plan.high]
            .into_iter()
            .flatten()
            .any(|at| amount(&self.grid.cell(row, at), None).is_ok())
    }

    /// The numbers of a row, its totals completed; `None` when it is not read.
    fn of_row(
        &self,
        row: usize,
        plan: &Plan<'_>,
        above: &Above,
        around: &Around,
        state: &mut State,
        out: &mut Out<'_>,
    ) -> Option<Vec<Record>> {
        let Plan { columns, keys, values, low, high, only, totals } = plan;
        if !only.iter().all(|(at, words)| is_one_of(&self.grid.cell(row, *at), words)) {
            state.filtered += self.numbers_in(row, values);
            return None;
        }
        let kept = match totals.contains(&row) {
            true => Kept::Total,
            false => Kept::Data,
        };
        let Some(key) = self.key(row, keys, kept, around, state, out) else {
            state.in_rows_left += self.numbers_in(row, values);
            return None;
        };
        // A grand total is not of the last subhead.
        let grand = kept == Kept::Total && self.is_grand(row, columns);
        let behind = match grand {
            true => key.over(&around.frame),
            false => key.over(&state.subhead).over(&around.frame),
        };
        let own = Own { row, kept, behind: &behind, low: *low, high: *high };
        let mut records = self.row(&own, values, state, out);
        if kept == Kept::Total {
            let line = self.grid.line(row);
            records.retain_mut(|record| {
                complete(record, &above.records, above.since_total, grand, line, out)
            });
        }
        self.total_columns(&mut records, values, state);
        self.sums(&mut records, columns, state);
        state.unknown_parts += super::totals::leave_unknown_parts(&mut records);
        everybody(&mut records);
        state.both_ways += records.iter().filter(|r| r.frame.both_ways).count();
        records.retain(|record| !record.frame.both_ways);
        Some(records)
    }

    /// The columns by which a map chooses rows, and the words that they must have.
    fn only(&self, columns: &[Column]) -> Vec<(usize, &[String])> {
        let Some(map) = self.options.map else { return Vec::new() };
        map.only
            .iter()
            .filter_map(|(name, words)| {
                let by_name = columns.iter().find(|column| {
                    super::words::folded(&column.name) == super::words::folded(name)
                });
                let at =
                    by_name.map(|column| column.at).or_else(|| super::grid::column_of(name))?;
                Some((at, words.as_slice()))
            })
            .collect()
    }

    /// The columns of nationalities that are filled in most rows.
    fn nationalities(&self, keys: &[&Column]) -> BTreeSet<usize> {
        let mostly_filled = |column: &&&Column| {
            let rows = self.layout.body.clone().filter(|row| !self.grid.is_blank(*row));
            let (all, filled) = rows.fold((0, 0), |(all, filled), row| {
                (all + 1, filled + usize::from(!self.grid.cell(row, column.at).is_empty()))
            });
            2 * filled > all
        };
        keys.iter()
            .filter(|column| column.role == Role::Key(Field::Nationality))
            .filter(mostly_filled)
            .map(|column| column.at)
            .collect()
    }

    /// How many numbers of a row are counts.
    pub(super) fn numbers_in(&self, row: usize, values: &[(&Column, &Frame)]) -> usize {
        let is_number = |column: &Column| {
            let cell = self.grid.cell(row, column.at);
            !cell.is_empty() && amount(&cell, column.decimal).is_ok()
        };
        values.iter().filter(|(column, _)| is_number(column)).count()
    }

    /// Rows that have a country in the column of crossings, where others have a crossing.
    fn country_rows(&self, keys: &[&Column]) -> BTreeSet<usize> {
        let Some(via) = keys.iter().find(|column| column.role == Role::Key(Field::Via)) else {
            return BTreeSet::new();
        };
        let mut known: FxHashMap<String, bool> = FxHashMap::default();
        let mut found = BTreeSet::new();
        let mut others = false;
        for row in self.layout.body.clone() {
            let cell = self.grid.told(row, via.at);
            if cell.is_empty() {
                continue;
            }
            let is = match known.get(&*cell) {
                Some(is) => *is,
                None => *known.entry(cell.to_string()).or_insert(self.is_country(&cell)),
            };
            others |= !is;
            if is {
                found.insert(row);
            }
        }
        if others { found } else { BTreeSet::new() }
    }

    /// A country among crossings is their total: kept as that where it adds up, and left out where not.
    fn countries(
        &self,
        records: &mut Vec<Record>,
        state: &State,
        keys: &[&Column],
        out: &mut Out<'_>,
    ) {
        if state.country_rows.is_empty() {
            return;
        }
        let is_total = |record: &Record| state.country_rows.contains(&record.row);
        let bare =
            |record: &Record| Frame { via: Vec::new(), total: false, ..record.frame.clone() };
        let mut sums: Vec<(Frame, usize, f64, Vec<Name>)> = Vec::new();
        for record in records.iter().filter(|record| !is_total(record) && !record.total) {
            let (frame, value) = (bare(record), record.amount.value.unwrap_or(f64::NAN));
            match sums.iter_mut().find(|(f, column, ..)| *column == record.column && *f == frame) {
                Some((_, _, sum, vias)) => {
                    *sum += value;
                    vias.extend(record.frame.via.iter().cloned());
                }
                None => sums.push((frame, record.column, value, record.frame.via.clone())),
            }
        }
        let via = keys.iter().find(|column| column.role == Role::Key(Field::Via)).map(|c| c.at);
        records.retain_mut(|record| {
            if !is_total(record) {
                return true;
            }
            let frame = bare(record);
            let sum = sums.iter().find(|(f, column, ..)| *column == record.column && *f == frame);
            match sum {
                Some((_, _, sum, vias)) if Some(*sum) == record.amount.value && vias.len() > 1 => {
                    record.frame.via.clone_from(vias);
                    record.total = true;
                    record.rules.push("table.rows");
                    true
                }
                _ => {
                    let country = via.map(|at| self.grid.cell(record.row, at)).unwrap_or_default();
                    let sum = sum.map_or("nothing".to_owned(), |(_, _, sum, _)| sum.to_string());
                    out.left(
                        self.grid.line(record.row),
                        format!("`{country}` stands among crossings, which add up to {sum}; cell left out"),
                        "say whether it is a crossing (--gazetteer FILE.csv) or a total (totals = [ROW] in a map)",
                    );
                    false
                }
            }
        });
    }

    /// A row without a count: a subhead, a note, a row of names again.
    fn aside(
        &self,
        row: usize,
        values: &[(&Column, &Frame)],
        state: &mut State,
        around: &Around,
        above: &mut Above,
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
            || frame.at.is_some()
            || frame.unit.is_some();
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
            above.since_total = above.records.len();
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

    fn is_grand(&self, row: usize, columns: &[Column]) -> bool {
        self.total_words(row, columns, Flag::Grand, &mut Told::default())
    }

    /// Whether a row adds up others: by the words in its first cells. The same words come again and again, and what was
    /// told of them is remembered.
    fn total_words(&self, row: usize, columns: &[Column], flag: Flag, told: &mut Told) -> bool {
        // All nationalities or ages of a day are a class of their own beside the others.
        let has_day = columns.iter().any(|column| {
            matches!(column.role, Role::Key(field) if field.is_of_days())
                && self.grid.cell(row, column.at).contains(|c: char| c.is_ascii_digit())
        });
        let is_class =
            |column: &Column| matches!(column.role, Role::Key(Field::Nationality | Field::Group));
        columns
            .iter()
            .filter(|column| {
                !matches!(
                    column.role,
                    Role::Value(_) | Role::Left(super::columns::TOLD | super::columns::ONE_WHOLE)
                )
            })
            .filter(|column| !(has_day && is_class(column)))
            .map(|column| self.grid.cell(row, column.at))
            .filter(|cell| {
                !cell.is_empty()
                    && cell.len() < 60
                    && !cell.starts_with(|c: char| c.is_ascii_digit())
            })
            .take(3)
            .any(|cell| {
                if let Some(known) = told.get(&*cell) {
                    return *known;
                }
                let is = Words::all().opens(&cell, Meaning::Flag(flag)) || {
                    let sense = Sense::of(&cell, None, self.gazetteer);
                    sense.has(flag) && sense.residue.is_empty()
                };
                told.insert(cell.into_owned(), is);
                is
            })
    }

    /// A cell of counts that was not read.
    pub(super) fn refused(
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
            Err(Why::Percent) => {
                state.shares += 1;
                state.unreadable += 1;
            }
            Err(Why::Ambiguous(whole, fraction)) => {
                state.unreadable += 1;
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
                state.unreadable += 1;
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
        if values.is_empty() {
            state.numbers += 1;
            return vec![self.between(own)];
        }
        let single = values.len() == 1;
        values
            .iter()
            .filter_map(|(column, frame)| self.number(own, column, frame, single, state, out))
            .collect()
    }

    /// The amount in a column of bounds.
    fn bound(&self, row: usize, at: Option<usize>) -> Option<f64> {
        amount(&self.grid.cell(row, at?), None).ok()?.value
    }

    /// A number of which only bounds are told.
    fn between(&self, own: &Own<'_>) -> Record {
        let (low, high) = (self.bound(own.row, own.low), self.bound(own.row, own.high));
        let qualifier = match (low, high) {
            (Some(_), Some(_)) => Qualifier::Range,
            (Some(_), None) => Qualifier::MoreThan,
            _ => Qualifier::UpTo,
        };
        Record {
            row: own.row,
            column: 0,
            frame: own.behind.clone(),
            amount: Amount { value: None, low, high, qualifier },
            span: self.grid.row_span(own.row),
            beside: [own.low, own.high].into_iter().flatten().collect(),
            total: own.kept == Kept::Total,
            parts_read: false,
            rules: vec!["table.row"],
        }
    }

    /// The number in a cell; `None` when there is none that can be told.
    fn number(
        &self,
        own: &Own<'_>,
        column: &Column,
        frame: &Frame,
        single: bool,
        state: &mut State,
        out: &mut Out<'_>,
    ) -> Option<Record> {
        let Own { row, kept, low, high, .. } = *own;
        let cell = self.grid.cell(row, column.at);
        if cell.is_empty() {
            return None;
        }
        let Ok(mut amount) = amount(&cell, column.decimal) else {
            self.refused(row, column, &cell, state, out);
            return None;
        };
        state.numbers += 1;
        state.intervals += usize::from(calendar::numbers::with_interval(&cell).is_some());
        if single {
            amount.low = amount.low.or_else(|| self.bound(row, low));
            amount.high = amount.high.or_else(|| self.bound(row, high));
        }
        let whole = self.completed(own, column, frame, out)?;
        self.scaled(&mut amount, &cell, whole.scale, row, column, state)?;
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
        Some(Record {
            row,
            column: column.at,
            frame: whole,
            amount,
            span,
            beside: if single { [low, high].into_iter().flatten().collect() } else { Vec::new() },
            total: kept == Kept::Total || frame.total,
            parts_read: false,
            rules: vec!["table.row"],
        })
    }

    /// What a column says of its numbers, completed by what the row says; `None` where they contradict each other.
    fn completed(
        &self,
        own: &Own<'_>,
        column: &Column,
        frame: &Frame,
        out: &mut Out<'_>,
    ) -> Option<Frame> {
        let (behind, line) = (own.behind, self.grid.line(own.row));
        let mut whole = frame.over(behind);
        // "Number of returns" of an enforced return.
        if frame.kind == Some(Kind::Return) && behind.kind == Some(Kind::Deportation) {
            whole.kind = behind.kind;
        }
        if !frame.via.is_empty() && !behind.via.is_empty() && frame.via != behind.via {
            let message = format!(
                "column {} is of {}, its row of {}; cell left out",
                letters(column.at),
                frame.via.join(", "),
                behind.via.join(", ")
            );
            out.left(line, message, MAP_REMEDY);
            return None;
        }
        if let (Some(window), Some(other)) = (frame.window, behind.window) {
            // A day within the month that the row or the title names.
            match window.overlap(&other) {
                Some(shared) => whole.window = Some(shared),
                None => {
                    let message = format!(
                        "column {} is of {}, its row of {}; cell left out",
                        letters(column.at),
                        window_words(window),
                        window_words(other)
                    );
                    out.left(line, message, MAP_REMEDY);
                    return None;
                }
            }
        }
        Some(whole)
    }

    /// Makes a number in thousands what it stands for; `None` where that is not known, or where it is a fraction.
    fn scaled(
        &self,
        amount: &mut Amount,
        cell: &str,
        scale: Option<f64>,
        row: usize,
        column: &Column,
        state: &mut State,
    ) -> Option<()> {
        let Some(scale) = scale else {
            if amount.value.is_some_and(|value| value.fract() != 0.0) {
                state.fractions += 1;
                return None;
            }
            return Some(());
        };
        let scaled = |number: f64| (number * scale * 1000.0).round() / 1000.0;
        // "1,234" in a table in thousands may be a thousand thousands or one and a bit.
        if cell.contains(',') && column.decimal.is_none() {
            let line = self.grid.line(row);
            let told = state.ambiguous_numbers.entry(column.at).or_insert_with(|| {
                (
                    line,
                    cell.to_owned(),
                    scaled(amount.value.unwrap_or_default()).to_string(),
                    cell.replace(',', "."),
                    0,
                )
            });
            told.4 += 1;
            return None;
        }
        amount.value = amount.value.map(scaled);
        amount.low = amount.low.map(scaled);
        amount.high = amount.high.map(scaled);
        Some(())
    }
}

/// Whether a cell is one of some words; a `*` ends a word anyhow.
fn is_one_of(cell: &str, words: &[String]) -> bool {
    words.iter().any(|word| match word.strip_suffix('*') {
        Some(stem) => cell.get(..stem.len()).is_some_and(|start| start.eq_ignore_ascii_case(stem)),
        None => cell.eq_ignore_ascii_case(word),
    })
}
