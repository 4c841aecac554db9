//! Counts of several days against those of the days in them.

use claim::{Event, Group, Window};
use jiff::civil::Date;
use phrases::{Said, Saying};
use rustc_hash::FxHashMap;

use crate::finding::Rule;
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{known, printed, reckoned, saying, sum as sum_of, who};
use crate::series::book::Book;
use crate::series::bounds::Bounds;
use crate::series::changes::changed_between;
use crate::series::timeline::Timeline;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "spans",
    proves: "A count of several days and the counts of each of them cannot all be right; or the \
              days that are known, or a shorter period, are already more than the whole. Proved.",
    assumes: "All count the same people.",
    case: "Weekly sheets of a border post beside its daily ones; press totals beside the sum of \
              their days (Poland, February 2022: 31,200, 47,500, 77,300 …).",
    run: Run::Compares(run),
};

fn run(book: &Book, events: &[Event], findings: &mut Findings) {
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        let windows = windows_by_start(book, series);
        let days = counted(book, &timeline);
        for item in &book.series[series].items {
            let entry = &book.items[*item];
            let Some(window) = entry.window() else { continue };
            if window.days() < 2
                || entry.settled
                || entry.loose
                || entry.claim.partial
                || entry.group != Group::All
                || entry.claim.same_as.is_some()
                || !entry.bounds.hi.is_finite()
            {
                continue;
            }
            let (first, last) = (window.start(), window.end());
            let changed = changed_between(book, series, events, first, last);
            let found = between_totals(book, &timeline, *item, window)
                .filter(|_| !changed)
                .or_else(|| more_than_all(book, &days, *item, window))
                .or_else(|| months_of(book, &windows, *item, window))
                .or_else(|| period_over_all(book, &windows, *item, window));
            // A whole may have counted what was known of its days before a revision.
            let stands = |found: &Found| found.claims.iter().all(|item| !book.items[*item].revised);
            found.filter(stands).into_iter().for_each(|found| findings.add(book, found));
        }
    }
}

/// A day, a claim of it, and the sum of all days up to it.
type Counted = (Date, usize, Bounds);

/// The days of a series with their running sum. Days without an upper bound are left out: no sum
/// with one of them has an end.
fn counted(book: &Book, timeline: &Timeline) -> Vec<Counted> {
    let mut sum = Bounds::exactly(0.0);
    let mut days: Vec<Counted> = Vec::with_capacity(timeline.days.len());
    for (day, item) in &timeline.days {
        let bounds = book.items[*item].loosened();
        let again = days.last().is_some_and(|(last, ..)| last == day);
        if !again && bounds.hi.is_finite() {
            sum = sum.plus(bounds);
            days.push((*day, *item, sum));
        }
    }
    days
}

/// Of the days of a sum so many are written out at most.
const SHOWN_DAYS: usize = 31;

/// The days of a window, as far as they are known, are more than the whole of it, or, when all of
/// them are, less.
fn more_than_all(book: &Book, days: &[Counted], item: usize, window: Window) -> Option<Found> {
    let entry = &book.items[item];
    let from = days.partition_point(|(day, ..)| *day < window.start());
    let until = days.partition_point(|(day, ..)| *day <= window.end());
    let before = from.checked_sub(1).map_or(Bounds::exactly(0.0), |at| days[at].2);
    let upto = until.checked_sub(1).map_or(Bounds::exactly(0.0), |at| days[at].2);
    let sum = Bounds { lo: upto.lo - before.lo, hi: upto.hi - before.hi };
    let length = until - from;
    let complete = length == window.days();
    let whole = entry.loosened();
    if length == 0 || sum.meets(whole) || sum.hi < whole.lo && !complete {
        return None;
    }
    let days: Vec<usize> = days[from..until].iter().map(|(_, item, _)| *item).collect();
    if let [day] = days[..] {
        let message = saying!(
            "audit-part-over-whole-day",
            who = who(book, day),
            part = printed(book, day),
            whole = printed(book, item),
            days = window
        );
        return Some(part_over_all(book, day, item, message));
    }
    let more = sum.lo > whole.hi && !complete;
    Some(days_over_all(book, &days, item, window, (complete, more)))
}

/// One part is more than the whole.
fn part_over_all(book: &Book, part: usize, item: usize, message: Saying) -> Found {
    Found {
        rule: Rule::PartOverWhole,
        severity: book.contradiction(&[part, item]),
        claims: vec![part, item],
        message,
        remedy: Remedy::None,
        proof: saying!(
            "audit-more-proof",
            number = printed(book, part),
            whole = printed(book, item)
        ),
    }
}

/// Several days are not the whole: all of them, or not all and more already.
fn days_over_all(
    book: &Book,
    days: &[usize],
    item: usize,
    window: Window,
    (complete, more): (bool, bool),
) -> Found {
    let total: f64 = days.iter().map(|d| book.items[*d].value()).sum();
    let than = Said::Word(if more { "more" } else { "not" });
    let mut claims = vec![item];
    claims.extend(days);
    Found {
        rule: Rule::PartsTotal,
        severity: book.contradiction(&claims),
        claims,
        message: if complete {
            saying!(
                "audit-parts-total-days",
                who = who(book, item),
                whole = printed(book, item),
                days = window,
                sum = reckoned(total),
            )
        } else {
            saying!(
                "audit-parts-total-some-days",
                who = who(book, item),
                whole = printed(book, item),
                days = window,
                sum = reckoned(total),
                count = days.len(),
            )
        },
        remedy: Remedy::None,
        proof: if days.len() > SHOWN_DAYS {
            saying!(
                "audit-parts-total-many-days-proof",
                parts = sum_of(book, &days[..SHOWN_DAYS]),
                count = days.len(),
                sum = reckoned(total),
                than = than,
                whole = printed(book, item),
            )
        } else {
            saying!(
                "audit-parts-total-days-proof",
                parts = sum_of(book, days),
                sum = reckoned(total),
                than = than,
                whole = printed(book, item),
            )
        },
    }
}

/// Counts of periods by their first day, the longest last.
type Windows = FxHashMap<Date, Vec<(usize, usize)>>;

fn windows_by_start(book: &Book, series: usize) -> Windows {
    let mut windows = Windows::default();
    for item in &book.series[series].items {
        let entry = &book.items[*item];
        let Some(window) = entry.window() else { continue };
        // Running totals are held against each other by their differences.
        let plain = entry.group == Group::All
            && !entry.total
            && !entry.settled
            && !entry.loose
            && !entry.claim.partial
            && entry.claim.same_as.is_none();
        if plain {
            windows.entry(window.start()).or_default().push((window.days(), *item));
        }
    }
    for list in windows.values_mut() {
        list.sort_unstable();
    }
    windows
}

/// A count of a long period against those of the shorter ones, months or weeks, that fill it.
fn months_of(book: &Book, windows: &Windows, item: usize, window: Window) -> Option<Found> {
    let entry = &book.items[item];
    if entry.total {
        return None;
    }
    let (mut next, mut parts) = (window.start(), Vec::new());
    while next <= window.end() {
        let left = ((window.end() - next).get_days() + 1) as usize;
        let list = windows.get(&next)?;
        let until = list.partition_point(|(days, _)| *days <= left.min(window.days() - 1));
        let (days, part) = *list[..until].last()?;
        parts.push(part);
        next = next.checked_add(jiff::Span::new().days(days as i64)).ok()?;
    }
    let sum =
        parts.iter().fold(Bounds::exactly(0.0), |sum, part| sum.plus(book.items[*part].loosened()));
    if parts.len() < 2 || sum.meets(entry.loosened()) {
        return None;
    }
    let total: f64 = parts.iter().map(|p| book.items[*p].value()).sum();
    let mut claims = vec![item];
    claims.extend(&parts);
    Some(Found {
        rule: Rule::PartsTotal,
        severity: book.contradiction(&claims),
        claims,
        message: saying!(
            "audit-parts-total-periods",
            who = who(book, item),
            whole = printed(book, item),
            days = window,
            sum = reckoned(total)
        ),
        remedy: Remedy::None,
        proof: saying!(
            "audit-sum-proof",
            parts = sum_of(book, &parts),
            sum = reckoned(total),
            whole = printed(book, item)
        ),
    })
}

/// A shorter period inside the window has more people than all of it; the one with the most of them.
fn period_over_all(book: &Book, windows: &Windows, item: usize, window: Window) -> Option<Found> {
    let whole = book.items[item].loosened();
    let inside = window.iter().filter_map(|first| windows.get(&first)).flatten();
    let more = inside.filter(|(days, part)| {
        let within = book.items[*part].window().is_some_and(|own| own.end() <= window.end());
        within && *days < window.days() && book.items[*part].loosened().lo > whole.hi
    });
    let most = |a: &&(usize, usize), b: &&(usize, usize)| {
        let people = |one: &(usize, usize)| book.items[one.1].value();
        people(a).total_cmp(&people(b)).then(b.1.cmp(&a.1))
    };
    let (_, part) = *more.max_by(most)?;
    let message = saying!(
        "audit-part-over-whole-period",
        who = who(book, part),
        part = printed(book, part),
        own = book.items[part].window().unwrap_or(window),
        whole = printed(book, item),
        days = window
    );
    Some(part_over_all(book, part, item, message))
}

/// A count of a period against the totals before it and at its end.
fn between_totals(book: &Book, timeline: &Timeline, item: usize, window: Window) -> Option<Found> {
    let entry = &book.items[item];
    let before = window.start().yesterday().ok()?;
    for (start, list) in &timeline.totals {
        if *start >= window.start() {
            continue;
        }
        let at = |day: Date| {
            let from = list.partition_point(|(end, _)| *end < day);
            list[from..].iter().take_while(|(end, _)| *end == day).map(|(_, item)| *item).find(
                |total| {
                    let other = &book.items[*total];
                    *total != item
                        && !other.claim.partial
                        && !other.loose
                        && other.bounds.hi.is_finite()
                },
            )
        };
        let (Some(first), Some(last)) = (at(before), at(window.end())) else { continue };
        let rise = book.items[last].loosened().minus(book.items[first].loosened());
        if rise.meets(entry.loosened()) {
            return None;
        }
        let (a, b) = (book.known(first), book.known(last));
        return Some(Found {
            rule: Rule::TotalDifference,
            severity: book.contradiction(&[item, last, first]),
            claims: vec![item, last, first],
            message: saying!(
                "audit-total-difference-period",
                who = who(book, item),
                number = printed(book, item),
                days = window,
                rise = reckoned((b - a).abs())
            ),
            remedy: Remedy::None,
            proof: saying!(
                "audit-total-difference-period-proof",
                after = known(book, last),
                before = known(book, first),
                rise = reckoned(b - a),
                number = printed(book, item)
            ),
        });
    }
    None
}
