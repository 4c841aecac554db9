//! What can be wrong with the templates of a language.

use std::fmt;

/// Why templates cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum PhraseError {
    /// The code is none, or nobody knows the plurals of the language.
    Unknown {
        /// As given.
        code: String,
    },
    /// A file does not follow the syntax, or uses more of it than is understood here.
    Syntax {
        /// "brief.ftl:12".
        at: String,
        /// What is wrong there.
        what: String,
    },
    /// The model has a template that the language has not.
    Missing {
        /// Its name.
        key: String,
    },
    /// The language has a template that the model has not.
    NotKnown {
        /// "brief.ftl:12".
        at: String,
        /// Its name.
        key: String,
    },
    /// A template names a value that the model does not name.
    NotGiven {
        /// "brief.ftl:12".
        at: String,
        /// The name of the template.
        key: String,
        /// The name of the value.
        name: String,
    },
}

impl fmt::Display for PhraseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PhraseError::Unknown { code } => write!(
                f,
                "no language with known plurals: {code:?}\nhint: give a code such as \"fr\" or \"pt-BR\""
            ),
            PhraseError::Syntax { at, what } => {
                write!(f, "{at}: {what}\nhint: see the syntax guide at projectfluent.org")
            }
            PhraseError::Missing { key } => write!(
                f,
                "the template {key} is missing\nhint: a language has every template that English has"
            ),
            PhraseError::NotKnown { at, key } => {
                write!(f, "{at}: nothing uses {key}\nhint: take it out, or correct its name")
            }
            PhraseError::NotGiven { at, key, name } => write!(
                f,
                "{at}: {key} is not given ${name}\nhint: use the values that it has in English"
            ),
        }
    }
}

impl std::error::Error for PhraseError {}
