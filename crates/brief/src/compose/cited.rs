//! The citation list: the words of every statement, whose they are, and where they are.

use claim::{DocumentId, Id};
use jiff::civil::Date;

use super::Desk;
use crate::content::Citation;

pub(super) fn citations(desk: &Desk) -> Vec<Citation> {
    let mut all = Vec::new();
    let mut add = |id: &Id, quote: &str, span, who: Option<String>, document, day| {
        let quote = desk.quoted(document, span, quote);
        all.push(Citation { id: id.clone(), quote, about: about(desk, who, document, day) });
    };
    for claim in &desk.claims {
        let who = Some(desk.language.speaker(claim));
        add(&claim.id, &claim.quote, claim.span, who, &claim.document, claim.published);
    }
    for event in &desk.events {
        add(&event.id, &event.quote, event.span, None, &event.document, event.published);
    }
    for position in &desk.positions {
        let holder = Some(position.holder.clone());
        let (id, quote, span) = (&position.id, &position.quote, position.span);
        add(id, quote, span, holder, &position.document, position.published);
    }
    all
}

/// "KP Home Department, Frontier Wire, 4 November 2023".
fn about(
    desk: &Desk,
    who: Option<String>,
    document: &DocumentId,
    published: Option<Date>,
) -> String {
    let found = desk.documents.iter().find(|known| known.id == *document);
    let name = found.map(|found| {
        let title = found.title.as_ref().or(found.publisher.as_ref());
        let file = found.name.rsplit(['/', '\\']).next().unwrap_or(&found.name);
        desk.withheld.headline(&found.id, title.map_or(file, String::as_str))
    });
    let day = desk.day_of(published, document).map(|day| desk.language.day(day));
    let parts: Vec<String> = [who, name, day].into_iter().flatten().collect();
    parts.join(", ")
}
