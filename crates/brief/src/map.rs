//! The map of the route as SVG, made here: the countries, and each crossing as a circle whose area is its
//! flow, with its interval, its direction and its name. No script is needed to read it; colours come from
//! the page's style.

mod ground;
mod inset;
mod place;
mod towns;
mod view;

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::chart::label::{self, Box};
use crate::chart::n;
use crate::language::{Language, words};
use crate::text::{Text, Trail};
use ground::{FINE, Land, ground};
use place::{Placed, Side, Wish};
use view::{View, Xy, square};

/// A crossing on the map.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spot {
    pub name: String,
    pub lon: f64,
    pub lat: f64,
    /// 5 %, 50 % and 95 % point.
    pub flow: [f64; 3],
    /// "158,000", and "130,000 to 183,000".
    pub mid: String,
    pub range: String,
    pub trail: Trail,
    /// East and north, of length one: where people go. `None` where the land around does not tell.
    pub toward: Option<[f64; 2]>,
}

/// A town for the reader to find the way by.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Town {
    pub name: String,
    pub lon: f64,
    pub lat: f64,
    /// Whether it lies on the way to a crossing that is drawn.
    pub near: bool,
}

/// The route and its crossings.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Map {
    pub title: String,
    /// What the map shows, for those who cannot see it.
    pub describe: String,
    pub caption: Text,
    /// Codes of the country left and the one entered.
    pub route: [String; 2],
    /// Largest flow first.
    pub spots: Vec<Spot>,
    /// Those most worth naming first.
    pub towns: Vec<Town>,
    /// Countries by code.
    pub names: BTreeMap<String, String>,
}

struct Format {
    suffix: &'static str,
    width: f64,
    heights: [f64; 2],
    /// Largest circle of an estimate, and of the end of an interval.
    largest: [f64; 2],
    towns: usize,
    /// Those on the way to a crossing that have their place before the labels.
    first: usize,
    /// Of the small map in a corner.
    inset: [f64; 2],
}

const WIDE: Format = Format {
    suffix: "wide",
    width: 860.0,
    heights: [400.0, 560.0],
    largest: [36.0, 70.0],
    towns: 10,
    first: 4,
    inset: [150.0, 112.0],
};
const NARROW: Format = Format {
    suffix: "narrow",
    width: 380.0,
    heights: [360.0, 460.0],
    largest: [24.0, 46.0],
    towns: 4,
    first: 2,
    inset: [92.0, 72.0],
};

const NAME: f64 = 14.0;
const SMALL: f64 = 12.0;
/// An estimate of few people is still seen.
const LEAST: f64 = 3.0;
/// From this radius on a circle has room for its arrow.
const ROOMY: f64 = 13.0;
/// The largest circle is not made smaller than this for the sake of its neighbours.
const DENSE: f64 = 15.0;
/// Between the map and its key.
const GAP: f64 = 12.0;

impl Map {
    /// The map in both widths; the page's style shows the one that fits.
    pub(crate) fn svg(&self, language: &Language) -> Markup {
        html! {
            div.wide-only { (self.draw(&WIDE, language).0) }
            div.narrow-only { (self.draw(&NARROW, language).0) }
        }
    }

    /// The map at its full width, with its width and height.
    pub(crate) fn wide(&self, language: &Language) -> (Markup, [f64; 2]) {
        let (drawing, height) = self.draw(&WIDE, language);
        (drawing, [WIDE.width, height])
    }

    /// The crossings without room for their name in one of the widths.
    pub(crate) fn unnamed(&self) -> Vec<&Spot> {
        let layouts = [self.layout(&WIDE), self.layout(&NARROW)];
        let missing =
            |at: usize| layouts.iter().flatten().any(|layout| layout.labels[at].is_none());
        self.spots.iter().enumerate().filter(|(at, _)| missing(*at)).map(|(_, spot)| spot).collect()
    }

    /// `None` without a crossing to show.
    fn layout(&self, format: &Format) -> Option<Layout> {
        let spots: Vec<Xy> = self.spots.iter().map(|spot| (spot.lon, spot.lat)).collect();
        let view = View::of(&spots, format.width, format.heights)?;
        let mut size = Size::of(&self.spots, format);
        let drawn = |size: &Size| -> Vec<Circle> {
            self.spots.iter().map(|spot| Circle::of(spot, &view, size)).collect()
        };
        let mut circles = drawn(&size);
        // Crossings close to each other: smaller circles rather than one over the other.
        while piled(&circles) && size.radius(size.most) > DENSE {
            size.one *= 0.9;
            circles = drawn(&size);
        }
        let wish = |(spot, circle): (&Spot, &Circle)| Wish {
            centre: circle.at,
            radius: circle.kept_clear(),
            rim: circle.middle(),
            width: label_width(spot),
            height: LABEL,
        };
        let wishes: Vec<Wish> = self.spots.iter().zip(&circles).map(wish).collect();
        let bounds =
            Box { left: 3.0, right: view.width - 3.0, top: 3.0, bottom: view.height - 3.0 };
        let mut blocked = Vec::new();
        let near = self.towns.iter().filter(|town| town.near);
        let kept = Layout::kept(&circles);
        let first = towns::name(near, format.first, &view, &kept, &mut blocked);
        let labels = place::place(&wishes, bounds, &blocked);
        Some(Layout { view, size, circles, labels, first })
    }

    fn draw(&self, format: &Format, language: &Language) -> (Markup, f64) {
        let Some(layout) = self.layout(format) else { return (html! {}, 0.0) };
        let Layout { view, size, circles, labels, .. } = &layout;
        let route = [self.route[0].as_str(), self.route[1].as_str()];
        let (lands, borders) = ground(view, route, FINE);
        let inset = inset::inset(view, route, format.inset, &layout.taken());
        let names = self.names(&lands, &layout, inset.as_ref().map(|(_, place)| *place), format);
        let (km, bar) = view.bar(format.width * 0.22);
        let key = size.key();
        let foot = view.height + GAP;
        let tallest = key.iter().map(|value| size.radius(*value) * 2.0).fold(30.0, f64::max);
        let height = foot + tallest + 6.0;
        let name = format!("map-{}", format.suffix);
        let clip = format!("{name}-clip");
        let markup = html! {
            svg role="img" viewBox={ "0 0 " (n(view.width)) " " (n(height)) }
                aria-labelledby={ (name) "-title " (name) "-desc" } font-size="13" {
                title id={ (name) "-title" } { (self.title) }
                desc id={ (name) "-desc" } { (self.describe) }
                clipPath id=(clip) { rect width=(n(view.width)) height=(n(view.height)) {} }
                g clip-path={ "url(#" (clip) ")" } {
                    rect.sea width=(n(view.width)) height=(n(view.height)) {}
                    @for land in &lands {
                        @let class = if route.contains(&land.code.as_str()) { "land concerned" } else { "land" };
                        path class=(class) fill-rule="evenodd" d=(land.path) {}
                    }
                    @if !borders.crossed.is_empty() { path.border d=(borders.crossed) {} }
                    @if !borders.disputed.is_empty() {
                        path.border.under d=(borders.disputed) {}
                        path.border.disputed d=(borders.disputed) {}
                    }
                    @for (name, at, concerned) in &names.countries {
                        @let class = if *concerned { "country concerned" } else { "country" };
                        text class=(class) text-anchor="middle" x=(n(at.0)) y=(n(at.1 + 4.5)) { (name) }
                    }
                    @for towns::Named { name, dot, text } in &names.towns {
                        rect.town x=(n(dot.0 - 2.0)) y=(n(dot.1 - 2.0)) width="4" height="4" {}
                        text.town x=(n(text.left)) y=(n(text.bottom - 4.0)) { (name) }
                    }
                    @if let Some((drawing, _)) = &inset { (drawing) }
                    @for (spot, circle) in self.spots.iter().zip(circles) { (circle.draw(spot, language)) }
                    @for label in labels.iter().flatten() {
                        @if let Some((from, to)) = label.leader {
                            line.leader x1=(n(from.0)) y1=(n(from.1)) x2=(n(to.0)) y2=(n(to.1)) {}
                        }
                    }
                    rect.frame width=(n(view.width)) height=(n(view.height)) {}
                    @for (at, circle) in circles.iter().enumerate() {
                        @if circle.points_freely(&circles[..at]) { (circle.arrow()) }
                    }
                    @for (spot, label) in self.spots.iter().zip(labels) {
                        @if let Some(label) = label { (label_of(spot, label)) }
                    }
                }
                (key_of(&key, size, foot, tallest, language))
                (scale_bar(km, bar, format.width, foot + tallest, language))
            }
        };
        (markup, height)
    }

    /// Where the names of countries and towns go, clear of all that is said of crossings.
    fn names(&self, lands: &[Land], layout: &Layout, inset: Option<Box>, format: &Format) -> Names {
        let view = &layout.view;
        let concerned = |land: &&Land| self.route.contains(&land.code);
        let (ours, others): (Vec<&Land>, Vec<&Land>) = lands.iter().partition(concerned);
        let mut taken = layout.taken();
        taken.extend(inset);
        let mut names = Names::default();
        // Beside a circle there is room where its square has none.
        let mut written = layout.written();
        written.extend(inset);
        for land in ours {
            if let Some((name, at, place)) = self.country(land, true, view, &taken) {
                taken.push(place);
                written.push(place);
                names.countries.push((name, at, true));
            }
        }
        let known = |town: &&Town| layout.first.iter().all(|first| first.name != town.name);
        let left = format.towns.saturating_sub(layout.first.len());
        let kept = Layout::kept(&layout.circles);
        let further = self.towns.iter().filter(known);
        let further = towns::name(further, left, view, &kept, &mut written);
        taken.extend(further.iter().flat_map(|town| [square(town.dot, 4.0), town.text]));
        names.towns = layout.first.iter().cloned().chain(further).collect();
        for land in others {
            if let Some((name, at, place)) = self.country(land, false, view, &taken) {
                taken.push(place);
                names.countries.push((name, at, false));
            }
        }
        names
    }

    /// A country's name with its middle and the room that it takes.
    fn country(
        &self,
        land: &Land,
        ours: bool,
        view: &View,
        taken: &[Box],
    ) -> Option<(String, Xy, Box)> {
        let name = self.names.get(&land.code)?;
        let size = if ours { 17.0 } else { SMALL };
        // The letters are set apart.
        let (width, height) = (label::width(name, size) * 1.12, size + 4.0);
        let at = land.name_at(width, height, view, taken)?;
        let place = Box {
            left: at.0 - width / 2.0,
            right: at.0 + width / 2.0,
            top: at.1 - height / 2.0,
            bottom: at.1 + height / 2.0,
        };
        Some((name.clone(), at, place))
    }
}

/// What is drawn of the crossings, and where.
struct Layout {
    view: View,
    size: Size,
    circles: Vec<Circle>,
    labels: Vec<Option<Placed>>,
    /// Towns on the way to a crossing.
    first: Vec<towns::Named>,
}

impl Layout {
    /// Middle and radius of what circles keep clear.
    fn kept(circles: &[Circle]) -> Vec<(Xy, f64)> {
        circles.iter().map(|circle| (circle.at, circle.kept_clear())).collect()
    }

    /// Where nothing else may be written.
    fn taken(&self) -> Vec<Box> {
        let mut taken = self.written();
        for circle in &self.circles {
            taken.push(square(circle.at, circle.kept_clear() + 1.0));
        }
        taken
    }

    /// What is written of crossings and of towns on the way to them.
    fn written(&self) -> Vec<Box> {
        let mut taken: Vec<Box> = Vec::new();
        taken.extend(self.first.iter().flat_map(|town| [square(town.dot, 4.0), town.text]));
        for label in self.labels.iter().flatten() {
            taken.push(label.text);
            if let Some((from, to)) = label.leader {
                let steps = ((to.0 - from.0).hypot(to.1 - from.1) / 6.0).ceil().max(1.0);
                taken.extend((0..=steps as usize).map(|step| {
                    let part = step as f64 / steps;
                    square((from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1)), 3.0)
                }));
            }
        }
        taken
    }
}

/// Names with their places.
#[derive(Default)]
struct Names {
    /// And whether it is one of the two of the route.
    countries: Vec<(String, Xy, bool)>,
    towns: Vec<towns::Named>,
}

/// Height of a label of two lines.
const LABEL: f64 = 33.0;

fn label_width(spot: &Spot) -> f64 {
    let first = (label::width(&spot.name, NAME) + label::width(&spot.mid, NAME)) * 1.12 + 6.0;
    first.max(label::width(&spot.range, SMALL)) + 2.0
}

fn label_of(spot: &Spot, label: &Placed) -> Markup {
    let (anchor, x) = match label.side() {
        Side::Left => ("end", label.text.right - 1.0),
        Side::Middle => ("middle", (label.text.left + label.text.right) / 2.0),
        Side::Right => ("start", label.text.left + 1.0),
    };
    html! {
        text.place text-anchor=(anchor) x=(n(x)) y=(n(label.text.top + 13.5)) {
            tspan.name { (spot.name) } " "
            tspan.end data-trail=(spot.trail.text()) { (spot.mid) }
        }
        @if spot.range != spot.mid {
            text.note.place text-anchor=(anchor) x=(n(x)) y=(n(label.text.top + 28.5)) data-trail=(spot.trail.text()) {
                (spot.range)
            }
        }
    }
}

/// How a number of people becomes a circle: its area is the number.
struct Size {
    /// Radius of one person.
    one: f64,
    /// The largest estimate.
    most: f64,
}

impl Size {
    fn of(spots: &[Spot], format: &Format) -> Size {
        let most = |end: usize| spots.iter().map(|spot| spot.flow[end]).fold(1.0, f64::max);
        let one = (format.largest[0] / most(1).sqrt()).min(format.largest[1] / most(2).sqrt());
        Size { one, most: most(1) }
    }

    fn radius(&self, people: f64) -> f64 {
        self.one * people.max(0.0).sqrt()
    }

    /// One or two round numbers for the key, larger first.
    fn key(&self) -> Vec<f64> {
        let power = 10f64.powf(self.most.max(10.0).log10().floor());
        let steps = [5.0, 2.0, 1.0].into_iter();
        let large = steps.map(|step| step * power).find(|value| *value <= self.most * 1.05);
        let large = large.unwrap_or(power);
        let small = large / if large / power == 5.0 { 5.0 } else { 10.0 };
        if self.radius(small) >= 3.0 { vec![large, small] } else { vec![large] }
    }
}

/// Whether the middle of a circle lies in another.
fn piled(circles: &[Circle]) -> bool {
    circles.iter().enumerate().any(|(at, one)| {
        circles[..at].iter().any(|other| {
            let apart = (one.at.0 - other.at.0).hypot(one.at.1 - other.at.1);
            apart < one.middle().max(other.middle())
        })
    })
}

/// A crossing in units of the drawing.
struct Circle {
    at: Xy,
    /// Of the 5 %, 50 % and 95 % point.
    radii: [f64; 3],
    toward: Option<[f64; 2]>,
}

impl Circle {
    fn of(spot: &Spot, view: &View, size: &Size) -> Circle {
        let radii = spot.flow.map(|flow| size.radius(flow));
        Circle { at: view.xy(spot.lon, spot.lat), radii, toward: spot.toward }
    }

    fn middle(&self) -> f64 {
        self.radii[1].max(LEAST)
    }

    /// Where the arrow begins and ends: within a large circle, else beside the circle.
    fn way(&self) -> (f64, f64) {
        let middle = self.middle();
        if middle >= ROOMY {
            let reach = (middle * 0.62).min(17.0);
            (-reach, reach)
        } else {
            (middle + 2.0, middle + 14.0)
        }
    }

    /// The circle that no label may cover.
    fn kept_clear(&self) -> f64 {
        let arrow = if self.toward.is_some() { self.way().1 } else { 0.0 };
        self.middle().max(arrow) + 1.5
    }

    fn draw(&self, spot: &Spot, language: &Language) -> Markup {
        let (x, y) = (n(self.at.0), n(self.at.1));
        let [low, _, high] = self.radii;
        html! {
            g.crossing data-trail=(spot.trail.text()) {
                title { (words!(language, "map-spot", crossing = &spot.name, estimate = &spot.mid, range = &spot.range)) }
                @if high > self.middle() { circle.band90 cx=(x) cy=(y) r=(n(high)) {} }
                @if low > 0.5 { circle.band50 cx=(x) cy=(y) r=(n(low)) {} }
                circle.median cx=(x) cy=(y) r=(n(self.middle())) {}
            }
        }
    }

    /// Whether no larger circle lies under the arrow.
    fn points_freely(&self, larger: &[Circle]) -> bool {
        larger.iter().all(|other| {
            let apart = (self.at.0 - other.at.0).hypot(self.at.1 - other.at.1);
            apart > other.middle() + self.way().1 + 1.0 || self.middle() >= ROOMY
        })
    }

    fn arrow(&self) -> Markup {
        let Some([east, north]) = self.toward else { return html! {} };
        // On the drawing north is up, and up is less.
        let (dx, dy, (start, end)) = (east, -north, self.way());
        let at = |along: f64, aside: f64| {
            format!(
                "{} {}",
                n(self.at.0 + along * dx - aside * dy),
                n(self.at.1 + along * dy + aside * dx)
            )
        };
        let shaft = format!("M{}L{}", at(start, 0.0), at(end - 3.0, 0.0));
        let head = format!("M{}L{}L{}Z", at(end, 0.0), at(end - 6.5, 4.0), at(end - 6.5, -4.0));
        html! {
            path.way.under d=(shaft) {}
            path.way d=(shaft) {}
            path.way.head d=(head) {}
        }
    }
}

/// The key of sizes: circles one in the other, as their areas are.
fn key_of(key: &[f64], size: &Size, foot: f64, tallest: f64, language: &Language) -> Markup {
    let widest = key.iter().map(|value| size.radius(*value)).fold(0.0, f64::max);
    let (x, base) = (widest + 2.0, foot + tallest);
    // Texts side by side, for the tops of the circles may lie close to each other.
    let words: Vec<String> = key.iter().map(|value| language.number(*value)).collect();
    html! {
        @for value in key {
            @let radius = size.radius(*value);
            circle.key cx=(n(x)) cy=(n(base - radius)) r=(n(radius)) {}
        }
        text.tick x=(n(x + widest + 10.0)) y=(n(base - tallest / 2.0 - 3.0)) { (words!(language, "map-key")) }
        text.tick x=(n(x + widest + 10.0)) y=(n(base - tallest / 2.0 + 13.0)) { (words.join(" · ")) }
    }
}

fn scale_bar(km: f64, length: f64, width: f64, base: f64, language: &Language) -> Markup {
    let (right, y) = (width - 4.0, base - 2.0);
    html! {
        path.key d={ "M" (n(right - length)) " " (n(y - 5.0)) "v5h" (n(length)) "v-5" } {}
        text.tick text-anchor="end" x=(n(right)) y=(n(y - 9.0)) { (words!(language, "map-scale", distance = language.number(km))) }
    }
}
