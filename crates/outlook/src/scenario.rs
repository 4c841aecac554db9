//! A scenario: what is assumed of those who may still move and of the gates, and what follows from it.

mod run;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::error::OutlookError;

pub use run::{Outcome, Spread, StoryDay, StoryHour};

/// A number that is assumed: one, or any between two.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(untagged)]
pub enum Assumed {
    /// Taken as it is.
    Number(f64),
    /// Anything between the two, and who says so.
    Between {
        /// The least.
        low: f64,
        /// The most.
        high: f64,
        /// Where the two come from.
        #[serde(default)]
        source: Option<String>,
    },
}

impl Assumed {
    /// The least and the most.
    pub fn limits(&self) -> (f64, f64) {
        match self {
            Assumed::Number(number) => (*number, *number),
            Assumed::Between { low, high, .. } => (*low, *high),
        }
    }
}

/// All that is assumed: the file's shape.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it is called beside another.
    pub name: String,
    /// First day that is told.
    pub from: toml::value::Datetime,
    /// How many days.
    pub days: usize,
    /// Who may still move.
    pub stock: Stock,
    /// Why and when they go.
    pub departures: Departures,
    /// Where they go over.
    pub gate: Vec<Crossing>,
    /// When a crossing is closed.
    #[serde(default)]
    pub closure: Vec<Closure>,
}

/// People who may still move when the scenario begins.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stock {
    /// All whom the measure is about, people.
    pub people: Assumed,
    /// Those of them who left before the first day, people.
    #[serde(default = "none")]
    pub gone: Assumed,
    /// The share of them who are exempt, 0 to 1.
    #[serde(default = "none")]
    pub exempt: Assumed,
}

/// What makes people go.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Departures {
    /// People a day who go whatever happens.
    #[serde(default = "none")]
    pub usual: Assumed,
    /// The day that a deadline runs out.
    pub deadline: Option<toml::value::Datetime>,
    /// The share of the stock who go on its account, 0 to 1, before and after it.
    #[serde(default = "none")]
    pub deadline_share: Assumed,
    /// Days over which departures rise to the deadline by a factor of e.
    #[serde(default = "week")]
    pub rise: Assumed,
    /// Days over which they fall after it by a factor of e.
    #[serde(default = "week")]
    pub fall: Assumed,
    /// The first day of enforcement.
    pub enforcement: Option<toml::value::Datetime>,
    /// The share of those left whom it makes go each day, 0 to 1.
    #[serde(default = "none")]
    pub enforcement_share: Assumed,
    /// The share of those who crossed who come back, 0 to 1.
    #[serde(default = "none")]
    pub back: Assumed,
    /// Days until they do.
    #[serde(default = "week")]
    pub back_after: Assumed,
    /// The share of those who find a crossing closed who go to another, 0 to 1; the others wait.
    #[serde(default = "none")]
    pub diverted: Assumed,
}

/// A crossing.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crossing {
    /// Its name.
    pub name: String,
    /// The share of people who go by it; shares are made to add up to one.
    pub share: Assumed,
    /// Lanes.
    pub lanes: usize,
    /// People that a lane lets through in an hour.
    pub per_lane_hour: Assumed,
    /// Hour at which it opens.
    #[serde(default)]
    pub opens: f64,
    /// Hour at which it closes.
    #[serde(default = "midnight")]
    pub closes: f64,
}

/// Days on which a crossing is closed.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// The crossing.
    pub gate: String,
    /// First day.
    pub from: toml::value::Datetime,
    /// Last day.
    pub to: toml::value::Datetime,
}

fn none() -> Assumed {
    Assumed::Number(0.0)
}

fn week() -> Assumed {
    Assumed::Number(7.0)
}

fn midnight() -> f64 {
    24.0
}

/// Days that a scenario may tell.
const MOST_DAYS: usize = 366;
/// Most people a day of whom each is followed through the gate.
const MOST_PEOPLE: f64 = 20e6;

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    /// Where the text is no TOML or a number makes no sense; with line, column and what to do.
    pub fn parse(text: &str) -> Result<Scenario, OutlookError> {
        let scenario: Scenario = toml::from_str(text).map_err(|error| {
            let (line, column) = place(text, error.span().map_or(0, |span| span.start));
            OutlookError::Scenario { line, column, message: error.message().to_owned() }
        })?;
        match scenario.fault() {
            None => Ok(scenario),
            Some((word, message)) => {
                let at = text.find(word).unwrap_or(0);
                let (line, column) = place(text, at);
                Err(OutlookError::Scenario { line, column, message })
            }
        }
    }

    /// The first thing that makes no sense: a word to find it by, and what is wrong.
    fn fault(&self) -> Option<(&'static str, String)> {
        if self.days == 0 || self.days > MOST_DAYS {
            return Some(("days", format!("`days` is {}: give 1 to {MOST_DAYS}", self.days)));
        }
        if self.gate.is_empty() {
            return Some(("gate", "no `[[gate]]`: give at least one crossing".to_owned()));
        }
        for (word, assumed, least, most) in self.all() {
            let (low, high) = assumed.limits();
            if !(least <= low && low <= high && high <= most) {
                let wrong = format!(
                    "`{word}` is {low} to {high}: give low and high, in order, from {least} to {most}"
                );
                return Some((word, wrong));
            }
        }
        for gate in &self.gate {
            if !(0.0 <= gate.opens && gate.opens < gate.closes && gate.closes <= 24.0) {
                return Some((
                    "opens",
                    format!(
                        "{} opens at {} and closes at {}: give hours from 0 to 24, in order",
                        gate.name, gate.opens, gate.closes
                    ),
                ));
            }
            if gate.lanes == 0 {
                return Some((
                    "lanes",
                    format!("{} has no lanes: give at least 1, or a `[[closure]]`", gate.name),
                ));
            }
        }
        let dates = [
            Some(&self.from),
            self.departures.deadline.as_ref(),
            self.departures.enforcement.as_ref(),
        ];
        let closures =
            self.closure.iter().flat_map(|closure| [Some(&closure.from), Some(&closure.to)]);
        if let Some(wrong) =
            dates.into_iter().chain(closures).flatten().find(|given| day(given).is_none())
        {
            return Some(("from", format!("`{wrong}` is no day: give a day such as 2023-11-01")));
        }
        let known = |closure: &&Closure| !self.gate.iter().any(|gate| gate.name == closure.gate);
        self.closure.iter().find(known).map(|closure| {
            ("closure", format!("no `[[gate]]` is named {}: name one of those given", closure.gate))
        })
    }

    /// Every assumption with its key, and the limits in which it makes sense.
    pub(crate) fn all(&self) -> Vec<(&'static str, &Assumed, f64, f64)> {
        let go = &self.departures;
        let mut all = vec![
            ("people", &self.stock.people, 0.0, MOST_PEOPLE),
            ("gone", &self.stock.gone, 0.0, MOST_PEOPLE),
            ("exempt", &self.stock.exempt, 0.0, 1.0),
            ("usual", &go.usual, 0.0, MOST_PEOPLE),
            ("deadline_share", &go.deadline_share, 0.0, 1.0),
            ("rise", &go.rise, 0.1, 365.0),
            ("fall", &go.fall, 0.1, 365.0),
            ("enforcement_share", &go.enforcement_share, 0.0, 1.0),
            ("back", &go.back, 0.0, 1.0),
            ("back_after", &go.back_after, 1.0, 365.0),
            ("diverted", &go.diverted, 0.0, 1.0),
        ];
        for gate in &self.gate {
            all.push(("share", &gate.share, 0.0, 1.0));
            all.push(("per_lane_hour", &gate.per_lane_hour, 0.1, 1e5));
        }
        all
    }

    /// Every assumption as it is printed with the result: what it is of, its key, least, most, source.
    pub fn assumptions(&self) -> Vec<Assumption> {
        let gates = self.gate.iter().flat_map(|gate| [gate.name.as_str(), gate.name.as_str()]);
        let of = std::iter::repeat_n("", self.all().len() - 2 * self.gate.len()).chain(gates);
        let numbers = of.zip(self.all()).map(|(of, (key, assumed, ..))| {
            let (low, high) = assumed.limits();
            let source = match assumed {
                Assumed::Between { source, .. } => source.clone(),
                Assumed::Number(_) => None,
            };
            Assumption { of: of.to_owned(), key, low, high, source }
        });
        numbers.collect()
    }

    /// Everything else that is taken as it is, in words: days, gates, closures, and what the engine takes for granted.
    pub fn stated(&self) -> Vec<(String, String)> {
        let mut all = vec![("from".to_owned(), format!("{}, {} days", self.from, self.days))];
        let dates = [
            ("deadline", &self.departures.deadline),
            ("enforcement from", &self.departures.enforcement),
        ];
        for (name, date) in dates {
            let told = date.as_ref().map_or("none".to_owned(), ToString::to_string);
            all.push((name.to_owned(), told));
        }
        for gate in &self.gate {
            let told =
                format!("{} lanes, open from {} to {} h", gate.lanes, gate.opens, gate.closes);
            all.push((gate.name.clone(), told));
        }
        for closure in &self.closure {
            all.push((
                format!("{} closed", closure.gate),
                format!("{} to {}", closure.from, closure.to),
            ));
        }
        let (from, to) = run::COME;
        let granted = format!(
            "people come evenly from {from} to {to} h, each takes a lane the same time; played {} times",
            run::MEMBERS
        );
        all.push(("taken for granted".to_owned(), granted));
        all
    }

    /// The first day told.
    pub fn first(&self) -> Date {
        day(&self.from).unwrap_or(Date::ZERO)
    }
}

/// An assumption in print.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assumption {
    /// The crossing that it is of; empty for all.
    pub of: String,
    /// Its key in the file.
    pub key: &'static str,
    /// The least.
    pub low: f64,
    /// The most.
    pub high: f64,
    /// Where it comes from.
    pub source: Option<String>,
}

pub(crate) fn day(given: &toml::value::Datetime) -> Option<Date> {
    given.to_string().parse().ok()
}

/// Line and column of a byte, from 1.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(at.min(text.len()))];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |last| last.chars().count()) + 1;
    (line, column)
}
