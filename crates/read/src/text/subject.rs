//! Whether a text is about people on the move at all: one pass over it, before anything is
//! read, so that an archive of other news costs next to nothing.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use places::Gazetteer;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SubjectFile {
    telling: Vec<String>,
    hinting: Vec<String>,
}

struct Stems {
    automaton: AhoCorasick,
    /// The first so many stems are telling, the others hint.
    telling: usize,
}

static STEMS: LazyLock<Stems> = LazyLock::new(|| {
    let file: SubjectFile = toml::from_str(include_str!("../../data/en/subject.toml"))
        .unwrap_or_else(|error| panic!("crates/read/data/en/subject.toml: {error}"));
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostFirst)
        .kind(Some(AhoCorasickKind::DFA))
        .build(file.telling.iter().chain(&file.hinting))
        .expect("a hundred stems are far below the automaton's limit");
    Stems { automaton, telling: file.telling.len() }
});

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
pub(super) fn subject(text: &str, gazetteer: &Gazetteer) -> Subject {
    let bytes = text.as_bytes();
    let mut hints = 0;
    for hit in STEMS.automaton.find_iter(bytes) {
        let start = hit.start();
        if start > 0 && bytes[start - 1].is_ascii_alphanumeric() {
            continue;
        }
        hints += if hit.pattern().as_usize() < STEMS.telling { HINTS } else { 1 };
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
            .mentions(text)
            .iter()
            .any(|mention| gazetteer.place(mention.place).kind == places::PlaceKind::Crossing);
    if crossing { Subject::Touched } else { Subject::Other }
}
