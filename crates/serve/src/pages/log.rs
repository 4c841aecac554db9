//! Everything that was decided, the newest first.

use maud::html;

use super::Frame;
use super::parts::{self, Pager, count};
use crate::ask::{Answered, Ask, Refusal};
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
                        @let claim = decision.subject.len() == 16 && decision.verdict != claim::Verdict::Undo;
                        tr {
                            td { (decision.recorded.strftime("%Y-%m-%d %H:%M")) }
                            td { bdi { (shown.by) } }
                            td { (parts::done(decision.verdict)) @if !parts::changes(&shown).is_empty() { div.note dir="auto" { (parts::changes(&shown)) } } }
                            td { @if claim { a href={ "/claims/" (decision.subject) } { (decision.subject) } } @else { (decision.subject.get(..16).unwrap_or(&decision.subject)) } }
                            td dir="auto" { (shown.why) }
                            td { (if known.in_force.contains(&decision.id) { "yes" } else { "taken back" }) }
                        }
                    }
                }
            }
        }
        (pager.links(ask))
    };
    Ok(Answered::page(Frame::new(room, ask, "Log").page(&known, body)))
}
