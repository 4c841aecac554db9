//! What the crate promises, in one program.

mod bad_input;
mod closed_forms;
mod folder;
mod ours;
mod peer;
