//! Headlines that the text does not bear out.

use claim::{Event, Group};
use rustc_hash::FxHashMap;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, saying, words};
use crate::series::book::Book;
use crate::series::slips::slip;

/// How far into a text its headline reaches, bytes.
pub const HEADLINE: usize = 120;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "headline_body",
    proves: "The first number of a report, its headline, fits none of the numbers below that \
              could be the same. Likely.",
    assumes: "A headline is the first hundred characters of a running text; a table has none.",
    case: "\"104,000\" in a headline over \"more than 100,000\", which fits, and over others \
              that do not.",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    let mut documents: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (item, entry) in book.items.iter().enumerate() {
        let what = &book.series[entry.series].what;
        if what.is_flow_of_people() && entry.group == Group::All && !entry.claim.partial {
            documents.entry(entry.claim.document.as_str()).or_default().push(item);
        }
    }
    let mut documents: Vec<Vec<usize>> = documents.into_values().collect();
    documents.sort();
    // A table has no headline, and its rows are no text below one.
    let in_text = |item: usize| !book.items[item].claim.found.from_row;
    for items in documents {
        let Some(head) = items
            .iter()
            .copied()
            .filter(|item| book.items[*item].claim.span[0] < HEADLINE && in_text(*item))
            .min_by_key(|item| book.items[*item].claim.span[0])
        else {
            continue;
        };
        let headline = &book.items[head];
        // A headline leaves out days and crossings.
        if headline.claim.start.is_some() && headline.claim.start_stated {
            continue;
        }
        let way = &book.series[headline.series].what;
        let below: Vec<usize> = items
            .iter()
            .copied()
            .filter(|item| {
                let entry = &book.items[*item];
                let what = &book.series[entry.series].what;
                in_text(*item)
                    && entry.claim.span[0] > headline.claim.span[1] + 20
                    && (what.is_crossing() == way.is_crossing())
                    && (way.via.is_empty() || what.via == way.via)
                    && (way.from.is_none() || what.from.is_none() || what.from == way.from)
                    && (way.to.is_none() || what.to.is_none() || what.to == way.to)
            })
            .collect();
        let fits = below.iter().any(|item| book.items[*item].bounds.meets(headline.bounds));
        let close = below
            .iter()
            .copied()
            .filter(|item| {
                let ratio = book.items[*item].value() / headline.value();
                (0.5..=2.0).contains(&ratio)
                    || slip(headline.value(), book.items[*item].value()).is_some()
            })
            .min_by(|a, b| {
                let apart = |i: usize| (book.items[i].value() / headline.value()).ln().abs();
                apart(*a).total_cmp(&apart(*b))
            });
        let Some(body) = close.filter(|_| !fits) else { continue };
        findings.add(
            book,
            Found {
                rule: Rule::HeadlineBody,
                severity: Severity::Likely,
                claims: vec![head, body],
                message: saying!(
                    "audit-headline-body",
                    headline = printed(book, head),
                    body = printed(book, body)
                ),
                remedy: Remedy::None,
                proof: saying!(
                    "audit-two-proof",
                    first = words(book, head),
                    second = words(book, body)
                ),
            },
        );
    }
}
