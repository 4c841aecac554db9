//! The number that the brief opens with, and what stands beside it.

use std::collections::BTreeMap;

use claim::{Claim, Measure, Window};
use jiff::civil::Date;
use reconcile::{ALL, ClaimFit, Quantiles, Role};

use super::counted::{added_up, between, by, off_by};
use super::lead::{self, Challenge, Leading, leading, reported};
use super::said::worded;
use super::ways::{few_days, hull, only_rate, unreported_ways};
use super::{Desk, by_crossing, claims, more};
use crate::content::{Block, Headline, Section, Text, Trail};
use crate::language::{say, words};
use crate::wording;

/// An interval whose ends differ by this factor says little more than "some".
const NEARLY_UNKNOWN: f64 = 5.0;
/// Per cent by which an office's figure and ours may differ and be one.
const AGREE: f64 = 3.0;
/// Days by which the counts of a way may end before the others and be as long.
const ENDS: i32 = 1;

pub(super) fn section(desk: &Desk) -> Section {
    let mut blocks = Vec::new();
    let diagnostics = &desk.picture.diagnostics;
    if !diagnostics.converged {
        blocks.push(Block::Warning(say!(
            desk.language,
            "warning-not-settled",
            diagnostics = super::sources::diagnostics_line(desk, diagnostics),
        )));
    }
    blocks.push(match headline(desk) {
        Some(headline) => Block::Headline(headline),
        None => Block::Paragraph(say!(desk.language, "headline-withheld")),
    });
    let counts = say!(desk.language, "headline-counts");
    let told = std::iter::once(counts).chain(super::sources::line(desk)).collect();
    blocks.push(Block::Paragraph(desk.language.series("sentences", told)));
    let mut messages = beside(desk);
    messages.extend(super::people::counted_apart(desk));
    messages.extend(super::peak::messages(desk));
    let shown = messages.len();
    blocks.extend(Block::list(messages, shown));
    blocks.push(Block::Table(by_crossing::table(desk)));
    blocks.extend(by_crossing::note(desk).map(Block::Paragraph));
    blocks.extend(other_borders(desk).map(Block::Paragraph));
    Section::new("headline", "", blocks)
}

/// The number that leads, and of what it is.
pub(super) fn headline(desk: &Desk) -> Option<Headline> {
    let language = desk.language;
    let lead = &desk.lead;
    let estimate = lead::estimate(desk, lead, lead.days);
    let (figure, interval) = match lead.leading {
        Leading::Count(claim) => (desk.figure(claim), counted_by(desk, claim, estimate)),
        Leading::Floor(claim) => {
            let speaker = by(desk, claim);
            (desk.figure(claim), say!(language, "interval-floor", speaker = speaker))
        }
        Leading::Bounded(claim) => {
            (desk.figure(claim), say!(language, "interval-bounded", speaker = by(desk, claim)))
        }
        Leading::SoFar(claim) => {
            (desk.figure(claim), say!(language, "interval-so-far", speaker = by(desk, claim)))
        }
        Leading::Between(low, high) => {
            let interval = say!(
                language,
                "interval-between",
                low = by(desk, low),
                fewer = desk.figure(low),
                high = by(desk, high),
                more = desk.figure(high),
            );
            (between(desk, low, high), interval)
        }
        Leading::Daily(claim, people) => {
            let speaker = by(desk, claim);
            let around = |quantiles: &Quantiles| {
                let slack = lead::SAME * people;
                (quantiles.p05 - slack..=quantiles.p95 + slack).contains(&people)
                    && (quantiles.p50.max(0.5) / people.max(0.5)).ln().abs() <= lead::SAME * 2.0
            };
            let interval = match (estimate, lead.latest) {
                (_, Some(_)) => say!(language, "interval-daily-beside", speaker = speaker),
                (Some((quantiles, trail)), None) if around(&quantiles) => {
                    let range = Text::new().number(language.rounded(&quantiles).range, trail);
                    say!(language, "interval-daily", speaker = speaker, range = range)
                }
                _ => say!(language, "interval-daily-sure", speaker = speaker),
            };
            (added_up(desk, &lead::daily(desk, &lead.ways, lead.days)), interval)
        }
        Leading::Estimate => {
            let (quantiles, trail) = estimate?;
            let rounded = language.rounded(&quantiles);
            let drawn = |digits: String| Text::new().number(digits, trail.clone());
            if quantiles.factor() > NEARLY_UNKNOWN {
                let interval = say!(language, "interval-open", middle = drawn(rounded.mid));
                (drawn(rounded.range), interval)
            } else {
                let interval = say!(language, "interval", range = drawn(rounded.range));
                (drawn(rounded.mid), interval)
            }
        }
    };
    Some(Headline {
        figure,
        what: say!(
            language,
            "headline",
            flow = &desk.flow,
            route = desk.route(),
            ways = ways(desk),
            days = days(desk),
        ),
        interval,
    })
}

/// "1 to 12 November 2023"; of a total that does not say since when: "so far, to 12 November 2023".
fn days(desk: &Desk) -> String {
    let language = desk.language;
    match desk.lead.leading {
        Leading::SoFar(Claim { end: Some(end), .. }) => {
            words!(language, "covers-so-far", day = language.day(*end))
        }
        _ => language.days(desk.lead.days),
    }
}

/// Who counted, who says otherwise, and what that leaves open.
fn counted_by(desk: &Desk, claim: &Claim, estimate: Option<(Quantiles, Trail)>) -> Text {
    let language = desk.language;
    let speaker = by(desk, claim);
    let counted = match lead::challenge(desk, claim) {
        Challenge::None if lead::is_told_only(claim) => {
            say!(language, "told-only", speaker = speaker)
        }
        Challenge::None => match lead::nearly_same(desk, claim) {
            Some(other) => say!(
                language,
                "counted-nearly",
                speaker = speaker,
                other = by(desk, other),
                figure = desk.figure(other),
                off = off(desk, other, claim),
            ),
            None => say!(language, "counted-uncontradicted", speaker = speaker),
        },
        Challenge::Earlier => say!(language, "counted-earlier", speaker = speaker),
        Challenge::Open => say!(language, "counted-challenged", speaker = speaker),
    };
    let interval = match estimate {
        Some((quantiles, _)) if quantiles.p95 - quantiles.p05 < 1.0 => return counted,
        Some((quantiles, trail))
            if lead::is_around([quantiles.p05, quantiles.p50, quantiles.p95], claim) =>
        {
            let range = Text::new().number(language.rounded(&quantiles).range, trail);
            say!(language, "interval-counted", range = range)
        }
        // An interval whose middle is elsewhere would shut out the number that it is of.
        Some(_) => say!(language, "interval-counted-off"),
        None => return counted,
    };
    language.series("sentences", vec![counted, interval])
}

/// "2 % more": how a number of another office stands to one that is nearly the same.
fn off(desk: &Desk, other: &Claim, claim: &Claim) -> Text {
    let (percent, digits) = off_by(desk, other, claim).unwrap_or_default();
    match percent > 0.0 {
        true => say!(desk.language, "off-more", percent = digits),
        false => say!(desk.language, "off-fewer", percent = digits),
    }
}

/// "by all ways together", "at Torkham".
fn ways(desk: &Desk) -> String {
    let language = desk.language;
    match desk.lead.ways.as_slice() {
        [] => match lead::together(desk) {
            [] => words!(language, "headline-all-ways"),
            ways => words!(language, "headline-at", crossings = language.list(ways)),
        },
        ways => {
            let names: Vec<String> = ways.iter().map(|way| (*way).to_owned()).collect();
            words!(language, "headline-at", crossings = language.list(&names))
        }
    }
}

/// What stands beside the number: the latest figure of an office, what came since, ways that were
/// counted on few days, and ways that nobody reports.
pub(super) fn beside(desk: &Desk) -> Vec<Text> {
    let mut beside = Vec::new();
    beside.extend(desk.lead.latest.and_then(|claim| latest(desk, claim)));
    beside.extend(super::corrected::messages(desk));
    beside.extend(of_days(desk));
    beside.extend(since(desk));
    beside.extend(ends(desk));
    beside.extend(apart(desk));
    beside.extend(unreported(desk));
    beside
}

/// The latest figure of an office for the same ways, where it is not what leads, and why it differs.
fn latest(desk: &Desk, claim: &Claim) -> Option<Text> {
    let language = desk.language;
    let value = claim.value?;
    if matches!(desk.lead.leading, Leading::Count(_) | Leading::Floor(_) | Leading::Daily(..)) {
        if !lead::is_vague(claim) {
            return Some(say!(
                desk.language,
                "headline-told",
                figure = desk.figure(claim),
                speaker = by(desk, claim),
                covers = desk.language.covers(claim, desk.picture.as_of),
            ));
        }
        return Some(say!(
            desk.language,
            "headline-vaguer",
            figure = desk.figure(claim),
            speaker = by(desk, claim),
            covers = desk.language.covers(claim, desk.picture.as_of),
        ));
    }
    let days = claim.window().or_else(|| Window::new(desk.focus.start(), claim.end?))?;
    let (quantiles, trail) = lead::estimate(desk, &desk.lead, days)?;
    let name = format!("beside:{}:{}", claim.id, trail.text());
    let estimate = Text::new().number(language.rounded(&quantiles).with_range, trail);
    let excess = (value / quantiles.p50.max(1.0) - 1.0) * 100.0;
    let percent = Text::new().reckoned(language.percent(excess.abs(), 0), name);
    let floor = claim.qualifier == claim::Qualifier::MoreThan;
    let verdict = match excess {
        e if floor && e > 0.0 => say!(language, "latest-floor"),
        e if e.abs() < AGREE || floor => say!(language, "latest-same"),
        e if e > 0.0 => say!(language, "latest-more", percent = percent),
        _ => say!(language, "latest-fewer", percent = percent),
    };
    let (figure, speaker) = (desk.figure(claim), by(desk, claim));
    let days = language.days(days);
    let mut text = match claim.via.is_empty() && !desk.lead.is_whole() {
        // Of more ways than ours: why it is another number is plain, how far it should be is not.
        true => say!(
            language,
            "headline-latest-all",
            figure = figure,
            speaker = speaker,
            covers = language.covers(claim, desk.picture.as_of),
            days = days,
            estimate = estimate,
            verdict = verdict,
        ),
        false => say!(
            language,
            "headline-latest",
            figure = figure,
            speaker = speaker,
            days = days,
            estimate = estimate,
            verdict = verdict,
        ),
    };
    let why = desk.picture.disagreements.iter().enumerate().find(|(_, one)| {
        one.claims.first() == Some(&claim.id) && super::figures::is_told(desk, one)
    });
    if let Some((at, one)) = why.filter(|_| excess.abs() >= AGREE) {
        let sentence = worded(desk, &one.sentence, &format!("disagreement:{at}"));
        text = language.series("sentences", vec![text, sentence]);
    }
    Some(text)
}

/// Of a total since nobody knows when: what was counted on days that somebody tells.
fn of_days(desk: &Desk) -> Option<Text> {
    let language = desk.language;
    let Leading::SoFar(total) = desk.lead.leading else { return None };
    let vias: Vec<&str> = match desk.lead.ways.as_slice() {
        [] => vec![ALL],
        ways => ways.to_vec(),
    };
    let days = hull(desk, &vias, desk.focus)?;
    let of = lead::daily(desk, &desk.lead.ways, days);
    let estimate = match of.is_empty() {
        false => added_up(desk, &of),
        true => {
            let (quantiles, trail) = desk.counted_together(&vias, days)?;
            // Some of the days are no more than all: such an estimate is of something else.
            if total.value.is_some_and(|value| quantiles.p50 > value * (1.0 + lead::SAME)) {
                return None;
            }
            Text::new().number(language.rounded(&quantiles).with_range, trail)
        }
    };
    Some(say!(language, "headline-of-days", days = language.days(days), estimate = estimate))
}

/// What was counted after the days of the count that leads.
fn since(desk: &Desk) -> Option<Text> {
    let language = desk.language;
    desk.lead.leading.claim()?;
    let first = desk.lead.days.end().tomorrow().ok()?;
    let days = Window::new(first, desk.focus.end())?;
    let vias: Vec<&str> = match desk.lead.ways.as_slice() {
        [] => desk.crossings().collect(),
        ways => ways.to_vec(),
    };
    // A longer total of another office holds these days as well, and tells nobody how many.
    let of_them = |(claim, fit): (&Claim, &ClaimFit)| {
        fit.role == Role::Used && claim.window().is_some_and(|own| own.start() >= first)
    };
    if !desk.bearing().any(of_them) {
        return None;
    }
    let days = hull(desk, &vias, days)?;
    let (quantiles, trail) = desk.counted_together(&vias, days)?;
    (quantiles.p50 >= wording::SMALL_CELL).then(|| {
        let estimate = Text::new().number(language.rounded(&quantiles).with_range, trail);
        say!(language, "headline-since", days = language.days(days), estimate = estimate)
    })
}

/// Ways of the number whose counts end earlier than it does.
fn ends(desk: &Desk) -> Option<Text> {
    let language = desk.language;
    if desk.lead.ways.len() < 2 {
        return None;
    }
    let mut by_day: BTreeMap<Date, Vec<String>> = BTreeMap::new();
    for via in &desk.lead.ways {
        let last = reported(desk.picture, via, desk.lead.days).last()?.end();
        if (desk.lead.days.end() - last).get_days() > ENDS {
            by_day.entry(last).or_default().push((*via).to_owned());
        }
    }
    let told = by_day.iter().map(|(last, ways)| {
        let day = language.day_and_month(*last);
        say!(language, "way-ends", crossings = language.list(ways), day = day)
    });
    let ways = language.series("list-comma", told.collect());
    (!ways.0.is_empty()).then(|| say!(language, "headline-ways-end", ways = ways))
}

/// Ways that were counted on too few of the days to be part of the number, where that is not of the whole.
fn apart(desk: &Desk) -> Option<Text> {
    let language = desk.language;
    let others = desk.crossings().filter(|via| {
        !desk.lead.ways.contains(via) && (!desk.lead.is_whole() || few_days(desk, via))
    });
    let told = others.filter_map(|via| {
        let days = hull(desk, &[via], desk.focus)?;
        if let Some(rate) = only_rate(desk, via) {
            let day = language.day(rate.end.unwrap_or(days.end()));
            let figure = desk.figure(rate);
            return Some(say!(language, "apart-rate", crossing = via, figure = figure, day = day));
        }
        let figure = match leading(desk, Some(via), days).0.claim() {
            Some(claim) if claim.value == Some(0.0) => words!(language, "apart-nobody").into(),
            Some(claim) => desk.figure(claim),
            None => {
                let (quantiles, trail) = desk.counted(via, days)?;
                Text::new().number(language.rounded(&quantiles).with_range, trail)
            }
        };
        let days = language.days(days);
        Some(say!(language, "apart-way", crossing = via, figure = figure, days = days))
    });
    let told: Vec<Text> = told.collect();
    if told.is_empty() {
        return None;
    }
    let ways = language.series("list-semicolon", told);
    Some(match desk.lead.is_whole() {
        true => say!(language, "headline-of-these", ways = ways),
        false => say!(language, "headline-apart", ways = ways),
    })
}

/// Ways of the border that nobody reports: they are in no number, unless that is of the whole.
fn unreported(desk: &Desk) -> Option<Text> {
    let language = desk.language;
    if desk.lead.is_whole() {
        let some = !lead::together(desk).is_empty();
        return some.then(|| say!(language, "headline-unreported-others"));
    }
    Some(match unreported_ways(desk) {
        Some(named) => say!(language, "headline-unreported", crossings = named),
        None => say!(language, "headline-unreported-others"),
    })
}

/// Most other borders that are named.
const BORDERS: usize = 4;

/// Which other borders the reports count at: this brief says nothing of those.
fn other_borders(desk: &Desk) -> Option<Text> {
    let own = &desk.picture.route;
    let mut others: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for claim in &desk.claims {
        if let (Some(from), Some(to)) = (&claim.from, &claim.to)
            && claim.measure == Measure::Flow
            && from != to
            && (from, to) != (&own.from, &own.to)
            // A country, not a town.
            && [from, to].into_iter().all(|code| desk.gazetteer.country(code).is_some())
        {
            *others.entry((from, to)).or_default() += 1;
        }
    }
    let mut others: Vec<((&str, &str), usize)> = others.into_iter().collect();
    others.sort_by_key(|(border, count)| (std::cmp::Reverse(*count), *border));
    others.first()?;
    let left = others.len().saturating_sub(BORDERS);
    let language = desk.language;
    let borders = others.into_iter().take(BORDERS).map(|((from, to), count)| {
        let (start, end) = (desk.country(from), desk.country(to));
        let border = words!(language, "route-title", from = start, to = end);
        let claims = claims(desk, count, &format!("count:route:{from}:{to}"));
        say!(language, "other-border", border = border, claims = claims)
    });
    let mut borders = language.series("list-comma", borders.collect());
    if left > 0 {
        let more = more(desk, left, "count:left-out:routes");
        borders = say!(language, "other-borders-and-more", borders = borders, more = more);
    }
    Some(say!(language, "other-borders", borders = borders))
}
