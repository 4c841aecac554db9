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
mod findings;
mod registry;
mod rules;
mod saying;
mod series;

use claim::{Claim, Event};

pub use finding::{Finding, Hypothesis, Rule, Severity, Since};
pub use saying::PHRASES;

pub use registry::RuleCard;
pub use rules::HEADLINE;

use findings::Findings;
use registry::Run;
use series::book::Book;

/// Audits claims; `events` tell of changes of method. The order of the claims does not matter:
/// findings come surest first, then by rule, then by claim.
pub fn audit(claims: &[Claim], events: &[Event]) -> Vec<Finding> {
    let mut book = Book::of(claims);
    let mut findings = Findings::default();
    for rule in rules::ALL {
        match rule.run {
            Run::Corrects(run) => run(&mut book, events, &mut findings),
            Run::Compares(run) => run(&book, events, &mut findings),
        }
    }
    findings.in_order()
}

/// The rules, in the order in which they are run: first those that correct, then those that only
/// compare.
pub fn rules() -> &'static [RuleCard] {
    rules::ALL
}
