//! Whatever is added, decided and copied in whatever order: every place shows the same on both
//! clocks, and every chain holds.

use crate::common::{Place, claim, document};
use claim::{Claim, Decision, Statement, Verdict};
use jiff::Timestamp;
use jiff::civil::date;
use ledger::{AsKnown, Ledger};
use proptest::prelude::*;

/// One thing done to a ledger.
#[derive(Debug, Clone)]
enum Step {
    /// A document of this number, published on this day (0: undated), with so many claims.
    Add { number: u8, day: i8, claims: u8 },
    /// A decision about a claim of a document, when it is there.
    Decide { verdict: u8, number: u8, claim: u8 },
    /// The last decision but so many is undone, when it is there.
    Undo(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0u8..6, 0i8..5, 0u8..4).prop_map(|(number, day, claims)| Step::Add { number, day, claims }),
        3 => (0u8..7, 0u8..6, 0u8..3).prop_map(|(verdict, number, claim)| Step::Decide { verdict, number, claim }),
        1 => (0u8..3).prop_map(Step::Undo),
    ]
}

/// Claim `index` of document `number`, as it would be read whatever its day.
fn told(number: u8, index: u8) -> Claim {
    let report = document(&format!("report {number} of a day"), None);
    claim(&report, f64::from(number) * 10.0 + f64::from(index))
}

fn apply(ledger: &mut Ledger, step: &Step, time: Timestamp) {
    let decision = |verdict, subject: &str| Decision::new(verdict, subject, "A", "b", time);
    match *step {
        Step::Add { number, day, claims } => {
            let published = (day > 0).then(|| date(2023, 11, day));
            let report = document(&format!("report {number} of a day"), published);
            let statements: Vec<Statement> =
                (0..claims).map(|index| Statement::Claim(told(number, index))).collect();
            // A second time with another day is refused, everywhere alike.
            let _ = ledger.add(&report, &statements, time);
        }
        Step::Decide { verdict, number, claim } => {
            let subject = told(number, claim);
            let verdicts = [
                Verdict::Accept,
                Verdict::Reject,
                Verdict::Correct,
                Verdict::Merge,
                Verdict::Split,
                Verdict::Flag,
                Verdict::Confidential,
            ];
            let mut decision = decision(verdicts[usize::from(verdict)], subject.id.as_str());
            match decision.verdict {
                Verdict::Correct => {
                    decision.set.insert("value".into(), "7".into());
                }
                Verdict::Merge => decision.into = Some(told(number, (claim + 1) % 3).id),
                Verdict::Split => {
                    for value in ["1", "2"] {
                        decision.parts.push([("value".to_owned(), value.to_owned())].into());
                    }
                }
                _ => {}
            }
            let _ = ledger.decide(decision);
        }
        Step::Undo(back) => {
            let decisions = ledger.decisions().unwrap();
            if let Some(last) = decisions.iter().rev().nth(usize::from(back)) {
                let _ = ledger.decide(decision(Verdict::Undo, last.id.as_str()));
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn every_place_shows_the_same(steps in prop::collection::vec(step(), 1..24), cut in 0usize..24) {
        let places = Place::all();
        let mut ledgers: Vec<Ledger> =
            places.iter().map(|place| Ledger::create_or_open(&place.at).unwrap()).collect();
        // A copy that is taken half way and brought up to date at the end.
        let kept = Place::file();
        let mut copy = Ledger::create_or_open(&kept.at).unwrap();
        for (index, step) in steps.iter().enumerate() {
            let time = Timestamp::from_second(1_700_000_000 + index as i64).unwrap();
            for ledger in &mut ledgers {
                apply(ledger, step, time);
            }
            if index == cut {
                ledgers[0].copy_to(&mut copy).unwrap();
            }
        }
        ledgers.last_mut().unwrap().copy_to(&mut copy).unwrap();
        ledgers.push(copy);
        let mut asked = vec![AsKnown::default()];
        for day in 1..5 {
            for second in [None, Some(1_700_000_000 + cut as i64)] {
                asked.push(AsKnown {
                    published_by: Some(date(2023, 11, day)),
                    recorded_by: second.map(|second| Timestamp::from_second(second).unwrap()),
                });
            }
        }
        let (first, others) = ledgers.split_first_mut().unwrap();
        for ask in asked {
            let expected = first.view(ask).unwrap();
            for other in &mut *others {
                prop_assert_eq!(&other.view(ask).unwrap(), &expected);
            }
        }
        let head = first.head().unwrap();
        prop_assert_eq!(first.verify(None).unwrap().faults, vec![]);
        for other in others {
            prop_assert_eq!(&other.head().unwrap(), &head);
            prop_assert_eq!(other.verify(Some(&head.hash)).unwrap().faults, vec![]);
        }
    }
}
