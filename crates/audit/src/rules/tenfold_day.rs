//! Two days of which one has ten times the people.

use claim::Event;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, saying, whose};
use crate::series::book::Book;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "tenfold_day",
    proves: "Of two days that follow each other, with too few others to say what is usual, one has \
             about ten times the people: a digit may be too many in the one or missing in the \
             other. Worth a look; which one it is nobody can say, so nothing is proposed.",
    assumes: "The smaller of them is no calm day: it has a thousand people and more.",
    case: "Torkham, 11 and 12 November 2023, 2,957 and 3,043, the latter written with a digit more.",
    run: Run::Compares(run),
};

/// Days with fewer people may be calm.
const BUSY: f64 = 1_000.0;
/// With so many days around, those say what is usual.
const FEW: usize = 4;
/// Ten times, and what two days differ by anyway.
const TENFOLD: std::ops::RangeInclusive<f64> = 7.0..=14.0;

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let days = book.timeline(series).days;
        if days.len() > FEW {
            continue;
        }
        for pair in days.windows(2) {
            let [(before, first), (after, last)] = [pair[0], pair[1]];
            let [a, b] = [first, last].map(|item| book.items[item].value());
            let (low, high) = if a < b { (a, b) } else { (b, a) };
            let fine = [first, last].iter().all(|item| book.items[*item].is_fine());
            if (after - before).get_days() != 1 || low < BUSY || !fine {
                continue;
            }
            // A sum that shows which digit is wrong has said it.
            let told = findings.of(Rule::PartsTotal).any(|finding| {
                finding.proposal.is_some()
                    && finding
                        .claims
                        .first()
                        .is_some_and(|id| [first, last].iter().any(|item| book.id(*item) == *id))
            });
            if !told && TENFOLD.contains(&(high / low)) {
                let high_first = if a < b { [last, first] } else { [first, last] };
                findings.add(
                    book,
                    Found {
                        rule: Rule::TenfoldDay,
                        severity: Severity::WorthALook,
                        claims: high_first.to_vec(),
                        message: saying!(
                            "audit-tenfold-day",
                            who = whose(book, &high_first),
                            first = printed(book, first),
                            last = printed(book, last),
                            before = before,
                            after = after
                        ),
                        remedy: Remedy::None,
                        proof: saying!(
                            "audit-tenfold-day-proof",
                            high = printed(book, high_first[0]),
                            low = printed(book, high_first[1])
                        ),
                    },
                );
            }
        }
    }
}
