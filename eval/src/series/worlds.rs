//! Worlds with what the world has and no model of ours drew: rough and calm series, zeros, peaks,
//! sources a factor apart, steps, drifts, classes, revisions, hours, gates that nobody reports, bounds.
//! Whether the intervals hold the truth.

use anyhow::{Context, Result};
use claim::{Claim, DocumentId, Event, EventKind, Kind, Qualifier, Stance, Status, Window};
use jiff::ToSpan;
use jiff::civil::{Date, date, time};
use places::Gazetteer;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;
use reconcile::{Options, reconcile};

use super::Asked;
use super::bars::{Bar, Form, Measure, Part, measure};
use super::daily::Daily;
use super::printed::{self, Stretch};
use super::score::{Scored, covered, score, share};

/// Worlds of each sort.
const WORLDS: u64 = 60;
const QUICK_WORLDS: u64 = 6;

const FIRST: Date = date(2023, 3, 1);
const OFFICES: [&str; 3] = ["Border Police", "Interior Ministry", "Survey Agency"];
const GATES: [&str; 4] = ["Torkham", "Chaman", "Ghulam Khan", "Kharlachi"];

/// What a world is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Complete,
    Totals,
    Weeks,
    Sparse,
    Apart,
    OneOfThree,
    Step,
    Announced,
    Drift,
    Classes,
    Revisions,
    Hours,
    Gates,
    Bounds,
}

const SORTS: [(Sort, &str); 14] = [
    (Sort::Complete, "every day, one office"),
    (Sort::Totals, "running totals every few days"),
    (Sort::Weeks, "weeks and some days"),
    (Sort::Sparse, "a few windows, most days open"),
    (Sort::Apart, "two sources a factor apart, either right"),
    (Sort::OneOfThree, "three sources, one off"),
    (Sort::Step, "one of two counts more from a day on, unsaid"),
    (Sort::Announced, "one of two counts more from a day on, announced"),
    (Sort::Drift, "one of two drifts"),
    (Sort::Classes, "two classes in bulletins of their own"),
    (Sort::Revisions, "first reports that grow"),
    (Sort::Hours, "several readings of a day"),
    (Sort::Gates, "gates that nobody reports, totals of the border"),
    (Sort::Bounds, "bounds beside few counts"),
];

/// What is asked of a world.
const QUESTIONS: [&str; 3] = ["whole season", "a week", "a day"];

fn measures() -> Vec<Measure> {
    let told = |name, form| measure(name, Bar::Told, form);
    vec![
        measure("90 % intervals hold", Bar::AtLeast(0.85), Form::Percent),
        told("whole season", Form::Percent),
        told("a week", Form::Percent),
        told("a day", Form::Percent),
        told("50 % intervals hold", Form::Percent),
        told("truth below", Form::Percent),
        told("above", Form::Percent),
        told("median factor, whole season", Form::Factor),
        told("settled", Form::Percent),
        told("gave nothing", Form::Count),
    ]
}

/// A world: what happened, as one series that is asked for, and what was said.
struct World {
    truth: Daily,
    claims: Vec<Claim>,
    events: Vec<Event>,
    as_of: Date,
    /// The days that a day and a week are drawn from.
    asked: (usize, usize),
}

fn normal(rng: &mut Xoshiro256PlusPlus) -> f64 {
    StandardNormal.sample(rng)
}

/// Daily flows: a level that walks, weekdays in some, scatter of single days from 0.1 to 1.5, peaks,
/// and in half of the worlds days on which nobody comes, in runs.
fn flows(rng: &mut Xoshiro256PlusPlus, length: usize) -> Vec<f64> {
    let scatter = 0.1 * 15f64.powf(rng.random::<f64>());
    let step = 0.02 * 8f64.powf(rng.random::<f64>());
    let week = if rng.random::<f64>() < 0.4 { 0.3 * rng.random::<f64>() } else { 0.0 };
    let on = if rng.random::<f64>() < 0.5 { 1.0 } else { 0.3 + 0.65 * rng.random::<f64>() };
    let mut level = 6.0 + 1.2 * normal(rng);
    let mut open = rng.random::<f64>() < on;
    (0..length)
        .map(|day| {
            level += step * normal(rng);
            // A third of the days go on as the day before.
            if rng.random::<f64>() >= 0.35 {
                open = rng.random::<f64>() < on;
            }
            let peak = if rng.random::<f64>() < 0.03 { scatter + 0.6 } else { scatter };
            let weekday = if day % 7 > 4 { -week } else { 0.4 * week };
            let log = level + weekday + peak * normal(rng) - 0.5 * scatter * scatter;
            if open { log.exp().round() } else { 0.0 }
        })
        .collect()
}

fn series(via: Option<&'static str>, people: Vec<f64>) -> Daily {
    Daily {
        name: "world".into(),
        from: "PAK",
        to: "AFG",
        via,
        kind: Kind::Return,
        first: FIRST,
        people,
    }
}

/// Days and windows at random, and a running total up to the last day: a fair share of what happened.
fn mixed(rng: &mut Xoshiro256PlusPlus, length: usize) -> Vec<Stretch> {
    let mut stretches = match rng.random_range(0..3usize) {
        0 => printed::totals(rng.random_range(3..9), length),
        1 => printed::weeks(length),
        _ => printed::days(0, length - 1),
    };
    stretches.retain(|_| rng.random::<f64>() < 0.85);
    let whole = Stretch { from: 0, to: length - 1, total: true };
    if !stretches.contains(&whole) {
        stretches.push(whole);
    }
    stretches
}

/// What an office prints, its count of each day given.
fn say(series: &Daily, office: &str, stretches: &[Stretch], counted: &[f64]) -> Vec<Claim> {
    let own = Daily { people: counted.to_vec(), ..series.clone() };
    stretches
        .iter()
        .map(|stretch| {
            let number = own.sum(stretch.from, stretch.to).round();
            printed::claim(&own, office, *stretch, number, 1)
        })
        .collect()
}

fn times(people: &[f64], factor: impl Fn(usize) -> f64) -> Vec<f64> {
    people.iter().enumerate().map(|(day, people)| people * factor(day)).collect()
}

/// How far a source is off: half or twice, or anything between a quarter and two and a half.
fn factor(rng: &mut Xoshiro256PlusPlus) -> f64 {
    let size = 1.25 + 1.25 * rng.random::<f64>();
    if rng.random::<f64>() < 0.5 { size } else { 1.0 / size }
}

fn method_change(office: &str, on: Date) -> Event {
    let text = "the way of counting changed";
    Event {
        kind: EventKind::MethodChange,
        start: Some(on),
        actor: Some(office.into()),
        stance: Stance::Asserted,
        ..Event::new(DocumentId::of_bytes(text.as_bytes()), text, 0..text.len())
    }
}

fn world(sort: Sort, rng: &mut Xoshiro256PlusPlus) -> World {
    let length = rng.random_range(35..85usize);
    let via = if rng.random::<f64>() < 0.5 { Some(GATES[0]) } else { None };
    let truth = loop {
        let people = flows(rng, length);
        if people.iter().sum::<f64>() >= 500.0 {
            break series(via, people);
        }
    };
    let mut events = Vec::new();
    let mut asked = (0, length - 1);
    let change = rng.random_range(length / 3..2 * length / 3);
    let all = &truth.people;
    let claims = match sort {
        Sort::Complete => say(&truth, OFFICES[0], &printed::days(0, length - 1), all),
        Sort::Totals => {
            let mut totals = printed::totals(rng.random_range(3..11), length);
            totals.push(Stretch { from: 0, to: length - 1, total: true });
            totals.dedup();
            say(&truth, OFFICES[0], &totals, all)
        }
        Sort::Weeks => {
            let mut stretches = printed::weeks(length);
            let days = printed::days(0, length - 1);
            stretches.extend(days.into_iter().filter(|_| rng.random::<f64>() < 0.3));
            say(&truth, OFFICES[0], &stretches, all)
        }
        Sort::Sparse => {
            let stretches: Vec<Stretch> = (0..rng.random_range(3..7usize))
                .map(|_| {
                    let from = rng.random_range(0..length);
                    let days = if rng.random::<f64>() < 0.5 { 1 } else { rng.random_range(2..9) };
                    Stretch { from, to: (from + days - 1).min(length - 1), total: false }
                })
                .collect();
            say(&truth, OFFICES[0], &stretches, all)
        }
        Sort::Apart => {
            // Either may be the one that is right.
            let (factor, right) = (factor(rng), rng.random_range(0..2usize));
            sources(&truth, 2, |at| if at == right { 1.0 } else { factor }, rng)
        }
        Sort::OneOfThree => {
            let (factor, off) = (factor(rng), rng.random_range(0..3usize));
            sources(&truth, 3, |at| if at == off { factor } else { 1.0 }, rng)
        }
        Sort::Step | Sort::Announced => {
            let size = 1.25 + 0.75 * rng.random::<f64>();
            if sort == Sort::Announced {
                events.push(method_change(OFFICES[1], truth.day(change)));
            }
            moving(&truth, |day| if day >= change { size } else { 1.0 }, rng)
        }
        Sort::Drift => {
            let slope = 0.3 * normal(rng) / length as f64;
            moving(&truth, |day| (slope * day as f64).exp(), rng)
        }
        Sort::Classes => classes(&truth, rng),
        Sort::Revisions => {
            asked = (length - 7, length - 1);
            revisions(&truth, rng)
        }
        Sort::Hours => hours(&truth, rng),
        Sort::Gates => return gates(truth, rng),
        Sort::Bounds => bounds(&truth, rng),
    };
    let as_of = match sort {
        // As known on the last day's morning after: the newest days are as first printed.
        Sort::Revisions => truth.day(length - 1) + 1.days(),
        _ => truth.day(length - 1) + 7.days(),
    };
    World { truth, claims, events, as_of, asked }
}

/// Some sources, each with its own mix of windows and its own factor.
fn sources(
    truth: &Daily,
    count: usize,
    factor: impl Fn(usize) -> f64,
    rng: &mut Xoshiro256PlusPlus,
) -> Vec<Claim> {
    let length = truth.people.len();
    (0..count)
        .flat_map(|at| {
            let counted = times(&truth.people, |_| factor(at));
            say(truth, OFFICES[at], &mixed(rng, length), &counted)
        })
        .collect()
}

/// One steady source, and one that prints every day, off by a factor of the day.
fn moving(
    truth: &Daily,
    factor: impl Fn(usize) -> f64,
    rng: &mut Xoshiro256PlusPlus,
) -> Vec<Claim> {
    let length = truth.people.len();
    let steady = say(truth, OFFICES[0], &mixed(rng, length), &truth.people);
    let counted = times(&truth.people, factor);
    [steady, say(truth, OFFICES[1], &printed::days(0, length - 1), &counted)].concat()
}

/// Refugees in one bulletin, nationals who return in another; asked is everybody.
fn classes(truth: &Daily, rng: &mut Xoshiro256PlusPlus) -> Vec<Claim> {
    let length = truth.people.len();
    let part = 0.1 + 0.7 * rng.random::<f64>();
    let returning: Vec<f64> = truth.people.iter().map(|people| (part * people).round()).collect();
    let others: Vec<f64> =
        truth.people.iter().zip(&returning).map(|(all, part)| all - part).collect();
    let of = |claim: Claim, text: &str, status: Status| {
        let mut claim = claim;
        claim.population.text = text.to_owned();
        claim.population.status = status;
        claim.sealed()
    };
    let mut claims = Vec::new();
    for claim in say(truth, OFFICES[0], &mixed(rng, length), &returning) {
        claims.push(of(claim, "returning nationals", Status::National));
    }
    for claim in say(truth, OFFICES[1], &mixed(rng, length), &others) {
        let claim = Claim { kind: Kind::Arrival, ..claim };
        claims.push(of(claim, "registered refugees", Status::RegisteredRefugee));
    }
    claims
}

/// Each day is printed the next day and again three and six days later, more complete each time.
fn revisions(truth: &Daily, rng: &mut Xoshiro256PlusPlus) -> Vec<Claim> {
    let first = 0.5 + 0.4 * rng.random::<f64>();
    let shares = [first, 0.5 * (1.0 + first), 1.0];
    let mut claims = Vec::new();
    for day in 0..truth.people.len() {
        for (share, late) in shares.iter().zip([1, 4, 7]) {
            let share = (share * (0.05 * normal(rng)).exp()).min(1.0);
            let number = if late == 7 { truth.people[day] } else { share * truth.people[day] };
            let stretch = Stretch { from: day, to: day, total: false };
            claims.push(printed::claim(truth, OFFICES[0], stretch, number.round(), late));
        }
    }
    claims
}

/// Running totals with the hour of the reading, several a day; the last at midnight.
fn hours(truth: &Daily, rng: &mut Xoshiro256PlusPlus) -> Vec<Claim> {
    let mut claims = Vec::new();
    let mut before = 0.0;
    for (day, people) in truth.people.iter().enumerate() {
        let stretch = Stretch { from: 0, to: day, total: true };
        for hour in [8_i8, 14, 20] {
            if rng.random::<f64>() < 0.5 {
                continue;
            }
            let share = f64::from(hour) / 24.0 * (0.1 * normal(rng)).exp();
            let number = before + (share.min(1.0) * people).round();
            let claim = printed::claim(truth, OFFICES[0], stretch, number, 0);
            let as_of = Some(time(hour, 0, 0, 0));
            claims.push(Claim { as_of, partial: true, ..claim }.sealed());
        }
        before += people;
        if rng.random::<f64>() < 0.6 {
            claims.push(printed::claim(truth, OFFICES[0], stretch, before, 1));
        }
    }
    claims
}

/// Two of four gates report; the border as a whole is told now and then. Asked is the border up to its last
/// total: of what passes unreported gates after it no report says anything, and the picture adds nobody.
fn gates(one: Daily, rng: &mut Xoshiro256PlusPlus) -> World {
    let length = one.people.len();
    let mut all = one.people.clone();
    let mut claims = say(
        &series(Some(GATES[0]), one.people.clone()),
        OFFICES[0],
        &mixed(rng, length),
        &one.people,
    );
    for gate in 1..4 {
        let people = flows(rng, length);
        all.iter_mut().zip(&people).for_each(|(all, gate)| *all += gate);
        if gate == 1 {
            let gate = series(Some(GATES[1]), people.clone());
            claims.extend(say(&gate, OFFICES[0], &mixed(rng, length), &people));
        }
    }
    let border = series(None, all);
    let mut totals = printed::totals(rng.random_range(7..20), length);
    if totals.is_empty() {
        totals.push(Stretch { from: 0, to: length - 1, total: true });
    }
    claims.extend(say(&border, OFFICES[1], &totals, &border.people));
    let as_of = border.day(length - 1) + 7.days();
    let last = totals.iter().map(|total| total.to).max().unwrap_or(length - 1);
    World { truth: border, claims, events: Vec::new(), as_of, asked: (0, last) }
}

/// Counts of a week here and there, and bounds that are true.
fn bounds(truth: &Daily, rng: &mut Xoshiro256PlusPlus) -> Vec<Claim> {
    let length = truth.people.len();
    let mut weeks = printed::weeks(length);
    weeks.retain(|_| rng.random::<f64>() < 0.5);
    let mut claims = say(truth, OFFICES[0], &weeks, &truth.people);
    let whole = Stretch { from: 0, to: length - 1, total: true };
    for stretch in [whole, Stretch { from: 0, to: length / 2, total: true }] {
        let sum = truth.sum(stretch.from, stretch.to);
        let (qualifier, number) = match rng.random::<f64>() < 0.6 {
            true => {
                (Qualifier::MoreThan, round_to_two(sum * (0.7 + 0.3 * rng.random::<f64>()), false))
            }
            false => (Qualifier::UpTo, round_to_two(sum * (1.0 + 0.4 * rng.random::<f64>()), true)),
        };
        let claim = printed::claim(truth, OFFICES[1], stretch, number, 2);
        let more = qualifier == Qualifier::MoreThan;
        let (low, high) = (more.then_some(number), (!more).then_some(number));
        claims.push(Claim { qualifier, low, high, ..claim }.sealed());
    }
    claims
}

/// The number in two digits, not above it, or not below.
fn round_to_two(number: f64, up: bool) -> f64 {
    let step = 10f64.powf(number.max(10.0).log10().floor() - 1.0);
    let digits = number / step;
    step * if up { digits.ceil() } else { digits.floor() }
}

/// What a world gave: a score for each question, the factor of the whole, whether it settled.
type Answered = ([Scored; QUESTIONS.len()], f64, bool);

fn ask(sort: Sort, number: u64, gazetteer: &Gazetteer) -> Result<Answered> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(0x30_0000 + 1_000 * sort as u64 + number);
    let World { truth, claims, events, as_of, asked } = world(sort, &mut rng);
    let options = Options {
        as_of: Some(as_of),
        route: Some(truth.route()),
        span: Some(truth.span()),
        ..Options::default()
    };
    let picture = reconcile(&claims, &events, gazetteer, &options)?;
    let day = rng.random_range(asked.0..=asked.1);
    let week = rng.random_range(asked.0..=asked.1 + 1 - 7);
    let whole = match sort {
        Sort::Revisions | Sort::Gates => asked,
        _ => (0, truth.people.len() - 1),
    };
    let mut score = |(from, to): (usize, usize)| -> Result<Scored> {
        let window: Window = truth.window(from, to);
        let draws = picture.sums(&truth.asked(), window).context("days are missing")?;
        Ok(score(&draws, truth.sum(from, to), &mut rng))
    };
    let scores = [score(whole)?, score((week, week + 6))?, score((day, day))?];
    let span = picture.sum(&truth.asked(), truth.span()).context("days are missing")?;
    Ok((scores, span.factor(), picture.diagnostics.converged))
}

pub fn part(asked: &Asked, gazetteer: &Gazetteer) -> Part {
    let count = if asked.quick { QUICK_WORLDS } else { WORLDS };
    let mut part = Part {
        name: "worlds",
        title: "Worlds with what the world has",
        text: format!(
            "{count} worlds of each sort, 35 to 84 days: a level that walks, scatter of single days from 0.1 to 1.5, peaks, weekdays in some, \
             days without anybody in half. None is drawn from the engine's own prior. Share of 90 % intervals that hold the truth \
             (randomised probability integral transform), over the season, a week and a day."
        ),
        words: &[],
        measures: measures(),
        rows: Vec::new(),
    };
    for (sort, name) in SORTS {
        asked.row(&mut part, name.to_owned(), |row| {
            let given: Vec<Result<Answered>> =
                (0..count).into_par_iter().map(|number| ask(sort, number, gazetteer)).collect();
            let nothing = given.iter().filter(|one| one.is_err()).count();
            let first = given.iter().find_map(|one| one.as_ref().err().map(|e| format!("{e:#}")));
            let found: Vec<Answered> = given.into_iter().flatten().collect();
            anyhow::ensure!(!found.is_empty(), "{}", first.unwrap_or_default());
            let of = |question: usize| -> Vec<Scored> {
                found.iter().map(|one| one.0[question]).collect()
            };
            let every: Vec<Scored> = (0..QUESTIONS.len()).flat_map(of).collect();
            let settled = found.iter().filter(|one| one.2).count() as f64 / found.len() as f64;
            row.values = [
                covered(&every, 0.9),
                covered(&of(0), 0.9),
                covered(&of(1), 0.9),
                covered(&of(2), 0.9),
                covered(&every, 0.5),
                share(&every, |score| score.place < 0.05),
                share(&every, |score| score.place > 0.95),
                super::score::median(found.iter().map(|one| one.1).collect()),
                settled,
                nothing as f64,
            ]
            .map(Some)
            .to_vec();
            row.judged = true;
            Ok(())
        });
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sort_is_drawn_with_claims_and_the_same_again() {
        for (sort, name) in SORTS {
            let draw = || world(sort, &mut Xoshiro256PlusPlus::seed_from_u64(5));
            let (one, other) = (draw(), draw());
            assert!(!one.claims.is_empty(), "{name}");
            assert_eq!(one.claims, other.claims, "{name}");
            assert_eq!(one.truth.people, other.truth.people, "{name}");
        }
    }

    #[test]
    fn bounds_are_true() {
        for seed in 0..20 {
            let World { truth, claims, .. } =
                world(Sort::Bounds, &mut Xoshiro256PlusPlus::seed_from_u64(seed));
            for claim in claims {
                let at = |day: Option<Date>| (day.unwrap() - FIRST).get_days() as usize;
                let sum = truth.sum(at(claim.start), at(claim.end));
                assert!(claim.low.is_none_or(|low| low <= sum), "{claim:?} {sum}");
                assert!(claim.high.is_none_or(|high| sum <= high), "{claim:?} {sum}");
            }
        }
    }

    #[test]
    fn numbers_keep_two_digits() {
        assert_eq!(round_to_two(12_345.0, false), 12_000.0);
        assert_eq!(round_to_two(12_345.0, true), 13_000.0);
    }
}
