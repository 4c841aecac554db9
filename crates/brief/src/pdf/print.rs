//! Rows on pages, and the pages as a file of PDF 1.7, tagged for screen readers as PDF/UA-1
//! (ISO 14289-1) asks. There is no clock and no chance in it: the same rows give the same bytes.

use std::collections::BTreeMap;
use std::rc::Rc;

use claim::Id;
use jiff::civil::Date;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::configure::{Accessibility, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, BBox, ContentTag, Identifier, SpanTag};
use krilla::tagging::{TagGroup, TagKind, TagTree};
use krilla::{Document, SerializeSettings};

use super::figure;
use super::flow::{Item, Kid, Link, Mark, NodeId, ROOT, Row, Tags};
use super::fonts::Fonts;
use super::style::{BOTTOM, FOOT, FOOTER, HEIGHT, Ink, Look, ROOM, SIDE, TOP, WIDTH};
use super::text::{Bit, Goal, Span, lines};
use super::{Pdf, PdfError};

/// What a file says of itself.
pub(super) struct Said {
    pub title: String,
    pub language: String,
    pub day: Date,
    /// At the left of the foot of each page.
    pub foot: String,
    /// "Page 1 of 2".
    pub number: Box<dyn Fn(usize, usize) -> String>,
}

/// A row and its top; with its head above it or not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    pub row: usize,
    pub y: f32,
    pub head: bool,
}

/// Fills pages: what stays together goes on to the next where it has no room.
pub(super) fn pages(rows: &[Row]) -> Vec<Vec<Placed>> {
    let mut all: Vec<Vec<Placed>> = vec![Vec::new()];
    let mut y = TOP;
    let mut next = 0;
    while next < rows.len() {
        let last = (next..rows.len()).find(|at| !rows[*at].with_next).unwrap_or(rows.len() - 1);
        let chunk = &rows[next..=last];
        let tall: f32 = chunk.iter().map(|row| row.height + row.space).sum();
        let begun = all.last().is_some_and(|page| !page.is_empty());
        let fits = y + tall <= BOTTOM || tall > BOTTOM - TOP;
        if begun && (chunk[0].page || !fits) {
            all.push(Vec::new());
            y = TOP;
        }
        for (at, row) in (next..=last).zip(chunk) {
            let first = all.last().is_none_or(Vec::is_empty);
            if !first && y + row.space + row.height > BOTTOM {
                all.push(Vec::new());
                y = TOP;
            }
            let first = all.last().is_none_or(Vec::is_empty);
            let head = row.head.as_ref().filter(|_| first);
            y += if first { head.map_or(0.0, |head| head.1) } else { row.space };
            let placed = Placed { row: at, y, head: head.is_some() };
            all.last_mut().into_iter().for_each(|page| page.push(placed));
            y += row.height;
        }
        next = last + 1;
    }
    all
}

/// Writes the pages.
pub(super) fn print(
    rows: &[Row],
    mut tags: Tags,
    fonts: &Fonts,
    said: &Said,
) -> Result<Pdf, PdfError> {
    let pages = pages(rows);
    let configuration = ConfigurationBuilder::new()
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|_| PdfError::Writing("PDF/UA-1 is not known to the library".to_owned()))?;
    let failed = |error: KrillaError| PdfError::Writing(error.to_string());
    match write(rows, &pages, &mut tags, fonts, said, configuration) {
        // A font that its makers let nobody embed, or a letter without a meaning: a file all the same.
        Err(KrillaError::Validation(_)) => {
            let plain = Configuration::default();
            let bytes = write(rows, &pages, &mut tags, fonts, said, plain).map_err(failed)?;
            Ok(Pdf { bytes, for_all: false })
        }
        other => Ok(Pdf { bytes: other.map_err(failed)?, for_all: true }),
    }
}

fn write(
    rows: &[Row],
    pages: &[Vec<Placed>],
    tags: &mut Tags,
    fonts: &Fonts,
    said: &Said,
    configuration: Configuration,
) -> Result<Vec<u8>, KrillaError> {
    let settings = SerializeSettings { configuration, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    document.set_metadata(metadata(said));
    let places = places(rows, pages);
    let mut press =
        Press { fonts, places, slots: vec![None; tags.slots], boxes: BTreeMap::new(), page: 0 };
    let mut outline = Outline::new();
    for (number, placed) in pages.iter().enumerate() {
        press.page = number;
        let size = PageSettings::from_wh(WIDTH, HEIGHT).unwrap_or_default();
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        let mut links: Vec<(Rect, &Link)> = Vec::new();
        for Placed { row, y, head } in placed {
            let row = &rows[*row];
            if let (true, Some(above)) = (*head, row.head.as_ref()) {
                above.0.iter().for_each(|item| press.item(item, y - above.1, &mut surface));
            }
            for item in &row.items {
                press.item(item, *y, &mut surface);
                links.extend(link(item, *y));
            }
            if let Some(heading) = &row.heading {
                let place = XyzDestination::new(number, Point::from_xy(SIDE, *y));
                outline.push_child(OutlineNode::new(heading.clone(), place));
            }
        }
        press.foot(said, pages.len(), &mut surface);
        surface.finish();
        for (rect, link) in links {
            if let Some(target) = press.target(&link.to) {
                let annotation = LinkAnnotation::new(rect, target);
                let annotation = Annotation::new_link(annotation, Some(link.about.clone()));
                press.slots[link.slot] = Some(page.add_tagged_annotation(annotation));
            }
        }
        page.finish();
    }
    document.set_outline(outline);
    let mut tree = TagTree::new().with_lang(Some(said.language.clone()));
    for kid in &tags.nodes[ROOT].kids {
        if let Kid::Node(node) = kid {
            tree.push(press.group(*node, tags));
        }
    }
    document.set_tag_tree(tree);
    document.finish()
}

fn metadata(said: &Said) -> Metadata {
    let day = DateTime::new(said.day.year().unsigned_abs())
        .month(said.day.month().unsigned_abs())
        .day(said.day.day().unsigned_abs());
    Metadata::new()
        .title(said.title.clone())
        .language(said.language.clone())
        .creator("crossings".to_owned())
        .creation_date(day)
        .document_id(format!("{} {}", said.title, said.day))
}

/// Page and place of every statement that a link may lead to.
fn places(rows: &[Row], pages: &[Vec<Placed>]) -> BTreeMap<Id, (usize, f32)> {
    let mut all = BTreeMap::new();
    for (number, page) in pages.iter().enumerate() {
        for placed in page {
            for id in &rows[placed.row].anchors {
                all.entry(id.clone()).or_insert((number, placed.y));
            }
        }
    }
    all
}

fn link(item: &Item, top: f32) -> Option<(Rect, &Link)> {
    let Mark::Words { link: Some(link), .. } = &item.mark else { return None };
    let [width, height] = link.size;
    // Of the line: the words stand near its foot.
    let rect = Rect::from_xywh(SIDE + item.x, top + item.y - height * 0.75, width, height)?;
    Some((rect, link))
}

/// Draws, and keeps what was drawn where.
struct Press<'a> {
    fonts: &'a Fonts,
    places: BTreeMap<Id, (usize, f32)>,
    slots: Vec<Option<Identifier>>,
    /// Where the drawings stand.
    boxes: BTreeMap<NodeId, BBox>,
    page: usize,
}

impl Press<'_> {
    fn item(&mut self, item: &Item, top: f32, surface: &mut Surface) {
        let (x, y) = (SIDE + item.x, top + item.y);
        let tag = match (&item.mark, item.slot) {
            (_, None) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
            (Mark::Words { .. }, _) => ContentTag::Span(SpanTag::empty()),
            _ => ContentTag::Other,
        };
        let identifier = surface.start_tagged(tag);
        match &item.mark {
            Mark::Words { words, bits, .. } => set(words, bits, [x, y], self.fonts, surface),
            Mark::Block { width, height, ink } => {
                let mut path = PathBuilder::new();
                if let Some(rect) = Rect::from_xywh(x, y, *width, *height) {
                    path.push_rect(rect);
                }
                fill(path, *ink, surface);
            }
            Mark::Dot { radius, ink } => fill(circle(x, y, *radius), *ink, surface),
            Mark::Figure { drawing, scale, width, height, node } => {
                surface.push_transform(&Transform::from_translate(x, y));
                surface.push_transform(&Transform::from_scale(*scale, *scale));
                figure::draw(drawing.root(), surface, self.fonts);
                surface.pop();
                surface.pop();
                if let Some(rect) = Rect::from_xywh(x, y, *width, *height) {
                    self.boxes.insert(*node, BBox::new(self.page, rect));
                }
            }
            Mark::Nothing => {}
        }
        surface.end_tagged();
        if let Some(slot) = item.slot {
            self.slots[slot] = Some(identifier);
        }
    }

    /// The line at the foot of a page.
    fn foot(&self, said: &Said, pages: usize, surface: &mut Surface) {
        let look = Look::soft(FOOTER);
        surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
        let number = (said.number)(self.page + 1, pages);
        for (words, right) in [(&said.foot, false), (&number, true)] {
            let spans = [Span::new(words.clone(), look)];
            for line in lines(self.fonts, &spans, ROOM).into_iter().take(1) {
                let x = if right { SIDE + ROOM - line.width } else { SIDE };
                let bits: Vec<(Bit, Ink)> =
                    line.bits.into_iter().map(|bit| (bit, look.ink)).collect();
                set(&line.words, &bits, [x, FOOT], self.fonts, surface);
            }
        }
        surface.end_tagged();
    }

    fn target(&self, goal: &Goal) -> Option<Target> {
        Some(match goal {
            Goal::Claim(id) => {
                let (page, y) = self.places.get(id)?;
                let place = XyzDestination::new(*page, Point::from_xy(0.0, (y - TOP).max(0.0)));
                Target::Destination(place.into())
            }
            Goal::Web(address) => Target::Action(Action::Link(LinkAction::new(address.clone()))),
        })
    }

    /// A part with its parts.
    fn group(&self, node: NodeId, tags: &Tags) -> TagGroup {
        let mut role = tags.nodes[node].role.clone();
        if let TagKind::Figure(figure) = &role {
            role = figure.clone().with_bbox(self.boxes.get(&node).copied()).into();
        }
        let mut group = TagGroup::new(role);
        for kid in &tags.nodes[node].kids {
            match kid {
                Kid::Node(node) => group.push(self.group(*node, tags)),
                Kid::Leaf(slot) => {
                    self.slots[*slot].into_iter().for_each(|leaf| group.push(leaf));
                }
            }
        }
        group
    }
}

/// Words along a line. Letters that follow each other in one font are one piece.
fn set(
    words: &Rc<str>,
    bits: &[(Bit, Ink)],
    [x, y]: [f32; 2],
    fonts: &Fonts,
    surface: &mut Surface,
) {
    let mut x = x;
    let mut rest = bits;
    while let Some((first, ink)) = rest.first() {
        let alike = |(bit, own): &&(Bit, Ink)| {
            bit.face == first.face && bit.size == first.size && bit.rtl == first.rtl && own == ink
        };
        let count = if first.rtl { 1 } else { rest.iter().take_while(alike).count() };
        let (these, others) = rest.split_at(count);
        rest = others;
        let mut glyphs = Vec::new();
        for (bit, _) in these {
            glyphs.extend(bit.shaped.glyphs.iter().map(|glyph| {
                let mut glyph = glyph.clone();
                let at = glyph.text_range;
                glyph.text_range = bit.at.start + at.start..bit.at.start + at.end;
                glyph
            }));
        }
        if let Some(font) = fonts.embedded(first.face) {
            surface.set_fill(Some(paint(*ink)));
            surface.set_stroke(None);
            surface.draw_glyphs(Point::from_xy(x, y), &glyphs, font, words, first.size, false);
        }
        x += these.iter().map(|(bit, _)| bit.width()).sum::<f32>();
    }
}

fn paint(ink: Ink) -> Fill {
    let [red, green, blue] = ink.rgb();
    let paint = krilla::color::rgb::Color::new(red, green, blue).into();
    Fill { paint, opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn fill(path: PathBuilder, ink: Ink, surface: &mut Surface) {
    if let Some(path) = path.finish() {
        surface.set_fill(Some(paint(ink)));
        surface.set_stroke(None);
        surface.draw_path(&path);
    }
}

/// Four curves that differ from a circle by less than a thousandth of its radius.
fn circle(x: f32, y: f32, radius: f32) -> PathBuilder {
    const CURVE: f32 = 0.5523;
    let (r, c) = (radius, radius * CURVE);
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + c, x + c, y + r, x, y + r);
    path.cubic_to(x - c, y + r, x - r, y + c, x - r, y);
    path.cubic_to(x - r, y - c, x - c, y - r, x, y - r);
    path.cubic_to(x + c, y - r, x + r, y - c, x + r, y);
    path.close();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(height: f32) -> Row {
        Row { height, space: 4.0, ..Row::default() }
    }

    #[test]
    fn what_stays_together_goes_to_the_next_page_together() {
        let room = BOTTOM - TOP;
        let mut rows = vec![row(room - 50.0), row(20.0), row(40.0), row(10.0)];
        rows[1].with_next = true;
        let pages = pages(&rows);
        let on = |page: usize| pages[page].iter().map(|placed| placed.row).collect::<Vec<_>>();
        assert_eq!((on(0), on(1)), (vec![0], vec![1, 2, 3]));
        // No room is left above the first of a page.
        assert_eq!(pages[1][0].y, TOP);
        assert_eq!(pages[1][1].y, TOP + 24.0);
    }

    #[test]
    fn more_than_a_page_that_stays_together_is_parted_all_the_same() {
        let mut rows: Vec<Row> = (0..50).map(|_| row(30.0)).collect();
        rows.iter_mut().for_each(|row| row.with_next = true);
        let pages = pages(&rows);
        assert!(pages.len() == 3, "{}", pages.len());
        let lowest = |page: &Vec<Placed>| page.last().map_or(0.0, |last| last.y + 30.0);
        assert!(pages.iter().all(|page| lowest(page) <= BOTTOM));
    }

    #[test]
    fn the_head_of_a_table_stands_on_each_of_its_pages() {
        let head = Rc::new((Vec::new(), 12.0));
        let mut rows: Vec<Row> = (0..40).map(|_| row(30.0)).collect();
        rows.iter_mut().skip(1).for_each(|row| row.head = Some(Rc::clone(&head)));
        let pages = pages(&rows);
        assert!(!pages[0][0].head && pages[1][0].head && !pages[1][1].head);
        assert_eq!(pages[1][0].y, TOP + 12.0);
    }
}
