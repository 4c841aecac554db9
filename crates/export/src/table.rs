//! A table with a dictionary: every column says its type, its HXL tag and what it means. The
//! files made of tables (CSV, XLSX, Parquet, `datapackage.json`) all come from here.

use jiff::civil::{Date, Time};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// Several texts; in CSV and XLSX joined with `;`.
    List,
    Whole,
    Number,
    Day,
    Hour,
    Truth,
}

impl Kind {
    /// Its name in a Frictionless table schema, and in the readme sheet.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Text | Kind::List => "string",
            Kind::Whole => "integer",
            Kind::Number => "number",
            Kind::Day => "date",
            Kind::Hour => "time",
            Kind::Truth => "boolean",
        }
    }
}

/// A column and its dictionary entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Column {
    pub name: &'static str,
    pub kind: Kind,
    /// Tag and attributes of the Humanitarian Exchange Language.
    pub hxl: &'static str,
    /// What it means, for the readme and the data package.
    pub about: &'static str,
}

impl Column {
    pub(crate) const fn new(
        name: &'static str,
        kind: Kind,
        hxl: &'static str,
        about: &'static str,
    ) -> Column {
        Column { name, kind, hxl, about }
    }
}

/// What a cell holds; its kind is that of its column.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) enum Cell {
    #[default]
    Empty,
    Text(String),
    List(Vec<String>),
    Whole(i64),
    Number(f64),
    /// A latitude or longitude.
    Degrees(f64),
    Day(Date),
    Hour(Time),
    Truth(bool),
}

impl Cell {
    /// The cell as plain text: days and hours as in ISO 8601, numbers with one reading.
    pub(crate) fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::List(parts) => parts.join(";"),
            Cell::Whole(number) => number.to_string(),
            Cell::Number(number) => plain(*number),
            Cell::Degrees(degrees) => degrees.to_string(),
            Cell::Day(day) => day.to_string(),
            Cell::Hour(hour) => hour.strftime("%H:%M").to_string(),
            Cell::Truth(truth) => truth.to_string(),
        }
    }

    /// The cell as JSON: `null` when empty, a list as an array.
    pub(crate) fn json(&self) -> serde_json::Value {
        match self {
            Cell::Empty => serde_json::Value::Null,
            Cell::List(parts) => parts.iter().map(String::as_str).collect(),
            Cell::Whole(number) => (*number).into(),
            Cell::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
                (*number as i64).into()
            }
            Cell::Number(number) | Cell::Degrees(number) => (*number).into(),
            Cell::Truth(truth) => (*truth).into(),
            other => other.text().into(),
        }
    }
}

/// A number as decimal digits. One with three decimals gets a fourth: `12.345` is twelve thousand
/// in half of the world, and is refused when a claim table is read.
fn plain(number: f64) -> String {
    let mut text = number.to_string();
    if text.split_once('.').is_some_and(|(_, decimals)| decimals.len() == 3) {
        text.push('0');
    }
    text
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Cell {
        value.map_or(Cell::Empty, Into::into)
    }
}

macro_rules! cell {
    ($($from:ty => $kind:ident),+ $(,)?) => {
        $(impl From<$from> for Cell {
            fn from(value: $from) -> Cell {
                Cell::$kind(value.into())
            }
        })+
    };
}

cell!(i64 => Whole, u32 => Whole, f64 => Number, Date => Day, Time => Hour, bool => Truth);

/// Stands for a character that acts on a terminal or turns the order of what is read.
const INSTEAD: char = '\u{fffd}';

/// A text as it may stand in a cell: without control characters but line ends and tabs, and without the signs that embed,
/// override and isolate writing from right to left.
fn clean(text: String) -> String {
    let acts = |c: char| {
        c.is_control() && c != '\n' && c != '\t'
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(acts) {
        return text;
    }
    text.replace("\r\n", "\n").chars().map(|c| if acts(c) { INSTEAD } else { c }).collect()
}

/// An empty text is no text.
impl From<String> for Cell {
    fn from(text: String) -> Cell {
        if text.is_empty() { Cell::Empty } else { Cell::Text(clean(text)) }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        text.to_owned().into()
    }
}

impl From<Vec<String>> for Cell {
    fn from(parts: Vec<String>) -> Cell {
        if parts.is_empty() { Cell::Empty } else { Cell::List(parts) }
    }
}

/// Rows under columns.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Table {
    /// The file's stem, and the sheet's name.
    pub name: &'static str,
    /// What a row is.
    pub about: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Cell>>,
}

/// The two columns that every row of every table ends with: a row that is copied elsewhere still
/// says as of when, and on what terms.
pub(crate) const TERMS: [Column; 2] = [
    Column::new(
        "as_known_on",
        Kind::Day,
        "#date+known",
        "The state of knowledge: nothing published after this day was used.",
    ),
    Column::new(
        "licence",
        Kind::Text,
        "#meta+license",
        "Licence of this file, where one was stated.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_reading() {
        let text = |number| Cell::Number(number).text();
        assert_eq!(
            [2.5, 12.345, 0.125, 140_322.0].map(text),
            ["2.5", "12.3450", "0.1250", "140322"]
        );
    }
}
