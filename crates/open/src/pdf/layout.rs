//! From lines to what is read one after the other: columns of prose, paragraphs in them, tables
//! between them; without what stands on every page.

use std::collections::{BTreeMap, BTreeSet};

use super::super::prose::Prose;
use super::glyphs::Found;
use super::grid::{self, Part};
use super::lines::{self, Line, Parted, Segment};

/// What is read of a page, in order.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub blocks: Vec<Block>,
    /// Top and bottom of each block, as shares of the page's height.
    places: Vec<(f64, f64)>,
}

#[derive(Debug)]
pub(super) enum Block {
    /// Lines under one another, in one size.
    Paragraphs(Vec<Segment>),
    Table(Vec<Vec<String>>),
    /// Figures whose cells are not certain.
    Unsure(Vec<Vec<String>>),
}

/// Headers and footers stand in this share of the page, at its top and bottom.
const MARGIN: f64 = 0.115;

/// Lays out a page.
pub(super) fn page(found: Found) -> Page {
    let height = found.height.max(1.0);
    let mut lines = lines::lines(&found);
    for line in &mut lines {
        let outside = line.y < 0.09 * height || line.y > 0.91 * height;
        line.segments.retain(|segment| !(outside && is_page_number(&segment.text)));
    }
    lines.retain(|line| !line.segments.is_empty());
    let mut page = Page::default();
    for area in areas(lines, 0) {
        block(area, height, &mut page);
    }
    page
}

fn is_page_number(text: &str) -> bool {
    let text = text.trim().trim_matches(['-', '–', '|', '.']).trim().to_lowercase();
    let text =
        text.strip_prefix("page").or_else(|| text.strip_prefix("p.")).unwrap_or(&text).trim();
    let parts: Vec<&str> = text.split([' ', '/']).filter(|part| !part.is_empty()).collect();
    let number = |part: &&str| part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit());
    match parts[..] {
        [one] => number(&one),
        [one, other] => number(&one) && number(&other) && text.contains('/'),
        [one, "of", other] => number(&one) && number(&other),
        _ => false,
    }
}

/// Columns within columns within columns: no page has more.
const COLUMNS: usize = 3;
/// So many lines of prose on either side make columns.
const SIDE: usize = 4;

/// Parts the lines of a page where columns of prose stand side by side, in the order of reading.
fn areas(lines: Vec<Line>, depth: usize) -> Vec<Vec<Line>> {
    if depth >= COLUMNS {
        return vec![lines];
    }
    let Some((gutter, from, to)) = gutter(&lines) else { return vec![lines] };
    let mut lines = lines;
    let below = lines.split_off(to);
    let between = lines.split_off(from);
    let mut left = Vec::new();
    let mut right = Vec::new();
    for line in between {
        let (l, mut r): (Vec<Segment>, Vec<Segment>) =
            line.segments.into_iter().partition(|segment| segment.x0 < gutter);
        if let Some(first) = r.first_mut() {
            first.parted = Parted::First;
        }
        for (side, segments) in [(&mut left, l), (&mut right, r)] {
            if let Some(first) = segments.first() {
                let (y, size) = (first.y, first.size);
                side.push(Line { segments, y, size });
            }
        }
    }
    let mut areas_found = Vec::new();
    if !lines.is_empty() {
        areas_found.push(lines);
    }
    areas_found.extend(areas(left, depth + 1));
    areas_found.extend(areas(right, depth + 1));
    if !below.is_empty() {
        areas_found.extend(areas(below, depth + 1));
    }
    areas_found
}

/// Where a page is parted from top to bottom: the place, and the lines that it parts.
fn gutter(lines: &[Line]) -> Option<(f64, usize, usize)> {
    let mut places: Vec<f64> = Vec::new();
    for line in lines {
        for pair in line.segments.windows(2) {
            if pair[1].parted != Parted::Perhaps {
                places.push((pair[0].x1 + pair[1].x0) / 2.0);
            }
        }
    }
    places.sort_by(f64::total_cmp);
    places.dedup_by(|a, b| (*a - *b).abs() < 4.0);
    places.truncate(200);
    let prose = |segment: &Segment| {
        let letters = segment.text.chars().filter(|c| c.is_alphabetic()).count();
        let count = segment.text.chars().count();
        count >= 25 && letters * 10 >= count * 6
    };
    let mut best: Option<(usize, f64, usize, usize)> = None;
    for place in places {
        let crossed =
            |line: &Line| line.segments.iter().any(|s| s.x0 < place - 2.0 && s.x1 > place + 2.0);
        let mut from = 0;
        while from < lines.len() {
            if crossed(&lines[from]) {
                from += 1;
                continue;
            }
            let to = lines[from..].iter().position(crossed).map_or(lines.len(), |n| from + n);
            let on = |right: bool| {
                lines[from..to]
                    .iter()
                    .filter(|line| {
                        line.segments.iter().any(|s| (s.x0 > place) == right && prose(s))
                    })
                    .count()
            };
            let (left, right) = (on(false), on(true));
            // A heading above the columns does not belong to one of them.
            let first = lines[from..to].iter().position(|line| line.segments.len() >= 2);
            let last =
                lines[from..to].iter().rposition(|line| line.segments.iter().any(|s| s.x0 > place));
            if left >= SIDE
                && right >= SIDE
                && let (Some(first), Some(_)) = (first, last)
            {
                let score = left.min(right);
                if best.is_none_or(|(known, ..)| score > known) {
                    best = Some((score, place, from + first, to));
                }
            }
            from = to;
        }
    }
    best.map(|(_, place, from, to)| (place, from, to))
}

/// Puts the tables and paragraphs of an area on the page.
fn block(lines: Vec<Line>, height: f64, page: &mut Page) {
    let mut open: Vec<Segment> = Vec::new();
    let close = |open: &mut Vec<Segment>, page: &mut Page| {
        if let (Some(first), Some(last)) = (open.first(), open.last()) {
            page.places.push(((first.y - first.size) / height, last.y / height));
            page.blocks.push(Block::Paragraphs(std::mem::take(open)));
        }
    };
    let parts = grid::parts(lines);
    for index in 0..parts.len() {
        let line = match &parts[index] {
            Part::Table { rows, certain, y0, y1 } => {
                close(&mut open, page);
                page.places.push((y0 / height, y1 / height));
                let rows = rows.clone();
                page.blocks.push(if *certain { Block::Table(rows) } else { Block::Unsure(rows) });
                continue;
            }
            Part::Line(line) => line,
        };
        let beside = |at: Option<usize>| match at.and_then(|at| parts.get(at)) {
            Some(Part::Line(other)) if (other.y - line.y).abs() < 2.0 * line.size => Some(other),
            _ => None,
        };
        let neighbours = [beside(index.checked_sub(1)), beside(Some(index + 1))];
        let pieces = joined(line, &neighbours);
        let alone = pieces.len() > 1;
        // Figures by themselves belong to something that is not said.
        let bare = pieces.iter().any(|p| is_bare(&p.text));
        if bare && (alone || !follows(&open, &pieces[0])) {
            close(&mut open, page);
            page.places.push(((line.y - line.size) / height, line.y / height));
            page.blocks.push(Block::Unsure(vec![pieces.into_iter().map(|p| p.text).collect()]));
            continue;
        }
        for piece in pieces {
            if alone || !follows(&open, &piece) {
                close(&mut open, page);
            }
            open.push(piece);
        }
        if alone {
            close(&mut open, page);
        }
    }
    close(&mut open, page);
}

/// Figures without a word.
fn is_bare(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    digits >= 2 && !text.chars().any(char::is_alphabetic)
}

/// Joins the pieces of a line that belong together: parted by no more than a space, or by a space
/// that was drawn out to fill the line.
fn joined(line: &Line, neighbours: &[Option<&Line>; 2]) -> Vec<Segment> {
    let mut pieces: Vec<Segment> = Vec::new();
    for segment in &line.segments {
        let Some(last) = pieces.last_mut() else {
            pieces.push(segment.clone());
            continue;
        };
        let gap = segment.x0 - last.x1;
        let middle = last.x1 + gap / 2.0;
        let crossed = neighbours
            .iter()
            .flatten()
            .any(|line| line.segments.iter().any(|s| s.x0 < middle - 3.0 && s.x1 > middle + 3.0));
        let figures = last.text.ends_with(|c: char| c.is_ascii_digit())
            && segment.text.starts_with(|c: char| c.is_ascii_digit());
        let bullet = last.text.chars().count() == 1 && !last.text.contains(char::is_alphanumeric);
        let together = match segment.parted {
            Parted::First | Parted::Perhaps => !figures,
            Parted::Wide => (crossed && gap < 3.0 * line.size && !figures) || bullet,
            Parted::Ruled => false,
        };
        if together {
            if gap > 0.02 * line.size {
                last.text.push(' ');
            }
            last.text.push_str(&segment.text);
            last.x1 = last.x1.max(segment.x1);
        } else {
            pieces.push(segment.clone());
        }
    }
    pieces
}

/// Whether a line goes on below the lines that are open.
fn follows(open: &[Segment], next: &Segment) -> bool {
    let Some(last) = open.last() else { return true };
    let step = next.y - last.y;
    let leading = match open {
        [.., a, b] => (b.y - a.y).abs().max(0.9 * next.size) * 1.22,
        _ => 1.8 * last.size.max(next.size),
    };
    let alike = last.size.max(next.size) < 1.18 * last.size.min(next.size);
    let under = next.x0 < last.x1 && last.x0 < next.x1 + last.size;
    alike && under && step > 0.3 * next.size && step <= leading
}

/// Leaves out what stands at the top or bottom of several pages; the first header is kept, since a
/// letterhead is one.
pub(super) fn drop_running(pages: &mut [Page]) {
    let count = pages.len();
    let mut seen: BTreeMap<(bool, String), usize> = BTreeMap::new();
    for page in pages.iter() {
        let mut here: BTreeSet<(bool, String)> = BTreeSet::new();
        for (block, place) in page.blocks.iter().zip(&page.places) {
            here.extend(running(block, place));
        }
        for key in here {
            *seen.entry(key).or_default() += 1;
        }
    }
    let repeated = |key: &(bool, String)| {
        seen.get(key).is_some_and(|times| *times >= 2 && *times * 10 >= count * 4)
    };
    let mut kept: BTreeSet<(bool, String)> = BTreeSet::new();
    for page in pages.iter_mut() {
        let places = std::mem::take(&mut page.places);
        let blocks = std::mem::take(&mut page.blocks);
        for (block, place) in blocks.into_iter().zip(places) {
            let drop = running(&block, &place)
                .is_some_and(|key| repeated(&key) && (!key.0 || !kept.insert(key)));
            if !drop {
                page.blocks.push(block);
                page.places.push(place);
            }
        }
    }
}

/// What a block at the top (`true`) or bottom of a page says, but for its numbers.
fn running(block: &Block, place: &(f64, f64)) -> Option<(bool, String)> {
    let top = place.1 < MARGIN;
    if !(top || place.0 > 1.0 - MARGIN) {
        return None;
    }
    let text = match block {
        Block::Paragraphs(lines) if lines.len() <= 4 => {
            lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join(" ")
        }
        Block::Unsure(rows) if rows.len() <= 2 => rows.concat().join(" "),
        _ => return None,
    };
    let digits = |c: char| if c.is_ascii_digit() { '#' } else { c };
    Some((top, text.to_lowercase().chars().map(digits).collect()))
}

/// The words that are written with a hyphen within a line: broken there, they keep it.
pub(super) fn vocabulary(pages: &[Page]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for block in pages.iter().flat_map(|page| &page.blocks) {
        let Block::Paragraphs(lines) = block else { continue };
        for word in lines.iter().flat_map(|line| line.text.split(' ')) {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            if word.contains('-') {
                words.insert(word.to_lowercase());
            }
        }
    }
    words
}

const BULLETS: [char; 9] = ['•', '▪', '●', '◦', '‣', '■', '□', '–', '*'];

/// Puts the lines of a block together into paragraphs.
pub(super) fn paragraphs(lines: &[Segment], words: &BTreeSet<String>, prose: &mut Prose) {
    let left = lines.iter().map(|line| line.x0).fold(f64::MAX, f64::min);
    let right = lines.iter().map(|line| line.x1).fold(f64::MIN, f64::max);
    let mut text = String::new();
    let mut item = false;
    let mut end = |text: &mut String, item: bool| {
        let done = std::mem::take(text);
        if item { prose.item(&done) } else { prose.paragraph(&done) }
    };
    for (index, line) in lines.iter().enumerate() {
        let words_of_line = line.text.trim();
        let mark = words_of_line.starts_with(BULLETS)
            && words_of_line.chars().nth(1).is_some_and(|c| c == ' ' || c.is_alphanumeric());
        let begins = index > 0
            && {
                let before = &lines[index - 1];
                let short = before.x1 < right - 0.18 * (right - left) - before.size;
                let stopped = before.text.trim_end().ends_with(['.', '!', '?', ':', '”', '"']);
                let indented =
                    line.x0 > left + 0.8 * line.size && before.x0 < left + 0.5 * line.size;
                mark || (short && stopped) || (indented && stopped && !item)
                // A list of short lines, as in a letterhead.
                || (short && words_of_line.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                    && before.x1 < left + 0.6 * (right - left))
            };
        if begins {
            end(&mut text, item);
            item = false;
        }
        if text.is_empty() {
            item = mark;
            text = words_of_line
                .strip_prefix(BULLETS)
                .filter(|_| mark)
                .unwrap_or(words_of_line)
                .trim()
                .to_owned();
        } else {
            join(&mut text, words_of_line, words);
        }
    }
    end(&mut text, item);
}

/// Puts a line behind another: a word that was broken is put together.
fn join(text: &mut String, line: &str, words: &BTreeSet<String>) {
    let hyphen = text.ends_with(['-', '\u{2010}', '\u{ad}']);
    let before = text.trim_end_matches(['-', '\u{2010}', '\u{ad}']);
    let letter = before.ends_with(char::is_alphabetic);
    // "2018–" and "23", "https://" and "www": broken where there is no space.
    let dash = text.ends_with('–')
        && before.contains(|c: char| c.is_ascii_digit())
        && line.starts_with(|c: char| c.is_ascii_digit());
    if dash || (text.ends_with('/') && text.contains("://")) {
        // nothing between
    } else if !hyphen || before.ends_with(' ') {
        text.push(' ');
    } else if letter && line.starts_with(char::is_lowercase) {
        let head = before.rsplit(' ').next().unwrap_or_default();
        let tail = line.split(' ').next().unwrap_or_default();
        let whole = format!("{head}-{tail}").to_lowercase();
        let whole = whole.trim_matches(|c: char| !c.is_alphanumeric());
        if !words.contains(whole) {
            let length = before.len();
            text.truncate(length);
        }
    } else if text.ends_with('\u{ad}') {
        text.pop();
    }
    text.push_str(line);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn page_numbers_are_known() {
        for text in ["3", "- 3 -", "Page 3 of 12", "3/12", "p. 3"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["104,000", "3 people", "12 November", "20231"] {
            assert!(!is_page_number(text), "{text}");
        }
    }

    #[test]
    fn broken_words_are_put_together() {
        let words: BTreeSet<String> = ["cross-border".to_owned()].into();
        let joined = |a: &str, b: &str| {
            let mut text = a.to_owned();
            join(&mut text, b, &words);
            text
        };
        assert_eq!(joined("the depor-", "tation of"), "the deportation of");
        assert_eq!(joined("the cross-", "border flow"), "the cross-border flow");
        assert_eq!(joined("some 2,000-", "3,000 left"), "some 2,000-3,000 left");
        assert_eq!(joined("many", "left"), "many left");
        assert_eq!(joined("Afghan-", "Pakistani"), "Afghan-Pakistani");
    }
}
