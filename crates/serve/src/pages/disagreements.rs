//! Where reports disagree, the largest first, each claim a step from its quote.

use maud::html;
use reconcile::Reason;

use super::Frame;
use super::claims::state;
use super::eyes::Eyes;
use super::parts::{self, count};
use super::text::around;
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
                    h2 { (reason(one.reason)) span.sub { (one.via) ", " (claim::wording::days(one.window)) } }
                    p dir="auto" { (one.sentence) }
                    ul.quotes {
                        @for claim in one.claims.iter().filter_map(|id| known.claim(id)).take(8) {
                            li {
                                a href={ "/claims/" (claim.id) "#quote" } { (eyes.figure(claim)) }
                                " " span.soft { bdi { (parts::speaker(claim)) } ", " (parts::days(claim)) }
                                blockquote dir="auto" { (around(known.document(&claim.document), claim, &eyes)) }
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

/// A reason as a heading.
fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Window => "Other days than it says",
        Reason::CumulativeVsDaily => "A running total, told as a day",
        Reason::PartialPeriod => "A part of a day",
        Reason::Population => "Other people are counted",
        Reason::Modality => "With or without deportees and the like",
        Reason::CrossingScope => "One crossing, or the whole border",
        Reason::UnnamedWays => "Ways that nobody else names",
        Reason::CountingConcept => "Passages, or persons",
        Reason::UnitConversion => "Families turned into people",
        Reason::Rounding => "One is rounded",
        Reason::Transcription => "A slip of the pen",
        Reason::LateReports => "Reports that came late",
        Reason::MethodChange => "Another way of counting",
        Reason::Definition => "Another definition all along",
        Reason::LevelShift => "One counts more or fewer from a day on",
        Reason::Independent => "No reason is found",
    }
}
