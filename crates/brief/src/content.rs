//! What the brief says, before anyone decides how it looks. Both writers walk
//! the same blocks; there is no second way of saying a thing.

use claim::{Id, Window};
use jiff::civil::Date;

use crate::chart::Chart;
use crate::language::Language;
use crate::map::Map;

/// Where a printed number comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Trail {
    /// Statements, by id: the number is in their quotes.
    Claims(Vec<Id>),
    /// How many statements these are.
    Counted(Vec<Id>),
    /// The draws of the picture, summed over crossings (joined with `+`) and days.
    Draws { via: String, window: Window },
    /// The same, each crossing over days of its own.
    DrawsOf(Vec<(String, Window)>),
    /// What was counted or reckoned, and of what: `count:documents`, `leaning:IOM`.
    Reckoned(String),
    /// The draws of the picture as it was known on an earlier day.
    DrawsAsOf { as_of: Date, via: String, window: Window },
}

impl Trail {
    /// The machine-checkable form: ids separated by spaces, `counted:` and ids joined with `+`, `draws:via:from:to`,
    /// `draws-as-of:day:via:from:to`, or what was reckoned. Several draws are parted by `;`.
    pub(crate) fn text(&self) -> String {
        match self {
            Trail::Claims(ids) => ids.iter().map(Id::as_str).collect::<Vec<_>>().join(" "),
            Trail::Counted(ids) => {
                format!("counted:{}", ids.iter().map(Id::as_str).collect::<Vec<_>>().join("+"))
            }
            Trail::Reckoned(what) => what.clone(),
            Trail::Draws { via, window } => drawn(&[(via, *window)]),
            Trail::DrawsOf(parts) => {
                drawn(&parts.iter().map(|(via, window)| (via, *window)).collect::<Vec<_>>())
            }
            Trail::DrawsAsOf { as_of, via, window } => {
                format!("draws-as-of:{as_of}:{via}:{}:{}", window.start(), window.end())
            }
        }
    }
}

fn drawn(parts: &[(&String, Window)]) -> String {
    let part =
        |(via, window): &(&String, Window)| format!("{via}:{}:{}", window.start(), window.end());
    format!("draws:{}", parts.iter().map(part).collect::<Vec<_>>().join(";"))
}

/// A stretch of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Words.
    Plain(String),
    /// Words that carry the sentence.
    Strong(String),
    /// Words of less weight.
    Soft(String),
    /// A number of people, with its trail.
    Number(String, Trail),
    /// Words of a document, leading to their place in it.
    Quote(String, Id),
}

/// A sentence or a cell: pieces in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text(pub Vec<Piece>);

impl Text {
    pub(crate) fn new() -> Text {
        Text::default()
    }

    pub(crate) fn plain(mut self, words: impl Into<String>) -> Text {
        self.push(Piece::Plain(words.into()));
        self
    }

    pub(crate) fn number(mut self, digits: impl Into<String>, trail: Trail) -> Text {
        self.push(Piece::Number(digits.into(), trail));
        self
    }

    /// Adds a piece; words of one weight are one piece.
    pub(crate) fn push(&mut self, piece: Piece) {
        match (self.0.last_mut(), piece) {
            (Some(Piece::Plain(words)), Piece::Plain(more))
            | (Some(Piece::Strong(words)), Piece::Strong(more))
            | (Some(Piece::Soft(words)), Piece::Soft(more)) => words.push_str(&more),
            (_, piece) => self.0.push(piece),
        }
    }

    /// A count or ratio of something other than people, with what it is of.
    pub(crate) fn reckoned(self, digits: impl Into<String>, what: impl Into<String>) -> Text {
        self.number(digits, Trail::Reckoned(what.into()))
    }

    pub(crate) fn quote(mut self, words: impl Into<String>, id: &Id) -> Text {
        self.push(Piece::Quote(words.into(), id.clone()));
        self
    }

    /// Hands every statement that this leads to to `found`.
    fn cited<'a>(&'a self, found: &mut impl FnMut(&'a Id)) {
        for piece in &self.0 {
            match piece {
                Piece::Number(_, Trail::Claims(ids) | Trail::Counted(ids)) => {
                    ids.iter().for_each(&mut *found);
                }
                Piece::Quote(_, id) => found(id),
                _ => {}
            }
        }
    }

    /// The words alone, with what marks those of others in the language.
    pub(crate) fn words(&self, language: &Language) -> String {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Plain(words) | Piece::Strong(words) | Piece::Soft(words) => words.clone(),
                Piece::Number(words, _) => words.clone(),
                Piece::Quote(words, _) => language.quoted(words),
            })
            .collect()
    }

    /// The words that lead nowhere and are nobody else's.
    pub(crate) fn plain_words(&self) -> String {
        let plain = self.0.iter().filter_map(|piece| match piece {
            Piece::Plain(words) | Piece::Strong(words) | Piece::Soft(words) => Some(words.as_str()),
            Piece::Number(..) | Piece::Quote(..) => None,
        });
        plain.collect()
    }
}

impl<T: Into<String>> From<T> for Text {
    fn from(words: T) -> Text {
        Text::new().plain(words)
    }
}

/// How a column lines up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub heading: String,
    pub align: Align,
    /// Share of the width that is left over in the terminal; 0 keeps to the content.
    pub grow: usize,
    /// Left out in the terminal, which has no room for it.
    pub page_only: bool,
}

impl Column {
    pub(crate) fn new(heading: impl Into<String>, align: Align, grow: usize) -> Column {
        Column { heading: heading.into(), align, grow, page_only: false }
    }

    pub(crate) fn page_only(self) -> Column {
        Column { page_only: true, ..self }
    }
}

/// One row of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Row {
    pub cells: Vec<Text>,
    /// What is folded under the row: copies, parts of a breakdown. Page only.
    pub notes: Vec<Text>,
    /// The days that the row is of, where it is of some.
    pub days: Option<Window>,
    /// How much the row tells; the terminal keeps the most telling ones.
    pub telling: f64,
    /// 5 %, 50 % and 95 % point, drawn as a bar on the page.
    pub bar: Option<[f64; 3]>,
}

/// Rows under one heading.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    pub heading: Option<String>,
    pub rows: Vec<Row>,
}

/// A table. The first column heads its row.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Table {
    pub caption: String,
    pub columns: Vec<Column>,
    pub groups: Vec<Group>,
    /// How many rows the terminal prints.
    pub shown: usize,
}

impl Table {
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.groups.iter().flat_map(|group| &group.rows)
    }
}

/// A quoted passage of a document: stretches of text, each with the statements it is evidence for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Passage {
    pub cut_before: bool,
    pub cut_after: bool,
    pub stretches: Vec<Stretch>,
}

/// Text between two ends of quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub text: String,
    /// Whether some quote covers it.
    pub quoted: bool,
    /// Statements whose quote begins here: where links to them lead.
    pub begins: Vec<Id>,
}

/// A document and what was quoted from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Source {
    pub title: String,
    pub about: String,
    pub url: Option<String>,
    pub passages: Vec<Passage>,
    pub table: bool,
}

/// The number that the page opens with.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Headline {
    pub figure: Text,
    pub what: Text,
    pub interval: Text,
}

/// A part of a section.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Block {
    Headline(Headline),
    Warning(Text),
    Paragraph(Text),
    /// Items; the terminal prints the first `shown`.
    List {
        items: Vec<Text>,
        shown: usize,
    },
    /// Date or term, and what of it; the terminal prints the first `shown`.
    Terms {
        items: Vec<(Text, Text)>,
        shown: usize,
    },
    Table(Table),
    Chart(Chart),
    Map(Map),
    Evidence(Vec<Source>),
    /// For the page alone: too long for a terminal.
    PageOnly(Vec<Block>),
}

impl Block {
    /// A list, when there is something in it.
    pub(crate) fn list(items: Vec<Text>, shown: usize) -> Vec<Block> {
        if items.is_empty() { Vec::new() } else { vec![Block::List { items, shown }] }
    }

    /// Hands every statement that this leads to, or that is drawn in it, to `found`.
    pub(crate) fn cited<'a>(&'a self, found: &mut impl FnMut(&'a Id)) {
        let mut text = |text: &'a Text| text.cited(found);
        match self {
            Block::Headline(Headline { figure, what, interval }) => {
                [figure, what, interval].into_iter().for_each(text);
            }
            Block::Warning(words) | Block::Paragraph(words) => text(words),
            Block::List { items, .. } => items.iter().for_each(text),
            Block::Terms { items, .. } => items.iter().for_each(|(term, words)| {
                text(term);
                text(words);
            }),
            Block::Table(table) => table.rows().for_each(|row| {
                row.cells.iter().chain(&row.notes).for_each(&mut text);
            }),
            Block::Map(map) => text(&map.caption),
            Block::Chart(chart) => {
                text(&chart.caption);
                chart.rules.iter().for_each(|rule| found(&rule.id));
                chart.panels.iter().flat_map(|panel| &panel.marks).for_each(|mark| found(&mark.id));
            }
            Block::Evidence(_) => {}
            Block::PageOnly(parts) => {
                for part in parts {
                    part.cited(found);
                }
            }
        }
    }
}

/// A headed part of the brief. One without blocks is not printed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Section {
    pub id: &'static str,
    /// Empty for the opening, which the title heads.
    pub heading: String,
    pub blocks: Vec<Block>,
    /// Behind a fold on the page: what two pages have no room for.
    pub annex: bool,
}

impl Section {
    pub(crate) fn new(id: &'static str, heading: impl Into<String>, blocks: Vec<Block>) -> Section {
        Section { id, heading: heading.into(), blocks, annex: false }
    }

    /// The same behind the fold.
    pub(crate) fn annexed(self) -> Section {
        Section { annex: true, ..self }
    }
}

/// The words of a statement, and whose they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Citation {
    pub id: Id,
    pub quote: String,
    /// Speaker, document, day.
    pub about: String,
}

/// The sentences that stand above drawings which are files of their own; none where there is nothing to say.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Findings {
    /// The busiest day, for the daily chart.
    pub peak: Option<String>,
    /// The number that leads and of what it is, for the running total and the map.
    pub whole: Option<String>,
}

/// The whole brief.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Content {
    pub language: Language,
    /// "Pakistan to Afghanistan".
    pub title: String,
    /// "Arrivals and returns counted at the border".
    pub subtitle: String,
    /// As-of, window, number of documents and claims.
    pub dateline: Text,
    /// The day on which this was known, in words.
    pub known: String,
    /// What a drawing by itself tells in its title: of the flow's peak, and of the whole.
    pub findings: Findings,
    pub sections: Vec<Section>,
    /// Every statement that a number or a quote may lead to.
    pub citations: Vec<Citation>,
}
