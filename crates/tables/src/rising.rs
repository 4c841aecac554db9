//! Daily counts that never fall: the oldest question of all series of counts is whether they are running
//! totals under the name of a count.

use std::collections::BTreeMap;

use claim::{Claim, Group, Kind, Measure};
use jiff::civil::Date;
use places::Gazetteer;

use super::alike::{Own, Sorts};
use super::column::Column;
use super::grid::letters;
use super::map::Map;
use super::report::Out;
use super::sense::Sense;
use super::tally::Tally;
use super::words::Flag;

/// So many days in a row have to rise.
const DAYS: usize = 7;

/// And so many times the first has the last to be.
const GROWTH: f64 = 2.0;

/// Of counts that do not say what happened, so many that never fall may be a running total.
const FEW: usize = 4;

/// What daily counts of one thing have in common.
type Series<'a> = (&'a [String], [Option<&'a str>; 4], Group, claim::Kind, &'a str);

fn series(claim: &Claim) -> Series<'_> {
    let people = &claim.population;
    let places = [&claim.at, &claim.from, &claim.to, &people.nationality].map(Option::as_deref);
    (claim.via.as_slice(), places, people.group, claim.kind, people.text.as_str())
}

/// Numbers of people that say nowhere what happened, and only grow: those of a day, or all up to it? They are left out,
/// and asked about.
pub(super) fn ask(
    read: &mut Vec<Own>,
    sorts: &Sorts,
    columns: &[Column],
    gazetteer: &Gazetteer,
    tally: &mut Tally,
    out: &mut Out<'_>,
) {
    let open = |own: &Own| {
        let claim = sorts.claim(own);
        claim.kind == Kind::Other && !claim.cumulative && claim.measure == Measure::Flow
    };
    let ranks = sorts.ranks(series);
    let mut by_column: BTreeMap<usize, BTreeMap<u32, Vec<(Date, f64)>>> = BTreeMap::new();
    for own in read.iter().filter(|own| open(own)) {
        if let (Some(end), Some(value)) = (own.end, own.value) {
            let of = by_column.entry(own.place[1] as usize).or_default();
            of.entry(ranks[own.sort as usize]).or_default().push((end, value));
        }
    }
    let mut asked: Vec<usize> = Vec::new();
    for (at, all) in by_column {
        let name = columns.iter().find(|column| column.at == at).map_or("", |c| c.name.as_str());
        let by_day = Sense::of(name, None, gazetteer).has(Flag::Moved);
        let grows = all.into_values().map(|mut days| {
            days.sort_by_key(|day| day.0);
            let fall = days.windows(2).any(|pair| pair[1].1 < pair[0].1);
            let rise = days.len() >= FEW && days[0].1 < days[days.len() - 1].1;
            (!fall, rise)
        });
        let grows: Vec<(bool, bool)> = grows.collect();
        if !by_day && grows.iter().all(|(never_fall, _)| *never_fall) && grows.iter().any(|g| g.1) {
            asked.push(at);
        }
    }
    for at in asked {
        let is_left = |own: &Own| own.place[1] as usize == at && open(own);
        let numbers = read.iter().filter(|own| is_left(own)).map(|own| own.numbers as usize).sum();
        let name = columns.iter().find(|column| column.at == at).map_or("", |c| c.name.as_str());
        let letters = letters(at);
        out.problem(
            None,
            format!("column {letters} `{name}` never falls, and does not say what happened: of each day, or all up to it? {numbers} numbers left out"),
            &format!("say which in a map: `{letters} = {{ cumulative = true }}`, `{letters} = {{ kind = \"arrival\" }}`, or `{letters} = {{ kind = \"refugees\" }}` of who is there"),
        );
        tally.leave(numbers, "that never fall, and may be running totals");
        read.retain(|own| !is_left(own));
    }
}

/// Weeks of one thing that follow each other and never fall, and numbers of any days under a title that says since when,
/// are left out and asked about, where all series of their column are such.
pub(super) fn ask_of_running(
    read: &mut Vec<Own>,
    sorts: &Sorts,
    columns: &[Column],
    (since, map): (Option<Date>, Option<&Map>),
    tally: &mut Tally,
    out: &mut Out<'_>,
) {
    let told = |at: usize| {
        let name = columns.iter().find(|column| column.at == at).map_or("", |c| c.name.as_str());
        map.is_some_and(|map| map.column(at, name).is_some())
    };
    let plain = |own: &Own| {
        let claim = sorts.claim(own);
        !claim.cumulative && claim.measure == Measure::Flow && !told(own.place[1] as usize)
    };
    let ranks = sorts.ranks(series);
    type Weeks = BTreeMap<u32, Vec<(Date, Date, f64)>>;
    let mut by_column: BTreeMap<usize, Weeks> = BTreeMap::new();
    let week = |start: Date, end: Date| {
        start.checked_add(jiff::Span::new().days(6)).is_ok_and(|last| last == end)
    };
    for own in read.iter().filter(|own| plain(own)) {
        if let (Some(start), Some(end), Some(value)) = (own.start, own.end, own.value)
            && (since.is_some() || week(start, end))
        {
            let of = by_column.entry(own.place[1] as usize).or_default();
            of.entry(ranks[own.sort as usize]).or_default().push((start, end, value));
        }
    }
    for (at, all) in by_column {
        let runs = |mut rows: Vec<(Date, Date, f64)>| {
            rows.sort_by_key(|row| row.1);
            let (first, last) = (rows[0].2, rows[rows.len() - 1].2);
            let never_falls = rows.windows(2).all(|pair| pair[0].2 <= pair[1].2) && last > first;
            let weeks = rows.windows(2).all(|pair| {
                pair[0].1.tomorrow().is_ok_and(|next| next == pair[1].0)
                    && pair[0]
                        .0
                        .checked_add(jiff::Span::new().days(7))
                        .is_ok_and(|d| d == pair[1].0)
            });
            let many = rows.len() >= DAYS && first > 0.0 && last >= GROWTH * first;
            never_falls && (since.is_some() && rows.len() > 2 || weeks && many)
        };
        if all.is_empty() || !all.into_values().all(runs) {
            continue;
        }
        let is_left = |own: &Own| own.place[1] as usize == at && plain(own);
        let numbers = read.iter().filter(|own| is_left(own)).map(|own| own.numbers as usize).sum();
        let name = columns.iter().find(|column| column.at == at).map_or("", |c| c.name.as_str());
        let letters = letters(at);
        let day = since.map_or("DAY".to_owned(), |day| day.to_string());
        out.problem(
            None,
            format!("column {letters} `{name}` never falls: of each row, or a running total? {numbers} numbers left out"),
            &format!("say which in a map: `{letters} = {{ kind = \"arrival\", cumulative = true, since = \"{day}\" }}`, or `{letters} = {{ kind = \"arrival\" }}` of each row"),
        );
        tally.leave(numbers, "that never fall, and may be running totals");
        read.retain(|own| !is_left(own));
    }
}

/// One claim of a series, and its days with their numbers.
type Days<'a> = (&'a Own, Vec<(Date, f64)>);

/// Notes the series of days, each following the last, that never fall.
pub(super) fn note(read: &[Own], sorts: &Sorts, out: &mut Out<'_>) {
    let ranks = sorts.ranks(series);
    let mut all: BTreeMap<u32, Days<'_>> = BTreeMap::new();
    for own in read {
        let (Some(start), Some(end), Some(value)) = (own.start, own.end, own.value) else {
            continue;
        };
        let claim = sorts.claim(own);
        if start != end || claim.cumulative || claim.measure != Measure::Flow {
            continue;
        }
        all.entry(ranks[own.sort as usize]).or_insert((own, Vec::new())).1.push((start, value));
    }
    for (first, mut days) in all.into_values() {
        let ((via, places, ..), column) = (series(sorts.claim(first)), first.place[1] as usize);
        days.sort_by_key(|a| a.0);
        if !rises(&days) {
            continue;
        }
        let place = via.first().map(String::as_str).or(places.into_iter().flatten().next());
        let (first, last) = (days[0], days[days.len() - 1]);
        out.note(
            None,
            format!(
                "{}{} daily counts from {} to {} never fall, from {} to {}: a running total?",
                place.map(|place| format!("{place}: ")).unwrap_or_default(),
                days.len(),
                first.0,
                last.0,
                first.1,
                last.1
            ),
            &format!("if they are, say so in a map: {} = {{ cumulative = true }}", letters(column)),
        );
    }
}

/// Whether days follow each other, never fall, and come to a multiple.
fn rises(days: &[(Date, f64)]) -> bool {
    days.len() >= DAYS
        && days.windows(2).all(|pair| {
            pair[0].1 <= pair[1].1 && pair[0].0.tomorrow().is_ok_and(|next| next == pair[1].0)
        })
        && days[days.len() - 1].1 >= GROWTH * days[0].1
        && days[0].1 > 0.0
}
