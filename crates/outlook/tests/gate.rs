//! The queue against closed forms, within two per cent.

use outlook::gate::{Gate, fluid_queue, steady_wait};
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};

fn gate(lanes: usize, per_lane_hour: f64) -> Gate {
    Gate { lanes, per_lane_hour, hours: (0.0, 24.0), closed: Vec::new() }
}

fn by_chance(per_hour: f64, hours: f64, seed: u64) -> Vec<f64> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let mut time = 0.0;
    let mut out = Vec::new();
    while time < hours {
        time -= (1.0 - rng.random::<f64>()).ln() / per_hour;
        out.push(time);
    }
    out
}

fn mean_wait(gate: &Gate, per_hour: f64, days: usize) -> f64 {
    let hours = gate.serve(by_chance(per_hour, days as f64 * 24.0, 7), days);
    let later = &hours[240..]; // ten days until it is steady
    later.iter().map(|hour| hour.waited).sum::<f64>()
        / later.iter().map(|hour| hour.came).sum::<f64>()
}

fn near(found: f64, right: f64) {
    assert!((found / right - 1.0).abs() < 0.02, "{found} against {right}");
}

#[test]
fn one_lane_has_the_wait_of_pollaczek_and_khinchine() {
    for load in [0.5, 0.8, 0.9] {
        let right = load / 60.0 / (2.0 * (1.0 - load));
        near(steady_wait(60.0 * load, 1, 60.0).unwrap(), right);
        near(mean_wait(&gate(1, 60.0), 60.0 * load, 3000), right);
    }
}

#[test]
fn more_lanes_have_the_wait_of_crommelin() {
    for (lanes, load) in [(2, 0.8), (6, 0.9)] {
        let per_hour = lanes as f64 * 30.0 * load;
        let right = steady_wait(per_hour, lanes, 30.0).unwrap();
        near(mean_wait(&gate(lanes, 30.0), per_hour, 3000), right);
    }
    assert!(steady_wait(100.0, 1, 60.0).is_none());
}

#[test]
fn a_gate_that_is_overrun_fills_as_water_does() {
    let hours = gate(6, 60.0).serve(by_chance(1_000.0, 240.0, 3), 10);
    near(hours[239].queue, fluid_queue(1_000.0, 6, 60.0, 240.0));
    // Open nine hours a day: what comes in twenty-four goes through in nine.
    let day = Gate { hours: (8.0, 17.0), ..gate(6, 60.0) };
    let hours = day.serve(by_chance(1_000.0, 240.0, 3), 10);
    near(hours[239].queue, 10.0 * (24_000.0 - 9.0 * 360.0));
}

#[test]
fn nobody_passes_a_closed_gate() {
    let shut = Gate { closed: vec![1, 2], ..gate(2, 100.0) };
    let hours = shut.serve(by_chance(50.0, 96.0, 1), 4);
    assert_eq!(hours[25..72].iter().map(|hour| hour.through).sum::<f64>(), 0.0);
    assert!(hours[72..].iter().map(|hour| hour.through).sum::<f64>() > 2_400.0);
    let all = |of: fn(&outlook::gate::Hour) -> f64| hours.iter().map(of).sum::<f64>();
    assert_eq!(all(|hour| hour.came) - all(|hour| hour.through), hours[95].queue);
}
