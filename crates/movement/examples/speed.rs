//! Speed: agent-steps a second on the workload of the peer's benchmark (seven places, nine routes, ten days; FLEE.md,
//! section 6), by number of people; and what real folders cost. Prints, and asserts nothing.
#![allow(clippy::disallowed_methods)]

use std::path::{Path, PathBuf};
use std::time::Instant;

use movement::{Course, Folder, Quirks, run};

/// The peer's network; `initial_idps` in place of its first insertion, conflict-driven spawning in place of its daily one.
fn workload(folder: &Path, people: u64) {
    let head = "#name,region,country,lat,lon,location_type,conflict_date,population,initial_idps\n";
    let places = format!(
        "A,AB,ABC,1,1,conflict_zone,0,200000000,{people}\nB,AB,ABC,1,1,town,0,1000000000,\nC,C,ABC,1,1,town,0,,\nC2,C,ABC,1,1,town,0,,\n\
         D,D,DEF,1,1,camp,,30000,\nE,EF,DEF,1,1,camp,,20000,\nF,EF,DEF,1,1,camp,,10000,\n"
    );
    let routes = "A,B,100,0\nA,C,200,0\nB,C2,75,0\nC,D,150,0\nC,E,180,0\nC2,C,140,0\nC2,F,250,0\nD,E,40,0\nE,F,310,0\n";
    let conflicts: String = (0..10).map(|day| format!("{day},1\n")).collect();
    let each_day = people / 100;
    let settings = format!(
        "spawn_rules:\n  conflict_driven_spawning:\n    spawn_mode: constant\n    displaced_per_conflict_day: {each_day}\n"
    );
    let files = [
        ("input_csv/locations.csv", format!("{head}{places}")),
        ("input_csv/routes.csv", routes.to_owned()),
        ("input_csv/closures.csv", "country,ABC,DEF,5,8\n".to_owned()),
        ("input_csv/conflicts.csv", format!("#Day,A\n{conflicts}")),
        ("input_csv/sim_period.csv", "StartDate,2010-01-01\nLength,10\n".to_owned()),
        ("input_csv/registration_corrections.csv", String::new()),
        ("source_data/data_layout.csv", "total,t.csv\nD,t.csv\nE,t.csv\nF,t.csv\n".to_owned()),
        ("source_data/t.csv", "2010-01-01,0\n".to_owned()),
        ("simsetting.yml", settings),
    ];
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

fn course(folder: PathBuf, quirks: Quirks) -> Course {
    let input = movement::read(&Folder { path: folder, settings: None }, &quirks).unwrap();
    Course::new(input, quirks).unwrap()
}

fn main() {
    for (people, repeats) in [(50_000, 200), (500_000, 200), (50_000_000, 200)] {
        let folder = std::env::temp_dir().join(format!("crossings-speed-{}", std::process::id()));
        workload(&folder, people);
        let course = course(folder.clone(), Quirks::FLEE);
        let (mut steps, mut least) = (0, f64::INFINITY);
        for seed in 0..repeats {
            let begun = Instant::now();
            let ensemble = run(&course, 1, seed, &|| ());
            least = least.min(begun.elapsed().as_secs_f64());
            steps = ensemble.members[0].everybody.iter().sum();
        }
        println!(
            "{people:>9} people: {steps} agent-steps in {:.3} ms, {:.3e} a second",
            least * 1e3,
            steps as f64 / least
        );
        std::fs::remove_dir_all(folder).unwrap();
    }
    let root = PathBuf::from(std::env::args().nth(1).unwrap_or("../shared/flee".into()));
    for (name, members) in [("ssudan2013", 2), ("mali2012", 40)] {
        let course = course(root.join(name), Quirks::FLEE);
        let begun = Instant::now();
        run(&course, members, 1, &|| ());
        println!("{name}: {members} members in {:.2} s", begun.elapsed().as_secs_f64());
    }
}
