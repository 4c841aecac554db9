//! What can go wrong, and what to do about it.

use claim::Window;
use jiff::civil::Date;

/// Says why there is no picture, or no answer from it, and what would help.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ReconcileError {
    /// No claim counts movement over a border.
    #[error(
        "none of the {claims} claims counts people crossing a border; \
         add a report of returns, departures, arrivals or deportations with a number"
    )]
    NoFlows {
        /// Claims looked at.
        claims: usize,
    },
    /// Flow claims, but none says from where to where.
    #[error("no claim says which border it is about; name the route, for instance from PAK to AFG")]
    NoRoute,
    /// Flow claims, but none about this route.
    #[error(
        "no claim with a number is about movement from {from} to {to}; \
         check the codes (ISO 3166 alpha-3) or choose another route"
    )]
    NothingOnRoute {
        /// Country left.
        from: String,
        /// Country entered.
        to: String,
    },
    /// Neither claims nor options give a date.
    #[error(
        "no claim has a date; give reports their date of publication, or name the date of the picture"
    )]
    NoDates,
    /// A crossing that no claim names.
    #[error("no claim names the crossing {name:?}; the picture has {known}")]
    UnknownCrossing {
        /// As asked for.
        name: String,
        /// What there is, for print.
        known: String,
    },
    /// A class of people that no claim tells apart.
    #[error(
        "the reports do not tell {name:?} apart from the rest{}",
        if known.is_empty() { String::new() } else { format!("; they tell apart {}", crate::words::list(known)) }
    )]
    UnknownClass {
        /// As asked for.
        name: String,
        /// What there is.
        known: Vec<String>,
    },
    /// Days outside the picture.
    #[error(
        "{} is not within the picture, which covers {}; ask for days within, or widen its span",
        crate::words::days(*asked),
        crate::words::days(*covered)
    )]
    Outside {
        /// Days asked for.
        asked: Window,
        /// Days there are.
        covered: Window,
    },
    /// Numbers that no flow of people can explain.
    #[error(
        "the numbers of these claims are out of any range; look for a slip with `crossings audit`, \
         and reject or correct it with `crossings decide`"
    )]
    OutOfRange,
    /// A span longer than can be modelled day by day.
    #[error(
        "{} is {} days long; a picture covers at most {most}: ask for a part of it, not before {earliest}",
        crate::words::days(*asked),
        asked.days()
    )]
    TooLong {
        /// Days asked for.
        asked: Window,
        /// Longest span, days.
        most: i64,
        /// First day that would do.
        earliest: Date,
    },
}
