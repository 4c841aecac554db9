//! Remarks in tables: cells of free words beside the fields.

use std::ops::Range;

use crate::Document;

/// What heads a column of remarks, in small letters.
const HEADINGS: [&str; 7] =
    ["note", "comment", "remark", "description", "observation", "memo", "free text"];
/// The header is among the first rows.
const HEADER: usize = 30;

impl Document {
    /// Where the cells of remarks stand in a table, in bytes: what somebody wrote beside the numbers, which no field was
    /// read from. None in a text.
    pub fn remarks(&self) -> Vec<Range<usize>> {
        if self.media.is_prose() {
            return Vec::new();
        }
        let delimiter = delimiter(&self.text);
        let rows = rows(&self.text, delimiter);
        let heads = |range: &Range<usize>| {
            let words = self.text[range.clone()].trim_matches('"').trim().to_lowercase();
            HEADINGS.iter().any(|heading| words.starts_with(heading))
        };
        let Some(header) =
            rows.iter().take(HEADER).position(|row| row.len() > 1 && row.iter().any(heads))
        else {
            return Vec::new();
        };
        let columns: Vec<usize> =
            (0..rows[header].len()).filter(|at| heads(&rows[header][*at])).collect();
        rows[header + 1..]
            .iter()
            .flat_map(|row| columns.iter().filter_map(|at| row.get(*at)))
            .filter(|cell| !cell.is_empty())
            .cloned()
            .collect()
    }
}

fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |byte: u8| first.bytes().filter(|b| *b == byte).count();
    // The first of those that are as many.
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|byte| count(*byte)).unwrap_or(b',')
}

/// The cells of each row, by their bytes, quotes included.
fn rows(text: &str, delimiter: u8) -> Vec<Vec<Range<usize>>> {
    let (mut rows, mut row, mut start, mut quoted) = (Vec::new(), Vec::new(), 0, false);
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                let end = if at > start && bytes[at - 1] == b'\r' { at - 1 } else { at };
                row.push(start..end);
                rows.push(std::mem::take(&mut row));
                start = at + 1;
            }
            byte if *byte == delimiter && !quoted => {
                row.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    row.push(start..text.len());
    rows.push(row);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Media;

    #[test]
    fn remarks_are_found_by_their_heading_and_texts_have_none() {
        let text = "reported,value,Notes,via\n2023-11-03,5,\"ask Ali, 0300\",Torkham\n2023-11-04,6,,Chaman\n2023-11-05,7,seen,\n";
        let document = Document { media: Media::Csv, ..Document::text("a.csv", text) };
        let found: Vec<&str> = document.remarks().into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["\"ask Ali, 0300\"", "seen"]);
        assert!(Document::text("a.txt", text).remarks().is_empty());
        // A page whose first line begins as such a heading does is prose all the same.
        let page = Document { media: Media::Html, ..document.clone() };
        assert!(page.remarks().is_empty());
        let semicolons = Document {
            media: Media::Csv,
            ..Document::text("b.csv", "value;comment\r\n5;here, too\r\n")
        };
        let range = semicolons.remarks().remove(0);
        assert_eq!(&semicolons.text[range], "here, too");
        let plain =
            Document { media: Media::Csv, ..Document::text("c.csv", "value,via\n5,Torkham\n") };
        assert!(plain.remarks().is_empty());
    }
}
