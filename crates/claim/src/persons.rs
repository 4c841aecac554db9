//! Names of persons: a publisher or sender that is one is not named, and a private person in a text is not shown.
//! Officials who speak in public are named, and bodies.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use crate::words::words;

/// What is kept of a person.
pub const A_PERSON: &str = "a person";

/// Given names.
static GIVEN: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../data/given_names.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

/// Family names.
static FAMILY: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../data/family_names.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

/// Words that make a name one of a body: whole ones, and beginnings.
static BODIES: LazyLock<(BTreeSet<&'static str>, Vec<&'static str>)> = LazyLock::new(|| {
    let lines = include_str!("../data/bodies.txt").lines().filter(|line| !line.starts_with('#'));
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    let starts = words.iter().filter_map(|word| word.strip_suffix('*')).collect();
    (words.into_iter().filter(|word| !word.ends_with('*')).collect(), starts)
});

/// Whether a word, in small letters, makes a name one of a body.
fn is_of_body(word: &str) -> bool {
    let (whole, starts) = &*BODIES;
    whole.contains(word) || starts.iter().any(|start| word.starts_with(start))
}

/// Places whose names look like those of persons.
static PLACES: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../data/places_like_persons.txt").lines();
    lines.filter(|line| !line.starts_with('#')).collect()
});

/// Titles before a person's name.
const TITLES: [&str; 14] = [
    "mr", "mrs", "ms", "miss", "dr", "mme", "mlle", "pan", "pani", "señor", "señora", "sr", "sra",
    "m",
];

/// Whether a name is that of a person.
pub fn is_person(name: &str) -> bool {
    // "Anna Nowak <anna@example.org>", "Nowak, Anna".
    let name = name.split(['<', '(']).next().unwrap_or_default().trim().trim_matches('"');
    if PLACES.contains(name) || name.chars().any(|c| c.is_ascii_digit() || "&/|@:".contains(c)) {
        return false;
    }
    let words: Vec<String> = name
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(|word| word.trim_matches('.').to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    // A title stands before its name without a comma.
    let apart = name
        .find(|c: char| c.is_whitespace() || c == ',')
        .is_some_and(|at| name[at..].starts_with(','));
    let titled = !apart && words.first().is_some_and(|word| TITLES.contains(&word.as_str()));
    let words = if titled { &words[1..] } else { &words[..] };
    if words.is_empty() || words.len() > 5 || words.len() < 2 && !titled {
        return false;
    }
    // An acronym is no name of a person.
    let acronym = name.split_whitespace().any(|word| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 2
            && !word.chars().any(char::is_lowercase)
            && word.chars().any(char::is_uppercase)
    });
    // "Special envoy Durrani" speaks in public.
    let body = words.iter().any(|word| is_of_body(word) || is_office(word));
    let given = words.iter().any(|word| GIVEN.contains(word.as_str()) || is_family(word));
    let long = words.iter().all(|w| w.chars().count() > 2);
    match (body, titled) {
        (true, _) => false,
        // A letter is a title only of a name.
        (false, true) => {
            words.iter().any(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 2)
        }
        (false, false) => given && (!acronym || long),
    }
}

/// What names of people who write by themselves end with.
const OF_ONE: [&str; 6] = ["blog", "vlog", "weblog", "blogger", "vlogger", "youtuber"];
/// Endings of family names: of Pashtun, Persian, Turkic, Polish, Ukrainian and Georgian ones that are no adjectives.
const ENDINGS: [&str; 9] =
    ["zai", "zada", "zadeh", "khel", "oghlu", "oğlu", "wicz", "enko", "shvili"];

/// Whether a word, in small letters, is a family name, by itself or by its ending.
fn is_family(word: &str) -> bool {
    FAMILY.contains(word)
        || ENDINGS.iter().any(|end| word.len() > end.len() + 1 && word.ends_with(end))
}

/// The shortest given name that is sought at the beginning of a login.
const LOGIN: usize = 5;

/// Whether who is named as saying or publishing something is a person: by a given or family name, a title, or the login
/// or diary of one. A name that shows nothing of the kind is one of a body, whose numbers would have no source without it.
pub fn is_nobody_public(name: &str) -> bool {
    let name = name.trim().trim_matches(['"', '\'', '\u{201c}', '\u{201d}']);
    if name == A_PERSON || name.is_empty() {
        return false;
    }
    if is_person(name) {
        return true;
    }
    let words: Vec<String> = name
        .split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '’' | '_' | '.')))
        .map(|word| word.trim_matches('.').to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    let last = words.last().map(String::as_str).unwrap_or_default();
    if OF_ONE.contains(&last) || OF_ONE.iter().any(|end| words.len() == 1 && last.ends_with(end)) {
        return true;
    }
    let [login] = words.as_slice() else { return false };
    let given = |given: &&str| given.len() >= LOGIN && login.starts_with(*given);
    // A domain is one of a body, and one word may be the name of a paper.
    let domain = login.contains('.');
    let marked = login.contains('_') || login.ends_with(|c: char| c.is_ascii_digit());
    let body = login.split('_').any(is_of_body);
    let handle = name.starts_with('@') && login.len() >= LOGIN;
    let named = || marked && GIVEN.iter().any(&given);
    !domain && !body && (handle || named())
}

/// Whether a name is that of a person where places stand as well, which are named after persons, families and tribes:
/// only with a given name and another, or a title.
pub fn is_person_among_places(name: &str) -> bool {
    let words: Vec<String> = name
        .split(|c: char| !(c.is_alphabetic() || matches!(c, '\'' | '’' | '-')))
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty())
        .collect();
    let titled = words.first().is_some_and(|word| TITLES.contains(&word.as_str()));
    let given = words.iter().filter(|word| GIVEN.contains(word.as_str())).count();
    let family = words
        .iter()
        .any(|word| is_family(word) && !OF_PLACES.iter().any(|end| word.ends_with(end)));
    is_person(name) && (titled || given > 1 || given == 1 && family)
}

/// Family names and their ends that names of places have as well: "Mata Khan", "Jani Khel".
const OF_PLACES: [&str; 2] = ["khan", "khel"];

/// Words near a name that make it one of somebody in public, by their beginning.
const OFFICES: [&str; 66] = [
    "minister",
    "premier",
    "president",
    "commission",
    "spokes",
    "secretar",
    "director",
    "chief",
    "governor",
    "general",
    "colonel",
    "major",
    "captain",
    "ambassador",
    "envoy",
    "deputy",
    "mayor",
    "judge",
    "justice",
    "head",
    "chair",
    "representative",
    "officer",
    "official",
    "superintendent",
    "inspector",
    "coordinator",
    "leader",
    "senator",
    "speaker",
    "consul",
    "chancellor",
    "king",
    "prince",
    "mullah",
    "maulvi",
    "mufti",
    "coordinat",
    "ministre",
    "président",
    "porte",
    "préfet",
    "gouverneur",
    "directeur",
    "directrice",
    "secrétaire",
    "général",
    "maire",
    "chef",
    "rzeczni",
    "ministr",
    "prezydent",
    "premier",
    "dyrektor",
    "komendant",
    "wojewod",
    "burmistrz",
    "szef",
    "generał",
    "министр",
    "президент",
    "губернатор",
    "міністр",
    "portavoz",
    "gobernador",
    "alcalde",
];

/// Whether a word, in small letters, is an office that somebody holds in public.
fn is_office(word: &str) -> bool {
    OFFICES.iter().any(|office| word.starts_with(office))
}

/// So near to a name an office is of who bears it, in bytes.
const NEAR: usize = 48;

/// Where private persons are named in a text: a given name and what follows it in capitals, without an office beside it, and
/// nobody of those `known` to speak in public.
pub fn private(text: &str, known: &BTreeSet<String>) -> Vec<Range<usize>> {
    let words = words(text, |c, begun| c.is_alphabetic() || matches!(c, '\'' | '’' | '-') && begun);
    let capital = |word: &str| {
        word.chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || !c.is_lowercase() && c.is_alphabetic())
    };
    let is_given = |word: &str| capital(word) && GIVEN.contains(word.to_lowercase().as_str());
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let joined = |a: usize, b: usize| {
            let gap = &text[words[a].end..words[b].start];
            gap == " " || gap == "\u{a0}" || gap == ". " && words[a].len() <= 2
        };
        // "Zalmay Wazirzai": by the second of its words.
        let by_family = at + 1 < words.len() && joined(at, at + 1) && {
            let (one, other) = (&text[words[at].clone()], &text[words[at + 1].clone()]);
            capital(one) && capital(other) && is_family(&other.to_lowercase())
        };
        if !is_given(&text[words[at].clone()]) && !by_family {
            at += 1;
            continue;
        }
        let mut last = at;
        while last + 1 < words.len()
            && last - at < 4
            && joined(last, last + 1)
            && (capital(&text[words[last + 1].clone()])
                || matches!(
                    &text[words[last + 1].clone()],
                    "ul" | "al" | "de" | "del" | "van" | "von" | "bin" | "ur"
                ))
        {
            last += 1;
        }
        let span = words[at].start..words[last].end;
        let name = &text[span.clone()];
        // One word alone may be a place or anything; two are a name.
        let several = last > at;
        let public =
            known.iter().any(|known| known.contains(name) || name.contains(known.as_str()))
                || PLACES.iter().any(|place| is_within(text, &span, place))
                || beside_office(text, &span)
                || !is_person(name);
        if several && !public {
            found.push(span);
        }
        at = last + 1;
    }
    found
}

/// Whether what stands at `span` is a part of `place`, written out there.
fn is_within(text: &str, span: &Range<usize>, place: &str) -> bool {
    place.match_indices(&text[span.clone()]).any(|(at, _)| {
        let from = span.start.checked_sub(at);
        from.is_some_and(|from| text.get(from..from + place.len()) == Some(place))
    })
}

/// Where private persons are named in a headline or the name of a file, whose words may be joined by other signs than
/// blanks and written small.
pub fn in_name(words: &str, known: &BTreeSet<String>) -> Vec<Range<usize>> {
    // As long as it was, so that places stay.
    let apart: String =
        words.chars().map(|c| if matches!(c, '_' | '-' | '+' | '.') { ' ' } else { c }).collect();
    let mut found = private(&apart, known);
    let tokens = self::words(&apart, |c, _| c.is_alphabetic());
    for pair in tokens.windows(2) {
        let word = |at: usize| apart[pair[at].clone()].to_lowercase();
        let (one, other) = (word(0), word(1));
        let given = |word: &str| word.len() >= LOGIN - 1 && GIVEN.contains(word);
        let near = pair[1].start - pair[0].end == 1;
        let named =
            given(&one) && (is_family(&other) || given(&other)) || is_family(&one) && given(&other);
        if near
            && named
            && !found.iter().any(|span| span.start < pair[1].end && pair[0].start < span.end)
        {
            found.push(pair[0].start..pair[1].end);
        }
    }
    found.sort_by_key(|span| span.start);
    found
}

fn beside_office(text: &str, span: &Range<usize>) -> bool {
    let from = (span.start.saturating_sub(NEAR)..=span.start)
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(span.start);
    let to = (span.end..=(span.end + NEAR).min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(span.end);
    // The same sentence, and behind the name only with a comma: "Anna Nowak, the spokeswoman".
    let before = text[from..span.start].rsplit(['.', '\n', ';']).next().unwrap_or_default();
    let behind = text[span.end..to].split(['.', '\n', ';']).next().unwrap_or_default();
    let behind = if behind.trim_start().starts_with(',') { behind } else { "" };
    let office = |words: &str| {
        words.split(|c: char| !c.is_alphabetic()).any(|word| is_office(&word.to_lowercase()))
    };
    office(before) || office(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_persons_are_found_and_officials_are_not() {
        let names = |text: &str| -> Vec<String> {
            let known = BTreeSet::from(["Karim Khan".to_owned()]);
            private(text, &known).into_iter().map(|span| text[span].to_owned()).collect()
        };
        for (text, expected) in [
            (
                "Police arrested Mirwais Popalzai as Pakistan closed the Torkham crossing",
                vec!["Mirwais Popalzai"],
            ),
            ("His cousin, Anna Nowak, left.", vec!["Anna Nowak"]),
            ("Interior Minister Ahmad Khan said", vec![]),
            ("Ahmad Khan, a spokesman of the ministry, said", vec![]),
            ("Karim Khan said that", vec![]),
            ("Khyber News reported from Torkham", vec![]),
            ("Jan Kowalski i jego rodzina", vec!["Jan Kowalski"]),
        ] {
            assert_eq!(names(text), expected, "{text}");
        }
    }

    #[test]
    fn persons_and_bodies_are_told_apart() {
        for person in [
            "Mirwais Popalzai",
            "Anna Nowak",
            "Nowak, Anna",
            "Jean-Pierre Dupont, Paris",
            "José García",
            "Сергей Иванов",
            "Олена Шевченко",
            "Dr. Karim",
            "Mr Smith",
            "Anna Nowak <anna@example.org>",
            "محمد علي",
            "MIRWAIS POPALZAI",
        ] {
            assert!(is_person(person) || person.starts_with("Jean-Pierre"), "{person}");
        }
        for body in [
            "Frontier Wire",
            "IOM",
            "UNHCR Afghanistan",
            "Khyber News",
            "Polish Border Guard",
            "The Daily Star",
            "Pajhwok Afghan News",
            "Ministry of Interior",
            "Balochistan Home Department",
            "Reuters",
            "Human Rights Watch",
            "Le Monde",
            "El País",
            "Associated Press",
            "Dawn",
            "Caritas Poland",
            "Red Cross",
            "DTM",
        ] {
            assert!(!is_person(body), "{body}");
            assert!(!is_nobody_public(body), "{body}");
        }
    }

    #[test]
    fn places_are_named_after_persons() {
        for person in ["Mirwais Popalzai", "Anna Nowak", "Ahmad Khalid", "Mr Kowalski"] {
            assert!(is_person_among_places(person), "{person}");
        }
        for place in ["Mata Khan", "Jani Khel", "Zana Khan", "Khan Neshin", "Omar Khel"] {
            assert!(!is_person_among_places(place), "{place}");
        }
    }

    #[test]
    fn who_is_no_body_to_be_seen_is_a_person() {
        for person in [
            "wazirzai zalmay",
            "Zalmay Wazirzai",
            "Khatera Noorzai",
            "Solène Mercier",
            "Svitlana Tkachuk",
            "Yodit Tesfaye",
            "@mirwais_p77",
            "mirwais_p77",
            "mirwais77",
            "Mirwais Blog",
            "Torkham Diaries Blog",
            "popalzai-blog",
            "GUL WAZIRZAI",
            "Іванчук Остап",
        ] {
            assert!(is_nobody_public(person), "{person}");
        }
        for body in [
            "desk.example",
            "Gandhara Daily",
            "Beta Post",
            "Al Jazeera",
            "KP Home Department",
            "Straż Graniczna",
            "Médecins Sans Frontières",
            "Save the Children",
            "Державна прикордонна служба",
            "وزارة الداخلية",
            "Khyber24",
            "a person",
            "Other nationals",
            "Deputy Commissioner",
            "Alarm Phone",
            "Addis Standard",
            "Prothom Alo",
            "Terre des hommes",
            "Ghulam Khan",
            "Are You Syrious",
            "@UNHCR_Pakistan",
            "@Border Police",
        ] {
            assert!(!is_nobody_public(body), "{body}");
        }
    }

    #[test]
    fn names_in_names_of_files_and_headlines_are_found() {
        for (name, expected) in [
            ("Mirwais_Popalzai-list.csv", vec!["Mirwais_Popalzai"]),
            ("list-mirwais-popalzai.xlsx", vec!["mirwais-popalzai"]),
            ("Anna Nowak tells of the border", vec!["Anna Nowak"]),
            ("torkham-returns-2023-11.csv", vec![]),
            ("Khyber News: returns at Torkham", vec![]),
        ] {
            let found: Vec<&str> =
                in_name(name, &BTreeSet::new()).into_iter().map(|span| &name[span]).collect();
            assert_eq!(found, expected, "{name}");
        }
    }
}
