//! Levels of days that agree with the levels of the sums they lie in.
//!
//! The level is drawn at the middle of each sum's days. Straight lines between the middles would jump
//! where one sum ends and the next begins; here the days are moved as a random walk has it, given the
//! mean of each run (the conditional mean `V C' (C V C')^-1`, with `V` the covariance of the walk and
//! `C` the means; what Denton's method is for benchmarks).

use crate::account::Account;

/// Sums beyond which days are left as they are: the matrix grows with their square.
const MOST: usize = 240;

/// Variance of the walk's first day against that of a step: its start is free.
const FREE: f64 = 1e3;

/// How days move with the levels of sums, for one way of cutting the days into groups.
#[derive(Debug)]
pub(crate) struct Smoother {
    /// Group of each day, as the account has it.
    group: Vec<u32>,
    /// Days of each sum, in the order in which sums are told.
    parts: Vec<Vec<usize>>,
    /// By sum, then by day: how far the day moves when the sum's level does.
    moves: Vec<Vec<f64>>,
}

impl Smoother {
    /// None where every sum is of one day, or there are too many.
    pub fn of(account: &Account) -> Option<Smoother> {
        let parts = parts(account);
        let useful = parts.len() > 1 && parts.len() <= MOST && parts.iter().any(|p| p.len() > 1);
        if !useful {
            return None;
        }
        let days = account.group.len();
        // Covariance of each sum's mean with each day, and with each other sum's.
        let with_days: Vec<Vec<f64>> = parts
            .iter()
            .map(|part| {
                let at = |day: usize| part.iter().map(|own| (*own).min(day) as f64).sum::<f64>();
                (0..days).map(|day| FREE + at(day) / part.len() as f64).collect()
            })
            .collect();
        let mean = |row: &[f64], part: &[usize]| {
            part.iter().map(|day| row[*day]).sum::<f64>() / part.len() as f64
        };
        let mut matrix: Vec<Vec<f64>> = with_days
            .iter()
            .map(|row| parts.iter().map(|part| mean(row, part)).collect())
            .collect();
        cholesky(&mut matrix)?;
        let mut moves = with_days;
        solve(&matrix, &mut moves);
        Some(Smoother { group: account.group.clone(), parts, moves })
    }

    /// Whether the account cuts the days in the same way.
    pub fn fits(&self, account: &Account) -> bool {
        self.group == account.group
    }

    /// Moves the days so that the mean of each sum's days is its level.
    pub fn settle(&self, sums: &[f64], levels: &mut [f64]) {
        let off: Vec<f64> = self
            .parts
            .iter()
            .zip(sums)
            .map(|(part, sum)| {
                sum - part.iter().map(|day| levels[*day]).sum::<f64>() / part.len() as f64
            })
            .collect();
        for (moves, off) in self.moves.iter().zip(off) {
            levels.iter_mut().zip(moves).for_each(|(level, by)| *level += by * off);
        }
    }
}

/// The days of each sum, in the order in which [`crate::resolve::told`] tells them.
fn parts(account: &Account) -> Vec<Vec<usize>> {
    let mut parts = account.days_of();
    parts.retain(|days| !days.is_empty());
    let middle = |days: &[usize]| days.iter().sum::<usize>() as f64 / days.len() as f64;
    parts.sort_by(|a, b| middle(a).total_cmp(&middle(b)).then(a[0].cmp(&b[0])));
    parts
}

/// Lower triangle `L` of a positive definite matrix `L L'`, in place; `None` where it is none.
fn cholesky(matrix: &mut [Vec<f64>]) -> Option<()> {
    for j in 0..matrix.len() {
        let (_, below) = matrix.split_at_mut(j);
        let own: f64 = below[0][..j].iter().map(|x| x * x).sum();
        let root = (below[0][j] - own).sqrt();
        if root.is_nan() || root <= 1e-9 {
            return None;
        }
        below[0][j] = root;
        let (row, rest) = below.split_at_mut(1);
        for other in rest {
            let dot: f64 = other[..j].iter().zip(&row[0][..j]).map(|(a, b)| a * b).sum();
            other[j] = (other[j] - dot) / root;
        }
    }
    Some(())
}

/// Solves `L L' x = b` for every day at once; `rows` are the right sides by sum and become the answers.
fn solve(lower: &[Vec<f64>], rows: &mut [Vec<f64>]) {
    let add = |rows: &mut [Vec<f64>], to: usize, from: usize, times: f64| {
        let (a, b) = (to.min(from), to.max(from));
        let (left, right) = rows.split_at_mut(b);
        let (target, source) =
            if to < from { (&mut left[a], &right[0]) } else { (&mut right[0], &left[a]) };
        target.iter_mut().zip(source).for_each(|(x, y)| *x += times * y);
    };
    for (j, row) in lower.iter().enumerate() {
        for (k, below) in row[..j].iter().enumerate() {
            add(rows, j, k, -below);
        }
        rows[j].iter_mut().for_each(|x| *x /= row[j]);
    }
    for j in (0..rows.len()).rev() {
        for (k, row) in lower.iter().enumerate().skip(j + 1) {
            add(rows, j, k, -row[j]);
        }
        rows[j].iter_mut().for_each(|x| *x /= lower[j][j]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Entry;

    fn weeks(count: usize) -> Account {
        let mut account = Account::new(7 * count);
        for week in 0..count {
            let (from, to) = (7 * week, 7 * week + 7);
            account.enter(&Entry { claim: week, from, to, value: 700.0, slack: 0.0 });
        }
        account
    }

    #[test]
    fn means_of_weeks_are_met_without_a_jump_between_them() {
        let account = weeks(6);
        let smoother = Smoother::of(&account).unwrap();
        let wanted = [1.0, 2.0, 4.0, 3.0, 3.0, 0.5];
        let mut levels = vec![0.0; 42];
        smoother.settle(&wanted, &mut levels);
        for (week, wanted) in levels.chunks(7).zip(wanted) {
            assert!((week.iter().sum::<f64>() / 7.0 - wanted).abs() < 1e-6);
        }
        let steps = levels.windows(2).map(|pair| (pair[1] - pair[0]).abs());
        assert!(steps.fold(0.0, f64::max) < 1.0, "{levels:?}");
    }

    #[test]
    fn single_days_need_no_smoothing() {
        let mut account = Account::new(3);
        for day in 0..3 {
            account.enter(&Entry { claim: day, from: day, to: day + 1, value: 5.0, slack: 0.0 });
        }
        assert!(Smoother::of(&account).is_none());
    }
}
