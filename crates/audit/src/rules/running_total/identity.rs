//! Equations to the last person that only a running total satisfies.

use jiff::civil::Date;

use crate::rules::running_total::proof::{Proof, of_equation};
use crate::saying::{printed, saying, since};
use crate::series::book::Book;
use crate::series::item::UNSAID;
use crate::series::timeline::Timeline;

/// An equation to the last person that only a running total satisfies.
pub(crate) fn identity(book: &Book, timeline: &Timeline, item: usize, end: Date) -> Option<Proof> {
    let entry = &book.items[item];
    if !entry.is_exact() {
        return None;
    }
    let (value, first) = (entry.value(), entry.start?);
    let next = end.tomorrow().ok()?;
    for (start, list) in &timeline.totals {
        // Totals of which nobody says since when may begin with this window.
        if *start >= first || *start == UNSAID {
            continue;
        }
        let at = |day: Date| {
            let from = list.partition_point(|(d, _)| *d < day);
            list[from..].iter().take_while(move |(d, _)| *d == day).map(|(_, item)| *item)
        };
        if let Some(total) =
            at(end).find(|t| book.items[*t].is_exact() && book.items[*t].value() == value)
        {
            let text = saying!(
                "audit-running-total-same-proof",
                number = printed(book, item),
                since = since(*start),
                day = end
            );
            let severity = of_equation(book, item);
            return Some(Proof { since: *start, text, others: vec![total], severity });
        }
        // It and the next day make the next total.
        for total in at(next).filter(|t| book.items[*t].is_exact()) {
            let found = timeline.on(next).find(|d| {
                book.items[*d].is_exact()
                    && value + book.items[*d].value() == book.items[total].value()
            });
            if let Some(following) = found {
                let text = saying!(
                    "audit-running-total-next-proof",
                    before = printed(book, item),
                    day = printed(book, following),
                    after = printed(book, total)
                );
                let severity = of_equation(book, item);
                return Some(Proof {
                    since: *start,
                    text,
                    others: vec![following, total],
                    severity,
                });
            }
        }
        // The total before and the day's real number make it.
        if let Ok(before) = end.yesterday() {
            for total in at(before).filter(|t| book.items[*t].is_exact()) {
                let found = timeline.on(end).find(|d| {
                    *d != item
                        && book.items[*d].is_exact()
                        && book.items[total].value() + book.items[*d].value() == value
                });
                if let Some(own) = found {
                    let text = saying!(
                        "audit-running-total-next-proof",
                        before = printed(book, total),
                        day = printed(book, own),
                        after = printed(book, item)
                    );
                    let severity = of_equation(book, item);
                    return Some(Proof { since: *start, text, others: vec![total, own], severity });
                }
            }
        }
    }
    None
}
