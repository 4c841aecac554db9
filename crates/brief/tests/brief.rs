//! The brief as a whole: both forms, on a small case and on the example.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::common::{self, Case};
use brief::Brief;
use jiff::civil::Date;
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

static SMALL: LazyLock<Case> = LazyLock::new(common::small);
static EXAMPLE: LazyLock<Case> = LazyLock::new(common::example);
static SMALL_BRIEF: LazyLock<Brief> = LazyLock::new(|| SMALL.brief());
static EXAMPLE_BRIEF: LazyLock<Brief> = LazyLock::new(|| EXAMPLE.brief());

/// The values of an attribute, in order.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let opening = format!(" {name}=\"");
    html.split(&opening)
        .skip(1)
        .map(|rest| rest.split('"').next().expect("split gives at least one"))
        .collect()
}

fn check_page(html: &str, case: &Case) {
    let ids: Vec<&str> = attributes(html, "id");
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "an id is used twice");
    for href in attributes(html, "href") {
        let target = href.strip_prefix('#').unwrap_or_else(|| panic!("{href} leaves the page"));
        assert!(unique.contains(target), "{href} leads nowhere");
    }
    let crossings = case.picture().crossings;
    let trails = attributes(html, "data-trail");
    assert!(trails.len() > 10);
    for trail in trails {
        let earlier = trail.strip_prefix("draws-as-of:").and_then(|scope| scope.split_once(':'));
        let scope = earlier.map(|(day, scope)| {
            assert!(day.parse::<Date>().is_ok(), "{trail}");
            scope
        });
        if let Some(scope) = scope.or(trail.strip_prefix("draws:")) {
            for one in scope.split(';') {
                let parts: Vec<&str> = one.split(':').collect();
                let [vias, from, to] = parts[..] else { panic!("{trail}") };
                let known = |via: &str| via == "all" || crossings.iter().any(|name| name == via);
                assert!(vias.split('+').all(known), "{trail}");
                let (from, to): (Date, Date) = (from.parse().unwrap(), to.parse().unwrap());
                assert!(from <= to, "{trail}");
            }
        } else if !trail.contains(':') && trail != "diagnostics" {
            for id in trail.split(' ') {
                assert!(unique.contains(format!("claim-{id}").as_str()), "no evidence for {id}");
            }
        }
    }
    for loading in [" src=", "url(http", "@import", "<link", "<iframe", "fetch("] {
        assert!(!html.contains(loading), "the page loads something: {loading}");
    }
    assert!(html.len() < 400_000, "{} bytes", html.len());
    assert_eq!(html.matches("<h1").count(), 1);
    assert!(html.starts_with("<!DOCTYPE html><html lang=\"en\">"));
    for labels in attributes(html, "aria-labelledby") {
        assert!(labels.split(' ').all(|label| unique.contains(label)), "{labels}");
    }
}

#[test]
fn every_number_leads_to_its_evidence_and_nothing_is_loaded() {
    check_page(&SMALL_BRIEF.html(), &SMALL);
    check_page(&EXAMPLE_BRIEF.html(), &EXAMPLE);
}

#[test]
fn numbers_in_tables_of_people_all_carry_a_trail() {
    // In table cells a number with a thousands separator is always of people.
    let html = EXAMPLE_BRIEF.html();
    for cell in html.split("<td").skip(1).filter_map(|rest| rest.split("</td>").next()) {
        let mut rest = cell;
        let mut bare = String::new();
        // Takes out the elements with a trail; nothing that counts people may be left.
        while let Some(at) = rest.find("data-trail=") {
            bare.push_str(&rest[..at]);
            let close = rest[at..].find("</").expect("elements are closed");
            rest = &rest[at + close..];
        }
        bare.push_str(rest);
        let thousands = bare
            .as_bytes()
            .windows(3)
            .any(|w| w[0].is_ascii_digit() && w[1] == b',' && w[2].is_ascii_digit());
        assert!(!thousands, "{cell}");
    }
}

#[test]
fn a_statement_has_its_words_marked_in_their_context_and_escaped() {
    let html = SMALL_BRIEF.html();
    assert!(html.contains(">60,000 people</mark> returned through Torkham"));
    assert!(html.contains("&lt;of terrorism&gt; &amp; more</mark>"));
    assert!(!html.contains("<of terrorism>"));
}

#[test]
fn small_cells_are_printed_nowhere() {
    let html = SMALL_BRIEF.html();
    assert!(html.contains("[fewer than 10]"), "the quote is withheld");
    assert!(!html.contains("7 children"));
    assert!(!SMALL_BRIEF.terminal(80).contains("7 children"));
    assert!(SMALL_BRIEF.markdown().contains("fewer than 10"));
    assert!(!SMALL_BRIEF.markdown().contains("7 children"));
}

/// 100,020 is printed by nobody: it is the total of the day before and the seven.
#[test]
fn what_a_small_cell_puts_right_is_printed_nowhere() {
    let case = common::put_right();
    let findings = case.picture().findings;
    let proofs: Vec<String> = findings.iter().map(|one| one.proof.to_string()).collect();
    assert!(proofs.iter().filter(|proof| proof.contains("100,020")).count() > 1, "{proofs:?}");
    let brief = case.brief();
    for text in [brief.html(), brief.markdown(), brief.terminal(200)] {
        assert!(!text.contains("100,020"));
        assert!(text.contains("findings are about figures that are not printed"));
    }
}

#[test]
fn what_would_give_a_small_cell_away_and_remarks_are_printed_nowhere() {
    let brief = common::guarded().brief();
    let drawings: String = brief.drawings().into_iter().map(|(_, svg)| svg).collect();
    let (html, markdown, terminal) = (brief.html(), brief.markdown(), brief.terminal(200));
    for text in [&html, &markdown, &terminal, &drawings] {
        assert!(!text.contains("9 children"));
        // The total less the men would be women and children.
        assert!(!text.contains("4,197"), "{text}");
        assert!(!text.contains("Gul Town"), "{text}");
    }
    // The others stay, and what is left out says so.
    for text in [&html, &markdown] {
        assert!(text.contains("10,406") && text.contains("6,200"), "{text}");
        assert!(text.contains("left out") && text.contains("fewer than 10"), "{text}");
        assert!(text.contains("[note]") || text.contains("\\[note\\]"), "{text}");
    }
}

#[test]
fn crossings_are_never_called_refugees() {
    let text = SMALL_BRIEF.terminal(80).to_lowercase();
    assert!(text.contains("returns"));
    assert!(!text.contains("refugee"));
}

#[test]
fn what_was_published_later_is_not_in_the_brief() {
    let case = common::small();
    let mut picture = case.picture();
    picture.as_of = "2023-11-03".parse().unwrap();
    let brief =
        Brief::new(&picture, &case.documents, &case.statements, places::Gazetteer::builtin());
    assert!(brief.html().contains("60,000"));
    assert!(!brief.html().contains("84,000 people"));
}

#[test]
fn sections_with_nothing_to_say_are_left_out() {
    let mut case = common::small();
    let full = SMALL_BRIEF.terminal(80);
    assert!(full.contains("What happened") && full.contains("Who lives where"));
    case.statements.retain(|statement| match statement {
        claim::Statement::Claim(claim) => claim.measure == claim::Measure::Flow,
        _ => false,
    });
    let text = case.brief().terminal(80);
    assert!(!text.contains("What happened") && !text.contains("Who lives where"));
}

#[test]
fn a_sampler_that_has_not_settled_is_said_first() {
    let case = common::small();
    let mut picture = case.picture();
    for (converged, said) in [(true, false), (false, true)] {
        picture.diagnostics.converged = converged;
        let brief =
            Brief::new(&picture, &case.documents, &case.statements, places::Gazetteer::builtin());
        assert_eq!(brief.terminal(80).contains("!! Do not publish"), said);
        assert_eq!(brief.html().contains("Do not publish"), said);
    }
}

#[test]
fn the_same_input_gives_the_same_bytes_in_any_order() {
    let mut case = common::small();
    let picture = case.picture();
    let write = |case: &Case| {
        Brief::new(&picture, &case.documents, &case.statements, places::Gazetteer::builtin()).html()
    };
    let first = write(&case);
    case.documents.reverse();
    case.statements.reverse();
    assert!(first == write(&case));
}

#[test]
fn the_example_fits_a_few_screens() {
    let lines = EXAMPLE_BRIEF.terminal(80).lines().count();
    assert!((70..=200).contains(&lines), "{lines} lines");
}

proptest! {
    #[test]
    fn no_line_is_wider_than_asked(width in 60usize..=120) {
        for brief in [&*SMALL_BRIEF, &*EXAMPLE_BRIEF] {
            for line in brief.terminal(width).lines() {
                prop_assert!(line.width() <= width, "{} columns: {line}", line.width());
            }
        }
    }
}

/// A brief of the example with what changed since two weeks before its end.
fn with_changes() -> Brief {
    let case = &*EXAMPLE;
    let picture = case.picture();
    let before = case.picture_as_of("2023-11-05".parse().unwrap());
    let gazetteer = places::Gazetteer::builtin();
    Brief::since(&before, &picture, &case.documents, &case.statements, gazetteer)
}

#[test]
fn what_changed_says_what_came_in_and_how_the_same_days_are_seen_now() {
    let brief = with_changes();
    let text = brief.terminal(80);
    assert!(text.contains("What changed since 5 November 2023"), "{text}");
    assert!(text.contains("came in;"), "{text}");
    assert!(text.contains("as known on 5 November 2023;"), "{text}");
    check_page(&brief.html(), &EXAMPLE);
    assert!(brief.html().contains("data-trail=\"draws-as-of:2023-11-05:"));
    assert!(!EXAMPLE_BRIEF.terminal(80).contains("What changed"), "no empty section");
}

/// Numbers with a thousands separator, and what follows each up to the next footnote's mark.
fn numbers_and_marks(line: &str) -> Vec<(&str, &str)> {
    let bytes = line.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        while at < bytes.len() && (bytes[at].is_ascii_digit() || bytes[at] == b',') {
            at += 1;
        }
        let number = line[start..at].trim_end_matches(',');
        let thousands = number.len() >= 5
            && number.split(',').skip(1).all(|group| group.len() == 3)
            && number.contains(',');
        if thousands {
            found.push((number, line[at..].split("[^").next().unwrap()));
        }
        at = at.max(start + 1);
        while at < bytes.len() && !line.is_char_boundary(at) {
            at += 1;
        }
    }
    found
}

#[test]
fn every_number_in_markdown_has_a_footnote_and_every_footnote_is_there() {
    for brief in [with_changes(), SMALL_BRIEF.clone(), EXAMPLE_BRIEF.clone()] {
        let text = brief.markdown();
        let (body, notes) = text.split_once("## Where the numbers come from").unwrap();
        let defined: BTreeSet<&str> = notes
            .lines()
            .filter_map(|line| line.strip_prefix("[^")?.split_once("]: "))
            .inspect(|(number, words)| assert!(words.contains('`'), "no id in {number}: {words}"))
            .map(|(number, _)| number)
            .collect();
        let used: BTreeSet<&str> =
            body.split("[^").skip(1).map(|rest| rest.split(']').next().unwrap()).collect();
        assert_eq!(defined, used);
        assert!(used.len() > 10);
        let mut numbers = 0;
        for line in body.lines() {
            // What is quoted is marked behind the quote.
            let mut bare = String::new();
            for part in line.split('“') {
                bare += part.split_once('”').map_or(part, |(_, after)| after);
            }
            for (number, between) in numbers_and_marks(&bare) {
                numbers += 1;
                let near = between.len() < 60 && !between.contains(['|', ';', '\n']);
                assert!(near && between.len() < bare.len(), "{number} has no footnote: {line}");
            }
        }
        assert!(numbers > 5, "{numbers}");
    }
}

#[test]
fn a_drawing_stands_by_itself() {
    let drawings = EXAMPLE_BRIEF.drawings();
    let names: Vec<&str> = drawings.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["flow", "total", "map"]);
    for (name, svg) in drawings {
        assert!(
            svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"900\""),
            "{name}"
        );
        assert!(svg.contains("<style>svg "), "{name}");
        assert!(svg.contains("As known on 20 November 2023"), "{name}");
        assert!(svg.trim_end().ends_with("</svg>"), "{name}");
    }
}
