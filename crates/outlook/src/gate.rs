//! A gate with a queue: people come, wait, and are let through in the order in which they came.
//!
//! Each lane takes the same time for each person, so those who came first leave first, and the queue needs no events:
//! the n-th person begins when he is there, the gate is open, and the person `lanes` places before him is done
//! (Krivulin 1994). It holds for a quiet gate (Erlang's M/D/c) and for one that is overrun alike.

use serde::Serialize;

/// A crossing as a queue sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Gate {
    /// Lanes that work side by side.
    pub lanes: usize,
    /// People that a lane lets through in an hour.
    pub per_lane_hour: f64,
    /// Hour of the day at which it opens and at which it closes, 0 to 24.
    pub hours: (f64, f64),
    /// Days from the first on which it stays closed: by place, ordered.
    pub closed: Vec<usize>,
}

/// An hour at a gate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Hour {
    /// People who came.
    pub came: f64,
    /// People who began to be let through.
    pub through: f64,
    /// People in the queue when the hour ends.
    pub queue: f64,
    /// Sum of the hours that those who came in it wait.
    pub waited: f64,
}

impl Gate {
    /// The first moment not before `time` (hours from the first midnight) at which the gate is open; `None` after `days`.
    fn open_from(&self, time: f64, days: usize) -> Option<f64> {
        let mut day = (time / 24.0).floor().max(0.0) as usize;
        let mut time = time;
        while day < days {
            let begins = day as f64 * 24.0 + self.hours.0;
            let ends = day as f64 * 24.0 + self.hours.1;
            if self.closed.binary_search(&day).is_err() && time < ends {
                return Some(time.max(begins));
            }
            day += 1;
            time = day as f64 * 24.0;
        }
        None
    }

    /// Lets people through who come at the given moments (hours from the first midnight, in order), over so many days.
    /// Who is not through at the end has waited until then.
    pub fn serve(&self, moments: impl IntoIterator<Item = f64>, days: usize) -> Vec<Hour> {
        let end = days as f64 * 24.0;
        let mut hours = vec![Hour::default(); days * 24];
        let lanes = self.lanes.max(1);
        let takes = 1.0 / self.per_lane_hour;
        // When each lane's last person is done, in turn.
        let mut done = vec![f64::NEG_INFINITY; lanes];
        for (place, came) in moments.into_iter().take_while(|came| *came < end).enumerate() {
            let free = came.max(done[place % lanes]);
            let begins = self.open_from(free, days);
            let hour = &mut hours[came as usize];
            hour.came += 1.0;
            hour.waited += begins.unwrap_or(end) - came;
            match begins {
                Some(begins) if begins < end => {
                    hours[begins as usize].through += 1.0;
                    done[place % lanes] = begins + takes;
                }
                _ => done[place % lanes] = end,
            }
        }
        let mut queue = 0.0;
        for hour in &mut hours {
            queue += hour.came - hour.through;
            hour.queue = queue;
        }
        hours
    }
}

/// Mean wait, in hours, at a gate that is always open, where people come by chance at a steady rate: M/D/c, exact.
///
/// The number of people there satisfies N(t + D) = max(N(t) − c, 0) + Poisson(λD) (Crommelin 1932); its distribution is
/// found by going round, the mean queue follows, and the wait by Little's law. `None` where more come than get through.
pub fn steady_wait(per_hour: f64, lanes: usize, per_lane_hour: f64) -> Option<f64> {
    let load = per_hour / per_lane_hour;
    let lanes = lanes.max(1);
    if load >= lanes as f64 || per_hour <= 0.0 {
        return (per_hour <= 0.0).then_some(0.0);
    }
    // A queue's tail falls geometrically with 1 - load / lanes: so many places hold all but a trifle.
    let slack = 1.0 - load / lanes as f64;
    let places = lanes + (load + 40.0 / slack) as usize;
    let mut chances = vec![(-load).exp()];
    for at in 1..places {
        chances.push(chances[at - 1] * load / at as f64);
    }
    let mut now = chances.clone();
    for _ in 0..ROUNDS {
        let idle: f64 = now[..=lanes.min(places - 1)].iter().sum();
        let mut next = vec![0.0; places];
        for (left, weight) in
            std::iter::once(idle).chain(now[lanes + 1..].iter().copied()).enumerate()
        {
            for (place, chance) in next[left..].iter_mut().zip(&chances) {
                *place += weight * chance;
            }
        }
        let change: f64 = next.iter().zip(&now).map(|(next, now)| (next - now).abs()).sum();
        now = next;
        if change < 1e-12 {
            break;
        }
    }
    let queue: f64 = now.iter().enumerate().skip(lanes).map(|(n, p)| (n - lanes) as f64 * p).sum();
    Some(queue / per_hour)
}

/// Most rounds until a steady state is found.
const ROUNDS: usize = 20_000;

/// The queue after so many hours, if people come evenly and more than get through: the fluid limit.
pub fn fluid_queue(per_hour: f64, lanes: usize, per_lane_hour: f64, hours: f64) -> f64 {
    ((per_hour - lanes as f64 * per_lane_hour) * hours).max(0.0)
}
