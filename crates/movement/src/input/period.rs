//! `sim_period.csv`: the first day, and how many there are.

use std::path::Path;

use jiff::civil::Date;

use super::table::{Form, Table};
use crate::fault::{Fault, Wrong};

static FORM: Form = Form {
    holds: "the period: a row StartDate and a row Length",
    row: "StartDate,2012-02-29 and Length,300",
    columns: &["key", "value"],
    needed: 2,
};

/// More days are a typing mistake: a century.
const LONGEST_DAYS: i64 = 36_525;

pub(super) fn read(path: &Path, faults: &mut Vec<Fault>) -> Option<(Date, usize)> {
    let table = Table::read(path, &FORM, faults)?;
    table.must_have_rows(faults);
    let (mut start, mut days) = (None, None);
    let before = faults.len();
    for row in &table.rows {
        let read = match row.cells[0].to_lowercase().as_str() {
            "startdate" => table.date(row, 1).map(|date| start = Some(date)),
            "length" => table
                .whole_number(
                    row,
                    1,
                    |days| (1..=LONGEST_DAYS).contains(&days),
                    "days from 1 to 36525",
                )
                .map(|length| days = Some(length as usize)),
            _ => Err(table.fault(
                row.line,
                0,
                Wrong::UnknownWord { text: row.cells[0].clone(), known: "StartDate, Length" },
            )),
        };
        if let Err(fault) = read {
            faults.push(fault);
        }
    }
    if faults.len() == before && !table.rows.is_empty() {
        let unsaid = [(start.is_none(), "StartDate"), (days.is_none(), "Length")];
        faults.extend(
            unsaid
                .iter()
                .filter(|(unsaid, _)| *unsaid)
                .map(|(_, what)| table.whole(Wrong::Unsaid(what))),
        );
    }
    start.zip(days)
}
