//! Numbers that differ by zeros.

use claim::{Event, Measure};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, reckoned, saying, who, words};
use crate::series::book::Book;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "same_digits",
    proves: "Of two numbers for one window one has a zero too few or too many: they have the same \
              digits. Likely. The one fewer tell is blamed; of equals the smaller, a digit being \
              dropped more often than added, but for one that was written with a word for a scale.",
    assumes: "No two sources are apart by exactly ten times.",
    case: "\"62,900\" and \"629,000\" who left Poland, April 2022; lakh taken for a million.",
    run: Run::Corrects(run),
};

/// The digits without the zeros behind, whether it is a running total, and its first day.
type Key = (u64, bool, Option<Date>);

fn run(book: &mut Book, _: &[Event], findings: &mut Findings) {
    let mut settled = Vec::new();
    for (key, group) in groups(book) {
        // A number that is told again and again by many need not be held against each.
        for item in group.iter().copied().take(256) {
            if let Some(other) = blamed(book, key.0, &group, item) {
                settled.push(item);
                findings.add(book, found(book, key.0, item, other));
            }
        }
    }
    for item in settled {
        book.items[item].settled = true;
    }
}

fn digits(value: f64) -> u64 {
    let mut rest = value as u64;
    while rest != 0 && rest.is_multiple_of(10) {
        rest /= 10;
    }
    rest
}

/// Numbers with the same digits.
fn groups(book: &Book) -> Vec<(Key, Vec<usize>)> {
    let mut known: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
    for (item, entry) in book.items.iter().enumerate() {
        let value = entry.value();
        let measure = entry.claim.measure;
        let counted = matches!(measure, Measure::Flow | Measure::Stock) && !entry.settled;
        if counted && value >= 1000.0 && value.fract() == 0.0 && !entry.claim.partial {
            known.entry((digits(value), entry.total, entry.start)).or_default().push(item);
        }
    }
    let mut groups: Vec<(Key, Vec<usize>)> =
        known.into_iter().filter(|(_, group)| group.len() > 1).collect();
    groups.sort();
    groups
}

/// The number of the same that has another scale, when it is this one that is wrong.
fn blamed(book: &Book, digits: u64, group: &[usize], item: usize) -> Option<usize> {
    let entry = &book.items[item];
    let what = &book.series[entry.series].what;
    let alike = |other: &usize| {
        let other = &book.items[*other];
        let near = entry
            .end
            .zip(other.end)
            .is_some_and(|(a, b)| (a - b).get_days().abs() <= i32::from(entry.total) * 2);
        near && other.group == entry.group && what.may_be(&book.series[other.series].what)
    };
    let alike: Vec<usize> = group.iter().copied().take(256).filter(alike).collect();
    let value = entry.value();
    let (same, apart): (Vec<usize>, Vec<usize>) =
        alike.into_iter().partition(|o| book.items[*o].value() == value);
    // One digit is said of everything.
    let tells = |other: &&usize| {
        let ratio = (book.items[**other].value() / value).log10().abs();
        digits >= 100 || digits >= 10 && ratio > 0.5 || ratio >= 1.0 && entry.total
    };
    let other = apart.iter().find(tells).copied()?;
    let scaled = |i: usize| {
        let quote = book.items[i].claim.quote.to_lowercase();
        ["lakh", "crore", "million", "billion", "thousand"].iter().any(|word| quote.contains(word))
    };
    let blamed = match same.len().cmp(&apart.len()) {
        std::cmp::Ordering::Less => true,
        std::cmp::Ordering::Greater => false,
        std::cmp::Ordering::Equal => match (scaled(item), scaled(other)) {
            (true, false) => true,
            (false, true) => false,
            _ => value < book.items[other].value(),
        },
    };
    blamed.then_some(other)
}

fn found(book: &Book, digits: u64, item: usize, other: usize) -> Found {
    let (entry, there) = (&book.items[item], &book.items[other]);
    let (value, meant) = (entry.value(), there.value());
    let here = book.series[entry.series].what.via == book.series[there.series].what.via;
    Found {
        rule: Rule::ScaleSlip,
        severity: if digits >= 10 && here { Severity::Likely } else { Severity::WorthALook },
        claims: vec![item, other],
        message: saying!(
            "audit-scale-same-digits",
            who = who(book, item),
            number = printed(book, item),
            other = who(book, other),
            meant = printed(book, other),
            times = reckoned((meant / value).max(value / meant).round())
        ),
        remedy: Remedy::Value(meant),
        proof: saying!("audit-two-proof", first = words(book, item), second = words(book, other)),
    }
}
