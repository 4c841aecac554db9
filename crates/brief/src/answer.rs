//! What a picture answers to one question, in numbers and sentences that may be printed: the same for every
//! command, page and file that prints them.

mod few;
mod levels;
mod numbers;
mod report;
mod ways;

use claim::{Claim, Window};
use jiff::civil::Date;
use places::Gazetteer;
use reconcile::{ALL, By, Disagreement, ELSEWHERE, Narrowing, Observed, Picture, Row, Unknown};

pub use few::{Few, Material};
pub use levels::{Levels, QUANTILES};
pub use numbers::{Numbers, Scope, Told};
pub use report::{Report, without};
pub use ways::{WayError, class, crossing, in_the_picture, main_ways, nearest, route};

use crate::opening::{Counted, Opening, days, opening};

/// What is asked of a picture.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// Crossings by the names of the picture; none for each, and all together.
    pub vias: &'a [String],
    /// First day, where one is asked for.
    pub from: Option<Date>,
    /// Last day, where one is asked for.
    pub to: Option<Date>,
    /// How the days are cut into rows.
    pub by: By,
    /// Whether it is about everybody, and not about one class of people.
    pub everybody: bool,
    /// Numbers of people from 1 to below this are not printed.
    pub below: u32,
}

/// What is printed of a picture.
#[derive(Debug)]
pub struct Answer<'a> {
    /// The picture.
    pub picture: &'a Picture,
    /// The days that it is about.
    pub window: Window,
    /// The rows asked for.
    pub rows: Vec<Row>,
    /// Beside the rows, where not all days of one were reported.
    pub counted: Vec<Option<Counted>>,
    /// What leads, where it was not asked for anything else.
    pub opening: Option<Opening>,
    /// What would narrow it.
    pub narrowing: Vec<Narrowing>,
    /// What is nearly unknown.
    pub unknowns: Vec<Unknown>,
    /// Where reports disagree.
    pub disagreements: Vec<Disagreement>,
    /// Whether there is a row for each day.
    pub daily: bool,
    /// What is not printed.
    pub few: Few<'a>,
}

impl<'a> Answer<'a> {
    /// Answers a question.
    ///
    /// # Errors
    /// When a crossing that is asked for is not in the picture.
    pub fn of(
        picture: &'a Picture,
        material: Material<'a>,
        claims: &[Claim],
        ask: &Ask<'_>,
        gazetteer: &Gazetteer,
    ) -> Result<Answer<'a>, WayError> {
        let window = asked_days(ask.from, ask.to, picture, claims);
        let vias = in_the_picture(ask.vias, picture)?;
        let asked: Vec<&str> = ask.vias.iter().map(String::as_str).collect();
        let rows = picture.rows(&vias, window, ask.by);
        let daily = ask.by == By::Day;
        let counted = if daily { Vec::new() } else { counted(picture, &rows) };
        let few = {
            let runs = rows.iter().zip(&counted).flat_map(|(row, counted)| {
                let runs = counted.iter().flat_map(|counted| &counted.runs);
                runs.flat_map(|run| picture.rows(&[&row.via], *run, By::Total)).collect::<Vec<_>>()
            });
            let printed: Vec<Row> = rows.iter().cloned().chain(runs).collect();
            Few::of(ask.below, material, Some(picture), &printed)
        };
        // The number that leads is of the border and its days, as the brief has it.
        let leads = asked.is_empty() && ask.from.is_none() && ask.to.is_none() && ask.everybody;
        let opening = leads
            .then(|| opening(picture, material.documents, material.statements, gazetteer))
            .flatten();
        let narrowing = few.told(picture.narrowing(&asked, window), |n| &n.sentence);
        let unknowns = few.told(picture.unknowns.clone(), |unknown| &unknown.sentence);
        let disagreements = few.told(picture.disagreements.clone(), |d| &d.sentence);
        Ok(Answer {
            picture,
            window,
            rows,
            counted,
            opening,
            narrowing,
            unknowns,
            disagreements,
            daily,
            few,
        })
    }
}

/// The days asked for; where none are, those that the brief is about.
pub fn asked_days(
    from: Option<Date>,
    to: Option<Date>,
    picture: &Picture,
    claims: &[Claim],
) -> Window {
    let (focus, all) = (days(picture, claims), picture.window);
    match (from, to) {
        (None, None) => focus,
        (Some(from), None) => Window::new(from, all.end()).unwrap_or(focus),
        (Some(from), Some(to)) => Window::new(from, to).unwrap_or(focus),
        // Days before those of the brief are asked for: from the first that there is.
        (None, Some(to)) => {
            Window::new(focus.start(), to).or_else(|| Window::new(all.start(), to)).unwrap_or(focus)
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

/// Whether somebody reported the day of a row: a day without a report is not zero.
pub fn seen_as(picture: &Picture, row: &Row) -> &'static str {
    match picture.how_observed(&row.via, row.from) {
        Observed::ByDay => "by_day",
        Observed::InTotals => "in_totals",
        Observed::No => "no",
    }
}
