//! The posterior: what is unknown, how a claim follows from it, and the gradient.
//!
//! **Flows.** Each crossing has a walk of daily flows ([`crate::walk`]); the flow by unnamed ways
//! ("elsewhere") is a slowly varying fraction of the named. The crossings' levels scatter around
//! one of the route, which is left wide open, and all share a weekday effect.
//!
//! **Claims.** The logarithm of the sum over crossings and days, plus the leaning of the
//! organisation ([`crate::leaning`]) and factors of definition ([`crate::factors`]), is what the number
//! should say; [`crate::noise`] says how far it may be off, and [`crate::hypothesis`] which days
//! are meant.
//!
//! All parameters but the means of the walks are standard normal a priori. Nothing in the prior is
//! taken from the numbers of the claims, only from their days and names (but for the factors that
//! breakdowns teach, which are ratios): worlds drawn from it (`simulate`) can therefore test the intervals.

use claim::{Claim, Event, EventKind, Per, Stance, Unit, Window};
use jiff::ToSpan;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::curvature::Gathered;
use crate::factors::{Factors, HOUSEHOLD};
use crate::hypothesis::{Hypothesis, RUNG, Start, loose, starts, windows};
use crate::leaning::{LEANING, Organisations, Term, method_changes};
use crate::noise::{Density, LogProduct, Point};
use crate::scope::{Entry, Scope};
use crate::series::{Before, ties};
use crate::walk::{Segment, Walk, Weekdays};

/// Parameters beyond which cuts and knots are thinned.
const MOST_PARAMETERS: usize = 70_000;
/// Parameters from which the engine economises: one step scale, two chains, and a curvature in
/// which long totals count only by their diagonal.
pub(crate) const LARGE: usize = 1_000;
/// What of the information at the peak is left of a step and of a number at a drawn point, about.
const TAILS: (f64, f64) = (0.5, 0.67);
/// Longest row of the curvature in a large model.
const LONGEST_ROW: usize = 40;
/// Observations whose rows of the curvature are made by one thread at a time.
const ROWS_TOGETHER: usize = 512;

/// Median daily step of the log flow a priori.
const STEP: f64 = 0.15;
/// Sd of the logarithm of the factor on all steps.
pub(crate) const STEP_SPREAD: f64 = 0.5;
/// Sd of the first day around the level.
const FIRST: f64 = 0.7;
/// The route's level: median daily flow, and sd of its logarithm. From hamlets' paths to the
/// Polish border in March 2022 (140,000 a day).
const BASE: (f64, f64) = (500.0, 2.5);
/// Sd of a crossing's level around the route's.
const LEVEL: f64 = 1.5;
/// Relative error of a count that keeps all digits. Fixed: learned together with
/// flows that can follow every exact number, its joint mode is at zero, and the
/// curvature there says nothing of the posterior.
pub(crate) const NOISE: f64 = 0.025;
/// Sd of a weekday's effect, and the counts that each day of the week must have for there to be
/// one: with fewer, the days of a surge would be taken for a habit.
const WEEKDAY: (f64, usize) = (0.1, 3);
/// Sd of the logit of the share of a day that a partial count covers.
pub(crate) const PARTIAL: f64 = 0.7;

/// A claim as the model sees it.
#[derive(Debug, Clone)]
pub(crate) struct Observation {
    /// Index of the claim.
    pub claim: usize,
    /// Rows of the flow table: crossings, or [`Model::all_row`] for the route.
    pub rows: Vec<usize>,
    pub hypotheses: Vec<Hypothesis>,
    /// Constant part of the log factor between people who crossed and the number.
    pub offset: f64,
    /// Definition factors.
    pub terms: Vec<Term>,
    /// The organisation's leaning.
    pub leaning: Vec<Term>,
    /// Rate: per how many days; the sum is divided by the window's length.
    pub per: Option<f64>,
    /// Share of the last day that is covered: parameter and logit of its median.
    pub partial: Option<(usize, f64)>,
    pub density: Density,
    /// The start of its window is weighed on a ladder of days.
    pub loose: bool,
}

impl Observation {
    /// The density that judges a reading.
    pub fn density(&self, hypothesis: &Hypothesis) -> Density {
        hypothesis.before.map_or(self.density, |before| before.density)
    }
}

/// Everything the posterior needs, fixed.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    pub days: Window,
    pub crossings: Vec<String>,
    /// Number of parameters.
    pub dim: usize,
    /// Those that are standard normal a priori: all but the means of the walks.
    pub plain: Vec<usize>,
    pub walks: Vec<Walk>,
    pub weekdays: Option<Weekdays>,
    /// Claims that inform the picture.
    pub observations: Vec<Observation>,
    /// Claims that are only compared with it (copies, superseded, parts).
    pub onlookers: Vec<Observation>,
    pub organisations: Organisations,
    /// Highest knot spacing, days.
    pub spacing: usize,
    /// A first point from which the mode is sought.
    pub start: Vec<f64>,
}

/// Working memory of one evaluation; each chain has its own.
#[derive(Debug, Clone)]
pub(crate) struct Scratch {
    /// Sum of the named flows, by day.
    named: Vec<f64>,
    /// Flows `[row][day]`: crossings, elsewhere.
    pub flows: Vec<Vec<f64>>,
    /// Share of each day in its segment `[row][day]`.
    shape: Vec<Vec<f64>>,
    /// Running sums `[row][day + 1]`, with one more row for the route.
    sums: Vec<Vec<f64>>,
    /// Derivative of the log posterior by the flow of a day, as differences.
    adjoint: Vec<Vec<f64>>,
    /// Of one observation: people counted, slope and mass by reading.
    readings: Vec<(f64, f64, f64)>,
    /// A row of the curvature: values by parameter, and which are not zero.
    row: Vec<f64>,
    touched: Vec<usize>,
    by_log: Vec<f64>,
}

impl Scratch {
    /// Hands over the row that [`Model::row`] left, by parameter.
    pub fn take_row(&mut self, mut each: impl FnMut(usize, f64)) {
        for parameter in self.touched.drain(..) {
            each(parameter, std::mem::take(&mut self.row[parameter]));
        }
    }
}

/// A segment that is moved by itself, and the readings that say where to.
#[derive(Debug, Clone)]
pub(crate) struct Told {
    pub row: usize,
    pub segment: usize,
    /// Observation and hypothesis of each reading.
    pub by: Vec<(usize, usize)>,
}

/// What is closed at a crossing: days, and the parameter of what is left of the flow.
struct Closure {
    from: usize,
    to: usize,
    parameter: usize,
}

impl Model {
    /// Sets up the grid, the parameters and the observations. Places of `events` are crossings by
    /// gazetteer name, or countries.
    pub fn new(
        claims: &[Claim],
        scope: &Scope,
        order: &[usize],
        events: &[Event],
        days: Window,
        unnamed: usize,
    ) -> Model {
        let entries = &scope.entries;
        let starts = starts(claims, entries, order, events, days);
        let mut model = Model {
            days,
            crossings: scope.crossings.clone(),
            dim: 0,
            plain: Vec::new(),
            walks: Vec::new(),
            weekdays: None,
            observations: Vec::new(),
            onlookers: Vec::new(),
            organisations: Organisations::default(),
            spacing: 1,
            start: Vec::new(),
        };
        model.lay_walks(claims, scope, events, unnamed);
        let changes = method_changes(events, days);
        model.organisations = Organisations::of(claims, entries, order, &changes, days, || {
            plain(&mut model.dim, &mut model.plain)
        });
        let ties = ties(claims, entries, order, &changes, days);
        let told: Vec<usize> = order.iter().copied().filter(|&i| entries[i].in_scope()).collect();
        let mut factors = Factors::taught(claims, &told);
        for &i in order {
            if !entries[i].in_scope() {
                continue;
            }
            let observation =
                model.observe(i, &claims[i], &entries[i], &starts, &ties[i], &mut factors);
            if entries[i].active() {
                model.observations.push(observation);
            } else {
                model.onlookers.push(observation);
            }
        }
        model.begin(claims, entries, order);
        model
    }

    /// Lays the first point: levels as the claims suggest, everything else at its median.
    fn begin(&mut self, claims: &[Claim], entries: &[Entry], order: &[usize]) {
        let (each, whole) = levels(claims, entries, order, &self.crossings);
        let mut theta = vec![0.0; self.dim];
        let elsewhere = self.elsewhere_row();
        for (row, walk) in self.walks.iter().enumerate() {
            let level = if row < elsewhere { each[row] } else { whole };
            // The route's level takes most of what a crossing is above the median.
            if let [(base, wide), (own, _)] = walk.level_terms[..] {
                theta[base] = (whole - BASE.0.ln()) / wide;
                theta[own] = (level - walk.level - wide * theta[base]) / LEVEL;
            }
        }
        for walk in &self.walks {
            walk.centre(&mut theta);
        }
        self.start = theta;
    }

    /// Drops the readings that are out of the question at `theta`: less than one in
    /// a hundred thousand, which no printed probability would show. Those of
    /// claims with loose windows stay, since the sampler wanders between them, unless many
    /// claims make them a burden.
    pub fn prune(&mut self, theta: &[f64], scale: f64, scratch: &mut Scratch) {
        const NEVER: f64 = 1e-5;
        self.decode(theta, scale, scratch);
        let large = self.dim > LARGE;
        let mut observations = std::mem::take(&mut self.observations);
        for observation in &mut observations {
            if observation.loose && !large {
                continue;
            }
            let mut keep = Vec::new();
            self.weigh(observation, theta, 1.0, scratch, |hypothesis, _, share| {
                if share > NEVER {
                    keep.push(*hypothesis);
                }
            });
            observation.hypotheses = keep;
        }
        self.observations = observations;
    }

    /// Index of the flow row that stands for unnamed ways.
    pub fn elsewhere_row(&self) -> usize {
        self.crossings.len()
    }

    /// Index of the row of sums that stands for the whole route.
    pub fn all_row(&self) -> usize {
        self.crossings.len() + 1
    }

    fn plain(&mut self) -> usize {
        plain(&mut self.dim, &mut self.plain)
    }

    fn lay_walks(&mut self, claims: &[Claim], scope: &Scope, events: &[Event], unnamed: usize) {
        let length = self.days.days();
        let shaken = shaken_days(events, self.days);
        let rows = self.crossings.len() + 1;
        let closures: Vec<Vec<Closure>> = self
            .crossings
            .clone()
            .iter()
            .map(|name| {
                closed_days(name, events, self.days)
                    .into_iter()
                    .map(|(from, to)| Closure { from, to, parameter: self.plain() })
                    .collect()
            })
            .collect();
        // Thin the cuts and knots until they fit; most pictures fit with the first spacing.
        let mut cuts: Vec<Vec<usize>> = Vec::new();
        for spacing in [4, 5, 7, 10, 14, 21, 30, 45, 60, 90, 180, 365] {
            self.spacing = spacing;
            cuts = (0..rows)
                .map(|row| {
                    let name = self.crossings.get(row).map(String::as_str);
                    let closed = closures.get(row).map_or(&[][..], |closed| closed);
                    cut(name, claims, scope, self.days, spacing, closed)
                })
                .collect();
            let knots: usize =
                cuts.iter().map(|cuts| cuts.len() + length / self.shape_spacing(false)).sum();
            if knots <= MOST_PARAMETERS {
                break;
            }
        }
        if weekdays_are_told(claims, &scope.entries) {
            let first = self.dim;
            for _ in 0..7 {
                self.plain();
            }
            let of = self.days.iter().map(|day| day.weekday().to_monday_zero_offset() as usize);
            self.weekdays = Some(Weekdays { first, of: of.collect(), sd: WEEKDAY.0 });
        }
        let base = self.plain();
        for (row, cuts) in cuts.into_iter().enumerate() {
            let elsewhere = row == self.crossings.len();
            let fraction = elsewhere && !self.crossings.is_empty();
            let own = self.plain();
            let (level, level_terms, step) = if !fraction {
                (BASE.0.ln(), vec![(base, BASE.1), (own, LEVEL)], STEP)
            } else if unnamed > 0 && self.crossings.len() == 1 {
                // A single crossing is named on a border that has others.
                (0.1f64.ln(), vec![(own, 1.0)], 0.03)
            } else {
                (0.02f64.ln(), vec![(own, 0.7)], 0.03)
            };
            let quiet = vec![0.0; length];
            let shaken = if fraction { &quiet } else { &shaken };
            let every = self.shape_spacing(fraction);
            let closed = closures.get(row).map_or(&[][..], |closed| closed);
            let mut segments: Vec<Segment> = Vec::new();
            for pair in cuts.windows(2) {
                let (from, to) = (pair[0], pair[1]);
                self.dim += 1; // a mean: not standard normal
                let mut segment = Segment {
                    from,
                    to,
                    gap: 0.0,
                    extra: 0.0,
                    mean: self.dim - 1,
                    closed: closed
                        .iter()
                        .find(|closure| closure.from <= from && to <= closure.to)
                        .map(|closure| closure.parameter),
                    knots: vec![],
                };
                if let Some(before) = segments.last() {
                    segment.gap = segment.middle() - before.middle();
                    let (a, b) = (before.middle().floor() as usize, segment.middle() as usize);
                    segment.extra = shaken[a + 1..=b].iter().sum();
                }
                let mut last = from;
                for day in from + 1..to {
                    if day - last >= every || day + 1 == to || shaken[day] > 0.05 {
                        let extra = shaken[last + 1..=day].iter().sum();
                        let gap = (day - last) as f64;
                        segment.knots.push((day, self.plain(), gap, extra));
                        last = day;
                    }
                }
                segments.push(segment);
            }
            self.walks.push(Walk {
                segments,
                level,
                level_terms,
                scaled: !fraction,
                step,
                first: if fraction { 0.2 } else { FIRST },
            });
        }
        debug_assert!(self.walks.iter().all(|w| w.segments.last().is_some_and(|s| s.to == length)));
    }

    /// Days between the knots of a segment's shape.
    fn shape_spacing(&self, fraction: bool) -> usize {
        if fraction { self.spacing.max(10) } else { self.spacing }
    }

    fn observe(
        &mut self,
        index: usize,
        claim: &Claim,
        entry: &Entry,
        starts: &[Start],
        ties: &[Before],
        factors: &mut Factors,
    ) -> Observation {
        let rows = if entry.via.is_empty() {
            vec![self.all_row()]
        } else {
            entry
                .via
                .iter()
                .filter_map(|name| self.crossings.iter().position(|known| known == name))
                .collect()
        };
        let per = (claim.measure == claim::Measure::Rate).then_some(match claim.per {
            None | Some(Per::Day) => 1.0,
            Some(Per::Week) => 7.0,
            Some(Per::Month) => 30.4,
        });
        let hypotheses = match (per, entry.start, entry.end) {
            // A rate without days is of the days around the report.
            (Some(_), None, Some(end)) => {
                let start = end.checked_sub(3.days()).unwrap_or(end);
                let window = Entry { start: Some(start.max(self.days.start())), ..entry.clone() };
                stated(&window, self.days)
            }
            (Some(_), Some(_), _) => stated(entry, self.days),
            _ => windows(claim, entry, starts, ties, self.days),
        };
        let hypotheses = self.likely_of(hypotheses);
        let partial = claim.partial.then(|| {
            let hour =
                claim.as_of.map_or(12.0, |t| f64::from(t.hour()) + f64::from(t.minute()) / 60.0);
            let share = (hour / 24.0).clamp(0.05, 0.95);
            (self.plain(), (share / (1.0 - share)).ln())
        });
        let last = entry.end.map_or(0, |end| self.days.offset(end));
        let day = last.clamp(0, self.days.days() as i64 - 1) as usize;
        let leaning = self.organisations.terms(entry, day);
        let (dim, plains) = (&mut self.dim, &mut self.plain);
        let (offset, terms) = factors.of(claim, || plain(dim, plains));
        let mut density = Density::of(claim, entry.subset);
        let loose = per.is_none() && loose(claim, entry);
        if loose {
            density = density.loosened(RUNG);
        }
        if leaning.is_empty() {
            density = density.loosened(LEANING);
        }
        // A number that two sums prove to be another is believed to about that error.
        if entry.doubt.error > 0.0 {
            density = density.loosened(entry.doubt.error);
        }
        Observation {
            claim: index,
            rows,
            hypotheses,
            offset,
            terms,
            leaning,
            per,
            partial,
            density,
            loose,
        }
    }

    /// All readings, or in a large model the few that are likely from the first: every reading
    /// of ten thousand claims would be carried through the whole search.
    fn likely_of(&self, mut hypotheses: Vec<Hypothesis>) -> Vec<Hypothesis> {
        const FEW: usize = 4;
        if self.dim > LARGE && hypotheses.len() > FEW {
            let prior = |h: &Hypothesis| h.prior / h.before.map_or(1.0, |b| b.jacobian);
            hypotheses.sort_by(|a, b| prior(b).total_cmp(&prior(a)));
            hypotheses.truncate(FEW);
        }
        hypotheses
    }

    pub fn scratch(&self) -> Scratch {
        let days = self.days.days();
        let rows = self.crossings.len() + 1;
        Scratch {
            named: vec![0.0; days],
            flows: vec![vec![0.0; days]; rows],
            shape: vec![vec![0.0; days]; rows],
            sums: vec![vec![0.0; days + 1]; rows + 1],
            adjoint: vec![vec![0.0; days + 1]; rows + 1],
            readings: Vec::new(),
            row: vec![0.0; self.dim],
            touched: Vec::new(),
            by_log: vec![0.0; days],
        }
    }

    /// The weekday effect of a row: elsewhere, as a fraction, has that of the named.
    fn weekdays_of(&self, row: usize) -> Option<&Weekdays> {
        let fraction = row == self.elsewhere_row() && row > 0;
        self.weekdays.as_ref().filter(|_| !fraction)
    }

    /// Turns parameters into daily flows, people per day, and their running sums.
    pub fn decode(&self, theta: &[f64], scale: f64, scratch: &mut Scratch) {
        let days = self.days.days();
        let elsewhere = self.elsewhere_row();
        for (row, walk) in self.walks.iter().enumerate() {
            let weekdays = self.weekdays_of(row);
            walk.decode(theta, scale, weekdays, &mut scratch.flows[row], &mut scratch.shape[row]);
        }
        if elsewhere > 0 {
            let (named, rest) = scratch.flows.split_at_mut(elsewhere);
            scratch.named.copy_from_slice(&named[0]);
            for flows in &named[1..] {
                for (sum, flow) in scratch.named.iter_mut().zip(flows) {
                    *sum += flow;
                }
            }
            for (flow, named) in rest[0].iter_mut().zip(&scratch.named) {
                *flow *= named;
            }
        }
        let all = self.all_row();
        let (single, whole) = scratch.sums.split_at_mut(all);
        whole[0][1..].fill(0.0);
        for (row, sums) in single.iter_mut().enumerate() {
            let mut sum = 0.0;
            for day in 0..days {
                sum += scratch.flows[row][day];
                sums[day + 1] = sum;
                whole[0][day + 1] += sum;
            }
        }
    }

    /// Sum that an observation counts under one hypothesis (people), the share of the last day
    /// that is covered, and the derivative by the partial day's parameter.
    pub fn count(
        observation: &Observation,
        hypothesis: &Hypothesis,
        theta: &[f64],
        scratch: &Scratch,
    ) -> (f64, f64, f64) {
        Self::count_in(&observation.rows, observation, hypothesis, theta, scratch)
    }

    /// The same in other rows than the observation counts.
    pub fn count_in(
        rows: &[usize],
        observation: &Observation,
        hypothesis: &Hypothesis,
        theta: &[f64],
        scratch: &Scratch,
    ) -> (f64, f64, f64) {
        let mut sum = 0.0;
        let mut last = 0.0;
        for &row in rows {
            let sums = &scratch.sums[row];
            sum += sums[hypothesis.to] - sums[hypothesis.from];
            last += sums[hypothesis.to] - sums[hypothesis.to - 1];
        }
        match observation.partial {
            None => (sum.max(1e-12), 1.0, 0.0),
            Some((parameter, logit)) => {
                let share = 1.0 / (1.0 + (-(logit + PARTIAL * theta[parameter])).exp());
                let sum = (sum - (1.0 - share) * last).max(1e-12);
                (sum, share, last * share * (1.0 - share) * PARTIAL)
            }
        }
    }

    /// The number that the observation should say under a reading, without its organisation's
    /// leaning.
    pub fn expected(
        &self,
        observation: &Observation,
        hypothesis: &Hypothesis,
        theta: &[f64],
        scratch: &Scratch,
    ) -> f64 {
        let (sum, ..) = Self::count(observation, hypothesis, theta, scratch);
        let counted = Self::log_number(observation, hypothesis, sum, theta).exp();
        counted + hypothesis.before.map_or(0.0, |before| before.number)
    }

    /// Logarithm of what is counted in the window of a reading, in the terms of the claim but for
    /// its organisation's leaning.
    pub fn log_number(
        observation: &Observation,
        hypothesis: &Hypothesis,
        sum: f64,
        theta: &[f64],
    ) -> f64 {
        let mut log = sum.ln() + observation.offset;
        if let Some(per) = observation.per {
            log += (per / (hypothesis.to - hypothesis.from) as f64).ln();
        }
        for &(parameter, coefficient) in &observation.terms {
            log += coefficient * theta[parameter];
        }
        log
    }

    /// Logarithm of the number that the reading is compared with: with the leaning.
    pub fn log_truth(
        &self,
        observation: &Observation,
        hypothesis: &Hypothesis,
        theta: &[f64],
        scratch: &Scratch,
    ) -> f64 {
        let (sum, ..) = Self::count(observation, hypothesis, theta, scratch);
        let lean: f64 = observation.leaning.iter().map(|(p, c)| c * theta[*p]).sum();
        Self::log_number(observation, hypothesis, sum, theta) + lean
    }

    /// Density of an observation under each hypothesis; calls `each` with the
    /// hypothesis, its point and its posterior responsibility. Gives the log density over all.
    pub fn weigh(
        &self,
        observation: &Observation,
        theta: &[f64],
        widen: f64,
        scratch: &Scratch,
        mut each: impl FnMut(&Hypothesis, Point, f64),
    ) -> f64 {
        let points: Vec<(&Hypothesis, Point)> = observation
            .hypotheses
            .iter()
            .map(|hypothesis| {
                let truth = self.log_truth(observation, hypothesis, theta, scratch);
                (hypothesis, observation.density(hypothesis).at(truth, NOISE, widen))
            })
            .collect();
        let total: f64 = points.iter().map(|(h, p)| h.prior * p.density).sum();
        for (hypothesis, point) in points {
            each(hypothesis, point, hypothesis.prior * point.density / total);
        }
        total.ln()
    }

    /// Log posterior density (up to a constant) and its gradient, with all steps times `scale`.
    /// `widen` > 1 tempers the observations while the mode is sought.
    pub fn gradient(
        &self,
        theta: &[f64],
        scale: f64,
        widen: f64,
        scratch: &mut Scratch,
        gradient: &mut [f64],
    ) -> f64 {
        self.decode(theta, scale, scratch);
        for row in &mut scratch.adjoint {
            row.fill(0.0);
        }
        gradient.fill(0.0);
        let mut log = 0.0;
        for &parameter in &self.plain {
            let value = theta[parameter];
            log -= 0.5 * value * value;
            gradient[parameter] = -value;
        }
        for walk in &self.walks {
            log += walk.prior(theta, scale, |parameter, slope| gradient[parameter] += slope);
        }
        let mut readings = std::mem::take(&mut scratch.readings);
        let mut likelihood = LogProduct::new();
        for observation in &self.observations {
            if observation.density == Density::Positive {
                continue;
            }
            let total = Self::readings(observation, theta, widen, scratch, &mut readings);
            likelihood.take(total);
            for (hypothesis, (sum, slope, mass)) in observation.hypotheses.iter().zip(&readings) {
                let share = mass / total;
                if share < 1e-9 {
                    continue;
                }
                self.spread(observation, hypothesis, share * slope, *sum, theta, scratch, gradient);
            }
        }
        scratch.readings = readings;
        self.pull(scale, scratch, gradient);
        log + likelihood.log()
    }

    /// Log posterior density alone, up to the same constant: half the work of
    /// [`Model::gradient`].
    pub fn log_density(&self, theta: &[f64], scale: f64, scratch: &mut Scratch) -> f64 {
        self.decode(theta, scale, scratch);
        let mut log: f64 = self.plain.iter().map(|&p| -0.5 * theta[p] * theta[p]).sum();
        for walk in &self.walks {
            log += walk.prior(theta, scale, |_, _| {});
        }
        let mut readings = std::mem::take(&mut scratch.readings);
        let mut likelihood = LogProduct::new();
        for observation in &self.observations {
            if observation.density != Density::Positive {
                likelihood.take(Self::readings(observation, theta, 1.0, scratch, &mut readings));
            }
        }
        scratch.readings = readings;
        log + likelihood.log()
    }

    /// Leaves what each reading of an observation counts (people), the slope of its log density
    /// by the log number, and its mass in `readings`; gives the sum of the masses.
    fn readings(
        observation: &Observation,
        theta: &[f64],
        widen: f64,
        scratch: &Scratch,
        readings: &mut Vec<(f64, f64, f64)>,
    ) -> f64 {
        let lean: f64 = observation.leaning.iter().map(|(p, c)| c * theta[*p]).sum();
        readings.clear();
        let mut total = 0.0;
        for hypothesis in &observation.hypotheses {
            let (sum, ..) = Self::count(observation, hypothesis, theta, scratch);
            let truth = Self::log_number(observation, hypothesis, sum, theta) + lean;
            let point = observation.density(hypothesis).at(truth, NOISE, widen);
            let mass = hypothesis.prior * point.density;
            total += mass;
            readings.push((sum, point.slope, mass));
        }
        total
    }

    /// Adds `slope` times the derivative of the log number by the daily flows
    /// (to the adjoint) and by the linear parameters (to `out`).
    #[allow(clippy::too_many_arguments)] // one step of the chain rule: all are its operands
    fn spread(
        &self,
        observation: &Observation,
        hypothesis: &Hypothesis,
        slope: f64,
        sum: f64,
        theta: &[f64],
        scratch: &mut Scratch,
        out: &mut [f64],
    ) {
        let per_person = slope / sum;
        let mut share = 1.0;
        if let Some((parameter, _)) = observation.partial {
            let (_, covered, by_parameter) = Self::count(observation, hypothesis, theta, scratch);
            share = covered;
            out[parameter] += per_person * by_parameter;
        }
        for &row in &observation.rows {
            let adjoint = &mut scratch.adjoint[row];
            adjoint[hypothesis.from] += per_person;
            if share < 1.0 {
                adjoint[hypothesis.to - 1] -= per_person * (1.0 - share);
                adjoint[hypothesis.to] -= per_person * share;
            } else {
                adjoint[hypothesis.to] -= per_person;
            }
        }
        for &(parameter, coefficient) in observation.terms.iter().chain(&observation.leaning) {
            out[parameter] += slope * coefficient;
        }
    }

    /// Carries the adjoint of the daily flows back to the parameters (reverse
    /// mode through interpolation and walk); adds to `out`.
    fn pull(&self, scale: f64, scratch: &mut Scratch, out: &mut [f64]) {
        let days = self.days.days();
        let elsewhere = self.elsewhere_row();
        // From differences to derivatives by log flow.
        let (single, whole) = scratch.adjoint.split_at_mut(elsewhere + 1);
        let mut route = 0.0;
        let mut running = vec![0.0; elsewhere + 1];
        for day in 0..days {
            route += whole[0][day];
            let mut rest = 0.0;
            let mut named = 0.0;
            for row in (0..=elsewhere).rev() {
                running[row] += single[row][day];
                let flow = scratch.flows[row][day];
                let mut by_log = (running[row] + route) * flow;
                if row == elsewhere {
                    rest = by_log;
                    named = scratch.named[day];
                } else {
                    // Elsewhere is a fraction of the named flows.
                    by_log += rest * flow / named;
                }
                single[row][day] = by_log;
            }
        }
        for (row, walk) in self.walks.iter().enumerate() {
            let weekdays = self.weekdays_of(row);
            let (by_log, shape) = (&single[row], &scratch.shape[row]);
            for j in 0..walk.segments.len() {
                walk.pull(j, by_log, shape, weekdays, scale, &mut |parameter, by| {
                    out[parameter] += by;
                });
            }
        }
    }

    /// The Gauss-Newton curvature: that of the prior, and for each observation and likely
    /// hypothesis the square of the square root of its information times the derivative of its log
    /// number.
    ///
    /// In a large model the long totals are bounded by their diagonal while the peak is climbed to
    /// (`bounded`), which keeps the steps safe, and left out of the curvature that whitens: days
    /// and differences hold the same sums, and a bound would tie what is loose.
    pub fn curvature(
        &self,
        theta: &[f64],
        scale: f64,
        widen: f64,
        bounded: bool,
        scratch: &mut Scratch,
    ) -> Gathered {
        self.decode(theta, scale, scratch);
        let longest = if self.dim > LARGE { LONGEST_ROW } else { usize::MAX };
        // Steps and errors have long tails: drawn points lie in them, the peak does not. Among
        // tens of thousands the difference adds up.
        let (step, number) =
            if bounded || self.dim <= LARGE { (1.0, 1.0) } else { (TAILS.0, TAILS.1) };
        let mut gathered = Gathered::new(self.dim, &self.plain, longest, bounded);
        for walk in &self.walks {
            walk.prior_rows(theta, scale, step, |row| gathered.add(row));
        }
        // Parts of a fixed size, so that the rows come in the same order whatever the threads.
        let rows: Vec<Vec<(usize, f64)>> = self
            .observations
            .par_chunks(ROWS_TOGETHER)
            .flat_map_iter(|part| {
                let mut scratch = scratch.clone();
                part.iter().flat_map(move |observation| {
                    self.rows_of(observation, theta, (scale, widen, number), &mut scratch)
                })
            })
            .collect();
        rows.iter().for_each(|row| gathered.add(row));
        gathered
    }

    /// The rows of the curvature of an observation, one for each likely reading: all steps times
    /// `scale`, its error `widen` times as wide, its information times `number`.
    fn rows_of(
        &self,
        observation: &Observation,
        theta: &[f64],
        (scale, widen, number): (f64, f64, f64),
        scratch: &mut Scratch,
    ) -> Vec<Vec<(usize, f64)>> {
        let mut likely: Vec<(Hypothesis, f64)> = Vec::new();
        self.weigh(observation, theta, widen, scratch, |hypothesis, point, share| {
            let information = share * point.information * number;
            if share > 1e-3 && information > 0.0 {
                likely.push((*hypothesis, information));
            }
        });
        let mut rows = Vec::with_capacity(likely.len());
        for (hypothesis, information) in likely {
            self.row(observation, &hypothesis, information.sqrt(), theta, scale, scratch);
            let mut row = Vec::with_capacity(scratch.touched.len());
            scratch.take_row(|parameter, value| row.push((parameter, value)));
            rows.push(row);
        }
        rows
    }

    /// The segments that some reading (observation, hypothesis) counts with few others, and the
    /// last of each crossing.
    pub fn told(&self) -> Vec<Told> {
        /// Segments in the window of a reading.
        const FEW: usize = 4;
        let mut by: std::collections::BTreeMap<(usize, usize), Vec<(usize, usize)>> =
            Default::default();
        let rows = self.elsewhere_row().max(1);
        for (row, walk) in self.walks[..rows].iter().enumerate() {
            // Beyond the last report a flow may go anywhere.
            by.insert((row, walk.segments.len() - 1), Vec::new());
        }
        for (o, observation) in self.observations.iter().enumerate() {
            let [row] = observation.rows[..] else { continue };
            // The route is a sum of rows, except where no crossing is named.
            let row = if row == self.all_row() && row == 1 { 0 } else { row };
            if row == self.all_row() || observation.partial.is_some() {
                continue;
            }
            for (h, hypothesis) in observation.hypotheses.iter().enumerate() {
                let walk = &self.walks[row];
                let first = walk.segment_of(hypothesis.from);
                let last = walk.segment_of(hypothesis.to - 1);
                let sharp = matches!(observation.density(hypothesis), Density::Split { .. });
                if !sharp || last - first >= FEW {
                    continue;
                }
                for j in first..=last {
                    let segment = &walk.segments[j];
                    if hypothesis.from <= segment.from && segment.to <= hypothesis.to {
                        by.entry((row, j)).or_default().push((o, h));
                    }
                }
            }
        }
        by.into_iter().map(|((row, segment), by)| Told { row, segment, by }).collect()
    }

    /// Where each reading puts the mean of the segment, and how sharply (sd), given everything
    /// else in `theta`; the scratch holds its flows.
    pub fn places(&self, told: &Told, theta: &[f64], scratch: &Scratch) -> Vec<(f64, f64)> {
        let segment = &self.walks[told.row].segments[told.segment];
        let mean = theta[segment.mean];
        let sums = &scratch.sums[told.row];
        let own = sums[segment.to] - sums[segment.from];
        let place = |&(o, h): &(usize, usize)| {
            let observation = &self.observations[o];
            let hypothesis = &observation.hypotheses[h];
            let truth = self.log_truth(observation, hypothesis, theta, scratch);
            let Density::Split { log_value, under, over } = observation.density(hypothesis) else {
                return None;
            };
            // What the window should hold, less what its other segments hold.
            let sum = sums[hypothesis.to] - sums[hypothesis.from];
            let wanted = sum * (log_value - truth).exp();
            let left = wanted - (sum - own);
            let sd = under.max(over).hypot(NOISE) * wanted / left;
            (left > 0.0 && sd < 2.0).then(|| (mean + (left / own).ln(), sd))
        };
        told.by.iter().filter_map(place).collect()
    }

    /// Parameters of the segments that a likely reading of some claim holds from above.
    pub fn held_from_above(&self, theta: &[f64], scale: f64, scratch: &mut Scratch) -> Vec<usize> {
        const LIKELY: f64 = 0.05;
        self.decode(theta, scale, scratch);
        let mut held = Vec::new();
        for observation in &self.observations {
            if !observation.density.holds_from_above() {
                continue;
            }
            let mut windows = Vec::new();
            self.weigh(observation, theta, 1.0, scratch, |hypothesis, _, share| {
                if share > LIKELY {
                    windows.push(hypothesis.from..hypothesis.to);
                }
            });
            for window in windows {
                for &counted in &observation.rows {
                    let all = counted == self.all_row();
                    let rows =
                        if all { 0..self.elsewhere_row().max(1) } else { counted..counted + 1 };
                    for walk in &self.walks[rows] {
                        let last = walk.segment_of(window.end - 1);
                        let segments = &walk.segments[walk.segment_of(window.start)..=last];
                        held.extend(segments.iter().map(|segment| segment.mean));
                    }
                }
            }
        }
        held.sort_unstable();
        held.dedup();
        held
    }

    /// Leaves `root` times the derivative of the log number in the scratch, by the parameters
    /// that it touches.
    pub fn row(
        &self,
        observation: &Observation,
        hypothesis: &Hypothesis,
        root: f64,
        theta: &[f64],
        scale: f64,
        scratch: &mut Scratch,
    ) {
        let (sum, covered, by_partial) = Self::count(observation, hypothesis, theta, scratch);
        let per_person = root / sum;
        let Scratch { row: values, touched, by_log, flows, shape, named, .. } = scratch;
        let mut add = |parameter: usize, by: f64| {
            if by != 0.0 {
                if values[parameter] == 0.0 {
                    touched.push(parameter);
                }
                values[parameter] += by;
            }
        };
        let elsewhere = self.elsewhere_row();
        let days = hypothesis.from..hypothesis.to;
        for &counted in &observation.rows {
            let all = counted == self.all_row();
            let rows = if all { 0..elsewhere + 1 } else { counted..counted + 1 };
            for row in rows {
                for day in days.clone() {
                    let mut people = flows[row][day];
                    if all && row < elsewhere {
                        // Elsewhere is a fraction of the named flows.
                        people += flows[elsewhere][day] * flows[row][day] / named[day];
                    }
                    let share = if day + 1 == days.end { covered } else { 1.0 };
                    by_log[day] = per_person * people * share;
                }
                let walk = &self.walks[row];
                let segments = walk.segment_of(days.start)..=walk.segment_of(days.end - 1);
                for j in segments {
                    walk.pull(j, by_log, &shape[row], self.weekdays_of(row), scale, &mut add);
                }
                by_log[days.clone()].fill(0.0);
            }
        }
        if let Some((parameter, _)) = observation.partial {
            add(parameter, per_person * by_partial);
        }
        for &(parameter, coefficient) in observation.terms.iter().chain(&observation.leaning) {
            add(parameter, root * coefficient);
        }
        // A value may cancel to zero and come again: each parameter stands once.
        touched.sort_unstable();
        touched.dedup();
    }
}

/// Whether every day of the week has counts of its own, or the difference of two totals.
fn weekdays_are_told(claims: &[Claim], entries: &[Entry]) -> bool {
    let mut counts = [0; 7];
    let mut ends: Vec<(&[String], &str, Date)> = Vec::new();
    for (claim, entry) in claims.iter().zip(entries).filter(|(_, entry)| entry.active()) {
        let Some(end) = entry.end else { continue };
        if claim.cumulative {
            ends.push((&entry.via, &entry.organisation, end));
        } else if entry.start == Some(end) {
            counts[end.weekday().to_monday_zero_offset() as usize] += 1;
        }
    }
    ends.sort();
    for pair in ends.windows(2) {
        let ((via, who, before), (other, and, after)) = (pair[0], pair[1]);
        if via == other && who == and && before.tomorrow().ok() == Some(after) {
            counts[after.weekday().to_monday_zero_offset() as usize] += 1;
        }
    }
    counts.iter().all(|count| *count >= WEEKDAY.1)
}

/// The next parameter, standard normal a priori.
fn plain(dim: &mut usize, plain: &mut Vec<usize>) -> usize {
    plain.push(*dim);
    *dim += 1;
    *dim - 1
}

/// Days on which a crossing was closed, from first to the day after the last: where an event
/// says so by the crossing's name, and another (or itself) says until when.
fn closed_days(crossing: &str, events: &[Event], days: Window) -> Vec<(usize, usize)> {
    // What was only planned, or is denied, closes nothing.
    let here = |event: &&Event| {
        event.place.as_deref() == Some(crossing)
            && !matches!(event.stance, Stance::Planned | Stance::Expected | Stance::Denied)
    };
    let mut found: Vec<(usize, usize)> = Vec::new();
    for event in events.iter().filter(here).filter(|e| e.kind == EventKind::BorderClosed) {
        let Some(start) = event.start else { continue };
        let opened = events
            .iter()
            .filter(here)
            .filter(|other| other.kind == EventKind::BorderOpened)
            .filter_map(|other| other.start)
            .filter(|day| *day > start)
            .min();
        // The day it opens is a day of crossings, and so may be the day on which it closed.
        let last = match (event.end.filter(|end| *end > start), opened) {
            (Some(end), _) => end,
            (None, Some(day)) => day.yesterday().unwrap_or(day),
            (None, None) => continue,
        };
        let (from, to) = (days.offset(start) + 1, days.offset(last) + 1);
        let (from, to) = (from.max(0), to.min(days.days() as i64));
        if from < to {
            found.push((from as usize, to as usize));
        }
    }
    found.sort_unstable();
    found.dedup_by(|next, kept| {
        let overlaps = next.0 <= kept.1;
        if overlaps {
            kept.1 = kept.1.max(next.1);
        }
        overlaps
    });
    found
}

fn stated(entry: &Entry, days: Window) -> Vec<Hypothesis> {
    let index = |day: Date| days.offset(day).clamp(0, days.days() as i64 - 1) as usize;
    let (Some(start), Some(end)) = (entry.start, entry.end) else { return Vec::new() };
    let (from, to) = (index(start.min(end)), index(end) + 1);
    vec![Hypothesis { from, to, prior: 1.0, stated: true, before: None }]
}

/// Extra variance of the log flow's step into each day, from events.
fn shaken_days(events: &[Event], days: Window) -> Vec<f64> {
    let mut extra = vec![0.0_f64; days.days()];
    for event in events.iter().filter(|event| event.stance != Stance::Denied) {
        let size: f64 = match event.kind {
            EventKind::Deadline | EventKind::OperationStart => 0.4,
            EventKind::BorderClosed | EventKind::BorderOpened => 0.7,
            EventKind::DeadlineAnnounced | EventKind::OperationEnd => 0.2,
            _ => continue,
        };
        for day in [event.start, event.end.filter(|_| event.kind == EventKind::BorderClosed)]
            .into_iter()
            .flatten()
        {
            for near in -2..=2 {
                let at = days.offset(day) + near;
                if (0..extra.len() as i64).contains(&at) {
                    // Two reports of one event are one event.
                    let variance = &mut extra[at as usize];
                    *variance = variance.max(size * size);
                }
            }
        }
    }
    extra
}

/// Logarithm of a plausible daily flow: per crossing, and for the route.
fn levels(
    claims: &[Claim],
    entries: &[Entry],
    order: &[usize],
    crossings: &[String],
) -> (Vec<f64>, f64) {
    let rate = |i: usize| -> Option<f64> {
        let people = Density::of(&claims[i], false).middle().filter(|people| *people > 0.0)?;
        let people = match claims[i].unit {
            Unit::Households => people * claims[i].factor.unwrap_or(HOUSEHOLD),
            _ => people,
        };
        let days = match claims[i].measure {
            claim::Measure::Rate => match claims[i].per {
                Some(Per::Week) => 7.0,
                Some(Per::Month) => 30.4,
                _ => 1.0,
            },
            _ => match entries[i].window() {
                Some(window) => window.days() as f64,
                // A total since nobody knows when.
                None => 30.0,
            },
        };
        Some((people / days).ln())
    };
    let middle = |mut logs: Vec<f64>| -> Option<f64> {
        logs.sort_by(f64::total_cmp);
        logs.get(logs.len() / 2).copied()
    };
    let of = |via: &dyn Fn(&[String]) -> bool| {
        middle(
            order
                .iter()
                .filter(|&&i| entries[i].active() && via(&entries[i].via))
                .filter_map(|&i| rate(i))
                .collect(),
        )
    };
    let any = of(&|_| true).unwrap_or(100f64.ln());
    let whole = of(&|via| via.is_empty()).unwrap_or(any);
    let each = crossings
        .iter()
        .map(|name| {
            of(&|via| via.len() == 1 && via[0] == *name)
                .unwrap_or(whole - (crossings.len().max(1) as f64 + 1.0).ln())
        })
        .collect();
    (each, whole)
}

/// Days at which segments begin, and the day after the last. A crossing
/// (`None`: elsewhere) is cut where claims about it begin or end.
fn cut(
    crossing: Option<&str>,
    claims: &[Claim],
    scope: &Scope,
    days: Window,
    spacing: usize,
    closed: &[Closure],
) -> Vec<usize> {
    let length = days.days();
    let mut cuts = vec![0, length];
    cuts.extend(closed.iter().flat_map(|closure| [closure.from, closure.to]));
    if spacing > 7 {
        cuts.extend((0..length).step_by(spacing));
    } else if crossing.is_some() || scope.crossings.is_empty() {
        for (entry, claim) in scope.entries.iter().zip(claims) {
            let about = match crossing {
                Some(name) => entry.via.iter().any(|via| via == name),
                None => entry.via.is_empty(),
            };
            if !entry.active() || !about || Density::of(claim, entry.subset) == Density::Positive {
                continue;
            }
            let starts = entry.start.map(|day| days.offset(day));
            let ends = entry.end.map(|day| days.offset(day) + 1);
            for at in starts.into_iter().chain(ends) {
                cuts.push(at.clamp(0, length as i64) as usize);
            }
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use claim::{DocumentId, Qualifier};
    use jiff::civil::date;
    use places::Gazetteer;
    use proptest::prelude::*;

    /// A small world with every kind of observation.
    pub(crate) fn model() -> Model {
        let base = |i: u32, via: &[&str]| Claim {
            value: Some(f64::from(i) * 1_000.0 + 321.0),
            kind: claim::Kind::Return,
            from: Some("PAK".into()),
            to: Some("AFG".into()),
            via: via.iter().map(|name| (*name).to_owned()).collect(),
            start: Some(date(2023, 10, 3)),
            end: Some(date(2023, 10, 20)),
            start_stated: true,
            published: Some(date(2023, 11, 2)),
            publisher: Some(format!("paper {}", i % 3)),
            ..Claim::new(DocumentId::of_bytes(&i.to_be_bytes()), "x", 0..1)
        };
        let claims: Vec<Claim> = vec![
            base(20, &["Torkham"]),
            Claim { cumulative: true, start: None, ..base(60, &[]) },
            Claim { end: Some(date(2023, 10, 3)), partial: true, ..base(2, &["Torkham"]) },
            Claim { qualifier: Qualifier::MoreThan, cumulative: true, ..base(9, &["Chaman"]) },
            Claim { measure: claim::Measure::Rate, per: Some(Per::Day), ..base(1, &["Chaman"]) },
            Claim { unit: Unit::Households, ..base(2, &["Torkham", "Chaman"]) },
            Claim {
                value: None,
                low: Some(9e3),
                high: Some(5e4),
                qualifier: Qualifier::Range,
                ..base(7, &["Torkham"])
            },
        ]
        .into_iter()
        .map(Claim::sealed)
        .collect();
        let order: Vec<usize> = (0..claims.len()).collect();
        let route = crate::Route { from: "PAK".into(), to: "AFG".into() };
        let as_of = date(2023, 11, 2);
        let scope =
            crate::scope::sort_out(&claims, &order, as_of, &route, None, Gazetteer::builtin());
        assert!(scope.entries.iter().all(Entry::active));
        let days = Window::new(date(2023, 9, 20), date(2023, 10, 31)).unwrap();
        Model::new(&claims, &scope, &order, &[], days, 3)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn the_gradient_is_the_difference(seed in prop::collection::vec(-1.5f64..1.5, 300)) {
            let model = model();
            let mut theta = seed[..model.dim].to_vec();
            for (at, walk) in model.walks.iter().enumerate() {
                for segment in &walk.segments {
                    // Means are logarithms of flows; elsewhere, of a small fraction.
                    theta[segment.mean] += if at < 2 { 6.0 } else { -3.0 };
                }
            }
            let theta = &theta[..];
            let mut scratch = model.scratch();
            let mut gradient = vec![0.0; model.dim];
            let mut other = gradient.clone();
            model.gradient(theta, 1.3, 1.0, &mut scratch, &mut gradient);
            let h = 1e-6;
            for i in 0..model.dim {
                let mut near = theta.to_vec();
                near[i] += h;
                let above = model.gradient(&near, 1.3, 1.0, &mut scratch, &mut other);
                near[i] -= 2.0 * h;
                let below = model.gradient(&near, 1.3, 1.0, &mut scratch, &mut other);
                let slope = (above - below) / (2.0 * h);
                prop_assert!(
                    (slope - gradient[i]).abs() < 2e-3 * (1.0 + slope.abs()),
                    "parameter {i}: {slope} and {}", gradient[i]
                );
            }
        }
    }

    #[test]
    fn a_segment_keeps_its_mean_whatever_its_shape() {
        let model = model();
        let mut scratch = model.scratch();
        let mut theta = model.start.clone();
        let total = |theta: &[f64], scratch: &mut Scratch| {
            model.decode(theta, 1.0, scratch);
            let segment = &model.walks[0].segments[1];
            scratch.flows[0][segment.from..segment.to].iter().sum::<f64>()
        };
        let flat = total(&theta, &mut scratch);
        for knot in &model.walks[0].segments[1].knots {
            theta[knot.1] = 2.0;
        }
        assert!((total(&theta, &mut scratch) / flat - 1.0).abs() < 1e-9);
    }
}
