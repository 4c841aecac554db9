//! `crossings outlook`: what may come on the next days, by crossing, and what would follow from what is assumed.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use claim::Window;
use jiff::ToSpan;
use jiff::civil::Date;
use outlook::scenario::{Assumption, Outcome, Scenario, StoryDay};
use outlook::{
    FEWEST_DAYS, Fan, Forecast, METHODS, OutlookError, Past, SURGE_RULE, forecast, surge,
};
use reconcile::{ALL, ELSEWHERE, Observed, Picture, reconcile};
use serde::Serialize;

use super::TableOrJson;
use super::asked::Asked;
use crate::failure::Failure;
use crate::layout::{self, Align, table, wrap};
use crate::screen;
use crate::source;
use crate::talk::{Talk, count};
use ::brief::answer::Few;
use ::brief::answer::{Levels, QUANTILES};

/// Say what may come: people a day by each crossing, on each of the next days, with intervals.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// A ledger, or files and folders to read on the fly
    #[arg(required = true, value_name = "SOURCE")]
    source: Vec<PathBuf>,
    /// How many days ahead, up to 90
    #[arg(long, value_name = "N", default_value_t = 28, value_parser = clap::value_parser!(u16).range(1..=90))]
    days: u16,
    /// What is assumed (TOML): who may still move, deadline, enforcement, gates; twice, to set two side by side
    #[arg(long, value_name = "FILE.toml")]
    scenario: Vec<PathBuf>,
    #[command(flatten)]
    picture: Asked,
    /// Leave out numbers of people from 1 to below this; 0 leaves nothing out
    #[arg(long, value_name = "N", default_value_t = export::SUPPRESS_BELOW)]
    suppress_below: u32,
    /// A table for people, or JSON
    #[arg(long, value_enum, default_value_t)]
    format: TableOrJson,
}

const EXAMPLES: &str = "\
Examples:
  crossings outlook border.sqlite
  crossings outlook examples/pakistan-2023 --as-of 2023-11-09
  crossings outlook border.sqlite --route PAK:AFG --days 14 --format json
  crossings outlook examples/pakistan-2023 --as-of 2023-11-01 \\
    --scenario examples/scenarios/pakistan-2023-deadline.toml \\
    --scenario examples/scenarios/pakistan-2023-extended.toml

Simple methods are weighed by how well each foretold the days that have passed;
intervals are set by how often they held what came. It foretells that things go
on as such series do: a deadline or a closure to come is in a --scenario only.";

/// As old as this the last number of a way may be, in days: bulletins come weekly and late by a week. On 1 November 2023
/// Chaman's last number was of September, and ten times as many went by it.
const OLDEST: usize = 14;

/// As many draws of the picture carry its doubt into the forecast.
const DRAWS: usize = 24;

pub(crate) fn run(arguments: &Arguments, talk: &mut Talk) -> Result<(), Failure> {
    let scenarios = arguments
        .scenario
        .iter()
        .map(|path| play(path))
        .collect::<Result<Vec<Played>, Failure>>()?;
    let gazetteer = crate::gazetteer::in_use();
    let source = source::load(&arguments.source, arguments.picture.as_known(), talk)?;
    let claims = source.claims();
    let picture = reconcile(&claims, &source.events(), gazetteer, &arguments.picture.options())?;
    let below =
        Few::of(arguments.suppress_below, super::picture::material(&source), Some(&picture), &[]);
    let told = match tell(&picture, &below, usize::from(arguments.days), talk) {
        Err(_) if !scenarios.is_empty() => Vec::new(),
        told => told?,
    };
    let mut out = BufWriter::new(match arguments.format {
        TableOrJson::Table => screen::text(),
        TableOrJson::Json => screen::json(),
    });
    match arguments.format {
        TableOrJson::Table => {
            write_table(&mut out, &picture, &told, &below)?;
            write_scenarios(&mut out, &scenarios, &below)?;
        }
        TableOrJson::Json => {
            let report = Report {
                as_of: picture.as_of,
                rows: told.iter().flat_map(|way| way.rows(picture.as_of, &below)).collect(),
                method: method(&told),
                alerts: told.iter().filter_map(|way| way.alert.as_ref()).collect(),
                scenarios: &scenarios,
            };
            serde_json::to_writer_pretty(&mut out, &report)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    arguments.picture.say_way(&picture, &claims, talk);
    if !picture.whole_known {
        talk.note("the whole border is not known: `all` is the sum of the ways that are reported");
    }
    Ok(())
}

/// A scenario with what follows from it.
#[derive(Debug, Serialize)]
struct Played {
    name: String,
    stated: Vec<(String, String)>,
    assumptions: Vec<Assumption>,
    #[serde(flatten)]
    outcome: Outcome,
}

/// Draws of a scenario have a seed of their own: two scenarios side by side are drawn alike.
const SCENARIO_SEED: u64 = 1;

fn play(path: &Path) -> Result<Played, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::undone(
            format!("{}: {error}", path.display()),
            "give a file of TOML that can be read",
        )
    })?;
    let scenario = Scenario::parse(&text)
        .map_err(|error| Failure::undone(format!("{}:{error}", path.display()), error.remedy()))?;
    Ok(Played {
        name: scenario.name.clone(),
        stated: scenario.stated(),
        assumptions: scenario.assumptions(),
        outcome: scenario.play(SCENARIO_SEED),
    })
}

/// Each scenario with all that it assumes, then their days side by side.
fn write_scenarios(out: &mut impl Write, scenarios: &[Played], below: &Few) -> Result<(), Failure> {
    let width = layout::width();
    for played in scenarios {
        writeln!(out, "\nScenario: {}", played.name)?;
        for (name, told) in &played.stated {
            for line in wrap(&format!("- {name}: {told}"), width) {
                writeln!(out, "{line}")?;
            }
        }
        writeln!(out, "Assumed, and how many more get through with the upper half of each:")?;
        for (assumed, influence) in played.assumptions.iter().zip(&played.outcome.influence) {
            let value = match assumed.low == assumed.high {
                true => assumed.low.to_string(),
                false => format!("{} to {}", assumed.low, assumed.high),
            };
            let more = influence.map(|more| format!("; {more:+.0}")).unwrap_or_default();
            let source =
                assumed.source.as_ref().map(|source| format!(" ({source})")).unwrap_or_default();
            let of = if assumed.of.is_empty() { String::new() } else { format!("{} ", assumed.of) };
            let line = format!("- {of}{}: {value}{source}{more}", assumed.key);
            for line in wrap(&line, width) {
                writeln!(out, "{line}")?;
            }
        }
        let spread = |of: outlook::scenario::Spread| {
            format!(
                "{} ({}–{})",
                below.number(of.p50.round()),
                below.number(of.p05.round()),
                below.number(of.p95.round())
            )
        };
        writeln!(out, "Through all gates: {}", spread(played.outcome.through))?;
        writeln!(out, "Who may still move at the end: {}", spread(played.outcome.left))?;
        let head = ["gate", "day", "through a day", "queue at midnight", "hours waited"]
            .map(str::to_owned);
        let day = |(at, day): (usize, &StoryDay)| {
            let first = at == 0 || played.outcome.days[at - 1].via != day.via;
            [
                if first { day.via.clone() } else { String::new() },
                day.day.to_string(),
                spread(day.through),
                spread(day.queue),
                format!("{:.1} ({:.1}–{:.1})", day.wait.p50, day.wait.p05, day.wait.p95),
            ]
        };
        let cells: Vec<[String; 5]> =
            std::iter::once(head).chain(played.outcome.days.iter().enumerate().map(day)).collect();
        let align = [Align::Left, Align::Left, Align::Right, Align::Right, Align::Right];
        for line in table(align, &cells) {
            writeln!(out, "{line}")?;
        }
    }
    if let [one, other] = scenarios {
        let (a, b) = (one.outcome.through.p50, other.outcome.through.p50);
        let sentence = format!(
            "Side by side: {} get through with \u{201c}{}\u{201d}, {} with \u{201c}{}\u{201d}.",
            below.number(a.round()),
            one.name,
            below.number(b.round()),
            other.name
        );
        writeln!(out)?;
        for line in wrap(&sentence, width) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// What may come by one way.
struct Way {
    via: String,
    forecast: Forecast,
    alert: Option<Alert>,
    /// Days of the past that have a number.
    seen: usize,
    /// The last of them.
    last: Date,
}

#[derive(Debug, Serialize)]
struct Alert {
    kind: &'static str,
    via: String,
    since: Date,
    sentence: String,
    rule: &'static str,
}

/// Every way of which enough is known, and all together last; says of the others why not.
fn tell(picture: &Picture, below: &Few, days: usize, talk: &mut Talk) -> Result<Vec<Way>, Failure> {
    let each = picture.crossings.iter().zip(&picture.counted);
    let named = each.filter(|(name, counted)| **counted && *name != ELSEWHERE);
    let vias: Vec<&str> = named.map(|(name, _)| name.as_str()).chain([ALL]).collect();
    let (mut told, mut refused) = (Vec::new(), None);
    talk.begin(vias.len());
    for via in vias {
        match way(picture, below, via, days) {
            Ok(way) => told.push(way),
            Err(error) => {
                talk.note(format_args!("{via}: nothing is foretold: {error}"));
                refused = Some(error);
            }
        }
        talk.step();
    }
    talk.end();
    match refused {
        Some(error) if told.is_empty() => Err(error.into()),
        _ => Ok(told),
    }
}

fn way(picture: &Picture, below: &Few, via: &str, days: usize) -> Result<Way, OutlookError> {
    // What may not be printed is not built upon either.
    let reported = |day: Date| {
        picture.how_observed(via, day) != Observed::No && !below.hides_days(via, Window::day(day))
    };
    let known: Vec<Date> =
        picture.window.iter().filter(|day| *day <= picture.as_of && reported(*day)).collect();
    let (Some(&first), Some(&last)) = (known.first(), known.last()) else {
        return Err(OutlookError::TooFewDays { seen: 0, needed: FEWEST_DAYS });
    };
    let window = Window::new(first, last).expect("days in order");
    let mut draws: Vec<Vec<Option<f64>>> = vec![Vec::new(); DRAWS];
    let mut middle = Vec::with_capacity(window.days());
    for day in window.iter() {
        let is_known = known.binary_search(&day).is_ok();
        let mut sums = is_known.then(|| picture.sums(&[via], Window::day(day))).flatten();
        for (at, draw) in draws.iter_mut().enumerate() {
            draw.push(sums.as_ref().map(|sums| sums[at * sums.len() / DRAWS]));
        }
        middle.push(sums.as_mut().map(|sums| {
            sums.sort_by(f64::total_cmp);
            sums[sums.len() / 2]
        }));
    }
    let stale = (picture.as_of - last).get_days().max(0) as usize;
    if stale > OLDEST {
        return Err(OutlookError::TooOld { last, days: stale, most: OLDEST });
    }
    let ahead: Vec<usize> = (stale + 1..=stale + days).collect();
    let forecast = forecast(&Past::of_draws(draws)?, &ahead)?;
    let alert = surge(&middle).map(|surge| Alert {
        kind: "surge",
        via: via.to_owned(),
        since: window.start() + (surge.since as i64).days(),
        sentence: format!(
            "{via}: about {} people on {last}, where no more than {} were foretold",
            below.number(two_digits(surge.people)),
            below.number(two_digits(surge.foretold))
        ),
        rule: SURGE_RULE,
    });
    Ok(Way { via: via.to_owned(), forecast, alert, seen: known.len(), last })
}

/// The JSON contract of `outlook`: field names and order are kept stable.
#[derive(Serialize)]
struct Report<'a> {
    as_of: Date,
    rows: Vec<Numbers<'a>>,
    method: String,
    alerts: Vec<&'a Alert>,
    /// What follows from each scenario that was given.
    #[serde(skip_serializing_if = "<[Played]>::is_empty")]
    scenarios: &'a [Played],
}

/// A day in whole people; numbers of too few are `null`.
#[derive(Serialize)]
struct Numbers<'a> {
    via: &'a str,
    day: Date,
    horizon: usize,
    #[serde(flatten)]
    levels: Levels,
}

impl Way {
    fn rows<'a>(&'a self, as_of: Date, below: &'a Few) -> impl Iterator<Item = Numbers<'a>> {
        self.forecast.fans.iter().enumerate().map(move |(at, fan)| {
            let mut all = [fan.mean(); 10];
            all.iter_mut().zip(QUANTILES).for_each(|(people, p)| *people = fan.at(p));
            Numbers {
                via: &self.via,
                day: as_of + (at as i64 + 1).days(),
                horizon: at + 1,
                levels: Levels::of(all, |people| below.whole(people)),
            }
        })
    }

    /// The two methods that weigh most, a week ahead or as far as it goes.
    fn heaviest(&self) -> Vec<&'static str> {
        let Some(shares) = self.forecast.shares.get(6).or(self.forecast.shares.last()) else {
            return Vec::new();
        };
        let mut order: Vec<usize> = (0..METHODS.len()).collect();
        order.sort_by(|a, b| shares[*b].total_cmp(&shares[*a]));
        order.into_iter().take(2).map(|at| METHODS[at].name).collect()
    }
}

/// How it was done, in a sentence.
fn method(told: &[Way]) -> String {
    let each: Vec<String> =
        told.iter().map(|way| format!("{}: {}", way.via, way.heaviest().join(", "))).collect();
    format!(
        "{} methods weighed by past skill (CRPS on rolling origins), intervals set by where past days fell; what weighs most a week ahead: {}",
        METHODS.len(),
        each.join("; ")
    )
}

/// Days ahead that the table shows: the first week, then weekly.
fn shown(horizon: usize) -> bool {
    horizon <= 7 || horizon.is_multiple_of(7)
}

/// In as many digits as a forecast deserves.
fn two_digits(people: f64) -> f64 {
    let step = 10f64.powf((people.max(1.0).log10().floor() - 1.0).max(0.0));
    (people / step).round() * step
}

fn write_table(
    out: &mut impl Write,
    picture: &Picture,
    told: &[Way],
    below: &Few,
) -> Result<(), Failure> {
    let width = layout::width();
    for (place, way) in told.iter().enumerate() {
        if place > 0 {
            writeln!(out)?;
        }
        writeln!(
            out,
            "{}: from {} with a number, the last {}",
            way.via,
            count(way.seen, "day"),
            way.last
        )?;
        let about = |people: f64| below.number(two_digits(people));
        let head = ["day", "median", "50 %", "90 %"].map(str::to_owned);
        let rows = way.forecast.fans.iter().enumerate().filter(|(at, _)| shown(at + 1));
        let between = |fan: &Fan, low: f64, high: f64| {
            format!("{}–{}", about(fan.at(low)), about(fan.at(high)))
        };
        let cells: Vec<[String; 4]> = std::iter::once(head)
            .chain(rows.map(|(at, fan)| {
                [
                    (picture.as_of + (at as i64 + 1).days()).to_string(),
                    about(fan.at(0.5)),
                    between(fan, 0.25, 0.75),
                    between(fan, 0.05, 0.95),
                ]
            }))
            .collect();
        for line in table([Align::Left, Align::Right, Align::Right, Align::Right], &cells) {
            writeln!(out, "{line}")?;
        }
    }
    for alert in told.iter().filter_map(|way| way.alert.as_ref()) {
        writeln!(out)?;
        for line in wrap(&format!("Alert: {} ({})", alert.sentence, alert.rule), width) {
            writeln!(out, "{line}")?;
        }
    }
    if told.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    for line in wrap(&method(told), width) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}
