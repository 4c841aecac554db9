//! Learns the weights of the reader's choices: one softmax for each slot over the candidates that
//! the reader gathers, from texts with hand-made gold. Deterministic: the same texts give the same
//! file. Prints how well the choice does on documents it has not seen.

mod lessons;
mod softmax;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;

use lessons::Example;
use prose::choice::{Slot, Weights};
use softmax::{Settings, train};

/// Learns the weights of the reader's choices.
#[derive(Debug, Parser)]
struct Arguments {
    /// Root of the repository
    #[arg(long, default_value = ".")]
    root: PathBuf,
    /// Folder with the corpora
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Write crates/prose/data/weights.txt
    #[arg(long, conflicts_with = "check")]
    write: bool,
    /// Fail when the weights in the repository are not what this command makes
    #[arg(long)]
    check: bool,
    /// How strongly weights are drawn to nothing
    #[arg(long, default_value_t = 3.0)]
    decay: f64,
    /// What a claim of our own dispatches counts beside one of a real text
    #[arg(long, default_value_t = 1.0)]
    own: f64,
    /// Steps of the descent
    #[arg(long, default_value_t = 150)]
    steps: usize,
    /// Do not measure, only learn
    #[arg(long)]
    quick: bool,
}

/// The slots that are chosen by learned weights: those whose choice is at least level with the rules
/// on texts of a corpus that it has not learned from, and that breaks no promise of the tests. None
/// is yet: the table says how far they are.
const LEARNED: [Slot; 0] = [];

/// All slots.
const ALL: [Slot; 6] = [Slot::What, Slot::Days, Slot::Speaker, Slot::From, Slot::To, Slot::At];

/// Parts that the documents are divided into to measure.
const FOLDS: usize = 5;

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let lessons = lessons::texts(&arguments.root, &arguments.shared, arguments.own)?;
    let settings = Settings { decay: arguments.decay, steps: arguments.steps };
    let learn = |examples: &[Example], which: &[Slot]| {
        train(&examples.iter().collect::<Vec<_>>(), which, settings)
    };
    let examples = lessons.examples(&Weights::default())?;
    if !arguments.quick {
        measure(&examples, settings);
    }
    let text = learn(&examples, &LEARNED);
    let path = arguments.root.join("crates/prose/data/weights.txt");
    if arguments.write {
        std::fs::write(&path, &text).with_context(|| path.display().to_string())?;
        eprintln!("wrote {}: {} weights", path.display(), text.lines().count());
    }
    if arguments.check {
        let kept = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        if kept != text {
            eprintln!(
                "{}: not what is learned from the texts; run with --write and look at the change",
                path.display()
            );
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Prints what the choice gets right on documents and corpora that it has not learned from,
/// beside the rules.
fn measure(examples: &[Example], settings: Settings) {
    let fold = |example: &Example| {
        example.document.bytes().fold(7usize, |sum, b| (sum * 31 + usize::from(b)) % 9973) % FOLDS
    };
    let mut corpora: Vec<&str> = examples.iter().map(|e| e.corpus.as_str()).collect();
    corpora.sort_unstable();
    corpora.dedup();
    println!("| corpus | claims | by | what | days | speaker | from | to | at | places | all |");
    println!("|---|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|");
    for corpus in &corpora {
        let own: Vec<&Example> = examples.iter().filter(|e| e.corpus == *corpus).collect();
        let without: Vec<&Example> = examples.iter().filter(|e| e.corpus != *corpus).collect();
        row(corpus, "rules", &own, None);
        row(corpus, "other corpora", &own, Some(&train(&without, &ALL, settings)));
    }
    let mut by_fold = Vec::new();
    for part in 0..FOLDS {
        let seen: Vec<&Example> = examples.iter().filter(|e| fold(e) != part).collect();
        by_fold.push(train(&seen, &ALL, settings));
    }
    for corpus in &corpora {
        let mut right = [0; COLUMNS];
        let mut count = 0;
        for (part, weights) in by_fold.iter().enumerate() {
            let unseen: Vec<&Example> =
                examples.iter().filter(|e| e.corpus == *corpus && fold(e) == part).collect();
            count += unseen.len();
            let part = scored(&unseen, Some(weights));
            right = std::array::from_fn(|i| right[i] + part[i]);
        }
        print_row(corpus, "other documents", count, right);
    }
}

fn row(corpus: &str, by: &str, examples: &[&Example], weights: Option<&str>) {
    print_row(corpus, by, examples.len(), scored(examples, weights));
}

fn print_row(corpus: &str, by: &str, count: usize, right: [usize; COLUMNS]) {
    print!("| {corpus} | {count} | {by} |");
    for right in right {
        print!(" {:.3} |", right as f64 / count.max(1) as f64);
    }
    println!();
}

/// What happened, days, speaker, from, to, at, these three, and all of them.
const COLUMNS: usize = 8;

/// How often each slot, the places and all are right: by the rules, or chosen with `weights`.
fn scored(examples: &[&Example], weights: Option<&str>) -> [usize; COLUMNS] {
    let weights =
        weights.map(|text| Weights::parse(text).expect("the trainer writes what is read"));
    let mut right = [0; COLUMNS];
    for example in examples {
        let slots = example.right(weights.as_ref());
        for (sum, one) in right.iter_mut().zip(&slots) {
            *sum += usize::from(*one);
        }
        right[6] += usize::from(slots.iter().skip(3).all(|one| *one));
        right[7] += usize::from(slots.iter().all(|one| *one));
    }
    right
}
