//! Days that would have to be several times as busy as any other.

use claim::Window;
use jiff::civil::Date;

use crate::finding::Severity;
use crate::rules::running_total::proof::{FIVE_DIGITS, Proof};
use crate::saying::{printed, reckoned, saying, since};
use crate::series::book::Book;
use crate::series::item::UNSAID;
use crate::series::timeline::{Dated, Timeline, split};

/// So many times busier than the busiest interval known is another count.
pub(crate) const OUT_OF_PACE: f64 = 3.0;

/// So many times busier is worth a look.
pub(crate) const BUSY: f64 = 1.5;

/// After so many days a day with as many people as all before it is another count, when as a
/// running total it needs so many times fewer.
const WEEKS: f64 = 14.0;
const WILDER: f64 = 4.0;

/// No later total says so, but: as a count of its window its days would have had to be several
/// times as busy as any before, and as a running total it goes on from the last one.
pub(crate) fn out_of_pace(
    book: &Book,
    timeline: &Timeline,
    item: usize,
    window: Window,
) -> Option<Proof> {
    let entry = &book.items[item];
    for (start, list) in &timeline.totals {
        if *start >= window.start() || *start == UNSAID {
            continue;
        }
        let usable =
            |total: &&(Date, usize)| total.1 != item && book.items[total.1].bounds.hi.is_finite();
        let (earlier, later) = split(list, window.end());
        if later.iter().any(|total| usable(&total)) {
            continue;
        }
        let before = split(earlier, window.start()).0.iter().rev().find(usable);
        let last = earlier.iter().rev().find(usable);
        let Some((last_day, last)) = last else { continue };
        let left = f64::from((window.end() - *last_day).get_days());
        let stands = entry.bounds.lo >= book.items[*last].bounds.lo * 0.98;
        if !stands || !entry.bounds.hi.is_finite() || left > 7.0 {
            continue;
        }
        let Some((before_day, before)) = before else {
            if let Some(proof) = goes_on(book, (*start, *last_day, *last), item, window) {
                return Some(proof);
            }
            continue;
        };
        let (low, high) = (book.items[*before].bounds, book.items[*last].bounds);
        let length = f64::from((*before_day - *start).get_days() + 1);
        let between = f64::from((*last_day - *before_day).get_days());
        let usual = if between > 0.0 { (high.hi - low.lo) / between } else { 0.0 };
        let usual = usual.max(low.hi / length);
        if entry.bounds.hi < high.lo || entry.bounds.lo <= usual * BUSY {
            continue;
        }
        let known_days = timeline
            .days
            .iter()
            .filter(|(_, d)| *d != item)
            .map(|(_, d)| book.items[*d].bounds.hi)
            // A day with more people than there were in all so far says nothing of the pace.
            .filter(|v| v.is_finite() && *v <= high.lo);
        let usual = known_days.fold(usual, f64::max);
        let since_last =
            (*last_day, if *last_day >= window.start() { high.hi - low.lo } else { 0.0 });
        let as_window = needed_a_day(book, timeline, item, window, since_last);
        let as_sum = (entry.bounds.lo - high.hi) / left;
        // Either reading may be a surge; that one day had as many as weeks is the wilder one.
        let milder = length >= WEEKS && as_window > WILDER * as_sum;
        let as_total = entry.bounds.hi >= high.lo && (as_sum <= usual * 1.5 || milder);
        if usual <= 0.0 || !as_total || as_window <= BUSY * usual {
            continue;
        }
        let text = saying!(
            "audit-running-total-pace-proof",
            total = printed(book, *last),
            day = *last_day,
            days = window,
            needed = reckoned(as_window.round()),
            less = reckoned(as_sum.max(0.0).round()),
            usual = reckoned(usual.round())
        );
        return Some(Proof {
            since: *start,
            text,
            others: vec![*last, *before],
            severity: if as_window > OUT_OF_PACE * usual {
                Severity::Likely
            } else {
                Severity::WorthALook
            },
        });
    }
    None
}

/// What each of the days of a window that are not known must have counted, when its number is of
/// that window: those that are known count for what they are, and so do those up to a total that
/// ends within it.
fn needed_a_day(
    book: &Book,
    timeline: &Timeline,
    item: usize,
    window: Window,
    (last_day, so_far): (Date, f64),
) -> f64 {
    let begin = window.start().yesterday().unwrap_or(window.start()).max(last_day);
    let from = timeline.days.partition_point(|(day, _)| *day <= begin);
    let mut known: Vec<Dated> = timeline.days[from..]
        .iter()
        .copied()
        .take_while(|(day, _)| *day <= window.end())
        .filter(|(_, d)| *d != item && book.items[*d].bounds.hi.is_finite())
        .collect();
    known.dedup_by_key(|(day, _)| *day);
    let counted: f64 = known.iter().map(|(_, d)| book.items[*d].bounds.hi).sum();
    let unknown = f64::from((window.end() - begin).get_days()) - known.len() as f64;
    (book.items[item].bounds.lo - so_far - counted) / unknown.max(0.5)
}

/// Nothing is known of the days before the window, but the number is what the running total must
/// have come to: a few days on from the last one, at about its pace.
pub(crate) fn goes_on(
    book: &Book,
    (start, last_day, last): (Date, Date, usize),
    item: usize,
    window: Window,
) -> Option<Proof> {
    let (entry, high) = (&book.items[item], book.items[last].bounds);
    let elapsed = f64::from((window.start() - start).get_days());
    let left = f64::from((window.end() - last_day).get_days());
    let pace = high.hi / f64::from((last_day - start).get_days().max(1));
    let fits = entry.value() >= FIVE_DIGITS
        && window.days() >= 5
        && elapsed >= 2.0 * window.days() as f64
        && left <= 4.0
        && entry.bounds.lo >= high.lo
        && entry.bounds.lo - high.hi <= left * pace * 2.0;
    fits.then(|| Proof {
        since: start,
        text: saying!(
            "audit-running-total-goes-on-proof",
            total = printed(book, last),
            since = since(start),
            day = last_day,
            pace = reckoned(pace.round()),
            number = printed(book, item)
        ),
        others: vec![last],
        severity: Severity::WorthALook,
    })
}

/// A tenth of the days, or less, would hold most of the people there were in all.
pub(crate) fn half_of_all(
    book: &Book,
    timeline: &Timeline,
    item: usize,
    window: Window,
) -> Option<Proof> {
    let entry = &book.items[item];
    for (start, list) in &timeline.totals {
        let elapsed = (window.start() - *start).get_days();
        if *start == UNSAID || elapsed < 20 || window.days() * 10 > elapsed as usize {
            continue;
        }
        let usable =
            |total: &&(Date, usize)| total.1 != item && book.items[total.1].bounds.hi.is_finite();
        if split(list, window.start()).0.iter().any(|total| usable(&total)) {
            continue;
        }
        let Some((end, total)) = split(list, window.end()).1.iter().find(usable) else { continue };
        let bounds = book.items[*total].bounds;
        let near = (*end - window.end()).get_days() <= 7;
        if !near || entry.bounds.lo * 2.0 <= bounds.hi || entry.bounds.lo > bounds.hi {
            continue;
        }
        return Some(Proof {
            since: *start,
            text: saying!(
                "audit-running-total-most-proof",
                number = printed(book, item),
                total = printed(book, *total),
                since = since(*start),
                day = *end,
                days = window
            ),
            others: vec![*total],
            severity: Severity::Likely,
        });
    }
    None
}
