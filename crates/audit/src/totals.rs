//! Running totals: against each other, against the days between, and where they hide under
//! another window.

use claim::{Event, Group, Qualifier, Window};
use jiff::civil::Date;
use phrases::{Said, Saying};
use rustc_hash::FxHashMap;

use crate::book::{Book, Bounds, Timeline, UNSAID};
use crate::breaks;
use crate::climb::odds_of_totals;
use crate::saying::{known, listed, printed, reckoned, saying, since, sum as sum_of, who, words};
use crate::{Finding, Hypothesis, Rule, Severity, Since};

/// Numbers with fewer digits agree by chance.
const TELLING: f64 = 1000.0;

/// Since when, for machines.
fn counts_from(start: Date) -> Since {
    if start == UNSAID { Since::Unsaid } else { Since::Day(start) }
}

/// What would make a number the running total it is.
fn as_total(start: Date) -> String {
    if start == UNSAID {
        "cumulative=true".to_owned()
    } else {
        format!("start={start}, cumulative=true")
    }
}

/// Proves: a number printed for a day or a period is the running total up to its end. By one of:
/// it equals the running total to the last person; with the next day it gives the next total; two
/// such numbers differ by what the day between counted; it is more than the totals before and
/// after leave room for, and lies between them; or days that only rise add up to more than the
/// total they are in. Makes likely, when all that speaks for it is that its days would have to be
/// several times as busy as any other. Assumes that one body counts on from one day. Case:
/// Torkham, 1 to 4 November 2023: 128,629 / 147,973 / 160,638 / 167,774 "returned on …", and
/// 167,774 + 6,584 = 174,358; "190,418 from 31 October to 7 November".
pub(crate) fn periods(book: &mut Book, findings: &mut Vec<Finding>) {
    let mut settled = Vec::new();
    let totals = printed_totals(book);
    for series in 0..book.series.len() {
        let what = &book.series[series].what;
        if !what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        let runs = climbs(book, &timeline);
        let rising = rising_days(book, &timeline, &runs);
        let climbing = climbing_days(book, &timeline, &runs, what.via.is_empty());
        for item in &book.series[series].items {
            let entry = &book.items[*item];
            let Some(window) = entry.window() else { continue };
            // "Since 31 October" may itself be since an earlier day.
            let first_total = timeline.totals.first().map(|(start, _)| *start);
            let counts_on = entry.total && first_total.is_none_or(|first| first >= window.start());
            if counts_on
                || entry.claim.partial
                || entry.group != Group::All
                || entry.value() < TELLING
                || entry.claim.qualifier == Qualifier::UpTo
            {
                continue;
            }
            // The surest, and of equals the plainest.
            let mut proof = identity(book, &timeline, *item, window.end());
            let mut or = |other: &dyn Fn() -> Option<Proof>| {
                if proof.as_ref().is_none_or(|known| known.severity > Severity::Proved) {
                    let surer = other().filter(|other| {
                        proof.as_ref().is_none_or(|known| other.severity < known.severity)
                    });
                    if surer.is_some() {
                        proof = surer;
                    }
                }
            };
            or(&|| same_number(book, &totals, *item, window));
            or(&|| no_room(book, &timeline, *item, window.start(), window.end()));
            or(&|| rising.get(item).cloned());
            or(&|| out_of_pace(book, &timeline, *item, window));
            or(&|| half_of_all(book, &timeline, *item, window));
            or(&|| climbing.get(item).cloned());
            let Some(proof) = proof else { continue };
            if proof.severity < Severity::WorthALook {
                settled.push(*item);
            }
            let mut claims = vec![*item];
            claims.extend(proof.others);
            findings.push(Finding {
                rule: Rule::RunningTotalAsPeriod,
                severity: proof.severity,
                claims: book.ids(&claims),
                message: saying!(
                    "audit-running-total",
                    who = who(book, *item),
                    number = printed(book, *item),
                    days = window,
                    sure =
                        Said::Word(if proof.severity == Severity::Proved { "is" } else { "fits" }),
                    since = since(proof.since)
                ),
                proposal: Some(as_total(proof.since)),
                proof: proof.text,
                hypothesis: Some(Hypothesis {
                    claim: book.id(*item),
                    total: Some(counts_from(proof.since)),
                    value: None,
                }),
            });
        }
    }
    for item in settled {
        book.items[item].settled = true;
    }
}

/// That a number is a running total, and how it shows.
#[derive(Debug, Clone)]
struct Proof {
    since: Date,
    text: Saying,
    others: Vec<usize>,
    severity: Severity,
}

/// Two numbers of so many digits that agree are one number.
const FIVE_DIGITS: f64 = 10_000.0;

/// How sure an equation to the last person is: five digits do not agree by chance, whoever prints
/// them.
fn of_equation(book: &Book, item: usize) -> Severity {
    let entry = &book.items[item];
    if entry.is_exact() && entry.value() >= FIVE_DIGITS {
        Severity::Proved
    } else {
        book.contradiction(&[item])
    }
}

/// Running totals, and counts of long periods, to the last person, by number.
type Printed = FxHashMap<u64, Vec<usize>>;

fn printed_totals(book: &Book) -> Printed {
    let mut found = Printed::default();
    for (item, entry) in book.items.iter().enumerate() {
        let long = entry.window().is_some_and(|window| window.days() > 7);
        if entry.end.is_some()
            && (entry.is_total() || long)
            && entry.is_exact()
            && entry.group == Group::All
            && entry.value() >= FIVE_DIGITS
        {
            found.entry(entry.value() as u64).or_default().push(item);
        }
    }
    found
}

/// The very number of somebody's running total, or of a period several times as long: also where
/// this report leaves out by which crossing, or who counted, or is a day off.
fn same_number(book: &Book, totals: &Printed, item: usize, window: Window) -> Option<Proof> {
    let entry = &book.items[item];
    let what = &book.series[entry.series].what;
    if !entry.is_exact() || entry.value() < FIVE_DIGITS {
        return None;
    }
    let off = |total: usize| {
        let end = book.items[total].end.unwrap_or(window.end());
        (end - window.end()).get_days().abs()
    };
    let fits = |total: &usize| {
        let other = &book.items[*total];
        let longer = match other.window() {
            Some(long) => {
                long.start() < window.start() && long.days() >= window.days().saturating_mul(3)
                    || other.is_total() && long.start() < window.start() && off(*total) == 0
            }
            None => other.is_total(),
        };
        longer && off(*total) <= 2 && what.may_be(&book.series[other.series].what)
    };
    let among = totals.get(&(entry.value() as u64))?;
    // Of a number that is told again and again the first times will do.
    let total =
        among.iter().take(64).copied().filter(|t| *t != item && fits(t)).min_by_key(|t| off(*t))?;
    let (start, end) = (book.items[total].start.unwrap_or(UNSAID), book.items[total].end?);
    Some(Proof {
        since: start,
        text: saying!(
            "audit-running-total-same-proof",
            number = printed(book, item),
            since = since(start),
            day = end
        ),
        others: vec![total],
        severity: if off(total) == 0 && start != UNSAID {
            Severity::Proved
        } else {
            Severity::Likely
        },
    })
}

/// Runs of three days and more, each with more people than the one before, at most a day left out
/// between.
fn climbs(book: &Book, timeline: &Timeline) -> Vec<Vec<Dated>> {
    let mut runs: Vec<Vec<Dated>> = Vec::new();
    for (day, item) in &timeline.days {
        let entry = &book.items[*item];
        if !entry.is_fine() || entry.value() < TELLING {
            continue;
        }
        let goes_on = runs.last().and_then(|run| run.last()).is_some_and(|(before, last)| {
            (1..=2).contains(&(*day - *before).get_days())
                && entry.value() > book.items[*last].value()
        });
        match runs.last_mut().filter(|_| goes_on) {
            Some(run) => run.push((*day, *item)),
            None => runs.push(vec![(*day, *item)]),
        }
    }
    runs.retain(|run| run.len() >= 3);
    runs
}

/// Days that only rise, and together are more than the total that they are in: they were added up
/// already. The last of them is no more than that total.
fn rising_days(
    book: &Book,
    timeline: &Timeline,
    runs: &[Vec<Dated>],
) -> std::collections::BTreeMap<usize, Proof> {
    let mut found = std::collections::BTreeMap::new();
    for run in runs {
        let (first_day, last_day) = (run[0].0, run[run.len() - 1].0);
        let values: Vec<f64> = run.iter().map(|(_, item)| book.items[*item].value()).collect();
        let sum: f64 = values.iter().sum();
        let (last, lowest) = (values[values.len() - 1], values[0]);
        let whole = timeline.totals.iter().filter(|(start, _)| *start < first_day).find_map(
            |(start, list)| {
                // Busy days, of which one is wrong, do not each hold a third of all there were.
                let fits = |(_, total): &&(Date, usize)| {
                    let bounds = book.items[*total].bounds;
                    last <= bounds.hi && lowest * 3.0 > bounds.hi && sum > bounds.hi
                };
                let near = |(end, _): &&(Date, usize)| (*end - last_day).get_days() <= 7;
                let (_, total) = split(list, last_day).1.iter().take_while(near).find(fits)?;
                Some((*start, *total))
            },
        );
        let Some((start, total)) = whole else { continue };
        let climbing: Vec<usize> = run.iter().map(|(_, item)| *item).collect();
        let text = saying!(
            "audit-running-total-rising-proof",
            days = sum_of(book, &climbing),
            sum = reckoned(sum),
            count = run.len(),
            total = printed(book, total),
            since = since(start)
        );
        let mut everyone = climbing;
        everyone.push(total);
        let document = &book.items[total].claim.document;
        let one_report = everyone.iter().all(|i| book.items[*i].claim.document == *document);
        // Nor do two bodies that count at one gate differ by twice.
        let severity = if one_report || sum > 2.0 * book.items[total].bounds.hi {
            Severity::Proved
        } else {
            book.contradiction(&everyone)
        };
        for (_, item) in run {
            let others = everyone.iter().copied().filter(|other| other != item).collect();
            found.insert(*item, Proof { since: start, text: text.clone(), others, severity });
        }
    }
    found
}

/// Odds above these make it likely that days which only climb are running totals, or worth a look.
const LIKELY_ODDS: f64 = 3.0;
const LOOK_ODDS: f64 = 0.5;

/// Days that only climb, and no total is known that would say whether they are counts of days:
/// their steps do, see [`odds_of_totals`].
fn climbing_days(
    book: &Book,
    timeline: &Timeline,
    runs: &[Vec<Dated>],
    border: bool,
) -> std::collections::BTreeMap<usize, Proof> {
    let mut found = std::collections::BTreeMap::new();
    for run in runs {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        // A total that has room for all of them says that they are days; one that has not is
        // another proof's.
        let held = timeline
            .totals
            .iter()
            .any(|(start, list)| *start <= first.0 && !split(list, last.0).1.is_empty());
        if held {
            continue;
        }
        let days: Vec<(Date, f64)> =
            run.iter().map(|(day, item)| (*day, book.items[*item].value())).collect();
        let odds = odds_of_totals(&days, border);
        let severity = match odds {
            odds if odds > LIKELY_ODDS => Severity::Likely,
            odds if odds > LOOK_ODDS => Severity::WorthALook,
            _ => continue,
        };
        let steps = days.windows(2).map(|pair| reckoned(pair[1].1 - pair[0].1));
        let text = saying!(
            "audit-running-total-climbing-proof",
            days = listed(run.iter().map(|(_, item)| printed(book, *item))),
            steps = listed(steps),
            odds = reckoned(odds.clamp(1.0, 1000.0).round())
        );
        for (_, item) in run {
            let others = run.iter().map(|(_, i)| *i).filter(|other| other != item).collect();
            found.insert(*item, Proof { since: UNSAID, text: text.clone(), others, severity });
        }
    }
    found
}

/// A claim, under its last day.
type Dated = (Date, usize);

/// Totals that end before a day, and those that end on it or later.
fn split(list: &[Dated], day: Date) -> (&[Dated], &[Dated]) {
    list.split_at(list.partition_point(|(end, _)| *end < day))
}

/// So many times busier than the busiest interval known is another count.
const OUT_OF_PACE: f64 = 3.0;
/// So many times busier is worth a look.
const BUSY: f64 = 1.5;

/// No later total says so, but: as a count of its window its days would have had to be several
/// times as busy as any before, and as a running total it goes on from the last one.
fn out_of_pace(book: &Book, timeline: &Timeline, item: usize, window: Window) -> Option<Proof> {
    let entry = &book.items[item];
    for (start, list) in &timeline.totals {
        if *start >= window.start() || *start == UNSAID {
            continue;
        }
        let usable =
            |total: &&(Date, usize)| total.1 != item && book.items[total.1].bounds.hi.is_finite();
        let (earlier, later) = split(list, window.end());
        if later.iter().any(|total| usable(&total)) {
            continue;
        }
        let before = split(earlier, window.start()).0.iter().rev().find(usable);
        let last = earlier.iter().rev().find(usable);
        let Some((last_day, last)) = last else { continue };
        let left = f64::from((window.end() - *last_day).get_days());
        let stands = entry.bounds.lo >= book.items[*last].bounds.lo * 0.98;
        if !stands || !entry.bounds.hi.is_finite() || left > 7.0 {
            continue;
        }
        let Some((before_day, before)) = before else {
            if let Some(proof) = goes_on(book, (*start, *last_day, *last), item, window) {
                return Some(proof);
            }
            continue;
        };
        let (low, high) = (book.items[*before].bounds, book.items[*last].bounds);
        let length = f64::from((*before_day - *start).get_days() + 1);
        let between = f64::from((*last_day - *before_day).get_days());
        let usual = if between > 0.0 { (high.hi - low.lo) / between } else { 0.0 };
        let usual = usual.max(low.hi / length);
        if entry.bounds.hi < high.lo || entry.bounds.lo <= usual * BUSY {
            continue;
        }
        let known_days = timeline
            .days
            .iter()
            .filter(|(_, d)| *d != item)
            .map(|(_, d)| book.items[*d].bounds.hi)
            .filter(|v| v.is_finite());
        let usual = known_days.fold(usual, f64::max);
        // What the days since the last total must have counted, by either reading: those that
        // are known count for what they are.
        let begin = window.start().yesterday().unwrap_or(window.start()).max(*last_day);
        let from = timeline.days.partition_point(|(day, _)| *day <= begin);
        let mut known: Vec<(Date, usize)> = timeline.days[from..]
            .iter()
            .copied()
            .take_while(|(day, _)| *day <= window.end())
            .filter(|(_, d)| *d != item && book.items[*d].bounds.hi.is_finite())
            .collect();
        known.dedup_by_key(|(day, _)| *day);
        let counted: f64 = known.iter().map(|(_, d)| book.items[*d].bounds.hi).sum();
        let unknown = f64::from((window.end() - begin).get_days()) - known.len() as f64;
        let so_far = if *last_day >= window.start() { high.hi - low.lo } else { 0.0 };
        let as_window = (entry.bounds.lo - so_far - counted) / unknown.max(0.5);
        let as_sum = (entry.bounds.lo - high.hi) / left;
        let as_total = entry.bounds.hi >= high.lo && as_sum <= usual * 1.5;
        if usual <= 0.0 || !as_total || as_window <= BUSY * usual {
            continue;
        }
        let text = saying!(
            "audit-running-total-pace-proof",
            total = printed(book, *last),
            day = *last_day,
            days = window,
            needed = reckoned(as_window.round()),
            less = reckoned(as_sum.max(0.0).round()),
            usual = reckoned(usual.round())
        );
        return Some(Proof {
            since: *start,
            text,
            others: vec![*last, *before],
            severity: if as_window > OUT_OF_PACE * usual {
                Severity::Likely
            } else {
                Severity::WorthALook
            },
        });
    }
    None
}

/// Nothing is known of the days before the window, but the number is what the running total must
/// have come to: a few days on from the last one, at about its pace.
fn goes_on(
    book: &Book,
    (start, last_day, last): (Date, Date, usize),
    item: usize,
    window: Window,
) -> Option<Proof> {
    let (entry, high) = (&book.items[item], book.items[last].bounds);
    let elapsed = f64::from((window.start() - start).get_days());
    let left = f64::from((window.end() - last_day).get_days());
    let pace = high.hi / f64::from((last_day - start).get_days().max(1));
    let fits = entry.value() >= FIVE_DIGITS
        && window.days() >= 5
        && elapsed >= 2.0 * window.days() as f64
        && left <= 4.0
        && entry.bounds.lo >= high.lo
        && entry.bounds.lo - high.hi <= left * pace * 2.0;
    fits.then(|| Proof {
        since: start,
        text: saying!(
            "audit-running-total-goes-on-proof",
            total = printed(book, last),
            since = since(start),
            day = last_day,
            pace = reckoned(pace.round()),
            number = printed(book, item)
        ),
        others: vec![last],
        severity: Severity::WorthALook,
    })
}

/// A tenth of the days, or less, would hold most of the people there were in all.
fn half_of_all(book: &Book, timeline: &Timeline, item: usize, window: Window) -> Option<Proof> {
    let entry = &book.items[item];
    for (start, list) in &timeline.totals {
        let elapsed = (window.start() - *start).get_days();
        if *start == UNSAID || elapsed < 20 || window.days() * 10 > elapsed as usize {
            continue;
        }
        let usable =
            |total: &&(Date, usize)| total.1 != item && book.items[total.1].bounds.hi.is_finite();
        if split(list, window.start()).0.iter().any(|total| usable(&total)) {
            continue;
        }
        let Some((end, total)) = split(list, window.end()).1.iter().find(usable) else { continue };
        let bounds = book.items[*total].bounds;
        let near = (*end - window.end()).get_days() <= 7;
        if !near || entry.bounds.lo * 2.0 <= bounds.hi || entry.bounds.lo > bounds.hi {
            continue;
        }
        return Some(Proof {
            since: *start,
            text: saying!(
                "audit-running-total-most-proof",
                number = printed(book, item),
                total = printed(book, *total),
                since = since(*start),
                day = *end,
                days = window
            ),
            others: vec![*total],
            severity: Severity::Likely,
        });
    }
    None
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
        // Totals of which nobody says since when may begin with this window.
        if *start >= first || *start == UNSAID {
            continue;
        }
        let at = |day: Date| {
            let from = list.partition_point(|(d, _)| *d < day);
            list[from..].iter().take_while(move |(d, _)| *d == day).map(|(_, item)| *item)
        };
        if let Some(total) =
            at(end).find(|t| book.items[*t].is_exact() && book.items[*t].value() == value)
        {
            let text = saying!(
                "audit-running-total-same-proof",
                number = printed(book, item),
                since = since(*start),
                day = end
            );
            let severity = of_equation(book, item);
            return Some(Proof { since: *start, text, others: vec![total], severity });
        }
        // It and the next day make the next total.
        for total in at(next).filter(|t| book.items[*t].is_exact()) {
            let found = timeline.on(next).find(|d| {
                book.items[*d].is_exact()
                    && value + book.items[*d].value() == book.items[total].value()
            });
            if let Some(following) = found {
                let text = saying!(
                    "audit-running-total-next-proof",
                    before = printed(book, item),
                    day = printed(book, following),
                    after = printed(book, total)
                );
                let severity = of_equation(book, item);
                return Some(Proof {
                    since: *start,
                    text,
                    others: vec![following, total],
                    severity,
                });
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
                    let text = saying!(
                        "audit-running-total-next-proof",
                        before = printed(book, total),
                        day = printed(book, own),
                        after = printed(book, item)
                    );
                    let severity = of_equation(book, item);
                    return Some(Proof { since: *start, text, others: vec![total, own], severity });
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
        let (earlier, _) = split(list, first);
        let (until, later) = split(list, end);
        let before = earlier.iter().rev().find(usable);
        let after = later.iter().filter(usable).find(|(_, t)| book.items[*t].bounds.hi.is_finite());
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
            && later
                .iter()
                .take_while(|(day, _)| *day == end)
                .chain(until.iter().rev())
                .find(usable)
                .is_none_or(|(_, t)| entry.bounds.hi >= book.items[*t].bounds.lo);
        if !fits {
            continue;
        }
        let text = saying!(
            "audit-running-total-room-proof",
            before = printed(book, *before),
            first = *before_day,
            after = printed(book, *after),
            last = *after_day,
            room = reckoned(book.items[*after].value() - book.items[*before].value()),
            number = printed(book, item)
        );
        let severity = book.contradiction(&[item, *before, *after]);
        return Some(Proof { since: *start, text, others: vec![*before, *after], severity });
    }
    None
}

/// Proves: the later total, or the earlier, is wrong, since people who crossed stay counted.
/// Assumes that the count was not revised; a change of method that is told of is another rule's.
/// Case: Rohingya refugees, 688,000 and later 671,000.
pub(crate) fn falls(book: &mut Book, events: &[Event], findings: &mut Vec<Finding>) {
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
                let (first, last) = ((*other_day).min(*end), (*other_day).max(*end));
                // A count of the day before stands a day earlier at most.
                let loose = entry.loose || book.items[*other].loose;
                if loose && (last - first).get_days() <= 1
                    || breaks::changed_between(book, series, events, first, last)
                {
                    continue;
                }
                settled.push(*item);
                let (early, late) = if other_day < end { (*other, *item) } else { (*item, *other) };
                findings.push(Finding {
                    rule: Rule::TotalFalls,
                    severity: book.contradiction(&[*item, *other]),
                    claims: book.ids(&[*item, *other]),
                    message: saying!(
                        "audit-total-falls",
                        who = who(book, *item),
                        before = printed(book, early),
                        after = printed(book, late)
                    ),
                    proposal: None,
                    proof: saying!(
                        "audit-total-falls-proof",
                        before = printed(book, early),
                        first = first,
                        after = printed(book, late),
                        last = last
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
pub(crate) fn differences(book: &Book, events: &[Event], findings: &mut Vec<Finding>) {
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        for (_, list) in &timeline.totals {
            // One total for each day.
            let mut list: Vec<(Date, usize)> = list
                .iter()
                .copied()
                .filter(|(_, item)| book.items[*item].is_fine() && !book.items[*item].claim.partial)
                .collect();
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
                let (a, b) = (book.known(first), book.known(last));
                if sum.plus(book.items[first].bounds).meets(book.items[last].bounds)
                    || fits_a_day_off(book, &timeline, pair)
                    || breaks::changed_between(book, series, events, first_day, last_day)
                {
                    continue;
                }
                let exact = sum.is_exact();
                let sum: f64 = between.iter().map(|i| book.known(*i)).sum();
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
                        message: saying!(
                            "audit-definition-change",
                            who = who(book, last),
                            parts = reckoned(parts.lo),
                            whole = known(book, first),
                            besides = reckoned((a - parts.lo).abs())
                        ),
                        proposal: None,
                        proof: saying!(
                            "audit-definition-change-proof",
                            parts = reckoned(parts.lo),
                            days = sum_of(book, &between),
                            after = known(book, last),
                            whole = known(book, first)
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
                    severity: book.contradiction(&claims),
                    claims: book.ids(&claims),
                    message: saying!(
                        "audit-total-difference",
                        who = who(book, last),
                        first = first_day,
                        last = last_day,
                        rise = reckoned((b - a).abs()),
                        sum = reckoned(sum)
                    ),
                    proposal: None,
                    proof: saying!(
                        "audit-total-difference-proof",
                        before = known(book, first),
                        days = sum_of(book, &between),
                        sum = reckoned(a + sum),
                        after = known(book, last)
                    ),
                    hypothesis: None,
                });
            }
        }
    }
}

/// Whether two totals agree with the days between when one that does not say its last day is
/// taken to be of the day before.
fn fits_a_day_off(book: &Book, timeline: &Timeline, pair: &[(Date, usize)]) -> bool {
    let ends = |(end, item): (Date, usize)| {
        let before = end.yesterday().ok().filter(|_| book.items[item].loose);
        [Some(end), before].into_iter().flatten()
    };
    let (low, high) = (book.items[pair[0].1].bounds, book.items[pair[1].1].bounds);
    ends(pair[0]).any(|first| {
        ends(pair[1]).any(|last| {
            first >= last
                || book
                    .days_between(timeline, first, last)
                    .is_none_or(|(sum, _)| sum.plus(low).meets(high))
        })
    })
}

/// So many times faster than any interval near it is no surge.
const JUMP: f64 = 10.0;
/// So many times faster is worth a look.
const STEEP: f64 = 3.0;

/// Makes likely, or asks to look when it is less steep: a running total rises between two reports
/// so much faster than in the intervals around, and on average before, that it is not the same
/// count, with no day reported that would explain it. Assumes that surges are told of. Of each
/// series only the steepest. Case: Rohingya, 164,000 to 270,000 in a day.
pub(crate) fn jumps(book: &Book, findings: &mut Vec<Finding>) {
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        for (start, list) in &timeline.totals {
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
            let mut steepest: Option<(f64, Finding)> = None;
            for (index, (low, _)) in rates.iter().enumerate() {
                let near = index.saturating_sub(4)..rates.len().min(index + 5);
                let mut others: Vec<f64> =
                    near.filter(|i| *i != index).map(|i| rates[i].1).collect();
                let [(first_day, first), (last_day, last)] = [list[index], list[index + 1]];
                // On average from the first day to the earlier total.
                if *start != UNSAID {
                    let length = f64::from((first_day - *start).get_days() + 1);
                    others.push(book.items[first].bounds.hi / length.max(1.0));
                }
                let fastest = others.iter().copied().fold(0.0, f64::max);
                let from = timeline.days.partition_point(|(d, _)| *d <= first_day);
                let told = timeline.days[from..]
                    .iter()
                    .take_while(|(d, _)| *d <= last_day)
                    .any(|(_, item)| book.items[*item].bounds.hi >= low / 2.0);
                let before = book.items[first].bounds.hi;
                let rise = book.items[last].bounds.lo - before;
                // Beginnings are steep, and small steps are noise.
                let large = rise >= TELLING && rise >= before * 0.15 && before >= TELLING;
                if others.len() < 2 || fastest < 1.0 || *low <= STEEP * fastest || !large || told {
                    continue;
                }
                let steep = *low / fastest;
                if steepest.as_ref().is_some_and(|(known, _)| *known >= steep) {
                    continue;
                }
                let finding = Finding {
                    rule: Rule::UnexplainedJump,
                    severity: if steep > JUMP && others.len() > 3 {
                        Severity::Likely
                    } else {
                        Severity::WorthALook
                    },
                    claims: book.ids(&[last, first]),
                    message: saying!(
                        "audit-unexplained-jump",
                        who = who(book, last),
                        rise = reckoned(book.items[last].value() - book.items[first].value()),
                        first = first_day,
                        last = last_day
                    ),
                    proposal: None,
                    proof: saying!(
                        "audit-unexplained-jump-proof",
                        steep = reckoned(low.round()),
                        usual = reckoned(fastest.round())
                    ),
                    hypothesis: None,
                };
                steepest = Some((steep, finding));
            }
            findings.extend(steepest.map(|(_, finding)| finding));
        }
    }
}

/// Proves: a count of several days and the counts of each of them cannot all be right; or the days
/// that are known are already more than the whole. Assumes that all count the same people. Case:
/// weekly sheets of a border post beside its daily ones; press totals beside the sum of their days
/// (Poland, February 2022: 31,200, 47,500, 77,300 ...).
pub(crate) fn spans(book: &Book, events: &[Event], findings: &mut Vec<Finding>) {
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        let windows = windows_by_start(book, series);
        let days = counted(book, &timeline);
        for item in &book.series[series].items {
            let entry = &book.items[*item];
            let Some(window) = entry.window() else { continue };
            if window.days() < 2
                || entry.settled
                || entry.loose
                || entry.claim.partial
                || entry.group != Group::All
                || entry.claim.same_as.is_some()
                || !entry.bounds.hi.is_finite()
            {
                continue;
            }
            let (first, last) = (window.start(), window.end());
            let changed = breaks::changed_between(book, series, events, first, last);
            let found = between_totals(book, &timeline, *item, window)
                .filter(|_| !changed)
                .or_else(|| more_than_all(book, &days, *item, window))
                .or_else(|| months_of(book, &windows, *item, window));
            findings.extend(found);
        }
    }
}

/// A day, a claim of it, and the sum of all days up to it.
type Counted = (Date, usize, Bounds);

/// The days of a series with their running sum. Days without an upper bound are left out: no sum
/// with one of them has an end.
fn counted(book: &Book, timeline: &Timeline) -> Vec<Counted> {
    let mut sum = Bounds::exactly(0.0);
    let mut days: Vec<Counted> = Vec::with_capacity(timeline.days.len());
    for (day, item) in &timeline.days {
        let bounds = book.items[*item].loosened();
        let again = days.last().is_some_and(|(last, ..)| last == day);
        if !again && bounds.hi.is_finite() {
            sum = sum.plus(bounds);
            days.push((*day, *item, sum));
        }
    }
    days
}

/// Of the days of a sum so many are written out at most.
const SHOWN_DAYS: usize = 31;

/// The days of a window, as far as they are known, are more than the whole of it, or, when all of
/// them are, less.
fn more_than_all(book: &Book, days: &[Counted], item: usize, window: Window) -> Option<Finding> {
    let entry = &book.items[item];
    let from = days.partition_point(|(day, ..)| *day < window.start());
    let until = days.partition_point(|(day, ..)| *day <= window.end());
    let before = from.checked_sub(1).map_or(Bounds::exactly(0.0), |at| days[at].2);
    let upto = until.checked_sub(1).map_or(Bounds::exactly(0.0), |at| days[at].2);
    let sum = Bounds { lo: upto.lo - before.lo, hi: upto.hi - before.hi };
    let length = until - from;
    let complete = length == window.days();
    let whole = entry.loosened();
    if length == 0 || sum.meets(whole) || sum.hi < whole.lo && !complete {
        return None;
    }
    let days: Vec<usize> = days[from..until].iter().map(|(_, item, _)| *item).collect();
    if let [day] = days[..] {
        return Some(Finding {
            rule: Rule::PartOverWhole,
            severity: book.contradiction(&[day, item]),
            claims: book.ids(&[day, item]),
            message: saying!(
                "audit-part-over-whole-day",
                who = who(book, day),
                part = printed(book, day),
                whole = printed(book, item),
                days = window
            ),
            proposal: None,
            proof: saying!(
                "audit-more-proof",
                number = printed(book, day),
                whole = printed(book, item)
            ),
            hypothesis: None,
        });
    }
    let total: f64 = days.iter().map(|d| book.items[*d].value()).sum();
    let than = Said::Word(if sum.lo > whole.hi && !complete { "more" } else { "not" });
    let mut claims = vec![item];
    claims.extend(&days);
    Some(Finding {
        rule: Rule::PartsTotal,
        severity: book.contradiction(&claims),
        claims: book.ids(&claims),
        message: if complete {
            saying!(
                "audit-parts-total-days",
                who = who(book, item),
                whole = printed(book, item),
                days = window,
                sum = reckoned(total),
            )
        } else {
            saying!(
                "audit-parts-total-some-days",
                who = who(book, item),
                whole = printed(book, item),
                days = window,
                sum = reckoned(total),
                count = days.len(),
            )
        },
        proposal: None,
        proof: if days.len() > SHOWN_DAYS {
            saying!(
                "audit-parts-total-many-days-proof",
                parts = sum_of(book, &days[..SHOWN_DAYS]),
                count = days.len(),
                sum = reckoned(total),
                than = than,
                whole = printed(book, item),
            )
        } else {
            saying!(
                "audit-parts-total-days-proof",
                parts = sum_of(book, &days),
                sum = reckoned(total),
                than = than,
                whole = printed(book, item),
            )
        },
        hypothesis: None,
    })
}

/// Counts of periods by their first day, the longest last.
type Windows = FxHashMap<Date, Vec<(usize, usize)>>;

fn windows_by_start(book: &Book, series: usize) -> Windows {
    let mut windows = Windows::default();
    for item in &book.series[series].items {
        let entry = &book.items[*item];
        let Some(window) = entry.window() else { continue };
        // Running totals are held against each other by their differences.
        let plain = entry.group == Group::All
            && !entry.total
            && !entry.settled
            && !entry.loose
            && !entry.claim.partial
            && entry.claim.same_as.is_none();
        if plain {
            windows.entry(window.start()).or_default().push((window.days(), *item));
        }
    }
    for list in windows.values_mut() {
        list.sort_unstable();
    }
    windows
}

/// A count of a long period against those of the shorter ones, months or weeks, that fill it.
fn months_of(book: &Book, windows: &Windows, item: usize, window: Window) -> Option<Finding> {
    let entry = &book.items[item];
    if entry.total {
        return None;
    }
    let (mut next, mut parts) = (window.start(), Vec::new());
    while next <= window.end() {
        let left = ((window.end() - next).get_days() + 1) as usize;
        let list = windows.get(&next)?;
        let until = list.partition_point(|(days, _)| *days <= left.min(window.days() - 1));
        let (days, part) = *list[..until].last()?;
        parts.push(part);
        next = next.checked_add(jiff::Span::new().days(days as i64)).ok()?;
    }
    let sum =
        parts.iter().fold(Bounds::exactly(0.0), |sum, part| sum.plus(book.items[*part].loosened()));
    if parts.len() < 2 || sum.meets(entry.loosened()) {
        return None;
    }
    let total: f64 = parts.iter().map(|p| book.items[*p].value()).sum();
    let mut claims = vec![item];
    claims.extend(&parts);
    Some(Finding {
        rule: Rule::PartsTotal,
        severity: book.contradiction(&claims),
        claims: book.ids(&claims),
        message: saying!(
            "audit-parts-total-periods",
            who = who(book, item),
            whole = printed(book, item),
            days = window,
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
    })
}

/// A count of a period against the totals before it and at its end.
fn between_totals(
    book: &Book,
    timeline: &Timeline,
    item: usize,
    window: Window,
) -> Option<Finding> {
    let entry = &book.items[item];
    let before = window.start().yesterday().ok()?;
    for (start, list) in &timeline.totals {
        if *start >= window.start() {
            continue;
        }
        let at = |day: Date| {
            let from = list.partition_point(|(end, _)| *end < day);
            list[from..].iter().take_while(|(end, _)| *end == day).map(|(_, item)| *item).find(
                |total| {
                    let other = &book.items[*total];
                    *total != item
                        && !other.claim.partial
                        && !other.loose
                        && other.bounds.hi.is_finite()
                },
            )
        };
        let (Some(first), Some(last)) = (at(before), at(window.end())) else { continue };
        let rise = book.items[last].loosened().minus(book.items[first].loosened());
        if rise.meets(entry.loosened()) {
            return None;
        }
        let (a, b) = (book.known(first), book.known(last));
        return Some(Finding {
            rule: Rule::TotalDifference,
            severity: book.contradiction(&[item, last, first]),
            claims: book.ids(&[item, last, first]),
            message: saying!(
                "audit-total-difference-period",
                who = who(book, item),
                number = printed(book, item),
                days = window,
                rise = reckoned((b - a).abs())
            ),
            proposal: None,
            proof: saying!(
                "audit-total-difference-period-proof",
                after = known(book, last),
                before = known(book, first),
                rise = reckoned(b - a),
                number = printed(book, item)
            ),
            hypothesis: None,
        });
    }
    None
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
            let counted_back = entry.claim.found.is_counted_back()
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
                let (earlier, later) = split(list, window.end());
                let before = earlier.iter().rev().find(other);
                let after = later.iter().find(other);
                let Some((after_day, high)) = after else { continue };
                let (near_after, upper) =
                    ((*after_day - window.end()).get_days() <= 4, book.items[*high].bounds);
                let lower = match before {
                    Some((day, low)) if (window.end() - *day).get_days() <= 4 => Some((*day, *low)),
                    _ => None,
                };
                let floor = match lower {
                    Some((_, low)) => book.items[low].bounds.lo,
                    // No total just before: most of all that there were, in the shorter part.
                    None if *start != UNSAID
                        && (window.start() - *start).get_days() as usize >= window.days() =>
                    {
                        upper.lo * 0.7
                    }
                    None => continue,
                };
                if !near_after || entry.bounds.hi < floor || entry.bounds.lo > upper.hi {
                    continue;
                }
                let told: Vec<(Date, usize)> =
                    lower.into_iter().chain([(*after_day, *high)]).collect();
                let mut claims = vec![*item];
                claims.extend(told.iter().map(|(_, total)| *total));
                let totals = told.iter().map(|(end, total)| {
                    let number = printed(book, *total);
                    saying!("audit-loose-window-total", number = number, day = *end).into()
                });
                findings.push(Finding {
                    rule: Rule::LooseWindow,
                    severity: Severity::WorthALook,
                    claims: book.ids(&claims),
                    message: saying!(
                        "audit-loose-window",
                        who = who(book, *item),
                        number = printed(book, *item),
                        days = window,
                        since = since(*start)
                    ),
                    proposal: Some(as_total(*start)),
                    proof: saying!(
                        "audit-loose-window-proof",
                        since = since(*start),
                        totals = listed(totals)
                    ),
                    hypothesis: Some(Hypothesis {
                        claim: book.id(*item),
                        total: Some(counts_from(*start)),
                        value: None,
                    }),
                });
                break;
            }
        }
    }
}

/// Asks to look: one number is told since two days that are weeks apart. At most one of them can
/// be meant. Case: "since 15 September" and "since 3 October 2023" for the same 375,000.
pub(crate) fn two_starts(book: &Book, findings: &mut Vec<Finding>) {
    let mut told: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (item, entry) in book.items.iter().enumerate() {
        let value = entry.value();
        // Two digits agree by chance.
        let telling = value >= FIVE_DIGITS
            && entry.claim.rounding().is_some_and(|step| value / step >= 100.0);
        let counts_on = entry.claim.cumulative && entry.start.is_some_and(|start| start != UNSAID);
        if telling && counts_on && entry.group == Group::All && !entry.settled {
            told.entry(value as u64).or_default().push(item);
        }
    }
    let mut groups: Vec<Vec<usize>> = told.into_values().filter(|g| g.len() > 1).collect();
    groups.sort();
    for group in groups {
        let longest = group.iter().copied().min_by_key(|i| (book.items[*i].start, *i));
        let Some(longest) = longest else { continue };
        let whole = &book.items[longest];
        for item in group {
            let entry = &book.items[item];
            let (Some(start), Some(first)) = (entry.start, whole.start) else { continue };
            let near =
                entry.end.zip(whole.end).is_some_and(|(a, b)| (a - b).get_days().abs() <= 21);
            let what = &book.series[entry.series].what;
            if (start - first).get_days() < 7
                || !near
                || !what.is_flow_of_people()
                || !what.may_be(&book.series[whole.series].what)
            {
                continue;
            }
            findings.push(Finding {
                rule: Rule::LooseWindow,
                severity: Severity::WorthALook,
                claims: book.ids(&[item, longest]),
                message: saying!(
                    "audit-two-starts",
                    number = printed(book, item),
                    start = start,
                    first = first
                ),
                proposal: Some(as_total(first)),
                proof: saying!(
                    "audit-two-starts-proof",
                    words = words(book, item),
                    start = start,
                    other = words(book, longest),
                    first = first
                ),
                hypothesis: Some(Hypothesis {
                    claim: book.id(item),
                    total: Some(counts_from(first)),
                    value: None,
                }),
            });
        }
    }
}
