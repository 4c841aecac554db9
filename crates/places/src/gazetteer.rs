//! Builds the gazetteer from its tables and answers look-ups.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, OnceLock};

use crate::scan::{Meaning, MentionKind, Scanner, key};
use crate::table::{Row, Table};
use crate::{GazetteerError, Mention, names};

/// What sort of place it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceKind {
    /// A country of ISO 3166-1, and Kosovo (XKX).
    Country,
    /// A named area that is neither a country nor a first-level province: Darfur, Gaza, Nagorno-Karabakh.
    Territory,
    /// A first-level division of a country: Balochistan, Tigray.
    Province,
    /// A city, town or camp.
    City,
    /// A border crossing point, or a passage such as the Darién Gap.
    Crossing,
}

/// A place's number within one [`Gazetteer`] and those extended from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct PlaceId(u32);

/// One place of the gazetteer.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Place {
    /// Its number in the gazetteer.
    pub id: PlaceId,
    /// The canonical name, for print and JSON: "Torkham"; for a country its English short name, "Pakistan".
    pub name: String,
    /// What sort of place it is.
    pub kind: PlaceKind,
    /// ISO 3166-1 alpha-3 code of its country; a crossing has `joins` instead, an area across several countries has none.
    pub country: Option<String>,
    /// Every spelling, the canonical one first.
    pub names: Vec<String>,
    /// Latitude and longitude in degrees, WGS 84, where known to about 5 km.
    pub position: Option<(f64, f64)>,
    /// For a crossing: the codes of the two countries. They are equal where a line divides one country in the ISO's
    /// eyes (Abkhazia, Cyprus).
    pub joins: Option<[String; 2]>,
    /// For a crossing: its name on each side, in the order of `joins`: `["Chaman", "Spin Boldak"]`.
    pub sides: Option<[String; 2]>,
    /// The province of a city, or of a crossing's first side, where known.
    pub province: Option<String>,
    /// For a crossing: whether most people of its border pass by it, or by another so marked
    /// (`data/mains.csv`).
    pub main: bool,
}

/// Countries, peoples, provinces, cities and crossings by their spellings.
#[derive(Debug, Clone)]
pub struct Gazetteer {
    draft: Draft,
    /// Scanner of running text, built on first use: ledgers and tables hold none.
    scanner: OnceLock<Scanner>,
    /// Those of the other languages, in the order of [`names::LANGUAGES`].
    others: Vec<OnceLock<Scanner>>,
    /// From a name's key to its places, the most likely first.
    by_name: BTreeMap<String, Vec<PlaceId>>,
    crossings_by_name: BTreeMap<String, Vec<PlaceId>>,
}

static BUILTIN: LazyLock<Gazetteer> = LazyLock::new(|| {
    Draft::builtin()
        .map(Gazetteer::from_draft)
        .expect("the embedded tables are valid, as the tests of this crate prove")
});

const CROSSING_COLUMNS: &[&str] = &[
    "name",
    "other_names",
    "country_a",
    "country_b",
    "side_a",
    "side_b",
    "lat",
    "lon",
    "province_a",
    "note",
];

impl Gazetteer {
    /// The gazetteer that comes with the program; built once, on first use.
    pub fn builtin() -> &'static Gazetteer {
        &BUILTIN
    }

    /// This gazetteer with a reader's own crossings added.
    ///
    /// `csv` has the columns of `data/crossings.csv` (`name,other_names,country_a,country_b,side_a,side_b,lat,lon,province_a,note`);
    /// `origin` is the file's name for error messages. A row with the name and countries of a crossing already known adds its
    /// spellings to that crossing, and replaces position, sides and province where it states them. The places already known keep
    /// their ids.
    ///
    /// # Errors
    ///
    /// When the file is not such a table, or gives a crossing a spelling that another crossing has; the message names file, line
    /// and remedy.
    ///
    /// ```
    /// let own = "name,other_names,country_a,country_b,side_a,side_b,lat,lon,province_a,note\n\
    ///            Tari Mangal,,PAK,AFG,,,,,,local crossing\n";
    /// let gazetteer = places::Gazetteer::builtin().extended_with("own.csv", own).unwrap();
    /// assert_eq!(gazetteer.mentions("Hundreds waited at Tari Mangal.").len(), 1);
    ///
    /// let error = places::Gazetteer::builtin().extended_with("own.csv", "name\nTari Mangal\n").unwrap_err();
    /// assert!(error.to_string().starts_with("own.csv, line 1: the header has no column"));
    /// ```
    pub fn extended_with(&self, origin: &str, csv: &str) -> Result<Gazetteer, GazetteerError> {
        let mut draft = self.draft.clone();
        draft.add_crossings(origin, csv)?;
        Ok(Gazetteer::from_draft(draft))
    }

    /// The places named in `text`: sorted, not overlapping, the longest name at each place, whole words only.
    ///
    /// Case matters, since places are proper names ("turkey" is a bird), but a name in capitals is found too ("TORKHAM"), unless it
    /// has three letters or fewer. Diacritics, the shape of apostrophes, hyphens for spaces and line breaks inside a name do not
    /// matter. A possessive's "'s" is outside the span.
    ///
    /// **One name, several places.** A spelling of a crossing always gives the crossing, also where a town has the same name
    /// (Chaman, Torkham, Medyka): whether people went *via* it is for the reader to decide from the words around it. A crossing's side that
    /// is a city in its own right (Goma, Nogales) gives the city; [`Gazetteer::crossing`] still leads from that name to the
    /// crossing. Otherwise: country, territory, capital, province, city, in that order. [`Gazetteer::find_all`] lists the others.
    pub fn mentions(&self, text: &str) -> Vec<Mention> {
        self.scanner
            .get_or_init(|| {
                let ranked = self.draft.ranked();
                Scanner::new(self.draft.spellings(&ranked).into_iter())
            })
            .mentions(text)
    }

    /// The places named in a text in the language with this ISO 639-1 code, as that language writes and inflects them: Polish
    /// "do Czadu", "w Medyce", French "Soudanais". Its own names of countries and peoples are looked for, and those of other
    /// places as English has them where the language has none of its own. A language without names of its own is read as English.
    pub fn mentions_in(&self, language: &str, text: &str) -> Vec<Mention> {
        let Some(at) = names::LANGUAGES.iter().position(|l| l.code == language) else {
            return self.mentions(text);
        };
        self.others[at]
            .get_or_init(|| {
                let spellings = self.draft.spellings_in(&names::LANGUAGES[at], &self.by_name);
                Scanner::new(spellings.iter().map(|(text, meaning)| (text.as_str(), *meaning)))
            })
            .mentions(text)
    }

    /// The place with this id.
    ///
    /// # Panics
    ///
    /// When the id comes from a gazetteer with more places than this one.
    pub fn place(&self, id: PlaceId) -> &Place {
        &self.draft.places[id.0 as usize]
    }

    /// The country with this ISO 3166-1 alpha-3 code.
    pub fn country(&self, iso3: &str) -> Option<&Place> {
        self.draft.countries.get(iso3).map(|id| self.place(*id))
    }

    /// The country of a two-letter code, with the two that the European Union writes its own way.
    pub fn country_by_iso2(&self, iso2: &str) -> Option<&Place> {
        let iso2 = match iso2 {
            "EL" => "GR",
            "UK" => "GB",
            other => other,
        };
        self.draft.by_iso2.get(iso2).map(|id| self.place(*id))
    }

    /// The English short name of a country: "Pakistan" for PAK.
    pub fn country_name(&self, iso3: &str) -> Option<&str> {
        self.country(iso3).map(|place| place.name.as_str())
    }

    /// The adjective of a country: "Afghan" for AFG.
    pub fn demonym(&self, iso3: &str) -> Option<&str> {
        self.draft.adjectives.get(iso3).map(String::as_str)
    }

    /// The code of the country whose capital this city is. Newspapers write "Kabul" for the government of Afghanistan.
    pub fn capital_of(&self, id: PlaceId) -> Option<&str> {
        self.draft.capitals.get(&id).map(String::as_str)
    }

    /// The place with this spelling, in any case. When several have it: country, then crossing, territory, capital, province,
    /// city; the first in its file among equals.
    pub fn find(&self, name: &str) -> Option<&Place> {
        self.find_all(name).next()
    }

    /// Every place with this spelling, in any case, in the order of [`Gazetteer::find`].
    pub fn find_all(&self, name: &str) -> impl Iterator<Item = &Place> {
        self.by_name.get(&key(name)).into_iter().flatten().map(|id| self.place(*id))
    }

    /// The crossing with this spelling, in any case: its own names first, then the name of either side.
    pub fn crossing(&self, name: &str) -> Option<&Place> {
        self.crossings_by_name.get(&key(name)).and_then(|ids| ids.first()).map(|id| self.place(*id))
    }

    /// How many people live in a country (ISO 3166 alpha-3), to the thousand: World Bank, the latest year.
    pub fn population(&self, iso3: &str) -> Option<f64> {
        self.draft.populations.get(iso3).copied()
    }

    /// The crossings that join two countries, in either order, as the file lists them.
    pub fn crossings_between(&self, a: &str, b: &str) -> Vec<&Place> {
        self.places()
            .filter(|place| {
                place.joins.as_ref().is_some_and(|[one, other]| {
                    (one == a && other == b) || (one == b && other == a)
                })
            })
            .collect()
    }

    /// Every place, by id.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        self.draft.places.iter()
    }

    fn from_draft(draft: Draft) -> Self {
        let ranked = draft.ranked();
        let mut by_name: BTreeMap<String, Vec<PlaceId>> = BTreeMap::new();
        let mut crossings_by_name: BTreeMap<String, Vec<PlaceId>> = BTreeMap::new();
        let add = |index: &mut BTreeMap<String, Vec<PlaceId>>, name: &str, id: PlaceId| {
            let ids = index.entry(key(name)).or_default();
            if !ids.contains(&id) {
                ids.push(id);
            }
        };
        for place in &ranked {
            for name in draft.own_names(place) {
                add(&mut by_name, name, place.id);
                if place.kind == PlaceKind::Crossing {
                    add(&mut crossings_by_name, name, place.id);
                }
            }
        }
        for place in &ranked {
            for side in place.sides.iter().flatten() {
                add(&mut by_name, side, place.id);
                add(&mut crossings_by_name, side, place.id);
            }
        }

        let others = vec![OnceLock::new(); names::LANGUAGES.len()];
        Gazetteer { scanner: OnceLock::new(), others, by_name, crossings_by_name, draft }
    }
}

/// The rows of all tables, before they are indexed.
#[derive(Debug, Clone, Default)]
struct Draft {
    places: Vec<Place>,
    countries: BTreeMap<String, PlaceId>,
    /// By the two letters of ISO 3166.
    by_iso2: BTreeMap<String, PlaceId>,
    adjectives: BTreeMap<String, String>,
    /// Names of peoples, each with its country's place.
    peoples: Vec<(String, PlaceId)>,
    capitals: BTreeMap<PlaceId, String>,
    /// People, by country code.
    populations: BTreeMap<String, f64>,
    /// Spellings that mean no place in running text.
    ignored: Vec<String>,
    /// How many of a crossing's names are its own; the rest are the names of its sides.
    own: BTreeMap<PlaceId, usize>,
    /// The keys of the crossings' own names, to find two crossings with one spelling.
    taken: BTreeMap<String, PlaceId>,
}

impl Draft {
    fn builtin() -> Result<Self, GazetteerError> {
        let mut draft = Draft::default();
        draft.add_countries("data/countries.csv", include_str!("../data/countries.csv"))?;
        draft.add_peoples("data/peoples.csv", include_str!("../data/peoples.csv"))?;
        draft.add_areas(
            "data/territories.csv",
            include_str!("../data/territories.csv"),
            PlaceKind::Territory,
        )?;
        draft.add_areas(
            "data/provinces.csv",
            include_str!("../data/provinces.csv"),
            PlaceKind::Province,
        )?;
        draft.add_areas("data/cities.csv", include_str!("../data/cities.csv"), PlaceKind::City)?;
        draft.mark_capitals("data/countries.csv", include_str!("../data/countries.csv"))?;
        draft.add_populations("data/populations.csv", include_str!("../data/populations.csv"))?;
        draft.add_crossings("data/crossings.csv", include_str!("../data/crossings.csv"))?;
        draft.mark_mains("data/mains.csv", include_str!("../data/mains.csv"))?;
        let ignored =
            Table::read("data/ignored.csv", include_str!("../data/ignored.csv"), &["text"])?;
        for row in ignored.rows() {
            draft.ignored.push(row.filled("text")?.to_string());
        }
        Ok(draft)
    }

    /// All places, the most likely of a name first.
    fn ranked(&self) -> Vec<&Place> {
        let mut ranked: Vec<&Place> = self.places.iter().collect();
        ranked.sort_by_key(|place| self.rank(place));
        ranked
    }

    fn push(&mut self, place: Place) -> PlaceId {
        let id = PlaceId(u32::try_from(self.places.len()).expect("fewer than four billion places"));
        self.places.push(Place { id, ..place });
        id
    }

    fn add_countries(&mut self, origin: &str, csv: &str) -> Result<(), GazetteerError> {
        let columns = ["iso3", "iso2", "name", "other_names", "capital", "adjective", "nouns"];
        for row in Table::read(origin, csv, &columns)?.rows() {
            let iso3 = row.filled("iso3")?.to_string();
            let id = self.push(blank(&row, PlaceKind::Country, Some(iso3.clone()))?);
            if let Some(adjective) = row.optional("adjective") {
                self.peoples.push((adjective.clone(), id));
                self.adjectives.insert(iso3.clone(), adjective);
            }
            self.peoples.extend(row.list("nouns").into_iter().map(|noun| (noun, id)));
            if let Some(iso2) = row.optional("iso2") {
                self.by_iso2.insert(iso2, id);
            }
            self.countries.insert(iso3, id);
        }
        Ok(())
    }

    fn add_peoples(&mut self, origin: &str, csv: &str) -> Result<(), GazetteerError> {
        for row in Table::read(origin, csv, &["name", "other_names", "iso3"])?.rows() {
            let country = self.country(&row, "iso3")?;
            let id = self.countries[&country];
            self.peoples.push((row.filled("name")?.to_string(), id));
            self.peoples.extend(row.list("other_names").into_iter().map(|name| (name, id)));
        }
        Ok(())
    }

    fn add_areas(
        &mut self,
        origin: &str,
        csv: &str,
        kind: PlaceKind,
    ) -> Result<(), GazetteerError> {
        for row in Table::read(origin, csv, &["name", "other_names", "iso3", "lat", "lon"])?.rows()
        {
            // Lake Chad and the Sahel belong to several countries.
            let country = if kind == PlaceKind::Territory && row.cell("iso3").is_empty() {
                None
            } else {
                Some(self.country(&row, "iso3")?)
            };
            let place = blank(&row, kind, country)?;
            self.push(place);
        }
        Ok(())
    }

    fn mark_capitals(&mut self, origin: &str, csv: &str) -> Result<(), GazetteerError> {
        for row in Table::read(origin, csv, &["iso3", "capital"])?.rows() {
            let iso3 = row.filled("iso3")?.to_string();
            for capital in row.list("capital") {
                let wanted = key(&capital);
                let known = self.places.iter().find(|place| {
                    place.kind == PlaceKind::City
                        && place.country.as_deref() == Some(iso3.as_str())
                        && place.names.iter().any(|name| key(name) == wanted)
                });
                let id = match known {
                    Some(place) => place.id,
                    None => self.push(Place {
                        name: capital.clone(),
                        names: vec![capital],
                        position: None,
                        ..blank(&row, PlaceKind::City, Some(iso3.clone()))?
                    }),
                };
                self.capitals.insert(id, iso3.clone());
            }
        }
        Ok(())
    }

    fn add_populations(&mut self, origin: &str, csv: &str) -> Result<(), GazetteerError> {
        for row in Table::read(origin, csv, &["iso3", "people"])?.rows() {
            let country = self.country(&row, "iso3")?;
            self.populations.insert(country, row.people()?);
        }
        Ok(())
    }

    /// Marks the crossings by which most people of a border pass.
    fn mark_mains(&mut self, origin: &str, csv: &str) -> Result<(), GazetteerError> {
        for row in Table::read(origin, csv, &["name"])?.rows() {
            let name = row.filled("name")?;
            for place in &mut self.places {
                place.main |= place.kind == PlaceKind::Crossing && place.name == name;
            }
        }
        Ok(())
    }

    fn add_crossings(&mut self, origin: &str, csv: &str) -> Result<(), GazetteerError> {
        for row in Table::read(origin, csv, CROSSING_COLUMNS)?.rows() {
            let joins = [self.country(&row, "country_a")?, self.country(&row, "country_b")?];
            let mut place = blank(&row, PlaceKind::Crossing, None)?;
            place.province = row.optional("province_a");
            // A side without a name of its own goes by the crossing's.
            place.sides = (row.optional("side_a").is_some() || row.optional("side_b").is_some())
                .then(|| {
                    ["side_a", "side_b"]
                        .map(|side| row.optional(side).unwrap_or_else(|| place.name.clone()))
                });
            let same = self.taken.get(&key(&place.name)).copied().filter(|id| {
                let known = &self.places[id.0 as usize];
                key(&known.name) == key(&place.name)
                    && known.joins.as_ref().is_some_and(|known| {
                        known == &joins || (known[0] == joins[1] && known[1] == joins[0])
                    })
            });
            place.joins = Some(joins);
            match same {
                Some(id) => self.enrich(id, place, &row)?,
                None => {
                    let id = self.push(place);
                    self.claim_spellings(id, self.places[id.0 as usize].names.clone(), &row)?;
                    self.finish_names(id);
                }
            }
        }
        Ok(())
    }

    /// Adds what a second row says of a crossing already known.
    fn enrich(
        &mut self,
        id: PlaceId,
        row_place: Place,
        row: &Row<'_>,
    ) -> Result<(), GazetteerError> {
        self.claim_spellings(id, row_place.names.clone(), row)?;
        let own = self.own[&id];
        let known = &mut self.places[id.0 as usize];
        known.names.truncate(own);
        for name in row_place.names {
            if !known.names.contains(&name) {
                known.names.push(name);
            }
        }
        known.position = row_place.position.or(known.position);
        known.province = row_place.province.or(known.province.take());
        if let Some([one, other]) = row_place.sides {
            // The row may list the two countries the other way round.
            let turned = known.joins != row_place.joins;
            known.sides = Some(if turned { [other, one] } else { [one, other] });
        }
        self.finish_names(id);
        Ok(())
    }

    fn claim_spellings(
        &mut self,
        id: PlaceId,
        names: Vec<String>,
        row: &Row<'_>,
    ) -> Result<(), GazetteerError> {
        for name in names {
            // A reader who lists a crossing named like an ordinary word means it. Our own table is read before the ignored words.
            self.ignored.retain(|text| *text != name);
            match self.taken.get(&key(&name)) {
                Some(other) if *other != id => {
                    let other = &self.places[other.0 as usize];
                    let [a, b] = other.joins.clone().unwrap_or_default();
                    return Err(GazetteerError::SpellingTaken {
                        origin: row.origin(),
                        line: row.line,
                        spelling: name,
                        other: format!("{} ({a}, {b})", other.name),
                    });
                }
                _ => self.taken.insert(key(&name), id),
            };
        }
        Ok(())
    }

    /// Notes how many names are the crossing's own, then adds the names of its sides.
    fn finish_names(&mut self, id: PlaceId) {
        let place = &mut self.places[id.0 as usize];
        self.own.insert(id, place.names.len());
        for side in place.sides.iter().flatten() {
            if !place.names.contains(side) {
                place.names.push(side.clone());
            }
        }
    }

    fn country(&self, row: &Row<'_>, column: &str) -> Result<String, GazetteerError> {
        let code = row.filled(column)?;
        if self.countries.contains_key(code) {
            Ok(code.to_string())
        } else {
            Err(GazetteerError::UnknownCountry {
                origin: row.origin(),
                line: row.line,
                column: column.to_string(),
                found: code.to_string(),
            })
        }
    }

    fn own_names(&self, place: &Place) -> impl Iterator<Item = &String> {
        let own = self.own.get(&place.id).copied().unwrap_or(place.names.len());
        self.places[place.id.0 as usize].names.iter().take(own)
    }

    fn rank(&self, place: &Place) -> u8 {
        match place.kind {
            PlaceKind::Country => 0,
            PlaceKind::Crossing => 1,
            PlaceKind::Territory => 2,
            PlaceKind::City if self.capitals.contains_key(&place.id) => 3,
            PlaceKind::Province => 4,
            PlaceKind::City => 5,
        }
    }

    /// Every spelling of one other language, in order of precedence.
    fn spellings_in(
        &self,
        language: &names::Language,
        by_name: &BTreeMap<String, Vec<PlaceId>>,
    ) -> Vec<(String, Meaning)> {
        let own = names::Names::of(language);
        let mut spellings: Vec<(String, Meaning)> = Vec::new();
        let mut ignored: BTreeSet<String> = own.ignored.iter().cloned().collect();
        ignored.extend(self.ignored.iter().cloned());
        spellings.extend(ignored.iter().map(|text| (text.clone(), None)));
        for (iso3, forms, kind) in &own.countries {
            if let Some(id) = self.countries.get(iso3) {
                spellings.extend(forms.iter().map(|form| (form.clone(), Some((*id, *kind)))));
            }
        }
        for (name, forms) in &own.places {
            if let Some(id) = by_name.get(&key(name)).and_then(|ids| ids.first()) {
                let meaning = Some((*id, MentionKind::Name));
                spellings.extend(forms.iter().map(|form| (form.clone(), meaning)));
            }
        }
        // Other places by their English names, with the endings of the language.
        let mut ranked: Vec<&Place> =
            self.places.iter().filter(|place| place.kind != PlaceKind::Country).collect();
        ranked.sort_by_key(|place| self.rank(place));
        let mut inflected = Vec::new();
        for place in ranked {
            let meaning = Some((place.id, MentionKind::Name));
            for name in place.names.iter().chain(place.sides.iter().flatten()) {
                if !ignored.contains(name) {
                    spellings.push((name.clone(), meaning));
                    inflected.extend(own.inflected(name).into_iter().map(|form| (form, meaning)));
                }
            }
        }
        spellings.extend(inflected.into_iter().filter(|(form, _)| !ignored.contains(form)));
        spellings
    }

    /// Every spelling with its meaning in running text, in order of precedence.
    fn spellings<'d>(&'d self, ranked: &[&'d Place]) -> Vec<(&'d str, Meaning)> {
        let mut spellings: Vec<(&str, Meaning)> = Vec::new();
        let name = |place: &Place| Some((place.id, MentionKind::Name));
        spellings.extend(self.ignored.iter().map(|text| (text.as_str(), None)));
        let (first, later): (Vec<&Place>, Vec<&Place>) =
            ranked.iter().partition(|place| self.rank(place) <= 1);
        for place in first {
            spellings
                .extend(self.own_names(place).map(|spelling| (spelling.as_str(), name(place))));
        }
        spellings.extend(
            self.peoples
                .iter()
                .map(|(people, id)| (people.as_str(), Some((*id, MentionKind::Demonym)))),
        );
        for place in later {
            spellings.extend(place.names.iter().map(|spelling| (spelling.as_str(), name(place))));
        }
        for place in ranked {
            spellings.extend(place.sides.iter().flatten().map(|side| (side.as_str(), name(place))));
        }
        spellings
    }
}

/// A place as its row names and locates it.
fn blank(row: &Row<'_>, kind: PlaceKind, country: Option<String>) -> Result<Place, GazetteerError> {
    let name = row.filled("name")?.to_string();
    let mut names = vec![name.clone()];
    let mut seen: BTreeSet<String> = names.iter().cloned().collect();
    names.extend(row.list("other_names").into_iter().filter(|other| seen.insert(other.clone())));
    Ok(Place {
        id: PlaceId(0),
        name,
        kind,
        country,
        names,
        position: row.position()?,
        joins: None,
        sides: None,
        province: row.optional("province"),
        main: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_main_crossing_is_a_crossing() {
        let listed =
            include_str!("../data/mains.csv").lines().filter(|l| !l.starts_with('#')).count() - 1;
        let marked = Gazetteer::builtin().places().filter(|place| place.main).count();
        assert_eq!(marked, listed);
    }

    fn names(text: &str) -> Vec<&'static str> {
        let gazetteer = Gazetteer::builtin();
        gazetteer
            .mentions(text)
            .iter()
            .map(|mention| gazetteer.place(mention.place).name.as_str())
            .collect()
    }

    const HEADER: &str =
        "name,other_names,country_a,country_b,side_a,side_b,lat,lon,province_a,note\n";

    #[test]
    fn both_sides_of_every_crossing_lead_to_a_crossing() {
        let gazetteer = Gazetteer::builtin();
        for place in gazetteer.places().filter(|place| place.kind == PlaceKind::Crossing) {
            for name in &place.names {
                assert!(gazetteer.crossing(name).is_some(), "{name}");
            }
            assert_eq!(gazetteer.crossing(&place.name).unwrap().id, place.id, "{}", place.name);
        }
        assert_eq!(gazetteer.crossing("spin boldak"), gazetteer.crossing("CHAMAN"));
        assert_eq!(gazetteer.crossing("Shehyni").unwrap().name, "Medyka");
    }

    #[test]
    fn every_crossing_joins_known_countries() {
        let gazetteer = Gazetteer::builtin();
        let crossings = gazetteer.places().filter(|place| place.kind == PlaceKind::Crossing);
        let mut count = 0;
        for place in crossings {
            let [a, b] = place.joins.as_ref().unwrap();
            assert!(
                gazetteer.country(a).is_some() && gazetteer.country(b).is_some(),
                "{}",
                place.name
            );
            count += 1;
        }
        assert!(count >= 400, "{count} crossings");
        assert!(
            gazetteer
                .crossings_between("AFG", "PAK")
                .iter()
                .any(|place| place.name == "Ghulam Khan")
        );
        assert_eq!(
            gazetteer.crossings_between("AFG", "PAK"),
            gazetteer.crossings_between("PAK", "AFG")
        );
    }

    #[test]
    fn people_of_countries_are_known() {
        let gazetteer = Gazetteer::builtin();
        let of = |iso3| gazetteer.population(iso3);
        assert!(of("PAK").is_some_and(|people| (2.2e8..3.0e8).contains(&people)));
        assert!(of("XKX").is_some() && of("AFG").is_some() && of("XXX").is_none());
    }

    #[test]
    fn the_world_is_complete_and_every_demonym_speaks_of_its_country() {
        let gazetteer = Gazetteer::builtin();
        assert_eq!(
            gazetteer.places().filter(|place| place.kind == PlaceKind::Country).count(),
            250
        );
        for (text, country) in [
            ("Afghans", "Afghanistan"),
            ("Syrians", "Syria"),
            ("Poles", "Poland"),
            ("Rohingya", "Myanmar"),
            ("Malian", "Mali"),
            ("Chadian", "Chad"),
            ("South Sudanese", "South Sudan"),
            ("Nigeriens", "Niger"),
        ] {
            assert_eq!(names(text), [country], "{text}");
            assert_eq!(gazetteer.mentions(text)[0].kind, MentionKind::Demonym);
        }
        assert_eq!(gazetteer.demonym("AFG"), Some("Afghan"));
        assert_eq!(gazetteer.country_name("PAK"), Some("Pakistan"));
    }

    #[test]
    fn a_name_is_found_however_it_is_set() {
        for text in ["Torkham's", "TORKHAM", "Torkham\u{2019}s gate", "(Torkham)", "Torkham-bound"]
        {
            assert_eq!(names(text), ["Torkham"], "{text}");
        }
        assert_eq!(names("Cox\u{2019}s\n  Bazar"), ["Cox's Bazar"]);
        assert_eq!(
            names("the Darien gap, the Dari\u{e9}n Gap, Darie\u{301}n Gap"),
            ["Dari\u{e9}n Gap"; 3]
        );
        assert_eq!(names("KHYBER PAKHTUNKHWA and Spin-Boldak"), ["Khyber Pakhtunkhwa", "Chaman"]);
        assert_eq!(names("DR Congo, Congo-Brazzavillean"), ["DR Congo", "DR Congo"]);
    }

    #[test]
    fn what_only_looks_like_a_place_is_left_alone() {
        for text in [
            "Malignant",
            "turkey",
            "US$100 million",
            "the Indian Ocean",
            "Latin American",
            "Roma families",
            "Most Of",
        ] {
            assert_eq!(names(text), Vec::<&str>::new(), "{text}");
        }
        assert_eq!(names("South\n\nSudan"), ["Sudan"]);
    }

    #[test]
    fn a_capital_stands_for_its_country_and_a_city_for_itself() {
        let gazetteer = Gazetteer::builtin();
        let kabul = gazetteer.find("kabul").unwrap();
        assert_eq!((kabul.kind, gazetteer.capital_of(kabul.id)), (PlaceKind::City, Some("AFG")));
        // Goma is a side of a crossing and a city: the text means the city, crossing() the crossing.
        assert_eq!(names("in Goma"), ["Goma"]);
        assert_eq!(gazetteer.crossing("Goma").unwrap().kind, PlaceKind::Crossing);
    }

    #[test]
    fn a_readers_own_crossings_are_added_and_known_ones_enriched() {
        let csv = format!(
            "{HEADER}Roma,,PAK,AFG,,,33.99,69.77,,\nTorkham,Landi Khana,AFG,PAK,Gate A,Gate B,,,,\n"
        );
        let own = Gazetteer::builtin().extended_with("own.csv", &csv);
        // Roma on the Rio Grande is known already, so one word would mean two crossings.
        assert!(
            own.unwrap_err()
                .to_string()
                .starts_with("own.csv, line 2: the spelling \"Roma\" already belongs")
        );

        let csv =
            format!("{HEADER}Torkham,Landi Khana,AFG,PAK,Gate A,Gate B,,,,\nSame,,PAK,AFG,,,,,,\n");
        let own = Gazetteer::builtin().extended_with("own.csv", &csv).unwrap();
        let torkham = own.crossing("Landi Khana").unwrap();
        assert_eq!(torkham.id, Gazetteer::builtin().crossing("Torkham").unwrap().id);
        assert_eq!(torkham.sides, Some(["Gate B".to_string(), "Gate A".to_string()]));
        assert_eq!(own.mentions("at Same").len(), 1);
    }

    #[test]
    fn errors_name_the_file_the_line_and_the_remedy() {
        for (row, message) in [
            (
                "X,,PAK,AFX,,,,,,",
                "own.csv, line 2: \"AFX\" in column \"country_b\" is not a country code. Use",
            ),
            (",,PAK,AFG,,,,,,", "own.csv, line 2: the cell \"name\" is empty. Fill it"),
            ("X,,PAK,AFG,,,34,,,", "own.csv, line 2: \"\" is not a usable lon. Write"),
        ] {
            let error = Gazetteer::builtin()
                .extended_with("own.csv", &format!("{HEADER}{row}\n"))
                .unwrap_err();
            assert!(error.to_string().starts_with(message), "{error}");
        }
    }

    proptest::proptest! {
        #[test]
        fn spans_are_sorted_apart_and_on_characters(text in "(Torkham|Afghan|Dari\u{e9}n Gap|[ \n'\u{2019}\u{301}\u{df}s-]|\\PC){0,24}") {
            let gazetteer = Gazetteer::builtin();
            let mut last = 0;
            for mention in gazetteer.mentions(&text) {
                assert!(mention.span.start >= last && mention.span.end > mention.span.start);
                let read = crate::scan::key(&text[mention.span.clone()]);
                if mention.kind == MentionKind::Name {
                    let place = gazetteer.place(mention.place);
                    assert!(place.names.iter().any(|name| crate::scan::key(name) == read), "{read} {place:?}");
                }
                last = mention.span.end;
            }
        }
    }
}
