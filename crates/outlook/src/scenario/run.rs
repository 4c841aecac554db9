//! A scenario played many times, each time with other numbers out of what is assumed.

use jiff::ToSpan;
use jiff::civil::Date;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use rayon::prelude::*;
use serde::Serialize;

use super::{Scenario, day};
use crate::gate::{Gate, Hour};

/// Times that a scenario is played.
pub(super) const MEMBERS: usize = 60;
/// Hours of the day between which people come to a gate, evenly: daylight.
pub(super) const COME: (f64, f64) = (6.0, 18.0);

/// The 5 %, 50 % and 95 % points over the times that it was played.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// 5 %.
    pub p05: f64,
    /// Median.
    pub p50: f64,
    /// 95 %.
    pub p95: f64,
}

impl Spread {
    fn of(mut values: Vec<f64>) -> Spread {
        values.sort_by(f64::total_cmp);
        let at = |p: f64| values[((values.len() - 1) as f64 * p).round() as usize];
        Spread { p05: at(0.05), p50: at(0.5), p95: at(0.95) }
    }
}

/// A day at a crossing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoryDay {
    /// Crossing.
    pub via: String,
    /// Day.
    pub day: Date,
    /// People who came to the gate.
    pub came: Spread,
    /// People who got through.
    pub through: Spread,
    /// People in the queue at midnight.
    pub queue: Spread,
    /// Mean hours that those who came that day wait.
    pub wait: Spread,
}

/// An hour at a crossing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoryHour {
    /// Crossing.
    pub via: String,
    /// Day.
    pub day: Date,
    /// Hour of the day that it begins with.
    pub hour: usize,
    /// People in the queue at its end.
    pub queue: Spread,
    /// Mean hours that those who came in it wait.
    pub wait: Spread,
}

/// What follows from a scenario.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// By crossing and day.
    pub days: Vec<StoryDay>,
    /// By crossing, day and hour.
    pub hours: Vec<StoryHour>,
    /// People through all gates over all days.
    pub through: Spread,
    /// People who may still move when it ends.
    pub left: Spread,
    /// For each assumption that is open, in the order of [`Scenario::assumptions`]: how many more people get through with
    /// it in its upper half than in its lower half; `None` where it is one number.
    pub influence: Vec<Option<f64>>,
}

/// One time that a scenario is played.
struct Member {
    drawn: Vec<f64>,
    gates: Vec<Vec<Hour>>,
    left: f64,
}

impl Scenario {
    /// Plays the scenario; the same seed gives the same outcome.
    pub fn play(&self, seed: u64) -> Outcome {
        let members: Vec<Member> =
            (0..MEMBERS).into_par_iter().map(|at| self.member(seed, at as u64)).collect();
        let first = self.first();
        let (mut days, mut hours) = (Vec::new(), Vec::new());
        for (place, gate) in self.gate.iter().enumerate() {
            for at in 0..self.days {
                let date = first + (at as i64).days();
                let of = |f: &dyn Fn(&[Hour]) -> f64| {
                    Spread::of(
                        members
                            .iter()
                            .map(|m| f(&m.gates[place][at * 24..(at + 1) * 24]))
                            .collect(),
                    )
                };
                days.push(StoryDay {
                    via: gate.name.clone(),
                    day: date,
                    came: of(&|hours| hours.iter().map(|hour| hour.came).sum()),
                    through: of(&|hours| hours.iter().map(|hour| hour.through).sum()),
                    queue: of(&|hours| hours[23].queue),
                    wait: of(&mean_wait),
                });
                hours.extend((0..24).map(|hour| StoryHour {
                    via: gate.name.clone(),
                    day: date,
                    hour,
                    queue: of(&|hours| hours[hour].queue),
                    wait: of(&|hours| mean_wait(&hours[hour..=hour])),
                }));
            }
        }
        let through =
            |member: &Member| member.gates.iter().flatten().map(|hour| hour.through).sum::<f64>();
        Outcome {
            days,
            hours,
            through: Spread::of(members.iter().map(through).collect()),
            left: Spread::of(members.iter().map(|member| member.left).collect()),
            influence: influence(&members, self.all().len(), through),
        }
    }

    fn member(&self, seed: u64, at: u64) -> Member {
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed ^ ((at + 1) << 24));
        let drawn: Vec<f64> = self
            .all()
            .into_iter()
            .map(|(_, assumed, ..)| {
                let (low, high) = assumed.limits();
                low + (high - low) * rng.random::<f64>()
            })
            .collect();
        let gates = self.gates(&drawn);
        let (daily, left) = self.daily(&drawn, &gates);
        let served = gates
            .iter()
            .zip(&daily)
            .map(|(gate, daily)| gate.serve(moments(daily, &mut rng), self.days))
            .collect();
        Member { drawn, gates: served, left }
    }

    /// The gates with what was drawn of them.
    fn gates(&self, drawn: &[f64]) -> Vec<Gate> {
        let own = &drawn[drawn.len() - 2 * self.gate.len()..];
        let first = self.first();
        self.gate
            .iter()
            .enumerate()
            .map(|(at, gate)| {
                let shut = |place: &usize| {
                    let date = first + (*place as i64).days();
                    self.closure.iter().any(|closure| {
                        closure.gate == gate.name
                            && day(&closure.from).is_some_and(|from| from <= date)
                            && day(&closure.to).is_some_and(|to| date <= to)
                    })
                };
                Gate {
                    lanes: gate.lanes,
                    per_lane_hour: own[2 * at + 1],
                    hours: (gate.opens, gate.closes),
                    closed: (0..self.days).filter(shut).collect(),
                }
            })
            .collect()
    }

    /// People who come to each gate on each day, and who is left at the end.
    fn daily(&self, drawn: &[f64], gates: &[Gate]) -> (Vec<Vec<f64>>, f64) {
        let [
            people,
            gone,
            exempt,
            usual,
            at_deadline,
            rise,
            fall,
            enforced,
            back,
            back_after,
            diverted,
        ] = drawn[..11]
        else {
            return (Vec::new(), 0.0);
        };
        let whole = people * (1.0 - exempt);
        let mut left = (whole - gone).max(0.0);
        let shares: Vec<f64> = (0..gates.len()).map(|at| drawn[11 + 2 * at]).collect();
        let sum: f64 = shares.iter().sum::<f64>().max(1e-9);
        let first = self.first();
        let (deadline, begins) = (
            self.departures.deadline.as_ref().and_then(day),
            self.departures.enforcement.as_ref().and_then(day),
        );
        let mut daily = vec![Vec::with_capacity(self.days); gates.len()];
        let mut went: Vec<f64> = Vec::with_capacity(self.days);
        for at in 0..self.days {
            let date = first + (at as i64).days();
            let pulse = deadline.map_or(0.0, |deadline| {
                let since = f64::from((date - deadline).get_days());
                let height = whole * at_deadline / (rise + fall);
                height * if since <= 0.0 { (since / rise).exp() } else { (-since / fall).exp() }
            });
            let forced =
                if begins.is_some_and(|begins| begins <= date) { left * enforced } else { 0.0 };
            let go = (usual + pulse + forced).min(left);
            let returned =
                at.checked_sub(back_after.round() as usize).map_or(0.0, |then| went[then] * back);
            left += returned - go;
            went.push(go);
            let open: f64 = gates
                .iter()
                .zip(&shares)
                .filter(|(gate, _)| !gate.closed.contains(&at))
                .map(|(_, share)| share)
                .sum();
            let shut: f64 = sum - open;
            for (place, gate) in gates.iter().enumerate() {
                let own = go * shares[place] / sum;
                daily[place].push(match gate.closed.contains(&at) {
                    true if open > 0.0 => own * (1.0 - diverted),
                    true => own,
                    false => own + go * (shut / sum) * diverted * shares[place] / open.max(1e-9),
                });
            }
        }
        (daily, left)
    }
}

/// Moments at which people come by chance, evenly over the daylight of each day.
fn moments(daily: &[f64], rng: &mut Xoshiro256PlusPlus) -> Vec<f64> {
    let mut out = Vec::with_capacity(daily.iter().sum::<f64>() as usize);
    for (day, people) in daily.iter().enumerate() {
        let (from, to) = (day as f64 * 24.0 + COME.0, day as f64 * 24.0 + COME.1);
        let rate = people / (to - from);
        if rate <= 0.0 {
            continue;
        }
        let mut time = from - (1.0 - rng.random::<f64>()).ln() / rate;
        while time < to {
            out.push(time);
            time -= (1.0 - rng.random::<f64>()).ln() / rate;
        }
    }
    out
}

fn mean_wait(hours: &[Hour]) -> f64 {
    let came: f64 = hours.iter().map(|hour| hour.came).sum();
    if came > 0.0 { hours.iter().map(|hour| hour.waited).sum::<f64>() / came } else { 0.0 }
}

fn influence(members: &[Member], count: usize, of: impl Fn(&Member) -> f64) -> Vec<Option<f64>> {
    (0..count)
        .map(|at| {
            let mut order: Vec<&Member> = members.iter().collect();
            order.sort_by(|a, b| a.drawn[at].total_cmp(&b.drawn[at]));
            let (first, last) = (order.first()?, order.last()?);
            if first.drawn[at] >= last.drawn[at] {
                return None;
            }
            let (low, high) = order.split_at(order.len() / 2);
            let mean =
                |half: &[&Member]| half.iter().map(|m| of(m)).sum::<f64>() / half.len() as f64;
            Some(mean(high) - mean(low))
        })
        .collect()
}
