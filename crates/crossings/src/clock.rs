//! The only clock: what is entered is dated by it, and waiting is measured. Nothing that is reckoned or written of reports
//! depends on it.

#![allow(clippy::disallowed_methods)] // this is the place for them

use std::time::Instant;

use jiff::Timestamp;

/// What time it is.
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// From when on something lasts.
pub(crate) fn begun() -> Instant {
    Instant::now()
}
