//! Two plots for the page, as SVG.

use std::path::Path;

use anyhow::{Context, Result};
use jiff::civil::Date;
use reconcile::Quantiles;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 56.0;
const FOOT: f64 = 28.0;

fn write(path: &Path, title: &str, body: &str) -> Result<()> {
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         font-family=\"sans-serif\" font-size=\"12\"><title>{title}</title>\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>{body}</svg>\n"
    );
    std::fs::write(path, svg).with_context(|| path.display().to_string())
}

/// A histogram of ranks, with the band that chance allows.
pub fn ranks(path: &Path, bins: &[usize]) -> Result<()> {
    let total: usize = bins.iter().sum();
    let expected = total as f64 / bins.len() as f64;
    let most = bins.iter().copied().max().unwrap_or(1).max(1) as f64 * 1.15;
    let wide = (WIDTH - LEFT - 10.0) / bins.len() as f64;
    let y = |count: f64| HEIGHT - FOOT - count / most * (HEIGHT - FOOT - 10.0);
    let mut body = String::new();
    for (at, count) in bins.iter().enumerate() {
        let (x, top) = (LEFT + at as f64 * wide, y(*count as f64));
        body += &format!(
            "<rect x=\"{:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"#8ab0d0\"/>",
            x + 2.0,
            wide - 4.0,
            HEIGHT - FOOT - top
        );
        body += &format!(
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            x + wide / 2.0,
            HEIGHT - 10.0,
            format_args!("{}\u{2013}{} %", at * 100 / bins.len(), (at + 1) * 100 / bins.len())
        );
    }
    let slack = 2.576 * (expected * (1.0 - 1.0 / bins.len() as f64)).sqrt();
    for level in [expected - slack, expected, expected + slack] {
        body += &format!(
            "<line x1=\"{LEFT}\" x2=\"{:.1}\" y1=\"{2:.1}\" y2=\"{2:.1}\" stroke=\"#333\" \
             stroke-dasharray=\"{1}\"/>",
            WIDTH - 10.0,
            if level == expected { "none" } else { "4 4" },
            y(level)
        );
    }
    body += &format!("<text x=\"4\" y=\"{:.1}\">{expected:.0}</text>", y(expected) + 4.0);
    write(
        path,
        "Where the truth lies among the draws; dashed: what chance allows 99 times of 100",
        &body,
    )
}

/// Daily intervals and the truth.
pub fn daily(path: &Path, days: &[(Date, Quantiles, f64)]) -> Result<()> {
    let most = days.iter().map(|(_, q, truth)| q.p95.max(*truth)).fold(1.0, f64::max);
    let x = |at: usize| LEFT + at as f64 * (WIDTH - LEFT - 10.0) / days.len().max(2) as f64;
    let y = |people: f64| HEIGHT - FOOT - people / most * (HEIGHT - FOOT - 10.0);
    let points = |value: &dyn Fn(&(Date, Quantiles, f64)) -> f64, back: bool| -> String {
        let mut all: Vec<String> = days
            .iter()
            .enumerate()
            .map(|(at, day)| format!("{:.1},{:.1}", x(at), y(value(day))))
            .collect();
        if back {
            all.reverse();
        }
        all.join(" ")
    };
    let mut body = format!(
        "<polygon fill=\"#c7dbec\" points=\"{} {}\"/>",
        points(&|d| d.1.p95, false),
        points(&|d| d.1.p05, true)
    );
    body += &format!(
        "<polyline fill=\"none\" stroke=\"#2b6a9e\" points=\"{}\"/>",
        points(&|d| d.1.p50, false)
    );
    body += &format!(
        "<polyline fill=\"none\" stroke=\"#b3541e\" points=\"{}\"/>",
        points(&|d| d.2, false)
    );
    for (at, (day, ..)) in days.iter().enumerate().filter(|(_, (day, ..))| day.day() == 1) {
        body += &format!("<text x=\"{:.1}\" y=\"{:.1}\">{day}</text>", x(at), HEIGHT - 10.0);
    }
    for people in [50_000.0, 100_000.0, 150_000.0, 200_000.0] {
        if people < most {
            body += &format!("<text x=\"2\" y=\"{:.1}\">{people}</text>", y(people) + 4.0);
        }
    }
    body += "<text x=\"420\" y=\"24\" fill=\"#2b6a9e\">from press claims: median and 90 %</text>\
             <text x=\"420\" y=\"42\" fill=\"#b3541e\">UNHCR, by day</text>";
    write(path, "Arrivals a day: interval from press claims, and the series of UNHCR", &body)
}
