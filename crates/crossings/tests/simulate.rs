//! `crossings simulate` as a user runs it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const FILES: [(&str, &str); 10] = [
    (
        "flight/input_csv/locations.csv",
        "#name,region,country,latitude,longitude,location_type,conflict_date,population\n\
         A,a,Home,1,2,conflict_zone,0,1000000\nB,b,Abroad,1.5,2,camp,,600\nC,c,Abroad,2,3,camp,,900\n",
    ),
    (
        "flight/input_csv/routes.csv",
        "#name1,name2,distance,forced_redirection\nA,B,100,0\nA,C,50,0\n",
    ),
    ("flight/input_csv/closures.csv", ""),
    ("flight/input_csv/conflicts.csv", "#Day,A\n0,1\n1,1\n2,1\n3,1\n4,1\n"),
    ("flight/input_csv/sim_period.csv", "StartDate,2020-01-01\nLength,5\n"),
    ("flight/input_csv/registration_corrections.csv", ""),
    ("flight/source_data/data_layout.csv", "total,all.csv\nB,b.csv\nC,c.csv\n"),
    ("flight/source_data/all.csv", "2020-01-01,100\n2020-01-05,900\n"),
    ("flight/source_data/b.csv", "2020-01-01,50\n2020-01-05,300\n"),
    ("flight/source_data/c.csv", "2020-01-01,50\n2020-01-05,600\n"),
];

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in FILES {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn crossings(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crossings"));
    command.arg("simulate").args(arguments).current_dir(folder).env_clear().stdin(Stdio::null());
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code().unwrap(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn the_table_shows_camps_on_the_last_day() {
    let (status, stdout, stderr) =
        crossings(folder().path(), &["flight", "--rules", "flee", "--members", "20"]);
    assert_eq!(status, 0, "{stderr}");
    assert!(
        stdout.starts_with("Camps on day 4 (2020-01-05), 20 members, rules of flee\ncamp "),
        "{stdout}"
    );
    assert!(stdout.contains("\nall ") && stdout.contains("% of all who were counted"), "{stdout}");
}

#[test]
fn a_forecast_is_held_against_frozen_shares() {
    let folder = folder();
    let (status, stdout, _) =
        crossings(folder.path(), &["flight", "--assimilate", "2", "--members", "9"]);
    assert_eq!(status, 0);
    assert!(
        stdout.contains("after day 2") && stdout.contains("With the shares of that day kept"),
        "{stdout}"
    );
    let again = crossings(folder.path(), &["flight", "--assimilate", "2", "--members", "9"]).1;
    assert_eq!(stdout, again, "the same seed");
}

#[test]
fn other_forms_go_to_files() {
    let folder = folder();
    let write = |format, file| {
        crossings(folder.path(), &["flight", "--members", "3", "--format", format, "-o", file])
    };
    for (format, file) in [("csv", "a.csv"), ("json", "a.json"), ("geojson", "a.geojson")] {
        let (status, stdout, stderr) = write(format, file);
        assert_eq!((status, stdout.as_str()), (0, ""), "{stderr}");
        let text = fs::read_to_string(folder.path().join(file)).unwrap();
        match format {
            "csv" => assert!(
                text.starts_with("day,date,camp,counted,mean,p10,p50,p90\n0,2020-01-01,B,50,"),
                "{text}"
            ),
            _ => drop(serde_json::from_str::<serde_json::Value>(&text).unwrap()),
        }
    }
}

#[test]
fn all_that_is_wrong_is_told_and_nothing_is_made_of_it() {
    let folder = folder();
    fs::write(folder.path().join("flight/input_csv/routes.csv"), "A,B,far,0\nA,Cee,50,0\n")
        .unwrap();
    let (status, stdout, stderr) = crossings(folder.path(), &["flight"]);
    assert_eq!((status, stdout.as_str()), (1, ""));
    assert!(stderr.contains("routes.csv:1, column 3 (distance): \"far\" is no number"), "{stderr}");
    assert!(
        stderr.contains("routes.csv:2, column 2 (name2): no place is called \"Cee\""),
        "{stderr}"
    );
    assert_eq!(stderr.matches("hint: ").count(), 2, "{stderr}");
}

#[test]
fn what_makes_no_sense_is_a_matter_of_usage() {
    let folder = folder();
    assert_eq!(crossings(folder.path(), &["flight", "--assimilate", "4"]).0, 2);
    assert_eq!(crossings(folder.path(), &["flight", "--assimilate", "1", "--rules", "flee"]).0, 2);
    assert_eq!(crossings(folder.path(), &["flight", "--members", "0"]).0, 2);
    assert_eq!(crossings(folder.path(), &["nowhere"]).0, 1);
}
