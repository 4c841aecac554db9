//! What is said on standard error: messages with hints, and progress when it
//! takes long; while a folder is watched, nothing twice. Counts the troubles, which decide the exit status.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::{layout, screen};

/// Work shorter than this shows no bar.
const PATIENCE: Duration = Duration::from_secs(2);

/// So often the bar moves while one thing is done.
const TICK: Duration = Duration::from_millis(200);

/// A list in a message names this many, then says how many more.
const NAMED: usize = 5;

pub(crate) struct Talk {
    troubles: usize,
    bar: ProgressBar,
    begun: Instant,
    /// What was said, when nothing is to be said twice.
    said: Option<Mutex<BTreeSet<String>>>,
}

impl Talk {
    pub(crate) fn new() -> Talk {
        Talk { troubles: 0, bar: ProgressBar::hidden(), begun: crate::clock::begun(), said: None }
    }

    /// From here on what was said is not said again: the same folder is looked at many times.
    pub(crate) fn once(&mut self) {
        self.said = Some(Mutex::default());
    }

    /// Whether this is said for the first time, or may be said again.
    fn is_news(&self, message: &str) -> bool {
        let Some(said) = &self.said else { return true };
        let mut said = said.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        said.insert(message.to_owned())
    }

    /// How many inputs, or parts of inputs, could not be read or done.
    pub(crate) fn troubles(&self) -> usize {
        self.troubles
    }

    /// Something could not be read or done; the rest goes on.
    pub(crate) fn trouble(&mut self, message: impl Display) {
        let message = message.to_string();
        if self.is_news(&message) {
            self.troubles += 1;
            self.write(&message);
        }
    }

    /// A plain message.
    pub(crate) fn note(&self, message: impl Display) {
        let message = message.to_string();
        if self.is_news(&message) {
            self.write(&message);
        }
    }

    fn write(&self, message: &str) {
        let message = layout::to_terminal(&screen::shown(message));
        // Nobody is left to tell when standard error is closed.
        self.bar.suspend(|| drop(writeln!(std::io::stderr(), "{message}")));
    }

    /// A message with what to do about it.
    pub(crate) fn say(&self, message: &str, hint: &str) {
        match hint {
            "" => self.note(message),
            _ => self.note(format_args!("{message}\n  hint: {hint}")),
        }
    }

    /// Starts to count towards `total`.
    pub(crate) fn begin(&mut self, total: usize) {
        self.begun = crate::clock::begun();
        self.bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::hidden());
        let style =
            ProgressStyle::with_template("{spinner} {pos}/{len} {wide_bar} {elapsed} {eta}");
        self.bar.set_style(style.expect("a valid template"));
        // One file may take long by itself: what waits for it is shown that something is done.
        let bar = self.bar.clone();
        if total > 0 && std::io::stderr().is_terminal() {
            std::thread::spawn(move || {
                std::thread::sleep(PATIENCE);
                if !bar.is_finished() && bar.is_hidden() {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(TICK);
                }
            });
        }
    }

    /// One more is done.
    pub(crate) fn step(&self) {
        let waited = self.begun.elapsed() > PATIENCE;
        if waited && self.bar.is_hidden() && std::io::stderr().is_terminal() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }

    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

/// `a.txt, b.txt and 3 more`.
pub(crate) fn some_of(names: &[String]) -> String {
    let shown = names[..names.len().min(NAMED)].join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// `1 document`, `2 documents`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}
