//! What the head of a bulletin says of all of it: in whose name it is written, and the day that it speaks from.

use claim::{Source, SourceKind};
use jiff::civil::Date;

use super::Spoken;
use super::analysis::Analysis;
use super::carry::{LONGEST_SCOPE, TITLE, is_heading};
use super::grammar::{Class, Grammar};
use super::lexicon::Lexicon;
use super::speaker::{Speech, source_in};
use super::time::Sense;
use super::token::Shape;

/// The day that a bulletin speaks from, once the lines of its title have been read: the last one of the days that they
/// name ("Weekly Snapshot, 18 - 24 May", "Emergency Update, 26 January"). What it says of "this week", of what there is
/// and of what has happened so far is as of then, and not of the day on which it was put out.
pub(super) fn speaks_from(lines: &[Spoken], published: Option<Date>) -> Option<Date> {
    let title = || lines.iter().map(|line| &line.analysis).take(TITLE).take_while(|l| is_title(l));
    let grammar = Grammar::english();
    let issued = title().any(|line| line.tokens.iter().any(|t| grammar.is(&t.lower, Class::Issue)));
    let published = published.filter(|_| issued)?;
    let last = title().find_map(|line| {
        // What the title ends with is when it is of; a day within it is that of what it tells.
        let when = line.whens.last().filter(|when| {
            (when.tokens.end..line.tokens.len()).all(|i| line.tokens[i].shape != Shape::Word)
        })?;
        match when.sense {
            Sense::During(window) => Some(window.end()),
            Sense::Until(day) => Some(day),
            _ => None,
        }
    })?;
    let near = last <= published && (published - last).get_days() <= LONGEST_SCOPE;
    near.then_some(last)
}

/// The first line of a text, in small letters.
pub(super) fn title(lines: &[Spoken]) -> String {
    let first = lines.first().map(|line| &line.analysis).filter(|line| is_title(line));
    first.map_or_else(String::new, |l| l.text[l.sentence.span.clone()].to_lowercase())
}

/// Whether who counted is the agency, or the tool of one, that the title of its bulletin names: "ETT tracked 401
/// individuals" in the report of the Emergency Tracking Tool (ETT).
pub(super) fn is_own(source: &Source, title: &str) -> bool {
    let name = source.organisation.as_ref().map(|name| name.to_lowercase());
    let words = || title.split(|c: char| !c.is_alphanumeric());
    let tool = || words().any(|word| Grammar::english().is(word, Class::Tool));
    (is_agency(source) || tool())
        && name.is_some_and(|name| {
            words().any(|word| word == name) || name.contains(' ') && title.contains(&name)
        })
}

/// "DTM identified 31,400 people" in a "Displacement Report": a tool of counting tells of its own counts, whether or not
/// the title says its name.
pub(super) fn is_of_tool(analysis: &Analysis, speech: &Speech, title: &str) -> bool {
    let grammar = Grammar::english();
    let issued = title.split(|c: char| !c.is_alphanumeric()).any(|w| grammar.is(w, Class::Issue));
    let named = speech.source.organisation.is_some();
    issued && named && speech.tokens.clone().any(|i| grammar.is(analysis.word(i), Class::Tool))
}

/// Whether a line may be the title, or the date line below it.
fn is_title(line: &Analysis) -> bool {
    let sentence = line.text[line.sentence.span.clone()].ends_with(['.', '!', '?', '”', '"']);
    is_heading(line) || line.sentence.block == 0 && !sentence
}

/// Whether numbers in the voice of a letterhead are those of an office that counts. The bulletin of an agency tells
/// what many counted: its own voice is nobody's in particular.
pub(super) fn is_of_office(letterhead: &Source) -> bool {
    !is_agency(letterhead)
}

fn is_agency(source: &Source) -> bool {
    matches!(source.kind, SourceKind::Un | SourceKind::Ngo)
}

/// The organisation in whose name a bulletin is written, when a heading says so.
pub(super) fn letterhead(analysis: &Analysis, words: &Lexicon) -> Option<Source> {
    let text = &analysis.text[analysis.sentence.span.clone()];
    let heading = analysis.sentence.block == 0 && !text.ends_with(['.', '!', '?']);
    let titled = analysis.tokens.iter().take(10).any(|t| t.is(":")) && analysis.tokens.len() <= 36;
    if !heading || analysis.tokens.len() > 18 && !titled {
        return None;
    }
    // "Ministry of Interior, Islamabad: statement": what stands before the colon; behind it where
    // only a country does ("Burkina Faso: UNHCR Operational Update").
    let colon = analysis.tokens.iter().position(|t| t.is(":")).unwrap_or(analysis.tokens.len());
    let country = analysis.names.iter().any(|n| n.tokens == (0..colon));
    let (from, end) = if country { (colon + 1, analysis.tokens.len()) } else { (0, colon) };
    let organisation = (from..end).find_map(|at| {
        let (n, kind) = words.organisations.at(&analysis.tokens[..end], at)?;
        // "WHO boss" in a headline is not whose bulletin it is: either the line is the
        // organisation's name and what the bulletin is called, or a colon follows.
        let named =
            at <= from + 6 && (end < analysis.tokens.len() || is_masthead(analysis, at + n));
        named.then_some((at, n, *kind))
    });
    let (at, n, kind) = organisation?;
    let shouted = analysis.tokens[at..at + n].iter().all(|t| {
        t.is_capitalised() || !t.text.chars().any(char::is_alphabetic) || t.text.len() <= 3
    });
    if !shouted || !analysis.happenings.is_empty() && end == analysis.tokens.len() {
        return None;
    }
    let source = source_in(analysis, &(from..end), words)?;
    Some(Source {
        name: source.organisation.clone(),
        role: None,
        organisation: source.organisation,
        kind,
    })
}

/// Whether the rest of the line is what a bulletin is called ("flow monitoring update No. 3")
/// or where and when it was issued, in capitals or figures, and no sentence.
fn is_masthead(analysis: &Analysis, from: usize) -> bool {
    let plain = |i: usize| {
        let token = &analysis.tokens[i];
        !token.text.chars().next().is_some_and(char::is_lowercase)
            || Grammar::english().is(analysis.word(i), Class::Masthead)
    };
    (from..analysis.tokens.len()).all(plain) && analysis.happenings.is_empty()
}
