//! `crossings export`: the picture and its claims in the formats of other tools.

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

use brief::answer::{asked_days, in_the_picture};
use claim::Window;
use export::{Export, Known, Part, Question, SUPPRESS_BELOW, Terms};
use jiff::civil::Date;
use reconcile::{Options, reconcile};

use super::asked::Asked;
use super::picture::{Cut, crossing, in_order};
use crate::failure::Failure;
use crate::screen;
use crate::source;
use crate::talk::{Talk, count};
use crate::whole;

/// Write the picture and the claims it rests on as files for other tools.
///
/// Every file says as of when it is known, under which licence, what is counted,
/// how well the days were reported, the interval, and the claims behind each number.
/// What is confidential is in none of them, and small numbers of people are left out.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// A ledger, or files and folders to read on the fly
    #[arg(required = true, value_name = "SOURCE")]
    source: Vec<PathBuf>,
    /// The format [default: as the ending of the output says]
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// The table of a CSV or Parquet file
    #[arg(long, value_enum, default_value_t)]
    table: Table,
    /// Where to write; standard output when not given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// First day [default: that from which most running totals count, else the first the reports bear on]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day)]
    from: Option<Date>,
    /// Last day [default: the last the reports bear on]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day)]
    to: Option<Date>,
    /// A crossing, in any spelling; may be repeated [default: each, and all together]
    #[arg(long, value_name = "CROSSING")]
    via: Vec<String>,
    /// One row for the whole time, or one for each day or week
    #[arg(long, value_enum, default_value_t)]
    by: Cut,
    #[command(flatten)]
    picture: Asked,
    /// Licence of the file, best by its SPDX name
    #[arg(long, value_name = "CC-BY-4.0")]
    licence: Option<String>,
    /// Leave out numbers of people from 1 to below this; 0 leaves nothing out
    #[arg(long, value_name = "N", default_value_t = SUPPRESS_BELOW)]
    suppress_below: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, clap::ValueEnum)]
enum Format {
    /// A table with a row of HXL tags under the header
    Csv,
    /// A workbook of all tables, with a sheet that explains the columns
    Xlsx,
    /// A table as Apache Parquet
    Parquet,
    /// The flows at their crossings
    Geojson,
    /// Claims, events and positions, one a line
    Jsonl,
    /// Linked data: schema.org, W3C PROV, Web Annotation
    Jsonld,
    /// The flows as SDMX-CSV 2.0
    SdmxCsv,
    /// A zip of all of them, with datapackage.json and checksums
    Bundle,
}

impl Format {
    /// The format that a file's ending stands for.
    fn of_ending(path: &std::path::Path) -> Option<Format> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let ending = |ending: &str| name.ends_with(ending);
        Some(match () {
            () if ending(".sdmx.csv") => Format::SdmxCsv,
            () if ending(".csv") => Format::Csv,
            () if ending(".xlsx") => Format::Xlsx,
            () if ending(".parquet") => Format::Parquet,
            () if ending(".geojson") => Format::Geojson,
            () if ending(".jsonl") => Format::Jsonl,
            () if ending(".jsonld") => Format::Jsonld,
            () if ending(".zip") => Format::Bundle,
            () => return None,
        })
    }
}

impl From<Format> for export::Format {
    fn from(format: Format) -> export::Format {
        match format {
            Format::Csv => export::Format::Csv,
            Format::Xlsx => export::Format::Xlsx,
            Format::Parquet => export::Format::Parquet,
            Format::Geojson => export::Format::Geojson,
            Format::Jsonl => export::Format::Jsonl,
            Format::Jsonld => export::Format::Jsonld,
            Format::SdmxCsv => export::Format::SdmxCsv,
            Format::Bundle => export::Format::Bundle,
        }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, clap::ValueEnum)]
enum Table {
    /// The picture
    #[default]
    Flows,
    /// The claims; `crossings add` reads them
    Claims,
    Events,
    Positions,
    Documents,
}

impl From<Table> for Part {
    fn from(table: Table) -> Part {
        match table {
            Table::Flows => Part::Flows,
            Table::Claims => Part::Claims,
            Table::Events => Part::Events,
            Table::Positions => Part::Positions,
            Table::Documents => Part::Documents,
        }
    }
}

const EXAMPLES: &str = "\
Examples:
  crossings export border.sqlite --by day --licence CC-BY-4.0 -o flows.csv
  crossings export border.sqlite --table claims -o claims.csv
  crossings export border.sqlite --as-of 2023-11-05 -o tables.xlsx
  crossings export border.sqlite --via Torkham --by week -o torkham.geojson
  crossings export border.sqlite --by day --licence CC-BY-4.0 -o autumn.zip
  crossings export border.sqlite --format jsonl | crossings add - --ledger other.sqlite

In a notebook: pandas.read_csv(\"flows.csv\", skiprows=[1]) leaves the HXL tags out.";

pub(crate) fn run(arguments: &Arguments, talk: &mut Talk) -> Result<(), Failure> {
    let (from, to) = (arguments.from, arguments.to);
    in_order(from, to)?;
    let format: export::Format = format(arguments)?.into();
    let part = part(arguments, format)?;
    if arguments.output.is_none() && !format.is_text() && io::stdout().is_terminal() {
        return Err(Failure::usage(
            "this format is not text for a terminal",
            "give a file with -o, or send the output to one",
        ));
    }
    let gazetteer = crate::gazetteer::in_use();
    let source = source::load(&arguments.source, arguments.picture.as_known(), talk)?;
    let asked = arguments
        .via
        .iter()
        .map(|name| crossing(name, &source, gazetteer))
        .collect::<Result<Vec<String>, Failure>>()?;
    let options = Options {
        span: from.or(to).zip(to.or(from)).and_then(|(from, to)| Window::new(from, to)),
        ..arguments.picture.options()
    };
    let claims = source.claims();
    let picture = match reconcile(&claims, &source.events(), gazetteer, &options) {
        Ok(picture) => {
            arguments.picture.say_way(&picture, &claims, talk);
            Some(picture)
        }
        // Stocks and events alone are worth sending on, too.
        Err(error) if needs_no_picture(format, part) && asked.is_empty() => {
            let text = error.to_string();
            let why = text.split("; ").next().unwrap_or_default();
            talk.note(format_args!("without a picture: {why}"));
            None
        }
        Err(error) => return Err(error.into()),
    };
    let question = match &picture {
        Some(picture) => Some(Question {
            picture,
            vias: in_the_picture(&asked, picture)?.into_iter().map(str::to_owned).collect(),
            window: asked_days(from, to, picture, &claims),
            by: arguments.by.into(),
            narrow: from.is_some() || to.is_some() || !asked.is_empty(),
        }),
        None => None,
    };
    let terms =
        Terms { licence: arguments.licence.clone(), suppress_below: arguments.suppress_below };
    let known = Known { documents: &source.documents, statements: &source.statements };
    let export = Export::new(&known, question.as_ref(), gazetteer, &terms);
    let bytes = export.write(format, part)?;
    match &arguments.output {
        Some(path) => {
            whole::write(path, &bytes)?;
            talk.note(format_args!("wrote {}", path.display()));
        }
        None => {
            let mut out = match format {
                export::Format::Csv | export::Format::SdmxCsv => screen::text(),
                export::Format::Geojson | export::Format::Jsonl | export::Format::Jsonld => {
                    screen::json()
                }
                _ => screen::bytes(),
            };
            out.write_all(&bytes)?;
            out.flush()?;
        }
    }
    say_what_is_missing(&export, arguments, holds_flows(format, part), talk);
    if let Some(picture) = picture.filter(|picture| !picture.diagnostics.converged) {
        talk.note(format_args!(
            "the sampler did not settle (R-hat {:.2}); the intervals are less sure than they say",
            picture.diagnostics.rhat
        ));
    }
    Ok(())
}

/// What is not in the file, and what it does not say.
fn say_what_is_missing(export: &Export, arguments: &Arguments, flows: bool, talk: &mut Talk) {
    let below = arguments.suppress_below;
    if export.small_claims() > 0 {
        talk.note(format_args!(
            "left out as fewer than {below} people: {}",
            count(export.small_claims(), "claim")
        ));
    }
    if export.claims_beside() > 0 {
        talk.note(format_args!(
            "left out beside them, for a total less these would give those away: {}",
            count(export.claims_beside(), "claim")
        ));
    }
    if flows && export.empty_flows() > 0 {
        talk.note(format_args!(
            "left empty in flows, for a number below {below} or one from which it could be had: {}",
            count(export.empty_flows(), "row")
        ));
    }
    if arguments.licence.is_none() {
        talk.note("no licence is stated in the file: give one with --licence, such as CC-BY-4.0");
    }
}

/// The format given, or that of the output's ending.
fn format(arguments: &Arguments) -> Result<Format, Failure> {
    let by_ending = || arguments.output.as_deref().and_then(Format::of_ending);
    arguments.format.or_else(by_ending).ok_or_else(|| {
        Failure::usage(
            "no format is given, and the output's name does not tell it",
            "give --format csv, or an output such as -o flows.csv, tables.xlsx, flows.parquet or all.zip",
        )
    })
}

/// The table asked for, when the format has only one.
fn part(arguments: &Arguments, format: export::Format) -> Result<Part, Failure> {
    if arguments.table != Table::Flows && !format.is_of_one_part() {
        return Err(Failure::usage(
            "--table is for CSV and Parquet: this format has its own choice of tables",
            "leave --table out, or take --format csv",
        ));
    }
    Ok(arguments.table.into())
}

fn holds_flows(format: export::Format, part: Part) -> bool {
    match format {
        export::Format::Jsonl => false,
        _ => part == Part::Flows || !format.is_of_one_part(),
    }
}

fn needs_no_picture(format: export::Format, part: Part) -> bool {
    match format {
        export::Format::Csv | export::Format::Parquet => part != Part::Flows,
        export::Format::Geojson | export::Format::SdmxCsv => false,
        _ => true,
    }
}
