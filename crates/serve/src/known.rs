//! The ledger as it was at one entry: what it says, and what was decided.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use audit::Finding;
use brief::answer::Material as Words;
use claim::{Claim, Decision, Document, DocumentId, Event, Id, Verdict};
use ledger::{AsKnown, Histories, Ledger, Material, Reach, Subject};

use crate::ask::Refusal;
use crate::printed::Printed;

/// More new entries than these, and the ledger is read anew.
const FEW_ENTRIES: i64 = 256;

/// What a ledger says, decisions applied: the same as long as claims are only accepted or flagged.
#[derive(Debug, Default)]
pub(crate) struct Said {
    pub material: Material,
    pub claims: Vec<Claim>,
    pub events: Vec<Event>,
    /// What stays in for being confidential.
    pub reach: Reach,
    /// How many claims and documents were left out as confidential.
    pub confidential: usize,
    printed: OnceLock<Printed>,
    audited: OnceLock<Vec<Finding>>,
    /// Places of claims and documents by their ids.
    claim_at: BTreeMap<Id, usize>,
    document_at: BTreeMap<DocumentId, usize>,
}

impl Said {
    fn of(material: Material) -> Said {
        let (claims, events) = (material.claims(), material.events());
        let claim_at =
            claims.iter().enumerate().map(|(at, claim)| (claim.id.clone(), at)).collect();
        let documents = material.documents.iter().enumerate();
        let document_at = documents.map(|(at, document)| (document.id.clone(), at)).collect();
        Said { material, claims, events, claim_at, document_at, ..Said::default() }
    }

    /// What numbers and words are printed from.
    pub fn words(&self) -> Words<'_> {
        let Material { documents, statements, secret, .. } = &self.material;
        Words { documents, statements, secret }
    }

    /// What may be shown to those who only read.
    pub fn printed(&self) -> &Printed {
        self.printed.get_or_init(|| Printed::of(self.words(), self.audited()))
    }

    /// All that the audit finds; the surest first.
    pub fn audited(&self) -> &[Finding] {
        self.audited.get_or_init(|| audit::audit(&self.claims, &self.events))
    }

    /// A claim as it stands now.
    pub fn claim(&self, id: &Id) -> Option<&Claim> {
        self.claim_at.get(id).map(|at| &self.claims[*at])
    }

    /// A claim as it was read, where a decision is about it.
    pub fn as_read(&self, id: &Id) -> Option<&Claim> {
        self.material.as_read.iter().find(|claim| claim.id == *id)
    }

    pub fn document(&self, id: &DocumentId) -> Option<&Document> {
        self.document_at.get(id).map(|at| &self.material.documents[*at])
    }
}

/// The ledger as it was at one entry.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Number of the last entry, and its hash.
    pub sequence: i64,
    pub hash: String,
    /// Number of the first entry since which pictures are the same: an accepted claim changes none.
    pub drawn_from: i64,
    said: Arc<Said>,
    /// All decisions in order, and those that nothing took back.
    pub decisions: Vec<Decision>,
    pub in_force: BTreeSet<Id>,
    /// What somebody looked at and accepted.
    accepted: BTreeSet<String>,
    histories: Histories,
}

impl Deref for Known {
    type Target = Said;

    fn deref(&self) -> &Said {
        &self.said
    }
}

impl Known {
    /// Reads all of a ledger.
    fn read(ledger: &mut Ledger) -> Result<Known, Refusal> {
        let head = ledger.head()?;
        let view = ledger.view(AsKnown::default())?;
        let reach = ledger.reach()?;
        let in_force = view.decisions.iter().map(|decision| decision.id.clone()).collect();
        let confidential = view.confidential;
        let said = Said { reach, confidential, ..Said::of(Material::of(view)) };
        let (sequence, hash) = (head.sequence, head.hash);
        let known = Known { sequence, hash, said: Arc::new(said), ..Known::default() };
        Ok(known.decided(ledger.decisions()?, in_force))
    }

    /// Before anything was read.
    pub fn unread() -> Known {
        Known { sequence: -1, ..Known::default() }
    }

    /// Of material alone, without decisions.
    pub fn of(material: Material) -> Known {
        Known { said: Arc::new(Said::of(material)), ..Known::default() }
    }

    /// The same with other decisions.
    fn decided(self, decisions: Vec<Decision>, in_force: BTreeSet<Id>) -> Known {
        let accepts =
            |one: &&Decision| one.verdict == Verdict::Accept && in_force.contains(&one.id);
        let accepted = decisions.iter().filter(accepts).map(|one| one.subject.clone()).collect();
        let histories = Histories::of(&decisions);
        Known { decisions, in_force, accepted, histories, ..self }
    }

    /// Reads what came since: where claims were only accepted or flagged, what the ledger says is the same, and is not
    /// read again.
    pub fn onward(&self, ledger: &mut Ledger) -> Result<Known, Refusal> {
        let head = ledger.head()?;
        let few = self.sequence >= 0 && head.sequence - self.sequence <= FEW_ENTRIES;
        if few
            && ledger.entered_after(self.sequence, FEW_ENTRIES)?.iter().all(|entry| entry.decision)
        {
            let decisions = ledger.decisions()?;
            let new = decisions.get(self.decisions.len()..).unwrap_or_default();
            let changes_none =
                |one: &Decision| matches!(one.verdict, Verdict::Accept | Verdict::Flag);
            // A rejected claim that is accepted after all comes back, and what was decided of a part or a merged claim counts.
            let untouched = |one: &Decision| self.verdicts_are_light(&one.subject);
            if !new.is_empty() && new.iter().all(|one| changes_none(one) && untouched(one)) {
                let new_ids = new.iter().map(|one| one.id.clone());
                let in_force = self.in_force.iter().cloned().chain(new_ids).collect();
                let (said, drawn_from) = (self.said.clone(), self.drawn_from);
                // Nothing came between the two looks, or it is read the next time.
                let sequence = self.sequence + new.len() as i64;
                if sequence == head.sequence {
                    let known =
                        Known { sequence, hash: head.hash, drawn_from, said, ..Known::default() };
                    return Ok(known.decided(decisions, in_force));
                }
            }
        }
        let mut read = Known::read(ledger)?;
        let (now, before) = (&read.material, &self.material);
        let alike = (&now.statements, &now.documents) == (&before.statements, &before.documents);
        read.drawn_from = if alike && self.sequence >= 0 { self.drawn_from } else { read.sequence };
        Ok(read)
    }

    /// Whether nothing but acceptances and flags was decided of something so far.
    fn verdicts_are_light(&self, id: &str) -> bool {
        let about = self.histories.about(id).iter().map(|at| &self.decisions[*at]);
        about.into_iter().all(|one| matches!(one.verdict, Verdict::Accept | Verdict::Flag))
    }

    /// What the audit finds and nobody has looked at and accepted, each with its place among all that it finds.
    pub fn findings(&self) -> impl Iterator<Item = (usize, &Finding)> {
        let open = |one: &Finding| {
            !one.claims.first().is_some_and(|id| self.accepted.contains(id.as_str()))
        };
        self.audited().iter().enumerate().filter(move |(_, one)| open(one))
    }

    /// The decisions about something, and those that undo them, each with whether it stands.
    pub fn about(&self, id: &str) -> Vec<(Decision, bool)> {
        let about = self.histories.about(id).iter().map(|at| &self.decisions[*at]);
        about.map(|decision| (decision.clone(), self.in_force.contains(&decision.id))).collect()
    }

    /// How many decisions about something were taken: what a decision about it that has seen them says.
    pub fn version(&self, id: &str) -> usize {
        self.histories.about(id).len()
    }

    /// A claim or a decision as the ledger takes decisions about it.
    pub fn subject(&self, id: &str) -> Option<Subject> {
        let decision = self.decisions.iter().find(|decision| decision.id.as_str() == id);
        if let Some(decision) = decision {
            return Some(Subject::Decision(decision.clone()));
        }
        let id: Id = id.parse().ok()?;
        // What is corrected again is corrected as it was read: the ledger applies all of it in order.
        let claim = self.as_read(&id).or_else(|| self.claim(&id))?;
        Some(Subject::Claim(claim.clone()))
    }

    /// The verdicts in force on claims, the last one first of all: for lists.
    pub fn verdicts(&self) -> BTreeMap<&str, Verdict> {
        let standing = self.decisions.iter().filter(|one| self.in_force.contains(&one.id));
        standing.map(|decision| (decision.subject.as_str(), decision.verdict)).collect()
    }

    /// Whether a decision about something was taken by somebody who did not know of the one before.
    pub fn is_conflict(&self, id: &str) -> bool {
        let about = self.histories.about(id).iter().map(|at| &self.decisions[*at]);
        about.enumerate().any(|(before, decision)| {
            let missed = decision.version.is_some_and(|seen| (seen as usize) < before);
            missed && self.in_force.contains(&decision.id)
        })
    }

    /// The claims of which that is so.
    pub fn conflicts(&self) -> BTreeSet<&str> {
        let told = self.decisions.iter().filter(|decision| decision.version.is_some());
        told.map(|decision| decision.subject.as_str()).filter(|id| self.is_conflict(id)).collect()
    }
}
