//! Since when a running total counts, for machines.

use jiff::civil::Date;

use crate::finding::Since;
use crate::series::item::UNSAID;

/// Since when, for machines.
pub(crate) fn counts_from(start: Date) -> Since {
    if start == UNSAID { Since::Unsaid } else { Since::Day(start) }
}

/// What would make a number the running total it is.
pub(crate) fn as_total(start: Date) -> String {
    if start == UNSAID {
        "cumulative=true".to_owned()
    } else {
        format!("start={start}, cumulative=true")
    }
}
