//! The claims laid out for arithmetic: which of them count the same thing, what is a part of what, and
//! how sure a contradiction is.

use claim::{Claim, Group, Kind, Measure, Qualifier, SourceFound, Stance};
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::Severity;
use crate::series::bounds::{Bounds, Precise};
use crate::series::context::{Known, last_day, resolve};
use crate::series::item::{Item, Series, UNSAID};
use crate::series::what::{What, what};

/// A document and a window: what one sheet counts.
pub(crate) type Sheet<'c> = (&'c str, Option<Date>, Option<Date>);

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
            .filter(|c| matches!(c.stance, Stance::Asserted | Stance::Estimated) && !is_ahead(c))
            .collect();
        order.sort_by(|a, b| {
            let days = |claim: &Claim| (claim.end, claim.start, claim.published);
            let content = || claim::by_content(a, b).then_with(|| a.id.cmp(&b.id));
            days(a).cmp(&days(b)).then_with(content)
        });
        order.dedup_by(|a, b| a.id == b.id);
        let precise = Precise::of(&order);
        let known = resolve(&order);
        let sheets = sheets(&order, &known);
        let anew = claim::counted_anew(claims);
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
                start: claim.start.or_else(|| anew.get(&claim.id).copied()),
                end,
                loose,
                total: claim.cumulative,
                assumed: known.assumed || anew.contains_key(&claim.id),
                sourced: is_sourced(claim, &sheets),
                revised: false,
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
            let named = self.series[entry.series].is_named();
            named && !entry.assumed && !entry.loose && entry.is_stated()
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

    /// Who says it, where the report says so for this very number; `None` otherwise.
    pub fn who(&self, item: usize) -> Option<&'c str> {
        let Item { claim, sourced, .. } = self.items[item];
        let named = claim.source.label().filter(|_| sourced);
        let own = claim.source.label().is_none().then_some(claim.publisher.as_deref()).flatten();
        named.or(own)
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
        // Men who were deported are no part of the men who returned, and where a group is told
        // twice nobody knows which is meant.
        let claim = self.items[whole].claim;
        let of = |group: Group| {
            let mut list = parts.iter().copied().filter(|part| {
                let part = &self.items[*part];
                let deported = |kind: Kind| matches!(kind, Kind::Deportation | Kind::Arrest);
                part.group == group
                    && part.claim.unit == unit
                    && part.claim.measure == claim.measure
                    && deported(part.claim.kind) == deported(claim.kind)
                    && (part.claim.population.nationality == claim.population.nationality
                        || part.claim.population.nationality.is_none()
                        || claim.population.nationality.is_none())
            });
            let first = list.next()?;
            list.all(|part| self.items[part].claim.value == self.items[first].claim.value)
                .then_some(first)
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
        // "Among them 800 men, 756 women and 700 children": others may be there, too.
        let some = chosen.iter().any(|part| is_one_of_some(self.items[*part].claim));
        (!some || sum.hi >= self.items[whole].bounds.lo).then_some((sum, chosen))
    }
}

/// Whether the text calls a part one of some, who together need not come to their whole.
fn is_one_of_some(claim: &Claim) -> bool {
    claim.rules.iter().any(|rule| rule == "link.some")
}

/// Reports that name a body at their head and no other in their text: its own sheets.
fn sheets<'c>(claims: &[&'c Claim], known: &[Known]) -> FxHashSet<&'c str> {
    let mut bodies: FxHashMap<&str, FxHashSet<&str>> = FxHashMap::default();
    let mut headed: FxHashSet<&str> = FxHashSet::default();
    for (claim, known) in claims.iter().zip(known) {
        let document = claim.document.as_str();
        if claim.source.label().is_some() {
            bodies.entry(document).or_default().insert(&known.organisation);
        }
        if claim.found.source == Some(SourceFound::Letterhead) {
            headed.insert(document);
        }
    }
    headed.retain(|document| bodies.get(document).is_some_and(|bodies| bodies.len() == 1));
    headed
}

/// Whether the report states whose a number is.
fn is_sourced(claim: &Claim, sheets: &FxHashSet<&str>) -> bool {
    match claim.found.source {
        None | Some(SourceFound::Stated) => true,
        Some(SourceFound::Publisher) => claim.found.from_row && claim.publisher.is_some(),
        Some(SourceFound::Letterhead | SourceFound::Carried) => {
            claim.source.label().is_some() && sheets.contains(claim.document.as_str())
        }
    }
}

/// Whether a number is of days after its report: a row that was printed to be filled in.
fn is_ahead(claim: &Claim) -> bool {
    let days = [claim.start, claim.end];
    let ahead = |published| days.iter().flatten().all(|day| *day > published);
    claim.end.is_some() && claim.published.is_some_and(ahead)
}

/// A body that counts on does so from a few days only.
pub(crate) const MOST_STARTS: usize = 16;

/// "From 17 September to 5 November" in a report of these days is a running total; a month or a
/// quarter is not.
pub(crate) fn counts_on(item: &Item<'_>) -> bool {
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
