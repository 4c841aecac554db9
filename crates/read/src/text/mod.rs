//! Running text in, claims, events and positions out.
//!
//! Sentence by sentence: tokens, then times, amounts, places and verbs
//! ([`analysis`]), then for each amount who is counted ([`who`]), what
//! happened and which way ([`movement`]), over which days ([`window`]) and
//! according to whom ([`speaker`]); [`claims`] puts them together and carries
//! over what a sentence leaves unsaid. Words come from `data/`, never from code.

mod analysis;
mod claims;
mod events;
mod lexicon;
mod movement;
mod number;
mod positions;
mod sentence;
mod speaker;
mod time;
mod token;
mod who;
mod window;

use std::ops::Range;

use claim::{Document, Statement};
use places::Gazetteer;

use analysis::Analysis;
use lexicon::Lexicon;
use speaker::{Memory, Speech};

/// A sentence with who speaks in it.
struct Spoken<'t> {
    analysis: Analysis<'t>,
    speeches: Vec<Speech>,
}

/// Reads the running text in `body`, a byte range of the document's text.
pub(crate) fn read(document: &Document, body: Range<usize>, gazetteer: &Gazetteer) -> Vec<Statement> {
    let words = Lexicon::english();
    let mut memory = Memory::default();
    let mut spoken: Vec<Spoken> = Vec::new();
    for sentence in sentence::sentences(&document.text, body) {
        let analysis =
            Analysis::of(&document.text, sentence, document.published, words, gazetteer);
        if let Some(source) = claims::letterhead(&analysis, words) {
            memory.remember(source);
        }
        let speeches = memory.speeches(&analysis, words);
        spoken.push(Spoken { analysis, speeches });
    }
    {
        let mut speaking: Vec<_> =
            spoken.iter_mut().map(|s| (&s.analysis, &mut s.speeches)).collect();
        speaker::name_the_unnamed(&mut speaking);
        speaker::name_offices(&mut speaking);
    }

    let mut statements: Vec<Statement> = claims::claims(document, &spoken, gazetteer, words)
        .into_iter()
        .map(Statement::Claim)
        .collect();
    statements.extend(events::events(document, &spoken, words).into_iter().map(Statement::Event));
    statements.extend(
        positions::positions(document, &spoken, words).into_iter().map(Statement::Position),
    );
    statements
}
