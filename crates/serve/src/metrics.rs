//! What the server counts of itself, in the text format of Prometheus.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Upper bounds of the buckets of time, seconds.
const BOUNDS: [f64; 8] = [0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, f64::INFINITY];

/// Counters since the start.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    /// By the first digit of the status.
    by_class: [AtomicU64; 6],
    buckets: [AtomicU64; BOUNDS.len()],
    micros: AtomicU64,
    pub streams: AtomicU64,
    pub decisions: AtomicU64,
    pub documents: AtomicU64,
}

impl Metrics {
    /// Counts an answer.
    pub fn answered(&self, status: u16, took: Duration) {
        self.by_class[usize::from(status / 100).min(5)].fetch_add(1, Ordering::Relaxed);
        let seconds = took.as_secs_f64();
        let bucket = BOUNDS.iter().position(|bound| seconds <= *bound).unwrap_or(BOUNDS.len() - 1);
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// All of it, with the number of the ledger's last entry.
    pub fn text(&self, entries: i64, claims: usize) -> String {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let mut text = String::new();
        let mut line = |words: &str| {
            text.push_str(words);
            text.push('\n');
        };
        line("# TYPE crossings_requests_total counter");
        for (class, counter) in self.by_class.iter().enumerate().skip(2) {
            line(&format!("crossings_requests_total{{class=\"{class}xx\"}} {}", of(counter)));
        }
        line("# TYPE crossings_request_seconds histogram");
        let mut below = 0;
        for (bound, counter) in BOUNDS.iter().zip(&self.buckets) {
            below += of(counter);
            let bound = if bound.is_finite() { bound.to_string() } else { "+Inf".to_owned() };
            line(&format!("crossings_request_seconds_bucket{{le=\"{bound}\"}} {below}"));
        }
        line(&format!("crossings_request_seconds_sum {}", of(&self.micros) as f64 / 1e6));
        line(&format!("crossings_request_seconds_count {below}"));
        let gauges = [
            ("live_streams", "gauge", of(&self.streams)),
            ("decisions_total", "counter", of(&self.decisions)),
            ("documents_total", "counter", of(&self.documents)),
            ("ledger_entries", "gauge", entries.max(0) as u64),
            ("ledger_claims", "gauge", claims as u64),
        ];
        for (name, sort, value) in gauges {
            let _ = write!(text, "# TYPE crossings_{name} {sort}\ncrossings_{name} {value}\n");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_class_and_time() {
        let metrics = Metrics::default();
        metrics.answered(200, Duration::from_millis(20));
        metrics.answered(404, Duration::from_secs(2));
        let text = metrics.text(7, 3);
        for line in [
            "crossings_requests_total{class=\"2xx\"} 1",
            "crossings_requests_total{class=\"4xx\"} 1",
            "crossings_request_seconds_bucket{le=\"0.03\"} 1",
            "crossings_request_seconds_bucket{le=\"+Inf\"} 2",
            "crossings_ledger_entries 7",
        ] {
            assert!(text.lines().any(|told| told == line), "{line} in {text}");
        }
    }
}
