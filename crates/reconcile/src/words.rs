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
    let named = label.to_lowercase().starts_with("the ") || label.contains('\'');
    let kind = if !named && is_body(label) { "body" } else { "name" };
    let ending = if label.ends_with('s') { "s" } else { "other" };
    saying!(
        "whose",
        kind = Said::Word(kind),
        speaker = label,
        ending = Said::Word(ending),
        figure = figure,
    )
}

/// Whether a name takes an article: "the Home Department", but "Nasir Khan" and "UNHCR".
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
