//! The corpora of real texts, each in two halves: the texts of odd lines of its index to work
//! on, those of even lines to judge by. Only scores leave the even halves.

use std::path::Path;

use anyhow::{Context, Result};

use crate::score::{FIELDS, Score};
use crate::sets::{self, Guide, Set};

/// A half of a corpus.
#[derive(Debug)]
pub struct Half {
    /// Name of the corpus.
    pub corpus: &'static str,
    /// Whether it is the half to work on.
    pub odd: bool,
    /// Its texts and their gold claims.
    pub set: Set,
}

/// The corpora: name, folder and language.
const CORPORA: [(&str, &str, &str); 4] = [
    ("dev corpus", "corpus", "en"),
    ("news", "corpus-news", "en"),
    ("bulletins", "corpus-bulletins", "en"),
    ("Spanish", "corpus-es", "es"),
];

/// Both halves of every corpus that is there, odd before even, and the names of those that
/// are not.
///
/// # Errors
/// When an index, a text or a gold line cannot be read.
pub fn halves(shared: &Path) -> Result<(Vec<Half>, Vec<String>)> {
    let mut halves = Vec::new();
    let mut missing = Vec::new();
    for (corpus, folder, language) in CORPORA {
        let folder = shared.join(folder);
        if !folder.is_dir() {
            missing.push(format!("{corpus}: skipped, {} is not there", folder.display()));
            continue;
        }
        let index = sets::lines(&folder.join("index.jsonl"))?;
        let claims = sets::lines(&folder.join("gold.jsonl"))?;
        for odd in [true, false] {
            let mut texts = Vec::new();
            for (line, entry) in (1..).zip(&index) {
                if (line % 2 == 1) != odd || entry["lang"].as_str() != Some(language) {
                    continue;
                }
                let doc = entry["doc"].as_str().context("an entry of an index without doc")?;
                let file = folder.join(format!("{doc}.txt"));
                let own = claims.iter().filter(|line| line["doc"].as_str() == Some(doc)).cloned();
                let gold = sets::checked(own.collect(), &file)?;
                texts.push((file, gold));
            }
            let name = corpus;
            halves.push(Half { corpus, odd, set: Set { name, by: Guide::Second, texts } });
        }
    }
    Ok((halves, missing))
}

/// The slots of the table, besides those that stand for several.
const SLOTS: [&str; 11] =
    ["qualifier", "unit", "measure", "kind", "via", "from", "to", "at", "start", "end", "source"];

/// Writes the scores of the halves as a Markdown table: of the claims found the share with the
/// slot right, of all gold claims the share that is whole.
pub fn markdown(scores: &[(&Half, Score)]) -> String {
    let mut text = String::from("| corpus | half | texts | gold | read | F1 |");
    let columns = ["days", "from, to, at", "whole", "with places"];
    for name in SLOTS.into_iter().chain(columns) {
        text += &format!(" {name} |");
    }
    text += "\n|---|---|";
    text += &"--:|".repeat(4 + SLOTS.len() + columns.len());
    text += "\n";
    for (half, score) in scores {
        let which = if half.odd { "odd" } else { "even" };
        let texts = half.set.texts.len();
        text += &format!(
            "| {} | {which} | {texts} | {} | {} | {:.3} |",
            half.corpus,
            score.gold,
            score.read,
            score.f1()
        );
        let found = score.found.max(1) as f64;
        let of = |slot: &str| FIELDS.iter().position(|f| *f == slot).map_or(0, |i| score.fields[i]);
        for count in SLOTS.map(of).into_iter().chain([score.days, score.ways]) {
            text += &format!(" {:.2} |", count as f64 / found);
        }
        text += &format!(" {:.3} | {:.3} |\n", score.whole_right(), score.complete_right());
    }
    text
}
