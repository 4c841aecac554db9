//! The quotes in their documents: where every number leads.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use claim::{Document, DocumentId, Id};
use withhold::Instead;

use super::Desk;
use crate::content::{Block, Passage, Section, Source, Stretch};
use crate::language::words;

/// A paragraph up to this long is shown whole; of a longer one, the sentences.
const WHOLE: usize = 420;

/// Of a ledger with more statements only those are shown that something on the page leads to.
const ALL_SHOWN: usize = 1_000;

/// A quote to be shown: its place, its statement, and its words.
#[derive(Debug, Clone)]
struct Quote {
    span: Range<usize>,
    id: Id,
    words: String,
}

pub(super) fn section(desk: &Desk, cited: &BTreeSet<&Id>) -> Section {
    let all = desk.claims.len() + desk.events.len() + desk.positions.len() <= ALL_SHOWN;
    let mut quotes: BTreeMap<&DocumentId, Vec<Quote>> = BTreeMap::new();
    let mut add = |document, span: [usize; 2], id: &Id, words: &str| {
        if all || cited.contains(id) {
            // The cells of a row that are not printed have no words around them that could stay.
            let cells = words.len() != span[1] - span[0];
            let words = match desk.withheld.instead(id).filter(|_| cells) {
                Some(instead) => desk.instead(instead),
                None => desk.quoted(document, span, words),
            };
            let quote = Quote { span: span[0]..span[1], id: id.clone(), words };
            quotes.entry(document).or_default().push(quote);
        }
    };
    for claim in &desk.claims {
        add(&claim.document, claim.span, &claim.id, &claim.quote);
    }
    for event in &desk.events {
        add(&event.document, event.span, &event.id, &event.quote);
    }
    for position in &desk.positions {
        add(&position.document, position.span, &position.id, &position.quote);
    }
    let mut sources: Vec<Source> = Vec::new();
    for document in &desk.documents {
        if let Some(quotes) = quotes.remove(&document.id) {
            sources.push(source(desk, document, quotes));
        }
    }
    // A statement may outlive the text it came from; its quote is still evidence.
    for (document, quotes) in quotes {
        sources.push(Source {
            title: words!(desk.language, "evidence-untitled", id = document.short()),
            about: words!(desk.language, "evidence-no-text"),
            url: None,
            passages: quotes.into_iter().map(alone).collect(),
            table: false,
        });
    }
    let blocks = if sources.is_empty() { vec![] } else { vec![Block::Evidence(sources)] };
    Section::new("evidence", words!(desk.language, "heading-evidence"), blocks)
}

fn source(desk: &Desk, document: &Document, mut quotes: Vec<Quote>) -> Source {
    let language = desk.language;
    let text = document.text.as_str();
    let table = !document.media.is_prose();
    let (mut placed, mut lost) = (Vec::new(), Vec::new());
    for quote in quotes.drain(..) {
        // Evidence that no longer points into the text is shown by itself.
        if text.get(quote.span.clone()).is_some() { placed.push(quote) } else { lost.push(quote) }
    }
    placed.sort_by_key(|quote| (quote.span.start, quote.span.end, quote.id.clone()));
    // Of a table only the cells that were read are shown, with their heads: what else stands in a row may be about persons.
    let cells = if table { std::mem::take(&mut placed) } else { Vec::new() };
    // What stands above the prose is shown by the title and the line of the source, struck where it must be.
    let body = if table { 0 } else { claim::body_start(text) };
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for quote in &placed {
        let context = match quote.span.start < body {
            true => quote.span.clone(),
            false => {
                let context = context(text, &quote.span, table);
                context.start.max(body)..context.end
            }
        };
        match ranges.last_mut() {
            Some(last) if context.start <= last.end => last.end = last.end.max(context.end),
            _ => ranges.push(context),
        }
    }
    let mut passages: Vec<Passage> =
        ranges.iter().map(|range| passage(desk, document, range.clone(), &placed)).collect();
    passages.extend(of_cells(cells));
    passages.extend(lost.into_iter().map(alone));
    let mut about: Vec<String> = Vec::new();
    about.extend(document.publisher.clone());
    about.extend(document.published.map(|day| language.day(day)));
    let headline = |words: &str| desk.withheld.headline(&document.id, words);
    about.push(headline(file_name(&document.name)));
    let mut pages: Vec<usize> =
        placed.iter().filter_map(|quote| document.page_of(quote.span.start)).collect();
    pages.dedup(); // in order of their places
    if !pages.is_empty() {
        let pages: Vec<String> = pages.iter().map(usize::to_string).collect();
        about.push(words!(language, "evidence-pages", pages = pages.join(", ")));
    }
    Source {
        title: headline(document.title.as_deref().unwrap_or_else(|| file_name(&document.name))),
        about: about.join(" · "),
        url: document.url.as_deref().map(claim::addresses::without_persons),
        passages,
        table,
    }
}

/// The last part of a path: where the folder lies on someone's disk is not the reader's business.
fn file_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// The paragraph around a quote, or of a long one the sentences; of a table, the line.
fn context(text: &str, span: &Range<usize>, table: bool) -> Range<usize> {
    let parting = if table { "\n" } else { "\n\n" };
    let start = text[..span.start].rfind(parting).map_or(0, |at| at + parting.len());
    let end = text[span.end..].find(parting).map_or(text.len(), |at| span.end + at);
    let (start, end) = trim(text, start, end);
    if table || end - start <= WHOLE {
        return start..end;
    }
    let before = &text[start..span.start];
    let from = sentence_ends(before).last().map_or(start, |at| start + at);
    let after = &text[span.end..end];
    let to = sentence_ends(after).next().map_or(end, |at| span.end + at);
    let (from, to) = trim(text, from, to);
    from.min(span.start)..to.max(span.end)
}

fn trim(text: &str, start: usize, end: usize) -> (usize, usize) {
    let cut = &text[start..end];
    let lead = cut.len() - cut.trim_start().len();
    let tail = cut.len() - cut.trim_end().len();
    if lead + tail >= cut.len() { (start, end) } else { (start + lead, end - tail) }
}

/// Where sentences end: after a full stop, question or exclamation mark that
/// white space follows; a capital's full stop ("A. Khan") does not count.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> {
    let bytes = text.as_bytes();
    (0..bytes.len()).filter_map(move |i| {
        let stop = matches!(bytes[i], b'.' | b'?' | b'!')
            && bytes.get(i + 1).is_some_and(u8::is_ascii_whitespace)
            && !(i >= 1 && bytes[i - 1].is_ascii_uppercase());
        let line = bytes[i] == b'\n';
        (stop || line).then_some(i + 1)
    })
}

/// Cuts a passage at the ends of its quotes, and of what is withheld in it.
fn passage(desk: &Desk, document: &Document, range: Range<usize>, quotes: &[Quote]) -> Passage {
    let (text, table) = (document.text.as_str(), !document.media.is_prose());
    let inside: Vec<&Quote> = quotes
        .iter()
        .filter(|quote| range.start <= quote.span.start && quote.span.end <= range.end)
        .collect();
    let hidden: Vec<(Range<usize>, Instead)> = desk
        .withheld
        .spans(&document.id)
        .iter()
        .map(|([from, to], instead)| (*from.max(&range.start)..*to.min(&range.end), *instead))
        // One that splits a character is not of this text.
        .filter(|(span, _)| span.start < span.end && text.get(span.clone()).is_some())
        .collect();
    let mut cuts: Vec<usize> = vec![range.start, range.end];
    cuts.extend(inside.iter().flat_map(|quote| [quote.span.start, quote.span.end]));
    cuts.extend(hidden.iter().flat_map(|(span, _)| [span.start, span.end]));
    cuts.sort_unstable();
    cuts.dedup();
    let mut stretches = Vec::new();
    for pair in cuts.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let over = |span: &Range<usize>| span.start <= from && to <= span.end;
        let covering: Vec<&&Quote> = inside.iter().filter(|quote| over(&quote.span)).collect();
        let text = match hidden.iter().find(|(span, _)| over(span)) {
            // Said once, where it begins.
            Some((span, instead)) if span.start == from => desk.instead(*instead),
            Some(_) => String::new(),
            None => text[from..to].to_owned(),
        };
        stretches.push(Stretch {
            text,
            quoted: !covering.is_empty(),
            begins: covering
                .iter()
                .filter(|quote| quote.span.start == from)
                .map(|quote| quote.id.clone())
                .collect(),
        });
    }
    let edge = |beside: &str| table || beside.trim().is_empty() || beside.contains("\n\n");
    let before = &text[..range.start];
    let after = &text[range.end..];
    Passage {
        cut_before: range.start != claim::body_start(text)
            && !edge(&before[before.trim_end().len()..]),
        cut_after: !edge(&after[..after.len() - after.trim_start().len()]),
        stretches,
    }
}

/// The cells of a table that were read, each row once.
fn of_cells(quotes: Vec<Quote>) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    let mut at: BTreeMap<String, usize> = BTreeMap::new();
    for quote in quotes {
        match at.get(&quote.words) {
            Some(at) => passages[*at].stretches[0].begins.push(quote.id),
            None => {
                at.insert(quote.words.clone(), passages.len());
                passages.push(alone(quote));
            }
        }
    }
    passages
}

/// A quote without its text.
fn alone(quote: Quote) -> Passage {
    Passage {
        cut_before: false,
        cut_after: false,
        stretches: vec![Stretch { text: quote.words, quoted: true, begins: vec![quote.id] }],
    }
}
