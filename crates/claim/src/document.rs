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
        /// A web page; `text` then holds its main text.
        Html,
        /// A PDF file; `text` then holds what its pages say, in reading order.
        Pdf,
        /// A Word document (Office Open XML).
        Docx,
        /// An OpenDocument text.
        Odt,
        /// A mail; `text` then holds what its writer wrote, without what is quoted.
        Mail,
        /// An entry of an RSS or Atom feed.
        Feed,
    }
}

impl Media {
    /// Whether it holds prose, tables in it or not: what is read sentence by sentence.
    pub fn is_prose(self) -> bool {
        match self {
            Media::Text
            | Media::Html
            | Media::Pdf
            | Media::Docx
            | Media::Odt
            | Media::Mail
            | Media::Feed => true,
            Media::Csv | Media::Xlsx | Media::Jsonl => false,
        }
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
    /// Where each page begins in `text`, in bytes; empty for what has no pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pages: Vec<usize>,
    /// The bytes as read, when `text` is not those bytes (a workbook, a web page).
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
            pages: Vec::new(),
            original: None,
        }
    }

    /// Returns the 1-based line on which byte `offset` of the text lies.
    pub fn line_of(&self, offset: usize) -> usize {
        let end = offset.min(self.text.len());
        1 + self.text.as_bytes()[..end].iter().filter(|byte| **byte == b'\n').count()
    }

    /// Returns the 1-based page on which byte `offset` of the text lies, of a document with pages.
    pub fn page_of(&self, offset: usize) -> Option<usize> {
        match self.pages.partition_point(|start| *start <= offset) {
            0 => None,
            page => Some(page),
        }
    }
}
