//! The same number where it should not be, and different numbers where one should be.

use claim::{Concept, Group, Kind, Measure};
use jiff::civil::Date;
use phrases::Said;
use rustc_hash::FxHashMap;

use crate::book::{Book, Item};
use crate::saying::{printed, reckoned, saying, who, words};
use crate::sums::{slip, word};
use crate::{Finding, Rule, Severity};

/// Numbers below this, and rounded ones, agree by chance.
const TELLING: f64 = 100.0;

/// Whether the number is precise enough to be recognised elsewhere.
fn telling(book: &Book, item: usize) -> bool {
    let entry = &book.items[item];
    entry.is_fine() && entry.value() >= TELLING
}

/// Proves, within a document, and makes likely, across, that one of two numbers is wrong: one
/// source gives two figures for the same people, place and days. Assumes that it did not revise
/// the first. Case: Torkham, 3 November 2023: 178 deportees, and 148; 11 November: 2,857 and 2,957.
pub(crate) fn two_figures(book: &Book, findings: &mut Vec<Finding>) {
    for series in &book.series {
        if !series.is_named() || series.what.via.is_empty() && series.what.from.is_none() {
            continue;
        }
        type Key = (Option<Date>, Option<Date>, bool, Group);
        let mut same: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
        for item in &series.items {
            let entry = &book.items[*item];
            let stock = entry.claim.measure == Measure::Stock;
            let dated = entry.end.is_some() && (stock || entry.start.is_some());
            if entry.settled
                || !dated
                || entry.loose
                || entry.claim.part_of.is_some() && entry.group == Group::All
                || entry.claim.partial
                || entry.claim.same_as.is_some()
                || matches!(entry.claim.measure, Measure::Share | Measure::Rate)
            {
                continue;
            }
            let key = (entry.start, entry.end, entry.total, entry.group);
            same.entry(key).or_default().push(*item);
        }
        let mut groups: Vec<Vec<usize>> = same.into_values().filter(|g| g.len() > 1).collect();
        groups.sort();
        for group in groups {
            // A report that tells one nation from another may tell them from all.
            let told: std::collections::BTreeSet<Option<&str>> = group
                .iter()
                .map(|item| book.items[*item].claim.population.nationality.as_deref())
                .collect();
            let nations = told.len() > 1;
            // Against the figure that most repeat; of equals the first published.
            let reference = group
                .iter()
                .copied()
                .max_by_key(|item| {
                    let meets =
                        |other: &&usize| book.items[**other].bounds.meets(book.items[*item].bounds);
                    (group.iter().filter(meets).count(), std::cmp::Reverse(*item))
                })
                .unwrap_or(group[0]);
            for item in group {
                let (a, b) = (&book.items[item], &book.items[reference]);
                // Of all who crossed, the nationals are some.
                let nation = |e: &Item<'_>| e.claim.population.nationality.clone();
                if a.loosened().meets(b.loosened()) || nation(a) != nation(b) && nations {
                    continue;
                }
                let one_document = a.claim.document == b.claim.document;
                findings.push(Finding {
                    rule: Rule::TwoFigures,
                    // In running text a number half as large is sooner of a part, or of other
                    // days, that went unread.
                    severity: if !alike(a, b) || in_one_sentence(a, b) {
                        Severity::WorthALook
                    } else if one_document {
                        book.contradiction(&[item, reference])
                    } else {
                        Severity::Likely
                    },
                    claims: book.ids(&[item, reference]),
                    message: saying!(
                        "audit-two-figures",
                        who = who(book, item),
                        number = printed(book, item),
                        other = printed(book, reference),
                        days = a
                            .window()
                            .map_or_else(|| saying!("audit-two-figures-same").into(), Said::from),
                        slip = word(slip(a.value(), b.value()))
                    ),
                    proposal: None,
                    proof: saying!(
                        "audit-two-figures-proof",
                        number = printed(book, item),
                        other = printed(book, reference)
                    ),
                    hypothesis: None,
                });
            }
        }
    }
}

/// Whether two numbers of running text stand so near that the second is sooner of some of the first:
/// "3,817 people, 3,452 of them women and children".
fn in_one_sentence(a: &Item<'_>, b: &Item<'_>) -> bool {
    const NEAR: usize = 100;
    let (x, y) = (a.claim.span, b.claim.span);
    let apart = x[0].max(y[0]).saturating_sub(x[1].min(y[1]));
    a.claim.document == b.claim.document && !is_row(a) && !is_row(b) && apart <= NEAR
}

/// Whether a number is of a table, and not of running text.
fn is_row(item: &Item<'_>) -> bool {
    item.claim.found.from_row
}

/// Whether two numbers can be two tries at one: rows of tables say what they are of.
fn alike(a: &Item<'_>, b: &Item<'_>) -> bool {
    let (x, y) = (a.value(), b.value());
    is_row(a) && is_row(b) || x.max(y) <= 1.5 * x.min(y) || slip(x, y).is_some()
}

/// Makes likely: the first number of a report, its headline, fits none of the numbers below that
/// could be the same. Assumes that a headline is the first hundred characters. Case: "104,000" in
/// a headline over "more than 100,000", which fits, and over others that do not.
pub(crate) fn headlines(book: &Book, findings: &mut Vec<Finding>) {
    let mut documents: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (item, entry) in book.items.iter().enumerate() {
        let what = &book.series[entry.series].what;
        if what.is_flow_of_people() && entry.group == Group::All && !entry.claim.partial {
            documents.entry(entry.claim.document.as_str()).or_default().push(item);
        }
    }
    let mut documents: Vec<Vec<usize>> = documents.into_values().collect();
    documents.sort();
    for items in documents {
        let Some(head) = items
            .iter()
            .copied()
            .filter(|item| book.items[*item].claim.span[0] < 120)
            .min_by_key(|item| book.items[*item].claim.span[0])
        else {
            continue;
        };
        let headline = &book.items[head];
        // A headline leaves out days and crossings.
        if headline.claim.start.is_some() && headline.claim.start_stated {
            continue;
        }
        let way = &book.series[headline.series].what;
        let below: Vec<usize> = items
            .iter()
            .copied()
            .filter(|item| {
                let entry = &book.items[*item];
                let what = &book.series[entry.series].what;
                entry.claim.span[0] > headline.claim.span[1] + 20
                    && (what.is_crossing() == way.is_crossing())
                    && (way.via.is_empty() || what.via == way.via)
                    && (way.from.is_none() || what.from.is_none() || what.from == way.from)
                    && (way.to.is_none() || what.to.is_none() || what.to == way.to)
            })
            .collect();
        let fits = below.iter().any(|item| book.items[*item].bounds.meets(headline.bounds));
        let close = below
            .iter()
            .copied()
            .filter(|item| {
                let ratio = book.items[*item].value() / headline.value();
                (0.5..=2.0).contains(&ratio)
                    || slip(headline.value(), book.items[*item].value()).is_some()
            })
            .min_by(|a, b| {
                let apart = |i: usize| (book.items[i].value() / headline.value()).ln().abs();
                apart(*a).total_cmp(&apart(*b))
            });
        let Some(body) = close.filter(|_| !fits) else { continue };
        findings.push(Finding {
            rule: Rule::HeadlineBody,
            severity: Severity::Likely,
            claims: book.ids(&[head, body]),
            message: saying!(
                "audit-headline-body",
                headline = printed(book, head),
                body = printed(book, body)
            ),
            proposal: None,
            proof: saying!(
                "audit-two-proof",
                first = words(book, head),
                second = words(book, body)
            ),
            hypothesis: None,
        });
    }
}

/// Makes likely: "6,000 by 07:00" was retold as the day's number. Asks to look, when a number was
/// printed on the very day and is far below the days around it, or when a part of a day stands
/// beside whole days and could be read as one. Assumes that the day went on. Case: Polish border
/// guard, spring 2022, figures by 07:00 printed as those of the day.
pub(crate) fn partial_days(book: &Book, findings: &mut Vec<Finding>) {
    let mut partial: FxHashMap<(Date, u64), Vec<usize>> = FxHashMap::default();
    for (item, entry) in book.items.iter().enumerate() {
        // "6,000 had come by 07:00" counts on, but not from an earlier day.
        let of_one_day = entry.claim.start.is_none() || entry.claim.start == entry.claim.end;
        if entry.claim.partial
            && of_one_day
            && entry.value() >= 20.0
            && let Some(end) = entry.end
        {
            partial.entry((end, entry.value() as u64)).or_default().push(item);
        }
    }
    let mut retold = std::collections::BTreeSet::new();
    for (item, entry) in book.items.iter().enumerate() {
        let Some(date) = entry.day() else { continue };
        let what = &book.series[entry.series].what;
        if !what.is_flow_of_people() || entry.settled {
            continue;
        }
        for part in partial.get(&(date, entry.value() as u64)).into_iter().flatten() {
            let other = &book.series[book.items[*part].series].what;
            if other.anywhere() != what.anywhere() && !other.may_be(what) {
                continue;
            }
            retold.insert(*part);
            findings.push(Finding {
                rule: Rule::PartialDay,
                severity: Severity::Likely,
                claims: book.ids(&[item, *part]),
                message: saying!(
                    "audit-partial-day",
                    who = who(book, item),
                    number = printed(book, item),
                    day = date,
                    hour = hour(book, *part)
                ),
                proposal: Some("partial=true".to_owned()),
                proof: saying!(
                    "audit-partial-day-proof",
                    words = words(book, *part),
                    hour = hour(book, *part)
                ),
                hypothesis: None,
            });
        }
    }
    beside_whole_days(book, &retold, findings);
}

/// "07:00", or that nobody says until when.
fn hour(book: &Book, item: usize) -> Said {
    match book.items[item].claim.as_of {
        Some(time) => time.strftime("%H:%M").to_string().into(),
        None => saying!("audit-hour-untold").into(),
    }
}

/// Parts of days that stand beside whole ones, and days that were printed before they were over.
fn beside_whole_days(
    book: &Book,
    retold: &std::collections::BTreeSet<usize>,
    findings: &mut Vec<Finding>,
) {
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        let near = |date: Date, item: usize| -> Vec<usize> {
            let from = timeline.days.partition_point(|(day, _)| (date - *day).get_days() > 7);
            timeline.days[from..]
                .iter()
                .take_while(|(day, _)| (*day - date).get_days() <= 7)
                .filter(|(day, other)| *other != item && *day != date)
                .map(|(_, other)| *other)
                .collect()
        };
        for item in &book.series[series].items {
            let entry = &book.items[*item];
            let claim = entry.claim;
            let of_one_day = claim.start.is_none() || claim.start == claim.end;
            let Some(date) = claim.end else { continue };
            if entry.settled || entry.group != Group::All || !of_one_day || entry.value() < 20.0 {
                continue;
            }
            let (message, proof, claims) = if claim.partial {
                let whole = near(date, *item);
                let Some(beside) = whole.last().filter(|_| !retold.contains(item)) else {
                    continue;
                };
                (
                    saying!(
                        "audit-partial-day-only",
                        who = who(book, *item),
                        number = printed(book, *item),
                        hour = hour(book, *item),
                        day = date,
                    ),
                    saying!(
                        "audit-partial-day-only-proof",
                        words = words(book, *item),
                        hour = hour(book, *item),
                        whole = printed(book, *beside),
                    ),
                    vec![*item, *beside],
                )
            } else {
                let printed_early = claim.published == Some(date) && entry.day().is_some();
                let whole = if printed_early { near(date, *item) } else { Vec::new() };
                let lowest = whole
                    .iter()
                    .map(|other| book.items[*other].bounds.lo)
                    .fold(f64::INFINITY, f64::min);
                if whole.len() < 2 || entry.bounds.hi >= lowest * 0.6 {
                    continue;
                }
                let mut claims = vec![*item];
                claims.extend(&whole);
                (
                    saying!(
                        "audit-partial-day-early",
                        who = who(book, *item),
                        number = printed(book, *item),
                        day = date,
                    ),
                    saying!(
                        "audit-partial-day-early-proof",
                        number = printed(book, *item),
                        day = date,
                        count = whole.len(),
                        lowest = reckoned(lowest.round()),
                    ),
                    claims,
                )
            };
            findings.push(Finding {
                rule: Rule::PartialDay,
                severity: Severity::WorthALook,
                claims: book.ids(&claims),
                message,
                proposal: (!claim.partial).then(|| "partial=true".to_owned()),
                proof,
                hypothesis: None,
            });
        }
    }
}

/// Makes likely: a number was told of the wrong direction: the same, to the last person, is told
/// of the other for the same days. Case: entries and exits of a border guard's bulletin exchanged.
pub(crate) fn directions(book: &mut Book, findings: &mut Vec<Finding>) {
    let mut swapped = Vec::new();
    let mut known: FxHashMap<(u64, Option<Date>, Option<Date>), Vec<usize>> = FxHashMap::default();
    for item in 0..book.items.len() {
        let entry = &book.items[item];
        let what = &book.series[entry.series].what;
        let digits = entry.claim.rounding().map_or(0.0, |step| entry.value() / step);
        if (telling(book, item) || digits >= 100.0 && entry.value() >= 1000.0)
            && what.is_flow_of_people()
            && what.is_crossing()
            && entry.group == Group::All
            && what.from.is_some()
            && what.to.is_some()
        {
            known.entry((entry.value() as u64, entry.start, entry.end)).or_default().push(item);
        }
    }
    let mut groups: Vec<Vec<usize>> = known.into_values().filter(|g| g.len() > 1).collect();
    groups.sort();
    for group in groups {
        for item in &group {
            let what = &book.series[book.items[*item].series].what;
            let reversed = what.reversed();
            let against: Vec<usize> = group
                .iter()
                .copied()
                .filter(|o| book.series[book.items[*o].series].what == reversed)
                .collect();
            let same =
                group.iter().filter(|o| book.series[book.items[**o].series].what == *what).count();
            // The one that fewer tell; of equals the one published later.
            let [other, ..] = against[..] else { continue };
            // Three digits are met by chance now and then.
            let certain = telling(book, *item)
                || book.items[*item]
                    .claim
                    .rounding()
                    .is_some_and(|step| book.items[*item].value() / step >= 1000.0);
            // Of equals the one that its own source contradicts, or else the one published later.
            let denied = |i: usize| contradicted(book, i);
            let later = match (denied(*item), denied(other)) {
                (true, false) => true,
                (false, true) => false,
                _ => {
                    (book.items[*item].claim.published, *item)
                        > (book.items[other].claim.published, other)
                }
            };
            if same > against.len() || same == against.len() && !later {
                continue;
            }
            if certain {
                swapped.push(*item);
            }
            findings.push(Finding {
                rule: Rule::DirectionSwapped,
                severity: if certain { Severity::Likely } else { Severity::WorthALook },
                claims: book.ids(&[*item, other]),
                message: saying!("audit-direction-swapped", number = printed(book, *item)),
                proposal: None,
                proof: saying!(
                    "audit-direction-swapped-proof",
                    from = what.from.as_deref().unwrap_or("?"),
                    to = what.to.as_deref().unwrap_or("?")
                ),
                hypothesis: None,
            });
        }
    }
    // Both numbers of a day exchanged are no chance, however few their digits.
    let mutual: Vec<usize> = findings
        .iter()
        .enumerate()
        .filter(|(_, f)| f.rule == Rule::DirectionSwapped && f.claims.len() == 2)
        .map(|(index, _)| index)
        .collect();
    let pair = |finding: &Finding| {
        let [a, b] = [0, 1].map(|at| {
            let item = book.by_id[finding.claims[at].as_str()];
            let claim = book.items[item].claim;
            let organisation = book.series[book.items[item].series].organisation.as_str();
            (book.items[item].start, book.items[item].end, (claim.document.as_str(), organisation))
        });
        let (x, y) = (a.2, b.2);
        (a.0, a.1, x.min(y), x.max(y))
    };
    type Pair<'p> = (Option<Date>, Option<Date>, (&'p str, &'p str), (&'p str, &'p str));
    let mut times: FxHashMap<Pair<'_>, usize> = FxHashMap::default();
    for index in &mutual {
        let key = pair(&findings[*index]);
        if key.2 != key.3 {
            *times.entry(key).or_default() += 1;
        }
    }
    let twice: Vec<usize> = mutual
        .into_iter()
        .filter(|index| times.get(&pair(&findings[*index])).is_some_and(|n| *n > 1))
        .collect();
    for index in twice {
        findings[index].severity = Severity::Likely;
    }
    for item in swapped {
        book.items[item].settled = true;
    }
}

/// Whether its own series has another number for the same window.
fn contradicted(book: &Book, item: usize) -> bool {
    let entry = &book.items[item];
    let items = &book.series[entry.series].items;
    let from = items.partition_point(|other| book.items[*other].end < entry.end);
    items[from..].iter().take_while(|other| book.items[**other].end == entry.end).any(|other| {
        let other = &book.items[*other];
        other.start == entry.start
            && other.group == entry.group
            && !other.claim.partial
            && !other.bounds.meets(entry.bounds)
    })
}

/// Makes likely: a number of the whole border was put down to one of its crossings: the same, to
/// the last person, is told of both. Case: a file of daily figures labelled Medyka that holds the
/// totals of the Polish-Ukrainian border, spring 2022.
pub(crate) fn routes(book: &Book, findings: &mut Vec<Finding>) {
    type Key = (u64, Option<Date>, Option<Date>, bool);
    let mut whole: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
    let counted = |item: usize| {
        let what = &book.series[book.items[item].series].what;
        telling(book, item)
            && book.items[item].value() >= 1000.0
            && what.is_flow_of_people()
            && what.is_crossing()
            && book.items[item].group == Group::All
    };
    let key = |item: usize| {
        let entry = &book.items[item];
        (entry.value() as u64, entry.start, entry.end, entry.claim.cumulative)
    };
    for item in (0..book.items.len()).filter(|item| counted(*item)) {
        let what = &book.series[book.items[item].series].what;
        if what.via.is_empty() && what.from.is_some() && what.to.is_some() {
            whole.entry(key(item)).or_default().push(item);
        }
    }
    for item in (0..book.items.len()).filter(|item| counted(*item)) {
        let what = &book.series[book.items[item].series].what;
        if what.via.len() != 1 {
            continue;
        }
        for route in whole.get(&key(item)).into_iter().flatten() {
            let other = &book.items[*route];
            if other.claim.document == book.items[item].claim.document
                || book.series[other.series].what != what.anywhere()
            {
                continue;
            }
            findings.push(Finding {
                rule: Rule::RouteAsCrossing,
                severity: Severity::Likely,
                claims: book.ids(&[item, *route]),
                message: saying!(
                    "audit-route-as-crossing",
                    number = printed(book, item),
                    crossing = &what.via[0]
                ),
                proposal: Some("via=".to_owned()),
                proof: saying!(
                    "audit-two-proof",
                    first = words(book, item),
                    second = words(book, *route)
                ),
                hypothesis: None,
            });
        }
    }
}

/// Makes likely: people who waited were retold as people who crossed: the same number, at the same
/// place, within two days. Assumes that the two are not equal by chance. Case: Torkham, 1 November
/// 2023: a queue of 28,000 retold as 28,000 crossings.
pub(crate) fn queues(book: &Book, findings: &mut Vec<Finding>) {
    let mut waiting: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (item, entry) in book.items.iter().enumerate() {
        if entry.claim.measure == Measure::Stock
            && matches!(entry.claim.kind, Kind::Stranded)
            && entry.value() >= TELLING
        {
            waiting.entry(entry.value() as u64).or_default().push(item);
        }
    }
    for (item, entry) in book.items.iter().enumerate() {
        let what = &book.series[entry.series].what;
        if !what.is_flow_of_people() || !what.is_crossing() || entry.claim.cumulative {
            continue;
        }
        for queue in waiting.get(&(entry.value() as u64)).into_iter().flatten() {
            let other = book.items[*queue].claim;
            let place = other.via.iter().any(|via| what.via.contains(via))
                || other.at.as_ref().is_some_and(|at| what.via.contains(at));
            let near = entry.end.zip(other.end).is_some_and(|(a, b)| (a - b).get_days().abs() <= 2);
            if place && near && other.document != entry.claim.document {
                findings.push(Finding {
                    rule: Rule::QueueAsCrossing,
                    severity: Severity::Likely,
                    claims: book.ids(&[item, *queue]),
                    message: saying!(
                        "audit-queue-as-crossing",
                        who = who(book, item),
                        number = printed(book, item)
                    ),
                    proposal: Some("kind=stranded, measure=stock".to_owned()),
                    proof: saying!("audit-queue-as-crossing-proof", words = words(book, *queue)),
                    hypothesis: None,
                });
            }
        }
    }
}

/// Makes likely: a source published yesterday's number again, or yesterday's running total although
/// people were counted since. Asks to look when a total stands still and nothing says that nobody
/// came. Assumes that two days are never equal to the last person. Case: daily bulletins of which
/// only the date changed.
pub(crate) fn stale(book: &Book, findings: &mut Vec<Finding>) {
    for series in &book.series {
        if !series.is_named() || !series.what.is_flow_of_people() {
            continue;
        }
        stale_totals(book, &series.items, findings);
        let mut by_day: std::collections::BTreeMap<Date, Vec<usize>> = Default::default();
        for item in &series.items {
            let entry = &book.items[*item];
            if telling(book, *item)
                && entry.group == Group::All
                && entry.claim.part_of.is_none()
                && let Some(day) = entry.day()
            {
                by_day.entry(day).or_default().push(*item);
            }
        }
        for (date, items) in &by_day {
            let Some(before) = date.yesterday().ok().and_then(|day| by_day.get(&day)) else {
                continue;
            };
            for item in items {
                let value = book.items[*item].value();
                let Some(first) = before.iter().find(|b| book.items[**b].value() == value) else {
                    continue;
                };
                findings.push(Finding {
                    rule: Rule::StaleFigure,
                    severity: if value >= 1000.0 { Severity::Likely } else { Severity::WorthALook },
                    claims: book.ids(&[*item, *first]),
                    message: saying!(
                        "audit-stale-figure",
                        who = who(book, *item),
                        number = printed(book, *item),
                        day = *date
                    ),
                    proposal: None,
                    proof: saying!(
                        "audit-stale-figure-proof",
                        number = printed(book, *item),
                        before = book.items[*first].end.unwrap_or(*date),
                        day = *date
                    ),
                    hypothesis: None,
                });
            }
        }
    }
}

/// Running totals of a series that stand still.
fn stale_totals(book: &Book, items: &[usize], findings: &mut Vec<Finding>) {
    let timeline = book.timeline_of(items);
    for (_, list) in &timeline.totals {
        for pair in list.windows(2) {
            let [(first_day, first), (last_day, last)] = [pair[0], pair[1]];
            let (a, b) = (&book.items[first], &book.items[last]);
            let apart = (last_day - first_day).get_days();
            let again = a.value() == b.value()
                && telling(book, last)
                && (1..=3).contains(&apart)
                && a.claim.document != b.claim.document
                && !(b.loose && apart == 1 && a.claim.published == b.claim.published);
            if !again {
                continue;
            }
            // The paper of the day may still count up to the day before.
            let since =
                if a.loose { first_day.yesterday().unwrap_or(first_day) } else { first_day };
            let from = timeline.days.partition_point(|(day, _)| *day <= since);
            let until = if b.loose { last_day.yesterday().unwrap_or(last_day) } else { last_day };
            let counted = timeline.days[from..]
                .iter()
                .take_while(|(day, _)| *day <= until)
                .find(|(_, item)| book.items[*item].bounds.lo > 0.0);
            let mut claims = vec![last, first];
            claims.extend(counted.map(|(_, item)| *item));
            findings.push(Finding {
                rule: Rule::StaleFigure,
                severity: if counted.is_some() { Severity::Likely } else { Severity::WorthALook },
                claims: book.ids(&claims),
                message: saying!(
                    "audit-stale-total",
                    who = who(book, last),
                    before = first_day,
                    day = last_day
                ),
                proposal: None,
                proof: match counted {
                    Some((date, item)) => saying!(
                        "audit-stale-total-counted-proof",
                        number = printed(book, last),
                        counted = printed(book, *item),
                        day = *date,
                    ),
                    None => saying!("audit-stale-total-proof", number = printed(book, last)),
                },
                hypothesis: None,
            });
        }
    }
}

/// Makes likely: crossings of a border were retold as people who are in the country: a stock is,
/// to the last digit, the running total of those who crossed into it. Asks to look when the stock
/// is that total rounded. Assumes that some of those who crossed went on or home. Case: Poland,
/// 2022: 4,238,000 crossings, and "4.2 million refugees".
pub(crate) fn crossings_as_people(book: &Book, findings: &mut Vec<Finding>) {
    let mut totals: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (item, entry) in book.items.iter().enumerate() {
        let what = &book.series[entry.series].what;
        if entry.is_total()
            && entry.group == Group::All
            && what.is_flow_of_people()
            && what.is_crossing()
            && what.via.is_empty()
            && entry.value() >= 10_000.0
            && let Some(to) = &what.to
        {
            totals.entry(to.as_str()).or_default().push(item);
        }
    }
    for list in totals.values_mut() {
        list.sort_by_key(|item| (book.items[*item].end, *item));
    }
    for (item, entry) in book.items.iter().enumerate() {
        let claim = entry.claim;
        let people = claim.measure == Measure::Stock
            && claim.unit == claim::Unit::People
            && matches!(claim.kind, Kind::Refugees | Kind::Population | Kind::Registered)
            && entry.group == Group::All;
        let (true, Some(at), Some(end)) = (people, claim.at.as_deref(), entry.end) else {
            continue;
        };
        let Some(list) = totals.get(at) else { continue };
        let from =
            list.partition_point(|t| book.items[*t].end.is_none_or(|e| (end - e).get_days() > 7));
        let fits = |total: &&usize| {
            let other = &book.items[**total];
            // The Border Guard says crossings; who says people of the same number counted people.
            let persons = matches!(
                other.claim.concept,
                Concept::Person | Concept::RegisteredPerson | Concept::AssistedPerson
            );
            let rounded = claim.rounding().unwrap_or(1.0);
            let digits = entry.value() / rounded;
            !persons
                && digits >= 10.0
                && (entry.value() == other.value()
                    || (other.value() - entry.value()).abs() <= rounded * 0.5
                        && other.claim.document == claim.document)
        };
        let near = list[from..]
            .iter()
            .take_while(|t| book.items[**t].end.is_some_and(|e| (e - end).get_days() <= 7))
            .take(64);
        let Some(total) = near.clone().find(fits) else { continue };
        let same = entry.value() == book.items[*total].value()
            && claim.rounding().is_some_and(|step| entry.value() / step >= 1000.0);
        findings.push(Finding {
            rule: Rule::CrossingsAsPeople,
            severity: if same { Severity::Likely } else { Severity::WorthALook },
            claims: book.ids(&[item, *total]),
            message: saying!(
                "audit-crossings-as-people",
                who = who(book, item),
                number = printed(book, item)
            ),
            proposal: Some("measure=flow, kind=arrival, concept=crossing_event".to_owned()),
            proof: saying!(
                "audit-two-proof",
                first = words(book, item),
                second = words(book, *total)
            ),
            hypothesis: None,
        });
    }
}
