//! Completes from where to where: "the country", "the same crossing", the way of the claim before.

use std::ops::Range;

use claim::{Claim, Kind, Measure, Population};

use super::analysis::Analysis;
use super::carry::Carried;
use super::context::Context;
use super::grammar::{Class, Grammar};
use super::lexicon::{Lexicon, Object};
use super::movement::{self, Verb, Way};
use super::places_named::places_at;
use super::time::Sense;

/// Tokens between what is fled or left and the place that it is in.
const LEFT: usize = 5;
/// Tokens behind a verb within which it says where people came to.
const GOAL: usize = 8;

/// "1,200 arrived from their villages in Rakhine", "people fleeing violence in Myanmar have arrived": the place of what
/// is left or fled is where people come from, and no goal.
pub(super) fn turn_round(way: &mut Way, analysis: &Analysis, verb: Option<&Verb>, words: &Lexicon) {
    let Some(goal) = way.to.clone() else { return };
    let named = || analysis.names.iter().filter(|n| n.is_place() && n.code() == goal);
    if named().next().is_none() || !named().all(|n| is_left(analysis, n.tokens.start)) {
        return;
    }
    let grammar = Grammar::english();
    let is = |i: usize, class| grammar.is(analysis.word(i), class);
    let reached = verb.and_then(|verb| {
        let from = verb.tokens.end;
        (from..from + GOAL)
            .take_while(|i| !is(*i, Class::OutOf) && !matches!(analysis.word(*i), "," | ";" | "."))
            .filter(|i| is(*i, Class::Inside) || is(*i, Class::Into))
            .find_map(|i| places_at(analysis, i + 1, words))
    });
    way.from = way.from.take().or(Some(goal));
    way.to = reached.map(|places| places.value).filter(|to| way.from.as_ref() != Some(to));
}

/// Whether a name stands in a phrase of what people leave or flee.
fn is_left(analysis: &Analysis, name: usize) -> bool {
    let grammar = Grammar::english();
    let article = name > 0 && grammar.is(analysis.word(name - 1), Class::Article);
    let Some(lead) = name.checked_sub(1 + usize::from(article)) else { return false };
    if !grammar.is(analysis.word(lead), Class::Inside) {
        return false;
    }
    for at in (lead.saturating_sub(LEFT)..lead).rev() {
        let word = analysis.word(at);
        let flees = analysis.happenings.iter().any(|(tokens, happening)| {
            tokens.contains(&at)
                && (word.starts_with("fle") || happening.object == Some(Object::From))
        });
        if grammar.is(word, Class::OutOf) || flees {
            return true;
        }
        let other = analysis.happenings.iter().any(|(tokens, _)| tokens.contains(&at));
        if other || matches!(word, "," | ";" | ":") {
            return false;
        }
    }
    false
}

/// Mends a way by what "the country", "the three crossings" and a place of departure mean.
pub(super) fn mend_way(
    way: &mut Way,
    analysis: &Analysis,
    verb: Option<&Verb>,
    kind: Kind,
    measure: Measure,
    carried: &Carried,
    words: &Lexicon,
) {
    if measure == Measure::Stock || !kind.is_crossing() {
        return;
    }
    // "have left the country"
    if let Some(verb) = verb
        && way.from.is_none()
        && verb.happening.object == Some(Object::From)
        && analysis.word(verb.tokens.end) == "the"
        && analysis.word(verb.tokens.end + 1) == "country"
    {
        let context = &carried.context;
        // Nobody's people are named: the country that the dispatch is from.
        let filed = context.filed.clone().filter(|_| {
            movement::nationality_named(analysis, words).is_none()
                && (context.people.is_none() || context.people != context.origin)
        });
        way.from = filed.or_else(|| context.origin.clone()).or_else(|| context.home.clone());
    }
    // "Panama's officials reported that 11,000 had crossed into the country"
    if kind == Kind::Arrival
        && way.to.is_none()
        && let Some(verb) = verb
        && matches!(analysis.word(verb.tokens.end), "the" | "their" | "its" | "our")
        && analysis.word(verb.tokens.end + 1) == "country"
    {
        let home = if carried.context.homeward {
            carried.context.nationality.clone()
        } else {
            carried.context.home.clone()
        };
        let last = || carried.claims.last().and_then(|last| last.to.clone());
        let host = subject_country(analysis).or_else(last).or(home);
        way.to = host.filter(|host| way.from.as_ref() != Some(host));
        way.at = way.at.take().filter(|at| way.to.as_ref() != Some(at));
    }
    // "people who were in Pakistan illegally have departed"
    if matches!(kind, Kind::Departure | Kind::Deportation)
        && way.from.is_none()
        && way.to.is_none()
        && way.via.is_empty()
        && way.at.as_ref().is_some_and(is_code)
        && verb.is_none_or(|v| {
            let word = analysis.word(v.tokens.start);
            // "fled violence in Myanmar"
            word.starts_with("fle") || word.starts_with("escap") ||
            // "have crossed and are living in Bangladesh" is where they came to.
            analysis.names.iter().any(|n| n.is_place() && n.tokens.start < v.tokens.start)
        })
    {
        way.from = way.at.take();
    }
    // "the three crossings", "by the two crossings": the ones named last.
    if way.via.is_empty()
        && let Some(count) = several_crossings(analysis)
    {
        let mut named: Vec<String> = Vec::new();
        for via in carried.recent().flat_map(|c| c.via.iter().rev()) {
            if !named.contains(via) && named.len() < count {
                named.push(via.clone());
            }
        }
        if named.len() == count {
            named.reverse();
            way.via = named;
        }
    }
    if !way.via.is_empty() {
        way.at = None;
    }
}

/// "crossed the border with Chad": into it, unless it is the country that people leave.
pub(super) fn cross_border_with(way: &mut Way, analysis: &Analysis, context: &Context) {
    let with = analysis.names.iter().find(|n| {
        n.is_place()
            && n.place.kind == places::PlaceKind::Country
            && n.tokens.start >= 2
            && analysis.word(n.tokens.start - 1) == "with"
            && analysis.word(n.tokens.start - 2) == "border"
    });
    let Some(country) = with.map(|n| n.code()) else { return };
    if way.from.is_some() || way.to.is_some() || !way.via.is_empty() {
        return;
    }
    match (&context.destination, &context.origin) {
        (Some(to), _) if *to != country => (way.from, way.to) = (Some(country), Some(to.clone())),
        (_, Some(from)) if *from == country => way.from = Some(country),
        _ => way.to = Some(country),
    }
}

/// What the state that acts or speaks says of the way: "Germany deported 28 Afghans", "Kazakhstan
/// said 98,000 Russians had arrived, and 64,000 had left", "27,000 went the other way".
pub(super) fn from_state(
    way: &mut Way,
    analysis: &Analysis,
    verb: Option<&Verb>,
    counted: &Range<usize>,
    kind: Kind,
    before: Option<&Claim>,
) {
    let Some(verb) = verb else { return };
    let country = |range: Range<usize>| {
        analysis
            .names
            .iter()
            .rev()
            .find(|n| {
                // "the Mexican government has deported"
                let state = matches!(
                    analysis.word(n.tokens.end),
                    "government" | "authorities" | "officials" | "police"
                );
                (n.is_place() || state)
                    && range.contains(&n.tokens.start)
                    && n.place.kind == places::PlaceKind::Country
            })
            .map(|n| (n.tokens.end + usize::from(!n.is_place()), n.code()))
    };
    if let Some(before) = before {
        let from = counted.start.saturating_sub(6);
        let opposite = (from..analysis.tokens.len().min(counted.end + 8)).any(|i| {
            matches!(analysis.word(i), "other" | "opposite")
                && matches!(analysis.word(i + 1), "way" | "direction")
        });
        if opposite && way.via.is_empty() {
            (way.from, way.to) = (before.to.clone(), before.from.clone());
            return;
        }
        // "118,461 entered Romania, of which 51,261 had already left"
        let onward = kind == Kind::Departure
            && before.kind == Kind::Arrival
            && way.from.is_none()
            && way.to.is_none()
            && way.via.is_empty()
            && matches!(analysis.word(verb.tokens.start), "left" | "departed" | "leaving");
        if onward {
            way.from.clone_from(&before.to);
            return;
        }
    }
    let subject = country(0..verb.tokens.start.min(counted.start));
    let Some((end, state)) = subject else { return };
    // The state is the subject: nothing but auxiliaries stand between it and the verb.
    let acts = (end..verb.tokens.start).all(|i| {
        matches!(
            analysis.word(i),
            "has" | "have" | "had" | "also" | "already" | "says" | "it" | "." | "will" | "would"
        )
    });
    let receives = verb.happening.object == Some(Object::At);
    if kind == Kind::Deportation && acts && !receives && verb.tokens.end <= counted.start {
        // "has deported people who entered Mexico from Guatemala" is not to Mexico.
        way.to = way.to.take().filter(|to| *to != state);
        // "pushed back 1,600 people who had tried to flee Myanmar": to where they had fled from.
        let fled = analysis.happenings.iter().find(|(tokens, happening)| {
            tokens.start >= counted.end && happening.object == Some(Object::From)
        });
        let home = fled.and_then(|(tokens, _)| {
            analysis
                .names
                .iter()
                .find(|n| n.is_place() && (tokens.end..tokens.end + 3).contains(&n.tokens.start))
        });
        way.to = way.to.take().or(home.map(|n| n.code()).filter(|to| *to != state));
        // "Chile expelled 53 migrants from Iquique"
        let within = analysis.names.iter().any(|n| {
            n.is_place() && Some(n.code()) == way.from && n.place.country.as_ref() == Some(&state)
        });
        if !within {
            way.from = Some(state);
        }
        return;
    }
    // "Egypt has received 90,000 refugees": they came there, whatever was said before.
    if matches!(kind, Kind::Arrival | Kind::Return | Kind::Deportation)
        && acts
        && verb.tokens.end <= counted.start
        && receives
        && !way.to.as_ref().is_some_and(is_code)
        && way.from.as_ref() != Some(&state)
    {
        way.to = Some(state);
        way.at = None;
        return;
    }
    // "Chad saw 25,000 refugees arrive from Sudan"
    let saw = matches!(analysis.word(end), "saw" | "sees")
        || matches!(analysis.word(end), "has" | "had") && analysis.word(end + 1) == "seen";
    if kind == Kind::Arrival && saw && way.to.is_none() && way.via.is_empty() {
        way.to = Some(state).filter(|to| way.from.as_ref() != Some(to));
        return;
    }
    // "Mexico detained 800 members of the caravan"
    if kind == Kind::Arrest && acts && verb.tokens.end <= counted.start && way.at.is_none() {
        way.at = Some(state);
        return;
    }
    let says = matches!(analysis.word(end), "said" | "says" | "reported" | "announced");
    // "Jordan said more than 22,000 went back via its territory": they had been there.
    if says && kind == Kind::Return && way.from.is_none() && way.to.as_ref() != Some(&state) {
        way.from = Some(state);
        return;
    }
    if says && kind == Kind::Arrival && way.to.is_none() && way.via.is_empty() && way.at.is_none() {
        way.to = Some(state).filter(|to| way.from.as_ref() != Some(to));
    }
}

/// How many crossings "the three crossings" speaks of.
pub(super) fn several_crossings(analysis: &Analysis) -> Option<usize> {
    (0..analysis.tokens.len()).find_map(|i| {
        let count = match analysis.word(i) {
            "both" | "two" => 2,
            "three" => 3,
            "four" => 4,
            _ => return None,
        };
        let noun = matches!(analysis.word(i + 1), "crossings" | "gates" | "points" | "borders")
            || analysis.word(i + 1) == "border"
                && matches!(analysis.word(i + 2), "crossings" | "points");
        noun.then_some(count)
    })
}

/// Fills in the way from a heading, or from the claim that this one goes on from.
#[allow(clippy::too_many_arguments)] // one call, every argument a different fact
pub(super) fn carry_way(
    way: &mut Way,
    kind: Kind,
    measure: Measure,
    before: Option<&Claim>,
    carried: &Carried,
    under_heading: bool,
    analysis: &Analysis,
    counted: &Range<usize>,
    words: &Lexicon,
) {
    if measure == Measure::Stock || !kind.is_crossing() {
        return;
    }
    // "These figures exclude 998 Afghans …": of all the figures before, not of the last.
    if words.excludes.within(&analysis.tokens, 0..counted.start).is_some() {
        return;
    }
    if way.via.is_empty() && under_heading && before.is_none() {
        way.via.clone_from(&carried.heading.via);
        way.from = way.from.take().or(carried.heading.way.from.clone());
        way.to = way.to.take().or(carried.heading.way.to.clone());
    }
    let named_nothing =
        way.via.is_empty() && way.from.is_none() && way.to.is_none() && way.at.is_none();
    let part_of_last = before.is_none()
        && (carried.is_put(analysis)
            || super::carry::is_of_people(analysis, counted)
            || super::claims::group_included(analysis, counted)
            || analysis.tokens.first().is_some_and(|t| {
                matches!(&*t.lower, "they" | "among" | "these" | "over" | "of" | "its")
            }));
    if let Some(last) = before.or(carried.claims.last().filter(|_| part_of_last)) {
        // Who returns goes the other way.
        let same_way = (last.kind == Kind::Return) == (kind == Kind::Return)
            || last.kind == Kind::Deportation
            || kind == Kind::Deportation;
        if !same_way {
            // "…, and just under 500,000 have gone back": the other way round.
            // Not "192,473 refugees and 43,000 returnees", who came the same way.
            let grammar = Grammar::english();
            let noun = (counted.start.saturating_sub(1)..counted.end)
                .any(|i| grammar.is(analysis.word(i), Class::Back));
            let back =
                before.is_some() && kind == Kind::Return && last.kind != Kind::Return && !noun;
            if noun && before.is_some() && last.kind == Kind::Arrival && named_nothing {
                way.from.clone_from(&last.from);
                way.to.clone_from(&last.to);
                way.via.clone_from(&last.via);
            }
            if back && way.from.is_none() && way.to.is_none() && way.via.is_empty() {
                way.from.clone_from(&last.to);
                way.to.clone_from(&last.from);
            }
        } else if named_nothing && last.measure != Measure::Stock {
            way.via.clone_from(&last.via);
            way.from.clone_from(&last.from);
            way.to.clone_from(&last.to);
            way.at.clone_from(&last.at);
        } else if way.from.is_none() && way.via.is_empty() && last.measure != Measure::Stock {
            way.from.clone_from(&last.from);
        }
    }
    // "crossed there", "at the same crossing", "through that gate", "by the same route"
    if way.via.is_empty() {
        let from = counted.start.saturating_sub(14);
        let points_back = (from..analysis.tokens.len()).any(|i| {
            let noun = |j: usize| {
                matches!(analysis.word(j), "crossing" | "gate" | "route" | "border" | "point")
            };
            (matches!(analysis.word(i), "same" | "that") && noun(i + 1))
                || (matches!(analysis.word(i), "through" | "at" | "by" | "via")
                    && analysis.word(i + 1) == "the"
                    && noun(i + 2))
                || (analysis.word(i) == "there" && i > counted.end)
                // "crossed the dangerous jungle"
                || (analysis.word(i).starts_with("cross")
                    && (i + 2..i + 4).any(|j| {
                        matches!(analysis.word(j), "jungle" | "gap" | "river" | "strait" | "sea" | "crossing")
                    }))
        });
        // "On that Monday alone": the day before's sentence, and its crossing, go on.
        let last_block = carried.blocks.last() == Some(&analysis.sentence.block);
        let day_goes_on = last_block
            && !names_both_ends(analysis)
            && (analysis.whens.iter().any(|w| w.sense == Sense::Same)
                || (0..3).any(|i| analysis.word(i) == "that")
                || (0..2).any(|i| matches!(analysis.word(i), "further" | "another")));
        // "Officials had cleared 4,300 by noon": at the crossing spoken of.
        let unnamed = last_block
            && way.from.is_none()
            && way.to.is_none()
            && way.at.is_none()
            && analysis.names.iter().all(|n| !n.is_place())
            && analysis.happenings.iter().any(|(tokens, h)| {
                h.object == Some(Object::Via) && analysis.distance(tokens, counted) <= 3
            });
        // "The crossing had seen 500 persons daily": the one named before in the paragraph.
        let subject = (0..counted.start).any(|i| {
            analysis.word(i) == "the"
                && matches!(analysis.word(i + 1), "crossing" | "gate")
                && matches!(
                    analysis.word(i + 2),
                    "had" | "has" | "saw" | "sees" | "was" | "recorded"
                )
        });
        if let Some((block, gate)) = carried.gate.as_ref().filter(|_| subject)
            && *block == analysis.sentence.block
        {
            way.via = vec![gate.clone()];
            return;
        }
        let points_back = points_back || day_goes_on || unnamed;
        let last = carried.recent().find(|c| !c.via.is_empty());
        if points_back && let Some(last) = last {
            way.via.clone_from(&last.via);
        }
    }
    // "crossed the border", "made the journey"
    let passes = analysis.happenings.iter().any(|(tokens, happening)| {
        happening.object == Some(Object::Via) && analysis.distance(tokens, counted) <= 8
    });
    // Departures go on from the country that the document has spoken of; where to is
    // not assumed.
    if way.from.is_none() && way.to.is_none() && way.via.is_empty() && way.at.is_none() {
        let flows = |c: &&Claim| {
            c.measure != Measure::Stock
                && c.kind.is_crossing()
                && (kind != Kind::Return
                    || matches!(c.kind, Kind::Return | Kind::Deportation)
                    || carried.context.homeward && carried.context.origin.is_none())
        };
        if let Some(last) = carried.recent().find(flows) {
            way.from.clone_from(&last.from);
            // "29,578 have made the journey since January", "on Monday alone 98,000 crossed": the
            // line that was crossed before, on both sides.
            // But not when another place has been spoken of since.
            let still = !carried.turned && analysis.names.iter().all(|n| !n.is_place());
            let both = last.kind == Kind::Arrival || last.from.is_some() && still;
            if matches!(kind, Kind::Return | Kind::Arrival) || passes && both {
                way.to.clone_from(&last.to);
            }
            // "Police counted 9,000": those of the sentence before, at its gate.
            let counts_again = still
                && analysis.happenings.is_empty()
                && carried.blocks.last() == Some(&analysis.sentence.block)
                && carried.claims.last().is_some_and(|before| before.span == last.span);
            if counts_again {
                way.via.clone_from(&last.via);
            }
        }
    }
    // "98,000 came from Ukraine to Poland. 12,000 went to Ukraine": the way back.
    if matches!(kind, Kind::Departure | Kind::Arrival)
        && way.from.is_none()
        && way.via.is_empty()
        && let Some(to) = way.to.as_ref()
    {
        let flow = |c: &&Claim| c.measure != Measure::Stock && c.kind.is_crossing();
        let last = carried.recent().find(flow);
        way.from = last
            .filter(|last| last.from.as_ref() == Some(to))
            .and_then(|last| last.to.clone().filter(is_code));
        // "98,000 came from Ukraine to Poland. On Monday 17,000 came to Poland": by the same way,
        // where the text knows of one only.
        if way.from.is_none() && is_code(to) {
            let mut others =
                carried.claims.iter().filter(flow).filter(|c| c.to.as_ref() == Some(to));
            let one = others.next().and_then(|first| first.from.clone());
            way.from = one.filter(|from| others.all(|c| c.from.as_ref() == Some(from)));
        }
    }
    // "60,000 refugees of X live in Y. In March 1,100 crossed the border": from X to Y.
    if kind == Kind::Departure
        && passes
        && way.from.is_none()
        && way.to.is_none()
        && way.via.is_empty()
        && let Some(last) = carried.claims.last()
        && matches!(last.kind, Kind::Refugees | Kind::InCamp | Kind::Registered)
        && last.at.as_ref() != last.population.nationality.as_ref()
    {
        way.from.clone_from(&last.population.nationality);
        way.to = last.at.clone().filter(|_| way.from.is_some());
    }
    // Who came somewhere without saying from where came from the place just said to be left.
    if kind == Kind::Arrival && way.from.is_none() && way.to.is_some() && way.via.is_empty() {
        let left = carried.left(analysis.sentence.block);
        way.from = left.filter(|left| way.to.as_ref() != Some(left));
    }
}

/// "from Poland into Ukraine": a way of its own, by whatever crossing.
fn names_both_ends(analysis: &Analysis) -> bool {
    let led = |prepositions: &[&str]| {
        analysis.names.iter().any(|n| {
            n.is_place()
                && n.place.kind == places::PlaceKind::Country
                && n.tokens.start > 0
                && prepositions.contains(&analysis.word(n.tokens.start - 1))
        })
    };
    led(&["from"]) && led(&["to", "into"])
}

/// Where people were arrested, rescued or displaced, or are, where nothing by the number says so: where
/// those were with whom the sentence goes on, at the place named last, or in the country that the text
/// is about.
pub(super) fn whereabouts(
    way: &mut Way,
    kind: Kind,
    measure: Measure,
    carried: &Carried,
    (analysis, before, population): (&Analysis, Option<&Claim>, &Population),
) {
    let open = way.at.is_none() && way.from.is_none() && way.to.is_none() && way.via.is_empty();
    let stock = measure == Measure::Stock;
    let stays = stock || matches!(kind, Kind::Arrest | Kind::Displacement | Kind::Registration);
    if !open || !(stays || kind == Kind::Other) {
        return;
    }
    let goes_on = before.filter(|before| (before.kind, before.measure) == (kind, measure));
    let home = carried.section.clone().or_else(|| carried.context.home.clone());
    // The spot that the sentence itself names, or the one before it: in the country of the text, but
    // for those at sea.
    let fits = |spot: &Spot| {
        !stays || home.as_ref().is_none_or(|home| spot.country.as_ref() == Some(home))
    };
    let own = spot(analysis).filter(fits).map(|spot| spot.place);
    let last = carried.spot.as_ref().filter(|(block, spot)| {
        (*block == analysis.sentence.block || *block + 1 == analysis.sentence.block) && fits(spot)
    });
    let country = || {
        let abroad = matches!(kind, Kind::Refugees | Kind::Registered | Kind::Stranded);
        let theirs = |country: &String| abroad && population.nationality.as_ref() == Some(country);
        let of_subject = subject_country(analysis);
        of_subject.or(home.clone()).filter(|home| stays && !theirs(home))
    };
    // "… in Dhaka, Khulna and Sylhet. 46,000 were housed in shelters": where those before were, not at the last of
    // the places named for them.
    let whole = |spot: &Spot| {
        let before = carried.claims.last().and_then(|claim| claim.at.as_ref());
        before.filter(|at| !is_code(at) && at.contains(&spot.place)).unwrap_or(&spot.place).clone()
    };
    way.at = goes_on
        .and_then(|before| before.at.clone())
        .or(own)
        .or_else(|| last.map(|(_, spot)| whole(spot)))
        .or_else(country);
}

/// A place within a country.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    place: String,
    country: Option<String>,
}

/// The place within a country that a sentence names last, and that nobody goes to or comes from.
pub(super) fn spot(analysis: &Analysis) -> Option<Spot> {
    let grammar = Grammar::english();
    let name = analysis.names.iter().rev().find(|name| {
        let lead = movement::preposition_before(analysis, name.tokens.start);
        let moved = grammar.is(lead, Class::OutOf) || grammar.is(lead, Class::Into);
        let off = name.tokens.start > 0 && analysis.word(name.tokens.start - 1) == "off";
        name.is_place()
            && !name.is_crossing()
            && name.place.kind != places::PlaceKind::Country
            && (!moved || off)
    })?;
    Some(Spot { place: name.code(), country: name.place.country.clone() })
}

/// Where people are who were counted without saying where: the country spoken of last.
pub(super) fn stock_place(carried: &Carried) -> Option<String> {
    carried
        .recent()
        .find_map(|c| match c.measure {
            Measure::Stock => c.at.clone().filter(is_code),
            _ => c.from.clone().filter(is_code).or(c.at.clone().filter(is_code)),
        })
        .or_else(|| carried.context.home.clone())
}

/// The country that the people counted before came to.
pub(super) fn host_country(carried: &Carried) -> Option<String> {
    carried.recent().find_map(|claim| claim.to.clone().filter(is_code))
}

/// Whether a place is a country, by the form of its code.
#[allow(clippy::ptr_arg)] // called on `Option<String>`
pub(super) fn is_code(place: &String) -> bool {
    place.len() == 3 && place.chars().all(|c| c.is_ascii_uppercase())
}

/// The country that the sentence's subject is.
pub(super) fn subject_country(analysis: &Analysis) -> Option<String> {
    analysis
        .names
        .iter()
        .find(|n| n.is_place() && n.tokens.start <= 2 && n.place.kind == places::PlaceKind::Country)
        .map(|n| n.code())
}

/// What is known of the people on the way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moving<'a> {
    /// Whose nationals they are, as told with the number.
    pub nationality: Option<&'a String>,
    /// Whether the verb is one of flight.
    pub flees: bool,
    /// Whether the verb is one of crossing ("made the journey").
    pub passes: bool,
    /// Whether they are counted as refugees.
    pub refugees: bool,
    /// Whether a state sends them away that is not theirs: migrants who are deported or returned.
    pub sent: bool,
    /// Whether it is said to have happened.
    pub asserted: bool,
    /// Whether they go to a part of the world that no one country is.
    pub far: bool,
}

/// Completes the ends of a way from what the document is about.
///
/// `topic` is the place that the sentences before were about.
pub(super) fn settle(
    way: &mut Way,
    kind: Kind,
    measure: Measure,
    context: &Context,
    topic: Option<&String>,
    people: Moving<'_>,
) {
    if measure == Measure::Stock {
        return;
    }
    match kind {
        Kind::Arrival | Kind::Return | Kind::Departure | Kind::Deportation => {
            // "arrived in Armenia", "entered at Chaman"
            if way.at.is_some() && !people.flees && (kind != Kind::Departure || way.to.is_some()) {
                way.to = way.to.take().or(way.at.clone());
                way.at = None;
            }
            if way.from == way.to {
                way.from = None;
            }
            // "Estados Unidos … ha deportado hondureños": nobody is sent home from home.
            let theirs = people.nationality;
            if matches!(kind, Kind::Return | Kind::Deportation)
                && way.from.is_some()
                && way.from.as_ref() == theirs
                && way.to.as_ref().is_none_or(|to| Some(to) == theirs)
            {
                way.to = way.from.take();
            }
            // Who goes or is sent home goes to the country whose nationals they are; so does
            // who arrives from a country that is not theirs, where the text is of returns.
            let back = kind == Kind::Arrival && context.homeward && way.from.is_some();
            if (matches!(kind, Kind::Return | Kind::Deportation) || back)
                && way.to.is_none()
                && way.via.is_empty()
                && way.from.as_ref() != people.nationality
            {
                let home = context.nationality.as_ref().filter(|_| context.homeward);
                way.to =
                    people.nationality.or(home.filter(|h| way.from.as_ref() != Some(h))).cloned();
            }
            // "fled the conflict in Congo and crossed into Burundi"
            if people.flees && way.from.is_none() && way.at.is_some() && way.at != way.to {
                way.from = way.at.take();
            }
            // "29,578 have made the journey": to where the document says they arrive.
            let passing = kind == Kind::Arrival || people.passes;
            if passing
                && !context.homeward
                && way.to.is_none()
                && way.at.is_none()
                && way.via.is_empty()
                && way.from.as_ref() != context.destination.as_ref()
            {
                way.to.clone_from(&context.destination);
            }
            // "17,926 Afghans have been deported", in a report from Iran
            if kind == Kind::Deportation && way.from.is_none() && way.via.is_empty() {
                way.from = context
                    .elsewhere
                    .clone()
                    .filter(|state| way.to.as_ref() != Some(state) && people.nationality.is_some());
            }
            // "185 migrants have been returned since 2018": from the country that the text is about.
            if people.sent && way.from.is_none() && way.via.is_empty() {
                let theirs = [way.to.as_ref(), people.nationality, context.origin.as_ref()];
                let state = context.home.as_ref().filter(|home| {
                    !theirs.contains(&Some(*home)) && context.people.as_ref() != Some(*home)
                });
                way.from = state.cloned();
            }
            // "1.5 million Afghans have left Iran": home, where the text is of those who go home.
            if kind == Kind::Departure
                && context.homeward
                && context.origin.is_none()
                && !people.flees
                && people.asserted
                && way.to.is_none()
                && way.via.is_empty()
                && way.from.as_ref().is_some_and(is_code)
                && way.from.as_ref() != people.nationality
            {
                way.to = people.nationality.cloned();
            }
            // "Ukrainian refugees arrived in Moldova": a refugee comes from home.
            let came = kind == Kind::Arrival && people.refugees && way.to.is_some();
            if came && way.from.is_none() && way.to.as_ref() != people.nationality {
                way.from = people.nationality.cloned();
            }
            // Who flees, flees from home.
            let away = !context.homeward || way.via.is_empty();
            if people.flees && away && way.from.is_none() && way.to.as_ref() != people.nationality {
                way.from = people.nationality.cloned();
            }
            let origin = context.origin.as_ref();
            let own_border = !way.via.is_empty() && !context.flight && origin == people.nationality;
            if !matches!(kind, Kind::Return | Kind::Deportation)
                && way.from.is_none()
                && !own_border
                && !people.far
                && (context.flight || kind != Kind::Arrival || people.nationality == origin)
                && way.to.as_ref() != origin
                && way.at.as_ref() != origin
            {
                way.from = origin.cloned();
            }
        }
        Kind::Displacement | Kind::Arrest | Kind::Other | Kind::Registration => {
            if way.at.is_none() && way.to.is_none() {
                way.at = topic.cloned();
                if kind == Kind::Displacement {
                    way.at = way.at.take().or(context.origin.clone());
                }
                // "890 people applied for protection": in the country that the text speaks of.
                if kind == Kind::Registration && way.from.is_none() {
                    let home = context.home.clone();
                    way.at = way.at.take().or(home.filter(|h| Some(h) != people.nationality));
                }
            }
            if way.at == way.from {
                way.from = None;
            }
        }
        _ => {}
    }
}
