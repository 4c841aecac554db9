//! People told apart by nationality, papers, age, what happened to them or the words of a text, and which of these make
//! up which.
//!
//! No list says that boys and girls are children, or that those with cards and those without are all of them: it is
//! found by the numbers. Where numbers of one office, by the same ways and over the same days, add up to another one,
//! they are its parts; that may be chance where there are many, so only few are tried in all ways, and of many those that
//! differ in one thing alone.

use std::collections::{BTreeMap, BTreeSet};

use super::cells::NUMBERS;
use super::relations::{Edge, PartOf, Parts, Related, Series, who};
use claim::{Claim, Group, Status};

/// Up to so many numbers beside a total are put together in every way: more add up by chance.
const TRIED: usize = 7;
/// What is told as parts that differ by less is one number told twice.
const ONE: f64 = 0.5;

/// Who was counted, as finely as it was said.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Class {
    nationality: Option<String>,
    group: Group,
    status: Status,
    kind: String,
    words: String,
}

/// What people are told apart by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Nationality,
    Group,
    Status,
    Kind,
    Words,
}

const ALL_BY: [By; 5] = [By::Nationality, By::Group, By::Status, By::Kind, By::Words];

impl Class {
    pub(super) fn of(claim: &Claim) -> Class {
        let people = &claim.population;
        Class {
            nationality: people.nationality.clone(),
            group: people.group,
            status: people.status,
            kind: claim.kind.to_string(),
            words: people.text.to_lowercase(),
        }
    }

    /// Whether it is some of the people of another class, as the fields say; the words may be any.
    fn is_within(&self, whole: &Class) -> bool {
        let nationality = self.nationality == whole.nationality;
        let (group, status) = (self.group == whole.group, self.status == whole.status);
        self.kind == whole.kind
            && (nationality || whole.nationality.is_none())
            && (group || whole.group == Group::All)
            && (status || whole.status == Status::Unknown)
            && !(nationality && group && status)
    }

    /// Whether it is a part of another by one thing alone.
    fn is_part(&self, whole: &Class, by: By) -> bool {
        let same = [
            self.nationality == whole.nationality,
            self.group == whole.group,
            self.status == whole.status,
            self.kind == whole.kind,
        ];
        let differs = |at: usize| (0..4).all(|other| same[other] == (other != at));
        match by {
            By::Nationality => differs(0) && whole.nationality.is_none(),
            By::Group => differs(1) && whole.group == Group::All,
            By::Status => differs(2) && whole.status == Status::Unknown,
            By::Kind => differs(3),
            By::Words => same.iter().all(|same| *same) && self.words != whole.words,
        }
    }
}

/// Numbers of one scope, each of a class.
type Members = Vec<(Class, usize)>;

/// A total and its parts, by their places among the members.
type Sum = (usize, Vec<usize>);

impl<'a> Related<'a> {
    /// The numbers of each office, by the same ways and over the same days; and of each document.
    fn scopes(&self) -> [BTreeMap<String, Members>; 2] {
        let mut scopes = [BTreeMap::new(), BTreeMap::new()];
        for (at, claims) in self.claims.iter().enumerate() {
            for claim in claims {
                let days = (claim.start, claim.end, claim.cumulative, claim.as_of);
                let of = [who(claim).unwrap_or_default(), claim.document.as_str()];
                for (scopes, of) in scopes.iter_mut().zip(of) {
                    let what = (of, &claim.via, days, claim.unit, claim.measure);
                    let members: &mut Members = scopes.entry(format!("{what:?}")).or_default();
                    let class = Class::of(claim);
                    if !members.iter().any(|(known, _)| *known == class) {
                        members.push((class, at));
                    }
                }
            }
        }
        scopes
    }

    /// Which classes an office tells beside a whole that they are parts of: their numbers are none of the whole's.
    pub(super) fn tell_apart(&mut self) {
        let [scopes, _] = self.scopes();
        let mut parts = BTreeSet::new();
        for members in scopes.values().filter(|members| members.len() > 1) {
            for (class, at) in members {
                let is_part = members.iter().any(|(whole, number)| {
                    class.is_within(whole)
                        && class.group == whole.group
                        && self.numbers.value(*number) > self.numbers.value(*at) + ONE
                });
                if is_part {
                    parts.extend(self.told_of(*at, class, ""));
                }
            }
            for (total, of) in self.sums(members, true) {
                for (class, at) in of.into_iter().map(|part| &members[part]) {
                    if class.is_part(&members[total].0, By::Words) {
                        parts.extend(self.told_of(*at, class, &class.words));
                    }
                }
            }
        }
        self.parts = parts;
    }

    /// Who tells a number of a class.
    fn told_of(&self, at: usize, class: &Class, words: &str) -> Vec<PartOf<'a>> {
        let of = self.claims[at].iter().filter(|claim| Class::of(claim) == *class);
        let part = |claim: &&'a Claim| {
            (who(claim), class.nationality.clone(), class.status, words.to_owned())
        };
        of.map(part).collect()
    }

    /// States what the numbers of one scope make together.
    pub(super) fn classes(&mut self) {
        let scopes = self.scopes();
        let mut made_of: BTreeMap<(Option<&'a str>, Class), Vec<Class>> = BTreeMap::new();
        for (named, scopes) in [true, false].into_iter().zip(&scopes) {
            for members in scopes.values().filter(|members| members.len() > 1) {
                let sums = self.sums(members, named);
                let whole: BTreeSet<usize> = sums.iter().map(|(total, _)| *total).collect();
                for (total, parts) in sums {
                    let at = |member: &usize| members[*member].1;
                    let numbers: Vec<usize> = parts.iter().map(at).collect();
                    let groups: Vec<Group> =
                        parts.iter().map(|part| members[*part].0.group).collect();
                    let are = Parts::of(members[total].0.group, &groups);
                    if !self.add_up(at(&total), &numbers, are, named) {
                        // As nearly as round numbers tell.
                        self.numbers.sum(at(&total), numbers);
                    }
                    let office = self.claims[at(&total)].first().and_then(|claim| who(claim));
                    let classes: Vec<Class> =
                        parts.iter().map(|part| members[*part].0.clone()).collect();
                    let known = made_of.entry((office, members[total].0.clone())).or_default();
                    // What is told apart the most finely, wherever that is.
                    if parts.len() > known.len() {
                        *known = classes;
                    }
                }
                self.rests(members, &whole, named);
            }
        }
        self.over_classes(&made_of);
    }

    /// What of some people is left beside their parts, where that is too few; of those that are parted wholly nothing is.
    fn rests(&mut self, members: &Members, parted: &BTreeSet<usize>, named: bool) {
        for (member, (whole, total)) in members.iter().enumerate() {
            if parted.contains(&member) {
                continue;
            }
            for by in ALL_BY {
                let (groups, parts): (Vec<Group>, Vec<usize>) = members
                    .iter()
                    .filter(|(class, at)| class.is_part(whole, by) && self.numbers.value(*at) > 0.0)
                    .map(|(class, at)| (class.group, *at))
                    .unzip();
                let sum: f64 = parts.iter().map(|at| self.numbers.value(*at)).sum();
                if !parts.is_empty() && self.too_few(self.numbers.value(*total) - sum) {
                    self.add_up(*total, &parts, Parts::of(whole.group, &groups), named);
                }
            }
            let told_by_papers = |class: &Class| {
                [By::Nationality, By::Status].into_iter().any(|by| class.is_part(whole, by))
            };
            for (_, at) in members.iter().filter(|(class, _)| told_by_papers(class)) {
                if self.too_few(self.numbers.value(*total) - self.numbers.value(*at)) {
                    self.add_up(*total, &[*at], Parts::Some, named);
                }
            }
        }
    }

    /// The members that add up to another one.
    fn sums(&self, members: &Members, named: bool) -> Vec<Sum> {
        let value = |member: usize| self.numbers.value(members[member].1);
        let class = |member: usize| &members[member].0;
        let mut found: Vec<Sum> = Vec::new();
        // The largest first: what makes it up together is apart from each other, and none of it a sum of others.
        let mut order: Vec<usize> = (0..members.len()).collect();
        order.sort_by(|a, b| value(*b).total_cmp(&value(*a)).then(a.cmp(b)));
        for total in order {
            // What a total is made of is apart from each other, and none of it made of the total.
            let is_apart = |part: usize| {
                let related = |(whole, parts): &Sum| {
                    parts.contains(&total) && (parts.contains(&part) || *whole == part)
                };
                part != total
                    && value(part) <= value(total)
                    && !class(total).is_within(class(part))
                    && !found.iter().any(related)
            };
            let may_be =
                |part: &usize| is_apart(*part) && value(*part) > 0.0 && value(*part) < value(total);
            let others: Vec<usize> = (0..members.len()).filter(may_be).collect();
            let apart =
                |parts: &[usize]| parts.iter().map(|part| value(*part)).sum::<f64>() - value(total);
            let overlap = |parts: &[usize]| {
                parts.iter().any(|a| parts.iter().any(|b| class(*a).is_within(class(*b))))
            };
            let mut here: Vec<Vec<usize>> = Vec::new();
            if others.len() <= TRIED {
                for chosen in 1_u32..1 << others.len() {
                    let is_in = |(at, _): &(usize, &usize)| chosen >> at & 1 == 1;
                    let parts: Vec<usize> =
                        others.iter().enumerate().filter(is_in).map(|(_, part)| *part).collect();
                    let slack = if parts.len() > 3 {
                        ONE
                    } else {
                        self.roundness(parts.iter().chain([&total]).map(|part| members[*part].1))
                            .max(ONE)
                    };
                    let slack =
                        if named { slack.min((value(total) / 100.0).max(ONE)) } else { ONE };
                    if parts.len() > 1 && apart(&parts).abs() <= slack && !overlap(&parts) {
                        here.push(parts);
                    }
                }
            }
            for by in ALL_BY {
                // Nobody at all is a part, too.
                let is_part =
                    |part: &usize| is_apart(*part) && class(*part).is_part(class(total), by);
                let parts: Vec<usize> = (0..members.len()).filter(is_part).collect();
                // Words and kinds say of themselves nothing of parts.
                let fits = match by {
                    By::Words | By::Kind => apart(&parts).abs() <= ONE,
                    _ => self.fits(apart(&parts), members[total].1, &[], named),
                };
                if parts.len() > 1 && fits {
                    here.push(parts);
                }
            }
            // What is told apart the most finely comes first: it is what others are made of.
            here.sort_by_key(|parts| (std::cmp::Reverse(parts.len()), parts.clone()));
            here.dedup();
            found.extend(here.into_iter().map(|parts| (total, parts)));
        }
        found
    }

    /// Relations of numbers of several classes over all days and ways: each class is made up of atoms.
    fn over_classes(&mut self, made_of: &BTreeMap<(Option<&'a str>, Class), Vec<Class>>) {
        type Counting<'s> = Vec<(Series<'s>, Edge)>;
        let mut countings: BTreeMap<(Option<&'a str>, String), Counting<'a>> = BTreeMap::new();
        for (series, line) in self.lines(true) {
            // People or families, whatever happened to them: that is in the class.
            let unit = series.1.split(' ').next().unwrap_or_default().to_owned();
            let counting = countings.entry((series.0, unit)).or_default();
            counting.extend(line.into_iter().map(|edge| (series.clone(), edge)));
        }
        for ((office, _), numbers) in countings {
            if !(2..=NUMBERS).contains(&numbers.len()) {
                continue;
            }
            // One number may be of several classes that are as many.
            let class = |(series, (.., at)): &(Series<'a>, Edge)| {
                let claims = &self.claims[*at];
                let of = |claim: &&&Claim| {
                    claim.population.group == series.2 && self.counted(claim) == series.1
                };
                Class::of(claims.iter().find(of).unwrap_or(&claims[0]))
            };
            let classes: Vec<Class> = numbers.iter().map(class).collect();
            let beyond = |class: &Class| {
                made_of
                    .get(&(office, class.clone()))
                    .is_some_and(|parts| parts.iter().any(|part| !part.is_part(class, By::Group)))
            };
            if !classes.iter().any(beyond) {
                continue;
            }
            let mut atoms: Vec<Class> = Vec::new();
            let people: Vec<Vec<usize>> = classes
                .iter()
                .map(|class| {
                    let mut of = BTreeSet::new();
                    parted(class, office, made_of, &mut Vec::new(), &mut of);
                    of.into_iter()
                        .map(|atom| match atoms.iter().position(|known| *known == atom) {
                            Some(at) => at,
                            None => {
                                atoms.push(atom);
                                atoms.len() - 1
                            }
                        })
                        .collect()
                })
                .collect();
            self.counting(&numbers, &people, atoms.len(), true);
        }
    }
}

/// The classes that a class is made up of, and those again.
fn parted<'a>(
    class: &Class,
    office: Option<&'a str>,
    made_of: &BTreeMap<(Option<&'a str>, Class), Vec<Class>>,
    above: &mut Vec<Class>,
    into: &mut BTreeSet<Class>,
) {
    match made_of.get(&(office, class.clone())) {
        Some(parts) if !above.contains(class) => {
            above.push(class.clone());
            for part in parts {
                parted(part, office, made_of, above, into);
            }
            above.pop();
        }
        _ => {
            into.insert(class.clone());
        }
    }
}
