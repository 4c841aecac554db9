//! A definition that differs all along.

use std::collections::BTreeMap;

use claim::{Event, Group, Qualifier};
use jiff::civil::Date;
use phrases::{Form, Said};

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, reckoned, saying, who};
use crate::series::book::Book;
use crate::series::item::UNSAID;
use crate::series::timeline::Dated;
use crate::series::what::What;

/// Smaller numbers have no steady ratio.
const TELLING: f64 = 1000.0;
/// Series of one kind that are compared with each other at most: more are no bodies that publish
/// a series, and comparing all with all would take longer than the audit.
const MOST_SERIES: usize = 24;
/// Shared windows that make a small ratio steady, and a large one.
const LEAST: usize = 4;
const LEAST_APART: usize = 2;
/// A ratio of this and more is no matter of late reports or hours.
const APART: f64 = 1.3;
/// The largest of steady ratios to the smallest: over the very same windows, and of few of them.
const STEADY: f64 = 1.15;
const STEADY_FEW: f64 = 1.1;
/// Between two running totals so far apart at most a third is looked for.
const NEAR: i32 = 10;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "steady_ratio",
    proves: "Over the same days one source has always about the same share more than another, and \
             not by rounding: it counts by another definition, and the difference is not people \
             who moved. Over the very same windows, or over those for which the running totals of \
             the other say how many came. Worth a look.",
    assumes: "Both count the same crossing; between two running totals of a few days the days are \
              alike.",
    case: "Arrivals in Poland, 2022: the file of the UN has 1.01 to 1.03 times the crossings of \
           the Border Guard.",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    let mut alike: BTreeMap<&What, Vec<usize>> = Default::default();
    for (index, series) in book.series.iter().enumerate() {
        let enough = series.items.len() >= LEAST_APART;
        if series.is_named() && series.what.is_flow_of_people() && enough {
            alike.entry(&series.what).or_default().push(index);
        }
    }
    for list in alike.values_mut().filter(|list| list.len() > 1) {
        list.sort_by_key(|series| std::cmp::Reverse(book.series[*series].items.len()));
        list.truncate(MOST_SERIES);
        list.sort_unstable();
        let told: Vec<Told> = list.iter().map(|series| Told::of(book, *series)).collect();
        for a in 0..told.len() {
            for b in a + 1..told.len() {
                let shares = [shares(book, &told[b], &told[a]), shares(book, &told[a], &told[b])];
                let steady = shares.into_iter().find_map(|shares| steady(book, shares));
                if let Some(shares) = steady {
                    findings.add(book, found(book, &shares));
                }
            }
        }
    }
}

/// What a series says of windows, and its running totals.
struct Told {
    windows: BTreeMap<(Date, Date), usize>,
    totals: Vec<(Date, Vec<Dated>)>,
}

impl Told {
    fn of(book: &Book, series: usize) -> Told {
        let mut windows = BTreeMap::new();
        for item in &book.series[series].items {
            let entry = &book.items[*item];
            let plain = entry.group == Group::All
                && entry.value() >= TELLING
                && entry.claim.value.is_some()
                && matches!(entry.claim.qualifier, Qualifier::Exact | Qualifier::About)
                && !entry.settled
                && !entry.claim.partial
                && entry.claim.same_as.is_none();
            if let (true, Some(start), Some(end)) = (plain, entry.start, entry.end)
                && start <= end
            {
                windows.entry((start, end)).or_insert(*item);
            }
        }
        let mut totals = book.timeline(series).totals;
        for (_, list) in &mut totals {
            list.retain(|(_, item)| book.items[*item].bounds.hi.is_finite());
            list.dedup_by_key(|(day, _)| *day);
        }
        Told { windows, totals }
    }

    /// How many came in a window, as its running totals tell.
    fn came(&self, book: &Book, start: Date, end: Date) -> Option<(f64, usize)> {
        self.totals.iter().filter(|(since, _)| *since != UNSAID && *since <= start).find_map(
            |(since, list)| {
                let before = start.yesterday().ok()?;
                let first = if start == *since { 0.0 } else { at(book, *since, list, before)? };
                let last = at(book, *since, list, end)?;
                let shown = list.partition_point(|(day, _)| *day < end);
                Some((last - first, list.get(shown)?.1))
            },
        )
    }
}

/// A running total on a day, also between two of them that are not far apart.
fn at(book: &Book, since: Date, list: &[Dated], day: Date) -> Option<f64> {
    let index = list.partition_point(|(end, _)| *end < day);
    let (after, item) = *list.get(index)?;
    let high = book.items[item].value();
    if after == day {
        return Some(high);
    }
    let (before, low) = match index.checked_sub(1) {
        Some(at) => (list[at].0, book.items[list[at].1].value()),
        None => (since.yesterday().ok()?, 0.0),
    };
    let (length, part) = ((after - before).get_days(), (day - before).get_days());
    (length <= NEAR && high >= low)
        .then(|| low + (high - low) * f64::from(part) / f64::from(length))
}

/// A number of the one, what the other has for the same days, and its claim.
struct Share {
    ratio: f64,
    item: usize,
    other: usize,
    of_other: f64,
    same_window: bool,
}

/// The windows of one against those of the other, or against what its running totals tell.
fn shares(book: &Book, one: &Told, other: &Told) -> Vec<Share> {
    let share = |((start, end), item): (&(Date, Date), &usize)| {
        let value = book.items[*item].value();
        if let Some(same) = other.windows.get(&(*start, *end)) {
            let of_other = book.items[*same].value();
            let ratio = value / of_other;
            return Some(Share { ratio, item: *item, other: *same, of_other, same_window: true });
        }
        // A single day is too short to be read off totals.
        if *start == UNSAID || (*end - *start).get_days() < 2 {
            return None;
        }
        let (of_other, shown) = other.came(book, *start, *end)?;
        (of_other >= TELLING).then(|| Share {
            ratio: value / of_other,
            item: *item,
            other: shown,
            of_other,
            same_window: false,
        })
    };
    one.windows.iter().filter_map(share).collect()
}

/// The shares, the higher number first, when they are steady.
fn steady(book: &Book, mut shares: Vec<Share>) -> Option<Vec<Share>> {
    let same = shares.iter().filter(|share| share.same_window).count();
    if same >= LEAST {
        shares.retain(|share| share.same_window);
    }
    if shares.len() < LEAST_APART {
        return None;
    }
    let mut ratios: Vec<f64> = shares.iter().map(|share| share.ratio).collect();
    ratios.sort_by(f64::total_cmp);
    let (low, high) = (ratios[0], ratios[ratios.len() - 1]);
    let middle = ratios[ratios.len() / 2];
    let apart = middle >= APART || middle <= 1.0 / APART;
    let few = shares.len() < LEAST || same < LEAST;
    if few && !apart || high / low > if few { STEADY_FEW } else { STEADY } {
        return None;
    }
    if middle < 1.0 {
        // Only numbers that are printed can be put first.
        if !shares.iter().all(|share| share.same_window) {
            return None;
        }
        for share in &mut shares {
            let value = book.items[share.item].value();
            (share.item, share.other) = (share.other, share.item);
            (share.ratio, share.of_other) = (1.0 / share.ratio, value);
        }
    }
    let below = shares.iter().any(|share| share.ratio < 1.0);
    let differ = |share: &&Share| {
        !share.same_window || !book.items[share.item].bounds.meets(book.items[share.other].bounds)
    };
    (!below && shares.iter().filter(differ).count() * 2 >= shares.len()).then_some(shares)
}

fn found(book: &Book, shares: &[Share]) -> Found {
    let (first, last) = (&shares[0], &shares[shares.len() - 1]);
    let times = |share: &Share| {
        let other = if share.same_window {
            printed(book, share.other)
        } else {
            reckoned(share.of_other.round())
        };
        saying!(
            "audit-steady-ratio-times",
            number = printed(book, share.item),
            other = other,
            ratio = Said::reckoned(share.ratio, Form::Decimals(3)),
        )
    };
    let extreme = |pick: fn(f64, f64) -> f64| {
        shares.iter().map(|share| share.ratio).reduce(pick).unwrap_or(1.0)
    };
    let (low, high) = (extreme(f64::min), extreme(f64::max));
    Found {
        rule: Rule::SteadyRatio,
        severity: Severity::WorthALook,
        claims: vec![first.item, first.other, last.item, last.other],
        message: if high / low < 1.005 {
            saying!(
                "audit-steady-ratio-one",
                who = who(book, first.item),
                ratio = Said::reckoned(low, Form::Decimals(2)),
                other = who(book, first.other)
            )
        } else {
            saying!(
                "audit-steady-ratio",
                who = who(book, first.item),
                low = Said::reckoned(low, Form::Decimals(2)),
                high = Said::reckoned(high, Form::Decimals(2)),
                other = who(book, first.other)
            )
        },
        remedy: Remedy::None,
        proof: saying!(
            "audit-steady-ratio-proof",
            first = times(first),
            last = times(last),
            count = shares.len()
        ),
    }
}
