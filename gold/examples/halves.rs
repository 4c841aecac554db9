//! Prints the scores of the corpora of real texts by half and slot, without all that
//! `crossings-eval` measures besides: `cargo run -p crossings-gold --example halves -- ../shared`.
//! With `--notes` also every miss of the odd halves; those of the even ones are not for looking at.

use std::path::PathBuf;

use gold::{cases, corpora, score};

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let notes = arguments.iter().any(|a| a == "--notes");
    let shared = arguments.iter().find(|a| !a.starts_with("--"));
    let shared = shared.map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let (halves, missing) = corpora::halves(&shared)?;
    let mut scores = Vec::new();
    for half in &halves {
        scores.push((half, score::score(&half.set, places::Gazetteer::builtin())?));
    }
    print!("{}", corpora::markdown(&scores));
    let file = shared.join("cases/reader.jsonl");
    if file.is_file() {
        let (right, all, wrong) = cases::score(&file)?;
        println!("\nshort cases: {right} of {all}");
        wrong.iter().for_each(|line| println!("{line}"));
    }
    for line in missing {
        eprintln!("{line}");
    }
    for (half, score) in scores.iter().filter(|(half, _)| notes && half.odd) {
        for note in &score.notes {
            println!("{}: {note}", half.corpus);
        }
    }
    Ok(())
}
