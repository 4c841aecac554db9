//! The claims laid out for arithmetic: what each number can stand for, which claims count the
//! same thing, and the running totals of each series in order.

use claim::{Claim, Group, Kind, Measure, Qualifier, Stance, Status, Unit, Window, rounding};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::Severity;
use crate::context::{Way, last_day, resolve};

/// The first day of totals of which nobody says since when they count.
pub(crate) const UNSAID: Date = Date::MIN;

/// The numbers that a printed number can stand for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bounds {
    pub lo: f64,
    pub hi: f64,
}

/// Documents that print numbers to the last person: in those, one that ends in a zero was not
/// rounded.
#[derive(Debug, Default)]
struct Precise<'c>(FxHashMap<&'c str, (usize, usize)>);

impl<'c> Precise<'c> {
    fn of(claims: &[&'c Claim]) -> Precise<'c> {
        let mut counts: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
        for claim in claims {
            let Some(value) = claim.value.filter(|value| *value >= 100.0) else { continue };
            let fine = usize::from(rounding(value) <= 1.0);
            let (all, exact) = counts.entry(claim.document.as_str()).or_default();
            *all += 1;
            *exact += fine;
        }
        Precise(counts)
    }

    /// Of numbers to the last person nine in ten do not end in a zero.
    fn is(&self, claim: &Claim) -> bool {
        let counts = self.0.get(claim.document.as_str());
        counts.is_some_and(|(all, exact)| *exact >= 2 && *exact * 10 >= *all * 7)
    }
}

impl Bounds {
    fn of(claim: &Claim, precise: bool) -> Option<Bounds> {
        let Some(value) = claim.value else {
            return match (claim.low, claim.high) {
                (None, None) => None,
                (low, high) => {
                    Some(Bounds { lo: low.unwrap_or(0.0), hi: high.unwrap_or(f64::INFINITY) })
                }
            };
        };
        if !value.is_finite() || value < 0.0 {
            return None;
        }
        // A number that ends in zeros was rounded, either way, even when no word says so.
        let step = rounding(value);
        // One zero may be a digit like any other: where all numbers are precise, and behind
        // four digits that are not zeros, it is.
        let incidental = step <= 10.0 && (precise || value >= 10_000.0);
        let step = if step <= 1.0 || incidental { 0.0 } else { step };
        // "100,000" is not said of nobody, nor of 200,000.
        let step = step.min(value * 0.3);
        // "About 2,984,000" was rounded to the thousand, "about 80,000" to whatever came to hand.
        let raw = rounding(value).max(1.0);
        let digits = value / raw;
        let wide = if digits >= 100.0 { raw * 2.0 } else { step.max(value * 0.05) };
        let (lo, hi) = match claim.qualifier {
            Qualifier::Exact => (value - step, value + step),
            Qualifier::MoreThan => (value - step * 0.5, f64::INFINITY),
            Qualifier::LessThan | Qualifier::UpTo => (0.0, value + step * 0.5),
            Qualifier::Nearly => (value - 2.0 * wide, value + step * 0.5),
            _ => (value - wide, value + wide),
        };
        Some(Bounds { lo: lo.max(0.0), hi })
    }

    /// Whether only one number is meant.
    pub fn is_exact(self) -> bool {
        self.lo == self.hi
    }

    pub fn exactly(value: f64) -> Bounds {
        Bounds { lo: value, hi: value }
    }

    pub fn plus(self, other: Bounds) -> Bounds {
        Bounds { lo: self.lo + other.lo, hi: self.hi + other.hi }
    }

    pub fn minus(self, other: Bounds) -> Bounds {
        Bounds { lo: self.lo - other.hi, hi: self.hi - other.lo }
    }

    /// Whether both can stand for the same number.
    pub fn meets(self, other: Bounds) -> bool {
        self.lo <= other.hi && other.lo <= self.hi
    }
}

/// What happened, as far as it matters for adding up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Class {
    /// Returns, departures and arrivals: whoever returns also departs and arrives.
    Crossing,
    Other(Kind),
}

/// Which papers, as far as they make another count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Papers {
    /// Everybody, or those without papers: reports use the one for the other.
    Any,
    Special(Status),
}

/// What makes two numbers comparable besides who counts and when.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct What {
    class: Class,
    measure: Measure,
    unit: Unit,
    papers: Papers,
    /// One nation, of a source that counts others besides.
    nation: Option<String>,
    includes: Vec<String>,
    excludes: Vec<String>,
    pub via: Vec<String>,
    pub from: Option<String>,
    pub to: Option<String>,
    at: Option<String>,
}

/// A claim and what it comes to.
#[derive(Debug, Clone)]
pub(crate) struct Item<'c> {
    pub claim: &'c Claim,
    pub bounds: Bounds,
    /// Index of its [`Series`].
    pub series: usize,
    pub group: Group,
    pub start: Option<Date>,
    pub end: Option<Date>,
    /// Its last day is only the day it was printed, and may be the one before.
    pub loose: bool,
    /// Counts on from its first day: said to, or over the window of those that do.
    pub total: bool,
    /// Who counted, which way or since when is from a neighbour and not from the claim.
    pub assumed: bool,
    /// Put right, or shown to be wrong, by an earlier rule: later ones leave it alone.
    pub settled: bool,
}

impl Item<'_> {
    pub fn window(&self) -> Option<Window> {
        Window::new(self.start.filter(|start| *start != UNSAID)?, self.end?)
    }

    /// Whether it is of a single day and not a running total.
    pub fn day(&self) -> Option<Date> {
        let window = self.window()?;
        (window.days() == 1 && !self.total && !self.claim.partial).then(|| window.start())
    }

    /// Whether it runs up to its last day from an earlier one; "by 08:00" counts too.
    pub fn is_total(&self) -> bool {
        // "6,000 by 07:00" is of that day, unless it says since when.
        let since = !self.claim.partial || self.claim.start.is_some();
        self.total && self.end.is_some() && since
    }

    /// Whether its last day is known, or was found.
    pub fn is_dated(&self) -> bool {
        !self.loose || self.end != self.claim.end
    }

    /// What it can stand for where it meets others in a sum: one zero may be a digit like any
    /// other, and may have been rounded.
    pub fn loosened(&self) -> Bounds {
        let step = rounding(self.value());
        if self.claim.qualifier != Qualifier::Exact || step < 10.0 || self.value() >= 10_000.0 {
            return self.bounds;
        }
        Bounds {
            lo: self.bounds.lo.min(self.value() - step * 0.5),
            hi: self.bounds.hi.max(self.value() + step * 0.5),
        }
    }

    /// Printed to the last person.
    pub fn is_exact(&self) -> bool {
        self.bounds.is_exact() && self.claim.qualifier == Qualifier::Exact
    }

    /// Printed to the last person, or with one zero that may be a digit like any other.
    pub fn is_fine(&self) -> bool {
        self.claim.qualifier == Qualifier::Exact && self.bounds.hi - self.bounds.lo <= 20.0
    }

    pub fn value(&self) -> f64 {
        self.claim.value.unwrap_or(self.bounds.lo)
    }
}

/// Claims of one organisation that count the same thing.
#[derive(Debug)]
pub(crate) struct Series {
    pub what: What,
    /// Key of the organisation; empty when nobody is named.
    pub organisation: String,
    /// Indices of its items, by last day, first day and id.
    pub items: Vec<usize>,
}

impl Series {
    /// Whether somebody who could contradict themselves stands behind it.
    pub fn is_named(&self) -> bool {
        !self.organisation.is_empty()
    }
}

/// A document and a window: what one sheet counts.
type Sheet<'c> = (&'c str, Option<Date>, Option<Date>);

/// All claims that have a number, in series.
#[derive(Debug)]
pub(crate) struct Book<'c> {
    pub items: Vec<Item<'c>>,
    pub series: Vec<Series>,
    /// Item of a claim, by its id.
    pub by_id: FxHashMap<&'c str, usize>,
    /// Items that say they are part of an item.
    pub parts: FxHashMap<usize, Vec<usize>>,
    /// Numbers of those deported, by document and window.
    pub deported: FxHashMap<Sheet<'c>, Vec<usize>>,
}

impl<'c> Book<'c> {
    pub fn of(claims: &'c [Claim]) -> Book<'c> {
        let mut order: Vec<&Claim> = claims
            .iter()
            .filter(|c| matches!(c.stance, Stance::Asserted | Stance::Estimated))
            .collect();
        order.sort_by(|a, b| {
            (a.end, a.start, a.published, &a.id).cmp(&(b.end, b.start, b.published, &b.id))
        });
        order.dedup_by(|a, b| a.id == b.id);
        let precise = Precise::of(&order);
        let known = resolve(&order);
        let mut index: FxHashMap<(What, String), usize> = FxHashMap::default();
        let mut book = Book {
            items: Vec::with_capacity(order.len()),
            series: Vec::new(),
            by_id: FxHashMap::default(),
            parts: FxHashMap::default(),
            deported: FxHashMap::default(),
        };
        for (claim, known) in order.into_iter().zip(known) {
            let Some(bounds) = Bounds::of(claim, precise.is(claim)) else { continue };
            let what = what(claim, known.way, known.nation);
            let organisation = known.organisation;
            let (end, loose) = last_day(claim);
            let number = book.items.len();
            let series = *index.entry((what.clone(), organisation.clone())).or_insert_with(|| {
                book.series.push(Series { what, organisation, items: Vec::new() });
                book.series.len() - 1
            });
            book.series[series].items.push(number);
            book.by_id.insert(claim.id.as_str(), number);
            book.items.push(Item {
                claim,
                bounds,
                series,
                group: claim.population.group,
                start: claim.start,
                end,
                loose,
                total: claim.cumulative,
                assumed: known.assumed,
                settled: false,
            });
        }
        for (number, item) in book.items.iter().enumerate() {
            if let Some(whole) =
                item.claim.part_of.as_ref().and_then(|id| book.by_id.get(id.as_str()))
                && *whole != number
            {
                book.parts.entry(*whole).or_default().push(number);
            }
        }
        book.group_tables();
        book.join_totals();
        // Some last days have moved.
        for series in &mut book.series {
            let place = |item: &usize| {
                let entry = &book.items[*item];
                (entry.end, entry.start, entry.claim.published, *item)
            };
            series.items.sort_by_key(place);
        }
        for (number, item) in book.items.iter().enumerate() {
            if item.claim.kind == Kind::Deportation {
                let key = (item.claim.document.as_str(), item.start, item.end);
                book.deported.entry(key).or_default().push(number);
            }
        }
        book
    }

    /// "From 17 September to 7 November" among totals since 17 September is one of them.
    fn join_totals(&mut self) {
        for series in &self.series {
            let on: Vec<usize> =
                series.items.iter().copied().filter(|i| counts_on(&self.items[*i])).collect();
            let starts: std::collections::BTreeSet<Option<Date>> =
                on.iter().map(|item| self.items[*item].start).collect();
            // Windows with ever other first days slide along with the reports.
            if starts.len() <= MOST_STARTS {
                on.into_iter().for_each(|item| self.items[item].total = true);
            }
        }
        for series in 0..self.series.len() {
            self.adopt_start(series);
        }
        for series in &self.series {
            let starts: std::collections::BTreeSet<Date> = series
                .items
                .iter()
                .filter(|item| self.items[**item].claim.cumulative)
                .filter_map(|item| self.items[*item].start)
                .collect();
            for item in &series.items {
                let entry = &self.items[*item];
                let joins = entry
                    .window()
                    .is_some_and(|window| window.days() > 2 && starts.contains(&window.start()));
                self.items[*item].total |= joins && !entry.claim.partial;
            }
        }
    }

    /// "So far", where all others of the series count since one day, is since that day. Where
    /// nobody says since when, all count since the same unknown day. "Since 17 September" in the
    /// paper of the 12th is of the 11th, where another total already stands for the 12th.
    fn adopt_start(&mut self, series: usize) {
        let counts_on = |i: &usize| self.items[*i].claim.cumulative;
        let totals: Vec<usize> =
            self.series[series].items.iter().copied().filter(counts_on).collect();
        let starts: std::collections::BTreeSet<Date> =
            totals.iter().filter_map(|i| self.items[*i].start).collect();
        for item in &totals {
            let entry = &mut self.items[*item];
            if entry.start.is_some() || entry.claim.partial {
                continue;
            }
            let mut before = starts.iter().filter(|start| entry.end.is_none_or(|e| **start < e));
            let start = match (before.next(), before.next()) {
                (None, _) if starts.is_empty() => Some(UNSAID),
                (Some(start), None) => Some(*start),
                _ => None,
            };
            if start.is_some() {
                entry.start = start;
                entry.assumed = true;
            }
        }
        let mut firm: FxHashMap<(Option<Date>, Option<Date>), Vec<usize>> = FxHashMap::default();
        for item in totals.iter().filter(|i| !self.items[**i].loose) {
            let entry = &self.items[*item];
            firm.entry((entry.start, entry.end)).or_default().push(*item);
        }
        for item in totals {
            let entry = &self.items[item];
            let key = (entry.start, entry.end);
            let other = |firm: &usize| !self.items[*firm].bounds.meets(entry.bounds) && entry.loose;
            let apart = firm.get(&key).is_some_and(|firm| firm.iter().any(other));
            if let (true, Some(Ok(before))) = (apart, entry.end.map(Date::yesterday)) {
                self.items[item].end = Some(before);
                self.items[item].assumed = true;
            }
        }
    }

    /// Rows of a table, or sentences, that give men, women and children beside the whole without
    /// saying that they are parts: same document, series and window.
    fn group_tables(&mut self) {
        type Key<'k> = (&'k str, usize, Option<Date>, Option<Date>, bool);
        let mut wholes: FxHashMap<Key<'_>, Vec<usize>> = FxHashMap::default();
        let key = |item: &Item<'c>| {
            let document = item.claim.document.as_str();
            (document, item.series, item.start, item.end, item.claim.cumulative)
        };
        for (number, item) in self.items.iter().enumerate() {
            if item.group == Group::All && item.claim.same_as.is_none() {
                wholes.entry(key(item)).or_default().push(number);
            }
        }
        let mut found: Vec<(usize, usize)> = Vec::new();
        for (number, item) in self.items.iter().enumerate() {
            if item.group != Group::All
                && item.claim.part_of.is_none()
                && let Some([whole]) = wholes.get(&key(item)).map(Vec::as_slice)
            {
                found.push((*whole, number));
            }
        }
        for (whole, part) in found {
            self.parts.entry(whole).or_default().push(part);
        }
    }

    /// How sure a contradiction between claims is: proved, when one body that is named said all
    /// of it in so many words, and likely otherwise.
    pub fn contradiction(&self, items: &[usize]) -> Severity {
        let own = |item: &usize| {
            let entry = &self.items[*item];
            self.series[entry.series].is_named() && !entry.assumed && !entry.loose
        };
        if items.iter().all(own) { Severity::Proved } else { Severity::Likely }
    }

    /// A claim's id.
    pub fn id(&self, item: usize) -> claim::Id {
        self.items[item].claim.id.clone()
    }

    /// The ids of claims, without repeats.
    pub fn ids(&self, items: &[usize]) -> Vec<claim::Id> {
        let mut ids = Vec::with_capacity(items.len());
        for item in items {
            let id = self.id(*item);
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        ids
    }

    /// Who says it; `None` where the report names nobody.
    pub fn who(&self, item: usize) -> Option<&'c str> {
        let claim = self.items[item].claim;
        claim.source.label().or(claim.publisher.as_deref())
    }

    /// A number as it is now known: put right where two sums agreed.
    pub fn known(&self, item: usize) -> f64 {
        let bounds = self.items[item].bounds;
        if bounds.is_exact() { bounds.lo } else { self.items[item].value() }
    }

    /// Other mentions of the same figure: same series, window and number.
    pub fn mentions(&self, item: usize) -> Vec<usize> {
        let entry = &self.items[item];
        let items = &self.series[entry.series].items;
        // Items of a series are in the order of their last days.
        let from = items.partition_point(|other| self.items[*other].end < entry.end);
        items[from..]
            .iter()
            .copied()
            .take_while(|other| self.items[*other].end == entry.end)
            .filter(|other| {
                let other = &self.items[*other];
                // The same number to the last person is the same figure, whatever window a
                // report puts it under.
                let window = other.start == entry.start && other.total == entry.total;
                other.group == entry.group
                    && other.claim.value == entry.claim.value
                    && (window || entry.is_exact() && entry.value() >= 10_000.0)
            })
            .collect()
    }

    /// The breakdown of a figure, where any report of it gives one.
    pub fn breakdown_anywhere(&self, item: usize) -> Option<(Bounds, Vec<usize>)> {
        self.breakdown(item)
            .or_else(|| self.mentions(item).into_iter().find_map(|other| self.breakdown(other)))
    }

    /// The sum of men, women and children (or adults and children) that a whole comes with, and
    /// the parts; `None` when a group is missing.
    pub fn breakdown(&self, whole: usize) -> Option<(Bounds, Vec<usize>)> {
        let parts = self.parts.get(&whole)?;
        let unit = self.items[whole].claim.unit;
        let of = |group: Group| {
            parts.iter().copied().find(|part| {
                self.items[*part].group == group && self.items[*part].claim.unit == unit
            })
        };
        let chosen =
            match (of(Group::Men), of(Group::Women), of(Group::Children), of(Group::Adults)) {
                (Some(men), Some(women), Some(children), _) => vec![men, women, children],
                (_, _, Some(children), Some(adults)) => vec![adults, children],
                // Of adults only, men and women are all there are.
                (Some(men), Some(women), None, _) if self.items[whole].group == Group::Adults => {
                    vec![men, women]
                }
                _ => return None,
            };
        // A sheet that gives some of its numbers to the last person gives all of them so.
        let fine =
            |item: &usize| self.items[*item].claim.rounding().is_some_and(|step| step <= 1.0);
        let sheet = chosen.iter().chain([&whole]).filter(|item| fine(item)).count() >= 2;
        let bounds = |part: usize| {
            let item = &self.items[part];
            match item.claim.value {
                // What was put right stays right.
                Some(value)
                    if sheet
                        && item.claim.qualifier == Qualifier::Exact
                        && !item.bounds.is_exact() =>
                {
                    Bounds::exactly(value)
                }
                _ => item.bounds,
            }
        };
        let sum = chosen.iter().fold(Bounds::exactly(0.0), |sum, part| sum.plus(bounds(*part)));
        Some((sum, chosen))
    }
}

/// The crossings of a claim, in order.
pub(crate) fn vias(claim: &Claim) -> Vec<String> {
    let mut via = claim.via.clone();
    via.sort();
    via.dedup();
    via
}

fn what(claim: &Claim, (from, to): Way, nation: Option<String>) -> What {
    let via = vias(claim);
    let sorted = |list: &[String]| {
        let mut list: Vec<String> = list.iter().map(|text| text.to_lowercase()).collect();
        list.sort();
        list
    };
    What {
        class: match claim.kind {
            Kind::Return | Kind::Departure | Kind::Arrival => Class::Crossing,
            // "Crossed", and whoever crosses a border departs and arrives.
            Kind::Other
                if claim.measure == Measure::Flow
                    && (!via.is_empty() || from.is_some() && to.is_some()) =>
            {
                Class::Crossing
            }
            kind => Class::Other(kind),
        },
        measure: claim.measure,
        unit: claim.unit,
        papers: match claim.population.status {
            status @ (Status::RegisteredRefugee | Status::CardHolder | Status::AsylumSeeker) => {
                Papers::Special(status)
            }
            _ => Papers::Any,
        },
        nation,
        includes: sorted(&claim.population.includes),
        excludes: sorted(&claim.population.excludes),
        via,
        from,
        to,
        at: claim.at.clone(),
    }
}

impl What {
    /// Whether it counts crossings of a border by people.
    pub fn is_flow_of_people(&self) -> bool {
        self.measure == Measure::Flow && self.unit == Unit::People
    }

    /// Whether it counts people who are somewhere.
    pub fn is_stock_of_people(&self) -> bool {
        self.measure == Measure::Stock && self.unit == Unit::People
    }

    /// Whether it counts those who cross, not only the deported or arrested.
    pub fn is_crossing(&self) -> bool {
        self.class == Class::Crossing
    }

    /// The same counted in households, or the other way round.
    pub fn in_unit(&self, unit: Unit) -> What {
        What { unit, ..self.clone() }
    }

    /// The same in the other direction.
    pub fn reversed(&self) -> What {
        What { from: self.to.clone(), to: self.from.clone(), ..self.clone() }
    }

    /// Whether both can be of the same people: what either leaves out fits everything.
    pub fn may_be(&self, other: &What) -> bool {
        let open = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
        self.class == other.class
            && self.measure == other.measure
            && self.unit == other.unit
            && self.papers == other.papers
            && self.nation == other.nation
            && open(&self.from, &other.from)
            && open(&self.to, &other.to)
            && open(&self.at, &other.at)
            && (self.via.is_empty() || other.via.is_empty() || self.via == other.via)
    }

    /// The same without saying where, for comparing crossings with the whole route.
    pub fn anywhere(&self) -> What {
        What { via: Vec::new(), ..self.clone() }
    }
}

/// A body that counts on does so from a few days only.
const MOST_STARTS: usize = 16;

/// "From 17 September to 5 November" in a report of these days is a running total; a month or a
/// quarter is not.
fn counts_on(item: &Item<'_>) -> bool {
    let (Some(window), Some(published)) = (item.window(), item.claim.published) else {
        return false;
    };
    let first = window.start().day() == 1;
    let last = window.end().tomorrow().is_ok_and(|day| day.day() == 1);
    item.claim.measure == Measure::Flow
        && window.days() >= 21
        && !(first && last)
        && !item.claim.partial
        && (published - window.end()).get_days() <= 3
        // "In the last month" slides along with the reports.
        && !item.claim.found.is_counted_back()
}

/// What a series says of days and of running totals, in order; settled claims left out.
#[derive(Debug, Default)]
pub(crate) struct Timeline {
    /// Running totals by the day they start on; by last day.
    pub totals: Vec<(Date, Vec<(Date, usize)>)>,
    /// Claims of single days.
    pub days: Vec<(Date, usize)>,
}

impl Timeline {
    /// The claims of a day.
    pub fn on(&self, day: Date) -> impl Iterator<Item = usize> + '_ {
        let from = self.days.partition_point(|(d, _)| *d < day);
        self.days[from..].iter().take_while(move |(d, _)| *d == day).map(|(_, item)| *item)
    }

    /// The running totals that start on a day.
    pub fn since(&self, start: Date) -> &[(Date, usize)] {
        let at = self.totals.binary_search_by_key(&start, |(day, _)| *day);
        at.map_or(&[], |at| &self.totals[at].1)
    }
}

impl Book<'_> {
    /// The timeline of one series, of everybody it counts.
    pub fn timeline(&self, series: usize) -> Timeline {
        self.timeline_of(&self.series[series].items)
    }

    /// What a series of stocks says, by day; settled claims left out.
    pub fn stocks(&self, series: usize) -> Vec<(Date, usize)> {
        let here = |item: &usize| {
            let entry = &self.items[*item];
            let plain = entry.group == Group::All && !entry.settled;
            (plain && entry.claim.same_as.is_none())
                .then(|| entry.end.or(entry.claim.published).map(|day| (day, *item)))
                .flatten()
        };
        let mut list: Vec<(Date, usize)> =
            self.series[series].items.iter().filter_map(here).collect();
        list.sort_unstable();
        list
    }

    /// The timeline of several series that count the same.
    pub fn timeline_of(&self, items: &[usize]) -> Timeline {
        let mut totals: std::collections::BTreeMap<Date, Vec<(Date, usize)>> = Default::default();
        let mut days = Vec::new();
        for number in items {
            let item = &self.items[*number];
            if item.group != Group::All || item.settled || item.claim.same_as.is_some() {
                continue;
            }
            if let Some(day) = item.day() {
                days.push((day, *number));
            } else if item.is_total()
                && let (Some(start), Some(end)) = (item.start, item.end)
            {
                totals.entry(start).or_default().push((end, *number));
            }
        }
        days.sort_unstable();
        let mut totals: Vec<(Date, Vec<(Date, usize)>)> = totals.into_iter().collect();
        for (_, list) in &mut totals {
            // "By 08:00" stands before the whole day.
            list.sort_by_key(|(end, item)| {
                let claim = self.items[*item].claim;
                (*end, !claim.partial, claim.as_of, *item)
            });
        }
        Timeline { totals, days }
    }

    /// The sum of the days from the one after `after` to `last`, and the claims it is made of;
    /// `None` when a day was not counted, or not to the last person.
    pub fn days_between(
        &self,
        timeline: &Timeline,
        after: Date,
        last: Date,
    ) -> Option<(Bounds, Vec<usize>)> {
        let length = (last - after).get_days();
        if !(1..=LONGEST_SUM).contains(&length) {
            return None;
        }
        let (mut sum, mut parts) = (Bounds::exactly(0.0), Vec::new());
        let mut day = after;
        while day < last {
            day = day.tomorrow().ok()?;
            let of_day = || timeline.on(day).filter(|item| self.items[*item].is_fine());
            let exact = of_day().find(|item| self.items[*item].is_exact());
            let item = exact.or_else(|| of_day().next())?;
            sum = sum.plus(self.items[item].bounds);
            parts.push(item);
        }
        Some((sum, parts))
    }
}

/// Days that are added up at most: longer sums are never complete.
const LONGEST_SUM: i32 = 31;
