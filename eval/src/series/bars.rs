//! What was measured, held against its bar: as lines of JSON to compare two engines by, and as
//! tables of the page.

use serde::Serialize;

/// Where a measured value has to lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bar {
    /// Told, not judged.
    Told,
    AtLeast(f64),
    AtMost(f64),
    Between(f64, f64),
}

impl Bar {
    fn holds(self, value: f64) -> Option<bool> {
        match self {
            Bar::Told => None,
            Bar::AtLeast(least) => Some(value >= least),
            Bar::AtMost(most) => Some(value <= most),
            Bar::Between(least, most) => Some((least..=most).contains(&value)),
        }
    }
}

/// How a value is printed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Form {
    Percent,
    Factor,
    Count,
    Seconds,
}

impl Form {
    fn write(self, value: f64) -> String {
        match self {
            Form::Percent => format!("{:.1} %", 100.0 * value),
            Form::Factor => format!("{value:.2}"),
            Form::Count => format!("{value:.0}"),
            Form::Seconds => format!("{value:.1} s"),
        }
    }
}

/// A number of people as it is printed.
pub fn grouped(value: f64) -> String {
    if !value.is_finite() {
        return format!("{value}");
    }
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value <= -0.5 { format!("-{text}") } else { text }
}

/// One column of a part: what is measured, its bar, and how it is printed.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    pub name: &'static str,
    pub bar: Bar,
    pub form: Form,
}

pub const fn measure(name: &'static str, bar: Bar, form: Form) -> Measure {
    Measure { name, bar, form }
}

/// What was measured of one case.
#[derive(Debug, Clone, Default)]
pub struct Row {
    pub case: String,
    /// In words, under the part's `words`.
    pub words: Vec<String>,
    /// One for each measure; `None` where it was not measured.
    pub values: Vec<Option<f64>>,
    /// Whether the bars apply: the single cases of a pooled one are only told.
    pub judged: bool,
    /// Why the engine gave nothing.
    pub error: Option<String>,
}

/// A group of cases measured alike.
#[derive(Debug, Clone)]
pub struct Part {
    /// The word after `--only`.
    pub name: &'static str,
    pub title: &'static str,
    /// What was done, for the page.
    pub text: String,
    pub words: &'static [&'static str],
    pub measures: Vec<Measure>,
    pub rows: Vec<Row>,
}

/// A value and its bar, as a line of JSON.
#[derive(Debug, Serialize)]
struct Line<'a> {
    part: &'a str,
    case: &'a str,
    measure: &'a str,
    value: Option<f64>,
    at_least: Option<f64>,
    at_most: Option<f64>,
    holds: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a str>,
}

impl Part {
    /// How many bars hold, of how many.
    pub fn held(&self) -> (usize, usize) {
        let judged: Vec<bool> = self.rows.iter().flat_map(|row| self.judgements(row)).collect();
        (judged.iter().filter(|holds| **holds).count(), judged.len())
    }

    fn judgements<'a>(&'a self, row: &'a Row) -> impl Iterator<Item = bool> + 'a {
        let measures = self.measures.iter().enumerate().filter(|_| row.judged);
        measures.filter_map(|(at, measure)| {
            match (row.values.get(at).copied().flatten(), &row.error) {
                (Some(value), _) => measure.bar.holds(value),
                // What gave nothing holds no bar.
                (None, Some(_)) => (measure.bar != Bar::Told).then_some(false),
                (None, None) => None,
            }
        })
    }

    /// A line of JSON for each value.
    pub fn lines(&self) -> String {
        let mut text = String::new();
        for row in &self.rows {
            for (at, measure) in self.measures.iter().enumerate() {
                let value = row.values.get(at).copied().flatten();
                if value.is_none() && row.error.is_none() {
                    continue;
                }
                let bar = if row.judged { measure.bar } else { Bar::Told };
                let (at_least, at_most) = match bar {
                    Bar::Told => (None, None),
                    Bar::AtLeast(least) => (Some(least), None),
                    Bar::AtMost(most) => (None, Some(most)),
                    Bar::Between(least, most) => (Some(least), Some(most)),
                };
                let holds = match value {
                    Some(value) => bar.holds(value),
                    None => (bar != Bar::Told).then_some(false),
                };
                let (part, case, error) = (self.name, row.case.as_str(), row.error.as_deref());
                let line = Line {
                    part,
                    case,
                    measure: measure.name,
                    value,
                    at_least,
                    at_most,
                    holds,
                    error,
                };
                text += &serde_json::to_string(&line).expect("plain values");
                text.push('\n');
            }
        }
        text
    }

    /// The section of the page; what is beyond its bar in bold.
    pub fn markdown(&self) -> String {
        let mut text = format!("### {}\n\n{}\n\n| case |", self.title, self.text);
        let mut rule = String::from("|---|");
        for name in self.words {
            text += &format!(" {name} |");
            rule += "---|";
        }
        for measure in &self.measures {
            let bar = match measure.bar {
                Bar::Told => String::new(),
                Bar::AtLeast(least) => format!(", at least {}", measure.form.write(least)),
                Bar::AtMost(most) => format!(", at most {}", measure.form.write(most)),
                Bar::Between(a, b) => {
                    format!(", {} to {}", measure.form.write(a), measure.form.write(b))
                }
            };
            text += &format!(" {}{bar} |", measure.name);
            rule += "--:|";
        }
        text += &format!("\n{rule}\n");
        for row in &self.rows {
            text += &format!("| {} |", row.case);
            for words in &row.words {
                text += &format!(" {} |", words.replace('|', "/"));
            }
            for at in 0..self.measures.len() {
                text += &format!(" {} |", self.cell(row, at));
            }
            if let Some(error) = &row.error {
                text += &format!(" {error} |");
            }
            text.push('\n');
        }
        text
    }

    /// One row in one line, for the terminal.
    pub fn brief(&self, row: &Row) -> String {
        let mut text = format!("{}: {}", self.name, row.case);
        for (at, measure) in self.measures.iter().enumerate() {
            if row.values.get(at).copied().flatten().is_some() {
                text += &format!("; {} {}", measure.name, self.cell(row, at));
            }
        }
        if let Some(error) = &row.error {
            text += &format!("; {error}");
        }
        text
    }

    fn cell(&self, row: &Row, at: usize) -> String {
        let measure = &self.measures[at];
        let Some(value) = row.values.get(at).copied().flatten() else { return String::new() };
        let text = measure.form.write(value);
        match row.judged && measure.bar.holds(value) == Some(false) {
            true => format!("**{text}**"),
            false => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(value: Option<f64>, error: Option<&str>) -> Part {
        Part {
            name: "years",
            title: "Whole years",
            text: "Measured.".into(),
            words: &[],
            measures: vec![measure("total off", Bar::AtMost(0.01), Form::Percent)],
            rows: vec![Row {
                case: "Channel 2022".into(),
                values: vec![value],
                judged: true,
                error: error.map(str::to_owned),
                ..Row::default()
            }],
        }
    }

    #[test]
    fn what_is_beyond_its_bar_is_bold_and_counted() {
        let near = part(Some(0.005), None);
        assert_eq!(near.held(), (1, 1));
        assert!(near.markdown().contains("| Channel 2022 | 0.5 % |"));
        let far = part(Some(0.05), None);
        assert_eq!(far.held(), (0, 1));
        assert!(far.markdown().contains("| **5.0 %** |"));
        assert!(far.lines().contains(r#""at_most":0.01,"holds":false"#), "{}", far.lines());
    }

    #[test]
    fn a_case_that_gave_nothing_holds_no_bar() {
        let none = part(None, Some("no route"));
        assert_eq!(none.held(), (0, 1));
        assert!(none.lines().contains(r#""holds":false,"error":"no route""#));
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(grouped(1_234_567.4), "1,234,567");
        assert_eq!(grouped(-12.0), "-12");
        assert_eq!(grouped(999.0), "999");
    }
}
