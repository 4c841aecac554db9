//! How the file's schema came to be what it is: numbered steps, each applied once.
//!
//! A step that has been released is never edited; a change of the schema is a new step. The
//! file's `user_version` says how many steps it has taken, its `application_id` that it is a
//! ledger at all.

use claim::{Document, Statement};
use jiff::Timestamp;
use rusqlite::{Connection, Transaction};

use crate::LedgerError;
use crate::entry::{Entry, Head};
use crate::sqlite::alone;

/// "CROS": marks the file as a ledger (bytes 68 to 71 of an SQLite file).
pub(crate) const APPLICATION_ID: i32 = i32::from_be_bytes(*b"CROS");

/// The newest schema version that this program knows, in any database.
pub(crate) const NEWEST: i64 = 2;

/// Brings the database up to [`NEWEST`]. With `create`, an empty database
/// becomes a ledger; without, it is refused.
pub(crate) fn migrate(
    connection: &mut Connection,
    ledger: &str,
    create: bool,
) -> Result<(), LedgerError> {
    if state(connection, ledger)? == State::At(NEWEST) {
        return Ok(()); // the common case, without asking for the write lock
    }
    let of = |error| LedgerError::from_sqlite(ledger, error);
    alone(connection, ledger, |transaction| {
        // Another process may be creating the same file: look again under the lock.
        match state(transaction, ledger)? {
            State::Empty if create => {
                transaction.execute_batch(include_str!("sql/sqlite.sql")).map_err(of)?;
            }
            State::Empty => return Err(LedgerError::NotALedger { ledger: ledger.to_owned() }),
            State::At(1) => chain_up(transaction, ledger)?,
            State::At(_) => {}
        }
        transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(of)?;
        transaction.pragma_update(None, "user_version", NEWEST).map_err(of)
    })
}

#[derive(PartialEq, Eq)]
enum State {
    /// A database without a single table.
    Empty,
    /// A ledger that has taken this many steps.
    At(i64),
}

fn state(connection: &Connection, ledger: &str) -> Result<State, LedgerError> {
    let of = |error| LedgerError::from_sqlite(ledger, error);
    let other = || LedgerError::NotALedger { ledger: ledger.to_owned() };
    let number = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0)).map_err(of);
    let application = number("PRAGMA application_id")?;
    let version = number("PRAGMA user_version")?;
    if application == i64::from(APPLICATION_ID) {
        return match version {
            0 => Err(other()),
            found if !(1..=NEWEST).contains(&found) => {
                Err(LedgerError::Newer { ledger: ledger.to_owned(), found, known: NEWEST })
            }
            version => Ok(State::At(version)),
        };
    }
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    if application == 0 && version == 0 && tables == 0 { Ok(State::Empty) } else { Err(other()) }
}

/// Schema 1 kept documents and statements in tables of their own, without hashes: they become
/// entries, recorded when they were.
fn chain_up(transaction: &Transaction<'_>, ledger: &str) -> Result<(), LedgerError> {
    let of = |error| LedgerError::from_sqlite(ledger, error);
    let damaged = |detail: String| LedgerError::Damaged { ledger: ledger.to_owned(), detail };
    transaction.execute_batch(include_str!("sql/sqlite.sql")).map_err(of)?;
    let mut documents = transaction
        .prepare(
            "SELECT entries.sequence, entries.recorded, id, name, media, published, publisher,
                    title, url, text, original
             FROM entries JOIN documents ON documents.entry = entries.sequence
             ORDER BY entries.sequence",
        )
        .map_err(of)?;
    let mut bodies = transaction
        .prepare("SELECT body FROM statements WHERE document = ?1 ORDER BY sequence")
        .map_err(of)?;
    let mut head = Head::empty();
    let mut rows = documents.query([]).map_err(of)?;
    while let Some(row) = rows.next().map_err(of)? {
        let number: i64 = row.get(0).map_err(of)?;
        let text = |column: usize| row.get::<_, Option<String>>(column).map_err(of);
        let wrong = |what: &str| damaged(format!("document {number} has an unreadable {what}"));
        let needed = |column, what| text(column)?.ok_or_else(|| wrong(what));
        let recorded: Timestamp = needed(1, "time")?.parse().map_err(|_| wrong("time"))?;
        let published = match text(5)? {
            Some(day) => Some(day.parse().map_err(|_| wrong("date"))?),
            None => None,
        };
        let document = Document {
            pages: Vec::new(),
            id: needed(2, "id")?.parse().map_err(|_| wrong("id"))?,
            name: needed(3, "name")?,
            media: needed(4, "media")?.parse().map_err(|_| wrong("media"))?,
            published,
            publisher: text(6)?,
            title: text(7)?,
            url: text(8)?,
            text: needed(9, "text")?,
            original: row.get(10).map_err(of)?,
        };
        let bodies: Vec<String> =
            bodies.query_map([number], |row| row.get(0)).and_then(Iterator::collect).map_err(of)?;
        let statements: Vec<Statement> = bodies
            .iter()
            .map(|body| serde_json::from_str(body))
            .collect::<Result<_, _>>()
            .map_err(|error| damaged(format!("a statement of document {number}: {error}")))?;
        let (entry, _) = Entry::document(&head, &document, &statements, recorded);
        head = entry.as_head();
        transaction
            .execute(
                "INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                (
                    entry.sequence,
                    entry.recorded,
                    entry.kind.name(),
                    entry.subject,
                    entry.known_from,
                    entry.head,
                    entry.text,
                    entry.original,
                    entry.statements,
                    entry.previous,
                    entry.hash,
                ),
            )
            .map_err(of)?;
    }
    drop(rows);
    drop(documents);
    transaction
        .execute_batch("DROP TABLE statements; DROP TABLE documents; DROP TABLE entries;")
        .map_err(of)
}
