//! Flows that are more than there were.

use claim::{Event, Group, Kind, Measure, Status, Unit};
use rustc_hash::FxHashMap;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, saying};
use crate::series::book::Book;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "flow_over_stock",
    proves: "More people of a nation have left a country than that report said were there. \
              Likely; a stock that another report gives, up to half a year before, only asks to \
              look.",
    assumes: "Few came meanwhile.",
    case: "Flows and stocks of Afghans in Pakistan given in one report.",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    let stocks = Stocks::of(book);
    for (item, entry) in book.items.iter().enumerate() {
        let what = &book.series[entry.series].what;
        let plain = what.is_flow_of_people()
            && what.is_crossing()
            && entry.group == Group::All
            && entry.value() >= 1000.0;
        let Some(list) = stocks.left_behind(book, item).filter(|_| plain) else { continue };
        let until = list
            .partition_point(|stock| book.items[*stock].claim.published <= entry.claim.published);
        let own = |stock: &usize| book.items[*stock].claim.document == entry.claim.document;
        let near = list[..until].iter().rev().take(32).copied();
        let fitting: Vec<usize> = near.filter(|stock| exceeds(book, item, *stock)).collect();
        let Some(stock) = fitting.iter().copied().find(own).or(fitting.first().copied()) else {
            continue;
        };
        findings.add(
            book,
            Found {
                rule: Rule::FlowOverStock,
                severity: if own(&stock) { Severity::Likely } else { Severity::WorthALook },
                claims: vec![item, stock],
                message: saying!(
                    "audit-flow-over-stock",
                    number = printed(book, item),
                    whole = printed(book, stock)
                ),
                remedy: Remedy::None,
                proof: saying!(
                    "audit-more-proof",
                    number = printed(book, item),
                    whole = printed(book, stock)
                ),
            },
        );
    }
}

/// Counts of people who are somewhere.
#[derive(Default)]
struct Stocks<'c> {
    /// By place, in the order of publication.
    at: FxHashMap<&'c str, Vec<usize>>,
    /// Where a report counts a nation.
    counted_in: FxHashMap<(&'c str, Option<&'c str>), &'c str>,
}

impl<'c> Stocks<'c> {
    fn of(book: &Book<'c>) -> Stocks<'c> {
        let mut stocks = Stocks::default();
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
                stocks.at.entry(at).or_default().push(item);
                let told = (claim.document.as_str(), claim.population.nationality.as_deref());
                stocks.counted_in.entry(told).or_insert(at);
            }
        }
        for list in stocks.at.values_mut() {
            list.sort_by_key(|item| (book.items[*item].claim.published, *item));
        }
        stocks
    }

    /// Those of the country that people left.
    fn left_behind(&self, book: &Book<'_>, item: usize) -> Option<&[usize]> {
        let entry = &book.items[item];
        let what = &book.series[entry.series].what;
        // "2.3 million Afghans returned" is from where the report counts Afghans.
        let nation = entry.claim.population.nationality.as_deref();
        let home = nation.is_some() && what.to.as_deref() == nation;
        let told = (entry.claim.document.as_str(), nation);
        let counted_in = || self.counted_in.get(&told).copied().filter(|_| home);
        let from = what.from.as_deref().or_else(counted_in)?;
        self.at.get(from).map(Vec::as_slice)
    }
}

/// Whether a flow is more than a stock of the same people.
fn exceeds(book: &Book, flow: usize, stock: usize) -> bool {
    let (entry, there) = (&book.items[flow], &book.items[stock]);
    let (claim, counted) = (entry.claim, there.claim);
    let nation = |c: &claim::Claim| c.population.nationality.clone();
    let same_people = match (nation(counted), nation(claim)) {
        (Some(a), Some(b)) => a == b,
        // The people of a place are all its people.
        (None, _) => counted.kind == Kind::Population,
        (Some(_), None) => true,
    };
    let same_papers = counted.population.status == claim.population.status;
    let whole = match counted.kind {
        Kind::Population | Kind::Refugees => {
            counted.population.status == Status::Unknown || same_papers
        }
        _ => same_papers,
    };
    let recent =
        counted.published.zip(claim.published).is_some_and(|(a, b)| (b - a).get_days() <= 183);
    same_people
        && whole
        && (recent || counted.document == claim.document)
        && entry.bounds.lo > there.bounds.hi
        && there.bounds.hi >= 1000.0
}
