//! Which part of a page is its text: what a reading mode would show, checked against the page, so that no
//! paragraph of prose is lost and none comes from the furniture.

use std::collections::HashSet;

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::super::day;
use super::super::prose::Prose;
use super::{head, render};

/// A page with more elements than this is read without looking for its main part.
const ELEMENTS: usize = 60_000;

/// Shares of the page's own paragraphs that the reading mode must have found to be believed.
const ENOUGH: f64 = 0.6;

/// Reads the main text of the page, and the day that only the text or a change tells.
pub(super) fn read(html: &str, document: &Document, prose: &mut Prose) {
    // The page without what is plainly furniture: the measure of what may not be lost.
    let mut whole = Prose::default();
    let root = document.body().unwrap_or_else(|| document.root());
    render::render(&root, render::Furniture::Dropped, &mut whole);
    let kept = paragraphs(&root);
    let modified = head::modified(document);

    let mut chosen = Prose::default();
    if let Some(article) = article(html) {
        let article = Document::fragment(article);
        render::render(&article.root(), render::Furniture::Kept, &mut chosen);
    }
    let found: HashSet<String> = words_of(&chosen.text);
    let there = kept.iter().filter(|paragraph| found.contains(&key(paragraph))).count();
    let lost = (there as f64) < ENOUGH * kept.len() as f64;
    let tables_lost = chosen.tables.len() < whole.tables.len();
    // A number that does not stand on the page was put together from two.
    let mut all = Prose::default();
    render::render(&root, render::Furniture::Kept, &mut all);
    let glued = !numbers(&chosen.text).is_subset(&numbers(&all.text));
    if chosen.text.trim().is_empty() || lost || tables_lost || glued {
        chosen = whole;
    }
    if chosen.text.trim().is_empty() {
        // Nothing but what looks like furniture: better that than nothing.
        let document = Document::from(html);
        render::render(&document.root(), render::Furniture::Kept, &mut chosen);
    }
    let said = std::mem::take(&mut prose.said);
    *prose = Prose { said, ..chosen };

    // A headline that the reading mode took off belongs to the text.
    if let Some((title, _)) = &prose.said.title
        && !prose.text.chars().take(2000).collect::<String>().contains(title.as_str())
        && !prose.text.is_empty()
    {
        let title = title.clone();
        lead(prose, &title);
    }
    if prose.said.published.is_none()
        && let Some(day) = day::of_letterhead(&prose.text)
    {
        prose.said.published = Some((day, "its first lines"));
    }
    if let Some((url, _)) = prose.said.url.clone() {
        prose.said.date(&head::in_address(&url).unwrap_or_default(), "its address");
    }
    if let Some(day) = modified {
        prose.said.date(&day, "the day it was last changed");
    }
}

/// Puts a headline before the text.
fn lead(prose: &mut Prose, title: &str) {
    let by = title.len() + 2;
    prose.text.insert_str(0, &format!("{title}\n\n"));
    for table in &mut prose.tables {
        *table = table.start + by..table.end + by;
    }
}

/// What a reading mode takes for the article, as HTML.
fn article(html: &str) -> Option<String> {
    let document = Document::from(html);
    if document.root().descendants_it().count() > ELEMENTS {
        return None;
    }
    // A single line break is lost there; as a sign it is kept.
    for line_break in document.select("br").nodes() {
        let beside = [line_break.next_element_sibling(), line_break.prev_element_sibling()];
        if !beside.iter().flatten().any(|node| node.has_name("br")) {
            line_break.replace_with_html(render::LINE.to_string());
        }
    }
    let config = Config { disable_json_ld: true, char_threshold: 300, ..Config::default() };
    let mut reader = Readability::with_document(document, None, Some(config)).ok()?;
    Some(reader.parse().ok()?.content.to_string())
}

/// The numbers of a text, as they are written.
fn numbers(text: &str) -> HashSet<String> {
    text.split(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'))
        .map(|number| number.trim_matches([',', '.']))
        .filter(|number| !number.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The paragraphs of prose in a page: sentences that are not mainly links, outside of furniture.
fn paragraphs(root: &NodeRef) -> Vec<String> {
    let mut found = Vec::new();
    gather(root, &mut found);
    found
}

fn gather(node: &NodeRef, found: &mut Vec<String>) {
    for child in node.children() {
        if !child.is_element() {
            continue;
        }
        let name = child.node_name().map(|name| name.to_ascii_lowercase()).unwrap_or_default();
        if render::is_furniture(&child, &name) || matches!(&*name, "script" | "style" | "noscript")
        {
            continue;
        }
        if name == "p" {
            let text = child.text();
            let links: usize = child
                .descendants_it()
                .filter(|node| node.has_name("a"))
                .map(|node| node.text().len())
                .sum();
            let sentence = text.trim_end().ends_with(['.', '!', '?', '”', '"']);
            if sentence && text.split_whitespace().count() >= 8 && links * 2 < text.len() {
                found.push(text.to_string());
            }
        } else {
            gather(&child, found);
        }
    }
}

/// The first words of a paragraph, by which it is known again.
fn key(paragraph: &str) -> String {
    let words = paragraph.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.take(6).collect::<Vec<_>>().join(" ").to_lowercase()
}

fn words_of(text: &str) -> HashSet<String> {
    text.split('\n').map(key).collect()
}
