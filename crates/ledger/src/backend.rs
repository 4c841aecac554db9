//! What a database must do to hold a ledger. Everything that makes a ledger a ledger, the
//! chain, the views, the decisions, is written once above this line.

use crate::LedgerError;
use crate::entry::{Entry, EntryKind, Head};

/// Which columns of entries are wanted: texts are large and seldom needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Columns {
    /// Without text, original and statements.
    Heads,
    /// With text and original.
    Texts,
    /// With statements.
    Statements,
}

/// Which entries are wanted.
#[derive(Debug, Clone)]
pub(crate) struct Scan<'a> {
    pub kind: EntryKind,
    /// None with a greater number.
    pub up_to: i64,
    /// Only those of which something had been published by this ISO day.
    pub known_by: Option<&'a str>,
    pub columns: Columns,
}

/// A row as found: an entry, or what keeps it from being one.
pub(crate) type Found = (i64, Result<Entry, String>);

/// A database with the one table of entries. Calls outside `begin` and `commit` read.
pub(crate) trait Backend: Send {
    /// File, or server and database without the password, for messages.
    fn name(&self) -> &str;
    /// Becomes the only writer; waits for another to finish.
    fn begin(&mut self) -> Result<(), LedgerError>;
    /// Makes everything since `begin` last.
    fn commit(&mut self) -> Result<(), LedgerError>;
    /// Forgets everything since `begin`.
    fn rollback(&mut self);
    /// Where the chain ends.
    fn head(&mut self) -> Result<Head, LedgerError>;
    /// The entry of a document or decision, without its large columns.
    fn find(&mut self, subject: &str) -> Result<Option<Entry>, LedgerError>;
    /// Appends an entry.
    fn insert(&mut self, entry: &Entry) -> Result<(), LedgerError>;
    /// Entries in order.
    fn scan(&mut self, scan: &Scan<'_>) -> Result<Vec<Entry>, LedgerError>;
    /// Up to `count` rows behind entry `after`, whole, in order, readable or not.
    fn page(&mut self, after: i64, count: i64) -> Result<Vec<Found>, LedgerError>;
    /// Number of the last entry recorded by then; 0 when there is none.
    fn last_by(&mut self, recorded: &str) -> Result<i64, LedgerError>;
    /// What the database itself finds wrong with its storage.
    fn self_check(&mut self) -> Result<Vec<String>, LedgerError>;
}
