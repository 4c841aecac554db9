//! Who was listened to, how their numbers lean, and what the method cannot do.

use reconcile::{Diagnostics, Leaning};

use super::Desk;
use crate::content::{Align, Block, Column, Group, Row, Section, Table, Text, Trail};
use crate::wording;

pub(super) fn section(desk: &Desk) -> Section {
    let rows: Vec<Row> = desk.picture.sources.iter().map(|leaning| row(desk, leaning)).collect();
    if rows.is_empty() {
        return Section::new("sources", "", vec![]);
    }
    let table = Table {
        caption: "How each source's numbers lean against the picture".into(),
        columns: vec![
            Column::new("Source", Align::Left, 2),
            Column::new("Claims used", Align::Right, 0),
            Column::new("Leaning (90 % interval)", Align::Left, 3),
        ],
        groups: vec![Group { heading: None, rows }],
        shown: 5,
    };
    Section::new("sources", "The sources and how they lean", vec![Block::Table(table)])
}

fn row(desk: &Desk, leaning: &Leaning) -> Row {
    let ids: Vec<claim::Id> = desk
        .bearing()
        .filter(|(claim, fit)| {
            matches!(fit.role, reconcile::Role::Used | reconcile::Role::Bound)
                && claim.source.label().or(claim.publisher.as_deref())
                    == Some(leaning.organisation.as_str())
        })
        .map(|(claim, _)| claim.id.clone())
        .collect();
    let used = leaning.claims.to_string();
    let used =
        if ids.is_empty() { used.into() } else { Text::new().number(used, Trail::Claims(ids)) };
    Row {
        cells: vec![wording::capital(&leaning.organisation).into(), used, lean(leaning).into()],
        telling: leaning.claims as f64,
        ..Row::default()
    }
}

/// "counts 12 % more (3 to 22 % more)".
fn lean(leaning: &Leaning) -> String {
    let percent = |factor: f64| (factor - 1.0) * 100.0;
    let signed = |factor: f64| {
        let value = percent(factor);
        if value.abs() < 0.5 { "0".to_owned() } else { format!("{value:+.0}").replace('-', "−") }
    };
    let range = format!("{} to {} %", signed(leaning.p05), signed(leaning.p95));
    if leaning.p05 <= 1.0 && 1.0 <= leaning.p95 {
        return format!("no clear leaning ({range})");
    }
    let middle = percent(leaning.p50);
    let direction = if middle > 0.0 { "more" } else { "fewer" };
    format!("counts {:.0} % {direction} ({range})", middle.abs())
}

/// One line on whether the sampler can be trusted.
pub(super) fn diagnostics_line(diagnostics: &Diagnostics) -> String {
    format!(
        "{} draws in {}; largest split R-hat {:.3}, smallest effective sample {:.0}, {}.",
        wording::number(diagnostics.draws as f64),
        wording::count(diagnostics.chains, "chain", "chains"),
        diagnostics.rhat,
        diagnostics.ess,
        wording::count(diagnostics.divergences, "divergence", "divergences"),
    )
}

pub(super) fn method(desk: &Desk) -> Section {
    let limits: Vec<Text> = wording::LIMITS.iter().map(|limit| Text::from(*limit)).collect();
    let shown = limits.len();
    Section::new(
        "method",
        "How to read this, and its limits",
        vec![
            Block::List { items: limits, shown },
            Block::PageOnly(vec![
                Block::Paragraph(wording::METHOD.into()),
                Block::Paragraph(Text::new().soft(diagnostics_line(&desk.picture.diagnostics))),
            ]),
        ],
    )
}
