//! Crossings against the route.

use claim::{Event, Group};
use jiff::civil::Date;
use phrases::Said;
use rustc_hash::FxHashMap;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{listed, printed, reckoned, saying, sum as sum_of, who};
use crate::series::book::Book;
use crate::series::bounds::Bounds;
use crate::series::what::What;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "route_total",
    proves: "A number for several crossings and the numbers of each cannot all be right, nor was \
              a border on the whole crossed by fewer than its crossings: proved. Crossings that a \
              report lists under a whole they come within a hundredth of were meant to add up to \
              it: likely.",
    assumes: "One source and one window.",
    case: "Khyber Pakhtunkhwa, 15 November 2023: \"217,825\" for three crossings, and 214,194 + \
              3,212 + 410 = 217,816.",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    whole_borders(book, findings);
    // What does not say up to when it counts meets only what stands beside it in its report.
    let across = |item: &usize| plain(book, *item) && book.items[*item].is_dated();
    let mut single: FxHashMap<Key<'_>, Vec<usize>> = FxHashMap::default();
    for item in (0..book.items.len()).filter(across) {
        if let [via] = &book.series[book.items[item].series].what.via[..] {
            single.entry(key(book, item, via)).or_default().push(item);
        }
    }
    for item in (0..book.items.len()).filter(across) {
        if let Some(found) = several(book, &single, item) {
            findings.add(book, found);
        }
    }
}

/// Whose, which days, whether it is a running total, and by which crossing.
type Key<'k> = (&'k str, Option<Date>, Option<Date>, bool, &'k str);

fn key<'k>(book: &'k Book<'_>, item: usize, via: &'k str) -> Key<'k> {
    let entry = &book.items[item];
    let organisation = book.series[entry.series].organisation.as_str();
    (organisation, entry.start, entry.end, entry.claim.cumulative, via)
}

fn plain(book: &Book, item: usize) -> bool {
    let entry = &book.items[item];
    let series = &book.series[entry.series];
    entry.group == Group::All
        && entry.claim.same_as.is_none()
        && !entry.claim.partial
        && series.what.is_flow_of_people()
        && series.what.is_crossing()
        && series.is_named()
}

/// A number for several crossings against those of each.
fn several(book: &Book, single: &FxHashMap<Key<'_>, Vec<usize>>, item: usize) -> Option<Found> {
    let entry = &book.items[item];
    let series = &book.series[entry.series];
    if series.what.via.len() < 2 {
        return None;
    }
    let of_one = |via: &String| {
        single.get(&key(book, item, via))?.iter().copied().find(|part| {
            let what = &book.series[book.items[*part].series].what;
            what.anywhere() == series.what.anywhere()
        })
    };
    let parts: Vec<usize> = series.what.via.iter().map(of_one).collect::<Option<_>>()?;
    let sum =
        parts.iter().fold(Bounds::exactly(0.0), |sum, part| sum.plus(book.items[*part].loosened()));
    if sum.meets(entry.loosened()) {
        return None;
    }
    let total: f64 = parts.iter().map(|part| book.items[*part].value()).sum();
    Some(Found {
        rule: Rule::RouteTotal,
        severity: Severity::Proved,
        claims: [item].into_iter().chain(parts.iter().copied()).collect(),
        message: saying!(
            "audit-route-total",
            who = who(book, item),
            whole = printed(book, item),
            crossings = listed(series.what.via.iter().map(Said::from)),
            sum = reckoned(total)
        ),
        remedy: Remedy::None,
        proof: saying!(
            "audit-sum-proof",
            parts = sum_of(book, &parts),
            sum = reckoned(total),
            whole = printed(book, item)
        ),
    })
}

/// A number that names no crossing against those that the same report gives for each.
fn whole_borders(book: &Book, findings: &mut Findings) {
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
    for item in (0..book.items.len()).filter(|item| plain(book, *item)) {
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
        findings.add(
            book,
            Found {
                rule: Rule::RouteTotal,
                severity: if more { book.contradiction(&claims) } else { Severity::Likely },
                claims,
                message: saying!(
                    "audit-route-total-listed",
                    who = who(book, item),
                    whole = printed(book, item),
                    sum = reckoned(total)
                ),
                remedy: Remedy::None,
                proof: saying!(
                    "audit-sum-proof",
                    parts = sum_of(book, &parts),
                    sum = reckoned(total),
                    whole = printed(book, item)
                ),
            },
        );
    }
}
