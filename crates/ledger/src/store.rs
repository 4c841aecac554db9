//! The ledger itself.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use claim::{Document, Event, Statement};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, Transaction, TransactionBehavior};

use crate::LedgerError;
use crate::migrations::{APPLICATION_ID, migrate};

/// How long to wait for another program that is writing.
const PATIENCE: Duration = Duration::from_secs(5);

/// What [`Ledger::add`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// The document was not there; it is now, with this many statements.
    New {
        /// How many claims, events and positions came with it.
        statements: usize,
    },
    /// The document was there already; nothing was changed.
    Known,
}

/// An open ledger.
#[derive(Debug)]
pub struct Ledger {
    connection: Connection,
    path: PathBuf,
}

impl Ledger {
    /// Opens the ledger at `path`, making it when there is no file.
    ///
    /// # Errors
    /// When the file is something else (it is then left as it is), is locked,
    /// was written by a newer version, or cannot be made.
    pub fn create_or_open(path: impl AsRef<Path>) -> Result<Ledger, LedgerError> {
        Ledger::connect(path.as_ref(), true)
    }

    /// Opens the ledger at `path`.
    ///
    /// # Errors
    /// When there is none, when the file is something else, is locked, or was
    /// written by a newer version.
    pub fn open(path: impl AsRef<Path>) -> Result<Ledger, LedgerError> {
        let path = path.as_ref();
        if !path.exists() {
            return Err(LedgerError::Missing { path: path.to_owned() });
        }
        Ledger::connect(path, false)
    }

    /// Whether the file at `path` is a ledger, by its first bytes; `false`
    /// when there is no such file or it cannot be read.
    pub fn is_ledger(path: impl AsRef<Path>) -> bool {
        let mut head = [0u8; 72];
        let path = path.as_ref();
        // A named pipe would wait for a writer: only plain files are looked into.
        path.is_file()
            && File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok()
            && head.starts_with(b"SQLite format 3\0")
            && head[68..72] == APPLICATION_ID.to_be_bytes()
    }

    fn connect(path: &Path, create: bool) -> Result<Ledger, LedgerError> {
        let of = |error| LedgerError::from_database(path, error);
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
        connection.pragma_update(None, "foreign_keys", true).map_err(of)?;
        // Belt to the triggers' braces: a replace also fires delete triggers.
        connection.pragma_update(None, "recursive_triggers", true).map_err(of)?;
        migrate(&mut connection, path, create)?;
        // A damaged file is not added to: what is left in it must stay readable.
        let sound: String =
            connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(of)?;
        if sound != "ok" {
            return Err(LedgerError::Damaged { path: path.to_owned(), detail: sound });
        }
        Ok(Ledger { connection, path: path.to_owned() })
    }

    /// Enters a document and what was read from it, in one transaction: all of
    /// it is kept, or nothing is.
    ///
    /// `recorded` is when it is entered; the caller has the clock. A document
    /// that is there already stays as it is, with the statements that were
    /// read then. A statement given twice is one.
    ///
    /// # Errors
    /// [`LedgerError::Conflict`] when the same bytes were recorded with another
    /// date or publisher. A date or publisher that is merely not given again
    /// contradicts nothing.
    pub fn add(
        &mut self,
        document: &Document,
        statements: &[Statement],
        recorded: Timestamp,
    ) -> Result<Added, LedgerError> {
        let path = &self.path;
        let of = |error| LedgerError::from_database(path, error);
        // Immediate: between looking and writing nobody else can write. It
        // touches no byte of the file unless something is inserted.
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(of)?;
        if known(&transaction, path, document)? {
            return Ok(Added::Known);
        }
        let written = insert(&transaction, document, statements, recorded).map_err(of)?;
        transaction.commit().map_err(of)?;
        Ok(Added::New { statements: written })
    }

    /// Documents in order of publication day, then id; those without a day last.
    ///
    /// With `as_of`, only what had been published by that day: documents with
    /// an earlier or the same date, and documents without a date of their own
    /// that hold a statement so dated (a table with a date in each row).
    /// Anything undated cannot be shown to have been known by then and is left out.
    ///
    /// # Errors
    /// When the file is locked or damaged.
    pub fn documents(&self, as_of: Option<Date>) -> Result<Vec<Document>, LedgerError> {
        let sql = "
            SELECT id, name, media, published, publisher, title, url, text, original
            FROM documents
            WHERE ?1 IS NULL OR published <= ?1 OR EXISTS (
                SELECT 1 FROM statements
                WHERE statements.document = documents.entry AND statements.published <= ?1)
            ORDER BY published IS NULL, published, id";
        let as_of = as_of.map(|day| day.to_string());
        self.collect(sql, as_of, |row| {
            let id: String = row.get(0)?;
            let media: String = row.get(2)?;
            let published: Option<String> = row.get(3)?;
            let broken = |field| format!("document {id} has an unreadable {field}");
            Ok((|| {
                Ok(Document {
                    id: id.parse().map_err(|_| broken("id"))?,
                    media: media.parse().map_err(|_| broken("media"))?,
                    published: match published {
                        Some(day) => Some(day.parse().map_err(|_| broken("date"))?),
                        None => None,
                    },
                    name: row.get(1).map_err(|_| broken("name"))?,
                    publisher: row.get(4).map_err(|_| broken("publisher"))?,
                    title: row.get(5).map_err(|_| broken("title"))?,
                    url: row.get(6).map_err(|_| broken("url"))?,
                    text: row.get(7).map_err(|_| broken("text"))?,
                    original: row.get(8).map_err(|_| broken("original"))?,
                })
            })())
        })
    }

    /// Claims, events and positions, by document in the order of
    /// [`Ledger::documents`], within a document as they were given.
    ///
    /// With `as_of`, only what had been published by that day; a statement
    /// without a date of its own has its document's, and one with neither is
    /// left out.
    ///
    /// # Errors
    /// When the file is locked or damaged.
    pub fn statements(&self, as_of: Option<Date>) -> Result<Vec<Statement>, LedgerError> {
        let sql = "
            SELECT statements.id, body
            FROM statements JOIN documents ON documents.entry = statements.document
            WHERE ?1 IS NULL OR statements.published <= ?1
            ORDER BY documents.published IS NULL, documents.published, documents.id, sequence";
        let as_of = as_of.map(|day| day.to_string());
        self.collect(sql, as_of, |row| {
            let id: String = row.get(0)?;
            let body: String = row.get(1)?;
            Ok(serde_json::from_str(&body).map_err(|error| format!("statement {id}: {error}")))
        })
    }

    /// All events, in the order of [`Ledger::statements`].
    ///
    /// # Errors
    /// When the file is locked or damaged.
    pub fn events(&self) -> Result<Vec<Event>, LedgerError> {
        let statements = self.statements(None)?.into_iter();
        Ok(statements
            .filter_map(|statement| match statement {
                Statement::Event(event) => Some(event),
                _ => None,
            })
            .collect())
    }

    fn collect<T>(
        &self,
        sql: &str,
        as_of: Option<String>,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<Result<T, String>>,
    ) -> Result<Vec<T>, LedgerError> {
        let of = |error| LedgerError::from_database(&self.path, error);
        let mut query = self.connection.prepare_cached(sql).map_err(of)?;
        let rows = query.query_map([as_of], read).map_err(of)?;
        rows.map(|row| {
            row.map_err(of)?
                .map_err(|detail| LedgerError::Damaged { path: self.path.clone(), detail })
        })
        .collect()
    }
}

/// Whether the document is recorded; an error when it is with another date or publisher.
fn known(
    transaction: &Transaction<'_>,
    path: &Path,
    document: &Document,
) -> Result<bool, LedgerError> {
    let recorded = transaction
        .prepare_cached("SELECT published, publisher FROM documents WHERE id = ?1")
        .and_then(|mut query| {
            query
                .query_row([document.id.as_str()], |row| {
                    Ok((row.get::<_, Option<String>>(0)?, row.get::<_, Option<String>>(1)?))
                })
                .optional()
        })
        .map_err(|error| LedgerError::from_database(path, error))?;
    let Some((date, publisher)) = recorded else { return Ok(false) };
    let given_date = document.published.map(|day| day.to_string());
    for (what, recorded, given) in
        [("date", date, given_date), ("publisher", publisher, document.publisher.clone())]
    {
        if let Some(given) = given
            && recorded.as_ref() != Some(&given)
        {
            return Err(LedgerError::Conflict {
                path: path.to_owned(),
                name: document.name.clone(),
                what,
                recorded: recorded.unwrap_or_else(|| "not known".to_owned()),
                given,
            });
        }
    }
    Ok(true)
}

/// Writes the entry, the document and its statements; returns how many statements.
fn insert(
    transaction: &Transaction<'_>,
    document: &Document,
    statements: &[Statement],
    recorded: Timestamp,
) -> rusqlite::Result<usize> {
    let next = |table: &str| {
        let sql = format!("SELECT coalesce(max(sequence), 0) + 1 FROM {table}");
        transaction.prepare_cached(&sql)?.query_row([], |row| row.get::<_, i64>(0))
    };
    // Numbers are given here rather than by the database, so that the triggers see them.
    let entry = next("entries")?;
    let mut sequence = next("statements")?;
    transaction
        .prepare_cached(
            "INSERT INTO entries (sequence, recorded, kind, subject) VALUES (?1, ?2, 'document', ?3)",
        )?
        .execute((entry, format!("{recorded:.6}"), document.id.as_str()))?;
    transaction
        .prepare_cached(
            "INSERT INTO documents
             (entry, id, name, media, published, publisher, title, url, text, original)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute((
            entry,
            document.id.as_str(),
            &document.name,
            document.media.to_string(),
            document.published.map(|day| day.to_string()),
            &document.publisher,
            &document.title,
            &document.url,
            &document.text,
            &document.original,
        ))?;
    let mut add = transaction.prepare_cached(
        "INSERT INTO statements (sequence, id, document, published, body)
         VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut seen = std::collections::HashSet::new();
    for statement in statements {
        if !seen.insert(statement.id()) {
            continue;
        }
        let published = published(statement).or(document.published).map(|day| day.to_string());
        let body = serde_json::to_string(statement).expect("statements are plain data");
        add.execute((sequence, statement.id().as_str(), entry, published, body))?;
        sequence += 1;
    }
    Ok(seen.len())
}

fn published(statement: &Statement) -> Option<Date> {
    match statement {
        Statement::Claim(claim) => claim.published,
        Statement::Event(event) => event.published,
        Statement::Position(position) => position.published,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claim::{Claim, DocumentId, Event, Media};
    use jiff::civil::date;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("l.sqlite");
        (folder, path)
    }

    fn document(text: &str, published: Option<Date>) -> Document {
        Document { published, ..Document::text(format!("{}.txt", text.len()), text) }
    }

    fn claim(document: &Document, value: f64) -> Statement {
        Statement::Claim(
            Claim {
                value: Some(value),
                published: document.published,
                ..Claim::new(document.id.clone(), &document.text, 0..1)
            }
            .sealed(),
        )
    }

    #[test]
    fn what_was_added_is_read_back_whole() {
        let (_folder, path) = folder();
        let mut ledger = Ledger::create_or_open(&path).unwrap();
        let workbook = Document {
            id: DocumentId::of_bytes(b"PK"),
            media: Media::Xlsx,
            publisher: Some("IOM".into()),
            title: Some("t".into()),
            url: Some("u".into()),
            original: Some(b"PK".to_vec()),
            ..document("value\n5\n", Some(date(2023, 11, 3)))
        };
        let event = Event::new(workbook.id.clone(), &workbook.text, 0..5).sealed();
        let statements = [claim(&workbook, 5.0), Statement::Event(event)];
        ledger.add(&workbook, &statements, NOW).unwrap();
        let ledger = Ledger::open(&path).unwrap();
        assert_eq!(ledger.documents(None).unwrap(), [workbook]);
        assert_eq!(ledger.statements(None).unwrap(), statements);
    }

    #[test]
    fn adding_twice_leaves_every_byte_of_the_file_as_it_was() {
        let (_folder, path) = folder();
        let report = document("one", Some(date(2023, 11, 1)));
        let statements = [claim(&report, 1.0), claim(&report, 1.0)];
        let add = || Ledger::create_or_open(&path).unwrap().add(&report, &statements, NOW).unwrap();
        assert_eq!(add(), Added::New { statements: 1 });
        let before = std::fs::read(&path).unwrap();
        assert_eq!(add(), Added::Known);
        assert!(std::fs::read(&path).unwrap() == before);
        assert!(Ledger::is_ledger(&path));
    }

    #[test]
    fn the_order_does_not_depend_on_the_order_of_adding() {
        let documents = [
            document("a", Some(date(2023, 11, 2))),
            document("b", None),
            document("c", Some(date(2023, 11, 1))),
        ];
        let view = |order: [usize; 3]| {
            let (_folder, path) = folder();
            let mut ledger = Ledger::create_or_open(path).unwrap();
            for index in order {
                let document = &documents[index];
                ledger.add(document, &[claim(document, index as f64)], NOW).unwrap();
            }
            (ledger.documents(None).unwrap(), ledger.statements(None).unwrap())
        };
        assert_eq!(view([0, 1, 2]), view([2, 1, 0]));
    }

    #[test]
    fn as_of_shows_what_had_been_published_and_nothing_undated() {
        let (_folder, path) = folder();
        let mut ledger = Ledger::create_or_open(path).unwrap();
        let dated = document("dated", Some(date(2023, 11, 1)));
        let undated = document("undated", None);
        let table = document("table", None);
        let Statement::Claim(row) = claim(&table, 7.0) else { unreachable!() };
        let row = Statement::Claim(Claim { published: Some(date(2023, 11, 2)), ..row }.sealed());
        ledger.add(&dated, &[claim(&dated, 1.0)], NOW).unwrap();
        ledger.add(&undated, &[claim(&undated, 1.0)], NOW).unwrap();
        ledger.add(&table, &[row, claim(&table, 8.0)], NOW).unwrap();
        let counts = |day: Option<Date>| {
            (ledger.documents(day).unwrap().len(), ledger.statements(day).unwrap().len())
        };
        assert_eq!(counts(Some(date(2023, 10, 31))), (0, 0));
        assert_eq!(counts(Some(date(2023, 11, 1))), (1, 1));
        assert_eq!(counts(Some(date(2023, 11, 2))), (2, 2));
        assert_eq!(counts(None), (3, 4));
    }

    #[test]
    fn the_same_bytes_with_another_date_are_refused_and_say_both() {
        let (_folder, path) = folder();
        let mut ledger = Ledger::create_or_open(&path).unwrap();
        ledger.add(&document("x", Some(date(2023, 11, 1))), &[], NOW).unwrap();
        let error = ledger.add(&document("x", Some(date(2023, 11, 2))), &[], NOW).unwrap_err();
        let path = path.display();
        assert_eq!(
            error.to_string(),
            format!(
                "1.txt: already in {path}, recorded with date 2023-11-01; now given 2023-11-02"
            )
        );
        assert_eq!(ledger.add(&document("x", None), &[], NOW).unwrap(), Added::Known);
    }

    #[test]
    fn nothing_can_be_changed_removed_or_replaced_even_by_another_program() {
        let (_folder, path) = folder();
        let mut ledger = Ledger::create_or_open(&path).unwrap();
        let report = document("x", None);
        ledger.add(&report, &[claim(&report, 1.0)], NOW).unwrap();
        drop(ledger);
        let before = std::fs::read(&path).unwrap();
        // A bare connection: no pragma of ours is set.
        let other = Connection::open(&path).unwrap();
        let id = report.id.as_str();
        let zeros = "0".repeat(64);
        for sql in [
            "UPDATE documents SET text = 'y'".to_owned(),
            "UPDATE statements SET body = '{}'".to_owned(),
            "UPDATE entries SET recorded = ''".to_owned(),
            "DELETE FROM documents".to_owned(),
            "DELETE FROM statements".to_owned(),
            "DELETE FROM entries".to_owned(),
            format!("INSERT OR REPLACE INTO documents (entry, id, name, media, text) VALUES (9, '{id}', '', '', '')"),
            format!("INSERT OR REPLACE INTO documents (entry, id, name, media, text) VALUES (1, '{zeros}', '', '', '')"),
            format!("INSERT INTO documents (entry, id, name, media, text) VALUES (9, '{id}', '', '', '') ON CONFLICT DO UPDATE SET text = 'y'"),
            "INSERT OR REPLACE INTO statements (sequence, id, document, body) SELECT 1, '0123456789abcdef', 1, '{}'".to_owned(),
            "INSERT OR REPLACE INTO statements (sequence, id, document, body) SELECT 9, id, 1, '{}' FROM statements".to_owned(),
            "INSERT OR REPLACE INTO entries VALUES (1, '', '', '')".to_owned(),
            "REPLACE INTO documents (rowid, id, name, media, text) VALUES (1, 'z', '', '', '')".to_owned(),
        ] {
            let error = other.execute_batch(&sql).expect_err(&sql).to_string();
            assert!(error.contains("append-only"), "{sql}: {error}");
        }
        drop(other);
        assert!(std::fs::read(&path).unwrap() == before);
    }

    #[test]
    fn other_files_are_refused_and_left_alone() {
        let (folder, path) = folder();
        std::fs::write(&path, "About 104,000 people left.\n".repeat(100)).unwrap();
        let before = std::fs::read(&path).unwrap();
        assert!(!Ledger::is_ledger(&path));
        assert!(matches!(Ledger::create_or_open(&path), Err(LedgerError::NotALedger { .. })));
        assert!(std::fs::read(&path).unwrap() == before);

        let foreign = folder.path().join("foreign.sqlite");
        Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
        assert!(!Ledger::is_ledger(&foreign));
        assert!(matches!(Ledger::create_or_open(&foreign), Err(LedgerError::NotALedger { .. })));
        assert!(matches!(Ledger::open(&foreign), Err(LedgerError::NotALedger { .. })));

        let nowhere = folder.path().join("nowhere.sqlite");
        assert!(matches!(Ledger::open(&nowhere), Err(LedgerError::Missing { .. })));
        assert!(!nowhere.exists());
        let no_folder = folder.path().join("no/l.sqlite");
        assert!(matches!(Ledger::create_or_open(no_folder), Err(LedgerError::Database { .. })));
    }

    #[test]
    fn a_newer_ledger_is_refused() {
        let (_folder, path) = folder();
        drop(Ledger::create_or_open(&path).unwrap());
        Connection::open(&path).unwrap().pragma_update(None, "user_version", 99).unwrap();
        let error = Ledger::open(&path).unwrap_err();
        assert!(matches!(error, LedgerError::Newer { found: 99, .. }), "{error}");
    }

    #[test]
    fn a_locked_ledger_and_a_full_disk_say_so_and_lose_nothing() {
        let (_folder, path) = folder();
        let mut ledger = Ledger::create_or_open(&path).unwrap();
        ledger.add(&document("x", None), &[], NOW).unwrap();
        ledger.connection.busy_timeout(Duration::ZERO).unwrap();
        let mut other = Connection::open(&path).unwrap();
        let lock = other.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
        let error = ledger.add(&document("y", None), &[], NOW).unwrap_err();
        assert!(matches!(error, LedgerError::Locked { .. }), "{error}");
        drop(lock);

        let pages: i64 =
            ledger.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
        ledger.connection.pragma_update(None, "max_page_count", pages).unwrap();
        let long = "y".repeat(1 << 20);
        let error = ledger.add(&document(&long, None), &[], NOW).unwrap_err();
        assert!(matches!(error, LedgerError::DiskFull { .. }), "{error}");
        assert_eq!(ledger.documents(None).unwrap().len(), 1);
    }

    #[test]
    fn two_writers_that_create_and_fill_one_ledger_lose_nothing() {
        let (_folder, path) = folder();
        let threads: Vec<_> = (0..2)
            .map(|half| {
                let path = path.clone();
                std::thread::spawn(move || {
                    let mut ledger = Ledger::create_or_open(path).unwrap();
                    for number in 0..20 {
                        let report = document(&format!("{}", number * 2 + half), None);
                        ledger.add(&report, &[claim(&report, 1.0)], NOW).unwrap();
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
        assert_eq!(Ledger::open(path).unwrap().statements(None).unwrap().len(), 40);
    }
}
