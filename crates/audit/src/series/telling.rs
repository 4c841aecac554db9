//! Numbers that are precise enough to be recognised elsewhere.

use crate::series::book::Book;

/// Numbers below this, and rounded ones, agree by chance.
pub(crate) const TELLING: f64 = 100.0;

/// Whether the number is precise enough to be recognised elsewhere.
pub(crate) fn telling(book: &Book, item: usize) -> bool {
    let entry = &book.items[item];
    entry.is_fine() && entry.value() >= TELLING
}
