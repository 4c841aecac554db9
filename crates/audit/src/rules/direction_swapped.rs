//! Numbers told of the wrong direction.

use claim::Group;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::finding::{Finding, Rule, Severity};
use crate::saying::{printed, saying};
use crate::series::book::Book;
use crate::series::telling::telling;

/// Makes likely: a number was told of the wrong direction: the same, to the last person, is told
/// of the other for the same days. Case: entries and exits of a border guard's bulletin exchanged.
pub(crate) fn directions(book: &mut Book, findings: &mut Vec<Finding>) {
    let mut swapped = Vec::new();
    let mut known: FxHashMap<(u64, Option<Date>, Option<Date>), Vec<usize>> = FxHashMap::default();
    for item in 0..book.items.len() {
        let entry = &book.items[item];
        let what = &book.series[entry.series].what;
        let digits = entry.claim.rounding().map_or(0.0, |step| entry.value() / step);
        if (telling(book, item) || digits >= 100.0 && entry.value() >= 1000.0)
            && what.is_flow_of_people()
            && what.is_crossing()
            && entry.group == Group::All
            && what.from.is_some()
            && what.to.is_some()
        {
            known.entry((entry.value() as u64, entry.start, entry.end)).or_default().push(item);
        }
    }
    let mut groups: Vec<Vec<usize>> = known.into_values().filter(|g| g.len() > 1).collect();
    groups.sort();
    for group in groups {
        for item in &group {
            let what = &book.series[book.items[*item].series].what;
            let reversed = what.reversed();
            let against: Vec<usize> = group
                .iter()
                .copied()
                .filter(|o| book.series[book.items[*o].series].what == reversed)
                .collect();
            let same =
                group.iter().filter(|o| book.series[book.items[**o].series].what == *what).count();
            // The one that fewer tell; of equals the one published later.
            let [other, ..] = against[..] else { continue };
            // Three digits are met by chance now and then.
            let certain = telling(book, *item)
                || book.items[*item]
                    .claim
                    .rounding()
                    .is_some_and(|step| book.items[*item].value() / step >= 1000.0);
            // Of equals the one that its own source contradicts, or else the one published later.
            let denied = |i: usize| contradicted(book, i);
            let later = match (denied(*item), denied(other)) {
                (true, false) => true,
                (false, true) => false,
                _ => {
                    (book.items[*item].claim.published, *item)
                        > (book.items[other].claim.published, other)
                }
            };
            if same > against.len() || same == against.len() && !later {
                continue;
            }
            if certain {
                swapped.push(*item);
            }
            findings.push(Finding {
                rule: Rule::DirectionSwapped,
                severity: if certain { Severity::Likely } else { Severity::WorthALook },
                claims: book.ids(&[*item, other]),
                message: saying!("audit-direction-swapped", number = printed(book, *item)),
                proposal: None,
                proof: saying!(
                    "audit-direction-swapped-proof",
                    from = what.from.as_deref().unwrap_or("?"),
                    to = what.to.as_deref().unwrap_or("?")
                ),
                hypothesis: None,
            });
        }
    }
    // Both numbers of a day exchanged are no chance, however few their digits.
    let mutual: Vec<usize> = findings
        .iter()
        .enumerate()
        .filter(|(_, f)| f.rule == Rule::DirectionSwapped && f.claims.len() == 2)
        .map(|(index, _)| index)
        .collect();
    let pair = |finding: &Finding| {
        let [a, b] = [0, 1].map(|at| {
            let item = book.by_id[finding.claims[at].as_str()];
            let claim = book.items[item].claim;
            let organisation = book.series[book.items[item].series].organisation.as_str();
            (book.items[item].start, book.items[item].end, (claim.document.as_str(), organisation))
        });
        let (x, y) = (a.2, b.2);
        (a.0, a.1, x.min(y), x.max(y))
    };
    type Pair<'p> = (Option<Date>, Option<Date>, (&'p str, &'p str), (&'p str, &'p str));
    let mut times: FxHashMap<Pair<'_>, usize> = FxHashMap::default();
    for index in &mutual {
        let key = pair(&findings[*index]);
        if key.2 != key.3 {
            *times.entry(key).or_default() += 1;
        }
    }
    let twice: Vec<usize> = mutual
        .into_iter()
        .filter(|index| times.get(&pair(&findings[*index])).is_some_and(|n| *n > 1))
        .collect();
    for index in twice {
        findings[index].severity = Severity::Likely;
    }
    for item in swapped {
        book.items[item].settled = true;
    }
}

/// Whether its own series has another number for the same window.
fn contradicted(book: &Book, item: usize) -> bool {
    let entry = &book.items[item];
    let items = &book.series[entry.series].items;
    let from = items.partition_point(|other| book.items[*other].end < entry.end);
    items[from..].iter().take_while(|other| book.items[**other].end == entry.end).any(|other| {
        let other = &book.items[*other];
        other.start == entry.start
            && other.group == entry.group
            && !other.claim.partial
            && !other.bounds.meets(entry.bounds)
    })
}
