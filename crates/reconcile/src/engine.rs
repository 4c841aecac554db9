//! The way from claims to picture, step by step.

use claim::{Claim, Event, EventKind, Window};
use jiff::ToSpan;
use jiff::civil::Date;
use places::Gazetteer;

use crate::diagnose::mixing;
use crate::draws::quantile;
use crate::error::ReconcileError;
use crate::fit::tidy;
use crate::model::{LARGE, Model, Scratch};
use crate::picture::{ALL, Diagnostics, Draws, ELSEWHERE, Leaning, Picture, Route};
use crate::sample::{Chains, Drawn, Length, Sample, read_off};
use crate::scope::{LONGEST, Scope};
use crate::{coverage, disagree, fit, leap, mode, narrow, scope, unknown};

/// What is asked of the engine.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// Nothing published after this day is used. Default: the latest date of
    /// publication among the claims.
    pub as_of: Option<Date>,
    /// The border and direction. Default: the one most claims bear on.
    pub route: Option<Route>,
    /// Days that must be covered besides those of the claims.
    pub span: Option<Window>,
    /// Seed of the sampler: the same claims and seed give the same draws.
    pub seed: u64,
    /// Number of draws to keep, over all chains; at least 16.
    pub draws: usize,
    /// Whether chains that have not settled run longer. Without it [`Diagnostics`] says sooner
    /// that they have not: enough for a series of pictures that is looked at as a whole.
    pub patient: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { as_of: None, route: None, span: None, seed: 1, draws: 800, patient: true }
    }
}

/// Warm-up turns of each chain: the step size is learned, and a large model must first come to where
/// its many long tails are. Fewer there, where each turn takes long and the totals have nothing more to
/// gain from 40 turns on; more where chains cannot go on afterwards.
const WARM_UP: (usize, usize, usize) = (64, 40, 100);

/// How often chains that have not settled are let go on for as long again as they have run; a
/// large model's, whose turns take long, less often.
const PATIENCE: (usize, usize) = (4, 2);

/// Parameters from which chains are not run longer: a picture takes the better part of a minute.
const HUGE: usize = 20_000;

/// Draws of a large model, whose every number is held by many claims.
const LARGE_DRAWS: usize = 200;

/// Most numbers kept as draws (8 bytes each): long spans with many crossings
/// keep fewer draws rather than fill the memory.
const MOST_NUMBERS: usize = 40_000_000;

/// Reconciles claims about one border into a picture.
///
/// # Errors
/// When no claim bears on a route, or no date is known; each error says what would help.
pub fn reconcile(
    claims: &[Claim],
    events: &[Event],
    gazetteer: &Gazetteer,
    options: &Options,
) -> Result<Picture, ReconcileError> {
    let Prepared { mut model, scope, as_of, route, days } =
        prepare(claims, events, gazetteer, options)?;
    let mut scratch = model.scratch();
    let nodes = mode::find(&model);
    let Some(best) = nodes.first() else {
        return Err(ReconcileError::OutOfRange);
    };
    model.prune(&best.at, best.scale, &mut scratch);
    let large = model.dim > LARGE;
    let leaps = if large { Vec::new() } else { leap::find(&model, best, &mut scratch) };
    let numbers = (model.crossings.len() + 1) * days.days();
    let draws = options.draws.max(16).min((MOST_NUMBERS / numbers).max(100));
    let draws = if large { draws.min(LARGE_DRAWS) } else { draws };
    let warm_up = match model.dim {
        HUGE.. => WARM_UP.2,
        _ if large => WARM_UP.1,
        _ => WARM_UP.0,
    };
    let length = Length { draws, warm_up };
    let mut chains = Chains::start(&model, &nodes, &leaps, options.seed, length);
    // Where several readings compete the chains wander slowly: rather than say that they
    // have not settled they go on. Decided by the draws, never by the clock.
    let mut diagnostics = diagnose(&model, &chains.sample);
    let patience = match model.dim {
        HUGE.. => 0,
        _ if !options.patient => 0,
        _ if large => PATIENCE.1,
        _ => PATIENCE.0,
    };
    for _ in 0..patience {
        if diagnostics.converged {
            break;
        }
        chains.go_on();
        diagnostics = diagnose(&model, &chains.sample);
    }
    let sample = &chains.sample;
    Ok(assemble(claims, scope, &model, sample, diagnostics, as_of, route, days, options))
}

/// The claims sorted out, and the model of those that bear on the route.
pub(crate) struct Prepared {
    pub model: Model,
    pub scope: Scope,
    pub as_of: Date,
    pub route: Route,
    pub days: Window,
}

/// Everything before inference.
pub(crate) fn prepare(
    claims: &[Claim],
    events: &[Event],
    gazetteer: &Gazetteer,
    options: &Options,
) -> Result<Prepared, ReconcileError> {
    let order = publication_order(claims);
    let as_of = options
        .as_of
        .or_else(|| claims.iter().filter_map(|claim| claim.published).max())
        .or_else(|| claims.iter().filter_map(|claim| claim.end).max())
        .or(options.span.map(|span| span.end()))
        .ok_or(if claims.is_empty() {
            ReconcileError::NoFlows { claims: 0 }
        } else {
            ReconcileError::NoDates
        })?;
    let route = match &options.route {
        Some(route) => route.clone(),
        None => scope::busiest_route(claims, Some(as_of), gazetteer).ok_or_else(|| {
            if claims.iter().any(|c| c.kind.is_crossing() && c.measure == claim::Measure::Flow) {
                ReconcileError::NoRoute
            } else {
                ReconcileError::NoFlows { claims: claims.len() }
            }
        })?,
    };
    let mut scope = scope::sort_out(claims, &order, as_of, &route, options.span, gazetteer);
    heed(&mut scope, claims, events, as_of);
    let informative =
        |i: usize| claims[i].value.is_some() || claims[i].low.is_some() || claims[i].high.is_some();
    // "Have left Pakistan" alone may be about any of its borders.
    let anchored =
        |i: usize| scope::names_border(&claims[i], &scope.entries[i].via, &route, gazetteer);
    let asked_in_vain = options.route.is_some()
        && !(0..claims.len()).any(|i| scope.entries[i].active() && anchored(i));
    if asked_in_vain || !(0..claims.len()).any(|i| scope.entries[i].active() && informative(i)) {
        return Err(ReconcileError::NothingOnRoute { from: route.from, to: route.to });
    }
    let days = span(claims, &scope, events, as_of, options.span)?;
    let unnamed = gazetteer
        .crossings_between(&route.from, &route.to)
        .iter()
        .filter(|place| !scope.crossings.contains(&place.name))
        .count();
    // What happens at another border shakes nothing here.
    let here = |place: &str| {
        place == route.from
            || place == route.to
            || gazetteer.crossing(place).is_some_and(|p| scope.crossings.contains(&p.name))
    };
    let events: Vec<Event> = events
        .iter()
        .filter(|event| event.published.is_none_or(|day| day <= as_of))
        .filter(|event| event.place.as_deref().is_none_or(here))
        .cloned()
        .map(|mut event| {
            // A crossing under either of its names is one.
            let crossing = event.place.as_deref().and_then(|place| gazetteer.crossing(place));
            if let Some(crossing) = crossing {
                event.place = Some(crossing.name.clone());
            }
            event
        })
        .collect();
    let model = Model::new(claims, &scope, &order, &events, days, unnamed);
    Ok(Prepared { model, scope, as_of, route, days })
}

/// Gives the entries what the audit finds, from what had been published by then.
fn heed(scope: &mut Scope, claims: &[Claim], events: &[Event], as_of: Date) {
    let known = |day: Option<Date>| day.is_none_or(|day| day <= as_of);
    let (mut heard, mut place) = (Vec::new(), std::collections::BTreeMap::new());
    for (index, claim) in claims.iter().enumerate() {
        if known(claim.published) && scope.entries[index].in_scope() {
            place.insert(&claim.id, index);
            heard.push(claim.clone());
        }
    }
    let events: Vec<Event> = events.iter().filter(|e| known(e.published)).cloned().collect();
    let findings = audit::audit(&heard, &events);
    for finding in &findings {
        let weight = finding.severity.weight();
        let Some(hypothesis) = &finding.hypothesis else { continue };
        let Some(index) = place.get(&hypothesis.claim) else { continue };
        let doubt = &mut scope.entries[*index].doubt;
        if let Some(since) = hypothesis.total
            && doubt.total.is_none_or(|(_, known)| known < weight)
        {
            doubt.total = Some((since, weight));
        }
        // What is only likely is left to the heavy tails, which judge it by everything.
        if let (Some(meant), Some(printed)) = (hypothesis.value, claims[*index].value)
            && finding.severity == audit::Severity::Proved
            && meant > 0.0
            && printed > 0.0
        {
            doubt.error = (meant / printed).ln().abs() * weight;
        }
    }
    scope.findings = findings;
}

/// Claims by date of publication, then by id: the order in which they are
/// handed over must not matter.
fn publication_order(claims: &[Claim]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by(|&a, &b| {
        let key = |i: usize| {
            let claim = &claims[i];
            (claim.published, &claim.document, claim.span, &claim.id)
        };
        key(a).cmp(&key(b)).then_with(|| claims[a].quote.cmp(&claims[b].quote))
    });
    order
}

/// The days to model: those of the claims, of the question, and back to the
/// announcement when some total does not say since when it runs.
fn span(
    claims: &[Claim],
    scope: &Scope,
    events: &[Event],
    as_of: Date,
    asked: Option<Window>,
) -> Result<Window, ReconcileError> {
    let mut hull: Option<Window> = None;
    let mut stretch = |window: Window| {
        hull = Some(hull.map_or(window, |hull| hull.hull(&window)));
    };
    let mut open = false;
    for (entry, claim) in scope.entries.iter().zip(claims) {
        if !entry.in_scope() {
            continue;
        }
        for day in [entry.start, entry.end].into_iter().flatten() {
            stretch(Window::day(day));
        }
        open |= entry.start.is_none() && claim.cumulative;
        open |= matches!(entry.doubt.total, Some((audit::Since::Unsaid, _)));
    }
    if let Some(asked) = asked {
        stretch(asked);
    }
    let mut hull = hull.unwrap_or(Window::day(as_of));
    if hull.days() as i64 > LONGEST {
        let earliest = hull.end().checked_sub((LONGEST - 1).days()).unwrap_or(hull.start());
        return Err(ReconcileError::TooLong { asked: hull, most: LONGEST, earliest });
    }
    if open {
        let announced = events
            .iter()
            .filter(|event| event.kind == EventKind::DeadlineAnnounced)
            .filter_map(|event| event.start)
            .filter(|day| *day < hull.start() && (hull.start() - *day).get_days() <= 120)
            .min();
        // Without any start in sight a total "so far" is given a month.
        let month = hull.end().checked_sub(30.days()).unwrap_or(hull.start());
        let first = match announced {
            Some(day) => day,
            None => hull.start().min(month),
        };
        hull = hull.hull(&Window::day(first));
    }
    Ok(hull)
}

#[allow(clippy::too_many_arguments)] // the end of the pipeline: it needs what the steps found
fn assemble(
    claims: &[Claim],
    scope: Scope,
    model: &Model,
    sample: &Sample,
    diagnostics: Diagnostics,
    as_of: Date,
    route: Route,
    days: Window,
    options: &Options,
) -> Picture {
    let rows = model.crossings.len() + 1;
    let drawn: Vec<&Drawn> = sample.draws().collect();
    let daily = read_off(model, &drawn, |_, scratch| scratch.flows.concat());
    // Largest flow first, elsewhere last.
    let mut totals = vec![0.0; rows];
    for flows in &daily {
        for (total, flow) in totals.iter_mut().zip(flows.chunks(days.days())) {
            // The median over draws would be as good; the mean of logs resists one wild draw.
            *total += flow.iter().sum::<f64>().max(1e-12).ln();
        }
    }
    let mut order: Vec<usize> = (0..rows - 1).collect();
    order.sort_by(|&a, &b| totals[b].total_cmp(&totals[a]).then(a.cmp(&b)));
    order.push(rows - 1);
    let mut flows = Vec::with_capacity(daily.len() * rows * days.days());
    for of_draw in daily {
        for &row in &order {
            flows.extend_from_slice(&of_draw[row * days.days()..][..days.days()]);
        }
    }
    let mut crossings: Vec<String> =
        order[..rows - 1].iter().map(|&row| model.crossings[row].clone()).collect();
    crossings.push(ELSEWHERE.to_owned());
    let (fits, weighing) = fit::fits(model, sample, claims.len());
    let (mut coverage, route_coverage) = coverage::coverage(model, &fits, days);
    coverage.sort_by_key(|c| crossings.iter().position(|name| *name == c.via));
    let mut picture = Picture {
        as_of,
        route,
        window: days,
        crossings,
        draws: Draws { crossings: rows, days: days.days(), flows },
        claims: fit::report(claims, &scope.entries, &fits, days),
        disagreements: disagree::disagreements(
            claims,
            &scope.entries,
            &scope.findings,
            &fits,
            model,
            sample,
        ),
        findings: scope.findings,
        sources: leanings(model, sample),
        unknowns: Vec::new(),
        coverage,
        route_coverage,
        definitions: narrow::definitions(claims, model, sample),
        weighing,
        diagnostics,
    };
    picture.unknowns = unknown::unknowns(&picture, claims, &scope.entries, options.span);
    picture
}

fn leanings(model: &Model, sample: &Sample) -> Vec<Leaning> {
    let told = model.organisations.all.iter().filter(|one| one.parameter.is_some());
    let mut leanings: Vec<Leaning> = told
        .map(|one| {
            let on = |day: usize| -> [f64; 3] {
                let mut factors: Vec<f64> =
                    sample.draws().map(|draw| one.leaning(day, &draw.theta).exp()).collect();
                factors.sort_by(f64::total_cmp);
                [0.05, 0.5, 0.95].map(|p| tidy(quantile(&factors, p)))
            };
            let (first, last) = one.days;
            let [p05, p50, p95] = on((first + last) / 2);
            Leaning {
                organisation: one.label.clone(),
                claims: one.used,
                p05,
                p50,
                p95,
                first: one.changes().then(|| on(first)[1]),
                last: one.changes().then(|| on(last)[1]),
            }
        })
        .collect();
    leanings.sort_by(|a, b| b.claims.cmp(&a.claims).then(a.organisation.cmp(&b.organisation)));
    leanings
}

/// R-hat and effective draws of what is printed: each crossing's total, the
/// route's total and its last week, and the leanings.
fn diagnose(model: &Model, sample: &Sample) -> Diagnostics {
    let days = model.days.days();
    let told = |draw: &Drawn, scratch: &Scratch| -> Vec<f64> {
        let sums = scratch.flows.iter().map(|flows| flows.iter().sum::<f64>());
        let mut told: Vec<f64> = sums.collect();
        let week = days.saturating_sub(7);
        told.push(told.iter().sum());
        told.push(scratch.flows.iter().flat_map(|flows| &flows[week..]).sum());
        let placed = model.organisations.all.iter().filter_map(|one| one.parameter);
        told.extend(placed.map(|parameter| draw.theta[parameter]));
        told
    };
    let mut traces: Vec<Vec<Vec<f64>>> = Vec::new();
    for (c, chain) in sample.chains.iter().enumerate() {
        let draws: Vec<&Drawn> = chain.iter().collect();
        for told in read_off(model, &draws, told) {
            traces.resize_with(told.len(), || vec![Vec::new(); sample.chains.len()]);
            for (trace, value) in traces.iter_mut().zip(told) {
                trace[c].push(value);
            }
        }
    }
    let mut rhat: f64 = 1.0;
    let mut ess = f64::INFINITY;
    for trace in &traces {
        let (r, e) = mixing(trace);
        rhat = rhat.max(r);
        ess = ess.min(e);
    }
    let draws = sample.draws().count();
    let few = draws / 16;
    // Infinities have no place in JSON.
    let rhat = if rhat.is_finite() { tidy(rhat) } else { 99.0 };
    let ess = if ess.is_finite() { ess.round() } else { 0.0 };
    Diagnostics {
        draws,
        chains: sample.chains.len(),
        rhat,
        ess,
        divergences: sample.divergences,
        converged: rhat < 1.07 && ess >= few as f64 && sample.divergences * 50 <= sample.turns,
    }
}

impl Picture {
    /// Checks that the crossings and days asked for are in the picture.
    ///
    /// # Errors
    /// Names the first crossing or the window that is not, and what is.
    pub fn check(&self, via: &[&str], window: Window) -> Result<(), ReconcileError> {
        for name in via {
            if *name != ALL && self.positions(&[name]).is_none() {
                return Err(ReconcileError::UnknownCrossing {
                    name: (*name).to_owned(),
                    known: crate::words::list(&self.crossings),
                });
            }
        }
        if window.overlap(&self.window) == Some(window) {
            Ok(())
        } else {
            Err(ReconcileError::Outside { asked: window, covered: self.window })
        }
    }
}
