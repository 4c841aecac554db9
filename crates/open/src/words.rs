//! Words about a document, from `data/*/page.toml`: every language at once, since a page in one has
//! boxes and marks in another.

use std::collections::HashSet;
use std::sync::LazyLock;

use serde::Deserialize;

/// In lower case.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Headings of boxes beside the text of a web page.
    pub heads: HashSet<String>,
    /// Headings behind which nothing of the text comes in the same part of the page.
    pub ends: HashSet<String>,
    /// Beginnings of lines that say a document is not for everybody.
    pub confidential: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut all = Words::default();
    for (name, text) in [
        ("en", include_str!("../data/en/page.toml")),
        ("pl", include_str!("../data/pl/page.toml")),
        ("fr", include_str!("../data/fr/page.toml")),
    ] {
        let own: Words =
            toml::from_str(text).unwrap_or_else(|e| panic!("data/{name}/page.toml: {e}"));
        all.heads.extend(own.heads);
        all.ends.extend(own.ends);
        all.confidential.extend(own.confidential);
    }
    all
});

/// Those of all languages.
pub(super) fn all() -> &'static Words {
    &WORDS
}
