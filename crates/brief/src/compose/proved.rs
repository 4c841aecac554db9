//! Numbers that cannot be right as they are printed: what the audit proves of them, with its arithmetic.

use std::collections::BTreeSet;

use audit::{Finding, Severity};
use claim::Id;
use reconcile::Basis;

use super::Desk;
use super::said::{few_in, worded};
use crate::content::{Block, Section, Text};
use crate::language::{say, words};
use crate::question::may_be_apart;

/// Most findings told.
const TOLD: usize = 12;

pub(super) fn section(desk: &Desk) -> Section {
    let language = desk.language;
    let (mut told, withheld) = told(desk);
    // The largest number first; what two reports say in the same words, once.
    let size = |finding: &Finding| {
        let claim = finding.claims.first().and_then(|id| desk.by_id.get(id));
        claim.and_then(|claim| claim.value).unwrap_or_default()
    };
    told.sort_by(|(_, a), (_, b)| size(b).total_cmp(&size(a)));
    let mut said = BTreeSet::new();
    told.retain(|(_, one)| said.insert((one.message.to_string(), one.proof.to_string())));
    let left = told.len().saturating_sub(TOLD);
    let items: Vec<Text> = told
        .into_iter()
        .take(TOLD)
        .map(|(at, finding)| {
            let found = finding.message.clone().opening();
            let found = worded(desk, &found, &format!("found:{at}"));
            let proof = worded(desk, &finding.proof, &format!("proof:{at}"));
            match may_be_apart(finding, &|id| desk.by_id.get(id).copied()) {
                true => say!(language, "proved-unless", found = found, proof = proof),
                false => say!(language, "proved", found = found, proof = proof),
            }
        })
        .collect();
    let mut blocks = Block::list(items, 2);
    if left > 0 {
        let count = desk.counting(left, "count:left-out:proved");
        let command = "crossings audit";
        blocks.push(Block::Paragraph(say!(
            language,
            "proved-left-out",
            count = count,
            command = command,
        )));
    }
    if withheld > 0 {
        let count = desk.counting(withheld, "count:withheld:proved");
        blocks.push(Block::Paragraph(say!(language, "proved-withheld", count = count)));
    }
    Section::new("proved", words!(language, "heading-proved"), blocks)
}

/// What the audit proves, by its place among the findings, and how many of them are not told.
pub(super) fn told<'a>(desk: &Desk<'a>) -> (Vec<(usize, &'a Finding)>, usize) {
    let mut told: Vec<(usize, &Finding)> = desk
        .picture
        .findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding.severity == Severity::Proved)
        .collect();
    let withheld = withhold(desk, &mut told);
    (told, withheld)
}

/// Takes out what would tell a number that is not printed; gives how many that were. Whoever knows the
/// other numbers of a sum knows the one that is left out, and a number that such a sum puts right
/// tells it, too.
fn withhold(desk: &Desk, told: &mut Vec<(usize, &Finding)>) -> usize {
    let all = told.len();
    let mut tainted: BTreeSet<&Id> = BTreeSet::new();
    loop {
        let before = told.len();
        told.retain(|(_, finding)| {
            let reckoned = |saying| few_in(saying, &|of| *of == Basis::Reckoned);
            let tells = reckoned(&finding.message)
                || reckoned(&finding.proof)
                || finding.claims.iter().any(|id| desk.withheld.has(id) || tainted.contains(id));
            if tells {
                tainted.extend(&finding.claims);
            }
            !tells
        });
        if told.len() == before {
            return all - before;
        }
    }
}
