//! Steps that are counting and not people.

use claim::{Event, EventKind};

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, reckoned, saying};
use crate::series::book::Book;
use crate::series::changes::of;

/// So much faster than before.
const STEP: f64 = 3.0;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "method_break",
    proves: "The rise, or the fall, of a running total over a change of method that a report \
              tells of is the change and not people. Likely.",
    assumes: "The event is of this border.",
    case: "Rohingya refugees, September 2017: \"the increase … due to strengthened \
              assessments\".",
    run: Run::Compares(run),
};

fn run(book: &Book, events: &[Event], findings: &mut Findings) {
    let changes: Vec<&Event> =
        events.iter().filter(|event| event.kind == EventKind::MethodChange).collect();
    if changes.is_empty() {
        return;
    }
    for series in 0..book.series.len() {
        let what = &book.series[series].what;
        if !what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        for event in changes.iter().filter(|event| of(what, event)) {
            let Some(changed) = event.start.or(event.published) else { continue };
            for (_, list) in &timeline.totals {
                let after = list.partition_point(|(date, _)| *date < changed);
                let (Some(first), Some(last)) = (after.checked_sub(1), list.get(after)) else {
                    continue;
                };
                let (first_day, first) = list[first];
                let (last_day, last) = *last;
                let rate = |a: usize, b: usize, length: i32| {
                    book.items[b].bounds.minus(book.items[a].bounds).lo / f64::from(length.max(1))
                };
                let step = rate(first, last, (last_day - first_day).get_days());
                let usual = list[..after]
                    .windows(2)
                    .rev()
                    .take(4)
                    .map(|pair| {
                        let length = (pair[1].0 - pair[0].0).get_days().max(1);
                        book.items[pair[1].1].bounds.minus(book.items[pair[0].1].bounds).hi
                            / f64::from(length)
                    })
                    .fold(0.0, f64::max);
                let fell = book.items[last].bounds.hi < book.items[first].bounds.lo;
                if !fell && (usual <= 0.0 || step <= STEP * usual) {
                    continue;
                }
                findings.add(
                    book,
                    Found {
                        rule: Rule::MethodBreak,
                        severity: Severity::Likely,
                        claims: vec![last, first],
                        message: saying!(
                            "audit-method-break",
                            day = changed,
                            before = printed(book, first),
                            after = printed(book, last),
                        ),
                        remedy: Remedy::None,
                        proof: saying!(
                            "audit-method-break-proof",
                            step = reckoned(step),
                            usual = reckoned(usual),
                            quote = event.quote.as_str(),
                        ),
                    },
                );
            }
        }
    }
}
