//! What of a document is nobody's business: telephones, addresses and the like are blacked out of its text, and private
//! persons are cut out of what is quoted.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use claim::{
    Claim, Document, DocumentId, Event, Id, Media, Position, Statement, contacts, persons,
};

use crate::Problem;

/// Cuts the quotes of events and positions so that no private person stands in them: of what is on either side of the
/// name the longer is kept.
pub(crate) fn cut_to_what_is_told(document: &Document, statements: &mut [Statement]) {
    for statement in statements {
        let (quote, [start, _], known) = match statement {
            Statement::Claim(_) => continue,
            Statement::Event(event) => {
                (&event.quote, event.span, event.actor.iter().cloned().collect())
            }
            Statement::Position(position) => {
                (&position.quote, position.span, BTreeSet::from([position.holder.clone()]))
            }
        };
        let Some(name) = persons::private(quote, &known).into_iter().next() else { continue };
        let (before, behind) = (quote[..name.start].trim_end(), quote[name.end..].trim_start());
        let kept = match before.len() > behind.len() {
            true => start..start + before.len(),
            false => start + quote.len() - behind.len()..start + quote.len(),
        };
        if kept.is_empty() || document.text.get(kept.clone()).is_none() {
            continue;
        }
        let (quote, span) = (document.text[kept.clone()].to_owned(), [kept.start, kept.end]);
        *statement = match statement.clone() {
            Statement::Event(event) => Statement::Event(Event { quote, span, ..event }.sealed()),
            Statement::Position(position) => {
                let about = match persons::private(&position.about, &known).is_empty() {
                    true => position.about.clone(),
                    false => quote.clone(),
                };
                Statement::Position(Position { quote, span, about, ..position }.sealed())
            }
            claim => claim,
        };
    }
}

/// Where the parts of a document's text stand.
pub(crate) struct Places {
    pub body: Range<usize>,
    pub tables: Vec<Range<usize>>,
    pub unsure: Vec<Range<usize>>,
}

/// Blacks out telephones, addresses and the like. The document is then what is left, under the name of its own content,
/// and its bytes as they were are not kept.
pub(crate) fn black_out(
    document: &mut Document,
    sheets: &mut [open::Sheet],
    places: &mut Places,
    notes: &mut Vec<Problem>,
) {
    for words in [&mut document.title, &mut document.publisher].into_iter().flatten() {
        if let Some(blacked) = contacts::Blacked::of(words) {
            *words = blacked.text;
        }
    }
    let found = match document.media.is_prose() {
        true => contacts::find(&document.text),
        false => contacts::find_in_cells(&document.text, document.media == Media::Xlsx),
    };
    let Some(blacked) = contacts::Blacked::without(&document.text, found) else { return };
    let moved = |range: &Range<usize>| blacked.moved(range.start)..blacked.moved(range.end);
    places.body = moved(&places.body);
    for range in places.tables.iter_mut().chain(&mut places.unsure) {
        *range = moved(range);
    }
    for page in &mut document.pages {
        *page = blacked.moved(*page);
    }
    for sheet in sheets {
        sheet.text = moved(&sheet.text);
    }
    document.text = blacked.text;
    document.id = DocumentId::of_bytes(document.text.as_bytes());
    document.original = None;
    notes.push(Problem {
        file: document.name.clone(),
        line: None,
        message:
            "telephones, addresses and the like were blacked out before reading and are not kept"
                .to_owned(),
        remedy: String::new(),
    });
}

/// Statements with the words of the document's text, where they were read from a text of the same length.
pub(crate) fn quoting(document: &Document, statements: Vec<Statement>) -> Vec<Statement> {
    let words = |[from, to]: [usize; 2]| document.text[from..to].to_owned();
    let mut names: BTreeMap<Id, Id> = BTreeMap::new();
    let mut quoted: Vec<Statement> = statements
        .into_iter()
        .map(|statement| {
            let (before, quote) = (statement.id().clone(), words(statement.span()));
            let statement = match statement {
                Statement::Claim(claim) => Statement::Claim(Claim { quote, ..claim }.sealed()),
                Statement::Event(event) => Statement::Event(Event { quote, ..event }.sealed()),
                Statement::Position(position) => {
                    Statement::Position(Position { quote, ..position }.sealed())
                }
            };
            names.insert(before, statement.id().clone());
            statement
        })
        .collect();
    for statement in &mut quoted {
        if let Statement::Claim(claim) = statement {
            for link in [&mut claim.part_of, &mut claim.same_as].into_iter().flatten() {
                if let Some(now) = names.get(link) {
                    *link = now.clone();
                }
            }
        }
    }
    quoted
}
