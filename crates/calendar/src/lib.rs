//! Days, spans of days and numbers in the spellings of cells, heads, metadata and letterheads. A text
//! has as many readings as it has; what could be read in two ways is said and never guessed.

pub mod days;
pub mod fiscal;
pub mod hours;
mod iso;
pub mod months;
pub mod numbers;
pub mod solar;
pub mod spacing;
pub mod words;
pub mod written;

pub use iso::iso_day;
