//! Labels beside the circles: each is tried all around its circle, near ones first, a leader line joining
//! those that stand away; none covers another, a circle or an arrow. One without room is left out, and said.

use super::view::{Xy, distance};
use crate::chart::label::Box;

/// A circle that wants a label.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Wish {
    pub centre: Xy,
    /// Of what must not be covered.
    pub radius: f64,
    /// Of what is drawn: where a line begins.
    pub rim: f64,
    pub width: f64,
    pub height: f64,
}

/// Where a label stands, and the line to it when it stands away.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    pub text: Box,
    pub leader: Option<(Xy, Xy)>,
    side: Side,
    cost: f64,
}

/// On which side of its circle a label stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Middle,
    Right,
}

impl Placed {
    pub fn side(&self) -> Side {
        self.side
    }
}

/// From the edge of the circle, in the order tried.
const GAPS: [f64; 8] = [5.0, 16.0, 30.0, 46.0, 66.0, 90.0, 120.0, 155.0];
/// Directions around the circle.
const AROUND: usize = 16;
/// A label this near needs no line.
const NEAR: f64 = 12.0;
/// How often all labels are looked at again, once the others have their place.
const ROUNDS: usize = 3;

/// Places the labels, those given first before the others; `blocked` must stay clear.
pub(super) fn place(wishes: &[Wish], bounds: Box, blocked: &[Box]) -> Vec<Option<Placed>> {
    let mut placed: Vec<Option<Placed>> = vec![None; wishes.len()];
    for round in 0..ROUNDS {
        let before = placed.clone();
        for at in 0..wishes.len() {
            placed[at] = None;
            placed[at] = best(at, wishes, &placed, bounds, blocked);
        }
        if round > 0 && placed == before {
            break;
        }
    }
    placed
}

fn best(
    at: usize,
    wishes: &[Wish],
    placed: &[Option<Placed>],
    bounds: Box,
    blocked: &[Box],
) -> Option<Placed> {
    let wish = &wishes[at];
    let mut best: Option<Placed> = None;
    for (far, gap) in GAPS.iter().enumerate() {
        if best.is_some_and(|best| best.cost < far as f64 * 10.0) {
            break;
        }
        for step in 0..AROUND {
            let mut candidate = candidate(wish, *gap, far, step);
            // A line over another circle may be taken for its.
            if let Some(line) = candidate.leader {
                let over = wishes.iter().enumerate().filter(|(i, other)| {
                    *i != at && distance(other.centre, line.0, line.1) < other.radius
                });
                candidate.cost += 12.0 * over.count() as f64;
            }
            let better = best.is_none_or(|best| candidate.cost < best.cost);
            if better && is_clear(at, &candidate, wishes, placed, bounds, blocked) {
                best = Some(candidate);
            }
        }
    }
    best
}

fn candidate(wish: &Wish, gap: f64, far: usize, step: usize) -> Placed {
    let angle = step as f64 / AROUND as f64 * std::f64::consts::TAU;
    let (sin, cos) = angle.sin_cos();
    let reach = wish.radius + gap;
    let (x, y) = (wish.centre.0 + reach * cos, wish.centre.1 + reach * sin);
    let (side, left) = if cos > 0.3 {
        (Side::Right, x)
    } else if cos < -0.3 {
        (Side::Left, x - wish.width)
    } else {
        (Side::Middle, x - wish.width / 2.0)
    };
    let top = y - wish.height / 2.0 + sin * wish.height / 2.0;
    let text = Box { left, right: left + wish.width, top, bottom: top + wish.height };
    let rim = (wish.centre.0 + wish.rim * cos, wish.centre.1 + wish.rim * sin);
    // Beside is read more easily than above or below, and at the right more easily than at the left.
    let cost = far as f64 * 10.0 + sin.abs() * 4.0 + if side == Side::Left { 2.0 } else { 0.0 };
    Placed { text, leader: (gap > NEAR).then_some((rim, (x, y))), side, cost }
}

fn is_clear(
    at: usize,
    candidate: &Placed,
    wishes: &[Wish],
    placed: &[Option<Placed>],
    bounds: Box,
    blocked: &[Box],
) -> bool {
    let text = &candidate.text;
    let others = || placed.iter().flatten();
    text.within(&bounds)
        && blocked.iter().all(|other| !text.meets(other))
        && wishes.iter().all(|wish| !covers(text, wish))
        && others().all(|other| !text.meets(&other.text))
        && others().filter_map(|other| other.leader).all(|line| !crosses_box(line, text))
        && candidate.leader.is_none_or(|line| {
            others().all(|other| !crosses_box(line, &other.text))
                && others().filter_map(|other| other.leader).all(|other| !cross(line, other))
                && wishes.iter().enumerate().all(|(i, wish)| {
                    i == at || distance(wish.centre, line.0, line.1) > wish.radius.min(6.0)
                })
        })
}

/// Whether a box covers a part of a circle.
fn covers(text: &Box, wish: &Wish) -> bool {
    let x = wish.centre.0.clamp(text.left, text.right);
    let y = wish.centre.1.clamp(text.top, text.bottom);
    (x - wish.centre.0).hypot(y - wish.centre.1) < wish.radius
}

fn cross((a, b): (Xy, Xy), (c, d): (Xy, Xy)) -> bool {
    let side = |p: Xy, q: Xy, r: Xy| (q.0 - p.0) * (r.1 - p.1) - (q.1 - p.1) * (r.0 - p.0);
    (side(a, b, c) > 0.0) != (side(a, b, d) > 0.0) && (side(c, d, a) > 0.0) != (side(c, d, b) > 0.0)
}

fn crosses_box(line: (Xy, Xy), it: &Box) -> bool {
    let corners =
        [(it.left, it.top), (it.right, it.top), (it.right, it.bottom), (it.left, it.bottom)];
    let inside = |p: Xy| it.left < p.0 && p.0 < it.right && it.top < p.1 && p.1 < it.bottom;
    inside(line.0)
        || inside(line.1)
        || (0..4).any(|i| cross(line, (corners[i], corners[(i + 1) % 4])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BOUNDS: Box = Box { left: 0.0, right: 860.0, top: 0.0, bottom: 500.0 };

    #[test]
    fn a_lone_label_stands_at_the_right_of_its_circle_without_a_line() {
        let wish =
            Wish { centre: (400.0, 200.0), radius: 20.0, rim: 20.0, width: 100.0, height: 30.0 };
        let placed = place(&[wish], BOUNDS, &[])[0].unwrap();
        assert_eq!((placed.text.left, placed.leader), (425.0, None));
    }

    #[test]
    fn neighbours_on_one_border_all_get_their_label() {
        // Eight gates one above the other, closer than the labels are high.
        let wishes: Vec<Wish> = (0..8)
            .map(|i| Wish {
                centre: (430.0, 150.0 + f64::from(i) * 14.0),
                radius: 5.0,
                rim: 5.0,
                width: 150.0,
                height: 32.0,
            })
            .collect();
        let placed = place(&wishes, BOUNDS, &[]);
        assert!(placed.iter().all(Option::is_some));
        assert!(placed.iter().flatten().any(|one| one.leader.is_some()));
    }

    proptest! {
        #[test]
        fn no_label_covers_a_circle_a_label_or_a_line(
            spots in prop::collection::vec((10.0..850.0f64, 10.0..490.0f64, 2.0..30.0f64, 60.0..170.0f64), 1..25)
        ) {
            let wishes: Vec<Wish> = spots
                .iter()
                .map(|(x, y, radius, width)| Wish { centre: (*x, *y), radius: *radius, rim: *radius, width: *width, height: 30.0 })
                .collect();
            let all = place(&wishes, BOUNDS, &[]);
            let placed: Vec<&Placed> = all.iter().flatten().collect();
            for (i, one) in placed.iter().enumerate() {
                prop_assert!(one.text.within(&BOUNDS));
                prop_assert!(wishes.iter().all(|wish| !covers(&one.text, wish)));
                for other in placed.iter().take(i) {
                    prop_assert!(!one.text.meets(&other.text));
                    prop_assert!(one.leader.is_none_or(|line| !crosses_box(line, &other.text)));
                    prop_assert!(other.leader.is_none_or(|line| !crosses_box(line, &one.text)));
                }
            }
        }
    }
}
