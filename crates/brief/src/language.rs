//! The words of the brief, by language: a folder of templates (`data/en/*.ftl`, Project Fluent's
//! syntax, which the tools of translators read), checked as a whole when it is read.
//!
//! A template is filled with pieces that keep their trails, not with strings: so a number
//! stands where its language puts it and still leads to its evidence. `<strong>` and `<soft>` in a template
//! give its words weight.

mod error;
mod template;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, LazyLock};

use intl_pluralrules::{PluralRuleType, PluralRules};
use unic_langid::LanguageIdentifier;

use crate::content::Text;
pub use error::LanguageError;
use template::{Filler, Template};

/// The templates of English, which every other language is checked against.
const ENGLISH: [(&str, &str); 4] = [
    ("words.ftl", include_str!("../data/en/words.ftl")),
    ("sections.ftl", include_str!("../data/en/sections.ftl")),
    ("drawings.ftl", include_str!("../data/en/drawings.ftl")),
    ("page.ftl", include_str!("../data/en/page.ftl")),
];

static IN_ENGLISH: LazyLock<Language> = LazyLock::new(|| {
    // A test reads it: it cannot fail on what a user brings.
    Language::compile("en", &ENGLISH, None).expect("the templates of English are in order")
});

/// A language that the brief can be written in.
///
/// ```
/// use brief::{Language, LanguageError};
///
/// let english = Language::english();
/// assert_eq!(english.code(), "en");
/// // A folder has all templates of English, and none of them names what the brief does not give.
/// let error: LanguageError = Language::read("fr", &[("a.ftl", "heading-claims = Qui dit quoi")]).unwrap_err();
/// assert!(error.to_string().contains("is missing"));
/// ```
#[derive(Clone)]
pub struct Language {
    inner: Arc<Inner>,
}

struct Inner {
    code: String,
    plurals: PluralRules,
    templates: BTreeMap<String, Template>,
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
    pub fn read(code: &str, files: &[(&str, &str)]) -> Result<Language, LanguageError> {
        Language::compile(code, files, Some(&IN_ENGLISH))
    }

    /// The files of English, by name: what a translation starts from.
    pub fn files() -> &'static [(&'static str, &'static str)] {
        &ENGLISH
    }

    /// "en": as HTML and BCP 47 have it.
    pub fn code(&self) -> &str {
        &self.inner.code
    }

    fn compile(
        code: &str,
        files: &[(&str, &str)],
        model: Option<&Language>,
    ) -> Result<Language, LanguageError> {
        let unknown = || LanguageError::Unknown { code: code.to_owned() };
        let whole: LanguageIdentifier = code.parse().map_err(|_| unknown())?;
        let plain = LanguageIdentifier::from_parts(whole.language, None, None, &[]);
        let plurals = [whole, plain]
            .into_iter()
            .find_map(|id| PluralRules::create(id, PluralRuleType::CARDINAL).ok())
            .ok_or_else(unknown)?;
        let templates = template::read(files)?;
        if let Some(model) = model {
            check(&templates, &model.inner.templates)?;
        }
        let code = code.to_owned();
        Ok(Language { inner: Arc::new(Inner { code, plurals, templates }) })
    }

    /// The text of a template, filled.
    pub(crate) fn text(&self, key: &str, values: Values) -> Text {
        let Some(template) = self.inner.templates.get(key) else {
            // Every language has what English has, and a test finds every key in English.
            debug_assert!(false, "no template {key}");
            return key.into();
        };
        let filler = Filler { values, plurals: &self.inner.plurals };
        filler.fill(template)
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

/// Holds the templates of a language against those of English.
fn check(
    own: &BTreeMap<String, Template>,
    model: &BTreeMap<String, Template>,
) -> Result<(), LanguageError> {
    for (key, template) in own {
        let Some(known) = model.get(key) else {
            return Err(LanguageError::NotKnown { at: template.at.clone(), key: key.clone() });
        };
        let given: BTreeSet<&str> = known.names();
        if let Some(name) = template.names().into_iter().find(|name| !given.contains(name)) {
            let (key, name) = (key.clone(), name.to_owned());
            return Err(LanguageError::NotGiven { at: template.at.clone(), key, name });
        }
    }
    match model.keys().find(|key| !own.contains_key(*key)) {
        Some(key) => Err(LanguageError::Missing { key: key.clone() }),
        None => Ok(()),
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Language").field(&self.inner.code).finish()
    }
}

impl PartialEq for Language {
    fn eq(&self, other: &Language) -> bool {
        self.inner.code == other.inner.code && self.inner.templates == other.inner.templates
    }
}
