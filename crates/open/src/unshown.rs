//! What the sheets of a workbook hold that who looks at it does not see, or that is not there to be read:
//! hidden rows and columns, and formulas whose result nothing has stored.

use std::collections::BTreeMap;
use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::xml::{attribute, local};

/// What is not shown of a sheet.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Unshown {
    rows: usize,
    columns: usize,
    formulas: usize,
}

/// A sentence for each sheet and thing; none where a workbook cannot be looked at, which others say.
pub(super) fn of(bytes: &[u8], several: bool) -> Vec<String> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Vec::new() };
    let mut said = Vec::new();
    for (name, path) in paths(&mut archive) {
        let Some(found) = look(&mut archive, &path) else { continue };
        let name = several.then_some(name.as_str());
        said.extend(in_words(name, found.rows, found.columns, found.formulas));
    }
    said
}

/// A sentence for each thing that a sheet has.
pub(super) fn in_words(
    sheet: Option<&str>,
    rows: usize,
    columns: usize,
    formulas: usize,
) -> Vec<String> {
    let sheet = sheet.map_or(String::new(), |name| format!("sheet `{name}`: "));
    let mut said = Vec::new();
    let mut say = |count: usize, one: &str, many: &str| {
        if count > 0 {
            said.push(format!("{sheet}{count} {}", if count == 1 { one } else { many }));
        }
    };
    say(rows, "hidden row is read like the others", "hidden rows are read like the others");
    say(
        columns,
        "hidden column is read like the others",
        "hidden columns are read like the others",
    );
    say(
        formulas,
        "formula has no stored value and counts as blank: open the file in a spreadsheet program and save it",
        "formulas have no stored values and count as blank: open the file in a spreadsheet program and save it",
    );
    said
}

/// The sheets that are shown, by name, and where they are kept.
fn paths(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Vec<(String, String)> {
    let mut targets: BTreeMap<String, String> = BTreeMap::new();
    each(archive, "xl/_rels/workbook.xml.rels", |element, _| {
        if let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target")) {
            targets.insert(id, target);
        }
    });
    let mut sheets = Vec::new();
    each(archive, "xl/workbook.xml", |element, name| {
        let shown = attribute(element, "state").is_none_or(|state| state == "visible");
        if name == "sheet"
            && shown
            && let (Some(name), Some(id)) = (attribute(element, "name"), attribute(element, "id"))
            && let Some(target) = targets.get(&id)
        {
            let path = match target.strip_prefix('/') {
                Some(whole) => whole.to_owned(),
                None => format!("xl/{target}"),
            };
            sheets.push((name, path));
        }
    });
    sheets
}

fn look(archive: &mut ZipArchive<Cursor<&[u8]>>, path: &str) -> Option<Unshown> {
    let part = archive.by_name(path).ok()?.take(super::limits::SHEET);
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut found = Unshown::default();
    let (mut buffer, mut formula, mut value) = (Vec::new(), false, false);
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Eof => return Some(found),
            Event::Start(start) | Event::Empty(start) => match local(start.name().0) {
                "row" => found.rows += usize::from(is_on(&start, "hidden")),
                "col" if is_on(&start, "hidden") => {
                    let number = |name| attribute(&start, name)?.parse::<usize>().ok();
                    // "To the last column of all" hides what nobody wrote.
                    let width = number("max").zip(number("min")).map_or(1, |(max, min)| {
                        if max >= 16_384 { 0 } else { max.saturating_sub(min) + 1 }
                    });
                    found.columns += width;
                }
                "c" => (formula, value) = (false, false),
                "f" => formula = true,
                "v" | "is" => value = true,
                _ => {}
            },
            Event::End(end) if local(end.name().0) == "c" => {
                found.formulas += usize::from(formula && !value);
                formula = false;
            }
            _ => {}
        }
    }
}

fn each(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    path: &str,
    mut visit: impl FnMut(&BytesStart<'_>, &str),
) {
    let Ok(part) = archive.by_name(path) else { return };
    let mut reader = Reader::from_reader(BufReader::new(part.take(super::limits::WORKBOOK_PART)));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start) | Event::Empty(start)) => visit(&start, local(start.name().0)),
            Ok(Event::Eof) | Err(_) => return,
            _ => {}
        }
    }
}

fn is_on(element: &BytesStart<'_>, name: &str) -> bool {
    matches!(attribute(element, name).as_deref(), Some("1" | "true"))
}
