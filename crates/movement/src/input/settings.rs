//! `simsetting.yml`: the numbers of the rules, with the peer's defaults.

use std::path::Path;

use super::yaml::{self, Mark, Node};
use crate::fault::{Column, Fault, Wrong};

/// How many people conflict displaces where counts do not say it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ConflictDriven {
    /// So many a day for each place, by intensity.
    Constant(f64),
    /// A Poisson number about so many.
    Poisson(f64),
    /// This share of the population.
    Share(f64),
}

/// Numbers of the rules. Defaults are the peer's (`SimulationSettings.py`, told in `FLEE.md`, section 3).
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Kilometres a day.
    pub max_move_speed: f64,
    /// Kilometres a day on foot.
    pub max_walk_speed: f64,
    /// Factor of the score of places abroad.
    pub foreign_weight: f64,
    /// Factor of the score of camps.
    pub camp_weight: f64,
    /// Factor of the score of places in conflict, to the power of its intensity.
    pub conflict_weight: f64,
    /// Chance a day to leave a place in conflict.
    pub conflict_movechance: f64,
    /// Chance a day to leave a camp.
    pub camp_movechance: f64,
    /// Chance a day to leave a camp of internally displaced people.
    pub idpcamp_movechance: f64,
    /// Chance a day to leave any other place.
    pub default_movechance: f64,
    /// How many places ahead people look; -1 as 1.
    pub awareness_level: u32,
    /// From this share of its capacity on a camp draws fewer people.
    pub capacity_buffer: f64,
    /// Factor of all capacities.
    pub capacity_scaling: f64,
    /// Who has come less than a day's way in two days goes on through towns.
    pub avoid_short_stints: bool,
    /// The first route is walked.
    pub start_on_foot: bool,
    /// Kilometres added to each way.
    pub softening: f64,
    /// Added to each score.
    pub weight_softening: f64,
    /// Power of weights.
    pub weight_power: f64,
    /// Power of distances.
    pub distance_power: f64,
    /// Power of the distance as the crow flies; `None` where it does not count.
    pub home_distance_power: Option<f64>,
    /// Power of the population of towns in their score; `None` where it does not count.
    pub pop_power: Option<f64>,
    /// Population at which the chance to move is as stated.
    pub movechance_pop_base: f64,
    /// Power by which the chance to move grows with population.
    pub movechance_pop_scale_factor: f64,
    /// Routes whose weight is this many times less than the best are left out; 1 leaves out none.
    pub pruning_threshold: f64,
    /// Who sets out is no longer among the population.
    pub take_from_population: bool,
    /// Camps have their count of day 0 in them.
    pub insert_day0: bool,
    /// Camps begin empty, and counts are those above day 0.
    pub empty_camps_on_day0: bool,
    /// New arrivals are those of all camps, not of the stated total.
    pub sum_from_camps: bool,
    /// People in camps stop there for good by the camps' `deactivation_probability`.
    pub camps_are_sinks: bool,
    /// By age of a conflict, in intervals: how much it displaces. Empty: always alike.
    pub conflict_spawn_decay: Vec<f64>,
    /// Days of an interval.
    pub conflict_spawn_decay_interval: i64,
    /// Conflict displaces, not counts.
    pub conflict_driven: Option<ConflictDriven>,
    /// One agent stands for so many people.
    pub hasten: u32,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            max_move_speed: 360.0,
            max_walk_speed: 35.0,
            foreign_weight: 1.0,
            camp_weight: 1.0,
            conflict_weight: 1.0 / 10.0_f64.sqrt(),
            conflict_movechance: 1.0,
            camp_movechance: 0.001,
            idpcamp_movechance: 0.1,
            default_movechance: 0.3,
            awareness_level: 1,
            capacity_buffer: 0.9,
            capacity_scaling: 1.0,
            avoid_short_stints: false,
            start_on_foot: false,
            softening: 10.0,
            weight_softening: 0.0,
            weight_power: 1.0,
            distance_power: 1.0,
            home_distance_power: None,
            pop_power: None,
            movechance_pop_base: 10_000.0,
            movechance_pop_scale_factor: 0.0,
            pruning_threshold: 1.0,
            take_from_population: false,
            insert_day0: true,
            empty_camps_on_day0: false,
            sum_from_camps: true,
            camps_are_sinks: false,
            conflict_spawn_decay: Vec::new(),
            conflict_spawn_decay_interval: 30,
            conflict_driven: None,
            hasten: 1,
        }
    }
}

impl Settings {
    /// How much of a conflict of this age, in days, still displaces: 1 where nothing is said of it.
    pub fn decay(&self, age: i64) -> f64 {
        let interval =
            usize::try_from(age.max(0) / self.conflict_spawn_decay_interval).unwrap_or(usize::MAX);
        let last = self.conflict_spawn_decay.len().saturating_sub(1);
        self.conflict_spawn_decay.get(interval.min(last)).copied().unwrap_or(1.0)
    }
}

/// What a setting must be, in words.
const SWITCH: &str = "True or False";

/// Settings that belong to what is not simulated: wrong where they are on.
const NOT_SIMULATED: [&str; 18] = [
    "fixed_routes",
    "use_economic_pull",
    "flee_when_starving",
    "avoid_food_deprived_locations",
    "ChildrenAvoidHazards",
    "ElderlyAvoidHazards",
    "WomenAvoidHazards",
    "BoysTakeRisk",
    "MatchCampReligion",
    "MatchCampEthnicity",
    "MatchTownEthnicity",
    "MatchConflictEthnicity",
    "harvest_months",
    "flood_rules",
    "flood_zone_spawning_only",
    "starvation_driven_spawning",
    "read_from_agents_csv_file",
    "flood_driven_spawning",
];

/// Settings that change nothing here: what is logged, and what the peer reads and does not use.
const WITHOUT_EFFECT: [&str; 12] = [
    "max_crossing_speed",
    "avg_religion_fraction",
    "two_system_decision_making",
    "average_social_connectivity",
    "conflict_zone_spawning_only",
    "number_of_steps",
    "conflict_input_file",
    "flood_level_input_file",
    "default_conflict_intensity",
    "log_levels",
    "displaced_per_conflict_day",
    "spawn_mode",
];

/// Settings with an effect, by section; for the nearest name.
const KNOWN: [&str; 32] = [
    "max_move_speed",
    "max_walk_speed",
    "foreign_weight",
    "camp_weight",
    "conflict_weight",
    "conflict_movechance",
    "camp_movechance",
    "idpcamp_movechance",
    "default_movechance",
    "awareness_level",
    "capacity_buffer",
    "capacity_scaling",
    "avoid_short_stints",
    "start_on_foot",
    "softening",
    "weight_softening",
    "weight_power",
    "distance_power",
    "stay_close_to_home",
    "home_distance_power",
    "use_pop_for_loc_weight",
    "pop_power_for_loc_weight",
    "movechance_pop_base",
    "movechance_pop_scale_factor",
    "pruning_threshold",
    "use_v1_rules",
    "take_from_population",
    "insert_day0",
    "empty_camps_on_day0",
    "sum_from_camps",
    "conflict_driven_spawning",
    "hasten",
];

/// Further settings with an effect.
const KNOWN_TOO: [&str; 8] = [
    "conflict_spawn_decay",
    "conflict_spawn_decay_interval",
    "camps_are_sinks",
    "camps_are_sicks",
    "spawn_rules",
    "move_rules",
    "optimisations",
    "log_levels",
];

struct Reader<'a> {
    file: String,
    settings: Settings,
    faults: &'a mut Vec<Fault>,
    /// Switches that need a second setting.
    close_to_home: bool,
    by_population: bool,
    home_power: f64,
    population_power: f64,
    first_rules: bool,
}

/// What a number may be.
type Within = fn(f64) -> bool;

/// Where a number belongs, what it may be, and that in words.
type Plain<'a> = (&'a mut f64, Within, &'static str);

/// A setting where it stands.
struct Entry<'a> {
    name: &'a str,
    at: Mark,
    value: &'a Node,
}

impl Entry<'_> {
    fn text(&self) -> String {
        match self.value {
            Node::Scalar(text) => text.clone(),
            Node::List(_) => "a list".into(),
            Node::Map(_) => "a section".into(),
        }
    }
}

impl Reader<'_> {
    fn fault(&mut self, (line, column): Mark, wrong: Wrong) {
        let column = Some(Column { number: column, name: String::new() });
        self.faults.push(Fault { line: Some(line), column, ..Fault::of_file(&self.file, wrong) });
    }

    fn wrong(&mut self, entry: &Entry<'_>, kind: &'static str) {
        let wrong = Wrong::WrongKind { name: entry.name.to_owned(), kind, text: entry.text() };
        self.fault(entry.at, wrong);
    }

    fn switch(&mut self, entry: &Entry<'_>) -> bool {
        match entry.text().to_lowercase().as_str() {
            "true" | "yes" | "on" | "1" | "1.0" => true,
            "false" | "no" | "off" | "0" | "0.0" | "" | "~" | "null" => false,
            _ => {
                self.wrong(entry, SWITCH);
                false
            }
        }
    }

    fn number(
        &mut self,
        entry: &Entry<'_>,
        within: fn(f64) -> bool,
        kind: &'static str,
    ) -> Option<f64> {
        let number = match entry.value {
            Node::Scalar(text) => {
                text.parse::<f64>().ok().filter(|number| number.is_finite() && within(*number))
            }
            _ => None,
        };
        if number.is_none() {
            self.wrong(entry, kind);
        }
        number
    }

    /// Where a plain number belongs, and what it may be.
    fn plain(&mut self, name: &str) -> Option<Plain<'_>> {
        const SPEED: &str = "a number of kilometres a day above 0";
        const FACTOR: &str = "a number from 0 on";
        const CHANCE: &str = "a chance from 0 to 1";
        let above: Within = |number| number > 0.0;
        let from_0: Within = |number| number >= 0.0;
        let chance: Within = |number| (0.0..=1.0).contains(&number);
        let settings = &mut self.settings;
        Some(match name {
            "max_move_speed" => (&mut settings.max_move_speed, above, SPEED),
            "max_walk_speed" => (&mut settings.max_walk_speed, above, SPEED),
            "foreign_weight" => (&mut settings.foreign_weight, from_0, FACTOR),
            "camp_weight" => (&mut settings.camp_weight, from_0, FACTOR),
            "conflict_weight" => (&mut settings.conflict_weight, from_0, FACTOR),
            "conflict_movechance" => (&mut settings.conflict_movechance, chance, CHANCE),
            "camp_movechance" => (&mut settings.camp_movechance, chance, CHANCE),
            "idpcamp_movechance" => (&mut settings.idpcamp_movechance, chance, CHANCE),
            "default_movechance" => (&mut settings.default_movechance, chance, CHANCE),
            "capacity_buffer" => (
                &mut settings.capacity_buffer,
                |number| (0.0..1.0).contains(&number),
                "a share from 0 to below 1",
            ),
            "capacity_scaling" => (&mut settings.capacity_scaling, from_0, FACTOR),
            "softening" => (&mut settings.softening, from_0, "a number of kilometres from 0 on"),
            "weight_softening" => (&mut settings.weight_softening, from_0, FACTOR),
            "weight_power" => (&mut settings.weight_power, from_0, FACTOR),
            "distance_power" => (&mut settings.distance_power, from_0, FACTOR),
            "home_distance_power" => (&mut self.home_power, from_0, FACTOR),
            "pop_power_for_loc_weight" => (&mut self.population_power, from_0, FACTOR),
            "movechance_pop_base" => (&mut settings.movechance_pop_base, above, "a number above 0"),
            "movechance_pop_scale_factor" => {
                (&mut settings.movechance_pop_scale_factor, from_0, FACTOR)
            }
            "pruning_threshold" => (&mut settings.pruning_threshold, from_0, FACTOR),
            _ => return None,
        })
    }

    /// Where a switch belongs.
    fn switched(&mut self, name: &str) -> Option<&mut bool> {
        let settings = &mut self.settings;
        Some(match name {
            "avoid_short_stints" => &mut settings.avoid_short_stints,
            "start_on_foot" => &mut settings.start_on_foot,
            "stay_close_to_home" => &mut self.close_to_home,
            "use_pop_for_loc_weight" => &mut self.by_population,
            "use_v1_rules" => &mut self.first_rules,
            "take_from_population" => &mut settings.take_from_population,
            "insert_day0" => &mut settings.insert_day0,
            "empty_camps_on_day0" => &mut settings.empty_camps_on_day0,
            "sum_from_camps" => &mut settings.sum_from_camps,
            // The peer knows this one by a misspelt name only.
            "camps_are_sinks" | "camps_are_sicks" => &mut settings.camps_are_sinks,
            _ => return None,
        })
    }

    fn whole(&mut self, entry: &Entry<'_>, least: f64, kind: &'static str) -> Option<f64> {
        let whole = |number: f64| number.fract() == 0.0 && number.abs() <= 1e9;
        let number = self.number(entry, |_| true, kind)?;
        if whole(number) && number >= least {
            return Some(number);
        }
        self.wrong(entry, kind);
        None
    }

    fn decay(&mut self, entry: &Entry<'_>) {
        const KIND: &str = "a list of shares such as [1.0, 0.5]";
        let Node::List(list) = entry.value else {
            return if !matches!(entry.value, Node::Scalar(text) if ["", "null", "None", "~"].contains(&text.as_str()))
            {
                self.wrong(entry, KIND)
            };
        };
        let mut decay = Vec::new();
        for (at, node) in list {
            let item = Entry { name: entry.name, at: *at, value: node };
            decay.extend(self.number(&item, |share| share >= 0.0, KIND));
        }
        self.settings.conflict_spawn_decay = decay;
    }

    fn conflict_driven(&mut self, entry: &Entry<'_>) {
        let Node::Map(map) = entry.value else {
            return self.wrong(entry, "a section with spawn_mode");
        };
        let (mut mode, mut people) = ("constant".to_owned(), None);
        for (at, name, value_at, value) in map {
            let entry = Entry { name, at: *value_at, value };
            match name.as_str() {
                "spawn_mode" => mode = entry.text().to_lowercase(),
                "displaced_per_conflict_day" => {
                    people = self.number(&entry, |number| number >= 0.0, "a number from 0 on")
                }
                _ => self.fault(*at, Wrong::UnknownSetting { name: name.clone(), near: None }),
            }
        }
        self.settings.conflict_driven = Some(match mode.as_str() {
            "constant" => ConflictDriven::Constant(people.unwrap_or(500.0)),
            "poisson" => ConflictDriven::Poisson(people.unwrap_or(500.0)),
            "pop_ratio" => ConflictDriven::Share(people.unwrap_or(0.01)),
            _ => {
                return self
                    .wrong(entry, "a section whose spawn_mode is constant, poisson or pop_ratio");
            }
        });
    }

    fn set(&mut self, entry: &Entry<'_>, named_at: Mark) {
        let name = entry.name;
        if let Some((_, within, kind)) = self.plain(name) {
            let number = self.number(entry, within, kind);
            if let (Some(number), Some((place, ..))) = (number, self.plain(name)) {
                *place = number;
            }
        } else if self.switched(name).is_some() {
            let on = self.switch(entry);
            self.switched(name).into_iter().for_each(|place| *place = on);
        } else if NOT_SIMULATED.contains(&name) {
            let off = match entry.value {
                Node::Scalar(text) => ["false", "no", "off", "0", "0.0", "", "null", "~", "none"]
                    .contains(&text.to_lowercase().as_str()),
                Node::List(list) => list.is_empty(),
                Node::Map(map) => map.is_empty(),
            };
            if !off {
                self.fault(named_at, Wrong::NotSimulated(name.to_owned()));
            }
        } else {
            self.rest(entry, named_at);
        }
    }

    fn rest(&mut self, entry: &Entry<'_>, named_at: Mark) {
        match entry.name {
            "awareness_level" => {
                let level = self.whole(entry, -1.0, "a whole number from -1 to 10").unwrap_or(1.0);
                if level > 10.0 {
                    self.wrong(entry, "a whole number from -1 to 10");
                }
                self.settings.awareness_level = if level < 0.0 { 1 } else { level as u32 };
            }
            "hasten" => {
                self.settings.hasten =
                    self.whole(entry, 1.0, "a whole number from 1 on").unwrap_or(1.0) as u32;
            }
            "conflict_spawn_decay_interval" => {
                self.settings.conflict_spawn_decay_interval =
                    self.whole(entry, 1.0, "a whole number of days from 1 on").unwrap_or(30.0)
                        as i64;
            }
            "conflict_spawn_decay" => self.decay(entry),
            "conflict_driven_spawning" => self.conflict_driven(entry),
            name if WITHOUT_EFFECT.contains(&name) => {}
            name => {
                let all =
                    KNOWN.into_iter().chain(KNOWN_TOO).chain(NOT_SIMULATED).chain(WITHOUT_EFFECT);
                let near = super::nearest(name, all);
                let near = near.and_then(|near| {
                    KNOWN
                        .into_iter()
                        .chain(KNOWN_TOO)
                        .chain(NOT_SIMULATED)
                        .chain(WITHOUT_EFFECT)
                        .find(|known| *known == near)
                });
                self.fault(named_at, Wrong::UnknownSetting { name: name.to_owned(), near });
            }
        }
    }

    fn sections(&mut self, root: &Node) {
        let Node::Map(sections) = root else {
            return self.fault((1, 1), Wrong::NoYaml("no sections".into()));
        };
        for (at, name, value_at, value) in sections {
            match (name.as_str(), value) {
                ("log_levels", _) => {}
                ("spawn_rules" | "move_rules" | "optimisations", Node::Map(entries)) => {
                    let mut seen: Vec<(&str, u64)> = Vec::new();
                    for (at, name, value_at, value) in entries {
                        if let Some((_, first)) = seen.iter().find(|(seen, _)| seen == name) {
                            self.fault(*at, Wrong::Twice { what: name.clone(), first: *first });
                        }
                        seen.push((name, at.0));
                        self.set(&Entry { name, at: *value_at, value }, *at);
                    }
                }
                // A section in which everything is commented out.
                ("spawn_rules" | "move_rules" | "optimisations", Node::Scalar(text))
                    if text.is_empty() => {}
                ("spawn_rules" | "move_rules" | "optimisations", _) => {
                    self.wrong(&Entry { name, at: *value_at, value }, "a section of settings");
                }
                _ => self.set(&Entry { name, at: *value_at, value }, *at),
            }
        }
    }
}

pub(super) fn read(path: &Path, faults: &mut Vec<Fault>) -> Settings {
    let file = path.display().to_string();
    let text = match super::text(path, "settings of the simulation") {
        Ok(text) => text,
        Err(fault) => {
            faults.push(fault);
            return Settings::default();
        }
    };
    let settings = Settings::default();
    let mut reader = Reader {
        file,
        settings,
        faults,
        close_to_home: false,
        by_population: false,
        home_power: 0.5,
        population_power: 0.1,
        first_rules: false,
    };
    match yaml::read(&text) {
        Err((at, why)) => reader.fault(at, Wrong::NoYaml(why)),
        Ok(None) => {}
        Ok(Some(root)) => reader.sections(&root),
    }
    let mut settings = reader.settings;
    settings.home_distance_power = reader.close_to_home.then_some(reader.home_power);
    settings.pop_power = reader.by_population.then_some(reader.population_power);
    if reader.first_rules {
        settings = Settings {
            max_move_speed: 200.0,
            start_on_foot: false,
            avoid_short_stints: false,
            camp_weight: 2.0,
            conflict_weight: 0.25,
            ..settings
        };
    }
    settings
}
