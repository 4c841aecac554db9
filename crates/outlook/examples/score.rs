//! Scores the forecast on the real series that the project was given, at the origins that `benches/peers/outlook.py`
//! scores the peers at.
//!
//! `cargo run --release -p crossings-outlook --example score -- FOLDER [SERIES ...]`

use std::collections::BTreeMap;
use std::path::Path;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use outlook::{METHODS, Past, forecast};

/// One number a day; what was known on a day may differ from what came to be known.
struct Series {
    name: &'static str,
    truth: BTreeMap<Date, f64>,
    /// Day of the bulletin, day, people; none where every day is final when it is out.
    vintages: Vec<(Date, Date, f64)>,
    first: Date,
    ahead: Vec<usize>,
}

impl Series {
    fn known(&self, origin: Date) -> BTreeMap<Date, f64> {
        if self.vintages.is_empty() {
            return self.truth.range(..=origin).map(|(day, people)| (*day, *people)).collect();
        }
        let out =
            self.vintages.iter().filter(|(reported, day, _)| *reported <= origin && day < reported);
        out.map(|(_, day, people)| (*day, *people)).collect()
    }
}

fn table(folder: &Path, file: &str) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(folder.join(file)).expect("the series' folder");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

/// Days between two running totals get equal shares.
fn differences(
    rows: &[BTreeMap<String, String>],
    first: Date,
    wanted: impl Fn(&BTreeMap<String, String>) -> bool,
) -> BTreeMap<Date, f64> {
    let ends: BTreeMap<Date, f64> = rows
        .iter()
        .filter(|row| wanted(row))
        .map(|row| (day(&row["end"]), row["value"].parse().expect("a number")))
        .collect();
    let (mut before, mut total) = (first.yesterday().expect("a day"), 0.0);
    let mut out = BTreeMap::new();
    for (end, value) in ends {
        let days = (end - before).get_days();
        for step in 1..=days {
            out.insert(before + step.days(), (value - total) / f64::from(days));
        }
        (before, total) = (end, value);
    }
    out
}

fn series(folder: &Path) -> Vec<Series> {
    let number = |text: &str| text.parse::<f64>().ok();
    let channel = table(folder, "channel-boats.csv");
    let mut vintages: Vec<(Date, Date, f64)> = table(folder, "italy-sea-arrivals.csv")
        .iter()
        .filter_map(|row| {
            Some((day(&row["reported"]), day(&row["day"]), number(&row["arrivals"])?))
        })
        .collect();
    vintages.sort_by_key(|(reported, day, _)| (*reported, *day));
    let poland = table(folder, "ukraine-poland-2022.csv");
    let pakistan = table(folder, "pakistan-afghanistan-2023.csv");
    let some = vec![1, 7, 14, 28];
    let days: Vec<usize> = (1..=28).collect();
    vec![
        Series {
            name: "italy",
            truth: vintages.iter().map(|(_, day, people)| (*day, *people)).collect(),
            vintages,
            first: date(2021, 1, 1),
            ahead: some.clone(),
        },
        Series {
            name: "channel",
            truth: channel
                .iter()
                .filter_map(|row| Some((day(&row["day"]), number(&row["arrivals"])?)))
                .collect(),
            vintages: Vec::new(),
            first: date(2020, 1, 1),
            ahead: some,
        },
        Series {
            name: "poland",
            truth: differences(&poland, date(2022, 2, 24), |row| {
                row["source"].starts_with("UNHCR")
            }),
            vintages: Vec::new(),
            first: date(2022, 3, 16),
            ahead: days.clone(),
        },
        Series {
            name: "torkham",
            truth: differences(&pakistan, date(2023, 9, 17), |row| {
                row["source"] == "KP Home Dept"
                    && row["via"] == "Torkham"
                    && row["cumulative"] == "True"
                    && row["start"] == "2023-09-17"
                    && row["value"] != "200975"
            }),
            vintages: Vec::new(),
            first: date(2023, 11, 6),
            ahead: days,
        },
    ]
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().expect("FOLDER of the series");
    let wanted: Vec<String> = arguments.collect();
    for series in series(Path::new(&folder)) {
        if !wanted.is_empty() && !wanted.iter().any(|name| name == series.name) {
            continue;
        }
        score(&series);
    }
}

fn score(series: &Series) {
    let last = *series.truth.keys().next_back().expect("days");
    let mut scores: Vec<Vec<(f64, bool)>> = vec![Vec::new(); series.ahead.len()];
    let mut shares = vec![vec![0.0; METHODS.len()]; series.ahead.len()];
    let mut each = vec![vec![(0.0, 0); METHODS.len()]; series.ahead.len()];
    let mut rounds = 0;
    let mut origin = series.first;
    while origin < last {
        let known = series.known(origin);
        let (from, to) =
            (*known.keys().next().expect("days"), *known.keys().next_back().expect("days"));
        let past: Vec<Option<f64>> = from
            .series(1.day())
            .take_while(|day| *day <= to)
            .map(|day| known.get(&day).copied())
            .collect();
        let stale = (origin - to).get_days() as usize;
        let ahead: Vec<usize> = series.ahead.iter().map(|ahead| ahead + stale).collect();
        let told = forecast(&Past::of_series(past), &ahead).expect("a forecast");
        for (at, fan) in told.fans.iter().enumerate() {
            if let Some(came) = series.truth.get(&(origin + (series.ahead[at] as i64).days())) {
                scores[at].push((fan.crps(*came), fan.at(0.05) <= *came && *came <= fan.at(0.95)));
                for (sum, fan) in each[at].iter_mut().zip(&told.each[at]) {
                    if let Some(fan) = fan {
                        *sum = (sum.0 + fan.crps(*came), sum.1 + 1);
                    }
                }
                for (sum, share) in shares[at].iter_mut().zip(&told.shares[at]) {
                    *sum += share;
                }
            }
        }
        if rounds < 3 && std::env::var("SHOW").is_ok() {
            for at in [0, 6, 13, 27].into_iter().filter(|at| *at < told.fans.len()) {
                eprintln!(
                    "  +{} all {:.0} {:.0} {:.0} came {:?}",
                    series.ahead[at],
                    told.fans[at].at(0.05),
                    told.fans[at].at(0.5),
                    told.fans[at].at(0.95),
                    series.truth.get(&(origin + (series.ahead[at] as i64).days()))
                );
                for (k, fan) in told.each[at].iter().enumerate() {
                    if let Some(fan) = fan {
                        eprintln!(
                            "     {:24} {:.2} {:.0} {:.0} {:.0}",
                            METHODS[k].name,
                            told.shares[at][k],
                            fan.at(0.05),
                            fan.at(0.5),
                            fan.at(0.95)
                        );
                    }
                }
            }
        }
        let here: Vec<f64> =
            scores.iter().filter_map(|of| of.get(rounds)).map(|(crps, _)| *crps).collect();
        eprintln!(
            "{} {origin} {:.0}",
            series.name,
            here.iter().sum::<f64>() / here.len().max(1) as f64
        );
        rounds += 1;
        origin += 7.days();
    }
    let all: Vec<f64> = scores.iter().flatten().map(|(crps, _)| *crps).collect();
    println!(
        "{} pooled {:.1} of {}",
        series.name,
        all.iter().sum::<f64>() / all.len() as f64,
        all.len()
    );
    let inside: Vec<f64> = scores
        .iter()
        .map(|of| of.iter().filter(|(_, inside)| *inside).count() as f64 / of.len() as f64)
        .collect();
    let least = inside.iter().copied().fold(1.0, f64::min);
    let most = inside.iter().copied().fold(0.0, f64::max);
    println!("  90 % intervals hold {:.3} to {:.3}", least, most);
    let stride = (series.ahead.len() / 7).max(1);
    for at in (0..series.ahead.len()).step_by(stride) {
        let of = &scores[at];
        let weights: Vec<String> =
            shares[at].iter().map(|sum| format!("{:.2}", sum / of.len() as f64)).collect();
        let alone: Vec<String> =
            each[at].iter().map(|(sum, n)| format!("{:.1}", sum / *n as f64)).collect();
        println!("      {}", alone.join(" "));
        println!(
            "  {:2}  crps {:8.1}  90 % {:.3}  {}",
            series.ahead[at],
            of.iter().map(|(crps, _)| crps).sum::<f64>() / of.len() as f64,
            inside[at],
            weights.join(" ")
        );
    }
}
