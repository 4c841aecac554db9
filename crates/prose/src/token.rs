//! Words, numbers and marks, each with its place in the text.

use std::borrow::Cow;
use std::ops::Range;

use super::grammar::{Class, Grammar};
use super::vocabulary::{Lists, Vocabulary};

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Letters, with inner full stops for "U.S.".
    Word,
    /// Digits with their grouping and decimal marks.
    Number,
    /// One mark.
    Mark,
}

/// A word, number or mark.
#[derive(Debug, Clone)]
pub(super) struct Token<'t> {
    /// Byte span in the document's text.
    pub span: Range<usize>,
    /// As written.
    pub text: &'t str,
    /// In lower case, with a plain apostrophe.
    pub lower: Cow<'t, str>,
    /// Its number in the vocabulary; 0 for a word of no list.
    pub word: u32,
    /// The lists in which it can begin a phrase.
    pub starts: Lists,
    /// What it is made of.
    pub shape: Shape,
    /// Whether it is written with a capital letter, or stands for a word that is.
    pub capital: bool,
}

impl Token<'_> {
    /// Whether it starts with a capital letter.
    pub fn is_capitalised(&self) -> bool {
        self.capital
    }

    /// Whether it is the mark or word `text`.
    pub fn is(&self, text: &str) -> bool {
        self.lower == text
    }
}

/// Whether `mark` may stand between the digits of one number.
fn groups_digits(mark: char) -> bool {
    matches!(mark, ',' | '.' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | ' ')
}

/// Cuts `text[range]` into tokens.
pub(super) fn tokens<'t>(
    text: &'t str,
    range: Range<usize>,
    vocabulary: &Vocabulary,
) -> Vec<Token<'t>> {
    let mut found: Vec<Token> = Vec::with_capacity(range.len() / 5);
    cut(text, range, number_end, |span, shape| {
        let written = &text[span.clone()];
        let lower = lower(written);
        let (word, starts) = vocabulary.find(&lower);
        if word == 0
            && shape == Shape::Word
            && let Some(at) = run_together(written, vocabulary)
        {
            for (from, to) in [(0, at), (at, written.len())] {
                let part = &written[from..to];
                let (word, starts) = vocabulary.find(part);
                found.push(Token {
                    span: span.start + from..span.start + to,
                    text: part,
                    lower: Cow::Borrowed(part),
                    word,
                    starts,
                    shape,
                    capital: false,
                });
            }
            return;
        }
        let capital = is_capital(written);
        found.push(Token { span, text: written, lower, word, starts, shape, capital });
    });
    found
}

/// Letters of the shortest word that another may have run into, and of the shortest two.
const RUN_TOGETHER: (usize, usize) = (6, 8);

/// "peoplebetween": where a file has lost the blank between a word that is known and a function
/// word behind it.
fn run_together(written: &str, vocabulary: &Vocabulary) -> Option<usize> {
    if written.len() < RUN_TOGETHER.1 || !written.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let grammar = Grammar::english();
    let function = |word: &str| {
        [
            Class::Inside,
            Class::Into,
            Class::OutOf,
            Class::Auxiliary,
            Class::Amid,
            Class::Subordinate,
        ]
        .iter()
        .any(|class| grammar.is(word, *class))
    };
    (RUN_TOGETHER.0..written.len() - 1).find(|at| {
        let (word, behind) = written.split_at(*at);
        function(behind) && vocabulary.find(word).0 != 0
    })
}

/// Cuts `text[range]` of another language into tokens; `lower` of a number is its plain form,
/// as English writes it without marks between the thousands: "28.7", "1234567".
pub(super) fn foreign<'t>(
    text: &'t str,
    range: Range<usize>,
    vocabulary: &Vocabulary,
    decimal_comma: bool,
) -> Vec<Token<'t>> {
    let ends = if decimal_comma { comma_number_end } else { number_end };
    let mut found: Vec<Token> = Vec::with_capacity(range.len() / 5);
    cut(text, range, ends, |span, shape| {
        let written = &text[span.clone()];
        let lower = match shape {
            Shape::Number if decimal_comma => {
                let scaled = scale_follows(text.get(span.end..).unwrap_or_default());
                Cow::Owned(plain_number(written, scaled))
            }
            _ => lower(written),
        };
        let (word, starts) = vocabulary.find(&lower);
        let capital = is_capital(written);
        found.push(Token { span, text: written, lower, word, starts, shape, capital });
    });
    found
}

fn is_capital(written: &str) -> bool {
    match written.as_bytes().first() {
        Some(byte) if byte.is_ascii() => byte.is_ascii_uppercase(),
        _ => written.chars().next().is_some_and(char::is_uppercase),
    }
}

/// "1,234 mln", "3,450 tys.": neither millions nor thousands are counted in thousands.
fn scale_follows(rest: &str) -> bool {
    let rest = rest.trim_start();
    ["mln", "mld", "milion", "miliard", "million", "milliard", "tys", "mille"]
        .iter()
        .any(|s| rest.starts_with(s))
}

/// "28,7" is 28.7; "1.234.567", "1 234 567" and "1,234,567" are one number; "7,842" has three
/// digits behind its comma, as thousands do.
fn plain_number(written: &str, scaled: bool) -> String {
    let tail = |mark: char| written.rfind(mark).map(|at| written.len() - at - 1);
    let groups = written.chars().filter(|c| !c.is_ascii_digit()).count();
    let decimal = match (tail(','), tail('.')) {
        (Some(n), _) if n != 3 && groups >= 1 => Some(','),
        // "0,246": nothing is written with a leading zero but a fraction.
        (Some(3), _) if written.starts_with("0,") => Some(','),
        (Some(3), _) if scaled && groups == 1 => Some(','),
        (None, Some(n)) if n != 3 && groups == 1 => Some('.'),
        _ => None,
    };
    // "24.02.2022" stays as it is.
    if tail('.').is_some_and(|n| n == 4) && groups == 2 {
        return written.to_owned();
    }
    written
        .char_indices()
        .filter_map(|(at, c)| match c {
            c if c.is_ascii_digit() => Some(c),
            c if Some(c) == decimal && written[at + 1..].chars().all(|d| d.is_ascii_digit()) => {
                Some('.')
            }
            _ => None,
        })
        .collect()
}

/// End of a number where a comma stands before the decimals: groups of three behind a full
/// stop, a space or an apostrophe, then a comma and digits.
fn comma_number_end(text: &str, start: usize) -> usize {
    let digits = |from: usize| {
        text[from..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |n| from + n)
    };
    let mut end = digits(start);
    let mut grouped: Option<char> = None;
    loop {
        let mut rest = text[end..].chars();
        let Some(mark) = rest.next().filter(|c| groups_digits(*c)) else { break };
        let from = end + mark.len_utf8();
        let to = digits(from);
        let group = to - from;
        let leading = end - start;
        let fits = match mark {
            ',' => group > 0,
            // "1.234", "1.2 mln", "24.02.2022"
            '.' => group > 0 && grouped.is_none_or(|g| g == '.'),
            // "On 12/1 400 people": the one is of a date.
            ' ' if is_of_date(text, start) => false,
            _ => group == 3 && (grouped == Some(mark) || grouped.is_none() && leading <= 3),
        };
        if !fits || grouped == Some(',') && mark != ',' {
            break;
        }
        grouped = Some(mark);
        end = to;
    }
    end
}

/// Whether the digits at `start` follow others and a slash.
fn is_of_date(text: &str, start: usize) -> bool {
    let bytes = text.as_bytes();
    start >= 2 && bytes[start - 1] == b'/' && bytes[start - 2].is_ascii_digit()
}

/// The words of a phrase as they are compared.
pub(super) fn words_of(phrase: &str) -> Vec<Cow<'_, str>> {
    let mut found = Vec::new();
    cut(phrase, 0..phrase.len(), number_end, |span, _| found.push(lower(&phrase[span])));
    found
}

/// In lower case, with a plain apostrophe.
fn lower(written: &str) -> Cow<'_, str> {
    let bytes = written.as_bytes();
    if written.contains(BREAK) {
        Cow::Owned(written.replace(BREAK, "").to_lowercase())
    } else if bytes.iter().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        Cow::Borrowed(written)
    } else if bytes.is_ascii() {
        Cow::Owned(written.to_ascii_lowercase())
    } else {
        Cow::Owned(written.to_lowercase().replace('’', "'"))
    }
}

/// Hands the place and make of each token of `text[range]` to `found`.
fn cut(
    text: &str,
    range: Range<usize>,
    number_end: fn(&str, usize) -> usize,
    mut found: impl FnMut(Range<usize>, Shape),
) {
    let mut at = range.start;
    let end = range.end;
    while let Some(first) = text[at..end].chars().next() {
        let start = at;
        let shape = if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        } else if first.is_ascii_digit() {
            at = number_end(&text[..end], at);
            Shape::Number
        } else if first.is_alphabetic() {
            at = word_end(&text[..end], at);
            Shape::Word
        } else if matches!(first, '\'' | '’') && possessive(&text[at + first.len_utf8()..end]) {
            at += first.len_utf8() + 1;
            Shape::Word
        } else {
            at += first.len_utf8();
            Shape::Mark
        };
        found(start..at, shape);
    }
}

/// Whether what follows an apostrophe is the "s" of a possessive.
fn possessive(rest: &str) -> bool {
    let mut chars = rest.chars();
    matches!(chars.next(), Some('s' | 'S')) && !chars.next().is_some_and(char::is_alphanumeric)
}

/// End of the word that starts at `start`. Abbreviations made of single
/// letters ("U.S.", "p.m.") are one word, their last full stop included.
fn word_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    let bytes = rest.as_bytes();
    let mut length = 0;
    while length + 1 < bytes.len()
        && bytes[length].is_ascii_alphabetic()
        && bytes[length + 1] == b'.'
        && (length == 0 || bytes[length - 1] == b'.')
    {
        length += 2;
    }
    // "a." alone is a word and a full stop; "U.S." has two letters at least.
    if length >= 4 {
        return start + length;
    }
    let inner = |c: char| c.is_alphanumeric() || c == '\u{ad}' || is_combining(c);
    let end = rest.find(|c| !inner(c)).unwrap_or(rest.len());
    start + run_into_number(rest, end).or_else(|| broken_off(rest, end, inner)).unwrap_or(end)
}

/// Letters that a word has before a number or a break that a file has put into it.
const LETTERS: usize = 2;

/// "Around1.6 million", "of2,500": where the number begins that a file has run a word into.
fn run_into_number(rest: &str, end: usize) -> Option<usize> {
    let at = rest[..end].find(|c: char| c.is_ascii_digit())?;
    let word = &rest[..at];
    let plain = word.len() >= LETTERS && word.ends_with(|c: char| c.is_ascii_lowercase());
    let mut behind = rest[end..].chars();
    let grouped = matches!(behind.next(), Some('.' | ','))
        && behind.next().is_some_and(|c| c.is_ascii_digit());
    let digits = rest[at..end].bytes().all(|b| b.is_ascii_digit());
    (plain && digits && grouped && word.bytes().all(|b| b.is_ascii_alphabetic())).then_some(at)
}

/// "individu-" and "als" on the next line: the end of the whole word.
fn broken_off(rest: &str, end: usize, inner: impl Fn(char) -> bool) -> Option<usize> {
    let next = rest[end..].strip_prefix(BREAK)?;
    let small = |text: &str, last: bool| {
        let c = if last { text.chars().next_back() } else { text.chars().next() };
        c.is_some_and(char::is_lowercase)
    };
    let goes_on = end > LETTERS && small(&rest[..end], true) && small(next, false);
    goes_on.then(|| end + BREAK.len() + next.find(|c| !inner(c)).unwrap_or(next.len()))
}

/// What parts a word at the end of a line.
const BREAK: &str = "-\n";

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// End of the number that starts at `start`: digits, and marks that group them.
///
/// A group after a mark must have two or three digits ("3,00,000") for the mark
/// to belong to the number, or any after a full stop ("1.7"). A space groups
/// only exact thousands ("13 350", and "400, 000" as some typists have it).
fn number_end(text: &str, start: usize) -> usize {
    let digits = |from: usize| {
        text[from..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |n| from + n)
    };
    let mut end = digits(start);
    let mut grouped: Option<char> = None;
    loop {
        let mut rest = text[end..].chars();
        let Some(mark) = rest.next().filter(|c| groups_digits(*c)) else { break };
        let mut from = end + mark.len_utf8();
        let odd_space = mark == ',' && text[from..].starts_with(' ');
        if odd_space {
            from += 1;
        }
        let to = digits(from);
        let group = to - from;
        let leading = end - start;
        let fits = match mark {
            '.' => group >= 1,
            ',' if odd_space => group == 3 && leading <= 3 && &text[from..to] == "000",
            ',' => group == 3 || (group == 2 && text[to..].starts_with(',')),
            // "on 15 100 people": a space alone groups only after 1-3 digits that do not
            // look like a day of the month with a year behind it; and again ("4 500 000").
            ' ' if is_of_date(text, start) => false,
            _ => {
                let goes_on = leading <= 3 || grouped == Some(mark);
                group == 3 && goes_on && !text[start..end].contains('.')
            }
        };
        if !fits {
            break;
        }
        grouped = Some(mark);
        end = to;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str) -> Vec<&str> {
        let vocabulary = Vocabulary::default();
        tokens(text, 0..text.len(), &vocabulary).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn a_day_with_a_slash_is_not_glued_to_a_number() {
        assert_eq!(cut("On 12/1 400 people"), ["On", "12", "/", "1", "400", "people"]);
        assert_eq!(cut("on 30/12 1 200"), ["on", "30", "/", "12", "1 200"]);
    }

    #[test]
    fn numbers_keep_their_grouping() {
        assert_eq!(cut("1,234,567 or 11553."), ["1,234,567", "or", "11553", "."]);
        assert_eq!(cut("3,00,000; 1.7m"), ["3,00,000", ";", "1.7", "m"]);
        assert_eq!(cut("400, 000 people"), ["400, 000", "people"]);
        assert_eq!(cut("13 350, 20"), ["13 350", ",", "20"]);
        assert_eq!(cut("4 500 000 people"), ["4 500 000", "people"]);
        assert_eq!(cut("1 250 1 300"), ["1 250", "1 300"]);
        assert_eq!(cut("on 17 September, 2023"), ["on", "17", "September", ",", "2023"]);
        assert_eq!(cut("98,000+"), ["98,000", "+"]);
    }

    #[test]
    fn what_a_file_has_broken_is_mended() {
        assert_eq!(cut("Around1.6 million in v2"), ["Around", "1.6", "million", "in", "v2"]);
        assert_eq!(cut("463,603 individu-\nals"), ["463,603", "individu-\nals"]);
        assert_eq!(lower("individu-\nals"), "individuals");
        let words = crate::lexicon::Lexicon::english();
        let text = "96,000 peoplebetween January and August";
        let found = tokens(text, 0..text.len(), &words.vocabulary);
        assert_eq!(
            found.iter().map(|t| t.text).take(3).collect::<Vec<_>>(),
            ["96,000", "people", "between"]
        );
    }

    #[test]
    fn words_lose_possessives_and_keep_abbreviations() {
        assert_eq!(cut("Pakistan’s U.S. camp's"), ["Pakistan", "’s", "U.S.", "camp", "'s"]);
        assert_eq!(cut("by Nov.1,”"), ["by", "Nov", ".", "1", ",", "”"]);
    }

    proptest! {
        #[test]
        fn tokens_are_ordered_slices_of_the_text(text in "\\PC{0,200}") {
            let mut last = 0;
            for token in tokens(&text, 0..text.len(), &Vocabulary::default()) {
                prop_assert!(token.span.start >= last);
                prop_assert_eq!(&text[token.span.clone()], token.text);
                last = token.span.end;
            }
        }
    }
}
