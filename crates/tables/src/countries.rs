//! Columns of countries beside counts: where people were counted, where they come from, or whose citizens they are. Where
//! the table does not tell, it is asked; a name such as `country` tells nothing.

use std::collections::BTreeSet;

use claim::Kind;
use rustc_hash::FxHashMap;

use super::column::{Column, Known, Role};
use super::sense::Sense;
use super::words::{Field, Flag, tokens};

/// The question.
pub(super) const ASKED: &str = "countries: where people come from, go to, or are citizens of";

/// Words for people who have not left their country, and are counted where they are.
const WITHIN: [&str; 6] = ["idp", "idps", "displaced", "displacement", "displacements", "deplaces"];

/// Asks of columns of countries that were taken for places by their name alone.
pub(super) fn ask(columns: &mut [Column], senses: &[Sense], known: &Known<'_>) {
    let told = |column: &Column| {
        known.map.is_some_and(|map| map.column(column.at, &column.name).is_some())
    };
    let places: Vec<usize> = (0..columns.len())
        .filter(|at| {
            columns[*at].role == Role::Key(Field::At)
                && senses[*at].has(Flag::Country)
                && !told(&columns[*at])
        })
        .collect();
    // A name and a code of the same country beside each other are one thing.
    let Some(first) = places.iter().copied().find(|at| are_countries(*at, known)) else { return };
    if !is_settled(first, &places, columns, known) {
        for at in places {
            columns[at].role = Role::Unclear(ASKED.to_owned());
        }
    }
}

/// Codes of the countries whose names stand beside them ask nothing anew.
pub(super) fn codes_of_names(columns: &mut [Column], known: &Known<'_>) {
    const ROWS: usize = 300;
    let names: Vec<usize> = columns
        .iter()
        .filter(|column| {
            matches!(
                column.role,
                Role::Key(Field::At | Field::From | Field::To | Field::Nationality)
            )
        })
        .map(|column| column.at)
        .collect();
    let code = |cell: &str| {
        let code = match cell.len() {
            2 => known.gazetteer.country_by_iso2(cell),
            3 => known.gazetteer.country(cell),
            _ => None,
        };
        code.and_then(|country| country.country.clone())
    };
    let country = |cell: &str| {
        let place = known.gazetteer.find(cell).filter(|p| p.kind == places::PlaceKind::Country);
        place.and_then(|place| place.country.clone())
    };
    for column in columns.iter_mut() {
        if !matches!(&column.role, Role::Unclear(why) if why == ASKED) {
            continue;
        }
        let tells_the_same = |name: &usize| {
            let (mut compared, mut alike) = (0, 0);
            for row in known.layout.body.clone().take(ROWS) {
                let (code, name) =
                    (code(&known.grid.told(row, column.at)), country(&known.grid.told(row, *name)));
                if let (Some(code), Some(name)) = (code, name) {
                    compared += 1;
                    alike += usize::from(code == name);
                }
            }
            compared > 0 && 5 * alike >= 4 * compared
        };
        if names.iter().any(tells_the_same) {
            column.role = Role::Left("says more of a column before it");
        }
    }
}

/// Whether the rows of a column of countries that was not read are of more than one.
pub(super) fn tells_apart(column: &Column, known: &Known<'_>) -> bool {
    if !matches!(&column.role, Role::Unclear(why) if why == ASKED) {
        return false;
    }
    let mut first = None;
    known.layout.body.clone().any(|row| {
        let cell = known.grid.told(row, column.at);
        !cell.is_empty() && *first.get_or_insert_with(|| cell.clone()) != cell
    })
}

/// Whether the cells of a column are countries: of what else a name may be of, nothing is asked.
fn are_countries(at: usize, known: &Known<'_>) -> bool {
    let cells: BTreeSet<String> = known
        .layout
        .body
        .clone()
        .map(|row| known.grid.told(row, at).into_owned())
        .filter(|cell| !cell.is_empty())
        .take(300)
        .collect();
    let country = |cell: &&String| {
        known.gazetteer.find(cell).is_some_and(|place| place.kind == places::PlaceKind::Country)
            || cell.len() <= 3 && known.gazetteer.country(&cell.to_uppercase()).is_some()
            || cell.len() == 2 && known.gazetteer.country_by_iso2(&cell.to_uppercase()).is_some()
    };
    2 * cells.iter().filter(country).count() >= cells.len() && !cells.is_empty()
}

/// Whether the rest of the table tells what the countries are.
fn is_settled(at: usize, countries: &[usize], columns: &[Column], known: &Known<'_>) -> bool {
    let key = |field: Field| {
        let mut others = columns.iter().filter(|column| !countries.contains(&column.at));
        others.find(|column| column.role == Role::Key(field))
    };
    // A place in it; whence people come beside it; those who left one country.
    let by_columns = [Field::At, Field::From, Field::To, Field::Nationality]
        .into_iter()
        .any(|field| key(field).is_some());
    let by_crossings = || key(Field::Via).is_some_and(|via| one_for_each(via.at, at, known));
    by_columns
        || known.title.from.is_some()
        || by_crossings()
        || says_in(known)
        || are_within(columns)
}

/// Whether each crossing has one country.
fn one_for_each(via: usize, at: usize, known: &Known<'_>) -> bool {
    let mut of: FxHashMap<String, String> = FxHashMap::default();
    known.layout.body.clone().all(|row| {
        let (via, country) = (known.grid.told(row, via), known.grid.told(row, at));
        via.is_empty()
            || *of.entry(via.into_owned()).or_insert_with(|| country.clone().into_owned())
                == *country
    })
}

/// Whether a head or a title says that people were counted in the country: "arrivals in country".
fn says_in(known: &Known<'_>) -> bool {
    const IN: [&[&str]; 4] = [
        &["in", "country"],
        &["in", "the", "country"],
        &["by", "country", "of", "arrival"],
        &["into", "the", "country"],
    ];
    let says = |text: &str| {
        let words = tokens(&text.replace('_', " "));
        let words: Vec<&str> = words.iter().map(|token| token.word.as_str()).collect();
        IN.iter().any(|phrase| words.windows(phrase.len()).any(|window| window == *phrase))
    };
    let title = |row: &usize| {
        (0..known.grid.width(*row)).any(|column| says(&known.grid.cell(*row, column)))
    };
    known.layout.labels.iter().any(|label| says(label)) || known.layout.titles.iter().any(title)
}

/// Whether all that is counted are people who have not left their country, or are told to be in it.
fn are_within(columns: &[Column]) -> bool {
    let says = |name: &str| {
        tokens(&name.replace('_', " ")).iter().any(|t| WITHIN.contains(&t.word.as_str()))
    };
    // "figure" beside "displacement_date".
    let beside = columns.iter().any(|column| says(&column.name));
    let within = |column: &Column| match &column.role {
        Role::Value(frame) => match frame.kind {
            Some(Kind::Displacement) => true,
            Some(kind) if kind != Kind::Refugees && super::claims::is_stock(kind) => true,
            None => says(&column.name) || beside && frame.people.is_none() && !frame.cumulative,
            Some(_) => says(&column.name),
        },
        _ => true,
    };
    columns.iter().any(|column| matches!(column.role, Role::Value(_))) && columns.iter().all(within)
}
