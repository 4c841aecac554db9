//! The small map in a corner: where on the continent the large one lies.

use maud::{Markup, html};

use super::ground::{COARSE, ground};
use super::view::View;
use crate::chart::label::Box;
use crate::chart::n;

/// Degrees of longitude that it shows.
const DEGREES: f64 = 64.0;
/// From so many degrees on the large map shows the continent itself.
const WIDE: f64 = 26.0;
/// From the edge of the large map.
const MARGIN: f64 = 8.0;

/// The small map and its place on the large one; `None` where it would not help or every corner is taken.
pub(super) fn inset(
    view: &View,
    route: [&str; 2],
    [width, height]: [f64; 2],
    taken: &[Box],
) -> Option<(Markup, Box)> {
    if view.degrees() > WIDE {
        return None;
    }
    let (right, bottom) = (view.width - MARGIN - width, view.height - MARGIN - height);
    let corners = [(MARGIN, MARGIN), (right, bottom), (MARGIN, bottom), (right, MARGIN)];
    let place = corners
        .map(|(left, top)| Box { left, right: left + width, top, bottom: top + height })
        .into_iter()
        .find(|place| taken.iter().all(|other| !place.meets(other)))?;
    let far = view.afar(DEGREES, width, height);
    let (lands, _) = ground(&far, route, COARSE);
    let paths = |concerned: bool| -> String {
        let of = lands.iter().filter(|land| route.contains(&land.code.as_str()) == concerned);
        of.map(|land| land.path.as_str()).collect()
    };
    let [x, y, wide, tall] = far.frame_of(view);
    let drawing = html! {
        svg.inset x=(n(place.left)) y=(n(place.top)) width=(n(width)) height=(n(height)) {
            rect.sea width=(n(width)) height=(n(height)) {}
            path.land fill-rule="evenodd" d=(paths(false)) {}
            path.land.concerned fill-rule="evenodd" d=(paths(true)) {}
            rect.here x=(n(x)) y=(n(y)) width=(n(wide)) height=(n(tall)) {}
            rect.frame width=(n(width)) height=(n(height)) {}
        }
    };
    Some((drawing, place))
}
