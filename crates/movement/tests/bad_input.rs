//! What a folder may have wrong with it: each is told with file, line, column and remedy.

use movement::{Course, Quirks};

use crate::folder::{SOUND, Small};

/// File, its text, where it is told (`line:column`, 0 for none), a part of what is said.
type Case = (&'static str, &'static str, (u64, usize), &'static str);

const LOCATIONS: &str = "input_csv/locations.csv";
const ROUTES: &str = "input_csv/routes.csv";
const CLOSURES: &str = "input_csv/closures.csv";
const CONFLICTS: &str = "input_csv/conflicts.csv";
const PERIOD: &str = "input_csv/sim_period.csv";
const CORRECTIONS: &str = "input_csv/registration_corrections.csv";
const LAYOUT: &str = "source_data/data_layout.csv";
const SERIES: &str = "source_data/c.csv";
const SETTINGS: &str = "simsetting.yml";

const CASES: [Case; 62] = [
    (LOCATIONS, "", (0, 0), "has no rows"),
    (LOCATIONS, "A,a,Home,1,2,conflict,0\n", (1, 8), "7 cells where 8 are needed"),
    (LOCATIONS, "#h\nA,a,Home,x,2,conflict,0,9\nC,c,X,1,1,camp,,9\n", (2, 4), "\"x\" is no number"),
    (LOCATIONS, "A,a,Home,1,181,conflict,0,9\n", (1, 5), "out of range"),
    (LOCATIONS, "A,a,Home,nan,1,conflict,0,9\n", (1, 4), "is no number"),
    (LOCATIONS, "A,a,Home,1,2,village,0,9\n", (1, 6), "\"village\" is none of"),
    (LOCATIONS, "A,a,Home,1,2,,0,9\n", (1, 6), "empty"),
    (LOCATIONS, "A,a,Home,1,2,flood_zone,0,9\n", (1, 6), "does not simulate it"),
    (LOCATIONS, "A,a,Home,1,2,conflict,soon,9\n", (1, 7), "\"soon\" is no whole number"),
    (LOCATIONS, "A,a,Home,1,2,conflict,-3,9\n", (1, 7), "out of range"),
    (LOCATIONS, "A,a,Home,1,2,conflict,0,12.5\n", (1, 8), "is no whole number"),
    (LOCATIONS, "A,a,Home,1,2,conflict,0,-9\n", (1, 8), "out of range"),
    (LOCATIONS, "A,a,Home,1,2,conflict,0,99999999999999999999\n", (1, 8), "out of range"),
    (LOCATIONS, ",a,Home,1,2,conflict,0,9\n", (1, 1), "empty"),
    (LOCATIONS, "C,a,Home,1,2,camp,0,9\nC,a,Home,1,2,camp,0,9\n", (2, 1), "a second time"),
    (LOCATIONS, "A,a,Home,1,2,conflict,0,9\nB,a,Home,1,2,town,0,9\n", (0, 0), "has no camp"),
    (LOCATIONS, "\"A,a,Home,1,2,conflict,0,9\nC,c,Abroad,2,3,camp,,\n", (1, 1), "quotation mark"),
    (
        LOCATIONS,
        "#a,b,c,d,e,f,g,h,capacity_per_day\nA,a,Home,1,2,conflict,0,9,1,2\n",
        (2, 10),
        "10 cells under 9 heads",
    ),
    (
        LOCATIONS,
        "#a,b,c,d,e,f,g,h,capacity_per_day\nA,a,Home,1,2,conflict,0,9,-1\n",
        (2, 9),
        "out of range",
    ),
    (ROUTES, "", (0, 0), "has no rows"),
    (ROUTES, "A,B\n", (1, 3), "2 cells where 3 are needed"),
    (ROUTES, "A,Bee,9,0\n", (1, 2), "no place is called \"Bee\""),
    (ROUTES, "A,A,9,0\n", (1, 2), "to itself"),
    (ROUTES, "A,B,,0\n", (1, 3), "empty"),
    (ROUTES, "A,B,far,0\n", (1, 3), "\"far\" is no number"),
    (ROUTES, "A,B,0,0\n", (1, 3), "out of range"),
    (ROUTES, "A,B,-5,0\n", (1, 3), "out of range"),
    (ROUTES, "A,B,9 km,0\n", (1, 3), "is no number"),
    (ROUTES, "A,B,9,3\n", (1, 4), "\"3\" is none of 0, 1, 2"),
    (ROUTES, "A,B,9,0\nB,A,12,0\n", (2, 1), "a second time"),
    (ROUTES, "#a,b,c,d,max_move_speed\nA,B,9,0,0\n", (2, 5), "out of range"),
    (ROUTES, "#a,b,c,d,walk_probability\nA,B,9,0,1.5\n", (2, 5), "out of range"),
    (CLOSURES, "country,Home,Abroad,0\n", (1, 5), "4 cells where 5 are needed"),
    (CLOSURES, "border,Home,Abroad,0,9\n", (1, 1), "\"border\" is none of"),
    (CLOSURES, "country,Home,Abrod,0,9\n", (1, 3), "no place lies in \"Abrod\""),
    (CLOSURES, "location,Q,,0,9\n", (1, 2), "no place is called \"Q\""),
    (CLOSURES, "link,A,,0,9\n", (1, 3), "empty"),
    (CLOSURES, "country,Home,Abroad,monday,9\n", (1, 4), "is no whole number"),
    (CLOSURES, "country,Home,Abroad,9,4\n", (1, 5), "before it begins"),
    (CLOSURES, "country,Home,Home,1,4\n", (1, 3), "to itself"),
    (CONFLICTS, "", (0, 0), "has no rows"),
    (CONFLICTS, "#Day,A,Q\n0,1,1\n", (1, 3), "no place is called \"Q\""),
    (CONFLICTS, "#Day,A,A\n0,1,1\n", (1, 3), "a second time"),
    (CONFLICTS, "#Day,A\n0,2\n", (2, 2), "out of range"),
    (CONFLICTS, "#Day,A\n0,war\n", (2, 2), "is no number"),
    (CONFLICTS, "#Day,A,B\n0,1\n", (2, 3), "empty"),
    (CONFLICTS, "#Day,A\n0,1\n2,1\n", (3, 1), "day 2 stands in the row of day 1"),
    (CONFLICTS, "#Day,A\n0,1\n1,1\n", (3, 0), "ends on day 1"),
    (CONFLICTS, "#Day,A\n0,1,1\n", (2, 3), "3 cells under 2 heads"),
    (PERIOD, "StartDate,2020-01-01\n", (0, 0), "does not say Length"),
    (PERIOD, "StartDate,1 Jan\nLength,5\n", (1, 2), "is no date"),
    (PERIOD, "StartDate,2020-02-30\nLength,5\n", (1, 2), "is no date"),
    (PERIOD, "StartDate,2020-01-01\nLength,0\n", (2, 2), "out of range"),
    (PERIOD, "Begin,2020-01-01\nLength,5\n", (1, 1), "\"Begin\" is none of"),
    (CORRECTIONS, "Q,2020-01-05\n", (1, 1), "no place is called \"Q\""),
    (CORRECTIONS, "C,2020-01-04\n", (1, 2), "no row of 2020-01-04"),
    (LAYOUT, "C,c.csv\n", (1, 1), "and not \"total\""),
    (LAYOUT, "total,all.csv\n", (0, 0), "the camp \"C\" has no series"),
    (LAYOUT, "total,all.csv\nC,d.csv\n", (2, 2), "no such file"),
    (SERIES, "2020-01-01,100\n2020-01-05,many\n", (2, 2), "is no whole number"),
    (SERIES, "2020-01-05,100\n2020-01-01,100\n", (2, 1), "does not come after"),
    (SERIES, "2020-01-01,-1\n", (1, 2), "out of range"),
];

const OF_SETTINGS: [Case; 10] = [
    (SETTINGS, "move_rules:\n  max_move_sped: 3\n", (2, 3), "no setting \"max_move_sped\""),
    (SETTINGS, "move_rules:\n  max_move_speed: fast\n", (2, 19), "must be a number of kilometres"),
    (SETTINGS, "move_rules:\n  max_move_speed: 0\n", (2, 19), "must be a number of kilometres"),
    (SETTINGS, "move_rules:\n  camp_movechance: 1.5\n", (2, 20), "a chance from 0 to 1"),
    (SETTINGS, "move_rules:\n  start_on_foot: perhaps\n", (2, 18), "True or False"),
    (SETTINGS, "move_rules:\n  fixed_routes: True\n", (2, 3), "does not simulate it"),
    (SETTINGS, "optimisations:\n  hasten: 0\n", (2, 11), "a whole number from 1 on"),
    (SETTINGS, "spawn_rules:\n  conflict_spawn_decay: 1\n", (2, 25), "a list of shares"),
    (SETTINGS, "move_rules:\n  softening: 1\n  softening: 2\n", (3, 3), "a second time"),
    (SETTINGS, "move_rules: [\n", (2, 1), "no YAML"),
];

#[test]
fn each_mistake_is_told_with_file_line_column_and_remedy() {
    for (file, text, (line, column), said) in CASES.into_iter().chain(OF_SETTINGS) {
        let faults = Small::sound().with(file, text).read(&Quirks::NONE).expect_err(text).0;
        let told = |fault: &movement::Fault| {
            let at =
                (fault.line.unwrap_or(0), fault.column.as_ref().map_or(0, |column| column.number));
            fault.file.ends_with(file) && at == (line, column) && fault.to_string().contains(said)
        };
        let all: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert!(
            faults.iter().any(told),
            "{text:?} in {file} at {line}:{column} ({said}): {all:#?}"
        );
        assert!(faults.iter().all(|fault| !fault.remedy().is_empty() && !fault.harmless));
    }
}

#[test]
fn each_file_is_missed() {
    for (file, _) in SOUND.into_iter().filter(|(file, _)| {
        !file.starts_with("source_data/all") && !file.starts_with("source_data/c")
    }) {
        let faults = Small::sound().without(file).read(&Quirks::NONE).expect_err(file).0;
        assert!(
            faults
                .iter()
                .any(|fault| fault.file.ends_with(file)
                    && fault.to_string().contains("no such file")),
            "{file}: {faults:?}"
        );
    }
}

#[test]
fn text_that_is_not_utf8_is_told_by_its_line() {
    let folder = tempfile::tempdir().unwrap();
    Small::sound().write(folder.path());
    std::fs::write(folder.path().join(ROUTES), b"A,B,100,0\nB,C\xff,50,0\n").unwrap();
    let read = movement::Folder { path: folder.path().into(), settings: None };
    let faults = movement::read(&read, &Quirks::NONE).unwrap_err().0;
    assert_eq!(
        (faults[0].line, faults[0].to_string().ends_with("not UTF-8 text")),
        (Some(2), true)
    );
}

#[test]
fn the_nearest_name_is_the_remedy() {
    let closures =
        Small::sound().with(CLOSURES, "country,Home,Abrod,0,9\n").read(&Quirks::NONE).unwrap_err();
    assert_eq!(closures.0[0].remedy(), "\"Abroad\" is in locations.csv");
    let settings = Small::sound()
        .with(SETTINGS, "move_rules:\n  max_move_sped: 3\n")
        .read(&Quirks::NONE)
        .unwrap_err();
    assert_eq!(settings.0[0].remedy(), "\"max_move_speed\" is one");
}

/// What shipped folders have wrong without harm is told and read on.
#[test]
fn what_does_no_harm_is_told_and_read_on() {
    let input = Small::sound()
        .with(ROUTES, "A,B,100,0\nB,A,100,0\nB,C,50,0\n")
        .read(&Quirks::NONE)
        .unwrap();
    assert_eq!(input.notices.len(), 1);
    let named = Small::sound()
        .with(CONFLICTS, "#Day,a,\n0,1,\n1,1,\n2,1,\n3,1,\n4,1,\n")
        .read(&Quirks::NONE)
        .unwrap();
    assert_eq!((named.notices.len(), named.conflicts[0][3]), (1, 1.0));
}

#[test]
fn nobody_to_flee_is_told_by_its_day() {
    let calm = Small::sound()
        .with(CONFLICTS, "#Day,A\n0,0\n1,0\n2,0\n3,0\n4,0\n")
        .read(&Quirks::NONE)
        .unwrap();
    let faults = Course::new(calm, Quirks::NONE).unwrap_err().0;
    assert!(faults[0].to_string().contains("on day 1, 100 people are to set out"), "{}", faults[0]);
}
