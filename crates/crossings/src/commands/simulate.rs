//! `crossings simulate`: people over a network of places and routes, and a forecast of camps.

use std::io::Write;
use std::path::PathBuf;

use movement::outcome::Outcome;
use movement::{Course, Faults, Folder, Input, Rules, output};

use crate::failure::Failure;
use crate::layout::{self, Align};
use crate::screen;
use crate::talk::Talk;
use crate::whole;

/// Simulate people over a network of places and routes, or forecast its camps.
///
/// DIR is an input folder of Flee, read unchanged and checked: input_csv/ with locations, routes, closures, conflicts,
/// sim_period and registration_corrections, source_data/ with what was counted in camps, and simsetting.yml (in the
/// folder or beside it).
///
/// With --assimilate, camps are forecast from what was counted in them up to a day. How many there are in all of them
/// together is taken from the folder on every day: what is forecast is where they are.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// An input folder of Flee
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Whose rules people follow
    #[arg(long, value_enum, default_value_t)]
    rules: RuleSet,
    /// How often it is played through
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    members: u32,
    /// Where chance begins: the same seed gives the same numbers
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Forecast from counts of camps up to this day, counted from 0
    #[arg(long, value_name = "DAY")]
    assimilate: Option<u32>,
    /// Settings in place of the folder's
    #[arg(long, value_name = "FILE.yml")]
    settings: Option<PathBuf>,
    /// The form of the output
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where to write; standard output when not given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, clap::ValueEnum)]
enum RuleSet {
    /// Those of Flee, with its quirks
    Flee,
    /// Ours: camps that are full are full, closed routes are closed, people go home
    #[default]
    Crossings,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, clap::ValueEnum)]
enum Format {
    /// Camps on the last day
    #[default]
    Table,
    /// A row a day and camp
    Csv,
    Json,
    /// Camps at the end of each week
    Geojson,
}

const EXAMPLES: &str = "\
Examples:
  crossings simulate mali2012
  crossings simulate mali2012 --rules flee --members 50 --format csv -o camps.csv
  crossings simulate mali2012 --assimilate 30 --format json
  crossings simulate mali2012 --assimilate 30 --format geojson -o weeks.geojson";

pub(crate) fn run(arguments: &Arguments, talk: &mut Talk) -> Result<(), Failure> {
    let rules = match arguments.rules {
        RuleSet::Flee => Rules::Flee,
        RuleSet::Crossings => Rules::Crossings,
    };
    if arguments.assimilate.is_some() && rules == Rules::Flee {
        return Err(Failure::usage(
            "Flee's rules take in no counts of later days",
            "leave --rules or --assimilate out",
        ));
    }
    let folder = Folder { path: arguments.folder.clone(), settings: arguments.settings.clone() };
    let input = movement::read(&folder, &rules.quirks()).map_err(|faults| undone(&faults, talk))?;
    say_what_was_read(&input, talk);
    let last = arguments.assimilate.map(|day| day as usize);
    if let Some(day) = last.filter(|day| *day + 1 >= input.days) {
        return Err(Failure::usage(
            format!(
                "no day is left to forecast after day {day}: the period has {} days",
                input.days
            ),
            "give an earlier day",
        ));
    }
    let course = Course::new(input, rules.quirks()).map_err(|faults| undone(&faults, talk))?;
    let (members, seed) = (arguments.members as usize, arguments.seed);
    talk.begin(members);
    let told: &Talk = talk;
    let outcome = match last {
        Some(day) => Outcome::of_forecast(&course, day, members, seed, &|| told.step()),
        None => {
            let ensemble = movement::run(&course, members, seed, &|| told.step());
            Outcome::of_simulation(&course, &ensemble, rules.name(), seed)
        }
    };
    talk.end();
    write(arguments, &outcome, talk)
}

/// So many things that do no harm are told one by one.
const NOTICES: usize = 5;

/// All faults but the last are said here; the last is why the command ends.
fn undone(faults: &Faults, talk: &Talk) -> Failure {
    let Some((last, before)) = faults.0.split_last() else {
        return Failure::undone("the folder cannot be read", "check its files");
    };
    for fault in before {
        talk.say(&fault.to_string(), &fault.remedy());
    }
    Failure::undone(last.to_string(), last.remedy())
}

fn say_what_was_read(input: &Input, talk: &Talk) {
    for notice in input.notices.iter().take(NOTICES) {
        talk.note(format_args!("{notice}; read on"));
    }
    if let Some(more) = input.notices.len().checked_sub(NOTICES).filter(|more| *more > 0) {
        talk.note(format_args!("and {more} more of what does no harm"));
    }
    match &input.settings_from {
        Some(path) => talk.note(format_args!("settings: {}", path.display())),
        None => talk.note("settings: those that Flee has where none are given"),
    }
}

fn write(arguments: &Arguments, outcome: &Outcome, talk: &Talk) -> Result<(), Failure> {
    let text = match arguments.format {
        Format::Table => table(outcome),
        Format::Csv => output::csv(outcome),
        Format::Json => pretty(&output::json(outcome))?,
        Format::Geojson => pretty(&output::geojson(outcome))?,
    };
    if let Some(path) = &arguments.output {
        whole::write(path, text.as_bytes())?;
        talk.note(format_args!("wrote {}", path.display()));
        return Ok(());
    }
    let mut out = match arguments.format {
        Format::Json | Format::Geojson => screen::json(),
        Format::Table | Format::Csv => screen::text(),
    };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

fn pretty(value: &serde_json::Value) -> Result<String, Failure> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// Camps on the last day, and how far all days are from what was counted.
fn table(outcome: &Outcome) -> String {
    let people = |people: f64| layout::number(people.round());
    let head = ["camp", "expected", "80 % from", "to", "counted"].map(str::to_owned);
    let last = outcome.rows.last().map_or(0, |row| row.day);
    let camps: Vec<_> = outcome.rows.iter().filter(|row| row.day == last).collect();
    let rows = camps.iter().map(|row| {
        [
            row.camp.clone(),
            people(row.mean),
            people(row.p10),
            people(row.p90),
            people(row.counted as f64),
        ]
    });
    let whole =
        |of: fn(&movement::outcome::Row) -> f64| people(camps.iter().map(|row| of(row)).sum());
    let all = [
        "all".to_owned(),
        whole(|row| row.mean),
        String::new(),
        String::new(),
        whole(|row| row.counted as f64),
    ];
    let rows: Vec<[String; 5]> = std::iter::once(head).chain(rows).chain([all]).collect();
    let right = Align::Right;
    let mut lines = layout::table([Align::Left, right, right, right, right], &rows);
    let date = camps.first().map(|row| format!(" ({})", row.date)).unwrap_or_default();
    lines.insert(
        0,
        format!(
            "Camps on day {last}{date}, {} members, rules of {}",
            outcome.members, outcome.rules
        ),
    );
    lines.push(String::new());
    let from = outcome.assimilated.map(|day| format!(" after day {day}")).unwrap_or_default();
    lines.push(format!(
        "Off by {:.1} % of all who were counted, on the mean of days{from} (ARD {:.3})",
        outcome.ard * 100.0,
        outcome.ard
    ));
    if let Some(frozen) = outcome.ard_of_frozen_shares {
        lines.push(format!(
            "With the shares of that day kept: {:.1} % (ARD {frozen:.3})",
            frozen * 100.0
        ));
    }
    lines.push(format!(
        "Of all camps and days {:.0} % were counted within the interval",
        outcome.covered * 100.0
    ));
    lines.join("\n") + "\n"
}
