//! Numbers that are off by whole digits, and shares and flows that are more than all there is.

use claim::wording::number;
use claim::{Group, Kind, Measure, Status, Unit};
use jiff::civil::Date;
use phrases::{Form, Said, Saying};
use rustc_hash::FxHashMap;

use crate::book::{Book, Bounds, UNSAID};
use crate::saying::{printed, printed_as, reckoned, saying, who, words};
use crate::sums::slip;
use crate::{Finding, Hypothesis, Rule, Severity};

/// More people than live: 8.2 billion (UN DESA, World Population Prospects 2024), and some room.
const EVERYBODY: f64 = 9e9;

/// Proves: no share of people is more than all of them, and no count more than everybody. Case:
/// "2,984,000 million" people, spring 2022.
pub(crate) fn shares(book: &Book, findings: &mut Vec<Finding>) {
    for (item, entry) in book.items.iter().enumerate() {
        if entry.claim.measure != Measure::Share && entry.value() > EVERYBODY {
            let meant = [1e3, 1e6, 1e9].map(|scale| entry.value() / scale);
            let meant = meant.into_iter().find(|meant| *meant < EVERYBODY / 10.0);
            findings.push(Finding {
                rule: Rule::ScaleSlip,
                severity: Severity::Proved,
                claims: book.ids(&[item]),
                message: saying!(
                    "audit-scale-twice",
                    who = who(book, item),
                    number = printed(book, item)
                ),
                proposal: meant.map(|meant| format!("value={meant:.0}")),
                proof: saying!(
                    "audit-more-proof",
                    number = printed(book, item),
                    whole = reckoned(EVERYBODY)
                ),
                hypothesis: meant.map(|meant| Hypothesis {
                    claim: book.id(item),
                    total: None,
                    value: Some(meant),
                }),
            });
        }
        if entry.claim.measure == Measure::Share && entry.bounds.lo > 100.0 {
            findings.push(Finding {
                rule: Rule::ShareOverHundred,
                severity: Severity::Proved,
                claims: book.ids(&[item]),
                message: saying!(
                    "audit-share-over-hundred",
                    who = who(book, item),
                    share = share(book, item)
                ),
                proposal: None,
                proof: saying!("audit-share-over-hundred-proof", share = share(book, item)),
                hypothesis: None,
            });
        }
    }
}

/// A share as it is printed, with its decimals.
fn share(book: &Book, item: usize) -> Said {
    let digits = book.items[item].value().to_string();
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    printed_as(book, item, Form::Decimals(decimals))
}

/// Outside by this factor, a number is another number.
const FAR: f64 = 4.0;

/// Makes likely: a number has a digit too few or too many, a group of digits twice, or is a
/// million, thousand or lakh off: it lies far outside what the totals before and after it (or the
/// days, or the stocks, around it) allow, and one such slip brings it back inside. Assumes that the
/// neighbours are right. Case: "200,200,975" for 200,975; "62,900" for 629,000; "2,984,000
/// million".
pub(crate) fn slips(book: &mut Book, findings: &mut Vec<Finding>) {
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
                    findings.push(finding);
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
    findings: &mut Vec<Finding>,
    settled: &mut Vec<usize>,
) {
    for (index, (_, item)) in list.iter().enumerate() {
        let near = index.saturating_sub(4)..list.len().min(index + 5);
        let (own, most) = (list[index].0, if least > 3 { 10 } else { 120 });
        let mut others: Vec<f64> = near
            .filter(|i| *i != index && (list[*i].0 - own).get_days().abs() <= most)
            .map(|i| book.items[list[i].1].value())
            .filter(|value| *value > 0.0)
            .collect();
        others.sort_by(f64::total_cmp);
        if others.len() < least {
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
                findings.push(finding);
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

/// Makes likely: of two numbers for one window one has a zero too few or too many: they have the
/// same digits. Assumes that no two sources are apart by exactly ten times. The one fewer tell is
/// blamed; of equals the smaller, a digit being dropped more often than added, but for one that
/// was written with a word for a scale. Case: "62,900" and "629,000" who left Poland, April 2022;
/// lakh taken for a million.
pub(crate) fn same_digits(book: &mut Book, findings: &mut Vec<Finding>) {
    type Key = (u64, bool, Option<Date>);
    let mut known: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
    let digits = |value: f64| {
        let mut rest = value as u64;
        while rest != 0 && rest.is_multiple_of(10) {
            rest /= 10;
        }
        rest
    };
    for (item, entry) in book.items.iter().enumerate() {
        let value = entry.value();
        let measure = entry.claim.measure;
        let counted = matches!(measure, Measure::Flow | Measure::Stock) && !entry.settled;
        if counted && value >= 1000.0 && value.fract() == 0.0 && !entry.claim.partial {
            known.entry((digits(value), entry.total, entry.start)).or_default().push(item);
        }
    }
    let mut groups: Vec<(Key, Vec<usize>)> =
        known.into_iter().filter(|(_, group)| group.len() > 1).collect();
    groups.sort();
    let mut settled = Vec::new();
    for ((digits, _, _), group) in groups {
        // A number that is told again and again by many need not be held against each.
        for item in group.iter().copied().take(256) {
            let entry = &book.items[item];
            let what = &book.series[entry.series].what;
            let alike = |other: &usize| {
                let other = &book.items[*other];
                let near = entry
                    .end
                    .zip(other.end)
                    .is_some_and(|(a, b)| (a - b).get_days().abs() <= i32::from(entry.total) * 2);
                near && other.group == entry.group && what.may_be(&book.series[other.series].what)
            };
            let alike: Vec<usize> = group.iter().copied().take(256).filter(alike).collect();
            let value = entry.value();
            let (same, apart): (Vec<usize>, Vec<usize>) =
                alike.into_iter().partition(|o| book.items[*o].value() == value);
            // One digit is said of everything.
            let tells = |other: &&usize| {
                let ratio = (book.items[**other].value() / value).log10().abs();
                digits >= 100 || digits >= 10 && ratio > 0.5 || ratio >= 1.0 && entry.total
            };
            let Some(other) = apart.iter().find(tells).copied() else { continue };
            let scaled = |i: usize| {
                let quote = book.items[i].claim.quote.to_lowercase();
                ["lakh", "crore", "million", "billion", "thousand"]
                    .iter()
                    .any(|word| quote.contains(word))
            };
            let blamed = match same.len().cmp(&apart.len()) {
                std::cmp::Ordering::Less => true,
                std::cmp::Ordering::Greater => false,
                std::cmp::Ordering::Equal => match (scaled(item), scaled(other)) {
                    (true, false) => true,
                    (false, true) => false,
                    _ => value < book.items[other].value(),
                },
            };
            if !blamed {
                continue;
            }
            settled.push(item);
            let meant = book.items[other].value();
            findings.push(Finding {
                rule: Rule::ScaleSlip,
                severity: if digits >= 10
                    && what.via == book.series[book.items[other].series].what.via
                {
                    Severity::Likely
                } else {
                    Severity::WorthALook
                },
                claims: book.ids(&[item, other]),
                message: saying!(
                    "audit-scale-same-digits",
                    who = who(book, item),
                    number = printed(book, item),
                    other = who(book, other),
                    meant = printed(book, other),
                    times = reckoned((meant / value).max(value / meant).round())
                ),
                proposal: Some(format!("value={meant:.0}")),
                proof: saying!(
                    "audit-two-proof",
                    first = words(book, item),
                    second = words(book, other)
                ),
                hypothesis: Some(Hypothesis {
                    claim: book.id(item),
                    total: None,
                    value: Some(meant),
                }),
            });
        }
    }
    for item in settled {
        book.items[item].settled = true;
    }
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
fn far_off(book: &Book, item: usize, allowed: Bounds, witnesses: &[usize]) -> Option<Finding> {
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
    Some(Finding {
        rule: Rule::ScaleSlip,
        severity: Severity::Likely,
        claims: book.ids(&claims),
        message: saying!(
            "audit-scale-slip",
            who = who(book, item),
            number = printed(book, item),
            slip = Said::Word(how)
        ),
        proposal: Some(format!("value={}", number(meant).replace(',', ""))),
        proof: saying!(
            "audit-scale-slip-proof",
            number = printed(book, item),
            neighbours = neighbours
        ),
        hypothesis: Some(Hypothesis { claim: book.id(item), total: None, value: Some(meant) }),
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

/// Makes likely: more people of a nation have left a country than that report said were there.
/// Assumes that few came meanwhile. A stock that another report gives, up to half a year before,
/// only asks to look. Case: flows and stocks of Afghans in Pakistan given in one report.
pub(crate) fn flows_over_stocks(book: &Book, findings: &mut Vec<Finding>) {
    let mut stocks: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut counted_in: FxHashMap<(&str, Option<&str>), &str> = FxHashMap::default();
    for (item, entry) in book.items.iter().enumerate() {
        let claim = entry.claim;
        if claim.measure == Measure::Stock
            && claim.unit == Unit::People
            && matches!(
                claim.kind,
                Kind::Population | Kind::Refugees | Kind::Undocumented | Kind::Registered
            )
            && entry.group == Group::All
            && let Some(at) = claim.at.as_deref()
        {
            stocks.entry(at).or_default().push(item);
            counted_in
                .entry((claim.document.as_str(), claim.population.nationality.as_deref()))
                .or_insert(at);
        }
    }
    // The nearest few are enough.
    for list in stocks.values_mut() {
        list.sort_by_key(|item| (book.items[*item].claim.published, *item));
    }
    for (item, entry) in book.items.iter().enumerate() {
        let claim = entry.claim;
        let what = &book.series[entry.series].what;
        if !what.is_flow_of_people()
            || !what.is_crossing()
            || entry.group != Group::All
            || entry.value() < 1000.0
        {
            continue;
        }
        // "2.3 million Afghans returned" is from where the report counts Afghans.
        let from = what.from.as_deref().or_else(|| {
            let nation = claim.population.nationality.as_deref();
            let home = nation.is_some() && what.to.as_deref() == nation;
            counted_in.get(&(claim.document.as_str(), nation)).copied().filter(|_| home)
        });
        let Some(list) = from.and_then(|from| stocks.get(from)) else { continue };
        let until =
            list.partition_point(|stock| book.items[*stock].claim.published <= claim.published);
        let fits = |stock: &&usize| {
            let there = &book.items[**stock];
            let nation = |c: &claim::Claim| c.population.nationality.clone();
            let same_people = match (nation(there.claim), nation(claim)) {
                (Some(a), Some(b)) => a == b,
                // The people of a place are all its people.
                (None, _) => there.claim.kind == Kind::Population,
                (Some(_), None) => true,
            };
            let whole = match there.claim.kind {
                Kind::Population | Kind::Refugees => {
                    there.claim.population.status == Status::Unknown
                        || there.claim.population.status == claim.population.status
                }
                _ => there.claim.population.status == claim.population.status,
            };
            let recent = there
                .claim
                .published
                .zip(claim.published)
                .is_some_and(|(a, b)| (b - a).get_days() <= 183);
            same_people
                && whole
                && (recent || there.claim.document == claim.document)
                && entry.bounds.lo > there.bounds.hi
                && there.bounds.hi >= 1000.0
        };
        let own = |stock: &&usize| book.items[**stock].claim.document == claim.document;
        let near = list[..until].iter().rev().take(32);
        let Some(stock) = near.clone().filter(fits).find(own).or_else(|| near.clone().find(fits))
        else {
            continue;
        };
        findings.push(Finding {
            rule: Rule::FlowOverStock,
            severity: if own(&stock) { Severity::Likely } else { Severity::WorthALook },
            claims: book.ids(&[item, *stock]),
            message: saying!(
                "audit-flow-over-stock",
                number = printed(book, item),
                whole = printed(book, *stock)
            ),
            proposal: None,
            proof: saying!(
                "audit-more-proof",
                number = printed(book, item),
                whole = printed(book, *stock)
            ),
            hypothesis: None,
        });
    }
}
