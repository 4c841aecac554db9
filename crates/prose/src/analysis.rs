//! A sentence with everything that was recognised in it, token by token.

use std::ops::Range;

use places::{Gazetteer, Mention, MentionKind, Place, PlaceKind};

use super::language::Language;
use super::lexicon::{Happening, Lexicon};
use super::number::{Amount, amounts};
use super::sentence::Sentence;
use super::time::{Calendar, When, whens};
use super::token::{Shape, Token, tokens};

/// A place named in the sentence.
#[derive(Debug, Clone)]
pub(super) struct Named<'g> {
    /// Tokens of the name.
    pub tokens: Range<usize>,
    pub place: &'g Place,
    pub kind: MentionKind,
    /// The country whose capital it is: newspapers write "Kabul" for a government.
    pub capital_of: Option<&'g str>,
}

impl Named<'_> {
    /// Country code of a country, else the place's name.
    pub fn code(&self) -> String {
        match self.place.kind {
            PlaceKind::Country => {
                self.place.country.clone().unwrap_or_else(|| self.place.name.clone())
            }
            _ => self.place.name.clone(),
        }
    }

    /// Whether it names a place rather than a people.
    pub fn is_place(&self) -> bool {
        self.kind == MentionKind::Name
    }

    /// Whether it is a border crossing.
    pub fn is_crossing(&self) -> bool {
        self.is_place() && self.place.kind == PlaceKind::Crossing
    }
}

/// A sentence and what was recognised in it. All ranges are of tokens.
#[derive(Debug)]
pub(super) struct Analysis<'t> {
    pub text: &'t str,
    pub sentence: Sentence,
    pub tokens: Vec<Token<'t>>,
    pub whens: Vec<When>,
    pub amounts: Vec<Amount>,
    pub names: Vec<Named<'t>>,
    pub happenings: Vec<(Range<usize>, Happening)>,
    /// What leads from people who were counted to some of them, and whether these need not be all: "of these" may be,
    /// "including" says that they are not.
    pub some: Vec<(Range<usize>, bool)>,
    /// The language it is written in.
    pub language: &'static Language,
    /// The country that the dateline of an agency is from.
    pub filed: Option<String>,
    /// Where the dateline of an agency ends: "PESHAWAR -", "Geneva –"; zero without one.
    pub opening: usize,
}

/// Beyond so many tokens nothing belongs together, whatever stands between.
const FAR: usize = 120;

impl<'t> Analysis<'t> {
    /// Recognises times, amounts, places and happenings of one sentence.
    pub fn of(
        text: &'t str,
        sentence: Sentence,
        calendar: Calendar,
        language: &'static Language,
        words: &Lexicon,
        gazetteer: &'t Gazetteer,
    ) -> Analysis<'t> {
        let span = sentence.span.clone();
        let mut tokens = match language.glosses() {
            None => tokens(text, span, &words.vocabulary),
            Some(glosses) => glosses.tokens(text, span, &words.vocabulary),
        };
        // Outside of America the day stands first.
        let day_first = calendar.day_first.or((!language.is_english()).then_some(true));
        let mut whens = whens(&tokens, Calendar { day_first, ..calendar }, words);
        // "PESHAWAR, Nov 1 (Frontier Wire) - About …": the day of writing, not of the event.
        let dateline = dateline(&tokens);
        whens.retain(|when| when.tokens.start >= dateline);
        let offset = sentence.span.start;
        let mentions = gazetteer.mentions_in(language.code, &text[sentence.span.clone()]);
        // "Santo Domingo" is no Sunday.
        whens.retain(|when| {
            let from = tokens[when.tokens.start].span.start;
            let to = tokens[when.tokens.end - 1].span.end;
            !mentions.iter().any(|mention| {
                let (start, end) = (offset + mention.span.start, offset + mention.span.end);
                start <= from && to <= end && to - from < end - start
            })
        });
        let mut taken = vec![false; tokens.len()];
        for when in &whens {
            taken[when.tokens.clone()].fill(true);
        }
        let amounts = amounts(&tokens, &taken, words);
        if !language.is_english() {
            name_peoples(&mut tokens, offset, &mentions);
        }
        let all: Vec<Named> = mentions
            .into_iter()
            .filter_map(|mention| named(&tokens, offset, &mention, gazetteer))
            .collect();
        let in_line = |name: &&Named| name.tokens.start < dateline && name.is_place();
        let filed = all.iter().find(in_line).and_then(|name| name.place.country.clone());
        let filed = filed.or_else(|| filed_from(&tokens[..dateline], gazetteer));
        let names = all
            .into_iter()
            .filter(|name| !taken[name.tokens.start] && name.tokens.start >= dateline)
            // "the Channel of Sicily" is another.
            .filter(|name| {
                tokens[name.tokens.end - 1].text != "Channel"
                    || tokens.get(name.tokens.end).is_none_or(|t| !t.is("of"))
            })
            // The Cordillera region, among other regions of the Philippines.
            .filter(|name| {
                tokens[name.tokens.start].text != "CAR"
                    || !tokens.iter().any(|t| {
                        matches!(
                            &*t.lower,
                            "ncr" | "calabarzon" | "mimaropa" | "cordillera" | "barmm"
                        )
                    })
            })
            .map(|name| {
                if is_soil(&tokens, &name) {
                    Named { kind: MentionKind::Name, ..name }
                } else {
                    name
                }
            })
            .collect::<Vec<_>>();
        let mut happenings = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            // "the Red Cross" crosses nothing.
            if let Some((length, _)) = words.organisations.at(&tokens, at)
                && (at + 1..at + length).any(|i| {
                    words.happenings.at(&tokens, i).is_some_and(|(_, what)| what.kind.is_crossing())
                })
            {
                at += length;
                continue;
            }
            match words.happenings.at(&tokens, at) {
                // "the number reached 3.5 million", "passed 100,000": said of the number.
                Some((length, _)) if is_left_so(&tokens, at) => at += length,
                Some((length, _)) if counts_up(&tokens, at, length, &amounts) => at += length,
                Some((length, happening)) => {
                    // Who moved may stand behind the verb, as in the passive.
                    let passive = happening.passive || language.verb_first;
                    happenings.push((at..at + length, Happening { passive, ..*happening }));
                    at += length;
                }
                None => at += 1,
            }
        }
        let opening = dateline.max(place_line(&tokens, &names));
        let some = (0..tokens.len())
            .filter_map(|at| {
                let some = words.some.at(&tokens, at).or_else(|| words.includes.at(&tokens, at));
                let (length, _) = some.or_else(|| words.these.at(&tokens, at))?;
                Some((at..at + length, some.is_some()))
            })
            .collect();
        Analysis {
            text,
            sentence,
            tokens,
            whens,
            amounts,
            names,
            happenings,
            some,
            language,
            filed,
            opening,
        }
    }

    /// Whether it holds a figure and hardly a word of its language: it may be in another.
    pub fn is_strange(&self) -> bool {
        let (mut words, mut strange, mut figure) = (0, 0, false);
        for token in &self.tokens {
            figure |= token.shape == Shape::Number;
            if token.shape == Shape::Word && token.text.starts_with(char::is_lowercase) {
                words += 1;
                strange += usize::from(token.word == 0);
            }
        }
        figure && words >= 2 && 2 * strange > words
    }

    /// The word at `at` in lower case; empty outside the sentence.
    pub fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| &token.lower)
    }

    /// The bytes of a range of tokens.
    pub fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        // A phrase that stands for several words lends all of them its place.
        let start = self.tokens[range.start].span.start;
        start..self.tokens[range.end - 1].span.end.max(start)
    }

    /// The words of a range of tokens as written.
    pub fn words(&self, range: &Range<usize>) -> &'t str {
        if range.is_empty() { "" } else { &self.text[self.bytes(range)] }
    }

    /// The words of a range of tokens in lower case, in the reader's own words.
    pub fn said(&self, range: &Range<usize>) -> String {
        if self.language.is_english() {
            return self.words(range).to_lowercase();
        }
        let words: Vec<&str> = self.tokens[range.clone()].iter().map(|t| &*t.lower).collect();
        words.join(" ")
    }

    /// How far two ranges lie apart: tokens between, and more for each boundary of a
    /// clause or other amount on the way. Zero when they touch or overlap.
    pub fn distance(&self, a: &Range<usize>, b: &Range<usize>) -> usize {
        let between = if a.end <= b.start { a.end..b.start } else { b.end.min(a.start)..a.start };
        if between.len() > FAR {
            return between.len();
        }
        // What stands in brackets between the two is an aside: "4,919 persons (1,997 men, …)
        // returned". It counts as one word.
        let asides = self.asides(&between);
        let aside = |i: usize| asides.iter().any(|range| range.contains(&i));
        let mut cost = between.clone().filter(|i| !aside(*i)).count() + asides.len();
        for i in between.clone().filter(|i| !aside(*i)) {
            cost += match self.word(i) {
                ";" => 12,
                "“" | "”" | "\"" => 4,
                ":" | "," => 3,
                "(" | ")" => 3,
                "while" | "whereas" | "but" | "although" | "though" | "after" | "before"
                | "when" | "because" | "which" => 6,
                "and" | "who" | "as" => 2,
                _ => 0,
            };
        }
        let others = self
            .amounts
            .iter()
            .filter(|x| between.contains(&x.core.start) && x.tokens != *a && x.tokens != *b)
            .filter(|x| !aside(x.core.start))
            .count();
        cost + 6 * others
    }
}

impl Analysis<'_> {
    /// Whether a semicolon stands between two ranges: what is behind it is another statement.
    pub fn is_cut(&self, a: &Range<usize>, b: &Range<usize>) -> bool {
        let between = if a.end <= b.start { a.end..b.start } else { b.end.min(a.start)..a.start };
        between.into_iter().any(|i| self.word(i) == ";")
    }

    /// ", including 87 men and 6 children, were rescued": up to the comma before the verb.
    fn listed_aside(&self, at: usize, end: usize) -> Option<usize> {
        let opens = self.word(at) == ","
            && matches!(
                self.word(at + 1),
                "including" | "among" | "comprising" | "mostly" | "mainly"
            );
        if !opens {
            return None;
        }
        let verb = |i: usize| {
            matches!(self.word(i), "were" | "was" | "have" | "has" | "had" | "are" | "who")
                || self.happenings.iter().any(|(tokens, _)| tokens.start == i)
        };
        (at + 2..end).find(|i| self.word(*i) == "," && verb(*i + 1))
    }

    /// Pairs of brackets that lie whole within `range`.
    fn asides(&self, range: &Range<usize>) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let close = (self.word(at) == "(")
                .then(|| (at..range.end).find(|i| self.word(*i) == ")"))
                .flatten()
                .or_else(|| self.listed_aside(at, range.end));
            match close {
                Some(close) => {
                    found.push(at..close + 1);
                    at = close + 1;
                }
                None => at += 1,
            }
        }
        found
    }
}

/// "were left in need", "leaving 30 dead": the people went nowhere.
fn is_left_so(tokens: &[Token], at: usize) -> bool {
    let word = |i: usize| tokens.get(i).map_or("", |t| &*t.lower);
    match word(at) {
        "left" => {
            matches!(at.checked_sub(1).map_or("", &word), "were" | "was" | "been" | "are" | "being")
        }
        "leaving" => (at + 1..at + 11).any(|i| {
            matches!(
                word(i),
                "need"
                    | "dead"
                    | "injured"
                    | "homeless"
                    | "without"
                    | "stranded"
                    | "wounded"
                    | "displaced"
            )
        }),
        _ => false,
    }
}

/// Whether a verb that can stand for a movement leads up to a number here.
fn counts_up(tokens: &[Token], at: usize, length: usize, amounts: &[Amount]) -> bool {
    length == 1
        && matches!(&*tokens[at].lower, "reached" | "reaching" | "reach" | "passed" | "hit")
        && amounts.iter().any(|a| a.tokens.start == at + 1 || a.tokens.start == at)
}

/// Number of tokens that the dateline of an agency takes; zero without one.
fn dateline(tokens: &[Token]) -> usize {
    // "PESHAWAR", "McALLEN"
    let shouted = |token: &Token| {
        let name = token.text.strip_prefix("Mc").unwrap_or(token.text);
        name.chars().count() >= 3 && name.chars().all(|c| c.is_uppercase())
    };
    // "Moscow, Sept 27, (Wire) –", "December 24, 2024 (JODA) –": an agency in brackets and a dash.
    let agency = tokens.first().is_some_and(Token::is_capitalised)
        && (2..tokens.len().min(14))
            .any(|i| tokens[i - 1].is(")") && matches!(tokens[i].text, "-" | "--" | "–" | "—"));
    // "Uvira, July 24, 2025 – A total of …"
    let dated = tokens.first().is_some_and(Token::is_capitalised)
        && tokens.get(1).is_some_and(|t| t.is(","))
        && (3..tokens.len().min(9)).any(|i| {
            matches!(tokens[i].text, "-" | "--" | "–" | "—")
                && tokens[i - 1].shape == Shape::Number
                && tokens[i - 1].span.end < tokens[i].span.start
        });
    if !agency && !dated && !tokens.first().is_some_and(shouted) {
        return 0;
    }
    let end = tokens.iter().take(16).position(|t| matches!(t.text, "-" | "--" | "–" | "—" | ":"));
    end.filter(|end| {
        tokens[..*end].iter().all(|t| {
            t.shape != Shape::Word || t.is_capitalised() || t.text.chars().any(char::is_uppercase)
        })
    })
    .map_or(0, |end| end + 1)
}

/// Tokens that the name of a town in a dateline takes.
const TOWN: usize = 3;

/// The country of the town that a dateline opens with, also where it is in capitals.
fn filed_from(line: &[Token], gazetteer: &Gazetteer) -> Option<String> {
    let words = line.iter().take(TOWN).take_while(|t| t.shape == Shape::Word).count();
    (1..=words).rev().find_map(|count| {
        let name: Vec<&str> = line[..count].iter().map(|t| t.text).collect();
        gazetteer.find(&name.join(" "))?.country.clone()
    })
}

/// Number of tokens that a place and a dash at the head of a line take: "Geneva – IOM says";
/// the place still says what the line is about.
fn place_line(tokens: &[Token], names: &[Named]) -> usize {
    let end = names.first().filter(|n| n.tokens.start == 0 && n.is_place()).map(|n| n.tokens.end);
    let apart = |i: usize| tokens[i - 1].span.end < tokens[i].span.start;
    end.filter(|end| {
        tokens.get(*end).is_some_and(|t| matches!(t.text, "-" | "--" | "–" | "—")) && apart(*end)
    })
    .map_or(0, |end| end + 1)
}

/// "a tiny Italian island", "the Turkish side": the adjective of a country says where.
fn is_soil(tokens: &[Token], name: &Named) -> bool {
    let word = |i: usize| tokens.get(i).map_or("", |t| &*t.lower);
    name.kind == MentionKind::Demonym
        && name.place.kind == PlaceKind::Country
        && matches!(
            word(name.tokens.end),
            "island" | "islands" | "coast" | "shore" | "shores" | "soil" | "territory" | "side"
        )
        && word(name.tokens.end + 1) != "of"
}

/// Gives the names of peoples the form that English would have: a noun in the plural where the
/// word has a capital letter, else an adjective.
fn name_peoples(tokens: &mut [Token], offset: usize, mentions: &[Mention]) {
    for mention in mentions.iter().filter(|m| m.kind == MentionKind::Demonym) {
        let range = mention.span.start + offset..mention.span.end + offset;
        for at in 0..tokens.len() {
            let counted = at > 0 && is_counted(&tokens[at - 1]);
            let token = &mut tokens[at];
            if token.lower.starts_with('~')
                && range.start <= token.span.start
                && token.span.end <= range.end
            {
                let noun = token.capital || counted;
                token.lower = if noun { "~peoples" } else { "~people" }.into();
            }
        }
    }
}

/// Whether a token is a number, so that a people's name behind it is a noun: "3.362 mexicanos".
fn is_counted(token: &Token) -> bool {
    token.shape == Shape::Number || matches!(&*token.lower, "thousand" | "million")
}

/// Maps a mention (bytes within the sentence) to tokens; `None` when it cuts a token,
/// such as the name of a place inside a longer number or word.
fn named<'g>(
    tokens: &[Token],
    offset: usize,
    mention: &Mention,
    gazetteer: &'g Gazetteer,
) -> Option<Named<'g>> {
    let (start, end) = (mention.span.start + offset, mention.span.end + offset);
    let first = tokens.iter().position(|token| token.span.start == start)?;
    let last = tokens.iter().rposition(|token| token.span.start < end)?;
    Some(Named {
        tokens: first..last + 1,
        place: gazetteer.place(mention.place),
        kind: mention.kind,
        capital_of: gazetteer
            .capital_of(mention.place)
            .and_then(|country| gazetteer.country_name(country)),
    })
}
