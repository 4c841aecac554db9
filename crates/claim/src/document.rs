//! What was read: a dated text or table.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantNames};

use crate::DocumentId;
use crate::vocabulary::words;

words! {
    /// What form a document came in.
    Media {
        /// Running text.
        #[default]
        Text,
        /// Comma-separated values.
        Csv,
        /// A workbook; `text` then holds its sheets as comma-separated values.
        Xlsx,
        /// JSON Lines of statements.
        Jsonl,
    }
}

/// A dated text or table, with publisher and where it came from; kept as read
/// and addressed by the hash of its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Document {
    /// SHA-256 of the bytes as read.
    pub id: DocumentId,
    /// Where it was read from, as given: a path, or `-`.
    pub name: String,
    /// What form it came in.
    pub media: Media,
    /// Day of publication, when known.
    pub published: Option<Date>,
    /// Who published it, when known.
    pub publisher: Option<String>,
    /// Headline, when known.
    pub title: Option<String>,
    /// Address on the web, when known.
    pub url: Option<String>,
    /// The UTF-8 text into which the spans of evidence point.
    pub text: String,
    /// The bytes as read, when `text` is not those bytes (a workbook).
    #[serde(skip)]
    pub original: Option<Vec<u8>>,
}

impl Document {
    /// Makes a text document from its content; nothing is known of it yet but its name.
    pub fn text(name: impl Into<String>, text: impl Into<String>) -> Document {
        let text = text.into();
        Document {
            id: DocumentId::of_bytes(text.as_bytes()),
            name: name.into(),
            media: Media::Text,
            published: None,
            publisher: None,
            title: None,
            url: None,
            text,
            original: None,
        }
    }

    /// Returns the 1-based line on which byte `offset` of the text lies.
    pub fn line_of(&self, offset: usize) -> usize {
        let end = offset.min(self.text.len());
        1 + self.text.as_bytes()[..end].iter().filter(|byte| **byte == b'\n').count()
    }
}
