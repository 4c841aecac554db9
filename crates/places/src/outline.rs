//! The shapes of the countries: coasts and land borders, decoded from `data/outlines.bin` on first use.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A stretch of coast or of border between two points where three areas meet.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Longitude and latitude in degrees, WGS 84; at least two.
    pub points: Vec<(f64, f64)>,
    /// Whether the boundary is disputed or not final.
    pub disputed: bool,
    /// The areas on its sides, by ISO 3166-1 alpha-3 code: one for a coast, two for a border. "---" is land that the
    /// sources give to nobody.
    pub between: Vec<String>,
}

impl Line {
    /// Whether it parts two countries.
    pub fn is_border(&self) -> bool {
        self.between.len() > 1
    }
}

/// A ring of an area: lines by number, and whether each is walked backwards.
pub type Ring = Vec<(usize, bool)>;

/// The countries' shapes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outlines {
    lines: Vec<Line>,
    areas: BTreeMap<String, Vec<Ring>>,
}

static BUILTIN: LazyLock<Outlines> = LazyLock::new(|| {
    Outlines::decode(include_bytes!("../data/outlines.bin"))
        .expect("the embedded shapes are whole, as the tests of this crate prove")
});

/// Steps to a degree.
const STEP: f64 = 500.0;

impl Outlines {
    /// The shapes that come with the program: Natural Earth's, with the changes that `scripts/build_outlines.py` names.
    ///
    /// ```
    /// use places::Outlines;
    ///
    /// let outlines = Outlines::builtin();
    /// assert!(outlines.holds("AFG", 69.172, 34.528), "Kabul");
    /// assert!(!outlines.holds("PAK", 69.172, 34.528));
    /// ```
    pub fn builtin() -> &'static Outlines {
        &BUILTIN
    }

    /// Every line, by number.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Every area and its rings, by code.
    pub fn areas(&self) -> impl Iterator<Item = (&str, &[Ring])> {
        self.areas.iter().map(|(code, rings)| (code.as_str(), rings.as_slice()))
    }

    /// The rings of a country; none when it has no shape here.
    pub fn rings(&self, iso3: &str) -> &[Ring] {
        self.areas.get(iso3).map_or(&[], Vec::as_slice)
    }

    /// Whether a point lies in a country.
    pub fn holds(&self, iso3: &str, lon: f64, lat: f64) -> bool {
        let mut inside = false;
        for ring in self.rings(iso3) {
            for (number, _) in ring {
                for pair in self.lines[*number].points.windows(2) {
                    let ((ax, ay), (bx, by)) = (pair[0], pair[1]);
                    if (ay > lat) != (by > lat) && lon < (bx - ax) * (lat - ay) / (by - ay) + ax {
                        inside = !inside;
                    }
                }
            }
        }
        inside
    }

    /// The layout is told in `scripts/build_outlines.py`. `None` when the bytes are not of it.
    fn decode(bytes: &[u8]) -> Option<Outlines> {
        let mut bytes = Bytes(bytes);
        let mut outlines = Outlines::default();
        for _ in 0..bytes.number()? {
            let disputed = bytes.number()? == 1;
            let mut points = Vec::new();
            let (mut x, mut y) = (0i64, 0i64);
            for _ in 0..bytes.number()? {
                x += bytes.signed()?;
                y += bytes.signed()?;
                points.push((x as f64 / STEP - 180.0, y as f64 / STEP - 90.0));
            }
            outlines.lines.push(Line { points, disputed, between: Vec::new() });
        }
        for _ in 0..bytes.number()? {
            let code = String::from_utf8(bytes.take(3)?.to_vec()).ok()?;
            let mut rings = Vec::new();
            for _ in 0..bytes.number()? {
                let mut ring = Ring::new();
                for _ in 0..bytes.number()? {
                    let number = bytes.signed()?;
                    let (at, backwards) =
                        if number < 0 { (!number, true) } else { (number, false) };
                    let at = usize::try_from(at).ok()?;
                    let between = &mut outlines.lines.get_mut(at)?.between;
                    if between.last() != Some(&code) {
                        between.push(code.clone());
                    }
                    ring.push((at, backwards));
                }
                rings.push(ring);
            }
            outlines.areas.insert(code, rings);
        }
        bytes.0.is_empty().then_some(outlines)
    }
}

/// What is left to read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(head)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..63).step_by(7) {
            let byte = self.take(1)?[0];
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let number = self.number()? as i64;
        Some(if number & 1 == 0 { number >> 1 } else { !(number >> 1) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Gazetteer, PlaceKind};

    #[test]
    fn every_line_is_a_coast_or_has_two_sides_and_every_ring_closes() {
        let outlines = Outlines::builtin();
        assert!(outlines.lines().len() > 3_000);
        for line in outlines.lines() {
            assert!(line.points.len() >= 2);
            // Three where they meet.
            assert!((1..=3).contains(&line.between.len()), "{:?}", line.between);
            let on_earth = |(x, y): &(f64, f64)| x.abs() <= 180.01 && y.abs() <= 90.0;
            assert!(line.points.iter().all(on_earth));
        }
        for (code, rings) in outlines.areas() {
            for ring in rings {
                let ends = |(number, backwards): &(usize, bool)| {
                    let points = &outlines.lines()[*number].points;
                    let ends = [points[0], points[points.len() - 1]];
                    if *backwards { [ends[1], ends[0]] } else { ends }
                };
                for (at, one) in ring.iter().enumerate() {
                    let next = &ring[(at + 1) % ring.len()];
                    assert_eq!(ends(one)[1], ends(next)[0], "{code}");
                }
            }
        }
    }

    #[test]
    fn countries_with_crossings_have_shapes_and_their_capitals_lie_in_them() {
        let (outlines, gazetteer) = (Outlines::builtin(), Gazetteer::builtin());
        let mut away = Vec::new();
        for place in gazetteer.places() {
            if let Some(joins) = &place.joins {
                for code in joins {
                    assert!(!outlines.rings(code).is_empty(), "{code} has no shape");
                }
            }
            if let (PlaceKind::City, Some((lat, lon)), Some(code)) =
                (place.kind, place.position, gazetteer.capital_of(place.id))
                && !outlines.holds(code, lon, lat)
            {
                away.push(place.name.as_str());
            }
        }
        // Thinned coasts leave some ports in the sea.
        assert!(away.len() < 12, "{away:?}");
    }

    #[test]
    fn what_is_cut_short_is_no_shape() {
        let whole = include_bytes!("../data/outlines.bin");
        assert_eq!(Outlines::decode(&whole[..whole.len() - 1]), None);
        assert_eq!(Outlines::decode(&[]), None);
    }

    #[test]
    fn boundaries_follow_the_maps_of_the_united_nations() {
        let outlines = Outlines::builtin();
        assert!(outlines.holds("UKR", 34.1, 45.0), "Crimea");
        assert!(outlines.holds("CYP", 33.5, 35.3), "the north of Cyprus");
        assert!(outlines.lines().iter().any(|line| line.disputed && line.is_border()));
        let pair = ["AFG".to_owned(), "PAK".to_owned()];
        assert!(outlines.lines().iter().any(|line| line.between == pair && !line.disputed));
    }
}
