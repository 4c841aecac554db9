//! Scenarios: read, refused, and what follows from them.

use outlook::OutlookError;
use outlook::scenario::Scenario;

const PLAIN: &str = r#"
name = "as set"
from = 2023-11-02
days = 20
[stock]
people = { low = 1_000_000, high = 1_700_000, source = "the government's estimate, and less" }
gone = 140_000
exempt = 0.2
[departures]
usual = 500
deadline = 2023-11-01
deadline_share = { low = 0.05, high = 0.15 }
rise = 5
fall = 4
[[gate]]
name = "Torkham"
share = 0.7
lanes = 20
per_lane_hour = 60
opens = 8
closes = 18
[[gate]]
name = "Chaman"
share = 0.3
lanes = 10
per_lane_hour = 60
"#;

#[test]
fn people_are_neither_made_nor_lost() {
    let plain = PLAIN.replace("{ low = 0.05, high = 0.15 }", "0.1").replace(
        "{ low = 1_000_000, high = 1_700_000, source = \"the government's estimate, and less\" }",
        "1_000_000",
    );
    let outcome = Scenario::parse(&plain).unwrap().play(1);
    // 800,000 - 140,000 at first; each is through, in a queue, or left.
    let queue: f64 =
        outcome.days.iter().filter(|day| day.day.day() == 21).map(|day| day.queue.p50).sum();
    let sum = outcome.through.p50 + queue + outcome.left.p50;
    assert!((sum / 660_000.0 - 1.0).abs() < 0.01, "{sum}");
    assert!(outcome.influence.iter().all(Option::is_none));
}

#[test]
fn a_closure_makes_a_queue_and_sends_people_elsewhere() {
    let shut =
        format!("{PLAIN}[[closure]]\ngate = \"Torkham\"\nfrom = 2023-11-03\nto = 2023-11-05\n");
    let divert = shut.replace("usual = 500", "usual = 500\ndiverted = 0.8");
    let queue = |text: &str| {
        let outcome = Scenario::parse(text).unwrap().play(1);
        let day = outcome
            .days
            .iter()
            .find(|day| day.via == "Torkham" && day.day.day() == 5)
            .unwrap()
            .clone();
        (day.queue.p50, day.through.p95)
    };
    let (open, waits, diverted) = (queue(PLAIN), queue(&shut), queue(&divert));
    assert_eq!((waits.1, diverted.1), (0.0, 0.0));
    assert!(open.0 < waits.0 && diverted.0 < waits.0 / 3.0, "{open:?} {waits:?} {diverted:?}");
}

#[test]
fn a_later_deadline_moves_people_later() {
    let later = PLAIN.replace("deadline = 2023-11-01", "deadline = 2023-12-31");
    let (set, extended) =
        (Scenario::parse(PLAIN).unwrap().play(1), Scenario::parse(&later).unwrap().play(1));
    assert!(extended.through.p50 < set.through.p50 / 2.0);
    let share = Scenario::parse(PLAIN)
        .unwrap()
        .assumptions()
        .iter()
        .position(|a| a.key == "deadline_share")
        .unwrap();
    assert!(set.influence[share].unwrap() > 10_000.0);
}

#[test]
fn what_makes_no_sense_is_refused_with_its_place() {
    let cases = [
        ("days = 20", "days = 0", 4),
        ("exempt = 0.2", "exempt = 1.2", 8),
        ("low = 0.05, high = 0.15", "low = 0.5, high = 0.1", 12),
        ("opens = 8", "opens = 19", 20),
        ("lanes = 20", "lanes = 0", 18),
        ("usual = 500", "usually = 500", 10),
        ("from = 2023-11-02", "from = 08:00:00", 3),
        ("fall = 4", "fall = ", 14),
    ];
    for (right, wrong, line) in cases {
        match Scenario::parse(&PLAIN.replace(right, wrong)) {
            Err(OutlookError::Scenario { line: found, message, .. }) => {
                assert_eq!(found, line, "{wrong}: {message}");
                assert!(!message.is_empty());
            }
            other => panic!("{wrong}: {other:?}"),
        }
    }
    let unknown =
        format!("{PLAIN}[[closure]]\ngate = \"Wagah\"\nfrom = 2023-11-03\nto = 2023-11-05\n");
    assert!(Scenario::parse(&unknown).unwrap_err().to_string().contains("Wagah"));
}
