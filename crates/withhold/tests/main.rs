//! What the solver promises to everybody who is counted, in one program.
//! A new file of tests is named here; `.ci/run` refuses one that is not.

mod attack;
mod small_numbers;
