//! The container stage: a file may hold several documents. An archive holds files, a feed
//! entries, a mail its text and what is attached; and one may be in another.

use std::collections::BTreeSet;

use claim::Media;

use super::archive::Archive;
use super::form::{self, Form};
use super::prose::Prose;
use super::said::Said;
use super::{feed, html, limits, mail};
use crate::Problem;

/// One document of a file, before it is opened.
#[derive(Debug)]
pub struct Piece {
    /// Where it stands: `day.zip/reports/a.pdf`, `feed.xml#3 Gate shut`.
    pub name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) content: Content,
}

/// What is known of a piece.
#[derive(Debug)]
pub(crate) enum Content {
    /// A file; what holds it says this of it.
    File(Box<Said>),
    /// A text that what holds it had to read.
    Prose(Media, Box<Prose>),
}

/// Takes a file apart into its documents, in their order. A file that is one document is one piece.
pub fn pieces(name: &str, bytes: Vec<u8>) -> Vec<Result<Piece, Problem>> {
    let small = bytes.len().saturating_mul(limits::EXPANSION).max(limits::UNPACKED_SMALL);
    let budget = limits::UNPACKED.min(small);
    let mut taking = Taking { pieces: Vec::new(), budget, most: budget };
    taking.file(name.to_owned(), bytes, Said::default(), 0);
    taking.pieces
}

struct Taking {
    pieces: Vec<Result<Piece, Problem>>,
    /// What may still be unpacked.
    budget: usize,
    /// What could be, at the beginning.
    most: usize,
}

impl Taking {
    fn file(&mut self, name: String, bytes: Vec<u8>, given: Said, depth: usize) {
        let form = if bytes.len() > limits::FILE { Form::Plain } else { form::of(&name, &bytes) };
        let holds = matches!(form, Form::Zip | Form::Feed | Form::Mail);
        if holds && depth >= limits::NESTING {
            return self.refuse(
                &name,
                format!("archives within archives, more than {} deep", limits::NESTING),
                "unpack it and give the files in it",
            );
        }
        match form {
            Form::Zip => self.archive(&name, &bytes, &given, depth),
            Form::Feed => self.feed(&name, &bytes),
            Form::Mail => self.mail(name, bytes, given, depth),
            _ => {
                self.pieces.push(Ok(Piece { name, bytes, content: Content::File(Box::new(given)) }))
            }
        }
    }

    fn refuse(&mut self, name: &str, message: impl Into<String>, remedy: &str) {
        self.pieces.push(Err(Problem {
            file: name.to_owned(),
            line: None,
            message: message.into(),
            remedy: remedy.to_owned(),
        }));
    }

    fn archive(&mut self, name: &str, bytes: &[u8], given: &Said, depth: usize) {
        const UNPACK: &str = "unpack it and give the files in it";
        let mut archive = match Archive::open(bytes) {
            Ok(archive) => archive,
            Err(message) => {
                return self.refuse(name, message, "check that it was downloaded whole");
            }
        };
        if archive.len() > limits::MEMBERS {
            let message =
                format!("an archive of {} files; at most {}", archive.len(), limits::MEMBERS);
            return self.refuse(name, message, UNPACK);
        }
        let names = archive.names();
        let mut order: Vec<usize> = (0..names.len()).collect();
        order.sort_by(|a, b| names[*a].cmp(&names[*b]));
        let pages: BTreeSet<&str> =
            names.iter().map(|name| name.rsplit('/').next().unwrap_or_default()).collect();
        let mut skipped = Vec::new();
        let before = self.pieces.len();
        // What crossings exported has the same statements in several forms: one of them is read.
        let exported = ["datapackage.json", "statements.jsonl", "SHA256SUMS"];
        let exported = exported.iter().all(|part| names.iter().any(|name| name == part));
        for index in order {
            let inner = names[index].replace('\\', "/");
            if exported && inner != "statements.jsonl" {
                continue;
            }
            let parts: Vec<&str> = inner.split('/').collect();
            let is_folder = inner.ends_with('/');
            let beside =
                parts.iter().any(|part| form::is_beside(part) && *part != ".." && *part != ".");
            let furniture = parts
                .iter()
                .any(|folder| form::pages_of(folder).any(|page| pages.contains(page.as_str())));
            if is_folder || beside || furniture {
                continue;
            }
            if !form::is_readable(&inner) {
                skipped.push(inner);
                continue;
            }
            let shown = format!("{name}/{inner}");
            if self.budget == 0 {
                return self.refuse(
                    name,
                    format!("unpacks to more than {} MB; the rest is not read", self.most >> 20),
                    UNPACK,
                );
            }
            match archive.at(index, limits::FILE.min(self.budget)) {
                Ok(bytes) => {
                    self.budget -= bytes.len().max(1).min(self.budget);
                    self.file(shown, bytes, given.clone(), depth + 1);
                }
                Err(message) => {
                    // What was unpacked before it was too much counts as well.
                    if message.starts_with("unpacks") {
                        self.budget = self.budget.saturating_sub(limits::FILE);
                    }
                    let remedy = if message == "encrypted" {
                        "unpack it with its password and give the files in it"
                    } else {
                        UNPACK
                    };
                    self.refuse(&shown, message, remedy);
                }
            }
        }
        if !skipped.is_empty() {
            let several = skipped.len() > 1;
            let message = format!(
                "skipped {} {} neither text nor a table: {}",
                if several {
                    format!("{} files that", skipped.len())
                } else {
                    "a file that".into()
                },
                if several { "are" } else { "is" },
                some(&skipped)
            );
            self.refuse(name, message, "nothing, when they hold no counts");
        } else if self.pieces.len() == before {
            self.refuse(name, "an archive with nothing to read in it", "check what was packed");
        }
    }

    fn feed(&mut self, name: &str, bytes: &[u8]) {
        const REMEDY: &str = "give the feed as the site sends it, or save its pages as .html";
        let text = html::decode(bytes, None);
        if feed::is_sdmx(&text) {
            return self.refuse(
                name,
                "SDMX-ML, which is not read",
                "download the same data as CSV",
            );
        }
        let entries = match feed::read(&text) {
            Ok(entries) => entries,
            Err(message) => return self.refuse(name, message, REMEDY),
        };
        if entries.is_empty() {
            return self.refuse(name, "a feed without entries", REMEDY);
        }
        let before = self.pieces.len();
        for (index, entry) in entries.into_iter().enumerate() {
            let title: String = entry.title.chars().take(60).collect();
            let shown = format!("{name}#{} {}", index + 1, title.replace('/', "-"));
            let shown = shown.trim_end().to_owned();
            match entry.prose {
                Ok(prose) if prose.text.trim().is_empty() => {}
                Ok(prose) => self.pieces.push(Ok(Piece {
                    name: shown,
                    bytes: text.as_bytes()[entry.span].to_vec(),
                    content: Content::Prose(Media::Feed, Box::new(prose)),
                })),
                Err((message, remedy)) => self.refuse(&shown, message, &remedy),
            }
        }
        if self.pieces.len() == before {
            self.refuse(name, "a feed whose entries have no text", REMEDY);
        }
    }

    fn mail(&mut self, name: String, bytes: Vec<u8>, given: Said, depth: usize) {
        let mail = match mail::read(&bytes) {
            Ok(mail) => mail,
            Err(message) => {
                return self.refuse(
                    &name,
                    message,
                    "save it from the mail program as .eml, or its text as .txt",
                );
            }
        };
        let before = self.pieces.len();
        let own = mail.own.said.clone().or(given);
        let nothing =
            mail.own.text.is_empty() && mail.attached.is_empty() && mail.forwarded.is_empty();
        if nothing {
            return self.refuse(&name, "a mail without text", "check that it was saved whole");
        }
        if !mail.own.text.is_empty() {
            let prose = Prose { said: own.clone(), ..mail.own };
            let content = Content::Prose(Media::Mail, Box::new(prose));
            self.pieces.push(Ok(Piece { name: name.clone(), bytes, content }));
        }
        for (index, prose) in mail.forwarded.into_iter().enumerate() {
            let bytes = prose.text.clone().into_bytes();
            let shown = format!("{name}/forwarded {}", index + 1);
            let content = Content::Prose(Media::Mail, Box::new(prose));
            self.pieces.push(Ok(Piece { name: shown, bytes, content }));
        }
        // A mail dates what is attached to it, where that has no day of its own.
        let of_mail = |fact: Option<(jiff::civil::Date, &'static str)>| {
            fact.map(|(day, _)| (day, "the mail it was attached to"))
        };
        let given = Said {
            published: of_mail(own.published),
            publisher: own.publisher.map(|(name, _)| (name, "the mail it was attached to")),
            ..Said::default()
        };
        let mut skipped = Vec::new();
        for (inner, bytes) in mail.attached {
            let inner = inner.replace(['/', '\\'], "-");
            if form::is_readable(&inner) {
                self.file(format!("{name}/{inner}"), bytes, given.clone(), depth + 1);
            } else if !is_picture(&inner) {
                skipped.push(inner);
            }
        }
        if !skipped.is_empty() {
            let message = format!(
                "skipped what is attached and neither text nor a table: {}",
                some(&skipped)
            );
            self.refuse(&name, message, "nothing, when it holds no counts");
        } else if self.pieces.len() == before {
            self.refuse(
                &name,
                "a mail of pictures, without text",
                "type what they say into a .txt file",
            );
        }
    }
}

fn is_picture(name: &str) -> bool {
    matches!(
        super::extension(name).as_str(),
        "png" | "jpg" | "jpeg" | "gif" | "bmp" | "svg" | "webp" | "p7s" | "asc" | "ics" | "vcf"
    )
}

/// The first few names, and how many more.
fn some(names: &[String]) -> String {
    const SHOWN: usize = 5;
    let shown = names[..names.len().min(SHOWN)].join(", ");
    match names.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;
    use zip::write::{SimpleFileOptions, ZipWriter};

    fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn told(name: &str, bytes: Vec<u8>) -> Vec<String> {
        pieces(name, bytes)
            .into_iter()
            .map(|piece| match piece {
                Ok(piece) => piece.name,
                Err(problem) => format!("! {}: {}", problem.file, problem.message),
            })
            .collect()
    }

    #[test]
    fn an_archive_is_a_folder() {
        let inner = zip(&[("b.txt", b"Some 300 left.")]);
        let day = zip(&[
            ("reports/z.txt", b"x"),
            ("../a.md", b"x"),
            ("in.zip", &inner),
            ("map.png", b"x"),
            ("__MACOSX/reports/._z.txt", b"x"),
            ("page_files/style.html", b"x"),
            ("page.html", b"<p>x"),
        ]);
        assert_eq!(
            told("day.zip", day),
            [
                "day.zip/../a.md",
                "day.zip/in.zip/b.txt",
                "day.zip/page.html",
                "day.zip/reports/z.txt",
                "! day.zip: skipped a file that is neither text nor a table: map.png"
            ]
        );
        assert_eq!(told("a.zip", zip(&[])), ["! a.zip: an archive with nothing to read in it"]);
    }

    #[test]
    fn archives_in_archives_end() {
        let mut bytes = zip(&[("a.txt", b"Some 300 left.")]);
        for _ in 0..limits::NESTING {
            bytes = zip(&[("a.zip", &bytes)]);
        }
        let told = told("a.zip", bytes);
        assert_eq!(told.len(), 1);
        assert!(told[0].ends_with("archives within archives, more than 4 deep"), "{told:?}");
    }

    #[test]
    fn an_archive_that_unpacks_to_too_much_is_refused() {
        let zeros = vec![b' '; limits::FILE + 1];
        let told = told("a.zip", zip(&[("a.txt", &zeros), ("b.txt", b"x")]));
        assert_eq!(
            told,
            [
                "! a.zip/a.txt: unpacks to more than 8 MB",
                "! a.zip: unpacks to more than 8 MB; the rest is not read"
            ]
        );
    }

    #[test]
    fn no_file_of_several_documents_is_silent() {
        for (name, bytes) in [
            ("a.eml", &b"From: a@b.example\nSubject: x\n\n"[..]),
            ("a.rss", b"<rss><channel><item><title/></item></channel></rss>"),
            ("a.rss", b"<rss></rss>"),
            ("a.zip", b"PK\x03\x04nonsense"),
            ("a.xml", b"<note>words</note>"),
        ] {
            assert!(!told(name, bytes.to_vec()).is_empty(), "{name}");
        }
        let pictures =
            b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: image/png; name=a.png\n\nxxxx";
        assert!(!told("a.eml", pictures.to_vec()).is_empty());
    }
}
