//! How an organisation's numbers lean against the picture: a factor of its own, with shrinkage,
//! which may drift over a long season and step where a change of method was announced.

use claim::{Claim, Event, EventKind, Window, same_organisation};

use crate::noise::Density;
use crate::scope::{Entry, has_organisation, organisation_label};

/// Sd of an organisation's leaning, log scale.
pub(crate) const LEANING: f64 = 0.09;
/// Sd of what a leaning changes from the first to the last day of an organisation's numbers.
const DRIFT: f64 = 0.06;
/// Numbers, and days between the first and the last, from which a drift can be told.
const DRIFTING: (usize, usize) = (6, 45);
/// Sd of the step of a leaning at an announced change of method: counts have doubled overnight.
const STEP: f64 = 0.5;

/// A linear term of the log of what a claim counts: parameter, coefficient.
pub(crate) type Term = (usize, f64);

/// One organisation and how it leans.
#[derive(Debug, Clone)]
pub(crate) struct Organisation {
    pub label: String,
    /// Its name in the form that is compared.
    key: String,
    /// How many of its numbers are used.
    pub used: usize,
    /// First and last day its numbers end on.
    pub days: (usize, usize),
    /// Parameter of its leaning, when it can be told from the error of a single number.
    pub parameter: Option<usize>,
    /// Parameter of its drift.
    drift: Option<usize>,
    /// Days of announced changes of method, and the parameter of the step.
    steps: Vec<(usize, usize)>,
}

impl Organisation {
    /// Whether the claim is one of its numbers.
    pub fn gives(&self, entry: &Entry) -> bool {
        self.key == entry.organisation
            || (self.key.contains(' ')
                && entry.organisation.contains(' ')
                && same_organisation(&self.key, &entry.organisation))
    }

    /// The terms of its leaning on a day.
    pub fn terms(&self, day: usize) -> Vec<Term> {
        let Some(parameter) = self.parameter else { return Vec::new() };
        let mut terms = vec![(parameter, LEANING)];
        if let Some(drift) = self.drift {
            let (first, last) = self.days;
            let along = (day as f64 - first as f64) / (last - first) as f64;
            terms.push((drift, DRIFT * (along.clamp(0.0, 1.0) - 0.5)));
        }
        let passed = self.steps.iter().filter(|(from, _)| day >= *from);
        terms.extend(passed.map(|(_, parameter)| (*parameter, STEP)));
        terms
    }

    /// Logarithm of the factor that its numbers carry on a day.
    pub fn leaning(&self, day: usize, theta: &[f64]) -> f64 {
        self.terms(day).iter().map(|(parameter, c)| c * theta[*parameter]).sum()
    }

    /// Days from which announced changes of its method hold.
    pub fn steps(&self) -> impl Iterator<Item = usize> + '_ {
        self.steps.iter().map(|(from, _)| *from)
    }

    /// Whether its factor is let change over time.
    pub fn changes(&self) -> bool {
        self.drift.is_some() || !self.steps.is_empty()
    }
}

/// The day from which an announced change of method holds, by an actor when one is named.
#[derive(Debug, Clone)]
pub(crate) struct MethodChange {
    pub from: usize,
    actor: Option<String>,
}

impl MethodChange {
    /// Whether it is a change of this organisation's counting.
    pub fn is_of(&self, organisation: &str) -> bool {
        self.actor.as_deref().is_none_or(|actor| same_organisation(actor, organisation))
    }
}

/// The announced changes of method, on the days of the picture.
pub(crate) fn method_changes(events: &[Event], days: Window) -> Vec<MethodChange> {
    let mut changes: Vec<MethodChange> = events
        .iter()
        .filter(|event| event.kind == EventKind::MethodChange)
        .filter_map(|event| {
            let day = event.start?;
            days.contains(day).then(|| MethodChange {
                from: days.offset(day) as usize,
                actor: event.actor.as_deref().map(claim::organisation_key),
            })
        })
        .collect();
    changes.sort_by(|a, b| (a.from, &a.actor).cmp(&(b.from, &b.actor)));
    changes.dedup_by(|a, b| a.from == b.from && a.actor == b.actor);
    changes
}

/// All organisations that give numbers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Organisations {
    pub all: Vec<Organisation>,
}

impl Organisations {
    /// Counts the numbers that each organisation gives and places its parameters, from `next` on.
    pub fn of(
        claims: &[Claim],
        entries: &[Entry],
        order: &[usize],
        changes: &[MethodChange],
        days: Window,
        mut next: impl FnMut() -> usize,
    ) -> Organisations {
        let mut all: Vec<Organisation> = Vec::new();
        for &i in order {
            let (claim, entry) = (&claims[i], &entries[i]);
            let counts = entry.active()
                && matches!(Density::of(claim, entry.subset), Density::Split { .. })
                && has_organisation(claim);
            let Some(end) = entry.end.filter(|_| counts) else { continue };
            let day = days.offset(end).clamp(0, days.days() as i64 - 1) as usize;
            match all.iter_mut().find(|known| known.gives(entry)) {
                Some(known) => {
                    known.used += 1;
                    known.days = (known.days.0.min(day), known.days.1.max(day));
                }
                None => {
                    let label = organisation_label(claim);
                    let key = claim::organisation_key(&label);
                    all.push(Organisation {
                        label,
                        key,
                        used: 1,
                        days: (day, day),
                        parameter: None,
                        drift: None,
                        steps: Vec::new(),
                    });
                }
            }
        }
        // A single number's leaning cannot be told from its error: it is added to the noise.
        for one in all.iter_mut().filter(|one| one.used >= 2) {
            one.parameter = Some(next());
            let (first, last) = one.days;
            if one.used >= DRIFTING.0 && last - first >= DRIFTING.1 {
                one.drift = Some(next());
            }
            for change in changes.iter().filter(|c| c.is_of(&one.key)) {
                if first < change.from && change.from <= last {
                    one.steps.push((change.from, next()));
                }
            }
        }
        Organisations { all }
    }

    /// Terms of the leaning of whoever gives the claim; empty where nobody stands behind it or
    /// its leaning cannot be told.
    pub fn terms(&self, entry: &Entry, day: usize) -> Vec<Term> {
        self.all.iter().find(|one| one.gives(entry)).map_or_else(Vec::new, |one| one.terms(day))
    }
}
