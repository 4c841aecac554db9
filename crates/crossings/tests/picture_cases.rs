//! Small tables with a question and the answer that an expert gives, asked of the built program. The
//! list, and what its fields mean, is `picture/cases.toml`; the tables are those of `../shared` where
//! that is there, and our own of the same kinds beside the list.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

/// No quantile that is told lies between two answers that are apart.
const BETWEEN: [&str; 7] = ["p05", "p10", "p25", "p50", "p75", "p90", "p95"];

#[derive(Debug, Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    shared: Option<String>,
    own: Option<String>,
    asked: String,
    expert: String,
    #[serde(default)]
    holds: Vec<f64>,
    factor: Option<f64>,
    least_factor: Option<f64>,
    near: Option<f64>,
    #[serde(default)]
    apart: bool,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    silent: bool,
    #[serde(default)]
    unknown: Vec<String>,
    #[serde(default)]
    calm: Vec<String>,
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/picture")
}

/// The cases of one sort, each with its file. Those whose file is not there are said.
fn cases(shared: bool) -> Vec<(Case, PathBuf)> {
    let list = std::fs::read_to_string(here().join("cases.toml")).unwrap();
    let cases: Cases = toml::from_str(&list).unwrap();
    let outside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let mut found = Vec::new();
    for case in cases.case {
        let path = match (&case.shared, &case.own) {
            (Some(name), None) if shared => outside.join(name),
            (None, Some(name)) if !shared => here().join(name),
            _ => continue,
        };
        if path.is_file() {
            found.push((case, path));
        } else {
            assert!(shared, "{} is not there", path.display());
            println!("{}: not looked at, {} is not there", case.name, path.display());
        }
    }
    found
}

/// The words after the file, as a shell takes them.
fn words(asked: &str) -> Vec<String> {
    let parts = asked.split('\'').enumerate().flat_map(|(at, part)| match at % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
        _ => vec![part.to_owned()],
    });
    parts.collect()
}

fn run(file: &Path, case: &Case, more: &[&str]) -> Vec<u8> {
    let out = Command::new(env!("CARGO_BIN_EXE_crossings"))
        .arg("picture")
        .arg(file)
        .args(words(&case.asked))
        // The answers of an expert are about numbers of any size.
        .args(["--suppress-below", "0"])
        .args(more)
        .env_clear()
        .output()
        .unwrap();
    assert!(out.status.success(), "{}: {}", case.name, String::from_utf8_lossy(&out.stderr));
    out.stdout
}

fn json(file: &Path, case: &Case, more: &[&str]) -> Value {
    let more = [&["--format", "json"], more].concat();
    serde_json::from_slice(&run(file, case, &more)).unwrap()
}

/// The row for everything that was asked.
fn whole(report: &Value) -> Value {
    report["rows"].as_array().unwrap().last().cloned().unwrap_or_default()
}

/// What of the expert's answer does not hold, in words.
fn fails(case: &Case, file: &Path) -> Vec<String> {
    let report = json(file, case, &[]);
    let row = whole(&report);
    let at = |name: &str| row[name].as_f64().unwrap_or(f64::NAN);
    let (low, middle, high) = (at("p05"), at("p50"), at("p95"));
    let factor = high / low.max(1e-9);
    let mut fails = Vec::new();
    for number in &case.holds {
        if !(low <= *number && *number <= high) {
            fails.push(format!("{low} to {high} does not hold {number}"));
        }
    }
    if case.factor.is_some_and(|most| factor > most) {
        fails.push(format!("{low} to {high} is a factor of {factor:.2}"));
    }
    if case.least_factor.is_some_and(|least| factor < least) {
        fails.push(format!("{low} to {high} is a factor of {factor:.2} only"));
    }
    let near = |number: &f64, by: f64| (middle / number - 1.0).abs() <= by;
    if case.near.is_some_and(|by| !case.holds.iter().any(|number| near(number, by))) {
        fails.push(format!("the median is {middle}"));
    }
    if let (true, [a, b]) = (case.apart, case.holds.as_slice()) {
        let between = |name: &&str| at(name) > 1.1 * a.min(*b) && at(name) < a.max(*b) / 1.1;
        if BETWEEN.iter().any(between) {
            fails.push(format!("something between {a} and {b}: {row}"));
        }
    }
    let told = report["disagreements"].as_array().cloned().unwrap_or_default();
    let sentences: Vec<String> =
        told.iter().map(|one| one["sentence"].to_string().to_lowercase()).collect();
    let named =
        |sentence: &String| case.names.iter().all(|name| sentence.contains(&name.to_lowercase()));
    if !case.names.is_empty() && !sentences.iter().any(named) {
        fails.push(format!("no sentence names {}: {sentences:?}", case.names.join(" and ")));
    }
    if case.silent && !sentences.is_empty() {
        fails.push(format!("told: {sentences:?}"));
    }
    if !case.unknown.is_empty() {
        let page = String::from_utf8(run(file, case, &[])).unwrap();
        // A name may be broken over two lines.
        let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
        let missing: Vec<&String> =
            case.unknown.iter().filter(|name| !page.contains(name.as_str())).collect();
        if !missing.is_empty() {
            fails.push(format!("{missing:?} not said to be unreported: {page}"));
        }
    }
    if !case.calm.is_empty() {
        let daily = json(file, case, &["--by", "day"]);
        let rows = daily["rows"].as_array().unwrap();
        for day in &case.calm {
            // Of the rows of a day the last is the whole, or the crossing asked for.
            let row = rows.iter().rfind(|row| row["from"] == day.as_str());
            let good = row.is_some_and(|row| {
                row["mean"].as_f64().is_some_and(|mean| mean < 10.0) && row["observed"] == "by_day"
            });
            if !good {
                fails.push(format!("{day}: {row:?}"));
            }
        }
    }
    fails
}

fn all_as_the_expert_says(shared: bool) {
    let mut failed = Vec::new();
    for (case, file) in cases(shared) {
        let fails = fails(&case, &file);
        if !fails.is_empty() {
            failed.push(format!("{} ({}): {}", case.name, case.expert, fails.join("; ")));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn the_shared_tables_give_what_an_expert_says() {
    all_as_the_expert_says(true);
}

#[test]
fn our_own_tables_give_what_an_expert_says() {
    all_as_the_expert_says(false);
}

#[test]
fn all_of_them_settle() {
    for shared in [true, false] {
        for (case, file) in cases(shared) {
            let report = json(&file, &case, &[]);
            assert_eq!(report["diagnostics"]["converged"], true, "{}", case.name);
        }
    }
}

/// At most one sentence in five ends without a reason, over all of them.
#[test]
fn nearly_every_sentence_gives_a_reason() {
    let (mut all, mut without) = (0, Vec::new());
    for shared in [true, false] {
        for (case, file) in cases(shared) {
            for one in json(&file, &case, &[])["disagreements"].as_array().unwrap() {
                all += 1;
                if one["reason"] == "independent" {
                    without.push(format!("{}: {}", case.name, one["sentence"]));
                }
            }
        }
    }
    assert!(without.len() * 5 <= all, "{} of {all}:\n{}", without.len(), without.join("\n"));
}

/// The same rows in another order are the same table.
#[test]
fn the_order_of_rows_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for shared in [true, false] {
        for (case, file) in cases(shared) {
            let text = std::fs::read_to_string(&file).unwrap();
            let mut lines = text.lines();
            let head = lines.next().unwrap();
            let turned: Vec<&str> = std::iter::once(head).chain(lines.rev()).collect();
            let other = folder.path().join(file.file_name().unwrap());
            std::fs::write(&other, turned.join("\n") + "\n").unwrap();
            // By day all numbers of the picture are told.
            let more = ["--by", "day", "--format", "csv"];
            let (one, two) = (run(&file, &case, &more), run(&other, &case, &more));
            assert!(
                one == two,
                "{}:\n{}\n{}",
                case.name,
                String::from_utf8_lossy(&one),
                String::from_utf8_lossy(&two)
            );
        }
    }
}

/// No false proof: the audit calls nothing proved of a table that has no error to prove.
#[test]
fn the_audit_proves_nothing_false_of_them() {
    // Where something is wrong with the numbers and may be proved: totals printed as days, totals
    // that fall, a digit too many.
    let wrong = [
        "totals printed as days",
        "corrected downwards",
        "put right downwards",
        "more than the total over them",
        "digit more",
        "that climb",
    ];
    for shared in [true, false] {
        for (case, file) in cases(shared) {
            if wrong.iter().any(|words| case.name.contains(words)) {
                continue;
            }
            let out = Command::new(env!("CARGO_BIN_EXE_crossings"))
                .arg("audit")
                .arg(&file)
                .args(["--format", "json"])
                .env_clear()
                .output()
                .unwrap();
            let told: Value = serde_json::from_slice(&out.stdout).unwrap();
            let proved: Vec<&Value> = told
                .as_array()
                .unwrap()
                .iter()
                .filter(|finding| finding["severity"] == "proved")
                .collect();
            assert!(proved.is_empty(), "{}: {proved:?}", case.name);
        }
    }
}
