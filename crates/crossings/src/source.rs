//! From a SOURCE to documents and statements: a ledger, or paths read on the fly.

use std::path::PathBuf;

use claim::Statement;
use jiff::civil::Date;
use ledger::{AsKnown, Ledger};

use crate::failure::Failure;
use crate::inputs;
use crate::talk::{Talk, count};

/// Everything that a picture is made of, in an order that depends only on what it is.
pub(crate) use ledger::Material as Source;

/// Loads what was known, or everything. Only a ledger has the clock of recording.
pub(crate) fn load(
    paths: &[PathBuf],
    as_known: AsKnown,
    talk: &mut Talk,
) -> Result<Source, Failure> {
    let as_of = as_known.published_by;
    let ledgers: Vec<&PathBuf> = paths.iter().filter(|path| Ledger::is_ledger(path)).collect();
    let source = match ledgers[..] {
        [] if as_known.recorded_by.is_some() => {
            return Err(Failure::usage(
                "--recorded-by asks when something was entered, and files do not say",
                "give a ledger as SOURCE, or leave --recorded-by out",
            ));
        }
        [] => read(paths, as_of, talk)?.settled(),
        [path] if paths.len() == 1 => {
            let view = Ledger::open(path)?.view(as_known)?;
            if view.rejected > 0 {
                talk.note(format_args!("left out as rejected: {}", count(view.rejected, "claim")));
            }
            if view.confidential > 0 {
                talk.note(format_args!("left out as confidential: {}", view.confidential));
            }
            Source::of(view)
        }
        _ => {
            return Err(Failure::usage(
                "a ledger is a SOURCE alone",
                "give one ledger, or files and folders; `crossings add` puts files into a ledger",
            ));
        }
    };
    if source.republished > 0 {
        talk.note(format_args!(
            "republished, and counted once with what they copy: {}",
            count(source.republished, "document")
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
    let mut source = Source::default();
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

fn published(statement: &Statement) -> Option<Date> {
    match statement {
        Statement::Claim(claim) => claim.published,
        Statement::Event(event) => event.published,
        Statement::Position(position) => position.published,
    }
}
