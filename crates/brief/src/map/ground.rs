//! The land under the crossings: the countries' shapes as paths, and the names of countries and towns.

use places::{Outlines, Ring};

use super::view::{Edge, View, Xy, distance, thin};
use crate::chart::label::Box;
use crate::chart::path;

/// How finely land is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Detail {
    /// Units of the drawing that a thinned line may stray.
    stray: f64,
    /// Square units below which an area is left out.
    least: f64,
    /// Places that a unit is divided into.
    places: f64,
}

/// For a map to find the way by.
pub(super) const FINE: Detail = Detail { stray: 0.45, least: 1.5, places: path::TENTHS };
/// For the shape of a continent.
pub(super) const COARSE: Detail = Detail { stray: 1.5, least: 12.0, places: 1.0 };

/// A country as far as it is seen.
pub(super) struct Land {
    pub code: String,
    pub path: String,
    rings: Vec<Vec<Xy>>,
}

/// Boundaries drawn over the land.
#[derive(Default)]
pub(super) struct Borders {
    /// Of the two countries of the route.
    pub crossed: String,
    pub disputed: String,
}

/// The countries within the view, by code, and the boundaries that are drawn apart.
pub(super) fn ground(view: &View, route: [&str; 2], detail: Detail) -> (Vec<Land>, Borders) {
    let outlines = Outlines::builtin();
    let edge = Edge::of(view);
    let project = |points: &[Xy]| -> Vec<Xy> {
        points.iter().map(|(lon, lat)| view.xy(*lon, *lat)).collect()
    };
    let mut borders = Borders::default();
    // Each line is thinned once, so that neighbours still touch.
    let lines: Vec<Vec<Xy>> = outlines
        .lines()
        .iter()
        .map(|line| {
            let points = project(&line.points);
            if !edge.may_show(&points) {
                // Far off: its ends are enough to close a ring around the view.
                return coarse(points);
            }
            let thinned = thin(&points, detail.stray);
            if line.is_border() {
                let crossed = route.iter().all(|code| line.between.iter().any(|side| side == code));
                let into = match (line.disputed, crossed) {
                    (true, _) => Some(&mut borders.disputed),
                    (false, true) => Some(&mut borders.crossed),
                    (false, false) => None,
                };
                if let Some(into) = into {
                    edge.line(&thinned).iter().for_each(|part| {
                        path::trace(into, part.iter().copied(), false, detail.places)
                    });
                }
            }
            thinned
        })
        .collect();
    let mut lands = Vec::new();
    for (code, rings) in outlines.areas() {
        let rings: Vec<Vec<Xy>> = rings
            .iter()
            .map(|ring| joined(ring, &lines))
            .filter(|ring| edge.may_show(ring))
            .map(|ring| edge.ring(&ring))
            .filter(|ring| ring.len() > 2 && area(ring) > detail.least)
            .collect();
        if !rings.is_empty() {
            let mut path = String::new();
            rings
                .iter()
                .for_each(|ring| path::trace(&mut path, ring.iter().copied(), true, detail.places));
            lands.push(Land { code: code.to_owned(), path, rings });
        }
    }
    (lands, borders)
}

/// Every eighth point: the line itself is not seen.
fn coarse(points: Vec<Xy>) -> Vec<Xy> {
    let last = points.len() - 1;
    points
        .into_iter()
        .enumerate()
        .filter(|(i, _)| i % 8 == 0 || *i == last)
        .map(|(_, p)| p)
        .collect()
}

fn joined(ring: &Ring, lines: &[Vec<Xy>]) -> Vec<Xy> {
    let mut points = Vec::new();
    for (number, backwards) in ring {
        let line = &lines[*number];
        if *backwards {
            points.extend(line.iter().rev().skip(1));
        } else {
            points.extend(line.iter().skip(1));
        }
    }
    points
}

fn area(ring: &[Xy]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum::<f64>().abs() / 2.0
}

impl Land {
    fn holds(&self, x: f64, y: f64) -> bool {
        let mut inside = false;
        for ring in &self.rings {
            let mut before = ring[ring.len() - 1];
            for here in ring {
                let ((ax, ay), (bx, by)) = (before, *here);
                if (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax {
                    inside = !inside;
                }
                before = *here;
            }
        }
        inside
    }

    /// How far the nearest boundary is.
    fn room(&self, at: Xy) -> f64 {
        let mut least = f64::INFINITY;
        for ring in &self.rings {
            let mut before = ring[ring.len() - 1];
            for here in ring {
                least = least.min(distance(at, before, *here));
                before = *here;
            }
        }
        least
    }

    /// The middle of a name of this size that lies all within the country and clear of `blocked`, with the
    /// most room around it.
    pub fn name_at(&self, width: f64, height: f64, view: &View, blocked: &[Box]) -> Option<Xy> {
        const STEP: f64 = 13.0;
        let mut best: Option<(f64, Xy)> = None;
        let (mut y, half) = (height / 2.0 + 4.0, (width / 2.0 + 9.0, height / 2.0 + 5.0));
        while y < view.height - height / 2.0 - 4.0 {
            let mut x = width / 2.0 + 4.0;
            while x < view.width - width / 2.0 - 4.0 {
                let text = Box {
                    left: x - half.0,
                    right: x + half.0,
                    top: y - half.1,
                    bottom: y + half.1,
                };
                let spots = [-1.0, -0.5, 0.0, 0.5, 1.0];
                let clear = blocked.iter().all(|other| !text.meets(other))
                    && spots.iter().all(|part| {
                        [-1.0, 1.0]
                            .iter()
                            .all(|side| self.holds(x + part * half.0, y + side * half.1))
                    });
                if clear {
                    let room =
                        self.room((x, y)).min(x).min(view.width - x).min(y).min(view.height - y);
                    let around = blocked.iter().map(|other| gap(other, (x, y)));
                    let room = around.fold(room, f64::min);
                    if best.is_none_or(|(most, _)| room > most) {
                        best = Some((room, (x, y)));
                    }
                }
                x += STEP;
            }
            y += STEP;
        }
        best.map(|(_, at)| at)
    }
}

/// From a box to a point.
fn gap(it: &Box, at: Xy) -> f64 {
    let (x, y) = (at.0.clamp(it.left, it.right), at.1.clamp(it.top, it.bottom));
    (x - at.0).hypot(y - at.1)
}
