//! A ledger in a PostgreSQL database, for a team that writes at once.
//!
//! The ledger lies in the schema that comes first in the connection's search path, so that
//! `postgres://…/db?options=-csearch_path%3Dborder` keeps several in one database.

use postgres::{Client, Config, Row};

use crate::LedgerError;
use crate::backend::{Backend, Columns, Found, Scan};
use crate::entry::{Entry, EntryKind, Head};
use crate::migrations::NEWEST;
use crate::tls::Secured;

/// An open connection.
pub(crate) struct Postgres {
    client: Client,
    ledger: String,
}

/// Server and database as shown to people: without the password.
fn shown(config: &Config) -> String {
    use postgres::config::Host;
    let host = config.get_hosts().first().map_or_else(
        || "localhost".to_owned(),
        |host| match host {
            Host::Tcp(name) => name.clone(),
            #[cfg(unix)]
            Host::Unix(path) => path.display().to_string(),
        },
    );
    let user = config.get_user().map_or_else(String::new, |user| format!("{user}@"));
    let database = config.get_dbname().or(config.get_user()).unwrap_or_default();
    format!("postgres://{user}{host}/{database}")
}

impl Postgres {
    /// Connects, making the tables when `create` is set and there are none.
    pub fn open(address: &str, create: bool) -> Result<Postgres, LedgerError> {
        let secured = Secured::of(address)?;
        // What the parser says may repeat a part of the address, and that part may be the password.
        let mut config: Config = secured.address.parse().map_err(|_| LedgerError::BadAddress {
            detail: "the host, the port or an option of it cannot be read".to_owned(),
        })?;
        let ledger = shown(&config);
        if config.get_application_name().is_none() {
            config.application_name("crossings");
        }
        let of = |error| LedgerError::from_postgres(&ledger, error);
        let mut client = secured.connect(&config, &ledger)?;
        // Text is compared and sent as UTF-8, whatever the server's habits.
        client
            .batch_execute("SET client_encoding = 'UTF8'; SET lock_timeout = '30s'")
            .map_err(of)?;
        let mut postgres = Postgres { client, ledger };
        postgres.prepare(create)?;
        Ok(postgres)
    }

    /// Makes the tables, or checks that they are ours and not newer than this program.
    fn prepare(&mut self, create: bool) -> Result<(), LedgerError> {
        if self.version()?.is_none() {
            if !create {
                return Err(LedgerError::Missing { ledger: self.ledger.clone() });
            }
            self.begin()?;
            // Another process may have made them meanwhile: look again under the lock.
            let made = match self.version() {
                Ok(None) => self
                    .client
                    .batch_execute(include_str!("sql/postgres.sql"))
                    .map_err(|e| self.error(e)),
                Ok(Some(_)) => Ok(()),
                Err(error) => Err(error),
            };
            if made.is_err() {
                self.rollback();
                made?;
            }
            self.commit()?;
        }
        match self.version()? {
            Some(found) if found > NEWEST => {
                Err(LedgerError::Newer { ledger: self.ledger.clone(), found, known: NEWEST })
            }
            _ => Ok(()),
        }
    }

    /// The schema version; `None` without tables of ours.
    fn version(&mut self) -> Result<Option<i64>, LedgerError> {
        // Asked of the catalogue itself: `to_regclass` may answer from what this connection
        // remembers, and not see the table that another made while we waited for the lock.
        let there: bool = self
            .client
            .query_one(
                "SELECT EXISTS (SELECT FROM pg_catalog.pg_class
                                WHERE relname = 'crossings_ledger'
                                  AND relnamespace = current_schema()::regnamespace)",
                &[],
            )
            .map_err(|e| self.error(e))?
            .get(0);
        if !there {
            return Ok(None);
        }
        let row = self
            .client
            .query_opt("SELECT max(version) FROM crossings_ledger", &[])
            .map_err(|e| self.error(e))?;
        Ok(row.and_then(|row| row.get(0)))
    }

    fn error(&self, error: postgres::Error) -> LedgerError {
        LedgerError::from_postgres(&self.ledger, error)
    }
}

/// Reads a row of all columns in the order of the table.
fn entry(row: &Row) -> Found {
    let sequence: i64 = row.get(0);
    let kind: String = row.get(2);
    let Some(kind) = EntryKind::of(&kind) else {
        return (sequence, Err(format!("is of an unknown kind `{kind}`")));
    };
    let entry = Entry {
        sequence,
        recorded: row.get(1),
        kind,
        subject: row.get(3),
        known_from: row.get(4),
        head: row.get(5),
        text: row.get(6),
        original: row.get(7),
        statements: row.get(8),
        previous: row.get(9),
        hash: row.get(10),
    };
    (sequence, Ok(entry))
}

/// The large columns, with nulls typed so that the server knows what they are.
fn columns(columns: Columns) -> &'static str {
    match columns {
        Columns::Heads => "NULL::bytea, NULL::bytea, NULL::bytea",
        Columns::Texts => "text, original, NULL::bytea",
        Columns::Statements => "NULL::bytea, NULL::bytea, statements",
    }
}

impl Backend for Postgres {
    fn name(&self) -> &str {
        &self.ledger
    }

    fn begin(&mut self) -> Result<(), LedgerError> {
        // One writer at a time, per ledger: the chain has one end.
        self.client
            .batch_execute(
                "BEGIN;
                 SELECT pg_advisory_xact_lock(hashtext('crossings'), hashtext(current_schema()))",
            )
            .map_err(|e| self.error(e))
    }

    fn commit(&mut self) -> Result<(), LedgerError> {
        self.client.batch_execute("COMMIT").map_err(|e| self.error(e))
    }

    fn rollback(&mut self) {
        // A broken connection has rolled back by itself.
        let _ = self.client.batch_execute("ROLLBACK");
    }

    fn head(&mut self) -> Result<Head, LedgerError> {
        let row = self
            .client
            .query_opt(
                "SELECT sequence, hash, recorded FROM crossings_entry
                 ORDER BY sequence DESC LIMIT 1",
                &[],
            )
            .map_err(|e| self.error(e))?;
        Ok(row.map_or_else(Head::empty, |row| Head {
            sequence: row.get(0),
            hash: row.get(1),
            recorded: row.get(2),
        }))
    }

    fn find(&mut self, subject: &str) -> Result<Option<Entry>, LedgerError> {
        let columns = columns(Columns::Heads);
        let sql = format!(
            "SELECT sequence, recorded, kind, subject, known_from, head, {columns}, previous, hash
             FROM crossings_entry WHERE subject = $1"
        );
        let row = self.client.query_opt(&sql, &[&subject]).map_err(|e| self.error(e))?;
        row.map(|row| {
            let (number, entry) = entry(&row);
            entry.map_err(|detail| LedgerError::Damaged {
                ledger: self.ledger.clone(),
                detail: format!("entry {number} {detail}"),
            })
        })
        .transpose()
    }

    fn insert(&mut self, entry: &Entry) -> Result<(), LedgerError> {
        self.client
            .execute(
                "INSERT INTO crossings_entry
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                &[
                    &entry.sequence,
                    &entry.recorded,
                    &entry.kind.name(),
                    &entry.subject,
                    &entry.known_from,
                    &entry.head,
                    &entry.text,
                    &entry.original,
                    &entry.statements,
                    &entry.previous,
                    &entry.hash,
                ],
            )
            .map(|_| ())
            .map_err(|e| self.error(e))
    }

    fn scan(&mut self, scan: &Scan<'_>) -> Result<Vec<Entry>, LedgerError> {
        let columns = columns(scan.columns);
        let sql = format!(
            "SELECT sequence, recorded, kind, subject, known_from, head, {columns}, previous, hash
             FROM crossings_entry
             WHERE kind = $1 AND sequence <= $2 AND ($3::text IS NULL OR known_from <= $3)
             ORDER BY sequence"
        );
        let rows = self
            .client
            .query(&sql, &[&scan.kind.name(), &scan.up_to, &scan.known_by])
            .map_err(|e| self.error(e))?;
        rows.iter()
            .map(|row| {
                let (number, entry) = entry(row);
                entry.map_err(|detail| LedgerError::Damaged {
                    ledger: self.ledger.clone(),
                    detail: format!("entry {number} {detail}"),
                })
            })
            .collect()
    }

    fn page(&mut self, after: i64, count: i64) -> Result<Vec<Found>, LedgerError> {
        let rows = self
            .client
            .query(
                "SELECT sequence, recorded, kind, subject, known_from, head, text, original,
                        statements, previous, hash
                 FROM crossings_entry WHERE sequence > $1 ORDER BY sequence LIMIT $2",
                &[&after, &count],
            )
            .map_err(|e| self.error(e))?;
        Ok(rows.iter().map(entry).collect())
    }

    fn last_by(&mut self, recorded: &str) -> Result<i64, LedgerError> {
        self.client
            .query_one(
                "SELECT coalesce(max(sequence), 0) FROM crossings_entry WHERE recorded <= $1",
                &[&recorded],
            )
            .map(|row| row.get(0))
            .map_err(|e| self.error(e))
    }

    fn self_check(&mut self) -> Result<Vec<String>, LedgerError> {
        Ok(Vec::new()) // the server checks its own pages
    }
}
