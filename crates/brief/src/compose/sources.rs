//! Who was listened to, how their numbers lean, and what the method cannot do.

use std::collections::BTreeMap;

use reconcile::{Diagnostics, Leaning};

use super::Desk;
use super::lead::{is_vague, office_key};
use crate::content::{Align, Block, Column, Group, Row, Section, Table, Text, Trail};
use crate::language::{say, words};
use crate::wording;

/// From so many effective draws on a median hardly moves with the seed.
const ENOUGH: f64 = 200.0;
/// Up to so many claims the number of them leads to each.
const LISTED: usize = 40;
/// Most rows: the sources with most claims.
const ROWS: usize = 60;
/// Most offices named beneath the number that leads.
const NAMED: usize = 3;

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
    let language = desk.language;
    let table = Table {
        caption: words!(language, "table-sources"),
        columns: vec![
            Column::new(words!(language, "column-source"), Align::Left, 2),
            Column::new(words!(language, "column-used"), Align::Right, 0),
            Column::new(words!(language, "column-leaning"), Align::Left, 3),
        ],
        groups: vec![Group { heading: None, rows }],
        shown: 5,
    };
    let mut blocks = vec![Block::Table(table)];
    if left > 0 {
        blocks.push(Block::Paragraph(super::figures::more(
            desk,
            left,
            "table:sources",
            "claims",
            "claims.csv",
        )));
    }
    Section::new("sources", words!(language, "heading-sources"), blocks)
}

/// An office as it is called among others: "UNHCR", "the commissioner".
fn office(desk: &Desk, claim: &claim::Claim) -> String {
    let speaker = desk.language.speaker(claim);
    match claim.source.label().filter(|label| label.eq_ignore_ascii_case(&speaker)) {
        Some(label) => desk.language.with_article(label),
        None => speaker,
    }
}

/// Whose numbers these are, those with most claims first.
pub(super) fn line(desk: &Desk) -> Option<Text> {
    let language = desk.language;
    let mut offices: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let used = desk.bearing().filter(|(claim, fit)| {
        fit.role.is_fitted() && !is_vague(claim) && !claim.found.source_is_carried()
    });
    for (claim, _) in used {
        let key = office_key(claim).unwrap_or_default();
        offices.entry(key).or_insert_with(|| (0, office(desk, claim))).0 += 1;
    }
    let mut offices: Vec<(usize, String)> = offices.into_values().collect();
    offices.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let left = offices.len().saturating_sub(NAMED);
    let names: Vec<Text> = offices.into_iter().take(NAMED).map(|(_, name)| name.into()).collect();
    if names.is_empty() {
        return None;
    }
    Some(match left {
        0 => say!(language, "headline-sources", sources = language.enumerated(names)),
        _ => {
            let named = language.series("list-comma", names);
            say!(language, "headline-sources-and-others", sources = named)
        }
    })
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
        Trail::Counted(ids)
    };
    let used = Text::new().number(desk.language.number(leaning.claims as f64), trail);
    Row {
        cells: vec![wording::capital(&leaning.organisation).into(), used, lean(desk, leaning)],
        telling: leaning.claims as f64,
        ..Row::default()
    }
}

/// "counts 12 % more (3 to 22 % more)".
fn lean(desk: &Desk, leaning: &Leaning) -> Text {
    let language = desk.language;
    let name = |what: &str| format!("leaning:{}:{what}", leaning.organisation);
    let percent = |factor: f64| (factor - 1.0) * 100.0;
    let signed = |factor: f64| {
        let value = percent(factor);
        if value.abs() < 0.5 {
            "0".to_owned()
        } else {
            format!("{value:+.0}").replace('-', &words!(language, "minus-mark"))
        }
    };
    let range =
        words!(language, "percent-range", low = signed(leaning.p05), high = signed(leaning.p95));
    let range = Text::new().reckoned(range, name("interval"));
    if leaning.p05 <= 1.0 && 1.0 <= leaning.p95 {
        return say!(language, "leaning-none", range = range);
    }
    let middle = percent(leaning.p50);
    let percent = Text::new().reckoned(language.percent(middle.abs(), 0), name("median"));
    match middle > 0.0 {
        true => say!(language, "leaning-more", percent = percent, range = range),
        false => say!(language, "leaning-fewer", percent = percent, range = range),
    }
}

/// One line on whether the sampler can be trusted.
pub(super) fn diagnostics_line(desk: &Desk, diagnostics: &Diagnostics) -> Text {
    let language = desk.language;
    let name = |what: &str| format!("diagnostics:{what}");
    let chains = desk.counting(diagnostics.chains, name("chains"));
    let divergences = desk.counting(diagnostics.divergences, name("divergences"));
    let rhat = language.decimal(diagnostics.rhat, 3);
    say!(
        language,
        "diagnostics",
        draws = desk.counting(diagnostics.draws, name("draws")),
        chains = say!(language, "count-chains", count = chains),
        rhat = Text::new().reckoned(rhat, name("rhat")),
        ess = Text::new().reckoned(format!("{:.0}", diagnostics.ess), name("ess")),
        divergences = say!(language, "count-divergences", count = divergences),
    )
}

/// How to read the brief, in a few lines.
pub(super) fn limits(desk: &Desk) -> Section {
    let language = desk.language;
    let mut limits: Vec<Text> = vec![
        say!(language, "limit-crossings"),
        say!(language, "limit-unreported"),
        say!(language, "limit-interval"),
        say!(language, "limit-aggregates"),
    ];
    limits.insert(0, say!(language, "limit-words"));
    let shown = limits.len();
    let blocks = vec![Block::List { items: limits, shown }];
    Section::new("limits", words!(language, "heading-limits"), blocks)
}

/// The method in full, and whether its draws can be trusted.
pub(super) fn method(desk: &Desk) -> Section {
    let language = desk.language;
    let mut parts = vec![Block::Paragraph(say!(language, "method"))];
    let ess = desk.picture.diagnostics.ess;
    if ess < ENOUGH {
        let ess = Text::new().reckoned(format!("{ess:.0}"), "diagnostics:ess");
        parts.push(Block::Paragraph(say!(language, "limit-draws", ess = ess)));
    }
    parts.push(Block::Paragraph(diagnostics_line(desk, &desk.picture.diagnostics)));
    let blocks = vec![Block::PageOnly(parts)];
    Section::new("method", words!(language, "heading-method"), blocks)
}
