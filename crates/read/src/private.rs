//! What of a document is nobody's business: telephones, addresses and the like are blacked out of its text, and private
//! persons are cut out of what is quoted.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use claim::{
    Claim, Document, DocumentId, Event, Id, Media, Position, Statement, contacts, persons,
};
use withhold::NAME;

use places::Gazetteer;
use rustc_hash::FxHashSet;

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

/// Who is kept as having published a document: a body, an office, or "a person".
pub(crate) fn publisher(name: &str, gazetteer: &Gazetteer) -> String {
    let person = persons::is_nobody_public(name) && !is_known(name, gazetteer);
    if person { persons::A_PERSON.to_owned() } else { name.to_owned() }
}

/// Whether a name is that of a place, or read as that of a body or an office.
fn is_known(name: &str, gazetteer: &Gazetteer) -> bool {
    gazetteer.find(name).is_some() || prose::source_of(name, gazetteer).is_some()
}

/// What stands in brackets behind the name of a crossing, when it is the name of a person; or all of it.
fn person_at(place: &str, gazetteer: &Gazetteer) -> Option<Range<usize>> {
    if let (Some(open), Some(close)) = (place.find('('), place.rfind(')'))
        && open < close
    {
        let within = place[open + 1..close].trim();
        if persons::is_person_among_places(within) && !is_known(within, gazetteer) {
            return Some(open + 1..close);
        }
    }
    let names = persons::private(place, &BTreeSet::new());
    let named = |name: &Range<usize>| persons::is_person_among_places(&place[name.clone()]);
    names.into_iter().next().filter(|name| named(name) && !is_known(place, gazetteer))
}

/// Takes private persons out of what cells say: of who counted, of where, and of which nationality. Their names are then
/// neither in the statements nor in the text.
pub(crate) fn without_persons(
    document: &mut Document,
    statements: Vec<Statement>,
    gazetteer: &Gazetteer,
) -> Vec<Statement> {
    // What is read of sentences keeps nobody but who speaks in public.
    let table = !document.media.is_prose();
    let mut names: BTreeSet<String> = BTreeSet::new();
    if table && !has_persons(&statements, gazetteer) {
        return statements;
    }
    let mut cleared: Vec<Statement> = Vec::with_capacity(statements.len());
    for statement in statements.iter().cloned() {
        cleared.push(match statement {
            Statement::Claim(mut claim) => {
                if table || claim.found.from_row {
                    clear(&mut claim, gazetteer, &mut names);
                }
                Statement::Claim(claim)
            }
            statement if !table => statement,
            Statement::Event(mut event) => {
                if let Some(actor) = &mut event.actor {
                    replace(actor, gazetteer, &mut names);
                }
                Statement::Event(event)
            }
            Statement::Position(mut position) => {
                replace(&mut position.holder, gazetteer, &mut names);
                Statement::Position(position)
            }
        });
    }
    if names.is_empty() {
        return statements;
    }
    for name in &names {
        // As many bytes stay, so that cells are where they were.
        document.text = document.text.replace(name, &"*".repeat(name.len()));
    }
    document.id = DocumentId::of_bytes(document.text.as_bytes());
    document.original = None;
    let quote =
        |words: String| names.iter().fold(words, |words, name| words.replace(name.as_str(), NAME));
    let id = document.id.clone();
    let quoted = cleared.into_iter().map(|statement| match statement {
        Statement::Claim(claim) => {
            let (quote, document) = (quote(claim.quote.clone()), id.clone());
            Statement::Claim(Claim { quote, document, ..claim }.sealed())
        }
        Statement::Event(event) => {
            let (quote, document) = (quote(event.quote.clone()), id.clone());
            Statement::Event(Event { quote, document, ..event }.sealed())
        }
        Statement::Position(position) => {
            let (quoted, document) = (quote(position.quote.clone()), id.clone());
            let about = quote(position.about.clone());
            Statement::Position(Position { quote: quoted, about, document, ..position }.sealed())
        }
    });
    let mut quoted: Vec<Statement> = quoted.collect();
    let renamed: BTreeMap<Id, Id> = statements
        .iter()
        .zip(&quoted)
        .map(|(before, now)| (before.id().clone(), now.id().clone()))
        .collect();
    link_again(&mut quoted, &renamed);
    quoted
}

/// Whether the cells of a table name a person. A table may have a million claims, and its cells say the same again and
/// again: each word is looked at once.
fn has_persons(statements: &[Statement], gazetteer: &Gazetteer) -> bool {
    statements.iter().any(|statement| claim_of(statement).is_none())
        || names_persons(statements.iter().filter_map(claim_of), gazetteer)
}

fn claim_of(statement: &Statement) -> Option<&Claim> {
    match statement {
        Statement::Claim(claim) => Some(claim),
        _ => None,
    }
}

/// Whether claims of a table name a person.
pub(crate) fn names_persons<'c>(
    claims: impl Iterator<Item = &'c Claim>,
    gazetteer: &Gazetteer,
) -> bool {
    let mut seen: FxHashSet<(usize, &str)> = FxHashSet::default();
    let mut claims = claims;
    claims.any(|claim| {
        let source = [&claim.source.name, &claim.source.organisation];
        let told = usize::from(claim.source.role.is_none());
        let words = source
            .into_iter()
            .flatten()
            .map(|name| (told, name))
            .chain(claim.publisher.iter().map(|name| (2, name)))
            .chain(claim.population.nationality.iter().map(|name| (3, name)))
            .chain(claim.via.iter().map(|name| (4, name)))
            .chain([&claim.from, &claim.to, &claim.at].into_iter().flatten().map(|name| (4, name)));
        let mut unseen = false;
        for (field, word) in words {
            unseen |= seen.insert((field, word));
        }
        let mut names = BTreeSet::new();
        if unseen {
            clear(&mut claim.clone(), gazetteer, &mut names);
        }
        !names.is_empty()
    })
}

/// Who is named is kept as "a person" unless it is a body or an office.
fn replace(name: &mut String, gazetteer: &Gazetteer, names: &mut BTreeSet<String>) {
    if persons::is_nobody_public(name) && !is_known(name, gazetteer) {
        names.insert(std::mem::replace(name, persons::A_PERSON.to_owned()));
    }
}

fn clear(claim: &mut Claim, gazetteer: &Gazetteer, names: &mut BTreeSet<String>) {
    // Who bears an office speaks in public.
    if claim.source.role.is_none() {
        let source = [&mut claim.source.name, &mut claim.source.organisation];
        source.into_iter().flatten().for_each(|name| replace(name, gazetteer, names));
    }
    if let Some(publisher) = &mut claim.publisher {
        replace(publisher, gazetteer, names);
    }
    let nationality = &mut claim.population.nationality;
    if nationality.as_deref().is_some_and(|name| {
        persons::is_nobody_public(name)
            && gazetteer.country(name).is_none()
            && !is_known(name, gazetteer)
    }) {
        names.extend(nationality.replace(NAME.to_owned()));
    }
    let places = claim
        .via
        .iter_mut()
        .chain([&mut claim.from, &mut claim.to, &mut claim.at].into_iter().flatten());
    for place in places {
        if let Some(person) = person_at(place, gazetteer) {
            names.insert(place[person.clone()].trim().to_owned());
            let rest = place[..person.start].trim_end_matches([' ', '(']).to_owned();
            *place = if rest.is_empty() { NAME.to_owned() } else { rest };
        }
    }
}

/// Leads the links between claims to their new names.
fn link_again(statements: &mut [Statement], renamed: &BTreeMap<Id, Id>) {
    for statement in statements {
        if let Statement::Claim(claim) = statement {
            for link in [&mut claim.part_of, &mut claim.same_as].into_iter().flatten() {
                if let Some(now) = renamed.get(link) {
                    *link = now.clone();
                }
            }
        }
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
    link_again(&mut quoted, &names);
    quoted
}
