//! People who wait, retold as people who crossed.

use claim::{Event, Kind, Measure};
use rustc_hash::FxHashMap;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, saying, who, words};
use crate::series::book::Book;
use crate::series::telling::TELLING;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "queue_as_crossing",
    proves: "People who waited were retold as people who crossed: the same number, at the same \
              place, within two days. Likely.",
    assumes: "The two are not equal by chance.",
    case: "Torkham, 1 November 2023: a queue of 28,000 retold as 28,000 crossings.",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    let mut waiting: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (item, entry) in book.items.iter().enumerate() {
        if entry.claim.measure == Measure::Stock
            && matches!(entry.claim.kind, Kind::Stranded)
            && entry.value() >= TELLING
        {
            waiting.entry(entry.value() as u64).or_default().push(item);
        }
    }
    for (item, entry) in book.items.iter().enumerate() {
        let what = &book.series[entry.series].what;
        if !what.is_flow_of_people() || !what.is_crossing() || entry.claim.cumulative {
            continue;
        }
        for queue in waiting.get(&(entry.value() as u64)).into_iter().flatten() {
            let other = book.items[*queue].claim;
            let place = other.via.iter().any(|via| what.via.contains(via))
                || other.at.as_ref().is_some_and(|at| what.via.contains(at));
            let near = entry.end.zip(other.end).is_some_and(|(a, b)| (a - b).get_days().abs() <= 2);
            if place && near && other.document != entry.claim.document {
                findings.add(
                    book,
                    Found {
                        rule: Rule::QueueAsCrossing,
                        severity: Severity::Likely,
                        claims: vec![item, *queue],
                        message: saying!(
                            "audit-queue-as-crossing",
                            who = who(book, item),
                            number = printed(book, item)
                        ),
                        remedy: Remedy::Fields("kind=stranded, measure=stock".to_owned()),
                        proof: saying!(
                            "audit-queue-as-crossing-proof",
                            words = words(book, *queue)
                        ),
                    },
                );
            }
        }
    }
}
