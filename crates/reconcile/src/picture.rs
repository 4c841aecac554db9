//! The result: draws of the daily flows, and what they say about each claim.

use claim::{Id, Window};
use jiff::civil::Date;
use serde::Serialize;

use crate::saying::Saying;

/// Name under which flows through no named crossing are kept.
pub const ELSEWHERE: &str = "elsewhere";

/// Name of the sum over the whole route.
pub const ALL: &str = "all";

/// A border, in the direction of the flow; ISO 3166 alpha-3 both.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Route {
    /// Country left.
    pub from: String,
    /// Country entered.
    pub to: String,
}

/// The reconciled estimate of the daily flow per crossing, as known on a date.
#[derive(Debug, Clone, Serialize)]
pub struct Picture {
    /// Nothing published after this day was used.
    pub as_of: Date,
    /// The border it is a picture of.
    pub route: Route,
    /// The days that the model covers.
    pub window: Window,
    /// Crossings by gazetteer name, largest flow first; [`ELSEWHERE`] last.
    pub crossings: Vec<String>,
    /// By crossing: whether anybody gave a number of its own for it, or a total that reaches it.
    /// What nobody counted is no part of [`ALL`].
    pub counted: Vec<bool>,
    /// Crossings of the border that the gazetteer knows and no claim names.
    pub unreported: Vec<String>,
    /// Whether [`ALL`] tells of the whole border: not where its main crossings are unreported and no
    /// total tells of the whole. It is then the sum of what is reported, and no more.
    pub whole_known: bool,
    /// Classes of people that the reports tell apart, by which may be asked.
    pub classes: Vec<String>,
    /// Draws from the posterior of the daily flows.
    #[serde(skip)]
    pub draws: Draws,
    /// Every claim that was looked at, in the order given.
    pub claims: Vec<ClaimFit>,
    /// Claims about overlapping scope that do not fit, with the reason.
    pub disagreements: Vec<Disagreement>,
    /// What the arithmetic proves of the claims, or makes likely; the surest first.
    #[serde(skip)]
    pub findings: Vec<audit::Finding>,
    /// How each organisation leans.
    pub sources: Vec<Leaning>,
    /// What the claims leave nearly open, and why.
    pub unknowns: Vec<Unknown>,
    /// Which days of each named crossing somebody reported, in the order of `crossings`.
    pub coverage: Vec<Coverage>,
    /// Which days somebody reported for the route as a whole.
    pub route_coverage: Coverage,
    /// Factors of definition that claims rest on, as drawn.
    #[serde(skip)]
    pub(crate) definitions: Vec<Definition>,
    /// What the picture finds of itself.
    pub diagnostics: Diagnostics,
}

/// Draws of the daily flow, people per day: `[draw][crossing][day]`, flat.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draws {
    pub(crate) crossings: usize,
    pub(crate) days: usize,
    pub(crate) flows: Vec<f64>,
}

/// Quantiles and mean of a number of people.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Quantiles {
    /// 2.5 %.
    pub p025: f64,
    /// 5 %.
    pub p05: f64,
    /// 10 %.
    pub p10: f64,
    /// 25 %.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75 %.
    pub p75: f64,
    /// 90 %.
    pub p90: f64,
    /// 95 %.
    pub p95: f64,
    /// 97.5 %.
    pub p975: f64,
    /// Mean of the draws.
    pub mean: f64,
}

/// One answer: how many crossed, by which crossing, over which days.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Crossing, or [`ALL`].
    pub via: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// People, rounded to whole ones.
    #[serde(flatten)]
    pub quantiles: Quantiles,
}

/// What part a claim plays in the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Its number is fitted.
    Used,
    /// It only bounds the flow from one side.
    Bound,
    /// It repeats an observation that another claim already makes.
    Copy,
    /// The same source corrected or updated it.
    Superseded,
    /// It was looked at and not used; `why` says the reason.
    SetAside,
    /// It is about something else (a stock, another border, a plan).
    OutOfScope,
}

impl Role {
    /// Whether the picture rests on it: its number is fitted, or bounds the flow.
    pub fn is_fitted(self) -> bool {
        matches!(self, Role::Used | Role::Bound)
    }
}

/// How one claim fits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ClaimFit {
    /// The claim.
    pub id: Id,
    /// Posterior median of what the claim counts, people (or households); `None` out of scope.
    pub fitted: Option<f64>,
    /// Natural logarithm of claimed over fitted; `None` without a number.
    pub residual: Option<f64>,
    /// From 0 (ignored) to 1 (taken at its word).
    pub weight: f64,
    /// What part it plays.
    pub role: Role,
    /// Why it is not simply used, in plain words.
    pub why: Option<Saying>,
    /// Window the engine thinks it covers, and the probability of that, when it is not the stated one.
    pub reading: Option<WindowReading>,
    /// The crossings that it is of, by the gazetteer's names; none for the whole border.
    pub via: Vec<String>,
    /// The class of people that it counts, where the picture tells classes apart and it is of one: no number of
    /// everybody.
    pub class: Option<String>,
    /// A running total of which neither it nor another says since when it counts: the days before the first
    /// of them are drawn and told by nobody.
    pub open: bool,
    /// The claim that this one copies.
    pub copy_of: Option<Id>,
}

/// Another window that fits a claim better than the one it states.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WindowReading {
    /// Days the claim seems to cover.
    pub window: Window,
    /// Posterior probability, 0 to 1.
    pub probability: f64,
}

/// Why two claims differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, strum::Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Reason {
    /// They cover different days than they say.
    Window,
    /// A running total was given as the number of a day or short window.
    CumulativeVsDaily,
    /// One covers only a part of the day.
    PartialPeriod,
    /// They count different people.
    Population,
    /// With and without deportees, assisted returns and the like.
    Modality,
    /// One counts one crossing, the other the whole border.
    CrossingScope,
    /// A count of the whole border holds ways that no other report names.
    UnnamedWays,
    /// Passages against persons, registered against counted.
    CountingConcept,
    /// Families turned into people.
    UnitConversion,
    /// One is rounded.
    Rounding,
    /// A digit or a word slipped.
    Transcription,
    /// The same source gave more for the same days later on.
    LateReports,
    /// The method or the coverage of a count changed.
    MethodChange,
    /// Two organisations' series keep a steady or drifting ratio.
    Definition,
    /// One organisation counts more or fewer than another from a day on.
    LevelShift,
    /// No reason found but error.
    Independent,
}

/// Claims about overlapping scope that cannot all hold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Disagreement {
    /// Crossing, or [`ALL`].
    pub via: String,
    /// Days that the claims have in common.
    pub window: Window,
    /// How many people are in dispute (or families, as the claims count): what the list is ordered by. It
    /// leaves in no output: a difference may tell a number that is not printed.
    #[serde(skip)]
    pub people: f64,
    /// The claims, the odd one out first.
    pub claims: Vec<Id>,
    /// Most probable reason.
    pub reason: Reason,
    /// Probability of that reason, 0 to 1.
    pub weight: f64,
    /// A sentence that a journalist could print.
    pub sentence: Saying,
}

/// How an organisation's numbers lean against the picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Leaning {
    /// Organisation, as the claims name it.
    pub organisation: String,
    /// How many of its claims were used.
    pub claims: usize,
    /// Factor its numbers carry against the picture, 5 %, 50 % and 95 %: 1.02 counts 2 % more.
    pub p05: f64,
    /// Median.
    pub p50: f64,
    /// 95 %.
    pub p95: f64,
    /// Median on the first of its days, where it may drift or step over them.
    pub first: Option<f64>,
    /// Median on the last of its days.
    pub last: Option<f64>,
}

/// Something that the claims leave nearly open.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Unknown {
    /// Crossing, or [`ALL`].
    pub via: String,
    /// Days in question.
    pub window: Window,
    /// How many times the 95 % point is the 5 % point.
    pub factor: f64,
    /// What is not known and why.
    pub sentence: Saying,
    /// The observation that would narrow it most, as a phrase without full stop.
    pub remedy: Saying,
}

/// How a day at a crossing was reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Observed {
    /// Nobody gave a number for this crossing that covers the day.
    No,
    /// Only totals of four days or more cover it.
    InTotals,
    /// A count of at most three days covers it, or the difference of two running totals does.
    ByDay,
}

/// How many days of a crossing were reported, and how.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coverage {
    /// Crossing by gazetteer name.
    pub via: String,
    /// Days with a count of their own.
    pub by_day: usize,
    /// Days covered by longer totals only.
    pub in_totals: usize,
    /// Days that nobody reported.
    pub not_observed: usize,
    /// One entry per day of the picture.
    #[serde(skip)]
    pub days: Vec<Observed>,
}

/// A factor of definition that claims rest on, as drawn.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Definition {
    pub name: &'static str,
    /// The claim whose scope would be counted by another definition.
    pub via: String,
    pub window: Window,
    /// Logarithm of the factor, by draw.
    pub logs: Vec<f64>,
}

/// Whether the draws can be trusted: they are independent, and the picture checks itself.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Diagnostics {
    /// Number of draws kept, over all chains.
    pub draws: usize,
    /// Number of chains.
    pub chains: usize,
    /// Largest split R-hat over the daily flows' sums and the leanings; should be below 1.07.
    pub rhat: f64,
    /// Smallest effective number of draws over the same.
    pub ess: f64,
    /// Kept for readers of older files: draws are independent, so none diverges.
    pub divergences: usize,
    /// Numbers that one office printed, nobody contradicts, and the picture yet does not reproduce.
    pub missed: usize,
    /// Whether all of the above are as they should be.
    pub converged: bool,
}
