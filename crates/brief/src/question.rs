//! Figures in question: who gave one first, who gave it again, what it can be held against, and whether
//! arithmetic excludes it. `crossings check` asks of one figure; the brief tells of those that something
//! speaks against.

use std::collections::{BTreeMap, BTreeSet};

use audit::{Finding, Rule, Severity};
use claim::{Claim, Id, Kind, Measure, Stance, organisation_key, rounding};
use jiff::civil::Date;
use serde::Serialize;

use crate::compose::lead::{SAME, is_vague};

/// Most other numbers that are listed.
const OTHERS: usize = 6;
/// Parts that miss their whole by this share of it are a slip of the pen: 223,502 of 223,503.
const SLIP: f64 = 0.001;

/// What comes of holding a figure against others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Arithmetic excludes it.
    Excluded,
    /// It does not add up with the numbers beside it, unless some people were counted apart.
    Unadded,
    /// Somebody else counts another number of the same.
    Contradicted,
    /// Somebody else comes to the same.
    Supported,
    /// It stands alone: nothing at hand can be held against it.
    Alone,
}

/// One figure, of one thing, with what stands behind it and against it.
#[derive(Debug, Clone)]
pub struct Questioned<'a> {
    /// The first to give it.
    pub first: &'a Claim,
    /// Others who give it on their own.
    pub repeated: Vec<&'a Claim>,
    /// How many mentions only copy one of these.
    pub copies: usize,
    /// Other numbers of the same thing, and whether each comes to the same.
    pub against: Vec<(&'a Claim, bool)>,
    /// What the audit found of it.
    pub findings: Vec<&'a Finding>,
    /// What comes of it.
    pub verdict: Verdict,
}

/// The claims that figures are held against.
pub struct Bench<'a> {
    claims: Vec<&'a Claim>,
    /// These, and others that findings are about.
    by_id: BTreeMap<&'a Id, &'a Claim>,
    /// Those that may speak against another, with who gives them, by what they are of.
    comparable: BTreeMap<Thing, Vec<(&'a Claim, String)>>,
    /// In their order, by the claim that each is about first.
    findings: BTreeMap<&'a Id, Vec<(usize, &'a Finding)>>,
    copies: BTreeSet<Id>,
    published: &'a dyn Fn(&Claim) -> Option<Date>,
}

impl<'a> Bench<'a> {
    /// Of claims that may be printed and what the audit found of them; `copies` are those that only repeat another,
    /// `published` tells the day of a claim or of its document.
    pub fn new(
        claims: Vec<&'a Claim>,
        findings: Vec<&'a Finding>,
        copies: BTreeSet<Id>,
        published: &'a dyn Fn(&Claim) -> Option<Date>,
    ) -> Bench<'a> {
        let mut comparable: BTreeMap<Thing, Vec<(&'a Claim, String)>> = BTreeMap::new();
        for claim in claims
            .iter()
            .copied()
            .filter(|claim| claim.value.is_some() && asserted(claim) && !copies.contains(&claim.id))
        {
            comparable.entry(thing(claim)).or_default().push((claim, key(claim)));
        }
        let mut about: BTreeMap<&'a Id, Vec<(usize, &'a Finding)>> = BTreeMap::new();
        for (at, finding) in findings.into_iter().enumerate() {
            if let Some(first) = finding.claims.first() {
                about.entry(first).or_default().push((at, finding));
            }
        }
        let by_id = claims.iter().map(|claim| (&claim.id, *claim)).collect();
        Bench { claims, by_id, comparable, findings: about, copies, published }
    }

    /// The same with further claims that nothing is asked of, but that findings are about.
    pub fn knowing(mut self, more: impl IntoIterator<Item = &'a Claim>) -> Bench<'a> {
        self.by_id.extend(more.into_iter().map(|claim| (&claim.id, claim)));
        self
    }

    /// The figures of a number, each of one thing; the most often said first.
    pub fn of(&self, value: f64) -> Vec<Questioned<'a>> {
        let mut of: BTreeMap<Thing, Vec<&'a Claim>> = BTreeMap::new();
        for claim in self.claims.iter().copied().filter(|claim| has(claim, value)) {
            of.entry(thing(claim)).or_default().push(claim);
        }
        let mut all: Vec<Questioned> =
            of.into_values().filter_map(|claims| self.hold(claims)).collect();
        all.sort_by_key(|one| std::cmp::Reverse(one.repeated.len() + one.copies));
        all
    }

    /// All figures that arithmetic excludes or another office contradicts, those said most often and contradicted
    /// most first.
    pub fn in_question(&self) -> Vec<Questioned<'a>> {
        let mut of: BTreeMap<(Thing, u64), Vec<&'a Claim>> = BTreeMap::new();
        for claim in self.claims.iter().copied().filter(|claim| asserted(claim)) {
            if let Some(value) = claim.value.filter(|value| *value >= 1.0) {
                of.entry((thing(claim), value.to_bits())).or_default().push(claim);
            }
        }
        let mut all: Vec<Questioned> =
            of.into_values().filter_map(|claims| self.hold(claims)).collect();
        all.retain(|one| !matches!(one.verdict, Verdict::Supported | Verdict::Alone));
        all.sort_by(|a, b| {
            b.weight().total_cmp(&a.weight()).then_with(|| claim::by_content(a.first, b.first))
        });
        all
    }

    /// What stands behind the mentions of one figure.
    fn hold(&self, mut claims: Vec<&'a Claim>) -> Option<Questioned<'a>> {
        claims.sort_by_key(|claim| {
            ((self.published)(claim), claim.document.clone(), claim.span, claim.id.clone())
        });
        let (mut own, mut copies): (Vec<&Claim>, usize) = (Vec::new(), 0);
        for claim in claims.iter().copied() {
            let again = claim.same_as.is_some()
                || self.copies.contains(&claim.id)
                || own.iter().any(|known| known.document == claim.document);
            match again && !own.is_empty() {
                true => copies += 1,
                false => own.push(claim),
            }
        }
        let first = *own.first()?;
        let ids: BTreeSet<&Id> = claims.iter().map(|claim| &claim.id).collect();
        let of = |id: &Id| self.findings.get(id).into_iter().flatten().copied();
        let mut findings: Vec<(usize, &Finding)> = ids.iter().flat_map(|id| of(id)).collect();
        findings.sort_by_key(|(at, _)| *at);
        let findings: Vec<&Finding> = findings.into_iter().map(|(_, finding)| finding).collect();
        let against = self.against(first, &ids);
        let proved = || {
            let proved = findings.iter().filter(|finding| finding.severity == Severity::Proved);
            proved.filter(|finding| !self.is_slip(finding))
        };
        let verdict = match () {
            () if proved().any(|finding| !may_be_apart(finding, &|id| self.claim(id))) => {
                Verdict::Excluded
            }
            () if proved().next().is_some() => Verdict::Unadded,
            () if against.iter().any(|(_, same)| !same) => Verdict::Contradicted,
            () if !against.is_empty() => Verdict::Supported,
            () => Verdict::Alone,
        };
        Some(Questioned { first, repeated: own.split_off(1), copies, against, findings, verdict })
    }

    fn claim(&self, id: &Id) -> Option<&'a Claim> {
        self.by_id.get(id).copied()
    }

    /// Whether a finding is of parts that miss their whole by next to nothing: a slip of the pen that no figure is
    /// in question for.
    fn is_slip(&self, finding: &Finding) -> bool {
        let all: Vec<&Claim> = finding.claims.iter().filter_map(|id| self.claim(id)).collect();
        finding.rule == Rule::PartsTotal
            && parts_of(&all).is_some_and(|(whole, sum)| {
                let number = whole.value.unwrap_or_default();
                (number - sum).abs() <= SLIP * number
            })
    }

    /// Other numbers of the same thing, one of each speaker and number.
    fn against(&self, claim: &Claim, ids: &BTreeSet<&Id>) -> Vec<(&'a Claim, bool)> {
        // A source that puts its own number right does not speak against it twice.
        let own = key(claim);
        let same_thing = self.comparable.get(&thing(claim)).into_iter().flatten();
        let others = same_thing.filter(|(other, who)| !ids.contains(&other.id) && *who != own);
        let mut seen: BTreeSet<(&str, Option<u64>)> = BTreeSet::new();
        let new = others
            .filter(|(other, who)| seen.insert((who, other.value.map(f64::to_bits))))
            .map(|(other, _)| *other);
        let near = |other: &Claim| match (other.value, claim.value) {
            (Some(a), Some(b)) => (a - b).abs() <= SAME * b.max(a) || overlaps(other, claim),
            _ => false,
        };
        new.take(OTHERS).map(|other| (other, near(other))).collect()
    }
}

impl Questioned<'_> {
    /// How much there is to say of it: how often it is said, and how far what speaks against it lies.
    fn weight(&self) -> f64 {
        let said = 1.0 + (self.repeated.len() + self.copies) as f64;
        let own = self.first.value.unwrap_or(1.0).max(1.0);
        let off =
            self.against.iter().filter(|(_, same)| !same).filter_map(|(other, _)| other.value);
        let far = off.map(|other| (other.max(1.0) / own).ln().abs().min(2.0)).fold(0.1, f64::max);
        said * far * if self.verdict == Verdict::Excluded { 2.0 } else { 1.0 }
    }
}

/// What makes two figures be of the same thing.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Thing {
    /// How it was said, where it was not said to be so: what is denied or planned is another thing.
    stance: Option<String>,
    measure: String,
    what: String,
    unit: String,
    group: String,
    status: String,
    via: Vec<String>,
    at: Option<String>,
    days: Option<(Option<Date>, Option<Date>)>,
}

fn thing(claim: &Claim) -> Thing {
    let mut via = claim.via.clone();
    via.sort();
    let what = match claim.kind.is_crossing() && claim.kind != Kind::Deportation {
        true => "crossing".to_owned(),
        false => claim.kind.to_string(),
    };
    Thing {
        stance: (!asserted(claim)).then(|| claim.stance.to_string()),
        measure: claim.measure.to_string(),
        what,
        unit: claim.unit.to_string(),
        group: claim.population.group.to_string(),
        status: claim.population.status.to_string(),
        via,
        at: claim.at.clone(),
        // A stock is of about its day; a flow of its days.
        days: match claim.measure {
            Measure::Flow => Some((claim.start, claim.end)),
            _ => None,
        },
    }
}

fn asserted(claim: &Claim) -> bool {
    matches!(claim.stance, Stance::Asserted | Stance::Estimated)
}

/// Whether a claim gives the number, as a value or a bound.
fn has(claim: &Claim, value: f64) -> bool {
    let same = |number: f64| (number - value).abs() < 0.5;
    [claim.value, claim.low, claim.high].into_iter().flatten().any(same)
}

/// Whether two numbers may be one, by how far each was rounded; a bound may be any number beyond it.
fn overlaps(a: &Claim, b: &Claim) -> bool {
    let (Some(x), Some(y)) = (a.value, b.value) else { return false };
    (x - y).abs() <= (rounding(x) + rounding(y)) / 2.0
        || x < y && (a.qualifier.is_lower_bound() || b.qualifier.is_upper_bound())
        || y < x && (b.qualifier.is_lower_bound() || a.qualifier.is_upper_bound())
}

fn key(claim: &Claim) -> String {
    claim.source.label().or(claim.publisher.as_deref()).map(organisation_key).unwrap_or_default()
}

/// Who speaks, with name and office as the text has them: "the government" alone is no source.
pub fn speaker(claim: &Claim) -> Option<String> {
    let source = &claim.source;
    let mut parts: Vec<&str> = Vec::new();
    let holds = |long: &str, short: &str| long.to_lowercase().contains(&short.to_lowercase());
    for part in [&source.name, &source.role, &source.organisation].into_iter().flatten() {
        // "General Security, general, Lebanon General Security" is one office.
        parts.retain(|known| !holds(part, known));
        if !parts.iter().any(|known| holds(known, part)) {
            parts.push(part);
        }
    }
    let said = parts.join(", ");
    (!said.is_empty() && !is_vague(claim)).then_some(said)
}

/// Whether numbers that do not add up may all be right where some people, such as the deported, are counted apart: a
/// total that goes on by more than its days, or that counts others than the next.
pub(crate) fn may_be_apart<'a>(
    finding: &Finding,
    claim: &dyn Fn(&Id) -> Option<&'a Claim>,
) -> bool {
    match finding.rule {
        Rule::DefinitionChange => true,
        Rule::TotalDifference => {
            let value = |claim: &Claim| claim.value.unwrap_or_default();
            let mut all: Vec<&Claim> = finding.claims.iter().filter_map(claim).collect();
            let days = |claim: &Claim| claim.window().map_or(usize::MAX, |days| days.days());
            all.sort_by_key(|claim| std::cmp::Reverse(days(claim)));
            match all.as_slice() {
                [later, earlier, between @ ..] => {
                    let counted: f64 = between.iter().map(|claim| value(claim)).sum();
                    value(later) - value(earlier) > counted
                }
                _ => false,
            }
        }
        Rule::PartsTotal => {
            let all: Vec<&Claim> = finding.claims.iter().filter_map(claim).collect();
            parts_of(&all).is_some_and(|(whole, sum)| sum < whole.value.unwrap_or_default())
        }
        _ => false,
    }
}

/// The whole among some claims, and what the others that are said to be its parts come to.
fn parts_of<'a>(all: &[&'a Claim]) -> Option<(&'a Claim, f64)> {
    let is_part = |one: &Claim, whole: &Claim| one.part_of.as_ref() == Some(&whole.id);
    let whole = all.iter().find(|whole| all.iter().any(|one| is_part(one, whole)))?;
    let parts = all.iter().filter(|one| is_part(one, whole));
    Some((whole, parts.filter_map(|part| part.value).sum()))
}
