//! Sums with factors, and what is left of one less another.

/// What is less than this is nothing.
pub(super) const TINY: f64 = 1e-9;

/// Factors by place, in order of the places: of cells, of numbers, of unknowns.
pub(super) type Terms = Vec<(usize, f64)>;

/// `terms` less `factor` times `other`, without what is nothing.
pub(super) fn less(terms: &Terms, factor: f64, other: &Terms) -> Terms {
    let mut sum = Vec::with_capacity(terms.len() + other.len());
    let (mut a, mut b) = (0, 0);
    loop {
        let (place, value) = match (terms.get(a), other.get(b)) {
            (Some((x, value)), Some((y, minus))) if x == y => {
                (a, b) = (a + 1, b + 1);
                (*x, value - factor * minus)
            }
            (Some((x, value)), other) if other.is_none_or(|(y, _)| x < y) => {
                a += 1;
                (*x, *value)
            }
            (_, Some((y, minus))) => {
                b += 1;
                (*y, 0.0 - factor * minus)
            }
            (_, None) => return sum,
        };
        if value.abs() > TINY {
            sum.push((place, value));
        }
    }
}

/// The factor of a place.
pub(super) fn factor_of(terms: &Terms, place: usize) -> Option<f64> {
    terms.binary_search_by_key(&place, |(at, _)| *at).ok().map(|at| terms[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nothing_goes() {
        let terms = vec![(0, 1.0), (2, 1.0)];
        assert_eq!(less(&terms, 1.0, &vec![(1, 2.0), (2, 1.0)]), vec![(0, 1.0), (1, -2.0)]);
        assert_eq!(less(&vec![], -0.5, &terms), vec![(0, 0.5), (2, 0.5)]);
        assert_eq!(factor_of(&terms, 2), Some(1.0));
        assert_eq!(factor_of(&terms, 1), None);
    }
}
