//! Charts by themselves: SVG files that need no page around them.

use maud::{Markup, PreEscaped, html};

use crate::chart::{label, n};
use crate::content::{Block, Content};
use crate::language::words;

/// The style of the page's charts, with the colours written out: few programs but browsers know
/// variables. `drawing.css` and `style.css` name the same classes, which a test compares.
const STYLE: &str = include_str!("drawing.css");

/// White around a drawing, above it for its title, and between it and the lines beneath it.
const MARGIN: f64 = 20.0;
const ABOVE: f64 = 44.0;
const BELOW: f64 = 16.0;
/// Height of a line beneath it, and the size of its letters.
const LINE: f64 = 18.0;
const SMALL: f64 = 12.0;
/// The size of a title's letters, which are bold and so run wider.
const LARGE: f64 = 17.0;

/// Name and SVG of every chart, in their order in the brief.
pub(crate) fn drawings(content: &Content) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for section in &content.sections {
        gather(&section.blocks, content, &mut all);
    }
    all
}

fn gather(blocks: &[Block], content: &Content, all: &mut Vec<(String, String)>) {
    for block in blocks {
        match block {
            Block::Chart(chart) => {
                let note = words!(content.language, "drawing-note");
                let finding = match chart.id {
                    "flow" => &content.findings.peak,
                    _ => &content.findings.whole,
                };
                let heads = heads(finding.as_deref(), &chart.title, content);
                let drawing = alone(chart.wide(&content.language), &heads, &note, content);
                all.push((chart.id.to_owned(), drawing));
            }
            Block::Map(map) => {
                let note = words!(content.language, "drawing-note-map");
                let heads = heads(content.findings.whole.as_deref(), &map.title, content);
                let drawing = alone(map.wide(&content.language), &heads, &note, content);
                all.push(("map".to_owned(), drawing));
            }
            Block::PageOnly(parts) => gather(parts, content, all),
            _ => {}
        }
    }
}

/// What stands above a drawing: what it finds, where there is something, and what it is.
fn heads(finding: Option<&str>, title: &str, content: &Content) -> Vec<String> {
    let drawing = small_first(title);
    let named =
        words!(content.language, "drawing-title", title = &content.title, drawing = drawing);
    finding.map(str::to_owned).into_iter().chain([named]).collect()
}

/// A drawing of the page as a file of its own: what it finds and shows above it, how to read it and whose it is
/// below it.
fn alone(
    (drawing, [wide, tall]): (Markup, [f64; 2]),
    heads: &[String],
    note: &str,
    content: &Content,
) -> String {
    let dateline = content.dateline.words(&content.language);
    let mut lines = broken(&dateline, wide);
    lines.extend(broken(note, wide));
    let beneath = BELOW + LINE * lines.len() as f64;
    // The first of the heads is the title; what it is stands small beneath a finding.
    let (title, under) = heads
        .split_first()
        .map_or((Vec::new(), &[][..]), |(first, rest)| (broken(first, wide * SMALL / LARGE), rest));
    let above = ABOVE + LINE * (title.len() + under.len()).saturating_sub(1) as f64;
    let (width, height) = (wide + 2.0 * MARGIN, tall + above + beneath + 2.0 * MARGIN);
    let first = height - MARGIN - LINE * (lines.len() - 1) as f64;
    let drawing = html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(n(width)) height=(n(height))
            viewBox={ "0 0 " (n(width)) " " (n(height)) } {
            style { (PreEscaped(STYLE)) }
            rect width="100%" height="100%" fill="#fff" {}
            @for (at, line) in title.iter().enumerate() {
                text.name x=(n(MARGIN)) y=(n(MARGIN + 16.0 + LINE * at as f64)) { (line) }
            }
            @for (at, line) in under.iter().enumerate() {
                text.note x=(n(MARGIN)) y=(n(MARGIN + 16.0 + LINE * (title.len() + at) as f64)) { (line) }
            }
            svg x=(n(MARGIN)) y=(n(MARGIN + above)) width=(n(wide)) height=(n(tall)) { (drawing) }
            @for (at, line) in lines.iter().enumerate() {
                text.note x=(n(MARGIN)) y=(n(first + LINE * at as f64)) { (line) }
            }
        }
    };
    drawing.into_string() + "\n"
}

/// A drawing with its style and nothing around it.
#[cfg(feature = "pdf")]
pub(crate) fn bare((drawing, [wide, tall]): (Markup, [f64; 2])) -> String {
    let drawing = html! {
        svg xmlns="http://www.w3.org/2000/svg" width=(n(wide)) height=(n(tall))
            viewBox={ "0 0 " (n(wide)) " " (n(tall)) } {
            style { (PreEscaped(STYLE)) }
            (drawing)
        }
    };
    drawing.into_string()
}

/// Words in lines that have room on the drawing, at least one.
fn broken(words: &str, room: f64) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words.split(' ') {
        let line = lines.last_mut().expect("never empty");
        let longer = format!("{line} {word}");
        // Some fonts run wider than what is reckoned.
        if line.is_empty() {
            line.push_str(word);
        } else if label::width(&longer, SMALL) * 1.06 <= room {
            *line = longer;
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// The words with a small letter first: they follow a colon.
fn small_first(words: &str) -> String {
    let mut characters = words.chars();
    let first = characters.next().map(|c| c.to_lowercase().to_string());
    first.unwrap_or_default() + characters.as_str()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    /// The classes that rules for drawings name.
    fn classes(css: &str) -> BTreeSet<&str> {
        css.split('}')
            .filter_map(|rule| rule.split('{').next())
            .flat_map(|selectors| selectors.split(','))
            .filter_map(|selector| selector.trim().strip_prefix("svg "))
            .filter(|selector| !selector.contains('['))
            .collect()
    }

    #[test]
    fn what_stands_beneath_a_drawing_has_room() {
        let words = "the boundaries and names shown do not imply endorsement · ".repeat(5);
        let lines = super::broken(words.trim(), 860.0);
        assert!((3..6).contains(&lines.len()));
        assert!(lines.iter().all(|line| super::label::width(line, super::SMALL) < 860.0));
        assert_eq!(lines.join(" "), words.trim());
        assert_eq!(super::broken("short", 860.0), ["short"]);
    }

    #[test]
    fn a_drawing_is_styled_as_on_the_page() {
        let (page, alone) = (include_str!("style.css"), include_str!("drawing.css"));
        assert_eq!(classes(page), classes(alone));
        assert!(!alone.contains("var("), "few programs know variables");
    }
}
