//! Days for which the totals around them leave no room.

use jiff::civil::Date;

use crate::rules::running_total::proof::Proof;
use crate::saying::{printed, reckoned, saying};
use crate::series::book::Book;
use crate::series::timeline::{Timeline, split};

/// More than the totals before and after it leave room for, and yet no more than the total.
pub(crate) fn no_room(
    book: &Book,
    timeline: &Timeline,
    item: usize,
    first: Date,
    end: Date,
) -> Option<Proof> {
    let entry = &book.items[item];
    for (start, list) in &timeline.totals {
        if *start >= first {
            continue;
        }
        let usable = |total: &&(Date, usize)| total.1 != item;
        // The last total before the window, and the first at its end or after it.
        let (earlier, _) = split(list, first);
        let (until, later) = split(list, end);
        let before = earlier.iter().rev().find(usable);
        let after = later.iter().filter(usable).find(|(_, t)| book.items[*t].bounds.hi.is_finite());
        let (Some((before_day, before)), Some((after_day, after))) = (before, after) else {
            continue;
        };
        if [item, *before, *after].iter().any(|item| book.items[*item].revised) {
            continue;
        }
        let (low, high) = (book.items[*before].bounds, book.items[*after].bounds);
        let room = high.minus(low);
        // Twice the slack of rounding: what is called proved must stand.
        let slack = (high.hi - high.lo) + (low.hi - low.lo).min(low.hi * 0.1);
        if entry.bounds.lo <= room.hi + slack {
            continue;
        }
        // A total at the end of the window says what it must be.
        let fits = entry.bounds.lo <= high.hi
            && later
                .iter()
                .take_while(|(day, _)| *day == end)
                .chain(until.iter().rev())
                .find(usable)
                .is_none_or(|(_, t)| entry.bounds.hi >= book.items[*t].bounds.lo);
        if !fits {
            continue;
        }
        let text = saying!(
            "audit-running-total-room-proof",
            before = printed(book, *before),
            first = *before_day,
            after = printed(book, *after),
            last = *after_day,
            room = reckoned(book.items[*after].value() - book.items[*before].value()),
            number = printed(book, item)
        );
        let severity = book.contradiction(&[item, *before, *after]);
        return Some(Proof { since: *start, text, others: vec![*before, *after], severity });
    }
    None
}
