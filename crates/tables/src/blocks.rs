//! Tables that stand above each other in one sheet: what they count alike must be the same number.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::alike::{Own, Sorts};
use super::report::Out;
use super::same::leave;
use super::tally::Tally;

/// What was read of one table of a sheet.
#[derive(Default)]
pub(super) struct Block {
    pub read: Vec<Own>,
    pub tally: Tally,
}

/// Why numbers of several blocks are left out.
const CLASH: &str = "of blocks that count the same and differ";
const AGAIN: &str = "that another block gives as well";

/// The place of a claim: its block, and which of its claims.
type Place = (usize, usize);

/// Leaves out what several blocks count alike and say differently, and reads what they say alike once.
pub(super) fn compare(
    blocks: &mut [Block],
    sorts: &Sorts,
    line: impl Fn(&Own) -> usize,
    out: &mut Out<'_>,
) {
    if blocks.len() < 2 {
        return;
    }
    let mut first: FxHashMap<(u32, [Option<Date>; 3]), Place> = FxHashMap::default();
    let mut groups: BTreeMap<Place, Vec<Place>> = BTreeMap::new();
    for (of, block) in blocks.iter().enumerate() {
        for (at, own) in block.read.iter().enumerate() {
            let earlier = *first.entry(sorts.counted(own)).or_insert((of, at));
            if earlier != (of, at) {
                groups.entry(earlier).or_insert_with(|| vec![earlier]).push((of, at));
            }
        }
    }
    if groups.is_empty() {
        return;
    }
    let number = |(of, at): Place| blocks[of].read[at].numbers();
    // Where one number of two blocks differs, they count two things, and equal ones are no proof.
    let mut differing: BTreeSet<(usize, usize)> = BTreeSet::new();
    for group in groups.values() {
        for pair in group.windows(2).filter(|pair| number(pair[0]) != number(pair[1])) {
            differing.insert((pair[0].0, pair[1].0));
        }
    }
    let clashes = |group: &&Vec<Place>| {
        group.windows(2).any(|pair| differing.contains(&(pair[0].0, pair[1].0)))
    };
    let told = groups
        .values()
        .find(|group| group.windows(2).any(|pair| number(pair[0]) != number(pair[1])));
    let mut left: BTreeMap<usize, BTreeMap<usize, &str>> = BTreeMap::new();
    let mut counts = [0, 0];
    for group in groups.values() {
        let clash = clashes(&group);
        let (places, why) = if clash { (&group[..], CLASH) } else { (&group[1..], AGAIN) };
        counts[usize::from(!clash)] += places.len();
        for (of, at) in places {
            left.entry(*of).or_default().insert(*at, why);
        }
    }
    if let Some(group) = told {
        let line = |(of, at): Place| line(&blocks[of].read[at]);
        let said = |place: Place| number(place)[0].map_or("a range".to_owned(), |n| n.to_string());
        let lines: Vec<String> = group.iter().map(|place| line(*place).to_string()).collect();
        let numbers: Vec<String> = group.iter().map(|place| said(*place)).collect();
        out.problem(
            Some(line(group[0])),
            format!(
                "rows {} stand in different tables of one sheet, count the same by all that is known of them, and say {}; all {} such numbers left out",
                lines.join(", "),
                numbers.join(" and "),
                counts[0]
            ),
            "write above each table what it is of (a country, a crossing, what happened), or read one of them with \
             `first` and `last` in a map: the first and the last of its rows",
        );
    }
    if counts[1] > 0 {
        let message = format!(
            "{} numbers stand in another table of the sheet as well, and were read once",
            counts[1]
        );
        out.note(None, message, "");
    }
    let left: Vec<(usize, BTreeMap<usize, &str>)> = left.into_iter().collect();
    for (of, left) in left {
        let block = &mut blocks[of];
        for (at, why) in &left {
            block.tally.leave(block.read[*at].numbers as usize, why);
        }
        leave(&mut block.read, |at, _| left.contains_key(&at));
    }
}
