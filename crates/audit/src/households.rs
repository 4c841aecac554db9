//! People against households: sizes that cannot be, conversions presented as counts, and numbers
//! of households that are numbers of people.

use claim::{Group, Id, Qualifier, Unit};
use jiff::civil::Date;
use phrases::{Form, Said, Saying};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::book::{Book, What};
use crate::saying::{joined, printed, saying, who, words};
use crate::{Finding, Rule, Severity};

/// Households and people told together.
struct Pair {
    households: usize,
    people: usize,
    ratio: f64,
}

/// A family of more than this is no family on average: the largest mean household of a country is
/// below ten (UN DESA, Household Size and Composition 2022: Senegal 8.7, Afghanistan 8.0).
const LARGEST: f64 = 12.0;
/// Fewer are not families of people on the move.
const SMALLEST: f64 = 1.5;

/// Households with the people of the same document, series and window; the nearest in the text.
fn pairs(book: &Book, off: &FxHashSet<Id>) -> Vec<Pair> {
    type Key<'k> = (&'k str, What, Option<Date>, Option<Date>, bool);
    let mut people: FxHashMap<Key<'_>, Vec<usize>> = FxHashMap::default();
    let key = |item: usize| {
        let entry = &book.items[item];
        let what = book.series[entry.series].what.in_unit(Unit::People);
        (entry.claim.document.as_str(), what, entry.start, entry.end, entry.claim.cumulative)
    };
    for item in 0..book.items.len() {
        let entry = &book.items[item];
        if entry.claim.unit == Unit::People && entry.group == Group::All {
            people.entry(key(item)).or_default().push(item);
        }
    }
    let mut found = Vec::new();
    for item in 0..book.items.len() {
        let entry = &book.items[item];
        if entry.claim.unit != Unit::Households || entry.value() <= 0.0 {
            continue;
        }
        let said = entry.claim.part_of.as_ref().and_then(|id| book.by_id.get(id.as_str()).copied());
        let said = said.filter(|p| book.items[*p].claim.unit == Unit::People);
        let near = || {
            let span = entry.claim.span;
            people
                .get(&key(item))?
                .iter()
                .copied()
                .min_by_key(|p| book.items[*p].claim.span[0].abs_diff(span[0]))
        };
        let Some(who) = said.or_else(near) else { continue };
        // A number that is off by digits says nothing of families.
        if off.contains(&book.id(who)) {
            continue;
        }
        let ratio = book.items[who].value() / entry.value();
        found.push(Pair { households: item, people: who, ratio });
    }
    found
}

/// Claims that are off by whole digits, as found so far.
fn off_by_digits(findings: &[Finding]) -> FxHashSet<Id> {
    let slips = findings.iter().filter(|finding| finding.rule == Rule::ScaleSlip);
    slips.filter_map(|finding| finding.claims.first().cloned()).collect()
}

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

/// Makes likely: people are households times a constant, a conversion and not a count. Two pairs
/// of one source with exactly the same ratio, or one with a whole ratio to the last person.
/// Assumes that counted families differ in size. Case: 2,352 families = 18,816 people, exactly 8.
pub(crate) fn constants(book: &Book, findings: &mut Vec<Finding>) {
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
        findings.push(Finding {
            rule: Rule::HouseholdConstant,
            severity: if distinct.len() > 1 || tenths > 30 {
                Severity::Likely
            } else {
                Severity::WorthALook
            },
            claims: book.ids(&claims),
            message: saying!(
                "audit-household-constant",
                who = who(book, group[0].people),
                factor = times.clone()
            ),
            proposal: Some(format!("factor={factor}")),
            proof,
            hypothesis: None,
        });
    }
}

/// Makes likely: the number of households was copied from that of men, women or children, or was
/// retold by another report as that of people. Assumes that the two are never equal by chance. Case: Torkham, 11 November 2023: "678 men … 678
/// families".
pub(crate) fn repeats(book: &Book, findings: &mut Vec<Finding>) {
    let mut parts: FxHashMap<(&str, u64), Vec<usize>> = FxHashMap::default();
    for (item, entry) in book.items.iter().enumerate() {
        if entry.claim.unit == Unit::People && entry.is_fine() && entry.value() >= 100.0 {
            parts
                .entry((entry.claim.document.as_str(), entry.value() as u64))
                .or_default()
                .push(item);
        }
    }
    for (item, entry) in book.items.iter().enumerate() {
        if entry.claim.unit != Unit::Households || !entry.is_fine() {
            continue;
        }
        let key = (entry.claim.document.as_str(), entry.value() as u64);
        for person in parts.get(&key).into_iter().flatten() {
            let other = &book.items[*person];
            if other.end != entry.end && other.claim.published != entry.claim.published {
                continue;
            }
            findings.push(Finding {
                rule: Rule::HouseholdsForPeople,
                // Three digits are met by chance now and then.
                severity: if entry.value() >= 500.0 {
                    Severity::Likely
                } else {
                    Severity::WorthALook
                },
                claims: book.ids(&[item, *person]),
                message: saying!(
                    "audit-households-for-people",
                    who = who(book, item),
                    number = printed(book, item)
                ),
                proposal: None,
                proof: saying!(
                    "audit-two-proof",
                    first = words(book, item),
                    second = words(book, *person)
                ),
                hypothesis: None,
            });
        }
    }
    retold(book, findings);
}

/// Households of one report that are people in another: same source or place, same days.
fn retold(book: &Book, findings: &mut Vec<Finding>) {
    type Key = (u64, Option<Date>, Option<Date>);
    let mut people: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
    let telling = |item: usize| {
        let entry = &book.items[item];
        entry.is_fine() && entry.value() >= 500.0 && entry.end.is_some()
    };
    let key = |item: usize| {
        let entry = &book.items[item];
        (entry.value() as u64, entry.start, entry.end)
    };
    for item in (0..book.items.len()).filter(|item| telling(*item)) {
        let entry = &book.items[item];
        if entry.claim.unit == Unit::People && entry.group == Group::All {
            people.entry(key(item)).or_default().push(item);
        }
    }
    for item in (0..book.items.len()).filter(|item| telling(*item)) {
        let entry = &book.items[item];
        if entry.claim.unit != Unit::Households {
            continue;
        }
        let what = book.series[entry.series].what.in_unit(Unit::People);
        for other in people.get(&key(item)).into_iter().flatten().take(16) {
            let person = &book.items[*other];
            if person.claim.document == entry.claim.document
                || !what.may_be(&book.series[person.series].what)
            {
                continue;
            }
            findings.push(Finding {
                rule: Rule::HouseholdsForPeople,
                severity: Severity::Likely,
                claims: book.ids(&[*other, item]),
                message: saying!(
                    "audit-households-for-people-elsewhere",
                    who = who(book, *other),
                    people = printed(book, *other),
                    other = who(book, item)
                ),
                proposal: Some("unit=households".to_owned()),
                proof: saying!(
                    "audit-two-proof",
                    first = words(book, *other),
                    second = words(book, item)
                ),
                hypothesis: None,
            });
        }
    }
}
