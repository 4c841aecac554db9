//! How the schema came to be what it is: numbered steps, each applied once.
//!
//! A step that has been released is never edited; a change of the schema is a
//! new file and a new line below. The file's `user_version` says how many
//! steps it has taken, its `application_id` that it is a ledger at all.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::LedgerError;

/// "CROS": marks the file as a ledger (bytes 68 to 71 of an SQLite file).
pub(crate) const APPLICATION_ID: i32 = i32::from_be_bytes(*b"CROS");

const STEPS: [&str; 1] = [include_str!("migrations/0001-documents-and-statements.sql")];

/// The newest schema version that this program knows.
pub(crate) const NEWEST: i64 = STEPS.len() as i64;

/// Brings the database up to [`NEWEST`]. With `create`, an empty database
/// becomes a ledger; without, it is refused.
pub(crate) fn migrate(
    connection: &mut Connection,
    path: &Path,
    create: bool,
) -> Result<(), LedgerError> {
    let of = |error| LedgerError::from_database(path, error);
    if state(connection, path)? == State::At(NEWEST) {
        return Ok(()); // the common case, without asking for the write lock
    }
    // Another process may be creating the same file: look again under the lock.
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(of)?;
    let version = match state(&transaction, path)? {
        State::Empty if create => 0,
        State::Empty => return Err(LedgerError::NotALedger { path: path.to_owned() }),
        State::At(version) => version,
    };
    for step in &STEPS[version as usize..] {
        transaction.execute_batch(step).map_err(of)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(of)?;
    transaction.pragma_update(None, "user_version", NEWEST).map_err(of)?;
    transaction.commit().map_err(of)
}

#[derive(PartialEq, Eq)]
enum State {
    /// A database without a single table.
    Empty,
    /// A ledger that has taken this many steps.
    At(i64),
}

fn state(connection: &Connection, path: &Path) -> Result<State, LedgerError> {
    let of = |error| LedgerError::from_database(path, error);
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(of);
    let application = number("PRAGMA application_id")?;
    let version = number("PRAGMA user_version")?;
    if application == i64::from(APPLICATION_ID) {
        return match version {
            0 => Err(LedgerError::NotALedger { path: path.to_owned() }),
            found if !(1..=NEWEST).contains(&found) => {
                Err(LedgerError::Newer { path: path.to_owned(), found, known: NEWEST })
            }
            version => Ok(State::At(version)),
        };
    }
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    if application == 0 && version == 0 && tables == 0 {
        Ok(State::Empty)
    } else {
        Err(LedgerError::NotALedger { path: path.to_owned() }) // another program's database
    }
}
