//! A crossing that has as many as its border.

use claim::Group;
use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::finding::{Finding, Rule, Severity};
use crate::saying::{printed, saying, who};
use crate::series::book::Book;
use crate::series::what::What;

/// Smaller steps are equal by chance.
const TELLING: f64 = 1000.0;

/// Makes likely, when it has more, and asks to look, when it has about as many: a crossing is told
/// to have the people of its whole border. Assumes that a border has more than one crossing. One
/// finding for each series of a crossing. Case: a file of arrivals in Poland labelled Medyka that
/// holds the totals of all crossings.
pub(crate) fn crossings_as_borders(book: &Book, findings: &mut Vec<Finding>) {
    type Key = (usize, Option<Date>, Option<Date>);
    let mut kinds: FxHashMap<What, usize> = FxHashMap::default();
    let mut borders: FxHashMap<Key, usize> = FxHashMap::default();
    let usable = |item: usize| {
        let entry = &book.items[item];
        entry.group == Group::All
            && entry.value() >= TELLING
            && entry.end.is_some()
            && !entry.settled
            && !entry.claim.partial
    };
    let plain = |what: &What| {
        what.is_flow_of_people() && what.is_crossing() && what.from.is_some() && what.to.is_some()
    };
    for item in (0..book.items.len()).filter(|item| usable(*item)) {
        let entry = &book.items[item];
        let what = &book.series[entry.series].what;
        if plain(what) && what.via.is_empty() {
            let next = kinds.len();
            let kind = *kinds.entry(what.clone()).or_insert(next);
            borders.entry((kind, entry.start, entry.end)).or_insert(item);
        }
    }
    if borders.is_empty() {
        return;
    }
    // Borders where people are known to use other crossings too.
    let mut used: FxHashMap<usize, std::collections::BTreeSet<&str>> = FxHashMap::default();
    for series in book.series.iter().filter(|series| plain(&series.what)) {
        if let (Some(kind), [via]) = (kinds.get(&series.what.anywhere()), &series.what.via[..]) {
            used.entry(*kind).or_default().insert(via);
        }
    }
    for series in book.series.iter().filter(|series| plain(&series.what)) {
        let (Some(kind), [via]) = (kinds.get(&series.what.anywhere()), &series.what.via[..]) else {
            continue;
        };
        let mut pairs = Vec::new();
        for item in series.items.iter().copied().filter(|item| usable(*item)) {
            let entry = &book.items[item];
            if let Some(border) = borders.get(&(*kind, entry.start, entry.end)) {
                pairs.push((item, *border));
            }
        }
        let more =
            |pair: &&(usize, usize)| book.items[pair.0].bounds.lo > book.items[pair.1].bounds.hi;
        let most = |pair: &&(usize, usize)| {
            let ratio = book.items[pair.0].value() / book.items[pair.1].value();
            (0.97..1.25).contains(&ratio)
        };
        let others = used.get(kind).is_some_and(|used| used.len() > 1);
        let above = pairs.iter().filter(more).count();
        let about = pairs.iter().filter(most).count();
        // Once may be a slip, and all the time is a wrong label.
        // Bodies differ by a few percent: once is enough only where one says both, or it is far.
        let far = |pair: &(usize, usize)| {
            let (one, all) = (&book.items[pair.0], &book.items[pair.1]);
            book.series[one.series].organisation == book.series[all.series].organisation
                || one.bounds.lo > all.bounds.hi * 1.25
        };
        let sure = above >= 3 || pairs.iter().filter(more).any(far);
        let severity = if sure && above * 2 >= pairs.len() || about >= 2 && others {
            Severity::Likely
        } else if about >= 2 && about * 2 >= pairs.len() {
            Severity::WorthALook
        } else {
            continue;
        };
        let shown = pairs.iter().find(more).or_else(|| pairs.iter().find(most));
        let Some((item, border)) = shown.copied() else { continue };
        let Some(end) = book.items[item].end else { continue };
        let mut claims = vec![item, border];
        claims.extend(pairs.iter().map(|(item, _)| *item));
        findings.push(Finding {
            rule: Rule::RouteAsCrossing,
            severity,
            claims: book.ids(&claims),
            message: saying!(
                "audit-route-as-crossing-all-along",
                who = who(book, item),
                crossing = via,
                other = who(book, border)
            ),
            proposal: Some("via=".to_owned()),
            proof: saying!(
                "audit-route-as-crossing-all-along-proof",
                number = printed(book, item),
                crossing = via,
                whole = printed(book, border),
                day = end,
                times = above.max(about),
                count = pairs.len()
            ),
            hypothesis: None,
        });
    }
}
