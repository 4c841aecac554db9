//! Running totals that rise faster than any day explains.

use claim::Event;
use jiff::civil::Date;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::saying::{reckoned, saying, whose};
use crate::series::book::Book;
use crate::series::bounds::Bounds;
use crate::series::item::UNSAID;

/// Numbers with fewer digits agree by chance.
const TELLING: f64 = 1000.0;

/// So many times faster than any interval near it is no surge.
const JUMP: f64 = 10.0;

/// So many times faster is worth a look.
const STEEP: f64 = 3.0;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "unexplained_jump",
    proves: "A running total rises between two reports so much faster than in the intervals \
              around, and on average before, that it is not the same count, with no day reported \
              that would explain it. Likely, or worth a look when it is less steep; of each series \
              only the steepest.",
    assumes: "Surges are told of.",
    case: "Rohingya, 164,000 to 270,000 in a day.",
    run: Run::Compares(run),
};

fn run(book: &Book, _: &[Event], findings: &mut Findings) {
    for series in 0..book.series.len() {
        if !book.series[series].what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        for (start, list) in &timeline.totals {
            let mut list: Vec<(Date, usize)> = list
                .iter()
                .copied()
                .filter(|(_, item)| book.items[*item].bounds.hi.is_finite())
                .collect();
            list.dedup_by_key(|(day, _)| *day);
            let rate = |pair: &[(Date, usize)]| {
                let length = f64::from((pair[1].0 - pair[0].0).get_days().max(1));
                let rise: Bounds = book.items[pair[1].1].bounds.minus(book.items[pair[0].1].bounds);
                (rise.lo.max(0.0) / length, rise.hi.max(0.0) / length)
            };
            let rates: Vec<(f64, f64)> = list.windows(2).map(rate).collect();
            let mut steepest: Option<(f64, Found)> = None;
            for (index, (low, _)) in rates.iter().enumerate() {
                let near = index.saturating_sub(4)..rates.len().min(index + 5);
                let mut others: Vec<f64> =
                    near.filter(|i| *i != index).map(|i| rates[i].1).collect();
                let [(first_day, first), (last_day, last)] = [list[index], list[index + 1]];
                // On average from the first day to the earlier total.
                if *start != UNSAID {
                    let length = f64::from((first_day - *start).get_days() + 1);
                    others.push(book.items[first].bounds.hi / length.max(1.0));
                }
                let fastest = others.iter().copied().fold(0.0, f64::max);
                let from = timeline.days.partition_point(|(d, _)| *d <= first_day);
                let told = timeline.days[from..]
                    .iter()
                    .take_while(|(d, _)| *d <= last_day)
                    .any(|(_, item)| book.items[*item].bounds.hi >= low / 2.0);
                let before = book.items[first].bounds.hi;
                let rise = book.items[last].bounds.lo - before;
                // Beginnings are steep, and small steps are noise.
                let large = rise >= TELLING && rise >= before * 0.15 && before >= TELLING;
                if others.len() < 2 || fastest < 1.0 || *low <= STEEP * fastest || !large || told {
                    continue;
                }
                let steep = *low / fastest;
                if steepest.as_ref().is_some_and(|(known, _)| *known >= steep) {
                    continue;
                }
                let finding = Found {
                    rule: Rule::UnexplainedJump,
                    severity: if steep > JUMP && others.len() > 3 {
                        Severity::Likely
                    } else {
                        Severity::WorthALook
                    },
                    claims: vec![last, first],
                    message: saying!(
                        "audit-unexplained-jump",
                        who = whose(book, &[last, first]),
                        rise = reckoned(book.items[last].value() - book.items[first].value()),
                        first = first_day,
                        last = last_day
                    ),
                    remedy: Remedy::None,
                    proof: saying!(
                        "audit-unexplained-jump-proof",
                        steep = reckoned(low.round()),
                        usual = reckoned(fastest.round())
                    ),
                };
                steepest = Some((steep, finding));
            }
            steepest.into_iter().for_each(|(_, found)| findings.add(book, found));
        }
    }
}
