//! The forecast on series whose future is known.

use outlook::{LEVELS, OutlookError, Past, forecast};

/// A stream of numbers from 0 to 1 that is the same each time.
fn noise() -> impl FnMut() -> f64 {
    let mut state = 88_172_645_463_325_252_u64;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1u64 << 53) as f64
    }
}

#[test]
fn a_steady_flow_goes_on() {
    let mut next = noise();
    let series: Vec<f64> = (0..200).map(|_| 800.0 + 400.0 * next()).collect();
    let past = Past::of_series(series.iter().map(|people| Some(*people)).collect());
    let told = forecast(&past, &[1, 7, 28]).unwrap();
    for fan in &told.fans {
        assert!((fan.at(0.5) - 1_000.0).abs() < 60.0, "{}", fan.at(0.5));
        assert!(
            (780.0..880.0).contains(&fan.at(0.05)) && (1_120.0..1_250.0).contains(&fan.at(0.95))
        );
    }
    assert!(told.shares.iter().all(|of| (of.iter().sum::<f64>() - 1.0).abs() < 1e-6));
}

#[test]
fn weekdays_that_show_are_foretold() {
    let mut next = noise();
    let of = |day: usize| if day.is_multiple_of(7) { 100.0 } else { 1_000.0 };
    let series = (0..140).map(|day| Some(of(day) * (0.9 + 0.2 * next()))).collect();
    let told = forecast(&Past::of_series(series), &[1, 2]).unwrap();
    assert!(told.fans[0].at(0.5) < 300.0 && told.fans[1].at(0.5) > 800.0);
}

#[test]
fn intervals_hold_what_they_promise() {
    // Two days of three are calm, the level drifts: 90 % intervals hold 80 to 98 % of 60 days.
    let mut next = noise();
    let series: Vec<Option<f64>> = (0..260)
        .map(|day| {
            let level = 500.0 * (1.0 + 0.5 * (day as f64 / 40.0).sin());
            Some(if next() < 0.4 { 0.0 } else { level * -(1.0 - next()).ln() })
        })
        .collect();
    let held = (0..60).filter(|at| {
        let origin = 140 + 2 * at;
        let told = forecast(&Past::of_series(series[..origin].to_vec()), &[1]).unwrap();
        let came = series[origin].unwrap();
        told.fans[0].at(0.05) <= came && came <= told.fans[0].at(0.95)
    });
    let held = held.count();
    assert!((48..=59).contains(&held), "{held}");
}

#[test]
fn gaps_and_zeros_are_no_numbers_of_people() {
    let series =
        (0..90_u32).map(|day| if day.is_multiple_of(3) { None } else { Some(0.0) }).collect();
    let told = forecast(&Past::of_series(series), &[1, 14]).unwrap();
    assert!(told.fans.iter().all(|fan| fan.at(0.95) < 3.0 && fan.at(0.05) == 0.0));
}

#[test]
fn doubt_about_the_past_is_carried_on() {
    let flat = |people: f64| vec![Some(people); 60];
    let sure = forecast(&Past::of_series(flat(1_000.0)), &[3]).unwrap();
    let draws = (0..20).map(|at| flat(500.0 + 50.0 * f64::from(at))).collect();
    let unsure = forecast(&Past::of_draws(draws).unwrap(), &[3]).unwrap();
    let width = |told: &outlook::Forecast| told.fans[0].at(0.9) - told.fans[0].at(0.1);
    assert!(width(&unsure) > width(&sure) + 300.0);
}

#[test]
fn too_little_is_said_to_be_too_little() {
    let few = Past::of_series(vec![Some(5.0), None, Some(7.0)]);
    assert!(matches!(forecast(&few, &[1]), Err(OutlookError::TooFewDays { seen: 2, .. })));
    assert!(Past::of_draws(vec![vec![Some(1.0)], vec![]]).is_err());
    let enough = Past::of_series(vec![Some(5.0); 30]);
    assert!(matches!(forecast(&enough, &[0]), Err(OutlookError::NoDays)));
    assert_eq!(LEVELS, 100);
}
