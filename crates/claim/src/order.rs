//! An order of claims by what they say, so that the order of a table's rows changes nothing.

use std::cmp::Ordering;

use crate::{Claim, Statement};

/// By days, place, who says so, who is counted and how many; nothing of where in a document it stands.
pub fn by_content(a: &Claim, b: &Claim) -> Ordering {
    let days =
        |claim: &Claim| (claim.published, claim.end, claim.start, claim.as_of, claim.cumulative);
    let number = |a: Option<f64>, b: Option<f64>| match (a, b) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        (a, b) => a.is_some().cmp(&b.is_some()),
    };
    let who = |claim: &Claim| {
        let people = &claim.population;
        (
            claim.unit,
            claim.measure,
            claim.kind,
            people.group,
            people.status,
            claim.qualifier,
            claim.stance,
        )
    };
    days(a)
        .cmp(&days(b))
        .then_with(|| a.via.cmp(&b.via))
        .then_with(|| (&a.from, &a.to, &a.at).cmp(&(&b.from, &b.to, &b.at)))
        .then_with(|| a.source.label().cmp(&b.source.label()))
        .then_with(|| who(a).cmp(&who(b)))
        .then_with(|| a.population.nationality.cmp(&b.population.nationality))
        .then_with(|| a.population.text.cmp(&b.population.text))
        .then_with(|| number(a.value, b.value))
        .then_with(|| number(a.low, b.low))
        .then_with(|| number(a.high, b.high))
        .then_with(|| a.quote.cmp(&b.quote))
}

/// By document, rows of a table by what they say, sentences as they stand.
pub fn by_place(a: &Claim, b: &Claim) -> Ordering {
    let rows = a.found.from_row && b.found.from_row;
    let within = if rows { by_content(a, b) } else { Ordering::Equal };
    a.document.cmp(&b.document).then(within).then(a.span.cmp(&b.span)).then_with(|| a.id.cmp(&b.id))
}

/// Puts the rows of tables in the order of what they say. Sentences stay in the order of their text, and
/// documents in theirs: `statements` are sorted by document.
pub fn order_rows(statements: &mut [Statement]) {
    let row = |statement: &Statement| match statement {
        Statement::Claim(claim) => claim.found.from_row,
        _ => false,
    };
    let together = |a: &Statement, b: &Statement| a.document() == b.document() && row(a) == row(b);
    for run in statements.chunk_by_mut(together) {
        run.sort_by(|a, b| match (a, b) {
            (Statement::Claim(a), Statement::Claim(b)) if a.found.from_row => by_content(a, b),
            _ => Ordering::Equal,
        });
    }
}
