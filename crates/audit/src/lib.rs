//! Arithmetic over claims, within a document and across all of them: sums against their parts,
//! running totals against daily figures, people against households. It needs no model and no
//! opinion, only that numbers that say the same thing must agree.
//!
//! The audit proposes and never changes anything. A finding names the claims it is about, the one
//! that is most likely wrong first, shows the arithmetic for a reader to check, and says how sure
//! it is: [`Severity::Proved`] means that the claims cannot all be right as they stand.
//!
//! ```
//! use claim::{Claim, DocumentId, Group, Kind, Population};
//!
//! let document = DocumentId::of_bytes(b"sheet");
//! let claim = |value: f64, group, part_of| Claim {
//!     value: Some(value),
//!     kind: Kind::Return,
//!     population: Population { group, ..Population::default() },
//!     part_of,
//!     ..Claim::new(document.clone(), "n", 0..1)
//! }
//! .sealed();
//! let total = claim(2290.0, Group::All, None);
//! let part = |value, group| claim(value, group, Some(total.id.clone()));
//! let claims = [
//!     total.clone(),
//!     part(800.0, Group::Men),
//!     part(756.0, Group::Women),
//!     part(1409.0, Group::Children),
//! ];
//! let findings = audit::audit(&claims, &[]);
//! assert_eq!(findings[0].proof.to_string(), "800 + 756 + 1,409 = 2,965, not 2,290");
//! assert_eq!(findings[0].claims[0], total.id);
//! ```

mod book;
mod breaks;
mod climb;
mod context;
mod households;
mod repeats;
mod saying;
mod scale;
mod series;
mod sums;
mod totals;

use claim::{Claim, Event, Id};
use jiff::civil::Date;
use phrases::Saying;
use serde::Serialize;
use strum::{Display, IntoStaticStr};

use book::Book;
pub use saying::PHRASES;

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

/// Audits claims; `events` tell of changes of method. The order of the claims does not matter:
/// findings come surest first, then by rule, then by claim.
pub fn audit(claims: &[Claim], events: &[Event]) -> Vec<Finding> {
    let mut book = Book::of(claims);
    let mut findings = Vec::new();
    scale::shares(&book, &mut findings);
    // What two sums prove to be a misprint is put right before anything else is compared, so that
    // one wrong digit is one finding and not five.
    sums::misprints(&mut book, &mut findings);
    totals::periods(&mut book, &mut findings);
    scale::same_digits(&mut book, &mut findings);
    scale::slips(&mut book, &mut findings);
    repeats::directions(&mut book, &mut findings);
    totals::falls(&mut book, events, &mut findings);
    totals::differences(&book, events, &mut findings);
    sums::parts(&mut book, &mut findings);
    sums::routes(&book, &mut findings);
    totals::spans(&book, events, &mut findings);
    totals::jumps(&book, &mut findings);
    totals::loose_windows(&book, &mut findings);
    totals::two_starts(&book, &mut findings);
    households::sizes(&book, &mut findings);
    households::constants(&book, &mut findings);
    households::repeats(&book, &mut findings);
    scale::flows_over_stocks(&book, &mut findings);
    repeats::two_figures(&book, &mut findings);
    repeats::headlines(&book, &mut findings);
    repeats::partial_days(&book, &mut findings);
    repeats::routes(&book, &mut findings);
    repeats::queues(&book, &mut findings);
    repeats::crossings_as_people(&book, &mut findings);
    repeats::stale(&book, &mut findings);
    series::even_steps(&book, &mut findings);
    series::steady_ratios(&book, &mut findings);
    series::crossings_as_borders(&book, &mut findings);
    breaks::method_breaks(&book, events, &mut findings);
    findings.sort_by_cached_key(|one| {
        (one.severity, one.rule, one.claims.clone(), one.proof.to_string())
    });
    findings.dedup();
    findings
}
