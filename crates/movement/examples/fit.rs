//! Which mix of opinions forecasts camps best, and what it does on a set that it was not fitted to.
#![allow(clippy::disallowed_methods)]
use movement::forecast::{Basis, Mix};
use std::path::PathBuf;
const SETS: [(&str, f64); 8] = [
    ("burundi2015", 0.482),
    ("mali2012", 0.351),
    ("ssudan2013", 0.501),
    ("tigray2020", 0.401),
    ("car2013", 0.320),
    ("mali2017_adm1", 0.696),
    ("nigeria2022_adm2", 0.429),
    ("venezuela2022", 0.789),
];
fn main() {
    let root = PathBuf::from(std::env::args().nth(1).unwrap_or("../shared/flee".into()));
    let mut bases = Vec::new();
    for (name, peer) in SETS {
        let folder = movement::Folder { path: root.join(name), settings: None };
        let input = movement::read(&folder, &movement::Quirks::NONE).unwrap();
        let camps = input.camps.len();
        let counted: Vec<f64> = (0..input.days as i64)
            .flat_map(|day| input.camps.iter().map(move |series| series.at(day) as f64))
            .collect();
        let course = movement::Course::new(input, movement::Quirks::NONE).unwrap();
        let basis = Basis::new(&course, 30, 1);
        let frozen = movement::score::ard(
            &movement::score::frozen_shares(&counted, camps, 30),
            &counted,
            camps,
            31,
        );
        bases.push((name, peer, frozen, basis, counted[30 * camps..].to_vec(), camps));
    }
    let score = |index: usize, mix: &Mix| {
        let (_, _, _, basis, counted, camps) = &bases[index];
        movement::score::ard(&basis.expected(mix), counted, *camps, 1)
    };
    for (label, mix) in [
        ("stock", Mix { stock: 1., network: 0., room: 0., drift: 0. }),
        ("network", Mix { stock: 0., network: 1., room: 0., drift: 0. }),
        ("room", Mix { stock: 0., network: 0., room: 1., drift: 0. }),
        ("room+drift", Mix { stock: 0., network: 0., room: 1., drift: 0.003 }),
    ] {
        print!("{label:12}");
        for index in 0..8 {
            print!(" {:.3}", score(index, &mix));
        }
        println!();
    }
    print!("{:12}", "frozen");
    for base in &bases {
        print!(" {:.4}", base.2);
    }
    println!();
    print!("{:12}", "peer");
    for base in &bases {
        print!(" {:.3}", base.1);
    }
    println!();
    let mut mixes = Vec::new();
    for a in 0..=10 {
        for b in 0..=(10 - a) {
            for drift in [0.0, 0.0003, 0.001, 0.002, 0.004, 0.01] {
                mixes.push(Mix {
                    stock: a as f64 / 10.,
                    network: b as f64 / 10.,
                    room: (10 - a - b) as f64 / 10.,
                    drift,
                });
            }
        }
    }
    let table: Vec<Vec<f64>> =
        mixes.iter().map(|mix| (0..8).map(|index| score(index, mix)).collect()).collect();
    // One set may be lost; of the others the worst ratio counts.
    let ratio = |row: &Vec<f64>, i: usize| row[i] / bases[i].2.min(bases[i].1);
    let loss = |row: &Vec<f64>, without: Option<usize>| {
        let mut ratios: Vec<f64> =
            (0..8).filter(|i| Some(*i) != without).map(|i| ratio(row, i)).collect();
        ratios.sort_by(f64::total_cmp);
        ratios.pop();
        *ratios.last().unwrap()
    };
    let mut order: Vec<usize> = (0..mixes.len()).collect();
    order.sort_by(|&a, &b| loss(&table[a], None).total_cmp(&loss(&table[b], None)));
    for &i in &order[..5] {
        println!("{:?} worst ratio {:.3} {:.4?}", mixes[i], loss(&table[i], None), table[i]);
    }
    for left in 0..8 {
        let best = (0..mixes.len())
            .min_by(|&a, &b| loss(&table[a], Some(left)).total_cmp(&loss(&table[b], Some(left))))
            .unwrap();
        println!(
            "without {:18} {:?} -> {:.4} frozen {:.4} peer {:.3}",
            SETS[left].0, mixes[best], table[best][left], bases[left].2, bases[left].1
        );
    }
    let mix = movement::forecast::MIX;
    let shipped: Vec<f64> = (0..8).map(|index| score(index, &mix)).collect();
    println!("shipped {mix:?} {shipped:.4?}");

    use movement::forecast::Doubt;
    for agreement in [1.5, 3.0, 6.0] {
        for pull in [0.3, 0.6, 1.0, 1.4] {
            for year in [0.1, 0.3, 0.6] {
                let doubt = Doubt { agreement, pull, year, never: 0.2 };

                let cover: Vec<f64> = bases
                    .iter()
                    .map(|(_, _, _, basis, counted, camps)| {
                        let members = basis.members(&mix, &doubt, 60, 1, &|| ());
                        let (mut inside, mut all) = (0.0, 0.0);
                        for cell in (*camps..members[0].len()).step_by(3) {
                            let mut v: Vec<f64> = members.iter().map(|m| m[cell]).collect();
                            v.sort_by(f64::total_cmp);
                            if (v[6].floor()..=v[53].ceil()).contains(&counted[cell]) {
                                inside += 1.0
                            }
                            all += 1.0;
                        }
                        inside / all
                    })
                    .collect();
                println!("{doubt:?} mean {:.3} {:.2?}", cover.iter().sum::<f64>() / 8.0, cover);
            }
        }
    }
}
