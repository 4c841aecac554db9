//! What one office's running totals leave for the days between them: plain arithmetic, shown as what it is.

use std::collections::BTreeMap;

use claim::{Claim, Qualifier, Window, organisation_key};
use jiff::civil::Date;
use reconcile::Role;

use super::Desk;
use super::lead::is_whole_count;
use crate::content::{Text, Trail};
use crate::language::{say, words};
use crate::wording;

/// Days that lie further apart are told by the totals themselves.
const LONGEST: usize = 7;
/// Most that are told.
const MOST: usize = 12;

/// What two totals, less the days counted between them, leave.
pub(super) struct Difference<'a> {
    /// Crossing; empty for the whole border.
    pub via: String,
    /// The days that have no count of their own.
    pub days: Window,
    pub people: f64,
    /// The later total, then what is taken from it.
    pub of: Vec<&'a Claim>,
}

impl Difference<'_> {
    /// The number, leading to how it is reckoned.
    pub fn number(&self, desk: &Desk) -> Text {
        let ids: Vec<&str> = self.of.iter().map(|claim| claim.id.as_str()).collect();
        let name = format!("difference:{}", ids.join(":"));
        Text::new().reckoned(desk.language.number(self.people), name)
    }

    /// "189,259 − 174,358 − 4,919".
    pub fn sum(&self, desk: &Desk) -> Text {
        let mut text = Text::new();
        for (at, claim) in self.of.iter().enumerate() {
            if at > 0 {
                text = text.plain(format!(" {} ", words!(desk.language, "minus-mark")));
            }
            let ids = Trail::Claims(vec![claim.id.clone()]);
            text = text.number(desk.printed(claim), ids);
        }
        text
    }
}

/// All differences, by day and way.
pub(super) fn differences<'a>(desk: &Desk<'a>) -> Vec<Difference<'a>> {
    // Of one office, way and first day: totals by their last.
    let mut totals: BTreeMap<(String, &[String], Date), BTreeMap<Date, &Claim>> = BTreeMap::new();
    let mut days: BTreeMap<(String, &[String]), BTreeMap<Date, &Claim>> = BTreeMap::new();
    for (claim, fit) in desk.bearing() {
        let exact = claim.qualifier == Qualifier::Exact
            && is_whole_count(claim)
            && fit.role == Role::Used
            && fit.reading.is_none()
            && claim.found.source_is_stated()
            && claim.via.len() <= 1;
        let (Some(window), Some(office), true) = (claim.window(), claim.source.label(), exact)
        else {
            continue;
        };
        let office = organisation_key(office);
        if window.days() == 1 {
            days.entry((office, &claim.via)).or_default().insert(window.start(), claim);
        } else {
            let key = (office, claim.via.as_slice(), window.start());
            totals.entry(key).or_default().insert(window.end(), claim);
        }
    }
    let mut found = Vec::new();
    for ((office, via, _), totals) in &totals {
        let own = days.get(&(office.clone(), *via));
        let ends: Vec<&Claim> = totals.values().copied().collect();
        for pair in ends.windows(2) {
            found.extend(between(pair[0], pair[1], own));
        }
    }
    found.retain(|one: &Difference| {
        let small = one.people > 0.0 && one.people < wording::SMALL_CELL;
        !small && !one.of.iter().any(|claim| desk.withheld.has(&claim.id))
    });
    found.sort_by(|a, b| (a.days.start(), &a.via).cmp(&(b.days.start(), &b.via)));
    found
}

/// What two totals since one day leave for the days between that have no count of their own.
fn between<'a>(
    before: &'a Claim,
    after: &'a Claim,
    own: Option<&BTreeMap<Date, &'a Claim>>,
) -> Option<Difference<'a>> {
    let gap = Window::new(before.end?.tomorrow().ok()?, after.end?)?;
    if gap.days() > LONGEST {
        return None;
    }
    let counted = |day: Date| own.and_then(|own| own.get(&day).copied());
    let open: Vec<Date> = gap.iter().filter(|day| counted(*day).is_none()).collect();
    let days = Window::new(*open.first()?, *open.last()?)?;
    // Days that are not one after the other have a number together and none of their own.
    if days.days() != open.len() {
        return None;
    }
    let mut of = vec![after, before];
    of.extend(gap.iter().filter_map(counted));
    let value = |claim: &Claim| claim.value.unwrap_or_default();
    let people = value(after) - of[1..].iter().map(|claim| value(claim)).sum::<f64>();
    let via = after.via.first().cloned().unwrap_or_default();
    (people >= 0.0).then_some(Difference { via, days, people, of })
}

/// The differences as they are told, the largest first.
pub(super) fn items(desk: &Desk) -> Vec<Text> {
    let language = desk.language;
    let mut all = differences(desk);
    all.retain(|one| one.days.overlap(&desk.focus) == Some(one.days));
    all.sort_by(|a, b| b.people.total_cmp(&a.people).then(a.days.start().cmp(&b.days.start())));
    all.truncate(MOST);
    all.iter()
        .map(|one| {
            let place = match one.via.as_str() {
                "" => words!(language, "whole-route"),
                via => language.crossing(via),
            };
            say!(
                language,
                "difference",
                place = place,
                days = language.days(one.days),
                number = one.number(desk),
                speaker = language.speaker(one.of[0]),
                sum = one.sum(desk),
            )
        })
        .collect()
}
