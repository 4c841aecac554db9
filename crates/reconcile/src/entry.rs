//! What is decided of each claim before any number is compared: the part it plays, where, and when.

use std::collections::BTreeMap;

use audit::Since;
use claim::Window;
use jiff::civil::Date;

use crate::picture::Role;
use crate::saying::Saying;

/// What was decided of one claim, before inference.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub role: Role,
    pub why: Option<Saying>,
    /// Index of the claim that it copies.
    pub copy_of: Option<usize>,
    /// Crossings by gazetteer name; empty for the whole route.
    pub via: Vec<String>,
    /// First day, when the claim has a usable one.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// Organisation, normalised for comparison.
    pub organisation: String,
    /// Counts only some of the people in its scope: a lower bound, whatever its wording.
    pub subset: bool,
    /// What the audit found about it.
    pub doubt: Doubt,
}

/// What the audit makes of a claim, for the engine to weigh: never a correction.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Doubt {
    /// It may be the running total since then, with this weight.
    pub total: Option<(Since, f64)>,
    /// Chance that its number is wrong, where arithmetic proves another.
    pub wrong: f64,
}

impl Entry {
    /// Whether it may carry a number into the model, or be compared with it.
    pub fn in_scope(&self) -> bool {
        self.role != Role::OutOfScope && self.end.is_some()
    }

    pub fn active(&self) -> bool {
        self.role.is_fitted()
    }

    pub fn window(&self) -> Option<Window> {
        Window::new(self.start?, self.end?)
    }
}

/// The active claims that have a key, by it, each group in the order: of thousands only few need be compared.
pub(crate) fn alike<K: Ord>(
    entries: &[Entry],
    order: &[usize],
    key: impl Fn(usize) -> Option<K>,
) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for &i in order.iter().filter(|&&i| entries[i].active()) {
        if let Some(key) = key(i) {
            groups.entry(key).or_default().push(i);
        }
    }
    groups.into_values().collect()
}
