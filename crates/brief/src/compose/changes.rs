//! What changed since an earlier day: how the same days are seen now, what came in, and which
//! disagreements are new.

use std::collections::BTreeSet;

use claim::{Claim, Window};
use jiff::civil::Date;
use reconcile::{ALL, Picture};

use super::{Desk, claims, documents, is_all};
use crate::content::{Block, Section, Text, Trail};
use crate::language::{say, words};

/// Most new figures that are listed.
const FIGURES: usize = 6;

pub(super) fn section(desk: &Desk) -> Section {
    let language = desk.language;
    let blocks = desk.before.map(|before| blocks(desk, before)).unwrap_or_default();
    let heading = desk
        .before
        .map(|before| words!(language, "heading-changes", day = language.day(before.as_of)));
    Section::new("changes", heading.unwrap_or_default(), blocks)
}

fn blocks(desk: &Desk, before: &Picture) -> Vec<Block> {
    let since = before.as_of;
    let mut items = Vec::new();
    items.extend(came_in(desk, since));
    if let Some(days) = desk.focus.overlap(&before.window) {
        // Of all ways together only where somebody told of them, of each where it was counted.
        let all = desk.lead.is_whole().then_some(ALL);
        let each = desk.crossings().filter(|via| !super::ways::few_days(desk, via));
        let vias = all.into_iter().chain(each);
        items.extend(vias.filter_map(|via| moved(desk, before, via, days)));
    }
    items.extend(new_days(desk, before));
    items.extend(new_disagreements(desk, since));
    let mut blocks = vec![Block::List { shown: items.len(), items }];
    let figures = new_figures(desk, since);
    if !figures.is_empty() {
        blocks.push(Block::Paragraph(say!(desk.language, "changes-figures")));
        blocks.push(Block::List { shown: FIGURES, items: figures });
    }
    blocks
}

/// Whether a claim was published after the earlier day.
fn is_new(desk: &Desk, claim: &Claim, since: Date) -> bool {
    desk.day_of(claim.published, &claim.document).is_some_and(|day| day > since)
}

fn came_in(desk: &Desk, since: Date) -> Option<Text> {
    let published = |day: Option<Date>| day.is_some_and(|day| day > since);
    let new_documents = desk.documents.iter().filter(|d| published(d.published)).count();
    let new_claims = desk.claims.iter().filter(|c| is_new(desk, c, since)).count();
    if new_claims == 0 {
        return Some(say!(desk.language, "changes-nothing"));
    }
    let used = desk
        .bearing()
        .filter(|(claim, fit)| fit.role.is_fitted() && is_new(desk, claim, since))
        .count();
    let name = |what: &str| format!("count:{what}:{since}");
    Some(say!(
        desk.language,
        "changes-came-in",
        documents = documents(desk, new_documents, &name("new-documents")),
        claims = claims(desk, new_claims, &name("new-claims")),
        used = desk.counting(used, name("new-used")),
    ))
}

/// How the same days are seen now: `None` for a crossing whose median stays within the earlier 50 %
/// interval.
fn moved(desk: &Desk, before: &Picture, via: &str, days: Window) -> Option<Text> {
    let language = desk.language;
    // At a crossing over the days that somebody reported, where these are one run.
    let days = match super::lead::reported(desk.picture, via, days).as_slice() {
        _ if is_all(via) => days,
        [run] => *run,
        _ => return None,
    };
    let (now, trail) = desk.estimate(via, days)?;
    let is = Text::new().number(language.rounded(&now).with_range, trail);
    let crossing = language.crossing(via);
    let Some(then) = before.sum(&[via], days) else {
        return Some(say!(
            language,
            "changes-new-crossing",
            crossing = crossing,
            estimate = is,
            days = language.days(days),
        ));
    };
    let within = then.p25 <= now.p50 && now.p50 <= then.p75;
    if within && !is_all(via) && !desk.lead.ways.contains(&via) {
        return None;
    }
    let earlier = Trail::DrawsAsOf { as_of: before.as_of, via: via.to_owned(), window: days };
    let was = Text::new().number(language.rounded(&then).with_range, earlier);
    let day = language.day(before.as_of);
    let verdict = if within {
        words!(language, "changes-same")
    } else if now.p50 < then.p05 || now.p50 > then.p95 {
        words!(language, "changes-outside")
    } else {
        words!(language, "changes-within")
    };
    Some(if is_all(via) {
        let days = language.days(days);
        say!(
            language,
            "changes-all",
            days = days,
            now = is,
            then = was,
            day = day,
            verdict = verdict
        )
    } else {
        say!(
            language,
            "changes-crossing",
            crossing = crossing,
            now = is,
            then = was,
            day = day,
            verdict = verdict,
        )
    })
}

/// The days that the earlier picture did not have.
fn new_days(desk: &Desk, before: &Picture) -> Option<Text> {
    let first = before.window.end().tomorrow().ok()?;
    let days = Window::new(first, desk.picture.window.end())?;
    let (quantiles, trail) = super::lead::estimate(desk, &desk.lead, days)?;
    let language = desk.language;
    let estimate = Text::new().number(language.rounded(&quantiles).with_range, trail);
    Some(say!(language, "changes-days-added", days = language.days(days), estimate = estimate))
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
        let disagreements =
            say!(desk.language, "count-disagreements", count = desk.counting(count, name));
        let heading = words!(desk.language, "heading-disagreements");
        say!(
            desk.language,
            "changes-disagreements",
            disagreements = disagreements,
            heading = heading
        )
    })
}

/// The largest figures that came in and bear on the flow.
fn new_figures(desk: &Desk, since: Date) -> Vec<Text> {
    let mut new: Vec<&Claim> = desk
        .bearing()
        .filter(|(claim, fit)| {
            fit.role.is_fitted() && is_new(desk, claim, since) && !desk.withheld.has(&claim.id)
        })
        .map(|(claim, _)| claim)
        .collect();
    // Of a running total that is told again each day, the last says all that the others do.
    new.sort_by_key(|claim| (std::cmp::Reverse(claim.end), &claim.id));
    let mut told = BTreeSet::new();
    new.retain(|claim| {
        !claim.cumulative || told.insert((desk.language.speaker(claim), &claim.via, claim.unit))
    });
    new.sort_by(|a, b| {
        let size = |claim: &Claim| claim.value.or(claim.high).or(claim.low).unwrap_or(0.0);
        size(b).total_cmp(&size(a)).then_with(|| a.id.cmp(&b.id))
    });
    new.truncate(FIGURES);
    let language = desk.language;
    new.into_iter()
        .map(|claim| {
            let (figure, speaker) = (desk.figure(claim), language.speaker(claim));
            let covers = language.covers(claim, desk.picture.as_of);
            match claim.via.as_slice() {
                [] => say!(
                    language,
                    "changes-figure",
                    figure = figure,
                    covers = covers,
                    speaker = speaker
                ),
                names => say!(
                    language,
                    "changes-figure-at",
                    figure = figure,
                    crossings = language.list(names),
                    covers = covers,
                    speaker = speaker,
                ),
            }
        })
        .collect()
}
