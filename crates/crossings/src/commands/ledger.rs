//! `crossings ledger`: looking after a ledger itself.

use std::io::{self, Write};
use std::path::PathBuf;

use claim::DocumentId;
use ledger::{AsKnown, Ledger, republished};

use crate::failure::Failure;
use crate::talk::{Talk, count};

/// Verify a ledger, or copy it.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    work: Work,
}

#[derive(Debug, clap::Subcommand)]
enum Work {
    Verify(Verify),
    Copy(Copy),
    Origins(Origins),
}

/// Show which documents republish others.
///
/// Near-copies of a text, cut, retitled or added to, count as one observation
/// with the first of them. Nothing of them is left out of the ledger.
#[derive(Debug, clap::Args)]
struct Origins {
    /// The ledger: a file, or postgres://user:password@host/database
    #[arg(value_name = "LEDGER")]
    ledger: PathBuf,
}

/// Read every entry and recompute the chain of hashes.
///
/// Anything changed, removed, reordered or put in between is named. The last
/// line is the head of the chain: note it elsewhere, and `--head` finds out
/// later whether entries were taken from the end.
#[derive(Debug, clap::Args)]
#[command(after_help = VERIFY_EXAMPLES)]
struct Verify {
    /// The ledger: a file, or postgres://user:password@host/database
    #[arg(value_name = "LEDGER")]
    ledger: PathBuf,
    /// A head that was noted earlier
    #[arg(long, value_name = "HASH")]
    head: Option<String>,
}

const VERIFY_EXAMPLES: &str = "\
Examples:
  crossings ledger verify border.sqlite
  crossings ledger verify border.sqlite --head \"$(cat head.txt)\"";

/// Copy a ledger entry by entry, and verify the copy.
///
/// What the other has already is not copied again, so an interrupted run can
/// be repeated, and a copy can be kept up to date.
#[derive(Debug, clap::Args)]
#[command(after_help = COPY_EXAMPLES)]
struct Copy {
    /// The ledger to copy
    #[arg(value_name = "FROM")]
    from: PathBuf,
    /// Where to; made when there is none
    #[arg(value_name = "TO")]
    to: PathBuf,
}

const COPY_EXAMPLES: &str = "\
Examples:
  crossings ledger copy border.sqlite backup.sqlite
  crossings ledger copy border.sqlite postgres://desk@db.example.org/border";

pub(crate) fn run(arguments: &Arguments, talk: &mut Talk) -> Result<(), Failure> {
    match &arguments.work {
        Work::Verify(arguments) => verify(arguments, talk),
        Work::Copy(arguments) => copy(arguments, talk),
        Work::Origins(arguments) => origins(arguments),
    }
}

fn verify(arguments: &Verify, talk: &mut Talk) -> Result<(), Failure> {
    // Opening looks at the end of the chain; a ledger that is damaged there is still read.
    let mut ledger = Ledger::open_damaged(&arguments.ledger)?;
    let head = arguments.head.as_deref().map(str::trim);
    let found = ledger.verify(head)?;
    for fault in &found.faults {
        talk.trouble(format_args!("{}: {fault}", ledger.name()));
    }
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{}: {} ({} with {}, {}): {}",
        ledger.name(),
        layout_entries(found.entries),
        count(found.documents, "document"),
        count(found.statements, "statement"),
        count(found.decisions, "decision"),
        if found.faults.is_empty() { "all is well" } else { "NOT as it was written" }
    )?;
    writeln!(out, "head {}", found.head.hash)?;
    Ok(())
}

fn layout_entries(entries: usize) -> String {
    if entries == 1 { "1 entry".to_owned() } else { format!("{entries} entries") }
}

fn origins(arguments: &Origins) -> Result<(), Failure> {
    let documents = Ledger::open(&arguments.ledger)?.view(AsKnown::default())?.into_parts().0;
    let copies = republished(&documents);
    let name = |id: &DocumentId| {
        let of = documents.iter().find(|document| document.id == *id);
        of.map_or("", |document| document.name.as_str()).to_owned()
    };
    let mut out = io::stdout().lock();
    if copies.is_empty() {
        writeln!(out, "none of {} republishes another", count(documents.len(), "document"))?;
    }
    for copy in &copies {
        writeln!(
            out,
            "{} {}  republishes  {} {}  ({:.0} % shared)",
            copy.document.short(),
            name(&copy.document),
            copy.of.short(),
            name(&copy.of),
            copy.shared * 100.0
        )?;
    }
    Ok(())
}

fn copy(arguments: &Copy, talk: &mut Talk) -> Result<(), Failure> {
    let mut from = Ledger::open(&arguments.from)?;
    let mut to = Ledger::create_or_open(&arguments.to)?;
    let copied = from.copy_to(&mut to)?;
    let head = from.head()?;
    let found = to.verify(Some(&head.hash))?;
    for fault in &found.faults {
        talk.trouble(format_args!("{}: {fault}", to.name()));
    }
    talk.note(format_args!(
        "copied {} from {} to {}, which now has {}{}",
        layout_entries(copied),
        from.name(),
        to.name(),
        layout_entries(found.entries),
        if found.faults.is_empty() { ", all verified" } else { "" }
    ));
    Ok(())
}
