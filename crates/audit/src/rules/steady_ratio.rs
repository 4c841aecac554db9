//! A definition that differs all along.

use claim::Event;
use jiff::civil::Date;
use phrases::{Form, Said};
use rustc_hash::FxHashMap;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, saying, who};
use crate::series::book::Book;
use crate::series::what::What;

/// Smaller steps are equal by chance.
const TELLING: f64 = 1000.0;

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

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "steady_ratio",
    proves: "Over the same windows one source has always about the same share more than another, \
              and not by rounding: it counts by another definition, and the difference is not \
              people who moved. Worth a look.",
    assumes: "Both count the same crossing and days.",
    case: "Arrivals in Poland, 2022: the file of the UN has 1.01 to 1.03 times the crossings of \
              the Border Guard.",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
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
                findings.add(
                    book,
                    Found {
                        rule: Rule::SteadyRatio,
                        severity: Severity::WorthALook,
                        claims: vec![x, y, last.1, last.2],
                        message: saying!(
                            "audit-steady-ratio",
                            who = who(book, x),
                            low = Said::reckoned(low, Form::Decimals(2)),
                            high = Said::reckoned(high, Form::Decimals(2)),
                            other = who(book, y)
                        ),
                        remedy: Remedy::None,
                        proof: saying!(
                            "audit-steady-ratio-proof",
                            first = times(shared[0]),
                            last = times(last),
                            count = shared.len()
                        ),
                    },
                );
            }
        }
    }
}

/// Shared windows that make a ratio steady.
const LEAST: usize = 4;
