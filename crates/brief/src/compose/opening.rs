//! The number that the brief opens with, and each crossing's part in it.

use std::collections::BTreeMap;

use claim::{Measure, Window};
use jiff::ToSpan;
use reconcile::{ALL, ELSEWHERE, Observed, Quantiles};

use super::{Desk, counted};
use crate::content::{Align, Block, Column, Group, Headline, Row, Section, Table, Text, Trail};
use crate::wording::{self, Rounded};

/// An interval whose ends differ by this factor says little more than "some".
const NEARLY_UNKNOWN: f64 = 5.0;

pub(super) fn section(desk: &Desk) -> Section {
    let mut blocks = Vec::new();
    let diagnostics = &desk.picture.diagnostics;
    if !diagnostics.converged {
        blocks.push(Block::Warning(
            Text::new()
                .strong("Do not publish these numbers. ")
                .plain("The sampler has not settled, so medians and intervals may be wrong. ")
                .append(super::sources::diagnostics_line(diagnostics)),
        ));
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
    let rounded = Rounded::of(quantiles);
    let open = quantiles.factor() > NEARLY_UNKNOWN;
    let figure = if open { rounded.range() } else { rounded.mid.clone() };
    let interval = if open {
        Text::new()
            .plain("The reports leave this wide open: this is the 90 % interval; its middle is ")
            .number(rounded.mid, trail.clone())
            .plain(".")
    } else {
        Text::new().plain("90 % interval: ").number(rounded.range(), trail.clone())
    };
    Headline {
        figure: Text::new().number(figure, trail),
        what: Text::new()
            .plain(format!("{} {}, ", desk.flow, desk.route()))
            .strong(wording::days(desk.focus))
            .plain(", all crossings together"),
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
    let (left, first) = (others.len().saturating_sub(BORDERS), others.first()?.0);
    let mut text =
        Text::from("The reports also count at other borders, which are not in these numbers: ");
    for (at, ((from, to), count)) in others.into_iter().take(BORDERS).enumerate() {
        text = text
            .plain(if at == 0 { "" } else { ", " })
            .plain(format!("{} to {} (", desk.country(from), desk.country(to)))
            .append(counted(count, "claim", "claims", &format!("count:route:{from}:{to}")))
            .plain(")");
    }
    if left > 0 {
        let name = "count:left-out:routes";
        text = text.plain(" and ").append(counted(left, "more", "more", name));
    }
    Some(
        text.plain("; ")
            .strong(format!("--route {}:{}", first.0, first.1))
            .plain(" shows the first."),
    )
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
    let mut text = Text::new();
    // A peak that the interval cannot tell from an ordinary day is not a fact.
    if most.p05 > typical && desk.focus.days() > 7 {
        let (rounded, window) = (Rounded::of(most), Window::day(*day));
        text = text
            .plain(format!("The busiest day was {}: ", wording::day(*day)))
            .number(rounded.with_range(), Trail::Draws { via: ALL.into(), window })
            .plain(". ");
    }
    let end = desk.picture.window.end();
    let week = Window::new(end.checked_sub(6.days()).ok()?, end)?;
    if desk.focus.days() > 21
        && let Some((quantiles, trail)) = desk.estimate(ALL, week)
    {
        text = text
            .plain(format!("In the last seven days, {}: ", wording::days(week)))
            .number(Rounded::of(&quantiles).with_range(), trail)
            .plain(".");
    }
    (!text.0.is_empty()).then_some(text)
}

fn crossings(desk: &Desk) -> Table {
    let beside = desk.picture.as_of;
    let row = |via: &str, window: Window| -> Option<Row> {
        let (quantiles, trail) = desk.estimate(via, window)?;
        let rounded = Rounded::of(&quantiles);
        Some(Row {
            cells: vec![
                wording::crossing(via).into(),
                Text::new().number(rounded.mid.clone(), trail.clone()),
                Text::new().number(rounded.range(), trail),
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
            heading: Some(format!(
                "All days covered, {}",
                wording::short_days(desk.picture.window, beside)
            )),
            rows: row(ALL, desk.picture.window).into_iter().collect(),
        });
    }
    Table {
        caption: format!("By crossing, {}", wording::days(desk.focus)),
        columns: vec![
            Column::new("Crossing", Align::Left, 0),
            Column::new("Estimate", Align::Right, 0),
            Column::new("90 % interval", Align::Left, 0),
            Column::new("Days reported", Align::Left, 1),
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
    let parts = [
        (count(Observed::ByDay), "by day"),
        (count(Observed::InTotals), "in totals"),
        (count(Observed::No), "not"),
    ];
    let name = format!("days:{via}:{}:{}", window.start(), window.end());
    let mut text = Text::new();
    for (count, how) in parts.into_iter().filter(|(count, _)| *count > 0) {
        let between = if text.0.is_empty() { "" } else { ", " };
        text = text.plain(between).reckoned(count.to_string(), &name).plain(format!(" {how}"));
    }
    text
}
