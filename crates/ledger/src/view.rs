//! What was known: on a day of publication, at a time of recording, with the decisions that
//! had been taken.

use std::collections::{BTreeMap, BTreeSet};

use claim::{Claim, Decision, Document, Event, Statement, Verdict};
use jiff::Timestamp;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::LedgerError;
use crate::backend::{Columns, Scan};
use crate::entry::{Entry, EntryKind, published, written};
use crate::reach::Reach;
use crate::store::Ledger;

/// As of when: two clocks, and no end on either by default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AsKnown {
    /// What had been published by the end of this day. A statement without a date of its own
    /// has its document's; one with neither cannot be shown to have been known, and is left out.
    pub published_by: Option<Date>,
    /// What had been entered into the ledger by then, decisions included; but what was marked as
    /// confidential since is left out all the same.
    pub recorded_by: Option<Timestamp>,
}

/// A document and what was read from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The document; in its text the words of confidential claims are struck out.
    pub document: Document,
    /// Its statements, decisions applied: what was rejected is gone, what was merged is linked,
    /// what was corrected is right, what is confidential is not there, nor are its words in
    /// the quotes of others.
    pub statements: Vec<Statement>,
}

/// What a ledger says, as of when it was asked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct View {
    /// By day of publication (documents without one last), then by id.
    pub known: Vec<Known>,
    /// The decisions in force, in the order in which they were taken.
    pub decisions: Vec<Decision>,
    /// The claims that decisions in force are about, as they were read; no confidential ones.
    pub as_read: Vec<Claim>,
    /// How many claims were left out because they were rejected.
    pub rejected: usize,
    /// How many documents and claims were left out because they are confidential, or tell what is.
    pub confidential: usize,
    /// Figures of several digits that are confidential: to know whether something reckoned tells one.
    pub secret: Vec<f64>,
}

impl View {
    /// All documents, and all statements in the order of their documents.
    pub fn into_parts(self) -> (Vec<Document>, Vec<Statement>) {
        let mut documents = Vec::with_capacity(self.known.len());
        let mut statements = Vec::new();
        for known in self.known {
            documents.push(known.document);
            statements.extend(known.statements);
        }
        (documents, statements)
    }

    /// All statements.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.known.iter().flat_map(|known| &known.statements)
    }
}

impl Ledger {
    /// What was known, with decisions applied.
    ///
    /// # Errors
    /// When the ledger is locked or damaged.
    pub fn view(&mut self, as_known: AsKnown) -> Result<View, LedgerError> {
        self.look(as_known, true)
    }

    /// As [`Ledger::view`], with the documents' texts left out: several times as fast.
    ///
    /// # Errors
    /// When the ledger is locked or damaged.
    pub fn view_without_texts(&mut self, as_known: AsKnown) -> Result<View, LedgerError> {
        self.look(as_known, false)
    }

    fn look(&mut self, as_known: AsKnown, texts: bool) -> Result<View, LedgerError> {
        let up_to = match as_known.recorded_by {
            Some(time) => self.backend.last_by(&written(time))?,
            // Appended to while we look: everything is read up to one point.
            None => self.backend.head()?.sequence,
        };
        let day = as_known.published_by.map(|day| day.to_string());
        let scan =
            |columns| Scan { kind: EntryKind::Document, up_to, known_by: day.as_deref(), columns };
        let with_statements = self.backend.scan(&scan(Columns::Statements))?;
        let with_texts = if texts { self.backend.scan(&scan(Columns::Texts))? } else { Vec::new() };
        // What is confidential now leaves in no view, whatever time it is of.
        let taken = self.all(EntryKind::Decision, Columns::Heads)?;
        let taken: Vec<(bool, Decision)> = taken
            .iter()
            .map(|entry| {
                let decision = self.opened(entry, Entry::to_decision)?;
                Ok((entry.sequence <= up_to, decision))
            })
            .collect::<Result<_, LedgerError>>()?;
        let later: Vec<Decision> =
            in_force(taken.iter().map(|(_, decision)| decision.clone()).collect())
                .into_iter()
                .filter(|decision| decision.verdict == Verdict::Confidential)
                .collect();
        let known = taken.into_iter().filter(|(known, _)| *known).map(|(_, decision)| decision);
        let decisions = in_force(known.collect());
        let reach = self.reach_of(decisions.iter().chain(&later))?;
        let rulings = Rulings::of(decisions.iter(), &reach);

        let by_then = |date: Option<Date>| {
            as_known.published_by.is_none_or(|last| date.is_some_and(|date| date <= last))
        };
        let name = self.name().to_owned();
        let damaged = |entry: &Entry, detail: String| LedgerError::Damaged {
            ledger: name.clone(),
            detail: format!("entry {}: {detail}", entry.sequence),
        };
        // Unpacking is most of the work: it is shared by all cores.
        let mut opened: Vec<(Document, Vec<Statement>)> = with_statements
            .par_iter()
            .enumerate()
            .map(|(index, entry)| {
                let source = with_texts.get(index).unwrap_or(entry);
                let document = source.to_document().map_err(|detail| damaged(entry, detail))?;
                let own = document.published;
                let mut statements =
                    entry.to_statements().map_err(|detail| damaged(entry, detail))?;
                statements.retain(|s| by_then(published(s).or(own)));
                Ok((document, statements))
            })
            .collect::<Result<_, LedgerError>>()?;
        opened
            .retain(|(document, statements)| by_then(document.published) || !statements.is_empty());
        opened.sort_by(|(a, _), (b, _)| {
            let key = |d: &Document| (d.published.is_none(), d.published);
            key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
        });

        let mut view = View { secret: reach.distinct.clone(), ..View::default() };
        for (mut document, statements) in opened {
            if reach.documents.contains_key(&document.id) {
                view.confidential += 1;
                continue;
            }
            let mut statements = if rulings.by_subject.is_empty() && reach.is_empty() {
                statements
            } else {
                let mut decided = Vec::with_capacity(statements.len());
                let mut secret = Vec::new();
                for statement in statements {
                    rulings.apply(statement, &mut view, &mut decided, &mut secret);
                }
                for span in secret {
                    strike(&mut document.text, 0, span);
                    for statement in &mut decided {
                        strike_in_quote(statement, span);
                    }
                }
                decided
            };
            if !reach.is_empty() {
                reach.strike(&mut document, &mut statements);
            }
            view.known.push(Known { document, statements });
        }
        view.decisions = decisions;
        Ok(view)
    }

    /// All documents with their texts, confidential ones too: for those who may see them.
    ///
    /// # Errors
    /// When the ledger is locked or damaged.
    pub fn documents(&mut self) -> Result<Vec<Document>, LedgerError> {
        let entries = self.all(EntryKind::Document, Columns::Texts)?;
        entries.iter().map(|entry| self.opened(entry, Entry::to_document)).collect()
    }

    /// What stays in now for being confidential, and why: what was marked, and whatever else tells it.
    ///
    /// # Errors
    /// When the ledger is locked or damaged.
    pub fn reach(&mut self) -> Result<Reach, LedgerError> {
        let decisions = in_force(self.decisions()?);
        self.reach_of(decisions.iter())
    }

    /// The same for the decisions given. All of the ledger is looked at, whatever time is asked for: a copy that came
    /// earlier tells as much.
    fn reach_of<'d>(
        &mut self,
        decisions: impl Iterator<Item = &'d Decision> + Clone,
    ) -> Result<Reach, LedgerError> {
        let confidential = decisions.clone().filter(|d| d.verdict == Verdict::Confidential);
        let marked: BTreeSet<String> = confidential.map(|d| d.subject.clone()).collect();
        if marked.is_empty() {
            return Ok(Reach::default());
        }
        let nothing = Reach::default();
        // What was taken back or rejected tells the figure all the same.
        let kept = decisions.filter(|d| !matches!(d.verdict, Verdict::Reject | Verdict::Accept));
        let rulings = Rulings::of(kept, &nothing);
        let (mut documents, mut all, mut roots) = (Vec::new(), Vec::new(), BTreeMap::new());
        let with_texts = self.all(EntryKind::Document, Columns::Texts)?;
        let with_statements = self.all(EntryKind::Document, Columns::Statements)?;
        for (texts, statements) in with_texts.iter().zip(&with_statements) {
            documents.push(Document { original: None, ..self.opened(texts, Entry::to_document)? });
            for statement in self.opened(statements, Entry::to_statements)? {
                let root = statement.id().clone();
                if let Statement::Claim(claim) = &statement
                    && marked.contains(claim.id.as_str())
                {
                    all.push(statement.clone());
                }
                let mut decided = Vec::new();
                rulings.apply(statement, &mut View::default(), &mut decided, &mut Vec::new());
                for one in decided
                    .into_iter()
                    .filter(|one| *one.id() != root || !marked.contains(root.as_str()))
                {
                    roots.insert(one.id().clone(), root.clone());
                    all.push(one);
                }
            }
        }
        Ok(Reach::of(&marked, &documents, &all, &roots))
    }

    /// All events, whatever was decided: what "since the ultimatum" may refer to.
    ///
    /// # Errors
    /// When the ledger is locked or damaged.
    pub fn events(&mut self) -> Result<Vec<Event>, LedgerError> {
        let view = self.view_without_texts(AsKnown::default())?;
        Ok(view
            .known
            .into_iter()
            .flat_map(|known| known.statements)
            .filter_map(|statement| match statement {
                Statement::Event(event) => Some(event),
                _ => None,
            })
            .collect())
    }

    /// Every decision that was ever taken, in order, also those that were undone.
    ///
    /// # Errors
    /// When the ledger is locked or damaged.
    pub fn decisions(&mut self) -> Result<Vec<Decision>, LedgerError> {
        let entries = self.all(EntryKind::Decision, Columns::Heads)?;
        entries.iter().map(|entry| self.opened(entry, Entry::to_decision)).collect()
    }
}

/// Strikes the bytes `span` out of a text that begins at byte `start` of its document. As many
/// bytes stay, so that all other evidence is where it was.
fn strike(text: &mut String, start: usize, [from, to]: [usize; 2]) {
    let within = |at: usize| at.saturating_sub(start).min(text.len());
    let (from, to) = (within(from), within(to));
    if from < to && text.is_char_boundary(from) && text.is_char_boundary(to) {
        text.replace_range(from..to, &"*".repeat(to - from));
    }
}

/// The same for a statement's own copy of the words.
fn strike_in_quote(statement: &mut Statement, secret: [usize; 2]) {
    let [from, to] = statement.span();
    match statement {
        // The cells of a row are quoted by themselves, and those of a figure that stays in are not among them.
        Statement::Claim(claim) if claim.quote.len() != to - from => {}
        Statement::Claim(claim) => strike(&mut claim.quote, claim.span[0], secret),
        Statement::Event(event) => strike(&mut event.quote, event.span[0], secret),
        Statement::Position(position) => {
            let before = position.quote.clone();
            strike(&mut position.quote, position.span[0], secret);
            // What a stance is about is some of the same words, and where is not kept.
            if position.quote != before {
                position.about = position.quote.clone();
            }
        }
    }
}

/// Those decisions that nothing took back. An undo can itself be undone, so they are looked
/// through from the last to the first.
fn in_force(taken: Vec<Decision>) -> Vec<Decision> {
    let mut undone: BTreeSet<String> = BTreeSet::new();
    for decision in taken.iter().rev() {
        if decision.verdict == Verdict::Undo && !undone.contains(decision.id.as_str()) {
            undone.insert(decision.subject.clone());
        }
    }
    taken.into_iter().filter(|decision| !undone.contains(decision.id.as_str())).collect()
}

/// The decisions in force, by what they are about.
struct Rulings<'d, 'r> {
    by_subject: BTreeMap<&'d str, Vec<&'d Decision>>,
    reach: &'r Reach,
}

impl<'d, 'r> Rulings<'d, 'r> {
    fn of(decisions: impl Iterator<Item = &'d Decision>, reach: &'r Reach) -> Rulings<'d, 'r> {
        let mut by_subject: BTreeMap<&str, Vec<&Decision>> = BTreeMap::new();
        for decision in decisions.filter(|d| d.verdict != Verdict::Undo) {
            by_subject.entry(&decision.subject).or_default().push(decision);
        }
        Rulings { by_subject, reach }
    }

    /// Whether a claim is confidential, or tells the figure of one that is.
    fn is_secret(&self, claim: &Claim) -> bool {
        self.reach.claims.contains_key(&claim.id)
    }

    /// Puts a statement among those `decided` as it was decided; counts what is left out, and
    /// puts where the words of `secret` claims are.
    fn apply(
        &self,
        statement: Statement,
        view: &mut View,
        decided: &mut Vec<Statement>,
        secret: &mut Vec<[usize; 2]>,
    ) {
        let Statement::Claim(mut claim) = statement else {
            decided.push(statement);
            return;
        };
        if self.is_secret(&claim) {
            secret.push(claim.span);
            view.confidential += 1;
            return;
        }
        let Some(decisions) = self.by_subject.get(claim.id.as_str()) else {
            decided.push(Statement::Claim(claim));
            return;
        };
        let as_read = claim.clone();
        let mut rejected = false;
        let mut parts: Vec<Claim> = Vec::new();
        for decision in decisions {
            match decision.verdict {
                Verdict::Accept => rejected = false,
                Verdict::Reject => rejected = true,
                // Checked when it was taken; a later program that knows fewer fields leaves
                // the claim as it was.
                Verdict::Correct => claim = claim.corrected(&decision.set).unwrap_or(claim),
                Verdict::Merge => claim.same_as.clone_from(&decision.into),
                Verdict::Split => {
                    parts = decision
                        .parts
                        .iter()
                        .filter_map(|part| claim.corrected(part).ok())
                        .map(Claim::sealed)
                        .collect();
                }
                Verdict::Flag | Verdict::Confidential | Verdict::Undo => {}
            }
        }
        if rejected {
            view.rejected += 1;
        } else if self.is_secret(&claim) {
            // Merged into one that is.
            secret.push(claim.span);
            view.confidential += 1;
            return;
        } else if parts.is_empty() {
            decided.push(Statement::Claim(claim));
        } else {
            // What was decided of a part counts too; a part is never the whole, so this ends.
            for part in parts.into_iter().filter(|part| part.id != claim.id) {
                self.apply(Statement::Claim(part), view, decided, secret);
            }
        }
        view.as_read.push(as_read);
    }
}
