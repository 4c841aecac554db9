//! How the flow by one crossing goes on from day to day: the prior of the daily flows.
//!
//! The days of a crossing are cut into segments where claims begin and end. The log *mean*
//! flow of a segment is a mean-reverting random walk over the segments around the crossing's
//! level, with steps that are now and then a jump (Student-t), and larger around events; within a
//! segment the flow leans towards its neighbours and walks on knots every few days, scaled so
//! that the segment keeps its mean. A running total is then a sum of a few means, whatever
//! happened within: were it a sum of exponentials of daily walks, an exact total would be a
//! thin curved shell in which no sampler can take a long step.
//!
//! The means are parameters themselves (a centred form): a claim of a few days then touches
//! a few parameters, and the curvature of the posterior is sparse.

/// Days by which a deviation from the level decays to 1/e.
pub(crate) const MEMORY: f64 = 40.0;
/// How much of a step the shape within a segment takes: the slope towards the
/// neighbours already carries a part.
pub(crate) const SHAPE: f64 = 0.5;
/// How far a segment's days lean towards its neighbours, of a straight line between the middles: a
/// change may be gradual or sudden.
pub(crate) const LEAN: f64 = 0.5;
/// Degrees of freedom of a step of one day; a step over more days is a sum of such steps and
/// nearer to the normal.
const FREEDOM: f64 = 3.0;
/// Median and sd of the logarithm of what a closure leaves of the flow: one in four hundred, or
/// nothing, or (claims can say so) nearly all of it.
pub(crate) const CLOSED: (f64, f64) = (-6.0, 2.5);
/// Logarithms of flows beyond this are clamped: numbers out of range, never flows.
pub(crate) const LIMIT: f64 = 30.0;

/// A knot of the shape: day, parameter, days since the knot before, extra variance.
pub(crate) type Knot = (usize, usize, f64, f64);

/// A run of days with one parameter for its mean flow, and knots for its shape.
#[derive(Debug, Clone)]
pub(crate) struct Segment {
    /// First day and day after the last, positions.
    pub from: usize,
    pub to: usize,
    /// Days between the middle of the segment before and this middle.
    pub gap: f64,
    /// Extra variance of the step from the segment before, from events.
    pub extra: f64,
    /// Parameter: logarithm of the mean daily flow, were the crossing open.
    pub mean: usize,
    /// Parameter of what a closure leaves, when the crossing was closed.
    pub closed: Option<usize>,
    /// Knots of the shape after the first day.
    pub knots: Vec<Knot>,
}

impl Segment {
    pub fn middle(&self) -> f64 {
        0.5 * (self.from + self.to - 1) as f64
    }

    fn len(&self) -> usize {
        self.to - self.from
    }

    pub fn freedom(&self) -> f64 {
        FREEDOM * self.gap.max(1.0)
    }
}

/// How the flow by one crossing walks.
#[derive(Debug, Clone)]
pub(crate) struct Walk {
    pub segments: Vec<Segment>,
    /// The level: its median, and standard normal parameters with their coefficients.
    pub level: f64,
    pub level_terms: Vec<(usize, f64)>,
    /// Whether the step is scaled by what the claims say of it.
    pub scaled: bool,
    /// Sd of the log flow's step over one day.
    pub step: f64,
    /// Sd of the first segment's mean around the level.
    pub first: f64,
}

/// The weekday of each day and the first of the seven parameters of a weekday effect.
#[derive(Debug, Clone)]
pub(crate) struct Weekdays {
    pub first: usize,
    /// 0 to 6 for each day.
    pub of: Vec<usize>,
    /// Sd of the log effect.
    pub sd: f64,
}

/// One step of the walk, for prior, gradient and curvature.
struct Step {
    /// The step in its sd.
    e: f64,
    sd: f64,
    /// What of the deviation before is left.
    kept: f64,
    /// Degrees of freedom; infinite for a normal step.
    freedom: f64,
}

impl Walk {
    fn step(&self, scale: f64) -> f64 {
        if self.scaled { self.step * scale } else { self.step }
    }

    /// The level around which the log mean flow reverts.
    pub fn level_at(&self, theta: &[f64]) -> f64 {
        self.level + self.level_terms.iter().map(|(p, c)| c * theta[*p]).sum::<f64>()
    }

    fn sd(&self, j: usize, scale: f64) -> f64 {
        let step = self.step(scale);
        let segment = &self.segments[j];
        (step * step * segment.gap + segment.extra).sqrt()
    }

    fn step_into(&self, j: usize, theta: &[f64], level: f64, scale: f64) -> Step {
        let segment = &self.segments[j];
        let here = theta[segment.mean] - level;
        if j == 0 {
            return Step {
                e: here / self.first,
                sd: self.first,
                kept: 0.0,
                freedom: f64::INFINITY,
            };
        }
        let kept = (-segment.gap / MEMORY).exp();
        let before = theta[self.segments[j - 1].mean] - level;
        let sd = self.sd(j, scale);
        Step { e: (here - kept * before) / sd, sd, kept, freedom: segment.freedom() }
    }

    /// Log prior density of the means; its derivatives go to `add`, by parameter.
    pub fn prior(&self, theta: &[f64], scale: f64, mut add: impl FnMut(usize, f64)) -> f64 {
        let level = self.level_at(theta);
        let mut log = 0.0;
        let mut by_level = 0.0;
        for j in 0..self.segments.len() {
            let Step { e, sd, kept, freedom } = self.step_into(j, theta, level, scale);
            let slope = if freedom.is_finite() {
                log -= 0.5 * (freedom + 1.0) * (1.0 + e * e / freedom).ln() + sd.ln();
                -(freedom + 1.0) / (freedom + e * e) * e / sd
            } else {
                log -= 0.5 * e * e + sd.ln();
                -e / sd
            };
            add(self.segments[j].mean, slope);
            if j > 0 {
                add(self.segments[j - 1].mean, -kept * slope);
            }
            by_level -= (1.0 - kept) * slope;
        }
        for (parameter, coefficient) in &self.level_terms {
            add(*parameter, by_level * coefficient);
        }
        log
    }

    /// Rows of the prior's curvature: square root of the information, at most `most` of that of a
    /// normal step, times the derivative of each step.
    pub fn prior_rows(
        &self,
        theta: &[f64],
        scale: f64,
        most: f64,
        mut each: impl FnMut(&[(usize, f64)]),
    ) {
        let level = self.level_at(theta);
        let mut row = Vec::new();
        for j in 0..self.segments.len() {
            let Step { e, sd, kept, freedom } = self.step_into(j, theta, level, scale);
            let information = if freedom.is_finite() {
                ((freedom + 1.0) / (freedom + e * e)).min(most)
            } else {
                1.0
            };
            let root = information.sqrt() / sd;
            row.clear();
            row.push((self.segments[j].mean, root));
            if j > 0 {
                row.push((self.segments[j - 1].mean, -kept * root));
            }
            for (parameter, coefficient) in &self.level_terms {
                row.push((*parameter, -(1.0 - kept) * root * coefficient));
            }
            each(&row);
        }
    }

    /// Where the walk puts the mean of a segment, given the means beside it, and how sharply (sd).
    pub fn between(&self, j: usize, theta: &[f64], scale: f64) -> (f64, f64) {
        let level = self.level_at(theta);
        let (mut sum, mut weight) = (0.0, 0.0);
        let mut hold = |place: f64, sd: f64| {
            sum += place / (sd * sd);
            weight += 1.0 / (sd * sd);
        };
        let before = self.step_into(j, theta, level, scale);
        let last = if j > 0 { theta[self.segments[j - 1].mean] - level } else { 0.0 };
        hold(level + before.kept * last, before.sd);
        if j + 1 < self.segments.len() {
            let after = self.step_into(j + 1, theta, level, scale);
            let next = theta[self.segments[j + 1].mean] - level;
            hold(level + next / after.kept, after.sd / after.kept);
        }
        (sum / weight, weight.recip().sqrt())
    }

    /// Draws the means from the prior, given the plain parameters in `theta`; `normal` gives
    /// standard normals and `chi` chi-squares of the degrees of freedom asked for.
    pub fn draw(
        &self,
        theta: &mut [f64],
        scale: f64,
        normal: &mut dyn FnMut() -> f64,
        chi: &mut dyn FnMut(f64) -> f64,
    ) {
        let level = self.level_at(theta);
        for j in 0..self.segments.len() {
            let segment = &self.segments[j];
            theta[segment.mean] = if j == 0 {
                level + self.first * normal()
            } else {
                let kept = (-segment.gap / MEMORY).exp();
                let freedom = segment.freedom();
                let e = normal() / (chi(freedom) / freedom).sqrt();
                level + kept * (theta[self.segments[j - 1].mean] - level) + self.sd(j, scale) * e
            };
        }
    }

    /// Where the means lie a priori, for a first point.
    pub fn centre(&self, theta: &mut [f64]) {
        let level = self.level_at(theta);
        for segment in &self.segments {
            theta[segment.mean] = level;
        }
    }

    /// Daily flows from the parameters. `shape` takes each day's share of its segment.
    pub fn decode(
        &self,
        theta: &[f64],
        scale: f64,
        weekdays: Option<&Weekdays>,
        flows: &mut [f64],
        shape: &mut [f64],
    ) {
        let step = self.step(scale);
        let mut effects = [1.0; 7];
        if let Some(weekdays) = weekdays {
            for (day, effect) in effects.iter_mut().enumerate() {
                *effect = (weekdays.sd * theta[weekdays.first + day]).exp();
            }
        }
        for (j, segment) in self.segments.iter().enumerate() {
            let closed = segment.closed.map_or(0.0, |p| CLOSED.0 + CLOSED.1 * theta[p]);
            let mean = (theta[segment.mean] + closed).clamp(-LIMIT, LIMIT).exp();
            let days = segment.from..segment.to;
            if segment.len() == 1 {
                shape[segment.from] = 1.0;
                flows[segment.from] = mean;
            } else {
                // Log shape: the slope towards the neighbours, and a walk of its own.
                let log = &mut shape[days.clone()];
                let (before, after) = self.slopes(theta, j);
                let middle = segment.middle() - segment.from as f64;
                let lean = |at: usize| {
                    let off = at as f64 - middle;
                    off * if off < 0.0 { before } else { after }
                };
                log[0] = lean(0);
                let (mut walked, mut done) = (0.0, 0);
                for &(day, parameter, gap, extra) in &segment.knots {
                    let rise = SHAPE * (step * step * gap + extra).sqrt() * theta[parameter];
                    let upto = day - segment.from;
                    for (at, log) in log.iter_mut().enumerate().take(upto + 1).skip(done + 1) {
                        *log = walked + rise * (at - done) as f64 / gap + lean(at);
                    }
                    walked += rise;
                    done = upto;
                }
                let mut sum = 0.0;
                for log in log.iter_mut() {
                    *log = log.clamp(-LIMIT, LIMIT).exp();
                    sum += *log;
                }
                let total = mean * log.len() as f64;
                for (share, flow) in log.iter_mut().zip(&mut flows[days.clone()]) {
                    *share /= sum;
                    *flow = total * *share;
                }
            }
            if let Some(weekdays) = weekdays {
                for (flow, weekday) in flows[days.clone()].iter_mut().zip(&weekdays.of[days]) {
                    *flow *= effects[*weekday];
                }
            }
        }
    }

    /// Slopes of a segment's log shape before and after its middle, towards the
    /// means of its neighbours: a rise between two totals begins within them.
    fn slopes(&self, theta: &[f64], j: usize) -> (f64, f64) {
        let mean = |j: usize| theta[self.segments[j].mean];
        let before =
            if j > 0 { LEAN * (mean(j) - mean(j - 1)) / self.segments[j].gap } else { 0.0 };
        let after =
            self.segments.get(j + 1).map_or(0.0, |next| LEAN * (mean(j + 1) - mean(j)) / next.gap);
        (before, after)
    }

    /// Index of the segment that holds a day.
    pub fn segment_of(&self, day: usize) -> usize {
        self.segments.partition_point(|segment| segment.to <= day)
    }

    /// Carries derivatives by the log flows of a segment's days (`by_log`, of all days) back to
    /// the parameters.
    pub fn pull(
        &self,
        j: usize,
        by_log: &[f64],
        shape: &[f64],
        weekdays: Option<&Weekdays>,
        scale: f64,
        add: &mut impl FnMut(usize, f64),
    ) {
        let segment = &self.segments[j];
        let days = segment.from..segment.to;
        let total: f64 = by_log[days.clone()].iter().sum();
        add(segment.mean, total);
        if let Some(parameter) = segment.closed {
            add(parameter, total * CLOSED.1);
        }
        if let Some(weekdays) = weekdays {
            for day in days.clone() {
                if by_log[day] != 0.0 {
                    add(weekdays.first + weekdays.of[day], by_log[day] * weekdays.sd);
                }
            }
        }
        if segment.len() == 1 {
            return;
        }
        let step = self.step(scale);
        let middle = segment.middle();
        // Derivative by the log shape, from the last knot back.
        let by_shape = |day: usize| by_log[day] - total * shape[day];
        let (mut by_before, mut by_after) = (0.0, 0.0);
        let mut carry = 0.0;
        let mut end = segment.to;
        for &(knot, parameter, gap, extra) in segment.knots.iter().rev() {
            let first = knot - gap as usize;
            let mut by_rise = carry;
            for day in first + 1..end {
                let by = by_shape(day);
                by_rise += by * ((day - first) as f64 / gap).min(1.0);
                carry += by;
                let off = day as f64 - middle;
                if off < 0.0 { by_before += by * off } else { by_after += by * off }
            }
            end = first + 1;
            add(parameter, by_rise * SHAPE * (step * step * gap + extra).sqrt());
        }
        by_before += by_shape(segment.from) * (segment.from as f64 - middle);
        if j > 0 {
            let by = LEAN * by_before / segment.gap;
            add(segment.mean, by);
            add(self.segments[j - 1].mean, -by);
        }
        if let Some(next) = self.segments.get(j + 1) {
            let by = LEAN * by_after / next.gap;
            add(next.mean, by);
            add(segment.mean, -by);
        }
    }
}
