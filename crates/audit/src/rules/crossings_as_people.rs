//! Crossings retold as people who are somewhere.

use claim::{Concept, Event, Group, Kind, Measure};
use rustc_hash::FxHashMap;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, saying, who, words};
use crate::series::book::Book;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "crossings_as_people",
    proves: "Crossings of a border were retold as people who are in the country: a stock is, to \
              the last digit, the running total of those who crossed into it. Likely; worth a look \
              when the stock is that total rounded.",
    assumes: "Some of those who crossed went on or home.",
    case: "Poland, 2022: 4,238,000 crossings, and \"4.2 million refugees\".",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    let mut totals: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (item, entry) in book.items.iter().enumerate() {
        let what = &book.series[entry.series].what;
        if entry.is_total()
            && entry.group == Group::All
            && what.is_flow_of_people()
            && what.is_crossing()
            && what.via.is_empty()
            && entry.value() >= 10_000.0
            && let Some(to) = &what.to
        {
            totals.entry(to.as_str()).or_default().push(item);
        }
    }
    for list in totals.values_mut() {
        list.sort_by_key(|item| (book.items[*item].end, *item));
    }
    for (item, entry) in book.items.iter().enumerate() {
        let claim = entry.claim;
        let people = claim.measure == Measure::Stock
            && claim.unit == claim::Unit::People
            && matches!(claim.kind, Kind::Refugees | Kind::Population | Kind::Registered)
            && entry.group == Group::All;
        let (true, Some(at), Some(end)) = (people, claim.at.as_deref(), entry.end) else {
            continue;
        };
        let Some(list) = totals.get(at) else { continue };
        let from =
            list.partition_point(|t| book.items[*t].end.is_none_or(|e| (end - e).get_days() > 7));
        let fits = |total: &&usize| {
            let other = &book.items[**total];
            // The Border Guard says crossings; who says people of the same number counted people.
            let persons = matches!(
                other.claim.concept,
                Concept::Person | Concept::RegisteredPerson | Concept::AssistedPerson
            );
            let rounded = claim.rounding().unwrap_or(1.0);
            let digits = entry.value() / rounded;
            !persons
                && digits >= 10.0
                && (entry.value() == other.value()
                    || (other.value() - entry.value()).abs() <= rounded * 0.5
                        && other.claim.document == claim.document)
        };
        let near = list[from..]
            .iter()
            .take_while(|t| book.items[**t].end.is_some_and(|e| (e - end).get_days() <= 7))
            .take(64);
        let Some(total) = near.clone().find(fits) else { continue };
        let same = entry.value() == book.items[*total].value()
            && claim.rounding().is_some_and(|step| entry.value() / step >= 1000.0);
        findings.add(
            book,
            Found {
                rule: Rule::CrossingsAsPeople,
                severity: if same { Severity::Likely } else { Severity::WorthALook },
                claims: vec![item, *total],
                message: saying!(
                    "audit-crossings-as-people",
                    who = who(book, item),
                    number = printed(book, item)
                ),
                remedy: Remedy::Fields(
                    "measure=flow, kind=arrival, concept=crossing_event".to_owned(),
                ),
                proof: saying!(
                    "audit-two-proof",
                    first = words(book, item),
                    second = words(book, *total)
                ),
            },
        );
    }
}
