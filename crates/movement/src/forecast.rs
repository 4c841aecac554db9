//! Camps after a day up to which they were counted, when it is known how many people there are in all of them together.
//!
//! Nothing that was counted in a single camp after that day is used. How the whole moves is given, as it is to the peer
//! (whose arrivals are its rises) and to the plainest forecast (which divides it by the last day's shares). A rise is
//! divided among camps by three opinions: people go where people are, where the network leads them, and where there is
//! room. A fall takes from each camp in proportion. Slowly, people move to where there is room.

use rand::RngExt;
use rand_distr::{Distribution, Gamma, StandardNormal};
use rayon::prelude::*;

use crate::course::Course;
use crate::draw::Dice;
use crate::walk::{Walk, dice};

/// How much each opinion counts, and how fast people move on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mix {
    /// People go where people are.
    pub stock: f64,
    /// They go where the network leads them.
    pub network: f64,
    /// They go where there is room.
    pub room: f64,
    /// Share of people a day who move to where there is room.
    pub drift: f64,
}

/// What a forecast rests on; all of one course.
#[derive(Debug, Clone)]
pub struct Basis {
    /// Camps.
    pub camps: usize,
    /// The last day on which camps were counted.
    pub last: usize,
    /// People in all camps together, by day.
    pub whole: Vec<f64>,
    /// People in each camp on the last day.
    pub at_last: Vec<f64>,
    /// Where the network leads new people: shares by day and camp.
    pub led: Vec<f64>,
    /// How many fit in each camp, by day and camp; 0 while it is closed.
    pub fits: Vec<f64>,
}

/// Members of the network's opinion: their mean is all that is asked for.
const NETWORK_MEMBERS: u64 = 2;

/// Where the network leads people is looked at over so many days: journeys take some.
const JOURNEY_DAYS: f64 = 7.0;

impl Basis {
    /// Works out a course up to its last day, from counts of camps up to day `last` and of all camps together.
    pub fn new(course: &Course, last: usize, seed: u64) -> Basis {
        let input = &course.input;
        let (places, camps) = (input.camp_places(), input.camps.len());
        let last = last.min(input.days - 1);
        let whole = (0..input.days as i64)
            .map(|day| input.camps.iter().map(|camp| camp.at(day) as f64).sum())
            .collect();
        let counted: Vec<u64> = input.camps.iter().map(|camp| camp.at(last as i64)).collect();
        let rises: Vec<Vec<f64>> = (0..NETWORK_MEMBERS)
            .into_par_iter()
            .map(|member| {
                let mut walk = Walk::new(course, dice(seed, member));
                let (mut before, mut rises) = (vec![0; camps], Vec::new());
                for day in 0..input.days {
                    walk.day(day);
                    let now: Vec<u64> = places.iter().map(|&place| walk.in_place(place)).collect();
                    rises.extend(
                        now.iter()
                            .zip(&before)
                            .map(|(now, before)| now.saturating_sub(*before) as f64),
                    );
                    before = now;
                    if day == last {
                        walk.put_right(&places, &counted);
                        before.clone_from(&counted);
                    }
                }
                rises
            })
            .collect();
        let stated = input.camp_places().into_iter().map(|place| {
            input.places[place].capacity.map_or(f64::INFINITY, |capacity| capacity as f64)
        });
        let bounds = bounded(stated.collect());
        let fits = course.days.iter().flat_map(|day| {
            let open = |place: usize| {
                course
                    .network
                    .links
                    .iter()
                    .enumerate()
                    .any(|(index, link)| link.to == place && day.open[index])
            };
            let bounds = &bounds;
            places.iter().enumerate().map(move |(camp, &place)| {
                let is_open = day.kinds[place].is_camp() && open(place);
                if is_open { bounds[camp] } else { 0.0 }
            })
        });
        Basis {
            camps,
            last,
            whole,
            at_last: counted.iter().map(|&people| people as f64).collect(),
            led: led(&rises, camps),
            fits: fits.collect(),
        }
    }

    /// Counts of camps by the mix, from the last day on: `days × camps`, beginning with the last day.
    pub fn expected(&self, mix: &Mix) -> Vec<f64> {
        self.walk(mix, &vec![1.0; self.camps])
    }

    fn walk(&self, mix: &Mix, pulls: &[f64]) -> Vec<f64> {
        let mut now = self.at_last.clone();
        let mut all = now.clone();
        for day in self.last + 1..self.whole.len() {
            self.step(day, mix, pulls, &mut now);
            all.extend(&now);
        }
        all
    }

    /// From one day to the next.
    fn step(&self, day: usize, mix: &Mix, pulls: &[f64], now: &mut [f64]) {
        let (before, whole) = (self.whole[day - 1], self.whole[day]);
        let row = day * self.camps..(day + 1) * self.camps;
        let (fits, led) = (&self.fits[row.clone()], &self.led[row]);
        let rise = whole - before;
        let sum: f64 = now.iter().sum();
        if rise <= 0.0 || sum <= 0.0 {
            if sum > 0.0 {
                now.iter_mut().for_each(|people| *people *= whole / sum);
            } else {
                now.iter_mut().zip(led).for_each(|(people, led)| *people = led * whole);
            }
        } else {
            let room = rooms(now, fits, led);
            let shares: Vec<f64> = (0..self.camps)
                .map(|camp| {
                    let open = if fits[camp] > 0.0 { 1.0 } else { CLOSED };
                    open * pulls[camp]
                        * (mix.stock * now[camp] / sum
                            + mix.network * led[camp]
                            + mix.room * room[camp])
                })
                .collect();
            let all: f64 = shares.iter().sum();
            now.iter_mut().zip(&shares).for_each(|(people, share)| {
                *people += rise * if all > 0.0 { share / all } else { *people / sum }
            });
        }
        if mix.drift > 0.0 {
            let room = rooms(now, fits, led);
            let moving = mix.drift * whole;
            let sum: f64 = now.iter().sum();
            if sum > 0.0 && room.iter().sum::<f64>() > 0.0 {
                now.iter_mut()
                    .zip(&room)
                    .for_each(|(people, room)| *people += moving * (room - *people / sum));
            }
        }
    }
}

/// What still goes to a closed camp, against an open one: counts are registered late.
const CLOSED: f64 = 0.05;

/// A capacity this many times that of all other camps together stands for none (Hamdayet 2020: 1,000,000).
const NO_BOUND: f64 = 5.0;

/// Capacities, without bound where what is stated stands for that.
fn bounded(stated: Vec<f64>) -> Vec<f64> {
    let known = |fits: &f64| if fits.is_finite() { *fits } else { 0.0 };
    let all: f64 = stated.iter().map(known).sum();
    let many = stated.len() > 1;
    stated
        .into_iter()
        .map(
            |fits| {
                if many && fits > NO_BOUND * (all - known(&fits)) { f64::INFINITY } else { fits }
            },
        )
        .collect()
}

/// Shares of camps by the room in them. Of a camp without bound room says nothing: it has the share that the network leads
/// there. Where there is no room at all, all do.
fn rooms(now: &[f64], fits: &[f64], led: &[f64]) -> Vec<f64> {
    let room: Vec<f64> = now
        .iter()
        .zip(fits)
        .map(|(people, fits)| if fits.is_finite() { (fits - people).max(0.0) } else { 0.0 })
        .collect();
    let sum: f64 = room.iter().sum();
    if sum <= 0.0 {
        return led.to_vec();
    }
    let free: f64 =
        fits.iter().zip(led).filter(|(fits, _)| fits.is_infinite()).map(|(_, led)| led).sum();
    let share = |camp: usize| {
        if fits[camp].is_infinite() { led[camp] } else { (1.0 - free).max(0.0) * room[camp] / sum }
    };
    (0..now.len()).map(share).collect()
}

/// Mean shares of rises, over some days of journey.
fn led(rises: &[Vec<f64>], camps: usize) -> Vec<f64> {
    let days = rises.first().map_or(0, |rises| rises.len() / camps);
    let (mut of_late, mut all) = (vec![0.0; camps], Vec::with_capacity(days * camps));
    for day in 0..days {
        for (camp, of_late) in of_late.iter_mut().enumerate() {
            let today: f64 = rises.iter().map(|rises| rises[day * camps + camp]).sum();
            *of_late += (today - *of_late) / JOURNEY_DAYS;
        }
        let sum: f64 = of_late.iter().sum();
        all.extend(of_late.iter().map(|people| if sum > 0.0 { people / sum } else { 0.0 }));
    }
    all
}

/// How unsure a forecast is of its opinions; each number learned with [`Mix`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Doubt {
    /// How alike members are in what they think of opinions: the sum of the parameters of a Dirichlet distribution.
    pub agreement: f64,
    /// Standard deviation of the logarithm of what draws people to a camp beyond all opinions, for good.
    pub pull: f64,
    /// Standard deviation of the logarithm of a camp's count after a year.
    pub year: f64,
    /// Chance that a camp which was empty on the last day takes nobody in.
    pub never: f64,
}

/// All three opinions alike: nothing is fitted. (Of mixes in tenths, those near this one are best on eight crises, and the
/// one that is best on seven of them is good on the eighth; `examples/fit.rs` prints it.)
pub const MIX: Mix = Mix { stock: 1.0 / 3.0, network: 1.0 / 3.0, room: 1.0 / 3.0, drift: 0.0 };

/// Learned on eight crises (`examples/fit.rs`; Burundi 2015, Mali 2012 and 2017, South Sudan 2013, Tigray 2020, Central
/// African Republic 2013, Nigeria 2022, Venezuela 2022), so that about four fifths of what was counted lie in intervals of
/// four fifths, in each crisis alike.
pub const DOUBT: Doubt = Doubt { agreement: 1.5, pull: 0.3, year: 0.6, never: 0.2 };

impl Basis {
    /// One member, on the days from the last on: `days × camps`.
    fn member(&self, mix: &Mix, doubt: &Doubt, mut dice: Dice) -> Vec<f64> {
        let mut gamma = |share: f64| {
            Gamma::new((share * doubt.agreement).max(1e-3), 1.0)
                .map_or(share, |gamma| gamma.sample(&mut dice))
        };
        let (stock, network, room) = (gamma(mix.stock), gamma(mix.network), gamma(mix.room));
        let sum = (stock + network + room).max(f64::MIN_POSITIVE);
        let mix =
            Mix { stock: stock / sum, network: network / sum, room: room / sum, drift: mix.drift };
        let mut normal =
            |sd: f64| -> f64 { sd * Distribution::<f64>::sample(&StandardNormal, &mut dice) };
        let pulls: Vec<f64> = self.at_last.iter().map(|_| normal(doubt.pull).exp()).collect();
        let years: Vec<f64> = self.at_last.iter().map(|_| normal(doubt.year)).collect();
        let pulls: Vec<f64> = pulls
            .into_iter()
            .zip(&self.at_last)
            .map(
                |(pull, &people)| {
                    if people == 0.0 && dice.random::<f64>() < doubt.never { 0.0 } else { pull }
                },
            )
            .collect();
        let mut all = self.walk(&mix, &pulls);
        for (after, row) in all.chunks_mut(self.camps).enumerate() {
            let whole: f64 = row.iter().sum();
            let years_gone = (after as f64 / 365.0).sqrt();
            row.iter_mut()
                .zip(&years)
                .for_each(|(people, year)| *people *= (year * years_gone).exp());
            let sum: f64 = row.iter().sum();
            row.iter_mut().filter(|_| sum > 0.0).for_each(|people| *people *= whole / sum);
        }
        all
    }

    /// Members of the forecast, each `days × camps` from the last counted day on. `done` is told of each.
    pub fn members(
        &self,
        mix: &Mix,
        doubt: &Doubt,
        members: usize,
        seed: u64,
        done: &(dyn Fn() + Sync),
    ) -> Vec<Vec<f64>> {
        let walked = (0..members as u64).into_par_iter().map(|member| {
            let all = self.member(mix, doubt, dice(seed, member));
            done();
            all
        });
        walked.collect()
    }
}
