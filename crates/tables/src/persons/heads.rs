//! What the head of a column says: that it is about persons, in the languages that reports come in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use calendar::words::tokens;
use serde::Deserialize;

use super::cells::{Cells, is_count, most};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Heads of columns about persons, by language.
    heads: BTreeMap<String, Vec<String>>,
    /// Words of these that are about persons only where nothing else stands in the head: "Name", not "Site name".
    alone: Vec<String>,
    /// Words that may stand beside such a word.
    beside: Vec<String>,
    /// Beginnings of words over what can be counted in no way: telephones and the like.
    uncounted: Vec<String>,
    /// Words that make a head one of counts or of something else than persons.
    other: Vec<String>,
}

/// The heads as words.
struct Heads {
    phrases: Vec<Vec<String>>,
    alone: BTreeSet<String>,
    beside: BTreeSet<String>,
    uncounted: Vec<String>,
    other: Vec<Vec<String>>,
}

static HEADS: LazyLock<Heads> = LazyLock::new(|| {
    let text = include_str!("../../data/persons.toml");
    let file: File = toml::from_str(text).unwrap_or_else(|e| panic!("data/persons.toml: {e}"));
    let mut phrases: Vec<Vec<String>> =
        file.heads.values().flatten().map(|head| words(head)).collect();
    phrases.retain(|phrase| !phrase.is_empty());
    phrases.sort();
    phrases.dedup();
    Heads {
        phrases,
        alone: file.alone.iter().flat_map(|word| words(word)).collect(),
        beside: file.beside.iter().flat_map(|word| words(word)).collect(),
        uncounted: file.uncounted.iter().flat_map(|word| words(word)).collect(),
        other: file.other.iter().map(|phrase| words(phrase)).collect(),
    }
});

/// The words of a head; marks on letters that are often left out do not count.
fn words(head: &str) -> Vec<String> {
    // "PhoneNo" is two words, "PoR" is one.
    let mut apart = String::with_capacity(head.len() + 4);
    let mut letters = head.chars().peekable();
    let mut small = false;
    while let Some(c) = letters.next() {
        if small && c.is_uppercase() && letters.peek().is_some_and(|next| next.is_lowercase()) {
            apart.push(' ');
        }
        small = c.is_lowercase();
        apart.push(c);
    }
    let plain = apart.to_lowercase().replace(['º', '°', '#', '№', '\u{200c}'], " ");
    tokens(&plain).into_iter().map(|token| unmarked(&token.word)).collect()
}

fn unmarked(word: &str) -> String {
    word.chars()
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ą' => 'a',
            'é' | 'è' | 'ê' | 'ë' | 'ę' => 'e',
            'í' | 'î' | 'ï' => 'i',
            'ó' | 'ô' => 'o',
            'ú' | 'û' | 'ü' => 'u',
            'ć' | 'ç' => 'c',
            'ł' => 'l',
            'ń' | 'ñ' => 'n',
            'ś' => 's',
            'ź' | 'ż' => 'z',
            'ё' => 'е',
            'ي' | 'ى' => 'ی',
            'ك' => 'ک',
            'أ' | 'إ' | 'آ' => 'ا',
            'ة' => 'ه',
            other => other,
        })
        .collect()
}

/// Whether the head of a column says that it is about persons; what stands below it must not be plain counts, unless it
/// is one of what nobody counts.
pub(super) fn tells(head: &str, cells: Cells<'_>) -> bool {
    // "proGres ID" is written with a capital within.
    says(&words(head), cells) || says(&words(&head.to_lowercase()), cells)
}

fn says(label: &[String], cells: Cells<'_>) -> bool {
    let known = &*HEADS;
    let has = |phrase: &[String]| label.windows(phrase.len()).any(|window| window == phrase);
    if label.is_empty() || known.other.iter().any(|phrase| has(phrase)) {
        return false;
    }
    let beside = |word: &String| known.beside.contains(word) || known.alone.contains(word);
    let stands = |phrase: &Vec<String>| match phrase.as_slice() {
        [word] if known.alone.contains(word) => has(phrase) && label.iter().all(beside),
        // A single word in a long head may say anything.
        [_] if label.len() > 3 => false,
        phrase => has(phrase),
    };
    if !known.phrases.iter().any(stands) {
        return false;
    }
    let uncounted =
        label.iter().any(|word| known.uncounted.iter().any(|start| word.starts_with(start)));
    let digits = if label.iter().any(|word| known.alone.contains(word)) { 9 } else { 6 };
    uncounted || !most(cells(), |cell| is_count(cell, digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(head: &str, cells: &[&str]) -> bool {
        tells(head, &|| Box::new(cells.iter().map(|cell| (*cell).into())))
    }

    #[test]
    fn heads_in_ten_languages_are_known_and_counts_are_counts() {
        for label in [
            "Person",
            "Interviewed",
            "Chef de famille",
            "Nombre",
            "Registered by",
            "Imię i nazwisko",
            "الاسم",
            "نام",
            "نوم",
            "سربراہ خانہ",
            "ФИО",
            "Прізвище",
            "Tel",
            "Tel.",
            "Phone no.",
            "Cell",
            "Mobile #",
            "Contact no",
            "N° de téléphone",
            "Tél.",
            "Portable",
            "Komórka",
            "Teléfono",
            "هاتف",
            "شماره تلفن",
            "телефон",
            "ID",
            "ID No.",
            "Passport #",
            "PP No",
            "NIC",
            "PoR",
            "ACC No",
            "Tazkera No",
            "ProGres ID",
            "Visa no",
            "Plate no",
            "N° CNI",
            "Dowód",
            "Pasaporte",
            "Mail",
            "Courriel",
            "correo",
            "Head of Household",
            "phone_no",
            "PhoneNo",
            "Adı Soyadı",
            "Kimlik No",
            "Geburtsdatum",
            "Nome e cognome",
        ] {
            assert!(head(label, &["Anna Nowak", "0300-7654321", "AB 1234567"]), "{label}");
        }
        // Local numbers are short, and no count.
        assert!(head("Tel", &["552123", "552124"]));
        assert!(head("Full name", &["Anna Nowak"]) && head("Name (2)", &["Anna Nowak"]));
        for (label, cells) in [
            ("Persons", &["1200", "1,311"][..]),
            ("PoR", &["120", "88"]),
            ("PoR holders", &["x", "y"]),
            ("Crossing name", &["Torkham", "Chaman"]),
            ("Returnees", &["1200", "1311"]),
            ("Nombre", &["1 200", "1 311"]),
            ("Persons", &["1500000", "2300000"]),
            ("Passport", &["340", "12"]),
            ("Site name", &["Bab al-Salam", "Karkamış"]),
            ("Nom du site", &["Bab al-Salam", "Karkamış"]),
            ("Population group name", &["Refugees", "Returnees"]),
            ("Organisation name", &["IOM", "UNHCR"]),
            ("Mobile teams", &["x", "y"]),
            ("Indicator ID", &["POP-1", "POP-2"]),
            ("Ad hoc arrivals", &["x", "y"]),
            ("İl adı", &["Hatay", "Kilis"]),
            ("Case load", &["acute", "chronic"]),
        ] {
            assert!(!head(label, cells), "{label}");
        }
    }
}
