//! Dated events without a count, in their order.

use claim::Event;
use maud::html;

use super::claims::state_soon;
use super::eyes::Eyes;
use super::parts::{self, count};
use super::{Frame, capital};
use crate::ask::{Answered, Ask, Refusal};
use crate::room::Room;

/// `GET /events`
pub(crate) fn get(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let (known, _) = state_soon(room, ask)?;
    let eyes = Eyes::of(&known, ask);
    let mut events: Vec<&Event> = known.events.iter().collect();
    events.sort_by_key(|event| (event.start.or(event.end).is_none(), event.start.or(event.end)));
    let body = html! {
        header.title { h1 { "What happened" } p.dateline { (count(events.len(), "event")) " told by reports" } }
        @if events.is_empty() { p { "No report tells of a deadline, a closure or the like." } }
        dl.terms.timeline {
            @for event in events {
                div {
                    dt { (parts::day(event.start.or(event.end))) }
                    dd {
                        strong { (capital(&parts::plain(event.kind))) }
                        @if let Some(place) = &event.place { ", " bdi { (place) } }
                        blockquote dir="auto" { (eyes.told_of(event)) }
                        p.note { bdi { (eyes.title(&event.document)) } ", " (parts::day(event.published)) }
                    }
                }
            }
        }
    };
    let newest = room.known()?;
    Ok(Answered::page(Frame::new(room, ask, "Events").page(&newest, body)))
}
