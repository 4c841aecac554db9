//! What is not known: first what the number that leads leaves open, in plain words, then what would narrow it.

use super::Desk;
use super::counted::by;
use super::lead::Leading;
use super::said::worded;
use super::ways::unreported_ways;
use crate::content::{Block, Section, Text};
use crate::language::{say, words};

/// What stands on the two pages; the rest is annexed.
const FRONT: usize = 3;

/// What is least known, and the rest of it.
pub(super) fn sections(desk: &Desk) -> [Section; 2] {
    let language = desk.language;
    let mut items = main(desk);
    let unknowns = desk.picture.unknowns.iter().enumerate().map(|(at, unknown)| {
        let sentence = worded(desk, &unknown.sentence, &format!("unknown:{at}"));
        let remedy = worded(desk, &unknown.remedy, &format!("remedy:{at}"));
        say!(language, "unknown", sentence = sentence, remedy = remedy)
    });
    items.extend(unknowns);
    // Of the whole, what is worth the asking.
    let narrowing = desk.picture.narrowing(&[], desk.picture.told());
    for (at, one) in narrowing.iter().enumerate() {
        let text = worded(desk, &one.sentence, &format!("narrowing:{at}"));
        // The best of them stands among what the terminal shows.
        let place = if at == 0 { items.len().min(FRONT - 1) } else { items.len() };
        items.insert(place, text);
    }
    let others = items.split_off(items.len().min(FRONT));
    [
        Section::new("unknown", words!(language, "heading-unknown"), Block::list(items, FRONT)),
        Section::new(
            "unknown-more",
            words!(language, "heading-unknown-more"),
            Block::list(others, 1),
        ),
    ]
}

/// What the number that leads leaves open, and the ways that nobody reports.
fn main(desk: &Desk) -> Vec<Text> {
    let language = desk.language;
    let of_the_lead = match desk.lead.leading {
        Leading::Between(low, high) => Some(say!(
            language,
            "unknown-which",
            fewer = desk.figure(low),
            low = by(desk, low),
            more = desk.figure(high),
            high = by(desk, high),
        )),
        Leading::Floor(claim) => {
            let digits = claim.value.map_or_else(String::new, |value| language.spoken(value));
            let ids = crate::content::Trail::Claims(vec![claim.id.clone()]);
            let figure = Text::new().number(digits, ids);
            Some(say!(language, "unknown-beyond", figure = figure, speaker = by(desk, claim)))
        }
        Leading::SoFar(claim) => Some(say!(
            language,
            "unknown-since",
            figure = desk.figure(claim),
            speaker = by(desk, claim),
        )),
        _ => None,
    };
    let ways = unreported_ways(desk)
        .filter(|_| !desk.lead.is_whole())
        .map(|ways| say!(language, "unknown-ways", crossings = ways));
    of_the_lead.into_iter().chain(ways).collect()
}
