//! What stands above the prose of a text and is none of it: front matter, the line of its date, the head of a letter.

/// Longest front matter that is looked for, in lines.
const LINES: usize = 64;
/// A longer line is prose, whatever it begins with.
const LINE: usize = 240;
/// Words before the colon of a line above a text, in small letters: of front matter and of letters, in the languages read.
const KEYS: [&str; 74] = [
    "from",
    "to",
    "cc",
    "bcc",
    "subject",
    "re",
    "date",
    "sent",
    "published",
    "title",
    "headline",
    "publisher",
    "source",
    "author",
    "by",
    "byline",
    "reporter",
    "url",
    "link",
    "web",
    "language",
    "lang",
    "tags",
    "ref",
    "reference",
    "via",
    "contact",
    "de",
    "à",
    "objet",
    "sujet",
    "auteur",
    "titre",
    "éditeur",
    "langue",
    "para",
    "asunto",
    "fecha",
    "fuente",
    "título",
    "autor",
    "editor",
    "idioma",
    "od",
    "do",
    "dw",
    "temat",
    "dotyczy",
    "data",
    "źródło",
    "tytuł",
    "autorka",
    "wydawca",
    "język",
    "от",
    "кому",
    "тема",
    "дата",
    "источник",
    "автор",
    "заголовок",
    "від",
    "джерело",
    "назва",
    "من",
    "إلى",
    "الموضوع",
    "التاريخ",
    "المصدر",
    "از",
    "به",
    "موضوع",
    "تاریخ",
    "منبع",
];

/// Where the prose of a text begins, in bytes.
pub fn body_start(text: &str) -> usize {
    let mut at = skip_space(text, 0);
    at = front_matter(text, at).unwrap_or(at);
    at = date_line(text, at).unwrap_or(at);
    while let Some(next) = head_line(text, at) {
        at = next;
    }
    at
}

fn skip_space(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    at + rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len()
}

/// The line at a place, and where the next one begins.
fn line(text: &str, at: usize) -> (&str, usize) {
    let end = text[at..].find('\n').map_or(text.len(), |length| at + length);
    (text[at..end].trim_end(), (end + 1).min(text.len()))
}

/// `---`, lines of `key: value`, `---`.
fn front_matter(text: &str, start: usize) -> Option<usize> {
    let (first, mut at) = line(text, start);
    if first != "---" {
        return None;
    }
    for _ in 0..LINES {
        if at >= text.len() {
            return None;
        }
        let (here, next) = line(text, at);
        match here {
            "---" | "..." => return Some(skip_space(text, next)),
            _ if here.is_empty() || here.contains(':') => at = next,
            _ => return None,
        }
    }
    None
}

/// `date 2023-11-01`, with or without text behind it.
fn date_line(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let word = rest.get(..4).filter(|word| word.eq_ignore_ascii_case("date"))?;
    let behind = rest[word.len()..].trim_start_matches([' ', '\t', ':', '\u{a0}']);
    let token = behind.split(char::is_whitespace).next().unwrap_or_default();
    let begins = token.starts_with(|c: char| c.is_ascii_digit());
    begins.then(|| skip_space(text, text.len() - behind.len() + token.len()))
}

/// `From: Anna`, when more follows.
fn head_line(text: &str, at: usize) -> Option<usize> {
    let (here, next) = line(text, at);
    let (key, _) = here.split_once(':')?;
    let key = key.trim().trim_matches(['*', '#', '_']).trim().to_lowercase();
    let known = here.len() <= LINE && KEYS.contains(&key.as_str());
    let next = skip_space(text, next);
    (known && next < text.len()).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_begins_behind_front_matter_dates_and_heads_of_letters() {
        for (head, body) in [
            ("", "Some 1,234 returned.\nMore came."),
            ("date 2023-11-10\n", "Some 1,234 returned."),
            ("date 2023-11-10 ", "Some 1,234 returned."),
            ("---\ndate: 2023-11-04\ntitle: Nearly 77,500\n---\n", "Some 1,234 returned."),
            (
                "title: Nearly 77,500\npublisher: A\nurl: https://a.example\n\n",
                "Some 1,234 returned.",
            ),
            ("From: Anna\nTo: the desk\n\nSubject: 77,431\n\n", "Some 1,234 returned."),
            ("Temat: 77 431\nŹródło: SG\n", "Wróciło 1234 osób."),
            ("", "Deported: 5\nReturned: 1,200"),
            ("", "---\nA rule, and prose below it."),
            ("", "Dates were sold at Torkham."),
        ] {
            let text = format!("{head}{body}");
            assert_eq!(&text[body_start(&text)..], body, "{text}");
        }
        assert_eq!(body_start("Source: IOM"), 0);
    }
}
