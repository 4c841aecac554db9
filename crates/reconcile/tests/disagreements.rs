//! Disagreements: grouped, with a reason, in a sentence that names both sides.

use crate::common::{flow, picture_of, window};
use claim::Claim;
use reconcile::{Disagreement, Reason};

const OFFICE: &str = "Border Office";

/// The number of a day: up and down, as days are. Numbers that only rise are told as totals.
fn number(day: usize) -> f64 {
    const STEPS: [f64; 10] = [3.0, 1.0, 6.0, 2.0, 5.0, 9.0, 4.0, 8.0, 7.0, 10.0];
    2_012.0 + 7.0 * STEPS[day - 1]
}

/// Ten days of counts at Torkham by one office.
fn counts() -> Vec<Claim> {
    (1..=10)
        .map(|day| {
            let date = format!("2023-10-{day:02}");
            let next = format!("2023-10-{:02}", day + 1);
            flow(number(day), "Torkham", &next, OFFICE).days(&date, &date).claim()
        })
        .collect()
}

fn of(claims: &[Claim]) -> Vec<Disagreement> {
    picture_of(claims, window("2023-10-01", "2023-10-12")).disagreements
}

#[test]
fn two_numbers_for_the_same_days_are_one_disagreement() {
    let mut claims = counts();
    claims.push(
        flow(3_111.0, "Torkham", "2023-10-06", "Daily News")
            .days("2023-10-05", "2023-10-05")
            .claim(),
    );
    let (one, other) = (claims[4].id.clone(), claims[10].id.clone());
    let about: Vec<Disagreement> = of(&claims)
        .into_iter()
        .filter(|d| d.claims.contains(&one) || d.claims.contains(&other))
        .collect();
    assert_eq!(about.len(), 1, "{about:#?}");
    let sentence = about[0].sentence.to_string();
    for part in ["3,111", "2,047", "Daily News", OFFICE, "5 October"] {
        assert!(sentence.contains(part), "{part}: {sentence}");
    }
    assert!(about[0].claims.contains(&one) && about[0].claims.contains(&other));
}

#[test]
fn a_series_that_keeps_a_ratio_is_a_difference_of_definition() {
    let mut claims = counts();
    for day in 1..=10 {
        let date = format!("2023-10-{day:02}");
        let next = format!("2023-10-{:02}", day + 1);
        let more = (1.08 * number(day)).round();
        claims.push(flow(more, "Torkham", &next, "Survey Team").days(&date, &date).claim());
    }
    let found = of(&claims);
    let definition: Vec<&Disagreement> =
        found.iter().filter(|d| d.reason == Reason::Definition).collect();
    assert_eq!(definition.len(), 1, "{found:#?}");
    let sentence = definition[0].sentence.to_string();
    assert!(sentence.contains("Survey Team counts"), "{sentence}");
    assert!(definition[0].weight > 0.9);
}

#[test]
fn what_agrees_is_not_told() {
    assert_eq!(of(&counts()), []);
}

#[test]
fn what_is_left_out_moves_the_picture_and_what_is_not_there_would_narrow_it() {
    let mut claims = counts();
    claims.truncate(5);
    let picture = picture_of(&claims, window("2023-10-01", "2023-10-12"));
    let asked = window("2023-10-01", "2023-10-12");
    let all = picture.sum(&[], asked).unwrap().p50;
    // No claims left out: the same median, but for the draws that were not weighed.
    let same = picture.without(&[], &[], asked).unwrap();
    assert!((same / all).ln().abs() < 0.1, "{same} {all}");
    let narrowing = picture.narrowing(&[], asked);
    assert!(!narrowing.is_empty() && narrowing.len() <= 3);
    assert!(narrowing.iter().all(|one| (0.0..=0.95).contains(&one.shrinks_to)), "{narrowing:#?}");
    assert!(narrowing.iter().any(|one| one.to > jiff::civil::date(2023, 10, 5)));
}
