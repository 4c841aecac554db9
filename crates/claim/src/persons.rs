//! Names of persons: a publisher or sender that is one is not named, and a private person in a text is not shown.
//! Officials who speak in public are named, and bodies.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

/// What is kept of a person.
pub const A_PERSON: &str = "a person";

/// Given names.
static GIVEN: LazyLock<BTreeSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../data/given_names.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

/// Words that make a name one of a body, by their beginning.
const BODIES: [&str; 74] = [
    "agen",
    "ajans",
    "assoc",
    "author",
    "board",
    "border",
    "broadcast",
    "bulletin",
    "bureau",
    "centr",
    "center",
    "chronicl",
    "club",
    "comm",
    "council",
    "courier",
    "daily",
    "depart",
    "desk",
    "dispatch",
    "embass",
    "express",
    "foundation",
    "front",
    "gazet",
    "gov",
    "group",
    "guard",
    "herald",
    "hospital",
    "institut",
    "journal",
    "konsul",
    "consul",
    "mail",
    "media",
    "mercury",
    "mini",
    "mission",
    "monitor",
    "nation",
    "network",
    "news",
    "observ",
    "office",
    "online",
    "organi",
    "people",
    "police",
    "policja",
    "post",
    "press",
    "prov",
    "radio",
    "record",
    "report",
    "review",
    "school",
    "servic",
    "society",
    "sun",
    "telegraph",
    "televis",
    "times",
    "today",
    "tribun",
    "tv",
    "unhcr",
    "union",
    "univers",
    "urząd",
    "voice",
    "watch",
    "weekly",
];

/// Titles before a person's name.
const TITLES: [&str; 14] = [
    "mr", "mrs", "ms", "miss", "dr", "mme", "mlle", "pan", "pani", "señor", "señora", "sr", "sra",
    "m",
];

/// Whether a name is that of a person.
pub fn is_person(name: &str) -> bool {
    // "Anna Nowak <anna@example.org>", "Nowak, Anna".
    let name = name.split(['<', '(']).next().unwrap_or_default().trim().trim_matches('"');
    if name.chars().any(|c| c.is_ascii_digit() || "&/|@:".contains(c)) {
        return false;
    }
    let words: Vec<String> = name
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(|word| word.trim_matches('.').to_lowercase())
        .filter(|word| !word.is_empty())
        .collect();
    let titled = words.first().is_some_and(|word| TITLES.contains(&word.as_str()));
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
    let body = words.iter().any(|word| BODIES.iter().any(|of| word.starts_with(of)));
    let given = words.iter().any(|word| GIVEN.contains(word.as_str()));
    let long = words.iter().all(|w| w.chars().count() > 2);
    match (body, titled) {
        (true, _) => false,
        (false, true) => true,
        (false, false) => given && (!acronym || long),
    }
}

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

/// So near to a name an office is of who bears it, in bytes.
const NEAR: usize = 48;

/// Where private persons are named in a text: a given name and what follows it in capitals, without an office beside it, and
/// nobody of those `known` to speak in public.
pub fn private(text: &str, known: &BTreeSet<String>) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphabetic() || matches!(c, '\'' | '’' | '-') && start.is_some(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    let capital = |word: &str| {
        word.chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || !c.is_lowercase() && c.is_alphabetic())
    };
    let is_given = |word: &str| capital(word) && GIVEN.contains(word.to_lowercase().as_str());
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if !is_given(&text[words[at].clone()]) {
            at += 1;
            continue;
        }
        let joined = |a: usize, b: usize| {
            let gap = &text[words[a].end..words[b].start];
            gap == " " || gap == "\u{a0}" || gap == ". " && words[a].len() <= 2
        };
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
                || beside_office(text, &span)
                || !is_person(name);
        if several && !public {
            found.push(span);
        }
        at = last + 1;
    }
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
        words.split(|c: char| !c.is_alphabetic()).any(|word| {
            let word = word.to_lowercase();
            OFFICES.iter().any(|office| word.starts_with(office))
        })
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
        }
    }
}
