//! Who disagrees, and the most probable reason, in a sentence fit for print.
//!
//! An entry is a group: a claim whose number fits other days than it states, or stays far from
//! what the rest allow, with the claim that it contradicts; all that contradict the same claim
//! are one entry. So are the numbers of one crossing and the same days that differ, and the whole
//! of two organisations' series that keep a ratio.
//!
//! The weight of a window is the posterior probability of the reading. The other reasons compete:
//! each predicts how far two numbers lie apart, has a prior weight of its own, and the
//! weight is its share of the sum of prior times density, like a posterior probability. The priors
//! are assumptions, written beside each reason. What the audit proved enters at its own weight.

use std::collections::{BTreeMap, BTreeSet};

use audit::{Finding, Rule, Severity};
use claim::{Claim, Concept, Group, Kind, Qualifier, Unit, Window};
use jiff::civil::Date;

use crate::draws::median;
use crate::entry::Entry;
use crate::fit::{Fit, tidy, window_of};
use crate::joint::Drawing;
use crate::layout::Layout;
use crate::picture::{ALL, Disagreement, Reason, Role};
use crate::saying::{Basis, Form, Said, Saying, saying};
use crate::words;

mod gates;
mod offices;

/// Most entries; a list longer than a page tells nobody anything.
const MOST: usize = 40;

/// The most, of the larger, that a rounded number and the number it was made of differ.
const ROUNDED: f64 = 0.15;

/// Numbers that lie closer than this (log) are one number for any reader.
const SAME: f64 = 0.01;

/// A number this far (log) from the picture does not bear out the picture.
const ASIDE: f64 = 0.05;

/// Windows looked at on each side of a claim's own for one that it contradicts.
const NEAR: usize = 24;

/// Draws on which a number is held against another scope: it must come out to a few percent.
const FEW: usize = 60;

pub(crate) fn disagreements(
    claims: &[Claim],
    entries: &[Entry],
    findings: &[Finding],
    fits: &[Fit],
    layout: &Layout,
    drawing: &Drawing,
) -> Vec<Disagreement> {
    let room = Room::new(claims, entries, findings, fits, layout, drawing);
    let (mut found, series) = offices::pairs(&room);
    let mut told: BTreeSet<usize> = BTreeSet::new();
    found.extend(room.odd_ones(&mut told));
    found.extend(room.same_days(&told, &series));
    found.extend(gates::over_the_border(&room));
    // Most telling first: how far off, times how sure; then by sentence for a fixed order.
    found.sort_by(|a, b| {
        let sentence = |one: &Told| one.1.sentence.to_string();
        b.0.total_cmp(&a.0).then_with(|| sentence(a).cmp(&sentence(b)))
    });
    found.truncate(MOST);
    let mut found: Vec<Disagreement> = found.into_iter().map(|(_, one)| one).collect();
    // Of these first what moves the answer most; the sort is stable.
    found.sort_by(|a, b| b.people.total_cmp(&a.people));
    found
}

/// A disagreement and how telling it is.
type Told = (f64, Disagreement);

/// Two organisations, by position.
type Two = (usize, usize);

/// Claims of one scope and the same days.
type Bucket<'a> = (&'a [String], Option<Date>, Option<Date>);

struct Room<'a> {
    claims: &'a [Claim],
    entries: &'a [Entry],
    fits: &'a [Fit],
    days: Window,
    layout: &'a Layout,
    drawing: &'a Drawing,
    /// Position of the organisation that gives a claim.
    organisation: Vec<Option<usize>>,
    /// What the audit says of a claim: its reason and weight.
    audited: BTreeMap<usize, (Reason, f64)>,
    /// Position of a claim's fit.
    of: BTreeMap<usize, usize>,
    /// Fits by crossings, in order of the last day: contradictions are sought nearby.
    by_via: BTreeMap<&'a [String], Vec<(usize, usize)>>,
}

/// The reason that a finding of the audit gives.
fn reason_of(rule: Rule) -> Option<Reason> {
    Some(match rule {
        Rule::RunningTotalAsPeriod => Reason::CumulativeVsDaily,
        Rule::LooseWindow => Reason::Window,
        Rule::Misprint | Rule::ScaleSlip => Reason::Transcription,
        Rule::RouteAsCrossing => Reason::CrossingScope,
        Rule::PartialDay => Reason::PartialPeriod,
        Rule::HouseholdConstant | Rule::HouseholdSize | Rule::HouseholdsForPeople => {
            Reason::UnitConversion
        }
        Rule::MethodBreak | Rule::DefinitionChange => Reason::MethodChange,
        Rule::CrossingsAsPeople | Rule::QueueAsCrossing => Reason::CountingConcept,
        _ => return None,
    })
}

/// Density of a normal at `x` with this sd.
fn normal(x: f64, sd: f64) -> f64 {
    (-0.5 * (x / sd).powi(2)).exp() / (sd * 2.506_628)
}

/// Density of a Student-t with 3 degrees of freedom and this scale.
fn heavy(x: f64, scale: f64) -> f64 {
    let square = (x / scale).powi(2);
    0.367_553 / (scale * (1.0 + square / 3.0).powi(2))
}

impl<'a> Room<'a> {
    fn new(
        claims: &'a [Claim],
        entries: &'a [Entry],
        findings: &[Finding],
        fits: &'a [Fit],
        layout: &'a Layout,
        drawing: &'a Drawing,
    ) -> Room<'a> {
        let mut organisation = vec![None; claims.len()];
        for observation in &layout.observations {
            organisation[observation.claim] = Some(observation.source);
        }
        let position: BTreeMap<_, usize> =
            claims.iter().enumerate().map(|(i, claim)| (&claim.id, i)).collect();
        let mut audited: BTreeMap<usize, (Reason, f64)> = BTreeMap::new();
        for finding in findings.iter().filter(|f| f.severity != Severity::WorthALook) {
            let (Some(reason), Some(first)) = (reason_of(finding.rule), finding.claims.first())
            else {
                continue;
            };
            if let Some(&i) = position.get(first) {
                let weight = finding.severity.weight();
                let known = audited.entry(i).or_insert((reason, weight));
                if known.1 < weight {
                    *known = (reason, weight);
                }
            }
        }
        let mut by_via: BTreeMap<&[String], Vec<(usize, usize)>> = BTreeMap::new();
        for (f, fit) in fits.iter().enumerate() {
            let entry = &entries[fit.claim];
            // What may be contradicted: a number that fits.
            if entry.active() && fit.weight >= 0.5 && claims[fit.claim].value.is_some() {
                by_via.entry(&entry.via).or_default().push((fit.to, f));
            }
        }
        for near in by_via.values_mut() {
            near.sort_unstable();
        }
        let days = layout.days;
        let of = fits.iter().enumerate().map(|(f, fit)| (fit.claim, f)).collect();
        Room { claims, entries, fits, days, layout, drawing, organisation, audited, of, by_via }
    }

    /// The number of a claim, when it gives one.
    fn value(&self, fit: &Fit) -> Option<f64> {
        self.claims[fit.claim].value.filter(|value| *value > 0.0)
    }

    /// The claim of the same crossings that shares days with `fit` and lies nearest to it.
    fn contradicted(&self, fit: &Fit) -> Option<&'a Fit> {
        let own = &self.entries[fit.claim];
        let within = |via: &[String]| {
            let list = self.by_via.get(via)?;
            let at = list.partition_point(|(to, _)| *to < fit.to);
            let near = &list[at.saturating_sub(NEAR)..(at + NEAR).min(list.len())];
            near.iter()
                .map(|(_, f)| &self.fits[*f])
                .filter(|other| other.claim != fit.claim)
                .filter(|other| other.from < fit.to && fit.from < other.to)
                .min_by_key(|other| {
                    let apart = other.from.abs_diff(fit.from) + other.to.abs_diff(fit.to);
                    let unlike = self.claims[other.claim].unit != self.claims[fit.claim].unit;
                    // Another speaker's number says more than one's own.
                    let own = self.entries[other.claim].organisation == own.organisation;
                    let id = self.claims[other.claim].id.clone();
                    (unlike, apart, own, other.to, other.from, id)
                })
        };
        // A crossing against itself, else against the border, else the border against a crossing.
        within(&own.via).or_else(|| within(&[])).or_else(|| {
            if !own.via.is_empty() {
                return None;
            }
            self.layout.crossings.iter().find_map(|name| within(std::slice::from_ref(name)))
        })
    }

    /// Claims far from the rest, or read otherwise than stated, grouped by what they contradict.
    fn odd_ones(&self, told: &mut BTreeSet<usize>) -> Vec<Told> {
        // By what they contradict, why and where; how telling, and the reason's weight.
        type Odd<'f> = (f64, &'f Fit, f64);
        type Shared<'f> = (Option<usize>, Reason, &'f [String]);
        let mut groups: BTreeMap<Shared, Vec<Odd>> = BTreeMap::new();
        for fit in self.fits {
            let entry = &self.entries[fit.claim];
            // Where nothing is left for its days there is no number to hold it against.
            let told = entry.active() && fit.fitted >= 0.5;
            let Some(value) = self.value(fit).filter(|_| told) else { continue };
            let off = (value / fit.fitted).ln();
            let reread = fit.reread && fit.probability >= 0.5;
            let odd = fit.weight < 0.35 && off.abs() > 0.04 && self.against(fit, off);
            if !(reread || odd) {
                continue;
            }
            let other = self.contradicted(fit);
            let (reason, weight) = if reread {
                (self.misread(fit), fit.probability)
            } else {
                let (reason, weight) = self.explain(fit, other, fit.fitted);
                (reason, weight * (1.0 - fit.weight))
            };
            let gap = if reread { (value / fit.as_stated).ln().abs() } else { off.abs() };
            let key = (other.map(|other| other.claim), reason, entry.via.as_slice());
            groups.entry(key).or_default().push((gap * weight, fit, weight));
        }
        let mut found = Vec::new();
        for ((partner, reason, _), mut group) in groups {
            group.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.claim.cmp(&b.1.claim)));
            let (score, lead, weight) = group[0];
            let other = partner.and_then(|claim| Some(&self.fits[*self.of.get(&claim)?]));
            let mut sentence = if lead.reread && lead.probability >= 0.5 {
                self.reread(lead, other, reason)
            } else {
                self.apart(lead, other, reason, weight)
            };
            if group.len() > 1 {
                let others: Vec<Saying> =
                    group[1..].iter().take(3).map(|(_, fit, _)| self.named(fit)).collect();
                let rest = group.len() - 1 - others.len();
                sentence = match rest {
                    0 => saying!("also", sentence = sentence, others = others),
                    _ => {
                        saying!("also-and-more", sentence = sentence, others = others, count = rest)
                    }
                };
            }
            let members: Vec<usize> =
                group.iter().map(|(_, fit, _)| fit.claim).chain(partner).collect();
            told.extend(&members);
            found.push((score, self.entry_of(lead, &members, reason, weight, sentence)));
        }
        found
    }

    /// An office by its name.
    fn office(&self, office: usize) -> Saying {
        words::office(&self.layout.sources[office].label)
    }

    /// Whether the number stands against the picture: a bound does on one side only.
    fn against(&self, fit: &Fit, off: f64) -> bool {
        match self.claims[fit.claim].qualifier {
            bound if bound.is_lower_bound() => off > 0.0,
            bound if bound.is_upper_bound() => off < 0.0,
            _ => !self.entries[fit.claim].subset || off > 0.0,
        }
    }

    fn misread(&self, fit: &Fit) -> Reason {
        let stated = self.entries[fit.claim].window();
        let long = fit.to - fit.from > 3;
        match stated {
            Some(stated) if stated.days() <= 3 && long => Reason::CumulativeVsDaily,
            _ => Reason::Window,
        }
    }

    /// The claim for its days, with the crossing.
    fn named(&self, fit: &Fit) -> Saying {
        self.dated(words::whose(&self.claims[fit.claim]), fit)
    }

    /// What is said of a claim with the days and the crossing of `fit`.
    fn dated(&self, claim: Saying, fit: &Fit) -> Saying {
        let entry = &self.entries[fit.claim];
        let dated = match (entry.window(), entry.end) {
            (Some(window), _) => saying!("claim-on", claim = claim, days = window),
            (None, Some(end)) if self.claims[fit.claim].cumulative => {
                saying!("claim-up-to", claim = claim, day = end)
            }
            (None, Some(end)) => saying!("claim-of", claim = claim, day = end),
            _ => claim,
        };
        match entry.via.is_empty() {
            true => dated,
            false => saying!("claim-at", claim = dated, crossings = entry.via.clone()),
        }
    }

    /// Two claims of the same days.
    fn both(&self, first: &Fit, second: &Fit) -> Saying {
        let first_claim = words::whose(&self.claims[first.claim]);
        let second_claim = words::whose(&self.claims[second.claim]);
        saying!("both", first = first_claim, second = self.dated(second_claim, first))
    }

    /// What the picture has for a claim.
    fn fitted(&self, fit: &Fit) -> Said {
        let basis = Basis::Fit(self.claims[fit.claim].id.clone());
        Said::of(fit.fitted.round(), Form::ThreeDigits, basis)
    }

    fn reread(&self, fit: &Fit, other: Option<&Fit>, reason: Reason) -> Saying {
        let reading = window_of(fit, self.days);
        let sure = Said::Probability(fit.probability);
        let claim = self.named(fit);
        let other = other.map(|other| self.named(other));
        let stated = self.entries[fit.claim].window();
        let saying = match (reason, stated) {
            (Reason::CumulativeVsDaily, Some(stated)) => {
                // The first day of the grid is nobody's: it is only as far as was looked.
                let day = match self.entries[fit.claim].doubt.total {
                    Some((audit::Since::Unsaid, _)) => saying!("since-earlier"),
                    _ => saying!("since-day", day = Said::ShortDay(reading.start())),
                };
                match (stated.days() == 1, other) {
                    (true, None) => saying!("fits-total", claim = claim, day = day, sure = sure),
                    (false, None) => {
                        saying!("fits-total-days", claim = claim, day = day, sure = sure)
                    }
                    (true, Some(other)) => saying!(
                        "fits-total-beside",
                        claim = claim,
                        day = day,
                        sure = sure,
                        other = other
                    ),
                    (false, Some(other)) => saying!(
                        "fits-total-days-beside",
                        claim = claim,
                        day = day,
                        sure = sure,
                        other = other,
                    ),
                }
            }
            _ => match (stated.is_some(), other) {
                (true, None) => saying!("fits-better", claim = claim, days = reading, sure = sure),
                (false, None) => saying!("fits-best", claim = claim, days = reading, sure = sure),
                (true, Some(other)) => saying!(
                    "fits-better-beside",
                    claim = claim,
                    days = reading,
                    sure = sure,
                    other = other,
                ),
                (false, Some(other)) => saying!(
                    "fits-best-beside",
                    claim = claim,
                    days = reading,
                    sure = sure,
                    other = other,
                ),
            },
        };
        saying.opening()
    }

    fn apart(&self, fit: &Fit, other: Option<&Fit>, reason: Reason, weight: f64) -> Saying {
        let value = self.value(fit).unwrap_or(fit.fitted);
        let off = (value / fit.fitted).ln();
        let why = self.why(reason, weight, (fit, value), fit.fitted);
        let same_days = other.filter(|other| {
            let (own, their) = (&self.entries[fit.claim], &self.entries[other.claim]);
            (own.start, own.end, &own.via) == (their.start, their.end, &their.via)
        });
        let fitted = self.fitted(fit);
        // A number that is off the same way is none of those that do not allow this one.
        let other = other.filter(|other| same_days.is_some() || !self.sides_with(other, off));
        let off = beyond(off);
        let saying = match (same_days, other) {
            (Some(other), _) => saying!(
                "cannot-both-hold",
                claims = self.both(fit, other),
                off = off,
                fitted = fitted,
                why = why,
            ),
            (None, Some(other)) => saying!(
                "lies-off-among",
                claim = self.named(fit),
                off = off,
                fitted = fitted,
                other = self.named(other),
                why = why,
            ),
            (None, None) => {
                saying!("lies-off", claim = self.named(fit), off = off, fitted = fitted, why = why)
            }
        };
        saying.opening()
    }

    /// Whether a number stands to the picture as one that is `off` (log) does: above it, or below.
    fn sides_with(&self, other: &Fit, off: f64) -> bool {
        let own = self.value(other).map_or(0.0, |value| (value / other.fitted.max(0.5)).ln());
        own * off > 0.0 && own.abs() > ASIDE
    }

    /// The reason as it is printed, as sure as it is.
    fn why(
        &self,
        reason: Reason,
        weight: f64,
        (fit, value): (&Fit, f64),
        reference: f64,
    ) -> Saying {
        let because = self.because(reason, (fit, value), reference);
        let sure = Said::Probability(weight);
        match reason {
            Reason::Independent => because,
            _ if weight < 0.5 => saying!("why-perhaps", why = because, sure = sure),
            _ => saying!("why-sure", why = because, sure = sure),
        }
    }

    fn because(&self, reason: Reason, (fit, value): (&Fit, f64), reference: f64) -> Saying {
        match reason {
            Reason::Window => saying!("why-other-days"),
            Reason::CumulativeVsDaily => saying!("why-running-total"),
            Reason::PartialPeriod => saying!("why-part-of-day"),
            Reason::Population => saying!("why-other-people"),
            Reason::Modality => saying!("why-deportations"),
            Reason::CrossingScope => saying!("why-whole-border"),
            Reason::UnnamedWays => saying!("why-unnamed-ways"),
            Reason::CountingConcept => saying!("why-passages"),
            Reason::UnitConversion => saying!("why-families"),
            Reason::Rounding => saying!("why-rounded"),
            Reason::LateReports => saying!("why-late"),
            Reason::MethodChange => saying!("why-method"),
            Reason::Definition | Reason::LevelShift => saying!("why-definition"),
            Reason::Independent => saying!("why-nothing"),
            Reason::Transcription => match slipped_digit(value, reference) {
                Some(slip) => {
                    let claim = Basis::Claim(self.claims[fit.claim].id.clone());
                    saying!(
                        "why-digit",
                        right = Said::reckoned(slip, Form::Whole),
                        wrong = Said::of(value, Form::Whole, claim),
                    )
                }
                None if zeros(value / reference).is_some() => saying!("why-zero"),
                None => saying!("why-slip"),
            },
        }
    }

    /// The most probable reason why a claim's number is not `reference`, and its weight.
    fn explain(&self, odd: &Fit, other: Option<&Fit>, reference: f64) -> (Reason, f64) {
        let claim = &self.claims[odd.claim];
        let entry = &self.entries[odd.claim];
        let Some(value) = self.value(odd) else { return (Reason::Independent, 1.0) };
        let off = (value / reference).ln();
        // Plain error: a tenth, with heavy tails. All priors are relative to it.
        let mut scores: BTreeMap<Reason, f64> = BTreeMap::new();
        let mut score = |reason: Reason, prior: f64, density: f64| {
            *scores.entry(reason).or_default() += prior * density;
        };
        score(Reason::Independent, 1.0, heavy(off, 0.1));
        // A digit that slips: one number in ten, one of some thirty neighbours.
        if let Some(slip) = slipped_digit(value, reference) {
            score(Reason::Transcription, 0.1 / 30.0, normal((slip / reference).ln(), 0.005));
        }
        if let Some(power) = zeros(value / reference) {
            score(Reason::Transcription, 0.02, normal(off.abs() - power.ln(), ZEROS));
        }
        if claim.unit == Unit::Households {
            score(Reason::UnitConversion, 1.0, normal(off, 0.4));
        }
        if claim.kind == Kind::Deportation {
            score(Reason::Modality, 1.0, normal(off, 0.5));
        }
        if claim.partial && off < 0.0 {
            score(Reason::PartialPeriod, 3.0, 0.4);
        }
        // Other days are a reason only where the words leave the days open.
        let loose = self.layout.observations[odd.observation].readings.len() > 1;
        if loose && odd.probability < 0.6 {
            score(Reason::Window, 1.0, normal(off, 0.3));
        }
        let same_days = other.is_some_and(|other| {
            let their = &self.entries[other.claim];
            (entry.start, entry.end) == (their.start, their.end)
        });
        let step = claim::rounding(value);
        // What is said to be more was not rounded up to it.
        let rounds = match claim.qualifier {
            Qualifier::MoreThan => reference >= value,
            Qualifier::LessThan | Qualifier::UpTo => reference <= value,
            _ => true,
        };
        if same_days
            && rounds
            && (value - reference).abs() <= (0.5 * step).min(ROUNDED * value.max(reference))
        {
            score(Reason::Rounding, 2.0, value / step);
        }
        match other.map(|other| (&self.claims[other.claim], &self.entries[other.claim])) {
            Some((theirs, their)) => {
                let who = |c: &Claim| {
                    (c.population.group, c.population.status, c.population.nationality.clone())
                };
                let modality = |c: &Claim| {
                    let mut texts = c.population.excludes.clone();
                    texts.extend(c.population.includes.clone());
                    texts.retain(|text| {
                        let text = text.to_lowercase();
                        text.contains("deport") || text.contains("assist") || text.contains("expel")
                    });
                    (texts, c.kind == Kind::Deportation)
                };
                if modality(claim) != modality(theirs) {
                    score(Reason::Modality, 1.0, normal(off, 0.15));
                } else if who(claim) != who(theirs)
                    || claim.population.excludes != theirs.population.excludes
                {
                    let group = claim.population.group != theirs.population.group;
                    score(Reason::Population, if group { 2.0 } else { 0.6 }, normal(off, 0.3));
                }
                if claim.concept != theirs.concept
                    && claim.concept != Concept::Unknown
                    && theirs.concept != Concept::Unknown
                {
                    score(Reason::CountingConcept, 1.0, normal(off, 0.3));
                }
                if claim.unit != theirs.unit {
                    score(Reason::UnitConversion, 1.0, normal(off, 0.4));
                }
                let earlier = claim.published < theirs.published;
                if same_days && entry.organisation == their.organisation && earlier {
                    // Later reports correct the first, mostly upwards.
                    score(Reason::LateReports, 8.0, heavy(off, 0.3));
                }
                if !same_days && loose {
                    score(Reason::Window, 0.3, normal(off, 0.3));
                }
                let (own, their) = (self.organisation[odd.claim], other.map(|o| o.claim));
                let their = their.and_then(|claim| self.organisation[claim]);
                if let (Some(a), Some(b)) = (own, their)
                    && a != b
                    && let (Some(x), Some(y)) = (self.lean(a), self.lean(b))
                {
                    // A ratio that all their numbers keep.
                    score(Reason::Definition, 0.7, normal(off - (x - y), 0.02));
                }
            }
            None => {
                if claim.population.group != Group::All || !claim.population.excludes.is_empty() {
                    score(Reason::Population, 1.0, normal(off, 0.3));
                }
                if matches!(
                    claim.concept,
                    Concept::RegisteredPerson | Concept::AssistedPerson | Concept::CrossingEvent
                ) {
                    score(Reason::CountingConcept, 1.0, normal(off, 0.3));
                }
            }
        }
        let elsewhere = other.is_none_or(|other| self.entries[other.claim].via != entry.via);
        if off.abs() > 0.05
            && elsewhere
            && let Some(fits) = self.other_scope(odd, value)
        {
            score(Reason::CrossingScope, 0.2, fits);
        }
        if off > 0.05 && entry.via.is_empty() && self.layout.elsewhere.is_some() {
            score(Reason::UnnamedWays, 0.5, normal(off, 0.5));
        }
        if self.organisation[odd.claim].is_some_and(|o| self.layout.changed(o)) {
            score(Reason::MethodChange, 0.5, normal(off, 0.5));
        }
        let total: f64 = scores.values().sum();
        if let Some(&(reason, weight)) = self.audited.get(&odd.claim) {
            let weight = weight.min(0.99);
            *scores.entry(reason).or_default() += total * weight / (1.0 - weight);
        }
        let total: f64 = scores.values().sum();
        let best = scores
            .into_iter()
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
            .filter(|(_, score)| *score > 0.0);
        best.map_or((Reason::Independent, 1.0), |(reason, score)| (reason, score / total))
    }

    /// Posterior mean of the log of an organisation's factor.
    fn lean(&self, organisation: usize) -> Option<f64> {
        let worlds = &self.drawing.worlds;
        let sum: f64 = worlds.iter().map(|world| world.leanings[organisation]).sum();
        (self.layout.sources[organisation].used >= 2).then(|| sum / worlds.len().max(1) as f64)
    }

    /// Density of a crossing's number as that of the whole border, or of the border's as that of
    /// its largest crossing.
    fn other_scope(&self, fit: &Fit, value: f64) -> Option<f64> {
        if self.claims[fit.claim].unit != Unit::People {
            return None;
        }
        let rows: Vec<Vec<usize>> = match self.entries[fit.claim].via.as_slice() {
            [_] => vec![(0..self.layout.rows.len()).collect()],
            [] => (0..self.layout.crossings.len())
                .map(|at| self.layout.rows_of(&self.layout.crossings[at..=at], None))
                .collect(),
            _ => return None,
        };
        let every = self.drawing.worlds.len().div_ceil(FEW).max(1);
        let mut sums = vec![Vec::new(); rows.len()];
        for world in self.drawing.worlds.iter().step_by(every) {
            for (sums, rows) in sums.iter_mut().zip(&rows) {
                let flows = rows.iter().map(|row| &world.flows[*row]);
                sums.push(flows.flat_map(|f| &f[fit.from..fit.to]).sum::<f64>());
            }
        }
        let fits = sums.into_iter().map(|sums| normal((value / median(sums)).ln(), 0.04));
        Some(fits.fold(0.0, f64::max))
    }

    /// Numbers for the same crossing and days that differ: one entry for each such scope.
    fn same_days(&self, told: &BTreeSet<usize>, series: &BTreeSet<Two>) -> Vec<Told> {
        let mut found = Vec::new();
        for group in self.buckets().values() {
            if group.len() < 2 || group.iter().any(|fit| told.contains(&fit.claim)) {
                continue;
            }
            // The one that fits best is what the others are held against.
            let Some(best) = group.iter().copied().max_by(|a, b| {
                let active = |fit: &Fit| self.entries[fit.claim].active();
                let fine = |fit: &Fit| -claim::rounding(self.value(fit).unwrap_or(1.0));
                (active(a).cmp(&active(b)))
                    .then((a.weight > 0.5).cmp(&(b.weight > 0.5)))
                    .then(fine(a).total_cmp(&fine(b)))
                    .then(a.weight.total_cmp(&b.weight))
                    .then(b.claim.cmp(&a.claim))
            }) else {
                continue;
            };
            let Some(truth) = self.value(best) else { continue };
            let mut others: Vec<(f64, &Fit)> = group
                .iter()
                .filter(|fit| fit.claim != best.claim && self.conflicts(fit, best, series))
                .filter_map(|fit| Some(((self.value(fit)? / truth).ln(), *fit)))
                .collect();
            others.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then(a.1.claim.cmp(&b.1.claim)));
            let Some(&(off, odd)) = others.first() else { continue };
            let (reason, weight) = self.explain(odd, Some(best), truth);
            // As good as the same number: that is told only of one rounded from the other.
            if off.abs() <= SAME && reason != Reason::Rounding {
                continue;
            }
            let value = self.value(odd).unwrap_or(truth);
            let more: Vec<Saying> = others[1..]
                .iter()
                .take(3)
                .map(|(_, fit)| words::whose(&self.claims[fit.claim]))
                .collect();
            let claims = saying!(
                "both",
                first = words::whose(&self.claims[odd.claim]),
                second = self.named(best)
            );
            let sentence = match reason {
                Reason::Rounding => {
                    let step = Said::reckoned(claim::rounding(value), Form::Whole);
                    saying!("same-rounded", claims = claims, step = step)
                }
                _ => saying!(
                    "differ",
                    claims = claims,
                    off = apart(off),
                    why = self.why(reason, weight, (odd, value), truth),
                ),
            };
            let sentence = match more.is_empty() {
                true => sentence,
                false => saying!("also-given", sentence = sentence, others = more),
            };
            let sentence = sentence.opening();
            let members: Vec<usize> = std::iter::once(odd.claim)
                .chain(std::iter::once(best.claim))
                .chain(others[1..].iter().map(|(_, fit)| fit.claim))
                .collect();
            let entry = self.entry_of(odd, &members, reason, weight, sentence);
            found.push((off.abs() * weight, entry));
        }
        found
    }

    /// Claims by crossings and stated days.
    fn buckets(&self) -> BTreeMap<Bucket<'a>, Vec<&'a Fit>> {
        let mut buckets: BTreeMap<Bucket, Vec<&Fit>> = BTreeMap::new();
        for fit in self.fits {
            let entry = &self.entries[fit.claim];
            if (entry.active() || entry.role == Role::Superseded)
                && self.value(fit).is_some()
                && entry.end.is_some()
            {
                buckets.entry((&entry.via, entry.start, entry.end)).or_default().push(fit);
            }
        }
        buckets
    }

    /// Whether two numbers for the same days cannot both hold as they stand.
    fn conflicts(&self, a: &Fit, b: &Fit, series: &BTreeSet<Two>) -> bool {
        let (x, y) = (&self.claims[a.claim], &self.claims[b.claim]);
        let (Some(u), Some(v)) = (self.value(a), self.value(b)) else { return false };
        let off = (u / v).ln();
        let rows = |fit: &Fit| &self.layout.observations[fit.observation].rows;
        // Classes of people that add up are no rivals.
        if x.unit != y.unit || x.measure != y.measure || u == v || rows(a) != rows(b) {
            return false;
        }
        // A part is not a contradiction until it is larger than the whole.
        let part = |fit: &Fit| {
            self.entries[fit.claim].subset || self.claims[fit.claim].population.group != Group::All
        };
        if part(a) != part(b) && (if part(a) { off < SAME } else { off > -SAME })
            || part(a) && part(b) && x.population != y.population
        {
            return false;
        }
        // What had crossed by the afternoon is no more than the day.
        if x.partial != y.partial && (if x.partial { off < SAME } else { off > -SAME }) {
            return false;
        }
        let (a_bound, b_bound) = (x.qualifier, y.qualifier);
        if (a_bound.is_lower_bound() || b_bound.is_upper_bound()) && off < SAME
            || (a_bound.is_upper_bound() || b_bound.is_lower_bound()) && off > -SAME
        {
            return false;
        }
        if let (Some(a), Some(b)) = (self.organisation[a.claim], self.organisation[b.claim])
            && series.contains(&(a.min(b), a.max(b)))
        {
            // Told once, of the whole series.
            return false;
        }
        // A million is hardly what anybody makes of 575,100.
        let rounded = (u - v).abs() <= 0.5 * claim::rounding(u).max(claim::rounding(v))
            && (u - v).abs() <= ROUNDED * u.max(v);
        off.abs() > SAME
            || rounded && self.entries[a.claim].organisation != self.entries[b.claim].organisation
    }

    /// By how many people the answer would move with a claim: its number against what the picture makes of it.
    fn in_dispute(&self, fit: &Fit) -> f64 {
        self.value(fit).map_or(0.0, |own| (own - fit.as_stated).abs())
    }

    fn entry_of(
        &self,
        fit: &Fit,
        members: &[usize],
        reason: Reason,
        weight: f64,
        sentence: Saying,
    ) -> Disagreement {
        let entry = &self.entries[fit.claim];
        let stated = entry
            .window()
            .or(entry.end.map(Window::day))
            .and_then(|window| window.overlap(&self.days))
            .unwrap_or(self.days);
        let mut claims = Vec::new();
        for &member in members {
            let id = &self.claims[member].id;
            if !claims.contains(id) {
                claims.push(id.clone());
            }
        }
        Disagreement {
            people: self.in_dispute(fit),
            via: match entry.via.as_slice() {
                [one] => one.clone(),
                _ => ALL.to_owned(),
            },
            window: stated,
            claims,
            reason,
            weight: tidy(weight.clamp(0.0, 1.0)),
            sentence,
        }
    }
}

/// Days by position, first to the day before `to`.
fn window_between(days: Window, from: usize, to: usize) -> Window {
    crate::fit::days_between(days, from, to)
}

/// "1.9 %" of a ratio near one.
fn percent_of(ratio: f64) -> Said {
    Said::reckoned((ratio - 1.0).abs() * 100.0, Form::Percent(1))
}

/// From this factor on it is printed as one: percent say nothing then.
const TIMES: f64 = 2.0;

/// "12 %" of a log ratio: of what is more, or of what is less.
fn share(off: f64) -> Said {
    let times = off.abs().exp();
    let part = if off > 0.0 { times - 1.0 } else { 1.0 - 1.0 / times };
    Said::reckoned(part * 100.0, Form::Percent(0))
}

fn times(off: f64) -> Said {
    Said::reckoned(off.abs().exp(), Form::Decimals(1))
}

/// How a number stands to what is expected: "12 % above", "55 % below", "2.2 times".
fn beyond(off: f64) -> Saying {
    match (off.abs().exp() >= TIMES, off > 0.0) {
        (true, true) => saying!("above-times", times = times(off)),
        (false, true) => saying!("above", percent = share(off)),
        (_, false) => saying!("below", percent = share(off)),
    }
}

/// By how much two numbers differ: "12 %", "a factor of 8.0".
fn apart(off: f64) -> Saying {
    match off.abs().exp() >= TIMES {
        true => saying!("apart-times", times = times(off)),
        false => saying!("apart", percent = share(off.abs())),
    }
}

/// Sd of the logarithm by which a number with a zero too many or too few is more or less than ten or a
/// hundred times the other; beyond two of them it is another number.
const ZEROS: f64 = 0.1;

/// Ten or a hundred, where a ratio is about that either way.
fn zeros(ratio: f64) -> Option<f64> {
    let off = ratio.ln().abs();
    [10.0f64, 100.0].into_iter().find(|power| (off - power.ln()).abs() <= 2.0 * ZEROS)
}

/// The number that differs from `value` in one digit and lies within half a percent of
/// `fitted`, when `value` itself lies four times as far.
///
/// A short number has a neighbour by one digit near almost anything, so only numbers of
/// five digits and more are looked at.
fn slipped_digit(value: f64, fitted: f64) -> Option<f64> {
    let digits: Vec<char> = format!("{value:.0}").chars().collect();
    if digits.len() < 5 || (value / fitted).ln().abs() < 0.02 {
        return None;
    }
    let mut best: Option<f64> = None;
    // The last digits are within any noise: only the leading ones can show a slip.
    for i in 0..digits.len() - 2 {
        for digit in '0'..='9' {
            if digit == digits[i] || (i == 0 && digit == '0') {
                continue;
            }
            let mut other = digits.clone();
            other[i] = digit;
            let number: f64 = other.iter().collect::<String>().parse().ok()?;
            let distance = (number / fitted).ln().abs();
            if distance < 0.005
                && distance * 4.0 < (value / fitted).ln().abs()
                && best.is_none_or(|best| (number - fitted).abs() < (best - fitted).abs())
            {
                best = Some(number);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slipped_digit_is_found_and_noise_is_not() {
        assert_eq!(slipped_digit(162_975.0, 202_900.0), None); // two digits off
        assert_eq!(slipped_digit(262_975.0, 202_900.0), Some(202_975.0));
        assert_eq!(slipped_digit(200_975.0, 201_500.0), None);
        assert_eq!(slipped_digit(6_666.0, 9_690.0), None); // too short to tell
    }

    #[test]
    fn zeros_are_about_ten_or_a_hundred_times() {
        assert_eq!(zeros(9.0), Some(10.0));
        assert_eq!(zeros(0.0104), Some(100.0));
        assert_eq!(zeros(141.8), None);
        assert_eq!(zeros(4.0), None);
    }

    #[test]
    fn shares_are_in_percent_until_they_are_times() {
        assert_eq!(beyond(0.1).to_string(), "11 % above");
        assert_eq!(beyond(-0.1).to_string(), "10 % below");
        assert_eq!(beyond(10f64.ln()).to_string(), "10.0 times");
        assert_eq!(beyond(-(10f64.ln())).to_string(), "90 % below");
        assert_eq!(apart(-(10f64.ln())).to_string(), "a factor of 10.0");
    }
}
