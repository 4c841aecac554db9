//! Shares and counts that are more than all there is.

use claim::{Event, Measure};
use phrases::{Form, Said};

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, printed_as, reckoned, saying, who};
use crate::series::book::Book;

/// More people than live: 8.2 billion (UN DESA, World Population Prospects 2024), and some room.
const EVERYBODY: f64 = 9e9;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "share_over_hundred",
    proves: "No share of people is more than all of them, and no count more than everybody: \
              proved.",
    assumes: "Nothing.",
    case: "\"2,984,000 million\" people, spring 2022.",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    for (item, entry) in book.items.iter().enumerate() {
        if entry.claim.measure != Measure::Share && entry.value() > EVERYBODY {
            let meant = [1e3, 1e6, 1e9].map(|scale| entry.value() / scale);
            let meant = meant.into_iter().find(|meant| *meant < EVERYBODY / 10.0);
            findings.add(
                book,
                Found {
                    rule: Rule::ScaleSlip,
                    severity: Severity::Proved,
                    claims: vec![item],
                    message: saying!(
                        "audit-scale-twice",
                        who = who(book, item),
                        number = printed(book, item)
                    ),
                    remedy: meant.map_or(Remedy::None, Remedy::Value),
                    proof: saying!(
                        "audit-more-proof",
                        number = printed(book, item),
                        whole = reckoned(EVERYBODY)
                    ),
                },
            );
        }
        if entry.claim.measure == Measure::Share && entry.bounds.lo > 100.0 {
            findings.add(
                book,
                Found {
                    rule: Rule::ShareOverHundred,
                    severity: Severity::Proved,
                    claims: vec![item],
                    message: saying!(
                        "audit-share-over-hundred",
                        who = who(book, item),
                        share = share(book, item)
                    ),
                    remedy: Remedy::None,
                    proof: saying!("audit-share-over-hundred-proof", share = share(book, item)),
                },
            );
        }
    }
}

/// A share as it is printed, with its decimals.
fn share(book: &Book, item: usize) -> Said {
    let digits = book.items[item].value().to_string();
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    printed_as(book, item, Form::Decimals(decimals))
}
