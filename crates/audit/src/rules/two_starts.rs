//! One number that is told since two days.

use claim::Group;
use rustc_hash::FxHashMap;

use crate::finding::{Finding, Hypothesis, Rule, Severity};
use crate::saying::{printed, saying, words};
use crate::series::book::Book;
use crate::series::item::UNSAID;
use crate::series::since::{as_total, counts_from};

/// Two numbers of so many digits that agree are one number.
const FIVE_DIGITS: f64 = 10_000.0;

/// Asks to look: one number is told since two days that are weeks apart. At most one of them can
/// be meant. Case: "since 15 September" and "since 3 October 2023" for the same 375,000.
pub(crate) fn two_starts(book: &Book, findings: &mut Vec<Finding>) {
    let mut told: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (item, entry) in book.items.iter().enumerate() {
        let value = entry.value();
        // Two digits agree by chance.
        let telling = value >= FIVE_DIGITS
            && entry.claim.rounding().is_some_and(|step| value / step >= 100.0);
        let counts_on = entry.claim.cumulative && entry.start.is_some_and(|start| start != UNSAID);
        if telling && counts_on && entry.group == Group::All && !entry.settled {
            told.entry(value as u64).or_default().push(item);
        }
    }
    let mut groups: Vec<Vec<usize>> = told.into_values().filter(|g| g.len() > 1).collect();
    groups.sort();
    for group in groups {
        let longest = group.iter().copied().min_by_key(|i| (book.items[*i].start, *i));
        let Some(longest) = longest else { continue };
        let whole = &book.items[longest];
        for item in group {
            let entry = &book.items[item];
            let (Some(start), Some(first)) = (entry.start, whole.start) else { continue };
            let near =
                entry.end.zip(whole.end).is_some_and(|(a, b)| (a - b).get_days().abs() <= 21);
            let what = &book.series[entry.series].what;
            if (start - first).get_days() < 7
                || !near
                || !what.is_flow_of_people()
                || !what.may_be(&book.series[whole.series].what)
            {
                continue;
            }
            findings.push(Finding {
                rule: Rule::LooseWindow,
                severity: Severity::WorthALook,
                claims: book.ids(&[item, longest]),
                message: saying!(
                    "audit-two-starts",
                    number = printed(book, item),
                    start = start,
                    first = first
                ),
                proposal: Some(as_total(first)),
                proof: saying!(
                    "audit-two-starts-proof",
                    words = words(book, item),
                    start = start,
                    other = words(book, longest),
                    first = first
                ),
                hypothesis: Some(Hypothesis {
                    claim: book.id(item),
                    total: Some(counts_from(first)),
                    value: None,
                }),
            });
        }
    }
}
