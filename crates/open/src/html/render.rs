//! From elements to paragraphs: what stands apart on the page stands apart in the text.

use dom_query::NodeRef;

use super::super::prose::{self, Grid, Prose};
use super::around::{self, Head};

/// Whether what surrounds an article is taken along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Furniture {
    Kept,
    Dropped,
}

/// Stands for a line break where one would be lost.
pub(super) const LINE: char = '\u{2028}';

/// Never text.
const SKIPPED: [&str; 18] = [
    "script", "style", "noscript", "template", "svg", "iframe", "object", "embed", "head",
    "button", "input", "select", "textarea", "canvas", "video", "audio", "map", "math",
];

/// A part of a line.
const INLINE: [&str; 36] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "o:p", "q", "rp", "rt", "ruby", "s",
    "samp", "small", "span", "strong", "sub", "sup", "time", "u", "wbr",
];

/// Changes the look of letters within a word; what is another element may be another thing.
const LOOKS: [&str; 15] = [
    "a", "b", "strong", "i", "em", "u", "font", "mark", "small", "big", "s", "ins", "abbr", "wbr",
    "nobr",
];

/// Renders `node` and what is in it.
pub(super) fn render(node: &NodeRef, furniture: Furniture, prose: &mut Prose) {
    let mut page = Page { furniture, prose, line: String::new(), in_item: false };
    page.children(node);
    page.end();
}

/// The name of an element.
pub(super) fn named(node: &NodeRef) -> String {
    node.node_name().map(|name| name.to_ascii_lowercase()).unwrap_or_default()
}

fn is_hidden(node: &NodeRef) -> bool {
    if node.has_attr("hidden") || node.attr("aria-hidden").is_some_and(|v| &*v == "true") {
        return true;
    }
    node.attr("style").is_some_and(|style| {
        let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
        let style = style.to_ascii_lowercase();
        style.contains("display:none") || style.contains("visibility:hidden")
    })
}

struct Page<'p> {
    furniture: Furniture,
    prose: &'p mut Prose,
    /// The paragraph so far.
    line: String,
    /// Whether the paragraph is an item of a list.
    in_item: bool,
}

impl Page<'_> {
    fn children(&mut self, node: &NodeRef) {
        let mut beside = None;
        // A box that begins with such a heading has nothing else in it.
        let is_box = matches!(&*named(node), "div" | "section" | "ul");
        let mut first = true;
        for child in node.children() {
            if self.furniture == Furniture::Dropped && child.is_element() {
                let name = named(&child);
                match around::head(&child, &name) {
                    // A page is often one flat row of paragraphs: its own text comes before.
                    Some(_) if first && is_box => return,
                    Some(head) => {
                        beside = Some(head);
                        continue;
                    }
                    None if beside == Some(Head::Ends) => continue,
                    None if beside == Some(Head::Beside) => {
                        let heading = matches!(&*name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
                        if !heading && !around::is_prose(&child, &name) {
                            continue;
                        }
                        beside = None;
                    }
                    None => {}
                }
            } else if beside.is_some() {
                continue; // words between what is dropped
            }
            first &= !child.is_element();
            self.node(&child);
        }
    }

    fn node(&mut self, node: &NodeRef) {
        if node.is_text() {
            self.words(&node.text());
            return;
        }
        if !node.is_element() {
            if node.may_have_children() {
                self.children(node);
            }
            return;
        }
        let name = named(node);
        let name = name.as_str();
        if SKIPPED.contains(&name) || is_hidden(node) {
            return;
        }
        if self.furniture == Furniture::Dropped && around::is_furniture(node, name) {
            return;
        }
        match name {
            "br" => {
                self.line.truncate(self.line.trim_end_matches(' ').len());
                self.line.push('\n');
            }
            "hr" => self.end(),
            "sup" => self.raised(node),
            "del" | "s" | "strike" => {} // struck out: said no longer
            "li" | "dd" => {
                self.end();
                self.in_item = name == "li";
                self.children(node);
                self.end();
                self.in_item = false;
            }
            "table" => self.table(node),
            "pre" => {
                self.end();
                self.line = node.text().to_string();
                self.end();
            }
            inline if INLINE.contains(&inline) => {
                let apart = !LOOKS.contains(&inline);
                if apart {
                    self.apart(node);
                }
                self.children(node);
                if apart && let Some(next) = node.next_sibling() {
                    self.apart(&next);
                }
            }
            _ => {
                self.end();
                let item = std::mem::take(&mut self.in_item);
                self.in_item = item && self.line.is_empty();
                self.children(node);
                self.end();
            }
        }
    }

    /// Words of the line: white space becomes single spaces.
    fn words(&mut self, text: &str) {
        for c in text.chars() {
            let plain = matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{c}');
            if c == LINE {
                self.line.push('\n');
            } else if !plain {
                self.line.push(c);
            } else if !self.line.is_empty() && !self.line.ends_with([' ', '\n']) {
                self.line.push(' ');
            }
        }
    }

    /// A number that ends where an element begins is not the beginning of what is in it.
    fn apart(&mut self, next: &NodeRef) {
        let Some(first) = next.text().chars().next() else { return };
        let last = self.line.chars().next_back();
        let glued = last.is_some_and(|c| c.is_ascii_digit()) && first.is_alphanumeric();
        let after = last.is_some_and(char::is_alphabetic) && first.is_ascii_digit();
        if glued || after {
            self.line.push(' ');
        }
    }

    /// A raised number is a note, or a power of a unit; never a digit of the number before it.
    fn raised(&mut self, node: &NodeRef) {
        let text = node.text();
        let text = text.trim();
        let mark = !text.is_empty()
            && text.chars().all(|c| c.is_ascii_digit() || "[]*,()†‡ abc".contains(c));
        if !mark {
            self.apart(node);
            self.children(node);
            return;
        }
        let unit = self.line.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        if matches!(unit, "km" | "m" | "cm" | "mi" | "ft") {
            self.line.push_str(text);
        }
    }

    /// Ends the paragraph.
    fn end(&mut self) {
        let line = std::mem::take(&mut self.line);
        if self.in_item {
            if !line.trim().is_empty() {
                self.prose.item(&line.replace('\n', " "));
                self.in_item = false;
            }
        } else {
            // Two line breaks are how many pages begin a paragraph.
            for part in line.split("\n\n") {
                self.prose.paragraph(part);
            }
        }
    }

    fn table(&mut self, table: &NodeRef) {
        self.end();
        let grid = rows(table);
        let nested = table.descendants_it().any(|node| node.has_name("table"));
        let layout =
            table.attr("role").is_some_and(|role| matches!(&*role, "presentation" | "none"));
        let parts = table
            .descendants_it()
            .filter(|node| {
                ["p", "ul", "h1", "h2", "h3", "article"].iter().any(|n| node.has_name(n))
            })
            .count();
        let cells: usize = grid.iter().map(Vec::len).sum();
        let prose_in_it = parts > cells;
        if nested || layout || prose_in_it || prose::grid(&grid) == Grid::Layout {
            self.layout(table);
            return;
        }
        if let Some(caption) = table.children().iter().find(|node| node.has_name("caption")) {
            self.children(caption);
            self.end();
        }
        self.prose.table(&grid);
    }

    /// Cells that were put side by side, one after the other.
    fn layout(&mut self, node: &NodeRef) {
        for child in node.children() {
            self.node(&child);
        }
        self.end();
    }
}

/// A column over more than this many columns is a mistake, or meant to harm.
const SPAN: usize = 100;

/// The cells of a table. One that goes over several rows is told in each of them; one that goes
/// over several columns is followed by empty cells.
fn rows(table: &NodeRef) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    // By column: how many rows are still to be filled, and with what.
    let mut hanging: Vec<(usize, String)> = Vec::new();
    for row in table.descendants_it().filter(|node| node.has_name("tr")) {
        let mut cells: Vec<String> = Vec::new();
        let fill = |cells: &mut Vec<String>, hanging: &mut Vec<(usize, String)>| {
            while let Some((left, text)) = hanging.get_mut(cells.len())
                && *left > 0
            {
                *left -= 1;
                cells.push(text.clone());
            }
        };
        for cell in row.children() {
            if !(cell.has_name("td") || cell.has_name("th")) {
                continue;
            }
            fill(&mut cells, &mut hanging);
            let mut inner = Prose::default();
            render(&cell, Furniture::Kept, &mut inner);
            let text = inner.text.replace(['\n', '\t'], " ");
            let span = |name: &str| {
                let given = cell.attr(name).and_then(|value| value.trim().parse::<usize>().ok());
                given.unwrap_or(1).clamp(1, SPAN)
            };
            let (across, down) = (span("colspan"), span("rowspan"));
            for index in 0..across {
                let told = if index == 0 { text.clone() } else { String::new() };
                if down > 1 {
                    if hanging.len() <= cells.len() {
                        hanging.resize(cells.len() + 1, (0, String::new()));
                    }
                    hanging[cells.len()] = (down - 1, told.clone());
                }
                cells.push(told);
            }
        }
        fill(&mut cells, &mut hanging);
        if cells.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(cells);
        }
    }
    rows
}
