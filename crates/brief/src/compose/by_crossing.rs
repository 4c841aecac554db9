//! Each crossing's part in the number that leads, with the latest figure that an office gave for it.

use claim::{Claim, Window};
use reconcile::{ALL, ELSEWHERE, Observed, Quantiles};

use super::Desk;
use super::counted::{added_up, between};
use super::lead::{self, Leading, leading};
use super::ways::{hull, only_rate};
use crate::content::{Align, Column, Group, Row, Table, Text, Trail};
use crate::language::{say, words};

/// A part of the whole by which rows may be off it before a reader sees it.
const SEEN: f64 = 0.005;

/// Each way, and the whole where it leads, with what was counted and who last told of it.
pub(super) fn table(desk: &Desk) -> Table {
    let (language, beside) = (desk.language, desk.picture.as_of);
    let mut rows = Vec::new();
    if desk.lead.is_whole() {
        rows.extend(whole_row(desk, desk.focus, Some(&desk.lead.leading)));
    }
    rows.extend(desk.crossings().filter_map(|via| row(desk, via)));
    if lead::has_elsewhere(desk) {
        // What passes elsewhere is in the sum; it gets a row when it is part of the story.
        let all = desk.estimate(ALL, desk.focus).map_or(0.0, |(q, _)| q.p50);
        let elsewhere = desk.estimate(ELSEWHERE, desk.focus).filter(|(q, _)| q.p50 > 0.01 * all);
        rows.extend(elsewhere.map(|estimate| estimated(desk, ELSEWHERE, estimate)));
    }
    let mut groups = vec![Group { heading: None, rows }];
    // Beside a total since nobody knows when, or a lower bound, more days of ours would only be another total.
    let open =
        matches!(desk.lead.leading, Leading::SoFar(_) | Leading::Floor(_) | Leading::Bounded(_));
    if desk.focus != desk.picture.window && desk.lead.is_whole() && !open {
        groups.push(Group {
            heading: Some(words!(
                language,
                "table-crossings-all-days",
                days = language.short_days(desk.picture.window, beside),
            )),
            rows: whole_row(desk, desk.picture.window, None).into_iter().collect(),
        });
    }
    Table {
        caption: words!(language, "table-crossings", days = language.days(desk.focus)),
        columns: vec![
            Column::new(words!(language, "column-crossing"), Align::Left, 0),
            Column::new(words!(language, "column-people"), Align::Right, 0),
            Column::new(words!(language, "column-interval"), Align::Left, 0),
            Column::new(words!(language, "column-reported"), Align::Left, 1),
            Column::new(words!(language, "column-office"), Align::Left, 0).page_only(),
        ],
        groups,
        shown: 12,
    }
}

/// Why the rows do not come to the number above, where somebody who adds them up would find that they do not.
pub(super) fn note(desk: &Desk) -> Option<Text> {
    if !matches!(desk.lead.leading, Leading::Estimate) {
        return None;
    }
    let language = desk.language;
    let (total, trail) = lead::estimate(desk, &desk.lead, desk.lead.days)?;
    let vias: Vec<&str> = match desk.lead.ways.as_slice() {
        [] => desk.crossings().collect(),
        ways => ways.to_vec(),
    };
    let mut rows = 0.0;
    let mut counted = Vec::new();
    for via in vias {
        let days = hull(desk, &[via], desk.focus)?;
        let leading = leading(desk, Some(via), days).0;
        let (ours, of) = desk.counted(via, leading.days().unwrap_or(days))?;
        let Leading::Count(Claim { value: Some(value), .. }) = leading else {
            rows += ours.p50;
            continue;
        };
        rows += value;
        if (value - ours.p50).abs() > SEEN * total.p50 {
            let estimate = Text::new().number(language.rounded(&ours).with_range, of);
            counted.push(say!(language, "row-counted", crossing = via, estimate = estimate));
        }
    }
    if (rows - total.p50).abs() <= SEEN * total.p50 {
        return None;
    }
    let total = Text::new().number(language.rounded(&total).mid, trail);
    Some(match counted.is_empty() {
        true => say!(language, "rows-middles", total = total),
        false => {
            let counted = language.series("list-semicolon", counted);
            say!(language, "rows-counted", total = total, rows = counted)
        }
    })
}

/// The row of all ways together, led by the count of the whole where one does.
fn whole_row(desk: &Desk, days: Window, leading: Option<&Leading>) -> Option<Row> {
    // What an office counted is of its days, and so is what stands beside it.
    let days = leading.and_then(|leading| leading.days()).unwrap_or(days);
    let row = desk.estimate(ALL, days).map(|estimate| estimated(desk, ALL, estimate));
    match leading {
        Some(Leading::Count(claim)) => Some(led(desk, ALL, claim, row)),
        Some(Leading::Floor(claim)) => Some(floor(desk, ALL, claim)),
        Some(Leading::Bounded(claim)) => Some(bounded(desk, ALL, claim)),
        Some(Leading::SoFar(claim)) => Some(so_far(desk, claim)),
        Some(Leading::Between(low, high)) => row.map(|row| ranging(desk, low, high, row)),
        _ => row,
    }
}

/// The row of all ways of which there is a total since nobody knows when.
fn so_far(desk: &Desk, claim: &Claim) -> Row {
    let mut row = floor(desk, ALL, claim);
    let end = claim.end.unwrap_or(desk.lead.days.end());
    row.cells[2] = say!(desk.language, "interval-so-far-to", day = desk.language.short_day(end));
    row
}

/// The row of a crossing: over the days that somebody reported.
fn row(desk: &Desk, via: &str) -> Option<Row> {
    let days = hull(desk, &[via], desk.focus)?;
    if let Some(rate) = only_rate(desk, via) {
        let mut row = floor(desk, via, rate);
        let day = desk.language.short_day(rate.end.unwrap_or(days.end()));
        row.cells[2] = say!(desk.language, "interval-rate", day = day);
        row.cells[3] = Text::new(); // no day was counted
        return Some(row);
    }
    let leading = leading(desk, Some(via), days).0;
    let own = leading.days().unwrap_or(days);
    let row = desk.counted(via, own).map(|estimate| estimated(desk, via, estimate));
    match leading {
        Leading::Count(claim) => Some(led(desk, via, claim, row)),
        Leading::Floor(claim) => Some(floor(desk, via, claim)),
        Leading::Bounded(claim) => Some(bounded(desk, via, claim)),
        Leading::Between(low, high) => row.map(|row| ranging(desk, low, high, row)),
        // A total since nobody knows when is of no days of the table.
        Leading::SoFar(_) | Leading::Daily(..) | Leading::Estimate => {
            let of = lead::daily(desk, &[via], days);
            let mut row = row?;
            if !of.is_empty() {
                row.cells[1] = added_up(desk, &of);
            }
            Some(row)
        }
    }
}

/// The row of a way of which two offices give two numbers.
fn ranging(desk: &Desk, low: &Claim, high: &Claim, mut row: Row) -> Row {
    row.cells[1] = between(desk, low, high);
    row
}

fn estimated(desk: &Desk, via: &str, (quantiles, trail): (Quantiles, Trail)) -> Row {
    let language = desk.language;
    let rounded = language.rounded(&quantiles);
    Row {
        cells: vec![
            name(desk, via).into(),
            Text::new().number(rounded.mid, trail.clone()),
            Text::new().number(rounded.range, trail),
            how_reported(desk, via, desk.focus),
            by_office(desk, via),
        ],
        bar: Some([quantiles.p05, quantiles.p50, quantiles.p95]),
        ..Row::default()
    }
}

/// The same with the number that an office counted.
fn led(desk: &Desk, via: &str, claim: &Claim, row: Option<Row>) -> Row {
    let mut row = row.unwrap_or_else(|| floor(desk, via, claim));
    row.cells[1] = desk.figure(claim);
    if row.bar.is_some_and(|bar| !lead::is_around(bar, claim)) {
        row.cells[2] = say!(desk.language, "interval-off");
        row.bar = None;
    }
    if claim.value == Some(0.0) {
        row.cells[2] = Text::new(); // nobody: there is nothing to doubt
        row.bar = None;
    }
    if let (Some(bar), Some(value)) = (&mut row.bar, claim.value) {
        bar[1] = value;
    }
    row
}

/// The row of a way of which there is a lower bound and no more.
fn floor(desk: &Desk, via: &str, claim: &Claim) -> Row {
    let language = desk.language;
    Row {
        cells: vec![
            name(desk, via).into(),
            desk.figure(claim),
            say!(language, "interval-none"),
            how_reported(desk, via, desk.focus),
            by_office(desk, via),
        ],
        ..Row::default()
    }
}

/// The row of a way of which a range is told, or no more than so many.
fn bounded(desk: &Desk, via: &str, claim: &Claim) -> Row {
    let mut row = floor(desk, via, claim);
    row.cells[2] = say!(desk.language, "interval-bound");
    row
}

/// The name of a way; of all together, where every number is of the same gates, theirs.
fn name(desk: &Desk, via: &str) -> String {
    match lead::together(desk) {
        ways @ [_, ..] if via == ALL => desk.language.list(ways),
        _ => desk.language.crossing(via).to_string(),
    }
}

/// What an office last said of the way: "66,000 (Balochistan, 8 Nov)".
fn by_office(desk: &Desk, via: &str) -> Text {
    let language = desk.language;
    let of = (via != ALL).then_some(via);
    let Some(claim) = lead::latest_of_office(desk, of).filter(|_| via != ELSEWHERE) else {
        return Text::new();
    };
    say!(
        language,
        "by-office",
        figure = desk.figure(claim),
        speaker = language.speaker(claim),
        day = claim.end.map_or_else(String::new, |day| language.near_day(day, desk.picture.as_of)),
    )
}

/// How many of the days somebody reported: "33 by day, 20 in totals, 11 not".
fn how_reported(desk: &Desk, via: &str, window: Window) -> Text {
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
