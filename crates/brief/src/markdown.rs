//! The brief as Markdown (CommonMark with GitHub's tables and footnotes): for a mail, a wiki, an
//! issue. Every number has a footnote: the quotes it was read from, or the draws it is a sum of.

use std::collections::BTreeMap;

use claim::Id;

use crate::chart::Chart;
use crate::content::{Align, Block, Citation, Content, Piece, Row, Section, Table, Text, Trail};
use crate::language::{Language, words};

pub(crate) fn write(content: &Content) -> String {
    let citations = content.citations.iter().map(|one| (&one.id, one)).collect();
    let language = &content.language;
    let mut page = Page { text: String::new(), notes: Vec::new(), citations, language };
    page.line(&format!("# {}", plain(&content.title)));
    page.paragraph(&format!("*{}*", plain(&content.subtitle)));
    let dateline = page.words(&content.dateline);
    page.paragraph(&dateline);
    for section in &content.sections {
        page.section(section);
    }
    page.footnotes();
    page.text
}

/// A footnote's number is its place in `notes`, from 1.
#[derive(Debug, PartialEq)]
enum Note {
    Of(Trail),
    Quote(Id),
}

struct Page<'a> {
    text: String,
    notes: Vec<Note>,
    citations: BTreeMap<&'a Id, &'a Citation>,
    language: &'a Language,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn paragraph(&mut self, words: &str) {
        self.text.push('\n');
        self.line(words);
    }

    fn section(&mut self, section: &Section) {
        // The footnotes are the evidence.
        if section.blocks.iter().all(|block| matches!(block, Block::Evidence(_))) {
            return;
        }
        if !section.heading.is_empty() {
            self.paragraph(&format!("## {}", plain(&section.heading)));
        }
        for block in &section.blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Headline(headline) => {
                let [figure, what, interval] =
                    [&headline.figure, &headline.what, &headline.interval].map(|t| self.words(t));
                let words = words!(
                    self.language,
                    "markdown-headline",
                    figure = format!("**{figure}**"),
                    what = what,
                    interval = interval,
                );
                self.paragraph(&words);
            }
            Block::Warning(text) => {
                let words = self.words(text);
                self.paragraph(&format!("> {words}"));
            }
            Block::Paragraph(text) => {
                let words = self.words(text);
                self.paragraph(&words);
            }
            Block::List { items, .. } => {
                self.text.push('\n');
                for item in items {
                    let words = self.words(item);
                    self.line(&format!("- {words}"));
                }
            }
            Block::Terms { items, .. } => {
                self.text.push('\n');
                for (term, text) in items {
                    let (term, words) = (self.words(term), self.words(text));
                    self.line(&format!("- **{term}** {words}"));
                }
            }
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.chart(chart),
            Block::Map(map) => {
                let words = words!(self.language, "markdown-map", title = plain(&map.title));
                self.paragraph(&format!("*{words}*"));
                let words = self.words(&map.caption);
                self.paragraph(&words);
            }
            Block::Evidence(_) => {}
            Block::PageOnly(parts) => {
                for part in parts {
                    self.block(part);
                }
            }
        }
    }

    /// Where the drawing is: Markdown has none of its own.
    fn chart(&mut self, chart: &Chart) {
        let days = self.language.days(chart.days);
        let words =
            words!(self.language, "markdown-chart", title = plain(&chart.title), days = days);
        self.paragraph(&format!("*{words}*"));
    }

    fn table(&mut self, table: &Table) {
        self.paragraph(&format!("**{}**", plain(&table.caption)));
        let cells: Vec<String> =
            table.columns.iter().map(|column| plain(&column.heading)).collect();
        self.paragraph(&format!("| {} |", cells.join(" | ")));
        let rule = table.columns.iter().map(|column| match column.align {
            Align::Left => "---",
            Align::Right => "---:",
        });
        let rule: Vec<&str> = rule.collect();
        self.line(&format!("| {} |", rule.join(" | ")));
        for group in &table.groups {
            if let Some(heading) = &group.heading {
                let blank = " |".repeat(table.columns.len() - 1);
                self.line(&format!("| **{}** |{blank}", plain(heading)));
            }
            for row in &group.rows {
                self.row(row);
            }
        }
    }

    fn row(&mut self, row: &Row) {
        let last = row.cells.len().saturating_sub(1);
        let mut cells: Vec<String> = Vec::new();
        for (at, cell) in row.cells.iter().enumerate() {
            let mut words = self.words(cell);
            if at == last {
                for note in &row.notes {
                    words = format!("{words}<br>{}", self.words(note));
                }
            }
            cells.push(words);
        }
        self.line(&format!("| {} |", cells.join(" | ")));
    }

    fn words(&mut self, text: &Text) -> String {
        let mut words = String::new();
        for piece in &text.0 {
            match piece {
                Piece::Plain(part) | Piece::Soft(part) => words += &plain(part),
                Piece::Strong(part) => {
                    // Marks do not take white space at their inside.
                    let core = part.trim();
                    let (lead, tail) = part.split_at(part.find(core).unwrap_or(0));
                    words += &format!("{lead}**{}**{}", plain(core), &tail[core.len()..]);
                }
                Piece::Number(part, trail) => {
                    words += &plain(part);
                    words += &self.mark(Note::Of(trail.clone()));
                }
                Piece::Quote(part, id) => {
                    words += &self.language.quoted(&plain(part));
                    words += &self.mark(Note::Quote(id.clone()));
                }
            }
        }
        words
    }

    /// The mark of a footnote, which is written once.
    fn mark(&mut self, note: Note) -> String {
        let known = self.notes.iter().position(|one| *one == note);
        let at = known.unwrap_or_else(|| {
            self.notes.push(note);
            self.notes.len() - 1
        });
        format!("[^{}]", at + 1)
    }

    fn footnotes(&mut self) {
        let heading = words!(self.language, "markdown-notes");
        self.paragraph(&format!("## {heading}"));
        let mut lines = Vec::new();
        for (at, note) in self.notes.iter().enumerate() {
            let words = match note {
                Note::Quote(id) => self.cited(id),
                Note::Of(Trail::Claims(ids)) => self.all_cited(ids),
                Note::Of(Trail::Counted(ids)) => {
                    words!(self.language, "markdown-counted", citations = self.all_cited(ids))
                }
                Note::Of(Trail::Reckoned(what)) => {
                    words!(self.language, "markdown-reckoned", trail = code(what))
                }
                Note::Of(trail) => {
                    words!(self.language, "markdown-draws", trail = code(&trail.text()))
                }
            };
            lines.push(format!("[^{}]: {words}", at + 1));
        }
        self.text.push('\n');
        for line in lines {
            self.line(&line);
        }
    }

    /// The words of each, and where they are.
    fn all_cited(&self, ids: &[Id]) -> String {
        let citations = ids.iter().map(|id| Text::from(self.cited(id))).collect();
        self.language.series("list-semicolon", citations).words(self.language)
    }

    /// The words of a statement and where they are.
    fn cited(&self, id: &Id) -> String {
        match self.citations.get(id) {
            Some(citation) => words!(
                self.language,
                "markdown-cited",
                quote = self.language.quoted(&plain(&citation.quote)),
                about = plain(&citation.about),
                id = format!("`{id}`"),
            ),
            None => format!("`{id}`"),
        }
    }
}

/// Words as they are, which nothing in them can end: the marks around them are longer than any within (CommonMark, "Code
/// spans").
fn code(words: &str) -> String {
    let words: Vec<&str> = words
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect();
    let words = words.join(" ");
    let longest = words.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest + 1);
    match longest {
        0 => format!("`{words}`"),
        _ => format!("{marks} {words} {marks}"),
    }
}

/// Words without meaning as markup, on one line.
fn plain(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut white = false;
    for c in words.chars() {
        if c.is_whitespace() && c != '\u{a0}' || c.is_control() {
            white = true;
            continue;
        }
        if std::mem::take(&mut white) {
            text.push(' ');
        }
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '&') {
            text.push('\\');
        }
        text.push(c);
    }
    if white {
        text.push(' ');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_not_left_by_what_is_in_it() {
        assert_eq!(code("draws:all"), "`draws:all`");
        for words in
            ["a` ![p](http://x/i.png) <script>x</script> `b", "a``b", "a\n\n# b `", "`", "``` x"]
        {
            let code = code(words);
            let marks = code.chars().take_while(|c| *c == '`').count();
            let inside = &code[marks..code.len() - marks];
            assert!(!inside.contains(&"`".repeat(marks)) && !inside.contains('\n'), "{code}");
        }
    }

    #[test]
    fn words_of_others_are_no_markup() {
        assert_eq!(plain("a *b*\n| <i> [x](y)"), r"a \*b\* \| \<i\> \[x\](y)");
        assert_eq!(plain("end "), "end ");
    }
}
