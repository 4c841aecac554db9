//! `crossings picture`: the reconciled estimate as a table, JSON or CSV.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use brief::Opening;
use brief::answer::{
    self, Answer, Ask, Few, Material, Numbers, Scope, Told, asked_days, in_the_picture, main_ways,
    without,
};
use claim::{Claim, Id, Measure, Window};
use jiff::civil::Date;
use places::Gazetteer;
use reconcile::{
    By, Disagreement, LeaveOut, Narrowing, Options, Picture, Role, Row, Unknown, reconcile,
};

use super::asked::Asked;
use super::history::{self, Question};
use crate::failure::Failure;
use crate::layout::{self, Align, table, wrap};
use crate::screen;
use crate::source::{self, Source};
use crate::talk::{Talk, count};

/// Reconcile what the reports say into one estimate with intervals.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// A ledger, or files and folders to read on the fly
    #[arg(required = true, value_name = "SOURCE")]
    source: Vec<PathBuf>,
    /// First day [default: that from which most running totals count, else the first the reports bear on]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day)]
    from: Option<Date>,
    /// Last day [default: the last the reports bear on]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = super::day)]
    to: Option<Date>,
    /// A crossing, in any spelling; may be repeated [default: each, and all together]
    #[arg(long, value_name = "CROSSING")]
    via: Vec<String>,
    /// One row for the whole time, or one for each day or week
    #[arg(long, value_enum, default_value_t)]
    by: Cut,
    #[command(flatten)]
    picture: Asked,
    /// Leave out numbers of people from 1 to below this; 0 leaves nothing out
    #[arg(long, value_name = "N", default_value_t = export::SUPPRESS_BELOW)]
    suppress_below: u32,
    /// How the estimate of the same days moved as reports came in, and which report moved it
    #[arg(long, conflicts_with = "by")]
    history: bool,
    /// A table for people, JSON with the working, or the rows as CSV
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
pub(super) enum Cut {
    #[default]
    Total,
    Day,
    Week,
}

#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum Format {
    #[default]
    Table,
    Json,
    Csv,
}

const EXAMPLES: &str = "\
Examples:
  crossings picture border.sqlite
  crossings picture reports/ --from 2023-10-18 --to 2023-11-01 --via Torkham
  crossings picture border.sqlite --as-of 2023-11-05 --by day --format csv
  crossings picture border.sqlite --history --via Torkham    as reports came";

pub(crate) fn run(arguments: &Arguments, talk: &mut Talk) -> Result<(), Failure> {
    let (from, to) = (arguments.from, arguments.to);
    in_order(from, to)?;
    let gazetteer = crate::gazetteer::in_use();
    let source = source::load(&arguments.source, arguments.picture.as_known(), talk)?;
    let asked = arguments
        .via
        .iter()
        .map(|name| crossing(name, &source, gazetteer))
        .collect::<Result<Vec<String>, Failure>>()?;
    let options = Options {
        span: from.or(to).zip(to.or(from)).and_then(|(from, to)| Window::new(from, to)),
        ..arguments.picture.options()
    };
    let claims = source.claims();
    let picture = reconcile(&claims, &source.events(), gazetteer, &options)?;
    let window = asked_days(from, to, &picture, &claims);
    in_the_picture(&asked, &picture)?;
    if arguments.history {
        // The same border and days at every step, as they are known at the end.
        let question = Question {
            vias: asked.iter().map(String::as_str).collect(),
            window,
            few: Few::of(arguments.suppress_below, material(&source), Some(&picture), &[]),
            options: Options {
                route: Some(picture.route.clone()),
                span: Some(window),
                ..options.clone()
            },
        };
        let events = source.events();
        let steps = history::steps(&question, &source, &claims, &events, gazetteer, talk)?;
        let mut out = BufWriter::new(arguments.format.screen());
        match arguments.format {
            Format::Table => history::write_table(&mut out, &steps, layout::width())?,
            Format::Json => history::write_json(&mut out, &steps)?,
            Format::Csv => history::write_csv(&mut out, &steps)?,
        }
        out.flush()?;
        return Ok(());
    }
    let ask = Ask {
        vias: &asked,
        from,
        to,
        by: arguments.by.into(),
        everybody: arguments.picture.is_of_everybody(),
        below: arguments.suppress_below,
    };
    let answer = Answer::of(&picture, material(&source), &claims, &ask, gazetteer)?;
    let mut out = BufWriter::new(arguments.format.screen());
    match arguments.format {
        Format::Table => write_table(&mut out, &answer, &source, gazetteer)?,
        Format::Json => {
            let options = Options { route: Some(picture.route.clone()), ..options.clone() };
            let events = source.events();
            let leave = LeaveOut { claims: &claims, events: &events, gazetteer, options: &options };
            let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
            let without = without(&picture, &leave, &asked, window);
            serde_json::to_writer_pretty(&mut out, &answer.report(&without))?;
            writeln!(out)?;
        }
        Format::Csv => write_csv(&mut out, &answer)?,
    }
    out.flush()?;
    arguments.picture.say_way(&picture, &claims, talk);
    // A table says so itself.
    if !picture.whole_known && !matches!(arguments.format, Format::Table) {
        talk.note(format_args!("{}\n  hint: {UNREPORTED_HINT}", unreported(&picture, gazetteer)));
    }
    caution(&picture, &claims, arguments.picture.route.is_none(), window, talk);
    if !picture.diagnostics.converged {
        talk.note(format_args!(
            "the sampler did not settle (R-hat {:.2}); the intervals are less sure than they say",
            picture.diagnostics.rhat
        ));
    }
    Ok(())
}

impl Format {
    fn screen(self) -> screen::Screen<io::StdoutLock<'static>> {
        match self {
            Format::Table | Format::Csv => screen::text(),
            Format::Json => screen::json(),
        }
    }
}

impl From<Cut> for By {
    fn from(cut: Cut) -> By {
        match cut {
            Cut::Total => By::Total,
            Cut::Day => By::Day,
            Cut::Week => By::Week,
        }
    }
}

/// What to do where the whole is not known.
const UNREPORTED_HINT: &str =
    "add a report on one of them, or a total; --via asks for the crossings that are reported";

/// The name under which the picture keeps a crossing given in any spelling.
pub(super) fn crossing(
    name: &str,
    source: &Source,
    gazetteer: &Gazetteer,
) -> Result<String, Failure> {
    answer::crossing(name, &source.crossings(), gazetteer)
        .map_err(|error| Failure::usage(format!("--via {error}"), error.remedy()))
}

/// What numbers are printed from.
pub(super) fn material(source: &Source) -> Material<'_> {
    let Source { documents, statements, secret, .. } = source;
    Material { documents, statements, secret }
}

/// Refuses days that end before they begin.
pub(super) fn in_order(from: Option<Date>, to: Option<Date>) -> Result<(), Failure> {
    match (from, to) {
        (Some(from), Some(to)) if from > to => Err(Failure::usage(
            format!("--from {from} is after --to {to}"),
            "give the earlier day as --from",
        )),
        _ => Ok(()),
    }
}

/// Why the whole is not known.
fn unreported(picture: &Picture, gazetteer: &Gazetteer) -> String {
    format!(
        "the whole border is not known: {} not reported, nor any total of the whole",
        main_ways(picture, gazetteer)
    )
}

/// Says what the numbers alone do not show: that nothing was fitted, that no report is of
/// the days asked for, or that other borders were left aside.
fn caution(picture: &Picture, claims: &[Claim], chosen: bool, window: Window, talk: &mut Talk) {
    if !picture.claims.iter().any(|fit| fit.role == Role::Used) {
        talk.note("no report gives a number that can be fitted, only bounds: these are guesses");
    }
    // The picture keeps the claims in the order given.
    let (fitted, aside): (Vec<_>, Vec<_>) =
        claims.iter().zip(&picture.claims).partition(|(_, fit)| fit.role.is_fitted());
    let touched = fitted.iter().any(|(claim, _)| {
        claim.end.is_some_and(|end| end >= window.start())
            && claim.start.or(claim.end).is_none_or(|start| start <= window.end())
    });
    if !touched {
        talk.note("no report covers these days: the numbers come from the days around them");
    }
    let mut others: std::collections::BTreeSet<String> = Default::default();
    for (claim, _) in aside.iter().filter(|(claim, _)| chosen && claim.kind.is_crossing()) {
        if let (Some(from), Some(to)) = (&claim.from, &claim.to) {
            let code = |text: &str| text.len() == 3 && text.chars().all(|c| c.is_ascii_uppercase());
            if code(from) && code(to) && (from, to) != (&picture.route.from, &picture.route.to) {
                others.insert(format!("{from}:{to}"));
            }
        }
    }
    if !others.is_empty() {
        let list = others.into_iter().collect::<Vec<_>>().join(", ");
        talk.note(format_args!(
            "the picture is of {}:{}; there are also reports on {list} (see --route)",
            picture.route.from, picture.route.to
        ));
    }
}

fn write_table(
    out: &mut impl Write,
    answer: &Answer<'_>,
    source: &Source,
    gazetteer: &Gazetteer,
) -> io::Result<()> {
    let Answer { picture, rows, counted, daily, .. } = answer;
    let opening = answer.opening.as_ref();
    let width = layout::width();
    let country = |code: &str| gazetteer.country_name(code).unwrap_or(code).to_owned();
    let used = |role| picture.claims.iter().filter(|fit| fit.role == role).count();
    let head = format!(
        "{} to {}, as known on {}: {} fitted and {} as bounds, from {}",
        country(&picture.route.from),
        country(&picture.route.to),
        picture.as_of,
        count(used(Role::Used), "claim"),
        used(Role::Bound),
        count(source.documents.len(), "document"),
    );
    for line in wrap(&head, width) {
        writeln!(out, "{line}")?;
    }
    writeln!(out)?;
    if let Some(opening) = opening {
        let Opening { figure, what, interval, beside, .. } = opening;
        let beside = beside.iter().map(|one| format!(" {one}")).collect::<String>();
        let stop = if interval.ends_with('.') { "" } else { "." };
        for line in wrap(&format!("{figure} {what}. {interval}{stop}{beside}"), width) {
            writeln!(out, "{line}")?;
        }
        writeln!(out)?;
    }
    // One window for all rows is said once, above them.
    let days = |row: &Row| Window::new(row.from, row.to).map(layout::days).unwrap_or_default();
    let same = rows.iter().all(|row| (row.from, row.to) == (rows[0].from, rows[0].to));
    let first = if same { "crossing" } else { "crossing, days" };
    if let Some(row) = rows.first().filter(|_| same) {
        writeln!(out, "{}", days(row))?;
    }
    let partly = counted.iter().any(Option::is_some);
    let at_least = opening.is_some_and(|opening| opening.at_least);
    let seen = match (*daily, partly) {
        (true, _) => "observed",
        (_, true) => "days reported",
        _ => "",
    };
    let mut cells = vec![[first, "median", "50 %", "90 %", seen].map(str::to_owned)];
    cells.extend(rows.iter().enumerate().map(|(at, row)| {
        let first = if same { row.via.clone() } else { format!("{}  {}", row.via, days(row)) };
        let bare = |words: &str| {
            [first.clone(), words.to_owned(), String::new(), String::new(), String::new()]
        };
        match answer.told(at) {
            Told::NotKnown => bare("not known"),
            Told::NotReported => bare("not reported"),
            Told::LeftOut => bare("left out"),
            Told::Numbers([median, half, most]) => {
                [first, median, half, most, answer.seen(at).replace('_', " ")]
            }
        }
    }));
    let align = [Align::Left, Align::Right, Align::Right, Align::Right, Align::Left];
    for line in table(align, &cells) {
        writeln!(out, "{line}")?;
    }
    if !picture.whole_known {
        writeln!(out)?;
        for line in wrap(&format!("{}: {UNREPORTED_HINT}", unreported(picture, gazetteer)), width) {
            writeln!(out, "{line}")?;
        }
    } else if let Some(note) = Scope::of(opening).note().filter(|_| !partly || at_least) {
        writeln!(out)?;
        for line in wrap(note, width) {
            writeln!(out, "{line}")?;
        }
    }
    paragraphs(out, "What would narrow it", width, &answer.narrowing, |one: &Narrowing| {
        one.sentence.to_string()
    })?;
    paragraphs(out, "What is nearly unknown", width, &answer.unknowns, |unknown: &Unknown| {
        format!("{} What would narrow it most: {}.", unknown.sentence, unknown.remedy)
    })?;
    paragraphs(out, "Where reports disagree", width, &answer.disagreements, |d: &Disagreement| {
        d.sentence.to_string()
    })?;
    let left = not_in_it(picture, &source.claims());
    paragraphs(out, "Not in it", width, &left, String::clone)
}

/// Most reasons for which numbers are not in a picture that are told, and speakers with each.
const REASONS: (usize, usize) = (5, 2);

/// What is of something else than was asked, by why: how many numbers of people on the move, and whose.
/// (`--format json` says it of each.)
fn not_in_it(picture: &Picture, claims: &[Claim]) -> Vec<String> {
    let mut reasons: BTreeMap<String, (usize, Vec<&str>)> = BTreeMap::new();
    let by_id: BTreeMap<&Id, &Claim> = claims.iter().map(|claim| (&claim.id, claim)).collect();
    for fit in picture.claims.iter().filter(|fit| fit.role == Role::OutOfScope) {
        let claim = by_id.get(&fit.id).copied();
        let flow = |claim: &&Claim| claim.measure == Measure::Flow && claim.value.is_some();
        let (Some(claim), Some(why)) = (claim.filter(flow), &fit.why) else { continue };
        let (count, speakers) = reasons.entry(why.to_string()).or_default();
        *count += 1;
        if let Some(label) = claim.source.label().filter(|label| !speakers.contains(label)) {
            speakers.push(label);
        }
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, (numbers, _))| std::cmp::Reverse(*numbers));
    let more = reasons.len().saturating_sub(REASONS.0);
    let mut lines: Vec<String> = Vec::new();
    for (why, (numbers, speakers)) in reasons.into_iter().take(REASONS.0) {
        let mut named = speakers.iter().take(REASONS.1).copied().collect::<Vec<_>>().join(", ");
        if speakers.len() > REASONS.1 {
            named.push_str(" and others");
        }
        let of = if named.is_empty() { String::new() } else { format!(" ({named})") };
        lines.push(format!("{}{of}: {why}", count(numbers, "number")));
    }
    if more > 0 {
        lines.push(format!(
            "and for {} more; --format json says why of each claim",
            count(more, "reason")
        ));
    }
    lines
}

fn paragraphs<T>(
    out: &mut impl Write,
    title: &str,
    width: usize,
    items: &[T],
    text: impl Fn(&T) -> String,
) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{title}")?;
    for item in items {
        for (index, line) in wrap(&layout::plain(&text(item)), width - 2).iter().enumerate() {
            writeln!(out, "{}{line}", if index == 0 { "- " } else { "  " })?;
        }
    }
    Ok(())
}

/// A number, or an empty cell where it is not known or not printed.
fn cell(people: Option<u64>) -> String {
    people.map_or_else(String::new, |people| people.to_string())
}

fn write_csv(out: &mut impl Write, answer: &Answer<'_>) -> io::Result<()> {
    write!(out, "via,from,to,p025,p05,p10,p25,p50,p75,p90,p95,p975,mean")?;
    writeln!(out, "{}", if answer.daily { ",observed" } else { "" })?;
    for at in 0..answer.rows.len() {
        let n = Numbers::of(answer, at);
        write!(out, "{},{},{}", quoted(&n.via), n.from, n.to)?;
        for people in n.levels.all() {
            write!(out, ",{}", cell(people))?;
        }
        match n.observed {
            Some(observed) => writeln!(out, ",{observed}")?,
            None => writeln!(out)?,
        }
    }
    Ok(())
}

/// A field of CSV.
pub(super) fn quoted(field: &str) -> String {
    match field.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", field.replace('"', "\"\"")),
        false => field.to_owned(),
    }
}
