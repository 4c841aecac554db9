//! Yesterday's numbers, published as today's.

use claim::{Event, Group};
use jiff::civil::Date;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, saying, who};
use crate::series::book::Book;
use crate::series::telling::telling;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "stale_figure",
    proves: "A source published yesterday's number again, or yesterday's running total although \
              people were counted since. Likely; worth a look when a total stands still and \
              nothing says that nobody came.",
    assumes: "Two days are never equal to the last person.",
    case: "Daily bulletins of which only the date changed.",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    for series in &book.series {
        if !series.is_named() || !series.what.is_flow_of_people() {
            continue;
        }
        stale_totals(book, &series.items, findings);
        let mut by_day: std::collections::BTreeMap<Date, Vec<usize>> = Default::default();
        for item in &series.items {
            let entry = &book.items[*item];
            if telling(book, *item)
                && entry.group == Group::All
                && entry.claim.part_of.is_none()
                && let Some(day) = entry.day()
            {
                by_day.entry(day).or_default().push(*item);
            }
        }
        for (date, items) in &by_day {
            let Some(before) = date.yesterday().ok().and_then(|day| by_day.get(&day)) else {
                continue;
            };
            for item in items {
                let value = book.items[*item].value();
                let Some(first) = before.iter().find(|b| book.items[**b].value() == value) else {
                    continue;
                };
                findings.add(
                    book,
                    Found {
                        rule: Rule::StaleFigure,
                        severity: if value >= 1000.0 {
                            Severity::Likely
                        } else {
                            Severity::WorthALook
                        },
                        claims: vec![*item, *first],
                        message: saying!(
                            "audit-stale-figure",
                            who = who(book, *item),
                            number = printed(book, *item),
                            day = *date
                        ),
                        remedy: Remedy::None,
                        proof: saying!(
                            "audit-stale-figure-proof",
                            number = printed(book, *item),
                            before = book.items[*first].end.unwrap_or(*date),
                            day = *date
                        ),
                    },
                );
            }
        }
    }
}

/// Running totals of a series that stand still.
fn stale_totals(book: &Book, items: &[usize], findings: &mut Findings) {
    let timeline = book.timeline_of(items);
    for (_, list) in &timeline.totals {
        for pair in list.windows(2) {
            let [(first_day, first), (last_day, last)] = [pair[0], pair[1]];
            let (a, b) = (&book.items[first], &book.items[last]);
            let apart = (last_day - first_day).get_days();
            let again = a.value() == b.value()
                && telling(book, last)
                && (1..=3).contains(&apart)
                && a.claim.document != b.claim.document
                && !(b.loose && apart == 1 && a.claim.published == b.claim.published);
            if !again {
                continue;
            }
            // The paper of the day may still count up to the day before.
            let since =
                if a.loose { first_day.yesterday().unwrap_or(first_day) } else { first_day };
            let from = timeline.days.partition_point(|(day, _)| *day <= since);
            let until = if b.loose { last_day.yesterday().unwrap_or(last_day) } else { last_day };
            let counted = timeline.days[from..]
                .iter()
                .take_while(|(day, _)| *day <= until)
                .find(|(_, item)| book.items[*item].bounds.lo > 0.0);
            let mut claims = vec![last, first];
            claims.extend(counted.map(|(_, item)| *item));
            findings.add(
                book,
                Found {
                    rule: Rule::StaleFigure,
                    severity: if counted.is_some() {
                        Severity::Likely
                    } else {
                        Severity::WorthALook
                    },
                    claims,
                    message: saying!(
                        "audit-stale-total",
                        who = who(book, last),
                        before = first_day,
                        day = last_day
                    ),
                    remedy: Remedy::None,
                    proof: match counted {
                        Some((date, item)) => saying!(
                            "audit-stale-total-counted-proof",
                            number = printed(book, last),
                            counted = printed(book, *item),
                            day = *date,
                        ),
                        None => saying!("audit-stale-total-proof", number = printed(book, last)),
                    },
                },
            );
        }
    }
}
