//! What the brief leads with: what was counted, of which ways and over which days. The rule is told in
//! docs/decisions/0021.

use claim::{Claim, Group as People, Kind, Measure, Qualifier, Unit, Window};
use jiff::civil::Date;
use reconcile::{ALL, ClaimFit, ELSEWHERE, Observed, Picture, Quantiles, Reason, Role};

use super::Desk;
use crate::content::Trail;

/// A claim of less weight is not taken at its word.
const DOUBTED: f64 = 0.3;
/// By how many days two long totals of one thing may begin or end apart.
const NEAR: i32 = 3;
/// From so many days on a total is a long one.
const LONG: usize = 8;
/// Two counts that differ by less are one, rounded.
const SAME: f64 = 0.03;
/// Of which part of the days a way must be counted for its number to stand for them.
const MOST: f64 = 0.5;

/// What leads.
#[derive(Debug, Clone)]
pub(crate) struct Lead<'a> {
    /// The ways that the number is of; none for the whole border.
    pub ways: Vec<&'a str>,
    /// The days that it is of.
    pub days: Window,
    pub leading: Leading<'a>,
    /// The latest figure of an office for these ways, where it is not what leads.
    pub latest: Option<&'a Claim>,
}

/// Whose number it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Leading<'a> {
    /// What an office counted, and nobody contradicts.
    Count(&'a Claim),
    /// As much at least: a lower bound that an office gives.
    Floor(&'a Claim),
    /// What the reports come to together.
    Estimate,
}

impl<'a> Leading<'a> {
    /// The claim that leads, if one does.
    pub fn claim(self) -> Option<&'a Claim> {
        match self {
            Leading::Count(claim) | Leading::Floor(claim) => Some(claim),
            Leading::Estimate => None,
        }
    }
}

impl Lead<'_> {
    /// Whether the number is of the whole border.
    pub fn is_whole(&self) -> bool {
        self.ways.is_empty()
    }
}

/// The runs of days on which somebody counted at a crossing.
pub(crate) fn reported(picture: &Picture, via: &str, within: Window) -> Vec<Window> {
    let mut runs: Vec<Window> = Vec::new();
    for day in within.iter().filter(|day| picture.how_observed(via, *day) != Observed::No) {
        match runs.last_mut() {
            Some(run) if run.end().tomorrow().is_ok_and(|next| next == day) => {
                *run = run.hull(&Window::day(day));
            }
            _ => runs.push(Window::day(day)),
        }
    }
    runs
}

/// The sum over parts, draw by draw: what is uncertain together stays so. `None` when there are none,
/// or one is not in the picture.
pub(crate) fn summed<'v>(
    picture: &Picture,
    parts: impl Iterator<Item = (&'v str, Window)>,
) -> Option<Quantiles> {
    let mut sums: Vec<f64> = Vec::new();
    for (via, days) in parts {
        let more = picture.sums(&[via], days)?;
        match sums.is_empty() {
            true => sums = more,
            false => sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more),
        }
    }
    Quantiles::of(sums)
}

/// What leads the brief.
pub(crate) fn lead<'a>(desk: &Desk<'a>) -> Lead<'a> {
    if is_told(desk) {
        let days = last_counted(desk).and_then(|last| Window::new(desk.focus.start(), last));
        let days = days.unwrap_or(desk.focus);
        let (leading, latest) = leading(desk, None, days);
        let days = leading.claim().and_then(Claim::window).unwrap_or(desk.focus);
        return Lead { ways: Vec::new(), days, leading, latest };
    }
    let counted: Vec<(&str, Vec<Window>)> = desk
        .crossings()
        .map(|via| (via, reported(desk.picture, via, desk.focus)))
        .filter(|(_, runs)| !runs.is_empty())
        .collect();
    let days_of = |runs: &[Window]| runs.iter().map(Window::days).sum::<usize>();
    let most = counted.iter().map(|(_, runs)| days_of(runs)).max().unwrap_or(0);
    // A way of one day does not stand beside one of a season: it is told apart.
    let enough = |runs: &[Window]| days_of(runs) as f64 >= MOST * most as f64;
    let ways: Vec<&str> =
        counted.iter().filter(|(_, runs)| enough(runs)).map(|(via, _)| *via).collect();
    let hull = counted
        .iter()
        .filter(|(_, runs)| enough(runs))
        .flat_map(|(_, runs)| runs)
        .copied()
        .reduce(|hull, run| hull.hull(&run));
    let days = hull.unwrap_or(desk.focus);
    match ways.as_slice() {
        [only] => {
            let (leading, latest) = self::leading(desk, Some(only), days);
            let days = leading.claim().and_then(Claim::window).unwrap_or(days);
            Lead { ways, days, leading, latest }
        }
        _ => Lead { ways, days, leading: Leading::Estimate, latest: latest_of_all(desk) },
    }
}

/// The latest total of all ways together that bears on the picture, whatever it says of its first day.
fn latest_of_all<'a>(desk: &Desk<'a>) -> Option<&'a Claim> {
    let totals = desk.bearing().filter(|(claim, fit)| {
        claim.via.is_empty()
            && claim.cumulative
            && is_whole_count(claim)
            && fit.role.is_fitted()
            && is_no_part(fit)
            && fit.reading.is_none()
            && !desk.withheld.has(&claim.id)
            && claim.end.is_some_and(|end| desk.focus.contains(end))
    });
    totals.map(|(claim, _)| claim).max_by_key(|claim| (claim.end, claim.published, &claim.id))
}

/// Whether a report tells of the whole border, all ways together, for most of the days.
fn is_told(desk: &Desk) -> bool {
    if desk.crossings().next().is_none() {
        return true; // no way is named: whatever is told is of the whole
    }
    desk.bearing().any(|(claim, fit)| {
        let days = claim.window().and_then(|days| days.overlap(&desk.focus));
        claim.via.is_empty()
            && is_whole_count(claim)
            && fit.role.is_fitted()
            && is_no_part(fit)
            && fit.weight >= DOUBTED
            && days.is_some_and(|days| days.days() as f64 >= MOST * desk.focus.days() as f64)
    })
}

/// The last day on which anybody counted, at whatever way.
fn last_counted(desk: &Desk) -> Option<Date> {
    let vias = || desk.crossings().chain([ALL]);
    let seen = |day: &Date| vias().any(|v| desk.picture.how_observed(v, *day) != Observed::No);
    let days: Vec<Date> = desk.focus.iter().collect();
    days.into_iter().rev().find(seen)
}

/// What leads for a way, or the whole, over its days; else the latest figure of an office.
pub(crate) fn leading<'a>(
    desk: &Desk<'a>,
    via: Option<&str>,
    days: Window,
) -> (Leading<'a>, Option<&'a Claim>) {
    let apart = if days.days() >= LONG { NEAR } else { 0 };
    let near = |a: Date, b: Date| (a - b).get_days().abs() <= apart;
    let mut counts: Vec<(&Claim, &ClaimFit, Window)> = desk
        .bearing()
        .filter(|(claim, fit)| is_of(claim, via) && is_whole_count(claim) && is_no_part(fit))
        .filter(|(claim, fit)| !desk.withheld.has(&claim.id) && fit.reading.is_none())
        .filter_map(|(claim, fit)| Some((claim, fit, claim.window()?)))
        .filter(|(_, _, window)| near(window.start(), days.start()))
        .collect();
    counts.sort_by_key(|(claim, fit, window)| {
        (window.end(), claim.published, fit.role.is_fitted(), claim.id.clone())
    });
    let believed =
        |(_, fit, _): &&(&Claim, &ClaimFit, Window)| fit.role.is_fitted() && fit.weight >= DOUBTED;
    let Some((claim, fit, window)) = counts.iter().rev().find(believed).copied() else {
        return (Leading::Estimate, None);
    };
    let value = claim.value.unwrap_or_default();
    let contradicted = counts.iter().any(|(other, _, theirs)| {
        other.id != claim.id && contradicts(other, *theirs, claim, window)
    });
    let odd = desk.picture.disagreements.iter().any(|one| {
        // A first report that was put right later is no contradiction.
        one.claims.first() == Some(&claim.id) && one.reason != Reason::LateReports
    });
    let floor = fit.role == Role::Bound;
    if !near(window.end(), days.end())
        || contradicted
        || odd
        || !allows(desk, via, window, value, floor)
    {
        return (Leading::Estimate, Some(claim));
    }
    (if floor { Leading::Floor(claim) } else { Leading::Count(claim) }, None)
}

/// Whether the count of others allows a number: what was counted of the whole, way by way, is no
/// more than it, and the estimate of the way is near it.
fn allows(desk: &Desk, via: Option<&str>, days: Window, value: f64, floor: bool) -> bool {
    match via {
        None => {
            let each = desk.crossings().filter_map(|via| desk.counted(via, days));
            each.map(|(counted, _)| counted.p05).sum::<f64>() <= value * (1.0 + SAME)
        }
        Some(via) => desk.counted(via, days).is_none_or(|(counted, _)| {
            counted.p05 <= value * (1.0 + SAME) && (floor || value * (1.0 - SAME) <= counted.p95)
        }),
    }
}

/// Whether another total of the same does not fit: it is of the same days and another number, or
/// of fewer days and more.
fn contradicts(other: &Claim, theirs: Window, claim: &Claim, ours: Window) -> bool {
    let (Some(a), Some(b)) = (other.value, claim.value) else { return false };
    if theirs.end() > ours.end() {
        return false;
    }
    let floor = |claim: &Claim| claim.qualifier == Qualifier::MoreThan;
    let more = a > b * (1.0 + SAME) && !floor(claim);
    let fewer = a < b * (1.0 - SAME) && !floor(other) && theirs.end() == ours.end();
    more || fewer
}

/// Whether a claim is of a way, or of the whole border.
fn is_of(claim: &Claim, via: Option<&str>) -> bool {
    match (claim.via.as_slice(), via) {
        ([], None) => true,
        ([one], Some(via)) => one == via,
        _ => false,
    }
}

/// Whether a claim counts everybody of its way and days.
pub(crate) fn is_whole_count(claim: &Claim) -> bool {
    claim.unit == Unit::People
        && claim.measure == Measure::Flow
        && claim.population.group == People::All
        && claim.kind != Kind::Deportation
        && claim.value.is_some()
        && !claim.partial
        && !matches!(
            claim.qualifier,
            Qualifier::Vague | Qualifier::Undetermined | Qualifier::UpTo | Qualifier::LessThan
        )
}

/// Whether a bound is one by its own words, and not for being of some of the people.
fn is_no_part(fit: &ClaimFit) -> bool {
    match fit.role {
        Role::Bound => fit.why.as_ref().is_some_and(|why| why.template == "bound-below"),
        _ => true,
    }
}

/// The estimate of all that leads, over days, where it is not hidden.
pub(crate) fn estimate(desk: &Desk, lead: &Lead, days: Window) -> Option<(Quantiles, Trail)> {
    match lead.ways.as_slice() {
        [] => desk.estimate(ALL, days),
        ways => desk.counted_together(ways, days),
    }
}

/// Whether ways that nobody names have a number: only where a count of the whole reaches beyond the
/// named ways.
pub(crate) fn has_elsewhere(desk: &Desk) -> bool {
    let counted = |name: &str| {
        let at = desk.picture.crossings.iter().position(|known| known == name);
        at.is_some_and(|at| desk.picture.counted[at])
    };
    desk.lead.is_whole() && !matches!(desk.lead.leading, Leading::Floor(_)) && counted(ELSEWHERE)
}
