//! Decisions as they are shown: without the figures that are printed nowhere, and those about one thing; and
//! those that follow from others.

use std::collections::BTreeMap;

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

/// Which decisions are about which thing: a claim, a document, or an earlier decision; what takes a decision back is
/// about what that was about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Histories {
    by_subject: BTreeMap<String, Vec<usize>>,
}

impl Histories {
    /// Of decisions in their order.
    pub fn of(decisions: &[Decision]) -> Histories {
        let mut by_subject: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut subjects: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (at, decision) in decisions.iter().enumerate() {
            let mut own = vec![decision.id.as_str()];
            match subjects.get(decision.subject.as_str()) {
                Some(undone) => own.extend(undone),
                None => own.push(&decision.subject),
            }
            own.extend(decision.into.as_ref().map(|into| into.as_str()));
            for subject in &own {
                by_subject.entry((*subject).to_owned()).or_default().push(at);
            }
            subjects.insert(decision.id.as_str(), own);
        }
        Histories { by_subject }
    }

    /// The places of the decisions about `id`, in order.
    pub fn about(&self, id: &str) -> &[usize] {
        self.by_subject.get(id).map_or(&[], Vec::as_slice)
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_back_is_about_what_was_taken_back() {
        let at = Timestamp::UNIX_EPOCH;
        let decide = |verdict, subject: &str, why| {
            Decision::new(verdict, subject, "A. N.", why, at).sealed()
        };
        let one = decide(Verdict::Reject, "3fa85c110000000a", "a queue");
        let other = decide(Verdict::Flag, "3fa85c110000000b", "look");
        let back = decide(Verdict::Undo, one.id.as_str(), "right after all");
        let again = decide(Verdict::Undo, back.id.as_str(), "wrong after all");
        let (first, taken) = (one.id.clone(), back.id.clone());
        let histories = Histories::of(&[one, other, back, again]);
        assert_eq!(histories.about("3fa85c110000000a"), [0, 2, 3]);
        assert_eq!(histories.about("3fa85c110000000b"), [1]);
        assert_eq!(histories.about(first.as_str()), [0, 2, 3]);
        assert_eq!(histories.about(taken.as_str()), [2, 3]);
        assert!(histories.about("nothing").is_empty());
    }
}
