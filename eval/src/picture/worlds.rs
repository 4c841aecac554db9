//! Worlds with known flows: those of the model's own prior, and those that break it in stated
//! ways. Each is asked a few questions; the place of the truth among the draws is what counts.

use claim::{Claim, DocumentId, Event, EventKind, Kind, Qualifier, Source, Stance, Window};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use places::Gazetteer;
use rand::rngs::Xoshiro256PlusPlus;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;
use reconcile::{ELSEWHERE, Options, Picture, Route, reconcile, simulate};

const CROSSINGS: [&str; 4] = ["Torkham", "Chaman", "Ghulam Khan", "Kharlachi"];
const SPEAKERS: [&str; 5] =
    ["home department", "border police", "survey office", "district office", "interior ministry"];
const FIRST: Date = date(2023, 3, 1);

/// What a world is asked, by name.
pub const QUESTIONS: [&str; 6] = [
    "all ways, whole season",
    "first crossing, whole season",
    "second crossing, whole season",
    "first crossing, a week",
    "first crossing, a day",
    "unnamed ways, whole season",
];

/// Where the truth lies among the draws, 0 to 1, by question; `None` where it was not asked.
pub type Places = [Option<f64>; QUESTIONS.len()];

fn day(offset: usize) -> Date {
    FIRST + (offset as i64).days()
}

fn route() -> Route {
    Route { from: "PAK".into(), to: "AFG".into() }
}

/// A report without its number: unique, so that none looks like a copy of another.
fn report(unique: &mut f64, via: &str, speaker: &str, days: (usize, usize), late: i64) -> Claim {
    *unique += 10_007.0;
    let (first, last) = days;
    let text = format!("{unique} {via} {speaker}");
    Claim {
        value: Some(*unique),
        kind: Kind::Return,
        via: if via.is_empty() { vec![] } else { vec![via.to_owned()] },
        from: Some("PAK".into()),
        to: Some("AFG".into()),
        source: Source { organisation: Some(speaker.to_owned()), ..Source::default() },
        start: Some(day(first)),
        end: Some(day(last)),
        start_stated: true,
        published: Some(day(last) + late.days()),
        ..Claim::new(DocumentId::of_bytes(text.as_bytes()), &text, 0..text.len())
    }
}

/// Who reports on what: days, windows, months and running totals, at random.
fn design(rng: &mut Xoshiro256PlusPlus) -> (Vec<Claim>, usize, Vec<&'static str>) {
    let length = rng.random_range(24..70usize);
    let crossings = CROSSINGS[..rng.random_range(1..=3usize)].to_vec();
    let mut unique = 1_000_003.0;
    let mut claims = Vec::new();
    let mut taken: Vec<(String, String, usize, usize)> = Vec::new();
    let mut give = |claims: &mut Vec<Claim>, via: &str, speaker: &str, days, late, total: bool| {
        let (first, last): (usize, usize) = days;
        let key = (via.to_owned(), speaker.to_owned(), first, last);
        if !taken.contains(&key) {
            taken.push(key);
            let claim = report(&mut unique, via, speaker, days, late);
            claims.push(Claim { cumulative: total, ..claim });
        }
    };
    for (at, via) in crossings.iter().enumerate() {
        // The first crossing is well reported, the others as it comes.
        for _ in 0..rng.random_range(if at == 0 { 2..10usize } else { 0..6 }) {
            let speaker = SPEAKERS.choose(rng).unwrap_or(&SPEAKERS[0]);
            let first = rng.random_range(0..length);
            let shape: f64 = rng.random();
            let days = if shape < 0.5 { 1 } else { rng.random_range(2..16) };
            let last = (first + days - 1).min(length - 1);
            give(&mut claims, via, speaker, (first, last), rng.random_range(1..8), false);
        }
        if rng.random::<f64>() < 0.7 {
            let speaker = SPEAKERS.choose(rng).unwrap_or(&SPEAKERS[0]);
            let mut last = rng.random_range(5..length);
            while last < length {
                give(&mut claims, via, speaker, (0, last), 1, true);
                last += rng.random_range(1..9);
            }
        }
    }
    for _ in 0..rng.random_range(0..3usize) {
        let last = rng.random_range(7..length);
        give(&mut claims, "", SPEAKERS[4], (0, last), 1, true);
    }
    give(&mut claims, crossings[0], SPEAKERS[0], (0, length - 1), 1, true);
    (claims, length, crossings)
}

fn options(length: usize, draws: usize) -> Options {
    let span = Window::new(FIRST, day(length - 1));
    Options { route: Some(route()), span, draws, ..Options::default() }
}

/// The share of draws below the truth.
fn place(picture: &Picture, via: &[&str], window: Window, truth: f64) -> Option<f64> {
    let sums = picture.sums(via, window)?;
    let below = sums.iter().filter(|sum| **sum < truth).count() as f64;
    let same = sums.iter().filter(|sum| **sum == truth).count() as f64;
    Some((below + 0.5 * same) / sums.len() as f64)
}

/// Asks the questions; `truth` gives the sum by a way (all when empty) over days.
fn ask(
    picture: &Picture,
    crossings: &[&str],
    length: usize,
    rng: &mut Xoshiro256PlusPlus,
    truth: impl Fn(&str, usize, usize) -> f64,
) -> Places {
    let window = |from: usize, to: usize| Window::new(day(from), day(to)).expect("from before to");
    let whole = window(0, length - 1);
    let week = rng.random_range(0..length - 7);
    let one = rng.random_range(0..length);
    let first = crossings[0];
    let named = |via: &str| picture.crossings.iter().any(|known| known == via);
    // Where no total goes beyond the named ways, nothing is said of others.
    let beyond =
        picture.sums(&[ELSEWHERE], whole).is_some_and(|sums| sums.iter().any(|s| *s > 0.0));
    [
        place(picture, &[], whole, truth("", 0, length - 1)),
        place(picture, &[first], whole, truth(first, 0, length - 1)),
        crossings
            .get(1)
            .filter(|via| named(via))
            .and_then(|via| place(picture, &[via], whole, truth(via, 0, length - 1))),
        place(picture, &[first], window(week, week + 6), truth(first, week, week + 6)),
        place(picture, &[first], window(one, one), truth(first, one, one)),
        Some(ELSEWHERE)
            .filter(|_| beyond)
            .and_then(|via| place(picture, &[via], whole, truth(via, 0, length - 1))),
    ]
}

/// Worlds of the model's own prior.
pub fn own(worlds: u64, gazetteer: &Gazetteer) -> Vec<Places> {
    (0..worlds)
        .into_par_iter()
        .filter_map(|seed| {
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
            let (reports, length, crossings) = design(&mut rng);
            let options = options(length, 400);
            let world = simulate::world(&reports, &[], gazetteer, &options, seed).ok()?;
            let picture = reconcile(&world.claims, &[], gazetteer, &options).ok()?;
            Some(ask(&picture, &crossings, length, &mut rng, |via, a, b| world.sum(via, a, b)))
        })
        .collect()
}

/// The ways in which worlds break the model.
pub const BREAKS: [&str; 6] = [
    "a lying source (half as many again)",
    "a running total printed as one day",
    "a method change, announced",
    "copies in five papers",
    "numbers rounded to one digit",
    "three days missing from a total",
];

/// Worlds whose flows are not of the model (trend, weekdays, a jump at a deadline, independent
/// daily scatter) and whose reports break it in the way `kind`.
pub fn broken(kind: usize, worlds: u64, gazetteer: &Gazetteer) -> Vec<Places> {
    (0..worlds)
        .into_par_iter()
        .filter_map(|seed| {
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(0xB0 + seed * 64 + kind as u64);
            let (mut claims, length, crossings) = design(&mut rng);
            let flows = strange_flows(&mut rng, length, crossings.len());
            let sum = |via: &str, from: usize, to: usize| -> f64 {
                let days = from..=to;
                match crossings.iter().position(|name| *name == via) {
                    Some(at) => flows[at][days].iter().sum(),
                    // Nobody goes by unnamed ways in these worlds.
                    None if via == ELSEWHERE => 0.0,
                    None => flows.iter().map(|f| f[days.clone()].iter().sum::<f64>()).sum(),
                }
            };
            let change = length / 2;
            let lean: Vec<f64> = SPEAKERS.iter().map(|_| (0.05 * normal(&mut rng)).exp()).collect();
            for claim in &mut claims {
                let speaker = claim.source.organisation.clone().unwrap_or_default();
                let at = SPEAKERS.iter().position(|name| *name == speaker).unwrap_or(0);
                let (from, to) = offsets(claim);
                let via = claim.via.first().map_or("", String::as_str);
                let mut truth = sum(via, from, to);
                if kind == 5 && claim.cumulative && to > 8 {
                    truth -= sum(via, 4, 6);
                }
                let mut number = truth * lean[at] * (0.015 * normal(&mut rng)).exp();
                if kind == 0 && at == 1 {
                    number *= 1.5;
                }
                if kind == 2 && at == 0 && to >= change {
                    number *= 1.3;
                }
                let number = number.round().max(1.0);
                claim.value = Some(if kind == 4 { one_digit(number) } else { number });
                if kind == 4 {
                    claim.qualifier = Qualifier::About;
                }
            }
            if kind == 1
                && let Some(total) = claims.iter_mut().rev().find(|claim| claim.cumulative)
            {
                total.cumulative = false;
                total.start = total.end;
            }
            let mut all: Vec<Claim> = claims.into_iter().map(Claim::sealed).collect();
            if kind == 3
                && let Some(loud) = all.choose(&mut rng).cloned()
            {
                // One of the numbers is wrong by a quarter, and five papers have it.
                let value = loud.value.map(|value| (value * 1.25).round());
                for paper in 0..5 {
                    let text = format!("{value:?} {paper}");
                    let document = DocumentId::of_bytes(text.as_bytes());
                    all.push(Claim { value, document, ..loud.clone() }.sealed());
                }
            }
            let events = if kind == 2 { vec![method_change(day(change))] } else { vec![] };
            let options = options(length, 400);
            let picture = reconcile(&all, &events, gazetteer, &options).ok()?;
            Some(ask(&picture, &crossings, length, &mut rng, sum))
        })
        .collect()
}

fn offsets(claim: &Claim) -> (usize, usize) {
    let at = |day: Option<Date>| day.map_or(0, |day| (day - FIRST).get_days().max(0) as usize);
    (at(claim.start), at(claim.end))
}

fn normal(rng: &mut Xoshiro256PlusPlus) -> f64 {
    StandardNormal.sample(rng)
}

fn one_digit(number: f64) -> f64 {
    let step = 10f64.powf(number.log10().floor());
    (number / step).round().max(1.0) * step
}

fn method_change(on: Date) -> Event {
    let text = "the way of counting changed";
    Event {
        kind: EventKind::MethodChange,
        start: Some(on),
        actor: Some(SPEAKERS[0].into()),
        stance: Stance::Asserted,
        ..Event::new(DocumentId::of_bytes(text.as_bytes()), text, 0..text.len())
    }
}

fn strange_flows(rng: &mut Xoshiro256PlusPlus, length: usize, crossings: usize) -> Vec<Vec<f64>> {
    (0..crossings)
        .map(|_| {
            let level = 6.5 + normal(rng);
            let trend = 0.02 * normal(rng);
            let (jump, size) = (rng.random_range(0..length), 0.6 * normal(rng));
            (0..length)
                .map(|day| {
                    let week = if day % 7 > 4 { -0.15 } else { 0.05 };
                    let jumped = if day >= jump { size } else { 0.0 };
                    (level + trend * day as f64 + week + jumped + 0.12 * normal(rng)).exp()
                })
                .collect()
        })
        .collect()
}
