//! A daily series as the methods need it: freed of its weekdays where these show, with levels smoothed at several speeds.
//! All of a day rests on that day and earlier ones only, so that the past can be foretold as it was then.

/// Days back over which weekdays are learned: eight of each.
const WEEKDAY_DAYS: usize = 56;
/// Weekdays that only differ by chance differ up to so many times as much as days of one weekday let expect, in 95 of 100
/// series (F with 6 and 49 degrees of freedom).
const BY_CHANCE: f64 = 2.3;
/// A weekday is at most so many times another day.
const WEEKDAY_FACTOR: f64 = 5.0;

/// Shares of the newest day in the levels, the fastest first: about two days, a week, a month, a season.
pub(crate) const SPEEDS: [f64; 4] = [0.5, 0.2, 0.07, 0.02];

/// Part of the slowest level below which a level is not told from none: it keeps ratios finite in a calm.
const FLOOR_SHARE: f64 = 0.05;
/// The same in people.
const FLOOR_PEOPLE: f64 = 0.5;

/// Days ahead by which the speeds are compared.
const LOOK_AHEAD: usize = 3;
/// Share of a day's miss that the next day keeps: a half is left after three weeks.
const KEEP: f64 = 0.968;

pub(crate) struct History {
    /// People by day, freed of weekdays; a gap has the level before it.
    pub free: Vec<f64>,
    /// Whether the day has a number.
    pub seen: Vec<bool>,
    /// People by day as they are.
    pub raw: Vec<f64>,
    /// By day: levels at each speed, after it.
    pub levels: Vec<[f64; SPEEDS.len()]>,
    /// By day: what is not told from nothing, after it.
    pub floors: Vec<f64>,
    /// By day: the most people on a day so far.
    pub most: Vec<f64>,
    /// By day: which speed foretold best so far, as known then.
    pub best: Vec<usize>,
    /// By day: factors of the seven weekdays (by place modulo 7), after it.
    pub factors: Vec<[f64; 7]>,
}

impl History {
    pub fn new(series: &[Option<f64>]) -> History {
        let days = series.len();
        let mut history = History {
            free: Vec::with_capacity(days),
            seen: Vec::with_capacity(days),
            raw: Vec::with_capacity(days),
            levels: Vec::with_capacity(days),
            floors: Vec::with_capacity(days),
            factors: Vec::with_capacity(days),
            best: Vec::with_capacity(days),
            most: Vec::with_capacity(days),
        };
        let mut missed = [0.0; SPEEDS.len()];
        let (mut sums, mut weights) = ([0.0; SPEEDS.len()], [0.0; SPEEDS.len()]);
        for (day, number) in series.iter().enumerate() {
            let factor = history.factors.last().map_or(1.0, |factors: &[f64; 7]| factors[day % 7]);
            let number = number.filter(|people| people.is_finite()).map(|people| people.max(0.0));
            history.seen.push(number.is_some());
            let most = history.most.last().copied().unwrap_or(0.0);
            history.most.push(most.max(number.unwrap_or(0.0)).max(FLOOR_PEOPLE));
            let before =
                history.levels.last().map_or(0.0, |levels: &[f64; SPEEDS.len()]| levels[1]);
            let free = number.map_or(before, |people| people / factor);
            history.free.push(free);
            history.raw.push(number.unwrap_or(before * factor));
            if let Some(then) = day.checked_sub(LOOK_AHEAD).filter(|_| number.is_some()) {
                for (missed, level) in missed.iter_mut().zip(history.levels[then]) {
                    *missed = KEEP * *missed + (free - level).abs();
                }
            }
            let best = (0..SPEEDS.len()).min_by(|a, b| missed[*a].total_cmp(&missed[*b]));
            history.best.push(best.unwrap_or(0));
            let mut levels = [0.0; SPEEDS.len()];
            for (at, speed) in SPEEDS.iter().enumerate() {
                let keep = 1.0 - speed;
                sums[at] *= keep;
                weights[at] *= keep;
                if number.is_some() {
                    sums[at] += speed * free;
                    weights[at] += speed;
                }
                levels[at] = if weights[at] > 0.0 { sums[at] / weights[at] } else { 0.0 };
            }
            history.levels.push(levels);
            history.floors.push(FLOOR_SHARE * levels[SPEEDS.len() - 1] + FLOOR_PEOPLE);
            let factors = weekdays(&history.raw, &history.seen);
            history.factors.push(factors);
        }
        history
    }

    pub fn days(&self) -> usize {
        self.free.len()
    }

    /// The factor of the weekday `ahead` days after `origin`, as known at `origin`.
    pub fn factor(&self, origin: usize, ahead: usize) -> f64 {
        self.factors[origin][(origin + ahead) % 7]
    }
}

/// How many times the mean of its week each weekday is, drawn towards one as far as weekdays differ by chance
/// (James and Stein's shrinkage).
fn weekdays(raw: &[f64], seen: &[bool]) -> [f64; 7] {
    let days = raw.len();
    let mut ratios: [Vec<f64>; 7] = Default::default();
    for day in days.saturating_sub(WEEKDAY_DAYS).max(3)..days.saturating_sub(3) {
        let week = &raw[day - 3..=day + 3];
        let mean = week.iter().sum::<f64>() / 7.0;
        if seen[day - 3..=day + 3].iter().all(|seen| *seen) && mean > 0.0 {
            ratios[day % 7].push(raw[day] / mean);
        }
    }
    if ratios.iter().any(|of| of.len() < 2) {
        return [1.0; 7];
    }
    let means = ratios.each_ref().map(|of| of.iter().sum::<f64>() / of.len() as f64);
    let middle = means.iter().sum::<f64>() / 7.0;
    let (mut within, mut freedom, mut each) = (0.0, 0.0, 0.0);
    for (of, mean) in ratios.iter().zip(means) {
        within += of.iter().map(|ratio| (ratio - mean).powi(2)).sum::<f64>();
        freedom += of.len() as f64 - 1.0;
        each += of.len() as f64 / 7.0;
    }
    let chance = within / freedom.max(1.0) / each.max(1.0);
    let between = means.iter().map(|mean| (mean - middle).powi(2)).sum::<f64>() / 6.0;
    let keep = if between > 0.0 { (1.0 - BY_CHANCE * chance / between).max(0.0) } else { 0.0 };
    means.map(|mean| {
        (1.0 + keep * (mean / middle - 1.0)).clamp(1.0 / WEEKDAY_FACTOR, WEEKDAY_FACTOR)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_weekday_that_shows_is_taken_out() {
        let series: Vec<Option<f64>> =
            (0..100).map(|d| Some(if d % 7 == 2 { 300.0 } else { 100.0 })).collect();
        let history = History::new(&series);
        assert!(
            history.factor(98, 2) > 1.8 && history.factor(98, 3) < 1.0,
            "{:?}",
            history.factors[98]
        );
        let free = &history.free[80..];
        assert!(free.iter().all(|people| (people - free[0]).abs() < 5.0));
    }

    #[test]
    fn noise_has_no_weekdays() {
        let noise = |d: u64| 100.0 + (d.wrapping_mul(6_364_136_223_846_793_005) >> 57) as f64;
        let series: Vec<Option<f64>> = (0..100).map(|d| Some(noise(d))).collect();
        let history = History::new(&series);
        assert!(history.factors[99].iter().all(|factor| (factor - 1.0).abs() < 0.2));
    }
}
