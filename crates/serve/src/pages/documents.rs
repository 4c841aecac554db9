//! The documents: what is there, and how more are added.

use claim::{Claim, Document};
use maud::{Markup, html};

use super::eyes::Eyes;
use super::parts::{self, Pager, count};
use super::text::{Words, marked};
use super::{Frame, capital};
use crate::access::Role;
use crate::ask::{Answered, Ask, Refusal};
use crate::intake::{self, Became, Taken};
use crate::known::Known;
use crate::printed::FEW;
use crate::room::Room;

/// `GET /documents`
pub(crate) fn get(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let known = room.known()?;
    Ok(Answered::page(whole(room, ask, &known, &[])?))
}

/// `POST /documents`
pub(crate) fn add(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let taken = intake::add(room, ask)?;
    let known = room.known()?;
    Ok(Answered::page(whole(room, ask, &known, &taken)?))
}

fn whole(room: &Room, ask: &Ask, known: &Known, taken: &[Taken]) -> Result<Markup, Refusal> {
    let all = &known.material.documents;
    let pager = Pager::of(&ask.query, 100, all.len())?;
    let eyes = Eyes::of(known, ask);
    let of = |document: &Document| {
        known.claims.iter().filter(|claim| claim.document == document.id).count()
    };
    let newest: Vec<&Document> = all.iter().rev().collect();
    let body = html! {
        header.title {
            h1 { "Documents" }
            p.dateline {
                (count(all.len(), "document")) " with " (count(known.claims.len(), "claim"))
                @if known.confidential > 0 { "; " (known.confidential) " documents and claims left out as confidential" }
            }
        }
        @if !taken.is_empty() { (became(taken)) }
        @if ask.who.role >= Role::Analyst { (form(ask)) }
        @if !all.is_empty() {
            div.scroll tabindex="0" role="region" aria-label="Documents" {
                table.claims {
                    thead { tr { th scope="col" { "Published" } th scope="col" { "Document" } th scope="col" { "By" } th.num scope="col" { "Claims" } th scope="col" { "Form" } } }
                    tbody {
                        @for document in &newest[pager.range()] {
                            tr {
                                td { (parts::day(document.published)) }
                                td { a href={ "/documents/" (document.id) } { bdi { (eyes.title(&document.id)) } } }
                                td { @if let Some(publisher) = &document.publisher { bdi { (publisher) } } }
                                td.num { (of(document)) }
                                td { (document.media) }
                            }
                        }
                    }
                }
            }
            (pager.links(ask))
        }
    };
    Ok(Frame::new(room, ask, "Documents").with(&["intake.js"]).page(known, body))
}

/// What became of what was sent.
fn became(taken: &[Taken]) -> Markup {
    let added = taken.iter().filter(|one| one.became == Became::Added).count();
    html! {
        section.taken aria-label="What became of what was sent" {
            h2 { (count(added, "document")) " added" @if added < taken.len() { ", of " (taken.len()) } }
            ul.results { @for one in taken { (result(one)) } }
            p { a href="/" { "See the picture" } " or " a href="/queue" { "review what was read" } "." }
        }
    }
}

fn result(one: &Taken) -> Markup {
    let words = match one.became {
        Became::Added => "added",
        Became::Known => "was there already",
        Became::PassedOver => "kept; it is about other things than displacement",
        Became::NotKept => "not kept",
    };
    let failed = one.became == Became::NotKept;
    html! {
        li.failed[failed] {
            strong { bdi { (one.name) } } ": " (words)
            @if one.became == Became::Added { ", " (count(one.claims, "claim")) @if one.others > 0 { ", " (one.others) " events and positions" } }
            @if !one.problems.is_empty() || !one.notes.is_empty() {
                ul { @for words in one.problems.iter().chain(&one.notes) { li dir="auto" { (capital(words)) } } }
            }
        }
    }
}

/// How documents are sent: as files, or as a text.
fn form(ask: &Ask) -> Markup {
    let token = html! { input type="hidden" name="token" value=(ask.who.token); };
    html! {
        div.intake {
            form.files method="post" action="/documents" enctype="multipart/form-data" {
                (token)
                h2 { "Add files" }
                label for="files" { "Reports and tables: text, saved web pages, PDF, Word, mails, CSV, XLSX, ODS, or a zip of them" }
                input type="file" id="files" name="file" multiple required;
                div.field { label for="date" { "Published on, for those that do not say so" } input type="date" id="date" name="date"; }
                button type="submit" { "Read and add" }
                ul.results aria-live="polite" {}
            }
            form.paste method="post" action="/documents" enctype="multipart/form-data" {
                (token)
                h2 { "Paste a text" }
                label for="text" { "The text of a report" }
                textarea id="text" name="text" rows="7" dir="auto" required {}
                div.field { label for="name" { "Called" } input id="name" name="name" dir="auto" maxlength="120" placeholder="pasted.txt"; }
                div.field { label for="text-date" { "Published on" } input type="date" id="text-date" name="date"; }
                button type="submit" { "Read and add" }
            }
        }
    }
}

/// `GET /documents/{id}`
pub(crate) fn one(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let known = room.known()?;
    let id = ask.slot("id").parse().map_err(|_| Refusal::missing("that is no id of a document"))?;
    let document = known.document(&id);
    let document =
        document.ok_or_else(|| Refusal::missing("no such document, or it is kept back"))?;
    let claims: Vec<&Claim> = known.claims.iter().filter(|claim| claim.document == id).collect();
    let eyes = Eyes::of(&known, ask);
    let text = if ask.sees_small() {
        marked(document, &claims, None, &Words::Plain)
    } else {
        let few = brief::answer::Few::of(FEW, known.words(), None, &[]);
        marked(document, &claims, None, &Words::Withheld(&few))
    };
    let address = document
        .url
        .as_deref()
        .filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    let body = html! {
        header.title {
            h1 { bdi { (eyes.title(&id)) } }
            p.dateline {
                "published " (parts::day(document.published))
                @if let Some(publisher) = &document.publisher { " by " bdi { (publisher) } }
                " · " (document.media) " · " a href={ "/claims?document=" (document.id) "&sort=document" } { (count(claims.len(), "claim")) }
                @if let Some(url) = address { " · " a href=(url) rel="noreferrer noopener" { "where it was published" } }
            }
        }
        (text)
        @if ask.who.role >= Role::Admin { (hide(document, ask)) }
    };
    Ok(Answered::page(Frame::new(room, ask, "Document").page(&known, body)))
}

/// How a document is taken out of everything.
fn hide(document: &Document, ask: &Ask) -> Markup {
    html! {
        details.hide {
            summary { "Mark as confidential" }
            form.decide method="post" action={ "/documents/" (document.id) "/decisions" } {
                input type="hidden" name="token" value=(ask.who.token);
                p { "It leaves every page, file and picture, with its copies and what would tell its figures. The log takes it back." }
                label for="why" { "Why" }
                input id="why" name="why" dir="auto" maxlength="500" required;
                div.verdicts { button.plain type="submit" name="verdict" value="confidential" { "Mark as confidential" } }
            }
        }
    }
}

/// `POST /documents/{id}/decisions`
pub(crate) fn decide(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    crate::decide::decide(room, ask, ask.slot("id"))?;
    Ok(Answered::to("/log"))
}
