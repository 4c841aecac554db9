//! What is to be drawn: rows of daily flows, and the claims that tell of sums over them.
//!
//! A row is a crossing, or ways that nobody names, for one class of people where reports tell
//! classes apart. Claims of the same rows make a node: a crossing, two crossings taken together,
//! the whole route. Each node has its offices, the one that counts most of it first.

use std::collections::BTreeMap;

use claim::{
    Claim, Event, EventKind, Group, Per, Population, Qualifier, Stance, Unit, Window,
    same_organisation,
};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::assumptions::numbers::{ROUNDED, TABLE};
use crate::assumptions::readings::RATE_DAYS;
use crate::assumptions::slips::{CARRIED, WRONG};
use crate::classes::Classes;
use crate::entry::Entry;
use crate::factors::{Factors, Term};
use crate::number::{Said, usual_step};
use crate::picture::Route;
use crate::reading::{self, Start};
use crate::resolve::{Number, Reading};
use crate::scope::Scope;
use crate::vintage::{Correction, Corrections};
use crate::words::{has_organisation, organisation_label};

/// A row of daily flows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Row {
    /// Position of the crossing; `None` for ways that nobody names, and for a route without any.
    pub crossing: Option<usize>,
    /// The class of people, where classes are told apart.
    pub class: Option<String>,
}

/// An office that gives numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Source {
    /// As the claims name it.
    pub label: String,
    /// In the form that is compared.
    key: String,
    /// How often its way of counting had been announced to have changed before.
    epoch: usize,
    /// How many of its numbers are used.
    pub used: usize,
    /// First and last day that its numbers end on, positions.
    pub days: (usize, usize),
}

/// A claim as the engine sees it.
#[derive(Debug, Clone)]
pub(crate) struct Observation {
    pub claim: usize,
    /// Rows that it counts.
    pub rows: Vec<usize>,
    pub source: usize,
    pub said: Said,
    pub readings: Vec<Reading>,
    /// Constant part of the log factor between people who crossed and the number, and its terms.
    pub offset: f64,
    pub terms: Vec<Term>,
    /// Rate: per how many days.
    pub per: Option<f64>,
    /// Logit of the median share of the last day that is covered.
    pub partial: Option<f64>,
    /// A running total of which nobody says since when: it tells of the days after another one.
    pub open: bool,
    /// Informs the picture; otherwise it is only compared with it.
    pub active: bool,
    /// Believed as printed: a count of people, of whole days, by its own account.
    pub firm: bool,
    /// What became of earlier numbers of its office, as old as this one.
    pub corrections: Vec<Correction>,
}

impl Observation {
    /// Whether it gives a number of people, and not only a bound.
    pub fn counts(&self) -> bool {
        matches!(
            self.said,
            Said::Around { .. } | Said::Above { .. } | Said::Below { .. } | Said::Nobody
        )
    }
}

/// The numbers of one office for one node.
#[derive(Debug, Clone)]
pub(crate) struct Office {
    pub source: usize,
    pub numbers: Vec<Number>,
    /// Observation of each number.
    pub observations: Vec<usize>,
}

/// Claims of the same rows.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub rows: Vec<usize>,
    pub offices: Vec<Office>,
    /// Observations that are not believed as printed, those that tell most first.
    pub loose: Vec<usize>,
    /// Runs of days (first, and the day after the last) for which an office's number is the sum of its own for
    /// single rows.
    pub closed: Vec<(usize, usize)>,
}

impl Node {
    /// Whether it is one of the rows of a whole.
    pub fn is_gate_of(&self, whole: &Node) -> bool {
        matches!(self.rows[..], [row] if whole.rows.contains(&row))
    }

    /// Whether an office's parts come to its total on these days: nobody went by any other way.
    pub fn adds_up(&self, days: &[usize]) -> bool {
        let inside =
            |(from, to): &(usize, usize)| days.iter().all(|day| (*from..*to).contains(day));
        self.closed.iter().any(inside)
    }
}

/// All of it.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    pub days: Window,
    pub crossings: Vec<String>,
    pub rows: Vec<Row>,
    /// The row of ways that nobody names, where a total of the whole route tells of them.
    pub elsewhere: Option<usize>,
    /// By number of rows.
    pub nodes: Vec<Node>,
    pub sources: Vec<Source>,
    pub observations: Vec<Observation>,
    /// Names of the definition factors, by parameter.
    pub factors: usize,
    /// Classes that are told apart.
    pub classes: Vec<String>,
    /// The office whose count is the measure.
    pub measure: Option<usize>,
    /// Runs of days on which the crossing of each row was closed, positions.
    pub closed: Vec<Vec<(usize, usize)>>,
}

/// What the layout is made of.
pub(crate) struct Plan<'a> {
    pub claims: &'a [Claim],
    pub scope: &'a Scope,
    /// Claims by date of publication.
    pub order: &'a [usize],
    pub events: &'a [Event],
    pub days: Window,
    pub route: &'a Route,
    /// The office by whose count is asked.
    pub by_count_of: Option<&'a str>,
}

impl Layout {
    pub fn new(plan: &Plan) -> Layout {
        let Plan { claims, scope, order, events, days, .. } = *plan;
        let entries = &scope.entries;
        let classes = &scope.classes;
        let (rows, elsewhere) = rows(plan, classes);
        let mut layout = Layout {
            days,
            crossings: scope.crossings.clone(),
            rows,
            elsewhere,
            nodes: Vec::new(),
            sources: Vec::new(),
            observations: Vec::new(),
            factors: 0,
            classes: classes.names.clone(),
            measure: None,
            closed: Vec::new(),
        };
        layout.closed = layout.rows.iter().map(|row| closures(plan, row.crossing)).collect();
        let starts = reading::starts(claims, entries, order, events, days);
        let told: Vec<usize> = order.iter().copied().filter(|&i| entries[i].in_scope()).collect();
        let mut factors = Factors::taught(claims, &told);
        let corrections = Corrections::of(claims, entries, order);
        for &i in &told {
            let observation = layout.observe(plan, i, &starts, &mut factors, classes, &corrections);
            layout.observations.push(observation);
        }
        layout.demote(plan);
        layout.gather(plan);
        layout
    }

    fn observe(
        &mut self,
        plan: &Plan,
        index: usize,
        starts: &[Start],
        factors: &mut Factors,
        classes: &Classes,
        corrections: &Corrections,
    ) -> Observation {
        let (claim, entry) = (&plan.claims[index], &plan.scope.entries[index]);
        let per = (claim.measure == claim::Measure::Rate).then_some(match claim.per {
            None | Some(Per::Day) => 1.0,
            Some(Per::Week) => 7.0,
            Some(Per::Month) => 30.4,
        });
        let readings = match per {
            Some(_) => rate_days(entry, self.days),
            None => reading::readings(claim, entry, starts, self.days),
        };
        let partial = claim.partial.then(|| {
            let hour =
                claim.as_of.map_or(12.0, |t| f64::from(t.hour()) + f64::from(t.minute()) / 60.0);
            let share = (hour / 24.0).clamp(0.05, 0.95);
            (share / (1.0 - share)).ln()
        });
        // A class of its own is told as it is; it bounds nothing, and stands for nobody else.
        let class = classes.class(claim, plan.route);
        let known = &mut self.factors;
        let mut factors_of = |claim: &Claim| {
            factors.of(claim, || {
                *known += 1;
                *known - 1
            })
        };
        let (offset, terms) = match class.is_some() && claim.population.group != Group::All {
            true => factors_of(&of_everybody(claim)),
            false => factors_of(claim),
        };
        let said = Said::of(claim, entry.subset && class.is_none());
        let firm = per.is_none()
            && partial.is_none()
            && terms.is_empty()
            && claim.unit == Unit::People
            && matches!(claim.qualifier, Qualifier::Exact | Qualifier::About)
            && matches!(said, Said::Around { .. } | Said::Nobody)
            && !readings.is_empty();
        Observation {
            claim: index,
            rows: self.rows_of(&entry.via, class.as_deref()),
            source: self.source(plan, index),
            said,
            open: reading::is_open(claim, entry, starts),
            readings,
            offset,
            terms,
            per,
            partial,
            active: entry.active(),
            firm,
            corrections: corrections.for_claim(index),
        }
    }

    /// The offices, each with its sources before and after its way of counting changed.
    pub fn offices(&self) -> Vec<Vec<usize>> {
        let mut offices: Vec<Vec<usize>> = Vec::new();
        for (at, source) in self.sources.iter().enumerate() {
            let same = |known: &Vec<usize>| {
                !source.key.is_empty() && self.sources[known[0]].key == source.key
            };
            match offices.iter_mut().position(|known| same(known)) {
                Some(known) => offices[known].push(at),
                None => offices.push(vec![at]),
            }
        }
        for epochs in &mut offices {
            epochs.sort_by_key(|at| self.sources[*at].epoch);
        }
        offices
    }

    /// Whether an office's way of counting changed, as was announced.
    pub fn changed(&self, source: usize) -> bool {
        let one = &self.sources[source];
        one.epoch > 0 || self.sources.iter().filter(|other| other.key == one.key).count() > 1
    }

    /// A single total of which nobody says since when it runs is no frame for anything: it is heard
    /// after the numbers whose days are known. Of several by one office the differences are known.
    fn demote(&mut self, plan: &Plan) {
        let open = |one: &Observation| {
            let entry = &plan.scope.entries[one.claim];
            one.firm && one.active && entry.start.is_none()
        };
        let mut totals: BTreeMap<(Vec<usize>, usize), Vec<usize>> = BTreeMap::new();
        for (o, one) in self.observations.iter().enumerate().filter(|(_, one)| open(one)) {
            totals.entry((one.rows.clone(), one.source)).or_default().push(o);
        }
        for alone in totals.into_values().filter(|totals| totals.len() == 1) {
            self.observations[alone[0]].firm = false;
        }
    }

    /// Rows of some crossings (none: of the route) and a class (none: of all).
    pub fn rows_of(&self, via: &[String], class: Option<&str>) -> Vec<usize> {
        let named = |row: &Row| {
            row.crossing.is_some_and(|at| via.contains(&self.crossings[at])) || via.is_empty()
        };
        let of_class = |row: &Row| class.is_none() || row.class.as_deref() == class;
        (0..self.rows.len()).filter(|&r| named(&self.rows[r]) && of_class(&self.rows[r])).collect()
    }

    /// Position of the office that gives a claim, made when it is new.
    fn source(&mut self, plan: &Plan, index: usize) -> usize {
        let (claim, entry) = (&plan.claims[index], &plan.scope.entries[index]);
        let end = entry.end.unwrap_or(self.days.end());
        let day = self.days.offset(end).clamp(0, self.days.days() as i64 - 1) as usize;
        let named = has_organisation(claim);
        let key = match (named, claim.found.from_row) {
            (true, _) => entry.organisation.clone(),
            // The rows of a table are one voice, whoever it is.
            (false, true) => format!("table:{}", claim.document),
            (false, false) => String::new(),
        };
        let epoch = changes(plan.events, &key, self.days).filter(|from| *from <= day).count();
        let counts = usize::from(entry.active());
        let known = self.sources.iter_mut().enumerate().find(|(_, source)| {
            !key.is_empty() && source.epoch == epoch && is_one(&source.key, &key)
        });
        if let Some((at, source)) = known {
            source.used += counts;
            source.days = (source.days.0.min(day), source.days.1.max(day));
            return at;
        }
        let label = organisation_label(claim);
        self.sources.push(Source { label, key, epoch, used: counts, days: (day, day) });
        self.sources.len() - 1
    }

    /// Sorts the observations into nodes and offices.
    fn gather(&mut self, plan: &Plan) {
        let mut nodes: BTreeMap<Vec<usize>, Node> = BTreeMap::new();
        self.measure = plan.by_count_of.and_then(|name| {
            let key = claim::organisation_key(name);
            self.sources.iter().position(|source| is_one(&source.key, &key))
        });
        for (o, observation) in self.observations.iter().enumerate() {
            if !observation.active || observation.rows.is_empty() || observation.said == Said::Open
            {
                continue;
            }
            let node = nodes.entry(observation.rows.clone()).or_insert_with(|| Node {
                rows: observation.rows.clone(),
                offices: Vec::new(),
                loose: Vec::new(),
                closed: Vec::new(),
            });
            if !observation.firm {
                node.loose.push(o);
                continue;
            }
            let claim = &plan.claims[observation.claim];
            let value = claim.value.unwrap_or(0.0);
            let slack = match observation.said {
                Said::Around { under, over, .. } => 1.8 * under.max(over) * value,
                _ => 0.0,
            };
            let number = Number {
                claim: observation.claim,
                value,
                slack,
                readings: observation.readings.clone(),
                wrong: plan.scope.entries[observation.claim].doubt.wrong.max(wrong(claim)),
            };
            match node.offices.iter_mut().find(|office| office.source == observation.source) {
                Some(office) => {
                    office.numbers.push(number);
                    office.observations.push(o);
                }
                None => node.offices.push(Office {
                    source: observation.source,
                    numbers: vec![number],
                    observations: vec![o],
                }),
            }
        }
        let mut nodes: Vec<Node> = nodes.into_values().collect();
        nodes.sort_by_key(|node| (node.rows.len(), node.rows.clone()));
        for node in &mut nodes {
            for office in &mut node.offices {
                let usual = usual_step(office.numbers.iter().map(|number| number.value));
                let a_day = |number: &&Number| {
                    number.readings.first().is_some_and(|reading| reading.to - reading.from == 1)
                };
                let kept = office.numbers.iter().filter(a_day).count() >= TABLE;
                for number in &mut office.numbers {
                    // A number rounded as the office rounds: half a step; hedged ones keep their room.
                    let exact = plan.claims[number.claim].qualifier == Qualifier::Exact;
                    if exact {
                        number.slack = number.slack.min(0.5 * usual);
                    }
                    // A table of days is kept by who counts them.
                    if kept && exact {
                        number.slack = number.slack.min(ROUNDED * number.value);
                    }
                }
            }
            let measure = self.measure;
            node.offices.sort_by_key(|office| {
                let counted = covered(office, self.days.days());
                let asked = measure == Some(office.source);
                (std::cmp::Reverse((asked, counted, office.numbers.len())), office.source)
            });
            let rank = |o: &usize| loose_rank(&self.observations[*o]);
            node.loose.sort_by(|a, b| rank(a).cmp(&rank(b)).then(a.cmp(b)));
        }
        for at in 0..nodes.len() {
            nodes[at].closed = adds_up(&nodes, at);
        }
        self.nodes = nodes;
    }
}

/// Runs of days of which an office's number for a node is the sum of its own for each of several of its rows.
fn adds_up(nodes: &[Node], at: usize) -> Vec<(usize, usize)> {
    let node = &nodes[at];
    let mut closed = Vec::new();
    for office in node.offices.iter().filter(|_| node.rows.len() > 1) {
        for number in &office.numbers {
            let Some(days) = number.readings.first().map(|r| (r.from, r.to)) else { continue };
            let own = nodes
                .iter()
                .filter(|part| part.is_gate_of(node))
                .flat_map(|part| &part.offices)
                .filter(|o| o.source == office.source);
            let parts: Vec<f64> = own.filter_map(|office| Some(office.fill(days)?.0)).collect();
            let off = parts.iter().sum::<f64>() - number.value;
            // Each printed to the person.
            if parts.len() > 1 && off.abs() < 0.5 {
                closed.push(days);
            }
        }
    }
    closed
}

impl Office {
    /// What its numbers come to over a run of days (first, and the day after the last) that they fill, one
    /// behind the other, and their claims; a number for just these days is it.
    pub fn fill(&self, (from, to): (usize, usize)) -> Option<(f64, Vec<usize>)> {
        let said = |from: usize, within: usize| {
            let of = self.numbers.iter().filter_map(|number| {
                let days = number.readings.first().filter(|r| r.from == from && r.to <= within)?;
                Some((days.to, number.value, number.claim))
            });
            of.max_by_key(|(end, ..)| *end)
        };
        let (mut day, mut people, mut claims) = (from, 0.0, Vec::new());
        while day < to {
            let (end, value, claim) = said(day, to)?;
            people += value;
            claims.push(claim);
            day = end;
        }
        Some((people, claims))
    }
}

/// The claim as one of everybody in it.
fn of_everybody(claim: &Claim) -> Claim {
    let population = Population { group: Group::All, ..claim.population.clone() };
    Claim { population, ..claim.clone() }
}

/// Chance that a number is something else than it says. One that the text does not say to be the office's own
/// may be another's, or of something else: it gives way before one that is.
fn wrong(claim: &Claim) -> f64 {
    if claim.found.source_is_carried() { CARRIED } else { WRONG }
}

/// How many days an office tells of, each told by itself twice.
fn covered(office: &Office, days: usize) -> usize {
    let mut ends = vec![false; days + 1];
    let mut told = vec![false; days];
    for number in &office.numbers {
        let Some(reading) = number.readings.first() else { continue };
        ends[reading.to] = true;
        told[reading.from..reading.to].iter_mut().for_each(|day| *day = true);
    }
    told.iter().filter(|day| **day).count() + ends.iter().filter(|end| **end).count()
}

/// In which order claims that are not believed as printed are heard: counts, rates, then bounds.
fn loose_rank(observation: &Observation) -> u8 {
    match (&observation.said, observation.per) {
        (Said::AtLeast { .. } | Said::AtMost { .. }, None) => 2,
        (_, None) => 0,
        _ => 1,
    }
}

fn is_one(a: &str, b: &str) -> bool {
    a == b || (a.contains(' ') && b.contains(' ') && same_organisation(a, b))
}

/// Positions of the days from which announced changes of an organisation's way of counting hold.
fn changes<'a>(
    events: &'a [Event],
    key: &'a str,
    days: Window,
) -> impl Iterator<Item = usize> + 'a {
    events.iter().filter_map(move |event| {
        let day = event.start.filter(|day| days.contains(*day))?;
        let actor = event.actor.as_deref().map(claim::organisation_key);
        let its = actor.is_none_or(|actor| same_organisation(&actor, key));
        (event.kind == EventKind::MethodChange && its).then(|| days.offset(day) as usize)
    })
}

/// The days on which the crossing of a row was closed.
fn closures(plan: &Plan, crossing: Option<usize>) -> Vec<(usize, usize)> {
    crossing
        .map_or_else(Vec::new, |at| closed_days(&plan.scope.crossings[at], plan.events, plan.days))
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

/// The rows, and that of ways which nobody names.
fn rows(plan: &Plan, classes: &Classes) -> (Vec<Row>, Option<usize>) {
    let names: Vec<Option<String>> = match classes.names.is_empty() {
        true => vec![None],
        false => classes.names.iter().cloned().map(Some).collect(),
    };
    let row =
        |crossing: Option<usize>, class: &Option<String>| Row { crossing, class: class.clone() };
    let each = |crossing: Option<usize>| names.iter().map(move |class| row(crossing, class));
    let active = |i: &usize| plan.scope.entries[*i].active();
    let numeric = |i: &usize| !matches!(Said::of(&plan.claims[*i], false), Said::Open);
    let whole = |i: &usize| {
        // A total of the route, or of all classes, may hold what nobody names.
        plan.scope.entries[*i].via.is_empty()
            && classes.class(&plan.claims[*i], plan.route).is_none()
    };
    let beyond = (0..plan.claims.len()).any(|i| active(&i) && numeric(&i) && whole(&i));
    let crossings = plan.scope.crossings.len();
    let mut rows: Vec<Row> = match crossings {
        0 => each(None).collect(),
        _ => (0..crossings).flat_map(|at| each(Some(at))).collect(),
    };
    let elsewhere = beyond && (crossings > 0 || !classes.names.is_empty());
    if elsewhere {
        rows.push(Row { crossing: None, class: None });
    }
    let last = rows.len() - 1;
    (rows, elsewhere.then_some(last))
}

/// The days of a rate: as stated, or those around the report.
fn rate_days(entry: &Entry, days: Window) -> Vec<Reading> {
    let index = |day: Date| days.offset(day).clamp(0, days.days() as i64 - 1) as usize;
    let Some(end) = entry.end else { return Vec::new() };
    let start = entry.start.unwrap_or_else(|| {
        let first = end.checked_sub((RATE_DAYS - 1).days()).unwrap_or(end);
        first.max(days.start())
    });
    let (from, to) = (index(start.min(end)), index(end) + 1);
    vec![Reading { from, to, prior: 1.0, stated: true }]
}
