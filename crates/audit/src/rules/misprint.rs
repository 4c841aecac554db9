//! Numbers that two sums prove to be misprints.

use claim::Group;
use claim::wording::number;
use rustc_hash::FxHashMap;

use crate::finding::{Finding, Hypothesis, Rule, Severity};
use crate::saying::{printed, reckoned, saying, sum as sum_of, who};
use crate::series::book::Book;
use crate::series::bounds::Bounds;
use crate::series::derived::{Derived, deported, derived};
use crate::series::slips::{Slip, slip, slip_of_length, word};
use crate::series::timeline::Timeline;
use crate::series::what::What;

/// Proves: the number is not what was meant. Two sums that have nothing in common agree on
/// another one, such as men + women + children, and the next running total less the day between.
/// Assumes that both sums count the same people, which their agreement to the last person shows.
/// Case: Torkham, 11 November 2023, printed 200,975: 57,285 + 44,460 + 101,230 and
/// 206,018 - 3,043 are both 202,975.
pub(crate) fn misprints(book: &mut Book, findings: &mut Vec<Finding>) {
    let mut right: Vec<(usize, f64)> = Vec::new();
    // Whoever else counts the same: a number to the last person agrees across bodies too.
    let mut alike: FxHashMap<&What, Vec<usize>> = FxHashMap::default();
    for series in &book.series {
        alike.entry(&series.what).or_default().extend(&series.items);
    }
    let others: FxHashMap<What, Timeline> = alike
        .into_iter()
        .filter(|(what, _)| what.is_flow_of_people())
        .map(|(what, items)| (what.clone(), book.timeline_of(&items)))
        .collect();
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        let elsewhere = others.get(&book.series[series].what);
        for index in 0..book.series[series].items.len() {
            let item = book.series[series].items[index];
            let entry = &book.items[item];
            if entry.group != Group::All
                || !entry.is_exact()
                || !entry.is_dated()
                || entry.claim.partial
                || entry.claim.same_as.is_some()
            {
                continue;
            }
            let value = entry.value();
            let mut others = derived(book, &timeline, item);
            // Its own parts beside the sums of others: two of others would only say that those
            // agree among themselves.
            let own_parts = others.len() == 1 && others[0].value != value;
            if let (true, Some(elsewhere)) = (own_parts, elsewhere) {
                let foreign = derived(book, elsewhere, item).into_iter().skip(1);
                others.extend(foreign.map(|d| Derived { foreign: true, ..d }));
            }
            if others.len() < 2 || others.iter().any(|d| d.value == value) {
                // One sum that agrees outweighs those that do not: then another claim is wrong.
                part_misprint(book, item, &others, &mut right, findings);
                continue;
            }
            let agreed = others.iter().enumerate().find_map(|(i, a)| {
                let agrees = |b: &&Derived| b.value == a.value && !(a.foreign && b.foreign);
                Some((a, others[i + 1..].iter().find(agrees)?))
            });
            let Some((first, second)) = agreed else { continue };
            let meant = first.value;
            // A whole that is somewhat more than its parts, and no slip of a digit, counts
            // others besides: that is a change of definition, and another rule's.
            let besides =
                first.from.iter().chain(&second.from).any(|i| book.items[*i].group != Group::All);
            if besides && slip(value, meant).is_none() && (value - meant).abs() < value * 0.03 {
                continue;
            }
            // Once for all who print it: the first of them has been through here.
            let mentions = book.mentions(item);
            if mentions.first() != Some(&item) {
                continue;
            }
            right.extend(mentions.iter().map(|mention| (*mention, meant)));
            let mut claims = mentions.clone();
            claims.extend(first.from.iter().chain(&second.from));
            findings.push(Finding {
                rule: Rule::Misprint,
                severity: Severity::Proved,
                claims: book.ids(&claims),
                message: saying!(
                    "audit-misprint",
                    who = who(book, item),
                    number = printed(book, item),
                    meant = reckoned(meant),
                    slip = word(slip(value, meant))
                ),
                proposal: Some(format!("value={}", number(meant).replace(',', ""))),
                proof: saying!(
                    "audit-misprint-proof",
                    sum = first.sum(book),
                    meant = reckoned(meant),
                    other = second.sum(book),
                    number = printed(book, item)
                ),
                hypothesis: Some(Hypothesis {
                    claim: book.id(item),
                    total: None,
                    value: Some(meant),
                }),
            });
        }
    }
    for (item, value) in right {
        book.items[item].bounds = Bounds::exactly(value);
    }
}

/// A part that is wrong although its whole is right: the whole agrees with a sum of its own, and
/// exactly one part, with one slip of a digit, makes the parts agree too.
fn part_misprint(
    book: &Book,
    whole: usize,
    others: &[Derived],
    right: &mut Vec<(usize, f64)>,
    findings: &mut Vec<Finding>,
) {
    let value = book.items[whole].value();
    let Some(witness) = others
        .iter()
        .find(|d| d.value == value && !d.from.iter().any(|i| book.items[*i].group != Group::All))
    else {
        return;
    };
    let Some((sum, parts)) = book.breakdown(whole) else { return };
    if !sum.is_exact() || sum.lo == value || !deported(book, whole).is_empty() {
        return;
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
    let [(part, meant)] = candidates[..] else { return };
    right.push((part, meant));
    let mut claims = vec![part, whole];
    claims.extend(parts.iter().chain(&witness.from));
    findings.push(Finding {
        rule: Rule::Misprint,
        severity: Severity::Proved,
        claims: book.ids(&claims),
        message: saying!(
            "audit-misprint-part",
            who = who(book, part),
            number = printed(book, part),
            whole = printed(book, whole),
            meant = reckoned(meant),
            slip = word(slip(book.items[part].value(), meant))
        ),
        proposal: Some(format!("value={}", number(meant).replace(',', ""))),
        proof: saying!(
            "audit-misprint-part-proof",
            parts = sum_of(book, &parts),
            sum = reckoned(sum.lo),
            whole = printed(book, whole),
            other = witness.sum(book)
        ),
        hypothesis: Some(Hypothesis { claim: book.id(part), total: None, value: Some(meant) }),
    });
}
