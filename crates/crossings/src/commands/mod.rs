//! One file per command.

pub(crate) mod add;
mod asked;
pub(crate) mod audit;
pub(crate) mod brief;
pub(crate) mod chart;
pub(crate) mod check;
pub(crate) mod decide;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod history;
pub(crate) mod ledger;
pub(crate) mod log;
pub(crate) mod outlook;
pub(crate) mod picture;
pub(crate) mod read;
pub(crate) mod serve;
pub(crate) mod simulate;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use reconcile::Route;

/// The forms of what is told at once, not line by line.
#[derive(Debug, Clone, Copy, Default, clap::ValueEnum)]
enum TableOrJson {
    #[default]
    Table,
    Json,
}

/// The map of a table that `--map` names.
fn map(path: Option<&std::path::Path>) -> Result<Option<::read::Map>, crate::failure::Failure> {
    path.map(crate::inputs::load_map).transpose().map_err(|problem| {
        let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
        let message = format!("{}{line}: {}", problem.file, problem.message);
        crate::failure::Failure::usage(message, problem.remedy)
    })
}

/// Reads a day as the command line takes it.
pub(crate) fn day(text: &str) -> Result<Date, String> {
    let shaped = text.len() == 10 && !text.contains(|c: char| !c.is_ascii_digit() && c != '-');
    text.parse()
        .ok()
        .filter(|_| shaped)
        .ok_or_else(|| "expected a day such as 2023-11-01".to_owned())
}

/// Reads a time as the command line takes it: RFC 3339, or a day, up to its last moment in UTC.
fn time(text: &str) -> Result<Timestamp, String> {
    let of_day = || -> Option<Timestamp> {
        let next = day(text).ok()?.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok()?;
        next.timestamp().checked_sub(jiff::Span::new().microseconds(1)).ok()
    };
    text.parse().ok().or_else(of_day).ok_or_else(|| {
        "expected a day such as 2023-11-01 or a time such as 2023-11-01T18:00:00Z".to_owned()
    })
}

/// Reads a border and direction, `PAK:AFG`; a side that no code tells goes by the name that reports give it
/// (`Nagorno-Karabakh:ARM`, `neighbouring countries:SYR`).
fn route(text: &str) -> Result<Route, String> {
    ::brief::answer::route(text, crate::gazetteer::in_use()).ok_or_else(|| {
        "expected two countries by ISO 3166 alpha-3 code or name, such as PAK:AFG".to_owned()
    })
}
