//! What the audit finds: rules by name, how sure a finding is, and what a claim would say instead.

use claim::Id;
use jiff::civil::Date;
use phrases::Saying;
use serde::Serialize;
use strum::{Display, IntoStaticStr};

/// What was looked for. Each rule's own file says what it proves, what it assumes and the real
/// case that it comes from.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Display, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Rule {
    /// Parts do not add up to their total.
    PartsTotal,
    /// Crossings do not add up to the route.
    RouteTotal,
    /// Two sums that agree give another number than the one printed.
    Misprint,
    /// A running total is lower than an earlier one.
    TotalFalls,
    /// Two running totals are further apart, or closer, than the days between them.
    TotalDifference,
    /// A running total goes on from another count than the one printed before it.
    DefinitionChange,
    /// A running total was printed as the number of a day or a period.
    RunningTotalAsPeriod,
    /// A window counted back from the day of writing fits a running total as well.
    LooseWindow,
    /// A running total rises faster than any day around it explains.
    UnexplainedJump,
    /// So many people per household are impossible, or unheard of.
    HouseholdSize,
    /// People are households times a constant: a conversion, not a count.
    HouseholdConstant,
    /// The number of households is that of some of the people.
    HouseholdsForPeople,
    /// A number lies outside what its series allows by whole digits.
    ScaleSlip,
    /// A share of more than a hundred percent.
    ShareOverHundred,
    /// A part is larger than its whole.
    PartOverWhole,
    /// More people have left than there were.
    FlowOverStock,
    /// One source gives two figures for the same thing.
    TwoFigures,
    /// A headline does not say what the text below it says.
    HeadlineBody,
    /// A part of a day was retold as the day.
    PartialDay,
    /// The same number is told of the other direction.
    DirectionSwapped,
    /// A number of the whole border is told of one crossing.
    RouteAsCrossing,
    /// People who wait were retold as people who crossed.
    QueueAsCrossing,
    /// Crossings of a border were retold as people who are somewhere.
    CrossingsAsPeople,
    /// A running total rises by the same number day after day: filled in, not counted.
    EvenSteps,
    /// One source counts the same share more than another all along: another definition.
    SteadyRatio,
    /// Counting changed, and the step is not people.
    MethodBreak,
    /// Yesterday's number was published as today's.
    StaleFigure,
    /// A source gave later numbers for the same days: a revision, not an error.
    Revision,
    /// A running total was read several times in one day; the last reading counts.
    ReadingsOfDay,
    /// Of two days that follow each other one has ten times the people.
    TenfoldDay,
}

/// How sure a finding is, the surest first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Display, IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Severity {
    /// The claims cannot all be right as they stand.
    Proved,
    /// An honest coincidence would be rare.
    Likely,
    /// Nothing contradicts it, and somebody should look.
    WorthALook,
}

impl Severity {
    /// How much a picture should make of it, 0 to 1.
    pub fn weight(self) -> f64 {
        match self {
            Severity::Proved => 0.97,
            Severity::Likely => 0.7,
            Severity::WorthALook => 0.3,
        }
    }
}

/// Since when a running total counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// Since this day.
    Day(Date),
    /// Since an earlier day that no report tells.
    Unsaid,
}

/// What a claim would say instead, for machines: a hypothesis, not a correction.
#[derive(Debug, Clone, PartialEq)]
pub struct Hypothesis {
    /// The claim.
    pub claim: Id,
    /// It would be a running total, since then.
    pub total: Option<Since>,
    /// Its number would be this one.
    pub value: Option<f64>,
}

/// Something that the arithmetic proves or makes likely.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// What was looked for.
    pub rule: Rule,
    /// How sure it is.
    pub severity: Severity,
    /// The claims it is about, the one most likely wrong first.
    pub claims: Vec<Id>,
    /// What was found, in a sentence.
    pub message: Saying,
    /// What would put it right, when the arithmetic says.
    pub proposal: Option<String>,
    /// The arithmetic.
    pub proof: Saying,
    /// What a picture may weigh.
    #[serde(skip)]
    pub hypothesis: Option<Hypothesis>,
}
