//! What a packed workbook would unpack to, before anything is unpacked whole.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::limits;
use super::references::References;

/// How many times its size a part may unpack to, whatever the compression: the method allows no more.
const MOST_RATIO: u64 = 1_032;

pub(super) const BOMB: &str = "unpacks to more than a report can be: refused";

/// Checks the sizes, and that the sheets of a workbook name only cells that can be; returns what
/// the sheets unpack to.
pub(super) fn check(bytes: &[u8]) -> Result<u64, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|error| format!("not a readable workbook: {error}"))?;
    let mut total = 0;
    let mut sheets = 0;
    for index in 0..archive.len() {
        let entry = archive
            .by_index_raw(index)
            .map_err(|error| format!("not a readable workbook: {error}"))?;
        let name = entry.name().map(|name| name.into_owned()).unwrap_or_default();
        let streamed =
            name.contains("worksheets/") || name == "content.xml" || !name.ends_with("xml");
        let limit = if streamed { limits::SHEET } else { limits::WORKBOOK_PART };
        let (stated, packed) = (entry.size(), entry.compressed_size());
        drop(entry);
        // What is stated need not be so; what a part can unpack to has its bounds.
        let size = if name.contains("worksheets/") && name.ends_with(".xml") {
            let mut references = References::default();
            let size = measured(&mut archive, index, limit, &mut references)?;
            if let Some(reference) = references.wrong() {
                return Err(format!("{name} has a cell `{reference}`, which no sheet can have"));
            }
            size
        } else if packed.saturating_mul(MOST_RATIO) > limit && !name.contains("media/") {
            measured(&mut archive, index, limit, &mut std::io::sink())?
        } else {
            stated
        };
        total += size;
        if size > limit || total > limits::WORKBOOK {
            return Err(BOMB.to_owned());
        }
        if streamed && name.ends_with(".xml") {
            sheets += size;
        }
    }
    Ok(sheets)
}

/// Unpacks a part into what only looks at it, and counts.
fn measured(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    limit: u64,
    into: &mut impl std::io::Write,
) -> Result<u64, String> {
    let damaged = |error: String| format!("not a readable workbook: {error}");
    let part = archive.by_index(index).map_err(|error| damaged(error.to_string()))?;
    let mut part = part.take(limit + 1);
    std::io::copy(&mut part, into).map_err(|error| damaged(error.to_string()))
}
