//! Text for people: numbers with separators, words wrapped and cut to the
//! width of the terminal, tables with aligned columns.

use claim::Window;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Width when standard output is not a terminal.
const DEFAULT_WIDTH: usize = 80;

/// Longer lines are hard to read, however wide the terminal.
const WIDEST: usize = 120;

/// Width to lay out for.
pub(crate) fn width() -> usize {
    match terminal_size::terminal_size_of(std::io::stdout()) {
        Some((terminal_size::Width(columns), _)) => usize::from(columns).clamp(40, WIDEST),
        None => DEFAULT_WIDTH,
    }
}

/// A message with its lines wrapped when standard error is a terminal; else as it is, for who searches it.
pub(crate) fn to_terminal(message: &str) -> String {
    match terminal_size::terminal_size_of(std::io::stderr()) {
        Some((terminal_size::Width(columns), _)) => {
            wrapped(message, usize::from(columns).clamp(40, WIDEST))
        }
        None => message.to_owned(),
    }
}

/// Lines wider than `width` broken between words, the rest of each under its first word.
fn wrapped(message: &str, width: usize) -> String {
    let mut lines = Vec::new();
    for line in message.lines() {
        let indent = line.len() - line.trim_start().len();
        let lead = " ".repeat(indent);
        let mut current = lead.clone();
        for word in line.split_whitespace() {
            let empty = current.len() == lead.len();
            if !empty && current.width() + 1 + word.width() > width {
                lines.push(std::mem::replace(&mut current, lead.clone()));
            }
            if current.len() > lead.len() {
                current.push(' ');
            }
            // A path is not cut: it may be copied.
            current.push_str(word);
        }
        lines.push(current);
    }
    lines.join("\n")
}

/// `140322` as `140,322`; a fraction is kept.
pub(crate) fn number(value: f64) -> String {
    let plain = value.abs().to_string();
    let (whole, fraction) =
        plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let mut text = String::new();
    if value < 0.0 {
        text.push('-');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// `2023-11-03`, or `2023-10-18 to 2023-11-01`.
pub(crate) fn days(window: Window) -> String {
    match window.days() {
        1 => window.start().to_string(),
        _ => format!("{} to {}", window.start(), window.end()),
    }
}

/// Cuts `text` to `width` columns, with an ellipsis where something is lost.
pub(crate) fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut columns = 1; // for the ellipsis
    for c in text.chars() {
        columns += c.width().unwrap_or(0);
        if columns > width {
            break;
        }
        kept.push(c);
    }
    kept.truncate(kept.trim_end().len());
    kept + "…"
}

/// Breaks `text` into lines of at most `width` columns; a longer word is cut.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.width() + 1 + word.width() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&cut(word, width));
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// `text` without line breaks and control characters, which would act on the
/// terminal of whoever reads a stranger's report.
pub(crate) fn plain(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How a column is aligned.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// Rows of cells as lines, each column as wide as its widest cell.
pub(crate) fn table<const N: usize>(align: [Align; N], rows: &[[String; N]]) -> Vec<String> {
    let widths: [usize; N] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].width()).max().unwrap_or(0));
    rows.iter()
        .map(|row| {
            let cells: Vec<String> = (0..N)
                .map(|column| {
                    let space = " ".repeat(widths[column] - row[column].width());
                    match align[column] {
                        Align::Left => format!("{}{space}", row[column]),
                        Align::Right => format!("{space}{}", row[column]),
                    }
                })
                .collect();
            cells.join("  ").trim_end().to_owned()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_wrapped_under_their_first_word_and_paths_stay_whole() {
        assert_eq!(
            wrapped("no table here\n  hint: give /a/very/long/path.csv or a folder", 16),
            "no table here\n  hint: give\n  /a/very/long/path.csv\n  or a folder"
        );
    }

    #[test]
    fn numbers_have_separators() {
        for (value, expected) in [
            (0.0, "0"),
            (999.0, "999"),
            (140_322.0, "140,322"),
            (1234.5, "1,234.5"),
            (-1e6, "-1,000,000"),
        ] {
            assert_eq!(number(value), expected);
        }
    }

    #[test]
    fn text_is_wrapped_and_cut_by_columns_not_bytes() {
        assert_eq!(wrap("a bb ccc dddd", 5), ["a bb", "ccc", "dddd"]);
        assert_eq!(wrap("境境境境境", 6), ["境境…"]);
        assert_eq!(cut("Torkham", 7), "Torkham");
        assert_eq!(cut("Torkham gate", 9), "Torkham…");
        assert_eq!(plain("a\n\tb\u{1b}[31mc"), "a b [31mc");
    }
}
