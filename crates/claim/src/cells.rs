//! Where the cells of a table stand in its text: what reads tables and what blacks out contacts cut it alike.

use std::ops::Range;

/// Rows that are looked at to tell which mark parts the cells.
const SNIFFED: usize = 60;

/// The mark between the cells of a text, and where its rows begin: behind a line that tells the mark (`sep=;`).
pub fn delimiter(text: &str) -> (u8, usize) {
    let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let own = &text[mark..];
    let first = own.lines().next().unwrap_or_default();
    let behind = || mark + own.find('\n').map_or(own.len(), |at| at + 1);
    match first.trim().trim_matches('"').strip_prefix("sep=").map(str::as_bytes) {
        Some([told]) => (*told, behind()),
        Some([]) if first.starts_with("sep=\t") => (b'\t', behind()),
        _ => (sniffed(own), mark),
    }
}

/// The cell that starts at `at`, without quotation marks, and where it ends with them.
pub fn cell_at(bytes: &[u8], at: usize, end: usize, delimiter: u8) -> (Range<usize>, usize) {
    if bytes.get(at) == Some(&b'"') && at < end {
        let mut close = at + 1;
        while close < end {
            if bytes[close] == b'"' {
                if bytes.get(close + 1) == Some(&b'"') && close + 1 < end {
                    close += 2;
                    continue;
                }
                let mut next = close + 1;
                while next < end
                    && bytes[next] != delimiter
                    && !matches!(bytes[next], b'\n' | b'\r')
                {
                    next += 1;
                }
                return (at + 1..close, next);
            }
            close += 1;
        }
        // Never closed: it is a cell that begins with a mark.
    }
    let mut next = at;
    while next < end && bytes[next] != delimiter && !matches!(bytes[next], b'\n' | b'\r') {
        next += 1;
    }
    (at..next, next)
}

/// All cells of a text, in order.
pub fn all(text: &str, delimiter: u8, from: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let (bytes, end) = (text.as_bytes(), text.len());
    let mut at = from;
    std::iter::from_fn(move || {
        if at >= end {
            return None;
        }
        let (cell, next) = cell_at(bytes, at, end, delimiter);
        at = match bytes.get(next) {
            Some(b'\r') if bytes.get(next + 1) == Some(&b'\n') => next + 2,
            _ => next + 1,
        };
        Some(cell)
    })
}

/// The mark that cuts most lines into the same number of cells.
fn sniffed(text: &str) -> u8 {
    let mut best = (b',', 0, 0);
    for delimiter in [b',', b';', b'\t', b'|'] {
        let mut counts: Vec<usize> = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()).take(SNIFFED) {
            let bytes = line.as_bytes();
            let (mut at, mut cells) = (0, 1);
            loop {
                let (_, next) = cell_at(bytes, at, bytes.len(), delimiter);
                if bytes.get(next) != Some(&delimiter) {
                    break;
                }
                cells += 1;
                at = next + 1;
            }
            counts.push(cells);
        }
        // The width that most lines have, of those with two cells or more.
        let mut widths: Vec<usize> = counts.iter().copied().filter(|width| *width > 1).collect();
        widths.sort_unstable();
        let common = widths.chunk_by(|a, b| a == b).map(|run| (run.len(), run[0])).max();
        let (lines, width) = common.unwrap_or_default();
        if (lines, width) > (best.1, best.2) {
            best = (delimiter, lines, width);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_told_or_seen() {
        for (text, mark, from) in [
            ("sep=;\na;b\n", b';', 6),
            ("\u{feff}a\tb,c\nd\te,f,g\n", b'\t', 3),
            ("Title, with commas, here\na;b;c\n1,5;2;3\n2,5;3;4\n", b';', 0),
            ("a,b\n1,2\n", b',', 0),
        ] {
            assert_eq!(delimiter(text), (mark, from), "{text}");
        }
    }

    #[test]
    fn quoted_cells_are_one() {
        let text = "a;\"b; \"\"c\"\"\nd\"\r\n\n1;";
        let cells: Vec<&str> = all(text, b';', 0).map(|cell| &text[cell]).collect();
        assert_eq!(cells, ["a", "b; \"\"c\"\"\nd", "", "1"]);
    }
}
