//! What the reader makes of every file at hand, compared with what it made of it before: a change of
//! layout may change nothing, and a change of behaviour shows which files it touched.
//!
//! `RECORD=1 cargo test -p crossings-read --test all recorded::` writes the record anew. With `RECORD_TO` naming
//! a folder, the statements and messages of each file are put there, to be compared by `diff`. Of documents
//! that others wrote (`../shared`) only digests are kept here.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use claim::DocumentId;
use jiff::civil::date;
use places::Gazetteer;
use read::{Map, Options};

/// Folders whose files are read, from the root of the repository.
const ROOTS: [&str; 4] = ["crates", "eval", "examples", "tests"];

/// The folder beside the repository, in the same way.
const SHARED: &str = "../shared";

/// A file of so many bytes is a measurement, no case.
const LARGE: u64 = 4 << 20;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The readable files under `from`, as paths from the root, in order.
fn files(from: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![from.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(root().join(&folder)) else { continue };
        for entry in entries.map(Result::unwrap) {
            let name = entry.file_name().into_string().unwrap();
            let path = format!("{folder}/{name}");
            let about = entry.metadata().unwrap();
            if about.is_dir()
                && !matches!(
                    &*name,
                    "src"
                        | "fuzz"
                        | "target"
                        | "data"
                        | "snapshots"
                        | "recorded"
                        | "proptest-regressions"
                )
            {
                folders.push(path);
            } else if about.is_file() && about.len() < LARGE && read::is_readable(&name) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// What was read of a file, in full: statements a line, then messages.
fn account(path: &str) -> (usize, String) {
    let name = path.rsplit('/').next().unwrap();
    let bytes = fs::read(root().join(path)).unwrap();
    let beside = fs::read_to_string(root().join(format!("{path}.toml"))).ok();
    let map = beside.and_then(|text| Map::parse(name, &text).ok());
    let options =
        Options { date: Some(date(2026, 10, 1)), map: map.as_ref(), ..Options::default() };
    let (mut statements, mut text) = (0, String::new());
    for reading in read::read_all(name, bytes, options, Gazetteer::builtin()) {
        match reading {
            Err(problem) => writeln!(text, "refused {problem}").unwrap(),
            Ok(reading) => {
                statements += reading.statements.len();
                for statement in &reading.statements {
                    writeln!(text, "{}", serde_json::to_string(statement).unwrap()).unwrap();
                }
                for problem in &reading.problems {
                    writeln!(text, "problem {problem}").unwrap();
                }
                for note in &reading.notes {
                    writeln!(text, "note {note}").unwrap();
                }
                let facts = (reading.passed_over, reading.language, &reading.taken);
                writeln!(text, "{facts:?} {:?}", reading.document.published).unwrap();
            }
        }
    }
    (statements, text)
}

/// Compares the files under `from` with the record of that name.
fn compare(record: &str, from: &[&str]) {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded").join(record);
    let full = std::env::var_os("RECORD_TO").map(PathBuf::from);
    let mut now = BTreeMap::new();
    for path in from.iter().flat_map(|from| files(from)) {
        let (statements, text) = account(&path);
        let digest = DocumentId::of_bytes(text.as_bytes()).to_string();
        now.insert(path.clone(), format!("{statements}\t{}", &digest[digest.len() - 16..]));
        if let Some(full) = &full {
            fs::create_dir_all(full).unwrap();
            fs::write(full.join(path.replace('/', "+")), text).unwrap();
        }
    }
    if std::env::var_os("RECORD").is_some() {
        let lines: String = now.iter().map(|(path, what)| format!("{path}\t{what}\n")).collect();
        fs::write(place, lines).unwrap();
        return;
    }
    let before = fs::read_to_string(&place).unwrap();
    let before: BTreeMap<&str, &str> =
        before.lines().filter_map(|line| line.split_once('\t')).collect();
    let moved: Vec<String> = now
        .iter()
        .filter(|(path, what)| before.get(path.as_str()) != Some(&what.as_str()))
        .map(|(path, what)| format!("{path}: {what}, was {:?}", before.get(path.as_str())))
        .collect();
    let gone: Vec<_> = before.keys().filter(|path| !now.contains_key(**path)).collect();
    assert!(moved.is_empty() && gone.is_empty(), "{}\ngone: {gone:?}", moved.join("\n"));
}

#[test]
fn what_is_read_of_our_own_files_is_as_recorded() {
    compare("own.tsv", &ROOTS);
}

#[test]
fn what_is_read_of_others_files_is_as_recorded() {
    if !root().join(SHARED).is_dir() {
        eprintln!("skipped: {SHARED} is not there");
        return;
    }
    compare("shared.tsv", &[SHARED]);
}
