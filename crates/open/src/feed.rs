//! An RSS or Atom feed: its entries, each a document of its own.

use std::ops::Range;

use super::html;
use super::limits;
use super::prose::Prose;
use super::said::{Said, host};
use super::xml::{self, Mark, local};

/// An entry: its bytes in the feed, and what was read of it.
pub(super) struct Entry {
    pub span: Range<usize>,
    pub prose: Result<Prose, (String, String)>,
    pub title: String,
}

#[derive(Default)]
struct Fields {
    title: String,
    link: String,
    content: String,
    summary: String,
    published: String,
    updated: String,
    language: String,
}

/// What a feed calls its parts: the field, and whether a later one of the same name counts.
#[derive(Clone, Copy, PartialEq)]
enum Field {
    Title,
    Link,
    Content,
    Summary,
    Published,
    Updated,
    Language,
}

fn field(name: &str) -> Option<Field> {
    Some(match name {
        "title" => Field::Title,
        "link" => Field::Link,
        "content:encoded" | "content" | "atom:content" => Field::Content,
        "description" | "summary" | "atom:summary" => Field::Summary,
        "pubDate" | "published" | "issued" | "dc:date" | "dcterms:issued" => Field::Published,
        "updated" | "modified" | "atom:updated" | "dcterms:modified" => Field::Updated,
        "language" | "dc:language" => Field::Language,
        _ => return None,
    })
}

impl Fields {
    fn of(&mut self, field: Field) -> &mut String {
        match field {
            Field::Title => &mut self.title,
            Field::Link => &mut self.link,
            Field::Content => &mut self.content,
            Field::Summary => &mut self.summary,
            Field::Published => &mut self.published,
            Field::Updated => &mut self.updated,
            Field::Language => &mut self.language,
        }
    }
}

/// Reads the entries of a feed.
///
/// # Errors
/// When it is not one.
pub(super) fn read(text: &str) -> Result<Vec<Entry>, String> {
    let mut feed = Fields::default();
    let mut found: Vec<(Range<usize>, Fields)> = Vec::new();
    let mut entry: Option<(usize, Fields)> = None;
    let mut open: Option<(Field, usize)> = None;
    let mut depth = 0usize;
    let mut is_feed = false;
    let mut too_many = false;
    // XHTML that is written out in an entry is put together again.
    let mut markup = false;
    xml::walk(text, |mark, span| match mark {
        Mark::Start(name, attributes) => {
            depth += 1;
            is_feed |= matches!(local(name), "rss" | "feed" | "RDF");
            if let Some((field, at)) = open {
                if markup && depth > at + 1 {
                    let fields = entry.as_mut().map_or(&mut feed, |(_, fields)| fields);
                    fields.of(field).push_str(&format!("<{}>", local(name)));
                }
                return;
            }
            if matches!(name, "item" | "entry" | "atom:entry") && entry.is_none() {
                too_many |= found.len() >= limits::MEMBERS;
                entry = Some((span.start, Fields::default()));
                return;
            }
            // The picture of a feed has a title and a link of its own.
            let Some(field) = field(name) else { return };
            let fields = match &mut entry {
                Some((_, fields)) => fields,
                None if depth <= 3 => &mut feed,
                None => return,
            };
            if field == Field::Link
                && let Some(href) = attributes.get("href")
            {
                let page = attributes.get("rel").is_none_or(|rel| rel == "alternate");
                if page && fields.link.is_empty() {
                    fields.link = href;
                }
                return;
            }
            if fields.of(field).is_empty() {
                let kind = attributes.get("type").unwrap_or_default();
                markup = kind == "xhtml";
                open = Some((field, depth));
                // What is said to be plain has no markup: "<" in it is a "<".
                if kind == "text" && field == Field::Content {
                    fields.of(field).push_str("<pre>");
                }
            }
        }
        Mark::End(name) => {
            if let Some((field, at)) = open {
                if depth == at {
                    open = None;
                    markup = false;
                } else if markup && depth > at + 1 {
                    let fields = entry.as_mut().map_or(&mut feed, |(_, fields)| fields);
                    fields.of(field).push_str(&format!("</{}>", local(name)));
                }
            } else if matches!(name, "item" | "entry" | "atom:entry")
                && let Some((start, fields)) = entry.take()
                && !too_many
            {
                found.push((start..span.end, fields));
            }
            depth = depth.saturating_sub(1);
        }
        Mark::Text(words) => {
            if let Some((field, _)) = open {
                let fields = entry.as_mut().map_or(&mut feed, |(_, fields)| fields);
                fields.of(field).push_str(words);
            }
        }
    })?;
    if !is_feed {
        return Err("not an RSS or Atom feed, whatever its name says".to_owned());
    }
    if too_many {
        return Err(format!("a feed of more than {} entries", limits::MEMBERS));
    }
    Ok(found.into_iter().map(|(span, fields)| one(span, &fields, &feed)).collect())
}

/// Whether a text is a message of statistical data in XML (SDMX-ML, ISO 17369): its first element is of the namespace of
/// such messages.
pub(super) fn is_sdmx(text: &str) -> bool {
    const MESSAGES: &str = "sdmx.org/resources/sdmxml/schemas";
    let opening = text.split('<').filter(|mark| !mark.starts_with(['?', '!']));
    opening.map(str::trim).find(|mark| !mark.is_empty()).is_some_and(|root| root.contains(MESSAGES))
}

fn one(span: Range<usize>, fields: &Fields, feed: &Fields) -> Entry {
    let mut said = Said::default();
    said.date(&fields.published, "its entry in the feed");
    said.date(&fields.updated, "its entry in the feed (updated)");
    let title = plain(&fields.title);
    said.title(&title, "its entry in the feed");
    said.url(&fields.link, "its entry in the feed");
    said.publisher(&plain(&feed.title), "the feed");
    if let Some(host) = host(&fields.link).or_else(|| host(&feed.link)) {
        said.publisher(host, "its address");
    }
    said.language(&fields.language, "its entry in the feed");
    said.language(&feed.language, "the feed");
    let content = if fields.content.trim().is_empty() { &fields.summary } else { &fields.content };
    let prose = html::piece(content).map(|piece| {
        let mut prose = Prose { said, problems: piece.problems.clone(), ..Prose::default() };
        if !piece.text.starts_with(&title) {
            prose.paragraph(&title);
        }
        let lead = if prose.text.is_empty() { 0 } else { prose.text.len() + 2 };
        if lead > 0 && !piece.text.is_empty() {
            prose.text.push_str("\n\n");
        }
        prose.text.push_str(&piece.text);
        prose.tables = piece.tables.iter().map(|t| t.start + lead..t.end + lead).collect();
        prose
    });
    Entry { span, prose, title }
}

/// A title as text: some feeds have markup in it.
fn plain(title: &str) -> String {
    let text = html::piece(title).map_or_else(|_| title.to_owned(), |piece| piece.text);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn entries_have_their_own_day_title_and_link() {
        let entries = read(
            "<?xml version='1.0'?><rss version='2.0' xmlns:content='x'><channel><title>Frontier Wire</title>\
             <link>https://wire.example/</link><item><title>Gate shut &amp;amp; locked</title>\
             <link>https://wire.example/1</link><pubDate>Wed, 01 Nov 2023 10:00:00 +0500</pubDate>\
             <description>Short.</description><content:encoded><![CDATA[<p>About 300 left.</p><p>More.</p>]]>\
             </content:encoded></item><item><title>Second</title><description>&lt;p&gt;Text.&lt;/p&gt;</description>\
             </item></channel></rss>",
        )
        .unwrap();
        let first = entries[0].prose.as_ref().unwrap();
        assert_eq!(first.text, "Gate shut & locked\n\nAbout 300 left.\n\nMore.");
        assert_eq!(first.said.published.unwrap().0, date(2023, 11, 1));
        assert_eq!(first.said.url.as_ref().unwrap().0, "https://wire.example/1");
        assert_eq!(first.said.publisher.as_ref().unwrap().0, "Frontier Wire");
        let second = entries[1].prose.as_ref().unwrap();
        assert_eq!(second.text, "Second\n\nText.");
        assert_eq!(second.said.published, None);
    }

    #[test]
    fn atom_writes_links_as_attributes_and_markup_out() {
        let entries = read(
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Desk</title><entry><title>One</title>\
             <link rel='self' href='https://d.example/self'/><link href='https://d.example/1'/>\
             <published>2023-11-02T08:00:00Z</published><updated>2023-11-09T08:00:00Z</updated>\
             <content type='xhtml'><div><p>About <b>300</b> left.</p><p>More.</p></div></content></entry></feed>",
        )
        .unwrap();
        let one = entries[0].prose.as_ref().unwrap();
        assert_eq!(one.text, "One\n\nAbout 300 left.\n\nMore.");
        assert_eq!(one.said.published.unwrap().0, date(2023, 11, 2));
        assert_eq!(one.said.url.as_ref().unwrap().0, "https://d.example/1");
    }

    #[test]
    fn what_is_no_feed_is_said() {
        assert!(read("<html></html>").is_err());
        assert!(read("<rss><item>").unwrap().is_empty());
    }
}
