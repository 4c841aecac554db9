//! `crossings chart`: the brief's charts as files of their own.

use std::fs;
use std::path::PathBuf;

use brief::Brief;
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::AsKnown;
use reconcile::{Options, Route, reconcile};

use crate::failure::Failure;
use crate::source::Source;
use crate::talk::Talk;
use crate::whole;

/// Write the charts of the brief as SVG files, for a slide or an article.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// A ledger, or files and folders to read on the fly
    #[arg(required = true, value_name = "SOURCE")]
    source: Vec<PathBuf>,
    /// Folder to write into; made when there is none
    #[arg(short, long, value_name = "FOLDER", default_value = ".")]
    output: PathBuf,
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
}

const EXAMPLES: &str = "\
Examples:
  crossings chart border.sqlite -o charts/
  crossings chart reports/ --as-of 2023-11-05

Each chart is one file: flow.svg, how many a day by crossing; total.svg, the
running total. For PNG, open one in a browser, or use rsvg-convert flow.svg -o flow.png.";

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
    fs::create_dir_all(&arguments.output).map_err(|error| {
        Failure::undone(
            format!("{}: could not be made: {error}", arguments.output.display()),
            "give a folder that may be written to",
        )
    })?;
    for (name, drawing) in brief.drawings() {
        let path = arguments.output.join(format!("{name}.svg"));
        whole::write(&path, drawing.as_bytes())?;
        talk.note(format_args!("wrote {}", path.display()));
    }
    Ok(())
}
