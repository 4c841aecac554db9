//! Gives the numbers in the engine's sentences their trail.

use claim::{Claim, Window};

use super::Desk;
use crate::content::{Text, Trail};
use crate::wording;

/// Splits a sentence of the engine at its numbers: one that a claim says leads to that claim, one that the
/// draws over `scope` give to those, any other to the sentence itself, under `name` in the picture. Days and
/// years are no such numbers.
pub(super) fn traced(
    sentence: &str,
    claims: &[&Claim],
    scope: Option<(&Desk, &str, Window)>,
    name: &str,
) -> Text {
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
            None if is_date(before, digits, after) => text.plain(digits),
            None => match scope {
                Some((desk, via, window))
                    if digits.len() > 1 && desk.is_drawn(digits, via, window) =>
                {
                    text.number(digits, Trail::Draws { via: via.to_owned(), window })
                }
                _ => text.reckoned(digits, name),
            },
        };
        rest = after;
    }
    if rest.is_empty() { text } else { text.plain(rest) }
}

/// Whether a number is a day of a month, a year, or a part of a time.
fn is_date(before: &str, digits: &str, after: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = |word: &str| MONTHS.iter().any(|month| word.starts_with(month));
    if digits.contains([',', '.']) || digits.len() == 3 || digits.len() > 4 {
        return false;
    }
    let hour = |c: Option<char>| c == Some(':');
    if hour(before.chars().next_back()) || hour(after.chars().next()) {
        return true;
    }
    let mut next = after.split_whitespace();
    let (first, third) = (next.next().unwrap_or(""), next.nth(1).unwrap_or(""));
    if digits.len() == 4 {
        let last = before.split_whitespace().next_back().unwrap_or("");
        return month(last) || (digits.starts_with("20") && last != "the" && first != "people");
    }
    // "17 to 19 November", "17 and 19 November": the month comes later.
    month(first) || (matches!(first, "to" | "and" | "or") && month(third))
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
        let point = bytes[end] == b'.' && bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if !bytes[end].is_ascii_digit() && !comma && !point {
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

    #[test]
    fn numbers_lead_to_their_claim_or_to_the_draws_and_dates_lead_nowhere() {
        let said = "167,774 people";
        let claim =
            Claim { value: Some(167_774.0), ..Claim::new(DocumentId::of_bytes(b"x"), said, 0..14) }
                .sealed();
        let sentence =
            "The 167,774 of 4 November 2023, against 7,100 or 482, a factor of 10 in 15 days.";
        let text = traced(sentence, &[&claim], None, "disagreement:3");
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
                "7,100 disagreement:3".into(),
                "482 disagreement:3".into(),
                "10 disagreement:3".into(),
                "15 disagreement:3".into(),
            ]
        );
    }
}
