//! Survey exports of KoboToolbox and ODK: a row for each group of people that was seen at a
//! crossing becomes counts by day, crossing and direction.
//!
//! What is kept is the table of counts, not the export: its rows are about few people each, with
//! times, places and often names. Each count tells the rows of the export that it was made of.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use claim::{Claim, Document, DocumentId, Found, Group, Kind, Media, Population, Statement};
use jiff::civil::Date;
use places::Gazetteer;
use rustc_hash::{FxHashMap, FxHashSet};

use super::grid::Grid;
use super::sense::{People, Sense, Sex};
use super::words::{Field, Flag};
use super::{links, persons, report};
use calendar::days::{self, Order, Year};
use calendar::numbers::{self, amount};
use open::{Problem, Sheet};

use crate::Options;

/// Columns that the tools write themselves, without their groups.
const SYSTEM: [&str; 18] = [
    "_id",
    "_uuid",
    "_submission_time",
    "_index",
    "_validation_status",
    "_submitted_by",
    "__version__",
    "_status",
    "_notes",
    "_tags",
    "_parent_index",
    "_parent_table_name",
    "instanceid",
    "key",
    "submissiondate",
    "submitterid",
    "deviceid",
    "_submission__uuid",
];

/// Whether the first rows of a sheet are those of an export: two of the tools' own columns.
pub(super) fn is_export(text: &str) -> bool {
    let head: &str = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let found = head
        .split([',', ';', '\t'])
        .filter(|cell| SYSTEM.contains(&bare(cell.trim().trim_matches('"')).as_str()))
        .count();
    found >= 2
}

/// The name of a question without the groups it stands in.
fn bare(name: &str) -> String {
    let own = name.rsplit(['/', ':']).next().unwrap_or_default();
    let own = match own.contains(' ') {
        true => own,
        false => own.rsplit('.').next().unwrap_or_default(),
    };
    let own = own.strip_prefix("meta-").unwrap_or(own);
    own.trim().to_ascii_lowercase()
}

/// The columns of an export that are read.
#[derive(Default)]
struct Questions {
    uuid: Option<usize>,
    status: Option<usize>,
    index: Option<usize>,
    parent: Option<usize>,
    submitted: Option<usize>,
    via: Option<usize>,
    day: Option<usize>,
    direction: Option<usize>,
    total: Option<usize>,
    parts: Vec<(usize, People)>,
    /// Names of the columns, for what is said.
    names: Vec<String>,
    /// Questions that were not read.
    left: usize,
}

/// Counts of one day, crossing and direction.
#[derive(Default)]
struct Daily {
    people: f64,
    parts: BTreeMap<People, f64>,
    groups: usize,
    rows: Vec<u32>,
}

/// Everybody of a group, when that was asked, and its parts.
type Counted = (Option<f64>, Vec<(People, f64)>);

/// Codes of answers and what they say, from a sheet `choices` if there is one.
type Labels = FxHashMap<String, String>;

/// Turns an export into its counts: the document becomes the table of them.
pub(super) fn read(
    document: &mut Document,
    sheets: &[Sheet],
    gazetteer: &Gazetteer,
    options: Options<'_>,
    problems: &mut Vec<Problem>,
    notes: &mut Vec<Problem>,
) -> Vec<Statement> {
    let file = document.name.clone();
    let mut say = |message: String, remedy: &str, wrong: bool| {
        let problem =
            Problem { file: file.clone(), line: None, message, remedy: remedy.to_owned() };
        if wrong { problems.push(problem) } else { notes.push(problem) }
    };
    let grids: Vec<Grid<'_>> =
        sheets.iter().filter_map(|sheet| Grid::of(&document.text, sheet, false)).collect();
    let labels = choices(&grids);
    let exports: Vec<(&Grid<'_>, Questions)> = grids
        .iter()
        .filter(|grid| grid.rows() > 1 && system_columns(grid) >= 2)
        .map(|grid| (grid, questions(grid, gazetteer, &labels)))
        .collect();
    let source =
        DocumentId::of_bytes(document.original.as_deref().unwrap_or(document.text.as_bytes()));
    let Some((main, asked)) = exports.iter().find(|(_, q)| q.parent.is_none()) else {
        say(
            "a survey export without its main sheet".to_owned(),
            "export it again, with all sheets",
            true,
        );
        return emptied(document);
    };
    // The counts may be asked in a group that repeats, on a sheet of its own.
    let repeat = exports
        .iter()
        .find(|(_, q)| q.parent.is_some() && (q.total.is_some() || !q.parts.is_empty()));
    let own = asked.total.is_some() || !asked.parts.is_empty();
    let (counted, counts_of, by_parent) = match repeat {
        Some((grid, questions)) if !own => (*grid, questions, true),
        _ => (*main, asked, false),
    };
    let mut missing = Vec::new();
    if asked.via.is_none() {
        missing.push("the crossing");
    }
    if asked.day.is_none() {
        missing.push("the day");
    }
    if counts_of.total.is_none() && !are_everybody(&counts_of.parts) {
        missing.push("the number of people");
    }
    if !missing.is_empty() {
        let message = format!(
            "a survey export without a question that is known for {}; found: {}",
            missing.join(", nor for "),
            asked.names.join(", ")
        );
        say(
            message,
            "name the question in the form as what it asks (crossing point, date, number of people), or make a table of daily counts",
            true,
        );
        return emptied(document);
    }

    let mut dropped: BTreeMap<&str, usize> = BTreeMap::new();
    let mut strange: BTreeMap<String, usize> = BTreeMap::new();
    let mut wrong: Vec<(usize, String)> = Vec::new();
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let mut last: Option<Date> = None;
    let mut keys: FxHashMap<&str, usize> = FxHashMap::default();
    let order = order(main, asked.day.unwrap_or_default());
    let mut crossings: FxHashMap<String, String> = FxHashMap::default();
    let mut dates: FxHashMap<String, Result<Date, String>> = FxHashMap::default();
    let mut ways: FxHashMap<String, Option<Kind>> = FxHashMap::default();
    let raw = |grid: &Grid<'_>, row: usize, column: Option<usize>| -> &str {
        column
            .and_then(|column| grid.span(row, column))
            .map_or("", |span| document.text[span].trim())
    };
    let label = |code: &str| labels.get(code).cloned().unwrap_or_else(|| code.to_owned());
    let mut daily: BTreeMap<(Date, String, Kind), Daily> = BTreeMap::new();
    // What each submission says of its counts.
    let mut heads: Vec<Option<(Date, String, Kind)>> = Vec::new();
    for row in 1..main.rows() {
        heads.push(None);
        if main.is_blank(row) {
            continue;
        }
        let status = raw(main, row, asked.status).to_ascii_lowercase().replace('_', " ");
        if status.contains("not approved") {
            *dropped.entry("not approved by the survey's own check").or_default() += 1;
            continue;
        }
        let uuid = raw(main, row, asked.uuid);
        if !uuid.is_empty() && !seen.insert(uuid) {
            *dropped.entry("submitted twice (the same _uuid)").or_default() += 1;
            continue;
        }
        let day = raw(main, row, asked.day);
        let read = dates.entry(day.to_owned()).or_insert_with(|| date(day, order, options.today));
        let day = match read {
            Ok(day) => *day,
            Err(why) => {
                wrong.push((main.line(row), why.clone()));
                continue;
            }
        };
        let submitted = raw(main, row, asked.submitted);
        last = last.max(submitted.get(..10).and_then(calendar::iso_day));
        let written = raw(main, row, asked.via);
        if written.is_empty() {
            wrong.push((main.line(row), "no crossing".to_owned()));
            continue;
        }
        let via = crossings
            .entry(written.to_owned())
            .or_insert_with(|| {
                let name = label(written);
                let name = name.replace('_', " ");
                match gazetteer.crossing(&name) {
                    Some(place) => place.name.clone(),
                    None => {
                        strange.entry(name.clone()).or_insert(main.line(row));
                        name
                    }
                }
            })
            .clone();
        let kind = match asked.direction {
            None => Some(Kind::Other),
            Some(column) => {
                let answer = raw(main, row, Some(column));
                *ways.entry(answer.to_owned()).or_insert_with(|| {
                    let sense = Sense::of(&label(answer), None, gazetteer);
                    match sense.kinds[..] {
                        [kind] if !sense.both_ways => Some(kind),
                        _ => None,
                    }
                })
            }
        };
        let Some(kind) = kind else {
            let answer = raw(main, row, asked.direction);
            wrong.push((
                main.line(row),
                format!(
                    "direction `{}` is not in or out",
                    answer.chars().take(40).collect::<String>()
                ),
            ));
            continue;
        };
        if let Some(head) = heads.last_mut() {
            *head = Some((day, via, kind));
        }
        if by_parent {
            let index = raw(main, row, asked.index);
            keys.insert(index, heads.len() - 1);
        }
    }
    let mut groups = 0;
    for row in 1..counted.rows() {
        let head = match by_parent {
            true => {
                keys.get(raw(counted, row, counts_of.parent)).and_then(|at| heads[*at].as_ref())
            }
            false => heads[row - 1].as_ref(),
        };
        let Some(head) = head else { continue };
        let number = |column: usize| -> Result<Option<f64>, String> {
            let cell = raw(counted, row, Some(column));
            match amount(cell, None) {
                Ok(read) => match read.value {
                    Some(value) if value.fract() == 0.0 && value < 1e6 => Ok(Some(value)),
                    _ => Err(format!("`{cell}` is no number of people")),
                },
                Err(numbers::Why::Missing) => Ok(None),
                Err(_) => Err(format!(
                    "`{}` is no number of people",
                    cell.chars().take(40).collect::<String>()
                )),
            }
        };
        let read = || -> Result<Counted, String> {
            let total = counts_of.total.map_or(Ok(None), number)?;
            let mut parts = Vec::with_capacity(counts_of.parts.len());
            for (column, people) in &counts_of.parts {
                if let Some(value) = number(*column)? {
                    parts.push((*people, value));
                }
            }
            Ok((total, parts))
        };
        let (total, parts) = match read() {
            Ok(read) => read,
            Err(why) => {
                wrong.push((counted.line(row), why));
                continue;
            }
        };
        let sum: f64 = parts.iter().map(|(_, value)| value).sum();
        let Some(people) = total.or((!parts.is_empty()).then_some(sum)) else {
            *dropped.entry("without a number of people").or_default() += 1;
            continue;
        };
        if counts_of.total.is_some() && sum > people {
            *dropped.entry("with more men, women and children than people").or_default() += 1;
            continue;
        }
        let entry = daily.entry(head.clone()).or_default();
        entry.people += people;
        for (part, value) in parts {
            *entry.parts.entry(part).or_default() += value;
        }
        entry.groups += 1;
        entry.rows.push(counted.line(row) as u32);
        groups += 1;
    }

    // The table of counts.
    let parts: BTreeSet<People> = counts_of.parts.iter().map(|(_, people)| *people).collect();
    let known: Vec<People> = parts.iter().copied().collect();
    let mut columns: Vec<(Group, Vec<People>)> = Vec::new();
    for (_, whole) in super::sense::WHOLES {
        let made = match known.contains(&whole) {
            true => Some(vec![whole]),
            false => known
                .iter()
                .find(|people| people.group() == whole.group())
                .map(|people| vec![*people])
                .or_else(|| super::sense::partition(whole, &known)),
        };
        let fine = |made: &Vec<People>| made.len() == 1 || made.iter().any(|p| p.group().is_none());
        if let (Some(made), Some(group)) = (made.filter(fine), whole.group()) {
            columns.push((group, made));
        }
    }
    let mut text = format!(
        "daily counts of people made of a survey export (SHA-256 {source}): {groups} groups in {} rows\ndate,crossing,direction,people",
        counted.rows() - 1
    );
    for (group, _) in &columns {
        let _ = write!(text, ",{group}");
    }
    text.push_str(",groups,rows of the export\n");
    let mut spans = Vec::new();
    for ((day, via, kind), counts) in &daily {
        let start = text.len();
        let via_cell = if via.contains([',', '"']) {
            format!("\"{}\"", via.replace('"', "\"\""))
        } else {
            via.clone()
        };
        let _ = write!(text, "{day},{via_cell},{kind},{}", counts.people);
        let mut own = Vec::new();
        for (group, made) in &columns {
            let value: f64 = made.iter().filter_map(|part| counts.parts.get(part)).sum();
            let _ = write!(text, ",{value}");
            own.push((*group, value, start..text.len()));
        }
        let _ = write!(text, ",{}", counts.groups);
        spans.push((start..text.len(), own));
        let _ = writeln!(text, ",\"{}\"", runs(&counts.rows));
    }

    // What is said.
    let name = |column: Option<usize>, questions: &Questions| {
        column.and_then(|at| questions.names.get(at)).cloned().unwrap_or_default()
    };
    let mut told = format!(
        "a survey export: {groups} groups became {} daily counts; crossing from `{}`, day from `{}`, direction from `{}`, people from `{}`",
        daily.len(),
        name(asked.via, asked),
        name(asked.day, asked),
        name(asked.direction, asked),
        match counts_of.total {
            Some(at) => counts_of.names[at].clone(),
            None => counts_of
                .parts
                .iter()
                .map(|(at, _)| counts_of.names[*at].as_str())
                .collect::<Vec<_>>()
                .join("` + `"),
        }
    );
    let _ =
        write!(told, "; {} other columns were not read and none of the rows is kept", asked.left);
    say(told, "", false);
    for (why, count) in &dropped {
        say(format!("{count} rows {why}: left out"), "", false);
    }
    if asked.direction.is_none() {
        say(
            "no question for the direction: read as `other`".to_owned(),
            "ask for it in the form (direction: in, out)",
            false,
        );
    }
    for (line, why) in wrong.iter().take(super::MOST_PROBLEMS) {
        say(
            format!("row {line}: {why}; row left out"),
            "correct it in the survey and export again",
            true,
        );
    }
    if wrong.len() > super::MOST_PROBLEMS {
        say(
            format!("{} rows left out in all", wrong.len()),
            "correct the rows named above first; the others are likely alike",
            true,
        );
    }
    report::strange(&strange, gazetteer, |_, message, remedy| say(message, remedy, false));
    let published = document.published.or(last);
    if document.published.is_none() {
        match last {
            Some(day) => say(
                format!("day of publication taken to be that of the last submission, {day}"),
                "give --date YYYY-MM-DD if it is another",
                false,
            ),
            None => say(
                "does not say when it was published".to_owned(),
                "give --date YYYY-MM-DD",
                false,
            ),
        }
    }

    document.id = DocumentId::of_bytes(text.as_bytes());
    document.media = Media::Csv;
    document.published = published;
    document.original = None;
    document.text = text;
    let mut claims = Vec::new();
    for (((day, via, kind), counts), (whole, parts)) in daily.iter().zip(spans) {
        let claim = |group: Group, value: f64, span: std::ops::Range<usize>| {
            Claim {
                published,
                publisher: document.publisher.clone(),
                value: Some(value),
                kind: *kind,
                population: Population { group, ..Population::default() },
                via: vec![via.clone()],
                start: Some(*day),
                end: Some(*day),
                start_stated: true,
                found: Found::in_row(false),
                rules: vec!["table.row".into(), "kobo.daily".into()],
                ..Claim::new(document.id.clone(), &document.text, span)
            }
            .sealed()
        };
        claims.push(claim(Group::All, counts.people, whole));
        claims.extend(parts.into_iter().map(|(group, value, span)| claim(group, value, span)));
    }
    links::tie_claims(&mut claims);
    claims.into_iter().map(Statement::Claim).collect()
}

/// Nothing of an export that could not be read is kept.
fn emptied(document: &mut Document) -> Vec<Statement> {
    document.text = String::new();
    document.original = None;
    document.id = DocumentId::of_bytes(b"");
    Vec::new()
}

fn system_columns(grid: &Grid<'_>) -> usize {
    (0..grid.width(0)).filter(|at| SYSTEM.contains(&bare(&grid.cell(0, *at)).as_str())).count()
}

fn questions(grid: &Grid<'_>, gazetteer: &Gazetteer, labels: &Labels) -> Questions {
    let mut found = Questions::default();
    let full: Vec<String> = (0..grid.width(0)).map(|at| grid.cell(0, at).into_owned()).collect();
    let mut today = None;
    let mut started = None;
    for (at, name) in full.iter().enumerate() {
        let own = bare(name);
        found.names.push(name.clone());
        // One answer of a question with several: `reasons/conflict` beside `reasons`.
        let answer = name
            .rsplit_once(['/', '.'])
            .is_some_and(|(question, _)| full.iter().any(|n| n == question));
        let slot = match own.as_str() {
            "_uuid" | "instanceid" => &mut found.uuid,
            "key" if found.uuid.is_none() => &mut found.uuid,
            "_validation_status" | "reviewstate" => &mut found.status,
            "_index" => &mut found.index,
            "_parent_index" => &mut found.parent,
            "_submission_time" | "submissiondate" => &mut found.submitted,
            "today" => &mut today,
            "start" => &mut started,
            "end" => continue,
            _ if SYSTEM.contains(&own.as_str()) || own.starts_with('_') || answer => {
                found.left += 1;
                continue;
            }
            _ => {
                let sense = Sense::of(&own, None, gazetteer);
                let first = |column: usize| {
                    (1..grid.rows().min(400))
                        .map(move |row| grid.cell(row, column))
                        .filter(|c| !c.is_empty())
                };
                let numeric = || {
                    let (mut all, mut numbers) = (0, 0);
                    for cell in first(at).filter(|cell| !numbers::is_missing(cell)) {
                        all += 1;
                        numbers += usize::from(amount(&cell, None).is_ok());
                    }
                    // An answer that is no number is a row left out, not another question.
                    all > 0 && 2 * numbers >= all
                };
                let cells = || -> Box<dyn Iterator<Item = Cow<str>> + '_> { Box::new(first(at)) };
                if persons::is_personal(&sense)
                    || persons::is_headed(&own, &cells)
                    || sense.has(Flag::Other)
                    || sense.has(Flag::Percent)
                {
                    found.left += 1;
                } else if found.via.is_none() && sense.is_field(Field::Via) {
                    found.via = Some(at);
                } else if found.day.is_none()
                    && sense.is_field(Field::Day)
                    && first(at)
                        .next()
                        .is_some_and(|cell| days::readings(&cell, Some(Year::of(2000))).is_ok())
                {
                    found.day = Some(at);
                } else if found.direction.is_none()
                    && sense.is_field(Field::Direction)
                    && first(at).any(|cell| {
                        let cell = labels.get(&*cell).map_or(&*cell, String::as_str);
                        let sense = Sense::of(cell, None, gazetteer);
                        sense.kinds.len() == 1
                    })
                {
                    found.direction = Some(at);
                } else if sense.has(Flag::Vehicles)
                    || sense.has(Flag::Households)
                        && !(sense.has(Flag::Count) || sense.has(Flag::Number))
                {
                    found.left += 1;
                } else if let Some(people) =
                    sense.people.filter(|p| *p != People::ALL && !sense.mixed)
                    && numeric()
                    && !found.parts.iter().any(|(_, known)| *known == people)
                {
                    found.parts.push((at, people));
                } else if found.total.is_none()
                    && (sense.has(Flag::Count) || sense.has(Flag::Number) || sense.has(Flag::Total))
                    && sense.fields.is_empty()
                    && sense.kinds.is_empty()
                    && numeric()
                {
                    found.total = Some(at);
                } else {
                    found.left += 1;
                }
                continue;
            }
        };
        slot.get_or_insert(at);
    }
    found.day = found.day.or(today).or(started).or(found.submitted);
    if found.via.is_none() {
        // By what is answered: names of crossings.
        found.via = (0..grid.width(0)).find(|at| {
            let cells: Vec<_> = (1..grid.rows().min(100))
                .map(|row| grid.cell(row, *at))
                .filter(|c| !c.is_empty())
                .collect();
            let known = cells.iter().filter(|cell| {
                let name = labels.get(&***cell).map_or(&***cell, String::as_str).replace('_', " ");
                gazetteer.crossing(&name).is_some()
            });
            !cells.is_empty() && 5 * known.count() >= 4 * cells.len()
        });
    }
    found
}

/// Whether parts add up to all people: children alone do not.
fn are_everybody(parts: &[(usize, People)]) -> bool {
    [Sex::Male, Sex::Female].into_iter().all(|sex| {
        let grown =
            |people: &People| people.to_age == u8::MAX && people.sex.is_none_or(|own| own == sex);
        parts.iter().any(|(_, people)| grown(people))
    })
}

/// Codes and labels of a sheet `choices`, where a code has one label.
fn choices(grids: &[Grid<'_>]) -> Labels {
    let mut labels = Labels::default();
    let mut twice = FxHashSet::default();
    for grid in
        grids.iter().filter(|grid| grid.name.is_some_and(|n| n.eq_ignore_ascii_case("choices")))
    {
        let find = |wanted: &str| {
            (0..grid.width(0)).find(|at| {
                let name = grid.cell(0, *at).to_ascii_lowercase();
                name == wanted || name.starts_with(&format!("{wanted}::"))
            })
        };
        let (Some(code), Some(label)) = (find("name"), find("label")) else { continue };
        for row in 1..grid.rows() {
            let (code, label) =
                (grid.cell(row, code).into_owned(), grid.cell(row, label).into_owned());
            if code.is_empty() || label.is_empty() {
                continue;
            }
            if labels.get(&code).is_some_and(|known| *known != label) {
                twice.insert(code.clone());
            }
            labels.insert(code, label);
        }
    }
    labels.retain(|code, _| !twice.contains(code));
    labels
}

/// The order of the days of a column, proved by those that have one reading.
fn order(grid: &Grid<'_>, column: usize) -> Option<Order> {
    let mut proved = BTreeSet::new();
    let mut seen = FxHashSet::default();
    for row in 1..grid.rows() {
        let cell = grid.cell(row, column);
        if calendar::iso_day(cell.get(..10).unwrap_or_default()).is_some()
            || !seen.insert(cell.to_string())
        {
            continue;
        }
        if let Ok([(order, _)]) = days::readings(&cell, None).as_deref()
            && *order != Order::Only
        {
            proved.insert(*order);
        }
    }
    if proved.len() == 1 { proved.into_iter().next() } else { None }
}

fn date(cell: &str, order: Option<Order>, today: Option<Date>) -> Result<Date, String> {
    let readings = days::readings(cell, None)
        .map_err(|_| format!("`{}` is no day", cell.chars().take(40).collect::<String>()))?;
    let found = match &readings[..] {
        [(_, window)] => Some(*window),
        several => several.iter().find(|(own, _)| Some(*own) == order).map(|(_, window)| *window),
    };
    let Some(window) = found else {
        let both: Vec<String> =
            readings.iter().map(|(_, window)| window.start().to_string()).collect();
        return Err(format!("`{cell}` could be {}", both.join(" or ")));
    };
    match (window.days(), today) {
        (1, Some(today)) if window.start() > today => {
            Err(format!("{} is after today", window.start()))
        }
        (1, _) => Ok(window.start()),
        _ => Err(format!("`{cell}` is no day")),
    }
}

/// `2-5; 9`: the rows that a count was made of.
fn runs(rows: &[u32]) -> String {
    let mut rows = rows.to_vec();
    rows.sort_unstable();
    rows.dedup();
    let mut text = String::new();
    for run in rows.chunk_by(|a, b| a + 1 == *b) {
        if !text.is_empty() {
            text.push(';');
        }
        let _ = match run {
            [one] => write!(text, "{one}"),
            run => write!(text, "{}-{}", run[0], run[run.len() - 1]),
        };
    }
    text
}
