//! Windows counted back from the day of writing.

use claim::Group;
use jiff::civil::Date;

use crate::finding::{Finding, Hypothesis, Rule, Severity};
use crate::saying::{listed, printed, saying, since, who};
use crate::series::book::Book;
use crate::series::item::UNSAID;
use crate::series::since::{as_total, counts_from};
use crate::series::timeline::split;

/// Numbers with fewer digits agree by chance.
const TELLING: f64 = 1000.0;

/// Asks to look: "in the last two weeks" said of a number that lies where the running total since
/// an earlier day lay. Proves nothing. Case: Torkham, 1 November 2023: 104,000 "in the last two
/// weeks", between the totals since 17 September of 82,500 (30 October) and 128,629 (1 November).
pub(crate) fn loose_windows(book: &Book, findings: &mut Vec<Finding>) {
    // Totals of any body will do for a doubt.
    let mut by_what: std::collections::BTreeMap<&crate::series::what::What, Vec<usize>> =
        Default::default();
    for series in &book.series {
        by_what.entry(&series.what).or_default().extend(&series.items);
    }
    for (what, items) in by_what {
        if !what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline_of(&items);
        if timeline.totals.is_empty() {
            continue;
        }
        for item in &items {
            let entry = &book.items[*item];
            let Some(window) = entry.window() else { continue };
            let counted_back = entry.claim.found.is_counted_back()
                || [7, 8, 10, 11, 14, 15, 21, 22, 30, 31].contains(&window.days())
                    && entry
                        .claim
                        .published
                        .is_some_and(|p| (p - window.end()).get_days().abs() <= 1);
            if !counted_back
                || window.days() < 5
                || entry.settled
                || entry.group != Group::All
                || entry.value() < TELLING
            {
                continue;
            }
            for (start, list) in &timeline.totals {
                if *start >= window.start() {
                    continue;
                }
                let other = |total: &&(Date, usize)| total.1 != *item;
                let (earlier, later) = split(list, window.end());
                let before = earlier.iter().rev().find(other);
                let after = later.iter().find(other);
                let Some((after_day, high)) = after else { continue };
                let (near_after, upper) =
                    ((*after_day - window.end()).get_days() <= 4, book.items[*high].bounds);
                let lower = match before {
                    Some((day, low)) if (window.end() - *day).get_days() <= 4 => Some((*day, *low)),
                    _ => None,
                };
                let floor = match lower {
                    Some((_, low)) => book.items[low].bounds.lo,
                    // No total just before: most of all that there were, in the shorter part.
                    None if *start != UNSAID
                        && (window.start() - *start).get_days() as usize >= window.days() =>
                    {
                        upper.lo * 0.7
                    }
                    None => continue,
                };
                if !near_after || entry.bounds.hi < floor || entry.bounds.lo > upper.hi {
                    continue;
                }
                let told: Vec<(Date, usize)> =
                    lower.into_iter().chain([(*after_day, *high)]).collect();
                let mut claims = vec![*item];
                claims.extend(told.iter().map(|(_, total)| *total));
                let totals = told.iter().map(|(end, total)| {
                    let number = printed(book, *total);
                    saying!("audit-loose-window-total", number = number, day = *end).into()
                });
                findings.push(Finding {
                    rule: Rule::LooseWindow,
                    severity: Severity::WorthALook,
                    claims: book.ids(&claims),
                    message: saying!(
                        "audit-loose-window",
                        who = who(book, *item),
                        number = printed(book, *item),
                        days = window,
                        since = since(*start)
                    ),
                    proposal: Some(as_total(*start)),
                    proof: saying!(
                        "audit-loose-window-proof",
                        since = since(*start),
                        totals = listed(totals)
                    ),
                    hypothesis: Some(Hypothesis {
                        claim: book.id(*item),
                        total: Some(counts_from(*start)),
                        value: None,
                    }),
                });
                break;
            }
        }
    }
}
