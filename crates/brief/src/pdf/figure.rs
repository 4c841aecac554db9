//! A chart or map in the PDF: its SVG as paths and letters of PDF, sharp at every size and found by
//! a search.

use krilla::geom::{Path, PathBuilder, Point, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Paint, Pattern, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};
use usvg::tiny_skia_path::{self as skia, PathSegment};

use super::PdfError;
use super::fonts::Fonts;

/// An SVG file's drawing, ready to be drawn.
pub(super) fn parse(svg: &str, fonts: &Fonts) -> Result<usvg::Tree, PdfError> {
    let options = usvg::Options { fontdb: fonts.database(), ..usvg::Options::default() };
    usvg::Tree::from_str(svg, &options).map_err(|error| PdfError::Drawing(error.to_string()))
}

/// Draws a group with all in it. Filters, masks and pictures are in no drawing of ours.
pub(super) fn draw(group: &usvg::Group, surface: &mut Surface, fonts: &Fonts) {
    surface.push_transform(&of(group.transform()));
    let mut pushed = 1;
    if let Some(clip) = group.clip_path() {
        let mut path = PathBuilder::new();
        outline(clip.root(), clip.transform(), &mut path);
        if let Some(path) = path.finish() {
            surface.push_clip_path(&path, &FillRule::NonZero);
            pushed += 1;
        }
    }
    if group.opacity().get() < 1.0 {
        surface.push_opacity(part(group.opacity().get()));
        surface.push_isolated();
        pushed += 2;
    }
    for child in group.children() {
        match child {
            usvg::Node::Group(group) => draw(group, surface, fonts),
            usvg::Node::Path(one) => path(one, surface, fonts),
            usvg::Node::Text(one) => text(one, surface, fonts),
            usvg::Node::Image(_) => {}
        }
    }
    for _ in 0..pushed {
        surface.pop();
    }
}

fn path(path: &usvg::Path, surface: &mut Surface, fonts: &Fonts) {
    if !path.is_visible() {
        return;
    }
    let Some(shape) = shape(path.data(), skia::Transform::identity()) else { return };
    let fill = path.fill().map(|fill| filled(fill, surface, fonts, skia::Transform::identity()));
    let stroke =
        path.stroke().map(|stroke| stroked(stroke, surface, fonts, skia::Transform::identity()));
    let both = matches!(path.paint_order(), usvg::PaintOrder::FillAndStroke);
    let turns = match (fill, stroke) {
        (None, None) => vec![],
        (fill, stroke) if both || fill.is_none() || stroke.is_none() => vec![(fill, stroke)],
        (fill, stroke) => vec![(None, stroke), (fill, None)],
    };
    for (fill, stroke) in turns {
        surface.set_fill(fill);
        surface.set_stroke(stroke);
        surface.draw_path(&shape);
    }
}

/// Letters as letters; what is drawn around them, to part them from what lies beneath, as their outlines.
fn text(text: &usvg::Text, surface: &mut Surface, fonts: &Fonts) {
    for span in text.layouted().iter().filter(|span| span.visible) {
        let size = span.font_size.get();
        for glyph in &span.positioned_glyphs {
            // A letter that no font has.
            let Some(font) = fonts.embedded(glyph.font).filter(|_| glyph.id.0 != 0) else {
                continue;
            };
            // The size is the font's in PDF: what places the letter is left.
            let em = font.units_per_em() / size;
            let place = glyph.transform().pre_concat(skia::Transform::from_scale(em, em));
            let Some(back) = place.invert() else { continue };
            let stroke = span.stroke.as_ref().map(|one| stroked(one, surface, fonts, back));
            let fill = span.fill.as_ref().map(|one| filled(one, surface, fonts, back));
            surface.push_transform(&of(place));
            let turns = [(None, stroke, true), (fill, None, false)];
            for (fill, stroke, outlined) in turns {
                if fill.is_none() && stroke.is_none() {
                    continue;
                }
                surface.set_fill(fill);
                surface.set_stroke(stroke);
                let id = GlyphId::new(glyph.id.0);
                let set = KrillaGlyph::new(id, 0.0, 0.0, 0.0, 0.0, 0..glyph.text.len(), None);
                let origin = Point::from_xy(0.0, 0.0);
                surface.draw_glyphs(origin, &[set], font.clone(), &glyph.text, size, outlined);
            }
            surface.pop();
        }
    }
}

fn filled(fill: &usvg::Fill, surface: &mut Surface, fonts: &Fonts, back: skia::Transform) -> Fill {
    let rule = match fill.rule() {
        usvg::FillRule::NonZero => FillRule::NonZero,
        usvg::FillRule::EvenOdd => FillRule::EvenOdd,
    };
    let paint = paint(fill.paint(), surface, fonts, back);
    Fill { paint, opacity: part(fill.opacity().get()), rule }
}

fn stroked(
    stroke: &usvg::Stroke,
    surface: &mut Surface,
    fonts: &Fonts,
    back: skia::Transform,
) -> Stroke {
    let dash = stroke
        .dasharray()
        .map(|array| StrokeDash { array: array.to_vec(), offset: stroke.dashoffset() });
    Stroke {
        paint: paint(stroke.paint(), surface, fonts, back),
        width: stroke.width().get(),
        miter_limit: stroke.miterlimit().get(),
        line_cap: match stroke.linecap() {
            usvg::LineCap::Butt => LineCap::Butt,
            usvg::LineCap::Round => LineCap::Round,
            usvg::LineCap::Square => LineCap::Square,
        },
        line_join: match stroke.linejoin() {
            usvg::LineJoin::Miter | usvg::LineJoin::MiterClip => LineJoin::Miter,
            usvg::LineJoin::Round => LineJoin::Round,
            usvg::LineJoin::Bevel => LineJoin::Bevel,
        },
        opacity: part(stroke.opacity().get()),
        dash,
    }
}

/// A colour, or the hatch. Our drawings have no gradients: one would be black.
fn paint(
    paint: &usvg::Paint,
    surface: &mut Surface,
    fonts: &Fonts,
    back: skia::Transform,
) -> Paint {
    match paint {
        usvg::Paint::Color(color) => {
            krilla::color::rgb::Color::new(color.red, color.green, color.blue).into()
        }
        usvg::Paint::Pattern(pattern) => {
            let mut builder = surface.stream_builder();
            let mut inner = builder.surface();
            draw(pattern.root(), &mut inner, fonts);
            inner.finish();
            let rect = pattern.rect();
            let corner = skia::Transform::from_translate(rect.x(), rect.y());
            let transform = back.pre_concat(pattern.transform()).pre_concat(corner);
            let stream = builder.finish();
            let (width, height) = (rect.width(), rect.height());
            Pattern { stream, transform: of(transform), width, height }.into()
        }
        usvg::Paint::LinearGradient(_) | usvg::Paint::RadialGradient(_) => {
            krilla::color::rgb::Color::new(0, 0, 0).into()
        }
    }
}

/// Everything in a group as one outline.
fn outline(group: &usvg::Group, place: skia::Transform, into: &mut PathBuilder) {
    for child in group.children() {
        match child {
            usvg::Node::Path(path) => trace(path.data(), place, into),
            usvg::Node::Group(group) => outline(group, place.pre_concat(group.transform()), into),
            usvg::Node::Text(_) | usvg::Node::Image(_) => {}
        }
    }
}

fn shape(path: &skia::Path, place: skia::Transform) -> Option<Path> {
    let mut builder = PathBuilder::new();
    trace(path, place, &mut builder);
    builder.finish()
}

fn trace(path: &skia::Path, place: skia::Transform, into: &mut PathBuilder) {
    let at = |mut point: skia::Point| {
        place.map_point(&mut point);
        point
    };
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(to) => {
                let to = at(to);
                into.move_to(to.x, to.y);
            }
            PathSegment::LineTo(to) => {
                let to = at(to);
                into.line_to(to.x, to.y);
            }
            PathSegment::QuadTo(by, to) => {
                let (by, to) = (at(by), at(to));
                into.quad_to(by.x, by.y, to.x, to.y);
            }
            PathSegment::CubicTo(by, and, to) => {
                let (by, and, to) = (at(by), at(and), at(to));
                into.cubic_to(by.x, by.y, and.x, and.y, to.x, to.y);
            }
            PathSegment::Close => into.close(),
        }
    }
}

fn of(transform: skia::Transform) -> Transform {
    let skia::Transform { sx, ky, kx, sy, tx, ty } = transform;
    Transform::from_row(sx, ky, kx, sy, tx, ty)
}

fn part(value: f32) -> NormalizedF32 {
    NormalizedF32::new(value.clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE)
}
