//! The case that the project was begun for, from dispatches to one count.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn crossings(arguments: &[&str]) -> (String, Option<i32>) {
    let output = Command::new(env!("CARGO_BIN_EXE_crossings")).args(arguments).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    (text, output.status.code())
}

fn example() -> String {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/pakistan-2023").to_owned()
}

fn seed() -> Option<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/seed/dispatch-2023-11-01.txt");
    if !Path::new(path).exists() {
        println!("skipped: {path} is not there");
        return None;
    }
    Some(path.to_owned())
}

fn picture(source: &str, from: &str, to: &str) -> Value {
    let (text, status) =
        crossings(&["picture", source, "--from", from, "--to", to, "--format", "json"]);
    assert_eq!(status, Some(0), "{text}");
    serde_json::from_str(&text).unwrap()
}

/// 5 %, 50 % and 95 % of one row.
fn row(picture: &Value, via: &str) -> [f64; 3] {
    let rows = picture["rows"].as_array().unwrap();
    let row =
        rows.iter().find(|row| row["via"] == via).unwrap_or_else(|| panic!("{via}: {rows:#?}"));
    ["p05", "p50", "p95"].map(|p| row[p].as_f64().unwrap())
}

#[test]
fn the_example_gives_one_count_with_a_narrow_interval() {
    let autumn = picture(&example(), "2023-09-17", "2023-11-01");
    assert_eq!(autumn["diagnostics"]["converged"], true);
    let [low, median, high] = row(&autumn, "all");
    assert!((155_000.0..190_000.0).contains(&median), "{median}");
    assert!(high / low <= 1.6, "{low} to {high}");
    let [low, _, high] = row(&autumn, "Chaman");
    assert!(high / low <= 2.0, "{low} to {high}");
    let fortnight = picture(&example(), "2023-10-18", "2023-11-01");
    let [low, median, high] = row(&fortnight, "Torkham");
    // The province's own totals put about 82,500 before 31 October since 17 September and
    // 128,629 by 1 November: what went in the two weeks lies in between.
    assert!(
        low > 46_000.0 && high < 128_629.0 && low < median && median < high,
        "{low} {median} {high}"
    );
}

#[test]
fn running_totals_printed_as_single_days_are_not_believed() {
    let autumn = picture(&example(), "2023-09-15", "2023-11-19");
    let sentences: Vec<&str> = autumn["disagreements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| d["sentence"].as_str().unwrap())
        .collect();
    let misprint = autumn["claims"].as_array().unwrap().iter().any(|claim| {
        claim["reading"]["window"]["start"] == "2023-09-17"
            && claim["reading"]["window"]["end"] == "2023-11-04"
    });
    assert!(
        misprint,
        "167,774 on 4 November is read as the total since 17 September: {sentences:#?}"
    );
}

#[test]
fn the_seed_alone_leaves_chaman_nearly_unknown_and_says_why() {
    let Some(seed) = seed() else { return };
    let picture = picture(&seed, "2023-09-17", "2023-11-01");
    let [low, _, high] = row(&picture, "Chaman");
    assert!(high / low >= 5.0, "{low} to {high}");
    assert!(high < 140_322.0, "{high} lies above the ministry's total");
    let why =
        picture["unknowns"].as_array().unwrap().iter().find(|u| u["via"] == "Chaman").unwrap();
    assert!(why["sentence"].as_str().unwrap().contains("undetermined"), "{why}");
}

#[test]
fn the_brief_is_the_same_twice() {
    let folder = tempfile::tempdir().unwrap();
    let page = |name: &str| -> PathBuf { folder.path().join(name) };
    let write = |name: &str| {
        let path = page(name);
        let (text, status) = crossings(&["brief", &example(), "-o", path.to_str().unwrap()]);
        assert_eq!(status, Some(0));
        (text, std::fs::read(path).unwrap())
    };
    assert_eq!(write("one.html"), write("two.html"));
}

#[test]
fn a_ledger_and_its_folder_give_the_same_brief() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("autumn.sqlite");
    let ledger = ledger.to_str().unwrap();
    assert_eq!(crossings(&["add", &example(), "--ledger", ledger]).1, Some(0));
    let kept = std::fs::read(ledger).unwrap();
    assert_eq!(crossings(&["add", &example(), "--ledger", ledger]).1, Some(0));
    assert_eq!(std::fs::read(ledger).unwrap(), kept, "adding twice changes nothing");
    assert_eq!(crossings(&["brief", ledger]), crossings(&["brief", &example()]));
}
