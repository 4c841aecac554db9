//! Everything that the command line promises, in one program: linking costs more than running.
//! A new file of tests is named here; `.ci/run` refuses one that is not.

#[path = "../../withhold/tests/attack.rs"]
mod attack;
mod audit_cases;
mod bad_inputs;
mod brief_cases;
mod case;
mod command_line;
mod export;
mod leaks;
mod ledger;
mod outlook;
mod picture_cases;
mod serve;
mod simulate;
mod small_numbers;
