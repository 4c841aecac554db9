//! Puts the parts of a sentence together into claims, and carries over what
//! it leaves unsaid: the people, the crossing, the days, the speaker.

use std::ops::Range;

use claim::{
    Claim, Concept, Document, Group, Kind, Measure, Population, Qualifier, Source, Stance, Status,
    Unit, Window,
};
use places::Gazetteer;

use super::analysis::Analysis;
use super::lexicon::{Happening, Lexicon, Object};
use super::movement::{self, Verb, Way};
use super::number::Amount;
use super::speaker::{Speech, source_in};
use super::time::Sense;
use super::who::{Head, Who, population, who};
use super::window::{Days, Setting, days};
use super::{Spoken, most_named};

/// How many claims back an ellipsis or "the crossing" may refer.
const LOOK_BACK: usize = 60;

/// What earlier sentences have established.
#[derive(Debug, Default)]
struct Carried {
    /// Whole claims in order; the last ones are what ellipses refer to.
    claims: Vec<Claim>,
    /// What the last heading says counts below it.
    heading: Heading,
    /// Block of each claim, for breakdowns listed line by line.
    blocks: Vec<usize>,
    /// Days last spoken of, with or without a number.
    window: Option<Window>,
    /// People last named, or named most in the document.
    nationality: Option<String>,
    /// The country that "the country" means: the one named most.
    home: Option<String>,
    /// Whether the document speaks of people going home.
    homeward: bool,
    /// Speaker of the letterhead.
    letterhead: Option<Source>,
}

/// What a heading says of the figures under it.
#[derive(Debug, Default, Clone)]
struct Heading {
    block: usize,
    window: Option<Window>,
    cumulative: bool,
    via: Vec<String>,
    happening: Option<Happening>,
    way: Way,
}

/// Reads all claims of a document, in order, sealed and linked.
pub(super) fn claims(
    document: &Document,
    spoken: &[Spoken],
    gazetteer: &Gazetteer,
    words: &Lexicon,
) -> Vec<Claim> {
    let mut carried = Carried {
        nationality: most_named(spoken, |n| !n.is_place()),
        home: most_named(spoken, |n| n.is_place()),
        homeward: spoken
            .iter()
            .flat_map(|s| &s.analysis.happenings)
            .any(|(_, happening)| happening.kind == Kind::Return),
        ..Carried::default()
    };
    for (index, sentence) in spoken.iter().enumerate() {
        let analysis = &sentence.analysis;
        if carried.letterhead.is_none() {
            carried.letterhead.clone_from(&sentence.letterhead);
        }
        if let Some(nationality) = movement::nationality_named(analysis) {
            carried.nationality = Some(nationality);
        }
        let first = carried.claims.len();
        for amount in &analysis.amounts {
            if let Some(claim) =
                claim(document, sentence, amount, first, &carried, gazetteer, words)
            {
                carried.claims.push(claim);
                carried.blocks.push(analysis.sentence.block);
            }
        }
        let read = carried.claims.len() > first;
        link_parts(spoken, index, &mut carried.claims, first);
        if !read {
            note_heading(analysis, &mut carried.heading);
        }
        let spoken_of = analysis.whens.iter().rev().find_map(|w| match w.sense {
            Sense::During(window) => Some(window),
            _ => None,
        });
        let counted = carried.claims[first..].iter().rev().find_map(Claim::window);
        carried.window = counted.or(spoken_of).or(carried.window);
    }
    link_blocks(&mut carried.claims, &carried.blocks);
    fill_ways(&mut carried.claims, gazetteer);
    link_mentions(&mut carried.claims);
    carried.claims
}

/// A heading, date line or bullet without a number of its own sets the scene for the lines below.
fn note_heading(analysis: &Analysis, heading: &mut Heading) {
    let text = &analysis.text[analysis.sentence.span.clone()];
    let is_heading = !text.ends_with(['.', '!', '?', '”', '"']);
    if !is_heading {
        // Prose in between ends the scene.
        if analysis.sentence.block != heading.block {
            heading.window = None;
        }
        return;
    }
    if heading.block != analysis.sentence.block {
        heading.window = None;
    }
    heading.block = analysis.sentence.block;
    if let Some(window) = analysis.whens.iter().find_map(|w| match w.sense {
        Sense::During(window) => Some(window),
        _ => None,
    }) {
        heading.window = Some(window);
        heading.cumulative = false;
    }
    let mut via: Vec<String> = Vec::new();
    for name in analysis.names.iter().filter(|n| n.is_crossing()) {
        if !via.contains(&name.place.name) {
            via.push(name.place.name.clone());
        }
    }
    if !via.is_empty() {
        heading.via = via;
    }
    if let Some((tokens, happening)) = analysis.happenings.first() {
        heading.happening = Some(*happening);
        let verb = Verb { tokens: tokens.clone(), happening: *happening };
        let way = movement::way(analysis, tokens, Some(&verb), &[]);
        heading.way = Way { via: Vec::new(), ..way };
    }
}

/// The organisation in whose name a bulletin is written, when a heading says so.
pub(super) fn letterhead(analysis: &Analysis, words: &Lexicon) -> Option<Source> {
    let text = &analysis.text[analysis.sentence.span.clone()];
    let heading = analysis.sentence.block == 0 && !text.ends_with(['.', '!', '?']);
    if !heading || analysis.tokens.len() > 18 {
        return None;
    }
    // "Ministry of Interior, Islamabad: statement": what stands before the colon.
    let end = analysis.tokens.iter().position(|t| t.is(":")).unwrap_or(analysis.tokens.len());
    let organisation = (0..end).find_map(|at| {
        let (n, kind) = words.organisations.at(&analysis.tokens[..end], at)?;
        let starts = at <= 6;
        // A single word such as "UN" in a headline is a speaker only with a verb of saying.
        (starts && n + at <= end && at + n >= 2 || (at == 0 && end < analysis.tokens.len()))
            .then_some((at, n, *kind))
    });
    let (at, n, kind) = organisation?;
    let shouted = analysis.tokens[at..at + n].iter().all(|t| {
        t.is_capitalised() || !t.text.chars().any(char::is_alphabetic) || t.text.len() <= 3
    });
    if !shouted || !analysis.happenings.is_empty() && end == analysis.tokens.len() {
        return None;
    }
    let source = source_in(analysis, &(0..end), words)?;
    Some(Source {
        name: source.organisation.clone(),
        role: None,
        organisation: source.organisation,
        kind,
    })
}

/// Builds the claim of one amount; `None` when it is not a claim.
fn claim(
    document: &Document,
    sentence: &Spoken,
    amount: &Amount,
    first_of_sentence: usize,
    carried: &Carried,
    gazetteer: &Gazetteer,
    words: &Lexicon,
) -> Option<Claim> {
    let analysis = &sentence.analysis;
    let before = carried.claims[first_of_sentence..].last();
    let mut rules: Vec<&'static str> = vec![amount.rule];
    let head = match who(analysis, amount, words) {
        Who::Named(head) => {
            rules.push(if head.label { "who.label" } else { "who.noun" });
            Some(head)
        }
        Who::LeftOut => {
            rules.push("who.left-out");
            None
        }
        Who::NotPeople => return None,
    };
    let counted = match &head {
        Some(head) if !head.label => amount.tokens.start..head.tokens.end.max(amount.tokens.end),
        _ => amount.tokens.clone(),
    };
    // A small number needs a noun of its own, and one in somebody's own story ("he left with
    // six children") is not a count; "one people" is not a number.
    let small = amount.size() < 100.0 && amount.qualifier != Qualifier::Undetermined;
    if head.is_none() && (amount.plain || small && before.is_none()) {
        return None;
    }
    if amount.size() < 20.0 && small && tells_of_one(analysis, &counted) {
        return None;
    }

    let found = movement::verb(analysis, &counted);
    let inherited = before
        .filter(|_| found.is_none() || head.is_none() && continues(analysis, &counted))
        .map(|claim| Happening {
            kind: claim.kind,
            measure: if claim.measure == Measure::Rate { Measure::Flow } else { claim.measure },
            object: None,
            passive: false,
        });
    let heading = &carried.heading;
    let in_heading = head.as_ref().is_some_and(|h| h.label)
        || analysis.tokens.first().is_some_and(|t| matches!(t.text, "•" | "-" | "*"))
        || heading.block == analysis.sentence.block && analysis.sentence.block > 0;
    let (verb, happening) = match (found, inherited) {
        (_, Some(happening)) => {
            rules.push("verb.carried");
            (None, happening)
        }
        (Some(verb), None) => {
            rules.push("verb.near");
            (Some(verb.clone()), verb.happening)
        }
        (None, None) => {
            let happening = heading
                .happening
                .filter(|_| in_heading || heading_like(analysis))
                .or_else(|| part_before(analysis, carried))
                .or_else(|| at_crossing(analysis, &counted))?;
            rules.push("verb.heading");
            (None, happening)
        }
    };
    let mut measure = happening.measure;
    let mut kind = happening.kind;
    // The noun is the verb for "178 deportees" under any heading.
    if let Some(own) = head.as_ref().and_then(|h| noun_kind(analysis, h, words)) {
        kind = own.kind;
        measure = own.measure;
    }
    if amount.percent {
        measure = Measure::Share;
    }

    let speech_ranges: Vec<Range<usize>> =
        sentence.speeches.iter().map(|s| s.tokens.clone()).collect();
    let mut stance = movement::stance(analysis, &counted, verb.as_ref(), words);
    let setting = Setting {
        ahead: matches!(stance, Stance::Expected | Stance::Planned),
        published: document.published,
        heading: heading.window.filter(|_| heading.block == analysis.sentence.block),
        before: carried.window.or(before.and_then(Claim::window)),
    };
    let mut days =
        days(analysis, &counted, verb.as_ref(), measure, &sentence.speeches, setting, words);
    if measure != Measure::Stock {
        inherit_days(&mut days, before.or_else(|| referred_to(analysis, carried)));
    }

    let mut way = movement::way(analysis, &counted, verb.as_ref(), &speech_ranges);
    let population = people(analysis, head.as_ref(), &counted, before, carried, words);
    let mut aside = leads_in(analysis, &counted, &sentence.speeches);
    // "will round up all foreigners without papers, among them thousands of Syrians": nobody
    // is held yet; the number is of people who are there.
    if matches!(stance, Stance::Planned | Stance::Expected)
        && amount.qualifier == Qualifier::Vague
        && included(analysis, &counted, words)
        && measure == Measure::Flow
    {
        measure = Measure::Stock;
        kind = if population.status == Status::Undocumented {
            Kind::Undocumented
        } else {
            Kind::Population
        };
        stance = Stance::Asserted;
        days = Days { end: document.published, ..Days::default() };
        way.at = way.at.or(subject_country(analysis)).or(way.from.take());
        way.from = None;
        rules.push("measure.included-in-plan");
        aside = true;
    }
    mend_way(&mut way, analysis, verb.as_ref(), kind, measure, carried);
    carry_way(
        &mut way,
        kind,
        measure,
        before,
        carried,
        in_heading || heading_like(analysis),
        analysis,
        &counted,
        words,
    );
    if measure == Measure::Flow && kind.is_crossing() {
        let home = population.nationality.as_deref().or(carried.nationality.as_deref());
        let homeward = matches!(kind, Kind::Return | Kind::Deportation) || carried.homeward;
        movement::complete(&mut way, homeward, home, gazetteer);
    }
    if measure == Measure::Stock && way.at.is_none() {
        way.at = way.to.take().or(way.from.take()).or_else(|| stock_place(carried));
        way.from = None;
    }
    if days.per.is_some() && measure == Measure::Flow {
        measure = Measure::Rate;
    }

    let goes_on = referred_to(analysis, carried).is_some()
        || analysis
            .whens
            .iter()
            .any(|w| matches!(w.sense, Sense::Same | Sense::DayAfter | Sense::MonthBefore));
    // An aside is the writer's own.
    let source = if aside {
        Source::default()
    } else {
        speaker_of(sentence, &counted, carried, before, goes_on)
    };
    if !aside && let Some(rule) = sentence.speeches.first().map(|s| s.rule) {
        rules.push(rule);
    }
    rules.extend(days.rules.iter());

    let span = evidence(analysis, amount, head.as_ref());
    let unit = head.as_ref().map_or_else(
        || before.map_or(Unit::People, |c| if head.is_none() { c.unit } else { Unit::People }),
        |h| h.unit,
    );
    Some(
        Claim {
            published: document.published,
            publisher: document.publisher.clone(),
            value: amount.value,
            low: amount.low,
            high: amount.high,
            qualifier: amount.qualifier,
            unit,
            measure,
            per: days.per,
            kind,
            concept: concept(kind, measure, &population, stance),
            population,
            via: way.via,
            from: way.from,
            to: way.to,
            at: way.at,
            start: days.start,
            end: days.end,
            as_of: days.as_of,
            cumulative: days.cumulative,
            start_stated: days.start_stated,
            partial: days.partial,
            source,
            stance,
            rules: rules.into_iter().map(str::to_owned).collect(),
            ..Claim::new(document.id.clone(), &document.text, span)
        }
        .sealed(),
    )
}

/// Whether the amount goes on from the one before: "…, and 4,000 into South Sudan".
fn continues(analysis: &Analysis, counted: &Range<usize>) -> bool {
    let lead = counted.start.checked_sub(1).map_or("", |i| analysis.word(i));
    let next = analysis.word(counted.end);
    matches!(lead, "and" | "," | "including" | "of")
        && matches!(
            next,
            "to" | "into" | "in" | "by" | "at" | "through" | "via" | "from" | "" | "." | ","
        )
}

/// Whether the sentence is a line of a bulletin rather than prose.
fn heading_like(analysis: &Analysis) -> bool {
    let text = &analysis.text[analysis.sentence.span.clone()];
    analysis.tokens.iter().take(8).any(|t| t.is(":")) || !text.ends_with(['.', '!', '?', '”', '"'])
}

/// "They belonged to 7,195 families", "(53,327 men, …)": the verb is that of the total before.
fn part_before(analysis: &Analysis, carried: &Carried) -> Option<Happening> {
    let last = referred_to(analysis, carried)?;
    Some(Happening {
        kind: last.kind,
        measure: if last.measure == Measure::Rate { Measure::Flow } else { last.measure },
        object: None,
        passive: false,
    })
}

/// The claim before, when the sentence opens with a word that goes on from it.
fn referred_to<'c>(analysis: &Analysis, carried: &'c Carried) -> Option<&'c Claim> {
    let first = analysis.tokens.iter().find(|t| t.shape == super::token::Shape::Word)?;
    let refers = matches!(
        first.lower.as_str(),
        "they"
            | "among"
            | "of"
            | "these"
            | "it"
            | "that"
            | "this"
            | "its"
            | "with"
            | "over"
            | "a"
            | "another"
    );
    carried.claims.last().filter(|_| refers)
}

/// "Border officials counted 38,100 at Chaman": whoever is counted at a crossing crosses.
fn at_crossing(analysis: &Analysis, counted: &Range<usize>) -> Option<Happening> {
    analysis
        .names
        .iter()
        .any(|n| n.is_crossing() && analysis.distance(&n.tokens, counted) <= 16)
        .then_some(Happening {
            kind: Kind::Departure,
            measure: Measure::Flow,
            object: None,
            passive: false,
        })
}

/// Whether the sentence tells one person's story: he, she or I before the number.
fn tells_of_one(analysis: &Analysis, counted: &Range<usize>) -> bool {
    analysis.tokens[counted.clone()].iter().any(|t| t.is("one"))
        || (0..counted.start)
            .any(|i| matches!(analysis.word(i), "he" | "she" | "i" | "my" | "his" | "her"))
}

/// The kind that the noun itself says: "178 deportees", "14,352 spontaneous returns".
fn noun_kind(analysis: &Analysis, head: &Head, words: &Lexicon) -> Option<Happening> {
    let at = head.tokens.end.checked_sub(1)?;
    let (n, happening) = words.happenings.at(&analysis.tokens[..head.tokens.end], at)?;
    let noun = matches!(
        analysis.word(at),
        "deportees"
            | "holders"
            | "cardholders"
            | "returns"
            | "arrivals"
            | "departures"
            | "deportations"
            | "returnees"
            | "repatriations"
            | "expulsions"
    );
    (n == 1 && noun).then_some(*happening)
}

/// Who is counted, completed from the claims before when the noun is left out.
fn people(
    analysis: &Analysis,
    head: Option<&Head>,
    counted: &Range<usize>,
    before: Option<&Claim>,
    carried: &Carried,
    words: &Lexicon,
) -> Population {
    let clause_end = (counted.end..analysis.tokens.len())
        .find(|i| {
            matches!(
                analysis.word(*i),
                "," | "." | ";" | "had" | "have" | "has" | "were" | "are" | "was"
            ) && *i > counted.end + 1
        })
        .unwrap_or(analysis.tokens.len());
    let clause = counted.end..clause_end.min(counted.end + 9);
    let mut found = match head {
        Some(head) => population(analysis, head, relative_clause(analysis, head, clause), words),
        None => {
            let last = before.or_else(|| {
                carried
                    .claims
                    .iter()
                    .rev()
                    .find(|c| c.population.group == Group::All && !c.population.text.is_empty())
            });
            let mut population = last.map(|c| c.population.clone()).unwrap_or_default();
            population.group = if before.is_some() { population.group } else { Group::All };
            population.includes.clear();
            population.excludes.clear();
            if population.nationality.is_none() {
                population.nationality = carried.nationality.clone();
            }
            if let Some((_, status)) =
                words.status.within(&analysis.tokens, counted.end..clause_end)
            {
                population.status = *status;
            } else if before.is_none() {
                population.status = Status::Unknown;
            }
            population
        }
    };
    if found.status == Status::Unknown {
        // "1.7 million are undocumented"
        let copula = matches!(analysis.word(counted.end), "are" | "is" | "were" | "of");
        if copula
            && let Some((_, status)) =
                words.status.within(&analysis.tokens, counted.end..clause_end)
        {
            found.status = *status;
        }
    }
    // "migrants without papers, including thousands of Syrians": a part has the papers of
    // its whole.
    if found.status == Status::Unknown && included(analysis, counted, words) {
        let from = counted.start.saturating_sub(7);
        if let Some((_, status)) = words.status.within(&analysis.tokens, from..counted.start) {
            found.status = *status;
        }
    }
    let end = analysis.tokens.len();
    for (phrases, list) in
        [(&words.excludes, &mut found.excludes), (&words.includes, &mut found.includes)]
    {
        if let Some((at, ())) =
            phrases.within(&analysis.tokens, counted.end..end.min(counted.end + 16))
        {
            let (n, ()) = phrases.at(&analysis.tokens, at).unwrap_or((1, &()));
            let own_amount = analysis
                .amounts
                .iter()
                .any(|a| a.tokens.start >= at && a.tokens.start <= at + n + 1);
            let phrase = noun_phrase(analysis, at + n);
            if !own_amount && !phrase.is_empty() {
                list.push(analysis.words(&phrase).to_owned());
            }
        }
    }
    found
}

/// The relative clause right behind the noun, if there is one.
fn relative_clause(analysis: &Analysis, head: &Head, clause: Range<usize>) -> Range<usize> {
    if head.label
        || !matches!(
            analysis.word(clause.start),
            "who" | "without" | "staying" | "living" | "with" | "lacking"
        )
    {
        return clause.start..clause.start;
    }
    // "who had stayed illegally had left": the clause ends before the second verb.
    let mut end = clause.start + 1;
    while end < clause.end.max(clause.start + 6).min(analysis.tokens.len()) {
        let word = analysis.word(end);
        let aux = matches!(word, "had" | "have" | "has" | "were" | "are" | "was");
        if matches!(word, "," | "." | ";") || (aux && end > clause.start + 1) {
            break;
        }
        end += 1;
    }
    clause.start..end
}

/// A short noun phrase starting at `at`.
fn noun_phrase(analysis: &Analysis, at: usize) -> Range<usize> {
    let end = (at..analysis.tokens.len().min(at + 6))
        .find(|i| {
            matches!(
                analysis.word(*i),
                "," | "."
                    | ";"
                    | ":"
                    | ")"
                    | "and"
                    | "who"
                    | "from"
                    | "in"
                    | "during"
                    | "had"
                    | "have"
            )
        })
        .unwrap_or(analysis.tokens.len().min(at + 6));
    at.min(end)..end
}

/// Whether "including" leads to the number.
fn included(analysis: &Analysis, counted: &Range<usize>, words: &Lexicon) -> bool {
    words.includes.before(&analysis.tokens, counted.start).is_some()
}

/// The country that the sentence's subject is.
fn subject_country(analysis: &Analysis) -> Option<String> {
    analysis
        .names
        .iter()
        .find(|n| n.is_place() && n.tokens.start <= 2 && n.place.kind == places::PlaceKind::Country)
        .map(|n| n.code())
}

/// Whether a place is a country, by the form of its code.
#[allow(clippy::ptr_arg)] // called on `Option<String>`
fn is_code(place: &String) -> bool {
    place.len() == 3 && place.chars().all(|c| c.is_ascii_uppercase())
}

/// Where people are who were counted without saying where: the country spoken of last.
fn stock_place(carried: &Carried) -> Option<String> {
    carried
        .claims
        .iter()
        .rev()
        .take(LOOK_BACK)
        .find_map(|c| match c.measure {
            Measure::Stock => c.at.clone().filter(is_code),
            _ => c.from.clone().filter(is_code).or(c.at.clone().filter(is_code)),
        })
        .or_else(|| carried.home.clone())
}

/// Mends a way by what "the country", "the three crossings" and a place of departure mean.
fn mend_way(
    way: &mut Way,
    analysis: &Analysis,
    verb: Option<&Verb>,
    kind: Kind,
    measure: Measure,
    carried: &Carried,
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
        way.from.clone_from(&carried.home);
    }
    // "people who were in Pakistan illegally have departed"
    if matches!(kind, Kind::Departure | Kind::Deportation)
        && way.from.is_none()
        && way.to.is_none()
        && way.via.is_empty()
        && way.at.as_ref().is_some_and(is_code)
    {
        way.from = way.at.take();
    }
    // "the three crossings", "by the two crossings": the ones named last.
    if way.via.is_empty()
        && let Some(count) = several_crossings(analysis)
    {
        let mut named: Vec<String> = Vec::new();
        for via in carried.claims.iter().rev().take(LOOK_BACK).flat_map(|c| c.via.iter().rev()) {
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

/// How many crossings "the three crossings" speaks of.
fn several_crossings(analysis: &Analysis) -> Option<usize> {
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
fn carry_way(
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
    if measure == Measure::Stock || !(kind.is_crossing() || kind == Kind::Displacement) {
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
        && analysis.tokens.first().is_some_and(|t| {
            matches!(t.lower.as_str(), "they" | "among" | "these" | "over" | "of" | "its")
        });
    if let Some(last) = before.or(carried.claims.last().filter(|_| part_of_last)) {
        if named_nothing && last.measure != Measure::Stock {
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
        });
        // "On that Monday alone": the day before's sentence, and its crossing, go on.
        let last_block = carried.blocks.last() == Some(&analysis.sentence.block);
        let day_goes_on = last_block
            && (analysis.whens.iter().any(|w| w.sense == Sense::Same)
                || (0..3).any(|i| analysis.word(i) == "that")
                || (0..2).any(|i| matches!(analysis.word(i), "further" | "another")));
        let points_back = points_back || day_goes_on;
        let last = carried.claims.iter().rev().take(LOOK_BACK).find(|c| !c.via.is_empty());
        if points_back && let Some(last) = last {
            way.via.clone_from(&last.via);
        }
    }
    // Departures go on from the country that the document has spoken of; where to is
    // not assumed.
    if way.from.is_none() && way.to.is_none() && way.via.is_empty() && way.at.is_none() {
        let flows = |c: &&Claim| c.measure != Measure::Stock && c.kind.is_crossing();
        if let Some(last) = carried.claims.iter().rev().take(LOOK_BACK).find(flows) {
            way.from.clone_from(&last.from);
            if kind == Kind::Return || kind == Kind::Arrival {
                way.to.clone_from(&last.to);
            }
        }
    }
}

/// "3,212 went by Angoor Adda and 410 by Kharlachi": the days are those of the claim before.
fn inherit_days(days: &mut Days, before: Option<&Claim>) {
    let Some(before) = before else { return };
    if days.per.is_some() || before.measure == Measure::Stock {
        return;
    }
    if days.stated {
        // "With them, 206,018 since 17 September": it stands at the end of what went before.
        let to_date = days.cumulative && days.start_stated && !days.end_stated;
        if to_date && before.end.is_some() && before.end >= days.start {
            days.end = before.end;
        }
        return;
    }
    days.start = before.start;
    days.end = before.end;
    days.as_of = before.as_of;
    days.cumulative = before.cumulative;
    days.start_stated = before.start_stated;
    days.rules = vec!["time.carried"];
}

/// According to whom: the attribution nearest to the number, else the letterhead.
fn speaker_of(
    sentence: &Spoken,
    counted: &Range<usize>,
    carried: &Carried,
    before: Option<&Claim>,
    goes_on: bool,
) -> Source {
    let nearest = sentence
        .speeches
        .iter()
        .filter(|s| s.source.role.is_some() || s.source.organisation.is_some())
        // "…, and by the government's reckoning 1.7 million …" says nothing of what stands before.
        .filter(|s| {
            let joined = s.tokens.start.checked_sub(1).map_or("", |i| sentence.analysis.word(i));
            s.rule != "speaker.account" || joined != "and" || counted.start >= s.tokens.end
        })
        .min_by_key(|s| {
            let apart = sentence.analysis.distance(&s.tokens, counted);
            // A statement's speaker usually comes first or last, not from another clause.
            (apart, s.tokens.start)
        });
    if let Some(speech) = nearest {
        return speech.source.clone();
    }
    if let Some(before) = before {
        return before.source.clone();
    }
    if let Some(last) = carried.claims.last().filter(|_| goes_on) {
        return last.source.clone();
    }
    carried.letterhead.clone().unwrap_or_default()
}

/// "Of the 3 million Syrians in Turkey, the ministry says half a million …":
/// what stands before the speaker is said by the writer.
fn leads_in(analysis: &Analysis, counted: &Range<usize>, speeches: &[Speech]) -> bool {
    matches!(analysis.word(0), "of" | "among")
        && speeches.first().is_some_and(|speech| {
            counted.end <= speech.tokens.start
                && (counted.end..speech.tokens.start).any(|i| analysis.word(i) == ",")
        })
}

/// What one unit of the count stands for, as far as the words say.
fn concept(kind: Kind, measure: Measure, population: &Population, stance: Stance) -> Concept {
    let text = population.text.to_lowercase();
    if stance == Stance::Estimated {
        Concept::Estimate
    } else if text.contains("crossings") {
        Concept::CrossingEvent
    } else if kind == Kind::Registration
        || kind == Kind::Registered
        || (measure == Measure::Stock && population.status == Status::RegisteredRefugee)
    {
        Concept::RegisteredPerson
    } else {
        Concept::Unknown
    }
}

/// The bytes of number and noun.
fn evidence(analysis: &Analysis, amount: &Amount, head: Option<&Head>) -> Range<usize> {
    let mut range = amount.tokens.clone();
    if let Some(head) = head {
        range.start = range.start.min(head.tokens.start);
        range.end = range.end.max(head.tokens.end);
    } else if analysis.word(range.end) == "of" && analysis.word(range.end + 1) == "those" {
        range.end += 2;
    }
    analysis.bytes(&range)
}

/// Whether a claim can be the total of a breakdown.
fn is_total(claim: &Claim) -> bool {
    claim.measure == Measure::Flow
        && claim.unit == Unit::People
        && matches!(claim.population.group, Group::All | Group::Adults)
        && claim.part_of.is_none()
        && claim.kind != Kind::Deportation
}

/// Whether a claim counts a part of `total`, or its households.
fn is_part(claim: &Claim, total: &Claim) -> bool {
    let smaller = claim.value.zip(total.value).is_some_and(|(a, b)| a < b);
    let breakdown = claim.population.group != Group::All || claim.unit == Unit::Households;
    claim.id != total.id
        && claim.measure == Measure::Flow
        && smaller
        && breakdown
        && claim.part_of.is_none()
}

/// Whether the days of a claim are in its own words.
fn states_days(claim: &Claim) -> bool {
    !claim
        .rules
        .iter()
        .any(|r| matches!(r.as_str(), "time.carried" | "time.published" | "time.to-date"))
}

/// Links breakdowns to their totals within a sentence, and from a sentence that
/// goes on ("They were 63,157 men, …") to the one before. A part has the days, the way
/// and the speaker of its total.
fn link_parts(spoken: &[Spoken], index: usize, claims: &mut [Claim], first: usize) {
    let analysis = &spoken[index].analysis;
    let opens_with = analysis.tokens.first().map_or("", |t| t.lower.as_str());
    let goes_on = matches!(opens_with, "they" | "among" | "of" | "these" | "its" | "that" | "this");
    let (earlier, own) = claims.split_at_mut(first);
    // A total that leaves its days to the parts behind it: "It has 78,417 adults, that is
    // 44,718 men and 33,699 women, crossing between …".
    let stated = own
        .iter()
        .find(|c| c.start.is_some() && c.measure == Measure::Flow && states_days(c))
        .map(|c| {
            (
                c.start,
                c.end,
                c.cumulative,
                c.start_stated,
                c.via.clone(),
                c.from.clone(),
                c.to.clone(),
            )
        });
    let mut total: Option<Claim> = None;
    if let Some(own_total) = own.iter_mut().find(|c| is_total(c)) {
        if let (false, Some((start, end, cumulative, start_stated, via, from, to))) =
            (states_days(own_total), stated)
            && own_total.population.group == Group::Adults
        {
            (own_total.start, own_total.end) = (start, end);
            (own_total.cumulative, own_total.start_stated) = (cumulative, start_stated);
            if own_total.via.is_empty() {
                (own_total.via, own_total.from, own_total.to) = (via, from, to);
            }
            *own_total = own_total.clone().sealed();
        }
        total = Some(own_total.clone());
    } else if goes_on {
        total = earlier.iter().rev().take(6).find(|c| is_total(c)).cloned();
    }
    let Some(total) = total else { return };
    // "That number includes 26,000 who …": a part, whoever they are.
    let included = goes_on
        && (0..analysis.tokens.len().min(6))
            .any(|i| matches!(analysis.word(i), "includes" | "include" | "included" | "including"));
    for part in own.iter_mut().filter(|c| {
        is_part(c, &total)
            || included && c.id != total.id && c.part_of.is_none() && c.value < total.value
    }) {
        *part = Claim {
            kind: if part.kind == Kind::Deportation && part.population.group == Group::All {
                part.kind
            } else {
                total.kind
            },
            start: total.start,
            end: total.end,
            as_of: total.as_of,
            cumulative: total.cumulative,
            start_stated: total.start_stated,
            via: total.via.clone(),
            from: total.from.clone(),
            to: total.to.clone(),
            at: total.at.clone(),
            source: total.source.clone(),
            part_of: Some(total.id.clone()),
            ..part.clone()
        }
        .sealed();
    }
}

/// Links the lines of a bulletin: "Men: 3,675" to "Total persons returned: 12,689" of the
/// same block and days.
fn link_blocks(claims: &mut [Claim], blocks: &[usize]) {
    for at in 0..claims.len() {
        if claims[at].part_of.is_some() || !claims[at].rules.iter().any(|r| r == "who.label") {
            continue;
        }
        let total = (0..claims.len()).find(|&other| {
            blocks[other] == blocks[at]
                && is_total(&claims[other])
                && claims[other].window() == claims[at].window()
                && is_part(&claims[at], &claims[other])
        });
        claims[at].part_of = total.map(|total| claims[total].id.clone());
    }
}

/// Completes claims that name a crossing but no direction from another claim of the
/// document by a crossing of the same border.
fn fill_ways(claims: &mut [Claim], gazetteer: &Gazetteer) {
    let joins = |via: &[String]| {
        via.first().and_then(|v| gazetteer.crossing(v)).and_then(|place| place.joins.clone())
    };
    let ways: Vec<(Option<String>, Option<String>)> = claims
        .iter()
        .filter(|c| c.measure != Measure::Stock && c.kind.is_crossing())
        .map(|c| (c.from.clone(), c.to.clone()))
        .collect();
    // One end on the border is enough: "140,000 have left Pakistan" tells which way Torkham went.
    let direction = |[a, b]: &[String; 2]| {
        ways.iter().find_map(|(from, to)| {
            let other = |code: &String| if code == a { b.clone() } else { a.clone() };
            let on = |code: &&String| **code == *a || **code == *b;
            match (from.as_ref().filter(on), to.as_ref().filter(on)) {
                (Some(from), _) => Some((from.clone(), other(from))),
                (None, Some(to)) => Some((other(to), to.clone())),
                _ => None,
            }
        })
    };
    let mut found: std::collections::BTreeMap<[String; 2], Option<(String, String)>> =
        Default::default();
    let mut new_ids: std::collections::BTreeMap<claim::Id, claim::Id> = Default::default();
    for claim in claims.iter_mut() {
        if claim.from.is_some()
            || claim.to.is_some()
            || !claim.kind.is_crossing()
            || claim.measure == Measure::Stock
        {
            continue;
        }
        let Some(border) = joins(&claim.via) else { continue };
        let known = found.entry(border).or_insert_with_key(&direction).clone();
        if let Some((from, to)) = known {
            let old = claim.id.clone();
            claim.from = Some(from);
            claim.to = Some(to);
            *claim = claim.clone().sealed();
            new_ids.insert(old, claim.id.clone());
        }
    }
    for claim in claims.iter_mut() {
        if let Some(new) = claim.part_of.as_ref().and_then(|id| new_ids.get(id)) {
            claim.part_of = Some(new.clone());
        }
    }
}

/// Return, departure and arrival are one movement seen from two sides.
fn is_way(kind: Kind) -> bool {
    matches!(kind, Kind::Return | Kind::Departure | Kind::Arrival)
}

/// Whether two claims may be of the same days: those stated share most, or one states none.
fn same_days(a: &Claim, b: &Claim) -> bool {
    match (a.window(), b.window()) {
        (Some(a), Some(b)) => 2 * a.overlap(&b).map_or(0, |w| w.days()) > a.days().max(b.days()),
        _ => true,
    }
}

/// Links later mentions of a figure to its first: headline and body.
fn link_mentions(claims: &mut [Claim]) {
    // By value, so that a long document takes no longer per claim than a short one.
    let mut first: std::collections::BTreeMap<u64, Vec<usize>> = Default::default();
    for later in 0..claims.len() {
        let Some(value) = claims[later].value else { continue };
        let alike = first.entry(value.to_bits()).or_default();
        let claim = &claims[later];
        let same = alike.iter().take(MENTIONS).map(|i| &claims[*i]).find(|earlier| {
            earlier.unit == claim.unit
                && earlier.measure == claim.measure
                && earlier.population.group == claim.population.group
                && (earlier.kind == claim.kind || is_way(earlier.kind) && is_way(claim.kind))
                && same_days(earlier, claim)
                && (earlier.via == claim.via || earlier.via.is_empty() || claim.via.is_empty())
        });
        match same.map(|earlier| earlier.id.clone()) {
            Some(earlier) => claims[later].same_as = Some(earlier),
            None => alike.push(later),
        }
    }
}

/// How many figures of one value a later mention is held against.
const MENTIONS: usize = 20;
