//! The posterior: what is unknown, how a claim follows from it, and the gradient.
//!
//! Every parameter is standard normal a priori (a non-centred form), and the
//! [`Model`] turns the vector of them into daily flows. That has two merits.
//! Where the claims say little the posterior *is* the prior, so thin data get
//! right tails at no cost; and the curvature is the identity plus one rank per
//! claim, which whitens the posterior for the sampler.
//!
//! **Flows.** The days of a crossing are cut into segments where claims begin and
//! end. The log *mean* flow of a segment is a level plus a mean-reverting random
//! walk over the segments, with larger steps around events; within a segment the
//! flow leans towards its neighbours and walks on knots every few days, scaled so
//! that the segment keeps its mean. A running total is then a sum of a few means,
//! whatever happened within: were it a sum of exponentials of daily walks, an
//! exact total would be a thin curved shell in which no sampler can take a long step.
//! With many crossings or years the cuts are thinned to a cap ([`MOST_KNOTS`]), so
//! neither memory nor time explodes; that first form is to be replaced by a banded
//! solver (issue 5). The flow by unnamed ways ("elsewhere") is a slowly varying
//! fraction of the named.
//!
//! **Claims.** The logarithm of the sum over crossings and days, plus the
//! leaning of the organisation and factors of definition, is what the number
//! should say; [`crate::noise`] says how far it may be off, and
//! [`crate::hypothesis`] which days are meant.

use claim::{Claim, Event, EventKind, Group, Per, Status, Unit, Window};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::hypothesis::{Hypothesis, RUNG, Start, loose, starts, windows};
use crate::noise::{Density, Point};
use crate::scope::{Entry, Scope, has_organisation, organisation_label};
use claim::same_organisation;

/// Largest number of knots over all crossings before they are thinned.
pub(crate) const MOST_KNOTS: usize = 300;

/// Days by which a deviation from the level decays to 1/e.
const MEMORY: f64 = 40.0;
/// Median daily step of the log flow a priori, and the sd of its logarithm.
const STEP: f64 = 0.15;
pub(crate) const STEP_SPREAD: f64 = 0.5;
/// How much of a step the shape within a segment takes: the slope towards the
/// neighbours already carries a part.
const SHAPE: f64 = 0.7;
/// Sd of the first day around the level.
const FIRST: f64 = 0.7;
/// Sd of a crossing's level around the claims' average.
const LEVEL: f64 = 1.5;
/// Relative error of a count that keeps all digits. Fixed: learned together with
/// flows that can follow every exact number, its joint mode is at zero, and the
/// curvature there says nothing of the posterior.
const NOISE: f64 = 0.015;
/// Sd of an organisation's leaning, log scale.
const LEANING: f64 = 0.07;

/// Place of a leaning that has no parameter (yet).
const UNPLACED: usize = usize::MAX;

/// Whether an organisation's name and a claim's are one.
fn is_one(name: &str, entry: &Entry) -> bool {
    let known = claim::organisation_key(name);
    known == entry.organisation
        || (known.contains(' ')
            && entry.organisation.contains(' ')
            && same_organisation(&known, &entry.organisation))
}

/// A linear term of the log of what a claim counts: parameter, coefficient.
type Term = (usize, f64);

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
    pub leaning: Option<Term>,
    /// Rate: per how many days; the sum is divided by the window's length.
    pub per: Option<f64>,
    /// Share of the last day that is covered: parameter and logit of its median.
    pub partial: Option<(usize, f64)>,
    pub density: Density,
    /// The start of its window is weighed on a ladder of days.
    pub loose: bool,
}

/// A run of days with one parameter for its mean flow, and knots for its shape.
#[derive(Debug, Clone)]
struct Segment {
    /// First day and day after the last, positions.
    from: usize,
    to: usize,
    /// Days between the middle of the segment before and this middle.
    gap: f64,
    /// Extra variance of the step from the segment before, from events.
    extra: f64,
    /// Parameter of the mean.
    mean: usize,
    /// Knots of the shape after the first day: day, parameter, days since the
    /// knot before, extra variance.
    knots: Vec<(usize, usize, f64, f64)>,
}

impl Segment {
    fn middle(&self) -> f64 {
        0.5 * (self.from + self.to - 1) as f64
    }
}

/// How the flow by one crossing walks.
#[derive(Debug, Clone)]
struct Walk {
    segments: Vec<Segment>,
    /// Level: parameter, prior mean and sd.
    level: usize,
    level_mean: f64,
    level_sd: f64,
    /// Whether the step is scaled by what the claims say of it.
    scaled: bool,
    base_step: f64,
    /// Sd of the first segment's mean around the level.
    first: f64,
}

/// Everything the posterior needs, fixed.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    pub days: Window,
    pub crossings: Vec<String>,
    /// Number of parameters.
    pub dim: usize,
    walks: Vec<Walk>,
    /// Claims that inform the picture.
    pub observations: Vec<Observation>,
    /// Claims that are only compared with it (copies, superseded, parts).
    pub onlookers: Vec<Observation>,
    /// Organisation labels, their parameters, their number of used claims.
    pub organisations: Vec<(String, usize, usize)>,
    /// Highest knot spacing, days.
    pub spacing: usize,
    /// Factor on the steps of all crossings, learned by [`crate::mode`]: it is held at its
    /// most probable value, since a step that moves together with hundreds of
    /// pinned flows bends the posterior beyond what a sampler can follow.
    pub step_scale: f64,
}

/// Working memory of one evaluation; each chain has its own.
#[derive(Debug, Clone)]
pub(crate) struct Scratch {
    /// Log mean flow of each segment, relative to the level, per walk.
    means: Vec<Vec<f64>>,
    /// Derivatives by them.
    by_mean: Vec<f64>,
    /// Sum of the named flows, by day.
    named: Vec<f64>,
    /// Flows `[row][day]`: crossings, elsewhere.
    pub flows: Vec<Vec<f64>>,
    /// Running sums `[row][day + 1]`, with one more row for the route.
    sums: Vec<Vec<f64>>,
    /// Derivative of the log posterior by the flow of a day, as differences.
    adjoint: Vec<Vec<f64>>,
    points: Vec<(f64, Point, f64)>,
}

impl Model {
    /// Sets up the grid, the parameters and the observations.
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
            walks: Vec::new(),
            observations: Vec::new(),
            onlookers: Vec::new(),
            organisations: Vec::new(),
            spacing: 1,
            step_scale: 1.0,
        };
        model.lay_walks(claims, scope, order, events, unnamed);
        model.count_organisations(claims, entries, order);
        let mut factors = Factors::default();
        for &i in order {
            if !entries[i].in_scope() {
                continue;
            }
            let observation = model.observe(i, &claims[i], &entries[i], &starts, &mut factors);
            if entries[i].active() {
                model.observations.push(observation);
            } else {
                model.onlookers.push(observation);
            }
        }
        model.organisations.retain(|(_, parameter, _)| *parameter != UNPLACED);
        model
    }

    /// Drops the readings that are out of the question at `theta`: less than one in
    /// a hundred thousand, which no printed probability would show. Those of
    /// claims with loose windows stay, since the sampler wanders between them.
    pub fn prune(&mut self, theta: &[f64], scratch: &mut Scratch) {
        const NEVER: f64 = 1e-5;
        self.decode(theta, scratch);
        let mut observations = std::mem::take(&mut self.observations);
        for observation in &mut observations {
            if observation.loose {
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

    fn parameter(&mut self) -> usize {
        self.dim += 1;
        self.dim - 1
    }

    fn lay_walks(
        &mut self,
        claims: &[Claim],
        scope: &Scope,
        order: &[usize],
        events: &[Event],
        unnamed: usize,
    ) {
        let length = self.days.days();
        let shaken = shaken_days(events, self.days);
        let levels = levels(claims, &scope.entries, order, &self.crossings);
        let rows = self.crossings.len() + 1;
        // Thin the cuts and knots until they fit; most pictures fit with the first spacing.
        let mut cuts: Vec<Vec<usize>> = Vec::new();
        for spacing in [4, 5, 7, 10, 14, 21, 30, 45, 60, 90, 180, 365] {
            self.spacing = spacing;
            cuts = (0..rows)
                .map(|row| {
                    let name = self.crossings.get(row).map(String::as_str);
                    cut(name, claims, scope, self.days, spacing)
                })
                .collect();
            let knots: usize =
                cuts.iter().map(|cuts| cuts.len() + length / self.shape_spacing(false)).sum();
            if knots <= MOST_KNOTS {
                break;
            }
        }
        for (row, cuts) in cuts.into_iter().enumerate() {
            let elsewhere = row == self.crossings.len();
            let fraction = elsewhere && !self.crossings.is_empty();
            let level = self.parameter();
            let (level_mean, level_sd, base_step) = if !elsewhere {
                (levels.0[row], LEVEL, STEP)
            } else if !fraction {
                (levels.1, LEVEL, STEP)
            } else if unnamed > 0 && self.crossings.len() == 1 {
                // A single crossing is named on a border that has others.
                (0.1f64.ln(), 1.0, 0.03)
            } else {
                (0.02f64.ln(), 0.7, 0.03)
            };
            let scaled = !fraction;
            let first = if fraction { 0.2 } else { FIRST };
            let quiet = vec![0.0; length];
            let shaken = if fraction { &quiet } else { &shaken };
            let every = self.shape_spacing(fraction);
            let mut segments: Vec<Segment> = Vec::new();
            for pair in cuts.windows(2) {
                let (from, to) = (pair[0], pair[1]);
                let mut segment = Segment {
                    from,
                    to,
                    gap: 0.0,
                    extra: 0.0,
                    mean: self.parameter(),
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
                        segment.knots.push((day, self.parameter(), gap, extra));
                        last = day;
                    }
                }
                segments.push(segment);
            }
            self.walks.push(Walk {
                segments,
                level,
                level_mean,
                level_sd,
                scaled,
                base_step,
                first,
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
            _ => windows(claim, entry, starts, self.days),
        };
        let partial = claim.partial.then(|| {
            let hour =
                claim.as_of.map_or(12.0, |t| f64::from(t.hour()) + f64::from(t.minute()) / 60.0);
            let share = (hour / 24.0).clamp(0.05, 0.95);
            (self.parameter(), (share / (1.0 - share)).ln())
        });
        let leaning = self.organisation(entry).map(|parameter| (parameter, LEANING));
        let (offset, terms) = factors.of(claim, self);
        let mut density = Density::of(claim, entry.subset);
        let loose = per.is_none() && loose(claim, entry);
        if loose {
            density = density.loosened(RUNG);
        }
        if leaning.is_none() {
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

    /// The parameter of the organisation's leaning. `None` for a claim that nobody
    /// stands behind and for an organisation with a single number: its leaning cannot
    /// be told from the error of that number, so it is added to the noise instead.
    fn organisation(&mut self, entry: &Entry) -> Option<usize> {
        let known = self.organisations.iter().position(|(name, ..)| is_one(name, entry))?;
        if self.organisations[known].2 < 2 {
            return None;
        }
        if self.organisations[known].1 == UNPLACED {
            self.organisations[known].1 = self.parameter();
        }
        Some(self.organisations[known].1)
    }

    /// Counts the numbers that each organisation gives.
    fn count_organisations(&mut self, claims: &[Claim], entries: &[Entry], order: &[usize]) {
        for &i in order {
            let (claim, entry) = (&claims[i], &entries[i]);
            let counts = entry.active()
                && matches!(Density::of(claim, entry.subset), Density::Split { .. })
                && has_organisation(claim);
            if !counts {
                continue;
            }
            match self.organisations.iter_mut().find(|(name, ..)| is_one(name, entry)) {
                Some(known) => known.2 += 1,
                None => self.organisations.push((organisation_label(claim), UNPLACED, 1)),
            }
        }
    }

    pub fn scratch(&self) -> Scratch {
        let days = self.days.days();
        let rows = self.crossings.len() + 1;
        Scratch {
            means: self.walks.iter().map(|walk| vec![0.0; walk.segments.len()]).collect(),
            by_mean: Vec::new(),
            named: vec![0.0; days],
            flows: vec![vec![0.0; days]; rows],
            sums: vec![vec![0.0; days + 1]; rows + 1],
            adjoint: vec![vec![0.0; days + 1]; rows + 1],
            points: Vec::new(),
        }
    }

    fn step(&self, walk: &Walk) -> f64 {
        if walk.scaled { walk.base_step * self.step_scale } else { walk.base_step }
    }

    /// Turns parameters into daily flows, people per day, and their running sums.
    pub fn decode(&self, theta: &[f64], scratch: &mut Scratch) {
        let days = self.days.days();
        let elsewhere = self.elsewhere_row();
        for (row, walk) in self.walks.iter().enumerate() {
            let step = self.step(walk);
            let level = walk.level_mean + walk.level_sd * theta[walk.level];
            let means = &mut scratch.means[row];
            for (j, segment) in walk.segments.iter().enumerate() {
                means[j] = if j == 0 {
                    walk.first * theta[segment.mean]
                } else {
                    let sd = (step * step * segment.gap + segment.extra).sqrt();
                    (-segment.gap / MEMORY).exp() * means[j - 1] + sd * theta[segment.mean]
                };
            }
            let (named, rest) = scratch.flows.split_at_mut(elsewhere);
            let flows = if row == elsewhere { &mut rest[0] } else { &mut named[row] };
            for (j, segment) in walk.segments.iter().enumerate() {
                let shape = &mut flows[segment.from..segment.to];
                if shape.len() == 1 {
                    shape[0] = (level + means[j]).clamp(-30.0, 30.0).exp();
                    continue;
                }
                // Log shape: the slope towards the neighbours, and a walk of its own.
                let (before, after) = slopes(&walk.segments, means, j);
                let middle = segment.middle() - segment.from as f64;
                let mut walked = 0.0;
                let mut done = 0;
                for &(day, parameter, gap, extra) in &segment.knots {
                    let rise = SHAPE * (step * step * gap + extra).sqrt() * theta[parameter];
                    let upto = day - segment.from;
                    for (at, log) in shape.iter_mut().enumerate().take(upto + 1).skip(done) {
                        let off = at as f64 - middle;
                        *log = walked
                            + rise * (at - done) as f64 / gap
                            + off * if off < 0.0 { before } else { after };
                    }
                    walked += rise;
                    done = upto;
                }
                let mut sum = 0.0;
                for log in shape.iter_mut() {
                    *log = log.clamp(-30.0, 30.0).exp();
                    sum += *log;
                }
                let scale = (level + means[j]).clamp(-30.0, 30.0).exp() * shape.len() as f64 / sum;
                for flow in shape.iter_mut() {
                    *flow *= scale;
                }
            }
            if row == elsewhere && elsewhere > 0 {
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

    /// Sum that an observation counts under one hypothesis (people), and the
    /// derivative by the partial day's parameter.
    fn count(
        observation: &Observation,
        hypothesis: &Hypothesis,
        theta: &[f64],
        scratch: &Scratch,
    ) -> (f64, f64, f64) {
        let mut sum = 0.0;
        let mut last = 0.0;
        for &row in &observation.rows {
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

    /// Logarithm of the number that the observation should say, without its
    /// organisation's leaning.
    pub fn expected(
        &self,
        observation: &Observation,
        hypothesis: &Hypothesis,
        theta: &[f64],
        scratch: &Scratch,
    ) -> f64 {
        let (sum, ..) = Self::count(observation, hypothesis, theta, scratch);
        self.log_number(observation, hypothesis, sum, theta)
    }

    fn log_number(
        &self,
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

    /// Density of an observation under each hypothesis; calls `each` with the
    /// hypothesis, its point and its posterior responsibility.
    pub fn weigh(
        &self,
        observation: &Observation,
        theta: &[f64],
        widen: f64,
        scratch: &Scratch,
        mut each: impl FnMut(&Hypothesis, Point, f64),
    ) {
        let lean = observation.leaning.map_or(0.0, |(p, c)| c * theta[p]);
        let points: Vec<(&Hypothesis, Point)> = observation
            .hypotheses
            .iter()
            .map(|hypothesis| {
                let truth = self.expected(observation, hypothesis, theta, scratch) + lean;
                (hypothesis, observation.density.at(truth, NOISE, widen))
            })
            .collect();
        let most =
            points.iter().map(|(h, p)| h.log_prior + p.log).fold(f64::NEG_INFINITY, f64::max);
        let total: f64 = points.iter().map(|(h, p)| (h.log_prior + p.log - most).exp()).sum();
        for (hypothesis, point) in points {
            each(hypothesis, point, (hypothesis.log_prior + point.log - most).exp() / total);
        }
    }

    /// Log posterior density (up to a constant) and its gradient. `widen` > 1
    /// tempers the observations while the mode is sought.
    pub fn gradient(
        &self,
        theta: &[f64],
        widen: f64,
        scratch: &mut Scratch,
        gradient: &mut [f64],
    ) -> f64 {
        self.decode(theta, scratch);
        for row in &mut scratch.adjoint {
            row.fill(0.0);
        }
        let mut log = 0.0;
        for (slope, value) in gradient.iter_mut().zip(theta) {
            log -= 0.5 * value * value;
            *slope = -value;
        }
        let mut points = std::mem::take(&mut scratch.points);
        for observation in &self.observations {
            if observation.density == Density::Positive {
                continue;
            }
            let lean = observation.leaning.map_or(0.0, |(p, c)| c * theta[p]);
            points.clear();
            let mut most = f64::NEG_INFINITY;
            for hypothesis in &observation.hypotheses {
                let (sum, ..) = Self::count(observation, hypothesis, theta, scratch);
                let truth = self.log_number(observation, hypothesis, sum, theta) + lean;
                let point = observation.density.at(truth, NOISE, widen);
                most = most.max(hypothesis.log_prior + point.log);
                points.push((sum, point, hypothesis.log_prior + point.log));
            }
            let mut total = 0.0;
            for (.., score) in &mut points {
                *score = (*score - most).exp();
                total += *score;
            }
            log += most + total.ln();
            for (hypothesis, (sum, point, score)) in observation.hypotheses.iter().zip(&points) {
                let share = score / total;
                if share < 1e-9 {
                    continue;
                }
                let slope = share * point.slope;
                self.spread(observation, hypothesis, slope, *sum, theta, scratch, gradient);
            }
        }
        scratch.points = points;
        self.pull(scratch, gradient);
        log
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
    fn pull(&self, scratch: &mut Scratch, out: &mut [f64]) {
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
            let adjoint = &single[row];
            let step = self.step(walk);
            let by_mean = &mut scratch.by_mean;
            by_mean.clear();
            by_mean.resize(walk.segments.len(), 0.0);
            let flows = if row == elsewhere && elsewhere > 0 {
                None // relative flows are found by dividing by the named ones
            } else {
                Some(&scratch.flows[row])
            };
            for (j, segment) in walk.segments.iter().enumerate() {
                let days = segment.from..segment.to;
                let total: f64 = adjoint[days.clone()].iter().sum();
                by_mean[j] += total;
                if segment.to - segment.from == 1 {
                    continue;
                }
                let relative = |day: usize| match flows {
                    Some(flows) => flows[day],
                    None => scratch.flows[row][day] / scratch.named[day],
                };
                let sum: f64 = days.clone().map(relative).sum();
                let middle = segment.middle();
                // Derivative by the log shape, from the last knot back.
                let (mut by_before, mut by_after) = (0.0, 0.0);
                let mut carry = 0.0;
                let mut end = segment.to;
                for &(knot, parameter, gap, extra) in segment.knots.iter().rev() {
                    let first = knot - gap as usize;
                    let mut by_rise = carry;
                    for (day, slope) in adjoint.iter().enumerate().take(end).skip(first + 1) {
                        let by_log = slope - total * relative(day) / sum;
                        by_rise += by_log * ((day - first) as f64 / gap);
                        carry += by_log;
                        let off = day as f64 - middle;
                        if off < 0.0 { by_before += by_log * off } else { by_after += by_log * off }
                    }
                    end = first + 1;
                    let variance = step * step * gap + extra;
                    let sd = variance.sqrt();
                    out[parameter] += by_rise * SHAPE * sd;
                }
                let off = segment.from as f64 - middle;
                by_before += (adjoint[segment.from] - total * relative(segment.from) / sum) * off;
                if j > 0 {
                    let by = by_before / segment.gap;
                    by_mean[j] += by;
                    by_mean[j - 1] -= by;
                }
                if let Some(next) = walk.segments.get(j + 1) {
                    let by = by_after / next.gap;
                    by_mean[j + 1] += by;
                    by_mean[j] -= by;
                }
            }
            let level: f64 = adjoint[..days].iter().sum();
            let mut carry = 0.0;
            for (j, segment) in walk.segments.iter().enumerate().rev() {
                carry += by_mean[j];
                if j == 0 {
                    out[segment.mean] += carry * walk.first;
                } else {
                    let sd = (step * step * segment.gap + segment.extra).sqrt();
                    out[segment.mean] += carry * sd;
                    carry *= (-segment.gap / MEMORY).exp();
                }
            }
            out[walk.level] += level * walk.level_sd;
        }
    }

    /// Rows of the Gauss-Newton curvature: for each observation and likely
    /// hypothesis the square root of its information times the derivative of its
    /// log number. The curvature is the identity plus the sum of their squares.
    pub fn curvature_rows(
        &self,
        theta: &[f64],
        widen: f64,
        scratch: &mut Scratch,
    ) -> Vec<Vec<f64>> {
        self.decode(theta, scratch);
        let mut rows = Vec::with_capacity(self.observations.len());
        for observation in &self.observations {
            let mut likely: Vec<(Hypothesis, f64)> = Vec::new();
            self.weigh(observation, theta, widen, scratch, |hypothesis, point, share| {
                let information = share * point.information;
                if share > 1e-3 && information > 0.0 {
                    likely.push((*hypothesis, information));
                }
            });
            for (hypothesis, information) in likely {
                for row in &mut scratch.adjoint {
                    row.fill(0.0);
                }
                let mut derivative = vec![0.0; self.dim];
                let (sum, ..) = Self::count(observation, &hypothesis, theta, scratch);
                let root = information.sqrt();
                self.spread(observation, &hypothesis, root, sum, theta, scratch, &mut derivative);
                self.pull(scratch, &mut derivative);
                rows.push(derivative);
            }
        }
        rows
    }

    /// The factor that an organisation's numbers carry against the picture.
    pub fn leaning(&self, parameter: usize, theta: &[f64]) -> f64 {
        (LEANING * theta[parameter]).exp()
    }
}

/// Sd of the logit of the share of a day that a partial count covers.
const PARTIAL: f64 = 0.7;

fn stated(entry: &Entry, days: Window) -> Vec<Hypothesis> {
    let index = |day: Date| days.offset(day).clamp(0, days.days() as i64 - 1) as usize;
    let (Some(start), Some(end)) = (entry.start, entry.end) else { return Vec::new() };
    let (from, to) = (index(start.min(end)), index(end) + 1);
    vec![Hypothesis { from, to, log_prior: 0.0, stated: true }]
}

/// Extra variance of the log flow's step into each day, from events.
fn shaken_days(events: &[Event], days: Window) -> Vec<f64> {
    let mut extra = vec![0.0_f64; days.days()];
    for event in events {
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

/// Slopes of a segment's log shape before and after its middle, towards the
/// means of its neighbours: a rise between two totals begins within them.
fn slopes(segments: &[Segment], means: &[f64], j: usize) -> (f64, f64) {
    let before = if j > 0 { (means[j] - means[j - 1]) / segments[j].gap } else { 0.0 };
    let after = segments.get(j + 1).map_or(0.0, |next| (means[j + 1] - means[j]) / next.gap);
    (before, after)
}

/// Days at which segments begin, and the day after the last. A crossing
/// (`None`: elsewhere) is cut where claims about it begin or end.
fn cut(
    crossing: Option<&str>,
    claims: &[Claim],
    scope: &Scope,
    days: Window,
    spacing: usize,
) -> Vec<usize> {
    let length = days.days();
    let mut cuts = vec![0, length];
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

/// People per household where no claim says.
const HOUSEHOLD: f64 = 7.0;

/// Definition factors by name. Their medians are assumptions, set wide: half of those who
/// move are children and a fifth to a quarter women, as the breakdowns of the first
/// series we saw have it; most crossings counted are of people without papers. They are
/// independent of each other here; one composition learned from breakdowns replaces them
/// with issue 5. Each is one parameter shared by the claims it applies to.
#[derive(Debug, Default)]
struct Factors {
    known: Vec<(&'static str, usize)>,
}

impl Factors {
    fn of(&mut self, claim: &Claim, model: &mut Model) -> (f64, Vec<Term>) {
        let mut offset = 0.0;
        let mut terms = Vec::new();
        // Median and sd of the log factor, people counted over people who crossed.
        let mut apply = |name: &'static str, median: f64, sd: f64| {
            offset += median.ln();
            let parameter = match self.known.iter().find(|(known, _)| *known == name) {
                Some((_, parameter)) => *parameter,
                None => {
                    let parameter = model.parameter();
                    self.known.push((name, parameter));
                    parameter
                }
            };
            terms.push((parameter, sd));
        };
        if claim.unit == Unit::Households {
            match claim.factor.filter(|f| *f > 0.0) {
                Some(factor) => apply("household as stated", 1.0 / factor, 0.05),
                None => apply("household", 1.0 / HOUSEHOLD, 0.4),
            }
        }
        match claim.population.group {
            Group::All => {}
            Group::Adults => apply("adults", 0.47, 0.25),
            Group::Children => apply("children", 0.5, 0.25),
            Group::Men => apply("men", 0.27, 0.3),
            Group::Women => apply("women", 0.22, 0.3),
        }
        match claim.population.status {
            Status::Undocumented => apply("undocumented", 0.97, 0.04),
            Status::RegisteredRefugee | Status::CardHolder | Status::AsylumSeeker => {
                apply("card", 0.2, 1.0);
            }
            Status::National | Status::ThirdCountry | Status::Unknown => {}
        }
        if claim.population.excludes.iter().any(|text| text.to_lowercase().contains("child"))
            && claim.population.group == Group::All
        {
            apply("adults", 0.47, 0.25);
        } else if !claim.population.excludes.is_empty() {
            apply("excludes", 0.97, 0.04);
        }
        match claim.concept {
            claim::Concept::RegisteredPerson => apply("registered", 0.85, 0.25),
            claim::Concept::AssistedPerson => apply("assisted", 0.6, 0.5),
            _ => {}
        }
        (offset, terms)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use claim::{DocumentId, Qualifier};
    use jiff::civil::date;
    use places::Gazetteer;
    use proptest::prelude::*;

    /// A small world with every kind of observation.
    fn model() -> Model {
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
        fn the_gradient_is_the_difference(seed in prop::collection::vec(-1.5f64..1.5, 200)) {
            let model = model();
            let theta = &seed[..model.dim];
            let mut scratch = model.scratch();
            let mut gradient = vec![0.0; model.dim];
            let mut other = gradient.clone();
            model.gradient(theta, 1.0, &mut scratch, &mut gradient);
            let h = 1e-6;
            for i in 0..model.dim {
                let mut near = theta.to_vec();
                near[i] += h;
                let above = model.gradient(&near, 1.0, &mut scratch, &mut other);
                near[i] -= 2.0 * h;
                let below = model.gradient(&near, 1.0, &mut scratch, &mut other);
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
        let mut theta = vec![0.0; model.dim];
        let total = |theta: &[f64], scratch: &mut Scratch| {
            model.decode(theta, scratch);
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
