//! Numbers that are off by whole digits.

use claim::Event;
use claim::wording::number;
use jiff::civil::Date;
use phrases::{Said, Saying};

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, saying, who};
use crate::series::book::Book;
use crate::series::bounds::Bounds;
use crate::series::item::UNSAID;
use crate::series::slips::slip;

/// Days or stocks that differ by more among themselves are calm ones and peaks.
const STEADY: f64 = 8.0;

/// Days that differ by less are alike.
const ALIKE: f64 = 3.0;
/// Where there are no more in a day, one with next to nobody is a calm one.
const FEW_PEOPLE: f64 = 1000.0;

/// Outside by this factor, a number is another number.
const FAR: f64 = 4.0;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "scale_slip",
    proves: "A number has a digit too few or too many, a group of digits twice, or is a million, \
              thousand or lakh off: it lies far outside what the totals before and after it (or \
              the days, or the stocks, around it) allow, and one such slip brings it back inside. \
              Likely.",
    assumes: "The neighbours are right.",
    case: "\"200,200,975\" for 200,975; \"62,900\" for 629,000; \"2,984,000 million\".",
    run: Run::Corrects(run),
};

fn run(book: &mut Book, _: &[Event], findings: &mut Findings) {
    let mut settled = Vec::new();
    for series in 0..book.series.len() {
        let what = &book.series[series].what;
        if what.is_stock_of_people() {
            // Stocks change slowly: they are held against those around them as days are.
            let list = book.stocks(series);
            around(book, &list, 3, findings, &mut settled);
            continue;
        }
        if !what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        for (start, list) in &timeline.totals {
            for (index, (_, item)) in list.iter().enumerate() {
                let (after, before) = neighbours(book, list, index);
                let found = match (before, after) {
                    (Some((low_item, low)), Some((high_item, high))) => {
                        let allowed = Bounds { lo: low.lo, hi: high.hi };
                        far_off(book, *item, allowed, &[low_item, high_item])
                    }
                    // The last of all: no total may follow so soon that is so much more.
                    (Some((low_item, _)), None) => one_sided(book, *start, list, index, low_item)
                        .and_then(|allowed| far_off(book, *item, allowed, &[low_item])),
                    // The first of all: it is no more than those that follow.
                    // One later total alone says so of what no digit explains but one too many.
                    (None, Some((high_item, high)))
                        if book.items[*item].bounds.lo > high.hi
                            && (list.len() > index + 2
                                || book.items[*item].bounds.lo > high.hi * 50.0) =>
                    {
                        let allowed = Bounds { lo: high.lo * 0.5, hi: high.hi };
                        far_off(book, *item, allowed, &[high_item])
                    }
                    _ => None,
                };
                if let Some(finding) = found {
                    settled.push(*item);
                    findings.add(book, finding);
                }
            }
        }
        // Days differ more than totals: only what no surge reaches.
        around(book, &timeline.days, 4, findings, &mut settled);
    }
    for item in settled {
        book.items[item].settled = true;
    }
}

/// Numbers far off from at least so many around them in a list, by a slip.
fn around(
    book: &Book,
    list: &[(Date, usize)],
    least: usize,
    findings: &mut Findings,
    settled: &mut Vec<usize>,
) {
    for (index, (_, item)) in list.iter().enumerate() {
        let near = index.saturating_sub(4)..list.len().min(index + 5);
        let (own, most) = (list[index].0, if least > 3 { 10 } else { 120 });
        let near: Vec<f64> = near
            .filter(|i| *i != index && (list[*i].0 - own).get_days().abs() <= most)
            .map(|i| book.items[list[i].1].value())
            .collect();
        let mut others: Vec<f64> = near.iter().copied().filter(|value| *value > 0.0).collect();
        others.sort_by(f64::total_cmp);
        // Where calm days and peaks take turns no day is out of place.
        let spread = others.last().zip(others.first()).map_or(1.0, |(high, low)| high / low);
        // Nor where another day of the series is much like it, or few people are meant at all.
        let alike = |(_, other): &(Date, usize)| {
            let ratio = book.items[*other].value() / book.items[*item].value();
            other != item && (1.0 / ALIKE..=ALIKE).contains(&ratio)
        };
        let few = others.last().is_some_and(|high| *high < FEW_PEOPLE);
        let unusual = !list.iter().any(alike) && !few;
        let steady = others.len() == near.len() && spread <= STEADY && unusual;
        if others.len() < least || !steady {
            continue;
        }
        let allowed = Bounds { lo: others[0], hi: others[others.len() - 1] };
        let value = book.items[*item].value();
        if value > allowed.hi * 8.0 || value * 8.0 < allowed.lo {
            let witnesses: Vec<usize> = [index.wrapping_sub(1), index + 1]
                .iter()
                .filter_map(|i| list.get(*i).map(|(_, item)| *item))
                .collect();
            if let Some(finding) = far_off(book, *item, allowed, &witnesses) {
                settled.push(*item);
                findings.add(book, finding);
            }
        }
    }
}

/// What the last of all totals may be: no more than twice the one before, when that was far along
/// and only a little earlier.
fn one_sided(
    book: &Book,
    start: Date,
    list: &[(Date, usize)],
    index: usize,
    neighbour: usize,
) -> Option<Bounds> {
    if index < 2 {
        return None;
    }
    let (end, item) = list[index];
    let (before, last) = list[..index].iter().rev().copied().find(|(day, _)| *day < end)?;
    if last != neighbour {
        return None;
    }
    let low = book.items[neighbour].bounds;
    let (length, step) = ((before - start).get_days(), (end - before).get_days());
    // A total that is lower is another rule's.
    let soon = start != UNSAID && length >= 10 && step * 4 <= length;
    (soon && book.items[item].bounds.lo > low.hi).then_some(Bounds { lo: low.lo, hi: low.hi * 2.0 })
}

type Neighbour = Option<(usize, Bounds)>;

/// The totals on both sides that agree with the one beyond them: (after, before).
fn neighbours(book: &Book, list: &[(Date, usize)], index: usize) -> (Neighbour, Neighbour) {
    let bounds = |i: usize| book.items[list[i].1].bounds;
    let sound = |i: usize| {
        // A neighbour that is itself far from its own neighbours proves nothing.
        let around = [i.checked_sub(1), Some(i + 1).filter(|j| *j < list.len())];
        around.into_iter().flatten().filter(|j| *j != index).all(|j| {
            let (a, b) = (bounds(i), bounds(j));
            b.hi.is_infinite() || a.lo <= b.hi * FAR && b.lo <= a.hi * FAR
        })
    };
    let at = |i: usize| (list[i].1, bounds(i));
    let own = list[index].0;
    let after = (index + 1..list.len())
        .filter(|i| bounds(*i).hi.is_finite() && list[*i].0 > own)
        .find(|i| sound(*i))
        .map(at);
    let before = (0..index).rev().filter(|i| list[*i].0 < own).find(|i| sound(*i)).map(at);
    (after, before)
}

/// A number far outside what is allowed, that one slip brings back.
fn far_off(book: &Book, item: usize, allowed: Bounds, witnesses: &[usize]) -> Option<Found> {
    let entry = &book.items[item];
    let value = entry.claim.value?;
    let outside = entry.bounds.lo > allowed.hi * FAR || entry.bounds.hi * FAR < allowed.lo;
    if !outside || value <= 0.0 {
        return None;
    }
    let within = |v: f64| v >= allowed.lo * 0.5 && v <= allowed.hi * 2.0;
    let (meant, how) = repair(value, within)?;
    let mut claims = vec![item];
    claims.extend(witnesses);
    let neighbour = |other: &usize| {
        let number = printed(book, *other);
        match book.items[*other].end {
            Some(day) => saying!("audit-scale-neighbour", number = number, day = day),
            None => saying!("audit-scale-neighbour-undated", number = number),
        }
    };
    let neighbours: Vec<Saying> = witnesses.iter().map(neighbour).collect();
    Some(Found {
        rule: Rule::ScaleSlip,
        severity: Severity::Likely,
        claims,
        message: saying!(
            "audit-scale-slip",
            who = who(book, item),
            number = printed(book, item),
            slip = Said::Word(how)
        ),
        remedy: Remedy::Value(meant),
        proof: saying!(
            "audit-scale-slip-proof",
            number = printed(book, item),
            neighbours = neighbours
        ),
    })
}

/// The one slip that brings a number within: a power of ten, a group of digits written twice, a
/// digit too few or too many. With the word that `audit-scale-slip` chooses by.
fn repair(value: f64, within: impl Fn(f64) -> bool) -> Option<(f64, &'static str)> {
    // "200,200,975": a group of three written twice.
    let text = number(value);
    let groups: Vec<&str> = text.split(',').collect();
    for at in 1..groups.len() {
        if groups[at] == groups[at - 1] {
            let kept: String = groups[..at].iter().chain(&groups[at + 1..]).copied().collect();
            if let Ok(meant) = kept.parse::<f64>()
                && within(meant)
            {
                return Some((meant, "group"));
            }
        }
    }
    for (factor, how) in
        [(10.0, "ten"), (100.0, "hundred"), (1000.0, "thousand"), (1_000_000.0, "million")]
    {
        for meant in [value * factor, value / factor] {
            if within(meant) {
                return Some((meant.round(), how));
            }
        }
    }
    // A digit left out or put in somewhere inside.
    let digits = text.replace(',', "");
    for at in 0..digits.len() {
        let mut shorter = digits.clone();
        shorter.remove(at);
        if let Ok(meant) = shorter.parse::<f64>()
            && within(meant)
            && slip(value, meant).is_some()
        {
            return Some((meant, "extra"));
        }
    }
    None
}
