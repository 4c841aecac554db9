//! The linear relations among claims: periods and their days, running totals, crossings and the whole border, totals
//! and their parts, men and women and children, families and people.
//!
//! Periods of one series are edges between days, and every relation among them is a cycle: the cycles of a spanning
//! tree give all of them. Where numbers do not add up, by rounding or because they count different things, there is
//! no relation: whoever subtracts learns nothing. A difference of two numbers that is itself too small is as much a
//! small number as one that somebody wrote: it is entered as such, though nobody prints it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::civil::{Date, Time};

use super::cells::{Elimination, NUMBERS};
use super::suppress::{Need, Numbers};
use super::terms::Terms;
use super::{is_small, size};
use claim::{Claim, Group, Id, Measure, Status, Unit, Window, rounding};

/// A number that is rounded to as much is round.
const ROUND: f64 = 100.0;
/// Longest period that is held against its single days.
const BETWEEN: usize = 62;
/// Most pairs of neighbouring periods of a series that are held against what they make together.
const TRIANGLES: usize = 40_000;
/// So many running totals on are looked at for differences that are too small.
const NEAR: usize = 10;

/// Most terms of relations between series with other periods; beyond, only those of the same periods are stated.
const ACROSS: usize = 2_000_000;
/// Groups, and those that they are made of.
const GROUPS: [(Group, &[Group], Parts); 4] = [
    (Group::All, &[Group::Men, Group::Women, Group::Children], Parts::Every),
    (Group::All, &[Group::Adults, Group::Children], Parts::Every),
    (Group::All, &[Group::Men, Group::Women], Parts::Some),
    (Group::Adults, &[Group::Men, Group::Women], Parts::Every),
];

/// Whether somebody may be in a total and in none of its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parts {
    /// Nobody: men, women and children, or a period and all its days. What is left of the total then is no number
    /// of people but a slip of the pen, and tells of nobody.
    Every,
    /// Some: all crossings and those that have a name.
    Some,
}

impl Parts {
    /// Of a group, by those that are told of it.
    pub fn of(whole: Group, told: &[Group]) -> Parts {
        let every = GROUPS.iter().filter(|(group, _, are)| *group == whole && *are == Parts::Every);
        let mut every = every.map(|(_, groups, _)| *groups);
        match every.any(|groups| groups.iter().all(|group| told.contains(group))) {
            true => Parts::Every,
            false => Parts::Some,
        }
    }
}

/// Who counts what, whom, by which crossings; whatever the days. Without a name it is whoever.
pub(super) type Series<'a> = (Option<&'a str>, String, Group, &'a [String]);

/// Between days: a beginning that nobody told, or a day and an hour of it.
pub(super) type Node = Option<(Date, Option<Time>)>;

/// A number, from where to where it counts.
pub(super) type Edge = (Node, Node, usize);

/// The way to a day: by which numbers, forward or back, and what they come to.
#[derive(Clone)]
struct Walk {
    tree: usize,
    steps: Vec<(usize, f64)>,
    sum: f64,
}

/// The ways to all days of a series, and the numbers that they go by.
#[derive(Default)]
struct Walks {
    of: BTreeMap<Node, Walk>,
    used: BTreeSet<usize>,
}

impl Walks {
    /// What was counted between two days, if it follows from the numbers: as a sum of them, and how much.
    fn between(&self, from: Node, to: Node) -> Option<(Vec<(usize, f64)>, f64)> {
        let (start, end) = (self.of.get(&from)?, self.of.get(&to)?);
        if start.tree != end.tree {
            return None;
        }
        let shared = start.steps.iter().zip(&end.steps).take_while(|(a, b)| a == b).count();
        let back = start.steps[shared..].iter().map(|(at, sign)| (*at, -sign));
        Some((end.steps[shared..].iter().copied().chain(back).collect(), end.sum - start.sum))
    }
}

/// An office, and by nationality, papers and words (none: by whatever words) whom it tells beside all of them.
pub(super) type PartOf<'a> = (Option<&'a str>, Option<String>, Status, String);

/// Claims as numbers with their relations.
pub(super) struct Related<'a> {
    pub numbers: Numbers,
    /// The claims of each number: one that is told again is one number.
    pub claims: Vec<Vec<&'a Claim>>,
    by_id: BTreeMap<&'a Id, usize>,
    below: f64,
    /// Classes of people that an office tells beside all of them.
    pub parts: BTreeSet<PartOf<'a>>,
}

pub(super) fn who(claim: &Claim) -> Option<&str> {
    claim.source.label().or(claim.publisher.as_deref())
}

fn what(claim: &Claim) -> String {
    format!("{} {} {} {}", claim.unit, claim.kind, claim.measure, claim.population.group)
}

/// The numbers of a way.
fn along(terms: &[(usize, f64)]) -> Vec<usize> {
    terms.iter().map(|(at, _)| *at).collect()
}

impl<'a> Related<'a> {
    /// Finds the relations among claims, of which some are confidential.
    pub fn of(claims: &[&'a Claim], secret: &BTreeSet<&Id>, below: u32) -> Related<'a> {
        let mut related = Related {
            numbers: Numbers::default(),
            claims: Vec::new(),
            by_id: BTreeMap::new(),
            below: f64::from(below),
            parts: BTreeSet::new(),
        };
        related.enter(claims, secret, below);
        related.tell_apart();
        for named in [true, false] {
            related.over_time(named);
            related.crossings(named);
            related.groups(named);
            related.by_cells(named);
        }
        related.classes();
        related.families(claims);
        related.households();
        related
    }

    /// The same where only confidential claims have to stay in.
    pub fn secrets(claims: &[&'a Claim], secret: &BTreeSet<&Id>, below: u32) -> Related<'a> {
        let mut related = Related::of(claims, secret, below);
        for at in 0..related.claims.len() {
            let of = &related.claims[at];
            let need = match of.iter().any(|claim| secret.contains(&claim.id)) {
                true => Need::Secret,
                false if of.is_empty() => Need::Unprinted,
                false => Need::Open,
            };
            related.numbers.demand(at, need);
        }
        related
    }

    /// What is counted, and of which people where an office tells them beside all of them.
    pub fn counted(&self, claim: &Claim) -> String {
        let people = &claim.population;
        let counted = format!("{} {} {}", claim.unit, claim.kind, claim.measure);
        let part = |words| (who(claim), people.nationality.clone(), people.status, words);
        let words = people.text.to_lowercase();
        let of = |words: &str| {
            format!("{counted} of {:?} {} {words}", people.nationality, people.status)
        };
        match self.parts.contains(&part(words.clone())) {
            true => of(&words),
            false if self.parts.contains(&part(String::new())) => of(""),
            false => counted,
        }
    }

    fn enter(&mut self, claims: &[&'a Claim], secret: &BTreeSet<&Id>, below: u32) {
        let mut again: BTreeMap<_, usize> = BTreeMap::new();
        for claim in claims.iter().filter(|claim| claim.measure != Measure::Share) {
            let days = (claim.start, claim.end, claim.cumulative, claim.as_of);
            let bits = size(claim).to_bits();
            let key = (&claim.via, what(claim), days, bits);
            let at = *again.entry(key).or_insert_with(|| {
                let need = if is_small(claim, below) { Need::Few } else { Need::Open };
                self.claims.push(Vec::new());
                self.numbers.push(size(claim), need)
            });
            if secret.contains(&claim.id) {
                self.numbers.demand(at, Need::Secret);
            }
            self.claims[at].push(claim);
            self.by_id.insert(&claim.id, at);
        }
    }

    /// A number that nobody prints and that can be had from others, when it is too small.
    fn rest(&mut self, value: f64) -> usize {
        self.claims.push(Vec::new());
        self.numbers.push(value, Need::Few)
    }

    /// The same of any size: it is nobody's secret, but there are no fewer than none.
    fn unprinted(&mut self, value: f64) -> usize {
        self.claims.push(Vec::new());
        self.numbers.push(value, Need::Unprinted)
    }

    pub fn too_few(&self, value: f64) -> bool {
        value > 0.5 && value < self.below - 0.5
    }

    /// Whether numbers that are so far apart still add up to `whole`: a slip or a rounding in one source, none between two.
    pub fn fits(&self, apart: f64, whole: usize, parts: &[usize], named: bool) -> bool {
        let most = match named {
            true => (2.0 * self.below).max(self.roundness(parts.iter().copied().chain([whole]))),
            false => 0.5,
        };
        apart.abs() < (self.numbers.value(whole) / 100.0).clamp(0.5, most)
    }

    /// How far the sum of some numbers may be off for their roundings, as the zeros at their ends show them.
    pub fn roundness(&self, numbers: impl Iterator<Item = usize>) -> f64 {
        let half = |at: usize| match rounding(self.numbers.value(at)) {
            step if step >= ROUND => step / 2.0,
            _ => 0.0,
        };
        numbers.map(half).sum()
    }

    /// Enters that a total is the sum of parts, if they add up, or all but too few do.
    pub fn add_up(&mut self, total: usize, parts: &[usize], are: Parts, named: bool) -> bool {
        if parts.is_empty() || parts.contains(&total) {
            return false;
        }
        let sum: f64 = parts.iter().map(|part| self.numbers.value(*part)).sum();
        let left = self.numbers.value(total) - sum;
        if named && are == Parts::Some && self.too_few(left) {
            let rest = self.rest(left);
            self.numbers.sum(total, parts.iter().copied().chain([rest]));
        } else if self.fits(left, total, parts, named) && (parts.len() > 1 || left.abs() < 0.5) {
            self.numbers.sum(total, parts.iter().copied());
        } else {
            return false;
        }
        true
    }

    /// The numbers of flows by series, each with its ends.
    pub fn lines(&self, named: bool) -> BTreeMap<Series<'a>, Vec<Edge>> {
        let mut lines: BTreeMap<Series, BTreeSet<Edge>> = BTreeMap::new();
        for (at, claims) in self.claims.iter().enumerate() {
            for claim in claims.iter().filter(|claim| claim.measure == Measure::Flow) {
                let Some(end) = claim.end else { continue };
                let to: Node = match (claim.as_of, end.tomorrow()) {
                    (None, Ok(next)) => Some((next, None)),
                    (hour, _) => Some((end, hour)),
                };
                let from: Node = match claim.start {
                    Some(start) => Some((start, None)),
                    None if claim.cumulative => None,
                    None => continue,
                };
                if from < to {
                    let who = who(claim).filter(|_| named);
                    let group = claim.population.group;
                    let series = (who, self.counted(claim), group, &claim.via[..]);
                    lines.entry(series).or_default().insert((from, to, at));
                }
            }
        }
        lines.into_iter().map(|(series, line)| (series, line.into_iter().collect())).collect()
    }

    fn over_time(&mut self, named: bool) {
        let lines = self.lines(named);
        let mut walks: BTreeMap<&Series, Walks> = BTreeMap::new();
        for (series, line) in &lines {
            if line.len() > 1 {
                self.days(line, named);
                self.neighbours(line, named);
            }
            walks.insert(series, self.walks(line));
            if line.len() > 1 {
                self.cycles(line, &walks[series], named);
            }
        }
        self.across(&lines, &walks, named);
    }

    /// Periods with each of their days.
    fn days(&mut self, line: &[Edge], named: bool) {
        let mut single: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
        for (from, to, at) in line {
            if let (Some((from, None)), Some((to, None))) = (from, to)
                && from.tomorrow().ok() == Some(*to)
            {
                single.entry(*from).or_default().push(*at);
            }
        }
        for (from, to, total) in line {
            let (Some((from, None)), Some((to, None))) = (from, to) else { continue };
            let window = to.yesterday().ok().and_then(|last| Window::new(*from, last));
            let Some(window) = window.filter(|w| w.days() > 1 && w.days() <= BETWEEN) else {
                continue;
            };
            let days: Option<Vec<&Vec<usize>>> =
                window.iter().map(|day| single.get(&day)).collect();
            let Some(days) = days else { continue };
            // A day that was counted twice: by its first count, then by its last.
            let first: Vec<usize> = days.iter().filter_map(|day| day.first().copied()).collect();
            let last: Vec<usize> = days.iter().filter_map(|day| day.last().copied()).collect();
            let told = self.add_up(*total, &first, Parts::Every, named);
            if !told || last != first {
                self.add_up(*total, &last, Parts::Every, named);
            }
        }
    }

    /// Two periods that follow each other, and the one that they make.
    fn neighbours(&mut self, line: &[Edge], named: bool) {
        let mut whole: BTreeMap<(Node, Node), Vec<usize>> = BTreeMap::new();
        let mut begin: BTreeMap<Node, Vec<(Node, usize)>> = BTreeMap::new();
        for (from, to, at) in line {
            whole.entry((*from, *to)).or_default().push(*at);
            begin.entry(*from).or_default().push((*to, *at));
        }
        let mut looked = 0;
        for (from, middle, first) in line {
            for (to, second) in begin.get(middle).into_iter().flatten() {
                looked += 1;
                if looked > TRIANGLES {
                    return;
                }
                for total in whole.get(&(*from, *to)).into_iter().flatten() {
                    self.add_up(*total, &[*first, *second], Parts::Every, named);
                }
            }
        }
    }

    /// How each day of a series is reached from others by what was counted between.
    fn walks(&self, line: &[Edge]) -> Walks {
        let mut edges: BTreeMap<Node, Vec<(Node, usize, f64)>> = BTreeMap::new();
        for (from, to, at) in line {
            edges.entry(*from).or_default().push((*to, *at, 1.0));
            edges.entry(*to).or_default().push((*from, *at, -1.0));
        }
        // From the day that most numbers begin or end at: the ways are short.
        let mut hubs: Vec<Node> = edges.keys().copied().collect();
        hubs.sort_by_key(|node| (std::cmp::Reverse(edges[node].len()), *node));
        let mut walks = Walks::default();
        for (tree, hub) in hubs.into_iter().enumerate() {
            if walks.of.contains_key(&hub) {
                continue;
            }
            walks.of.insert(hub, Walk { tree, steps: Vec::new(), sum: 0.0 });
            let mut queue = VecDeque::from([hub]);
            while let Some(node) = queue.pop_front() {
                for (other, at, sign) in &edges[&node] {
                    if walks.of.contains_key(other) {
                        continue;
                    }
                    let mut walk = walks.of[&node].clone();
                    walk.steps.push((*at, *sign));
                    walk.sum += sign * self.numbers.value(*at);
                    walks.of.insert(*other, walk);
                    walks.used.insert(*at);
                    queue.push_back(*other);
                }
            }
        }
        walks
    }

    /// Every other relation among the periods of a series, and the differences that are too small.
    fn cycles(&mut self, line: &[Edge], walks: &Walks, named: bool) {
        for (from, to, at) in line.iter().filter(|(_, _, at)| !walks.used.contains(at)) {
            if let Some((mut terms, sum)) = walks.between(*from, *to)
                && self.fits(sum - self.numbers.value(*at), *at, &along(&terms), named)
            {
                terms.push((*at, -1.0));
                self.numbers.relate(terms);
            }
        }
        if !named {
            return;
        }
        let there: BTreeSet<(Node, Node)> = line.iter().map(|(from, to, _)| (*from, *to)).collect();
        let days: Vec<Node> = walks.of.keys().copied().collect();
        for (index, from) in days.iter().enumerate() {
            for to in days[index + 1..].iter().take(NEAR) {
                let Some((mut terms, sum)) = walks.between(*from, *to) else { continue };
                if there.contains(&(*from, *to)) {
                    continue;
                }
                let rest = if self.too_few(sum) {
                    self.rest(sum)
                } else if to == &days[index + 1] {
                    self.unprinted(sum)
                } else {
                    continue;
                };
                terms.push((rest, -1.0));
                self.numbers.relate(terms);
            }
        }
    }

    /// All relations of countings that are not too long, and the cells that follow from them.
    fn by_cells(&mut self, named: bool) {
        let mut countings: BTreeMap<_, Vec<(Series<'a>, Edge)>> = BTreeMap::new();
        for (series, line) in self.lines(named) {
            let counting = countings.entry((series.0, series.1.clone())).or_default();
            counting.extend(line.into_iter().map(|edge| (series.clone(), edge)));
        }
        for numbers in countings.into_values() {
            if (2..=NUMBERS).contains(&numbers.len()) {
                let one = numbers.iter().all(|(series, _)| series.2 == Group::All);
                let of_group = |group: Group| match group {
                    _ if one => vec![0],
                    Group::All => vec![0, 1, 2],
                    Group::Adults => vec![0, 1],
                    Group::Men => vec![0],
                    Group::Women => vec![1],
                    Group::Children => vec![2],
                };
                let people: Vec<Vec<usize>> =
                    numbers.iter().map(|(series, _)| of_group(series.2)).collect();
                self.counting(&numbers, &people, if one { 1 } else { 3 }, named);
            }
        }
    }

    /// The relations of a counting; each number is of some of the `atoms` of its people.
    pub fn counting(
        &mut self,
        numbers: &[(Series<'a>, Edge)],
        people: &[Vec<usize>],
        atoms: usize,
        named: bool,
    ) {
        let days: BTreeSet<Node> =
            numbers.iter().flat_map(|(_, (from, to, _))| [*from, *to]).collect();
        let days: Vec<Node> = days.into_iter().collect();
        let vias: BTreeSet<&str> =
            numbers.iter().flat_map(|(series, _)| series.3.iter().map(String::as_str)).collect();
        let vias: Vec<&str> = vias.into_iter().collect();
        let place = |node: &Node| days.binary_search(node).unwrap_or(0);
        // Without any crossing named, the border is one.
        let ways = vias.len().max(1);
        let over = |from: usize, to: usize, via: &[usize], groups: &[usize]| -> Vec<usize> {
            let mut cells = Vec::with_capacity((to - from) * via.len() * groups.len());
            for day in from..to {
                for way in via {
                    cells.extend(groups.iter().map(|group| (day * ways + way) * atoms + group));
                }
            }
            cells.sort_unstable();
            cells.dedup();
            cells
        };
        let all: Vec<usize> = (0..ways).collect();
        let by = |names: &[String]| -> Vec<usize> {
            let at = |name: &String| vias.binary_search(&name.as_str()).ok();
            if names.is_empty() { all.clone() } else { names.iter().filter_map(at).collect() }
        };
        let mut order: Vec<(&(Series, Edge), &Vec<usize>)> = numbers.iter().zip(people).collect();
        order.sort_by_key(|((series, (from, to, at)), _)| {
            (place(to) - place(from), by(series.3).len(), *at)
        });
        let mut elimination = Elimination::default();
        let mut told: BTreeSet<Vec<usize>> = BTreeSet::new();
        for ((series, (from, to, at)), of) in order {
            let cells = over(place(from), place(to), &by(series.3), of);
            if let Some(terms) = elimination.enter(*at, &cells)
                && self.holds(&terms, named)
            {
                self.numbers.relate(terms);
            }
            told.insert(cells);
            if elimination.is_spent() {
                return;
            }
        }
        if !named {
            return;
        }
        // What nobody told and everybody can reckon.
        let singles: Vec<Vec<usize>> = (0..ways).map(|way| vec![way]).chain([all]).collect();
        let mut groups: BTreeSet<Vec<usize>> = people.iter().cloned().collect();
        groups.extend((0..atoms).map(|atom| vec![atom]));
        groups.insert((0..atoms).collect());
        for from in 0..days.len() {
            for to in from + 1..days.len().min(from + 1 + NEAR) {
                for (via, groups) in singles.iter().flat_map(|v| groups.iter().map(move |g| (v, g)))
                {
                    let cells = over(from, to, via, groups);
                    if elimination.is_spent() || !told.insert(cells.clone()) {
                        continue;
                    }
                    let Some(mut terms) = elimination.follows(&cells) else { continue };
                    let sum: f64 =
                        terms.iter().map(|(at, factor)| factor * self.numbers.value(*at)).sum();
                    let rest = match self.too_few(sum) {
                        true => self.rest(sum),
                        false if sum > -0.5 => self.unprinted(sum.max(0.0)),
                        false => continue,
                    };
                    terms.push((rest, -1.0));
                    self.numbers.relate(terms);
                }
            }
        }
    }

    /// Whether numbers that should come to nothing do.
    fn holds(&self, terms: &Terms, named: bool) -> bool {
        let value = |(at, factor): &(usize, f64)| factor * self.numbers.value(*at);
        let sum: f64 = terms.iter().map(value).sum();
        let largest = terms.iter().map(value).map(f64::abs).fold(0.0, f64::max);
        let most = match named {
            true => (2.0 * self.below).max(self.roundness(terms.iter().map(|(at, _)| *at))),
            false => 0.5,
        };
        sum.abs() < (largest / 100.0).clamp(0.5, most)
    }

    /// The whole and its parts where their periods differ: what they make together is the same.
    fn across(
        &mut self,
        lines: &BTreeMap<Series<'a>, Vec<Edge>>,
        walks: &BTreeMap<&Series<'a>, Walks>,
        named: bool,
    ) {
        type Siblings<'s, 'a> = BTreeMap<(Option<&'a str>, &'s str), Vec<&'s Series<'a>>>;
        let mut siblings: Siblings = BTreeMap::new();
        for series in lines.keys() {
            siblings.entry((series.0, series.1.as_str())).or_default().push(series);
        }
        let mut families: Vec<(&Series, Vec<&Series>, Parts)> = Vec::new();
        for all in siblings.values() {
            for whole in all {
                let crossings = all.iter().copied().filter(|part| match part.3 {
                    [via] if whole.3.len() != 1 && part.2 == whole.2 => {
                        whole.3.is_empty() || whole.3.contains(via)
                    }
                    _ => false,
                });
                families.push((whole, crossings.collect(), Parts::Some));
                for (_, groups, are) in GROUPS.iter().filter(|(group, ..)| *group == whole.2) {
                    let parts = all.iter().copied().filter(|part| part.3 == whole.3);
                    let parts: Vec<&Series> =
                        parts.filter(|part| groups.contains(&part.2)).collect();
                    if parts.len() == groups.len() {
                        families.push((whole, parts, *are));
                    }
                }
            }
        }
        let mut budget = ACROSS;
        for (whole, parts, are) in families.into_iter().filter(|(_, parts, _)| !parts.is_empty()) {
            let windows: BTreeSet<(Node, Node)> = parts
                .iter()
                .chain([&whole])
                .flat_map(|series| &lines[*series])
                .map(|(from, to, _)| (*from, *to))
                .collect();
            for (from, to) in windows {
                let Some((total, sum)) = walks[whole].between(from, to) else { continue };
                let told: Vec<_> =
                    parts.iter().filter_map(|part| walks[*part].between(from, to)).collect();
                let length = total.len() + told.iter().map(|(terms, _)| terms.len()).sum::<usize>();
                if told.is_empty() || length > budget {
                    continue;
                }
                budget -= length;
                let left = sum - told.iter().map(|(_, sum)| sum).sum::<f64>();
                let mut terms = total;
                for (part, _) in told {
                    terms.extend(part.into_iter().map(|(at, sign)| (at, -sign)));
                }
                if named && are == Parts::Some && self.too_few(left) {
                    let rest = self.rest(left);
                    terms.push((rest, -1.0));
                    self.numbers.relate(terms);
                } else {
                    let most = match named {
                        true => (2.0 * self.below).max(self.roundness(along(&terms).into_iter())),
                        false => 0.5,
                    };
                    if left.abs() < (sum / 100.0).clamp(0.5, most) {
                        self.numbers.relate(terms);
                    } else if named && left > 0.0 {
                        // Nobody comes back out of the other crossings.
                        let rest = self.unprinted(left);
                        terms.push((rest, -1.0));
                        self.numbers.relate(terms);
                    }
                }
            }
        }
    }

    /// A number of the whole border, or of several crossings, and those of the single ones.
    fn crossings(&mut self, named: bool) {
        let mut countings: BTreeMap<_, BTreeMap<&[String], BTreeSet<usize>>> = BTreeMap::new();
        for (at, claims) in self.claims.iter().enumerate() {
            for claim in claims {
                let who = who(claim).filter(|_| named);
                let days = (claim.start, claim.end, claim.cumulative, claim.as_of);
                let what = format!("{} {}", self.counted(claim), claim.population.group);
                let counting = countings.entry((who, days, what)).or_default();
                counting.entry(&claim.via[..]).or_default().insert(at);
            }
        }
        let mut sums: Vec<(usize, Vec<Vec<usize>>)> = Vec::new();
        for vias in countings.values() {
            for (whole, totals) in vias.iter().filter(|(via, _)| via.len() != 1) {
                let single = vias.iter().filter(|(via, _)| match via {
                    [via] => whole.is_empty() || whole.contains(via),
                    _ => false,
                });
                let single: Vec<Vec<usize>> =
                    single.map(|(_, numbers)| numbers.iter().copied().collect()).collect();
                sums.extend(totals.iter().map(|total| (*total, single.clone())));
            }
        }
        for (total, parts) in sums {
            let first: Vec<usize> = parts.iter().map(|numbers| numbers[0]).collect();
            let last: Vec<usize> = parts.iter().map(|numbers| numbers[numbers.len() - 1]).collect();
            self.add_up(total, &first, Parts::Some, named);
            if last != first {
                self.add_up(total, &last, Parts::Some, named);
            }
        }
    }

    /// Men, women and children, and all of them.
    fn groups(&mut self, named: bool) {
        let mut countings: BTreeMap<_, BTreeMap<Group, usize>> = BTreeMap::new();
        for (at, claims) in self.claims.iter().enumerate() {
            for claim in claims {
                let days = (claim.start, claim.end, claim.cumulative, claim.as_of);
                let key = (who(claim).filter(|_| named), &claim.via, days, self.counted(claim));
                countings.entry(key).or_default().insert(claim.population.group, at);
            }
        }
        let sums: Vec<_> = countings
            .values()
            .flat_map(|groups| {
                GROUPS.iter().filter_map(|(whole, parts, are)| {
                    let total = *groups.get(whole)?;
                    let parts: Option<Vec<usize>> =
                        parts.iter().map(|part| groups.get(part).copied()).collect();
                    Some((total, parts?, *are))
                })
            })
            .collect();
        for (total, parts, are) in sums {
            self.add_up(total, &parts, are, named);
        }
    }

    /// Totals and the parts that name them.
    fn families(&mut self, claims: &[&'a Claim]) {
        let totals: BTreeMap<&Id, &Claim> =
            claims.iter().map(|claim| (&claim.id, *claim)).collect();
        let mut families: BTreeMap<&Id, Vec<&Claim>> = BTreeMap::new();
        for claim in claims.iter().filter(|claim| claim.measure != Measure::Share) {
            if let Some(total) = &claim.part_of {
                families.entry(total).or_default().push(claim);
            }
        }
        for (total, parts) in families {
            let (Some(at), Some(whole)) = (self.by_id.get(total).copied(), totals.get(total))
            else {
                continue;
            };
            let numbers = |parts: &[&Claim]| -> Vec<usize> {
                let mut numbers: Vec<usize> =
                    parts.iter().filter_map(|part| self.by_id.get(&part.id).copied()).collect();
                numbers.sort_unstable();
                numbers.dedup();
                numbers
            };
            // All of them, or those that are told apart by one thing.
            let mut sets: Vec<Vec<usize>> = vec![numbers(&parts)];
            let apart = |differs: &dyn Fn(&Claim) -> bool| -> Vec<usize> {
                let set: Vec<&Claim> = parts.iter().copied().filter(|part| differs(part)).collect();
                numbers(&set)
            };
            let group = |part: &Claim| part.population.group != whole.population.group;
            sets.push(apart(&|part| group(part)));
            sets.push(apart(&|part| group(part) && part.population.group != Group::Adults));
            sets.push(apart(&|part| {
                matches!(part.population.group, Group::Adults | Group::Children)
            }));
            sets.push(apart(&|part| part.via != whole.via));
            sets.push(apart(&|part| part.kind != whole.kind));
            sets.push(apart(&|part| part.population.status != whole.population.status));
            sets.push(apart(&|part| part.population.nationality != whole.population.nationality));
            sets.push(apart(&|part| (part.start, part.end) != (whole.start, whole.end)));
            // What is left of the total by one part alone.
            sets.extend(numbers(&parts).into_iter().map(|part| vec![part]));
            sets.sort();
            sets.dedup();
            for set in sets {
                let of = |number: &usize| self.claims[*number].iter().map(|c| c.population.group);
                let groups: Vec<Group> = set.iter().flat_map(of).collect();
                self.add_up(at, &set, Parts::of(whole.population.group, &groups), true);
            }
        }
    }

    /// Families, and the people in them where it is told how many a family has.
    fn households(&mut self) {
        type Told = Vec<(usize, Option<f64>)>;
        let mut countings: BTreeMap<_, BTreeMap<bool, Told>> = BTreeMap::new();
        for (at, claims) in self.claims.iter().enumerate() {
            for claim in claims.iter().filter(|claim| claim.unit != Unit::Vehicles) {
                let days = (claim.start, claim.end, claim.cumulative, claim.as_of);
                let what = format!("{} {} {}", claim.kind, claim.measure, claim.population.group);
                let families = claim.unit == Unit::Households;
                let numbers = countings.entry((who(claim), &claim.via, days, what)).or_default();
                numbers.entry(families).or_default().push((at, claim.factor));
            }
        }
        let mut terms = Vec::new();
        for units in countings.values() {
            let (Some(people), Some(families)) = (units.get(&false), units.get(&true)) else {
                continue;
            };
            for (people, own) in people {
                for (families, factor) in families {
                    if let Some(factor) = factor.or(*own) {
                        let whole = factor * self.numbers.value(*families);
                        if (whole - self.numbers.value(*people)).abs() < 2.0 * self.below {
                            terms.push(vec![(*people, -1.0), (*families, factor)]);
                        }
                    }
                }
            }
        }
        terms.into_iter().for_each(|terms| self.numbers.relate(terms));
    }
}
