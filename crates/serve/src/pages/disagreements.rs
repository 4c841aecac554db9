//! Where reports disagree, the largest first, each claim a step from its quote.

use maud::html;

use super::Frame;
use super::claims::state;
use super::parts::{self, count};
use super::printed::Eyes;
use crate::ask::{Answered, Ask, Refusal};
use crate::room::Room;

/// `GET /disagreements`
pub(crate) fn get(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let (known, drawn) = state(room, ask)?;
    let eyes = Eyes::of(&known, ask);
    let all = drawn.as_ref().map_or(&[][..], |drawn| &drawn.disagreements);
    let body = html! {
        header.title {
            h1 { "Where reports disagree" }
            p.dateline { (count(all.len(), "disagreement")) ", those about the most people first" }
        }
        @if all.is_empty() { p { "No two reports are far apart." } }
        ol.cases {
            @for one in all {
                li {
                    h2 { (super::capital(&parts::plain(one.reason))) span.sub { (one.via) ", " (claim::wording::days(one.window)) } }
                    p dir="auto" { (one.sentence) }
                    ul.quotes {
                        @for claim in one.claims.iter().filter_map(|id| known.claim(id)).take(8) {
                            li {
                                a href={ "/claims/" (claim.id) "#quote" } { (eyes.figure(claim)) }
                                " " span.soft { bdi { (parts::speaker(claim)) } ", " (parts::days(claim)) }
                                blockquote dir="auto" { (eyes.quote(claim)) }
                            }
                        }
                    }
                }
            }
        }
    };
    let newest = room.known()?;
    Ok(Answered::page(Frame::new(room, ask, "Disagreements").page(&newest, body)))
}
