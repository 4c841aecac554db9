//! What the brief leads with: what was counted, of which ways and over which days. The rule is told in
//! docs/decisions/0021.

use std::collections::BTreeMap;

use audit::Severity;
use claim::{
    Claim, Group as People, Id, Kind, Measure, Qualifier, Unit, Window, organisation_key,
    same_organisation,
};
use jiff::civil::Date;
use reconcile::{ALL, ClaimFit, ELSEWHERE, Observed, Picture, Quantiles, Reason, Role};

use super::Desk;
use crate::content::Trail;

/// A claim of less weight is not taken at its word.
pub(super) const DOUBTED: f64 = 0.3;
/// A claim of so much weight is as good as any other.
const BELIEVED: f64 = 0.7;
/// By how many days two long totals of one thing may begin or end apart.
const NEAR: i32 = 3;
/// From so many days on a total is a long one.
const LONG: usize = 8;
/// Two counts that differ by less are one, rounded.
pub(crate) const SAME: f64 = 0.03;
/// How far (log) the middle of an interval may lie from the count that it is of.
const CENTRED: f64 = 0.06;
/// Of which part of the days a way must be counted for its number to stand for them.
const MOST: f64 = 0.5;

/// A number that was rounded by no less than this part of itself was not counted to the last person.
const ROUND: f64 = 0.01;

/// Of which part of the days each named way must be told for the rest to be of other ways.
const NEARLY_ALL: f64 = 0.9;

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
    /// A running total of which nobody says since when it counts.
    SoFar(&'a Claim),
    /// Two offices that differ over the same days, the lower first, and nothing decides between them.
    Between(&'a Claim, &'a Claim),
    /// What one office counted day by day, added up: one of its claims, and the sum.
    Daily(&'a Claim, f64),
    /// A range, or no more than so many: what is said of the same people, and no count.
    Bounded(&'a Claim),
    /// What the reports come to together.
    Estimate,
}

impl<'a> Leading<'a> {
    /// The days that the number is of, as printed.
    pub(super) fn days(self) -> Option<Window> {
        match self {
            Leading::Between(one, _) => one.window(),
            _ => self.claim().and_then(Claim::window),
        }
    }

    /// The claim that leads, if one does.
    pub fn claim(self) -> Option<&'a Claim> {
        match self {
            Leading::Count(claim)
            | Leading::Floor(claim)
            | Leading::SoFar(claim)
            | Leading::Bounded(claim) => Some(claim),
            Leading::Between(..) | Leading::Daily(..) | Leading::Estimate => None,
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
        let (leading, latest, own) = day_by_day(desk, leading, latest, &[], days);
        let days = own.or_else(|| leading.days()).unwrap_or(desk.focus);
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
            let (leading, latest, own) = day_by_day(desk, leading, latest, &ways, days);
            let days = own.or_else(|| leading.days()).unwrap_or(days);
            Lead { ways, days, leading, latest }
        }
        _ => {
            let leading = day_by_day(desk, Leading::Estimate, None, &ways, days).0;
            Lead { ways, days, leading, latest: latest_of_all(desk) }
        }
    }
}

/// The sum of days, where an office counted each of them and nothing else leads but a number that is told and
/// not counted, or a bound: that stands beside the sum. With the days that the sum is of.
fn day_by_day<'a>(
    desk: &Desk<'a>,
    leading: Leading<'a>,
    latest: Option<&'a Claim>,
    ways: &[&str],
    days: Window,
) -> (Leading<'a>, Option<&'a Claim>, Option<Window>) {
    let told = match leading {
        Leading::Floor(claim) => Some(claim),
        Leading::Count(claim) => Some(claim).filter(|claim| is_told_only(claim)),
        Leading::Estimate => latest.filter(|claim| is_told_only(claim)),
        _ => return (leading, latest, None),
    };
    if told.is_none() && (latest.is_some() || leading != Leading::Estimate) {
        return (leading, latest, None);
    }
    // A total that is told may reach a few days beyond the last that was counted.
    let most = if told.is_some() { NEAR } else { 0 };
    for fewer in 0..=most {
        let last = days.end().checked_sub(jiff::Span::new().days(fewer)).ok();
        let Some(days) = last.and_then(|last| Window::new(days.start(), last)) else { break };
        let all = daily(desk, ways, days);
        if let [first, ..] = all.as_slice() {
            return (Leading::Daily(first, sum(&all)), told, Some(days));
        }
    }
    (leading, latest, None)
}

/// What some counts add up to.
pub(crate) fn sum(of: &[&Claim]) -> f64 {
    of.iter().filter_map(|claim| claim.value).sum()
}

/// The counts of one office for every day of every way (none: all together), where each has one and no more,
/// taken at its word, and nothing speaks against any; else none.
pub(crate) fn daily<'a>(desk: &Desk<'a>, ways: &[&str], days: Window) -> Vec<&'a Claim> {
    let ways: Vec<Option<&str>> = match ways {
        [] => vec![None],
        ways => ways.iter().map(|way| Some(*way)).collect(),
    };
    let accused = |id: &Id| {
        let found = desk.picture.findings.iter();
        let mut found = found.filter(|found| found.severity != Severity::WorthALook);
        found.any(|found| found.claims.contains(id))
            || desk.picture.disagreements.iter().any(|one| {
                // What somebody tells who keeps no count accuses nobody who does.
                let told = |id: &Id| desk.by_id.get(id).is_some_and(|claim| is_told_only(claim));
                one.claims.contains(id) && !one.claims.iter().any(told)
            })
    };
    let mut of: BTreeMap<(usize, Date), &Claim> = BTreeMap::new();
    for (claim, fit) in desk.bearing() {
        let (Some(at), Some(window)) =
            (ways.iter().position(|way| is_of(fit, *way)), claim.window())
        else {
            continue;
        };
        if fit.role == Role::Copy
            || is_part(fit)
            || window.days() > 1
            || !days.contains(window.start())
        {
            continue;
        }
        let sure = fit.role == Role::Used
            && fit.weight >= DOUBTED
            && fit.reading.is_none()
            && claim.qualifier == Qualifier::Exact
            && is_whole_count(claim)
            && fit.class.is_none()
            && !desk.withheld.has(&claim.id)
            && !accused(&claim.id);
        // Men and women beside the whole are parts of it.
        if claim.population.group != People::All || claim.unit != Unit::People {
            continue;
        }
        if !sure || of.insert((at, window.start()), claim).is_some() {
            return Vec::new();
        }
    }
    let one = of.values().next().copied().map(office_key);
    let same = of.values().all(|claim| Some(office_key(claim)) == one);
    match same && days.days() > 1 && of.len() == ways.len() * days.days() {
        true => of.into_values().collect(),
        false => Vec::new(),
    }
}

/// The latest total of all ways together that bears on the picture, whatever it says of its first day.
fn latest_of_all<'a>(desk: &Desk<'a>) -> Option<&'a Claim> {
    let totals = desk.bearing().filter(|(claim, fit)| {
        fit.via.is_empty()
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
        fit.via.is_empty()
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
    if let Some(claim) = so_far(desk, via) {
        return (Leading::SoFar(claim), None);
    }
    let apart = if days.days() >= LONG { NEAR } else { 0 };
    let near = |a: Date, b: Date| (a - b).get_days().abs() <= apart;
    // Where no way has a number of its own, that of two gates together is the only one that there is.
    let alone = via.is_none() && desk.crossings().next().is_none();
    let of = |fit: &ClaimFit| alone || is_of(fit, via);
    let mut counts: Vec<(&Claim, &ClaimFit, Window)> = desk
        .bearing()
        .filter(|(claim, fit)| of(fit) && is_whole_count(claim) && is_no_part(fit))
        .filter(|(claim, fit)| !desk.withheld.has(&claim.id) && fit.reading.is_none())
        .filter_map(|(claim, fit)| Some((claim, fit, claim.window()?)))
        .filter(|(_, _, window)| near(window.start(), days.start()))
        .collect();
    // By what they say and how far they are believed, so that the order of a table's rows does not matter.
    counts.sort_by(|(a, one, ours), (b, other, theirs)| {
        let first = |claim: &Claim, fit: &ClaimFit, window: &Window| {
            (window.end(), claim.published, fit.role.is_fitted(), fit.weight >= BELIEVED)
        };
        let value = |claim: &Claim| claim.value.unwrap_or_default();
        first(a, one, ours)
            .cmp(&first(b, other, theirs))
            .then_with(|| a.source.label().cmp(&b.source.label()))
            .then(value(a).total_cmp(&value(b)))
            .then_with(|| a.id.cmp(&b.id))
    });
    let believed = |(_, fit, window): &&(&Claim, &ClaimFit, Window)| {
        let most = window.days() as f64 >= MOST * days.days() as f64;
        fit.role.is_fitted() && fit.weight >= DOUBTED && most
    };
    let Some(last) = counts.iter().rev().find(believed).copied() else {
        return (bounded(desk, via, days).map_or(Leading::Estimate, Leading::Bounded), None);
    };
    let is_weak = |claim: &Claim, fit: &ClaimFit| is_told_only(claim) || fit.role == Role::Bound;
    // "The government" alone, a mayor's round number or a bound does not lead where an office that is named counts up to about the same day.
    let named = counts.iter().rev().filter(believed).find(|(claim, fit, window)| {
        claim.source.label().is_some()
            && !is_vague(claim)
            && !is_weak(claim, fit)
            && (last.2.end() - window.end()).get_days() <= NEAR
    });
    let vaguer = named.filter(|_| is_vague(last.0) || is_weak(last.0, last.1)).map(|_| last.0);
    let (claim, fit, window) = named.copied().filter(|_| vaguer.is_some()).unwrap_or(last);
    // What its own office put right contradicts no more.
    let contradicted = counts.iter().any(|(other, fit, theirs)| {
        other.id != claim.id
            && fit.role != Role::Superseded
            // A number that is told speaks against no count.
            && (!is_told_only(other) || is_told_only(claim))
            && !is_behind(other, *theirs, &counts)
            && contradicts(other, *theirs, claim, window)
    });
    // Where a vaguer source gave way, its number is told beside this one.
    let gave_way = |id: &Id| {
        vaguer.is_some()
            && desk.by_id.get(id).is_some_and(|other| is_vague(other) || is_told_only(other))
    };
    let apart = |id: &Id| !gave_way(id) && is_apart(desk, claim, id);
    let odd = desk.picture.disagreements.iter().any(|one| {
        // A first report that was put right later is no contradiction, nor is the same number, rounded.
        one.claims.first() == Some(&claim.id)
            && one.reason != Reason::LateReports
            && (one.claims.len() == 1 || one.claims[1..].iter().any(apart))
    });
    let floor = fit.role == Role::Bound;
    let rivals = counts.iter().filter(believed).filter(|(other, _, theirs)| {
        // A total of a day more may well be larger.
        near(theirs.start(), window.start())
            && theirs.end() == window.end()
            && are_rivals(claim, other)
    });
    let likeliest = rivals.max_by(|a, b| a.1.weight.total_cmp(&b.1.weight));
    // A third office that agrees with one of two decides between them.
    let seconded = |one: &Claim, other: &Claim| {
        counts.iter().filter(believed).any(|(third, _, theirs)| {
            let as_much = |claim: &Claim| {
                let apart = third.value.zip(claim.value).map_or(1.0, |(a, b)| (a / b).ln().abs());
                apart <= SAME && third.id != claim.id && office_key(third) != office_key(claim)
            };
            theirs.end() == window.end() && (as_much(one) || as_much(other))
        })
    };
    if let Some((other, ..)) = likeliest.filter(|_| !floor && near(window.end(), days.end()))
        && !seconded(claim, other)
    {
        let (low, high) = if other.value < claim.value { (*other, claim) } else { (claim, *other) };
        return (Leading::Between(low, high), None);
    }
    if !near(window.end(), days.end())
        || contradicted
        || odd
        || !allows(desk, via, window, claim.value.unwrap_or_default(), floor)
    {
        return (Leading::Estimate, Some(claim));
    }
    (if floor { Leading::Floor(claim) } else { Leading::Count(claim) }, vaguer)
}

/// Whether a source is told by a word that any office could be: the name and the office are not in the text.
pub(crate) fn is_vague(claim: &Claim) -> bool {
    const VAGUE: [&str; 7] = [
        "government",
        "officials",
        "official",
        "authorities",
        "sources",
        "source",
        "security source",
    ];
    let label = claim.source.label().map(str::to_lowercase);
    label.is_none_or(|label| VAGUE.contains(&label.trim_start_matches("the ")))
}

/// Whether a number is told by somebody who keeps no count, and is round: a mayor's, a chief's or a volunteer's of
/// a whole border, or that of a source which is not named.
pub(crate) fn is_told_only(claim: &Claim) -> bool {
    const VOICES: [&str; 22] = [
        "mayor",
        "chief",
        "headman",
        "elder",
        "commissioner",
        "governor",
        "councillor",
        "volunteer",
        "activist",
        "resident",
        "villager",
        "witness",
        "priest",
        "imam",
        "pastor",
        "father",
        "driver",
        "trader",
        "shopkeeper",
        "guide",
        "smuggler",
        "lawmaker",
    ];
    let value = claim.value.unwrap_or_default();
    let round = claim::rounding(value) >= ROUND * value.max(1.0);
    let source = &claim.source;
    let said = [&source.role, &source.name, &source.organisation];
    // A police chief speaks for the police.
    let own = source.organisation.is_none() || source.organisation == source.role;
    let voice = said
        .into_iter()
        .flatten()
        .any(|said| said.to_lowercase().split_whitespace().any(|word| VOICES.contains(&word)));
    // A table is somebody's count, whoever published it.
    round && !claim.found.from_row && (is_vague(claim) && claim.publisher.is_none() || own && voice)
}

/// Whether two offices or more counted more than a number says, on no more days: it was behind when it was said.
fn is_behind(claim: &Claim, window: Window, counts: &[(&Claim, &ClaimFit, Window)]) -> bool {
    let Some(value) = claim.value.filter(|_| claim::rounding(claim.value.unwrap_or(1.0)) > 1.0)
    else {
        return false;
    };
    let own = office_key(claim);
    let more = counts.iter().filter(|(other, fit, theirs)| {
        let key = office_key(other);
        key.is_some()
            && key != own
            && fit.role.is_fitted()
            && !is_told_only(other)
            && theirs.start() >= window.start()
            && theirs.end() <= window.end()
            && other.value.is_some_and(|more| more > value * (1.0 + SAME))
    });
    let offices: std::collections::BTreeSet<_> =
        more.map(|(other, ..)| office_key(other)).collect();
    offices.len() > 1
}

/// The latest range or upper bound of everybody at a way, where there is no count of it.
fn bounded<'a>(desk: &Desk<'a>, via: Option<&str>, days: Window) -> Option<&'a Claim> {
    let alone = via.is_none() && desk.crossings().next().is_none();
    let mut bounds: Vec<&Claim> = Vec::new();
    for (claim, fit) in desk.bearing() {
        let own = alone || is_of(fit, via);
        if !own || claim.population.group != People::All || fit.role == Role::Copy || is_part(fit) {
            continue;
        }
        if is_whole_count(claim) {
            return None; // there is a number
        }
        let ends = matches!(claim.qualifier, Qualifier::UpTo | Qualifier::LessThan);
        let range = claim.value.is_none() && claim.low.is_some() && claim.high.is_some();
        let whole = claim.unit == Unit::People
            && claim.measure == Measure::Flow
            && claim.kind != Kind::Deportation
            && !claim.partial
            && fit.class.is_none()
            && fit.reading.is_none();
        if (ends && claim.value.is_some() || range)
            && whole
            && !desk.withheld.has(&claim.id)
            && claim.window().is_some_and(|own| own.days() as f64 >= MOST * days.days() as f64)
        {
            bounds.push(claim);
        }
    }
    bounds.into_iter().max_by_key(|claim| (claim.end, claim.published, &claim.id))
}

/// The ways that every number of a picture without ways is of: two gates counted together.
pub(crate) fn together<'a>(desk: &Desk<'a>) -> &'a [String] {
    if desk.crossings().next().is_some() {
        return &[];
    }
    let mut of = desk.bearing().filter(|(_, fit)| fit.role.is_fitted()).map(|(claim, _)| claim);
    match of.next() {
        Some(first) if of.all(|claim| claim.via == first.via) => &first.via,
        _ => &[],
    }
}

/// The latest running total of a way, where nobody says since when these count: no day before the first of
/// them is told, and a number of days would hold people of nobody knows when.
fn so_far<'a>(desk: &Desk<'a>, via: Option<&str>) -> Option<&'a Claim> {
    let open = desk.bearing().filter(|(claim, fit)| {
        fit.open
            && claim.end.is_some()
            && is_of(fit, via)
            && is_whole_count(claim)
            && fit.role.is_fitted()
            && is_no_part(fit)
            && fit.weight >= DOUBTED
            && !desk.withheld.has(&claim.id)
    });
    let mut open: Vec<&Claim> = open.map(|(claim, _)| claim).collect();
    open.sort_by_key(|claim| (claim.end, claim.published, claim.id.clone()));
    let last = open.pop()?;
    let fallen = |earlier: &&Claim| earlier.value > last.value.map(|value| value * (1.0 + SAME));
    (!open.iter().any(fallen)).then_some(last)
}

/// By what an office is known, however a report writes it; none where nobody is named.
pub(super) fn office_key(claim: &Claim) -> Option<String> {
    claim.source.label().map(organisation_key)
}

/// Whether two offices, each stated for its number, give numbers that are not one rounded.
fn are_rivals(one: &Claim, other: &Claim) -> bool {
    let (Some(a), Some(b)) = (one.value, other.value) else { return false };
    let named = |claim: &Claim| {
        let stated = !claim.found.source_is_carried();
        office_key(claim).filter(|_| stated)
    };
    let counted = |claim: &Claim| matches!(claim.qualifier, Qualifier::Exact | Qualifier::About);
    let (Some(who), Some(whom)) = (named(one), named(other)) else { return false };
    counted(one) && counted(other) && !same_organisation(&who, &whom) && (a / b).ln().abs() > SAME
}

/// What speaks against a number that leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Challenge {
    None,
    /// Another office counted otherwise on fewer days, up to an earlier one.
    Earlier,
    Open,
}

/// Whether a report speaks against a number that leads: not to put it right or to round it, and not by a
/// number that is of other days than it says.
pub(super) fn challenge(desk: &Desk, claim: &Claim) -> Challenge {
    let other = |reason: Reason| {
        !matches!(
            reason,
            Reason::LateReports
                | Reason::Rounding
                | Reason::CumulativeVsDaily
                | Reason::Window
                | Reason::UnnamedWays
        )
    };
    let ends = |id: &Id| desk.by_id.get(id).and_then(|other| other.end);
    let earlier = |id: &Id| ends(id).zip(claim.end).is_some_and(|(theirs, ours)| theirs < ours);
    let against = desk.picture.disagreements.iter().filter(|one| {
        one.claims.contains(&claim.id)
            && other(one.reason)
            && one.claims.iter().any(|id| is_apart(desk, claim, id))
    });
    // "Another office" is not its own.
    let own =
        |id: &Id| desk.by_id.get(id).is_some_and(|other| office_key(other) == office_key(claim));
    let each = against.map(|one| {
        let mut others = one.claims.iter().filter(|id| **id != claim.id).peekable();
        match others.peek().is_some() && others.all(|id| earlier(id) && !own(id)) {
            true => Challenge::Earlier,
            false => Challenge::Open,
        }
    });
    each.fold(Challenge::None, |most, one| if most == Challenge::Open { most } else { one })
}

/// A number of another office for the same ways and days that is nearly the same, and not the same: said beside
/// one that nobody contradicts.
pub(super) fn nearly_same<'a>(desk: &Desk<'a>, claim: &Claim) -> Option<&'a Claim> {
    let own = desk.fits.get(&claim.id)?;
    let near = desk.bearing().filter(|(other, fit)| {
        let apart = other.value.zip(claim.value).map_or(0.0, |(a, b)| (a / b).ln().abs());
        fit.via == own.via
            && fit.role.is_fitted()
            && is_no_part(fit)
            && is_whole_count(other)
            && other.qualifier == Qualifier::Exact
            && other.window() == claim.window()
            && office_key(other).is_some()
            && !other.found.source_is_carried()
            && office_key(claim)
                .zip(office_key(other))
                .is_some_and(|(a, b)| !same_organisation(&a, &b))
            && apart > 0.0
            && apart <= SAME
            && !desk.withheld.has(&other.id)
    });
    near.map(|(other, _)| other)
        .max_by(|a, b| a.value.partial_cmp(&b.value).unwrap_or(std::cmp::Ordering::Equal))
}

/// Whether an interval is one of the number that it stands beside: it holds it, and its middle is near.
pub(super) fn is_around([low, middle, high]: [f64; 3], claim: &Claim) -> bool {
    claim.value.is_none_or(|value| {
        let slack = SAME * value;
        (low - slack..=high + slack).contains(&value)
            && (middle.max(0.5) / value.max(0.5)).ln().abs() <= CENTRED
    })
}

/// Whether another claim gives another number, or none, and not the same one rounded.
fn is_apart(desk: &Desk, claim: &Claim, other: &Id) -> bool {
    match desk.by_id.get(other).and_then(|other| other.value).zip(claim.value) {
        Some((theirs, ours)) => (theirs / ours).ln().abs() > SAME,
        None => *other != claim.id,
    }
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
fn is_of(fit: &ClaimFit, via: Option<&str>) -> bool {
    match (fit.via.as_slice(), via) {
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

/// Whether a number is of everybody: a bound by its own words and not for being of some of the people, no class of
/// its own, and no part of another number.
fn is_no_part(fit: &ClaimFit) -> bool {
    fit.class.is_none()
        && !is_part(fit)
        && match fit.role {
            Role::Bound => fit.why.as_ref().is_some_and(|why| why.template == "bound-below"),
            _ => true,
        }
}

/// Whether a number is set aside as a part of another that its office gives.
pub(super) fn is_part(fit: &ClaimFit) -> bool {
    let why = fit.why.as_ref().map(|why| why.template);
    fit.role == Role::SetAside && matches!(why, Some("aside-part-of" | "aside-part"))
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
    // Beside ways that were told of on few days, what is left of the whole is of their other days, too.
    let told = |via: &str| {
        let days: usize = reported(desk.picture, via, desk.focus).iter().map(Window::days).sum();
        days as f64 >= NEARLY_ALL * desk.focus.days() as f64
    };
    desk.lead.is_whole()
        && !matches!(
            desk.lead.leading,
            Leading::Floor(_) | Leading::SoFar(_) | Leading::Between(..) | Leading::Bounded(_)
        )
        && counted(ELSEWHERE)
        && desk.crossings().next().is_some()
        && desk.crossings().all(told)
}

/// The latest whole count of an office for a way, or for all together: what it says itself, whatever comes of it.
pub(crate) fn latest_of_office<'a>(desk: &Desk<'a>, via: Option<&str>) -> Option<&'a Claim> {
    let counts = desk.bearing().filter(|(claim, fit)| {
        is_of(fit, via)
            && is_whole_count(claim)
            && fit.role.is_fitted()
            && is_no_part(fit)
            && fit.reading.is_none()
            && (claim.cumulative || claim.window().is_some_and(|days| days.days() >= LONG))
            && !is_vague(claim)
            && !desk.withheld.has(&claim.id)
            && claim.end.is_some_and(|end| desk.focus.contains(end))
    });
    counts
        .map(|(claim, _)| claim)
        .max_by_key(|claim| (claim.end, claim.published, claim.id.clone()))
}
