//! Two offices that count the same people and differ throughout: by a steady ratio, one that drifts,
//! or one that steps on a day. Each pair is told once, with what either count would make of it.

use std::collections::BTreeSet;

use claim::Window;

use super::{Room, TIMES, Told, Two, percent_of, share, times, window_between};
use crate::assumptions::sources::TELLING;
use crate::compare::{Held, Shape};
use crate::joint::Pair;
use crate::picture::Reason;
use crate::saying::{Basis, Form, Said, Saying, saying};

/// What is to be told of pairs of offices, and which pairs that covers.
pub(super) fn pairs(room: &Room) -> (Vec<Told>, BTreeSet<Two>) {
    let (mut found, mut series) = (Vec::new(), BTreeSet::new());
    for pair in &room.drawing.pairs {
        let sd = pair.ratio.variance.sqrt();
        let told = match pair.ratio.shape {
            Shape::Steady => {
                pair.ratio.log.abs() > TELLING.0 * sd && pair.ratio.log.abs() > TELLING.1
            }
            Shape::Step { .. } | Shape::Drift { .. } => true,
        };
        // Of two that nobody names nothing can be said to their face.
        let sources = &room.layout.sources;
        let alike = sources[pair.first].label == sources[pair.second].label;
        if !told || alike || pair.first == pair.second || !both_stated(room, pair) {
            continue;
        }
        if let Some(entry) = sentence(room, pair) {
            series.insert((pair.first.min(pair.second), pair.first.max(pair.second)));
            found.push(entry);
        }
    }
    (found, series)
}

/// Whether each office has a number that the text says to be its own: none is told of on what was carried to it.
fn both_stated(room: &Room, pair: &Pair) -> bool {
    let stated = |office: usize| {
        room.fits.iter().map(|fit| fit.claim).any(|claim| {
            room.organisation[claim] == Some(office)
                && !room.claims[claim].found.source_is_carried()
        })
    };
    stated(pair.first) && stated(pair.second)
}

/// "12 % more", "2.0 times as many".
fn off(log: f64) -> Saying {
    match (log.abs().exp() >= TIMES, log > 0.0) {
        (true, true) => saying!("times-as-many", times = times(log)),
        (false, true) => saying!("percent-more", percent = share(log)),
        (_, false) => saying!("percent-fewer", percent = share(log)),
    }
}

fn sentence(room: &Room, pair: &Pair) -> Option<Told> {
    let days = room.days;
    let day = |at: usize| window_between(days, at, at + 1).start();
    // The one that counts more is named first.
    let log = pair.ratio.log;
    let (more, fewer) =
        if log > 0.0 { (pair.second, pair.first) } else { (pair.first, pair.second) };
    let (who, whom) = (room.office(more), room.office(fewer));
    let last = pair.told.last()?;
    let fit = room.fits.iter().find(|fit| fit.observation == last.observation)?;
    let example = room.named(fit);
    let (reason, size, sentence) = match pair.ratio.shape {
        Shape::Steady => {
            let sentence = match (pair.ratio.log.abs() >= TELLING.2, by_count(room, pair)) {
                (true, Some((one, other))) => saying!(
                    "counts-apart",
                    more = who,
                    off = off(log.abs()),
                    fewer = whom,
                    one = one,
                    other = other,
                    decided = decided(room, pair),
                ),
                _ => saying!(
                    "counts-steady-of",
                    more = who,
                    percent = percent_of(log.abs().exp()),
                    fewer = whom,
                    count = pair.told.len(),
                    example = example,
                ),
            };
            (Reason::Definition, log.abs(), sentence)
        }
        Shape::Step { day: at, by, .. } => {
            let sentence = saying!(
                "counts-step-of",
                who = room.office(pair.second),
                whom = room.office(pair.first),
                step = off(by),
                day = day(at),
                example = example,
            );
            (Reason::LevelShift, by.abs(), sentence)
        }
        Shape::Drift { per_day, .. } => {
            let (first, end) = (pair.told.first()?.day, last.day);
            let at = |d: usize| pair.ratio.at(d as f64);
            let sentence = saying!(
                "counts-drift-of",
                who = room.office(pair.second),
                whom = room.office(pair.first),
                start = off(at(first)),
                first = day(first),
                end = off(at(end)),
                last = day(end),
            );
            (Reason::Definition, (per_day * (end - first) as f64).abs(), sentence)
        }
    };
    let sentence = sentence.opening();
    let mut members: Vec<usize> = Vec::new();
    if let Some(own) = room.fits.iter().rev().find(|other| {
        room.organisation[other.claim] == Some(pair.first)
            && room.entries[other.claim].active()
            && other.from < fit.to
            && fit.from < other.to
    }) {
        members.push(own.claim);
    }
    members.insert(0, fit.claim);
    let sure = 0.99 - 0.09 * (pair.ratio.variance.sqrt() * 3.0 / size.max(1e-6)).min(1.0);
    let mut entry = room.entry_of(fit, &members, reason, sure, sentence);
    let window = Window::new(
        day(pair.told.iter().map(|t| t.from).min()?),
        day(pair.told.iter().map(|t| t.day).max()?),
    );
    if let Some(window) = window {
        entry.window = window;
    }
    entry.people = in_dispute(pair);
    // It bears on every number of both.
    Some((size * sure + 0.2, entry))
}

/// By how many people the answer differs with the office that is believed, over the days that both count.
fn in_dispute(pair: &Pair) -> f64 {
    let mut longest: Vec<&Held> = pair.told.iter().collect();
    longest.sort_by_key(|told| (std::cmp::Reverse(told.day - told.from), told.day));
    let mut taken: Vec<&Held> = Vec::new();
    let mut people = 0.0;
    for told in longest {
        // Days that lie in a longer number are in it already.
        if taken.iter().all(|other| told.day < other.from || other.day < told.from) {
            people += told.people * (1.0 - (-told.log).exp());
            taken.push(told);
        }
    }
    people.abs()
}

/// What the days that both count come to, by the one's count and by the other's.
fn by_count(room: &Room, pair: &Pair) -> Option<(Saying, Saying)> {
    let longest = pair.told.iter().max_by_key(|told| (told.day - told.from, told.day))?;
    let fit = room.fits.iter().find(|fit| fit.observation == longest.observation)?;
    let claim = &room.claims[fit.claim];
    let window = window_between(room.days, longest.from, longest.day + 1);
    let own = longest.people;
    // Its days may come to it where no number of its own does.
    let own_basis = match claim.value {
        Some(value) if (value - own).abs() < 0.5 => {
            Said::of(own, Form::Whole, Basis::Claim(claim.id.clone()))
        }
        _ => Said::reckoned(own.round(), Form::Whole),
    };
    // The other's count of the same days, by what the picture knows of its days.
    let other = own / longest.log.exp();
    let theirs = room.fits.iter().find(|fit| {
        room.organisation[fit.claim] == Some(pair.first)
            && (fit.from, fit.to) == (longest.from, longest.day + 1)
            && room.claims[fit.claim].value.is_some()
    });
    let other = match theirs.and_then(|fit| Some((fit, room.claims[fit.claim].value?))) {
        Some((fit, value)) => {
            Said::of(value, Form::Whole, Basis::Claim(room.claims[fit.claim].id.clone()))
        }
        None => Said::reckoned(other.round(), Form::ThreeDigits),
    };
    let [first, second] = [pair.first, pair.second].map(|office| room.office(office));
    Some((
        saying!("by-count-of", office = first, number = other, days = window),
        saying!("by-count-of-too", office = second, number = own_basis,),
    ))
}

/// Whether something decides between the two.
fn decided(room: &Room, pair: &Pair) -> Saying {
    let [first, second] = pair.right;
    let asked = [pair.first, pair.second].into_iter().find(|one| room.layout.measure == Some(*one));
    if let Some(asked) = asked {
        saying!("counts-measured", office = room.office(asked))
    } else if first > 0.9 && second < 0.1 {
        saying!("counts-decided", office = room.office(pair.first))
    } else if second > 0.9 && first < 0.1 {
        saying!("counts-decided", office = room.office(pair.second))
    } else {
        saying!("counts-undecided")
    }
}
