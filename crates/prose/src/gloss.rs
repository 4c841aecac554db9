//! Reads another language in the words of the reader's own.
//!
//! A folder lists under each word or phrase of `data/en` (and of the grammar in the code) the
//! phrases of its language that mean it. A sentence is cut into tokens as it is written, and
//! the longest phrase at each place is replaced by what it stands for; each token that comes
//! out keeps its place in the text, so evidence is quoted from the original. A word that
//! stands in no list becomes one that no English list holds, so that nothing is read by a
//! likeness of spelling: Polish "to" is not English "to".
//!
//! A phrase may say:
//! - `(a|b|)`: any of these, also within a word: `uchodźc(a|y|ów)`;
//! - `#`: a number, `%month`, `%weekday`, `%unit`: a word that stands for one; `…`: up to six
//!   tokens of the same part of the sentence. They are glossed in turn, and stand in the
//!   target in any order: `"# weeks ago" = ["il y a # semaines"]`;
//! - in the target `=2`: the second word of the phrase as it is written.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::token::{Shape, Token, foreign, words_of};
use super::vocabulary::Vocabulary;
use calendar::months;

/// What the phrases of a language stand for.
#[derive(Debug)]
pub(super) struct Glosses {
    /// The words of the language's own phrases.
    own: Vocabulary,
    decimal_comma: bool,
    /// By the number of the first word, the longest first.
    by_first: FxHashMap<u32, Vec<Pattern>>,
    /// Patterns that begin with a number, a month or a weekday.
    by_slot: Vec<Pattern>,
    classes: FxHashMap<u32, Class>,
    /// The first phrase listed for a target: a noun's plain form.
    plain: FxHashMap<String, String>,
}

/// What a slot asks of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Number,
    Month,
    Weekday,
    Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Word(u32),
    Slot(Class),
    /// Up to so many tokens.
    Gap,
}

#[derive(Debug, Clone)]
enum Said {
    Word {
        lower: Box<str>,
        capital: bool,
    },
    /// The slot with this number.
    Slot(usize),
    /// The source's token with this number, as written.
    Same(usize),
}

#[derive(Debug, Clone)]
struct Pattern {
    parts: Vec<Part>,
    said: Vec<Said>,
}

/// Tokens that a gap may take.
const GAP: usize = 6;

/// A pattern with a gap and so many parts is sure of itself.
const MANY: usize = 4;

/// Expansions of one phrase; more is a slip of the pen.
const EXPANSIONS: usize = 4000;

impl Glosses {
    /// Lays out phrases of a language, each with its target.
    pub fn new(entries: Vec<(String, String)>, decimal_comma: bool) -> Result<Glosses, String> {
        let mut own = Vocabulary::default();
        let mut by_first: FxHashMap<u32, Vec<Pattern>> = FxHashMap::default();
        let mut by_slot = Vec::new();
        let mut classes = FxHashMap::default();
        let mut seen: FxHashMap<Vec<String>, String> = FxHashMap::default();
        let mut plain: FxHashMap<String, String> = FxHashMap::default();
        for (source, target) in entries {
            let phrases = expanded(&source)?;
            if let Some(first) = phrases.first() {
                plain.entry(target.clone()).or_insert_with(|| first.clone());
            }
            for phrase in phrases {
                let words: Vec<String> = split(&phrase);
                if words.is_empty() {
                    return Err(format!("`{source}`: a phrase without words"));
                }
                if let Some(other) = seen.insert(words.clone(), target.clone()) {
                    if other == target {
                        continue;
                    }
                    return Err(format!("`{phrase}` stands for both `{other}` and `{target}`"));
                }
                let parts: Vec<Part> = words.iter().map(|w| part(w, &mut own)).collect();
                let said = said(&target, &parts)
                    .ok_or_else(|| format!("`{target}` asks for what `{phrase}` has not"))?;
                if let ([Part::Word(word)], [Said::Word { lower, .. }]) = (&parts[..], &said[..])
                    && let Some(class) = class_of(lower)
                {
                    classes.insert(*word, class);
                }
                let pattern = Pattern { parts, said };
                match pattern.parts[0] {
                    Part::Word(first) => by_first.entry(first).or_default().push(pattern),
                    Part::Slot(_) => by_slot.push(pattern),
                    Part::Gap => return Err(format!("`{phrase}`: begins with a gap")),
                }
            }
        }
        // The longest first; of equals the one with more words of its own.
        let rank = |p: &Pattern| {
            let words = p.parts.iter().filter(|p| matches!(p, Part::Word(_))).count();
            let gaps = p.parts.iter().filter(|p| matches!(p, Part::Gap)).count();
            (gaps, std::cmp::Reverse(p.parts.len()), std::cmp::Reverse(words))
        };
        for patterns in by_first.values_mut() {
            patterns.sort_by_key(rank);
            // A gap outranks a word alone, and nothing else.
            let alone =
                patterns.iter().position(|p| p.parts.len() == 1).map(|i| patterns.remove(i));
            patterns.extend(alone);
        }
        by_slot.sort_by_key(rank);
        Ok(Glosses { own, decimal_comma, by_first, by_slot, classes, plain })
    }

    /// Whether a word in lower case stands in a phrase.
    pub fn knows(&self, word: &str) -> bool {
        self.own.find(word).0 != 0
    }

    /// Whether a word in lower case names a month.
    pub fn is_month(&self, word: &str) -> bool {
        self.classes.get(&self.own.find(word).0) == Some(&Class::Month)
    }

    /// Reads `text[range]` into tokens of the reader's own words.
    pub fn tokens<'t>(
        &'t self,
        text: &'t str,
        range: Range<usize>,
        vocabulary: &Vocabulary,
    ) -> Vec<Token<'t>> {
        let mut raw = foreign(text, range, &self.own, self.decimal_comma);
        // "A Torkham, …": where "à" is a word, its capital is often written without the accent.
        let (grave, _) = self.own.find("à");
        if grave != 0
            && let [first, second, ..] = &mut raw[..]
            && first.text == "A"
            && second.capital
        {
            first.lower = Cow::Borrowed("à");
            (first.word, first.starts) = self.own.find("à");
        }
        let mut out = Vec::with_capacity(raw.len());
        self.gloss(&raw, 0..raw.len(), &mut out, 0);
        join_scales(&mut out);
        for token in &mut out {
            (token.word, token.starts) = vocabulary.find(&token.lower);
        }
        out
    }

    /// The plain form of what is read as `said`, with capitals as in `written`: "rząd" for
    /// "rządu", "Straż Graniczna" for "SG" and "Straży Granicznej".
    pub fn plain(&self, said: &str, written: &str) -> Option<String> {
        let plain = self.plain.get(said)?;
        let capitals: Vec<bool> =
            written.split_whitespace().map(|w| w.starts_with(char::is_uppercase)).collect();
        let all = capitals.iter().all(|c| *c);
        let (any, one) = (capitals.contains(&true), !plain.contains(' '));
        let words = plain.split_whitespace().enumerate().map(|(n, word)| {
            // "AFP" and "PAP" are written so.
            let shouted = word.to_uppercase();
            if word.len() > 1 && written.split_whitespace().any(|w| w == shouted) {
                return shouted;
            }
            let mut letters = word.chars();
            match letters.next() {
                Some(first) if all || capitals.get(n) == Some(&true) || one && any => {
                    first.to_uppercase().chain(letters).collect()
                }
                _ => word.to_owned(),
            }
        });
        Some(words.collect::<Vec<String>>().join(" "))
    }

    fn gloss<'t>(
        &'t self,
        raw: &[Token<'t>],
        range: Range<usize>,
        out: &mut Vec<Token<'t>>,
        depth: usize,
    ) {
        let mut at = range.start;
        while at < range.end {
            match self.longest(raw, at, range.end) {
                // A gap within a gap ends somewhere.
                Some((pattern, taken)) if depth < 4 => {
                    let end = taken.last().map_or(at + 1, |t| t.end);
                    self.say(raw, pattern, &taken, out, depth);
                    at = end;
                }
                _ => {
                    match self.day_and_month(raw, at) {
                        Some(date) => out.extend(date),
                        None => self.as_written(&raw[at], out),
                    }
                    at += 1;
                }
            }
        }
    }

    /// The pattern that fits at `at`, and the tokens each of its parts takes.
    fn longest(
        &self,
        raw: &[Token],
        at: usize,
        end: usize,
    ) -> Option<(&Pattern, Vec<Range<usize>>)> {
        let word = raw[at].word;
        let own = self.by_first.get(&word).filter(|_| word != 0).into_iter().flatten();
        let slots = self.by_slot.iter().filter(|p| match p.parts[0] {
            Part::Slot(class) => self.is(&raw[at], class),
            _ => false,
        });
        // A number with its unit before the number word alone.
        let (mut long, alone): (Vec<_>, Vec<_>) = own.partition(|p| p.parts.len() > 1);
        long.extend(slots);
        // One with a gap after those without, unless it says much beside the gap.
        long.sort_by_key(|p| match p.parts.contains(&Part::Gap) {
            true if p.parts.len() > MANY => 0,
            true => 2,
            false => 1,
        });
        long.into_iter()
            .chain(alone)
            .find_map(|pattern| Some((pattern, self.fits(raw, at, end, &pattern.parts)?)))
    }

    fn is(&self, token: &Token, class: Class) -> bool {
        if token.shape == Shape::Number {
            return class == Class::Number;
        }
        token.word != 0 && self.classes.get(&token.word) == Some(&class)
    }

    fn fits(
        &self,
        raw: &[Token],
        at: usize,
        end: usize,
        parts: &[Part],
    ) -> Option<Vec<Range<usize>>> {
        let mut taken = Vec::with_capacity(parts.len());
        let mut i = at;
        for (n, part) in parts.iter().enumerate() {
            if i >= end {
                return None;
            }
            match part {
                Part::Word(word) => {
                    (raw[i].word == *word).then_some(())?;
                    taken.push(i..i + 1);
                    i += 1;
                }
                Part::Slot(class) => {
                    self.is(&raw[i], *class).then_some(())?;
                    taken.push(i..i + 1);
                    i += 1;
                }
                Part::Gap => {
                    let rest = &parts[n + 1..];
                    for length in 1..=GAP.min(end - i) {
                        let last = &raw[i + length - 1];
                        if matches!(last.text, "." | ";" | "!" | "?" | ":" | "(" | ")" | ",") {
                            return None;
                        }
                        if let Some(behind) = self.fits(raw, i + length, end, rest) {
                            taken.push(i..i + length);
                            taken.extend(behind);
                            return Some(taken);
                        }
                    }
                    return None;
                }
            }
        }
        Some(taken)
    }

    /// Writes what a pattern stands for.
    fn say<'t>(
        &'t self,
        raw: &[Token<'t>],
        pattern: &'t Pattern,
        taken: &[Range<usize>],
        out: &mut Vec<Token<'t>>,
        depth: usize,
    ) {
        let whole = raw[taken[0].start].span.start..raw[taken[taken.len() - 1].end - 1].span.end;
        let slots: Vec<&Range<usize>> = pattern
            .parts
            .iter()
            .zip(taken)
            .filter(|(part, _)| !matches!(part, Part::Word(_)))
            .map(|(_, taken)| taken)
            .collect();
        let asked: Vec<usize> = pattern
            .said
            .iter()
            .filter_map(|s| if let Said::Slot(n) = s { Some(*n) } else { None })
            .collect();
        let ordered = asked.windows(2).all(|w| w[0] < w[1]);
        let aligned = pattern.said.len() == pattern.parts.len() && ordered;
        for (n, said) in pattern.said.iter().enumerate() {
            match said {
                Said::Word { lower, capital } => {
                    let source = if aligned { &raw[taken[n].start] } else { &raw[taken[0].start] };
                    let span = if aligned && taken[n].len() == 1 {
                        source.span.clone()
                    } else {
                        whole.clone()
                    };
                    let digits = lower.starts_with(|c: char| c.is_ascii_digit());
                    let mark = !lower.starts_with(char::is_alphanumeric);
                    out.push(Token {
                        span,
                        text: if mark || digits { lower } else { source.text },
                        lower: Cow::Borrowed(lower),
                        word: 0,
                        starts: 0,
                        shape: match (digits, mark && &**lower != "'s") {
                            (true, _) => Shape::Number,
                            (_, true) => Shape::Mark,
                            _ => Shape::Word,
                        },
                        capital: *capital || source.capital,
                    });
                }
                Said::Slot(slot) => {
                    let first = out.len();
                    self.slot(raw, slots[*slot], out, depth);
                    if !ordered {
                        for token in &mut out[first..] {
                            token.span = whole.clone();
                        }
                    }
                }
                Said::Same(part) => {
                    for token in &raw[taken[*part].clone()] {
                        self.as_written(token, out);
                    }
                }
            }
        }
    }

    /// A slot of one word is that word's own gloss; a gap is glossed in turn.
    fn slot<'t>(
        &'t self,
        raw: &[Token<'t>],
        range: &Range<usize>,
        out: &mut Vec<Token<'t>>,
        depth: usize,
    ) {
        if range.len() == 1 {
            let alone = self
                .by_first
                .get(&raw[range.start].word)
                .and_then(|patterns| patterns.iter().find(|p| p.parts.len() == 1))
                .filter(|_| raw[range.start].word != 0);
            match alone {
                Some(pattern) => {
                    self.say(raw, pattern, std::slice::from_ref(range), out, depth + 1);
                }
                None => self.as_written(&raw[range.start], out),
            }
        } else {
            self.gloss(raw, range.clone(), out, depth + 1);
        }
    }

    /// "24.02": where a comma stands before decimals, a day and a month; "1.11" is one behind a
    /// word of time, where no scale follows.
    fn day_and_month<'t>(&self, raw: &[Token<'t>], at: usize) -> Option<[Token<'t>; 2]> {
        let token = &raw[at];
        let (day, month) = token.text.split_once('.')?;
        let number: usize = month.parse().ok()?;
        let led = at.checked_sub(1).is_some_and(|i| {
            matches!(&*raw[i].lower, "od" | "do" | "dnia" | "dniu" | "le" | "du" | "au" | "depuis")
        });
        let scaled = raw.get(at + 1).is_some_and(|next| {
            next.text == "%"
                || ["tys", "mln", "mld", "mil", "proc"].iter().any(|s| next.lower.starts_with(s))
        });
        let month_alone = month.len() == 2 && (month.starts_with('0') || led && !scaled);
        let fits = self.decimal_comma
            && month_alone
            && token.shape == Shape::Number
            && (1..=12).contains(&number)
            && (1..=31).contains(&day.parse::<usize>().ok()?);
        fits.then(|| {
            let day = Token { lower: Cow::Borrowed(day), ..token.clone() };
            let month = Token {
                lower: Cow::Borrowed(months::ENGLISH[number - 1]),
                shape: Shape::Word,
                capital: true,
                ..token.clone()
            };
            [day, month]
        })
    }

    /// A word without a gloss: a number in its plain form, an acronym as it is, any other word
    /// as one that no list holds.
    fn as_written<'t>(&self, token: &Token<'t>, out: &mut Vec<Token<'t>>) {
        let mut token = token.clone();
        // A hyphen with a space before it is a dash.
        let apart = out.last().is_none_or(|last| last.span.end < token.span.start);
        if token.text == "-" && apart {
            token.text = "–";
            token.lower = Cow::Borrowed("–");
        }
        match token.shape {
            Shape::Word => {
                let acronym = token.text.len() >= 2 && token.text.chars().all(char::is_uppercase);
                if !acronym {
                    token.lower = Cow::Owned(format!("~{}", token.lower));
                }
            }
            Shape::Mark => {
                // One kind of quotation mark.
                let mark = match token.text {
                    "„" | "«" => Some("“"),
                    "»" => Some("”"),
                    _ => None,
                };
                if let Some(mark) = mark {
                    token.text = mark;
                    token.lower = Cow::Borrowed(mark);
                }
            }
            Shape::Number => {
                if let Some((day, month, year)) = numeric_date(token.text) {
                    for (n, lower) in
                        [day, months::ENGLISH[month - 1], year].into_iter().enumerate()
                    {
                        out.push(Token {
                            lower: Cow::Borrowed(lower),
                            shape: if n == 1 { Shape::Word } else { Shape::Number },
                            capital: n == 1,
                            ..token.clone()
                        });
                    }
                    return;
                }
            }
        }
        out.push(token);
    }
}

/// "2 mln 669 tys.", "22 tysięcy 300": one number, said in two scales.
fn join_scales(tokens: &mut Vec<Token>) {
    let mut at = 0;
    while at + 2 < tokens.len() {
        let number = |t: Option<&Token>| {
            let t = t.filter(|t| t.shape == Shape::Number)?;
            // A year behind a number is no part of it.
            let year = t.text.len() == 4 && (t.text.starts_with("19") || t.text.starts_with("20"));
            t.lower.parse::<u64>().ok().filter(|_| !year)
        };
        let scale = |t: Option<&Token>| match t.map(|t| &*t.lower) {
            Some("million") => Some(1_000_000),
            Some("thousand") => Some(1_000),
            _ => None,
        };
        let joined = || {
            let (first, large) = (number(tokens.get(at))?, scale(tokens.get(at + 1))?);
            let second = number(tokens.get(at + 2))?;
            let small = scale(tokens.get(at + 3)).filter(|small| *small < large);
            let rest = second.checked_mul(small.unwrap_or(1)).filter(|rest| *rest < large)?;
            let value = first.checked_mul(large)?.checked_add(rest)?;
            Some((value, 2 + usize::from(small.is_some())))
        };
        if let Some((value, last)) = joined() {
            let span = tokens[at].span.start..tokens[at + last].span.end;
            tokens[at].lower = Cow::Owned(value.to_string());
            tokens[at].span = span;
            tokens.drain(at + 1..=at + last);
        }
        at += 1;
    }
}

/// "24.02.2022": day, month and year, the day first as everywhere outside America.
fn numeric_date(text: &str) -> Option<(&str, usize, &str)> {
    let mut parts = text.split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    (parts.next().is_none() && year.len() == 4 && day.len() <= 2 && month.len() <= 2)
        .then_some(())?;
    let number: usize = month.parse().ok()?;
    let fits = (1..=12).contains(&number) && (1..=31).contains(&day.parse::<usize>().ok()?);
    fits.then_some((day, number, year))
}

fn class_of(lower: &str) -> Option<Class> {
    let words = super::lexicon::Lexicon::english();
    let token = super::token::tokens(lower, 0..lower.len(), &words.vocabulary);
    if token.len() != 1 {
        return None;
    }
    if words.months.at(&token, 0).is_some() {
        Some(Class::Month)
    } else if words.weekdays.at(&token, 0).is_some() {
        Some(Class::Weekday)
    } else if words.time_units.at(&token, 0).is_some() {
        Some(Class::Unit)
    } else if words.number_units.at(&token, 0).is_some() || token[0].shape == Shape::Number {
        Some(Class::Number)
    } else {
        None
    }
}

/// The words of a phrase, slots among them.
fn split(phrase: &str) -> Vec<String> {
    phrase
        .split_whitespace()
        .flat_map(|piece| match piece {
            "#" | "…" | "%month" | "%weekday" | "%unit" => vec![piece.to_owned()],
            _ => words_of(piece).into_iter().map(Cow::into_owned).collect(),
        })
        .collect()
}

fn part(word: &str, own: &mut Vocabulary) -> Part {
    match word {
        "#" => Part::Slot(Class::Number),
        "%month" => Part::Slot(Class::Month),
        "%weekday" => Part::Slot(Class::Weekday),
        "%unit" => Part::Slot(Class::Unit),
        "…" => Part::Gap,
        _ => Part::Word(own.add(word)),
    }
}

/// Reads a target against the parts of its phrase.
fn said(target: &str, parts: &[Part]) -> Option<Vec<Said>> {
    let slots: Vec<Part> = parts.iter().copied().filter(|p| !matches!(p, Part::Word(_))).collect();
    let mut used = vec![false; slots.len()];
    let mut said = Vec::new();
    for word in target.split_whitespace() {
        let wanted = match word {
            "#" => Some(Part::Slot(Class::Number)),
            "%month" => Some(Part::Slot(Class::Month)),
            "%weekday" => Some(Part::Slot(Class::Weekday)),
            "%unit" => Some(Part::Slot(Class::Unit)),
            "…" => Some(Part::Gap),
            _ => None,
        };
        said.push(if let Some(wanted) = wanted {
            let n = (0..slots.len()).find(|n| !used[*n] && slots[*n] == wanted)?;
            used[n] = true;
            Said::Slot(n)
        } else if let Some(n) = word.strip_prefix('=') {
            let n: usize = n.parse().ok()?;
            (1..=parts.len()).contains(&n).then_some(Said::Same(n - 1))?
        } else {
            Said::Word {
                lower: word.to_lowercase().into(),
                capital: word.starts_with(char::is_uppercase),
            }
        });
    }
    Some(said)
}

/// All phrases that the alternatives of one give.
fn expanded(phrase: &str) -> Result<Vec<String>, String> {
    let mut rest = phrase.chars().peekable();
    let found = alternatives(&mut rest, 0);
    match (rest.next(), found) {
        (None, Some(found)) if found.len() <= EXPANSIONS => Ok(found),
        _ => Err(format!("`{phrase}`: brackets that do not fit, or too many alternatives")),
    }
}

/// "a|b|" up to the bracket that closes it; within a bracket only `|` parts alternatives.
fn alternatives(
    rest: &mut std::iter::Peekable<std::str::Chars>,
    depth: usize,
) -> Option<Vec<String>> {
    let mut all = Vec::new();
    let mut here = vec![String::new()];
    loop {
        match rest.peek() {
            Some('(') => {
                rest.next();
                let inner = alternatives(rest, depth + 1)?;
                (rest.next() == Some(')') && here.len() * inner.len() <= EXPANSIONS)
                    .then_some(())?;
                here = here
                    .iter()
                    .flat_map(|h| inner.iter().map(move |i| format!("{h}{i}")))
                    .collect();
            }
            Some('|') if depth > 0 => {
                rest.next();
                all.append(&mut here);
                here = vec![String::new()];
            }
            Some(')') if depth > 0 => break,
            Some(_) => {
                let c = rest.next()?;
                here.iter_mut().for_each(|h| h.push(c));
            }
            None => break,
        }
    }
    all.append(&mut here);
    Some(all)
}
