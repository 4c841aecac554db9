//! All of it as JSON-LD 1.1, its context in the file: claims and documents in schema.org's words,
//! where they come from in W3C PROV, the quotes as W3C Web Annotations.

use std::collections::BTreeMap;

use claim::{Claim, Document, DocumentId, Id, Window};
use serde_json::{Value, json};

use crate::error::ExportError;
use crate::statements::{file_name, word};
use crate::terms::{WRITER, definitions};
use crate::{Export, flows};

pub(crate) fn write(export: &Export) -> Result<Vec<u8>, ExportError> {
    let documents: BTreeMap<&DocumentId, &Document> =
        export.kept.documents.iter().map(|document| (&document.id, document)).collect();
    let mut graph = vec![dataset(export)];
    if export.route.is_some() {
        graph.push(activity(export));
    }
    graph.extend(export.kept.documents.iter().map(document));
    for (claim, fit) in &export.kept.claims {
        let role = fit.as_ref().map(|fit| word(&fit.role));
        graph.push(statement(claim, role));
        let text = documents.get(&claim.document).map(|document| document.text.as_str());
        graph.push(annotation(&claim.id, &claim.document, &claim.quote, claim.span, text));
    }
    graph.extend(export.flows.iter().filter_map(|flow| estimate(export, flow)));
    let file = json!({ "@context": context(), "@graph": graph });
    let mut bytes = serde_json::to_vec_pretty(&without_nulls(file))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// In the file, so that no reader needs the network.
fn context() -> Value {
    let day = json!({ "@type": "xsd:date" });
    let link = json!({ "@type": "@id" });
    json!({
        "schema": "https://schema.org/",
        "prov": "http://www.w3.org/ns/prov#",
        "oa": "http://www.w3.org/ns/oa#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "schema:datePublished": day,
        "schema:dateModified": day,
        "schema:observationDate": day,
        "schema:url": link,
        "schema:appearance": link,
        "schema:firstAppearance": link,
        "schema:isPartOf": link,
        "prov:wasQuotedFrom": link,
        "prov:wasDerivedFrom": link,
        "prov:wasGeneratedBy": link,
        "prov:wasRevisionOf": link,
        "prov:alternateOf": link,
        "prov:used": link,
        "oa:hasBody": link,
        "oa:hasSource": link,
    })
}

/// A JSON-LD `null` removes a value: it may as well not be written.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key, without_nulls(value)))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_nulls).collect(),
        other => other,
    }
}

const DATASET: &str = "urn:crossings:export";
const ACTIVITY: &str = "urn:crossings:reconciliation";

fn claim_name(id: &Id) -> String {
    format!("urn:crossings:claim:{id}")
}

fn document_name(id: &DocumentId) -> String {
    format!("urn:crossings:document:{id}")
}

fn dataset(export: &Export) -> Value {
    let about: Vec<String> =
        definitions(export).into_iter().map(|(name, text)| format!("{name}: {text}")).collect();
    let days = flows::span(&export.flows).map(|(first, last)| format!("{first}/{last}"));
    let licence = match export.terms.known_licence() {
        Some((_, address)) => json!({ "@id": address }),
        None => export.terms.licence().into(),
    };
    json!({
        "@id": DATASET,
        "@type": ["schema:Dataset", "prov:Entity"],
        "schema:name": export.title(),
        "schema:description": about.join("\n"),
        "schema:dateModified": export.as_known_on,
        "schema:temporalCoverage": days,
        "schema:license": licence,
        "schema:creator": { "@type": "schema:SoftwareApplication", "schema:name": WRITER },
    })
}

/// How the estimates came about.
fn activity(export: &Export) -> Value {
    let used = export
        .kept
        .claims
        .iter()
        .filter(|(_, fit)| {
            fit.as_ref().is_some_and(|fit| {
                matches!(fit.role, reconcile::Role::Used | reconcile::Role::Bound)
            })
        })
        .map(|(claim, _)| claim_name(&claim.id));
    json!({
        "@id": ACTIVITY,
        "@type": "prov:Activity",
        "schema:name": "reconciliation of claims over unequal windows",
        "prov:used": used.collect::<Vec<_>>(),
        "prov:wasAssociatedWith": {
            "@type": ["prov:SoftwareAgent", "schema:SoftwareApplication"],
            "schema:name": WRITER,
        },
    })
}

fn document(document: &Document) -> Value {
    let organisation = |name: &String| json!({ "@type": ["schema:Organization", "prov:Agent"], "schema:name": name });
    // What is no address is kept out of the graph: a broken IRI breaks the file.
    let url = document.url.as_ref().filter(|url| is_address(url));
    json!({
        "@id": document_name(&document.id),
        "@type": ["schema:CreativeWork", "prov:Entity"],
        "schema:name": document.title.as_deref().unwrap_or(file_name(&document.name)),
        "schema:identifier": format!("sha256:{}", document.id),
        "schema:datePublished": document.published,
        "schema:publisher": document.publisher.as_ref().map(organisation),
        "schema:url": url,
    })
}

/// Whether it is an absolute web address in characters that an IRI may have.
pub(crate) fn is_address(url: &str) -> bool {
    (url.starts_with("https://") || url.starts_with("http://"))
        && !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c))
}

fn statement(claim: &Claim, role: Option<String>) -> Value {
    let author = claim
        .source
        .label()
        .map(|name| json!({ "@type": ["schema:Organization", "prov:Agent"], "schema:name": name }));
    let days = match (claim.start, claim.end) {
        (Some(start), Some(end)) => Some(format!("{start}/{end}")),
        (None, Some(end)) => Some(format!("../{end}")),
        (Some(start), None) => Some(format!("{start}/..")),
        (None, None) => None,
    };
    let quantity = json!({
        "@type": "schema:QuantitativeValue",
        "schema:value": claim.value.map(number),
        "schema:minValue": claim.low.map(number),
        "schema:maxValue": claim.high.map(number),
        "schema:unitText": claim.unit.to_string(),
    });
    let place = |name: &String| json!({ "@type": "schema:Place", "schema:name": name });
    let property = |name: &str, value: Value| json!({ "@type": "schema:PropertyValue", "schema:propertyID": name, "schema:value": value });
    let mut properties = vec![
        property("kind", claim.kind.to_string().into()),
        property("measure", claim.measure.to_string().into()),
        property("qualifier", claim.qualifier.to_string().into()),
        property("concept", claim.concept.to_string().into()),
        property("stance", claim.stance.to_string().into()),
        property("cumulative", claim.cumulative.into()),
    ];
    for (name, end) in [("from", &claim.from), ("to", &claim.to), ("at", &claim.at)] {
        properties.extend(end.as_ref().map(|end| property(name, end.as_str().into())));
    }
    properties.extend(role.map(|role| property("picture_role", role.into())));
    json!({
        "@id": claim_name(&claim.id),
        "@type": ["schema:Claim", "prov:Entity"],
        "schema:text": claim.quote,
        "schema:datePublished": claim.published,
        "schema:author": author,
        "schema:appearance": document_name(&claim.document),
        "schema:about": quantity,
        "schema:temporalCoverage": days,
        "schema:spatialCoverage": claim.via.iter().map(place).collect::<Vec<_>>(),
        "schema:additionalProperty": properties,
        "schema:isPartOf": claim.part_of.as_ref().map(claim_name),
        "prov:alternateOf": claim.same_as.as_ref().map(claim_name),
        "prov:wasQuotedFrom": document_name(&claim.document),
    })
}

/// Whole numbers without a decimal point.
fn number(value: f64) -> Value {
    crate::table::Cell::Number(value).json()
}

/// The quote in its document; Web Annotation counts characters where claims count bytes.
fn annotation(
    id: &Id,
    document: &DocumentId,
    quote: &str,
    span: [usize; 2],
    text: Option<&str>,
) -> Value {
    let characters = |text: &str| text.chars().count();
    let position = text.and_then(|text| {
        let start = characters(text.get(..span[0])?);
        let length = characters(text.get(span[0]..span[1])?);
        let end = start + length;
        Some(json!({ "@type": "oa:TextPositionSelector", "oa:start": start, "oa:end": end }))
    });
    let exact = json!({ "@type": "oa:TextQuoteSelector", "oa:exact": quote });
    let selectors: Vec<Value> = [Some(exact), position].into_iter().flatten().collect();
    json!({
        "@id": format!("urn:crossings:annotation:{id}"),
        "@type": "oa:Annotation",
        "oa:motivatedBy": { "@id": "oa:identifying" },
        "oa:hasBody": claim_name(id),
        "oa:hasTarget": {
            "@type": "oa:SpecificResource",
            "oa:hasSource": document_name(document),
            "oa:hasSelector": selectors,
        },
    })
}

fn estimate(export: &Export, flow: &flows::Flow) -> Option<Value> {
    let route = export.route.as_ref()?;
    let name = [&route.from, &route.to, &flow.via].map(|part| encoded(part)).join(":");
    let days: Window = flow.days;
    let geo = export.spot(&flow.via).and_then(|spot| spot.position).map(|(lat, lon)| {
        json!({
            "@type": "schema:GeoCoordinates",
            "schema:latitude": lat,
            "schema:longitude": lon,
        })
    });
    Some(json!({
        "@id": format!("urn:crossings:flow:{name}:{}:{}", days.start(), days.end()),
        "@type": ["schema:Observation", "prov:Entity"],
        "schema:description": route.definition(),
        "schema:observationAbout": {
            "@type": "schema:Place",
            "schema:name": flow.via,
            "schema:geo": geo,
        },
        "schema:observationDate": days.start(),
        "schema:observationPeriod": format!("P{}D", days.days()),
        "schema:value": flow.number("p50"),
        "schema:minValue": flow.number("p05"),
        "schema:maxValue": flow.number("p95"),
        "schema:unitText": "people",
        "schema:measurementMethod": format!("median and 90 % interval; days reported: {}", flow.status.name()),
        "schema:isPartOf": DATASET,
        "prov:wasGeneratedBy": ACTIVITY,
        "prov:wasDerivedFrom": flow.evidence.iter().map(claim_name).collect::<Vec<_>>(),
    }))
}

/// A name as part of a URN: letters, digits and hyphens stay.
fn encoded(name: &str) -> String {
    let mut text = String::new();
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => text.push(byte.into()),
            _ => text += &format!("%{byte:02X}"),
        }
    }
    text
}
