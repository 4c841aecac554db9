//! Hand-made gold claims and the texts they belong to.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use claim::{Kind, Measure, Qualifier, Stance, Unit};
use jiff::civil::Date;
use serde::Deserialize;

/// One gold claim, in the format of `shared/corpus/ANNOTATION.md`.
#[derive(Debug, Clone, Deserialize)]
pub struct Gold {
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
    pub per: Option<String>,
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
    /// A first day that only general knowledge gives, where the text leaves it open.
    #[serde(default)]
    pub start_known: Option<Date>,
    /// What makes it hard to read, in the words of `eval/corpus/README.md`; texts that are
    /// not ours have none.
    #[serde(default)]
    pub difficulty: Vec<String>,
}

impl Gold {
    /// Whether a reader may leave it out: shares and second mentions of a figure.
    pub fn is_optional(&self) -> bool {
        self.measure == Measure::Share || self.duplicate_of.is_some()
    }
}

/// A set of texts with their gold claims.
#[derive(Debug)]
pub struct Set {
    /// Name in the report.
    pub name: &'static str,
    /// How its claims are held against what is read.
    pub by: Guide,
    /// Texts, each with its gold claims, in order of file name.
    pub texts: Vec<(PathBuf, Vec<Gold>)>,
}

/// The edition of the annotation guide that a set is scored by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guide {
    /// The first: an open start passes for every running total, and all claims count.
    First,
    /// The second: an open start passes only where that of the gold is open, and shares and
    /// second mentions count neither for nor against.
    Second,
}

/// Reads the gold lines of one file.
pub(crate) fn lines(gold: &Path) -> Result<Vec<serde_json::Value>> {
    let text = std::fs::read_to_string(gold).with_context(|| gold.display().to_string())?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| {
            serde_json::from_str(line)
                .with_context(|| format!("{}:{}: not JSON", gold.display(), index + 1))
        })
        .collect()
}

/// The texts of a folder, in order of their names, each with its stem.
fn texts(folder: &Path) -> Result<Vec<(String, PathBuf)>> {
    let mut files: Vec<(String, PathBuf)> = std::fs::read_dir(folder)
        .with_context(|| folder.display().to_string())?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .map(|path| (path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), path))
        .collect();
    files.sort();
    Ok(files)
}

/// Turns the lines of one text into gold claims, checking that each quote is in the text.
pub(crate) fn checked(lines: Vec<serde_json::Value>, file: &Path) -> Result<Vec<Gold>> {
    let text = std::fs::read_to_string(file).with_context(|| file.display().to_string())?;
    let name = file.display();
    lines
        .into_iter()
        .map(|line| {
            let gold: Gold = serde_json::from_value(line.clone())
                .with_context(|| format!("{name}: not a gold claim: {line}"))?;
            anyhow::ensure!(
                text.contains(&gold.quote),
                "{name}: the gold quote {:?} is not in the text",
                gold.quote
            );
            Ok(gold)
        })
        .collect()
}

/// Reads a set whose gold is one file: the texts `<doc>.txt` in `folder`, the claims in `gold`.
///
/// # Errors
/// When a file cannot be read, a line is no gold claim, or a quote is not in its text.
pub fn load(name: &'static str, folder: &Path, gold: &Path, only: fn(&str) -> bool) -> Result<Set> {
    let all = lines(gold)?;
    let of = |stem: &str| {
        all.iter().filter(|line| line["doc"].as_str() == Some(stem)).cloned().collect::<Vec<_>>()
    };
    let texts = texts(folder)?
        .into_iter()
        .filter(|(stem, _)| only(stem))
        .map(|(stem, file)| Ok((file.clone(), checked(of(&stem), &file)?)))
        .collect::<Result<_>>()?;
    Ok(Set { name, by: Guide::First, texts })
}

/// Reads a set that keeps the gold of each text beside it, in `<doc>.gold.jsonl`.
///
/// # Errors
/// As [`load`]; a text without a gold file is an error too.
pub fn load_pairs(name: &'static str, folder: &Path) -> Result<Set> {
    let texts = texts(folder)?
        .into_iter()
        .map(|(_, file)| {
            Ok((file.clone(), checked(lines(&file.with_extension("gold.jsonl"))?, &file)?))
        })
        .collect::<Result<_>>()?;
    Ok(Set { name, by: Guide::First, texts })
}
