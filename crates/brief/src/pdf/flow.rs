//! What stands on the pages, row after row, with the tags that tell a screen reader what each part is.
//! Nothing is cut within a row.

use std::rc::Rc;

use claim::Id;
use krilla::tagging::TagKind;

use super::fonts::Fonts;
use super::style::{BASELINE, HAIR, Ink, Look};
use super::text::{Bit, Goal, Line, Span, lines};

/// Something drawn, from the left and the top of its row.
pub(super) struct Item {
    pub x: f32,
    pub y: f32,
    pub mark: Mark,
    /// The place in the tags; none for what only adorns.
    pub slot: Option<Slot>,
}

pub(super) enum Mark {
    /// Words of a line; `y` is what they stand on.
    Words { words: Rc<str>, bits: Vec<(Bit, Ink)>, link: Option<Link> },
    /// A filled rectangle.
    Block { width: f32, height: f32, ink: Ink },
    /// A circle around its place.
    Dot { radius: f32, ink: Ink },
    /// A drawing at a scale, with its size.
    Figure { drawing: Rc<usvg::Tree>, scale: f32, width: f32, height: f32, node: NodeId },
    /// Nothing: a cell without words is a cell all the same.
    Nothing,
}

/// A place that leads somewhere.
pub(super) struct Link {
    pub to: Goal,
    pub about: String,
    pub slot: Slot,
    /// Wide and high.
    pub size: [f32; 2],
}

/// What is kept whole.
#[derive(Default)]
pub(super) struct Row {
    pub height: f32,
    /// Above it, where it is not the first of its page.
    pub space: f32,
    pub items: Vec<Item>,
    /// Whether it stays on one page with the next.
    pub with_next: bool,
    /// Whether a page begins with it.
    pub page: bool,
    /// Statements that links lead to.
    pub anchors: Vec<Id>,
    /// For the list of contents.
    pub heading: Option<String>,
    /// What is drawn once more above it where it is the first of its page, and how high that is.
    pub head: Option<Rc<(Vec<Item>, f32)>>,
}

pub(super) type NodeId = usize;
pub(super) type Slot = usize;

/// What the parts are, as a tree.
pub(super) struct Tags {
    pub nodes: Vec<Node>,
    pub slots: usize,
}

pub(super) struct Node {
    pub role: TagKind,
    pub kids: Vec<Kid>,
}

#[derive(Clone, Copy)]
pub(super) enum Kid {
    Node(NodeId),
    /// Something drawn or a link.
    Leaf(Slot),
}

/// The node that all others stand under; it is no part itself.
pub(super) const ROOT: NodeId = 0;

impl Tags {
    pub(super) fn new() -> Tags {
        let root = Node { role: krilla::tagging::Tag::Div.into(), kids: Vec::new() };
        Tags { nodes: vec![root], slots: 0 }
    }

    pub(super) fn node(&mut self, parent: NodeId, role: impl Into<TagKind>) -> NodeId {
        let id = self.nodes.len();
        self.nodes.push(Node { role: role.into(), kids: Vec::new() });
        self.nodes[parent].kids.push(Kid::Node(id));
        id
    }

    pub(super) fn leaf(&mut self, parent: NodeId) -> Slot {
        let slot = self.slots;
        self.slots += 1;
        self.nodes[parent].kids.push(Kid::Leaf(slot));
        slot
    }
}

/// How a text is set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    /// From the left of what is set.
    pub x: f32,
    pub width: f32,
    pub right: bool,
}

/// Lines of text with what they are in the tags.
pub(super) struct Set {
    pub items: Vec<Item>,
    pub height: f32,
    pub anchors: Vec<Id>,
}

/// The rows, in their order.
pub(super) struct Flow<'a> {
    pub fonts: &'a Fonts,
    pub rows: Vec<Row>,
    pub tags: Tags,
    /// Says where a link leads, for those who cannot see it.
    pub about: &'a dyn Fn(&str) -> String,
}

impl<'a> Flow<'a> {
    pub(super) fn new(fonts: &'a Fonts, about: &'a dyn Fn(&str) -> String) -> Flow<'a> {
        Flow { fonts, rows: Vec::new(), tags: Tags::new(), about }
    }

    /// Each line of a text as a row; the first two and the last two stay together.
    pub(super) fn text(&mut self, spans: &[Span], setting: Setting, space: f32, node: NodeId) {
        let lines = lines(self.fonts, spans, setting.width);
        let count = lines.len();
        for (at, line) in lines.iter().enumerate() {
            let set = self.line(line, spans, setting, node);
            self.rows.push(Row {
                height: set.height,
                space: if at == 0 { space } else { 0.0 },
                items: set.items,
                anchors: set.anchors,
                with_next: at + 1 < count && (at == 0 || at + 2 == count),
                ..Row::default()
            });
        }
    }

    /// A text in one piece.
    pub(super) fn block(&mut self, spans: &[Span], setting: Setting, node: NodeId) -> Set {
        let mut all = Set { items: Vec::new(), height: 0.0, anchors: Vec::new() };
        for line in lines(self.fonts, spans, setting.width) {
            let mut set = self.line(&line, spans, setting, node);
            set.items.iter_mut().for_each(|item| item.y += all.height);
            all.items.append(&mut set.items);
            all.anchors.append(&mut set.anchors);
            all.height += set.height;
        }
        all
    }

    fn line(&mut self, line: &Line, spans: &[Span], setting: Setting, node: NodeId) -> Set {
        let mut set = Set { items: Vec::new(), height: line.height, anchors: Vec::new() };
        let start = match setting.right || line.rtl {
            true => setting.x + setting.width - line.width,
            false => setting.x,
        };
        let largest = line.bits.iter().map(|bit| bit.size).fold(0.0, f32::max);
        let mut x = start;
        let mut rest = line.bits.as_slice();
        while let Some(first) = rest.first() {
            let span = &spans[first.span];
            let same = |bit: &&Bit| match &span.to {
                Some(_) => bit.span == first.span,
                None => spans[bit.span].to.is_none(),
            };
            let count = rest.iter().take_while(same).count();
            let (these, others) = rest.split_at(count);
            rest = others;
            for bit in these {
                let Span { begins, marked, .. } = &spans[bit.span];
                set.anchors.extend(begins.iter().cloned());
                if *marked {
                    let before: f32 =
                        these.iter().take_while(|one| one.at != bit.at).map(Bit::width).sum();
                    let mark =
                        Mark::Block { width: bit.width(), height: line.height, ink: Ink::Marked };
                    set.items.push(Item { x: x + before, y: 0.0, mark, slot: None });
                }
            }
            let width: f32 = these.iter().map(Bit::width).sum();
            let (words, y) = (Rc::clone(&line.words), largest * BASELINE);
            let bits = these.iter().map(|bit| (bit.clone(), spans[bit.span].look.ink)).collect();
            let (slot, link) = match &span.to {
                None => (self.tags.leaf(node), None),
                Some(to) => self.link(to, span, [width, line.height], node),
            };
            set.items.push(Item {
                x,
                y,
                mark: Mark::Words { words, bits, link },
                slot: Some(slot),
            });
            x += width;
        }
        set
    }

    fn link(
        &mut self,
        to: &Goal,
        span: &Span,
        size: [f32; 2],
        node: NodeId,
    ) -> (Slot, Option<Link>) {
        let inner = self.tags.node(node, krilla::tagging::Tag::Link);
        let slot = self.tags.leaf(inner);
        let about = match to {
            Goal::Claim(_) => (self.about)(span.words.trim()),
            Goal::Web(address) => address.clone(),
        };
        let link = Link { to: to.clone(), about, slot: self.tags.leaf(inner), size };
        (slot, Some(link))
    }

    /// A rule across some width.
    pub(super) fn rule(x: f32, y: f32, width: f32, ink: Ink) -> Item {
        Item { x, y, mark: Mark::Block { width, height: HAIR, ink }, slot: None }
    }
}

/// Words of one look, as spans.
pub(super) fn plain(words: impl Into<String>, look: Look) -> Vec<Span> {
    vec![Span::new(words, look)]
}
