//! Who counts more and whom to believe: offices that count the same people, held against each other.
//!
//! What an office covers is mostly right to some percent and now and then far off. With two
//! offices a factor apart that leaves two answers, one by each office's count, and nothing between
//! them; a third decides. All combinations of "about right" and "far off" are weighed in closed form.

use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;

use crate::assumptions::sources::{CHANGED, DRIFTS, FAR, MOST_COMPARED, MOVED, RIGHT, STEPS, TIES};
use crate::rhythm::normal;

/// How a ratio goes on over the days, beside its middle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Shape {
    Steady,
    /// From this day on another.
    Step {
        day: usize,
        by: f64,
        before: f64,
    },
    /// More by so much a day, around a middle day.
    Drift {
        per_day: f64,
        middle: f64,
        /// Days between which it was seen to.
        first: f64,
        last: f64,
    },
}

/// Logarithm of an office's count over that of the leading office, for the same days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ratio {
    pub log: f64,
    /// Variance that the days leave open.
    pub variance: f64,
    pub shape: Shape,
}

/// One number of an office against the same days of the leading one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Held {
    /// Position of its observation.
    pub observation: usize,
    /// First and last day.
    pub from: usize,
    pub day: usize,
    /// What it counts, people.
    pub people: f64,
    pub log: f64,
    pub variance: f64,
}

impl Ratio {
    /// Of an office with itself.
    pub fn none() -> Ratio {
        Ratio { log: 0.0, variance: 0.0, shape: Shape::Steady }
    }

    /// Of an office that tells of no day that the leading one tells of.
    pub fn unknown() -> Ratio {
        Ratio { log: 0.0, variance: 25.0, shape: Shape::Steady }
    }

    /// What is added to the middle on a day.
    pub fn beside(&self, day: f64) -> f64 {
        match self.shape {
            Shape::Steady => 0.0,
            Shape::Step { day: from, by, before } => {
                before + if day >= from as f64 { by } else { 0.0 }
            }
            Shape::Drift { per_day, middle, first, last } => {
                per_day * (day.clamp(first, last) - middle)
            }
        }
    }

    /// What is added to the middle at the first and at the last.
    fn ends(&self) -> (f64, f64) {
        match self.shape {
            Shape::Steady => (0.0, 0.0),
            Shape::Step { by, before, .. } => (before, before + by),
            Shape::Drift { per_day, middle, first, last } => {
                (per_day * (first - middle), per_day * (last - middle))
            }
        }
    }

    /// The ratio on a day.
    pub fn at(&self, day: f64) -> f64 {
        self.log + self.beside(day)
    }

    /// The ratio that numbers suggest, and how it goes on, by what follows from them for days apart: running
    /// totals show a step late and blurred.
    pub fn of(held: &[Held], pieces: &[Held]) -> Ratio {
        if held.is_empty() {
            return Ratio::unknown();
        }
        let (log, variance, _) = middle(held, |_| 0.0);
        let steady = Ratio { log, variance, shape: Shape::Steady };
        if pieces.is_empty() {
            return steady;
        }
        let mut best = (middle(pieces, |_| 0.0).2, steady);
        if pieces.len() >= STEPS.0 {
            for cut in 2..pieces.len() - 1 {
                let (before, after) = pieces.split_at(cut);
                let (a, va, fa) = middle(before, |_| 0.0);
                let (b, vb, fb) = middle(after, |_| 0.0);
                let by = b - a;
                if fa + fb + STEPS.1 < best.0
                    && by.abs() > STEPS.2
                    && by.abs() > 3.0 * (va + vb).sqrt()
                {
                    // From the first day of the first number that shows it.
                    let share = after.len() as f64 / pieces.len() as f64;
                    let log = a + by * share;
                    let shape = Shape::Step { day: after[0].from, by, before: -by * share };
                    best = (fa + fb + STEPS.1, Ratio { log, variance: va.max(vb), shape });
                }
            }
        }
        if let Some((misfit, ratio)) = drift(pieces)
            && misfit + DRIFTS.1 < best.0
        {
            best = (misfit + DRIFTS.1, ratio);
        }
        best.1
    }
}

/// A straight line through the ratios, where there are enough of them over enough days.
fn drift(held: &[Held]) -> Option<(f64, Ratio)> {
    let (first, last) = (held.first()?.day, held.last()?.day);
    if held.len() < DRIFTS.0 || last < first + DRIFTS.2 {
        return None;
    }
    let total: f64 = held.iter().map(|h| 1.0 / h.variance).sum();
    let centre = held.iter().map(|h| h.day as f64 / h.variance).sum::<f64>() / total;
    let (mut xx, mut xy) = (0.0, 0.0);
    let (log, ..) = middle(held, |_| 0.0);
    for one in held {
        let x = one.day as f64 - centre;
        xx += x * x / one.variance;
        xy += x * (one.log - log) / one.variance;
    }
    let per_day = xy / xx;
    let (log, variance, misfit) = middle(held, |day| per_day * (day - centre));
    let (first, last) = (first as f64, last as f64);
    let shape = Shape::Drift { per_day, middle: centre, first, last };
    Some((misfit, Ratio { log, variance, shape }))
}

/// Weighted middle of the ratios less their shape, its variance, and how badly they fit it. Numbers
/// that stray from the rest count less (Student-t with four degrees of freedom).
fn middle(held: &[Held], beside: impl Fn(f64) -> f64) -> (f64, f64, f64) {
    let logs: Vec<f64> = held.iter().map(|h| h.log - beside(h.day as f64)).collect();
    let mut weights: Vec<f64> = held.iter().map(|h| 1.0 / h.variance).collect();
    let mean = |weights: &[f64]| {
        let total: f64 = weights.iter().sum();
        logs.iter().zip(weights).map(|(log, w)| log * w).sum::<f64>() / total
    };
    for _ in 0..4 {
        let at = mean(&weights);
        for ((weight, log), h) in weights.iter_mut().zip(&logs).zip(held) {
            *weight = 5.0 / (4.0 + (log - at).powi(2) / h.variance) / h.variance;
        }
    }
    let at = mean(&weights);
    let misfit = logs
        .iter()
        .zip(held)
        .map(|(log, h)| 5.0 * (1.0 + (log - at).powi(2) / h.variance / 4.0).ln())
        .sum();
    (at, 1.0 / weights.iter().sum::<f64>() + 0.005 * 0.005, misfit)
}

/// How far off an office may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Trust {
    /// Sd of the logarithm of what it counts over the truth when it is about right.
    pub right: f64,
    /// Chance that it is far off, and the sd then.
    pub far: (f64, f64),
}

impl Trust {
    /// In an office at a border where those that are right are `spread` (position in [`RIGHT`]) apart,
    /// whose sums are so far `unchecked` (sd of the logarithm).
    pub fn of(spread: usize, changed: bool, unchecked: f64) -> Trust {
        Trust { right: RIGHT[spread].0.hypot(unchecked), far: if changed { CHANGED } else { FAR } }
    }

    fn sd(&self, right: bool) -> f64 {
        if right { self.right } else { self.far.1 }
    }

    /// Sd for a place (0 to 1) among offices of its kind.
    pub fn sd_at(&self, place: f64) -> f64 {
        self.sd(place >= self.far.0)
    }
}

/// Which offices are about right, and what that makes of the truth.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mode {
    pub weight: f64,
    /// By office, the leading one first: whether it is about right, all along.
    pub right: Vec<bool>,
    /// Logarithm of the truth over the leading office's count: mean and variance.
    pub truth: (f64, f64),
    /// The office that counted alike all along, when it was the leading one that changed: the truth goes
    /// with it.
    pub steady: Option<usize>,
}

/// What one office's count is over the truth's frame, at one time.
#[derive(Debug, Clone, Copy)]
struct Epoch {
    office: usize,
    log: f64,
    variance: f64,
}

/// The offices as they stand where this one counted alike all along (`None`: the leading one), and the
/// logarithm of how likely so many changed.
fn stand(ratios: &[Ratio], steady: Option<usize>) -> (f64, Vec<Epoch>) {
    let frame = steady.map(|at| ratios[at]);
    let mut log = 0.0;
    let mut epochs = Vec::new();
    for (office, ratio) in ratios.iter().enumerate() {
        let (own, its) = (ratio.ends(), frame.map_or((0.0, 0.0), |frame| frame.ends()));
        let (first, last) = (own.0 - its.0, own.1 - its.1);
        let epoch = |log| Epoch { office, log, variance: ratio.variance };
        let moved = (last - first).abs() > MOVED.1;
        match moved && epochs.len() + 2 <= MOST_COMPARED {
            true => {
                log += MOVED.0.ln();
                epochs.extend([epoch(ratio.log + first), epoch(ratio.log + last)]);
            }
            false if epochs.len() < MOST_COMPARED => epochs.push(epoch(ratio.log)),
            false => {}
        }
    }
    (log, epochs)
}

/// The office whose count changed most against the leading one: it, or else the leading one, changed.
fn moved_most(ratios: &[Ratio]) -> Option<usize> {
    let by = |ratio: &Ratio| (ratio.ends().1 - ratio.ends().0).abs();
    let moved = (0..ratios.len()).filter(|at| by(&ratios[*at]) > MOVED.1);
    moved.max_by(|a, b| by(&ratios[*a]).total_cmp(&by(&ratios[*b])).then(b.cmp(a)))
}

/// All combinations, by weight, and the logarithm of their evidence; the leading office's own ratio is the
/// first of `ratios`.
pub(crate) fn modes(ratios: &[Ratio], trust: &[Trust]) -> (f64, Vec<Mode>) {
    let frames = std::iter::once(None).chain(moved_most(ratios).map(Some));
    let mut found: Vec<(f64, Mode)> = frames
        .flat_map(|steady| {
            let (log, epochs) = stand(ratios, steady);
            (0..1usize << epochs.len())
                .map(|bits| combination(ratios.len(), trust, steady, &epochs, bits))
                .map(move |(own, mode)| (log + own, mode))
                .collect::<Vec<_>>()
        })
        .collect();
    let most = found.iter().map(|(log, _)| *log).fold(f64::NEG_INFINITY, f64::max);
    let total: f64 = found.iter().map(|(log, _)| (log - most).exp()).sum();
    for (log, mode) in &mut found {
        mode.weight = (*log - most).exp() / total;
    }
    found.retain(|(_, mode)| mode.weight > 1e-6);
    let order = |mode: &Mode| (std::cmp::Reverse(mode.right.clone()), mode.steady);
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| order(&a.1).cmp(&order(&b.1))));
    (most + total.ln(), found.into_iter().map(|(_, mode)| mode).collect())
}

/// One combination of who is right when, a bit for each epoch, and the logarithm of its evidence.
fn combination(
    offices: usize,
    trust: &[Trust],
    steady: Option<usize>,
    epochs: &[Epoch],
    bits: usize,
) -> (f64, Mode) {
    let mut right = vec![true; offices];
    let (mut weight, mut sum, mut log) = (0.0, 0.0, 0.0);
    let mut each = Vec::with_capacity(epochs.len());
    for (place, epoch) in epochs.iter().enumerate() {
        let about = bits >> place & 1 == 0;
        right[epoch.office] &= about;
        let trust = &trust[epoch.office];
        let variance = trust.sd(about).powi(2) + epoch.variance;
        let chance = if about { 1.0 - trust.far.0 } else { trust.far.0 };
        weight += 1.0 / variance;
        sum += epoch.log / variance;
        log += chance.ln() - 0.5 * variance.ln();
        each.push((epoch.log, variance));
    }
    // Between two that are alike in all the one that counts more of it is the answer's middle: a middle
    // between two answers would be nobody's number.
    if right[0] {
        log += TIES.ln();
    }
    let mean = sum / weight;
    log -= 0.5 * weight.ln();
    for (y, variance) in each {
        log -= 0.5 * (y - mean).powi(2) / variance;
    }
    (log, Mode { weight: 0.0, right, truth: (mean, 1.0 / weight), steady })
}

/// What one draw makes of the offices.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Standing {
    /// Logarithm of the truth over the leading office's count.
    pub truth: f64,
    /// Logarithm of each office's count over the leading one's.
    pub ratios: Vec<f64>,
    /// The office that counted alike all along, when it was the leading one that changed.
    pub steady: Option<usize>,
}

/// Draws where the truth lies and how each office counts; `place` (0 to 1) picks the mode.
pub(crate) fn draw(
    modes: &[Mode],
    ratios: &[Ratio],
    trust: &[Trust],
    place: f64,
    rng: &mut Xoshiro256PlusPlus,
) -> Standing {
    let weights = modes.iter().map(|mode| mode.weight);
    let chosen = fallen(weights.clone(), place * weights.sum::<f64>());
    let Some(mode) = chosen.map(|at| &modes[at]).or(modes.last()) else {
        return Standing { truth: 0.0, ratios: vec![0.0; ratios.len()], steady: None };
    };
    let truth = mode.truth.0 + mode.truth.1.sqrt() * normal(rng);
    let each = ratios.iter().zip(trust).zip(&mode.right).enumerate().map(
        |(j, ((ratio, trust), right))| {
            if j == 0 {
                return 0.0;
            }
            // Between what the days say of the ratio and what its kind makes of it.
            let prior = trust.sd(*right).powi(2);
            let variance = ratio.variance * prior / (ratio.variance + prior);
            let mean = (ratio.log * prior + truth * ratio.variance) / (ratio.variance + prior);
            mean + variance.sqrt() * normal(rng)
        },
    );
    Standing { truth, ratios: each.collect(), steady: mode.steady }
}

/// Which of some weights a place (0 to their sum) falls on; `None` beyond the last.
pub(crate) fn fallen(weights: impl IntoIterator<Item = f64>, place: f64) -> Option<usize> {
    let mut left = place;
    weights.into_iter().position(|weight| {
        left -= weight;
        left <= 0.0
    })
}

/// Stratified places for `count` draws, shuffled by the generator.
pub(crate) fn places(count: usize, rng: &mut Xoshiro256PlusPlus) -> Vec<f64> {
    let mut places: Vec<f64> =
        (0..count).map(|i| (i as f64 + rng.random::<f64>()) / count as f64).collect();
    for i in (1..count).rev() {
        places.swap(i, rng.random_range(0..=i));
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    fn interval(logs: &[f64]) -> [f64; 2] {
        let ratios: Vec<Ratio> = logs
            .iter()
            .map(|log| Ratio { log: *log, variance: 1e-4, shape: Shape::Steady })
            .collect();
        let trust = vec![Trust::of(1, false, 0.0); ratios.len()];
        let (_, modes) = modes(&ratios, &trust);
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(5);
        let mut truths: Vec<f64> = places(4_000, &mut rng)
            .into_iter()
            .map(|place| draw(&modes, &ratios, &trust, place, &mut rng).truth)
            .collect();
        truths.sort_by(f64::total_cmp);
        [truths[200].exp(), truths[3_799].exp()]
    }

    #[test]
    fn two_that_differ_hold_both_and_a_third_decides() {
        let [low, high] = interval(&[0.0, 1.5f64.ln()]);
        assert!(low < 1.01 && high > 1.49, "{low} {high}");
        let [low, high] = interval(&[0.0, 1.5f64.ln(), 0.01]);
        assert!(low > 0.95 && high < 1.06, "{low} {high}");
        let [low, high] = interval(&[0.0]);
        assert!(high / low < 1.1, "{low} {high}");
        let [low, high] = interval(&[0.0, 0.005]);
        assert!(high / low < 1.07, "{low} {high}");
    }
}
