//! A web page as saved: its main text without the furniture, and what its head says of it.

mod around;
mod head;
mod main_text;
mod render;

use std::borrow::Cow;

use dom_query::Document;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::limits;
use super::prose::Prose;

/// Message and remedy.
pub(super) type Refusal = (String, String);

/// Reads a web page from its bytes.
pub(super) fn read(bytes: &[u8]) -> Result<Prose, Refusal> {
    page(&decode(bytes, None))
}

/// Reads a page whose text is known, as in a mail or a feed.
pub(super) fn page(html: &str) -> Result<Prose, Refusal> {
    let html = &thinned(html);
    let document = parse(html)?;
    if document.select("meta[name=generator][content=crossings]").exists() {
        return Err((
            "a page that crossings wrote: what it says was read from other documents".to_owned(),
            "give those documents, or the ledger, and keep briefs in another folder".to_owned(),
        ));
    }
    let mut prose = Prose { said: head::said(&document, html), ..Prose::default() };
    main_text::read(html, &document, &mut prose);
    Ok(prose)
}

/// Reads a piece of HTML that has no furniture around it: the content of an entry, a mail.
pub(super) fn piece(html: &str) -> Result<Prose, Refusal> {
    let document = parse(&thinned(html))?;
    let mut prose = Prose::default();
    render::render(&document.root(), render::Furniture::Kept, &mut prose);
    Ok(prose)
}

/// Parses what is not larger and not nested deeper than a page can be.
fn parse(html: &str) -> Result<Document, Refusal> {
    let deep = || {
        (
            format!("elements are nested more than {} deep", limits::HTML_DEPTH),
            "open it in a browser and save the article alone, or its text as .txt".to_owned(),
        )
    };
    if html.len() > limits::HTML {
        return Err((
            format!("a web page of {:.0} MB", html.len() as f64 / 1e6),
            "save the article alone, or its text as .txt".to_owned(),
        ));
    }
    if opened(html) > 8 * limits::HTML_DEPTH {
        return Err(deep());
    }
    let document = Document::from(html);
    let mut level = vec![document.root()];
    for _ in 0..limits::HTML_DEPTH {
        level = level.iter().flat_map(|node| node.children()).collect();
        if level.is_empty() {
            return Ok(document);
        }
    }
    Err(deep())
}

/// A page without the attributes of an element that are more than a writer could mean.
fn thinned(html: &str) -> Cow<'_, str> {
    let bytes = html.as_bytes();
    let mut out = String::new();
    let mut kept = 0; // up to here it is in `out`
    let mut at = 0;
    while let Some(next) = html[at..].find('<').map(|next| at + next + 1) {
        at = next;
        if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            continue;
        }
        let (mut attributes, mut quote, mut blank) = (0, None, false);
        let mut cut = None;
        while let Some(byte) = bytes.get(at) {
            match (quote, byte) {
                (None, b'>') => break,
                // A mark opens a value only behind its sign.
                (None, b'"' | b'\'') if bytes[at - 1] == b'=' || blank => quote = Some(*byte),
                (Some(mark), byte) if mark == *byte => quote = None,
                (None, byte) if byte.is_ascii_whitespace() || *byte == b'/' => blank = true,
                (None, _) if std::mem::take(&mut blank) => {
                    attributes += 1;
                    if attributes > limits::ATTRIBUTES && cut.is_none() {
                        cut = Some(at);
                    }
                }
                _ => {}
            }
            at += 1;
        }
        if let Some(cut) = cut {
            out.push_str(&html[kept..cut]);
            kept = at;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(&html[kept..]);
    Cow::Owned(out)
}

/// Roughly how many elements are open at once at most: the parser's time grows with it.
fn opened(html: &str) -> usize {
    const CLOSED: [&str; 26] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr", "p", "li", "td", "th", "tr", "dt", "dd", "option", "tbody",
        "thead", "path", "colgroup",
    ];
    let (mut now, mut most) = (0usize, 0);
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        let closing = rest.starts_with('/');
        let name: String = rest
            .trim_start_matches('/')
            .chars()
            .take(12)
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if name.is_empty() || CLOSED.contains(&name.as_str()) {
            continue;
        }
        now = if closing { now.saturating_sub(1) } else { now + 1 };
        most = most.max(now);
    }
    most
}

/// Decodes a page by its byte order mark, what it declares, as UTF-8 where it is that, and as
/// Windows-1252 otherwise, as browsers do.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> String {
    let named = |label: &str| Encoding::for_label(label.trim().as_bytes());
    let encoding = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| declared.and_then(named))
        .or_else(|| in_head(bytes).as_deref().and_then(named))
        // A page that says UTF-16 in letters of one byte is not in UTF-16.
        .map(
            |encoding| {
                if encoding.is_ascii_compatible() || has_mark(bytes) { encoding } else { UTF_8 }
            },
        );
    let encoding = match encoding {
        // Wrongly declared as UTF-8: the bytes know better.
        Some(encoding) if encoding == UTF_8 && std::str::from_utf8(bytes).is_err() => {
            if mostly_utf8(bytes) { UTF_8 } else { WINDOWS_1252 }
        }
        Some(encoding) => encoding,
        None if mostly_utf8(bytes) => UTF_8,
        None => WINDOWS_1252,
    };
    encoding.decode(bytes).0.into_owned()
}

fn has_mark(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_some()
}

/// Whether nearly all that is not ASCII is well-formed UTF-8: a page cut off in a letter, or with
/// one bad byte, is still in UTF-8.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    bad == 0 || good > 10 * bad
}

/// The encoding that the first kilobytes declare.
fn in_head(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let at = head.find("charset=").map(|at| at + 8).or_else(|| {
        let declaration = head.starts_with("<?xml");
        head.find("encoding=").filter(|_| declaration).map(|at| at + 9)
    })?;
    let name = head[at..].trim_start_matches(['"', '\'', ' ']);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)));
    Some(name[..end.unwrap_or(name.len())].to_owned())
}

/// Whether bytes begin as a web page does.
pub(super) fn is_page(bytes: &[u8]) -> bool {
    let head = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let head = String::from_utf8_lossy(&head[..head.len().min(1024)]).to_ascii_lowercase();
    let mut head = head.trim_start();
    if head.starts_with("<?xml") {
        head = head.split_once("?>").map_or("", |(_, rest)| rest.trim_start());
    }
    while head.starts_with("<!--") {
        head = head.split_once("-->").map_or("", |(_, rest)| rest.trim_start());
    }
    head.starts_with("<!doctype html") || head.starts_with("<html")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> String {
        page(html).unwrap().text
    }

    #[test]
    fn encodings_are_told() {
        assert_eq!(decode(b"caf\xe9 \x93x\x94", None), "café “x”");
        assert_eq!(decode("café".as_bytes(), None), "café");
        assert_eq!(
            decode(b"<meta charset=\"iso-8859-2\">\xb3", None),
            "<meta charset=\"iso-8859-2\">ł"
        );
        assert_eq!(decode(b"<meta charset=utf-8>caf\xe9", None), "<meta charset=utf-8>café");
        assert_eq!(decode(b"\xff\xfeh\0i\0", None), "hi");
        assert_eq!(
            decode(b"<?xml version='1.0' encoding='windows-1251'?>\xc0", None).chars().last(),
            Some('А')
        );
    }

    #[test]
    fn a_short_page_is_not_lost() {
        assert_eq!(text("<p>Some 300 people left."), "Some 300 people left.");
        assert_eq!(text("plain words"), "plain words");
        assert_eq!(
            text("<html><body>One<br>two<div>three</div></body></html>"),
            "One\ntwo\n\nthree"
        );
    }

    #[test]
    fn a_line_break_is_never_lost() {
        let long =
            "Some people left by the gate, officials said, and more were waiting. ".repeat(12);
        let page = text(&format!(
            "<div id=a><p>{long}</p><p>104,000<br>17,330</p><div>36,322<br><br>6,054</div><p>{long}</p></div>"
        ));
        assert!(page.contains("104,000\n17,330") && page.contains("36,322\n\n6,054"), "{page}");
    }

    #[test]
    fn what_stands_apart_is_not_glued() {
        assert_eq!(
            text("<p><span class=n>104,000</span><span class=l>people</span> and <b>1</b>20</p>"),
            "104,000 people and 120"
        );
        assert_eq!(
            text("<p>104,000<sup>1</sup> left, 5 km<sup>2</sup> burnt</p>"),
            "104,000 left, 5 km2 burnt"
        );
        assert_eq!(text("<div>104,000<div>17,330</div></div>"), "104,000\n\n17,330");
    }

    #[test]
    fn a_table_is_rows_of_cells() {
        let prose = page(
            "<body><p>Returns.<table><tr><th>Crossing<th>People<tr><td>Torkham<td>104,000<tr>\
             <td>Chaman<td>36,322</table><p>End.",
        )
        .unwrap();
        assert_eq!(
            prose.text,
            "Returns.\n\nCrossing\tPeople\nTorkham\t104,000\nChaman\t36,322\n\nEnd."
        );
        assert_eq!(prose.tables.len(), 1);
        // A cell over two rows is said in both.
        let prose = page(
            "<table><tr><th>Day<th>People<tr><td rowspan=2>Monday<td>10<tr><td>20<tr><td colspan=2>30</table>",
        )
        .unwrap();
        assert_eq!(prose.text, "Day\tPeople\nMonday\t10\nMonday\t20\n30\t");
    }

    #[test]
    fn a_brief_is_no_source() {
        assert!(page("<meta name=generator content=crossings><p>Some 300 people left.").is_err());
    }

    #[test]
    fn depth_and_size_are_bounded() {
        assert!(page(&"<div>".repeat(100_000)).is_err());
        assert!(page(&"<div>".repeat(limits::HTML_DEPTH + 10)).is_err());
        assert!(page(&"<p>a<b>".repeat(2_000)).is_ok() || page(&"<p>a<b>".repeat(2_000)).is_err());
        assert!(page(&"<div>a</div>".repeat(20_000)).is_ok());
    }
}
