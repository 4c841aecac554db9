//! The flows as GeoJSON (RFC 7946): a feature for each row, at its crossing. A crossing whose
//! place is not known, and `elsewhere`, have no geometry; the whole route is no place and is left out.

use reconcile::ALL;
use serde_json::{Map, Value, json};

use crate::error::ExportError;
use crate::terms::{WRITER, definitions};
use crate::{Export, Part};

/// About 100 m: places are known to about 5 km, so that no more digits mean anything.
const DECIMALS: f64 = 1e3;

pub(crate) fn write(export: &Export) -> Result<Vec<u8>, ExportError> {
    let table = export.table(Part::Flows);
    let features: Vec<Value> = export
        .flows
        .iter()
        .zip(&table.rows)
        .filter(|(flow, _)| flow.via != ALL)
        .map(|(flow, row)| {
            let spot = export.spot(&flow.via);
            let geometry = spot.and_then(|spot| spot.position).map(|(lat, lon)| {
                let short = |degrees: f64| (degrees * DECIMALS).round() / DECIMALS;
                json!({ "type": "Point", "coordinates": [short(lon), short(lat)] })
            });
            let mut properties: Map<String, Value> = table
                .columns
                .iter()
                .zip(row)
                .filter(|(column, _)| !matches!(column.name, "lat" | "lon"))
                .map(|(column, cell)| (column.name.to_owned(), cell.json()))
                .collect();
            let sides: Vec<String> = spot
                .iter()
                .flat_map(|spot| &spot.sides)
                .map(|(code, name)| format!("{name} ({code})"))
                .collect();
            properties.insert("sides".to_owned(), sides.into());
            let id = format!("{}/{}/{}", flow.via, flow.days.start(), flow.days.end());
            json!({ "type": "Feature", "id": id, "geometry": geometry, "properties": properties })
        })
        .collect();
    let meanings: Map<String, Value> = definitions(export)
        .into_iter()
        .map(|(name, text)| (name.to_lowercase().replace(' ', "_"), text.into()))
        .collect();
    let collection = json!({
        "type": "FeatureCollection",
        "name": "flows",
        "title": export.title(),
        "as_known_on": export.as_known_on,
        "licence": export.terms.licence(),
        "definitions": meanings,
        "written_by": WRITER,
        "features": features,
    });
    let mut bytes = serde_json::to_vec_pretty(&collection)?;
    bytes.push(b'\n');
    Ok(bytes)
}
