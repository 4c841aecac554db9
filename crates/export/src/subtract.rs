//! What stays in so that a small cell cannot be had by subtraction from a total.
//!
//! The rule, for claims and for the means of flows alike (a mean over the draws is the only column that adds up): where a
//! total and its parts would leave and parts of it stay in for being small, the smallest other part of at least twice the
//! threshold stays in with them, or, when there is none, the total. What can then be had by subtraction is the sum of what
//! stays in, which is too large to tell the small cell from others below the threshold.

use std::collections::{BTreeMap, BTreeSet};

use claim::{Claim, Id, Measure, Statement, Window};
use jiff::civil::Date;
use reconcile::{ALL, Picture};

use crate::flows::{Flow, MEAN};
use crate::terms::Terms;

/// A part: which it is, its size, and whether it stays in.
type Part<K> = (K, f64, bool);

/// What must stay in besides the parts that do.
enum Beside<K> {
    Nothing,
    Part(K),
    Total,
}

fn beside<K: Clone + Ord>(parts: &[Part<K>], below: f64) -> Beside<K> {
    let hidden = parts.iter().any(|(.., stays)| *stays);
    // A lone part is not the rest of anything.
    if !hidden || parts.len() < 2 {
        return Beside::Nothing;
    }
    let covered =
        parts.iter().filter(|(.., stays)| *stays).any(|(_, size, _)| *size >= 2.0 * below);
    if covered {
        return Beside::Nothing;
    }
    parts
        .iter()
        .filter(|(_, size, stays)| !stays && *size >= 2.0 * below)
        .min_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.cmp(&b.0)))
        .map_or(Beside::Total, |(key, ..)| Beside::Part(key.clone()))
}

/// What makes claims of single crossings parts of one of the whole border.
type Counting<'a> = (Option<&'a str>, Option<Date>, Option<Date>, bool, String);

/// The claims that would give a small one away.
pub(crate) fn claims<'a>(statements: &'a [Statement], terms: &Terms) -> BTreeSet<&'a Id> {
    let below = f64::from(terms.suppress_below);
    let all: Vec<&Claim> = statements
        .iter()
        .filter_map(|statement| match statement {
            Statement::Claim(claim) if claim.measure != Measure::Share => Some(claim),
            _ => None,
        })
        .collect();
    let mut families: BTreeMap<&Id, Vec<&Claim>> = BTreeMap::new();
    let mut countings: BTreeMap<Counting, (Vec<&Claim>, Vec<&Claim>)> = BTreeMap::new();
    for claim in &all {
        if let Some(total) = &claim.part_of {
            families.entry(total).or_default().push(claim);
            continue;
        }
        let who = claim.source.label().or(claim.publisher.as_deref());
        let what = format!(
            "{} {} {} {} {:?}",
            claim.unit, claim.kind, claim.measure, claim.population.group, claim.as_of
        );
        let (totals, parts) =
            countings.entry((who, claim.start, claim.end, claim.cumulative, what)).or_default();
        match claim.via.len() {
            0 => totals.push(claim),
            1 => parts.push(claim),
            _ => {}
        }
    }
    let groups: Vec<(Vec<&Id>, Vec<&Claim>)> = families
        .into_iter()
        .map(|(total, parts)| (vec![total], parts))
        .chain(
            countings
                .into_values()
                .filter(|(totals, _)| !totals.is_empty())
                .map(|(totals, parts)| (totals.iter().map(|total| &total.id).collect(), parts)),
        )
        .collect();
    let mut given: BTreeSet<&Id> = BTreeSet::new();
    // What stays in with one total may be a part, or the total, of another.
    loop {
        let known = given.len();
        for (totals, parts) in &groups {
            let parts: Vec<Part<&Id>> = parts
                .iter()
                .map(|claim| {
                    let size = claim.value.or(claim.high).or(claim.low).unwrap_or(0.0);
                    (&claim.id, size, terms.is_small(claim) || given.contains(&claim.id))
                })
                .collect();
            // When no total leaves there is nothing to subtract from.
            if totals.iter().all(|total| given.contains(*total)) {
                continue;
            }
            match beside(&parts, below) {
                Beside::Nothing => {}
                Beside::Part(id) => _ = given.insert(id),
                Beside::Total => given.extend(totals.iter().copied()),
            }
        }
        if given.len() == known {
            return given;
        }
    }
}

/// Takes out the means that would give a small one away: where the rows of all crossings stand beside that of the whole.
pub(crate) fn flows(flows: &mut [Flow], picture: &Picture, below: u32) {
    let mut groups: BTreeMap<Window, Vec<usize>> = BTreeMap::new();
    for (at, flow) in flows.iter().enumerate() {
        groups.entry(flow.days).or_default().push(at);
    }
    for (days, rows) in groups {
        let Some(total) = rows.iter().copied().find(|at| flows[*at].via == ALL) else { continue };
        let parts: Vec<usize> = rows.into_iter().filter(|at| *at != total).collect();
        let whole =
            picture.crossings.iter().all(|name| parts.iter().any(|at| flows[*at].via == *name));
        if !whole || flows[total].numbers[MEAN].is_none() {
            continue;
        }
        let parts: Vec<Part<usize>> = parts
            .into_iter()
            .map(|at| {
                let mean = picture.sum(&[&flows[at].via], days).map_or(0.0, |q| q.mean);
                (at, mean, flows[at].numbers[MEAN].is_none())
            })
            .collect();
        let out = match beside(&parts, f64::from(below)) {
            Beside::Nothing => continue,
            Beside::Part(at) => at,
            Beside::Total => total,
        };
        flows[out].numbers[MEAN] = None;
        flows[out].beside = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claim::{DocumentId, Group, Kind, Population, Source};
    use proptest::prelude::*;

    fn claim(at: usize, value: f64) -> Claim {
        let text = "x".repeat(at + 1);
        Claim {
            value: Some(value),
            kind: Kind::Return,
            source: Source { organisation: Some("Office".into()), ..Source::default() },
            ..Claim::new(DocumentId::of_bytes(b"document"), &text, at..at + 1)
        }
    }

    fn breakdown(parts: &[f64]) -> Vec<Statement> {
        let total = claim(0, parts.iter().sum()).sealed();
        let groups = [Group::Men, Group::Women, Group::Children, Group::Adults];
        let parts = parts.iter().enumerate().map(|(at, value)| {
            Claim {
                part_of: Some(total.id.clone()),
                population: Population { group: groups[at % 4], ..Population::default() },
                ..claim(at + 1, *value)
            }
            .sealed()
        });
        std::iter::once(total.clone()).chain(parts).map(Statement::Claim).collect()
    }

    /// The values that leave, in their order.
    fn leaving(statements: &[Statement]) -> Vec<Option<f64>> {
        let terms = Terms::default();
        let given = claims(statements, &terms);
        let value = |statement: &Statement| match statement {
            Statement::Claim(claim) if terms.is_small(claim) || given.contains(&claim.id) => None,
            Statement::Claim(claim) => claim.value,
            _ => None,
        };
        statements.iter().map(value).collect()
    }

    #[test]
    fn the_smallest_other_part_stays_in_with_a_small_one() {
        assert_eq!(
            leaving(&breakdown(&[3_000.0, 2_900.0, 7.0])),
            [Some(5_907.0), Some(3_000.0), None, None]
        );
        // Without one that is large enough the total does.
        assert_eq!(leaving(&breakdown(&[12.0, 7.0])), [None, Some(12.0), None]);
        // Nothing small, nothing lost; a lone part tells nothing of the rest.
        assert_eq!(leaving(&breakdown(&[12.0, 15.0])), [Some(27.0), Some(12.0), Some(15.0)]);
        assert_eq!(leaving(&breakdown(&[7.0]))[1], None);
    }

    #[test]
    fn crossings_are_parts_of_the_whole_border() {
        let via = |at, value, names: &[&str]| {
            let via = names.iter().map(|name| (*name).to_owned()).collect();
            Statement::Claim(Claim { via, ..claim(at, value) }.sealed())
        };
        let all = [
            via(0, 1_006.0, &[]),
            via(1, 900.0, &["Torkham"]),
            via(2, 100.0, &["Chaman"]),
            via(3, 6.0, &["Kharlachi"]),
        ];
        assert_eq!(leaving(&all), [Some(1_006.0), Some(900.0), None, None]);
    }

    proptest! {
        /// Whoever subtracts what leaves from the total has a number that fits several small ones.
        #[test]
        fn no_small_part_can_be_derived(parts in prop::collection::vec(1u32..60, 2..5)) {
            let parts: Vec<f64> = parts.into_iter().map(f64::from).collect();
            let left = leaving(&breakdown(&parts));
            let small: Vec<f64> = parts.iter().copied().filter(|part| *part < 10.0).collect();
            if let (Some(total), false) = (left[0], small.is_empty()) {
                let rest = total - left[1..].iter().flatten().sum::<f64>();
                let hidden = left[1..].iter().filter(|value| value.is_none()).count() as f64;
                // One more than the small ones, and it alone could be the rest of the least and of the most.
                prop_assert!(hidden as usize > small.len());
                prop_assert!(rest >= 20.0 + small.iter().sum::<f64>());
            }
        }
    }
}
