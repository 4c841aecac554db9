//! `crossings add`: documents and tables into a ledger.

use std::path::PathBuf;

use claim::Statement;
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::{Added, Ledger, LedgerError};

use crate::failure::Failure;
use crate::inputs;
use crate::source::refuse_postgres;
use crate::talk::{Talk, count};

/// Add documents and claim tables to a ledger.
///
/// The ledger is one file and is made when there is none. Each document goes in
/// whole or not at all, and one that is there already changes nothing, so an
/// interrupted run can simply be repeated.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The ledger
    #[arg(long, value_name = "FILE")]
    ledger: PathBuf,
    /// Day of publication of documents that do not say it
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day)]
    date: Option<Date>,
}

const EXAMPLES: &str = "\
Examples:
  crossings add reports/ --ledger border.sqlite
  crossings add counts.xlsx note.txt --date 2023-11-01 --ledger border.sqlite";

pub(crate) fn run(arguments: &Arguments, talk: &mut Talk) -> Result<(), Failure> {
    refuse_postgres(&arguments.ledger)?;
    let mut ledger = Ledger::create_or_open(&arguments.ledger)?;
    let (mut documents, mut statements, mut known) = (0, 0, 0);
    // "Since the ultimatum" may refer to what an earlier document told.
    let events = ledger.events()?;
    inputs::each(&arguments.paths, arguments.date, &events, talk, |reading, talk| {
        // Without a day of publication nothing can be shown as known on a date, and a ledger
        // cannot take the day back in later.
        let dated = reading.document.published.is_some()
            || reading
                .statements
                .iter()
                .any(|s| matches!(s, Statement::Claim(c) if c.published.is_some()));
        if !dated {
            talk.trouble(format_args!(
                "{}: not kept: it does not say when it was published\n  hint: give --date YYYY-MM-DD, or open it with a line `date YYYY-MM-DD`",
                reading.document.name
            ));
            return Ok(());
        }
        match ledger.add(&reading.document, &reading.statements, Timestamp::now()) {
            Ok(Added::New { statements: added }) => {
                documents += 1;
                statements += added;
            }
            Ok(Added::Known) => known += 1,
            Err(error @ LedgerError::Conflict { .. }) => {
                talk.trouble(format_args!("{error}\n  hint: {}", error.remedy()));
            }
            Err(error) => return Err(error.into()), // the next would fail alike
        }
        Ok(())
    })?;
    let mut summary = format!(
        "added {} with {} to {}",
        count(documents, "document"),
        count(statements, "statement"),
        arguments.ledger.display()
    );
    if known > 0 {
        summary += &format!("; {} already there", count(known, "document"));
    }
    talk.note(summary);
    Ok(())
}
