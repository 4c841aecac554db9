//! Holds what the reader reads against hand-made gold: the sets and their gold claims, and the
//! scores by claim and by field. `crossings-eval` prints and writes them; `crossings-train` asks
//! here which value of a field is right.

pub mod cases;
pub mod corpora;
pub mod score;
pub mod sets;
