//! A table: columns as wide as their words need, the head once more on every page.

use std::num::NonZeroU32;
use std::rc::Rc;

use krilla::tagging::{TableHeaderScope, Tag};

use super::Writer;
use super::flow::{Flow, Item, Mark, NodeId, Row, Set, Setting, plain};
use super::style::{BAR, BLOCK, CELL, CELL_TALL, HAIR, HEADING, Ink, Look, ROOM, SMALL};
use super::text::{Span, widths};
use crate::content::{self, Align, Table};

/// Where a drawn interval stands: behind so many columns.
const BEHIND: usize = 3;

/// What the rows of a table share.
struct Columns {
    /// From the left, and their widths.
    places: Vec<[f32; 2]>,
    rights: Vec<bool>,
    /// Of the drawn intervals, and the largest number in them.
    bar: Option<(f32, f64)>,
}

pub(super) fn table(writer: &Writer, flow: &mut Flow, table: &Table, section: NodeId) {
    let node = flow.tags.node(section, Tag::Table);
    let caption = flow.tags.node(node, Tag::Caption);
    let look = Look::bold(writer.size);
    flow.text(&plain(&table.caption, look), Writer::WHOLE, writer.gap(BLOCK), caption);
    flow.rows.last_mut().into_iter().for_each(|row| row.with_next = true);
    let columns = Columns::of(writer, flow, table);
    let head = head(writer, flow, table, &columns, node);
    let body = flow.tags.node(node, Tag::TBody);
    for group in &table.groups {
        if let Some(heading) = &group.heading {
            let span = NonZeroU32::new(table.columns.len() as u32);
            let line = flow.tags.node(body, Tag::TR);
            let cell = flow.tags.node(line, Tag::TD.with_col_span(span));
            let size =
                if group.rows.is_empty() { writer.size } else { (HEADING - 3.0) * writer.scale };
            let set = flow.block(&plain(heading, Look::bold(size)), Writer::WHOLE, cell);
            let mut row = framed(vec![set], Ink::Soft);
            row.space = writer.gap(BLOCK);
            row.with_next = true;
            row.head = Some(Rc::clone(&head));
            flow.rows.push(row);
        }
        for row in &group.rows {
            let mut set = body_row(writer, flow, row, &columns, body);
            set.head = Some(Rc::clone(&head));
            flow.rows.push(set);
        }
    }
}

impl Columns {
    /// No narrower than the longest word, and with the rest of the room by what each would like to have.
    fn of(writer: &Writer, flow: &Flow, table: &Table) -> Columns {
        let count = table.columns.len();
        let (mut least, mut most) = (vec![0.0_f32; count], vec![0.0_f32; count]);
        for (at, column) in table.columns.iter().enumerate() {
            let head = plain(&column.heading, Look::soft(SMALL * writer.scale));
            let mut all: Vec<Vec<Span>> = vec![head];
            for row in table.rows() {
                all.extend(cell(writer, row, at));
            }
            for spans in &all {
                let [narrow, wide] = widths(flow.fonts, spans);
                least[at] = least[at].max(narrow);
                most[at] = most[at].max(wide);
            }
        }
        let bars = table.rows().filter_map(|row| row.bar).map(|bar| bar[2]);
        let top = bars.fold(0.0, f64::max);
        let bar = (top > 0.0).then_some(top);
        let taken = CELL * (count - 1) as f32 + bar.map_or(0.0, |_| BAR + CELL);
        let widths = share(&least, &most, ROOM - taken);
        let mut places = Vec::new();
        let (mut x, mut bar_at) = (0.0, 0.0);
        for (at, width) in widths.iter().enumerate() {
            places.push([x, *width]);
            x += width + CELL;
            if bar.is_some() && at + 1 == BEHIND.min(count) {
                bar_at = x;
                x += BAR + CELL;
            }
        }
        let rights = table.columns.iter().map(|column| column.align == Align::Right).collect();
        Columns { places, rights, bar: bar.map(|top| (bar_at, top)) }
    }

    fn setting(&self, at: usize) -> Setting {
        let [x, width] = self.places[at];
        Setting { x, width, right: self.rights[at] }
    }
}

/// Room for columns that need so much at least and would like so much: those that like little have it, the others
/// share the rest alike.
fn share(least: &[f32], most: &[f32], room: f32) -> Vec<f32> {
    let (need, like): (f32, f32) = (least.iter().sum(), most.iter().sum());
    let count = least.len() as f32;
    if need >= room {
        return least.iter().map(|width| width * room / need.max(1.0)).collect();
    }
    if like <= room {
        return most.iter().map(|width| width + (room - like) / count).collect();
    }
    // The level up to which each is filled, between what it needs and what it likes.
    let filled = |level: f32| -> Vec<f32> {
        least.iter().zip(most).map(|(least, most)| level.clamp(*least, most.max(*least))).collect()
    };
    let (mut low, mut high) = (0.0, room);
    for _ in 0..32 {
        let level = (low + high) / 2.0;
        if filled(level).iter().sum::<f32>() > room { high = level } else { low = level }
    }
    filled(low)
}

/// The words of a cell, and of what stands under it.
fn cell(writer: &Writer, row: &content::Row, at: usize) -> Vec<Vec<Span>> {
    let look = if at == 0 { Look::bold(writer.size) } else { Look::plain(writer.size) };
    let mut all: Vec<Vec<Span>> =
        row.cells.get(at).map(|text| writer.spans(text, look)).into_iter().collect();
    if at + 1 == row.cells.len() {
        let look = Look::soft(SMALL * writer.scale);
        all.extend(row.notes.iter().map(|note| writer.spans(note, look)));
    }
    all
}

fn head(
    writer: &Writer,
    flow: &mut Flow,
    table: &Table,
    columns: &Columns,
    node: NodeId,
) -> Rc<(Vec<Item>, f32)> {
    let part = flow.tags.node(node, Tag::THead);
    let line = flow.tags.node(part, Tag::TR);
    let look = Look::soft(SMALL * writer.scale);
    let set = |flow: &mut Flow| -> Vec<Set> {
        let column = |(at, column): (usize, &content::Column)| {
            let cell = flow.tags.node(line, Tag::TH(TableHeaderScope::Column));
            written(flow, vec![plain(&column.heading, look)], columns.setting(at), cell)
        };
        table.columns.iter().enumerate().map(column).collect()
    };
    let mut row = framed(set(flow), Ink::Soft);
    row.with_next = true;
    flow.rows.push(row);
    // What is drawn again on the next page has been told once.
    let known = flow.tags.nodes[line].kids.len();
    let slots = flow.tags.slots;
    let mut again = framed(set(flow), Ink::Soft);
    flow.tags.nodes[line].kids.truncate(known);
    flow.tags.slots = slots;
    again.items.iter_mut().for_each(|item| item.slot = None);
    Rc::new((again.items, again.height))
}

fn body_row(
    writer: &Writer,
    flow: &mut Flow,
    row: &content::Row,
    columns: &Columns,
    body: NodeId,
) -> Row {
    let line = flow.tags.node(body, Tag::TR);
    let mut sets = Vec::new();
    for at in 0..columns.places.len() {
        let node = match at {
            0 => flow.tags.node(line, Tag::TH(TableHeaderScope::Row)),
            _ => flow.tags.node(line, Tag::TD),
        };
        sets.push(written(flow, cell(writer, row, at), columns.setting(at), node));
    }
    let mut made = framed(sets, Ink::Rule);
    if let (Some((x, most)), Some(bar)) = (columns.bar, row.bar) {
        made.items.extend(drawn(x, writer.size, most, bar));
    }
    made
}

/// The texts of a cell, one under the other.
fn written(flow: &mut Flow, texts: Vec<Vec<Span>>, setting: Setting, node: NodeId) -> Set {
    let mut all = Set { items: Vec::new(), height: 0.0, anchors: Vec::new() };
    for spans in texts {
        let mut set = flow.block(&spans, setting, node);
        set.items.iter_mut().for_each(|item| item.y += all.height);
        all.items.append(&mut set.items);
        all.anchors.append(&mut set.anchors);
        all.height += set.height;
    }
    if all.items.is_empty() {
        let slot = Some(flow.tags.leaf(node));
        all.items.push(Item { x: setting.x, y: 0.0, mark: Mark::Nothing, slot });
    }
    all
}

/// Cells side by side over a rule.
fn framed(sets: Vec<Set>, ink: Ink) -> Row {
    let height = sets.iter().map(|set| set.height).fold(0.0, f32::max) + 2.0 * CELL_TALL;
    let mut row = Row { height: height + HAIR, ..Row::default() };
    for set in sets {
        row.items.extend(set.items.into_iter().map(|item| Item { y: item.y + CELL_TALL, ..item }));
        row.anchors.extend(set.anchors);
    }
    row.items.push(Flow::rule(0.0, height, ROOM, ink));
    row
}

/// The interval and its middle on a line from nobody to the largest number.
fn drawn(x: f32, size: f32, most: f64, [low, middle, high]: [f64; 3]) -> Vec<Item> {
    let at = |value: f64| x + 2.0 + (value / most.max(1.0)) as f32 * (BAR - 4.0);
    let y = CELL_TALL + size * 0.64;
    let (start, end) = (at(low), at(high));
    let band = Mark::Block { width: (end - start).max(0.8), height: 4.0, ink: Ink::Rule };
    vec![
        Flow::rule(x + 2.0, y - HAIR / 2.0, BAR - 4.0, Ink::Rule),
        Item { x: start, y: y - 2.0, mark: band, slot: None },
        Item { x: at(middle), y, mark: Mark::Dot { radius: 1.6, ink: Ink::Estimate }, slot: None },
    ]
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn columns_share_what_room_there_is() {
        // All as wide as they would like, and what is left to all.
        assert_eq!(share(&[10.0, 20.0], &[30.0, 40.0], 90.0), [40.0, 50.0]);
        // What likes little has it, and a long text the rest.
        let widths = share(&[10.0, 20.0, 20.0], &[30.0, 200.0, 35.0], 120.0);
        assert!((widths[0] - 30.0).abs() < 0.01 && (widths[2] - 35.0).abs() < 0.01, "{widths:?}");
        assert!((widths[1] - 55.0).abs() < 0.1, "{widths:?}");
        // Too narrow for the longest words: those are broken.
        assert_eq!(share(&[60.0, 30.0], &[90.0, 90.0], 45.0), [30.0, 15.0]);
    }
}
