//! The templates of English and the code that fills them agree.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::*;

/// The code of this crate without its tests.
fn sources(folder: &Path, found: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs")
            && !path.ends_with("language/tests.rs")
        {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            // What is said about the macros is no call of them.
            let code: Vec<&str> =
                code.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            found.push((path.display().to_string(), code.join("\n")));
        }
    }
}

/// What stands outside of quotes, with its place and how many brackets are open behind it.
fn unquoted(code: &str) -> impl Iterator<Item = (usize, char, i32)> {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    code.char_indices().filter_map(move |(at, c)| {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            _ => {
                depth += i32::from(matches!(c, '(' | '[' | '{'));
                depth -= i32::from(matches!(c, ')' | ']' | '}'));
                return Some((at, c, depth));
            }
        }
        None
    })
}

/// The inside of the brackets that `code` begins with.
fn inside(code: &str) -> &str {
    let end = unquoted(code).find(|(_, c, depth)| matches!(c, ')' | ']' | '}') && *depth == 0);
    let (end, ..) = end.unwrap_or_else(|| panic!("no end of {}", &code[..code.len().min(80)]));
    &code[1..end]
}

/// What stands between commas, not within brackets or quotes.
fn arguments(code: &str) -> Vec<&str> {
    let mut from = 0;
    let mut found = Vec::new();
    for (at, ..) in unquoted(code).filter(|(_, c, depth)| *c == ',' && *depth == 0) {
        found.push(code[from..at].trim());
        from = at + 1;
    }
    found.push(code[from..].trim());
    found.retain(|argument| !argument.is_empty());
    found
}

/// The templates that the code fills: where, and with which values.
fn calls() -> BTreeMap<String, Vec<(String, BTreeSet<String>)>> {
    let mut files = Vec::new();
    // The sentences of the engine and of the audit are worded here, too.
    for folder in ["src", "../reconcile/src", "../audit/src"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut files);
    }
    assert!(files.len() > 40);
    let mut calls: BTreeMap<String, Vec<(String, BTreeSet<String>)>> = BTreeMap::new();
    for (file, code) in &files {
        // The first argument is the language, but for the engine's.
        let macros = [("say!(", 1), ("words!(", 1), ("saying!(", 0)];
        for (at, first) in macros
            .iter()
            .flat_map(|(name, first)| code.match_indices(name).map(|(at, _)| (at, *first)))
        {
            let opening = at + code[at..].find('(').unwrap();
            let arguments = arguments(inside(&code[opening..]));
            // What a macro is made of is no call.
            if arguments[first].starts_with('$') {
                continue;
            }
            let key = arguments[first].trim_matches('"').to_owned();
            let names = arguments[first + 1..].iter().map(|argument| {
                let (name, _) =
                    argument.split_once(" =").unwrap_or_else(|| panic!("{file}: {argument}"));
                name.to_owned()
            });
            calls.entry(key).or_default().push((file.clone(), names.collect()));
        }
        for (at, _) in code.match_indices(".series(") {
            let arguments = arguments(inside(&code[at + ".series".len()..]));
            let names = ["head", "last"].map(str::to_owned);
            let call = (file.clone(), BTreeSet::from(names));
            calls.entry(arguments[0].trim_matches('"').to_owned()).or_default().push(call);
        }
    }
    calls
}

#[test]
fn every_template_is_used_and_given_exactly_the_values_that_it_names() {
    let (english, calls) = (Language::english(), calls());
    let templates: BTreeMap<&str, BTreeSet<&str>> = english.phrases.names().collect();
    for (key, uses) in &calls {
        let named = templates.get(key.as_str());
        let named = named.unwrap_or_else(|| panic!("{}: no template {key}", uses[0].0));
        for (file, given) in uses {
            let given: BTreeSet<&str> = given.iter().map(String::as_str).collect();
            assert_eq!(*named, given, "{key} in {file}");
        }
    }
    // What stands in another template is used, too.
    let placed = |key: &str| ENGLISH.iter().any(|(_, text)| text.contains(&format!("{{ {key} }}")));
    let idle: Vec<&&str> =
        templates.keys().filter(|key| !calls.contains_key(**key) && !placed(key)).collect();
    assert!(idle.is_empty(), "nobody uses {idle:?}");
}

#[test]
fn plurals_are_those_of_the_language() {
    let files: Vec<(&str, String)> = ENGLISH
        .iter()
        .map(|(name, text)| {
            let polish = "{ $count } { $count ->\n    [one] dokument\n    [few] dokumenty\n   *[many] dokumentów\n}";
            let english = "{ $count } { $count ->\n    [one] document\n   *[other] documents\n}";
            (*name, text.replace(english, polish))
        })
        .collect();
    let files: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let polish = Language::read("pl", &files).unwrap();
    let said = |count| words!(polish, "count-documents", count = polish.whole(count));
    assert_eq!(
        [1, 2, 5, 22].map(said),
        ["1 dokument", "2 dokumenty", "5 dokumentów", "22 dokumenty"]
    );
}

#[test]
fn what_is_wrong_with_a_translation_is_said_with_its_place() {
    let changed = |from: &str, to: &str| {
        let files: Vec<(&str, String)> =
            ENGLISH.iter().map(|(name, text)| (*name, text.replacen(from, to, 1))).collect();
        let files: Vec<(&str, &str)> =
            files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        Language::read("fr", &files).map(|_| ()).unwrap_err().to_string()
    };
    let cases = [
        ("fits = fits\n", "", "the template fits is missing"),
        ("fits = fits\n", "fits = fits\nfit-well = va bien\n", "nothing uses fit-well"),
        ("\nrange = { $low }", "\nrange = { $bas }", "range is not given $bas"),
        ("fits = fits\n", "fits = fits\nfits = va\n", "fits is there already, at sections.ftl:"),
        ("fits = fits\n", "fits = { NUMBER($x) }\n", "are not understood"),
        ("fits = fits\n", "fits = <b>fits</b>\n", "only strong> or soft> is understood"),
        ("fits = fits\n", "fits = { fits }\n", "leads to itself"),
        ("fits = fits\n", "fits = {\n", "sections.ftl:"),
    ];
    for (from, to, said) in cases {
        let error = changed(from, to);
        assert!(error.contains(said) && error.contains("\nhint: "), "{error}");
    }
    let files = ENGLISH;
    assert!(Language::read("xx-klingon?", &files).unwrap_err().to_string().contains("no language"));
    assert_eq!(Language::read("fr-CA", &files).unwrap().code(), "fr-CA");
}
