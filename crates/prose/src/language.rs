//! The languages that are read, one folder of `data/` each.
//!
//! The reader thinks in the words of `data/en`: its lists and its grammar are made of them.
//! Another language is a folder that says which of its words stand for which of those
//! ([`gloss`](super::gloss)), how it writes numbers, and by which words it is told.

use std::sync::{LazyLock, OnceLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::gloss::Glosses;

/// The texts of a folder.
#[derive(Debug)]
struct Folder {
    code: &'static str,
    language: &'static str,
    subject: &'static str,
    /// Name and text of each file of glosses; none for English, which needs none.
    glosses: &'static [(&'static str, &'static str)],
}

impl Folder {
    fn place(&self, file: &str) -> String {
        format!("crates/prose/data/{}/{file}.toml", self.code)
    }

    /// Each phrase of the glosses with what it stands for.
    fn entries(&self) -> Result<Vec<(String, String)>, String> {
        let mut entries = Vec::new();
        for (name, text) in self.glosses {
            let tables: FxHashMap<String, Vec<String>> =
                toml::from_str(text).map_err(|e| format!("{}: {e}", self.place(name)))?;
            let mut tables: Vec<_> = tables.into_iter().collect();
            tables.sort();
            entries.extend(tables.into_iter().flat_map(|(target, sources)| {
                sources.into_iter().map(move |source| (source, target.clone()))
            }));
        }
        Ok(entries)
    }
}

macro_rules! folder {
    ($code:literal $(, $glosses:literal)*) => {
        Folder {
            code: $code,
            language: include_str!(concat!("../data/", $code, "/language.toml")),
            subject: include_str!(concat!("../data/", $code, "/subject.toml")),
            glosses: &[$((
                $glosses,
                include_str!(concat!("../data/", $code, "/", $glosses, ".toml")),
            )),*],
        }
    };
}

/// Every folder: a language is added here and nowhere else. English stands first.
const FOLDERS: &[Folder] = &[
    folder!("en"),
    folder!("es", "grammar", "numbers", "people", "happenings", "time", "speakers"),
    folder!("fr", "grammar", "numbers", "people", "happenings", "time", "speakers"),
    folder!("pl", "grammar", "numbers", "people", "happenings", "time", "speakers"),
];

/// A language that is read.
#[derive(Debug)]
pub struct Language {
    /// ISO 639-1: "pl".
    pub code: &'static str,
    /// Its English name.
    pub name: String,
    /// How front matter may call it.
    aliases: Vec<String>,
    /// Words that are everywhere in it, by which it is told.
    common: FxHashSet<String>,
    /// The longest of them, in bytes.
    longest: usize,
    /// Abbreviations that never end a sentence.
    pub(crate) abbreviations: FxHashSet<String>,
    /// Those that end one before a word with a capital that is no name.
    pub(crate) may_end: FxHashSet<String>,
    /// Whether the verb may stand before who is counted as well as behind.
    pub(crate) verb_first: bool,
    /// Whether nouns are inflected, so that an organisation is printed by its plain form.
    pub(crate) inflected: bool,
    /// Whether an adjective stands behind its noun.
    pub(crate) adjective_behind: bool,
    /// Whether a verb that opens a sentence may do without its subject: "Precisó que …".
    pub(crate) subject_dropped: bool,
    /// How it writes decimals: "1,5".
    decimal_comma: bool,
    /// The texts of its folder.
    folder: &'static Folder,
    /// What its words stand for, laid out when the first text in it is read: that takes longer than
    /// reading most texts.
    laid_out: OnceLock<Glosses>,
    /// The stems that tell its subject.
    pub(crate) stems: Stems,
}

/// The stems of a language's `subject.toml`.
#[derive(Debug)]
pub(crate) struct Stems {
    pub automaton: AhoCorasick,
    /// The first so many stems are telling.
    pub telling: usize,
    /// Those from there up to here tell where the sentence counts people, and hint elsewhere.
    pub moving: usize,
    /// Those from there up to here hint; the others tell between a number and a country.
    pub hinting: usize,
    /// Words for people of whom a number is counted.
    pub people: Vec<String>,
    /// Words that may stand between those people, or their number, and the verb.
    pub between: Vec<String>,
}

impl Stems {
    /// Whether a word is one for people.
    pub fn is_people(&self, word: &str) -> bool {
        self.people.iter().any(|people| people.eq_ignore_ascii_case(word))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LanguageFile {
    name: String,
    aliases: Vec<String>,
    common: Vec<String>,
    #[serde(default)]
    abbreviations: Vec<String>,
    #[serde(default)]
    may_end: Vec<String>,
    #[serde(default)]
    decimal_comma: bool,
    #[serde(default)]
    verb_first: bool,
    #[serde(default)]
    adjective_behind: bool,
    #[serde(default)]
    subject_dropped: bool,
    #[serde(default)]
    inflected: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SubjectFile {
    telling: Vec<String>,
    hinting: Vec<String>,
    #[serde(default)]
    moving: Vec<String>,
    #[serde(default)]
    entering: Vec<String>,
    #[serde(default)]
    between: Vec<String>,
    #[serde(default)]
    people: Vec<String>,
}

static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| {
    FOLDERS.iter().map(|folder| Language::load(folder).unwrap_or_else(|e| panic!("{e}"))).collect()
});

impl Language {
    /// All languages that are read, English first.
    pub fn all() -> &'static [Language] {
        &LANGUAGES
    }

    /// The language the reader thinks in.
    pub fn english() -> &'static Language {
        &LANGUAGES[0]
    }

    /// The language that front matter calls so: `pl`, `pl-PL`, `Polish`, `polski`.
    pub fn called(name: &str) -> Option<&'static Language> {
        let name = name.split(['-', '_']).next().unwrap_or_default().trim().to_lowercase();
        LANGUAGES.iter().find(|l| l.code == name || l.aliases.contains(&name))
    }

    /// The language that a front matter names: a line `language: pl`.
    pub fn stated(front_matter: &str) -> Option<&'static Language> {
        front_matter.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            let named = matches!(key.trim().to_ascii_lowercase().as_str(), "language" | "lang");
            named.then(|| Language::called(value.trim().trim_matches(['"', '\''])))?
        })
    }

    /// The names of the languages that are read, for people: "English, Spanish, French and Polish".
    pub fn names() -> String {
        let names: Vec<&str> = LANGUAGES.iter().map(|l| l.name.as_str()).collect();
        match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => names.join(""),
        }
    }

    /// Whether a word in lower case is everywhere in this language.
    pub fn is_common(&self, word: &str) -> bool {
        word.len() <= self.longest && self.common.contains(word)
    }

    /// Whether a word in lower case stands in any of its lists.
    pub fn knows(&self, word: &str) -> bool {
        let listed = match self.glosses() {
            Some(glosses) => glosses.knows(word),
            None => super::lexicon::Lexicon::english().vocabulary.find(word).0 != 0,
        };
        listed || self.is_common(word)
    }

    /// Whether a word in lower case names a month.
    pub fn is_month(&self, word: &str) -> bool {
        match self.glosses() {
            Some(glosses) => glosses.is_month(word),
            None => calendar::months::ENGLISH.contains(&word),
        }
    }

    /// Whether it is the language the reader thinks in, whose words stand for themselves.
    pub(crate) fn is_english(&self) -> bool {
        self.folder.glosses.is_empty()
    }

    /// What its words stand for; `None` for English.
    pub(super) fn glosses(&self) -> Option<&Glosses> {
        (!self.is_english()).then(|| {
            self.laid_out.get_or_init(|| {
                let entries = self.folder.entries().unwrap_or_else(|e| panic!("{e}"));
                Glosses::new(entries, self.decimal_comma)
                    .unwrap_or_else(|e| panic!("crates/prose/data/{}: {e}", self.code))
            })
        })
    }

    fn load(folder: &'static Folder) -> Result<Language, String> {
        let place = |file: &str| folder.place(file);
        let file: LanguageFile =
            toml::from_str(folder.language).map_err(|e| format!("{}: {e}", place("language")))?;
        let subject: SubjectFile =
            toml::from_str(folder.subject).map_err(|e| format!("{}: {e}", place("subject")))?;
        let moving = subject.telling.len() + subject.moving.len();
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostFirst)
            .kind(Some(AhoCorasickKind::DFA))
            .build(
                [&subject.telling, &subject.moving, &subject.hinting, &subject.entering]
                    .into_iter()
                    .flatten(),
            )
            .map_err(|e| format!("{}: {e}", place("subject")))?;
        Ok(Language {
            code: folder.code,
            name: file.name,
            aliases: file.aliases,
            longest: file.common.iter().map(String::len).max().unwrap_or(0),
            common: file.common.into_iter().collect(),
            abbreviations: file.abbreviations.into_iter().collect(),
            may_end: file.may_end.into_iter().collect(),
            verb_first: file.verb_first,
            adjective_behind: file.adjective_behind,
            subject_dropped: file.subject_dropped,
            inflected: file.inflected,
            decimal_comma: file.decimal_comma,
            folder,
            laid_out: OnceLock::new(),
            stems: Stems {
                automaton,
                telling: subject.telling.len(),
                moving,
                hinting: moving + subject.hinting.len(),
                people: subject.people,
                between: subject.between,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folder_loads_and_is_found_by_its_names() {
        for language in Language::all() {
            assert!(language.common.len() >= 40, "{}", language.code);
            assert_eq!(language.glosses().is_none(), language.code == "en");
        }
        assert_eq!(Language::called("pl-PL").map(|l| l.code), Some("pl"));
        assert_eq!(Language::called("Français").map(|l| l.code), Some("fr"));
        assert!(Language::called("de").is_none());
        assert_eq!(Language::names(), "English, Spanish, French and Polish");
    }
}
