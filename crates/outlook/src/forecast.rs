//! The days to come: methods weighed by past skill, intervals set right by past days, the picture's doubt carried through.

use rayon::prelude::*;

use crate::calibrate::Ranks;
use crate::error::OutlookError;
use crate::fan::Fan;
use crate::history::History;
use crate::methods::{METHODS, Method};
use crate::weights::Weights;

/// Fewest days with a number from which anything is foretold.
pub const FEWEST_DAYS: usize = 7;
/// Most days of the past that are foretold again to learn from.
const REPLAYED: usize = 300;
/// Below so many times the days ahead, days that taught something are few: what was learned nearer ahead is borrowed.
const FEW_LESSONS: usize = 3;
/// What was learned nearer ahead is worth so much of what would have been learned for the day itself.
const BORROWED: f64 = 0.5;
/// Nearer is this part of the days ahead.
const NEARER: usize = 3;
/// Days that must have gone before the first of them.
const BEFORE: usize = 7;
/// Fewest people a day by which days are made to count alike.
const SCALE_FLOOR: f64 = 1.0;

/// What is known of the days up to now.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// Draws of the daily flow, the oldest day first, all of the same days; `None` for a day that nobody counted.
    draws: Vec<Vec<Option<f64>>>,
}

impl Past {
    /// Of a plain series, one number a day.
    pub fn of_series(series: Vec<Option<f64>>) -> Past {
        Past { draws: vec![series] }
    }

    /// Of draws from a picture.
    ///
    /// # Errors
    /// When draws are of different lengths.
    pub fn of_draws(draws: Vec<Vec<Option<f64>>>) -> Result<Past, OutlookError> {
        let first = draws.first().map_or(0, Vec::len);
        match draws.iter().position(|draw| draw.len() != first) {
            Some(draw) => Err(OutlookError::UnequalDraws { draw, days: draws[draw].len(), first }),
            None => Ok(Past { draws }),
        }
    }

    /// The middle of the draws by day.
    fn middle(&self) -> Vec<Option<f64>> {
        let days = self.draws.first().map_or(0, Vec::len);
        (0..days)
            .map(|day| {
                let mut of: Vec<f64> = self.draws.iter().filter_map(|draw| draw[day]).collect();
                of.sort_by(f64::total_cmp);
                (!of.is_empty()).then(|| (of[(of.len() - 1) / 2] + of[of.len() / 2]) / 2.0)
            })
            .collect()
    }
}

/// What may come.
#[derive(Debug, Clone, PartialEq)]
pub struct Forecast {
    /// A fan for each day ahead that was asked for, in that order.
    pub fans: Vec<Fan>,
    /// By day ahead: how much each of [`METHODS`] weighs.
    pub shares: Vec<Vec<f64>>,
    /// By day ahead: what each of [`METHODS`] says by itself.
    pub each: Vec<Vec<Option<Fan>>>,
}

/// Foretells the days so many days after the last of the past.
///
/// # Errors
/// When there is too little to go by.
pub fn forecast(past: &Past, ahead: &[usize]) -> Result<Forecast, OutlookError> {
    let middle = past.middle();
    let seen = middle.iter().flatten().count();
    if seen < FEWEST_DAYS {
        return Err(OutlookError::TooFewDays { seen, needed: FEWEST_DAYS });
    }
    if ahead.is_empty() || ahead.contains(&0) {
        return Err(OutlookError::NoDays);
    }
    let history = History::new(&middle);
    let drawn: Vec<History> = match past.draws.len() {
        1 => Vec::new(),
        _ => past.draws.par_iter().map(|draw| History::new(draw)).collect(),
    };
    let days: Vec<_> = ahead.par_iter().map(|&ahead| one_day(&history, &drawn, ahead)).collect();
    let mut told = Forecast { fans: Vec::new(), shares: Vec::new(), each: Vec::new() };
    for (fan, shares, each) in days.into_iter().flatten() {
        told.fans.push(fan);
        told.shares.push(shares);
        told.each.push(each);
    }
    Ok(told)
}

/// What replaying the past taught of a day so far ahead.
struct Lesson {
    weights: Weights,
    ranks: Ranks,
    /// Days that were held against what was foretold of them.
    days: usize,
}

/// Foretells the past again, day by day, and learns from what came.
fn replay(history: &History, ahead: usize) -> Lesson {
    let now = history.days() - 1;
    let first = BEFORE.max(now.saturating_sub(REPLAYED + ahead)).min(now);
    let mut lesson =
        Lesson { weights: Weights::new(METHODS.len()), ranks: Ranks::new(ahead), days: 0 };
    let mut told: Vec<(Vec<Option<Fan>>, Option<Fan>)> = Vec::new();
    for origin in first..=now {
        // What was foretold so many days ago can be held against today.
        let before = origin.checked_sub(first + ahead).filter(|_| history.seen[origin]);
        if let Some((fans, Some(combined))) = before.map(|before| &told[before]) {
            let scale = history.levels[origin - ahead][2] + history.floors[origin - ahead];
            lesson.ranks.note(combined, history.raw[origin]);
            lesson.weights.learn(fans, combined, history.raw[origin], scale.max(SCALE_FLOOR));
            lesson.days += 1;
        }
        if origin + ahead <= now {
            // Methods that have too few days behind them are watched, and have no say yet.
            let fans = all(history, origin, ahead);
            let combined = lesson.weights.combine(&ready(&fans, origin));
            told.push((fans, combined));
        }
    }
    lesson
}

/// Foretells one day, with the methods' shares and what each says.
fn one_day(
    history: &History,
    drawn: &[History],
    ahead: usize,
) -> Option<(Fan, Vec<f64>, Vec<Option<Fan>>)> {
    let now = history.days() - 1;
    let mut lesson = replay(history, ahead);
    let mut nearer = ahead;
    while lesson.days < FEW_LESSONS * ahead && nearer > 1 {
        nearer = (nearer / NEARER).max(1);
        let other = replay(history, nearer);
        let part = BORROWED / (1.0 + lesson.days as f64 / ahead as f64);
        lesson.weights.borrow(&other.weights, part);
        lesson.ranks.borrow(&other.ranks, part);
        lesson.days += other.days;
    }
    let fans = ready(&all(history, now, ahead), now);
    let shares = lesson.weights.shares(&fans);
    let fan = match drawn {
        [] => lesson.ranks.set_right(&lesson.weights.combine(&fans)?),
        // Each draw of the past has a future of its own; the fan is of all of them.
        drawn => {
            let of = |history: &History| {
                let fan = lesson.weights.combine(&ready(&all(history, now, ahead), now))?;
                Some(lesson.ranks.set_right(&fan))
            };
            let sample =
                drawn.iter().filter_map(of).flat_map(|fan| fan.0.map(|people| (people, 1.0)));
            Fan::of_sample(sample.collect())?
        }
    };
    Some((fan, shares, fans))
}

fn all(history: &History, origin: usize, ahead: usize) -> Vec<Option<Fan>> {
    METHODS.iter().map(|method| method.fan(history, origin, ahead)).collect()
}

/// Those of the methods' fans that have a say on a day.
fn ready(fans: &[Option<Fan>], origin: usize) -> Vec<Option<Fan>> {
    let of = |(fan, method): (&Option<Fan>, &Method)| {
        fan.clone().filter(|_| origin + 1 >= method.needs())
    };
    fans.iter().zip(&METHODS).map(of).collect()
}
