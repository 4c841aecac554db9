//! What to look at next: claims in the order of what a decision about them would change.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use audit::Severity;
use claim::{Claim, Id};
use jiff::civil::Date;
use places::Gazetteer;
use rayon::prelude::*;
use read::{Layer, Recognised};
use reconcile::ClaimFit;

use crate::known::Known;
use crate::picture::{Drawn, MOMENT, Question};
use crate::room::Room;

/// So many claims are left out one at a time: each asks for a picture of its own.
const LEFT_OUT: usize = 40;

/// Of more fitted claims than these a picture takes too long to be drawn again and again.
const MOST: usize = 1_000;

/// Why a claim stands where it stands in the queue.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Reason {
    /// The audit says so; with the words of the finding.
    Found(Severity, String),
    /// Without it the picture would be another: by so much of its median.
    Moves(f64),
    /// So many people of the picture are at stake: what is asked of a ledger too large to draw it again for each.
    Stakes(f64),
    /// It is not sure how it was read.
    Unsure(Vec<&'static str>),
    /// Nobody has looked at it.
    Unseen,
}

/// A claim to look at.
#[derive(Debug, Clone)]
pub(crate) struct Item<'k> {
    pub claim: &'k Claim,
    pub reason: Reason,
}

/// What makes a reading unsure.
fn doubts(claim: &Claim) -> Vec<&'static str> {
    let found = &claim.found;
    let mut doubts = Vec::new();
    if found.source_is_carried() {
        doubts.push("who says so is taken from another sentence");
    }
    if found.end_assumed {
        doubts.push("its last day is only that of publication");
    }
    if found.is_counted_back() {
        doubts.push("its days are counted back from the day of writing");
    }
    if claim.end.is_none() {
        doubts.push("its days are not told");
    }
    if claim.kind == claim::Kind::Other {
        doubts.push("what happened to the people is not told");
    }
    if claim.source.label().is_none() {
        doubts.push("nobody is named who says so");
    }
    doubts
}

/// The claims that are fitted, each with the people that are at stake with it, the most first: how far its number lies
/// from the picture, and how much of it rests on it.
fn stakes(drawn: &Drawn) -> Vec<(usize, f64)> {
    let claims = &drawn.known.claims;
    let fits = drawn.picture.claims.iter().enumerate().filter(|(_, fit)| fit.role.is_fitted());
    let stake = |(at, fit): (usize, &ClaimFit)| {
        let apart =
            claims[at].value.zip(fit.fitted).map_or(0.0, |(value, fitted)| (value - fitted).abs());
        (at, apart + fit.weight * fit.fitted.unwrap_or(0.0))
    };
    let mut all: Vec<(usize, f64)> = fits.map(stake).collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all
}

/// How much of the picture's median hangs on each claim that is fitted: those that could matter most are left out one
/// at a time, and the rest is not asked. Empty of a ledger too large for that.
pub(crate) fn influence<'d>(drawn: &'d Drawn, gazetteer: &Gazetteer) -> &'d BTreeMap<Id, f64> {
    drawn.influence.get_or_init(|| {
        let stakes = stakes(drawn);
        let claims = &drawn.known.claims;
        let options = drawn.same_route();
        let leave = drawn.leave_out(&options, gazetteer);
        if stakes.len() > MOST {
            return BTreeMap::new();
        }
        // Drawn as often as those without: else fewer draws alone would seem to move it.
        let Some(median) = leave.median(&[], &[], drawn.window).filter(|median| *median > 0.0)
        else {
            return BTreeMap::new();
        };
        stakes[..stakes.len().min(LEFT_OUT)]
            .par_iter()
            .map(|(at, _)| {
                // Without it nothing would be left to say: all hangs on it.
                let without = leave.median(&[*at], &[], drawn.window);
                let moves = without.map_or(1.0, |without| ((without - median) / median).abs());
                (claims[*at].id.clone(), moves)
            })
            .collect()
    })
}

/// The picture by which the queue is ordered: the newest, or while that is weighed the one before, so that whoever
/// reviews need not wait.
pub(crate) fn weighed(room: &Room) -> Option<Arc<Drawn>> {
    let drawn = room.drawn_within(MOMENT, &Question { by: "total", ..Question::default() }).ok()?;
    let gazetteer = room.settings.gazetteer;
    let mut last = room.weighed.lock().unwrap_or_else(PoisonError::into_inner);
    if drawn.influence.get().is_none()
        && let Some(before) = &*last
    {
        if !drawn.weighing.swap(true, Ordering::Relaxed) {
            let drawn = drawn.clone();
            std::thread::spawn(move || influence(&drawn, gazetteer).len());
        }
        return Some(before.clone());
    }
    influence(&drawn, gazetteer);
    *last = Some(drawn.clone());
    Some(drawn)
}

/// The queue: what nobody has decided about, in order.
pub(crate) fn queue<'k>(
    known: &'k Known,
    drawn: Option<&Drawn>,
    gazetteer: &Gazetteer,
) -> Vec<Item<'k>> {
    let verdicts = known.verdicts();
    let open = |id: &Id| !verdicts.contains_key(id.as_str());
    let mut taken: BTreeSet<&Id> = BTreeSet::new();
    let mut queue = Vec::new();
    let mut push = |claim: &'k Claim, reason: Reason| {
        if open(&claim.id) && taken.insert(&claim.id) {
            queue.push(Item { claim, reason });
        }
    };
    let by_severity = |severity: Severity| {
        let of = known.findings().map(|(_, one)| one).filter(move |one| one.severity == severity);
        of.filter_map(|one| Some((known.claim(one.claims.first()?)?, one.message.to_string())))
    };
    for (claim, words) in by_severity(Severity::Proved) {
        push(claim, Reason::Found(Severity::Proved, words));
    }
    let moves = drawn.map(|drawn| influence(drawn, gazetteer));
    let mut moving: Vec<(&Id, f64)> = moves
        .into_iter()
        .flatten()
        .map(|(id, by)| (id, *by))
        .filter(|(_, by)| *by >= 0.005)
        .collect();
    moving.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    for (id, by) in moving {
        if let Some(claim) = known.claim(id) {
            push(claim, Reason::Moves(by));
        }
    }
    let large = drawn.filter(|drawn| influence(drawn, gazetteer).is_empty());
    for (at, people) in large.map(stakes).unwrap_or_default().into_iter().take(LEFT_OUT) {
        if let Some(claim) = large.and_then(|drawn| known.claim(&drawn.known.claims[at].id)) {
            push(claim, Reason::Stakes(people));
        }
    }
    for (claim, words) in by_severity(Severity::Likely) {
        push(claim, Reason::Found(Severity::Likely, words));
    }
    let mut unsure: Vec<(&Claim, Vec<&'static str>)> = known
        .claims
        .iter()
        .map(|claim| (claim, doubts(claim)))
        .filter(|(_, doubts)| !doubts.is_empty())
        .collect();
    unsure.sort_by_key(|(_, doubts)| std::cmp::Reverse(doubts.len()));
    for (claim, doubts) in unsure {
        push(claim, Reason::Unsure(doubts));
    }
    for claim in &known.claims {
        push(claim, Reason::Unseen);
    }
    queue
}

/// A correction that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    /// As `decide correct` takes it: `value=202975`.
    pub set: String,
    /// As people say it.
    pub words: String,
}

/// What is offered as a correction: what the audit proposes, and what else stood in the sentence, numbers, places, days
/// and speakers.
pub(crate) fn choices(claim: &Claim, known: &Known, gazetteer: &Gazetteer) -> Vec<Choice> {
    let about = known.findings().filter(|(_, one)| one.claims.first() == Some(&claim.id));
    let proposals = about.filter_map(|(_, one)| one.proposal.clone());
    let mut all: Vec<Choice> = proposals
        .filter(|proposal| proposal.contains('='))
        .map(|set| Choice { words: format!("as the arithmetic says, {set}"), set })
        .collect();
    let Some(document) = known.document(&claim.document) else { return all };
    let recognised = read::recognised(document, gazetteer);
    for found in read::of_sentence(claim, &recognised) {
        for (field, value) in meant(found, gazetteer) {
            let (name, now) = as_it_is(claim, field);
            let told = match value.parse::<f64>() {
                Ok(number) if field == "value" => claim::wording::number(number),
                _ => value.clone(),
            };
            let choice =
                Choice { set: format!("{field}={value}"), words: format!("{name}: {told}") };
            if value != now && !value.is_empty() && !all.contains(&choice) {
                all.push(choice);
            }
        }
    }
    all
}

/// The fields that something recognised in a sentence could be the value of.
fn meant(found: &Recognised, gazetteer: &Gazetteer) -> Vec<(&'static str, String)> {
    let words = found.meaning.as_str();
    let is_day = |text: &str| text.parse::<Date>().is_ok();
    match found.layer {
        Layer::Amount => {
            let number = words.rsplit(' ').next().filter(|text| text.parse::<f64>().is_ok());
            number.map(|number| ("value", number.to_owned())).into_iter().collect()
        }
        Layer::Place => {
            if let Some(crossing) = gazetteer.crossing(words) {
                return vec![("via", crossing.name.clone())];
            }
            if let Some(country) = words.strip_prefix("people of ") {
                return vec![("population.nationality", country.to_owned())];
            }
            match gazetteer.find(words).and_then(|place| place.country.clone()) {
                Some(country) if gazetteer.country_name(&country) == Some(words) => {
                    vec![("from", country.clone()), ("to", country)]
                }
                Some(_) => vec![("at", words.to_owned())],
                None => Vec::new(),
            }
        }
        Layer::Time => match words.split_once(" to ") {
            Some((first, last)) if is_day(first) && is_day(last) => {
                vec![("start", first.to_owned()), ("end", last.to_owned())]
            }
            _ if is_day(words) => vec![("start", words.to_owned()), ("end", words.to_owned())],
            _ => Vec::new(),
        },
        Layer::Speaker => vec![("source.organisation", words.to_owned())],
        Layer::People | Layer::Verb => Vec::new(),
    }
}

/// What a field is called, and what it is now.
fn as_it_is(claim: &Claim, field: &str) -> (&'static str, String) {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let day = |value: Option<Date>| value.map(|day| day.to_string()).unwrap_or_default();
    match field {
        "value" => ("Number", claim.value.map(|value| value.to_string()).unwrap_or_default()),
        "via" => ("Crossing", claim.via.join("; ")),
        "population.nationality" => ("Nationality", text(&claim.population.nationality)),
        "from" => ("From", text(&claim.from)),
        "to" => ("To", text(&claim.to)),
        "at" => ("At", text(&claim.at)),
        "start" => ("First day", day(claim.start)),
        "end" => ("Last day", day(claim.end)),
        _ => ("Organisation", text(&claim.source.organisation)),
    }
}
