//! Conversions presented as counts.

use claim::{Event, Qualifier};
use phrases::{Form, Said, Saying};
use rustc_hash::FxHashMap;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{joined, printed, saying, whose};
use crate::series::book::Book;
use crate::series::families::{Pair, SMALLEST, off_by_digits, pairs};

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "household_constant",
    proves: "People are households times a constant, a conversion and not a count: two pairs of \
              one source with exactly the same ratio, or one with a whole ratio to the last \
              person. Likely.",
    assumes: "Families are not all of one size.",
    case: "2,352 families = 18,816 people, 8.000 in each.",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    let mut by_source: FxHashMap<(&str, u64), Vec<Pair>> = FxHashMap::default();
    for pair in pairs(book, &off_by_digits(findings)) {
        let (households, people) = (&book.items[pair.households], &book.items[pair.people]);
        // Round numbers agree by chance, and so do small ones.
        let rounded = people.claim.rounding().is_none_or(|step| step > 10.0);
        if rounded
            || people.claim.qualifier != Qualifier::Exact
            || households.value() < 20.0
            || pair.ratio < SMALLEST
        {
            continue;
        }
        // Whole and half factors, and the tenths that agencies use (6.4).
        let tenths = (pair.ratio * 10.0).round();
        if (people.value() - households.value() * tenths / 10.0).abs() < 0.5 {
            let source = book.series[people.series].organisation.as_str();
            by_source.entry((source, tenths as u64)).or_default().push(pair);
        }
    }
    let mut groups: Vec<((&str, u64), Vec<Pair>)> = by_source.into_iter().collect();
    groups.sort_by_key(|((source, tenths), _)| (source.to_owned(), *tenths));
    for ((_, tenths), mut group) in groups {
        group.sort_by_key(|pair| pair.people);
        group.dedup_by_key(|pair| pair.people);
        let distinct: std::collections::BTreeSet<u64> =
            group.iter().map(|pair| book.items[pair.households].value() as u64).collect();
        let whole = tenths.is_multiple_of(10);
        // A tenth is met by chance once in so many: the more people, the less.
        let large = group.iter().any(|pair| book.items[pair.households].value() >= 100.0);
        if distinct.len() < 2 && !(whole && large) {
            continue;
        }
        let factor = tenths as f64 / 10.0;
        let mut claims = Vec::new();
        for pair in &group {
            claims.extend([pair.people, pair.households]);
        }
        let times = Said::reckoned(factor, Form::Decimals(usize::from(!whole)));
        let proofs = group.iter().take(4).map(|pair| {
            saying!(
                "audit-household-constant-proof",
                households = printed(book, pair.households),
                factor = times.clone(),
                people = printed(book, pair.people),
            )
        });
        let long = |list, next| saying!("audit-list-long", list = list, next = next);
        let Some(proof) = joined::<Saying>(proofs, long) else { continue };
        findings.add(
            book,
            Found {
                rule: Rule::HouseholdConstant,
                severity: if distinct.len() > 1 || tenths > 30 {
                    Severity::Likely
                } else {
                    Severity::WorthALook
                },
                claims: claims.clone(),
                message: saying!(
                    "audit-household-constant",
                    who = whose(book, &claims),
                    factor = times.clone()
                ),
                remedy: Remedy::Fields(format!("factor={factor}")),
                proof,
            },
        );
    }
}
