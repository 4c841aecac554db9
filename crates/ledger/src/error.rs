//! What can go wrong with a ledger: the file, what happened, and what to do.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why a ledger could not be opened, read or added to. Nothing was changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// There is no such file.
    #[error("{}: no such ledger", .path.display())]
    Missing {
        /// The file asked for.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("{}: not a ledger of crossings", .path.display())]
    NotALedger {
        /// The file asked for.
        path: PathBuf,
    },
    /// The file was written by a newer version of the program.
    #[error("{}: written by a newer crossings (schema {found}; this one knows up to {known})", .path.display())]
    Newer {
        /// The file asked for.
        path: PathBuf,
        /// The schema version that it has.
        found: i64,
        /// The newest schema version that this program knows.
        known: i64,
    },
    /// Another program is writing and did not finish in time.
    #[error("{}: locked by another program", .path.display())]
    Locked {
        /// The file asked for.
        path: PathBuf,
    },
    /// The disk has no room left.
    #[error("{}: no room left to write", .path.display())]
    DiskFull {
        /// The file asked for.
        path: PathBuf,
    },
    /// The file may be read and not written.
    #[error("{}: may not be written", .path.display())]
    ReadOnly {
        /// The file asked for.
        path: PathBuf,
    },
    /// The document is recorded already, with another date or publisher.
    #[error(
        "{name}: already in {}, recorded with {what} {recorded}; now given {given}",
        .path.display()
    )]
    Conflict {
        /// The ledger.
        path: PathBuf,
        /// The document's name as given now.
        name: String,
        /// What differs: `date` or `publisher`.
        what: &'static str,
        /// What the ledger holds.
        recorded: String,
        /// What was given now.
        given: String,
    },
    /// A row that the program itself could not have written.
    #[error("{}: damaged: {detail}", .path.display())]
    Damaged {
        /// The ledger.
        path: PathBuf,
        /// Which row, and what is wrong with it.
        detail: String,
    },
    /// Any other refusal of the database.
    #[error("{}: {source}", .path.display())]
    Database {
        /// The ledger.
        path: PathBuf,
        /// What the database said.
        source: rusqlite::Error,
    },
}

impl LedgerError {
    /// What to do about it, in a sentence.
    pub fn remedy(&self) -> &'static str {
        match self {
            LedgerError::Missing { .. } => {
                "check the name, or make one with `crossings add PATH --ledger FILE`"
            }
            LedgerError::NotALedger { .. } => {
                "name another file; this one was left as it is, and `crossings add` makes a new ledger where there is no file"
            }
            LedgerError::Newer { .. } => "use that newer version of crossings to open it",
            LedgerError::Locked { .. } => {
                "try again when the other program has finished; nothing was lost"
            }
            LedgerError::DiskFull { .. } => {
                "free some space and run the command again; what was entered before is safe"
            }
            LedgerError::ReadOnly { .. } => {
                "check the permissions of the file and of its folder, or work on a copy"
            }
            LedgerError::Conflict { .. } => {
                "a ledger never changes what it holds: give the date and publisher that are recorded, or use a new ledger"
            }
            LedgerError::Damaged { .. } => "restore the file from a copy",
            LedgerError::Database { .. } => {
                "check that the folder exists and that the file and the folder may be read and written"
            }
        }
    }

    /// Turns a refusal of the database into what it means for the user.
    pub(crate) fn from_database(path: &Path, error: rusqlite::Error) -> LedgerError {
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => LedgerError::NotALedger { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                LedgerError::Locked { path }
            }
            Some(ErrorCode::DiskFull) => LedgerError::DiskFull { path },
            Some(ErrorCode::ReadOnly) => LedgerError::ReadOnly { path },
            Some(ErrorCode::DatabaseCorrupt) => {
                LedgerError::Damaged { path, detail: error.to_string() }
            }
            _ => LedgerError::Database { path, source: error },
        }
    }
}
