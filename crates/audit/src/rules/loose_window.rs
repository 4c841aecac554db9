//! Windows counted back from the day of writing.

use claim::{Event, Group, Window};
use jiff::civil::Date;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{listed, printed, saying, since, who};
use crate::series::book::Book;
use crate::series::item::UNSAID;
use crate::series::timeline::{Dated, split};
use crate::series::what::What;

/// Numbers with fewer digits agree by chance.
const TELLING: f64 = 1000.0;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "loose_window",
    proves: "\"In the last two weeks\" was said of a number that lies where the running total \
              since an earlier day lay. Worth a look; proves nothing.",
    assumes: "Nothing.",
    case: "Torkham, 1 November 2023: 104,000 \"in the last two weeks\", between the totals \
              since 17 September of 82,500 (30 October) and 128,629 (1 November).",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    // Totals of any body will do for a doubt.
    let mut by_what: std::collections::BTreeMap<&What, Vec<usize>> = Default::default();
    for series in &book.series {
        by_what.entry(&series.what).or_default().extend(&series.items);
    }
    for (what, items) in by_what {
        if !what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline_of(&items);
        for item in items.iter().filter(|_| !timeline.totals.is_empty()) {
            let Some(window) = loose(book, *item) else { continue };
            let fits = timeline
                .totals
                .iter()
                .find_map(|(start, list)| Some((*start, told(book, *item, window, *start, list)?)));
            if let Some((start, told)) = fits {
                findings.add(book, found(book, *item, window, start, &told));
            }
        }
    }
}

/// The window of a number, when it seems counted back from the day of writing.
fn loose(book: &Book, item: usize) -> Option<Window> {
    const USUAL: [usize; 10] = [7, 8, 10, 11, 14, 15, 21, 22, 30, 31];
    let entry = &book.items[item];
    let window = entry.window()?;
    let near = |published: Date| (published - window.end()).get_days().abs() <= 1;
    let counted_back = entry.claim.found.is_counted_back()
        || USUAL.contains(&window.days()) && entry.claim.published.is_some_and(near);
    let plain = entry.group == Group::All && !entry.settled && entry.value() >= TELLING;
    (counted_back && plain && window.days() >= 5).then_some(window)
}

/// The running totals since an earlier day between which the number lies.
fn told(
    book: &Book,
    item: usize,
    window: Window,
    start: Date,
    list: &[Dated],
) -> Option<Vec<Dated>> {
    let entry = &book.items[item];
    if start >= window.start() {
        return None;
    }
    let other = |total: &&Dated| total.1 != item;
    let (earlier, later) = split(list, window.end());
    let (after_day, high) = later.iter().find(other)?;
    let upper = book.items[*high].bounds;
    let near = |day: Date| (day - window.end()).get_days().abs() <= 4;
    let lower = earlier.iter().rev().find(other).filter(|(day, _)| near(*day));
    let floor = match lower {
        Some((_, low)) => book.items[*low].bounds.lo,
        // No total just before: most of all that there were, in the shorter part.
        None if start != UNSAID
            && (window.start() - start).get_days() as usize >= window.days() =>
        {
            upper.lo * 0.7
        }
        None => return None,
    };
    let between = near(*after_day) && entry.bounds.hi >= floor && entry.bounds.lo <= upper.hi;
    between.then(|| lower.copied().into_iter().chain([(*after_day, *high)]).collect())
}

fn found(book: &Book, item: usize, window: Window, start: Date, told: &[Dated]) -> Found {
    let totals = told.iter().map(|(end, total)| {
        saying!("audit-loose-window-total", number = printed(book, *total), day = *end).into()
    });
    Found {
        rule: Rule::LooseWindow,
        severity: Severity::WorthALook,
        claims: [item].into_iter().chain(told.iter().map(|(_, total)| *total)).collect(),
        message: saying!(
            "audit-loose-window",
            who = who(book, item),
            number = printed(book, item),
            days = window,
            since = since(start)
        ),
        remedy: Remedy::TotalSince(start),
        proof: saying!("audit-loose-window-proof", since = since(start), totals = listed(totals)),
    }
}
