//! Scores the reader.
fn main() {}
