//! The number that the brief opens with, and each crossing's part in it.

use std::collections::BTreeMap;

use claim::{Measure, Window};
use jiff::ToSpan;
use reconcile::{ALL, ELSEWHERE, Observed, Quantiles};

use super::{Desk, claims, more};
use crate::content::{Align, Block, Column, Group, Headline, Row, Section, Table, Text, Trail};
use crate::language::{say, words};

/// An interval whose ends differ by this factor says little more than "some".
const NEARLY_UNKNOWN: f64 = 5.0;

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
    if let Some((quantiles, trail)) = desk.estimate(ALL, desk.focus) {
        blocks.push(Block::Headline(headline(desk, &quantiles, trail)));
    }
    blocks.extend(busiest(desk).map(Block::Paragraph));
    blocks.push(Block::Table(crossings(desk)));
    blocks.extend(other_borders(desk).map(Block::Paragraph));
    Section::new("headline", "", blocks)
}

fn headline(desk: &Desk, quantiles: &Quantiles, trail: Trail) -> Headline {
    let language = desk.language;
    let rounded = language.rounded(quantiles);
    let drawn = |digits: String| Text::new().number(digits, trail.clone());
    let (figure, interval) = if quantiles.factor() > NEARLY_UNKNOWN {
        (rounded.range, say!(language, "interval-open", middle = drawn(rounded.mid)))
    } else {
        (rounded.mid, say!(language, "interval", range = drawn(rounded.range)))
    };
    Headline {
        figure: drawn(figure),
        what: say!(
            language,
            "headline",
            flow = &desk.flow,
            route = desk.route(),
            days = language.days(desk.focus),
        ),
        interval,
    }
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

/// The busiest day and the last week, where they say something.
fn busiest(desk: &Desk) -> Option<Text> {
    let all = desk.picture.daily(&[ALL]);
    let (day, most) = all
        .iter()
        .filter(|(day, _)| desk.focus.contains(*day))
        .max_by(|a, b| a.1.p50.total_cmp(&b.1.p50).then(b.0.cmp(&a.0)))?;
    let mut median: Vec<f64> = all.iter().map(|(_, q)| q.p50).collect();
    median.sort_by(f64::total_cmp);
    let typical = median[median.len() / 2];
    let language = desk.language;
    let mut sentences = Vec::new();
    // A peak that the interval cannot tell from an ordinary day is not a fact.
    if most.p05 > typical && desk.focus.days() > 7 {
        let trail = Trail::Draws { via: ALL.into(), window: Window::day(*day) };
        let estimate = Text::new().number(language.rounded(most).with_range, trail);
        sentences.push(say!(
            language,
            "busiest-day",
            day = language.day(*day),
            estimate = estimate
        ));
    }
    let end = desk.picture.window.end();
    let week = Window::new(end.checked_sub(6.days()).ok()?, end)?;
    if desk.focus.days() > 21
        && let Some((quantiles, trail)) = desk.estimate(ALL, week)
    {
        let estimate = Text::new().number(language.rounded(&quantiles).with_range, trail);
        let days = language.days(week);
        sentences.push(say!(language, "last-week", days = days, estimate = estimate));
    }
    (!sentences.is_empty()).then(|| language.series("sentences", sentences))
}

fn crossings(desk: &Desk) -> Table {
    let (language, beside) = (desk.language, desk.picture.as_of);
    let row = |via: &str, window: Window| -> Option<Row> {
        let (quantiles, trail) = desk.estimate(via, window)?;
        let rounded = language.rounded(&quantiles);
        Some(Row {
            cells: vec![
                language.crossing(via).into(),
                Text::new().number(rounded.mid, trail.clone()),
                Text::new().number(rounded.range, trail),
                reported(desk, via, window),
            ],
            bar: Some([quantiles.p05, quantiles.p50, quantiles.p95]),
            ..Row::default()
        })
    };
    let all = desk.estimate(ALL, desk.focus).map_or(0.0, |(q, _)| q.p50);
    let mut vias: Vec<&str> = desk.crossings().collect();
    // What passes elsewhere is in the sum; it gets a row when it is part of the story.
    let elsewhere = desk.estimate(ELSEWHERE, desk.focus).map_or(0.0, |(q, _)| q.p50);
    if elsewhere > 0.01 * all {
        vias.push(ELSEWHERE);
    }
    vias.insert(0, ALL);
    let mut groups = vec![Group {
        heading: None,
        rows: vias.iter().filter_map(|via| row(via, desk.focus)).collect(),
    }];
    if desk.focus != desk.picture.window {
        groups.push(Group {
            heading: Some(words!(
                language,
                "table-crossings-all-days",
                days = language.short_days(desk.picture.window, beside),
            )),
            rows: row(ALL, desk.picture.window).into_iter().collect(),
        });
    }
    Table {
        caption: words!(language, "table-crossings", days = language.days(desk.focus)),
        columns: vec![
            Column::new(words!(language, "column-crossing"), Align::Left, 0),
            Column::new(words!(language, "column-estimate"), Align::Right, 0),
            Column::new(words!(language, "column-interval"), Align::Left, 0),
            Column::new(words!(language, "column-reported"), Align::Left, 1),
        ],
        groups,
        shown: 12,
    }
}

/// How many of the days somebody reported: "33 by day, 20 in totals, 11 not".
fn reported(desk: &Desk, via: &str, window: Window) -> Text {
    if via == ALL || via == ELSEWHERE {
        return Text::new();
    }
    let count = |kind: Observed| {
        window.iter().filter(|day| desk.picture.how_observed(via, *day) == kind).count()
    };
    let counts =
        [Observed::ByDay, Observed::InTotals, Observed::No].map(|kind| (kind, count(kind)));
    let name = |how: &str| format!("days:{via}:{}:{}:{how}", window.start(), window.end());
    let language = desk.language;
    let parts =
        counts.into_iter().filter(|(_, count)| *count > 0).map(|(kind, count)| match kind {
            Observed::ByDay => {
                say!(language, "reported-by-day", count = desk.counting(count, name("by-day")))
            }
            Observed::InTotals => {
                say!(
                    language,
                    "reported-in-totals",
                    count = desk.counting(count, name("in-totals"))
                )
            }
            Observed::No => {
                say!(language, "reported-not", count = desk.counting(count, name("not")))
            }
        });
    language.series("list-comma", parts.collect())
}
