//! Small tables with a question and the answer that an expert gives: the list of
//! `crates/crossings/tests/picture/cases.toml`, which its tests ask the program.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use claim::{Claim, Event, Statement, Window};
use jiff::civil::Date;
use places::Gazetteer;
use reconcile::{ALL, Observed, Options, Picture, Quantiles, Reason, Route, reconcile};
use serde::Deserialize;

use super::Asked;
use super::bars::{Bar, Form, Measure, Part, Row, grouped, measure};
use super::clock::Clock;

/// Most that a case may take, CPU seconds.
pub const MOST_SECONDS: f64 = 3.0;

/// Most sentences that may end without a reason.
const UNREASONED: f64 = 0.2;

/// Share of draws that may lie between two modes that are apart.
const BETWEEN: f64 = 0.05;

/// How long a sentence is shown on the page.
const SHOWN: usize = 200;

#[derive(Debug, Deserialize)]
struct Cases {
    case: Vec<Case>,
}

/// See the head of the list for what each field means.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    shared: Option<String>,
    own: Option<String>,
    asked: String,
    expert: String,
    #[serde(default)]
    holds: Vec<f64>,
    factor: Option<f64>,
    least_factor: Option<f64>,
    near: Option<f64>,
    #[serde(default)]
    apart: bool,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    silent: bool,
    #[serde(default)]
    unknown: Vec<String>,
    #[serde(default)]
    calm: Vec<Date>,
}

/// What the words after the file ask for.
#[derive(Debug, Default)]
struct Question {
    from: Option<Date>,
    to: Option<Date>,
    via: Vec<String>,
    route: Option<Route>,
}

impl Question {
    fn parse(words: &str, gazetteer: &Gazetteer) -> Result<Question> {
        let mut question = Question::default();
        // A name of two words stands between quotes, as in a shell.
        let mut words = words.split('\'').enumerate().flat_map(|(at, part)| match at % 2 {
            0 => part.split_whitespace().collect::<Vec<_>>(),
            _ => vec![part],
        });
        while let Some(word) = words.next() {
            let value = words.next().with_context(|| format!("{word} without a value"))?;
            match word {
                "--from" => question.from = Some(value.parse()?),
                "--to" => question.to = Some(value.parse()?),
                "--via" => {
                    let known = gazetteer.crossing(value);
                    question.via.push(known.map_or(value.to_owned(), |place| place.name.clone()));
                }
                "--route" => {
                    let (from, to) = value.split_once(':').context("--route FROM:TO")?;
                    question.route = Some(Route { from: from.into(), to: to.into() });
                }
                _ => anyhow::bail!("{word} is not understood"),
            }
        }
        Ok(question)
    }
}

fn measures() -> Vec<Measure> {
    vec![
        measure("as the expert says", Bar::AtLeast(1.0), Form::Count),
        measure("the same in another order of rows", Bar::AtLeast(1.0), Form::Count),
        measure("CPU", Bar::AtMost(MOST_SECONDS), Form::Seconds),
        measure("settled", Bar::AtLeast(1.0), Form::Count),
    ]
}

pub fn part(root: &Path, shared: &Path, asked: &Asked, gazetteer: &Gazetteer) -> Result<Part> {
    let folder = root.join("crates/crossings/tests/picture");
    let list = folder.join("cases.toml");
    let text = std::fs::read_to_string(&list).with_context(|| list.display().to_string())?;
    let cases: Cases = toml::from_str(&text).with_context(|| list.display().to_string())?;
    let mut part = Part {
        name: "cases",
        title: "Small tables with an expert's answer",
        text: "Each table with its question: the expert's answer, the median and 90 % interval that come out, and what of the answer fails; \
               the same table with its rows in reverse order must give the same. At the end the share of all sentences on disagreements \
               that give no reason."
            .into(),
        words: &["expert", "90 % interval, median", "what fails", "sentences"],
        measures: measures(),
        rows: Vec::new(),
    };
    let mut sentences = Sentences::default();
    for case in &cases.case {
        let path = match (&case.shared, &case.own) {
            (Some(name), _) => shared.join(name),
            (None, Some(name)) => folder.join(name),
            (None, None) => anyhow::bail!("{}: neither shared nor own", case.name),
        };
        asked.row(&mut part, case.name.clone(), |row| {
            answer(case, &path, row, &mut sentences, gazetteer)
        });
    }
    if sentences.all > 0 {
        let share = sentences.unreasoned as f64 / sentences.all as f64;
        part.rows.push(Row {
            case: format!("all: {} sentences", sentences.all),
            words: vec![
                format!("at most {:.0} % without a reason", 100.0 * UNREASONED),
                format!("{:.0} %", 100.0 * share),
                String::new(),
                String::new(),
            ],
            values: vec![Some(f64::from(u8::from(share <= UNREASONED)))],
            judged: true,
            error: None,
        });
    }
    Ok(part)
}

/// How many sentences were told, and how many of them give no reason.
#[derive(Debug, Default)]
struct Sentences {
    all: usize,
    unreasoned: usize,
}

/// Claims and events of a table's bytes.
pub fn read_claims(
    name: &str,
    bytes: Vec<u8>,
    gazetteer: &Gazetteer,
) -> Result<(Vec<Claim>, Vec<Event>)> {
    // Tables without dates of publication are taken on a day after all of theirs.
    let today = Some(jiff::civil::date(2026, 11, 29));
    let options = read::Options { today, ..read::Options::default() };
    let (mut claims, mut events) = (Vec::new(), Vec::new());
    for reading in read::read_all(name, bytes, options, gazetteer) {
        let reading = reading.map_err(|problem| anyhow::anyhow!("{problem}"))?;
        for statement in reading.statements {
            match statement {
                Statement::Claim(claim) => claims.push(claim),
                Statement::Event(event) => events.push(event),
                Statement::Position(_) => {}
            }
        }
    }
    Ok((claims, events))
}

/// The picture of a table that a question asks for, and the days asked.
fn picture(
    name: &str,
    bytes: Vec<u8>,
    question: &Question,
    gazetteer: &Gazetteer,
) -> Result<(Picture, Window)> {
    let (claims, events) = read_claims(name, bytes, gazetteer)?;
    let span = question.from.or(question.to).zip(question.to.or(question.from));
    let options = Options {
        route: question.route.clone(),
        span: span.and_then(|(from, to)| Window::new(from, to)),
        ..Options::default()
    };
    let picture = reconcile(&claims, &events, gazetteer, &options)?;
    let window = Window::new(
        question.from.unwrap_or(picture.window.start()),
        question.to.unwrap_or(picture.window.end()),
    )
    .context("days in order")?;
    Ok((picture, window))
}

/// The head of a table, and its rows the other way round.
fn turned(bytes: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines();
    let mut turned = String::new();
    for line in lines.next().into_iter().chain(lines.rev()) {
        turned += line;
        turned.push('\n');
    }
    turned.into_bytes()
}

fn answer(
    case: &Case,
    path: &PathBuf,
    row: &mut Row,
    sentences: &mut Sentences,
    gazetteer: &Gazetteer,
) -> Result<()> {
    row.words = vec![case.expert.clone(), String::new(), String::new(), String::new()];
    let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
    let name = path.display().to_string();
    let question = Question::parse(&case.asked, gazetteer)?;
    let clock = Clock::start();
    let (picture, window) = picture(&name, bytes.clone(), &question, gazetteer)?;
    let seconds = clock.cpu_seconds();
    let other = self::picture(&name, turned(&bytes), &question, gazetteer)?.0;
    let via: Vec<&str> = question.via.iter().map(String::as_str).collect();
    let all = picture.sum(&via, window).context("days or crossings are missing")?;
    let same = other.sum(&via, window) == Some(all)
        && other.disagreements.len() == picture.disagreements.len();
    let fails = fails(case, &picture, &all, &via, window);
    sentences.all += picture.disagreements.len();
    sentences.unreasoned +=
        picture.disagreements.iter().filter(|one| one.reason == Reason::Independent).count();
    let told: Vec<String> = picture
        .disagreements
        .iter()
        .map(|one| {
            let sentence: String = one.sentence.to_string().chars().take(SHOWN).collect();
            format!("[{}] {sentence}", one.reason)
        })
        .collect();
    row.words[1] = format!("{} to {}, {}", grouped(all.p05), grouped(all.p95), grouped(all.p50));
    row.words[2] = fails.join("; ");
    row.words[3] = told.join(" ");
    row.values = [
        f64::from(u8::from(fails.is_empty())),
        f64::from(u8::from(same)),
        seconds,
        f64::from(u8::from(picture.diagnostics.converged)),
    ]
    .map(Some)
    .to_vec();
    row.judged = true;
    Ok(())
}

/// What of the expert's answer does not hold, in words.
fn fails(
    case: &Case,
    picture: &Picture,
    all: &Quantiles,
    via: &[&str],
    window: Window,
) -> Vec<String> {
    let mut fails = Vec::new();
    for number in &case.holds {
        if !(all.p05.round() <= *number && *number <= all.p95.round()) {
            fails.push(format!("{} is outside", grouped(*number)));
        }
    }
    let factor = all.factor();
    if case.factor.is_some_and(|most| factor > most) {
        fails.push(format!("a factor of {factor:.2}"));
    }
    if case.least_factor.is_some_and(|least| factor < least) {
        fails.push(format!("a factor of {factor:.2} only"));
    }
    let off = |number: &f64| (all.p50 / number - 1.0).abs();
    if case.near.is_some_and(|near| !case.holds.iter().any(|number| off(number) <= near)) {
        fails.push(format!("the median is {}", grouped(all.p50)));
    }
    if let (true, [a, b]) = (case.apart, case.holds.as_slice()) {
        let (low, high) = (1.1 * a.min(*b), a.max(*b) / 1.1);
        let draws = picture.sums(via, window).unwrap_or_default();
        let between = draws.iter().filter(|draw| **draw > low && **draw < high).count();
        if between as f64 > BETWEEN * draws.len() as f64 {
            fails.push(format!("{between} of {} draws between the two", draws.len()));
        }
    }
    let sentences: Vec<String> =
        picture.disagreements.iter().map(|one| one.sentence.to_string().to_lowercase()).collect();
    let named =
        |sentence: &String| case.names.iter().all(|name| sentence.contains(&name.to_lowercase()));
    if !case.names.is_empty() && !sentences.iter().any(named) {
        fails.push(format!("no sentence names {}", case.names.join(" and ")));
    }
    if case.silent && !sentences.is_empty() {
        fails.push("a disagreement is told".to_owned());
    }
    let whole = serde_json::to_string(picture).unwrap_or_default();
    for name in case.unknown.iter().filter(|name| !whole.contains(name.as_str())) {
        fails.push(format!("{name} is not said to be unreported"));
    }
    for day in &case.calm {
        let mean = picture.sum(via, Window::day(*day)).map_or(f64::NAN, |day| day.mean);
        // A crossing that is asked for, or the whole.
        let seen = picture.how_observed(via.first().copied().unwrap_or(ALL), *day);
        if mean.is_nan() || mean >= 10.0 || seen != Observed::ByDay {
            fails.push(format!("{day}: {} ({seen:?})", grouped(mean)));
        }
    }
    fails
}
