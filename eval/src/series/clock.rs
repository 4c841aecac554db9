//! CPU time of this process, over all its threads.

use std::time::Instant;

/// Ticks of a second in `/proc/self/stat` (`USER_HZ`, 100 on every Linux that Rust runs on).
const TICKS: f64 = 100.0;

/// A clock that was started.
pub struct Clock {
    wall: Instant,
    cpu: Option<f64>,
}

impl Clock {
    pub fn start() -> Clock {
        Clock { wall: Instant::now(), cpu: used() }
    }

    /// CPU seconds since the start; seconds on the wall where the system does not tell them.
    pub fn cpu_seconds(&self) -> f64 {
        match (self.cpu, used()) {
            (Some(before), Some(now)) => now - before,
            _ => self.wall.elapsed().as_secs_f64(),
        }
    }
}

/// CPU seconds used so far, in user and system mode.
fn used() -> Option<f64> {
    let line = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program may hold anything, also spaces; it ends with the last bracket.
    let fields: Vec<&str> = line.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS)
}
