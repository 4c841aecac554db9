//! Running totals that fall.

use std::collections::BTreeSet;

use claim::{Event, Qualifier, rounding};

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, saying, whose};
use crate::series::book::Book;
use crate::series::changes::changed_between;
use crate::series::item::Item;
use crate::series::timeline::Dated;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "total_falls",
    proves: "The later total, or the earlier, is wrong, since people who crossed stay counted. \
              Proved.",
    assumes: "The count was not revised; a change of method that is told of is another rule's.",
    case: "Rohingya refugees, 688,000 and later 671,000.",
    run: Run::Corrects(run),
};

fn run(book: &mut Book, events: &[Event], findings: &mut Findings) {
    let mut settled = Vec::new();
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        for (_, list) in &timeline.totals {
            let rising = rising(book, list);
            let excused = |a: usize, b: usize| {
                let (first, last) = (list[a].0.min(list[b].0), list[a].0.max(list[b].0));
                // A count of the day before stands a day earlier at most.
                let loose = book.items[list[a].1].loose || book.items[list[b].1].loose;
                loose && (last - first).get_days() <= 1
                    || changed_between(book, series, events, first, last)
            };
            for at in (0..list.len()).filter(|at| !rising.contains(&list[*at].1)) {
                if let Some(other) = against(book, list, &rising, at)
                    && !excused(at, other)
                {
                    settled.push(list[at].1);
                    findings.add(book, found(book, list, at, other));
                }
            }
            for at in 1..list.len() {
                if falls_by_rounding(book, list[at - 1], list[at]) && !excused(at - 1, at) {
                    findings.add(book, rounded(book, list[at - 1].1, list[at].1));
                }
            }
        }
    }
    for item in settled {
        book.items[item].settled = true;
    }
}

/// The neighbour among those that rise which a total contradicts.
fn against(book: &Book, list: &[Dated], rising: &BTreeSet<usize>, at: usize) -> Option<usize> {
    let (end, entry) = (list[at].0, &book.items[list[at].1]);
    let higher = |other: &usize| {
        let (day, item) = list[*other];
        day < end && rising.contains(&item) && book.items[item].bounds.lo > entry.bounds.hi
    };
    let lower = |other: &usize| {
        let (day, item) = list[*other];
        day > end && rising.contains(&item) && book.items[item].bounds.hi < entry.bounds.lo
    };
    (0..at).rev().find(higher).or_else(|| (at + 1..list.len()).find(lower))
}

fn found(book: &Book, list: &[Dated], at: usize, other: usize) -> Found {
    let (early, late) = (list[at.min(other)], list[at.max(other)]);
    let claims = [list[at].1, list[other].1];
    Found {
        rule: Rule::TotalFalls,
        severity: book.contradiction(&claims),
        claims: claims.to_vec(),
        message: saying!(
            "audit-total-falls",
            who = whose(book, &claims),
            before = printed(book, early.1),
            after = printed(book, late.1)
        ),
        remedy: Remedy::None,
        proof: saying!(
            "audit-total-falls-proof",
            before = printed(book, early.1),
            first = early.0,
            after = printed(book, late.1),
            last = late.0
        ),
    }
}

/// Whether a total is printed lower than the one before it, by half of what both were rounded to
/// and more: "250,000" and then "240,000".
fn falls_by_rounding(book: &Book, before: Dated, after: Dated) -> bool {
    let (a, b) = (&book.items[before.1], &book.items[after.1]);
    let exact = |entry: &Item<'_>| entry.claim.qualifier == Qualifier::Exact;
    let half = |entry: &Item<'_>| rounding(entry.value()) * 0.5;
    let least = a.value() - half(a);
    before.0 < after.0
        && exact(a)
        && exact(b)
        && a.bounds.meets(b.bounds)
        && a.value() > b.value()
        && b.value() + half(b) <= least
}

fn rounded(book: &Book, before: usize, after: usize) -> Found {
    let claims = [after, before];
    let ends = [before, after].map(|item| book.items[item].end.unwrap_or_default());
    Found {
        rule: Rule::TotalFalls,
        severity: Severity::WorthALook,
        claims: claims.to_vec(),
        message: saying!(
            "audit-total-falls-rounded",
            who = whose(book, &claims),
            before = printed(book, before),
            after = printed(book, after)
        ),
        remedy: Remedy::None,
        proof: saying!(
            "audit-total-falls-proof",
            before = printed(book, before),
            first = ends[0],
            after = printed(book, after),
            last = ends[1]
        ),
    }
}

/// The longest run of totals that never falls: those outside it are the odd ones.
fn rising(book: &Book, list: &[Dated]) -> BTreeSet<usize> {
    // Patience sorting on the upper bounds: the smallest end of a run of each length.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = vec![None; list.len()];
    for index in 0..list.len() {
        let bounds = book.items[list[index].1].bounds;
        let at = ends.partition_point(|end| book.items[list[*end].1].bounds.lo <= bounds.hi);
        previous[index] = at.checked_sub(1).map(|before| ends[before]);
        if at == ends.len() {
            ends.push(index);
        } else if book.items[list[ends[at]].1].bounds.lo > bounds.lo {
            ends[at] = index;
        }
    }
    let mut chosen = BTreeSet::new();
    let mut at = ends.last().copied();
    while let Some(index) = at {
        chosen.insert(list[index].1);
        at = previous[index];
    }
    chosen
}
