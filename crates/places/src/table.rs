//! Reads the CSV tables, keeping the line of every row so that an error can name it.

use crate::GazetteerError;

/// One CSV table: comment lines start with `#`, the first other line is the header, cells are trimmed.
pub(crate) struct Table<'a> {
    origin: &'a str,
    columns: Vec<String>,
    rows: Vec<(u64, csv::StringRecord)>,
}

impl<'a> Table<'a> {
    /// Reads `text`; `expected` are the columns that must exist, in any order, further columns are allowed.
    pub(crate) fn read(
        origin: &'a str,
        text: &str,
        expected: &[&str],
    ) -> Result<Self, GazetteerError> {
        // A spreadsheet saved as "CSV UTF-8" starts with a byte order mark, which would become part of the first column's name.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new()
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut records = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| GazetteerError::NotCsv {
                origin: origin.to_string(),
                line: error.position().map_or(1, csv::Position::line),
                reason: reason(&error),
            })?;
            records.push((record.position().map_or(1, csv::Position::line), record));
        }
        let mut records = records.into_iter();
        let (line, header) = records.next().unwrap_or((1, csv::StringRecord::new()));
        let columns: Vec<String> = header.iter().map(str::to_string).collect();
        for column in expected {
            if !columns.iter().any(|name| name == column) {
                return Err(GazetteerError::MissingColumn {
                    origin: origin.to_string(),
                    line,
                    column: column.to_string(),
                    expected: expected.join(","),
                });
            }
        }
        Ok(Table { origin, columns, rows: records.collect() })
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|(line, record)| Row {
            origin: self.origin,
            columns: &self.columns,
            line: *line,
            record,
        })
    }
}

fn reason(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("{len} cells where the header has {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "bytes that are not UTF-8".to_string(),
        _ => error.to_string(),
    }
}

/// One row of a [`Table`].
pub(crate) struct Row<'t> {
    origin: &'t str,
    columns: &'t [String],
    pub(crate) line: u64,
    record: &'t csv::StringRecord,
}

impl Row<'_> {
    pub(crate) fn origin(&self) -> String {
        self.origin.to_string()
    }

    /// The cell, or "" when the table has no such column.
    pub(crate) fn cell(&self, column: &str) -> &str {
        self.columns
            .iter()
            .position(|name| name == column)
            .and_then(|index| self.record.get(index))
            .unwrap_or("")
    }

    /// The cell, which must not be empty.
    pub(crate) fn filled(&self, column: &str) -> Result<&str, GazetteerError> {
        match self.cell(column) {
            "" => Err(GazetteerError::EmptyCell {
                origin: self.origin(),
                line: self.line,
                column: column.to_string(),
            }),
            cell => Ok(cell),
        }
    }

    /// The cell, or nothing when it is empty.
    pub(crate) fn optional(&self, column: &str) -> Option<String> {
        Some(self.cell(column)).filter(|cell| !cell.is_empty()).map(str::to_string)
    }

    /// The `;`-separated values of a cell.
    pub(crate) fn list(&self, column: &str) -> Vec<String> {
        self.cell(column)
            .split(';')
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(str::to_string)
            .collect()
    }

    /// `people`, a number.
    pub(crate) fn people(&self) -> Result<f64, GazetteerError> {
        let cell = self.cell("people");
        let number = cell.parse::<f64>().ok().filter(|people| *people > 0.0);
        number.ok_or_else(|| GazetteerError::BadPeople {
            origin: self.origin(),
            line: self.line,
            found: cell.to_string(),
        })
    }

    /// `lat` and `lon`: both or neither.
    pub(crate) fn position(&self) -> Result<Option<(f64, f64)>, GazetteerError> {
        if self.cell("lat").is_empty() && self.cell("lon").is_empty() {
            return Ok(None);
        }
        Ok(Some((self.degrees("lat", 90.0)?, self.degrees("lon", 180.0)?)))
    }

    fn degrees(&self, column: &str, limit: f64) -> Result<f64, GazetteerError> {
        let cell = self.cell(column);
        cell.parse::<f64>().ok().filter(|degrees| degrees.abs() <= limit).ok_or_else(|| {
            GazetteerError::BadCoordinate {
                origin: self.origin(),
                line: self.line,
                column: column.to_string(),
                found: cell.to_string(),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[&str] = &["name", "lat", "lon"];

    #[test]
    fn comments_and_blank_lines_do_not_shift_the_line_number() {
        let text = "# about\nname,lat,lon\n# more\n\nTorkham,34.12,71.09\nChaman,95,66.4\n";
        let table = Table::read("my.csv", text, COLUMNS).unwrap();
        let rows: Vec<_> = table.rows().collect();
        assert_eq!(rows[0].position().unwrap(), Some((34.12, 71.09)));
        let message = rows[1].position().unwrap_err().to_string();
        assert!(message.starts_with("my.csv, line 6: \"95\" is not a usable lat"), "{message}");
    }

    #[test]
    fn a_longitude_without_latitude_is_an_error() {
        let table = Table::read("my.csv", "name,lat,lon\nTorkham,,71.09\n", COLUMNS).unwrap();
        assert!(table.rows().next().unwrap().position().is_err());
    }

    #[test]
    fn a_short_row_is_named_by_its_line() {
        let error = Table::read("my.csv", "name,lat,lon\nTorkham\n", COLUMNS).err().unwrap();
        assert_eq!(
            error.to_string(),
            "my.csv, line 2: not readable as CSV (1 cells where the header has 3). Give every row as many cells as the header has, and put \"double quotes\" around a cell that contains a comma"
        );
    }

    #[test]
    fn a_missing_column_and_an_empty_file_name_the_header() {
        for text in ["", "name,lat\n"] {
            let error = Table::read("my.csv", text, COLUMNS).err().unwrap().to_string();
            assert!(error.contains("Use the header name,lat,lon"), "{error}");
        }
    }

    #[test]
    fn the_byte_order_mark_of_a_spreadsheet_is_no_part_of_the_header() {
        assert!(Table::read("my.csv", "\u{feff}name,lat,lon\n", COLUMNS).is_ok());
    }
}
