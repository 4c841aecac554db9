//! The command line of crossings: paths and dates in, one room of the house
//! after another, text out. Clock, terminal and exit status live here and
//! nowhere below.

mod clock;
mod commands;
mod failure;
mod gazetteer;
mod inputs;
mod layout;
mod pdf;
mod png;
mod screen;
mod source;
mod talk;
mod watch;
mod whole;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::Failure;
use talk::Talk;

/// Turns conflicting reports about people on the move into one sourced, dated count.
#[derive(Debug, Parser)]
#[command(name = "crossings", version, after_help = EXAMPLES, max_term_width = 80)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// A CSV table of further border crossings
    #[arg(long, global = true, value_name = "FILE.csv")]
    gazetteer: Option<std::path::PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  crossings brief examples/pakistan-2023 -o brief.html
  crossings read report.txt --date 2023-11-01
  crossings audit examples/pakistan-2023
  crossings add reports/ --ledger border.sqlite
  crossings picture border.sqlite --via Torkham --by week
  crossings check \"1.7 million\" border.sqlite
  crossings export border.sqlite --by day -o flows.csv
  crossings simulate mali2012 --assimilate 30
  crossings serve --ledger border.sqlite

A PATH is a file, a folder or - for standard input: text (.txt, .md), web page,
PDF, .docx, .odt, mail, feed, table (.csv, .tsv, .xlsx, .ods), claims (.jsonl)
or a .zip of them. A SOURCE is a ledger, or PATHs read on the fly.
Data goes to standard output, talk to standard error.
Exit status: 0 done, 1 something could not be read or done, 2 wrong usage.";

#[derive(Debug, Subcommand)]
enum Command {
    Read(commands::read::Arguments),
    Add(commands::add::Arguments),
    Audit(commands::audit::Arguments),
    Decide(commands::decide::Arguments),
    Log(commands::log::Arguments),
    Ledger(commands::ledger::Arguments),
    Picture(commands::picture::Arguments),
    Outlook(commands::outlook::Arguments),
    Brief(commands::brief::Arguments),
    Check(commands::check::Arguments),
    Chart(commands::chart::Arguments),
    Export(commands::export::Arguments),
    Simulate(commands::simulate::Arguments),
    Serve(commands::serve::Arguments),
}

/// Reading makes and drops many small things: this allocator is a quarter faster at it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Help and versions go as they are; what repeats arguments of the user is cleaned first.
fn said(error: &clap::Error) -> ExitCode {
    if !error.use_stderr() {
        error.exit();
    }
    // Nobody is left to tell when standard error is closed.
    let _ = write!(std::io::stderr(), "{}", screen::shown(&error.render().to_string()));
    ExitCode::from(2)
}

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return said(&error),
    };
    let mut talk = Talk::new();
    let prepared = arguments.gazetteer.as_deref().map_or(Ok(()), gazetteer::extend);
    let result = prepared.and_then(|()| match &arguments.command {
        Command::Read(arguments) => commands::read::run(arguments, &mut talk),
        Command::Add(arguments) => commands::add::run(arguments, &mut talk),
        Command::Audit(arguments) => commands::audit::run(arguments, &mut talk),
        Command::Decide(arguments) => commands::decide::run(arguments, &mut talk),
        Command::Log(arguments) => commands::log::run(arguments),
        Command::Ledger(arguments) => commands::ledger::run(arguments, &mut talk),
        Command::Picture(arguments) => commands::picture::run(arguments, &mut talk),
        Command::Outlook(arguments) => commands::outlook::run(arguments, &mut talk),
        Command::Brief(arguments) => commands::brief::run(arguments, &mut talk),
        Command::Check(arguments) => commands::check::run(arguments, &mut talk),
        Command::Chart(arguments) => commands::chart::run(arguments, &mut talk),
        Command::Export(arguments) => commands::export::run(arguments, &mut talk),
        Command::Simulate(arguments) => commands::simulate::run(arguments, &mut talk),
        Command::Serve(arguments) => commands::serve::run(arguments, &mut talk),
    });
    match result {
        Ok(()) if talk.troubles() == 0 => ExitCode::SUCCESS,
        Ok(()) => ExitCode::from(1),
        // Whoever read the output has seen enough (`crossings read … | head`).
        Err(Failure::OutputClosed) => ExitCode::SUCCESS,
        Err(Failure::Usage { message, hint }) => {
            talk.say(&message, &hint);
            ExitCode::from(2)
        }
        Err(Failure::Undone { message, hint }) => {
            talk.say(&message, &hint);
            ExitCode::from(1)
        }
    }
}
