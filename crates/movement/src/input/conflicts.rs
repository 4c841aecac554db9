//! `conflicts.csv`: intensity of conflict by day and place. Its first line is its head, with or without a hash.

use std::path::Path;

use super::places::{self, Place};
use super::table::{Form, Row, Table};
use crate::fault::{Fault, Wrong};

static FORM: Form = Form {
    holds: "conflict: a row a day, a column a place, values from 0 to 1",
    row: "day,value,value,… under the head #Day,place,place,…",
    columns: &[],
    needed: 2,
};

/// What of the table is asked for.
pub(super) struct Span {
    /// Days that are simulated.
    pub days: usize,
    /// A head that is a name but for blanks and case is nobody's.
    pub exact: bool,
}

/// A name without what people write in two ways.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where each column belongs.
fn columns(
    table: &Table,
    line: u64,
    places: &[Place],
    exact: bool,
    faults: &mut Vec<Fault>,
) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = vec![None];
    for (column, name) in table.head.iter().enumerate().skip(1) {
        let mut place = places.iter().position(|place| place.name == *name);
        if place.is_none() && !name.is_empty() {
            let alike = places.iter().position(|place| plain(&place.name) == plain(name));
            let fault = places::unknown(table, line, column, name, places);
            faults.push(if alike.is_some() { fault.harmless() } else { fault });
            place = alike.filter(|_| !exact);
        }
        if place.is_none() {
            // A last comma makes a column without a name, and without values.
            let filled = || {
                table
                    .rows
                    .iter()
                    .any(|row| row.cells.get(column).is_some_and(|cell| !cell.is_empty()))
            };
            if name.is_empty() && filled() {
                faults.push(table.fault(line, column, Wrong::Blank));
            }
        } else if found.contains(&place) {
            faults.push(table.fault(
                line,
                column,
                Wrong::Twice { what: name.clone(), first: line },
            ));
        }
        found.push(place);
    }
    found
}

fn values(
    table: &Table,
    row: &Row,
    day: i64,
    columns: &[Option<usize>],
    by_place: &mut [Vec<f64>],
) -> Result<(), Fault> {
    let found = table.whole_number(row, 0, |_| true, "a day")?;
    if found != day {
        return Err(table.fault(row.line, 0, Wrong::DayOutOfStep { found, row: day }));
    }
    let (cells, heads) = (row.cells.len(), table.head.len());
    if cells > heads && row.cells[heads..].iter().any(|cell| !cell.is_empty()) {
        return Err(table.fault(row.line, heads, Wrong::ManyCells { found: cells, heads }));
    }
    for (column, place) in columns.iter().enumerate().skip(1) {
        if table.head[column].is_empty() {
            continue;
        }
        let value = table.number(
            row,
            column,
            |value| (0.0..=1.0).contains(&value),
            "from 0 (calm) to 1",
        )?;
        if let Some(place) = place {
            by_place[*place].push(value);
        }
    }
    Ok(())
}

/// By place, a value a day; nothing for places without a column.
pub(super) fn read(
    path: &Path,
    places: &[Place],
    span: &Span,
    faults: &mut Vec<Fault>,
) -> Vec<Vec<f64>> {
    let mut by_place = vec![Vec::new(); places.len()];
    let Some(mut table) = Table::read(path, &FORM, faults) else { return by_place };
    let mut head_line = 1;
    if table.head.is_empty()
        && table.rows.first().is_some_and(|row| row.cells[0].parse::<f64>().is_err())
    {
        let row = table.rows.remove(0);
        (table.head, head_line) = (row.cells, row.line);
    }
    table.must_have_rows(faults);
    if table.rows.is_empty() {
        return by_place;
    }
    let before = faults.len();
    let columns = columns(&table, head_line, places, span.exact, faults);
    for (day, row) in table.rows.iter().enumerate() {
        if let Err(fault) = values(&table, row, day as i64, &columns, &mut by_place) {
            faults.push(fault);
            // What follows a row that is out of step is out of step, too.
            break;
        }
    }
    let last = table.rows.len() as i64 - 1;
    let sound = faults[before..].iter().all(|fault| fault.harmless);
    if sound && table.rows.len() < span.days {
        let wrong = Wrong::EndsEarly { last, needed: span.days as i64 };
        let line = table.rows.last().map(|row| row.line);
        faults.push(Fault { line, ..table.whole(wrong) });
    }
    by_place
}
