//! One zip of everything: the tables, the picture, the statements, what describes them, and their
//! SHA-256 sums. Its times stand still, so that the same content is the same file.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::error::ExportError;
use crate::package::{self, Packed};
use crate::terms::definitions;
use crate::{Export, Format, Part};

pub(crate) fn write(export: &Export) -> Result<Vec<u8>, ExportError> {
    let files = files(export)?;
    let package = package::write(export, &files)?;
    let readme = readme(export, &files);
    let mut all: Vec<(&str, &[u8])> =
        vec![("README.md", readme.as_bytes()), ("datapackage.json", &package)];
    all.extend(files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())));
    let sums: String =
        all.iter().map(|(name, bytes)| format!("{}  {name}\n", package::sum(bytes))).collect();
    all.push(("SHA256SUMS", sums.as_bytes()));

    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default()) // 1 January 1980
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in all {
        zip.start_file(name, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn files(export: &Export) -> Result<Vec<Packed>, ExportError> {
    let mut files = Vec::new();
    let mut add = |name: &str, format, part: Part, about| -> Result<(), ExportError> {
        let bytes = export.write(format, part)?;
        let part = (format == Format::Csv).then_some(part);
        files.push(Packed { name: name.to_owned(), bytes, part, about });
        Ok(())
    };
    let pictured = export.route.is_some();
    for (part, csv, parquet) in [
        (Part::Flows, "flows.csv", "flows.parquet"),
        (Part::Claims, "claims.csv", "claims.parquet"),
        (Part::Events, "events.csv", "events.parquet"),
        (Part::Positions, "positions.csv", "positions.parquet"),
        (Part::Documents, "documents.csv", "documents.parquet"),
    ] {
        if export.table(part).rows.is_empty() && part != Part::Documents {
            continue;
        }
        add(csv, Format::Csv, part, "The table as CSV, HXL tags in its second row.")?;
        add(parquet, Format::Parquet, part, "The same table as Apache Parquet.")?;
    }
    add(
        "tables.xlsx",
        Format::Xlsx,
        Part::Flows,
        "All tables as a workbook; read its first sheet.",
    )?;
    if pictured {
        add("flows.geojson", Format::Geojson, Part::Flows, "The flows at their crossings.")?;
        add("flows.sdmx.csv", Format::SdmxCsv, Part::Flows, "The flows as SDMX-CSV 2.0.")?;
    }
    add(
        "statements.jsonl",
        Format::Jsonl,
        Part::Claims,
        "Claims, events and positions, one a line.",
    )?;
    add("statements.jsonld", Format::Jsonld, Part::Claims, "All of it as linked data.")?;
    let mut schema = serde_json::to_vec_pretty(&claim::statement_schema())?;
    schema.push(b'\n');
    files.push(Packed {
        name: "statement.schema.json".to_owned(),
        bytes: schema,
        part: None,
        about: "JSON Schema of a line of statements.jsonl.",
    });
    Ok(files)
}

fn readme(export: &Export, files: &[Packed]) -> String {
    let mut text = format!("# {}\n", export.title());
    for (name, paragraph) in definitions(export) {
        text += &format!("\n**{name}.** {paragraph}\n");
    }
    text += "\n## Files\n\n";
    for file in files {
        text += &format!("- `{}`: {}\n", file.name, file.about);
    }
    text += "- `datapackage.json`: what every column means (Frictionless Data Package).\n\
             - `SHA256SUMS`: check with `sha256sum -c SHA256SUMS`.\n\n\
             CSV in a notebook: `pandas.read_csv(\"flows.csv\", skiprows=[1])` leaves the HXL tags out.\n";
    text
}
