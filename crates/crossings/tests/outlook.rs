//! `crossings outlook`: its contract, its refusals, and scenarios.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn outlook(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crossings"));
    command.arg("outlook").args(arguments).current_dir(root()).env_clear();
    command.output().unwrap()
}

fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

/// Sixty days of one office's counts at one crossing, about a thousand a day.
fn counts(folder: &Path) -> String {
    let mut table =
        "published,source,kind,population,from,to,via,value,qualifier,unit,start,end,cumulative\n"
            .to_owned();
    let first = "2023-03-01".parse::<jiff::civil::Date>().unwrap();
    for at in 0..60_i64 {
        let day = first.checked_add(jiff::Span::new().days(at)).unwrap();
        let people = 900 + (at * 37) % 200;
        table += &format!(
            "2023-05-01,Home Office,return,Afghans,PAK,AFG,Torkham,{people},exact,people,{day},{day},false\n"
        );
    }
    let path = folder.join("counts.csv");
    fs::write(&path, table).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn json_is_what_was_promised() {
    let folder = tempfile::tempdir().unwrap();
    let source = counts(folder.path());
    let output = outlook(&[&source, "--days", "14", "--format", "json"]);
    let (status, out, err) = said(&output);
    assert_eq!(status, 0, "{err}");
    let report: serde_json::Value = serde_json::from_str(&out).unwrap();
    let keys: Vec<&String> = report.as_object().unwrap().keys().collect();
    assert_eq!(keys.len(), 4, "{keys:?}");
    let rows = report["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 28, "Torkham and all");
    for row in rows {
        assert_eq!(row.as_object().unwrap().len(), 13);
        let of = |key: &str| row[key].as_u64().unwrap();
        assert!(of("p025") <= of("p05") && of("p05") <= of("p50") && of("p50") <= of("p975"));
        assert!((850..1_150).contains(&of("p50")), "{row}");
    }
    assert_eq!((rows[0]["via"].as_str(), rows[0]["horizon"].as_u64()), (Some("Torkham"), Some(1)));
    assert_eq!(report["as_of"].as_str(), Some("2023-05-01"));
    assert_eq!(rows[0]["day"].as_str(), Some("2023-05-02"));
    assert_eq!(
        out,
        said(&outlook(&[&source, "--days", "14", "--format", "json"])).1,
        "the same bytes"
    );
}

#[test]
fn too_little_is_refused_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let source = counts(folder.path());
    let text = fs::read_to_string(&source).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    fs::write(&source, [&lines[..1], &lines[lines.len() - 3..]].concat().join("\n")).unwrap();
    let (status, out, err) = said(&outlook(&[&source]));
    assert_eq!((status, out.as_str()), (1, ""));
    assert!(err.contains("3 of the days before have a number, and a forecast needs 7"), "{err}");
    fs::write(&source, lines[..20].join("\n")).unwrap();
    let (status, _, err) = said(&outlook(&[&source]));
    assert_eq!(status, 1);
    assert!(err.contains("the last number is of 2023-03-19, 43 days before"), "{err}");
}

#[test]
fn the_seed_s_row_says_what_is_assumed() {
    let scenario = "examples/scenarios/pakistan-2023-deadline.toml";
    let later = "examples/scenarios/pakistan-2023-extended.toml";
    let arguments = [
        "examples/pakistan-2023",
        "--as-of",
        "2023-11-01",
        "--scenario",
        scenario,
        "--scenario",
        later,
    ];
    let (status, out, err) = said(&outlook(&arguments));
    assert_eq!(status, 0, "{err}");
    for wanted in [
        "1000000 to 1700000",
        "deadline as set",
        "deadline extended by 60 days",
        "Torkham",
        "Chaman",
        "deadline: 2023-11-01",
        "Side by side",
    ] {
        assert!(out.contains(wanted), "{wanted}: {out}");
    }
    // Chaman's last number is of September: what came in October is not foretold from it.
    assert!(err.contains("Chaman: nothing is foretold: the last number is of 2023-09-30"), "{err}");
}

#[test]
fn a_scenario_that_makes_no_sense_names_file_line_and_column() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wrong.toml");
    let text =
        fs::read_to_string(root().join("examples/scenarios/pakistan-2023-deadline.toml")).unwrap();
    fs::write(&path, text.replace("days = 28", "days = 0")).unwrap();
    let path = path.to_string_lossy();
    let (status, _, err) = said(&outlook(&["examples/pakistan-2023", "--scenario", &path]));
    assert_eq!(status, 1);
    assert!(err.contains("wrong.toml:5:1: ") && err.contains("hint: "), "{err}");
}
