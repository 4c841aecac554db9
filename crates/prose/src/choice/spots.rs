//! The places and peoples that a sentence names, known and unknown, and what leads to each.

use std::ops::Range;

use ::places::{MentionKind, PlaceKind};

use crate::Spoken;
use crate::analysis::{Analysis, Named};
use crate::grammar::{Class, Grammar};
use crate::lexicon::{Lexicon, Object};
use crate::movement;
use crate::token::Shape;

/// A place or a people in a sentence.
#[derive(Debug)]
pub(super) struct Spot {
    pub tokens: Range<usize>,
    pub value: String,
    /// The country that it lies in, where it is none itself.
    pub country: Option<String>,
    /// What sort of place it is.
    pub level: &'static str,
    /// What leads to it: the class of its preposition, or how else it stands.
    pub lead: &'static str,
}

/// The places and peoples of a sentence.
pub(super) fn spots(sentence: &Spoken, grammar: &Grammar, words: &Lexicon) -> Vec<Spot> {
    let analysis = &sentence.analysis;
    let mut spots: Vec<Spot> =
        analysis.names.iter().map(|name| known(sentence, name, grammar, words)).collect();
    spots.extend(unknown(sentence, grammar, words));
    let joined = joined(analysis, &spots, grammar);
    let described = described(sentence, &spots, grammar);
    spots.extend(joined);
    spots.extend(described);
    spots.sort_by_key(|spot| spot.tokens.start);
    spots
}

fn known(sentence: &Spoken, name: &Named, grammar: &Grammar, words: &Lexicon) -> Spot {
    let analysis = &sentence.analysis;
    let people = name.kind == MentionKind::Demonym;
    let level = match name.place.kind {
        _ if people => "people",
        PlaceKind::Country => "country",
        PlaceKind::Crossing => "crossing",
        PlaceKind::Province => "province",
        PlaceKind::City => "city",
        _ => "area",
    };
    let country = name.place.country.clone().filter(|_| name.place.kind != PlaceKind::Country);
    let lead = if people {
        let plural = words.counted.at(&analysis.tokens, name.tokens.end).is_some()
            || movement::is_people(analysis, name, words);
        if plural { "people" } else { "adjective" }
    } else {
        lead(sentence, &name.tokens, grammar)
    };
    Spot { tokens: name.tokens.clone(), value: name.code(), country, level, lead }
}

/// What leads to a name: the class of its preposition, or how else it stands.
fn lead(sentence: &Spoken, name: &Range<usize>, grammar: &Grammar) -> &'static str {
    let analysis = &sentence.analysis;
    if sentence.speeches.iter().any(|s| s.tokens.contains(&name.start)) {
        return "speaker";
    }
    let behind = analysis.word(name.end);
    let object = analysis.happenings.iter().find_map(|(tokens, happening)| {
        let article = usize::from(name.start > 0 && analysis.word(name.start - 1) == "the");
        (tokens.end + article == name.start).then_some(happening.object)?
    });
    match object {
        Some(Object::From) => return "object-from",
        Some(Object::To) => return "object-to",
        Some(Object::Via) => return "object-via",
        Some(Object::At) => return "object-at",
        None => {}
    }
    let preposition = movement::preposition_before(analysis, name.start);
    let classes = [
        (Class::OutOf, "from"),
        (Class::Into, "to"),
        (Class::Inside, "in"),
        (Class::Through, "through"),
        (Class::Belonging, "of"),
        (Class::Amid, "with"),
    ];
    let found = classes.into_iter().find(|(class, _)| grammar.is(preposition, *class));
    if let Some((_, lead)) = found {
        return lead;
    }
    let before = name.start.checked_sub(1).map_or("", |i| analysis.word(i));
    if grammar.is(before, Class::Amid) {
        "with"
    } else if analysis.tokens.get(name.end).is_some_and(|t| t.text.starts_with(['\'', '’'])) {
        "owner"
    } else if matches!(behind, ":" | "(" | "–" | "-") {
        "label"
    } else if name.start <= analysis.opening + 1 || before == "," {
        "subject"
    } else {
        "bare"
    }
}

/// Names that no gazetteer knows, where a preposition leads to them or a noun of places
/// follows, or that label the number behind them.
fn unknown(sentence: &Spoken, grammar: &Grammar, words: &Lexicon) -> Vec<Spot> {
    let analysis = &sentence.analysis;
    let mut found = Vec::new();
    let mut at = 0;
    while at < analysis.tokens.len() {
        let end = (at..analysis.tokens.len().min(at + 5))
            .find(|i| !is_strange_name(analysis, *i, words))
            .unwrap_or(analysis.tokens.len().min(at + 5));
        if end == at {
            at += 1;
            continue;
        }
        let name = at..end;
        at = end;
        let lead = lead(sentence, &name, grammar);
        let noun = analysis.word(name.end);
        let placed = [Class::Site, Class::Area, Class::Town].iter().any(|c| grammar.is(noun, *c));
        let led = matches!(lead, "from" | "to" | "in" | "through" | "label")
            || lead.starts_with("object")
            || placed && lead != "speaker";
        if led {
            let value = analysis.words(&name).to_owned();
            let level = if placed { "noted" } else { "unknown" };
            found.push(Spot { tokens: name, value, country: None, level, lead });
        }
    }
    found
}

/// A capitalised word that is in no list and part of no name, time, number or speaker.
fn is_strange_name(analysis: &Analysis, at: usize, words: &Lexicon) -> bool {
    let token = &analysis.tokens[at];
    token.shape == Shape::Word
        && token.is_capitalised()
        && token.word == 0
        && token.text.chars().count() > 2
        && token.text.chars().any(char::is_lowercase)
        && !analysis.names.iter().any(|n| n.tokens.contains(&at))
        && !analysis.whens.iter().any(|w| w.tokens.contains(&at))
        && words.organisations.at(&analysis.tokens, at).is_none()
}

/// "Thessaloniki and Athens", "Thailand, Malaysia and Indonesia": several places as one.
fn joined(analysis: &Analysis, spots: &[Spot], grammar: &Grammar) -> Vec<Spot> {
    let place = |spot: &&Spot| !matches!(spot.level, "people") && spot.lead != "speaker";
    let mut places: Vec<&Spot> = spots.iter().filter(place).collect();
    places.sort_by_key(|spot| spot.tokens.start);
    let link = |a: &Spot, b: &Spot| {
        let gap = a.tokens.end..b.tokens.start;
        let joins =
            |i: usize| analysis.word(i) == "," || grammar.is(analysis.word(i), Class::Coordinate);
        a.tokens.end < b.tokens.start && gap.len() <= 2 && gap.clone().all(joins)
    };
    let mut found = Vec::new();
    let mut first = 0;
    while first < places.len() {
        let mut last = first;
        while last + 1 < places.len() && link(places[last], places[last + 1]) {
            last += 1;
        }
        let close = &places[last].tokens;
        let and = close.start.checked_sub(1).map_or("", |i| analysis.word(i));
        if last > first && grammar.is(and, Class::Coordinate) {
            let tokens = places[first].tokens.start..close.end;
            found.push(Spot {
                value: analysis.words(&tokens).to_owned(),
                tokens,
                country: places[first].country.clone(),
                level: "joined",
                lead: places[first].lead,
            });
        }
        first = last + 1;
    }
    found
}

/// "Northern Greece", "the Greek islands", "the southern border": a part or a stretch of land,
/// described by a direction or a people and named by a noun.
fn described(sentence: &Spoken, spots: &[Spot], grammar: &Grammar) -> Vec<Spot> {
    let analysis = &sentence.analysis;
    let is = |i: usize, class| grammar.is(analysis.word(i), class);
    let mut found = Vec::new();
    for at in 0..analysis.tokens.len() {
        let people = spots.iter().find(|s| s.tokens.start == at && s.level == "people");
        let directed = is(at, Class::Direction);
        if people.is_none() && !directed {
            continue;
        }
        let from = people.map_or(at + 1, |spot| spot.tokens.end);
        let mut end = from;
        while end < from + 2
            && (is(end, Class::Direction)
                || spots.iter().any(|s| s.tokens.start == end && s.level == "people"))
        {
            end += 1;
        }
        let place = spots
            .iter()
            .find(|s| directed && s.tokens.start == end && !matches!(s.level, "people" | "joined"));
        let (end, country) = match place {
            Some(place) => {
                let own = (place.level == "country").then(|| place.value.clone());
                (place.tokens.end, place.country.clone().or(own))
            }
            None if is(end, Class::Land) => (end + 1, people.map(|spot| spot.value.clone())),
            None => continue,
        };
        let tokens = at..end;
        let lead = lead(sentence, &tokens, grammar);
        let value = analysis.words(&tokens).to_owned();
        found.push(Spot { tokens, value, country, level: "described", lead });
    }
    found
}
