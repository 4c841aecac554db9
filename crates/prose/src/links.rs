//! Ties the claims of a document together: parts to totals, later mentions to the first,
//! and the direction of a crossing told elsewhere.

use claim::{Claim, Group, Kind, Measure, Unit};
use places::Gazetteer;

use super::Spoken;
use super::analysis::Analysis;
use super::grammar::{Class, Grammar};

/// Links breakdowns to their totals within a sentence, and from a sentence that
/// goes on ("They were 63,157 men, …") to the one before. A part has the days, the way
/// and the speaker of its total.
pub(super) fn link_parts(spoken: &[Spoken], index: usize, claims: &mut [Claim], first: usize) {
    let analysis = &spoken[index].analysis;
    let opens_with = analysis.tokens.first().map_or("", |t| &*t.lower);
    let goes_on = matches!(opens_with, "they" | "among" | "of" | "these" | "its" | "that" | "this")
        || opens_with == "there" && super::carry::among_them(analysis);
    let (earlier, own) = claims.split_at_mut(first);
    add_up_crossings(own);
    // A total that leaves its days to the parts behind it: "It has 78,417 adults, that is
    // 44,718 men and 33,699 women, crossing between …".
    let stated = own
        .iter()
        .find(|c| c.start.is_some() && c.measure == Measure::Flow && states_days(c))
        .map(|c| {
            (
                c.start,
                c.end,
                c.cumulative,
                c.start_stated,
                c.via.clone(),
                c.from.clone(),
                c.to.clone(),
            )
        });
    let mut total: Option<Claim> = None;
    // "That number includes 26,000 who …": a part, whoever they are.
    let included = goes_on
        && (0..analysis.tokens.len().min(6))
            .any(|i| matches!(analysis.word(i), "includes" | "include" | "included" | "including"));
    if let Some(own_total) = own.iter_mut().find(|c| !included && is_total(c)) {
        if let (false, Some((start, end, cumulative, start_stated, via, from, to))) =
            (states_days(own_total), stated)
            && own_total.population.group == Group::Adults
        {
            (own_total.start, own_total.end) = (start, end);
            (own_total.cumulative, own_total.start_stated) = (cumulative, start_stated);
            if own_total.via.is_empty() {
                (own_total.via, own_total.from, own_total.to) = (via, from, to);
            }
            *own_total = own_total.clone().sealed();
        }
        total = Some(own_total.clone());
    } else if goes_on {
        // "6,584 left, which took the total to 174,358. There were 800 men among them": of the 6,584.
        let among = opens_with == "there";
        let latest = |running: bool| {
            earlier.iter().rev().take(6).find(|c| is_total(c) && (running || !c.cumulative))
        };
        total = latest(!among).or_else(|| latest(true)).cloned();
    }
    let Some(total) = total else { return };
    // "This included 140,000 evacuated in Louisiana": a part that says its own place.
    let own_or = |own: &Option<String>, total: &Option<String>| {
        let sentence = &analysis.text[analysis.sentence.span.clone()];
        let says = included && own.as_ref().is_some_and(|place| sentence.contains(place.as_str()));
        if says { own.clone() } else { total.clone() }
    };
    let some = analysis.some.iter().any(|(tokens, some)| {
        let start = analysis.tokens[tokens.start].span.start;
        // "Deportees included: 53,327 men": not what stands before the number of a part, or behind it.
        let beside = analysis.amounts.iter().any(|a| {
            (tokens.end..=tokens.end + BESIDE).contains(&a.tokens.start)
                || (a.tokens.end..=a.tokens.end + BESIDE).contains(&tokens.start)
        });
        *some && beside && (total.span[1] <= start || goes_on)
    });
    for part in own.iter_mut().filter(|c| {
        is_part(c, &total)
            || is_some_deported(analysis, c, &total)
            || included && c.id != total.id && c.part_of.is_none() && c.value < total.value
    }) {
        *part = Claim {
            kind: if part.kind == Kind::Deportation && part.population.group == Group::All {
                part.kind
            } else {
                total.kind
            },
            start: total.start,
            end: total.end,
            as_of: total.as_of,
            cumulative: total.cumulative,
            start_stated: total.start_stated,
            via: total.via.clone(),
            from: own_or(&part.from, &total.from),
            to: own_or(&part.to, &total.to),
            at: own_or(&part.at, &total.at),
            source: total.source.clone(),
            part_of: Some(total.id.clone()),
            ..part.clone()
        }
        .sealed();
        if some {
            part.rules.push(SOME.into());
        }
    }
}

/// So many tokens may stand between what leads to some of those counted and their number.
const BESIDE: usize = 2;

/// Says that the text calls a part one of some: together these need not come to their whole.
const SOME: &str = "link.some";

/// "35,000 returned; of these, 3,200 were deported", "3,200 of whom were deported".
fn is_some_deported(analysis: &Analysis, part: &Claim, total: &Claim) -> bool {
    let counted = part.kind == Kind::Deportation
        && part.measure == Measure::Flow
        && part.unit == total.unit
        && part.part_of.is_none()
        && part.id != total.id
        && part.value.zip(total.value).is_some_and(|(part, total)| part < total);
    // "Of those facing expulsion" are others than "of those, 3,200 were deported".
    let leads = |end: usize| {
        matches!(analysis.word(end), "," | ":" | "(")
            || Grammar::english().is(analysis.word(end), Class::Auxiliary)
            || analysis.amounts.iter().any(|a| (end..=end + 1).contains(&a.tokens.start))
    };
    counted
        && analysis.some.iter().filter(|(some, _)| leads(some.end)).any(|(some, _)| {
            let (start, end) =
                (analysis.tokens[some.start].span.start, analysis.tokens[some.end - 1].span.end);
            // Right behind the number of the part, or between the two.
            let behind = part.span[1] <= start
                && analysis.tokens[..some.start]
                    .iter()
                    .rev()
                    .take(2)
                    .any(|t| t.span.end <= part.span[1]);
            total.span[1] <= part.span[0]
                && (behind || total.span[1] <= start && end <= part.span[0])
        })
}

/// "3,012 through Torkham and 1,335 through Chaman, a total of 4,347": the number that the others
/// come to is of all their crossings and of their days, whatever stands nearest to it.
fn add_up_crossings(own: &mut [Claim]) {
    let counts = |claim: &Claim| {
        claim.measure == Measure::Flow
            && claim.population.group == Group::All
            && is_way(claim.kind)
            && claim.value.is_some()
    };
    for at in 0..own.len() {
        let total = &own[at];
        if !counts(total) || total.via.len() != 1 {
            continue;
        }
        let parts: Vec<&Claim> = own
            .iter()
            .filter(|part| {
                counts(part)
                    && part.id != total.id
                    && part.unit == total.unit
                    && part.value < total.value
                    && part.via.len() == 1
            })
            .collect();
        let mut via: Vec<String> = parts.iter().flat_map(|part| part.via.clone()).collect();
        via.sort();
        via.dedup();
        let [one, others @ ..] = &parts[..] else { continue };
        let alike = |part: &&Claim| part.window() == one.window() && part.end == one.end;
        if others.is_empty()
            || via.len() != parts.len()
            || parts.iter().filter_map(|part| part.value).sum::<f64>() != total.value.unwrap_or(0.0)
            || !others.iter().all(alike)
            || !total.via.iter().all(|name| via.contains(name))
        {
            continue;
        }
        let days = (one.start, one.end, one.cumulative, one.start_stated, one.partial, one.as_of);
        let ends = (one.from.clone(), one.to.clone(), one.kind);
        let total = &mut own[at];
        total.via = via;
        (
            total.start,
            total.end,
            total.cumulative,
            total.start_stated,
            total.partial,
            total.as_of,
        ) = days;
        (total.from, total.to, total.kind) = ends;
        total.rules.push("link.crossings".into());
        *total = total.clone().sealed();
    }
}

/// Links the lines of a bulletin: "Men: 3,675" to "Total persons returned: 12,689" of the
/// same block and days.
pub(super) fn link_blocks(claims: &mut [Claim], blocks: &[usize]) {
    for at in 0..claims.len() {
        if claims[at].part_of.is_some() || !claims[at].rules.iter().any(|r| r == "who.label") {
            continue;
        }
        let total = (0..claims.len()).find(|&other| {
            blocks[other] == blocks[at]
                && is_total(&claims[other])
                && claims[other].window() == claims[at].window()
                && is_part(&claims[at], &claims[other])
        });
        claims[at].part_of = total.map(|total| claims[total].id.clone());
    }
}

/// Completes claims that name a crossing but no direction from another claim of the
/// document by a crossing of the same border.
pub(super) fn fill_ways(claims: &mut [Claim], gazetteer: &Gazetteer) {
    let joins = |via: &[String]| {
        via.first().and_then(|v| gazetteer.crossing(v)).and_then(|place| place.joins.clone())
    };
    let ways: Vec<(Option<String>, Option<String>)> = claims
        .iter()
        .filter(|c| c.measure != Measure::Stock && c.kind.is_crossing())
        .map(|c| (c.from.clone(), c.to.clone()))
        .collect();
    // One end on the border is enough: "140,000 have left Pakistan" tells which way Torkham went.
    let direction = |[a, b]: &[String; 2]| {
        ways.iter().find_map(|(from, to)| {
            let other = |code: &String| if code == a { b.clone() } else { a.clone() };
            let on = |code: &&String| **code == *a || **code == *b;
            match (from.as_ref().filter(on), to.as_ref().filter(on)) {
                (Some(from), _) => Some((from.clone(), other(from))),
                (None, Some(to)) => Some((other(to), to.clone())),
                _ => None,
            }
        })
    };
    let mut found: std::collections::BTreeMap<[String; 2], Option<(String, String)>> =
        Default::default();
    let mut new_ids: std::collections::BTreeMap<claim::Id, claim::Id> = Default::default();
    for claim in claims.iter_mut() {
        if claim.from.is_some()
            || claim.to.is_some()
            || !claim.kind.is_crossing()
            || claim.measure == Measure::Stock
        {
            continue;
        }
        let Some(border) = joins(&claim.via) else { continue };
        let known = found.entry(border).or_insert_with_key(&direction).clone();
        if let Some((from, to)) = known {
            let old = claim.id.clone();
            claim.from = Some(from);
            claim.to = Some(to);
            *claim = claim.clone().sealed();
            new_ids.insert(old, claim.id.clone());
        }
    }
    for claim in claims.iter_mut() {
        if let Some(new) = claim.part_of.as_ref().and_then(|id| new_ids.get(id)) {
            claim.part_of = Some(new.clone());
        }
    }
}

/// Links later mentions of a figure to its first: headline and body.
pub(super) fn link_mentions(claims: &mut [Claim]) {
    // By value, so that a long document takes no longer per claim than a short one.
    let mut first: std::collections::BTreeMap<u64, Vec<usize>> = Default::default();
    for later in 0..claims.len() {
        let Some(value) = claims[later].value else { continue };
        let alike = first.entry(value.to_bits()).or_default();
        let claim = &claims[later];
        let same = alike.iter().take(MENTIONS).map(|i| &claims[*i]).find(|earlier| {
            earlier.unit == claim.unit
                && earlier.measure == claim.measure
                && earlier.population.group == claim.population.group
                && (earlier.kind == claim.kind || is_way(earlier.kind) && is_way(claim.kind))
                && same_days(earlier, claim)
                && !is_back(earlier, claim)
                && (earlier.via == claim.via || earlier.via.is_empty() || claim.via.is_empty())
        });
        match same.map(|earlier| earlier.id.clone()) {
            Some(earlier) => claims[later].same_as = Some(earlier),
            None => alike.push(later),
        }
    }
}

/// How many figures of one value a later mention is held against.
pub(super) const MENTIONS: usize = 20;

/// Whether a claim can be the total of a breakdown.
pub(super) fn is_total(claim: &Claim) -> bool {
    claim.measure == Measure::Flow
        && claim.unit == Unit::People
        && matches!(claim.population.group, Group::All | Group::Adults)
        && claim.part_of.is_none()
        && claim.kind != Kind::Deportation
}

/// Whether a claim counts a part of `total`, or its households.
pub(super) fn is_part(claim: &Claim, total: &Claim) -> bool {
    let smaller = claim.value.zip(total.value).is_some_and(|(a, b)| a < b);
    let breakdown = claim.population.group != Group::All || claim.unit == Unit::Households;
    claim.id != total.id
        && claim.measure == Measure::Flow
        && smaller
        && breakdown
        && claim.part_of.is_none()
}

/// Whether the days of a claim are in its own words.
pub(super) fn states_days(claim: &Claim) -> bool {
    !claim
        .rules
        .iter()
        .any(|r| matches!(r.as_str(), "time.carried" | "time.published" | "time.to-date"))
}

/// Return, departure and arrival are one movement seen from two sides.
pub(super) fn is_way(kind: Kind) -> bool {
    matches!(kind, Kind::Return | Kind::Departure | Kind::Arrival)
}

/// Whether two claims are of ways that run against each other: out and in.
fn is_back(a: &Claim, b: &Claim) -> bool {
    let differ = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    differ(&a.from, &b.to) || differ(&a.to, &b.from)
}

/// Whether two claims may be of the same days: those stated share most, or one states none.
pub(super) fn same_days(a: &Claim, b: &Claim) -> bool {
    match (a.window(), b.window()) {
        (Some(a), Some(b)) => 2 * a.overlap(&b).map_or(0, |w| w.days()) > a.days().max(b.days()),
        _ => true,
    }
}
