//! `crossings add`: documents and tables into a ledger.

use std::path::PathBuf;

use claim::{Document, Statement};
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::{Added, Ledger};

use crate::failure::Failure;
use crate::inputs;
use crate::talk::{Talk, count};

/// Add documents and claim tables to a ledger.
///
/// The ledger is one file, made when there is none, or a PostgreSQL database.
/// Each document goes in whole or not at all, and one that is there already
/// changes nothing, so an interrupted run can simply be repeated.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The ledger: a file, or postgres://user:password@host/database
    #[arg(long, value_name = "LEDGER")]
    ledger: PathBuf,
    /// Day of publication of documents that do not say it
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day)]
    date: Option<Date>,
    /// What the columns of a table are; `crossings read --help` shows a map
    #[arg(long, value_name = "MAP.toml")]
    map: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  crossings add reports/ --ledger border.sqlite
  crossings add counts.xlsx note.txt --date 2023-11-01 --ledger border.sqlite
  crossings add reports/ --ledger postgres://desk@db.example.org/border";

/// So many documents go in with one transaction: the disk, or the server, is asked to make
/// things last once for all of them. A crash loses at most these, none of which was said to
/// have been entered.
const BATCH: usize = 64;

pub(crate) fn run(arguments: &Arguments, talk: &mut Talk) -> Result<(), Failure> {
    let mut ledger = Ledger::create_or_open(&arguments.ledger)?;
    let mut entered = Entered::default();
    let mut batch: Vec<(Document, Vec<Statement>)> = Vec::with_capacity(BATCH);
    // "Since the ultimatum" may refer to what an earlier document told.
    let events = ledger.events()?;
    let map = super::map(arguments.map.as_deref())?;
    let read = inputs::each(
        &arguments.paths,
        arguments.date,
        &events,
        map.as_ref(),
        talk,
        |reading, talk| {
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
            batch.push((reading.document, reading.statements));
            if batch.len() < BATCH { Ok(()) } else { entered.enter(&mut ledger, &mut batch, talk) }
        },
    );
    // What was read before something went wrong goes in all the same.
    let rest = if batch.is_empty() { Ok(()) } else { entered.enter(&mut ledger, &mut batch, talk) };
    read.and(rest)?;
    let mut summary = format!(
        "added {} with {} to {}",
        count(entered.documents, "document"),
        count(entered.statements, "statement"),
        ledger.name()
    );
    if entered.known > 0 {
        summary += &format!("; {} already there", count(entered.known, "document"));
    }
    talk.note(summary);
    Ok(())
}

/// What went in so far.
#[derive(Default)]
struct Entered {
    documents: usize,
    statements: usize,
    known: usize,
}

impl Entered {
    /// Enters a batch and empties it.
    fn enter(
        &mut self,
        ledger: &mut Ledger,
        batch: &mut Vec<(Document, Vec<Statement>)>,
        talk: &mut Talk,
    ) -> Result<(), Failure> {
        let given: Vec<(&Document, &[Statement])> =
            batch.iter().map(|(document, statements)| (document, statements.as_slice())).collect();
        for result in ledger.add_all(&given, Timestamp::now())? {
            match result {
                Ok(Added::New { statements }) => {
                    self.documents += 1;
                    self.statements += statements;
                }
                Ok(Added::Known) => self.known += 1,
                Err(error) => talk.trouble(format_args!("{error}\n  hint: {}", error.remedy())),
            }
        }
        batch.clear();
        Ok(())
    }
}
