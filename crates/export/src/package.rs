//! The description of a bundle's files: Frictionless `datapackage.json`.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::annotation::is_address;
use crate::error::ExportError;
use crate::table::{Column, Table};
use crate::terms::{WRITER, definitions};
use crate::{Export, Part, flows};

/// A file of a bundle, and the table in it if it is CSV with one.
pub(crate) struct Packed {
    pub name: String,
    pub bytes: Vec<u8>,
    pub part: Option<Part>,
    pub about: &'static str,
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn sum(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn write(export: &Export, files: &[Packed]) -> Result<Vec<u8>, ExportError> {
    let about: Vec<String> =
        definitions(export).into_iter().map(|(name, text)| format!("**{name}.** {text}")).collect();
    let mut package = json!({
        "name": "crossings-export",
        "title": export.title(),
        "description": about.join("\n\n"),
        "version": export.as_known_on,
        "profile": "data-package",
        "resources": files.iter().map(|file| resource(export, file)).collect::<Vec<_>>(),
        "sources": sources(export),
        "contributors": [{ "title": WRITER, "role": "wrangler" }],
        "as_known_on": export.as_known_on,
        "suppress_below": export.terms.suppress_below,
    });
    if let Some((first, last)) = flows::span(&export.flows) {
        package["temporal"] = json!({ "start": first, "end": last });
    }
    if let Some(licence) = &export.terms.licence {
        package["licenses"] = json!([match export.terms.known_licence() {
            Some((title, address)) => json!({ "name": licence, "title": title, "path": address }),
            // A name of other words than SPDX's is a title.
            None => json!({ "name": slug(licence), "title": licence }),
        }]);
    }
    let mut bytes = serde_json::to_vec_pretty(&package)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn slug(text: &str) -> String {
    let dashed: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    dashed.trim_matches('-').to_owned()
}

/// The publishers of what was read, and where it is on the web.
fn sources(export: &Export) -> Vec<Value> {
    let known: BTreeSet<(&str, Option<&str>)> = export
        .kept
        .documents
        .iter()
        .filter_map(|document| {
            // A path that is no web address makes the package invalid.
            let url = document.url.as_deref().filter(|url| is_address(url));
            Some((document.publisher.as_deref()?, url))
        })
        .collect();
    known
        .into_iter()
        .map(|(publisher, url)| match url {
            Some(url) => json!({ "title": publisher, "path": url }),
            None => json!({ "title": publisher }),
        })
        .collect()
}

fn resource(export: &Export, file: &Packed) -> Value {
    let (stem, ending) = file.name.split_once('.').unwrap_or((&file.name, ""));
    let mut resource = json!({
        "name": format!("{stem}-{}", ending.replace('.', "-")).to_lowercase(),
        "path": file.name,
        "description": file.about,
        "format": ending.rsplit('.').next().unwrap_or(ending),
        "bytes": file.bytes.len(),
        "hash": format!("sha256:{}", sum(&file.bytes)),
    });
    match file.part {
        Some(part) => {
            let table = export.table(part);
            resource["name"] = table.name.into();
            resource["profile"] = "tabular-data-resource".into();
            resource["type"] = "table".into();
            resource["encoding"] = "utf-8".into();
            resource["mediatype"] = "text/csv".into();
            // The row of HXL tags.
            resource["dialect"] = json!({ "commentChar": "#" });
            resource["schema"] = schema(export, part, table);
        }
        None => {
            resource["profile"] = "data-resource".into();
            resource["type"] = "file".into();
        }
    }
    resource
}

fn schema(export: &Export, part: Part, table: &Table) -> Value {
    let field = |column: &Column| {
        json!({
            "name": column.name,
            "type": column.kind.name(),
            "format": match column.kind {
                crate::table::Kind::Hour => "%H:%M",
                _ => "default",
            },
            "description": column.about,
            "hxl": column.hxl,
        })
    };
    let mut schema = json!({
        "fields": table.columns.iter().map(field).collect::<Vec<_>>(),
        "missingValues": [""],
    });
    match part {
        Part::Flows => schema["primaryKey"] = json!(["from", "to", "via", "start", "end"]),
        Part::Documents => schema["primaryKey"] = json!(["document"]),
        Part::Claims | Part::Events | Part::Positions => {
            schema["primaryKey"] = json!(["id"]);
            if !export.kept.documents.is_empty() {
                schema["foreignKeys"] = json!([{
                    "fields": ["document"],
                    "reference": { "resource": "documents", "fields": ["document"] },
                }]);
            }
        }
    }
    schema
}
