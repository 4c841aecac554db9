//! Figures in question, in sentences that can be printed.

use std::collections::BTreeSet;

use audit::Finding;
use claim::{Claim, Id, Measure};
use reconcile::Role;

use super::Desk;
use super::lead::Leading;
use super::said::worded;
use crate::content::{Block, Section, Text, Trail};
use crate::language::{Value, say, words};
use crate::question::{Bench, Questioned, Verdict, speaker};

/// Most figures told.
const TOLD: usize = 2;
/// Most numbers against one.
const AGAINST: usize = 2;

pub(super) fn section(desk: &Desk) -> Section {
    // Stocks, and flows that bear on the picture: of the treated and of parts nothing is asked.
    let bears = |claim: &Claim| {
        let aside = |role| matches!(role, Role::OutOfScope | Role::SetAside);
        claim.measure == Measure::Stock
            || desk.fits.get(&claim.id).is_some_and(|fit| !aside(fit.role))
    };
    let printed =
        desk.claims.iter().copied().filter(|claim| bears(claim) && !desk.withheld.has(&claim.id));
    let copies: BTreeSet<Id> =
        desk.fits.values().filter(|fit| fit.role == Role::Copy).map(|fit| fit.id.clone()).collect();
    let published = |claim: &Claim| desk.day_of(claim.published, &claim.document);
    let (proved, _) = super::proved::told(desk);
    let findings = proved.iter().map(|(_, finding)| *finding);
    let bench = Bench::new(printed.collect(), findings.collect(), copies, &published)
        .knowing(desk.claims.iter().copied());
    // One of two numbers that contradict each other is told with the other.
    let mut told: BTreeSet<&Id> = BTreeSet::new();
    let mut items = Vec::new();
    for one in bench.in_question() {
        if items.len() == TOLD || told.contains(&one.first.id) || is_a_pair(desk, &one) {
            continue;
        }
        told.insert(&one.first.id);
        told.extend(one.against.iter().map(|(other, _)| &other.id));
        items.push(item(desk, &one, &proved));
    }
    let shown = items.len();
    let heading = words!(desk.language, "heading-question");
    Section::new("question", heading, Block::list(items, shown))
}

/// Whether two offices give two numbers and nothing decides: the number that leads is both, or they are told where the
/// reports disagree, and none of them is in question more than the other.
fn is_a_pair(desk: &Desk, one: &Questioned) -> bool {
    if one.verdict != Verdict::Contradicted {
        return false;
    }
    let against: Vec<&Id> =
        one.against.iter().filter(|(_, same)| !same).map(|(other, _)| &other.id).collect();
    let both =
        |ids: &[&Id]| ids.contains(&&one.first.id) && against.iter().any(|id| ids.contains(id));
    if let Leading::Between(low, high) = desk.lead.leading
        && both(&[&low.id, &high.id])
    {
        return true;
    }
    let told = |one: &reconcile::Disagreement| {
        both(&one.claims.iter().chain(one.sentence.claims()).collect::<Vec<_>>())
    };
    desk.picture.disagreements.iter().any(told)
}

/// "1.7 million undocumented in Pakistan: goes back to …; …; against it stands …".
fn item(desk: &Desk, one: &Questioned, proved: &[(usize, &Finding)]) -> Text {
    let language = desk.language;
    let claim = one.first;
    let others = match one.repeated.len() {
        0 => say!(language, "question-alone"),
        n => {
            let ids = one.repeated.iter().map(|claim| claim.id.clone()).collect();
            let digits = Text::new().number(language.number(n as f64), Trail::Counted(ids));
            say!(language, "question-repeated", count = Value::Count(n, digits))
        }
    };
    say!(
        language,
        "question",
        figure = desk.figure(claim),
        of = of(desk, claim),
        origin = origin(desk, claim),
        others = others,
        verdict = verdict(desk, one, proved),
    )
}

/// Of what a figure is: "at Torkham, 17 Sep to 7 Nov", "undocumented in Pakistan".
fn of(desk: &Desk, claim: &Claim) -> String {
    let language = desk.language;
    let covers = language.covers(claim, desk.picture.as_of);
    match (claim.measure, claim.via.is_empty(), &claim.at) {
        (Measure::Stock, _, at) => {
            let what = language.stock(claim.kind);
            match at.as_deref().map(|at| desk.gazetteer.country_name(at).unwrap_or(at)) {
                Some(place) => words!(language, "question-stock-in", what = what, place = place),
                None => what,
            }
        }
        (_, true, _) => covers,
        (_, false, _) => {
            let crossings = language.list(&claim.via);
            words!(language, "question-at", crossings = crossings, covers = covers)
        }
    }
}

fn origin(desk: &Desk, claim: &Claim) -> Text {
    let language = desk.language;
    let day = desk
        .day_of(claim.published, &claim.document)
        .map_or_else(String::new, |day| language.near_day(day, desk.picture.as_of));
    match speaker(claim).map(|said| language.with_article(&said)) {
        Some(speaker) if claim.found.source_is_stated() => {
            say!(language, "question-first", speaker = speaker, day = day)
        }
        Some(speaker) => say!(language, "question-ascribed", speaker = speaker, day = day),
        None => say!(language, "question-unnamed", day = day),
    }
}

fn verdict(desk: &Desk, one: &Questioned, proved: &[(usize, &Finding)]) -> Text {
    let language = desk.language;
    let found = one
        .findings
        .first()
        .and_then(|finding| proved.iter().find(|(_, known)| std::ptr::eq(*known, *finding)));
    if let (Verdict::Excluded | Verdict::Unadded, Some((at, finding))) = (one.verdict, found) {
        let proof = worded(desk, &finding.proof, &format!("proof:{at}"));
        return match one.verdict {
            Verdict::Excluded => say!(language, "question-excluded", proof = proof),
            _ => say!(language, "question-unadded", proof = proof),
        };
    }
    let against = one.against.iter().filter(|(_, same)| !same).take(AGAINST);
    let told = against.map(|(other, _)| {
        let speaker = match speaker(other) {
            Some(speaker) => speaker,
            None => words!(language, "speaker-unnamed"),
        };
        say!(language, "question-other", figure = desk.figure(other), speaker = speaker)
    });
    let told = language.series("list-comma", told.collect());
    say!(language, "question-against", numbers = told)
}
