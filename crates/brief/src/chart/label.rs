//! Labels beside marks: each is tried at a few places around its mark and left
//! out rather than printed over something else.

use unicode_width::UnicodeWidthStr;

/// An upright rectangle; `top` is above `bottom`, as in SVG.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Box {
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
}

impl Box {
    pub fn meets(&self, other: &Box) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    pub fn within(&self, bounds: &Box) -> bool {
        bounds.left <= self.left
            && self.right <= bounds.right
            && bounds.top <= self.top
            && self.bottom <= bounds.bottom
    }
}

/// A label that wants a place around its mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish {
    pub around: Box,
    pub width: f64,
    pub height: f64,
}

/// Room a text needs: no font is measured, so rather too much than too little.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    text.width() as f64 * size * 0.62
}

const GAP: f64 = 3.0;

impl Wish {
    /// Places in the order tried. A running total rises to the right, which
    /// leaves room at the upper left and the lower right of its points.
    fn places(&self) -> [Box; 6] {
        let Box { left, right, top, bottom } = self.around;
        let (middle, height) = ((left + right) / 2.0, (top + bottom) / 2.0);
        let at = |left: f64, top: f64| Box {
            left,
            right: left + self.width,
            top,
            bottom: top + self.height,
        };
        let centred = height - self.height / 2.0;
        [
            at(left - GAP - self.width, centred),
            at(left - self.width, top - self.height),
            at(right + GAP, centred),
            at(right, bottom),
            at(middle - self.width / 2.0, top - self.height - GAP),
            at(middle - self.width / 2.0, bottom + GAP),
        ]
    }
}

/// Places each wish within `bounds`, clear of `blocked` and of the labels placed
/// before it; those given first go first.
pub(super) fn place(
    wishes: &[Option<Wish>],
    bounds: Box,
    mut blocked: Vec<Box>,
) -> Vec<Option<Box>> {
    wishes
        .iter()
        .map(|wish| {
            let wish = wish.as_ref()?;
            let free = |place: &Box| {
                place.within(&bounds)
                    && blocked.iter().all(|other| *other == wish.around || !place.meets(other))
            };
            let place = wish.places().into_iter().find(free)?;
            blocked.push(place);
            Some(place)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dot(x: f64, y: f64) -> Box {
        Box { left: x - 4.0, right: x + 4.0, top: y - 4.0, bottom: y + 4.0 }
    }

    const BOUNDS: Box = Box { left: 0.0, right: 300.0, top: 0.0, bottom: 150.0 };

    #[test]
    fn a_lone_label_stands_at_the_left_of_its_mark() {
        let wish = Wish { around: dot(200.0, 50.0), width: 40.0, height: 14.0 };
        let places = place(&[Some(wish), None], BOUNDS, vec![wish.around]);
        assert_eq!(places[0].unwrap().right, 193.0);
        assert_eq!(places[1], None);
    }

    #[test]
    fn a_label_without_room_is_left_out() {
        let wish = Wish { around: dot(20.0, 50.0), width: 400.0, height: 14.0 };
        assert_eq!(place(&[Some(wish)], BOUNDS, vec![]), [None]);
    }

    proptest! {
        #[test]
        fn labels_never_cover_a_mark_or_another_label(
            spots in prop::collection::vec((0.0..300.0f64, 0.0..150.0f64, 10.0..90.0f64), 1..40)
        ) {
            let dots: Vec<Box> = spots.iter().map(|(x, y, _)| dot(*x, *y)).collect();
            let wishes: Vec<Option<Wish>> = spots
                .iter()
                .zip(&dots)
                .map(|((_, _, width), around)| Some(Wish { around: *around, width: *width, height: 14.0 }))
                .collect();
            let placed: Vec<Box> = place(&wishes, BOUNDS, dots.clone()).into_iter().flatten().collect();
            for (i, a) in placed.iter().enumerate() {
                prop_assert!(a.within(&BOUNDS));
                prop_assert!(placed[..i].iter().all(|b| !a.meets(b)));
            }
        }
    }
}
