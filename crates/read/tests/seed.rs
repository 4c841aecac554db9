//! The dispatch that everything started from, every field of every claim.
//!
//! Its text is not ours to keep here: the test reads it from `../shared` when
//! that is there, and says so when it is not.

use claim::{Claim, Event, Position, Statement};
use places::Gazetteer;
use serde_json::{Value, json};

fn seed() -> Option<Vec<Statement>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/seed/dispatch-2023-11-01.txt");
    let Ok(bytes) = std::fs::read(path) else {
        println!("skipped: {path} is not there");
        return None;
    };
    let options = read::Options::default();
    Some(read::read("seed", bytes, options, Gazetteer::builtin()).unwrap().statements)
}

fn claims(statements: &[Statement]) -> Vec<&Claim> {
    statements
        .iter()
        .filter_map(|s| if let Statement::Claim(c) = s { Some(c) } else { None })
        .collect()
}

/// The fields of the contract, without ids, spans and rules.
fn fields(claim: &Claim) -> Value {
    let mut value = serde_json::to_value(claim).unwrap();
    let map = value.as_object_mut().unwrap();
    for key in
        ["id", "document", "publisher", "span", "found", "rules", "part_of", "same_as", "published"]
    {
        map.remove(key);
    }
    value
}

/// A claim of the seed: what differs from the most common values.
fn expected(own: Value) -> Value {
    let mut all = json!({
        "value": null, "low": null, "high": null, "qualifier": "exact", "unit": "people",
        "factor": null, "measure": "flow", "per": null, "kind": "departure", "concept": "unknown",
        "via": [], "from": null, "to": null, "at": null, "start": null, "end": "2023-11-01",
        "as_of": null, "cumulative": false, "start_stated": false, "partial": false,
        "stance": "asserted",
        "source": {"name": null, "role": null, "organisation": null, "kind": "other"},
        "population": {"nationality": null, "status": "unknown", "group": "all", "includes": [], "excludes": []},
    });
    merge(&mut all, own);
    all
}

fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from,
    }
}

#[test]
fn the_seven_claims_with_every_field_and_no_other() {
    let Some(statements) = seed() else { return };
    let read: Vec<Value> = claims(&statements).into_iter().map(fields).collect();
    let expected: Vec<Value> = [
        json!({"quote": "140,000 undocumented immigrants", "value": 140000, "from": "PAK", "cumulative": true,
            "population": {"text": "undocumented immigrants", "status": "undocumented"},
            "source": {"name": "officials", "role": "officials", "kind": "anonymous_official"}}),
        json!({"quote": "hundreds of thousands of Afghans", "low": 200000, "high": 999999, "qualifier": "vague",
            "measure": "stock", "kind": "undocumented", "from": "AFG", "at": "PAK",
            "population": {"text": "Afghans", "nationality": "AFG", "status": "undocumented"}}),
        json!({"quote": "about 104,000 Afghan nationals", "value": 104000, "qualifier": "about", "via": ["Torkham"],
            "from": "PAK", "to": "AFG", "start": "2023-10-18", "start_stated": true,
            "population": {"text": "Afghan nationals", "nationality": "AFG"},
            "source": {"name": "Nasir Khan", "role": "deputy commissioner", "organisation": "Khyber Pakhtunkhwa", "kind": "government"}}),
        json!({"quote": "An as yet undetermined number", "qualifier": "undetermined", "via": ["Chaman"],
            "from": "PAK", "to": "AFG", "cumulative": true,
            "population": {"text": "Afghan nationals", "nationality": "AFG"}}),
        json!({"quote": "140,322 of those", "value": 140322, "from": "PAK", "cumulative": true,
            "population": {"text": "those who had stayed illegally", "status": "undocumented"},
            "source": {"name": "interior ministry", "organisation": "Pakistan interior ministry", "kind": "government"}}),
        json!({"quote": "more than 4 million Afghans", "value": 4000000, "low": 4000000, "qualifier": "more_than",
            "measure": "stock", "kind": "population", "from": "AFG", "at": "PAK",
            "population": {"text": "Afghans", "nationality": "AFG"}}),
        json!({"quote": "1.7 million", "value": 1700000, "measure": "stock", "kind": "undocumented", "from": "AFG", "at": "PAK",
            "concept": "estimate", "stance": "estimated",
            "population": {"text": "Afghans", "nationality": "AFG", "status": "undocumented"},
            "source": {"name": "government", "organisation": "government", "kind": "government"}}),
    ]
    .into_iter()
    .map(expected)
    .collect();
    assert_eq!(read.len(), expected.len(), "{read:#?}");
    for (read, expected) in read.iter().zip(&expected) {
        assert_eq!(read, expected);
    }
}

#[test]
fn the_quotes_are_the_bytes_they_point_at() {
    let Some(statements) = seed() else { return };
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/seed/dispatch-2023-11-01.txt");
    let text = std::fs::read_to_string(path).unwrap();
    for claim in claims(&statements) {
        assert_eq!(claim.quote, text[claim.span[0]..claim.span[1]]);
    }
}

#[test]
fn the_events() {
    let Some(statements) = seed() else { return };
    let events: Vec<&Event> = statements
        .iter()
        .filter_map(|s| if let Statement::Event(e) = s { Some(e) } else { None })
        .collect();
    let read: Vec<Value> = events
        .iter()
        .map(|e| json!([e.kind, e.actor, e.place, e.start, e.end, e.stance]))
        .collect();
    assert_eq!(
        read,
        [
            json!(["deadline", null, "PAK", "2023-11-01", "2023-11-01", "asserted"]),
            json!(["operation_start", "Pakistan", "PAK", "2023-11-02", null, "planned"]),
            json!([
                "deadline_announced",
                "Pakistan",
                "PAK",
                "2023-10-01",
                "2023-10-31",
                "asserted"
            ]),
            json!([
                "operation_start",
                "Pakistan interior ministry",
                "PAK",
                "2023-11-01",
                null,
                "asserted"
            ]),
        ]
    );
}

#[test]
fn the_positions() {
    let Some(statements) = seed() else { return };
    let positions: Vec<&Position> = statements
        .iter()
        .filter_map(|s| if let Statement::Position(p) = s { Some(p) } else { None })
        .collect();
    let read: Vec<(&str, String)> =
        positions.iter().map(|p| (p.holder.as_str(), p.stance.to_string())).collect();
    // Three kinds of holder in one phrase; the words themselves are the dispatch's.
    let groups = read[1].0;
    for holder in ["embassies", "United Nations", "rights groups"] {
        assert!(groups.contains(holder), "{groups}");
    }
    assert_eq!(
        read,
        [
            ("Kabul", "dismisses".to_owned()),
            (groups, "opposes".to_owned()),
            (groups, "urges".to_owned()),
            ("Taliban administration", "requests".to_owned()),
            ("Taliban administration", "assures".to_owned()),
        ]
    );
}
