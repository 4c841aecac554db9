//! Hand-made gold claims and the texts they belong to.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use claim::{Kind, Measure, Qualifier, Stance, Unit};
use jiff::civil::Date;
use serde::Deserialize;

/// One gold claim, in the format of `shared/corpus/ANNOTATION.md`.
#[derive(Debug, Clone, Deserialize)]
pub struct Gold {
    /// File stem of the text.
    pub doc: String,
    /// Verbatim words with the number and its noun.
    pub quote: String,
    /// The number as said.
    pub value: Option<f64>,
    /// Lower bound.
    pub low: Option<f64>,
    /// Upper bound.
    pub high: Option<f64>,
    /// Hedge.
    pub qualifier: Qualifier,
    /// What is counted.
    pub unit: Unit,
    /// Flow, stock or share; a rate is a flow with `per`.
    pub measure: Measure,
    /// Period of a rate.
    #[serde(default)]
    pub per: Option<claim::Per>,
    /// What happened.
    pub kind: Kind,
    /// Crossings.
    #[serde(default)]
    pub via: Vec<String>,
    /// Where from.
    pub from: Option<String>,
    /// Where to.
    pub to: Option<String>,
    /// Where.
    pub at: Option<String>,
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// Runs up to now.
    pub cumulative: bool,
    /// Speaker as named.
    pub source: Option<String>,
    /// Organisation behind the speaker.
    pub org: Option<String>,
    /// How the speaker stands to it.
    pub stance: Stance,
    /// Quote of an earlier mention.
    pub duplicate_of: Option<String>,
}

/// A set of texts with their gold claims.
#[derive(Debug)]
pub struct Set {
    /// Name in the report.
    pub name: &'static str,
    /// Texts, each with its gold claims, in order of file name.
    pub texts: Vec<(PathBuf, Vec<Gold>)>,
}

/// Reads a set: the texts `<doc>.txt` in `folder`, the gold claims in `gold`.
///
/// # Errors
/// When a file cannot be read, a line is no gold claim, or a quote is not in its text.
pub fn load(name: &'static str, folder: &Path, gold: &Path, only: fn(&str) -> bool) -> Result<Set> {
    let lines = std::fs::read_to_string(gold).with_context(|| gold.display().to_string())?;
    let mut all: Vec<Gold> = Vec::new();
    for (index, line) in lines.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let claim = serde_json::from_str(line)
            .with_context(|| format!("{}:{}: not a gold claim", gold.display(), index + 1))?;
        all.push(claim);
    }
    let mut texts = Vec::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .with_context(|| folder.display().to_string())?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    for file in files {
        let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if !only(&stem) {
            continue;
        }
        let text = std::fs::read_to_string(&file).with_context(|| file.display().to_string())?;
        let own: Vec<Gold> = all.iter().filter(|gold| gold.doc == stem).cloned().collect();
        for claim in &own {
            anyhow::ensure!(
                text.contains(&claim.quote),
                "{}: the gold quote {:?} is not in {}",
                gold.display(),
                claim.quote,
                file.display()
            );
        }
        texts.push((file, own));
    }
    Ok(Set { name, texts })
}
