//! What a rule of the audit is: what it proves, what it assumes, the case it comes from, and how
//! it is run.

use claim::Event;

use crate::findings::Findings;
use crate::series::book::Book;

/// A rule of the audit, as it stands in the registry.
#[derive(Debug)]
pub struct RuleCard {
    /// Its name.
    pub name: &'static str,
    /// What it proves, makes likely, or asks to look at.
    pub proves: &'static str,
    /// What must hold for that.
    pub assumes: &'static str,
    /// The real case that it comes from.
    pub case: &'static str,
    pub(crate) run: Run,
}

/// How a rule is run: first those that correct, so that one wrong number is one finding and not
/// five, then those that only compare what is left.
#[derive(Debug)]
pub(crate) enum Run {
    /// Puts right in the book, or takes out of it, what it shows to be wrong.
    Corrects(fn(&mut Book<'_>, &[Event], &mut Findings)),
    /// Leaves the book as it is.
    Compares(fn(&Book<'_>, &[Event], &mut Findings)),
}
