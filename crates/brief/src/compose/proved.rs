//! Numbers that cannot be right as they are printed: what the audit proves of them, with its arithmetic.

use audit::{Finding, Severity};

use super::Desk;
use super::said::worded;
use crate::content::{Block, Section, Text};
use crate::language::{say, words};

/// Most findings told.
const TOLD: usize = 12;

pub(super) fn section(desk: &Desk) -> Section {
    let language = desk.language;
    let proved: Vec<(usize, &Finding)> = desk
        .picture
        .findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding.severity == Severity::Proved)
        .collect();
    // Whoever knows the other numbers of a sum knows the one that is left out.
    let (withheld, told): (Vec<_>, Vec<_>) =
        proved.into_iter().partition(|(_, f)| f.claims.iter().any(|id| desk.withheld.has(id)));
    let left = told.len().saturating_sub(TOLD);
    let items: Vec<Text> = told
        .into_iter()
        .take(TOLD)
        .map(|(at, finding)| {
            let found = finding.message.clone().opening();
            let found = worded(desk, &found, &format!("found:{at}"));
            let proof = worded(desk, &finding.proof, &format!("proof:{at}"));
            say!(language, "proved", found = found, proof = proof)
        })
        .collect();
    let mut blocks = if items.is_empty() { vec![] } else { vec![Block::List { items, shown: 2 }] };
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
    if !withheld.is_empty() {
        let count = desk.counting(withheld.len(), "count:withheld:proved");
        blocks.push(Block::Paragraph(say!(language, "disagreements-withheld", count = count)));
    }
    Section::new("proved", words!(language, "heading-proved"), blocks)
}
