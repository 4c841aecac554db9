//! Whether a text is about people on the move at all: one pass over it, before anything is
//! read, so that an archive of other news costs next to nothing.

use places::Gazetteer;

use super::grammar::{Class, Grammar};
use super::language::{Language, Stems};

/// So many hints are as good as one telling word.
const HINTS: usize = 2;

/// How surely a text is about people on the move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Subject {
    /// It is about something else: nothing is read from it.
    #[default]
    Other,
    /// It speaks of movement somewhere.
    Touched,
    /// It says so again and again: who left and who arrived in it are those people.
    Plain,
}

/// From so many hints on a text is plainly about movement.
const PLAIN: usize = 3 * HINTS;

/// Whether the text speaks of displacement, or names a border crossing.
pub(super) fn subject(text: &str, language: &Language, gazetteer: &Gazetteer) -> Subject {
    let stems = &language.stems;
    let bytes = text.as_bytes();
    let mut hints = 0;
    for hit in stems.automaton.find_iter(bytes) {
        let start = hit.start();
        // A letter before, also one with an accent, makes it the inside of a word.
        let before = || text[..start].chars().next_back().is_some_and(char::is_alphanumeric);
        if start > 0
            && (bytes[start - 1].is_ascii_alphanumeric()
                || !bytes[start - 1].is_ascii() && before())
        {
            continue;
        }
        hints += match hit.pattern().as_usize() {
            stem if stem < stems.telling => HINTS,
            stem if stem < stems.moving && counts_people(text, start, stems) => HINTS,
            stem if stem < stems.hinting => 1,
            _ if is_counted(text, start, stems)
                && leads_into_a_country(&text[hit.end()..], language, gazetteer) =>
            {
                HINTS
            }
            _ => 0,
        };
        if hints >= PLAIN {
            return Subject::Plain;
        }
    }
    if hints >= HINTS {
        return Subject::Touched;
    }
    // A crossing's name says enough, but to look for all of them costs more than the rest.
    let crossing = bytes.iter().any(u8::is_ascii_digit)
        && gazetteer
            .mentions_in(language.code, text)
            .iter()
            .any(|mention| gazetteer.place(mention.place).kind == places::PlaceKind::Crossing);
    if crossing { Subject::Touched } else { Subject::Other }
}

/// Whether a number of people, or a number alone, stands before the verb at a place in the text:
/// "28,975 entered", "some 5,000 people have entered", not "3 tonnes of aid entered"; or people do, and their
/// number elsewhere in the sentence: "the number of people who have arrived in Chad has passed 66,000".
fn is_counted(text: &str, at: usize, stems: &Stems) -> bool {
    let start = text.floor_char_boundary(at.saturating_sub(AROUND));
    let mut before = text[start..at]
        .split_whitespace()
        .rev()
        .skip_while(|word| stems.between.iter().any(|known| known == word))
        .peekable();
    // "100,417 ethnic Armenians arrived in Armenia"
    let mut named = before.clone().take(2).skip(1);
    if named.next().is_some_and(|word| Grammar::english().is(word, Class::Ethnic)) {
        before.nth(1);
    }
    let people = before.peek().is_some_and(|word| stems.is_people(word));
    let number = before.find(|word| !stems.is_people(word)).is_some_and(is_number);
    number || people && sentence_around(text, at).split_whitespace().any(is_number)
}

/// Whether a word begins with a digit and is no year.
fn is_number(word: &str) -> bool {
    let word = word.trim_end_matches(|c: char| c.is_ascii_punctuation());
    let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
    !year && word.starts_with(|c: char| c.is_ascii_digit())
}

/// Bytes that words between a verb and the country that is entered may take: "into the ".
const TOWARDS: usize = 10;

/// Whether what follows a verb opens with the name of a country or territory.
fn leads_into_a_country(behind: &str, language: &Language, gazetteer: &Gazetteer) -> bool {
    let line = behind.lines().next().unwrap_or_default();
    let near = &line[..line.floor_char_boundary(AROUND)];
    gazetteer.mentions_in(language.code, near).first().is_some_and(|first| {
        let kind = gazetteer.place(first.place).kind;
        first.span.start <= TOWARDS
            && matches!(kind, places::PlaceKind::Country | places::PlaceKind::Territory)
    })
}

/// How far a sentence is looked through on either side of a word.
const AROUND: usize = 240;

/// Whether the sentence around a place in the text has a number and a word for people: "1,700
/// families were evacuated", not "the ward was evacuated".
fn counts_people(text: &str, at: usize, stems: &Stems) -> bool {
    let sentence = sentence_around(text, at);
    sentence.bytes().any(|b| b.is_ascii_digit())
        && sentence.split(|c: char| !c.is_alphanumeric()).any(|word| stems.is_people(word))
}

/// The sentence around a place in the text, or as much of it as is near.
fn sentence_around(text: &str, at: usize) -> &str {
    let ends = |text: &str, (i, c): (usize, char)| {
        c == '\n' || matches!(c, '.' | '!' | '?') && text[i + 1..].starts_with(char::is_whitespace)
    };
    let start = text[..at]
        .char_indices()
        .rev()
        .take(AROUND)
        .find(|found| ends(text, *found))
        .map_or_else(|| text.floor_char_boundary(at.saturating_sub(AROUND)), |(i, _)| i + 1);
    let end = text[at..]
        .char_indices()
        .take(AROUND)
        .find(|(i, c)| ends(text, (at + i, *c)))
        .map_or_else(|| text.floor_char_boundary(at + AROUND), |(i, _)| at + i);
    &text[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_entered_a_country_is_people_on_the_move() {
        let speaks = |text: &str| subject(text, Language::english(), Gazetteer::builtin());
        for text in [
            "28,975 entered Romania on 5 March.",
            "More than 110,000 people had entered Moldova by 8 March 2022.",
            "Some 4,000 people crossed to the Democratic Republic of the Congo.",
            "The number of people who have arrived in South Sudan since 15 April has passed 66,000.",
            "Families that reached Chad by Sunday number 1,240, the prefect said.",
        ] {
            assert_eq!(speaks(text), Subject::Touched, "{text}");
        }
        for text in [
            "Some 9,000 fans entered France on Friday.",
            "6 tonnes of rice reached Chad on Friday.",
            "1,200 entered Boston Marathon this year.",
            "The delegation entered Romania in 2019.",
            "Families that reached Romania in 2019 remember the heat.",
        ] {
            assert_eq!(speaks(text), Subject::Other, "{text}");
        }
    }
}
