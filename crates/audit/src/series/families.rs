//! Households and people told together.

use claim::{Group, Id, Unit};
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::Rule;
use crate::findings::Findings;
use crate::series::book::Book;
use crate::series::what::What;

/// Households and people told together.
pub(crate) struct Pair {
    pub households: usize,
    pub people: usize,
    pub ratio: f64,
    /// The report itself ties the two together: as a part, or in the rows of a table.
    pub tied: bool,
}

/// A family of more than this is no family on average: the largest mean household of a country is
/// below ten (UN DESA, Household Size and Composition 2022: Senegal 8.7, Afghanistan 8.0).
pub(crate) const LARGEST: f64 = 12.0;

/// Fewer are not families of people on the move.
pub(crate) const SMALLEST: f64 = 1.5;

/// Households with the people of the same document, series and window; the nearest in the text.
pub(crate) fn pairs(book: &Book, off: &FxHashSet<Id>) -> Vec<Pair> {
    type Key<'k> = (&'k str, What, Option<Date>, Option<Date>, bool);
    let mut people: FxHashMap<Key<'_>, Vec<usize>> = FxHashMap::default();
    let key = |item: usize| {
        let entry = &book.items[item];
        let what = book.series[entry.series].what.in_unit(Unit::People);
        (entry.claim.document.as_str(), what, entry.start, entry.end, entry.claim.cumulative)
    };
    for item in 0..book.items.len() {
        let entry = &book.items[item];
        let counted = entry.claim.unit == Unit::People && entry.claim.value.is_some();
        if counted && entry.group == Group::All {
            people.entry(key(item)).or_default().push(item);
        }
    }
    let mut found = Vec::new();
    for item in 0..book.items.len() {
        let entry = &book.items[item];
        // "Hundreds of families" have no size.
        if entry.claim.unit != Unit::Households || entry.claim.value.is_none_or(|n| n <= 0.0) {
            continue;
        }
        let said = entry.claim.part_of.as_ref().and_then(|id| book.by_id.get(id.as_str()).copied());
        let said = said.filter(|p| book.items[*p].claim.unit == Unit::People);
        let near = || {
            let span = entry.claim.span;
            people
                .get(&key(item))?
                .iter()
                .copied()
                // Of the same body, as far as the report says.
                .filter(|p| {
                    let whose = [item, *p].map(|i| book.items[i].claim.source.label());
                    whose[0].is_none() || whose[1].is_none() || whose[0] == whose[1]
                })
                .min_by_key(|p| book.items[*p].claim.span[0].abs_diff(span[0]))
        };
        let rows = |p: &usize| entry.claim.found.from_row && book.items[*p].claim.found.from_row;
        let Some(who) = said.or_else(near) else { continue };
        let tied = said.is_some() || rows(&who);
        // A number that is off by digits says nothing of families.
        if off.contains(&book.id(who)) {
            continue;
        }
        let ratio = book.items[who].value() / entry.value();
        found.push(Pair { households: item, people: who, ratio, tied });
    }
    found
}

/// Claims that are off by whole digits, as found so far.
pub(crate) fn off_by_digits(findings: &Findings) -> FxHashSet<Id> {
    findings.of(Rule::ScaleSlip).filter_map(|finding| finding.claims.first().cloned()).collect()
}
