//! What a picture is made of: documents and statements in an order that depends only on what they are.

use std::collections::{BTreeMap, BTreeSet};

use claim::{Claim, Document, Event, Id, Statement, Verdict};

use crate::origins::{link_republished, republished};
use crate::view::View;

/// Everything that a picture is made of, in an order that depends only on what it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Material {
    /// By day of publication, then by content.
    pub documents: Vec<Document>,
    /// In the order of their documents; those of near-copies are linked to what they repeat.
    pub statements: Vec<Statement>,
    /// Claims that an analyst has accepted as they are.
    pub accepted: BTreeSet<Id>,
    /// Figures of several digits that are confidential.
    pub secret: Vec<f64>,
    /// The claims that decisions in force are about, as they were read.
    pub as_read: Vec<Claim>,
    /// How many documents republish another, and count once with it.
    pub republished: usize,
}

impl Material {
    /// Of what a ledger says.
    pub fn of(view: View) -> Material {
        let accepted = view
            .decisions
            .iter()
            .filter(|decision| decision.verdict == Verdict::Accept)
            .filter_map(|decision| decision.subject.parse().ok())
            .collect();
        let secret = view.secret.clone();
        let as_read = view.as_read.clone();
        let (documents, statements) = view.into_parts();
        Material { documents, statements, accepted, secret, as_read, republished: 0 }.settled()
    }

    /// Puts all in order, and links what near-copies repeat: a wire story in twenty papers is one observation.
    pub fn settled(mut self) -> Material {
        self.sort();
        let copies = republished(&self.documents);
        link_republished(&copies, &mut self.statements);
        self.republished = copies.len();
        self
    }

    /// By day of publication, then by content: neither the names of files nor
    /// the order of adding or of a table's rows changes the picture.
    fn sort(&mut self) {
        self.documents.sort_by(|a, b| {
            let key = |document: &Document| (document.published.is_none(), document.published);
            key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
        });
        let place: BTreeMap<_, _> = self
            .documents
            .iter()
            .enumerate()
            .map(|(index, document)| (&document.id, index))
            .collect();
        self.statements.sort_by_key(|statement| place.get(statement.document()).copied());
        claim::order_rows(&mut self.statements);
    }

    /// The claims alone.
    pub fn claims(&self) -> Vec<Claim> {
        let claim = |statement: &Statement| match statement {
            Statement::Claim(claim) => Some(claim.clone()),
            _ => None,
        };
        self.statements.iter().filter_map(claim).collect()
    }

    /// The events alone.
    pub fn events(&self) -> Vec<Event> {
        let event = |statement: &Statement| match statement {
            Statement::Event(event) => Some(event.clone()),
            _ => None,
        };
        self.statements.iter().filter_map(event).collect()
    }

    /// The crossings that claims name.
    pub fn crossings(&self) -> BTreeSet<String> {
        self.claims().into_iter().flat_map(|claim| claim.via).collect()
    }
}
