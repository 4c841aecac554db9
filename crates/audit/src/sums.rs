//! Sums: parts against their total, crossings against the route, and the misprints that two
//! sums agree on.

use claim::wording::number;
use claim::{Group, Id};
use jiff::civil::Date;
use phrases::Said;
use rustc_hash::{FxHashMap, FxHashSet};
use strum::IntoStaticStr;

use crate::book::{Book, Bounds, Timeline, What};
use crate::saying::{difference, known, listed, printed, reckoned, saying, sum as sum_of, who};
use crate::{Finding, Hypothesis, Rule, Severity};

/// A number that other claims give for a claim.
struct Derived {
    value: f64,
    from: Vec<usize>,
    /// It is the first of these less the others, and not all together.
    less: bool,
    /// Made of what others than the body in question counted.
    foreign: bool,
}

impl Derived {
    /// "57,285 + 44,460 + 101,230"
    fn sum(&self, book: &Book) -> Said {
        if self.less { difference(book, &self.from) } else { sum_of(book, &self.from) }
    }
}

/// What other claims say that a running total or a day comes to, each by another way.
fn derived(book: &Book, timeline: &Timeline, item: usize) -> Vec<Derived> {
    let mut found = Vec::new();
    if let Some((sum, parts)) = book.breakdown_anywhere(item)
        && sum.is_exact()
    {
        let deported = deported(book, item);
        let with: Vec<usize> = parts.iter().chain(&deported).copied().collect();
        let extra: f64 = deported.iter().map(|d| book.items[*d].value()).sum();
        // The sheet may or may not count those who were deported: when it fits with them, it does.
        let value = if !deported.is_empty() && sum.lo + extra == book.items[item].value() {
            sum.lo + extra
        } else {
            sum.lo
        };
        let from = if value == sum.lo { parts } else { with };
        found.push(Derived { value, from, less: false, foreign: false });
    }
    let entry = &book.items[item];
    if let (Some(start), Some(end), true) = (entry.start, entry.end, entry.is_total()) {
        let list = timeline.since(start);
        let exact = |(_, other): &&(Date, usize)| {
            let total = &book.items[*other];
            *other != item && total.is_exact() && total.is_dated() && !total.claim.partial
        };
        // From the total before, and from the one after.
        if let Some((day, before)) = list.iter().rev().filter(exact).find(|(day, _)| *day < end)
            && let Some((days, mut from)) = book.days_between(timeline, *day, end)
            && days.is_exact()
        {
            let value = book.items[*before].value() + days.lo;
            from.insert(0, *before);
            found.push(Derived { value, from, less: false, foreign: false });
        }
        if let Some((day, after)) = list.iter().filter(exact).find(|(day, _)| *day > end)
            && let Some((days, mut from)) = book.days_between(timeline, end, *day)
            && days.is_exact()
        {
            let value = book.items[*after].value() - days.lo;
            from.insert(0, *after);
            found.push(Derived { value, from, less: true, foreign: false });
        }
    }
    if let Some(day) = entry.day()
        && let Ok(before) = day.yesterday()
    {
        for (_, list) in &timeline.totals {
            let total = |day: Date| {
                let at = list.partition_point(|(end, _)| *end < day);
                list[at..].iter().take_while(|(end, _)| *end == day).map(|(_, item)| *item).find(
                    |item| {
                        let total = &book.items[*item];
                        total.is_exact() && total.is_dated() && !total.claim.partial
                    },
                )
            };
            if let (Some(first), Some(last)) = (total(before), total(day)) {
                let (a, b) = (book.items[first].value(), book.items[last].value());
                found.push(Derived {
                    value: b - a,
                    from: vec![last, first],
                    less: true,
                    foreign: false,
                });
                break;
            }
        }
    }
    found
}

/// Those deported in the window of a whole, by the same document and crossing.
fn deported(book: &Book, whole: usize) -> Vec<usize> {
    let entry = &book.items[whole];
    let key = (entry.claim.document.as_str(), entry.start, entry.end);
    let here = |item: &&usize| {
        let via = &book.items[**item].claim.via;
        via.is_empty() || *via == entry.claim.via
    };
    book.deported.get(&key).into_iter().flatten().filter(here).copied().collect()
}

/// Proves: the number is not what was meant. Two sums that have nothing in common agree on
/// another one, such as men + women + children, and the next running total less the day between.
/// Assumes that both sums count the same people, which their agreement to the last person shows.
/// Case: Torkham, 11 November 2023, printed 200,975: 57,285 + 44,460 + 101,230 and
/// 206,018 - 3,043 are both 202,975.
pub(crate) fn misprints(book: &mut Book, findings: &mut Vec<Finding>) {
    let mut right: Vec<(usize, f64)> = Vec::new();
    // Whoever else counts the same: a number to the last person agrees across bodies too.
    let mut alike: FxHashMap<&What, Vec<usize>> = FxHashMap::default();
    for series in &book.series {
        alike.entry(&series.what).or_default().extend(&series.items);
    }
    let others: FxHashMap<What, Timeline> = alike
        .into_iter()
        .filter(|(what, _)| what.is_flow_of_people())
        .map(|(what, items)| (what.clone(), book.timeline_of(&items)))
        .collect();
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        let elsewhere = others.get(&book.series[series].what);
        for index in 0..book.series[series].items.len() {
            let item = book.series[series].items[index];
            let entry = &book.items[item];
            if entry.group != Group::All
                || !entry.is_exact()
                || !entry.is_dated()
                || entry.claim.partial
                || entry.claim.same_as.is_some()
            {
                continue;
            }
            let value = entry.value();
            let mut others = derived(book, &timeline, item);
            // Its own parts beside the sums of others: two of others would only say that those
            // agree among themselves.
            let own_parts = others.len() == 1 && others[0].value != value;
            if let (true, Some(elsewhere)) = (own_parts, elsewhere) {
                let foreign = derived(book, elsewhere, item).into_iter().skip(1);
                others.extend(foreign.map(|d| Derived { foreign: true, ..d }));
            }
            if others.len() < 2 || others.iter().any(|d| d.value == value) {
                // One sum that agrees outweighs those that do not: then another claim is wrong.
                part_misprint(book, item, &others, &mut right, findings);
                continue;
            }
            let agreed = others.iter().enumerate().find_map(|(i, a)| {
                let agrees = |b: &&Derived| b.value == a.value && !(a.foreign && b.foreign);
                Some((a, others[i + 1..].iter().find(agrees)?))
            });
            let Some((first, second)) = agreed else { continue };
            let meant = first.value;
            // A whole that is somewhat more than its parts, and no slip of a digit, counts
            // others besides: that is a change of definition, and another rule's.
            let besides =
                first.from.iter().chain(&second.from).any(|i| book.items[*i].group != Group::All);
            if besides && slip(value, meant).is_none() && (value - meant).abs() < value * 0.03 {
                continue;
            }
            // Once for all who print it: the first of them has been through here.
            let mentions = book.mentions(item);
            if mentions.first() != Some(&item) {
                continue;
            }
            right.extend(mentions.iter().map(|mention| (*mention, meant)));
            let mut claims = mentions.clone();
            claims.extend(first.from.iter().chain(&second.from));
            findings.push(Finding {
                rule: Rule::Misprint,
                severity: Severity::Proved,
                claims: book.ids(&claims),
                message: saying!(
                    "audit-misprint",
                    who = who(book, item),
                    number = printed(book, item),
                    meant = reckoned(meant),
                    slip = word(slip(value, meant))
                ),
                proposal: Some(format!("value={}", number(meant).replace(',', ""))),
                proof: saying!(
                    "audit-misprint-proof",
                    sum = first.sum(book),
                    meant = reckoned(meant),
                    other = second.sum(book),
                    number = printed(book, item)
                ),
                hypothesis: Some(Hypothesis {
                    claim: book.id(item),
                    total: None,
                    value: Some(meant),
                }),
            });
        }
    }
    for (item, value) in right {
        book.items[item].bounds = Bounds::exactly(value);
    }
}

/// A part that is wrong although its whole is right: the whole agrees with a sum of its own, and
/// exactly one part, with one slip of a digit, makes the parts agree too.
fn part_misprint(
    book: &Book,
    whole: usize,
    others: &[Derived],
    right: &mut Vec<(usize, f64)>,
    findings: &mut Vec<Finding>,
) {
    let value = book.items[whole].value();
    let Some(witness) = others
        .iter()
        .find(|d| d.value == value && !d.from.iter().any(|i| book.items[*i].group != Group::All))
    else {
        return;
    };
    let Some((sum, parts)) = book.breakdown(whole) else { return };
    if !sum.is_exact() || sum.lo == value || !deported(book, whole).is_empty() {
        return;
    }
    let candidates: Vec<(usize, f64)> = parts
        .iter()
        .map(|part| (*part, book.items[*part].value() + value - sum.lo))
        // One digit could be wrong in any part; a missing one shows in its length, and two that
        // are swapped in the difference.
        .filter(|(part, meant)| {
            let printed = book.items[*part].value();
            let swapped = slip(printed, *meant) == Some(Slip::Swapped);
            *meant > 0.0 && (slip_of_length(printed, *meant) || swapped)
        })
        .collect();
    let [(part, meant)] = candidates[..] else { return };
    right.push((part, meant));
    let mut claims = vec![part, whole];
    claims.extend(parts.iter().chain(&witness.from));
    findings.push(Finding {
        rule: Rule::Misprint,
        severity: Severity::Proved,
        claims: book.ids(&claims),
        message: saying!(
            "audit-misprint-part",
            who = who(book, part),
            number = printed(book, part),
            whole = printed(book, whole),
            meant = reckoned(meant),
            slip = word(slip(book.items[part].value(), meant))
        ),
        proposal: Some(format!("value={}", number(meant).replace(',', ""))),
        proof: saying!(
            "audit-misprint-part-proof",
            parts = sum_of(book, &parts),
            sum = reckoned(sum.lo),
            whole = printed(book, whole),
            other = witness.sum(book)
        ),
        hypothesis: Some(Hypothesis { claim: book.id(part), total: None, value: Some(meant) }),
    });
}

/// Whether a digit is missing or too many.
fn slip_of_length(printed: f64, meant: f64) -> bool {
    let length = |value: f64| number(value).replace(',', "").len();
    length(printed) != length(meant) && slip(printed, meant).is_some()
}

/// How a number went wrong between the hand and the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub(crate) enum Slip {
    /// One digit is another.
    Digit,
    /// Two that stand beside each other.
    Swapped,
    /// A digit was left out.
    Missing,
    /// A digit was put in.
    Extra,
}

/// The word that the templates choose by.
pub(crate) fn word(slip: Option<Slip>) -> Said {
    Said::Word(slip.map_or("none", Slip::into))
}

/// How one number is a slip of the other, when it is.
pub(crate) fn slip(printed: f64, meant: f64) -> Option<Slip> {
    let (a, b) = (number(printed).replace(',', ""), number(meant).replace(',', ""));
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let without = |long: &[char], short: &[char]| {
        (0..long.len()).any(|i| long[..i].iter().chain(&long[i + 1..]).eq(short.iter()))
    };
    if a.len() == b.len() {
        let differ: Vec<usize> = (0..a.len()).filter(|i| a[*i] != b[*i]).collect();
        return match differ[..] {
            [_] => Some(Slip::Digit),
            [i, j] if j == i + 1 && a[i] == b[j] && a[j] == b[i] => Some(Slip::Swapped),
            _ => None,
        };
    }
    if a.len() + 1 == b.len() && without(&b, &a) {
        Some(Slip::Missing)
    } else if a.len() == b.len() + 1 && without(&a, &b) {
        Some(Slip::Extra)
    } else {
        None
    }
}

/// Proves: the whole and its parts cannot all be right, whatever was rounded. Assumes that men,
/// women and children (or adults and children) are everybody, and that those deported may or may
/// not be among them. Case: Torkham, 21 November 2023: "2,290", but 800 + 756 + 1,409 = 2,965.
pub(crate) fn parts(book: &mut Book, findings: &mut Vec<Finding>) {
    let mut wholes: Vec<usize> = book.parts.keys().copied().collect();
    wholes.sort_unstable();
    // That the next total went on from the parts says already that the whole counts others too.
    let explained: FxHashSet<Id> = findings
        .iter()
        .filter(|finding| finding.rule == Rule::DefinitionChange)
        .flat_map(|finding| finding.claims.iter().cloned())
        .collect();
    for whole in wholes {
        if book.mentions(whole).iter().any(|mention| explained.contains(&book.id(*mention))) {
            continue;
        }
        let Some((sum, parts)) = book.breakdown(whole) else {
            part_over_whole(book, whole, findings);
            continue;
        };
        let entry = &book.items[whole];
        if sum.meets(entry.bounds) {
            continue;
        }
        let deported = deported(book, whole);
        let with = deported.iter().fold(sum, |sum, d| sum.plus(book.items[*d].bounds));
        if with.meets(entry.bounds) {
            continue;
        }
        let total: f64 = parts.iter().map(|part| book.known(*part)).sum();
        let value = book.known(whole);
        let mut claims = vec![whole];
        claims.extend(&parts);
        // A part with a digit too few or too many is more likely the wrong one than the whole.
        let suspect = parts.iter().find(|part| {
            let meant = book.items[**part].value() + value - total;
            meant > 0.0
                && slip(value, total).is_none()
                && slip_of_length(book.items[**part].value(), meant)
        });
        if let Some(suspect) = suspect {
            claims.insert(0, *suspect);
        }
        findings.push(Finding {
            rule: Rule::PartsTotal,
            severity: Severity::Proved,
            claims: book.ids(&claims),
            message: saying!(
                "audit-parts-total",
                who = who(book, whole),
                whole = known(book, whole),
                sum = reckoned(total)
            ),
            proposal: None,
            proof: saying!(
                "audit-sum-proof",
                parts = sum_of(book, &parts),
                sum = reckoned(total),
                whole = known(book, whole)
            ),
            hypothesis: None,
        });
    }
}

/// Proves: a part is larger than the whole it is said to be of. Case: percentages and parts that
/// slipped into the wrong line of a sheet.
fn part_over_whole(book: &Book, whole: usize, findings: &mut Vec<Finding>) {
    let total = &book.items[whole];
    for part in &book.parts[&whole] {
        let entry = &book.items[*part];
        let same = entry.claim.unit == total.claim.unit
            && entry.claim.measure == total.claim.measure
            && entry.end == total.end;
        if same && entry.bounds.lo > total.bounds.hi {
            findings.push(Finding {
                rule: Rule::PartOverWhole,
                severity: Severity::Proved,
                claims: book.ids(&[*part, whole]),
                message: saying!(
                    "audit-part-over-whole",
                    part = printed(book, *part),
                    whole = printed(book, whole)
                ),
                proposal: None,
                proof: saying!(
                    "audit-more-proof",
                    number = printed(book, *part),
                    whole = printed(book, whole)
                ),
                hypothesis: None,
            });
        }
    }
}

/// Proves: a number for several crossings and the numbers of each cannot all be right, and that a
/// border on the whole was not crossed by fewer than its crossings. Makes likely: crossings that a
/// report lists under a whole they come within a hundredth of were meant to add up to it. Assumes
/// one source and one window. Case: Khyber Pakhtunkhwa, 15 November 2023: "217,825" for three
/// crossings, and 214,194 + 3,212 + 410 = 217,816.
pub(crate) fn routes(book: &Book, findings: &mut Vec<Finding>) {
    type Key<'k> = (&'k str, Option<Date>, Option<Date>, bool, &'k str);
    let mut single: FxHashMap<Key<'_>, Vec<usize>> = FxHashMap::default();
    let plain = |item: usize| {
        let entry = &book.items[item];
        entry.group == Group::All
            && entry.claim.same_as.is_none()
            && !entry.claim.partial
            && book.series[entry.series].what.is_flow_of_people()
            && book.series[entry.series].what.is_crossing()
            && book.series[entry.series].is_named()
    };
    // What does not say up to when it counts meets only what stands beside it in its report.
    let across = |item: &usize| plain(*item) && book.items[*item].is_dated();
    for item in (0..book.items.len()).filter(across) {
        let entry = &book.items[item];
        let series = &book.series[entry.series];
        if let [via] = &series.what.via[..] {
            let key = (
                series.organisation.as_str(),
                entry.start,
                entry.end,
                entry.claim.cumulative,
                via.as_str(),
            );
            single.entry(key).or_default().push(item);
        }
    }
    whole_borders(book, &plain, findings);
    for item in (0..book.items.len()).filter(across) {
        let entry = &book.items[item];
        let series = &book.series[entry.series];
        if series.what.via.len() < 2 {
            continue;
        }
        let mut parts = Vec::new();
        for via in &series.what.via {
            let key = (
                series.organisation.as_str(),
                entry.start,
                entry.end,
                entry.claim.cumulative,
                via.as_str(),
            );
            let one = single.get(&key).into_iter().flatten().find(|part| {
                let what = &book.series[book.items[**part].series].what;
                what.anywhere() == series.what.anywhere()
            });
            parts.extend(one.copied());
        }
        if parts.len() != series.what.via.len() {
            continue;
        }
        let sum = parts
            .iter()
            .fold(Bounds::exactly(0.0), |sum, part| sum.plus(book.items[*part].loosened()));
        if sum.meets(entry.loosened()) {
            continue;
        }
        let total: f64 = parts.iter().map(|part| book.items[*part].value()).sum();
        let mut claims = vec![item];
        claims.extend(&parts);
        findings.push(Finding {
            rule: Rule::RouteTotal,
            severity: Severity::Proved,
            claims: book.ids(&claims),
            message: saying!(
                "audit-route-total",
                who = who(book, item),
                whole = printed(book, item),
                crossings = listed(series.what.via.iter().map(Said::from)),
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
        });
    }
}

/// A number that names no crossing against those that the same report gives for each.
fn whole_borders(book: &Book, plain: &dyn Fn(usize) -> bool, findings: &mut Vec<Finding>) {
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
    for item in (0..book.items.len()).filter(|item| plain(*item)) {
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
        findings.push(Finding {
            rule: Rule::RouteTotal,
            severity: if more { book.contradiction(&claims) } else { Severity::Likely },
            claims: book.ids(&claims),
            message: saying!(
                "audit-route-total-listed",
                who = who(book, item),
                whole = printed(book, item),
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
        });
    }
}
