//! A small TOML file that says what the columns of a stubborn table are.

use std::collections::BTreeMap;

use claim::{Kind, Unit, Window};
use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use super::frame::{self, Frame};
use super::grid::column_of;
use super::sense::People;
use super::words::{Field, Part, folded};
use calendar::days::Order;
use calendar::numbers::Decimal;
use open::Problem;

/// What a table's columns and constants are, where its own words do not say so.
#[derive(Debug, Clone, Default)]
pub struct Map {
    pub(super) sheets: Vec<String>,
    /// Rows of the head, as the spreadsheet numbers them, from 1.
    pub(super) header: Vec<usize>,
    pub(super) first: Option<usize>,
    pub(super) last: Option<usize>,
    pub(super) skip: Vec<usize>,
    pub(super) totals: Vec<usize>,
    pub(super) dates: Option<Order>,
    pub(super) decimal: Option<Decimal>,
    pub(super) aggregate: bool,
    /// Columns whose classes are parts of one number: rows that differ in these alone are added up.
    pub(super) adds_up: Vec<String>,
    /// The month in which fiscal years begin.
    pub(super) fiscal_start: Option<i8>,
    /// Rows are read only where these columns have one of these words.
    pub(super) only: Vec<(String, Vec<String>)>,
    pub(super) constant: Frame,
    columns: Vec<(Name, Told)>,
    /// Of a ready map, by what it is known.
    pub(super) known: Option<Known>,
}

/// Which column is meant.
#[derive(Debug, Clone, PartialEq)]
enum Name {
    Letters(usize),
    Words(String),
}

/// What a map says of a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Told {
    Ignore,
    Field(Field),
    Value(Box<Frame>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    sheets: Vec<String>,
    #[serde(default)]
    header: Vec<usize>,
    first: Option<usize>,
    last: Option<usize>,
    #[serde(default)]
    skip: Vec<usize>,
    #[serde(default)]
    totals: Vec<usize>,
    dates: Option<Spanned<String>>,
    decimal: Option<Spanned<String>>,
    #[serde(default)]
    aggregate: bool,
    #[serde(default)]
    adds_up: Vec<String>,
    fiscal_start: Option<Spanned<i8>>,
    #[serde(default)]
    only: BTreeMap<String, Vec<String>>,
    /// Of a ready map only.
    known: Option<Known>,
    #[serde(default)]
    constant: Option<Spanned<Said>>,
    #[serde(default)]
    columns: BTreeMap<String, Spanned<Column>>,
}

/// By which heads a ready map is known, and what is read by it.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    /// What the table is.
    pub about: String,
    /// Columns that it has; a `*` ends a name anyhow.
    pub heads: Vec<String>,
    /// Columns that it has not.
    #[serde(default)]
    pub without: Vec<String>,
    /// Rows of our own.
    #[serde(default)]
    pub example: String,
    /// What is read of them.
    #[serde(default)]
    pub gives: Vec<String>,
    /// Whether more is read of them.
    #[serde(default)]
    pub partly: bool,
    /// Why the table is known and not read all the same.
    pub question: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Column {
    Name(String),
    Said(Box<Said>),
}

/// What is known of every number of a column, or of the table.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct Said {
    field: Option<String>,
    kind: Option<String>,
    unit: Option<String>,
    group: Option<String>,
    nationality: Option<String>,
    via: Option<String>,
    from: Option<String>,
    to: Option<String>,
    at: Option<String>,
    start: Option<String>,
    end: Option<String>,
    since: Option<String>,
    cumulative: Option<bool>,
    year_to_date: Option<bool>,
    who: Option<String>,
    total: Option<bool>,
    scale: Option<f64>,
    source: Option<String>,
    organisation: Option<String>,
    publisher: Option<String>,
    published: Option<String>,
}

const FIELDS: &str = "value, date, start, end, month, week, week_start, week_end, quarter, year, \
     fiscal_year, year_end, fortnight_end, published, via, from, to, at, \
     nationality, kind, group, unit, source, organisation, publisher, low, high or ignore";

impl Map {
    /// Reads a map; `name` is the file's, for messages.
    ///
    /// # Errors
    /// When it is not such a file, with the line and what to write instead.
    pub fn parse(name: &str, text: &str) -> Result<Map, Problem> {
        let problem = |at: Option<usize>, message: String, remedy: &str| Problem {
            file: name.to_owned(),
            line: at.map(|at| 1 + text[..at.min(text.len())].matches('\n').count()),
            message,
            remedy: remedy.to_owned(),
        };
        let file: File = toml::from_str(text).map_err(|error| {
            let remedy = "see `crossings read --help` for what a map may hold";
            problem(error.span().map(|span| span.start), error.message().to_owned(), remedy)
        })?;
        let mut map = Map {
            sheets: file.sheets,
            header: file.header,
            first: file.first,
            last: file.last,
            skip: file.skip,
            totals: file.totals,
            aggregate: file.aggregate,
            adds_up: file.adds_up.iter().map(|name| folded(name)).collect(),
            only: file.only.into_iter().collect(),
            known: file.known,
            ..Map::default()
        };
        if let Some(month) = &file.fiscal_start {
            if !(1..=12).contains(month.get_ref()) {
                let message = format!("`fiscal_start = {}` is no month", month.get_ref());
                return Err(problem(Some(month.span().start), message, "write 10 for October"));
            }
            map.fiscal_start = Some(*month.get_ref());
        }
        if map.header.contains(&0) || !map.header.is_sorted() {
            return Err(problem(
                text.find("header"),
                "`header` is not a list of rows from the top".to_owned(),
                "write the rows of the head as the spreadsheet numbers them, such as header = [3, 4]",
            ));
        }
        if let Some(dates) = &file.dates {
            map.dates = Some(match dates.get_ref().as_str() {
                "day-month-year" => Order::DayFirst,
                "month-day-year" => Order::MonthFirst,
                "year-month-day" => Order::YearFirst,
                other => {
                    let remedy = "write day-month-year, month-day-year or year-month-day";
                    let message = format!("`dates = \"{other}\"` is no order of a date");
                    return Err(problem(Some(dates.span().start), message, remedy));
                }
            });
        }
        if let Some(decimal) = &file.decimal {
            map.decimal = Some(match decimal.get_ref().as_str() {
                "." => Decimal::Point,
                "," => Decimal::Comma,
                other => {
                    let message = format!("`decimal = \"{other}\"` is no decimal mark");
                    return Err(problem(
                        Some(decimal.span().start),
                        message,
                        "write \".\" or \",\"",
                    ));
                }
            });
        }
        if let Some(constant) = &file.constant {
            let at = Some(constant.span().start);
            map.constant = frame(constant.get_ref()).map_err(|(m, r)| problem(at, m, &r))?;
        }
        for (column, told) in &file.columns {
            let at = Some(told.span().start);
            let unknown = |field: &str| {
                problem(
                    at,
                    format!("column `{column}`: no field `{field}`"),
                    &format!("write {FIELDS}"),
                )
            };
            let told = match told.get_ref() {
                Column::Name(field) => field_of(field).ok_or_else(|| unknown(field))?,
                Column::Said(said) => {
                    let field = said.field.as_deref().unwrap_or("value");
                    match field_of(field).ok_or_else(|| unknown(field))? {
                        Told::Value(_) => {
                            Told::Value(Box::new(frame(said).map_err(|(m, r)| {
                                problem(at, format!("column `{column}`: {m}"), &r)
                            })?))
                        }
                        other => other,
                    }
                }
            };
            // "GEO", "SEX" are names before they are letters of a spreadsheet.
            let letters = column_of(column);
            if letters.is_none() || column.len() > 2 {
                map.columns.push((Name::Words(folded(column)), told.clone()));
            }
            if let Some(at) = letters {
                map.columns.push((Name::Letters(at), told));
            }
        }
        Ok(map)
    }

    /// What is said of a column, by its letters or else by its name.
    pub(super) fn column(&self, at: usize, name: &str) -> Option<&Told> {
        let by =
            |wanted: Name| self.columns.iter().find(|(n, _)| *n == wanted).map(|(_, told)| told);
        by(Name::Letters(at)).or_else(|| by(Name::Words(folded(name))))
    }

    /// Names of columns that the table does not have.
    pub(super) fn unmet(&self, names: &[String]) -> Vec<String> {
        if self.known.is_some() {
            return Vec::new(); // a ready map is for several editions of a table
        }
        self.columns
            .iter()
            .filter_map(|(name, _)| match name {
                Name::Words(words)
                    if !names.iter().any(|n| folded(n) == *words)
                        && column_of(&words.to_uppercase()).is_none() =>
                {
                    Some(words.clone())
                }
                _ => None,
            })
            .collect()
    }

    /// This map, completed by a ready one: where it names no column and nothing of all numbers, it only adds to how the
    /// table is read.
    pub(super) fn over_ready(&self, ready: &Map) -> Option<Map> {
        if !self.columns.is_empty() || self.constant != Frame::default() {
            return None;
        }
        let own = |own: &Vec<usize>, other: &Vec<usize>| match own.is_empty() {
            true => other.clone(),
            false => own.clone(),
        };
        Some(Map {
            sheets: self.sheets.clone(),
            header: own(&self.header, &ready.header),
            first: self.first.or(ready.first),
            last: self.last.or(ready.last),
            skip: own(&self.skip, &ready.skip),
            totals: own(&self.totals, &ready.totals),
            dates: self.dates.or(ready.dates),
            decimal: self.decimal.or(ready.decimal),
            aggregate: self.aggregate || ready.aggregate,
            fiscal_start: self.fiscal_start.or(ready.fiscal_start),
            only: self.only.iter().chain(&ready.only).cloned().collect(),
            ..ready.clone()
        })
    }

    /// Whether a column is said to hold counts.
    pub(super) fn has_values(&self) -> bool {
        self.columns.iter().any(|(_, told)| matches!(told, Told::Value(_)))
    }
}

fn field_of(name: &str) -> Option<Told> {
    Some(match name {
        "ignore" => Told::Ignore,
        "value" => Told::Value(Box::default()),
        "date" => Told::Field(Field::Day),
        "kind" => Told::Field(Field::Direction),
        "day" | "direction" | "notes" | "hour" => return None,
        name => Told::Field(name.parse().ok()?),
    })
}

fn frame(said: &Said) -> Result<Frame, (String, String)> {
    fn word<T: std::str::FromStr + strum::VariantNames>(
        field: &str,
        text: &Option<String>,
    ) -> Result<Option<T>, (String, String)> {
        let Some(text) = text else { return Ok(None) };
        text.parse().map(Some).map_err(|_| {
            (
                format!("`{field} = \"{text}\"` is not known"),
                format!("write one of {}", T::VARIANTS.join(", ")),
            )
        })
    }
    let day = |field: &str, text: &Option<String>| -> Result<Option<Date>, (String, String)> {
        let Some(text) = text else { return Ok(None) };
        calendar::iso_day(text).map(Some).ok_or_else(|| {
            (format!("`{field} = \"{text}\"` is not a day"), "write it as 2023-11-01".to_owned())
        })
    };
    let (start, end) = (day("start", &said.start)?, day("end", &said.end)?);
    let window =
        match (start, end) {
            (Some(start), Some(end)) => Some(Window::new(start, end).ok_or_else(|| {
                ("`start` lies after `end`".to_owned(), "exchange them".to_owned())
            })?),
            (Some(day), None) | (None, Some(day)) => Some(Window::day(day)),
            (None, None) => None,
        };
    let people = match said.group.as_deref() {
        None => None,
        Some(name) => match name.parse::<Part>() {
            Ok(part) => Some(People::of_part(part)),
            Err(_) => {
                return Err((
                    format!("`group = \"{name}\"` is not known"),
                    "write all, men, women, children, adults, boys or girls".to_owned(),
                ));
            }
        },
    };
    let unit: Option<Unit> = word("unit", &said.unit)?;
    let kind: Option<Kind> = word("kind", &said.kind)?;
    let name = |text: &Option<String>| text.as_deref().map(frame::Name::from);
    Ok(Frame {
        kind,
        people,
        unit,
        via: said.via.iter().flat_map(|via| via.split(';')).map(|via| via.trim().into()).collect(),
        window,
        from: name(&said.from),
        to: name(&said.to),
        at: name(&said.at),
        nationality: name(&said.nationality),
        cumulative: said.cumulative.unwrap_or(false) || said.year_to_date.unwrap_or(false),
        year_to_date: said.year_to_date.unwrap_or(false),
        who: name(&said.who).filter(|who| !who.is_empty()),
        since: day("since", &said.since)?,
        total: said.total.unwrap_or(false),
        scale: said.scale,
        source: name(&said.source),
        organisation: name(&said.organisation),
        publisher: name(&said.publisher),
        published: day("published", &said.published)?,
        ..Frame::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_by_letters_and_by_name() {
        let map = Map::parse(
            "m.toml",
            "header = [3, 4]\ndates = \"month-day-year\"\n[constant]\nkind = \"return\"\n\
             [columns]\nA = \"date\"\n\"Total entrées\" = { kind = \"arrival\", group = \"women\" }\nD = \"ignore\"\n",
        )
        .unwrap();
        assert_eq!(map.dates, Some(Order::MonthFirst));
        assert_eq!(map.column(0, "x"), Some(&Told::Field(Field::Day)));
        assert_eq!(map.column(3, "x"), Some(&Told::Ignore));
        let Some(Told::Value(frame)) = map.column(9, "TOTAL ENTREES") else { panic!() };
        assert_eq!(frame.kind, Some(Kind::Arrival));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        for (text, expected) in [
            ("x = 1\n", "m.toml:1: unknown field `x`"),
            (
                "header = [1]\ndates = \"dmy\"\n",
                "m.toml:2: `dates = \"dmy\"` is no order of a date",
            ),
            ("[columns]\nA = \"valu\"\n", "m.toml:2: column `A`: no field `valu`"),
            ("[constant]\nkind = \"returning\"\n", "m.toml:1: `kind = \"returning\"` is not known"),
            (
                "[columns]\nA = { start = \"3 Nov\" }\n",
                "m.toml:2: column `A`: `start = \"3 Nov\"` is not a day",
            ),
        ] {
            let message = Map::parse("m.toml", text).unwrap_err().to_string();
            assert!(message.starts_with(expected), "{message}");
            assert!(message.contains("\n  hint: "), "{message}");
        }
    }
}
