//! What can go wrong with a ledger: which one, what happened, and what to do.

use rusqlite::ErrorCode;

/// Why a ledger could not be opened, read or added to. Nothing was changed.
///
/// `ledger` is the file, or the server and database without the password.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LedgerError {
    /// There is no such file, or no ledger in that database.
    #[error("{ledger}: no such ledger")]
    Missing {
        /// Which ledger.
        ledger: String,
    },
    /// The file or database is something else.
    #[error("{ledger}: not a ledger of crossings")]
    NotALedger {
        /// Which ledger.
        ledger: String,
    },
    /// It was written by a newer version of the program.
    #[error(
        "{ledger}: written by a newer crossings (schema {found}; this one knows up to {known})"
    )]
    Newer {
        /// Which ledger.
        ledger: String,
        /// The schema version that it has.
        found: i64,
        /// The newest schema version that this program knows.
        known: i64,
    },
    /// Another program is writing and did not finish in time.
    #[error("{ledger}: locked by another program")]
    Locked {
        /// Which ledger.
        ledger: String,
    },
    /// The disk has no room left.
    #[error("{ledger}: no room left to write")]
    DiskFull {
        /// Which ledger.
        ledger: String,
    },
    /// It may be read and not written.
    #[error("{ledger}: may not be written")]
    ReadOnly {
        /// Which ledger.
        ledger: String,
    },
    /// The address is not one of a PostgreSQL database.
    #[error("not the address of a PostgreSQL database: {detail}")]
    BadAddress {
        /// What is wrong with it.
        detail: String,
    },
    /// The server does not answer, or does not let us in.
    #[error("{ledger}: {detail}")]
    Unreachable {
        /// Which ledger.
        ledger: String,
        /// What the connection said.
        detail: String,
    },
    /// The document is recorded already, with another date or publisher.
    #[error("{name}: already in {ledger}, recorded with {what} {recorded}; now given {given}")]
    Conflict {
        /// Which ledger.
        ledger: String,
        /// The document's name as given now.
        name: String,
        /// What differs: `date` or `publisher`.
        what: &'static str,
        /// What the ledger holds.
        recorded: String,
        /// What was given now.
        given: String,
    },
    /// A decision about something that the ledger does not hold, or that cannot be so.
    #[error("{ledger}: {detail}")]
    Undecidable {
        /// Which ledger.
        ledger: String,
        /// What does not fit.
        detail: String,
    },
    /// Two ledgers that should go together have parted.
    #[error("{ledger}: {detail}")]
    Diverged {
        /// Which ledger.
        ledger: String,
        /// Where they differ.
        detail: String,
    },
    /// A row that the program itself could not have written.
    #[error("{ledger}: damaged: {detail}")]
    Damaged {
        /// Which ledger.
        ledger: String,
        /// Which row, and what is wrong with it.
        detail: String,
    },
    /// Any other refusal of the database.
    #[error("{ledger}: {source}")]
    Database {
        /// Which ledger.
        ledger: String,
        /// What the database said.
        source: Box<dyn std::error::Error + Send + Sync>,
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
            LedgerError::ReadOnly { .. } => "check the permissions, or work on a copy",
            LedgerError::BadAddress { .. } => {
                "write it as postgres://user:password@host:5432/database, with %40 for an @ in the password; a file's path has none of that"
            }
            LedgerError::Unreachable { .. } => {
                "check that the server runs and that host, port, user, password and database are right, and sslmode and sslrootcert where the server asks for TLS"
            }
            LedgerError::Conflict { .. } => {
                "a ledger never changes what it holds: give the date and publisher that are recorded, or use a new ledger"
            }
            LedgerError::Undecidable { .. } => {
                "`crossings export LEDGER --table claims --format jsonl` lists the claims with their ids, `crossings log LEDGER` what was decided"
            }
            LedgerError::Diverged { .. } => "copy into a new ledger; neither of these was changed",
            LedgerError::Damaged { .. } => {
                "`crossings ledger verify` names what is wrong; restore the ledger from a copy"
            }
            LedgerError::Database { .. } => {
                "check that the folder or database exists and may be read and written"
            }
        }
    }

    /// Turns a refusal of SQLite into what it means for the user.
    pub(crate) fn from_sqlite(ledger: &str, error: rusqlite::Error) -> LedgerError {
        let ledger = ledger.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => LedgerError::NotALedger { ledger },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                LedgerError::Locked { ledger }
            }
            Some(ErrorCode::DiskFull) => LedgerError::DiskFull { ledger },
            Some(ErrorCode::ReadOnly) => LedgerError::ReadOnly { ledger },
            Some(ErrorCode::DatabaseCorrupt) => {
                LedgerError::Damaged { ledger, detail: error.to_string() }
            }
            _ => LedgerError::Database { ledger, source: error.into() },
        }
    }

    /// Turns a refusal of PostgreSQL into what it means for the user.
    pub(crate) fn from_postgres(ledger: &str, error: postgres::Error) -> LedgerError {
        use postgres::error::SqlState;
        let ledger = ledger.to_owned();
        let Some(refused) = error.as_db_error() else {
            // The chain of causes says more than "error connecting to server".
            let mut detail = error.to_string();
            let mut cause = std::error::Error::source(&error);
            while let Some(inner) = cause {
                detail = format!("{detail}: {inner}");
                cause = inner.source();
            }
            return LedgerError::Unreachable { ledger, detail };
        };
        match *refused.code() {
            SqlState::DISK_FULL => LedgerError::DiskFull { ledger },
            SqlState::LOCK_NOT_AVAILABLE => LedgerError::Locked { ledger },
            SqlState::INSUFFICIENT_PRIVILEGE | SqlState::READ_ONLY_SQL_TRANSACTION => {
                LedgerError::ReadOnly { ledger }
            }
            SqlState::INVALID_PASSWORD
            | SqlState::INVALID_AUTHORIZATION_SPECIFICATION
            | SqlState::INVALID_CATALOG_NAME
            | SqlState::TOO_MANY_CONNECTIONS
            | SqlState::CANNOT_CONNECT_NOW => {
                LedgerError::Unreachable { ledger, detail: refused.message().to_owned() }
            }
            SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => {
                LedgerError::Damaged { ledger, detail: refused.message().to_owned() }
            }
            _ => LedgerError::Database { ledger, source: refused.message().into() },
        }
    }
}
