//! Needs by the book.

use outlook::Fan;
use outlook::needs::{Stay, edition, gaps, present, standards};

fn fan(people: f64) -> Fan {
    Fan::of_sample(vec![(people, 1.0)]).unwrap()
}

#[test]
fn a_thousand_people_by_the_book() {
    assert!(edition().contains("2018"));
    let of = |need: &str, cold: bool| {
        standards().iter().find(|standard| standard.need == need).unwrap().units(1_000.0, cold)
    };
    assert_eq!(of("water", false), (7_500.0, 15_000.0));
    assert_eq!(of("taps", false), (4.0, 4.0));
    assert_eq!(of("toilets", false), (20.0, 50.0));
    assert_eq!(of("covered living space", false), (3_500.0, 3_500.0));
    assert_eq!(of("covered living space", true), (4_500.0, 5_500.0));
    assert_eq!(of("site area", false), (30_000.0, 45_000.0));
    assert_eq!(of("food", false), (2.1e6, 2.1e6));
    let seen: Vec<_> = standards().iter().filter_map(|standard| standard.page).collect();
    assert_eq!(seen, [118]);
}

#[test]
fn who_stays_is_who_came_and_has_not_left() {
    let days: Vec<Fan> = (0..400).map(|_| fan(100.0)).collect();
    let there = present(&days, Stay { onward: 0.4, days: 10.0 }, 0.0);
    // Sixty a day, of whom 1 - e^(-1/10) leave: the number that it comes to.
    let right = 60.0 / (1.0 - (-0.1_f64).exp());
    assert!((there[399].at(0.5) / right - 1.0).abs() < 1e-6);
    assert!((there[0].at(0.5) - 60.0).abs() < 1e-9);
}

#[test]
fn a_gap_is_what_is_not_there() {
    let gap = gaps(&fan(1_000.0), false, &[("toilets", 30.0)]);
    let of = |need: &str| gap.iter().find(|gap| gap.need == need).unwrap();
    assert_eq!(of("toilets").lacking, Some(20.0));
    assert_eq!(of("water").lacking, None);
}
