//! A crossing that has as many as its border.

use std::collections::BTreeSet;

use claim::{Event, Group};
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{printed, saying, who};
use crate::series::book::Book;
use crate::series::item::Series;
use crate::series::what::What;

/// Smaller steps are equal by chance.
const TELLING: f64 = 1000.0;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "crossing_as_border",
    proves: "A crossing is told to have the people of its whole border: likely, when it has more, \
              and worth a look, when it has about as many. One finding for each series of a \
              crossing.",
    assumes: "A border has more than one crossing.",
    case: "A file of arrivals in Poland labelled Medyka that holds the totals of all crossings.",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    let borders = Borders::of(book);
    if borders.totals.is_empty() {
        return;
    }
    for series in book.series.iter().filter(|series| plain(&series.what)) {
        let kind = borders.kinds.get(&series.what.anywhere());
        if let (Some(kind), [via]) = (kind, &series.what.via[..])
            && let Some(found) = all_along(book, &borders, series, *kind, via)
        {
            findings.add(book, found);
        }
    }
}

fn usable(book: &Book, item: usize) -> bool {
    let entry = &book.items[item];
    entry.group == Group::All
        && entry.value() >= TELLING
        && entry.end.is_some()
        && !entry.settled
        && !entry.claim.partial
}

fn plain(what: &What) -> bool {
    what.is_flow_of_people() && what.is_crossing() && what.from.is_some() && what.to.is_some()
}

/// What is told of whole borders.
#[derive(Default)]
struct Borders<'b> {
    /// What a series counts without its crossing, by a number.
    kinds: FxHashMap<What, usize>,
    /// The count of a kind and window.
    totals: FxHashMap<(usize, Option<Date>, Option<Date>), usize>,
    /// Crossings that people are known to use.
    used: FxHashMap<usize, BTreeSet<&'b str>>,
}

impl<'b> Borders<'b> {
    fn of(book: &'b Book<'_>) -> Borders<'b> {
        let mut borders = Borders::default();
        for item in (0..book.items.len()).filter(|item| usable(book, *item)) {
            let entry = &book.items[item];
            let what = &book.series[entry.series].what;
            if plain(what) && what.via.is_empty() {
                let next = borders.kinds.len();
                let kind = *borders.kinds.entry(what.clone()).or_insert(next);
                borders.totals.entry((kind, entry.start, entry.end)).or_insert(item);
            }
        }
        for series in book.series.iter().filter(|series| plain(&series.what)) {
            let kind = borders.kinds.get(&series.what.anywhere());
            if let (Some(kind), [via]) = (kind, &series.what.via[..]) {
                borders.used.entry(*kind).or_default().insert(via);
            }
        }
        borders
    }
}

/// A series of one crossing against the border it is of.
fn all_along(
    book: &Book,
    borders: &Borders<'_>,
    series: &Series,
    kind: usize,
    via: &str,
) -> Option<Found> {
    let pair = |item: usize| {
        let entry = &book.items[item];
        Some((item, *borders.totals.get(&(kind, entry.start, entry.end))?))
    };
    let pairs: Vec<(usize, usize)> =
        series.items.iter().copied().filter(|item| usable(book, *item)).filter_map(pair).collect();
    let more = |pair: &&(usize, usize)| book.items[pair.0].bounds.lo > book.items[pair.1].bounds.hi;
    let most = |pair: &&(usize, usize)| {
        let ratio = book.items[pair.0].value() / book.items[pair.1].value();
        (0.97..1.25).contains(&ratio)
    };
    let above = pairs.iter().filter(more).count();
    let about = pairs.iter().filter(most).count();
    let severity = severity(book, borders, &pairs, kind, (above, about))?;
    let shown = pairs.iter().find(more).or_else(|| pairs.iter().find(most));
    let (item, border) = shown.copied()?;
    let end = book.items[item].end?;
    let mut claims = vec![item, border];
    claims.extend(pairs.iter().map(|(item, _)| *item));
    Some(Found {
        rule: Rule::RouteAsCrossing,
        severity,
        claims,
        message: saying!(
            "audit-route-as-crossing-all-along",
            who = who(book, item),
            crossing = via,
            other = who(book, border)
        ),
        remedy: Remedy::Fields("via=".to_owned()),
        proof: saying!(
            "audit-route-as-crossing-all-along-proof",
            number = printed(book, item),
            crossing = via,
            whole = printed(book, border),
            day = end,
            times = above.max(about),
            count = pairs.len()
        ),
    })
}

/// How sure it is that a crossing has the people of its border: it has more in so many windows and
/// about as many in so many. Once may be a slip, and all the time is a wrong label.
fn severity(
    book: &Book,
    borders: &Borders<'_>,
    pairs: &[(usize, usize)],
    kind: usize,
    (above, about): (usize, usize),
) -> Option<Severity> {
    // Bodies differ by a few percent: once is enough only where one says both, or it is far.
    let far = |pair: &(usize, usize)| {
        let (one, all) = (&book.items[pair.0], &book.items[pair.1]);
        one.bounds.lo > all.bounds.hi
            && (book.series[one.series].organisation == book.series[all.series].organisation
                || one.bounds.lo > all.bounds.hi * 1.25)
    };
    let others = borders.used.get(&kind).is_some_and(|used| used.len() > 1);
    let sure = above >= 3 || pairs.iter().any(far);
    if sure && above * 2 >= pairs.len() || about >= 2 && others {
        Some(Severity::Likely)
    } else if about >= 2 && about * 2 >= pairs.len() {
        Some(Severity::WorthALook)
    } else {
        None
    }
}
