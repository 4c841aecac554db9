//! A PDF file with a text layer: where each letter stands is all that it says, so lines, columns,
//! cells and paragraphs are told from places. A number whose cell is not certain is not read.

mod glyphs;
mod grid;
mod guard;
mod layout;
mod lines;

use std::panic::{AssertUnwindSafe, catch_unwind};

use hayro_syntax::Pdf;
use hayro_syntax::{DecryptionError, LoadPdfError};

use super::prose::Prose;
use calendar::written as day;

use super::limits;
use layout::{Block, Page};

/// Message and remedy.
type Refusal = (String, String);

/// A parser of others and its recursion get a stack of their own.
const STACK: usize = 64 << 20;

/// Reads a PDF file.
pub(super) fn read(bytes: &[u8]) -> Result<Prose, Refusal> {
    guard::unpacks(bytes)?;
    let broken = || {
        (
            "a PDF file that cannot be read: its structure is damaged".to_owned(),
            "open it in a PDF viewer and print it to a new PDF file, or save its text as .txt"
                .to_owned(),
        )
    };
    // The parser is not ours: should it fail on a file, that file is refused and the others are read.
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || catch_unwind(AssertUnwindSafe(|| pages(bytes))))
            .map_err(|_| broken())?
            .join()
            .map_err(|_| broken())?
            .map_err(|_| broken())?
    })
}

fn pages(bytes: &[u8]) -> Result<Prose, Refusal> {
    const TEXT: &str = "save its text as .txt";
    let file = Pdf::new(bytes.to_vec()).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => (
            "an encrypted PDF file".to_owned(),
            "open it with its password and print it to a new PDF file".to_owned(),
        ),
        LoadPdfError::Decryption(_) => (
            "a PDF file that is encrypted in a way that is not known here".to_owned(),
            "open it in a PDF viewer and print it to a new PDF file".to_owned(),
        ),
        LoadPdfError::Invalid => (
            "a PDF file that cannot be read: its structure is damaged".to_owned(),
            "check that it was downloaded whole".to_owned(),
        ),
    })?;
    let count = file.pages().len();
    if count > limits::PAGES {
        return Err((
            format!("a PDF file of {count} pages; at most {} are read", limits::PAGES),
            "split it into parts".to_owned(),
        ));
    }
    let found = glyphs::of_pages(&file);
    let mut prose = Prose::default();
    let (mut scanned, mut foreign, mut recognised, mut crowded) = (vec![], vec![], vec![], vec![]);
    let mut pages: Vec<Page> = Vec::new();
    for (index, page) in found.into_iter().enumerate() {
        let number = index + 1;
        if page.too_much {
            crowded.push(number);
        }
        let page = match page.sound() {
            glyphs::Sound::Text => page,
            glyphs::Sound::Recognised => {
                recognised.push(number);
                page
            }
            glyphs::Sound::Unmapped => {
                foreign.push(number);
                glyphs::Found::default()
            }
            glyphs::Sound::Nothing => {
                if page.images > 0 {
                    scanned.push(number);
                }
                page
            }
        };
        pages.push(layout::page(page));
    }
    layout::drop_running(&mut pages);
    let words = layout::vocabulary(&pages);
    let mut unsure = Vec::new();
    for (index, page) in pages.iter().enumerate() {
        prose.page();
        for block in &page.blocks {
            match block {
                Block::Paragraphs(block) => layout::paragraphs(block, &words, &mut prose),
                Block::Table(rows) => prose.table(rows),
                Block::Unsure(rows) => {
                    unsure.push(index + 1);
                    // Kept as evidence of what stands there, and never read.
                    prose.table(rows);
                    if let Some(last) = prose.tables.last().cloned() {
                        prose.unsure.push(last);
                    }
                }
            }
        }
    }
    tell(&mut prose, count, &scanned, &foreign, &recognised, &crowded, &unsure);
    if prose.text.trim().is_empty() && prose.problems.is_empty() {
        prose.problem("a PDF file without text", TEXT);
    }
    said(&file, &mut prose);
    Ok(prose)
}

/// Says what of the file was not read, or is to be read with care.
fn tell(
    prose: &mut Prose,
    count: usize,
    scanned: &[usize],
    foreign: &[usize],
    recognised: &[usize],
    crowded: &[usize],
    unsure: &[usize],
) {
    if !scanned.is_empty() {
        let message = if scanned.len() == count {
            "scanned: pictures of pages, without text".to_owned()
        } else {
            format!("{}: scanned, a picture without text; not read", some_pages(scanned))
        };
        prose.problem(
            message,
            "have its text recognised (OCR), check the figures, and save it as text",
        );
    }
    if !recognised.is_empty() {
        prose.problem(
            format!(
                "{}: a scan, read from the text that was recognised in it, in which digits may be wrong",
                some_pages(recognised)
            ),
            "check the figures against the picture of the page",
        );
    }
    if !foreign.is_empty() {
        prose.problem(
            format!(
                "{}: not read: its fonts do not say which letters their signs stand for",
                some_pages(foreign)
            ),
            "get the file that it was made from, or have the text recognised (OCR) and check the figures",
        );
    }
    if !crowded.is_empty() {
        prose.problem(
            format!("{}: more than a page can hold; not all of it is read", some_pages(crowded)),
            "save its text as .txt, or its table as .csv",
        );
    }
    if !unsure.is_empty() {
        prose.problem(
            format!(
                "{}: not read: figures whose row and column cannot be told for certain",
                some_pages(unsure)
            ),
            "type the figures into a table (.csv, .xlsx) or a sentence (.txt)",
        );
    }
}

/// `p. 3, 4 and 7`.
fn some_pages(pages: &[usize]) -> String {
    let mut pages = pages.to_vec();
    pages.dedup();
    let told: Vec<String> = pages.iter().take(8).map(usize::to_string).collect();
    match pages.len() {
        0..=8 => format!("p. {}", told.join(", ")),
        more => format!("p. {} and {} more", told.join(", "), more - 8),
    }
}

/// What the file says of itself. Its day is the day on which it was made: a day in the letterhead
/// is better.
fn said(file: &Pdf, prose: &mut Prose) {
    if let Some(day) = day::of_letterhead(&prose.text) {
        prose.said.published = Some((day, "its first lines"));
    }
    let about = file.metadata();
    if let Some(made) = about.creation_date {
        let day = format!("{:04}-{:02}-{:02}", made.year, made.month, made.day);
        prose.said.date(&day, "the file's information (made)");
    }
    if let Some(title) = &about.title {
        let title = decoded(title);
        // Programs put the name of the file there.
        let name = ["Microsoft Word", "untitled", "Untitled", "about:blank"];
        let file_name = title.rsplit_once('.').is_some_and(|(_, ending)| {
            matches!(
                ending.to_ascii_lowercase().as_str(),
                "doc" | "docx" | "odt" | "indd" | "html" | "pdf" | "xlsx"
            )
        });
        if !file_name && !name.iter().any(|name| title.starts_with(name)) {
            prose.said.title(&title, "the file's information");
        }
    }
}

/// A string of the information dictionary: UTF-16 with its mark, UTF-8 with its mark, or bytes.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            char::decode_utf16(units).map(|c| c.unwrap_or('\u{fffd}')).collect()
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A PDF file of one page with this content, and Helvetica as `/F`.
    fn file(content: &str) -> Vec<u8> {
        with_resources(content, "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>")
    }

    fn with_resources(content: &str, resources: &str) -> Vec<u8> {
        format!(
            "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
             2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
             3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Contents 4 0 R/Resources<<{resources}>>>>endobj\n\
             4 0 obj<</Length {}>>stream\n{content}\nendstream endobj\n\
             trailer<</Root 1 0 R>>",
            content.len()
        )
        .into_bytes()
    }

    /// Draws each text at its place.
    fn drawn(texts: &[(f64, f64, &str)]) -> String {
        texts.iter().map(|(x, y, text)| format!("BT /F 10 Tf {x} {y} Td {text} ET\n")).collect()
    }

    fn text(content: &str) -> String {
        read(&file(content)).unwrap().text
    }

    #[test]
    fn numbers_side_by_side_are_never_one() {
        // Cells that nearly touch, kerning as wide as a space, letters drawn apart.
        for content in [
            drawn(&[(50.0, 300.0, "(104,000) Tj"), (88.0, 300.0, "(17,330) Tj")]),
            drawn(&[(50.0, 300.0, "(Torkham 104,000) Tj"), (131.0, 300.0, "(17,330) Tj")]),
            drawn(&[(50.0, 300.0, "[(104,000) -300 (17,330)] TJ")]),
            drawn(&[(50.0, 300.0, "2 Tc (104,000   17,330) Tj")]),
            drawn(&[
                (50.0, 300.0, "(104,000) Tj"),
                (88.0, 300.0, "(17,330) Tj"),
                (50.0, 288.0, "(36,322) Tj"),
                (84.0, 288.0, "(6,054) Tj"),
            ]),
        ] {
            let text = text(&content);
            assert!(text.contains("104,000") && text.contains("17,330"), "{text}");
            assert!(!text.contains("104,00017,330"), "{text}");
        }
        assert_eq!(
            text(&drawn(&[(50.0, 300.0, "3 Tc (Some 104,000 left) Tj")])),
            "Some 104,000 left"
        );
    }

    #[test]
    fn figures_without_words_are_told_as_not_read() {
        let prose = read(&file(&drawn(&[
            (50.0, 300.0, "(Some 300 people left by the gate.) Tj"),
            (50.0, 250.0, "(104,000) Tj"),
            (120.0, 250.0, "(17,330) Tj"),
        ])))
        .unwrap();
        assert_eq!(prose.unsure.len(), 1);
        assert!(prose.problems[0].0.starts_with("p. 1: not read: figures"), "{:?}", prose.problems);
    }

    #[test]
    fn the_mark_of_a_note_is_no_digit() {
        let content = "BT /F 10 Tf 50 300 Td (Some 104,000) Tj ET BT /F 6 Tf 113 304 Td (1) Tj ET \
                       BT /F 10 Tf 119 300 Td (people left.) Tj ET";
        assert_eq!(text(content), "Some 104,000 people left.");
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let picture = "/XObject<</I<</Type/XObject/Subtype/Image/Width 1/Height 1>>>>";
        let refused =
            |bytes: Vec<u8>| read(&bytes).map(|prose| prose.problems).unwrap_or_else(|r| vec![r]);
        let nothing = refused(file(""));
        assert_eq!(nothing[0].0, "a PDF file without text");
        let _ = picture;
        // Glyphs by number, in a font that does not say which letters they are.
        let font = "/Font<</F<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts\
                    [<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)\
                    /Supplement 0>>>>]>>>>";
        let content = drawn(&[(50.0, 300.0, "<00410042004300440045> Tj")]);
        let unmapped = refused(with_resources(&content, font));
        assert!(unmapped[0].0.contains("fonts do not say"), "{unmapped:?}");
        assert!(
            refused(b"%PDF-1.7 nonsense".to_vec())[0]
                .0
                .starts_with("a PDF file that cannot be read")
        );
    }

    #[test]
    fn a_form_that_draws_itself_over_and_over_ends() {
        let forms: String = (0..30)
            .map(|n| {
                let draw = format!("/X{} Do ", n + 1).repeat(10);
                format!(
                    "{} 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X{} {} 0 R>>>>/Length {}>>\
                     stream\n{draw}\nendstream endobj\n",
                    10 + n, n + 1, 11 + n, draw.len()
                )
            })
            .collect();
        let mut bytes = with_resources("/X0 Do", "/XObject<</X0 10 0 R>>");
        bytes.splice(9..9, forms.into_bytes());
        assert!(read(&bytes).is_ok_and(|prose| prose.text.is_empty()));
    }
}
