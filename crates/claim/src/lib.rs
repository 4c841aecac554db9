//! The vocabulary of crossings: documents, claims, events and positions, the
//! windows they cover and the hashes that name them. No I/O, no clock, no
//! randomness: everything here is data and arithmetic on it.
//!
//! A [`Claim`] is one statement, in one [`Document`], of a quantity of people
//! (or households, or vehicles). It is immutable and carries its evidence: the
//! exact quote and the byte span the quote has in the document's text.
//!
//! ```
//! use claim::{Claim, DocumentId, Kind, Measure, Qualifier};
//!
//! let text = "Officials said 140,000 people had left.";
//! let document = DocumentId::of_bytes(text.as_bytes());
//! let claim = Claim {
//!     value: Some(140_000.0),
//!     measure: Measure::Flow,
//!     kind: Kind::Departure,
//!     ..Claim::new(document, text, 15..29)
//! }
//! .sealed();
//!
//! assert_eq!(claim.quote, "140,000 people");
//! assert_eq!(claim.qualifier, Qualifier::Exact);
//! assert_eq!(claim.rounding(), Some(10_000.0)); // two digits were kept
//! ```

pub mod addresses;
mod anew;
pub mod cells;
pub mod contacts;
mod decision;
mod document;
mod event;
mod found;
mod head;
mod identity;
pub mod mention;
mod mould;
mod number;
mod order;
pub mod persons;
mod population;
mod quantity;
mod remarks;
mod schema;
mod source;
mod statement;
mod vocabulary;
mod window;
pub mod wording;
pub mod words;

pub use anew::counted_anew;
pub use decision::{Changes, CorrectionError, Decision, Verdict};
pub use document::{Document, Media};
pub use event::{Event, EventKind, Position, PositionStance};
pub use found::{DaysFound, Found, SourceFound};
pub use head::body_start;
pub use identity::{DocumentId, Id, IdError};
pub use mould::{Cast, Mould, Scratch};
pub use order::{by_content, by_place, order_rows};
pub use population::{Group, Population, Status};
pub use quantity::{Claim, RuleName, rounding};
pub use schema::statement_schema;
pub use source::{Source, SourceKind, organisation_key, same_organisation};
pub use statement::{Evidence, Statement};
pub use vocabulary::{Concept, Kind, Measure, Per, Qualifier, Stance, Unit};
pub use window::Window;
