//! What can be taken away: files for other tools at addresses that stay, and the brief to print.

use axum::http::StatusCode;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use brief::answer;
use export::{Export, Format, Known, Part, Terms};
use maud::html;
use sha2::{Digest, Sha256};

use super::Frame;
use crate::ask::{Answered, Ask, Refusal};
use crate::picture::{Question, day};
use crate::printed::FEW;
use crate::room::Room;

/// A file: its name, what it is, its form, its table, and its media type.
type File = (&'static str, &'static str, Format, Part, &'static str);

const CSV: &str = "text/csv; charset=utf-8";
const PARQUET: &str = "application/vnd.apache.parquet";

const FILES: [File; 13] = [
    ("flows.csv", "the picture, with HXL tags", Format::Csv, Part::Flows, CSV),
    ("claims.csv", "the claims", Format::Csv, Part::Claims, CSV),
    ("events.csv", "the events", Format::Csv, Part::Events, CSV),
    ("positions.csv", "who holds which stance", Format::Csv, Part::Positions, CSV),
    ("documents.csv", "where all of it was read", Format::Csv, Part::Documents, CSV),
    ("flows.parquet", "the picture, for a notebook", Format::Parquet, Part::Flows, PARQUET),
    ("claims.parquet", "the claims, for a notebook", Format::Parquet, Part::Claims, PARQUET),
    (
        "tables.xlsx",
        "all tables as a workbook",
        Format::Xlsx,
        Part::Flows,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (
        "flows.geojson",
        "the flows at their crossings",
        Format::Geojson,
        Part::Flows,
        "application/geo+json",
    ),
    (
        "claims.jsonl",
        "statements, one a line",
        Format::Jsonl,
        Part::Claims,
        "application/jsonl; charset=utf-8",
    ),
    ("claims.jsonld", "linked data", Format::Jsonld, Part::Claims, "application/ld+json"),
    ("flows.sdmx.csv", "SDMX-CSV 2.0", Format::SdmxCsv, Part::Flows, CSV),
    ("all.zip", "all of them, with checksums", Format::Bundle, Part::Flows, "application/zip"),
];

/// `GET /export`
pub(crate) fn get(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let known = room.known()?;
    let question = Question::of(&ask.query)?;
    let query = ask.query.with(&[]);
    let with = |name: &str| {
        if query.is_empty() { format!("/export/{name}") } else { format!("/export/{name}?{query}") }
    };
    let as_of = question.as_of.map(|day| format!("as_of={day}")).unwrap_or_default();
    let hidden = |name: &'static str, value: Option<String>| {
        html! { @if let Some(value) = value { input type="hidden" name=(name) value=(value); } }
    };
    let body = html! {
        header.title {
            h1 { "Take it away" }
            p.dateline { "These addresses stay: a spreadsheet or a dashboard that asks again gets the newest. Small numbers and what is confidential are in none of them." }
        }
        form.ask method="get" action="/export" aria-label="What is exported" {
            div.field {
                label for="by" { "Rows" }
                select id="by" name="by" {
                    @for (value, words) in [("total", "the whole time"), ("week", "weeks"), ("day", "days")] {
                        option value=(value) selected[question.by == value] { (words) }
                    }
                }
            }
            @for via in &question.vias { (hidden("via", Some(via.clone()))) }
            (hidden("from", question.from.map(|day| day.to_string())))
            (hidden("to", question.to.map(|day| day.to_string())))
            (hidden("as_of", question.as_of.map(|day| day.to_string())))
            (hidden("route", question.route.clone()))
            div.field.do { button type="submit" { "Show" } }
        }
        ul.files {
            li { a href={ "/brief?" (as_of) } { "brief.html" } span.soft { "the brief, to read and print" } }
            li { a href={ "/brief?form=md&" (as_of) } { "brief.md" } span.soft { "the brief as Markdown" } }
            @for (name, about, ..) in FILES { li { a href=(with(name)) download=(name) { (name) } span.soft { (about) } } }
        }
    };
    Ok(Answered::page(Frame::new(room, ask, "Export").page(&known, body)))
}

/// `GET /export/{file}`
pub(crate) fn file(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let named = FILES.iter().find(|(name, ..)| *name == ask.slot("file"));
    let (name, _, format, part, kind) =
        *named.ok_or_else(|| Refusal::missing("no file of that name is made"))?;
    let question = Question::of(&ask.query)?;
    let drawn = room.drawn(&question);
    let flows = matches!(format, Format::Geojson | Format::SdmxCsv)
        || format.is_of_one_part() && part == Part::Flows;
    let known = match &drawn {
        Ok(drawn) => drawn.known.clone(),
        // Stocks and events alone are worth sending on, too.
        Err(refusal) if refusal.status == StatusCode::UNPROCESSABLE_ENTITY && !flows => {
            room.known()?
        }
        Err(refusal) => return Err(refusal.clone()),
    };
    let asked = drawn.as_ref().ok().map(|drawn| -> Result<_, Refusal> {
        let vias = answer::in_the_picture(&drawn.vias, &drawn.picture)?;
        Ok(export::Question {
            picture: &drawn.picture,
            vias: vias.into_iter().map(str::to_owned).collect(),
            window: drawn.window,
            by: question.cut(),
            narrow: question.from.is_some() || question.to.is_some() || !question.vias.is_empty(),
        })
    });
    let asked = asked.transpose()?;
    let terms = Terms { licence: ask.query.get("licence").map(str::to_owned), suppress_below: FEW };
    let held =
        Known { documents: &known.material.documents, statements: &known.material.statements };
    let bytes =
        Export::new(&held, asked.as_ref(), room.settings.gazetteer, &terms).write(format, part)?;
    Ok(Answered::new(kind, bytes)
        .with("content-disposition", format!("attachment; filename=\"{name}\"")))
}

/// The hash of what stands between the first such tags, as a policy names it.
fn inline(page: &str, open: &str, close: &str) -> String {
    let from = page.find(open).map_or(0, |at| at + open.len());
    let to = page[from..].find(close).map_or(from, |at| from + at);
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(&page.as_bytes()[from..to])))
}

/// `GET /brief`
pub(crate) fn brief(room: &Room, ask: &Ask) -> Result<Answered, Refusal> {
    let as_of = day(&ask.query, "as_of")?;
    let drawn = room.drawn(&Question { as_of, by: "total", ..Question::default() })?;
    let brief = drawn.brief(room.settings.gazetteer);
    match ask.query.get("form") {
        Some("md") => {
            Ok(Answered::new("text/markdown; charset=utf-8", brief.markdown().into_bytes())
                .with("content-disposition", "attachment; filename=\"brief.md\""))
        }
        None | Some("html") => {
            let page = brief.html();
            // The page carries its style and script in itself: these two, and no others, may run.
            let style = inline(&page, "<style>", "</style>");
            let script = inline(&page, "<script>", "</script>");
            let policy = format!(
                "default-src 'none'; style-src {style}; script-src {script}; img-src data:; form-action 'none'; \
                 frame-ancestors 'none'; base-uri 'none'"
            );
            Ok(Answered::new("text/html; charset=utf-8", page.into_bytes())
                .with("content-security-policy", policy))
        }
        Some(other) => {
            Err(Refusal::bad(format!("form={other} is none of a brief"), "give html or md"))
        }
    }
}
