//! The table of all addresses: who may ask what with which parameters, and what answers. The router, the checks and the
//! OpenAPI document are made from it, so that none says other than the others.

use serde_json::{Map, Value, json};

use crate::access::Role;
use crate::ask::{Answered, Ask, Refusal};
use crate::picture::ASKED;
use crate::room::Room;
use crate::{api, assets, pages};

/// An address and what answers there.
pub(crate) struct Way {
    method: &'static str,
    pub path: &'static str,
    /// Who may ask; none for everybody, also before a login.
    pub needs: Option<Role>,
    /// Whether it is open in public.
    pub public: bool,
    /// The parameters that it knows.
    pub query: &'static [&'static str],
    pub work: fn(&Room, &Ask) -> Result<Answered, Refusal>,
    /// What it is, for the OpenAPI document; pages are not in it.
    about: &'static str,
    /// The fields of the body of what changes something, or computes.
    body: &'static [&'static str],
}

impl Way {
    /// Whether it takes a body.
    pub fn changes(&self) -> bool {
        self.method == "POST"
    }

    /// Whether it takes files.
    pub fn takes_files(&self) -> bool {
        self.changes() && (self.path.ends_with("/documents") || self.path == "/api/read")
    }
}

type Work = fn(&Room, &Ask) -> Result<Answered, Refusal>;

/// A page to read.
const fn page(path: &'static str, query: &'static [&'static str], work: Work) -> Way {
    let (needs, about) = (Some(Role::Reader), "");
    Way { method: "GET", path, needs, public: true, query, work, about, body: &[] }
}

/// The same for those who work.
const fn desk(path: &'static str, query: &'static [&'static str], work: Work) -> Way {
    Way { public: false, ..page(path, query, work) }
}

/// Something that changes the ledger.
const fn change(path: &'static str, work: Work) -> Way {
    Way { method: "POST", public: false, needs: Some(Role::Analyst), ..page(path, &[], work) }
}

/// An answer in JSON.
const fn data(
    path: &'static str,
    query: &'static [&'static str],
    work: Work,
    about: &'static str,
) -> Way {
    Way { about, ..page(path, query, work) }
}

/// A change by a program.
const fn post(
    path: &'static str,
    work: Work,
    about: &'static str,
    body: &'static [&'static str],
) -> Way {
    Way { about, body, ..change(path, work) }
}

/// The parameters of lists of claims.
pub(crate) const CLAIMS: [&str; 12] = [
    "q",
    "kind",
    "measure",
    "via",
    "role",
    "decided",
    "document",
    "organisation",
    "sort",
    "page",
    "per",
    "as_of",
];
const PAGED: [&str; 2] = ["page", "per"];
const AS_OF: [&str; 1] = ["as_of"];

/// All of them.
pub(crate) const WAYS: &[Way] = &[
    page("/", &ASKED, pages::picture::get),
    page("/claims", &CLAIMS, pages::claims::get),
    page("/claims/{id}", &AS_OF, pages::claim::get),
    page("/disagreements", &AS_OF, pages::disagreements::get),
    page("/findings", &[], pages::findings::get),
    page("/sources", &AS_OF, pages::sources::get),
    page("/events", &AS_OF, pages::events::get),
    page("/map", &AS_OF, pages::map::get),
    page("/export", &ASKED, pages::export::get),
    page(
        "/export/{file}",
        &["from", "to", "via", "by", "as_of", "route", "population", "licence"],
        pages::export::file,
    ),
    page("/brief", &["as_of", "form"], pages::export::brief),
    desk("/documents", &PAGED, pages::documents::get),
    desk("/documents/{id}", &[], pages::documents::one),
    desk("/log", &PAGED, pages::log::get),
    Way {
        needs: Some(Role::Analyst),
        ..desk("/queue", &["at", "after", "did"], pages::queue::get)
    },
    change("/documents", pages::documents::add),
    change("/documents/{id}/decisions", pages::documents::decide),
    change("/claims/{id}/decisions", pages::claim::decide),
    change("/decisions/{id}/undo", pages::claim::undo),
    change("/queue/bulk", pages::queue::bulk),
    Way { needs: None, ..page("/login", &[], pages::login::get) },
    Way { needs: None, ..change("/login", pages::login::enter) },
    Way { needs: Some(Role::Reader), ..change("/logout", pages::login::leave) },
    Way { needs: Some(Role::Reader), ..change("/name", pages::login::name) },
    Way { needs: None, ..page("/assets/{mark}/{name}", &[], assets::get) },
    Way { needs: None, ..page("/healthz", &[], api::health) },
    page("/metrics", &[], api::metrics),
    data(
        "/api/picture",
        &ASKED,
        api::picture,
        "The reconciled estimate with its working: the JSON of `crossings picture`",
    ),
    data("/api/claims", &CLAIMS, api::claims, "Claims as they stand, each with the part it plays"),
    data(
        "/api/claims/{id}",
        &AS_OF,
        api::claim,
        "A claim, how it fits, and what was decided of it",
    ),
    data("/api/disagreements", &AS_OF, api::disagreements, "Where reports disagree, and why"),
    data("/api/findings", &[], api::findings, "What the arithmetic proves, or makes likely"),
    data("/api/sources", &AS_OF, api::sources, "How each organisation's numbers lean"),
    data("/api/events", &AS_OF, api::events, "Dated events without a count"),
    Way {
        public: false,
        ..data("/api/documents", &PAGED, api::documents, "The documents, without their texts")
    },
    Way { public: false, ..data("/api/log", &PAGED, api::log, "What was decided, in order") },
    Way {
        public: false,
        needs: Some(Role::Analyst),
        ..data(
            "/api/queue",
            &PAGED,
            api::queue,
            "Claims to look at, by what a decision would change",
        )
    },
    data("/api/openapi.json", &[], document, "This document"),
    post("/api/read", api::read, "Text in, claims out; nothing is kept", &["text", "name", "date"]),
    post(
        "/api/documents",
        api::add,
        "Adds documents: a form with `file`s, or `text` with `name` and `date`",
        &["text", "name", "date"],
    ),
    post(
        "/api/claims/{id}/decisions",
        api::decide,
        "Decides about a claim; `version` is how many decisions about it were seen",
        &["verdict", "why", "set", "into", "version"],
    ),
    post("/api/decisions/{id}/undo", api::undo, "Takes a decision back", &["why"]),
];

/// Of what a parameter is.
fn parameter(name: &str) -> Value {
    let (schema, about) = match name {
        "from" | "to" | "as_of" => (json!({ "type": "string", "format": "date" }), "a day"),
        "via" => (
            json!({ "type": "array", "items": { "type": "string" } }),
            "crossings, in any spelling",
        ),
        "by" => (
            json!({ "type": "string", "enum": ["total", "day", "week"] }),
            "how days are cut into rows",
        ),
        "page" => (json!({ "type": "integer", "minimum": 1 }), "which page"),
        "per" => (json!({ "type": "integer", "minimum": 1, "maximum": 500 }), "how many a page"),
        "route" => (json!({ "type": "string" }), "a border and direction, such as PAK:AFG"),
        _ => (json!({ "type": "string" }), ""),
    };
    json!({ "name": name, "in": "query", "required": false, "description": about, "schema": schema })
}

fn operation(way: &Way) -> Value {
    let slots = way.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut parameters: Vec<Value> = slots
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    parameters.extend(way.query.iter().map(|name| parameter(name)));
    let problem = json!({
        "description": "A problem, as RFC 9457 has it",
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    });
    let mut operation = json!({
        "summary": way.about,
        "parameters": parameters,
        "responses": {
            "200": { "description": "Done", "content": { "application/json": { "schema": {} } } },
            "4XX": problem,
            "5XX": problem,
        },
    });
    if way.changes() {
        let fields: Map<String, Value> =
            way.body.iter().map(|name| ((*name).to_owned(), json!({}))).collect();
        operation["requestBody"] = json!({
            "required": true,
            "content": { "application/json": { "schema": { "type": "object", "properties": fields } } },
        });
    }
    operation
}

/// `GET /api/openapi.json`
fn document(_: &Room, _: &Ask) -> Result<Answered, Refusal> {
    Ok(Answered::json(&openapi()))
}

/// The OpenAPI document of the JSON that is served.
pub fn openapi() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    for way in WAYS.iter().filter(|way| !way.about.is_empty()) {
        let path = paths.entry(way.path).or_insert_with(|| json!({}));
        path[way.method.to_lowercase()] = operation(way);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "crossings",
            "version": "1",
            "description": "What the pages show, as JSON. Lists are `{items, page, per, total}`; an unknown parameter is a \
                            problem; every answer has an ETag.",
        },
        "paths": paths,
        "components": {
            "schemas": {
                "Problem": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail"],
                    "properties": {
                        "type": { "type": "string" },
                        "title": { "type": "string" },
                        "status": { "type": "integer" },
                        "detail": { "type": "string" },
                        "remedy": { "type": "string" },
                        "instance": { "type": "string" },
                    },
                },
                "Statement": claim::statement_schema(),
            },
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
    })
}
