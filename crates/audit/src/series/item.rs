//! A claim and what it comes to, and claims that count the same thing.

use claim::{Claim, DaysFound, Group, Qualifier, Window, rounding};
use jiff::civil::Date;

use crate::series::bounds::Bounds;
use crate::series::what::What;

/// The first day of totals of which nobody says since when they count.
pub(crate) const UNSAID: Date = Date::MIN;

/// A claim and what it comes to.
#[derive(Debug, Clone)]
pub(crate) struct Item<'c> {
    pub claim: &'c Claim,
    pub bounds: Bounds,
    /// Index of its [`Series`].
    pub series: usize,
    pub group: Group,
    pub start: Option<Date>,
    pub end: Option<Date>,
    /// Its last day is only the day it was printed, and may be the one before.
    pub loose: bool,
    /// Counts on from its first day: said to, or over the window of those that do.
    pub total: bool,
    /// Who counted, which way or since when is from a neighbour and not from the claim.
    pub assumed: bool,
    /// The report states whose it is: for this number, or by its letterhead, when it names no other
    /// body, or as the publisher of a table.
    pub sourced: bool,
    /// Its source gave another number for the same days at another time.
    pub revised: bool,
    /// Put right, or shown to be wrong, by an earlier rule: later ones leave it alone.
    pub settled: bool,
}

impl Item<'_> {
    pub fn window(&self) -> Option<Window> {
        Window::new(self.start.filter(|start| *start != UNSAID)?, self.end?)
    }

    /// Whether it is of a single day and not a running total.
    pub fn day(&self) -> Option<Date> {
        let window = self.window()?;
        (window.days() == 1 && !self.total && !self.claim.partial).then(|| window.start())
    }

    /// Whether it runs up to its last day from an earlier one; "by 08:00" counts too.
    pub fn is_total(&self) -> bool {
        // "6,000 by 07:00" is of that day, unless it says since when.
        let since = !self.claim.partial || self.claim.start.is_some();
        self.total && self.end.is_some() && since
    }

    /// Whether its last day is known, or was found.
    pub fn is_dated(&self) -> bool {
        !self.loose || self.end != self.claim.end
    }

    /// What it can stand for where it meets others in a sum: one zero may be a digit like any
    /// other, and may have been rounded.
    pub fn loosened(&self) -> Bounds {
        let step = rounding(self.value());
        if self.claim.qualifier != Qualifier::Exact || step < 10.0 || self.value() >= 10_000.0 {
            return self.bounds;
        }
        Bounds {
            lo: self.bounds.lo.min(self.value() - step * 0.5),
            hi: self.bounds.hi.max(self.value() + step * 0.5),
        }
    }

    /// Printed to the last person.
    pub fn is_exact(&self) -> bool {
        self.bounds.is_exact() && self.claim.qualifier == Qualifier::Exact
    }

    /// Printed to the last person, or with one zero that may be a digit like any other.
    pub fn is_fine(&self) -> bool {
        self.claim.qualifier == Qualifier::Exact && self.bounds.hi - self.bounds.lo <= 20.0
    }

    /// Whether the report says for this very number according to whom it is, and on which days:
    /// nothing of it was carried from another sentence or guessed. The parts of a figure are of its
    /// days.
    pub fn is_stated(&self) -> bool {
        let part = self.group != Group::All || self.claim.part_of.is_some();
        let days = self.claim.found.days;
        self.sourced && (part || !matches!(days, Some(DaysFound::Carried | DaysFound::Publication)))
    }

    pub fn value(&self) -> f64 {
        self.claim.value.unwrap_or(self.bounds.lo)
    }
}

/// Claims of one organisation that count the same thing.
#[derive(Debug)]
pub(crate) struct Series {
    pub what: What,
    /// Key of the organisation; empty when nobody is named.
    pub organisation: String,
    /// Indices of its items, by last day, first day and id.
    pub items: Vec<usize>,
}

impl Series {
    /// Whether somebody who could contradict themselves stands behind it.
    pub fn is_named(&self) -> bool {
        !self.organisation.is_empty()
    }
}
