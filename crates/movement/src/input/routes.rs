//! `routes.csv`: two-way routes between places.

use std::collections::BTreeMap;
use std::path::Path;

use super::places::{self, Place};
use super::table::{Form, Row, Table};
use crate::fault::{Fault, Wrong};

/// A two-way route.
#[derive(Debug, Clone, PartialEq)]
pub struct Route {
    /// The two places, by index.
    pub ends: (usize, usize),
    /// Kilometres, above 0.
    pub km: f64,
    /// 1: people are sent to the first place, 2: to the second, 0: neither.
    pub forced: u8,
    /// Kilometres a day on this route, where it has a speed of its own.
    pub speed: Option<f64>,
    /// The share of people who walk it.
    pub walk: f64,
}

static FORM: Form = Form {
    holds: "routes: two places, the kilometres between them, forced redirection",
    row: "name1,name2,distance,forced_redirection",
    columns: &["name1", "name2", "distance", "forced_redirection"],
    needed: 3,
};

/// No route of people on the move is longer: half of the way round the earth.
const LONGEST_KM: f64 = 20_000.0;

/// Shorter than a metre is a typing mistake, and a day would not end on it.
const SHORTEST_KM: f64 = 0.001;

fn route(table: &Table, row: &Row, places: &[Place]) -> Result<Route, Fault> {
    let ends = (places::find(table, row, 0, places)?, places::find(table, row, 1, places)?);
    if ends.0 == ends.1 {
        return Err(table.fault(row.line, 1, Wrong::Loop(row.cells[1].clone())));
    }
    let km = table.number(
        row,
        2,
        |km| (SHORTEST_KM..=LONGEST_KM).contains(&km),
        "kilometres above 0, at most 20000",
    )?;
    let forced = match row.cells.get(3).map(String::as_str).unwrap_or_default() {
        "" | "0" => 0,
        "1" => 1,
        "2" => 2,
        text => {
            return Err(table.fault(
                row.line,
                3,
                Wrong::UnknownWord { text: text.to_owned(), known: "0, 1, 2" },
            ));
        }
    };
    let attribute = |name: &str| {
        let column = table.head.iter().skip(4).position(|head| head == name)? + 4;
        row.cells.get(column).filter(|cell| !cell.is_empty()).map(|_| column)
    };
    let speed = attribute("max_move_speed").map(|column| {
        table.number(
            row,
            column,
            |speed| speed > 0.0 && speed <= LONGEST_KM,
            "kilometres a day above 0",
        )
    });
    let walk = attribute("walk_probability").map(|column| {
        table.number(row, column, |share| (0.0..=1.0).contains(&share), "a chance from 0 to 1")
    });
    Ok(Route {
        ends,
        km,
        forced,
        speed: speed.transpose()?,
        walk: walk.transpose()?.unwrap_or(0.0),
    })
}

pub(super) fn read(path: &Path, places: &[Place], faults: &mut Vec<Fault>) -> Vec<Route> {
    let Some(table) = Table::read(path, &FORM, faults) else { return Vec::new() };
    table.must_have_rows(faults);
    let (mut routes, mut lines) = (Vec::new(), BTreeMap::new());
    for row in &table.rows {
        match route(&table, row, places) {
            Ok(route) => {
                // The peer makes a second pair of links of a route that is told from its other end; as it is as long, no
                // place gains by it that was not near before.
                let ends = (route.ends.0.min(route.ends.1), route.ends.0.max(route.ends.1));
                if let Some(&(first, km)) = lines.get(&ends) {
                    let what = format!("{} to {}", row.cells[0], row.cells[1]);
                    let fault = table.fault(row.line, 0, Wrong::Twice { what, first });
                    faults.push(if km == route.km { fault.harmless() } else { fault });
                }
                lines.entry(ends).or_insert((row.line, route.km));
                routes.push(route);
            }
            Err(fault) => faults.push(fault),
        }
    }
    routes
}
