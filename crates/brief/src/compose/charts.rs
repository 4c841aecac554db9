//! What the charts show.

use std::collections::BTreeSet;

use claim::{Claim, Group as People, Kind, Measure, Unit, Window};
use jiff::ToSpan;
use jiff::civil::Date;
use reconcile::{ALL, ClaimFit, ELSEWHERE, Observed, Quantiles, Role};

use super::lead::Leading;
use super::{Desk, is_all};
use crate::chart::{Chart, Mark, Panel, Point, Rule};
use crate::content::{Align, Block, Column, Group, Row, Section, Table, Text};
use crate::language::{say, words};
use crate::wording;

/// Most panels in one chart; further crossings are in the tables.
const PANELS: usize = 6;
/// Longest count that is drawn as flow; longer ones are running totals.
const LONGEST: usize = 31;
/// A claim with less weight is drawn hollow.
const DOUBTED: f64 = 0.3;
/// Below this share of the largest crossing's flow a panel is drawn low.
const MINOR: f64 = 0.04;
/// Most days that the data table lists one by one.
const BY_DAY: usize = 120;
/// From so many days on bands are drawn by week.
const BY_WEEK: usize = 200;
/// From so many totals on not each is labelled.
const CROWD: usize = 30;
/// Most reports drawn in a panel.
const MARKS: usize = 48;
/// What running totals leave for days, as many as stand on the two pages; the others are annexed.
const DIFFERENCES: usize = 2;
/// Most dated rules in a chart.
const RULES: usize = 5;

/// The days drawn: those of the headline, and when they are few two weeks
/// before, for comparison.
fn drawn(desk: &Desk) -> Window {
    let whole = desk.picture.window;
    if desk.focus.days() >= 28 {
        return desk.focus;
    }
    let before = desk.focus.start().checked_sub(14.days()).unwrap_or(whole.start());
    // Days that nobody tells, before the first of totals since nobody knows when, are not drawn.
    let first = before.max(desk.picture.told().start());
    Window::new(first, whole.end()).unwrap_or(whole)
}

/// Of which part of the whole a way must have the people to be the whole.
const NEARLY: f64 = 0.98;

/// The panels worth drawing: all ways together where the brief leads with them, named crossings that
/// were counted on more than a few days by size, then what passes elsewhere when a count of the whole
/// reaches there and it is more than a rounding.
fn vias<'a>(desk: &Desk<'a>) -> Vec<&'a str> {
    let size = |via: &str| desk.counted(via, desk.focus).map_or(0.0, |(q, _)| q.p50);
    let largest = desk.crossings().map(size).fold(0.0, f64::max);
    let drawn = |via: &&str| {
        // What hardly shows is told by the table.
        let least = wording::SMALL_CELL.max(MINOR * largest);
        size(via) >= least && !super::ways::few_days(desk, via)
    };
    let mut vias: Vec<&str> = desk.crossings().filter(drawn).take(PANELS).collect();
    let elsewhere = || desk.estimate(ELSEWHERE, desk.focus).map_or(0.0, |(q, _)| q.p50);
    if super::lead::has_elsewhere(desk) && elsewhere() > 0.05 * largest {
        vias.push(ELSEWHERE);
    }
    // The panel of all ways says the same as that of the only one where this is all there is.
    let same = |via: &&str| {
        size(via) >= NEARLY * desk.estimate(ALL, desk.focus).map_or(0.0, |(q, _)| q.p50)
    };
    if desk.lead.is_whole() && !(vias.len() == 1 && vias.iter().all(same)) {
        vias.insert(0, ALL);
    }
    if vias.is_empty() {
        vias.extend(desk.crossings().next());
    }
    vias
}

fn point(days: Window, q: &Quantiles, seen: Observed) -> Point {
    // Of several days the mean.
    let mean = |people: f64| people / days.days() as f64;
    Point {
        day: days.start(),
        to: days.end(),
        p05: mean(q.p05),
        p25: mean(q.p25),
        p50: mean(q.p50),
        p75: mean(q.p75),
        p95: mean(q.p95),
        seen,
    }
}

/// The days, or of a long time the weeks, that have a point each.
fn parts(days: Window) -> Vec<Window> {
    let step = if days.days() > BY_WEEK { 7 } else { 1 };
    let all: Vec<Date> = days.iter().collect();
    all.chunks(step).filter_map(|part| Window::new(part[0], part[part.len() - 1])).collect()
}

/// The days that have a line each in the numbers behind a chart.
fn lines(days: Window) -> Vec<Window> {
    let step = if days.days() <= BY_DAY { 1 } else { 7 };
    let all: Vec<Date> = days.iter().collect();
    all.chunks(step).filter_map(|part| Window::new(part[0], part[part.len() - 1])).collect()
}

/// What charts and sentences print a number of besides single days and the whole: weeks, and running totals.
pub(super) fn windows(desk: &Desk) -> BTreeSet<Window> {
    let (whole, from) = (desk.picture.window, desk.focus.start());
    let mut all = BTreeSet::from_iter(lines(drawn(desk)));
    all.extend(parts(drawn(desk)));
    let ends = lines(desk.focus).into_iter().chain(parts(desk.focus)).map(|part| part.end());
    all.extend(ends.filter_map(|end| Window::new(from, end)));
    let week = whole.end().checked_sub(6.days()).ok();
    all.extend(week.and_then(|first| Window::new(first, whole.end())));
    all.iter()
        .filter_map(|window| window.overlap(&whole))
        .filter(|window| window.days() > 1)
        .collect()
}

/// Whether anybody reported one of the days.
fn seen_in(desk: &Desk, via: &str, days: Window) -> Observed {
    days.iter().map(|day| seen(desk, via, day)).max().unwrap_or(Observed::No)
}

/// At most [`MARKS`] of the marks, in their order: those that stand out most, then others spread over the
/// days; and how many are left out.
fn thinned(marks: Vec<(f64, Mark)>, days: Window) -> (Vec<Mark>, usize) {
    if marks.len() <= MARKS {
        return (marks.into_iter().map(|(_, mark)| mark).collect(), 0);
    }
    let mut order: Vec<usize> = (0..marks.len()).collect();
    order.sort_by(|a, b| marks[*b].0.total_cmp(&marks[*a].0).then(a.cmp(b)));
    let mut kept: BTreeSet<usize> = order.iter().copied().take(MARKS / 4).collect();
    // Of those that stand out least one for each stretch of days.
    let stretches = MARKS - kept.len();
    let mut filled = BTreeSet::new();
    for at in order.into_iter().rev() {
        let day = days.offset(marks[at].1.window.end()).clamp(0, days.days() as i64 - 1) as usize;
        if filled.insert(day * stretches / days.days()) {
            kept.insert(at);
        }
    }
    let left = marks.len() - kept.len();
    let marks = marks.into_iter().enumerate().filter(|(at, _)| kept.contains(at));
    (marks.map(|(_, (_, mark))| mark).collect(), left)
}

/// How many of the reports a chart shows, when not all.
fn of_reports(desk: &Desk, chart: &str, left: usize, panels: &[Panel]) -> Option<Text> {
    if left == 0 {
        return None;
    }
    let drawn: usize = panels.iter().map(|panel| panel.marks.len()).sum();
    let count =
        |count: usize, what: &str| desk.counting(count, format!("count:marks:{chart}:{what}"));
    Some(say!(
        desk.language,
        "chart-marks-left-out",
        all = count(drawn + left, "all"),
        drawn = count(drawn, "drawn"),
    ))
}

fn seen(desk: &Desk, via: &str, day: Date) -> Observed {
    if is_all(via) {
        // The sum is as well observed as its best part: only a day without any report is open.
        desk.crossings()
            .map(|name| desk.picture.how_observed(name, day))
            .max()
            .unwrap_or(Observed::No)
    } else {
        desk.picture.how_observed(via, day)
    }
}

/// Whether the claim counts everybody at this crossing and nowhere else.
fn counts(desk: &Desk, claim: &Claim, fit: &ClaimFit, via: &str) -> bool {
    let here = match claim.via.as_slice() {
        [] => is_all(via),
        [one] => one == via,
        _ => false,
    };
    here && claim.unit == Unit::People
        && claim.population.group == People::All
        && claim.part_of.is_none()
        && claim.kind != Kind::Deportation
        && claim.value.is_some()
        && matches!(fit.role, Role::Used | Role::Bound | Role::SetAside | Role::Superseded)
        && !desk.withheld.has(&claim.id)
}

fn counted(fit: &ClaimFit) -> bool {
    fit.role.is_fitted() && fit.weight >= DOUBTED && fit.reading.is_none()
}

fn about(claim: &Claim, desk: &Desk) -> String {
    let language = desk.language;
    words!(
        language,
        "mark-about",
        figure = desk.printed(claim),
        speaker = language.speaker(claim),
        covers = language.covers(claim, desk.picture.as_of),
    )
}

fn rules(desk: &Desk, days: Window) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for entry in super::context::merged_events(desk) {
        if rules.len() < RULES && entry.ruled() && days.contains(entry.day) {
            rules.push(Rule {
                day: entry.day,
                label: words!(
                    desk.language,
                    "rule-label",
                    day = desk.language.short_day(entry.day),
                    event = desk.language.event(entry.kind),
                ),
                id: entry.ids[0].clone(),
            });
        }
    }
    rules
}

/// How many a day, and what running totals leave for further days.
pub(super) fn daily(desk: &Desk) -> [Section; 2] {
    let language = desk.language;
    let days = drawn(desk);
    let vias = vias(desk);
    let size = |via: &str| desk.estimate(via, days).map_or(0.0, |(q, _)| q.p50);
    let largest = vias.iter().map(|via| size(via)).fold(0.0, f64::max);
    let (mut hatched, mut left) = (false, 0);
    let panels: Vec<Panel> = vias
        .iter()
        .enumerate()
        .map(|(i, via)| {
            let points: Vec<Point> = parts(days)
                .into_iter()
                .filter_map(|part| {
                    let quantiles = desk.picture.sum(&[via], part)?;
                    Some(point(part, &quantiles, seen_in(desk, via, part)))
                })
                .collect();
            let (marks, more) = thinned(flow_marks(desk, via, days), days);
            left += more;
            hatched |= points.iter().any(|point| point.seen == Observed::No);
            Panel {
                name: language.crossing(via),
                note: match (i, days.days() > BY_WEEK) {
                    (0, true) => words!(language, "panel-a-day-by-week"),
                    (0, false) => words!(language, "panel-a-day"),
                    _ => String::new(),
                },
                points,
                marks,
                minor: size(via) < MINOR * largest,
                end: None,
            }
        })
        .collect();
    let marked = panels.iter().any(|panel| !panel.marks.is_empty());
    let mut caption = vec![say!(language, "chart-flow-caption")];
    if marked {
        caption.push(say!(language, "chart-flow-marks"));
    }
    caption.extend(of_reports(desk, "flow", left, &panels));
    if hatched {
        caption.push(say!(language, "chart-flow-open"));
    }
    let chart = Chart {
        id: "flow",
        title: words!(language, "chart-flow", flow = wording::capital(&desk.flow)),
        describe: describe(desk, &panels, days),
        caption: language.series("sentences", caption),
        days,
        data: data(desk, &vias, days, None),
        panels,
        rules: rules(desk, days),
    };
    let mut blocks = vec![Block::Chart(chart)];
    let mut items = super::differences::items(desk);
    let others = items.split_off(items.len().min(DIFFERENCES));
    blocks.extend(Block::list(items, DIFFERENCES));
    [
        Section::new("daily", words!(language, "heading-daily"), blocks),
        Section::new(
            "differences",
            words!(language, "heading-differences"),
            Block::list(others, 2),
        ),
    ]
}

/// Claims of single days and short windows, as people per day.
///
/// Each with how much it stands out.
fn flow_marks(desk: &Desk, via: &str, days: Window) -> Vec<(f64, Mark)> {
    let mut marks: Vec<(f64, Mark)> = Vec::new();
    for (claim, fit) in desk.bearing() {
        if !counts(desk, claim, fit, via) {
            continue;
        }
        let window = match (claim.window(), claim.measure) {
            (Some(window), _) => window,
            (None, Measure::Rate) => match claim.end {
                Some(end) => Window::day(end),
                None => continue,
            },
            _ => continue,
        };
        let long = window.days() > LONGEST || (claim.cumulative && window.days() > 3);
        if long || window.overlap(&days).is_none() {
            continue;
        }
        let value = claim.value.unwrap_or(0.0);
        let value = match (claim.measure, claim.per) {
            (Measure::Rate, Some(claim::Per::Week)) => value / 7.0,
            (Measure::Rate, Some(claim::Per::Month)) => value / 30.4,
            (Measure::Rate, _) => value,
            _ => value / window.days() as f64,
        };
        let counted = counted(fit);
        let mark = Mark {
            id: claim.id.clone(),
            window,
            value,
            label: (!counted).then(|| desk.printed(claim)),
            counted,
            about: about(claim, desk),
        };
        marks.push((standing_out(counted, fit), mark));
    }
    marks
}

fn standing_out(counted: bool, fit: &ClaimFit) -> f64 {
    let base = if counted { 0.0 } else { 10.0 };
    base + fit.residual.map_or(0.0, f64::abs)
}

pub(super) fn running(desk: &Desk) -> Section {
    let language = desk.language;
    let from = desk.focus.start();
    let mut vias: Vec<&str> =
        self::vias(desk).into_iter().filter(|via| ![ALL, ELSEWHERE].contains(via)).collect();
    if desk.lead.is_whole() {
        vias.insert(0, ALL);
    }
    let mut panels: Vec<(&str, Panel)> = Vec::new();
    let size = |via: &str| desk.estimate(via, desk.focus).map_or(0.0, |(q, _)| q.p50);
    let largest = vias.iter().map(|via| size(via)).fold(0.0, f64::max);
    let (mut left, mut any) = (0, false);
    for via in vias {
        let (marks, more) = thinned(total_marks(desk, via), desk.focus);
        left += more;
        // A line that nobody gave a total for says nothing that the daily chart does not. One with totals since
        // an earlier day stays: those are in the table.
        let totalled = !marks.is_empty() || has_total(desk, via);
        if !totalled && !is_all(via) {
            continue;
        }
        any |= totalled;
        let points: Vec<Point> = if desk.focus.days() > BY_WEEK {
            let ends = parts(desk.focus).into_iter().map(|part| part.end());
            let point = |day| {
                let quantiles = desk.picture.sum(&[via], Window::new(from, day)?)?;
                Some(point(Window::day(day), &quantiles, seen(desk, via, day)))
            };
            ends.filter_map(point).collect()
        } else {
            let running = desk.picture.running(&[via], from);
            let point =
                |(day, q): &(Date, Quantiles)| point(Window::day(*day), q, seen(desk, via, *day));
            running.iter().map(point).collect()
        };
        let end = desk.estimate(via, desk.focus);
        panels.push((
            via,
            Panel {
                name: language.crossing(via),
                note: if panels.is_empty() {
                    words!(language, "panel-since", day = language.short_day(from))
                } else {
                    String::new()
                },
                points,
                marks,
                minor: end.as_ref().is_none_or(|(q, _)| q.p50 < MINOR * largest),
                // A line over days that nobody reported ends at a number that nobody counted.
                end: end
                    .filter(|_| is_all(via) || whole_days(desk, via))
                    // Beside "more than 51,000" an end of ours would be another headline.
                    .filter(|_| !is_open(desk, via))
                    .map(|(q, trail)| (language.rounded(&q).mid, trail)),
            },
        ));
    }
    if !any {
        return Section::new("running", "", vec![]);
    }
    let names: Vec<&str> = panels.iter().map(|(via, _)| *via).collect();
    let panels: Vec<Panel> = panels.into_iter().map(|(_, panel)| panel).collect();
    let mut caption = vec![say!(language, "chart-total-caption", day = language.short_day(from))];
    caption.extend(of_reports(desk, "total", left, &panels));
    let chart = Chart {
        id: "total",
        title: words!(language, "chart-total", flow = &desk.flow, day = language.day(from)),
        describe: describe(desk, &panels, desk.focus),
        caption: language.series("sentences", caption),
        days: desk.focus,
        data: data(desk, &names, desk.focus, Some(from)),
        panels,
        rules: rules(desk, desk.focus),
    };
    // A terminal shows the daily flow; the same lines summed would not tell more there.
    let blocks = vec![Block::PageOnly(vec![Block::Chart(chart)])];
    Section::new("running", words!(language, "heading-running"), blocks)
}

/// Whether what is said of a way is a lower bound, or a total since nobody knows when.
fn is_open(desk: &Desk, via: &str) -> bool {
    let leading = match (is_all(via), desk.lead.is_whole()) {
        (true, true) => desk.lead.leading,
        (true, false) => return false,
        (false, _) => super::lead::leading(desk, Some(via), desk.focus).0,
    };
    matches!(leading, Leading::Floor(_) | Leading::SoFar(_) | Leading::Bounded(_))
}

/// Whether somebody reported each day at a crossing.
fn whole_days(desk: &Desk, via: &str) -> bool {
    super::lead::reported(desk.picture, via, desk.focus) == [desk.focus]
}

/// Whether somebody gave a running total for a crossing, since whatever day.
fn has_total(desk: &Desk, via: &str) -> bool {
    desk.bearing().any(|(claim, fit)| claim.cumulative && counts(desk, claim, fit, via))
}

/// Totals since about the first day of the headline, at their last day.
fn total_marks(desk: &Desk, via: &str) -> Vec<(f64, Mark)> {
    let from = desk.focus.start();
    let near = |day: Date| (day - from).get_days().abs() <= 3;
    let mut marks: Vec<(f64, Mark)> = Vec::new();
    let mut named: Vec<String> = Vec::new();
    for (claim, fit) in desk.bearing() {
        let read = fit.reading.as_ref().map(|reading| reading.window.start());
        let since =
            read.or(claim.start).is_none_or(near) && (claim.cumulative || read.is_some_and(near));
        let Some(end) = fit.reading.as_ref().map(|r| r.window.end()).or(claim.end) else {
            continue;
        };
        if !counts(desk, claim, fit, via)
            || !since
            || !desk.focus.contains(end)
            || claim.measure != Measure::Flow
        {
            continue;
        }
        let who = desk.language.speaker(claim);
        // Each speaker is named once per panel, where room is likely: at the first total.
        let label = if named.contains(&who) {
            desk.printed(claim)
        } else {
            named.push(who.clone());
            let figure = desk.printed(claim);
            words!(desk.language, "mark-label", figure = figure, speaker = shorten(&who))
        };
        let counted = fit.role.is_fitted() && fit.weight >= DOUBTED;
        let priority = standing_out(counted, fit);
        let mark = Mark {
            id: claim.id.clone(),
            window: Window::day(end),
            value: claim.value.unwrap_or(0.0),
            label: Some(label),
            counted,
            about: about(claim, desk),
        };
        marks.push((priority, mark));
    }
    // What stands out is labelled first; so is the last word.
    let last = marks.iter().map(|(_, mark)| mark.window.end()).max();
    for (priority, mark) in &mut marks {
        if Some(mark.window.end()) == last {
            *priority += 5.0;
        }
    }
    if marks.len() > CROWD {
        // Among many only what is not taken at its word, the last ones, and who first said what.
        for (priority, mark) in &mut marks {
            let named =
                mark.label.as_ref().is_some_and(|words| words.contains(char::is_alphabetic));
            if *priority < 5.0 && !named {
                mark.label = None;
            }
        }
    }
    marks.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.window.end().cmp(&b.1.window.end())));
    marks
}

/// A speaker in the space beside a dot.
fn shorten(who: &str) -> String {
    let head = who.split([',', '(']).next().unwrap_or(who).trim();
    if head.chars().count() <= 26 {
        return head.to_owned();
    }
    let mut short = String::new();
    for word in head.split(' ') {
        if short.chars().count() + word.chars().count() > 24 {
            break;
        }
        if !short.is_empty() {
            short.push(' ');
        }
        short.push_str(word);
    }
    while let Some((head, last)) = short.rsplit_once(' ')
        && wording::found("dangling").any(|word| word == last)
    {
        short.truncate(head.len());
    }
    short + " …"
}

/// The chart in words.
fn describe(desk: &Desk, panels: &[Panel], days: Window) -> String {
    let language = desk.language;
    let told = panels.iter().filter_map(|panel| {
        let most =
            panel.points.iter().max_by(|a, b| a.p50.total_cmp(&b.p50).then(b.day.cmp(&a.day)))?;
        let number = match most.p50 < wording::SMALL_CELL {
            true => language.few(),
            false => language.number(wording::to_three_digits(most.p50)),
        };
        Some(say!(
            language,
            "chart-panel-in-words",
            panel = &panel.name,
            day = language.short_day(most.day),
            number = number,
        ))
    });
    let panels = language.series("sentences", told.collect());
    words!(language, "chart-in-words", days = language.days(days), panels = panels)
}

/// The numbers behind a chart: by day, or by week when there are many days;
/// running totals when `from` is given.
fn data(desk: &Desk, vias: &[&str], days: Window, from: Option<Date>) -> Table {
    let lines = lines(days);
    let daily = days.days() <= BY_DAY;
    let (language, beside) = (desk.language, desk.picture.as_of);
    let mut rows = Vec::new();
    for label in lines {
        let last = label.end();
        let Some(window) = Window::new(from.unwrap_or(label.start()), last) else { continue };
        let mut cells = vec![Text::from(if from.is_some() {
            language.near_day(last, beside)
        } else {
            language.short_days(label, beside)
        })];
        for via in vias {
            let cell = desk.estimate(via, window).map_or_else(Text::new, |(q, trail)| {
                Text::new().number(language.rounded(&q).with_range, trail)
            });
            let open = label.iter().all(|day| seen(desk, via, day) == Observed::No);
            cells.push(match open && from.is_none() {
                true => say!(language, "data-not-observed", estimate = cell),
                false => cell,
            });
        }
        rows.push(Row { cells, days: Some(label), ..Row::default() });
    }
    Table {
        caption: match from {
            Some(from) => words!(language, "data-since", day = language.day(from)),
            None if daily => words!(language, "data-by-day"),
            None => words!(language, "data-by-week"),
        },
        columns: std::iter::once(Column::new(
            match from {
                Some(_) => words!(language, "column-to"),
                None => words!(language, "column-day"),
            },
            Align::Left,
            0,
        ))
        .chain(vias.iter().map(|via| Column::new(language.crossing(via), Align::Right, 0)))
        .collect(),
        groups: vec![Group { heading: None, rows }],
        shown: 0,
    }
}
