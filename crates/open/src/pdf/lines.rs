//! From letters to lines, and to the pieces of lines that stand apart.

use super::glyphs::{Found, Glyph};

/// A piece of a line: words with no more between them than a space.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    pub text: String,
    pub x0: f64,
    pub x1: f64,
    pub y: f64,
    pub size: f64,
    /// How it was parted from the piece before it on the line.
    pub parted: Parted,
}

/// What parts a piece from the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parted {
    /// It is the first of its line.
    First,
    /// More than a space.
    Wide,
    /// A line that is drawn between them.
    Ruled,
    /// No more than a space, but drawn by itself and with figures: it may be another cell.
    Perhaps,
}

/// A line across the page.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub segments: Vec<Segment>,
    pub y: f64,
    pub size: f64,
}

/// Space between letters of a word, in sizes of the font, at most.
const WORD: f64 = 0.17;
/// Space between words, at most: what is wider parts the line.
const APART: f64 = 0.95;

/// Puts the letters of a page into lines, from the top.
pub(super) fn lines(page: &Found) -> Vec<Line> {
    let mut order: Vec<&Glyph> = page.glyphs.iter().collect();
    order.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.x0.total_cmp(&b.x0)));
    // By where they stand: a letter belongs to the line whose foot is nearest.
    let mut rows: Vec<(f64, f64, Vec<&Glyph>)> = Vec::new();
    for glyph in order {
        let here = rows.iter_mut().rev().take(6).find(|(y, size, _)| {
            (glyph.y - *y).abs() < 0.25 * size.max(glyph.size).min(1.6 * size.min(glyph.size))
        });
        match here {
            Some((y, size, row)) => {
                if glyph.size > *size * 1.05 {
                    (*y, *size) = (glyph.y, glyph.size);
                }
                row.push(glyph);
            }
            None => rows.push((glyph.y, glyph.size, vec![glyph])),
        }
    }
    raise(&mut rows);
    let mut lines: Vec<Line> = rows
        .into_iter()
        .filter_map(|(y, size, row)| {
            let segments = segments(row, page);
            (!segments.is_empty()).then_some(Line { segments, y, size })
        })
        .collect();
    lines.sort_by(|a, b| a.y.total_cmp(&b.y));
    lines
}

/// Small figures above the foot of a line are marks of notes: they are taken off, so that none
/// becomes a digit of the number that it stands at.
fn raise(rows: &mut Vec<(f64, f64, Vec<&Glyph>)>) {
    let lines: Vec<(f64, f64, f64, f64)> = rows
        .iter()
        .map(|(y, size, row)| {
            let x0 = row.iter().map(|g| g.x0).fold(f64::MAX, f64::min);
            let x1 = row.iter().map(|g| g.x1).fold(f64::MIN, f64::max);
            (*y, *size, x0, x1)
        })
        .collect();
    rows.retain(|(y, size, row)| {
        let mark = row
            .iter()
            .all(|g| g.text.trim().chars().all(|c| c.is_ascii_digit() || "*†‡,[]()".contains(c)));
        let beside = lines.iter().any(|(foot, large, x0, x1)| {
            *size < 0.85 * large
                && *foot > *y
                && *foot - *y < 0.75 * large
                && row.iter().all(|g| g.x0 > x0 - large && g.x0 < x1 + large)
        });
        !(mark && beside)
    });
}

/// Cuts a line where it is parted.
fn segments(mut row: Vec<&Glyph>, page: &Found) -> Vec<Segment> {
    row.sort_by(|a, b| a.x0.total_cmp(&b.x0).then(a.run.cmp(&b.run)));
    // Bold that is made by drawing twice.
    let mut letters: Vec<&Glyph> = Vec::with_capacity(row.len());
    for glyph in row {
        let twice = letters.iter().rev().take(3).any(|before| {
            before.text == glyph.text
                && !glyph.text.trim().is_empty()
                && (before.x0 - glyph.x0).abs() < 0.12 * glyph.size
                && before.run != glyph.run
        });
        if !twice {
            letters.push(glyph);
        }
    }
    let spacing = spacing(&letters);
    let mut segments: Vec<Segment> = Vec::new();
    let mut last: Option<&Glyph> = None;
    let mut space = false;
    for glyph in letters {
        if glyph.text.trim().is_empty() {
            space = true;
            continue;
        }
        let first = glyph.text.chars().next().unwrap_or(' ');
        let parted = match last {
            None => Some(Parted::First),
            Some(before) => {
                let gap = glyph.x0 - before.x1;
                let size = before.size.max(glyph.size);
                let tail = before.text.chars().next_back().unwrap_or(' ');
                let ruled = page.rules.iter().any(|(x, from, to)| {
                    *x > before.x1 - 0.3 * size
                        && *x < glyph.x0 + 0.3 * size
                        && *from < glyph.y
                        && *to > glyph.y - 0.7 * size
                });
                let figures = tail.is_ascii_digit() || first.is_ascii_digit();
                if ruled && gap > -0.1 * size {
                    Some(Parted::Ruled)
                } else if gap > (APART * size).max(spacing + 0.6 * size) {
                    Some(Parted::Wide)
                } else if figures && !space && before.run != glyph.run && gap > 0.06 * size {
                    Some(Parted::Perhaps)
                } else if gap < -0.5 * size {
                    // Drawn over what is there.
                    Some(Parted::Perhaps)
                } else {
                    None
                }
            }
        };
        match (parted, segments.last_mut()) {
            (None, Some(segment)) => {
                let before = last.map_or(glyph.x0, |before| before.x1);
                let gap = glyph.x0 - before;
                let size = glyph.size.min(segment.size);
                let both =
                    segment.text.ends_with(|c: char| c.is_ascii_digit()) && first.is_ascii_digit();
                let step =
                    last.is_some_and(|b| b.size > 1.3 * glyph.size || glyph.size > 1.3 * b.size);
                if space || gap > WORD * size + spacing || (both && step) {
                    segment.text.push(' ');
                }
                segment.text.push_str(&glyph.text);
                segment.x1 = segment.x1.max(glyph.x1);
                segment.size = segment.size.max(glyph.size);
            }
            (parted, _) => segments.push(Segment {
                text: glyph.text.clone(),
                x0: glyph.x0,
                x1: glyph.x1,
                y: glyph.y,
                size: glyph.size,
                parted: parted.unwrap_or(Parted::First),
            }),
        }
        last = Some(glyph);
        space = false;
    }
    for segment in &mut segments {
        segment.text = certain(&segment.text);
    }
    segments
}

/// The space that is put between all letters of a line: half of its letters have as much.
fn spacing(letters: &[&Glyph]) -> f64 {
    let mut gaps: Vec<f64> = letters
        .windows(2)
        .filter(|pair| !pair[0].text.trim().is_empty() && !pair[1].text.trim().is_empty())
        .map(|pair| pair[1].x0 - pair[0].x1)
        .collect();
    let Some(size) = letters.first().map(|glyph| glyph.size) else { return 0.0 };
    if gaps.len() < 4 {
        return 0.0;
    }
    gaps.sort_by(f64::total_cmp);
    // Most letters of any line stand closer than a third of all: words are longer than that.
    let usual = gaps[gaps.len() / 3];
    if usual > 0.06 * size { usual.min(0.6 * size) } else { 0.0 }
}

/// A word with a sign that has no letter is no number, whatever its digits.
fn certain(text: &str) -> String {
    if !text.contains('\u{fffd}') {
        return text.to_owned();
    }
    let words = text.split(' ').map(|word| {
        if word.contains('\u{fffd}') && word.contains(|c: char| c.is_ascii_digit()) {
            '\u{fffd}'.to_string()
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}
