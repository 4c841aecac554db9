//! What the names of a column of countries stand for, where a name alone may be of two: the code beside it tells, or
//! another name of the column.

use std::borrow::Cow;

use places::Gazetteer;
use rustc_hash::FxHashMap;

use super::column::{Column, Role};
use super::frame::Name;
use super::header::one_space;
use super::table::Reader;
use super::words::{Field, folded};

/// Names that two countries go by: which is meant where nothing else is said of it in prose, and which where the first
/// stands in the same table by a name of its own. The United Nations call Congo what lies across the river from Kinshasa.
const SHARED: [(&str, &str, &str); 1] = [("congo", "COD", "COG")];

/// A column of more different words names no countries.
const MOST_COUNTRIES: usize = 600;

/// What cells of a column stand for, where their words alone do not tell; `None` where nothing tells.
pub(super) type Names = FxHashMap<String, Option<Name>>;

impl Reader<'_> {
    /// For each column of countries the names that stand for another than they would alone.
    pub(super) fn names(&self, keys: &[&Column]) -> FxHashMap<usize, Names> {
        let of_countries = |column: &&&Column| {
            matches!(
                column.role,
                Role::Key(Field::From | Field::To | Field::At | Field::Nationality)
            )
        };
        keys.iter()
            .filter(of_countries)
            .filter_map(|column| Some((column.at, self.names_of(column.at)?)))
            .filter(|(_, names)| !names.is_empty())
            .collect()
    }

    fn names_of(&self, at: usize) -> Option<Names> {
        let mut rows: FxHashMap<Cow<'_, str>, usize> = FxHashMap::default();
        for row in self.layout.body.clone() {
            let cell = self.grid.told(row, at);
            if !cell.is_empty() && !rows.contains_key(&cell) {
                if rows.len() == MOST_COUNTRIES {
                    return None;
                }
                rows.insert(cell, row);
            }
        }
        let countries: Vec<(&str, Option<String>)> =
            rows.keys().map(|cell| (&**cell, country(&self.place(cell), self.gazetteer))).collect();
        let known = countries.iter().filter(|(_, code)| code.is_some()).count();
        if 2 * known < countries.len() || known == 0 {
            return None;
        }
        let code_of = self.code_beside(at, &rows);
        let mut names = Names::default();
        for (cell, alone) in &countries {
            if let Some(code) = code_of.as_ref().and_then(|codes| codes.get(*cell)) {
                if alone.as_ref() != Some(code) {
                    names.insert(one_space(cell), Some(code.as_str().into()));
                }
                continue;
            }
            let word = folded(cell);
            if let Some((_, usual, other)) = SHARED.iter().find(|(name, ..)| *name == word) {
                let has = |wanted: &str| {
                    countries
                        .iter()
                        .any(|(name, code)| folded(name) != word && code.as_deref() == Some(wanted))
                };
                let meant = match (has(usual), has(other)) {
                    (true, _) => Some((*other).into()),
                    (false, true) => Some((*usual).into()),
                    _ => None,
                };
                names.insert(one_space(cell), meant);
            }
        }
        Some(names)
    }

    /// The codes of countries that stand beside the names of a column, in a column of such codes.
    fn code_beside(
        &self,
        at: usize,
        rows: &FxHashMap<Cow<'_, str>, usize>,
    ) -> Option<FxHashMap<String, String>> {
        (0..self.layout.width).filter(|other| *other != at).find_map(|other| {
            let mut codes: FxHashMap<String, String> = FxHashMap::default();
            let (mut alike, mut compared) = (0, 0);
            for (name, row) in rows {
                let cell = self.grid.told(*row, other);
                if calendar::numbers::is_missing(&cell) {
                    continue;
                }
                // "UNK", "AB9": of nobody that is known.
                let Some(code) = code(&cell, self.gazetteer) else {
                    if cell.len() == 3
                        && cell.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
                    {
                        continue;
                    }
                    return None;
                };
                if let Some(alone) = country(&self.place(name), self.gazetteer) {
                    compared += 1;
                    alike += usize::from(alone == code);
                }
                codes.insert(name.to_string(), code);
            }
            // A name that is a code itself is told by no other.
            let itself = rows.keys().all(|name| code(name, self.gazetteer).is_some());
            (!itself && compared > 1 && 5 * alike >= 4 * compared).then_some(codes)
        })
    }
}

/// A country's code, where a place is one.
fn country(place: &str, gazetteer: &Gazetteer) -> Option<String> {
    (place.len() == 3 && gazetteer.country(place).is_some()).then(|| place.to_owned())
}

/// The country of a cell that is a code of one, of three letters or of two.
fn code(cell: &str, gazetteer: &Gazetteer) -> Option<String> {
    let capitals = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_uppercase());
    match cell.len() {
        3 if capitals => gazetteer.country(cell).map(|_| cell.to_owned()),
        2 if capitals => {
            gazetteer.country_by_iso2(cell).and_then(|country| country.country.clone())
        }
        _ => None,
    }
}
