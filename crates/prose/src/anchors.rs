//! What "since the ultimatum" and "since the war began" refer to: a day that the document
//! gives elsewhere, an event known from other documents, or the known beginning of a crisis.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use claim::{Event, EventKind};
use jiff::civil::Date;
use serde::Deserialize;

use super::Spoken;
use super::analysis::Analysis;
use super::context::Context;
use super::lexicon::Lexicon;
use super::time::Sense;
use super::window::belongs_to_speech;

/// Days that happenings of the document are said to have had, in order of the text.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// First word of the happening ("deadline", "war") and its day.
    said: Vec<(String, Date)>,
    /// Happenings known from other documents, in order of their days.
    told: Vec<Told>,
}

/// An event of another document, as the words that can point back to it.
#[derive(Debug)]
struct Told {
    words: Vec<String>,
    /// Country code or name, when known.
    place: Option<String>,
    day: Date,
}

/// A day that a window may start on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Anchor {
    pub day: Date,
    /// Whether the text says the day, or only general knowledge.
    pub said: bool,
}

/// Beyond so many tokens a day is not that of a happening.
const REACH: usize = 9;

impl Anchors {
    /// Collects the days of a document's happenings.
    pub fn of(spoken: &[Spoken], events: &[Event], words: &Lexicon) -> Anchors {
        let mut said = Vec::new();
        for sentence in spoken {
            let analysis = &sentence.analysis;
            for when in &analysis.whens {
                // "since the war began, the agency tweeted on Thursday"
                if belongs_to_speech(analysis, when, &sentence.speeches) {
                    continue;
                }
                let day = match when.sense {
                    Sense::During(window) if window.days() == 1 => window.start(),
                    Sense::Since(day) => day,
                    _ => continue,
                };
                let nearest = happenings(analysis, words)
                    .into_iter()
                    .map(|tokens| (analysis.distance(&tokens, &when.tokens), tokens))
                    .filter(|(cost, _)| *cost <= REACH)
                    .min_by_key(|(cost, tokens)| (*cost, tokens.start));
                if let Some((_, tokens)) = nearest {
                    said.push((analysis.word(tokens.start).to_owned(), day));
                }
            }
        }
        let mut told: Vec<Told> = events.iter().filter_map(|e| Told::of(e, words)).collect();
        told.sort_by(|a, b| (a.day, &a.words).cmp(&(b.day, &b.words)));
        Anchors { said, told }
    }

    /// The day that the phrase `tokens` ("the war began", "the ultimatum") refers to.
    pub fn resolve(
        &self,
        analysis: &Analysis,
        tokens: &Range<usize>,
        context: &Context,
        published: Option<Date>,
        words: &Lexicon,
    ) -> Option<Anchor> {
        let inside = |range: &Range<usize>| tokens.contains(&range.start);
        let named: BTreeSet<&str> = happenings(analysis, words)
            .into_iter()
            .filter(|range| inside(range))
            .map(|range| analysis.word(range.start))
            .collect();
        let said = self.said.iter().find(|(word, day)| {
            named.contains(word.as_str()) && published.is_none_or(|published| *day <= published)
        });
        let known = self
            .told(&named, analysis, tokens, context, published)
            .or_else(|| self.known(analysis, tokens, context, published));
        match (said, known) {
            // "since fighting broke out a month ago" is a day that everybody knows better.
            (Some((_, day)), Some(known)) if apart(*day, known.day) > ROUNDING => {
                Some(Anchor { day: *day, said: true })
            }
            (Some((_, day)), None) => Some(Anchor { day: *day, said: true }),
            (_, known) => known,
        }
    }

    /// The latest event of another document that the words name, in a country that this
    /// document is about.
    fn told(
        &self,
        named: &BTreeSet<&str>,
        analysis: &Analysis,
        tokens: &Range<usize>,
        context: &Context,
        published: Option<Date>,
    ) -> Option<Anchor> {
        let places = places(analysis, tokens, context);
        self.told
            .iter()
            .rev()
            .find(|told| {
                published.is_some_and(|published| told.day <= published)
                    && told.words.iter().any(|word| named.contains(word.as_str()))
                    && told.place.as_ref().is_none_or(|place| places.contains(place))
            })
            .map(|told| Anchor { day: told.day, said: false })
    }

    /// The beginning of a crisis that everybody knows.
    fn known(
        &self,
        analysis: &Analysis,
        tokens: &Range<usize>,
        context: &Context,
        published: Option<Date>,
    ) -> Option<Anchor> {
        places(analysis, tokens, context).iter().find_map(|place| {
            CRISES
                .iter()
                .filter(|crisis| crisis.place == *place)
                .filter(|crisis| published.is_some_and(|published| crisis.start < published))
                .filter(|crisis| {
                    tokens.clone().any(|i| crisis.words.iter().any(|word| word == analysis.word(i)))
                })
                .map(|crisis| Anchor { day: crisis.start, said: false })
                .max_by_key(|anchor| anchor.day)
        })
    }
}

impl Told {
    /// What can point back to an event: the word for its kind, and the happenings its quote
    /// names. `None` for an event without a day.
    fn of(event: &Event, words: &Lexicon) -> Option<Told> {
        let kind: &[&str] = match event.kind {
            // "since the ultimatum" is since it was given; "the deadline" is the day it ran out.
            EventKind::DeadlineAnnounced => &["ultimatum", "announcement", "order", "decree"],
            EventKind::Deadline => &["deadline"],
            EventKind::OperationStart => &["crackdown", "campaign", "operation", "drive"],
            EventKind::BorderClosed => &["closure", "closing"],
            EventKind::BorderOpened => &["opening", "reopening"],
            EventKind::Agreement => &["agreement", "ceasefire", "truce", "deal"],
            EventKind::OperationEnd
            | EventKind::Policy
            | EventKind::Attack
            | EventKind::Disaster
            | EventKind::MethodChange => &[],
        };
        let named = super::token::tokens(&event.quote, 0..event.quote.len(), &words.vocabulary)
            .iter()
            .map(|token| token.lower.to_string())
            .filter(|_| !matches!(event.kind, EventKind::DeadlineAnnounced | EventKind::Deadline))
            .collect::<Vec<_>>();
        let words = kind.iter().map(|word| (*word).to_owned()).chain(named).collect();
        Some(Told { words, place: event.place.clone(), day: event.start? })
    }
}

/// The countries that words of a happening can be about: those named with it, then those
/// that the document is about.
fn places(analysis: &Analysis, tokens: &Range<usize>, context: &Context) -> Vec<String> {
    let named = analysis.names.iter().filter(|name| tokens.contains(&name.tokens.start));
    let mut places: Vec<String> = named.filter_map(|name| name.place.country.clone()).collect();
    places.extend(context.origin.clone());
    places.extend(context.home.clone());
    places.extend(context.nationality.clone());
    places
}

/// Within so many days a day that the text gives loosely and a known one are the same.
const ROUNDING: i32 = 10;

/// Days between two dates.
fn apart(a: Date, b: Date) -> i32 {
    (a - b).get_days().abs()
}

/// Where the sentence names a happening that can have a day.
fn happenings(analysis: &Analysis, words: &Lexicon) -> Vec<Range<usize>> {
    (0..analysis.tokens.len())
        .filter_map(|at| {
            let found = words
                .crisis
                .at(&analysis.tokens, at)
                .or_else(|| words.anchors.at(&analysis.tokens, at));
            found.map(|(length, ())| at..at + length)
        })
        .collect()
}

/// A crisis whose beginning is general knowledge.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Crisis {
    place: String,
    #[serde(deserialize_with = "day")]
    start: Date,
    words: Vec<String>,
}

fn day<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    let written = toml::value::Datetime::deserialize(from)?.to_string();
    written.parse().map_err(serde::de::Error::custom)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CrisesFile {
    crisis: Vec<Crisis>,
}

static CRISES: LazyLock<Vec<Crisis>> = LazyLock::new(|| {
    toml::from_str::<CrisesFile>(include_str!("../data/crises.toml"))
        .unwrap_or_else(|error| panic!("crates/prose/data/crises.toml: {error}"))
        .crisis
});
