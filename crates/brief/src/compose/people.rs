//! Women, men and children, where an office counted them apart.

use std::collections::BTreeMap;

use claim::{Claim, DocumentId, Group, Measure, Unit};
use jiff::civil::Date;

use super::Desk;
use super::figures::part_name;
use crate::content::Text;
use crate::language::{say, words};

/// The groups in the order in which they are told.
const GROUPS: [Group; 4] = [Group::Women, Group::Men, Group::Adults, Group::Children];

/// What a breakdown is of: one document's numbers for the same ways and days, by one source.
type Whole<'a> = (&'a DocumentId, &'a [String], Option<Date>, Option<Date>, Option<&'a str>);

/// The largest breakdown of the flow by women, men and children, of equal ones the latest: no estimate, but as it was
/// counted, since what is true of those whom one office asked need not be true of all. None where one of its numbers is
/// not printed.
pub(super) fn counted_apart(desk: &Desk) -> Option<Text> {
    let mut wholes: BTreeMap<Whole<'_>, Vec<&Claim>> = BTreeMap::new();
    for (claim, _) in desk.bearing().filter(|(claim, _)| is_part(claim)) {
        let whole = (
            &claim.document,
            claim.via.as_slice(),
            claim.start,
            claim.end,
            claim.source.organisation.as_deref(),
        );
        wholes.entry(whole).or_default().push(claim);
    }
    let people = |parts: &[&Claim]| parts.iter().filter_map(|part| part.value).sum::<f64>();
    let (_, mut parts) = wholes
        .into_iter()
        .filter(|(_, parts)| is_breakdown(parts))
        .max_by(|a, b| people(&a.1).total_cmp(&people(&b.1)).then(a.0.3.cmp(&b.0.3)))?;
    if parts.iter().any(|part| desk.withheld(part).is_some()) {
        return None;
    }
    parts.sort_by_key(|part| GROUPS.iter().position(|group| *group == part.population.group));
    let language = desk.language;
    let first = parts[0];
    let told = parts.iter().filter_map(|part| {
        let who = part_name(desk, part)?;
        Some(say!(language, "people-part", figure = desk.figure(part), who = who))
    });
    let told = language.enumerated(told.collect());
    let place = match first.via.as_slice() {
        [] => words!(language, "headline-all-ways"),
        ways => words!(language, "headline-at", crossings = language.list(ways)),
    };
    Some(say!(
        language,
        "people-apart",
        parts = told,
        place = place,
        covers = language.covers(first, desk.picture.as_of),
        speaker = language.speaker_in_full(whose(desk, first)),
    ))
}

/// The claim whose source a part has: its own, or that of the number that it is a part of, never the paper's where
/// an office gave the whole.
fn whose<'a>(desk: &Desk<'a>, part: &'a Claim) -> &'a Claim {
    let whole = part.part_of.as_ref().and_then(|id| desk.by_id.get(id).copied());
    let known = |claim: &&Claim| claim.source.label().is_some();
    if known(&part) {
        return part;
    }
    // The same number, where it is printed twice, may say in one of the places whose it is.
    let same = |claim: &Claim| {
        whole.is_some_and(|whole| {
            claim.document == whole.document && claim.value == whole.value && claim.via == whole.via
        })
    };
    let twin = || desk.claims.iter().copied().find(|claim| same(claim) && known(claim));
    whole.filter(known).or_else(twin).unwrap_or(part)
}

fn is_part(claim: &Claim) -> bool {
    claim.measure == Measure::Flow
        && claim.unit == Unit::People
        && claim.value.is_some()
        && GROUPS.contains(&claim.population.group)
}

/// Whether these are two groups or more, each told once: a second set would be of other people.
fn is_breakdown(parts: &[&Claim]) -> bool {
    let of = |group: Group| parts.iter().filter(|part| part.population.group == group).count();
    parts.len() > 1 && GROUPS.iter().all(|group| of(*group) < 2)
}
