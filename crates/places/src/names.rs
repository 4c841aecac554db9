//! How other languages write the names of places: a folder of `data/` each.

use std::collections::BTreeMap;

use crate::scan::MentionKind;
use crate::table::Table;

/// The tables of one language.
#[derive(Debug)]
pub(crate) struct Language {
    /// ISO 639-1.
    pub(crate) code: &'static str,
    countries: &'static str,
    places: &'static str,
    endings: &'static str,
    ignored: &'static str,
}

macro_rules! folder {
    ($code:literal) => {
        Language {
            code: $code,
            countries: include_str!(concat!("../data/", $code, "/countries.csv")),
            places: include_str!(concat!("../data/", $code, "/places.csv")),
            endings: include_str!(concat!("../data/", $code, "/endings.csv")),
            ignored: include_str!(concat!("../data/", $code, "/ignored.csv")),
        }
    };
}

/// Every language with names of its own: a folder is added here.
pub(crate) const LANGUAGES: &[Language] = &[folder!("es"), folder!("fr"), folder!("pl")];

/// The names of one language.
pub(crate) struct Names {
    /// Code of a country, its names or those of its people, and which of the two.
    pub(crate) countries: Vec<(String, Vec<String>, MentionKind)>,
    /// English name of a place, and its forms.
    pub(crate) places: Vec<(String, Vec<String>)>,
    /// What looks like a place and is none.
    pub(crate) ignored: Vec<String>,
    /// By the ending of a name, the longest first: what may stand in its stead.
    endings: BTreeMap<std::cmp::Reverse<usize>, Vec<(String, Vec<String>)>>,
}

/// Shorter names are not inflected: too many words look like them.
const SHORTEST: usize = 4;

impl Names {
    /// Reads the tables of a language.
    pub(crate) fn of(language: &Language) -> Names {
        let table = |file: &str, text: &'static str, columns: &[&str]| {
            Table::read(&format!("data/{}/{file}.csv", language.code), text, columns)
                .map(|table| {
                    let cells = |row: crate::table::Row<'_>| {
                        columns.iter().map(|c| row.list(c)).collect::<Vec<Vec<String>>>()
                    };
                    table.rows().map(cells).collect::<Vec<_>>()
                })
                .unwrap_or_else(|error| panic!("{error}"))
        };
        let one = |list: &[String]| list.first().cloned().unwrap_or_default();
        let mut countries = Vec::new();
        for row in table("countries", language.countries, &["iso3", "names", "peoples"]) {
            countries.push((one(&row[0]), row[1].clone(), MentionKind::Name));
            countries.push((one(&row[0]), row[2].clone(), MentionKind::Demonym));
        }
        let mut endings: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for row in table("endings", language.endings, &["ending", "instead"]) {
            let ending = one(&row[0]);
            endings
                .entry(std::cmp::Reverse(ending.len()))
                .or_default()
                .push((ending, row[1].clone()));
        }
        Names {
            countries,
            places: table("places", language.places, &["name", "forms"])
                .into_iter()
                .map(|row| (one(&row[0]), row[1].clone()))
                .collect(),
            ignored: table("ignored", language.ignored, &["text"])
                .into_iter()
                .map(|row| one(&row[0]))
                .collect(),
            endings,
        }
    }

    /// The forms that a name takes besides the one it is listed under.
    pub(crate) fn inflected(&self, name: &str) -> Vec<String> {
        let last = name.rsplit([' ', '-']).next().unwrap_or(name);
        // Names of several words and acronyms are left as they are.
        if name.chars().count() < SHORTEST
            || last.len() != name.len()
            || name.chars().filter(|c| c.is_uppercase()).count() != 1
        {
            return Vec::new();
        }
        self.endings
            .values()
            .flatten()
            .find_map(|(ending, instead)| {
                let stem = name.strip_suffix(ending.as_str())?;
                Some(instead.iter().map(|end| format!("{stem}{end}")).collect())
            })
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Gazetteer;

    fn found(language: &str, text: &str) -> Vec<String> {
        let gazetteer = Gazetteer::builtin();
        gazetteer
            .mentions_in(language, text)
            .iter()
            .map(|mention| gazetteer.place(mention.place).name.clone())
            .collect()
    }

    #[test]
    fn every_table_speaks_of_places_that_are_known() {
        let gazetteer = Gazetteer::builtin();
        for language in LANGUAGES {
            let names = Names::of(language);
            assert!(names.countries.len() >= 2 * 180, "{}", language.code);
            for (iso3, ..) in &names.countries {
                assert!(gazetteer.country(iso3).is_some(), "{}: {iso3}", language.code);
            }
            for (name, forms) in &names.places {
                assert!(gazetteer.find(name).is_some(), "{}: {name}", language.code);
                assert!(!forms.is_empty(), "{}: {name}", language.code);
            }
        }
    }

    #[test]
    fn names_are_found_in_the_cases_of_their_language() {
        assert_eq!(
            found("pl", "z Ukrainy do Polski, w Medyce, z Górskiego Karabachu, w Torkhamie"),
            ["Ukraine", "Poland", "Medyka", "Nagorno-Karabakh", "Torkham"]
        );
        assert_eq!(
            found("pl", "Ukraińców, obywateli Iraku i syryjskich rodzin"),
            ["Ukraine", "Iraq", "Syria"]
        );
        assert_eq!(
            found(
                "fr",
                "d’Ukraine au Tchad, des réfugiés soudanais, la République démocratique du Congo"
            ),
            ["Ukraine", "Chad", "Sudan", "DR Congo"]
        );
    }

    #[test]
    fn names_of_one_language_are_none_in_another() {
        // "Sur" is a town in Lebanon, "Czech" the genitive of Czechia, "Turkey" English.
        assert_eq!(found("fr", "Sur la route, Plus tard, Turkey"), Vec::<String>::new());
        assert_eq!(found("en", "do Polski, Niemiec"), Vec::<String>::new());
        assert_eq!(found("xx", "from Ukraine"), ["Ukraine"]);
    }
}
