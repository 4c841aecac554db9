//! Mean error of `--rules flee` over members on the data sets, beside what the peer was measured at.
#![allow(clippy::disallowed_methods)]
use std::path::PathBuf;
use std::time::Instant;

fn main() {
    let members: usize = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(10);
    let root = PathBuf::from(std::env::args().nth(2).unwrap_or("../shared/flee".into()));
    for name in std::env::args().nth(3).map(|n| vec![n.leak() as &str]).unwrap_or(vec![
        "burundi2015",
        "mali2012",
        "ssudan2013",
        "tigray2020",
        "car2013",
        "mali2017_adm1",
        "nigeria2022_adm2",
        "venezuela2022",
    ]) {
        let folder = movement::Folder { path: root.join(name), settings: None };
        let began = Instant::now();
        let input = match movement::read(&folder, &movement::Quirks::FLEE) {
            Ok(input) => input,
            Err(faults) => {
                println!("{name}: {faults}");
                continue;
            }
        };
        let camps = input.camps.len();
        let counted: Vec<f64> = (0..input.days as i64)
            .flat_map(|day| input.camps.iter().map(move |series| series.at(day) as f64))
            .collect();
        let course = movement::Course::new(input, movement::Quirks::FLEE).unwrap();
        let read = began.elapsed();
        let began = Instant::now();
        let ensemble = movement::run(&course, members, 1, &|| ());
        let took = began.elapsed();
        let of = |from: usize| {
            ensemble
                .members
                .iter()
                .map(|trace| {
                    movement::score::ard(
                        &trace.camps.iter().map(|&c| c as f64).collect::<Vec<_>>(),
                        &counted,
                        camps,
                        from,
                    )
                })
                .sum::<f64>()
                / members as f64
        };
        let frozen = movement::score::ard(
            &movement::score::frozen_shares(&counted, camps, 30),
            &counted,
            camps,
            31,
        );
        println!(
            "{name:20} ard {:.4} after30 {:.4} frozen {:.4} agents {} read {read:.2?} run {:.3?} a member",
            of(0),
            of(31),
            frozen,
            ensemble.members[0].everybody.last().unwrap(),
            took / members as u32
        );
    }
}
