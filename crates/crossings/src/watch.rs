//! A folder that reports arrive in: what came since the last look, once it is whole.
//!
//! The folder is looked at again and again rather than asked for notices: a share on a server,
//! where the desk's folder mostly lies, sends none.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

use crate::failure::Failure;

/// How long it takes at most until Ctrl-C is heeded.
const BLINK: Duration = Duration::from_millis(100);

/// What tells one state of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct State {
    length: u64,
    modified: Option<SystemTime>,
}

impl State {
    fn of(path: &Path) -> Option<State> {
        let found = fs::metadata(path).ok()?;
        Some(State { length: found.len(), modified: found.modified().ok() })
    }
}

/// Files as they were seen and as they were handed out.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    /// As seen in the last look.
    seen: BTreeMap<PathBuf, State>,
    /// As handed out.
    taken: BTreeMap<PathBuf, State>,
}

impl Watch {
    /// Of the files that are there now, those to be read: new or changed since they were handed
    /// out, and the same in two looks, so that none is read while it is still being written.
    pub(crate) fn arrived(&mut self, files: Vec<PathBuf>) -> Vec<PathBuf> {
        let mut now = BTreeMap::new();
        let mut arrived = Vec::new();
        for path in files {
            let Some(state) = State::of(&path) else { continue };
            if self.taken.get(&path) != Some(&state) && self.seen.get(&path) == Some(&state) {
                self.taken.insert(path.clone(), state);
                arrived.push(path.clone());
            }
            now.insert(path, state);
        }
        // A file that went and comes back is new.
        self.taken.retain(|path, _| now.contains_key(path));
        self.seen = now;
        arrived
    }
}

/// Ends a watch on Ctrl-C, between two documents and never within one.
static ASKED_TO_END: OnceLock<&'static AtomicBool> = OnceLock::new();

/// From here on Ctrl-C asks to end, and does not end at once.
pub(crate) fn heed_interrupt() -> Result<(), Failure> {
    static ASKED: AtomicBool = AtomicBool::new(false);
    ctrlc::set_handler(|| {
        // Asked twice, somebody is in a hurry: what is entered is entered.
        if ASKED.swap(true, Ordering::SeqCst) {
            std::process::exit(130);
        }
    })
    .map_err(|error| {
        Failure::undone(format!("cannot listen for Ctrl-C: {error}"), "run without --watch")
    })?;
    let _ = ASKED_TO_END.set(&ASKED);
    Ok(())
}

/// Whether Ctrl-C was pressed.
pub(crate) fn ended() -> bool {
    ASKED_TO_END.get().is_some_and(|asked| asked.load(Ordering::SeqCst))
}

/// Waits, but not longer than until Ctrl-C.
pub(crate) fn rest(time: Duration) {
    let until = crate::clock::begun() + time;
    while !ended() && crate::clock::begun() < until {
        thread::sleep(BLINK.min(time));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_taken_once_it_no_longer_grows_and_again_when_it_changed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        let files = || vec![path.clone()];
        let mut watch = Watch::default();
        fs::write(&path, "one").unwrap();
        assert!(watch.arrived(files()).is_empty(), "it may still be growing");
        fs::write(&path, "one two").unwrap();
        assert!(watch.arrived(files()).is_empty(), "it was");
        assert_eq!(watch.arrived(files()), files());
        assert!(watch.arrived(files()).is_empty(), "once");
        fs::write(&path, "another").unwrap();
        fs::File::open(&path).unwrap().set_modified(SystemTime::UNIX_EPOCH).unwrap();
        assert!(watch.arrived(files()).is_empty());
        assert_eq!(watch.arrived(files()), files(), "the same length, another time");
        assert!(watch.arrived(Vec::new()).is_empty());
        assert!(watch.arrived(files()).is_empty());
        assert_eq!(watch.arrived(files()), files(), "gone and back");
    }
}
