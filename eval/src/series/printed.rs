//! What an office prints of a daily series: its days, running totals at intervals, weeks.

use claim::{Claim, DocumentId, Source};
use jiff::ToSpan;

use super::daily::Daily;

/// The days a number covers, as positions, both included, and whether it is a running total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    pub from: usize,
    pub to: usize,
    pub total: bool,
}

/// Each day by itself.
pub fn days(from: usize, to: usize) -> Vec<Stretch> {
    (from..=to).map(|day| Stretch { from: day, to: day, total: false }).collect()
}

/// A running total since the first day on every `every`th of `length` days.
pub fn totals(every: usize, length: usize) -> Vec<Stretch> {
    (1..=length / every).map(|n| Stretch { from: 0, to: n * every - 1, total: true }).collect()
}

/// Whole weeks from the first day on.
pub fn weeks(length: usize) -> Vec<Stretch> {
    (0..length / 7).map(|n| Stretch { from: 7 * n, to: 7 * n + 6, total: false }).collect()
}

/// A claim by `office` of `number` people over days of the series, printed `late` days after.
pub fn claim(series: &Daily, office: &str, stretch: Stretch, number: f64, late: i64) -> Claim {
    let Stretch { from, to, total } = stretch;
    let text = format!("{office} {} {from} {to} {total} {number} {late}", series.name);
    Claim {
        value: Some(number),
        kind: series.kind,
        via: series.via.map(str::to_owned).into_iter().collect(),
        from: Some(series.from.to_owned()),
        to: Some(series.to.to_owned()),
        source: Source { organisation: Some(office.to_owned()), ..Source::default() },
        start: Some(series.day(from)),
        end: Some(series.day(to)),
        start_stated: true,
        cumulative: total,
        published: Some(series.day(to) + late.days()),
        ..Claim::new(DocumentId::of_bytes(text.as_bytes()), &text, 0..text.len())
    }
    .sealed()
}

/// All of them as they are, by one office.
pub fn claims(series: &Daily, office: &str, stretches: &[Stretch], late: i64) -> Vec<Claim> {
    stretches
        .iter()
        .map(|stretch| claim(series, office, *stretch, series.sum(stretch.from, stretch.to), late))
        .collect()
}
