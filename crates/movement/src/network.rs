//! One-way links between places, and the ways that people consider from each place.

use std::collections::BTreeMap;

use crate::input::{Input, Kind};
use crate::quirks::Quirks;

/// A one-way link.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub from: usize,
    pub to: usize,
    pub km: f64,
    /// Kilometres a day, where it has a speed of its own.
    pub speed: Option<f64>,
    /// The share of people who walk it.
    pub walk: f64,
    /// People at its start are sent this way.
    pub forced: bool,
}

/// All links.
#[derive(Debug, Clone)]
pub(crate) struct Network {
    pub links: Vec<Link>,
    /// Links that leave a place, in the order of their file.
    pub out: Vec<Vec<usize>>,
}

impl Network {
    pub(crate) fn new(input: &Input, quirks: &Quirks) -> Network {
        let mut network = Network { links: Vec::new(), out: vec![Vec::new(); input.places.len()] };
        for route in &input.routes {
            let (one, other) = route.ends;
            if !quirks.routes_told_twice && network.between(one, other).next().is_some() {
                continue;
            }
            let link = |from, to, forced| Link {
                from,
                to,
                km: route.km,
                speed: route.speed,
                walk: route.walk,
                forced,
            };
            // The peer makes the pair once more where people are sent to the first place.
            let pairs = if quirks.redirection_does_nothing && route.forced == 1 { 2 } else { 1 };
            for _ in 0..pairs {
                network.add(link(one, other, route.forced == 2));
                network.add(link(other, one, route.forced == 1));
            }
        }
        network
    }

    fn add(&mut self, link: Link) {
        self.out[link.from].push(self.links.len());
        self.links.push(link);
    }

    /// All links between two places, either way.
    pub(crate) fn between(&self, one: usize, other: usize) -> impl Iterator<Item = usize> {
        self.links
            .iter()
            .enumerate()
            .filter(move |(_, link)| {
                (link.from, link.to) == (one, other) || (link.from, link.to) == (other, one)
            })
            .map(|(index, _)| index)
    }
}

/// Ways of more than one link, each told once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Paths {
    pub all: Vec<Vec<usize>>,
    known: BTreeMap<Vec<usize>, u32>,
}

impl Paths {
    fn number(&mut self, path: &[usize]) -> u32 {
        if let Some(&number) = self.known.get(path) {
            return number;
        }
        let number = self.all.len() as u32;
        self.all.push(path.to_vec());
        self.known.insert(path.to_vec(), number);
        number
    }
}

/// A way that somebody may choose.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Way {
    /// Its first link.
    pub link: usize,
    /// Its number, when it has more than one.
    pub path: Option<u32>,
    /// Where it leads.
    pub end: usize,
    pub km: f64,
}

/// What ways are looked for in.
pub(crate) struct Open<'a> {
    pub network: &'a Network,
    pub open: &'a [bool],
    pub forced: &'a [bool],
    pub kinds: &'a [Kind],
    /// How many places ahead.
    pub awareness: u32,
}

impl Open<'_> {
    /// All ways from a place over open links that visit no place twice. Markers are no step and no end.
    pub(crate) fn ways(&self, from: usize, paths: &mut Paths) -> Vec<Way> {
        let mut ways = Vec::new();
        let out = &self.network.out[from];
        let sent = |link: &&usize| self.forced[**link] && self.open[**link];
        let sent_only = out.iter().any(|link| sent(&link));
        for link in out.iter().filter(|link| !sent_only || sent(link)) {
            self.follow(&mut vec![*link], &mut vec![from], 1, paths, &mut ways);
        }
        ways
    }

    fn follow(
        &self,
        path: &mut Vec<usize>,
        visited: &mut Vec<usize>,
        step: u32,
        paths: &mut Paths,
        ways: &mut Vec<Way>,
    ) {
        let Some(&last) = path.last() else { return };
        if !self.open[last] {
            return;
        }
        let end = self.network.links[last].to;
        let mut step = step;
        if self.kinds[end] == Kind::Marker {
            step -= 1;
        } else {
            let km = path.iter().map(|&link| self.network.links[link].km).sum();
            let number = (path.len() > 1).then(|| paths.number(path));
            ways.push(Way { link: path[0], path: number, end, km });
        }
        if self.awareness <= step {
            return;
        }
        for &next in &self.network.out[end] {
            // The place itself that was just reached is looked at from the next step on, as the peer does: no link
            // leads from a place to itself.
            if visited.contains(&self.network.links[next].to) {
                continue;
            }
            path.push(next);
            visited.push(end);
            self.follow(path, visited, step + 1, paths, ways);
            visited.pop();
            path.pop();
        }
    }
}
