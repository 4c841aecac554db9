//! Held against what the peer was measured at on real folders (FLEE.md, section 5), where they are at hand.

use std::path::PathBuf;

use movement::outcome::{Outcome, counted};
use movement::{Course, Folder, Quirks, run, score};

/// Of the data sets; or nothing, and says so.
fn sets() -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/flee");
    let there = path.is_dir();
    if !there {
        eprintln!("not run: no data sets in {}", path.display());
    }
    there.then_some(path)
}

fn course(root: &std::path::Path, name: &str, quirks: Quirks, hasten: u32) -> Course {
    let settings = std::fs::read_to_string(root.join("simsetting.yml")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("simsetting.yml");
    std::fs::write(&file, settings.replace("hasten: 1\n", &format!("hasten: {hasten}\n"))).unwrap();
    let input =
        movement::read(&Folder { path: root.join(name), settings: Some(file) }, &quirks).unwrap();
    Course::new(input, quirks).unwrap()
}

/// Few members and fewer people than `examples/peer.rs`, which is what docs/decisions/0022 reports: hasten 10 is a fair
/// proxy (FLEE.md), and members differ by less than 0.01.
#[test]
fn the_peers_errors_are_ours_under_its_rules() {
    let Some(root) = sets() else { return };
    for (name, measured) in [
        ("mali2012", 0.347),
        ("burundi2015", 0.520),
        ("ssudan2013", 0.511),
        ("tigray2020", 0.445),
        ("car2013", 0.332),
    ] {
        let course = course(&root, name, Quirks::FLEE, 20);
        let (counted, camps) = (counted(course.input()), course.input().camps.len());
        let ensemble = run(&course, 2, 1, &|| ());
        let errors = ensemble.members.iter().map(|member| {
            let simulated: Vec<f64> = member.camps.iter().map(|&people| people as f64).collect();
            score::ard(&simulated, &counted, camps, 0)
        });
        let error = errors.sum::<f64>() / 2.0;
        assert!((error - measured).abs() < 0.02, "{name}: {error:.3}, and the peer {measured}");
    }
}

/// What the peer and frozen shares are off by after day 30.
const AFTER_DAY_30: [(&str, f64); 4] =
    [("mali2012", 0.351), ("burundi2015", 0.482), ("ssudan2013", 0.501), ("tigray2020", 0.401)];

#[test]
fn a_forecast_is_better_than_the_peer_and_than_frozen_shares() {
    let Some(root) = sets() else { return };
    for (name, peer) in AFTER_DAY_30 {
        let course = course(&root, name, Quirks::NONE, 20);
        let outcome = Outcome::of_forecast(&course, 30, 20, 1, &|| ());
        let best = outcome.ard_of_frozen_shares.unwrap().min(peer);
        assert!(
            outcome.ard < best,
            "{name}: {:.3}, and the better of the others {best:.3}",
            outcome.ard
        );
    }
}
