//! All claims in a table that can be sorted, filtered and searched.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use axum::http::StatusCode;
use claim::{Claim, Kind, Verdict};
use maud::{Markup, html};
use reconcile::Role;

use super::Frame;
use super::eyes::Eyes;
use super::parts::{self, Pager, count};
use crate::ask::{Answered, Ask, Refusal};
use crate::known::Known;
use crate::picture::{Drawn, MOMENT, Question, SOON};
use crate::room::Room;

/// How claims can be ordered, and what the orders are called.
const ORDERS: [(&str, &str); 6] = [
    ("published", "day of publication, newest first"),
    ("days", "days counted, newest first"),
    ("number", "number, largest first"),
    ("who", "who says so"),
    ("distance", "distance from the picture"),
    ("document", "document, in its order"),
];

/// The state that claims are shown in: the newest, or as known on a day, with the picture where there is one.
///
/// # Errors
/// When the picture is still being drawn.
pub(crate) fn state(room: &Room, ask: &Ask) -> Result<(Arc<Known>, Option<Arc<Drawn>>), Refusal> {
    with_picture(room, ask, SOON).or_else(|refusal| without(room, ask, refusal, false))
}

/// The same, without the picture while it is being drawn.
pub(crate) fn state_soon(
    room: &Room,
    ask: &Ask,
) -> Result<(Arc<Known>, Option<Arc<Drawn>>), Refusal> {
    with_picture(room, ask, MOMENT).or_else(|refusal| without(room, ask, refusal, true))
}

/// What there is where there is no picture: of stocks and events alone, or also while it is drawn. As known on a day there is
/// nothing before it is drawn.
fn without(
    room: &Room,
    ask: &Ask,
    refusal: Refusal,
    drawing: bool,
) -> Result<(Arc<Known>, Option<Arc<Drawn>>), Refusal> {
    let none = refusal.status == StatusCode::UNPROCESSABLE_ENTITY;
    let drawn = drawing && refusal.status == StatusCode::SERVICE_UNAVAILABLE;
    match (none || drawn) && ask.query.get("as_of").is_none() {
        true => Ok((room.known()?, None)),
        false => Err(refusal),
    }
}

fn with_picture(
    room: &Room,
    ask: &Ask,
    wait: Duration,
) -> Result<(Arc<Known>, Option<Arc<Drawn>>), Refusal> {
    let as_of = crate::picture::day(&ask.query, "as_of")?;
    let drawn = room.drawn_within(wait, &Question { as_of, by: "total", ..Question::default() })?;
    match as_of {
        // Its decisions may be newer than the picture.
        None => Ok((room.known()?, Some(drawn))),
        Some(_) => Ok((drawn.known.clone(), Some(drawn))),
    }
}

/// The claims asked for, in order.
pub(crate) fn chosen<'k>(
    ask: &Ask,
    known: &'k Known,
    drawn: Option<&Drawn>,
    verdicts: &BTreeMap<&str, Verdict>,
) -> Result<Vec<&'k Claim>, Refusal> {
    let query = &ask.query;
    let eyes = Eyes::of(known, ask);
    let words: Vec<String> = query
        .get("q")
        .unwrap_or_default()
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let has = |claim: &Claim| {
        if words.is_empty() {
            return true;
        }
        let title = eyes.title(&claim.document);
        let numbers =
            if eyes.withholds(&claim.id) { String::new() } else { super::eyes::figure(claim) };
        let all = format!(
            "{} {} {} {} {} {} {}",
            eyes.quote(claim),
            title,
            parts::speaker(claim),
            parts::place(claim),
            parts::what(claim),
            numbers,
            claim.id
        );
        let all = all.to_lowercase();
        words.iter().all(|word| all.contains(word.as_str()))
    };
    // Looked up once, not for each of a hundred thousand claims.
    let [kind, measure, organisation] =
        ["kind", "measure", "organisation"].map(|name| query.get(name).map(str::to_lowercase));
    let [via, document, role] = ["via", "document", "role"].map(|name| query.get(name));
    let role_of = |claim: &Claim| drawn.and_then(|drawn| drawn.fit(&claim.id)).map(|fit| fit.role);
    let decided = |claim: &Claim| match query.get("decided") {
        None => Ok(true),
        Some("no") => Ok(!verdicts.contains_key(claim.id.as_str())),
        Some("yes") => Ok(verdicts.contains_key(claim.id.as_str())),
        Some(word) => match word.parse::<Verdict>() {
            Ok(verdict) => Ok(verdicts.get(claim.id.as_str()) == Some(&verdict)),
            Err(_) => Err(Refusal::bad(
                format!("decided={word} is no verdict"),
                "give yes, no, accept, correct or flag",
            )),
        },
    };
    let mut found = Vec::new();
    for claim in &known.claims {
        let is = |wanted: &Option<String>, value: &dyn Fn() -> String| {
            wanted.as_ref().is_none_or(|wanted| *wanted == value())
        };
        let fits = is(&kind, &|| claim.kind.to_string())
            && is(&measure, &|| claim.measure.to_string())
            && is(&organisation, &|| claim.source.label().unwrap_or("nobody").to_lowercase())
            && via.is_none_or(|via| claim.via.iter().any(|own| own.eq_ignore_ascii_case(via)))
            && document.is_none_or(|id| claim.document.as_str().starts_with(id))
            && role.is_none_or(|role| role_of(claim).is_some_and(|own| word(own) == role));
        if fits && decided(claim)? && has(claim) {
            found.push(claim);
        }
    }
    sort(&mut found, query.get("sort").unwrap_or("published"), drawn)?;
    Ok(found)
}

/// A role as the JSON has it.
pub(crate) fn word(role: Role) -> &'static str {
    match role {
        Role::Used => "used",
        Role::Bound => "bound",
        Role::Copy => "copy",
        Role::Superseded => "superseded",
        Role::SetAside => "set_aside",
        Role::OutOfScope => "out_of_scope",
    }
}

/// Which of two claims comes first.
type Order<'a> = Box<dyn Fn(&Claim, &Claim) -> Ordering + 'a>;

fn sort(claims: &mut [&Claim], order: &str, drawn: Option<&Drawn>) -> Result<(), Refusal> {
    let number = |claim: &Claim| claim.value.or(claim.high).or(claim.low).unwrap_or(-1.0);
    let distance = |claim: &Claim| {
        let fit = drawn.and_then(|drawn| drawn.fit(&claim.id)).filter(|fit| fit.role.is_fitted());
        fit.and_then(|fit| fit.residual).map_or(-1.0, f64::abs)
    };
    let by: Order<'_> = match order {
        "published" => Box::new(|a, b| b.published.cmp(&a.published)),
        "days" => Box::new(|a, b| (b.end, b.start).cmp(&(a.end, a.start))),
        "number" => Box::new(move |a, b| number(b).total_cmp(&number(a))),
        "who" => {
            Box::new(|a, b| parts::speaker(a).to_lowercase().cmp(&parts::speaker(b).to_lowercase()))
        }
        "distance" => Box::new(move |a, b| distance(b).total_cmp(&distance(a))),
        "document" => Box::new(|a, b| (&a.document, a.span).cmp(&(&b.document, b.span))),
        other => {
            let known = ORDERS.map(|(name, _)| name).join(", ");
            return Err(Refusal::bad(
                format!("sort={other} is no order"),
                format!("give one of {known}"),
            ));
        }
    };
    // Of equals the order of the ledger stays.
    claims.sort_by(|a, b| by(a, b));
    Ok(())
}

/// `GET /claims`
pub(crate) fn get(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let (known, drawn) = state_soon(room, ask)?;
    let newest = room.known()?;
    let verdicts = newest.verdicts();
    let found = chosen(ask, &known, drawn.as_deref(), &verdicts)?;
    let pager = Pager::of(&ask.query, 50, found.len())?;
    let eyes = Eyes::of(&known, ask);
    let rejected = verdicts.values().filter(|verdict| **verdict == Verdict::Reject).count();
    let body = html! {
        header.title {
            h1 { "Claims" }
            p.dateline {
                (count(found.len(), "claim")) @if found.len() != known.claims.len() { " of " (known.claims.len()) }
                ", from " (count(known.material.documents.len(), "document"))
                @if rejected > 0 { "; " (rejected) " rejected, see the " a href="/log" { "log" } }
                @if newest.confidential > 0 { "; " (newest.confidential) " left out as confidential" }
            }
        }
        (parts::being_drawn(drawn.as_deref(), &newest))
        (filters(ask, &known))
        div.scroll tabindex="0" role="region" aria-label="Claims" {
            table.claims {
                thead { tr {
                    th.num scope="col" { "Number" } th scope="col" { "Of what" } th scope="col" { "Where" }
                    th scope="col" { "Days" } th scope="col" { "Who says so" } th scope="col" { "Published" }
                    th scope="col" { "In the picture" } th scope="col" { "Decided" }
                } }
                tbody {
                    @for claim in &found[pager.range()] {
                        (line(claim, &eyes, drawn.as_deref(), verdicts.get(claim.id.as_str()).copied()))
                    }
                }
            }
        }
        @if found.is_empty() { p { "No claim is so." } }
        (pager.links(ask))
    };
    Ok(Answered::page(Frame::new(room, ask, "Claims").page(&newest, body)))
}

fn line(claim: &Claim, eyes: &Eyes, drawn: Option<&Drawn>, verdict: Option<Verdict>) -> Markup {
    let fit = drawn.and_then(|drawn| drawn.fit(&claim.id));
    html! {
        tr {
            td.num { a href={ "/claims/" (claim.id) "#quote" } { (eyes.figure(claim)) } }
            td { (parts::what(claim)) }
            td { (parts::place(claim)) }
            td.when { (parts::days(claim)) }
            td { bdi { (parts::speaker(claim)) } }
            td { (parts::day(claim.published)) div.note { bdi { (short(eyes.title(&claim.document))) } } }
            td {
                @if let Some(fit) = fit {
                    (parts::role(fit.role))
                    @if let Some(distance) = parts::distance(fit).filter(|_| !eyes.withholds(&claim.id)) { div.note { (distance) } }
                }
            }
            td { @if let Some(verdict) = verdict { (parts::done(verdict)) } }
        }
    }
}

/// The last part of a path, and no more than a line of it.
fn short(title: &str) -> String {
    let name = title.rsplit('/').next().unwrap_or(title);
    match name.char_indices().nth(48) {
        Some((at, _)) => format!("{}…", &name[..at]),
        None => name.to_owned(),
    }
}

/// The options of a filter: each value that some claim has.
fn options(ask: &Ask, name: &'static str, label: &str, values: BTreeSet<&str>) -> Markup {
    let is =
        |value: &str| ask.query.get(name).is_some_and(|chosen| chosen.eq_ignore_ascii_case(value));
    html! {
        div.field {
            label for={ "by-" (name) } { (label) }
            select id={ "by-" (name) } name=(name) {
                option value="" { "any" }
                @for value in values.into_iter().take(300) { option value=(value) selected[is(value)] { (parts::plain(value)) } }
            }
        }
    }
}

fn filters(ask: &Ask, known: &Known) -> Markup {
    let claims = || known.claims.iter();
    let roles = ["used", "bound", "copy", "superseded", "set_aside", "out_of_scope"];
    let decided = ["no", "yes", "accept", "correct", "flag"];
    let kinds: BTreeSet<Kind> = claims().map(|claim| claim.kind).collect();
    let kinds = kinds.into_iter().map(<&str>::from).collect();
    let vias = claims().flat_map(|claim| &claim.via).map(String::as_str).collect();
    let organisations = claims().filter_map(|claim| claim.source.label()).collect();
    let sort = ask.query.get("sort").unwrap_or("published");
    html! {
        form.ask role="search" method="get" action="/claims" {
            div.field.wide {
                label for="q" { "Search" }
                input type="search" id="q" name="q" dir="auto" value=(ask.query.get("q").unwrap_or_default());
            }
            (options(ask, "kind", "Of what", kinds))
            (options(ask, "via", "Crossing", vias))
            (options(ask, "organisation", "Who", organisations))
            (options(ask, "role", "In the picture", BTreeSet::from(roles)))
            (options(ask, "decided", "Decided", BTreeSet::from(decided)))
            div.field {
                label for="sort" { "Order" }
                select id="sort" name="sort" {
                    @for (name, words) in ORDERS { option value=(name) selected[sort == name] { (words) } }
                }
            }
            @for name in ["document", "as_of"] {
                @if let Some(value) = ask.query.get(name) { input type="hidden" name=(name) value=(value); }
            }
            div.field.do { button type="submit" { "Find" } @if !ask.query.0.is_empty() { a href="/claims" { "All" } } }
        }
    }
}
