//! Running totals of one series, tied together.
//!
//! Somebody who prints 190,418 on one day and 193,378 on the next has added a day's count to the
//! figure before: the difference carries the information about the day, while what both have in
//! common, since when they run and who is left out, may be wrong. A total therefore has, besides
//! its own window, the reading *what was printed before, plus the days since*.

use audit::Since;
use claim::{Claim, Kind, Measure, Qualifier, Unit, Window};
use jiff::civil::Date;

use crate::leaning::MethodChange;
use crate::noise::Density;
use crate::scope::Entry;

/// A difference that is known worse than this (relative sd) says nothing that the total does not.
const VAGUE: f64 = 0.4;

/// The total that was printed before, and what the difference to it says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Before {
    /// The claim that printed it.
    pub claim: usize,
    /// The number printed before.
    pub number: f64,
    /// First day of both totals.
    pub since: usize,
    /// First day that the difference counts.
    pub from: usize,
    /// Density of the difference.
    pub density: Density,
    /// Total over difference: the density is of the total's logarithm.
    pub jacobian: f64,
}

/// A claim as a member of a series of running totals.
struct Member {
    claim: usize,
    end: usize,
    value: f64,
    /// Sd of what rounding and wording leave open, people.
    loose: f64,
}

/// Since when a claim counts, when it is a running total or is proved to be one.
fn since(claim: &Claim, entry: &Entry) -> Option<Option<Date>> {
    match entry.doubt.total {
        Some((Since::Day(day), weight)) if weight > 0.9 && !claim.cumulative => Some(Some(day)),
        // Nothing but each other tells that they are totals.
        Some((Since::Unsaid, weight)) if weight > 0.5 && !claim.cumulative => Some(None),
        _ => claim.cumulative.then_some(entry.start),
    }
}

/// What a series has in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    organisation: &'a str,
    via: &'a [String],
    since: Option<Date>,
    deportation: bool,
    subset: bool,
    group: claim::Group,
    excludes: &'a [String],
    includes: &'a [String],
}

/// For each claim, the totals it may go on from: the one before, and the one before that.
pub(crate) fn ties(
    claims: &[Claim],
    entries: &[Entry],
    order: &[usize],
    changes: &[MethodChange],
    days: Window,
) -> Vec<Vec<Before>> {
    let mut found = vec![Vec::new(); claims.len()];
    let mut series: std::collections::BTreeMap<Key, Vec<Member>> = Default::default();
    for &i in order {
        let (claim, entry) = (&claims[i], &entries[i]);
        let Some(since) = since(claim, entry).filter(|_| entry.active()) else { continue };
        let (Some(value), Some(end)) = (claim.value, entry.end) else { continue };
        let counted = claim.measure == Measure::Flow
            && claim.unit == Unit::People
            && matches!(claim.qualifier, Qualifier::Exact | Qualifier::About)
            && !claim.partial
            && !entry.organisation.is_empty();
        let Density::Split { under, over, .. } = Density::of(claim, entry.subset) else { continue };
        if !counted || value <= 0.0 || !days.contains(end) {
            continue;
        }
        let key = Key {
            organisation: &entry.organisation,
            via: &entry.via,
            since,
            deportation: claim.kind == Kind::Deportation,
            subset: entry.subset,
            group: claim.population.group,
            excludes: &claim.population.excludes,
            includes: &claim.population.includes,
        };
        let end = days.offset(end) as usize;
        let loose = under.max(over) * value + entry.doubt.error.min(1.0) * value;
        series.entry(key).or_default().push(Member { claim: i, end, value, loose });
    }
    for (key, mut members) in series {
        members.sort_by_key(|member| member.end); // stable: publication orders the equals
        let first = key.since.map_or(0, |day| days.offset(day).max(0) as usize);
        for (at, member) in members.iter().enumerate() {
            let mut ends = Vec::new();
            for before in members[..at].iter().rev() {
                let difference = member.value - before.value;
                let changed = changes.iter().any(|change| {
                    change.is_of(key.organisation)
                        && (before.end + 1..=member.end).contains(&change.from)
                });
                if before.end >= member.end || ends.contains(&before.end) || changed {
                    continue;
                }
                ends.push(before.end);
                let scale = member.loose.hypot(before.loose) / difference;
                if difference > 0.0 && scale < VAGUE {
                    found[member.claim].push(Before {
                        claim: before.claim,
                        number: before.value,
                        since: first.min(before.end),
                        from: before.end + 1,
                        density: Density::Split {
                            log_value: difference.ln(),
                            under: scale,
                            over: scale,
                        },
                        jacobian: member.value / difference,
                    });
                }
                if ends.len() == 2 {
                    break;
                }
            }
        }
    }
    found
}
