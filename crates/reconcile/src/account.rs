//! One office's numbers as an account: which sets of days have a known sum.
//!
//! Running totals, days, weeks and a total less the days printed inside it are all statements of
//! sums over runs of days. Taken one by one they cut the days into groups, each with a sum that
//! follows by subtraction; what follows from others already is checked against them. Pure
//! arithmetic: nothing here is estimated.

use claim::Window;
use jiff::ToSpan;

use crate::assumptions::slips::TOLERANCE;

/// A number for a run of days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Entry {
    /// Position of the claim.
    pub claim: usize,
    /// First day and the day after the last, positions.
    pub from: usize,
    pub to: usize,
    /// People.
    pub value: f64,
    /// By how much the number may be off for being rounded, people.
    pub slack: f64,
}

/// Days with a known sum.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Group {
    /// People.
    pub sum: f64,
    /// How far rounding leaves it open, people.
    pub slack: f64,
    /// Number of days, and the first and the last of them, positions.
    pub days: usize,
    first: usize,
    last: usize,
    /// Claims from which it follows.
    pub by: Vec<usize>,
}

impl Group {
    /// Its days, where they are a run: `all` are those of the account.
    pub fn run(&self, all: Window) -> Option<Window> {
        let run = self.last + 1 - self.first == self.days;
        let day = |at: usize| all.start().checked_add((at as i64).days()).ok();
        day(self.first).zip(day(self.last)).filter(|_| run).and_then(|(a, b)| Window::new(a, b))
    }
}

/// What became of a number that was entered.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Entered {
    /// It tells the sum of days that had none.
    New,
    /// It follows from those before, give or take rounding.
    Agrees,
    /// It cannot hold together with these claims.
    Contradicts(Vec<usize>),
    /// It overlaps in part with sums whose days it cannot tell apart.
    Overlaps,
}

/// The days of one way, cut into groups.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Account {
    /// Group of each day, counted from one; nought for a day without any number.
    pub group: Vec<u32>,
    pub groups: Vec<Group>,
    /// Whether it is kept which claims a group follows from.
    pub traced: bool,
}

/// What the days of an entry are part of.
struct Touched {
    /// Groups of which all days are inside, and their sum and slack.
    whole: Vec<u32>,
    sum: f64,
    slack: f64,
    /// Groups of which some days are inside, and how many.
    part: Vec<(u32, usize)>,
    /// Days inside that have no number yet.
    blank: usize,
}

impl Account {
    pub fn new(days: usize) -> Account {
        Account { group: vec![0; days], groups: Vec::new(), traced: true }
    }

    /// The same for sums alone.
    pub fn untraced(days: usize) -> Account {
        Account { traced: false, ..Account::new(days) }
    }

    fn of(&self, id: u32) -> &Group {
        &self.groups[id as usize - 1]
    }

    fn touched(&self, entry: &Entry) -> Touched {
        let days = &self.group[entry.from..entry.to];
        let mut touched =
            Touched { whole: Vec::new(), sum: 0.0, slack: entry.slack, part: Vec::new(), blank: 0 };
        for (day, &id) in (entry.from..).zip(days) {
            if id == 0 {
                touched.blank += 1;
                continue;
            }
            let group = self.of(id);
            if group.first < entry.from || group.last >= entry.to {
                match touched.part.iter_mut().find(|part| part.0 == id) {
                    Some(part) => part.1 += 1,
                    None => touched.part.push((id, 1)),
                }
            } else if group.first == day {
                touched.sum += group.sum;
                touched.slack += group.slack;
                if self.traced {
                    touched.whole.push(id);
                }
            }
        }
        touched
    }

    fn claims_of(&self, touched: &Touched) -> Vec<usize> {
        let ids = touched.whole.iter().copied().chain(touched.part.iter().map(|part| part.0));
        let mut claims: Vec<usize> = ids.flat_map(|id| self.of(id).by.iter().copied()).collect();
        claims.sort_unstable();
        claims.dedup();
        claims
    }

    /// Enters a number. A number that contradicts or only overlaps changes nothing.
    pub fn enter(&mut self, entry: &Entry) -> Entered {
        if entry.from >= entry.to {
            return Entered::Overlaps;
        }
        let touched = self.touched(entry);
        let rest = entry.value - touched.sum;
        let slack = touched.slack + 0.5 + TOLERANCE * entry.value;
        match (touched.part.as_slice(), touched.blank) {
            ([], 0) if rest.abs() <= slack => Entered::Agrees,
            ([], 0) => Entered::Contradicts(self.claims_of(&touched)),
            ([], _) if rest < -slack => Entered::Contradicts(self.claims_of(&touched)),
            ([], _) => {
                self.cut(entry, &touched, 0, rest.max(0.0));
                Entered::New
            }
            (&[(id, _)], 0) => {
                let sum = self.of(id).sum;
                let loose = slack + self.of(id).slack;
                if rest < -loose || rest > sum + loose {
                    return Entered::Contradicts(self.claims_of(&touched));
                }
                self.cut(entry, &touched, id, rest.clamp(0.0, sum));
                Entered::New
            }
            _ => Entered::Overlaps,
        }
    }

    /// Makes the days of `entry` that now belong to `old` a group with its own sum.
    fn cut(&mut self, entry: &Entry, touched: &Touched, old: u32, sum: f64) {
        let id = self.groups.len() as u32 + 1;
        let mut by = Vec::new();
        if self.traced {
            by = self.claims_of(touched);
            by.push(entry.claim);
        }
        let (mut days, mut first, mut last) = (0, entry.to, entry.from);
        for (day, group) in (entry.from..).zip(&mut self.group[entry.from..entry.to]) {
            if *group == old {
                *group = id;
                days += 1;
                (first, last) = (first.min(day), day);
            }
        }
        if let Some(rest) = (old as usize).checked_sub(1).map(|at| &mut self.groups[at]) {
            rest.sum = (rest.sum - sum).max(0.0);
            rest.slack += touched.slack;
            rest.days -= days;
            let left = rest.first..=rest.last;
            let is_left = |day: &usize| self.group[*day] == old;
            (rest.first, rest.last) = (
                left.clone().find(is_left).unwrap_or(rest.first),
                left.rev().find(is_left).unwrap_or(rest.last),
            );
            if self.traced {
                rest.by.push(entry.claim);
            }
        }
        self.groups.push(Group { sum, slack: touched.slack, days, first, last, by });
    }

    /// Splits the one group that an overlapping entry covers in part, giving the days inside
    /// `share` of its sum, so that the entry can be entered. Gives whether it could.
    pub fn split(&mut self, entry: &Entry, share: f64) -> bool {
        let touched = self.touched(entry);
        let (&[(id, _)], true) = (touched.part.as_slice(), touched.blank > 0) else {
            return false;
        };
        let most = (entry.value - touched.sum).max(0.0);
        let sum = (self.of(id).sum * share).min(most);
        self.cut(entry, &touched, id, sum);
        matches!(self.enter(entry), Entered::New | Entered::Agrees)
    }

    /// Share of the days of the group that an entry covers in part.
    pub fn part_covered(&self, entry: &Entry) -> Option<f64> {
        match self.touched(entry).part.as_slice() {
            &[(id, count)] => Some(count as f64 / self.of(id).days as f64),
            _ => None,
        }
    }

    /// First day, and the day after the last, of a sum whose days are a run.
    pub fn run_of(&self, at: usize) -> Option<(usize, usize)> {
        let group = &self.groups[at];
        let run = group.last + 1 - group.first == group.days;
        run.then_some((group.first, group.last + 1))
    }

    /// The sums of another (runs of days) that lie inside sums which stand here, where they tell all days of one
    /// apart: positions of the sum that stands and of the other's, in the order of the other's.
    pub fn filled_by(&self, other: &Account) -> Vec<(usize, usize)> {
        // By sum that stands: people and days of the other's sums inside it.
        let mut told = vec![(0.0, 0usize); self.groups.len()];
        let mut inside: Vec<(usize, usize)> = Vec::new();
        for (own, group) in other.groups.iter().enumerate() {
            let Some((from, to)) = other.run_of(own) else { continue };
            let days = &self.group[from..to];
            let Some(at) = (days[0] as usize).checked_sub(1) else { continue };
            if days.iter().all(|id| *id == days[0]) {
                told[at].0 += group.sum;
                told[at].1 += group.days;
                inside.push((at, own));
            }
        }
        inside.retain(|(at, own)| {
            let days = self.groups[*at].days;
            other.groups[*own].days < days && told[*at].1 == days && told[*at].0 > 0.0
        });
        inside
    }

    /// What another's sums, which fill those that stand here ([`Account::filled_by`]), say of how these lie over
    /// their days: each is an entry with its share. They no longer say how much it is.
    pub fn shared_out(&self, other: &Account, filled: &[(usize, usize)]) -> Vec<Entry> {
        let mut told = vec![0.0; self.groups.len()];
        filled.iter().for_each(|(at, own)| told[*at] += other.groups[*own].sum);
        let share = |&(at, own): &(usize, usize)| {
            let (from, to) = other.run_of(own)?;
            let value = other.groups[own].sum * self.groups[at].sum / told[at];
            Some(Entry { claim: usize::MAX, from, to, value, slack: 0.0 })
        };
        filled.iter().filter_map(share).collect()
    }

    /// The days of each group, positions in order.
    pub fn days_of(&self) -> Vec<Vec<usize>> {
        let mut days = vec![Vec::new(); self.groups.len()];
        for (day, &id) in self.group.iter().enumerate() {
            if id > 0 {
                days[id as usize - 1].push(day);
            }
        }
        days
    }

    /// Takes the sums of the groups from daily flows.
    pub fn sum_up(&mut self, flows: &[f64]) {
        self.groups.iter_mut().for_each(|group| group.sum = 0.0);
        for (id, flow) in self.group.iter().zip(flows).filter(|(id, _)| **id > 0) {
            self.groups[*id as usize - 1].sum += flow;
        }
    }

    /// First and last day that have a number.
    pub fn span(&self) -> Option<(usize, usize)> {
        let first = self.group.iter().position(|id| *id > 0)?;
        let last = self.group.iter().rposition(|id| *id > 0)?;
        Some((first, last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(claim: usize, from: usize, to: usize, value: f64) -> Entry {
        Entry { claim, from, to, value, slack: 0.0 }
    }

    fn sums(account: &Account) -> Vec<(usize, f64)> {
        account.groups.iter().map(|group| (group.days, group.sum)).collect()
    }

    #[test]
    fn running_totals_tell_their_differences_and_days_their_rest() {
        let mut account = Account::new(10);
        assert_eq!(account.enter(&entry(0, 0, 4, 400.0)), Entered::New);
        assert_eq!(account.enter(&entry(1, 0, 7, 1_000.0)), Entered::New);
        assert_eq!(account.enter(&entry(2, 5, 6, 150.0)), Entered::New);
        assert_eq!(sums(&account), [(4, 400.0), (2, 450.0), (1, 150.0)]);
        assert_eq!(account.enter(&entry(3, 4, 7, 600.0)), Entered::Agrees);
        assert_eq!(account.groups[2].by, [0, 1, 2]);
    }

    #[test]
    fn a_falling_total_contradicts_those_it_goes_on_from() {
        let mut account = Account::new(4);
        account.enter(&entry(0, 0, 2, 25_270.0));
        let fell = account.enter(&entry(1, 0, 3, 24_880.0));
        assert_eq!(fell, Entered::Contradicts(vec![0]));
        assert_eq!(account.enter(&entry(2, 1, 2, 30_000.0)), Entered::Contradicts(vec![0]));
    }

    #[test]
    fn windows_that_overlap_wait_until_they_are_split() {
        let mut account = Account::new(12);
        account.enter(&entry(0, 0, 7, 700.0));
        let rolling = entry(1, 3, 10, 900.0);
        assert_eq!(account.enter(&rolling), Entered::Overlaps);
        assert!(account.split(&rolling, 0.5));
        assert_eq!(sums(&account), [(3, 350.0), (4, 350.0), (3, 550.0)]);
    }

    #[test]
    fn days_of_another_share_out_a_sum_that_they_fill() {
        let mut standing = Account::new(6);
        standing.enter(&entry(0, 0, 4, 460.0));
        standing.enter(&entry(1, 4, 6, 100.0));
        let mut other = Account::new(6);
        for (day, value) in [100.0, 120.0, 90.0, 110.0, 50.0].into_iter().enumerate() {
            other.enter(&entry(day, day, day + 1, value));
        }
        let shares = standing.shared_out(&other, &standing.filled_by(&other));
        // The last two days are told in part: nothing is said of how their sum lies.
        assert_eq!(shares.iter().map(|share| share.from).collect::<Vec<_>>(), [0, 1, 2, 3]);
        assert!((shares.iter().map(|share| share.value).sum::<f64>() - 460.0).abs() < 1e-9);
        assert!((shares[1].value / shares[0].value - 1.2).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn sums_of_true_days_never_contradict(
            days in prop::collection::vec(0u32..1_000, 12),
            windows in prop::collection::vec((0usize..12, 1usize..12), 1..20),
        ) {
            let mut account = Account::new(12);
            for (claim, (from, length)) in windows.into_iter().enumerate() {
                let to = (from + length).min(12);
                let value = days[from..to].iter().map(|d| f64::from(*d)).sum();
                let entered = account.enter(&entry(claim, from, to, value));
                prop_assert!(!matches!(entered, Entered::Contradicts(_)));
            }
            for (group, of) in account.groups.iter().zip(account.days_of()) {
                let truth: f64 = of.iter().map(|d| f64::from(days[*d])).sum();
                prop_assert_eq!((group.days, group.sum), (of.len(), truth));
            }
        }
    }
}
