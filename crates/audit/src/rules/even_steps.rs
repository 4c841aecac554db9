//! Days that were filled in.

use claim::Event;
use jiff::civil::Date;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, reckoned, saying, whose};
use crate::series::book::Book;

/// Smaller steps are equal by chance.
const TELLING: f64 = 1000.0;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "even_steps",
    proves: "A running total rises by exactly the same number on days that follow each other, to \
              the last person: the days between two reports were filled in, not counted. Likely; \
              one finding for each series.",
    assumes: "No two days are equal.",
    case: "A file of daily totals of arrivals in Poland, 2022, with 18,208 more on each of two \
              days and 9,542 on each of many.",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        for (_, list) in &timeline.totals {
            let mut list: Vec<(Date, usize)> = list
                .iter()
                .copied()
                .filter(|(_, item)| {
                    book.items[*item].is_exact() && !book.items[*item].claim.partial
                })
                .collect();
            list.dedup_by_key(|(day, _)| *day);
            let step = |at: usize| {
                let rise = book.items[list[at].1].value() - book.items[list[at - 1].1].value();
                let next = (list[at].0 - list[at - 1].0).get_days() == 1;
                (next && rise >= TELLING).then_some(rise)
            };
            let even: Vec<usize> = (2..list.len())
                .filter(|at| step(*at).is_some() && step(*at) == step(*at - 1))
                .collect();
            let (Some(first), true) = (even.first().copied(), !even.is_empty()) else { continue };
            let rise = step(first).unwrap_or_default();
            let mut claims = Vec::new();
            for at in &even {
                claims.extend([list[*at].1, list[*at - 1].1]);
            }
            findings.add(
                book,
                Found {
                    rule: Rule::EvenSteps,
                    severity: Severity::Likely,
                    claims: claims.clone(),
                    message: saying!(
                        "audit-even-steps",
                        who = whose(book, &claims),
                        times = even.len()
                    ),
                    remedy: Remedy::None,
                    proof: saying!(
                        "audit-even-steps-proof",
                        second = printed(book, list[first - 1].1),
                        first = printed(book, list[first - 2].1),
                        rise = reckoned(rise),
                        before = list[first - 1].0,
                        third = printed(book, list[first].1),
                        day = list[first].0
                    ),
                },
            );
        }
    }
}
