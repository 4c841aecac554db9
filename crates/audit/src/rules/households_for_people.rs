//! Numbers of households that are numbers of people.

use claim::{Event, Group, Unit};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, saying, who, words};
use crate::series::book::Book;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "households_for_people",
    proves: "The number of households was copied from that of men, women or children, or was \
              retold by another report as that of people. Likely.",
    assumes: "The two are never equal by chance.",
    case: "Torkham, 11 November 2023: \"678 men … 678 families\".",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    let mut parts: FxHashMap<(&str, u64), Vec<usize>> = FxHashMap::default();
    for (item, entry) in book.items.iter().enumerate() {
        if entry.claim.unit == Unit::People && entry.is_fine() && entry.value() >= 100.0 {
            parts
                .entry((entry.claim.document.as_str(), entry.value() as u64))
                .or_default()
                .push(item);
        }
    }
    for (item, entry) in book.items.iter().enumerate() {
        if entry.claim.unit != Unit::Households || !entry.is_fine() {
            continue;
        }
        let key = (entry.claim.document.as_str(), entry.value() as u64);
        for person in parts.get(&key).into_iter().flatten() {
            let other = &book.items[*person];
            if other.end != entry.end && other.claim.published != entry.claim.published {
                continue;
            }
            findings.add(
                book,
                Found {
                    rule: Rule::HouseholdsForPeople,
                    // Three digits are met by chance now and then.
                    severity: if entry.value() >= 500.0 {
                        Severity::Likely
                    } else {
                        Severity::WorthALook
                    },
                    claims: vec![item, *person],
                    message: saying!(
                        "audit-households-for-people",
                        who = who(book, item),
                        number = printed(book, item)
                    ),
                    remedy: Remedy::None,
                    proof: saying!(
                        "audit-two-proof",
                        first = words(book, item),
                        second = words(book, *person)
                    ),
                },
            );
        }
    }
    retold(book, findings);
}

/// Households of one report that are people in another: same source or place, same days.
fn retold(book: &Book, findings: &mut Findings) {
    type Key = (u64, Option<Date>, Option<Date>);
    let mut people: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
    let telling = |item: usize| {
        let entry = &book.items[item];
        entry.is_fine() && entry.value() >= 500.0 && entry.end.is_some()
    };
    let key = |item: usize| {
        let entry = &book.items[item];
        (entry.value() as u64, entry.start, entry.end)
    };
    for item in (0..book.items.len()).filter(|item| telling(*item)) {
        let entry = &book.items[item];
        if entry.claim.unit == Unit::People && entry.group == Group::All {
            people.entry(key(item)).or_default().push(item);
        }
    }
    for item in (0..book.items.len()).filter(|item| telling(*item)) {
        let entry = &book.items[item];
        if entry.claim.unit != Unit::Households {
            continue;
        }
        let what = book.series[entry.series].what.in_unit(Unit::People);
        for other in people.get(&key(item)).into_iter().flatten().take(16) {
            let person = &book.items[*other];
            if person.claim.document == entry.claim.document
                || !what.may_be(&book.series[person.series].what)
            {
                continue;
            }
            findings.add(
                book,
                Found {
                    rule: Rule::HouseholdsForPeople,
                    severity: Severity::Likely,
                    claims: vec![*other, item],
                    message: saying!(
                        "audit-households-for-people-elsewhere",
                        who = who(book, *other),
                        people = printed(book, *other),
                        other = who(book, item)
                    ),
                    remedy: Remedy::Fields("unit=households".to_owned()),
                    proof: saying!(
                        "audit-two-proof",
                        first = words(book, *other),
                        second = words(book, item)
                    ),
                },
            );
        }
    }
}
