//! Numbers told of the wrong direction.

use claim::{Event, Group};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, saying};
use crate::series::book::Book;
use crate::series::telling::telling;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "direction_swapped",
    proves: "A number was told of the wrong direction: the same, to the last person, is told of \
              the other for the same days. Likely.",
    assumes: "Two directions are never equal to the last person.",
    case: "Entries and exits of a border guard's bulletin exchanged.",
    run: Run::Corrects(run),
};

fn run(book: &mut Book, _: &[Event], findings: &mut Findings) {
    let mut swapped = Vec::new();
    for group in groups(book) {
        for item in &group {
            swapped.extend(against(book, &group, *item));
        }
    }
    // Both numbers of a day exchanged are no chance, however few their digits.
    let mut times: FxHashMap<Pair<'_>, usize> = FxHashMap::default();
    for one in &swapped {
        let key = pair(book, one);
        if key.2 != key.3 {
            *times.entry(key).or_default() += 1;
        }
    }
    for one in &swapped {
        let twice = times.get(&pair(book, one)).is_some_and(|times| *times > 1);
        let what = &book.series[book.items[one.item].series].what;
        findings.add(
            book,
            Found {
                rule: Rule::DirectionSwapped,
                severity: if one.certain || twice {
                    Severity::Likely
                } else {
                    Severity::WorthALook
                },
                claims: vec![one.item, one.other],
                message: saying!("audit-direction-swapped", number = printed(book, one.item)),
                remedy: Remedy::None,
                proof: saying!(
                    "audit-direction-swapped-proof",
                    from = what.from.as_deref().unwrap_or("?"),
                    to = what.to.as_deref().unwrap_or("?")
                ),
            },
        );
    }
    let certain: Vec<usize> =
        swapped.iter().filter(|one| one.certain).map(|one| one.item).collect();
    for item in certain {
        book.items[item].settled = true;
    }
}

/// A number and the same of the other direction.
struct Swapped {
    item: usize,
    other: usize,
    certain: bool,
}

/// Numbers of people who cross that are the same, for the same days.
fn groups(book: &Book) -> Vec<Vec<usize>> {
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
    groups
}

/// Those of a group that tell of the other direction, when it is this one that is wrong: the one
/// that fewer tell; of equals the one that its own source contradicts, or else the one published
/// later.
fn against(book: &Book, group: &[usize], item: usize) -> Option<Swapped> {
    let what = |item: usize| &book.series[book.items[item].series].what;
    let reversed = what(item).reversed();
    let against: Vec<usize> = group.iter().copied().filter(|o| *what(*o) == reversed).collect();
    let same = group.iter().filter(|o| what(**o) == what(item)).count();
    let other = *against.first()?;
    // Three digits are met by chance now and then.
    let digits = book.items[item].claim.rounding().map(|step| book.items[item].value() / step);
    let certain = telling(book, item) || digits.is_some_and(|digits| digits >= 1000.0);
    let published = |item: usize| (book.items[item].claim.published, item);
    let later = match (contradicted(book, item), contradicted(book, other)) {
        (true, false) => true,
        (false, true) => false,
        _ => published(item) > published(other),
    };
    let blamed = same < against.len() || same == against.len() && later;
    blamed.then_some(Swapped { item, other, certain })
}

/// The days of two numbers and whose they are.
type Pair<'p> = (Option<Date>, Option<Date>, (&'p str, &'p str), (&'p str, &'p str));

fn pair<'p>(book: &'p Book<'_>, one: &Swapped) -> Pair<'p> {
    let whose = |item: usize| {
        let entry = &book.items[item];
        (entry.claim.document.as_str(), book.series[entry.series].organisation.as_str())
    };
    let (x, y) = (whose(one.item), whose(one.other));
    let entry = &book.items[one.item];
    (entry.start, entry.end, x.min(y), x.max(y))
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
