//! What closes a crossing and what does not: the engine empties the days of a closure.

use claim::{Event, EventKind, Stance, Statement};
use places::Gazetteer;
use read::Options;

const LEAD: &str = "Afghans have been returning from Pakistan through Torkham for weeks. ";

fn events(text: &str) -> Vec<Event> {
    let text = format!("date 2023-11-10\n{LEAD}{text}");
    let read = read::read("a.txt", text.into_bytes(), Options::default(), Gazetteer::builtin());
    let border =
        |event: &Event| matches!(event.kind, EventKind::BorderClosed | EventKind::BorderOpened);
    read.unwrap()
        .statements
        .into_iter()
        .filter_map(|statement| match statement {
            Statement::Event(event) => Some(event).filter(border),
            _ => None,
        })
        .collect()
}

#[test]
fn a_crossing_that_was_shut_and_reopened_has_both_days() {
    for text in [
        "The Torkham crossing was closed on 3 November. It reopened on 6 November.",
        "Torkham was shut on 3 November after a clash. It was reopened on 6 November, officials said.",
        "Pakistan closed the Torkham gate on 3 November. The crossing reopened on 6 November.",
    ] {
        let found = events(text);
        let told: Vec<_> = found
            .iter()
            .map(|e| (e.kind, e.place.as_deref(), e.start.map(|day| day.day())))
            .collect();
        let torkham = Some("Torkham");
        let expected = [
            (EventKind::BorderClosed, torkham, Some(3)),
            (EventKind::BorderOpened, torkham, Some(6)),
        ];
        assert_eq!(told, expected, "{text}");
    }
}

#[test]
fn closed_to_goods_or_for_an_hour_is_not_closed_to_people() {
    for text in [
        "The Torkham crossing was closed to trucks on 3 November.",
        "Torkham was shut for goods on 3 November; people on foot went on crossing.",
        "The gate at Torkham was briefly closed on 3 November.",
        "The Torkham border crossing was closed for several hours on 3 November.",
    ] {
        assert_eq!(events(text), [], "{text}");
    }
}

#[test]
fn a_closure_that_is_denied_is_told_as_denied() {
    for text in [
        "Officials denied that the Torkham crossing was closed on 3 November.",
        "The Torkham crossing was not closed on 3 November, officials said.",
    ] {
        let found = events(text);
        assert!(found.iter().all(|event| event.stance == Stance::Denied), "{text}: {found:?}");
    }
}
