//! Sizes of households that cannot be.

use claim::Event;
use phrases::{Form, Said};

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, saying, whose};
use crate::series::book::Book;
use crate::series::families::{LARGEST, SMALLEST, off_by_digits, pairs};

/// So many people to a household are no mistake but two counts that have nothing in common.
const UNRELATED: f64 = 100.0;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "household_size",
    proves: "Households and people are not of the same count: proved, when there are more \
              households than people, and likely, when there are very many people in each.",
    assumes: "Both are of one window.",
    case: "Torkham, 30 October 2023: 487 families and 11,553 persons, 23.7 in each.",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    for pair in pairs(book, &off_by_digits(findings)) {
        let (households, people) = (&book.items[pair.households], &book.items[pair.people]);
        let too_few = people.bounds.hi < households.bounds.lo;
        let possible = (SMALLEST..=LARGEST).contains(&pair.ratio);
        // Beyond that they only stand near each other.
        let unrelated = !pair.tied && pair.ratio > UNRELATED;
        if !too_few && (possible || unrelated) {
            continue;
        }
        let size = Said::reckoned(pair.ratio, Form::Decimals(1));
        findings.add(
            book,
            Found {
                rule: Rule::HouseholdSize,
                severity: if too_few && pair.tied { Severity::Proved } else { Severity::Likely },
                claims: vec![pair.households, pair.people],
                message: if too_few {
                    saying!(
                        "audit-household-size-below-one",
                        who = whose(book, &[pair.households, pair.people])
                    )
                } else {
                    saying!(
                        "audit-household-size",
                        who = whose(book, &[pair.households, pair.people]),
                        size = size.clone()
                    )
                },
                remedy: Remedy::None,
                proof: saying!(
                    "audit-household-size-proof",
                    people = printed(book, pair.people),
                    households = printed(book, pair.households),
                    size = size
                ),
            },
        );
    }
}
