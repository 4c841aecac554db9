//! The brief in a terminal: plain text, no colour, nothing wider than asked.

use reconcile::Observed;
use unicode_width::UnicodeWidthStr;

use crate::chart::{Chart, Panel, Point, day_ticks};
use crate::content::{
    Align, Block, Column, Content, Group, Headline, Piece, Row, Section, Table, Text,
};
use crate::language::{Language, say, words};

/// Columns left of a chart, for the numbers of its axis.
const GUTTER: usize = 8;

pub(crate) fn write(content: &Content, width: usize) -> String {
    let language = &content.language;
    let mut page = Page { width, language, lines: Vec::new() };
    page.wrapped(&content.title.to_uppercase(), "", "");
    page.wrapped(&content.subtitle, "", "");
    page.wrapped(&content.dateline.words(language), "", "");
    for section in &content.sections {
        page.section(section);
    }
    let mut text = String::new();
    for line in page.lines {
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

struct Page<'a> {
    width: usize,
    language: &'a Language,
    lines: Vec<String>,
}

impl Page<'_> {
    fn section(&mut self, section: &Section) {
        if section.blocks.iter().all(|block| matches!(block, Block::PageOnly(_))) {
            return;
        }
        self.gap();
        let last_word = section.blocks.iter().all(|block| matches!(block, Block::Evidence(_)));
        if !section.heading.is_empty() && !last_word {
            let heading = cut(&section.heading, self.width - 4);
            let rule = "─".repeat(self.width - heading.width() - 4);
            self.lines.push(format!("── {heading} {rule}"));
        }
        for block in &section.blocks {
            self.block(block);
        }
    }

    /// An empty line, unless there is one.
    fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Headline(headline) => self.headline(headline),
            Block::Warning(text) => {
                self.wrapped(&text.words(self.language), "!! ", "!! ");
                self.gap();
            }
            Block::Paragraph(text) => {
                self.gap();
                self.wrapped(&text.words(self.language), "", "");
                self.gap();
            }
            Block::List { items, shown } => {
                for item in items.iter().take(*shown) {
                    self.wrapped(&item.words(self.language), "• ", "  ");
                }
                self.more(items.len().saturating_sub(*shown));
            }
            Block::Terms { items, shown } => {
                let widest = items
                    .iter()
                    .map(|(term, _)| term.words(self.language).width())
                    .max()
                    .unwrap_or(0);
                let widest = widest.min(self.width / 3);
                for (term, text) in items.iter().take(*shown) {
                    let term = cut(&term.words(self.language), widest);
                    let first = format!("{term}{}  ", " ".repeat(widest - term.width()));
                    self.wrapped(&text.words(self.language), &first, &" ".repeat(widest + 2));
                }
                self.more(items.len().saturating_sub(*shown));
            }
            Block::Table(table) => {
                // A table right under a list would read as its last item.
                if self.lines.last().is_some_and(|line| line.starts_with(['\u{2022}', ' '])) {
                    self.gap();
                }
                self.table(table);
            }
            Block::Chart(chart) => self.chart(chart),
            Block::Evidence(sources) => {
                let count = self.language.whole(sources.len());
                let documents = say!(self.language, "count-documents", count = count);
                let words = words!(self.language, "terminal-evidence", documents = documents);
                self.wrapped(&words, "", "");
            }
            Block::Map(_) | Block::PageOnly(_) => {}
        }
    }

    fn more(&mut self, left: usize) {
        if left > 0 {
            let words = words!(self.language, "terminal-more", count = self.language.whole(left));
            self.wrapped(&words, "  ", "  ");
        }
    }

    /// Adds `text`, wrapped, with `first` before its first line and `rest` before the others.
    fn wrapped(&mut self, text: &str, first: &str, rest: &str) {
        let room = self.width.saturating_sub(first.width().max(rest.width())).max(1);
        for (i, line) in wrap(text, room).into_iter().enumerate() {
            self.lines.push(format!("{}{line}", if i == 0 { first } else { rest }));
        }
    }

    fn headline(&mut self, headline: &Headline) {
        let figure = headline.figure.words(self.language);
        let first = format!("  {figure}  ");
        let (first, rest) = if first.width() < self.width / 3 {
            let rest = " ".repeat(first.width());
            (first, rest)
        } else {
            self.wrapped(&figure, "  ", "  ");
            ("  ".to_owned(), "  ".to_owned())
        };
        self.wrapped(&headline.what.words(self.language), &first, &rest);
        self.wrapped(&headline.interval.words(self.language), &rest, &rest);
        self.gap();
    }

    fn table(&mut self, table: &Table) {
        let kept = most_telling(table);
        let columns: Vec<&Column> =
            table.columns.iter().filter(|column| !column.page_only).collect();
        let fits = |(cell, column): (&Text, &Column)| {
            (!column.page_only).then(|| hard(cell).words(self.language))
        };
        let cells: Vec<Vec<String>> = kept
            .iter()
            .map(|(_, row)| row.cells.iter().zip(&table.columns).filter_map(fits).collect())
            .collect();
        let widths = widths(&columns, &cells, self.width);
        let headings: Vec<String> = columns.iter().map(|column| column.heading.clone()).collect();
        self.row(&columns, &headings, &widths);
        let line: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
        self.lines.push(line.join("  "));
        let mut group: Option<&Group> = None;
        for ((own, _), cells) in kept.iter().zip(&cells) {
            if group.is_none_or(|last| !std::ptr::eq(last, *own)) {
                group = Some(own);
                if let Some(heading) = &own.heading {
                    self.wrapped(heading, "", "");
                }
            }
            self.row(&columns, cells, &widths);
        }
        self.more(table.rows().count() - kept.len());
    }

    fn row(&mut self, columns: &[&Column], cells: &[String], widths: &[usize]) {
        let wrapped: Vec<Vec<String>> =
            cells.iter().zip(widths).map(|(cell, width)| wrap(cell, *width)).collect();
        let height = wrapped.iter().map(Vec::len).max().unwrap_or(0);
        for i in 0..height {
            let mut line = String::new();
            for ((lines, width), column) in wrapped.iter().zip(widths).zip(columns) {
                let words = lines.get(i).map_or("", String::as_str);
                let room = " ".repeat(width - words.width());
                if !line.is_empty() {
                    line.push_str("  ");
                }
                match column.align {
                    Align::Left => line.push_str(&format!("{words}{room}")),
                    Align::Right => line.push_str(&format!("{room}{words}")),
                }
            }
            self.lines.push(line);
        }
    }

    fn chart(&mut self, chart: &Chart) {
        let room = self.width - GUTTER - 1;
        let days = chart.days.days();
        // Several days share a column, or a day has several, so that all fit.
        let (per_column, per_day) =
            if days > room { (days.div_ceil(room), 1) } else { (1, (room / days).clamp(1, 4)) };
        let columns = days.div_ceil(per_column) * per_day;
        let column = |day: jiff::civil::Date| {
            (chart.days.offset(day).max(0) as usize / per_column * per_day).min(columns - 1)
        };
        let ticks = day_ticks(chart.days, columns as f64 / 9.0);
        // What hardly shows is left to the page, unless there is nothing else.
        let large = chart.panels.iter().any(|panel| !panel.minor);
        for panel in chart.panels.iter().filter(|panel| !(large && panel.minor)) {
            let (name, note) = (&panel.name, &panel.note);
            let head = match note.is_empty() {
                true => name.clone(),
                false => words!(self.language, "terminal-panel", panel = name, note = note),
            };
            self.wrapped(&head, "", "");
            let heights = panel.blocks(per_column, per_day, self.language);
            for (label, line) in heights {
                self.lines.push(format!("{label:>GUTTER$}┤{line}"));
            }
            let mut base: Vec<char> = vec!['─'; columns];
            for day in &ticks {
                base[column(*day)] = '┴';
            }
            for rule in &chart.rules {
                base[column(rule.day)] = '▲';
            }
            self.lines.push(format!("{:>GUTTER$}└{}", "0", base.iter().collect::<String>()));
        }
        let mut dates = String::new();
        for day in &ticks {
            let (at, label) = (column(*day) + GUTTER + 1, self.language.short_day(*day));
            // A date that would run into the one before it, or over the edge, is left out.
            if dates.width() < at && at + label.width() <= self.width || dates.is_empty() {
                dates.push_str(&" ".repeat(at.saturating_sub(dates.width())));
                dates.push_str(&label);
            }
        }
        self.lines.push(cut(&dates, self.width));
        let rules: Vec<String> = chart.rules.iter().map(|rule| rule.label.clone()).collect();
        if !rules.is_empty() {
            self.wrapped(&format!("▲ {}", rules.join("; ")), "", "  ");
        }
        self.wrapped(&words!(self.language, "terminal-legend"), "", "");
    }
}

impl Panel {
    /// The panel in rows of block characters, highest first, each with the number of its axis.
    fn blocks(
        &self,
        per_column: usize,
        per_day: usize,
        language: &Language,
    ) -> Vec<(String, String)> {
        let rows = if self.minor { 2 } else { 6 };
        let most = self.ceiling();
        let step = most / f64::from(rows);
        let ticks = self.ticks(if self.minor { 1 } else { 3 });
        // A point of a week stands for each of its days.
        let of_days = |point: &Point| {
            let days = (point.to - point.day).get_days().max(0) as usize + 1;
            std::iter::repeat_n(*point, days)
        };
        let points: Vec<Point> = self.points.iter().flat_map(of_days).collect();
        let columns: Vec<(f64, f64, f64, bool)> = points
            .chunks(per_column)
            .map(|days| {
                let mean =
                    |of: fn(&Point) -> f64| days.iter().map(of).sum::<f64>() / days.len() as f64;
                let open = days.iter().all(|day| day.seen == Observed::No);
                (mean(|p| p.p05), mean(|p| p.p50), mean(|p| p.p95), open)
            })
            .collect();
        (0..rows)
            .rev()
            .map(|row| {
                let (low, middle) = (f64::from(row) * step, (f64::from(row) + 0.5) * step);
                let mut line = String::new();
                for (p05, p50, p95, open) in &columns {
                    let block = match middle {
                        m if m > *p95 => ' ',
                        _ if *open => '·',
                        m if m <= *p05 => '█',
                        m if m <= *p50 => '▓',
                        _ => '░',
                    };
                    line.extend(std::iter::repeat_n(block, per_day));
                }
                let label = ticks.iter().find(|tick| low <= **tick && **tick < low + step);
                (label.map_or_else(String::new, |tick| language.number(*tick)), line)
            })
            .collect()
    }
}

/// The words that a table has room for: without the softer ones.
fn hard(text: &Text) -> Text {
    Text(text.0.iter().filter(|piece| !matches!(piece, Piece::Soft(_))).cloned().collect())
}

/// The rows to print, in order, each with its group.
fn most_telling(table: &Table) -> Vec<(&Group, &Row)> {
    let mut rows: Vec<(usize, &Group, &Row)> = table
        .groups
        .iter()
        .flat_map(|group| group.rows.iter().map(move |row| (group, row)))
        .enumerate()
        .map(|(i, (group, row))| (i, group, row))
        .collect();
    rows.sort_by(|a, b| b.2.telling.total_cmp(&a.2.telling).then(a.0.cmp(&b.0)));
    rows.truncate(table.shown);
    rows.sort_by_key(|(i, ..)| *i);
    rows.into_iter().map(|(_, group, row)| (group, row)).collect()
}

/// Divides `width` among the columns: what they need, when there is enough; else
/// those that may shrink give way first.
fn widths(columns: &[&Column], rows: &[Vec<String>], width: usize) -> Vec<usize> {
    let total = width - 2 * (columns.len() - 1);
    let mut widths: Vec<usize> = columns
        .iter()
        .enumerate()
        .map(|(i, column)| {
            let cells = rows.iter().map(|row| row[i].width()).max().unwrap_or(0);
            cells.max(column.heading.width()).max(1)
        })
        .collect();
    let excess = |widths: &[usize]| widths.iter().sum::<usize>().saturating_sub(total);
    // Columns that may grow shrink in the proportion of what they ask.
    while excess(&widths) > 0 {
        let yielding = (0..widths.len())
            .filter(|i| columns[*i].grow > 0 && widths[*i] > 10)
            .max_by_key(|i| widths[*i] * 12 / columns[*i].grow);
        let i = yielding
            .or_else(|| (0..widths.len()).max_by_key(|i| widths[*i]))
            .expect("a table has columns");
        if widths[i] == 1 {
            break;
        }
        widths[i] -= 1;
    }
    widths
}

/// Breaks text into lines of at most `width` columns, between words where possible.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let width = width.max(1);
    let mut lines = vec![String::new()];
    // A space that does not break belongs to its word.
    let breaks = |c: char| c.is_whitespace() && c != '\u{a0}';
    for word in text.split(breaks).filter(|word| !word.is_empty()) {
        let mut word = word.to_owned();
        let line = lines.last_mut().expect("never empty");
        let gap = usize::from(!line.is_empty());
        if line.width() + gap + word.width() <= width {
            if gap == 1 {
                line.push(' ');
            }
            line.push_str(&word);
            continue;
        }
        if !line.is_empty() {
            lines.push(String::new());
        }
        // A single character wider than the page stays: there is no narrower way to write it.
        while word.width() > width && word.chars().nth(1).is_some() {
            let head = cut_at(&word, width);
            let rest = word.split_off(head);
            lines.last_mut().expect("never empty").push_str(&word);
            lines.push(String::new());
            word = rest;
        }
        lines.last_mut().expect("never empty").push_str(&word);
    }
    lines
}

/// Length in bytes of the longest beginning that fits `width` columns, at least one character.
fn cut_at(text: &str, width: usize) -> usize {
    for (at, character) in text.char_indices() {
        // Of the whole beginning: a selector can widen the character before it.
        if at > 0 && text[..at + character.len_utf8()].width() > width {
            return at;
        }
    }
    text.len()
}

fn cut(text: &str, width: usize) -> String {
    if text.width() <= width { text.to_owned() } else { text[..cut_at(text, width)].to_owned() }
}

#[cfg(test)]
mod tests {
    use claim::Window;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::chart::Rule;
    use crate::content::Trail;

    fn number(digits: &str) -> Text {
        after("", digits)
    }

    fn after(words: &str, digits: &str) -> Text {
        let window = Window::day(date(2023, 11, 1));
        Text::from(words).number(digits, Trail::Draws { via: "Torkham".into(), window })
    }

    /// A brief with one block of every kind and fixed numbers: what it looks
    /// like must not hang on the engine.
    fn fixed() -> Content {
        let first = date(2023, 10, 20);
        let days = Window::new(first, date(2023, 11, 12)).unwrap();
        let points = days
            .iter()
            .map(|day| {
                // Rises to the deadline, falls after it, and is not observed at the end.
                let from_peak = days.offset(day) - 12;
                let p50 = 12_000.0 / (1.0 + 0.12 * (from_peak * from_peak) as f64);
                let wide = if from_peak > 7 { 3.0 } else { 1.2 };
                let seen = if from_peak > 7 { Observed::No } else { Observed::ByDay };
                let (p05, p95) = (p50 / wide, p50 * wide);
                Point { day, to: day, p05, p25: p50 / 1.1, p50, p75: p50 * 1.1, p95, seen }
            })
            .collect();
        let panel = |name: &str, minor, points| Panel {
            name: name.into(),
            note: if minor { String::new() } else { "people a day".into() },
            points,
            marks: vec![],
            minor,
            end: None,
        };
        let small = days
            .iter()
            .map(|day| Point {
                day,
                to: day,
                p05: 20.0,
                p25: 25.0,
                p50: 30.0,
                p75: 35.0,
                p95: 45.0,
                seen: Observed::InTotals,
            })
            .collect();
        let rule = Rule {
            day: date(2023, 11, 1),
            label: "1 Nov deadline".into(),
            id: "0123456789abcdef".parse().unwrap(),
        };
        let claims = Table {
            caption: String::new(),
            columns: vec![
                Column::new("Figure", Align::Right, 0),
                Column::new("Who says so", Align::Left, 3),
                Column::new("Published", Align::Left, 0).page_only(),
                Column::new("The picture", Align::Left, 4),
            ],
            groups: vec![
                Group {
                    heading: Some("Torkham".into()),
                    rows: vec![
                        row(
                            [
                                "about 104,000",
                                "Deputy commissioner of Khyber",
                                "1 Nov",
                                "98,700; says 5 % more",
                            ],
                            2.0,
                        ),
                        row(["166", "left out: tells least", "1 Nov", ""], 0.1),
                        row(
                            [
                                "167,774",
                                "Home Department",
                                "7 Nov",
                                "read as 17 Sep to 4 Nov (98 %): 168,000",
                            ],
                            3.0,
                        ),
                    ],
                },
                Group {
                    heading: Some("Chaman".into()),
                    rows: vec![row(
                        ["undetermined", "Officials", "1 Nov", "no number; 38,700"],
                        2.5,
                    )],
                },
            ],
            shown: 3,
        };
        let section = |id, heading: &str, blocks| Section::new(id, heading, blocks);
        Content {
            findings: Default::default(),
            language: Language::english(),
            title: "Pakistan to Afghanistan".into(),
            subtitle: "Returns counted at the border".into(),
            dateline: "As known on 12 November 2023".into(),
            known: "12 November 2023".into(),
            as_of: jiff::civil::date(2023, 11, 12),
            citations: Vec::new(),
            sections: vec![
                section("headline", "", vec![
                    Block::Warning("Do not publish these numbers.".into()),
                    Block::Headline(Headline {
                        figure: number("174,000"),
                        what: "returns from Pakistan into Afghanistan, 20 October to 12 November 2023".into(),
                        interval: after("90 % interval: ", "165,000 to 183,000"),
                    }),
                    Block::Paragraph("The busiest day was 1 November 2023.".into()),
                ]),
                section("daily", "How many a day", vec![Block::Chart(Chart {
                    id: "flow",
                    title: String::new(),
                    describe: String::new(),
                    caption: Text::new(),
                    days,
                    panels: vec![panel("Torkham", false, points), panel("Kharlachi", true, small)],
                    rules: vec![rule],
                    data: Table { caption: String::new(), columns: vec![], groups: vec![], shown: 0 },
                })]),
                section("claims", "Who says what", vec![Block::Table(claims)]),
                section("unknown", "What is not known", vec![Block::List {
                    items: vec!["Nobody reported Chaman after 8 November; not observed is not zero, and the line is long enough to wrap.".into(), "x".into()],
                    shown: 1,
                }]),
                section("timeline", "What happened", vec![Block::Terms {
                    items: vec![("3 Oct".into(), "Deadline announced".into()), ("1 Nov".into(), "Deadline".into())],
                    shown: 5,
                }]),
                section("empty", "For the page alone", vec![Block::PageOnly(vec![Block::Paragraph("not here".into())])]),
                section("evidence", "The evidence", vec![Block::Evidence(vec![])]),
            ],
        }
    }

    fn row(cells: [&str; 4], telling: f64) -> Row {
        Row { cells: cells.map(Text::from).to_vec(), telling, ..Row::default() }
    }

    #[test]
    fn a_fixed_brief_reads_as_it_should() {
        insta::assert_snapshot!(write(&fixed(), 80));
    }

    #[test]
    fn words_are_kept_whole_where_they_fit() {
        assert_eq!(wrap("returns and departures", 11), ["returns and", "departures"]);
        assert_eq!(wrap("departures", 4), ["depa", "rtur", "es"]);
        assert_eq!(wrap("", 4), [""]);
    }

    proptest! {
        // Some characters take three columns: no narrower page can hold them.
        #[test]
        fn wrapping_loses_nothing_and_never_overflows(text in "\\PC{0,200}", width in 4usize..40) {
            let lines = wrap(&text, width);
            prop_assert!(lines.iter().all(|line| line.width() <= width));
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
        }
    }
}
