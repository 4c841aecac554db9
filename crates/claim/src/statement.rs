//! Anything that was read from a document: a row of `claims.jsonl`.

use std::ops::Range;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Claim, DocumentId, Event, Id, Position};

/// The exact quote and its byte span in the document's text (the W3C Web
/// Annotation TextQuote and TextPosition selectors, the latter in bytes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The exact words.
    pub quote: String,
    /// Byte span `[start, end)`.
    pub span: [usize; 2],
}

impl Evidence {
    /// Cuts the quote at `span` out of `text`.
    ///
    /// # Panics
    /// When `span` is out of bounds or splits a character: a reader that does
    /// so has lost its evidence.
    pub fn of(text: &str, span: Range<usize>) -> Evidence {
        Evidence { quote: text[span.clone()].to_owned(), span: [span.start, span.end] }
    }
}

/// A claim, an event or a position; in JSON told apart by `type`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
// A ledger holds mostly claims: boxing the large variant would cost an
// allocation each and save memory only on the few others.
#[allow(clippy::large_enum_variant)]
pub enum Statement {
    /// A quantity.
    Claim(Claim),
    /// A dated fact without a count.
    Event(Event),
    /// A stance.
    Position(Position),
}

impl Statement {
    /// Writes the statement as a line of JSON behind others.
    ///
    /// # Panics
    /// Never: a statement is plain data.
    pub fn append_line(&self, lines: &mut Vec<u8>) {
        serde_json::to_writer(&mut *lines, self).expect("statements are plain data");
        lines.push(b'\n');
    }

    /// The name by content.
    pub fn id(&self) -> &Id {
        match self {
            Statement::Claim(claim) => &claim.id,
            Statement::Event(event) => &event.id,
            Statement::Position(position) => &position.id,
        }
    }

    /// The document it was read from.
    pub fn document(&self) -> &DocumentId {
        match self {
            Statement::Claim(claim) => &claim.document,
            Statement::Event(event) => &event.document,
            Statement::Position(position) => &position.document,
        }
    }

    /// Byte span `[start, end)` of the evidence.
    pub fn span(&self) -> [usize; 2] {
        match self {
            Statement::Claim(claim) => claim.span,
            Statement::Event(event) => event.span,
            Statement::Position(position) => position.span,
        }
    }
}

/// The id of a statement from its JSON. What is not part of its identity has been taken out
/// before: its own id, links to other ids (which would make identity circular), and the
/// account of how it was read (a better explanation is not another claim).
pub(crate) fn seal<T: Serialize>(bare: &T) -> Id {
    Id::of_json(&serde_json::to_vec(bare).expect("statements are plain data"))
}
