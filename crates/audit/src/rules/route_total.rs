//! Crossings against the route.

use claim::Group;
use jiff::civil::Date;
use phrases::Said;
use rustc_hash::FxHashMap;

use crate::finding::{Finding, Rule, Severity};
use crate::saying::{listed, printed, reckoned, saying, sum as sum_of, who};
use crate::series::book::Book;
use crate::series::bounds::Bounds;
use crate::series::what::What;

/// Proves: a number for several crossings and the numbers of each cannot all be right, and that a
/// border on the whole was not crossed by fewer than its crossings. Makes likely: crossings that a
/// report lists under a whole they come within a hundredth of were meant to add up to it. Assumes
/// one source and one window. Case: Khyber Pakhtunkhwa, 15 November 2023: "217,825" for three
/// crossings, and 214,194 + 3,212 + 410 = 217,816.
pub(crate) fn routes(book: &Book, findings: &mut Vec<Finding>) {
    type Key<'k> = (&'k str, Option<Date>, Option<Date>, bool, &'k str);
    let mut single: FxHashMap<Key<'_>, Vec<usize>> = FxHashMap::default();
    let plain = |item: usize| {
        let entry = &book.items[item];
        entry.group == Group::All
            && entry.claim.same_as.is_none()
            && !entry.claim.partial
            && book.series[entry.series].what.is_flow_of_people()
            && book.series[entry.series].what.is_crossing()
            && book.series[entry.series].is_named()
    };
    // What does not say up to when it counts meets only what stands beside it in its report.
    let across = |item: &usize| plain(*item) && book.items[*item].is_dated();
    for item in (0..book.items.len()).filter(across) {
        let entry = &book.items[item];
        let series = &book.series[entry.series];
        if let [via] = &series.what.via[..] {
            let key = (
                series.organisation.as_str(),
                entry.start,
                entry.end,
                entry.claim.cumulative,
                via.as_str(),
            );
            single.entry(key).or_default().push(item);
        }
    }
    whole_borders(book, &plain, findings);
    for item in (0..book.items.len()).filter(across) {
        let entry = &book.items[item];
        let series = &book.series[entry.series];
        if series.what.via.len() < 2 {
            continue;
        }
        let mut parts = Vec::new();
        for via in &series.what.via {
            let key = (
                series.organisation.as_str(),
                entry.start,
                entry.end,
                entry.claim.cumulative,
                via.as_str(),
            );
            let one = single.get(&key).into_iter().flatten().find(|part| {
                let what = &book.series[book.items[**part].series].what;
                what.anywhere() == series.what.anywhere()
            });
            parts.extend(one.copied());
        }
        if parts.len() != series.what.via.len() {
            continue;
        }
        let sum = parts
            .iter()
            .fold(Bounds::exactly(0.0), |sum, part| sum.plus(book.items[*part].loosened()));
        if sum.meets(entry.loosened()) {
            continue;
        }
        let total: f64 = parts.iter().map(|part| book.items[*part].value()).sum();
        let mut claims = vec![item];
        claims.extend(&parts);
        findings.push(Finding {
            rule: Rule::RouteTotal,
            severity: Severity::Proved,
            claims: book.ids(&claims),
            message: saying!(
                "audit-route-total",
                who = who(book, item),
                whole = printed(book, item),
                crossings = listed(series.what.via.iter().map(Said::from)),
                sum = reckoned(total)
            ),
            proposal: None,
            proof: saying!(
                "audit-sum-proof",
                parts = sum_of(book, &parts),
                sum = reckoned(total),
                whole = printed(book, item)
            ),
            hypothesis: None,
        });
    }
}

/// A number that names no crossing against those that the same report gives for each.
fn whole_borders(book: &Book, plain: &dyn Fn(usize) -> bool, findings: &mut Vec<Finding>) {
    type Key<'k> = (&'k str, usize, Option<Date>, Option<Date>, bool);
    // What a series counts without its crossings, as a number.
    let mut kinds: FxHashMap<(What, &str), usize> = FxHashMap::default();
    let mut listed: FxHashMap<Key<'_>, Vec<usize>> = FxHashMap::default();
    let mut key = |item: usize| {
        let entry = &book.items[item];
        let series = &book.series[entry.series];
        let next = kinds.len();
        let kind = kinds.entry((series.what.anywhere(), series.organisation.as_str()));
        let kind = *kind.or_insert(next);
        (entry.claim.document.as_str(), kind, entry.start, entry.end, entry.claim.cumulative)
    };
    let mut wholes = Vec::new();
    for item in (0..book.items.len()).filter(|item| plain(*item)) {
        match book.series[book.items[item].series].what.via.len() {
            0 => wholes.push((item, key(item))),
            1 => listed.entry(key(item)).or_default().push(item),
            _ => {}
        }
    }
    for (item, key) in wholes {
        let Some(list) = listed.get(&key) else { continue };
        let mut parts: Vec<usize> = list.clone();
        parts.sort_by_key(|part| (book.items[*part].claim.via.clone(), *part));
        parts.dedup_by_key(|part| book.items[*part].claim.via.clone());
        let entry = &book.items[item];
        let sum = parts
            .iter()
            .fold(Bounds::exactly(0.0), |sum, part| sum.plus(book.items[*part].loosened()));
        let whole = entry.loosened();
        let more = sum.lo > whole.hi;
        let all_but = sum.hi < whole.lo && sum.hi >= whole.lo * 0.99;
        if parts.len() < 2 || !more && !all_but {
            continue;
        }
        let total: f64 = parts.iter().map(|part| book.items[*part].value()).sum();
        let mut claims = vec![item];
        claims.extend(&parts);
        findings.push(Finding {
            rule: Rule::RouteTotal,
            severity: if more { book.contradiction(&claims) } else { Severity::Likely },
            claims: book.ids(&claims),
            message: saying!(
                "audit-route-total-listed",
                who = who(book, item),
                whole = printed(book, item),
                sum = reckoned(total)
            ),
            proposal: None,
            proof: saying!(
                "audit-sum-proof",
                parts = sum_of(book, &parts),
                sum = reckoned(total),
                whole = printed(book, item)
            ),
            hypothesis: None,
        });
    }
}
