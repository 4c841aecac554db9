//! According to whom.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, IntoStaticStr, VariantNames};

use crate::vocabulary::words;

words! {
    /// What kind of body stands behind a number.
    SourceKind {
        /// Border guards, customs, immigration officers at a crossing.
        BorderAuthority,
        /// A ministry, a province, a police force.
        Government,
        /// A body that governs without general recognition.
        DeFactoAuthority,
        /// A United Nations agency.
        Un,
        /// A non-governmental organisation.
        Ngo,
        /// A newspaper, agency or broadcaster in its own voice.
        Media,
        /// An official who is not named.
        AnonymousOfficial,
        /// Anything else, or not said.
        #[default]
        Other,
    }
}

/// The speaker behind a claim. All `None` means the publisher's own voice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// The speaker as named: an official's name or the organisation.
    pub name: Option<String>,
    /// The speaker's office: "deputy commissioner".
    pub role: Option<String>,
    /// The organisation behind the speaker.
    pub organisation: Option<String>,
    /// What kind of body that is.
    #[serde(default)]
    pub kind: SourceKind,
}

impl Source {
    /// Returns the most specific label a reader would print: organisation,
    /// else name, else role.
    pub fn label(&self) -> Option<&str> {
        self.organisation.as_deref().or(self.name.as_deref()).or(self.role.as_deref())
    }
}

/// Name under which an organisation's numbers are gathered: lower case, without
/// punctuation, articles and "Pakistan's", common abbreviations spelt out.
pub fn organisation_key(name: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for raw in name.replace('\u{2019}', "'").split(|c: char| !(c.is_alphanumeric() || c == '\'')) {
        let word = raw.trim_matches('\'').to_lowercase();
        if word.is_empty() || (words.is_empty() && (word == "the" || word == "a" || word == "an")) {
            continue;
        }
        words.push(match word.trim_end_matches("'s") {
            "dept" => "department".into(),
            "govt" => "government".into(),
            "min" => "ministry".into(),
            other => other.into(),
        });
    }
    // "ministry of interior" and "interior ministry" are one: order does not matter.
    words.retain(|word| !matches!(word.as_str(), "of" | "the" | "for" | "and"));
    words.sort();
    words.dedup();
    words.join(" ")
}

/// One name contains the other: "home department" and "khyber pakhtunkhwa home department".
pub fn same_organisation(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    a == b || (!short.is_empty() && short.split(' ').all(|word| long.split(' ').any(|w| w == word)))
}
