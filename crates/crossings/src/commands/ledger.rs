//! `crossings ledger`: looking after a ledger itself.

use std::io::Write;
use std::path::{Path, PathBuf};

use claim::DocumentId;
use ledger::{Ledger, Why, republished};

use crate::failure::Failure;
use crate::screen;
use crate::talk::{Talk, count};
use crate::whole;

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
/// with the first of them. Nothing of them is left out of the ledger. What is
/// confidential is among them, and said to be.
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
/// later whether entries were taken from the end. Without --head that is held
/// against the head seen last, which is kept beside a file as LEDGER.head.
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
    let given = arguments.head.as_deref().map(str::trim);
    let seen = seen_before(&arguments.ledger);
    let noted = given.or(seen.as_deref());
    let found = ledger.verify(noted)?;
    for fault in &found.faults {
        talk.trouble(format_args!("{}: {fault}", ledger.name()));
    }
    if noted.is_none() {
        talk.say(
            "whether entries were taken from the end cannot be told: no earlier head is known",
            "note the head below elsewhere, and give it with --head the next time",
        );
    } else if given.is_none() {
        talk.note("held against the head that was seen last, kept beside the ledger");
    }
    let mut out = screen::text();
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
    if found.faults.is_empty() {
        keep_seen(&arguments.ledger, &found.head.hash, talk);
    }
    Ok(())
}

/// Where the head of a ledger that is a file is kept: beside it.
fn beside(ledger: &Path) -> Option<PathBuf> {
    let mut name = ledger.as_os_str().to_owned();
    name.push(".head");
    ledger.is_file().then(|| name.into())
}

/// The head that was seen the last time.
fn seen_before(ledger: &Path) -> Option<String> {
    let text = whole::read_text(&beside(ledger)?).ok()?;
    let hash = text.split_whitespace().next()?;
    (hash.len() == 64 && hash.bytes().all(|b| b.is_ascii_hexdigit())).then(|| hash.to_owned())
}

/// Keeps the head for the next time; a folder that may not be written to is no failure.
fn keep_seen(ledger: &Path, hash: &str, talk: &Talk) {
    let Some(beside) = beside(ledger) else { return };
    if whole::write(&beside, format!("{hash}\n").as_bytes()).is_err() {
        talk.note(format_args!("{}: could not be written", beside.display()));
    }
}

fn layout_entries(entries: usize) -> String {
    if entries == 1 { "1 entry".to_owned() } else { format!("{entries} entries") }
}

fn origins(arguments: &Origins) -> Result<(), Failure> {
    let mut ledger = Ledger::open(&arguments.ledger)?;
    // Whoever may open the ledger may see what is confidential in it; nothing of it is quoted.
    let documents = ledger.documents()?;
    let reach = ledger.reach()?;
    let copies = republished(&documents);
    let name = |id: &DocumentId| {
        let of = documents.iter().find(|document| document.id == *id);
        let name = of.map_or("", |document| document.name.as_str());
        let kept = if reach.documents.contains_key(id) { " (confidential)" } else { "" };
        format!("{name}{kept}")
    };
    let mut out = screen::text();
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
    for (copy, why) in &reach.documents {
        if let Why::CopyOf(of) = why {
            writeln!(
                out,
                "{} {}  is a near-copy of  {} {}: it stays in as well",
                copy.short(),
                name(copy),
                of.short(),
                name(of)
            )?;
        }
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
