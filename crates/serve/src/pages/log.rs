//! Everything that was decided, the newest first.

use claim::{Decision, Verdict};
use maud::{Markup, html};

use super::Frame;
use super::parts::{self, Pager, count};
use crate::access::Role;
use crate::ask::{Answered, Ask, Refusal};
use crate::known::Known;
use crate::room::Room;

/// `GET /log`
pub(crate) fn get(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let known = room.known()?;
    let pager = Pager::of(&ask.query, 50, known.decisions.len())?;
    let conflicts = known.conflicts();
    let newest: Vec<_> = known.decisions.iter().rev().collect();
    let body = html! {
        header.title {
            h1 { "What was decided" }
            p.dateline {
                (count(known.decisions.len(), "decision")) "; entry " (known.sequence) " of the ledger, head "
                code { (known.hash.get(..16).unwrap_or_default()) }
            }
        }
        @if !conflicts.is_empty() {
            p.warning.conflict role="note" {
                strong { (count(conflicts.len(), "claim")) " decided by two people who did not know of each other: " }
                @for (at, id) in conflicts.iter().enumerate() { @if at > 0 { ", " } a href={ "/claims/" (id) "#decisions" } { (id) } }
            }
        }
        div.scroll tabindex="0" role="region" aria-label="Decisions" {
            table.claims {
                thead { tr { th scope="col" { "When (UTC)" } th scope="col" { "Who" } th scope="col" { "What" } th scope="col" { "Of" } th scope="col" { "Why" } th scope="col" { "Stands" } } }
                tbody {
                    @for decision in &newest[pager.range()] {
                        @let shown = known.reach.as_printed((*decision).clone(), crate::printed::FEW);
                        @let claim = decision.subject.len() == 16 && decision.verdict != Verdict::Undo;
                        tr {
                            td { (decision.recorded.strftime("%Y-%m-%d %H:%M")) }
                            td { bdi { (shown.by) } }
                            td { (parts::done(decision.verdict)) @if !parts::changes(&shown).is_empty() { div.note dir="auto" { (parts::changes(&shown)) } } }
                            td { @if claim { a href={ "/claims/" (decision.subject) } { (decision.subject) } } @else { (decision.subject.get(..16).unwrap_or(&decision.subject)) } }
                            td dir="auto" { (shown.why) }
                            td { (stands(decision, &known, ask)) }
                        }
                    }
                }
            }
        }
        (pager.links(ask))
    };
    Ok(Answered::page(Frame::new(room, ask, "Log").page(&known, body)))
}

/// Whether a decision stands; and how it is taken back by those who may.
fn stands(decision: &Decision, known: &Known, ask: &Ask) -> Markup {
    let needs = match decision.verdict {
        Verdict::Confidential => Role::Admin,
        _ => Role::Analyst,
    };
    html! {
        @if !known.in_force.contains(&decision.id) { "taken back" }
        @else if decision.verdict == Verdict::Undo || ask.who.role < needs { "yes" }
        @else {
            form method="post" action={ "/decisions/" (decision.id) "/undo" } {
                input type="hidden" name="token" value=(ask.who.token);
                input type="hidden" name="back" value="/log";
                button.plain type="submit" aria-label={ "Take back: " (parts::done(decision.verdict)) " " (decision.subject.get(..16).unwrap_or_default()) } { "Take back" }
            }
        }
    }
}
