//! A row of an answer, for programs and for people.

use claim::Window;
use jiff::civil::Date;
use reconcile::ALL;
use serde::Serialize;

use super::{Answer, Levels, seen_as};
use crate::opening::{Counted, Opening};

/// A row in whole people, written as whole numbers.
#[derive(Debug, Clone, Serialize)]
pub struct Numbers {
    /// Crossing, or `all`.
    pub via: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// What may be told of the number.
    #[serde(flatten)]
    pub levels: Levels,
    /// What the named ways come to, where the whole is not known: its main crossings are unreported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported: Option<u64>,
    /// Of how many days the numbers are, where somebody reported a crossing on some of them only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_reported: Option<usize>,
    /// What the row `all` is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// Whether the numbers are `null`, one of them being of too few people.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub suppressed: bool,
    /// With one row for each day: whether somebody reported it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed: Option<&'static str>,
}

/// What the row `all` is of, beside what leads.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// The whole border, as what leads is: the draws of all that was counted, and of what a total reaches beyond.
    Whole,
    /// The same, where what leads is a lower bound: what the reports suggest beyond it.
    BeyondTheBound,
    /// The sum of the named ways: no report is of all together.
    NamedWays,
    /// All that the reports bear on, where nothing leads.
    Reported,
}

impl Scope {
    /// Of what leads.
    pub fn of(opening: Option<&Opening>) -> Scope {
        match opening {
            None => Scope::Reported,
            Some(opening) if !opening.via.is_empty() => Scope::NamedWays,
            Some(opening) if opening.at_least => Scope::BeyondTheBound,
            Some(_) => Scope::Whole,
        }
    }

    /// The sentence below the table, where one is needed.
    pub fn note(self) -> Option<&'static str> {
        match self {
            Scope::NamedWays => {
                Some("\u{201c}all\u{201d} is the sum of these: no report is of all ways together")
            }
            Scope::BeyondTheBound => Some(
                "\u{201c}all\u{201d} is what the reports suggest together; counted are no more than the bound above",
            ),
            Scope::Whole | Scope::Reported => None,
        }
    }
}

impl Numbers {
    /// Of the row at a place.
    pub fn of(answer: &Answer<'_>, at: usize) -> Numbers {
        let Answer { picture, daily, few: below, rows, counted, .. } = answer;
        let (row, counted) = (&rows[at], counted.get(at).and_then(Option::as_ref));
        let observed = daily.then(|| seen_as(picture, row));
        // What nobody reported is in no number, as in the table; of a crossing that nobody reported at all there is
        // what may be.
        let q = counted.and_then(|counted| counted.people.as_ref()).unwrap_or(&row.quantiles);
        // Days that nobody reported are unknown, never zero.
        let untold = counted.is_some_and(|counted| counted.people.is_none());
        let unseen = (observed == Some("no") || untold) && q.p975 < 0.5;
        let known = (picture.whole_known || row.via != ALL) && !unseen;
        let all = [q.p025, q.p05, q.p10, q.p25, q.p50, q.p75, q.p90, q.p95, q.p975, q.mean];
        // All numbers of a row or none, as in an export: some would tell the others.
        let hidden = below.hides(row)
            || all.into_iter().any(|people| below.has(people))
            || counted.is_some_and(|counted| {
                counted.runs.iter().any(|run| below.hides_days(&row.via, *run))
            });
        let whole = |people: f64| below.whole(people).filter(|_| known && !hidden);
        Numbers {
            via: row.via.clone(),
            from: row.from,
            to: row.to,
            levels: Levels::of(all, whole),
            reported: below.whole(q.p50).filter(|_| !known && !unseen && !hidden),
            days_reported: counted.map(Counted::days),
            scope: (row.via == ALL).then(|| Scope::of(answer.opening.as_ref())),
            suppressed: hidden,
            observed,
        }
    }
}

/// What is said of a row to people.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// The whole is not known.
    NotKnown,
    /// Nobody reported a day of it.
    NotReported,
    /// A number of too few people could be had from it.
    LeftOut,
    /// The median, the middle half, and 90 %.
    Numbers([String; 3]),
}

impl Answer<'_> {
    /// How the days of a row were reported: of a day how, of several how many of them where not all were.
    pub fn seen(&self, at: usize) -> String {
        let row = &self.rows[at];
        let counted = self.counted.get(at).and_then(Option::as_ref);
        match (counted, Window::new(row.from, row.to)) {
            (Some(counted), Some(days)) => format!("{} of {}", counted.days(), days.days()),
            _ if self.daily => seen_as(self.picture, row).to_owned(),
            _ => String::new(),
        }
    }

    /// What is said of a row to people.
    pub fn told(&self, at: usize) -> Told {
        let (row, below) = (&self.rows[at], &self.few);
        let counted = self.counted.get(at).and_then(Option::as_ref);
        // What nobody reported is in no number.
        let q = counted.and_then(|counted| counted.people.as_ref()).unwrap_or(&row.quantiles);
        if row.via == ALL && !self.picture.whole_known || self.seen(at) == "no" && q.p975 < 0.5 {
            return Told::NotKnown;
        }
        if counted.is_some_and(|counted| counted.people.is_none()) {
            return Told::NotReported;
        }
        let runs = counted.iter().flat_map(|counted| &counted.runs);
        if below.hides(row) || runs.into_iter().any(|run| below.hides_days(&row.via, *run)) {
            return Told::LeftOut;
        }
        Told::Numbers([
            below.number(q.p50),
            format!("{}–{}", below.number(q.p25), below.number(q.p75)),
            format!("{}–{}", below.number(q.p05), below.number(q.p95)),
        ])
    }
}
