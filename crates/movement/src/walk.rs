//! One member of an ensemble: people walk through the days.
//!
//! People in the same place under the same rule are exchangeable, so they are groups with a count, and what each would do
//! by chance is one draw for all of them (docs/decisions/0022). What a group is told apart by is what the rules ask:
//! where it is, how far on its link, how far it came of late, which way it is on.

use rand::SeedableRng;
use rand_distr::{Distribution, Poisson};

use crate::course::{Course, Day, driven};
use crate::draw::{Dice, among, some_of};
use crate::input::Kind;

/// Where a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Place(u32),
    /// A link, and how far on it, in [`STEPS_A_KM`].
    Link(u32, u32),
    /// A link that closed under way: it leads back.
    Back(u32, u32),
}

/// What tells people apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Group {
    at: At,
    /// How far it came of late, in [`RECENT_STEPS`] of a day's way; 0 where no rule asks.
    recent: u8,
    /// The way it is on, and how many of its links are behind it.
    plan: Option<(u32, u8)>,
    /// It has not arrived anywhere yet, and walks.
    first: bool,
}

/// People who arrived somewhere during a day and may go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Halt {
    place: u32,
    recent: u8,
    plan: Option<(u32, u8)>,
}

/// Distances under way are kept in eighths of a kilometre.
const STEPS_A_KM: f64 = 8.0;

/// What was walked of late is kept in so many parts of a day's way: the rule that asks has one threshold.
const RECENT_STEPS: f64 = 8.0;

/// What was walked today is kept in so many parts of a day's way: those who came as far decide together.
const MOVED_STEPS: f64 = 32.0;

/// Less than this share of people leaving a day makes a camp of a place (the peer's rule): how far they came is forgotten.
const STAYS: f64 = 0.005;

/// A crowd at the gate of a camp that fills is let decide in so many parts: each sees who came before it.
const PARTS: u64 = 16;

/// What one member did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// People in each camp, day by day: `camps[day * number of camps + camp]`.
    pub camps: Vec<u64>,
    /// People everywhere, under way too, day by day.
    pub everybody: Vec<u64>,
    /// Who went home, added up, day by day.
    pub home: Vec<u64>,
}

pub(crate) struct Walk<'a> {
    course: &'a Course,
    dice: Dice,
    crowd: Vec<(Group, u64)>,
    next: Vec<(Group, u64)>,
    under_way: Vec<(Group, u64)>,
    /// By how far people came today, in [`MOVED_STEPS`]: who came less far decides first.
    halts: Vec<Vec<(Halt, u64)>>,
    /// Of `halts`, the step that is decided on.
    step: usize,
    /// People in each place, those who go no further too.
    present: Vec<u64>,
    /// People on their way to each place who have a right to it.
    coming: Vec<u64>,
    /// People who go no further, by place.
    settled: Vec<u64>,
    population: Vec<u64>,
    home: u64,
    weights: Vec<f64>,
    shares: Vec<u64>,
    chosen: Vec<(usize, u64)>,
}

/// The generator of a member: a stream of its own for each.
pub(crate) fn dice(seed: u64, member: u64) -> Dice {
    /// The golden ratio in 64 bits, as SplitMix64 steps by it: neighbouring members share no bits.
    const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
    Dice::seed_from_u64(seed ^ member.wrapping_add(1).wrapping_mul(GOLDEN))
}

impl<'a> Walk<'a> {
    pub(crate) fn new(course: &'a Course, dice: Dice) -> Walk<'a> {
        let places = course.input.places.len();
        let mut walk = Walk {
            course,
            dice,
            crowd: Vec::new(),
            next: Vec::new(),
            under_way: Vec::new(),
            halts: Vec::new(),
            step: 0,
            present: vec![0; places],
            coming: vec![0; places],
            settled: vec![0; places],
            population: course.input.places.iter().map(|place| place.population).collect(),
            home: 0,
            weights: Vec::new(),
            shares: Vec::new(),
            chosen: Vec::new(),
        };
        for (place, &people) in course.at_first.iter().enumerate() {
            walk.appear(place, people, 0);
        }
        walk
    }

    /// All days.
    pub(crate) fn run(mut self) -> Trace {
        let camps = self.course.input.camp_places();
        let mut trace = Trace { camps: Vec::new(), everybody: Vec::new(), home: Vec::new() };
        for day in 0..self.course.days.len() {
            self.day(day);
            trace.camps.extend(camps.iter().map(|&camp| self.present[camp]));
            let settled: u64 = self.settled.iter().sum();
            trace
                .everybody
                .push(settled + self.crowd.iter().map(|(_, people)| people).sum::<u64>());
            trace.home.push(self.home);
        }
        trace
    }

    /// People who are in a place from one moment to the other.
    fn appear(&mut self, place: usize, people: u64, recent: u8) {
        if people > 0 {
            let first = self.course.input.settings.start_on_foot;
            self.crowd
                .push((Group { at: At::Place(place as u32), recent, plan: None, first }, people));
            self.present[place] += people;
        }
    }

    /// Camps have as many people as were counted in them; who is elsewhere stays there.
    pub(crate) fn put_right(&mut self, camps: &[usize], counted: &[u64]) {
        let is_camp = |group: &Group| matches!(group.at, At::Place(place) if camps.contains(&(place as usize)));
        self.crowd.retain(|(group, _)| !is_camp(group));
        for (&camp, &people) in camps.iter().zip(counted) {
            (self.present[camp], self.settled[camp]) = (0, 0);
            self.appear(camp, people, 0);
        }
    }

    /// People in a place.
    pub(crate) fn in_place(&self, place: usize) -> u64 {
        self.present[place]
    }

    pub(crate) fn day(&mut self, number: usize) {
        let course = self.course;
        let day = &course.days[number];
        self.turn_back(day);
        self.set_out(day);
        self.go_home(day);
        let mut crowd = std::mem::take(&mut self.crowd);
        for (group, people) in crowd.drain(..) {
            match group.at {
                At::Place(_) => self.decide_at_dawn(day, group, people),
                _ => self.under_way.push((group, people)),
            }
        }
        let mut under_way = std::mem::take(&mut self.under_way);
        for (group, people) in under_way.drain(..) {
            self.travel(day, group, 0.0, people);
        }
        self.under_way = under_way;
        self.go_on(day);
        self.settle(day);
        // The same groups become one.
        crowd.append(&mut self.next);
        together(&mut crowd);
        self.crowd = crowd;
    }

    /// All who arrived before the day was over, until nobody goes further.
    fn go_on(&mut self, day: &Day) {
        let mut moved = 0;
        while moved < self.halts.len() {
            self.step = moved;
            let mut here = std::mem::take(&mut self.halts[moved]);
            together(&mut here);
            for &(halt, people) in &here {
                self.decide_at_a_halt(day, halt, moved as f64 / MOVED_STEPS, people);
            }
            here.clear();
            self.halts[moved] = here;
            moved += 1;
        }
        self.step = 0;
    }

    /// Whoever is on a link that closes comes out where he went in.
    fn turn_back(&mut self, day: &Day) {
        if day.closing.is_empty() {
            return;
        }
        for (group, _) in &mut self.crowd {
            if let At::Link(link, progress) = group.at
                && day.closing.contains(&(link as usize))
            {
                group.at = At::Back(link, progress);
            }
        }
        if !self.course.quirks.soft_capacity {
            self.recount_coming();
        }
    }

    fn recount_coming(&mut self) {
        self.coming.iter_mut().for_each(|coming| *coming = 0);
        for (group, people) in &self.crowd {
            if let At::Link(link, _) = group.at {
                let end = self.end(link as usize, group.plan);
                self.coming[end] += people;
            }
        }
    }

    /// Where a link or the rest of a way leads.
    fn end(&self, link: usize, plan: Option<(u32, u8)>) -> usize {
        let links = &self.course.network.links;
        let last = plan.and_then(|(path, _)| self.course.paths.all[path as usize].last().copied());
        links[last.unwrap_or(link)].to
    }

    /// New people, from places in conflict.
    fn set_out(&mut self, day: &Day) {
        let settings = &self.course.input.settings;
        if let Some(by) = settings.conflict_driven {
            for place in 0..self.population.len() {
                let mean = driven(by, day.intensity[place], self.population[place] as f64);
                let poisson = matches!(by, crate::input::ConflictDriven::Poisson(_)) && mean > 0.0;
                let people = match Poisson::new(mean) {
                    Ok(distribution) if poisson => distribution.sample(&mut self.dice) as u64,
                    _ => mean as u64,
                };
                self.take(place, people);
            }
            return;
        }
        if day.newcomers == 0 {
            return;
        }
        let weights: Vec<f64> = day
            .push
            .iter()
            .zip(&self.population)
            .map(|(push, &people)| push * people as f64)
            .collect();
        let mut shares = Vec::new();
        among(&mut self.dice, day.newcomers, &weights, &mut shares);
        for (place, people) in shares.into_iter().enumerate() {
            self.take(place, people);
        }
    }

    fn take(&mut self, place: usize, people: u64) {
        if self.course.input.settings.take_from_population {
            self.population[place] = self.population[place].saturating_sub(people);
        }
        self.appear(place, people, 0);
    }

    /// Who leaves camps for home, from each camp in proportion.
    fn go_home(&mut self, day: &Day) {
        if day.leavers == 0 {
            return;
        }
        let in_camp = |group: &Group| matches!(group.at, At::Place(place) if day.kinds[place as usize].is_camp());
        let mut there: u64 =
            self.crowd.iter().filter(|(group, _)| in_camp(group)).map(|(_, people)| people).sum();
        let mut leave = day.leavers.min(there);
        for (group, people) in self.crowd.iter_mut().filter(|(group, _)| in_camp(group)) {
            let At::Place(place) = group.at else { continue };
            // What is left must find room among those who are left.
            let gone = some_of(&mut self.dice, leave, *people as f64 / there.max(1) as f64);
            let gone = gone.clamp(leave.saturating_sub(there - *people), *people);
            there -= *people;
            leave -= gone;
            *people -= gone;
            self.present[place as usize] -= gone;
            self.home += gone;
        }
        self.crowd.retain(|(_, people)| *people > 0);
    }

    /// Phase A: all decide before any arrives.
    fn decide_at_dawn(&mut self, day: &Day, group: Group, people: u64) {
        let At::Place(place) = group.at else { return };
        let stay = self.choose(day, place as usize, group.plan, people, false);
        self.present[place as usize] -= people - stay.0 - stay.1;
        self.stay(group, stay.0);
        self.stay(Group { plan: None, ..group }, stay.1);
        let chosen = std::mem::take(&mut self.chosen);
        for &(way, moving) in &chosen {
            let (link, plan) = self.stepped(day, place as usize, group.plan, way);
            self.coming_to(link, plan, moving);
            self.under_way.push((Group { at: At::Link(link as u32, 0), plan, ..group }, moving));
        }
        self.chosen = chosen;
    }

    fn stay(&mut self, group: Group, people: u64) {
        if people > 0 {
            self.next.push((group, people));
        }
    }

    fn coming_to(&mut self, link: usize, plan: Option<(u32, u8)>, people: u64) {
        if !self.course.quirks.soft_capacity {
            let end = self.end(link, plan);
            self.coming[end] += people;
        }
    }

    /// The link that a choice begins with, and what is left of it.
    fn stepped(
        &self,
        day: &Day,
        place: usize,
        plan: Option<(u32, u8)>,
        way: usize,
    ) -> (usize, Option<(u32, u8)>) {
        let (path, done) = match plan {
            Some(plan) => plan,
            None => {
                let way = &day.ways[place][way];
                match way.path {
                    None => return (way.link, None),
                    Some(path) => (path, 0),
                }
            }
        };
        let links = &self.course.paths.all[path as usize];
        (links[done as usize], Some((path, done + 1)))
    }

    /// Who of a group moves, and which way: into `chosen`. Returns who stays as they are, and who stays and gives up the way
    /// they were on.
    fn choose(
        &mut self,
        day: &Day,
        place: usize,
        plan: Option<(u32, u8)>,
        people: u64,
        force: bool,
    ) -> (u64, u64) {
        self.chosen.clear();
        if let Some((path, done)) = plan {
            let links = &self.course.paths.all[path as usize];
            let next = links.get(done as usize).filter(|&&link| day.open[link]);
            let end = links.last().map_or(place, |&link| self.course.network.links[link].to);
            if next.is_none() || self.is_full(day, end) {
                return (0, people);
            }
            self.chosen.push((0, people));
            return (0, 0);
        }
        let always = force && day.kinds[place] == Kind::Town;
        let moving =
            if always { people } else { some_of(&mut self.dice, people, day.chances[place]) };
        if moving == 0 || day.ways[place].is_empty() {
            return (people, 0);
        }
        let stuck = if self.course.quirks.soft_capacity {
            self.choose_softly(day, place, moving)
        } else {
            self.choose_hard(day, place, moving)
        };
        (people - moving + stuck, 0)
    }

    /// How open a place is to more people: 1 where there is room, 0 where it is full.
    fn room(&self, day: &Day, place: usize) -> f64 {
        let (capacity, buffer) = (day.capacity[place], self.course.input.settings.capacity_buffer);
        let present = (self.present[place] + self.coming[place]) as f64;
        if capacity < 1.0 || present <= buffer * capacity {
            return 1.0;
        }
        if present >= capacity {
            return 0.0;
        }
        1.0 - (present - buffer * capacity) / (capacity * (1.0 - buffer))
    }

    /// Whoever is on the way to a camp that is more than half full of its last tenth waits.
    fn is_full(&self, day: &Day, place: usize) -> bool {
        self.course.quirks.soft_capacity
            && day.kinds[place].is_camp()
            && self.room(day, place) < 0.5
    }

    /// Weights of the ways from a place as things are now.
    fn weigh(&mut self, day: &Day, place: usize) {
        let settings = &self.course.input.settings;
        let mut weights = std::mem::take(&mut self.weights);
        weights.clear();
        weights.extend(day.ways[place].iter().zip(&day.weights[place]).map(|(way, weight)| {
            let room = self.room(day, way.end);
            if room >= 1.0 { *weight } else { weight * room.powf(settings.weight_power) }
        }));
        if settings.pruning_threshold > 1.001 {
            prune(&mut weights, settings.pruning_threshold);
        }
        self.weights = weights;
    }

    /// The peer's choice: by weight; whose camp is full does not set out. Returns who that is.
    fn choose_softly(&mut self, day: &Day, place: usize, moving: u64) -> u64 {
        self.weigh(day, place);
        among(&mut self.dice, moving, &self.weights, &mut self.shares);
        let mut stuck = 0;
        for (way, &share) in self.shares.iter().enumerate().filter(|(_, share)| **share > 0) {
            if self.is_full(day, day.ways[place][way].end) {
                stuck += share;
            } else {
                self.chosen.push((way, share));
            }
        }
        stuck
    }

    /// Our choice: as many as fit; who finds no room looks further, and waits where there is none.
    fn choose_hard(&mut self, day: &Day, place: usize, moving: u64) -> u64 {
        self.weigh(day, place);
        let may_fill = |way: &crate::network::Way| {
            day.capacity[way.end] >= 1.0
                && (self.present[way.end] + self.coming[way.end] + moving) as f64
                    > day.capacity[way.end]
        };
        if !day.ways[place].iter().any(may_fill) {
            among(&mut self.dice, moving, &self.weights, &mut self.shares);
            self.chosen
                .extend(self.shares.iter().copied().enumerate().filter(|(_, share)| *share > 0));
            return 0;
        }
        let mut left = moving;
        let mut taken = vec![0; day.ways[place].len()];
        while left > 0 && self.weights.iter().sum::<f64>() > 0.0 {
            among(&mut self.dice, left, &self.weights, &mut self.shares);
            left = 0;
            for (way, &share) in self.shares.iter().enumerate() {
                let end = day.ways[place][way].end;
                let taken_there: u64 = day.ways[place]
                    .iter()
                    .zip(&taken)
                    .filter(|(way, _)| way.end == end)
                    .map(|(_, taken)| taken)
                    .sum();
                let fits = match day.capacity[end] {
                    capacity if capacity < 1.0 => share,
                    capacity => (capacity as u64)
                        .saturating_sub(self.present[end] + self.coming[end] + taken_there)
                        .min(share),
                };
                taken[way] += fits;
                if fits < share {
                    left += share - fits;
                    self.weights[way] = 0.0;
                }
            }
        }
        self.chosen.extend(taken.into_iter().enumerate().filter(|(_, share)| *share > 0));
        left
    }

    /// Somebody arrived before the day was over.
    ///
    /// `moved` is in days' ways.
    fn decide_at_a_halt(&mut self, day: &Day, halt: Halt, moved: f64, people: u64) {
        let place = halt.place as usize;
        let settings = &self.course.input.settings;
        let recent = f64::from(halt.recent) / RECENT_STEPS + moved;
        let moved = moved * settings.max_move_speed;
        let force = settings.avoid_short_stints && recent < 1.0;
        let mut left = people;
        while left > 0 {
            let part =
                if self.fills(day, place, left) { left.min(people.div_ceil(PARTS)) } else { left };
            left -= part;
            let stay = self.choose(day, place, halt.plan, part, force);
            self.present[place] -= part - stay.0 - stay.1;
            self.rest(day, halt, moved, stay.0);
            self.rest(day, Halt { plan: None, ..halt }, moved, stay.1);
            let chosen = std::mem::take(&mut self.chosen);
            for &(way, moving) in &chosen {
                let (link, plan) = self.stepped(day, place, halt.plan, way);
                self.coming_to(link, plan, moving);
                let group =
                    Group { at: At::Link(link as u32, 0), recent: halt.recent, plan, first: false };
                self.travel(day, group, moved, moving);
            }
            self.chosen = chosen;
        }
    }

    /// Whether so many people may fill a camp that can be reached from a place.
    fn fills(&self, day: &Day, place: usize, people: u64) -> bool {
        let buffer = self.course.input.settings.capacity_buffer;
        let fills = |end: usize| {
            let (capacity, present) = (day.capacity[end], self.present[end] as f64);
            capacity >= 1.0 && present < capacity && present + people as f64 > buffer * capacity
        };
        people > PARTS
            && self.course.quirks.soft_capacity
            && day.ways[place].iter().any(|way| fills(way.end))
    }

    /// Stays in a place until tomorrow.
    fn rest(&mut self, day: &Day, halt: Halt, moved: f64, people: u64) {
        if people == 0 {
            return;
        }
        let recent = self.recent(day, halt.place as usize, halt.recent, moved);
        self.next.push((
            Group { at: At::Place(halt.place), recent, plan: halt.plan, first: false },
            people,
        ));
    }

    /// How far somebody came of late, as of tomorrow.
    fn recent(&self, day: &Day, place: usize, before: u8, moved: f64) -> u8 {
        if !self.course.input.settings.avoid_short_stints || day.chances[place] < STAYS {
            return 0;
        }
        self.later(before, moved)
    }

    fn later(&self, before: u8, moved: f64) -> u8 {
        let speed = self.course.input.settings.max_move_speed;
        // Halves go down: who rests is rested in the end.
        ((f64::from(before) + moved / speed * RECENT_STEPS) / 2.0 - 0.5).ceil() as u8
    }

    /// Phase B for people on a link who came `moved` km before it today.
    fn travel(&mut self, day: &Day, group: Group, moved: f64, people: u64) {
        let (At::Link(link, _) | At::Back(link, _)) = group.at else { return };
        let settings = &self.course.input.settings;
        let link = &self.course.network.links[link as usize];
        let speed = link.speed.unwrap_or(settings.max_move_speed);
        if group.first && settings.start_on_foot {
            return self.advance(day, group, moved, settings.max_walk_speed, people);
        }
        let walking = some_of(&mut self.dice, people, link.walk);
        self.advance(day, group, moved, settings.max_walk_speed, walking);
        self.advance(day, group, moved, speed, people - walking);
    }

    fn advance(&mut self, day: &Day, group: Group, moved: f64, speed: f64, people: u64) {
        if people == 0 {
            return;
        }
        let (number, progress, back) = match group.at {
            At::Link(link, progress) => (link, progress, false),
            At::Back(link, progress) => (link, progress, true),
            At::Place(_) => return,
        };
        let (link, quirks) = (&self.course.network.links[number as usize], &self.course.quirks);
        let come = f64::from(progress) / STEPS_A_KM;
        // What is left of the day for this link.
        let today = if quirks.whole_day_again {
            speed
        } else {
            speed * (1.0 - moved / speed).clamp(0.0, 1.0)
        };
        let far = come + today;
        let arrives = if quirks.arrival_is_strict { far > link.km } else { far >= link.km };
        if !arrives {
            let progress = (far * STEPS_A_KM).round() as u32;
            let at = if back { At::Back(number, progress) } else { At::Link(number, progress) };
            let recent = match self.course.input.settings.avoid_short_stints {
                true => self.later(group.recent, moved + today),
                false => 0,
            };
            return self.next.push((Group { at, recent, ..group }, people));
        }
        let moved = moved + link.km - come;
        let place = if back { link.from } else { link.to };
        self.present[place] += people;
        let mut plan = group.plan;
        if !quirks.soft_capacity && !back {
            let end = self.end(number as usize, plan);
            self.coming[end] = self.coming[end].saturating_sub(people);
        }
        plan = plan.filter(|&(path, done)| {
            !back && (done as usize) < self.course.paths.all[path as usize].len()
        });
        let halt = Halt { place: place as u32, recent: group.recent, plan };
        if moved >= speed || back {
            return self.rest(day, halt, moved, people);
        }
        // Whoever goes on comes further, if only by a step: the day ends.
        let step =
            (moved / self.course.input.settings.max_move_speed * MOVED_STEPS).round() as usize;
        let step = step.max(self.step + 1);
        if self.halts.len() <= step {
            self.halts.resize(step + 1, Vec::new());
        }
        self.halts[step].push((halt, people));
    }

    /// Who goes no further, in camps that are sinks.
    fn settle(&mut self, day: &Day) {
        if !self.course.input.settings.camps_are_sinks {
            return;
        }
        for (group, people) in &mut self.next {
            if let At::Place(place) = group.at {
                let place = place as usize;
                if day.kinds[place].is_camp() {
                    let settled = some_of(
                        &mut self.dice,
                        *people,
                        self.course.input.places[place].deactivation,
                    );
                    *people -= settled;
                    self.settled[place] += settled;
                }
            }
        }
        self.next.retain(|(_, people)| *people > 0);
    }
}

/// What can be told apart by one number.
trait Keyed: Copy {
    fn key(&self) -> u128;
}

fn plan_key(plan: Option<(u32, u8)>) -> u128 {
    plan.map_or(0, |(path, done)| 1 + (u128::from(path) << 8 | u128::from(done)))
}

impl Keyed for Group {
    fn key(&self) -> u128 {
        let (kind, index, progress): (u128, u32, u32) = match self.at {
            At::Place(place) => (0, place, 0),
            At::Link(link, progress) => (1, link, progress),
            At::Back(link, progress) => (2, link, progress),
        };
        // From the left: 2 bits, 20 for a link, 20 for eighths of a kilometre, 8, 1, and 41 for the way.
        let at = (kind << 40 | u128::from(index) << 20) + u128::from(progress);
        ((at << 9) + u128::from(self.recent) * 2 + u128::from(self.first)) << 41
            | plan_key(self.plan)
    }
}

impl Keyed for Halt {
    fn key(&self) -> u128 {
        (u128::from(self.place) << 8 | u128::from(self.recent)) << 41 | plan_key(self.plan)
    }
}

/// The same groups become one.
fn together<T: Keyed>(groups: &mut Vec<(T, u64)>) {
    groups.sort_unstable_by_key(|(group, _)| group.key());
    groups.dedup_by(|(group, people), (kept, sum)| {
        let same = group.key() == kept.key();
        if same {
            *sum += *people;
        }
        same
    });
}

/// Leaves out what is `threshold` times less than the best.
fn prune(weights: &mut [f64], threshold: f64) {
    let least = weights.iter().copied().fold(0.0, f64::max) / threshold;
    weights.iter_mut().filter(|weight| **weight < least).for_each(|weight| *weight = 0.0);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The peer's own test of pruning.
    #[test]
    fn what_is_much_less_than_the_best_is_left_out() {
        let pruned = |weights: &[f64], threshold| {
            let mut weights = weights.to_vec();
            prune(&mut weights, threshold);
            weights
        };
        assert_eq!(pruned(&[1.0, 8.0, 4.0, 12.0], 2.0), [0.0, 8.0, 0.0, 12.0]);
        assert_eq!(pruned(&[1.0, 8.0, 9.0, 12.0], 1.1), [0.0, 0.0, 0.0, 12.0]);
    }
}
