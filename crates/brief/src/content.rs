//! What the brief says, before anyone decides how it looks. Both writers walk
//! the same blocks; there is no second way of saying a thing.

use claim::Id;
use jiff::civil::Date;

use crate::chart::Chart;
use crate::language::Language;
use crate::map::Map;
pub(crate) use crate::table::{Align, Column, Group, Row, Table};
pub(crate) use crate::text::{Piece, Text, Trail};

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
    pub as_of: Date,
    /// What a drawing by itself tells in its title: of the flow's peak, and of the whole.
    pub findings: Findings,
    pub sections: Vec<Section>,
    /// Every statement that a number or a quote may lead to.
    pub citations: Vec<Citation>,
}
