//! What stands above and below the rows of a table: titles, notes, the source, the day of publication.

use calendar::days::{self, Year};
use jiff::civil::Date;

use super::frame::Frame;
use super::header::one_space;
use super::report::Out;
use super::sense::{People, Sense};
use super::table::Reader;
use super::words::{Field, Flag, Meaning, Words};

/// A subhead or a note below this length, in characters, may say something of the rows under it.
pub(super) const SUBHEAD: usize = 90;

/// A line of more words above a table is a note.
const TITLE: usize = 20;

/// What is known around a table.
pub(super) struct Around {
    pub frame: Frame,
    /// Of days that are written without.
    pub year: Option<Year>,
}

impl Around {
    /// The day of publication, when the year is only that of it.
    pub(super) fn published(&self) -> Option<Date> {
        self.year?.before
    }
}

impl Reader<'_> {
    /// What stands above and below: titles, notes, the source, the day of publication.
    pub(super) fn around(&self, out: &mut Out<'_>) -> Around {
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
                around.frame.source.get_or_insert(source.into());
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

    pub(super) fn title(&self, line: &str, around: &mut Around) {
        if let Some(source) = source_line(line) {
            // "Source: DTM. Values in '000": what follows is not the source.
            let (source, rest) = source.split_once(". ").unwrap_or((&source, ""));
            around.frame.source.get_or_insert(source.into());
            for more in rest.split(". ").filter(|more| !more.is_empty()) {
                self.title(more, around);
            }
            return;
        }
        let sense = Sense::of(line, around.year, self.gazetteer);
        let mut frame = Frame::of(&sense);
        frame.total = false;
        super::stated::title(line, &mut frame);
        frame.solar = super::columns::says_solar(line);
        frame.matter &= line.split_whitespace().count() <= TITLE; // a note says what is not in it
        if sense.is_field(Field::Published) {
            frame.published = sense.window().map(|window| window.end());
            frame.window = None;
            frame.since = None;
        }
        if !sense.has(Flag::Cumulative) {
            frame.cumulative = false; // "since" in a title is where the rows begin
        }
        // "Border Guard of Poland: entries": a country that nobody says the way of.
        frame.counted |= !sense.kinds.is_empty();
        if sense.kinds.len() > 1 {
            frame.kind = None;
            frame.both_ways = false;
        }
        // "Greece": where those of the block under it arrived.
        if let [country] = &sense.countries[..]
            && sense.kinds.is_empty()
            && sense.residue.is_empty()
            && !frame.counted
        {
            frame.at = Some(country.as_str().into());
        }
        if sense.mixed || frame.people == Some(People::ALL) {
            frame.people = None;
        }
        around.frame = frame.over(&around.frame);
    }

    /// The cells of a row, joined.
    pub(super) fn line_text(&self, row: usize) -> String {
        let mut cells: Vec<String> = Vec::new();
        for column in 0..self.grid.width(row) {
            let cell = one_space(&self.grid.cell(row, column));
            if !cell.is_empty() {
                cells.push(cell);
            }
        }
        cells.join(" ")
    }
}

/// "Source: IOM DTM" gives "IOM DTM".
pub(super) fn source_line(line: &str) -> Option<String> {
    let (name, value) = line.split_once(':')?;
    let words = Words::all();
    let is = words.is(name, Meaning::Field(Field::Source))
        || words.is(name, Meaning::Field(Field::Organisation));
    let value = value.trim().trim_end_matches('.');
    (is && !value.is_empty() && value.len() <= 200).then(|| value.to_owned())
}
