//! Everything that the exports promise, in one program: linking costs more than running.
//! A new file of tests is named here; `.ci/run` refuses one that is not.

mod files;
mod round_trip;
