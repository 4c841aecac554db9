//! Ties the parts of a table to its totals: men, women and children to everybody, each crossing
//! to all of them. Days are no parts of a month: both are counts of their own days.

use claim::{Claim, Group, Id, Kind, Measure, Unit};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

/// What a part and its total have in common.
#[derive(PartialEq, Eq, Hash, Clone)]
struct Common {
    what: (Kind, Measure, Unit, bool),
    days: (Option<Date>, Option<Date>, Option<Date>),
    ways: (Option<String>, Option<String>, Option<String>),
    who: (Option<String>, Option<String>, Option<String>),
}

impl Common {
    fn of(claim: &Claim) -> Common {
        Common {
            what: (claim.kind, claim.measure, claim.unit, claim.cumulative),
            days: (claim.start, claim.end, claim.published),
            ways: (claim.from.clone(), claim.to.clone(), claim.at.clone()),
            who: (
                claim.population.nationality.clone(),
                claim.source.name.clone(),
                claim.source.organisation.clone(),
            ),
        }
    }
}

/// A total over several crossings: which, and its name.
type Several = (Vec<String>, Id);

/// Sets `part_of`.
pub(super) fn tie(claims: &mut [Claim]) {
    // Everybody, by crossing; and the totals over several crossings, by group.
    let mut everybody: FxHashMap<(Common, Vec<String>), Id> = FxHashMap::default();
    let mut several: FxHashMap<(Common, Group), Vec<Several>> = FxHashMap::default();
    for claim in claims.iter() {
        let common = Common::of(claim);
        if claim.population.group == Group::All {
            everybody
                .entry((common.clone(), claim.via.clone()))
                .or_insert_with(|| claim.id.clone());
        }
        if claim.via.len() > 1 {
            let group = claim.population.group;
            several.entry((common, group)).or_default().push((claim.via.clone(), claim.id.clone()));
        }
    }
    let adults: FxHashMap<(Common, Vec<String>), Id> = claims
        .iter()
        .filter(|claim| claim.population.group == Group::Adults)
        .map(|claim| ((Common::of(claim), claim.via.clone()), claim.id.clone()))
        .collect();
    for claim in claims.iter_mut() {
        let common = Common::of(claim);
        let group = claim.population.group;
        if group != Group::All {
            let key = (common.clone(), claim.via.clone());
            let among_adults = matches!(group, Group::Men | Group::Women);
            claim.part_of =
                adults.get(&key).filter(|_| among_adults).or(everybody.get(&key)).cloned();
        }
        if claim.part_of.is_none()
            && let [via] = &claim.via[..]
        {
            let totals = several.get(&(common, group)).map(Vec::as_slice).unwrap_or_default();
            claim.part_of =
                totals.iter().find(|(vias, _)| vias.contains(via)).map(|(_, id)| id.clone());
        }
        if claim.part_of.as_ref() == Some(&claim.id) {
            claim.part_of = None;
        }
    }
}
