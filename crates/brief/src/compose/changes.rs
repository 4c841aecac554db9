//! What changed since an earlier day: how the same days are seen now, what came in, and which
//! disagreements are new.

use std::collections::BTreeSet;

use claim::{Claim, Window};
use jiff::civil::Date;
use reconcile::{ALL, Picture, Role};

use super::{Desk, counted, is_all};
use crate::content::{Block, Section, Text, Trail};
use crate::wording::{self, Rounded};

/// Most new figures that are listed.
const FIGURES: usize = 6;

pub(super) fn section(desk: &Desk) -> Section {
    let blocks = desk.before.map(|before| blocks(desk, before)).unwrap_or_default();
    let heading =
        desk.before.map(|before| format!("What changed since {}", wording::day(before.as_of)));
    Section::new("changes", heading.unwrap_or_default(), blocks)
}

fn blocks(desk: &Desk, before: &Picture) -> Vec<Block> {
    let since = before.as_of;
    let mut items = Vec::new();
    items.extend(came_in(desk, since));
    if let Some(days) = desk.focus.overlap(&before.window) {
        let vias = std::iter::once(ALL).chain(desk.crossings());
        items.extend(vias.filter_map(|via| moved(desk, before, via, days)));
    }
    items.extend(new_days(desk, before));
    items.extend(new_disagreements(desk, since));
    let mut blocks = vec![Block::List { shown: items.len(), items }];
    let figures = new_figures(desk, since);
    if !figures.is_empty() {
        blocks.push(Block::Paragraph(Text::new().strong("The largest new figures:")));
        blocks.push(Block::List { shown: FIGURES, items: figures });
    }
    blocks
}

/// Whether a claim was published after the earlier day.
fn is_new(desk: &Desk, claim: &Claim, since: Date) -> bool {
    desk.day_of(claim.published, &claim.document).is_some_and(|day| day > since)
}

fn came_in(desk: &Desk, since: Date) -> Option<Text> {
    let documents = desk.documents.iter().filter(|d| d.published.is_some_and(|day| day > since));
    let claims: Vec<&&Claim> = desk.claims.iter().filter(|c| is_new(desk, c, since)).collect();
    if claims.is_empty() {
        return Some("Nothing new was published.".into());
    }
    let used = desk
        .bearing()
        .filter(|(claim, fit)| {
            matches!(fit.role, Role::Used | Role::Bound) && is_new(desk, claim, since)
        })
        .count();
    let name = |what: &str| format!("count:{what}:{since}");
    Some(
        Text::new()
            .append(counted(documents.count(), "document", "documents", &name("new-documents")))
            .plain(" with ")
            .append(counted(claims.len(), "claim", "claims", &name("new-claims")))
            .plain(" came in; ")
            .reckoned(wording::number(used as f64), name("new-used"))
            .plain(" of the claims bear on the flow."),
    )
}

/// How the same days are seen now: `None` for a crossing whose median stays within the earlier 50 %
/// interval.
fn moved(desk: &Desk, before: &Picture, via: &str, days: Window) -> Option<Text> {
    let (now, trail) = desk.estimate(via, days)?;
    let Some(then) = before.sum(&[via], days) else {
        let rounded = Rounded::of(&now);
        return Some(
            Text::new()
                .plain(format!("{} is new: ", wording::crossing(via)))
                .number(rounded.with_range(), trail)
                .plain(format!(" for {}.", wording::days(days))),
        );
    };
    let within = then.p25 <= now.p50 && now.p50 <= then.p75;
    if within && !is_all(via) {
        return None;
    }
    let earlier = Trail::DrawsAsOf { as_of: before.as_of, via: via.to_owned(), window: days };
    let name = if is_all(via) {
        format!("For {}, all crossings together: ", wording::days(days))
    } else {
        format!("{}, the same days: ", wording::crossing(via))
    };
    let (was, is) = (Rounded::of(&then), Rounded::of(&now));
    let verdict = if within {
        "about the same"
    } else if now.p50 < then.p05 || now.p50 > then.p95 {
        "outside of the 90 % interval given then"
    } else {
        "within the 90 % interval given then"
    };
    Some(
        Text::new()
            .plain(name)
            .number(is.with_range(), trail)
            .plain(", after ")
            .number(was.with_range(), earlier)
            .plain(format!(" as known on {}; {verdict}.", wording::day(before.as_of))),
    )
}

/// The days that the earlier picture did not have.
fn new_days(desk: &Desk, before: &Picture) -> Option<Text> {
    let first = before.window.end().tomorrow().ok()?;
    let days = Window::new(first, desk.picture.window.end())?;
    let (quantiles, trail) = desk.estimate(ALL, days)?;
    Some(
        Text::new()
            .plain(format!("Days added, {}: ", wording::days(days)))
            .number(Rounded::of(&quantiles).with_range(), trail)
            .plain(", all crossings together."),
    )
}

/// How many disagreements a new claim takes part in.
fn new_disagreements(desk: &Desk, since: Date) -> Option<Text> {
    let new = desk.picture.disagreements.iter().filter(|one| {
        let claims = one.claims.iter().filter_map(|id| desk.by_id.get(id));
        claims.into_iter().any(|claim| is_new(desk, claim, since))
    });
    let count = new.count();
    (count > 0).then(|| {
        let name = format!("count:new-disagreements:{since}");
        Text::from("New figures take part in ")
            .append(counted(count, "disagreement", "disagreements", &name))
            .plain("; see “Where they disagree, and why”.")
    })
}

/// The largest figures that came in and bear on the flow.
fn new_figures(desk: &Desk, since: Date) -> Vec<Text> {
    let mut new: Vec<&Claim> = desk
        .bearing()
        .filter(|(claim, fit)| {
            matches!(fit.role, Role::Used | Role::Bound)
                && is_new(desk, claim, since)
                && !wording::withheld(claim)
        })
        .map(|(claim, _)| claim)
        .collect();
    // Of a running total that is told again each day, the last says all that the others do.
    new.sort_by_key(|claim| (std::cmp::Reverse(claim.end), &claim.id));
    let mut told = BTreeSet::new();
    new.retain(|claim| {
        !claim.cumulative || told.insert((wording::speaker(claim), &claim.via, claim.unit))
    });
    new.sort_by(|a, b| {
        let size = |claim: &Claim| claim.value.or(claim.high).or(claim.low).unwrap_or(0.0);
        size(b).total_cmp(&size(a)).then_with(|| a.id.cmp(&b.id))
    });
    new.truncate(FIGURES);
    new.into_iter()
        .map(|claim| {
            let via = match claim.via.as_slice() {
                [] => String::new(),
                names => format!(" at {}", names.join(" and ")),
            };
            desk.figure(claim).plain(format!(
                "{via}, {}, {}",
                wording::covers(claim, desk.picture.as_of),
                wording::speaker(claim)
            ))
        })
        .collect()
}
