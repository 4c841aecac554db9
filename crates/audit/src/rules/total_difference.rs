//! Running totals and the days between them.

use claim::Event;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{known, reckoned, saying, sum as sum_of, whose};
use crate::series::book::Book;
use crate::series::changes::changed_between;
use crate::series::timeline::{Dated, Timeline};

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "total_difference",
    proves: "Two running totals and the days between them cannot all be right; or, when the later \
              total goes on from the parts of the earlier one instead, the definition changed. \
              Proved.",
    assumes: "Days and totals count the same people.",
    case: "Torkham, 190,418 (with deportees) and the next day 193,378, where 193,378 - 4,119 = \
              189,259 is the sum of the men, women and children of the 190,418.",
    run: Run::Compares(run),
};

fn run(book: &Book, events: &[Event], findings: &mut Findings) {
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        for (_, list) in &timeline.totals {
            // One total for each day.
            let mut list: Vec<Dated> = list
                .iter()
                .copied()
                .filter(|(_, item)| book.items[*item].is_fine() && !book.items[*item].claim.partial)
                .collect();
            list.dedup_by_key(|(day, _)| *day);
            for index in 1..list.len() {
                let (first, last) = (list[index - 1].0, list[index].0);
                let Some(apart) = apart(book, &timeline, &list, index) else { continue };
                if !changed_between(book, series, events, first, last) {
                    let changed = definition_change(book, &apart);
                    findings
                        .add(book, changed.unwrap_or_else(|| difference(book, &timeline, &apart)));
                }
            }
        }
    }
}

/// Two totals that follow each other and do not agree with the days between.
struct Apart<'l> {
    list: &'l [Dated],
    /// Where the later of them stands.
    index: usize,
    first: usize,
    last: usize,
    between: Vec<usize>,
    /// The days between were told to the last person.
    exact: bool,
    /// What they come to.
    sum: f64,
}

fn apart<'l>(
    book: &Book,
    timeline: &Timeline,
    list: &'l [Dated],
    index: usize,
) -> Option<Apart<'l>> {
    let pair = &list[index - 1..=index];
    let [(first_day, first), (last_day, last)] = [pair[0], pair[1]];
    let (sum, between) = book.days_between(timeline, first_day, last_day)?;
    let agree = sum.plus(book.items[first].bounds).meets(book.items[last].bounds);
    // The total may have counted what was known before a revision.
    let revised = between.iter().chain([&first, &last]).any(|item| book.items[*item].revised);
    if agree || revised || fits_a_day_off(book, timeline, pair) {
        return None;
    }
    let exact = sum.is_exact();
    let sum = between.iter().map(|day| book.known(*day)).sum();
    Some(Apart { list, index, first, last, between, exact, sum })
}

/// The later total goes on from the parts of the earlier one: it counts others.
fn definition_change(book: &Book, apart: &Apart<'_>) -> Option<Found> {
    let Apart { first, last, between, .. } = apart;
    let (a, b) = (book.known(*first), book.known(*last));
    let (parts, chosen) = book.breakdown_anywhere(*first)?;
    if !parts.is_exact() || !apart.exact || parts.lo == a || parts.lo + apart.sum != b {
        return None;
    }
    let mut claims = vec![*first, *last];
    claims.extend(chosen.iter().chain(between));
    Some(Found {
        rule: Rule::DefinitionChange,
        severity: Severity::Proved,
        claims,
        message: saying!(
            "audit-definition-change",
            who = whose(book, &[*last, *first]),
            parts = reckoned(parts.lo),
            whole = known(book, *first),
            besides = reckoned((a - parts.lo).abs())
        ),
        remedy: Remedy::None,
        proof: saying!(
            "audit-definition-change-proof",
            parts = reckoned(parts.lo),
            days = sum_of(book, between),
            after = known(book, *last),
            whole = known(book, *first)
        ),
    })
}

fn difference(book: &Book, timeline: &Timeline, apart: &Apart<'_>) -> Found {
    let Apart { list, index, first, last, between, .. } = apart;
    let (index, first, last) = (*index, *first, *last);
    let fits = |pair: &[Dated]| {
        let (sum, _) = book.days_between(timeline, pair[0].0, pair[1].0)?;
        Some(sum.plus(book.items[pair[0].1].bounds).meets(book.items[pair[1].1].bounds))
    };
    // Which one? The total whose other side fits is right.
    let before = index.checked_sub(2).and_then(|i| fits(&list[i..=i + 1]));
    let after = list.get(index..=index + 1).and_then(fits);
    let mut claims = match (before, after) {
        (Some(true), Some(true)) => between.iter().copied().chain([last, first]).collect(),
        (Some(false), _) if after != Some(false) => vec![first, last],
        _ => vec![last, first],
    };
    for item in between {
        if !claims.contains(item) {
            claims.push(*item);
        }
    }
    let (a, b) = (book.known(first), book.known(last));
    Found {
        rule: Rule::TotalDifference,
        severity: book.contradiction(&claims),
        claims,
        message: saying!(
            "audit-total-difference",
            who = whose(book, &[last, first]),
            first = list[index - 1].0,
            last = list[index].0,
            rise = reckoned((b - a).abs()),
            sum = reckoned(apart.sum)
        ),
        remedy: Remedy::None,
        proof: saying!(
            "audit-total-difference-proof",
            before = known(book, first),
            days = sum_of(book, between),
            sum = reckoned(a + apart.sum),
            after = known(book, last)
        ),
    }
}

/// Whether two totals agree with the days between when one that does not say its last day is
/// taken to be of the day before.
fn fits_a_day_off(book: &Book, timeline: &Timeline, pair: &[Dated]) -> bool {
    let ends = |(end, item): Dated| {
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
