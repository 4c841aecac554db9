//! Amounts as people write them, with their hedges and bounds.

use std::ops::Range;

use claim::Qualifier;

use super::lexicon::Lexicon;
use super::token::{Shape, Token};

/// No count of people is larger: about as many are alive.
const MOST: f64 = 1e10;

/// A number in the text, as a claim states it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Amount {
    /// Tokens of the number itself.
    pub core: Range<usize>,
    /// Tokens with the hedges around it.
    pub tokens: Range<usize>,
    pub value: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub qualifier: Qualifier,
    /// Followed by a percent sign or word.
    pub percent: bool,
    /// Four plain digits that may be a year, or a small plain number: needs a noun to count.
    pub plain: bool,
    /// Name of the rule that recognised it.
    pub rule: &'static str,
}

impl Amount {
    /// The size to compare with: the value, or the middle of the bounds.
    pub fn size(&self) -> f64 {
        self.value.or(self.low).or(self.high).unwrap_or(0.0)
    }
}

/// Finds all amounts; tokens marked in `taken` belong to dates and are passed over.
pub(super) fn amounts(tokens: &[Token], taken: &[bool], words: &Lexicon) -> Vec<Amount> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let next = if taken[at] { None } else { amount_at(tokens, at, words) };
        match next {
            Some(amount) if !taken[amount.core.clone()].iter().any(|t| *t) => {
                at = amount.tokens.end;
                if !is_label(tokens, &amount) && !is_age(tokens, &amount, words) {
                    found.push(amount);
                }
            }
            _ => at += 1,
        }
    }
    found
}

/// "children under 18", "people over 60": how old they are, not how many.
fn is_age(tokens: &[Token], amount: &Amount, words: &Lexicon) -> bool {
    let hedged = matches!(amount.qualifier, Qualifier::LessThan | Qualifier::MoreThan);
    hedged
        && amount.size() < 100.0
        && amount.tokens.start.checked_sub(1).is_some_and(|at| {
            matches!(words.counted.get(tokens, at), Some(super::lexicon::Counted::People(_)))
        })
        && !tokens.get(amount.tokens.end).is_some_and(|t| t.shape == Shape::Word && t.is("people"))
}

/// Whether the number is part of a name, sum of money or ordinal, not an amount of anything.
fn is_label(tokens: &[Token], amount: &Amount) -> bool {
    let before = amount.core.start.checked_sub(1).map(|i| &tokens[i]);
    let after = tokens.get(amount.core.end);
    let touches_before = before.is_some_and(|t| t.span.end == tokens[amount.core.start].span.start);
    let touches_after = after.is_some_and(|t| t.span.start == tokens[amount.core.end - 1].span.end);
    let money = before.is_some_and(|t| {
        matches!(&*t.lower, "$" | "€" | "£" | "₨" | "rs" | "pkr" | "usd" | "us$")
            || (t.is(".") && amount.core.start >= 2 && tokens[amount.core.start - 2].is("rs"))
    });
    let name = touches_before
        && before.is_some_and(|t| matches!(t.text, "#" | "-" | "/" | ":" | "–"))
        && amount.core.start >= 2
        && tokens[amount.core.start - 2].span.end == tokens[amount.core.start - 1].span.start
        && tokens[amount.core.start - 2].shape == Shape::Word
        || before.is_some_and(|t| {
            matches!(t.text, "#" | "No" | "no" | "№" | "nr" | "Nr") || t.text.ends_with(['°', 'º'])
        })
        || before.is_some_and(|t| t.is("."))
            && amount.core.start >= 2
            && matches!(tokens[amount.core.start - 2].text, "No" | "no");
    let ordinal = touches_after
        && after.is_some_and(|t| matches!(&*t.lower, "st" | "nd" | "rd" | "th" | "s"));
    let clock = touches_after && after.is_some_and(|t| matches!(t.text, ":" | "/"));
    // "a 45-year-old man"
    let age = after.is_some_and(|t| t.is("-"))
        && tokens.get(amount.core.end + 1).is_some_and(|t| {
            matches!(
                &*t.lower,
                "strong"
                    | "year"
                    | "years"
                    | "month"
                    | "day"
                    | "hour"
                    | "kilometre"
                    | "kilometer"
                    | "mile"
            )
        });
    // "said Fazal Rehman, 24, who …"
    let aged = before.is_some_and(|t| t.is(","))
        && after.is_some_and(|t| matches!(t.text, "," | "."))
        && amount.size() < 120.0
        && amount.core.start >= 2
        && tokens[amount.core.start - 2].is_capitalised();
    // "up 167 percent", "a 64% decrease": how much a number changed, not a share of people.
    let word = |i: usize| tokens.get(i).map_or("", |t| &*t.lower);
    let unit_end = amount.tokens.end
        + match (word(amount.tokens.end), word(amount.tokens.end + 1)) {
            ("per", "cent") => 2,
            ("%" | "percent" | "pct", _) => 1,
            _ => 0,
        };
    let lead = amount.tokens.start.checked_sub(1).map_or("", |i| word(i));
    let lead2 = amount.tokens.start.checked_sub(2).map_or("", |i| word(i));
    let change = |w: &str| {
        matches!(
            w,
            "increase"
                | "increases"
                | "decrease"
                | "rise"
                | "drop"
                | "decline"
                | "jump"
                | "surge"
                | "reduction"
                | "growth"
                | "fall"
                | "change"
                | "spike"
                | "hike"
                | "cut"
                | "more"
                | "fewer"
                | "less"
                | "higher"
                | "lower"
                | "up"
                | "down"
                | "above"
                | "below"
                | "on"
                | "off"
                | "compared"
        )
    };
    let changed = amount.percent
        && (change(word(unit_end))
            // "women make up 54 percent" is a share all the same
            || matches!(lead, "up" | "down" | "by")
                && !(lead2.starts_with("mak") || lead2 == "made")
            || lead == "of" && change(lead2)
            || matches!(lead, "nearly" | "almost" | "about")
                && matches!(lead2, "up" | "down" | "by"));
    if changed {
        return true;
    }
    if is_difference(tokens, amount) || is_ratio_or_denied(tokens, amount) {
        return true;
    }
    // More people than ever lived are a slip, not a count.
    // … unless a scale was said twice ("2,984,000 million"): that is what the text says, and the
    // audit says what is wrong with it.
    let twice = amount.core.len() == 2 && tokens[amount.core.start].text.contains(',');
    let absurd = amount.size() > MOST && !twice;
    money || name || ordinal || clock || age || aged || absurd
}

/// "up 1,500 from Monday", "1,500 more than on Monday", "by 300 fewer": how much a count changed.
fn is_difference(tokens: &[Token], amount: &Amount) -> bool {
    let word = |i: usize| tokens.get(i).map_or("", |t| &*t.lower);
    let back = |n: usize| amount.tokens.start.checked_sub(n).map_or("", &word);
    let end = amount.tokens.end;
    // "were down 300 from", not "picked up 300 from a boat"
    let counts = |w: &str| {
        matches!(
            w,
            "," | "("
                | "–"
                | "—"
                | "-"
                | "were"
                | "was"
                | "is"
                | "are"
                | "be"
                | "been"
                | "arrivals"
                | "returns"
                | "crossings"
                | "departures"
                | "numbers"
                | "figures"
                | "total"
                | "still"
        )
    };
    let compared = matches!(word(end), "from" | "on" | "compared" | "since" | "over" | "against");
    let noun = tokens.get(end).is_some_and(|t| t.shape == Shape::Word);
    let compared =
        compared || noun && matches!(word(end + 1), "from" | "on" | "compared" | "since");
    if matches!(back(1), "up" | "down") && counts(back(2)) && compared {
        return true;
    }
    // A noun may stand between: "1,500 people more than on Monday".
    let more = (end..end + 3)
        .take_while(|i| tokens.get(*i).is_some_and(|t| t.shape == Shape::Word))
        .find(|i| matches!(word(*i), "more" | "fewer" | "less"));
    more.is_some_and(|at| {
        let than = matches!(word(at + 1), "than")
            || word(at + 1) == "that" && at > end && word(at - 1) == "of";
        let number = tokens.get(at + 2).is_some_and(|t| t.shape == Shape::Number)
            || matches!(word(at + 2), "half" | "a" | "one" | "two" | "three" | "twice");
        than && !number || back(1) == "by"
    })
}

/// "one in 5,000 refugees" is a ratio; "not 5,000 but 3,000" denies the first number, "3,000, not 5,000" the second.
fn is_ratio_or_denied(tokens: &[Token], amount: &Amount) -> bool {
    let word = |i: usize| tokens.get(i).map_or("", |t| &*t.lower);
    let back = |n: usize| amount.tokens.start.checked_sub(n).map_or("", &word);
    let one = |w: &str| matches!(w, "one" | "1");
    let ratio = back(1) == "in" && one(back(2))
        || back(1) == "of" && back(2) == "out" && one(back(3))
        || back(1) == "every" && back(2) == "in" && one(back(3));
    let end = amount.tokens.end;
    let but = (end..end + 4).find(|i| matches!(word(*i), "but" | "," | "." | ";"));
    let denied = back(1) == "not"
        && but.is_some_and(|at| word(at) == "but" || word(at) == "," && word(at + 1) == "but");
    let counted = |token: &Token| token.lower.starts_with(|c: char| c.is_ascii_digit());
    let put_right = back(1) == "not"
        && matches!(back(2), "," | "and")
        && tokens[..amount.tokens.start].iter().any(counted);
    ratio || denied || put_right
}

fn amount_at(tokens: &[Token], at: usize, words: &Lexicon) -> Option<Amount> {
    undetermined(tokens, at, words)
        .or_else(|| zero(tokens, at, words))
        .or_else(|| fraction(tokens, at, words))
        .or_else(|| one_in(tokens, at, words))
        .or_else(|| vague(tokens, at, words))
        .or_else(|| range(tokens, at, words))
        .or_else(|| single(tokens, at, words))
}

/// "no Afghan was deported", "nobody crossed": a count of zero, when a verb follows.
fn zero(tokens: &[Token], at: usize, words: &Lexicon) -> Option<Amount> {
    let word = |i: usize| tokens.get(i).map_or("", |t| &*t.lower);
    let length = match (word(at), word(at + 1)) {
        ("no", "one") => 2,
        // "not a single Afghan", "not one family"
        ("not", "a") if word(at + 2) == "single" => 3,
        ("not", "one") => 2,
        ("nobody" | "none", _) => 1,
        ("no", _) if tokens.get(at + 1)?.shape == Shape::Word => 1,
        _ => return None,
    };
    let verb = (at + length..tokens.len().min(at + length + 4)).any(|i| {
        matches!(
            word(i),
            "was"
                | "were"
                | "has"
                | "have"
                | "had"
                | "crossed"
                | "left"
                | "returned"
                | "arrived"
                | "came"
                | "went"
                | "fled"
                | "entered"
        )
    });
    // "No more than 40 people were …" is another number.
    let compared = (at + 1..at + 4)
        .any(|i| matches!(word(i), "than" | "longer" | "doubt" | "matter" | "to"))
        || tokens.get(at + 1).is_some_and(|t| t.shape == Shape::Number);
    let last = at + length - 1;
    let people = matches!((word(at), word(at + 1)), ("no", "one") | ("nobody", _))
        || tokens.get(last + 1).is_some_and(|t| t.is_capitalised())
        || (last + usize::from(length == 1)..last + 3).any(|i| {
            matches!(words.counted.get(tokens, i), Some(super::lexicon::Counted::People(_)))
        });
    (verb && people && !compared).then(|| Amount {
        core: at..at + length,
        tokens: at..at + length,
        value: Some(0.0),
        low: None,
        high: None,
        qualifier: Qualifier::Exact,
        percent: false,
        plain: false,
        rule: "number.zero",
    })
}

/// "about a third of them", "just under half have gone": a share, in percent.
fn fraction(tokens: &[Token], at: usize, words: &Lexicon) -> Option<Amount> {
    let (length, percent) = words.fractions.at(tokens, at)?;
    let word = |i: usize| tokens.get(i).map_or("", |t| &*t.lower);
    // "half a million", "half an hour", "a third time" are no shares.
    let of_people =
        matches!(
            word(at + length),
            "of" | "were"
                | "are"
                | "was"
                | "is"
                | "have"
                | "had"
                | "has"
                | "came"
                | "come"
                | "went"
                | "live"
                | "stay"
                | "arrived"
                | "crossed"
                | "living"
                | "staying"
                | "fled"
                | "returned"
                | "originated"
                | "whom"
        ) && !matches!(word(at + length + 1), "a" | "an" | "last" | "this" | "2023" | "2024");
    let years = matches!(
        word(at + length + 2),
        "year" | "month" | "day" | "country" | "world" | "budget" | "funds"
    );
    if !of_people || years {
        return None;
    }
    let hedge = words.hedges_before.before(tokens, at);
    let qualifier = hedge.map_or(Qualifier::Exact, |(_, q)| *q);
    let value = Some(*percent);
    Some(Amount {
        core: at..at + length,
        tokens: hedge.map_or(at, |(start, _)| start)..at + length,
        value,
        low: value.filter(|_| qualifier == Qualifier::MoreThan),
        high: value.filter(|_| {
            matches!(qualifier, Qualifier::Nearly | Qualifier::UpTo | Qualifier::LessThan)
        }),
        qualifier,
        percent: true,
        plain: false,
        rule: "number.fraction",
    })
}

/// "one in four people", "four in ten refugees": a share, in percent.
fn one_in(tokens: &[Token], at: usize, words: &Lexicon) -> Option<Amount> {
    let (first_length, part) = cardinal(tokens, at, words)?;
    let link = at + first_length;
    let out_of = tokens.get(link)?.is("out") && tokens.get(link + 1)?.is("of");
    if !(tokens.get(link)?.is("in") || out_of) {
        return None;
    }
    let second = link + 1 + usize::from(out_of);
    let (second_length, whole) = cardinal(tokens, second, words)?;
    let end = second + second_length;
    let people = matches!(words.counted.get(tokens, end), Some(super::lexicon::Counted::People(_)))
        || tokens.get(end).is_some_and(|t| {
            matches!(&*t.lower, "of" | "was" | "is" | "are" | "were" | "has" | "have")
                || t.is_capitalised()
        });
    let sizes = part < whole && whole <= 100.0 && part <= 10.0;
    (people && sizes).then(|| Amount {
        core: at..end,
        tokens: at..end,
        value: Some((part / whole * 1000.0).round() / 10.0),
        low: None,
        high: None,
        qualifier: Qualifier::Exact,
        percent: true,
        plain: false,
        rule: "number.one-in",
    })
}

/// "an as yet undetermined number"
fn undetermined(tokens: &[Token], at: usize, words: &Lexicon) -> Option<Amount> {
    let (length, ()) = words.undetermined.at(tokens, at)?;
    let (noun, ()) = words.undetermined_nouns.at(tokens, at + length)?;
    let core = at..at + length + noun;
    // The article and adverbs in front belong to the phrase.
    let start =
        (at.saturating_sub(4)..at).find(|i| matches!(&*tokens[*i].lower, "a" | "an")).unwrap_or(at);
    Some(Amount {
        tokens: start..core.end,
        core,
        value: None,
        low: None,
        high: None,
        qualifier: Qualifier::Undetermined,
        percent: false,
        plain: false,
        rule: "number.undetermined",
    })
}

/// "hundreds of thousands", unless a numeral makes it exact ("two hundreds")
fn vague(tokens: &[Token], at: usize, words: &Lexicon) -> Option<Amount> {
    let (length, [low, high]) = words.vague.at(tokens, at)?;
    let hedged = words.hedges_before.before(tokens, at);
    // "many hundreds of years of ..." is caught later, by the noun.
    Some(Amount {
        core: at..at + length,
        tokens: hedged.map_or(at, |(start, _)| start)..at + length,
        value: None,
        low: Some(*low),
        high: Some(*high),
        qualifier: Qualifier::Vague,
        percent: false,
        plain: false,
        rule: "number.vague",
    })
}

/// "between 4,000 and 5,000", "3,500-4,000", "4 to 5 million"
fn range(tokens: &[Token], at: usize, words: &Lexicon) -> Option<Amount> {
    let (first_length, mut low) = cardinal(tokens, at, words)?;
    let link = at + first_length;
    let before = at.checked_sub(1).map_or("", |i| &*tokens[i].lower);
    let joins = match &*tokens.get(link)?.lower {
        "-" | "–" | "—" => true,
        // "rose by 18,000 to 137,427" is two numbers.
        // "rose from 200 to 900" is two numbers; "from 20,000 to 25,000 people left" is one.
        "to" if before == "from" => {
            let lead = at.saturating_sub(7)..at - 1;
            !lead.into_iter().any(|i| is_change(&tokens[i].lower))
        }
        "to" => before != "by",
        "and" => before == "between",
        "or" => true,
        _ => false,
    };
    if !joins {
        return None;
    }
    let (second_length, high) = cardinal(tokens, link + 1, words)?;
    let core = at..link + 1 + second_length;
    // Two numbers joined loosely are one amount only when they are of one size and the noun
    // stands right behind them.
    let loose = tokens[link].is("or") || before == "from";
    let counted = (core.end..core.end + 2).any(|i| {
        words.counted.get(tokens, i).is_some_and(|c| *c != super::lexicon::Counted::NotPeople)
    });
    if loose && !(counted && high <= 3.0 * low) {
        return None;
    }
    // "4 to 5 million": the magnitude is said once and meant twice.
    if first_length == 1 && second_length == 2 && low < 1000.0 {
        let magnitude = words.magnitudes.get(tokens, core.end - 1);
        low *= magnitude.copied().unwrap_or(1.0);
    }
    // "5-6,000": the thousands are said once and meant twice.
    let close = matches!(&*tokens[link].lower, "-" | "–" | "—" | "to") && before != "from";
    if close
        && first_length == 1
        && second_length == 1
        && low < 1000.0
        && high >= 1000.0
        && high % 1000.0 == 0.0
        && low.fract() == 0.0
        && low * 1000.0 < high
    {
        low *= 1000.0;
    }
    if low >= high {
        return None;
    }
    let start = if matches!(before, "between" | "from") { at - 1 } else { at };
    Some(Amount {
        tokens: start..core.end,
        plain: is_year(tokens, &(at..at + 1), low) || high < 20.0,
        core: core.clone(),
        value: None,
        low: Some(low),
        high: Some(high),
        qualifier: Qualifier::Range,
        percent: percent_follows(tokens, core.end),
        rule: "number.range",
    })
}

/// Whether a word says that a number went up or down, and from what.
fn is_change(word: &str) -> bool {
    [
        "rose", "rise", "risen", "grew", "grow", "increas", "fell", "fall", "drop", "declin",
        "decreas", "jump", "climb", "surg", "soar", "went", "gone", "swell", "swollen", "up",
        "down", "number", "total", "figure", "tally", "average",
    ]
    .iter()
    .any(|stem| word.starts_with(stem))
}

fn single(tokens: &[Token], at: usize, words: &Lexicon) -> Option<Amount> {
    let (length, value) = cardinal(tokens, at, words)?;
    let core = at..at + length;
    let mut outer = core.clone();
    let mut qualifier = Qualifier::Exact;
    // Hedges can pile up ("some more than"): the one that bounds is kept.
    while let Some((start, hedge)) = words.hedges_before.before(tokens, outer.start) {
        if matches!(qualifier, Qualifier::Exact | Qualifier::About) {
            qualifier = *hedge;
        }
        outer.start = start;
    }
    if let Some((length, hedge)) = words.hedges_after.at(tokens, outer.end) {
        if qualifier == Qualifier::Exact {
            qualifier = *hedge;
        }
        outer.end += length;
    }
    let low = (qualifier == Qualifier::MoreThan).then_some(value);
    let high = matches!(qualifier, Qualifier::LessThan | Qualifier::UpTo | Qualifier::Nearly)
        .then_some(value);
    Some(Amount {
        // "a 3 % fall over 2022": a year, whatever stands before it.
        plain: length == 1
            && (qualifier == Qualifier::Exact && value < 20.0 || is_year(tokens, &core, value)),
        percent: percent_follows(tokens, outer.end),
        core,
        tokens: outer,
        value: Some(value),
        low,
        high,
        qualifier,
        rule: "number.single",
    })
}

fn percent_follows(tokens: &[Token], at: usize) -> bool {
    let word = |i: usize| tokens.get(i).map_or("", |t| &*t.lower);
    matches!(word(at), "%" | "percent" | "pct") || (word(at) == "per" && word(at + 1) == "cent")
}

/// Four digits without grouping between 1900 and 2100.
fn is_year(tokens: &[Token], core: &Range<usize>, value: f64) -> bool {
    (1900.0..2100.0).contains(&value)
        && core.len() == 1
        && tokens[core.start].lower.len() == 4
        && tokens[core.start].shape == Shape::Number
}

/// Reads one cardinal number; returns how many tokens it takes and its value.
fn cardinal(tokens: &[Token], at: usize, words: &Lexicon) -> Option<(usize, f64)> {
    let token = tokens.get(at)?;
    match token.shape {
        Shape::Number => {
            if is_torn(tokens, at) {
                return None;
            }
            let mut value = digits(&token.lower)?;
            let mut length = 1;
            while let Some(next) = tokens.get(at + length) {
                let adjacent = next.span.start == tokens[at + length - 1].span.end;
                let scale = if adjacent {
                    words.suffixes.get(tokens, at + length)
                } else {
                    words.magnitudes.get(tokens, at + length)
                };
                let Some(scale) = scale else { break };
                value *= scale;
                length += 1;
            }
            Some((length, value))
        }
        Shape::Word => spelled(tokens, at, words),
        Shape::Mark => None,
    }
}

/// "1,5003", "250,-000": digits that touch others across a mark are a number with a note behind it,
/// or two halves of one. Neither half is what was meant.
fn is_torn(tokens: &[Token], at: usize) -> bool {
    let touch = |a: usize, b: usize| match (tokens.get(a), tokens.get(b)) {
        (Some(a), Some(b)) => a.span.end == b.span.start,
        _ => false,
    };
    let mark = |i: usize| tokens.get(i).is_some_and(|t| matches!(&*t.lower, "," | "."));
    let number = |i: usize| tokens.get(i).is_some_and(|t| t.shape == Shape::Number);
    let before =
        at >= 2 && mark(at - 1) && number(at - 2) && touch(at - 2, at - 1) && touch(at - 1, at);
    let behind = mark(at + 1) && number(at + 2) && touch(at, at + 1) && touch(at + 1, at + 2);
    before || behind
}

/// The value of digits with grouping marks; of digits grouped as no number is ("5.11.2023"), none.
fn digits(text: &str) -> Option<f64> {
    let stops = text.matches('.').count();
    if stops > 1 && text.split('.').skip(1).any(|group| group.len() != 3) {
        return None;
    }
    let keep = |c: char| c.is_ascii_digit() || (c == '.' && stops == 1);
    text.chars().filter(|c| keep(*c)).collect::<String>().parse().ok()
}

/// Number words: "one hundred and four thousand", "half a million", "a dozen".
fn spelled(tokens: &[Token], at: usize, words: &Lexicon) -> Option<(usize, f64)> {
    let word = |i: usize| tokens.get(i).map_or("", |t| &*t.lower);
    let magnitude = |i: usize| words.magnitudes.get(tokens, i).copied();
    if let Some((length, value)) = words.dozens.at(tokens, at) {
        return Some((length, *value));
    }
    match word(at) {
        "half" if word(at + 1) == "a" => return Some((3, 0.5 * magnitude(at + 2)?)),
        // "three quarters of a million", "three-quarters of a million"
        "three" if word(at + 1) == "quarters" && word(at + 2) == "of" && word(at + 3) == "a" => {
            return Some((5, 0.75 * magnitude(at + 4)?));
        }
        "three-quarters" if word(at + 1) == "of" && word(at + 2) == "a" => {
            return Some((4, 0.75 * magnitude(at + 3)?));
        }
        "three"
            if word(at + 1) == "-"
                && word(at + 2) == "quarters"
                && word(at + 3) == "of"
                && word(at + 4) == "a" =>
        {
            return Some((6, 0.75 * magnitude(at + 5)?));
        }
        "a" if word(at + 1) == "quarter" && word(at + 2) == "of" && word(at + 3) == "a" => {
            return Some((5, 0.25 * magnitude(at + 4)?));
        }
        "a" => {
            let scale = magnitude(at + 1).filter(|_| !word(at + 1).ends_with('s'))?;
            let half = word(at + 2) == "and" && word(at + 3) == "a" && word(at + 4) == "half";
            return Some(if half { (5, 1.5 * scale) } else { (2, scale) });
        }
        _ => {}
    }
    let mut total = 0.0;
    let mut group = 0.0;
    let mut i = at;
    loop {
        if let Some(unit) = words.number_units.get(tokens, i) {
            // "two three" are two numbers; "twenty three" is one.
            let fits = group == 0.0
                || (*unit < 10.0 && group % 100.0 >= 20.0 && group % 10.0 == 0.0)
                || group % 100.0 == 0.0;
            if !fits {
                break;
            }
            group += unit;
            i += 1;
        } else if word(i) == "dozen" && group > 0.0 {
            group *= 12.0;
            i += 1;
        } else if let Some(scale) = magnitude(i).filter(|_| group > 0.0) {
            if scale == 100.0 {
                group *= scale;
            } else {
                total += group * scale;
                group = 0.0;
            }
            i += 1;
        } else if matches!(word(i), "and" | "-")
            && i > at
            && (total > 0.0 || group >= 20.0)
            && words.number_units.get(tokens, i + 1).is_some()
            && (word(i) == "-" || group == 0.0 || group % 100.0 == 0.0)
        {
            i += 1;
        } else if word(i) == "and" && word(i + 1) == "a" && word(i + 2) == "half" && group > 0.0 {
            let scale = magnitude(i + 3)?;
            return Some((i + 4 - at, (total + group + 0.5) * scale));
        } else {
            break;
        }
    }
    (i > at).then_some((i - at, total + group))
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    /// Value, low, high, hedge.
    type Read = (Option<f64>, Option<f64>, Option<f64>, Qualifier);

    fn read(text: &str) -> Vec<Read> {
        let cut = tokens(text, 0..text.len(), &Lexicon::english().vocabulary);
        amounts(&cut, &vec![false; cut.len()], Lexicon::english())
            .into_iter()
            .map(|a| (a.value, a.low, a.high, a.qualifier))
            .collect()
    }

    fn value(text: &str) -> f64 {
        read(text)[0].0.unwrap()
    }

    #[test]
    fn numbers_as_people_write_them() {
        for (text, expected) in [
            ("140,322 people", 140_322.0),
            ("1.7 million", 1_700_000.0),
            ("3,00,000 refugees", 300_000.0),
            ("1.4 lakh", 140_000.0),
            ("2 crore", 20_000_000.0),
            ("0.246 million", 246_000.0),
            ("half a million", 500_000.0),
            ("three quarters of a million people", 750_000.0),
            ("three-quarters of a million people", 750_000.0),
            ("a million and a half people", 1_500_000.0),
            ("two and a half million", 2_500_000.0),
            ("one hundred and four thousand", 104_000.0),
            ("twenty-five thousand three hundred and two", 25_302.0),
            ("a dozen families", 12.0),
            ("half a dozen families", 6.0),
            ("a half-dozen families", 6.0),
            ("two dozen families", 24.0),
            ("1.7m people", 1_700_000.0),
            ("40k people", 40_000.0),
        ] {
            assert_eq!(value(text), expected, "{text}");
        }
    }

    #[test]
    fn hedges_become_bounds() {
        use Qualifier::*;
        assert_eq!(read("more than 4 million"), [(Some(4e6), Some(4e6), None, MoreThan)]);
        assert_eq!(read("nearly 375,000"), [(Some(375e3), None, Some(375e3), Nearly)]);
        assert_eq!(read("as many as 20,000"), [(Some(2e4), None, Some(2e4), UpTo)]);
        assert_eq!(read("some 82,500"), [(Some(82_500.0), None, None, About)]);
        assert_eq!(read("98,000+ people"), [(Some(98e3), Some(98e3), None, MoreThan)]);
        assert_eq!(read("between 4,000 and 5,000"), [(None, Some(4e3), Some(5e3), Range)]);
        assert_eq!(read("4 to 5 million"), [(None, Some(4e6), Some(5e6), Range)]);
        assert_eq!(read("hundreds of thousands"), [(None, Some(2e5), Some(999_999.0), Vague)]);
        assert_eq!(read("An as yet undetermined number"), [(None, None, None, Undetermined)]);
    }

    #[test]
    fn a_rise_from_one_number_to_another_is_two_numbers() {
        assert_eq!(read("rose from 200 to 17,000").len(), 2);
        assert_eq!(read("The number grew from 20,000 to 25,000 people").len(), 2);
        assert_eq!(read("from 20,000 to 25,000 people").len(), 1);
        assert_eq!(
            read("300 or 400 families"),
            [(None, Some(300.0), Some(400.0), Qualifier::Range)]
        );
        assert_eq!(read("51,000 families or 196,000 persons").len(), 2);
    }

    #[test]
    fn zeros_and_shares_are_numbers() {
        assert_eq!(read("no Afghan was deported")[0].0, Some(0.0));
        assert_eq!(read("nobody crossed")[0].0, Some(0.0));
        assert_eq!(
            read("just under half have gone")[0],
            (Some(50.0), None, Some(50.0), Qualifier::Nearly)
        );
        assert_eq!(read("about a third of them")[0], (Some(33.3), None, None, Qualifier::About));
        for text in
            ["half an hour", "no longer were they there", "children under 18", "up 31 percent"]
        {
            assert_eq!(read(text), [], "{text}");
        }
    }

    #[test]
    fn labels_and_money_are_not_amounts() {
        for text in ["COVID-19", "$500", "Rs. 50,000", "the 1970s", "Update #3", "at 10:30"] {
            let left: Vec<_> = read(text).into_iter().filter(|a| a.0 != Some(30.0)).collect();
            assert!(left.is_empty(), "{text}: {left:?}");
        }
    }
}
