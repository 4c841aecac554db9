//! Counts in words: by whom, of two offices, added up, and how far one is off another.

use claim::Claim;

use super::{Desk, lead};
use crate::content::Text;
use crate::language::{say, words};

/// The sum of some counts, leading to them.
pub(super) fn added_up(desk: &Desk, of: &[&Claim]) -> Text {
    let ids: Vec<&str> = of.iter().map(|claim| claim.id.as_str()).collect();
    Text::new().reckoned(desk.language.number(lead::sum(of)), format!("sum:{}", ids.join(":")))
}

/// "9,000 to 11,000".
pub(super) fn between(desk: &Desk, low: &Claim, high: &Claim) -> Text {
    say!(desk.language, "range", low = desk.figure(low), high = desk.figure(high))
}

/// Who counted, in the middle of a sentence: "the mayor", "UNHCR".
pub(super) fn by(desk: &Desk, claim: &Claim) -> String {
    let language = desk.language;
    if claim.source.label().or(claim.publisher.as_deref()).is_none() {
        return words!(language, "counted-by-nobody-named");
    }
    let full = language.speaker_in_full(claim);
    // As the text has it: a word for an office stays small.
    match claim.source.label().filter(|label| full.eq_ignore_ascii_case(label)) {
        Some(label) => language.with_article(label),
        None => full,
    }
}

/// By how many per cent a number of another office is off one, signed, and the digits of that, leading to both;
/// none where one of them has no number.
pub(super) fn off_by(desk: &Desk, other: &Claim, claim: &Claim) -> Option<(f64, Text)> {
    let (theirs, own) = other.value.zip(claim.value)?;
    let percent = (theirs / own.max(1.0) - 1.0) * 100.0;
    let decimals = if percent.abs() < 1.0 { 1 } else { 0 };
    let digits = desk.language.percent(percent.abs(), decimals);
    Some((percent, Text::new().reckoned(digits, format!("apart:{}:{}", other.id, claim.id))))
}
