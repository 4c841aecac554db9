//! Cases whose outcome is known in closed form or from the peer's own tests (FLEE.md, section 4).

use movement::{Course, Quirks, run};

use crate::folder::{Small, conflict, places};

/// People in camps at the end, of one member.
fn at_the_end(course: &Course, seed: u64) -> Vec<u64> {
    let ensemble = run(course, 1, seed, &|| ());
    let camps = course.input().camps.len();
    ensemble.members[0].camps.rchunks(camps).next().unwrap().to_vec()
}

/// A with routes to camps; `people` set out between day 0 and day 1.
fn fan(camps: &[(&str, &str)], routes: &str, people: u64, days: usize, settings: &str) -> Small {
    let mut rows = vec![("A", "Home", "conflict_zone", "1000000")];
    rows.extend(camps.iter().map(|(camp, fits)| (*camp, "Home", "camp", *fits)));
    let layout: String = camps.iter().map(|(camp, _)| format!("{camp},{camp}.csv\n")).collect();
    let mut small = Small::sound()
        .with("input_csv/locations.csv", &places(&rows))
        .with("input_csv/routes.csv", routes)
        .with("input_csv/conflicts.csv", &conflict("A", days))
        .with("input_csv/sim_period.csv", &format!("StartDate,2020-01-01\nLength,{days}\n"))
        .with("source_data/data_layout.csv", &format!("total,all.csv\n{layout}"))
        .with("simsetting.yml", settings);
    for (index, (camp, _)) in camps.iter().enumerate() {
        let last = if index == 0 { people } else { 0 };
        small = small.with(
            &format!("source_data/{camp}.csv"),
            &format!("2020-01-01,0\n2020-01-02,{last}\n"),
        );
    }
    small
}

const FAN: &str = "A,B,834,0\nA,C,1368,0\nA,D,536,0\n";

/// Five standard deviations of a share of so many people.
fn within(found: u64, expected: f64, of: f64) -> bool {
    let share = expected / of;
    (found as f64 - expected).abs() < 5.0 * (of * share * (1.0 - share)).sqrt() + 1e-9
}

#[test]
fn weight_is_one_over_ten_and_the_distance() {
    let camps = [("B", ""), ("C", ""), ("D", "")];
    let stay = "move_rules:\n  camp_movechance: 0.0\n";
    for quirks in [Quirks::FLEE, Quirks::NONE] {
        let found = at_the_end(&fan(&camps, FAN, 100_000, 8, stay).course(quirks), 7);
        assert_eq!(found.iter().sum::<u64>(), 100_000);
        let expected = [31_663.0, 19_393.0, 48_944.0];
        assert!(
            found.iter().zip(expected).all(|(found, expected)| within(*found, expected, 1e5)),
            "{found:?}"
        );
    }
}

#[test]
fn nobody_goes_where_the_weight_is_nothing() {
    let small = fan(
        &[("B", ""), ("C", ""), ("D", "")],
        FAN,
        10_000,
        8,
        "move_rules:\n  foreign_weight: 0.0\n  camp_movechance: 0.0\n",
    );
    let rows = [
        ("A", "Home", "conflict", "9"),
        ("B", "Home", "camp", ""),
        ("C", "Home", "camp", ""),
        ("D", "Abroad", "camp", ""),
    ];
    let small = small.with("input_csv/locations.csv", &places(&rows));
    assert_eq!(at_the_end(&small.course(Quirks::FLEE), 1)[2], 0);
}

/// A route as long as a day's way takes the peer two days, and us one.
#[test]
fn a_days_way_takes_a_day() {
    let small = fan(&[("B", "")], "A,B,360,0\n", 1_000, 3, "move_rules:\n  camp_movechance: 0.0\n");
    let arrived = |quirks| run(&small.course(quirks), 1, 1, &|| ()).members[0].camps.clone();
    assert_eq!(arrived(Quirks::FLEE), [0, 0, 1_000]);
    assert_eq!(arrived(Quirks::NONE), [0, 1_000, 1_000]);
}

/// The peer gives a second hop a full day: 300 km and 350 km in one day at 360.
#[test]
fn a_second_hop_has_what_is_left_of_the_day() {
    let rows = [
        ("A", "Home", "conflict", "9"),
        ("T", "Home", "forwarding_hub", ""),
        ("B", "Home", "camp", ""),
    ];
    let small = fan(
        &[("B", "")],
        "A,T,300,0\nT,B,350,2\n",
        1_000,
        4,
        "move_rules:\n  camp_movechance: 0.0\n",
    )
    .with("input_csv/locations.csv", &places(&rows));
    let arrived = |quirks| run(&small.course(quirks), 1, 1, &|| ()).members[0].camps.clone();
    let peer = arrived(Quirks::FLEE);
    // Half of those at T turn back, by 1 / (10 + d): more than a third are there on day 1 all the same.
    assert!(peer[1] > 400, "{peer:?}");
    let ours = arrived(Quirks::NONE);
    assert_eq!(ours[..2], [0, 0], "650 km take two days");
    assert_eq!(ours[2], 1_000, "redirection is followed");
}

/// 10,000 people beside a camp for 1,000: the peer lets 9,992 in, and it holds 1,000.
#[test]
fn a_camp_that_is_full_is_full() {
    let small =
        fan(&[("B", "1000")], "A,B,50,0\n", 10_000, 2, "move_rules:\n  camp_movechance: 0.0\n");
    assert_eq!(at_the_end(&small.course(Quirks::FLEE), 1), [10_000]);
    assert_eq!(at_the_end(&small.course(Quirks::NONE), 1), [1_000]);
}

#[test]
fn a_camp_grows_by_its_capacity_a_day() {
    let head = "#name,region,country,latitude,longitude,location_type,conflict_date,population,capacity_per_day\n";
    let rows = "A,r,Home,0,0,conflict,0,9,\nB,r,Home,0,0,camp,,100,50\n";
    let small = fan(&[("B", "")], "A,B,50,0\n", 10_000, 4, "move_rules:\n  camp_movechance: 0.0\n")
        .with("input_csv/locations.csv", &format!("{head}{rows}"));
    assert_eq!(run(&small.course(Quirks::NONE), 1, 1, &|| ()).members[0].camps, [0, 200, 250, 300]);
}

/// The peer's test: one person a day for a hundred days; B closes after day 2.
#[test]
fn what_is_closed_is_closed() {
    let rows = [("A", "Home", "conflict", "9"), ("B", "Home", "camp", "")];
    let days: String = (0..100).map(|day| format!("{day},1\n")).collect();
    let small = fan(
        &[("B", "")],
        "A,B,5,0\n",
        0,
        100,
        "move_rules:\n  camp_movechance: 0.0\n  conflict_movechance: 1.0\n",
    )
    .with("input_csv/locations.csv", &places(&rows))
    .with("input_csv/conflicts.csv", &format!("#Day,A\n{days}"))
    .with("source_data/B.csv", "2020-01-01,0\n2020-04-30,120\n")
    .with("input_csv/closures.csv", "location,B,,3,-1\n");
    for quirks in [Quirks::FLEE, Quirks::NONE] {
        let course = small.course(quirks);
        let member = &run(&course, 1, 1, &|| ()).members[0];
        // Nobody comes on day 0: two have come before it closes.
        assert_eq!(*member.camps.last().unwrap(), 2);
        assert_eq!(*member.everybody.last().unwrap(), 99);
    }
}

#[test]
fn closures_of_routes_do_nothing_for_the_peer_only() {
    let small = fan(&[("B", "")], "A,B,50,0\n", 1_000, 4, "move_rules:\n  camp_movechance: 0.0\n")
        .with("input_csv/closures.csv", "link,A,B,0,3\n");
    let arrived = |quirks| run(&small.course(quirks), 1, 1, &|| ()).members[0].camps.clone();
    assert_eq!(arrived(Quirks::FLEE), [0, 1_000, 1_000, 1_000]);
    assert_eq!(arrived(Quirks::NONE), [0, 0, 0, 1_000]);
}

/// A–B, A–C, B–D, C–D with C a marker and an awareness of 5: four ways from A, that end in B or D.
#[test]
fn markers_are_no_step_and_no_end() {
    let rows = [
        ("A", "Home", "conflict", "9"),
        ("B", "Home", "camp", ""),
        ("C", "Home", "marker", ""),
        ("D", "Home", "camp", ""),
    ];
    let small = fan(
        &[("B", ""), ("D", "")],
        "A,B,90,0\nA,C,90,0\nB,D,90,0\nC,D,90,0\n",
        40_000,
        3,
        "move_rules:\n  awareness_level: 5\n  camp_movechance: 0.0\n  distance_power: 0.0\n",
    )
    .with("input_csv/locations.csv", &places(&rows));
    let found = at_the_end(&small.course(Quirks::FLEE), 3);
    // A-B, A-B-D, A-C-D and A-C-D-B weigh alike: two end in each.
    assert_eq!(found.iter().sum::<u64>(), 40_000);
    assert!(within(found[0], 20_000.0, 4e4), "{found:?}");
}

#[test]
fn conflict_of_its_own_drives_so_many_a_day() {
    let settings = "spawn_rules:\n  conflict_driven_spawning:\n    spawn_mode: constant\n    displaced_per_conflict_day: 100\n";
    let rows = "#Day,A\n0,1\n1,1\n2,0.5\n3,0.5\n";
    let small =
        fan(&[("B", "")], "A,B,50,0\n", 0, 4, settings).with("input_csv/conflicts.csv", rows);
    let everybody =
        |quirks| *run(&small.course(quirks), 1, 1, &|| ()).members[0].everybody.last().unwrap();
    // To the peer 1, 0.5 stays 1.
    assert_eq!([everybody(Quirks::FLEE), everybody(Quirks::NONE)], [400, 300]);
}

#[test]
fn a_sink_keeps_people_and_counts_them() {
    let head = "#name,region,country,latitude,longitude,location_type,conflict_date,population,deactivation_probability\n";
    let rows = "A,r,Home,0,0,conflict,0,9,\nB,r,Home,0,0,camp,,,1.0\n";
    let at_the_end = |sinks: &str| {
        let settings = format!(
            "spawn_rules:\n  camps_are_sinks: {sinks}\nmove_rules:\n  camp_movechance: 0.5\n"
        );
        let small = fan(&[("B", "")], "A,B,400,0\n", 100, 30, &settings)
            .with("input_csv/locations.csv", &format!("{head}{rows}"));
        let member = run(&small.course(Quirks::FLEE), 1, 1, &|| ()).members.remove(0);
        (member.camps[29], member.everybody[29])
    };
    assert_eq!(at_the_end("True"), (100, 100));
    assert!(at_the_end("False").0 < 100, "who does not stop there comes and goes");
}

#[test]
fn the_same_seed_gives_the_same_members_whatever_their_number() {
    let course = fan(&[("B", ""), ("C", ""), ("D", "")], FAN, 5_000, 6, "").course(Quirks::FLEE);
    let (few, many) = (run(&course, 2, 9, &|| ()), run(&course, 5, 9, &|| ()));
    assert_eq!(few.members[..], many.members[..2]);
    assert_ne!(many.members[0], many.members[1]);
    assert_ne!(run(&course, 1, 10, &|| ()).members[0], few.members[0]);
}
