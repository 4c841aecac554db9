//! Turns claims that do not fit into one picture: the daily flow of each
//! crossing with its uncertainty, how every claim stands to it, and who
//! disagrees and why.

mod picture;

pub use picture::{
    ALL, ClaimFit, Diagnostics, Disagreement, Draws, ELSEWHERE, Leaning, Picture, Quantiles,
    Reason, Role, Route, Row, Unknown, WindowReading,
};
