//! Numbers that nobody stands by: denied, called false or invented, alleged, asked after, taken back. They are kept with
//! that stance, and count nowhere. Whoever denies a number or makes a charge of it is who speaks, and not its source.

use std::ops::Range;

use claim::{Claim, Measure, Source, SourceFound, SourceKind, Stance};

use super::Spoken;
use super::analysis::Analysis;
use super::grammar::{Class, Grammar};
use super::lexicon::Lexicon;
use super::seat::Seat;
use super::speaker;
use super::token::Shape;

/// How a sentence stands to one of its numbers.
#[derive(Debug, Clone, PartialEq)]
struct Standing {
    stance: Stance,
    /// The verb whose subject speaks.
    verb: Option<usize>,
}

impl Standing {
    fn denied(verb: Option<usize>) -> Standing {
        Standing { stance: Stance::Denied, verb }
    }

    fn alleged(verb: Option<usize>) -> Standing {
        Standing { stance: Stance::Alleged, verb }
    }
}

/// Within so many tokens before a number a denial of it stands.
const REACH: usize = 30;

/// Tokens between a word and what it goes with.
const NEAR: usize = 4;

/// Tokens that may stand between who denies and "such a figure".
const SUCH: usize = 9;

/// Sentences between a number and what is said of it.
const BACK: usize = 2;

/// Tells the claims of a sentence that it denies, doubts or asks after.
pub(super) fn settle(sentence: &Spoken, claims: &mut [Claim], seats: &[Seat], words: &Lexicon) {
    let analysis = &sentence.analysis;
    for (claim, seat) in claims.iter_mut().zip(seats) {
        let Some(standing) = standing(analysis, seat.amount, claim, words) else { continue };
        claim.stance = standing.stance;
        claim.rules.push("stance.disputed".into());
        if let Some(source) = standing.verb.and_then(|verb| subject(analysis, verb, words)) {
            (claim.source, claim.found.source) = (source, Some(SourceFound::Stated));
        }
        *claim = claim.clone().sealed();
    }
}

/// Who does what a verb says, where that is a body or an official.
fn subject(analysis: &Analysis, verb: usize, words: &Lexicon) -> Option<Source> {
    let phrase = speaker::phrase_before(analysis, verb, words);
    speaker::source_in(analysis, &phrase, words).filter(speaker::may_be_kept)
}

fn standing(
    analysis: &Analysis,
    amount: usize,
    claim: &Claim,
    words: &Lexicon,
) -> Option<Standing> {
    let counted = &analysis.amounts[amount].tokens;
    if is_not_this(analysis, counted, words) {
        return Some(Standing::denied(None));
    }
    let asserted = matches!(claim.stance, Stance::Asserted | Stance::Estimated);
    replaced(analysis, counted, words)
        .or_else(|| denied(analysis, counted, words).map(Some).map(Standing::denied))
        .or_else(|| is_called_false(analysis, counted, words).then(|| Standing::denied(None)))
        .or_else(|| alleged(analysis, counted, claim, words))
        .or_else(|| (asserted && is_asked(analysis, words)).then(|| Standing::alleged(None)))
}

/// "24,600 people, not 42,600", "not 42,600 but 24,600": one number in the place of another.
fn is_not_this(analysis: &Analysis, counted: &Range<usize>, words: &Lexicon) -> bool {
    let Some(not) = counted.start.checked_sub(1) else { return false };
    let behind = (counted.end..counted.end + NEAR).any(|at| analysis.word(at) == ",");
    let joint = |at: usize| words.disputed.joint.at(&analysis.tokens, at).is_some();
    let other = analysis.amounts.iter().any(|a| a.tokens != *counted && !a.plain);
    let before = not.checked_sub(1).is_some_and(joint);
    let instead = (counted.end..counted.end + NEAR).any(joint);
    words.negation.at(&analysis.tokens, not).is_some() && other && (before || behind || instead)
}

/// "corrected the number from 42,600 to 24,600": the first is taken back, the second is the subject's.
fn replaced(analysis: &Analysis, counted: &Range<usize>, words: &Lexicon) -> Option<Standing> {
    let grammar = Grammar::english();
    let lead = counted.start.checked_sub(1)?;
    let verb = (lead.saturating_sub(REACH)..lead)
        .rev()
        .find(|at| words.disputed.replace.at(&analysis.tokens, *at).is_some())?;
    // The other number of the two, next to this one and led by such a word.
    let other = |class| {
        analysis.amounts.iter().any(|a| {
            let gap = a.tokens.end.min(counted.end)..a.tokens.start.max(counted.start);
            let led = a.tokens.start.checked_sub(1);
            !a.plain
                && a.tokens != *counted
                && gap.len() <= NEAR
                && led.is_some_and(|at| at > verb && grammar.is(analysis.word(at), class))
        })
    };
    let led = |class| grammar.is(analysis.word(lead), class);
    if led(Class::OutOf) && other(Class::Into) {
        return Some(Standing::denied(Some(verb)));
    }
    let new = led(Class::Into) && other(Class::OutOf);
    new.then_some(Standing { stance: Stance::Asserted, verb: Some(verb) })
}

/// The verb by which a number is denied: "disputed a claim that 80,000", "has never counted 80,000 people".
fn denied(analysis: &Analysis, counted: &Range<usize>, words: &Lexicon) -> Option<usize> {
    let tokens = &analysis.tokens;
    let from = counted.start.saturating_sub(REACH).max(analysis.opening);
    let governing = (from..counted.start).rev().find(|at| {
        words.disputed.deny.at(tokens, *at).is_some_and(|(length, ())| {
            let passive = at.checked_sub(1).is_some_and(|i| {
                Grammar::english().is(analysis.word(i), Class::Auxiliary)
                    && !Grammar::english().is(analysis.word(i), Class::Perfect)
            });
            !passive && governs(analysis, at + length..counted.start, words)
        })
    });
    governing.or_else(|| {
        (from..counted.start).rev().find(|at| {
            words.negation.at(tokens, *at).is_some()
                && (at + 1..at + NEAR).any(|verb| {
                    let said = words.say.at(tokens, verb).map(|(n, ())| n);
                    let length = said.max(words.tally.at(tokens, verb).map(|(n, ())| n));
                    length.is_some_and(|n| leads_up(analysis, verb + n..counted.start, words))
                })
        })
    })
}

/// Whether the tokens between a denial and a number make the number a part of what is denied: "that", "reports that",
/// "the figure of", "having registered"; not what follows in a clause of its own.
fn governs(analysis: &Analysis, gap: Range<usize>, words: &Lexicon) -> bool {
    if gap.start > gap.end || breaks(analysis, gap.clone(), words) {
        return false;
    }
    let tokens = &analysis.tokens;
    let grammar = Grammar::english();
    let in_time = |at: &usize| analysis.whens.iter().any(|when| when.tokens.contains(at));
    let first = gap.clone().find(|at| !in_time(at)).unwrap_or(gap.start);
    let opens = first < gap.end && words.disputed.opens.at(tokens, first).is_some();
    let told = gap.clone().any(|at| {
        let that = (at + 1..gap.end).any(|i| is_that(analysis, i));
        let of = grammar.is(analysis.word(at + 1), Class::Belonging);
        words.disputed.claims.at(tokens, at).is_some() && that
            || words.disputed.figures.at(tokens, at).is_some() && (that || of)
    });
    opens || told
}

/// Whether another clause begins between two places.
fn breaks(analysis: &Analysis, gap: Range<usize>, words: &Lexicon) -> bool {
    let tokens = &analysis.tokens;
    gap.clone().any(|at| {
        let joint = words.disputed.joint.at(tokens, at).is_some();
        let next = at + 1 + usize::from(words.disputed.joint.at(tokens, at + 1).is_some());
        words.disputed.breaks.at(tokens, at).is_some()
            || joint && words.say.at(tokens, next).is_some()
    })
}

/// Whether "that" stands at a place.
fn is_that(analysis: &Analysis, at: usize) -> bool {
    Grammar::english().is(analysis.word(at), Class::That)
}

/// Whether a verb of counting or saying leads right up to a number: "counted 80,000", "said that 45,000".
fn leads_up(analysis: &Analysis, gap: Range<usize>, words: &Lexicon) -> bool {
    gap.start <= gap.end
        && gap.len() <= NEAR
        && gap.clone().all(|at| {
            let grammar = Grammar::english();
            let word = analysis.word(at);
            let classes = [Class::Article, Class::Belonging, Class::That];
            classes.iter().any(|class| grammar.is(word, *class))
                || words.disputed.figures.at(&analysis.tokens, at).is_some()
                || words.disputed.claims.at(&analysis.tokens, at).is_some()
        })
}

/// "It is false that 80,000", "wrongly said that 42,600", "rumours that 95,000 … are false".
fn is_called_false(analysis: &Analysis, counted: &Range<usize>, words: &Lexicon) -> bool {
    let tokens = &analysis.tokens;
    let grammar = Grammar::english();
    let from = counted.start.saturating_sub(REACH).max(analysis.opening);
    let before = (from..counted.start).any(|at| {
        let length = words.disputed.false_.at(tokens, at).map(|(n, ())| n);
        let that = length.is_some_and(|n| {
            (at + n..at + n + NEAR).any(|i| i < counted.start && is_that(analysis, i))
        });
        let wrongly = words.disputed.falsely.at(tokens, at).is_some_and(|(n, ())| {
            let around = at.saturating_sub(2)..at + n + 2;
            words.say.within(tokens, around).is_some()
        });
        let version = words.disputed.false_.at(tokens, at).is_none()
            && is_earlier_version(analysis, at, words);
        (that || wrongly || version) && !breaks(analysis, at..counted.start, words)
    });
    let told = (from..counted.start).find(|at| {
        // "That 80,000 people crossed is a lie."
        let opens = is_that(analysis, *at) && at + 1 == counted.start && at - analysis.opening <= 1;
        opens
            || words.disputed.claims.at(tokens, *at).is_some() && is_that(analysis, at + 1)
            || words.disputed.figures.at(tokens, *at).is_some()
                && grammar.is(analysis.word(at + 1), Class::Belonging)
                && counted.start - at <= NEAR
    });
    let behind = counted.end..tokens.len().min(counted.end + REACH);
    before
        || told.is_some_and(|told| {
            behind.clone().any(|at| {
                let that = is_that(analysis, told + 1);
                let is = grammar.is(analysis.word(at), Class::Auxiliary);
                let next = at + 1 + usize::from(is_adverb(analysis, at + 1));
                let not_so = words.disputed.false_.at(tokens, next).is_some()
                    || that && words.disputed.deny.at(tokens, next).is_some();
                let own = |at: usize| words.disputed.breaks.at(tokens, at).is_none();
                is && not_so && (counted.end..at).all(own)
            })
        })
}

/// "completely", "simply": an adverb before what something is.
fn is_adverb(analysis: &Analysis, at: usize) -> bool {
    analysis.word(at).ends_with("ly") && analysis.word(at + 1) != ","
}

/// "An earlier version of this story said that 9,100": what was said has been replaced.
fn is_earlier_version(analysis: &Analysis, at: usize, words: &Lexicon) -> bool {
    let tokens = &analysis.tokens;
    words.disputed.earlier.at(tokens, at).is_some_and(|(length, ())| {
        words.say.within(tokens, at + length..at + length + 2 * NEAR).is_some()
    })
}

/// A charge, a rumour: said, and stood by nobody who counts.
fn alleged(
    analysis: &Analysis,
    counted: &Range<usize>,
    claim: &Claim,
    words: &Lexicon,
) -> Option<Standing> {
    let tokens = &analysis.tokens;
    let from = counted.start.saturating_sub(REACH).max(analysis.opening);
    let charge = (from..counted.start).find(|at| {
        words.disputed.accuse.at(tokens, *at).is_some_and(|(length, ())| {
            let of = |i: usize| Grammar::english().is(analysis.word(i), Class::Belonging);
            let leads = (at + length..counted.start).any(|i| is_that(analysis, i) || of(i));
            leads && !breaks(analysis, at + length..counted.start, words)
        })
    });
    if let Some(verb) = charge {
        return Some(Standing::alleged(Some(verb)));
    }
    let hearsay = words.disputed.hearsay.within(tokens, from..counted.start).is_some();
    (hearsay && !speaker::may_be_kept(&claim.source)).then(|| Standing::alleged(None))
}

/// "Did 80,000 people cross?", "80,000 people crossed?": a question that asks whether it is so, not one that takes it to be so.
fn is_asked(analysis: &Analysis, words: &Lexicon) -> bool {
    let text = &analysis.text[analysis.sentence.span.clone()];
    let asks = text.trim_end_matches(['"', '”', '’', '\'', ' ']).ends_with('?');
    let tokens = &analysis.tokens;
    let first = (analysis.opening..tokens.len()).find(|at| tokens[*at].shape == Shape::Word);
    asks && first.is_some_and(|first| {
        words.disputed.asks.at(tokens, first).is_some()
            || analysis.amounts.iter().any(|a| a.tokens.start <= first && first <= a.tokens.end)
    })
}

/// Tells the claims that a later sentence denies: "UNHCR called the figure invented", "denied that it had given such a
/// figure". The number of an office or official that is named stays its own: two that disagree are not settled by who
/// says so, unless they are the same.
pub(super) fn look_back(spoken: &[Spoken], claims: &mut [Claim], seats: &[Seat], words: &Lexicon) {
    for (index, sentence) in spoken.iter().enumerate() {
        let analysis = &sentence.analysis;
        let Some(figure) = figure_meant(analysis, words) else { continue };
        let end = seats.partition_point(|seat| seat.sentence < index);
        let Some(last) = end.checked_sub(1).map(|at| seats[at].sentence) else { continue };
        let block = spoken[last].analysis.sentence.block;
        if index - last > BACK || analysis.sentence.block > block + 1 {
            continue;
        }
        let own = speaker::source_in(analysis, &(analysis.opening..figure), words);
        let spoke = sentence.speeches.first().map(|speech| speech.source.clone());
        let denier = own.or(spoke).filter(speaker::may_be_kept);
        let first = seats.partition_point(|seat| seat.sentence < last);
        for claim in &mut claims[first..end] {
            let open =
                !speaker::may_be_kept(&claim.source) || claim.source.kind == SourceKind::Media;
            let same = denier.as_ref().is_some_and(|d| d.label() == claim.source.label());
            if !(open || same) || claim.measure == Measure::Share {
                continue;
            }
            claim.stance = Stance::Denied;
            if let Some(denier) = &denier {
                (claim.source, claim.found.source) = (denier.clone(), Some(SourceFound::Stated));
            }
            claim.rules.push("stance.disputed".into());
        }
    }
}

/// Where a sentence speaks of a number that was told before, and denies it.
fn figure_meant(analysis: &Analysis, words: &Lexicon) -> Option<usize> {
    let tokens = &analysis.tokens;
    let grammar = Grammar::english();
    (analysis.opening..tokens.len()).find(|at| {
        let noun = words
            .disputed
            .figures
            .at(tokens, *at)
            .or_else(|| words.disputed.claims.at(tokens, *at));
        let led = words.disputed.again.before(tokens, *at).is_some();
        let behind = analysis.word(at + 1);
        let classes = [Class::Belonging, Class::That, Class::OutOf, Class::Through, Class::Inside];
        let of_its_own = classes.iter().any(|class| grammar.is(behind, *class));
        if noun.is_none() || !led || of_its_own {
            return false;
        }
        let is = at + 1 + usize::from(grammar.is(behind, Class::Auxiliary));
        let is = is + usize::from(is_adverb(analysis, is));
        let called = words.disputed.false_.at(tokens, is).is_some()
            || words.disputed.false_.at(tokens, is + 1).is_some() && analysis.word(is) == "been";
        let denied = (at.saturating_sub(SUCH)..*at).any(|i| {
            words
                .disputed
                .deny
                .at(tokens, i)
                .is_some_and(|(n, ())| !breaks(analysis, i + n..*at, words))
        });
        called || denied
    })
}
