//! Parts of days that were retold as days.

use claim::Group;
use jiff::civil::Date;
use phrases::Said;
use rustc_hash::FxHashMap;

use crate::finding::{Finding, Rule, Severity};
use crate::saying::{printed, reckoned, saying, who, words};
use crate::series::book::Book;

/// Makes likely: "6,000 by 07:00" was retold as the day's number. Asks to look, when a number was
/// printed on the very day and is far below the days around it, or when a part of a day stands
/// beside whole days and could be read as one. Assumes that the day went on. Case: Polish border
/// guard, spring 2022, figures by 07:00 printed as those of the day.
pub(crate) fn partial_days(book: &Book, findings: &mut Vec<Finding>) {
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
    let mut retold = std::collections::BTreeSet::new();
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
            findings.push(Finding {
                rule: Rule::PartialDay,
                severity: Severity::Likely,
                claims: book.ids(&[item, *part]),
                message: saying!(
                    "audit-partial-day",
                    who = who(book, item),
                    number = printed(book, item),
                    day = date,
                    hour = hour(book, *part)
                ),
                proposal: Some("partial=true".to_owned()),
                proof: saying!(
                    "audit-partial-day-proof",
                    words = words(book, *part),
                    hour = hour(book, *part)
                ),
                hypothesis: None,
            });
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
fn beside_whole_days(
    book: &Book,
    retold: &std::collections::BTreeSet<usize>,
    findings: &mut Vec<Finding>,
) {
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        let near = |date: Date, item: usize| -> Vec<usize> {
            let from = timeline.days.partition_point(|(day, _)| (date - *day).get_days() > 7);
            timeline.days[from..]
                .iter()
                .take_while(|(day, _)| (*day - date).get_days() <= 7)
                .filter(|(day, other)| *other != item && *day != date)
                .map(|(_, other)| *other)
                .collect()
        };
        for item in &book.series[series].items {
            let entry = &book.items[*item];
            let claim = entry.claim;
            let of_one_day = claim.start.is_none() || claim.start == claim.end;
            let Some(date) = claim.end else { continue };
            if entry.settled || entry.group != Group::All || !of_one_day || entry.value() < 20.0 {
                continue;
            }
            let (message, proof, claims) = if claim.partial {
                let whole = near(date, *item);
                let Some(beside) = whole.last().filter(|_| !retold.contains(item)) else {
                    continue;
                };
                (
                    saying!(
                        "audit-partial-day-only",
                        who = who(book, *item),
                        number = printed(book, *item),
                        hour = hour(book, *item),
                        day = date,
                    ),
                    saying!(
                        "audit-partial-day-only-proof",
                        words = words(book, *item),
                        hour = hour(book, *item),
                        whole = printed(book, *beside),
                    ),
                    vec![*item, *beside],
                )
            } else {
                let printed_early = claim.published == Some(date) && entry.day().is_some();
                let whole = if printed_early { near(date, *item) } else { Vec::new() };
                let lowest = whole
                    .iter()
                    .map(|other| book.items[*other].bounds.lo)
                    .fold(f64::INFINITY, f64::min);
                if whole.len() < 2 || entry.bounds.hi >= lowest * 0.6 {
                    continue;
                }
                let mut claims = vec![*item];
                claims.extend(&whole);
                (
                    saying!(
                        "audit-partial-day-early",
                        who = who(book, *item),
                        number = printed(book, *item),
                        day = date,
                    ),
                    saying!(
                        "audit-partial-day-early-proof",
                        number = printed(book, *item),
                        day = date,
                        count = whole.len(),
                        lowest = reckoned(lowest.round()),
                    ),
                    claims,
                )
            };
            findings.push(Finding {
                rule: Rule::PartialDay,
                severity: Severity::WorthALook,
                claims: book.ids(&claims),
                message,
                proposal: (!claim.partial).then(|| "partial=true".to_owned()),
                proof,
                hypothesis: None,
            });
        }
    }
}
