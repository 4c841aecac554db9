//! An OpenDocument text.

use super::super::archive::Archive;
use super::super::prose::Prose;
use super::super::xml::{self, Mark, local};
use super::{Flow, Refusal, SAVE_AGAIN, date};

pub(in super::super) fn read(archive: &mut Archive<'_>) -> Result<Prose, Refusal> {
    let refuse = |message: String| (message, SAVE_AGAIN.to_owned());
    let manifest = archive.part("META-INF/manifest.xml").map_err(refuse)?;
    if manifest.is_some_and(|text| text.contains("encryption-data")) {
        return Err((
            "an encrypted document".to_owned(),
            "open it with its password and save it without one".to_owned(),
        ));
    }
    let body = archive
        .part("content.xml")
        .map_err(refuse)?
        .ok_or_else(|| refuse("an OpenDocument file without text".to_owned()))?;
    let mut flow = Flow::default();
    text(&body, &mut flow).map_err(refuse)?;
    let mut prose = flow.finish();

    let meta = archive.part("meta.xml").map_err(refuse)?.unwrap_or_default();
    let mut properties: Vec<(String, String)> = Vec::new();
    let mut open = String::new();
    let _ = xml::walk(&meta, |mark, _| match mark {
        Mark::Start(name, _) => open = name.to_owned(),
        Mark::End(_) => open.clear(),
        Mark::Text(text) if !open.is_empty() => {
            properties.push((open.clone(), text.trim().to_owned()));
        }
        Mark::Text(_) => {}
    });
    let of = |name: &str| {
        properties.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
    };
    date(
        &mut prose,
        "",
        &[
            (of("dc:date"), "its file properties (last saved)"),
            (of("meta:creation-date"), "its file properties (made)"),
        ],
    );
    prose.said.title(of("dc:title"), "its file properties");
    prose.said.publisher(of("dc:publisher"), "its file properties");
    prose.said.language(of("dc:language"), "its file properties");
    Ok(prose)
}

fn text(part: &str, flow: &mut Flow) -> Result<(), String> {
    let mut in_body = false;
    let mut skipped = 0usize;
    let mut lists = 0usize;
    let mut in_paragraph = 0usize;
    xml::walk(part, |mark, _| match mark {
        Mark::Start(name, attributes) => {
            let name = local(name);
            if skipped > 0
                || matches!(
                    name,
                    "tracked-changes"
                        | "annotation"
                        | "note-citation"
                        | "table-header-rows-none"
                        | "forms"
                        | "table-of-content"
                )
            {
                skipped += 1;
                return;
            }
            match name {
                "text" if !in_body => in_body = true,
                _ if !in_body => {}
                "p" | "h" => {
                    in_paragraph += 1;
                    flow.begin_paragraph();
                    if lists > 0 && name == "p" {
                        flow.mark_item();
                    }
                }
                "s" => {
                    let count = attributes.get("c").and_then(|c| c.parse().ok()).unwrap_or(1usize);
                    flow.words(if count > 0 { " " } else { "" });
                }
                "tab" => flow.words(" "),
                "line-break" => flow.words("\n"),
                "list-item" => lists += 1,
                "note" => flow.in_note += 1,
                "table" => flow.begin_table(),
                "table-cell" | "covered-table-cell" => {
                    flow.begin_cell();
                    let number = |key: &str| {
                        attributes.get(key).and_then(|value| value.parse::<usize>().ok())
                    };
                    if let Some(cell) = flow.cell() {
                        // The cells that it covers follow by themselves.
                        cell.across = number("number-columns-repeated").unwrap_or(1);
                        cell.down = number("number-rows-spanned").unwrap_or(1);
                    }
                }
                _ => {}
            }
        }
        Mark::End(name) => {
            if skipped > 0 {
                skipped -= 1;
                return;
            }
            match local(name) {
                _ if !in_body => {}
                "p" | "h" => {
                    in_paragraph = in_paragraph.saturating_sub(1);
                    flow.end_paragraph();
                }
                "list-item" => lists = lists.saturating_sub(1),
                "note" => flow.in_note = flow.in_note.saturating_sub(1),
                "table-cell" | "covered-table-cell" => flow.end_cell(),
                "table-row" => flow.end_row(true),
                "table" => flow.end_table(),
                _ => {}
            }
        }
        Mark::Text(words) if in_body && skipped == 0 && in_paragraph > 0 => {
            flow.words(&words.replace(['\n', '\r', '\t'], " "));
        }
        Mark::Text(_) => {}
    })
}
