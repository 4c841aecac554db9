//! What the engine makes of running totals, closures and changes of method.

use crate::common::{day, flow, picture_of, window};
use claim::{Claim, DocumentId, Event, EventKind, Status};
use places::Gazetteer;
use reconcile::{Observed, Options, Picture, Role, reconcile};

fn picture(claims: &[Claim], events: &[Event], from: &str, to: &str) -> Picture {
    let options = Options { span: Some(window(from, to)), ..Options::default() };
    reconcile(claims, events, Gazetteer::builtin(), &options).unwrap()
}

/// Totals since 1 March by one office: about 1,000 a day, then 1,604 on the fifth.
fn totals() -> Vec<Claim> {
    [(2, 2_153.0), (3, 2_921.0), (4, 4_207.0), (5, 5_811.0), (6, 6_702.0)]
        .into_iter()
        .map(|(on, value)| {
            flow(value, "Torkham", &format!("2023-03-0{}", on + 1), "home department")
                .since("2023-03-01", &format!("2023-03-0{on}"))
                .claim()
        })
        .collect()
}

#[test]
fn the_difference_of_two_totals_is_the_count_of_the_days_between() {
    let picture = picture(&totals(), &[], "2023-03-01", "2023-03-06");
    let fifth = picture.sum(&["Torkham"], window("2023-03-05", "2023-03-05")).unwrap();
    assert!((1_450.0..1_750.0).contains(&fifth.p50), "{fifth:?}");
    // What the series leans by does not blur its days: an office's leaning is some 7 %, and
    // the whole is no surer than that.
    assert!(fifth.factor() < 1.75, "{fifth:?}");
    assert!(picture.observed("Torkham", day("2023-03-05")));
}

#[test]
fn a_misprinted_total_spoils_neither_the_day_before_nor_the_day_after() {
    let mut claims = totals();
    claims[2] = flow(42_070.0, "Torkham", "2023-03-05", "home department")
        .since("2023-03-01", "2023-03-04")
        .claim();
    let picture = picture(&claims, &[], "2023-03-01", "2023-03-06");
    let both = picture.sum(&["Torkham"], window("2023-03-04", "2023-03-05")).unwrap();
    assert!((2_400.0..3_300.0).contains(&both.p50), "{both:?}");
    let whole = picture.sum(&["Torkham"], window("2023-03-01", "2023-03-06")).unwrap();
    assert!((5_900.0..7_300.0).contains(&whole.p50), "{whole:?}");
}

#[test]
fn totals_printed_as_days_are_not_added_up() {
    // Torkham, 1 to 4 November 2023, with nothing else to hold them against: as days they would
    // be 605,018 people, and as totals the last three days are 39,145.
    let claims: Vec<Claim> = [(1, 128_629.0), (2, 147_973.0), (3, 160_638.0), (4, 167_774.0)]
        .into_iter()
        .map(|(on, value)| {
            let date = format!("2023-11-0{on}");
            flow(value, "Torkham", &format!("2023-11-0{}", on + 1), "home department")
                .days(&date, &date)
                .claim()
        })
        .collect();
    let picture = picture(&claims, &[], "2023-11-01", "2023-11-04");
    let three = picture.sum(&["Torkham"], window("2023-11-02", "2023-11-04")).unwrap();
    assert!(three.p05 < 39_145.0 && 39_145.0 < three.p95 && three.p95 < 60_000.0, "{three:?}");
}

fn event(kind: EventKind, place: Option<&str>, on: &str, until: Option<&str>) -> Event {
    let text = format!("{kind} {on}");
    Event {
        kind,
        place: place.map(str::to_owned),
        start: Some(day(on)),
        end: until.map(day),
        ..Event::new(DocumentId::of_bytes(text.as_bytes()), &text, 0..text.len())
    }
}

#[test]
fn nobody_crosses_where_it_was_closed_and_the_days_around_keep_the_total() {
    let claims = [
        flow(9_013.0, "Torkham", "2023-03-20", "home department")
            .days("2023-03-01", "2023-03-10")
            .claim(),
        flow(1_001.0, "Torkham", "2023-03-20", "border police")
            .days("2023-03-02", "2023-03-02")
            .claim(),
    ];
    let closed = event(EventKind::BorderClosed, Some("Torkham"), "2023-03-04", Some("2023-03-07"));
    let picture = picture(&claims, &[closed], "2023-03-01", "2023-03-10");
    let shut = picture.sum(&["Torkham"], window("2023-03-05", "2023-03-07")).unwrap();
    assert!(shut.p50 < 200.0, "{shut:?}");
    let whole = picture.sum(&["Torkham"], window("2023-03-01", "2023-03-10")).unwrap();
    assert!((8_200.0..9_900.0).contains(&whole.p50), "{whole:?}");
    // Another name of the same crossing is the same crossing; another crossing is not.
    let elsewhere =
        event(EventKind::BorderClosed, Some("Chaman"), "2023-03-04", Some("2023-03-07"));
    let open = self::picture(&claims, &[elsewhere], "2023-03-01", "2023-03-10");
    assert!(open.sum(&["Torkham"], window("2023-03-05", "2023-03-07")).unwrap().p50 > 1_000.0);
}

#[test]
fn an_announced_change_of_method_is_a_step_of_the_source_not_of_the_flow() {
    let mut claims = Vec::new();
    for d in 1..=20 {
        let on = format!("2023-03-{d:02}");
        let late = format!("2023-03-{:02}", d + 2);
        // The home department counts half as many again from the eleventh on.
        // Up and down, as days are: what only rises is told as a total.
        let counted = if d > 10 { 1_500.0 } else { 1_000.0 } + f64::from(d * 7 % 11);
        claims.push(flow(counted, "Torkham", &late, "home department").days(&on, &on).claim());
        if d % 3 == 0 {
            let steady = 1_001.0 + f64::from(d * 5 % 11);
            claims.push(flow(steady, "Torkham", &late, "border police").days(&on, &on).claim());
        }
    }
    let mut change = event(EventKind::MethodChange, None, "2023-03-11", None);
    change.actor = Some("home department".into());
    let days = ("2023-03-01", "2023-03-20");
    let told = picture(&claims, &[change], days.0, days.1);
    let after = told.sum(&["Torkham"], window("2023-03-11", "2023-03-20")).unwrap();
    assert!((9_300.0..11_500.0).contains(&after.p50), "{after:?}");
    let leaning = told.sources.iter().find(|s| s.organisation == "home department").unwrap();
    let step = leaning.last.unwrap() / leaning.first.unwrap();
    assert!((1.35..1.65).contains(&step), "{leaning:?}");
}

#[test]
fn totals_since_nobody_knows_when_tell_only_of_the_days_between_them() {
    let total =
        |value: f64, by: &str| flow(value, "Torkham", by, "Border Office").since("", by).claim();
    let claims = [total(176_680.0, "2023-07-08"), total(178_160.0, "2023-07-09")];
    let picture = reconcile(&claims, &[], Gazetteer::builtin(), &Options::default()).unwrap();
    assert!(picture.claims.iter().all(|fit| fit.open));
    assert_eq!(picture.told().start(), day("2023-07-09"));
    assert_eq!(picture.how_observed("Torkham", day("2023-06-20")), Observed::No);
    // Where another says since when, the same totals are of those days.
    let known =
        flow(150_000.0, "Torkham", "2023-07-01", "Ministry").since("2023-04-15", "2023-07-01");
    let claims = [claims[0].clone(), claims[1].clone(), known.claim()];
    let picture = reconcile(&claims, &[], Gazetteer::builtin(), &Options::default()).unwrap();
    assert!(picture.claims.iter().all(|fit| !fit.open));
    assert_eq!(picture.told(), picture.window);
}

#[test]
fn a_total_of_the_whole_is_not_wrong_for_being_more_than_one_gate() {
    let office = |value: f64, via: &str, who: &str| {
        flow(value, via, "2023-11-02", who).days("2023-10-01", "2023-11-01").claim()
    };
    let claims = [office(900_000.0, "", "Border Guard"), office(8_400.0, "Ghulam Khan", "Mayor")];
    let picture = picture_of(&claims, window("2023-10-01", "2023-11-01"));
    let all = picture.sum(&[], picture.window).unwrap();
    assert!(all.p50 > 800_000.0, "{all:?}");
    assert_eq!(picture.disagreements, []);
}

#[test]
fn holders_of_cards_are_some_of_all() {
    let told = |value: f64, status: Status| {
        let mut claim = flow(value, "", "2025-04-20", "Minister").days("2025-04-01", "2025-04-19");
        claim.0.population.status = status;
        claim.0.document = DocumentId::of_bytes(b"one");
        claim.claim()
    };
    let claims = [told(84_869.0, Status::Unknown), told(25_320.0, Status::CardHolder)];
    let picture = picture_of(&claims, window("2025-04-01", "2025-04-19"));
    assert_eq!(picture.disagreements, []);
    assert_eq!(picture.claims[1].role, Role::SetAside);
}
