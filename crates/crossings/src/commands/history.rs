//! `crossings picture --history`: how the estimate of the same window moved as reports came in,
//! and which report moved it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use claim::{Claim, Event, Id, Window};
use jiff::civil::Date;
use places::Gazetteer;
use rayon::prelude::*;
use reconcile::{ALL, LeaveOut, Options, Picture, Quantiles, ReconcileError, reconcile};
use serde::Serialize;

use crate::failure::Failure;
use crate::layout::{self, Align, cut, number, plain, table};
use crate::source::Source;
use crate::talk::Talk;
use ::brief::answer::Few;

/// The estimate as known on a day on which something was published.
#[derive(Debug, Serialize)]
pub(crate) struct Step {
    as_of: Date,
    via: String,
    from: Date,
    to: Date,
    /// `null` before anything bears on the border.
    p05: Option<u64>,
    p50: Option<u64>,
    p95: Option<u64>,
    /// People by which the median moved since the step before.
    change: Option<i64>,
    /// Documents whose claims came in that day.
    documents: usize,
    moved_by: Option<Mover>,
    /// Whether the sampler settled.
    settled: Option<bool>,
}

/// The report that moved the estimate most that day.
#[derive(Debug, Serialize)]
struct Mover {
    document: String,
    title: String,
    claim: Id,
    quote: String,
    /// Median without the document; `null` when it is the only new one, or cannot be said.
    without: Option<u64>,
}

/// What is asked at every step.
pub(crate) struct Question<'a> {
    pub(crate) vias: Vec<&'a str>,
    pub(crate) window: Window,
    pub(crate) options: Options,
    /// What is not printed.
    pub(crate) few: Few<'a>,
}

/// The steps, one for each day of publication, in order of time.
pub(crate) fn steps(
    question: &Question,
    source: &Source,
    claims: &[Claim],
    events: &[Event],
    gazetteer: &Gazetteer,
    talk: &mut Talk,
) -> Result<Vec<Step>, Failure> {
    let last = question.options.as_of;
    let days: BTreeSet<Date> = claims
        .iter()
        .filter_map(|claim| claim.published)
        .filter(|day| last.is_none_or(|last| *day <= last))
        .collect();
    let days: Vec<Date> = days.into_iter().collect();
    talk.begin(days.len());
    let told = &*talk;
    let found: Vec<Result<Step, Failure>> = days
        .into_par_iter()
        .map(|day| {
            let step = step(question, source, claims, events, gazetteer, day);
            told.step();
            step
        })
        .collect();
    talk.end();
    let mut steps: Vec<Step> = Vec::new();
    let mut before: Option<u64> = None;
    for step in found {
        let mut step = step?;
        let change = before.zip(step.p50).map(|(before, now)| now as i64 - before as i64);
        step.change = change.filter(|change| !question.few.has(change.unsigned_abs() as f64));
        before = step.p50.or(before);
        steps.push(step);
    }
    let open = steps.iter().filter(|step| step.settled == Some(false)).count();
    if open > 0 {
        talk.note(format_args!(
            "on {open} of these days the quick sampler did not settle; `crossings picture --as-of` \
             takes longer and says more"
        ));
    }
    Ok(steps)
}

/// The estimate as known on one day.
fn step(
    question: &Question,
    source: &Source,
    claims: &[Claim],
    events: &[Event],
    gazetteer: &Gazetteer,
    day: Date,
) -> Result<Step, Failure> {
    let options = Options { as_of: Some(day), ..question.options.clone() };
    let picture = match reconcile(claims, events, gazetteer, &options) {
        Ok(picture) => Some(picture),
        // Nothing bears on the border yet: that is an answer, too.
        Err(ReconcileError::NoFlows { .. } | ReconcileError::NothingOnRoute { .. }) => None,
        Err(error) => return Err(error.into()),
    };
    // A crossing that no report has named yet has no number.
    let sum = picture.as_ref().and_then(|p| p.sum(&question.vias, question.window));
    let whole =
        |pick: fn(&Quantiles) -> f64| sum.as_ref().and_then(|q| question.few.whole(pick(q)));
    let (documents, moved_by) = match (&picture, &sum) {
        (Some(picture), Some(sum)) => {
            let leave = LeaveOut { claims, events, gazetteer, options: &options };
            mover(question, picture, sum, source, &leave, day)
        }
        _ => (0, None),
    };
    Ok(Step {
        as_of: day,
        via: if question.vias.is_empty() { ALL.into() } else { question.vias.join("+") },
        from: question.window.start(),
        to: question.window.end(),
        p05: whole(|q| q.p05),
        p50: whole(|q| q.p50),
        p95: whole(|q| q.p95),
        change: None,
        documents,
        moved_by,
        settled: picture.map(|picture| picture.diagnostics.converged),
    })
}

/// How many documents of that day bear on the picture, and the one without which it would be
/// most different.
fn mover(
    question: &Question,
    picture: &Picture,
    sum: &Quantiles,
    source: &Source,
    leave: &LeaveOut,
    day: Date,
) -> (usize, Option<Mover>) {
    let claims = leave.claims;
    let mut new: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, (claim, fit)) in claims.iter().zip(&picture.claims).enumerate() {
        if claim.published == Some(day) && fit.role.is_fitted() {
            new.entry(claim.document.to_string()).or_default().push(i);
        }
    }
    let moved = |claims: &[usize]| {
        let without = leave.median(claims, &question.vias, question.window)?;
        Some((without, (without / sum.p50).ln().abs()))
    };
    // What cannot be weighed away decides the picture: it moves it more than what can.
    let most = new.iter().map(|(document, own)| {
        let told = moved(own);
        (told.map_or(f64::INFINITY, |(_, by)| by), document, own, told.map(|(without, _)| without))
    });
    let most = most.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
    let mover = most.and_then(|(_, document, own, without)| {
        let claim = own.iter().copied().max_by(|&a, &b| {
            let by = |i: usize| moved(&[i]).map_or(f64::INFINITY, |(_, by)| by);
            by(a).total_cmp(&by(b)).then(b.cmp(&a))
        })?;
        if question.few.withholds(&claims[claim].id) {
            return None;
        }
        let title = source
            .documents
            .iter()
            .find(|known| known.id.to_string() == *document)
            .map(|known| question.few.title(known))
            .unwrap_or_default();
        Some(Mover {
            document: document.clone(),
            title,
            claim: claims[claim].id.clone(),
            quote: question.few.quote(&claims[claim]),
            without: without.and_then(|people| question.few.whole(people)),
        })
    });
    (new.len(), mover)
}

pub(crate) fn write_table(out: &mut impl Write, steps: &[Step], width: usize) -> io::Result<()> {
    let Some(first) = steps.first() else { return writeln!(out, "no report has a date") };
    let days = Window::new(first.from, first.to).map(layout::days).unwrap_or_default();
    writeln!(out, "{}, {days}: the estimate as reports came in", first.via)?;
    let mut cells = vec![["as of", "median", "90 %", "change"].map(str::to_owned)];
    cells.extend(steps.iter().map(|step| {
        let people = |n: Option<u64>| n.map_or("–".to_owned(), |n| number(n as f64));
        [
            step.as_of.to_string(),
            people(step.p50),
            match step.p05.zip(step.p95) {
                Some((low, high)) => format!("{}–{}", number(low as f64), number(high as f64)),
                None => "nothing yet".to_owned(),
            },
            step.change.map_or(String::new(), |change| {
                format!("{}{}", if change > 0 { "+" } else { "" }, number(change as f64))
            }),
        ]
    }));
    let align = [Align::Left, Align::Right, Align::Right, Align::Right];
    let lines = table(align, &cells);
    let movers = std::iter::once(None).chain(steps.iter().map(|step| step.moved_by.as_ref()));
    for (line, mover) in lines.iter().zip(movers) {
        writeln!(out, "{line}")?;
        if let Some(mover) = mover {
            // The quote first: it holds the number, and titles are long.
            let by =
                format!("    by \u{201c}{}\u{201d}, {}", plain(&mover.quote), plain(&mover.title));
            writeln!(out, "{}", cut(&by, width))?;
        }
    }
    Ok(())
}

pub(crate) fn write_json(out: &mut impl Write, steps: &[Step]) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct History<'a> {
        history: &'a [Step],
    }
    serde_json::to_writer_pretty(&mut *out, &History { history: steps })?;
    writeln!(out)?;
    Ok(())
}

pub(crate) fn write_csv(out: &mut impl Write, steps: &[Step]) -> io::Result<()> {
    writeln!(out, "as_of,via,from,to,p05,p50,p95,change,documents,moved_by,claim,without,settled")?;
    for step in steps {
        let people = |n: Option<u64>| n.map_or(String::new(), |n| n.to_string());
        let mover = step.moved_by.as_ref();
        let name = mover.map(|m| if m.title.is_empty() { &m.document } else { &m.title });
        writeln!(
            out,
            "{},{},{},{},{},{},{},{},{},{},{},{},{}",
            step.as_of,
            super::picture::quoted(&step.via),
            step.from,
            step.to,
            people(step.p05),
            people(step.p50),
            people(step.p95),
            step.change.map_or(String::new(), |change| change.to_string()),
            step.documents,
            name.map_or(String::new(), |name| super::picture::quoted(&plain(name))),
            mover.map_or(String::new(), |m| m.claim.to_string()),
            people(mover.and_then(|m| m.without)),
            step.settled.map_or(String::new(), |settled| settled.to_string()),
        )?;
    }
    Ok(())
}
