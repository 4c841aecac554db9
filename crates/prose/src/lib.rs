//! Running text in, claims, events and positions out.
//!
//! Sentence by sentence: tokens, then times, amounts, places and verbs
//! (`analysis`), then for each amount who is counted (`who`), what
//! happened and which way (`movement`), over which days (`window`) and
//! according to whom (`speaker`); `claims` puts them together and carries
//! over what a sentence leaves unsaid. Words that carry meaning come from `data/en`;
//! function words and a few closed classes of the grammar stand in the code, by their English
//! form. Other languages (`language`) are read in these words (`gloss`), so everything
//! behind `analysis` knows one vocabulary only.

mod analysis;
mod anchors;
mod bulletin;
mod camps;
mod carry;
pub mod choice;
mod claims;
mod clause;
mod context;
mod detect;
mod disputed;
mod doubt;
mod events;
mod explain;
mod gloss;
mod grammar;
mod language;
mod lexicon;
mod links;
mod movement;
mod number;
mod offices;
mod places_named;
mod population;
mod positions;
mod rivals;
mod route;
mod seat;
mod sentence;
mod served;
mod speaker;
mod standing;
mod subject;
mod time;
mod token;
mod vocabulary;
mod who;
mod window;

use std::ops::Range;

use claim::{Document, Event, Population, Source, Statement, Unit};
use places::Gazetteer;

pub use doubt::Doubt;
pub use explain::{Layer, Recognised, recognised, rule};
pub use language::Language;

use analysis::Analysis;
use choice::Choosing;
use detect::Told;
use lexicon::Lexicon;
use speaker::{Memory, Speech};
use time::Calendar;

/// A sentence with who speaks in it.
struct Spoken<'t> {
    analysis: Analysis<'t>,
    /// The organisation in whose name the document is written, when this line says so.
    letterhead: Option<Source>,
    speeches: Vec<Speech>,
}

/// What was read of a running text.
pub struct Text {
    /// Claims, events and positions.
    pub statements: Vec<Statement>,
    /// The language of most of it; `None` where there is too little to tell.
    pub language: Option<&'static Language>,
    /// Lines and sentences that were left out, each with the name of the language they are in.
    pub unread: Vec<(Range<usize>, String)>,
    /// What could be read in two ways and was not read.
    pub doubts: Vec<Doubt>,
    /// Whether it speaks of other things than displacement, so that nothing was looked for.
    pub passed_over: bool,
}

/// Reads the running text in `body`, a byte range of the document's text, without the `tables` in
/// it. The language that the form of the document names, in `hint`, counts where the text leaves
/// it open: many pages carry the language of their template.
///
/// # Errors
/// The name of its language when that is none of those that are read.
pub fn read(
    document: &Document,
    body: Range<usize>,
    tables: &[Range<usize>],
    hint: Option<&str>,
    events: &[Event],
    gazetteer: &Gazetteer,
) -> Result<Text, String> {
    read_choosing(document, body, tables, hint, events, gazetteer, Choosing::as_built())
}

/// Reads a running text as [`read`] does, with other weights or to keep what was chosen among:
/// what the weights are learned from.
///
/// # Errors
/// As [`read`].
pub fn read_choosing(
    document: &Document,
    body: Range<usize>,
    tables: &[Range<usize>],
    hint: Option<&str>,
    events: &[Event],
    gazetteer: &Gazetteer,
    choosing: Choosing<'_>,
) -> Result<Text, String> {
    let stated = Language::stated(&document.text[..body.start]);
    let language = match detect::language(&document.text[body.clone()]) {
        _ if stated.is_some() => stated,
        Told::Read(language) => Some(language),
        Told::Other(name) => return Err(name),
        Told::Strange(name) => Some(hint.and_then(Language::called).ok_or(name)?),
        Told::Unclear => hint.and_then(Language::called),
    };
    let main = language.unwrap_or(Language::english());
    let subject = subject::subject(&document.text[body.clone()], main, gazetteer);
    if subject == subject::Subject::Other {
        return Ok(Text {
            statements: Vec::new(),
            language,
            unread: Vec::new(),
            doubts: Vec::new(),
            passed_over: true,
        });
    }
    let (stretches, mut unread) = stretches(&document.text, body.clone(), main);
    let mut said =
        statements(document, body, tables, &stretches, subject, events, gazetteer, choosing);
    unread.extend(std::mem::take(&mut said.unread));
    unread.sort_by_key(|(span, _)| span.start);
    let Said { statements, doubts, .. } = said;
    Ok(Text { statements, language, unread, doubts, passed_over: false })
}

/// The language of most of a text with its front matter; English where it cannot be told.
fn main_language(text: &str) -> &'static Language {
    match detect::language(text) {
        Told::Read(language) => language,
        Told::Other(_) | Told::Strange(_) | Told::Unclear => Language::english(),
    }
}

/// The language of each line of `text[body]`: that of the whole unless the line is long
/// enough to tell that it is in another; and the lines in a language that is not read.
fn stretches(
    text: &str,
    body: Range<usize>,
    main: &'static Language,
) -> (Vec<sentence::Stretch>, Vec<(Range<usize>, String)>) {
    let mut found: Vec<sentence::Stretch> = Vec::new();
    let mut unread = Vec::new();
    for line in detect::lines(text, body) {
        let language = match detect::line(&text[line.clone()], main) {
            Told::Read(language) => language,
            Told::Unclear => main,
            Told::Other(name) | Told::Strange(name) => {
                unread.push((line, name));
                continue;
            }
        };
        match found.last_mut() {
            Some((last, same)) if std::ptr::eq(*same, language) && last.end == line.start => {
                last.end = line.end;
            }
            _ => found.push((line, language)),
        }
    }
    (found, unread)
}

/// What the sentences of a text say.
struct Said {
    statements: Vec<Statement>,
    unread: Vec<(Range<usize>, String)>,
    doubts: Vec<Doubt>,
}

#[allow(clippy::too_many_arguments)] // what one pass over a text takes in, each thing once
fn statements(
    document: &Document,
    body: Range<usize>,
    tables: &[Range<usize>],
    stretches: &[sentence::Stretch],
    subject: subject::Subject,
    events: &[Event],
    gazetteer: &Gazetteer,
    choosing: Choosing<'_>,
) -> Said {
    let words = Lexicon::english();
    let mut unread = Vec::new();
    let mut memory = Memory::default();
    let mut spoken: Vec<Spoken> = Vec::new();
    let mut calendar = calendar(document);
    let in_table = |span: &Range<usize>| {
        let next = tables.partition_point(|table| table.end <= span.start);
        tables.get(next).is_some_and(|table| table.start < span.end)
    };
    for sentence in sentence::sentences(&document.text, body, stretches) {
        if in_table(&sentence.span) {
            continue;
        }
        let language = sentence.language;
        let mut analysis =
            Analysis::of(&document.text, sentence, calendar, language, words, gazetteer);
        if analysis.is_strange() {
            let sentence = analysis.sentence.clone();
            match detect::sentence(&document.text[sentence.span.clone()], language) {
                Told::Other(name) | Told::Strange(name) => {
                    unread.push((sentence.span, name));
                    continue;
                }
                Told::Read(told) if !std::ptr::eq(told, language) => {
                    let sentence = sentence::Sentence { language: told, ..sentence };
                    analysis =
                        Analysis::of(&document.text, sentence, calendar, told, words, gazetteer);
                }
                Told::Read(_) | Told::Unclear => {}
            }
        }
        let letterhead = bulletin::letterhead(&analysis, words);
        if let Some(source) = &letterhead {
            memory.remember(source.clone());
        }
        let speeches = memory.speeches(&analysis, words);
        spoken.push(Spoken { analysis, letterhead, speeches });
        if spoken.len() <= carry::TITLE {
            let now = bulletin::speaks_from(&spoken, document.published);
            calendar.published = now.or(document.published);
        }
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

    let (claims, doubts) = claims::claims(
        document,
        &spoken,
        calendar.published,
        subject,
        events,
        gazetteer,
        words,
        choosing,
    );
    let mut statements: Vec<Statement> = claims.into_iter().map(Statement::Claim).collect();
    statements.extend(events::events(document, &spoken, words).into_iter().map(Statement::Event));
    statements.extend(
        positions::positions(document, &spoken, words).into_iter().map(Statement::Position),
    );
    Said { statements, unread, doubts }
}

/// What the words of time in a document are resolved against.
fn calendar(document: &Document) -> Calendar {
    let strokes = document.text.as_bytes().contains(&b'/');
    let day_first = strokes.then(|| doubt::day_first(&document.text)).flatten();
    Calendar { published: document.published, day_first }
}

/// Reads a short phrase, such as a cell of a table, as a sentence without a date.
fn phrase<'t>(text: &'t str, gazetteer: &'t Gazetteer) -> Analysis<'t> {
    let language = Language::english();
    let sentence = sentence::Sentence { span: 0..text.len(), block: 0, language };
    Analysis::of(text, sentence, Calendar::default(), language, Lexicon::english(), gazetteer)
}

/// Reads who speaks from a phrase such as "KP Home Dept", as it would be read in prose;
/// `None` when no office or organisation is recognised in it.
pub fn source_of(text: &str, gazetteer: &Gazetteer) -> Option<Source> {
    let analysis = phrase(text, gazetteer);
    // An agency in brackets passed the number on; it did not count.
    let end = analysis.tokens.iter().position(|t| t.is("(")).unwrap_or(analysis.tokens.len());
    speaker::source_in(&analysis, &(0..end), Lexicon::english())
        .filter(|source| source.role.is_some() || source.organisation.is_some())
}

/// Reads who is counted from a phrase such as "undocumented Afghan families".
pub fn people_of(text: &str, gazetteer: &Gazetteer) -> (Unit, Population) {
    who::described(&phrase(text, gazetteer), Lexicon::english())
}
