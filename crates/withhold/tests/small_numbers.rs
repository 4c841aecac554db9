//! Nobody can solve for a number under ten, or for a confidential one, from the numbers that leave.
//! `CROSSINGS_LEDGERS=2000` makes that many ledgers.

use std::collections::{BTreeMap, BTreeSet};

use claim::{Claim, Group, Id};
use withhold::{Instead, Withheld, tells};

use crate::attack::{Attack, BELOW, By, Dice, Ledger, is_few};

/// What leaves when one claim may be confidential.
fn leaving(ledger: &Ledger, secret: Option<&Id>) -> (Vec<bool>, Vec<Option<Instead>>) {
    let claims: Vec<&Claim> = ledger.claims.iter().map(|(claim, _)| claim).collect();
    let secret: BTreeSet<&Id> = secret.into_iter().collect();
    let mut gone = if secret.is_empty() { BTreeSet::new() } else { tells(&claims, &secret, BELOW) };
    gone.extend(secret);
    let rest: Vec<&Claim> = claims.iter().copied().filter(|c| !gone.contains(&c.id)).collect();
    let withheld = Withheld::of([], rest, BELOW);
    let instead = claims.iter().map(|claim| withheld.instead(&claim.id));
    (claims.iter().map(|claim| gone.contains(&claim.id)).collect(), instead.collect())
}

/// What an attacker works out from what leaves.
fn attacked<'l>(ledger: &'l Ledger, gone: &[bool], instead: &[Option<Instead>]) -> Attack<'l> {
    let of = |keep: &dyn Fn(usize) -> bool| -> Vec<&[usize]> {
        let all = ledger.claims.iter().enumerate().filter(|(at, _)| keep(*at));
        all.map(|(_, (_, cells))| cells.as_slice()).collect()
    };
    let known = of(&|at| !gone[at] && instead[at].is_none());
    let few = of(&|at| instead[at] == Some(Instead::Few));
    Attack::on(ledger, &known, &few)
}

#[test]
fn the_attacker_solves_what_nothing_hides() {
    let of = |cells| Ledger { cells, claims: Vec::new(), asked: Vec::new(), by: By::Group };
    let mut ledger = of(vec![7_000.0, 5.0]);
    ledger.tell(vec![0], 0, 1, None, Group::All, false, None);
    ledger.tell(vec![0, 1], 0, 2, None, Group::All, false, None);
    let attack = attacked(&ledger, &[false, false], &[None, None]);
    assert_eq!(attack.range(&[1]), (5.0, 5.0));
    let attack = attacked(&ledger, &[true, false], &[None, None]);
    assert_eq!(attack.range(&[1]), (0.0, 7_005.0));
    // Two numbers from 1 to 9 that are 18 together are nine each.
    let mut ledger = of(vec![9.0, 9.0]);
    ledger.tell(vec![0], 0, 1, None, Group::All, false, None);
    ledger.tell(vec![1], 1, 2, None, Group::All, false, None);
    ledger.tell(vec![0, 1], 0, 2, None, Group::All, false, None);
    let few = Some(Instead::Few);
    let attack = attacked(&ledger, &[false; 3], &[few, few, None]);
    assert!(attack.is_solved(&[0]));
}

#[test]
fn no_number_under_ten_and_no_confidential_one_is_determined() {
    let ledgers: u64 =
        std::env::var("CROSSINGS_LEDGERS").ok().and_then(|n| n.parse().ok()).unwrap_or(150);
    let (mut printed, mut needless, mut all, mut small) = (0, 0, 0, 0);
    let mut by: BTreeMap<By, [usize; 2]> = BTreeMap::new();
    for seed in 0..ledgers {
        let mut dice = Dice(seed);
        let ledger = Ledger::random(&mut dice);
        if ledger.claims.is_empty() {
            continue;
        }
        let secret = (seed % 2 == 0).then(|| dice.to(ledger.claims.len() as u64) as usize);
        let secret = secret.filter(|at| ledger.claims[*at].0.value >= Some(10.0));
        let id = secret.map(|at| ledger.claims[at].0.id.clone());
        let (gone, instead) = leaving(&ledger, id.as_ref());
        let attack = attacked(&ledger, &gone, &instead);
        let claims = || ledger.claims.iter().map(|(_, cells)| cells);
        for cells in claims().chain(&ledger.asked).filter(|cells| is_few(ledger.sum(cells))) {
            assert!(
                !attack.is_solved(cells),
                "ledger {seed}, {:?}: {} in {:?}",
                ledger.by,
                ledger.sum(cells),
                attack.range(cells)
            );
        }
        if let Some(at) = secret {
            let cells = &ledger.claims[at].1;
            assert!(
                !attack.is_solved(cells),
                "ledger {seed}, {:?}: {:?}",
                ledger.by,
                attack.range(cells)
            );
        }
        // What stays in, and could leave without telling anything.
        for at in 0..ledger.claims.len() {
            let left_out = gone[at] && Some(at) != secret || instead[at] == Some(Instead::Beside);
            all += 1;
            small += usize::from(instead[at] == Some(Instead::Few) || Some(at) == secret);
            if !left_out {
                let prints = usize::from(instead[at].is_none() && !gone[at]);
                printed += prints;
                by.entry(ledger.by).or_default()[0] += prints;
                continue;
            }
            let (mut gone, mut instead) = (gone.clone(), instead.clone());
            (gone[at], instead[at]) = (false, None);
            let attack = attacked(&ledger, &gone, &instead);
            let few = claims().chain(&ledger.asked).filter(|cells| is_few(ledger.sum(cells)));
            let mut bound = few.chain(secret.map(|at| &ledger.claims[at].1));
            let without_need = usize::from(!bound.any(|cells| attack.is_solved(cells)));
            needless += without_need;
            by.entry(ledger.by).or_default()[1] += without_need;
        }
    }
    let share = 100.0 * printed as f64 / (printed + needless) as f64;
    println!(
        "{ledgers} ledgers, {all} claims, {small} small or confidential, {printed} printed, {needless} left out \
         without need: {share:.1} % of what need not be withheld is printed"
    );
    println!("printed and left out without need, by what people are told apart by: {by:?}");
    assert!(share >= 90.0, "{share:.1} %");
}
