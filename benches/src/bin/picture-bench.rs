//! How fast claims become a picture, and what it says, as JSON to set beside the same model in
//! NumPyro (`benches/peers/picture_numpyro.py`, which reads what `--specification` writes).

#![allow(clippy::disallowed_methods)] // it measures how long something takes

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use claim::{Claim, Event, Statement, Window};
use clap::Parser;
use jiff::civil::Date;
use places::Gazetteer;
use reconcile::specification::specification;
use reconcile::{ALL, Options, Picture, Quantiles, reconcile};

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Times the picture of a text or table.
#[derive(Debug, Parser)]
struct Arguments {
    /// Texts or tables of claims
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// Nothing published after this day is used
    #[arg(long)]
    as_of: Option<Date>,
    /// First day of the picture
    #[arg(long, requires = "to")]
    from: Option<Date>,
    /// Last day of the picture
    #[arg(long, requires = "from")]
    to: Option<Date>,
    /// How many draws to keep
    #[arg(long, default_value_t = Options::default().draws)]
    draws: usize,
    /// How often to run, each time with another seed
    #[arg(long, default_value_t = 5)]
    runs: u64,
    /// Write the model here
    #[arg(long, value_name = "FILE")]
    specification: Option<PathBuf>,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let gazetteer = Gazetteer::builtin();
    let (mut claims, mut events): (Vec<Claim>, Vec<Event>) = Default::default();
    for path in &arguments.files {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).with_context(|| name.clone())?;
        let reading = read::read(&name, bytes, read::Options::default(), gazetteer)
            .map_err(|problem| anyhow::anyhow!("{problem}"))?;
        for statement in reading.statements {
            match statement {
                Statement::Claim(claim) => claims.push(claim),
                Statement::Event(event) => events.push(event),
                _ => {}
            }
        }
    }
    let span = arguments.from.zip(arguments.to).and_then(|(from, to)| Window::new(from, to));
    let mut options =
        Options { as_of: arguments.as_of, span, draws: arguments.draws, ..Options::default() };
    if let Some(path) = &arguments.specification {
        let written = specification(&claims, &events, gazetteer, &options)?;
        std::fs::write(path, serde_json::to_vec(&written)?)?;
    }
    let mut runs: Vec<(f64, Picture)> = Vec::new();
    for seed in 1..=arguments.runs.max(1) {
        options.seed = seed;
        let clock = Instant::now();
        let picture = reconcile(&claims, &events, gazetteer, &options)?;
        runs.push((clock.elapsed().as_secs_f64(), picture));
    }
    let median = |of: &dyn Fn(&(f64, Picture)) -> f64| {
        let mut all: Vec<f64> = runs.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    };
    let sums: Vec<_> = runs.iter().map(|(_, picture)| sums(picture)).collect::<Result<_>>()?;
    let answer = serde_json::json!({
        "seconds": median(&|run| run.0),
        "draws": runs[0].1.diagnostics.draws,
        "ess": median(&|run| run.1.diagnostics.ess),
        "seconds_per_draw": median(&|run| run.0 / run.1.diagnostics.ess),
        "runs": runs.iter().map(|(seconds, picture)| {
            let d = &picture.diagnostics;
            serde_json::json!([seconds, d.ess, d.rhat, d.converged])
        }).collect::<Vec<_>>(),
        "sums": sums,
    });
    println!("{answer:#}");
    Ok(())
}

/// The sums that the engine's diagnostics look at: each crossing's total, all, the last week.
fn sums(picture: &Picture) -> Result<Vec<(String, Quantiles)>> {
    let days = picture.window;
    let first = days.iter().nth(days.days().saturating_sub(7)).unwrap_or(days.start());
    let week = Window::new(first, days.end()).unwrap_or(days);
    let mut names: Vec<(String, &str, Window)> =
        picture.crossings.iter().map(|via| (via.clone(), via.as_str(), days)).collect();
    names.push((ALL.to_owned(), ALL, days));
    names.push(("last week".to_owned(), ALL, week));
    let sums = names.into_iter().map(|(name, via, window)| {
        let sum = picture.sum(&[via], window).context("days of the picture")?;
        Ok((name, sum))
    });
    sums.collect()
}
