//! Whether a text is about people on the move at all: one pass over it, before anything is
//! read, so that an archive of other news costs next to nothing.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Input, MatchKind};
use places::Gazetteer;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SubjectFile {
    stems: Vec<String>,
}

static STEMS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let file: SubjectFile = toml::from_str(include_str!("../../data/en/subject.toml"))
        .unwrap_or_else(|error| panic!("crates/read/data/en/subject.toml: {error}"));
    AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::Standard)
        .build(&file.stems)
        .expect("a few dozen stems are far below the automaton's limit")
});

/// Whether the text speaks of displacement, or names a border crossing.
pub(super) fn is_about_movement(text: &str, gazetteer: &Gazetteer) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(hit) = STEMS.find(Input::new(bytes).range(at..)) {
        let start = hit.start();
        if start == 0 || !bytes[start - 1].is_ascii_alphanumeric() {
            return true;
        }
        at = start + 1;
    }
    gazetteer
        .mentions(text)
        .iter()
        .any(|mention| gazetteer.place(mention.place).kind == places::PlaceKind::Crossing)
}
