//! Running totals: against each other, against the days between, and where they hide under
//! another window.

use claim::wording::{day, days, number};
use claim::{Group, Qualifier};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::book::{Book, Bounds, Timeline};
use crate::{Finding, Hypothesis, Rule, Severity};

/// Numbers with fewer digits agree by chance.
const TELLING: f64 = 1000.0;

/// Proves: a number printed for a day or a period is the running total up to its end. By one of:
/// it equals the running total to the last person; with the next day it gives the next total; two
/// such numbers differ by what the day between counted; or it is more than the totals before and
/// after leave room for, and lies between them. Assumes that one body counts on from one day.
/// Case: Torkham, 1 to 4 November 2023: 128,629 / 147,973 / 160,638 / 167,774 "returned on …", and
/// 167,774 + 6,584 = 174,358; "190,418 from 31 October to 7 November".
pub(crate) fn periods(book: &mut Book, findings: &mut Vec<Finding>) {
    let mut settled = Vec::new();
    let printed = printed_totals(book);
    for series in 0..book.series.len() {
        let what = &book.series[series].what;
        if !what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        for item in &book.series[series].items {
            let entry = &book.items[*item];
            let Some(window) = entry.window() else { continue };
            if entry.total
                || entry.claim.partial
                || entry.group != Group::All
                || entry.value() < TELLING
                || entry.claim.qualifier == Qualifier::UpTo
            {
                continue;
            }
            let proof = identity(book, &timeline, *item, window.end())
                .or_else(|| same_number(book, &printed, *item, window.start(), window.end()))
                .or_else(|| no_room(book, &timeline, *item, window.start(), window.end()));
            let Some((since, proof, others)) = proof else { continue };
            settled.push(*item);
            let mut claims = vec![*item];
            claims.extend(others);
            findings.push(Finding {
                rule: Rule::RunningTotalAsPeriod,
                // Five digits do not agree by chance, whoever prints them.
                severity: if book.series[series].is_named()
                    || entry.is_exact() && entry.value() >= FIVE_DIGITS
                {
                    Severity::Proved
                } else {
                    Severity::Likely
                },
                claims: book.ids(&claims),
                message: format!(
                    "{} prints {} for {}; it is the running total since {}",
                    book.who(*item),
                    number(entry.value()),
                    days(window),
                    day(since)
                ),
                proposal: Some(format!("start={since}, cumulative=true")),
                proof,
                hypothesis: Some(Hypothesis {
                    claim: book.id(*item),
                    total_since: Some(since),
                    value: None,
                }),
            });
        }
    }
    for item in settled {
        book.items[item].settled = true;
    }
}

type Proof = (Date, String, Vec<usize>);

/// Two numbers of so many digits that agree are one number.
const FIVE_DIGITS: f64 = 10_000.0;

/// Running totals to the last person, by number and last day.
type Printed = FxHashMap<(u64, Date), Vec<usize>>;

fn printed_totals(book: &Book) -> Printed {
    let mut printed = Printed::default();
    for (item, entry) in book.items.iter().enumerate() {
        if let Some(end) = entry.end
            && entry.is_total()
            && entry.is_exact()
            && entry.group == Group::All
            && entry.value() >= FIVE_DIGITS
        {
            printed.entry((entry.value() as u64, end)).or_default().push(item);
        }
    }
    printed
}

/// The very number of somebody's running total: also where this report leaves out by which
/// crossing, or who counted.
fn same_number(
    book: &Book,
    printed: &Printed,
    item: usize,
    first: Date,
    end: Date,
) -> Option<Proof> {
    let entry = &book.items[item];
    let what = &book.series[entry.series].what;
    if !entry.is_exact() || entry.value() < FIVE_DIGITS {
        return None;
    }
    let total = printed.get(&(entry.value() as u64, end))?.iter().copied().find(|total| {
        let other = &book.series[book.items[*total].series].what;
        book.items[*total].start.is_some_and(|start| start < first)
            && other.anywhere() == what.anywhere()
            && (what.via.is_empty() || other.via.is_empty() || what.via == other.via)
    })?;
    let start = book.items[total].start?;
    let proof =
        format!("{} is also the total from {} to {}", number(entry.value()), day(start), day(end));
    Some((start, proof, vec![total]))
}

/// An equation to the last person that only a running total satisfies.
fn identity(book: &Book, timeline: &Timeline, item: usize, end: Date) -> Option<Proof> {
    let entry = &book.items[item];
    if !entry.is_exact() {
        return None;
    }
    let (value, first) = (entry.value(), entry.start?);
    let next = end.tomorrow().ok()?;
    for (start, list) in &timeline.totals {
        if *start >= first {
            continue;
        }
        let at = |day: Date| {
            let from = list.partition_point(|(d, _)| *d < day);
            list[from..].iter().take_while(move |(d, _)| *d == day).map(|(_, item)| *item)
        };
        if let Some(total) =
            at(end).find(|t| book.items[*t].is_exact() && book.items[*t].value() == value)
        {
            let proof =
                format!("{} is also the total from {} to {}", number(value), day(*start), day(end));
            return Some((*start, proof, vec![total]));
        }
        // It and the next day make the next total.
        for total in at(next).filter(|t| book.items[*t].is_exact()) {
            let found = timeline.on(next).find(|d| {
                book.items[*d].is_exact()
                    && value + book.items[*d].value() == book.items[total].value()
            });
            if let Some(following) = found {
                let proof = format!(
                    "{} + {} = {}",
                    number(value),
                    number(book.items[following].value()),
                    number(book.items[total].value())
                );
                return Some((*start, proof, vec![following, total]));
            }
        }
        // The total before and the day's real number make it.
        if let Ok(before) = end.yesterday() {
            for total in at(before).filter(|t| book.items[*t].is_exact()) {
                let found = timeline.on(end).find(|d| {
                    *d != item
                        && book.items[*d].is_exact()
                        && book.items[total].value() + book.items[*d].value() == value
                });
                if let Some(own) = found {
                    let proof = format!(
                        "{} + {} = {}",
                        number(book.items[total].value()),
                        number(book.items[own].value()),
                        number(value)
                    );
                    return Some((*start, proof, vec![total, own]));
                }
            }
        }
    }
    None
}

/// More than the totals before and after it leave room for, and yet no more than the total.
fn no_room(book: &Book, timeline: &Timeline, item: usize, first: Date, end: Date) -> Option<Proof> {
    let entry = &book.items[item];
    for (start, list) in &timeline.totals {
        if *start >= first {
            continue;
        }
        let usable = |total: &&(Date, usize)| total.1 != item;
        // The last total before the window, and the first at its end or after it.
        let before = list.iter().filter(usable).rev().find(|(day, _)| *day < first);
        let after = list
            .iter()
            .filter(usable)
            .find(|(day, t)| *day >= end && book.items[*t].bounds.hi.is_finite());
        let (Some((before_day, before)), Some((after_day, after))) = (before, after) else {
            continue;
        };
        let (low, high) = (book.items[*before].bounds, book.items[*after].bounds);
        let room = high.minus(low);
        // Twice the slack of rounding: what is called proved must stand.
        let slack = (high.hi - high.lo) + (low.hi - low.lo).min(low.hi * 0.1);
        if entry.bounds.lo <= room.hi + slack {
            continue;
        }
        // A total at the end of the window says what it must be.
        let fits = entry.bounds.lo <= high.hi
            && list
                .iter()
                .filter(usable)
                .rfind(|(day, _)| *day <= end)
                .is_none_or(|(_, t)| entry.bounds.hi >= book.items[*t].bounds.lo);
        if !fits {
            continue;
        }
        let proof = format!(
            "{} by {} and {} by {} leave {} for the days between, not {}",
            number(book.items[*before].value()),
            day(*before_day),
            number(book.items[*after].value()),
            day(*after_day),
            number(book.items[*after].value() - book.items[*before].value()),
            number(entry.value())
        );
        return Some((*start, proof, vec![*before, *after]));
    }
    None
}

/// Proves: the later total, or the earlier, is wrong, since people who crossed stay counted.
/// Assumes that the count was not revised; a change of method that is told of is another rule's.
/// Case: Rohingya refugees, 688,000 and later 671,000.
pub(crate) fn falls(book: &mut Book, findings: &mut Vec<Finding>) {
    let mut settled = Vec::new();
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        for (_, list) in &timeline.totals {
            let rising = rising(book, list);
            for (index, (end, item)) in list.iter().enumerate() {
                if rising.contains(item) {
                    continue;
                }
                // The neighbour among those that rise which it contradicts.
                let entry = &book.items[*item];
                let against = list[..index]
                    .iter()
                    .rev()
                    .find(|(day, other)| {
                        day < end
                            && rising.contains(other)
                            && book.items[*other].bounds.lo > entry.bounds.hi
                    })
                    .or_else(|| {
                        list[index + 1..].iter().find(|(day, other)| {
                            day > end
                                && rising.contains(other)
                                && book.items[*other].bounds.hi < entry.bounds.lo
                        })
                    });
                let Some((other_day, other)) = against else { continue };
                settled.push(*item);
                let named = book.series[series].is_named();
                let (early, late) = if other_day < end { (*other, *item) } else { (*item, *other) };
                findings.push(Finding {
                    rule: Rule::TotalFalls,
                    severity: if named { Severity::Proved } else { Severity::Likely },
                    claims: book.ids(&[*item, *other]),
                    message: format!(
                        "the running total of {} falls from {} to {}",
                        book.who(*item),
                        number(book.items[early].value()),
                        number(book.items[late].value())
                    ),
                    proposal: None,
                    proof: format!(
                        "{} by {} > {} by {}",
                        number(book.items[early].value()),
                        day((*other_day).min(*end)),
                        number(book.items[late].value()),
                        day((*other_day).max(*end))
                    ),
                    hypothesis: None,
                });
            }
        }
    }
    for item in settled {
        book.items[item].settled = true;
    }
}

/// The longest run of totals that never falls: those outside it are the odd ones.
fn rising(book: &Book, list: &[(Date, usize)]) -> std::collections::BTreeSet<usize> {
    // Patience sorting on the upper bounds: the smallest end of a run of each length.
    let mut ends: Vec<usize> = Vec::new();
    let mut previous: Vec<Option<usize>> = vec![None; list.len()];
    for index in 0..list.len() {
        let bounds = book.items[list[index].1].bounds;
        let at = ends.partition_point(|end| book.items[list[*end].1].bounds.lo <= bounds.hi);
        previous[index] = at.checked_sub(1).map(|before| ends[before]);
        if at == ends.len() {
            ends.push(index);
        } else if book.items[list[ends[at]].1].bounds.lo > bounds.lo {
            ends[at] = index;
        }
    }
    let mut chosen = std::collections::BTreeSet::new();
    let mut at = ends.last().copied();
    while let Some(index) = at {
        chosen.insert(list[index].1);
        at = previous[index];
    }
    chosen
}

/// Proves: two running totals and the days between them cannot all be right. When the later total
/// goes on from the parts of the earlier one instead, it proves a change of definition: Torkham,
/// 190,418 (with deportees) and the next day 193,378, where 193,378 - 4,119 = 189,259 is the sum
/// of the men, women and children of the 190,418. Assumes that days and totals count the same
/// people.
pub(crate) fn differences(book: &Book, findings: &mut Vec<Finding>) {
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        for (_, list) in &timeline.totals {
            // One total for each day.
            let mut list: Vec<(Date, usize)> =
                list.iter().copied().filter(|(_, item)| book.items[*item].is_fine()).collect();
            list.dedup_by_key(|(day, _)| *day);
            let fits = |pair: &[(Date, usize)]| {
                let (sum, _) = book.days_between(&timeline, pair[0].0, pair[1].0)?;
                Some(sum.plus(book.items[pair[0].1].bounds).meets(book.items[pair[1].1].bounds))
            };
            for index in 1..list.len() {
                let pair = &list[index - 1..=index];
                let [(first_day, first), (last_day, last)] = [pair[0], pair[1]];
                let Some((sum, between)) = book.days_between(&timeline, first_day, last_day) else {
                    continue;
                };
                let (a, b) = (total(book, first), total(book, last));
                if sum.plus(book.items[first].bounds).meets(book.items[last].bounds) {
                    continue;
                }
                let exact = sum.is_exact();
                let sum: f64 = between.iter().map(|i| total(book, *i)).sum();
                let summed: Vec<String> =
                    between.iter().map(|i| number(book.items[*i].value())).collect();
                if let Some((parts, chosen)) = book.breakdown_anywhere(first)
                    && parts.is_exact()
                    && exact
                    && parts.lo != a
                    && parts.lo + sum == b
                {
                    let mut claims = vec![first, last];
                    claims.extend(chosen.iter().chain(&between));
                    findings.push(Finding {
                        rule: Rule::DefinitionChange,
                        severity: Severity::Proved,
                        claims: book.ids(&claims),
                        message: format!(
                            "{} went on from {}, not from its own {}: the one counts {} that the other leaves out",
                            book.who(last),
                            number(parts.lo),
                            number(a),
                            number((a - parts.lo).abs())
                        ),
                        proposal: None,
                        proof: format!(
                            "{} + {} = {}, and the parts of {} come to {}",
                            number(parts.lo),
                            summed.join(" + "),
                            number(b),
                            number(a),
                            number(parts.lo)
                        ),
                        hypothesis: None,
                    });
                    continue;
                }
                // Which one? The total whose other side fits is right.
                let before = index.checked_sub(2).and_then(|i| fits(&list[i..=i + 1]));
                let after = list.get(index..=index + 1).and_then(fits);
                let mut claims = match (before, after) {
                    (Some(true), Some(true)) => {
                        let mut claims = between.clone();
                        claims.extend([last, first]);
                        claims
                    }
                    (Some(false), _) if after != Some(false) => vec![first, last],
                    _ => vec![last, first],
                };
                for item in &between {
                    if !claims.contains(item) {
                        claims.push(*item);
                    }
                }
                findings.push(Finding {
                    rule: Rule::TotalDifference,
                    severity: if book.series[series].is_named() {
                        Severity::Proved
                    } else {
                        Severity::Likely
                    },
                    claims: book.ids(&claims),
                    message: format!(
                        "the totals of {} for {} and {} are {} apart; the days between counted {}",
                        book.who(last),
                        day(first_day),
                        day(last_day),
                        number(b - a),
                        number(sum)
                    ),
                    proposal: None,
                    proof: format!(
                        "{} + {} = {}, not {}",
                        number(a),
                        summed.join(" + "),
                        number(a + sum),
                        number(b)
                    ),
                    hypothesis: None,
                });
            }
        }
    }
}

/// A total as it is now known: put right where two sums agreed.
fn total(book: &Book, item: usize) -> f64 {
    let bounds = book.items[item].bounds;
    if bounds.is_exact() { bounds.lo } else { book.items[item].value() }
}

/// So many times faster than any interval near it.
const JUMP: f64 = 10.0;

/// Makes likely: a running total rises between two reports so much faster than in the intervals
/// around that it is not the same count, with no day reported that would explain it. Assumes that
/// surges are told of. Case: Rohingya, 164,000 to 270,000 in a day.
pub(crate) fn jumps(book: &Book, findings: &mut Vec<Finding>) {
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        for (_, list) in &timeline.totals {
            let mut list: Vec<(Date, usize)> = list
                .iter()
                .copied()
                .filter(|(_, item)| book.items[*item].bounds.hi.is_finite())
                .collect();
            list.dedup_by_key(|(day, _)| *day);
            let rate = |pair: &[(Date, usize)]| {
                let length = f64::from((pair[1].0 - pair[0].0).get_days().max(1));
                let rise: Bounds = book.items[pair[1].1].bounds.minus(book.items[pair[0].1].bounds);
                (rise.lo.max(0.0) / length, rise.hi.max(0.0) / length)
            };
            let rates: Vec<(f64, f64)> = list.windows(2).map(rate).collect();
            for (index, (low, _)) in rates.iter().enumerate() {
                let near = index.saturating_sub(4)..rates.len().min(index + 5);
                let others: Vec<f64> = near.filter(|i| *i != index).map(|i| rates[i].1).collect();
                let fastest = others.iter().copied().fold(0.0, f64::max);
                let [(first_day, first), (last_day, last)] = [list[index], list[index + 1]];
                let told = timeline.days.iter().any(|(d, item)| {
                    *d > first_day && *d <= last_day && book.items[*item].bounds.hi >= low / 2.0
                });
                if others.len() < 3 || fastest < 1.0 || *low <= JUMP * fastest || told {
                    continue;
                }
                findings.push(Finding {
                    rule: Rule::UnexplainedJump,
                    severity: Severity::Likely,
                    claims: book.ids(&[last, first]),
                    message: format!(
                        "the running total of {} rises by {} from {} to {}, and no day explains it",
                        book.who(last),
                        number(book.items[last].value() - book.items[first].value()),
                        day(first_day),
                        day(last_day)
                    ),
                    proposal: None,
                    proof: format!(
                        "{} a day; the fastest of the intervals around is {} a day",
                        number(*low),
                        number(fastest)
                    ),
                    hypothesis: None,
                });
            }
        }
    }
}

/// Asks to look: "in the last two weeks" said of a number that lies where the running total since
/// an earlier day lay. Proves nothing. Case: Torkham, 1 November 2023: 104,000 "in the last two
/// weeks", between the totals since 17 September of 82,500 (30 October) and 128,629 (1 November).
pub(crate) fn loose_windows(book: &Book, findings: &mut Vec<Finding>) {
    // Totals of any body will do for a doubt.
    let mut by_what: std::collections::BTreeMap<&crate::book::What, Vec<usize>> =
        Default::default();
    for series in &book.series {
        by_what.entry(&series.what).or_default().extend(&series.items);
    }
    for (what, items) in by_what {
        if !what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline_of(&items);
        if timeline.totals.is_empty() {
            continue;
        }
        for item in &items {
            let entry = &book.items[*item];
            let Some(window) = entry.window() else { continue };
            let counted_back = entry
                .claim
                .rules
                .iter()
                .any(|rule| rule == "time.relative" || rule == "time.within")
                || [7, 8, 10, 11, 14, 15, 21, 22, 30, 31].contains(&window.days())
                    && entry
                        .claim
                        .published
                        .is_some_and(|p| (p - window.end()).get_days().abs() <= 1);
            if !counted_back
                || window.days() < 5
                || entry.settled
                || entry.group != Group::All
                || entry.value() < TELLING
            {
                continue;
            }
            for (start, list) in &timeline.totals {
                if *start >= window.start() {
                    continue;
                }
                let other = |total: &&(Date, usize)| total.1 != *item;
                let before = list.iter().filter(other).rev().find(|(day, _)| *day < window.end());
                let after = list.iter().filter(other).find(|(day, _)| *day >= window.end());
                let (Some((before_day, low)), Some((after_day, high))) = (before, after) else {
                    continue;
                };
                let near = (window.end() - *before_day).get_days() <= 4
                    && (*after_day - window.end()).get_days() <= 4;
                let between = entry.bounds.hi >= book.items[*low].bounds.lo
                    && entry.bounds.lo <= book.items[*high].bounds.hi;
                if !near || !between {
                    continue;
                }
                findings.push(Finding {
                    rule: Rule::LooseWindow,
                    severity: Severity::WorthALook,
                    claims: book.ids(&[*item, *low, *high]),
                    message: format!(
                        "{} gives {} for {}; it fits the running total since {} as well",
                        book.who(*item),
                        number(entry.value()),
                        days(window),
                        day(*start)
                    ),
                    proposal: Some(format!("start={start}, cumulative=true")),
                    proof: format!(
                        "since {}: {} by {}, {} by {}",
                        day(*start),
                        number(book.items[*low].value()),
                        day(*before_day),
                        number(book.items[*high].value()),
                        day(*after_day)
                    ),
                    hypothesis: Some(Hypothesis {
                        claim: book.id(*item),
                        total_since: Some(*start),
                        value: None,
                    }),
                });
                break;
            }
        }
    }
}
