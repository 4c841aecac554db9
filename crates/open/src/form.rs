//! What form bytes have, whatever their name says: prose of some kind, a table, or a container of
//! documents.

use super::archive::Archive;
use super::{ZIP, extension, html};

/// What form a file has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Text, a table as text, a workbook: what [`super::open`] tells apart itself.
    Plain,
    Html,
    /// A web page saved as one file with its pictures.
    Mhtml,
    Pdf,
    Docx,
    Odt,
    Mail,
    Feed,
    Zip,
}

/// Endings that are read when a folder is walked, and in archives. A file given by name is always tried.
pub const ENDINGS: [&str; 26] = [
    "txt", "md", "csv", "tsv", "xlsx", "xlsm", "ods", "jsonl", "html", "htm", "xhtml", "mhtml",
    "mht", "pdf", "docx", "docm", "odt", "eml", "rss", "atom", "xml", "zip", "json", "geojson",
    "ndjson", "parquet",
];

/// Whether a file of this name is looked for in folders and archives.
pub fn is_readable(name: &str) -> bool {
    ENDINGS.contains(&extension(name).as_str())
}

/// Whether a file stands beside the documents and is none: hidden, or about the folder.
pub fn is_beside(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.starts_with('.')
        || lower.starts_with("~$")
        || lower.starts_with("readme")
        || lower.starts_with("license")
        || lower == "__macosx"
        || lower == "thumbs.db"
}

/// Names that the page may have beside which a browser saved this folder with its pictures and scripts; none for any
/// other folder.
pub(super) fn pages_of(folder: &str) -> impl Iterator<Item = String> {
    const ENDS: [&str; 6] = ["_files", ".files", "-Dateien", "_fichiers", "_pliki", "_archivos"];
    let page = ENDS.iter().find_map(|ending| folder.strip_suffix(ending));
    let endings = page.map_or(&[][..], |_| &[".html", ".htm", ".xhtml", ".HTM", ".HTML"]);
    endings.iter().map(move |ending| format!("{}{ending}", page.unwrap_or_default()))
}

/// Whether a folder holds what a browser saved beside the page `name`.
pub fn is_furniture_of(folder: &str, name: &str) -> bool {
    pages_of(folder).any(|page| page == name)
}

/// Tells the form of a file.
pub(super) fn of(name: &str, bytes: &[u8]) -> Form {
    let ending = extension(name);
    let head = &bytes[..bytes.len().min(1024)];
    // Some programs put a few bytes before it.
    let marked = head.windows(5).any(|window| window == b"%PDF-");
    if bytes.starts_with(b"%PDF-") || (ending == "pdf" && marked) {
        return Form::Pdf;
    }
    if bytes.starts_with(ZIP) || bytes.starts_with(b"PK\x05\x06") {
        return packed(bytes, &ending);
    }
    match ending.as_str() {
        "csv" | "tsv" | "jsonl" | "ndjson" | "json" | "geojson" | "txt" | "md" | "text"
        | "markdown" => Form::Plain,
        "mhtml" | "mht" => Form::Mhtml,
        "eml" => Form::Mail,
        "rss" | "atom" => Form::Feed,
        _ if html::is_page(bytes) => Form::Html,
        // Of XML only feeds are read; any other is refused as none.
        "xml" => Form::Feed,
        _ if is_feed(head) => Form::Feed,
        "html" | "htm" | "xhtml" => Form::Html,
        _ if is_xml(head) => Form::Feed,
        _ if is_mail(head) => Form::Mail,
        // Text under the name of something else is not what was meant to be read.
        "pdf" => Form::Pdf,
        "docx" | "docm" | "dotx" => Form::Docx,
        "odt" => Form::Odt,
        "zip" => Form::Zip,
        _ => Form::Plain,
    }
}

/// What a zip archive is. Workbooks stay with [`super::open`].
fn packed(bytes: &[u8], ending: &str) -> Form {
    let Ok(mut archive) = Archive::open(bytes) else {
        return match ending {
            "docx" | "docm" | "dotx" => Form::Docx,
            "odt" => Form::Odt,
            "zip" => Form::Zip,
            _ => Form::Plain,
        };
    };
    if archive.has("word/document.xml") {
        return Form::Docx;
    }
    if archive.has("xl/workbook.xml") || archive.has("ppt/presentation.xml") {
        return Form::Plain;
    }
    match archive.part("mimetype").ok().flatten().as_deref().map(str::trim) {
        Some(kind) if kind.starts_with("application/vnd.oasis.opendocument.text") => Form::Odt,
        Some(_) => Form::Plain, // a presentation, a book, a spreadsheet
        None => Form::Zip,
    }
}

/// Whether the bytes say that they are XML, under the name of no form that is.
fn is_xml(head: &[u8]) -> bool {
    head.strip_prefix("\u{feff}".as_bytes())
        .unwrap_or(head)
        .trim_ascii_start()
        .starts_with(b"<?xml")
}

/// Whether the bytes begin as a feed does.
fn is_feed(head: &[u8]) -> bool {
    let head = String::from_utf8_lossy(head);
    let mut head = head.trim_start_matches('\u{feff}').trim_start();
    while let Some(rest) = head.strip_prefix("<?").or_else(|| head.strip_prefix("<!")) {
        head = rest.split_once('>').map_or("", |(_, rest)| rest.trim_start());
    }
    ["<rss", "<feed", "<rdf:RDF"].iter().any(|root| {
        head.strip_prefix(root).is_some_and(|rest| rest.starts_with([' ', '>', '\n', '\r', '\t']))
            && (*root != "<rdf:RDF" || head.contains("purl.org/rss"))
    })
}

/// Whether the bytes begin as a mail does: lines of headers, of which several are known.
fn is_mail(head: &[u8]) -> bool {
    const KNOWN: [&str; 10] = [
        "received",
        "return-path",
        "delivered-to",
        "message-id",
        "mime-version",
        "content-type",
        "dkim-signature",
        "x-mailer",
        "reply-to",
        "content-transfer-encoding",
    ];
    let head = String::from_utf8_lossy(head);
    let (mut known, mut from) = (0, false);
    for line in head.lines() {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((key, _)) = line.split_once(':') else { return false };
        let key = key.to_ascii_lowercase();
        if key.is_empty() || !key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return false;
        }
        known += usize::from(KNOWN.contains(&key.as_str()));
        from |= key == "from";
    }
    known >= 2 || (known >= 1 && from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_by_their_bytes() {
        for (name, bytes, form) in [
            ("a", &b"%PDF-1.7"[..], Form::Pdf),
            ("-", b"<!DOCTYPE html><p>", Form::Html),
            ("-", b"<?xml version='1.0'?><rss version='2.0'>", Form::Feed),
            ("a.xml", b"<feed xmlns='x'>", Form::Feed),
            ("a.sdmx", b"<?xml version='1.0'?><m:GenericData>", Form::Feed), // refused as none
            ("-", b"Received: x\nFrom: a@b.example\n\nText", Form::Mail),
            ("a.txt", b"From: the ministry\nTo: all\n\nText", Form::Plain),
            ("-", b"Note: 300 people left.\n", Form::Plain),
            ("a.htm", b"words", Form::Html),
            ("a.pdf", b"words", Form::Pdf),
            ("a.pdf", b"<!DOCTYPE html><p>", Form::Html),
            ("a.docx", b"words", Form::Docx),
        ] {
            assert_eq!(of(name, bytes), form, "{name}");
        }
    }

    #[test]
    fn what_a_browser_saved_beside_a_page_is_furniture() {
        assert!(is_furniture_of("Gate shut_files", "Gate shut.html"));
        assert!(!is_furniture_of("reports", "reports.html"));
    }
}
