//! What the words in the head of a table mean, from `data/*/columns.toml`: every language at
//! once, since a table has too few words to tell its language by.

use std::collections::BTreeMap;
use std::sync::LazyLock;

pub(super) use calendar::words::{Token, folded, tokens};
use claim::Kind;
use rustc_hash::FxHashMap;
use serde::Deserialize;
use strum::EnumString;

/// What a column holds, when it does not hold counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, EnumString, strum::Display)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Field {
    Published,
    Day,
    Start,
    End,
    Month,
    Week,
    WeekStart,
    WeekEnd,
    Quarter,
    Year,
    FiscalYear,
    /// The last day of twelve months.
    YearEnd,
    /// The last day of two weeks, or of half a month.
    FortnightEnd,
    /// The last day of half a month.
    HalfMonthEnd,
    /// How many days, from the first.
    Duration,
    /// What is counted: people, families, thousands of people.
    Unit,
    Hour,
    Via,
    From,
    To,
    At,
    Nationality,
    Direction,
    Group,
    /// What was counted: pedestrians, buses.
    What,
    /// What the people of a population are: refugees, asylum seekers.
    Status,
    Source,
    Organisation,
    Publisher,
    Notes,
    Low,
    High,
}

impl Field {
    /// Whether a column of it says of which days a row is.
    pub fn is_of_days(self) -> bool {
        use Field::{
            Day, End, FiscalYear, FortnightEnd, HalfMonthEnd, Month, Quarter, Start, Week, WeekEnd,
            WeekStart, Year, YearEnd,
        };
        matches!(
            self,
            Day | Start
                | End
                | Month
                | Week
                | WeekStart
                | WeekEnd
                | Quarter
                | Year
                | FiscalYear
                | YearEnd
                | FortnightEnd
                | HalfMonthEnd
        )
    }
}

/// Which part of the people a column counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, EnumString, strum::Display)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Part {
    All,
    Men,
    Women,
    Children,
    Adults,
    Boys,
    Girls,
    Elderly,
}

/// Everything else that a word of a head can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, EnumString)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Flag {
    /// Counts of people, of whatever kind.
    Count,
    /// A number of something: "count", "value".
    Number,
    /// People by their status, which may be a movement or a presence.
    People,
    Total,
    Grand,
    Cumulative,
    /// A running total from the first of January.
    YearToDate,
    /// A running total from the first day of a fiscal year.
    FiscalToDate,
    Percent,
    /// A number that is no count of people.
    Other,
    Hundreds,
    Thousands,
    Millions,
    /// What an office files and works through: applications, cases, decisions.
    Matter,
    /// What was not done, or is still to come.
    Averted,
    /// Of people by their status, that they came.
    Moved,
    /// About a person: never read, never kept.
    Personal,
    Footnote,
    Stop,
    Missing,
    Since,
    Until,
    From,
    To,
    Households,
    /// Family units: their people, or so many families.
    FamilyUnits,
    Vehicles,
    /// Before a vehicle, that people come in it.
    Conveyed,
    /// A column of countries.
    Country,
}

/// One meaning of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Meaning {
    Field(Field),
    Kind(Kind),
    Part(Part),
    Flag(Flag),
}

/// Which way, where a whole cell or name says it in a word that elsewhere means little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    In,
    Out,
    Both,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    fields: BTreeMap<String, Vec<String>>,
    kinds: BTreeMap<String, Vec<String>>,
    directions: BTreeMap<String, Vec<String>>,
    groups: BTreeMap<String, Vec<String>>,
    units: BTreeMap<String, Vec<String>>,
    flags: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    levels: BTreeMap<u8, Vec<String>>,
    #[serde(default)]
    statuses: Vec<Status>,
}

/// What the people of a population are, as the cells of a column say it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Status {
    pub kind: Kind,
    /// The words for the people, where the kind does not say it.
    #[serde(default)]
    pub who: String,
    /// With which a cell begins.
    words: Vec<String>,
}

/// A phrase of the lists: its words, and whether the last may end otherwise.
#[derive(Debug, Clone)]
struct Phrase {
    words: Vec<String>,
    open: bool,
    meaning: Meaning,
}

/// The words of all languages.
#[derive(Debug, Default)]
pub(super) struct Words {
    by_first: FxHashMap<String, Vec<Phrase>>,
    /// Phrases of one open word, by its first three letters.
    by_stem: FxHashMap<String, Vec<Phrase>>,
    directions: FxHashMap<String, Way>,
    /// Names of places within each other, by their words, and how deep they are.
    levels: Vec<(Vec<String>, u8)>,
    statuses: Vec<(Vec<String>, Status)>,
    longest: usize,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for (name, text) in [
        ("en", include_str!("../data/en/columns.toml")),
        ("pl", include_str!("../data/pl/columns.toml")),
        ("fr", include_str!("../data/fr/columns.toml")),
        ("es", include_str!("../data/es/columns.toml")),
    ] {
        let mut file: File =
            toml::from_str(text).unwrap_or_else(|e| panic!("data/{name}/columns.toml: {e}"));
        // What says that there is no number, or thousands of one, says it in a head too.
        file.flags.extend(calendar::words::of_numbers(name));
        words.add(file);
    }
    words
});

impl Words {
    /// The lists that come with the program.
    pub fn all() -> &'static Words {
        &WORDS
    }

    fn add(&mut self, file: File) {
        let lists = named::<Field>(file.fields).map(|(f, p)| (Meaning::Field(f), p));
        let lists = lists.chain(named::<Kind>(file.kinds).map(|(k, p)| (Meaning::Kind(k), p)));
        let lists = lists.chain(named::<Part>(file.groups).map(|(g, p)| (Meaning::Part(g), p)));
        let lists = lists.chain(named::<Flag>(file.units).map(|(u, p)| (Meaning::Flag(u), p)));
        let lists = lists.chain(named::<Flag>(file.flags).map(|(f, p)| (Meaning::Flag(f), p)));
        for (meaning, phrase) in lists {
            let open = phrase.ends_with('*');
            let words: Vec<String> = tokens(&phrase).into_iter().map(|token| token.word).collect();
            let Some(first) = words.first() else { continue };
            self.longest = self.longest.max(words.len());
            let entry = Phrase { words: words.clone(), open, meaning };
            if open && words.len() == 1 {
                let stem: String = first.chars().take(3).collect();
                self.by_stem.entry(stem).or_default().push(entry);
            } else {
                self.by_first.entry(first.clone()).or_default().push(entry);
            }
        }
        for (level, phrases) in file.levels {
            for phrase in phrases {
                let words = tokens(&phrase).into_iter().map(|token| token.word).collect();
                self.levels.push((words, level));
            }
        }
        for status in file.statuses {
            for phrase in &status.words {
                let words = tokens(phrase).into_iter().map(|token| token.word).collect();
                self.statuses.push((words, status.clone()));
            }
        }
        for (way, phrases) in file.directions {
            let way = match way.as_str() {
                "arrival" => Way::In,
                "departure" => Way::Out,
                _ => Way::Both,
            };
            for phrase in phrases {
                self.directions.entry(folded(&phrase)).or_insert(way);
            }
        }
    }

    /// How deep the places of a column lie in others: 0 for countries.
    pub fn level(&self, label: &str) -> Option<u8> {
        let tokens: Vec<String> = tokens(label).into_iter().map(|token| token.word).collect();
        let fits = |words: &[String]| tokens.windows(words.len()).any(|window| window == words);
        self.levels.iter().filter(|(words, _)| fits(words)).map(|(_, level)| *level).max()
    }

    /// What the people are whom a cell of a column of populations begins with: the longest phrase tells.
    pub fn status(&self, cell: &str) -> Option<&Status> {
        let tokens: Vec<String> = tokens(cell).into_iter().map(|token| token.word).collect();
        self.statuses
            .iter()
            .filter(|(words, _)| tokens.starts_with(words))
            .max_by_key(|(words, _)| words.len())
            .map(|(_, status)| status)
    }

    /// Which way a cell goes that is only a word for a way: "in", "OUT".
    pub fn way(&self, cell: &str) -> Option<Way> {
        self.directions.get(&folded(cell)).copied()
    }

    /// The meanings of the longest phrase that stands at `at`, and how many words it has.
    pub fn at(&self, tokens: &[Token], at: usize) -> Option<(usize, Vec<Meaning>)> {
        let word = &tokens[at].word;
        let stem: String = word.chars().take(3).collect();
        let candidates = self.by_first.get(word).into_iter().chain(self.by_stem.get(&stem));
        let mut longest = 0;
        let mut meanings = Vec::new();
        for phrase in candidates.flatten() {
            let length = phrase.words.len();
            let Some(text) = tokens.get(at..at + length) else { continue };
            let last = length - 1;
            let fits = text.iter().zip(&phrase.words).enumerate().all(|(i, (token, word))| {
                token.word == *word || i == last && phrase.open && token.word.starts_with(word)
            });
            if !fits || length < longest {
                continue;
            }
            if length > longest {
                longest = length;
                meanings.clear();
            }
            if !meanings.contains(&phrase.meaning) {
                meanings.push(phrase.meaning);
            }
        }
        (longest > 0).then_some((longest, meanings))
    }

    /// Whether all of a text is one phrase with this meaning.
    pub fn is(&self, text: &str, meaning: Meaning) -> bool {
        let tokens = tokens(text);
        !tokens.is_empty()
            && self
                .at(&tokens, 0)
                .is_some_and(|(n, meanings)| n == tokens.len() && meanings.contains(&meaning))
    }

    /// Whether a text begins with a phrase of this meaning.
    pub fn opens(&self, text: &str, meaning: Meaning) -> bool {
        let tokens = tokens(text);
        !tokens.is_empty()
            && self.at(&tokens, 0).is_some_and(|(_, meanings)| meanings.contains(&meaning))
    }
}

/// The phrases of each list, with what the list's name stands for.
fn named<T: std::str::FromStr + Copy>(
    lists: BTreeMap<String, Vec<String>>,
) -> impl Iterator<Item = (T, String)> {
    lists.into_iter().flat_map(|(name, phrases)| {
        let Ok(meaning) = name.parse::<T>() else { panic!("columns.toml: no list `{name}`") };
        phrases.into_iter().map(move |phrase| (meaning, phrase))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_wins_in_every_language() {
        let words = Words::all();
        let first = |text| words.at(&tokens(text), 0);
        let grand = first("Grand total").unwrap();
        assert_eq!(grand.0, 2);
        assert!(grand.1.contains(&Meaning::Flag(Flag::Grand)));
        assert_eq!(first("Przyjazdy").unwrap().1, [Meaning::Kind(Kind::Arrival)]);
        assert_eq!(first("Pays d'origine").unwrap(), (3, vec![Meaning::Field(Field::From)]));
        assert_eq!(words.way("OUT"), Some(Way::Out));
        assert!(words.is("Total général", Meaning::Flag(Flag::Total)));
        assert_eq!(first("Zebra"), None);
    }
}
