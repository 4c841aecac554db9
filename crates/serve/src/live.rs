//! What was entered, as it is entered: server-sent events that carry the number of the entry, so that a browser
//! which comes back misses nothing.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use tokio::sync::watch;

use crate::room::Room;

/// A sign of life at least so often.
const PING: Duration = Duration::from_secs(15);

/// More entries than these are not told one by one: the page is out of date as a whole.
const BACKLOG: i64 = 500;

/// Counts an open stream as long as it is open.
struct Open(Arc<Room>);

impl Open {
    fn new(room: Arc<Room>) -> Open {
        room.metrics.streams.fetch_add(1, Ordering::Relaxed);
        Open(room)
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.metrics.streams.fetch_sub(1, Ordering::Relaxed);
    }
}

/// The entries behind `after`, as events; and the number of the last.
fn events(room: &Room, after: i64) -> (String, i64) {
    let told = room.reading(|ledger| {
        let head = ledger.head()?.sequence;
        if head - after > BACKLOG {
            return Ok((format!("id: {head}\nevent: reset\ndata: {{}}\n\n"), head));
        }
        let mut text = String::new();
        for entry in ledger.entered_after(after, BACKLOG)? {
            let sort = if entry.decision { "decision" } else { "document" };
            let data = serde_json::json!({ "sort": sort, "id": entry.subject, "recorded": entry.recorded });
            text += &format!("id: {}\nevent: entered\ndata: {data}\n\n", entry.sequence);
        }
        Ok((text, head))
    });
    told.unwrap_or_else(|_| (String::new(), after))
}

/// What a stream waits for, and where it is.
struct Following {
    room: Open,
    head: watch::Receiver<i64>,
    ended: watch::Receiver<bool>,
    at: i64,
    begun: bool,
}

/// The next piece of a stream; `None` at its end.
async fn next(mut state: Following) -> Option<(Result<Bytes, Infallible>, Following)> {
    loop {
        if *state.ended.borrow() {
            return None;
        }
        if !state.begun {
            state.begun = true;
            let hello = format!("retry: 2000\nid: {}\nevent: at\ndata: {}\n\n", state.at, state.at);
            return Some((Ok(Bytes::from(hello)), state));
        }
        if *state.head.borrow_and_update() > state.at {
            let (room, after) = (state.room.0.clone(), state.at);
            let (text, at) =
                tokio::task::spawn_blocking(move || events(&room, after)).await.ok()?;
            state.at = at.max(after + i64::from(text.is_empty()));
            if !text.is_empty() {
                return Some((Ok(Bytes::from(text)), state));
            }
        }
        tokio::select! {
            changed = state.head.changed() => changed.ok()?,
            _ = state.ended.changed() => return None,
            () = tokio::time::sleep(PING) => return Some((Ok(Bytes::from(": ping\n\n")), state)),
        }
    }
}

/// `GET /live`
pub(crate) fn stream(
    room: Arc<Room>,
    headers: &HeaderMap,
    ended: watch::Receiver<bool>,
) -> Response {
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok());
    let head = room.head.subscribe();
    let at = last.and_then(|id| id.parse().ok()).unwrap_or_else(|| *head.borrow()).max(0);
    let state = Following { room: Open::new(room), head, ended, at, begun: false };
    let body = Body::from_stream(futures_util::stream::unfold(state, next));
    Response::builder()
        .status(StatusCode::OK)
        .header(header::CONTENT_TYPE, "text/event-stream; charset=utf-8")
        .header(header::CACHE_CONTROL, "no-store")
        .header("x-accel-buffering", "no")
        .body(body)
        .expect("these headers are in order")
}
