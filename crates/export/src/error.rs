//! What keeps an export from being written.

/// Says which file could not be written, why, and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// Flows were asked for, and the statements give no picture.
    #[error("there is no picture, so there are no flows to write")]
    NoPicture,
    /// A sheet of a workbook has not so many rows.
    #[error("{rows} {sheet} do not fit on a sheet, which has 1,048,576 rows")]
    TooManyRows {
        /// Name of the sheet.
        sheet: &'static str,
        /// How many there are.
        rows: usize,
    },
    /// The workbook could not be made.
    #[error("the workbook could not be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The Parquet file could not be made.
    #[error("the Parquet file could not be written: {0}")]
    Parquet(#[from] ::parquet::errors::ParquetError),
    /// The CSV file could not be made.
    #[error("the CSV file could not be written: {0}")]
    Csv(#[from] csv::Error),
    /// The JSON could not be made.
    #[error("the JSON could not be written: {0}")]
    Json(#[from] serde_json::Error),
    /// The zip could not be made.
    #[error("the zip could not be written: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// A file of the zip could not be made.
    #[error("the zip could not be written: {0}")]
    Io(#[from] std::io::Error),
}

impl ExportError {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            ExportError::NoPicture => {
                "give reports with numbers of people who crossed, or export claims"
            }
            ExportError::TooManyRows { .. } => {
                "write CSV or Parquet, or fewer days with --from and --to"
            }
            _ => "write another format, and report this as a defect",
        }
    }
}
