//! `crossings picture`: the reconciled estimate as a table, JSON or CSV.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use brief::{Counted, Opening};
use claim::{Claim, Id, Measure, Window};
use jiff::civil::Date;
use places::{Gazetteer, PlaceKind};
use rayon::prelude::*;
use reconcile::{
    ALL, By, Disagreement, ELSEWHERE, Leaning, LeaveOut, Narrowing, Observed, Options, Picture,
    Role, Route, Row, Saying, Unknown, WindowReading, reconcile,
};
use serde::Serialize;

use super::asked::Asked;
use super::few::Few;
use super::history::{self, Question};
use super::levels::Levels;
use crate::failure::Failure;
use crate::layout::{self, Align, table, wrap};
use crate::screen;
use crate::source::Source;
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
    let source = Source::load(&arguments.source, arguments.picture.as_known(), talk)?;
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
    let vias = in_the_picture(&asked, &picture)?;
    if arguments.history {
        // The same border and days at every step, as they are known at the end.
        let question = Question {
            vias: asked.iter().map(String::as_str).collect(),
            window,
            few: Few::of(arguments.suppress_below, &source, Some(&picture), &[]),
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
    let daily = matches!(arguments.by, Cut::Day);
    let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
    let rows = picture.rows(&vias, window, arguments.by.into());
    let counted = match arguments.by {
        Cut::Total | Cut::Week => counted(&picture, &rows),
        Cut::Day => Vec::new(),
    };
    let below = {
        let runs = rows.iter().zip(&counted).flat_map(|(row, counted)| {
            let runs = counted.iter().flat_map(|counted| &counted.runs);
            runs.flat_map(|run| picture.rows(&[&row.via], *run, By::Total)).collect::<Vec<_>>()
        });
        let printed: Vec<Row> = rows.iter().cloned().chain(runs).collect();
        Few::of(arguments.suppress_below, &source, Some(&picture), &printed)
    };
    // The number that leads is of the border and its days, as the brief has it.
    let (documents, statements) = (&source.documents, &source.statements);
    let everybody = arguments.picture.is_of_everybody();
    let leads = asked.is_empty() && from.is_none() && to.is_none() && everybody;
    let opening =
        leads.then(|| brief::opening(&picture, documents, statements, gazetteer)).flatten();
    let told = Told {
        narrowing: below.told(picture.narrowing(&asked, window), |n| &n.sentence),
        unknowns: below.told(picture.unknowns.clone(), |unknown| &unknown.sentence),
        disagreements: below.told(picture.disagreements.clone(), |d| &d.sentence),
    };
    let shown = Shown {
        picture: &picture,
        rows: &rows,
        counted: &counted,
        opening: opening.as_ref(),
        told: &told,
        daily,
        below: &below,
    };
    let mut out = BufWriter::new(arguments.format.screen());
    match arguments.format {
        Format::Table => write_table(&mut out, &shown, &source, gazetteer)?,
        Format::Json => {
            let options = Options { route: Some(picture.route.clone()), ..options.clone() };
            let events = source.events();
            let leave = LeaveOut { claims: &claims, events: &events, gazetteer, options: &options };
            write_json(&mut out, &shown, &without(&picture, &leave, &asked, window))?;
        }
        Format::Csv => write_csv(&mut out, &shown)?,
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

/// The days asked for; where none are, those that the brief is about.
pub(super) fn asked_days(
    from: Option<Date>,
    to: Option<Date>,
    picture: &Picture,
    claims: &[Claim],
) -> Window {
    let (days, all) = (brief::days(picture, claims), picture.window);
    match (from, to) {
        (None, None) => days,
        (Some(from), None) => Window::new(from, all.end()).unwrap_or(days),
        (Some(from), Some(to)) => Window::new(from, to).unwrap_or(days),
        // Days before those of the brief are asked for: from the first that there is.
        (None, Some(to)) => {
            Window::new(days.start(), to).or_else(|| Window::new(all.start(), to)).unwrap_or(days)
        }
    }
}

/// What was counted at each crossing on the days that somebody reported, where these are not all days
/// of the row.
fn counted(picture: &Picture, rows: &[Row]) -> Vec<Option<Counted>> {
    // The whole is of all that was told, unless nothing but the whole is told of, or nothing was.
    let alone = picture.crossings.len() == 1;
    let of = |row: &Row| {
        let days = Window::new(row.from, row.to)?;
        let counted = Counted::of(picture, &row.via, days);
        let named = alone || ![ALL, ELSEWHERE].contains(&row.via.as_str());
        let untold = counted.people.is_none();
        ((named || untold) && counted.days() < days.days()).then_some(counted)
    };
    rows.iter().map(of).collect()
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

/// The rows asked for: the crossings given, or each of the picture and all together.
pub(super) fn in_the_picture<'a>(
    asked: &'a [String],
    picture: &'a Picture,
) -> Result<Vec<&'a str>, Failure> {
    let mut vias: Vec<&str> = asked.iter().map(String::as_str).collect();
    if vias.is_empty() {
        // Ways that nobody names have a row where a total tells of them.
        let told = |(at, name): &(usize, &String)| *name != ELSEWHERE || picture.counted[*at];
        let each = picture.crossings.iter().enumerate().filter(told);
        vias = each.map(|(_, name)| name.as_str()).chain([ALL]).collect();
    }
    for via in &vias {
        if *via != ALL && !picture.crossings.iter().any(|known| known == via) {
            return Err(Failure::undone(
                format!("no report of this border names {via}"),
                format!("the picture has {}", picture.crossings.join(", ")),
            ));
        }
    }
    Ok(vias)
}

/// The name under which the picture keeps a crossing given in any spelling.
pub(super) fn crossing(
    name: &str,
    source: &Source,
    gazetteer: &Gazetteer,
) -> Result<String, Failure> {
    if let Some(fixed) = [ALL, ELSEWHERE].into_iter().find(|fixed| fixed.eq_ignore_ascii_case(name))
    {
        return Ok(fixed.to_owned());
    }
    if let Some(place) = gazetteer.crossing(name) {
        return Ok(place.name.clone());
    }
    // A crossing that only the reports know.
    let reported = source.crossings();
    if let Some(known) = reported.iter().find(|known| known.eq_ignore_ascii_case(name)) {
        return Ok(known.clone());
    }
    let near = nearest(name, &reported, gazetteer);
    let hint = match near.is_empty() {
        true if reported.is_empty() => "no report names a crossing: leave out --via".to_owned(),
        true => {
            format!("the reports name {}", reported.iter().cloned().collect::<Vec<_>>().join(", "))
        }
        false => format!("did you mean {}?", near.join(" or ")),
    };
    Err(Failure::usage(format!("--via {name}: no crossing of that name is known"), hint))
}

/// Up to three names that are a few letters away, the nearest first.
fn nearest(
    name: &str,
    reported: &std::collections::BTreeSet<String>,
    gazetteer: &Gazetteer,
) -> Vec<String> {
    let wanted = name.to_lowercase();
    let crossings = gazetteer.places().filter(|place| place.kind == PlaceKind::Crossing);
    let spellings = crossings
        .flat_map(|place| {
            let sides = place.sides.iter().flatten();
            place.names.iter().chain(sides).map(|spelling| (spelling.as_str(), place.name.as_str()))
        })
        .chain(reported.iter().map(|known| (known.as_str(), known.as_str())));
    let mut near: Vec<(usize, &str)> = spellings
        .map(|(spelling, canonical)| {
            (strsim::levenshtein(&wanted, &spelling.to_lowercase()), canonical)
        })
        .filter(|(distance, _)| *distance <= 1 + wanted.chars().count() / 4)
        .collect();
    near.sort_unstable();
    let mut names: Vec<String> = Vec::new();
    for (_, canonical) in near {
        if names.len() < 3 && !names.iter().any(|known| known == canonical) {
            names.push(canonical.to_owned());
        }
    }
    names
}

/// Why the whole is not known.
fn unreported(picture: &Picture, gazetteer: &Gazetteer) -> String {
    format!(
        "the whole border is not known: {} not reported, nor any total of the whole",
        main_ways(picture, gazetteer)
    )
}

/// The unreported main crossings, with their verb: "Torkham and Chaman are".
fn main_ways(picture: &Picture, gazetteer: &Gazetteer) -> String {
    let mains: Vec<&str> = picture
        .unreported
        .iter()
        .filter(|name| gazetteer.crossing(name).is_some_and(|place| place.main))
        .map(String::as_str)
        .collect();
    match mains.split_last() {
        Some((last, [])) => format!("{last} is"),
        Some((last, rest)) => format!("{} and {last} are", rest.join(", ")),
        None => "its main crossings are".to_owned(),
    }
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

/// What is told beside the numbers, without what would tell too small ones.
struct Told {
    narrowing: Vec<Narrowing>,
    unknowns: Vec<Unknown>,
    disagreements: Vec<Disagreement>,
}

/// What is shown of a picture.
struct Shown<'a> {
    picture: &'a Picture,
    rows: &'a [Row],
    /// Beside the rows, where not all days of one were reported.
    counted: &'a [Option<Counted>],
    /// What leads, where it was not asked for anything else.
    opening: Option<&'a Opening>,
    told: &'a Told,
    daily: bool,
    below: &'a Few<'a>,
}

fn write_table(
    out: &mut impl Write,
    shown: &Shown<'_>,
    source: &Source,
    gazetteer: &Gazetteer,
) -> io::Result<()> {
    let Shown { picture, rows, counted, opening, told, daily, below } = *shown;
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
    let seen = match (daily, partly) {
        (true, _) => "observed",
        (_, true) => "days reported",
        _ => "",
    };
    let mut cells = vec![[first, "median", "50 %", "90 %", seen].map(str::to_owned)];
    cells.extend(rows.iter().enumerate().map(|(at, row)| {
        let counted = counted.get(at).and_then(Option::as_ref);
        // What nobody reported is in no number.
        let q = counted.and_then(|counted| counted.people.as_ref()).unwrap_or(&row.quantiles);
        let mut seen = if daily { seen_as(picture, row).to_owned() } else { String::new() };
        if let (Some(counted), Some(days)) = (counted, Window::new(row.from, row.to)) {
            seen = format!("{} of {}", counted.days(), days.days());
        }
        let first = if same { row.via.clone() } else { format!("{}  {}", row.via, days(row)) };
        let bare = |words: &str| {
            [first.clone(), words.to_owned(), String::new(), String::new(), String::new()]
        };
        if row.via == ALL && !picture.whole_known || seen == "no" && q.p975 < 0.5 {
            return bare("not known");
        }
        if counted.is_some_and(|counted| counted.people.is_none()) {
            return bare("not reported");
        }
        let runs = counted.iter().flat_map(|counted| &counted.runs);
        if below.hides(row) || runs.into_iter().any(|run| below.hides_days(&row.via, *run)) {
            return bare("left out");
        }
        [
            first,
            below.number(q.p50),
            format!("{}–{}", below.number(q.p25), below.number(q.p75)),
            format!("{}–{}", below.number(q.p05), below.number(q.p95)),
            seen.replace('_', " "),
        ]
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
    paragraphs(out, "What would narrow it", width, &told.narrowing, |one: &Narrowing| {
        one.sentence.to_string()
    })?;
    paragraphs(out, "What is nearly unknown", width, &told.unknowns, |unknown: &Unknown| {
        format!("{} What would narrow it most: {}.", unknown.sentence, unknown.remedy)
    })?;
    paragraphs(out, "Where reports disagree", width, &told.disagreements, |d: &Disagreement| {
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
    for fit in
        picture.claims.iter().filter(|fit| matches!(fit.role, Role::OutOfScope | Role::SetAside))
    {
        let claim = claims.iter().find(|claim| claim.id == fit.id);
        let flow = |claim: &&Claim| claim.measure == Measure::Flow && claim.value.is_some();
        let (Some(claim), Some(why)) = (claim.filter(flow), &fit.why) else { continue };
        let (count, speakers) = reasons.entry(why.to_string()).or_default();
        *count += 1;
        if let Some(label) = claim.source.label().filter(|label| !speakers.contains(label)) {
            speakers.push(label);
        }
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.sort_by(|(_, a), (_, b)| b.0.cmp(&a.0));
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

/// Whether somebody reported the day of a row: a day without a report is not zero.
fn seen_as(picture: &Picture, row: &Row) -> &'static str {
    match picture.how_observed(&row.via, row.from) {
        Observed::ByDay => "by_day",
        Observed::InTotals => "in_totals",
        Observed::No => "no",
    }
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

/// The JSON contract of `picture`: field names and order are kept stable.
#[derive(Serialize)]
struct Report<'a> {
    as_of: Date,
    route: &'a Route,
    window: Window,
    /// What leads, as the brief has it; absent where days or crossings were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    headline: Option<&'a Opening>,
    rows: Vec<Numbers<'a>>,
    /// Crossings of the border that no report gives a number for.
    unreported: &'a [String],
    /// Classes of people that the reports tell apart: what `--population` takes.
    classes: &'a [String],
    unknowns: &'a [Unknown],
    narrowing: &'a [Narrowing],
    disagreements: &'a [Disagreement],
    sources: &'a [Leaning],
    claims: Vec<Fit<'a>>,
    diagnostics: &'a reconcile::Diagnostics,
}

/// A row in whole people, written as whole numbers.
#[derive(Serialize)]
struct Numbers<'a> {
    via: &'a str,
    from: Date,
    to: Date,
    #[serde(flatten)]
    levels: Levels,
    /// What the named ways come to, where the whole is not known: its main crossings are unreported.
    #[serde(skip_serializing_if = "Option::is_none")]
    reported: Option<u64>,
    /// Of how many days the numbers are, where somebody reported a crossing on some of them only.
    #[serde(skip_serializing_if = "Option::is_none")]
    days_reported: Option<usize>,
    /// What the row `all` is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<Scope>,
    /// Whether the numbers are `null`, one of them being of too few people.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    suppressed: bool,
    /// With one row for each day: whether somebody reported it.
    #[serde(skip_serializing_if = "Option::is_none")]
    observed: Option<&'static str>,
}

/// What the row `all` is of, beside what leads.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Scope {
    /// The whole border, as what leads is: the draws of all that was counted, and of what a total reaches beyond.
    Whole,
    /// The same, where what leads is a lower bound: what the reports suggest beyond it.
    BeyondTheBound,
    /// The sum of the named ways: no report is of all together.
    NamedWays,
    /// All that the reports bear on, where nothing leads.
    Reported,
}

impl Scope {
    fn of(opening: Option<&Opening>) -> Scope {
        match opening {
            None => Scope::Reported,
            Some(opening) if !opening.via.is_empty() => Scope::NamedWays,
            Some(opening) if opening.at_least => Scope::BeyondTheBound,
            Some(_) => Scope::Whole,
        }
    }

    /// The sentence below the table, where one is needed.
    fn note(self) -> Option<&'static str> {
        match self {
            Scope::NamedWays => {
                Some("\u{201c}all\u{201d} is the sum of these: no report is of all ways together")
            }
            Scope::BeyondTheBound => Some(
                "\u{201c}all\u{201d} is what the reports suggest together; counted are no more than the bound above",
            ),
            Scope::Whole | Scope::Reported => None,
        }
    }
}

impl<'a> Numbers<'a> {
    /// Of the row at a place.
    fn of(shown: &Shown<'a>, at: usize) -> Numbers<'a> {
        let Shown { picture, daily, below, rows, counted, opening, .. } = *shown;
        let (row, counted) = (&rows[at], counted.get(at).and_then(Option::as_ref));
        let observed = daily.then(|| seen_as(picture, row));
        // What nobody reported is in no number, as in the table; of a crossing that nobody reported at all there is
        // what may be.
        let q = counted.and_then(|counted| counted.people.as_ref()).unwrap_or(&row.quantiles);
        // Days that nobody reported are unknown, never zero.
        let untold = counted.is_some_and(|counted| counted.people.is_none());
        let unseen = (observed == Some("no") || untold) && q.p975 < 0.5;
        let known = (picture.whole_known || row.via != ALL) && !unseen;
        let all = [q.p025, q.p05, q.p10, q.p25, q.p50, q.p75, q.p90, q.p95, q.p975, q.mean];
        // All numbers of a row or none, as in an export: some would tell the others.
        let hidden = below.hides(row)
            || all.into_iter().any(|people| below.has(people))
            || counted.is_some_and(|counted| {
                counted.runs.iter().any(|run| below.hides_days(&row.via, *run))
            });
        let whole = |people: f64| below.whole(people).filter(|_| known && !hidden);
        Numbers {
            via: &row.via,
            from: row.from,
            to: row.to,
            levels: Levels::of(all, whole),
            reported: below.whole(q.p50).filter(|_| !known && !unseen && !hidden),
            days_reported: counted.map(Counted::days),
            scope: (row.via == ALL).then(|| Scope::of(opening)),
            suppressed: hidden,
            observed,
        }
    }
}

#[derive(Serialize)]
struct Fit<'a> {
    id: &'a Id,
    fitted: Option<f64>,
    residual: Option<f64>,
    weight: f64,
    role: Role,
    why: Option<&'a Saying>,
    reading: Option<&'a WindowReading>,
    /// Median of what is asked, had the claim not been made; `null` where it is not fitted, or more than forty are.
    without: Option<f64>,
    copy_of: Option<&'a Id>,
}

/// Most claims that are left out one at a time: each asks for a picture of its own.
const LEFT_OUT: usize = 40;

/// For each claim the median of what is asked, had it not been made; none where there are too many.
fn without(
    picture: &Picture,
    leave: &LeaveOut,
    asked: &[&str],
    window: Window,
) -> Vec<Option<f64>> {
    let fitted = picture.claims.iter().filter(|fit| fit.role.is_fitted()).count();
    picture
        .claims
        .par_iter()
        .enumerate()
        .map(|(i, fit)| {
            let asked_for = fit.role.is_fitted() && fitted <= LEFT_OUT;
            asked_for.then(|| leave.median(&[i], asked, window)).flatten()
        })
        .collect()
}

fn write_json(
    out: &mut impl Write,
    shown: &Shown<'_>,
    without: &[Option<f64>],
) -> Result<(), Failure> {
    let Shown { picture, rows, told, below, .. } = *shown;
    let plain = |people: f64| !below.has(people);
    let report = Report {
        as_of: picture.as_of,
        route: &picture.route,
        window: picture.window,
        headline: shown.opening,
        rows: (0..rows.len()).map(|at| Numbers::of(shown, at)).collect(),
        unreported: &picture.unreported,
        classes: &picture.classes,
        unknowns: &told.unknowns,
        narrowing: &told.narrowing,
        disagreements: &told.disagreements,
        sources: &picture.sources,
        claims: picture
            .claims
            .iter()
            .enumerate()
            .map(|(i, fit)| Fit {
                id: &fit.id,
                fitted: fit.fitted.filter(|fitted| plain(*fitted) && !below.withholds(&fit.id)),
                residual: fit.residual.filter(|_| !below.withholds(&fit.id)),
                weight: fit.weight,
                role: fit.role,
                why: fit.why.as_ref().filter(|why| !below.is_told_by(why)),
                reading: fit.reading.as_ref(),
                without: without[i].map(f64::round).filter(|without| plain(*without)),
                copy_of: fit.copy_of.as_ref(),
            })
            .collect(),
        diagnostics: &picture.diagnostics,
    };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    writeln!(out)?;
    Ok(())
}

/// A number, or an empty cell where it is not known or not printed.
fn cell(people: Option<u64>) -> String {
    people.map_or_else(String::new, |people| people.to_string())
}

fn write_csv(out: &mut impl Write, shown: &Shown<'_>) -> io::Result<()> {
    write!(out, "via,from,to,p025,p05,p10,p25,p50,p75,p90,p95,p975,mean")?;
    writeln!(out, "{}", if shown.daily { ",observed" } else { "" })?;
    for at in 0..shown.rows.len() {
        let n = Numbers::of(shown, at);
        write!(out, "{},{},{}", quoted(n.via), n.from, n.to)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_the_crossing() {
        let near = |name: &str| nearest(name, &Default::default(), crate::gazetteer::in_use());
        assert_eq!(near("Torkam gate").first(), None, "too far");
        assert_eq!(near("Torkhan").first().map(String::as_str), Some("Torkham"));
        assert_eq!(near("Spin Boldek").first().map(String::as_str), Some("Chaman"));
    }
}
