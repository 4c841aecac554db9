//! `crossings brief`: the picture written up for people.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use brief::Brief;
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::AsKnown;
use reconcile::{Options, Route, reconcile};

use crate::failure::Failure;
use crate::layout;
use crate::source::Source;
use crate::talk::Talk;

/// Write the picture up: how many, by which crossing, who says what, where they
/// disagree and why, and what is not known.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// A ledger, or files and folders to read on the fly
    #[arg(required = true, value_name = "SOURCE")]
    source: Vec<PathBuf>,
    /// Use only what had been published by this day
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day)]
    as_of: Option<Date>,
    /// Use only what had been entered into the ledger by this time
    #[arg(long, value_name = "TIME", value_parser = super::time)]
    recorded_by: Option<Timestamp>,
    /// The border, by ISO 3166 codes, when the source has several
    #[arg(long, value_name = "PAK:AFG", value_parser = super::route)]
    route: Option<Route>,
    /// Seed of the random draws
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Write it as a web page, too: one file, works offline, prints
    #[arg(short, long, value_name = "FILE.html")]
    output: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  crossings brief border.sqlite
  crossings brief examples/pakistan-2023 -o brief.html
  crossings brief border.sqlite --as-of 2023-11-05    what was known that day";

pub(crate) fn run(arguments: &Arguments, talk: &mut Talk) -> Result<(), Failure> {
    let gazetteer = crate::gazetteer::in_use();
    let as_known = AsKnown { published_by: arguments.as_of, recorded_by: arguments.recorded_by };
    let source = Source::load(&arguments.source, as_known, talk)?;
    let options = Options {
        as_of: arguments.as_of,
        route: arguments.route.clone(),
        seed: arguments.seed,
        ..Options::default()
    };
    let picture = reconcile(&source.claims(), &source.events(), gazetteer, &options)?;
    let brief = Brief::new(&picture, &source.documents, &source.statements, gazetteer);
    // The page first: whoever pipes the text to a pager that quits still gets the page.
    if let Some(path) = &arguments.output {
        write_whole(path, brief.html().as_bytes()).map_err(|error| {
            Failure::undone(
                format!("{}: could not be written: {error}", path.display()),
                "check that the folder exists and may be written to",
            )
        })?;
        talk.note(format_args!("wrote {}", path.display()));
    }
    let mut out = io::stdout().lock();
    out.write_all(brief.terminal(layout::width()).as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Writes beside the file and renames: a reader sees the old page or the new
/// one, never half of one.
///
/// A link is followed to its file; a device or pipe is written to, never replaced.
fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let real = fs::canonicalize(path);
    let path = real.as_deref().unwrap_or(path);
    let known = fs::metadata(path).ok();
    if known.as_ref().is_some_and(|known| !known.is_file()) {
        return fs::OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.tmp", std::process::id()));
    let written = File::create(&beside)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        // A page that was kept from others stays so.
        .and_then(|()| {
            known.map_or(Ok(()), |known| fs::set_permissions(&beside, known.permissions()))
        })
        .and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The error that counts is the first one.
        let _ = fs::remove_file(&beside);
    }
    written
}
