//! Which words of claims and documents may be shown to those who only read, reckoned once for a ledger's state.

use std::collections::{BTreeMap, BTreeSet};

use audit::Finding;
use brief::answer::{Few, Material};
use claim::{DocumentId, Id, Statement};

/// Below this numbers of people are not printed.
pub(crate) const FEW: u32 = export::SUPPRESS_BELOW;

/// What is not shown as it stands to those who only read.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    /// Claims whose numbers are not shown.
    pub withheld: BTreeSet<Id>,
    /// Quotes that something is taken out of.
    pub quotes: BTreeMap<Id, String>,
    /// Whether each finding may be told.
    pub findings: Vec<bool>,
    /// Titles of documents.
    pub titles: BTreeMap<DocumentId, String>,
}

impl Printed {
    /// Of what a ledger says, and what the audit finds in it.
    pub fn of(material: Material, audited: &[Finding]) -> Printed {
        let few = Few::of(FEW, material, None, &[]);
        let ids = material.statements.iter().map(Statement::id);
        let withheld = ids.filter(|id| few.withholds(id));
        let quotes = material.statements.iter().filter_map(|one| {
            let quote = match one {
                Statement::Claim(claim) => &claim.quote,
                Statement::Event(event) => &event.quote,
                Statement::Position(_) => return None,
            };
            let told = few.quoted(one.document(), one.span(), quote);
            (told != *quote).then(|| (one.id().clone(), told))
        });
        let findings = audited.iter().map(|finding| !few.is_found_by(finding));
        let titles = material.documents.iter();
        Printed {
            withheld: withheld.cloned().collect(),
            quotes: quotes.collect(),
            findings: findings.collect(),
            titles: titles.map(|document| (document.id.clone(), few.title(document))).collect(),
        }
    }
}
