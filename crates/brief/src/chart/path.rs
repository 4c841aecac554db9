//! Lines and areas as paths of SVG, as short as they can be said: they are most of what a page weighs.

use super::n;

/// The places of a unit of the drawing: a tenth of one is less than a pixel.
pub(crate) const TENTHS: f64 = 10.0;

/// Appends a line to a path, from point to point, each at the nearest of so many places to a unit.
pub(crate) fn trace(
    path: &mut String,
    points: impl Iterator<Item = (f64, f64)>,
    closed: bool,
    places: f64,
) {
    let place = |value: f64| (value * places).round() as i64;
    let mut before: Option<(i64, i64)> = None;
    for (x, y) in points {
        let here = (place(x), place(y));
        match before {
            None => {
                path.push('M');
                put(path, here, places);
                path.push('l');
            }
            Some(last) if last == here => continue,
            Some(last) => put(path, (here.0 - last.0, here.1 - last.1), places),
        }
        before = Some(here);
    }
    if path.ends_with('l') {
        path.push_str("0 0");
    }
    if closed {
        path.push('z');
    }
}

/// A pair of numbers: a sign parts them as a space does, and a nought before the point says nothing.
fn put(path: &mut String, pair: (i64, i64), places: f64) {
    for value in [pair.0, pair.1] {
        let text = n(value as f64 / places);
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None if path.ends_with(|c: char| c.is_ascii_digit()) => (" ", text.as_str()),
            None => ("", text.as_str()),
        };
        path.push_str(sign);
        path.push_str(if digits.starts_with("0.") { &digits[1..] } else { digits });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_goes_from_point_to_point() {
        let points = [(10.0, 20.04), (10.54, 19.4), (10.54, 19.41), (8.0, 19.9), (8.0, 30.0)];
        let said = |closed, places| {
            let mut path = String::new();
            trace(&mut path, points.into_iter(), closed, places);
            path
        };
        assert_eq!(said(false, TENTHS), "M10 20l.5-.6-2.5 .5 0 10.1");
        assert_eq!(said(true, 1.0), "M10 20l1-1-3 1 0 10z");
        let mut one = String::new();
        trace(&mut one, points.into_iter().take(1), false, TENTHS);
        assert_eq!(one, "M10 20l0 0");
    }
}
