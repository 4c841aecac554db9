//! What is asked of a page, and what it answers.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use maud::Markup;

use crate::access::{Role, Who};

/// Names and values in the order in which they were given.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// Of a query or a form.
    pub fn parse(encoded: &[u8]) -> Fields {
        Fields(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// The last value of a name that is not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let named =
            self.0.iter().rev().find(|(key, value)| key == name && !value.trim().is_empty());
        named.map(|(_, value)| value.trim())
    }

    /// All values of a name that are not empty.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named =
            self.0.iter().filter(move |(key, value)| key == name && !value.trim().is_empty());
        named.map(|(_, value)| value.trim())
    }

    /// The same with some values set anew, as a query; what is empty is left out.
    pub fn with(&self, changes: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        let kept = self.0.iter().filter(|(key, value)| {
            !value.is_empty() && !changes.iter().any(|(name, _)| name == key)
        });
        kept.for_each(|(key, value)| _ = query.append_pair(key, value));
        for (key, value) in changes.iter().filter(|(_, value)| !value.is_empty()) {
            query.append_pair(key, value);
        }
        query.finish()
    }
}

/// A file that was sent.
#[derive(Debug)]
pub(crate) struct Sent {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// What is asked.
#[derive(Debug)]
pub(crate) struct Ask {
    /// Path as asked for.
    pub path: String,
    /// What stands in the path's slots.
    pub slots: BTreeMap<String, String>,
    pub query: Fields,
    /// The fields of a form, or of a JSON object.
    pub form: Fields,
    pub files: Vec<Sent>,
    /// The body where it is no form.
    pub body: Vec<u8>,
    /// Who asks.
    pub who: Who,
    /// The name that someone without a login signs with.
    pub signs: Option<String>,
}

impl Ask {
    pub fn slot(&self, name: &str) -> &str {
        self.slots.get(name).map_or("", String::as_str)
    }

    /// Whether small numbers and the words around them are shown: to those who review, never in public.
    pub fn sees_small(&self) -> bool {
        self.who.role >= Role::Analyst
    }

    /// Under which name decisions are signed.
    pub fn signature(&self) -> String {
        match &self.who.name {
            Some(name) => name.clone(),
            None => self.signs.clone().unwrap_or_else(|| "local".to_owned()),
        }
    }
}

/// What is answered.
#[derive(Debug)]
pub(crate) struct Answered {
    pub status: StatusCode,
    pub kind: &'static str,
    pub body: Vec<u8>,
    /// Further headers.
    pub headers: Vec<(&'static str, String)>,
}

impl Answered {
    pub fn new(kind: &'static str, body: Vec<u8>) -> Answered {
        Answered { status: StatusCode::OK, kind, body, headers: Vec::new() }
    }

    pub fn page(markup: Markup) -> Answered {
        Answered::new("text/html; charset=utf-8", markup.into_string().into_bytes())
    }

    pub fn json(value: &impl serde::Serialize) -> Answered {
        let body = serde_json::to_vec(value).expect("plain data");
        Answered::new("application/json", body)
    }

    /// To another page, after something was done.
    pub fn to(place: &str) -> Answered {
        Answered {
            status: StatusCode::SEE_OTHER,
            headers: vec![("location", place.to_owned())],
            ..Answered::new("text/plain; charset=utf-8", Vec::new())
        }
    }

    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Answered {
        self.headers.push((name, value.into()));
        self
    }

    pub fn status(mut self, status: StatusCode) -> Answered {
        self.status = status;
        self
    }
}

/// Why something is not answered: a kind, what happened, and what to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Refusal {
    pub status: StatusCode,
    pub title: &'static str,
    pub detail: String,
    pub remedy: String,
}

impl Refusal {
    fn new(status: StatusCode, title: &'static str, detail: String, remedy: String) -> Refusal {
        Refusal { status, title, detail, remedy }
    }

    pub fn bad(detail: impl Into<String>, remedy: impl Into<String>) -> Refusal {
        Refusal::new(
            StatusCode::BAD_REQUEST,
            "This cannot be asked so",
            detail.into(),
            remedy.into(),
        )
    }

    pub fn missing(what: impl Into<String>) -> Refusal {
        let remedy = "check the address, or look among the claims and documents".to_owned();
        Refusal::new(StatusCode::NOT_FOUND, "There is nothing here", what.into(), remedy)
    }

    pub fn forbidden(detail: impl Into<String>, remedy: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::FORBIDDEN, "This is not open to you", detail.into(), remedy.into())
    }

    pub fn too_large(detail: impl Into<String>, remedy: impl Into<String>) -> Refusal {
        let (detail, remedy) = (detail.into(), remedy.into());
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, "This is too large", detail, remedy)
    }

    pub fn too_often(detail: impl Into<String>) -> Refusal {
        let remedy = "wait a minute and try again".to_owned();
        Refusal::new(StatusCode::TOO_MANY_REQUESTS, "Too many requests", detail.into(), remedy)
    }

    pub fn slow(detail: impl Into<String>, remedy: impl Into<String>) -> Refusal {
        let (detail, remedy) = (detail.into(), remedy.into());
        Refusal::new(StatusCode::REQUEST_TIMEOUT, "This took too long", detail, remedy)
    }

    pub fn worked_out() -> Refusal {
        Refusal::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "The picture is being worked out",
            "a ledger of many claims takes some seconds after each change".to_owned(),
            "this page asks again by itself".to_owned(),
        )
    }

    pub fn broken(detail: impl Into<String>, remedy: impl Into<String>) -> Refusal {
        let (detail, remedy) = (detail.into(), remedy.into());
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "This did not work", detail, remedy)
    }

    /// A picture that cannot be drawn: there is nothing to draw it from.
    pub fn no_picture(detail: impl Into<String>, remedy: impl Into<String>) -> Refusal {
        let (detail, remedy) = (detail.into(), remedy.into());
        Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, "There is no picture", detail, remedy)
    }
}

impl From<ledger::LedgerError> for Refusal {
    fn from(error: ledger::LedgerError) -> Refusal {
        match error {
            ledger::LedgerError::Undecidable { .. } | ledger::LedgerError::Conflict { .. } => {
                Refusal::bad(error.to_string(), error.remedy())
            }
            _ => Refusal::broken(error.to_string(), error.remedy()),
        }
    }
}

impl From<reconcile::ReconcileError> for Refusal {
    fn from(error: reconcile::ReconcileError) -> Refusal {
        let text = error.to_string();
        let (message, hint) = text.split_once("; ").unwrap_or((&text, ""));
        Refusal::no_picture(message, hint)
    }
}

impl From<brief::answer::WayError> for Refusal {
    fn from(error: brief::answer::WayError) -> Refusal {
        Refusal::bad(error.to_string(), error.remedy())
    }
}

impl From<export::ExportError> for Refusal {
    fn from(error: export::ExportError) -> Refusal {
        Refusal::bad(error.to_string(), error.remedy())
    }
}
