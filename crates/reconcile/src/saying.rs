//! The templates of what the engine says.

use std::sync::LazyLock;

pub(crate) use phrases::{Basis, Form, Said, Saying};
use phrases::{Phrases, Templates};

/// The templates of what the engine says, in English: `engine.ftl` of a translation.
pub const PHRASES: &str = include_str!("../data/en/engine.ftl");

static ENGLISH: LazyLock<Phrases> = LazyLock::new(|| Phrases::built_in(&[("engine.ftl", PHRASES)]));

pub(crate) const TEMPLATES: Templates = Templates::of(&ENGLISH);

/// A sentence: `saying!("out-from", country = name)`.
macro_rules! saying {
    ($($said:tt)*) => { phrases::saying!($crate::saying::TEMPLATES; $($said)*) };
}

pub(crate) use saying;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_in_order_and_a_sentence_prints_as_english() {
        assert!(ENGLISH.names().count() > 50);
        let said =
            saying!("both", first = "This", second = saying!("figure-in-families", figure = "12"));
        assert_eq!(said.to_string(), "This and 12 families");
        assert_eq!(serde_json::to_string(&said).unwrap(), "\"This and 12 families\"");
    }
}
