//! What is wrong with an input folder: where exactly, what, and what to do about it.

use std::fmt;

/// A mistake in one file of an input folder.
///
/// `Display` says where and what; [`Fault::remedy`] what to do. Lines count from 1, columns of tables
/// from 1 as a spreadsheet shows them, columns of settings in characters from 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// Path of the file, as given by whoever asked.
    pub file: String,
    /// Line, when one is to blame.
    pub line: Option<u64>,
    /// Column, when one is to blame.
    pub column: Option<Column>,
    /// What is wrong.
    pub wrong: Box<Wrong>,
    /// It cannot change the result, or is put right: told, and read on.
    pub harmless: bool,
}

/// A column of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its number, from 1.
    pub number: usize,
    /// What stands in it; empty where nothing has a name there.
    pub name: String,
}

/// Kinds of mistakes.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Wrong {
    /// The file is not there.
    #[error("no such file")]
    Missing {
        /// What it would hold.
        holds: &'static str,
    },
    /// The system does not give it.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// Its bytes are no UTF-8 text.
    #[error("not UTF-8 text")]
    NotText,
    /// There is no row in it.
    #[error("has no rows")]
    NoRows {
        /// What a row holds.
        row: &'static str,
    },
    /// A quoted cell runs over the end of its line.
    #[error("a quotation mark is opened and not closed on the same line")]
    OpenQuote,
    /// A row ends too early.
    #[error("{found} cells where {needed} are needed")]
    FewCells {
        /// Cells of the row.
        found: usize,
        /// Cells that it must have.
        needed: usize,
        /// What a row holds.
        row: &'static str,
    },
    /// A row has cells under no head.
    #[error("{found} cells under {heads} heads")]
    ManyCells {
        /// Cells of the row.
        found: usize,
        /// Cells of the head.
        heads: usize,
    },
    /// A cell that must say something says nothing.
    #[error("empty")]
    Blank,
    /// Not a number.
    #[error("\"{0}\" is no number")]
    NoNumber(String),
    /// Not a whole number.
    #[error("\"{0}\" is no whole number")]
    NoWhole(String),
    /// A number outside of what it can be.
    #[error("{text} is out of range")]
    OutOfRange {
        /// As written.
        text: String,
        /// What it can be, in words.
        range: &'static str,
    },
    /// Not a date.
    #[error("\"{0}\" is no date")]
    NoDate(String),
    /// Not one of the words that may stand here.
    #[error("\"{text}\" is none of {known}")]
    UnknownWord {
        /// As written.
        text: String,
        /// What may stand here.
        known: &'static str,
    },
    /// A place that locations.csv does not have.
    #[error("no place is called \"{name}\"")]
    UnknownPlace {
        /// As written.
        name: String,
        /// The place whose name is nearest.
        near: Option<String>,
    },
    /// A country in which no place lies.
    #[error("no place lies in \"{name}\"")]
    UnknownCountry {
        /// As written.
        name: String,
        /// The country whose name is nearest.
        near: Option<String>,
    },
    /// Something stands twice.
    #[error("\"{what}\" stands here a second time")]
    Twice {
        /// What.
        what: String,
        /// The line on which it stands first.
        first: u64,
    },
    /// A route from a place to itself.
    #[error("a route from \"{0}\" to itself")]
    Loop(String),
    /// What ends before it begins.
    #[error("ends on day {end}, before it begins on day {start}")]
    EndsFirst {
        /// First day.
        start: i64,
        /// Last day.
        end: i64,
    },
    /// The days of the conflict table do not count up from 0.
    #[error("day {found} stands in the row of day {row}")]
    DayOutOfStep {
        /// As written.
        found: i64,
        /// The day that the row stands for.
        row: i64,
    },
    /// The conflict table ends before the time that is simulated.
    #[error("ends on day {last}, and {needed} days are simulated")]
    EndsEarly {
        /// Last day of the table.
        last: i64,
        /// Days of the period.
        needed: i64,
    },
    /// Dates of a series that do not rise.
    #[error("{0} does not come after the date before it")]
    DateFalls(String),
    /// A date that the series of a camp does not have.
    #[error("the series of \"{camp}\" has no row of {date}")]
    NoSuchRow {
        /// Camp.
        camp: String,
        /// Date.
        date: String,
    },
    /// A count that cannot be scaled, for it is nothing.
    #[error("the count of \"{camp}\" before {date} is 0 and cannot be scaled")]
    NothingToScale {
        /// Camp.
        camp: String,
        /// Date.
        date: String,
    },
    /// A camp without a series.
    #[error("the camp \"{0}\" has no series")]
    NoSeries(String),
    /// The first row of the layout is not the total.
    #[error("the first row is \"{0}\" and not \"total\"")]
    NoTotal(String),
    /// Something that must be stated is not.
    #[error("does not say {0}")]
    Unsaid(&'static str),
    /// The settings are no YAML.
    #[error("no YAML: {0}")]
    NoYaml(String),
    /// A setting that nobody knows.
    #[error("there is no setting \"{name}\"")]
    UnknownSetting {
        /// As written.
        name: String,
        /// The nearest setting.
        near: Option<&'static str>,
    },
    /// A setting of another kind.
    #[error("\"{name}\" must be {kind}, and is \"{text}\"")]
    WrongKind {
        /// Which setting.
        name: String,
        /// What it must be.
        kind: &'static str,
        /// As written.
        text: String,
    },
    /// A setting that the peer has and this program has not.
    #[error("\"{0}\" is switched on, and this program does not simulate it")]
    NotSimulated(String),
    /// There is no place where people could come from or go to.
    #[error("has no {0}")]
    NoPlaceOfKind(&'static str),
    /// On a day on which counts rise no place is in conflict.
    #[error(
        "on day {day}, {people} people are to set out, and no place with people is in conflict"
    )]
    NobodyFlees {
        /// The day.
        day: i64,
        /// How many are to set out.
        people: u64,
    },
}

impl Wrong {
    /// What to do about it, in one line.
    fn remedy(&self) -> String {
        match self {
            Wrong::Missing { holds } => format!("add the file; it holds {holds}"),
            Wrong::Unreadable(_) => "check that it is a file and may be read".into(),
            Wrong::NotText => "save it as UTF-8".into(),
            Wrong::NoRows { row } | Wrong::FewCells { row, .. } => format!("a row is: {row}"),
            Wrong::OpenQuote => "close the quotation mark, or double one that is meant".into(),
            Wrong::ManyCells { .. } => "add the missing head, or take the last cells out".into(),
            Wrong::Blank => "fill it in".into(),
            Wrong::NoNumber(_) => "write digits, with a point before decimals and no unit".into(),
            Wrong::NoWhole(_) => "write digits only, without decimals or separators".into(),
            Wrong::OutOfRange { range, .. } => format!("it must be {range}"),
            Wrong::NoDate(_) => "write a date such as 2012-02-29".into(),
            Wrong::UnknownWord { known, .. } => format!("write one of {known}"),
            Wrong::UnknownPlace { near: Some(near), .. }
            | Wrong::UnknownCountry { near: Some(near), .. } => {
                format!("\"{near}\" is in locations.csv")
            }
            Wrong::UnknownPlace { near: None, .. } => "add it to locations.csv".into(),
            Wrong::UnknownCountry { near: None, .. } => {
                "write it as in the third column of locations.csv".into()
            }
            Wrong::Twice { first, .. } => format!("keep this one or that of line {first}"),
            Wrong::Loop(_) => "name two different places".into(),
            Wrong::EndsFirst { .. } => {
                "exchange the days, or end with -1 what is never undone".into()
            }
            Wrong::DayOutOfStep { .. } => "give every day from 0 on one row, in order".into(),
            Wrong::EndsEarly { .. } => {
                "add a row for each day, or shorten Length in sim_period.csv".into()
            }
            Wrong::DateFalls(_) => "put the rows in the order of their dates, one a date".into(),
            Wrong::NoSuchRow { .. } => "name a date on which that camp was counted".into(),
            Wrong::NothingToScale { .. } => "take the correction out".into(),
            Wrong::NoSeries(_) => "add a row for it: the camp, and the file of its counts".into(),
            Wrong::NoTotal(_) => "begin with: total,refugees.csv".into(),
            Wrong::Unsaid(what) => format!("add a row with {what}"),
            Wrong::NoYaml(_) => "write `key: value`, indented by spaces".into(),
            Wrong::UnknownSetting { near: Some(near), .. } => format!("\"{near}\" is one"),
            Wrong::UnknownSetting { near: None, .. } => "take it out".into(),
            Wrong::WrongKind { kind, .. } => format!("write {kind}"),
            Wrong::NotSimulated(_) => "switch it off, or run Flee for it".into(),
            Wrong::NoPlaceOfKind(kind) => format!("add a {kind}"),
            Wrong::NobodyFlees { .. } => {
                "give a place with a population a value above 0 in conflicts.csv".into()
            }
        }
    }
}

impl Fault {
    /// A fault of a whole file.
    pub(crate) fn of_file(file: &str, wrong: Wrong) -> Fault {
        Fault {
            file: file.to_owned(),
            line: None,
            column: None,
            wrong: Box::new(wrong),
            harmless: false,
        }
    }

    /// The same, where it does no harm.
    pub(crate) fn harmless(self) -> Fault {
        Fault { harmless: true, ..self }
    }

    /// What to do about it, in one line without a stop.
    pub fn remedy(&self) -> String {
        self.wrong.remedy()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.file)?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        match &self.column {
            Some(Column { number, name }) if name.is_empty() => write!(out, ", column {number}")?,
            Some(Column { number, name }) => write!(out, ", column {number} ({name})")?,
            None => {}
        }
        write!(out, ": {}", self.wrong)
    }
}

/// All that is wrong with a folder, in the order in which its files are read.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{}", told(.0))]
pub struct Faults(pub Vec<Fault>);

fn told(faults: &[Fault]) -> String {
    faults
        .iter()
        .map(|fault| format!("{fault}\n  hint: {}", fault.remedy()))
        .collect::<Vec<_>>()
        .join("\n")
}

impl From<Fault> for Faults {
    fn from(fault: Fault) -> Faults {
        Faults(vec![fault])
    }
}
