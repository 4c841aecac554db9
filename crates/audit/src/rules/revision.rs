//! Numbers that their source revised.

use std::collections::BTreeMap;

use claim::{Event, Group, organisation_key, rounding};
use jiff::civil::Date;
use phrases::{Form, Said};

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, saying, whose};
use crate::series::book::Book;
use crate::series::item::Series;
use crate::series::slips::slip;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "revision",
    proves: "A source gave another number for the same days in a later report: first reports were \
             revised. The last number counts, and no sum that the first ones are in is held \
             against anybody. Worth a look; one finding for each series.",
    assumes: "A single number that is one digit off is sooner a slip than a revision.",
    case: "Arrivals by sea in Italy, 2019 to 2023: a day stands in several reports, corrected.",
    run: Run::Corrects(run),
};

fn run(book: &mut Book, _: &[Event], findings: &mut Findings) {
    for series in 0..book.series.len() {
        let revised = revised(book, &book.series[series]);
        let (Some(first), Some(last)) = (revised.first(), revised.last()) else { continue };
        if revised.len() == 1 && may_be_slip(value(book, first.0), value(book, first.1)) {
            continue;
        }
        let whole = book.series[series].is_named()
            || revised.iter().all(|(_, last)| book.who(*last).is_some());
        if whole {
            findings.add(book, found(book, &revised, *first, *last));
        }
        for group in groups(book, &book.series[series]) {
            settle(book, &group);
        }
    }
}

/// Whether one number is sooner a slip of the other than its revision: they differ by one digit,
/// whatever is carried.
fn may_be_slip(first: f64, last: f64) -> bool {
    let apart = (last - first).abs();
    slip(first, last).is_some() || apart / rounding(apart) < 10.0
}

/// A first number and the last.
type Pair = (usize, usize);

fn value(book: &Book, item: usize) -> f64 {
    book.items[item].value()
}

/// Numbers of a series for the same days and people, in the order in which they were published.
fn groups(book: &Book, series: &Series) -> Vec<Vec<usize>> {
    type People<'k> = (Group, &'k str, Option<&'k str>);
    // A number without a source revises nobody's: who says it is part of what it is.
    type Key<'k> = (Option<Date>, Option<Date>, bool, People<'k>, Option<String>);
    let mut same: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    for item in &series.items {
        let entry = &book.items[*item];
        let claim = entry.claim;
        let plain = entry.end.is_some()
            && !entry.settled
            && !entry.loose
            && !claim.partial
            && claim.as_of.is_none()
            && claim.published.is_some()
            && claim.value.is_some()
            && claim.same_as.is_none();
        if plain && (series.what.is_flow_of_people() || series.what.is_stock_of_people()) {
            let nation = claim.population.nationality.as_deref();
            let people = (entry.group, claim.kind.into(), nation);
            let who = book.who(*item).map(organisation_key);
            let key = (entry.start, entry.end, entry.total, people, who);
            same.entry(key).or_default().push(*item);
        }
    }
    let mut groups: Vec<Vec<usize>> = same.into_values().filter(|group| group.len() > 1).collect();
    for group in &mut groups {
        group.sort_by_key(|item| (book.items[*item].claim.published, *item));
    }
    groups
}

/// The first and the last number of each window for which they differ.
fn revised(book: &Book, series: &Series) -> Vec<Pair> {
    groups(book, series).iter().filter_map(|group| of_group(book, group)).collect()
}

fn of_group(book: &Book, group: &[usize]) -> Option<Pair> {
    let published = |item: usize| book.items[item].claim.published;
    let (first, last) = (*group.first()?, *group.last()?);
    // Two numbers of one day's reports are two figures, not a revision.
    let alone = |item: usize| {
        let of_day = group.iter().filter(|other| published(**other) == published(item));
        of_day.clone().all(|other| value(book, *other) == value(book, item))
    };
    let differ = !book.items[first].loosened().meets(book.items[last].loosened());
    (published(first) < published(last) && differ && alone(first) && alone(last))
        .then_some((first, last))
}

/// What was printed before the last report no longer stands.
fn settle(book: &mut Book, group: &[usize]) {
    let Some((_, last)) = of_group(book, group) else { return };
    let now = value(book, last);
    for item in group {
        book.items[*item].revised = true;
        book.items[*item].settled |= value(book, *item) != now;
    }
}

fn found(book: &Book, revised: &[Pair], first: Pair, last: Pair) -> Found {
    let claims: Vec<usize> = revised.iter().take(SHOWN).flat_map(|pair| [pair.0, pair.1]).collect();
    let mut ratios: Vec<f64> = revised
        .iter()
        .filter(|pair| value(book, pair.0) > 0.0)
        .map(|pair| value(book, pair.1) / value(book, pair.0))
        .collect();
    ratios.sort_by(f64::total_cmp);
    let middle = ratios.get(ratios.len() / 2).copied().unwrap_or(1.0);
    let change = |pair: Pair| {
        saying!(
            "audit-revision-change",
            first = printed(book, pair.0),
            last = printed(book, pair.1),
            day = book.items[pair.1].end.unwrap_or_default(),
        )
    };
    Found {
        rule: Rule::Revision,
        severity: Severity::WorthALook,
        message: saying!(
            "audit-revision",
            who = whose(book, &claims),
            count = revised.len(),
            times = Said::reckoned(middle, Form::Decimals(2)),
        ),
        claims,
        remedy: Remedy::None,
        proof: match first == last {
            true => saying!("audit-revision-proof-one", change = change(first)),
            false => saying!("audit-revision-proof", first = change(first), last = change(last)),
        },
    }
}

/// Of many revisions so many are named as claims.
const SHOWN: usize = 16;
