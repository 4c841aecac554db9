//! The table that an export becomes, what is said of it, and its claims.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::ops::Range;

use claim::{Claim, Document, DocumentId, Found, Group, Population, Statement};
use places::Gazetteer;

use super::super::sense::{self, People};
use super::super::{MOST_PROBLEMS, links, report};
use super::daily::{Counts, Left, Survey};
use super::{Questions, Say, runs};

/// Where a count stands in the text of the table, and each of its parts.
type Spans = (Range<usize>, Vec<(Group, f64, Range<usize>)>);

/// The table of counts, as text.
pub(super) struct Table {
    pub text: String,
    /// For each count.
    pub spans: Vec<Spans>,
}

impl Table {
    /// The table of the counts of a survey; `source` is the export.
    pub(super) fn of(survey: &Survey<'_>, daily: &Counts, source: &DocumentId) -> Table {
        let columns = groups(survey.counts_of);
        let counted: usize = daily.values().map(|counts| counts.groups).sum();
        let mut text = format!(
            "daily counts of people made of a survey export (SHA-256 {source}): {counted} groups in {} rows\ndate,crossing,direction,people",
            survey.counted.rows() - 1
        );
        for (group, _) in &columns {
            let _ = write!(text, ",{group}");
        }
        text.push_str(",groups,rows of the export\n");
        let mut spans = Vec::new();
        for ((day, via, kind), counts) in daily {
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
        Table { text, spans }
    }
}

/// The groups that a claim has a word for, each with the parts that it is made of.
fn groups(questions: &Questions) -> Vec<(Group, Vec<People>)> {
    let parts: BTreeSet<People> = questions.parts.iter().map(|(_, people)| *people).collect();
    let known: Vec<People> = parts.iter().copied().collect();
    let mut columns: Vec<(Group, Vec<People>)> = Vec::new();
    for (_, whole) in sense::WHOLES {
        let made = match known.contains(&whole) {
            true => Some(vec![whole]),
            false => known
                .iter()
                .find(|people| people.group() == whole.group())
                .map(|people| vec![*people])
                .or_else(|| sense::partition(whole, &known)),
        };
        let fine = |made: &Vec<People>| made.len() == 1 || made.iter().any(|p| p.group().is_none());
        if let (Some(made), Some(group)) = (made.filter(fine), whole.group()) {
            columns.push((group, made));
        }
    }
    columns
}

impl Survey<'_> {
    /// Says what was read of the export, and what was left out.
    pub(super) fn say(
        &self,
        daily: &Counts,
        left: &Left,
        gazetteer: &Gazetteer,
        say: &mut Say<'_>,
    ) {
        let (asked, counts_of) = (self.asked, self.counts_of);
        let name = |column: Option<usize>| {
            column.and_then(|at| asked.names.get(at)).cloned().unwrap_or_default()
        };
        let people = match counts_of.total {
            Some(at) => counts_of.names[at].clone(),
            None => {
                let names = counts_of.parts.iter().map(|(at, _)| counts_of.names[*at].as_str());
                names.collect::<Vec<_>>().join("` + `")
            }
        };
        say.note(
            format!(
                "a survey export: {} groups became {} daily counts; crossing from `{}`, day from `{}`, direction from `{}`, people from `{people}`; \
                 {} other columns were not read and none of the rows is kept",
                left.groups,
                daily.len(),
                name(asked.via),
                name(asked.day),
                name(asked.direction),
                asked.left
            ),
            "",
        );
        for (why, count) in &left.dropped {
            say.note(format!("{count} rows {why}: left out"), "");
        }
        if asked.direction.is_none() {
            say.note(
                "no question for the direction: read as `other`".to_owned(),
                "ask for it in the form (direction: in, out)",
            );
        }
        for (line, why) in left.wrong.iter().take(MOST_PROBLEMS) {
            say.wrong(
                format!("row {line}: {why}; row left out"),
                "correct it in the survey and export again",
            );
        }
        if left.wrong.len() > MOST_PROBLEMS {
            say.wrong(
                format!("{} rows left out in all", left.wrong.len()),
                "correct the rows named above first; the others are likely alike",
            );
        }
        report::strange(&left.strange, gazetteer, |_, message, remedy| say.note(message, remedy));
    }
}

/// The claims of the table, which the document has become.
pub(super) fn claims(document: &Document, daily: &Counts, spans: Vec<Spans>) -> Vec<Statement> {
    let mut claims = Vec::new();
    for (((day, via, kind), counts), (whole, parts)) in daily.iter().zip(spans) {
        let claim = |group: Group, value: f64, span: Range<usize>| {
            Claim {
                published: document.published,
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
