//! From degrees to places on the drawing: Mercator's projection, the extent, and cutting at its edge.

use crate::chart::label::Box;

/// A place on the drawing.
pub(super) type Xy = (f64, f64);

/// Mercator's northing of a latitude, in degrees of longitude at the equator.
fn northing(lat: f64) -> f64 {
    let lat = lat.clamp(-84.0, 84.0).to_radians();
    (std::f64::consts::FRAC_PI_4 + lat / 2.0).tan().ln().to_degrees()
}

/// The part of the Earth that is drawn, and how large.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct View {
    west: f64,
    /// Northing of the upper edge.
    top: f64,
    /// Units of the drawing to a degree of longitude.
    scale: f64,
    pub width: f64,
    pub height: f64,
    /// Latitude of the middle, where the scale bar holds.
    middle: f64,
}

/// Degrees to both sides of what is shown, at least: a crossing needs a country around it.
const AROUND: f64 = 1.7;
/// And as a part of what is shown.
const SHARE: f64 = 0.42;

impl View {
    /// Shows all of `places` (longitude, latitude) with room around them. The height follows from what is
    /// shown, within `heights`.
    pub fn of(places: &[Xy], width: f64, heights: [f64; 2]) -> Option<View> {
        let first = places.first()?;
        let start = (first.0, first.0, northing(first.1), northing(first.1));
        let (west, east, south, north) = places.iter().fold(start, |(w, e, s, n), place| {
            let y = northing(place.1);
            (w.min(place.0), e.max(place.0), s.min(y), n.max(y))
        });
        let middle = places.iter().map(|place| place.1).sum::<f64>() / places.len() as f64;
        // A degree of longitude is shorter than one of latitude; Mercator's map stretches both alike.
        let least = AROUND / middle.to_radians().cos().max(0.1);
        let pad = (SHARE * (east - west).max(north - south)).max(least);
        let (wide, tall) = (east - west + 2.0 * pad, north - south + 2.0 * pad);
        let height = (width * tall / wide).clamp(heights[0], heights[1]);
        let scale = (width / wide).min(height / tall);
        Some(View {
            west: (west + east) / 2.0 - width / scale / 2.0,
            top: (south + north) / 2.0 + height / scale / 2.0,
            scale,
            width,
            height,
            middle,
        })
    }

    pub fn xy(&self, lon: f64, lat: f64) -> Xy {
        ((lon - self.west) * self.scale, (self.top - northing(lat)) * self.scale)
    }

    /// The same middle from far off, so many degrees wide, for a small map beside this one.
    pub fn afar(&self, degrees: f64, width: f64, height: f64) -> View {
        let scale = width / degrees;
        let centre = self.west + self.width / self.scale / 2.0;
        let middle = self.top - self.height / self.scale / 2.0;
        View {
            west: centre - degrees / 2.0,
            top: middle + height / scale / 2.0,
            scale,
            width,
            height,
            middle: self.middle,
        }
    }

    /// How many degrees of longitude are seen.
    pub fn degrees(&self) -> f64 {
        self.width / self.scale
    }

    /// Where `other` lies on this one: its upper left corner, width and height.
    pub fn frame_of(&self, other: &View) -> [f64; 4] {
        let by = self.scale / other.scale;
        [
            (other.west - self.west) * self.scale,
            (self.top - other.top) * self.scale,
            other.width * by,
            other.height * by,
        ]
    }

    /// A round number of kilometres and its length on the drawing, at most `most`.
    pub fn bar(&self, most: f64) -> (f64, f64) {
        let length =
            |km: f64| km / (111.32 * self.middle.to_radians().cos().max(0.05)) * self.scale;
        let steps = [1.0, 2.0, 5.0].into_iter();
        let mut all =
            (0..4).flat_map(|power| steps.clone().map(move |step| step * 10f64.powi(power)));
        let km = all.rfind(|km| length(*km) <= most).unwrap_or(1.0);
        (km, length(km))
    }
}

/// The edge that shapes are cut at: a little outside of the drawing, so that the cut is not seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    low: Xy,
    high: Xy,
}

impl Edge {
    pub fn of(view: &View) -> Edge {
        Edge { low: (-4.0, -4.0), high: (view.width + 4.0, view.height + 4.0) }
    }

    /// Whether any of the box around `points` may be seen.
    pub fn may_show(&self, points: &[Xy]) -> bool {
        let beyond = |test: &dyn Fn(&Xy) -> bool| points.iter().all(test);
        !(points.is_empty()
            || beyond(&|p| p.0 < self.low.0)
            || beyond(&|p| p.0 > self.high.0)
            || beyond(&|p| p.1 < self.low.1)
            || beyond(&|p| p.1 > self.high.1))
    }

    /// A ring cut at the four sides, one after the other (Sutherland and Hodgman).
    pub fn ring(&self, ring: &[Xy]) -> Vec<Xy> {
        let mut ring = ring.to_vec();
        for side in 0..4 {
            let mut cut = Vec::with_capacity(ring.len());
            for (at, here) in ring.iter().enumerate() {
                let before = ring[(at + ring.len() - 1) % ring.len()];
                let (was, is) = (self.within(before, side), self.within(*here, side));
                if was != is {
                    cut.push(self.meet(before, *here, side));
                }
                if is {
                    cut.push(*here);
                }
            }
            ring = cut;
        }
        ring
    }

    /// The parts of a line inside.
    pub fn line(&self, line: &[Xy]) -> Vec<Vec<Xy>> {
        let mut parts: Vec<Vec<Xy>> = Vec::new();
        let mut open = false;
        for pair in line.windows(2) {
            let Some((from, to)) = self.piece(pair[0], pair[1]) else {
                open = false;
                continue;
            };
            match parts.last_mut().filter(|_| open && from == pair[0]) {
                Some(part) => part.push(to),
                None => parts.push(vec![from, to]),
            }
            open = to == pair[1];
        }
        parts
    }

    /// The part of a straight piece inside (Liang and Barsky).
    fn piece(&self, a: Xy, b: Xy) -> Option<(Xy, Xy)> {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let (mut from, mut to) = (0.0f64, 1.0f64);
        let sides = [
            (-dx, a.0 - self.low.0),
            (dx, self.high.0 - a.0),
            (-dy, a.1 - self.low.1),
            (dy, self.high.1 - a.1),
        ];
        for (towards, room) in sides {
            if towards == 0.0 {
                if room < 0.0 {
                    return None;
                }
            } else if towards < 0.0 {
                from = from.max(room / towards);
            } else {
                to = to.min(room / towards);
            }
        }
        let at = |t: f64| (a.0 + t * dx, a.1 + t * dy);
        let start = if from <= 0.0 { a } else { at(from) };
        let end = if to >= 1.0 { b } else { at(to) };
        (from < to).then_some((start, end))
    }

    fn within(&self, p: Xy, side: usize) -> bool {
        match side {
            0 => p.0 >= self.low.0,
            1 => p.0 <= self.high.0,
            2 => p.1 >= self.low.1,
            _ => p.1 <= self.high.1,
        }
    }

    fn meet(&self, a: Xy, b: Xy, side: usize) -> Xy {
        let across = |from: f64, to: f64, edge: f64| (edge - from) / (to - from);
        let t = match side {
            0 => across(a.0, b.0, self.low.0),
            1 => across(a.0, b.0, self.high.0),
            2 => across(a.1, b.1, self.low.1),
            _ => across(a.1, b.1, self.high.1),
        };
        (a.0 + t * (b.0 - a.0), a.1 + t * (b.1 - a.1))
    }
}

/// A line without the points that nobody would miss (Douglas and Peucker); both ends stay.
pub(super) fn thin(points: &[Xy], tolerance: f64) -> Vec<Xy> {
    if points.len() < 3 {
        return points.to_vec();
    }
    let mut keep = vec![false; points.len()];
    keep[0] = true;
    keep[points.len() - 1] = true;
    let mut stack = vec![(0, points.len() - 1)];
    while let Some((first, last)) = stack.pop() {
        let (mut worst, mut at) = (0.0, None);
        for i in first + 1..last {
            let far = distance(points[i], points[first], points[last]);
            if far > worst {
                (worst, at) = (far, Some(i));
            }
        }
        if let Some(at) = at.filter(|_| worst > tolerance) {
            keep[at] = true;
            stack.extend([(first, at), (at, last)]);
        }
    }
    points.iter().zip(keep).filter_map(|(point, kept)| kept.then_some(*point)).collect()
}

/// The square around a place.
pub(super) fn square(at: Xy, half: f64) -> Box {
    Box { left: at.0 - half, right: at.0 + half, top: at.1 - half, bottom: at.1 + half }
}

/// How far a point is from a straight piece.
pub(super) fn distance(p: Xy, a: Xy, b: Xy) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    let t = if length == 0.0 {
        0.0
    } else {
        (((p.0 - a.0) * dx + (p.1 - a.1) * dy) / length).clamp(0.0, 1.0)
    };
    (p.0 - a.0 - t * dx).hypot(p.1 - a.1 - t * dy)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_lone_place_has_a_country_around_it_and_a_continent_fits() {
        let alone = View::of(&[(71.09, 34.12)], 860.0, [380.0, 560.0]).unwrap();
        let (x, y) = alone.xy(71.09, 34.12);
        assert!((x - 430.0).abs() < 1.0 && (y - alone.height / 2.0).abs() < 1.0);
        // Some 300 km from edge to edge at least.
        let (km, length) = alone.bar(200.0);
        assert!(km <= 200.0 && length > 40.0, "{km} km are {length}");
        assert_eq!(View::of(&[], 860.0, [380.0, 560.0]), None);
    }

    proptest! {
        #[test]
        fn what_is_shown_is_inside(
            places in prop::collection::vec((-170.0..170.0f64, -60.0..70.0f64), 1..20),
            width in 300.0..900.0f64,
        ) {
            let view = View::of(&places, width, [320.0, 560.0]).unwrap();
            prop_assert!((320.0..=560.0).contains(&view.height));
            for (lon, lat) in places {
                let (x, y) = view.xy(lon, lat);
                prop_assert!(0.0 < x && x < view.width && 0.0 < y && y < view.height);
            }
        }

        #[test]
        fn what_is_cut_lies_inside_and_a_line_keeps_its_inner_points(
            points in prop::collection::vec((-200.0..1000.0f64, -200.0..800.0f64), 3..30)
        ) {
            let edge = Edge { low: (0.0, 0.0), high: (860.0, 500.0) };
            let inside = |p: &Xy| p.0 > -1e-6 && p.1 > -1e-6 && p.0 < 860.0 + 1e-6 && p.1 < 500.0 + 1e-6;
            prop_assert!(edge.ring(&points).iter().all(inside));
            let parts = edge.line(&points);
            prop_assert!(parts.iter().flatten().all(inside));
            let strictly = |p: &&Xy| p.0 > 0.0 && p.1 > 0.0 && p.0 < 860.0 && p.1 < 500.0;
            for point in points.iter().filter(strictly) {
                prop_assert!(parts.iter().flatten().any(|p| p == point));
            }
        }
    }

    #[test]
    fn thinning_keeps_corners() {
        let corner = [(0.0, 0.0), (5.0, 0.1), (10.0, 0.0), (10.0, 10.0)];
        assert_eq!(thin(&corner, 0.5), [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)]);
    }
}
