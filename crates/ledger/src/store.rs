//! The ledger itself: what is entered, whatever database holds it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use claim::{Claim, Decision, Document, Statement, Verdict};
use jiff::Timestamp;

use crate::LedgerError;
use crate::address::{self, looks_like_address};
use crate::backend::{Backend, Columns, Scan};
use crate::entry::{Entry, EntryKind, Head};
use crate::migrations::APPLICATION_ID;
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;

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

/// What a decision can be about.
#[derive(Debug, Clone, PartialEq)]
#[allow(clippy::large_enum_variant)] // one at a time
pub enum Subject {
    /// A claim, as it was read or as a split made it.
    Claim(Claim),
    /// A document, without its text.
    Document(Document),
    /// An earlier decision.
    Decision(Decision),
}

/// An open ledger.
pub struct Ledger {
    pub(crate) backend: Box<dyn Backend>,
    /// File, or server and database, for messages.
    name: String,
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ledger").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Ledger {
    /// Opens the ledger at `at`, a file or a `postgres://` address, making it when there is none.
    ///
    /// # Errors
    /// When the file is something else (it is then left as it is), is locked, was written by a
    /// newer version, or cannot be made; when the server cannot be reached.
    pub fn create_or_open(at: impl AsRef<Path>) -> Result<Ledger, LedgerError> {
        Ledger::connect(at.as_ref(), true)?.sound()
    }

    /// Opens the ledger at `at`, a file or a `postgres://` address.
    ///
    /// # Errors
    /// When there is none, when the file is something else, is locked, or was
    /// written by a newer version; when the server cannot be reached.
    pub fn open(at: impl AsRef<Path>) -> Result<Ledger, LedgerError> {
        Ledger::open_damaged(at)?.sound()
    }

    /// Whether `at` is a ledger: meant as the address of a database, or a file that is one by its first
    /// bytes; `false` when there is no such file or it cannot be read.
    pub fn is_ledger(at: impl AsRef<Path>) -> bool {
        let mut head = [0u8; 72];
        let at = at.as_ref();
        // A named pipe would wait for a writer: only plain files are looked into.
        looks_like_address(at)
            || at.is_file()
                && File::open(at).and_then(|mut file| file.read_exact(&mut head)).is_ok()
                && head.starts_with(b"SQLite format 3\0")
                && head[68..72] == APPLICATION_ID.to_be_bytes()
    }

    fn connect(at: &Path, create: bool) -> Result<Ledger, LedgerError> {
        let backend: Box<dyn Backend> = match address::of(at)? {
            Some(address) => Box::new(Postgres::open(&address, create)?),
            None => Box::new(Sqlite::open(at, create)?),
        };
        let name = backend.name().to_owned();
        Ok(Ledger { backend, name })
    }

    /// As [`Ledger::open`], for looking at what is wrong: also when the end of the chain is
    /// damaged.
    ///
    /// # Errors
    /// As [`Ledger::open`].
    pub fn open_damaged(at: impl AsRef<Path>) -> Result<Ledger, LedgerError> {
        let at = at.as_ref();
        if address::of(at)?.is_none() && !at.exists() {
            return Err(LedgerError::Missing { ledger: at.display().to_string() });
        }
        Ledger::connect(at, false)
    }

    /// File, or server and database without the password.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The ledger, when its last entry is what its hash says: cheap, and most damage shows
    /// there. A damaged ledger is not added to: what is left in it must stay readable.
    fn sound(mut self) -> Result<Ledger, LedgerError> {
        let head = self.backend.head()?;
        if head.sequence == 0 {
            return Ok(self);
        }
        let last = self.backend.page(head.sequence - 1, 1)?.pop();
        let sound = last.is_some_and(|(_, entry)| entry.is_ok_and(|e| e.digest() == e.hash));
        if sound {
            return Ok(self);
        }
        Err(self.damaged(format!("entry {} is not what its hash says", head.sequence)))
    }

    pub(crate) fn damaged(&self, detail: String) -> LedgerError {
        LedgerError::Damaged { ledger: self.name.clone(), detail }
    }

    /// Where the chain ends: note it elsewhere, and [`Ledger::verify`] can tell later that
    /// nothing was taken away.
    ///
    /// # Errors
    /// When the ledger cannot be read.
    pub fn head(&mut self) -> Result<Head, LedgerError> {
        self.backend.head()
    }

    /// Enters a document and what was read from it: all of it is kept, or nothing is.
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
        let mut results = self.add_all(&[(document, statements)], recorded)?;
        results.pop().unwrap_or(Ok(Added::Known))
    }

    /// Enters several documents in one transaction, which is as fast as the disk allows: each
    /// is kept whole, is known, or is refused for itself; the results are in order.
    ///
    /// # Errors
    /// When nothing at all could be entered: the ledger is locked, the disk is full.
    pub fn add_all(
        &mut self,
        batch: &[(&Document, &[Statement])],
        recorded: Timestamp,
    ) -> Result<Vec<Result<Added, LedgerError>>, LedgerError> {
        self.writing(|ledger| {
            let mut head = ledger.backend.head()?;
            let mut results = Vec::with_capacity(batch.len());
            for (document, statements) in batch {
                let known = ledger.backend.find(document.id.as_str())?;
                results.push(match known {
                    Some(entry) => ledger.known(&entry, document)?.map(|()| Added::Known),
                    None => {
                        let (entry, count) = Entry::document(&head, document, statements, recorded);
                        ledger.backend.insert(&entry)?;
                        head = entry.as_head();
                        Ok(Added::New { statements: count })
                    }
                });
            }
            Ok(results)
        })
    }

    /// Runs `work` as the only writer; what it entered lasts when it succeeds.
    pub(crate) fn writing<T>(
        &mut self,
        work: impl FnOnce(&mut Ledger) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        self.backend.begin()?;
        let done = work(self).and_then(|result| self.backend.commit().map(|()| result));
        if done.is_err() {
            self.backend.rollback();
        }
        done
    }

    /// Whether a recorded document agrees with what is given now.
    fn known(
        &self,
        entry: &Entry,
        document: &Document,
    ) -> Result<Result<(), LedgerError>, LedgerError> {
        let recorded = entry
            .to_document()
            .map_err(|detail| self.damaged(format!("entry {}: {detail}", entry.sequence)))?;
        let day = |document: &Document| document.published.map(|day| day.to_string());
        for (what, recorded, given) in [
            ("date", day(&recorded), day(document)),
            ("publisher", recorded.publisher.clone(), document.publisher.clone()),
        ] {
            if let Some(given) = given
                && recorded.as_ref() != Some(&given)
            {
                return Ok(Err(LedgerError::Conflict {
                    ledger: self.name.clone(),
                    name: document.name.clone(),
                    what,
                    recorded: recorded.unwrap_or_else(|| "not known".to_owned()),
                    given,
                }));
            }
        }
        Ok(Ok(()))
    }

    /// Finds what `id`, or the beginning of an id, names: a claim, a document or a decision.
    ///
    /// # Errors
    /// When nothing or more than one thing has an id that begins so.
    pub fn subject(&mut self, id: &str) -> Result<Subject, LedgerError> {
        let undecidable = |ledger: &Ledger, detail: String| LedgerError::Undecidable {
            ledger: ledger.name.clone(),
            detail,
        };
        if id.len() < 4 || !id.chars().all(|c| c.is_ascii_hexdigit()) {
            return Err(undecidable(
                self,
                format!("`{id}` is not an id: give at least its first 4 hexadecimal digits"),
            ));
        }
        let id = id.to_lowercase();
        let mut found: Vec<Subject> = Vec::new();
        let all = self.all(EntryKind::Document, Columns::Statements)?;
        for entry in &all {
            if entry.subject.starts_with(&id) {
                found.push(Subject::Document(self.opened(entry, Entry::to_document)?));
            }
            for statement in self.opened(entry, Entry::to_statements)? {
                if let Statement::Claim(claim) = statement
                    && claim.id.as_str().starts_with(&id)
                {
                    found.push(Subject::Claim(claim));
                }
            }
        }
        for entry in self.all(EntryKind::Decision, Columns::Heads)? {
            let decision = self.opened(&entry, Entry::to_decision)?;
            if decision.id.as_str().starts_with(&id) {
                found.push(Subject::Decision(decision.clone()));
            }
        }
        // What a split made is in no entry of its own.
        if found.is_empty() {
            let view = self.view(crate::AsKnown::default())?;
            let parts = view.into_parts().1.into_iter().filter_map(|statement| match statement {
                Statement::Claim(claim) if claim.id.as_str().starts_with(&id) => {
                    Some(Subject::Claim(claim))
                }
                _ => None,
            });
            found.extend(parts);
        }
        match found.len() {
            1 => Ok(found.remove(0)),
            0 => Err(undecidable(self, format!("nothing in it has the id {id}"))),
            n => {
                Err(undecidable(self, format!("{n} things in it have an id that begins with {id}")))
            }
        }
    }

    /// Enters a decision. Its subject may be the beginning of an id; it is written out whole.
    /// The same decision of the same time is entered once.
    ///
    /// # Errors
    /// [`LedgerError::Undecidable`] when the subject is not there, or when it cannot be
    /// decided so.
    pub fn decide(&mut self, decision: Decision) -> Result<Decision, LedgerError> {
        let subject = self.subject(&decision.subject)?;
        self.decide_about(decision, &subject)
    }

    /// As [`Ledger::decide`], of a subject that a view of this ledger gave: nothing is looked for.
    ///
    /// # Errors
    /// When the subject cannot be decided so.
    pub fn decide_about(
        &mut self,
        mut decision: Decision,
        subject: &Subject,
    ) -> Result<Decision, LedgerError> {
        let ledger = self.name.clone();
        let no = |detail: String| LedgerError::Undecidable { ledger: ledger.clone(), detail };
        if decision.by.trim().is_empty() || decision.why.trim().is_empty() {
            return Err(no("a decision says by whom and why".into()));
        }
        match (subject, decision.verdict) {
            (Subject::Claim(claim), verdict) => {
                decision.subject = claim.id.to_string();
                match verdict {
                    Verdict::Undo => return Err(no("only a decision can be undone".into())),
                    Verdict::Correct if decision.set.is_empty() => {
                        return Err(no("a correction sets at least one field".into()));
                    }
                    Verdict::Correct => {
                        claim.corrected(&decision.set).map_err(|error| no(error.to_string()))?;
                    }
                    Verdict::Split => {
                        if decision.parts.len() < 2 {
                            return Err(no("a split gives at least two parts".into()));
                        }
                        for part in &decision.parts {
                            claim.corrected(part).map_err(|error| no(error.to_string()))?;
                        }
                    }
                    Verdict::Merge => {
                        let Some(into) = decision.into.clone() else {
                            return Err(no("a merge names the claim that says the same".into()));
                        };
                        match self.subject(into.as_str())? {
                            Subject::Claim(other) if other.id != claim.id => {
                                decision.into = Some(other.id);
                            }
                            _ => return Err(no(format!("{into} is not another claim"))),
                        }
                    }
                    Verdict::Accept | Verdict::Reject | Verdict::Flag | Verdict::Confidential => {}
                }
            }
            (Subject::Document(document), Verdict::Confidential | Verdict::Flag) => {
                decision.subject = document.id.to_string();
            }
            (Subject::Document(_), verdict) => {
                return Err(no(format!("a document cannot be decided upon as `{verdict}`")));
            }
            (Subject::Decision(earlier), Verdict::Undo) => {
                decision.subject = earlier.id.to_string();
            }
            (Subject::Decision(_), _) => {
                return Err(no("a decision can only be undone".into()));
            }
        }
        let decision = decision.sealed();
        self.writing(|ledger| {
            // Said twice in the same words at the same time, it is one decision.
            if ledger.backend.find(decision.id.as_str())?.is_some() {
                return Ok(());
            }
            let head = ledger.backend.head()?;
            ledger.backend.insert(&Entry::decision(&head, &decision))
        })?;
        Ok(decision)
    }

    /// All entries of a kind.
    pub(crate) fn all(
        &mut self,
        kind: EntryKind,
        columns: Columns,
    ) -> Result<Vec<Entry>, LedgerError> {
        self.backend.scan(&Scan { kind, up_to: i64::MAX, known_by: None, columns })
    }

    /// What an entry holds; an entry that does not is damage.
    pub(crate) fn opened<T>(
        &self,
        entry: &Entry,
        open: impl Fn(&Entry) -> Result<T, String>,
    ) -> Result<T, LedgerError> {
        open(entry).map_err(|detail| self.damaged(format!("entry {}: {detail}", entry.sequence)))
    }
}
