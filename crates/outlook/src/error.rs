//! Why nothing is said of the days to come.

use thiserror::Error;

/// What is missing or wrong, and what would help.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum OutlookError {
    /// Too few days have a number.
    #[error("{seen} of the days before have a number, and a forecast needs {needed}")]
    TooFewDays {
        /// Days with a number.
        seen: usize,
        /// Days that are needed.
        needed: usize,
    },
    /// The last number is too old to say anything of now.
    #[error(
        "the last number is of {last}, {days} days before, and a forecast needs one of the last {most}"
    )]
    TooOld {
        /// The day of the last number.
        last: jiff::civil::Date,
        /// How long ago that is.
        days: usize,
        /// How long ago it may be.
        most: usize,
    },
    /// No day ahead was asked for.
    #[error("no day ahead is asked for")]
    NoDays,
    /// A scenario that cannot be read or makes no sense.
    #[error("{line}:{column}: {message}")]
    Scenario {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
    /// Draws of different lengths.
    #[error("draw {draw} has {days} days, and the first has {first}")]
    UnequalDraws {
        /// Place of the draw, from 0.
        draw: usize,
        /// Its days.
        days: usize,
        /// Days of the first draw.
        first: usize,
    },
}

impl OutlookError {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            OutlookError::TooFewDays { .. } => {
                "add reports on more days, or give a scenario with what is assumed"
            }
            OutlookError::TooOld { .. } => {
                "add what was counted since, or give a scenario with what is assumed"
            }
            OutlookError::Scenario { .. } => "examples/scenarios shows the keys",
            OutlookError::NoDays => "ask for at least one day",
            OutlookError::UnequalDraws { .. } => "give every draw the same days",
        }
    }
}
