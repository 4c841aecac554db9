//! What stands around the text of a page: known by the element, by what its author called it, by
//! its heading, or because it is a list of links.

use dom_query::NodeRef;

use super::super::words;

/// Around the text, whatever it is called.
const ELEMENTS: [&str; 5] = ["nav", "aside", "footer", "dialog", "menu"];

const ROLES: [&str; 9] = [
    "navigation",
    "banner",
    "contentinfo",
    "search",
    "dialog",
    "alertdialog",
    "complementary",
    "menu",
    "alert",
];

/// Beginnings and ends of class names and ids.
const NAMES: [&str; 47] = [
    "cookie",
    "consent",
    "newsletter",
    "subscribe",
    "social",
    "share",
    "sharing",
    "related",
    "breadcrumb",
    "sidebar",
    "widget",
    "advert",
    "sponsor",
    "promo",
    "comment",
    "comments",
    "comment-list",
    "commentlist",
    "disqus",
    "respond",
    "popup",
    "modal",
    "paywall",
    "most-read",
    "mostread",
    "trending",
    "recommend",
    "read-more",
    "readmore",
    "latest-posts",
    "more-stories",
    "more-news",
    "most-popular",
    "also-like",
    "navbar",
    "navigation",
    "nav-menu",
    "main-menu",
    "site-footer",
    "site-header",
    "masthead",
    "footer",
    "pagination",
    "tag-cloud",
    "tagcloud",
    "topbar",
    "skip-link",
];

/// What a heading says of what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// Boxes, lists and links that follow are no part of the text.
    Beside,
    /// Nor is anything else in the same part of the page.
    Ends,
}

/// What an element is the heading of, when it is the heading of something around the text.
pub(super) fn head(node: &NodeRef, name: &str) -> Option<Head> {
    // Many pages write their headings as paragraphs in bold.
    if !matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "p" | "div" | "span" | "strong") {
        return None;
    }
    let mut text = String::new();
    for piece in node.descendants_it().filter(NodeRef::is_text) {
        text.push_str(&piece.text());
        if text.trim().len() > 60 {
            return None;
        }
    }
    let text = text.trim().to_lowercase().replace('’', "'");
    // "3 Comments", "Comments (12)", "Related:".
    let text = text.trim_matches(|c: char| !c.is_alphabetic());
    if words::all().ends.contains(text) {
        return Some(Head::Ends);
    }
    words::all().heads.contains(text).then_some(Head::Beside)
}

/// Whether an element is never the text of the page.
pub(super) fn is_furniture(node: &NodeRef, name: &str) -> bool {
    if ELEMENTS.contains(&name) {
        return true;
    }
    if node.attr("role").is_some_and(|role| ROLES.contains(&role.to_ascii_lowercase().as_str())) {
        return true;
    }
    if matches!(name, "body" | "html" | "main" | "article" | "h1" | "p" | "time") {
        return false;
    }
    let named = [node.attr("class"), node.attr("id")];
    let called = named.iter().flatten().any(|given| {
        given.split_ascii_whitespace().any(|word| {
            let word = word.to_ascii_lowercase();
            NAMES.iter().any(|name| word.starts_with(name) || word.ends_with(name))
        })
    });
    called || matches!(name, "ul" | "ol" | "div" | "section") && is_links(node)
}

/// Whether an element is a list of links: of three and more, with hardly a word between them.
fn is_links(node: &NodeRef) -> bool {
    // More than a list has: this is asked of elements within elements.
    const MOST: usize = 400;
    if node.descendants_it().nth(MOST).is_some() {
        return false;
    }
    let (mut links, mut linked) = (0, 0);
    for link in node.descendants_it().filter(|node| node.has_name("a") && node.has_attr("href")) {
        // A link into the page itself is a note, or a table of contents.
        if link.attr("href").is_some_and(|to| to.starts_with('#')) {
            return false;
        }
        links += 1;
        linked += letters(&link.text());
    }
    links >= 3 && linked * 10 >= letters(&node.text()) * 9
}

/// Whether a paragraph is of the text although it follows the heading of a box beside it: it is
/// prose and not a link.
pub(super) fn is_prose(node: &NodeRef, name: &str) -> bool {
    let text = node.text();
    let linked: usize = node
        .descendants_it()
        .filter(|node| node.has_name("a"))
        .map(|node| letters(&node.text()))
        .sum();
    name == "p" && linked * 2 < letters(&text) && text.split_whitespace().count() >= 4
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(html: &str, wanted: &str) -> Option<Head> {
        let document = dom_query::Document::fragment(html);
        let node = document.select(wanted).nodes().first().copied().expect("it is there");
        head(&node, wanted)
    }

    #[test]
    fn headings_of_boxes_are_known() {
        assert_eq!(first("<h3>You may also like</h3>", "h3"), Some(Head::Beside));
        assert_eq!(first("<h2>3 Comments</h2>", "h2"), Some(Head::Ends));
        assert_eq!(first("<h4>À lire aussi :</h4>", "h4"), Some(Head::Beside));
        assert_eq!(first("<p><b>Czytaj także</b></p>", "p"), Some(Head::Beside));
        assert_eq!(first("<h2>Related returns from Iran</h2>", "h2"), None);
        assert_eq!(first("<h2>Latest figures</h2>", "h2"), None);
    }

    #[test]
    fn a_list_of_links_is_not_a_list() {
        let of = |html: &str| {
            let document = dom_query::Document::fragment(html);
            is_links(document.select("ul").nodes().first().expect("a list"))
        };
        assert!(of("<ul><li><a href=/a>a b</a><li><a href=/b>c d</a><li><a href=/c>e f</a></ul>"));
        assert!(!of("<ul><li><a href=/a>Torkham</a>: 300 people crossed<li>b<li>c</ul>"));
        assert!(!of("<ul><li><a href=#a>a b</a><li><a href=#b>c d</a><li><a href=#c>e</a></ul>"));
    }
}
