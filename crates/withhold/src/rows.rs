//! Numbers that are printed of no claim but tell as much: the rows of a picture that is as sure as a count.

use std::collections::BTreeMap;

use claim::{Claim, DocumentId, Kind, Measure, Unit, Window};

/// What a picture gives for a crossing (none: for all of them) and some days.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The crossing.
    pub via: Option<String>,
    /// The days.
    pub days: Window,
    /// So many people.
    pub number: f64,
}

/// By what a row is known.
pub(super) type Key = (Option<String>, Window);

/// Rows as claims of nobody, of the kind that most claims are of.
pub(super) fn as_claims(rows: &[Row], claims: &[&Claim]) -> Vec<(Key, Claim)> {
    let mut kinds: BTreeMap<String, (usize, Kind)> = BTreeMap::new();
    let flows = claims.iter().filter(|claim| {
        claim.measure == Measure::Flow && claim.unit == Unit::People && claim.kind.is_crossing()
    });
    for claim in flows {
        kinds.entry(claim.kind.to_string()).or_insert((0, claim.kind)).0 += 1;
    }
    let most = kinds.into_values().max_by_key(|(count, _)| *count);
    let kind = most.map_or(Kind::Return, |(_, kind)| kind);
    let document = DocumentId::of_bytes(b"rows of a picture");
    rows.iter()
        .map(|row| {
            let claim = Claim {
                value: Some(row.number.round()),
                kind,
                via: row.via.iter().cloned().collect(),
                start: Some(row.days.start()),
                end: Some(row.days.end()),
                ..Claim::new(document.clone(), "row", 0..3)
            };
            ((row.via.clone(), row.days), claim.sealed())
        })
        .collect()
}
