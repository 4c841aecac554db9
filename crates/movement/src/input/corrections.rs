//! `registration_corrections.csv`: dates on which a camp was counted anew, and earlier counts are scaled to it.

use std::path::Path;

use jiff::civil::Date;

use super::series::Layout;
use super::table::{Form, Row, Table, days_between};
use crate::fault::{Fault, Wrong};

static FORM: Form = Form {
    holds: "dates on which a camp was counted anew",
    row: "camp,2012-10-03",
    columns: &["camp", "date"],
    needed: 2,
};

fn correct(table: &Table, row: &Row, start: Date, layout: &mut Layout) -> Result<(), Fault> {
    let name = table.said(row, 0)?;
    let names: Vec<String> =
        layout.camps.iter().chain(&layout.others).map(|series| series.name.clone()).collect();
    let mut all = layout.camps.iter_mut().chain(&mut layout.others).chain([&mut layout.total]);
    let Some(series) = all.find(|series| series.name == name) else {
        let near = super::nearest(name, names.iter().map(String::as_str)).map(str::to_owned);
        return Err(table.fault(row.line, 0, Wrong::UnknownPlace { name: name.to_owned(), near }));
    };
    let day = days_between(start, table.date(row, 1)?);
    // What was wrong before day 0 is no longer seen.
    if day < 0 {
        return Ok(());
    }
    let (camp, date) = (name.to_owned(), row.cells[1].clone());
    match series.correct(day) {
        Some(true) => Ok(()),
        Some(false) => Err(table.fault(row.line, 1, Wrong::NothingToScale { camp, date })),
        None => Err(table.fault(row.line, 1, Wrong::NoSuchRow { camp, date })),
    }
}

pub(super) fn read(path: &Path, start: Date, layout: &mut Layout, faults: &mut Vec<Fault>) {
    let Some(table) = Table::read(path, &FORM, faults) else { return };
    for row in &table.rows {
        if let Err(fault) = correct(&table, row, start, layout) {
            faults.push(fault);
        }
    }
}
