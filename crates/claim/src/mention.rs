//! Numbers as they stand in titles, file names and texts, in whatever digits: to know whether some words tell a figure
//! that must not be told. This is no reader of claims: nothing is counted here, and a mention too many costs a word.

use std::ops::Range;

/// A number and where it stands, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Mention {
    /// Where it stands, with the word that multiplies it.
    pub span: Range<usize>,
    /// What it says.
    pub value: f64,
}

/// Words behind a number that multiply it, in small letters; the longest first where one begins another.
const TIMES: [(&str, f64); 42] = [
    ("thousand", 1e3),
    ("tausend", 1e3),
    ("millones", 1e6),
    ("millions", 1e6),
    ("milionów", 1e6),
    ("miliony", 1e6),
    ("million", 1e6),
    ("millón", 1e6),
    ("milion", 1e6),
    ("миллионов", 1e6),
    ("миллиона", 1e6),
    ("миллион", 1e6),
    ("мільйонів", 1e6),
    ("мільйона", 1e6),
    ("мільйон", 1e6),
    ("млн", 1e6),
    ("میلیون", 1e6),
    ("ملیون", 1e6),
    ("ملین", 1e6),
    ("مليون", 1e6),
    ("crore", 1e7),
    ("lakh", 1e5),
    ("tysięcy", 1e3),
    ("tysiące", 1e3),
    ("tysiąc", 1e3),
    ("tys", 1e3),
    ("mille", 1e3),
    ("mil", 1e3),
    ("тысячи", 1e3),
    ("тысяч", 1e3),
    ("тисячі", 1e3),
    ("тисяч", 1e3),
    ("тыс", 1e3),
    ("тис", 1e3),
    ("هزار", 1e3),
    ("ہزار", 1e3),
    ("ألف", 1e3),
    ("آلاف", 1e3),
    ("الف", 1e3),
    ("زره", 1e3),
    ("mn", 1e6),
    ("k", 1e3),
];

/// English words for numbers.
const WORDS: [(&str, f64); 28] = [
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
    ("hundred", 100.0),
];

/// The digit that a character is, in the scripts that reports come in.
pub fn digit(c: char) -> Option<u32> {
    let zeros = ['0', '\u{660}', '\u{6F0}', '\u{966}', '\u{9E6}', '\u{FF10}'];
    zeros.iter().find_map(|zero| {
        let at = (c as u32).checked_sub(*zero as u32)?;
        (at < 10).then_some(at)
    })
}

/// All numbers in a text, in order.
pub fn numbers(text: &str) -> Vec<Mention> {
    let characters: Vec<(usize, char)> = text.char_indices().collect();
    let end_of = |at: usize| characters.get(at).map_or(text.len(), |(byte, _)| *byte);
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        if digit(characters[at].1).is_some() {
            let (value, next) = in_digits(&characters, at);
            let (value, next) = multiplied(text, &characters, value, next);
            found.push(Mention { span: characters[at].0..end_of(next), value });
            at = next;
        } else if characters[at].1.is_alphabetic() {
            match in_words(text, &characters, at) {
                Some((value, next)) => {
                    found.push(Mention { span: characters[at].0..end_of(next), value });
                    at = next;
                }
                None => {
                    while at < characters.len() && characters[at].1.is_alphabetic() {
                        at += 1;
                    }
                }
            }
        } else {
            at += 1;
        }
    }
    found
}

/// A number in digits that begins at `at`, and where it ends.
fn in_digits(characters: &[(usize, char)], at: usize) -> (f64, usize) {
    let get = |at: usize| characters.get(at).map(|(_, c)| *c);
    let run = |from: usize| (from..).take_while(|at| get(*at).and_then(digit).is_some()).count();
    let read = |from: usize, length: usize| {
        (from..from + length)
            .filter_map(|at| get(at).and_then(digit))
            .fold(0.0, |sum, digit| sum * 10.0 + f64::from(digit))
    };
    let first = run(at);
    let (mut value, mut next) = (read(at, first), at + first);
    let mut grouped = false;
    while first <= 3
        && get(next).is_some_and(|c| ",.'’٬_ \u{a0}\u{2009}\u{202f}".contains(c))
        && run(next + 1) == 3
    {
        value = value * 1e3 + read(next + 1, 3);
        next += 4;
        grouped = true;
    }
    if !grouped && get(next).is_some_and(|c| ".,٫".contains(c)) {
        let fraction = run(next + 1);
        if fraction > 0 && fraction < 9 {
            value += read(next + 1, fraction) / 10f64.powi(fraction as i32);
            next += 1 + fraction;
        }
    }
    (value, next)
}

fn multiplied(text: &str, characters: &[(usize, char)], value: f64, next: usize) -> (f64, usize) {
    let mut word = next;
    if characters.get(word).is_some_and(|(_, c)| " \u{a0}-".contains(*c)) {
        word += 1;
    }
    let end = (word..)
        .take_while(|at| characters.get(*at).is_some_and(|(_, c)| c.is_alphabetic()))
        .last();
    let Some(last) = end else { return (value, next) };
    let end = characters.get(last + 1).map_or(text.len(), |(byte, _)| *byte);
    let letters = text[characters[word].0..end].to_lowercase();
    match TIMES.iter().find(|(times, _)| letters == *times) {
        Some((_, times)) => (value * times, last + 1),
        None => (value, next),
    }
}

/// A number in English words that begins at `at`, and where it ends.
fn in_words(text: &str, characters: &[(usize, char)], at: usize) -> Option<(f64, usize)> {
    let (mut sum, mut part, mut next, mut any) = (0.0, 0.0, at, false);
    let mut from = at;
    loop {
        let length = (from..)
            .take_while(|at| characters.get(*at).is_some_and(|(_, c)| c.is_alphabetic()))
            .count();
        if length == 0 {
            break;
        }
        let end = characters.get(from + length).map_or(text.len(), |(byte, _)| *byte);
        let word = text[characters[from].0..end].to_lowercase();
        let value = WORDS.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
        match (word.as_str(), value) {
            (_, Some(100.0)) if any => part *= 100.0,
            (_, Some(100.0)) => return None,
            (_, Some(value)) => part += value,
            ("thousand", _) if any => (sum, part) = (sum + part * 1e3, 0.0),
            ("million", _) if any => (sum, part) = (sum + part * 1e6, 0.0),
            ("and", _) if any => {
                from += length + 1;
                continue;
            }
            _ => break,
        }
        any = true;
        next = from + length;
        if !characters.get(next).is_some_and(|(_, c)| matches!(c, ' ' | '-' | '\u{a0}')) {
            break;
        }
        from = next + 1;
    }
    any.then_some((sum + part, next))
}

/// How near a number must be to a figure to tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Near {
    /// As told in a text: within one in a hundred.
    Said,
    /// As told in a headline: also rounded to two digits, or to one.
    Headline,
}

/// Whether a number tells a figure.
pub fn tells(number: f64, figure: f64, near: Near) -> bool {
    if number == figure {
        return true;
    }
    // A year is no figure, and few people are not rounded.
    if figure < 20.0 || (1900.0..=2100.0).contains(&number) {
        return false;
    }
    if (number - figure).abs() <= figure / 100.0 {
        return true;
    }
    near == Near::Headline
        && figure >= 100.0
        && [1, 2].into_iter().any(|digits| {
            let step = 10f64.powi(figure.log10().floor() as i32 + 1 - digits);
            let scaled = figure / step;
            [scaled.floor(), scaled.ceil()]
                .into_iter()
                .any(|x| (x * step - number).abs() < step / 1e6)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_whatever_digits_and_words() {
        for (text, expected) in [
            ("nearly 77,500 left", vec![77_500.0]),
            ("77.4 thousand", vec![77_400.0]),
            ("77k-return.html", vec![77_000.0]),
            ("report_77431_v2.txt", vec![77_431.0, 2.0]),
            ("77 431 osób", vec![77_431.0]),
            ("77,4 tys. osób", vec![77_400.0]),
            ("seventy-seven thousand four hundred and thirty-one left", vec![77_431.0]),
            ("۷۷٬۴۳۱ نفر", vec![77_431.0]),
            ("٧٧ ألف", vec![77_000.0]),
            ("1.7 lakh and 2 million", vec![170_000.0, 2_000_000.0]),
            ("no hundred here", vec![]),
        ] {
            let found: Vec<f64> = numbers(text).into_iter().map(|mention| mention.value).collect();
            assert_eq!(found, expected, "{text}");
        }
        let mention = &numbers("über 77.431 ‹x›")[0];
        assert_eq!(&"über 77.431 ‹x›"[mention.span.clone()], "77.431");
    }

    #[test]
    fn a_figure_is_told_by_what_is_near_it_and_by_no_year() {
        assert!(tells(77_431.0, 77_431.0, Near::Said));
        assert!(tells(77_500.0, 77_431.0, Near::Said));
        assert!(!tells(80_000.0, 77_431.0, Near::Said));
        assert!(tells(80_000.0, 77_431.0, Near::Headline));
        assert!(tells(77_000.0, 77_431.0, Near::Headline));
        assert!(!tells(90_000.0, 77_431.0, Near::Headline));
        assert!(!tells(2023.0, 2_031.0, Near::Headline));
        assert!(tells(2_031.0, 2_031.0, Near::Said));
    }
}
