//! Who or what a number counts.

use std::ops::Range;

use claim::{Group, Population, Status, Unit};
use places::MentionKind;

use super::analysis::{Analysis, Named};
use super::grammar::{Class, Grammar};
use super::lexicon::{Counted, Lexicon};
use super::number::Amount;
use super::token::Shape;

/// What was found behind (or before) a number.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Who {
    /// People, households or vehicles named with the number.
    Named(Head),
    /// The noun is left out: "140,000 have left", "4,000 into South Sudan".
    LeftOut,
    /// Something else: years, rupees, tents, the injured.
    NotPeople,
}

/// The noun phrase that says what is counted.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Head {
    pub unit: Unit,
    pub group: Group,
    /// Tokens of the noun phrase, without the number.
    pub tokens: Range<usize>,
    /// Whether the phrase stands before the number ("Families: 1,089").
    pub label: bool,
}

/// How many tokens after the number its noun may stand.
const REACH: usize = 7;

/// Finds what `amount` counts.
pub(super) fn who(analysis: &Analysis, amount: &Amount, words: &Lexicon) -> Who {
    let label = label_before(analysis, amount, words);
    if let Some(head) = label.or_else(|| label_below(analysis, amount, words)) {
        return Who::Named(head);
    }
    let start = after_percent(analysis, amount.tokens.end);
    // "1.7 million of them", "of whom": people named before.
    let back = analysis.word(start) == "of"
        && matches!(analysis.word(start + 1), "them" | "whom" | "these")
        || analysis.word(start) == "of"
            && analysis.word(start + 1) == "those"
            && analysis.word(start + 2) != "who";
    if back {
        // "952 of them women", "3,000 of whom were children": which of them.
        let linked = matches!(analysis.word(start + 2), "were" | "are" | "was" | "being");
        let at = start + 2 + usize::from(linked);
        let group = words.counted.at(&analysis.tokens, at).is_some_and(
            |(_, counted)| matches!(counted, Counted::People(group) if *group != Group::All),
        );
        if group
            && !amount.percent
            && let Noun::Head(head) = noun_after(analysis, at, words)
        {
            return Who::Named(head);
        }
        return Who::LeftOut;
    }
    // "rose overnight by 18,000": how much a number changed.
    let first = amount.tokens.start;
    let change = first > 1
        && analysis.word(first - 1) == "by"
        && (first.saturating_sub(4)..first).any(|i| {
            matches!(
                analysis.word(i),
                "rose"
                    | "risen"
                    | "rise"
                    | "increased"
                    | "increase"
                    | "grew"
                    | "grown"
                    | "fell"
                    | "fallen"
                    | "dropped"
                    | "declined"
                    | "jumped"
                    | "went"
                    | "up"
                    | "down"
            )
        });
    // "90 per cent of Gaza's 2.1 million people": what the share is of.
    let base = analysis.amounts.iter().any(|a| {
        a.percent
            && a.tokens.end < first
            && first - a.tokens.end <= 7
            && (a.tokens.end..a.tokens.end + 3).any(|i| analysis.word(i) == "of")
            && !(a.tokens.end..first)
                .any(|i| matches!(analysis.word(i), "," | "and" | "are" | "were"))
    });
    if change || base && !amount.percent {
        return Who::NotPeople;
    }
    // "9,000 fewer crossings than last year" is a difference.
    if matches!(analysis.word(start), "fewer" | "less")
        || analysis.word(start) == "more" && matches!(analysis.word(start + 1), "than" | "from")
    {
        return Who::NotPeople;
    }
    match noun_after(analysis, behind_brackets(analysis, start), words) {
        // "the two crossings" are places; "1,500 crossings a day" are people.
        Noun::Head(head)
            if amount.size() < 20.0 && analysis.word(head.tokens.end - 1) == "crossings" =>
        {
            Who::NotPeople
        }
        // "They came in five buses", "left in a fleet of 362 vehicles": what carried them.
        Noun::Head(head)
            if head.unit == Unit::Vehicles
                && matches!(
                    amount.tokens.start.checked_sub(1).map_or("", |i| analysis.word(i)),
                    "in" | "aboard" | "on" | "by" | "with" | "of"
                ) =>
        {
            Who::NotPeople
        }
        // "the island with 11,000 inhabitants": how large a place is.
        Noun::Head(head)
            if matches!(analysis.word(head.tokens.end - 1), "inhabitants")
                && matches!(
                    amount.tokens.start.checked_sub(1).map_or("", |i| analysis.word(i)),
                    "with" | "of" | "its" | "barely" | "only"
                ) =>
        {
            Who::NotPeople
        }
        Noun::Head(head) => {
            if is_not_moved(analysis, amount, &head, words) {
                Who::NotPeople
            } else {
                Who::Named(head)
            }
        }
        Noun::Other => Who::NotPeople,
        Noun::None if amount.plain => Who::NotPeople,
        // "Nobody crossed at Torkham": whoever else would.
        Noun::None
            if amount.rule == "number.zero" && analysis.names.iter().any(|n| n.is_place()) =>
        {
            Who::Named(Head {
                unit: Unit::People,
                group: Group::All,
                tokens: amount.core.clone(),
                label: false,
            })
        }
        // "a camp that can hold 5,000"
        Noun::None if capacity_before(analysis, amount) || is_room_for(analysis, amount, words) => {
            Who::NotPeople
        }
        Noun::None => {
            // "60,783 were men"
            let copula = matches!(analysis.word(start), "were" | "are" | "was" | "is");
            let counted = words.counted.at(&analysis.tokens, start + 1);
            match (copula, counted) {
                (true, Some((n, Counted::People(group)))) if *group != Group::All => {
                    Who::Named(Head {
                        unit: Unit::People,
                        group: *group,
                        tokens: start + 1..start + 1 + n,
                        label: false,
                    })
                }
                _ if words
                    .not_moved_before
                    .before(&analysis.tokens, amount.tokens.start)
                    .is_some() =>
                {
                    Who::NotPeople
                }
                _ if words.not_moved_after.at(&analysis.tokens, start).is_some() => Who::NotPeople,
                _ if follows_not_moved(analysis, start, words) => Who::NotPeople,
                _ if counts_other(analysis, amount, words) => Who::NotPeople,
                _ if names_a_thing(analysis, amount) => Who::NotPeople,
                _ => subject_before(analysis, amount, words).map_or(Who::LeftOut, Who::Named),
            }
        }
    }
}

/// So many plain digits behind a name of somebody's are no count of what it did.
const DIGITS_OF_A_NAME: usize = 7;

/// "(ticket 4512)", "expediente 4512.", "Easypaisa 7654321": plain digits directly behind a word that tells nothing of
/// people, places or counting, with nothing behind them that they could count, tell one thing from others.
fn names_a_thing(analysis: &Analysis, amount: &Amount) -> bool {
    let first = amount.core.start;
    let Some(before) = first.checked_sub(1).map(|at| &analysis.tokens[at]) else { return false };
    let digits = analysis.tokens[first].text;
    let plain = amount.tokens == (first..first + 1)
        && digits.len() >= 3
        && digits.bytes().all(|digit| digit.is_ascii_digit())
        && !amount.percent;
    let alone = analysis
        .tokens
        .get(first + 1)
        .is_none_or(|next| matches!(next.text, "," | "." | ";" | ")" | "]" | ":"));
    // A name may be that of a crossing or of who counts; letters alone are none.
    let name = before.is_capitalised() && before.text.chars().any(char::is_lowercase);
    let unknown = before.shape == Shape::Word
        && before.word == 0
        && (!name || digits.len() >= DIGITS_OF_A_NAME)
        && !analysis.names.iter().any(|name| name.tokens.contains(&(first - 1)));
    // "Volvieron en el mismo mes 434, de las cuales 70 eran mujeres": who moved stands behind the verb.
    let counted = analysis.happenings.iter().any(|(verb, _)| {
        verb.end < first
            && analysis.tokens[verb.end..first].iter().all(|token| token.shape != Shape::Mark)
    });
    plain && alone && unknown && !counted
}

/// "37,867 (9,347 households) IDPs", "1,200 (HH) families": the noun stands behind the brackets
/// when nothing else does.
fn behind_brackets(analysis: &Analysis, start: usize) -> usize {
    if analysis.word(start) != "(" {
        return start;
    }
    let close = (start + 1..start + 8).find(|i| analysis.word(*i) == ")");
    let noun = |i: usize| {
        analysis.tokens.get(i).is_some_and(|t| t.shape == Shape::Word)
            && !is_function_word(analysis.word(i))
    };
    let counts =
        |close: usize| analysis.amounts.iter().any(|a| start < a.core.start && a.core.end <= close);
    close.filter(|close| counts(*close) && noun(close + 1)).map_or(start, |close| close + 1)
}

/// "The number of Syrian refugees in Jordan stands at 620,000", "arrivals fell from 300 a day to
/// 120", "the figure for returns rose to 17,000": the noun is the sentence's subject.
fn subject_before(analysis: &Analysis, amount: &Amount, words: &Lexicon) -> Option<Head> {
    let tokens = &analysis.tokens;
    let end = amount.tokens.start;
    let reach = end.saturating_sub(30);
    // A verb of counting up or down leads to the number, or another number does.
    // "the number of refugees surpassed 41,193": the hedge is the verb.
    let hedge = matches!(
        analysis.word(end),
        "passed" | "topped" | "exceeded" | "crossed" | "surpassed" | "exceeding" | "surpassing"
    );
    let (verb, length) = if hedge {
        (end, 0)
    } else {
        let verb = (reach..end).rev().find(|i| words.counts_to.at(tokens, *i).is_some())?;
        (verb, words.counts_to.at(tokens, verb)?.0)
    };
    let between = verb + length..end;
    if between.clone().any(|i| {
        matches!(analysis.word(i), ";" | "." | "while" | "but" | "who" | "which" | ":" | "that")
    }) {
        return None;
    }
    // "the number of people who …": from here to the verb of counting stands who is counted.
    let clause = (reach..verb)
        .rev()
        .find(|i| matches!(analysis.word(*i), ";" | "that" | "said" | "says" | "while" | "but"))
        .map_or(reach, |i| i + 1);
    let (at, length, counted) = (clause..verb)
        .find_map(|i| {
            // "the number of refugees": the number itself is nobody.
            let (n, counted) = words.counted.at(&tokens[..verb], i)?;
            (*counted != Counted::NotPeople).then_some((i, n, *counted))
        })
        .or_else(|| {
            // "The number of Afghans in Iran"
            let name = analysis.names.iter().find(|n| {
                n.kind == MentionKind::Demonym
                    && (clause..verb).contains(&n.tokens.start)
                    && analysis.word(n.tokens.end - 1).ends_with('s')
            })?;
            Some((name.tokens.start, name.tokens.len(), Counted::People(Group::All)))
        })?;
    let (unit, group) = match counted {
        Counted::People(group) => (Unit::People, group),
        Counted::Households => (Unit::Households, Group::All),
        Counted::Vehicles | Counted::NotPeople => return None,
    };
    // Its demonym stands before the noun.
    let start = analysis
        .names
        .iter()
        .find(|n| n.kind == MentionKind::Demonym && n.tokens.end == at)
        .map_or(at, |n| n.tokens.start);
    Some(Head { unit, group, tokens: start..at + length, label: true })
}

/// "Deaths reach 463", "fatalities rose to 12": the noun right before the verb of counting.
fn counts_other(analysis: &Analysis, amount: &Amount, words: &Lexicon) -> bool {
    let end = amount.tokens.start;
    let verb = (end.saturating_sub(3)..end)
        .find(|i| words.counts_to.at(&analysis.tokens, *i).is_some_and(|(n, ())| i + n == end));
    verb.and_then(|verb| verb.checked_sub(1)).is_some_and(|noun| {
        matches!(
            analysis.word(noun),
            "deaths"
                | "fatalities"
                | "casualties"
                | "killed"
                | "dead"
                | "injuries"
                | "injured"
                | "toll"
        )
    })
}

/// "a centre that can hold 5,000": how many there is room for, by the words right before.
fn is_room_for(analysis: &Analysis, amount: &Amount, words: &Lexicon) -> bool {
    words.not_moved_before.before(&analysis.tokens, amount.tokens.start).is_some()
}

/// "a capacity of only around 400"
fn capacity_before(analysis: &Analysis, amount: &Amount) -> bool {
    (amount.tokens.start.saturating_sub(6)..amount.tokens.start)
        .any(|i| analysis.word(i) == "capacity")
}

fn after_percent(analysis: &Analysis, at: usize) -> usize {
    match analysis.word(at) {
        "%" | "percent" | "pct" => at + 1,
        "per" if analysis.word(at + 1) == "cent" => at + 2,
        _ => at,
    }
}

enum Noun {
    Head(Head),
    Other,
    None,
}

/// Walks over adjectives to the noun that is counted.
fn noun_after(analysis: &Analysis, start: usize, words: &Lexicon) -> Noun {
    let tokens = &analysis.tokens;
    let demonym_at = |i: usize| {
        analysis.names.iter().find(|n| n.kind == MentionKind::Demonym && n.tokens.start == i)
    };
    let mut at = start;
    let mut unknown = 0;
    let mut demonym: Option<Range<usize>> = None;
    // "of the", "of those", "more": go on to the noun.
    while matches!(
        analysis.word(at),
        "of" | "the"
            | "more"
            | "other"
            | "such"
            | "these"
            | "additional"
            | "further"
            | "new"
            | "'s"
            | "their"
            | "its"
    ) {
        at += 1;
    }
    while at < tokens.len() && at < start + REACH {
        // "3,100 the week before": words of time are not counted.
        if analysis.whens.iter().any(|w| w.tokens.contains(&at) || w.tokens.start == start) {
            break;
        }
        // "7,200 according to IOM": nor is whoever says so.
        if words.according.at(tokens, at).is_some_and(|(length, ())| length > 1) {
            break;
        }
        if let Some((length, counted)) = words.counted.at(tokens, at) {
            let mut end = at + length;
            let mut counted = *counted;
            // "refugee families", "displaced people": the last noun is the one counted.
            while let Some((length, next)) = words.counted.at(tokens, end) {
                // "2,000 people per day"
                // "124 households displaced by drought": what happened to them.
                let done = analysis.word(end) == "displaced"
                    && matches!(
                        analysis.word(end + 1),
                        "by" | "from" | "after" | "due" | "since" | "within" | "in" | "as"
                    );
                if is_function_word(analysis.word(end)) || done {
                    break;
                }
                counted = *next;
                end += length;
            }
            // "refugees and returnees": both are counted.
            while matches!(analysis.word(end), "and" | "or" | ",") {
                let Some((length, Counted::People(_))) = words.counted.at(tokens, end + 1) else {
                    break;
                };
                // "killed 13 people and displaced 600,000" goes on with a verb.
                if !analysis.word(end + length).ends_with('s') {
                    break;
                }
                counted = Counted::People(Group::All);
                end += 1 + length;
            }
            let (unit, group) = match counted {
                Counted::NotPeople => return Noun::Other,
                Counted::People(group) => (Unit::People, group),
                Counted::Households => (Unit::Households, Group::All),
                Counted::Vehicles => (Unit::Vehicles, Group::All),
            };
            // "réfugiés soudanais"
            if analysis.language.adjective_behind
                && let Some(name) = demonym_at(end)
            {
                end = name.tokens.end;
            }
            end = with_papers(analysis, end, words);
            // "2,504,000 affected people"
            if (start..at).any(|i| words.not_moved_adjectives.at(tokens, i).is_some())
                && !(start..at).any(|i| words.happenings.at(tokens, i).is_some())
            {
                return Noun::Other;
            }
            let text = start..end;
            return Noun::Head(Head { unit, group, tokens: trimmed(analysis, text), label: false });
        }
        if let Some(name) = demonym_at(at) {
            at = name.tokens.end;
            demonym = Some(start..at);
            unknown = 0;
            continue;
        }
        let token = &tokens[at];
        // "3,433,025 internally": an adverb says how, not who.
        if token.lower.ends_with("ly")
            && token.lower.len() > 4
            && words.status.at(tokens, at).is_none()
        {
            let led = leads_to_noun(analysis, at, words)
                || words.counted.at(tokens, at + 1).is_some()
                || words.happenings.at(tokens, at + 1).is_some()
                    && leads_to_noun(analysis, at + 1, words);
            if !led {
                break;
            }
        }
        let adjective = token.shape == Shape::Word
            && !is_function_word(&token.lower)
            && words.say.at(tokens, at).is_none()
            && (words.happenings.at(tokens, at).is_none() || leads_to_noun(analysis, at, words));
        let joint = token.is("-") || (token.is("and") && unknown > 0);
        if !(adjective || joint) || demonym.is_some() && unknown > 0 {
            break;
        }
        unknown += usize::from(adjective && words.status.at(tokens, at).is_none());
        at += 1;
    }
    // "South Sudanese and other refugees": one group, joined.
    if let Some(range) = &demonym
        && unknown == 0
        && analysis.word(range.end) == "and"
        && analysis.word(range.end + 1) == "other"
        && let Some((n, Counted::People(_))) = words.counted.at(tokens, range.end + 2)
    {
        let end = range.end + 2 + n;
        return Noun::Head(Head {
            unit: Unit::People,
            group: Group::All,
            tokens: trimmed(analysis, range.start..end),
            label: false,
        });
    }
    match demonym {
        // "Afghans": a people stands for its members, unless a noun we do not know follows
        // a bare adjective ("Afghan carpets").
        Some(range) if unknown == 0 || tokens[range.end - 1].lower.ends_with('s') => {
            let range = range.start..with_papers(analysis, range.end, words);
            Noun::Head(Head {
                unit: Unit::People,
                group: Group::All,
                tokens: trimmed(analysis, range),
                label: false,
            })
        }
        Some(_) => Noun::Other,
        None if unknown > 0 => Noun::Other,
        None => Noun::None,
    }
}

/// "Afghans sans papiers", "Afgańczyków bez dokumentów": outside English the papers people have
/// stand behind them, and are no verb of the number's.
fn with_papers(analysis: &Analysis, end: usize, words: &Lexicon) -> usize {
    if analysis.language.is_english() {
        return end;
    }
    words.status.at(&analysis.tokens, end).map_or(end, |(length, _)| end + length)
}

/// Whether the participle at `at` is an adjective before a counted noun: "stranded people".
fn leads_to_noun(analysis: &Analysis, at: usize, words: &Lexicon) -> bool {
    let people_at = |i: usize| {
        words.counted.at(&analysis.tokens, i).is_some()
            || analysis.names.iter().any(|n| n.kind == MentionKind::Demonym && n.tokens.start == i)
    };
    people_at(at + 1) || (people_at(at + 2) && !is_function_word(analysis.word(at + 1)))
}

/// Drops leading "of", "the" and the like from a phrase.
fn trimmed(analysis: &Analysis, range: Range<usize>) -> Range<usize> {
    let mut start = range.start;
    while start + 1 < range.end
        && matches!(
            analysis.word(start),
            "of" | "the" | "more" | "these" | "such" | "further" | "additional" | "'s"
        )
    {
        start += 1;
    }
    start..range.end
}

/// Words that end a noun phrase.
fn is_function_word(word: &str) -> bool {
    matches!(
        word,
        "of" | "in"
            | "on"
            | "at"
            | "by"
            | "to"
            | "from"
            | "into"
            | "through"
            | "via"
            | "for"
            | "with"
            | "and"
            | "or"
            | "but"
            | "as"
            | "than"
            | "that"
            | "which"
            | "who"
            | "whom"
            | "while"
            | "when"
            | "after"
            | "before"
            | "since"
            | "during"
            | "over"
            | "under"
            | "between"
            | "until"
            | "till"
            | "is"
            | "are"
            | "was"
            | "were"
            | "be"
            | "been"
            | "being"
            | "has"
            | "have"
            | "had"
            | "will"
            | "would"
            | "could"
            | "may"
            | "might"
            | "can"
            | "should"
            | "must"
            | "do"
            | "does"
            | "did"
            | "a"
            | "an"
            | "it"
            | "they"
            | "he"
            | "she"
            | "we"
            | "there"
            | "so"
            | "also"
            | "only"
            | "not"
            | "within"
            | "across"
            | "towards"
            | "out"
            | "back"
            | "behind"
            | "beyond"
            | "off"
            | "outside"
            | "inside"
            | "toward"
            | "along"
            | "near"
            | "so-called"
            | "each"
            | "every"
            | "per"
            | "daily"
            | "already"
            | "now"
            | "then"
            | "still"
            | "began"
            | "begun"
            | "started"
            | "continue"
            | "continued"
            | "continues"
            | "tried"
            | "attempted"
            | "managed"
            | "chose"
            | "opted"
            | "decided"
            | "originated"
            | "joined"
            | "compared"
            | "amid"
            | "amidst"
            | "despite"
            | "because"
            | "following"
            | "versus"
            | "against"
            | "make"
            | "made"
            | "seek"
            | "sought"
            | "having"
            | "ended"
            | "turned"
            | "recorded"
            | "detected"
    )
}

/// "Families: 1,089", "Total persons returned: 12,689"
fn label_before(analysis: &Analysis, amount: &Amount, words: &Lexicon) -> Option<Head> {
    let colon = amount.tokens.start.checked_sub(1)?;
    if analysis.word(colon) != ":" || colon > 8 {
        return bare_label(analysis, amount, words);
    }
    let (at, length, counted) = (0..colon)
        .find_map(|i| words.counted.at(&analysis.tokens[..colon], i).map(|(n, c)| (i, n, *c)))?;
    // A noun behind the number outweighs the label: "Tuesday: 4,919 persons".
    if let Noun::Head(_) = noun_after(analysis, amount.tokens.end, words) {
        return None;
    }
    let (unit, group) = match counted {
        Counted::People(group) => (Unit::People, group),
        Counted::Households => (Unit::Households, Group::All),
        Counted::Vehicles | Counted::NotPeople => return None,
    };
    Some(Head { unit, group, tokens: with_status(analysis, at..at + length, words), label: true })
}

/// Words of the label of a key figure that are looked through for who is counted.
const BELOW: usize = 8;

/// "20,480" over "Total number of new arrivals since 1 July": the line below a key figure says whom it counts.
fn label_below(analysis: &Analysis, amount: &Amount, words: &Lexicon) -> Option<Head> {
    let (number, end) = (analysis.tokens.get(amount.tokens.end - 1)?, amount.tokens.end);
    let below = analysis.text.get(number.span.end..analysis.tokens.get(end)?.span.start)?;
    if amount.tokens.start > 0 {
        return None;
    }
    let near = end..analysis.tokens.len().min(end + BELOW);
    // "Number of …": of what comes behind.
    let of = |at: usize| Grammar::english().is(analysis.word(at), Class::Belonging);
    let mut number_of = false;
    let (at, length, counted) = near.into_iter().find_map(|i| {
        let (length, counted) = words.counted.at(&analysis.tokens, i)?;
        let measures = *counted == Counted::NotPeople && of(i + length);
        number_of |= measures;
        (!measures).then_some((i, length, *counted))
    })?;
    if !number_of && !below.contains('\n') {
        return None;
    }
    let (unit, group) = match counted {
        Counted::People(group) => (Unit::People, group),
        Counted::Households => (Unit::Households, Group::All),
        Counted::Vehicles | Counted::NotPeople => return None,
    };
    let tokens = with_status(analysis, at..at + length, words);
    (tokens.start > end).then_some(Head { unit, group, tokens, label: true })
}

/// "third-country nationals": the papers that stand before the noun belong to it.
fn with_status(analysis: &Analysis, noun: Range<usize>, words: &Lexicon) -> Range<usize> {
    let start = (noun.start.saturating_sub(4)..noun.start).find(|at| {
        words.status.at(&analysis.tokens, *at).is_some_and(|(n, _)| at + n >= noun.start)
    });
    start.unwrap_or(noun.start)..noun.end
}

/// "refugees 192,473 and returnees 43,000": the noun right before a number that another noun before
/// a number stands beside.
fn bare_label(analysis: &Analysis, amount: &Amount, words: &Lexicon) -> Option<Head> {
    let noun = |amount: &Amount| {
        let end = amount.tokens.start;
        let (length, counted) = (1..=3).find_map(|n| {
            let at = end.checked_sub(n)?;
            words.counted.at(&analysis.tokens[..end], at).filter(|(l, _)| *l == n)
        })?;
        let (unit, group) = match counted {
            Counted::People(group) => (Unit::People, *group),
            Counted::Households => (Unit::Households, Group::All),
            Counted::Vehicles | Counted::NotPeople => return None,
        };
        // "12,000 refugees 4,000 of whom": the noun of the number before it.
        let tokens = with_status(analysis, end - length..end, words);
        let taken = analysis.amounts.iter().any(|a| a.tokens.end == tokens.start);
        (!taken).then_some(Head { unit, group, tokens, label: true })
    };
    let own = noun(amount).filter(|_| !amount.plain && !amount.percent)?;
    let at = analysis.amounts.iter().position(|a| a.core == amount.core)?;
    let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().any(|other| {
        analysis.amounts.get(other).is_some_and(|other| {
            let gap = if other.tokens.end <= amount.tokens.start {
                other.tokens.end..own.tokens.start
            } else {
                amount.tokens.end..other.tokens.start
            };
            noun(other).is_some() && gap.len() <= 4
        })
    });
    beside.then_some(own)
}

/// Whether the words around say that these people were hurt, asked or served.
fn is_not_moved(analysis: &Analysis, amount: &Amount, head: &Head, words: &Lexicon) -> bool {
    let before = words.not_moved_before.before(&analysis.tokens, amount.tokens.start).is_some();
    let capacity = (amount.tokens.start.saturating_sub(6)..amount.tokens.start).any(|i| {
        matches!(analysis.word(i), "capacity" | "designed" | "meant" | "intended" | "built")
    });
    before || capacity || (!head.label && follows_not_moved(analysis, head.tokens.end, words))
}

/// "a camp for 5,000 people", "food for 20,000 refugees", "built for 5,000": how many there is room
/// or help for, not how many there are.
pub(super) fn is_for_so_many(analysis: &Analysis, start: usize, words: &Lexicon) -> bool {
    let room = |word: &str| words.room.iter().any(|stem| word.starts_with(stem.as_str()));
    start >= 2
        && analysis.word(start - 1) == "for"
        && (start.saturating_sub(4)..start - 1).any(|i| {
            room(analysis.word(i))
                && !(i + 1..start - 1).any(|i| matches!(analysis.word(i), "," | ";" | "and"))
        })
}

/// Words that brackets between who is counted and the verb may take.
const ASIDE: usize = 14;

fn follows_not_moved(analysis: &Analysis, at: usize, words: &Lexicon) -> bool {
    let mut i = at;
    // "19 million people (40 per cent of the population) need food"
    if analysis.word(i) == "("
        && let Some(close) = (i + 1..i + ASIDE).find(|at| analysis.word(*at) == ")")
    {
        let behind = words.not_moved_after.at(&analysis.tokens, close + 1);
        if behind.is_some() {
            return true;
        }
    }
    // "163,412 families or 665,806 persons were affected"
    if matches!(analysis.word(i), "or" | "(" | "composed" | "comprising" | "and")
        && let Some(other) =
            analysis.amounts.iter().find(|a| a.tokens.start > i && a.tokens.start <= i + 3)
        && let Noun::Head(head) = noun_after(analysis, other.tokens.end, words)
    {
        i = head.tokens.end;
    }
    // "deportees from Iran killed"
    if matches!(analysis.word(i), "from" | "in") {
        let name = analysis.names.iter().find(|n| n.tokens.start == i + 1);
        i = name.map_or(i, |n| n.tokens.end);
    }
    while matches!(
        analysis.word(i),
        "were"
            | "was"
            | "have"
            | "had"
            | "has"
            | "been"
            | "are"
            | "who"
            | "reportedly"
            | "also"
            | "or"
            | "("
            | ")"
    ) {
        i += 1;
    }
    // "2,310 arrivals were received at Manyovu": they, and not aid.
    let grammar = Grammar::english();
    let taken_in = analysis.word(i) == "received"
        && [Class::Inside, Class::Through].iter().any(|c| grammar.is(analysis.word(i + 1), *c));
    if taken_in {
        return false;
    }
    // "were assisted to return" says more than "were assisted".
    let longer = |length: usize| {
        words.happenings.at(&analysis.tokens, i).is_some_and(|(happened, _)| happened > length)
    };
    words.not_moved_after.at(&analysis.tokens, i).is_some_and(|(length, ())| !longer(length))
}

/// The country whose people a name calls them: none for "ethnic Armenians", Kosovo for "Kosovo Albanians".
pub(super) fn citizenship(analysis: &Analysis, name: &Named) -> Option<String> {
    let lead = name.tokens.start.checked_sub(1).map_or("", |at| analysis.word(at));
    let land = analysis.names.iter().find(|land| {
        land.is_place() && land.place.country.is_some() && land.tokens.end == name.tokens.start
    });
    match land {
        _ if Grammar::english().is(lead, Class::Ethnic) => None,
        Some(land) => land.place.country.clone(),
        None => name.place.country.clone(),
    }
}

/// Describes the people: words, nationality, papers and group.
pub(super) fn population(
    analysis: &Analysis,
    head: &Head,
    clause: Range<usize>,
    words: &Lexicon,
) -> Population {
    let inside =
        |range: &Range<usize>| head.tokens.start <= range.start && range.end <= head.tokens.end;
    let nationality = analysis
        .names
        .iter()
        .find(|n| n.kind == MentionKind::Demonym && inside(&n.tokens))
        .and_then(|n| citizenship(analysis, n));
    let said = words.status.within(&analysis.tokens, head.tokens.clone());
    // "Refugees" says little: what else is said of their papers says more.
    let status = said
        .filter(|(_, status)| **status != Status::Refugee)
        .or_else(|| {
            // "those who had stayed illegally": the relative clause behind the noun.
            let relative = matches!(
                analysis.word(clause.start),
                "who" | "without" | "staying" | "living" | "with" | "lacking"
            ) || analysis.word(head.tokens.end.saturating_sub(1)) == "those";
            relative.then(|| words.status.within(&analysis.tokens, clause.clone()))?
        })
        .or(said)
        .map_or(Status::Unknown, |(_, status)| *status);
    let mut text = head.tokens.clone();
    // "those" says nothing without its clause.
    if analysis.word(text.end - 1) == "those" {
        text.end = clause.end.max(text.end);
    }
    Population {
        text: analysis.words(&text).to_owned(),
        nationality,
        status,
        group: head.group,
        includes: Vec::new(),
        excludes: Vec::new(),
    }
}

/// Describes people named in a phrase of their own: unit and population.
pub(super) fn described(analysis: &Analysis, words: &Lexicon) -> (Unit, Population) {
    let all = 0..analysis.tokens.len();
    let mut unit = Unit::People;
    let mut groups = Vec::new();
    for at in all.clone() {
        match words.counted.at(&analysis.tokens, at) {
            Some((_, Counted::People(group))) if *group != Group::All => groups.push(*group),
            Some((_, Counted::Households)) => unit = Unit::Households,
            Some((_, Counted::Vehicles)) => unit = Unit::Vehicles,
            _ => {}
        }
    }
    let group = match groups.as_slice() {
        [group] => *group,
        [Group::Men, Group::Women] | [Group::Women, Group::Men] => Group::Adults,
        _ => Group::All,
    };
    let status =
        words.status.within(&analysis.tokens, all).map_or(Status::Unknown, |(_, status)| *status);
    let nationality = analysis
        .names
        .iter()
        .find(|n| n.kind == MentionKind::Demonym)
        .and_then(|n| n.place.country.clone());
    let text = analysis.text.to_owned();
    (unit, Population { text, nationality, status, group, ..Population::default() })
}
