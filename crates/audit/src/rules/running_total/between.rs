//! A day that lies between the totals around it, whoever gives them.

use std::collections::BTreeMap;

use claim::{Group, Window};
use jiff::civil::Date;

use crate::finding::Severity;
use crate::rules::running_total::proof::{FIVE_DIGITS, Proof};
use crate::saying::{printed, reckoned, saying};
use crate::series::book::Book;
use crate::series::item::UNSAID;
use crate::series::timeline::{Dated, split};

/// Shortest period that is compared: the totals of a crisis run for more than some days.
const SHORTEST: usize = 7;
/// Most days from the totals to the day between them.
const NEAR: i32 = 3;
/// How many times what the totals leave for the days between them the number must be.
const ROOMS: f64 = 3.0;

/// Counts of everybody over periods that begin on one day, by that day and their last.
pub(crate) type Periods = BTreeMap<Date, Vec<Dated>>;

pub(crate) fn periods(book: &Book) -> Periods {
    let mut found = Periods::new();
    for (item, entry) in book.items.iter().enumerate() {
        let Some(window) = entry.window() else { continue };
        let whole = book.series[entry.series].what.is_flow_of_people()
            && entry.group == Group::All
            && entry.is_fine()
            && !entry.claim.partial
            && !entry.settled
            && !entry.revised;
        if whole && window.days() >= SHORTEST && entry.start != Some(UNSAID) {
            found.entry(window.start()).or_default().push((window.end(), item));
        }
    }
    found.values_mut().for_each(|list| list.sort_unstable());
    found
}

/// "185,000 on Saturday", where others have 172,604 to Friday and 190,442 to Sunday since one day: the number
/// lies between the two and is many times what they leave for the days between.
pub(crate) fn between(
    book: &Book,
    periods: &Periods,
    item: usize,
    window: Window,
) -> Option<Proof> {
    let entry = &book.items[item];
    if window.days() != 1 || entry.value() < FIVE_DIGITS {
        return None;
    }
    let what = &book.series[entry.series].what;
    let day = window.end();
    let near = |(end, other): &&Dated| {
        let same = what.may_be(&book.series[book.items[*other].series].what);
        *other != item && same && (*end - day).get_days().abs() <= NEAR
    };
    periods.range(..day).find_map(|(start, list)| {
        let (earlier, later) = split(list, day);
        let (before_day, before) = *earlier.iter().rev().find(near)?;
        let (after_day, after) = *later.iter().find(near)?;
        let (low, high) = (book.items[before].bounds, book.items[after].bounds);
        let room = high.hi - low.lo;
        let fits = low.lo <= entry.bounds.hi && entry.bounds.lo <= high.hi;
        (fits && room > 0.0 && entry.bounds.lo > ROOMS * room).then(|| Proof {
            since: *start,
            text: saying!(
                "audit-running-total-room-proof",
                before = printed(book, before),
                first = before_day,
                after = printed(book, after),
                last = after_day,
                room = reckoned(book.items[after].value() - book.items[before].value()),
                number = printed(book, item)
            ),
            others: vec![before, after],
            severity: Severity::Likely,
        })
    })
}
