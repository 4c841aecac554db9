//! `crossings read`: what documents and tables say, claim by claim.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use claim::{
    Claim, Document, Event, Group, Measure, Position, Qualifier, Source, Stance, Statement, Status,
    Unit,
};
use rayon::prelude::*;
use read::{Reading, Rows, Taken};

use crate::failure::Failure;
use crate::inputs;
use crate::layout::{cut, number, plain, width, wrap};
use crate::screen;
use crate::talk::{Talk, count};

/// Read reports and print the claims, events and positions in them.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Files, folders, or - for standard input
    #[arg(required_unless_present = "maps", value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    day: inputs::Day,
    /// What the columns of a table are, where its own words do not say so
    #[arg(long, value_name = "MAP.toml")]
    map: Option<PathBuf>,
    /// List the ready maps, by which known tables are read; with a name, print that one
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "", conflicts_with = "paths")]
    maps: Option<String>,
    /// Say why each claim was read as it was: the rules and the words that fired
    #[arg(long, conflicts_with = "format")]
    explain: bool,
    /// With --explain: write a page with the texts and all that was recognised in them
    #[arg(short, long, value_name = "FILE.html", requires = "explain")]
    output: Option<PathBuf>,
    /// A table for people, or a line of JSON for each statement
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, clap::ValueEnum)]
enum Format {
    #[default]
    Table,
    Jsonl,
}

/// The most statements of one document whose lines are made before they are written.
const HELD: usize = 20_000;

const EXAMPLES: &str = "\
Examples:
  crossings read report.txt
  crossings read reports/ counts.xlsx --format jsonl > claims.jsonl
  pbpaste | crossings read - --date 2023-11-01
  crossings read report.txt --explain
  crossings read report.txt --explain -o report.html
  crossings read --maps                      the tables that are known
  crossings read --maps idmc-gidd > my.toml  one of them, to change

Reads text, Markdown, web pages (.html, .mhtml), PDF, .docx, .odt, mails (.eml), feeds
(RSS, Atom), tables (.csv, .xlsx, .ods), records in JSON (.json, .geojson, .jsonl) and zip
archives of them.

A text may open with a line `date YYYY-MM-DD`, or with front matter (date,
publisher, title, url between two lines of ---).

A table needs no fixed form: columns are known by their names and by what is in
them, and what each was taken for is printed. A stubborn one is told in a map,
given with --map or lying beside it as TABLE.xlsx.toml:

  header = [3, 4]                # rows of the head, as the spreadsheet shows
  totals = [36]                  # rows that add up others
  dates = \"day-month-year\"       # or month-day-year
  decimal = \",\"                  # or \".\"
  fiscal_start = 10              # fiscal years begin in October
  aggregate = true               # rows that count the same add up
  adds_up = [\"Reason\"]           # only those that differ in these columns alone
  [constant]
  publisher = \"Border Guard\"
  kind = \"arrival\"
  published = \"2023-11-12\"
  [columns]                      # by letters or by name
  A = \"date\"                     # month, week_end, via, from, to, kind, …
  C = { kind = \"return\", group = \"women\", via = \"Torkham\" }
  \"Remarks\" = \"ignore\"
  [only]                         # rows that are read
  Measure = [\"Pedestrians\"]

A table that many people have needs none: --maps lists those that are known.";

pub(crate) fn run(arguments: &Arguments, talk: &mut Talk) -> Result<(), Failure> {
    if let Some(name) = &arguments.maps {
        return maps(name);
    }
    let mut out = BufWriter::new(match arguments.format {
        Format::Table => screen::text(),
        Format::Jsonl => screen::json(),
    });
    let width = width();
    let (mut documents, mut claims, mut events, mut positions) = (0, 0, 0, 0);
    if arguments.explain {
        return super::explain::run(
            &arguments.paths,
            arguments.day,
            arguments.output.as_deref(),
            talk,
        );
    }
    // The lines of a report are made where it is read; those of a long table would fill the memory.
    let long = |reading: &Reading| reading.count() > HELD;
    let lines = |reading: &Reading| match arguments.format {
        Format::Jsonl if !long(reading) => {
            let mut lines = Vec::with_capacity(900 * reading.statements.len());
            jsonl(&reading.statements, &mut lines).map(|()| lines)
        }
        _ => Ok(Vec::new()),
    };
    let map = super::map(arguments.map.as_deref())?;
    inputs::each_with(
        &arguments.paths,
        inputs::Day { rows: true, ..arguments.day },
        &[],
        map.as_ref(),
        talk,
        lines,
        |reading, lines, talk| {
            inputs::tell_columns(&reading, talk);
            if let Format::Table = arguments.format {
                if documents > 0 {
                    writeln!(out)?;
                }
                header(&mut out, &reading, width)?;
            }
            documents += 1;
            for statement in &reading.statements {
                match statement {
                    Statement::Claim(_) => claims += 1,
                    Statement::Event(_) => events += 1,
                    Statement::Position(_) => positions += 1,
                }
                match arguments.format {
                    Format::Table => block(&mut out, statement, &reading.document, width)?,
                    Format::Jsonl => {}
                }
            }
            if let Some(rows) = &reading.rows {
                claims += rows.len();
                match arguments.format {
                    Format::Table => {
                        for statement in rows.statements(0..rows.len(), &reading.document) {
                            block(&mut out, &statement, &reading.document, width)?;
                        }
                    }
                    Format::Jsonl => lines_of(rows, &reading.document, &mut out)?,
                }
            }
            out.write_all(&lines?)?;
            if arguments.format == Format::Jsonl && long(&reading) {
                jsonl(&reading.statements, &mut out)?;
            }
            // What was read is seen at once, and a reader who left is noticed.
            if arguments.format == Format::Table {
                out.flush()?;
            }
            Ok(())
        },
    )?;
    out.flush()?;
    talk.note(format_args!(
        "read {}: {}, {}, {}",
        count(documents, "document"),
        count(claims, "claim"),
        count(events, "event"),
        count(positions, "position")
    ));
    Ok(())
}

/// The ready maps, or one of them as it is written.
fn maps(name: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    if !name.is_empty() {
        let Some(map) = ::read::maps().iter().find(|map| map.name == name) else {
            return Err(Failure::usage(
                format!("no ready map `{name}`"),
                "`crossings read --maps` lists them".to_owned(),
            ));
        };
        out.write_all(map.text.as_bytes())?;
        return Ok(());
    }
    for map in ::read::maps() {
        writeln!(out, "{}\n  {}\n  known by: {}", map.name, map.about(), map.heads().join(", "))?;
    }
    Ok(())
}

/// A line of JSON for each claim of a long table, made on all cores, and so many at once that they do not fill the memory.
fn lines_of(rows: &Rows, document: &Document, out: &mut impl Write) -> io::Result<()> {
    const EACH: usize = 1_000;
    const AT_ONCE: usize = 16;
    let from: Vec<usize> = (0..rows.len()).step_by(EACH).collect();
    for pieces in from.chunks(AT_ONCE) {
        let lines = pieces.par_iter().map(|from| {
            let mut lines = Vec::with_capacity(900 * EACH);
            rows.append_lines(*from..rows.len().min(from + EACH), document, &mut lines);
            lines
        });
        for lines in lines.collect::<Vec<Vec<u8>>>() {
            out.write_all(&lines)?;
        }
    }
    Ok(())
}

/// A line of JSON for each statement.
fn jsonl(statements: &[Statement], out: &mut impl Write) -> io::Result<()> {
    let mut line = Vec::new();
    for statement in statements {
        line.clear();
        statement.append_line(&mut line);
        out.write_all(&line)?;
    }
    Ok(())
}

pub(super) fn header(out: &mut impl Write, reading: &Reading, width: usize) -> io::Result<()> {
    let document = &reading.document;
    let date = document.published.map(|day| day.to_string());
    let facts = [Some(document.name.clone()), date, document.publisher.clone()];
    let facts: Vec<String> = facts.into_iter().flatten().map(|fact| plain(&fact)).collect();
    writeln!(out, "{}", cut_front(&facts.join("  "), width))?;
    if let Some(title) = &document.title {
        writeln!(out, "{}", cut(&plain(title), width))?;
    }
    let taken = taken(&reading.taken);
    if !taken.is_empty() {
        for line in wrap(&taken, width) {
            writeln!(out, "{line}")?;
        }
        if let Some(url) = &document.url {
            writeln!(out, "{}", cut(&plain(url), width))?;
        }
    }
    Ok(())
}

/// What was found of a document outside of its text: "date and title from JSON-LD; url from …".
fn taken(taken: &[Taken]) -> String {
    let mut sources: Vec<(&str, Vec<&str>)> = Vec::new();
    for Taken { what, from } in taken {
        match sources.iter_mut().find(|(known, _)| *known == *from) {
            Some((_, facts)) => facts.push(*what),
            None => sources.push((*from, vec![*what])),
        }
    }
    let told = sources.iter().map(|(from, facts)| {
        let facts = match facts.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
            None => String::new(),
        };
        format!("{facts} from {from}")
    });
    told.collect::<Vec<_>>().join("; ")
}

/// Cuts from the front: the end of a path and the date matter more than its folders.
fn cut_front(text: &str, width: usize) -> String {
    let reversed: String = text.chars().rev().collect();
    cut(&reversed, width).chars().rev().collect()
}

/// Width of the column of numbers: "about 1,700,000" fits with room.
const NUMBERS: usize = 20;

/// A statement as a hanging block: what, then who, where, when, according to
/// whom, then the words it was read from.
pub(super) fn block(
    out: &mut impl Write,
    statement: &Statement,
    document: &Document,
    width: usize,
) -> io::Result<()> {
    let (label, facts, quote) = match statement {
        Statement::Claim(claim) => (quantity(claim), claim_facts(claim, document), &claim.quote),
        Statement::Event(event) => ("event".to_owned(), event_facts(event), &event.quote),
        Statement::Position(position) => {
            ("position".to_owned(), position_facts(position), &position.quote)
        }
    };
    let room = width.saturating_sub(NUMBERS + 4).max(20);
    let mut lines: Vec<String> = facts
        .iter()
        .filter(|fact| !fact.is_empty())
        .flat_map(|fact| wrap(&plain(fact), room))
        .collect();
    let page = document.page_of(statement.span()[0]).map(|page| format!("  p. {page}"));
    let page = page.unwrap_or_default();
    let quoted = cut(&plain(quote), room.saturating_sub(2 + page.len()));
    lines.push(format!("“{quoted}”{page}"));
    writeln!(out)?;
    // A label too long for its column gets a line of its own.
    if label.chars().count() > NUMBERS {
        writeln!(out, "  {label}")?;
        lines.insert(0, String::new());
    } else {
        write!(out, "  {label:>NUMBERS$}")?;
    }
    for (index, line) in lines.iter().enumerate() {
        match index {
            0 if line.is_empty() => {}
            0 => writeln!(out, "  {line}")?,
            // Under the number what `decide` is told: enough of the id to be the only one.
            1 => writeln!(out, "  {:>NUMBERS$}  {line}", statement.id().as_str())?,
            _ => writeln!(out, "{:1$}{line}", "", NUMBERS + 4)?,
        }
    }
    Ok(())
}

/// The number with its hedge, as a reader would say it.
fn quantity(claim: &Claim) -> String {
    let percent = if claim.measure == Measure::Share { " %" } else { "" };
    let hedge = match claim.qualifier {
        Qualifier::Exact | Qualifier::Range | Qualifier::Vague | Qualifier::Undetermined => "",
        Qualifier::About => "about ",
        Qualifier::MoreThan => "more than ",
        Qualifier::LessThan => "less than ",
        Qualifier::UpTo => "up to ",
        Qualifier::Nearly => "nearly ",
    };
    match (claim.value, claim.low, claim.high) {
        (Some(value), ..) => format!("{hedge}{}{percent}", number(value)),
        (None, Some(low), Some(high)) => format!("{} to {}{percent}", number(low), number(high)),
        (None, Some(low), None) => format!("at least {}{percent}", number(low)),
        (None, None, Some(high)) => format!("at most {}{percent}", number(high)),
        (None, None, None) => "undetermined".to_owned(),
    }
}

fn words(name: impl ToString) -> String {
    name.to_string().replace('_', " ")
}

fn claim_facts(claim: &Claim, document: &Document) -> Vec<String> {
    let mut what = match claim.measure {
        Measure::Flow | Measure::Stock => words(claim.kind),
        Measure::Share => format!("share, {}", words(claim.kind)),
        Measure::Rate => {
            format!("{} a {}", words(claim.kind), claim.per.unwrap_or_default())
        }
    };
    if claim.measure == Measure::Stock {
        what = format!("stock: {what}");
    }
    let mut people: Vec<String> = Vec::new();
    let population = &claim.population;
    if claim.unit != Unit::People {
        people.push(match claim.factor {
            Some(factor) => format!("{} of {}", words(claim.unit), number(factor)),
            None => words(claim.unit),
        });
    }
    people.push(population.text.clone());
    people.push(population.nationality.clone().unwrap_or_default());
    let status = words(population.status);
    if population.status != Status::Unknown && !population.text.contains(&status) {
        people.push(status);
    }
    if population.group != Group::All {
        people.push(words(population.group));
    }
    if !population.includes.is_empty() {
        people.push(format!("with {}", population.includes.join(", ")));
    }
    if !population.excludes.is_empty() {
        people.push(format!("without {}", population.excludes.join(", ")));
    }
    people.retain(|part| !part.is_empty());
    if claim.stance != Stance::Asserted {
        people.push(words(claim.stance));
    }
    // In a table each row may have its own day.
    let published = match claim.published {
        day if day == document.published => String::new(),
        Some(day) => format!("published {day}"),
        None => String::new(),
    };
    vec![
        join(&[what, people.join(", ")], ": "),
        join(&[place(claim), window(claim)], "; "),
        join(&[source(&claim.source), published], "; "),
    ]
}

fn place(claim: &Claim) -> String {
    let via = match claim.via.is_empty() {
        true => String::new(),
        false => format!("via {}", claim.via.join(", ")),
    };
    let route = match (&claim.from, &claim.to) {
        (Some(from), Some(to)) => format!("{from} to {to}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("to {to}"),
        (None, None) => String::new(),
    };
    let at = claim.at.as_ref().map(|at| format!("in {at}")).unwrap_or_default();
    join(&[via, route, at], ", ")
}

fn window(claim: &Claim) -> String {
    let mut text = match (claim.start, claim.end) {
        (Some(start), Some(end)) if start == end => format!("{start}"),
        (Some(start), Some(end)) => format!("{start} to {end}"),
        (Some(start), None) => format!("from {start}"),
        (None, Some(end)) if claim.measure == Measure::Stock => format!("on {end}"),
        (None, Some(end)) => format!("until {end}"),
        (None, None) => return String::new(),
    };
    if let Some(hour) = claim.as_of {
        text += &format!(", by {}", hour.strftime("%H:%M"));
    }
    if claim.cumulative {
        text += ", running total";
    }
    if claim.partial {
        text += ", part of the last day";
    }
    text
}

fn source(source: &Source) -> String {
    let parts = [&source.name, &source.role, &source.organisation];
    let said: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    // An organisation that speaks for itself, or an office, is named once, in full.
    let told: Vec<&str> = said
        .iter()
        .enumerate()
        .filter(|(i, part)| !said[i + 1..].iter().any(|later| later.ends_with(**part)))
        .map(|(_, part)| *part)
        .collect();
    told.join(", ")
}

fn event_facts(event: &Event) -> Vec<String> {
    let days = match (event.start, event.end) {
        (Some(start), Some(end)) if start != end => format!("{start} to {end}"),
        (Some(day), _) => day.to_string(),
        (None, Some(day)) => format!("until {day}"),
        (None, None) => String::new(),
    };
    let actor = event.actor.clone().unwrap_or_default();
    let place = event.place.clone().unwrap_or_default();
    let stance = match event.stance {
        Stance::Asserted => String::new(),
        stance => words(stance),
    };
    vec![join(&[words(event.kind), actor], ": "), join(&[place, days, stance], ", ")]
}

fn position_facts(position: &Position) -> Vec<String> {
    vec![format!("{} {}: {}", position.holder, words(position.stance), position.about)]
}

/// Joins what is not empty.
fn join(parts: &[String], separator: &str) -> String {
    let parts: Vec<&str> =
        parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    parts.join(separator)
}
