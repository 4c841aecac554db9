//! What a series says of days, of running totals and of stocks, in order.

use claim::Group;
use jiff::civil::Date;

use crate::series::book::Book;
use crate::series::bounds::Bounds;

/// A claim, under its last day.
pub(crate) type Dated = (Date, usize);

/// Totals that end before a day, and those that end on it or later.
pub(crate) fn split(list: &[Dated], day: Date) -> (&[Dated], &[Dated]) {
    list.split_at(list.partition_point(|(end, _)| *end < day))
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
pub(crate) const LONGEST_SUM: i32 = 31;
