//! `locations.csv`: places, what they are, where they lie, and how many live or fit there.

use std::collections::BTreeMap;
use std::path::Path;

use super::table::{Form, Row, Table};
use crate::fault::{Fault, Wrong};

/// A place.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Its name, by which all files know it.
    pub name: String,
    /// Region; "unknown" where none is given.
    pub region: String,
    /// Country; "unknown" where none is given.
    pub country: String,
    /// First and second coordinate as written: latitude and longitude in all shipped folders.
    pub at: Option<(f64, f64)>,
    /// What it is on day 0.
    pub kind: Kind,
    /// Inhabitants, divided by `hasten`; 0 for camps.
    pub population: u64,
    /// How many fit in, divided by `hasten`; `None` is without bound.
    pub capacity: Option<u64>,
    /// By how much the capacity grows each day.
    pub capacity_per_day: u64,
    /// People displaced within the country who are here before day 0.
    pub initial_idps: u64,
    /// Chance a day that somebody in this camp goes no further, for good.
    pub deactivation: f64,
    /// Whether it lies outside of the country of the first place.
    pub foreign: bool,
}

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A camp across the border.
    Camp,
    /// A camp of people displaced within their country.
    IdpCamp,
    /// In conflict.
    Conflict,
    /// People are sent on from here.
    Forward,
    /// A fork of roads, where nobody stays.
    Marker,
    /// A town.
    Town,
}

impl Kind {
    /// Whether people stay here and are counted.
    pub fn is_camp(self) -> bool {
        matches!(self, Kind::Camp | Kind::IdpCamp)
    }
}

static FORM: Form = Form {
    holds: "places: name, region, country, latitude, longitude, type, day of conflict, population or capacity",
    row: "name,region,country,latitude,longitude,location_type,conflict_date,population",
    columns: &[
        "name",
        "region",
        "country",
        "latitude",
        "longitude",
        "location_type",
        "conflict_date",
        "population",
    ],
    needed: 8,
};

const KINDS: &str = "camp, idpcamp, conflict_zone, town, forwarding_hub, marker";

/// The peer looks for these in this order, anywhere in the cell.
const WORDS: [(&str, Kind); 6] = [
    ("camp", Kind::Camp),
    ("conflict", Kind::Conflict),
    ("forward", Kind::Forward),
    ("marker", Kind::Marker),
    ("default", Kind::Town),
    ("town", Kind::Town),
];

fn kind(table: &Table, row: &Row) -> Result<Kind, Fault> {
    let text = table.said(row, 5)?;
    let lower = text.to_lowercase();
    if lower.contains("flood") {
        return Err(table.fault(row.line, 5, Wrong::NotSimulated(text.to_owned())));
    }
    match WORDS.iter().find(|(word, _)| lower.contains(word)) {
        Some((_, Kind::Camp)) if lower.contains("idp") => Ok(Kind::IdpCamp),
        // A date above 0: not yet.
        Some((_, Kind::Conflict)) => match row.cells[6].as_str() {
            "" => Ok(Kind::Conflict),
            _ => table
                .whole_number(row, 6, |day| day >= 0, "a day from 0 on")
                .map(|day| if day > 0 { Kind::Town } else { Kind::Conflict }),
        },
        Some((_, kind)) => Ok(*kind),
        None => Err(table.fault(
            row.line,
            5,
            Wrong::UnknownWord { text: text.to_owned(), known: KINDS },
        )),
    }
}

fn coordinate(
    table: &Table,
    row: &Row,
    column: usize,
    bound: f64,
    range: &'static str,
) -> Result<Option<f64>, Fault> {
    match row.cells[column].as_str() {
        "" => Ok(None),
        _ => table.number(row, column, |degrees| degrees.abs() <= bound, range).map(Some),
    }
}

/// A static attribute by the name of its column.
fn attribute(
    table: &Table,
    row: &Row,
    name: &str,
    within: impl Fn(f64) -> bool,
    range: &'static str,
) -> Result<f64, Fault> {
    match table.head.iter().skip(8).position(|head| head == name).map(|column| column + 8) {
        Some(column) if row.cells.get(column).is_some_and(|cell| !cell.is_empty()) => {
            table.number(row, column, within, range)
        }
        _ => Ok(0.0),
    }
}

fn place(table: &Table, row: &Row, hasten: u32, home: &mut Option<String>) -> Result<Place, Fault> {
    let or_unknown = |column: usize| match row.cells[column].as_str() {
        "" => "unknown".to_owned(),
        text => text.to_owned(),
    };
    if !table.head.is_empty() && row.cells.len() > table.head.len().max(8) {
        let (found, heads) = (row.cells.len(), table.head.len());
        return Err(table.fault(
            row.line,
            table.head.len().max(8),
            Wrong::ManyCells { found, heads },
        ));
    }
    let kind = kind(table, row)?;
    // The peer reads longitude first, ships latitude first, and says neither: only what fits neither is wrong.
    let first = coordinate(table, row, 3, 180.0, "degrees, latitude first")?;
    let second = coordinate(table, row, 4, 180.0, "degrees, longitude second")?;
    let many = match row.cells[7].as_str() {
        "" => 0,
        _ => table.whole_number(
            row,
            7,
            |people| (0..=10_000_000_000).contains(&people),
            "0 or more people",
        )?,
    };
    let many = many.unsigned_abs() / u64::from(hasten);
    let country = or_unknown(2);
    let foreign = *home.get_or_insert_with(|| country.clone()) != country;
    let people = |number: f64| number as u64 / u64::from(hasten);
    let count = |name| {
        attribute(
            table,
            row,
            name,
            |number| number >= 0.0 && number.fract() == 0.0,
            "a whole number from 0 on",
        )
    };
    Ok(Place {
        name: table.said(row, 0)?.to_owned(),
        region: or_unknown(1),
        country,
        at: first.zip(second),
        kind,
        population: if kind.is_camp() { 0 } else { many },
        capacity: (kind.is_camp() && many > 0).then_some(many),
        capacity_per_day: people(count("capacity_per_day")?),
        initial_idps: people(count("initial_idps")?),
        deactivation: attribute(
            table,
            row,
            "deactivation_probability",
            |chance| (0.0..=1.0).contains(&chance),
            "a chance from 0 to 1",
        )?,
        foreign,
    })
}

pub(super) fn read(path: &Path, hasten: u32, faults: &mut Vec<Fault>) -> Option<Vec<Place>> {
    let table = Table::read(path, &FORM, faults)?;
    table.must_have_rows(faults);
    let before = faults.len();
    let mut lines: BTreeMap<String, u64> = BTreeMap::new();
    let (mut places, mut home) = (Vec::new(), None);
    for row in &table.rows {
        match place(&table, row, hasten, &mut home) {
            Ok(place) => {
                if let Some(&first) = lines.get(&place.name) {
                    faults.push(table.fault(row.line, 0, Wrong::Twice { what: place.name, first }));
                    continue;
                }
                lines.insert(place.name.clone(), row.line);
                places.push(place);
            }
            Err(fault) => faults.push(fault),
        }
    }
    if faults.len() == before
        && !table.rows.is_empty()
        && !places.iter().any(|place| place.kind.is_camp())
    {
        faults.push(table.whole(Wrong::NoPlaceOfKind("camp")));
    }
    (!places.is_empty()).then_some(places)
}

/// The index of a place, or why there is none.
pub(super) fn find(
    table: &Table,
    row: &Row,
    column: usize,
    places: &[Place],
) -> Result<usize, Fault> {
    let name = table.said(row, column)?;
    places
        .iter()
        .position(|place| place.name == name)
        .ok_or_else(|| unknown(table, row.line, column, name, places))
}

/// A fault for a name that no place has.
pub(super) fn unknown(
    table: &Table,
    line: u64,
    column: usize,
    name: &str,
    places: &[Place],
) -> Fault {
    let near =
        super::nearest(name, places.iter().map(|place| place.name.as_str())).map(str::to_owned);
    table.fault(line, column, Wrong::UnknownPlace { name: name.to_owned(), near })
}
