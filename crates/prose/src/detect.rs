//! In which language a text is, told by the words that are everywhere in it.
//!
//! English is told first and cheaply, from the beginning and the middle of the text: an
//! archive of English news is not slowed. Only a text, or a paragraph, that is not plainly in
//! a language with a folder is looked at more closely, and named if it can be.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::language::Language;

/// In what language a text is.
#[derive(Debug, Clone)]
pub(crate) enum Told {
    /// One that is read.
    Read(&'static Language),
    /// One without a folder: its name.
    Other(String),
    /// None that is read, as far as a few words tell, and which one is a guess: how to call it.
    Strange(String),
    /// Too little to tell: names, numbers, a heading.
    Unclear,
}

/// Bytes looked at, at the beginning and in the middle.
const SAMPLE: usize = 700;

/// So many words must be there to tell a language by.
const WORDS: usize = 12;

/// Of so many words one must be one that is everywhere in the language.
const ONE_IN: usize = 7;

/// Fewer than one in so many, and a text is not in the language.
const FEW: usize = 12;

/// Tells the language of a text.
pub(crate) fn language(text: &str) -> Told {
    let middle = floor(text, text.len() / 2);
    let (first, second) = if text.len() <= 3 * SAMPLE {
        (text, "")
    } else {
        (&text[..floor(text, SAMPLE)], &text[middle..floor(text, middle + SAMPLE)])
    };
    let english = Language::english();
    let mut seen = Seen::default();
    for part in [first, second] {
        seen.add(part, english);
    }
    if seen.is_plain() {
        return Told::Read(english);
    }
    closer(&[first, second], seen)
}

/// Tells the language of one line of a text that is in `main`; a short line is as the rest.
pub(crate) fn line(text: &str, main: &'static Language) -> Told {
    let text = &text[..floor(text, 2 * SAMPLE)];
    let mut seen = Seen::default();
    seen.add(text, main);
    if seen.is_plain() || seen.words < 2 * WORDS {
        return Told::Read(main);
    }
    let mut english = Seen::default();
    english.add(text, Language::english());
    if english.is_plain() { Told::Read(Language::english()) } else { closer(&[text], english) }
}

/// Words of a text, and those that are everywhere in one language.
#[derive(Debug, Default, Clone, Copy)]
struct Seen {
    words: usize,
    common: usize,
}

impl Seen {
    fn add(&mut self, text: &str, language: &Language) {
        let mut lower = String::new();
        for word in text.split(|c: char| !c.is_alphabetic()) {
            if word.is_empty() {
                continue;
            }
            self.words += 1;
            let ascii = word.bytes().all(|b| b.is_ascii_lowercase());
            let common = if ascii {
                language.is_common(word)
            } else {
                lower.clear();
                lower.extend(word.chars().flat_map(char::to_lowercase));
                language.is_common(&lower)
            };
            self.common += usize::from(common);
        }
    }

    /// Whether hardly any word is one of English: a list of places and numbers still has some.
    fn is_foreign(self) -> bool {
        self.words >= 2 * WORDS && self.common * FEW <= self.words
    }

    fn is_plain(self) -> bool {
        self.words >= WORDS && self.common * ONE_IN >= self.words
    }
}

/// A text that is not plainly English: in another language with a folder, in one without, or
/// English after all, as a list of names and figures may be.
fn closer(parts: &[&str], english: Seen) -> Told {
    let best = Language::all()[1..]
        .iter()
        .map(|language| {
            let mut seen = Seen::default();
            parts.iter().for_each(|part| seen.add(part, language));
            (seen, language)
        })
        .max_by_key(|(seen, _)| seen.common);
    if english.words < WORDS {
        return few_words(&parts.join(" "));
    }
    let best = best
        .filter(|(seen, _)| seen.is_plain() && seen.common > english.common)
        .map(|(_, language)| language);
    // Languages that are akin share their small words: Spanish has many of French.
    let text = parts.join(" ");
    let Some(info) = whatlang::detect(&text) else {
        return best.map_or_else(|| few_words(&text), Told::Read);
    };
    let latin = info.script() == whatlang::Script::Latin;
    let sure = info.is_reliable() || !latin;
    match (Language::called(info.lang().code()), best) {
        (Some(told), Some(best)) if std::ptr::eq(told, best) => Told::Read(best),
        (Some(told), _) if sure => Told::Read(told),
        (None, _) if sure && english.is_foreign() => Told::Other(info.lang().eng_name().to_owned()),
        (_, Some(best)) if !sure => Told::Read(best),
        // Of so many words, some of them English, the most were looked at in vain.
        _ if english.words >= 2 * WORDS && !english.is_foreign() => Told::Unclear,
        _ => few_words(&text),
    }
}

/// Small words of the languages that are not read, by their names.
static OTHERS: LazyLock<BTreeMap<String, FxHashSet<String>>> = LazyLock::new(|| {
    toml::from_str(include_str!("../data/others.toml"))
        .unwrap_or_else(|e| panic!("crates/prose/data/others.toml: {e}"))
});

/// With fewer words to go by, a text may be in any language: names and figures.
const LEAST: usize = 3;

/// Tells the language of a headline, a tweet or one sentence by all words that a folder knows, not
/// by the small ones alone. Names tell nothing: only words in small letters count, and the first.
fn few_words(text: &str) -> Told {
    told_by_words(text, Language::english(), true)
}

/// Tells whether a sentence of a text in `main` is in another language: only where small words or
/// the script say so, since a sentence of names and rare words is in none.
pub(crate) fn sentence(text: &str, main: &'static Language) -> Told {
    told_by_words(text, main, false)
}

fn told_by_words(text: &str, main: &'static Language, guess: bool) -> Told {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphabetic() && c != '\u{301}')
        .filter(|w| !w.is_empty())
        .enumerate()
        .filter(|(n, w)| *n == 0 || w.starts_with(char::is_lowercase))
        .map(|(_, w)| w.to_lowercase())
        .collect();
    if words.len() < LEAST {
        return Told::Unclear;
    }
    let known = |language: &Language| words.iter().filter(|w| language.knows(w)).count();
    let by_main = known(main);
    // No other language can know more of them, and laying its words out takes its time.
    if by_main == words.len() {
        return Told::Unclear;
    }
    let others = Language::all().iter().filter(|l| !std::ptr::eq(*l, main));
    let best = others.map(|l| (known(l), l)).max_by_key(|(n, _)| *n);
    let (best, language) = best.unwrap_or((0, main));
    // Small words of a language that is not read, which the one that is thought of does not have.
    let against = |language: &Language| {
        OTHERS
            .iter()
            .map(|(name, small)| {
                let has = words.iter().filter(|w| small.contains(*w));
                let (mut all, mut own) = (0, 0);
                has.for_each(|w| {
                    all += 1;
                    own += usize::from(!language.knows(w));
                });
                (own, all, name)
            })
            .max_by_key(|(own, all, _)| (*own, *all))
    };
    let strange = |language: &Language| against(language).is_some_and(|(own, _, _)| own >= 2);
    if best > by_main && best >= 2 && 2 * best >= words.len() && !strange(language) {
        return Told::Read(language);
    }
    if 3 * by_main >= words.len() && !(2 * by_main < words.len() && strange(main)) {
        return Told::Unclear;
    }
    // Without a figure nothing would be read of it in any language.
    if !text.contains(|c: char| c.is_ascii_digit()) {
        return Told::Unclear;
    }
    if let Some((own, _, name)) = against(main)
        && own >= 2
    {
        return Told::Strange(name.clone());
    }
    match whatlang::detect(text) {
        Some(info) if info.script() != whatlang::Script::Latin => {
            Told::Strange(info.lang().eng_name().to_owned())
        }
        _ if !guess => Told::Unclear,
        Some(info) if info.lang() == whatlang::Lang::Eng => Told::Unclear,
        Some(info) if Language::called(info.lang().code()).is_none() => {
            Told::Strange(format!("another language, perhaps {}", info.lang().eng_name()))
        }
        _ => Told::Strange("another language".to_owned()),
    }
}

/// The last character boundary at or before `at`.
fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

/// The lines of `text[body]`, their ends included.
pub(crate) fn lines(text: &str, body: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = body.start;
    text[body].split_inclusive('\n').map(move |line| {
        let span = at..at + line.len();
        at = span.end;
        span
    })
}
