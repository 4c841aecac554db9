//! Several offices that count the same: "UNHCR put it at 7,100 and the Red Cross at 5,900", "IOM, by contrast, counted
//! 8,800". Each number is its own office's, and of the days and the way of the number before it.

use std::ops::Range;

use claim::{Claim, DaysFound, Found, Measure, SourceFound};

use super::Spoken;
use super::analysis::Analysis;
use super::grammar::{Class, Grammar};
use super::lexicon::Lexicon;
use super::seat::Seat;
use super::speaker;

/// Tokens between an office and its number.
const APART: usize = 12;

/// Tokens that the name of an office takes.
const NAME: usize = 8;

/// So many times another a number is not of the same.
const ALIKE: f64 = 10.0;

/// Gives each number of a sentence that names no people of its own, and stands by an office of its own, to that office.
/// `first` is the first claim of the sentence, `goes_on` whether the claim before it is of the same paragraph.
pub(super) fn settle(
    sentence: &Spoken,
    claims: &mut [Claim],
    first: usize,
    seats: &[Seat],
    goes_on: bool,
    words: &Lexicon,
) {
    let analysis = &sentence.analysis;
    for at in first..claims.len() {
        if at == 0 || at == first && !goes_on {
            continue;
        }
        let (before, own) = claims.split_at_mut(at);
        let (model, claim) = (&before[at - 1], &mut own[0]);
        let amount = &analysis.amounts[seats[at].amount];
        let alike =
            model.value.zip(claim.value).is_some_and(|(a, b)| a / b < ALIKE && b / a < ALIKE);
        let bare = claim.rules.iter().all(|rule| rule != "who.noun");
        if !alike || !bare || amount.percent || model.measure == Measure::Share {
            continue;
        }
        let Some(office) = office_of(analysis, amount.tokens.start, words) else { continue };
        let Some(source) = speaker::source_in(analysis, &office, words) else { continue };
        let next =
            analysis.amounts.iter().map(|a| a.tokens.start).find(|s| *s >= amount.tokens.end);
        let behind = amount.tokens.end..next.unwrap_or(analysis.tokens.len());
        let opens = at > first || says_nothing(analysis, &(analysis.opening..office.start));
        if opens && says_nothing(analysis, &behind) {
            *claim = like(claim, model);
        }
        (claim.source, claim.found.source) = (source, Some(SourceFound::Stated));
        claim.rules.push("speaker.rival".into());
        *claim = claim.clone().sealed();
    }
}

/// The office that a number stands by, with nothing between them but words of counting.
fn office_of(analysis: &Analysis, number: usize, words: &Lexicon) -> Option<Range<usize>> {
    let tokens = &analysis.tokens;
    let official = |at: usize| {
        let slice = &tokens[..number];
        let body = words.organisations.at(slice, at).map(|(n, _)| n);
        body.max(words.roles.at(slice, at).map(|(n, ())| n))
    };
    // The end of the name: everything between it and the number is of counting.
    let mut end = number;
    loop {
        let named =
            (end.saturating_sub(NAME)..end).any(|at| official(at).is_some_and(|n| at + n == end));
        let placed = analysis.names.iter().any(|name| name.tokens.end == end);
        if named || placed {
            break;
        }
        end = end.checked_sub(1)?;
        let between = words.disputed.own.at(tokens, end).is_some_and(|(n, ())| n == 1);
        if !between || number - end > APART {
            return None;
        }
    }
    // Its start: capitalised words, and what joins them.
    let grammar = Grammar::english();
    let mut start = end;
    while start > analysis.opening && end - start < NAME {
        let at = start - 1;
        let within = (at.saturating_sub(NAME)..=at)
            .any(|i| official(i).is_some_and(|n| i + n > at && i + n <= end));
        let joins = grammar.is(analysis.word(at), Class::Belonging)
            || tokens[at].text.starts_with(['\'', '’']);
        let capital = tokens[at].is_capitalised() && at > analysis.opening;
        if !(within || joins || capital) {
            break;
        }
        start = at;
    }
    let has_office = (start..end).any(|at| official(at).is_some_and(|n| at + n <= end));
    // "that of the Red Cross", behind what joins it to the number before.
    let mut lead = start;
    while lead > analysis.opening
        && words.disputed.joint.at(tokens, lead - 1).is_none()
        && words.disputed.own.at(tokens, lead - 1).is_some()
        && start - lead < THAT_OF
    {
        lead -= 1;
    }
    let joint = lead == analysis.opening || words.disputed.joint.at(tokens, lead - 1).is_some();
    (has_office && joint).then_some(start..end)
}

/// Tokens of "that of the".
const THAT_OF: usize = 3;

/// Whether a stretch names no place, no time, and nothing that happened.
fn says_nothing(analysis: &Analysis, range: &Range<usize>) -> bool {
    let within = |tokens: &Range<usize>| range.contains(&tokens.start);
    !analysis.names.iter().any(|name| within(&name.tokens))
        && !analysis.whens.iter().any(|when| within(&when.tokens))
        && !analysis.happenings.iter().any(|(tokens, _)| within(tokens))
}

/// Another number for the same.
fn like(claim: &Claim, model: &Claim) -> Claim {
    Claim {
        id: claim.id.clone(),
        quote: claim.quote.clone(),
        span: claim.span,
        value: claim.value,
        low: claim.low,
        high: claim.high,
        qualifier: claim.qualifier,
        stance: claim.stance,
        rules: claim.rules.clone(),
        part_of: None,
        same_as: None,
        found: Found { days: model.found.days.map(|_| DaysFound::Carried), ..model.found },
        ..model.clone()
    }
}
