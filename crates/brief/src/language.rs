//! The words of the brief, by language: a folder of templates (`data/en/*.ftl`, Project Fluent's
//! syntax, which the tools of translators read), checked as a whole when it is read.
//!
//! A template is filled with pieces that keep their trails, not with strings: so a number
//! stands where its language puts it and still leads to its evidence. `<strong>` and `<soft>` in a template
//! give its words weight.

use std::sync::{Arc, LazyLock};

use phrases::{Choice, Part, PhraseError, Phrases, Weight};

use crate::text::{Piece, Text};

/// The templates of English, which every other language is checked against.
static ENGLISH: [(&str, &str); 6] = [
    ("words.ftl", include_str!("../data/en/words.ftl")),
    ("sections.ftl", include_str!("../data/en/sections.ftl")),
    ("drawings.ftl", include_str!("../data/en/drawings.ftl")),
    ("page.ftl", include_str!("../data/en/page.ftl")),
    ("engine.ftl", reconcile::PHRASES),
    ("audit.ftl", audit::PHRASES),
];

static IN_ENGLISH: LazyLock<Language> =
    LazyLock::new(|| Language { phrases: Arc::new(Phrases::built_in(&ENGLISH)) });

/// A language that the brief can be written in.
///
/// ```
/// use brief::Language;
///
/// let english = Language::english();
/// assert_eq!(english.code(), "en");
/// // A folder has all templates of English, and none of them names what the brief does not give.
/// let error = Language::read("fr", &[("a.ftl", "heading-claims = Qui dit quoi")]).unwrap_err();
/// assert!(error.to_string().contains("is missing"));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Language {
    phrases: Arc<Phrases>,
}

/// What a template is filled with.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// Pieces, or words.
    Text(Text),
    /// A whole number that words agree with: "1 document", "2 documents".
    Count(usize, Text),
}

impl From<Text> for Value {
    fn from(text: Text) -> Value {
        Value::Text(text)
    }
}

impl From<String> for Value {
    fn from(words: String) -> Value {
        Value::Text(words.into())
    }
}

impl From<&String> for Value {
    fn from(words: &String) -> Value {
        Value::Text(words.into())
    }
}

impl From<&str> for Value {
    fn from(words: &str) -> Value {
        Value::Text(words.into())
    }
}

/// Values by the names that templates give them.
pub(crate) type Values<'a> = &'a [(&'static str, Value)];

/// The text of a template: `say!(language, "heading-changes", day = …)`.
macro_rules! say {
    ($language:expr, $key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $language.text($key, &[$((stringify!($name), $crate::language::Value::from($value))),*])
    };
}

/// The same as bare words, for where nothing leads anywhere: names of drawings, headings.
macro_rules! words {
    ($language:expr, $key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $language.bare($key, &[$((stringify!($name), $crate::language::Value::from($value))),*])
    };
}

pub(crate) use {say, words};

impl Language {
    /// English.
    pub fn english() -> Language {
        IN_ENGLISH.clone()
    }

    /// A language by its code ("fr", "pt-BR") and its files, each a name and its text.
    ///
    /// # Errors
    /// When a file is not in order, when a template of English is missing or one is not known, when a
    /// template names a value that it is not given, or when nobody knows the plurals of the language.
    pub fn read(code: &str, files: &[(&str, &str)]) -> Result<Language, PhraseError> {
        let phrases = Phrases::read(code, files, Some(&IN_ENGLISH.phrases))?;
        Ok(Language { phrases: Arc::new(phrases) })
    }

    /// The files of English, by name: what a translation starts from.
    pub fn files() -> &'static [(&'static str, &'static str)] {
        &ENGLISH
    }

    /// "en": as HTML and BCP 47 have it.
    pub fn code(&self) -> &str {
        self.phrases.code()
    }

    /// The text of a template, filled.
    pub(crate) fn text(&self, name: &str, values: Values) -> Text {
        let value = |slot: &str| {
            let found = values.iter().find(|(known, _)| *known == slot);
            debug_assert!(found.is_some(), "no value for ${slot} in {name}");
            found.map(|(_, value)| value)
        };
        let choose = |slot: &str| match value(slot) {
            Some(Value::Count(count, _)) => Choice::Count(*count),
            Some(Value::Text(text)) => Choice::Word(text.plain_words()),
            None => Choice::None,
        };
        let mut text = Text::new();
        self.phrases.fill(name, &choose, &mut |part| match part {
            Part::Words(words, weight) => text.push(weighed(words, weight)),
            Part::Slot(slot, weight) => {
                let (Some(Value::Text(inner)) | Some(Value::Count(_, inner))) = value(slot) else {
                    return;
                };
                for piece in &inner.0 {
                    text.push(match piece {
                        Piece::Plain(words) => weighed(words, weight),
                        other => other.clone(),
                    });
                }
            }
        });
        text
    }

    /// The same without trails and weights.
    pub(crate) fn bare(&self, key: &str, values: Values) -> String {
        self.text(key, values).words(self)
    }

    /// A whole number that words agree with, where nothing leads anywhere.
    pub(crate) fn whole(&self, count: usize) -> Value {
        Value::Count(count, self.number(count as f64).into())
    }

    /// Texts one after the other, parted by what `key` puts between two of them (`head` and `last`).
    pub(crate) fn series(&self, key: &'static str, texts: Vec<Text>) -> Text {
        let mut texts = texts.into_iter();
        let first = texts.next().unwrap_or_default();
        texts.fold(first, |head, last| {
            self.text(key, &[("head", head.into()), ("last", last.into())])
        })
    }
}

impl Text {
    /// The words alone, with what marks those of others in the language.
    pub(crate) fn words(&self, language: &Language) -> String {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Plain(words) | Piece::Strong(words) | Piece::Soft(words) => words.clone(),
                Piece::Number(words, _) => words.clone(),
                Piece::Quote(words, _) => language.quoted(words),
            })
            .collect()
    }
}

fn weighed(words: &str, weight: Weight) -> Piece {
    let words = words.to_owned();
    match weight {
        Weight::Plain => Piece::Plain(words),
        Weight::Strong => Piece::Strong(words),
        Weight::Soft => Piece::Soft(words),
    }
}

#[cfg(test)]
mod tests;
