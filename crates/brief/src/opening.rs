//! What a brief leads with, for others who print the same picture: one rule for the days and for the
//! number, so that the same question has the same answer everywhere.

use std::collections::BTreeMap;

use claim::{Claim, Document, Id, Statement, Window};
use places::Gazetteer;
use reconcile::{Picture, Quantiles, Role};
use serde::Serialize;

use crate::compose::lead::{self, Leading};
use crate::compose::{self, Desk};
use crate::language::Language;

/// The number that leads, of what it is, and what stands beside it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Opening {
    /// The number as it is printed: "189,259", "more than 230,000".
    pub figure: String,
    /// Of what it is.
    pub what: String,
    /// Who counted, and the 90 % interval.
    pub interval: String,
    /// The latest figure of an office beside it, what came since, what is told apart and what is not
    /// reported; a sentence each.
    pub beside: Vec<String>,
    /// The ways that it is of; none for all together.
    pub via: Vec<String>,
    /// First day; none of a running total of which nobody says since when it counts.
    pub from: Option<jiff::civil::Date>,
    /// Last day.
    pub to: jiff::civil::Date,
    /// The number: a claim's, or the median; none where it is not printed, or two offices differ.
    pub value: Option<u64>,
    /// The numbers of two offices that differ, the lower first, where nothing decides between them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub between: Option<[u64; 2]>,
    /// Whether it is a lower bound, and no count.
    pub at_least: bool,
    /// Whether it is an upper bound, and no count: then there is no `value`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub at_most: bool,
    /// The claim whose number it is, where one leads.
    pub claim: Option<Id>,
}

/// What the brief of a picture leads with, in English; `None` where its number may not be printed.
pub fn opening(
    picture: &Picture,
    documents: &[Document],
    statements: &[Statement],
    gazetteer: &Gazetteer,
) -> Option<Opening> {
    let language = Language::english();
    let desk = Desk::new(picture, documents, statements, gazetteer, &language);
    let (headline, beside) = compose::opening_of(&desk);
    let headline = headline?;
    let lead = &desk.lead;
    let claim = lead.leading.claim();
    let between = match lead.leading {
        Leading::Between(low, high) => low.value.zip(high.value),
        _ => None,
    };
    let people = match (claim, lead.leading) {
        // A bound or a range is no number of people.
        (_, Leading::Bounded(_)) => None,
        (Some(claim), _) => claim.value,
        (None, Leading::Daily(_, people)) => Some(people),
        (None, Leading::Between(..)) => None,
        (None, _) => lead::estimate(&desk, lead, lead.days).map(|(quantiles, _)| quantiles.p50),
    };
    let words = |text: &crate::content::Text| text.words(&language);
    Some(Opening {
        figure: words(&headline.figure),
        what: words(&headline.what),
        interval: words(&headline.interval),
        beside: beside.iter().map(words).collect(),
        via: match lead.ways.as_slice() {
            [] => lead::together(&desk).to_vec(),
            ways => ways.iter().map(|way| (*way).to_owned()).collect(),
        },
        from: Some(lead.days.start()).filter(|_| !matches!(lead.leading, Leading::SoFar(_))),
        to: claim.and_then(|claim| claim.end).unwrap_or(lead.days.end()),
        // People are never fewer than none.
        value: people.map(|people| people.round() as u64),
        between: between.map(|(low, high)| [low, high].map(|people| people.round() as u64)),
        at_least: matches!(lead.leading, Leading::Floor(_)),
        at_most: matches!(lead.leading, Leading::Bounded(claim) if claim.qualifier.is_upper_bound()),
        claim: claim.map(|claim| claim.id.clone()),
    })
}

/// The days that a question without days is about: since the day from which most running totals count,
/// when they agree on one; else all days of the picture.
pub fn days(picture: &Picture, claims: &[Claim]) -> Window {
    let by_id: BTreeMap<&Id, &Claim> = claims.iter().map(|claim| (&claim.id, claim)).collect();
    let fits = picture.claims.iter().filter(|fit| fit.role != Role::OutOfScope);
    compose::focus(picture, fits.filter_map(|fit| Some((*by_id.get(&fit.id)?, fit))))
}

/// How many are counted at a crossing on the days of a window that somebody reported.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// The reported days, in runs.
    pub runs: Vec<Window>,
    /// The people, in whole ones; `None` where nobody reported a day.
    pub people: Option<Quantiles>,
}

impl Counted {
    /// Of a crossing, by its name in the picture.
    pub fn of(picture: &Picture, via: &str, window: Window) -> Counted {
        let runs = lead::reported(picture, via, window);
        let people = lead::summed(picture, runs.iter().map(|run| (via, *run)));
        let people = people.map(|people| people.rounded());
        Counted { runs, people }
    }

    /// How many days somebody reported.
    pub fn days(&self) -> usize {
        self.runs.iter().map(Window::days).sum()
    }
}
