//! `crossings add`: documents and tables into a ledger.

use std::path::PathBuf;
use std::time::Duration;

use claim::{Document, DocumentId, Statement};
use ledger::{Added, Ledger, Why, republished};

use crate::failure::Failure;
use crate::inputs;
use crate::talk::{Talk, count, some_of};
use crate::watch::{self, Watch};

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
    #[command(flatten)]
    day: inputs::Day,
    /// What the columns of a table are; `crossings read --help` shows a map
    #[arg(long, value_name = "MAP.toml")]
    map: Option<PathBuf>,
    /// Keep telephones, e-mail and other addresses in the ledger; they still leave in no output
    #[arg(long)]
    keep_contacts: bool,
    /// Go on looking for what arrives in the folders, until Ctrl-C
    #[arg(long)]
    watch: bool,
    /// How often to look, in seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 2, requires = "watch")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=86_400))]
    every: u64,
}

const EXAMPLES: &str = "\
Examples:
  crossings add reports/ --ledger border.sqlite
  crossings add counts.xlsx note.txt --date 2023-11-01 --ledger border.sqlite
  crossings add reports/ --ledger postgres://desk@db.example.org/border
  crossings add inbox/ --ledger border.sqlite --watch

With --watch a file is read once it has stopped growing; a changed file is read again as
another document. Each document is kept at once, so Ctrl-C loses nothing.";

/// So many documents go in with one transaction: the disk, or the server, is asked to make
/// things last once for all of them. A crash loses at most these, none of which was said to
/// have been entered.
const BATCH: usize = 64;

/// Of so much text it is looked whether one document republishes another, bytes.
const COMPARED: usize = 64 << 20;

pub(crate) fn run(arguments: &Arguments, talk: &mut Talk) -> Result<(), Failure> {
    if arguments.watch && arguments.paths.iter().any(|path| inputs::is_stdin(path)) {
        return Err(Failure::usage(
            "standard input cannot be watched",
            "give the folder that reports arrive in",
        ));
    }
    let mut ledger = Ledger::create_or_open(&arguments.ledger)?;
    let mut entered = Entered::default();
    let day = inputs::Day { keep_contacts: arguments.keep_contacts, ..arguments.day };
    let map = super::map(arguments.map.as_deref())?;
    if arguments.watch {
        keep_watch(arguments, map.as_ref(), &mut ledger, &mut entered, talk)?;
    } else {
        add(&arguments.paths, day, map.as_ref(), &mut ledger, &mut entered, talk)?;
    }
    talk.note(entered.summary(&ledger, talk.troubles()));
    mark_copies(&mut ledger, &entered.added, talk)
}

/// Marks what was added and is a near-copy of something confidential, and says so; other documents with a
/// confidential figure are named.
fn mark_copies(
    ledger: &mut Ledger,
    added: &[(DocumentId, String)],
    talk: &Talk,
) -> Result<(), Failure> {
    let ids: Vec<&DocumentId> = added.iter().map(|(id, _)| id).collect();
    let (reach, copies) = ledger.keep_back_copies(&ids, "crossings add", crate::clock::now())?;
    for (copy, of) in copies {
        let name = added.iter().find(|(id, _)| *id == copy).map_or("", |(_, name)| name.as_str());
        talk.say(
            &format!(
                "{name}: a near-copy of the confidential document {}: marked as confidential",
                of.short()
            ),
            "`crossings decide undo` takes that back, `crossings log` shows its id",
        );
    }
    let figures =
        reach.claims.iter().filter(|(_, why)| matches!(why, Why::Tells(_) | Why::Follows));
    let figures: Vec<String> = figures.map(|(id, _)| id.to_string()).collect();
    if !figures.is_empty() {
        talk.note(format_args!(
            "{} in the ledger {} a confidential figure, by {} or by subtraction, and stay{} in: {}",
            count(figures.len(), "claim"),
            if figures.len() == 1 { "tells" } else { "tell" },
            if figures.len() == 1 { "itself" } else { "themselves" },
            if figures.len() == 1 { "s" } else { "" },
            some_of(&figures)
        ));
    }
    Ok(())
}

/// Adds what is in the folders and what arrives in them, until Ctrl-C.
fn keep_watch(
    arguments: &Arguments,
    map: Option<&read::Map>,
    ledger: &mut Ledger,
    entered: &mut Entered,
    talk: &mut Talk,
) -> Result<(), Failure> {
    watch::heed_interrupt()?;
    talk.once();
    let names: Vec<String> = arguments.paths.iter().map(|p| p.display().to_string()).collect();
    let day = inputs::Day { keep_contacts: arguments.keep_contacts, ..arguments.day };
    talk.note(format_args!("watching {}; Ctrl-C ends", some_of(&names)));
    let mut watch = Watch::default();
    while !watch::ended() {
        let arrived = watch.arrived(inputs::walk(&arguments.paths, talk));
        if !arrived.is_empty() {
            let before = (entered.documents, entered.claims);
            add(&arrived, day, map, ledger, entered, talk)?;
            let names: Vec<String> = arrived.iter().map(|p| p.display().to_string()).collect();
            talk.note(format_args!(
                "{}: added {} with {}",
                some_of(&names),
                count(entered.documents - before.0, "document"),
                count(entered.claims - before.1, "claim"),
            ));
        }
        watch::rest(Duration::from_secs(arguments.every));
    }
    Ok(())
}

fn add(
    paths: &[PathBuf],
    day: inputs::Day,
    map: Option<&read::Map>,
    ledger: &mut Ledger,
    entered: &mut Entered,
    talk: &mut Talk,
) -> Result<(), Failure> {
    let mut batch: Vec<(Document, Vec<Statement>)> = Vec::with_capacity(BATCH);
    // "Since the ultimatum" may refer to what an earlier document told.
    let events = ledger.events()?;
    let read = inputs::each(paths, day, &events, map, talk, |reading, talk| {
        inputs::tell_columns(&reading, talk);
        entered.read += 1;
        entered.passed_over += usize::from(reading.passed_over);
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
        if batch.len() < BATCH { Ok(()) } else { entered.enter(ledger, &mut batch, talk) }
    });
    // What was read before something went wrong goes in all the same.
    let rest = if batch.is_empty() { Ok(()) } else { entered.enter(ledger, &mut batch, talk) };
    read.and(rest)
}

/// What went in so far.
#[derive(Default)]
struct Entered {
    read: usize,
    passed_over: usize,
    documents: usize,
    claims: usize,
    others: usize,
    known: usize,
    added: Vec<(DocumentId, String)>,
    /// The documents that went in, as far as they are compared with each other.
    compared: Vec<Document>,
    compared_bytes: usize,
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
        let results = ledger.add_all(&given, crate::clock::now())?;
        for ((document, statements), result) in batch.drain(..).zip(results) {
            match result {
                Ok(Added::New { .. }) => {
                    let claims = statements.iter().filter(|s| matches!(s, Statement::Claim(_)));
                    let claims = claims.count();
                    self.documents += 1;
                    self.claims += claims;
                    self.others += statements.len() - claims;
                    self.added.push((document.id.clone(), document.name.clone()));
                    self.compared_bytes += document.text.len();
                    if self.compared_bytes <= COMPARED {
                        self.compared.push(Document { original: None, ..document });
                    }
                }
                Ok(Added::Known) => self.known += 1,
                Err(error) => talk.trouble(format_args!("{error}\n  hint: {}", error.remedy())),
            }
        }
        Ok(())
    }

    /// What was read, what went in, what did not and why.
    fn summary(&self, ledger: &Ledger, troubles: usize) -> String {
        let mut summary = format!(
            "read {}: added {} with {}",
            count(self.read, "document"),
            count(self.documents, "document"),
            count(self.claims, "claim"),
        );
        if self.others > 0 {
            let noun = if self.others == 1 { "event or position" } else { "events and positions" };
            summary += &format!(", {} {noun}", self.others);
        }
        summary += &format!(" to {}", ledger.name());
        let copies = republished(&self.compared).len();
        for (number, what) in [
            (self.known, "already there"),
            (copies, "of those added republished from another, and counted once with it"),
            (self.passed_over, "about other things than displacement"),
            (troubles, "that could not be read or kept whole, each named above"),
        ] {
            if number > 0 {
                summary += &format!("\n  {number} {what}");
            }
        }
        summary
    }
}
