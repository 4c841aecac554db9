//! Survey exports of KoboToolbox and ODK: a row for each group of people that was seen at a
//! crossing becomes counts by day, crossing and direction.
//!
//! What is kept is the table of counts, not the export: its rows are about few people each, with
//! times, places and often names. Each count tells the rows of the export that it was made of.

mod daily;
mod table;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write;

use claim::{Document, DocumentId, Media, Statement};
use jiff::civil::Date;
use places::Gazetteer;
use rustc_hash::{FxHashMap, FxHashSet};

use super::grid::Grid;
use super::persons;
use super::sense::{People, Sense, Sex};
use super::words::{Field, Flag};
use calendar::days::{self, Order, Year};
use calendar::numbers::{self, amount};
use daily::{Left, Survey};
use open::{Problem, Sheet};
use table::{Table, claims};

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
    let mut say = Say { file: document.name.clone(), problems, notes };
    let grids: Vec<Grid<'_>> =
        sheets.iter().filter_map(|sheet| Grid::of(&document.text, sheet, false)).collect();
    let labels = choices(&grids);
    let exports: Vec<(&Grid<'_>, Questions)> = grids
        .iter()
        .filter(|grid| grid.rows() > 1 && system_columns(grid) >= 2)
        .map(|grid| (grid, questions(grid, gazetteer, &labels)))
        .collect();
    let Some(survey) = Survey::of(&exports, &document.text) else {
        say.wrong(
            "a survey export without its main sheet".to_owned(),
            "export it again, with all sheets",
        );
        return emptied(document);
    };
    let missing = survey.missing();
    if !missing.is_empty() {
        let message = format!(
            "a survey export without a question that is known for {}; found: {}",
            missing.join(", nor for "),
            survey.asked.names.join(", ")
        );
        say.wrong(
            message,
            "name the question in the form as what it asks (crossing point, date, number of people), or make a table of daily counts",
        );
        return emptied(document);
    }
    let mut left = Left::default();
    let heads = survey.submissions(&labels, gazetteer, options.today, &mut left);
    let daily = survey.counts(&heads, &mut left);
    let source =
        DocumentId::of_bytes(document.original.as_deref().unwrap_or(document.text.as_bytes()));
    let table = Table::of(&survey, &daily, &source);
    survey.say(&daily, &left, gazetteer, &mut say);
    let published = document.published.or(left.last);
    if document.published.is_none() {
        match left.last {
            Some(day) => say.note(
                format!("day of publication taken to be that of the last submission, {day}"),
                "give --date YYYY-MM-DD if it is another",
            ),
            None => {
                say.note("does not say when it was published".to_owned(), "give --date YYYY-MM-DD")
            }
        }
    }
    document.id = DocumentId::of_bytes(table.text.as_bytes());
    document.media = Media::Csv;
    document.published = published;
    document.original = None;
    document.text = table.text;
    claims(document, &daily, table.spans)
}

/// What is said of an export while it is read.
pub(super) struct Say<'p> {
    file: String,
    problems: &'p mut Vec<Problem>,
    notes: &'p mut Vec<Problem>,
}

impl Say<'_> {
    fn make(&self, message: String, remedy: &str) -> Problem {
        Problem { file: self.file.clone(), line: None, message, remedy: remedy.to_owned() }
    }

    fn wrong(&mut self, message: String, remedy: &str) {
        let problem = self.make(message, remedy);
        self.problems.push(problem);
    }

    fn note(&mut self, message: String, remedy: &str) {
        let note = self.make(message, remedy);
        self.notes.push(note);
    }
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
