//! What the server knows: the ledger as it was last read, kept until it grows, and what is reckoned from it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use audit::Finding;
use claim::{Claim, Decision, Document, DocumentId, Event, Id, Verdict};
use ledger::{AsKnown, Ledger, Material, Reach};
use tokio::sync::watch;

use crate::access::{Guard, Limits};
use crate::ask::Refusal;
use crate::metrics::Metrics;
use crate::pages::printed::Printed;
use crate::picture::{Drawn, Pictures};
use crate::server::Settings;

/// The ledger as it was at one entry.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Number of the last entry, and its hash.
    pub sequence: i64,
    pub hash: String,
    /// Number of the first entry since which pictures are the same: an accepted claim changes none.
    pub drawn_from: i64,
    pub material: Material,
    pub claims: Vec<Claim>,
    pub events: Vec<Event>,
    /// All decisions in order, and those that nothing took back.
    pub decisions: Vec<Decision>,
    pub in_force: BTreeSet<Id>,
    /// What stays in for being confidential.
    pub reach: Reach,
    /// How many claims and documents were left out as rejected, and as confidential.
    pub rejected: usize,
    pub confidential: usize,
    printed: OnceLock<Printed>,
    findings: OnceLock<Vec<Finding>>,
    /// Places of claims and documents by their ids.
    claim_at: BTreeMap<Id, usize>,
    document_at: BTreeMap<DocumentId, usize>,
}

impl Known {
    /// Reads all of a ledger.
    fn read(ledger: &mut Ledger) -> Result<Known, Refusal> {
        let head = ledger.head()?;
        let view = ledger.view(AsKnown::default())?;
        let reach = ledger.reach()?;
        let decisions = ledger.decisions()?;
        let in_force = view.decisions.iter().map(|decision| decision.id.clone()).collect();
        let (rejected, confidential) = (view.rejected, view.confidential);
        let material = Material::of(view);
        let mut known = Known::of(material);
        known.sequence = head.sequence;
        known.hash = head.hash;
        known.reach = reach;
        known.decisions = decisions;
        known.in_force = in_force;
        (known.rejected, known.confidential) = (rejected, confidential);
        Ok(known)
    }

    /// Of material alone, without decisions.
    pub fn of(material: Material) -> Known {
        let (claims, events) = (material.claims(), material.events());
        let claim_at =
            claims.iter().enumerate().map(|(at, claim)| (claim.id.clone(), at)).collect();
        let documents = material.documents.iter().enumerate();
        let document_at = documents.map(|(at, document)| (document.id.clone(), at)).collect();
        Known { material, claims, events, claim_at, document_at, ..Known::default() }
    }

    /// What may be shown to those who only read.
    pub fn printed(&self) -> &Printed {
        self.printed.get_or_init(|| Printed::of(self))
    }

    /// What the audit finds and nobody has looked at and accepted; the surest first.
    pub fn findings(&self) -> &[Finding] {
        self.findings.get_or_init(|| {
            let mut found = audit::audit(&self.claims, &self.events);
            let accepted = &self.material.accepted;
            found.retain(|one| !one.claims.first().is_some_and(|id| accepted.contains(id)));
            found
        })
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

    /// The decisions about something, and those that undo them, each with whether it stands.
    pub fn about(&self, id: &str) -> Vec<(Decision, bool)> {
        let about = ledger::about(self.decisions.clone(), id).into_iter();
        about.map(|decision| (decision.clone(), self.in_force.contains(&decision.id))).collect()
    }

    /// The verdicts in force on claims, the last one first of all: for lists.
    pub fn verdicts(&self) -> BTreeMap<&str, Verdict> {
        let standing = self.decisions.iter().filter(|one| self.in_force.contains(&one.id));
        standing.map(|decision| (decision.subject.as_str(), decision.verdict)).collect()
    }

    /// The claims whose decisions were taken by people who did not know of each other.
    pub fn conflicts(&self) -> BTreeSet<String> {
        let mut taken: BTreeMap<&str, u32> = BTreeMap::new();
        let mut subjects: BTreeMap<&str, &str> = BTreeMap::new();
        let mut found = BTreeSet::new();
        for decision in &self.decisions {
            // What undoes a decision is about what that was about.
            let named = subjects.get(decision.subject.as_str()).copied();
            let subject = named.unwrap_or(decision.subject.as_str());
            subjects.insert(decision.id.as_str(), subject);
            let before = taken.entry(subject).or_default();
            let missed = decision.version.is_some_and(|seen| seen < *before);
            if missed && self.in_force.contains(&decision.id) {
                found.insert(subject.to_owned());
            }
            *before += 1;
        }
        found
    }
}

/// Everything that requests share.
pub(crate) struct Room {
    pub settings: Settings,
    pub guard: Guard,
    pub limits: Limits,
    pub metrics: Metrics,
    pub pictures: Pictures,
    /// The number of the newest entry, for whoever waits for it.
    pub head: watch::Sender<i64>,
    /// The last picture of which it is known what hangs on each claim.
    pub weighed: Mutex<Option<Arc<Drawn>>>,
    writer: Mutex<Ledger>,
    reader: Mutex<Ledger>,
    known: RwLock<Arc<Known>>,
}

impl std::fmt::Debug for Room {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Room").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// What a panic left is still in order: entries are whole or not there.
fn open<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Room {
    pub fn new(settings: Settings, guard: Guard) -> Result<Room, crate::ServeError> {
        let writer = Ledger::create_or_open(&settings.ledger)?;
        let reader = Ledger::open(&settings.ledger)?;
        Ok(Room {
            settings,
            guard,
            limits: Limits::default(),
            metrics: Metrics::default(),
            pictures: Pictures::default(),
            head: watch::Sender::new(0),
            weighed: Mutex::new(None),
            writer: Mutex::new(writer),
            reader: Mutex::new(reader),
            known: RwLock::new(Arc::new(Known { sequence: -1, ..Known::default() })),
        })
    }

    /// The ledger as it is now: read again when it has grown.
    pub fn known(&self) -> Result<Arc<Known>, Refusal> {
        let kept = || self.known.read().unwrap_or_else(PoisonError::into_inner).clone();
        let mut ledger = open(&self.reader);
        let head = ledger.head()?.sequence;
        let known = kept();
        if known.sequence == head {
            return Ok(known);
        }
        let mut read = Known::read(&mut ledger)?;
        let (now, before) = (&read.material, &known.material);
        let alike = (&now.statements, &now.documents) == (&before.statements, &before.documents);
        read.drawn_from = if alike && known.sequence >= 0 { known.drawn_from } else { head };
        let known = Arc::new(read);
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = known.clone();
        self.head
            .send_if_modified(|seen| std::mem::replace(seen, known.sequence) != known.sequence);
        Ok(known)
    }

    /// Reads from the ledger.
    pub fn reading<T>(
        &self,
        work: impl FnOnce(&mut Ledger) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        work(&mut open(&self.reader))
    }

    /// Writes to the ledger, and tells those who wait.
    pub fn writing<T>(
        &self,
        work: impl FnOnce(&mut Ledger) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let (done, head) = {
            let mut ledger = open(&self.writer);
            let done = work(&mut ledger)?;
            (done, ledger.head()?.sequence)
        };
        self.head.send_if_modified(|seen| std::mem::replace(seen, head.max(*seen)) != head);
        Ok(done)
    }

    /// Looks whether another process has entered something.
    pub fn look(&self) -> Result<(), Refusal> {
        let head = self.reading(|ledger| Ok(ledger.head()?.sequence))?;
        self.head.send_if_modified(|seen| std::mem::replace(seen, head.max(*seen)) < head);
        Ok(())
    }
}
