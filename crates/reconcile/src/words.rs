//! How numbers, days and claims are put in sentences.

use claim::Claim;

use crate::saying::{Basis, Form, Said, Saying, saying};
pub(crate) use claim::wording::{days, number};

/// To three digits: an estimate is not known to the last person.
pub(crate) fn rounded(value: f64) -> String {
    if value < 1.0 {
        return number(value);
    }
    let step = 10f64.powi((value.log10().floor() as i32 - 2).max(0));
    number((value / step).round() * step)
}

/// "the KP Home Department's 147,973".
pub(crate) fn whose(claim: &Claim) -> Saying {
    let label = crate::scope::organisation_label(claim);
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
    if !crate::scope::has_organisation(claim) {
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

/// First letter in upper case.
pub(crate) fn sentence(text: String) -> String {
    let mut characters = text.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().collect::<String>() + characters.as_str(),
        None => text,
    }
}

/// "98 %", never "100 %" of what is only nearly certain.
pub(crate) fn percent(probability: f64) -> String {
    let percent = (probability * 100.0).round();
    if percent >= 100.0 { "over 99 %".into() } else { format!("{percent:.0} %") }
}

/// "a", "a and b", "a, b and c".
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claim::Window;
    use jiff::civil::date;

    #[test]
    fn numbers_and_days_read_as_in_print() {
        assert_eq!(number(147_973.0), "147,973");
        assert_eq!(number(-0.2), "0");
        assert_eq!(number(999.0), "999");
        assert_eq!(rounded(147_973.0), "148,000");
        assert_eq!(rounded(0.3), "0");

        let window = Window::new(date(2023, 9, 17), date(2023, 11, 1)).unwrap();
        assert_eq!(days(window), "17 September to 1 November 2023");
    }
}
