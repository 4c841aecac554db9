//! People over a network of places, links and days.
//!
//! Reads the input folders of Flee unchanged and checks them ([`read`]), works out what all members of an ensemble have in
//! common ([`Course`]), walks counts of people through it ([`Ensemble`]), and holds camps against what was counted
//! there ([`score`]). Rules are the peer's, with its quirks in one list ([`Quirks`]), or ours.
//!
//! No clock, and no randomness without a seed: the same folder, rules, seed and number of members give the same
//! numbers on any number of threads.

mod course;
mod draw;
mod ensemble;
mod fault;
pub mod forecast;
mod input;
mod network;
pub mod outcome;
pub mod output;
mod quirks;
pub mod score;
mod walk;

pub use course::Course;
pub use ensemble::{Ensemble, run};
pub use fault::{Column, Fault, Faults, Wrong};
pub use input::{
    Closed, Closure, ConflictDriven, Folder, Input, Kind, Place, Route, Series, Settings, read,
};
pub use quirks::{Quirks, Rules};
pub use walk::Trace;
