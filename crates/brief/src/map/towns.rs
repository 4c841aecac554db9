//! Towns for the reader to find the way by. Those on the way to a crossing have their place first, and the
//! labels of crossings make way for them.

use super::Town;
use super::view::{View, Xy, square};
use crate::chart::label::{self, Box};

/// Size of their names.
const SIZE: f64 = 12.0;
/// Of a circle: a town nearer to its middle is lost in it.
const LOST: f64 = 0.6;

/// A town with its dot and its name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    pub name: String,
    pub dot: Xy,
    pub text: Box,
}

/// Names towns, those given first before the others and at most so many, clear of what is `taken` and of circles (middle
/// and radius).
pub(super) fn name<'t>(
    towns: impl Iterator<Item = &'t Town>,
    most: usize,
    view: &View,
    circles: &[(Xy, f64)],
    taken: &mut Vec<Box>,
) -> Vec<Named> {
    let mut named: Vec<Named> = Vec::new();
    for town in towns {
        if named.len() == most {
            break;
        }
        if let Some(one) = place(town, view, circles, taken) {
            taken.extend([square(one.dot, 4.0), one.text]);
            named.push(one);
        }
    }
    named
}

fn place(town: &Town, view: &View, circles: &[(Xy, f64)], taken: &[Box]) -> Option<Named> {
    let dot = view.xy(town.lon, town.lat);
    let spot = square(dot, 4.0);
    let inside = Box { left: 4.0, right: view.width - 4.0, top: 4.0, bottom: view.height - 4.0 };
    let far = |(a, b): (Xy, Xy)| (a.0 - b.0).hypot(a.1 - b.1);
    let lost = circles.iter().any(|(middle, radius)| far((dot, *middle)) < LOST * radius);
    if lost || !spot.within(&inside) || taken.iter().any(|other| spot.meets(other)) {
        return None;
    }
    let (width, height) = (label::width(&town.name, SIZE), 15.0);
    let middle = dot.1 - height / 2.0;
    let places = [
        (dot.0 + 5.0, middle),
        (dot.0 - 5.0 - width, middle),
        (dot.0 - width / 2.0, dot.1 - height - 2.0),
        (dot.0 - width / 2.0, dot.1 + 3.0),
    ];
    let boxes =
        places.map(|(left, top)| Box { left, right: left + width, top, bottom: top + height });
    let over = |text: &Box, (middle, radius): &(Xy, f64)| {
        let nearest =
            (middle.0.clamp(text.left, text.right), middle.1.clamp(text.top, text.bottom));
        far((nearest, *middle)) < *radius
    };
    let clear = |text: &&Box| {
        text.within(&inside)
            && taken.iter().all(|other| !text.meets(other))
            && !circles.iter().any(|circle| over(text, circle))
    };
    let text = boxes.iter().find(clear).copied()?;
    Some(Named { name: town.name.clone(), dot, text })
}
