//! The same attack as on `withhold`, on what the program prints: claims as lines and as a table, and the picture by
//! day, by week and in all. `CROSSINGS_LEDGERS=200` makes that many ledgers.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::attack::{Attack, Dice, Ledger, is_few};

fn printed(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crossings"));
    command.args(arguments).current_dir(folder).env_clear().stdin(Stdio::null());
    let output = command.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// By what a claim of these ledgers is known: where, from when to when, who, and whether it is a running total.
fn key(claim: &Value) -> String {
    let population = &claim["population"];
    let group = population.get("group").and_then(Value::as_str).unwrap_or("all");
    let running = claim["cumulative"].as_bool().unwrap_or(false);
    let people = [&population["nationality"], &population["text"]];
    format!("{} {} {} {group} {people:?} {running}", claim["via"], claim["start"], claim["end"])
}

/// The cells that a row of the picture adds up.
fn cells_of<'l>(ledger: &'l Ledger, row: &Value) -> Option<&'l [usize]> {
    let days = |claim: &claim::Claim| {
        let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
        day(claim.start).as_deref() == row["from"].as_str()
            && day(claim.end).as_deref() == row["to"].as_str()
    };
    let via = row["via"].as_str().filter(|via| *via != "all");
    let found = ledger.claims.iter().find(|(claim, _)| {
        days(claim)
            && claim.population == claim::Population::default()
            && claim.via.first().map(String::as_str) == via
    });
    found.map(|(_, cells)| cells.as_slice())
}

#[test]
fn small_numbers_leave_in_no_output() {
    let ledgers = std::env::var("CROSSINGS_LEDGERS").ok().and_then(|n| n.parse().ok());
    let (mut left, mut few, mut rows_known) = (0, 0, 0);
    for seed in 0..ledgers.map_or(6, |n: u64| n.min(200)) {
        let ledger = Ledger::random(&mut Dice(1_000_000 + seed));
        if ledger.claims.is_empty() {
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let lines: Vec<Value> = ledger
            .claims
            .iter()
            .map(|(claim, _)| serde_json::to_value(claim::Statement::Claim(claim.clone())).unwrap())
            .collect();
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        fs::write(folder.join("claims.jsonl"), text).unwrap();
        let exported = printed(folder, &["export", "claims.jsonl", "--format", "jsonl"]);
        let leaving: Vec<(String, f64)> = exported
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .filter_map(|line| Some((key(&line), line["value"].as_f64()?)))
            .collect();
        let mut known: Vec<&[usize]> = Vec::new();
        for ((claim, cells), line) in ledger.claims.iter().zip(&lines) {
            let is_there = leaving
                .iter()
                .any(|(key, value)| *key == self::key(line) && Some(*value) == claim.value);
            if is_there {
                known.push(cells);
                left += 1;
            }
        }
        for by in ["day", "week", "total"] {
            let picture =
                printed(folder, &["picture", "claims.jsonl", "--format", "json", "--by", by]);
            let picture: Value = serde_json::from_str(&picture).unwrap();
            for row in picture["rows"].as_array().unwrap() {
                let (Some(low), Some(high)) = (row["p05"].as_f64(), row["p95"].as_f64()) else {
                    continue;
                };
                // What is told without doubt and rightly is as good as a claim.
                if high - low <= 1.0
                    && let Some(cells) = cells_of(&ledger, row)
                    && (ledger.sum(cells) - low).abs() <= 1.0
                {
                    known.push(cells);
                    rows_known += 1;
                }
            }
        }
        let attack = Attack::on(&ledger, &known, &[]);
        let claims = ledger.claims.iter().map(|(_, cells)| cells);
        for cells in claims.chain(&ledger.asked).filter(|cells| is_few(ledger.sum(cells))) {
            few += 1;
            assert!(!attack.is_solved(cells), "ledger {seed}: {}", ledger.sum(cells));
        }
    }
    println!("{left} claims left, {rows_known} rows were sure, {few} small numbers were asked for");
    assert!(left > 0 && few > 0, "nothing was tried");
}
