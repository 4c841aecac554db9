//! Gives the numbers in the engine's sentences their trail.

use claim::{Claim, Window};

use crate::content::{Text, Trail};
use crate::wording;

/// Splits `sentence` at its numbers of people: one that a claim says leads to
/// that claim, any other comes from the draws over `via` and `window`.
pub(super) fn traced(sentence: &str, claims: &[&Claim], via: &str, window: Window) -> Text {
    let mut text = Text::new();
    let mut rest = sentence;
    while let Some((before, digits, after)) = next_number(rest) {
        let says = |claim: &&&Claim| {
            [claim.value, claim.low, claim.high]
                .into_iter()
                .flatten()
                .any(|value| wording::number(value) == digits)
        };
        text = text.plain(before);
        text = match claims.iter().find(says) {
            Some(claim) => text.number(digits, Trail::Claims(vec![claim.id.clone()])),
            None if of_people(before, digits, after) => {
                text.number(digits, Trail::Draws { via: via.to_owned(), window })
            }
            // A day, a year, a percentage.
            None => text.plain(digits),
        };
        rest = after;
    }
    if rest.is_empty() { text } else { text.plain(rest) }
}

/// Whether a number counts people, rather than days, reports, per cent, or is a year.
fn of_people(before: &str, digits: &str, after: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const COUNTED: [&str; 7] = ["%", "day", "week", "report", "claim", "per cent", "times"];
    if digits.contains(',') {
        return true;
    }
    let next = after.trim_start();
    digits.len() < 4
        && digits.len() > 1
        && !after.starts_with(['.', ':', '-']) | after.starts_with(". ")
        && !before.ends_with("factor of ")
        && !MONTHS.iter().chain(&COUNTED).any(|word| next.starts_with(word))
        // "17 to 19 November", "17 and 19 November": the month comes later.
        && !next.split_whitespace().take(3).any(|word| MONTHS.iter().any(|m| word.starts_with(m)))
}

/// The text before the next number, the number, and the text after it.
fn next_number(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let bytes = text.as_bytes();
    let mut end = start;
    while end < bytes.len() {
        let comma = bytes[end] == b','
            && bytes.len() >= end + 4
            && bytes[end + 1..end + 4].iter().all(u8::is_ascii_digit);
        if !bytes[end].is_ascii_digit() && !comma {
            break;
        }
        end += 1;
    }
    Some((&text[..start], &text[start..end], &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Piece;
    use claim::DocumentId;
    use jiff::civil::date;

    #[test]
    fn numbers_lead_to_their_claim_or_to_the_draws_and_dates_lead_nowhere() {
        let said = "167,774 people";
        let claim =
            Claim { value: Some(167_774.0), ..Claim::new(DocumentId::of_bytes(b"x"), said, 0..14) }
                .sealed();
        let window = Window::day(date(2023, 11, 4));
        let sentence =
            "The 167,774 of 4 November 2023, against 7,100 or 482, a factor of 10 in 15 days.";
        let text = traced(sentence, &[&claim], "Torkham", window);
        assert_eq!(text.words(), sentence);
        let numbers: Vec<String> = text
            .0
            .iter()
            .filter_map(|piece| match piece {
                Piece::Number(digits, trail) => Some(format!("{digits} {}", trail.text())),
                _ => None,
            })
            .collect();
        assert_eq!(
            numbers,
            [
                format!("167,774 {}", claim.id),
                "7,100 draws:Torkham:2023-11-04:2023-11-04".into(),
                "482 draws:Torkham:2023-11-04:2023-11-04".into(),
            ]
        );
    }
}
