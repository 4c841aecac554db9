//! A Word document (Office Open XML). Macros in it are never looked at.

use super::super::archive::Archive;
use super::super::prose::Prose;
use super::super::xml::{self, Mark, local};
use super::{Flow, Refusal, SAVE_AGAIN, date};

/// What a widely used library puts where a document was never given a day.
const TEMPLATE: &str = "2013-12-23T23:15:00Z";

pub(in super::super) fn read(archive: &mut Archive<'_>) -> Result<Prose, Refusal> {
    let refuse = |message: String| (message, SAVE_AGAIN.to_owned());
    let body = archive
        .part("word/document.xml")
        .map_err(refuse)?
        .ok_or_else(|| refuse("a Word document without text".to_owned()))?;
    let mut flow = Flow::default();
    text(&body, &mut flow).map_err(refuse)?;
    for notes in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(part) = archive.part(notes).map_err(refuse)? {
            flow.in_note = 1;
            text(&part, &mut flow).map_err(refuse)?;
            flow.in_note = 0;
        }
    }
    let mut prose = flow.finish();
    let mut header = String::new();
    for index in 1..=3 {
        if let Some(part) = archive.part(&format!("word/header{index}.xml")).map_err(refuse)? {
            let mut flow = Flow::default();
            // A header that is damaged is no loss.
            if text(&part, &mut flow).is_ok() {
                header.push_str(&flow.finish().text);
                header.push('\n');
            }
        }
    }
    let core = properties(archive, "docProps/core.xml");
    let of = |name: &str| core.iter().find(|(key, _)| key == name).map_or("", |(_, v)| v.as_str());
    let own = |text| if text == TEMPLATE { "" } else { text };
    date(
        &mut prose,
        &header,
        &[
            (own(of("modified")), "its file properties (last saved)"),
            (own(of("created")), "its file properties (made)"),
        ],
    );
    prose.said.title(of("title"), "its file properties");
    prose.said.publisher(of("publisher"), "its file properties");
    let app = properties(archive, "docProps/app.xml");
    let company = app.iter().find(|(key, _)| key == "Company").map_or("", |(_, v)| v.as_str());
    prose.said.publisher(company, "its file properties");
    prose.said.language(of("language"), "its file properties");
    Ok(prose)
}

/// Properties by name, from a flat file of them.
fn properties(archive: &mut Archive<'_>, part: &str) -> Vec<(String, String)> {
    let Ok(Some(text)) = archive.part(part) else { return Vec::new() };
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open = String::new();
    let _ = xml::walk(&text, |mark, _| match mark {
        Mark::Start(name, _) => open = local(name).to_owned(),
        Mark::End(_) => open.clear(),
        Mark::Text(text) if !open.is_empty() => match found.last_mut() {
            Some((name, value)) if *name == open => value.push_str(text),
            _ => found.push((open.clone(), text.trim().to_owned())),
        },
        Mark::Text(_) => {}
    });
    found
}

/// Reads the paragraphs and tables of one part.
fn text(part: &str, flow: &mut Flow) -> Result<(), String> {
    let mut in_text = false;
    let mut skipped = 0usize;
    let (mut hidden, mut raised) = (false, false);
    let mut deleted_row = false;
    let mut in_run = false;
    xml::walk(part, |mark, _| match mark {
        Mark::Start(name, attributes) => {
            let name = local(name);
            // What was moved away, the older drawing of the same thing, and marks of revision.
            if skipped > 0 || matches!(name, "moveFrom" | "Fallback" | "rubyPr" | "rt") {
                skipped += 1;
                return;
            }
            match name {
                "p" => flow.begin_paragraph(),
                "r" => (in_run, hidden, raised) = (true, false, false),
                "t" => in_text = true,
                "tab" if in_run => flow.words(" "),
                "br" | "cr" if in_run => flow.words("\n"),
                "noBreakHyphen" => flow.words("-"),
                "vanish" if in_run => hidden = attributes.is_on(),
                "vertAlign" if in_run => {
                    raised = attributes.get("val").as_deref() == Some("superscript");
                }
                "numPr" => flow.mark_item(),
                "pStyle" => {
                    let style = attributes.get("val").unwrap_or_default();
                    if style.starts_with("List") && style != "ListParagraph" {
                        flow.mark_item();
                    }
                }
                "tbl" => flow.begin_table(),
                "tr" => deleted_row = false,
                "tc" => flow.begin_cell(),
                "gridSpan" => {
                    let across = attributes.get("val").and_then(|value| value.parse().ok());
                    if let (Some(cell), Some(across)) = (flow.cell(), across) {
                        cell.across = across;
                    }
                }
                "vMerge" => {
                    let begins = attributes.get("val").as_deref() == Some("restart");
                    if let Some(cell) = flow.cell() {
                        cell.continues = !begins;
                    }
                }
                "del" if !in_run => deleted_row = true,
                _ => {}
            }
        }
        Mark::End(name) => {
            if skipped > 0 {
                skipped -= 1;
                return;
            }
            match local(name) {
                "p" => flow.end_paragraph(),
                "r" => in_run = false,
                "t" => in_text = false,
                "tc" => flow.end_cell(),
                "tr" => flow.end_row(!deleted_row),
                "trPr" => {}
                // Deleted words within a row that stays.
                "del" => deleted_row = deleted_row && !in_run,
                "tbl" => flow.end_table(),
                _ => {}
            }
        }
        Mark::Text(words) if in_text && skipped == 0 && !hidden => {
            if raised {
                flow.raised(words);
            } else {
                flow.words(words);
            }
        }
        Mark::Text(_) => {}
    })
}
