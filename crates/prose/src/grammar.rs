//! Classes of words as data: which words are prepositions of leaving, nouns of sites, relative
//! words. Code names a class; the words stand in `data/<language>/grammar.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;
use strum::{EnumCount, IntoEnumIterator};

/// A class of words.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, strum::EnumIter, strum::EnumCount, strum::IntoStaticStr,
)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Class {
    /// What stands before it is left: "from", "out of".
    OutOf,
    /// It is the goal: "to", "into".
    Into,
    /// It is where things are: "in", "at".
    Inside,
    /// It is passed: "through", "via".
    Through,
    /// "the", "a".
    Article,
    /// Belonging of any sort: "of".
    Belonging,
    /// Between or among: "between", "with".
    Amid,
    /// Where people are put up: "camp", "shelter".
    Site,
    /// A part of a country: "province", "district".
    Area,
    /// A town, an island, a station.
    Town,
    /// "northern", "central": a part of what is named behind it.
    Direction,
    /// A stretch of land or water that a people or a direction describes: "islands", "border".
    Land,
    /// Opens a subordinate clause: "after", "because".
    Subordinate,
    /// Opens a relative clause: "who", "which".
    Relative,
    /// Relative words for people: "who".
    Person,
    /// Joins clauses: "and", "but".
    Coordinate,
    /// Auxiliary verbs: "have", "were".
    Auxiliary,
    /// Auxiliaries of what has happened by now: "have", "has".
    Perfect,
    /// The present: "are", "is".
    Now,
    /// Not over a border: "within", "internally".
    Within,
    /// What people on the move are found aboard.
    Craft,
    /// Leads from a craft to those aboard: "carrying", "with".
    Aboard,
    /// Goes on to be: "remain", "still".
    Remain,
    /// Homeward: "back", "home".
    Back,
    /// People driven from home within their country.
    Uprooted,
    /// Those of them who are called so: "IDPs".
    Displaced,
    /// People who fled abroad.
    Refugee,
    /// People on the move without either.
    Migrant,
    /// Where people are held.
    Detention,
    /// Last words of the names of bodies: "council", "volunteers".
    Body,
    /// What people are put up under: "tents".
    Roof,
    /// What whoever holds an office may be called: "the official".
    Official,
    /// People of whom nothing is said: "people", "persons".
    Anybody,
    /// Opens a sentence that says that something is there.
    There,
    /// Floods, storms, fires.
    Hazard,
    /// People who are ill or hurt: "patients", "wounded".
    Patient,
    /// Of whom care is told: "treated".
    Treated,
    /// Words of those who cross and go back: "commuters", "forth".
    Commuting,
    /// Before the day on which they go back: "same".
    Selfsame,
    /// That day, or a part of it: "evening".
    Daytime,
    /// Leads from what happened to those it drove out: "leaving", "resulted in".
    Causing,
    /// Another country, or the line to it: "border", "abroad".
    Abroad,
    /// Where soldiers are quartered: "base", "compound".
    Base,
    /// Those whose bases take people in: "mission", "peacekeepers".
    Keepers,
    /// When a day ends: "evening", "nightfall".
    Nightfall,
    /// Says that something was done or came about: "occurred", "happened".
    Happened,
    /// Verbs of putting people on a list: "registered", "encountered".
    Listing,
    /// What is written down and speaks for itself: "report", "study".
    Paper,
    /// Leads to what drove people out: "after", "following".
    Cause,
    /// What a bulletin is called by in its title: "update", "snapshot", "weekly".
    Issue,
    /// What may stand in the first line of a bulletin in small letters.
    Masthead,
    /// What a tool of counting is called by: "tracking".
    Tool,
    /// Opens a sentence that adds a number to another: "another", "a further".
    Adding,
    /// Before the number that stands in the place of a wrong one: "the correct figure".
    Correct,
    /// Leads to what is said: "that".
    That,
    /// Ranks of an office: "deputy", "acting".
    Rank,
    /// A camp.
    Camp,
    /// Where boats land: "jetty", "pier".
    Landing,
    /// Before the name of a people that says no citizenship: "ethnic".
    Ethnic,
}

/// The words of a language by class.
#[derive(Debug)]
pub(super) struct Grammar {
    classes: FxHashMap<String, u64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    classes: BTreeMap<String, Vec<String>>,
}

const _: () = assert!(Class::COUNT <= 64, "classes are bits of a word");

impl Grammar {
    /// The English classes, by whose words texts in other languages are looked at as well.
    pub fn english() -> &'static Grammar {
        static ENGLISH: LazyLock<Grammar> = LazyLock::new(|| {
            Grammar::load(include_str!("../data/en/grammar.toml"))
                .unwrap_or_else(|error| panic!("data/en/grammar.toml: {error}"))
        });
        &ENGLISH
    }

    fn load(text: &str) -> Result<Grammar, String> {
        let mut file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut classes: FxHashMap<String, u64> = FxHashMap::default();
        for class in Class::iter() {
            let name: &'static str = class.into();
            let words = file.classes.remove(name).ok_or_else(|| format!("no class {name}"))?;
            for word in words {
                *classes.entry(word).or_default() |= 1 << class as u64;
            }
        }
        match file.classes.into_keys().next() {
            Some(unknown) => Err(format!("{unknown} is no class that is known")),
            None => Ok(Grammar { classes }),
        }
    }

    /// Whether a word, in lower case, is of the class.
    pub fn is(&self, word: &str, class: Class) -> bool {
        self.classes.get(word).is_some_and(|bits| bits & (1 << class as u64) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_of_the_classes_that_list_them() {
        let grammar = Grammar::english();
        assert!(grammar.is("from", Class::OutOf));
        assert!(!grammar.is("from", Class::Into));
        assert!(grammar.is("while", Class::Subordinate) && grammar.is("while", Class::Coordinate));
    }

    #[test]
    fn a_class_that_is_not_known_or_not_given_is_an_error() {
        assert!(Grammar::load("[classes]\nout_of = [\"from\"]\n").is_err());
        let whole = include_str!("../data/en/grammar.toml");
        let error = Grammar::load(&format!("{whole}\nfoo = [\"bar\"]\n")).unwrap_err();
        assert!(error.contains("foo"), "{error}");
    }
}
