//! Everything that the brief promises, in one program: linking costs more than running.
//! A new file of tests is named here; `.ci/run` refuses one that is not.

mod brief;
mod common;
mod language;
mod size;
mod trail;
