//! Ledgers of earlier schemas open, whole.

use claim::{Claim, Document, Statement};
use jiff::civil::date;
use ledger::{AsKnown, Ledger};

/// The schema of version 1, as it was, with its triggers.
const VERSION_1: &str = include_str!("data/version-1.sql");

#[test]
fn a_ledger_of_version_1_becomes_a_chain_with_everything_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.sqlite");
    let text = "About 104,000 people left.";
    let document = Document { published: Some(date(2023, 11, 1)), ..Document::text("a.txt", text) };
    let claim = Claim {
        value: Some(104_000.0),
        published: document.published,
        ..Claim::new(document.id.clone(), text, 0..13)
    }
    .sealed();
    let statement = Statement::Claim(claim);
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch(VERSION_1).unwrap();
    old.execute(
        "INSERT INTO entries VALUES (1, '2023-11-02T08:00:00.000000Z', 'document', ?1)",
        [document.id.as_str()],
    )
    .unwrap();
    old.execute(
        "INSERT INTO documents (entry, id, name, media, published, text)
         VALUES (1, ?1, 'a.txt', 'text', '2023-11-01', ?2)",
        [document.id.as_str(), text],
    )
    .unwrap();
    old.execute(
        "INSERT INTO statements VALUES (1, ?1, 1, '2023-11-01', ?2)",
        [statement.id().as_str(), &serde_json::to_string(&statement).unwrap()],
    )
    .unwrap();
    drop(old);

    let mut ledger = Ledger::open(&path).unwrap();
    let view = ledger.view(AsKnown::default()).unwrap();
    assert_eq!(view.into_parts(), (vec![document], vec![statement]));
    let found = ledger.verify(None).unwrap();
    assert_eq!((found.faults, found.entries), (vec![], 1));
    let then = AsKnown {
        recorded_by: Some("2023-11-02T08:00:00Z".parse().unwrap()),
        ..AsKnown::default()
    };
    assert_eq!(ledger.view(then).unwrap().known.len(), 1);
    // The second opening finds nothing left to do.
    drop(ledger);
    let before = std::fs::read(&path).unwrap();
    drop(Ledger::open(&path).unwrap());
    assert!(std::fs::read(&path).unwrap() == before);
}
