//! That a number is a running total, and how it shows.

use jiff::civil::Date;
use phrases::Saying;

use crate::finding::Severity;
use crate::series::book::Book;

/// That a number is a running total, and how it shows.
#[derive(Debug, Clone)]
pub(crate) struct Proof {
    pub since: Date,
    pub text: Saying,
    pub others: Vec<usize>,
    pub severity: Severity,
}

/// Two numbers of so many digits that agree are one number.
pub(crate) const FIVE_DIGITS: f64 = 10_000.0;

/// How sure an equation to the last person is: five digits do not agree by chance, whoever prints
/// them.
pub(crate) fn of_equation(book: &Book, item: usize) -> Severity {
    let entry = &book.items[item];
    if entry.is_exact() && entry.value() >= FIVE_DIGITS {
        Severity::Proved
    } else {
        book.contradiction(&[item])
    }
}
