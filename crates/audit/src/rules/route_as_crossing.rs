//! Numbers of a border told of a crossing.

use claim::{Event, Group};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, saying, words};
use crate::series::book::Book;
use crate::series::telling::telling;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "route_as_crossing",
    proves: "A number of the whole border was put down to one of its crossings: the same, to the \
              last person, is told of both. Likely.",
    assumes: "A border has more than one crossing.",
    case: "A file of daily figures labelled Medyka that holds the totals of the \
              Polish-Ukrainian border, spring 2022.",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    type Key = (u64, Option<Date>, Option<Date>, bool);
    let mut whole: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
    let counted = |item: usize| {
        let what = &book.series[book.items[item].series].what;
        telling(book, item)
            && book.items[item].value() >= 1000.0
            && what.is_flow_of_people()
            && what.is_crossing()
            && book.items[item].group == Group::All
    };
    let key = |item: usize| {
        let entry = &book.items[item];
        (entry.value() as u64, entry.start, entry.end, entry.claim.cumulative)
    };
    for item in (0..book.items.len()).filter(|item| counted(*item)) {
        let what = &book.series[book.items[item].series].what;
        if what.via.is_empty() && what.from.is_some() && what.to.is_some() {
            whole.entry(key(item)).or_default().push(item);
        }
    }
    for item in (0..book.items.len()).filter(|item| counted(*item)) {
        let what = &book.series[book.items[item].series].what;
        if what.via.len() != 1 {
            continue;
        }
        for route in whole.get(&key(item)).into_iter().flatten() {
            let other = &book.items[*route];
            if other.claim.document == book.items[item].claim.document
                || book.series[other.series].what != what.anywhere()
            {
                continue;
            }
            findings.add(
                book,
                Found {
                    rule: Rule::RouteAsCrossing,
                    severity: Severity::Likely,
                    claims: vec![item, *route],
                    message: saying!(
                        "audit-route-as-crossing",
                        number = printed(book, item),
                        crossing = &what.via[0]
                    ),
                    remedy: Remedy::Fields("via=".to_owned()),
                    proof: saying!(
                        "audit-two-proof",
                        first = words(book, item),
                        second = words(book, *route)
                    ),
                },
            );
        }
    }
}
