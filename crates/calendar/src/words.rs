//! The words of days and numbers, from `data/*/calendar.toml`: every language at once, since a cell
//! has too few words to tell its language by. And words folded: lower case, without accents.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

/// The word lists of each language.
const FILES: [(&str, &str); 4] = [
    ("en", include_str!("../data/en/calendar.toml")),
    ("pl", include_str!("../data/pl/calendar.toml")),
    ("fr", include_str!("../data/fr/calendar.toml")),
    ("es", include_str!("../data/es/calendar.toml")),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    months: BTreeMap<i8, Vec<String>>,
    weekdays: BTreeMap<String, Vec<String>>,
    numbers: Numbers,
}

/// What stands in a cell instead of a number, or behind one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Numbers {
    missing: Vec<String>,
    thousands: Vec<String>,
    millions: Vec<String>,
}

/// The words of all languages, folded.
#[derive(Debug, Default)]
struct Words {
    months: HashMap<String, i8>,
    weekdays: HashSet<String>,
    missing: HashSet<String>,
    scales: HashMap<String, f64>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    for (language, _) in FILES {
        let file = file(language);
        for (month, names) in file.months {
            for name in names {
                words.months.entry(folded(&name)).or_insert(month);
            }
        }
        words.weekdays.extend(file.weekdays.into_values().flatten().map(|name| folded(&name)));
        words.missing.extend(file.numbers.missing.iter().map(|word| folded(word)));
        for (list, scale) in [(file.numbers.thousands, 1e3), (file.numbers.millions, 1e6)] {
            words.scales.extend(list.iter().map(|word| (folded(word), scale)));
        }
    }
    words
});

fn file(language: &str) -> File {
    let found = FILES.iter().find(|(code, _)| *code == language);
    let (_, text) = found.unwrap_or_else(|| panic!("no folder data/{language}"));
    toml::from_str(text).unwrap_or_else(|e| panic!("data/{language}/calendar.toml: {e}"))
}

/// The phrases of a language that say that there is no number (`missing`), or of how many ones it is
/// (`thousands`, `millions`): they stand in the heads of tables too.
pub fn of_numbers(language: &str) -> BTreeMap<String, Vec<String>> {
    let Numbers { missing, thousands, millions } = file(language).numbers;
    [("missing", missing), ("thousands", thousands), ("millions", millions)]
        .map(|(name, list)| (name.to_owned(), list))
        .into()
}

/// The month of this name, folded: in full or short, in any language.
pub fn month(word: &str) -> Option<i8> {
    WORDS.months.get(word).copied()
}

/// Whether this word, folded, is a day of the week.
pub fn is_weekday(word: &str) -> bool {
    WORDS.weekdays.contains(word)
}

/// Whether a text is a word for there being no number.
pub(crate) fn is_missing(text: &str) -> bool {
    WORDS.missing.contains(&folded(text))
}

/// How many ones a word behind a number makes of it: "million".
pub(crate) fn scale(text: &str) -> Option<f64> {
    WORDS.scales.get(&folded(text)).copied()
}

/// A word of a label: folded, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The word, folded.
    pub word: String,
    /// Its bytes in the label.
    pub span: Range<usize>,
}

/// Lower case, without accents, words with one space between.
pub fn folded(text: &str) -> String {
    let words: Vec<String> = tokens(text).into_iter().map(|token| token.word).collect();
    words.join(" ")
}

/// The words of a label. Letters and digits are apart; so are `camelCase` and `snake_case`.
pub fn tokens(text: &str) -> Vec<Token> {
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
    fn words_of_every_language_are_known() {
        assert_eq!(
            (month("pazdziernika"), month("aout"), month("may")),
            (Some(10), Some(8), Some(5))
        );
        assert!(is_weekday("vendredi") && !is_weekday("november"));
        assert!(is_missing("b.d.") && is_missing("N/A") && !is_missing("0"));
        assert_eq!(
            (scale("tys."), scale("millions"), scale("dozens")),
            (Some(1e3), Some(1e6), None)
        );
    }
}
