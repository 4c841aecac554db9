//! `crossings brief`: the picture written up for people.

use std::io::Write;
use std::path::{Path, PathBuf};

use brief::Brief;
use jiff::civil::Date;
use reconcile::{Options, reconcile};

use super::asked::Asked;
use crate::failure::Failure;
use crate::layout;
use crate::pdf::Press;
use crate::screen;
use crate::source;
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
    /// The office that gives it out, with the number of the issue: stands in its dateline
    #[arg(long, value_name = "OFFICE")]
    by: Option<String>,
    /// Write it as a file, too: a web page that works offline and prints, Markdown (.md), or in a build
    /// with the feature `pdf` two pages of A4 (.pdf)
    #[arg(short, long, value_name = "FILE.html")]
    output: Option<PathBuf>,
    /// The page with its annex open, so that all of it prints, and not the first two pages alone; of a PDF, all
    #[arg(long, requires = "output")]
    full: bool,
}

const EXAMPLES: &str = "\
Examples:
  crossings brief border.sqlite
  crossings brief examples/pakistan-2023 -o brief.html
  crossings brief border.sqlite --as-of 2023-11-05    what was known that day
  crossings brief border.sqlite --since 2023-11-05 -o brief.md
  crossings brief border.sqlite -o brief.pdf          two pages, in a build with `pdf`";

pub(crate) fn run(arguments: &Arguments, talk: &mut Talk) -> Result<(), Failure> {
    arguments.output.as_deref().map_or(Ok(()), whole::is_path)?;
    let form = arguments.output.as_deref().map(form).transpose()?;
    // Before anything is read: without fonts, or in a build that sets no pages, there is none.
    let press = (form == Some(Form::Pdf)).then(Press::new).transpose()?;
    let gazetteer = crate::gazetteer::in_use();
    let source = source::load(&arguments.source, arguments.picture.as_known(), talk)?;
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
    let brief = match &arguments.by {
        Some(office) => brief.issued_by(office),
        None => brief,
    };
    // The page first: whoever pipes the text to a pager that quits still gets the page.
    if let Some(path) = &arguments.output {
        let bytes = match (&press, form, arguments.full) {
            (Some(press), _, full) => press.print(&brief, full, talk)?,
            (_, Some(Form::Markdown), _) => brief.markdown().into_bytes(),
            (_, _, true) => brief.html_in_full().into_bytes(),
            (_, _, false) => brief.html().into_bytes(),
        };
        whole::write(path, &bytes)?;
        talk.note(format_args!("wrote {}", path.display()));
    }
    let mut out = screen::text();
    out.write_all(brief.terminal(layout::width()).as_bytes())?;
    out.flush()?;
    Ok(())
}

/// What a brief is written as.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Form {
    Page,
    Markdown,
    Pdf,
}

/// What the file is to be: by its ending.
///
/// # Errors
/// When the ending is that of something else, which a reader would take it for.
fn form(path: &Path) -> Result<Form, Failure> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("md" | "markdown") => Ok(Form::Markdown),
        Some("html" | "htm") | None => Ok(Form::Page),
        Some("pdf") => Ok(Form::Pdf),
        Some(other) => Err(Failure::usage(
            format!("{}: a brief is not written as .{other}", path.display()),
            "give a name that ends in .html, .md or .pdf",
        )),
    }
}
