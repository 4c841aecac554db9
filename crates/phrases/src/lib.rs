//! Words in templates, a folder for each language, so that no sentence is built in code.
//!
//! The files are Project Fluent's (`.ftl`), which the tools of translators read. A folder is checked as a whole
//! when it is read, against the one of the first language. Who fills a template gives its values in
//! whatever form: text for a terminal, or pieces that lead to their evidence. `<strong>` and `<soft>` in a
//! template give its words weight.
//!
//! ```
//! use phrases::{Choice, Part, Phrases};
//!
//! let file = "found = { $count ->\n    [one] one report\n   *[other] { $count } reports\n}\n";
//! let english = Phrases::read("en", &[("a.ftl", file)], None)?;
//! let say = |count: usize| {
//!     let mut text = String::new();
//!     english.fill("found", &|_| Choice::Count(count), &mut |part| match part {
//!         Part::Words(words, _) => text += words,
//!         Part::Slot(_, _) => text += &count.to_string(),
//!     });
//!     text
//! };
//! assert_eq!((say(1), say(3)), ("one report".into(), "3 reports".into()));
//! # Ok::<(), phrases::PhraseError>(())
//! ```

mod error;
mod saying;
mod template;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use intl_pluralrules::{PluralRuleType, PluralRules};
use unic_langid::LanguageIdentifier;

pub use error::PhraseError;
pub use saying::{Basis, Form, Said, Saying, Templates};
pub use template::{Choice, Part, Weight};
use template::{Filler, Template};

/// The templates of a language.
pub struct Phrases {
    code: String,
    plurals: PluralRules,
    templates: BTreeMap<String, Template>,
}

impl Phrases {
    /// The templates of a language by its code ("fr", "pt-BR") and its files, each a name and its text.
    ///
    /// # Errors
    /// When a file is not in order; when nobody knows the plurals of the language; and where there is a model,
    /// when one of its templates is missing, one is not known, or one names a value that the model does
    /// not name.
    pub fn read(
        code: &str,
        files: &[(&str, &str)],
        model: Option<&Phrases>,
    ) -> Result<Phrases, PhraseError> {
        let unknown = || PhraseError::Unknown { code: code.to_owned() };
        let whole: LanguageIdentifier = code.parse().map_err(|_| unknown())?;
        let plain = LanguageIdentifier::from_parts(whole.language, None, None, &[]);
        let plurals = [whole, plain]
            .into_iter()
            .find_map(|id| PluralRules::create(id, PluralRuleType::CARDINAL).ok())
            .ok_or_else(unknown)?;
        let templates = template::read(files)?;
        if let Some(model) = model {
            check(&templates, &model.templates)?;
        }
        Ok(Phrases { code: code.to_owned(), plurals, templates })
    }

    /// The English templates that a crate brings with it.
    ///
    /// # Panics
    /// When they are not in order: a test of the crate reads them, they do not hang on what a user brings.
    pub fn built_in(files: &[(&str, &str)]) -> Phrases {
        Phrases::read("en", files, None).expect("the templates of English are in order")
    }

    /// "en": as HTML and BCP 47 have it.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The names of all templates, each with the values that it names.
    pub fn names(&self) -> impl Iterator<Item = (&str, BTreeSet<&str>)> {
        self.templates.iter().map(|(name, template)| (name.as_str(), template.names()))
    }

    /// Hands the parts of a template to `emit`, in their order. What a value is, for choices, `choose` says.
    /// A name that is not known gives itself: the language it is checked against has every name.
    pub fn fill(
        &self,
        name: &str,
        choose: &dyn Fn(&str) -> Choice,
        emit: &mut dyn FnMut(Part<'_>),
    ) {
        match self.templates.get(name) {
            Some(template) => Filler { choose, plurals: &self.plurals }.fill(template, emit),
            None => {
                debug_assert!(false, "no template {name}");
                emit(Part::Words(name, Weight::Plain));
            }
        }
    }
}

/// Holds the templates of a language against those of another.
fn check(
    own: &BTreeMap<String, Template>,
    model: &BTreeMap<String, Template>,
) -> Result<(), PhraseError> {
    for (key, template) in own {
        let Some(known) = model.get(key) else {
            return Err(PhraseError::NotKnown { at: template.at.clone(), key: key.clone() });
        };
        let given: BTreeSet<&str> = known.names();
        if let Some(name) = template.names().into_iter().find(|name| !given.contains(name)) {
            let (key, name) = (key.clone(), name.to_owned());
            return Err(PhraseError::NotGiven { at: template.at.clone(), key, name });
        }
    }
    match model.keys().find(|key| !own.contains_key(*key)) {
        Some(key) => Err(PhraseError::Missing { key: key.clone() }),
        None => Ok(()),
    }
}

impl fmt::Debug for Phrases {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Phrases").field(&self.code).finish()
    }
}

impl PartialEq for Phrases {
    fn eq(&self, other: &Phrases) -> bool {
        self.code == other.code && self.templates == other.templates
    }
}
