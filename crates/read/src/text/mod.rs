//! Running text in, claims, events and positions out.
//!
//! Sentence by sentence: tokens, then times, amounts, places and verbs
//! ([`analysis`]), then for each amount who is counted ([`who`]), what
//! happened and which way ([`movement`]), over which days ([`window`]) and
//! according to whom ([`speaker`]); [`claims`] puts them together and carries
//! over what a sentence leaves unsaid. Words that carry meaning come from `data/`;
//! function words and a few closed classes of the grammar stand in the code.

mod analysis;
mod anchors;
mod carry;
mod claims;
mod context;
mod events;
pub(crate) mod explain;
mod lexicon;
mod links;
mod movement;
mod number;
mod population;
mod positions;
mod route;
mod sentence;
mod speaker;
mod subject;
mod time;
mod token;
mod vocabulary;
mod who;
mod window;

use std::ops::Range;

use claim::{Document, Event, Population, Source, Statement, Unit};
use places::Gazetteer;

use analysis::Analysis;
use lexicon::Lexicon;
use speaker::{Memory, Speech};

/// A sentence with who speaks in it.
struct Spoken<'t> {
    analysis: Analysis<'t>,
    /// The organisation in whose name the document is written, when this line says so.
    letterhead: Option<Source>,
    speeches: Vec<Speech>,
}

/// Reads the running text in `body`, a byte range of the document's text, without the `tables` in
/// it; `None` when it speaks of other things than displacement.
pub(crate) fn read(
    document: &Document,
    body: Range<usize>,
    tables: &[Range<usize>],
    events: &[Event],
    gazetteer: &Gazetteer,
) -> Option<Vec<Statement>> {
    let subject = subject::subject(&document.text[body.clone()], gazetteer);
    if subject == subject::Subject::Other {
        return None;
    }
    let words = Lexicon::english();
    let mut memory = Memory::default();
    let mut spoken: Vec<Spoken> = Vec::new();
    let in_table = |span: &Range<usize>| {
        let next = tables.partition_point(|table| table.end <= span.start);
        tables.get(next).is_some_and(|table| table.start < span.end)
    };
    for sentence in sentence::sentences(&document.text, body) {
        if in_table(&sentence.span) {
            continue;
        }
        let analysis = Analysis::of(&document.text, sentence, document.published, words, gazetteer);
        let letterhead = claims::letterhead(&analysis, words);
        if let Some(source) = &letterhead {
            memory.remember(source.clone());
        }
        let speeches = memory.speeches(&analysis, words);
        spoken.push(Spoken { analysis, letterhead, speeches });
    }
    speaker::carry_back_quotes(
        &mut spoken.iter_mut().map(|s| (&s.analysis, &mut s.speeches)).collect::<Vec<_>>(),
    );
    {
        let mut speaking: Vec<_> =
            spoken.iter_mut().map(|s| (&s.analysis, &mut s.speeches)).collect();
        speaker::name_the_unnamed(&mut speaking);
        speaker::name_offices(&mut speaking);
    }

    let mut statements: Vec<Statement> =
        claims::claims(document, &spoken, subject, events, gazetteer, words)
            .into_iter()
            .map(Statement::Claim)
            .collect();
    statements.extend(events::events(document, &spoken, words).into_iter().map(Statement::Event));
    statements.extend(
        positions::positions(document, &spoken, words).into_iter().map(Statement::Position),
    );
    Some(statements)
}

/// Reads a short phrase, such as a cell of a table, as a sentence without a date.
fn phrase<'t>(text: &'t str, gazetteer: &'t Gazetteer) -> Analysis<'t> {
    let sentence = sentence::Sentence { span: 0..text.len(), block: 0 };
    Analysis::of(text, sentence, None, Lexicon::english(), gazetteer)
}

/// Reads who speaks from a phrase such as "KP Home Dept", as it would be read in prose;
/// `None` when no office or organisation is recognised in it.
pub(crate) fn source_of(text: &str, gazetteer: &Gazetteer) -> Option<Source> {
    let analysis = phrase(text, gazetteer);
    // An agency in brackets passed the number on; it did not count.
    let end = analysis.tokens.iter().position(|t| t.is("(")).unwrap_or(analysis.tokens.len());
    speaker::source_in(&analysis, &(0..end), Lexicon::english())
        .filter(|source| source.role.is_some() || source.organisation.is_some())
}

/// Reads who is counted from a phrase such as "undocumented Afghan families".
pub(crate) fn people_of(text: &str, gazetteer: &Gazetteer) -> (Unit, Population) {
    who::described(&phrase(text, gazetteer), Lexicon::english())
}
