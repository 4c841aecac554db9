//! The brief as PDF, set here: the two pages that are printed, or all of it, tagged for screen readers.
//! The same content as the page's, block by block.

mod figure;
mod flow;
mod fonts;
mod print;
mod style;
mod table;
mod text;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU16;
use std::rc::Rc;

use claim::Id;
use krilla::tagging::{ListNumbering, Tag};

use crate::chart::Chart;
use crate::content::{Block, Content, Headline, Passage, Piece, Section, Source, Text, Trail};
use crate::drawing;
use crate::language::words;
use crate::map::Map;
use flow::{Flow, Item, Mark, NodeId, ROOT, Row, Setting, plain};
pub use fonts::Fonts;
use print::{Said, pages, print};
use style::{
    BLOCK, BODY, DATELINE, FIGURE, GUTTER, HEADING, INDENT, ITEM, Ink, Look, PAGES, ROOM, SCALES,
    SECTION, SMALL, SUBTITLE, TERM, TITLE, WHAT,
};
use text::{Goal, Span};

/// Why a brief could not be written as PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PdfError {
    /// Words need a font, which the file carries with it.
    #[error("there are no fonts on this machine to set a PDF with")]
    NoFonts,
    /// A chart or map of ours is not in order.
    #[error("a drawing could not be set: {0}")]
    Drawing(String),
    /// The file itself.
    #[error("the PDF could not be written: {0}")]
    Writing(String),
}

impl PdfError {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            PdfError::NoFonts => {
                "install some (fonts-dejavu-core on Debian), or write .html and print that"
            }
            PdfError::Drawing(_) | PdfError::Writing(_) => {
                "write .html and print that, and report this as a defect"
            }
        }
    }
}

/// A brief as PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Whether it keeps what PDF/UA-1 asks for the sake of screen readers, as far as what writes it can see. A font
    /// that its makers let nobody embed keeps it from that.
    pub for_all: bool,
}

/// The file: what is printed of the page while its annex is shut, or all.
pub(crate) fn write(content: &Content, fonts: &Fonts, full: bool) -> Result<Pdf, PdfError> {
    let language = &content.language;
    let subtitle = content.subtitle.to_lowercase();
    let title = words!(language, "page-title", title = &content.title, subtitle = subtitle);
    let about = |figure: &str| words!(content.language, "paper-link", figure = figure);
    let drawings = Drawings::default();
    // As large as two pages have room for.
    let front = |scale: f32| {
        let writer = Writer::new(content, fonts, &drawings, (scale, full));
        let mut flow = Flow::new(fonts, &about);
        writer.front(&mut flow).map(|()| flow)
    };
    let mut flow = front(SCALES[0])?;
    for scale in SCALES.into_iter().skip(1) {
        if pages(&flow.rows).len() <= PAGES {
            break;
        }
        flow = front(scale)?;
    }
    if full {
        Writer::new(content, fonts, &drawings, (1.0, full)).annex(&mut flow)?;
    }
    let speaks = language.clone();
    let said = Said {
        foot: words!(language, "paper-foot", title = &title, day = &content.known),
        title,
        language: language.code().to_owned(),
        day: content.as_of,
        number: Box::new(move |page, pages| {
            let (page, pages) = (speaks.number(page as f64), speaks.number(pages as f64));
            words!(speaks, "paper-page", page = page, pages = pages)
        }),
    };
    let Flow { rows, tags, .. } = flow;
    print(&rows, tags, fonts, &said)
}

/// Sets the parts of the brief in a size.
struct Writer<'a> {
    content: &'a Content,
    fonts: &'a Fonts,
    scale: f32,
    /// Of the letters of a text.
    size: f32,
    /// Statements that links may lead to: those whose quote is in the file.
    quoted: BTreeSet<&'a Id>,
    drawings: &'a Drawings,
}

/// Charts and map, each made once.
type Drawings = RefCell<BTreeMap<&'static str, Rc<usvg::Tree>>>;

impl<'a> Writer<'a> {
    /// From side to side.
    const WHOLE: Setting = Setting { x: 0.0, width: ROOM, right: false };

    fn new(
        content: &'a Content,
        fonts: &'a Fonts,
        drawings: &'a Drawings,
        (scale, full): (f32, bool),
    ) -> Writer<'a> {
        let mut quoted = BTreeSet::new();
        for section in content.sections.iter().filter(|_| full) {
            for block in &section.blocks {
                if let Block::Evidence(sources) = block {
                    let passages = sources.iter().flat_map(|source| &source.passages);
                    let stretches = passages.flat_map(|passage| &passage.stretches);
                    quoted.extend(stretches.flat_map(|stretch| &stretch.begins));
                }
            }
        }
        Writer { content, fonts, scale, size: BODY * scale, quoted, drawings }
    }

    /// A distance in this size.
    fn gap(&self, distance: f32) -> f32 {
        distance * self.scale
    }

    /// What a heading is: its level, and its words for a list of them.
    fn level(level: u16, words: &str) -> Tag<krilla::tagging::kind::Hn> {
        Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(words.to_owned()))
    }

    fn front(&self, flow: &mut Flow) -> Result<(), PdfError> {
        let content = self.content;
        let head = flow.tags.node(ROOT, Writer::level(1, &content.title));
        flow.text(&plain(&content.title, Look::bold(TITLE)), Writer::WHOLE, 0.0, head);
        let under = flow.tags.node(ROOT, Tag::P);
        flow.text(&plain(&content.subtitle, Look::soft(SUBTITLE)), Writer::WHOLE, 1.0, under);
        let dateline = self.spans(&content.dateline, Look::soft(DATELINE * self.scale));
        let node = flow.tags.node(ROOT, Tag::P);
        flow.text(&dateline, Writer::WHOLE, self.gap(BLOCK), node);
        for section in content.sections.iter().filter(|section| !section.annex) {
            self.section(flow, section, false)?;
        }
        Ok(())
    }

    fn annex(&self, flow: &mut Flow) -> Result<(), PdfError> {
        let annexed = self.content.sections.iter().filter(|section| section.annex);
        for (at, section) in annexed.enumerate() {
            self.section(flow, section, at == 0)?;
        }
        Ok(())
    }

    fn section(&self, flow: &mut Flow, section: &Section, page: bool) -> Result<(), PdfError> {
        let node = flow.tags.node(ROOT, Tag::Section);
        let first = flow.rows.len();
        if !section.heading.is_empty() {
            let head = flow.tags.node(node, Writer::level(2, &section.heading));
            let look = Look::bold(HEADING * self.scale);
            flow.text(&plain(&section.heading, look), Writer::WHOLE, self.gap(SECTION), head);
            flow.rows[first..].iter_mut().for_each(|row| row.with_next = true);
            flow.rows[first].heading = Some(section.heading.clone());
        }
        for block in &section.blocks {
            self.block(flow, block, section.id, node)?;
        }
        if let (true, Some(row)) = (page, flow.rows.get_mut(first)) {
            row.page = true;
        }
        Ok(())
    }

    fn block(
        &self,
        flow: &mut Flow,
        block: &Block,
        id: &str,
        node: NodeId,
    ) -> Result<(), PdfError> {
        match block {
            Block::Headline(headline) => self.headline(flow, headline, node),
            Block::Warning(words) => {
                let look = Look { ink: Ink::Warning, ..Look::bold(self.size) };
                let part = flow.tags.node(node, Tag::P);
                flow.text(&self.spans(words, look), Writer::WHOLE, self.gap(BLOCK), part);
            }
            Block::Paragraph(words) => {
                let part = flow.tags.node(node, Tag::P);
                let spans = self.spans(words, Look::plain(self.size));
                flow.text(&spans, Writer::WHOLE, self.gap(BLOCK), part);
            }
            Block::List { items, .. } if id == "limits" => self.columns(flow, items, node),
            Block::List { items, .. } => {
                let list = flow.tags.node(node, Tag::L(ListNumbering::Disc));
                for (at, item) in items.iter().enumerate() {
                    let space = if at == 0 { BLOCK } else { ITEM };
                    self.item(flow, item, space, list);
                }
            }
            Block::Terms { items, .. } => self.terms(flow, items, node),
            Block::Table(rows) => table::table(self, flow, rows, node),
            Block::Chart(chart) => self.chart(flow, chart, node)?,
            Block::Map(map) => self.map(flow, map, node)?,
            Block::Evidence(sources) => {
                let part = flow.tags.node(node, Tag::P);
                let words = words!(self.content.language, "page-evidence");
                let spans = plain(words, Look::plain(self.size));
                flow.text(&spans, Writer::WHOLE, self.gap(BLOCK), part);
                sources.iter().for_each(|source| self.source(flow, source, node));
            }
            Block::PageOnly(parts) => {
                for part in parts {
                    self.block(flow, part, id, node)?;
                }
            }
        }
        Ok(())
    }

    fn headline(&self, flow: &mut Flow, headline: &Headline, node: NodeId) {
        let first = flow.rows.len();
        let figure = Look { ink: Ink::Estimate, ..Look::bold(FIGURE * self.scale) };
        let parts = [
            (&headline.figure, figure, 0.0),
            (&headline.what, Look::plain(WHAT * self.scale), 0.0),
            (&headline.interval, Look::soft(self.size), ITEM),
        ];
        for (words, look, space) in parts {
            let part = flow.tags.node(node, Tag::P);
            flow.text(&self.spans(words, look), Writer::WHOLE, self.gap(space), part);
        }
        flow.rows[first..].iter_mut().for_each(|row| row.with_next = true);
    }

    /// An item of a list with its mark.
    fn item(&self, flow: &mut Flow, words: &Text, space: f32, list: NodeId) {
        let item = flow.tags.node(list, Tag::LI);
        let label = flow.tags.node(item, Tag::Lbl);
        let mark = flow.block(&plain("•", Look::soft(self.size)), Writer::WHOLE, label);
        let body = flow.tags.node(item, Tag::LBody);
        let first = flow.rows.len();
        let setting = Setting { x: INDENT, width: ROOM - INDENT, right: false };
        let spans = self.spans(words, Look::plain(self.size));
        flow.text(&spans, setting, self.gap(space), body);
        if let Some(row) = flow.rows.get_mut(first) {
            row.items.splice(0..0, mark.items);
        }
    }

    /// Items in two columns, as one row.
    fn columns(&self, flow: &mut Flow, items: &[Text], node: NodeId) {
        let list = flow.tags.node(node, Tag::L(ListNumbering::Disc));
        let width = (ROOM - GUTTER) / 2.0;
        let size = SMALL * self.scale;
        let mut sets = Vec::new();
        for words in items {
            let item = flow.tags.node(list, Tag::LI);
            let label = flow.tags.node(item, Tag::Lbl);
            let mark = flow.block(&plain("•", Look::soft(size)), Writer::WHOLE, label);
            let body = flow.tags.node(item, Tag::LBody);
            let setting = Setting { x: INDENT, width: width - INDENT, right: false };
            let mut set = flow.block(&self.spans(words, Look::plain(size)), setting, body);
            set.items.splice(0..0, mark.items);
            sets.push(set);
        }
        let space = self.gap(ITEM);
        let whole: f32 = sets.iter().map(|set| set.height + space).sum();
        let mut row = Row { space: self.gap(BLOCK), ..Row::default() };
        let (mut x, mut y) = (0.0, 0.0);
        for set in sets {
            // The columns are about as long as each other.
            if x == 0.0 && y + set.height / 2.0 >= whole / 2.0 {
                (x, y) = (width + GUTTER, 0.0);
            }
            let moved = |item: Item| Item { x: item.x + x, y: item.y + y, ..item };
            row.items.extend(set.items.into_iter().map(moved));
            row.anchors.extend(set.anchors);
            y += set.height + space;
            row.height = row.height.max(y);
        }
        flow.rows.push(row);
    }

    /// Dates or terms, and what of them.
    fn terms(&self, flow: &mut Flow, items: &[(Text, Text)], node: NodeId) {
        let list = flow.tags.node(node, Tag::L(ListNumbering::None));
        for (at, (term, words)) in items.iter().enumerate() {
            let item = flow.tags.node(list, Tag::LI);
            let label = flow.tags.node(item, Tag::Lbl);
            let narrow = Setting { x: 0.0, width: TERM, right: false };
            let mark = flow.block(&self.spans(term, Look::bold(self.size)), narrow, label);
            let body = flow.tags.node(item, Tag::LBody);
            let setting = Setting { x: TERM + INDENT, width: ROOM - TERM - INDENT, right: false };
            let mut set = flow.block(&self.spans(words, Look::plain(self.size)), setting, body);
            let height = set.height.max(mark.height);
            let mut row = Row { height: height + self.gap(ITEM), ..Row::default() };
            row.space = self.gap(if at == 0 { BLOCK } else { ITEM });
            row.items.extend(mark.items);
            row.items.append(&mut set.items);
            row.items.push(Flow::rule(0.0, height + self.gap(ITEM), ROOM, Ink::Rule));
            row.anchors = set.anchors;
            flow.rows.push(row);
        }
    }

    fn chart(&self, flow: &mut Flow, chart: &Chart, node: NodeId) -> Result<(), PdfError> {
        let drawing = || drawing::bare(chart.printed(&self.content.language));
        let alt = format!("{}. {}", chart.title, chart.describe);
        self.figure(flow, chart.id, drawing, alt, &chart.caption, node)
    }

    fn map(&self, flow: &mut Flow, map: &Map, node: NodeId) -> Result<(), PdfError> {
        let drawing = || drawing::bare(map.wide(&self.content.language));
        let alt = format!("{}. {}", map.title, map.describe);
        self.figure(flow, "map", drawing, alt, &map.caption, node)
    }

    fn figure(
        &self,
        flow: &mut Flow,
        id: &'static str,
        drawing: impl FnOnce() -> String,
        alt: String,
        caption: &Text,
        node: NodeId,
    ) -> Result<(), PdfError> {
        let known = self.drawings.borrow().get(id).cloned();
        let drawing = match known {
            Some(drawing) => drawing,
            None => Rc::new(figure::parse(&drawing(), self.fonts)?),
        };
        self.drawings.borrow_mut().insert(id, Rc::clone(&drawing));
        let part = flow.tags.node(node, Tag::Figure(Some(alt)));
        let slot = Some(flow.tags.leaf(part));
        let size = drawing.size();
        let scale = ROOM / size.width();
        let height = size.height() * scale;
        let mark = Mark::Figure { drawing, scale, width: ROOM, height, node: part };
        flow.rows.push(Row {
            height,
            space: self.gap(BLOCK),
            items: vec![Item { x: 0.0, y: 0.0, mark, slot }],
            with_next: true,
            ..Row::default()
        });
        let part = flow.tags.node(node, Tag::P);
        let spans = self.spans(caption, Look::soft(SMALL * self.scale));
        flow.text(&spans, Writer::WHOLE, self.gap(ITEM), part);
        Ok(())
    }

    fn source(&self, flow: &mut Flow, source: &Source, node: NodeId) {
        let head = flow.tags.node(node, Writer::level(3, &source.title));
        let mut title = plain(&source.title, Look::bold(self.size));
        let web = |url: &&String| url.starts_with("https://") || url.starts_with("http://");
        title[0].to = source.url.as_ref().filter(web).map(|url| Goal::Web(url.clone()));
        let first = flow.rows.len();
        flow.text(&title, Writer::WHOLE, self.gap(SECTION), head);
        let about = flow.tags.node(node, Tag::P);
        let soft = Look::soft(SMALL * self.scale);
        flow.text(&plain(&source.about, soft), Writer::WHOLE, 0.0, about);
        flow.rows[first..].iter_mut().for_each(|row| row.with_next = true);
        let size = if source.table { SMALL } else { BODY } * self.scale;
        for passage in &source.passages {
            let quote = flow.tags.node(node, Tag::BlockQuote);
            let part = flow.tags.node(quote, Tag::P);
            let setting = Setting { x: INDENT, width: ROOM - INDENT, right: false };
            flow.text(&passage_of(passage, Look::plain(size)), setting, self.gap(ITEM), part);
        }
    }

    /// Pieces in their looks; a number leads to its quote where that is in the file.
    fn spans(&self, words: &Text, look: Look) -> Vec<Span> {
        let leading = |ids: &[Id]| {
            ids.first().filter(|id| self.quoted.contains(id)).map(|id| Goal::Claim(id.clone()))
        };
        let span = |piece: &Piece| match piece {
            Piece::Plain(words) => Span::new(words, look),
            Piece::Strong(words) => Span::new(words, Look { bold: true, ..look }),
            Piece::Soft(words) => Span::new(words, Look { ink: Ink::Soft, bold: false, ..look }),
            Piece::Number(words, Trail::Claims(ids) | Trail::Counted(ids)) => {
                Span { to: leading(ids), ..Span::new(words, look) }
            }
            Piece::Number(words, _) => Span::new(words, look),
            Piece::Quote(words, id) => {
                let quoted = self.content.language.quoted(words);
                Span { to: leading(std::slice::from_ref(id)), ..Span::new(quoted, look) }
            }
        };
        words.0.iter().map(span).collect()
    }
}

fn passage_of(passage: &Passage, look: Look) -> Vec<Span> {
    let mut spans = Vec::new();
    spans.extend(passage.cut_before.then(|| Span::new("… ", look)));
    for stretch in &passage.stretches {
        let begins = stretch.begins.clone();
        spans.push(Span { begins, marked: stretch.quoted, ..Span::new(&stretch.text, look) });
    }
    spans.extend(passage.cut_after.then(|| Span::new(" …", look)));
    spans
}
