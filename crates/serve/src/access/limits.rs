//! How often anybody may ask: a bucket for each user or address, filled by the minute.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

/// What is counted by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Counted {
    /// Tries to log in under one name: several may share an address.
    Login,
    /// Decisions, documents and texts to read.
    Change,
}

impl Counted {
    /// So many in a minute.
    fn most(self) -> u32 {
        match self {
            Counted::Login => 10,
            Counted::Change => 1200,
        }
    }
}

/// So many names and addresses are remembered.
const REMEMBERED: usize = 10_000;

/// How many were counted of whom, and in which minute.
type Buckets = BTreeMap<(Counted, String), (i64, u32)>;

/// How often anybody asked in the current minute.
#[derive(Debug, Default)]
pub(crate) struct Limits(Mutex<Buckets>);

impl Limits {
    /// Counts one more; whether it may be.
    pub fn allow(&self, counted: Counted, of: &str, now: Timestamp) -> bool {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = now.as_second() / 60;
        if buckets.len() > REMEMBERED {
            buckets.retain(|_, (at, _)| *at == minute);
        }
        let (at, count) = buckets.entry((counted, of.to_owned())).or_insert((minute, 0));
        if *at != minute {
            (*at, *count) = (minute, 0);
        }
        *count += 1;
        *count <= counted.most()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_try_of_a_minute_waits_for_the_next() {
        let (limits, from) = (Limits::default(), "Noor");
        let at = |second| Timestamp::from_second(second).unwrap();
        let tries: Vec<bool> =
            (0..12).map(|_| limits.allow(Counted::Login, from, at(60))).collect();
        assert_eq!(tries.iter().filter(|allowed| **allowed).count(), 10);
        assert!(limits.allow(Counted::Change, from, at(61)), "counted by itself");
        assert!(limits.allow(Counted::Login, from, at(120)));
    }
}
