//! Every linear relation among the numbers of one counting, by elimination over its cells.
//!
//! A cell is a crossing, a stretch of days between two that numbers begin or end at, and a group. A number adds cells
//! up, so numbers are vectors, and what depends linearly is a relation. Sums of cells that nobody told and that follow
//! from those told are found the same way. It is exact and costs the cube of the numbers: for a counting of hundreds;
//! a longer one is left to the rules of `relations`.

use super::terms::{Terms, less};

/// Most numbers of a counting that is looked at whole.
pub(super) const NUMBERS: usize = 240;
/// Most terms that elimination may touch.
const TERMS: usize = 4_000_000;

/// Vectors reduced so far, by pivot, each with the numbers that it was made of.
#[derive(Default)]
pub(super) struct Elimination {
    rows: Vec<Option<(Terms, Terms)>>,
    touched: usize,
}

impl Elimination {
    /// Whether it has cost too much already.
    pub fn is_spent(&self) -> bool {
        self.touched > TERMS
    }

    /// Adds the number `at` with its cells (in order), unless it follows from those before: then gives that relation.
    pub fn enter(&mut self, at: usize, cells: &[usize]) -> Option<Terms> {
        let (row, made_of) = self.reduce(cells);
        let made_of = less(&made_of, 1.0, &vec![(at, 1.0)]);
        let Some((pivot, factor)) = row.first().copied() else { return Some(made_of) };
        // Scaled so that the pivot is one, and told by the numbers that make it.
        let row = row.into_iter().map(|(cell, value)| (cell, value / factor)).collect();
        let made_of = made_of.into_iter().map(|(n, value)| (n, -value / factor)).collect();
        if self.rows.len() <= pivot {
            self.rows.resize_with(pivot + 1, || None);
        }
        self.rows[pivot] = Some((row, made_of));
        None
    }

    /// The numbers that make up a sum of cells (in order), when it follows from them.
    pub fn follows(&mut self, cells: &[usize]) -> Option<Terms> {
        let (row, made_of) = self.reduce(cells);
        row.is_empty().then_some(made_of)
    }

    /// What is left of a sum of cells, and the numbers that make up the rest of it.
    fn reduce(&mut self, cells: &[usize]) -> (Terms, Terms) {
        let mut row: Terms = cells.iter().map(|cell| (*cell, 1.0)).collect();
        let mut made_of = Terms::new();
        // Each step clears its pivot and touches only cells behind it.
        let mut next = 0;
        while let Some((cell, factor)) = row.get(next).copied() {
            match self.rows.get(cell) {
                Some(Some((other, numbers))) => {
                    self.touched += other.len() + numbers.len();
                    row = less(&row, factor, other);
                    made_of = less(&made_of, -factor, numbers);
                }
                _ => next += 1,
            }
        }
        (row, made_of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_relation_and_a_sum_that_nobody_told_are_found() {
        let mut elimination = Elimination::default();
        assert_eq!(elimination.enter(0, &[0, 1, 2]), None);
        assert_eq!(elimination.enter(1, &[0, 1]), None);
        assert_eq!(elimination.follows(&[2]), Some(vec![(0, 1.0), (1, -1.0)]));
        assert_eq!(elimination.follows(&[1]), None);
        let relation = elimination.enter(2, &[2]);
        assert_eq!(relation, Some(vec![(0, 1.0), (1, -1.0), (2, -1.0)]));
    }
}
