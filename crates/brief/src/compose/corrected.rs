//! Totals that their own office put right later on: told as such, and as no disagreement.

use claim::{Claim, Id, Window};
use reconcile::{Disagreement, Reason, Role};

use super::Desk;
use super::counted::by;
use super::lead::{is_whole_count, office_key};
use crate::content::Text;
use crate::language::say;

/// From so many days on a number put right is news; days are brought up to date every morning.
const LONG: usize = 8;
/// Most that are told.
const MOST: usize = 2;

/// A number and the one that its office gave for the same later on.
pub(super) struct Corrected<'a> {
    first: &'a Claim,
    then: &'a Claim,
}

impl Corrected<'_> {
    /// Whether a disagreement is only between the number and its correction.
    pub(super) fn is_all_of(&self, one: &Disagreement) -> bool {
        let known = |id: &Id| *id == self.first.id || *id == self.then.id;
        one.reason == Reason::LateReports && one.claims.iter().all(known)
    }
}

/// Those that are told, the latest first.
pub(super) fn all<'a>(desk: &Desk<'a>) -> Vec<Corrected<'a>> {
    let last = |first: &Claim| {
        let same = desk.bearing().filter(|(claim, fit)| {
            fit.role.is_fitted()
                && claim.id != first.id
                && claim.via == first.via
                && claim.window() == first.window()
                && claim.unit == first.unit
                && claim.population == first.population
                && office_key(claim) == office_key(first)
                && claim.value != first.value
        });
        same.map(|(claim, _)| claim).max_by_key(|claim| (claim.published, claim.id.clone()))
    };
    let old = desk.bearing().filter(|(claim, fit)| {
        fit.role == Role::Superseded
            && !claim.partial
            && is_whole_count(claim)
            && claim.window().is_some_and(|days: Window| days.days() >= LONG)
            && office_key(claim).is_some()
            && !desk.withheld.has(&claim.id)
    });
    let mut found: Vec<Corrected> = old
        .filter_map(|(first, _)| Some(Corrected { first, then: last(first)? }))
        .filter(|one| !desk.withheld.has(&one.then.id))
        .collect();
    found.sort_by_key(|one| std::cmp::Reverse((one.then.end, one.first.id.clone())));
    found.truncate(MOST);
    found
}

/// "UNHCR put its 14,000 (15 to 28 Apr) right to 11,200."
pub(super) fn messages(desk: &Desk) -> Vec<Text> {
    let language = desk.language;
    let told = all(desk).into_iter().map(|one| {
        say!(
            language,
            "headline-corrected",
            speaker = by(desk, one.then),
            first = desk.figure(one.first),
            covers = language.covers(one.first, desk.picture.as_of),
            then = desk.figure(one.then),
        )
    });
    told.collect()
}
