//! The busiest day and the last week, where they say something; else what is known of single days.

use claim::{Claim, Unit, Window};
use jiff::ToSpan;
use jiff::civil::Date;
use reconcile::{ALL, Observed, Quantiles, Role};

use super::Desk;
use super::counted::by;
use super::differences::differences;
use super::lead::{self, is_whole_count, reported};
use crate::content::{Text, Trail};
use crate::language::say;

/// Fewer days have no peak that stands out.
const LONG: usize = 7;
/// From so many days on the last week is told.
const WEEKS: usize = 21;
/// Of which part of the people ways must have been counted in both weeks.
const NEARLY: f64 = 0.95;
/// How sure it must be that a digit is wrong for a number to be none.
const SLIP: f64 = 0.9;
/// Less of a change (per cent) from week to week is none.
const STEADY: f64 = 3.0;

/// What is told of single days and of the last week.
pub(super) fn messages(desk: &Desk) -> Vec<Text> {
    // Of one day there is nothing to tell beside its number.
    let peak = (desk.lead.days.days() > 1)
        .then(|| finding(desk).unwrap_or_else(|| say!(desk.language, "highest-unknown")));
    peak.into_iter().chain(last_week(desk)).collect()
}

/// The busiest day, or the highest that was reported.
pub(super) fn finding(desk: &Desk) -> Option<Text> {
    busiest(desk).or_else(|| highest(desk))
}

fn busiest(desk: &Desk) -> Option<Text> {
    let days: Vec<(Date, Quantiles)> = desk
        .focus
        .iter()
        .filter(|day| is_counted(desk, *day))
        .filter_map(|day| {
            let (quantiles, _) = lead::estimate(desk, &desk.lead, Window::day(day))?;
            Some((day, quantiles))
        })
        .collect();
    let (day, most) = days.iter().max_by(|a, b| a.1.p50.total_cmp(&b.1.p50).then(b.0.cmp(&a.0)))?;
    let mut median: Vec<f64> = days.iter().map(|(_, q)| q.p50).collect();
    median.sort_by(f64::total_cmp);
    let typical = median[median.len() / 2];
    let language = desk.language;
    // A peak that the interval cannot tell from an ordinary day is not a fact.
    if most.p05 <= typical || desk.focus.days() <= LONG {
        return None;
    }
    let (_, trail) = lead::estimate(desk, &desk.lead, Window::day(*day))?;
    let estimate = match exactly(desk, *day) {
        Some(text) => text,
        None => Text::new().number(language.rounded(most).with_range, trail),
    };
    Some(say!(language, "busiest-day", day = language.day(*day), estimate = estimate))
}

/// The highest count of a single day, as it was reported.
fn highest(desk: &Desk) -> Option<Text> {
    let language = desk.language;
    let here = |via: &[String]| match (desk.lead.ways.as_slice(), via) {
        ([], _) => via.len() < 2,
        (ways, [one]) => ways.contains(&one.as_str()),
        (_, _) => false,
    };
    let days = desk.bearing().filter(|(claim, fit)| {
        fit.role == Role::Used
            && fit.reading.is_none()
            && fit.weight >= lead::DOUBTED
            && !is_slip(desk, claim)
            && !lead::is_told_only(claim)
            && here(&fit.via)
            && is_whole_count(claim)
            && claim.unit == Unit::People
            && claim
                .window()
                .is_some_and(|days| days.days() == 1 && desk.focus.overlap(&days) == Some(days))
            && !desk.withheld.has(&claim.id)
    });
    let days: Vec<&Claim> = days.map(|(claim, _)| claim).collect();
    let claim = days.into_iter().max_by(|a, b| {
        let value = |claim: &Claim| claim.value.unwrap_or_default();
        value(a).total_cmp(&value(b)).then_with(|| claim::by_content(b, a))
    })?;
    let (day, figure, speaker) = (language.day(claim.end?), desk.figure(claim), by(desk, claim));
    Some(match claim.via.as_slice() {
        [via] if desk.lead.ways != [via.as_str()] => say!(
            language,
            "highest-day-at",
            day = day,
            figure = figure,
            crossing = via,
            speaker = speaker,
        ),
        _ => say!(language, "highest-day", day = day, figure = figure, speaker = speaker),
    })
}

/// Whether a number is known, or more than likely, to be a slip: the audit has another for it, or the picture is
/// nearly sure that a digit is wrong.
fn is_slip(desk: &Desk, claim: &Claim) -> bool {
    let corrected = desk
        .picture
        .findings
        .iter()
        .any(|finding| finding.claims.first() == Some(&claim.id) && finding.proposal.is_some());
    let excluded = desk.picture.disagreements.iter().any(|one| {
        one.claims.first() == Some(&claim.id)
            && one.reason == reconcile::Reason::Transcription
            && one.weight >= SLIP
    });
    corrected || excluded
}

/// The last week, the change on the one before, and the ways that nobody reported in it.
fn last_week(desk: &Desk) -> Option<Text> {
    let language = desk.language;
    let end = desk.picture.window.end();
    let week = Window::new(end.checked_sub(6.days()).ok()?, end)?;
    // Of a week that nobody counted there is nothing to tell.
    let counted = week.iter().filter(|day| is_counted(desk, *day)).count();
    if desk.focus.days() <= WEEKS || counted * 2 <= week.days() {
        return None;
    }
    let (quantiles, trail) = lead::estimate(desk, &desk.lead, week)?;
    let days = language.days(week);
    let change = change(desk, week, &quantiles, &trail);
    let estimate = Text::new().number(language.rounded(&quantiles).with_range, trail);
    let mut text = say!(language, "last-week", days = days, estimate = estimate);
    if let Some(change) = change {
        text = say!(language, "last-week-change", week = text, change = change);
    }
    let silent = |way: &&&str| reported(desk.picture, way, week).is_empty();
    let silent: Vec<String> =
        desk.lead.ways.iter().filter(silent).map(|way| (*way).to_owned()).collect();
    if !silent.is_empty() {
        text = say!(language, "last-week-without", week = text, crossings = language.list(&silent));
    }
    Some(say!(language, "last-week-told", week = text))
}

/// How the last week stands to the one before, at the same ways.
fn change(desk: &Desk, week: Window, now: &Quantiles, trail: &Trail) -> Option<Text> {
    let language = desk.language;
    let first = week.start().checked_sub(7.days()).ok()?;
    let before = Window::new(first, week.start().yesterday().ok()?)?;
    if desk.focus.overlap(&before) != Some(before) {
        return None;
    }
    // Of ways that were counted on all days of both, as long as these have nearly all the people.
    let both = week.hull(&before);
    let whole = |way: &&&str| reported(desk.picture, way, both) == [both];
    let ways: Vec<&str> = desk.lead.ways.iter().filter(whole).copied().collect();
    let ((now, trail), (then, other)) = match desk.lead.is_whole() {
        true => ((*now, trail.clone()), desk.estimate(ALL, before)?),
        false => {
            let own = desk.counted_together(&ways, week)?;
            if own.0.p50 < NEARLY * now.p50 {
                return None;
            }
            (own, desk.counted_together(&ways, before)?)
        }
    };
    let percent = (now.p50 / then.p50.max(1.0) - 1.0) * 100.0;
    let name = format!("change:{}|{}", trail.text(), other.text());
    let digits = Text::new().reckoned(language.percent(percent.abs(), 0), name);
    Some(match percent {
        p if p.abs() < STEADY => say!(language, "week-same"),
        p if p > 0.0 => say!(language, "week-more", percent = digits),
        _ => say!(language, "week-fewer", percent = digits),
    })
}

/// What the running totals of one office leave for a day, where one way leads.
fn exactly(desk: &Desk, day: Date) -> Option<Text> {
    let [way] = desk.lead.ways.as_slice() else { return None };
    let all = differences(desk);
    let one = all.iter().find(|one| one.via == **way && one.days == Window::day(day))?;
    let (number, sum) = (one.number(desk), one.sum(desk));
    Some(say!(desk.language, "exactly", number = number, sum = sum))
}

/// Whether a day has a count of its own at one of the ways that lead.
fn is_counted(desk: &Desk, day: Date) -> bool {
    let by_day = |via: &str| desk.picture.how_observed(via, day) == Observed::ByDay;
    match desk.lead.ways.as_slice() {
        [] => by_day(ALL) || desk.crossings().any(by_day),
        ways => ways.iter().any(|via| by_day(via)),
    }
}
