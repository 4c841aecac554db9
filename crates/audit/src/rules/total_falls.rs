//! Running totals that fall.

use claim::Event;
use jiff::civil::Date;

use crate::finding::Rule;
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, saying, who};
use crate::series::book::Book;
use crate::series::changes::changed_between;

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
            for (index, (end, item)) in list.iter().enumerate() {
                if rising.contains(item) {
                    continue;
                }
                // The neighbour among those that rise which it contradicts.
                let entry = &book.items[*item];
                let against = list[..index]
                    .iter()
                    .rev()
                    .find(|(day, other)| {
                        day < end
                            && rising.contains(other)
                            && book.items[*other].bounds.lo > entry.bounds.hi
                    })
                    .or_else(|| {
                        list[index + 1..].iter().find(|(day, other)| {
                            day > end
                                && rising.contains(other)
                                && book.items[*other].bounds.hi < entry.bounds.lo
                        })
                    });
                let Some((other_day, other)) = against else { continue };
                let (first, last) = ((*other_day).min(*end), (*other_day).max(*end));
                // A count of the day before stands a day earlier at most.
                let loose = entry.loose || book.items[*other].loose;
                if loose && (last - first).get_days() <= 1
                    || changed_between(book, series, events, first, last)
                {
                    continue;
                }
                settled.push(*item);
                let (early, late) = if other_day < end { (*other, *item) } else { (*item, *other) };
                findings.add(
                    book,
                    Found {
                        rule: Rule::TotalFalls,
                        severity: book.contradiction(&[*item, *other]),
                        claims: vec![*item, *other],
                        message: saying!(
                            "audit-total-falls",
                            who = who(book, *item),
                            before = printed(book, early),
                            after = printed(book, late)
                        ),
                        remedy: Remedy::None,
                        proof: saying!(
                            "audit-total-falls-proof",
                            before = printed(book, early),
                            first = first,
                            after = printed(book, late),
                            last = last
                        ),
                    },
                );
            }
        }
    }
    for item in settled {
        book.items[item].settled = true;
    }
}

/// The longest run of totals that never falls: those outside it are the odd ones.
fn rising(book: &Book, list: &[(Date, usize)]) -> std::collections::BTreeSet<usize> {
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
    let mut chosen = std::collections::BTreeSet::new();
    let mut at = ends.last().copied();
    while let Some(index) = at {
        chosen.insert(list[index].1);
        at = previous[index];
    }
    chosen
}
