//! One number that is told since two days.

use claim::{Event, Group};
use rustc_hash::FxHashMap;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, saying, words};
use crate::series::book::Book;
use crate::series::item::UNSAID;

/// Two numbers of so many digits that agree are one number.
const FIVE_DIGITS: f64 = 10_000.0;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "two_starts",
    proves: "One number is told since two days that are weeks apart: at most one of them can be \
              meant. Worth a look.",
    assumes: "Numbers of three digits and more do not agree by chance.",
    case: "\"Since 15 September\" and \"since 3 October 2023\" for the same 375,000.",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
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
            findings.add(
                book,
                Found {
                    rule: Rule::LooseWindow,
                    severity: Severity::WorthALook,
                    claims: vec![item, longest],
                    message: saying!(
                        "audit-two-starts",
                        number = printed(book, item),
                        start = start,
                        first = first
                    ),
                    remedy: Remedy::TotalSince(first),
                    proof: saying!(
                        "audit-two-starts-proof",
                        words = words(book, item),
                        start = start,
                        other = words(book, longest),
                        first = first
                    ),
                },
            );
        }
    }
}
