//! One claim: its quote in its document, how it was read and why, what part it plays, and what was decided of it.

use claim::{Claim, Id, Verdict};
use maud::{Markup, html};

use super::claims::state_soon;
use super::eyes::Eyes;
use super::parts;
use super::text::{Words, marked};
use super::{Frame, capital};
use crate::access::Role;
use crate::ask::{Answered, Ask, Refusal};
use crate::known::Known;
use crate::picture::Drawn;
use crate::printed::FEW;
use crate::room::Room;

/// `GET /claims/{id}`
pub(crate) fn get(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let (known, drawn) = state_soon(room, ask)?;
    let newest = room.known()?;
    let id: Id =
        ask.slot("id").parse().map_err(|_| Refusal::missing("that is no id of a claim"))?;
    let claim = known.claim(&id).or_else(|| newest.as_read(&id));
    let claim =
        claim.ok_or_else(|| Refusal::missing(format!("no claim {id}, or it is kept back")))?;
    let eyes = Eyes::of(&known, ask);
    let about = newest.about(id.as_str());
    let body = html! {
        header.title {
            h1 { (capital(&eyes.figure(claim))) span.sub { (capital(&parts::what(claim))) } }
            p.dateline {
                @if !parts::place(claim).is_empty() { (parts::place(claim)) " · " }
                (parts::days(claim)) " · " bdi { (parts::speaker(claim)) }
            }
        }
        (parts::being_drawn(drawn.as_deref(), &newest))
        @if newest.claim(&id).is_none() { p.warning role="note" { strong { "It is in no picture:" } " what was decided of it is below." } }
        div.beside {
            div.left {
                (evidence(claim, &eyes))
                (fields(claim, newest.as_read(&id), &eyes))
                (in_picture(claim, drawn.as_deref(), &known, &eyes))
                section { h2 { "Why it was read so" } (why(room, claim, &known, ask)) }
                section id="decisions" {
                    h2 { "What was decided" }
                    @if newest.is_conflict(id.as_str()) { (conflict()) }
                    (parts::history(ask, &about, &newest.reach))
                    @if ask.who.role >= Role::Analyst { (forms(room, ask, claim, about.len(), &known, &format!("/claims/{id}#decisions"))) }
                }
            }
            section.right { h2 { bdi { (eyes.title(&claim.document)) } } (document(claim, &known, ask)) }
        }
    };
    let title = format!("{} {}", eyes.figure(claim), parts::what(claim));
    Ok(Answered::page(Frame::new(room, ask, &title).page(&newest, body)))
}

/// What stands where two decided without knowing of each other.
pub(super) fn conflict() -> Markup {
    html! {
        p.warning.conflict role="note" {
            strong { "Two people decided without knowing of each other." }
            " Both decisions are below; the later one counts until one is taken back."
        }
    }
}

fn evidence(claim: &Claim, eyes: &Eyes) -> Markup {
    html! {
        blockquote.evidence dir="auto" { (eyes.quote(claim)) }
        p.about {
            "published " (parts::day(claim.published))
            @if let Some(publisher) = &claim.publisher { " by " bdi { (publisher) } }
            " · " a href={ "/claims/" (claim.id) } { "claim " (claim.id) }
        }
    }
}

/// The fields as they stand; beside them as they were read, where somebody put them right.
fn fields(claim: &Claim, as_read: Option<&Claim>, eyes: &Eyes) -> Markup {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
    let told = |claim: &Claim| -> Vec<(&'static str, String)> {
        vec![
            ("Number", eyes.figure(claim)),
            ("Of what", parts::what(claim)),
            (
                "Who",
                if claim.population.text.is_empty() {
                    "–".to_owned()
                } else {
                    claim.population.text.clone()
                },
            ),
            ("Crossing", if claim.via.is_empty() { "–".to_owned() } else { claim.via.join(", ") }),
            ("From, to", format!("{}, {}", text(&claim.from), text(&claim.to))),
            ("At", text(&claim.at)),
            ("Days", parts::days(claim)),
            ("According to", parts::speaker(claim)),
            ("Stance", parts::plain(claim.stance)),
        ]
    };
    let before = as_read.map(told);
    html! {
        section {
            h2 { "The fields" }
            dl.fields {
                @for (at, (name, value)) in told(claim).into_iter().enumerate() {
                    @let was = before.as_ref().map(|all| &all[at].1).filter(|was| **was != value);
                    div {
                        dt { (name) }
                        dd dir="auto" { (value) @if let Some(was) = was { " " del.was { "read as " (was) } } }
                    }
                }
            }
        }
    }
}

/// What part it plays: fitted against stated, and the claims it stands with.
fn in_picture(claim: &Claim, drawn: Option<&Drawn>, known: &Known, eyes: &Eyes) -> Markup {
    let Some((drawn, fit)) = drawn.and_then(|drawn| Some((drawn, drawn.fit(&claim.id)?))) else {
        return html! {};
    };
    let withheld = eyes.withholds(&claim.id);
    let number = |value: f64| match value.round() {
        few if few >= 1.0 && few < f64::from(FEW) => format!("fewer than {FEW}"),
        whole => claim::wording::number(whole),
    };
    let copies: Vec<&Claim> = drawn
        .picture
        .claims
        .iter()
        .filter(|other| other.copy_of.as_ref() == Some(&claim.id))
        .filter_map(|other| known.claim(&other.id))
        .collect();
    let disagreements = drawn.disagreements.iter().filter(|one| one.claims.contains(&claim.id));
    let findings = eyes.findings().filter(|one| one.claims.contains(&claim.id));
    html! {
        section id="role" {
            h2 { "In the picture" }
            p {
                strong { (capital(parts::role(fit.role))) }
                @if let Some(why) = fit.why.as_ref().filter(|_| !withheld && eyes.hears(drawn, &claim.id)) { ": " (why) }
                "."
            }
            @if let Some(fitted) = fit.fitted.filter(|_| !withheld && fit.role == reconcile::Role::Used) {
                p { "Stated " (eyes.figure(claim)) "; the picture has " (number(fitted)) " for the same"
                    @if let Some(distance) = parts::distance(fit) { ": " (distance) } "." }
            }
            @if let Some(reading) = &fit.reading {
                p { "It fits better as of " (claim::wording::days(reading.window)) " (" (format!("{:.0}", reading.probability * 100.0)) " %)." }
            }
            @if let Some(of) = &fit.copy_of { p { "A copy of " a href={ "/claims/" (of) "#quote" } { "claim " (of) } "." } }
            @if !copies.is_empty() {
                p { "Copied by " @for (at, copy) in copies.iter().enumerate() {
                    @if at > 0 { ", " } a href={ "/claims/" (copy.id) "#quote" } { bdi { (eyes.title(&copy.document)) } }
                } "." }
            }
            @for finding in findings {
                p.finding { (capital(&finding.message.to_string())) ". " span.soft { (finding.proof) } }
            }
            @for one in disagreements { p.finding { (one.sentence) } }
        }
    }
}

/// The rules that fired, and what was recognised in the sentence.
fn why(room: &Room, claim: &Claim, known: &Known, ask: &Ask) -> Markup {
    let document = known.document(&claim.document).filter(|_| ask.sees_small());
    let recognised = document
        .map(|document| read::recognised(document, room.settings.gazetteer))
        .unwrap_or_default();
    html! {
        ul.rules {
            @for name in &claim.rules { li { (capital(read::rule(name).unwrap_or("no account of it"))) " " code { (name) } } }
            @if claim.rules.is_empty() { li { "Read from the row of a table or a file of claims." } }
        }
        @if let Some(document) = document {
            ul.found {
                @for found in read::of_sentence(claim, &recognised) {
                    li { span dir="auto" { "“" (&document.text[found.span.clone()]) "”" } " " span.soft { (found.layer) ": " (found.meaning) } }
                }
            }
        }
    }
}

/// The document with the quotes of all its claims.
pub(super) fn document(claim: &Claim, known: &Known, ask: &Ask) -> Markup {
    let Some(document) = known.document(&claim.document) else {
        return html! { p.soft { "Its document is kept back." } };
    };
    let mut claims: Vec<&Claim> =
        known.claims.iter().filter(|other| other.document == claim.document).collect();
    // One that was rejected is among no others.
    if !claims.iter().any(|other| other.id == claim.id) {
        claims.push(claim);
    }
    if ask.sees_small() {
        return marked(document, &claims, Some(&claim.id), &Words::Plain);
    }
    // The whole words of others are for those who work with them.
    if ask.who.name.is_none() {
        return html! { blockquote.evidence dir="auto" { (Eyes::of(known, ask).quote(claim)) } };
    }
    let few = brief::answer::Few::of(FEW, known.words(), None, &[]);
    marked(document, &claims, Some(&claim.id), &Words::Withheld(&few))
}

/// What can be decided.
pub(super) fn forms(
    room: &Room,
    ask: &Ask,
    claim: &Claim,
    version: usize,
    known: &Known,
    back: &str,
) -> Markup {
    let hidden = html! {
        input type="hidden" name="token" value=(ask.who.token);
        input type="hidden" name="version" value=(version);
        input type="hidden" name="back" value=(back);
    };
    let action = format!("/claims/{}/decisions", claim.id);
    let choices = crate::queue::choices(claim, known, room.settings.gazetteer);
    html! {
        form.decide method="post" action=(action) {
            (hidden)
            label for="why" { "Why " span.soft { "(said for you if left empty)" } }
            input id="why" name="why" dir="auto" maxlength="500";
            div.verdicts {
                button type="submit" name="verdict" value="accept" data-key="a" aria-keyshortcuts="a" { "Accept " kbd { "a" } }
                button type="submit" name="verdict" value="reject" data-key="r" aria-keyshortcuts="r" { "Reject " kbd { "r" } }
                button type="submit" name="verdict" value="flag" data-key="f" aria-keyshortcuts="f" { "Flag " kbd { "f" } }
                @if ask.who.role >= Role::Admin {
                    button.plain type="submit" name="verdict" value="confidential" { "Confidential" }
                }
            }
        }
        details.correct id="correct" {
            summary data-key="c" aria-keyshortcuts="c" { "Correct a field " kbd { "c" } }
            @if !choices.is_empty() {
                form.choices method="post" action=(action) aria-label="What else it may be" {
                    (hidden)
                    input type="hidden" name="verdict" value="correct";
                    p.soft { "What the arithmetic says, and what else stood in the sentence:" }
                    @for (at, choice) in choices.iter().enumerate() {
                        @let key = (at < 9).then(|| (at + 1).to_string());
                        button type="submit" name="set" value=(choice.set) data-key=[key.as_deref()] {
                            @if let Some(key) = &key { kbd { (key) } " " }
                            bdi { (choice.words) }
                        }
                    }
                }
            }
            form.set method="post" action=(action) {
                (hidden)
                input type="hidden" name="verdict" value="correct";
                @for (field, name, value) in editable(claim) {
                    div.field {
                        label for={ "set-" (field) } { (name) }
                        input type="hidden" name={ "was." (field) } value=(value);
                        input id={ "set-" (field) } name={ "set." (field) } dir="auto" value=(value) autocomplete="off";
                    }
                }
                div.field.wide { label for="why-set" { "Why" } input id="why-set" name="why" dir="auto" maxlength="500"; }
                div.field.do { button type="submit" { "Keep as corrected" } }
            }
        }
    }
}

/// The fields that can be set, with how they stand.
fn editable(claim: &Claim) -> Vec<(&'static str, &'static str, String)> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    let day =
        |value: Option<jiff::civil::Date>| value.map(|day| day.to_string()).unwrap_or_default();
    vec![
        ("value", "Number", number(claim.value)),
        ("low", "At least", number(claim.low)),
        ("high", "At most", number(claim.high)),
        ("measure", "Measure", claim.measure.to_string()),
        ("kind", "Of what", claim.kind.to_string()),
        ("via", "Crossings, with ; between", claim.via.join("; ")),
        ("from", "From", text(&claim.from)),
        ("to", "To", text(&claim.to)),
        ("at", "At", text(&claim.at)),
        ("start", "First day", day(claim.start)),
        ("end", "Last day", day(claim.end)),
        ("cumulative", "Running total", claim.cumulative.to_string()),
        ("source.organisation", "Organisation", text(&claim.source.organisation)),
        ("source.name", "Name in public", text(&claim.source.name)),
    ]
}

/// Where a form leads to when it is done: a page of ours and no other.
fn back(ask: &Ask, otherwise: String) -> String {
    let given = ask.form.get("back").filter(|place| {
        place.starts_with('/') && !place.starts_with("//") && !place.contains(['\\', '\n', '\r'])
    });
    given.map_or(otherwise, str::to_owned)
}

/// `POST /claims/{id}/decisions`
pub(crate) fn decide(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let (decision, missed) = crate::decide::decide(room, ask, ask.slot("id"))?;
    let claim = format!("/claims/{}#decisions", decision.subject);
    if missed || decision.verdict == Verdict::Confidential {
        return Ok(Answered::to(if missed { &claim } else { "/log" }));
    }
    let place = back(ask, claim);
    // The queue goes on, and can take back what was just done.
    let place =
        if place.starts_with("/queue?") { format!("{place}&did={}", decision.id) } else { place };
    Ok(Answered::to(&place))
}

/// `POST /decisions/{id}/undo`
pub(crate) fn undo(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let known = room.known()?;
    let earlier = known.decisions.iter().find(|decision| decision.id.as_str() == ask.slot("id"));
    let subject = earlier.map(|decision| decision.subject.clone()).unwrap_or_default();
    crate::decide::undo(room, ask, ask.slot("id"))?;
    let is_claim = subject.parse::<Id>().is_ok();
    let place = if is_claim { format!("/claims/{subject}#decisions") } else { "/log".to_owned() };
    Ok(Answered::to(&back(ask, place)))
}
