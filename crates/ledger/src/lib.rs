//! The append-only record of documents, what was read from them and what analysts decided, in
//! one SQLite file that can be copied like any other, or in a PostgreSQL database that a team
//! shares.
//!
//! Every entry carries the hash of the one before, so that whatever is changed, removed or
//! reordered later shows ([`Ledger::verify`]). Documents are addressed by the hash of their
//! bytes: adding one twice changes nothing. Nothing is ever changed or removed: the database
//! itself refuses, whoever asks. What was known on a day, or had been entered by a time, is a
//! question put to the ledger ([`AsKnown`]), not another copy of it.
//!
//! ```
//! use claim::{Claim, Decision, Document, Statement, Verdict};
//! use jiff::civil::date;
//! use ledger::{Added, AsKnown, Ledger};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! # let path = folder.path().join("border.sqlite");
//! let text = "About 104,000 people left.";
//! let document = Document { published: Some(date(2023, 11, 1)), ..Document::text("a.txt", text) };
//! let claim = Claim {
//!     value: Some(104_000.0),
//!     published: document.published,
//!     ..Claim::new(document.id.clone(), text, 0..13)
//! }
//! .sealed();
//!
//! let mut ledger = Ledger::create_or_open(&path)?;
//! let now = "2023-11-02T08:00:00Z".parse()?; // the ledger has no clock of its own
//! let statements = [Statement::Claim(claim.clone())];
//! assert_eq!(ledger.add(&document, &statements, now)?, Added::New { statements: 1 });
//! assert_eq!(ledger.add(&document, &statements, now)?, Added::Known);
//! assert_eq!(ledger.view(AsKnown::default())?.into_parts().1, statements);
//!
//! let day_before = AsKnown { published_by: Some(date(2023, 10, 31)), ..AsKnown::default() };
//! assert!(ledger.view(day_before)?.known.is_empty()); // not yet known
//!
//! let reject = Decision::new(Verdict::Reject, claim.id.as_str(), "A. N.", "a copy", now);
//! ledger.decide(reject)?;
//! assert_eq!(ledger.view(AsKnown::default())?.statements().count(), 0);
//! assert!(ledger.verify(None)?.faults.is_empty());
//! # Ok(())
//! # }
//! ```

mod address;
mod backend;
mod entry;
mod error;
mod material;
mod migrations;
mod origins;
mod postgres;
mod reach;
mod record;
mod sqlite;
mod store;
mod tls;
mod verify;
mod view;

pub use address::{looks_like_address, secret_in};
pub use entry::Head;
pub use error::LedgerError;
pub use material::Material;
pub use origins::{Republished, link_republished, republished};
pub use reach::{Reach, Why};
pub use record::{Entered, Histories, KEPT_BACK};
pub use store::{Added, Ledger, Subject};
pub use verify::{Fault, Verification};
pub use view::{AsKnown, Known, View};
