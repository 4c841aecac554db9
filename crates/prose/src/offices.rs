//! Which office a speaker holds: that of the noun that speaks, with its rank ("deputy interior minister") and whose it is
//! ("the prime minister's spokeswoman", "an adviser to the governor"), and not the office that is only named beside it.

use std::ops::Range;

use super::analysis::Analysis;
use super::grammar::{Class, Grammar};
use super::lexicon::Lexicon;

/// The tokens of the office in a speaker's phrase.
pub(super) fn held(
    analysis: &Analysis,
    phrase: &Range<usize>,
    words: &Lexicon,
) -> Option<Range<usize>> {
    let offices = offices(analysis, phrase, words);
    let owner = |office: &Range<usize>| is_possessive(analysis, office.end);
    // Of offices that nobody owns the longest; the first of several.
    let longest = |a: &&Range<usize>, b: &&Range<usize>| {
        (a.len(), std::cmp::Reverse(a.start)).cmp(&(b.len(), std::cmp::Reverse(b.start)))
    };
    let plain = offices.iter().max_by(longest)?;
    let owned = offices.iter().find(|office| {
        let before = office.start.checked_sub(1);
        before.is_some_and(|mark| offices.iter().any(|of| owner(of) && of.end == mark))
    });
    if let Some(office) = owned {
        let whose = offices.iter().find(|of| owner(of) && of.end + 1 == office.start);
        return Some(whose.map_or(office.start, |of| of.start)..office.end);
    }
    // "a spokesman for the interior minister": the office that speaks stands first.
    let first = offices.iter().find(|office| {
        office.end <= plain.start
            && office.start < plain.start
            && is_to(analysis, office.end..plain.start)
    });
    let office = match first {
        Some(first) if !owner(plain) => first.start..plain.end,
        Some(first) => first.clone(),
        None => {
            let whose = offices
                .iter()
                .find(|of| of.start >= plain.end && is_to(analysis, plain.end..of.start));
            plain.start..whose.filter(|of| !owner(of)).unwrap_or(plain).end
        }
    };
    Some(with_rank(analysis, phrase, office))
}

/// The offices named in a phrase, each the longest that begins where it does and none within another.
fn offices(analysis: &Analysis, phrase: &Range<usize>, words: &Lexicon) -> Vec<Range<usize>> {
    let tokens = &analysis.tokens[..phrase.end];
    let mut found: Vec<Range<usize>> = Vec::new();
    for at in phrase.clone() {
        let Some((length, ())) = words.roles.at(tokens, at) else { continue };
        let office = at..at + length;
        match found.last_mut() {
            Some(last) if office.end <= last.end => {}
            Some(last) if office.start < last.end => {
                if office.len() > last.len() {
                    *last = office;
                }
            }
            _ => found.push(office),
        }
    }
    found
}

/// Whether "'s" stands at a place.
fn is_possessive(analysis: &Analysis, at: usize) -> bool {
    analysis.tokens.get(at).is_some_and(|token| token.text.starts_with(['\'', '’']))
}

/// Whether a stretch leads from an office to whose it is: "for the", "to the".
fn is_to(analysis: &Analysis, gap: Range<usize>) -> bool {
    let grammar = Grammar::english();
    let word = |at: usize| analysis.word(at);
    let leads =
        grammar.is(word(gap.start), Class::Into) || grammar.is(word(gap.start), Class::Belonging);
    leads
        && (gap.start + 1..gap.end).all(|at| grammar.is(word(at), Class::Article))
        && gap.len() <= 2
}

/// "a deputy interior minister", "the acting governor": the rank belongs to the office.
fn with_rank(analysis: &Analysis, phrase: &Range<usize>, office: Range<usize>) -> Range<usize> {
    let rank = |at: &usize| Grammar::english().is(analysis.word(*at), Class::Rank);
    let ranks = (phrase.start..office.start).rev().take_while(rank).count();
    office.start - ranks..office.end
}
