//! Where the number of a claim stands in its text.

/// Where the number of a claim stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seat {
    /// Its sentence.
    pub sentence: usize,
    /// Which of the sentence's amounts it is.
    pub amount: usize,
}
