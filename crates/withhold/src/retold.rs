//! What else a document tells a figure of it by: the same number of another kind or of other days, the number rounded,
//! and numbers that come of it by the days of its window, by a share or by the size of a family.

use std::collections::BTreeSet;

use claim::mention::{self, Mention, Near};
use claim::{Claim, Measure, Qualifier, Unit, rounding};

/// Parts of a whole that texts name in words: a half to a tenth.
const PARTS: std::ops::RangeInclusive<u32> = 2..=10;
/// How many people families have where they are reckoned with, after UNHCR's and IOM's reports on Afghan families (5 to
/// 7), with room on both sides.
const FAMILY: std::ops::RangeInclusive<u32> = 3..=9;
/// What comes of a figure and is smaller than this may be any number.
const LEAST: f64 = 20.0;
/// So far from a figure its rounding may be.
const ROUGH: f64 = 0.1;
/// As exact as a quotient without decimals.
const WHOLE: f64 = 0.51;
/// As exact as a percentage without decimals.
const PERCENT: f64 = 0.005;

/// Words behind a number that make it a percentage, by their beginning.
pub(super) const PER_CENT: [&str; 16] = [
    "%",
    "٪",
    "per cent",
    "percent",
    "pct",
    "pour cent",
    "por ciento",
    "procent",
    "proc.",
    "процент",
    "проц",
    "відсот",
    "в сотых",
    "فیصد",
    "درصد",
    "بالمئة",
];
/// Words behind a number of families, by their beginning.
const FAMILIES: [&str; 16] = [
    "famil",
    "household",
    "ménage",
    "hogar",
    "rodzin",
    "gospodarstw",
    "семе",
    "семь",
    "сімей",
    "родин",
    "خانواده",
    "خانوار",
    "خاندان",
    "کورن",
    "أسر",
    "عائل",
];

/// How a claim tells the figure of another of its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Retold {
    /// By the same number.
    Same,
    /// By the number rounded.
    Rounded,
    /// By what follows from it.
    Reckoned,
}

/// A number that must not be told, and how far from it one may be that tells it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Told {
    /// The number.
    pub number: f64,
    /// As much more or less is it still.
    pub slack: f64,
    /// Of families only.
    families: bool,
}

/// Whether a number has digits of its own: 77,431, not 5,000.
pub fn is_distinct(value: f64) -> bool {
    value >= 100.0 && rounding(value) * 100.0 <= value
}

/// Whether a number is another one rounded: to the step that its own zeros show, and not too far.
pub fn is_rounding(number: f64, of: f64) -> bool {
    let step = rounding(number);
    let apart = (number - of).abs();
    step >= 10.0 && apart < step && apart <= of * ROUGH
}

/// What comes of a claim's figure by its days, by shares that texts name in words, and by the size of families.
pub fn quotients(claim: &Claim) -> Vec<Told> {
    let Some(figure) = claim.value.or(claim.high).or(claim.low) else { return Vec::new() };
    let mut told = Vec::new();
    if let Some(days) = claim.window().map(|window| window.days() as f64).filter(|d| *d > 1.0) {
        let number = figure / days;
        told.push(Told { number, slack: (number / 100.0).max(WHOLE), families: false });
    }
    for parts in PARTS {
        let parts = f64::from(parts);
        let exact = |number| Told { number, slack: WHOLE, families: false };
        told.extend([figure / parts, figure - figure / parts].map(exact));
        told.push(Told { number: figure * parts, slack: 0.1, families: false });
    }
    for people in FAMILY {
        let number = figure / f64::from(people);
        told.push(Told { number, slack: (number / 100.0).max(WHOLE), families: true });
    }
    told.retain(|told| told.number >= LEAST);
    told
}

/// The parts of a figure that come of the percentages in a text.
pub fn percentages(figure: f64, text: &str, mentions: &[Mention]) -> Vec<Told> {
    let is_percent = |mention: &&Mention| is_followed(text, mention, &PER_CENT);
    let parts = mentions.iter().filter(is_percent).map(|mention| mention.value / 100.0);
    parts
        .filter(|part| *part > 0.0 && *part < 1.0)
        .map(|part| Told { number: figure * part, slack: figure * PERCENT, families: false })
        .filter(|told| told.number >= LEAST)
        .collect()
}

/// Whether words stand behind a number that begin so.
pub(super) fn is_followed(text: &str, mention: &Mention, words: &[&str]) -> bool {
    let behind = text[mention.span.end..].trim_start_matches([' ', '\u{a0}', '\u{202f}', '-']);
    let behind: String = behind.chars().take(16).collect::<String>().to_lowercase();
    words.iter().any(|word| behind.starts_with(word))
}

impl Told {
    /// Whether a number in a text is it.
    pub fn is(&self, text: &str, mention: &Mention) -> bool {
        (mention.value - self.number).abs() <= self.slack
            && (!self.families || is_followed(text, mention, &FAMILIES))
    }
}

/// How a claim tells the figure of a confidential one of its document, if it does; in sentences also by roundings and by
/// what follows. In a table numbers stand beside each other that have nothing to do with each other.
pub fn retold(secret: &Claim, other: &Claim, in_sentences: bool) -> Option<Retold> {
    if secret.document != other.document || other.measure == Measure::Share {
        return None;
    }
    let figure = secret.value.or(secret.high).or(secret.low).filter(|size| *size > 0.0)?;
    let numbers: BTreeSet<u64> =
        [other.value, other.low, other.high].into_iter().flatten().map(f64::to_bits).collect();
    let numbers = || numbers.iter().map(|bits| f64::from_bits(*bits));
    if numbers().any(|number| number == figure)
        && (in_sentences || is_distinct(figure) || secret.via == other.via)
    {
        return Some(Retold::Same);
    }
    if !in_sentences {
        return None;
    }
    let hedged = other.qualifier != Qualifier::Exact;
    let rounded = |number| {
        figure >= LEAST && is_rounding(number, figure)
            || hedged && mention::tells(number, figure, Near::Said)
    };
    if numbers().any(rounded) {
        return Some(Retold::Rounded);
    }
    let families = other.unit == Unit::Households;
    let told = quotients(secret);
    let reckoned = |number: f64| {
        told.iter()
            .filter(|told| !told.families || families)
            .any(|told| (number - told.number).abs() <= told.slack)
    };
    numbers().any(reckoned).then_some(Retold::Reckoned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use claim::{DocumentId, Kind};
    use jiff::civil::date;

    fn claim(value: f64) -> Claim {
        Claim {
            value: Some(value),
            kind: Kind::Return,
            via: vec!["Chaman".into()],
            start: Some(date(2023, 11, 1)),
            end: Some(date(2023, 11, 5)),
            ..Claim::new(DocumentId::of_bytes(b"document"), "x", 0..1)
        }
    }

    #[test]
    fn a_figure_is_told_again_by_any_kind_by_roundings_and_by_what_follows() {
        let secret = claim(77_431.0);
        let told = |other: Claim| retold(&secret, &other, true);
        let arrival = Claim { kind: Kind::Arrival, start: None, end: None, ..claim(77_431.0) };
        assert_eq!(told(arrival.clone()), Some(Retold::Same));
        assert_eq!(retold(&secret, &arrival, false), Some(Retold::Same));
        for rounded in [77_500.0, 77_400.0, 77_000.0, 80_000.0, 77_430.0] {
            let other = Claim { via: Vec::new(), ..claim(rounded) };
            assert_eq!(told(other.clone()), Some(Retold::Rounded), "{rounded}");
            assert_eq!(retold(&secret, &other, false), None, "{rounded} in a table");
        }
        // A fifth is the average of five days; a half of an odd number is rounded either way.
        for follows in [15_486.0, 15_500.0, 38_716.0, 38_715.0, 25_810.0, 51_621.0, 154_862.0] {
            assert_eq!(told(claim(follows)), Some(Retold::Reckoned), "{follows}");
        }
        let families = Claim { unit: Unit::Households, ..claim(12_905.0) };
        assert_eq!(told(families), Some(Retold::Reckoned));
        for other in [12_689.0, 76_902.0, 140_322.0, 40_000.0, 2_023.0, 9.0] {
            assert_eq!(told(claim(other)), None, "{other}");
        }
        let elsewhere = Claim { document: DocumentId::of_bytes(b"other"), ..arrival };
        assert_eq!(told(elsewhere), None);
        // Of a number that many cells have only the cells of its crossing tell it.
        let other = Claim { via: vec!["Torkham".into()], ..claim(40.0) };
        assert_eq!(retold(&claim(40.0), &other, false), None);
    }

    #[test]
    fn parts_by_percentages_and_families_are_known_in_a_text() {
        let text = "Of them 40 percent, or 30,972, were children; 12,900 families, 12,901 buses.";
        let mentions = mention::numbers(text);
        let told = percentages(77_431.0, text, &mentions);
        let found: Vec<f64> = mentions
            .iter()
            .filter(|mention| told.iter().any(|told| told.is(text, mention)))
            .map(|mention| mention.value)
            .collect();
        assert_eq!(found, [30_972.0]);
        let told = quotients(&claim(77_431.0));
        let found: Vec<f64> = mentions
            .iter()
            .filter(|mention| told.iter().any(|told| told.is(text, mention)))
            .map(|mention| mention.value)
            .collect();
        assert_eq!(found, [12_900.0]);
    }
}
