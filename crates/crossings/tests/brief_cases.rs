//! Small folders, each with the headline that a careful officer would write, asked of the built program
//! as a brief and as a picture. The list, and what its fields mean, is `brief/cases.toml`.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde_json::Value;

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
    figure: Option<String>,
    #[serde(default)]
    via: Vec<String>,
    #[serde(default)]
    at_least: bool,
    #[serde(default)]
    says: Vec<String>,
    #[serde(default)]
    never: Vec<String>,
}

impl Case {
    /// Its folder; what is not there is said.
    fn folder(&self) -> Option<PathBuf> {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let folder = match (&self.shared, &self.own) {
            (Some(name), None) => here.join("../../../shared").join(name),
            (None, Some(name)) => here.join("tests/brief").join(name),
            _ => panic!("{}: shared or own", self.name),
        };
        if folder.is_dir() {
            return Some(folder);
        }
        assert!(self.own.is_none(), "{} is not there", folder.display());
        println!("{}: not looked at, {} is not there", self.name, folder.display());
        None
    }
}

fn run(arguments: &[&str], folder: &Path) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_crossings"))
        .args(arguments)
        .arg(folder)
        .env_clear()
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    // One: something of the folder could not be read, and the rest was.
    assert!(matches!(out.status.code(), Some(0 | 1)), "{}: {said}", folder.display());
    // Lines are wrapped anywhere.
    String::from_utf8(out.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is wrong with what a case leads to.
fn wrong(case: &Case, folder: &Path) -> Vec<String> {
    let mut wrong = Vec::new();
    let brief = run(&["brief"], folder);
    // The table has the figure from where the JSON has it: it is asked only where it must not say more.
    let table = if case.never.is_empty() { String::new() } else { run(&["picture"], folder) };
    let picture: Value =
        serde_json::from_str(&run(&["picture", "--format", "json"], folder)).unwrap();
    let headline = &picture["headline"];
    if let Some(figure) = &case.figure {
        if headline["figure"] != figure.as_str() {
            wrong.push(format!("leads with {}, not {figure}", headline["figure"]));
        }
        for (name, text) in [("brief", &brief), ("picture", &table)] {
            if !text.is_empty() && !text.contains(figure.as_str()) {
                wrong.push(format!("the {name} does not say {figure}"));
            }
        }
    }
    if headline["via"] != serde_json::json!(case.via) {
        wrong.push(format!("is of {}", headline["via"]));
    }
    if headline["at_least"] != case.at_least {
        wrong.push(format!("at least: {}", headline["at_least"]));
    }
    for words in case.says.iter().filter(|words| !brief.contains(words.as_str())) {
        wrong.push(format!("does not say {words:?}"));
    }
    // Up to who says what: there each figure has its place.
    let leads = brief.split("── Who says what").next().unwrap_or_default();
    for words in &case.never {
        if leads.contains(words.as_str()) || table.contains(words.as_str()) {
            wrong.push(format!("says {words:?}"));
        }
    }
    if !wrong.is_empty() {
        wrong.push(leads.to_owned());
    }
    wrong
}

#[test]
fn the_headline_is_what_a_careful_officer_would_write() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/brief/cases.toml");
    let cases: Cases = toml::from_str(&std::fs::read_to_string(list).unwrap()).unwrap();
    let mut all = Vec::new();
    for case in &cases.case {
        let Some(folder) = case.folder() else { continue };
        let wrong = wrong(case, &folder);
        if !wrong.is_empty() {
            all.push(format!("{}:\n  {}", case.name, wrong.join("\n  ")));
        }
    }
    assert!(all.is_empty(), "{} of {}:\n{}", all.len(), cases.case.len(), all.join("\n"));
}
