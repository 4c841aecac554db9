//! Dated facts without a count: deadlines, operations, closures.

use claim::{Document, Event, EventKind, Stance};
use jiff::civil::Date;

use super::Spoken;
use super::analysis::Analysis;
use super::context::most_named;
use super::lexicon::{EventWords, Lexicon};
use super::time::{Sense, When};

/// The word that makes an event and the thing it is about may stand this far apart.
const REACH: usize = 18;

/// Reads all events of a document; the same event said again in it is dropped.
pub(super) fn events(document: &Document, spoken: &[Spoken], words: &Lexicon) -> Vec<Event> {
    let home = most_named(spoken, |_, name| name.is_place());
    let mut found: Vec<Event> = Vec::new();
    // Which crossing "it" is, and how many sentences ago it was named.
    let mut gate: Option<(String, usize)> = None;
    for sentence in spoken {
        let it = gate.take().filter(|(_, since)| *since < REMEMBERED);
        let named = sentence.analysis.names.iter().find(|n| n.is_place() && n.is_crossing());
        gate = match named {
            Some(name) => Some((name.code(), 0)),
            None => it.as_ref().map(|(name, since)| (name.clone(), since + 1)),
        };
        let it = it.map(|(name, _)| name);
        for entry in &words.events {
            let it = it.as_deref();
            let Some(event) = event(document, sentence, entry, home.as_deref(), it, words) else {
                continue;
            };
            let known = found
                .iter()
                .any(|e| e.kind == event.kind && e.start == event.start && e.end == event.end);
            if !known {
                found.push(event);
            }
        }
    }
    found
}

fn event(
    document: &Document,
    sentence: &Spoken,
    entry: &EventWords,
    home: Option<&str>,
    it: Option<&str>,
    words: &Lexicon,
) -> Option<Event> {
    let analysis = &sentence.analysis;
    let (deed, thing) = closest(analysis, entry, it.is_some())?;
    if beside(analysis, &deed, &entry.unless) {
        return None;
    }
    let mut range = deed.start.min(thing.start)..deed.end.max(thing.end);
    // An announcement was made on a day that is past; what it announces lies ahead.
    let announced = entry.kind == EventKind::DeadlineAnnounced;
    let limit = document.published.filter(|_| announced);
    let when = nearest_time(sentence, &range, &deed, limit);
    let (mut start, mut end) = (None, None);
    if let Some(when) = when {
        match when.sense {
            Sense::During(window) => (start, end) = (Some(window.start()), Some(window.end())),
            Sense::Until(day) | Sense::Since(day) => start = Some(day),
            _ => {}
        }
        range = range.start.min(when.tokens.start)..range.end.max(when.tokens.end);
    }
    if start.is_none() && hours_away(analysis) {
        start = document.published;
    }
    match entry.kind {
        // A deadline is a day: the one it runs out on.
        EventKind::Deadline => {
            start = end.or(start);
            start?;
            end = start;
        }
        EventKind::DeadlineAnnounced | EventKind::Policy => {}
        // What begins or happens has a first day; it ends when something says so.
        _ => end = end.filter(|end| Some(*end) != start),
    }
    let stance = stance(sentence, &deed, start, document.published, words);
    let range = clause(analysis, range);
    // Who says that a deadline has run out did not set it.
    let actor = actor(sentence, entry.kind != EventKind::Deadline);
    Some(
        Event {
            published: document.published,
            kind: entry.kind,
            place: if matches!(entry.kind, EventKind::BorderClosed | EventKind::BorderOpened) {
                place(analysis).or_else(|| it.map(str::to_owned))
            } else {
                actor.as_ref().and_then(|(_, place)| place.clone())
            }
            .or_else(|| home.map(str::to_owned))
            .or_else(|| place(analysis)),
            actor: actor.map(|(name, _)| name),
            start,
            end,
            stance,
            ..Event::new(document.id.clone(), &document.text, analysis.bytes(&range))
        }
        .sealed(),
    )
}

type Tokens = std::ops::Range<usize>;

/// So many sentences long "it" is the crossing that was named.
const REMEMBERED: usize = 2;

/// So far before the deed stands that it is denied: "denied that the Torkham crossing was".
const DENIED: usize = 9;

/// So near to the deed stands what makes it another thing.
const BESIDE: usize = 4;

fn beside(analysis: &Analysis, deed: &Tokens, phrases: &super::lexicon::Phrases<()>) -> bool {
    let tokens = &analysis.tokens;
    let near = deed.start.saturating_sub(2)..(deed.end + BESIDE).min(tokens.len());
    near.clone().any(|at| phrases.get(tokens, at).is_some())
}

/// Whether the border itself is what the deed is done to.
fn of_border(kind: EventKind) -> bool {
    matches!(kind, EventKind::BorderClosed | EventKind::BorderOpened)
}

/// The closest pair of a deed and its thing; `it` may be the thing when a crossing was named
/// before.
fn closest(analysis: &Analysis, entry: &EventWords, it: bool) -> Option<(Tokens, Tokens)> {
    let all = |phrases: &super::lexicon::Phrases<()>| -> Vec<Tokens> {
        (0..analysis.tokens.len())
            .filter_map(|at| phrases.at(&analysis.tokens, at).map(|(n, ())| at..at + n))
            .collect()
    };
    let mut things = all(&entry.needs);
    let deeds = all(&entry.any);
    if of_border(entry.kind) {
        // "Torkham was shut", "it reopened": the subject right before the deed.
        let subject = |tokens: &Tokens| {
            deeds.iter().any(|deed| tokens.end <= deed.start && deed.start - tokens.end <= 3)
        };
        let gates = analysis.names.iter().filter(|n| n.is_place() && n.is_crossing());
        things.extend(gates.map(|name| name.tokens.clone()).filter(subject));
        let pronouns = (0..analysis.tokens.len()).filter(|at| it && analysis.word(*at) == "it");
        things.extend(pronouns.map(|at| at..at + 1).filter(subject));
    }
    deeds
        .into_iter()
        .flat_map(|deed| things.iter().map(move |thing| (deed.clone(), thing.clone())))
        .map(|(deed, thing)| (analysis.distance(&deed, &thing), deed, thing))
        .filter(|(cost, deed, thing)| *cost <= REACH && deed != thing)
        // Of two beginnings in a sentence, the one with a day of its own is the event.
        .map(|(cost, deed, thing)| (cost + undated(analysis, &deed), deed, thing))
        .min_by_key(|(cost, deed, thing)| (*cost, deed.start, thing.start))
        .map(|(_, deed, thing)| (deed, thing))
}

/// What a deed without words of time right behind it costs against one that has them.
fn undated(analysis: &Analysis, deed: &Tokens) -> usize {
    let behind = |when: &When| when.tokens.start >= deed.end && when.tokens.start - deed.end <= 6;
    if analysis.whens.iter().any(behind) { 0 } else { 8 }
}

/// The words of time nearest to the deed that do not say when it was said.
///
/// With `limit`, only what had been by that day, also where it is when somebody spoke.
fn nearest_time<'a>(
    sentence: &'a Spoken,
    range: &Tokens,
    deed: &Tokens,
    limit: Option<Date>,
) -> Option<&'a When> {
    let analysis = &sentence.analysis;
    analysis
        .whens
        .iter()
        .filter(|w| matches!(w.sense, Sense::During(_) | Sense::Until(_) | Sense::Since(_)))
        .filter(|w| match (limit, w.sense) {
            (Some(limit), Sense::During(window)) => window.start() <= limit,
            (Some(limit), Sense::Until(day) | Sense::Since(day)) => day <= limit,
            _ => true,
        })
        .filter(|w| {
            limit.is_some()
                || !sentence
                    .speeches
                    .iter()
                    .any(|s| w.tokens.start >= s.tokens.start && w.tokens.start <= s.tokens.end)
        })
        .map(|w| (analysis.distance(range, &w.tokens), analysis.distance(deed, &w.tokens), w))
        .filter(|(cost, _, _)| *cost <= REACH)
        .min_by_key(|(cost, to_deed, w)| (*cost, *to_deed, w.tokens.start))
        .map(|(_, _, w)| w)
}

/// "hours before the expiry": the day of publication.
fn hours_away(analysis: &Analysis) -> bool {
    (0..analysis.tokens.len()).any(|i| {
        matches!(analysis.word(i), "hours" | "hour")
            && matches!(analysis.word(i + 1), "before" | "ahead" | "to" | "after")
    })
}

/// Planned when it lies ahead or the words say so.
fn stance(
    sentence: &Spoken,
    deed: &Tokens,
    start: Option<Date>,
    published: Option<Date>,
    words: &Lexicon,
) -> Stance {
    let before = deed.start.saturating_sub(5)..deed.end;
    let said = words.stance.within(&sentence.analysis.tokens, before).map(|(_, stance)| *stance);
    let not = |at: usize| matches!(sentence.analysis.word(at), "not" | "never" | "no" | "n't");
    let denied = |range: Tokens| {
        let tokens = &sentence.analysis.tokens;
        range.clone().any(|at| words.stance.get(tokens, at) == Some(&Stance::Denied))
    };
    if (deed.start.saturating_sub(5)..deed.start).any(not)
        || denied(deed.start.saturating_sub(DENIED)..deed.start)
    {
        return Stance::Denied;
    }
    let ahead = start.zip(published).is_some_and(|(start, published)| start > published);
    match said {
        Some(Stance::Expected | Stance::Planned) => Stance::Planned,
        Some(stance) => stance,
        None if ahead => Stance::Planned,
        None => Stance::Asserted,
    }
}

/// Who acts: the subject country, else whoever speaks; with the country code when it is one.
fn actor(sentence: &Spoken, speaks: bool) -> Option<(String, Option<String>)> {
    let analysis = &sentence.analysis;
    if let Some(speech) = sentence
        .speeches
        .iter()
        .filter(|_| speaks)
        .find(|s| s.source.organisation.is_some() && s.source.name.is_some())
    {
        let name = speech.source.organisation.clone()?;
        let place =
            analysis.names.iter().find(|n| n.is_place() && n.place.name == name).map(|n| n.code());
        return Some((name, place));
    }
    analysis
        .names
        .iter()
        .find(|n| n.is_place() && n.tokens.start <= 2 && n.place.kind == places::PlaceKind::Country)
        .map(|n| (n.place.name.clone(), Some(n.code())))
}

fn place(analysis: &Analysis) -> Option<String> {
    let country = |n: &&super::analysis::Named| n.place.kind == places::PlaceKind::Country;
    let names = || analysis.names.iter().filter(|n| n.is_place());
    // "Pakistan closed the Torkham gate": the gate, not the country.
    names().find(|n| n.is_crossing()).or_else(|| names().find(country)).map(|n| n.code())
}

/// Longest clause that is quoted on either side of an event, in tokens.
const CLAUSE: usize = 10;

/// Widens a range to the clause it stands in, so that the quote keeps its meaning.
fn clause(analysis: &Analysis, range: Tokens) -> Tokens {
    let stops = |i: usize| {
        matches!(
            analysis.word(i),
            "," | ";" | ":" | "." | "“" | "”" | "\"" | "(" | ")" | "–" | "—" | "•"
        )
            // Another clause, which may name somebody who has no part in it.
            || matches!(
                analysis.word(i),
                "as" | "while" | "when" | "after" | "before" | "because" | "although" | "who" | "whom" | "whose" | "where"
            )
    };
    let mut start = range.start;
    while start > 0 && range.start - start < CLAUSE && !stops(start - 1) {
        start -= 1;
    }
    let mut end = range.end;
    while end < analysis.tokens.len() && end - range.end < CLAUSE && !stops(end) {
        end += 1;
    }
    start..end
}
