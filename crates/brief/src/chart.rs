//! Charts as SVG, made here: small multiples of a flow or a running total over
//! days, with bands, what the reports said, and dated rules. No script is
//! needed to read them; colours come from the page's style.

pub(crate) mod label;
pub(crate) mod path;
mod scale;

use claim::{Id, Window};
use jiff::civil::Date;
use maud::{Markup, html};
use reconcile::Observed;

use crate::language::{Language, words};
use crate::table::Table;
use crate::text::{Text, Trail};
use label::{Box, Wish};
pub(crate) use scale::day_ticks;
use scale::{Days, Heights};

/// One day of an estimate, or some days together, at their mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub day: Date,
    /// The last of the days.
    pub to: Date,
    pub p05: f64,
    pub p25: f64,
    pub p50: f64,
    pub p75: f64,
    pub p95: f64,
    pub seen: Observed,
}

/// What a report said, at its days.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mark {
    pub id: Id,
    pub window: Window,
    pub value: f64,
    /// Printed beside the mark where there is room.
    pub label: Option<String>,
    /// Whether the picture takes it at its word.
    pub counted: bool,
    /// For who points at it: "160,638, KP Home Department".
    pub about: String,
}

/// One of the small multiples.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Panel {
    pub name: String,
    /// Said beside the name.
    pub note: String,
    pub points: Vec<Point>,
    pub marks: Vec<Mark>,
    /// Drawn at half the height: little passes here.
    pub minor: bool,
    /// Printed where the line ends.
    pub end: Option<(String, Trail)>,
}

/// A dated rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    pub day: Date,
    pub label: String,
    pub id: Id,
}

/// Small multiples over the same days.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chart {
    pub id: &'static str,
    pub title: String,
    /// What the chart shows, for those who cannot see it.
    pub describe: String,
    pub caption: Text,
    pub days: Window,
    pub panels: Vec<Panel>,
    pub rules: Vec<Rule>,
    /// The numbers that are drawn.
    pub data: Table,
}

/// Size and spacing of one drawing, in units of the view box.
#[derive(Debug, Clone, Copy)]
struct Format {
    suffix: &'static str,
    width: f64,
    left: f64,
    right: f64,
    tall: f64,
    low: f64,
    font: f64,
    /// Above each panel, for its name.
    header: f64,
    /// Between two panels.
    gap: f64,
}

impl Format {
    fn is_narrow(&self) -> bool {
        self.left < 50.0
    }

    /// Height of a panel.
    fn tall(&self, panel: &Panel) -> f64 {
        if panel.minor { self.low } else { self.tall }
    }
}

const WIDE: Format = Format {
    suffix: "wide",
    width: 860.0,
    left: 60.0,
    right: 14.0,
    tall: 168.0,
    low: 84.0,
    font: 13.0,
    header: 28.0,
    gap: 20.0,
};
const NARROW: Format = Format {
    suffix: "narrow",
    width: 380.0,
    left: 36.0,
    right: 14.0,
    tall: 150.0,
    low: 76.0,
    font: 13.0,
    header: 28.0,
    gap: 20.0,
};
/// On paper, as wide as A4 between its margins: with 182 mm for 860 units a letter of 12 units is one of 7.2 points. Its
/// panels share what height there is.
const PAPER: Format =
    Format { suffix: "paper", tall: 0.0, low: 0.0, header: 24.0, gap: 10.0, ..WIDE };
/// Heights on paper, in the same units: 55 mm for the days, 44 mm for the running total.
const DAYS_ON_PAPER: f64 = 262.0;
const TOTAL_ON_PAPER: f64 = 208.0;
/// No panel is lower, and a minor one is so much of the others.
const LEAST_PANEL: f64 = 40.0;
const MINOR: f64 = 0.7;
/// A panel that is lower has room for two numbers on its axis.
const SHALLOW: f64 = 100.0;

const AXIS: f64 = 24.0;

impl Chart {
    /// The chart in both widths and for paper; the page's style shows the one that fits.
    pub(crate) fn svg(&self, language: &Language) -> Markup {
        html! {
            div.wide-only { (self.draw(&WIDE, language)) }
            div.narrow-only { (self.draw(&NARROW, language)) }
            div.paper-only { (self.draw(&self.on_paper(), language)) }
        }
    }

    /// The chart as it is printed, with its width and height.
    #[cfg(feature = "pdf")]
    pub(crate) fn printed(&self, language: &Language) -> (Markup, [f64; 2]) {
        let format = self.on_paper();
        (self.draw(&format, language), [format.width, self.height(&format)])
    }

    /// The panels as high as the height on paper has room for.
    fn on_paper(&self) -> Format {
        let room = if self.id == "flow" { DAYS_ON_PAPER } else { TOTAL_ON_PAPER };
        let parts: f64 =
            self.panels.iter().map(|panel| if panel.minor { MINOR } else { 1.0 }).sum();
        let tall = ((room - self.height(&PAPER)) / parts.max(1.0)).max(LEAST_PANEL);
        Format { tall, low: (tall * MINOR).max(LEAST_PANEL), ..PAPER }
    }

    /// The chart at its full width, with its width and height.
    pub(crate) fn wide(&self, language: &Language) -> (Markup, [f64; 2]) {
        (self.draw(&WIDE, language), [WIDE.width, self.height(&WIDE)])
    }

    /// From the top of the labels of rules to the foot of the axis.
    fn height(&self, format: &Format) -> f64 {
        let right = self.right(format);
        let days = Days::new(self.days, format.left, format.width - right);
        let rows = self.flags(&days, format).iter().map(|flag| flag.row + 1).max().unwrap_or(0);
        let panels =
            self.panels.iter().map(|panel| format.header + format.tall(panel) + format.gap);
        rows as f64 * 17.0 + panels.sum::<f64>() - format.gap + AXIS + self.years()
    }

    /// Room beside the panels for what is printed where the lines end.
    fn right(&self, format: &Format) -> f64 {
        let ends = self.panels.iter().filter_map(|panel| panel.end.as_ref());
        let widths = ends.map(|(words, _)| label::width(words, 14.0) * 1.15 + 8.0);
        // On a phone they stand above the panel.
        if format.is_narrow() { format.right } else { widths.fold(14.0, f64::max) }
    }

    /// Height of the line with the years, which is there when there are several.
    fn years(&self) -> f64 {
        if self.days.start().year() == self.days.end().year() { 0.0 } else { 15.0 }
    }

    fn draw(&self, format: &Format, language: &Language) -> Markup {
        let days = Days::new(self.days, format.left, format.width - self.right(format));
        let ticks = day_ticks(self.days, (days.right - days.left) / 52.0);
        let flags = self.flags(&days, format);
        let top = flags.iter().map(|flag| flag.row + 1).max().unwrap_or(0) as f64 * 17.0;
        let mut y = top;
        let mut tops = Vec::new();
        for panel in &self.panels {
            tops.push(y + format.header);
            y += format.header + format.tall(panel) + format.gap;
        }
        let bottom = y - format.gap;
        let height = self.height(format);
        let name = format!("{}-{}", self.id, format.suffix);
        let hatch = format!("{name}-hatch");
        let on_screen = format.suffix != PAPER.suffix;
        html! {
            svg role="img" viewBox={ "0 0 " (n(format.width)) " " (n(height)) }
                // For the day cursor of the page's script.
                data-from=[on_screen.then(|| self.days.start())] data-days=[on_screen.then(|| self.days.days())]
                data-plot=[on_screen.then(|| {
                    [days.left, days.right, top + format.header, bottom].map(n).join(" ")
                })]
                aria-labelledby={ (name) "-title " (name) "-desc" } font-size=(n(format.font)) {
                title id={ (name) "-title" } { (self.title) }
                desc id={ (name) "-desc" } {
                    @if on_screen { (words!(language, "page-data-below", chart = &self.describe)) } @else { (self.describe) }
                }
                defs {
                    pattern id=(hatch) width="6" height="6" patternUnits="userSpaceOnUse"
                        patternTransform="rotate(45)" {
                        line.hatch x1="0" y1="0" x2="0" y2="6" {}
                    }
                }
                path.grid d=(grid(ticks.iter().map(|day| {
                    let x = days.x(*day);
                    [(x, top + format.header), (x, bottom)]
                }))) {}
                @for flag in &flags {
                    line.rule x1=(n(flag.x)) x2=(n(flag.x)) y1=(n(flag.row as f64 * 17.0 + 16.0)) y2=(n(bottom)) {}
                    text.flag x=(n(flag.text)) y=(n(flag.row as f64 * 17.0 + 12.0)) data-trail=(flag.rule.id) {
                        (flag.rule.label)
                    }
                }
                @for (panel, top) in self.panels.iter().zip(&tops) {
                    (panel.draw(&days, *top, format.tall(panel), (format, language), &hatch))
                }
                @for (at, day) in ticks.iter().enumerate() {
                    @let x = n(days.x(*day).clamp(20.0, format.width - 20.0));
                    text.tick text-anchor="middle" x=(x) y=(n(bottom + 18.0)) { (language.short_day(*day)) }
                    // The year at its first day.
                    @if self.years() > 0.0 && (at == 0 || ticks[at - 1].year() != day.year()) {
                        text.tick text-anchor="middle" x=(x) y=(n(bottom + 33.0)) { (day.year()) }
                    }
                }
            }
        }
    }

    /// Puts the labels of the rules in rows, so that no label covers another and
    /// no rule, which runs down from its own row, goes through one.
    fn flags(&self, days: &Days, format: &Format) -> Vec<Flag<'_>> {
        let xs: Vec<f64> = self.rules.iter().map(|rule| days.x(rule.day)).collect();
        let mut flags: Vec<Flag> = Vec::new();
        let mut left: Vec<usize> = (0..self.rules.len()).collect();
        let mut row = 0;
        // From the lowest row up: what finds no clear place in one goes on to the next.
        while !left.is_empty() {
            let mut later = Vec::new();
            for (k, &i) in left.iter().enumerate() {
                let (x, width) = (xs[i], label::width(&self.rules[i].label, 12.0));
                let rivals: Vec<f64> = left.iter().filter(|j| **j != i).map(|j| xs[*j]).collect();
                let clear = |text: f64| {
                    text >= 0.0
                        && text + width <= format.width
                        && rivals
                            .iter()
                            .all(|rival| *rival < text - 3.0 || text + width + 3.0 < *rival)
                        && flags.iter().filter(|flag| flag.row == row).all(|flag| {
                            flag.text + flag.width + 8.0 <= text || text + width + 8.0 <= flag.text
                        })
                };
                let sides = [x + 4.0, x - 4.0 - width];
                // Each row takes at least one, or there would be no end of rows.
                let forced = k + 1 == left.len() && later.len() == k;
                let place = sides.into_iter().find(|text| clear(*text));
                let place = place.or(forced.then(|| sides[0].min(format.width - width).max(0.0)));
                match place {
                    Some(text) => flags.push(Flag { rule: &self.rules[i], x, text, width, row }),
                    None => later.push(i),
                }
            }
            left = later;
            row += 1;
        }
        // Counted from the top, as the drawing is.
        for flag in &mut flags {
            flag.row = row - 1 - flag.row;
        }
        flags
    }
}

struct Flag<'a> {
    rule: &'a Rule,
    x: f64,
    text: f64,
    width: f64,
    row: usize,
}

impl Panel {
    /// The value at the top of the panel: the estimate and the counted reports
    /// must fit; a wide band or a stray report must not flatten them.
    pub(crate) fn ceiling(&self) -> f64 {
        let most = |of: fn(&Point) -> f64| self.points.iter().map(of).fold(0.0, f64::max);
        let reported = self
            .marks
            .iter()
            .filter(|mark| mark.counted)
            .map(|mark| mark.value)
            .fold(0.0, f64::max);
        let core = (most(|p| p.p50) * 1.15).max(most(|p| p.p75)).max(reported);
        (core.max(most(|p| p.p95).min(core * 1.6)) * 1.06).max(1.0)
    }

    /// Round numbers on the vertical axis, about as many as wanted.
    pub(crate) fn ticks(&self, wanted: usize) -> Vec<f64> {
        Heights::new(self.ceiling(), 0.0, 1.0).ticks(wanted)
    }

    fn draw(
        &self,
        days: &Days,
        top: f64,
        tall: f64,
        (format, language): (&Format, &Language),
        hatch: &str,
    ) -> Markup {
        let scale = Heights::new(self.ceiling(), top, top + tall);
        let steps = self.ticks(if tall < SHALLOW { 2 } else { 4 });
        let narrow = format.is_narrow();
        let labels = self.labels(days, &scale, format);
        html! {
            text.panel x="0" y=(n(top - 12.0)) {
                tspan.name { (self.name) }
                @if !self.note.is_empty() { tspan.note dx="8" { (self.note) } }
            }
            @for (from, to) in self.unseen() {
                rect x=(n(days.edge(from))) y=(n(top)) width=(n(days.edge_after(to) - days.edge(from)))
                    height=(n(tall)) fill={ "url(#" (hatch) ")" } {}
            }
            path.grid d=(grid(steps.iter().map(|step| {
                let y = scale.y(*step);
                [(days.left, y), (days.right, y)]
            }))) {}
            @for step in &steps {
                text.tick text-anchor="end" x=(n(days.left - 6.0)) y=(n(scale.y(*step) + 4.0)) {
                    @if narrow || *step >= 1e6 { (language.compact(*step)) } @else { (language.number(*step)) }
                }
            }
            @for (run, seen) in self.runs() {
                g.unseen[!seen] {
                    path.band90 d=(band(run, days, &scale, |p| (p.p05, p.p95))) {}
                    path.band50 d=(band(run, days, &scale, |p| (p.p25, p.p75))) {}
                    path.median d=(line(run, days, &scale)) {}
                }
            }
            line.base x1=(n(days.left)) x2=(n(days.right)) y1=(n(top + tall)) y2=(n(top + tall)) {}
            @for mark in &self.marks { (draw_mark(mark, days, &scale)) }
            @for (mark, place) in self.marks.iter().zip(&labels) {
                @if let (Some(words), Some(place)) = (&mark.label, place) {
                    text.said x=(n(place.left)) y=(n(place.bottom - 4.0)) data-trail=(mark.id) { (words) }
                }
            }
            @if let (Some((words, trail)), Some(last)) = (&self.end, self.points.last()) {
                @let y = scale.y(last.p50.min(scale.most));
                @if narrow {
                    text.end text-anchor="end" x=(n(days.right)) y=(n(top - 12.0)) data-trail=(trail.text()) { (words) }
                } @else {
                    text.end x=(n(days.right + 6.0)) y=(n(y + 4.5)) data-trail=(trail.text()) { (words) }
                }
            }
        }
    }

    /// Where the labels of the marks go; `None` where there is no room.
    fn labels(&self, days: &Days, scale: &Heights, format: &Format) -> Vec<Option<Box>> {
        let bounds = Box {
            left: days.left + 2.0,
            right: days.right,
            top: scale.top - 2.0,
            bottom: scale.bottom,
        };
        let size = format.font - 1.0;
        let mut blocked: Vec<Box> = Vec::new();
        for pair in self.points.windows(2) {
            let (a, b) =
                (scale.y(pair[0].p50.min(scale.most)), scale.y(pair[1].p50.min(scale.most)));
            blocked.push(Box {
                left: days.middle(pair[0].day, pair[0].to),
                right: days.middle(pair[1].day, pair[1].to),
                top: a.min(b) - 1.0,
                bottom: a.max(b) + 1.0,
            });
        }
        let spots: Vec<Box> = self.marks.iter().map(|mark| spot(mark, days, scale)).collect();
        blocked.extend(&spots);
        let wishes: Vec<Option<Wish>> = self
            .marks
            .iter()
            .zip(&spots)
            .map(|(mark, spot)| {
                let words = mark.label.as_ref()?;
                Some(Wish { around: *spot, width: label::width(words, size), height: size + 3.0 })
            })
            .collect();
        label::place(&wishes, bounds, blocked)
    }

    /// Stretches of days that no report covers, first and last day.
    fn unseen(&self) -> Vec<(Date, Date)> {
        self.runs()
            .into_iter()
            .filter(|(_, seen)| !seen)
            .map(|(run, _)| {
                // A run is drawn on to the next one's first point, which is not part of the stretch.
                let own = run.iter().filter(|point| point.seen == Observed::No);
                let last = own.clone().next_back().unwrap_or(&run[0]);
                (own.clone().next().unwrap_or(&run[0]).day, last.to)
            })
            .collect()
    }

    /// The points in runs of observed and not observed days; each run goes on to
    /// the first point of the next, so that the line does not break.
    fn runs(&self) -> Vec<(&[Point], bool)> {
        let mut runs = Vec::new();
        let mut first = 0;
        for i in 1..=self.points.len() {
            let seen = self.points[first].seen != Observed::No;
            if i == self.points.len() {
                runs.push((&self.points[first..], seen));
            } else if (self.points[i].seen != Observed::No) != seen {
                runs.push((&self.points[first..=i], seen));
                first = i;
            }
        }
        runs
    }
}

/// The space that a mark takes.
fn spot(mark: &Mark, days: &Days, scale: &Heights) -> Box {
    let y = scale.y(mark.value.min(scale.most));
    let (left, right) = if mark.window.days() == 1 {
        let x = days.x(mark.window.end());
        (x - 4.0, x + 4.0)
    } else {
        (days.edge(mark.window.start()), days.edge_after(mark.window.end()))
    };
    Box { left, right, top: y - 4.0, bottom: y + 4.0 }
}

fn draw_mark(mark: &Mark, days: &Days, scale: &Heights) -> Markup {
    let at = spot(mark, days, scale);
    let (x, y) = ((at.left + at.right) / 2.0, (at.top + at.bottom) / 2.0);
    let class = if mark.counted { "mark" } else { "mark doubted" };
    html! {
        g class=(class) data-trail=(mark.id) {
            title { (mark.about) }
            @if mark.value > scale.most {
                // Off the scale: an arrow at the top.
                path d={ "M" (n(x - 5.0)) " " (n(y + 7.0)) "L" (n(x)) " " (n(y - 1.0)) "L" (n(x + 5.0)) " " (n(y + 7.0)) "Z" } {}
            } @else if mark.window.days() == 1 {
                circle cx=(n(x)) cy=(n(y)) r="4" {}
            } @else {
                path.span d={ "M" (n(at.left)) " " (n(y - 4.0)) "V" (n(y + 4.0)) "M" (n(at.left)) " " (n(y)) "H" (n(at.right))
                    "M" (n(at.right)) " " (n(y - 4.0)) "V" (n(y + 4.0)) } {}
            }
        }
    }
}

fn band(run: &[Point], days: &Days, scale: &Heights, ends: fn(&Point) -> (f64, f64)) -> String {
    let at = |point: &Point, value| place(point, value, days, scale);
    let above = run.iter().map(|point| at(point, ends(point).1));
    let below = run.iter().rev().map(|point| at(point, ends(point).0));
    let mut path = String::new();
    path::trace(&mut path, above.chain(below), true, path::TENTHS);
    path
}

fn line(run: &[Point], days: &Days, scale: &Heights) -> String {
    let points = run.iter().map(|point| place(point, point.p50, days, scale));
    let mut path = String::new();
    path::trace(&mut path, points, false, path::TENTHS);
    path
}

/// The lines of a grid, in one path.
fn grid(lines: impl Iterator<Item = [(f64, f64); 2]>) -> String {
    let mut path = String::new();
    lines.for_each(|ends| path::trace(&mut path, ends.into_iter(), false, path::TENTHS));
    path
}

/// Where a value of a point stands.
fn place(point: &Point, value: f64, days: &Days, scale: &Heights) -> (f64, f64) {
    (days.middle(point.day, point.to), scale.y(value.min(scale.most)))
}

/// A coordinate with one decimal: a tenth of a unit is less than a pixel.
pub(crate) fn n(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn point(day: i8, seen: Observed) -> Point {
        Point {
            day: date(2023, 10, day),
            to: date(2023, 10, day),
            p05: 1.0,
            p25: 2.0,
            p50: 3.0,
            p75: 4.0,
            p95: 9.0,
            seen,
        }
    }

    fn panel(points: Vec<Point>) -> Panel {
        Panel {
            name: "Torkham".into(),
            note: String::new(),
            points,
            marks: vec![],
            minor: false,
            end: None,
        }
    }

    #[test]
    fn days_without_a_report_are_told_apart_and_leave_no_gap() {
        use Observed::{ByDay, InTotals, No};
        let panel = panel(vec![point(1, ByDay), point(2, No), point(3, No), point(4, InTotals)]);
        assert_eq!(panel.unseen(), [(date(2023, 10, 2), date(2023, 10, 3))]);
        let lengths: Vec<(usize, bool)> = panel.runs().iter().map(|(r, s)| (r.len(), *s)).collect();
        assert_eq!(lengths, [(2, true), (3, false), (1, true)]);
    }

    #[test]
    fn a_stray_report_does_not_flatten_the_chart() {
        let mut panel = panel(vec![point(1, Observed::ByDay), point(2, Observed::ByDay)]);
        let plain = panel.ceiling();
        let stray = Mark {
            id: "0123456789abcdef".parse().unwrap(),
            window: Window::day(date(2023, 10, 2)),
            value: 5_000.0,
            label: None,
            counted: false,
            about: String::new(),
        };
        panel.marks.push(stray);
        assert_eq!(panel.ceiling(), plain);
        // Nor does a long tail: the core of the estimate keeps most of the height.
        assert!(plain < 8.0);
    }

    #[test]
    fn labels_of_rules_do_not_run_into_each_other() {
        let rule = |day, label: &str| Rule {
            day: date(2023, 11, day),
            label: label.into(),
            id: "0123456789abcdef".parse().unwrap(),
        };
        let chart = Chart {
            id: "flow",
            title: String::new(),
            describe: String::new(),
            caption: Text::new(),
            days: Window::new(date(2023, 9, 15), date(2023, 11, 20)).unwrap(),
            panels: vec![],
            rules: vec![
                rule(1, "1 Nov: deadline"),
                rule(2, "2 Nov: operation begins"),
                rule(20, "20 Nov: policy"),
            ],
            data: Table { caption: String::new(), columns: vec![], groups: vec![], shown: 0 },
        };
        let days = Days::new(chart.days, 40.0, 860.0);
        let flags = chart.flags(&days, &WIDE);
        assert_eq!(flags.len(), 3);
        for (i, a) in flags.iter().enumerate() {
            assert!(a.text >= 0.0 && a.text + a.width <= 860.0);
            for b in flags.iter().filter(|b| !std::ptr::eq(*b, a)) {
                let beside = a.text + a.width <= b.text || b.text + b.width <= a.text;
                assert!(beside || a.row != b.row, "labels {i} overlap");
                // The rule of `b` runs down from its row through those below.
                let through = a.text <= b.x && b.x <= a.text + a.width && b.row <= a.row;
                assert!(!through, "a rule runs through label {i}");
            }
        }
    }
}
