//! Sizes, inks and distances of the brief on A4, in points: what the page prints with (`style.css`,
//! "@media print"), in numbers.

/// A4 (ISO 216).
pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;
/// Margins: 14 mm beside, 13 mm above and below.
pub(super) const SIDE: f32 = 39.7;
pub(super) const TOP: f32 = 36.9;
pub(super) const BOTTOM: f32 = HEIGHT - 36.9;
/// Where the line at the foot of a page stands, within the margin.
pub(super) const FOOT: f32 = HEIGHT - 19.0;
/// Width of what is set.
pub(super) const ROOM: f32 = WIDTH - 2.0 * SIDE;

/// From one line to the next, in sizes of the letters.
pub(super) const LEADING: f32 = 1.28;
/// Where letters stand in their line, from its top.
pub(super) const BASELINE: f32 = 0.96;

pub(super) const BODY: f32 = 8.4;
pub(super) const SMALL: f32 = 7.6;
pub(super) const TITLE: f32 = 22.0;
pub(super) const SUBTITLE: f32 = 12.0;
pub(super) const FIGURE: f32 = 34.0;
pub(super) const WHAT: f32 = 12.5;
pub(super) const DATELINE: f32 = 9.0;
pub(super) const HEADING: f32 = 12.0;
pub(super) const FOOTER: f32 = 7.0;

/// Above a section, a block, and an item of a list.
pub(super) const SECTION: f32 = 9.0;
pub(super) const BLOCK: f32 = 4.4;
pub(super) const ITEM: f32 = 2.2;
/// Before the words of an item.
pub(super) const INDENT: f32 = 11.0;
/// Before the words beside a date or term.
pub(super) const TERM: f32 = 50.0;
/// Between columns of text.
pub(super) const GUTTER: f32 = 22.0;
/// Within the cells of a table: beside, and above and below.
pub(super) const CELL: f32 = 8.0;
pub(super) const CELL_TALL: f32 = 2.2;
/// An interval that is drawn, with the room beside it.
pub(super) const BAR: f32 = 56.0;
/// Thickness of a rule.
pub(super) const HAIR: f32 = 0.5;

/// What is tried so that the first part fits on two pages, largest first: letters of body text are never
/// smaller than 7.2 points.
pub(super) const SCALES: [f32; 7] = [1.06, 1.03, 1.0, 0.97, 0.94, 0.9, 0.86];
/// The pages that the first part is to fit on.
pub(super) const PAGES: usize = 2;

/// What words and rules are drawn with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Black,
    Soft,
    Estimate,
    Rule,
    Warning,
    /// Behind words that were quoted.
    Marked,
}

impl Ink {
    /// Red, green and blue: the colours of print.
    pub(super) fn rgb(self) -> [u8; 3] {
        match self {
            Ink::Black => [0, 0, 0],
            Ink::Soft => [0x44, 0x44, 0x44],
            Ink::Estimate => [0x00, 0x5b, 0x8f],
            Ink::Rule => [0xbb, 0xbb, 0xbb],
            Ink::Warning => [0x8a, 0x1c, 0x00],
            Ink::Marked => [0xff, 0xf0, 0xcc],
        }
    }
}

/// How words look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Look {
    pub size: f32,
    pub bold: bool,
    pub ink: Ink,
}

impl Look {
    pub(super) fn plain(size: f32) -> Look {
        Look { size, bold: false, ink: Ink::Black }
    }

    pub(super) fn soft(size: f32) -> Look {
        Look { ink: Ink::Soft, ..Look::plain(size) }
    }

    pub(super) fn bold(size: f32) -> Look {
        Look { bold: true, ..Look::plain(size) }
    }

    /// Height of a line.
    pub(super) fn leading(&self) -> f32 {
        self.size * LEADING
    }
}
