//! Who counts: how each organisation's numbers lean against the picture.

use maud::html;

use super::Frame;
use super::claims::state;
use super::parts::count;
use crate::ask::{Answered, Ask, Fields, Refusal};
use crate::room::Room;

/// `GET /sources`
pub(crate) fn get(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let (known, drawn) = state(room, ask)?;
    let leanings = drawn.as_ref().map_or(&[][..], |drawn| &drawn.picture.sources);
    let percent = |factor: f64| format!("{:+.0} %", (factor - 1.0) * 100.0).replace('-', "−");
    let claims_of =
        |name: &str| format!("/claims?{}", Fields::default().with(&[("organisation", name)]));
    let mut all: std::collections::BTreeMap<&str, usize> = Default::default();
    known
        .claims
        .iter()
        .filter_map(|claim| claim.source.label())
        .for_each(|name| *all.entry(name).or_default() += 1);
    let body = html! {
        header.title {
            h1 { "Who says so" }
            p.dateline { (count(all.len(), "source")) "; how far the numbers of each lie from the picture, where enough of them are counted" }
        }
        @if !leanings.is_empty() {
            div.scroll tabindex="0" role="region" aria-label="How sources lean" {
                table.numbers {
                    caption { "How their numbers lean" }
                    thead { tr { th scope="col" { "Organisation" } th.num scope="col" { "Claims counted" } th.num scope="col" { "Median" } th.num scope="col" { "90 %" } } }
                    tbody { @for one in leanings {
                        tr {
                            th scope="row" { bdi { (one.organisation) } }
                            td.num { (one.claims) } td.num { (percent(one.p50)) } td.num { (percent(one.p05)) " to " (percent(one.p95)) }
                        }
                    } }
                }
            }
        }
        section {
            h2 { "Everybody who is quoted" }
            ul.columns { @for (name, n) in &all { li { a href=(claims_of(name)) { bdi { (name) } } " " span.soft { (count(*n, "claim")) } } } }
        }
    };
    let newest = room.known()?;
    Ok(Answered::page(Frame::new(room, ask, "Sources").page(&newest, body)))
}
