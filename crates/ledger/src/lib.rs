//! The append-only record of documents and what was read from them, in one
//! SQLite file that can be copied like any other.
//!
//! Documents are addressed by the hash of their bytes, so adding one twice
//! changes nothing, not even a byte of the file. Nothing is ever changed or
//! removed: the database itself refuses, whoever asks. What was known on a day
//! is a question put to the ledger, not another copy of it.
//!
//! ```
//! use claim::{Claim, Document, Statement};
//! use jiff::civil::date;
//! use ledger::{Added, Ledger};
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
//! let statements = [Statement::Claim(claim)];
//! assert_eq!(ledger.add(&document, &statements, now)?, Added::New { statements: 1 });
//! assert_eq!(ledger.add(&document, &statements, now)?, Added::Known);
//!
//! assert_eq!(ledger.statements(None)?, statements);
//! assert!(ledger.statements(Some(date(2023, 10, 31)))?.is_empty()); // not yet known
//! # Ok(())
//! # }
//! ```

mod error;
mod migrations;
mod store;

pub use error::LedgerError;
pub use store::{Added, Ledger};
