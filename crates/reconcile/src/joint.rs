//! All nodes together: rows of daily flows that sum to what is told of several of them.
//!
//! Small nodes are drawn first. A total of more rows, less what is known of them, is what is left
//! for the rest: reports that nobody gave, crossings that nobody counted, ways that nobody names.
//! Draws in which the parts are more than the whole weigh less.

use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt, SeedableRng};
use rayon::prelude::*;

use crate::assumptions::rest::{
    BEYOND, FEW_OF_MANY, FEWEST, HEARSAY, LEFT_OUT, LESS, MISMATCH, TOGETHER, UNCOUNTED, UNHEARD,
};
use crate::assumptions::sources::FAR;
use crate::compare::{Held, Ratio, Trust, fallen, places};
use crate::layout::Layout;
use crate::node::{self, Circle, Draw, Drawn, Ready, Spreads};
use crate::resolve::Taken;
use crate::rhythm::{Chance, ROOT_TAU, Shaken, normal};

/// What is thought of ways that nobody names.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unnamed {
    /// Share of the people who go by them: median and sd of the logarithm.
    pub share: (f64, f64),
    /// Chance that they carry most people: the named ones are a few of many.
    pub most: f64,
}

/// One draw of everything.
#[derive(Debug, Clone)]
pub(crate) struct World {
    /// Daily flows by row, people.
    pub flows: Vec<Vec<f64>>,
    /// What each number is taken for, by observation; `None` where it plays no part.
    pub taken: Vec<Option<Taken>>,
    /// Logarithm of what each office counts over the truth.
    pub leanings: Vec<f64>,
    /// Standard normals of the definition factors.
    pub factors: Vec<f64>,
    /// Days whose flow is known or lies near one that is, by row.
    settled: Vec<Vec<Cell>>,
}

/// How a day of a row is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cell {
    /// Part of a group with a known sum.
    Told,
    /// Beside days with a number: as the level suggests.
    Near,
    /// Nobody's.
    Free,
}

/// Two offices that count the same, the leading one first.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub first: usize,
    pub second: usize,
    pub ratio: Ratio,
    /// The numbers of the second against the days of the first.
    pub told: Vec<Held>,
    /// Probability of either being about right.
    pub right: [f64; 2],
}

/// Everything drawn, and which rows anybody counted.
pub(crate) struct Drawing {
    pub worlds: Vec<World>,
    /// Offices that count the same people.
    pub pairs: Vec<Pair>,
    /// By row: whether it has a number of its own, or a share of a total.
    pub counted: Vec<bool>,
}

/// Draws the layout. `ceiling` is how many people there are who may have gone uncounted.
pub(crate) fn draw(
    layout: &Layout,
    shaken: &Shaken,
    unnamed: Unnamed,
    ceiling: f64,
    seed: u64,
    count: usize,
) -> Drawing {
    let ready: Vec<Ready> =
        layout.nodes.par_iter().map(|node| Ready::new(layout, node, shaken, seed)).collect();
    let spreads = node::spreads(ready.iter().flat_map(|ready| &ready.circles));
    let mut draws = outside(layout, &spreads, seed, count);
    let single: Vec<&Ready> = ready.iter().filter(|ready| ready.node.rows.len() == 1).collect();
    let mut worlds: Vec<World> =
        draws.par_iter_mut().map(|draw| first(layout, &single, unnamed.share, draw)).collect();
    let mut counted: Vec<bool> = (0..layout.rows.len())
        .map(|row| single.iter().any(|ready| ready.node.rows == [row]))
        .collect();
    for ready in ready.iter().filter(|ready| ready.node.rows.len() > 1) {
        let mut drawn: Vec<Drawn> =
            draws.par_iter_mut().map(|draw| ready.draw(&mut later(draw, ready))).collect();
        weigh(&mut worlds, &mut drawn, ready, unnamed.most, seed);
        let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed ^ 0x000B_E11E);
        for (world, drawn) in worlds.iter_mut().zip(&drawn) {
            note(world, ready, drawn);
            settle(world, ready, drawn, unnamed.most, &mut rng);
        }
        for &row in &ready.node.rows {
            counted[row] = true;
        }
    }
    for world in &mut worlds {
        leave_out(world, &counted);
        hold_down(world, &counted, ceiling);
    }
    Drawing { worlds, pairs: pairs(&ready, &spreads), counted }
}

/// The offices of each node against the leading one.
fn pairs(ready: &[Ready], spreads: &Spreads) -> Vec<Pair> {
    let of = |ready: &Ready, circle: &Circle| -> Vec<Pair> {
        let first = circle.offices[0];
        (1..circle.offices.len())
            .map(|place| {
                let at = circle.offices[place];
                Pair {
                    first: ready.node.offices[first].source,
                    second: ready.node.offices[at].source,
                    ratio: ready.ratios[at],
                    told: ready.held[at].clone(),
                    right: [circle.right(0, spreads), circle.right(place, spreads)],
                }
            })
            .collect()
    };
    let each = ready.iter().flat_map(|ready| ready.circles.iter().map(move |c| (ready, c)));
    each.flat_map(|(ready, circle)| of(ready, circle)).collect()
}

/// What is the same for all nodes, by draw.
fn outside(layout: &Layout, spreads: &[f64], seed: u64, count: usize) -> Vec<Draw> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed);
    let by_mode = places(count, &mut rng);
    let by_spread: Vec<usize> = places(count, &mut rng)
        .into_iter()
        .map(|place| fallen(spreads.iter().copied(), place).unwrap_or(0))
        .collect();
    // The rare offices that are far off are as many among the draws as they should be.
    let coverage: Vec<Vec<f64>> = (0..layout.sources.len())
        .map(|source| {
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed ^ ((source as u64 + 1) << 20));
            let measure = layout.measure == Some(source);
            let changed = layout.changed(source);
            let among = places(count, &mut rng);
            let sd = |d: usize| Trust::of(by_spread[d], changed, 0.0).sd_at(among[d]);
            (0..count).map(|d| if measure { 0.0 } else { sd(d) * normal(&mut rng) }).collect()
        })
        .collect();
    (0..count)
        .map(|d| {
            let mut rng = Xoshiro256PlusPlus::seed_from_u64(
                seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(d as u64),
            );
            let factors = (0..layout.factors).map(|_| normal(&mut rng)).collect();
            let coverage = coverage.iter().map(|of| of[d]).collect();
            let mut own = Xoshiro256PlusPlus::seed_from_u64(rng.clone().random::<u64>());
            let habits = layout.sources.iter().map(|_| normal(&mut own)).collect();
            let (place, spread) = (by_mode[d], by_spread[d]);
            Draw { rng, chance: Chance::of(seed, d), factors, coverage, habits, place, spread }
        })
        .collect()
}

/// The draw for another node: its own randomness, the same offices and factors.
fn later(draw: &Draw, ready: &Ready) -> Draw {
    let mut draw = draw.clone();
    let mut rng = draw.rng.clone();
    for _ in 0..ready.node.rows.iter().sum::<usize>() % 7 + 1 {
        rng.random::<u64>();
    }
    draw.rng =
        Xoshiro256PlusPlus::seed_from_u64(rng.random::<u64>() ^ ready.node.rows.len() as u64);
    let rows = ready.node.rows.iter().fold(0, |all, row| 31 * all + *row as u64 + 1);
    draw.chance = draw.chance.beside(rows);
    draw
}

/// The rows that have claims of their own, and what may be by the others.
fn first(layout: &Layout, single: &[&Ready], elsewhere: (f64, f64), draw: &mut Draw) -> World {
    let days = layout.days.days();
    let rows = layout.rows.len();
    let mut world = World {
        flows: vec![vec![0.0; days]; rows],
        taken: vec![None; layout.observations.len()],
        leanings: draw.coverage.clone(),
        factors: draw.factors.clone(),
        settled: vec![vec![Cell::Free; days]; rows],
    };
    for ready in single {
        let drawn = ready.draw(&mut later(draw, ready));
        note(&mut world, ready, &drawn);
        let row = ready.node.rows[0];
        let span = drawn.account.span();
        for day in 0..days {
            world.settled[row][day] = match (drawn.account.group[day] > 0, span) {
                (true, _) => Cell::Told,
                (false, Some((first, last))) if near(day, first, last) => Cell::Near,
                _ => Cell::Free,
            };
        }
        world.flows[row] = drawn.flows;
    }
    for ready in single {
        together(ready.node.rows[0], &mut draw.rng, &mut world);
    }
    unknown_rows(layout, single, elsewhere, &mut draw.rng, &mut world);
    world
}

/// Lets the days of a row beyond its numbers go with the other rows, as far as these have numbers.
fn together(row: usize, rng: &mut Xoshiro256PlusPlus, world: &mut World) {
    let told = |row: usize, day: usize| world.settled[row][day] == Cell::Told;
    let own: Vec<usize> = (0..world.flows[row].len()).filter(|day| told(row, *day)).collect();
    let (Some(&first), Some(&last)) = (own.first(), own.last()) else { return };
    let others = |day: usize| -> f64 {
        let rows = (0..world.flows.len()).filter(|other| *other != row && told(*other, day));
        rows.map(|other| world.flows[other][day]).sum()
    };
    let (share, alone, usual) = TOGETHER;
    // What the row and the others had on the days next to those without a number.
    let near = |days: &mut dyn Iterator<Item = &usize>| -> Option<f64> {
        let (mut here, mut there) = (0.0, 0.0);
        for &day in days.filter(|day| others(**day) > 0.0).take(usual) {
            here += world.flows[row][day];
            there += others(day);
        }
        (here > 0.0 && there > 0.0).then(|| here / there)
    };
    let (before, after) = (near(&mut own.iter()), near(&mut own.iter().rev()));
    let beyond = |day: &usize| *day < first || *day > last;
    let mut moved: Vec<(usize, f64)> = Vec::new();
    for day in (0..world.flows[row].len()).filter(beyond) {
        let (ratio, with) = (if day < first { before } else { after }, others(day));
        let flow = world.flows[row][day];
        if let Some(ratio) = ratio.filter(|_| with > 0.0 && flow > 0.0) {
            let alike = (ratio * with).ln() + alone * normal(rng);
            moved.push((day, (share * alike + (1.0 - share) * flow.ln()).exp()));
        }
    }
    for (day, flow) in moved {
        world.flows[row][day] = flow;
    }
}

/// Whether a day lies among the days that have a number, or hardly beyond them.
fn near(day: usize, first: usize, last: usize) -> bool {
    let reach = (last - first).min(BEYOND);
    day + reach >= first && day <= last + reach
}

/// Share of the people who go by ways that nobody names: small as a rule (median, sd of its logarithm).
pub(crate) fn unnamed_share(usual: (f64, f64), rng: &mut Xoshiro256PlusPlus) -> f64 {
    let (chance, wide, wider) = UNHEARD;
    let (share, sd) = if rng.random::<f64>() < chance { (wide, wider) } else { usual };
    (share.ln() + sd * normal(rng)).exp()
}

/// Rows that nobody counts: as far as the others suggest.
fn unknown_rows(
    layout: &Layout,
    single: &[&Ready],
    elsewhere: (f64, f64),
    rng: &mut Xoshiro256PlusPlus,
    world: &mut World,
) {
    let days = layout.days.days();
    let known: Vec<usize> = single.iter().map(|ready| ready.node.rows[0]).collect();
    let rates: Vec<f64> = known
        .iter()
        .map(|row| (world.flows[*row].iter().sum::<f64>() / days as f64).max(0.1).ln())
        .collect();
    let usual = match rates.is_empty() {
        true => crate::assumptions::rhythm::BASE.0,
        false => rates.iter().sum::<f64>() / rates.len() as f64,
    };
    for row in (0..layout.rows.len()).filter(|row| !known.contains(row)) {
        if Some(row) == layout.elsewhere {
            continue;
        }
        let level = usual + LEFT_OUT.0 + LEFT_OUT.1 * normal(rng);
        for flow in &mut world.flows[row] {
            *flow = (level + 0.2 * normal(rng)).min(20.0).exp();
        }
    }
    if let Some(row) = layout.elsewhere {
        let share = unnamed_share(elsewhere, rng);
        for day in 0..days {
            let named: f64 = (0..row).map(|other| world.flows[other][day]).sum();
            world.flows[row][day] = (share * named).max(1e-9);
        }
    }
}

/// Keeps what the draw of a node says of its claims and offices.
fn note(world: &mut World, ready: &Ready, drawn: &Drawn) {
    for (observation, taken) in &drawn.taken {
        world.taken[*observation] = Some(*taken);
    }
    for (office, leaning) in ready.node.offices.iter().zip(&drawn.leanings) {
        world.leanings[office.source] = *leaning;
    }
}

/// The sums of a node's groups over its rows: what is told, and what is free to be more or less.
fn told_and_free(world: &World, ready: &Ready, days: &[usize]) -> (f64, f64) {
    let (mut told, mut free) = (0.0, 0.0);
    for &row in &ready.node.rows {
        for &day in days {
            let flow = world.flows[row][day];
            match world.settled[row][day] {
                Cell::Told => told += flow,
                _ => free += flow,
            }
        }
    }
    (told, free)
}

/// Chooses among the draws by how well the parts fit the whole, when they do not all fit alike.
fn weigh(
    worlds: &mut Vec<World>,
    drawn: &mut Vec<Drawn>,
    ready: &Ready,
    most_unnamed: f64,
    seed: u64,
) {
    let weights: Vec<f64> = worlds
        .iter()
        .zip(drawn.iter())
        .map(|(world, drawn)| {
            let (mut whole, mut parts, mut open) = (0.0, 0.0, 0.0);
            let mut far = HEARSAY;
            for (days, group) in drawn.account.days_of().iter().zip(&drawn.account.groups) {
                if ready.node.adds_up(days) {
                    continue;
                }
                let (told, free) = told_and_free(world, ready, days);
                if days.iter().any(|day| drawn.counted.group[*day] == 0) {
                    far = UNCOUNTED;
                }
                whole += group.sum;
                parts += told;
                open += free;
            }
            // That nobody passed a gate on some day says nothing of how many passed by the others.
            if whole <= 0.5 || parts <= 0.5 {
                return 1.0;
            }
            let (right, far) = likely(whole, parts, open, far, most_unnamed);
            right + far
        })
        .collect();
    let total: f64 = weights.iter().sum();
    let squares: f64 = weights.iter().map(|w| w * w).sum();
    // Of how many draws the weights leave.
    let left = total * total / squares.max(f64::MIN_POSITIVE) / weights.len() as f64;
    // All fit alike; or none does, and one that happens to lie nearest is no answer.
    if total <= 0.0 || !(FEWEST..=0.8).contains(&left) {
        return;
    }
    // Systematic resampling.
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(seed ^ 0x5EED);
    let step = total / weights.len() as f64;
    let mut at = rng.random::<f64>() * step;
    let (mut sum, mut chosen) = (0.0, Vec::with_capacity(weights.len()));
    for (d, weight) in weights.iter().enumerate() {
        sum += weight;
        while at < sum && chosen.len() < weights.len() {
            chosen.push(d);
            at += step;
        }
    }
    while chosen.len() < weights.len() {
        chosen.push(weights.len() - 1);
    }
    *worlds = chosen.iter().map(|d| worlds[*d].clone()).collect();
    *drawn = chosen.iter().map(|d| drawn[*d].clone()).collect();
}

/// How likely a total is of which so many are counted, by what was thought of the rest: told by an
/// office that is about right, and by one that is far off (`hearsay` is the chance of that). With the
/// chance `most_unnamed` the ways that are named are a few of many, and the whole may be any number of times
/// as large: a total of a long border is not wrong for being more than one town counted.
fn likely(whole: f64, parts: f64, open: f64, hearsay: f64, most_unnamed: f64) -> (f64, f64) {
    let bell = |off: f64, sd: f64| (-0.5 * (off / sd).powi(2)).exp() / sd;
    let rest = whole - parts;
    let over = (parts / whole).ln().max(0.0);
    let fit = match rest > 0.0 && open > 0.0 {
        true => bell((rest / open).ln() * (open.max(rest) / whole).min(1.0), MISMATCH),
        false => bell(over, 0.03) * 0.03 / MISMATCH,
    };
    // As the bells here: without the constant that they share.
    let any = if rest > 0.0 { ROOT_TAU / FEW_OF_MANY.1.ln() } else { 0.0 };
    let fit = (1.0 - most_unnamed) * fit + most_unnamed * any;
    let far = ((parts + open).max(0.5) / whole).ln();
    // That the parts tell how far off a total is holds as long as they are nearly all there are.
    ((1.0 - hearsay) * fit, (1.0 - most_unnamed) * hearsay * bell(far, FAR.1))
}

/// Makes the rows of a node sum to what is told of them together.
fn settle(
    world: &mut World,
    ready: &Ready,
    drawn: &Drawn,
    most_unnamed: f64,
    rng: &mut Xoshiro256PlusPlus,
) {
    // One office's totals are right together or off together; those of several each for itself.
    let (together, place) = (ready.node.offices.len() == 1, rng.random::<f64>());
    for (days, group) in drawn.account.days_of().iter().zip(&drawn.account.groups) {
        if ready.node.adds_up(days) {
            nobody_else(world, ready, days);
            continue;
        }
        let (told, free) = told_and_free(world, ready, days);
        // Less than its parts: the parts stand, and nothing is said of the rest.
        // A total that nothing explains is as likely that of an office which is far off.
        let (right, far) = likely(group.sum.max(0.5), told, free, HEARSAY, most_unnamed);
        let own = rng.random::<f64>();
        let believed = (if together { place } else { own }) * (right + far) < right;
        if group.sum < LESS * told || (told > 0.0 && !believed) {
            // Something was said of these days all the same: they are as the parts suggest.
            for &row in &ready.node.rows {
                for &day in days {
                    if world.settled[row][day] == Cell::Free {
                        world.settled[row][day] = Cell::Near;
                    }
                }
            }
            continue;
        }
        let rest = (group.sum - told).max(0.0);
        let scale = if free > 0.0 { rest / free } else { 0.0 };
        for &row in &ready.node.rows {
            for &day in days {
                if world.settled[row][day] != Cell::Told {
                    world.flows[row][day] *= scale;
                    world.settled[row][day] = Cell::Told;
                }
            }
        }
    }
}

/// Days on which the parts that an office counts come to its total: nobody went by any other way.
fn nobody_else(world: &mut World, ready: &Ready, days: &[usize]) {
    for &row in &ready.node.rows {
        for &day in days {
            if world.settled[row][day] != Cell::Told {
                world.flows[row][day] = 0.0;
                world.settled[row][day] = Cell::Told;
            }
        }
    }
}

/// Days and rows that nobody counted are not made up: they are nobody's. A crossing that is wholly
/// unknown keeps what it may be, for who asks of it by name.
fn leave_out(world: &mut World, counted: &[bool]) {
    for row in (0..counted.len()).filter(|row| counted[*row]) {
        for (flow, cell) in world.flows[row].iter_mut().zip(&world.settled[row]) {
            if *cell == Cell::Free {
                *flow = 0.0;
            }
        }
    }
}

/// More people than there are go nowhere: what nobody counts (of the rows that are counted together, of the
/// others each by itself) is at most the ceiling. What was counted stands.
fn hold_down(world: &mut World, counted: &[bool], ceiling: f64) {
    let World { flows, settled, .. } = world;
    let free = |row: usize, flows: &[f64]| -> f64 {
        let days = flows.iter().zip(&settled[row]);
        days.filter(|(_, cell)| **cell != Cell::Told).map(|(flow, _)| flow).sum()
    };
    let beside: f64 =
        (0..flows.len()).filter(|row| counted[*row]).map(|row| free(row, &flows[row])).sum();
    for row in 0..flows.len() {
        let people = if counted[row] { beside } else { free(row, &flows[row]) };
        if people > ceiling {
            let days = flows[row].iter_mut().zip(&settled[row]);
            let open = days.filter(|(_, cell)| **cell != Cell::Told);
            open.for_each(|(flow, _)| *flow *= ceiling / people);
        }
    }
}
