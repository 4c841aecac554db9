//! Who holds which stance on what.

use std::ops::Range;

use claim::{Document, Position};

use super::Spoken;
use super::analysis::Analysis;
use super::lexicon::Lexicon;

/// Longest matter of a position, in tokens.
const MATTER: usize = 22;

/// Reads all positions of a document.
pub(super) fn positions(document: &Document, spoken: &[Spoken], words: &Lexicon) -> Vec<Position> {
    let mut found: Vec<Position> = Vec::new();
    for sentence in spoken {
        let analysis = &sentence.analysis;
        let mut at = 0;
        let mut here: Option<String> = None;
        while at < analysis.tokens.len() {
            let Some((length, stance)) = words.positions.at(&analysis.tokens, at) else {
                at += 1;
                continue;
            };
            let verb = at..at + length;
            at = verb.end;
            let speaker = sentence
                .speeches
                .iter()
                .filter(|s| s.tokens.end <= verb.start)
                .find_map(|s| s.source.organisation.clone());
            let earlier = speaker.or_else(|| found.last().map(|p| p.holder.clone()));
            let Some((start, holder)) = holder(analysis, &verb, words, here.as_deref(), earlier)
            else {
                continue;
            };
            let matter = matter(analysis, verb.end, words);
            let end = matter.end.max(verb.end);
            here = Some(holder.clone());
            found.push(
                Position {
                    published: document.published,
                    holder,
                    stance: *stance,
                    about: analysis.words(&matter).to_owned(),
                    ..Position::new(
                        document.id.clone(),
                        &document.text,
                        analysis.bytes(&(start..end)),
                    )
                }
                .sealed(),
            );
        }
    }
    found
}

/// Who holds the position; with the token it starts at.
fn holder(
    analysis: &Analysis,
    verb: &Range<usize>,
    words: &Lexicon,
    here: Option<&str>,
    earlier: Option<String>,
) -> Option<(usize, String)> {
    let lead = verb.start.checked_sub(1).map_or("", |i| analysis.word(i));
    // ", urging Pakistan to reconsider": the holder is that of the verb before.
    if matches!(lead, "," | "and")
        && let Some(here) = here
    {
        return Some((verb.start, here.to_owned()));
    }
    let mut end = verb.start;
    while end > 0
        && matches!(
            analysis.word(end - 1),
            "has" | "have" | "had" | "also" | "again" | "," | "itself"
        )
    {
        end -= 1;
    }
    let mut start = end;
    while start > 0 {
        let word = analysis.word(start - 1);
        let stop = matches!(
            word,
            "." | ";"
                | ":"
                | "("
                | ")"
                | "“"
                | "”"
                | "\""
                | "that"
                | "which"
                | "who"
                | "but"
                | "while"
                | "when"
                | "as"
                | "–"
                | "—"
                | "to"
                | "was"
                | "were"
                | "is"
                | "are"
                | "by"
                | "•"
                | "not"
                | "be"
                | "being"
        );
        if stop || words.say.at(&analysis.tokens, start - 1).is_some() {
            break;
        }
        start -= 1;
    }
    // "In Juba, the relief commission asked …"
    if matches!(
        analysis.word(start),
        "in" | "on"
            | "at"
            | "from"
            | "for"
            | "after"
            | "before"
            | "however"
            | "since"
            | "meanwhile"
    ) {
        let comma = (start..end).rev().find(|i| analysis.word(*i) == ",");
        start = comma? + 1;
    }
    // "The Taliban authorities, for their part, called on …"
    if let Some(comma) = (start..end).find(|i| analysis.word(*i) == ",")
        && matches!(analysis.word(comma + 1), "for" | "in" | "on" | "whose" | "whom")
    {
        end = comma;
    }
    while start < end
        && matches!(analysis.word(start), "," | "and" | "then" | "it" | "they" | "he" | "she")
    {
        let pronoun = !matches!(analysis.word(start), "," | "and" | "then");
        if pronoun && start + 1 >= end {
            // "It assured Afghans …": whoever held the position before.
            return earlier.map(|holder| (start, holder));
        }
        start += 1;
    }
    let phrase = start..end;
    if super::speaker::is_private(analysis, &phrase, words) {
        return None;
    }
    let body = phrase.clone().any(|i| {
        words.organisations.at(&analysis.tokens[..end], i).is_some()
            || words.roles.at(&analysis.tokens[..end], i).is_some()
            || analysis.names.iter().any(|n| n.tokens.start == i && n.is_place())
            || matches!(
                analysis.word(i),
                "embassies"
                    | "embassy"
                    | "groups"
                    | "agencies"
                    | "organisations"
                    | "organizations"
                    | "countries"
                    | "parties"
            )
    });
    // Only officials, organisations and states hold positions here, never private persons.
    (body && phrase.len() <= 16).then(|| {
        let from =
            phrase.start + usize::from(analysis.word(phrase.start) == "the" && phrase.len() > 1);
        (phrase.start, analysis.words(&(from..phrase.end)).to_owned())
    })
}

/// On what: the words behind the verb, up to the end of the clause.
fn matter(analysis: &Analysis, from: usize, words: &Lexicon) -> Range<usize> {
    let mut start = from;
    if analysis.word(start) == "," {
        start += 1;
    }
    let end = (start..analysis.tokens.len())
        .find(|i| {
            matches!(analysis.word(*i), "." | ";" | "”" | "\"" | "!" | "?")
                || *i >= start + MATTER
                || (*i > start + 1
                    && analysis.word(*i) == ","
                    && words.positions.at(&analysis.tokens, *i + 1).is_some())
                || (*i > start + 1
                    && analysis.word(*i) == "and"
                    && words.positions.at(&analysis.tokens, *i + 1).is_some())
                || (*i > start + 1 && analysis.word(*i) == ",")
        })
        .unwrap_or(analysis.tokens.len());
    start..end
}
