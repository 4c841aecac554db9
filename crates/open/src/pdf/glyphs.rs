//! Where each letter of a page stands.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Shape};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps,
    InterpreterCache, InterpreterSettings, RenderContent, SoftMask, TransformExt, interpret_page,
};
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Name};

use super::super::limits;

/// A letter, or several that are drawn as one.
#[derive(Debug, Clone)]
pub(super) struct Glyph {
    pub text: String,
    /// From where it is drawn to where the next may begin, in points from the left.
    pub x0: f64,
    pub x1: f64,
    /// Where it stands, in points from the top.
    pub y: f64,
    pub size: f64,
    /// Which stretch of letters drawn together it belongs to.
    pub run: usize,
}

/// What was found on a page.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub glyphs: Vec<Glyph>,
    /// Vertical lines: x, from, to.
    pub rules: Vec<(f64, f64, f64)>,
    pub width: f64,
    pub height: f64,
    /// How many large pictures are on it.
    pub images: usize,
    /// How many letters are there only to be found, behind a picture.
    pub invisible: usize,
    /// How many signs have no known letter.
    pub unmapped: usize,
    /// More was on it than is read.
    pub too_much: bool,
}

/// Whether the letters of a page can be believed.
pub(super) enum Sound {
    Text,
    /// Recognised in a picture by a program.
    Recognised,
    /// The fonts do not say what their signs mean.
    Unmapped,
    Nothing,
}

impl Found {
    pub fn sound(&self) -> Sound {
        let letters = self.glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty()).count();
        if self.unmapped * 10 > letters + self.unmapped && self.unmapped > 3 {
            return Sound::Unmapped;
        }
        match letters {
            0 => Sound::Nothing,
            // A page number under a picture of a page does not make it text.
            1..=20 if self.images > 0 => Sound::Nothing,
            _ if self.invisible * 2 > letters => Sound::Recognised,
            _ => Sound::Text,
        }
    }
}

/// Collects the letters of all pages.
pub(super) fn of_pages(file: &Pdf) -> Vec<Found> {
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings {
        render_content: RenderContent::PAGE,
        cmap_resolver: Arc::new(|_| None),
        ..InterpreterSettings::default()
    };
    let mut pages = Vec::new();
    let mut work = 0;
    for page in file.pages().iter() {
        if work > limits::PDF_PAGES * limits::PDF_WORK {
            pages.push(Found { too_much: true, ..Found::default() });
            continue;
        }
        let (width, height) = page.render_dimensions();
        let (width, height) = (f64::from(width), f64::from(height));
        let mut collector = Collector {
            found: Found { width, height, ..Found::default() },
            turned: [0; 4],
            angles: Vec::new(),
            runs: 0,
            work: Cell::new(0),
            running: Vec::new(),
        };
        let transform = page.initial_transform(true).to_kurbo();
        let bounds = Rect::new(0.0, 0.0, width, height);
        let mut context = Context::new(transform, bounds, &cache, page.xref(), settings.clone());
        // The interpreter cannot be told to stop: what is too much unwinds to here.
        let done = catch_unwind(AssertUnwindSafe(|| {
            interpret_page(page, &mut context, &mut collector);
        }));
        if let Err(payload) = done {
            match payload.downcast::<TooMuch>() {
                Ok(_) => collector.found.too_much = true,
                Err(other) => resume_unwind(other),
            }
        }
        work += collector.work.get();
        pages.push(collector.finish());
    }
    pages
}

/// Unwound with when a page is too much.
struct TooMuch;

struct Collector {
    found: Found,
    /// How many letters run to the right, down, to the left and up.
    turned: [usize; 4],
    /// Which way each letter runs.
    angles: Vec<usize>,
    runs: usize,
    work: Cell<u64>,
    /// Whether each open stretch of marked content is a running header or footer.
    running: Vec<bool>,
}

impl Collector {
    fn work(&self, amount: u64) {
        self.work.set(self.work.get() + amount);
        if self.work.get() > limits::PDF_WORK || self.found.glyphs.len() > limits::GLYPHS {
            // No message is printed, as one would be of a panic.
            resume_unwind(Box::new(TooMuch));
        }
    }

    /// Text that runs down or up the page is turned when it is most of it, and left out otherwise.
    fn finish(mut self) -> Found {
        let most = (0..4).max_by_key(|way| (self.turned[*way], 4 - way)).unwrap_or(0);
        let angles = std::mem::take(&mut self.angles);
        let (width, height) = (self.found.width, self.found.height);
        let mut index = 0;
        self.found.glyphs.retain(|_| {
            index += 1;
            angles[index - 1] == most
        });
        if most != 0 {
            for glyph in &mut self.found.glyphs {
                let along = glyph.x1 - glyph.x0;
                let (x, y) = match most {
                    1 => (glyph.y, width - glyph.x0),
                    2 => (width - glyph.x0, height - glyph.y),
                    _ => (height - glyph.y, glyph.x0),
                };
                (glyph.x0, glyph.x1, glyph.y) = (x, x + along, y);
            }
            self.found.rules.clear();
            if most != 2 {
                (self.found.width, self.found.height) = (height, width);
            }
        }
        self.found
    }
}

/// A line is no thicker than this, and no shorter than a line of text is high.
const THIN: f64 = 2.5;
const LINE: f64 = 6.0;

impl<'a> Device<'a> for Collector {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.runs += 1;
        if self.running.iter().any(|running| *running) {
            return;
        }
        // Letters that are stroked over what was filled are drawn twice.
        let first = self.found.glyphs.len();
        for glyph in run.glyphs() {
            self.work(1);
            let transform: Affine = props.transform * glyph.transform();
            let advance = match &**glyph {
                Drawn::Outline(outline) => outline.advance_width(),
                Drawn::Type3(type3) => type3.advance_width(),
            };
            let origin = transform * Point::ZERO;
            let end = transform * Point::new(f64::from(advance.unwrap_or(500.0)), 0.0);
            let up = transform * Point::new(0.0, 1000.0);
            let size = (up - origin).hypot();
            let along = end - origin;
            let sane = [origin.x, origin.y, size, along.x, along.y].iter().all(|n| n.is_finite());
            if !sane || !(0.5..=2000.0).contains(&size) {
                continue;
            }
            let text = match glyph.as_unicode() {
                Some(BfString::Char(c)) => c.to_string(),
                Some(BfString::String(text)) => text,
                None => String::new(),
            };
            let text = clean(&text);
            let mapped = !text.is_empty();
            let text = if mapped { text } else { '\u{fffd}'.to_string() };
            if !mapped {
                self.found.unmapped += 1;
            }
            if matches!(mode, DrawMode::Invisible) {
                self.found.invisible += 1;
            }
            let way = if along.x.abs() >= along.y.abs() {
                if along.x >= 0.0 { 0 } else { 2 }
            } else if along.y >= 0.0 {
                1
            } else {
                3
            };
            // Slanted, as a watermark is.
            let slanted = along.x.abs().min(along.y.abs()) > 0.2 * along.hypot();
            if slanted && along.hypot() > 0.0 {
                continue;
            }
            let off = origin.x < -5.0
                || origin.y < -5.0
                || origin.x > self.found.width + 5.0
                || origin.y > self.found.height + 5.0;
            if off {
                continue;
            }
            self.turned[way] += 1;
            self.angles.push(way);
            self.found.glyphs.push(Glyph {
                text,
                x0: origin.x,
                x1: origin.x + along.hypot(),
                y: origin.y,
                size,
                run: self.runs,
            });
        }
        // No letter is wider than to where the next one of its stretch begins.
        let upright = self.angles[first..].iter().all(|way| *way == 0);
        let drawn = &mut self.found.glyphs[first..];
        for index in 1..drawn.len() {
            let next = drawn[index].x0;
            let before = &mut drawn[index - 1];
            if upright && next > before.x0 && next < before.x1 {
                before.x1 = next;
            }
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, _: &DrawMode) {
        self.work(1 + path.elements().len() as u64 / 16);
        let bounds = (props.transform * path.clone()).bounding_box();
        if bounds.width() <= THIN && bounds.height() >= LINE && self.found.rules.len() < 10_000 {
            self.found.rules.push((bounds.center().x, bounds.min_y(), bounds.max_y()));
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.work(1);
        self.found.images += 1;
    }

    fn push_clip_path(&mut self, _: &ClipPath) {
        // Drawn things that are used again and again cost more than what they draw.
        self.work(16);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.work(1);
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        self.work(1);
        let kind = properties.and_then(|of| of.get::<Name<'_>>(b"Subtype".as_slice()));
        let running = tag == b"Artifact" && kind.is_some_and(|kind| matches!(&*kind, b"Footer"));
        if self.running.len() < 1000 {
            self.running.push(running);
        }
    }

    fn end_marked_content(&mut self) {
        self.running.pop();
    }
}

/// Letters that are drawn as one, as they are written; what is none is left out.
fn clean(text: &str) -> String {
    let mut clean = String::new();
    for c in text.chars() {
        match c {
            'ﬀ' => clean.push_str("ff"),
            'ﬁ' => clean.push_str("fi"),
            'ﬂ' => clean.push_str("fl"),
            'ﬃ' => clean.push_str("ffi"),
            'ﬄ' => clean.push_str("ffl"),
            'ﬅ' | 'ﬆ' => clean.push_str("st"),
            '\u{a0}' | '\t' | '\n' | '\r' | '\u{2002}'..='\u{2009}' => clean.push(' '),
            // Bullets of symbol fonts.
            '\u{f0b7}' | '\u{f0a7}' | '\u{f0d8}' | '\u{f0fc}' | '\u{f076}' => clean.push('•'),
            '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\u{fff0}'..='\u{fffc}' => {}
            c if c.is_control() => {}
            c => clean.push(c),
        }
    }
    clean
}
