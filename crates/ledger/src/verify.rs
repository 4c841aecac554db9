//! Whether the chain holds from the first entry to the last, and copying it whole.

use std::fmt;

use claim::DocumentId;
use rayon::prelude::*;

use crate::LedgerError;
use crate::entry::{Entry, EntryKind, Head};
use crate::store::Ledger;

/// How many entries are in hand at once.
const PAGE: i64 = 256;

/// What is wrong with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Its number; 0 for the database as a whole.
    pub entry: i64,
    /// What is wrong, in words.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.entry {
            0 => f.write_str(&self.what),
            entry => write!(f, "entry {entry} {}", self.what),
        }
    }
}

/// What was found in a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Number of entries read.
    pub entries: usize,
    /// How many of them are documents.
    pub documents: usize,
    /// How many claims, events and positions those hold.
    pub statements: usize,
    /// How many are decisions.
    pub decisions: usize,
    /// Where the chain ends.
    pub head: Head,
    /// What is wrong; empty when all is well.
    pub faults: Vec<Fault>,
}

impl Ledger {
    /// Reads every entry and recomputes every hash.
    ///
    /// `noted` is a head that somebody wrote down earlier: with it, entries taken from the end
    /// show too.
    ///
    /// # Errors
    /// When the ledger cannot be read at all; what is wrong with entries is in the result.
    pub fn verify(&mut self, noted: Option<&str>) -> Result<Verification, LedgerError> {
        let mut faults: Vec<Fault> = self
            .backend
            .self_check()?
            .into_iter()
            .map(|what| Fault { entry: 0, what: format!("the database says: {what}") })
            .collect();
        let mut found = Verification {
            entries: 0,
            documents: 0,
            statements: 0,
            decisions: 0,
            head: Head::empty(),
            faults: Vec::new(),
        };
        let mut noted_seen = noted.is_none_or(|noted| Head::empty().hash == noted);
        let mut after = 0;
        loop {
            let page = self.backend.page(after, PAGE)?;
            let Some((last, _)) = page.last() else { break };
            // In a file that was cut short the numbers of rows may lead nowhere, and round and round.
            if page.windows(2).any(|two| two[0].0 >= two[1].0) || page[0].0 <= after {
                let what = format!("entries behind {after} are not in order: the file is damaged");
                faults.push(Fault { entry: 0, what });
                break;
            }
            after = *last;
            let looked: Vec<(i64, Result<Looked, String>)> = page
                .into_par_iter()
                .map(|(number, entry)| (number, entry.map(Looked::at)))
                .collect();
            for (number, looked) in looked {
                found.entries += 1;
                let expected = found.head.sequence + 1;
                if number > expected {
                    let missing = if number - expected == 1 {
                        format!("entry {expected} is missing")
                    } else {
                        format!("entries {expected} to {} are missing", number - 1)
                    };
                    faults.push(Fault { entry: 0, what: missing });
                }
                let looked = match looked {
                    Ok(looked) => looked,
                    Err(what) => {
                        faults.push(Fault { entry: number, what });
                        found.head.sequence = number;
                        continue;
                    }
                };
                faults
                    .extend(looked.faults.iter().map(|w| Fault { entry: number, what: w.clone() }));
                if looked.entry.previous != found.head.hash && number == expected {
                    faults.push(Fault {
                        entry: number,
                        what: format!(
                            "does not follow {}: entries were changed, put in between or reordered",
                            match found.head.sequence {
                                0 => "the beginning".to_owned(),
                                before => format!("entry {before}"),
                            }
                        ),
                    });
                }
                if looked.entry.recorded < found.head.recorded {
                    faults.push(Fault {
                        entry: number,
                        what: "was recorded before the entry it follows".into(),
                    });
                }
                match looked.entry.kind {
                    EntryKind::Document => found.documents += 1,
                    EntryKind::Decision => found.decisions += 1,
                }
                found.statements += looked.statements;
                noted_seen |= noted == Some(looked.entry.hash.as_str());
                found.head = looked.entry.as_head();
                found.head.sequence = number;
            }
        }
        if !noted_seen {
            faults.push(Fault {
                entry: 0,
                what:
                    "the head that was noted is not in the chain: entries were removed or rewritten"
                        .into(),
            });
        }
        found.faults = faults;
        Ok(found)
    }

    /// Copies every entry that `to` does not have yet, hashes and all, and returns how many.
    ///
    /// # Errors
    /// [`LedgerError::Diverged`] when `to` holds anything that is not the beginning of this
    /// ledger. What was copied before an error stays; run it again to go on.
    pub fn copy_to(&mut self, to: &mut Ledger) -> Result<usize, LedgerError> {
        let mut copied = 0;
        loop {
            let head = to.backend.head()?;
            if head.sequence > 0 {
                let here = self.backend.page(head.sequence - 1, 1)?.pop();
                let same = here.is_some_and(|(number, entry)| {
                    number == head.sequence && entry.is_ok_and(|e| e.hash == head.hash)
                });
                if !same {
                    return Err(LedgerError::Diverged {
                        ledger: to.name().to_owned(),
                        detail: format!(
                            "its entry {} is not that of {}: one is no continuation of the other",
                            head.sequence,
                            self.name()
                        ),
                    });
                }
            }
            let page = self.backend.page(head.sequence, PAGE)?;
            if page.is_empty() {
                return Ok(copied);
            }
            if page[0].0 <= head.sequence {
                return Err(
                    self.damaged(format!("entries behind {} are not in order", head.sequence))
                );
            }
            let mut entries = Vec::with_capacity(page.len());
            for (number, entry) in page {
                entries.push(
                    entry.map_err(|detail| self.damaged(format!("entry {number} {detail}")))?,
                );
            }
            copied += to.writing(|to| {
                // Somebody else may have written meanwhile: then look again from there.
                if to.backend.head()? != head {
                    return Ok(0);
                }
                for entry in &entries {
                    to.backend.insert(entry)?;
                }
                Ok(entries.len())
            })?;
        }
    }
}

/// An entry that was looked at for itself.
struct Looked {
    entry: Entry,
    statements: usize,
    faults: Vec<String>,
}

impl Looked {
    fn at(mut entry: Entry) -> Looked {
        let mut faults = Vec::new();
        if entry.digest() != entry.hash {
            faults.push("was changed after it was written".to_owned());
        }
        let mut statements = 0;
        match entry.kind {
            EntryKind::Document => {
                match entry.to_document() {
                    Ok(document) => {
                        let bytes = document.original.as_deref();
                        let bytes = bytes.unwrap_or(document.text.as_bytes());
                        if DocumentId::of_bytes(bytes) != document.id {
                            faults.push("holds a text that is not what its id says".to_owned());
                        }
                    }
                    Err(error) => faults.push(format!("holds no readable document: {error}")),
                }
                match entry.to_statements() {
                    Ok(read) => statements = read.len(),
                    Err(error) => faults.push(format!("holds no readable statements: {error}")),
                }
            }
            EntryKind::Decision => {
                if let Err(error) = entry.to_decision() {
                    faults.push(format!("holds no readable decision: {error}"));
                }
            }
        }
        // Only the ends of the chain are needed from here on.
        (entry.text, entry.original, entry.statements) = (None, None, None);
        Looked { entry, statements, faults }
    }
}
