//! How fast `crossings read` reads an archive: a folder of texts is repeated, as files of
//! their natural size, up to a given size, and read on one thread and on two.

#![allow(clippy::disallowed_methods)] // it measures how long something takes

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use clap::Parser;

/// Measures the whole of `crossings read --format jsonl` on an archive made of given texts.
#[derive(Debug, Parser)]
struct Arguments {
    /// Folders with the texts (.txt) that the archive is made of
    #[arg(required = true)]
    folders: Vec<PathBuf>,
    /// Size of the archive in megabytes
    #[arg(long, default_value_t = 100)]
    megabytes: usize,
    /// The program to measure
    #[arg(long, default_value = "target/release/crossings")]
    program: PathBuf,
}

/// What one run took.
struct Run {
    took: Duration,
    peak_kilobytes: usize,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let folder = tempfile::tempdir()?;
    let archive = folder.path().join("archive");
    let (files, bytes) = build(&arguments.folders, &archive, arguments.megabytes * 1_000_000)?;
    println!("{files} files, {:.1} MB", bytes as f64 / 1e6);
    println!("| threads | seconds | MB/s | MB/s per core | peak memory, MB |");
    println!("|--:|--:|--:|--:|--:|");
    let mut outputs = Vec::new();
    for threads in [1, 2] {
        let output = folder.path().join(format!("out-{threads}"));
        let run = measure(&arguments.program, &archive, &output, threads)?;
        let rate = bytes as f64 / 1e6 / run.took.as_secs_f64();
        println!(
            "| {threads} | {:.2} | {rate:.1} | {:.1} | {:.0} |",
            run.took.as_secs_f64(),
            rate / threads as f64,
            run.peak_kilobytes as f64 / 1e3,
        );
        outputs.push(output);
    }
    let same = fs::read(&outputs[0])? == fs::read(&outputs[1])?;
    ensure!(same, "one thread and two wrote different bytes");
    println!("the same bytes on one thread and on two");
    Ok(())
}

/// Writes the archive: the texts in turn, each copy with a line of its own so that no two
/// files are the same document.
fn build(folders: &[PathBuf], archive: &Path, size: usize) -> Result<(usize, usize)> {
    let mut texts = Vec::new();
    for folder in folders {
        let mut files: Vec<PathBuf> = fs::read_dir(folder)
            .with_context(|| folder.display().to_string())?
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
            .collect();
        files.sort();
        for file in files {
            texts.push(fs::read_to_string(&file).with_context(|| file.display().to_string())?);
        }
    }
    ensure!(!texts.is_empty(), "no .txt in the folders");
    let (mut files, mut bytes) = (0, 0);
    while bytes < size {
        let text = format!("{}\n\nCopy {files}.\n", texts[files % texts.len()].trim_end());
        let folder = archive.join(format!("{:04}", files / 1000));
        if files % 1000 == 0 {
            fs::create_dir_all(&folder)?;
        }
        fs::write(folder.join(format!("{files:07}.txt")), &text)?;
        bytes += text.len();
        files += 1;
    }
    Ok((files, bytes))
}

/// Runs the program once; memory is what the kernel says the process had at most.
fn measure(program: &Path, archive: &Path, output: &Path, threads: usize) -> Result<Run> {
    let begun = Instant::now();
    let mut child = Command::new(program)
        .args(["read", "--format", "jsonl"])
        .arg(archive)
        .env("RAYON_NUM_THREADS", threads.to_string())
        .stdout(File::create(output)?)
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| program.display().to_string())?;
    let status = format!("/proc/{}/status", child.id());
    let mut peak_kilobytes = 0;
    while child.try_wait()?.is_none() {
        let peak = fs::read_to_string(&status).ok().and_then(|text| {
            let line = text.lines().find(|line| line.starts_with("VmHWM:"))?;
            line.split_whitespace().nth(1)?.parse().ok()
        });
        peak_kilobytes = peak.unwrap_or(peak_kilobytes).max(peak_kilobytes);
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(Run { took: begun.elapsed(), peak_kilobytes })
}
