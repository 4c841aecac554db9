//! The ledger's commands as a user runs them, and what is left of a ledger when the program is
//! killed.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use insta::{assert_snapshot, with_settings};

fn crossings(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crossings"));
    command.args(arguments).current_dir(folder).env_clear().stdin(Stdio::null());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> String {
    let Output { status, stdout, stderr } = crossings(folder, arguments).output().unwrap();
    format!(
        "status {}\n{}{}",
        status.code().unwrap(),
        String::from_utf8(stdout).unwrap(),
        String::from_utf8(stderr).unwrap()
    )
}

const REPORT: &str = "date 2023-11-04\n\
    Officials said 12,689 Afghans returned from Pakistan to Afghanistan through Torkham on Friday.\n\
    At Chaman 3,100 Afghans returned the same day.\n";

#[test]
fn decisions_are_taken_shown_and_undone() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("report.txt"), REPORT).unwrap();
    assert!(run(folder, &["add", "report.txt", "--ledger", "l.sqlite"]).starts_with("status 0"));
    let claims = run(folder, &["read", "report.txt", "--format", "jsonl"]);
    let id = claims.split("\"id\":\"").nth(1).unwrap()[..8].to_owned();
    let decide = |arguments: &[&str]| {
        let mut all = vec!["decide"];
        all.extend(arguments);
        all.extend(["--ledger", "l.sqlite", "--by", "A. Noor", "--why", "tested"]);
        run(folder, &all)
    };
    let corrected = decide(&["correct", &id, "--set", "value=12,698"]);
    let decision = corrected.split("decision ").nth(1).unwrap()[..8].to_owned();
    let picture = || run(folder, &["picture", "l.sqlite", "--format", "json"]);
    let after = picture();
    assert!(decide(&["reject", &id]).starts_with("status 0"));
    assert!(picture().contains("left out as rejected: 1 claim"));
    assert!(!after.contains("left out"));
    let log = run(folder, &["log", "l.sqlite", &id]);
    with_settings!({filters => vec![(r"\d{4}-\d\d-\d\d \d\d:\d\d", "[time]"), ("[0-9a-f]{16}", "[id]"), ("document [0-9a-f]{8}", "document [id]")]}, {
        assert_snapshot!(log, @r#"
        status 0
        claim [id]  of document [id]
          published 2023-11-04
          “12,689 Afghans”

        [time]  [id]  correct [id]
            set value=12,698
            A. Noor: tested
        [time]  [id]  reject [id]
            A. Noor: tested
        "#);
    });
    assert!(decide(&["undo", &decision]).starts_with("status 0"));
    assert!(run(folder, &["log", "l.sqlite"]).contains("(undone)"));
    assert!(run(folder, &["ledger", "verify", "l.sqlite"]).contains("all is well"));
    let unknown = decide(&["reject", "ffffffff"]);
    assert!(unknown.starts_with("status 1") && unknown.contains("hint: "), "{unknown}");
}

#[test]
fn a_tampered_ledger_is_named_and_leaves_with_1() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("report.txt"), REPORT).unwrap();
    let _ = run(folder, &["add", "report.txt", "--ledger", "l.sqlite"]);
    let copied = run(folder, &["ledger", "copy", "l.sqlite", "copy.sqlite"]);
    assert!(copied.contains("copied 1 entry from l.sqlite to copy.sqlite"), "{copied}");
    let file = folder.join("copy.sqlite");
    let mut bytes = fs::read(&file).unwrap();
    let at = bytes.windows(10).position(|w| w == b"report.txt").unwrap();
    bytes[at] = b'R';
    fs::write(&file, bytes).unwrap();
    let found = run(folder, &["ledger", "verify", "copy.sqlite"]);
    assert!(found.starts_with("status 1"), "{found}");
    assert!(found.contains("copy.sqlite: entry 1 was changed after it was written"), "{found}");
    let refused = run(folder, &["add", "report.txt", "--ledger", "copy.sqlite"]);
    assert!(refused.contains("damaged") && refused.contains("ledger verify"), "{refused}");
}

#[test]
#[cfg(unix)]
fn killed_at_any_moment_it_keeps_what_was_committed() {
    let long = std::env::var_os("CROSSINGS_LONG").is_some();
    // More than are read until it is killed for the last time.
    let documents = if long { 10_000 } else { 3_000 };
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let reports = folder.join("reports");
    fs::create_dir(&reports).unwrap();
    for number in 0..documents {
        let text = format!(
            "date 2023-11-04\n{} Afghans returned to Afghanistan through Torkham on Friday.\n",
            1000 + number
        );
        fs::write(reports.join(format!("{number:05}.txt")), text).unwrap();
    }
    let arguments = ["add", "reports", "--ledger", "l.sqlite"];
    let mut kept = 0;
    let mut moments = vec![120, 250, 400, 150, 600];
    if long {
        moments.extend((0..130).map(|n| 40 + n * 37 % 700));
    }
    for milliseconds in moments {
        let mut child = crossings(folder, &arguments).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        child.kill().unwrap(); // SIGKILL: no chance to tidy up
        child.wait().unwrap();
        if !folder.join("l.sqlite").exists() {
            continue;
        }
        let mut ledger = match ledger::Ledger::open(folder.join("l.sqlite")) {
            Ok(ledger) => ledger,
            // Killed while the very file was being made.
            Err(ledger::LedgerError::NotALedger { .. }) if kept == 0 => continue,
            Err(error) => panic!("{error}"),
        };
        let found = ledger.verify(None).unwrap();
        assert_eq!(found.faults, []);
        assert!(found.documents >= kept, "{} of {kept} are left", found.documents);
        kept = found.documents;
    }
    let rest = run(folder, &arguments);
    assert!(rest.starts_with("status 0"), "{rest}");
    let mut ledger = ledger::Ledger::open(folder.join("l.sqlite")).unwrap();
    let found = ledger.verify(None).unwrap();
    assert_eq!((found.faults, found.documents), (vec![], documents));
}

/// Four running totals printed as days, and what proves it: our own figures sheet.
const SHEETS: [(&str, &str); 3] = [
    (
        "monday.txt",
        "date 2023-11-06\n\
         HOME DEPARTMENT, KHYBER PAKHTUNKHWA\n\n\
         On Saturday, 4 November, 167,774 Afghans returned through Torkham.\n",
    ),
    (
        "tuesday.txt",
        "date 2023-11-07\n\
         HOME DEPARTMENT, KHYBER PAKHTUNKHWA\n\n\
         On Sunday, 5 November, 6,584 Afghans returned through Torkham.\n\n\
         Since 17 September 174,358 Afghans have returned through Torkham up to 5 November.\n",
    ),
    ("empty.txt", "date 2023-11-07\nNothing else was told of the refugees.\n"),
];

#[test]
fn the_audit_shows_its_working_and_heeds_what_was_accepted() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::create_dir(folder.join("in")).unwrap();
    for (name, text) in SHEETS {
        fs::write(folder.join("in").join(name), text).unwrap();
    }
    with_settings!({filters => vec![("[0-9a-f]{16}", "[id]")]}, {
        assert_snapshot!(run(folder, &["audit", "in"]), @r#"
        status 0
        PROVED: these cannot all be right as they stand

        • Khyber Pakhtunkhwa Home Department prints 167,774 for 4 November 2023; it is
          the running total since 17 September 2023
            167,774 + 6,584 = 174,358
            proposal: start=2023-09-17, cumulative=true
            rule: running_total_as_period
            [id]  monday.txt: “167,774 Afghans”
            [id]  tuesday.txt: “6,584 Afghans”
            [id]  tuesday.txt: “174,358 Afghans”

        1 finding in 3 claims: 1 proved
        "#);
    });
    let json = run(folder, &["audit", "in", "--format", "json"]);
    let findings: serde_json::Value = serde_json::from_str(&json["status 0\n".len()..]).unwrap();
    let finding = &findings[0];
    assert_eq!(
        (&finding["rule"], &finding["severity"]),
        (&"running_total_as_period".into(), &"proved".into())
    );
    assert_eq!(finding["claims"].as_array().unwrap().len(), 3);
    for field in ["message", "proposal", "proof"] {
        assert!(finding[field].is_string(), "{field}");
    }
    // From a ledger the same; what was accepted is not brought up again.
    let _ = run(folder, &["add", "in", "--ledger", "l.sqlite"]);
    assert_eq!(run(folder, &["audit", "l.sqlite", "--format", "json"]), json);
    let id = finding["claims"][0].as_str().unwrap();
    let accepted =
        run(folder, &["decide", "accept", id, "--ledger", "l.sqlite", "--by", "A", "--why", "b"]);
    assert!(accepted.starts_with("status 0"), "{accepted}");
    let after = run(folder, &["audit", "l.sqlite"]);
    assert!(after.contains("nothing found") && after.contains("accepted: 1 finding"), "{after}");
}

#[test]
fn the_brief_of_an_old_day_comes_back_byte_for_byte() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/pakistan-2023");
    let reports = reports.to_str().unwrap();
    let _ = run(folder, &["add", reports, "--ledger", "l.sqlite"]);
    let now = String::from_utf8(
        Command::new("date").args(["-u", "+%Y-%m-%dT%H:%M:%S.%NZ"]).output().unwrap().stdout,
    )
    .unwrap();
    let asked = ["brief", "l.sqlite", "--as-of", "2023-11-04", "--recorded-by", now.trim()];
    let before = run(folder, &asked);
    assert!(before.starts_with("status 0"), "{before}");
    // What is entered and decided later changes nothing of it.
    fs::write(folder.join("late.txt"), REPORT).unwrap();
    let _ = run(folder, &["add", "late.txt", "--ledger", "l.sqlite"]);
    let claims = run(folder, &["read", reports, "--format", "jsonl"]);
    let claim = claims.lines().find(|line| line.contains("\"value\":128629")).unwrap();
    let id = claim.split("\"id\":\"").nth(1).unwrap()[..16].to_owned();
    let rejected =
        run(folder, &["decide", "reject", &id, "--ledger", "l.sqlite", "--by", "A", "--why", "b"]);
    assert!(rejected.starts_with("status 0"), "{rejected}");
    assert!(run(folder, &asked) == before);
}

#[cfg(unix)]
#[test]
fn a_watched_folder_is_added_as_it_fills_and_ctrl_c_ends_with_a_summary() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::create_dir(folder.join("inbox")).unwrap();
    let arguments = ["add", "inbox", "--ledger", "l.sqlite", "--watch", "--every", "1"];
    fs::write(folder.join("inbox/a.txt"), REPORT).unwrap();
    fs::write(folder.join("inbox/b.txt"), "\0").unwrap();
    let mut watching = crossings(folder, &arguments).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(watching.stderr.take().unwrap()).lines().map(Result::unwrap);
    let mut said: Vec<String> = Vec::new();
    while !said.last().is_some_and(|line| line.contains("added")) {
        said.push(lines.next().expect("it watches until it is told to end"));
    }
    let interrupt = Command::new("kill").args(["-INT", &watching.id().to_string()]).status();
    assert!(interrupt.unwrap().success());
    said.extend(lines);
    assert_eq!(watching.wait().unwrap().code(), Some(1), "one file could not be read: {said:?}");
    assert_snapshot!(said.join("\n"), @r"
    watching inbox; Ctrl-C ends
    inbox/b.txt:1: binary: a zero byte at offset 0
      hint: give text (.txt, .md) or a table (.csv, .xlsx)
    inbox/a.txt, inbox/b.txt: added 1 document with 2 claims
    read 1 document: added 1 document with 2 claims to l.sqlite
      1 that could not be read or kept whole, each named above
    ");
}
