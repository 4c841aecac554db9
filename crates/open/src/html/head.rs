//! What a page says of itself: in its head, in linked data, in marks on its elements.

use dom_query::{Document, NodeRef};
use serde_json::Value;

use super::super::said::{Said, host};

/// Names under which pages give their day of publication, most trustworthy first.
const PUBLISHED: [&str; 18] = [
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publish-date",
    "publication_date",
    "date",
];

/// Names under which they give the day of the last change.
const MODIFIED: [&str; 5] = [
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
];

/// The most linked data that is looked at, and how deep.
const LINKED: usize = 512 << 10;
const DEEP: usize = 6;

/// Collects what the page says of itself.
pub(super) fn said(document: &Document, html: &str) -> Said {
    let mut said = Said::default();
    let metas = metas(document);
    let linked = linked(document);
    let meta =
        |name: &str| metas.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());

    let article = linked.iter().find(|it| is_article(it) && it.get("datePublished").is_some());
    let other = linked.iter().find(|it| it.get("datePublished").is_some());
    for item in article.iter().chain(&other) {
        said.date(string(item.get("datePublished")), "JSON-LD");
    }
    for name in PUBLISHED {
        said.date(meta(name).unwrap_or_default(), "a meta tag");
    }
    for selector in [
        "[itemprop=datePublished]",
        "time[pubdate]",
        "article header time[datetime]",
        "time.published[datetime]",
        "time.entry-date[datetime]",
        "article time[datetime]",
        "main time[datetime]",
        "time[datetime]",
        "article time",
    ] {
        if let Some(node) = document.select_single(selector).nodes().first() {
            let at = node.attr("datetime").or_else(|| node.attr("content"));
            said.date(at.as_deref().unwrap_or(&node.text()), "<time>");
        }
    }

    let publishers = article.into_iter().chain(other).chain(linked.iter());
    for item in publishers {
        if let Some(publisher) = item.get("publisher") {
            said.publisher(&name_of(publisher, &linked), "JSON-LD");
        }
    }
    said.publisher(meta("og:site_name").unwrap_or_default(), "og:site_name");
    for name in
        ["dc.publisher", "dcterms.publisher", "citation_publisher", "publisher", "application-name"]
    {
        said.publisher(meta(name).unwrap_or_default(), "a meta tag");
    }

    said.title(meta("og:title").unwrap_or_default(), "og:title");
    if let Some(article) = article {
        said.title(string(article.get("headline")), "JSON-LD");
    }
    let headings = document.select("h1");
    if let [only] = headings.nodes() {
        said.title(&only.text(), "<h1>");
    }
    if let Some(title) = document.select_single("title").nodes().first() {
        said.title(&without_site(&title.text(), said.publisher.as_ref()), "<title>");
    }

    if let Some(link) = document.select_single("link[rel=canonical]").nodes().first() {
        said.url(&link.attr("href").unwrap_or_default(), "rel=canonical");
    }
    said.url(meta("og:url").unwrap_or_default(), "og:url");
    if let Some(article) = article {
        said.url(string(article.get("url")), "JSON-LD");
        let page = article.get("mainEntityOfPage");
        said.url(string(page.and_then(|page| page.get("@id")).or(page)), "JSON-LD");
    }
    said.url(saved_from(html).unwrap_or_default(), "where it was saved from");

    let from_address = said.url.as_ref().and_then(|(url, _)| host(url)).map(str::to_owned);
    said.publisher(&from_address.unwrap_or_default(), "its address");
    let language = document.select_single("html").attr("lang");
    said.language(&language.unwrap_or_default(), "the page");
    said.language(meta("content-language").unwrap_or_default(), "the page");
    said
}

/// The day of the last change: what counts when no other day is found.
pub(super) fn modified(document: &Document) -> Option<String> {
    let linked = linked(document);
    let metas = metas(document);
    let of_linked = linked.iter().map(|it| string(it.get("dateModified")).to_owned());
    let of_metas =
        metas.into_iter().filter(|(key, _)| MODIFIED.contains(&key.as_str())).map(|(_, v)| v);
    of_linked.chain(of_metas).find(|text| !text.is_empty())
}

/// The day in an address such as `…/2023/11/01/…`.
pub(super) fn in_address(url: &str) -> Option<String> {
    let parts: Vec<&str> = url.split(['/', '?', '#']).collect();
    parts.windows(3).find_map(|part| {
        let sound = part[0].len() == 4 && part[1].len() <= 2 && part[2].len() <= 2;
        let digits = part.iter().all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
        (sound && digits).then(|| format!("{}-{:0>2}-{:0>2}", part[0], part[1], part[2]))
    })
}

fn metas(document: &Document) -> Vec<(String, String)> {
    let key = |node: &NodeRef| {
        ["property", "name", "itemprop", "http-equiv"]
            .iter()
            .find_map(|name| node.attr(name))
            .map(|key| key.trim().to_ascii_lowercase())
    };
    document
        .select("meta[content]")
        .nodes()
        .iter()
        .filter_map(|node| Some((key(node)?, node.attr("content")?.trim().to_owned())))
        .filter(|(_, content)| !content.is_empty())
        .collect()
}

/// The items of linked data that speak of this page.
fn linked(document: &Document) -> Vec<Value> {
    let mut items = Vec::new();
    for script in document.select("script[type=\"application/ld+json\"]").nodes() {
        let text = script.text();
        if text.len() > LINKED {
            continue;
        }
        let text = text.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
        if let Ok(value) = serde_json::from_str::<Value>(text) {
            gather(value, &mut items, DEEP);
        }
    }
    items
}

fn gather(value: Value, items: &mut Vec<Value>, deep: usize) {
    match value {
        Value::Array(values) if deep > 0 => {
            for value in values {
                gather(value, items, deep - 1);
            }
        }
        Value::Object(mut object) if deep > 0 => {
            if let Some(graph) = object.remove("@graph") {
                gather(graph, items, deep - 1);
            }
            if let Some(entity) = object.get("mainEntity").filter(|entity| is_article(entity)) {
                items.push(entity.clone());
            }
            items.push(Value::Object(object));
        }
        _ => {}
    }
}

fn is_article(item: &Value) -> bool {
    let named = |name: &str| {
        ["Article", "Report", "BlogPosting", "Posting"].iter().any(|end| name.ends_with(end))
    };
    match item.get("@type") {
        Some(Value::String(name)) => named(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(named),
        _ => false,
    }
}

/// The name of a publisher: given, in an object, or in the object that is referred to.
fn name_of(publisher: &Value, linked: &[Value]) -> String {
    match publisher {
        Value::String(name) => name.clone(),
        Value::Array(several) => {
            several.first().map_or_else(String::new, |one| name_of_one(one, linked))
        }
        one => name_of_one(one, linked),
    }
}

fn name_of_one(publisher: &Value, linked: &[Value]) -> String {
    if let Some(name) = publisher.get("name").or(publisher.get("legalName")).and_then(Value::as_str)
    {
        return name.to_owned();
    }
    let Some(id) = publisher.get("@id") else { return String::new() };
    let meant =
        linked.iter().find(|item| item.get("@id") == Some(id) && item.get("name").is_some());
    string(meant.and_then(|item| item.get("name"))).to_owned()
}

fn string(value: Option<&Value>) -> &str {
    value.and_then(Value::as_str).unwrap_or_default()
}

/// "Gate shut | Frontier Wire" without the site's name.
fn without_site(title: &str, publisher: Option<&(String, &'static str)>) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    for mark in [" | ", " – ", " — ", " - ", " :: "] {
        if let Some((head, tail)) = title.rsplit_once(mark) {
            let site = publisher.is_some_and(|(name, _)| name.eq_ignore_ascii_case(tail.trim()));
            if site || (mark == " | " && head.split_whitespace().count() >= 3) {
                return head.trim().to_owned();
            }
        }
    }
    title
}

/// Browsers write where a page was saved from: `<!-- saved from url=(0042)https://… -->`.
fn saved_from(html: &str) -> Option<&str> {
    let head = &html[..html.len().min(2048).min(html.floor_char_boundary(2048))];
    let after = head.split_once("saved from url=(")?.1;
    let url = after.split_once(')')?.1;
    url.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn of(head: &str) -> Said {
        let html = format!("<html><head>{head}</head><body><p>Text.</p></body></html>");
        said(&Document::from(html.as_str()), &html)
    }

    #[test]
    fn linked_data_are_followed() {
        let said = of(
            r##"<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
            {"@type":"WebSite","@id":"#s","name":"Site","datePublished":"2001-01-01"},
            {"@type":"Organization","@id":"#o","name":"Frontier Wire"},
            {"@type":"NewsArticle","headline":"Gate shut","datePublished":"2023-11-01T23:30:00+05:00",
             "dateModified":"2023-11-20","publisher":{"@id":"#o"},"author":{"name":"A Person"},
             "mainEntityOfPage":{"@id":"https://wire.example/a"}}]}</script>
            <title>Gate shut | Frontier Wire</title>"##,
        );
        assert_eq!(said.published, Some((date(2023, 11, 1), "JSON-LD")));
        assert_eq!(said.publisher.unwrap().0, "Frontier Wire");
        assert_eq!(said.title.unwrap().0, "Gate shut");
        assert_eq!(said.url.unwrap().0, "https://wire.example/a");
    }

    #[test]
    fn a_change_is_no_publication() {
        let html = r#"<meta property="article:modified_time" content="2023-11-20">"#;
        assert_eq!(of(html).published, None);
        assert_eq!(modified(&Document::from(html)).as_deref(), Some("2023-11-20"));
    }

    #[test]
    fn meta_tags_and_addresses_tell() {
        let said = of(r#"<meta name="DC.date.issued" content="2023-11-01"><link rel="canonical"
            href="https://www.desk.example/2023/11/02/a"><title>A - B</title>"#);
        assert_eq!(said.published, Some((date(2023, 11, 1), "a meta tag")));
        assert_eq!(said.publisher, Some(("desk.example".into(), "its address")));
        assert_eq!(in_address("https://x.example/2023/11/2/a").as_deref(), Some("2023-11-02"));
        assert_eq!(in_address("https://x.example/2023/a/2"), None);
    }
}
