//! YAML as a tree in which everything knows where it stands.

use saphyr_parser::{Event, Parser, ScanError, Span};

/// Line and column, from 1.
pub(super) type Mark = (u64, usize);

/// What stands somewhere.
pub(super) enum Node {
    /// Anything without parts, as written.
    Scalar(String),
    List(Vec<(Mark, Node)>),
    Map(Vec<(Mark, String, Mark, Node)>),
}

/// More is no settings file: depth of lists and maps.
const DEEPEST: usize = 16;

type Events<'a> = Parser<'a, saphyr_parser::StrInput<'a>>;

fn mark(span: Span) -> Mark {
    (span.start.line() as u64, span.start.col() + 1)
}

fn next<'a>(events: &mut Events<'a>) -> Result<(Event<'a>, Span), ScanError> {
    events.next().unwrap_or_else(|| Ok((Event::StreamEnd, Span::default())))
}

fn failed<T>(at: Mark, why: &str) -> Result<T, (Mark, String)> {
    Err((at, why.to_owned()))
}

fn scanned(error: ScanError) -> (Mark, String) {
    ((error.marker().line() as u64, error.marker().col() + 1), error.info().to_owned())
}

fn node(
    event: Event<'_>,
    at: Mark,
    events: &mut Events<'_>,
    depth: usize,
) -> Result<Node, (Mark, String)> {
    if depth > DEEPEST {
        return failed(at, "lists in lists");
    }
    match event {
        Event::Scalar(text, ..) => Ok(Node::Scalar(text.into_owned())),
        Event::SequenceStart(..) => {
            let mut list = Vec::new();
            loop {
                let (event, span) = next(events).map_err(scanned)?;
                if event == Event::SequenceEnd {
                    return Ok(Node::List(list));
                }
                list.push((mark(span), node(event, mark(span), events, depth + 1)?));
            }
        }
        Event::MappingStart(..) => {
            let mut map = Vec::new();
            loop {
                let (event, span) = next(events).map_err(scanned)?;
                let key = match event {
                    Event::MappingEnd => return Ok(Node::Map(map)),
                    Event::Scalar(text, ..) => text.into_owned(),
                    _ => return failed(mark(span), "a key that is not a word"),
                };
                let (event, value) = next(events).map_err(scanned)?;
                map.push((
                    mark(span),
                    key,
                    mark(value),
                    node(event, mark(value), events, depth + 1)?,
                ));
            }
        }
        _ => failed(at, "references and several documents are not read"),
    }
}

/// The first document; nothing where there is none.
pub(super) fn read(text: &str) -> Result<Option<Node>, (Mark, String)> {
    let mut events = Parser::new_from_str(text);
    loop {
        let (event, span) = next(&mut events).map_err(scanned)?;
        match event {
            Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
            Event::StreamEnd | Event::DocumentEnd => return Ok(None),
            event => return node(event, mark(span), &mut events, 0).map(Some),
        }
    }
}
