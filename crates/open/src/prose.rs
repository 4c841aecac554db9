//! The text that a document becomes, put together paragraph by paragraph: where pages begin,
//! and which lines are rows of a table.
//!
//! A row of a table is one line, its cells apart by tabs. It is no prose: the reader of tables
//! reads it where the columns can be told, and nothing is read where they cannot.

use std::ops::Range;

use super::limits;
use super::said::Said;

/// What a document of any form is read from.
#[derive(Debug, Default)]
pub(crate) struct Prose {
    pub text: String,
    /// Where each page begins.
    pub pages: Vec<usize>,
    /// The byte ranges of the rows of tables.
    pub tables: Vec<Range<usize>>,
    /// Those whose cells are not certain: never read.
    pub unsure: Vec<Range<usize>>,
    /// What the document says of itself.
    pub said: Said,
    /// What could not be read, with its remedy.
    pub problems: Vec<(String, String)>,
    /// Whether there was more than is read.
    pub cut: bool,
}

impl Prose {
    /// Adds a paragraph. Line feeds in it are kept, other white space becomes single spaces.
    pub fn paragraph(&mut self, text: &str) {
        let lines: Vec<String> =
            text.split('\n').map(tidy).filter(|line| !line.is_empty()).collect();
        if !lines.is_empty() && self.fits(text.len()) {
            self.part();
            self.text.push_str(&lines.join("\n"));
        }
    }

    /// Adds an item of a list, on a line of its own.
    pub fn item(&mut self, text: &str) {
        let text = tidy(text);
        if text.is_empty() || !self.fits(text.len()) {
            return;
        }
        let last = self.text.rsplit('\n').next().unwrap_or_default();
        if last.starts_with("- ") {
            self.text.push('\n');
        } else {
            self.part();
        }
        let marked = text.strip_prefix(['•', '-', '–', '▪', '●', '*', 'o'].as_slice());
        let text = marked.filter(|rest| rest.starts_with(' ')).unwrap_or(&text).trim_start();
        self.text.push_str("- ");
        self.text.push_str(text);
    }

    /// Adds the rows of a table.
    pub fn table(&mut self, rows: &[Vec<String>]) {
        let size = rows.iter().flatten().map(|cell| cell.len() + 1).sum();
        if rows.is_empty() || !self.fits(size) {
            return;
        }
        self.part();
        let start = self.text.len();
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                self.text.push('\n');
            }
            let cells: Vec<String> = row.iter().map(|cell| quoted(&tidy(cell))).collect();
            self.text.push_str(&cells.join("\t"));
        }
        self.tables.push(start..self.text.len());
    }

    /// Begins a page.
    pub fn page(&mut self) {
        self.part();
        self.pages.push(self.text.len());
    }

    /// Something was not read.
    pub fn problem(&mut self, message: impl Into<String>, remedy: impl Into<String>) {
        self.problems.push((message.into(), remedy.into()));
    }

    fn part(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push_str("\n\n");
        }
    }

    fn fits(&mut self, size: usize) -> bool {
        let fits = self.text.len() + size <= limits::TEXT;
        self.cut |= !fits;
        fits
    }
}

/// White space as single spaces; soft hyphens and what has no width is left out.
pub(super) fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    let mut space = false;
    for c in text.chars() {
        match c {
            '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{2060}' => {}
            // Spaces that group digits are kept: the number reader knows them.
            '\u{a0}' | '\u{202f}' | '\u{2009}' if !space => tidy.push(c),
            c if c.is_whitespace() || c.is_control() => space = !tidy.is_empty(),
            c => {
                if space {
                    tidy.push(' ');
                    space = false;
                }
                tidy.push(c);
            }
        }
    }
    tidy.truncate(tidy.trim_end().len());
    tidy
}

/// A cell that opens with a quotation mark would swallow its neighbours.
fn quoted(cell: &str) -> String {
    if cell.starts_with('"') {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// What rows that a document laid out as a table are.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Grid {
    /// Figures in rows and columns.
    Data,
    /// Paragraphs put side by side.
    Layout,
}

/// Tells a table of figures from paragraphs that were put side by side.
pub(super) fn grid(rows: &[Vec<String>]) -> Grid {
    let cells = || rows.iter().flatten().filter(|cell| !cell.trim().is_empty());
    let figures = cells()
        .filter(|cell| {
            let digits = cell.chars().filter(char::is_ascii_digit).count();
            digits > 0 && cell.chars().filter(|c| c.is_alphabetic()).count() <= 12
        })
        .count();
    let wide = rows.iter().filter(|row| row.iter().filter(|c| !c.trim().is_empty()).count() >= 2);
    let sentences = cells().filter(|cell| cell.split_whitespace().count() > 25).count();
    let data = wide.count() >= 2 && sentences * 4 <= cells().count() && figures >= 1;
    if data { Grid::Data } else { Grid::Layout }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_stand_apart() {
        let mut prose = Prose::default();
        prose.page();
        prose.paragraph("  A\u{ad}bove \n\n 104 000  left ");
        prose.item("• one");
        prose.item("two");
        prose
            .table(&[vec!["a\tb".into(), "\"c\"".into()], vec!["104,000".into(), "17,330".into()]]);
        prose.page();
        prose.paragraph("End");
        assert_eq!(
            prose.text,
            "Above\n104 000 left\n\n- one\n- two\n\na b\t\"\"\"c\"\"\"\n104,000\t17,330\n\nEnd"
        );
        assert_eq!(prose.pages, [0, prose.text.len() - 3]);
        assert_eq!(&prose.text[prose.tables[0].clone()], "a b\t\"\"\"c\"\"\"\n104,000\t17,330");
    }

    #[test]
    fn paragraphs_side_by_side_are_no_table() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        assert_eq!(grid(&[row(["Crossing", "People"]), row(["Torkham", "104,000"])]), Grid::Data);
        assert_eq!(grid(&[row(["About 104,000 left by Torkham", ""])]), Grid::Layout);
        let long = "About 104,000 people left by Torkham ".repeat(6);
        assert_eq!(grid(&[row([&long, "Menu"]), row([&long, "2"])]), Grid::Layout);
    }
}
