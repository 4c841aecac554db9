//! Flows that are more than there were.

use claim::{Group, Kind, Measure, Status, Unit};
use rustc_hash::FxHashMap;

use crate::finding::{Finding, Rule, Severity};
use crate::saying::{printed, saying};
use crate::series::book::Book;

/// Makes likely: more people of a nation have left a country than that report said were there.
/// Assumes that few came meanwhile. A stock that another report gives, up to half a year before,
/// only asks to look. Case: flows and stocks of Afghans in Pakistan given in one report.
pub(crate) fn flows_over_stocks(book: &Book, findings: &mut Vec<Finding>) {
    let mut stocks: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut counted_in: FxHashMap<(&str, Option<&str>), &str> = FxHashMap::default();
    for (item, entry) in book.items.iter().enumerate() {
        let claim = entry.claim;
        if claim.measure == Measure::Stock
            && claim.unit == Unit::People
            && matches!(
                claim.kind,
                Kind::Population | Kind::Refugees | Kind::Undocumented | Kind::Registered
            )
            && entry.group == Group::All
            && let Some(at) = claim.at.as_deref()
        {
            stocks.entry(at).or_default().push(item);
            counted_in
                .entry((claim.document.as_str(), claim.population.nationality.as_deref()))
                .or_insert(at);
        }
    }
    // The nearest few are enough.
    for list in stocks.values_mut() {
        list.sort_by_key(|item| (book.items[*item].claim.published, *item));
    }
    for (item, entry) in book.items.iter().enumerate() {
        let claim = entry.claim;
        let what = &book.series[entry.series].what;
        if !what.is_flow_of_people()
            || !what.is_crossing()
            || entry.group != Group::All
            || entry.value() < 1000.0
        {
            continue;
        }
        // "2.3 million Afghans returned" is from where the report counts Afghans.
        let from = what.from.as_deref().or_else(|| {
            let nation = claim.population.nationality.as_deref();
            let home = nation.is_some() && what.to.as_deref() == nation;
            counted_in.get(&(claim.document.as_str(), nation)).copied().filter(|_| home)
        });
        let Some(list) = from.and_then(|from| stocks.get(from)) else { continue };
        let until =
            list.partition_point(|stock| book.items[*stock].claim.published <= claim.published);
        let fits = |stock: &&usize| {
            let there = &book.items[**stock];
            let nation = |c: &claim::Claim| c.population.nationality.clone();
            let same_people = match (nation(there.claim), nation(claim)) {
                (Some(a), Some(b)) => a == b,
                // The people of a place are all its people.
                (None, _) => there.claim.kind == Kind::Population,
                (Some(_), None) => true,
            };
            let whole = match there.claim.kind {
                Kind::Population | Kind::Refugees => {
                    there.claim.population.status == Status::Unknown
                        || there.claim.population.status == claim.population.status
                }
                _ => there.claim.population.status == claim.population.status,
            };
            let recent = there
                .claim
                .published
                .zip(claim.published)
                .is_some_and(|(a, b)| (b - a).get_days() <= 183);
            same_people
                && whole
                && (recent || there.claim.document == claim.document)
                && entry.bounds.lo > there.bounds.hi
                && there.bounds.hi >= 1000.0
        };
        let own = |stock: &&usize| book.items[**stock].claim.document == claim.document;
        let near = list[..until].iter().rev().take(32);
        let Some(stock) = near.clone().filter(fits).find(own).or_else(|| near.clone().find(fits))
        else {
            continue;
        };
        findings.push(Finding {
            rule: Rule::FlowOverStock,
            severity: if own(&stock) { Severity::Likely } else { Severity::WorthALook },
            claims: book.ids(&[item, *stock]),
            message: saying!(
                "audit-flow-over-stock",
                number = printed(book, item),
                whole = printed(book, *stock)
            ),
            proposal: None,
            proof: saying!(
                "audit-more-proof",
                number = printed(book, item),
                whole = printed(book, *stock)
            ),
            hypothesis: None,
        });
    }
}
