//! Numbers of too few people in a text that no claim was made of: in digits and in words, and percentages that come to
//! as few.
//!
//! What stands before people or behind "of whom" is one. So is every other number below ten, unless the words beside it
//! say that it is a day, an hour, an age, a distance, the number of a section and the like
//! (`data/beside_numbers.txt`): a number too many costs a word, one too few a person.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::retold::{PER_CENT, is_followed};
use claim::mention::{Mention, numbers};
use claim::words::words;

/// So near to a number in its text a percentage is of it, in bytes.
pub(super) const BESIDE: usize = 300;
/// So many words behind a number may say what it counts: "three more consecutive days".
const BEHIND: usize = 3;
/// So many small words of a language make a text one in it.
const OF_LANGUAGE: usize = 3;

/// Words beside numbers, by section.
static BESIDE_NUMBERS: LazyLock<BTreeMap<&'static str, BTreeSet<&'static str>>> =
    LazyLock::new(|| {
        let mut sections: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut section = "";
        let lines = include_str!("../data/beside_numbers.txt").lines();
        for line in lines.filter(|line| !line.starts_with('#')) {
            match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                Some(name) => section = name,
                None => sections.entry(section).or_default().extend(line.split(',').map(str::trim)),
            }
        }
        sections
    });

/// Small words of the languages whose words for numbers may be other words elsewhere ("sept", "dos", "neuf").
const SMALL_WORDS: [(usize, [&str; 6]); 3] = [
    (0, ["les", "des", "une", "dans", "et", "le"]),
    (1, ["los", "las", "una", "por", "el", "y"]),
    (2, ["się", "przez", "na", "i", "w", "z"]),
];

/// Words before a number of some people among others.
const OF_WHOM: &[&str] = &[
    "of whom",
    "of which",
    "of them",
    "of these",
    "of those",
    "including",
    "among them",
    "dont",
    "parmi eux",
    "w tym",
    "z nich",
    "из них",
    "в том числе",
    "з них",
    "у тому числі",
    "de ellos",
    "entre ellos",
    "entre ellas",
    "de los cuales",
    "de las cuales",
    "de los que",
    "parmi lesquels",
    "parmi elles",
    "parmi lesquelles",
    "wśród nich",
    "spośród nich",
    "among whom",
    "along with",
    "منهم",
    "بينهم",
    "از جمله",
];

/// Words behind a number that make it one of people.
const PEOPLE: &[&str] = &[
    "people",
    "person",
    "persons",
    "men",
    "women",
    "children",
    "man",
    "woman",
    "child",
    "boys",
    "girls",
    "families",
    "family",
    "households",
    "individuals",
    "refugees",
    "migrants",
    "returnees",
    "deportees",
    "detainees",
    "minors",
    "infants",
    "afghans",
    "nationals",
    "civilians",
    "members",
    "personnes",
    "hommes",
    "femmes",
    "enfants",
    "familles",
    "osób",
    "osoby",
    "mężczyzn",
    "kobiet",
    "dzieci",
    "rodzin",
    "personas",
    "familias",
    "человек",
    "женщин",
    "детей",
    "мужчин",
    "осіб",
    "дітей",
    "жінок",
    "niños",
    "niñas",
    "mujeres",
    "hombres",
    "menores",
    "migrantes",
    "refugiados",
    "refugiadas",
    "mineurs",
    "réfugiés",
    "réfugiées",
    "expulsés",
    "filles",
    "garçons",
    "uchodźców",
    "migrantów",
    "cudzoziemców",
    "kobiety",
    "rodziny",
    "nieletnich",
    "ukrainians",
    "sudanese",
    "syrians",
    "orphans",
    "babies",
    "adults",
    "students",
    "elderly",
    "passengers",
    "survivors",
    "patients",
    "victims",
    "أشخاص",
    "نفر",
];

/// Words for two to nine in other languages than English, in the forms that stand before people.
const FEW_WORDS: [(f64, &[&str]); 8] = [
    (2.0, &["deux", "dos", "dwie", "dwoje", "dwóch", "двое", "две", "двоє", "اثنين", "دو"]),
    (3.0, &["trois", "tres", "trzy", "troje", "trzech", "трое", "три", "троє", "ثلاثة", "سه"]),
    (
        4.0,
        &[
            "quatre",
            "cuatro",
            "cztery",
            "czworo",
            "czterech",
            "четверо",
            "четыре",
            "чотири",
            "أربعة",
            "چهار",
        ],
    ),
    (
        5.0,
        &["cinq", "cinco", "pięć", "pięcioro", "pięciu", "пятеро", "пять", "п'ять", "خمسة", "پنج"],
    ),
    (
        6.0,
        &["six", "seis", "sześć", "sześcioro", "sześciu", "шестеро", "шесть", "шість", "ستة", "شش"],
    ),
    (
        7.0,
        &[
            "sept",
            "siete",
            "siedem",
            "siedmioro",
            "siedmiu",
            "семеро",
            "семь",
            "сім",
            "سبعة",
            "هفت",
        ],
    ),
    (8.0, &["huit", "ocho", "osiem", "ośmioro", "ośmiu", "восемь", "вісім", "ثمانية", "هشت"]),
    (
        9.0,
        &[
            "neuf",
            "nueve",
            "dziewięć",
            "dziewięcioro",
            "dziewięciu",
            "девять",
            "дев'ять",
            "تسعة",
            "نه",
        ],
    ),
];

/// Which of the languages of [`SMALL_WORDS`] a text is in.
fn languages(text: &str) -> [bool; 3] {
    let mut counts = [0; 3];
    for word in text.split(|c: char| !c.is_alphabetic()) {
        let word = word.to_lowercase();
        for (language, words) in SMALL_WORDS {
            counts[language] += usize::from(words.contains(&word.as_str()));
        }
    }
    counts.map(|count| count >= OF_LANGUAGE)
}

/// Words for a few in a text, and whether they are sure to be numbers: in the writing or the language of the text.
fn few_words(text: &str) -> Vec<(Mention, bool)> {
    let spoken = languages(text);
    let mut found = Vec::new();
    for span in words(text, |c, _| c.is_alphanumeric() || c == '\'') {
        let word = text[span.clone()].to_lowercase();
        for (value, known) in FEW_WORDS {
            let Some(place) = known.iter().position(|known| *known == word) else { continue };
            // French and Spanish have one word for each, Polish the next ones in Latin letters.
            let sure = known[place].chars().any(|c| c as u32 > 0x24f) || spoken[place.min(2)];
            found.push((Mention { span: span.clone(), value }, sure));
        }
    }
    found
}

/// Numbers of too few people in a text, whether a claim was made of them or not.
pub(super) fn few_people(text: &str, below: u32) -> Vec<Mention> {
    let few = |value: f64| value >= 1.0 && value < f64::from(below) && value.fract() == 0.0;
    let mut told: Vec<(Mention, bool)> =
        numbers(text).into_iter().map(|mention| (mention, true)).collect();
    told.extend(few_words(text));
    told.sort_by_key(|(mention, _)| (mention.span.start, mention.span.end));
    told.dedup_by(|a, b| a.0.span.start < b.0.span.end);
    let found = told.into_iter().filter(|(mention, _)| few(mention.value));
    found
        .filter(|(mention, sure)| of_people(text, mention) || *sure && !is_of_else(text, mention))
        .map(|(mention, _)| mention)
        .collect()
}

/// The percentages in a text that come to too few people of a number near them.
pub(super) fn small_percentages(
    text: &str,
    sizes: &[([usize; 2], f64)],
    below: u32,
) -> Vec<Mention> {
    let few = |number: f64| number > 0.5 && number < f64::from(below) - 0.5;
    let tells = |mention: &Mention| {
        let near = |span: &[usize; 2]| {
            span[0] <= mention.span.end + BESIDE && mention.span.start <= span[1] + BESIDE
        };
        let part = mention.value / 100.0;
        let all = sizes.iter().filter(|(span, _)| near(span));
        part < 1.0 && all.into_iter().any(|(_, size)| few(size * part) || few(size - size * part))
    };
    let percent = |mention: &Mention| is_followed(text, mention, &PER_CENT);
    numbers(text).into_iter().filter(|mention| percent(mention) && tells(mention)).collect()
}

/// Up to so many bytes before `at`, on a character's edge, in small letters.
fn before(text: &str, at: usize, bytes: usize) -> String {
    let start = (at.saturating_sub(bytes)..=at).find(|at| text.is_char_boundary(*at)).unwrap_or(at);
    text[start..at].to_lowercase()
}

/// Whether a number counts people by the words next to it.
fn of_people(text: &str, mention: &Mention) -> bool {
    let before = before(text, mention.span.start, 24);
    let behind = text[mention.span.end..].trim_start_matches([' ', '\u{a0}']);
    let word: String =
        behind.chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    // "One of them" and "one family" tell of no count that somebody made.
    let of_whom = OF_WHOM.iter().any(|words| before.trim_end().ends_with(words));
    of_whom && !word.is_empty() || !is_one(text, mention) && PEOPLE.contains(&word.as_str())
}

fn is_one(text: &str, mention: &Mention) -> bool {
    text[mention.span.clone()].eq_ignore_ascii_case("one")
}

fn is_in(section: &str, word: &str) -> bool {
    BESIDE_NUMBERS.get(section).is_some_and(|words| words.contains(word))
}

/// Whether the words beside a number say that it counts no people: days, hours, ages, sections and the like.
fn is_of_else(text: &str, mention: &Mention) -> bool {
    let (head, tail) = (&text[..mention.span.start], &text[mention.span.end..]);
    is_one(text, mention)
        || is_followed(text, mention, &PER_CENT)
        || is_grown_into(head, tail)
        || is_item(head, tail)
        || is_named_by(head)
        || is_day_before(head)
        || is_of_unit(tail)
}

/// Whether a number hangs together with what stands right beside it: ordinals, times, dates, sums of money, names.
fn is_grown_into(head: &str, tail: &str) -> bool {
    let (mut back, mut on) = (head.chars().rev(), tail.chars());
    let (last, before) = (back.next(), back.next());
    let (next, after) = (on.next(), on.next());
    let sign = |c: char| "/:.,-–_#+*".contains(c);
    let digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let money = |c: char| "$€£¥₨₹₽₴§№".contains(c);
    last.is_some_and(|c| money(c) || c.is_alphanumeric())
        || letter(next)
        || next.is_some_and(|c| "%°٪".contains(c))
        || last.is_some_and(sign) && (digit(before) || letter(before) && last == Some('-'))
        || next.is_some_and(sign) && digit(after)
        || last == Some(' ') && before.is_some_and(money)
        || last == Some('[') && next == Some(']')
}

/// Whether a number counts an item of a list: at the beginning of a line, with a stop behind it.
fn is_item(head: &str, tail: &str) -> bool {
    let line = head.rsplit('\n').next().unwrap_or_default();
    line.trim_matches([' ', '\t', '(', '#', '*']).is_empty() && tail.starts_with(['.', ')', ':'])
}

/// The last word, and what stands before it, of words in small letters.
fn last_word(words: &str) -> (&str, &str) {
    let words = words.trim_end_matches([' ', '\u{a0}', '.', ',']);
    let start = words
        .rfind(|c: char| !c.is_alphanumeric())
        .map_or(0, |at| at + words[at..].chars().next().map_or(1, char::len_utf8));
    (&words[start..], &words[..start])
}

/// Whether the word before a number names something by it: "section 3", "aged 7".
fn is_named_by(head: &str) -> bool {
    // "Unaccompanied minors: 7" is no name.
    let near = before(head, head.len(), 24);
    let (word, _) = last_word(&near);
    near.ends_with([' ', '\u{a0}', '.']) && is_in("before", word)
}

/// Whether a number is a day behind its month: "November 3", "Nov. 1 and 3".
fn is_day_before(head: &str) -> bool {
    let near = before(head, head.len(), 40);
    let mut rest = near.as_str();
    loop {
        let (word, before) = last_word(rest.trim_end_matches(['-', '–', '—']));
        if is_in("months", word) {
            return true;
        }
        let number = !word.is_empty() && word.chars().all(char::is_numeric);
        if !(number || is_in("joins", word)) || before.len() == rest.len() {
            return false;
        }
        rest = before;
    }
}

/// Whether what follows a number is what it counts and no people, or a month.
fn is_of_unit(tail: &str) -> bool {
    // What a sentence or a cell ends with is counted by what stands before it.
    let end = tail.find(['\n', '\t', ';', '!', '?', '(', ')']).unwrap_or(tail.len());
    let near: String = tail[..end].chars().take(60).collect::<String>().to_lowercase();
    let words = near
        .split(|c: char| c.is_whitespace() || "-–—,".contains(c))
        .map(|word| word.trim_matches(['.', '"', '\u{201d}', '\u{2019}']))
        .filter(|word| !word.is_empty())
        .peekable();
    // A span or a list of days: what joins its numbers, then the month.
    let numeric = |word: &str| word.starts_with(char::is_numeric);
    let mut ahead = words.clone();
    let mut spans = false;
    while let Some(word) = ahead.next_if(|word| numeric(word) || is_in("joins", word)) {
        spans |= numeric(word);
    }
    let large = |word: &&str| ["million", "thousand", "mln", "tys", "lakh", "crore"].contains(word);
    if ahead.peek().is_some_and(|word| is_in("months", word) || spans && large(word)) {
        return true;
    }
    let units = BESIDE_NUMBERS.get("units");
    let unit = |word: &str| {
        // A short beginning is a whole word.
        let begins = |unit: &str| {
            let short = unit.chars().count() < 4 && unit.chars().all(|c| (c as u32) < 0x250);
            if short {
                word.strip_suffix('s').unwrap_or(word) == unit || word == unit
            } else {
                word.starts_with(unit)
            }
        };
        units.is_some_and(|units| units.iter().any(|unit| begins(unit)))
    };
    words.take(BEHIND).take_while(|word| !is_in("ends", word)).any(unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Withheld;
    use claim::Document;

    #[test]
    fn few_people_are_hidden_though_no_claim_was_made_of_them() {
        let text = "Some 1,200 returned on 3 November, of whom seven were deported; 4 children and 2 buses came in two weeks.";
        let found: Vec<&str> =
            few_people(text, 10).into_iter().map(|mention| &text[mention.span]).collect();
        assert_eq!(found, ["seven", "4"]);
        for (text, few) in [
            ("de los cuales tres niños", "tres"),
            ("dont trois enfants", "trois"),
            ("w tym pięcioro dzieci", "pięcioro"),
            ("z nich 4 kobiety", "4"),
            ("в том числе 5 детей", "5"),
            ("from Sudan, among whom six were held", "six"),
        ] {
            let found = few_people(text, 10);
            assert_eq!(found.iter().map(|m| &text[m.span.clone()]).collect::<Vec<_>>(), [few]);
        }
        assert_eq!(few_people("dans les trois jours, 5 cars et deux semaines", 10), []);
        let document = Document::text("a.txt", text);
        let hidden = Withheld::of([&document], [], 10);
        let words = |_| "[few]".to_owned();
        let covered = hidden.covered(&document.id, [0, text.len()], text, &words).unwrap();
        assert!(
            covered.contains("of whom [few] were deported; [few] children and 2 buses"),
            "{covered}"
        );
    }

    #[test]
    fn a_number_below_ten_is_struck_unless_it_counts_something_else() {
        for (text, few) in [
            ("That was up by 7 from the day before.", vec!["7"]),
            ("Seven unaccompanied minors crossed.", vec!["Seven"]),
            ("Unaccompanied minors: 7", vec!["7"]),
            ("Deported: 5\nReturned: 1,200", vec!["5"]),
            ("That is five more than on the 3rd of November.", vec!["five"]),
            ("The number of deportees stood at 7.", vec!["7"]),
            ("men (3), women (4)", vec!["3", "4"]),
            ("Les gardes et les douanes en ont renvoyé cinq dans la nuit.", vec!["cinq"]),
            ("Los guardias y las autoridades devolvieron a siete por la noche.", vec!["siete"]),
            ("Straż zatrzymała w nocy i z rana na granicy siedmiu.", vec!["siedmiu"]),
            ("Пограничники вернули семь.", vec!["семь"]),
            (
                "between 1 and 5 November, on 3 November 2023 and November 7, since Nov. 1 and 3",
                vec![],
            ),
            ("le 3 novembre, el 3 de noviembre, 3 listopada, 5 ноября", vec![]),
            (
                "date 2023-11-4 at 7:30, 5 a.m., 3/11, aged 7, 5-year-old, section 3, the 2nd",
                vec![],
            ),
            ("1. Overview\n2. Numbers\n[3] see page 4 of phase 2", vec![]),
            ("5 to 7 million, 2 lakh, 3.5 km, $5, 7 %, three crossings, two more weeks", vec![]),
            ("One of them, on Sept. 17, said dos and neuf.", vec![]),
            ("Torkham, one of two crossings, was shut for five consecutive days.", vec![]),
        ] {
            let found = few_people(text, 10);
            assert_eq!(
                found.iter().map(|m| &text[m.span.clone()]).collect::<Vec<_>>(),
                few,
                "{text}"
            );
        }
    }

    #[test]
    fn a_percentage_that_comes_to_a_few_is_struck() {
        let text =
            "Some 1,234 Afghans returned; 0.4 per cent were deported and 12 % were children.";
        let told = |size| -> Vec<f64> {
            let found = small_percentages(text, &[([0, 12], size)], 10);
            found.into_iter().map(|mention| mention.value).collect()
        };
        assert_eq!(told(1_234.0), [0.4]);
        assert!(told(123_400.0).is_empty());
        assert_eq!(told(60.0), [12.0]);
    }
}
