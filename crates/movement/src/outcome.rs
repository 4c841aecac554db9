//! What an ensemble says of each camp on each day, beside what was counted there.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use crate::course::Course;
use crate::ensemble::Ensemble;
use crate::forecast::{Basis, DOUBT, MIX};
use crate::input::Input;
use crate::score::ard;

/// A camp on a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Row {
    /// Days from the first.
    pub day: usize,
    /// Date of that day.
    pub date: Date,
    /// The camp.
    pub camp: String,
    /// What was counted, or lies on a line between counts.
    pub counted: u64,
    /// What is expected: the mean of members, or the forecast with its opinions as learned.
    pub mean: f64,
    /// A tenth of members have fewer.
    pub p10: f64,
    /// Half of members have fewer.
    pub p50: f64,
    /// Nine tenths of members have fewer.
    pub p90: f64,
}

/// All camps on all days.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// The rules.
    pub rules: &'static str,
    /// Members of the ensemble.
    pub members: usize,
    /// Its seed.
    pub seed: u64,
    /// The last day whose counts of single camps were used; none for a simulation.
    pub assimilated: Option<usize>,
    /// Mean error over all days (days after `assimilated`): Σ|expected − counted| / Σ counted; 0 to 2.
    pub ard: f64,
    /// The same of the last counted shares, kept as they are; only beside a forecast.
    pub ard_of_frozen_shares: Option<f64>,
    /// The share of camps and days whose count lies between p10 and p90.
    pub covered: f64,
    /// Days, and camps in the order of locations.csv.
    pub rows: Vec<Row>,
    /// Coordinates of the camps, longitude first; in the order of locations.csv.
    #[serde(skip)]
    pub at: Vec<(String, Option<(f64, f64)>)>,
}

/// `days × camps` of counts.
pub fn counted(input: &Input) -> Vec<f64> {
    let days = 0..input.days as i64;
    days.flat_map(|day| input.camps.iter().map(move |camp| camp.at(day) as f64)).collect()
}

/// The value below which a share of sorted values lies, on lines between them.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let at = share * (sorted.len() - 1) as f64;
    let (low, high) = (at.floor() as usize, at.ceil() as usize);
    sorted[low] + (at - low as f64) * (sorted[high] - sorted[low])
}

/// What is common to both ways of making an outcome.
struct Cells<'a> {
    input: &'a Input,
    /// The first day of `mean` and members.
    from: usize,
    mean: Vec<f64>,
}

impl Cells<'_> {
    fn rows(&self, of_member: impl Fn(usize, usize) -> f64, members: usize) -> Vec<Row> {
        let camps = self.input.camps.len();
        let cells = (0..self.mean.len()).map(|cell| {
            let (day, camp) = (self.from + cell / camps, &self.input.camps[cell % camps]);
            let mut values: Vec<f64> = (0..members).map(|member| of_member(member, cell)).collect();
            values.sort_by(f64::total_cmp);
            let date = self.input.start.saturating_add((day as i64).days());
            let [p10, p50, p90] = [0.1, 0.5, 0.9].map(|share| quantile(&values, share));
            Row {
                day,
                date,
                camp: camp.name.clone(),
                counted: camp.at(day as i64),
                mean: self.mean[cell],
                p10,
                p50,
                p90,
            }
        });
        cells.collect()
    }
}

/// The share of rows whose count lies in the interval; counts are whole, and so are its ends.
fn covered(rows: &[Row]) -> f64 {
    let inside = |row: &&Row| (row.p10.floor()..=row.p90.ceil()).contains(&(row.counted as f64));
    rows.iter().filter(inside).count() as f64 / rows.len().max(1) as f64
}

fn coordinates(input: &Input) -> Vec<(String, Option<(f64, f64)>)> {
    let camps = input.camp_places().into_iter().map(|place| &input.places[place]);
    camps
        .map(|place| {
            (place.name.clone(), place.at.map(|(latitude, longitude)| (longitude, latitude)))
        })
        .collect()
}

impl Outcome {
    /// Of a simulation; members must not be none.
    pub fn of_simulation(
        course: &Course,
        ensemble: &Ensemble,
        rules: &'static str,
        seed: u64,
    ) -> Outcome {
        let (input, members) = (course.input(), ensemble.members.len());
        let cells = input.days * input.camps.len();
        let of_member = |member: usize, cell: usize| ensemble.members[member].camps[cell] as f64;
        let mean: Vec<f64> = (0..cells)
            .map(|cell| {
                (0..members).map(|member| of_member(member, cell)).sum::<f64>() / members as f64
            })
            .collect();
        // The error of a simulation is that of its members, as the peer has but one.
        let counted = counted(input);
        let errors = (0..members).map(|member| {
            let simulated: Vec<f64> = (0..cells).map(|cell| of_member(member, cell)).collect();
            ard(&simulated, &counted, input.camps.len(), 0)
        });
        let error = errors.sum::<f64>() / members as f64;
        let rows = Cells { input, from: 0, mean }.rows(of_member, members);
        Outcome {
            rules,
            members,
            seed,
            assimilated: None,
            ard: error,
            ard_of_frozen_shares: None,
            covered: covered(&rows),
            rows,
            at: coordinates(input),
        }
    }

    /// Of a forecast from counts of camps up to a day.
    pub fn of_forecast(
        course: &Course,
        last: usize,
        members: usize,
        seed: u64,
        done: &(dyn Fn() + Sync),
    ) -> Outcome {
        let (input, basis) = (course.input(), Basis::new(course, last, seed));
        let drawn = basis.members(&MIX, &DOUBT, members, seed, done);
        let mean = basis.expected(&MIX);
        let (counted, camps) = (counted(input), basis.camps);
        let error = ard(&mean, &counted[basis.last * camps..], camps, 1);
        let frozen = crate::score::frozen_shares(&counted, camps, basis.last);
        let frozen = ard(&frozen, &counted, camps, basis.last + 1);
        let mut rows = Cells { input, from: basis.last, mean }
            .rows(|member, cell| drawn[member][cell], members);
        // The last counted day is where it begins, not what it says.
        rows.drain(..camps);
        Outcome {
            rules: "crossings",
            members,
            seed,
            assimilated: Some(basis.last),
            ard: error,
            ard_of_frozen_shares: Some(frozen),
            covered: covered(&rows),
            rows,
            at: coordinates(input),
        }
    }
}
