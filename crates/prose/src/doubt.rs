//! What can be read in two ways, or in none that a claim could state: it is told, never guessed.

use std::ops::Range;

use claim::{Claim, Measure, Stance};

use super::analysis::Analysis;
use super::number::Amount;
use super::token::Shape;

/// A number or a date that was left unread, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Doubt {
    /// Where it stands in the document's text.
    pub span: Range<usize>,
    /// What can be read in two ways.
    pub message: String,
    /// What to do about it.
    pub remedy: &'static str,
}

/// Numbers and dates of a text as they are written in figures.
fn figures(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() && !digit(at) {
            at += 1;
        }
        let start = at;
        while digit(at)
            || bytes.get(at).is_some_and(|byte| matches!(byte, b'.' | b',' | b'/')) && digit(at + 1)
        {
            at += 1;
        }
        (start < at).then(|| &text[start..at])
    })
}

/// A count of days that are not over when the report is dated: "between 1 and 7 May", in a report of 1 May.
pub(super) fn misdated(claim: &Claim) -> Option<Doubt> {
    let (published, end) = (claim.published?, claim.end?);
    let told = matches!(claim.stance, Stance::Asserted | Stance::Estimated);
    (told && claim.measure == Measure::Flow && end > published).then(|| Doubt {
        span: claim.span[0]..claim.span[1],
        message: format!(
            "\u{201c}{}\u{201d} counts up to {end}, in a report dated {published}",
            claim.quote
        ),
        remedy: "check the date of the report, or give it with --date",
    })
}

/// Whether "3.450" is three thousand: other numbers of the text say so.
pub(super) fn dots_group(text: &str) -> bool {
    let (mut groups, mut others, mut sure) = (0, 0, false);
    for number in figures(text).filter(|number| slashed(number).is_none()) {
        if number.contains('.') && !number.contains(['/', ',']) {
            let parts: Vec<&str> = number.split('.').collect();
            let grouped = parts[0].len() <= 3
                && !parts[0].starts_with('0')
                && parts[1..].iter().all(|p| p.len() == 3);
            // Nobody writes a decimal as ".000".
            sure |= grouped && (parts.len() > 2 || parts[1] == "000");
            groups += usize::from(grouped && parts.len() == 2);
            others += usize::from(!grouped && parts.len() == 2);
        } else if number.contains(',') && !number.contains('/') {
            others += 1;
        }
    }
    sure || groups >= 2 && others == 0
}

/// Whether the day stands first in "7/11/2023"; open where no date of the text tells.
pub(super) fn day_first(text: &str) -> Option<bool> {
    let (mut day, mut month) = (false, false);
    for (first, second) in figures(text).filter_map(slashed) {
        day |= first > 12 && second <= 12;
        month |= second > 12 && first <= 12;
    }
    (day != month).then_some(day)
}

/// The first two numbers of "7/11/2023".
fn slashed(number: &str) -> Option<(u32, u32)> {
    let mut parts = number.split('/');
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?);
    let short = first.len() <= 2 && second.len() <= 2 && year.len() == 4;
    (short && parts.next().is_none()).then(|| Some((first.parse().ok()?, second.parse().ok()?)))?
}

/// Whether `text` is one to three digits, a full stop and three digits.
fn may_group(text: &str) -> bool {
    text.split_once('.').is_some_and(|(before, after)| {
        (1..=3).contains(&before.len())
            && !before.starts_with('0')
            && after.len() == 3
            && [before, after].iter().all(|p| p.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// People are counted in whole numbers: "3.450 people" are three thousand where the text writes
/// thousands so, and else are left unread. So is a rate that a claim cannot state.
///
/// # Errors
/// What cannot be told.
pub(super) fn settle(
    analysis: &Analysis,
    amount: &Amount,
    claim: &mut Claim,
    dots_group: impl FnOnce() -> bool,
) -> Result<(), Doubt> {
    if claim.measure == Measure::Share {
        return Ok(());
    }
    let span = claim.span[0]..claim.span[1];
    let quote = claim.quote.clone();
    let doubt =
        |message: String, remedy: &'static str| Doubt { span: span.clone(), message, remedy };
    if by_the_hour(analysis, amount.tokens.end) {
        return Err(doubt(
            format!(
                "\u{201c}{quote}\u{201d} is a rate by the hour; rates by the day, week and month are read"
            ),
            "give the count of a day, or the rate of one",
        ));
    }
    let core = &analysis.tokens[amount.core.clone()];
    let numbers = core.iter().filter(|t| t.shape == Shape::Number).count();
    let words = core.iter().filter(|t| t.shape == Shape::Word).count();
    let plain = analysis.language.is_english();
    if plain && numbers > 0 && words == 0 && core.iter().any(|t| may_group(t.text)) {
        let round = core.iter().all(|t| t.shape != Shape::Number || t.text.ends_with(".000"));
        if !round && !dots_group() {
            return Err(doubt(
                format!(
                    "\u{201c}{quote}\u{201d}: whether the full stop parts thousands or decimals cannot be told"
                ),
                "write the number with a comma between the thousands, or with none",
            ));
        }
        let grouped = core.iter().filter(|t| t.shape == Shape::Number).all(|t| may_group(t.text));
        if grouped {
            for bound in [&mut claim.value, &mut claim.low, &mut claim.high] {
                *bound = bound.map(|n| (n * 1000.0).round());
            }
        }
    }
    // 2.05 times a million is a hair's breadth from a whole number.
    for bound in [&mut claim.value, &mut claim.low, &mut claim.high] {
        *bound = bound.map(|n| if (n - n.round()).abs() < n * 1e-9 { n.round() } else { n });
    }
    let parts = [claim.value, claim.low, claim.high].into_iter().flatten();
    if claim.measure != Measure::Rate && parts.into_iter().any(|n| n.fract() != 0.0) {
        return Err(doubt(
            format!("\u{201c}{quote}\u{201d} is no whole number of people"),
            "check the number",
        ));
    }
    Ok(())
}

/// "12 people an hour", "300 per hour": behind the number and its noun.
fn by_the_hour(analysis: &Analysis, end: usize) -> bool {
    (end..end + 3).any(|i| {
        let unit = matches!(analysis.word(i + 1), "hour" | "minute");
        let per = matches!(analysis.word(i), "an" | "a" | "per" | "every" | "each")
            && unit
            && !matches!(
                analysis.word(i.wrapping_sub(1)),
                "in" | "within" | "after" | "for" | "than" | "half"
            );
        per || analysis.word(i) == "hourly"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_tells_how_it_writes() {
        for (text, dots, day) in [
            ("1.234.567 people", true, None),
            ("3.450 people and 12.200 others", true, None),
            ("3.450 people", false, None),
            ("3.450 people and 12.000 others", true, None),
            ("3.450 people, 1.5 million and 12.200 others", false, None),
            ("3.450 people, 7,000 others and 4.100 more", false, None),
            ("on 24/10/2023 and 7/11/2023", false, Some(true)),
            ("on 10/24/2023", false, Some(false)),
            ("on 10/24/2023 and on 24/10/2023", false, None),
            ("on 1.234.", false, None),
        ] {
            assert_eq!((dots_group(text), day_first(text)), (dots, day), "{text}");
        }
    }
}
