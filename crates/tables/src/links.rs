//! Ties the parts of a table to its totals: men, women and children to everybody, each crossing
//! to all of them. Days are no parts of a month: both are counts of their own days.

use claim::{Claim, Group, Id, Kind, Measure, Unit};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// What claims of one thing have in common, a part and its total: all but who of the people, and by which
/// crossings.
#[derive(PartialEq, Eq, Hash, Clone, Copy)]
pub(super) struct Common<'a> {
    what: (Kind, Measure, Unit, bool),
    days: (Option<Date>, Option<Date>, Option<Date>),
    ways: (Option<&'a str>, Option<&'a str>, Option<&'a str>),
    who: (Option<&'a str>, Option<&'a str>, Option<&'a str>),
}

impl<'a> Common<'a> {
    pub(super) fn of(claim: &'a Claim) -> Common<'a> {
        Common {
            what: (claim.kind, claim.measure, claim.unit, claim.cumulative),
            days: (claim.start, claim.end, claim.published),
            ways: (claim.from.as_deref(), claim.to.as_deref(), claim.at.as_deref()),
            who: (
                claim.population.nationality.as_deref(),
                claim.source.name.as_deref(),
                claim.source.organisation.as_deref(),
            ),
        }
    }
}

/// A total over several crossings: which, and its name.
type Several<'a> = (&'a [String], &'a Id);

/// Totals by what they have in common with their parts, and by which crossings.
type ByWay<'a> = FxHashMap<(Common<'a>, &'a [String]), &'a Id>;

/// Sets `part_of`.
pub(super) fn tie(claims: &mut [Claim]) {
    if claims.iter().all(|claim| claim.population.group == Group::All && claim.via.len() < 2) {
        return; // no part and no total over several crossings
    }
    // Everybody, by crossing; and the totals over several crossings, by group.
    let (mut everybody, mut adults) = (ByWay::default(), ByWay::default());
    let mut several: FxHashMap<(Common<'_>, Group), Vec<Several<'_>>> = FxHashMap::default();
    for claim in claims.iter() {
        let (common, group) = (Common::of(claim), claim.population.group);
        match group {
            Group::All => {
                everybody.entry((common, &claim.via)).or_insert(&claim.id);
            }
            Group::Adults => {
                adults.insert((common, &claim.via), &claim.id);
            }
            _ => {}
        }
        if claim.via.len() > 1 {
            several.entry((common, group)).or_default().push((&claim.via, &claim.id));
        }
    }
    let whole = |claim: &Claim| -> Option<Id> {
        let (common, group) = (Common::of(claim), claim.population.group);
        let mut total = None;
        if group != Group::All {
            let key = (common, claim.via.as_slice());
            let among_adults = matches!(group, Group::Men | Group::Women);
            total = adults.get(&key).filter(|_| among_adults).or(everybody.get(&key)).copied();
        }
        if total.is_none()
            && let [via] = &claim.via[..]
        {
            let totals = several.get(&(common, group)).map(Vec::as_slice).unwrap_or_default();
            total = totals.iter().find(|(vias, _)| vias.contains(via)).map(|(_, id)| *id);
        }
        total.filter(|id| **id != claim.id).cloned()
    };
    let totals: Vec<Option<Id>> = claims.iter().map(whole).collect();
    for (claim, total) in claims.iter_mut().zip(totals).filter(|(_, total)| total.is_some()) {
        claim.part_of = total;
    }
}
