//! The review queue: one claim at a time, with its quote in its document and what a decision would change.

use audit::Severity;
use claim::{Claim, Verdict};
use maud::{Markup, html};

use super::eyes::Eyes;
use super::parts::{self, count};
use super::{Frame, capital};
use crate::ask::{Answered, Ask, Refusal};
use crate::known::Known;
use crate::picture::Drawn;
use crate::queue::{Item, Reason, queue, weighed};
use crate::room::Room;

/// The keys, as the help tells them.
const KEYS: [(&str, &str); 9] = [
    ("a", "accept: it is read right"),
    ("r", "reject: not to be used"),
    ("c", "correct: then a digit takes what else stood in the sentence"),
    ("f", "flag for somebody else"),
    ("n", "next, without deciding"),
    ("p", "the one before"),
    ("u", "undo what was just done"),
    ("o", "open the claim"),
    ("?", "these keys"),
];

/// `GET /queue`
pub(crate) fn get(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let known = room.known()?;
    let drawn = weighed(room);
    let all = queue(&known, drawn.as_deref(), room.settings.gazetteer);
    let place = |name: &str| {
        ask.query.get(name).and_then(|id| all.iter().position(|item| item.claim.id.as_str() == id))
    };
    // What was just decided is no longer in the queue: what stood behind it has come to its place.
    let at = place("at").or_else(|| place("after").map(|at| at + 1)).unwrap_or(0);
    let did = ask
        .query
        .get("did")
        .and_then(|id| known.decisions.iter().find(|one| one.id.as_str() == id));
    let body = html! {
        @if let Some(decision) = did.filter(|decision| known.in_force.contains(&decision.id)) {
            form.did method="post" action={ "/decisions/" (decision.id) "/undo" } {
                input type="hidden" name="token" value=(ask.who.token);
                input type="hidden" name="back" value={ "/queue?at=" (decision.subject) };
                span role="status" { (capital(parts::done(decision.verdict))) " claim " a href={ "/claims/" (decision.subject) } { (decision.subject) } }
                button.plain type="submit" data-key="u" aria-keyshortcuts="u" { "Undo " kbd { "u" } }
            }
        }
        @match all.get(at).or(all.first()) {
            Some(item) => (review(room, ask, &known, drawn.as_deref(), (&all, item))),
            None => header.title {
                h1 { "Nothing is left to review" }
                p.dateline { (count(known.claims.len(), "claim")) " in the picture, every one decided upon" }
                p { a href="/" { "See the picture" } " or " a href="/documents" { "add documents" } "." }
            }
        }
        (help())
    };
    Ok(Answered::page(Frame::new(room, ask, "Review").with(&["queue.js"]).page(&known, body)))
}

fn review(
    room: &Room,
    ask: &Ask,
    known: &Known,
    drawn: Option<&Drawn>,
    (all, item): (&[Item], &Item),
) -> Markup {
    let eyes = Eyes::of(known, ask);
    let claim = item.claim;
    let at = all.iter().position(|other| other.claim.id == claim.id).unwrap_or(0);
    let next = all.get(at + 1).or(all.first()).map_or("", |next| next.claim.id.as_str());
    let before = at.checked_sub(1).and_then(|at| all.get(at));
    let about = known.about(claim.id.as_str());
    html! {
        header.title.queue {
            @let flagged = known.verdicts().values().filter(|verdict| **verdict == Verdict::Flag).count();
            p.progress {
                "Review · " (at + 1) " of " (all.len()) " left"
                @if flagged > 0 { " · " a href="/claims?decided=flag" { (flagged) " flagged" } }
            }
            h1 { (capital(&eyes.figure(claim))) span.sub { (capital(&parts::what(claim))) } }
            p.reason { (reason(&item.reason)) }
        }
        div.beside {
            div.left {
                blockquote.evidence dir="auto" { (eyes.quote(claim)) }
                (card(claim))
                // Decided, it leaves the queue; what comes behind it is next.
                (super::claim::forms(room, ask, claim, about.len(), known, &format!("/queue?at={next}")))
                nav.pager aria-label="In the queue" {
                    @if let Some(before) = before { a data-key="p" aria-keyshortcuts="p" href={ "/queue?at=" (before.claim.id) } { "Before " kbd { "p" } } }
                    @if !next.is_empty() { a data-key="n" aria-keyshortcuts="n" href={ "/queue?at=" (next) } { "Next " kbd { "n" } } }
                    a data-key="o" aria-keyshortcuts="o" href={ "/claims/" (claim.id) "#quote" } { "Open " kbd { "o" } }
                }
                (agreeing(drawn, ask, known, claim))
            }
            section.right { h2 { bdi { (eyes.title(&claim.document)) } } (super::claim::document(claim, known, ask)) }
        }
    }
}

/// The fields that a reviewer looks at.
fn card(claim: &Claim) -> Markup {
    html! {
        dl.fields {
            div { dt { "Where" } dd { (if parts::place(claim).is_empty() { "not told".to_owned() } else { parts::place(claim) }) } }
            div { dt { "Days" } dd { (parts::days(claim)) } }
            div { dt { "Who says so" } dd { bdi { (parts::speaker(claim)) } } }
            @if !claim.population.text.is_empty() { div { dt { "Counted" } dd { bdi { (claim.population.text) } } } }
            div { dt { "Published" } dd { (parts::day(claim.published)) } }
        }
    }
}

fn reason(reason: &Reason) -> Markup {
    match reason {
        Reason::Found(Severity::Proved, words) => html! { strong { "Proved: " } (words) "." },
        Reason::Found(_, words) => html! { strong { "Likely: " } (words) "." },
        Reason::Moves(by) if *by >= 1.0 => html! { "The picture hangs on it." },
        Reason::Moves(by) => {
            html! { "Without it the picture would be " (format!("{:.1}", by * 100.0)) " % another." }
        }
        Reason::Stakes(people) => {
            html! { "Much rests on it: some " (claim::wording::three_digits(*people)) " people of the picture." }
        }
        Reason::Unsure(doubts) => html! { "Not sure how it was read: " (doubts.join("; ")) "." },
        Reason::Unseen => html! { "Nobody has looked at it yet." },
    }
}

/// The claims of a document that agree with the picture and nobody has decided about.
fn agreeing_of<'k>(
    drawn: Option<&Drawn>,
    known: &'k Known,
    claim: &Claim,
) -> (Vec<&'k Claim>, usize) {
    let verdicts = known.verdicts();
    let own: Vec<&Claim> =
        known.claims.iter().filter(|other| other.document == claim.document).collect();
    let doubted =
        |other: &Claim| known.findings().any(|(_, one)| one.claims.first() == Some(&other.id));
    let agrees = |other: &&&Claim| {
        let fit = drawn.and_then(|drawn| drawn.fit(&other.id));
        let near = fit.is_some_and(|fit| {
            fit.role.is_fitted() && fit.residual.is_some_and(|apart| apart.abs() < 0.05)
        });
        near && !verdicts.contains_key(other.id.as_str()) && !doubted(other)
    };
    (own.iter().filter(agrees).copied().collect(), own.len())
}

/// Many at once, with what it would do shown first.
fn agreeing(drawn: Option<&Drawn>, ask: &Ask, known: &Known, claim: &Claim) -> Markup {
    let (agree, all) = agreeing_of(drawn, known, claim);
    if agree.len() < 2 {
        return html! {};
    }
    let eyes = Eyes::of(known, ask);
    html! {
        details.bulk {
            summary { (agree.len()) " of this report's " (all) " claims agree with the picture" }
            ul.quotes { @for other in &agree {
                li { a href={ "/claims/" (other.id) } { (eyes.figure(other)) } " " span.soft { (parts::what(other)) ", " (parts::days(other)) } }
            } }
            form method="post" action="/queue/bulk" {
                input type="hidden" name="token" value=(ask.who.token);
                @for other in &agree { input type="hidden" name="claim" value=(other.id); }
                button type="submit" { "Accept these " (agree.len()) }
            }
        }
    }
}

/// `POST /queue/bulk`: accepts several; or takes several decisions back.
pub(crate) fn bulk(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let mut done = Vec::new();
    for id in ask.form.all("undo") {
        crate::decide::undo(room, ask, id)?;
    }
    for id in ask.form.all("claim") {
        let mut decision = claim::Decision::new(
            Verdict::Accept,
            id,
            ask.signature(),
            "agrees with the picture, accepted together with others of its report",
            (room.settings.now)(),
        );
        let known = room.known()?;
        decision.version = u32::try_from(known.version(id)).ok();
        done.push(crate::decide::enter(room, decision)?);
    }
    if done.is_empty() {
        return Ok(Answered::to("/queue"));
    }
    let known = room.known()?;
    let body = html! {
        header.title { h1 { (count(done.len(), "claim")) " accepted" } }
        form.did method="post" action="/queue/bulk" {
            input type="hidden" name="token" value=(ask.who.token);
            @for decision in &done { input type="hidden" name="undo" value=(decision.id); }
            button.plain type="submit" data-key="u" { "Undo all of it " kbd { "u" } }
        }
        p { a.button href="/queue" data-key="n" { "On with the queue" } }
    };
    Ok(Answered::page(Frame::new(room, ask, "Accepted").with(&["queue.js"]).page(&known, body)))
}

fn help() -> Markup {
    html! {
        details.keys id="keys" {
            summary data-key="?" { "Keys " kbd { "?" } }
            dl { @for (key, words) in KEYS { div { dt { kbd { (key) } } dd { (words) } } } }
        }
    }
}
