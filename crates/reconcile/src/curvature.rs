//! The curvature of the posterior, kept sparse: a claim of a few days touches a few
//! parameters, and the walk ties each day to the next. Factored once, it whitens a point, turns a
//! gradient into a step, and gives the determinant.
//!
//! The factorisation is faer's simplicial sparse Cholesky under an approximate minimum degree
//! ordering (Amestoy, Davis & Duff, SIAM J. Matrix Anal. Appl. 17, 1996).

use std::collections::HashMap;

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt::factor::LltRegularization;
use faer::linalg::solvers::Llt;
use faer::sparse::linalg::SupernodalThreshold;
use faer::sparse::linalg::cholesky::{
    CholeskySymbolicParams, SymbolicCholesky, SymbolicCholeskyRaw, SymmetricOrdering,
    factorize_symbolic_cholesky,
};
use faer::sparse::{SparseColMat, Triplet};
use faer::{Mat, Par, Side, Spec};

/// Parameters up to which a matrix is kept dense: there its order in memory counts for more than
/// its zeros.
const DENSE: usize = 1200;

/// A symmetric positive definite matrix, gathered row by row of its square root.
#[derive(Debug)]
pub(crate) struct Gathered {
    dim: usize,
    diagonal: Vec<f64>,
    /// Below the diagonal: (row, column), row > column; for a large matrix.
    lower: Vec<Triplet<usize, usize, f64>>,
    /// The same by columns, all of it; for a small matrix.
    dense: Vec<f64>,
    /// Longest row that is kept whole.
    longest: usize,
}

impl Gathered {
    /// The identity on the parameters that are standard normal a priori.
    pub fn new(dim: usize, plain: &[usize], longest: usize) -> Gathered {
        let mut diagonal = vec![0.0; dim];
        for &parameter in plain {
            diagonal[parameter] = 1.0;
        }
        let dense = if dim <= DENSE { vec![0.0; dim * dim] } else { Vec::new() };
        Gathered { dim, diagonal, lower: Vec::new(), dense, longest }
    }

    /// Adds the square of a row. A row that touches too many parameters is bounded by its
    /// diagonal, from above: the matrix guides steps and whitens, so that it need not be exact, and one
    /// long total must not tie a thousand days to each other.
    pub fn add(&mut self, row: &[(usize, f64)]) {
        if row.len() > self.longest {
            let sum: f64 = row.iter().map(|(_, value)| value.abs()).sum();
            for &(i, value) in row {
                self.diagonal[i] += value.abs() * sum;
            }
            return;
        }
        for (at, &(i, value)) in row.iter().enumerate() {
            for &(j, other) in &row[..at] {
                let product = value * other;
                if i == j {
                    // The same parameter twice in a row counts in the square twice.
                    self.diagonal[i] += 2.0 * product;
                } else if self.dense.is_empty() {
                    self.lower.push(Triplet::new(i.max(j), i.min(j), product));
                } else {
                    self.dense[i.min(j) * self.dim + i.max(j)] += product;
                }
            }
            self.diagonal[i] += value * value;
        }
    }

    /// The matrix with `damping` times its diagonal added, factored; `None` when numbers are out
    /// of range.
    pub fn factor(&self, damping: f64, symbols: &mut Symbols) -> Option<Factor> {
        if self.dense.is_empty() {
            self.factor_sparse(damping, symbols)
        } else {
            self.factor_dense(damping)
        }
    }

    fn factor_dense(&self, damping: f64) -> Option<Factor> {
        let matrix = Mat::from_fn(self.dim, self.dim, |i, j| match i.cmp(&j) {
            std::cmp::Ordering::Greater => self.dense[j * self.dim + i],
            std::cmp::Ordering::Less => 0.0,
            std::cmp::Ordering::Equal => self.diagonal[i] * (1.0 + damping) + 1e-12,
        });
        let factor = Llt::new(matrix.as_ref(), Side::Lower).ok()?;
        let lower = factor.L();
        let mut values = Vec::with_capacity(self.dim * (self.dim + 1) / 2);
        let mut columns = Vec::with_capacity(self.dim + 1);
        for j in 0..self.dim {
            columns.push(values.len());
            values.extend((j..self.dim).map(|i| lower[(i, j)]));
        }
        columns.push(values.len());
        Factor::of((0..self.dim).collect(), columns, None, values)
    }

    fn factor_sparse(&self, damping: f64, symbols: &mut Symbols) -> Option<Factor> {
        let diagonal = self
            .diagonal
            .iter()
            .enumerate()
            .map(|(i, value)| Triplet::new(i, i, value * (1.0 + damping) + 1e-12));
        let triplets: Vec<_> = self.lower.iter().copied().chain(diagonal).collect();
        let matrix = SparseColMat::try_new_from_triplets(self.dim, self.dim, &triplets).ok()?;
        let symbolic = symbols.of(&matrix)?;
        let mut values = vec![0.0; symbolic.len_val()];
        let scratch = symbolic.factorize_numeric_llt_scratch::<f64>(Par::Seq, Spec::default());
        let mut memory = MemBuffer::try_new(scratch).ok()?;
        symbolic
            .factorize_numeric_llt(
                &mut values,
                matrix.as_ref(),
                Side::Lower,
                LltRegularization::default(),
                Par::Seq,
                MemStack::new(&mut memory),
                Spec::default(),
            )
            .ok()?;
        let SymbolicCholeskyRaw::Simplicial(raw) = symbolic.raw() else { return None };
        let place = match symbolic.perm() {
            Some(perm) => perm.arrays().1.to_vec(),
            None => (0..self.dim).collect(),
        };
        let rows = raw.row_idx().iter().map(|&row| row as u32).collect();
        Factor::of(place, raw.col_ptr().to_vec(), Some(rows), values)
    }
}

/// Symbolic factorisations of the patterns met so far: the pattern seldom changes from one step
/// to the next.
#[derive(Debug, Default)]
pub(crate) struct Symbols {
    known: HashMap<u64, std::sync::Arc<SymbolicCholesky<usize>>>,
}

impl Symbols {
    fn of(
        &mut self,
        matrix: &SparseColMat<usize, f64>,
    ) -> Option<std::sync::Arc<SymbolicCholesky<usize>>> {
        use std::hash::{Hash, Hasher};
        let mut hasher = rustc_hash::FxHasher::default();
        matrix.symbolic().col_ptr().hash(&mut hasher);
        matrix.symbolic().row_idx().hash(&mut hasher);
        let key = hasher.finish();
        if let Some(known) = self.known.get(&key) {
            return Some(known.clone());
        }
        let parameters = CholeskySymbolicParams {
            supernodal_flop_ratio_threshold: SupernodalThreshold::FORCE_SIMPLICIAL,
            ..CholeskySymbolicParams::default()
        };
        let symbolic = factorize_symbolic_cholesky(
            matrix.symbolic(),
            Side::Lower,
            SymmetricOrdering::Amd,
            parameters,
        )
        .ok()?;
        if self.known.len() > 64 {
            self.known.clear();
        }
        let symbolic = std::sync::Arc::new(symbolic);
        self.known.insert(key, symbolic.clone());
        Some(symbolic)
    }
}

/// The factor `L` with `P A P^T = L L^T`, by columns, the diagonal first in each.
#[derive(Debug, Clone)]
pub(crate) struct Factor {
    /// Position of each parameter in the order of elimination.
    place: Vec<usize>,
    columns: Vec<usize>,
    /// Row of each value; `None` where every column is full.
    rows: Option<Vec<u32>>,
    values: Vec<f64>,
    /// Half the logarithm of the determinant of `A`.
    pub half_log_determinant: f64,
}

impl Factor {
    fn of(
        place: Vec<usize>,
        columns: Vec<usize>,
        rows: Option<Vec<u32>>,
        values: Vec<f64>,
    ) -> Option<Factor> {
        let half_log_determinant: f64 =
            columns[..place.len()].iter().map(|&at| values[at].ln()).sum();
        half_log_determinant.is_finite().then_some(Factor {
            place,
            columns,
            rows,
            values,
            half_log_determinant,
        })
    }

    /// `L^-1 P g`: a gradient by the parameters as one by the whitened point.
    pub fn whiten(&self, gradient: &[f64], out: &mut [f64]) {
        for (value, &place) in gradient.iter().zip(&self.place) {
            out[place] = *value;
        }
        for column in 0..self.place.len() {
            let (first, last) = (self.columns[column], self.columns[column + 1]);
            let x = out[column] / self.values[first];
            out[column] = x;
            let values = &self.values[first + 1..last];
            match &self.rows {
                None => {
                    for (to, value) in out[column + 1..].iter_mut().zip(values) {
                        *to -= value * x;
                    }
                }
                Some(rows) => {
                    for (row, value) in rows[first + 1..last].iter().zip(values) {
                        out[*row as usize] -= value * x;
                    }
                }
            }
        }
    }

    /// `P^T L^-T z`: where the whitened point lies from the mode. `spare` is overwritten.
    pub fn place(&self, z: &[f64], spare: &mut [f64], out: &mut [f64]) {
        spare.copy_from_slice(z);
        for column in (0..self.place.len()).rev() {
            let (first, last) = (self.columns[column], self.columns[column + 1]);
            let values = &self.values[first + 1..last];
            let carried: f64 = match &self.rows {
                None => dot(&spare[column + 1..], values),
                Some(rows) => rows[first + 1..last]
                    .iter()
                    .zip(values)
                    .map(|(row, value)| value * spare[*row as usize])
                    .sum(),
            };
            spare[column] = (spare[column] - carried) / self.values[first];
        }
        for (value, &place) in out.iter_mut().zip(&self.place) {
            *value = spare[place];
        }
    }

    /// `L^T P x`: the whitened point of an offset from the mode; the inverse of
    /// [`Factor::place`].
    pub fn unplace(&self, offset: &[f64], out: &mut [f64]) {
        let mut ordered = vec![0.0; offset.len()];
        for (value, &place) in offset.iter().zip(&self.place) {
            ordered[place] = *value;
        }
        for (column, to) in out.iter_mut().enumerate() {
            let (first, last) = (self.columns[column], self.columns[column + 1]);
            let values = &self.values[first..last];
            *to = match &self.rows {
                None => dot(&ordered[column..], values),
                Some(rows) => rows[first..last]
                    .iter()
                    .zip(values)
                    .map(|(row, value)| value * ordered[*row as usize])
                    .sum(),
            };
        }
    }

    /// `A^-1 g`.
    pub fn solve(&self, gradient: &[f64]) -> Vec<f64> {
        let mut white = vec![0.0; gradient.len()];
        self.whiten(gradient, &mut white);
        let mut spare = vec![0.0; gradient.len()];
        let mut step = vec![0.0; gradient.len()];
        self.place(&white, &mut spare, &mut step);
        step
    }
}

/// Dot product in eight strands, which the compiler can turn into vector instructions (it may
/// not reorder one running sum).
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut strands = [0.0; 8];
    let (left, right) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = left.remainder().iter().zip(right.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in left.zip(right) {
        for ((strand, x), y) in strands.iter_mut().zip(x).zip(y) {
            *strand += x * y;
        }
    }
    strands.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A matrix of random sparse rows, and the same as plain numbers.
    fn random(dim: usize) -> (Gathered, Vec<Vec<f64>>) {
        let plain: Vec<usize> = (0..dim).collect();
        let mut gathered = Gathered::new(dim, &plain, usize::MAX);
        let mut full = vec![vec![0.0; dim]; dim];
        for (i, row) in full.iter_mut().enumerate() {
            row[i] = 1.0;
        }
        let mut state = 1u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            state >> 33
        };
        for _ in 0..2 * dim {
            let row: Vec<(usize, f64)> = (0..3)
                .map(|_| (next() as usize % dim, next() as f64 / f64::from(1u32 << 31) - 0.5))
                .collect();
            for (i, a) in &row {
                for (j, b) in &row {
                    full[*i][*j] += a * b;
                }
            }
            gathered.add(&row);
        }
        (gathered, full)
    }

    #[test]
    fn dense_and_sparse_solve_whiten_and_tell_the_determinant() {
        for dim in [30, DENSE + 50] {
            let (gathered, full) = random(dim);
            let factor = gathered.factor(0.0, &mut Symbols::default()).unwrap();
            assert_eq!(factor.rows.is_none(), dim <= DENSE);
            let b: Vec<f64> = (0..dim).map(|i| (i as f64).sin()).collect();
            let x = factor.solve(&b);
            for (row, b) in full.iter().zip(&b) {
                let sum: f64 = row.iter().zip(&x).map(|(a, x)| a * x).sum();
                assert!((sum - b).abs() < 1e-6, "{dim}: {sum} {b}");
            }
            // Placing and whitening are transposes of each other; unplacing undoes placing.
            let mut out = vec![0.0; dim];
            let (mut spare, mut white, mut back) = (out.clone(), out.clone(), out.clone());
            factor.place(&b, &mut spare, &mut out);
            factor.whiten(&x, &mut white);
            let left: f64 = out.iter().zip(&x).map(|(a, b)| a * b).sum();
            let right: f64 = white.iter().zip(&b).map(|(a, b)| a * b).sum();
            assert!((left - right).abs() < 1e-9 * (1.0 + left.abs()));
            factor.unplace(&out, &mut back);
            assert!(back.iter().zip(&b).all(|(x, y)| (x - y).abs() < 1e-9));
            let plain = Llt::new(Mat::from_fn(dim, dim, |i, j| full[i][j]).as_ref(), Side::Lower);
            let plain = plain.unwrap();
            let half: f64 = (0..dim).map(|i| plain.L()[(i, i)].ln()).sum();
            assert!((factor.half_log_determinant - half).abs() < 1e-6);
        }
    }

    #[test]
    fn a_long_row_is_bounded_by_its_diagonal() {
        let mut gathered = Gathered::new(3, &[0, 1, 2], 2);
        gathered.add(&[(0, 1.0), (1, 1.0), (2, 1.0)]);
        let factor = gathered.factor(0.0, &mut Symbols::default()).unwrap();
        assert!((factor.half_log_determinant - 1.5 * 4f64.ln()).abs() < 1e-9);
    }
}
