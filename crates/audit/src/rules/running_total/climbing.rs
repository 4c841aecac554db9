//! Days that only rise.

use claim::Qualifier;
use jiff::civil::Date;

use crate::finding::Severity;
use crate::rules::running_total::odds::odds_of_totals;
use crate::rules::running_total::proof::Proof;
use crate::saying::{listed, printed, reckoned, saying, since, sum as sum_of};
use crate::series::book::Book;
use crate::series::item::UNSAID;
use crate::series::timeline::{Dated, Timeline, split};

/// Numbers with fewer digits agree by chance.
pub(crate) const TELLING: f64 = 1000.0;

/// Fewer days rise by chance.
const SURE: usize = 3;

/// Days from one printed number of a run to the next, at most: a bulletin a week.
const APART: i32 = 7;

/// Days that come to so many times the total in which they lie are no days, however few the first of them has.
const PLAIN: f64 = 2.0;

/// Runs of two days and more, each with more people than the one before, at most a week apart.
pub(crate) fn climbs(book: &Book, timeline: &Timeline) -> Vec<Vec<Dated>> {
    let mut runs: Vec<Vec<Dated>> = Vec::new();
    for (day, item) in &timeline.days {
        let entry = &book.items[*item];
        if entry.claim.qualifier != Qualifier::Exact || entry.value() < TELLING {
            continue;
        }
        let goes_on = runs.last().and_then(|run| run.last()).is_some_and(|(before, last)| {
            (1..=APART).contains(&(*day - *before).get_days())
                // Rounded numbers must rise whatever was rounded.
                && (entry.is_fine() && entry.value() > book.items[*last].value()
                    || entry.bounds.lo > book.items[*last].bounds.hi)
        });
        match runs.last_mut().filter(|_| goes_on) {
            Some(run) => run.push((*day, *item)),
            None => runs.push(vec![(*day, *item)]),
        }
    }
    runs.retain(|run| run.len() >= 2);
    runs
}

/// Days that only rise, and together are more than the total that they are in: they were added up
/// already. The last of them is no more than that total.
pub(crate) fn rising_days(
    book: &Book,
    timeline: &Timeline,
    runs: &[Vec<Dated>],
) -> std::collections::BTreeMap<usize, Proof> {
    let mut found = std::collections::BTreeMap::new();
    for run in runs {
        let fine = run.iter().all(|(_, item)| book.items[*item].is_fine());
        let values: Vec<f64> = run.iter().map(|(_, item)| book.items[*item].value()).collect();
        let sum: f64 = values.iter().sum();
        let Some((start, total)) = whole_of(book, timeline, run, sum) else { continue };
        // Rounding explains a little, never as much as the whole again.
        if !fine && sum <= PLAIN * book.items[total].bounds.hi {
            continue;
        }
        let climbing: Vec<usize> = run.iter().map(|(_, item)| *item).collect();
        let text = saying!(
            "audit-running-total-rising-proof",
            days = sum_of(book, &climbing),
            sum = reckoned(sum),
            count = run.len(),
            total = printed(book, total),
            since = since(start)
        );
        let mut everyone = climbing;
        everyone.push(total);
        let document = &book.items[total].claim.document;
        let one_report = everyone.iter().all(|i| book.items[*i].claim.document == *document);
        // Two days could be wrong otherwise, and a total since an untold day may begin with them.
        // Nor do two bodies that count at one gate differ by twice.
        let severity = if run.len() < SURE || start == UNSAID {
            Severity::Likely
        } else if one_report || sum > 2.0 * book.items[total].bounds.hi {
            Severity::Proved
        } else {
            book.contradiction(&everyone)
        };
        for (_, item) in run {
            let others = everyone.iter().copied().filter(|other| other != item).collect();
            found.insert(*item, Proof { since: start, text: text.clone(), others, severity });
        }
    }
    found
}

/// The total that rising days are in, and of which they are each too large a share to be days.
fn whole_of(book: &Book, timeline: &Timeline, run: &[Dated], sum: f64) -> Option<Dated> {
    let ((first_day, first), (last_day, last)) = (run[0], run[run.len() - 1]);
    let (lowest, last) = (book.items[first].value(), book.items[last].value());
    // Busy days, of which one is wrong, do not each hold a third of all there were, nor two days
    // each a half.
    let (least, more) = if run.len() < SURE { (2.0, 1.5) } else { (3.0, 1.0) };
    timeline.totals.iter().filter(|(start, _)| *start <= first_day).find_map(|(start, list)| {
        // A total far below another one lacks a digit itself.
        let highest =
            list.iter().map(|(_, other)| book.items[*other].bounds.lo).fold(0.0, f64::max);
        let fits = |(_, total): &&Dated| {
            let bounds = book.items[*total].bounds;
            last <= bounds.hi
                && (lowest * least > bounds.hi || run.len() >= SURE && sum > PLAIN * bounds.hi)
                && sum > bounds.hi * more
                && highest <= bounds.hi * 4.0
        };
        let near = |(end, _): &&Dated| (*end - last_day).get_days() <= 7;
        let (_, total) = split(list, last_day).1.iter().take_while(near).find(fits)?;
        Some((*start, *total))
    })
}

/// Odds above these make it likely that days which only climb are running totals, or worth a look. The first turns
/// numbers in a picture, and calm borders climb for three days one time in six: one in ten would be turned wrongly.
pub(crate) const LIKELY_ODDS: f64 = 10.0;

/// The steps of rounded numbers tell less: so many times the odds.
const ROUNDED: f64 = 10.0;

pub(crate) const LOOK_ODDS: f64 = 3.0;

/// Days that only climb, and no total is known that would say whether they are counts of days:
/// their steps do, see [`odds_of_totals`].
pub(crate) fn climbing_days(
    book: &Book,
    timeline: &Timeline,
    runs: &[Vec<Dated>],
    border: bool,
) -> std::collections::BTreeMap<usize, Proof> {
    let mut found = std::collections::BTreeMap::new();
    for run in runs {
        let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
        if run.len() < SURE {
            continue;
        }
        // A total that has room for all of them says that they are days; one that has not is
        // another proof's.
        let held = timeline
            .totals
            .iter()
            .any(|(start, list)| *start <= first.0 && !split(list, last.0).1.is_empty());
        if held {
            continue;
        }
        let days: Vec<(Date, f64)> =
            run.iter().map(|(day, item)| (*day, book.items[*item].value())).collect();
        let fine = run.iter().all(|(_, item)| book.items[*item].is_fine());
        let likely = if fine { LIKELY_ODDS } else { LIKELY_ODDS * ROUNDED };
        let odds = odds_of_totals(&days, border);
        let severity = match odds {
            odds if odds > likely => Severity::Likely,
            odds if odds > LOOK_ODDS => Severity::WorthALook,
            _ => continue,
        };
        let steps = days.windows(2).map(|pair| reckoned(pair[1].1 - pair[0].1));
        let text = saying!(
            "audit-running-total-climbing-proof",
            days = listed(run.iter().map(|(_, item)| printed(book, *item))),
            steps = listed(steps),
            odds = reckoned(odds.clamp(1.0, 1000.0).round())
        );
        for (_, item) in run {
            let others = run.iter().map(|(_, i)| *i).filter(|other| other != item).collect();
            found.insert(*item, Proof { since: UNSAID, text: text.clone(), others, severity });
        }
    }
    found
}
