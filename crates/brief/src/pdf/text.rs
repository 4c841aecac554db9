//! Words in lines: cut where a line may break, shaped, filled into a width, and put in the order in
//! which they are seen where some run from right to left.

use std::ops::Range;
use std::rc::Rc;

use claim::Id;
use unicode_bidi::{BidiInfo, Level};
use usvg::fontdb::ID;

use super::fonts::{Fonts, Shaped};
use super::style::Look;

/// Where words lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Goal {
    /// To the quote of a statement.
    Claim(Id),
    Web(String),
}

/// Words of one look.
#[derive(Debug, Clone)]
pub(super) struct Span {
    pub words: String,
    pub look: Look,
    pub to: Option<Goal>,
    /// Statements whose quote begins here.
    pub begins: Vec<Id>,
    /// Whether a colour lies behind them.
    pub marked: bool,
}

impl Span {
    pub(super) fn new(words: impl Into<String>, look: Look) -> Span {
        Span { words: words.into(), look, to: None, begins: Vec::new(), marked: false }
    }
}

/// Words of one span, font and direction.
#[derive(Clone)]
pub(super) struct Bit {
    /// Bytes of the words of the line.
    pub at: Range<usize>,
    pub span: usize,
    pub face: ID,
    pub rtl: bool,
    pub shaped: Rc<Shaped>,
    pub size: f32,
}

impl Bit {
    pub(super) fn width(&self) -> f32 {
        self.shaped.width * self.size
    }
}

/// What is not broken, with the space behind it.
struct Atom {
    bits: Vec<Bit>,
    width: f32,
    /// Of the space alone.
    space: f32,
}

/// A line, its bits in the order in which they are seen.
pub(super) struct Line {
    /// Of the whole paragraph.
    pub words: Rc<str>,
    pub bits: Vec<Bit>,
    pub width: f32,
    pub height: f32,
    /// Whether it begins at the right.
    pub rtl: bool,
}

/// The spans in lines no wider than `width`; words that are wider are broken where they must.
pub(super) fn lines(fonts: &Fonts, spans: &[Span], width: f32) -> Vec<Line> {
    let mut all = Vec::new();
    for paragraph in paragraphs(fonts, spans) {
        paragraph.fill(width, &mut all);
    }
    all
}

/// Widths of what cannot be broken and of all on one line.
pub(super) fn widths(fonts: &Fonts, spans: &[Span]) -> [f32; 2] {
    let (mut least, mut most): (f32, f32) = (0.0, 0.0);
    for paragraph in paragraphs(fonts, spans) {
        let mut whole = 0.0;
        for atom in &paragraph.atoms {
            least = least.max(atom.width - atom.space);
            whole += atom.width;
        }
        most = most.max(whole - paragraph.atoms.last().map_or(0.0, |atom| atom.space));
    }
    [least, most]
}

struct Paragraph<'a> {
    fonts: &'a Fonts,
    looks: Vec<Look>,
    words: Rc<str>,
    atoms: Vec<Atom>,
    levels: Vec<Level>,
    rtl: bool,
}

/// Parted where a line must end.
fn paragraphs<'a>(fonts: &'a Fonts, spans: &[Span]) -> Vec<Paragraph<'a>> {
    let mut all = Vec::new();
    let mut words = String::new();
    // First byte and number of each span.
    let mut of: Vec<(usize, usize)> = Vec::new();
    for (at, span) in spans.iter().enumerate() {
        of.push((words.len(), at));
        for (line, part) in fonts.settable(&span.words).split('\n').enumerate() {
            if line > 0 {
                all.push(Paragraph::new(fonts, spans, &std::mem::take(&mut words), &of));
                of = vec![(0, at)];
            }
            words.push_str(part);
        }
    }
    all.push(Paragraph::new(fonts, spans, &words, &of));
    all
}

impl<'a> Paragraph<'a> {
    fn new(fonts: &'a Fonts, spans: &[Span], words: &str, of: &[(usize, usize)]) -> Paragraph<'a> {
        let bidi = BidiInfo::new(words, None);
        let rtl = bidi.paragraphs.first().is_some_and(|one| one.level.is_rtl());
        let looks: Vec<Look> = spans.iter().map(|span| span.look).collect();
        let (levels, words) = (bidi.levels.clone(), Rc::from(words));
        let mut made = Paragraph { fonts, looks, words, atoms: Vec::new(), levels, rtl };
        for range in breaks(&made.words) {
            let atom = made.atom(range, of);
            made.atoms.push(atom);
        }
        made
    }

    fn atom(&self, range: Range<usize>, of: &[(usize, usize)]) -> Atom {
        let mut bits: Vec<Bit> = Vec::new();
        let mut open: Option<(Range<usize>, (usize, ID, bool))> = None;
        for (at, letter) in self.words[range.clone()].char_indices() {
            let (at, end) = (range.start + at, range.start + at + letter.len_utf8());
            let span = of.iter().rev().find(|(first, _)| *first <= at).map_or(0, |(_, span)| *span);
            let look = self.looks[span];
            let face = match &open {
                // A space is set in the font of the word before it.
                Some((_, (same, face, _))) if letter.is_whitespace() && *same == span => *face,
                _ => match self.fonts.of(letter, look.bold) {
                    Some(face) => face,
                    None => continue,
                },
            };
            let key = (span, face, self.levels[at].is_rtl());
            match &mut open {
                Some((range, known)) if *known == key => range.end = end,
                open => {
                    bits.extend(open.take().map(|(range, key)| self.bit(range, key)));
                    *open = Some((at..end, key));
                }
            }
        }
        bits.extend(open.map(|(range, key)| self.bit(range, key)));
        let width = bits.iter().map(Bit::width).sum();
        let trailing = self.words[range.clone()].trim_end_matches(' ').len();
        let space = match bits.last() {
            Some(last) if trailing < range.len() => {
                let spaces = &self.words[range.start + trailing..range.end];
                self.fonts.shape(last.face, last.rtl, spaces).width * last.size
            }
            _ => 0.0,
        };
        Atom { bits, width, space }
    }

    fn bit(&self, at: Range<usize>, (span, face, rtl): (usize, ID, bool)) -> Bit {
        let shaped = self.fonts.shape(face, rtl, &self.words[at.clone()]);
        Bit { at, span, face, rtl, shaped, size: self.looks[span].size }
    }

    fn fill(self, width: f32, all: &mut Vec<Line>) {
        let mut bits: Vec<Bit> = Vec::new();
        let (mut used, mut space) = (0.0, 0.0);
        for atom in &self.atoms {
            if !bits.is_empty() && used + atom.width - atom.space > width {
                all.push(self.line(std::mem::take(&mut bits), used - space));
                used = 0.0;
            }
            let wide = atom.width - atom.space > width;
            for bit in &atom.bits {
                // A word wider than the line, such as an address.
                let parts = if wide { self.cut(bit, width) } else { vec![bit.clone()] };
                for part in parts {
                    if wide && !bits.is_empty() && used + part.width() > width {
                        all.push(self.line(std::mem::take(&mut bits), used));
                        used = 0.0;
                    }
                    used += part.width();
                    bits.push(part);
                }
            }
            space = atom.space;
        }
        if !bits.is_empty() || self.atoms.is_empty() {
            all.push(self.line(bits, used - space));
        }
    }

    /// In parts that have room on a line.
    fn cut(&self, bit: &Bit, width: f32) -> Vec<Bit> {
        let words = &self.words[bit.at.clone()];
        let letters = words.chars().count().max(1);
        let step = ((letters as f32 * width * 0.85 / bit.width().max(1.0)) as usize).max(1);
        let starts: Vec<usize> = words.char_indices().step_by(step).map(|(at, _)| at).collect();
        let ends = starts.iter().skip(1).copied().chain([words.len()]);
        let part = |(start, end): (&usize, usize)| {
            let at = bit.at.start + start..bit.at.start + end;
            self.bit(at, (bit.span, bit.face, bit.rtl))
        };
        starts.iter().zip(ends).map(part).collect()
    }

    fn line(&self, bits: Vec<Bit>, width: f32) -> Line {
        let heights = bits.iter().map(|bit| self.looks[bit.span].leading());
        let height = heights.fold(0.0, f32::max);
        let height =
            if bits.is_empty() { self.looks.first().map_or(0.0, Look::leading) } else { height };
        let words = Rc::clone(&self.words);
        Line { words, bits: self.seen(bits), width, height, rtl: self.rtl }
    }

    /// In the order in which they are seen (Unicode Standard Annex 9, rule L2), bit by bit.
    fn seen(&self, bits: Vec<Bit>) -> Vec<Bit> {
        if !self.rtl && bits.iter().all(|bit| !bit.rtl) {
            return bits;
        }
        let levels: Vec<Level> = bits.iter().map(|bit| self.levels[bit.at.start]).collect();
        let order = BidiInfo::reorder_visual(&levels);
        order.into_iter().map(|at| bits[at].clone()).collect()
    }
}

/// What is not broken, with the spaces behind it.
fn breaks(words: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut start = 0;
    let mut letters = words.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let end = at + letter.len_utf8();
        let next = letters.peek().map(|(_, next)| *next);
        let after = match letter {
            ' ' | '\u{2003}' => next.is_some_and(|next| next != letter),
            '-' | '–' | '/' => next.is_some_and(char::is_alphabetic),
            _ => false,
        };
        if after {
            all.push(start..end);
            start = end;
        }
    }
    if start < words.len() {
        all.push(start..words.len());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::breaks;

    #[test]
    fn a_line_breaks_behind_spaces_and_hyphens() {
        let words = "a 2,600-kilometre border 3-4";
        let parts: Vec<&str> = breaks(words).into_iter().map(|at| &words[at]).collect();
        assert_eq!(parts, ["a ", "2,600-", "kilometre ", "border ", "3-4"]);
        assert!(breaks("").is_empty());
    }
}
