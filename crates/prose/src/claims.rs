//! Puts the parts of a sentence together into claims, and carries over what
//! it leaves unsaid: the people, the crossing, the days, the speaker.

use std::cell::OnceCell;
use std::ops::Range;

use claim::{
    Claim, Concept, DaysFound, Document, Event, Found, Kind, Measure, Population, Qualifier,
    Source, SourceFound, SourceKind, Stance, Status, Unit,
};
use jiff::civil::Date;
use places::Gazetteer;

use super::Spoken;
use super::analysis::{Analysis, Named};
use super::anchors::Anchors;
use super::bulletin;
use super::camps;
use super::carry::{
    Carried, among_them, carried_source, continues, heading_like, here, inherit_days, is_compared,
    leads_in, narrows, note_heading, note_scope, part_before, referred_to, speaker_of,
};
use super::choice::{self, Choosing};
use super::context::Context;
use super::disputed;
use super::doubt::{self, Doubt};
use super::grammar::{Class, Grammar};
use super::lexicon::{Counted, Happening, Lexicon};
use super::links::{fill_ways, link_blocks, link_mentions, link_parts};
use super::movement;
use super::movement::Way;
use super::number::Amount;
use super::places_named::{self, Item, Lead, Places};
use super::population::{included, people};
use super::rivals;
use super::route::{
    Moving, carry_way, cross_border_with, from_state, host_country, is_code, mend_way, settle,
    stock_place, subject_country, turn_round, whereabouts,
};
use super::seat::Seat;
use super::served;
use super::standing::{self, says_number_of, with_hosts};
use super::subject::Subject;
use super::time::{Sense, TWO_WAYS, When};
use super::who::{Head, Who, is_for_so_many, who};
use super::window::{Days, Setting, days};

/// Reads all claims of a document, in order, sealed and linked, and what was left unread. `now` is the day that the text
/// speaks from.
#[allow(clippy::too_many_arguments)] // what one pass over a text takes in, each thing once
pub(super) fn claims(
    document: &Document,
    spoken: &[Spoken],
    now: Option<Date>,
    subject: Subject,
    events: &[Event],
    gazetteer: &Gazetteer,
    words: &Lexicon,
    choosing: Choosing<'_>,
) -> (Vec<Claim>, Vec<Doubt>) {
    let mut doubts = Vec::new();
    let mut seats = Vec::new();
    let dots_group = OnceCell::new();
    let dots_group = || *dots_group.get_or_init(|| doubt::dots_group(&document.text));
    let context = Context::of(spoken, words);
    let mut carried = Carried {
        nationality: context.people.clone(),
        context,
        now,
        title: bulletin::title(spoken),
        publisher: document.publisher.clone(),
        anchors: Anchors::of(spoken, events, words),
        subject,
        ..Carried::default()
    };
    for (index, sentence) in spoken.iter().enumerate() {
        let analysis = &sentence.analysis;
        carried.headline = (index > 0 && spoken[index - 1].analysis.sentence.block == 0)
            .then(|| headline_speaker(&spoken[index - 1]))
            .flatten();
        if carried.letterhead.is_none() {
            carried.letterhead = sentence.letterhead.clone().filter(bulletin::is_of_office);
        }
        if carried.publisher.is_none() && carried.letterhead.is_none() {
            let head = sentence.letterhead.as_ref();
            carried.publisher = head.and_then(|head| head.organisation.clone());
        }
        if let Some(nationality) = movement::nationality_named(analysis, words) {
            carried.nationality = Some(nationality);
        }
        let first = carried.claims.len();
        carried.open_item(analysis);
        note_scope(spoken, index, carried.now, &mut carried.heading);
        for (seat, amount) in analysis.amounts.iter().enumerate() {
            if let Some(mut claim) =
                claim(document, sentence, amount, first, &carried, gazetteer, words)
            {
                if let Some(whole) = whole_of_bracket(analysis, amount, &carried.claims[first..]) {
                    claim = like_whole(claim, whole);
                }
                if let Err(doubt) = doubt::settle(analysis, amount, &mut claim, dots_group) {
                    doubts.push(doubt);
                    continue;
                }
                carried.claims.push(claim);
                carried.blocks.push(analysis.sentence.block);
                carried.note_compared(analysis, &amount.tokens);
                seats.push(Seat { sentence: index, amount: seat });
            }
        }
        let own = &seats[first..];
        let goes_on = carried.blocks[..first].last() == Some(&analysis.sentence.block);
        rivals::settle(sentence, &mut carried.claims, first, &seats, goes_on, words);
        standing::are_to_leave(&mut carried.claims[first..]);
        camps::settle(analysis, &mut carried.claims[first..], own);
        served::settle(sentence, &mut carried.claims[first..], own, words);
        disputed::settle(sentence, &mut carried.claims[first..], own, words);
        doubts.extend(carried.claims[first..].iter().filter_map(doubt::misdated));
        let read = carried.claims.len() > first;
        carried.note_act(analysis, index);
        carried.note_voice(sentence, first);
        carried.note_list(analysis, first);
        carried.refugees |= read && analysis.tokens.iter().any(|t| t.lower.starts_with("refugee"));
        carried.turned = !read && (carried.turned || analysis.names.iter().any(Named::is_place));
        if read {
            doubts.extend(analysis.whens.iter().filter(|w| w.rule == TWO_WAYS).map(|when| {
                let span = analysis.bytes(&when.tokens);
                let date = &document.text[span.clone()];
                Doubt {
                    message: format!(
                        "\u{201c}{date}\u{201d} may be either of two days; no day was read from it"
                    ),
                    span,
                    remedy: "write the month as a word, or the year first: 2023-11-07",
                }
            }));
        }
        carried.note_topic(analysis);
        share_out(analysis, &mut carried.claims[first..]);
        link_parts(spoken, index, &mut carried.claims, first);
        if !read {
            note_heading(analysis, words, &mut carried.heading);
        }
        let spoken_of = analysis.whens.iter().rev().find_map(|w| match w.sense {
            Sense::During(window) => Some(window),
            _ => None,
        });
        let day = analysis.whens.iter().rev().find_map(|w| match w.sense {
            Sense::During(window) if window.days() == 1 => Some(window),
            _ => None,
        });
        carried.day = day.or(carried.day);
        let counted = carried.claims[first..].iter().rev().find_map(Claim::window);
        carried.window = counted.or(spoken_of).or(carried.window);
    }
    link_blocks(&mut carried.claims, &carried.blocks);
    date_acts(&mut carried.claims, &seats, &carried.acts, carried.now);
    date_headlines(&mut carried.claims, &carried.blocks);
    fill_ways(&mut carried.claims, gazetteer);
    let before = carried.claims.clone();
    disputed::look_back(spoken, &mut carried.claims, &seats, words);
    choice::keep_links(&before, &mut carried.claims);
    let Carried { claims, context, now, .. } = &mut carried;
    let published = *now;
    let text = choice::Text { spoken, seats: &seats, context, published, gazetteer, words };
    choice::settle(text, claims, choosing);
    link_mentions(claims);
    (carried.claims, doubts)
}

/// Dates what was done to people by the sentence that says when it was: "the search took place on
/// Friday". Where the text tells of one such day it holds for all of it, else for what follows.
fn date_acts(
    claims: &mut [Claim],
    seats: &[Seat],
    acts: &[(usize, Date)],
    published: Option<Date>,
) {
    let one = acts.first().filter(|first| acts.iter().all(|act| act.1 == first.1));
    for (claim, seat) in claims.iter_mut().zip(seats) {
        let done = matches!(claim.kind, Kind::Arrest | Kind::Other | Kind::Deportation);
        let undated = claim.measure == Measure::Flow
            && claim.start.is_none()
            && claim.end == published
            && !claim.cumulative
            && claim.stance == Stance::Asserted;
        let before = acts.partition_point(|act| act.0 <= seat.sentence);
        let said = acts[..before].last().or(one);
        let Some((_, day)) = said.filter(|_| done && undated) else { continue };
        (claim.start, claim.end, claim.start_stated) = (Some(*day), Some(*day), true);
        claim.found.days = Some(DaysFound::Carried);
        claim.rules.push("time.of-act".into());
        *claim = claim.clone().sealed();
    }
}

/// Most numbers that a headline has.
const HEADS: usize = 8;

/// Gives a headline the days of the same number in the text below it, where it names none itself.
fn date_headlines(claims: &mut [Claim], blocks: &[usize]) {
    let title = blocks.iter().take_while(|block| **block == 0).count();
    let (heads, body) = claims.split_at_mut(title);
    for head in
        heads.iter_mut().take(HEADS).filter(|c| c.found.days == Some(DaysFound::Publication))
    {
        let twin = body.iter().find(|claim| {
            claim.value.is_some()
                && claim.value == head.value
                && (claim.unit, claim.measure) == (head.unit, head.measure)
                && claim.kind == head.kind
                && claim.found.days.is_some_and(|found| found != DaysFound::Publication)
        });
        let Some(twin) = twin else { continue };
        (head.start, head.end, head.cumulative) = (twin.start, twin.end, twin.cumulative);
        (head.start_stated, head.partial, head.as_of) =
            (twin.start_stated, twin.partial, twin.as_of);
        head.found.days = Some(DaysFound::Carried);
        head.rules.push("time.of-twin".into());
        *head = head.clone().sealed();
    }
}

/// The country that a noun names those counted by: "Congolese refugees", "refugees from Burundi", "948 Venezuelans".
fn origin_named(analysis: &Analysis, head: &Head, counted: &Range<usize>) -> Option<String> {
    let end = head.tokens.end.max(counted.end);
    let people = head.tokens.start..end;
    let grammar = Grammar::english();
    let behind = grammar.is(analysis.word(end), Class::OutOf);
    let name = analysis.names.iter().find(|name| {
        let of_them = name.kind == places::MentionKind::Demonym
            && people.start <= name.tokens.start
            && name.tokens.end <= people.end;
        let of_land = behind && name.is_place() && name.tokens.start == end + 1;
        of_them || of_land
    })?;
    name.place.country.clone().filter(is_code)
}

/// Whether people of a country who are at a place are outside of it: "540,000 refugees from Burundi in Tanzania".
fn is_abroad(at: Option<&String>, country: &String, gazetteer: &Gazetteer) -> bool {
    let lies_in = |place: &String| gazetteer.find(place).and_then(|p| p.country.clone());
    at.is_some_and(|at| at != country && lies_in(at).as_ref() != Some(country))
}

/// The whole whose parts a bracket right behind it gives: "2,498 new arrivals (1,326 women, 1,172 men)".
fn whole_of_bracket<'c>(
    analysis: &Analysis,
    amount: &Amount,
    before: &'c [Claim],
) -> Option<&'c Claim> {
    let start = analysis.tokens[amount.tokens.start].span.start;
    let open = analysis.text[analysis.sentence.span.start..start].rfind('(')?;
    let open = analysis.sentence.span.start + open;
    let whole = before
        .iter()
        .rev()
        .find(|c| c.span[1] <= open && analysis.text[c.span[1]..open].trim().is_empty())?;
    // What the bracket says happened, or when, is its own.
    let close = analysis.text[open..].find(')').map_or(analysis.text.len(), |at| open + at);
    let within = |tokens: &Range<usize>| {
        let at = analysis.bytes(tokens);
        open < at.start && at.end <= close
    };
    let own = analysis.happenings.iter().any(|(tokens, _)| within(tokens))
        || analysis.whens.iter().any(|when| within(&when.tokens))
        || analysis.names.iter().any(|name| name.is_place() && within(&name.tokens));
    let part = amount.value.zip(whole.value).is_some_and(|(part, whole)| part < whole);
    (start < close && part && !own && !amount.percent && whole.measure == Measure::Flow)
        .then_some(whole)
}

/// A part as its whole is, but for its number and who it is of.
fn like_whole(part: Claim, whole: &Claim) -> Claim {
    Claim {
        measure: whole.measure,
        kind: whole.kind,
        via: whole.via.clone(),
        from: whole.from.clone(),
        to: whole.to.clone(),
        at: whole.at.clone(),
        start: whole.start,
        end: whole.end,
        cumulative: whole.cumulative,
        start_stated: whole.start_stated,
        found: Found { source: part.found.source, ..whole.found },
        ..part
    }
    .sealed()
}

/// "Yesterday 129,000. Today by 7 am 22,000.": a day and a number, of what was counted before.
fn note_of_a_day(
    analysis: &Analysis,
    head: Option<&Head>,
    first: bool,
    carried: &Carried,
) -> Option<Happening> {
    let (last, block) = carried.claims.last().zip(carried.blocks.last())?;
    let day = analysis.whens.first().is_some_and(|when| {
        when.tokens.start == 0
            && matches!(when.sense, Sense::During(_) | Sense::Until(_) | Sense::Since(_))
    });
    let short = analysis.tokens.len() <= NOTE && analysis.amounts.len() == 1;
    let same = *block == analysis.sentence.block && last.measure == Measure::Flow;
    let bare = head.is_none() && analysis.happenings.is_empty();
    (day && short && same && bare && first).then_some(Happening::of(last.kind, last.measure))
}

/// "On Saturday they were 537.": of what was counted before.
fn they_were(
    analysis: &Analysis,
    counted: &Range<usize>,
    head: Option<&Head>,
    carried: &Carried,
) -> Option<Happening> {
    let back = |n: usize| counted.start.checked_sub(n).map_or("", |i| analysis.word(i));
    let said = matches!((back(2), back(1)), ("they", "were") | ("were", "they" | "their"));
    let last = carried.claims.last().filter(|last| last.measure == Measure::Flow)?;
    (said && head.is_none()).then_some(Happening::of(last.kind, last.measure))
}

/// Who speaks in a headline: the line below it goes on in the same voice.
fn headline_speaker(line: &Spoken) -> Option<Source> {
    let text = &line.analysis.text[line.analysis.sentence.span.clone()];
    if text.ends_with(['.', '!', '?', '”', '"']) {
        return None;
    }
    let speech = line.speeches.first()?;
    (speech.source.organisation.is_some() || speech.source.role.is_some())
        .then(|| speech.source.clone())
}

/// Tokens that the note of a day takes.
const NOTE: usize = 14;

/// A vague number since longer ago than this has no last day.
const DECADE: i16 = 10;

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
    let own = &carried.claims[first_of_sentence..];
    // A count goes on from a count, not from the share in brackets behind it.
    let before = own
        .iter()
        .rev()
        .find(|claim| {
            let bracketed = document.text[..claim.span[0]].ends_with('(');
            (amount.percent || claim.measure != Measure::Share)
                && !(amount.percent && claim.unit == Unit::Households && bracketed)
        })
        .or(own.last());
    let mut rules: Vec<&'static str> = vec![amount.rule];
    if is_for_so_many(analysis, amount.tokens.start, words) {
        return None;
    }
    let seat = analysis.amounts.iter().position(|a| a.core == amount.core);
    let list = carried.list(analysis);
    let last = carried.claims.last().filter(|_| {
        heading_like(analysis)
            && carried.blocks.last().is_some_and(|block| block + 1 >= analysis.sentence.block)
    });
    let paragraph = carried.claims.last().filter(|last| {
        last.measure == Measure::Stock
            && carried.blocks.last() == Some(&analysis.sentence.block)
            && analysis.happenings.is_empty()
    });
    let led = before.or_else(|| referred_to(analysis, carried)).or(list).or(last).or(paragraph);
    let headed = carried.heading.happening.is_some()
        && carried.heading.block + 1 >= analysis.sentence.block
        && heading_like(analysis);
    let listed = seat
        .filter(|_| led.is_some() || headed)
        .and_then(|seat| {
            let alone = || list.and_then(|_| places_named::label(analysis, seat, words));
            // "The government reports 14,398 in Attica": more of what the paragraph counts.
            let more = || {
                let counts = carried.claims.last().is_some_and(|l| l.measure == Measure::Stock)
                    && carried.blocks.last() == Some(&analysis.sentence.block)
                    && analysis.happenings.is_empty();
                counts.then(|| places_named::inside(analysis, seat, words)).flatten()
            };
            places_named::item(analysis, seat, words).or_else(alone).or_else(more)
        })
        // "by Torkham (3,200), Chaman (1,100)": what a crossing's name says is known already.
        .filter(|item| !item.place.crossing);
    let head = match who(analysis, amount, words) {
        Who::Named(head) => {
            rules.push(if head.label { "who.label" } else { "who.noun" });
            Some(head)
        }
        Who::LeftOut => {
            rules.push("who.left-out");
            None
        }
        Who::NotPeople if listed.is_some() => {
            rules.push("who.listed");
            None
        }
        Who::NotPeople => return None,
    };
    // "3,499 on Lesvos, 15 on Kos": what a number of a list without a noun counts is what the
    // list counts.
    let plain = head.as_ref().is_none_or(|head| head.label);
    let item = listed.filter(|item| plain || is_bracketed(analysis, item, amount));
    let listed = item.as_ref().filter(|_| head.is_none());
    let before = before.or(led.filter(|_| listed.is_some()));
    let counted = match &head {
        Some(head) if !head.label => amount.tokens.start..head.tokens.end.max(amount.tokens.end),
        _ => amount.tokens.clone(),
    };
    // A small number needs a noun of its own, and one in somebody's own story ("he left with
    // six children") is not a count; "one people" is not a number.
    let small = amount.size() < 100.0 && amount.qualifier != Qualifier::Undetermined;
    let share = amount.percent
        && (share_of_people(analysis, &counted, words)
            || amount.rule == "number.fraction" && !carried.claims.is_empty()
            || !carried.claims.is_empty() && are_people(analysis, counted.end));
    if head.is_none() && !share && listed.is_none() && (amount.plain || small && before.is_none()) {
        return None;
    }
    // "(97 men, 24 women, one child)"
    let in_list = before.is_some() && (listed.is_some() || bracketed(analysis, &counted));
    if amount.size() < 20.0 && small && !in_list && tells_of_one(analysis, &counted) {
        return None;
    }

    // "the pandemic's returns caused the number of Venezuelans in the country to drop to …":
    // a verb before the subject is not that of the number.
    let of_number = head.as_ref().filter(|h| h.label && h.tokens.end < amount.tokens.start);
    let found = movement::verb(analysis, &counted).filter(|verb| {
        of_number.is_none_or(|head| {
            verb.tokens.end > head.tokens.start
                || analysis.word(head.tokens.end) != "in"
                || !(verb.tokens.end..head.tokens.start)
                    .any(|i| matches!(analysis.word(i), "number" | "total"))
        })
    });
    // "came to the meeting": those who come to hear or to vote are not on the move.
    let gathers = found.as_ref().filter(|v| v.happening.kind == Kind::Arrival).is_some_and(|v| {
        let gathering = |i: &usize| words.gatherings.at(&analysis.tokens, *i).is_some();
        // "Na festiwal przyjechało 5 tys. osób": what leads to the verb may stand before it.
        let perfect = usize::from(
            v.tokens.start > 0 && matches!(analysis.word(v.tokens.start - 1), "have" | "has"),
        );
        let ahead = analysis.language.verb_first
            && v.tokens.start.checked_sub(perfect + 1).is_some_and(|i| gathering(&i));
        let behind = (v.tokens.end..v.tokens.end + 4).find(gathering).is_some_and(|at| {
            analysis.names.iter().all(|n| !(v.tokens.end..at).contains(&n.tokens.start))
        });
        ahead || behind
    });
    if gathers {
        return None;
    }
    let found = found.filter(|verb| !repeats_days(analysis, before, &counted, verb));
    let inherited = before
        .filter(|_| {
            // "3,100 of whom were registered refugees": their papers, not what they did.
            let papers = head.is_none()
                && analysis.word(counted.end) == "of"
                && found.as_ref().is_some_and(|v| {
                    matches!(v.happening.kind, Kind::Registered | Kind::Registration)
                        && matches!(analysis.word(v.tokens.end), "refugees" | "asylum" | "as")
                });
            found.is_none()
                || listed.is_some()
                || papers
                || is_pair(analysis, &counted, own.last(), head.as_ref())
                || head.is_none() && (amount.percent || continues(analysis, &counted))
                || head.as_ref().is_none_or(|h| h.label) && is_compared(analysis, &counted)
                || is_average(analysis, &counted)
        })
        .map(|claim| {
            let measure = match claim.measure {
                Measure::Rate => Measure::Flow,
                // "a third of them (20,400)": people again, not percent.
                Measure::Share if !amount.percent => measure_of(claim.kind),
                measure => measure,
            };
            Happening::of(claim.kind, measure)
        });
    let heading = &carried.heading;
    let in_heading = head.as_ref().is_some_and(|h| h.label)
        || analysis.tokens.first().is_some_and(|t| matches!(t.text, "•" | "-" | "*"))
        || heading.block == analysis.sentence.block && analysis.sentence.block > 0;
    // "…, with up to a million Venezuelans in Colombia": not what the verb before says.
    let grouped = group_included(analysis, &counted)
        && carried.claims.last().is_some_and(|last| last.measure == Measure::Flow);
    // "500 returned, including 200 holders of cards": the noun is no verb of its own.
    let found = found.filter(|v| {
        !(included(analysis, &counted, words)
            && before.is_some_and(|b| b.measure == Measure::Flow)
            && v.happening.measure == Measure::Stock
            && v.tokens.start >= counted.start
            && v.tokens.end <= counted.end)
    });
    // "In the same period of 2023 there were 566": of what was counted before.
    let again = head.is_none()
        && found.as_ref().is_some_and(|v| analysis.word(v.tokens.start) == "there")
        && before.is_none()
        // "There were 800 men and 900 women among them"
        || grouped
        || analysis.word(0) == "there"
            && among_them(analysis)
            && carried.claims.last().is_some_and(|last| last.measure != Measure::Stock);
    let found = found.filter(|_| !again);
    let inherited = inherited.or_else(|| {
        let part = included(analysis, &counted, words) && found.is_none();
        if let Some(whole) = before.filter(|b| part && b.measure == Measure::Flow) {
            return Some(Happening::of(whole.kind, whole.measure));
        }
        let last = carried.claims.last().filter(|_| again && found.is_none())?;
        Some(Happening::of(last.kind, last.measure))
    });
    let presence = had(analysis, &counted, head.as_ref()).filter(|_| {
        let before = |n: usize| counted.start.checked_sub(n).map_or("", |i| analysis.word(i));
        // "with the presence of five million Afghan immigrants in Iran"
        before(1) == "with" || before(1) == "of" && before(2) == "presence"
    });
    // "Of the total, about 600,000 would be Sudanese": part of what was counted before.
    let of_total = before.is_none()
        && carried.claims.last().is_some_and(|last| last.measure == Measure::Flow)
        && analysis.word(0) == "of"
        && (matches!(analysis.word(1), "these" | "them" | "those" | "this" | "which")
            || analysis.word(1) == "the"
                && matches!(analysis.word(2), "total" | "number" | "figure" | "latter"))
        && found.as_ref().is_none_or(|v| {
            (v.happening.measure, v.happening.kind) == (Measure::Stock, Kind::Population)
                && !matches!(analysis.word(v.tokens.start), "stayed" | "staying" | "remain")
                && !in_shelter(analysis, counted.end)
                && v.tokens.start >= counted.end
        });
    let (found, inherited) = if of_total {
        let last = carried.claims.last();
        (None, last.map(|l| Happening::of(l.kind, l.measure)))
    } else {
        (found, inherited)
    };
    let (found, inherited) = if presence.is_some() { (None, None) } else { (found, inherited) };
    let note = note_of_a_day(analysis, head.as_ref(), before.is_none(), carried);
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
            let happening = presence
                .or_else(|| kept_in(analysis, &counted))
                .or(heading.happening.filter(|_| in_heading || heading_like(analysis)))
                .or_else(|| part_before(analysis, carried))
                .or(note)
                .or_else(|| they_were(analysis, &counted, head.as_ref(), carried))
                .or_else(|| at_crossing(analysis, &counted))
                .or_else(|| had(analysis, &counted, head.as_ref()))
                .or_else(|| aboard(analysis, &counted, head.as_ref()))
                .or_else(|| put_up(analysis, &counted, head.as_ref()))
                .or_else(|| stands(analysis, head.as_ref()))
                .or_else(|| tallied(analysis, &counted, carried.context.subject, words))?;
            rules.push("verb.heading");
            (None, happening)
        }
    };
    if is_change(analysis, amount, &counted, head.as_ref(), before.is_none()) {
        return None;
    }
    if amount.percent && of_intentions(analysis, &counted) {
        return None;
    }
    if !(again || share && verb.is_some())
        && is_everyday(analysis, head.as_ref(), happening, verb.as_ref(), carried, words)
    {
        return None;
    }
    let mut measure = happening.measure;
    let mut kind = happening.kind;
    // "forced to flee Ukraine" is leaving it; "forced to flee their homes" is not.
    let leaves = verb.as_ref().is_some_and(|v| {
        matches!(analysis.word(v.tokens.end - 1), "flee" | "leave" | "from" | "out")
            && v.tokens.len() > 1
            && analysis.names.iter().any(|n| {
                n.is_place()
                    && n.tokens.start == v.tokens.end
                    && n.place.kind == places::PlaceKind::Country
            })
    });
    if kind == Kind::Displacement && leaves {
        kind = Kind::Departure;
    }
    // "forced 130,000 people to flee the town" is "forced to flee", with the people between.
    let forced = verb.as_ref().is_some_and(|v| {
        analysis.word(v.tokens.start) == "flee"
            && v.tokens.start > counted.end
            && analysis.word(v.tokens.start - 1) == "to"
            && (counted.start.saturating_sub(4)..counted.start)
                .any(|i| matches!(analysis.word(i), "forced" | "forcing" | "forces" | "pushed"))
            && !analysis.names.iter().any(|n| {
                n.place.kind == places::PlaceKind::Country
                    && (v.tokens.end..v.tokens.end + 5).contains(&n.tokens.start)
            })
    });
    if kind == Kind::Departure && forced {
        kind = Kind::Displacement;
    }
    if kind == Kind::Departure && flees_inside(analysis, verb.as_ref(), carried) {
        kind = Kind::Displacement;
    }
    // "188 people sought refuge in the next village" from a volcano: within their country.
    let abroad = analysis.names.iter().any(|n| {
        n.is_place()
            && n.place.kind == places::PlaceKind::Country
            && Some(n.code()) != carried.context.home
    });
    if kind == Kind::Departure
        && carried.context.disaster
        && !abroad
        && verb.as_ref().is_some_and(|v| {
            let word = analysis.word(v.tokens.start);
            word.starts_with("fle") || matches!(word, "fled" | "sought" | "seek" | "seeking")
        })
    {
        kind = Kind::Displacement;
    }
    // The noun is the verb for "178 deportees" under any heading.
    let own = head.as_ref().and_then(|h| noun_kind(analysis, h, words));
    // "183 card holders were arrested": what was done to them counts.
    let done = verb
        .as_ref()
        .is_some_and(|v| v.tokens.start >= counted.end && v.happening.measure == Measure::Flow);
    // "500 returned, including 200 holders of cards", "the group included 2,547 holders"
    let part = grouped
        || included(analysis, &counted, words)
            && before.is_some_and(|b| b.measure == Measure::Flow);
    if let Some(own) = own.filter(|own| own.measure == Measure::Flow || !done && !part) {
        kind = own.kind;
        measure = own.measure;
    }
    if amount.percent {
        measure = Measure::Share;
    }
    // "is holding 1,140 migrants", not "hold cards"
    if kind == Kind::Registered
        && verb.as_ref().is_some_and(|v| {
            analysis.word(v.tokens.start).starts_with("hold") && v.tokens.end <= counted.start
        })
    {
        kind = Kind::Detained;
    }
    // "Zamzam camp now holds 500,000 displaced people"
    let in_camp = (0..counted.start).any(|i| movement::is_site(analysis.word(i)));
    if (measure, kind) == (Measure::Stock, Kind::Population)
        && in_camp
        && verb.as_ref().is_some_and(|v| {
            matches!(
                analysis.word(v.tokens.start),
                "holds"
                    | "hosts"
                    | "hosted"
                    | "hosting"
                    | "housing"
                    | "accommodating"
                    | "accommodates"
                    | "home"
            )
        })
    {
        kind = Kind::InCamp;
    }
    // "have registered 8,457 refugees", "have been registered by the network"
    if (measure, kind) == (Measure::Stock, Kind::Registered)
        && verb.as_ref().is_some_and(|v| {
            analysis.word(v.tokens.start) == "registered"
                && (v.tokens.start.saturating_sub(3)..v.tokens.start)
                    .any(|i| matches!(analysis.word(i), "have" | "has" | "had" | "been"))
        })
    {
        (measure, kind) = (Measure::Flow, Kind::Registration);
    }
    // "were registered as new arrivals": they arrived.
    if kind == Kind::Registration
        && verb.as_ref().is_some_and(|v| {
            analysis.word(v.tokens.end) == "as"
                && (v.tokens.end + 1..v.tokens.end + 3).any(|i| analysis.word(i) == "arrivals")
        })
    {
        kind = Kind::Arrival;
    }
    // "825,000 of them are officially registered with the agency": so they stand.
    if (measure, kind) == (Measure::Flow, Kind::Registration)
        && verb.as_ref().is_some_and(|v| {
            // "of whom 7,053 were registered refugees"
            if analysis.word(v.tokens.start) == "were" {
                return analysis.word(v.tokens.end - 1) == "registered"
                    && analysis.word(v.tokens.end) == "refugees";
            }
            analysis.word(v.tokens.start) == "registered"
                && v.tokens.start >= counted.end
                && (v.tokens.start.saturating_sub(2)..v.tokens.start).any(|i| {
                    matches!(analysis.word(i), "are" | "is")
                        || analysis.word(i) == "were" && analysis.word(v.tokens.end) == "refugees"
                })
                && !analysis.whens.iter().any(|w| matches!(w.sense, Sense::Rate(_)))
        })
    {
        (measure, kind) = (Measure::Stock, Kind::Registered);
    }
    // "91,000 refugees registered by 15 February" have been registered; they "are registered".
    if (measure, kind) == (Measure::Stock, Kind::Registered)
        && verb.as_ref().is_some_and(|v| {
            v.tokens.start == counted.end
                && matches!(
                    analysis.word(v.tokens.end),
                    "by" | "since" | "between" | "in" | "at" | "on"
                )
        })
    {
        (measure, kind) = (Measure::Flow, Kind::Registration);
    }
    // "IOM registered 6,679 individuals": it did so, they were not so.
    if (measure, kind) == (Measure::Stock, Kind::Registered)
        && verb.as_ref().is_some_and(|v| {
            let before = v.tokens.start.checked_sub(1).map_or("", |i| analysis.word(i));
            analysis.word(v.tokens.start) == "registered"
                && v.tokens.end == counted.start
                && v.tokens.start > 0
                && !matches!(
                    before,
                    "are" | "is" | "were" | "was" | "remain" | "," | "and" | "the" | "of" | "other"
                )
        })
    {
        (measure, kind) = (Measure::Flow, Kind::Registration);
    }
    // "83,000 people took shelter at relief camps", "are housed in 109 relief camps"
    let shelters = verb.as_ref().is_some_and(|v| {
        analysis.tokens[v.tokens.clone()].iter().any(|t| {
            matches!(&*t.lower, "shelter" | "shelters" | "refuge" | "housed" | "sheltering")
        })
    });
    if matches!((measure, kind), (Measure::Stock, Kind::Population | Kind::Refugees))
        || shelters && matches!(kind, Kind::Displacement | Kind::Departure | Kind::Refugees)
    {
        let from = verb.as_ref().map_or(counted.end, |v| {
            // "are at the reception site"
            let led = matches!(analysis.word(v.tokens.end - 1), "at" | "in");
            (v.tokens.end - usize::from(led)).max(counted.end)
        });
        // "Since 26 October 16,200 have sought refuge in camps": so many came.
        let since = kind == Kind::Departure
            && analysis
                .whens
                .iter()
                .any(|w| matches!(w.sense, Sense::Since(_) | Sense::SinceEvent { .. }));
        if !since && in_shelter(analysis, from) {
            (measure, kind) = (Measure::Stock, Kind::InCamp);
        }
    }
    // "have taken refuge over the last week": so many came in that time.
    if (measure, kind) == (Measure::Stock, Kind::Refugees)
        && verb
            .as_ref()
            .is_some_and(|v| matches!(analysis.word(v.tokens.start), "taken" | "took" | "found"))
        && analysis.whens.iter().any(|w| {
            matches!(w.sense, Sense::During(window) if window.days() > 1)
                && analysis.distance(&w.tokens, &counted) <= 12
        })
    {
        measure = Measure::Flow;
        kind = if abroad { Kind::Departure } else { Kind::Displacement };
    }
    // "25,000 displaced people are being held in 180 collective centres"
    if (measure, kind) == (Measure::Stock, Kind::Detained)
        && head.as_ref().is_some_and(|h| analysis.said(&h.tokens).contains("displaced"))
        && verb.as_ref().is_some_and(|v| in_shelter(analysis, v.tokens.end))
    {
        kind = Kind::InCamp;
    }
    // "live in nine detention centres": held, whatever the verb.
    if measure == Measure::Stock
        && matches!(kind, Kind::Population | Kind::Refugees | Kind::InCamp | Kind::Other)
        && in_detention(analysis, counted.end)
    {
        kind = Kind::Detained;
    }
    // "shelters 110,000 Congolese refugees and nearly 30,000 Rwandans"
    if (measure, kind) == (Measure::Stock, Kind::Population)
        && verb.as_ref().is_some_and(|v| {
            v.tokens.end <= counted.start
                && analysis.tokens[v.tokens.clone()]
                    .iter()
                    .any(|t| t.lower.starts_with("host") || t.is("shelters"))
        })
        && analysis.tokens.iter().any(|t| t.lower.starts_with("refugee"))
    {
        kind = Kind::Refugees;
    }
    // "hosts the bulk of the refugees, around 400,000": said before the number.
    if (measure, kind) == (Measure::Stock, Kind::Population)
        && head.is_none()
        && verb.as_ref().is_some_and(|v| {
            v.tokens.end <= counted.start
                && (v.tokens.end..counted.start)
                    .any(|i| matches!(analysis.word(i), "refugees" | "asylum"))
        })
    {
        kind = Kind::Refugees;
    }
    // "300,000 of them live with host families": what those before were.
    if (measure, kind) == (Measure::Stock, Kind::Population)
        && head.is_none()
        && analysis.word(counted.end) == "of"
        && let Some(last) = carried.claims.last()
    {
        kind = match last.kind {
            Kind::Displacement => Kind::Other,
            Kind::Other | Kind::Refugees | Kind::InCamp => last.kind,
            _ => kind,
        };
    }
    // "the number of displaced residents has increased to 3,657 people"
    if (measure, kind) == (Measure::Stock, Kind::Population)
        && says_number_of(analysis, &counted, 1, |word| {
            matches!(word, "displaced" | "internally")
                || word.starts_with("idp")
                || word.starts_with("evacuee")
        })
    {
        kind = Kind::Other;
    }
    // "the number of asylum seekers has reached 60,400 people"
    if (measure, kind) == (Measure::Stock, Kind::Population)
        && says_number_of(analysis, &counted, 3, |word| {
            word.starts_with("refugee") || word.starts_with("asylum")
        })
    {
        kind = Kind::Refugees;
    }
    // "337,000 refugees came, of whom 104,000 stayed in the country": those spoken of.
    if (measure, kind) == (Measure::Stock, Kind::Population)
        && head.as_ref().is_none_or(|h| {
            matches!(&*analysis.said(&h.tokens), "people" | "persons" | "children" | "individuals")
        })
        && verb.as_ref().is_some_and(|v| {
            v.tokens.clone().any(|i| {
                let word = analysis.word(i);
                word.starts_with("stay") || word.starts_with("remain")
            })
        })
        && (carried.refugees || (0..counted.start).any(|i| analysis.word(i).starts_with("refugee")))
    {
        kind = Kind::Refugees;
    }
    // "an estimated 1.5 million IDPs", "there were 12,000 displaced people": as they stand.
    if (measure, kind) == (Measure::Stock, Kind::Population)
        && head.as_ref().is_some_and(|h| {
            let noun = analysis.said(&h.tokens);
            noun.contains("displaced") || noun.contains("idp") || noun.contains("evacuee")
        })
    {
        kind = Kind::Other;
    }
    // "the Lipa camp, where 1,300 people are staying"
    let camp = places_named::site(analysis, &counted, words);
    if (measure, kind) == (Measure::Stock, Kind::Population) && camp.is_some() {
        kind = Kind::InCamp;
    }
    // "are staying in evacuation centres"
    if (measure, kind) == (Measure::Stock, Kind::Population) {
        let behind = counted.end..analysis.tokens.len().min(counted.end + 9);
        if let Some((_, Happening { kind: Kind::InCamp, .. })) = behind
            .filter_map(|at| words.happenings.at(&analysis.tokens, at))
            .find(|(_, h)| h.kind == Kind::InCamp)
        {
            kind = Kind::InCamp;
        }
    }
    // "W obozach wokół miasta przebywa 700 tys. przesiedleńców": the camps stand before the verb.
    if measure == Measure::Stock
        && matches!(kind, Kind::Population | Kind::Refugees | Kind::Other)
        && analysis.language.verb_first
        && verb.as_ref().is_some_and(|v| {
            v.happening.kind == Kind::Population
                && v.tokens.end <= counted.start
                && analysis.happenings.iter().any(|(tokens, h)| {
                    h.kind == Kind::InCamp
                        && tokens.end <= v.tokens.start
                        && v.tokens.start - tokens.end <= 5
                        && tokens.clone().all(|i| analysis.word(i) != "reception")
                })
        })
    {
        kind = Kind::InCamp;
    }
    // "there were 57,194 stranded. Further, there are 2,126 people in Central Greece": of those.
    if (measure, kind) == (Measure::Stock, Kind::Population)
        && head.as_ref().is_some_and(|h| {
            let grammar = Grammar::english();
            !h.label
                && h.tokens.len() == 1
                && grammar.is(analysis.word(h.tokens.start), Class::Anybody)
        })
        && verb.as_ref().is_some_and(|v| {
            v.tokens.end <= counted.start
                && v.happening.object == Some(super::lexicon::Object::At)
                && v.tokens.clone().any(|i| Grammar::english().is(analysis.word(i), Class::There))
        })
        && let Some(last) = carried.claims.last()
        && carried.blocks.last() == Some(&analysis.sentence.block)
        && last.measure == Measure::Stock
        && last.kind != Kind::Undocumented
        && seat.and_then(|seat| places_named::inside(analysis, seat, words)).is_some()
    {
        kind = last.kind;
    }
    // "hosts over 900,000 refugees"
    if (measure, kind) == (Measure::Stock, Kind::Population)
        && head.as_ref().is_some_and(|h| analysis.said(&h.tokens).contains("refugee"))
    {
        kind = Kind::Refugees;
    }
    // "87,895 have been displaced, including 21,684 in 36 sites and 66,211 with host families"
    if !amount.percent
        && verb.is_none()
        && before.is_some()
        && matches!(kind, Kind::Displacement | Kind::Other | Kind::InCamp)
    {
        if in_shelter(analysis, counted.end) {
            (measure, kind) = (Measure::Stock, Kind::InCamp);
        } else if with_hosts(analysis, counted.end) {
            (measure, kind) = (Measure::Stock, Kind::Other);
        } else if (measure, kind) == (Measure::Stock, Kind::Other)
            && analysis.word(counted.end) == "since"
        {
            (measure, kind) = (Measure::Flow, Kind::Displacement);
        }
    }
    // "42,000 were driven out: Cúcuta has 16,663 displaced": parts of them.
    let part_of_driven = carried.claims.last().is_some_and(|last| {
        (last.measure, last.kind) == (Measure::Flow, Kind::Displacement)
            && carried.blocks.last() == Some(&analysis.sentence.block)
            && last.value > amount.value
            && verb.as_ref().is_some_and(|v| v.tokens.end <= counted.end)
    });
    let displaced = standing::Displaced {
        analysis,
        counted: &counted,
        head: head.as_ref(),
        verb: verb.as_ref(),
        disaster: carried.context.disaster,
        part: part_of_driven,
    };
    (measure, kind) = displaced.counted_as(measure, kind);

    // "1.9 million people, or nearly 85 percent of the population": the same, as a share.
    let apposed = before.filter(|_| {
        amount.percent && counted.start > 0 && analysis.word(counted.start - 1) == "or"
    });
    if let Some(whole) = apposed {
        kind = whole.kind;
    }

    // "14,000 tried to cross": who tried has not left yet.
    let tried = kind == Kind::Departure
        && verb.as_ref().is_some_and(|v| {
            (v.tokens.start.saturating_sub(4)..v.tokens.start).any(|i| {
                matches!(analysis.word(i), "tried" | "attempted" | "trying" | "attempting")
                    && (i + 1..v.tokens.start).any(|j| analysis.word(j) == "to")
            })
        });

    let speech_ranges: Vec<Range<usize>> =
        sentence.speeches.iter().map(|s| s.tokens.clone()).collect();
    let mut stance = movement::stance(analysis, &counted, verb.as_ref(), words);
    let anchor = |tokens: &Range<usize>| {
        carried.anchors.resolve(analysis, tokens, &carried.context, carried.now, words)
    };
    // "4 million people fleeing in the coming weeks" are expected, whatever the verb's form.
    let coming = analysis
        .whens
        .iter()
        .any(|when| when.sense == Sense::Ahead && analysis.distance(&when.tokens, &counted) <= 12);
    if coming && matches!(stance, Stance::Asserted | Stance::Conditional) {
        stance = Stance::Expected;
    }
    let setting = Setting {
        anchor: &anchor,
        ahead: matches!(stance, Stance::Expected | Stance::Planned | Stance::Conditional),
        published: carried.now,
        heading: heading.window.filter(|_| heading.block == analysis.sentence.block),
        before: before.and_then(Claim::window).or(carried.window),
        last: before.or_else(|| referred_to(analysis, carried)),
        day: carried.day,
        earlier: before
            .filter(|b| {
                // "10,604 in the week, less than the previous week (12,204)"
                b.start_stated && counted.start > 0 && analysis.word(counted.start - 1) == "("
            })
            .and_then(Claim::window)
            .or(carried.window)
            .or(before.and_then(Claim::window)),
    };
    let mut days =
        days(analysis, &counted, verb.as_ref(), measure, &sentence.speeches, setting, words);
    let so_far = (counted.end..analysis.tokens.len())
        .any(|i| analysis.word(i) == "so" && analysis.word(i + 1) == "far");
    if measure != Measure::Stock && !setting.ahead && !(so_far && before.is_none()) {
        let goes_on = before.is_some() || analysis.word(0) != "another";
        inherit_days(&mut days, before.or_else(|| referred_to(analysis, carried)), kind, goes_on);
    }

    // "Weekly note, 3 to 9 March": what is told below it without a day happened in these days.
    let perfect = verb.as_ref().is_some_and(|v| {
        (v.tokens.start.saturating_sub(3)..v.tokens.start)
            .any(|i| Grammar::english().is(analysis.word(i), Class::Perfect))
    });
    if measure == Measure::Flow
        && !days.stated
        && !setting.ahead
        && !perfect
        && !so_far
        && !days.rules.contains(&"time.carried")
        && let Some(window) = heading.scope
    {
        days.start = Some(window.start());
        days.end = Some(carried.now.map_or(window.end(), |day| window.end().min(day)));
        (days.start_stated, days.stated, days.cumulative) = (true, true, false);
        days.rules = vec!["time.heading"];
    }

    // "This week, 67 people arrived" in the note of that week: the week is over.
    if days.cumulative && days.window().is_some_and(|window| heading.title == Some(window)) {
        days.cumulative = false;
    }

    // "As of 30 July 11,597 came. Of these 6,220 are housed at the centre": on the same day.
    if measure == Measure::Stock
        && !days.stated
        && !setting.ahead
        && let Some(end) = before
            .or_else(|| referred_to(analysis, carried))
            .filter(|b| b.cumulative || b.measure == Measure::Stock)
            .and_then(|b| b.end)
        && days.end == carried.now
    {
        days.end = Some(end);
    }
    // "Before the assault 700,000 were staying in camps": at no day that is told.
    let past = verb.as_ref().is_some_and(|v| {
        (v.tokens.start.saturating_sub(4)..v.tokens.end + 5)
            .any(|i| matches!(analysis.word(i), "before" | "previously" | "earlier"))
    });
    if measure == Measure::Stock && !days.stated && past && days.end == carried.now {
        days.end = None;
    }
    // "As of 12 May, 6.8 million people were displaced": how many there are.
    let as_of = analysis.whens.iter().any(|when| {
        matches!(when.sense, Sense::Until(_))
            && matches!(analysis.word(when.tokens.start), "as" | "at" | "by")
    });
    let are = verb.as_ref().is_some_and(|v| {
        let before = |n: usize| v.tokens.start.checked_sub(n).map_or("", |i| analysis.word(i));
        matches!(analysis.word(v.tokens.start), "displaced" | "internally" | "uprooted")
            && v.tokens.start >= counted.end
            && (matches!(before(1), "were" | "are") || before(1) == "be" && before(2) == "to")
    });
    // "As of 30 May the DTM has identified 3,020,034 IDPs displaced after January 2014"
    let identified = (counted.start.saturating_sub(3)..counted.start)
        .any(|i| matches!(analysis.word(i), "identified" | "tracked"))
        && head.as_ref().is_some_and(|h| {
            let noun = analysis.said(&h.tokens);
            noun.contains("displaced") || noun.contains("idp")
        });
    // "As of 31 October 1.2 million refugees were registered": so they stand.
    let registered = verb.as_ref().is_some_and(|v| {
        v.tokens.start >= counted.end
            && Grammar::english().is(analysis.word(v.tokens.start), Class::Auxiliary)
    });
    if (measure, kind) == (Measure::Flow, Kind::Registration) && as_of && registered {
        (measure, kind) = (Measure::Stock, Kind::Registered);
        (days.start, days.cumulative, days.start_stated) = (None, false, false);
    }
    let end_of = analysis.whens.iter().any(|when| {
        let before = |n: usize| when.tokens.start.checked_sub(n).map_or("", |i| analysis.word(i));
        matches!(when.sense, Sense::During(_))
            && (before(1) == "of" && before(2) == "end"
                || analysis.said(&when.tokens).contains("end of"))
    });
    let as_of = as_of || end_of;
    if (measure, kind) == (Measure::Flow, Kind::Displacement) && as_of && (are || identified) {
        (measure, kind) = (Measure::Stock, Kind::Other);
        days.end = days.end.or(carried.now);
        (days.start, days.cumulative, days.start_stated) = (None, false, false);
        let stood = analysis.whens.iter().find_map(|when| match when.sense {
            Sense::Until(day) if identified => Some(day),
            _ => None,
        });
        days.end = stood.or(days.end);
    }
    // "The number of IDPs rose to 2.06 million in March": a stock, whatever the month.
    let counted_up = head.as_ref().is_some_and(|h| h.label);
    // "37,200 IDPs at the end of April": as they stood then.
    let at_end = analysis.whens.iter().any(|when| {
        analysis.word(when.tokens.start) == "at"
            || when.tokens.start > 0 && analysis.word(when.tokens.start - 1) == "at"
    });
    // "98,000 internally displaced persons" of a past period have been displaced in it.
    // "In the past month IOM has identified a total of 74,010 IDP families", "1.1 million IDPs
    // currently in Somalia": as they stand.
    let before_number = counted.start.saturating_sub(TALLIED)..counted.start;
    let called = head.as_ref().is_some_and(|head| {
        head.tokens.clone().any(|i| Grammar::english().is(analysis.word(i), Class::Displaced))
    });
    let tallied_so = called && words.tally.within(&analysis.tokens, before_number).is_some()
        || (counted.end..counted.end + 2).any(|i| {
            Grammar::english().is(analysis.word(i), Class::Remain)
                || matches!(analysis.word(i), "currently" | "now")
        });
    if (measure, kind) == (Measure::Stock, Kind::Other)
        && days.period
        && !counted_up
        && !at_end
        && !tallied_so
    {
        measure = Measure::Flow;
        kind = Kind::Displacement;
    }
    // "Just under half have gone to Poland": a share of whoever was counted before.
    let of_last = (amount.rule == "number.fraction" && before.is_none())
        .then(|| carried.claims.last().map(carried_source))
        .flatten();
    // "Thousands are crossing", "millions have fled since the 1970s": of no day that is told.
    let undated = !days.stated
        && before.is_none()
        && referred_to(analysis, carried).is_none()
        && measure == Measure::Flow;
    let long_ago = days.start.zip(carried.now).is_some_and(|(start, published)| {
        days.cumulative && published.year() - start.year() > DECADE
    });
    let goes_on_and_on = verb.as_ref().is_some_and(|v| {
        let now = |i: usize| Grammar::english().is(analysis.word(i), Class::Now);
        now(v.tokens.start) || v.tokens.start.checked_sub(1).is_some_and(now)
    });
    if amount.qualifier == Qualifier::Vague
        && (undated && (goes_on_and_on || carried.context.digest) || long_ago)
    {
        days.end = None;
    }
    let unstated = !days.stated && days.per.is_none() && measure == Measure::Flow;
    let verb_word = verb.as_ref().map_or("", |v| analysis.word(v.tokens.start));
    let so_far =
        (0..analysis.tokens.len()).any(|at| words.cumulative.at(&analysis.tokens, at).is_some());
    if unstated && before.is_none() && !so_far {
        // Those whom a flood displaces are counted as they stand; what is vague has no total.
        if amount.qualifier == Qualifier::Vague
            || kind == Kind::Displacement && carried.context.disaster
        {
            days.cumulative = false;
        }
        // "One million people flee Sudan", "1 million displaced by the war": up to now.
        let passive = verb.as_ref().is_some_and(|v| {
            v.tokens.start.checked_sub(1).is_some_and(|i| {
                matches!(analysis.word(i), "were" | "was" | "are" | "being" | "reportedly")
            })
        });
        if amount.qualifier != Qualifier::Vague
            && matches!(kind, Kind::Displacement | Kind::Departure)
            && !carried.context.disaster
            && !passive
            && !setting.ahead
            && matches!(verb_word, "flee" | "flees" | "displaced" | "displaces" | "uprooted")
            && verb.as_ref().is_some_and(|v| analysis.distance(&v.tokens, &counted) <= 3)
        {
            days.cumulative = true;
        }
    }
    // A date that may be either of two days: it was not the day of publication.
    if !days.stated && analysis.whens.iter().any(|w| w.rule == TWO_WAYS) {
        (days.end, days.cumulative) = (None, false);
    }
    // So has a share: it is of the whole, not of a day.
    let apart = before.is_none() && referred_to(analysis, carried).is_none();
    if !days.stated && apart && measure == Measure::Share {
        days.end = None;
        days.cumulative = false;
    }
    if let Some(whole) = apposed.filter(|_| !days.stated || days.end.is_none()) {
        (days.start, days.end, days.cumulative) = (whole.start, whole.end, whole.cumulative);
    }
    let mut way = movement::way(analysis, &counted, verb.as_ref(), &speech_ranges);
    // "Egypt received 90,000 refugees, Chad 60,000": each number is of the country before it.
    if let Some(country) = movement::own_country(analysis, &counted, before.is_some()) {
        match (measure, kind) {
            (Measure::Stock, _) => way.at = Some(country),
            (_, Kind::Arrival) => way.to = Some(country),
            _ => {}
        }
    }
    // "10,000 fled the attacks in Cabo Delgado": within the country, where no border is named.
    let flees_within = kind == Kind::Departure
        && measure == Measure::Flow
        && verb.as_ref().is_some_and(|v| analysis.word(v.tokens.start).starts_with("fle"))
        && way.from.is_none()
        && way.to.is_none()
        && way.via.is_empty()
        && way.at.as_ref().and_then(|at| gazetteer.find(at)).is_some_and(|place| {
            matches!(place.kind, places::PlaceKind::Province | places::PlaceKind::City)
        });
    if flees_within {
        kind = Kind::Displacement;
    }
    let population = people(analysis, head.as_ref(), &counted, before, carried, words);
    // "Karabakh, which had a population of about 120,000": the writer's own knowledge.
    let known = measure == Measure::Stock
        && (counted.start.saturating_sub(6)..counted.start)
            .any(|i| analysis.word(i) == "which" && i > 0 && analysis.word(i - 1) == ",");
    // "It is estimated that …": nobody's, unless the sentence says whose estimate it is.
    let named = sentence.speeches.iter().any(|s| {
        matches!(
            s.rule,
            "speaker.according" | "speaker.account" | "speaker.brackets" | "speaker.behind"
        )
    });
    let reckoned = !named && movement::is_reckoned(analysis, counted.start);
    let mut aside = known || reckoned || leads_in(analysis, &counted, &sentence.speeches);
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
        days = Days { end: carried.now, ..Days::default() };
        way.at = way.at.or(subject_country(analysis)).or(way.from.take());
        way.from = None;
        rules.push("measure.included-in-plan");
        aside = true;
    }
    // "75.9 million around the world": nowhere in particular.
    let worldwide = (0..analysis.tokens.len()).any(|i| match analysis.word(i) {
        "worldwide" | "globally" => true,
        "world" | "globe" => i >= 2 && matches!(analysis.word(i - 2), "around" | "across" | "in"),
        _ => false,
    });
    // "Syria: response to arrivals from Lebanon": the way that the title gives to all.
    let title = &carried.context.title;
    // "Ukraine: flash update" is of the country that people leave.
    let left = |place: &Option<String>| {
        let theirs = *place == carried.context.origin || *place == population.nationality;
        place.is_some() && theirs && !carried.context.homeward
    };
    if measure == Measure::Flow
        && matches!(kind, Kind::Arrival | Kind::Departure)
        && way.at.is_none()
        && before.is_none_or(|b| b.from.is_none() && b.to.is_none())
    {
        if way.to.is_none() && way.from.is_none() && (title.from.is_some() && title.to.is_some()) {
            (way.from, way.to) = (title.from.clone(), title.to.clone());
        } else if way.to.is_none()
            && kind == Kind::Arrival
            && title.to != way.from
            && !left(&title.to)
        {
            way.to.clone_from(&title.to);
        }
    }
    // "Spontaneous return of Afghans from Pakistan": where those who go home come from.
    if measure == Measure::Flow
        && kind == Kind::Return
        && way.from.is_none()
        && way.to != title.from
    {
        way.from.clone_from(&title.from);
    }
    let topic = here(analysis, &counted)
        .or_else(|| carried.topic(analysis.sentence.block))
        .or_else(|| carried.section.clone())
        .filter(|_| !worldwide);
    if measure == Measure::Flow && kind.is_crossing() {
        cross_border_with(&mut way, analysis, &carried.context);
    }
    from_state(&mut way, analysis, verb.as_ref(), &counted, kind, before);
    // "Romania's border police said 11,450 people entered": there, whatever was said before.
    let enters = verb.as_ref().is_some_and(|v| analysis.word(v.tokens.start).starts_with("enter"));
    if kind == Kind::Arrival
        && measure == Measure::Flow
        && enters
        && (way.to.is_none() && way.via.is_empty() && way.at.is_none())
    {
        let theirs = [way.from.clone(), population.nationality.clone()];
        way.to = guarded(sentence).filter(|to| !theirs.contains(&Some(to.clone())));
    }
    mend_way(&mut way, analysis, verb.as_ref(), kind, measure, carried, words);
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
    // The note of a day names no way: it is that of the number it goes on from.
    if let Some(last) = carried.claims.last().filter(|_| note.is_some() && verb.is_none())
        && !analysis.names.iter().any(Named::is_place)
    {
        way.from.clone_from(&last.from);
        way.to.clone_from(&last.to);
        way.via.clone_from(&last.via);
    }
    let flees = verb.as_ref().is_some_and(|v| {
        let word = analysis.word(v.tokens.start);
        word.starts_with("fle") || word.starts_with("escap") || word.starts_with("migrat")
    });
    let passes = verb.as_ref().is_some_and(|v| {
        v.happening.object == Some(super::lexicon::Object::Via)
            && (analysis.word(v.tokens.start).starts_with("mak")
                || analysis.word(v.tokens.start) == "made"
                || way.from.is_some() && way.from == carried.context.origin)
    });
    let moving = Moving {
        nationality: population.nationality.as_ref(),
        flees,
        passes,
        refugees: head.as_ref().is_some_and(|h| analysis.said(&h.tokens).contains("refugee")),
        sent: is_sent(analysis, kind, head.as_ref(), verb.as_ref()),
        asserted: stance == Stance::Asserted,
        far: way
            .to
            .as_ref()
            .is_some_and(|to| gazetteer.find(to).is_some_and(|place| place.country.is_none())),
    };
    settle(&mut way, kind, measure, &carried.context, topic.as_ref(), moving);
    // "Italy … El Hierro": who arrives at a place of a country does not come from it.
    if way.from.as_ref().is_some_and(is_code) && way.to.as_ref().is_some_and(|to| !is_code(to)) {
        let within = analysis
            .names
            .iter()
            .any(|n| n.is_place() && Some(n.code()) == way.to && n.place.country == way.from);
        if within && kind == Kind::Arrival {
            way.from = None;
        }
    }
    if measure == Measure::Flow && kind.is_crossing() {
        let home = population.nationality.as_deref().or(carried.nationality.as_deref());
        // Nationals who leave by a crossing of their own border, where nobody flees, go home.
        let leave = kind == Kind::Departure && !carried.context.flight && head.is_some();
        // A passage that is taken in one direction is no border that people go home by.
        let named = population.nationality.is_some();
        let leave = leave && (named || !movement::is_one_way(&way));
        let homeward =
            matches!(kind, Kind::Return | Kind::Deportation) || carried.context.homeward || leave;
        let host = carried.context.destination.as_deref();
        let host = host.filter(|_| kind == Kind::Arrival && way.from.is_none());
        movement::complete(&mut way, homeward, home, host, gazetteer);
        if !homeward {
            movement::one_way(&mut way);
        }
    }
    if tried {
        kind = Kind::Other;
    }
    // "Italy recorded 66,320 landings"
    if kind == Kind::Arrival
        && measure != Measure::Stock
        && (way.to.is_none() && way.via.is_empty() && way.at.is_none())
    {
        way.to = recorder(analysis, &counted).filter(|country| way.from.as_ref() != Some(country));
    }
    // "Poland's border guard says 28,200 people entered": into Poland, whose guard it is, or where
    // the text speaks of.
    if kind == Kind::Arrival
        && measure != Measure::Stock
        && (way.to.is_none() && way.via.is_empty() && way.at.is_none())
        && verb.as_ref().is_some_and(|v| {
            matches!(analysis.word(v.tokens.start), "entered" | "entering" | "enter" | "arrived")
        })
    {
        let of_guard = guarded(sentence);
        let spoken_of = carried.context.home.clone().filter(|_| !carried.context.homeward);
        let spoken_of = spoken_of.filter(|to| carried.context.origin.as_ref() != Some(to));
        way.to = of_guard.or(spoken_of).filter(|to| {
            way.from.as_ref() != Some(to) && population.nationality.as_ref() != Some(to)
        });
    }
    if measure == Measure::Stock && way.at.is_none() {
        // "540,000 refugees from Burundi" are not there.
        let fled = matches!(kind, Kind::Refugees | Kind::InCamp | Kind::Registered)
            || head.as_ref().is_some_and(|h| {
                let noun = analysis.said(&h.tokens);
                noun.contains("refugee") || noun.contains("displaced") || noun.contains("asylum")
            });
        way.from = way.from.take().filter(|_| !fled);
        way.at = way.via.first().cloned().or(way.to.take()).or(way.from.take());
        // "of which 100,000 have decided to stay": where those before went.
        if way.at.is_none() && head.is_none() {
            way.at = before.and_then(|b| b.to.clone());
        }
        // Refugees are not in the country that they are refugees from.
        let home = population
            .nationality
            .as_ref()
            .or(carried.context.origin.as_ref())
            .filter(|_| matches!(kind, Kind::Refugees | Kind::Stranded | Kind::InCamp));
        let abroad = |place: &String| Some(place) != home;
        way.at = way
            .at
            .take()
            .or(topic)
            // "More than 6.5 million people are internally displaced": where the text says people flee.
            .or_else(|| {
                carried.context.origin.clone().filter(|_| kind == Kind::Other && !worldwide)
            })
            .or_else(|| stock_place(carried).filter(|_| !worldwide))
            .filter(abroad)
            .or_else(|| host_country(carried).filter(abroad).filter(|_| !worldwide));
        way.from = None;
    }
    if measure == Measure::Stock {
        (way.from, way.to) = (None, None);
        // "14,700 people live in Renk": a town that has a gate is a town all the same.
        let at_gate = matches!(kind, Kind::Stranded | Kind::Detained)
            || analysis.tokens.iter().any(|t| matches!(&*t.lower, "crossing" | "border" | "gate"));
        if !at_gate {
            way.via.clear();
        }
    }
    if kind == Kind::Arrival
        && let Some(verb) = &verb
        && let Some(host) = places_named::host(analysis, verb, &counted, words)
    {
        (way.to, way.at) = (Some(host), None);
    }
    place_by_words(&mut way, analysis, &counted, (measure, kind), item.as_ref(), led, {
        let spoken = |place: &Places| speech_ranges.iter().any(|r| r.contains(&place.tokens.start));
        let verb = verb.as_ref().map(|v| &v.tokens);
        camp.or_else(|| places_named::stated(analysis, &counted, verb, words))
            .filter(|place| !spoken(place))
    });
    ends_by_words(&mut way, analysis, &counted, (measure, kind), {
        let spoken = |place: &Places| speech_ranges.iter().any(|r| r.contains(&place.tokens.start));
        let verb = verb.as_ref().map(|v| &v.tokens);
        let (from, to) = places_named::ends(analysis, &counted, verb, words);
        (from.filter(|place| !spoken(place)), to.filter(|place| !spoken(place)))
    });
    if !worldwide && measure != Measure::Share {
        whereabouts(&mut way, kind, measure, carried, (analysis, before, &population));
    }
    if days.per.is_some() && measure == Measure::Flow {
        measure = Measure::Rate;
    }

    // "Another 30,000 are on Bhasan Char" adds a number; it need not be the same speaker's.
    let goes_on = referred_to(analysis, carried).is_some()
        && !matches!(analysis.word(0), "another" | "it")
        || narrows(analysis, carried)
        || they_were(analysis, &counted, head.as_ref(), carried).is_some()
        || analysis
            .whens
            .iter()
            .any(|w| matches!(w.sense, Sense::Same | Sense::DayAfter | Sense::MonthBefore));
    // An aside is the writer's own.
    let (source, source_found) = if aside {
        (Source::default(), SourceFound::Publisher)
    } else if let Some(source) = of_last.filter(|_| sentence.speeches.is_empty()) {
        source
    } else {
        // Behind a semicolon a number with a verb of its own has a speaker of its own, or none.
        let same = before
            .filter(|_| verb.is_none() || !(0..counted.start).any(|i| analysis.word(i) == ";"));
        speaker_of(sentence, &counted, carried, same, goes_on)
    };
    if !aside && let Some(rule) = sentence.speeches.first().map(|s| s.rule) {
        rules.push(rule);
    }
    rules.extend(days.rules.iter());

    // "35,000 cross every day, and most go home the same evening": a rate both ways, no flow.
    let kind = if measure == Measure::Rate && comes_and_goes(analysis) {
        (way.from, way.to) = (None, None);
        Kind::Other
    } else {
        kind
    };
    let treated = rules.contains(&"verb.heading")
        && analysis.tokens.iter().any(|t| Grammar::english().is(&t.lower, Class::Treated));
    let concept = match treated || is_of_patients(analysis, head.as_ref(), &population) {
        true => Concept::AssistedPerson,
        false => concept(kind, measure, &population, stance),
    };

    if kind == Kind::Arrival && measure != Measure::Stock {
        turn_round(&mut way, analysis, verb.as_ref(), words);
    }
    if measure == Measure::Stock && way.from.is_none() {
        let named = head.as_ref().and_then(|head| origin_named(analysis, head, &counted));
        // "Now we have 1.2 million": of the people spoken of.
        let abroad = matches!(kind, Kind::Refugees | Kind::Undocumented);
        let origin = named.or_else(|| population.nationality.clone().filter(|_| abroad));
        way.from = origin.filter(|origin| is_abroad(way.at.as_ref(), origin, gazetteer));
    }
    let span = evidence(analysis, amount, head.as_ref());
    // "13,214 refugees (2,489 households), of whom 7,053 …": people again.
    let whom = counted.start >= 2
        && (counted.start.saturating_sub(3)..counted.start).any(|i| analysis.word(i) == "whom");
    let before = before.filter(|_| !whom);
    let unit = head.as_ref().map_or_else(
        || before.map_or(Unit::People, |c| if head.is_none() { c.unit } else { Unit::People }),
        |h| h.unit,
    );
    Some(
        Claim {
            published: document.published,
            publisher: carried.publisher.clone(),
            value: amount.value,
            low: amount.low,
            high: amount.high,
            qualifier: amount.qualifier,
            unit,
            measure,
            per: days.per,
            kind,
            concept,
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
            found: Found { source: Some(source_found), ..days.found() },
            rules: rules.into_iter().map(claim::RuleName::from).collect(),
            ..Claim::new(document.id.clone(), &document.text, span)
        }
        .sealed(),
    )
}

/// Whether a number says how much another changed.
fn is_change(
    analysis: &Analysis,
    amount: &Amount,
    counted: &Range<usize>,
    head: Option<&Head>,
    first: bool,
) -> bool {
    // "the largest increase was on the western route – 174 percent": how much a number changed.
    let changed = amount.percent
        && head.is_none_or(|head| head.label)
        && first
        && amount.rule == "number.single"
        && (0..counted.start).any(|i| {
            matches!(
                analysis.word(i),
                "increase"
                    | "increases"
                    | "drop"
                    | "drops"
                    | "decrease"
                    | "decline"
                    | "rise"
                    | "fall"
                    | "reduction"
                    | "surge"
            )
        });
    // "a decrease of about 1% (7,513 individuals)"
    let by_so_many = counted.start > 0
        && analysis.word(counted.start - 1) == "("
        && analysis.amounts.iter().any(|a| {
            a.percent
                && a.tokens.end < counted.start
                && counted.start - a.tokens.end <= 4
                && (a.tokens.start.saturating_sub(4)..a.tokens.start).any(|i| {
                    matches!(
                        analysis.word(i),
                        "increase"
                            | "decrease"
                            | "increased"
                            | "decreased"
                            | "drop"
                            | "rise"
                            | "decline"
                            | "by"
                    )
                })
        });
    changed || by_so_many
}

/// The country whose government or border guard speaks in a sentence.
fn guarded(sentence: &Spoken) -> Option<String> {
    let official = |s: &&super::speaker::Speech| {
        matches!(s.source.kind, SourceKind::Government | SourceKind::BorderAuthority)
    };
    let names = &sentence.analysis.names;
    let named = sentence.speeches.iter().filter(official).find_map(|s| {
        names.iter().find(|n| {
            n.place.kind == places::PlaceKind::Country && s.tokens.contains(&n.tokens.start)
        })
    })?;
    named.place.country.clone()
}

/// Fills in where a number is by the words right by it: the name that it has in a list, or the
/// place behind "in" or "at".
fn place_by_words(
    way: &mut Way,
    analysis: &Analysis,
    counted: &Range<usize>,
    (measure, kind): (Measure, Kind),
    listed: Option<&Item>,
    led: Option<&Claim>,
    stated: Option<Places>,
) {
    let stays = measure == Measure::Stock
        || matches!(kind, Kind::Displacement | Kind::Arrest | Kind::Registration)
        || kind == Kind::Other && way.from.is_none() && way.to.is_none();
    // "8,200 arrived in Bama, 4,300 of them from Cameroon": a part comes to where its whole does.
    if !stays
        && way.to.is_none()
        && way.from.is_some()
        && let Some(whole) = led.filter(|led| {
            led.kind == kind && led.span[0] >= analysis.sentence.span.start && led.to != way.from
        })
    {
        way.to.clone_from(&whole.to);
    }
    // "arrived on the Aegean islands": where the sentence says, before what the text is about.
    let said = |place: &String| {
        analysis.names.iter().any(|n| n.is_place() && n.code() == *place)
            || analysis.text[analysis.sentence.span.clone()].contains(place.as_str())
    };
    // "arrived in Kalonda Kibuyu in eastern Maniema": the part says more than the whole around it.
    let within = |place: &Places| {
        analysis.names.iter().any(|name| {
            let gap = place.tokens.end..name.tokens.start;
            name.is_place()
                && Some(name.code()) == way.to
                && !gap.is_empty()
                && gap.len() <= ENCLOSED
                && gap.clone().all(|i| {
                    let word = analysis.word(i);
                    let classes = [Class::Inside, Class::Article, Class::Direction, Class::Town];
                    word == "," || classes.iter().any(|class| Grammar::english().is(word, *class))
                })
        })
    };
    if kind == Kind::Arrival
        && measure != Measure::Stock
        && listed.is_none()
        && way.via.is_empty()
        && (!way.to.as_ref().is_some_and(said) || stated.as_ref().is_some_and(within))
        && let Some(place) = stated.as_ref().filter(|place| Some(&place.value) != way.from.as_ref())
    {
        (way.to, way.at) = (Some(place.value.clone()), None);
    }
    if let Some(item) = listed {
        let value = Some(item.place.value.clone());
        let country = item.place.country;
        let before = |slot: fn(&Claim) -> &Option<String>| led.and_then(|led| slot(led).clone());
        // "Albania (668 people), Pakistan (138)": each has its name where the one before has it.
        let label = led.and_then(|led| places_named::label_of(analysis, led.span));
        if let (Lead::Label, Some(label), Some(led)) = (item.lead, label, led) {
            if led.to.as_ref() == Some(&label) {
                let from = way.from.take().filter(|from| Some(from) != value.as_ref());
                (way.from, way.to, way.at) = (led.from.clone().or(from), value, None);
                return;
            } else if led.from.as_ref() == Some(&label) {
                let to = way.to.take().filter(|to| Some(to) != value.as_ref());
                (way.from, way.to, way.at) = (value, led.to.clone().or(to), None);
                return;
            }
        }
        match (item.lead, stays, kind) {
            (Lead::Inside | Lead::Label, true, _) => {
                *way = Way { at: value, ..Way::default() };
            }
            (Lead::Inside | Lead::Label, false, Kind::Other) => way.at = value,
            (Lead::Inside | Lead::Into, false, Kind::Arrival | Kind::Departure | Kind::Return) => {
                (way.from, way.to, way.at) = (before(|c| &c.from), value, None);
            }
            (Lead::Label, false, Kind::Arrival | Kind::Displacement) if !country => {
                (way.from, way.to, way.at) = (before(|c| &c.from), value, None);
            }
            (Lead::OutOf, true, _) if country => {
                *way = Way { at: before(|c| &c.at), ..Way::default() };
            }
            (Lead::OutOf, true, _) => *way = Way { at: value, ..Way::default() },
            (Lead::OutOf | Lead::Label, false, Kind::Return | Kind::Arrival | Kind::Departure)
                if country && before(|c| &c.to).is_some() =>
            {
                (way.from, way.to, way.at) = (value, before(|c| &c.to), None);
            }
            _ => {}
        }
        return;
    }
    // "detained 925,000, against 532,000 in 2023": in the same place.
    if !analysis.names.iter().any(|n| n.is_place() && analysis.distance(counted, &n.tokens) <= 3)
        && stays
        && stated.is_none()
        && let Some(led) = led.filter(|led| (led.measure, led.kind) == (measure, kind))
        && led.at.is_some()
        && led.span[0] >= analysis.sentence.span.start
        && way.from.is_none()
        && way.to.is_none()
    {
        way.at.clone_from(&led.at);
        return;
    }
    // "displaced from Macina in Segou": where they left, not where they are.
    let moves = kind == Kind::Displacement
        && measure != Measure::Stock
        && (way.from.is_some() && movement::leads_from(analysis, counted) || way.to.is_some());
    if moves {
        way.at = None;
    } else if let Some(place) = stated.filter(|_| stays)
        && Some(&place.value) != way.from.as_ref()
    {
        way.at = Some(place.value);
    }
}

/// "Harib (6 households), Sirwah (15 households)": whether a name and a bracket behind it lead to the number of an item.
fn is_bracketed(analysis: &Analysis, item: &Item, amount: &Amount) -> bool {
    let mark = item.place.tokens.end;
    item.lead == Lead::Label && mark + 1 == amount.tokens.start && analysis.word(mark) == "("
}

/// Fills the ends of a way with the places that its own clause names, where nothing that a gazetteer knows does.
fn ends_by_words(
    way: &mut Way,
    analysis: &Analysis,
    counted: &Range<usize>,
    (measure, kind): (Measure, Kind),
    (from, to): (Option<Places>, Option<Places>),
) {
    let moves = kind.is_crossing() || matches!(kind, Kind::Displacement | Kind::Other);
    if measure == Measure::Stock || !moves {
        return;
    }
    let own = |place: &Option<String>| {
        place.as_ref().is_some_and(|place| {
            !is_code(place)
                && analysis.names.iter().any(|n| {
                    n.code() == *place && analysis.distance(counted, &n.tokens) <= LONGEST_CLAUSE
                })
        })
    };
    // "to the Tunisian coast" says no more than the country.
    let of_people = |place: &Places, end: &Option<String>| {
        analysis.names.iter().any(|name| {
            let within = place.tokens.contains(&name.tokens.start);
            within && !name.is_place() && name.place.country == *end
        })
    };
    let ends = [way.from.clone(), way.to.clone()];
    let strange = |place: &Places| {
        let known = ends.iter().any(|end| end.is_some() && of_people(place, end));
        !place.country && !place.crossing && !known
    };
    if let Some(place) = from.filter(strange).filter(|p| Some(&p.value) != way.to.as_ref())
        && !own(&way.from)
    {
        way.from = Some(place.value);
        way.at = way.at.take().filter(|_| kind == Kind::Other);
    }
    if let Some(place) = to.filter(strange).filter(|p| Some(&p.value) != way.from.as_ref()) {
        if !own(&way.to) {
            way.to = Some(place.value);
        }
        way.at = None;
    }
}

/// Tokens within which a name is of the clause of a number.
const LONGEST_CLAUSE: usize = 14;

/// "detained 21,553 migrants in May, 30,721 migrants in June and 38,347 undocumented people in July":
/// whether a number with days of its own goes on in a list of such, so that a word for who they are is
/// no verb.
fn repeats_days(
    analysis: &Analysis,
    before: Option<&Claim>,
    counted: &Range<usize>,
    verb: &movement::Verb,
) -> bool {
    let is_state = verb.happening.measure == Measure::Stock;
    let counts = |a: &&Amount| !a.plain && !a.percent && a.tokens.end <= counted.start;
    let Some(last) = analysis.amounts.iter().rfind(counts) else { return false };
    let gap = last.tokens.end..counted.start;
    let dated = |range: Range<usize>| {
        let during = |when: &When| matches!(when.sense, Sense::During(_));
        analysis.whens.iter().any(|when| during(when) && range.contains(&when.tokens.start))
    };
    let moves = analysis.happenings.iter().any(|(tokens, happening)| {
        gap.contains(&tokens.start) && happening.measure == Measure::Flow
    });
    is_state
        && before.is_some_and(|before| before.measure == Measure::Flow)
        && !moves
        && dated(gap.clone())
        && dated(counted.end..counted.end + 2)
}

/// "thousands flee as the army advances": flight within the country, where neither the sentence nor the
/// text speaks of another country, a border or refugees.
fn flees_inside(analysis: &Analysis, verb: Option<&movement::Verb>, carried: &Carried) -> bool {
    let grammar = Grammar::english();
    let context = &carried.context;
    let flees = verb.is_some_and(|v| analysis.word(v.tokens.start).starts_with("fle"));
    let abroad = analysis
        .tokens
        .iter()
        .any(|t| grammar.is(&t.lower, Class::Refugee) || grammar.is(&t.lower, Class::Abroad));
    let elsewhere = analysis.names.iter().any(|n| {
        n.is_crossing()
            || n.is_place()
                && n.place.kind == places::PlaceKind::Country
                && Some(n.code()) != context.home
    });
    // "flee Sudan"
    let left = verb.is_some_and(|v| {
        let article = grammar.is(analysis.word(v.tokens.end), Class::Article);
        analysis.names.iter().any(|n| {
            n.place.kind == places::PlaceKind::Country
                && n.tokens.start == v.tokens.end + usize::from(article)
        })
    });
    flees
        && !left
        && !abroad
        && !elsewhere
        && !carried.refugees
        && context.home.is_some()
        && context.destination.is_none()
        && !context.abroad
}

/// "185 migrants have been returned", "2,000 should be deported": whether people are sent away who are
/// not of the country that sends them.
fn is_sent(
    analysis: &Analysis,
    kind: Kind,
    head: Option<&Head>,
    verb: Option<&movement::Verb>,
) -> bool {
    let is = |i: usize, class| Grammar::english().is(analysis.word(i), class);
    let strangers = head.is_some_and(|head| head.tokens.clone().any(|i| is(i, Class::Migrant)));
    let passive = verb.is_some_and(|verb| {
        (verb.tokens.start.saturating_sub(2)..verb.tokens.start)
            .any(|i| is(i, Class::Auxiliary) && !is(i, Class::Perfect))
    });
    kind == Kind::Deportation || kind == Kind::Return && strangers && passive
}

/// "9,318 new arrivals, or on average 310 people a day": of what the number before counts.
fn is_average(analysis: &Analysis, counted: &Range<usize>) -> bool {
    let average = (counted.start.saturating_sub(4)..counted.start)
        .rev()
        .find(|i| matches!(analysis.word(*i), "average" | "averaging"));
    average.is_some_and(|at| {
        let from = at.saturating_sub(3);
        (from..at).any(|i| matches!(analysis.word(i), "," | "or"))
            && !analysis
                .happenings
                .iter()
                .any(|(tokens, _)| (from..counted.start).contains(&tokens.start))
    })
}

/// "4,120 households, 20,600 people", "3,000 families (18,000 individuals)": one count in two units.
fn is_pair(
    analysis: &Analysis,
    counted: &Range<usize>,
    before: Option<&Claim>,
    head: Option<&Head>,
) -> bool {
    let (Some(before), Some(head)) = (before, head) else { return false };
    let units = [before.unit, head.unit];
    let both =
        units == [Unit::Households, Unit::People] || units == [Unit::People, Unit::Households];
    let end = analysis.tokens.iter().position(|t| t.span.start >= before.span[1]);
    both && !head.label
        && end.is_some_and(|end| {
            end <= counted.start
                && counted.start - end <= 4
                && (end..counted.start).all(|i| {
                    matches!(
                        analysis.word(i),
                        "," | "("
                            | "or"
                            | "comprising"
                            | "totalling"
                            | "totaling"
                            | "with"
                            | "some"
                            | "composed"
                            | "made"
                            | "up"
                            | "of"
                            | "about"
                            | "i.e."
                            | "of a total"
                    )
                })
        })
}

/// Whether a number stands within brackets.
fn bracketed(analysis: &Analysis, counted: &Range<usize>) -> bool {
    let last = (0..counted.start).rev().find(|i| matches!(analysis.word(*i), "(" | ")"));
    last.is_some_and(|i| analysis.word(i) == "(")
}

/// "The group included 2,547 holders and 3,130 others": of those counted before.
pub(super) fn group_included(analysis: &Analysis, counted: &Range<usize>) -> bool {
    let verb = (1..counted.start)
        .find(|i| matches!(analysis.word(*i), "included" | "includes" | "comprised" | "comprises"));
    verb.is_some_and(|verb| {
        matches!(
            analysis.word(verb - 1),
            "group"
                | "batch"
                | "figure"
                | "number"
                | "total"
                | "they"
                | "these"
                | "those"
                | "arrivals"
                | "returnees"
        )
    })
}

/// "in 343 relief camps", "inside evacuation centers", "at temporary shelters": where the
/// displaced are put up, right behind the verb.
fn in_shelter(analysis: &Analysis, from: usize) -> bool {
    let end = analysis.tokens.len().min(from + 9);
    (from..end).any(|at| {
        if !matches!(analysis.word(at), "in" | "inside" | "at" | "within" | "under" | "across") {
            return false;
        }
        let place = (at + 1..analysis.tokens.len().min(at + 7))
            .take_while(|i| {
                !matches!(analysis.word(*i), "," | "." | ";" | "and" | "of" | "who" | "with" | "in")
            })
            .find(|i| {
                matches!(
                    analysis.word(*i),
                    "camps"
                        | "camp"
                        | "centres"
                        | "centers"
                        | "centre"
                        | "center"
                        | "shelters"
                        | "shelter"
                        | "sites"
                        | "site"
                ) || [Class::Base, Class::Roof]
                    .iter()
                    .any(|class| Grammar::english().is(analysis.word(*i), *class))
            });
        let Some(place) = place else { return false };
        // "at the UN mission's base": a base takes people in where a mission keeps it.
        let base = |i: usize| Grammar::english().is(analysis.word(i), Class::Base);
        if base(place) {
            return (at + 1..place)
                .any(|i| Grammar::english().is(analysis.word(i), Class::Keepers));
        }
        // "in a transit centre" and "in camps", not "in the centre of the town".
        Grammar::english().is(analysis.word(place), Class::Roof)
            || analysis.word(place).starts_with("camp")
            || analysis.word(place).starts_with("shelter")
            || (at + 1..place).any(|i| {
                matches!(
                    analysis.word(i),
                    "evacuation"
                        | "relief"
                        | "refugee"
                        | "displacement"
                        | "transit"
                        | "reception"
                        | "collective"
                        | "spontaneous"
                        | "informal"
                        | "idp"
                        | "planned"
                        | "temporary"
                        | "emergency"
                        | "makeshift"
                        | "accommodation"
                )
            })
    })
}

/// How far behind the number the place of detention may stand.
const HELD: usize = 10;

/// "in nine detention centres", "held at border stations": where people are held, behind "in" or
/// "at", before the next number.
fn in_detention(analysis: &Analysis, from: usize) -> bool {
    let grammar = Grammar::english();
    let is = |i: usize, class| grammar.is(analysis.word(i), class);
    let end = analysis.tokens.len().min(from + HELD);
    let place = (from..end).find(|i| is(*i, Class::Detention));
    place.is_some_and(|at| {
        (from..at).any(|i| is(i, Class::Inside))
            && analysis
                .amounts
                .iter()
                .all(|a| a.size() < 100.0 || !(from..at).contains(&a.core.start))
    })
}

/// "there is a camp with 300 people": who a camp is said to have is in it.
fn kept_in(analysis: &Analysis, counted: &Range<usize>) -> Option<Happening> {
    let grammar = Grammar::english();
    let with =
        counted.start.checked_sub(1).filter(|i| grammar.is(analysis.word(*i), Class::Amid))?;
    let site = with.checked_sub(1).filter(|i| grammar.is(analysis.word(*i), Class::Site))?;
    let there = (0..site).any(|i| grammar.is(analysis.word(i), Class::There));
    there.then_some(Happening::of(Kind::InCamp, Measure::Stock))
}

/// Whether a kind is counted as movement or as presence.
pub(super) fn measure_of(kind: Kind) -> Measure {
    match kind {
        Kind::Population
        | Kind::Undocumented
        | Kind::Refugees
        | Kind::Registered
        | Kind::Detained
        | Kind::Stranded
        | Kind::InCamp => Measure::Stock,
        _ => Measure::Flow,
    }
}

/// The country that the sentence says counted the arrivals: "Italy recorded 66,320 landings".
fn recorder(analysis: &Analysis, counted: &Range<usize>) -> Option<String> {
    analysis
        .names
        .iter()
        .find(|n| {
            let verb = n.tokens.end..n.tokens.end + 2;
            n.is_place()
                && n.place.kind == places::PlaceKind::Country
                && n.tokens.end < counted.start
                && verb.into_iter().any(|i| {
                    matches!(
                        analysis.word(i),
                        "recorded"
                            | "registered"
                            | "saw"
                            | "seen"
                            | "logged"
                            | "counted"
                            | "reported"
                    )
                })
        })
        .map(|n| n.code())
}

/// "Border officials counted 38,100 at Chaman": whoever is counted at a crossing crosses.
fn at_crossing(analysis: &Analysis, counted: &Range<usize>) -> Option<Happening> {
    analysis
        .names
        .iter()
        .any(|n| n.is_crossing() && analysis.distance(&n.tokens, counted) <= 16)
        .then_some(Happening::of(Kind::Departure, Measure::Flow))
}

/// "410 families (1,620 persons) in 11 safety centres": people who are put up, without a verb.
fn put_up(analysis: &Analysis, counted: &Range<usize>, head: Option<&Head>) -> Option<Happening> {
    let head = head.filter(|head| !head.label && head.unit != Unit::Vehicles)?;
    let close = (analysis.word(head.tokens.end) == "(")
        .then(|| (head.tokens.end..head.tokens.end + 6).find(|i| analysis.word(*i) == ")"))
        .flatten()
        .map_or(counted.end, |close| close + 1);
    let at = if analysis.word(close) == ")" { close + 1 } else { close };
    let led = Grammar::english().is(analysis.word(at), Class::Inside);
    (led && in_shelter(analysis, at)).then_some(Happening::of(Kind::InCamp, Measure::Stock))
}

/// "a boat carrying around 20 migrants", "seven boats with more than 380 people on board": people
/// on the way, whatever became of them.
fn aboard(analysis: &Analysis, counted: &Range<usize>, head: Option<&Head>) -> Option<Happening> {
    let grammar = Grammar::english();
    let is = |i: usize, class| grammar.is(analysis.word(i), class);
    let head = head.filter(|head| !head.label && head.unit == Unit::People)?;
    let start = counted.start.min(head.tokens.start);
    let craft = (start.saturating_sub(8)..start).rev().find(|i| is(*i, Class::Craft))?;
    let alone = analysis.amounts.iter().all(|a| !(craft + 1..start).contains(&a.core.start));
    let led = (craft + 1..start).any(|i| is(i, Class::Aboard))
        || (counted.end..counted.end + 3).any(|i| is(i, Class::Aboard));
    (alone && led).then_some(Happening::of(Kind::Other, Measure::Flow))
}

/// "The number of refugees in Uganda stands at 1.6 million": the noun says what they are.
fn stands(analysis: &Analysis, head: Option<&Head>) -> Option<Happening> {
    let head = head.filter(|head| head.label)?;
    let noun = analysis.said(&head.tokens);
    let placed = Grammar::english().is(analysis.word(head.tokens.end), Class::Inside);
    let kind = if noun.contains("refugee") || noun.contains("asylum") {
        Kind::Refugees
    } else if noun.contains("displaced") || noun.contains("idp") {
        Kind::Other
    } else if placed && says_number(analysis, head) {
        // "the total number of civilians in the camp"
        Kind::Population
    } else if noun.contains("population")
        || analysis.names.iter().any(|n| n.tokens.start == head.tokens.start)
    {
        Kind::Population
    } else {
        return None;
    };
    Some(Happening::of(kind, Measure::Stock))
}

/// "the number of civilians": whether a label says so.
fn says_number(analysis: &Analysis, head: &Head) -> bool {
    let back = |n: usize| head.tokens.start.checked_sub(n).map_or("", |i| analysis.word(i));
    back(1) == "of" && back(2) == "number"
}

/// "the country had 550,000 Venezuelans", "with up to a million Venezuelans in Colombia":
/// people who are there.
fn had(analysis: &Analysis, counted: &Range<usize>, head: Option<&Head>) -> Option<Happening> {
    head.filter(|head| !head.label)?;
    let has = (counted.start.saturating_sub(3)..counted.start)
        .any(|i| matches!(analysis.word(i), "has" | "have" | "had"));
    let placed = analysis.word(counted.end) == "in"
        && analysis
            .names
            .iter()
            .any(|n| n.is_place() && (counted.end + 1..counted.end + 4).contains(&n.tokens.start));
    // "ten thousand refugees on its territory"
    let on_soil = analysis.word(counted.end) == "on"
        && (counted.end + 1..counted.end + 4)
            .any(|i| matches!(analysis.word(i), "territory" | "soil"));
    let placed = placed || on_soil;
    let led = counted.start.checked_sub(1).is_none_or(|i| {
        matches!(
            analysis.word(i),
            "with"
                | "of"
                | "the"
                | "are"
                | "were"
                | "some"
                | "counts"
                | "counted"
                | "estimates"
                | "put"
        )
    });
    (has && analysis.names.iter().any(|n| n.is_place()) || placed && led).then_some(Happening {
        kind: Kind::Population,
        measure: Measure::Stock,
        object: Some(super::lexicon::Object::At),
        passive: true,
    })
}

/// "90 passengers left", "3,000 students were admitted": everyday people with an everyday
/// verb, in a sentence that says nothing of borders, crossings or nationalities.
fn is_everyday(
    analysis: &Analysis,
    head: Option<&Head>,
    happening: Happening,
    verb: Option<&movement::Verb>,
    carried: &Carried,
    words: &Lexicon,
) -> bool {
    // "A boat carrying 40 men and 32 women landed": people of the sea.
    // "rescued 64 people from a boat": whoever is rescued at sea.
    let grammar = Grammar::english();
    let craft = analysis.tokens.iter().any(|t| grammar.is(&t.lower, Class::Craft));
    let rescued = happening.kind == Kind::Other && happening.measure == Measure::Flow && craft;
    let aboard = rescued
        || matches!(happening.kind, Kind::Arrival | Kind::Arrest)
            && analysis
                .tokens
                .iter()
                .any(|t| matches!(&*t.lower, "boat" | "boats" | "dinghy" | "vessel"))
            && analysis
                .tokens
                .iter()
                .any(|t| matches!(&*t.lower, "carrying" | "migrants" | "refugees"));
    // "migrant workers", "displaced residents": who they are tells.
    let uprooted = head.is_some_and(|head| {
        head.tokens.clone().any(|i| {
            [Class::Uprooted, Class::Refugee, Class::Migrant]
                .iter()
                .any(|class| grammar.is(analysis.word(i), *class))
        })
    });
    // "730 people remained displaced": so does what they are.
    let stands = happening.measure == Measure::Stock
        && matches!(happening.kind, Kind::Other | Kind::InCamp | Kind::Refugees);
    // "44,000 were staying with host families or in shelters"
    let behind = head.map_or(0, |head| head.tokens.end);
    let put_up = verb.is_some_and(|v| {
        let from = v.tokens.end.max(behind);
        in_shelter(analysis, from) || (from..from + 2).any(|at| with_hosts(analysis, at))
    });
    let telling = aboard
        || put_up
        || uprooted
        || stands && verb.is_some()
        || matches!(happening.kind, Kind::Displacement | Kind::Deportation)
        || verb.is_some_and(|v| analysis.word(v.tokens.start).starts_with("fle"));
    // Nothing was counted before, and no place is named: "of 200 teachers 70 returned".
    if carried.subject == Subject::Plain {
        return false;
    }
    if !telling && carried.claims.is_empty() && !analysis.names.iter().any(|n| n.is_place()) {
        let plain = head.is_none_or(|head| {
            matches!(
                analysis.word(head.tokens.end - 1),
                "people" | "persons" | "others" | "individuals"
            )
        });
        // "19,344 people left" says enough with its noun; "82 people moved" does not.
        let moved = matches!(happening.kind, Kind::Departure | Kind::Arrival | Kind::Return);
        if plain
            && !(moved && head.is_some())
            && carried.context.home.is_none()
            && carried.context.nationality.is_none()
        {
            return true;
        }
    }
    let Some(head) = head else { return false };
    let last = head.tokens.end.saturating_sub(1);
    // "47,000 entries by the border": those who count people at a border count these.
    let at_border = matches!(analysis.word(last), "entries" | "departures")
        && analysis
            .tokens
            .iter()
            .any(|t| ["border", "frontier", "migra"].iter().any(|stem| t.lower.starts_with(stem)));
    let ordinary = words.ordinary.at(&analysis.tokens, last).is_some() && !at_border;
    // A breakdown of a total counted before is as good as the total.
    let part = carried.claims.last().is_some_and(|last| {
        carried.blocks.last() == Some(&analysis.sentence.block) && last.kind != Kind::Other
    });
    let named = analysis.names.iter().any(|n| {
        n.is_crossing()
            // "citizens of Ukraine who are registered" in another country
            || n.is_place()
                && matches!(analysis.word(last), "citizens" | "nationals")
                && matches!(happening.kind, Kind::Registered | Kind::Registration)
                && (head.tokens.end..head.tokens.end + 2).contains(&n.tokens.start)
            || n.kind == places::MentionKind::Demonym
                && head.tokens.start <= n.tokens.start
                && n.tokens.end <= head.tokens.end
    });
    ordinary && !telling && !named && !part
}

/// "DTM identified 74,010 families" in a report on displacement: the subject is the verb.
fn tallied(
    analysis: &Analysis,
    counted: &Range<usize>,
    subject: Option<Happening>,
    words: &Lexicon,
) -> Option<Happening> {
    let reach = counted.start.saturating_sub(6)..counted.start;
    // How many displaced there are: those of a period have been displaced in it.
    let stands = |subject: Happening| match subject.kind {
        Kind::Displacement => Happening::of(Kind::Other, Measure::Stock),
        _ => subject,
    };
    words.tally.within(&analysis.tokens, reach).and(subject).map(stands)
}

/// "35% of refugees intend to return", "29% have specific needs", "6% of them assisted": no
/// count of who moved.
fn of_intentions(analysis: &Analysis, counted: &Range<usize>) -> bool {
    (counted.end..analysis.tokens.len().min(counted.end + 9))
        .take_while(|i| !matches!(analysis.word(*i), "," | ";" | "."))
        .any(|i| {
            matches!(
                analysis.word(i),
                "intend"
                    | "intends"
                    | "want"
                    | "wish"
                    | "prefer"
                    | "plan"
                    | "hope"
                    | "needs"
                    | "assisted"
                    | "reported"
                    | "said"
                    | "say"
                    | "cited"
            )
        })
}

/// "71 percent are Syrians", "96 percent being Syrian refugees": what the share is, a people.
fn are_people(analysis: &Analysis, at: usize) -> bool {
    matches!(analysis.word(at), "are" | "were" | "being" | "is")
        && analysis
            .names
            .iter()
            .any(|n| !n.is_place() && (at + 1..at + 3).contains(&n.tokens.start))
}

/// "13% (37,935 families)": a share with people right behind it.
fn share_of_people(analysis: &Analysis, counted: &Range<usize>, words: &Lexicon) -> bool {
    (counted.end..analysis.tokens.len().min(counted.end + 8)).any(|at| {
        words.counted.at(&analysis.tokens, at).is_some_and(|(_, c)| *c != Counted::NotPeople)
    })
}

/// Whether the sentence tells one person's story: he, she or I before the number.
fn tells_of_one(analysis: &Analysis, counted: &Range<usize>) -> bool {
    // "no one", "not one family" are nobody's story.
    let none = matches!(analysis.word(counted.start), "no" | "not");
    !none && analysis.tokens[counted.clone()].iter().any(|t| t.is("one"))
        || (0..counted.start)
            .any(|i| matches!(analysis.word(i), "he" | "she" | "i" | "my" | "his" | "her"))
        // "12 members of her family"
        || (counted.start..counted.end + 4)
            .any(|i| matches!(analysis.word(i), "my" | "his" | "her"))
}

/// The kind that the noun itself says: "178 deportees", "14,352 spontaneous returns".
fn noun_kind(analysis: &Analysis, head: &Head, words: &Lexicon) -> Option<Happening> {
    let at = head.tokens.end.checked_sub(1)?;
    let (n, happening) = words.happenings.at(&analysis.tokens[..head.tokens.end], at)?;
    let joined = head.tokens.clone().any(|i| matches!(analysis.word(i), "and" | "or" | ","));
    let noun = !joined
        && matches!(
            analysis.word(at),
            "deportees"
                | "holders"
                | "cardholders"
                | "returns"
                | "arrivals"
                | "landings"
                | "entries"
                | "exits"
                | "displacements"
                | "departures"
                | "deportations"
                | "returnees"
                | "repatriations"
                | "expulsions"
                | "applications"
        );
    (n == 1 && noun).then_some(*happening)
}

/// "Chad and Egypt have received 90,000 and 160,000 refugees respectively": the first number
/// is of the first place, and so on.
fn share_out(analysis: &Analysis, claims: &mut [Claim]) {
    let said = analysis.tokens.iter().any(|t| t.is("respectively"));
    if !said || claims.len() < 2 {
        return;
    }
    let places: Vec<_> = analysis.names.iter().filter(|n| n.is_place()).collect();
    // As many places as numbers, side by side.
    let list = places.windows(claims.len()).find(|list| {
        list.windows(2).all(|pair| {
            (pair[0].tokens.end..pair[1].tokens.start)
                .all(|i| matches!(analysis.word(i), "and" | "," | "the" | "to" | "in"))
        })
    });
    let Some(list) = list else { return };
    let origin = movement::preposition_before(analysis, list[0].tokens.start) == "from";
    for (claim, name) in claims.iter_mut().zip(list) {
        let place = name.code();
        if name.is_crossing() {
            claim.via = vec![name.place.name.clone()];
        } else if claim.measure == Measure::Stock || claim.kind == Kind::Displacement {
            claim.at = Some(place);
        } else if origin {
            claim.from = Some(place);
        } else {
            claim.to = Some(place);
            claim.at = None;
        }
        *claim = claim.clone().sealed();
    }
}

/// Whether a sentence tells of people who cross and go back: "return home the same day", "go home in
/// the evening", "commuters".
fn comes_and_goes(analysis: &Analysis) -> bool {
    let is = |at: usize, class| Grammar::english().is(analysis.word(at), class);
    let by_night = |at: usize| {
        is(at, Class::Back) && (at + 1..at + NIGHT_REACH).any(|i| is(i, Class::Nightfall))
    };
    (0..analysis.tokens.len()).any(|at| {
        is(at, Class::Commuting)
            || is(at, Class::Selfsame) && is(at + 1, Class::Daytime)
            || by_night(at)
    })
}

/// Within so many tokens before a number a verb of counting has it as what it counts.
const TALLIED: usize = 6;

/// Tokens between a place and the name of what it lies in.
const ENCLOSED: usize = 3;

/// Within so many tokens behind "home" the evening is when they go.
const NIGHT_REACH: usize = 5;

/// Whether those counted are named as people who were treated, and not as people who crossed: by
/// their noun, or by what is kept of it.
fn is_of_patients(analysis: &Analysis, head: Option<&Head>, population: &Population) -> bool {
    let is = |word: &str| Grammar::english().is(word, Class::Patient);
    let named = head.is_some_and(|head| head.tokens.clone().any(|i| is(analysis.word(i))));
    named || population.text.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(is)
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

/// How many words may stand between a noun and its number in a quote.
const QUOTED: usize = 6;

/// The bytes of number and noun.
fn evidence(analysis: &Analysis, amount: &Amount, head: Option<&Head>) -> Range<usize> {
    let mut range = amount.tokens.clone();
    // A subject far before the number is not quoted with all that stands between.
    let near = head.filter(|head| range.start.saturating_sub(head.tokens.end) <= QUOTED);
    if let Some(head) = near {
        range.start = range.start.min(head.tokens.start);
        range.end = range.end.max(head.tokens.end);
    } else if analysis.word(range.end) == "of" && analysis.word(range.end + 1) == "those" {
        range.end += 2;
    }
    analysis.bytes(&range)
}
