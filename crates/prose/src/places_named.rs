//! Where a number is, by the words right by it: the place or the places behind "in", "on", "at",
//! known or not, and the lists that give a number to each of several places.

use std::ops::Range;

use ::places::PlaceKind;

use super::analysis::{Analysis, Named};
use super::grammar::{Class, Grammar};
use super::lexicon::{Counted, Lexicon, Object};
use super::movement::Verb;
use super::token::Shape;

/// Several places in one phrase, or one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Places {
    /// Tokens of the names.
    pub tokens: Range<usize>,
    /// As a claim has it: a code or a name, several as written.
    pub value: String,
    /// Whether it is a country or a people's name.
    pub country: bool,
    /// Whether it is a border crossing that a gazetteer knows.
    pub crossing: bool,
}

/// What leads from a number to the name in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// "3,499 on Lesvos".
    Inside,
    /// "16 from Iran".
    OutOf,
    /// "32 to Germany".
    Into,
    /// "Lesvos: 20", "Iran (16)", "Kirkuk with 430".
    Label,
}

/// An item of a list that gives a number to each of several names.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Item {
    /// The name.
    pub place: Places,
    /// What leads to it.
    pub lead: Lead,
}

/// Tokens that a name may have.
const LONGEST: usize = 5;

/// Names that a list may have.
const LONGEST_LIST: usize = 12;

/// Tokens that are looked through for a place behind a number.
const REACH: usize = 14;

/// The names that start at `at`: "Lesvos", "Northern Greece", "Thessaloniki and Athens", "the
/// province of Kirkuk".
pub(super) fn places_at(analysis: &Analysis, at: usize, words: &Lexicon) -> Option<Places> {
    let grammar = Grammar::english();
    let is = |i: usize, class| grammar.is(analysis.word(i), class);
    let noun = |i: usize| is(i, Class::Area) || is(i, Class::Town);
    let mut start = at;
    let named = analysis.names.iter().any(|n| n.is_place() && n.tokens.start == start);
    if is(start, Class::Article) && !named {
        start += 1;
    }
    // "the town of Bria", "coastal areas of Bangladesh"
    let led = (start..start + 3).find(|i| noun(*i) && is(i + 1, Class::Belonging));
    if let Some(noun) = led {
        start = noun + 2 + usize::from(is(noun + 2, Class::Article));
    }
    let first = one(analysis, start, words)?;
    let mut end = first.end;
    let mut last = first.clone();
    let mut items = 1;
    // "A, B and C" is a list, "Butig, Lanao del Sur" is a place with what it lies in.
    let mut joined = false;
    loop {
        let mut next = last.end;
        if analysis.word(next) == "," {
            next += 1;
        }
        let and = is(next, Class::Coordinate);
        next += usize::from(and);
        next += usize::from(is(next, Class::Article));
        if next == last.end {
            break;
        }
        let Some(other) = one(analysis, next, words) else { break };
        last = other;
        items += 1;
        if and {
            (joined, end) = (true, last.end);
            break;
        }
        if items > LONGEST_LIST {
            break;
        }
    }
    // A noun behind each name says what they are; one that is not joined is within the next.
    let tokens = if joined { first.start..end } else { first.clone() };
    let known = analysis.names.iter().find(|n| n.is_place() && n.tokens == tokens);
    let value = known.map_or_else(|| analysis.words(&tokens).to_owned(), Named::code);
    Some(Places {
        value,
        country: known.is_some_and(|n| n.place.kind == PlaceKind::Country),
        crossing: known.is_some_and(Named::is_crossing),
        tokens,
    })
}

/// One name: what a gazetteer knows with a direction before it, or words with capitals that are
/// nothing else.
fn one(analysis: &Analysis, at: usize, words: &Lexicon) -> Option<Range<usize>> {
    let grammar = Grammar::english();
    let known = |i: usize| {
        analysis.names.iter().find(|n| n.is_place() && n.tokens.start == i).map(|n| n.tokens.end)
    };
    let mut end = at;
    while end < at + 2 && grammar.is(analysis.word(end), Class::Direction) {
        end += 1;
    }
    // "Northern districts": a part without a name of its own, written as one.
    let capital = analysis.tokens.get(at).is_some_and(super::token::Token::is_capitalised);
    if end > at && capital && grammar.is(analysis.word(end), Class::Area) {
        return Some(at..end + 1);
    }
    // "the Aegean islands", "the Calabrian coast"
    let land = |end: usize| end + usize::from(grammar.is(analysis.word(end), Class::Land));
    if let Some(known) = known(end) {
        return Some(at..land(known));
    }
    let people = analysis.names.iter().find(|n| n.tokens.start == end && !n.is_place());
    if let Some(people) = people {
        let end = land(people.tokens.end);
        return (end > people.tokens.end).then_some(at..end);
    }
    // "Saint-Denis", "Ouham Pende", "Qa'atabah"
    let joint = |i: usize| {
        is_joined(analysis, i) && (analysis.word(i) != "-" || is_name(analysis, i + 1, words))
    };
    while end < at + LONGEST && known(end).is_none() {
        if end > at && joint(end) {
            end += 2;
        } else if is_name(analysis, end, words) {
            end += 1;
        } else {
            break;
        }
    }
    let told = (at..end).any(|i| is_name(analysis, i, words));
    (end > at && told).then_some(at..end)
}

/// The name that ends before a token.
fn ends_at(analysis: &Analysis, mark: usize, words: &Lexicon) -> Option<Range<usize>> {
    let from = mark.saturating_sub(LONGEST)..mark;
    from.into_iter().find_map(|at| one(analysis, at, words).filter(|name| name.end == mark))
}

/// Whether a hyphen or an apostrophe joins the words around it: "Al-Namrud", "Qa'atabah".
fn is_joined(analysis: &Analysis, mark: usize) -> bool {
    let joins = matches!(analysis.word(mark), "-" | "’" | "'") && mark > 0;
    let after = analysis.tokens.get(mark + 1).filter(|next| next.shape == Shape::Word);
    joins
        && analysis.tokens[mark - 1].span.end == analysis.tokens[mark].span.start
        && after.is_some_and(|next| analysis.tokens[mark].span.end == next.span.start)
}

/// Whether the name of something ends before a token: "Qa'atabah (21 households)".
pub(super) fn is_behind_name(analysis: &Analysis, at: usize) -> bool {
    let Some(mut last) = at.checked_sub(1) else { return false };
    // "Baidoa in Bay region (82,000 people)"
    let classes = [Class::Area, Class::Town, Class::Site];
    if last > 0 && classes.iter().any(|class| Grammar::english().is(analysis.word(last), *class)) {
        last -= 1;
    }
    while last > 1 && matches!(analysis.word(last - 1), "’" | "'") {
        last -= 2;
    }
    analysis.tokens[last].is_capitalised() && analysis.tokens[last].shape == Shape::Word
}

/// A word with a capital that is in no list and part of no name, time or number.
fn is_name(analysis: &Analysis, at: usize, words: &Lexicon) -> bool {
    let Some(token) = analysis.tokens.get(at) else { return false };
    token.shape == Shape::Word
        && token.is_capitalised()
        && token.word == 0
        && (token.text.chars().count() > 2
            || is_name(analysis, at + 1, words)
            || is_joined(analysis, at + 1))
        && token.text.chars().any(char::is_lowercase)
        && !analysis.names.iter().any(|n| n.tokens.contains(&at))
        && !analysis.whens.iter().any(|w| w.tokens.contains(&at))
        && words.organisations.at(&analysis.tokens, at).is_none()
        && words.counted.at(&analysis.tokens, at).is_none()
}

/// The place that the words behind a number and its verb give: "were evacuated in Butig
/// municipality, Lanao del Sur province", or that opens the sentence: "In Kirkuk governorate,
/// about 430 families were forced to flee".
pub(super) fn stated(
    analysis: &Analysis,
    counted: &Range<usize>,
    verb: Option<&Range<usize>>,
    words: &Lexicon,
) -> Option<Places> {
    let grammar = Grammar::english();
    let is = |i: usize, class| grammar.is(analysis.word(i), class);
    let end = verb.map_or(counted.end, |v| v.end.max(counted.end));
    let mut close = analysis.tokens.len().min(end + REACH);
    let mut at = counted.end;
    while at < close {
        let word = analysis.word(at);
        // Days between are no matter: "were displaced between 10 July and 10 September within Tonj North".
        if let Some(when) = analysis.whens.iter().find(|w| w.tokens.start == at) {
            close = analysis.tokens.len().min(close + when.tokens.len());
            at = when.tokens.end.max(at + 1);
            continue;
        }
        // A remark in brackets stands aside: "2,400 families (12,000 people) in Butig".
        if word == "(" {
            match (at..close).find(|i| analysis.word(*i) == ")") {
                Some(behind) => at = behind + 1,
                None => return None,
            }
            continue;
        }
        let stops = matches!(word, ";" | ":" | "." | "“" | "”" | "\"")
            || is(at, Class::Subordinate)
            || is(at, Class::Relative) && at >= end
            || word == "," && at >= end && !goes_on(analysis, at)
            || is(at, Class::Coordinate) && at >= end
            || analysis.amounts.iter().any(|a| {
                a.core.start == at
                    && a.core.start != counted.start
                    && !a.plain
                    && a.core.start >= end
                    && !of_time(analysis, a.tokens.end, words)
            });
        if stops {
            break;
        }
        if is(at, Class::Inside)
            && !analysis
                .whens
                .iter()
                .any(|w| w.tokens.contains(&at) || w.tokens.contains(&(at + 1)))
            && let Some(places) = places_at(analysis, at + 1, words)
        {
            return Some(inner(analysis, places, words));
        }
        at += 1;
    }
    opening(analysis, counted, words)
}

/// The place that people left and the one that they reached, known or not, as the words of their clause lead from it and
/// to it: "80 families were displaced from Al-Namroud village to Al-Hood village".
pub(super) fn ends(
    analysis: &Analysis,
    counted: &Range<usize>,
    verb: Option<&Range<usize>>,
    words: &Lexicon,
) -> (Option<Places>, Option<Places>) {
    let grammar = Grammar::english();
    let (mut from, mut to) = (None, None);
    let Some(verb) = verb else { return (from, to) };
    let close = analysis.tokens.len().min(verb.end.max(counted.end) + REACH);
    let stops = |i: usize| {
        matches!(analysis.word(i), ";" | ":" | "." | "(" | "“" | "”" | "\"")
            || [Class::Subordinate, Class::Relative]
                .iter()
                .any(|class| grammar.is(analysis.word(i), *class))
            || analysis.amounts.iter().any(|a| a.core.start == i && !a.plain)
    };
    for at in (verb.end.max(counted.end)..close).take_while(|i| !stops(*i)) {
        // "into other districts of Bihar" is within it.
        let named = |place: &Places| {
            let classes = [Class::Article, Class::Town, Class::Area, Class::Direction];
            place.tokens.start == at + 1
                || classes.iter().any(|class| grammar.is(analysis.word(at + 1), *class))
        };
        let place = || places_at(analysis, at + 1, words).filter(named);
        let dated = analysis.whens.iter().any(|w| w.tokens.contains(&at));
        if dated {
            continue;
        }
        if from.is_none() && grammar.is(analysis.word(at), Class::OutOf) {
            from = place();
        } else if to.is_none() && grammar.is(analysis.word(at), Class::Into) {
            to = place();
        }
    }
    (from, to)
}

/// "the Lipa camp, where 1,300 people are staying": the camp that a clause about the number is of.
pub(super) fn site(analysis: &Analysis, counted: &Range<usize>, words: &Lexicon) -> Option<Places> {
    let grammar = Grammar::english();
    let opens = (counted.start.saturating_sub(2)..counted.start)
        .find(|i| grammar.is(analysis.word(*i), Class::Relative) && *i > 1)?;
    let noun = opens - 1 - usize::from(analysis.word(opens - 1) == ",");
    if !grammar.is(analysis.word(noun), Class::Site) {
        return None;
    }
    (noun.saturating_sub(3)..noun)
        .find_map(|at| places_at(analysis, at, words).filter(|places| places.tokens.end == noun))
}

/// "in Indonesia's Aceh province", "in Sudan's Darfur": the part says more than the whole.
fn inner(analysis: &Analysis, places: Places, words: &Lexicon) -> Places {
    // "at the Favaloro jetty on Lampedusa": the island says where the jetty is.
    let end = places.tokens.end;
    let on = Grammar::english().is(analysis.word(end + 1), Class::Inside);
    if on && Grammar::english().is(analysis.word(end), Class::Landing) {
        return places_at(analysis, end + 2, words).unwrap_or(places);
    }
    let owner = analysis.tokens.get(places.tokens.end).is_some_and(|t| t.is("'s"));
    let part = owner.then(|| places_at(analysis, places.tokens.end + 1, words)).flatten();
    part.unwrap_or(places)
}

/// Whether what is counted up to `end` is time, or what else is no people: "for up to three days in Haifa".
fn of_time(analysis: &Analysis, end: usize, words: &Lexicon) -> bool {
    let counts = words.counted.at(&analysis.tokens, end);
    counts.is_some_and(|(_, counted)| *counted == Counted::NotPeople)
}

/// A comma that parts a place from what it lies in, or an aside about place.
fn goes_on(analysis: &Analysis, comma: usize) -> bool {
    Grammar::english().is(analysis.word(comma + 1), Class::Inside)
}

/// "Nakivale alone took in 2,650 people": the place that takes in, where it is the subject.
pub(super) fn host(
    analysis: &Analysis,
    verb: &Verb,
    counted: &Range<usize>,
    words: &Lexicon,
) -> Option<String> {
    let receives = verb.happening.object == Some(Object::At) && verb.tokens.end <= counted.start;
    let start =
        (analysis.opening..analysis.opening + 2).find_map(|at| places_at(analysis, at, words));
    let places = start.filter(|places| {
        receives
            && !places.country
            && !places.crossing
            && places.tokens.end <= verb.tokens.start
            && verb.tokens.start - places.tokens.end <= 2
    })?;
    let joined = (places.tokens.end..verb.tokens.start).any(|i| analysis.word(i) == ",");
    (!joined).then_some(places.value)
}

/// "In Panama, about 600 people …": the place that opens the sentence, behind a bullet or not.
fn opening(analysis: &Analysis, counted: &Range<usize>, words: &Lexicon) -> Option<Places> {
    let first = analysis.tokens.iter().position(|t| t.shape == Shape::Word)?;
    // "Gampaha district: 410 families": the label of the line.
    if let Some(places) = places_at(analysis, first, words) {
        let grammar = Grammar::english();
        let noun = [Class::Area, Class::Town, Class::Site]
            .iter()
            .any(|class| grammar.is(analysis.word(places.tokens.end), *class));
        let mark = places.tokens.end + usize::from(noun);
        let known = analysis.names.iter().any(|n| n.is_place() && n.tokens == places.tokens);
        if analysis.word(mark) == ":" && mark < counted.start && (noun || known) {
            return Some(places);
        }
    }
    if !Grammar::english().is(analysis.word(first), Class::Inside) || first > analysis.opening + 2 {
        return None;
    }
    let places = places_at(analysis, first + 1, words)?;
    // "In Puttalam 320 people were rescued"
    let next = places.tokens.end == counted.start;
    let comma = (places.tokens.end..counted.start.min(places.tokens.end + 12))
        .find(|i| matches!(analysis.word(*i), "," | "–"))
        .or(next.then_some(counted.start))?;
    let other = analysis.amounts.iter().any(|a| {
        !a.plain
            && (comma..counted.start).contains(&a.core.start)
            && !a.tokens.contains(&counted.start)
    });
    (!other).then(|| inner(analysis, places, words))
}

/// The item of a list that a number is: another number of the sentence stands next to it with a
/// name of its own, led to in the same way.
pub(super) fn item(analysis: &Analysis, at: usize, words: &Lexicon) -> Option<Item> {
    let own = lone(analysis, at, words)?;
    let counts = |other: &usize| !analysis.amounts[*other].percent;
    let beside = [(0..at).rev().find(counts), (at + 1..analysis.amounts.len()).find(counts)];
    let alike = beside.into_iter().flatten().any(|other| {
        lone(analysis, other, words).is_some_and(|item| {
            item.lead == own.lead && item.place.tokens != own.place.tokens && {
                let (a, b) = (span(analysis, at, &own), span(analysis, other, &item));
                let gap = if a.end <= b.start { a.end..b.start } else { b.end..a.start.max(b.end) };
                gap.len() <= APART
                    && gap.clone().all(|i| !analysis.happenings.iter().any(|(h, _)| h.contains(&i)))
            }
        })
    });
    alike.then_some(own)
}

/// The name before a number that has a line for itself: "Estados Unidos - 37,034".
pub(super) fn label(analysis: &Analysis, at: usize, words: &Lexicon) -> Option<Item> {
    lone(analysis, at, words).filter(|item| item.lead == Lead::Label)
}

/// The name that stands right before a claim's own number: "Albania (668 people)".
pub(super) fn label_of(analysis: &Analysis, span: [usize; 2]) -> Option<String> {
    let at = analysis.tokens.iter().position(|t| t.span.start == span[0])?;
    let mark = at.checked_sub(1).filter(|i| matches!(analysis.word(*i), ":" | "(" | "–" | "-"))?;
    analysis.names.iter().find(|n| n.is_place() && n.tokens.end == mark).map(Named::code)
}

/// The place right behind a number without a noun: "14,398 in Attica region".
pub(super) fn inside(analysis: &Analysis, at: usize, words: &Lexicon) -> Option<Item> {
    lone(analysis, at, words).filter(|item| item.lead == Lead::Inside)
}

/// Tokens that may stand between two items.
const APART: usize = 6;

/// The tokens of an item, from its number to its name or the other way round.
fn span(analysis: &Analysis, at: usize, item: &Item) -> Range<usize> {
    let amount = &analysis.amounts[at].tokens;
    amount.start.min(item.place.tokens.start)..amount.end.max(item.place.tokens.end)
}

/// A number with the name that it would have as the item of a list.
fn lone(analysis: &Analysis, at: usize, words: &Lexicon) -> Option<Item> {
    let grammar = Grammar::english();
    let amount = &analysis.amounts[at];
    if amount.percent {
        return None;
    }
    let mut next = amount.tokens.end;
    // "3,499 people on Lesvos", "67 new arrivals to the islands", "45 are from Guatemala"
    match words.counted.at(&analysis.tokens, next) {
        Some((_, Counted::NotPeople)) => return None,
        Some((noun, _)) => next += noun,
        None => {}
    }
    // "2,029 (8.9%) to Djibouti"
    if analysis.word(next) == "("
        && let Some(share) = analysis.amounts.iter().find(|a| a.tokens.start == next + 1)
        && share.percent
        && analysis.word(share.tokens.end) == ")"
    {
        next = share.tokens.end + 1;
    }
    next += usize::from(grammar.is(analysis.word(next), Class::Auxiliary));
    let word = analysis.word(next);
    let lead = if grammar.is(word, Class::Inside) {
        Some(Lead::Inside)
    } else if grammar.is(word, Class::OutOf) || grammar.is(word, Class::Belonging) {
        Some(Lead::OutOf)
    } else if grammar.is(word, Class::Into) {
        Some(Lead::Into)
    } else {
        None
    };
    if let Some(lead) = lead
        && let Some(place) = places_at(analysis, next + 1, words)
        && !analysis.whens.iter().any(|w| w.tokens.contains(&next))
    {
        return Some(Item { place, lead });
    }
    // "Lesvos : 20", "Iran (16)", "Anbar with 540,732", "España - 343"
    let mark = amount.tokens.start.checked_sub(1)?;
    let place = analysis
        .names
        .iter()
        .find(|n| n.is_place() && n.tokens.end == mark)
        .map(|n| n.tokens.clone());
    let strange = || ends_at(analysis, mark, words);
    let with = grammar.is(analysis.word(mark), Class::Amid);
    let comma = usize::from(mark > 0 && with && analysis.word(mark - 1) == ",");
    let named = || {
        let mark = mark - comma;
        analysis
            .names
            .iter()
            .find(|n| n.is_place() && n.tokens.end == mark)
            .map(|n| n.tokens.clone())
            .or_else(|| ends_at(analysis, mark, words))
    };
    let labelled = with || matches!(analysis.word(mark), ":" | "(" | "–" | "-");
    let tokens = if !labelled {
        return None;
    } else if comma > 0 {
        named()?
    } else {
        place.or_else(strange)?
    };
    let known = analysis.names.iter().find(|n| n.is_place() && n.tokens == tokens);
    let value = known.map_or_else(|| analysis.words(&tokens).to_owned(), Named::code);
    let country = known.is_some_and(|n| n.place.kind == PlaceKind::Country);
    Some(Item {
        place: Places { crossing: known.is_some_and(Named::is_crossing), value, country, tokens },
        lead: Lead::Label,
    })
}
