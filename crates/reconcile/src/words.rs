//! How numbers, days and claims are put in sentences.

use claim::Claim;

use crate::saying::{Basis, Form, Said, Saying, saying};
pub(crate) use claim::wording::{days, list};

/// "the KP Home Department's 147,973".
pub(crate) fn whose(claim: &Claim) -> Saying {
    let label = organisation_label(claim);
    let label = label.trim();
    let number = |value| Said::of(value, Form::Whole, Basis::Claim(claim.id.clone()));
    let bare = match (claim.value, claim.low, claim.high) {
        (Some(value), ..) => saying!("figure-plain", number = number(value)),
        (None, Some(low), Some(high)) => {
            saying!("figure-between", low = number(low), high = number(high))
        }
        (None, Some(low), None) => saying!("figure-from", number = number(low)),
        (None, None, Some(high)) => saying!("figure-to", number = number(high)),
        (None, None, None) => saying!("figure-not-given"),
    };
    let figure = match claim.unit == claim::Unit::Households {
        true => saying!("figure-in-families", figure = bare),
        false => bare,
    };
    if !has_organisation(claim) {
        return saying!("whose-unnamed", figure = figure);
    }
    // Nobody is charged with a number that the text does not say to be theirs.
    if claim.found.source_is_carried() {
        return saying!("whose-carried", figure = figure, speaker = office(label));
    }
    let ending = if label.ends_with('s') { "s" } else { "other" };
    saying!(
        "whose",
        kind = kind(label),
        speaker = label,
        ending = Said::Word(ending),
        figure = figure,
    )
}

/// What the templates know a name by: one that takes an article, or one that does not.
fn kind(label: &str) -> Said {
    Said::Word(if takes_article(label) { "body" } else { "name" })
}

/// An office by its name, with the article that it takes.
pub(crate) fn office(label: &str) -> Saying {
    saying!("office", kind = kind(label), speaker = label.trim())
}

/// Whether a name takes an article: "the Home Department" and "the mayor", but "Nasir Khan", "UNHCR",
/// "officials" and "Pakistan's interior ministry".
pub fn takes_article(label: &str) -> bool {
    let label = label.trim();
    let named = label.to_lowercase().starts_with("the ") || label.contains('\'');
    // A word for an office, and no name: several of them have no article.
    let common = !label.ends_with('s') && label.chars().all(|c| !c.is_uppercase());
    !named && (is_body(label) || common)
}

fn is_body(label: &str) -> bool {
    const BODIES: [&str; 14] = [
        "ministry",
        "department",
        "dept",
        "government",
        "authority",
        "administration",
        "office",
        "police",
        "guard",
        "agency",
        "commission",
        "commissioner",
        "bureau",
        "minister",
    ];
    let lower = label.to_lowercase();
    // "Pakistan's interior ministry" has its article already.
    !lower.contains("\u{2019}s ") && lower.split_whitespace().any(|word| BODIES.contains(&word))
}

/// The label under which a claim's numbers lean: organisation, else name, else publisher.
pub(crate) fn organisation_label(claim: &Claim) -> String {
    claim.source.label().or(claim.publisher.as_deref()).unwrap_or("unnamed source").to_owned()
}

/// Whether anybody stands behind the number whose leaning could be learned.
pub(crate) fn has_organisation(claim: &Claim) -> bool {
    claim.source.label().or(claim.publisher.as_deref()).is_some()
}
