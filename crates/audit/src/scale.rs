//! Numbers that are off by whole digits, and shares and flows that are more than all there is.

use claim::wording::{day, number};
use claim::{Group, Kind, Measure};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::book::{Book, Bounds};
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
                message: format!(
                    "{} gives {} people, more than there are: a scale was said twice",
                    book.who(item),
                    number(entry.value())
                ),
                proposal: meant.map(|meant| format!("value={meant:.0}")),
                proof: format!("{} > 9,000,000,000", number(entry.value())),
                hypothesis: meant.map(|meant| Hypothesis {
                    claim: book.id(item),
                    total_since: None,
                    value: Some(meant),
                }),
            });
        }
        if entry.claim.measure == Measure::Share && entry.bounds.lo > 100.0 {
            findings.push(Finding {
                rule: Rule::ShareOverHundred,
                severity: Severity::Proved,
                claims: book.ids(&[item]),
                message: format!("{} gives a share of {} percent", book.who(item), entry.value()),
                proposal: None,
                proof: format!("{} > 100", entry.value()),
                hypothesis: None,
            });
        }
    }
}

/// Outside by this factor, a number is another number.
const FAR: f64 = 4.0;

/// Makes likely: a number has a digit too few or too many, a group of digits twice, or is a
/// million, thousand or lakh off: it lies far outside what the totals before and after it (or the
/// days around it) allow, and one such slip brings it back inside. Assumes that the neighbours are
/// right. Case: "200,200,975" for 200,975; "62,900" for 629,000; "2,984,000 million".
pub(crate) fn slips(book: &mut Book, findings: &mut Vec<Finding>) {
    let mut settled = Vec::new();
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        for (_, list) in &timeline.totals {
            for (index, (_, item)) in list.iter().enumerate() {
                let (_, before) = neighbours(book, list, index);
                let (after, _) = neighbours(book, list, index);
                let (Some((low_item, low)), Some((high_item, high))) = (before, after) else {
                    continue;
                };
                let allowed = Bounds { lo: low.lo, hi: high.hi };
                if let Some(finding) = far_off(book, *item, allowed, &[low_item, high_item]) {
                    settled.push(*item);
                    findings.push(finding);
                }
            }
        }
        // Days: against the days around them.
        for (index, (_, item)) in timeline.days.iter().enumerate() {
            let near = index.saturating_sub(4)..timeline.days.len().min(index + 5);
            let mut others: Vec<f64> = near
                .filter(|i| *i != index)
                .map(|i| book.items[timeline.days[i].1].value())
                .filter(|value| *value > 0.0)
                .collect();
            others.sort_by(f64::total_cmp);
            if others.len() < 4 {
                continue;
            }
            let allowed = Bounds { lo: others[0], hi: others[others.len() - 1] };
            // Days differ more than totals: only what no surge reaches.
            let value = book.items[*item].value();
            if value > allowed.hi * 8.0 || value * 8.0 < allowed.lo {
                let witnesses: Vec<usize> = [index.wrapping_sub(1), index + 1]
                    .iter()
                    .filter_map(|i| timeline.days.get(*i).map(|(_, item)| *item))
                    .collect();
                if let Some(finding) = far_off(book, *item, allowed, &witnesses) {
                    settled.push(*item);
                    findings.push(finding);
                }
            }
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
    let after =
        (index + 1..list.len()).filter(|i| bounds(*i).hi.is_finite()).find(|i| sound(*i)).map(at);
    let before = (0..index).rev().find(|i| sound(*i)).map(at);
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
    let ends: Vec<String> = witnesses
        .iter()
        .map(|w| {
            let other = &book.items[*w];
            let when = other.end.map_or_else(String::new, |end| format!(" ({})", day(end)));
            format!("{}{when}", number(other.value()))
        })
        .collect();
    Some(Finding {
        rule: Rule::ScaleSlip,
        severity: Severity::Likely,
        claims: book.ids(&claims),
        message: format!(
            "{} prints {}, and its neighbours are of another size: {how}",
            book.who(item),
            number(value)
        ),
        proposal: Some(format!("value={}", number(meant).replace(',', ""))),
        proof: format!("{} beside {}", number(value), ends.join(" and ")),
        hypothesis: Some(Hypothesis {
            claim: book.id(item),
            total_since: None,
            value: Some(meant),
        }),
    })
}

/// The one slip that brings a number within: a power of ten, a group of digits written twice, a
/// digit too few or too many.
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
                return Some((meant, "a group of digits was written twice"));
            }
        }
    }
    for (factor, how) in [
        (10.0, "a digit is missing or too many"),
        (100.0, "two digits, as between a lakh and ten million"),
        (1000.0, "a thousand times"),
        (1_000_000.0, "a million times"),
    ] {
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
            && !slip(value, meant).is_empty()
        {
            return Some((meant, "there is a digit too many"));
        }
    }
    None
}

/// Makes likely: more people of a nation have left a country than that source, or any, said were
/// there. Assumes that few came meanwhile. Case: flows and stocks of Afghans in Pakistan given in
/// one report.
pub(crate) fn flows_over_stocks(book: &Book, findings: &mut Vec<Finding>) {
    let mut stocks: FxHashMap<(&str, &str, &str), Vec<usize>> = FxHashMap::default();
    for (item, entry) in book.items.iter().enumerate() {
        let claim = entry.claim;
        let nation = claim.population.nationality.as_deref();
        if claim.measure == Measure::Stock
            && matches!(claim.kind, Kind::Population | Kind::Refugees)
            && claim.population.status == claim::Status::Unknown
            && entry.group == Group::All
            && let (Some(nation), Some(at)) = (nation, claim.at.as_deref())
        {
            stocks.entry((claim.document.as_str(), nation, at)).or_default().push(item);
        }
    }
    for (item, entry) in book.items.iter().enumerate() {
        let claim = entry.claim;
        let what = &book.series[entry.series].what;
        if !what.is_flow_of_people() || !what.is_crossing() || entry.group != Group::All {
            continue;
        }
        let (Some(nation), Some(from)) =
            (claim.population.nationality.as_deref(), claim.from.as_deref())
        else {
            continue;
        };
        let key = (claim.document.as_str(), nation, from);
        for stock in stocks.get(&key).into_iter().flatten() {
            let there = &book.items[*stock];
            if entry.bounds.lo > there.bounds.hi {
                findings.push(Finding {
                    rule: Rule::FlowOverStock,
                    severity: Severity::Likely,
                    claims: book.ids(&[item, *stock]),
                    message: format!(
                        "{} have left, by a report that counts {} there",
                        number(entry.value()),
                        number(there.value())
                    ),
                    proposal: None,
                    proof: format!("{} > {}", number(entry.value()), number(there.value())),
                    hypothesis: None,
                });
            }
        }
    }
}
