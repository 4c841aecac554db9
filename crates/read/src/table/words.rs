//! What the words in the head of a table mean, from `data/*/columns.toml`: every language at
//! once, since a table has too few words to tell its language by.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

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
    Year,
    Hour,
    Via,
    From,
    To,
    At,
    Nationality,
    Direction,
    Group,
    Source,
    Organisation,
    Publisher,
    Notes,
    Low,
    High,
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
    /// People by their status, which may be a movement or a presence.
    People,
    Total,
    Grand,
    Cumulative,
    Percent,
    /// A number that is no count of people.
    Other,
    Thousands,
    Millions,
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
    Vehicles,
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
    months: BTreeMap<String, Vec<String>>,
    weekdays: BTreeMap<String, Vec<String>>,
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
    months: FxHashMap<String, i8>,
    weekdays: FxHashMap<String, ()>,
    longest: usize,
}

/// A word of a label: folded, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub word: String,
    pub span: Range<usize>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for (name, text) in [
        ("en", include_str!("../../data/en/columns.toml")),
        ("pl", include_str!("../../data/pl/columns.toml")),
        ("fr", include_str!("../../data/fr/columns.toml")),
    ] {
        words.add(toml::from_str(text).unwrap_or_else(|e| panic!("data/{name}/columns.toml: {e}")));
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
        for (month, names) in file.months {
            let month: i8 = month.parse().expect("months are numbered");
            for name in names {
                self.months.entry(folded(&name)).or_insert(month);
            }
        }
        for name in file.weekdays.into_values().flatten() {
            self.weekdays.insert(folded(&name), ());
        }
    }

    /// Which way a cell goes that is only a word for a way: "in", "OUT".
    pub fn way(&self, cell: &str) -> Option<Way> {
        self.directions.get(&folded(cell)).copied()
    }

    /// The month of this name, or of its first three letters and more.
    pub fn month(&self, word: &str) -> Option<i8> {
        self.months.get(word).copied()
    }

    /// Whether this word, folded, is a day of the week.
    pub fn is_weekday(&self, word: &str) -> bool {
        self.weekdays.contains_key(word)
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

/// Lower case, without accents, words with one space between.
pub(super) fn folded(text: &str) -> String {
    let words: Vec<String> = tokens(text).into_iter().map(|token| token.word).collect();
    words.join(" ")
}

/// The words of a label. Letters and digits are apart; so are `camelCase` and `snake_case`.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut word = String::new();
    let mut start = 0;
    let mut before = ' ';
    let mut close = |word: &mut String, start: usize, end: usize| {
        if !word.is_empty() {
            tokens.push(Token { word: std::mem::take(word), span: start..end });
        }
    };
    for (at, c) in text.char_indices() {
        let joins = c.is_alphanumeric()
            && before.is_alphanumeric()
            && c.is_numeric() == before.is_numeric()
            && !(before.is_lowercase() && c.is_uppercase());
        if !joins {
            close(&mut word, start, at);
            start = at;
        }
        if c.is_alphanumeric() {
            plain(c, &mut word);
        } else if c == '#'
            && !before.is_alphanumeric()
            && !text[at + 1..].starts_with(char::is_alphanumeric)
        {
            word.push_str("hash"); // "#" alone stands for "number"
        }
        before = c;
    }
    close(&mut word, start, text.len());
    tokens
}

/// Adds a letter in lower case and without its accent.
fn plain(c: char, word: &mut String) {
    for c in c.to_lowercase() {
        match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ą' => word.push('a'),
            'ç' | 'ć' | 'č' => word.push('c'),
            'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => word.push('e'),
            'ì' | 'í' | 'î' | 'ï' => word.push('i'),
            'ł' => word.push('l'),
            'ñ' | 'ń' => word.push('n'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' => word.push('o'),
            'ś' | 'š' => word.push('s'),
            'ù' | 'ú' | 'û' | 'ü' => word.push('u'),
            'ý' | 'ÿ' => word.push('y'),
            'ź' | 'ż' | 'ž' => word.push('z'),
            'œ' => word.push_str("oe"),
            'æ' => word.push_str("ae"),
            '\u{300}'..='\u{36f}' => {}
            c => word.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_cut_into_folded_words() {
        let words = |text| tokens(text).into_iter().map(|t| t.word).collect::<Vec<_>>();
        assert_eq!(words("Arrivées (Hommes)"), ["arrivees", "hommes"]);
        assert_eq!(words("num_menUnder18"), ["num", "men", "under", "18"]);
        assert_eq!(words("# of people"), ["hash", "of", "people"]);
        assert_eq!(words("Odprawieni na wjazd"), ["odprawieni", "na", "wjazd"]);
    }

    #[test]
    fn the_longest_phrase_wins_in_every_language() {
        let words = Words::all();
        let first = |text| words.at(&tokens(text), 0);
        let grand = first("Grand total").unwrap();
        assert_eq!(grand.0, 2);
        assert!(grand.1.contains(&Meaning::Flag(Flag::Grand)));
        assert_eq!(first("Przyjazdy").unwrap().1, [Meaning::Kind(Kind::Arrival)]);
        assert_eq!(first("Pays d'origine").unwrap(), (3, vec![Meaning::Field(Field::From)]));
        assert_eq!((words.way("OUT"), words.month("pazdziernika")), (Some(Way::Out), Some(10)));
        assert!(words.is("Total général", Meaning::Flag(Flag::Total)));
        assert_eq!(first("Zebra"), None);
    }
}
