//! Numbers that other claims give for a claim.

use jiff::civil::Date;
use phrases::Said;

use crate::saying::{difference, sum as sum_of};
use crate::series::book::Book;
use crate::series::timeline::Timeline;

/// A number that other claims give for a claim.
pub(crate) struct Derived {
    pub value: f64,
    pub from: Vec<usize>,
    /// It is the first of these less the others, and not all together.
    pub less: bool,
    /// Made of what others than the body in question counted.
    pub foreign: bool,
}

impl Derived {
    /// "57,285 + 44,460 + 101,230"
    pub fn sum(&self, book: &Book) -> Said {
        if self.less { difference(book, &self.from) } else { sum_of(book, &self.from) }
    }
}

/// What other claims say that a running total or a day comes to, each by another way.
pub(crate) fn derived(book: &Book, timeline: &Timeline, item: usize) -> Vec<Derived> {
    let mut found = Vec::new();
    if let Some((sum, parts)) = book.breakdown_anywhere(item)
        && sum.is_exact()
    {
        let deported = deported(book, item);
        let with: Vec<usize> = parts.iter().chain(&deported).copied().collect();
        let extra: f64 = deported.iter().map(|d| book.items[*d].value()).sum();
        // The sheet may or may not count those who were deported: when it fits with them, it does.
        let value = if !deported.is_empty() && sum.lo + extra == book.items[item].value() {
            sum.lo + extra
        } else {
            sum.lo
        };
        let from = if value == sum.lo { parts } else { with };
        found.push(Derived { value, from, less: false, foreign: false });
    }
    let entry = &book.items[item];
    if let (Some(start), Some(end), true) = (entry.start, entry.end, entry.is_total()) {
        let list = timeline.since(start);
        let exact = |(_, other): &&(Date, usize)| {
            let total = &book.items[*other];
            *other != item && total.is_exact() && total.is_dated() && !total.claim.partial
        };
        // From the total before, and from the one after.
        if let Some((day, before)) = list.iter().rev().filter(exact).find(|(day, _)| *day < end)
            && let Some((days, mut from)) = book.days_between(timeline, *day, end)
            && days.is_exact()
        {
            let value = book.items[*before].value() + days.lo;
            from.insert(0, *before);
            found.push(Derived { value, from, less: false, foreign: false });
        }
        if let Some((day, after)) = list.iter().filter(exact).find(|(day, _)| *day > end)
            && let Some((days, mut from)) = book.days_between(timeline, end, *day)
            && days.is_exact()
        {
            let value = book.items[*after].value() - days.lo;
            from.insert(0, *after);
            found.push(Derived { value, from, less: true, foreign: false });
        }
    }
    if let Some(day) = entry.day()
        && let Ok(before) = day.yesterday()
    {
        for (_, list) in &timeline.totals {
            let total = |day: Date| {
                let at = list.partition_point(|(end, _)| *end < day);
                list[at..].iter().take_while(|(end, _)| *end == day).map(|(_, item)| *item).find(
                    |item| {
                        let total = &book.items[*item];
                        total.is_exact() && total.is_dated() && !total.claim.partial
                    },
                )
            };
            if let (Some(first), Some(last)) = (total(before), total(day)) {
                let (a, b) = (book.items[first].value(), book.items[last].value());
                found.push(Derived {
                    value: b - a,
                    from: vec![last, first],
                    less: true,
                    foreign: false,
                });
                break;
            }
        }
    }
    found
}

/// Those deported in the window of a whole, by the same document and crossing.
pub(crate) fn deported(book: &Book, whole: usize) -> Vec<usize> {
    let entry = &book.items[whole];
    let key = (entry.claim.document.as_str(), entry.start, entry.end);
    let here = |item: &&usize| {
        let via = &book.items[**item].claim.via;
        via.is_empty() || *via == entry.claim.via
    };
    book.deported.get(&key).into_iter().flatten().filter(here).copied().collect()
}
