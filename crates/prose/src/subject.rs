//! Whether a text is about people on the move at all: one pass over it, before anything is
//! read, so that an archive of other news costs next to nothing.

use places::Gazetteer;

use super::language::Language;

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
            stem if stem < stems.moving && counts_people(text, start, &stems.people) => HINTS,
            _ => 1,
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

/// How far a sentence is looked through on either side of a word.
const AROUND: usize = 240;

/// Whether the sentence around a place in the text has a number and a word for people: "1,700
/// families were evacuated", not "the ward was evacuated".
fn counts_people(text: &str, at: usize, people: &[String]) -> bool {
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
    let sentence = &text[start..end];
    sentence.bytes().any(|b| b.is_ascii_digit())
        && sentence
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| people.iter().any(|p| p.eq_ignore_ascii_case(word)))
}
