//! `source_data`: what was counted in each camp, and of a total, by date.

use std::collections::BTreeMap;
use std::path::Path;

use super::Counted;
use super::places::Place;
use super::table::{Form, Table, days_between};
use crate::fault::{Fault, Wrong};

/// Counts of one camp, by day; between them a straight line, before and after them the nearest.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The camp.
    pub name: String,
    /// Day (from day 0, may be negative) and count, in the order of days.
    pub points: Vec<(i64, f64)>,
}

impl Series {
    /// People on a day, cut to a whole number as the peer does.
    pub fn at(&self, day: i64) -> u64 {
        let after = self.points.partition_point(|&(point, _)| point <= day);
        let value = match (
            after.checked_sub(1).map(|before| self.points[before]),
            self.points.get(after),
        ) {
            (Some((from, low)), Some(&(to, high))) => {
                low + (day - from) as f64 / (to - from) as f64 * (high - low)
            }
            (Some((_, last)), None) => last,
            (None, Some(&(_, first))) => first,
            (None, None) => 0.0,
        };
        value as u64
    }

    /// Scales all that was counted before a day so that nothing jumps on it. False where there is no such day; the count
    /// before it must be 1 or more.
    pub(super) fn correct(&mut self, day: i64) -> Option<bool> {
        let at = self.points.iter().position(|&(point, _)| point == day)?;
        let Some(before) = at.checked_sub(1) else { return Some(true) };
        if self.points[before].1 < 1.0 {
            return Some(false);
        }
        let factor = self.points[at].1 / self.points[before].1;
        self.points[..at].iter_mut().for_each(|(_, count)| *count *= factor);
        Some(true)
    }
}

/// The series of a folder.
pub(super) struct Layout {
    pub total: Series,
    pub camps: Vec<Series>,
    pub others: Vec<Series>,
}

static LAYOUT: Form = Form {
    holds: "which file counts which camp",
    row: "camp,file.csv",
    columns: &["camp", "file"],
    needed: 2,
};

static SERIES: Form = Form {
    holds: "counts by date",
    row: "2012-02-29,17790",
    columns: &["date", "count"],
    needed: 1,
};

/// Words of a first row that is a head without a hash.
const HEADS: [&str; 2] = ["Date", "DateTime"];

fn points(path: &Path, counted: &Counted, total: bool, faults: &mut Vec<Fault>) -> Vec<(i64, f64)> {
    let Some(table) = Table::read(path, &SERIES, faults) else { return Vec::new() };
    table.must_have_rows(faults);
    let mut points: Vec<(i64, f64)> = Vec::new();
    for (index, row) in table.rows.iter().enumerate() {
        let head = index == 0 && HEADS.contains(&row.cells[0].as_str());
        // A date without a count says nothing.
        if head || row.cells.get(1).is_none_or(String::is_empty) {
            continue;
        }
        let read = table.date(row, 0).and_then(|date| {
            let count = table.whole_number(
                row,
                1,
                |count| (0..=10_000_000_000).contains(&count),
                "0 or more people",
            )?;
            Ok((days_between(counted.start, date), count as f64 / f64::from(counted.hasten)))
        });
        match read {
            Ok(point) => {
                let last = points.last().map_or(i64::MIN, |point| point.0);
                if last >= point.0 {
                    // Of one date the later count holds; and the total is not what is simulated.
                    let fault = table.fault(row.line, 0, Wrong::DateFalls(row.cells[0].clone()));
                    faults.push(if last == point.0 || total { fault.harmless() } else { fault });
                }
                points.push(point);
            }
            Err(fault) => faults.push(fault),
        }
    }
    if points.is_empty() && faults.is_empty() {
        faults.push(table.whole(Wrong::NoRows { row: SERIES.row }));
    }
    points.sort_by_key(|point| point.0);
    points
}

/// Two files of one camp, summed as the peer sums them: on the dates of either, with the first's next and the second's
/// last count, and to the last date of the second only.
fn stepwise(first: &[(i64, f64)], second: &[(i64, f64)]) -> Vec<(i64, f64)> {
    let (mut sum, mut at, mut last) = (Vec::new(), 0, 0.0);
    for &(day, count) in second {
        while at < first.len() - 1 && day > first[at].0 {
            sum.push((first[at].0, last + first[at].1));
            at += 1;
        }
        if day > first[at].0 {
            sum.push((first[at].0, last + first[at].1));
            break;
        }
        sum.push((day, count + first[at].1));
        if day == first[at].0 && at < first.len() - 1 {
            at += 1;
        }
        last = count;
    }
    sum.dedup_by_key(|point| point.0);
    sum
}

/// Two files of one camp, on the dates of either, with straight lines between dates.
fn summed(first: &[(i64, f64)], second: &[(i64, f64)]) -> Vec<(i64, f64)> {
    let whole = |points: &[(i64, f64)]| Series { name: String::new(), points: points.to_vec() };
    let (one, other) = (whole(first), whole(second));
    let days: std::collections::BTreeSet<i64> =
        first.iter().chain(second).map(|point| point.0).collect();
    days.into_iter().map(|day| (day, one.at(day) as f64 + other.at(day) as f64)).collect()
}

/// Reads `data_layout.csv` and what it names.
pub(super) fn read(
    source: &Path,
    places: &[Place],
    counted: &Counted,
    faults: &mut Vec<Fault>,
) -> Option<Layout> {
    let table = Table::read(&source.join("data_layout.csv"), &LAYOUT, faults)?;
    table.must_have_rows(faults);
    let mut found: BTreeMap<&str, (u64, Series)> = BTreeMap::new();
    let mut order = Vec::new();
    for (index, row) in table.rows.iter().enumerate() {
        let name = row.cells[0].as_str();
        if index == 0 && name != "total" {
            faults.push(table.fault(row.line, 0, Wrong::NoTotal(name.to_owned())));
        }
        if let Some((first, _)) = found.get(name) {
            faults.push(table.fault(
                row.line,
                0,
                Wrong::Twice { what: name.to_owned(), first: *first },
            ));
            continue;
        }
        let mut sum: Option<Vec<(i64, f64)>> = None;
        for (column, file) in
            row.cells.iter().enumerate().skip(1).filter(|(_, file)| !file.is_empty())
        {
            if !source.join(file).is_file() {
                faults.push(table.fault(row.line, column, Wrong::Missing { holds: SERIES.holds }));
                continue;
            }
            let next = points(&source.join(file), counted, name == "total", faults);
            sum = Some(match sum {
                Some(sum) if !sum.is_empty() && !next.is_empty() => {
                    if counted.stepwise {
                        stepwise(&sum, &next)
                    } else {
                        summed(&sum, &next)
                    }
                }
                _ => next,
            });
        }
        match sum {
            Some(points) => {
                order.push(name);
                found.insert(name, (row.line, Series { name: name.to_owned(), points }));
            }
            None if row.cells[1..].iter().all(String::is_empty) => {
                faults.push(table.fault(row.line, 1, Wrong::Blank))
            }
            None => {}
        }
    }
    let camps: Vec<&Place> = places.iter().filter(|place| place.kind.is_camp()).collect();
    for camp in camps.iter().filter(|camp| !table.rows.iter().any(|row| row.cells[0] == camp.name))
    {
        faults.push(table.whole(Wrong::NoSeries(camp.name.clone())));
    }
    let mut take = |name: &str| found.remove(name).map(|(_, series)| series);
    let total = take("total")?;
    let camps = camps.iter().map(|camp| take(&camp.name)).collect::<Option<Vec<_>>>()?;
    let others = order.into_iter().filter_map(take).collect();
    Some(Layout { total, camps, others })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(points: &[(i64, f64)]) -> Series {
        Series { name: "camp".into(), points: points.to_vec() }
    }

    /// The peer's own test of its tables: 500 on 2010-01-01 to 800,000 on 2013-01-01, from 2010-06-01 on.
    #[test]
    fn counts_lie_on_straight_lines_between_dates() {
        let mut table = series(&[
            (-151, 500.0),
            (214, 6_000.0),
            (579, 70_000.0),
            (945, 800_000.0),
            (1310, 400_000.0),
        ]);
        assert_eq!([table.at(0), table.at(300), table.at(700)], [2_775, 21_079, 311_338]);
        assert_eq!((0..1200).map(|day| table.at(day)).max(), Some(800_000));
        assert_eq!(table.correct(1310), Some(true));
        assert_eq!(table.at(945), 400_000);
        assert_eq!(table.correct(3), None);
    }

    #[test]
    fn a_count_of_nothing_cannot_be_scaled() {
        assert_eq!(series(&[(0, 0.0), (9, 5.0)]).correct(9), Some(false));
    }

    #[test]
    fn two_files_are_summed_on_lines_or_as_the_peer_does() {
        let (first, second) = ([(0, 0.0), (10, 100.0)], [(0, 0.0), (5, 10.0)]);
        assert_eq!(summed(&first, &second), [(0, 0.0), (5, 60.0), (10, 110.0)]);
        assert_eq!(stepwise(&first, &second), [(0, 0.0), (5, 110.0)]);
    }
}
