//! What the people who are received need, by the Sphere Handbook's minimum standards (`data/sphere-2018.toml`).

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::fan::{Fan, LEVELS};

/// What a standard asks for.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// What is needed.
    pub need: String,
    /// In what it is counted.
    pub unit: String,
    /// The standard's number in the book.
    pub number: String,
    /// Its name.
    pub name: String,
    /// The page, where it was seen.
    pub page: Option<u32>,
    /// Units for one person.
    each: Option<Range>,
    /// People for one unit.
    per: Option<Range>,
    /// Units for one person where it is cold.
    cold: Option<Range>,
}

/// What the first days take, and what is to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Range {
    low: f64,
    high: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    edition: String,
    standard: Vec<Standard>,
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/sphere-2018.toml")).expect("the data file is tested")
});

/// The edition that the standards are of.
pub fn edition() -> &'static str {
    &BOOK.edition
}

/// The standards, in the order of the data file.
pub fn standards() -> &'static [Standard] {
    &BOOK.standard
}

impl Standard {
    /// Units that so many people need: in the first days, and to be reached.
    pub fn units(&self, people: f64, cold: bool) -> (f64, f64) {
        let each = self.cold.filter(|_| cold).or(self.each);
        match (each, self.per) {
            (Some(each), _) => (people * each.low, people * each.high),
            (None, Some(per)) => ((people / per.low).ceil(), (people / per.high).ceil()),
            (None, None) => (0.0, 0.0),
        }
    }
}

/// How long people stay at a place that receives them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stay {
    /// Share of those who arrive who go on at once.
    pub onward: f64,
    /// Mean days that the others stay; as many leave each day as have come by chance.
    pub days: f64,
}

/// People present at the end of each day: a fan for each day, from fans of the arrivals and those there at first.
///
/// All days are taken to fall alike (high days with high days): that is wider than days that fall as they come, and a
/// place that prepares is safer with it.
pub fn present(arrivals: &[Fan], stay: Stay, at_first: f64) -> Vec<Fan> {
    let keep = if stay.days > 0.0 { (-1.0 / stay.days).exp() } else { 0.0 };
    let mut now = [at_first; LEVELS];
    arrivals
        .iter()
        .map(|fan| {
            for (now, came) in now.iter_mut().zip(fan.0) {
                *now = *now * keep + came * (1.0 - stay.onward);
            }
            Fan(now)
        })
        .collect()
}

/// What is lacking of a need: its median and 95 % point, against what there is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gap {
    /// What is needed.
    pub need: String,
    /// Units needed in the first days, by the median number of people.
    pub first: f64,
    /// Units to be reached, by the median number of people.
    pub reached: f64,
    /// Units to be reached, by the 95 % point.
    pub reached_p95: f64,
    /// Units lacking of what is to be reached, by the median; `None` where it was not stated what there is.
    pub lacking: Option<f64>,
}

/// Every need of the people present on a day; `capacity` is what there is, by need.
pub fn gaps(people: &Fan, cold: bool, capacity: &[(&str, f64)]) -> Vec<Gap> {
    standards()
        .iter()
        .map(|standard| {
            let (first, reached) = standard.units(people.at(0.5), cold);
            let there =
                capacity.iter().find(|(need, _)| *need == standard.need).map(|(_, there)| *there);
            Gap {
                need: standard.need.clone(),
                first,
                reached,
                reached_p95: standard.units(people.at(0.95), cold).1,
                lacking: there.map(|there| (reached - there).max(0.0)),
            }
        })
        .collect()
}
