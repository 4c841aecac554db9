//! Whether displaced people are counted as driven out, or as they stand: "2.8 million displaced people", "the number of evacuees
//! fell to 8,644", "internal displacement exceeds one million".

use std::ops::Range;

use claim::{Claim, Kind, Measure, Stance, Status};

use super::analysis::Analysis;
use super::grammar::{Class, Grammar};
use super::movement::Verb;
use super::who::Head;

/// A number of displaced people, and what the sentence says of them.
pub(super) struct Displaced<'a> {
    pub analysis: &'a Analysis<'a>,
    /// Number and noun.
    pub counted: &'a Range<usize>,
    pub head: Option<&'a Head>,
    pub verb: Option<&'a Verb>,
    /// Whether the text tells of a flood, storm, fire or earthquake.
    pub disaster: bool,
    /// Whether they are a part of those that the text has just said to be driven out.
    pub part: bool,
}

impl Displaced<'_> {
    /// What they are counted as, given what the verb says.
    pub fn counted_as(&self, measure: Measure, kind: Kind) -> (Measure, Kind) {
        let stands = (measure, kind) == (Measure::Flow, Kind::Displacement)
            && (self.is_called() || self.is_number() || self.are_many_of() || self.exceeds());
        let (measure, kind) = if stands { (Measure::Stock, Kind::Other) } else { (measure, kind) };
        // "13,000 displaced people were on the move": driven out again.
        if (measure, kind) == (Measure::Flow, Kind::Other) && self.is_called_by_noun() {
            return (measure, Kind::Displacement);
        }
        let stay = matches!(
            (measure, kind),
            (Measure::Stock, Kind::Population | Kind::InCamp) | (Measure::Flow, Kind::Displacement)
        );
        if stay && self.stays_with_hosts() {
            return (Measure::Stock, Kind::Other);
        }
        if (measure, kind) == (Measure::Stock, Kind::Other) && self.is_housed() {
            return (measure, Kind::InCamp);
        }
        (measure, kind)
    }

    /// "2.8 million displaced people", "6 million people displaced within Syria", "are displaced":
    /// where the verb only says what they are.
    fn is_called(&self) -> bool {
        let Displaced { analysis, counted, head, verb, .. } = *self;
        (!self.disaster || is_named_so(analysis, head, verb))
            && !self.part
            && verb.is_some_and(|v| stands_displaced(analysis, counted, head, v))
    }

    /// "13,000 internally displaced people"
    fn is_called_by_noun(&self) -> bool {
        let grammar = Grammar::english();
        self.head.is_some_and(|head| {
            let mut words = head.tokens.clone().map(|i| self.analysis.word(i));
            !head.label && words.any(|word| grammar.is(word, Class::Displaced))
        })
    }

    /// "the number of evacuees dropped to 8,644 people"
    fn is_number(&self) -> bool {
        self.verb.is_some_and(|v| v.tokens.end <= self.counted.start)
            && says_number_of(self.analysis, self.counted, 2, |word| {
                Grammar::english().is(word, Class::Displaced)
            })
    }

    /// "1,041,000 people, many of whom have been displaced again, are struggling"
    fn are_many_of(&self) -> bool {
        let end = self.counted.end;
        self.analysis.word(end) == ","
            && self.verb.is_some_and(|v| {
                v.tokens.start > end
                    && (end + 1..end + 4).any(|i| self.analysis.word(i) == "whom")
                    && v.tokens.start - end <= 8
            })
    }

    /// "internal displacement now exceeds one million people", "displacement stood at 315,000"
    fn exceeds(&self) -> bool {
        let Displaced { analysis, counted, .. } = *self;
        let noun = (counted.start.saturating_sub(26)..counted.start).rev().find(|i| {
            analysis.word(*i) == "displacement"
                && !matches!(analysis.word(i.saturating_sub(1)), "new" | "newly" | "of")
        });
        noun.is_some_and(|noun| {
            (noun..counted.start + 1).any(|i| {
                matches!(
                    analysis.word(i),
                    "exceeds"
                        | "exceeded"
                        | "stands"
                        | "stood"
                        | "surpassed"
                        | "tops"
                        | "topped"
                        | "compared"
                )
            }) && analysis.amounts.iter().all(|a| !(noun..counted.start).contains(&a.core.start))
        })
    }

    /// "80 displaced families, or 400 people, were staying with friends and relatives": the verb says how they are.
    fn stays_with_hosts(&self) -> bool {
        let Displaced { analysis, counted, .. } = *self;
        let stays = analysis.happenings.iter().find(|(tokens, happening)| {
            happening.measure == Measure::Stock
                && matches!(happening.kind, Kind::Population | Kind::InCamp)
                && tokens.start >= counted.end
        });
        stays.is_some_and(|(tokens, _)| {
            tokens.start - counted.end <= HOUSED
                && (tokens.end.saturating_sub(1)..tokens.end + 1).any(|at| with_hosts(analysis, at))
        })
    }

    /// "21,544 evacuees from 6,563 families are still being housed in relief centres"
    fn is_housed(&self) -> bool {
        let Displaced { analysis, counted, .. } = *self;
        let grammar = Grammar::english();
        let housed = analysis.happenings.iter().find(|(tokens, happening)| {
            happening.kind == Kind::InCamp
                && tokens.start >= counted.end
                && tokens.start - counted.end <= HOUSED
        });
        housed.is_some_and(|(tokens, _)| {
            let alone = analysis.amounts.iter().all(|a| {
                let led = a.tokens.start.checked_sub(1).map_or("", |i| analysis.word(i));
                let same = grammar.is(led, Class::OutOf) || grammar.is(led, Class::Inside);
                a.plain || same || !(counted.end..tokens.start).contains(&a.core.start)
            });
            alone && !(tokens.start..tokens.end + 4).any(|at| with_hosts(analysis, at))
        })
    }
}

/// "1.7 million undocumented Afghans in Pakistan must leave": so many are there, and have not left.
pub(super) fn are_to_leave(claims: &mut [Claim]) {
    for claim in claims {
        let leaves = matches!(claim.kind, Kind::Departure | Kind::Deportation | Kind::Return);
        let planned = claim.stance == Stance::Planned && claim.measure == Measure::Flow;
        if !(leaves && planned && claim.population.status == Status::Undocumented) {
            continue;
        }
        (claim.measure, claim.kind) = (Measure::Stock, Kind::Undocumented);
        claim.stance = Stance::Asserted;
        claim.at = claim.at.take().or(claim.from.take());
        (claim.from, claim.to) = (None, None);
        (claim.start, claim.start_stated, claim.cumulative) = (None, false, false);
        claim.end = claim.published;
        claim.rules.push("measure.to-leave".into());
        *claim = claim.clone().sealed();
    }
}

/// Within so many tokens before who they are it is told what drove them out.
const CAUSED: usize = 8;

/// Within so many tokens behind who they are it is told where they are put up.
const HOUSED: usize = 8;

/// Whether "displaced" describes the people counted and tells of no movement: an adjective of
/// their noun, a participle right behind it that says within what, or what they are now.
fn stands_displaced(
    analysis: &Analysis,
    counted: &Range<usize>,
    head: Option<&Head>,
    verb: &Verb,
) -> bool {
    let grammar = Grammar::english();
    let is = |i: usize, class| grammar.is(analysis.word(i), class);
    let tokens = &verb.tokens;
    if !is(tokens.start, Class::Displaced) && !is(tokens.start, Class::Uprooted) {
        return false;
    }
    let counts =
        head.is_some_and(|head| head.label && head.tokens.clone().any(|i| is(i, Class::Displaced)));
    let head = head.filter(|head| !head.label);
    let adjective =
        head.is_some_and(|head| head.tokens.start <= tokens.start && tokens.end < head.tokens.end);
    let named = head.is_some_and(|head| head.tokens.clone().any(|i| is(i, Class::Displaced)));
    let behind = tokens.start == counted.end
        && (tokens.clone().any(|i| is(i, Class::Within)) || is(tokens.end, Class::Within))
        && analysis.whens.is_empty();
    let now = (tokens.start.saturating_sub(2)..tokens.start).any(|i| is(i, Class::Now));
    adjective || named || counts || behind || now && tokens.start >= counted.end
}

/// "80 displaced families", "21,544 evacuees": whether people are only called displaced, by the noun
/// that they are counted under, and not newly so.
fn is_named_so(analysis: &Analysis, head: Option<&Head>, verb: Option<&Verb>) -> bool {
    let is = |i: usize, class| Grammar::english().is(analysis.word(i), class);
    let Some((head, verb)) = head.zip(verb) else { return false };
    let caused = (head.tokens.start.saturating_sub(CAUSED)..head.tokens.start)
        .any(|i| is(i, Class::Causing));
    !caused
        && head.tokens.start <= verb.tokens.start
        && verb.tokens.end <= head.tokens.end
        && verb.tokens.len() == 1
        && is(verb.tokens.start, Class::Displaced)
}

/// "the number of displaced residents has increased to 3,657": whether what is said to have come to the
/// number is named by such a word, among the first `reach` behind "number of".
pub(super) fn says_number_of(
    analysis: &Analysis,
    counted: &Range<usize>,
    reach: usize,
    named: impl Fn(&str) -> bool,
) -> bool {
    (2..counted.start).any(|i| {
        analysis.word(i - 2) == "number"
            && analysis.word(i - 1) == "of"
            && (i..counted.start.min(i + reach)).any(|at| named(analysis.word(at)))
    })
}

/// "66,211 in host families", "with relatives", "in host communities".
pub(super) fn with_hosts(analysis: &Analysis, at: usize) -> bool {
    matches!(analysis.word(at), "in" | "with" | "among" | "within" | "live" | "by")
        && (at + 1..at + 4).any(|i| {
            matches!(analysis.word(i), "host" | "hosting" | "relatives" | "friends" | "hosted")
        })
}
