//! People who are counted for what they were given or had done for them ("gave cash to 12,000 returnees", "vaccinated 2,100
//! children who crossed"): beneficiaries, whom whoever served them has not counted at a border.

use std::ops::Range;

use claim::{Claim, Concept, SourceFound};

use super::Spoken;
use super::analysis::Analysis;
use super::grammar::{Class, Grammar};
use super::lexicon::Lexicon;
use super::seat::Seat;
use super::speaker;

/// Within so many tokens before "to 12,000 people" it is said what they were given.
const GIVEN: usize = 12;

/// Within so many tokens behind those who are counted it is said what they had.
const HAD: usize = 24;

/// Tokens that a thing with its adjectives takes.
const THING: usize = 5;

/// Tells the claims of a sentence that count beneficiaries.
pub(super) fn settle(sentence: &Spoken, claims: &mut [Claim], seats: &[Seat], words: &Lexicon) {
    let analysis = &sentence.analysis;
    for (claim, seat) in claims.iter_mut().zip(seats) {
        let Some(by) = served(analysis, seat.amount, words) else { continue };
        claim.concept = Concept::AssistedPerson;
        claim.rules.push("who.served".into());
        // Whoever served them speaks for himself, and for nobody else in the text.
        let phrase = speaker::phrase_before(analysis, by, words);
        let own = claim.found.source == Some(SourceFound::Stated);
        let source = speaker::source_in(analysis, &phrase, words)
            .filter(|source| source.organisation.is_some() && !own);
        if let Some(source) = source {
            (claim.source, claim.found.source) = (source, Some(SourceFound::Stated));
        }
        *claim = claim.clone().sealed();
    }
}

/// Where the verb stands by which those of an amount were served.
fn served(analysis: &Analysis, amount: usize, words: &Lexicon) -> Option<usize> {
    let counted = analysis.amounts[amount].tokens.clone();
    given_to(analysis, &counted, words)
        .or_else(|| done_to(analysis, &counted, words))
        .or_else(|| had(analysis, &counted, words))
}

/// "gave hot meals to 9,400 returnees", "blankets were handed out to 3,300 refugees"
fn given_to(analysis: &Analysis, counted: &Range<usize>, words: &Lexicon) -> Option<usize> {
    let tokens = &analysis.tokens;
    let to = counted.start.checked_sub(1)?;
    let grammar = Grammar::english();
    if !grammar.is(analysis.word(to), Class::Into) && !grammar.is(analysis.word(to), Class::Amid) {
        return None;
    }
    let reach = to.saturating_sub(GIVEN)..to;
    let give = reach.rev().find(|at| words.served.give.at(tokens, *at).is_some())?;
    let thing = to.saturating_sub(GIVEN)..to;
    let apart = (give..to).any(|at| {
        words.disputed.joint.at(tokens, at).is_some_and(|_| {
            !grammar.is(analysis.word(at), Class::Coordinate) && analysis.word(at) != ","
        })
    });
    words.served.goods.within(tokens, thing).filter(|_| !apart).map(|_| give)
}

/// "fed 9,400 people who crossed", "reached 3,200 children with vaccines", "gave 12,000 returnees cash"; not "assisted
/// 1,240 people to return".
fn done_to(analysis: &Analysis, counted: &Range<usize>, words: &Lexicon) -> Option<usize> {
    let tokens = &analysis.tokens;
    let (serve, _) = words.served.serve.before(tokens, counted.start).map_or_else(
        || {
            let (at, ()) = words
                .served
                .reach
                .before(tokens, counted.start)
                .or_else(|| words.served.give.before(tokens, counted.start))?;
            // "the vaccination campaign reached 2,100 children"
            let ahead = at.saturating_sub(THING)..at;
            if words.served.goods.within(tokens, ahead).is_some() {
                return Some((at, ()));
            }
            let behind = counted.end..counted.end + HAD / 2;
            let thing = words.served.goods.within(tokens, behind);
            thing.filter(|(thing, ())| {
                analysis.amounts.iter().all(|a| !(counted.end..*thing).contains(&a.core.start))
            })?;
            Some((at, ()))
        },
        |(at, ())| Some((at, ())),
    )?;
    let moved = analysis.happenings.iter().any(|(at, _)| {
        let to = at.start.checked_sub(1).map_or("", |i| analysis.word(i));
        (counted.end..counted.end + THING).contains(&at.start)
            && Grammar::english().is(to, Class::Into)
    });
    (!moved).then_some(serve)
}

/// "5,600 returnees at Islam Qala received cash", "8,800 refugees who crossed were given rations"; not "8,100 crossed
/// and received food".
fn had(analysis: &Analysis, counted: &Range<usize>, words: &Lexicon) -> Option<usize> {
    let tokens = &analysis.tokens;
    let grammar = Grammar::english();
    let end = tokens.len().min(counted.end + HAD);
    let verb = (counted.end..end).take_while(|at| !matches!(analysis.word(*at), ";" | ".")).find(
        |at| {
            let alone = words.served.were_served.at(tokens, *at).is_some();
            alone
                || words.served.receive.at(tokens, *at).is_some_and(|(length, ())| {
                    words.served.goods.within(tokens, at + length..at + length + THING).is_some()
                })
        },
    )?;
    let others =
        analysis.amounts.iter().any(|a| !a.plain && (counted.end..verb).contains(&a.core.start));
    let relative = (counted.end..verb).find(|at| grammar.is(analysis.word(*at), Class::Person));
    let moved = analysis.happenings.iter().any(|(at, _)| {
        at.start > counted.end && at.end <= verb && relative.is_none_or(|who| at.start < who)
    });
    (!others && !moved).then_some(verb)
}
