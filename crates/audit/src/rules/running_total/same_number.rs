//! The very number of a running total.

use claim::{Group, Qualifier, Window};
use rustc_hash::FxHashMap;

use crate::finding::Severity;
use crate::rules::running_total::odds::BUSIEST_DAY;
use crate::rules::running_total::proof::{FIVE_DIGITS, Proof};
use crate::saying::{printed, saying, since};
use crate::series::book::Book;
use crate::series::item::{Item, UNSAID};

/// Running totals, and counts of long periods, to the last person, by number.
pub(crate) type Printed = FxHashMap<u64, Vec<usize>>;

pub(crate) fn printed_totals(book: &Book) -> Printed {
    let mut found = Printed::default();
    for (item, entry) in book.items.iter().enumerate() {
        let long = entry.window().is_some_and(|window| window.days() > 7);
        if entry.end.is_some()
            && (entry.is_total() || long)
            && (entry.is_exact() || is_large(entry))
            && entry.group == Group::All
            && entry.value() >= FIVE_DIGITS
        {
            found.entry(entry.value() as u64).or_default().push(item);
        }
    }
    found
}

/// A round number that no crossing is known to have had in a day.
fn is_large(entry: &Item<'_>) -> bool {
    let counted = matches!(entry.claim.qualifier, Qualifier::Exact | Qualifier::About);
    counted && entry.claim.value.is_some_and(|value| value > BUSIEST_DAY)
}

/// The very number of somebody's running total, or of a period several times as long: also where
/// this report leaves out by which crossing, or who counted, or is a day off.
pub(crate) fn same_number(
    book: &Book,
    totals: &Printed,
    item: usize,
    window: Window,
) -> Option<Proof> {
    let entry = &book.items[item];
    let what = &book.series[entry.series].what;
    // "150,000 on Saturday", where another report has as many since the war began.
    let round = !entry.is_exact() && window.days() == 1 && is_large(entry);
    if !round && (!entry.is_exact() || entry.value() < FIVE_DIGITS) {
        return None;
    }
    let off = |total: usize| {
        let end = book.items[total].end.unwrap_or(window.end());
        (end - window.end()).get_days().abs()
    };
    let fits = |total: &usize| {
        let other = &book.items[*total];
        let longer = match other.window() {
            Some(long) => {
                long.start() < window.start() && long.days() >= window.days().saturating_mul(3)
                    || other.is_total() && long.start() < window.start() && off(*total) == 0
            }
            None => other.is_total(),
        };
        let long = other.window().is_some_and(|long| long.days() >= 14);
        longer
            && (long || !round)
            && off(*total) <= 2
            && what.may_be(&book.series[other.series].what)
    };
    let among = totals.get(&(entry.value() as u64))?;
    // Of a number that is told again and again the first times will do.
    let total =
        among.iter().take(64).copied().filter(|t| *t != item && fits(t)).min_by_key(|t| off(*t))?;
    let (start, end) = (book.items[total].start.unwrap_or(UNSAID), book.items[total].end?);
    Some(Proof {
        since: start,
        text: saying!(
            "audit-running-total-same-proof",
            number = printed(book, item),
            since = since(start),
            day = end
        ),
        others: vec![total],
        severity: if off(total) == 0 && start != UNSAID && !round {
            Severity::Proved
        } else {
            Severity::Likely
        },
    })
}
