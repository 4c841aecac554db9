//! The way from claims to picture, step by step.

use claim::{Claim, Event, EventKind, Stance, Window};
use jiff::ToSpan;
use jiff::civil::Date;
use places::Gazetteer;

use crate::assumptions::rest::{
    ELSEWHERE_KNOWN, ELSEWHERE_OPEN, FEW_NAMED, FEW_OF_MANY, ONE_OF_MANY,
};
use crate::draws::quantile;
use crate::entry::Entry;
use crate::error::ReconcileError;
use crate::fit::tidy;
use crate::joint::{self, Drawing, Unnamed};
use crate::layout::{Layout, Plan};
use crate::picture::{ALL, Diagnostics, Draws, ELSEWHERE, Leaning, Picture, Route};
use crate::rhythm::Shaken;
use crate::scope::{LONGEST, Scope};
use crate::{coverage, disagree, fit, narrow, origin, scope, unknown, vintage};

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
    /// Seed of the draws: the same claims and seed give the same draws.
    pub seed: u64,
    /// Number of draws; at least 16.
    pub draws: usize,
    /// The office by whose count the answer is given; others are turned into it.
    pub by_count_of: Option<String>,
    /// The class of people that is asked for, where reports tell classes apart: `nationals`,
    /// `refugees`, `third country` or a nationality (ISO 3166 alpha-3). None: everybody.
    pub population: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            as_of: None,
            route: None,
            span: None,
            seed: 1,
            draws: 800,
            by_count_of: None,
            population: None,
        }
    }
}

/// Most numbers kept as draws (8 bytes each): long spans with many crossings
/// keep fewer draws rather than fill the memory.
const MOST_NUMBERS: usize = 12_000_000;

/// Chance that a number is wrong of which arithmetic proves what it should be.
const PROVED: f64 = 0.9;

/// Draws that are kept however many numbers that makes.
const FEWEST: usize = 200;

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
    let prepared = prepare(claims, events, gazetteer, options)?;
    let layout = &prepared.layout;
    let class = class_asked(layout, options)?;
    let numbers = layout.rows.len() * layout.days.days();
    let draws = options.draws.max(16).min((MOST_NUMBERS / numbers).max(FEWEST));
    let drawing = joint::draw(
        layout,
        &prepared.shaken,
        prepared.elsewhere,
        prepared.ceiling,
        options.seed,
        draws,
    );
    Ok(assemble(claims, prepared, &drawing, class.as_deref(), options))
}

/// The claims sorted out, and the layout of those that bear on the route.
pub(crate) struct Prepared {
    pub layout: Layout,
    pub scope: Scope,
    pub shaken: Shaken,
    pub as_of: Date,
    pub route: Route,
    /// Crossings of the border that no claim gives a number for.
    pub unnamed: Vec<String>,
    /// What is thought of ways that nobody names.
    pub elsewhere: Unnamed,
    /// How many people there are who may have gone uncounted.
    pub ceiling: f64,
    /// Whether the main crossings are among them and nothing tells of the whole.
    pub unreported: bool,
}

/// Everything before inference.
pub(crate) fn prepare(
    claims: &[Claim],
    events: &[Event],
    gazetteer: &Gazetteer,
    options: &Options,
) -> Result<Prepared, ReconcileError> {
    let order = publication_order(claims);
    let as_of = as_of(claims, options)?;
    let route = match &options.route {
        Some(route) => route.clone(),
        None => origin::busiest_route(claims, as_of, gazetteer).ok_or_else(|| {
            if claims.iter().any(|c| c.kind.is_crossing() && c.measure == claim::Measure::Flow) {
                ReconcileError::NoRoute
            } else {
                ReconcileError::NoFlows { claims: claims.len() }
            }
        })?,
    };
    let by_class = options.population.is_some();
    let mut scope =
        scope::sort_out(claims, &order, as_of, &route, options.span, by_class, gazetteer);
    heed(&mut scope, claims, &order, events, as_of);
    let informative =
        |i: usize| claims[i].value.is_some() || claims[i].low.is_some() || claims[i].high.is_some();
    // "Have left Pakistan" alone may be about any of its borders.
    let anchored =
        |i: usize| origin::names_border(&claims[i], &scope.entries[i].via, &route, gazetteer);
    let asked_in_vain = options.route.is_some()
        && !(0..claims.len()).any(|i| scope.entries[i].active() && anchored(i));
    if asked_in_vain || !(0..claims.len()).any(|i| scope.entries[i].active() && informative(i)) {
        return Err(ReconcileError::NothingOnRoute { from: route.from, to: route.to });
    }
    let days = span(claims, &scope, events, as_of, options.span)?;
    let (unnamed, elsewhere) = unnamed(&scope, &route, gazetteer);
    let events = events_here(events, as_of, &route, &scope, gazetteer);
    let layout = Layout::new(&Plan {
        claims,
        scope: &scope,
        order: &order,
        events: &events,
        days,
        route: &route,
        by_count_of: options.by_count_of.as_deref(),
    });
    let shaken = Shaken::new(&shaken_days(&events, days));
    let unreported = mains_unreported(&layout, &route, gazetteer);
    let ceiling = origin::ceiling(claims, as_of, &route, gazetteer);
    Ok(Prepared { layout, scope, shaken, as_of, route, unnamed, elsewhere, ceiling, unreported })
}

/// The crossings of the border that no claim names, and what share of the people may go by them and by
/// other ways. It is a small one where every main crossing is named.
fn unnamed(scope: &Scope, route: &Route, gazetteer: &Gazetteer) -> (Vec<String>, Unnamed) {
    let known = gazetteer.crossings_between(&route.from, &route.to);
    let (named, missing): (Vec<_>, Vec<_>) =
        known.into_iter().partition(|place| scope.crossings.contains(&place.name));
    let mains = named.iter().any(|place| place.main) && !missing.iter().any(|place| place.main);
    let unnamed = match mains || missing.is_empty() {
        true => Unnamed { share: ELSEWHERE_KNOWN, most: 0.0 },
        // Few of the crossings that there are: most of the people may pass by the others.
        false if !named.is_empty() && 2 * named.len() < named.len() + missing.len() => {
            Unnamed { share: ELSEWHERE_OPEN, most: FEW_NAMED }
        }
        false => Unnamed { share: ELSEWHERE_OPEN, most: FEW_OF_MANY.0 },
    };
    // A total less the only gate that is told of is what passed by the others.
    // Of one whose first day is not told, the total still says since when it counts.
    let mut told = scope.entries.iter().filter(|entry| entry.active() && entry.via.len() == 1);
    let alone = scope.crossings.len() == 1
        && named.len() == 1
        && !missing.is_empty()
        && told.all(|entry| entry.start.is_some());
    let unnamed = if alone { Unnamed { most: ONE_OF_MANY, ..unnamed } } else { unnamed };
    (missing.into_iter().map(|place| place.name.clone()).collect(), unnamed)
}

/// Whether the border's main crossings are known and none of them is reported, nor any total of the
/// whole: then nothing is known of the whole.
fn mains_unreported(layout: &Layout, route: &Route, gazetteer: &Gazetteer) -> bool {
    let whole = layout.elsewhere.is_some() || layout.crossings.is_empty();
    let mains: Vec<String> = gazetteer
        .crossings_between(&route.from, &route.to)
        .iter()
        .filter(|place| place.main)
        .map(|place| place.name.clone())
        .collect();
    let reported = |name: &String| {
        layout.crossings.iter().position(|known| known == name).is_some_and(|at| {
            layout
                .nodes
                .iter()
                .any(|node| node.rows.iter().any(|row| layout.rows[*row].crossing == Some(at)))
        })
    };
    !whole && !mains.is_empty() && !mains.iter().any(reported)
}

/// The day of the picture: as asked, else the latest that the claims know.
fn as_of(claims: &[Claim], options: &Options) -> Result<Date, ReconcileError> {
    options
        .as_of
        .or_else(|| claims.iter().filter_map(|claim| claim.published).max())
        .or_else(|| claims.iter().filter_map(|claim| claim.end).max())
        .or(options.span.map(|span| span.end()))
        .ok_or(if claims.is_empty() {
            ReconcileError::NoFlows { claims: 0 }
        } else {
            ReconcileError::NoDates
        })
}

/// The events that bear on the route, under the crossings' own names: what happens at another border
/// shakes nothing here.
fn events_here(
    events: &[Event],
    as_of: Date,
    route: &Route,
    scope: &Scope,
    gazetteer: &Gazetteer,
) -> Vec<Event> {
    let here = |place: &str| {
        place == route.from
            || place == route.to
            || gazetteer.crossing(place).is_some_and(|p| scope.crossings.contains(&p.name))
    };
    events
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
        .collect()
}

/// Gives the entries what the audit finds, from what had been published by then.
fn heed(scope: &mut Scope, claims: &[Claim], order: &[usize], events: &[Event], as_of: Date) {
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
        // That days climb is only worth a look, and moves no number.
        let look = finding.severity == audit::Severity::WorthALook;
        if let Some(since) = hypothesis.total
            && !(look && since == audit::Since::Unsaid)
            && doubt.total.is_none_or(|(_, known)| known < weight)
        {
            doubt.total = Some((since, weight));
        }
        if hypothesis.value.is_some() && finding.severity == audit::Severity::Proved {
            doubt.wrong = PROVED;
        }
    }
    for at in vintage::corrected_downward(claims, &scope.entries, order) {
        scope.entries[at].doubt.wrong = PROVED;
    }
    scope.findings = findings;
}

/// Claims by date of publication, then by what they say: the order in which they are
/// handed over must not matter.
fn publication_order(claims: &[Claim]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by(|&a, &b| {
        let key = |i: usize| {
            let claim = &claims[i];
            (claim.published, claim.end, claim.start, &claim.via, claim.source.label())
        };
        let number = |i: usize| claims[i].value.unwrap_or(-1.0);
        key(a)
            .cmp(&key(b))
            .then(number(a).total_cmp(&number(b)))
            .then_with(|| claim::by_place(&claims[a], &claims[b]))
            .then_with(|| claims[a].quote.cmp(&claims[b].quote))
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
    // The first running total of which it is not said since when.
    let mut open: Option<Date> = None;
    for (entry, claim) in scope.entries.iter().zip(claims) {
        if !entry.in_scope() {
            continue;
        }
        for day in [entry.start, entry.end].into_iter().flatten() {
            stretch(Window::day(day));
        }
        let unsaid = entry.start.is_none() && claim.cumulative
            || matches!(entry.doubt.total, Some((audit::Since::Unsaid, _)));
        open = open.into_iter().chain(entry.end.filter(|_| unsaid && entry.active())).min();
    }
    if let Some(asked) = asked {
        stretch(asked);
    }
    let mut hull = hull.unwrap_or(Window::day(as_of));
    if hull.days() as i64 > LONGEST {
        let earliest = hull.end().checked_sub((LONGEST - 1).days()).unwrap_or(hull.start());
        return Err(ReconcileError::TooLong { asked: hull, most: LONGEST, earliest });
    }
    if let Some(end) = open {
        let announced = events
            .iter()
            .filter(|event| event.kind == EventKind::DeadlineAnnounced)
            .filter_map(|event| event.start)
            .filter(|day| *day < hull.start() && (hull.start() - *day).get_days() <= 120)
            .min();
        // Without any start in sight a total "so far" is given a month.
        let known =
            scope.entries.iter().zip(claims).any(|(entry, claim)| {
                entry.in_scope() && claim.cumulative && entry.start.is_some()
            });
        let month = end.checked_sub(30.days()).unwrap_or(hull.start());
        let first = match announced {
            Some(day) => day,
            None if known => hull.start(),
            None => hull.start().min(month),
        };
        hull = hull.hull(&Window::day(first));
    }
    Ok(hull)
}

/// Extra variance of the log flow's step into each day, from events.
fn shaken_days(events: &[Event], days: Window) -> Vec<f64> {
    use crate::assumptions::events::{ANNOUNCED, BORDER, ENFORCED, REACH};
    let mut extra = vec![0.0_f64; days.days()];
    for event in events.iter().filter(|event| event.stance != Stance::Denied) {
        let size: f64 = match event.kind {
            EventKind::Deadline | EventKind::OperationStart => ENFORCED,
            EventKind::BorderClosed | EventKind::BorderOpened => BORDER,
            EventKind::DeadlineAnnounced | EventKind::OperationEnd => ANNOUNCED,
            _ => continue,
        };
        for day in [event.start, event.end.filter(|_| event.kind == EventKind::BorderClosed)]
            .into_iter()
            .flatten()
        {
            for near in -REACH..=REACH {
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

/// The flows of the draws by crossing, the largest first, unnamed ways last.
fn by_crossing(
    layout: &Layout,
    drawing: &Drawing,
    class: Option<&str>,
) -> (Vec<String>, Vec<bool>, Draws) {
    let days = layout.days.days();
    let mut places: Vec<(Option<usize>, Vec<usize>)> = (0..layout.crossings.len())
        .map(|at| (Some(at), rows_at(layout, Some(at), class)))
        .collect();
    let total = |rows: &[usize]| -> f64 {
        // The mean of logs resists one wild draw.
        let sum = |world: &joint::World| -> f64 {
            rows.iter().flat_map(|row| &world.flows[*row]).sum::<f64>().max(1e-12).ln()
        };
        drawing.worlds.iter().map(sum).sum()
    };
    let totals: Vec<f64> = places.iter().map(|(_, rows)| total(rows)).collect();
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by(|&a, &b| totals[b].total_cmp(&totals[a]).then(a.cmp(&b)));
    places = order.into_iter().map(|at| places[at].clone()).collect();
    places.push((None, rows_at(layout, None, class)));
    let mut flows = Vec::with_capacity(drawing.worlds.len() * places.len() * days);
    for world in &drawing.worlds {
        for (_, rows) in &places {
            flows.extend(
                (0..days).map(|day| rows.iter().map(|r| world.flows[*r][day]).sum::<f64>()),
            );
        }
    }
    let names = places.iter().map(|(at, _)| {
        at.map_or_else(|| ELSEWHERE.to_owned(), |at: usize| layout.crossings[at].clone())
    });
    let counted =
        places.iter().map(|(_, rows)| rows.iter().any(|row| drawing.counted[*row])).collect();
    (names.collect(), counted, Draws { crossings: places.len(), days, flows })
}

fn rows_at(layout: &Layout, crossing: Option<usize>, class: Option<&str>) -> Vec<usize> {
    let of_class = |row: &usize| class.is_none() || layout.rows[*row].class.as_deref() == class;
    (0..layout.rows.len())
        .filter(|&row| layout.rows[row].crossing == crossing)
        .filter(of_class)
        .collect()
}

/// The class that is asked for, when the reports tell it apart.
fn class_asked(layout: &Layout, options: &Options) -> Result<Option<String>, ReconcileError> {
    let Some(asked) = &options.population else { return Ok(None) };
    match layout.classes.iter().find(|known| known.eq_ignore_ascii_case(asked)) {
        Some(class) => Ok(Some(class.clone())),
        None => {
            Err(ReconcileError::UnknownClass { name: asked.clone(), known: layout.classes.clone() })
        }
    }
}

fn assemble(
    claims: &[Claim],
    prepared: Prepared,
    drawing: &Drawing,
    class: Option<&str>,
    options: &Options,
) -> Picture {
    let Prepared { layout, scope, as_of, route, unnamed, unreported, .. } = prepared;
    let days = layout.days;
    let (crossings, counted, draws) = by_crossing(&layout, drawing, class);
    let fits = fit::fits(&layout, drawing);
    let (mut coverage, route_coverage) = coverage::coverage(&layout, &fits, days);
    coverage.sort_by_key(|c| crossings.iter().position(|name| *name == c.via));
    let class_of = |claim: &Claim| scope.classes.class(claim, &route);
    let fitted = fit::report(claims, &scope.entries, class_of, &fits, days);
    let mut picture = Picture {
        as_of,
        route,
        window: days,
        crossings,
        counted,
        unreported: unnamed,
        whole_known: !unreported,
        classes: scope.told_apart.names,
        draws,
        claims: fitted,
        disagreements: disagree::disagreements(
            claims,
            &scope.entries,
            &scope.findings,
            &fits,
            &layout,
            drawing,
        ),
        findings: scope.findings,
        sources: leanings(&layout, drawing),
        unknowns: Vec::new(),
        coverage,
        route_coverage,
        definitions: narrow::definitions(claims, &layout, drawing),
        diagnostics: diagnose(&fits, claims, &scope.entries, drawing),
    };
    picture.unknowns = unknown::unknowns(&picture, claims, &scope.entries, options.span);
    picture
}

/// How each office leans; one whose way of counting was announced to have changed, on its first and its
/// last days.
fn leanings(layout: &Layout, drawing: &Drawing) -> Vec<Leaning> {
    let quantiles = |at: usize| -> [f64; 3] {
        let mut factors: Vec<f64> =
            drawing.worlds.iter().map(|world| world.leanings[at].exp()).collect();
        factors.sort_by(f64::total_cmp);
        [0.05, 0.5, 0.95].map(|p| tidy(quantile(&factors, p)))
    };
    let mut leanings: Vec<Leaning> = Vec::new();
    for epochs in layout.offices() {
        let used: usize = epochs.iter().map(|at| layout.sources[*at].used).sum();
        let main = epochs.iter().copied().max_by_key(|at| layout.sources[*at].used);
        let Some(main) = main.filter(|_| used >= 2) else { continue };
        let [p05, p50, p95] = quantiles(main);
        let changed = epochs.len() > 1;
        leanings.push(Leaning {
            organisation: layout.sources[main].label.clone(),
            claims: used,
            p05,
            p50,
            p95,
            first: changed.then(|| quantiles(epochs[0])[1]),
            last: changed.then(|| quantiles(epochs[epochs.len() - 1])[1]),
        });
    }
    leanings.sort_by(|a, b| b.claims.cmp(&a.claims).then(a.organisation.cmp(&b.organisation)));
    leanings
}

/// The picture's check of itself: what one office printed and nobody contradicts must come out.
fn diagnose(
    fits: &[fit::Fit],
    claims: &[Claim],
    entries: &[Entry],
    drawing: &Drawing,
) -> Diagnostics {
    let believed = fits.iter().filter(|fit| {
        entries[fit.claim].role == crate::picture::Role::Used && fit.firm && fit.probability > 0.9
    });
    let missed = believed
        .filter(|fit| fit.weight < 0.05 && claims[fit.claim].value.is_some_and(|v| v > 0.0))
        .count();
    let draws = drawing.worlds.len();
    Diagnostics {
        draws,
        chains: 1,
        rhat: 1.0,
        ess: draws as f64,
        divergences: 0,
        missed,
        converged: true,
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
