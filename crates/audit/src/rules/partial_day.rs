//! Parts of days that were retold as days.

use std::collections::BTreeSet;

use claim::{Event, Group};
use jiff::civil::Date;
use phrases::Said;
use rustc_hash::FxHashMap;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, reckoned, saying, who, words};
use crate::series::book::Book;
use crate::series::timeline::Timeline;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "partial_day",
    proves: "\"6,000 by 07:00\" was retold as the day's number: likely. Worth a look, when a \
              number was printed on the very day and is far below the days around it, or when a \
              part of a day stands beside whole days and could be read as one.",
    assumes: "The day went on.",
    case: "Polish border guard, spring 2022, figures by 07:00 printed as those of the day.",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    let mut partial: FxHashMap<(Date, u64), Vec<usize>> = FxHashMap::default();
    for (item, entry) in book.items.iter().enumerate() {
        // "6,000 had come by 07:00" counts on, but not from an earlier day.
        let of_one_day = entry.claim.start.is_none() || entry.claim.start == entry.claim.end;
        if entry.claim.partial
            && of_one_day
            && entry.value() >= 20.0
            && let Some(end) = entry.end
        {
            partial.entry((end, entry.value() as u64)).or_default().push(item);
        }
    }
    let mut retold = BTreeSet::new();
    for (item, entry) in book.items.iter().enumerate() {
        let Some(date) = entry.day() else { continue };
        let what = &book.series[entry.series].what;
        if !what.is_flow_of_people() || entry.settled {
            continue;
        }
        for part in partial.get(&(date, entry.value() as u64)).into_iter().flatten() {
            let other = &book.series[book.items[*part].series].what;
            if other.anywhere() != what.anywhere() && !other.may_be(what) {
                continue;
            }
            retold.insert(*part);
            findings.add(
                book,
                Found {
                    rule: Rule::PartialDay,
                    severity: Severity::Likely,
                    claims: vec![item, *part],
                    message: saying!(
                        "audit-partial-day",
                        who = who(book, item),
                        number = printed(book, item),
                        day = date,
                        hour = hour(book, *part)
                    ),
                    remedy: Remedy::Fields("partial=true".to_owned()),
                    proof: saying!(
                        "audit-partial-day-proof",
                        words = words(book, *part),
                        hour = hour(book, *part)
                    ),
                },
            );
        }
    }
    beside_whole_days(book, &retold, findings);
}

/// "07:00", or that nobody says until when.
fn hour(book: &Book, item: usize) -> Said {
    match book.items[item].claim.as_of {
        Some(time) => time.strftime("%H:%M").to_string().into(),
        None => saying!("audit-hour-untold").into(),
    }
}

/// Parts of days that stand beside whole ones, and days that were printed before they were over.
fn beside_whole_days(book: &Book, retold: &BTreeSet<usize>, findings: &mut Findings) {
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        for item in &book.series[series].items {
            let entry = &book.items[*item];
            let claim = entry.claim;
            let of_one_day = claim.start.is_none() || claim.start == claim.end;
            let Some(date) = claim.end else { continue };
            if entry.settled || entry.group != Group::All || !of_one_day || entry.value() < 20.0 {
                continue;
            }
            let found = match claim.partial {
                true if retold.contains(item) => None,
                true => part_beside_days(book, &timeline, *item, date),
                false => printed_early(book, &timeline, *item, date),
            };
            found.into_iter().for_each(|found| findings.add(book, found));
        }
    }
}

/// Whole days within a week of a day.
fn near(timeline: &Timeline, date: Date, item: usize) -> Vec<usize> {
    let from = timeline.days.partition_point(|(day, _)| (date - *day).get_days() > 7);
    timeline.days[from..]
        .iter()
        .take_while(|(day, _)| (*day - date).get_days() <= 7)
        .filter(|(day, other)| *other != item && *day != date)
        .map(|(_, other)| *other)
        .collect()
}

fn part_beside_days(book: &Book, timeline: &Timeline, item: usize, date: Date) -> Option<Found> {
    let beside = near(timeline, date, item).last().copied()?;
    Some(Found {
        rule: Rule::PartialDay,
        severity: Severity::WorthALook,
        claims: vec![item, beside],
        message: saying!(
            "audit-partial-day-only",
            who = who(book, item),
            number = printed(book, item),
            hour = hour(book, item),
            day = date,
        ),
        remedy: Remedy::None,
        proof: saying!(
            "audit-partial-day-only-proof",
            words = words(book, item),
            hour = hour(book, item),
            whole = printed(book, beside),
        ),
    })
}

fn printed_early(book: &Book, timeline: &Timeline, item: usize, date: Date) -> Option<Found> {
    let entry = &book.items[item];
    if entry.claim.published != Some(date) || entry.day().is_none() {
        return None;
    }
    let whole = near(timeline, date, item);
    let lowest =
        whole.iter().map(|other| book.items[*other].bounds.lo).fold(f64::INFINITY, f64::min);
    if whole.len() < 2 || entry.bounds.hi >= lowest * 0.6 {
        return None;
    }
    Some(Found {
        rule: Rule::PartialDay,
        severity: Severity::WorthALook,
        claims: [item].into_iter().chain(whole.iter().copied()).collect(),
        message: saying!(
            "audit-partial-day-early",
            who = who(book, item),
            number = printed(book, item),
            day = date,
        ),
        remedy: Remedy::Fields("partial=true".to_owned()),
        proof: saying!(
            "audit-partial-day-early-proof",
            number = printed(book, item),
            day = date,
            count = whole.len(),
            lowest = reckoned(lowest.round()),
        ),
    })
}
