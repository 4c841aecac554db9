//! Whole years from their daily rows, by one office that nobody contradicts: what is complete comes
//! back.

use anyhow::Result;
use claim::{Claim, Window};
use jiff::ToSpan;
use places::Gazetteer;
use reconcile::{Options, Quantiles, reconcile};

use super::bars::{Bar, Form, Measure, Part, Row, measure};
use super::daily::Daily;
use super::{Asked, printed};

/// How the rows were published.
const MANNERS: [&str; 2] = ["each the next day", "all at once after the year"];

/// The days that must not be missed: this many of the highest.
const PEAKS: usize = 20;

fn measures() -> Vec<Measure> {
    vec![
        measure("total off", Bar::AtMost(0.01), Form::Percent),
        measure("90 % interval over the total", Bar::AtMost(0.10), Form::Percent),
        measure("total inside", Bar::AtLeast(1.0), Form::Count),
        measure("days inside", Bar::AtLeast(0.9), Form::Percent),
        measure("of the 20 highest", Bar::AtLeast(PEAKS as f64), Form::Count),
        measure("zeros put above ten", Bar::AtMost(0.0), Form::Count),
        measure("sentences", Bar::Told, Form::Count),
        measure("settled", Bar::AtLeast(1.0), Form::Count),
        measure("took", Bar::Told, Form::Seconds),
    ]
}

pub fn part(years: &[Daily], asked: &Asked, gazetteer: &Gazetteer) -> Part {
    let mut part = Part {
        name: "years",
        title: "Whole years, day by day",
        text: "One office, each day once, nobody contradicts. How far the median of the whole is from the sum of the days, how wide \
               its 90 % interval is, and how many days, among them the twenty highest, lie inside their own 90 % intervals."
            .into(),
        words: &[],
        measures: measures(),
        rows: Vec::new(),
    };
    for (at, manner) in MANNERS.iter().enumerate() {
        if asked.quick && at > 0 {
            continue;
        }
        for year in years {
            let case = format!("{}, {manner}", year.name);
            asked.row(&mut part, case, |row| whole(year, at == 1, row, gazetteer));
        }
    }
    part
}

fn rows(year: &Daily, at_once: bool) -> Vec<Claim> {
    let last = year.people.len() - 1;
    let claims = printed::claims(year, "Coast Agency", &printed::days(0, last), 1);
    if !at_once {
        return claims;
    }
    let published = Some(year.day(last) + 14.days());
    claims.into_iter().map(|claim| Claim { published, ..claim }.sealed()).collect()
}

fn inside(quantiles: &Quantiles, people: f64) -> bool {
    quantiles.p05.round() <= people && people <= quantiles.p95.round()
}

fn whole(year: &Daily, at_once: bool, row: &mut Row, gazetteer: &Gazetteer) -> Result<()> {
    let clock = std::time::Instant::now();
    let claims = rows(year, at_once);
    let options =
        Options { route: Some(year.route()), span: Some(year.span()), ..Options::default() };
    let picture = reconcile(&claims, &[], gazetteer, &options)?;
    let truth: f64 = year.people.iter().sum();
    let via = year.asked();
    let sum = |window: Window| {
        picture.sum(&via, window).ok_or_else(|| anyhow::anyhow!("days are missing"))
    };
    let all = sum(year.span())?;
    let mut days = Vec::new();
    for (at, people) in year.people.iter().enumerate() {
        days.push((*people, sum(Window::day(year.day(at)))?));
    }
    let held = days.iter().filter(|(people, day)| inside(day, *people)).count();
    let zeros = days.iter().filter(|(people, day)| *people == 0.0 && day.mean > 10.0).count();
    days.sort_by(|a, b| b.0.total_cmp(&a.0));
    let peaks = days.iter().take(PEAKS).filter(|(people, day)| inside(day, *people)).count();
    row.values = [
        (all.p50 / truth - 1.0).abs(),
        (all.p95 - all.p05) / truth,
        f64::from(u8::from(inside(&all, truth))),
        held as f64 / days.len() as f64,
        peaks as f64,
        zeros as f64,
        picture.disagreements.len() as f64,
        f64::from(u8::from(picture.diagnostics.converged)),
        clock.elapsed().as_secs_f64(),
    ]
    .map(Some)
    .to_vec();
    row.judged = true;
    Ok(())
}
