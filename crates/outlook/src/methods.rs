//! The methods that are combined: each foretells one day from what was known on another.

use crate::fan::Fan;
use crate::history::{History, SPEEDS};

/// A way to foretell a day.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    /// The last so many days, as a sample.
    Window(usize),
    /// A level, times how that level was off so many days later; with the half-life of what is remembered, in days.
    Level { speed: usize, half_life: f64 },
    /// The level at the speed that foretold best so far, times how that was off.
    Steady { half_life: f64 },
    /// The week's drift goes on and fades, times how that was off.
    Drift { half_life: f64 },
    /// Days whose levels stood to each other as they do now, and what came after them.
    Alike,
    /// What came at this time of the year in the years before, measured against the level of then.
    Yearly { speed: usize },
}

/// A method with its name.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Method {
    /// What it is called in output.
    pub name: &'static str,
    kind: Kind,
}

/// All of them.
pub const METHODS: [Method; 10] = [
    Method { name: "best level", kind: Kind::Steady { half_life: 60.0 } },
    Method { name: "level of months", kind: Kind::Level { speed: 2, half_life: 60.0 } },
    Method { name: "level of a season", kind: Kind::Level { speed: 3, half_life: 120.0 } },
    Method { name: "fading drift", kind: Kind::Drift { half_life: 60.0 } },
    Method { name: "last 28 days", kind: Kind::Window(28) },
    Method { name: "last 56 days", kind: Kind::Window(56) },
    Method { name: "last 112 days", kind: Kind::Window(112) },
    Method { name: "days alike", kind: Kind::Alike },
    Method { name: "years before", kind: Kind::Yearly { speed: 2 } },
    Method { name: "years before, by the season", kind: Kind::Yearly { speed: 3 } },
];

/// No day has more than so many times the people of the largest day so far.
const MOST: f64 = 2.0;
/// As many stretches that do not overlap weigh as much as that a level is neither too high nor too low.
const STRETCHES: f64 = 3.0;
/// Most days back from which ratios are taken.
const RATIO_DAYS: usize = 240;
/// Weight of what is taken for granted where little was seen, in days: two, and half a stretch of the days ahead.
const PRIOR_DAYS: (f64, f64) = (2.0, 0.5);
/// Spread of the logarithm of what may come over the level, of the next day and more for each day ahead; taken wide.
const PRIOR_SPREAD: (f64, f64) = (0.5, 0.02);
/// Points at which that spread is laid out: normal quantiles of the middles of ten tenths.
const PRIOR_POINTS: [f64; 10] =
    [-1.645, -1.036, -0.674, -0.385, -0.126, 0.126, 0.385, 0.674, 1.036, 1.645];
/// The share of a day's drift that the next day keeps.
const FADE: f64 = 0.9;
/// Most drift a day, in logarithms.
const MOST_DRIFT: f64 = 0.2;
/// Days over which a drift is looked for.
const STRAIGHT_DAYS: usize = 10;
/// Days back in which days alike are looked for.
const ALIKE_DAYS: usize = 1100;
/// As many of them count.
const ALIKE: usize = 50;
/// Half-life of what days alike are worth, in days.
const ALIKE_HALF_LIFE: f64 = 365.0;
/// Days of a year, and days before and after that count as the same time of it.
const YEAR: (usize, usize) = (365, 21);
/// The level that days alike are measured by.
const MEASURE: usize = 2;

impl Method {
    /// Days that must have gone before the method has a say. That days are alike so long is not known before
    /// half as many more have gone.
    pub(crate) fn needs(&self) -> usize {
        match self.kind {
            Kind::Window(days) => days + days / 2,
            Kind::Level { speed, .. } => (1.0 / SPEEDS[speed]).round() as usize * 2,
            Kind::Steady { .. } | Kind::Drift { .. } | Kind::Alike | Kind::Yearly { .. } => 0,
        }
    }

    /// The day `ahead` days after `origin`, from what was known at `origin`; `None` where the method has nothing to go by.
    pub(crate) fn fan(&self, history: &History, origin: usize, ahead: usize) -> Option<Fan> {
        let factor = history.factor(origin, ahead);
        let sample = match self.kind {
            Kind::Window(days) => {
                let from = (origin + 1).saturating_sub(days);
                let seen = (from..=origin).filter(|&day| history.seen[day]);
                seen.map(|day| (history.free[day], 1.0)).collect()
            }
            Kind::Level { speed, half_life } => {
                let scale = |day: usize| history.levels[day][speed] + history.floors[day];
                ratios(history, origin, ahead, half_life, scale)
            }
            Kind::Steady { half_life } => {
                ratios(history, origin, ahead, half_life, |day| steady(history, day))
            }
            Kind::Drift { half_life } => {
                ratios(history, origin, ahead, half_life, |day| drifted(history, day, ahead))
            }
            Kind::Alike => alike(history, origin, ahead)?,
            Kind::Yearly { speed } => yearly(history, origin, ahead, speed)?,
        };
        let most = MOST * history.most[origin];
        Some(Fan::of_sample(sample)?.map(|_, people| (people * factor).min(most)))
    }
}

/// What came so many days after earlier days over the scale of then, times the scale of now.
fn ratios(
    history: &History,
    origin: usize,
    ahead: usize,
    half_life: f64,
    scale: impl Fn(usize) -> f64,
) -> Vec<(f64, f64)> {
    let now = scale(origin);
    let spread = PRIOR_SPREAD.0 + PRIOR_SPREAD.1 * ahead as f64;
    let weight = (PRIOR_DAYS.0 + PRIOR_DAYS.1 * ahead as f64) / PRIOR_POINTS.len() as f64;
    let prior =
        PRIOR_POINTS.iter().map(|z| (now * (z * spread - spread * spread / 2.0).exp(), weight));
    let mut sample: Vec<(f64, f64)> = prior.collect();
    let last = origin.saturating_sub(ahead);
    let fade = 0.5_f64.powf(1.0 / half_life);
    let mut weight = 1.0;
    let mut stretches = 0.0;
    for day in (last.saturating_sub(RATIO_DAYS)..last).rev() {
        weight *= fade;
        if history.seen[day + ahead] {
            sample.push((now * history.free[day + ahead] / scale(day), weight));
            stretches += weight / ahead as f64;
        }
    }
    // That a level was too high so far ahead is known from stretches that do not overlap; that it was too low is no
    // reason to go on growing: what grew once, by a decision or a war, does not grow as much again.
    let Some(mean) = Fan::of_sample(sample.clone()).map(|fan| fan.mean()) else { return sample };
    let keep = if mean < now { stretches / (stretches + STRETCHES) } else { 0.0 };
    let centre = ((mean.max(history.floors[origin]) / now).ln() * (keep - 1.0)).exp();
    sample.iter().map(|(people, weight)| (people * centre, *weight)).collect()
}

/// How straight the level of days went over the last days: one where each step led the same way, near none where they
/// cancelled (Kaufman's efficiency ratio).
fn straightness(history: &History, day: usize) -> f64 {
    let level = |day: usize| (history.levels[day][0] + history.floors[day]).ln();
    let from = day.saturating_sub(STRAIGHT_DAYS);
    let steps: f64 = (from..day).map(|day| (level(day + 1) - level(day)).abs()).sum();
    if steps > 0.0 { (level(day) - level(from)).abs() / steps } else { 0.0 }
}

fn steady(history: &History, day: usize) -> f64 {
    history.levels[day][history.best[day]] + history.floors[day]
}

/// Where the level would be, if its drift over the last days went on and faded; as far as it went straight.
fn drifted(history: &History, day: usize, ahead: usize) -> f64 {
    let level = |day: usize| history.levels[day][0] + history.floors[day];
    let from = day.saturating_sub(STRAIGHT_DAYS);
    let slope = (level(day) / level(from)).ln() / STRAIGHT_DAYS as f64;
    let slope = slope.clamp(-MOST_DRIFT, MOST_DRIFT) * straightness(history, day).powi(2);
    let fading = FADE * (1.0 - FADE.powi(ahead as i32)) / (1.0 - FADE);
    steady(history, day) * (slope * fading).exp()
}

/// How the levels stand to each other on a day.
fn standing(history: &History, day: usize) -> [f64; 3] {
    let level = |speed: usize| (history.levels[day][speed] + history.floors[day]).ln();
    let each: [f64; SPEEDS.len()] = std::array::from_fn(level);
    [each[0] - each[2], each[1] - each[2], each[2] - each[3]]
}

fn alike(history: &History, origin: usize, ahead: usize) -> Option<Vec<(f64, f64)>> {
    let last = origin.checked_sub(ahead)?;
    let now = standing(history, origin);
    let mut near: Vec<(f64, usize)> = (last.saturating_sub(ALIKE_DAYS)..last)
        .filter(|&day| history.seen[day + ahead])
        .map(|day| {
            let then = standing(history, day);
            (now.iter().zip(then).map(|(now, then)| (now - then).powi(2)).sum::<f64>(), day)
        })
        .collect();
    if near.len() < ALIKE {
        return None;
    }
    let count = ALIKE.max(near.len() / 8);
    near.select_nth_unstable_by(count - 1, |a, b| a.0.total_cmp(&b.0));
    let width = near[count - 1].0.max(1e-6);
    let scale = |day: usize| history.levels[day][MEASURE] + history.floors[day];
    let age = |day: usize| 0.5_f64.powf((last - day) as f64 / ALIKE_HALF_LIFE);
    let of = |(distance, day): &(f64, usize)| {
        let weight = (1.0 - distance / width * 0.9) * age(*day);
        (scale(origin) * history.free[day + ahead] / scale(*day), weight)
    };
    Some(near[..count].iter().map(of).collect())
}

fn yearly(history: &History, origin: usize, ahead: usize, speed: usize) -> Option<Vec<(f64, f64)>> {
    let (year, around) = YEAR;
    let scale = |day: usize| history.levels[day][speed] + history.floors[day];
    let mut sample = Vec::new();
    let mut middle = origin.checked_sub(year);
    while let Some(at) = middle {
        for day in at.saturating_sub(around)..=at + around {
            // What came must be known by now.
            if day >= around && day + ahead <= origin && history.seen[day + ahead] {
                let apart = day.abs_diff(at) as f64 / (around + 1) as f64;
                sample.push((scale(origin) * history.free[day + ahead] / scale(day), 1.0 - apart));
            }
        }
        middle = at.checked_sub(year);
    }
    (sample.len() > around).then_some(sample)
}
