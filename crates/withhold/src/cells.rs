//! Every linear relation among the numbers of one counting, by elimination over its cells.
//!
//! A cell is a crossing, a stretch of days between two that numbers begin or end at, and a group. A number adds cells
//! up, so numbers are vectors, and what depends linearly is a relation. Sums of cells that nobody told and that follow
//! from those told are found the same way. It is exact and costs the cube of the numbers: for a counting of hundreds;
//! a longer one is left to the rules of `relations`.

use std::collections::{BTreeMap, BTreeSet};

/// Most numbers of a counting that is looked at whole.
pub(super) const NUMBERS: usize = 240;
/// Most terms that elimination may touch.
const TERMS: usize = 4_000_000;
/// What is less than this is nothing.
const TINY: f64 = 1e-9;

/// A sum with factors: of cells, or of numbers.
pub(super) type Terms = BTreeMap<usize, f64>;

/// Vectors reduced so far, by pivot, each with the numbers that it was made of.
#[derive(Default)]
pub(super) struct Elimination {
    rows: BTreeMap<usize, (Terms, Terms)>,
    touched: usize,
}

impl Elimination {
    /// Whether it has cost too much already.
    pub fn is_spent(&self) -> bool {
        self.touched > TERMS
    }

    /// Adds the number `at` with its cells, unless it follows from those before: then gives that relation.
    pub fn enter(&mut self, at: usize, cells: &BTreeSet<usize>) -> Option<Terms> {
        let (row, mut made_of) = self.reduce(cells);
        *made_of.entry(at).or_default() -= 1.0;
        let Some((pivot, factor)) = row.iter().next().map(|(cell, factor)| (*cell, *factor)) else {
            return Some(made_of);
        };
        // Scaled so that the pivot is one, and told by the numbers that make it.
        let row: Terms = row.into_iter().map(|(cell, value)| (cell, value / factor)).collect();
        let made_of: Terms = made_of.into_iter().map(|(n, value)| (n, -value / factor)).collect();
        self.rows.insert(pivot, (row, made_of));
        None
    }

    /// The numbers that make up a sum of cells, when it follows from them.
    pub fn follows(&mut self, cells: &BTreeSet<usize>) -> Option<Terms> {
        let (row, made_of) = self.reduce(cells);
        row.is_empty().then_some(made_of)
    }

    /// What is left of a sum of cells, and the numbers that make up the rest of it.
    fn reduce(&mut self, cells: &BTreeSet<usize>) -> (Terms, Terms) {
        let mut row: Terms = cells.iter().map(|cell| (*cell, 1.0)).collect();
        let mut made_of = Terms::new();
        // Each step clears its pivot and touches only cells behind it.
        let mut next = row.keys().next().copied();
        while let Some(cell) = next {
            if let (Some(factor), Some((other, numbers))) =
                (row.get(&cell).copied(), self.rows.get(&cell))
            {
                self.touched += other.len() + numbers.len();
                add(&mut row, other, -factor);
                add(&mut made_of, numbers, factor);
            }
            next = row.range(cell + 1..).next().map(|(cell, _)| *cell);
        }
        (row, made_of)
    }
}

fn add(to: &mut Terms, terms: &Terms, factor: f64) {
    for (at, value) in terms {
        let sum = to.entry(*at).or_default();
        *sum += factor * value;
        if sum.abs() < TINY {
            to.remove(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relation_and_a_sum_that_nobody_told_are_found() {
        let mut elimination = Elimination::default();
        let cells = |all: &[usize]| all.iter().copied().collect::<BTreeSet<usize>>();
        assert_eq!(elimination.enter(0, &cells(&[0, 1, 2])), None);
        assert_eq!(elimination.enter(1, &cells(&[0, 1])), None);
        assert_eq!(elimination.follows(&cells(&[2])), Some(Terms::from([(0, 1.0), (1, -1.0)])));
        assert_eq!(elimination.follows(&cells(&[1])), None);
        let relation = elimination.enter(2, &cells(&[2]));
        assert_eq!(relation, Some(Terms::from([(0, 1.0), (1, -1.0), (2, -1.0)])));
    }
}
