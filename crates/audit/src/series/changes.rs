//! Changes of method that reports tell of.

use claim::{Event, EventKind};
use jiff::civil::Date;

use crate::series::book::Book;
use crate::series::what::What;

/// Whether a report tells of a change of method here in these days, give or take a few.
pub(crate) fn changed_between(
    book: &Book,
    series: usize,
    events: &[Event],
    first: Date,
    last: Date,
) -> bool {
    let what = &book.series[series].what;
    events.iter().filter(|event| event.kind == EventKind::MethodChange && of(what, event)).any(
        |event| {
            event.start.or(event.published).is_some_and(|day| {
                (first - day).get_days() <= NEAR && (day - last).get_days() <= NEAR
            })
        },
    )
}

/// A change of method is told of within so many days of the step.
pub(crate) const NEAR: i32 = 7;

/// Whether an event is of the border that a series counts.
pub(crate) fn of(what: &What, event: &Event) -> bool {
    event.place.as_ref().is_none_or(|place| {
        what.from.as_ref() == Some(place)
            || what.to.as_ref() == Some(place)
            || what.via.contains(place)
    })
}
