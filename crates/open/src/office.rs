//! Office documents: paragraphs, lists, tables and notes in the order in which they are read.

mod docx;
mod odt;

pub(super) use docx::read as docx;
pub(super) use odt::read as odt;

use super::prose::{self, Grid, Prose};
use calendar::written as day;

/// Message and remedy.
type Refusal = (String, String);

const SAVE_AGAIN: &str =
    "open it in a word processor and save it again as .docx or .odt, or save its text as .txt";

/// A paragraph, and whether it is an item of a list.
#[derive(Debug, Clone, Default)]
struct Paragraph {
    text: String,
    item: bool,
}

/// A table that is being read.
#[derive(Debug, Default)]
struct Table {
    rows: Vec<Vec<Cell>>,
    row: Vec<Cell>,
    cell: Cell,
    /// A table within a table is there for the look of it.
    nested: bool,
}

#[derive(Debug, Clone, Default)]
struct Cell {
    paragraphs: Vec<Paragraph>,
    /// How many columns it goes over.
    across: usize,
    /// How many rows it goes over.
    down: usize,
    /// It goes on from the row above.
    continues: bool,
}

/// The most columns that a cell is believed to go over.
const SPAN: usize = 100;

impl Cell {
    fn text(&self) -> String {
        let texts: Vec<&str> = self.paragraphs.iter().map(|p| p.text.trim()).collect();
        texts.join(" ").trim().replace(['\n', '\t'], " ")
    }
}

/// Paragraphs and tables as they come, put into prose.
#[derive(Debug, Default)]
struct Flow {
    prose: Prose,
    tables: Vec<Table>,
    /// Paragraphs that are being read: a text box stands in the middle of one.
    open: Vec<Paragraph>,
    /// Notes, told at the end.
    notes: Vec<Paragraph>,
    in_note: usize,
}

impl Flow {
    fn begin_paragraph(&mut self) {
        self.open.push(Paragraph::default());
    }

    fn words(&mut self, text: &str) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    /// A raised number in the middle of a line is a note's mark, or a power; not a digit.
    fn raised(&mut self, text: &str) {
        if !text.trim().chars().all(|c| c.is_ascii_digit() || "[]*,()†‡".contains(c)) {
            self.words(text);
        }
    }

    fn mark_item(&mut self) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.item = true;
        }
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.open.pop() else { return };
        if paragraph.text.trim().is_empty() {
            return;
        }
        if self.in_note > 0 {
            self.notes.push(paragraph);
        } else if let Some(table) = self.tables.last_mut() {
            table.cell.paragraphs.push(paragraph);
        } else {
            self.push(paragraph);
        }
    }

    fn push(&mut self, paragraph: Paragraph) {
        if paragraph.item {
            self.prose.item(&paragraph.text);
        } else {
            self.prose.paragraph(&paragraph.text);
        }
    }

    fn begin_table(&mut self) {
        self.tables.push(Table::default());
    }

    fn begin_cell(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.cell = Cell { across: 1, down: 1, ..Cell::default() };
        }
    }

    /// The cell that is being read.
    fn cell(&mut self) -> Option<&mut Cell> {
        self.tables.last_mut().map(|table| &mut table.cell)
    }

    fn end_cell(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            let cell = std::mem::take(&mut table.cell);
            table.row.push(cell);
        }
    }

    fn end_row(&mut self, keep: bool) {
        if let Some(table) = self.tables.last_mut() {
            let row = std::mem::take(&mut table.row);
            if keep {
                table.rows.push(row);
            }
        }
    }

    fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        if let Some(outer) = self.tables.last_mut() {
            outer.nested = true;
            let cells = table.rows.into_iter().flatten();
            outer.cell.paragraphs.extend(cells.flat_map(|cell| cell.paragraphs));
            return;
        }
        let rows = texts(&table.rows);
        if table.nested || prose::grid(&rows) == Grid::Layout {
            for paragraph in table.rows.into_iter().flatten().flat_map(|cell| cell.paragraphs) {
                self.push(paragraph);
            }
        } else {
            self.prose.table(&rows);
        }
    }

    /// Ends the document: what was left open, then the notes.
    fn finish(mut self) -> Prose {
        while !self.open.is_empty() {
            self.end_paragraph();
        }
        while !self.tables.is_empty() {
            self.end_cell();
            self.end_row(true);
            self.end_table();
        }
        for note in std::mem::take(&mut self.notes) {
            self.push(note);
        }
        self.prose
    }
}

/// The cells of a table as text: one that goes over several rows is told in each of them, one that
/// goes over several columns is followed by empty cells.
fn texts(rows: &[Vec<Cell>]) -> Vec<Vec<String>> {
    let mut texts: Vec<Vec<String>> = Vec::new();
    let mut hanging: Vec<(usize, String)> = Vec::new();
    for row in rows {
        let mut cells: Vec<String> = Vec::new();
        for cell in row {
            let across = cell.across.clamp(1, SPAN);
            for index in 0..across {
                let at = cells.len();
                if hanging.len() <= at {
                    hanging.resize(at + 1, (0, String::new()));
                }
                let text = if cell.continues {
                    texts.last().and_then(|above| above.get(at)).cloned().unwrap_or_default()
                } else if index > 0 {
                    String::new()
                } else if hanging[at].0 > 0 && cell.paragraphs.is_empty() {
                    hanging[at].0 -= 1;
                    hanging[at].1.clone()
                } else {
                    cell.text()
                };
                if cell.down > 1 && index == 0 {
                    hanging[at] = (cell.down - 1, text.clone());
                }
                cells.push(text);
            }
        }
        if cells.iter().any(|cell| !cell.is_empty()) {
            texts.push(cells);
        }
    }
    // Columns to the right in which nothing ever stands.
    let used =
        |row: &Vec<String>| row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
    let width = texts.iter().map(used).max().unwrap_or(0);
    texts.iter_mut().for_each(|row| row.truncate(width));
    texts
}

/// The day of publication: what the letterhead says, or else the properties of the file.
fn date(prose: &mut Prose, header: &str, properties: &[(&str, &'static str)]) {
    let letterhead = day::of_letterhead(&prose.text).or_else(|| day::of_letterhead(header));
    prose.said.published = letterhead.map(|day| (day, "its first lines"));
    for (text, from) in properties {
        prose.said.date(text, from);
    }
}
