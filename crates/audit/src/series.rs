//! What whole series show that no pair of numbers does: days that were filled in, a definition
//! that differs all along, a crossing that has as many as its border.

use claim::Group;
use jiff::civil::Date;
use phrases::{Form, Said};
use rustc_hash::FxHashMap;

use crate::book::{Book, What};
use crate::saying::{printed, reckoned, saying, who};
use crate::{Finding, Rule, Severity};

/// Smaller steps are equal by chance.
const TELLING: f64 = 1000.0;

/// Makes likely: a running total rises by exactly the same number on days that follow each other,
/// to the last person: the days between two reports were filled in, not counted. Assumes that no
/// two days are equal. One finding for each series. Case: a file of daily totals of arrivals in
/// Poland, 2022, with 18,208 more on each of two days and 9,542 on each of many.
pub(crate) fn even_steps(book: &Book, findings: &mut Vec<Finding>) {
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        for (_, list) in &timeline.totals {
            let mut list: Vec<(Date, usize)> = list
                .iter()
                .copied()
                .filter(|(_, item)| {
                    book.items[*item].is_exact() && !book.items[*item].claim.partial
                })
                .collect();
            list.dedup_by_key(|(day, _)| *day);
            let step = |at: usize| {
                let rise = book.items[list[at].1].value() - book.items[list[at - 1].1].value();
                let next = (list[at].0 - list[at - 1].0).get_days() == 1;
                (next && rise >= TELLING).then_some(rise)
            };
            let even: Vec<usize> = (2..list.len())
                .filter(|at| step(*at).is_some() && step(*at) == step(*at - 1))
                .collect();
            let (Some(first), true) = (even.first().copied(), !even.is_empty()) else { continue };
            let rise = step(first).unwrap_or_default();
            let mut claims = Vec::new();
            for at in &even {
                claims.extend([list[*at].1, list[*at - 1].1]);
            }
            findings.push(Finding {
                rule: Rule::EvenSteps,
                severity: Severity::Likely,
                claims: book.ids(&claims),
                message: saying!(
                    "audit-even-steps",
                    who = who(book, list[first].1),
                    times = even.len()
                ),
                proposal: None,
                proof: saying!(
                    "audit-even-steps-proof",
                    second = printed(book, list[first - 1].1),
                    first = printed(book, list[first - 2].1),
                    rise = reckoned(rise),
                    before = list[first - 1].0,
                    third = printed(book, list[first].1),
                    day = list[first].0
                ),
                hypothesis: None,
            });
        }
    }
}

/// Running totals of a series, by first and last day; one of each.
fn totals_of(book: &Book, series: usize) -> Vec<((Date, Date), usize)> {
    let timeline = book.timeline(series);
    let mut list = Vec::new();
    for (start, totals) in &timeline.totals {
        for (end, item) in totals {
            if book.items[*item].bounds.hi.is_finite() && book.items[*item].value() >= TELLING {
                list.push(((*start, *end), *item));
            }
        }
    }
    list.dedup_by_key(|(window, _)| *window);
    list
}

/// Series of one kind that are compared with each other at most: more are no bodies that publish
/// a series, and comparing all with all would take longer than the audit.
const MOST_SERIES: usize = 24;

/// Asks to look: over the same windows one source has always about the same share more than
/// another, and not by rounding: it counts by another definition, and the difference is not people
/// who moved. Case: arrivals in Poland, 2022: the file of the UN has 1.01 to 1.03 times the
/// crossings of the Border Guard.
pub(crate) fn steady_ratios(book: &Book, findings: &mut Vec<Finding>) {
    let mut alike: std::collections::BTreeMap<&What, Vec<usize>> = Default::default();
    for (index, series) in book.series.iter().enumerate() {
        if series.is_named() && series.what.is_flow_of_people() && series.items.len() >= LEAST {
            alike.entry(&series.what).or_default().push(index);
        }
    }
    for list in alike.values_mut().filter(|list| list.len() > 1) {
        list.sort_by_key(|series| std::cmp::Reverse(book.series[*series].items.len()));
        list.truncate(MOST_SERIES);
        list.sort_unstable();
        let totals: Vec<Vec<((Date, Date), usize)>> =
            list.iter().map(|series| totals_of(book, *series)).collect();
        for a in 0..totals.len() {
            let known: FxHashMap<(Date, Date), usize> = totals[a].iter().copied().collect();
            for b in &totals[a + 1..] {
                let mut shared: Vec<(f64, usize, usize)> = b
                    .iter()
                    .filter_map(|(window, item)| {
                        let other = *known.get(window)?;
                        Some((book.items[*item].value() / book.items[other].value(), *item, other))
                    })
                    .collect();
                if shared.len() < LEAST {
                    continue;
                }
                // The higher of the two first.
                let middle = {
                    let mut ratios: Vec<f64> = shared.iter().map(|(ratio, ..)| *ratio).collect();
                    ratios.sort_by(f64::total_cmp);
                    ratios[ratios.len() / 2]
                };
                if middle < 1.0 {
                    for (ratio, x, y) in &mut shared {
                        (*ratio, *x, *y) = (1.0 / *ratio, *y, *x);
                    }
                }
                let low = shared.iter().map(|(ratio, ..)| *ratio).fold(f64::INFINITY, f64::min);
                let high = shared.iter().map(|(ratio, ..)| *ratio).fold(0.0, f64::max);
                let apart = shared
                    .iter()
                    .filter(|(_, x, y)| !book.items[*x].bounds.meets(book.items[*y].bounds));
                if high / low > 1.15 || low < 1.0 || apart.count() * 2 < shared.len() {
                    continue;
                }
                let (x, y) = (shared[0].1, shared[0].2);
                let last = shared[shared.len() - 1];
                let times = |(ratio, x, y): (f64, usize, usize)| {
                    saying!(
                        "audit-steady-ratio-times",
                        number = printed(book, x),
                        other = printed(book, y),
                        ratio = Said::reckoned(ratio, Form::Decimals(3)),
                    )
                };
                findings.push(Finding {
                    rule: Rule::SteadyRatio,
                    severity: Severity::WorthALook,
                    claims: book.ids(&[x, y, last.1, last.2]),
                    message: saying!(
                        "audit-steady-ratio",
                        who = who(book, x),
                        low = Said::reckoned(low, Form::Decimals(2)),
                        high = Said::reckoned(high, Form::Decimals(2)),
                        other = who(book, y)
                    ),
                    proposal: None,
                    proof: saying!(
                        "audit-steady-ratio-proof",
                        first = times(shared[0]),
                        last = times(last),
                        count = shared.len()
                    ),
                    hypothesis: None,
                });
            }
        }
    }
}

/// Shared windows that make a ratio steady.
const LEAST: usize = 4;

/// Makes likely, when it has more, and asks to look, when it has about as many: a crossing is told
/// to have the people of its whole border. Assumes that a border has more than one crossing. One
/// finding for each series of a crossing. Case: a file of arrivals in Poland labelled Medyka that
/// holds the totals of all crossings.
pub(crate) fn crossings_as_borders(book: &Book, findings: &mut Vec<Finding>) {
    type Key = (usize, Option<Date>, Option<Date>);
    let mut kinds: FxHashMap<What, usize> = FxHashMap::default();
    let mut borders: FxHashMap<Key, usize> = FxHashMap::default();
    let usable = |item: usize| {
        let entry = &book.items[item];
        entry.group == Group::All
            && entry.value() >= TELLING
            && entry.end.is_some()
            && !entry.settled
            && !entry.claim.partial
    };
    let plain = |what: &What| {
        what.is_flow_of_people() && what.is_crossing() && what.from.is_some() && what.to.is_some()
    };
    for item in (0..book.items.len()).filter(|item| usable(*item)) {
        let entry = &book.items[item];
        let what = &book.series[entry.series].what;
        if plain(what) && what.via.is_empty() {
            let next = kinds.len();
            let kind = *kinds.entry(what.clone()).or_insert(next);
            borders.entry((kind, entry.start, entry.end)).or_insert(item);
        }
    }
    if borders.is_empty() {
        return;
    }
    // Borders where people are known to use other crossings too.
    let mut used: FxHashMap<usize, std::collections::BTreeSet<&str>> = FxHashMap::default();
    for series in book.series.iter().filter(|series| plain(&series.what)) {
        if let (Some(kind), [via]) = (kinds.get(&series.what.anywhere()), &series.what.via[..]) {
            used.entry(*kind).or_default().insert(via);
        }
    }
    for series in book.series.iter().filter(|series| plain(&series.what)) {
        let (Some(kind), [via]) = (kinds.get(&series.what.anywhere()), &series.what.via[..]) else {
            continue;
        };
        let mut pairs = Vec::new();
        for item in series.items.iter().copied().filter(|item| usable(*item)) {
            let entry = &book.items[item];
            if let Some(border) = borders.get(&(*kind, entry.start, entry.end)) {
                pairs.push((item, *border));
            }
        }
        let more =
            |pair: &&(usize, usize)| book.items[pair.0].bounds.lo > book.items[pair.1].bounds.hi;
        let most = |pair: &&(usize, usize)| {
            let ratio = book.items[pair.0].value() / book.items[pair.1].value();
            (0.97..1.25).contains(&ratio)
        };
        let others = used.get(kind).is_some_and(|used| used.len() > 1);
        let above = pairs.iter().filter(more).count();
        let about = pairs.iter().filter(most).count();
        // Once may be a slip, and all the time is a wrong label.
        // Bodies differ by a few percent: once is enough only where one says both, or it is far.
        let far = |pair: &(usize, usize)| {
            let (one, all) = (&book.items[pair.0], &book.items[pair.1]);
            book.series[one.series].organisation == book.series[all.series].organisation
                || one.bounds.lo > all.bounds.hi * 1.25
        };
        let sure = above >= 3 || pairs.iter().filter(more).any(far);
        let severity = if sure && above * 2 >= pairs.len() || about >= 2 && others {
            Severity::Likely
        } else if about >= 2 && about * 2 >= pairs.len() {
            Severity::WorthALook
        } else {
            continue;
        };
        let shown = pairs.iter().find(more).or_else(|| pairs.iter().find(most));
        let Some((item, border)) = shown.copied() else { continue };
        let Some(end) = book.items[item].end else { continue };
        let mut claims = vec![item, border];
        claims.extend(pairs.iter().map(|(item, _)| *item));
        findings.push(Finding {
            rule: Rule::RouteAsCrossing,
            severity,
            claims: book.ids(&claims),
            message: saying!(
                "audit-route-as-crossing-all-along",
                who = who(book, item),
                crossing = via,
                other = who(book, border)
            ),
            proposal: Some("via=".to_owned()),
            proof: saying!(
                "audit-route-as-crossing-all-along-proof",
                number = printed(book, item),
                crossing = via,
                whole = printed(book, border),
                day = end,
                times = above.max(about),
                count = pairs.len()
            ),
            hypothesis: None,
        });
    }
}
