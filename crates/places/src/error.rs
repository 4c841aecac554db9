//! What can be wrong with a gazetteer file: each message names the file, the line and what to do about it.

/// A gazetteer file that cannot be used as it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GazetteerError {
    /// The text is not CSV: a quote left open, a row with too few or too many cells, bytes that are not UTF-8.
    #[error(
        "{origin}, line {line}: not readable as CSV ({reason}). Give every row as many cells as the header has, and put \"double quotes\" around a cell that contains a comma"
    )]
    NotCsv {
        /// The file's name as the caller gave it.
        origin: String,
        /// The line, counted from 1.
        line: u64,
        /// What the CSV reader said.
        reason: String,
    },
    /// The header row lacks a column that the table cannot do without.
    #[error(
        "{origin}, line {line}: the header has no column \"{column}\". Use the header {expected}"
    )]
    MissingColumn {
        /// The file's name as the caller gave it.
        origin: String,
        /// The line of the header.
        line: u64,
        /// The column that is missing.
        column: String,
        /// The full header that is expected.
        expected: String,
    },
    /// A cell that must be filled is empty.
    #[error("{origin}, line {line}: the cell \"{column}\" is empty. Fill it, or remove the row")]
    EmptyCell {
        /// The file's name as the caller gave it.
        origin: String,
        /// The line, counted from 1.
        line: u64,
        /// The column of the empty cell.
        column: String,
    },
    /// A number of people that is none.
    #[error("{origin}, line {line}: \"{found}\" is not a number of people. Write digits alone")]
    BadPeople {
        /// The file's name as the caller gave it.
        origin: String,
        /// The line, counted from 1.
        line: u64,
        /// What stands there.
        found: String,
    },
    /// A country code that is not ISO 3166-1 alpha-3.
    #[error(
        "{origin}, line {line}: \"{found}\" in column \"{column}\" is not a country code. Use the three capital letters of ISO 3166-1, such as PAK or AFG"
    )]
    UnknownCountry {
        /// The file's name as the caller gave it.
        origin: String,
        /// The line, counted from 1.
        line: u64,
        /// The column of the code.
        column: String,
        /// What stood there.
        found: String,
    },
    /// A latitude or longitude that is not a number in range, or one without the other.
    #[error(
        "{origin}, line {line}: \"{found}\" is not a usable {column}. Write decimal degrees such as 34.12 (lat -90 to 90, lon -180 to 180), fill both or leave both empty"
    )]
    BadCoordinate {
        /// The file's name as the caller gave it.
        origin: String,
        /// The line, counted from 1.
        line: u64,
        /// `lat` or `lon`.
        column: String,
        /// What stood there.
        found: String,
    },
    /// A spelling that already belongs to another crossing, so that a text using it could not be read.
    #[error(
        "{origin}, line {line}: the spelling \"{spelling}\" already belongs to the crossing {other}. Remove it from one of them, or use a longer name for this one"
    )]
    SpellingTaken {
        /// The file's name as the caller gave it.
        origin: String,
        /// The line, counted from 1.
        line: u64,
        /// The spelling in both rows.
        spelling: String,
        /// The crossing that has it already, with its countries.
        other: String,
    },
}
