//! Ties the parts of a table to its totals: men, women and children to everybody, each crossing
//! to all of them. Days are no parts of a month: both are counts of their own days.

use claim::{Claim, Group, Id};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::alike::{Common, Id64, Rows, number};

/// What is counted on which days.
type Key = (u32, [Option<Date>; 3]);

/// Totals by what they have in common with their parts, and by which crossings.
type ByWay<'a> = FxHashMap<(Key, &'a [String]), Option<Id64>>;

/// A claim, as far as it may be a part or a total.
struct Counted<'a> {
    key: Key,
    group: Group,
    via: &'a [String],
    id: Option<Id64>,
}

/// Whether a claim of this sort is a part of a total, or a total over several crossings.
fn is_of_parts(claim: &Claim) -> bool {
    claim.population.group != Group::All || claim.via.len() > 1
}

/// Sets `part_of` of the claims of a table of counts, whose document has this text.
pub(super) fn tie(rows: &mut Rows, text: &str) {
    if !rows.own.iter().any(|own| is_of_parts(rows.sorts.claim(own))) {
        return;
    }
    rows.name(text);
    let Rows { sorts, own } = rows;
    let totals = totals(own, |own| {
        let (claim, key) = (sorts.claim(own), (sorts.alike(own).common, own.days()));
        Counted { key, group: claim.population.group, via: &claim.via, id: own.id }
    });
    for (own, total) in own.iter_mut().zip(totals).filter(|(_, total)| total.is_some()) {
        own.part_of = total;
    }
}

/// Sets `part_of` of claims of a survey.
pub(super) fn tie_claims(claims: &mut [Claim]) {
    if !claims.iter().any(is_of_parts) {
        return;
    }
    let mut known: FxHashMap<Common, u32> = FxHashMap::default();
    let commons: Vec<u32> =
        claims.iter().map(|claim| number(&mut known, Common::of(claim))).collect();
    let both: Vec<(u32, &Claim)> = commons.into_iter().zip(claims.iter()).collect();
    let totals = totals(&both, |(common, claim)| {
        let days = [claim.start, claim.end, claim.published];
        let id = claim.id.bits().and_then(Id64::new);
        Counted { key: (*common, days), group: claim.population.group, via: &claim.via, id }
    });
    for (claim, total) in claims.iter_mut().zip(totals) {
        if let Some(total) = total {
            claim.part_of = Some(Id::of_bits(total.get()));
        }
    }
}

/// A total over several crossings: these, and its name.
type Several<'a> = (&'a [String], Option<Id64>);

/// The total of each claim that is a part of one.
fn totals<'a, T>(claims: &'a [T], counted: impl Fn(&'a T) -> Counted<'a>) -> Vec<Option<Id64>> {
    // Everybody, by crossing; and the totals over several crossings, by group.
    let (mut everybody, mut adults) = (ByWay::default(), ByWay::default());
    let mut several: FxHashMap<(Key, Group), Vec<Several<'a>>> = FxHashMap::default();
    for claim in claims {
        let Counted { key, group, via, id } = counted(claim);
        match group {
            Group::All => {
                everybody.entry((key, via)).or_insert(id);
            }
            Group::Adults => {
                adults.insert((key, via), id);
            }
            _ => {}
        }
        if via.len() > 1 {
            several.entry((key, group)).or_default().push((via, id));
        }
    }
    let whole = |claim: &'a T| {
        let Counted { key, group, via, id } = counted(claim);
        let mut total = None;
        if group != Group::All {
            let way = (key, via);
            let among_adults = matches!(group, Group::Men | Group::Women);
            total = adults.get(&way).filter(|_| among_adults).or(everybody.get(&way)).copied();
        }
        if total.is_none()
            && let [via] = via
        {
            let totals = several.get(&(key, group)).map(Vec::as_slice).unwrap_or_default();
            total = totals.iter().find(|(vias, _)| vias.contains(via)).map(|(_, id)| *id);
        }
        total.flatten().filter(|total| Some(*total) != id)
    };
    claims.iter().map(whole).collect()
}
