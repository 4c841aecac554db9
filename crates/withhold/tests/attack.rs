//! Random ledgers, and an attacker who solves for numbers from those that leave.
//!
//! Ledgers are made of cells (a day, a crossing, a group) and of claims that add cells up. The attacker knows which cells
//! every number adds up, the numbers that leave, that one left out as too small is from 1 to 9, and that nobody counts
//! fewer than none; the least and the most that a number can be are found by linear programming.

use std::collections::BTreeSet;

use claim::{Claim, DocumentId, Group, Id, Kind, Population, Source};
use jiff::ToSpan;
use jiff::civil::date;

pub const BELOW: u32 = 10;

/// A small generator of numbers (Steele and others' SplitMix64): the same ledgers on every machine.
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 to below `end`.
    pub fn to(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    pub fn one_in(&mut self, of: u64) -> bool {
        self.to(of) == 0
    }
}

/// The most that `target` can be over `ways` t with `low <= ways t <= high`, where `low <= 0 <= high`: the simplex
/// method (Dantzig) with Bland's rule, from t = 0.
fn most(target: &[f64], rows: &[(Vec<f64>, f64)]) -> f64 {
    let (columns, height) = (target.len() * 2, rows.len());
    // Free variables as differences; slack variables behind them; the right side last.
    let mut table: Vec<Vec<f64>> = rows
        .iter()
        .enumerate()
        .map(|(at, (row, bound))| {
            let mut line: Vec<f64> = row.iter().flat_map(|c| [*c, -*c]).collect();
            line.extend((0..height).map(|slack| f64::from(u8::from(slack == at))));
            line.push(*bound);
            line
        })
        .collect();
    let mut goal: Vec<f64> = target.iter().flat_map(|c| [*c, -*c]).collect();
    goal.resize(columns + height + 1, 0.0);
    let mut basis: Vec<usize> = (columns..columns + height).collect();
    for _ in 0..5_000 {
        let Some(enter) = (0..columns + height).find(|at| goal[*at] > 1e-7) else {
            return -goal[columns + height];
        };
        let leave = (0..height).filter(|at| table[*at][enter] > 1e-7).min_by(|a, b| {
            let ratio = |at: usize| table[at][columns + height] / table[at][enter];
            ratio(*a).total_cmp(&ratio(*b)).then(basis[*a].cmp(&basis[*b]))
        });
        let Some(leave) = leave else { return f64::INFINITY };
        let pivot = table[leave][enter];
        table[leave].iter_mut().for_each(|value| *value /= pivot);
        let line = table[leave].clone();
        let reduce = |other: &mut Vec<f64>| {
            let factor = other[enter];
            if factor != 0.0 {
                other.iter_mut().zip(&line).for_each(|(value, of)| *value -= factor * of);
            }
        };
        table
            .iter_mut()
            .enumerate()
            .filter(|(at, _)| *at != leave)
            .for_each(|(_, row)| reduce(row));
        reduce(&mut goal);
        basis[leave] = enter;
    }
    panic!("the simplex method did not end");
}

/// Columns that span all moves of the cells that leave every known sum as it is.
fn free_moves(known: &[Vec<f64>], cells: usize) -> Vec<Vec<f64>> {
    let mut rows: Vec<(usize, Vec<f64>)> = Vec::new();
    for sum in known {
        let mut row = sum.clone();
        for (pivot, other) in &rows {
            let factor = row[*pivot];
            row.iter_mut().zip(other).for_each(|(value, of)| *value -= factor * of);
        }
        let Some(pivot) = (0..cells).find(|at| row[*at].abs() > 1e-9) else { continue };
        let factor = row[pivot];
        row.iter_mut().for_each(|value| *value /= factor);
        for (_, other) in &mut rows {
            let factor = other[pivot];
            other.iter_mut().zip(&row).for_each(|(value, of)| *value -= factor * of);
        }
        rows.push((pivot, row));
    }
    let pivots: BTreeSet<usize> = rows.iter().map(|(pivot, _)| *pivot).collect();
    let free = (0..cells).filter(|at| !pivots.contains(at));
    free.map(|free| {
        let mut way = vec![0.0; cells];
        way[free] = 1.0;
        rows.iter().for_each(|(pivot, row)| way[*pivot] = -row[free]);
        way
    })
    .collect()
}

/// A ledger: cells, and claims with the cells that each adds up.
pub struct Ledger {
    pub cells: Vec<f64>,
    pub claims: Vec<(Claim, Vec<usize>)>,
    /// Every period of every crossing, and of all: what an attacker may ask for.
    pub asked: Vec<Vec<usize>>,
    /// What its people are told apart by.
    pub by: By,
}

/// What people are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    Group,
    Nationality,
    Words,
}

impl By {
    /// The part of a whole at a place of [`GROUPS`], as it is told.
    fn people(self, group: Group) -> Population {
        let at = GROUPS.iter().position(|one| *one == group);
        match (self, at) {
            (By::Nationality, Some(at)) => Population {
                nationality: Some(["AFG", "IRN", "PAK"][at].into()),
                ..Population::default()
            },
            (By::Words, Some(at)) => Population {
                text: ["boys", "girls", "infants"][at].into(),
                ..Population::default()
            },
            _ => Population { group, ..Population::default() },
        }
    }
}

pub const VIAS: [&str; 3] = ["Torkham", "Chaman", "Kharlachi"];
pub const GROUPS: [Group; 3] = [Group::Men, Group::Women, Group::Children];

impl Ledger {
    pub fn random(dice: &mut Dice) -> Ledger {
        let (days, vias) = (2 + dice.to(4) as usize, 1 + dice.to(3) as usize);
        let cell = |day: usize, via: usize, group: usize| (day * vias + via) * 3 + group;
        let cells: Vec<f64> = (0..days * vias * 3)
            .map(|_| match dice.to(12) {
                0 => 0,
                1..3 => 1 + dice.to(6),
                3..6 => 5 + dice.to(30),
                _ => 30 + dice.to(2_000),
            } as f64)
            .collect();
        // Of its own dice: the cells and claims of a seed are the same whatever people are told apart by.
        let all = [By::Group, By::Group, By::Nationality, By::Words];
        let by = all[Dice(!dice.0).to(4) as usize];
        let mut ledger = Ledger { cells, claims: Vec::new(), asked: Vec::new(), by };
        let over = |from: usize, to: usize, via: Option<usize>, group: Option<usize>| {
            let mut all = Vec::new();
            for day in from..to {
                for one in (0..vias).filter(|one| via.is_none_or(|via| via == *one)) {
                    all.extend(
                        (0..3)
                            .filter(|g| group.is_none_or(|of| of == *g))
                            .map(|g| cell(day, one, g)),
                    );
                }
            }
            all
        };
        for from in 0..days {
            for to in from + 1..=days {
                for via in (0..vias).map(Some).chain([None]) {
                    let all = over(from, to, via, None);
                    ledger.asked.push(all.clone());
                    let usual = to == from + 1 || from == 0 && to == days;
                    if !dice.one_in(if usual { 2 } else { 8 }) {
                        continue;
                    }
                    let running = from == 0 && to > 1 && dice.one_in(2);
                    let total = ledger.tell(all, from, to, via, Group::All, running, None);
                    if dice.one_in(4) {
                        for (at, group) in GROUPS.into_iter().enumerate() {
                            let part = over(from, to, via, Some(at));
                            ledger.tell(part, from, to, via, group, running, Some(total.clone()));
                        }
                    }
                }
            }
        }
        ledger
    }

    #[allow(clippy::too_many_arguments)]
    pub fn tell(
        &mut self,
        cells: Vec<usize>,
        from: usize,
        to: usize,
        via: Option<usize>,
        group: Group,
        cumulative: bool,
        part_of: Option<Id>,
    ) -> Id {
        let at = self.claims.len();
        let first = date(2023, 11, 1);
        let claim = Claim {
            value: Some(cells.iter().map(|cell| self.cells[*cell]).sum()),
            kind: Kind::Return,
            published: Some(date(2023, 11, 20)),
            from: Some("PAK".into()),
            to: Some("AFG".into()),
            start: Some(first + (from as i64).days()),
            end: Some(first + (to as i64 - 1).days()),
            cumulative,
            via: via.map(|via| VIAS[via].to_owned()).into_iter().collect(),
            population: self.by.people(group),
            source: Source { organisation: Some("Office".into()), ..Source::default() },
            part_of,
            ..Claim::new(DocumentId::of_bytes(b"ledger"), &"x".repeat(at + 1), at..at + 1)
        }
        .sealed();
        let id = claim.id.clone();
        self.claims.push((claim, cells));
        id
    }

    pub fn sum(&self, cells: &[usize]) -> f64 {
        cells.iter().map(|cell| self.cells[*cell]).sum()
    }

    pub fn row(&self, cells: &[usize]) -> Vec<f64> {
        let mut row = vec![0.0; self.cells.len()];
        cells.iter().for_each(|cell| row[*cell] = 1.0);
        row
    }
}

/// What an attacker can work out.
pub struct Attack<'l> {
    ledger: &'l Ledger,
    ways: Vec<Vec<f64>>,
    bounds: Vec<(Vec<f64>, f64)>,
}

impl<'l> Attack<'l> {
    /// What follows from the numbers that leave, each the sum of some cells, and from those of which it is only known that
    /// they are too small.
    pub fn on(ledger: &'l Ledger, known: &[&[usize]], few: &[&[usize]]) -> Attack<'l> {
        let known: Vec<Vec<f64>> = known.iter().map(|cells| ledger.row(cells)).collect();
        let ways = free_moves(&known, ledger.cells.len());
        let along = |row: &[f64]| -> Vec<f64> {
            ways.iter().map(|way| way.iter().zip(row).map(|(a, b)| a * b).sum()).collect()
        };
        let mut bounds: Vec<(Vec<f64>, f64)> = Vec::new();
        for (at, value) in ledger.cells.iter().enumerate() {
            let down = ways.iter().map(|way| -way[at]).collect();
            bounds.push((down, *value));
        }
        for cells in few {
            let (up, value) = (along(&ledger.row(cells)), ledger.sum(cells));
            bounds.push((up.iter().map(|c| -c).collect(), value - 1.0));
            bounds.push((up, f64::from(BELOW) - 1.0 - value));
        }
        bounds.retain(|(row, _)| row.iter().any(|c| c.abs() > 1e-9));
        Attack { ledger, ways, bounds }
    }

    /// The least and the most that the sum of cells can be.
    pub fn range(&self, cells: &[usize]) -> (f64, f64) {
        let row = self.ledger.row(cells);
        let up: Vec<f64> =
            self.ways.iter().map(|way| way.iter().zip(&row).map(|(a, b)| a * b).sum()).collect();
        let down: Vec<f64> = up.iter().map(|c| -c).collect();
        let value = self.ledger.sum(cells);
        (value - most(&down, &self.bounds), value + most(&up, &self.bounds))
    }

    pub fn is_solved(&self, cells: &[usize]) -> bool {
        let (low, high) = self.range(cells);
        high - low < 1.0 - 1e-6
    }
}

pub fn is_few(number: f64) -> bool {
    number > 0.0 && number < f64::from(BELOW)
}
