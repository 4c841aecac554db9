//! Where ledgers are kept in tests: a file, and a PostgreSQL server when there is one.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use claim::{Claim, Document, Statement};
use jiff::Timestamp;
use jiff::civil::Date;
use postgres::{Client, NoTls};

pub const NOW: Timestamp = Timestamp::UNIX_EPOCH;

/// Address of the server that tests may use; each test makes a schema of its own there.
const SERVER: &str = "CROSSINGS_TEST_POSTGRES";

/// A place for one ledger, cleared away when dropped.
pub struct Place {
    pub at: PathBuf,
    folder: Option<tempfile::TempDir>,
    schema: Option<(String, String)>,
}

impl Place {
    pub fn file() -> Place {
        let folder = tempfile::tempdir().unwrap();
        Place { at: folder.path().join("l.sqlite"), folder: Some(folder), schema: None }
    }

    /// A schema on the server; `None`, said aloud, when no server is named.
    pub fn server() -> Option<Place> {
        let Some(server) = std::env::var(SERVER).ok().filter(|server| !server.is_empty()) else {
            eprintln!("skipped on PostgreSQL: {SERVER} is not set");
            return None;
        };
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let schema = format!("t_{}_{number}", std::process::id());
        let mut client = Client::connect(&server, NoTls).unwrap();
        client
            .batch_execute(&format!(
                "DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}"
            ))
            .unwrap();
        let joint = if server.contains('?') { '&' } else { '?' };
        let at = format!("{server}{joint}options=-csearch_path%3D{schema}").into();
        Some(Place { at, folder: None, schema: Some((server, schema)) })
    }

    /// Every place there is.
    pub fn all() -> Vec<Place> {
        std::iter::once(Place::file()).chain(Place::server()).collect()
    }

    /// Runs SQL past the program, as an intruder would.
    pub fn run(&self, sql: &str) -> Result<(), String> {
        match &self.schema {
            None => rusqlite::Connection::open(&self.at)
                .and_then(|file| file.execute_batch(sql))
                .map_err(|error| error.to_string()),
            Some((server, schema)) => {
                let mut client = Client::connect(server, NoTls).unwrap();
                let sql = format!("SET search_path TO {schema}; {sql}");
                client.batch_execute(&sql).map_err(|error| {
                    error
                        .as_db_error()
                        .map_or_else(|| error.to_string(), |e| e.message().to_owned())
                })
            }
        }
    }

    /// Name of the table of entries.
    pub fn table(&self) -> &'static str {
        if self.folder.is_some() { "entry" } else { "crossings_entry" }
    }

    /// SQL that makes the table forget that it is append-only.
    pub fn unlock(&self) -> &'static str {
        if self.folder.is_some() {
            "DROP TRIGGER entry_no_update; DROP TRIGGER entry_no_delete; DROP TRIGGER entry_no_replace;"
        } else {
            "ALTER TABLE crossings_entry DISABLE TRIGGER ALL;"
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some((server, schema)) = &self.schema
            && let Ok(mut client) = Client::connect(server, NoTls)
        {
            let _ = client.batch_execute(&format!("DROP SCHEMA {schema} CASCADE"));
        }
    }
}

pub fn document(text: &str, published: Option<Date>) -> Document {
    Document { published, ..Document::text(format!("{}.txt", text.len()), text) }
}

pub fn claim(document: &Document, value: f64) -> Claim {
    Claim {
        value: Some(value),
        published: document.published,
        ..Claim::new(document.id.clone(), &document.text, 0..1)
    }
    .sealed()
}

pub fn statement(document: &Document, value: f64) -> Statement {
    Statement::Claim(claim(document, value))
}
