//! Whether the intervals of a picture tell the truth: calibration on worlds of the model's own
//! prior, coverage in worlds that break it, and real cases beside what people do today.

mod cases;
mod plots;
mod worlds;

use std::path::Path;

use anyhow::Result;
use places::Gazetteer;

pub use cases::claims;
use worlds::{BREAKS, Places, QUESTIONS};

/// Bins of the ranks. The 99 % point of chi-square with 9 degrees of freedom is 21.67 (Abramowitz
/// & Stegun, table 26.8).
const BINS: usize = 10;
const CHI_SQUARE_99: f64 = 21.67;

/// Share of truths inside the central interval of this probability.
fn coverage<'a>(places: impl IntoIterator<Item = &'a f64>, probability: f64) -> f64 {
    let (mut inside, mut all) = (0, 0);
    for place in places {
        all += 1;
        inside += usize::from((place - 0.5).abs() <= probability / 2.0);
    }
    inside as f64 / f64::max(all as f64, 1.0)
}

fn of_question(places: &[Places], question: usize) -> Vec<f64> {
    places.iter().filter_map(|world| world[question]).collect()
}

fn bins(places: &[f64]) -> [usize; BINS] {
    let mut counts = [0; BINS];
    for place in places {
        counts[((place * BINS as f64) as usize).min(BINS - 1)] += 1;
    }
    counts
}

fn chi_square(places: &[f64]) -> f64 {
    let expected = places.len() as f64 / BINS as f64;
    bins(places).iter().map(|count| (*count as f64 - expected).powi(2) / expected).sum()
}

fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// Measures everything; gives the section of the page, and whether every bar holds. Plots are
/// written into `plots`.
pub fn measure(
    shared: &Path,
    count: u64,
    plots: &Path,
    gazetteer: &Gazetteer,
) -> Result<(String, bool)> {
    let mut good = true;
    let mut text = String::new();
    let own = worlds::own(count, gazetteer);
    text += &format!(
        "### Worlds of the model's own prior\n\n{} random worlds: one to three crossings, 24 to 70 days, reports of \
         days, windows, months and running totals by five speakers. Place of the truth among the draws: \
         chi-square over {BINS} bins (99 % point {CHI_SQUARE_99}), and how often intervals cover it.\n\n\
         | asked | worlds | chi-square | 50 % | 80 % | 95 % |\n|---|--:|--:|--:|--:|--:|\n",
        own.len()
    );
    let mut every = Vec::new();
    for (question, name) in QUESTIONS.iter().enumerate() {
        let places = of_question(&own, question);
        let chi = chi_square(&places);
        good &= chi < CHI_SQUARE_99;
        let [a, b, c] = [0.5, 0.8, 0.95].map(|p| percent(coverage(&places, p)));
        text += &format!("| {name} | {} | {chi:.1} | {a} | {b} | {c} |\n", places.len());
        every.extend(places);
    }
    let [a, b, c] = [0.5, 0.8, 0.95].map(|p| coverage(&every, p));
    good &= (a - 0.5).abs() < 0.03 && (b - 0.8).abs() < 0.03 && (c - 0.95).abs() < 0.03;
    text += &format!(
        "| all together | {} | | {} | {} | {} |\n",
        every.len(),
        percent(a),
        percent(b),
        percent(c)
    );
    plots::ranks(&plots.join("calibration.svg"), &bins(&every))?;
    text += "\n![Where the truth lies among the draws](calibration.svg)\n";

    text += "\n### Worlds that break the model\n\nFlows with a trend, weekdays, a jump and daily scatter, which the model \
             does not assume, and reports that break it. Share of 90 % intervals that cover the truth:\n\n\
             | what is wrong | worlds | covered |\n|---|--:|--:|\n";
    let each = count.div_ceil(BREAKS.len() as u64);
    let mut all = Vec::new();
    for (kind, name) in BREAKS.iter().enumerate() {
        let found = worlds::broken(kind, each, gazetteer);
        // Nobody goes by unnamed ways in these worlds: that question has no interval to be in.
        let places: Vec<f64> =
            (0..QUESTIONS.len() - 1).flat_map(|question| of_question(&found, question)).collect();
        text += &format!("| {name} | {} | {} |\n", found.len(), percent(coverage(&places, 0.9)));
        all.extend(places);
    }
    let covered = coverage(&all, 0.9);
    good &= covered >= 0.85;
    text +=
        &format!("| all together | {} | {} |\n", each as usize * BREAKS.len(), percent(covered));

    if !shared.join("series").is_dir() {
        eprintln!("real cases: skipped, {} is not there", shared.join("series").display());
        return Ok((text, good));
    }
    let poland = cases::poland(shared, gazetteer)?;
    text += &format!(
        "\n### Ukraine to Poland, 2022\n\nOnly the Border Guard's press claims are given (14 days, 7 running totals); UNHCR's daily \
         series, which counts a little differently, is the truth of {} days. It lies within the 90 % interval on {} of them. Median \
         error on days with a claim of their own {}, on the others {}. What people do today, on the others:\n\n\
         | practice | median error |\n|---|--:|\n",
        poland.days,
        percent(poland.covered),
        percent(poland.on_claimed),
        percent(poland.on_others)
    );
    good &= poland.covered >= 0.85 && poland.on_claimed <= 0.04;
    for (name, error) in &poland.practices {
        good &= poland.on_others < *error;
        text += &format!("| {name} | {} |\n", percent(*error));
    }
    if let Some((first, last)) = poland.ratio {
        let goes = if (last / first).ln().abs() < 0.01 { "stands" } else { "drifts" };
        text += &format!(
            "\nWith both series given, the press figures are {first:.3} times UNHCR's on the first day and {last:.3} times on the \
             last: a difference of definition that {goes}.\n"
        );
    }
    plots::daily(&plots.join("poland-2022.svg"), &poland.daily)?;
    text += "\n![Daily arrivals: 90 % interval from press claims, and UNHCR's series](poland-2022.svg)\n";

    let pakistan = cases::pakistan(shared, gazetteer)?;
    let all = &pakistan.all;
    text += &format!(
        "\n### Pakistan to Afghanistan, 2023\n\nFrom the claims published by 20 November, IOM's and UNHCR's own totals left out: all returns from \
         15 September to 18 November, 90 % interval {:.0} to {:.0}, median {:.0}, a factor of {:.2}; IOM later gave 374,600. Torkham's \
         {} running totals left out one at a time: median error {}, 90 % intervals cover {}. What people do today:\n\n\
         | practice | median error |\n|---|--:|\n",
        all.p05,
        all.p95,
        all.p50,
        all.factor(),
        pakistan.totals.len(),
        percent(pakistan.error),
        percent(pakistan.covered)
    );
    good &= all.p05 <= 374_600.0 && 374_600.0 <= all.p95 && all.factor() <= 1.5;
    good &= pakistan.error <= 0.03 && pakistan.covered >= 0.85;
    for (name, error) in &pakistan.practices {
        good &= pakistan.error <= 0.7 * error;
        text += &format!("| {name} | {} |\n", percent(*error));
    }
    text += "\nWhole sources left out, their counts predicted from the others:\n\n\
             | source | counts | within the 90 % interval (give or take 7 %) | median error |\n|---|--:|--:|--:|\n";
    for (name, counts, inside, error) in &pakistan.sources {
        text += &format!("| {name} | {counts} | {inside} | {} |\n", percent(*error));
    }
    Ok((text, good))
}
