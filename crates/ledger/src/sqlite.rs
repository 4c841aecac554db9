//! A ledger in one SQLite file.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, TransactionBehavior};

use crate::LedgerError;
use crate::backend::{Backend, Columns, Found, Scan};
use crate::entry::{Entry, EntryKind, Head};
use crate::migrations::migrate;

/// How long to wait for another program that is writing.
const PATIENCE: Duration = Duration::from_secs(30);

/// An open file.
#[derive(Debug)]
pub(crate) struct Sqlite {
    connection: Connection,
    ledger: String,
}

impl Sqlite {
    /// Opens the file, making it when `create` is set and there is none.
    pub fn open(path: &Path, create: bool) -> Result<Sqlite, LedgerError> {
        let ledger = path.display().to_string();
        // A named pipe would be waited for, and a device is no place to keep anything.
        // SQLite opens its journal beside the file as well.
        let beside = ["-journal", "-wal", "-shm"].map(|end| format!("{}{end}", path.display()));
        let is_other = |file: &str| std::fs::metadata(file).is_ok_and(|found| !found.is_file());
        if std::fs::metadata(path).is_ok_and(|found| !found.is_file())
            || beside.iter().any(|file| is_other(file))
        {
            return Err(LedgerError::NotALedger { ledger });
        }
        let of = |error| LedgerError::from_sqlite(&ledger, error);
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if create {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
        }
        let mut connection = Connection::open_with_flags(path, flags).map_err(of)?;
        connection.busy_timeout(PATIENCE).map_err(of)?;
        // The default rollback journal (not WAL) keeps everything in the one
        // file between transactions, so that copying the file copies the
        // ledger; FULL survives a power cut.
        connection.pragma_update(None, "synchronous", "FULL").map_err(of)?;
        // Belt to the triggers' braces: a replace also fires delete triggers.
        connection.pragma_update(None, "recursive_triggers", true).map_err(of)?;
        migrate(&mut connection, &ledger, create)?;
        Ok(Sqlite { connection, ledger })
    }

    fn error(&self, error: rusqlite::Error) -> LedgerError {
        LedgerError::from_sqlite(&self.ledger, error)
    }

    fn damaged(&self, detail: String) -> LedgerError {
        LedgerError::Damaged { ledger: self.ledger.clone(), detail }
    }
}

/// Reads a row of all columns in the order of the table.
fn entry(row: &Row<'_>) -> rusqlite::Result<Found> {
    let sequence: i64 = row.get(0)?;
    let read = || -> rusqlite::Result<Result<Entry, String>> {
        let kind: String = row.get(2)?;
        let Some(kind) = EntryKind::of(&kind) else {
            return Ok(Err(format!("is of an unknown kind `{kind}`")));
        };
        Ok(Ok(Entry {
            sequence,
            recorded: row.get(1)?,
            kind,
            subject: row.get(3)?,
            known_from: row.get(4)?,
            head: row.get(5)?,
            text: row.get(6)?,
            original: row.get(7)?,
            statements: row.get(8)?,
            previous: row.get(9)?,
            hash: row.get(10)?,
        }))
    };
    Ok((sequence, read().unwrap_or_else(|error| Err(format!("cannot be read: {error}")))))
}

/// The large columns, or nulls in their place.
fn columns(columns: Columns) -> &'static str {
    match columns {
        Columns::Heads => "NULL, NULL, NULL",
        Columns::Texts => "text, original, NULL",
        Columns::Statements => "NULL, NULL, statements",
    }
}

impl Backend for Sqlite {
    fn name(&self) -> &str {
        &self.ledger
    }

    fn begin(&mut self) -> Result<(), LedgerError> {
        // Immediate: between looking and writing nobody else can write. It touches no byte of
        // the file unless something is inserted.
        self.connection.execute_batch("BEGIN IMMEDIATE").map_err(|e| self.error(e))
    }

    fn commit(&mut self) -> Result<(), LedgerError> {
        self.connection.execute_batch("COMMIT").map_err(|e| self.error(e))
    }

    fn rollback(&mut self) {
        // A failed statement may have rolled back already; there is nothing to add to that.
        let _ = self.connection.execute_batch("ROLLBACK");
    }

    fn head(&mut self) -> Result<Head, LedgerError> {
        let row = self
            .connection
            .prepare_cached(
                "SELECT sequence, hash, recorded FROM entry ORDER BY sequence DESC LIMIT 1",
            )
            .and_then(|mut query| {
                query
                    .query_row([], |row| {
                        Ok(Head { sequence: row.get(0)?, hash: row.get(1)?, recorded: row.get(2)? })
                    })
                    .optional()
            });
        Ok(row.map_err(|e| self.error(e))?.unwrap_or_else(Head::empty))
    }

    fn find(&mut self, subject: &str) -> Result<Option<Entry>, LedgerError> {
        let columns = columns(Columns::Heads);
        let sql = format!(
            "SELECT sequence, recorded, kind, subject, known_from, head, {columns}, previous, hash
             FROM entry WHERE subject = ?1"
        );
        let found = self
            .connection
            .prepare_cached(&sql)
            .and_then(|mut query| query.query_row([subject], entry).optional())
            .map_err(|e| self.error(e))?;
        found
            .map(|(number, entry)| {
                entry.map_err(|detail| self.damaged(format!("entry {number} {detail}")))
            })
            .transpose()
    }

    fn insert(&mut self, entry: &Entry) -> Result<(), LedgerError> {
        self.connection
            .prepare_cached(
                "INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
            )
            .and_then(|mut insert| {
                insert.execute((
                    entry.sequence,
                    &entry.recorded,
                    entry.kind.name(),
                    &entry.subject,
                    &entry.known_from,
                    &entry.head,
                    &entry.text,
                    &entry.original,
                    &entry.statements,
                    &entry.previous,
                    &entry.hash,
                ))
            })
            .map(|_| ())
            .map_err(|e| self.error(e))
    }

    fn scan(&mut self, scan: &Scan<'_>) -> Result<Vec<Entry>, LedgerError> {
        let columns = columns(scan.columns);
        let sql = format!(
            "SELECT sequence, recorded, kind, subject, known_from, head, {columns}, previous, hash
             FROM entry
             WHERE kind = ?1 AND sequence <= ?2 AND (?3 IS NULL OR known_from <= ?3)
             ORDER BY sequence"
        );
        let rows: Vec<Found> = self
            .connection
            .prepare_cached(&sql)
            .and_then(|mut query| {
                query.query_map((scan.kind.name(), scan.up_to, scan.known_by), entry)?.collect()
            })
            .map_err(|e| self.error(e))?;
        rows.into_iter()
            .map(|(number, entry)| {
                entry.map_err(|detail| self.damaged(format!("entry {number} {detail}")))
            })
            .collect()
    }

    fn page(&mut self, after: i64, count: i64) -> Result<Vec<Found>, LedgerError> {
        self.connection
            .prepare_cached(
                "SELECT sequence, recorded, kind, subject, known_from, head, text, original,
                        statements, previous, hash
                 FROM entry WHERE sequence > ?1 ORDER BY sequence LIMIT ?2",
            )
            .and_then(|mut query| query.query_map((after, count), entry)?.collect())
            .map_err(|e| self.error(e))
    }

    fn last_by(&mut self, recorded: &str) -> Result<i64, LedgerError> {
        self.connection
            .query_row(
                "SELECT coalesce(max(sequence), 0) FROM entry WHERE recorded <= ?1",
                [recorded],
                |row| row.get(0),
            )
            .map_err(|e| self.error(e))
    }

    fn self_check(&mut self) -> Result<Vec<String>, LedgerError> {
        let found: rusqlite::Result<Vec<String>> = self
            .connection
            .prepare("PRAGMA integrity_check(20)")
            .and_then(|mut query| query.query_map([], |row| row.get(0))?.collect());
        match found {
            Ok(lines) => Ok(lines.into_iter().filter(|line| line != "ok").collect()),
            Err(error) => Ok(vec![error.to_string()]),
        }
    }
}

/// Runs `work` as the only writer, for migrations.
pub(crate) fn alone(
    connection: &mut Connection,
    ledger: &str,
    work: impl FnOnce(&rusqlite::Transaction<'_>) -> Result<(), LedgerError>,
) -> Result<(), LedgerError> {
    let of = |error| LedgerError::from_sqlite(ledger, error);
    let transaction =
        connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(of)?;
    work(&transaction)?;
    transaction.commit().map_err(of)
}

#[cfg(test)]
mod tests {
    use super::*;
    use claim::Document;
    use jiff::Timestamp;

    fn entry(text: &str, head: &Head) -> Entry {
        Entry::document(head, &Document::text("a.txt", text), &[], Timestamp::UNIX_EPOCH).0
    }

    #[test]
    fn a_locked_file_and_a_full_disk_say_so_and_lose_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("l.sqlite");
        let mut file = Sqlite::open(&path, true).unwrap();
        let first = entry("x", &Head::empty());
        file.begin().unwrap();
        file.insert(&first).unwrap();
        file.commit().unwrap();
        file.connection.busy_timeout(Duration::ZERO).unwrap();
        let mut other = Sqlite::open(&path, false).unwrap();
        other.begin().unwrap();
        let error = file.begin().unwrap_err();
        assert!(matches!(error, LedgerError::Locked { .. }), "{error}");
        other.rollback();

        let pages: i64 =
            file.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        file.connection.pragma_update(None, "max_page_count", pages).unwrap();
        file.begin().unwrap();
        // Random enough not to be compressed away.
        let long: String = (0..1u64 << 17)
            .map(|n| char::from(b'a' + (n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 59) as u8 % 26))
            .collect();
        let error = file.insert(&entry(&long, &first.as_head())).unwrap_err();
        assert!(matches!(error, LedgerError::DiskFull { .. }), "{error}");
        file.rollback();
        assert_eq!(file.head().unwrap(), first.as_head());
        assert_eq!(file.self_check().unwrap(), Vec::<String>::new());
    }
}
