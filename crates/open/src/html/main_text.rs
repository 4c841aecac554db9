//! Which part of a page is its text: what a reading mode would show, checked against the page, so that no
//! paragraph of prose is lost and none comes from the furniture.

use std::collections::BTreeSet;

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::super::prose::Prose;
use super::{around, head, render};
use calendar::written as day;

/// A page with more elements than this is read without looking for its main part.
const ELEMENTS: usize = 60_000;

/// Shares of the page's own paragraphs that the reading mode must have found to be believed.
const ENOUGH: f64 = 0.6;

/// Reads the main text of the page, and the day that only the text or a change tells.
pub(super) fn read(html: &str, document: &Document, prose: &mut Prose) {
    // The page without what is plainly furniture: the measure of what may not be lost.
    let mut whole = Prose::default();
    let body = document.body().unwrap_or_else(|| document.root());
    let root = part(&body).unwrap_or(body);
    render::render(&root, render::Furniture::Dropped, &mut whole);
    let kept = paragraphs(&root);
    let modified = head::modified(document);

    let mut chosen = Prose::default();
    if let Some(article) = article(html) {
        let article = Document::fragment(article);
        render::render(&article.root(), render::Furniture::Dropped, &mut chosen);
    }
    let found: BTreeSet<String> = words_of(&chosen.text);
    let there = kept.iter().filter(|paragraph| found.contains(&key(paragraph))).count();
    let lost = (there as f64) < ENOUGH * kept.len() as f64;
    let tables_lost = chosen.tables.len() < whole.tables.len();
    // A number that does not stand on the page was put together from two.
    let mut all = Prose::default();
    render::render(&root, render::Furniture::Kept, &mut all);
    let glued = !numbers(&chosen.text).is_subset(&numbers(&all.text));
    // Prose that its author called something else than the text, when most was not called so.
    let own: BTreeSet<String> = words_of(&whole.text);
    let (mut of_text, mut around) = (0, 0);
    for line in chosen.text.split('\n').filter(|line| !line.trim().is_empty()) {
        *(if own.contains(&key(line)) { &mut of_text } else { &mut around }) += line.len();
    }
    let around = around > 0 && around < of_text;
    if chosen.text.trim().is_empty() || lost || tables_lost || glued || around {
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
    if prose.said.published.is_none() {
        let day = day::of_letterhead(&prose.text).or_else(|| {
            let mut page = Prose::default();
            render::render(&body, render::Furniture::Dropped, &mut page);
            day::of_letterhead(&page.text)
        });
        prose.said.published = day.map(|day| (day, "its first lines"));
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
fn numbers(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.'))
        .map(|number| number.trim_matches([',', '.']))
        .filter(|number| !number.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The part of the page that its author marked as its text: the `main` or `article` with most of
/// the prose. A page whose marks are of something else (teasers, one post of several) has none.
fn part<'d>(body: &NodeRef<'d>) -> Option<NodeRef<'d>> {
    /// A page with more of them is a list of teasers.
    const MOST: usize = 50;
    let size = |node: &NodeRef| paragraphs(node).iter().map(String::len).sum::<usize>();
    let all = size(body);
    body.descendants_it()
        .filter(|node| node.has_name("article") || node.has_name("main"))
        .take(MOST)
        .filter(|node| !node.ancestors_it(None).any(|above| is_around(&above)))
        .map(|node| (size(&node), node))
        .filter(|(size, _)| *size > 0 && size * 10 >= all * 7)
        // The innermost of those with the most.
        .max_by_key(|(size, _)| *size)
        .map(|(_, node)| node)
}

fn is_around(node: &NodeRef) -> bool {
    node.is_element() && around::is_furniture(node, &render::named(node))
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
        let name = render::named(&child);
        if around::is_furniture(&child, &name) || matches!(&*name, "script" | "style" | "noscript")
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

fn words_of(text: &str) -> BTreeSet<String> {
    text.split('\n').map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> String {
        let mut prose = Prose::default();
        read(html, &Document::from(html), &mut prose);
        prose.text
    }

    const REPORT: &str = "<p>Officials counted 4,300 people at the Torkham gate on Monday.</p>\
        <p>Another 1,200 crossed at Chaman, and the queue had grown since the morning.</p>";

    #[test]
    fn what_stands_around_the_text_is_not_read() {
        for page in [
            // A short page with an article: what is outside it is not its text.
            format!(
                "<div><a href=/1>99,000 left</a></div><article><h1>Returns</h1>{REPORT}</article>\
                 <section><div>99,000 people crossed at Torkham, a reader writes.</div></section>"
            ),
            // No marks at all, but headings.
            format!(
                "<div>{REPORT}<h3>You may also like</h3><div><h4>99,000 people left</h4><p><a \
                 href=/2>In October 99,000 people left through the gate.</a></p></div></div>"
            ),
            format!(
                "<div>{REPORT}<h2>2 comments</h2><p>I saw 99,000 people there myself on Monday.</p>\
                 <p>No, it was only 99,000 people and not one more.</p></div>"
            ),
            // A row of links without a name.
            format!(
                "<div class=x1><a href=/1>99,000 left</a> | <a href=/2>Asylum</a> | <a href=/3>Sport\
                 </a></div><div>{REPORT}</div>"
            ),
            format!("<div id=comment-12><p>I saw 99,000 people there.</p></div>{REPORT}"),
        ] {
            let text = text(&page);
            assert!(text.contains("4,300") && text.contains("1,200"), "{text}");
            assert!(!text.contains("99,000"), "{text}");
        }
    }

    #[test]
    fn a_box_within_the_text_does_not_end_it() {
        let page = format!(
            "<div><p>Some 300 people had left by noon, the governor said.</p><p><b>Read also:</b></p>\
             <ul><li><a href=/1>99,000 left in October</a></li></ul>{REPORT}</div>"
        );
        let text = text(&page);
        assert!(text.contains("300 people") && text.contains("1,200") && !text.contains("99,000"));
    }

    #[test]
    fn articles_that_are_teasers_do_not_stand_for_the_page() {
        let page = format!(
            "<div>{REPORT}</div><div><article><p>A short teaser of another story, as they go.</p>\
             </article><article><p>Another teaser of another story is here.</p></article></div>"
        );
        assert!(text(&page).contains("4,300"));
    }
}
