//! Real series of one number a day, as they were published later: the truth of the cases here.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use claim::{Kind, Window};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use places::Gazetteer;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::{Distribution, StandardNormal};
use reconcile::Route;

use crate::picture;

/// One number for each of a run of days, and what the numbers count.
#[derive(Debug, Clone)]
pub struct Daily {
    /// Name of the case.
    pub name: String,
    /// The border.
    pub from: &'static str,
    pub to: &'static str,
    /// The crossing, or none where the border is counted as a whole.
    pub via: Option<&'static str>,
    pub kind: Kind,
    pub first: Date,
    pub people: Vec<f64>,
}

impl Daily {
    /// The day at a position.
    pub fn day(&self, at: usize) -> Date {
        self.first + (at as i64).days()
    }

    /// The days from one position to another, both included.
    pub fn window(&self, from: usize, to: usize) -> Window {
        Window::new(self.day(from), self.day(to)).expect("from before to")
    }

    /// All its days.
    pub fn span(&self) -> Window {
        self.window(0, self.people.len() - 1)
    }

    /// How many on the days from one position to another, both included.
    pub fn sum(&self, from: usize, to: usize) -> f64 {
        self.people[from..=to].iter().sum()
    }

    pub fn route(&self) -> Route {
        Route { from: self.from.into(), to: self.to.into() }
    }

    /// The names to ask a picture for.
    pub fn asked(&self) -> Vec<&'static str> {
        self.via.into_iter().collect()
    }

    /// The part of it within a year; `None` when it has no day of it.
    fn of_year(&self, year: i16) -> Option<Daily> {
        let inside: Vec<usize> =
            (0..self.people.len()).filter(|at| self.day(*at).year() == year).collect();
        let (from, to) = (*inside.first()?, *inside.last()?);
        Some(Daily {
            name: format!("{} {year}", self.name),
            first: self.day(from),
            people: self.people[from..=to].to_vec(),
            ..self.clone()
        })
    }

    /// Its years, each by itself.
    pub fn years(&self) -> Vec<Daily> {
        let (first, last) = (self.first.year(), self.day(self.people.len() - 1).year());
        (first..=last).filter_map(|year| self.of_year(year)).collect()
    }
}

/// A line of Italy's reports: the day of the report, the day counted, the number. A cell that is
/// empty gives none.
pub type Printed = (Date, Date, Option<f64>);

/// Rows of a table without quoted cells, the head left out.
fn rows(path: &Path) -> Result<Vec<Vec<String>>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    Ok(text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect())
}

fn days(path: &Path, first: Date, numbers: &BTreeMap<Date, f64>) -> Result<Vec<f64>> {
    let last = numbers.keys().next_back().context("no rows")?;
    Window::new(first, *last)
        .context("days in order")?
        .iter()
        .map(|day| {
            numbers.get(&day).copied().with_context(|| format!("{}: no {day}", path.display()))
        })
        .collect()
}

/// Arrivals by boat across the Channel, 2018 to 2022.
pub fn channel(shared: &Path) -> Result<Daily> {
    let path = shared.join("series/channel-boats.csv");
    let mut numbers = BTreeMap::new();
    for row in rows(&path)? {
        let [day, people, ..] = row.as_slice() else { continue };
        numbers.insert(day.parse::<Date>()?, people.parse::<f64>()?);
    }
    let first = *numbers.keys().next().context("no rows")?;
    Ok(Daily {
        name: "Channel".into(),
        from: "FRA",
        to: "GBR",
        via: None,
        kind: Kind::Arrival,
        first,
        people: days(&path, first, &numbers)?,
    })
}

/// What each of Italy's reports printed, as they came.
pub fn italian_reports(shared: &Path) -> Result<Vec<Printed>> {
    let path = shared.join("series/italy-sea-arrivals.csv");
    rows(&path)?
        .iter()
        .map(|row| {
            let [reported, day, people] = row.as_slice() else {
                anyhow::bail!("{}: three columns expected", path.display())
            };
            let people = (!people.is_empty()).then(|| people.parse::<f64>()).transpose()?;
            Ok((reported.parse()?, day.parse()?, people))
        })
        .collect()
}

/// Arrivals by sea in Italy, September 2019 to December 2023: of each day the number printed last.
/// Rows for days after their report are no numbers.
pub fn italy(shared: &Path) -> Result<Daily> {
    let path = shared.join("series/italy-sea-arrivals.csv");
    let mut numbers = BTreeMap::new();
    for (reported, day, people) in italian_reports(shared)? {
        if let (true, Some(people)) = (day <= reported, people) {
            numbers.insert(day, people);
        }
    }
    let first = *numbers.keys().next().context("no rows")?;
    Ok(Daily {
        name: "Italy".into(),
        from: "TUN",
        to: "ITA",
        via: None,
        kind: Kind::Arrival,
        first,
        people: days(&path, first, &numbers)?,
    })
}

/// Arrivals from Ukraine in Poland from 24 February 2022 on: differences of UNHCR's running totals.
pub fn poland(shared: &Path, gazetteer: &Gazetteer) -> Result<Daily> {
    let path = shared.join("series/ukraine-poland-2022.csv");
    let mut totals = BTreeMap::new();
    for claim in picture::claims(&path, gazetteer)? {
        let unhcr = claim.source.label().is_some_and(|name| name.contains("UNHCR"));
        if let (true, Some(end), Some(value)) = (unhcr && claim.cumulative, claim.end, claim.value)
        {
            totals.insert(end, value);
        }
    }
    let first = date(2022, 2, 24);
    let mut before = 0.0;
    let numbers: BTreeMap<Date, f64> = totals
        .into_iter()
        .map(|(day, total)| (day, total - std::mem::replace(&mut before, total)))
        .collect();
    Ok(Daily {
        name: "Poland".into(),
        from: "UKR",
        to: "POL",
        via: None,
        kind: Kind::Arrival,
        first,
        people: days(&path, first, &numbers)?,
    })
}

/// Running totals at Torkham since 17 September 2023 by the Home Department of Khyber Pakhtunkhwa
/// (shared/series/pakistan-afghanistan-2023.csv), the first by "official sources". 200,975 stands
/// there for 202,975, as its parts and the next day's total show.
const TORKHAM: [(Date, f64); 19] = [
    (date(2023, 10, 30), 82_500.0),
    (date(2023, 11, 1), 128_629.0),
    (date(2023, 11, 2), 147_973.0),
    (date(2023, 11, 3), 160_638.0),
    (date(2023, 11, 4), 167_774.0),
    (date(2023, 11, 5), 174_358.0),
    (date(2023, 11, 7), 190_418.0),
    (date(2023, 11, 8), 193_378.0),
    (date(2023, 11, 11), 202_975.0),
    (date(2023, 11, 12), 206_018.0),
    (date(2023, 11, 15), 214_194.0),
    (date(2023, 11, 16), 216_083.0),
    (date(2023, 11, 19), 223_503.0),
    (date(2023, 11, 21), 228_785.0),
    (date(2023, 11, 22), 231_452.0),
    (date(2023, 11, 27), 241_888.0),
    (date(2023, 12, 1), 247_785.0),
    (date(2023, 12, 2), 248_890.0),
    (date(2023, 12, 12), 257_402.0),
];

/// Scatter of the days that Torkham's totals leave open, on the log: that of the days that they tell.
const TORKHAM_SCATTER: f64 = 0.25;

/// Returns at Torkham from 17 September to 12 December 2023. The totals are real; days within them
/// that nobody printed are laid out at random, in whole people.
pub fn torkham() -> Daily {
    let first = date(2023, 9, 17);
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(17);
    let (mut people, mut before) = (Vec::new(), 0.0);
    for (day, total) in TORKHAM {
        let open = Window::new(first, day).map_or(0, |window| window.days()) - people.len();
        let shares: Vec<f64> = (0..open)
            .map(|_| {
                let normal: f64 = StandardNormal.sample(&mut rng);
                (TORKHAM_SCATTER * normal).exp()
            })
            .collect();
        let all: f64 = shares.iter().sum();
        let (mut laid, mut upto) = (before, 0.0);
        for share in shares {
            upto += share;
            let reached = (before + (total - before) * upto / all).round();
            people.push(reached - std::mem::replace(&mut laid, reached));
        }
        before = total;
    }
    Daily {
        name: "Torkham".into(),
        from: "PAK",
        to: "AFG",
        via: Some("Torkham"),
        kind: Kind::Return,
        first,
        people,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_laid_out_at_torkham_keep_its_totals() {
        let torkham = torkham();
        assert_eq!(torkham.span().end(), date(2023, 12, 12));
        for (day, total) in TORKHAM {
            let days = Window::new(torkham.first, day).unwrap().days();
            assert_eq!(torkham.sum(0, days - 1), total, "{day}");
        }
        assert!(torkham.people.iter().all(|day| *day > 0.0 && day.fract() == 0.0));
    }

    #[test]
    fn years_are_cut_at_new_year() {
        let mut long = torkham();
        long.people = vec![1.0; 200];
        let years = long.years();
        let lengths: Vec<usize> = years.iter().map(|year| year.people.len()).collect();
        assert_eq!(lengths, [106, 94]);
        assert_eq!(years[1].first, date(2024, 1, 1));
    }
}
