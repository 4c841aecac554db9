//! What the peer does and does not say, each with its switch. One list, so that none hides in a rule.

/// Deviations of Flee (at commit 02cd2cbd) from what its documentation or its input says, all measured in `FLEE.md`.
/// `true` does as the peer does. [`Quirks::FLEE`] has all of them, [`Quirks::NONE`] none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quirks {
    /// Of conflict only its beginning and its end count: 0.2, 0.9, 0.5 stays 0.2. Else each day has its intensity.
    pub conflict_steps_only: bool,
    /// A camp is full only for those who decide while it is: whoever is under way gets in. Else the camp lets in as
    /// many as fit, and who finds it full goes elsewhere or waits.
    pub soft_capacity: bool,
    /// Whoever arrives before the day is over has a whole day's speed for the next route. Else what is left of the day.
    pub whole_day_again: bool,
    /// 360 km at 360 km a day take two days. Else one.
    pub arrival_is_strict: bool,
    /// Closures of a single route do nothing. Else they close it both ways.
    pub link_closures_do_nothing: bool,
    /// Nobody is taken away when counts fall: the fall is a debt that later arrivals pay. Else people leave camps for
    /// home, from each camp in proportion to who is there.
    pub falls_are_debt: bool,
    /// Forced redirection is not followed, and 1 makes a route double. Else people at its start go that way only.
    pub redirection_does_nothing: bool,
    /// The capacity of a camp is less by its count of day 0, and those people count against it, too. Else once.
    pub day_0_counts_twice: bool,
    /// Old conflicts repel less as they produce less. Else they repel as long as they last.
    pub old_conflicts_attract: bool,
    /// The counts of two files of one camp are summed in steps. Else on straight lines between dates.
    pub summed_files_stepwise: bool,
    /// Coordinates are read as longitude and latitude, and all folders hold latitude and longitude. It matters where
    /// people stay close to home. Else latitude comes first.
    pub coordinates_swapped: bool,
    /// A column of conflicts.csv whose head differs from a place by blanks, signs or case belongs to nobody. Else to it.
    pub names_are_exact: bool,
    /// A route that stands in the file twice is two routes. Else one.
    pub routes_told_twice: bool,
    /// With an awareness of 0 nobody moves. Else all routes are alike.
    pub awareness_0_stays: bool,
}

impl Quirks {
    /// All of them: the peer.
    pub const FLEE: Quirks = Quirks::all(true);
    /// None of them.
    pub const NONE: Quirks = Quirks::all(false);

    const fn all(on: bool) -> Quirks {
        Quirks {
            conflict_steps_only: on,
            soft_capacity: on,
            whole_day_again: on,
            arrival_is_strict: on,
            link_closures_do_nothing: on,
            falls_are_debt: on,
            redirection_does_nothing: on,
            day_0_counts_twice: on,
            old_conflicts_attract: on,
            summed_files_stepwise: on,
            coordinates_swapped: on,
            names_are_exact: on,
            routes_told_twice: on,
            awareness_0_stays: on,
        }
    }
}

/// Which rules people follow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rules {
    /// Those of the peer, with its quirks.
    Flee,
    /// Ours.
    #[default]
    Crossings,
}

impl Rules {
    /// The quirks of these rules.
    pub fn quirks(self) -> Quirks {
        match self {
            Rules::Flee => Quirks::FLEE,
            Rules::Crossings => Quirks::NONE,
        }
    }

    /// Their name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Rules::Flee => "flee",
            Rules::Crossings => "crossings",
        }
    }
}
