//! `crossings brief`: the picture written up for people.

use std::io::Write;
use std::path::{Path, PathBuf};

use brief::Brief;
use jiff::civil::Date;
use reconcile::{Options, reconcile};

use super::asked::Asked;
use crate::failure::Failure;
use crate::layout;
use crate::screen;
use crate::source::Source;
use crate::talk::Talk;
use crate::whole;

/// Write the picture up: how many, by which crossing, who says what, where they
/// disagree and why, and what is not known.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// A ledger, or files and folders to read on the fly
    #[arg(required = true, value_name = "SOURCE")]
    source: Vec<PathBuf>,
    #[command(flatten)]
    picture: Asked,
    /// Say what changed since this day: what came in, and how the same days are seen now
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day)]
    since: Option<Date>,
    /// Write it as a file, too: a web page that works offline and prints, or Markdown (.md)
    #[arg(short, long, value_name = "FILE.html")]
    output: Option<PathBuf>,
    /// The page with its annex open, so that all of it prints, and not the first two pages alone
    #[arg(long, requires = "output")]
    full: bool,
}

const EXAMPLES: &str = "\
Examples:
  crossings brief border.sqlite
  crossings brief examples/pakistan-2023 -o brief.html
  crossings brief border.sqlite --as-of 2023-11-05    what was known that day
  crossings brief border.sqlite --since 2023-11-05 -o brief.md";

pub(crate) fn run(arguments: &Arguments, talk: &mut Talk) -> Result<(), Failure> {
    arguments.output.as_deref().map_or(Ok(()), whole::is_path)?;
    let markdown = arguments.output.as_deref().map_or(Ok(false), is_markdown)?;
    let gazetteer = crate::gazetteer::in_use();
    let source = Source::load(&arguments.source, arguments.picture.as_known(), talk)?;
    let options = arguments.picture.options();
    let (claims, events) = (source.claims(), source.events());
    let picture = reconcile(&claims, &events, gazetteer, &options)?;
    arguments.picture.say_way(&picture, &claims, talk);
    let brief = match arguments.since {
        None => Brief::new(&picture, &source.documents, &source.statements, gazetteer),
        Some(since) if since >= picture.as_of => {
            return Err(Failure::usage(
                format!("--since {since} is not before the day of the brief, {}", picture.as_of),
                "give the day of an earlier brief",
            ));
        }
        Some(since) => {
            let route = Some(picture.route.clone());
            let earlier = Options { as_of: Some(since), route, ..options.clone() };
            let before = reconcile(&claims, &events, gazetteer, &earlier).map_err(|error| {
                let text = error.to_string();
                let why = text.split("; ").next().unwrap_or_default().to_owned();
                Failure::undone(
                    format!("no picture as known on {since}: {why}"),
                    "give a later day as --since, or leave it out",
                )
            })?;
            let (documents, statements) = (&source.documents, &source.statements);
            Brief::since(&before, &picture, documents, statements, gazetteer)
        }
    };
    // The page first: whoever pipes the text to a pager that quits still gets the page.
    if let Some(path) = &arguments.output {
        let text = match (markdown, arguments.full) {
            (true, _) => brief.markdown(),
            (false, true) => brief.html_in_full(),
            (false, false) => brief.html(),
        };
        whole::write(path, text.as_bytes())?;
        talk.note(format_args!("wrote {}", path.display()));
    }
    let mut out = screen::text();
    out.write_all(brief.terminal(layout::width()).as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Whether the file is to be Markdown: by its ending.
///
/// # Errors
/// When the ending is that of something else, which a reader would take it for.
fn is_markdown(path: &Path) -> Result<bool, Failure> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("md" | "markdown") => Ok(true),
        Some("html" | "htm") | None => Ok(false),
        Some(other) => Err(Failure::usage(
            format!("{}: a brief is not written as .{other}", path.display()),
            "give a name that ends in .html or .md; a browser prints the page as PDF",
        )),
    }
}
