//! From a SOURCE to documents and statements: a ledger, or paths read on the fly.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use claim::{Claim, Document, Event, Id, Statement, Verdict};
use jiff::civil::Date;
use ledger::{AsKnown, Ledger, link_republished, republished};

use crate::failure::Failure;
use crate::inputs;
use crate::talk::{Talk, count};

/// Everything that a picture is made of, in an order that depends only on what it is.
pub(crate) struct Source {
    pub(crate) documents: Vec<Document>,
    pub(crate) statements: Vec<Statement>,
    /// Claims that an analyst has accepted as they are.
    pub(crate) accepted: BTreeSet<Id>,
    /// Figures of several digits that are confidential.
    pub(crate) secret: Vec<f64>,
}

impl Source {
    /// Loads what was known, or everything. Only a ledger has the clock of recording.
    pub(crate) fn load(
        paths: &[PathBuf],
        as_known: AsKnown,
        talk: &mut Talk,
    ) -> Result<Source, Failure> {
        let as_of = as_known.published_by;
        let ledgers: Vec<&PathBuf> = paths.iter().filter(|path| Ledger::is_ledger(path)).collect();
        let mut source = match ledgers[..] {
            [] if as_known.recorded_by.is_some() => {
                return Err(Failure::usage(
                    "--recorded-by asks when something was entered, and files do not say",
                    "give a ledger as SOURCE, or leave --recorded-by out",
                ));
            }
            [] => Source::read(paths, as_of, talk)?,
            [path] if paths.len() == 1 => {
                let view = Ledger::open(path)?.view(as_known)?;
                if view.rejected > 0 {
                    talk.note(format_args!(
                        "left out as rejected: {}",
                        count(view.rejected, "claim")
                    ));
                }
                if view.confidential > 0 {
                    talk.note(format_args!("left out as confidential: {}", view.confidential));
                }
                let accepted = view
                    .decisions
                    .iter()
                    .filter(|decision| decision.verdict == Verdict::Accept)
                    .filter_map(|decision| decision.subject.parse().ok())
                    .collect();
                let secret = view.secret.clone();
                let (documents, statements) = view.into_parts();
                Source { documents, statements, accepted, secret }
            }
            _ => {
                return Err(Failure::usage(
                    "a ledger is a SOURCE alone",
                    "give one ledger, or files and folders; `crossings add` puts files into a ledger",
                ));
            }
        };
        source.sort();
        // A wire story in twenty papers is one observation.
        let copies = republished(&source.documents);
        link_republished(&copies, &mut source.statements);
        if !copies.is_empty() {
            talk.note(format_args!(
                "republished, and counted once with what they copy: {}",
                count(copies.len(), "document")
            ));
        }
        if source.documents.is_empty() {
            let when = as_of.map(|day| format!(" published by {day}")).unwrap_or_default();
            return Err(Failure::undone(
                format!("nothing{when} to make a picture of"),
                "give reports or tables, or a ledger that holds some",
            ));
        }
        Ok(source)
    }

    /// Reads paths, and keeps what the ledger's as-of view would keep.
    fn read(paths: &[PathBuf], as_of: Option<Date>, talk: &mut Talk) -> Result<Source, Failure> {
        let mut source = Source {
            documents: Vec::new(),
            statements: Vec::new(),
            accepted: BTreeSet::new(),
            secret: Vec::new(),
        };
        inputs::each(paths, inputs::Day::default(), &[], None, talk, |reading, _| {
            let by_then =
                |day: Option<Date>| as_of.is_none_or(|last| day.is_some_and(|day| day <= last));
            let own = reading.document.published;
            let before = source.statements.len();
            source
                .statements
                .extend(reading.statements.into_iter().filter(|s| by_then(published(s).or(own))));
            if by_then(own) || source.statements.len() > before {
                source.documents.push(reading.document);
            }
            Ok(())
        })?;
        Ok(source)
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

    pub(crate) fn claims(&self) -> Vec<Claim> {
        let claim = |statement: &Statement| match statement {
            Statement::Claim(claim) => Some(claim.clone()),
            _ => None,
        };
        self.statements.iter().filter_map(claim).collect()
    }

    pub(crate) fn events(&self) -> Vec<Event> {
        let event = |statement: &Statement| match statement {
            Statement::Event(event) => Some(event.clone()),
            _ => None,
        };
        self.statements.iter().filter_map(event).collect()
    }

    /// The crossings that claims name.
    pub(crate) fn crossings(&self) -> BTreeSet<String> {
        self.claims().into_iter().flat_map(|claim| claim.via).collect()
    }
}

fn published(statement: &Statement) -> Option<Date> {
    match statement {
        Statement::Claim(claim) => claim.published,
        Statement::Event(event) => event.published,
        Statement::Position(position) => position.published,
    }
}
