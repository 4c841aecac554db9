//! The command line of crossings.
fn main() {}
