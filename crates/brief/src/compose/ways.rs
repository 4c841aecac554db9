//! The ways of the border: over which days each was reported, which are told of by rates or on few days alone, and
//! which nobody reports.

use claim::{Claim, Measure, Window};

use super::Desk;
use super::lead::reported;
use crate::content::Text;
use crate::language::say;

/// Most ways that are named as not reported.
const UNREPORTED: usize = 3;

/// From the first to the last of some days that somebody reported at any of the crossings.
pub(super) fn hull(desk: &Desk, vias: &[&str], days: Window) -> Option<Window> {
    let runs = vias.iter().flat_map(|via| reported(desk.picture, via, days));
    runs.reduce(|hull, run| hull.hull(&run))
}

/// Whether a way was counted on less than a third of the days.
pub(super) fn few_days(desk: &Desk, via: &str) -> bool {
    let runs = reported(desk.picture, via, desk.focus);
    3 * runs.iter().map(Window::days).sum::<usize>() < desk.focus.days()
}

/// The latest rate of a way of which nothing but rates is told ("4,000 a day"): a habit, no count of its days.
pub(super) fn only_rate<'a>(desk: &Desk<'a>, via: &str) -> Option<&'a Claim> {
    let of = desk.bearing().filter(|(claim, fit)| {
        fit.role.is_fitted() && fit.via == [via] && !desk.withheld.has(&claim.id)
    });
    let of: Vec<&Claim> = of.map(|(claim, _)| claim).collect();
    if !of.iter().all(|claim| claim.measure == Measure::Rate) {
        return None;
    }
    of.into_iter().max_by_key(|claim| (claim.end, claim.published, claim.id.clone()))
}

/// The names of ways that nobody reports, the main ones first.
pub(super) fn unreported_ways(desk: &Desk) -> Option<Text> {
    let language = desk.language;
    let is_main = |name: &&String| desk.gazetteer.crossing(name).is_some_and(|place| place.main);
    let (mut names, others): (Vec<&String>, Vec<&String>) =
        desk.picture.unreported.iter().partition(is_main);
    names.extend(others);
    if names.is_empty() {
        return None;
    }
    let left = names.len().saturating_sub(UNREPORTED);
    let first = names.into_iter().take(UNREPORTED).map(|name| Text::from(name.as_str())).collect();
    let mut named =
        if left > 0 { language.series("list-comma", first) } else { language.enumerated(first) };
    if left > 0 {
        let count = desk.counting(left, "count:unreported");
        let others = say!(language, "count-crossings-others", count = count);
        named = say!(language, "list-and", head = named, last = others);
    }
    Some(named)
}
