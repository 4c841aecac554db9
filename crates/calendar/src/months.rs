//! The months by their English names, in the order of the year: what metadata and claim tables
//! write, and what the words of other languages are turned into.

/// In lower case.
pub const ENGLISH: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
