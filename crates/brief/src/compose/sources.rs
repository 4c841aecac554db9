//! Who was listened to, how their numbers lean, and what the method cannot do.

use reconcile::{Diagnostics, Leaning};

use super::Desk;
use crate::content::{Align, Block, Column, Group, Row, Section, Table, Text, Trail};
use crate::wording;

/// From so many effective draws on a median hardly moves with the seed.
const ENOUGH: f64 = 200.0;
/// Up to so many claims the number of them leads to each.
const LISTED: usize = 40;
/// Most rows: the sources with most claims.
const ROWS: usize = 60;

pub(super) fn section(desk: &Desk) -> Section {
    // Those with most claims; in the picture's order.
    let mut ranked: Vec<&Leaning> = desk.picture.sources.iter().collect();
    ranked.sort_by_key(|leaning| std::cmp::Reverse(leaning.claims));
    let least = ranked.get(ROWS).map_or(0, |leaning| leaning.claims);
    let kept = desk.picture.sources.iter().filter(|leaning| leaning.claims >= least);
    let rows: Vec<Row> = kept.take(ROWS).map(|leaning| row(desk, leaning)).collect();
    let left = desk.picture.sources.len() - rows.len();
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
    let mut blocks = vec![Block::Table(table)];
    if left > 0 {
        blocks.push(Block::Paragraph(super::figures::more(
            left,
            "table:sources",
            "claims",
            "claims.csv",
        )));
    }
    Section::new("sources", "The sources and how they lean", blocks)
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
    // A list of thousands leads nowhere, and one of others than were counted leads astray.
    let trail = if ids.len() != leaning.claims || ids.len() > LISTED {
        Trail::Reckoned(format!("count:used:{}", leaning.organisation))
    } else {
        Trail::Claims(ids)
    };
    let used = Text::new().number(wording::number(leaning.claims as f64), trail);
    Row {
        cells: vec![wording::capital(&leaning.organisation).into(), used, lean(leaning)],
        telling: leaning.claims as f64,
        ..Row::default()
    }
}

/// "counts 12 % more (3 to 22 % more)".
fn lean(leaning: &Leaning) -> Text {
    let name = format!("leaning:{}", leaning.organisation);
    let percent = |factor: f64| (factor - 1.0) * 100.0;
    let signed = |factor: f64| {
        let value = percent(factor);
        if value.abs() < 0.5 { "0".to_owned() } else { format!("{value:+.0}").replace('-', "−") }
    };
    let range = format!("{} to {} %", signed(leaning.p05), signed(leaning.p95));
    if leaning.p05 <= 1.0 && 1.0 <= leaning.p95 {
        return Text::from("no clear leaning (").reckoned(range, name).plain(")");
    }
    let middle = percent(leaning.p50);
    let direction = if middle > 0.0 { "more" } else { "fewer" };
    Text::from("counts ")
        .reckoned(format!("{:.0} %", middle.abs()), &name)
        .plain(format!(" {direction} ("))
        .reckoned(range, name)
        .plain(")")
}

/// One line on whether the sampler can be trusted.
pub(super) fn diagnostics_line(diagnostics: &Diagnostics) -> Text {
    const NAME: &str = "diagnostics";
    Text::new()
        .reckoned(wording::number(diagnostics.draws as f64), NAME)
        .plain(" draws in ")
        .append(super::counted(diagnostics.chains, "chain", "chains", NAME))
        .plain("; largest split R-hat ")
        .reckoned(format!("{:.3}", diagnostics.rhat), NAME)
        .plain(", smallest effective sample ")
        .reckoned(format!("{:.0}", diagnostics.ess), NAME)
        .plain(", ")
        .append(super::counted(diagnostics.divergences, "divergence", "divergences", NAME))
        .plain(".")
}

pub(super) fn method(desk: &Desk) -> Section {
    let mut limits: Vec<Text> = wording::LIMITS.iter().map(|limit| Text::from(*limit)).collect();
    let ess = desk.picture.diagnostics.ess;
    if ess < ENOUGH {
        limits.push(
            Text::from("The draws are worth about ")
                .reckoned(format!("{ess:.0}"), "diagnostics")
                .plain(
                    " independent ones: with another seed the median of a crossing that few report, and the ends of \
                     wide intervals, come out a little differently.",
                ),
        );
    }
    let shown = limits.len();
    Section::new(
        "method",
        "How to read this, and its limits",
        vec![
            Block::List { items: limits, shown },
            Block::PageOnly(vec![
                Block::Paragraph(wording::METHOD.into()),
                Block::Paragraph(diagnostics_line(&desk.picture.diagnostics)),
            ]),
        ],
    )
}
