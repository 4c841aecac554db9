//! Our reader on the phrases of `benches/peers/phrases.tsv`: what it recognises against the
//! right answers, judged as `benches/peers/phrases.py` judges the peers.

use std::path::PathBuf;

use anyhow::{Context, Result};
use claim::Document;
use clap::Parser;
use jiff::civil::date;
use places::Gazetteer;
use read::Layer;

/// Scores the reader on a table of phrases.
#[derive(Debug, Parser)]
struct Arguments {
    /// The phrases with their right answers
    #[arg(default_value = "benches/peers/phrases.tsv")]
    phrases: PathBuf,
}

fn main() -> Result<()> {
    let path = Arguments::parse().phrases;
    let table = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let (mut right, mut asked) = ([0, 0], [0, 0]);
    for line in table.lines().skip(1).filter(|line| !line.trim().is_empty()) {
        let cell: Vec<&str> = line.split('\t').collect();
        let at = |i: usize| cell.get(i).copied().unwrap_or_default();
        let date = at(1) == "date";
        let got = recognise(at(0), if date { Layer::Time } else { Layer::Amount });
        let fits = if date {
            is_window(&got, at(5), at(6))
        } else {
            is_number(&got, [at(2), at(3), at(4)])
        };
        asked[usize::from(date)] += 1;
        right[usize::from(date)] += usize::from(fits);
        if !fits {
            println!("{}\t{}\twanted {}", at(0), got.join(" | "), cell[2..].join(" "));
        }
    }
    eprintln!("numbers {}/{}, dates {}/{}", right[0], asked[0], right[1], asked[1]);
    Ok(())
}

/// What was recognised, in the reader's own words ("more_than 4000000", "2023-10-18 to 2023-11-01").
fn recognise(phrase: &str, layer: Layer) -> Vec<String> {
    let mut document = Document::text("phrase.txt", phrase);
    document.published = Some(date(2023, 11, 1));
    let all = read::recognised(&document, Gazetteer::builtin());
    all.into_iter().filter(|r| r.layer == layer).map(|r| r.meaning).collect()
}

/// Whether the one number recognised has the value and bounds asked for.
fn is_number(got: &[String], [value, low, high]: [&str; 3]) -> bool {
    let [only] = got else { return false };
    let words: Vec<&str> = only.split(' ').collect();
    let number = |text: &str| text.parse::<f64>().ok();
    let read = match words.as_slice() {
        [_, low, "to", high, ..] => [None, number(low), number(high)],
        [hedge, value, ..] => {
            let value = number(value);
            let low = value.filter(|_| *hedge == "more_than");
            let high = value.filter(|_| matches!(*hedge, "nearly" | "up_to" | "less_than"));
            [value, low, high]
        }
        _ => return false,
    };
    // An empty cell is not asked.
    read.iter().zip([value, low, high]).all(|(read, wanted)| {
        wanted.is_empty()
            || read
                .zip(number(wanted))
                .is_some_and(|(a, b)| (a - b).abs() < 1e-6 * b.abs().max(1.0))
    })
}

/// Whether some window recognised has the ends asked for.
fn is_window(got: &[String], start: &str, end: &str) -> bool {
    got.iter().any(|window| {
        let (first, last) = match window.split_once(" to ") {
            Some((first, last)) => (first, last),
            None => match window.strip_suffix(" on") {
                Some(first) => (first, "2023-11-01"),
                None => (window.as_str(), window.as_str()),
            },
        };
        let last = last.strip_prefix("up to ").unwrap_or(last);
        (start.is_empty() || start == first) && (end.is_empty() || end == last)
    })
}
