//! The bars of issue 2 for the picture, on real figures.

use crate::common::{self, events, example, flow, picture_of, season, seed, window};
use claim::{Claim, Qualifier};
use places::Gazetteer;
use proptest::prelude::*;
use reconcile::{Options, Reason, ReconcileError, Role, reconcile};

const AUTUMN: (&str, &str) = ("2023-09-17", "2023-11-01");

#[test]
fn with_the_seed_alone_chaman_is_nearly_unknown_and_the_picture_says_so() {
    let span = window(AUTUMN.0, AUTUMN.1);
    let picture = picture_of(&seed(), span);
    let chaman = picture.sum(&["Chaman"], span).unwrap();
    assert!(chaman.factor() >= 5.0, "{chaman:?}");
    assert!(chaman.p95 < 140_322.0, "{chaman:?}");
    let unknown = picture.unknowns.iter().find(|unknown| unknown.via == "Chaman").unwrap();
    assert!(unknown.factor >= 5.0);
    let sentence = unknown.sentence.to_string();
    assert!(sentence.contains("undetermined") && sentence.contains("140,322"), "{sentence}");
    assert!(unknown.remedy.to_string().contains("Chaman"));
    // The stocks are looked at and left alone.
    let stocks = picture.claims.iter().filter(|fit| fit.role == Role::OutOfScope).count();
    assert_eq!((picture.claims.len(), stocks), (7, 3));
    assert!(picture.disagreements.iter().any(|d| d.reason == Reason::Rounding));
    assert!(!picture.observed("Chaman", common::day("2023-10-20")));
    println!("{:?}", picture.diagnostics);
    assert!(picture.diagnostics.rhat < 1.1, "{:?}", picture.diagnostics);
}

fn sensible(claims: &[Claim]) {
    let picture = picture_of(claims, season());
    let autumn = window(AUTUMN.0, AUTUMN.1);
    let all = picture.sum(&[], autumn).unwrap();
    assert!((155_000.0..190_000.0).contains(&all.p50) && all.factor() <= 1.6, "{all:?}");
    let torkham = picture.sum(&["Torkham"], window("2023-10-18", "2023-11-01")).unwrap();
    assert!((75_000.0..125_000.0).contains(&torkham.p50) && torkham.factor() < 2.0, "{torkham:?}");
}

#[test]
fn the_example_narrows_every_number() {
    let claims = example();
    let picture = picture_of(&claims, season());
    let autumn = window(AUTUMN.0, AUTUMN.1);
    let chaman = picture.sum(&["Chaman"], autumn).unwrap();
    assert!(chaman.factor() <= 2.0, "{chaman:?}");
    let all = picture.sum(&[], autumn).unwrap();
    assert!((155_000.0..190_000.0).contains(&all.p50), "{all:?}");
    assert!(all.factor() <= 1.6, "{all:?}");
    let torkham = picture.sum(&["Torkham"], window("2023-10-18", "2023-11-01")).unwrap();
    assert!((80_000.0..120_000.0).contains(&torkham.p50), "{torkham:?}");
    // IOM's own total, published later and not among the claims, is 374,600 for these days.
    let since = picture.sum(&["all"], window("2023-09-15", "2023-11-18")).unwrap();
    assert!(since.p05 < 374_600.0 && 374_600.0 < since.p95, "{since:?}");
    assert!(since.factor() <= 1.75, "{since:?}");
    // Nobody reported Chaman after 8 November: two days on, the interval is wider.
    let later = picture.sum(&["all"], window("2023-09-15", "2023-11-20")).unwrap();
    assert!((300_000.0..480_000.0).contains(&later.p50), "{later:?}");
    assert!(later.factor() > since.factor() && later.factor() < 2.0, "{later:?}");
    println!("Chaman {chaman:?}\nall {all:?}\nTorkham {torkham:?}\nsince {since:?}");
    println!("{:?}", picture.diagnostics);
    println!("{:?}", picture.diagnostics);
    assert!(picture.diagnostics.rhat < 1.1, "{:?}", picture.diagnostics);

    // Running totals that were printed as single days.
    for value in [128_629.0, 147_973.0, 160_638.0, 167_774.0] {
        let i = claims.iter().position(|claim| claim.value == Some(value)).unwrap();
        let fit = &picture.claims[i];
        let reading = fit.reading.as_ref().unwrap_or_else(|| panic!("{value} read as stated"));
        assert!(reading.probability > 0.9, "{value}: {reading:?}");
        assert_eq!(reading.window.start(), common::day("2023-09-17"));
        let told = picture
            .disagreements
            .iter()
            .find(|d| d.reason == Reason::CumulativeVsDaily && d.claims.contains(&fit.id));
        let told = told.unwrap_or_else(|| panic!("{value}: {:#?}", picture.disagreements));
        let sentence = told.sentence.to_string();
        assert!(sentence.contains("running total since 17 September"), "{sentence}");
    }
    // A day's count beside them is taken as a day.
    let i = claims.iter().position(|claim| claim.value == Some(6_584.0)).unwrap();
    assert!(picture.claims[i].reading.is_none() && picture.claims[i].weight > 0.5);
    assert!(picture.observed("Torkham", common::day("2023-11-12")));
}

#[test]
fn no_single_claim_holds_the_picture_up() {
    let claims = example();
    // Dropping each in turn would be minutes of tests: every sixth.
    for drop in (0..claims.len()).step_by(6) {
        let mut fewer = claims.clone();
        fewer.remove(drop);
        let picture = picture_of(&fewer, season());
        let all = picture.sum(&[], window(AUTUMN.0, AUTUMN.1)).unwrap();
        assert!((145_000.0..205_000.0).contains(&all.p50), "without {drop}: {all:?}");
        assert!(all.factor() <= 1.8, "without {drop}: {all:?}");
    }
    sensible(&claims);
}

#[test]
fn one_claim_ten_times_too_high_does_not_drag_the_rest() {
    let claims = example();
    let autumn = window(AUTUMN.0, AUTUMN.1);
    let before = picture_of(&claims, season()).sum(&[], autumn).unwrap().p50;
    for value in [38_100.0, 190_418.0, 4_919.0] {
        let mut wrong = claims.clone();
        let i = wrong.iter().position(|claim| claim.value == Some(value)).unwrap();
        wrong[i].value = Some(10.0 * value);
        wrong[i] = wrong[i].clone().sealed();
        let picture = picture_of(&wrong, season());
        let after = picture.sum(&[], autumn).unwrap().p50;
        assert!((after / before).ln().abs() < 0.15, "{value}: {before} to {after}");
        assert!(picture.claims[i].weight < 0.3 || picture.claims[i].reading.is_some());
    }
}

#[test]
fn the_same_claims_give_the_same_bytes_in_any_order() {
    let claims = example();
    let first = picture_of(&claims, season());
    let second = picture_of(&claims, season());
    let json = |picture| serde_json::to_string(picture).unwrap();
    assert_eq!(json(&first), json(&second));
    assert_eq!(first.draws, second.draws);
    let mut turned = claims;
    turned.reverse();
    assert_eq!(picture_of(&turned, season()).draws, first.draws);
}

#[test]
fn sums_over_disjoint_scopes_add_draw_by_draw() {
    let picture = picture_of(&seed(), window(AUTUMN.0, AUTUMN.1));
    let whole = picture.sums(&[], picture.window).unwrap();
    let middle = common::day("2023-10-10");
    let before = claim::Window::new(picture.window.start(), middle).unwrap();
    let after = claim::Window::new(middle.tomorrow().unwrap(), picture.window.end()).unwrap();
    let parts = [
        picture.sums(&["Torkham"], before).unwrap(),
        picture.sums(&["Torkham"], after).unwrap(),
        picture.sums(&["Chaman", "elsewhere"], picture.window).unwrap(),
    ];
    for (draw, total) in whole.iter().enumerate() {
        let sum: f64 = parts.iter().map(|part| part[draw]).sum();
        assert!((sum / total - 1.0).abs() < 1e-9);
    }
    for (_, q) in picture.daily(&[]) {
        let ladder = [q.p025, q.p05, q.p10, q.p25, q.p50, q.p75, q.p90, q.p95, q.p975];
        assert!(ladder.is_sorted() && ladder[0] >= 0.0);
    }
    let running = picture.running(&["Torkham"], picture.window.start());
    assert_eq!(running.len(), picture.window.days());
    assert!(running.is_sorted_by(|a, b| a.1.p50 <= b.1.p50));
}

#[test]
fn errors_say_what_would_help() {
    let gazetteer = Gazetteer::builtin();
    let none = reconcile(&[], &[], gazetteer, &Options::default()).unwrap_err();
    assert!(none.to_string().contains("add a report"), "{none}");
    let stocks: Vec<Claim> =
        seed().into_iter().filter(|c| c.kind.to_string() != "departure").collect();
    let error = reconcile(&stocks, &[], gazetteer, &Options::default()).unwrap_err();
    assert_eq!(error, ReconcileError::NoFlows { claims: 3 });
    let lost = flow(100.0, "", "2023-11-01", "x")
        .with(|claim| {
            claim.from = None;
            claim.to = None;
        })
        .claim();
    let error = reconcile(&[lost], &[], gazetteer, &Options::default()).unwrap_err();
    assert!(error.to_string().contains("name the route"), "{error}");
    let picture = picture_of(&seed(), window(AUTUMN.0, AUTUMN.1));
    let error = picture.check(&["Narnia"], picture.window).unwrap_err();
    assert!(error.to_string().contains("Narnia") && error.to_string().contains("Torkham"));
    let error = picture.check(&[], window("2020-01-01", "2020-01-02")).unwrap_err();
    assert!(error.to_string().contains("not within the picture"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn odd_input_never_panics(
        parts in prop::collection::vec(
            (
                prop::option::of(prop_oneof![Just(0.0), Just(1.0), 1.0f64..1e7, Just(f64::NAN), Just(-5.0), Just(1e300)]),
                0usize..9,
                prop::option::of(prop_oneof![6 => -60i64..40, 1 => -9000i64..-2000]),
                prop::option::of(-40i64..40),
                prop::bool::ANY,
                0usize..4,
                prop::bool::ANY,
            ),
            1..8,
        )
    ) {
        use strum::VariantNames as _;
        let base = common::day("2023-11-01");
        let claims: Vec<Claim> = parts
            .into_iter()
            .enumerate()
            .map(|(i, (value, qualifier, start, end, cumulative, via, flag))| {
                let at = |offset: i64| base + jiff::Span::new().days(offset);
                flow(i as f64, ["", "Torkham", "Chaman", "Nowhere Pass"][via], "2023-11-01", "x")
                    .with(|claim| {
                        claim.value = value;
                        claim.qualifier = Qualifier::VARIANTS[qualifier].parse().unwrap();
                        claim.start = start.map(at);
                        claim.end = end.map(at);
                        claim.cumulative = cumulative;
                        claim.partial = flag;
                        claim.published = (!flag || i == 0).then_some(base);
                        claim.low = value.filter(|_| flag);
                        if flag && i % 2 == 0 {
                            claim.measure = claim::Measure::Rate;
                        }
                    })
                    .claim()
            })
            .collect();
        let options = Options { draws: 16, ..Options::default() };
        if let Ok(picture) = reconcile(&claims, &events(), Gazetteer::builtin(), &options) {
            prop_assert_eq!(picture.claims.len(), claims.len());
            let all = picture.sum(&[], picture.window).unwrap();
            prop_assert!(all.p05.is_finite() && all.p05 <= all.p95);
            prop_assert!(serde_json::to_string(&picture).is_ok());
        }
    }
}

#[test]
fn the_same_number_on_three_days_is_three_observations() {
    let claims: Vec<Claim> = ["2023-11-06", "2023-11-07", "2023-11-08"]
        .into_iter()
        .map(|day| flow(5_000.0, "Torkham", day, "interior ministry").days(day, day).claim())
        .collect();
    let picture = picture_of(&claims, window("2023-11-06", "2023-11-08"));
    assert!(picture.claims.iter().all(|fit| fit.role == Role::Used), "{:?}", picture.claims);
    // One story of one day told twice is one.
    let twice = [claims[0].clone(), {
        let other = flow(5_000.0, "Torkham", "2023-11-07", "interior ministry");
        other.days("2023-11-06", "2023-11-06").claim()
    }];
    let picture = picture_of(&twice, window("2023-11-06", "2023-11-06"));
    assert_eq!(picture.claims.iter().filter(|fit| fit.role == Role::Copy).count(), 1);
}
