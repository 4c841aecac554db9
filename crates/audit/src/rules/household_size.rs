//! Sizes of households that cannot be.

use phrases::{Form, Said};

use crate::finding::{Finding, Rule, Severity};
use crate::saying::{printed, saying, who};
use crate::series::book::Book;
use crate::series::families::{LARGEST, SMALLEST, off_by_digits, pairs};

/// Proves, when there are more households than people, and makes likely, when there are very many
/// people in each, that the two are not of the same count. Assumes that they are of one window.
/// Case: Torkham, 30 October 2023: 487 families and 11,553 persons, 23.7 in each.
pub(crate) fn sizes(book: &Book, findings: &mut Vec<Finding>) {
    for pair in pairs(book, &off_by_digits(findings)) {
        let (households, people) = (&book.items[pair.households], &book.items[pair.people]);
        let too_few = people.bounds.hi < households.bounds.lo;
        if !too_few && (SMALLEST..=LARGEST).contains(&pair.ratio) {
            continue;
        }
        let size = Said::reckoned(pair.ratio, Form::Decimals(1));
        findings.push(Finding {
            rule: Rule::HouseholdSize,
            severity: if too_few { Severity::Proved } else { Severity::Likely },
            claims: book.ids(&[pair.households, pair.people]),
            message: if too_few {
                saying!("audit-household-size-below-one", who = who(book, pair.households))
            } else {
                saying!(
                    "audit-household-size",
                    who = who(book, pair.households),
                    size = size.clone()
                )
            },
            proposal: None,
            proof: saying!(
                "audit-household-size-proof",
                people = printed(book, pair.people),
                households = printed(book, pair.households),
                size = size
            ),
            hypothesis: None,
        });
    }
}
