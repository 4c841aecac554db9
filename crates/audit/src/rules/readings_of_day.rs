//! Running totals that were read several times in one day.

use std::collections::BTreeMap;

use claim::{Event, Group, Qualifier};
use jiff::civil::{Date, Time};

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{listed, printed, saying, whose};
use crate::series::book::Book;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "readings_of_day",
    proves: "A body that counts on through a day gives several numbers for it: by hour, or three \
             and more of one report that only rise in its order. The last reading is the day's; \
             the others take no part in any sum. Worth a look, where the hours are not told.",
    assumes: "Three numbers of one body for the same days rise in order only when it counts on.",
    case: "Nagorno-Karabakh, 28 September 2023: 66,500, 68,386, 70,500, 76,407 and 78,354.",
    run: Run::Corrects(run),
};

/// Fewer that rise may be two figures for the same.
const LEAST: usize = 3;

fn run(book: &mut Book, _: &[Event], findings: &mut Findings) {
    for group in groups(book) {
        let hours: Vec<Option<Time>> = group.iter().map(|i| book.items[*i].claim.as_of).collect();
        let by_hour = hours.windows(2).any(|pair| pair[0] != pair[1]);
        let rises =
            group.windows(2).all(|pair| book.items[pair[0]].value() <= book.items[pair[1]].value());
        let first_rises = book.items[group[0]].value() < book.items[group[group.len() - 1]].value();
        if !rises || !first_rises || !by_hour && group.len() < LEAST {
            continue;
        }
        let last = group[group.len() - 1];
        let values: Vec<f64> = group.iter().map(|i| book.items[*i].value()).collect();
        if !by_hour && values.windows(2).all(|pair| pair[0] < pair[1]) {
            findings.add(book, found(book, &group, last));
        }
        for (item, value) in group.into_iter().zip(&values) {
            book.items[item].settled |= *value < values[values.len() - 1];
        }
    }
}

/// What one body gives for the same days in reports of one day, by hour and in the order of the
/// report.
fn groups(book: &Book) -> Vec<Vec<usize>> {
    type Key<'k> = (usize, &'k str, Option<Date>, Option<Date>, Option<Date>, &'k str);
    let mut same: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    for (item, entry) in book.items.iter().enumerate() {
        let claim = entry.claim;
        let what = &book.series[entry.series].what;
        // Of the day of the report, or of no hour that is past.
        let open = claim.published.is_none() || claim.published == entry.end;
        let counts_on = entry.is_total() || claim.as_of.is_some() && entry.end.is_some();
        let plain = what.is_flow_of_people()
            && entry.group == Group::All
            && claim.qualifier == Qualifier::Exact
            && claim.same_as.is_none()
            && claim.part_of.is_none()
            && !entry.settled;
        if plain && counts_on && (open || claim.as_of.is_some()) {
            // By hour across reports, else within one.
            let document = if claim.as_of.is_some() { "" } else { claim.document.as_str() };
            let people = claim.population.text.as_str();
            let key = (entry.series, document, entry.start, entry.end, claim.published, people);
            same.entry(key).or_default().push(item);
        }
    }
    let mut groups: Vec<Vec<usize>> = same.into_values().filter(|group| group.len() > 1).collect();
    for group in &mut groups {
        group.sort_by(|a, b| {
            let [a, b] = [a, b].map(|item| book.items[*item].claim);
            a.as_of.cmp(&b.as_of).then_with(|| claim::by_place(a, b))
        });
    }
    groups
}

fn found(book: &Book, group: &[usize], last: usize) -> Found {
    Found {
        rule: Rule::ReadingsOfDay,
        severity: Severity::WorthALook,
        claims: group.iter().rev().copied().collect(),
        message: saying!(
            "audit-readings",
            who = whose(book, group),
            count = group.len(),
            day = book.items[last].end.unwrap_or_default(),
            last = printed(book, last),
        ),
        remedy: Remedy::None,
        proof: saying!(
            "audit-readings-proof",
            numbers = listed(group.iter().map(|item| printed(book, *item)))
        ),
    }
}
