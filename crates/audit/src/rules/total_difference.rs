//! Running totals and the days between them.

use claim::Event;
use jiff::civil::Date;

use crate::finding::{Finding, Rule, Severity};
use crate::saying::{known, reckoned, saying, sum as sum_of, who};
use crate::series::book::Book;
use crate::series::changes::changed_between;
use crate::series::timeline::Timeline;

/// Proves: two running totals and the days between them cannot all be right. When the later total
/// goes on from the parts of the earlier one instead, it proves a change of definition: Torkham,
/// 190,418 (with deportees) and the next day 193,378, where 193,378 - 4,119 = 189,259 is the sum
/// of the men, women and children of the 190,418. Assumes that days and totals count the same
/// people.
pub(crate) fn differences(book: &Book, events: &[Event], findings: &mut Vec<Finding>) {
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        for (_, list) in &timeline.totals {
            // One total for each day.
            let mut list: Vec<(Date, usize)> = list
                .iter()
                .copied()
                .filter(|(_, item)| book.items[*item].is_fine() && !book.items[*item].claim.partial)
                .collect();
            list.dedup_by_key(|(day, _)| *day);
            let fits = |pair: &[(Date, usize)]| {
                let (sum, _) = book.days_between(&timeline, pair[0].0, pair[1].0)?;
                Some(sum.plus(book.items[pair[0].1].bounds).meets(book.items[pair[1].1].bounds))
            };
            for index in 1..list.len() {
                let pair = &list[index - 1..=index];
                let [(first_day, first), (last_day, last)] = [pair[0], pair[1]];
                let Some((sum, between)) = book.days_between(&timeline, first_day, last_day) else {
                    continue;
                };
                let (a, b) = (book.known(first), book.known(last));
                if sum.plus(book.items[first].bounds).meets(book.items[last].bounds)
                    || fits_a_day_off(book, &timeline, pair)
                    || changed_between(book, series, events, first_day, last_day)
                {
                    continue;
                }
                let exact = sum.is_exact();
                let sum: f64 = between.iter().map(|i| book.known(*i)).sum();
                if let Some((parts, chosen)) = book.breakdown_anywhere(first)
                    && parts.is_exact()
                    && exact
                    && parts.lo != a
                    && parts.lo + sum == b
                {
                    let mut claims = vec![first, last];
                    claims.extend(chosen.iter().chain(&between));
                    findings.push(Finding {
                        rule: Rule::DefinitionChange,
                        severity: Severity::Proved,
                        claims: book.ids(&claims),
                        message: saying!(
                            "audit-definition-change",
                            who = who(book, last),
                            parts = reckoned(parts.lo),
                            whole = known(book, first),
                            besides = reckoned((a - parts.lo).abs())
                        ),
                        proposal: None,
                        proof: saying!(
                            "audit-definition-change-proof",
                            parts = reckoned(parts.lo),
                            days = sum_of(book, &between),
                            after = known(book, last),
                            whole = known(book, first)
                        ),
                        hypothesis: None,
                    });
                    continue;
                }
                // Which one? The total whose other side fits is right.
                let before = index.checked_sub(2).and_then(|i| fits(&list[i..=i + 1]));
                let after = list.get(index..=index + 1).and_then(fits);
                let mut claims = match (before, after) {
                    (Some(true), Some(true)) => {
                        let mut claims = between.clone();
                        claims.extend([last, first]);
                        claims
                    }
                    (Some(false), _) if after != Some(false) => vec![first, last],
                    _ => vec![last, first],
                };
                for item in &between {
                    if !claims.contains(item) {
                        claims.push(*item);
                    }
                }
                findings.push(Finding {
                    rule: Rule::TotalDifference,
                    severity: book.contradiction(&claims),
                    claims: book.ids(&claims),
                    message: saying!(
                        "audit-total-difference",
                        who = who(book, last),
                        first = first_day,
                        last = last_day,
                        rise = reckoned((b - a).abs()),
                        sum = reckoned(sum)
                    ),
                    proposal: None,
                    proof: saying!(
                        "audit-total-difference-proof",
                        before = known(book, first),
                        days = sum_of(book, &between),
                        sum = reckoned(a + sum),
                        after = known(book, last)
                    ),
                    hypothesis: None,
                });
            }
        }
    }
}

/// Whether two totals agree with the days between when one that does not say its last day is
/// taken to be of the day before.
fn fits_a_day_off(book: &Book, timeline: &Timeline, pair: &[(Date, usize)]) -> bool {
    let ends = |(end, item): (Date, usize)| {
        let before = end.yesterday().ok().filter(|_| book.items[item].loose);
        [Some(end), before].into_iter().flatten()
    };
    let (low, high) = (book.items[pair[0].1].bounds, book.items[pair[1].1].bounds);
    ends(pair[0]).any(|first| {
        ends(pair[1]).any(|last| {
            first >= last
                || book
                    .days_between(timeline, first, last)
                    .is_none_or(|(sum, _)| sum.plus(low).meets(high))
        })
    })
}
