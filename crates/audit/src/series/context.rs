//! What a claim leaves unsaid and its neighbours say: who counted, from where to where, since
//! when. Reports name the office once and then go on counting; without this each sentence would
//! be a series of its own, and no sum would ever meet another.
//!
//! Assumes that a report which names one source speaks for it throughout, and that a crossing
//! which all others count in one direction is counted in that direction. Whatever was taken from
//! a neighbour is marked as assumed: no contradiction that leans on it is called proved.

use claim::{Claim, Kind, Measure, Status, organisation_key, same_organisation};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use strum::IntoStaticStr;

use crate::series::what::{Way, vias};

/// What is known of a claim with the help of its neighbours.
pub(crate) struct Known {
    /// Key of who counted; empty when nobody is named.
    pub organisation: String,
    pub way: Way,
    /// The nation it counts, where its source counts others besides.
    pub nation: Option<String>,
    /// Who counted, or the direction, is from a neighbour.
    pub assumed: bool,
}

/// Whether a claim counts people who go somewhere.
pub(crate) fn moves(claim: &Claim) -> bool {
    claim.measure == Measure::Flow && !matches!(claim.kind, Kind::Birth | Kind::Death)
}

/// Names of organisations brought to one: "home department" is "khyber pakhtunkhwa home
/// department" when only one body of that name is cited.
pub(crate) struct Organisations(FxHashMap<String, String>);

impl Organisations {
    fn of(claims: &[&Claim]) -> Organisations {
        let mut keys: Vec<String> = claims
            .iter()
            .filter_map(|c| c.source.label().or(c.publisher.as_deref()))
            .map(organisation_key)
            .filter(|key| !key.is_empty())
            .collect();
        keys.sort();
        keys.dedup();
        let mut canonical = FxHashMap::default();
        // With very many bodies each stays itself: comparing all with all would take longer than
        // the audit.
        if keys.len() > 2000 {
            return Organisations(canonical);
        }
        for short in &keys {
            let longer: Vec<&String> = keys
                .iter()
                .filter(|long| {
                    *long != short && long.len() > short.len() && same_organisation(short, long)
                })
                .collect();
            if let [one] = longer[..] {
                canonical.insert(short.clone(), one.clone());
            }
        }
        Organisations(canonical)
    }

    /// Who is said to have counted; empty when the report does not say.
    fn key(&self, claim: &Claim) -> String {
        self.canonical(claim.source.label())
    }

    /// Who printed it, for want of somebody who counted.
    fn publisher(&self, claim: &Claim) -> String {
        self.canonical(claim.publisher.as_deref())
    }

    fn canonical(&self, name: Option<&str>) -> String {
        let raw = organisation_key(name.unwrap_or(""));
        self.0.get(&raw).cloned().unwrap_or(raw)
    }
}

/// The only value of many, or none when there are several.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Only<T> {
    One(T),
    Several,
}

pub(crate) fn note<K: std::hash::Hash + Eq, T: PartialEq>(
    known: &mut FxHashMap<K, Only<T>>,
    key: K,
    value: T,
) {
    match known.entry(key) {
        std::collections::hash_map::Entry::Vacant(entry) => {
            entry.insert(Only::One(value));
        }
        std::collections::hash_map::Entry::Occupied(mut entry) => {
            if !matches!(entry.get(), Only::One(one) if *one == value) {
                entry.insert(Only::Several);
            }
        }
    }
}

pub(crate) fn one<K: std::hash::Hash + Eq, T: Clone>(
    known: &FxHashMap<K, Only<T>>,
    key: &K,
) -> Option<T> {
    match known.get(key)? {
        Only::One(value) => Some(value.clone()),
        Only::Several => None,
    }
}

/// Fills in what each claim leaves out, in the order of the claims.
pub(crate) fn resolve(claims: &[&Claim]) -> Vec<Known> {
    let organisations = Organisations::of(claims);
    let usual = directions(claims);
    let mut known: Vec<Known> = claims
        .iter()
        .map(|claim| {
            let mut way = (claim.from.clone(), claim.to.clone());
            let turned = turn(claim, &usual, &mut way);
            Known { organisation: organisations.key(claim), way, nation: None, assumed: turned }
        })
        .collect();
    ways(claims, &mut known);
    sources(claims, &organisations, &mut known);
    nations(claims, &mut known);
    classes(claims, &mut known);
    known
}

/// "24,700 people, of them 20,100 Ukrainians": whoever tells a nation from all others in one report
/// counts it by itself in all. Elsewhere "Afghans" and "people" are the same.
pub(crate) fn nations(claims: &[&Claim], known: &mut [Known]) {
    type Key<'c> = (&'c str, Vec<String>, Way, Option<Date>, Option<Date>, bool, Measure);
    let mut told: FxHashMap<Key<'_>, Only<Option<&str>>> = FxHashMap::default();
    let key = |claim: &Claim, known: &Known| {
        let (start, end) = (claim.start, claim.end);
        (vias(claim), known.way.clone(), start, end, claim.cumulative, claim.measure)
    };
    for (claim, known) in claims.iter().zip(known.iter()) {
        if claim.population.group == claim::Group::All && claim.unit == claim::Unit::People {
            let (via, way, start, end, total, measure) = key(claim, known);
            let key = (claim.document.as_str(), via, way, start, end, total, measure);
            note(&mut told, key, claim.population.nationality.as_deref());
        }
    }
    let mut apart: rustc_hash::FxHashSet<(String, String)> = Default::default();
    for (claim, known) in claims.iter().zip(known.iter()) {
        let Some(nation) = &claim.population.nationality else { continue };
        let (via, way, start, end, total, measure) = key(claim, known);
        let key = (claim.document.as_str(), via, way, start, end, total, measure);
        if told.get(&key) == Some(&Only::Several) {
            apart.insert((known.organisation.clone(), nation.clone()));
        }
    }
    for (claim, known) in claims.iter().zip(known.iter_mut()) {
        if let Some(nation) = &claim.population.nationality
            && apart.contains(&(known.organisation.clone(), nation.clone()))
        {
            known.nation = Some(nation.clone());
        }
    }
}

/// Classes of people that add up: nationals who return, refugees who come, people of third
/// countries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
enum People {
    Returnees,
    Refugees,
    ThirdCountry,
}

/// The class that a claim names, in its words, its papers or what happened.
fn people(claim: &Claim, way: &Way) -> Option<People> {
    let text = claim.population.text.to_lowercase();
    let home = claim.population.nationality.is_some() && claim.population.nationality == way.1;
    let abroad = claim.population.nationality.is_some() && claim.population.nationality == way.0;
    match claim.population.status {
        Status::ThirdCountry => return Some(People::ThirdCountry),
        Status::RegisteredRefugee | Status::AsylumSeeker if claim.kind == Kind::Arrival => {
            return Some(People::Refugees);
        }
        _ => {}
    }
    if text.contains("third-country") || text.contains("third country") {
        Some(People::ThirdCountry)
    } else if claim.kind == Kind::Return || home || text.contains("returnee") {
        Some(People::Returnees)
    } else if claim.kind == Kind::Arrival
        && (abroad || text.contains("refugee") || text.contains("asylum"))
    {
        Some(People::Refugees)
    } else {
        None
    }
}

/// "192,473 refugees and 43,000 returnees": whoever tells one class of people from another in one
/// report, on one way, counts each by itself in all. Elsewhere those who return, depart and arrive
/// are the same people.
fn classes(claims: &[&Claim], known: &mut [Known]) {
    let mut told: FxHashMap<(&str, String, &Way), Only<People>> = FxHashMap::default();
    for (claim, known) in claims.iter().zip(known.iter()) {
        if moves(claim)
            && let Some(people) = people(claim, &known.way)
        {
            let key = (claim.document.as_str(), known.organisation.clone(), &known.way);
            note(&mut told, key, people);
        }
    }
    let apart: rustc_hash::FxHashSet<(String, Way)> = told
        .into_iter()
        .filter(|(_, people)| *people == Only::Several)
        .map(|((_, organisation, way), _)| (organisation, way.clone()))
        .collect();
    if apart.is_empty() {
        return;
    }
    for (claim, known) in claims.iter().zip(known.iter_mut()) {
        let tells =
            moves(claim) && apart.contains(&(known.organisation.clone(), known.way.clone()));
        if let (true, Some(people)) = (tells, people(claim, &known.way)) {
            let name: &str = people.into();
            let nation = known.nation.take().unwrap_or_default();
            known.nation = Some(format!("{nation} {name}"));
        }
    }
}

/// "3,043 Afghans left through Torkham" says that Afghans left; that they left Afghanistan is a
/// guess, and where all others count Afghans coming home by that crossing, a wrong one.
pub(crate) fn turn(claim: &Claim, usual: &FxHashMap<String, Way>, way: &mut Way) -> bool {
    let Some(other) = usual.get(&vias(claim).join(";")) else { return false };
    let home = claim.population.nationality.as_ref();
    let guessed = claim.kind == Kind::Departure && home.is_some() && way.0.as_ref() == home;
    let turned = guessed && other.1.as_ref() == home && other.0 == way.1;
    if turned {
        *way = other.clone();
    }
    turned
}

/// From where to where people go by each crossing, where most claims that say so agree: what a
/// claim that leaves it out means.
pub(crate) fn directions(claims: &[&Claim]) -> FxHashMap<String, Way> {
    let mut votes: FxHashMap<String, Vec<(Way, usize)>> = FxHashMap::default();
    for claim in claims {
        if claim.via.is_empty() || claim.from.is_none() || claim.to.is_none() {
            continue;
        }
        // Nationals who leave by a crossing are said to leave their own country, for want of
        // another word: that is no vote.
        if claim.kind == Kind::Departure && claim.from == claim.population.nationality {
            continue;
        }
        let way = (claim.from.clone(), claim.to.clone());
        let list = votes.entry(vias(claim).join(";")).or_default();
        match list.iter_mut().find(|(known, _)| *known == way) {
            Some((_, count)) => *count += 1,
            None => list.push((way, 1)),
        }
    }
    votes
        .into_iter()
        .filter_map(|(via, list)| {
            let all: usize = list.iter().map(|(_, count)| count).sum();
            let (way, most) = list.into_iter().max_by(|a, b| (a.1, &b.0).cmp(&(b.1, &a.0)))?;
            // Where both directions are counted, silence says nothing.
            (most * 10 >= all * 9).then_some((via, way))
        })
        .collect()
}

/// Fills in where from or where to: from the crossing, the document, or the only border there is.
pub(crate) fn ways(claims: &[&Claim], known: &mut [Known]) {
    let usual = directions(claims);
    // The other end of a border by the one that is told; `true` for the country they come from.
    type End = (bool, String);
    let mut document: FxHashMap<(&str, End), Only<String>> = FxHashMap::default();
    let mut anywhere: FxHashMap<End, Only<String>> = FxHashMap::default();
    for (claim, known) in claims.iter().zip(known.iter()) {
        if let (true, (Some(from), Some(to))) = (moves(claim), &known.way) {
            for (end, other) in [((true, from.clone()), to), ((false, to.clone()), from)] {
                note(&mut document, (claim.document.as_str(), end.clone()), other.clone());
                note(&mut anywhere, end, other.clone());
            }
        }
    }
    for (claim, known) in claims.iter().zip(known.iter_mut()) {
        let via = vias(claim).join(";");
        if let Some((from, to)) = usual.get(&via)
            && (known.way.0.is_none() || known.way.1.is_none())
            && (known.way.0.is_none() || known.way.0 == *from)
            && (known.way.1.is_none() || known.way.1 == *to)
        {
            known.way = (from.clone(), to.clone());
        }
        if !moves(claim) {
            continue;
        }
        let end = match &known.way {
            (Some(from), None) => (true, from.clone()),
            (None, Some(to)) => (false, to.clone()),
            _ => continue,
        };
        let other = one(&document, &(claim.document.as_str(), end.clone()))
            .or_else(|| one(&anywhere, &end));
        if let Some(other) = other {
            known.assumed = true;
            match end.0 {
                true => known.way.1 = Some(other),
                false => known.way.0 = Some(other),
            }
        }
    }
}

/// Fills in who counted: the only source of the report, or else who printed it, or else the only
/// one that counts there.
pub(crate) fn sources(claims: &[&Claim], organisations: &Organisations, known: &mut [Known]) {
    let mut document: FxHashMap<&str, Only<String>> = FxHashMap::default();
    let mut border: FxHashMap<(Vec<String>, Way), Only<String>> = FxHashMap::default();
    for (claim, known) in claims.iter().zip(known.iter()) {
        if !known.organisation.is_empty() {
            note(&mut document, claim.document.as_str(), known.organisation.clone());
            if moves(claim) {
                let place = (vias(claim), known.way.clone());
                note(&mut border, place, known.organisation.clone());
            }
        }
    }
    for (claim, known) in claims.iter().zip(known.iter_mut()) {
        if !known.organisation.is_empty() {
            continue;
        }
        let document = one(&document, &claim.document.as_str());
        let publisher = organisations.publisher(claim);
        if document.is_none() && !publisher.is_empty() {
            known.organisation = publisher;
            continue;
        }
        let place = (vias(claim), known.way.clone());
        let only = document.or_else(|| one(&border, &place).filter(|_| moves(claim)));
        if let Some(only) = only {
            known.organisation = only;
            known.assumed = true;
        }
    }
}

/// The day up to which a claim counts, and whether that is only the day it was printed: "since 17
/// September 200,975 have left" in the paper of the 12th is often the count of the 11th.
pub(crate) fn last_day(claim: &Claim) -> (Option<Date>, bool) {
    let Some(end) = claim.end else {
        return (claim.published.filter(|_| claim.cumulative), claim.cumulative);
    };
    let loose = claim.cumulative && claim.published == Some(end) && claim.found.end_assumed;
    (Some(end), loose)
}
