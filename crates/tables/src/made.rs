//! Claims made of the numbers of a table.

use std::collections::BTreeMap;

use calendar::numbers::Amount;
use claim::{Claim, Found, Group, Kind, Measure, Population, Source, Unit, Window};
use jiff::civil::Date;
use places::Gazetteer;
use rustc_hash::FxHashMap;

use super::alike::{Own, Sort, Sorts};
use super::around::Around;
use super::column::Column;
use super::frame::Name;
use super::grid::letters;
use super::record::Record;
use super::report::Out;
use super::sense::People;
use super::table::Reader;
use super::windows;

impl Reader<'_> {
    /// The claim that a number of the table makes, put with those made.
    pub(super) fn claim(
        &self,
        record: Record,
        around: &Around,
        sorts: &mut Sorts,
        made: &mut Made,
        out: &mut Out<'_>,
    ) {
        let frame = &record.frame;
        let kind = frame.kind.unwrap_or_default();
        let measure = if super::claims::is_stock(kind) { Measure::Stock } else { Measure::Flow };
        let published = frame.published.or(self.document.published);
        if let (Some(day), Some(today)) = (published, self.options.today)
            && day > today
        {
            out.left(
                self.grid.line(record.row),
                format!("published on {day}, which is after today ({today}); row left out"),
                "correct the day",
            );
            return;
        }
        if frame.window.is_none() && measure == Measure::Stock && published.is_some() {
            made.of_publication += 1;
        }
        let stated = frame.window.or_else(|| {
            // A total to date, or who is there now, of the day the table is of.
            let now = frame.cumulative || frame.since.is_some() || measure == Measure::Stock;
            published.filter(|_| now).map(Window::day)
        });
        let Some(mut window) = stated else {
            made.without_days += 1;
            return;
        };
        if let (Measure::Flow, Some(trail), false) = (measure, frame.trail, frame.cumulative) {
            let Some(back) = trail.of(window) else {
                out.left(
                    self.grid.line(record.row),
                    format!("its column says of fewer days than its row, which is of {} to {}; cell left out", window.start(), window.end()),
                    "name the column `ignore` in a map, or give the days of the row",
                );
                return;
            };
            window = back;
        }
        if let (Measure::Stock, Some(day)) = (measure, frame.day) {
            window = Window::day(day); // who is there is counted on a day
        } else if let (Measure::Flow, Some(column)) = (measure, frame.asks) {
            *made.asked.entry(column).or_default() += 1;
            return;
        }
        if frame.kind.is_none() {
            made.without_kind += 1;
        }
        if published.is_none() {
            made.undated += 1;
        }
        if published.is_some_and(|day| window.start() > day) {
            made.later.get_or_insert((self.grid.line(record.row), window.start()));
        }
        let cumulative = frame.cumulative || frame.window.is_none() && frame.since.is_some();
        // A start without a year is the last before the day it runs to.
        let since = match (frame.since, around.published()) {
            (Some(since), Some(_)) if since > window.end() => {
                Date::new(since.year() - 1, since.month(), since.day()).ok()
            }
            (since, _) => since,
        };
        let start = match (measure, cumulative) {
            (Measure::Stock, _) => None,
            (_, true) if frame.year_to_date => Some(window.end().first_of_year()),
            (_, true) if frame.fiscal_to_date => match self.fiscal_first(window.end()) {
                Some(first) => Some(first),
                None => {
                    made.fiscal += 1;
                    return;
                }
            },
            // A month or a week tells where a running total ends, and not where it starts.
            (_, true) => since.or_else(|| {
                let told = frame.ends_told || !is_period(window);
                (window.days() > 1 && told).then_some(window.start())
            }),
            _ => Some(window.start()),
        };
        if cumulative && start.is_none() {
            made.without_start.0 += 1;
            made.without_start.1.get_or_insert(record.column);
        }
        if start.is_some_and(|start| start > window.end()) {
            out.left(
                self.grid.line(record.row),
                format!("a running total to {}, before it starts; cell left out", window.end()),
                "correct the days",
            );
            return;
        }
        let place = [record.row as u32, record.column as u32];
        let (numbers, span) = (record.numbers() as u32, record.span.clone());
        let Amount { value, low, high, .. } = record.amount;
        let bounded = low.is_some() || high.is_some();
        let sort = self.sort(record, measure, (cumulative, start.is_some()), made.table);
        let sort = sorts.of(sort, |sort| self.shared(sort, &made.keys, &mut made.sources));
        made.own.push(Own {
            sort,
            place,
            numbers,
            value,
            bounds: bounded.then(|| Box::new([low, high])),
            published,
            start,
            end: Some(window.end()),
            span: [span.start as u32, span.end as u32],
            row_at: self.grid.row_at(place[0] as usize) as u32,
            quote: None,
            id: None,
            part_of: None,
        });
    }

    /// Of which sort the claim of a number is; whether it is a running total, and whether its start is known.
    fn sort(&self, record: Record, measure: Measure, run: (bool, bool), table: u32) -> Sort {
        let Record { frame, amount, beside, total, mut rules, .. } = record;
        let group = frame.people.unwrap_or(People::ALL).group().unwrap_or(Group::All);
        let with_deportees =
            total && frame.kind == Some(Kind::Return) && rules.contains(&"table.deportees");
        if total {
            rules.push("table.total");
        }
        if self.options.map.is_some() {
            rules.push("table.map");
        }
        let unit = frame.unit.unwrap_or(Unit::People);
        let kind = frame.kind.unwrap_or_default();
        Sort {
            what: (kind, measure, unit, amount.qualifier, group),
            cumulative: run.0,
            start_stated: run.1,
            as_of: frame.as_of,
            via: frame.via,
            ways: [frame.from, frame.to, frame.at],
            nationality: frame.nationality,
            who: frame.who,
            source: [frame.source, frame.organisation],
            publisher: frame.publisher,
            with_deportees,
            rules,
            quoted: (table, beside),
        }
    }

    /// What claims of a sort share, and the columns that they are quoted with.
    fn shared(&self, sort: &Sort, keys: &[usize], sources: &mut Sources) -> (Claim, Vec<usize>) {
        let words = |name: &Option<Name>| name.as_deref().map(str::to_owned);
        let source = sources
            .entry(sort.source.clone())
            .or_insert_with(|| source(&sort.source, self.gazetteer))
            .clone();
        let (kind, measure, unit, qualifier, group) = sort.what;
        let [from, to, at] = &sort.ways;
        let claim = Claim {
            publisher: words(&sort.publisher).or_else(|| self.document.publisher.clone()),
            qualifier,
            unit,
            measure,
            kind,
            population: Population {
                text: words(&sort.who).unwrap_or_default(),
                nationality: words(&sort.nationality),
                group,
                includes: if sort.with_deportees { vec!["deportees".to_owned()] } else { vec![] },
                ..Population::default()
            },
            via: sort.via.iter().map(|via| via.to_string()).collect(),
            from: words(from),
            to: words(to),
            at: words(at),
            as_of: sort.as_of,
            cumulative: sort.cumulative,
            start_stated: sort.start_stated,
            found: Found::in_row(source.label().is_some()),
            source,
            rules: sort.rules.iter().map(|rule| (*rule).into()).collect(),
            ..Claim::new(self.document.id.clone(), &self.document.text, 0..0)
        };
        let mut quoted: Vec<usize> = keys.iter().chain(&sort.quoted.1).copied().collect();
        quoted.sort_unstable();
        quoted.dedup();
        (claim, quoted)
    }

    /// The first day of the fiscal year that a day is in, where a map says when they begin.
    fn fiscal_first(&self, day: Date) -> Option<Date> {
        let month = self.options.map?.fiscal_start?;
        let year = if day.month() >= month { day.year() } else { day.year() - 1 };
        Date::new(year, month, 1).ok()
    }
}

/// Whether days are a month, a week of ISO 8601 or a quarter, which say nothing of a start.
fn is_period(window: Window) -> bool {
    let (first, last) = (window.start(), window.end());
    let months = first.day() == 1 && last == last.last_of_month();
    let week = window.days() == 7;
    (months && window.days() < 100) || week
}

/// The claims made of a table so far, the row of each, and what is to be said of them all.
#[derive(Default)]
pub(super) struct Made {
    pub own: Vec<Own>,
    /// The number of the table among those of its document.
    pub table: u32,
    /// The columns that say something of the numbers in their row.
    pub keys: Vec<usize>,
    pub sources: Sources,
    pub without_days: usize,
    pub without_kind: usize,
    /// Running totals of which nothing says where they start, and the column of the first.
    pub without_start: (usize, Option<usize>),
    /// Running totals of fiscal years, of which nothing says when they begin.
    pub fiscal: usize,
    /// Numbers whose days may stand for more, by column.
    pub asked: BTreeMap<usize, usize>,
    pub undated: usize,
    /// Numbers of who is there, of no day of their own.
    pub of_publication: usize,
    /// Row and first day of a count of days after the day of publication.
    pub later: Option<(usize, Date)>,
}

impl Made {
    pub(super) fn say(&self, columns: &[Column], out: &mut Out<'_>) {
        for (at, count) in &self.asked {
            let Some(column) = columns.iter().find(|column| column.at == *at) else { continue };
            out.problem(
                None,
                format!(
                    "column {} `{}` has {}; {count} numbers left out",
                    letters(*at),
                    column.name,
                    windows::question(column.spacing)
                ),
                &windows::remedy(*at, column.spacing),
            );
        }
        if self.without_days > 0 {
            out.problem(
                None,
                format!("{} numbers left out: nothing says of which days they are", self.without_days),
                "name the column of days in a map (A = \"date\"), or give start and end under [constant]",
            );
        }
        if self.without_kind > 0 {
            out.note(
                None,
                format!("{} numbers do not say what happened (arrivals, departures, returns …): read as `other`", self.without_kind),
                "give `kind` under [constant] in a map, and `from` and `to` where no column says which way: \
                 kind = \"arrival\", from = \"SDN\", to = \"TCD\" (countries by their three letters)",
            );
        }
        if self.fiscal > 0 {
            out.problem(
                None,
                format!("{} running totals left out: nothing says in which month the fiscal year begins", self.fiscal),
                "say it in a map: fiscal_start = 10",
            );
        }
        if let (count, Some(column)) = self.without_start {
            out.note(
                None,
                format!("{count} running totals do not say where they start"),
                &format!(
                    "give `since` in a map: {} = {{ cumulative = true, since = \"2023-01-01\" }}",
                    letters(column)
                ),
            );
        }
        if self.of_publication > 0 {
            out.note(
                None,
                format!(
                    "{} numbers of who is there have no day beside them: taken to be of the day of publication",
                    self.of_publication
                ),
                "name the column of days in a map (A = \"date\")",
            );
        }
        if self.undated > 0 {
            out.note(
                None,
                "does not say when it was published".to_owned(),
                "give --date YYYY-MM-DD, or `published` under [constant] in a map",
            );
        }
        if let Some((row, day)) = self.later {
            out.note(
                Some(row),
                format!("counts of {day} in a table published before"),
                "check the day of publication",
            );
        }
    }
}

/// According to whom, by the words of a source and its organisation.
type Sources = FxHashMap<[Option<Name>; 2], Source>;

/// According to whom, read as it would be in prose.
fn source([named, organisation]: &[Option<Name>; 2], gazetteer: &Gazetteer) -> Source {
    let label = organisation.as_deref().or(named.as_deref()).unwrap_or_default();
    let read = prose::source_of(label, gazetteer).unwrap_or_default();
    match organisation {
        Some(organisation) => Source { organisation: Some(organisation.to_string()), ..read },
        None => Source { name: read.name.or_else(|| named.as_deref().map(str::to_owned)), ..read },
    }
}
