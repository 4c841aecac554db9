//! What a ledger does, the same in a file and on a server.

use crate::common::{NOW, Place, claim, document, statement};
use claim::{Claim, Decision, Document, DocumentId, Event, Media, Statement, Verdict};
use jiff::Timestamp;
use jiff::civil::date;
use ledger::{Added, AsKnown, Ledger, LedgerError, Subject};

fn by(day: jiff::civil::Date) -> AsKnown {
    AsKnown { published_by: Some(day), ..AsKnown::default() }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn decision(verdict: Verdict, subject: &str) -> Decision {
    Decision::new(verdict, subject, "A. Noor", "tested", NOW)
}

fn values(ledger: &mut Ledger, as_known: AsKnown) -> Vec<f64> {
    let view = ledger.view(as_known).unwrap();
    let value = |s: &Statement| match s {
        Statement::Claim(claim) => claim.value,
        _ => None,
    };
    view.statements().filter_map(value).collect()
}

#[test]
fn what_was_added_is_read_back_whole() {
    for place in Place::all() {
        let mut ledger = Ledger::create_or_open(&place.at).unwrap();
        let workbook = Document {
            id: DocumentId::of_bytes(b"PK"),
            media: Media::Xlsx,
            publisher: Some("IOM".into()),
            title: Some("t".into()),
            url: Some("u".into()),
            original: Some(b"PK".to_vec()),
            ..document("value\n5\n", Some(date(2023, 11, 3)))
        };
        let event = Event::new(workbook.id.clone(), &workbook.text, 0..5).sealed();
        let statements = [statement(&workbook, 5.0), Statement::Event(event.clone())];
        ledger.add(&workbook, &statements, NOW).unwrap();
        let mut ledger = Ledger::open(&place.at).unwrap();
        let view = ledger.view(AsKnown::default()).unwrap();
        let (documents, kept) = view.into_parts();
        assert_eq!(documents, [workbook]);
        assert_eq!(kept, statements);
        assert_eq!(ledger.events().unwrap(), [event]);
    }
}

#[test]
fn adding_twice_changes_nothing() {
    for place in Place::all() {
        let report = document("one", Some(date(2023, 11, 1)));
        let statements = [statement(&report, 1.0), statement(&report, 1.0)];
        let add = || {
            let mut ledger = Ledger::create_or_open(&place.at).unwrap();
            (ledger.add(&report, &statements, NOW).unwrap(), ledger.head().unwrap())
        };
        let (first, head) = add();
        assert_eq!(first, Added::New { statements: 1 });
        let bytes = std::fs::read(&place.at).ok();
        assert_eq!(add(), (Added::Known, head));
        assert!(std::fs::read(&place.at).ok() == bytes);
        assert!(Ledger::is_ledger(&place.at));
    }
}

#[test]
fn the_order_does_not_depend_on_the_order_of_adding() {
    let documents = [
        document("a", Some(date(2023, 11, 2))),
        document("b", None),
        document("c", Some(date(2023, 11, 1))),
    ];
    let view = |order: [usize; 3], place: Place| {
        let mut ledger = Ledger::create_or_open(&place.at).unwrap();
        for index in order {
            let document = &documents[index];
            ledger.add(document, &[statement(document, index as f64)], NOW).unwrap();
        }
        ledger.view(AsKnown::default()).unwrap()
    };
    let first = view([0, 1, 2], Place::file());
    for place in Place::all() {
        assert_eq!(view([2, 1, 0], place), first);
    }
}

#[test]
fn as_of_shows_what_had_been_published_and_nothing_undated() {
    for place in Place::all() {
        let mut ledger = Ledger::create_or_open(&place.at).unwrap();
        let dated = document("dated", Some(date(2023, 11, 1)));
        let undated = document("undated", None);
        let table = document("table", None);
        let row = Claim { published: Some(date(2023, 11, 2)), ..claim(&table, 7.0) }.sealed();
        ledger.add(&dated, &[statement(&dated, 1.0)], NOW).unwrap();
        ledger.add(&undated, &[statement(&undated, 1.0)], NOW).unwrap();
        ledger.add(&table, &[Statement::Claim(row), statement(&table, 8.0)], NOW).unwrap();
        let mut counts = |as_known| {
            let view = ledger.view(as_known).unwrap();
            (view.known.len(), view.statements().count())
        };
        assert_eq!(counts(by(date(2023, 10, 31))), (0, 0));
        assert_eq!(counts(by(date(2023, 11, 1))), (1, 1));
        assert_eq!(counts(by(date(2023, 11, 2))), (2, 2));
        assert_eq!(counts(AsKnown::default()), (3, 4));
    }
}

#[test]
fn the_second_clock_tells_what_had_been_entered() {
    for place in Place::all() {
        let mut ledger = Ledger::create_or_open(&place.at).unwrap();
        let early = document("early", Some(date(2023, 11, 1)));
        let late = document("late", Some(date(2023, 10, 1)));
        ledger.add(&early, &[statement(&early, 1.0)], at(100)).unwrap();
        ledger.add(&late, &[statement(&late, 2.0)], at(200)).unwrap();
        let reject = Decision::new(
            Verdict::Reject,
            claim(&early, 1.0).id.as_str(),
            "A. Noor",
            "queue",
            at(300),
        );
        ledger.decide(reject).unwrap();
        let mut recorded = |second| {
            values(&mut ledger, AsKnown { recorded_by: Some(at(second)), ..by(date(2024, 1, 1)) })
        };
        assert_eq!(recorded(99), Vec::<f64>::new());
        assert_eq!(recorded(100), [1.0]);
        assert_eq!(recorded(299), [2.0, 1.0]);
        assert_eq!(recorded(300), [2.0]);
        // A clock that was set back does not put an entry before its predecessor.
        let third = document("third", Some(date(2023, 12, 1)));
        ledger.add(&third, &[statement(&third, 3.0)], at(50)).unwrap();
        let at_50 = AsKnown { recorded_by: Some(at(50)), ..AsKnown::default() };
        assert_eq!(values(&mut ledger, at_50), Vec::<f64>::new());
    }
}

#[test]
fn what_is_confidential_now_leaves_in_no_view_of_an_earlier_time() {
    for place in Place::all() {
        let mut ledger = Ledger::create_or_open(&place.at).unwrap();
        let document = document("early", Some(date(2023, 11, 1)));
        let (open, secret) = (statement(&document, 1.0), statement(&document, 2.0));
        ledger.add(&document, &[open, secret], at(100)).unwrap();
        let subject = claim(&document, 2.0).id;
        let mark =
            Decision::new(Verdict::Confidential, subject.as_str(), "A. Noor", "names", at(200));
        ledger.decide(mark).unwrap();
        let before = AsKnown { recorded_by: Some(at(150)), ..AsKnown::default() };
        assert_eq!(values(&mut ledger, before), [1.0]);
        // The list of decisions stays what it was at that time.
        assert_eq!(ledger.view(before).unwrap().decisions, []);
    }
}

#[test]
fn the_same_bytes_with_another_date_are_refused_and_say_both() {
    for place in Place::all() {
        let mut ledger = Ledger::create_or_open(&place.at).unwrap();
        ledger.add(&document("x", Some(date(2023, 11, 1))), &[], NOW).unwrap();
        let other = document("x", Some(date(2023, 11, 2)));
        let error = ledger.add(&other, &[], NOW).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "1.txt: already in {}, recorded with date 2023-11-01; now given 2023-11-02",
                ledger.name()
            )
        );
        assert!(!error.to_string().contains("password"));
        assert_eq!(ledger.add(&document("x", None), &[], NOW).unwrap(), Added::Known);
        // One that is refused does not keep the others of its batch out.
        let fine = document("fine", None);
        let results = ledger.add_all(&[(&other, &[]), (&fine, &[])], NOW).unwrap();
        assert!(matches!(results[0], Err(LedgerError::Conflict { .. })));
        assert!(matches!(results[1], Ok(Added::New { statements: 0 })));
    }
}

#[test]
fn nothing_can_be_changed_removed_or_replaced_even_by_another_program() {
    for place in Place::all() {
        let mut ledger = Ledger::create_or_open(&place.at).unwrap();
        let report = document("x", None);
        ledger.add(&report, &[statement(&report, 1.0)], NOW).unwrap();
        let head = ledger.head().unwrap();
        drop(ledger);
        let table = place.table();
        for sql in [
            format!("UPDATE {table} SET head = '{{}}'"),
            format!("DELETE FROM {table}"),
            if table == "entry" {
                format!("INSERT OR REPLACE INTO entry SELECT * FROM {table}")
            } else {
                format!("TRUNCATE {table}")
            },
            format!("UPDATE {table} SET sequence = 2"),
        ] {
            let error = place.run(&sql).expect_err(&sql);
            assert!(error.contains("append-only"), "{sql}: {error}");
        }
        assert_eq!(Ledger::open(&place.at).unwrap().head().unwrap(), head);
    }
}

/// A ledger of five documents and two decisions.
fn filled(place: &Place) -> Ledger {
    let mut ledger = Ledger::create_or_open(&place.at).unwrap();
    for number in 1..=5 {
        let report = document(&format!("report {number}"), Some(date(2023, 11, number)));
        ledger
            .add(&report, &[statement(&report, f64::from(number))], at(i64::from(number)))
            .unwrap();
    }
    let report = document("report 2", None);
    let id = Claim { published: Some(date(2023, 11, 2)), ..claim(&report, 2.0) }.sealed().id;
    ledger.decide(decision(Verdict::Flag, id.as_str())).unwrap();
    ledger.decide(decision(Verdict::Reject, id.as_str())).unwrap();
    ledger
}

#[test]
fn a_whole_ledger_verifies() {
    for place in Place::all() {
        let found = filled(&place).verify(None).unwrap();
        assert_eq!(found.faults, []);
        assert_eq!((found.entries, found.documents, found.decisions), (7, 5, 2));
        assert_eq!((found.statements, found.head.sequence), (5, 7));
    }
}

#[test]
fn what_was_tampered_with_is_named() {
    let cases: [(&str, &str, &str); 7] = [
        (
            "a changed text",
            "UPDATE {t} SET head = replace(head, '8.txt', '9.txt') WHERE sequence = 3",
            "entry 3 was changed",
        ),
        (
            "changed bytes",
            "UPDATE {t} SET statements = text WHERE sequence = 2",
            "entry 2 was changed",
        ),
        (
            "a changed time",
            "UPDATE {t} SET recorded = '2030-01-01T00:00:00.000000Z' WHERE sequence = 4",
            "entry 4 was changed",
        ),
        ("a removed entry", "DELETE FROM {t} WHERE sequence = 3", "entry 3 is missing"),
        (
            "several removed",
            "DELETE FROM {t} WHERE sequence IN (2, 3)",
            "entries 2 to 3 are missing",
        ),
        (
            "two that were swapped",
            "UPDATE {t} SET sequence = 99 WHERE sequence = 2; UPDATE {t} SET sequence = 2 WHERE sequence = 3; UPDATE {t} SET sequence = 3 WHERE sequence = 99",
            "entry 2 was changed",
        ),
        (
            "one closed up behind a removal",
            "DELETE FROM {t} WHERE sequence = 3; UPDATE {t} SET sequence = 3 WHERE sequence = 4",
            "entry 3 does not follow entry 2",
        ),
    ];
    for (what, sql, expected) in cases {
        for place in Place::all() {
            let head = filled(&place).head().unwrap();
            place
                .run(&format!("{} {}", place.unlock(), sql.replace("{t}", place.table())))
                .unwrap();
            let mut ledger = Ledger::open_damaged(&place.at).unwrap();
            let found = ledger.verify(Some(&head.hash)).unwrap();
            let faults: Vec<String> = found.faults.iter().map(ToString::to_string).collect();
            assert!(faults.iter().any(|f| f.starts_with(expected)), "{what}: {faults:?}");
        }
    }
}

#[test]
fn a_shortened_chain_is_told_by_the_head_that_was_noted() {
    for place in Place::all() {
        let head = filled(&place).head().unwrap();
        let table = place.table();
        place.run(&format!("{} DELETE FROM {table} WHERE sequence > 5", place.unlock())).unwrap();
        let mut ledger = Ledger::open(&place.at).unwrap();
        assert_eq!(ledger.verify(None).unwrap().faults, []);
        let found = ledger.verify(Some(&head.hash)).unwrap();
        assert!(
            found.faults[0].to_string().contains("the head that was noted is not in the chain")
        );
        // A head noted earlier is still in it.
        let earlier = ledger.head().unwrap().hash;
        let more = document("more", None);
        ledger.add(&more, &[], NOW).unwrap();
        assert_eq!(ledger.verify(Some(&earlier)).unwrap().faults, []);
    }
}

#[test]
fn a_damaged_end_is_not_built_upon() {
    for place in Place::all() {
        drop(filled(&place));
        let table = place.table();
        place
            .run(&format!("{} UPDATE {table} SET head = '{{}}' WHERE sequence = 7", place.unlock()))
            .unwrap();
        let error = Ledger::create_or_open(&place.at).unwrap_err();
        assert!(matches!(error, LedgerError::Damaged { .. }), "{error}");
        assert!(error.remedy().contains("ledger verify"));
    }
}

#[test]
fn a_copy_is_the_same_entry_for_entry_and_goes_on() {
    let kinds = Place::all().len();
    for one in 0..kinds {
        for other in 0..kinds {
            // New places for each pair: a copy leaves both ends changed.
            let source = Place::all().swap_remove(one);
            let target = Place::all().swap_remove(other);
            let mut from = filled(&source);
            let mut to = Ledger::create_or_open(&target.at).unwrap();
            assert_eq!(from.copy_to(&mut to).unwrap(), 7);
            assert_eq!(to.head().unwrap(), from.head().unwrap());
            assert_eq!(
                to.view(AsKnown::default()).unwrap(),
                from.view(AsKnown::default()).unwrap()
            );
            let more = document("more", None);
            from.add(&more, &[], NOW).unwrap();
            assert_eq!(from.copy_to(&mut to).unwrap(), 1);
            assert_eq!(from.copy_to(&mut to).unwrap(), 0);
            assert_eq!(to.verify(None).unwrap().faults, []);
            // Once each has gone its own way, neither is a copy of the other.
            to.add(&document("here", None), &[], NOW).unwrap();
            from.add(&document("there", None), &[], NOW).unwrap();
            let error = from.copy_to(&mut to).unwrap_err();
            assert!(matches!(error, LedgerError::Diverged { .. }), "{error}");
        }
    }
}

#[test]
fn decisions_change_the_view_and_never_the_claim() {
    for place in Place::all() {
        let mut ledger = Ledger::create_or_open(&place.at).unwrap();
        let report = document("report", Some(date(2023, 11, 1)));
        let [one, two, three] = [1.0, 2.0, 3.0].map(|value| claim(&report, value));
        let all = [&one, &two, &three].map(|c| Statement::Claim(c.clone()));
        ledger.add(&report, &all, NOW).unwrap();
        let see = |ledger: &mut Ledger| ledger.view(AsKnown::default()).unwrap();

        let reject = ledger.decide(decision(Verdict::Reject, &one.id.as_str()[..8])).unwrap();
        assert_eq!(reject.subject, one.id.as_str());
        assert_eq!(values(&mut ledger, AsKnown::default()), [2.0, 3.0]);
        assert_eq!(see(&mut ledger).rejected, 1);

        let mut correct = decision(Verdict::Correct, two.id.as_str());
        correct.set.insert("value".into(), "20".into());
        ledger.decide(correct).unwrap();
        assert_eq!(values(&mut ledger, AsKnown::default()), [20.0, 3.0]);

        let mut split = decision(Verdict::Split, three.id.as_str());
        for (via, value) in [("Torkham", "1"), ("Chaman", "2")] {
            split
                .parts
                .push([("via", via), ("value", value)].map(|(a, b)| (a.into(), b.into())).into());
        }
        ledger.decide(split).unwrap();
        assert_eq!(values(&mut ledger, AsKnown::default()), [20.0, 1.0, 2.0]);
        // A part is a claim like any other.
        let Statement::Claim(part) = see(&mut ledger).into_parts().1[2].clone() else { panic!() };
        assert_eq!((part.via, part.quote), (vec!["Chaman".to_owned()], three.quote.clone()));
        ledger.decide(decision(Verdict::Reject, part.id.as_str())).unwrap();
        assert_eq!(values(&mut ledger, AsKnown::default()), [20.0, 1.0]);

        let mut merge = decision(Verdict::Merge, two.id.as_str());
        merge.into = Some(one.id.clone());
        ledger.decide(merge).unwrap();
        let Statement::Claim(merged) = see(&mut ledger).into_parts().1[0].clone() else { panic!() };
        assert_eq!(merged.same_as.as_ref(), Some(&one.id));

        // An undo brings back; an undo of the undo takes away again.
        let undo = ledger.decide(decision(Verdict::Undo, reject.id.as_str())).unwrap();
        assert_eq!(values(&mut ledger, AsKnown::default()), [1.0, 20.0, 1.0]);
        ledger.decide(decision(Verdict::Undo, undo.id.as_str())).unwrap();
        assert_eq!(values(&mut ledger, AsKnown::default()), [20.0, 1.0]);

        // What was read is still there, whatever was decided.
        assert_eq!(ledger.subject(two.id.as_str()).unwrap(), Subject::Claim(two));
        assert_eq!(ledger.decisions().unwrap().len(), 7);
        assert_eq!(ledger.verify(None).unwrap().faults, []);
    }
}

#[test]
fn what_is_confidential_is_in_no_view() {
    for place in Place::all() {
        let mut ledger = Ledger::create_or_open(&place.at).unwrap();
        let open = document("open", Some(date(2023, 11, 1)));
        let closed = document("closed", Some(date(2023, 11, 2)));
        let secret = Claim { span: [3, 4], quote: "n".into(), ..claim(&open, 2.0) }.sealed();
        let id = secret.id.clone();
        let statements = [statement(&open, 1.0), Statement::Claim(secret)];
        ledger.add(&open, &statements, NOW).unwrap();
        ledger.add(&closed, &[statement(&closed, 3.0)], NOW).unwrap();
        ledger.decide(decision(Verdict::Confidential, id.as_str())).unwrap();
        ledger.decide(decision(Verdict::Confidential, closed.id.as_str())).unwrap();
        let view = ledger.view(AsKnown::default()).unwrap();
        assert_eq!(view.confidential, 2);
        let (documents, kept) = view.into_parts();
        assert_eq!(documents, [Document { text: "ope*".into(), ..open }]);
        assert_eq!(kept, statements[..1]);
    }
}

#[test]
fn another_mention_of_a_confidential_figure_is_confidential_and_their_places_are_kept() {
    for place in Place::all() {
        let mut ledger = Ledger::create_or_open(&place.at).unwrap();
        let report = document("report", Some(date(2023, 11, 1)));
        let first = claim(&report, 1.0);
        let again = Claim { span: [3, 4], same_as: Some(first.id.clone()), ..claim(&report, 2.0) };
        let other = claim(&report, 3.0);
        let statements = [first.clone(), again.sealed(), other.clone()].map(Statement::Claim);
        ledger.add(&report, &statements, NOW).unwrap();
        ledger.decide(decision(Verdict::Confidential, first.id.as_str())).unwrap();
        let view = ledger.view(AsKnown::default()).unwrap();
        assert_eq!(view.confidential, 2);
        let (documents, kept) = view.into_parts();
        assert_eq!(documents[0].text, "*ep*rt", "their words are in no text");
        // The quote of another claim runs over them.
        let struck = Claim { quote: "*".into(), ..other.clone() };
        assert_eq!(kept, [Statement::Claim(struck)]);
        // And what an analyst says is the same.
        let merge = Decision {
            into: Some(first.id.clone()),
            ..decision(Verdict::Merge, other.id.as_str())
        };
        ledger.decide(merge).unwrap();
        assert_eq!(ledger.view(AsKnown::default()).unwrap().into_parts().1, []);
    }
}

#[test]
fn what_cannot_be_decided_is_refused() {
    for place in Place::all() {
        let mut ledger = Ledger::create_or_open(&place.at).unwrap();
        let report = document("report", Some(date(2023, 11, 1)));
        let one = claim(&report, 1.0);
        ledger.add(&report, &[Statement::Claim(one.clone())], NOW).unwrap();
        let id = one.id.as_str();
        let mut says = |decision: Decision| {
            let error = ledger.decide(decision).unwrap_err();
            assert!(matches!(error, LedgerError::Undecidable { .. }), "{error}");
            error.to_string()
        };
        assert!(says(decision(Verdict::Reject, "ffffffff")).contains("nothing in it has the id"));
        assert!(says(decision(Verdict::Reject, "xy")).contains("is not an id"));
        assert!(says(decision(Verdict::Undo, id)).contains("only a decision"));
        assert!(says(decision(Verdict::Reject, report.id.as_str())).contains("a document cannot"));
        assert!(says(decision(Verdict::Correct, id)).contains("at least one field"));
        let mut wrong = decision(Verdict::Correct, id);
        wrong.set.insert("kind".into(), "walk".into());
        assert!(says(wrong).contains("unknown variant"));
        let mut merge = decision(Verdict::Merge, id);
        merge.into = Some(one.id.clone());
        assert!(says(merge).contains("is not another claim"));
        let unsigned = Decision::new(Verdict::Reject, id, " ", "x", NOW);
        assert!(says(unsigned).contains("by whom and why"));
        assert_eq!(ledger.head().unwrap().sequence, 1);
    }
}

#[test]
fn writers_at_once_lose_nothing() {
    for (place, writers) in [(Some(Place::file()), 2), (Place::server(), 8)] {
        let Some(place) = place else { continue };
        std::thread::scope(|scope| {
            for writer in 0..writers {
                let at = &place.at;
                scope.spawn(move || {
                    let mut ledger = Ledger::create_or_open(at).unwrap();
                    for number in 0..20 {
                        let report = document(&format!("{writer} {number}"), None);
                        ledger.add(&report, &[statement(&report, 1.0)], NOW).unwrap();
                    }
                });
            }
        });
        let mut ledger = Ledger::open(&place.at).unwrap();
        let found = ledger.verify(None).unwrap();
        assert_eq!((found.faults, found.documents), (vec![], 20 * writers));
    }
}

#[test]
fn other_files_are_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.txt");
    std::fs::write(&path, "About 104,000 people left.\n".repeat(100)).unwrap();
    let before = std::fs::read(&path).unwrap();
    assert!(!Ledger::is_ledger(&path));
    assert!(matches!(Ledger::create_or_open(&path), Err(LedgerError::NotALedger { .. })));
    assert!(std::fs::read(&path).unwrap() == before);

    let foreign = folder.path().join("foreign.sqlite");
    rusqlite::Connection::open(&foreign).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    assert!(!Ledger::is_ledger(&foreign));
    assert!(matches!(Ledger::create_or_open(&foreign), Err(LedgerError::NotALedger { .. })));
    assert!(matches!(Ledger::open(&foreign), Err(LedgerError::NotALedger { .. })));

    let nowhere = folder.path().join("nowhere.sqlite");
    assert!(matches!(Ledger::open(&nowhere), Err(LedgerError::Missing { .. })));
    assert!(!nowhere.exists());
    let no_folder = folder.path().join("no/l.sqlite");
    assert!(matches!(Ledger::create_or_open(no_folder), Err(LedgerError::Database { .. })));
}

#[test]
fn a_newer_ledger_is_refused() {
    for place in Place::all() {
        drop(Ledger::create_or_open(&place.at).unwrap());
        let newer = if place.table() == "entry" {
            "PRAGMA user_version = 99"
        } else {
            "UPDATE crossings_ledger SET version = 99"
        };
        place.run(newer).unwrap();
        let error = Ledger::open(&place.at).unwrap_err();
        assert!(matches!(error, LedgerError::Newer { found: 99, .. }), "{error}");
    }
}

#[test]
fn a_server_that_is_not_there_says_so_without_the_password() {
    let error = Ledger::open("postgres://desk:secret@127.0.0.1:1/border").unwrap_err();
    let said = error.to_string();
    assert!(said.starts_with("postgres://desk@127.0.0.1/border: "), "{said}");
    assert!(!said.contains("secret") && said.contains("refused"), "{said}");
    let error = Ledger::open("postgres://desk@host:port/border").unwrap_err();
    assert!(matches!(error, LedgerError::BadAddress { .. }), "{error}");
    // A database without a ledger is not made into one by looking.
    if let Some(place) = Place::server() {
        assert!(matches!(Ledger::open(&place.at), Err(LedgerError::Missing { .. })));
    }
}
