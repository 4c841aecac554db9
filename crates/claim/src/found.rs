//! How the fields of a claim were found, where it matters for what may be concluded from them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantNames};

use crate::vocabulary::words;

words! {
    /// How it is known according to whom a number is.
    SourceFound {
        /// Named with the number: in its sentence, its row or its column.
        #[default]
        Stated,
        /// Taken over from a sentence before or after it, or looked up for "he" and "the ministry".
        Carried,
        /// From the head of the document.
        Letterhead,
        /// Nobody is named: in the voice of the publisher.
        Publisher,
    }
}

words! {
    /// How the days of a number are known.
    DaysFound {
        /// Told with the number, or in the heading above it.
        #[default]
        Stated,
        /// Told from the day of publication: "in the last two weeks".
        CountedBack,
        /// Taken over from the number before.
        Carried,
        /// Not told: the day of publication stands in for them.
        Publication,
    }
}

/// How fields of a claim were found. Not part of its identity: a better reading of the same words
/// is not another claim. What is left out was not noted, as in claims of programs and of ledgers
/// written before it was; such a claim is taken at its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Found {
    /// How the source was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceFound>,
    /// How the days were found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<DaysFound>,
    /// The text says since when is counted and not up to when: the last day is only that of
    /// publication.
    #[serde(default, skip_serializing_if = "is_false")]
    pub end_assumed: bool,
    /// Read from the row of a table, and not from running text.
    #[serde(default, skip_serializing_if = "is_false")]
    pub from_row: bool,
}

// The signature is serde's.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(value: &bool) -> bool {
    !value
}

impl Found {
    /// Whether nothing was noted.
    pub fn is_unset(&self) -> bool {
        *self == Found::default()
    }

    /// Whether the source is stated for this number, and neither carried nor guessed.
    pub fn source_is_stated(&self) -> bool {
        matches!(self.source, None | Some(SourceFound::Stated))
    }

    /// Whether the source was taken over from another sentence: the number may be somebody else's.
    pub fn source_is_carried(&self) -> bool {
        self.source == Some(SourceFound::Carried)
    }

    /// Whether the days were told from the day of publication.
    pub fn is_counted_back(&self) -> bool {
        self.days == Some(DaysFound::CountedBack)
    }

    /// The facts of a row of a table whose source and days stand in the table; `named` when it
    /// says according to whom.
    pub fn in_row(named: bool) -> Found {
        let source = if named { SourceFound::Stated } else { SourceFound::Publisher };
        Found {
            source: Some(source),
            days: Some(DaysFound::Stated),
            end_assumed: false,
            from_row: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_noted_is_not_written_and_is_taken_at_its_word() {
        assert_eq!(serde_json::to_string(&Found::default()).unwrap(), "{}");
        assert!(Found::default().source_is_stated());
        let row = serde_json::to_string(&Found::in_row(false)).unwrap();
        assert_eq!(row, r#"{"source":"publisher","days":"stated","from_row":true}"#);
        assert_eq!(serde_json::from_str::<Found>(&row).unwrap(), Found::in_row(false));
        assert!(!Found::in_row(false).source_is_stated());
    }
}
