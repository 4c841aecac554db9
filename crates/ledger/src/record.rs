//! Decisions as they are shown: without the figures that are printed nowhere, and those about one thing; and
//! those that follow from others.

use claim::{Decision, DocumentId, Verdict};
use jiff::Timestamp;

use crate::LedgerError;
use crate::entry::EntryKind;
use crate::reach::{Reach, Why};
use crate::store::Ledger;

/// Stands for a number that is not printed.
pub const KEPT_BACK: &str = "…";
/// Fields of a claim that are numbers of people.
const NUMBERS: [&str; 3] = ["value", "low", "high"];

/// An entry of the ledger without what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// Its number.
    pub sequence: i64,
    /// When it was entered.
    pub recorded: String,
    /// Whether it is a decision, and no document.
    pub decision: bool,
    /// Id of the document or the decision.
    pub subject: String,
}

impl Reach {
    /// A decision without the figures that are printed nowhere: those of confidential claims, and of too few people.
    pub fn as_printed(&self, mut decision: Decision, below: u32) -> Decision {
        let secret = self.claims.keys().any(|id| id.as_str() == decision.subject)
            || self.documents.keys().any(|id| id.as_str() == decision.subject);
        let below = f64::from(below);
        let kept_back = |value: &str| {
            let few = |number: f64| number >= 1.0 && number < below;
            secret || value.trim().parse().is_ok_and(few) || self.without_figures(value) != value
        };
        for changes in std::iter::once(&mut decision.set).chain(&mut decision.parts) {
            for (field, value) in changes.iter_mut() {
                if NUMBERS.contains(&field.as_str()) && kept_back(value) {
                    *value = KEPT_BACK.to_owned();
                }
            }
        }
        decision.why = self.without_figures(&decision.why);
        decision
    }
}

/// The decisions about `id`, and those that undo them.
pub fn about(decisions: Vec<Decision>, id: &str) -> Vec<Decision> {
    let mut ids = vec![id.to_owned()];
    let mut found = Vec::new();
    for decision in decisions {
        let named = ids.contains(&decision.subject)
            || ids.contains(&decision.id.to_string())
            || decision.into.as_ref().is_some_and(|into| into.as_str() == id);
        if named {
            ids.push(decision.id.to_string());
            found.push(decision);
        }
    }
    found
}

impl Ledger {
    /// Up to `count` entries behind entry `after`, in order.
    ///
    /// # Errors
    /// When the ledger is locked or damaged.
    pub fn entered_after(&mut self, after: i64, count: i64) -> Result<Vec<Entered>, LedgerError> {
        let found = self.backend.page(after, count)?;
        let told = found.into_iter().map(|(sequence, entry)| match entry {
            Ok(entry) => Ok(Entered {
                sequence,
                recorded: entry.recorded,
                decision: entry.kind == EntryKind::Decision,
                subject: entry.subject,
            }),
            Err(detail) => Err(self.damaged(format!("entry {sequence}: {detail}"))),
        });
        told.collect()
    }

    /// Marks as confidential what was added and is a near-copy of something that is; returns what stays in, and
    /// each copy with what it copies.
    ///
    /// # Errors
    /// When the ledger is locked or damaged.
    pub fn keep_back_copies(
        &mut self,
        added: &[&DocumentId],
        by: &str,
        now: Timestamp,
    ) -> Result<(Reach, Vec<(DocumentId, DocumentId)>), LedgerError> {
        if added.is_empty() {
            return Ok((Reach::default(), Vec::new()));
        }
        let reach = self.reach()?;
        let mut copies = Vec::new();
        for id in added {
            if let Some(Why::CopyOf(of)) = reach.documents.get(*id) {
                let why = format!("near-copy of the confidential document {}", of.short());
                let decision = Decision::new(Verdict::Confidential, id.as_str(), by, &why, now);
                self.decide(decision)?;
                copies.push(((*id).clone(), of.clone()));
            }
        }
        Ok((reach, copies))
    }
}
