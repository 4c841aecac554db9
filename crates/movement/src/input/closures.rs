//! `closures.csv`: what closes, from when to when.

use std::path::Path;

use super::places::{self, Place};
use super::table::{Form, Row, Table};
use crate::fault::{Fault, Wrong};

/// What closes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closed {
    /// All routes between two countries.
    Border(String, String),
    /// All routes to and from a place.
    Place(usize),
    /// A camp, which is a town while it is closed; `true` for one of internally displaced people.
    Camp(usize, bool),
    /// A route, both ways.
    Link(usize, usize),
    /// The sending on of people from one place to the other.
    Redirection(usize, usize),
}

/// A closure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closure {
    /// What.
    pub what: Closed,
    /// The day on which it closes; none below 0.
    pub start: i64,
    /// The day on which it opens again; none below 0.
    pub end: i64,
}

static FORM: Form = Form {
    holds: "closures: type, one or two names, first day, day of opening",
    row: "closure_type,name1,name2,closure_start,closure_end",
    columns: &["closure_type", "name1", "name2", "closure_start", "closure_end"],
    needed: 5,
};

const TYPES: &str = "country, location, camp, idpcamp, link, remove_forced_redirection";

fn country(table: &Table, row: &Row, column: usize, places: &[Place]) -> Result<String, Fault> {
    let name = table.said(row, column)?;
    if places.iter().any(|place| place.country == name) {
        return Ok(name.to_owned());
    }
    let near =
        super::nearest(name, places.iter().map(|place| place.country.as_str())).map(str::to_owned);
    Err(table.fault(row.line, column, Wrong::UnknownCountry { name: name.to_owned(), near }))
}

fn closure(table: &Table, row: &Row, places: &[Place]) -> Result<Closure, Fault> {
    let kind = table.said(row, 0)?;
    let place = |column| places::find(table, row, column, places);
    let what = match kind {
        "country" => {
            Closed::Border(country(table, row, 1, places)?, country(table, row, 2, places)?)
        }
        "location" => Closed::Place(place(1)?),
        "camp" => Closed::Camp(place(1)?, false),
        "idpcamp" => Closed::Camp(place(1)?, true),
        "link" => Closed::Link(place(1)?, place(2)?),
        "remove_forced_redirection" => Closed::Redirection(place(1)?, place(2)?),
        _ => {
            return Err(table.fault(
                row.line,
                0,
                Wrong::UnknownWord { text: kind.to_owned(), known: TYPES },
            ));
        }
    };
    if let Closed::Border(from, to) = &what
        && from == to
    {
        return Err(table.fault(row.line, 2, Wrong::Loop(to.clone())));
    }
    let day = |column| {
        table.whole_number(
            row,
            column,
            |day| (-1..=100_000).contains(&day),
            "a day from 0 on, or -1 for never",
        )
    };
    let (start, end) = (day(3)?, day(4)?);
    // A redirection that is taken away is given an end of 0 where it never comes back; so is what stays closed.
    if end > 0 && end < start {
        return Err(table.fault(row.line, 4, Wrong::EndsFirst { start, end }));
    }
    Ok(Closure { what, start, end })
}

pub(super) fn read(path: &Path, places: &[Place], faults: &mut Vec<Fault>) -> Vec<Closure> {
    let Some(table) = Table::read(path, &FORM, faults) else { return Vec::new() };
    let mut closures = Vec::new();
    for row in &table.rows {
        match closure(&table, row, places) {
            Ok(closure) => closures.push(closure),
            Err(fault) => faults.push(fault),
        }
    }
    closures
}
