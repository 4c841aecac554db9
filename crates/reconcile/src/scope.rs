//! Which claims bear on the route, and what part each of them plays before any
//! number is compared: out of scope, copies, superseded, parts of a total.

use std::collections::BTreeMap;

use audit::HEADLINE;
use claim::{
    Claim, DocumentId, Group, Kind, Qualifier, Unit, Window, organisation_key, same_organisation,
};
use jiff::civil::Date;
use places::Gazetteer;

use crate::assumptions::vintages::CORRECTED;
use crate::classes::Classes;
use crate::entry::{Doubt, Entry, alike};
use crate::origin::{Sides, gate, movement};
use crate::parts;
use crate::picture::{Role, Route};
use crate::saying::{Basis, Form, Said, Saying, saying};
use crate::words::{has_organisation, organisation_label};

/// Longest span that is modelled, days. A claim that reaches further back is set
/// aside when others are within reach: thirty years of one total would otherwise
/// stretch the daily grid to no one's gain.
pub(crate) const LONGEST: i64 = 1200;

/// The claims sorted out for one route.
#[derive(Debug)]
pub(crate) struct Scope {
    pub entries: Vec<Entry>,
    /// Crossings named by claims in scope, by name.
    pub crossings: Vec<String>,
    /// Classes of people that are modelled apart.
    pub classes: Classes,
    /// Those that reports tell apart, also beside a whole: what can be asked for.
    pub told_apart: Classes,
    /// What the audit found about the claims in scope.
    pub findings: Vec<audit::Finding>,
}

/// The number of a claim.
fn claimed(claim: &Claim, value: f64) -> Said {
    Said::of(value, Form::Whole, Basis::Claim(claim.id.clone()))
}

/// How much a claim's wording tells, for choosing between copies: higher is better.
fn precision(claim: &Claim, entry: &Entry) -> (u8, bool, bool, bool) {
    (
        u8::from(entry.start.is_some()) + u8::from(claim.cumulative && claim.start_stated),
        !claim.partial,
        claim.source.label().is_some(),
        claim.qualifier == Qualifier::Exact,
    )
}

fn digits_kept(value: f64) -> i32 {
    if value <= 0.0 {
        return 0;
    }
    (value / claim::rounding(value)).log10().floor() as i32 + 1
}

/// Sorts the claims out. `order` lists them by date of publication, so that the
/// result does not depend on the order in which they were handed over. `by_class`: one class of people is asked for.
pub(crate) fn sort_out(
    claims: &[Claim],
    order: &[usize],
    as_of: Date,
    route: &Route,
    asked: Option<Window>,
    by_class: bool,
    gazetteer: &Gazetteer,
) -> Scope {
    let sides = Sides::of(claims, as_of, route, gazetteer);
    let mut entries: Vec<Entry> = claims.iter().map(|claim| enter(claim, as_of, &sides)).collect();
    let anew = claim::counted_anew(claims);
    for (entry, claim) in entries.iter_mut().zip(claims) {
        if entry.in_scope() {
            entry.start = entry.start.or_else(|| anew.get(&claim.id).copied());
        }
    }
    set_far_past_aside(&mut entries);
    set_other_seasons_aside(&mut entries, asked);
    follow_links(&mut entries, claims);
    follow_headlines(&mut entries, claims);
    // What classes there are is known before parts of a whole leave; who asks for one asks its numbers.
    let told_apart = Classes::of(claims, &entries, route);
    if !by_class {
        parts::set_aside(&mut entries, claims, order);
    }
    pair_households(&mut entries, claims);
    collapse_copies(&mut entries, claims, order);
    supersede(&mut entries, claims, order);
    let classes = Classes::of(claims, &entries, route);
    count_deported(&mut entries, claims, route, &classes);
    let mut crossings: Vec<String> = entries
        .iter()
        .filter(|entry| entry.in_scope())
        .flat_map(|entry| entry.via.iter().cloned())
        .collect();
    crossings.sort();
    crossings.dedup();
    Scope { entries, crossings, classes, told_apart, findings: Vec::new() }
}

fn enter(claim: &Claim, as_of: Date, sides: &Sides) -> Entry {
    let gazetteer = sides.gazetteer;
    let mut via: Vec<String> = claim
        .via
        .iter()
        .map(|name| gazetteer.crossing(name).map_or(name.clone(), |place| place.name.clone()))
        .collect();
    if via.is_empty() {
        via.extend(gate(claim, gazetteer).map(str::to_owned));
    }
    via.sort();
    via.dedup();
    let mut entry = Entry {
        role: Role::Used,
        why: None,
        copy_of: None,
        via,
        start: None,
        end: None,
        organisation: organisation_key(&organisation_label(claim)),
        subset: false,
        doubt: Doubt::default(),
    };
    let out = |mut entry: Entry, why: Saying| {
        entry.role = Role::OutOfScope;
        entry.why = Some(why);
        entry
    };
    let aside = |mut entry: Entry, why: Saying| {
        entry.role = Role::SetAside;
        entry.why = Some(why);
        entry
    };
    if claim.published.is_some_and(|day| day > as_of) {
        return out(entry, saying!("out-published", day = as_of));
    }
    if let Err(why) = movement(claim) {
        return out(entry, why);
    }
    match sides.bears_on(claim, &entry.via) {
        Ok(part) => entry.subset = part || claim.kind == Kind::Deportation,
        Err(why) => return out(entry, why),
    }
    let Some(end) = claim.end.or(claim.published).or(claim.start) else {
        return aside(entry, saying!("aside-undated"));
    };
    let end = end.min(as_of);
    entry.end = Some(end);
    entry.start = claim.start.filter(|start| *start <= end);
    if claim.start.is_some_and(|start| start > as_of) {
        return aside(entry, saying!("aside-later"));
    }
    // A form filled in ahead: what it prints for days after the report is no statement.
    if claim.published.is_some_and(|day| claim.end.is_some_and(|end| end > day))
        && claim.start.is_some_and(|start| claim.published.is_some_and(|day| start > day))
    {
        entry.end = None;
        return aside(entry, saying!("aside-after-report"));
    }
    let numbers = [claim.value, claim.low, claim.high];
    // More than everybody who lives is no number of people, whatever the text says.
    if numbers.iter().flatten().any(|n| !n.is_finite() || *n < 0.0 || *n > 9e9) {
        return aside(entry, saying!("aside-unusable"));
    }
    if entry.subset
        || matches!(claim.qualifier, Qualifier::Undetermined)
        || (claim.value.is_none() && claim.low.is_none() && claim.high.is_none())
    {
        entry.role = Role::Bound;
        entry.why = Some(match (claim.kind, entry.subset) {
            (Kind::Deportation, _) => saying!("bound-deportations"),
            (_, true) => saying!("bound-some"),
            _ => saying!("bound-undetermined"),
        });
    } else if let Some(why) = match claim.qualifier {
        Qualifier::MoreThan => Some(saying!("bound-below")),
        Qualifier::LessThan | Qualifier::UpTo => Some(saying!("bound-above")),
        _ => None,
    } {
        entry.role = Role::Bound;
        entry.why = Some(why);
    }
    entry
}

/// Days without any report after which another season begins.
const SEASON_GAP: i32 = 90;

/// Keeps the season that most claims are of (or that is asked for): across months that
/// nobody reported a picture would be made of nothing.
fn set_other_seasons_aside(entries: &mut [Entry], asked: Option<Window>) {
    let mut spans: Vec<(Window, usize)> = entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.in_scope())
        .filter_map(|(i, entry)| {
            let end = entry.end?;
            Some((entry.window().unwrap_or(Window::day(end)), i))
        })
        .collect();
    spans.sort_by_key(|(window, i)| (window.start(), *i));
    let mut seasons: Vec<(Window, Vec<usize>)> = Vec::new();
    for (window, i) in spans {
        match seasons.last_mut() {
            Some((season, members)) if (window.start() - season.end()).get_days() <= SEASON_GAP => {
                *season = season.hull(&window);
                members.push(i);
            }
            _ => seasons.push((window, vec![i])),
        }
    }
    if seasons.len() < 2 {
        return;
    }
    let wanted = |(season, members): &(Window, Vec<usize>)| {
        let shared = asked.and_then(|asked| asked.overlap(season)).map_or(0, |w| w.days());
        (shared, members.len(), season.end())
    };
    let Some(best) = (0..seasons.len()).max_by_key(|&at| wanted(&seasons[at])) else { return };
    for (at, (_, members)) in seasons.iter().enumerate() {
        for &i in members.iter().filter(|_| at != best) {
            entries[i].role = Role::SetAside;
            entries[i].end = None;
            entries[i].start = None;
            entries[i].why = Some(saying!("aside-season"));
        }
    }
}

fn set_far_past_aside(entries: &mut [Entry]) {
    let Some(last) = entries.iter().filter(|e| e.in_scope()).filter_map(|e| e.end).max() else {
        return;
    };
    let age = |day: Date| i64::from((last - day).get_days());
    for entry in entries.iter_mut() {
        let first = entry.start.or(entry.end);
        if entry.in_scope() && first.is_some_and(|day| age(day) > LONGEST) {
            entry.role = Role::SetAside;
            entry.why = Some(saying!("aside-far-back"));
            // Not compared either: its days are not on the grid.
            entry.end = None;
        }
    }
}

fn follow_links(entries: &mut [Entry], claims: &[Claim]) {
    let index: BTreeMap<&claim::Id, usize> =
        claims.iter().enumerate().map(|(i, claim)| (&claim.id, i)).collect();
    // A headline and the body say one figure twice; the mention that says most of its
    // days and its speaker stands for both.
    let mut mentions: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, claim) in claims.iter().enumerate() {
        if let Some(&first) = claim.same_as.as_ref().and_then(|id| index.get(id))
            && first != i
            && entries[i].active()
            && entries[first].active()
            && claims[first].same_as.is_none()
        {
            mentions.entry(first).or_insert_with(|| vec![first]).push(i);
        }
    }
    for group in mentions.values() {
        let mut best = group[0];
        for &i in group {
            if precision(&claims[i], &entries[i]) > precision(&claims[best], &entries[best]) {
                best = i;
            }
        }
        for &i in group.iter().filter(|&&i| i != best) {
            entries[i].role = Role::Copy;
            entries[i].copy_of = Some(best);
            let again = claims[i].document == claims[best].document;
            entries[i].why = Some(match again {
                true => saying!("copy-same-document"),
                false => saying!("copy-republished"),
            });
        }
    }
    for i in 0..claims.len() {
        if !entries[i].active() {
            continue;
        }
        if let Some(&total) = claims[i].part_of.as_ref().and_then(|id| index.get(id))
            && total != i
            && entries[total].in_scope()
            // A part by crossing says more than its total; a part by sex or age says less.
            && (entries[i].via == entries[total].via || claims[i].population.group != Group::All)
        {
            entries[i].role = Role::SetAside;
            entries[i].why = Some(match claims[total].value {
                Some(value) => saying!("aside-part-of", total = claimed(&claims[total], value)),
                None => saying!("aside-part"),
            });
        }
    }
}

/// "Nearly 80,000 cross" over "78,742 between 17 and 26 September": a headline that says nothing of its days is a
/// number of the text, rounded.
fn follow_headlines(entries: &mut [Entry], claims: &[Claim]) {
    let in_text = |claim: &Claim| !claim.found.from_row;
    let mut documents: BTreeMap<&DocumentId, Vec<usize>> = BTreeMap::new();
    for (i, claim) in claims.iter().enumerate() {
        documents.entry(&claim.document).or_default().push(i);
    }
    let heads: Vec<usize> = (0..claims.len())
        .filter(|&i| {
            let undated = claims[i].start.is_none() || !claims[i].start_stated;
            entries[i].active() && undated && claims[i].span[0] < HEADLINE && in_text(&claims[i])
        })
        .collect();
    for head in heads {
        let Some(rounded) = claims[head].value else { continue };
        let body = documents[&claims[head].document].iter().copied().find(|&i| {
            let (claim, title) = (&claims[i], &claims[head]);
            claim.span[0] > title.span[1]
                && entries[i].active()
                && entries[i].start.is_some()
                && (title.via.is_empty() || entries[i].via == entries[head].via)
                && (claim.unit, claim.measure) == (title.unit, title.measure)
                && claim.population.group == title.population.group
                && claim
                    .value
                    .is_some_and(|value| (value - rounded).abs() <= 0.5 * claim::rounding(rounded))
        });
        if let Some(body) = body {
            entries[head].role = Role::Copy;
            entries[head].copy_of = Some(body);
            entries[head].why = Some(saying!("copy-same-document"));
        }
    }
}

/// Those deported beside those who went of their own will are counted, and no lower bound.
fn count_deported(entries: &mut [Entry], claims: &[Claim], route: &Route, classes: &Classes) {
    for (claim, entry) in claims.iter().zip(entries).filter(|(_, entry)| entry.active()) {
        let exact = matches!(claim.qualifier, Qualifier::Exact | Qualifier::About);
        if claim.kind == Kind::Deportation && exact && classes.class(claim, route).is_some() {
            entry.role = Role::Used;
            entry.why = None;
        }
    }
}

/// Families and people given side by side count the same people once.
fn pair_households(entries: &mut [Entry], claims: &[Claim]) {
    const NEAR: usize = 240; // bytes: the same sentence or the next
    for i in 0..claims.len() {
        if !entries[i].active() || claims[i].unit != Unit::Households {
            continue;
        }
        let pair = (0..claims.len()).find(|&j| {
            claims[j].unit == Unit::People
                && entries[j].in_scope()
                && claims[j].document == claims[i].document
                && entries[j].via == entries[i].via
                && entries[j].end == entries[i].end
                && claims[j].population.group == Group::All
                && match claims[i].found.from_row {
                    // In a table, of the same days by the same body.
                    true => {
                        entries[j].start == entries[i].start
                            && claims[j].source.label() == claims[i].source.label()
                    }
                    false => claims[j].span[0].abs_diff(claims[i].span[0]) <= NEAR,
                }
        });
        if let Some(j) = pair
            && let Some(people) = claims[j].value
        {
            entries[i].role = Role::SetAside;
            entries[i].why = Some(saying!("aside-families", people = claimed(&claims[j], people)));
        }
    }
}

fn collapse_copies(entries: &mut [Entry], claims: &[Claim], order: &[usize]) {
    const DAYS_APART: i32 = 3;
    let copies = |a: usize, b: usize, entries: &[Entry]| {
        let (Some(x), Some(y)) = (claims[a].value, claims[b].value) else { return false };
        if x != y
            || claims[a].unit != claims[b].unit
            || claims[a].measure != claims[b].measure
            || claims[a].population.group != claims[b].population.group
            || entries[a].via != entries[b].via
            || entries[a].subset != entries[b].subset
            || (claims[a].kind == Kind::Deportation) != (claims[b].kind == Kind::Deportation)
        {
            return false;
        }
        // Two days on which the same number crossed are two observations: stated windows
        // must share most of their days.
        if let (Some(x), Some(y)) = (entries[a].window(), entries[b].window()) {
            let shared = x.overlap(&y).map_or(0, |w| w.days());
            if 2 * shared <= x.days().max(y.days()) {
                return false;
            }
        }
        let (Some(end), Some(other)) = (entries[a].end, entries[b].end) else { return false };
        if (end - other).get_days().abs() > DAYS_APART {
            return false;
        }
        // Five digits do not agree by chance; round numbers need the same speaker.
        // A figure that one report gives without its source may still be that of the other.
        let unsourced = !has_organisation(&claims[a]) || !has_organisation(&claims[b]);
        same_organisation(&entries[a].organisation, &entries[b].organisation)
            || digits_kept(x) >= 5
            || (unsourced && digits_kept(x) >= 4)
    };
    // Only claims of one number are compared.
    let of_number = alike(entries, order, |i| claims[i].value.map(f64::to_bits));
    for later in of_number.iter().flat_map(|same| (0..same.len()).map(|at| &same[at..])) {
        let i = later[0];
        if !entries[i].active() {
            continue;
        }
        let group: Vec<usize> = later
            .iter()
            .copied()
            .filter(|&j| entries[j].active() && (j == i || copies(i, j, entries)))
            .collect();
        // The copy that says most about its window speaks; the earliest among equals.
        let mut best = i;
        for &j in &group {
            if precision(&claims[j], &entries[j]) > precision(&claims[best], &entries[best]) {
                best = j;
            }
        }
        for j in group {
            if j != best {
                entries[j].role = Role::Copy;
                entries[j].copy_of = Some(best);
                entries[j].why =
                    Some(saying!("copy-of", claim = crate::words::whose(&claims[best])));
            }
        }
    }
}

/// The same source gives another number for the same days later on: the last one counts, whatever
/// the first was. Of several readings of one running total the last of the day is the day's.
fn supersede(entries: &mut [Entry], claims: &[Claim], order: &[usize]) {
    // Only what one source says of the same crossings and days is compared.
    let about = |i: usize| {
        let Entry { organisation, via, start, end, .. } = &entries[i];
        let named = has_organisation(&claims[i]);
        start.filter(|_| named).map(|start| (organisation, via, start, *end))
    };
    let of_days = alike(entries, order, about);
    for same in of_days {
        for (at, &i) in same.iter().enumerate() {
            if !entries[i].active() || claims[i].value.is_none() {
                continue;
            }
            let later = same[at + 1..]
                .iter()
                .copied()
                .rfind(|&j| entries[j].active() && is_later(&claims[i], &claims[j]));
            let Some(j) = later else { continue };
            entries[i].role = Role::Superseded;
            let number = claimed(&claims[j], claims[j].value.unwrap_or_default());
            entries[i].why = Some(match claims[i].published == claims[j].published {
                true => saying!("superseded-that-day", number = number),
                false => saying!("superseded-by", number = number),
            });
        }
    }
}

/// Whether `new` is a later number of the same kind as `old`.
fn is_later(old: &Claim, new: &Claim) -> bool {
    let (Some(before), Some(after)) = (old.value, new.value) else { return false };
    let alike = new.unit == old.unit
        && new.measure == old.measure
        && new.kind == old.kind
        && new.population == old.population
        && new.qualifier == old.qualifier
        && new.partial == old.partial;
    if !alike || before == after {
        return false;
    }
    // Several times as many is another kind of number.
    if (after / before).ln().abs() > CORRECTED {
        return false;
    }
    // A rounder number is told again, not corrected, where the first one rounds to it.
    let finer = claim::rounding(after) <= claim::rounding(before).max(after / 1000.0)
        || (before / claim::rounding(after)).round() * claim::rounding(after) != after;
    match old.published.cmp(&new.published) {
        std::cmp::Ordering::Less => finer,
        // Readings of one day: by the hour, or growing as a running total does.
        std::cmp::Ordering::Equal => {
            let hours = old.as_of.zip(new.as_of).is_some_and(|(old, new)| old < new);
            hours
                || (new.cumulative && old.as_of.is_none() && after > before && after < 2.0 * before)
        }
        std::cmp::Ordering::Greater => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn organisations_are_one_under_their_variants() {
        let key = organisation_key("Pakistan interior ministry");
        for name in ["Pakistan\u{2019}s interior ministry", "Pakistan's Ministry of Interior"] {
            assert_eq!(organisation_key(name), key, "{name}");
        }
        // Where one report leaves the country out they may be one; two countries are two.
        assert!(same_organisation(&organisation_key("the interior ministry"), &key));
        assert!(!same_organisation(&organisation_key("Afghanistan's interior ministry"), &key));
        assert!(same_organisation(
            &organisation_key("Home Dept"),
            &organisation_key("Khyber Pakhtunkhwa Home Department")
        ));
        assert!(!same_organisation("", "home department"));
    }

    #[test]
    fn digits_that_were_kept() {
        assert_eq!(digits_kept(140_000.0), 2);
        assert_eq!(digits_kept(140_322.0), 6);
        assert_eq!(digits_kept(0.0), 0);
    }
}
