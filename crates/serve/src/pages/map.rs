//! The map of the border and its ways, as the brief draws it.

use maud::{PreEscaped, html};

use super::Frame;
use crate::ask::{Answered, Ask, Refusal};
use crate::picture::{Question, day};
use crate::room::Room;

/// `GET /map`
pub(crate) fn get(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let as_of = day(&ask.query, "as_of")?;
    let drawn = room.drawn_soon(&Question { as_of, by: "total", ..Question::default() })?;
    let brief = drawn.brief(room.settings.gazetteer);
    let [title, subtitle, dateline] = brief.head();
    let parts = drawn.parts(room.settings.gazetteer);
    let body = html! {
        header.title { h1 { (title) span.sub { (subtitle) } } p.dateline { (dateline) } }
        @match parts.iter().find(|part| part.id == "map") {
            Some(part) => section id="map" { h2 { (part.heading) } (PreEscaped(&part.html)) }
            None => p { "The places of this border are not known well enough to draw them." }
        }
    };
    let newest = room.known()?;
    Ok(Answered::page(Frame::new(room, ask, "Map").page(&newest, body)))
}
