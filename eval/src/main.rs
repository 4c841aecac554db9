//! Scores what crossings reads against hand-made gold, writes
//! `docs/accuracy.md`, and fails when a score falls below its floor.

#![allow(clippy::disallowed_methods)] // it measures how long a picture takes

mod ordinary;
mod picture;
mod report;
mod series;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ::gold::{cases, corpora, score, sets as gold};
use anyhow::{Context, Result};
use clap::Parser;
use serde::Deserialize;

/// Scores the reader on the gold claims.
#[derive(Debug, Parser)]
struct Arguments {
    /// Root of the repository
    #[arg(long, default_value = ".")]
    root: PathBuf,
    /// Folder with the dev corpus and the seed, when it is there
    #[arg(long, default_value = "../shared")]
    shared: PathBuf,
    /// Another folder of texts with gold to score, not for the page
    #[arg(long, conflicts_with = "write")]
    also: Vec<PathBuf>,
    /// Write the ordinary news as files into this folder, to measure speed on
    #[arg(long, value_name = "FOLDER")]
    news: Option<PathBuf>,
    /// Write a draft of the gold of a text beside it, from what is read now, to be corrected
    #[arg(long, value_name = "TEXT")]
    draft: Option<PathBuf>,
    /// Measure the intervals of pictures instead (minutes), and with --write keep what was
    /// measured for the page
    #[arg(long)]
    picture: bool,
    /// How many random worlds to measure the intervals on, of each sort
    #[arg(long, default_value_t = 500, requires = "picture")]
    worlds: u64,
    /// Measure the picture on real series instead, and with --write keep what was measured for
    /// the page
    #[arg(long, conflicts_with = "picture")]
    series: bool,
    /// Only this part (cases, years, sparse, pairs, triples, vintages, thousand, every, worlds), or
    /// only cases with this in their names; may be repeated
    #[arg(long, value_name = "NAME", requires = "series", conflicts_with = "write")]
    only: Vec<String>,
    /// A subset that takes less than a minute
    #[arg(long, requires = "series", conflicts_with = "write")]
    quick: bool,
    /// Write every value with its bar into this file too, a line of JSON each
    #[arg(long, value_name = "FILE", requires = "series")]
    json: Option<PathBuf>,
    /// Write the cases that benches/peers/series_peers.py takes into this file, and stop
    #[arg(long, value_name = "FILE", requires = "series")]
    peers_take: Option<PathBuf>,
    /// Score the days that the peers gave into eval/src/series/peers.json, and stop
    #[arg(long, value_name = "FILE", requires = "series")]
    peers_gave: Option<PathBuf>,
    /// Write docs/accuracy.md
    #[arg(long)]
    write: bool,
    /// Print every claim that was missed, wrong or too much
    #[arg(long)]
    notes: bool,
}

/// The lowest score that passes, by set.
#[derive(Debug, Deserialize)]
struct Floor {
    set: String,
    f1: f64,
    fields: f64,
}

#[derive(Debug, Deserialize)]
struct Floors {
    floor: Vec<Floor>,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    if let Some(text) = &arguments.draft {
        return draft(text);
    }
    if arguments.picture {
        let plots =
            if arguments.write { arguments.root.join("docs") } else { std::env::temp_dir() };
        let gazetteer = places::Gazetteer::builtin();
        let (text, good) =
            picture::measure(&arguments.shared, arguments.worlds, &plots, gazetteer)?;
        print!("{text}");
        if arguments.write {
            let path = arguments.root.join("eval/src/picture.md");
            std::fs::write(&path, text.trim_end()).with_context(|| path.display().to_string())?;
        }
        return Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    if arguments.series {
        return on_series(&arguments);
    }
    let gold_folder = arguments.root.join("eval/gold");
    let mut sets = vec![gold::load(
        "examples/pakistan-2023",
        &arguments.root.join("examples/pakistan-2023"),
        &gold_folder.join("pakistan-2023.jsonl"),
        |_| true,
    )?];
    let own = arguments.root.join("eval/corpus");
    if own.is_dir() {
        sets.push(gold::load_pairs(OWN, &own)?);
    }
    for (name, folder) in LANGUAGES {
        let folder = arguments.root.join(folder);
        if folder.is_dir() {
            sets.push(gold::load_pairs(name, &folder)?);
        }
    }
    for folder in &arguments.also {
        // Sets that are tried once and kept out of the page.
        let name: &'static str = folder.display().to_string().leak();
        let gold = folder.join("gold.jsonl");
        sets.push(if gold.is_file() {
            gold::load(name, folder, &gold, |_| true)?
        } else {
            gold::load_pairs(name, folder)?
        });
    }
    let mut skipped = Vec::new();
    for (name, folder, gold, only) in shared_sets(&arguments.shared, &gold_folder) {
        if folder.is_dir() {
            sets.push(gold::load(name, &folder, &gold, only)?);
        } else {
            skipped.push(format!("{name}: skipped, {} is not there", folder.display()));
        }
    }
    let gazetteer = places::Gazetteer::builtin();
    let mut scores = Vec::new();
    for set in &sets {
        scores.push((set.name, score::score(set, gazetteer)?));
    }
    let table = report::markdown(&scores);
    print!("{table}");
    let (halves, missing) = corpora::halves(&arguments.shared)?;
    skipped.extend(missing);
    let mut by_half = Vec::new();
    for half in &halves {
        by_half.push((half, score::score(&half.set, gazetteer)?));
    }
    let unseen = corpora::markdown(&by_half);
    println!("\n{unseen}");
    let file = arguments.shared.join("cases/reader.jsonl");
    if file.is_file() {
        let (right, all, wrong) = cases::score(&file)?;
        println!("short cases of misreadings: {right} of {all} right");
        wrong.iter().filter(|_| arguments.notes).for_each(|line| println!("{line}"));
    }
    let by_difficulty = scores
        .iter()
        .find(|(name, _)| *name == OWN)
        .map(|(_, score)| report::difficulties(score))
        .unwrap_or_default();
    if arguments.notes {
        print!("\n{OWN}, by kind of difficulty:\n\n{by_difficulty}");
    }
    if let Some(folder) = &arguments.news {
        let frames = std::fs::read_to_string(arguments.root.join("eval/ordinary.toml"))?;
        std::fs::create_dir_all(folder)?;
        for (index, article) in ordinary::articles(&frames, ordinary::BYTES)?.iter().enumerate() {
            std::fs::write(folder.join(format!("{index:04}.txt")), article)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let news = ordinary::read(
        &std::fs::read_to_string(arguments.root.join("eval/ordinary.toml"))?,
        gazetteer,
    )?;
    println!("\nordinary news: {} false claims in {} KB", news.claims.len(), news.bytes / 1000);
    if arguments.notes {
        for claim in &news.claims {
            println!("ordinary news: {claim}");
        }
    }
    for line in &skipped {
        eprintln!("{line}");
    }
    if arguments.notes {
        for (name, score) in &scores {
            for note in &score.notes {
                println!("{name}: {note}");
            }
        }
        // Of the even halves only the scores are seen.
        for (half, score) in by_half.iter().filter(|(half, _)| half.odd) {
            for note in &score.notes {
                println!("{} (odd): {note}", half.corpus);
            }
        }
    }
    if arguments.write {
        let path = arguments.root.join("docs/accuracy.md");
        let frame = include_str!("accuracy.md");
        // As they lie there now: `--picture --write` may just have written them, after this was compiled.
        let measured = |name: &str| {
            let path = arguments.root.join("eval/src").join(name);
            std::fs::read_to_string(&path).with_context(|| path.display().to_string())
        };
        let page = frame
            .replace("{claims}", table.trim_end())
            .replace("{halves}", unseen.trim_end())
            .replace("{difficulties}", by_difficulty.trim_end())
            .replace("{picture}", &measured("picture.md")?)
            .replace("{series}", measured("series.md")?.trim_end())
            .replace("{false}", &news.claims.len().to_string())
            .replace("{kilobytes}", &(news.bytes / 1000).to_string());
        std::fs::write(&path, page).with_context(|| path.display().to_string())?;
        eprintln!("wrote {}", path.display());
    }
    if news.claims.len() * ordinary::BYTES_PER_CLAIM > news.bytes {
        eprintln!("ordinary news: more than one false claim in 10 KB");
        return Ok(ExitCode::FAILURE);
    }
    check_floors(&arguments.root.join("eval/floor.toml"), &scores)
}

/// Measures the picture on real series, or has its peers measured on them.
fn on_series(arguments: &Arguments) -> Result<ExitCode> {
    let gazetteer = places::Gazetteer::builtin();
    let write = |path: &Path, text: &str| {
        std::fs::write(path, text).with_context(|| path.display().to_string())
    };
    if let Some(path) = &arguments.peers_take {
        write(path, &series::handed(&arguments.shared, gazetteer)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(path) = &arguments.peers_gave {
        let given = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let scores = series::judge(&arguments.shared, &given, gazetteer)?;
        write(&arguments.root.join("eval/src/series/peers.json"), &scores)?;
        return Ok(ExitCode::SUCCESS);
    }
    let asked = series::Asked { only: arguments.only.clone(), quick: arguments.quick };
    let measured = series::measure(&arguments.root, &arguments.shared, &asked, gazetteer)?;
    print!("{}", measured.page);
    if let Some(path) = &arguments.json {
        write(path, &measured.lines)?;
    }
    if arguments.write {
        write(&arguments.root.join("eval/src/series.md"), measured.page.trim_end())?;
    }
    Ok(if measured.good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Writes a draft of the gold of `text` beside it; a gold that is there stays.
fn draft(text: &Path) -> Result<ExitCode> {
    let path = text.with_extension("gold.jsonl");
    anyhow::ensure!(!path.exists(), "{}: is there already; correct it by hand", path.display());
    let bytes = std::fs::read(text).with_context(|| text.display().to_string())?;
    let options = read::Options::default();
    let name = text.display().to_string();
    let reading = read::read(&name, bytes, options, places::Gazetteer::builtin())
        .map_err(|problem| anyhow::anyhow!("{problem}"))?;
    let mut lines = String::new();
    for statement in &reading.statements {
        let claim::Statement::Claim(claim) = statement else { continue };
        let per = claim.per;
        let measure = if per.is_some() { claim::Measure::Flow } else { claim.measure };
        let line = serde_json::json!({
            "quote": claim.quote, "value": claim.value, "low": claim.low, "high": claim.high,
            "qualifier": claim.qualifier, "unit": claim.unit, "measure": measure, "per": per,
            "kind": claim.kind, "via": claim.via, "from": claim.from, "to": claim.to, "at": claim.at,
            "start": claim.start, "end": claim.end, "cumulative": claim.cumulative,
            "source": claim.source.name, "org": claim.source.organisation, "stance": claim.stance,
            "duplicate_of": null, "difficulty": [],
        });
        lines += &format!("{line}\n");
    }
    std::fs::write(&path, lines).with_context(|| path.display().to_string())?;
    eprintln!("wrote {}: correct every line by hand", path.display());
    Ok(ExitCode::SUCCESS)
}

/// Name of the set of texts that we wrote ourselves.
const OWN: &str = "our own corpus";

/// Our own dispatches in other languages, and those that were scored once before anything
/// was mended for them.
const LANGUAGES: [(&str, &str); 6] = [
    ("our own dispatches (French)", "eval/corpus-fr"),
    ("our own dispatches (Polish)", "eval/corpus-pl"),
    ("held back (French)", "eval/heldback-fr"),
    ("held back (Polish)", "eval/heldback-pl"),
    ("fresh (French)", "eval/fresh-fr"),
    ("fresh (Polish)", "eval/fresh-pl"),
];

/// The texts of the dev corpus that are in Polish.
fn is_polish(doc: &str) -> bool {
    matches!(doc, "nk-forsal-2023-09-26" | "nk-interia-2023-09-29")
}

type SharedSet = (&'static str, PathBuf, PathBuf, fn(&str) -> bool);

/// The sets that are not in the repository: their texts are other people's.
fn shared_sets(shared: &Path, gold: &Path) -> Vec<SharedSet> {
    vec![
        ("seed", shared.join("seed"), gold.join("seed.jsonl"), |_| true),
        ("dev corpus (English)", shared.join("corpus"), shared.join("corpus/gold.jsonl"), |doc| {
            !is_polish(doc)
        }),
        ("dev corpus (Polish)", shared.join("corpus"), shared.join("corpus/gold.jsonl"), is_polish),
    ]
}

/// Fails when a set that was scored lies below its floor.
fn check_floors(path: &Path, scores: &[(&str, score::Score)]) -> Result<ExitCode> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let floors: Floors = toml::from_str(&text).with_context(|| path.display().to_string())?;
    let mut failed = false;
    for floor in floors.floor {
        let Some((_, score)) = scores.iter().find(|(name, _)| *name == floor.set) else { continue };
        for (what, is, least) in
            [("F1", score.f1(), floor.f1), ("fields right", score.fields_right(), floor.fields)]
        {
            if is < least {
                eprintln!("{}: {what} {is:.3} is below the floor of {least:.3}", floor.set);
                failed = true;
            }
        }
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
