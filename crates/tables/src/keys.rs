//! What the cells of a row say of its numbers: its days, its places, what happened and to whom.

use calendar::days::{self, NoDate, Year};
use calendar::solar::Hijri;
use calendar::spacing::Spacing;
use claim::{Unit, Window};
use jiff::civil::Weekday;
use places::PlaceKind;

use super::around::Around;
use super::column::{Column, Role};
use super::frame::{Frame, Name};
use super::grid::letters;
use super::memory::Cell;
use super::record::Kept;
use super::report::{MAP_REMEDY, Out, State, window_words};
use super::sense::{People, Sense};
use super::table::Reader;
use super::windows;
use super::words::{Field, Flag, Meaning, Words};

/// A row, and what is known of it before its cells are read.
struct Row<'r> {
    row: usize,
    keys: &'r [&'r Column],
    /// The year that its days are of.
    year: Option<Year>,
    around: &'r Around,
}

/// What the cells of a row said so far.
#[derive(Default)]
struct Said {
    frame: Frame,
    start: Option<Window>,
    end: Option<Window>,
    /// For how many days, from the first.
    days: Option<i64>,
}

/// What a cell of a column of units says is counted.
pub(super) enum Counted {
    /// These, so many of them to one.
    So(Unit, Option<f64>),
    /// Shares, vehicles: no people.
    Things,
}

/// What the unit in a cell is.
pub(super) fn unit(sense: &Sense) -> Option<Counted> {
    let scale = match () {
        _ if sense.has(Flag::Hundreds) => Some(1e2),
        _ if sense.has(Flag::Thousands) => Some(1e3),
        _ if sense.has(Flag::Millions) => Some(1e6),
        _ => None,
    };
    match () {
        _ if [Flag::Percent, Flag::Vehicles, Flag::Other, Flag::Matter]
            .into_iter()
            .any(|flag| sense.has(flag)) =>
        {
            Some(Counted::Things)
        }
        _ if sense.has(Flag::FamilyUnits) => None,
        _ if sense.has(Flag::Households) => Some(Counted::So(Unit::Households, scale)),
        _ if sense.has(Flag::Count) || sense.has(Flag::People) || sense.has(Flag::Number) => {
            Some(Counted::So(Unit::People, scale))
        }
        _ => scale.map(|scale| Counted::So(Unit::People, Some(scale))),
    }
}

impl Reader<'_> {
    /// What the cells of a row say of its numbers; `None` when that cannot be told.
    pub(super) fn key(
        &self,
        row: usize,
        keys: &[&Column],
        kept: Kept,
        around: &Around,
        state: &mut State,
        out: &mut Out<'_>,
    ) -> Option<Frame> {
        if state.unknown {
            return None;
        }
        let cells = self.cells(row, keys, kept, state);
        let line = self.grid.line(row);
        let own = Row { row, keys, year: self.year(keys, &cells), around };
        let mut said = Said::default();
        for (column, cell) in keys.iter().zip(&cells) {
            let Role::Key(field) = column.role else { continue };
            if cell.missing {
                if is_of_nobody(column, field, kept, state) {
                    out.left(
                        line,
                        format!(
                            "column {} `{}` is blank here, and filled in most rows: of whom is not told; row left out",
                            letters(column.at),
                            column.name
                        ),
                        "write `Total` where a row counts all",
                    );
                    return None;
                }
                continue;
            }
            let cell = &cell.text;
            // The word of a total row stands in the place of what it adds up.
            if kept == Kept::Total && Words::all().opens(cell, Meaning::Flag(Flag::Total)) {
                let sense = Sense::of(cell, around.year, self.gazetteer);
                said.frame = said.frame.over(&Frame { total: true, ..Frame::of(&sense) });
                said.frame.total = true;
                continue;
            }
            if matches!(field, Field::Month | Field::Day)
                && state.years_in_heads
                && let Some(month) = days::month(cell)
            {
                said.frame.month = Some(month);
                continue;
            }
            self.says(&own, column, cell, &mut said, state, out)?;
        }
        let Said { mut frame, start, mut end, days } = said;
        if let Some(days) = days
            && let Some(first) = start.or(frame.window).map(|window| window.start())
            && let Ok(last) = first.checked_add(jiff::Span::new().days(days - 1))
            && let Some(window) = Window::new(first, last)
        {
            (frame.window, end) = (Some(window), start.map(|_| Window::day(last)));
            frame.ends_told = true;
        }
        // Who moved from a place to the same moved within it.
        if frame.from.is_some() && frame.from == frame.to {
            frame.at = frame.at.or(frame.from.take());
            (frame.from, frame.to) = (None, None);
        }
        self.ended(line, keys, [start, end], frame, state, out)
    }

    /// Takes in what one cell says; `None` when that cannot be told.
    fn says(
        &self,
        own: &Row<'_>,
        column: &Column,
        cell: &Name,
        said: &mut Said,
        state: &mut State,
        out: &mut Out<'_>,
    ) -> Option<()> {
        let Role::Key(field) = column.role else { return Some(()) };
        let (line, frame) = (self.grid.line(own.row), &mut said.frame);
        match field {
            Field::Day
            | Field::Start
            | Field::End
            | Field::Published
            | Field::Month
            | Field::Week
            | Field::WeekStart
            | Field::WeekEnd
            | Field::Quarter
            | Field::YearEnd
            | Field::FortnightEnd
            | Field::HalfMonthEnd => {
                let known = state.memory.days(column.at, cell).filter(|_| own.year.is_none());
                let window = match known {
                    Some(known) => known,
                    None => {
                        let window = self.days(own, column, field, cell, state, out)?;
                        if own.year.is_none() {
                            state.memory.keep_days(column.at, cell, window);
                        }
                        window
                    }
                };
                let window = stands_for(column, field, window, cell, frame);
                match field {
                    Field::Start => said.start = Some(window),
                    Field::End => said.end = Some(window),
                    Field::Published => frame.published = Some(window.end()),
                    _ if frame.window.is_some_and(|known| known.days() <= window.days()) => {}
                    _ => frame.window = Some(window),
                }
            }
            Field::Year | Field::FiscalYear => self.says_year(own, field, cell, frame),
            Field::Via if state.country_rows.contains(&own.row) => frame.total = true,
            Field::Via => {
                let names = cell.split(';').map(|name| self.crossing(name.trim(), state, line));
                frame.via = names.filter(|name| !name.is_empty()).collect();
            }
            Field::From => frame.from = Some(self.place_of(line, column, cell, state, out)?),
            Field::To => frame.to = Some(self.place_of(line, column, cell, state, out)?),
            Field::At => frame.at = Some(self.place_of(line, column, cell, state, out)?),
            Field::Nationality if is_whole(cell) => {}
            Field::Nationality => {
                frame.nationality = Some(self.nationality(line, column, cell, state, out)?);
            }
            Field::Direction | Field::Group | Field::What | Field::Status => {
                self.class(line, column, field, cell, frame, state, out)?;
            }
            Field::Source => frame.source = Some(cell.clone()),
            Field::Organisation => frame.organisation = Some(cell.clone()),
            Field::Publisher => frame.publisher = Some(cell.clone()),
            Field::Unit => match unit(&state.sense(cell, self.gazetteer)) {
                Some(Counted::So(unit, scale)) => {
                    (frame.unit, frame.scale) = (Some(unit), scale.or(frame.scale));
                }
                Some(Counted::Things) => {
                    *state.things.entry(cell.to_string()).or_default() += 1;
                    return None;
                }
                None => return not_known(line, column, cell, "is no unit that is known", out),
            },
            Field::Duration => {
                said.days = cell.parse().ok().filter(|days| (1..=400).contains(days))
            }
            Field::Hour => frame.as_of = calendar::hours::of_cell(cell),
            Field::Notes | Field::Low | Field::High => {}
        }
        Some(())
    }

    /// Takes in a year, where no column says more of the days.
    fn says_year(&self, own: &Row<'_>, field: Field, cell: &str, frame: &mut Frame) {
        let has = |fields: &[Field]| {
            own.keys.iter().any(|column| fields.iter().any(|f| column.role == Role::Key(*f)))
        };
        if frame.window.is_some() {
            return;
        }
        if field == Field::Year {
            if !has(&[Field::Day, Field::Start, Field::Month, Field::Week]) {
                frame.window = days::whole_year(cell);
            }
        } else if !has(&[Field::Day, Field::Start, Field::Month])
            && let (Some(year), Some(first)) = (fiscal_year(cell), self.fiscal_start())
        {
            frame.window = calendar::fiscal::window(year, first);
        }
    }

    /// Whose citizens a cell speaks of: a country's code, or as written.
    fn nationality(
        &self,
        line: usize,
        column: &Column,
        cell: &Name,
        state: &mut State,
        out: &mut Out<'_>,
    ) -> Option<Name> {
        if let Some(known) = state.memory.nationality(column.at, cell) {
            return Some(known);
        }
        let mention = self
            .gazetteer
            .mentions(cell)
            .into_iter()
            .next()
            .filter(|m| !super::sense::is_bracketed_behind_a_name(cell, &m.span, Words::all()));
        let code = mention.and_then(|m| self.gazetteer.place(m.place).country.clone());
        let told = match self.place_of(line, column, cell, state, out)? {
            known if known != *cell => known,
            written => code.map_or(written, Name::from),
        };
        state.memory.keep_nationality(column.at, cell, &told);
        Some(told)
    }

    /// The days of a row whose first and last stand in columns of their own; `None` when they cannot be told.
    fn ended(
        &self,
        line: usize,
        keys: &[&Column],
        [start, end]: [Option<Window>; 2],
        mut frame: Frame,
        state: &mut State,
        out: &mut Out<'_>,
    ) -> Option<Frame> {
        match (start, end) {
            (Some(first), Some(last)) => match Window::new(first.start(), last.end()) {
                Some(window) => {
                    frame.window = Some(window);
                    frame.ends_told = true;
                }
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

    /// What a cell says happened, to which group, or was counted; `None` when that is not known.
    #[allow(clippy::too_many_arguments)]
    fn class(
        &self,
        line: usize,
        column: &Column,
        field: Field,
        cell: &Name,
        frame: &mut Frame,
        state: &mut State,
        out: &mut Out<'_>,
    ) -> Option<()> {
        match field {
            Field::Direction => {
                let sense = state.sense(cell, self.gazetteer);
                match (sense.kinds.as_slice(), sense.both_ways) {
                    ([kind], _) => {
                        frame.kind = Some(*kind);
                        frame.cumulative |= sense.has(Flag::Cumulative);
                    }
                    (_, true) | ([_, _, ..], _) => {
                        state.both += 1;
                        return None;
                    }
                    _ => return not_known(line, column, cell, "is not known", out),
                }
                frame.people = frame.people.or(sense.people);
            }
            Field::Group => {
                let sense = state.sense(cell, self.gazetteer);
                match sense.people {
                    Some(people) if !sense.mixed => {
                        frame.people = match frame.people {
                            Some(known) if known != People::ALL => Some(known),
                            _ => Some(people),
                        };
                    }
                    _ if sense.has(Flag::Total) => frame.people = Some(People::ALL),
                    _ => return not_known(line, column, cell, "is no group that is known", out),
                }
            }
            Field::Status => match Words::all().status(cell) {
                Some(status) => {
                    frame.kind = frame.kind.or(Some(status.kind));
                    frame.who =
                        Some(status.who.as_str().into()).filter(|who: &Name| !who.is_empty());
                }
                None => return not_known(line, column, cell, "is not known", out),
            },
            Field::What => {
                let sense = state.sense(cell, self.gazetteer);
                let people =
                    sense.has(Flag::Count) || sense.has(Flag::People) || sense.people.is_some();
                match people {
                    true => frame.who = Some(cell.clone()),
                    false => {
                        *state.things.entry(cell.to_string()).or_default() += 1;
                        return None;
                    }
                }
            }
            _ => {}
        }
        Some(())
    }

    /// The cells of the columns that say something of a row, from left to right. A blank one under a
    /// filled one takes what stands above, while all columns to its left stay the same.
    fn cells(&self, row: usize, keys: &[&Column], kept: Kept, state: &mut State) -> Vec<Cell> {
        let written: Vec<Cell> = keys
            .iter()
            .map(|column| state.memory.cell(column.at, &self.grid.told(row, column.at)))
            .collect();
        let mut cells: Vec<Cell> = Vec::with_capacity(keys.len());
        for (index, column) in keys.iter().enumerate() {
            let cell = written[index].clone();
            if !cell.text.is_empty() {
                cells.push(cell);
                continue;
            }
            let anew = written[index + 1..].iter().any(|cell| !cell.text.is_empty());
            let same_left = state.above.len() == keys.len() && state.above[..index] == cells[..];
            let filled = match state.above.get(index) {
                Some(above)
                    if anew
                        && same_left
                        && kept == Kept::Data
                        && goes_down(column)
                        && !self.is_row_of_whole(index, keys, &written) =>
                {
                    above.clone()
                }
                _ => Cell::blank(),
            };
            if !filled.text.is_empty() {
                state.filled_down.insert(column.at);
            }
            cells.push(filled);
        }
        if kept == Kept::Data {
            state.above.clone_from(&cells);
        }
        cells
    }

    /// Whether a blank cell is that of a country or province as a whole: the place that it lies in is
    /// written in the same row, which it is not where cells are merged.
    fn is_row_of_whole(&self, index: usize, keys: &[&Column], written: &[Cell]) -> bool {
        let is_place = |column: &Column| column.role == Role::Key(Field::At);
        is_place(keys[index])
            && (0..index).any(|before| is_place(keys[before]) && !written[before].text.is_empty())
    }

    /// The year that the days of a row are of, where a column says it.
    fn year(&self, keys: &[&Column], cells: &[Cell]) -> Option<Year> {
        let of = |field: Field| {
            let at = keys.iter().position(|column| column.role == Role::Key(field))?;
            Some(&*cells[at].text)
        };
        if let Some(year) = of(Field::Year).and_then(days::whole_year) {
            return Some(Year::of(year.start().year()));
        }
        if let Some(year) = self.year_of_week(keys, cells) {
            return Some(Year::of(year));
        }
        let (year, first) = (fiscal_year(of(Field::FiscalYear)?)?, self.fiscal_start()?);
        let month = of(Field::Month).and_then(days::month);
        Some(Year::of(month.map_or(year, |month| calendar::fiscal::year_of(year, first, month))))
    }

    /// The year of a week that is only a number, beside a month or day that says its own.
    fn year_of_week(&self, keys: &[&Column], cells: &[Cell]) -> Option<i16> {
        let of = |field: Field| keys.iter().position(|column| column.role == Role::Key(field));
        let (week, month) = (of(Field::Week)?, of(Field::Month).or_else(|| of(Field::Day))?);
        let found = days::readings(&cells[month].text, None).ok()?;
        let order = keys[month].order;
        let fits = |reading: &&days::Reading| found.len() == 1 || order == Some(reading.0);
        windows::year_of_week(&cells[week].text, found.iter().find(fits)?.1)
    }

    /// The month in which fiscal years begin, where a map says it.
    fn fiscal_start(&self) -> Option<i8> {
        self.options.map.and_then(|map| map.fiscal_start)
    }

    /// Whether a cell among crossings is a country.
    pub(super) fn is_country(&self, cell: &str) -> bool {
        self.gazetteer.crossing(cell).is_none()
            && self.gazetteer.find(cell).is_some_and(|place| place.kind == PlaceKind::Country)
    }

    /// The days of a cell; `None` when they cannot be told, which is said.
    fn days(
        &self,
        own: &Row<'_>,
        column: &Column,
        field: Field,
        cell: &str,
        state: &mut State,
        out: &mut Out<'_>,
    ) -> Option<Window> {
        let line = self.grid.line(own.row);
        if self.may_be_turned(line, column, cell, out) {
            return None;
        }
        match calendar::solar::written(cell) {
            Some(Hijri::Solar(window)) => return Some(window),
            Some(Hijri::Numbers(window)) if column.solar => return Some(window),
            Some(_) => {
                out.left(
                    line,
                    format!(
                        "column {} `{}`: `{cell}` is a day of a Hijri calendar, and nothing says that it is the solar one; row left out",
                        letters(column.at),
                        column.name
                    ),
                    "name the column `Date (solar Hijri)` if it is; write days of the lunar calendar as 2023-11-01",
                );
                return None;
            }
            None => {}
        }
        let year = own.year.or(own.around.year);
        let number = cell.parse::<i8>().ok();
        let text = match (field, number) {
            (Field::Week, Some(number)) => format!("W{number}"),
            (Field::Month, None) if let Some(month) = windows::month_in_digits(cell) => month,
            (Field::Month, Some(number)) if (1..=12).contains(&number) => match year {
                Some(year) => format!("{}-{number:02}", year.of),
                None => return self.no_year(line, column, cell, out),
            },
            _ => cell.to_owned(),
        };
        let readings = match days::readings(&text, year) {
            Ok(readings) => readings,
            Err(NoDate::NoYear) => return self.no_year(line, column, cell, out),
            Err(NoDate::None) => return self.serial_or_year(line, column, cell, out),
        };
        if year.is_some_and(|year| year.before.is_some())
            && days::readings(&text, None) == Err(NoDate::NoYear)
        {
            state.borrowed_year = true;
        }
        one_of(&readings, line, column, cell, state)
    }

    /// Whether a spreadsheet may have turned round a day, which is said.
    fn may_be_turned(&self, line: usize, column: &Column, cell: &str, out: &mut Out<'_>) -> bool {
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
            return true;
        }
        false
    }

    /// The day of a spreadsheet's number, or a year; `None` for what is no day, which is said.
    fn serial_or_year(
        &self,
        line: usize,
        column: &Column,
        cell: &str,
        out: &mut Out<'_>,
    ) -> Option<Window> {
        if let Some(year) = days::whole_year(cell) {
            return Some(year);
        }
        if let Some(day) = days::serial(cell) {
            return Some(Window::day(day));
        }
        out.left(
            line,
            format!(
                "column {} `{}`: `{cell}` is no day; row left out",
                letters(column.at),
                column.name
            ),
            "write a day such as 2023-11-01",
        );
        None
    }

    pub(super) fn no_year(
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
    pub(super) fn crossing(&self, name: &str, state: &mut State, line: usize) -> Name {
        if let Some(known) = state.crossings.get(name) {
            return known.clone();
        }
        let bare = name.trim_end_matches(['*', '†', '¹', '²', '³']).trim();
        let sense = || Sense::of(bare, None, self.gazetteer);
        let found: Name = match self.gazetteer.crossing(bare) {
            Some(place) => place.name.as_str().into(),
            None => match &sense().via[..] {
                [one] => one.as_str().into(),
                _ => {
                    state.strange.entry(bare.to_owned()).or_insert(line);
                    bare.into()
                }
            },
        };
        state.crossings.insert(name.to_owned(), found.clone());
        found
    }

    /// The place that a cell of a column stands for; `None` where it may be two, which is said.
    fn place_of(
        &self,
        line: usize,
        column: &Column,
        cell: &str,
        state: &mut State,
        out: &mut Out<'_>,
    ) -> Option<Name> {
        let names = state.names.entry(column.at).or_default();
        if let Some(known) = names.get(cell) {
            if known.is_none() {
                out.left(
                    line,
                    format!(
                        "column {} `{}`: `{cell}` is what two countries are called, and the table names neither by a name of its own; row left out",
                        letters(column.at),
                        column.name
                    ),
                    "write the country's code in the cell, or both in full, such as DR Congo and Republic of the Congo",
                );
            }
            return known.clone();
        }
        let place: Name = self.place(cell).into();
        names.insert(cell.to_owned(), Some(place.clone()));
        Some(place)
    }

    /// A country as its code, another place by its gazetteer name, else as written.
    pub(super) fn place(&self, cell: &str) -> String {
        let code = cell.to_uppercase();
        if self.gazetteer.country(&code).is_some() {
            return code;
        }
        // Two capitals are a code; "in" and "at" are words.
        if cell.len() == 2
            && cell == code
            && let Some(country) = self.gazetteer.country_by_iso2(&code)
        {
            return country.country.clone().unwrap_or_else(|| country.name.clone());
        }
        match self.gazetteer.find(cell).or_else(|| self.gazetteer.find(&spelled_out(cell))) {
            Some(place) => match (&place.kind, &place.country) {
                (PlaceKind::Country, Some(code)) => code.clone(),
                // A village that a crossing has its name of is not the crossing.
                (PlaceKind::Crossing, _) => cell.to_owned(),
                _ => place.name.clone(),
            },
            None => cell.to_owned(),
        }
    }
}

/// Says that what a cell says is not known.
fn not_known(line: usize, column: &Column, cell: &str, why: &str, out: &mut Out<'_>) -> Option<()> {
    let message =
        format!("column {} `{}`: `{cell}` {why}; row left out", letters(column.at), column.name);
    out.left(line, message, MAP_REMEDY);
    None
}

/// The reading of a day that is meant; `None` where nothing tells, which is remembered.
fn one_of(
    readings: &[days::Reading],
    line: usize,
    column: &Column,
    cell: &str,
    state: &mut State,
) -> Option<Window> {
    // Beside days that could be two, one that is the same in both orders tells nothing.
    let alike = column.asked_order && days::is_alike(cell);
    if let [(_, window)] = readings[..]
        && !alike
    {
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
        .or_insert_with(|| (line, cell.to_owned(), both.clone(), 0));
    if ambiguous.2.len() < both.len() {
        (ambiguous.0, ambiguous.1, ambiguous.2) = (line, cell.to_owned(), both);
    }
    ambiguous.3 += 1;
    None
}

/// Whether a blank cell leaves open of whom a row is: nobody's nationality is not everybody's.
fn is_of_nobody(column: &Column, field: Field, kept: Kept, state: &State) -> bool {
    field == Field::Nationality && kept == Kept::Data && state.classes.contains(&column.at)
}

/// The days that a date of a column stands for; what else it says goes into the frame.
fn stands_for(
    column: &Column,
    field: Field,
    window: Window,
    cell: &str,
    frame: &mut Frame,
) -> Window {
    let told = windows::of_field(field, window).unwrap_or(window);
    if column.timed && matches!(field, Field::Day | Field::End) {
        frame.as_of = calendar::hours::behind_day(cell);
    }
    let asked = matches!(field, Field::Day | Field::Week | Field::Quarter);
    match column.spacing {
        Spacing::Months if asked && window.days() == 1 => {
            frame.day = Some(window.start());
            calendar::spacing::month_of(window.start())
        }
        Spacing::Days | Spacing::Months => told,
        Spacing::Weeks(weekday) if field == Field::Week && window.days() == 1 => {
            // The week of ISO 8601 begins on Monday and ends on Sunday.
            match weekday {
                Weekday::Monday => calendar::spacing::week_from(window.start()).unwrap_or(window),
                _ => {
                    frame.asks = Some(column.at);
                    window
                }
            }
        }
        _ if asked && window.days() == 1 => {
            frame.asks = Some(column.at);
            window
        }
        _ => told,
    }
}

/// Whether a blank cell of a column may take what stands above it.
fn goes_down(column: &Column) -> bool {
    matches!(
        column.role,
        Role::Key(
            Field::Day
                | Field::Start
                | Field::End
                | Field::Month
                | Field::Week
                | Field::WeekStart
                | Field::WeekEnd
                | Field::Quarter
                | Field::Year
                | Field::FiscalYear
                | Field::Via
                | Field::From
                | Field::To
                | Field::At
                | Field::Nationality
        )
    )
}

/// The year in which a fiscal year ends, in a column of such.
fn fiscal_year(cell: &str) -> Option<i16> {
    calendar::fiscal::named(cell)
        .or_else(|| days::whole_year(cell.split(' ').next()?).map(|window| window.start().year()))
}

/// "Iran (Islamic Rep. of)", "Dem. Rep. of the Congo": names as the United Nations cut them short, in full.
fn spelled_out(name: &str) -> String {
    let bare = name.split_once(" (").map_or(name, |(bare, _)| bare);
    bare.replace("Dem.", "Democratic").replace("Rep.", "Republic").replace("St.", "Saint")
}

/// Whether a class among others is all of them: "Total", "All nationalities".
fn is_whole(cell: &str) -> bool {
    Words::all().opens(cell, Meaning::Flag(Flag::Total))
        || Words::all().opens(cell, Meaning::Part(super::words::Part::All))
}
