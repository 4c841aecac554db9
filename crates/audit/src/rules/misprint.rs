//! Numbers that two sums prove to be misprints.

use claim::{Event, Group};
use rustc_hash::FxHashMap;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, reckoned, saying, sum as sum_of, who};
use crate::series::book::Book;
use crate::series::bounds::Bounds;
use crate::series::derived::{Derived, deported, derived};
use crate::series::slips::{Slip, slip, slip_of_length, word};
use crate::series::timeline::Timeline;
use crate::series::what::What;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "misprint",
    proves: "The number is not what was meant: two sums that have nothing in common agree on \
              another one, such as men + women + children, and the next running total less the day \
              between. Proved.",
    assumes: "Both sums count the same people, which their agreement to the last person shows.",
    case: "Torkham, 11 November 2023, printed 200,975: 57,285 + 44,460 + 101,230 and 206,018 - \
              3,043 are both 202,975.",
    run: Run::Corrects(run),
};

fn run(book: &mut Book, _: &[Event], findings: &mut Findings) {
    let mut right: Vec<(usize, f64)> = Vec::new();
    let others = others(book);
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        let elsewhere = others.get(&book.series[series].what);
        for index in 0..book.series[series].items.len() {
            let item = book.series[series].items[index];
            let entry = &book.items[item];
            let plain = entry.group == Group::All
                && entry.is_exact()
                && entry.is_dated()
                && !entry.claim.partial
                && entry.claim.same_as.is_none();
            if plain {
                let sums = sums(book, &timeline, elsewhere, item);
                let found = match whole_misprint(book, item, &sums, &mut right) {
                    // One sum that agrees outweighs those that do not: then another is wrong.
                    None => part_misprint(book, item, &sums, &mut right),
                    found => found,
                };
                found.into_iter().for_each(|found| findings.add(book, found));
            }
        }
    }
    for (item, value) in right {
        book.items[item].bounds = Bounds::exactly(value);
    }
}

/// What whoever counts the same says: a number to the last person agrees across bodies too.
fn others(book: &Book) -> FxHashMap<What, Timeline> {
    let mut alike: FxHashMap<&What, Vec<usize>> = FxHashMap::default();
    for series in &book.series {
        alike.entry(&series.what).or_default().extend(&series.items);
    }
    alike
        .into_iter()
        .filter(|(what, _)| what.is_flow_of_people())
        .map(|(what, items)| (what.clone(), book.timeline_of(&items)))
        .collect()
}

/// What sums of other numbers say that a number is: its own parts beside the sums of others, since
/// two of others would only say that those agree among themselves.
fn sums(book: &Book, own: &Timeline, elsewhere: Option<&Timeline>, item: usize) -> Vec<Derived> {
    let mut sums = derived(book, own, item);
    let own_parts = sums.len() == 1 && sums[0].value != book.items[item].value();
    if let (true, Some(elsewhere)) = (own_parts, elsewhere) {
        let foreign = derived(book, elsewhere, item).into_iter().skip(1);
        sums.extend(foreign.map(|d| Derived { foreign: true, ..d }));
    }
    sums
}

/// A number that is wrong since two sums agree on another.
fn whole_misprint(
    book: &Book,
    item: usize,
    sums: &[Derived],
    right: &mut Vec<(usize, f64)>,
) -> Option<Found> {
    let value = book.items[item].value();
    if sums.len() < 2 || sums.iter().any(|d| d.value == value) {
        return None;
    }
    let (first, second) = sums.iter().enumerate().find_map(|(i, a)| {
        let agrees = |b: &&Derived| b.value == a.value && !(a.foreign && b.foreign);
        Some((a, sums[i + 1..].iter().find(agrees)?))
    })?;
    let meant = first.value;
    // A whole that is somewhat more than its parts, and no slip of a digit, counts others besides:
    // that is a change of definition, and another rule's.
    let besides = first.from.iter().chain(&second.from).any(|i| book.items[*i].group != Group::All);
    if besides && slip(value, meant).is_none() && (value - meant).abs() < value * 0.03 {
        return None;
    }
    // Once for all who print it: the first of them has been through here.
    let mentions = book.mentions(item);
    if mentions.first() != Some(&item) {
        return None;
    }
    right.extend(mentions.iter().map(|mention| (*mention, meant)));
    let mut claims = mentions;
    claims.extend(first.from.iter().chain(&second.from));
    Some(Found {
        rule: Rule::Misprint,
        severity: Severity::Proved,
        claims,
        message: saying!(
            "audit-misprint",
            who = who(book, item),
            number = printed(book, item),
            meant = reckoned(meant),
            slip = word(slip(value, meant))
        ),
        remedy: Remedy::Value(meant),
        proof: saying!(
            "audit-misprint-proof",
            sum = first.sum(book),
            meant = reckoned(meant),
            other = second.sum(book),
            number = printed(book, item)
        ),
    })
}

/// A part that is wrong although its whole is right: the whole agrees with a sum of its own, and
/// exactly one part, with one slip of a digit, makes the parts agree too.
fn part_misprint(
    book: &Book,
    whole: usize,
    others: &[Derived],
    right: &mut Vec<(usize, f64)>,
) -> Option<Found> {
    let value = book.items[whole].value();
    let witness = others
        .iter()
        .find(|d| d.value == value && !d.from.iter().any(|i| book.items[*i].group != Group::All))?;
    let (sum, parts) = book.breakdown(whole)?;
    if !sum.is_exact() || sum.lo == value || !deported(book, whole).is_empty() {
        return None;
    }
    let candidates: Vec<(usize, f64)> = parts
        .iter()
        .map(|part| (*part, book.items[*part].value() + value - sum.lo))
        // One digit could be wrong in any part; a missing one shows in its length, and two that
        // are swapped in the difference.
        .filter(|(part, meant)| {
            let printed = book.items[*part].value();
            let swapped = slip(printed, *meant) == Some(Slip::Swapped);
            *meant > 0.0 && (slip_of_length(printed, *meant) || swapped)
        })
        .collect();
    let [(part, meant)] = candidates[..] else { return None };
    right.push((part, meant));
    let mut claims = vec![part, whole];
    claims.extend(parts.iter().chain(&witness.from));
    Some(Found {
        rule: Rule::Misprint,
        severity: Severity::Proved,
        claims,
        message: saying!(
            "audit-misprint-part",
            who = who(book, part),
            number = printed(book, part),
            whole = printed(book, whole),
            meant = reckoned(meant),
            slip = word(slip(book.items[part].value(), meant))
        ),
        remedy: Remedy::Value(meant),
        proof: saying!(
            "audit-misprint-part-proof",
            parts = sum_of(book, &parts),
            sum = reckoned(sum.lo),
            whole = printed(book, whole),
            other = witness.sum(book)
        ),
    })
}
