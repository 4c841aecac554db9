//! Complementary suppression: which further numbers must stay in so that none of those that have to can be solved for.
//!
//! The problem and its words are those of official statistics (Hundepool and others, *Statistical Disclosure Control*,
//! Wiley 2012, chapter 4): numbers, the linear relations among them, primary suppressions, and a protection interval
//! for each of these. What is printed becomes a constant of the relations; what is not, an unknown. A number is
//! protected when the relations still allow it the whole of its interval while every other unknown stays within what
//! is known of it. That is shown by a way there: a point that fits all that is printed. So what is said to be
//! protected is, whatever solver an attacker has; where no way is found, more is left out than might be needed.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::terms::{TINY, Terms, factor_of, less};

/// So many numbers are tried alone before the nearest is taken.
const TRIED: usize = 24;
/// Up to so many unknowns that hang together it is looked for what was left out needlessly.
const PRUNED: usize = 600;
/// A number that is too small must be free over this share of the threshold: half of it are five numbers of nine.
const FEW_FREE: f64 = 0.4;
/// A confidential number must be free over this share of itself.
const SECRET_FREE: f64 = 0.05;
/// So often the ways are gone through again, for what one of them left to another.
const ROUNDS: usize = 3;
/// As good as there.
const SLACK: f64 = 1e-6;

/// Why a number stays in, if it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It may leave.
    Open,
    /// Nobody prints it, and whoever can solve for it may.
    Unprinted,
    /// It counts too few people: several numbers below the threshold must fit.
    Few,
    /// It is confidential: numbers that are well apart must fit.
    Secret,
}

impl Need {
    /// Whether nobody may solve for it.
    fn is_bound(self) -> bool {
        matches!(self, Need::Few | Need::Secret)
    }
}

/// Numbers, and the relations among them: each a sum of numbers with factors that is nought.
#[derive(Debug, Default)]
pub struct Numbers {
    values: Vec<f64>,
    needs: Vec<Need>,
    equations: Vec<Vec<(usize, f64)>>,
}

impl Numbers {
    /// Enters a number; gives the index that relations name it by.
    pub fn push(&mut self, value: f64, need: Need) -> usize {
        self.values.push(value);
        self.needs.push(need);
        self.values.len() - 1
    }

    /// Enters that a number stays in after all.
    pub fn demand(&mut self, at: usize, need: Need) {
        self.needs[at] = need;
    }

    /// Enters a relation: the sum of numbers times their factors is nought.
    pub fn relate(&mut self, mut terms: Vec<(usize, f64)>) {
        terms.sort_unstable_by_key(|(at, _)| *at);
        let mut merged: Vec<(usize, f64)> = Vec::with_capacity(terms.len());
        for (at, factor) in terms {
            match merged.last_mut() {
                Some((last, sum)) if *last == at => *sum += factor,
                _ => merged.push((at, factor)),
            }
        }
        merged.retain(|(_, factor)| factor.abs() > TINY);
        if merged.len() > 1 {
            self.equations.push(merged);
        }
    }

    /// Enters that `total` is the sum of `parts`.
    pub fn sum(&mut self, total: usize, parts: impl IntoIterator<Item = usize>) {
        let mut terms = vec![(total, -1.0)];
        terms.extend(parts.into_iter().map(|part| (part, 1.0)));
        self.relate(terms);
    }

    /// The number of an index.
    pub fn value(&self, at: usize) -> f64 {
        self.values[at]
    }

    /// Which numbers stay in besides those that have to.
    pub fn suppress(&mut self, below: u32) -> BTreeSet<usize> {
        self.equations.sort_by(|a, b| {
            let key =
                |e: &[(usize, f64)]| e.iter().map(|(at, f)| (*at, f.to_bits())).collect::<Vec<_>>();
            key(a).cmp(&key(b))
        });
        self.equations.dedup();
        let mut work = Work::of(self, f64::from(below));
        let wanted: Vec<usize> =
            (0..self.values.len()).filter(|at| self.needs[*at].is_bound()).collect();
        // Whatever is left out later, a number that is protected stays so.
        let mut sure = BTreeSet::new();
        for at in wanted {
            work.protect(at, &mut sure);
        }
        work.prune();
        work.added.into_iter().collect()
    }
}

/// The state of a run.
struct Work<'n> {
    numbers: &'n Numbers,
    below: f64,
    /// The equations that a number is in.
    uses: Vec<Vec<usize>>,
    hidden: Vec<bool>,
    /// In the order in which they were left out.
    added: Vec<usize>,
}

/// Unknowns that hang together, and the ways that the relations leave to them.
struct Part {
    /// The nearest first.
    members: Vec<usize>,
    /// The same in their order: what is `local` below is a place in it.
    sorted: Vec<usize>,
    /// For each free unknown, what moves with it, itself included, by local places.
    ways: Vec<Terms>,
    /// By local place the ways that move it, and how far.
    moved_by: Vec<Vec<(usize, f64)>>,
}

/// Relations in reduced form: each row has a place of its own, its pivot, that is in no other.
struct Reduced {
    rows: Vec<Terms>,
    /// By place the row whose pivot it is.
    pivots: Vec<Option<usize>>,
    /// By place the rows that it is or was in.
    within: Vec<Vec<usize>>,
}

impl Reduced {
    fn of(places: usize) -> Reduced {
        Reduced { rows: Vec::new(), pivots: vec![None; places], within: vec![Vec::new(); places] }
    }

    /// Enters a relation.
    fn enter(&mut self, mut row: Terms) {
        let pivots: Vec<(usize, usize)> =
            row.iter().filter_map(|(place, _)| Some((*place, self.pivots[*place]?))).collect();
        for (pivot, other) in pivots {
            if let Some(factor) = factor_of(&row, pivot) {
                row = less(&row, factor, &self.rows[other]);
            }
        }
        // The largest factor first: the reduction stays exact for long.
        let Some((pivot, factor)) =
            row.iter().copied().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
        else {
            return;
        };
        row.iter_mut().for_each(|(_, value)| *value /= factor);
        let at = self.rows.len();
        for other in std::mem::take(&mut self.within[pivot]) {
            let Some(factor) = factor_of(&self.rows[other], pivot) else { continue };
            self.rows[other] = less(&self.rows[other], factor, &row);
            for (place, _) in &row {
                if *place != pivot && self.within[*place].last() != Some(&other) {
                    self.within[*place].push(other);
                }
            }
        }
        for (place, _) in &row {
            self.within[*place].push(at);
        }
        self.pivots[pivot] = Some(at);
        self.rows.push(row);
    }

    /// What moves with each place that is free, itself included.
    fn ways(&self) -> Vec<Terms> {
        let mut ways: Vec<Terms> = (0..self.pivots.len()).map(|place| vec![(place, 1.0)]).collect();
        for (pivot, row) in self.pivots.iter().enumerate() {
            let Some(row) = row else { continue };
            for (place, value) in self.rows[*row].iter().filter(|(place, _)| *place != pivot) {
                ways[*place].push((pivot, -value));
            }
        }
        ways.into_iter()
            .zip(&self.pivots)
            .filter(|(_, row)| row.is_none())
            .map(|(w, _)| w)
            .collect()
    }
}

impl<'n> Work<'n> {
    fn of(numbers: &'n Numbers, below: f64) -> Work<'n> {
        let mut uses = vec![Vec::new(); numbers.values.len()];
        for (at, equation) in numbers.equations.iter().enumerate() {
            for (number, _) in equation {
                uses[*number].push(at);
            }
        }
        let hidden = numbers.needs.iter().map(|need| *need != Need::Open).collect();
        Work { numbers, below, uses, hidden, added: Vec::new() }
    }

    /// The unknowns that hang together with one, nearest first, and the equations that they stand in, in order.
    fn around(&self, at: usize) -> (Vec<usize>, Vec<usize>) {
        let mut seen = vec![false; self.uses.len()];
        let mut looked = vec![false; self.numbers.equations.len()];
        let mut order = vec![at];
        let mut equations = Vec::new();
        seen[at] = true;
        let mut next = 0;
        while let Some(number) = order.get(next).copied() {
            next += 1;
            for equation in &self.uses[number] {
                if std::mem::replace(&mut looked[*equation], true) {
                    continue;
                }
                equations.push(*equation);
                for (other, _) in &self.numbers.equations[*equation] {
                    if self.hidden[*other] && !std::mem::replace(&mut seen[*other], true) {
                        order.push(*other);
                    }
                }
            }
        }
        equations.sort_unstable();
        (order, equations)
    }

    /// Solves the relations of the unknowns that hang together with one.
    fn part(&self, at: usize) -> Part {
        let (members, equations) = self.around(at);
        let mut sorted = members.clone();
        sorted.sort_unstable();
        let mut reduced = Reduced::of(sorted.len());
        for equation in equations {
            let terms = self.numbers.equations[equation].iter();
            let hidden = terms.filter(|(number, _)| self.hidden[*number]);
            let local =
                hidden.filter_map(|(n, factor)| Some((sorted.binary_search(n).ok()?, *factor)));
            reduced.enter(local.collect());
        }
        let ways = reduced.ways();
        let mut moved_by = vec![Vec::new(); sorted.len()];
        for (at, way) in ways.iter().enumerate() {
            for (place, factor) in way {
                moved_by[*place].push((at, *factor));
            }
        }
        Part { members, sorted, ways, moved_by }
    }

    /// What is known of an unknown besides the relations.
    fn bounds(&self, at: usize) -> (f64, f64) {
        let value = self.numbers.values[at];
        match self.numbers.needs[at] {
            Need::Few => (value.min(1.0), value.max(self.below - 1.0)),
            Need::Secret => (0.0, f64::INFINITY),
            // That it is left out, and not as too small, tells that it is not.
            Need::Open if value >= self.below => (self.below, f64::INFINITY),
            Need::Open | Need::Unprinted => (value.min(0.0), f64::INFINITY),
        }
    }

    /// How wide the interval must be that is left to a number.
    fn wanted(&self, at: usize) -> f64 {
        match self.numbers.needs[at] {
            Need::Few => FEW_FREE * self.below,
            Need::Secret => (self.numbers.values[at] * SECRET_FREE).max(self.below),
            Need::Open | Need::Unprinted => 0.0,
        }
    }

    fn is_protected(&self, at: usize, part: &Part) -> bool {
        let wanted = self.wanted(at);
        let (low, high) = self.bounds(at);
        let value = self.numbers.values[at];
        let up = self.furthest(at, high.min(value + wanted), part) - value;
        up > wanted - SLACK || {
            let down = value - self.furthest(at, low.max(value - wanted), part);
            up + down > wanted - SLACK
        }
    }

    /// How far towards `goal` there is a way for a number that fits what is printed.
    fn furthest(&self, at: usize, goal: f64, part: &Part) -> f64 {
        let Ok(place) = part.sorted.binary_search(&at) else { return self.numbers.values[at] };
        let mut moved = vec![0.0; part.sorted.len()];
        let now =
            |moved: &[f64], place: usize| self.numbers.values[part.sorted[place]] + moved[place];
        for _ in 0..ROUNDS {
            for (way, own) in &part.moved_by[place] {
                let way = &part.ways[*way];
                let left = goal - now(&moved, place);
                if left.abs() < SLACK {
                    return goal;
                }
                let mut step = left / own; // signed, along the way
                for (other, factor) in way {
                    let (low, high) = self.bounds(part.sorted[*other]);
                    let at = now(&moved, *other);
                    let room = if factor * step > 0.0 { high - at } else { at - low };
                    let most = (room.max(0.0) / factor).abs();
                    if step.abs() > most {
                        step = most.copysign(step);
                    }
                }
                if step.abs() > TINY {
                    for (other, factor) in way {
                        moved[*other] += factor * step;
                    }
                }
            }
        }
        now(&moved, place)
    }

    /// Leaves out more until a number is protected, or nothing more has to do with it.
    fn protect(&mut self, at: usize, sure: &mut BTreeSet<usize>) {
        while !sure.contains(&at) {
            let part = self.part(at);
            let sensitive = part.members.iter().filter(|n| self.numbers.needs[**n].is_bound());
            sure.extend(sensitive.filter(|member| self.is_protected(**member, &part)));
            if sure.contains(&at) {
                return;
            }
            let Some(more) = self.more(at, &part) else { return };
            self.hidden[more] = true;
            self.added.push(more);
        }
    }

    /// What to leave out next so that a number is protected.
    fn more(&mut self, at: usize, part: &Part) -> Option<usize> {
        let nearest = self.candidates(part);
        let first = nearest.first()?.0;
        let mut by_size: Vec<usize> = nearest.iter().map(|(_, number)| *number).collect();
        by_size.sort_by(|a, b| self.preferred(*a, *b));
        let tried = if part.members.len() > PRUNED { 0 } else { TRIED };
        let alone = by_size.into_iter().take(tried).find(|number| {
            self.hidden[*number] = true;
            let protected = self.is_protected(at, &self.part(at));
            self.hidden[*number] = false;
            protected
        });
        alone.or_else(|| {
            let near = nearest.iter().filter(|(distance, _)| *distance == first);
            near.map(|(_, number)| *number).min_by(|a, b| self.preferred(*a, *b))
        })
    }

    /// The printed numbers in relations with a part, with how far off the relation is.
    fn candidates(&self, part: &Part) -> Vec<(usize, usize)> {
        let mut seen = BTreeSet::new();
        let mut found = Vec::new();
        for (distance, member) in part.members.iter().enumerate() {
            for equation in &self.uses[*member] {
                for (number, _) in &self.numbers.equations[*equation] {
                    if !self.hidden[*number] && seen.insert(*number) {
                        found.push((distance, *number));
                    }
                }
            }
        }
        found
    }

    /// The smallest that is large enough to hide a small one; without such, the largest.
    fn preferred(&self, a: usize, b: usize) -> Ordering {
        let (x, y) = (self.numbers.values[a], self.numbers.values[b]);
        let enough = 2.0 * self.below;
        match (x >= enough, y >= enough) {
            (true, true) => x.total_cmp(&y),
            (false, false) => y.total_cmp(&x),
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
        }
        .then(a.cmp(&b))
    }

    /// Lets out again what need not stay in, the largest first.
    fn prune(&mut self) {
        let mut order = std::mem::take(&mut self.added);
        order.sort_by(|a, b| {
            self.numbers.values[*b].total_cmp(&self.numbers.values[*a]).then(a.cmp(b))
        });
        let mut stays = Vec::new();
        for at in order {
            let part = self.part(at);
            if part.members.len() > PRUNED {
                stays.push(at);
                continue;
            }
            self.hidden[at] = false;
            let mut left: Vec<usize> = part
                .members
                .iter()
                .copied()
                .filter(|member| self.hidden[*member] && self.numbers.needs[*member].is_bound())
                .collect();
            let mut well = true;
            while let Some(one) = left.first().copied() {
                let part = self.part(one);
                let here: BTreeSet<usize> = part.members.iter().copied().collect();
                well = left
                    .iter()
                    .filter(|member| here.contains(member))
                    .all(|member| self.is_protected(*member, &part));
                if !well {
                    break;
                }
                left.retain(|member| !here.contains(member));
            }
            if !well {
                self.hidden[at] = true;
                stays.push(at);
            }
        }
        self.added = stays;
    }
}
