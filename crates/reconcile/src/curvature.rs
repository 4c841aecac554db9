//! The curvature of the posterior, kept sparse: a claim of a few days touches a few
//! parameters, and the walk ties each day to the next. Factored once, it whitens a point, turns a
//! gradient into a step, and gives the determinant.
//!
//! The factorisation is faer's simplicial sparse Cholesky under an approximate minimum degree
//! ordering (Amestoy, Davis & Duff, SIAM J. Matrix Anal. Appl. 17, 1996).

use std::ops::Range;

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt::factor::LltRegularization;
use faer::linalg::solvers::Llt;
use faer::sparse::linalg::SupernodalThreshold;
use faer::sparse::linalg::cholesky::{
    CholeskySymbolicParams, SymbolicCholesky, SymbolicCholeskyRaw, SymmetricOrdering,
    factorize_symbolic_cholesky,
};
use faer::sparse::{SparseColMatRef, SymbolicSparseColMatRef};
use faer::{Mat, Par, Side, Spec};
use rayon::prelude::*;

use crate::deflate::Direction;

/// Parameters up to which a matrix is kept dense: there its order in memory counts for more than
/// its zeros.
const DENSE: usize = 1_000;
/// Places of a sparse factor below this share of their row's diagonal are left out.
const SLIGHT: f64 = 0.02;
/// Columns of a sparse matrix that are summed up by one thread at a time.
const COLUMNS: usize = 256;

/// A symmetric positive definite matrix, gathered row by row of its square root.
#[derive(Debug)]
pub(crate) struct Gathered {
    dim: usize,
    diagonal: Vec<f64>,
    /// Of a large matrix.
    rows: Rows,
    /// Of a small matrix: the triangle by columns, summed up at once.
    dense: Vec<f64>,
    /// Longest row that is kept whole.
    longest: usize,
    /// Whether a longer row counts by a bound on its diagonal, or not at all.
    bounded: bool,
}

impl Gathered {
    /// The identity on the parameters that are standard normal a priori.
    pub fn new(dim: usize, plain: &[usize], longest: usize, bounded: bool) -> Gathered {
        let mut diagonal = vec![0.0; dim];
        for &parameter in plain {
            diagonal[parameter] = 1.0;
        }
        let dense = if dim <= DENSE { vec![0.0; dim * dim] } else { Vec::new() };
        Gathered { dim, diagonal, rows: Rows::default(), dense, longest, bounded }
    }

    /// Adds the square of a row. A row that touches too many parameters is bounded by its
    /// diagonal, from above, or left out: the matrix guides steps and whitens, so that it need not be
    /// exact, and one long total must not tie a thousand days to each other.
    pub fn add(&mut self, row: &[(usize, f64)]) {
        if row.len() > self.longest {
            if !self.bounded {
                return;
            }
            let sum: f64 = row.iter().map(|(_, value)| value.abs()).sum();
            for &(i, value) in row {
                self.diagonal[i] += value.abs() * sum;
            }
            return;
        }
        if self.dense.is_empty() {
            self.rows.add(row);
            return;
        }
        for (at, &(i, value)) in row.iter().enumerate() {
            for &(j, other) in &row[..at] {
                let product = value * other;
                if i == j {
                    // The same parameter twice in a row counts in the square twice.
                    self.diagonal[i] += 2.0 * product;
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
        let (pattern, mut values) = self.rows.squared(self.dim, &symbols.pattern);
        for (&first, diagonal) in pattern.columns.iter().zip(&self.diagonal) {
            let value = &mut values[first];
            *value = (*value + diagonal) * (1.0 + damping) + 1e-12;
        }
        symbols.learn(self.dim, pattern)?;
        let Pattern { columns, rows, symbolic } = &symbols.pattern;
        let symbolic = symbolic.as_ref()?;
        let shape = SymbolicSparseColMatRef::new_checked(self.dim, self.dim, columns, None, rows);
        let mut factor = vec![0.0; symbolic.len_val()];
        let scratch = symbolic.factorize_numeric_llt_scratch::<f64>(Par::Seq, Spec::default());
        let mut memory = MemBuffer::try_new(scratch).ok()?;
        symbolic
            .factorize_numeric_llt(
                &mut factor,
                SparseColMatRef::new(shape, &values),
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
        Factor::of(place, raw.col_ptr().to_vec(), Some(rows), factor)
    }
}

/// Sparse rows, one after the other.
#[derive(Debug, Default)]
struct Rows {
    /// Position after the last of each row.
    ends: Vec<usize>,
    parameters: Vec<u32>,
    values: Vec<f64>,
}

impl Rows {
    fn add(&mut self, row: &[(usize, f64)]) {
        self.parameters.extend(row.iter().map(|(parameter, _)| *parameter as u32));
        self.values.extend(row.iter().map(|(_, value)| value));
        self.ends.push(self.values.len());
    }

    /// The places of each row.
    fn places(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = std::iter::once(&0).chain(&self.ends);
        starts.zip(&self.ends).map(|(first, last)| *first..*last)
    }

    /// For each parameter the rows that touch it, and their values there.
    fn touching(&self, dim: usize) -> Touching {
        // Counted first, so that all lie side by side.
        let mut firsts = vec![0; dim + 1];
        for &parameter in &self.parameters {
            firsts[parameter as usize + 1] += 1;
        }
        for parameter in 0..dim {
            firsts[parameter + 1] += firsts[parameter];
        }
        let mut next = firsts.clone();
        let mut rows = vec![(0..0, 0.0); self.values.len()];
        for row in self.places() {
            for place in row.clone() {
                let at = &mut next[self.parameters[place] as usize];
                rows[*at] = (row.clone(), self.values[place]);
                *at += 1;
            }
        }
        Touching { firsts, rows }
    }

    /// The lower triangle of the sum of the rows' squares: its pattern, which takes in a `known`
    /// one, and a value for each place. Column by column, each summed up in a full one (Gustavson,
    /// "Two fast algorithms for sparse matrices", ACM Trans. Math. Softw. 4, 1978): what rows
    /// have in common need not be looked up.
    fn squared(&self, dim: usize, known: &Pattern) -> (Pattern, Vec<f64>) {
        let touching = self.touching(dim);
        let columns: Vec<usize> = (0..dim).collect();
        let parts: Vec<(Vec<usize>, Vec<usize>, Vec<f64>)> = columns
            .par_chunks(COLUMNS)
            .map(|columns| self.squared_in(columns, &touching, known))
            .collect();
        let mut pattern = Pattern { columns: vec![0], rows: Vec::new(), symbolic: None };
        let mut values = Vec::new();
        for (lengths, rows, of) in parts {
            for length in lengths {
                pattern.columns.push(pattern.columns[pattern.columns.len() - 1] + length);
            }
            pattern.rows.extend(rows);
            values.extend(of);
        }
        (pattern, values)
    }

    /// Some columns of it: how many places each has, their rows and their values.
    fn squared_in(
        &self,
        columns: &[usize],
        touching: &Touching,
        known: &Pattern,
    ) -> (Vec<usize>, Vec<usize>, Vec<f64>) {
        let (mut lengths, mut rows, mut values) = (Vec::new(), Vec::new(), Vec::new());
        let dim = touching.firsts.len() - 1;
        let (mut sums, mut met_in) = (vec![0.0; dim], vec![usize::MAX; dim]);
        let mut met: Vec<usize> = Vec::new();
        for column in columns {
            met.clear();
            // The diagonal is there, whatever the rows say.
            let before = known.column(*column).unwrap_or(std::slice::from_ref(column));
            for &row in before {
                met.push(row);
                met_in[row] = *column;
            }
            for (row, value) in touching.of(*column) {
                let others = self.parameters[row.clone()].iter().zip(&self.values[row.clone()]);
                for (&other, by) in others {
                    let other = other as usize;
                    if other >= *column {
                        sums[other] += value * by;
                        if met_in[other] != *column {
                            met_in[other] = *column;
                            met.push(other);
                        }
                    }
                }
            }
            if met.len() > before.len() {
                met.sort_unstable();
            }
            lengths.push(met.len());
            rows.extend_from_slice(&met);
            values.extend(met.iter().map(|&row| std::mem::take(&mut sums[row])));
        }
        (lengths, rows, values)
    }
}

/// By parameter, the places of each row that touches it and the row's value there.
struct Touching {
    /// Where each parameter's rows begin, and the end of the last.
    firsts: Vec<usize>,
    rows: Vec<(Range<usize>, f64)>,
}

impl Touching {
    fn of(&self, parameter: usize) -> &[(Range<usize>, f64)] {
        &self.rows[self.firsts[parameter]..self.firsts[parameter + 1]]
    }
}

/// Places of a sparse lower triangle by columns, the diagonal first in each.
#[derive(Debug, Default)]
struct Pattern {
    columns: Vec<usize>,
    rows: Vec<usize>,
    /// The symbolic factorisation.
    symbolic: Option<SymbolicCholesky<usize>>,
}

impl Pattern {
    /// The rows of a column, if there are any.
    fn column(&self, column: usize) -> Option<&[usize]> {
        let (first, last) = (self.columns.get(column)?, self.columns.get(column + 1)?);
        Some(&self.rows[*first..*last])
    }
}

/// The pattern of the matrices met so far, all in one: it seldom changes from one step to the next,
/// and its symbolic factorisation serves for all of them.
#[derive(Debug, Default)]
pub(crate) struct Symbols {
    pattern: Pattern,
}

impl Symbols {
    /// Takes in a pattern that holds all of the known one.
    fn learn(&mut self, dim: usize, pattern: Pattern) -> Option<()> {
        if self.pattern.symbolic.is_some() && self.pattern.rows.len() == pattern.rows.len() {
            return Some(());
        }
        let parameters = CholeskySymbolicParams {
            supernodal_flop_ratio_threshold: SupernodalThreshold::FORCE_SIMPLICIAL,
            ..CholeskySymbolicParams::default()
        };
        let Pattern { columns, rows, .. } = &pattern;
        let shape = SymbolicSparseColMatRef::new_checked(dim, dim, columns, None, rows);
        let symbolic =
            factorize_symbolic_cholesky(shape, Side::Lower, SymmetricOrdering::Amd, parameters)
                .ok()?;
        self.pattern = Pattern { symbolic: Some(symbolic), ..pattern };
        Some(())
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
    /// Directions of whitened space that `A` takes for wider than they are, with the roots of the
    /// curvature along them: `A` is then `L M M L^T`, `M` one plus these. Half as wide as other numbers,
    /// which is near enough for coordinates and half of the memory to go through.
    stiff: Vec<(Vec<f32>, f64)>,
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
            stiff: Vec::new(),
        })
    }

    /// Leaves out what moves a parameter by less than a small share of its own spread: whitened
    /// coordinates need not be exact, and each place counts at every step.
    pub fn thin(&mut self) {
        let Some(rows) = &self.rows else { return };
        let (mut columns, mut kept_rows, mut values) = (vec![0], Vec::new(), Vec::new());
        for column in self.columns.windows(2) {
            let (first, last) = (column[0], column[1]);
            for (&row, &value) in rows[first..last].iter().zip(&self.values[first..last]) {
                // The diagonal is its own measure, and stays.
                if value.abs() >= SLIGHT * self.values[self.columns[row as usize]] {
                    kept_rows.push(row);
                    values.push(value);
                }
            }
            columns.push(values.len());
        }
        (self.columns, self.rows, self.values) = (columns, Some(kept_rows), values);
    }

    /// Narrows the normal along `directions`, which are orthonormal, by the root of the curvature
    /// along each.
    pub fn stretch(&mut self, directions: Vec<Direction>) {
        for (direction, curvature) in directions {
            self.half_log_determinant += 0.5 * curvature.ln();
            self.stiff.push((direction.iter().map(|x| *x as f32).collect(), curvature.sqrt()));
        }
    }

    /// `M^-1 x` in place, or `M x`.
    fn along_stiff(&self, inverse: bool, x: &mut [f64]) {
        for (direction, root) in &self.stiff {
            let factor = if inverse { 1.0 / root } else { *root };
            let more = (factor - 1.0) * along(x, direction);
            x.iter_mut().zip(direction).for_each(|(x, d)| *x += more * f64::from(*d));
        }
    }

    /// `M^-1 L^-1 P g`: a gradient by the parameters as one by the whitened point.
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
        self.along_stiff(true, out);
    }

    /// `P^T L^-T M^-1 z`: where the whitened point lies from the mode. `spare` is overwritten.
    pub fn place(&self, z: &[f64], spare: &mut [f64], out: &mut [f64]) {
        spare.copy_from_slice(z);
        self.along_stiff(true, spare);
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

    /// `M L^T P x`: the whitened point of an offset from the mode; the inverse of
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
        self.along_stiff(false, out);
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
pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    strands(a, b, |y| y)
}

/// The same along a direction.
fn along(a: &[f64], b: &[f32]) -> f64 {
    strands(a, b, f64::from)
}

/// The dot product of numbers of whatever width.
fn strands<T: Copy>(a: &[f64], b: &[T], wide: impl Fn(T) -> f64) -> f64 {
    let mut strands = [0.0; 8];
    let (left, right) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = left.remainder().iter().zip(right.remainder()).map(|(x, y)| x * wide(*y)).sum();
    for (x, y) in left.zip(right) {
        for ((strand, x), y) in strands.iter_mut().zip(x).zip(y) {
            *strand += x * wide(*y);
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
        let mut gathered = Gathered::new(dim, &plain, usize::MAX, true);
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

    /// Placing `z` and whitening `gradient` are transposes of each other; unplacing undoes placing.
    fn leads_there_and_back(factor: &Factor, z: &[f64], gradient: &[f64], near: f64) {
        let mut out = vec![0.0; z.len()];
        let (mut spare, mut white, mut back) = (out.clone(), out.clone(), out.clone());
        factor.place(z, &mut spare, &mut out);
        factor.whiten(gradient, &mut white);
        let left: f64 = out.iter().zip(gradient).map(|(a, b)| a * b).sum();
        let right: f64 = white.iter().zip(z).map(|(a, b)| a * b).sum();
        assert!((left - right).abs() < 1e-9 * (1.0 + left.abs()), "{left} {right}");
        factor.unplace(&out, &mut back);
        assert!(back.iter().zip(z).all(|(x, y)| (x - y).abs() < near));
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
            leads_there_and_back(&factor, &b, &x, 1e-9);
            let plain = Llt::new(Mat::from_fn(dim, dim, |i, j| full[i][j]).as_ref(), Side::Lower);
            let plain = plain.unwrap();
            let half: f64 = (0..dim).map(|i| plain.L()[(i, i)].ln()).sum();
            assert!((factor.half_log_determinant - half).abs() < 1e-6);
        }
    }

    #[test]
    fn thinned_and_stretched_coordinates_lead_there_and_back() {
        let dim = DENSE + 50;
        let (gathered, _) = random(dim);
        let mut factor = gathered.factor(0.0, &mut Symbols::default()).unwrap();
        let (places, half) = (factor.values.len(), factor.half_log_determinant);
        factor.thin();
        assert!(factor.values.len() < places && factor.values.len() > dim);
        assert_eq!(factor.half_log_determinant, half); // that of the diagonal
        let even = (1.0 / dim as f64).sqrt();
        factor.stretch(vec![(vec![even; dim], 9.0)]);
        assert!((factor.half_log_determinant - half - 3f64.ln()).abs() < 1e-12);
        let b: Vec<f64> = (0..dim).map(|i| (i as f64).sin()).collect();
        let c: Vec<f64> = (0..dim).map(|i| (0.7 * i as f64).cos()).collect();
        // Whatever was left out: the sampler's gradients stay exact.
        leads_there_and_back(&factor, &b, &c, 1e-6);
    }

    #[test]
    fn a_long_row_is_bounded_by_its_diagonal() {
        let mut gathered = Gathered::new(3, &[0, 1, 2], 2, true);
        gathered.add(&[(0, 1.0), (1, 1.0), (2, 1.0)]);
        let factor = gathered.factor(0.0, &mut Symbols::default()).unwrap();
        assert!((factor.half_log_determinant - 1.5 * 4f64.ln()).abs() < 1e-9);
    }
}
