//! Writes what the reader makes of every file at hand: statements a line, then messages, a file for each.
//! A change of layout may change nothing, and a change of behaviour shows which files it touched:
//!
//! ```text
//! cargo run -p crossings-read --example record -- /tmp/before     # on the old code
//! cargo run -p crossings-read --example record -- /tmp/after      # on the new
//! diff -r /tmp/before /tmp/after
//! ```
//!
//! Files named behind the folder are read instead of all.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use places::Gazetteer;
use read::{Map, Options};

/// Folders whose files are read, from the root of the repository; the last lies beside it.
const ROOTS: [&str; 5] = ["crates", "eval", "examples", "tests", "../shared"];

/// A file of so many bytes is a measurement, no case.
const LARGE: u64 = 4 << 20;

/// Folders of such names hold no documents.
const OTHER: [&str; 6] = ["src", "fuzz", "target", "data", "snapshots", "proptest-regressions"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The readable files under `from`, as paths from the root, in order.
fn files(from: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![from.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(root().join(&folder)) else { continue };
        for entry in entries.filter_map(Result::ok) {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let Ok(about) = entry.metadata() else { continue };
            let path = format!("{folder}/{name}");
            if about.is_dir() && !OTHER.contains(&&*name) {
                folders.push(path);
            } else if about.is_file() && about.len() < LARGE && read::is_readable(&name) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// What was read of a file, in full.
fn account(path: &str) -> std::io::Result<String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let bytes = fs::read(root().join(path))?;
    let beside = fs::read_to_string(root().join(format!("{path}.toml"))).ok();
    let map = beside.and_then(|text| Map::parse(name, &text).ok());
    let options =
        Options { date: Some(date(2026, 10, 1)), map: map.as_ref(), ..Options::default() };
    let mut text = String::new();
    for reading in read::read_all(name, bytes, options, Gazetteer::builtin()) {
        let reading = match reading {
            Ok(reading) => reading,
            Err(problem) => {
                let _ = writeln!(text, "refused {problem}");
                continue;
            }
        };
        for statement in &reading.statements {
            let _ = writeln!(text, "{}", serde_json::to_string(statement)?);
        }
        for problem in &reading.problems {
            let _ = writeln!(text, "problem {problem}");
        }
        for note in &reading.notes {
            let _ = writeln!(text, "note {note}");
        }
        let facts = (reading.passed_over, reading.language, &reading.taken);
        let _ = writeln!(text, "{facts:?} {:?}", reading.document.published);
    }
    Ok(text)
}

fn main() -> std::io::Result<()> {
    let Some(to) = std::env::args().nth(1).map(PathBuf::from) else {
        eprintln!("usage: record FOLDER [FILE]…");
        std::process::exit(2);
    };
    fs::create_dir_all(&to)?;
    let given: Vec<String> = std::env::args().skip(2).collect();
    let all = match given.is_empty() {
        true => ROOTS.iter().flat_map(|from| files(from)).collect(),
        false => given,
    };
    let mut count = 0;
    for path in all {
        fs::write(to.join(path.replace('/', "+")), account(&path)?)?;
        count += 1;
    }
    eprintln!("{count} files, in {}", to.display());
    Ok(())
}
