//! An outcome as CSV, JSON and weekly GeoJSON.

use serde_json::{Value, json};

use crate::outcome::{Outcome, Row};

/// A row a day and camp: `day,date,camp,counted,mean,p10,p50,p90`, people rounded to whole ones.
pub fn csv(outcome: &Outcome) -> String {
    let mut out = csv::Writer::from_writer(Vec::new());
    let head = ["day", "date", "camp", "counted", "mean", "p10", "p50", "p90"];
    let rows = outcome.rows.iter().map(|row| {
        let people = [row.mean, row.p10, row.p50, row.p90].map(|people| format!("{people:.0}"));
        let mut cells = vec![
            row.day.to_string(),
            row.date.to_string(),
            row.camp.clone(),
            row.counted.to_string(),
        ];
        cells.extend(people);
        cells
    });
    let written = std::iter::once(head.map(str::to_owned).to_vec())
        .chain(rows)
        .try_for_each(|row| out.write_record(row));
    // Memory takes what is written to it, and cells are UTF-8.
    let bytes = written.ok().and_then(|()| out.into_inner().ok()).unwrap_or_default();
    String::from_utf8(bytes).unwrap_or_default()
}

/// All of it.
pub fn json(outcome: &Outcome) -> Value {
    let whole = |row: &Row| json!({ "day": row.day, "date": row.date, "camp": row.camp, "counted": row.counted, "mean": row.mean.round(), "p10": row.p10.round(), "p50": row.p50.round(), "p90": row.p90.round() });
    json!({
        "rules": outcome.rules,
        "members": outcome.members,
        "seed": outcome.seed,
        "assimilated_to_day": outcome.assimilated,
        "ard": outcome.ard,
        "ard_of_frozen_shares": outcome.ard_of_frozen_shares,
        "covered": outcome.covered,
        "rows": outcome.rows.iter().map(whole).collect::<Vec<_>>(),
    })
}

/// Camps at the end of each week, a feature a camp and week; a camp whose place is not known has no geometry.
pub fn geojson(outcome: &Outcome) -> Value {
    let last = outcome.rows.last().map_or(0, |row| row.day);
    let weekly = outcome.rows.iter().filter(|row| row.day % 7 == 6 || row.day == last);
    let features = weekly.map(|row| {
        let at = outcome.at.iter().find(|(camp, _)| *camp == row.camp).and_then(|(_, at)| *at);
        let geometry = at.map(|(longitude, latitude)| json!({ "type": "Point", "coordinates": [longitude, latitude] }));
        json!({
            "type": "Feature",
            "geometry": geometry,
            "properties": { "camp": row.camp, "day": row.day, "date": row.date, "counted": row.counted, "mean": row.mean.round(), "p10": row.p10.round(), "p90": row.p90.round() },
        })
    });
    json!({ "type": "FeatureCollection", "features": features.collect::<Vec<_>>() })
}
