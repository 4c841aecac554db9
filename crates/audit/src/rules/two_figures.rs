//! Two figures of one source for the same thing.

use std::collections::BTreeSet;

use claim::{Event, Group, Kind, Measure, Status};
use jiff::civil::{Date, Time};
use phrases::Said;
use rustc_hash::FxHashMap;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, saying, whose};
use crate::series::book::Book;
use crate::series::item::Item;
use crate::series::slips::{slip, word};

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "two_figures",
    proves: "One source gives two figures for the same people, place and days: one of them is \
              wrong. Proved within a document, likely across.",
    assumes: "It did not revise the first.",
    case: "Torkham, 3 November 2023: 178 deportees, and 148; 11 November: 2,857 and 2,957.",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    for series in &book.series {
        if !series.is_named() || series.what.via.is_empty() && series.what.from.is_none() {
            continue;
        }
        for group in groups(book, &series.items) {
            let reference = reference(book, &group);
            for item in differing(book, &group, reference) {
                findings.add(book, found(book, item, reference));
            }
        }
    }
}

/// Numbers of a series for the same days and people.
fn groups(book: &Book, items: &[usize]) -> Vec<Vec<usize>> {
    type Key = (Option<Date>, Option<Date>, bool, Group, Option<Time>);
    let mut same: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
    for item in items {
        let entry = &book.items[*item];
        let stock = entry.claim.measure == Measure::Stock;
        let dated = entry.end.is_some() && (stock || entry.start.is_some());
        let a_part = entry.claim.part_of.is_some() && entry.group == Group::All;
        let taken = entry.settled || entry.claim.same_as.is_some() || a_part;
        let told = dated && !entry.loose && !entry.claim.partial;
        let plain =
            told && !taken && !matches!(entry.claim.measure, Measure::Share | Measure::Rate);
        if plain {
            let key = (entry.start, entry.end, entry.total, entry.group, entry.claim.as_of);
            same.entry(key).or_default().push(*item);
        }
    }
    let mut groups: Vec<Vec<usize>> = same.into_values().filter(|g| g.len() > 1).collect();
    groups.sort();
    groups
}

/// The figure that most repeat; of equals the first published.
fn reference(book: &Book, group: &[usize]) -> usize {
    let repeated = |item: &usize| {
        let meets = |other: &&usize| book.items[**other].bounds.meets(book.items[*item].bounds);
        (group.iter().filter(meets).count(), std::cmp::Reverse(*item))
    };
    group.iter().copied().max_by_key(repeated).unwrap_or(group[0])
}

/// Those that are not the same as the reference.
fn differing(book: &Book, group: &[usize], reference: usize) -> Vec<usize> {
    let nation = |item: usize| book.items[item].claim.population.nationality.as_deref();
    // A report that tells one nation from another may tell them from all.
    let nations: BTreeSet<Option<&str>> = group.iter().map(|item| nation(*item)).collect();
    let differs = |item: &usize| {
        let (a, b) = (&book.items[*item], &book.items[reference]);
        // Of all who crossed, the nationals are some.
        let others = nations.len() > 1 && nation(*item) != nation(reference);
        // Refugees who come and nationals who return, patients and people who crossed.
        let stated = a.is_stated() && b.is_stated();
        let apart = classes(a) != classes(b) || !stated && !alike(a, b);
        !a.loosened().meets(b.loosened()) && !others && !apart
    };
    group.iter().copied().filter(differs).collect()
}

fn found(book: &Book, item: usize, reference: usize) -> Found {
    let (a, b) = (&book.items[item], &book.items[reference]);
    // Reports of one day, and not rows of a file that grew.
    let one_document =
        a.claim.document == b.claim.document && a.claim.published == b.claim.published;
    // A running total of the day of the report may have gone on by the hour.
    let counts_on = |entry: &Item<'_>| entry.total && entry.claim.published == entry.end;
    Found {
        rule: Rule::TwoFigures,
        // In running text a number half as large is sooner of a part, or of other days, that
        // went unread.
        severity: if !alike(a, b) || in_one_sentence(a, b) {
            Severity::WorthALook
        } else if one_document && !counts_on(a) {
            book.contradiction(&[item, reference])
        } else {
            Severity::Likely
        },
        claims: vec![item, reference],
        message: saying!(
            "audit-two-figures",
            who = whose(book, &[item, reference]),
            number = printed(book, item),
            other = printed(book, reference),
            days = a.window().map_or_else(|| saying!("audit-two-figures-same").into(), Said::from),
            slip = word(slip(a.value(), b.value()))
        ),
        remedy: Remedy::None,
        proof: saying!(
            "audit-two-figures-proof",
            number = printed(book, item),
            other = printed(book, reference)
        ),
    }
}

/// The class of people that a claim names, where it is not the same as that of another: rows of a
/// table name theirs in full, and running text by what happened.
fn classes<'c>(item: &Item<'c>) -> (Kind, Status, Option<&'c str>) {
    let claim = item.claim;
    let text = claim.population.text.as_str();
    (claim.kind, claim.population.status, claim.found.from_row.then_some(text))
}

/// Whether two numbers of running text stand so near that the second is sooner of some of the first:
/// "3,817 people, 3,452 of them women and children".
fn in_one_sentence(a: &Item<'_>, b: &Item<'_>) -> bool {
    const NEAR: usize = 100;
    let (x, y) = (a.claim.span, b.claim.span);
    let apart = x[0].max(y[0]).saturating_sub(x[1].min(y[1]));
    a.claim.document == b.claim.document && !is_row(a) && !is_row(b) && apart <= NEAR
}

/// Whether a number is of a table, and not of running text.
fn is_row(item: &Item<'_>) -> bool {
    item.claim.found.from_row
}

/// Whether two numbers can be two tries at one: rows of tables say what they are of.
fn alike(a: &Item<'_>, b: &Item<'_>) -> bool {
    let (x, y) = (a.value(), b.value());
    is_row(a) && is_row(b) || x.max(y) <= 1.5 * x.min(y) || slip(x, y).is_some()
}
