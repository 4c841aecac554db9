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

mod finding;
mod rules;
mod saying;
mod series;

use claim::{Claim, Event};

pub use finding::{Finding, Hypothesis, Rule, Severity, Since};
pub use saying::PHRASES;

use rules::*;
use series::book::Book;

/// Audits claims; `events` tell of changes of method. The order of the claims does not matter:
/// findings come surest first, then by rule, then by claim.
pub fn audit(claims: &[Claim], events: &[Event]) -> Vec<Finding> {
    let mut book = Book::of(claims);
    let mut findings = Vec::new();
    share_over_hundred::shares(&book, &mut findings);
    // What two sums prove to be a misprint is put right before anything else is compared, so that
    // one wrong digit is one finding and not five.
    misprint::misprints(&mut book, &mut findings);
    running_total::periods(&mut book, &mut findings);
    same_digits::same_digits(&mut book, &mut findings);
    scale_slip::slips(&mut book, &mut findings);
    direction_swapped::directions(&mut book, &mut findings);
    total_falls::falls(&mut book, events, &mut findings);
    total_difference::differences(&book, events, &mut findings);
    parts_total::parts(&mut book, &mut findings);
    route_total::routes(&book, &mut findings);
    spans::spans(&book, events, &mut findings);
    unexplained_jump::jumps(&book, &mut findings);
    loose_window::loose_windows(&book, &mut findings);
    two_starts::two_starts(&book, &mut findings);
    household_size::sizes(&book, &mut findings);
    household_constant::constants(&book, &mut findings);
    households_for_people::repeats(&book, &mut findings);
    flow_over_stock::flows_over_stocks(&book, &mut findings);
    two_figures::two_figures(&book, &mut findings);
    headline_body::headlines(&book, &mut findings);
    partial_day::partial_days(&book, &mut findings);
    route_as_crossing::routes(&book, &mut findings);
    queue_as_crossing::queues(&book, &mut findings);
    crossings_as_people::crossings_as_people(&book, &mut findings);
    stale_figure::stale(&book, &mut findings);
    even_steps::even_steps(&book, &mut findings);
    steady_ratio::steady_ratios(&book, &mut findings);
    crossing_as_border::crossings_as_borders(&book, &mut findings);
    method_break::method_breaks(&book, events, &mut findings);
    findings.sort_by_cached_key(|one| {
        (one.severity, one.rule, one.claims.clone(), one.proof.to_string())
    });
    findings.dedup();
    findings
}
