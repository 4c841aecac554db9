//! Many members of the same course, each with chances of its own.

use rayon::prelude::*;

use crate::course::Course;
use crate::walk::{Trace, Walk, dice};

/// Members of one course.
#[derive(Debug, Clone)]
pub struct Ensemble {
    /// One trace a member, in the order of members.
    pub members: Vec<Trace>,
}

/// Walks `members` members; member `n` of a seed is the same among any number of members, on any number of threads.
/// `done` is told each time one is finished.
pub fn run(course: &Course, members: usize, seed: u64, done: &(dyn Fn() + Sync)) -> Ensemble {
    let walked = (0..members as u64).into_par_iter().map(|member| {
        let trace = Walk::new(course, dice(seed, member)).run();
        done();
        trace
    });
    Ensemble { members: walked.collect() }
}
