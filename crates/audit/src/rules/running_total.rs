//! Running totals that hide under another window.

mod between;
mod climbing;
mod identity;
mod odds;
mod pace;
mod proof;
mod room;
mod same_number;

use claim::{Event, Group, Qualifier};
use phrases::Said;

use crate::finding::{Rule, Severity};
use crate::findings::{Findings, Found, Remedy};
use crate::registry::{RuleCard, Run};
use crate::rules::running_total::between::{between, periods};
use crate::rules::running_total::climbing::{climbing_days, climbs, rising_days};
use crate::rules::running_total::identity::identity;
use crate::rules::running_total::pace::{half_of_all, out_of_pace};
use crate::rules::running_total::proof::Proof;
use crate::rules::running_total::room::no_room;
use crate::rules::running_total::same_number::{printed_totals, same_number};
use crate::saying::{printed, saying, since, who};
use crate::series::book::Book;

/// Numbers with fewer digits agree by chance.
const TELLING: f64 = 1000.0;

/// See [`RuleCard`].
pub(crate) const RULE: RuleCard = RuleCard {
    name: "running_total",
    proves: "A number printed for a day or a period is the running total up to its end. Proved by \
              one of: it equals the running total to the last person; with the next day it gives \
              the next total; two such numbers differ by what the day between counted; it is more \
              than the totals before and after leave room for, and lies between them; or days that \
              only rise add up to more than the total they are in. Likely, when all that speaks \
              for it is that its days would have to be several times as busy as any other, or that \
              it lies between the totals of others to the days around it.",
    assumes: "One body counts on from one day.",
    case: "Torkham, 1 to 4 November 2023: 128,629 / 147,973 / 160,638 / 167,774 \"returned on \
              …\", and 167,774 + 6,584 = 174,358; \"190,418 from 31 October to 7 November\".",
    run: Run::Corrects(run),
};

fn run(book: &mut Book, _: &[Event], findings: &mut Findings) {
    let mut settled = Vec::new();
    let totals = printed_totals(book);
    let periods = periods(book);
    for series in 0..book.series.len() {
        let what = &book.series[series].what;
        if !what.is_flow_of_people() {
            continue;
        }
        let timeline = book.timeline(series);
        let runs = climbs(book, &timeline);
        let rising = rising_days(book, &timeline, &runs);
        let climbing = climbing_days(book, &timeline, &runs, what.via.is_empty());
        for item in &book.series[series].items {
            let entry = &book.items[*item];
            let Some(window) = entry.window() else { continue };
            // "Since 31 October" may itself be since an earlier day.
            let first_total = timeline.totals.first().map(|(start, _)| *start);
            let counts_on = entry.total && first_total.is_none_or(|first| first >= window.start());
            if counts_on
                || entry.claim.partial
                || entry.group != Group::All
                || entry.value() < TELLING
                || entry.claim.qualifier == Qualifier::UpTo
            {
                continue;
            }
            // The surest, and of equals the plainest.
            let mut proof = identity(book, &timeline, *item, window.end());
            let mut or = |other: &dyn Fn() -> Option<Proof>| {
                if proof.as_ref().is_none_or(|known| known.severity > Severity::Proved) {
                    let surer = other().filter(|other| {
                        proof.as_ref().is_none_or(|known| other.severity < known.severity)
                    });
                    if surer.is_some() {
                        proof = surer;
                    }
                }
            };
            or(&|| same_number(book, &totals, *item, window));
            or(&|| no_room(book, &timeline, *item, window.start(), window.end()));
            or(&|| between(book, &periods, *item, window));
            or(&|| rising.get(item).cloned());
            or(&|| out_of_pace(book, &timeline, *item, window));
            or(&|| half_of_all(book, &timeline, *item, window));
            or(&|| climbing.get(item).cloned());
            let Some(proof) = proof else { continue };
            if proof.severity < Severity::WorthALook {
                settled.push(*item);
            }
            let mut claims = vec![*item];
            claims.extend(proof.others);
            findings.add(
                book,
                Found {
                    rule: Rule::RunningTotalAsPeriod,
                    severity: proof.severity,
                    claims,
                    message: saying!(
                        "audit-running-total",
                        who = who(book, *item),
                        number = printed(book, *item),
                        days = window,
                        sure = Said::Word(if proof.severity == Severity::Proved {
                            "is"
                        } else {
                            "fits"
                        }),
                        since = since(proof.since)
                    ),
                    remedy: Remedy::TotalSince(proof.since),
                    proof: proof.text,
                },
            );
        }
    }
    for item in settled {
        book.items[item].settled = true;
    }
}
