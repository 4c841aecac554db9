//! What all members of an ensemble have in common: for each day what is open, in conflict and attractive, who sets out
//! and how many go home. It is worked out once.

use std::sync::Arc;

use crate::fault::{Fault, Faults, Wrong};
use crate::input::{Closed, ConflictDriven, Input, Kind};
use crate::network::{Network, Open, Paths, Way};
use crate::quirks::Quirks;

/// A day before anybody moves.
#[derive(Debug)]
pub(crate) struct Day {
    /// What people may choose from each place.
    pub ways: Arc<Vec<Vec<Way>>>,
    /// Weights of these ways, without what crowds take from them; `weights[place][way]`.
    pub weights: Arc<Vec<Vec<f64>>>,
    pub open: Arc<Vec<bool>>,
    /// Links that close today.
    pub closing: Vec<usize>,
    pub kinds: Arc<Vec<Kind>>,
    /// Chance to move on.
    pub chances: Arc<Vec<f64>>,
    /// How many fit, scaled; 0 is without bound.
    pub capacity: Vec<f64>,
    /// Of a person of each place, how likely it is that he sets out.
    pub push: Arc<Vec<f64>>,
    /// Intensity of conflict.
    pub intensity: Arc<Vec<f64>>,
    /// How many set out by the counts.
    pub newcomers: u64,
    /// How many leave camps for home.
    pub leavers: u64,
}

/// A course of days over a network.
#[derive(Debug)]
pub struct Course {
    pub(crate) input: Input,
    pub(crate) quirks: Quirks,
    pub(crate) network: Network,
    pub(crate) paths: Paths,
    pub(crate) days: Vec<Day>,
    /// People in each place before day 0.
    pub(crate) at_first: Vec<u64>,
}

impl Course {
    /// Works the days out.
    ///
    /// # Errors
    /// A day on which counts rise and no place with people is in conflict.
    pub fn new(input: Input, quirks: Quirks) -> Result<Course, Faults> {
        let network = Network::new(&input, &quirks);
        let camps = input.camp_places();
        let mut at_first: Vec<u64> = input.places.iter().map(|place| place.initial_idps).collect();
        if input.settings.empty_camps_on_day0 {
            at_first.iter_mut().for_each(|people| *people = 0);
        } else if input.settings.insert_day0 {
            camps
                .iter()
                .zip(&input.camps)
                .for_each(|(&camp, series)| at_first[camp] += series.at(0));
        }
        let mut paths = Paths::default();
        let mut world = World::new(&input, &quirks, &network);
        let mut days: Vec<Day> = Vec::with_capacity(input.days);
        for (day, (newcomers, leavers)) in flows(&input, &quirks).into_iter().enumerate() {
            world.turn(day as i64);
            let day_made = world.day(day as i64, days.last(), &mut paths);
            if newcomers > 0 && input.settings.conflict_driven.is_none() {
                world.somebody_flees(day as i64, newcomers, &day_made)?;
            }
            days.push(Day { newcomers, leavers, ..day_made });
        }
        Ok(Course { quirks, network, paths, days, at_first, input })
    }

    /// What was read.
    pub fn input(&self) -> &Input {
        &self.input
    }
}

/// By day, how many set out and how many go home.
fn flows(input: &Input, quirks: &Quirks) -> Vec<(u64, u64)> {
    let total = |day: i64| match input.settings.sum_from_camps {
        true => input.counted(day) as i64,
        false => input.total.at(day) as i64,
    };
    let mut debt = 0;
    let by_day = (0..input.days as i64).map(|day| {
        // Day 0 brings nobody where camps have their people of that day; where they do not, it brings all of them.
        let rise = match (day, input.settings.empty_camps_on_day0, input.settings.insert_day0) {
            (0, true, _) | (0, _, true) => 0,
            (0, false, false) => total(0),
            _ => total(day) - total(day - 1),
        };
        if !quirks.falls_are_debt {
            return (rise.max(0).unsigned_abs(), (-rise).max(0).unsigned_abs());
        }
        let new = rise - debt;
        debt = (-new).max(0);
        (new.max(0).unsigned_abs(), 0)
    });
    by_day.collect()
}

/// The state of places and links as days go by.
struct World<'a> {
    input: &'a Input,
    quirks: &'a Quirks,
    network: &'a Network,
    kinds: Vec<Kind>,
    conflict: Vec<f64>,
    /// Day on which conflict began; -1 before day 0.
    since: Vec<i64>,
    open: Vec<bool>,
    forced: Vec<bool>,
    closing: Vec<usize>,
    /// Since yesterday links or kinds are others.
    changed: bool,
}

/// Less is no conflict.
const NO_CONFLICT: f64 = 1e-6;

impl<'a> World<'a> {
    fn new(input: &'a Input, quirks: &'a Quirks, network: &'a Network) -> World<'a> {
        let kinds: Vec<Kind> = input.places.iter().map(|place| place.kind).collect();
        let conflict =
            kinds.iter().map(|&kind| if kind == Kind::Conflict { 1.0 } else { 0.0 }).collect();
        let forced = network
            .links
            .iter()
            .map(|link| link.forced && !quirks.redirection_does_nothing)
            .collect();
        World {
            input,
            quirks,
            network,
            since: vec![-1; kinds.len()],
            open: vec![true; network.links.len()],
            kinds,
            conflict,
            forced,
            closing: Vec::new(),
            changed: true,
        }
    }

    /// Conflicts and closures of a day.
    fn turn(&mut self, day: i64) {
        self.closing.clear();
        self.changed = day == 0;
        for place in 0..self.kinds.len() {
            let by_day = &self.input.conflicts[place];
            let Some(&now) = by_day.get(day as usize) else { continue };
            let before = if day == 0 { 0.0 } else { by_day[day as usize - 1] };
            self.conflict_is(place, before, now, day);
        }
        for closure in &self.input.closures {
            if closure.start == day {
                self.close(&closure.what, true);
            }
            if closure.end == day {
                self.close(&closure.what, false);
            }
        }
    }

    fn conflict_is(&mut self, place: usize, before: f64, now: f64, day: i64) {
        let (was, is) = (before >= NO_CONFLICT, now >= NO_CONFLICT);
        if is && !was {
            self.since[place] = day;
        }
        if self.quirks.conflict_steps_only && was == is {
            return;
        }
        if is {
            self.changed |= self.kinds[place] != Kind::Conflict;
            self.kinds[place] = Kind::Conflict;
            self.conflict[place] = now;
        } else if self.kinds[place] == Kind::Conflict {
            self.changed = true;
            self.kinds[place] = Kind::Town;
            self.conflict[place] = 0.0;
        }
    }

    fn close(&mut self, what: &Closed, shut: bool) {
        self.changed = true;
        let links = &self.network.links;
        let country = |place: usize| &self.input.places[place].country;
        let concerned: Vec<usize> = match what {
            Closed::Camp(place, idp) => {
                let camp = if *idp { Kind::IdpCamp } else { Kind::Camp };
                self.kinds[*place] = if shut { Kind::Town } else { camp };
                self.conflict[*place] = 0.0;
                return;
            }
            Closed::Redirection(one, other) => {
                let forced = self.network.between(*one, *other).filter(|&link| links[link].forced);
                forced.for_each(|link| {
                    self.forced[link] = !shut && !self.quirks.redirection_does_nothing
                });
                return;
            }
            Closed::Link(..) if self.quirks.link_closures_do_nothing => return,
            Closed::Link(one, other) => self.network.between(*one, *other).collect(),
            Closed::Place(place) => (0..links.len())
                .filter(|&link| links[link].from == *place || links[link].to == *place)
                .collect(),
            Closed::Border(one, other) => {
                let across = |link: &usize| {
                    let ends = (country(links[*link].from), country(links[*link].to));
                    ends == (one, other) || ends == (other, one)
                };
                (0..links.len()).filter(across).collect()
            }
        };
        for link in concerned {
            if shut && self.open[link] {
                self.closing.push(link);
            }
            self.open[link] = !shut;
        }
    }

    /// How attractive a place is on a day.
    fn score(&self, place: usize, day: i64) -> f64 {
        let settings = &self.input.settings;
        let abroad = if self.input.places[place].foreign { settings.foreign_weight } else { 1.0 };
        let camp = if self.kinds[place].is_camp() { settings.camp_weight } else { 1.0 };
        if self.conflict[place] <= 0.0 {
            return abroad * camp;
        }
        let age = if self.quirks.old_conflicts_attract {
            settings.decay(day - self.since[place])
        } else {
            1.0
        };
        abroad * camp * settings.conflict_weight.powf(age * self.conflict[place])
    }

    fn weight(&self, from: usize, way: &Way, scores: &[f64]) -> f64 {
        let settings = &self.input.settings;
        let mut score = scores[way.end];
        if let Some(power) = settings.home_distance_power {
            score /= self.crow_km(from, way.end).max(1.0).powf(power);
        }
        if let Some(power) = settings.pop_power.filter(|_| !self.kinds[way.end].is_camp()) {
            score *= (self.input.places[way.end].population as f64).max(1.0).powf(power);
        }
        let distance = (settings.softening + way.km).powf(settings.distance_power);
        ((settings.weight_softening + score) / distance).powf(settings.weight_power)
    }

    /// As the crow flies; 0 where it is not known where a place lies.
    fn crow_km(&self, from: usize, to: usize) -> f64 {
        const EARTH_KM: f64 = 6371.0;
        let (Some(a), Some(b)) = (self.input.places[from].at, self.input.places[to].at) else {
            return 0.0;
        };
        let order = |(first, second): (f64, f64)| {
            if self.quirks.coordinates_swapped { (second, first) } else { (first, second) }
        };
        let ((lat_a, lon_a), (lat_b, lon_b)) = (order(a), order(b));
        let (d_lat, d_lon) = ((lat_b - lat_a).to_radians(), (lon_b - lon_a).to_radians());
        let h = (d_lat / 2.0).sin().powi(2)
            + lat_a.to_radians().cos() * lat_b.to_radians().cos() * (d_lon / 2.0).sin().powi(2);
        EARTH_KM * 2.0 * h.sqrt().atan2((1.0 - h).max(0.0).sqrt())
    }

    fn chance(&self, place: usize) -> f64 {
        let settings = &self.input.settings;
        let chance = match self.kinds[place] {
            Kind::Camp => settings.camp_movechance,
            Kind::IdpCamp => settings.idpcamp_movechance,
            Kind::Conflict => settings.conflict_movechance,
            Kind::Forward | Kind::Marker => 1.0,
            Kind::Town => settings.default_movechance,
        };
        let (power, here) = (settings.movechance_pop_scale_factor, &self.input.places[place]);
        match power {
            0.0 => chance,
            _ => {
                chance
                    * (here.population.max(here.capacity.unwrap_or(0)) as f64
                        / settings.movechance_pop_base)
                        .powf(power)
            }
        }
    }

    fn capacity(&self, place: usize, day: i64) -> f64 {
        let (here, settings) = (&self.input.places[place], &self.input.settings);
        let grown = here.capacity_per_day as i64 * (day + 1);
        let Some(stated) = here.capacity else { return grown as f64 * settings.capacity_scaling };
        let camp = self.input.camps.iter().find(|series| series.name == here.name);
        let day_0 = camp.map_or(0, |series| series.at(0)) as i64;
        let twice = self.quirks.day_0_counts_twice && settings.insert_day0;
        // What is less than 1 has no bound for the peer.
        (stated as i64 - if twice { day_0 } else { 0 } + grown) as f64 * settings.capacity_scaling
    }

    fn day(&self, day: i64, before: Option<&Day>, paths: &mut Paths) -> Day {
        let settings = &self.input.settings;
        let places = 0..self.kinds.len();
        let awareness = match settings.awareness_level {
            0 if self.quirks.awareness_0_stays => 0,
            level => level.max(1),
        };
        let same = before.filter(|_| !self.changed);
        let ways = same.map_or_else(
            || {
                let open = Open {
                    network: self.network,
                    open: &self.open,
                    forced: &self.forced,
                    kinds: &self.kinds,
                    awareness,
                };
                Arc::new(
                    places
                        .clone()
                        .map(
                            |place| {
                                if awareness == 0 { Vec::new() } else { open.ways(place, paths) }
                            },
                        )
                        .collect(),
                )
            },
            |before| before.ways.clone(),
        );
        let scores: Vec<f64> = places.clone().map(|place| self.score(place, day)).collect();
        let weights: Vec<Vec<f64>> = places
            .clone()
            .map(|place| {
                ways[place]
                    .iter()
                    .map(|way: &Way| {
                        if settings.awareness_level == 0 {
                            1.0
                        } else {
                            self.weight(place, way, &scores)
                        }
                    })
                    .collect()
            })
            .collect();
        let push: Vec<f64> = places
            .clone()
            .map(|place| {
                self.conflict[place]
                    * if self.conflict[place] > 0.0 {
                        settings.decay(day - self.since[place])
                    } else {
                        0.0
                    }
            })
            .collect();
        Day {
            ways,
            weights: shared(weights, before.map(|before| &before.weights)),
            open: shared(self.open.clone(), before.map(|before| &before.open)),
            closing: self.closing.clone(),
            kinds: shared(self.kinds.clone(), before.map(|before| &before.kinds)),
            chances: shared(
                places.clone().map(|place| self.chance(place)).collect(),
                before.map(|before| &before.chances),
            ),
            capacity: places.map(|place| self.capacity(place, day)).collect(),
            push: shared(push, before.map(|before| &before.push)),
            intensity: shared(self.conflict.clone(), before.map(|before| &before.intensity)),
            newcomers: 0,
            leavers: 0,
        }
    }

    fn somebody_flees(&self, day: i64, people: u64, made: &Day) -> Result<(), Faults> {
        let flees =
            |(place, push): (usize, &f64)| *push > 0.0 && self.input.places[place].population > 0;
        if made.push.iter().enumerate().any(flees) {
            return Ok(());
        }
        Err(Fault::of_file("conflicts.csv", Wrong::NobodyFlees { day, people }).into())
    }
}

/// One copy of what is as it was yesterday.
fn shared<T: PartialEq>(now: T, before: Option<&Arc<T>>) -> Arc<T> {
    match before {
        Some(before) if **before == now => before.clone(),
        _ => Arc::new(now),
    }
}

/// How many a place in conflict sends out on a day where conflict drives it: a fixed number, or the mean of a Poisson.
pub(crate) fn driven(by: ConflictDriven, intensity: f64, population: f64) -> f64 {
    match by {
        ConflictDriven::Constant(people) => (people * intensity).floor(),
        ConflictDriven::Poisson(people) => people * intensity,
        ConflictDriven::Share(share) => (share * population * intensity).floor(),
    }
}
