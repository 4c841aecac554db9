//! The brief in another language: one made here, of the templates of English with every letter changed, so
//! that any word which is not in a template shows.

use std::collections::BTreeSet;

use crate::common::{self, Case};
use brief::{Brief, Language};
use claim::Statement;
use fluent_syntax::ast::{Entry, Expression, Pattern, PatternElement};
use places::Gazetteer;

const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const OTHER: &str = "äƀćđëƒğħïĵķłṁñöþɋŕšŧüṽŵẋÿžÄƁĆĐËƑĞĦÏĴĶŁṀÑÖÞɊŔŠŦÜṼŴẊŸŽ";

/// Words in letters that English has not; the marks of weight stay.
fn changed(words: &str) -> String {
    let mut within = false;
    words
        .chars()
        .map(|c| {
            within = c == '<' || within && c != '>';
            match PLAIN.find(c).filter(|_| !within) {
                Some(at) => OTHER.chars().nth(at).unwrap(),
                None => c,
            }
        })
        .collect()
}

fn change(pattern: &mut Pattern<String>) {
    for element in &mut pattern.elements {
        match element {
            PatternElement::TextElement { value } => *value = changed(value),
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                variants.iter_mut().for_each(|variant| change(&mut variant.value));
            }
            PatternElement::Placeable { .. } => {}
        }
    }
}

/// The language of changed letters.
fn other() -> Language {
    let files: Vec<(&str, String)> = Language::files()
        .iter()
        .map(|(name, text)| {
            let mut resource = fluent_syntax::parser::parse((*text).to_owned()).unwrap();
            for entry in &mut resource.body {
                match entry {
                    Entry::Message(message) => message.value.iter_mut().for_each(change),
                    Entry::Term(term) => change(&mut term.value),
                    _ => {}
                }
            }
            (*name, fluent_syntax::serializer::serialize(&resource))
        })
        .collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    Language::read("en-XA", &files).unwrap()
}

/// What is not ours to translate: names of sources, places and people's groups, as the documents have them.
fn names(case: &Case) -> Vec<String> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    for document in &case.documents {
        names.extend(document.publisher.clone());
        names.extend(document.title.clone());
        names.insert(document.name.clone());
    }
    for statement in &case.statements {
        match statement {
            Statement::Claim(claim) => {
                names.extend(claim.source.label().map(str::to_owned));
                let source = &claim.source;
                names.extend(
                    [&source.name, &source.role, &source.organisation]
                        .into_iter()
                        .flatten()
                        .cloned(),
                );
                names.extend(claim.publisher.clone());
                names.extend(claim.via.iter().cloned());
                names.insert(claim.population.text.clone());
            }
            Statement::Event(event) => names.extend(event.actor.clone()),
            Statement::Position(position) => _ = names.insert(position.holder.clone()),
        }
    }
    names.extend(Gazetteer::builtin().places().map(|place| place.name.clone()));
    // A holder and a speaker lose their article, and begin a line with a capital.
    let bare: Vec<String> =
        names.iter().filter_map(|name| name.strip_prefix("the ").map(str::to_owned)).collect();
    names.extend(bare);
    // In a chart a long name is cut after a word.
    let cut: Vec<String> = names
        .iter()
        .flat_map(|name| name.match_indices(' ').map(|(at, _)| format!("{} …", &name[..at])))
        .collect();
    names.extend(cut);
    names.retain(|name| !name.is_empty());
    let mut names: Vec<String> = names.into_iter().collect();
    names.sort_by_key(|name| (std::cmp::Reverse(name.len()), name.clone()));
    names
}

/// The words left when names, and what the program is called with, are taken out.
fn english(text: &str, names: &[String]) -> Vec<String> {
    let mut text = text.to_owned();
    for fixed in [
        "crossings export --format csv --table claims -o claims.csv",
        "crossings picture",
        "crossings chart",
        "<br>",
    ] {
        text = text.replace(fixed, " ");
    }
    for name in names {
        text = replaced(&text, name);
    }
    // Codes of countries stand after --route.
    text.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '\'' && c != '’')
        .filter(|word| word.contains(|c: char| c.is_ascii_alphabetic()))
        .filter(|word| !word.starts_with("--"))
        .filter(|word| !(word.len() == 3 && word.chars().all(|c| c.is_ascii_uppercase())))
        .map(str::to_owned)
        .collect()
}

/// Takes out a name, whatever the case of its letters, where it is not a part of a word.
fn replaced(text: &str, name: &str) -> String {
    let (low, sought) = (text.to_ascii_lowercase(), name.to_ascii_lowercase());
    let mut kept = String::new();
    let mut at = 0;
    while let Some(found) = low[at..].find(&sought).map(|found| at + found) {
        let end = found + sought.len();
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let part = letter(text[..found].chars().next_back()) || letter(text[end..].chars().next());
        kept += &text[at..found];
        kept += if part { &text[found..end] } else { " " };
        at = end;
    }
    kept + &text[at..]
}

fn unescaped(text: &str) -> String {
    let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// The texts and the spoken attributes of a page that are ours, with where they stand.
fn texts(html: &str) -> Vec<(String, String)> {
    const VOID: [&str; 3] = ["meta", "!DOCTYPE", "line"];
    const SPOKEN: [&str; 6] =
        ["aria-label", "data-label", "data-back", "data-point", "data-slider", "data-quote"];
    let html = html.split("<script>").next().unwrap();
    let mut open: Vec<(String, bool)> = Vec::new();
    let mut found = Vec::new();
    for part in html.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap();
        let name = tag.trim_start_matches('/').split(' ').next().unwrap().to_owned();
        if tag.starts_with('/') {
            while open.pop().is_some_and(|(one, _)| one != name) {}
        } else {
            // Words of documents, and how the page looks.
            let others = matches!(name.as_str(), "style" | "blockquote" | "h3")
                || ["\"quoted\"", "\"about\""].iter().any(|class| tag.contains(class));
            if !VOID.contains(&name.as_str()) {
                open.push((name.clone(), others));
            }
            for attribute in SPOKEN {
                if let Some((_, rest)) = tag.split_once(&format!(" {attribute}=\"")) {
                    let value = rest.split('"').next().unwrap();
                    found.push((format!("{name} {attribute}"), unescaped(value)));
                }
            }
        }
        if !open.iter().any(|(_, others)| *others) {
            found.push((name, unescaped(text)));
        }
    }
    found
}

fn briefs(language: &Language) -> Vec<(Case, Brief, Vec<String>)> {
    let mut all = Vec::new();
    for case in [common::small(), common::example()] {
        let (picture, before) = (case.picture(), case.picture_as_of("2023-11-05".parse().unwrap()));
        let (documents, statements) = (&case.documents, &case.statements);
        let gazetteer = Gazetteer::builtin();
        let brief =
            Brief::worded(language, Some(&before), &picture, documents, statements, gazetteer);
        let names = names(&case);
        all.push((case, brief, names));
    }
    all
}

#[test]
fn no_word_of_english_is_left_in_another_language() {
    let language = other();
    let mut left: BTreeSet<String> = BTreeSet::new();
    for (_, brief, names) in briefs(&language) {
        let html = brief.html();
        assert!(html.starts_with("<!DOCTYPE html><html lang=\"en-XA\">"));
        for (place, text) in texts(&html) {
            let words = english(&text, &names);
            if !words.is_empty() {
                left.insert(format!("page, {place}: {words:?} in {text:?}"));
            }
        }
        // A line of a title may end within a name.
        let parts = names.iter().flat_map(|name| name.split(' ')).map(str::to_owned);
        let names_in_lines: Vec<String> = names.iter().cloned().chain(parts).collect();
        for (name, svg) in brief.drawings() {
            for (place, text) in texts(&svg) {
                let words = english(&text, &names_in_lines);
                if !words.is_empty() {
                    left.insert(format!("{name}.svg, {place}: {words:?} in {text:?}"));
                }
            }
        }
        // Quotes, in Markdown and in the terminal, stand in quotation marks; ids in ticks.
        let markdown = brief.markdown();
        let body = without_between(&markdown, '`', '`').replace('\\', "");
        let text = without_between(&brief.terminal(2_000), '“', '”');
        let markdown = without_between(&body, '“', '”');
        for (form, text) in [("markdown", markdown), ("terminal", text)] {
            for line in text.lines() {
                let words = english(line, &names);
                if !words.is_empty() {
                    left.insert(format!("{form}: {words:?} in {line:?}"));
                }
            }
        }
    }
    assert!(
        left.is_empty(),
        "{}:\n{}",
        left.len(),
        left.into_iter().collect::<Vec<_>>().join("\n")
    );
}

/// Takes out what stands between two marks, line by line.
fn without_between(text: &str, open: char, close: char) -> String {
    let mut kept = String::new();
    let mut within = false;
    for c in text.chars() {
        match c {
            '\n' => {
                within = false;
                kept.push(c);
            }
            _ if within => within = c != close,
            _ if c == open => within = true,
            _ => kept.push(c),
        }
    }
    kept
}

#[test]
fn another_language_leads_to_the_same_evidence() {
    let trails = |language: &Language| -> Vec<Vec<String>> {
        let trails = |html: String| {
            html.split(" data-trail=\"")
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap().to_owned())
                .collect()
        };
        briefs(language).into_iter().map(|(_, brief, _)| trails(brief.html())).collect()
    };
    assert_eq!(trails(&other()), trails(&Language::english()));
}
